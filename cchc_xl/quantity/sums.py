"""Several figures in one text: units that are counted together, arithmetic, lists of months, and the parts of a whole.

What is worked out from them is proposed (``Found.computed``), never added up before somebody accepts it.
"""

from __future__ import annotations

import re

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.found import FIGURE, LARGEST, UNKNOWN, WORDS, Found, belongs, dotted, is_unit, value_of
from cchc_xl.quantity.remarks import sense
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late
from cchc_xl.typed import Literal

_PAIR = late(rf"({FIGURE})([^0-9]+)")
_JOINT = late(r"[\s,;+&./-]+$|\s+và\s*$", re.IGNORECASE)


def compound(match: re.Match[str], field: Field) -> Found | None:
    """'13 tin, 05 bài', '13tin5bài': summed only where every unit is one of the indicator's own.

    '12 văn bản, 10 công văn, 2 kế hoạch' is a total and its parts.
    """
    pairs = _PAIR.findall(match[0])
    if sum(len(figure) + len(words) for figure, words in pairs) != len(match[0]) or len(pairs) < 2:
        return None
    units = [fold(_JOINT.sub("", _JOINT.sub("", words))).strip(" .") for _, words in pairs]
    if not all(is_unit(unit, field) for unit in units):
        return None
    figures = [figure for figure, _ in pairs]
    first, *others = map(value_of, figures)
    whole = units[0] in (fold(field.unit), "vb") and not {fold(field.unit), "vb"} & {*units[1:]}
    if not all(belongs(unit, field) for unit in units) or _is_per(match[0], units) or (whole and first != sum(others)):
        return Found((("V20", {"value": UNKNOWN}),))
    return _worked_out("V20", first if whole else first + sum(others), *figures)


def _is_per(text: str, units: list[str]) -> bool:
    """'2 lớp/120 người', '3 loại, 3000 tờ': one figure tells of the other."""
    return bool(re.search("/ ?[0-9]", text)) or 0 < sum(unit.startswith("loại") for unit in units) < len(units)


def _worked_out(code: str, number: int, *figures: str) -> Found:
    if number > LARGEST:
        return Found(((code, {"value": UNKNOWN}), ("V27", {"value": number, "limit": LARGEST})))
    return Found(((code, {"value": number}), *dotted(*figures)), number, computed=True)


SIGN = r"(?:(?<=[0-9 ])x|[×*+=])"  # an x at the end of a word is a letter
_TERM = late(rf"({FIGURE})({WORDS}*?)(?: ?({SIGN})(?= ?[0-9])|$)", re.IGNORECASE)


def arithmetic(match: re.Match[str], field: Field) -> Found | None:
    """'3 xã x 2', '6+12', '6 + 12 = 18': products before sums; unlike things are not added."""
    terms = _TERM.findall(match[0])
    words = {fold(word) for _, word, _ in terms}
    adds = any(sign == "+" for _, _, sign in terms)
    result = terms.pop() if len(terms) > 2 and terms[-2][2] == "=" else None
    if any(sign == "=" for _, _, sign in terms[:-1]) or any(word[:1].isalpha() for _, word, _ in terms):
        return None
    if adds and len(words) > 1 and not all(not word or belongs(word, field) for word in words):
        return Found((("V21", {"value": UNKNOWN}),))
    total, product = 0, 1
    for figure, _, sign in terms:
        product *= value_of(figure)
        if sign not in ("x", "X", "×", "*"):
            total, product = total + product, 1
    if result is None:
        return _worked_out("V21", total, *(figure for figure, _, _ in terms))
    stated = value_of(
        result[0]
    )  # the clerk wrote the result: it counts as written if it is right, and not at all if it is not
    return Found((("V21", {"value": stated}),), stated) if stated == total else Found((("V21", {"value": UNKNOWN}),))


def unlabelled_list(match: re.Match[str], field: Field) -> Found | None:
    return _months(re.findall("[0-9]+", match[0]), field)


def labelled_list(match: re.Match[str], field: Field) -> Found | None:
    """'T1: 2, T2: 3', each label once."""
    parts = _LABELLED.findall(match[0])
    labels = [fold(label).replace(" ", "") for label, _ in parts]
    return (
        _months([figure for _, figure in parts], field)
        if len(set(labels)) == len(labels)
        else Found((("V22", {"value": UNKNOWN}),))
    )


def _months(figures: list[str], field: Field) -> Found:
    """Figures of months add up for a flow; those of a stock do not."""
    if field.measure == "stock":
        return Found((("V22", {"value": UNKNOWN}),))
    return _worked_out("V22", sum(map(int, figures)))


LABEL = r"(?:(?:t|th|tháng|q|quý)[ .]?(?:[0-9]{1,2}|[ivx]{1,4}))"
_LABELLED = late(rf"({LABEL}) ?[:=] ?([0-9]{{1,9}})", re.IGNORECASE)


# --- the parts of a whole ---------------------------------------------------------------------------------------------

