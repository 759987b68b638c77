"""Values as Excel's object model hands them over, to the cells of a ``Grid``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from numbers import Number
from typing import Any

from cchc_xl.model import PLAIN, Cell, Grid, Sheet, SheetBody, Source, Style

# Excel hands errors over as whole numbers (CVErr plus 0x800A0000), and numbers never so.
_FIRST_ERROR, _LAST_ERROR = -2146826288, -2146826000
ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


def cell(value: Any, formula: str | None = None, style: Style = PLAIN) -> Cell:
    """A cell for a value: None, number, bool, text (an error's name included) or a date."""
    if value is None or value == "":
        return Cell(None, "blank", formula, style)
    if isinstance(value, bool):
        return Cell(value, "bool", formula, style)
    if isinstance(value, int) and _FIRST_ERROR <= value <= _LAST_ERROR:
        return Cell("#N/A", "error", formula, style)  # an error so new that xlwings has no name for it
    if isinstance(value, Number):
        return Cell(value if isinstance(value, int) else float(value), "number", formula, style)  # type: ignore[arg-type]
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return Cell(value.date().isoformat() if midnight else value.isoformat(sep=" "), "date", formula, style)
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), "date", formula, style)
    text = str(value)
    return Cell(text, "error" if text in ERRORS else "text", formula, style)


def body(rows: Iterable[Sequence[Any]], first_row: int = 1, first_column: int = 1) -> Mapping[tuple[int, int], Cell]:
    """Cells of a block of values whose top left corner is at the given place; blank ones are left out."""
    return {
        (first_row + down, first_column + right): cell(value)
        for down, row in enumerate(rows)
        for right, value in enumerate(row)
        if value is not None and value != ""
    }


def block_grid(rows: Iterable[Sequence[Any]], sheet: str = "", first_row: int = 1, first_column: int = 1) -> Grid:
    """A workbook of one sheet that holds nothing but a block of values."""
    return Grid(Source(""), (Sheet(sheet, load=SheetBody(body(rows, first_row, first_column))),))


def as_text(value: str | None) -> str | None:
    """A text so that Excel stores it as text: '02' stays '02' and '=1+1' is no formula.

    The apostrophe is not part of the value.
    """
    return "'" + value if value else None
