"""What a note, a comment or a line says of the figure that it stands beside: that another is right, that the figure is
no total of the period, that it is an estimate, or of which parts it consists.

A note tells of many things besides the figure ("Dự kiến tổ chức thêm 2 lớp trong quý III", "bình quân 100 người/lớp"):
only clauses that say nothing else are taken for words about it, and a clause with a figure of its own only where that
is the figure beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon, standing
from cchc_xl.quantity.found import FIGURE, belongs, is_unit, value_of
from cchc_xl.quantity.note_patterns import CHANGES, CORRECTIONS, ESTIMATES, RATE_BEFORE, RATE_BEHIND, Does, Family
from cchc_xl.quantity.sums import Breakdown, compare, parts
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late, nfc, remembered

LONGEST = 300  # characters; a longer note is a narrative
UNIT = "§"


class Meaning(NamedTuple):
    """``why``: id of the reason of a change, bound of an estimate; ``number``: the right one, or what the parts come
    to.
    """

    does: Does = ""
    why: str = ""
    number: int | None = None


NOTHING = Meaning()

_CLAUSE = late(r"[;\n]|\.(?![0-9])|,(?! ?(?:phải|đúng|không phải|chứ|nay))")
_NUMBERED = late(rf"(?P<before>[^0-9]{{0,30}}?) ?(?P<figure>{FIGURE}) ?(?P<behind>[^0-9]{{0,40}})")
_BESIDE = frozenset({"period", "rate", "plan"})
_OTHER_FIGURE = late(r"(?<![0-9/.])(?!20[0-9]{2}(?![0-9]))[0-9]{1,6}(?! ?(?:tháng|năm|quý|kỳ)|[/.]?[0-9])(?!/[0-9])")
_AROUND_SIGN = late(r"\s*(->|→|=>|/|:|\?)\s*")
_LONGEST_UNIT = 4  # words
_LEFT_OUT = frozenset({"không tính", "không tính vào", "không lấy", "không cộng", "khong tinh"})
# Without accents 'tren', 'gan', 'do' may be other words.
_ESTIMATES_BARE = dict.fromkeys(("khoang", "khoang chung", "uoc", "uoc tinh", "uoc dat", "uoc khoang", "xap xi"), "~")
_PAIRED = late(r"(?<!\w)tin, ?(bài|bai)(?!\w)(?! ?:)")
_TAKEN_OUT = ("kỳ này đã bỏ", "đã bỏ ra", "đã loại", "đã được loại", "nay đã bỏ")
_SPENT = frozenset({"chi", "thưởng", "trả", "thuê", "phí", "tiền", "nhuận"})
_TIMES = {"nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "trăm": 100, "chục": 10, "vạn": 10_000, "tá": 12}


class Clause(NamedTuple):
    """A clause of a note, and what it says whatever the figure is.

    ``right``: the number that it gives for the right one; ``figure``: one that it holds between other words.
    """

    meant: Meaning | None
    right: int | None
    figure: int | None
    before: str
    behind: str


def statement(text: str, number: int, field: Field) -> Meaning:
    """What a text says of the ``number`` of an indicator."""
    known = _understood(text)
    fits = known[1] is not None and len(known[1].items) > 1 and compare(number, known[1], field) == "fits"
    for clause in known[0]:
        if clause.right not in (None, number):
            return Meaning("corrects", "", clause.right)
        if fits and clause.meant and clause.meant.why == "rate":
            continue  # '1 Quyết định, 3 Kế hoạch'
        found = clause.meant or (_with_figure(clause, number, field) if clause.figure == number else None)
        if found:
            return found
    return NOTHING


@remembered(4096)
def _understood(text: str) -> tuple[tuple[Clause, ...], Breakdown | None]:
    """The clauses that may say something, and the parts that the text names."""
    if not text or len(text) > LONGEST:
        return (), None
    found = []
    for clause in clauses(text):
        words = frozenset((*_AROUND_SIGN.sub(r" \1 ", clause).split(), *standing.words_of(clause)))
        one = _figure(clause) if any(c.isdecimal() for c in clause) else (None, "", "")
        changing, correcting = _CHANGING.with_one_of(words), _CORRECTING.with_one_of(words)
        marked = _marked(clause) if changing or correcting else ""
        meant, right = _of_families(clause, marked, changing), _correction(marked, correcting)
        if (clause in _LEFT_OUT or clause.endswith(_TAKEN_OUT)) and len(clauses(text)) > 1:
            continue  # 'Có 3 hội nghị bị hoãn, không tính'
        if meant or right is not None or one[0] is not None:
            found.append(Clause(meant, right, *one))
    named = parts("; ".join(nfc(text).splitlines())) if any(c.isdecimal() for c in text) else None
    return tuple(found), named if named and (named.lead or len(named.items) > 1) else None


@remembered(4096)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a note, folded; none for a text that is no short note."""
    if not text or len(text) > LONGEST:
        return ()
    folded = _PAIRED.sub(r"tin \1", "\n".join(map(fold, text.splitlines())))
    split = (" ".join(clause.split()).strip(" -+•*()[]") for clause in _CLAUSE.split(folded))
    return tuple(clause for clause in split if clause)


