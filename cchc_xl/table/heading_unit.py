"""Who sent a file in which the form's table was not found: by its heading, as a report's unit is. No figure is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cchc_xl.model import TEXT_SHEET, Form, Grid, Unit
from cchc_xl.table.document import document_head, text_sheet
from cchc_xl.table.header import SEARCHED_ROWS, fields_in

if TYPE_CHECKING:
    from cchc_xl.units.listing import Roster


def heading_unit(grid: Grid, form: Form, roster: Roster, on: dt.date | None) -> Unit | None:
    """The one unit of the roster that the first lines of the visible sheets, or a document's head, name."""
    from cchc_xl.units.match import match

    found = (match(text, roster, on) for text in _named(grid, form))
    units = {one.unit.id: one.unit for one in found if one.unit is not None and one.how != "former"}
    return next(iter(units.values())) if len(units) == 1 else None


def _named(grid: Grid, form: Form) -> Iterator[str]:
    if grid.source.is_document and (text := text_sheet(grid)) is not None:
        yield document_head(text, form).values.get("unit", "")
    for sheet in grid.sheets:
        if sheet.state == "visible" and sheet.name != TEXT_SHEET:
            for (row, _), cell in sorted(sheet.cells.items()):
                if row > SEARCHED_ROWS:
                    break
                if isinstance(cell.value, str):
                    yield from (said for field, said in fields_in(cell.value, form) if field == "unit")
