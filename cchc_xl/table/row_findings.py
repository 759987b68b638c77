"""What is unusual about the rows of a table: moved, missing, repeated, renamed, added, and what stands below the last
of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Field, Finding
from cchc_xl.table.labels import number_of
from cchc_xl.table.locate import ENOUGH, Table, TableRow
from cchc_xl.text import fold

_TOTAL_WORDS = ("tổng", "cộng", "tổng cộng", "tổng số", "cộng chung")


def at(table: Table, row: int, column: int | None) -> CellRef:
    """A cell of the table's sheet; in the column of the labels where none is given."""
    return table.ref(row, column or table.columns.label)


def row_findings(table: Table, elsewhere: Iterable[str]) -> Iterator[Finding]:
    """S01, S03 to S06 and S13.

    ``elsewhere``: fields that another table of the workbook holds: S12 says so once, not S05 for each.
    """
    form = table.form
    by_field: dict[str, list[TableRow]] = {}
    for row in table.rows:
        if row.found:
            by_field.setdefault(row.found.field, []).append(row)
    filled = {field: [row for row in rows if row.value] for field, rows in by_field.items()}
    repeated = [rows for rows in filled.values() if len(rows) > 1]
    if len(repeated) >= ENOUGH:  # a second table without titles of its own
        place = CellRef(table.sheet.name, min(rows[1].row for rows in repeated), table.columns.label)
        params = {"n": max(map(len, repeated)), "sheets": f"{table.sheet.name}!{place.a1}", "key": table.sheet.name}
        yield finding("S12", form, ref=place, params=params)
    else:
        yield from _order(table, [row for row in table.rows if row.found])
    for field in form.fields:
        rows = filled.get(field.id, [])
        if len(rows) > 1 and len(repeated) < ENOUGH:
            params = {"n": len(rows), "rows": ", ".join(str(row.row) for row in rows)}
            yield finding("S06", form, field=field.id, ref=at(table, rows[1].row, None), params=params)
        if field.id in by_field:
            yield from _changed_label(table, field, by_field[field.id][0])
        elif field.id not in elsewhere:
            yield finding(
                "S05", form, field=field.id, ref=CellRef(table.sheet.name, max(table.head_row, 1), table.columns.label)
            )
    last = last_row(table)
    for row in table.rows:
        if row.found is None:
            yield from _extra(table, row, last)


def _order(table: Table, found: Sequence[TableRow]) -> Iterator[Finding]:
    """S01: rows in another order, or with another indicator's number: either may be what was moved."""
    ranks = {field.id: index for index, field in enumerate(table.form.fields)}
    order = [ranks[row.found.field] for row in found if row.found]
    # Only the rows that went back, not all that follow them.
    moved = [
        row.row for row, rank, before in zip(found[1:], order[1:], order, strict=False) if rank < before
    ] or _misnumbered(table, found)
    if moved:
        yield finding("S01", table.form, ref=at(table, moved[0], None), params={"rows": ", ".join(map(str, moved))})


def _misnumbered(table: Table, found: Sequence[TableRow]) -> list[int]:
    """Rows by whose number another indicator goes, unless the numbers only go up: then they are ordinals, such as 1 to
    9.
    """
    numbered = [(row, number) for row in found if (number := number_of(row.tt)) is not None]
    wrong = [row.row for row, number in numbered if row.found and number != _tt(table.form.field(row.found.field).tt)]
    numbers = [number for _, number in numbered]
    return [] if numbers == sorted(set(numbers)) else wrong


@lru_cache(maxsize=64)
def _tt(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _changed_label(table: Table, field: Field, row: TableRow) -> Iterator[Finding]:
    assert row.found is not None
    if row.found.how in ("changed", "number"):
        params = {"row": row.row, "found": row.label, "expected": field.label}
        yield finding("S03", table.form, field=field.id, ref=at(table, row.row, None), raw=row.label, params=params)


def _extra(table: Table, row: TableRow, last: int) -> Iterator[Finding]:
    ref = at(table, row.row, None)
    if is_total(row.label or row.tt):
        if row.value:
            yield finding("S13", table.form, ref=ref, raw=row.label, params={"label": row.label or row.tt})
    elif is_extra(row, last) or (row.row < last and not row.value and row.unit and _is_numbered(row)):
        yield finding(
            "S04",
            table.form,
            ref=ref,
            raw=row.label,
            params={"row": row.row, "found": row.label or row.tt, "key": row.label, "value": row.value},
        )


def _is_numbered(row: TableRow) -> bool:
    return bool(row.label) and any(c.isdigit() for c in row.tt)


def last_row(table: Table) -> int:
    """The last row of the table: its last indicator's, or the last of the indicators of an office's own that follow it
    without a gap.
    """
    last = max(row.row for row in table.rows if row.found)
    for row in table.rows:
        if (
            row.row == last + 1
            and _is_figure(row.value)
            and ((row.label and row.unit) or _is_numbered(row) or len(row.label.split()) > 3)
        ):
            last = row.row
    return last


def is_extra(row: TableRow, last: int) -> bool:
    """A row that looks like an indicator because a figure stands in it.

    Below the table (a year, a telephone) it needs a number of its own.
    """
    if row.row > last:
        return _is_figure(row.value) and _is_numbered(row)
    return bool(row.value)


def _is_figure(value: str) -> bool:
    return value.replace(".", "").isdigit() and len(value) < 9


def is_total(label: str) -> bool:
    """'Tổng cộng', 'Cộng: ...': a row that sums the table up."""
    words = fold(label).strip(" .:*")
    return any(words == total or words.startswith((total + " ", total + ":")) for total in _TOTAL_WORDS)
