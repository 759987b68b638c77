"""What is unusual about the table that was found: rows, columns, merges, hidden parts, other tables beside it.

Everything here was read all the same; the findings say how, so that a person can object.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from cchc_xl.check.catalogue import finding
from cchc_xl.form.layout import SHEET_HELP, SHEET_LISTS, SHEET_META, SHEET_NARRATIVE
from cchc_xl.model import CellRef, Field, Finding, column_letters
from cchc_xl.read.labels import _SUB_TT
from cchc_xl.read.locate import Row, Table, text_of
from cchc_xl.text import fold

OWN_SHEETS = (SHEET_META, SHEET_LISTS, SHEET_HELP, SHEET_NARRATIVE)
_TOTAL_WORDS = ("tổng", "cộng", "tổng cộng", "tổng số", "cộng chung")


def structure_findings(table: Table, meta: Mapping[str, str], others: Iterable[Table]) -> Iterator[Finding]:
    """All structure findings of a table. ``meta``: the template's hidden map ('' form for a foreign workbook)."""
    yield from _rows(table, foreign=not meta)
    yield from _columns(table)
    yield from _units_of_measure(table)
    yield from _hidden(table)
    yield from _merged(table)
    yield from _origin(table, meta)
    yield from _other_tables(table, [other for other in others if other.filled and other.sheet.state == "visible"])


def _at(table: Table, row: int, column: int | None) -> CellRef:
    return CellRef(table.sheet.name, row, column or table.columns.label)


def _rows(table: Table, *, foreign: bool) -> Iterator[Finding]:
    form = table.form
    order = [field.id for field in form.fields]
    found = [row for row in table.rows if row.found]
    ids = [row.found.field for row in found if row.found]
    ranks = [order.index(field) for field in ids]
    if ranks != sorted(ranks):
        # Only the rows that went back, not all that follow them.
        moved = [row.row for row, rank, before in zip(found[1:], ranks[1:], ranks, strict=False) if rank < before]
        yield finding("S01", form, ref=_at(table, moved[0], None), params={"rows": ", ".join(map(str, moved))})
    for field in form.fields:
        rows = [row for row in found if row.found and row.found.field == field.id]
        if not rows:
            yield finding("S05", form, field=field.id, ref=CellRef(table.sheet.name, max(table.head_row, 1), table.columns.label))
        elif len(rows) > 1:
            yield finding(
                "S06", form, field=field.id, ref=_at(table, rows[1].row, None), params={"n": len(rows), "rows": ", ".join(str(r.row) for r in rows)}
            )
        for row in rows[:1]:
            yield from _label(table, field, row, foreign=foreign)
    last = found[-1].row
    for row in table.rows:
        if row.found is None:
            yield from _extra(table, row, last)


def _label(table: Table, field: Field, row: Row, *, foreign: bool) -> Iterator[Finding]:
    assert row.found is not None
    ref = _at(table, row.row, None)
    if row.found.how in ("changed", "number"):
        yield finding("S03", table.form, field=field.id, ref=ref, raw=row.label, params={"row": row.row, "found": row.label, "expected": field.label})
    if field.parent and not field.tt and (_SUB_TT.match(fold(row.tt)) or (foreign and not row.tt)):
        yield finding("S02", table.form, field=field.id, ref=ref)
    if not unicodedata.is_normalized("NFC", row.label):
        yield finding("T03", table.form, field=field.id, ref=ref)
    if "Ð" in row.label or "ð" in row.label or "Ɖ" in row.label:
        yield finding("T06", table.form, field=field.id, ref=ref)
    if "\n" in row.label and foreign:
        yield finding("S15", table.form, field=field.id, ref=ref)


def _extra(table: Table, row: Row, last: int) -> Iterator[Finding]:
    value = text_of(table.value(row.row))
    ref = _at(table, row.row, None)
    if is_total(row.label or row.tt):
        if value:
            yield finding("S13", table.form, ref=ref, raw=row.label, params={"label": row.label or row.tt})
    elif is_extra(row, last, value):
        yield finding("S04", table.form, ref=ref, raw=row.label, params={"row": row.row, "found": row.label or row.tt, "key": row.label, "value": value})


def is_extra(row: Row, last: int, value: str) -> bool:
    """A row that looks like an indicator: with a number before it or a figure in it. Below the table: with both a label and one of these."""
    numbered = bool(row.tt) and any(c.isdigit() for c in row.tt)
    if not row.label:
        return row.row < last and bool(value)
    if row.row > last:
        return numbered or value.replace(".", "").isdigit()
    return numbered or bool(value)


