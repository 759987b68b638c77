"""Of which indicators a line beside the table speaks: by their numbers ("mục 03, 04"), by a label, by the mark of a
footnote that a figure bears.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Field, Form, Reading, Row
from cchc_xl.table.rows import Table
from cchc_xl.table.whole_table import kind_of_line
from cchc_xl.text import CACHED_LENGTH, begins, fold, late, remembered, speaks, worded

_MENTION = worded(
    r"(?:(?:ở|tại|của|trong|với|về|riêng) )?(?:số liệu (?:ở |tại |của )?)?"
    r"(?<!\w)(?:mục|chỉ tiêu|tt|stt|dòng|tiêu chí|số thứ tự)(?: (?:số|tt))? ?(?P<first>0?[0-9]{1,2}(?:\.[0-9])?)"
    r"(?P<more>(?: ?(?:,|và|;) ?(?:mục |chỉ tiêu )?0?[0-9]{1,2}(?![0-9/.]))*)(?![0-9/])"
)
_NUMBERED = ("mục", "chỉ tiêu", "tt", "dòng", "tiêu chí", "số thứ tự")
_MARKS = frozenset("(*0123456789abcd")
_NUMBER = late(r"[0-9]+(?:\.[0-9])?")
_OPENING = late(
    r"^(?:[-+•*\s]*(?:ghi chú|lưu ý|chú thích|giải thích|chú ý|giải trình|nb|p/s)(?: thêm| khác)?\s*[:.-]?\s*"
    r"|(?:xin )?(?:đơn vị|ubnd xã|ubnd phường|xã|phường)(?: xin)? |[-+•:;.,\s]+)+"
)
_OPENINGS = (
    *("ghi chú", "lưu ý", "chú thích", "giải thích", "chú ý", "giải trình", "nb", "p/s"),
    *("xin ", "đơn vị ", "ubnd ", "xã ", "phường "),
)
_OPENING_SIGNS = frozenset("-+•*:;.,")
_FOOTNOTE = late(r"^\(?(?P<mark>\*{1,3}|[0-9](?=\))|[a-d](?=\)))\)?\s*[:.-]?\s*(?P<text>\S.*)$")
_OF_ALL = worded(
    r"^(?:(?:các|toàn bộ|tất cả)\s+)*(?:số liệu|số lượng|các số|số|biểu|bảng|kết quả"
    r"|(?:thời điểm|thời gian|ngày) (?:chốt|lấy|khóa|tổng hợp|tính)|tính (?:đến|từ)|chốt(?= số| đến| tại| ngày))"
    r"(?: (?:này|trên|trong bảng|trong biểu|dưới đây|báo cáo))*"
)
_ALL = ("các", "toàn bộ", "tất cả", "số", "biểu", "bảng", "kết quả", "thời", "ngày", "tính", "chốt")
_CORRECTING = ("xin", "đề nghị", "đính chính", "sửa", "chỉnh", "điều chỉnh", "ghi nhầm", "nhầm")
_CORRECTS = worded(r"(?:xin |đề nghị )?(?:đính chính|sửa|chỉnh|điều chỉnh|ghi nhầm|nhầm)(?!\w)")
_SPOKEN_OF = (
    "số",
    "biểu",
    "bảng",
    "kết quả",
    "đính chính",
    "sửa",
    "chỉnh",
    "nhầm",
    "tính",
    "chốt",
)  # of any line of the two above


def mentioned(line: str, table: Table, readings: Mapping[str, Reading]) -> Iterator[tuple[str, str]]:
    """(field, what the line says of it) for each indicator that a line speaks of; ('', ...) where it names none."""
    footnote = _FOOTNOTE.match(fold(line)) if line[:1] in _MARKS else None
    if footnote:
        marked = [field for field, reading in readings.items() if _bears(table, reading, footnote["mark"])]
        if marked:
            yield from ((field, footnote["text"]) for field in marked)
            return
        line = footnote["text"]
    for row, rest in _about(line, table.form):
        fields = table.form.fields_about(row)
        yield from ((field, rest) for field in fields if not field or field in readings)


@remembered_by_identity
def _lines_known(form: Form) -> BoundedCache[str, tuple[tuple[str, str], ...]]:  # noqa: ARG001 - one for each form
    return BoundedCache(2048)  # titles are the same in many files


def _about(line: str, form: Form) -> tuple[tuple[str, str], ...]:
    known = _lines_known(form)
    found = known.get(line)
    if found is None:
        found = tuple(_read_line(fold(line), form))
        if len(line) <= CACHED_LENGTH:
            known[line] = found
    return found


def _read_line(folded: str, form: Form) -> Iterator[tuple[str, str]]:
    numbered = any(c.isdecimal() for c in folded) and speaks(folded, _NUMBERED)
    mention = _MENTION.search(folded) if numbered else None
    label = None if mention else _label_in(folded, form)
    if mention:
        numbers = [mention["first"], *_NUMBER.findall(mention["more"])]
        rest = _rest(f"{folded[: mention.start()]} {folded[mention.end() :]}")
        yield from ((field, rest) for number in numbers if (field := _field_of(form, number)))
    elif label:
        yield label[0], _rest(folded.replace(label[1], " "))
    elif speaks(folded, _SPOKEN_OF) and not kind_of_line(folded):
        rest = _rest(folded)
        if all_figures(rest) or (begins(rest, _CORRECTING) and _CORRECTS.match(rest)):
            yield "", rest


_HEADINGS = (
    *("báo cáo", "biểu", "bảng", "phụ lục", "kết quả", "tổng hợp", "tình hình", "kính", "căn cứ", "thực hiện"),
    *("kèm theo", "ban hành"),
)


def is_heading(line: str) -> bool:
    """May a line above the table be its title, or part of a letter's head?"""
    return line.isupper() or begins(fold(line).lstrip(" (-*"), _HEADINGS)


