"""What a person added to an earlier provincial workbook: columns of her own, notes on cells, a filter, and past
findings.

Rows are found again by the hidden column of each table (a finding's fingerprint, a unit's key), columns by their title.
What belongs to a row that is gone stays on the hidden sheet, and is back when the row is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cchc_xl.consolidation.account.decisions import DECISION, TITLES
from cchc_xl.grid.openxml.entries_only import HEADER_ROWS, WantedColumns
from cchc_xl.model import Cell, Form, Grid, Sheet, SheetBody
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.text import fold
from cchc_xl.words.province import FINDINGS, WORDS
from cchc_xl.write.province.carried_over.filter import Condition
from cchc_xl.write.province.registry import long_tables

KEPT, KEPT_NOTE = "kept", "kept-note"  # keys of rows of the hidden sheet
OWN_MARK = "―― Ghi chú thêm ――"  # below our words in a comment; what stands after it is hers
HEAD = "@"  # key of the row of titles
ABOUT = ("code", "unit", "field", "raw", "file")
_FORMULAS = frozenset(
    (
        "SUM",
        "IF",
        "ROUND",
        "AVERAGE",
        "MIN",
        "MAX",
        "COUNT",
        "COUNTA",
        "ABS",
        "AND",
        "OR",
        "NOT",
        "IFERROR",
        "ISBLANK",
        "ISNUMBER",
    )
)

FORMULA, DATE = "\x02=", "\x03"
MARKS: Mapping[str, str] = MappingProxyType({"formula": FORMULA, "date": DATE})

Content = str | int | float | None


class CarriedOver(NamedTuple):
    """``titles``: her columns by sheet. ``cells``: (sheet, key, title) -> content; with ``FORMULA`` before it a formula
    of its own row, written with {row}, with ``DATE`` an ISO time. ``notes``: (sheet, key, title) -> text. ``filters``:
    sheet -> title -> condition. ``about``: fingerprint -> code, unit, indicator, raw value and file of the finding that
    it was given for.
    """

    titles: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    cells: Mapping[tuple[str, str, str], Content] = MappingProxyType({})
    notes: Mapping[tuple[str, str, str], str] = MappingProxyType({})
    filters: Mapping[str, Mapping[str, Condition]] = MappingProxyType({})
    about: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def empty(self) -> bool:
        """Did she add nothing?"""
        return not (self.cells or self.notes or any(self.titles.values()) or any(self.filters.values()))

    def below(self, standing: CarriedOver) -> CarriedOver:
        """What stands in another workbook, or this where nothing was added there; of both, what decisions are about."""
        return (self if standing.empty else standing)._replace(about={**self.about, **standing.about})


NOTHING = CarriedOver()


def read_carried_over(
    grid: Grid, form: Form, filters: Mapping[str, Mapping[int, Condition]] = MappingProxyType({})
) -> CarriedOver:
    """Reads a provincial workbook. ``filters``: sheet -> column (1-based) -> condition."""
    titles: dict[str, tuple[str, ...]] = {}
    cells: dict[tuple[str, str, str], Content] = {}
    notes: dict[tuple[str, str, str], str] = {}
    about: dict[str, tuple[str, ...]] = {}
    conditions: dict[str, Mapping[str, Condition]] = {}
    _read_record(grid.sheet(PROVINCE_META), cells, notes, about)
    for name, long_table in long_tables().items():
        sheet = grid.sheet(name)
        table = _table(sheet, long_table.key) if sheet else None
        if sheet is None or table is None:
            continue
        ours = long_table.titles({*(field.id for field in form.fields), *_recorded_fields(grid.sheet(PROVINCE_META))})
        hers = [
            (column, title)
            for column, title in sorted(table.titles.items())
            if fold(title) not in ours and column != table.key
        ]
        titles[name] = tuple(dict.fromkeys(title for _, title in hers))
        for key, row in table.rows.items():
            for column, title in hers:
                _put(cells, (name, key, title), _content(sheet.cells.get((row, column)), row))
        notes.update(_notes(sheet, name, table))
        conditions[name] = {
            table.titles[column]: condition
            for column, condition in filters.get(name, {}).items()
            if column in table.titles
        }
        if name == FINDINGS:
            about.update(_about(sheet, table))
    return CarriedOver(titles, cells, notes, conditions, about)


def entries(form: Form, name: str, head: SheetBody) -> WantedColumns | None:
    """What is wanted of a long table whose first rows are given: in which columns people enter something, and which one
    names the row.
    """
    long_table = long_tables().get(name)
    table = _table(Sheet(name, load=head), long_table.key) if long_table else None
    if long_table is None or table is None:
        return None
    ours = long_table.titles({field.id for field in form.fields}) - {
        fold(title) for titles in TITLES.values() for title in titles
    }
    return WantedColumns(
        table.key, [column for column, title in table.titles.items() if fold(title) not in ours and column != table.key]
    )


class _Table(NamedTuple):
    header: int
    key: int
    titles: Mapping[int, str]  # column -> title
    rows: Mapping[str, int]  # key -> row


def _table(sheet: Sheet, key_title: str) -> _Table | None:
    """A table by the title of its hidden column, wherever people moved it."""
    names = {fold(WORDS[lang][key_title]) for lang in WORDS}
    heads = [
        (row, column)
        for (row, column), cell in sheet.cells.items()
        if row <= HEADER_ROWS and isinstance(cell.value, str) and fold(cell.value) in names
    ]
    if not heads:
        return None
    header, key = min(heads)
    titles = {
        column: str(cell.value)
        for (row, column), cell in sorted(sheet.cells.items())
        if row == header and cell.value not in (None, "")
    }
    rows = {
        str(cell.value): row
        for (row, column), cell in sorted(sheet.cells.items())
        if column == key and row > header and cell.value not in (None, "")
    }
    return _Table(header, key, titles, rows)


def _recorded_fields(record: Sheet | None) -> list[str]:
    """The indicators of the form that the workbook was made with, which may be another version than today's."""
    rows = (
        [row for (row, column), cell in record.cells.items() if column == 1 and cell.value == "fields"]
        if record
        else []
    )
    return (
        [str(cell.value) for (row, column), cell in record.cells.items() if row in rows and column > 1]
        if record
        else []
    )


