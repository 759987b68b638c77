"""The column "Kỳ trước" of our template: last period's figures, which nobody reports.

It is known by the hidden map, and no part of it is read as the table: whoever deletes its title or moves it makes no
quantities of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc_xl.form.layout import BEFORE, SHEET_META
from cchc_xl.model import Grid, Sheet, SheetBody
from cchc_xl.numbers import whole
from cchc_xl.table.hidden_sheet import MAX_ROWS
from cchc_xl.text import fold

TITLE = "before.title"
_FIELD = "field."


def figures(grid: Grid) -> Mapping[str, int | float]:
    """Field id -> its figure, as the template was written with it; what a person wrote into the column is not here."""
    sheet = grid.sheet(SHEET_META)
    found = {}
    for (row, column), cell in sheet.cells.items() if sheet else ():
        beside = sheet.cells.get((row, 3)) if sheet and column == 1 and row <= MAX_ROWS else None
        if beside and isinstance(cell.value, str) and cell.value.startswith(_FIELD):
            value = whole(beside.value) if isinstance(beside.value, float) else beside.value
            if isinstance(value, int | float) and not isinstance(value, bool):
                found[cell.value.removeprefix(_FIELD)] = value
    return found


def columns(sheet: Sheet, title: str, known: Mapping[str, int | float]) -> Iterator[tuple[int, int]]:
    """(row of the title, column) of each such column of a sheet; row 0 where the title is gone and the figures, in
    their place, are the template's.
    """
    titled = [
        place
        for place, cell in sheet.cells.items()
        if isinstance(cell.value, str) and fold(cell.value).partition("):")[0].rstrip(")") == title.rstrip(")")
    ]
    yield from titled
    if not titled and known:
        beside = [cell.value for (_, column), cell in sorted(sheet.cells.items()) if column == BEFORE]
        if [value for value in beside if isinstance(value, int | float)] == list(known.values()):
            yield 0, BEFORE


def without(grid: Grid, meta: Mapping[str, str]) -> Grid:
    """The grid without the titles and the figures of such columns; the same grid where the template has none."""
    title = fold(meta.get(TITLE, ""))
    if not title:
        return grid
    known = figures(grid)
    return grid._replace(sheets=tuple(_without(sheet, title, known) for sheet in grid.sheets))


def _without(sheet: Sheet, title: str, known: Mapping[str, int | float]) -> Sheet:
    def body() -> SheetBody:
        places = {column: row for row, column in columns(sheet, title, known)}
        kept = {
            (row, column): cell
            for (row, column), cell in sheet.cells.items()
            if column not in places
            or row < places[column]
            or not (row == places[column] or isinstance(cell.value, int | float))
        }
        return sheet.body._replace(cells=kept) if places else sheet.body

    return Sheet(sheet.name, sheet.state, body)
