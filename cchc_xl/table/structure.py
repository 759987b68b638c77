"""What is unusual about the table that was found: rows, columns, merges, hidden parts, other tables beside it.

Everything here was read all the same; the findings say how, so that a person can object.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.form.layout import (
    SHEET_CHECKED,
    SHEET_HELP,
    SHEET_LISTS,
    SHEET_MARKS,
    SHEET_META,
    SHEET_MOVED,
    SHEET_NARRATIVE,
)
from cchc_xl.model import CellRef, Finding, Grid, Period, Severity, Sheet, column_letters
from cchc_xl.records import NamedTuple
from cchc_xl.table.quantity_title import of_shorter_times, title_findings, title_of
from cchc_xl.table.row_findings import at, row_findings
from cchc_xl.table.rows import Table, TableRow, text_of
from cchc_xl.text import remembered

OWN_SHEETS = (SHEET_META, SHEET_LISTS, SHEET_HELP, SHEET_NARRATIVE)


def own_sheets(grid: Grid, meta: Mapping[str, str]) -> tuple[str, ...]:
    """Sheets of ours that hold no report; the list of findings in a marked copy has numbers, names and columns too, and
    the log of a migrated one the very figures that were not moved because something is wrong with them.
    """
    moved = tuple(sheet.name for sheet in grid.sheets if meta and sheet.name.startswith(SHEET_MOVED))
    marked = (SHEET_CHECKED, SHEET_MARKS) if grid.sheet(SHEET_MARKS) else ()
    return (*(OWN_SHEETS if meta else (SHEET_META, SHEET_LISTS)), *moved, *marked)


class Surroundings(NamedTuple):
    """What a table is judged against.

    ``meta``: the template's hidden map ('' form for a foreign workbook). ``others``: further tables that may be meant;
    ``passed``: columns of this one that were passed over. ``period`` and ``unit``: the report's, as far as they are
    known. ``document``: its format, where the table stands in a text and in no workbook.
    """

    meta: Mapping[str, str]
    others: Sequence[Table] = ()
    passed: Sequence[Table] = ()
    period: Period | None = None
    unit: str = ""
    document: str = ""


def structure_findings(table: Table, around: Surroundings) -> Iterator[Finding]:
    """All structure findings of a table."""
    meta = around.meta
    reporting = [other for other in around.others if other.reports]
    rivals = [other for other in reporting if other.sheet.state == "visible"]
    beside = any(other.sheet is table.sheet and other.top == table.top for other in rivals)
    yield from row_findings(table, {row for other in rivals for row in other.found}, around.period)
    yield from _texts(table, foreign=not meta, document=bool(around.document))
    yield from title_findings(table, around.period, around.unit, around.passed, rivals=beside)
    yield from _measures(table)
    yield from _hidden(table)
    yield from _hidden_tables([other for other in reporting if other not in rivals])
    yield from _merged(table, document=bool(around.document))
    if not around.document:
        yield from _origin(table, meta)
    elif around.document != "pdf":  # of which more is said than that (S24)
        yield finding("F28", table.form, params={"ext": f".{around.document}"})
    yield from _other_tables(table, rivals)


# --- texts: once for a sheet, at the first place ----------------------------------------------------------------------


def _texts(table: Table, *, foreign: bool, document: bool) -> Iterator[Finding]:
    """S02, S15, T03, T06: of each kind the first row where it is so, since the whole sheet has one cause.

    Lines within a label and rows without a number of their own are as they should be in a document.
    """
    rows = [row for row in table.rows if row.found]
    signs: tuple[tuple[str, Callable[[TableRow], bool]], ...] = (
        ("S02", lambda row: _is_sub_row(table, row, foreign=foreign)),
        ("S15", lambda row: "\n" in row.label),
        ("T03", lambda row: not _is_composed(row.label)),
        ("T06", lambda row: _has_eth(row.label)),
    )
    for code, applies in signs:
        if document and code in ("S02", "S15"):
            continue
        first = next((row for row in rows if applies(row)), None)
        if first and first.found:
            yield finding(
                code, table.form, field=first.found.id if code == "S02" else "", ref=at(table, first.row, None)
            )


@remembered(1024)
def _is_composed(label: str) -> bool:
    return unicodedata.is_normalized("NFC", label)


@remembered(1024)
def _has_eth(label: str) -> bool:
    return any(letter in label for letter in "ÐðƉ")


def _is_sub_row(table: Table, row: TableRow, *, foreign: bool) -> bool:
    assert row.found is not None
    asked = table.form.row(row.found.id)
    return bool(asked.parent) and not asked.tt and (bool(row.tt) or foreign)


# --- hidden and merged ---------------------------------------------------------------------------------------------


def _hidden(table: Table) -> Iterator[Finding]:
    """S10. ``what`` names reasons that ``lang`` has words for; rows and columns are named apart."""
    body = table.sheet.body
    rows = [row.row for row in table.rows if row.found and row.row in body.hidden_rows]
    columns = sorted(column for column in table.columns.every if column in body.hidden_columns)
    what = []
    if table.sheet.state != "visible":
        what.append("hidden-sheet")
    if rows:
        what.append("filtered" if body.filtered else "hidden-rows")
    if columns:
        what.append("hidden-columns")
    if what:
        params = {
            "what": tuple(what),
            "rows": ", ".join(map(str, rows)),
            "cols": ", ".join(map(column_letters, columns)),
        }
        yield finding(
            "S10",
            table.form,
            ref=at(table, rows[0] if rows else max(table.head_row, 1), table.columns.value),
            params=params,
        )


def _hidden_tables(tables: Sequence[Table]) -> Iterator[Finding]:
    """S10 for a further table with figures on a hidden sheet: it was not read, and its sender may not know of it."""
    for name, table in {table.sheet.name: table for table in tables}.items():
        yield finding(
            "S10",
            table.form,
            ref=at(table, table.top, table.columns.value),
            params={"what": ("hidden-sheet",), "key": name},
        )


def merged_values(table: Table) -> Mapping[tuple[int, int], tuple[int, int, int, int]]:
    """Row and column -> the merged range that the figure's cell belongs to together with another row or column of the
    table.
    """
    values, first = table.columns.values, table.rows[0].row
    merged: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for area in table.sheet.body.merges:
        top, left, bottom, right = area
        figures = [column for column in values if left <= column <= right and bottom >= first]
        if not figures:
            continue
        shared = [row.row for row in table.rows if row.found and top <= row.row <= bottom]
        wide = sum(left <= column <= right for column in table.columns.every) > 1
        if shared and (len(shared) > 1 or wide):
            merged.update(((row, column), area) for row in shared for column in figures)
    return merged


def range_text(area: tuple[int, int, int, int]) -> str:
    """(13, 4, 14, 4) -> 'D13:D14'."""
    top, left, bottom, right = area
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def _merged(table: Table, *, document: bool) -> Iterator[Finding]:
    """S09; in a document only over rows, since what a wide cell holds is all that its row says.

    A note only where the range was left behind by a program that moved the cells: merging in Excel empties all cells
    but one.
    """
    seen = set()
    fields = {(row.row, column): field.id for row in table.rows for field, column in table.asked(row)}
    for (row, column), area in sorted(merged_values(table).items()):
        if (row, column) in fields and area not in seen and not (document and area[0] == area[2]):
            seen.add(area)
            severity: Severity | None = "note" if _left_behind(table, row, area) else None
            yield finding(
                "S09",
                table.form,
                field=fields[row, column],
                ref=at(table, area[0], area[1]),
                params={"range": range_text(area)},
                severity=severity,
            )


def _left_behind(table: Table, row: int, area: tuple[int, int, int, int]) -> bool:
    top, left, bottom, right = area
    beside = [text_of(table.sheet.cells.get((row, column))) for column in range(left, right + 1)]
    return top == bottom and sum(map(bool, beside)) > 1 and bool(text_of(table.value(row)))


def _origin(table: Table, meta: Mapping[str, str]) -> Iterator[Finding]:
    expected = f"{table.form.version}"
    ref = at(table, max(table.head_row, 1), None)
    if not meta:
        yield finding("S16", table.form, ref=ref, params={"expected": expected, "found": "", "key": "none"})
    elif meta.get("form") != table.form.id or meta.get("version") != expected:
        yield finding(
            "S16", table.form, ref=ref, params={"expected": expected, "found": meta.get("version", ""), "key": "other"}
        )
    named = meta.get("sheet.table", "")
    if named and named != table.sheet.name:
        yield finding("S11", table.form, ref=ref, params={"sheet": table.sheet.name})


def _measures(table: Table) -> Iterator[Finding]:
    """S07, S20: where a unit of measure is not written as the form has it."""
    if any(row.found and row.unit and row.unit != table.form.row(row.found.id).unit for row in table.rows):
        from cchc_xl.table.measure_units import unit_findings

        yield from unit_findings(table)


# --- other tables ---------------------------------------------------------------------------------------------------


def _other_tables(table: Table, others: list[Table]) -> Iterator[Finding]:
    """S12: further tables with figures, or further columns of this one that may hold its quantities."""
    if not others:
        return
    every = [table, *others]
    places = ", ".join(dict.fromkeys(_place(other, every) for other in every))
    where = others[0]
    column = where.columns.value if where.top == table.top and where.sheet is table.sheet else where.columns.label
    from cchc_xl.table.several_tables import what_they_are

    reason = "shorter-times" if all(map(of_shorter_times, every)) else what_they_are(every)
    params = {"n": len(every), "sheets": places, "reason": reason, "key": places}
    yield finding("S12", table.form, ref=at(where, where.top, column), params=params)


def _place(table: Table, every: Sequence[Table]) -> str:
    """The sheet's name, with the cell of the quantity's title where the sheet has several tables, and with the title
    where one table has several columns.
    """
    sheet: Sheet = table.sheet
    others = [other for other in every if other.sheet is sheet]
    if len(others) == 1:
        return sheet.name
    place = f"{sheet.name}!{CellRef(sheet.name, table.top, table.columns.value).a1}"
    title = title_of(table, table.columns.value) if table.head_row else ""
    return f"{place} “{title}”" if title and sum(other.top == table.top for other in others) > 1 else place
