"""Which rows and columns of a sheet are those that we wrote: people sort, insert, delete and move them.

A row is the one with which it has most cells in common, a column likewise. Nothing is said of what has nothing in
common with ours: that is a person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from cchc_xl.write.province.carried_over.trace import Trace, TracedRow

Signs = Mapping[int, Mapping[int, int]]  # row -> column -> sign of its cell

RARE = 16  # a sign of more rows says nothing of which one it is
TITLES = 1000  # so many cells of a column weigh as much as its title
LOOKED_AT = 300  # rows by which columns are told


def aligned_rows(found: Signs, trace: Trace, sealed: frozenset[int]) -> dict[int, TracedRow]:
    """Row of the sheet -> the row that we wrote there. ``sealed``: rows that are known to be as we wrote them."""
    by_number = {row.row: row for row in trace.rows}
    aligned = {number: by_number[number] for number in sealed}
    moved: dict[int, Mapping[int, int]] = {}
    for number, cells in found.items():
        same = by_number.get(number)
        if same is not None and all(cells.get(column) == one for column, one in enumerate(same.signs, 1) if one):
            aligned[number] = same
        else:
            moved[number] = cells
    if moved:
        taken = {row.row for row in aligned.values()}
        for _, _, number, row in sorted(_pairs(moved, [row for row in trace.rows if row.row not in taken])):
            if number not in aligned and row.row not in taken:
                aligned[number] = row
                taken.add(row.row)
    return aligned


def _pairs(found: Signs, rows: list[TracedRow]) -> Iterator[tuple[int, int, int, TracedRow]]:
    """(minus what they have in common, how far apart, row of the sheet, row of ours), of all that may be the same."""
    holders: dict[int, list[int]] = {}
    wholes = [frozenset(row.signs) - {0} for row in rows]
    for place, whole in enumerate(wholes):
        for one in whole:
            holders.setdefault(one, []).append(place)
    beside = {row.row: place for place, row in enumerate(rows)}
    for number, cells in found.items():
        signs = set(cells.values())
        candidates = {place for one in signs if len(some := holders.get(one, ())) <= RARE for place in some}
        if number in beside:
            candidates.add(beside[number])
        for place in candidates:
            common = len(signs & wholes[place])
            if 3 * common >= len(wholes[place]):
                yield -common, abs(rows[place].row - number), number, rows[place]


def aligned_columns(found: Signs, rows: Mapping[int, TracedRow], trace: Trace) -> dict[int, int]:
    """Column of the sheet -> the column that we wrote there."""
    votes: Counter[tuple[int, int]] = Counter()
    titled = [number for number, row in rows.items() if row.row == trace.titles]
    for number in (*titled, *[number for number in found if number in rows and number not in titled][:LOOKED_AT]):
        row, weight = rows[number], TITLES if number in titled else 1
        of_sign: dict[int, list[int]] = {}
        for column, one in enumerate(row.signs, 1):
            if one:
                of_sign.setdefault(one, []).append(column)
        for column, one in found.get(number, {}).items():
            for ours in of_sign.get(one, ()):
                votes[column, ours] += weight
    columns: dict[int, int] = {}
    taken: set[int] = set()
    for (column, ours), _ in sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0][0] - vote[0][1]), vote[0])):
        if column not in columns and ours not in taken:
            columns[column] = ours
            taken.add(ours)
    return _with_empty_ones(columns, taken, trace.width)


def _with_empty_ones(columns: dict[int, int], taken: set[int], width: int) -> dict[int, int]:
    """Our columns that are empty stand between the same neighbours as before."""
    for column in range(1, max((width, *columns)) + 1):
        ours = columns.get(column - 1, 0 if column == 1 else -1) + 1
        beyond = columns.get(column + 1)
        if column not in columns and 0 < ours <= width and ours not in taken and beyond in (None, ours + 1):
            columns[column] = ours
            taken.add(ours)
    return columns