def is_total(label: str) -> bool:
    """'Tổng cộng', 'Cộng: ...': a row that sums the table up."""
    words = fold(label).strip(" .:*")
    return any(words == total or words.startswith((total + " ", total + ":")) for total in _TOTAL_WORDS)


def _columns(table: Table) -> Iterator[Finding]:
    columns = table.columns
    if table.head_row == 0:
        return
    order = [column for column in (columns.tt, columns.label, columns.unit, columns.value, columns.note) if column]
    title = text_of(table.sheet.cells.get((table.head_row, columns.value)))
    if order != sorted(order):
        yield finding("S08", table.form, ref=_at(table, table.head_row, columns.value), params={"col": title})
        return
    first, last = min(order), max(order)
    for column in range(first, last + 1):
        inserted = text_of(table.sheet.cells.get((table.head_row, column)))
        if inserted and column not in order:
            yield finding("S08", table.form, ref=_at(table, table.head_row, column), raw=inserted, params={"col": inserted})


def _units_of_measure(table: Table) -> Iterator[Finding]:
    if not table.columns.unit:
        return
    for row in table.rows:
        if row.found is None:
            continue
        field = table.form.field(row.found.field)
        unit = text_of(table.sheet.cells.get((row.row, table.columns.unit)))
        if unit and fold(unit) not in {fold(name) for name in (field.unit, *field.units)}:
            if unit.replace(".", "").replace(",", "").isdigit():
                continue  # a figure in the wrong column (V34), not a unit of measure
            yield finding("S07", table.form, field=field.id, ref=_at(table, row.row, table.columns.unit), raw=unit, params={"found": unit, "expected": field.unit})


def _hidden(table: Table) -> Iterator[Finding]:
    body = table.sheet.body
    what = []
    if table.sheet.state != "visible":
        what.append(f"trang tính {table.sheet.name}")
    rows = [row.row for row in table.rows if row.found and row.row in body.hidden_rows]
    if rows:
        what.append("dòng " + ", ".join(map(str, rows)))
    columns = [column for column in table.columns if column and column in body.hidden_columns]
    if columns:
        what.append("cột " + ", ".join(map(column_letters, sorted(columns))))
    if what:
        row = rows[0] if rows else max(table.head_row, 1)
        yield finding("S10", table.form, ref=_at(table, row, table.columns.value), params={"what": "; ".join(what)})


def merged_values(table: Table) -> Mapping[int, tuple[int, int, int, int]]:
    """Row -> the merged range that its quantity cell belongs to together with another row or column of the table."""
    rows = {row.row for row in table.rows if row.found}
    value = table.columns.value
    table_columns = {column for column in table.columns if column}
    merged = {}
    for area in table.sheet.body.merges:
        top, left, bottom, right = area
        shared = [row for row in range(top, min(bottom, max(rows, default=0)) + 1) if row in rows]
        wide = any(column != value and left <= column <= right for column in table_columns)
        if left <= value <= right and shared and (len(shared) > 1 or wide):
            merged.update(dict.fromkeys(shared, area))
    return merged


def range_text(area: tuple[int, int, int, int]) -> str:
    """(13, 4, 14, 4) -> 'D13:D14'."""
    top, left, bottom, right = area
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def _merged(table: Table) -> Iterator[Finding]:
    seen = set()
    by_row = {row.row: row.found.field for row in table.rows if row.found}
    for row, area in sorted(merged_values(table).items()):
        if area not in seen:
            seen.add(area)
            yield finding("S09", table.form, field=by_row[row], ref=_at(table, area[0], area[1]), params={"range": range_text(area)})


def _origin(table: Table, meta: Mapping[str, str]) -> Iterator[Finding]:
    expected = f"{table.form.version}"
    ref = _at(table, max(table.head_row, 1), None)
    if not meta:
        yield finding("S16", table.form, ref=ref, params={"expected": expected, "found": "", "key": "none"})
    elif meta.get("form") != table.form.id or meta.get("version") != expected:
        yield finding("S16", table.form, ref=ref, params={"expected": expected, "found": meta.get("version", ""), "key": "other"})
    named = meta.get("sheet.table", "")
    if named and named != table.sheet.name:
        yield finding("S11", table.form, ref=ref, params={"sheet": table.sheet.name})


def _other_tables(table: Table, others: list[Table]) -> Iterator[Finding]:
    if others:
        every = [table, *others]
        sheets = ", ".join(dict.fromkeys(other.sheet.name for other in every))
        where = others[0]
        yield finding(
            "S12", table.form, ref=CellRef(where.sheet.name, max(where.head_row, 1), where.columns.label), params={"n": len(every), "sheets": sheets, "key": sheets}
        )
