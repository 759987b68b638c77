"""The table of a report as it stands in its sheet, for a page to draw: rows of texts with their addresses."""

from __future__ import annotations

from typing import Any

from cchc_xl.model import Cell, Form, Grid, Submission, column_letters
from cchc_xl.numbers import text_of

MOST_ROWS, MOST_COLUMNS, LONGEST = 120, 12, 400  # of what is drawn; the findings name cells beyond all the same
ABOVE = 8  # rows above the first figure: the titles and the block of the heading


def drawn_table(grid: Grid, submission: Submission, form: Form) -> dict[str, Any] | None:
    """``columns``: letters; ``rows``: number and texts. None where no cell of the table has a place."""
    sheet = grid.sheet(submission.sheet)
    every = (*submission.readings, *(reading for line in submission.lines for reading in line.readings))
    rows = [one.ref.row for one in every if one.ref and one.ref.sheet == submission.sheet]
    if sheet is None or not rows:
        return None
    first = max(1, min(rows) - ABOVE)
    last = min(max(rows) + 2, first + MOST_ROWS)
    cells = {
        place: cell for place, cell in sheet.cells.items() if first <= place[0] <= last and place[1] <= MOST_COLUMNS
    }
    live = {column for (_, column), cell in cells.items() if _text(cell) == form.columns["check"]}  # the template's own
    cells = {place: cell for place, cell in cells.items() if place[1] not in live and _text(cell)}
    width = max((column for _, column in cells), default=1)
    return {
        "sheet": submission.sheet,
        "columns": [column_letters(column) for column in range(1, width + 1)],
        "rows": [
            {"row": row, "texts": [_text(cells.get((row, column))) for column in range(1, width + 1)]}
            for row in range(first, last + 1)
        ],
        "figures": {reading.field: reading.ref.a1 for reading in submission.readings if reading.ref},
    }


def _text(cell: Cell | None) -> str:
    return "" if cell is None or cell.value is None else text_of(cell.value)[:LONGEST]
