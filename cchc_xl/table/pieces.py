"""A workbook with a table for each unit, on a sheet of its own or below one another: a grid for each table, with what
belongs to it and nothing of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from cchc_xl.model import Form, Grid, Sheet
from cchc_xl.table import before
from cchc_xl.table.hidden_sheet import read_meta
from cchc_xl.table.locate import candidates
from cchc_xl.table.rows import Table
from cchc_xl.table.structure import own_sheets
from cchc_xl.typed import Any

Rows = tuple[int, int]  # first and last


def pieces(grid: Grid, forms: Sequence[Form]) -> tuple[Grid, ...]:
    """A grid for each table with figures, in the workbook's order; () where there is one table only.

    What lies between two tables of a sheet belongs to the lower one, as its heading. Sheets without a table stay in
    each: a cover, the template's own. The source is called 'tệp.xlsx › trang'.
    """
    meta = read_meta(grid)
    grid = before.without(grid, meta)
    found = candidates(grid, forms, own_sheets(grid, meta), hidden=bool(meta))
    spots = list({(table.sheet.name, table.top): table for table in found if table.reports}.values())
    if len(spots) < 2:
        return ()
    return tuple(_piece(grid, spots, spot) for spot in spots)


def _piece(grid: Grid, spots: Sequence[Table], spot: Table) -> Grid:
    beside = sorted((one for one in spots if one.sheet is spot.sheet), key=lambda one: one.top)
    name = spot.sheet.name if len(beside) == 1 else f"{spot.sheet.name}!{spot.top}"
    rows = _rows(beside, spot)
    with_tables = {id(one.sheet) for one in spots}
    sheets = tuple(
        _cut(sheet, rows) if sheet is spot.sheet else sheet
        for sheet in grid.sheets
        if sheet is spot.sheet or id(sheet) not in with_tables
    )
    path = f"{grid.source.path} › {name.replace('/', '-')}"
    return grid._replace(source=grid.source._replace(path=path, part=name), sheets=sheets)


def _rows(beside: Sequence[Table], spot: Table) -> Rows:
    """The rows of a table: from below the one above it to where the one below it ends the next begins."""
    ends = [max(row.row for row in one.rows if row.found) for one in beside]
    bounds = [0, *ends[:-1], 10**7]
    return next((first + 1, last) for (first, last), one in zip(pairwise(bounds), beside, strict=True) if one is spot)


def _cut(sheet: Sheet, rows: Rows) -> Sheet:
    body = sheet.body
    first, last = rows

    def kept(places: Mapping[tuple[int, int], Any]) -> dict[tuple[int, int], Any]:
        return {place: what for place, what in places.items() if first <= place[0] <= last}

    merges = tuple(area for area in body.merges if first <= area[0] and area[2] <= last)
    cut = body._replace(cells=kept(body.cells), merges=merges, comments=kept(body.comments))
    return Sheet(sheet.name, sheet.state, cut)
