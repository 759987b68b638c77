"""The rows of an appendix: which ask for figures, which head others, which are parts or the sum of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cchc_xl.draft.appendix import Appendix, AppendixLine
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import text_of
from cchc_xl.text import fold

_NUMBERED = re.compile(
    r"(?:(?:mục|phần|chỉ tiêu)\s+)?[(\[]?(\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,5}|[A-HK]|[a-hk])\s*[.)\]:/-]+"
    r"\s*(?=[^\W\d_])"
)
_POINTED = re.compile(r"([-+•*–—▪o])\s+(?=[^\W\d_])|([-+•*–—])(?=[^\W\d_])")
_ROMAN = re.compile(r"[IVXL]{1,5}")
_CAPITAL = re.compile(r"[A-HK]")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_SMALL = re.compile(r"[a-hkđ]")
_ID = re.compile(r"[0-9A-Za-z]{1,4}(?:[.\-][0-9A-Za-z]{1,4}){0,3}")
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|cộng chung|toàn tỉnh|toàn huyện|toàn xã)"
    r"(?: (?:mục |phần |nhóm )?(?:[ivxl]{1,5}|[a-h]|\d{1,2})(?: *\+ *[ivxla-h\d]{1,5})*| các .*|\s*\(.*\)|\s*:.*)?"
)
_PART = re.compile(r"(?:trong đó|chia ra|bao gồm|gồm|riêng)\b")
LONGEST_TT = 8


class DraftRow(NamedTuple):
    """A row that asks for figures. ``line``: the line of the appendix; ``parent``: the id of the row that it is a part
    of; ``section``: place of the section that it stands in, -1 for none; ``guesses``: keys and words of
    ``words.forms.GUESSES``.
    """

    id: str
    tt: str
    label: str
    unit: str
    line: AppendixLine
    parent: str = ""
    section: int = -1
    is_total: bool = False
    guesses: tuple[tuple[str, str], ...] = ()


class DraftSection(NamedTuple):
    tt: str
    label: str
    before: str
    guesses: tuple[tuple[str, str], ...] = ()


class DraftRows(NamedTuple):
    rows: tuple[DraftRow, ...]
    sections: tuple[DraftSection, ...]


class _Numbered(NamedTuple):
    """A line with its number apart from its label. ``depth``: of Roman and capital numbers 0, of digits (and of numbers
    of no known kind) 1 and one more for each point, of letters 20, of dashes and of nothing 30, of plus signs 31.
    Where no row has a number, those without dashes are at 1.
    """

    line: AppendixLine
    tt: str
    label: str
    depth: int
    mark: str = ""


def rows_of(table: Appendix) -> DraftRows:
    """The rows and sections of an appendix."""
    every = [_numbered(line) for line in _joined(table)]
    if not any(one.tt for one in every):
        every = [one if one.mark or is_part(one.label) else one._replace(depth=1) for one in every]
    heads = _heads(table, every)
    repeated = Counter(fold(one.tt) for place, one in enumerate(every) if one.tt and place not in heads)
    scoped = any(count > 1 for number, count in repeated.items() if _DIGITS.fullmatch(number)) and bool(heads)
    rows: list[DraftRow] = []
    sections: list[DraftSection] = []
    waiting: list[tuple[int, _Numbered]] = []
    prefix, head_key, taken = "", "", set[str]()
    stack: list[tuple[int, str]] = []  # (depth, id) of the rows that a row may be a part of
    for place, one in enumerate(every):
        if place in heads:
            waiting.append((place, one))
            continue
        if waiting:
            head = waiting[-1][1]
            stack = [(depth, id_) for depth, id_ in stack if depth < head.depth]
            head_key = _key(head.tt) or head_key
            prefix = head_key if scoped and head.depth == 0 else prefix
        row = _row(one, stack, taken, prefix, head_key if one.depth >= 30 else "")
        sections += [DraftSection(head.tt, head.label, row.id, heads[at]) for at, head in waiting]
        waiting = []
        row = row._replace(section=len(sections) - 1)
        taken.add(row.id)
        if not row.is_total:
            stack = [*((depth, id_) for depth, id_ in stack if depth < one.depth), (one.depth, row.id)]
        rows.append(row)
    made = tuple(_told_apart(rows))
    labels = {row.label for row in made}
    return DraftRows(made, tuple(one if one.label not in labels else _set_apart(one) for one in sections))


def _set_apart(section: DraftSection) -> DraftSection:
    """A heading with the name of a row, told apart from it."""
    guesses = (*section.guesses, ("renamed", section.label))
    return section._replace(label=f"{section.label} (đề mục)", guesses=guesses)


def is_total(label: str) -> bool:
    """'Tổng cộng', 'Tổng số (I + II)': the sum of other rows, and no name of its own."""
    return bool(_TOTAL.fullmatch(fold(label).strip(" .:")))


def is_part(label: str) -> bool:
    """'Trong đó: nữ'."""
    return bool(_PART.match(fold(label)))


def is_all_parts(label: str) -> bool:
    """'Chia ra: ...': the parts are all that there is."""
    return fold(label).startswith(("chia ra", "bao gồm", "gồm"))


# --- lines ----------------------------------------------------------------------------------------------------------


def _joined(table: Appendix) -> Iterator[AppendixLine]:
    """The lines, those that go on in the next row as one: no number, no unit of measure, no figure, and no capital."""
    held: AppendixLine | None = None
    for line in table.lines:
        goes_on = (
            held is not None
            and bool(table.unit)
            and not line.tt
            and not line.unit
            and line.label[0].islower()
            and not _has_figure(table, line)
            and line.row == held.row + 1
        )
        if held and goes_on:
            held = held._replace(label=f"{held.label} {line.label}", unit=held.unit)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _has_figure(table: Appendix, line: AppendixLine) -> bool:
    return any(text_of(table.cell(line, column)) for column in table.values)


def _numbered(line: AppendixLine) -> _Numbered:
    """'1. Số hồ sơ' -> ('1', 'Số hồ sơ'); '- nữ' -> ('', 'nữ')."""
    tt, label, mark = line.tt.strip(), line.label, ""
    if tt.endswith("."):
        tt = tt.rstrip(".")
    if tt in ("-", "+", "•", "–", "*", "o"):
        tt, mark = "", "-"
    if not tt and (found := _NUMBERED.match(label)) and not _is_abbreviation(label):
        tt, label = _whole_number(label, found), label[found.end() :]
    elif found := _POINTED.match(label):
        label, mark = label[found.end() :], (found[1] or found[2])
    return _Numbered(line, tt[:LONGEST_TT], label.strip(" ") or line.label, _depth(tt, mark), mark)


def _whole_number(label: str, found: re.Match[str]) -> str:
    """With the bracket that a letter has: 'a)', and without the point of '1.'."""
    return (
        f"{found[1]})"
        if label[found.end(1) : found.end(1) + 1] == ")" and found[1].isalpha() and found[1].islower()
        else found[1]
    )


def _is_abbreviation(label: str) -> bool:
    return bool(re.match(r"(?:TP|Tp|[IVXL]+)\.[^\s]", label)) and not re.match(r"[IVXL]{1,5}\.\s*\w", label)


def _depth(tt: str, mark: str) -> int:
    bare = tt.strip("().[] ")
    if _ROMAN.fullmatch(bare) or _CAPITAL.fullmatch(bare):
        return 0
    if _DIGITS.fullmatch(bare):
        return 1 + bare.count(".")
    if _SMALL.fullmatch(bare):
        return 20
    return 1 if bare else 31 if mark == "+" else 30


# --- which head others ------------------------------------------------------------------------------------------------


def _heads(table: Appendix, every: Sequence[_Numbered]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Place of a line that heads others -> what was guessed of it."""
    units = table.unit is not None and any(one.line.unit for one in every)
    heads: dict[int, tuple[tuple[str, str], ...]] = {}
    for place, one in enumerate(every[:-1]):
        following = every[place + 1]
        if one.line.unit or _has_figure(table, one.line) or is_total(one.label):
            continue
        empty_part = fold(one.label).strip(" .:") in ("trong đó", "chia ra", "bao gồm", "gồm")
        deeper = following.depth > one.depth
        if one.line.spread or empty_part:
            heads[place] = ()
        elif one.depth == 0 and (deeper or _same_kind_heads(every, place)):
            heads[place] = () if units else (("section", one.label),)
        elif units and not one.mark and not is_part(one.label) and (deeper or not one.tt):
            heads[place] = (("section", one.label),)
    return heads


