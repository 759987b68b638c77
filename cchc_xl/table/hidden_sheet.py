"""The template's very hidden sheet: which form and version, for which unit, and where things were when it was written.

The addresses are only a hint: a clerk inserts rows and copies sheets, so ``locate`` trusts them no further than the
labels beside them agree. A sheet that another program left under this name is no reason to fail.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.form.layout import SHEET_META
from cchc_xl.model import Grid

PROVINCE_META = "_cchc_tong_hop"
MAX_ROWS = 4_000


def read_meta(grid: Grid) -> Mapping[str, str]:
    """Key -> value of the hidden sheet; empty where the workbook has none."""
    return _pairs(grid, SHEET_META)


def province_meta(grid: Grid) -> Mapping[str, str]:
    """The same of a provincial workbook, empty for any other."""
    return _pairs(grid, PROVINCE_META)


def _pairs(grid: Grid, name: str) -> Mapping[str, str]:
    sheet = grid.sheet(name)
    if sheet is None:
        return {}
    pairs = {}
    for (row, column), cell in sheet.cells.items():
        if column == 1 and row <= MAX_ROWS and isinstance(cell.value, str):
            value = sheet.cells.get((row, 2))
            pairs[cell.value] = "" if value is None or value.value is None else str(value.value)
    return pairs