def _content(cell: Cell | None, row: int) -> Content:
    if cell is None:
        return None
    if cell.formula and (own := _own_row(cell.formula, row)):
        return FORMULA + own
    if cell.kind == "date":
        return f"{DATE}{cell.value}"
    return cell.value if not isinstance(cell.value, bool) else str(cell.value).upper()


def _own_row(formula: str, row: int) -> str:
    """A formula over cells of its own row, with {row} for the number.

    '' for any other, whose result is kept instead.
    """
    import re

    if set(formula) & set("!|[]{}'@#") or not set(re.findall(r"([A-Z][A-Z0-9.]*)\(", formula.upper())) <= _FORMULAS:
        return ""
    plain = re.sub(r'"[^"]*"', "", formula)
    rows = re.findall(r"\$?[A-Z]{1,3}(\$?)(\d+)", plain)
    if not rows or any(absolute or int(number) != row for absolute, number in rows) or '"' in formula:
        return ""
    return re.sub(r"(\$?[A-Z]{1,3})\d+", r"\1{row}", formula)


def _put(into: dict[tuple[str, str, str], Content], key: tuple[str, str, str], content: Content) -> None:
    """What the sheet says counts; what was cleared there is gone."""
    if content is None or content == "":
        into.pop(key, None)
    else:
        into[key] = content


def _notes(sheet: Sheet, name: str, table: _Table) -> Iterator[tuple[tuple[str, str, str], str]]:
    keys = {row: key for key, row in table.rows.items()} | {table.header: HEAD}
    for (row, column), text in sheet.body.comments.items():
        own = text.partition(OWN_MARK)[2].strip("\n") if OWN_MARK in text else text
        if row in keys and column in table.titles and own.strip():
            yield (name, keys[row], table.titles[column]), own


def _about(sheet: Sheet, table: _Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fingerprint -> what the finding was about."""
    names = {fold(words[key]): key for words in WORDS.values() for key in ABOUT}
    columns = {names[fold(title)]: column for column, title in table.titles.items() if fold(title) in names}
    for fingerprint, row in table.rows.items():
        found = [sheet.cells.get((row, columns[key])) if key in columns else None for key in ABOUT]
        if any(found):  # else nobody entered anything in this row
            yield fingerprint, tuple("" if cell is None or cell.value is None else str(cell.value) for cell in found)


def _read_record(
    sheet: Sheet | None,
    cells: dict[tuple[str, str, str], Content],
    notes: dict[tuple[str, str, str], str],
    about: dict[str, tuple[str, ...]],
) -> None:
    if sheet is None:
        return
    for row in sorted({row for row, column in sheet.cells if column == 1}):
        kind, *values = (
            None if (cell := sheet.cells.get((row, column))) is None else cell.value for column in range(1, 13)
        )
        key = (str(values[0] or ""), str(values[1] or ""), str(values[2] or ""))
        if kind == KEPT and values[3] is not None:
            cells[key] = f"{MARKS.get(str(values[4]), '')}{values[3]}" if values[4] else values[3]
        elif kind == KEPT_NOTE:
            notes[key] = str(values[3] or "")
        elif kind == DECISION and any(values[6:11]):
            about[str(values[0])] = tuple(str(value or "") for value in values[6:11])


def left_over(
    carried_over: CarriedOver, present: Mapping[str, Sequence[str]]
) -> list[tuple[str, *tuple[Content, ...]]]:
    """Rows for the hidden sheet: what belongs to no row of ``present`` (sheet -> keys)."""
    shown = {name: {*keys, HEAD} for name, keys in present.items()}
    rows: list[tuple[str, *tuple[Content, ...]]] = []
    for (sheet, key, title), content in sorted(carried_over.cells.items()):
        if key not in shown.get(sheet, ()):
            kind = next(
                (kind for kind, mark in MARKS.items() if isinstance(content, str) and content.startswith(mark)), ""
            )
            rows.append((KEPT, sheet, key, title, str(content)[len(MARKS[kind]) :] if kind else content, kind))
    rows += [
        (KEPT_NOTE, sheet, key, title, text)
        for (sheet, key, title), text in sorted(carried_over.notes.items())
        if key not in shown.get(sheet, ())
    ]
    return rows