def _same_kind_heads(every: Sequence[_Numbered], place: int) -> bool:
    """'A' above 'I' above '1': of two kinds of large numbers the first heads the second."""
    one, following = (every[at].tt.strip("().") for at in (place, place + 1))
    capital, roman = (bool(_CAPITAL.fullmatch(one)) and one not in ("C", "D")) or one in ("A", "B"), following == "I"
    return capital and roman


# --- rows -----------------------------------------------------------------------------------------------------------


def _row(one: _Numbered, stack: Sequence[tuple[int, str]], taken: set[str], prefix: str, head: str) -> DraftRow:
    """``prefix``: of ids where numbers begin anew below each heading; ``head``: the number of the heading above, of
    which a row without a number and a parent has its id.
    """
    total = is_total(one.label)
    guesses: list[tuple[str, str]] = []
    parent = "" if total else _parent(one, stack)
    if parent and not _DIGITS.fullmatch(one.tt):
        guesses.append(("parent", parent))
    key = "tong" if total and not one.tt else _key(one.tt)
    if prefix and key and not total:
        key = f"{prefix}.{key}"
    if parent and one.depth >= 20:
        key = f"{parent}.{key}" if key and not key.startswith(parent) else ""
    return DraftRow(
        _free(key, parent or head, taken), one.tt, one.label, one.line.unit, one.line, parent, -1, total, tuple(guesses)
    )