@remembered(4096)
def _words(line: str) -> tuple[str, frozenset[str]]:
    """The first unit of measure in a line, '' for none, and all of the line's words."""
    from cchc_xl.quantity.note_clauses import understood

    tokens = [token for clause in understood(line) for token in clause]
    found = (token.text for token in tokens if "unit" in token.kinds and "commune" not in token.kinds)
    is_to_come = bool(tokens) and "intent" in tokens[0].kinds  # 'Sẽ tổ chức hội nghị trong quý III'
    return "" if is_to_come else next(found, ""), frozenset(fold(line).replace(",", " ").split())


def counted_in(line: str, form: Form) -> tuple[str, ...]:
    """The indicators whose unit of measure is the first that a line names: of several those whose label is nearest."""
    known = _counted_known(form)
    found = known.get(line)
    if found is None:
        found = _counted(line, form)
        if len(line) <= CACHED_LENGTH:
            known[line] = found
    return found


@remembered_by_identity
def _counted_known(form: Form) -> BoundedCache[str, tuple[str, ...]]:  # noqa: ARG001 - one for each form
    return BoundedCache(2048)


def _counted(line: str, form: Form) -> tuple[str, ...]:
    unit, words = _words(line)
    fields = [one for one in form.fields if unit and unit in _named(one)]
    near = {one.id: len(words.intersection(fold(one.label).split())) for one in fields}
    most = max(near.values(), default=0)
    return tuple(field for field, words_in_common in near.items() if words_in_common == most)


@remembered_by_identity
def _named(field: Field) -> frozenset[str]:
    """Words for what an indicator counts that name nothing else in a line: 'Quyết định số 5' is a reference."""
    from cchc_xl.quantity.lexicon import KINDS

    own = {fold(one).replace(",", "") for one in (field.unit, *field.units)}
    return frozenset(own - (KINDS["documents"] | KINDS["occasions"]) | ({"văn bản"} & own))


def all_figures(rest: str) -> bool:
    """Does what a line says begin with words for all figures: 'số liệu trên ...'?"""
    return begins(rest, _ALL) and bool(_OF_ALL.match(rest))


def _rest(folded: str) -> str:
    """What a line says, without what it begins with and with brackets as clauses of their own."""
    rest = " ".join(folded.split())
    if rest.startswith(_OPENINGS) or rest[:1] in _OPENING_SIGNS:
        rest = _OPENING.sub("", rest)
    return rest.replace("(", ", ").replace(")", " ").strip(" .,:;-")


def _field_of(form: Form, number: str) -> str:
    """'4', '04' -> '04'; '5.1' -> '05.1'."""
    whole, _, part = number.partition(".")
    wanted = f"{int(whole):02d}" + (f".{part}" if part else "")
    return next((row.id for row in form.rows if wanted in (row.id, row.tt)), "")


def _label_in(folded: str, form: Form) -> tuple[str, str] | None:
    """The one indicator whose name stands in a line, and the name."""
    named = [(row.id, name) for name, row in _names(form) if name in folded]
    longest = max(named, key=lambda one: len(one[1]), default=None)
    return longest if longest and all(name in longest[1] for _, name in named) else None


@remembered_by_identity
def _names(form: Form) -> tuple[tuple[str, Row], ...]:
    """(folded name, row) of names that are long enough to be told from other words, and are one row's alone."""
    names = [(fold(name), row) for row in form.rows for name in (row.label, *row.aliases)]
    owners: dict[str, set[str]] = {}
    for name, row in names:
        owners.setdefault(name, set()).add(row.id)
    return tuple((name, row) for name, row in names if len(name.split()) > 2 and len(owners[name]) == 1)


def _bears(table: Table, reading: Reading, mark: str) -> bool:
    """Does the figure, its label or its note end with the mark of a footnote?"""
    if reading.ref is None:
        return False
    row = next((one for one in table.rows if one.row == reading.ref.row), None)
    texts = (reading.raw if isinstance(reading.raw, str) else "", row.label if row else "", reading.note)
    ends = (mark, f"({mark})") if mark[0] == "*" else (f"({mark})", f"[{mark}]")
    return any(text.rstrip().endswith(ends) for text in texts)
