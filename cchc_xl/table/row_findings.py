"""What is unusual about the rows of a table: moved, missing, repeated, renamed, added, and what stands below the last
of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Finding, Form, Period, Row, Severity
from cchc_xl.table.labels import label_key, labels, number_of, parted
from cchc_xl.table.part_rows import part_findings, part_rows, rows_of
from cchc_xl.table.rows import ENOUGH, Table, TableRow
from cchc_xl.text import fold

_TOTAL_WORDS = ("tổng", "cộng", "tổng cộng", "tổng số", "cộng chung")


def at(table: Table, row: int, column: int | None) -> CellRef:
    """A cell of the table's sheet; in the column of the labels where none is given."""
    return table.ref(row, column or table.columns.label)


def row_findings(table: Table, elsewhere: Iterable[str], period: Period | None = None) -> Iterator[Finding]:
    """S01, S03 to S06, S13, S22 and S23.

    ``period``: the report's, with which a year in a label is compared. ``elsewhere``: rows that another table of the
    workbook holds: S12 says so once, not S05 for each.
    """
    form = table.form
    by_row: dict[str, list[TableRow]] = {}
    for row in table.rows:
        if row.found:
            by_row.setdefault(row.found.id, []).append(row)
    filled = {field: [row for row in rows if row.value] for field, rows in by_row.items()}
    repeated = [rows for rows in filled.values() if len(rows) > 1]
    if len(repeated) >= ENOUGH:  # a second table without titles of its own
        place = CellRef(table.sheet.name, min(rows[1].row for rows in repeated), table.columns.label)
        params = {"n": max(map(len, repeated)), "sheets": f"{table.sheet.name}!{place.a1}", "key": table.sheet.name}
        yield finding("S12", form, ref=place, params=params)
    else:
        yield from _order(table, [row for row in table.rows if row.found])
    for asked in form.rows:
        rows = filled.get(asked.id, [])
        if len(rows) > 1 and len(repeated) < ENOUGH:
            params = {"n": len(rows), "rows": ", ".join(str(row.row) for row in rows)}
            yield finding("S06", form, field=asked.id, ref=at(table, rows[1].row, None), params=params)
        if asked.id in by_row:
            row = next(iter(rows), by_row[asked.id][0])  # that whose quantity is read
            yield from _changed_label(table, asked, row, period)
            yield from _struck(table, asked, row)
        elif asked.id not in elsewhere and not is_drawn(form, asked.id):
            yield finding(
                "S05", form, field=asked.id, ref=CellRef(table.sheet.name, max(table.head_row, 1), table.columns.label)
            )
    last, groups = last_row(table), part_rows(table)
    parts = rows_of(groups)
    for row in table.rows:
        if row.found is None:
            yield from _extra(table, row, last, parts.get(row.row, ""))
    yield from part_findings(table, groups)


def is_drawn(form: Form, row: str) -> bool:
    """Is all of a row counted from lists? It may be missing."""
    fields = [field for field in form.fields if field.row == row]
    return bool(fields) and all(field.drawn for field in fields)


def _order(table: Table, found: Sequence[TableRow]) -> Iterator[Finding]:
    """S01: rows in another order, or with another indicator's number: either may be what was moved."""
    ranks = {asked.id: index for index, asked in enumerate(table.form.rows)}
    order = [ranks[row.found.id] for row in found if row.found]
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
    wrong = [row.row for row, number in numbered if row.found and number != _tt(table.form.row(row.found.id).tt)]
    numbers = [number for _, number in numbered]
    return [] if numbers == sorted(set(numbers)) else wrong


@lru_cache(maxsize=64)
def _tt(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _changed_label(table: Table, asked: Row, row: TableRow, period: Period | None) -> Iterator[Finding]:
    """S22 where the label means another thing, S03 where words of it changed; a note where none of them tells."""
    assert row.found is not None
    if row.found.how == "exact":
        return
    known, ref = labels(table.form), at(table, row.row, None)
    params = {"row": row.row, "found": row.label, "expected": asked.label}
    if row.found.how == "number":
        yield finding("S03", table.form, field=asked.id, ref=ref, raw=row.label, params=params)
        return
    from cchc_xl.table.label_words import contradiction, difference, other_subject, says_left_out

    main, remarks = parted(row.label, known)
    if any(label_key(fold(remark)) in known.keys for remark in remarks):
        return  # two labels in one cell: their figures are too (V33)
    key, names = label_key(main), known.names[asked.id]
    kind, word = contradiction(row.label, asked, period)
    subject = "" if kind else other_subject(key, names, asked)
    if kind or subject:
        told = {**params, "what": f"label-{kind or 'subject'}", "word": word or subject}
        yield finding("S22", table.form, field=asked.id, ref=ref, raw=row.label, params=told)
        return
    if row.found.how == "near":
        return
    changed = difference(key, names)
    parts = {"added": changed.added, "removed": changed.removed, "remarks": remarks}
    told = {name: " ".join(words) if name != "remarks" else "; ".join(words) for name, words in parts.items() if words}
    if told:
        left_out = any(says_left_out(remark) for remark in remarks)
        severity: Severity | None = None if changed.telling or left_out else "note"
        params = {**params, **told, "what": tuple(f"label-{name}" for name in told)}
        yield finding("S03", table.form, field=asked.id, ref=ref, raw=row.label, params=params, severity=severity)


def _struck(table: Table, asked: Row, row: TableRow) -> Iterator[Finding]:
    """S23: a label that somebody struck out."""
    cell = table.sheet.cells.get((row.row, table.columns.label))
    if cell is not None and row.value and (cell.style.strike or cell.struck):
        ref = at(table, row.row, None)
        yield finding("S23", table.form, field=asked.id, ref=ref, raw=row.label, params={"found": row.label})


def _extra(table: Table, row: TableRow, last: int, whole: str) -> Iterator[Finding]:
    """S04 and S13. ``whole``: the indicator that the row is a part of: worth a note, and nothing is to be added."""
    ref = at(table, row.row, None)
    if is_total(row.label or row.tt):
        if row.value:
            yield finding("S13", table.form, ref=ref, raw=row.label, params={"label": row.label or row.tt})
    elif is_extra(row, last) or (row.row < last and not row.value and row.unit and _is_numbered(row)):
        params = {"row": row.row, "found": row.label or row.tt, "key": row.label, "value": row.value}
        severity: Severity | None = "note" if whole else None
        params |= {"reason": "part"} if whole else {}
        yield finding("S04", table.form, ref=ref, raw=row.label, params=params, severity=severity)


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