_SOME, _ALL = "trong đó có|trong đó|kể cả|tính cả|riêng", "trong đó gồm|bao gồm|gồm có|gồm|cụ thể|chia ra|chi tiết"
LEADS = rf"{_ALL}|{_SOME}"  # how parts are introduced, behind a figure or in a note
_LEAD = late(rf"(?:(?P<all>{_ALL})|(?P<some>{_SOME}))(?!\w)[ :]*", re.IGNORECASE)
_BETWEEN = late(r"\s*(?:[;\n•+]|,(?!\d)|(?<=\s)-(?=\s)|\s(?:và|va)\s)\s*", re.IGNORECASE)
_LABEL = r"[^\W\d][^;:=\n]{0,50}?"
_ITEM = late(
    rf"[-–•*+ ]*(?:(?P<label>{_LABEL}) ?[:=] ?(?P<of_label>{FIGURE})(?: ?(?P<unit>[^\W\d][^0-9:=]{{0,30}}))?"
    rf"|(?P<named>[^\W\d][^0-9;:=/\n]{{0,50}}?) (?P<behind>{FIGURE})|(?P<figure>{FIGURE}) "
    rf"?(?P<what>[^\W\d][^0-9;:=/\n]{{0,50}}))[. ]*",
    re.IGNORECASE,
)
# 'thôn 3', 'đợt 2', 'tháng 6': the number says which, not how many.
_WHICH = late(
    r"(?:.* )?(?:số|ngày|tháng|năm|quý|tuần|đợt|lần|lần thứ|thứ|thôn|xóm|tổ|khu|phường|quận|khóa|khoá|mức|mức độ|điều"
    r"|khoản|mục|trang|phụ lục|bảng|biểu|sheet|kỳ|t|q|zalo|đề án|nq|nđ|qđ|kh|cv|tb|vùng|cấp|phiên bản)"
)


class Breakdown(NamedTuple):
    """The parts that a text names. ``lead``: all (gồm ...), some (trong đó ...), or nothing that introduces them."""

    lead: str
    items: tuple[tuple[str, int], ...]  # (label, figure)


def parts(text: str) -> Breakdown | None:
    """'trong đó 2 QĐ', 'CV: 10; KH: 2', 'báo in 3, báo điện tử 10', '60 nữ'; None where any of it is no such part."""
    lead = _LEAD.match(text)
    items = []
    for piece in _BETWEEN.split(text[lead.end() :] if lead else text):
        item = _ITEM.fullmatch(piece)
        if item is None or (item["named"] and _WHICH.fullmatch(fold(item["named"]))):
            return None
        label = item["label"] or item["named"] or item["what"]
        items.append((label.strip(), value_of(item["of_label"] or item["behind"] or item["figure"])))
    return Breakdown("" if lead is None else "all" if lead["all"] else "some", tuple(items)) if items else None


_TOTAL = frozenset(("tổng", "tổng số", "tổng cộng", "cộng", "tất cả", "tổng cộng có", "tổng số là"))
_TOTAL_FIRST = late(
    rf"(?P<label>tổng(?: số| cộng)?|cộng|có) ?:? ?(?P<figure>{FIGURE}) ?[:;,(] ?(?P<rest>.*?)\)?", re.IGNORECASE
)


def of_parts(text: str, field: Field) -> Found | None:
    """'CV: 5; KH: 7', 'tin 13, bài 5', 'Tổng 12: CV 5, KH 7': the parts of the figure, with it or without it.

    Summed only where each is known to be a part of what the indicator counts.
    """
    first = _TOTAL_FIRST.fullmatch(text)
    named = parts(first["rest"] if first else text)
    if named is None or named.lead:
        return None
    items = [(fold(label).strip(" .:-"), figure) for label, figure in named.items]
    own = {fold(field.unit), "vb"}
    totals = [figure for label, figure in items if label in _TOTAL or (label in own and len(items) > 2)]
    some = [(label, figure) for label, figure in items if label not in _TOTAL and not (label in own and len(items) > 2)]
    totals += [value_of(first["figure"])] if first else []
    known = all(belongs(label, field) or label in lexicon.PARTS for label, _ in some)
    if len(some) < 2 or len(totals) > 1 or not known or len({label for label, _ in some}) < len(some):
        return None
    total = sum(figure for _, figure in some)
    if totals and totals != [total]:
        return Found((("V20", {"value": UNKNOWN}),))
    return _worked_out("V20", total)


def named_parts(match: re.Match[str], field: Field) -> Found | None:
    return of_parts(match[0], field)


def result_first(match: re.Match[str], _: Field) -> Found | None:
    """'12 = 5 + 7': as the same the other way round."""
    total, figures = value_of(match["total"]), [value_of(one) for one in re.split(r" ?\+ ?", match["sum"])]
    return Found(
        (("V21", {"value": total if total == sum(figures) else UNKNOWN}),), total if total == sum(figures) else None
    )


def compare(number: int, named: Breakdown, field: Field) -> Literal["fits", "differs", "unknown"]:
    """Do parts fit a figure? 'unknown' where they may be something else: '6 (600 người)', '18 bài (12 tin)'."""
    figures = [figure for _, figure in named.items]
    labels = [fold(label).strip(" .:-") for label, _ in named.items]
    known = all(_is_part(label) or belongs(label, field) for label in labels)
    if named.lead == "some":
        return (
            "differs" if max(figures) > number and known else "fits" if sum(figures) <= number and known else "unknown"
        )
    if sum(figures) == number and (known or len(figures) > 1):
        return "fits"
    if not named.lead and len(figures) == 1:
        return "fits" if _is_part(labels[0]) and figures[0] < number else "unknown"
    return "differs" if (known or named.lead) and sum(figures) != number else "unknown"


def _is_part(label: str) -> bool:
    """'nữ', 'báo in', 'trực tuyến': some of what is counted, and no unit of measure that may count something else."""
    return label in lexicon.PARTS or (label not in lexicon.UNITS and sense(label).does == "nothing")