def _marked(clause: str) -> str:
    """The clause with '§' for each unit of measure that stands behind a figure, a factor or a word for a rate."""
    words = _AROUND_SIGN.sub(r" \1 ", clause).split()
    kept: list[str] = []
    start = 0
    while start < len(words):
        ends = range(min(start + _LONGEST_UNIT, len(words)), start, -1)
        counted = kept and (kept[-1][0].isdigit() or kept[-1] in _TIMES or kept[-1] in ("/", "mỗi", "một"))
        end = next((end for end in ends if counted and " ".join(words[start:end]) in lexicon.UNITS), 0)
        kept.append(UNIT if end else words[start])
        start = end or start + 1
    return " ".join(kept)


class _Families(NamedTuple):
    """Families of clauses, and by each word of theirs the places of those that have it."""

    families: tuple[Family, ...]
    places: Mapping[str, frozenset[int]]

    def with_one_of(self, words: frozenset[str]) -> list[Family]:
        """Those that have one of the words, in their order: most clauses are of none, and no family looks at them."""
        told = self.places.keys() & words
        return [self.families[at] for at in sorted(frozenset().union(*(self.places[word] for word in told)))]


def _by_word(families: Sequence[Family]) -> _Families:
    places: dict[str, set[int]] = {}
    for at, family in enumerate(families):
        for word in family.words:
            places.setdefault(word, set()).add(at)
    return _Families(tuple(families), {word: frozenset(of) for word, of in places.items()})


_CORRECTING, _CHANGING = _by_word(CORRECTIONS), _by_word((*CHANGES, *ESTIMATES))


def _correction(marked: str, families: Sequence[Family]) -> int | None:
    match = next(filter(None, (family.match(marked) for family in families)), None)
    return value_of(match["number"]) if match else None


def _of_families(clause: str, marked: str, families: Sequence[Family]) -> Meaning | None:
    for family in families:
        if family.match(marked):
            return Meaning(family.does, family.why)
    why = standing.says(clause)
    if why in _BESIDE and _OTHER_FIGURE.search(clause):
        return None  # 'Cùng kỳ: 15', 'bình quân 3 tin/tháng', 'còn 4 sẽ tổ chức' tell of another figure
    return Meaning("estimate" if why in standing.ESTIMATES else "changes", why) if why else None


def _figure(clause: str) -> tuple[int | None, str, str]:
    """(26, 'khoảng', 'tin') of a clause with one figure."""
    match = _NUMBERED.fullmatch(clause)
    if match is None:
        return None, "", ""
    return value_of(match["figure"]), match["before"].strip(" :"), match["behind"].strip(" .")


def _with_figure(clause: Clause, number: int, field: Field) -> Meaning | None:
    """'26 bài/tháng', 'khoảng 26 tin', '30 nghìn tờ', '26 người' where 26 or 30 is the figure itself."""
    before, behind = clause.before, clause.behind
    first, _, rest = behind.partition(" ")
    if not _SPENT.isdisjoint(before.split()):
        return None  # 'chi hỗ trợ phóng viên 3 triệu'
    bare = not behind or (is_unit(behind, field) and (belongs(behind, field) or _alike(behind, field)))
    if first in _TIMES and (not rest or is_unit(rest, field)):
        return Meaning("changes", "scale")
    counted = behind.partition("/")[0].strip()  # of another thing: 'cập nhật 2 lần/tuần' beside 2 chuyên mục
    of_another = bool(before) and (
        "/" in behind and is_unit(counted, field) and not belongs(counted, field) and not _alike(counted, field)
    )
    if (not of_another and RATE_BEHIND.fullmatch(_marked(f"{number} {behind}").partition(" ")[2])) or (
        RATE_BEFORE.fullmatch(before) and bare
    ):
        return Meaning("changes", "rate")
    bound = lexicon.ESTIMATES.get(before) or _ESTIMATES_BARE.get(before)
    if bound and bare:
        return Meaning("estimate", bound)
    if not before and is_unit(behind, field) and not belongs(behind, field) and not _alike(behind, field):
        return Meaning("changes", "unit")
    return None


def _alike(unit: str, field: Field) -> bool:
    """Words that people use for one another: 4 hội nghị are 4 cuộc, and anything may be counted in lượt."""
    own = lexicon.own_units(field.unit, field.units)
    folded = fold(unit)
    return folded == "lượt" or any(folded in group and own & group for group in lexicon.ALIKE)
