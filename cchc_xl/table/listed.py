"""Lists: tables whose lines the unit adds, found by the titles of their columns and read to their last line.

A row is a line of the list where it holds anything below the list's titles, unless it sums the list up, repeats its
titles, heads some lines, is a remark, or signs the sheet. Nothing is passed over in silence: below the end of a list a
row with a figure is told (S34), above it a line that is filled in by halves is a line with a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.model import CellRef, Field, Form, Grid, ListLine, ListTable, Reading, Row, Sheet
from cchc_xl.quantity.money import is_money
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.table.calculated import Calculated
from cchc_xl.table.measure_units import measure_of
from cchc_xl.table.row_findings import is_total
from cchc_xl.table.rows import Table, Texts, texts_of
from cchc_xl.table.titles import LONGEST_TITLE, numbers_columns, words_of_title
from cchc_xl.text import fold, late, one_slip, plain

ABOVE = 4  # rows over the titles in which a unit of money for the whole list may stand
_BRACKET = late(r"\s*[(\[]([^()\[\]]*)[)\]]")
_MONEY_LINE = late(r".*?(?:đơn vị(?: tính)?|đvt|đv tính)\s*[:\-]?\s*(.+?)\W*")
_NONE = frozenset(("không", "không có", "không phát sinh", "không tổ chức", "0", "-", "–", "chưa có"))
_MOST_WORDS = 7  # of 'Không có lớp nào trong kỳ'
_HEADS = late(r"[a-h]|[ivx]{1,5}|[a-h][.)]|[ivx]{1,5}[.)]")
_REMARK = late(r"(?:ghi chú|lưu ý|đơn vị tính|đvt)(?!\w)|[(]?\*+[)]?\s")
_SIGNED = late(
    r"(?:người (?:lập|tổng hợp|báo cáo|ký|viết)|thủ trưởng|(?:phó )?chủ tịch|(?:phó )?giám đốc|trưởng (?:phòng|ban)|"
    r"kế toán|lãnh đạo|nơi nhận|xác nhận của|phụ trách|đại diện|thay mặt|t/?m\b|k/?t\b|t/?l\b|tuq\b|"
    r"[(]?ký(?:,| tên| và)|[(]?đã ký)"
)
_DATED = late(r".{0,40}\bngày\b.{0,12}\btháng\b.{0,8}\bnăm\b.*")
_OTHER_THING = late(
    r"dự kiến|kế hoạch|dự toán|(?<!\w)giao(?!\w)|lũy kế|luỹ kế|năm trước|kỳ trước|cùng kỳ|đề nghị|đề xuất|ước(?!\w)|"
    r"(?:kỳ|năm|quý|tháng) (?:sau|tới)|năm 20\d\d"
)
_PLACED = late(r"[^\d,]{2,40},\s*ngày\b.{0,12}\btháng\b.{0,8}\bnăm\b.*")  # 'Bình Minh, ngày 18 tháng 6 năm 2026'
_DIGITS = late(r"[0-9]+")
AS_IN_TEXTS = frozenset(("V03", "V04"))
_FIGURES = frozenset(("count", "count+text", "decimal", "percent", "money", "date"))


class FoundList(NamedTuple):
    """A list as it was found. ``columns``: field -> column, 0 where its title stands nowhere; ``none``: it says that
    there is nothing to list; ``sums``: (row, the figures of a row of totals); ``others``: (row, text) of rows below the
    list that are none of its lines; ``places``: where else lines stand under its titles.
    """

    list: ListTable
    sheet: Sheet
    head_row: int
    columns: Mapping[str, int]
    lines: tuple[ListLine, ...]
    none: bool = False
    sums: tuple[tuple[int, Mapping[str, Reading]], ...] = ()
    others: tuple[tuple[int, str], ...] = ()
    places: tuple[CellRef, ...] = ()

    @property
    def last_row(self) -> int:
        return max((line.row for line in self.lines), default=self.head_row)

    def ref(self, row: int, column: int) -> CellRef:
        return CellRef(self.sheet.name, row, max(column, 1))


class _Head(NamedTuple):
    """Titles of a list: the rows that they lie in, and the column of each."""

    row: int
    last: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]

    @property
    def score(self) -> int:
        return sum(map(bool, self.columns.values()))


def read_lists(grid: Grid, form: Form, skip: Sequence[str], table: Table | None) -> dict[str, FoundList]:
    """The lists of a form that stand in a workbook, by id. ``table``: that of the indicators, whose rows are none of
    theirs; ``skip``: names of sheets that are not looked at.
    """
    heads: dict[str, list[tuple[Sheet, _Head]]] = {one.id: [] for one in form.lists}
    every: dict[str, Texts] = {}
    taken: dict[str, list[int]] = {}
    for sheet in grid.sheets:
        if sheet.name in skip or (sheet.state != "visible" and (table is None or sheet is not table.sheet)):
            continue
        texts = every[sheet.name] = texts_of(sheet)
        for list_id, head in _shared_out(form, texts, table if table and table.sheet is sheet else None).items():
            heads[list_id].append((sheet, head))
            taken.setdefault(sheet.name, []).append(head.row)
        if table and table.sheet is sheet:
            taken.setdefault(sheet.name, []).append(table.top)
    found = {}
    for one in form.lists:
        best = max((head.score for _, head in heads[one.id]), default=0)
        read = []
        for sheet, head in heads[one.id]:
            if head.score == best:
                end = min((row for row in taken[sheet.name] if row > head.last), default=0)
                read.append(_read(grid, one, sheet, head, every[sheet.name], end))
        if read:
            full = [other for other in read if other.lines or other.none] or read
            others = tuple(other.ref(other.head_row, 1) for other in full[1:] if other.lines)
            found[one.id] = full[0]._replace(places=others)
    return found


# --- titles ----------------------------------------------------------------------------------------------------------


def _shared_out(form: Form, texts: Texts, table: Table | None) -> dict[str, _Head]:
    """List -> its titles on a sheet: the first row with the most of them. A row of titles is one list's: that of which
    it has the largest share.
    """
    every = [
        (-head.score / len(one.columns), -head.score, head.row, one.id, head)
        for one in form.lists
        for head in _heads(one, texts, table)
    ]
    found: dict[str, _Head] = {}
    rows: set[int] = set()
    for *_, row, list_id, head in sorted(every, key=lambda claim: claim[:4]):
        if list_id not in found and row not in rows:
            found[list_id] = head
            rows.add(row)
    return found


def _heads(one: ListTable, texts: Texts, table: Table | None) -> Iterator[_Head]:
    """The rows with titles of a list: at least half of them, and two where there are two."""
    own = range(table.top, table.last + 1) if table else range(0)
    needed = max(min(2, len(one.columns)), (len(one.columns) + 1) // 2)
    for row, cells in texts.items():
        if row not in own and _may_head(one, cells):
            head = max((_head(one, texts, row, last) for last in (row, row + 1)), key=lambda head: head.score)
            if head.score >= needed:
                yield head


def _may_head(one: ListTable, cells: Mapping[int, str]) -> bool:
    known = _names(one)
    return any(len(text) <= LONGEST_TITLE and _same(_bare(text), known) for text in cells.values())


def _head(one: ListTable, texts: Texts, row: int, last: int) -> _Head:
    """What the titles in one row, or in two of which the lower divides the upper, name. Where several may be one
    column's ('Kinh phí', 'Kinh phí (thực hiện)') that which says nothing else is; else none of them.
    """
    upper, lower = texts.get(row, {}), texts.get(last, {}) if last > row else {}
    claims: dict[str, list[tuple[bool, int, str]]] = {column.id: [] for column in one.columns}
    for place in sorted({*upper, *lower}):
        said = [text for text in (lower.get(place, ""), upper.get(place, "")) if text and len(text) <= LONGEST_TITLE]
        for text in (*said, " ".join(reversed(said))):
            named = [column for column in one.columns if _names_column(text, column)]
            if named:
                exact = [column for column in named if _says_nothing_else(text, column)]
                column = (exact or named)[0]
                claims[column.id].append((bool(exact), place, text))
                break
    found = {column: _the_one(claim) for column, claim in claims.items()}
    return _Head(
        row, last, {column: place for column, (place, _) in found.items()}, {c: text for c, (_, text) in found.items()}
    )


def _the_one(claims: Sequence[tuple[bool, int, str]]) -> tuple[int, str]:
    exact = [claim for claim in claims if claim[0]] or claims
    return exact[0][1:] if len(exact) == 1 else (0, "")


def _names_column(text: str, column: Field) -> bool:
    """Is a title that of a column, whatever stands in brackets behind it? 'Kinh phí (dự kiến)' is not."""
    if _says_nothing_else(text, column):
        return True
    if column.kind in _FIGURES and any(_OTHER_THING.search(fold(said)) for said in _BRACKET.findall(text)):
        return False
    return _same(_bare(text), frozenset(map(_bare, (column.label, *column.aliases))))


def _says_nothing_else(text: str, column: Field) -> bool:
    own = frozenset(map(words_of_title, (column.label, *column.aliases)))
    said = _BRACKET.findall(text)
    return words_of_title(text) in own or (
        len(said) == 1 and fold(said[0]).strip() == fold(column.unit) and _bare(text) in map(_bare, own)
    )


@remembered_by_identity
def _names(one: ListTable) -> frozenset[str]:
    return frozenset(_bare(name) for column in one.columns for name in (column.label, *column.aliases))


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """The words of a title without what stands in brackets: 'kinh phí' of 'Kinh phí (triệu đồng)'."""
    return words_of_title(_BRACKET.sub(" ", text)) or words_of_title(text)


def _same(words: str, known: frozenset[str]) -> bool:
    if not words or words in known:
        return bool(words)
    bare = plain(words)
    return any(bare == plain(other) or (len(bare) > 5 and one_slip(bare, plain(other))) for other in known)


# --- lines -----------------------------------------------------------------------------------------------------------


def _read(grid: Grid, one: ListTable, sheet: Sheet, head: _Head, texts: Texts, end: int) -> FoundList:
    """The list below its titles. ``end``: the row at which another table of the sheet begins, 0 without one."""
    formulas = Calculated(grid, sheet)
    money = _money_above(texts, head.row)
    units = {column.id: _other_unit(column, head.titles.get(column.id, ""), money) for column in one.columns}

    def reading(column: Field, row: int) -> Reading:
        place = (row, head.columns[column.id])
        if not place[1]:
            return Reading(column.id, "absent", places=column.places)
        cell = sheet.cells.get(place)
        unit = units[column.id]
        asked = column._replace(unit=unit) if unit and is_money(unit) else column
        said = read_quantity(cell, asked)
        if cell is not None and cell.formula is not None:
            said = formulas.checked(said, cell, asked, place)
        said = _converted(said, column, unit) if unit else said
        if grid.source.is_document:  # figures are written so in a text
            said = said._replace(codes=tuple(code for code in said.codes if code[0] not in AS_IN_TEXTS))
        return said._replace(ref=CellRef(sheet.name, *place))

    lines: list[ListLine] = []
    sums: list[tuple[int, Mapping[str, Reading]]] = []
    others: list[tuple[int, str]] = []
    stated_none = ended = False
    for row, cells in texts.items():
        if row <= head.last or (end and row >= end):
            continue
        own = {column.id: cells[place] for column in one.columns if (place := head.columns[column.id]) in cells}
        if row == head.last + 1 and _numbers_columns(cells):
            continue
        kind = _kind_of_row(one, head, cells, own)
        if kind == "none" and not lines:
            stated_none = True
        elif kind == "sum":
            sums.append((row, {column.id: reading(column, row) for column in one.columns if column.id in own}))
        elif kind == "end":
            ended = True
        elif kind == "line" or kind == "none":
            if ended and not (_is_full(one, own) and _is_counted(one, cells, own)):
                if any(_has_figure(own.get(column.id, "")) for column in one.columns if column.kind in _FIGURES):
                    others.append((row, next(iter(own.values()))))
                continue
            lines.append(ListLine(one.id, row, tuple(reading(column, row) for column in one.columns)))
    return FoundList(
        one, sheet, head.row, head.columns, tuple(lines), stated_none and not lines, tuple(sums), tuple(others)
    )


def _numbers_columns(cells: Mapping[int, str]) -> bool:
    """'(1) (2) (3)' or 'A B 1 2' below the titles; a short first line such as '1, A, 3' numbers nothing."""
    digits = [int(number[0]) for text in cells.values() if (number := _DIGITS.search(text))]
    return numbers_columns(cells) and digits == list(range(1, len(digits) + 1))


def _is_counted(one: ListTable, cells: Mapping[int, str], own: Mapping[str, str]) -> bool:
    """Has a row below a signature a figure or a day, or a number of its own? Names of signers have neither."""
    beside = [text for text in cells.values() if text not in own.values()]
    return any(text.strip(" .)").isdigit() for text in beside) or any(
        _has_figure(own.get(column.id, "")) for column in one.columns if column.kind in _FIGURES
    )


def _is_full(one: ListTable, own: Mapping[str, str]) -> bool:
    return all(column.id in own for column in one.columns if column.required)


def _has_figure(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _kind_of_row(one: ListTable, head: _Head, cells: Mapping[int, str], own: Mapping[str, str]) -> str:
    """'' (nothing of the list's) | line | sum | none | end."""
    every = [fold(text) for text in cells.values()]
    if not own:
        return "end" if any(_SIGNED.match(text) or _DATED.fullmatch(text) for text in every) else ""
    if sum(_names_column(text, c) for c in one.columns if (text := own.get(c.id, ""))) >= max(2, head.score // 2 + 1):
        return ""  # the titles again, on another page
    figures = [
        text for column in one.columns if column.kind in _FIGURES and _has_figure(text := own.get(column.id, ""))
    ]
    texts = {column: text for column, text in own.items() if not _has_figure(text)}
    title = next((text for text in every if not text[:1].isdigit()), "")
    if _sums_up(one, title, own):
        return "sum"
    if not figures:
        ends = [bool(_SIGNED.match(text) or _DATED.fullmatch(text)) for text in every]
        if any(ends) and (not _is_full(one, own) or all(ends)):
            return "end"
        if len(own) == 1:
            said = fold(next(iter(own.values()))).strip(" .;")
            if said in _NONE or (said.startswith("không ") and len(said.split()) <= _MOST_WORDS):
                return "none"
            if _REMARK.match(said) or (texts and any(_HEADS.fullmatch(text) for text in every if text != said)):
                return ""
    elif len(own) == 1 and any(_PLACED.fullmatch(text) for text in every):
        return "end"
    elif len(own) == 1 and next(iter(own.values())) == "0":
        return "none"
    return "line"


def _sums_up(one: ListTable, title: str, own: Mapping[str, str]) -> bool:
    """A row of totals: it says so, and says nothing in the other columns that hold no figure."""
    if not is_total(title):
        return False
    words = [column for column in one.columns if not _is_added(column) and column.id in own]
    return len(words) <= 1


def _is_added(column: Field) -> bool:
    return type_of(column.kind).aggregations[0] == "sum"


# --- units of measure ------------------------------------------------------------------------------------------------


def _money_above(texts: Texts, head_row: int) -> str:
    """The unit of money that a line above the titles gives for all amounts: 'Đơn vị tính: nghìn đồng'."""
    for row in range(head_row - 1, max(head_row - 1 - ABOVE, 0), -1):
        for text in texts.get(row, {}).values():
            match = _MONEY_LINE.fullmatch(fold(text))
            if match and is_money(match[1].strip(" .()")):
                return match[1].strip(" .()")
    return ""


def said_of_money(text: str) -> bool:
    """Does a line say nothing but in which unit of money amounts are?"""
    match = _MONEY_LINE.fullmatch(fold(text))
    return bool(match and is_money(match[1].strip(" .()")))


def _other_unit(column: Field, title: str, money: str) -> str:
    """The unit of measure that a column's title gives, or the line above for money, where it is a multiple of the
    form's or a part of it; '' where it is the form's own.
    """
    if not column.unit:
        return ""
    said = [text.strip() for text in _BRACKET.findall(title)] or ([money] if money and column.kind == "money" else [])
    row = Row(column.id, "", column.label, column.unit, units=column.units, aliases=column.aliases)
    return next((unit for unit in said if unit and measure_of(unit, row).kind == "scale"), "")


def _converted(reading: Reading, column: Field, unit: str) -> Reading:
    """An amount in another unit as the form counts it: proposed, never taken."""
    from cchc_xl.numbers import rounded

    row = Row(column.id, "", column.label, column.unit, units=column.units, aliases=column.aliases)
    factor = measure_of(unit, row).factor
    if reading.number is None:
        return reading
    if not factor:
        return reading._replace(state="error", number=None, how="none", codes=(("S20", {"found": unit}),))
    inside = rounded(float(reading.number) * factor, column.places)
    code = ("V64", {"value": inside, "a": column.unit, "unit_found": unit})
    return reading._replace(
        number=inside, how="proposed", computed=True, codes=(code, *reading.codes), places=column.places
    )


def shown_key(one: ListTable, line: ListLine) -> tuple[str, ...]:
    """What a line says in the columns of the key, folded, for comparison; () where one of them says nothing."""
    said = {reading.field: said_by(reading) for reading in line.readings}
    key = tuple(fold(said[column]) for column in one.key)
    return key if key and all(key) else ()


def said_by(reading: Reading) -> str:
    """What a cell of a line says: a day as ISO text, an answer, a number, else the text as it stands."""
    if reading.state == "answer":
        return reading.qualifier
    return str(reading.number) if reading.number is not None else reading.raw_text.strip()


def filled(lines: Sequence[ListLine], column: str) -> Iterator[Reading]:
    """The readings of one column."""
    for line in lines:
        for reading in line.readings:
            if reading.field == column:
                yield reading


__all__ = ["FoundList", "filled", "read_lists", "said_by", "said_of_money", "shown_key"]
