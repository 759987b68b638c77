"""Rows of parts below the row of an indicator: '- Báo in 3', 'Trong đó: nữ 60', 'a) Báo điện tử 10'.

They belong to the figure above them, which includes them: they are added up and compared with it (V43), and nobody is
asked to add them to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Field, Finding
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import Table, TableRow
from cchc_xl.text import fold, holds, late, squeeze

_BULLET = late(r"[-–—+•*·▪♦]\s*\S|(?:\([a-dđ]\)|[a-dđ][.)])\s*\S")
_SOME = late(r"[-–+•*\s]*(?:trong đó|kể cả|tính cả|riêng)(?! (?:gồm|có gồm))(?!\w)")
_ALL = late(r"[-–+•*\s]*(?:gồm|bao gồm|gồm có|trong đó gồm|cụ thể|chia ra|chi tiết)(?!\w)")
_SIGNS = frozenset("-–—+•*·▪♦(")
_WORDS = ("trong đó", "kể cả", "tính cả", "riêng", "gồm", "cụ thể", "chia ra", "chi tiết")
_LETTER = late(r"[a-dđ][.)]?|[-–+•*]|[ivx]{1,3}")


class PartRows(NamedTuple):
    """The parts below a row of the form (``asked``). ``some``: they are only some of it."""

    asked: str
    row: TableRow
    parts: tuple[TableRow, ...]
    some: bool


def part_rows(table: Table) -> Sequence[PartRows]:
    """The groups of parts of a table, top down."""
    found: list[PartRows] = []
    above: TableRow | None = None
    for row in table.rows:
        if row.found:
            above = row
        elif above and above.found and _is_part(row, above, found[-1] if found else None):
            some = bool(_SOME.match(fold(row.label)))
            if found and found[-1].row is above:
                found[-1] = found[-1]._replace(parts=(*found[-1].parts, row), some=found[-1].some or some)
            else:
                found.append(PartRows(above.found.id, above, (row,), some))
        else:
            above = None  # any other row ends what may belong to the indicator
    return found


def _is_part(row: TableRow, above: TableRow, group: PartRows | None) -> bool:
    folded = fold(row.label)
    begins = folded[:1] in _SIGNS or folded[1:2] in (".", ")") or holds(folded, _WORDS)  # as few rows do
    if begins and (_BULLET.match(folded) or _SOME.match(folded) or _ALL.match(folded)):
        return True
    tt = fold(row.tt)
    numbered = tt.startswith((f"{above.tt}.", f"{above.tt.lstrip('0')}.")) if above.tt else False
    return bool(tt) and bool(row.label) and (numbered or (bool(_LETTER.fullmatch(tt)) and _next_to(row, above, group)))


def _next_to(row: TableRow, above: TableRow, group: PartRows | None) -> bool:
    last = group.parts[-1].row if group and group.row is above else above.row
    return row.row == last + 1


def part_findings(table: Table, groups: Sequence[PartRows]) -> Iterator[Finding]:
    """V43 where the parts do not come to the figure; where it is missing, with what they come to as a proposal."""
    for group in groups:
        for field, column in table.asked(group.row):
            yield from _compared(table, group, field, column)


def _compared(table: Table, group: PartRows, field: Field, column: int) -> Iterator[Finding]:
    """The parts in one column of figures beside the figure above them."""
    cells = table.sheet.cells
    figures = [
        (row, reading.number)
        for row in group.parts
        if (reading := read_quantity(cells.get((row.row, column)), field)).how in ("exact", "cleaned")
        and type(reading.number) is int
    ]
    if not figures:
        return
    whole, total = read_quantity(cells.get((group.row.row, column)), field), sum(figure for _, figure in figures)
    fits = whole.number is not None and (total <= whole.number if group.some else total == whole.number)
    if fits or (len(figures) == 1 and whole.number is not None and total <= whole.number):
        return
    named = "; ".join(f"{_name(row)}: {figure}" for row, figure in figures)
    yield finding(
        "V43",
        table.form,
        field=field.id,
        ref=table.ref(figures[0][0].row, column),
        raw=whole.raw_text,
        proposed=total if whole.state == "blank" else None,
        params={"a": whole.number, "b": total, "found": named, "key": named},
    )


def _name(row: TableRow) -> str:
    return squeeze(row.label).lstrip("-–—+•*·▪♦ ").rstrip(" :")


def rows_of(groups: Sequence[PartRows]) -> Mapping[int, str]:
    """Row -> the indicator that it is a part of."""
    return {row.row: group.asked for group in groups for row in group.parts}