def _parent(one: _Numbered, stack: Sequence[tuple[int, str]]) -> str:
    """The nearest row above of a larger kind of number; without a number, the one above that has one."""
    return next((id_ for depth, id_ in reversed(stack) if depth < one.depth), "")


def _key(tt: str) -> str:
    key = "".join(letter if letter.isascii() and letter.isalnum() else "." if letter in ".-" else "" for letter in tt)
    return key.strip(".")


def _free(key: str, parent: str, taken: set[str]) -> str:
    """An id that no row has: the number, else one below the parent or heading, else one of the row's own."""
    if key and key not in taken and _ID.fullmatch(key):
        return key
    stem = f"{parent}." if parent and parent.count(".") < 3 else "r"
    return next(made for n in range(1, 10_000) if (made := f"{stem}{n}") not in taken)


def _told_apart(rows: Sequence[DraftRow]) -> Iterator[DraftRow]:
    """Names that come twice get that of the row above them: a form calls each of its rows by another name."""
    from cchc_xl.text import plain

    names = Counter(plain(row.label) for row in rows)
    by_id = {row.id: row for row in rows}
    given: set[str] = set()
    for row in rows:
        if names[plain(row.label)] == 1:
            yield row
            continue
        parent = by_id.get(row.parent)
        label = f"{row.label} ({parent.label})" if parent else row.label
        number = 2
        while plain(label) in given:
            label, number = f"{row.label} ({row.tt or number})", number + 1
        given.add(plain(label))
        guesses = row.guesses if label == row.label else (*row.guesses, ("renamed", row.label))
        yield row._replace(label=label, guesses=guesses)
