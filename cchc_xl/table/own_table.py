"""Tables of our own workbooks read back by their titles, because people move columns and add some of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.grid.openxml.entries_only import HEADER_ROWS
from cchc_xl.model import Scalar, Sheet
from cchc_xl.numbers import text_of
from cchc_xl.text import fold


def columns(sheet: Sheet, keys: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """(row of the titles, key -> column): of the first rows the one with most titles. ``keys``: folded title -> key."""
    found: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row <= HEADER_ROWS and isinstance(cell.value, str) and (key := keys.get(fold(cell.value))):
            found.setdefault(row, {}).setdefault(key, column)
    row = max(found, key=lambda row: len(found[row]), default=0)
    return row, found.get(row, {})


def titled(sheet: Sheet, titles: Mapping[str, Iterable[str]]) -> tuple[int, dict[str, int]]:
    """``columns`` by the titles that each key may have."""
    return columns(sheet, {fold(title): key for key, many in titles.items() for title in many})


def rows(sheet: Sheet, header: int, column: int) -> list[int]:
    """The rows below the titles that have something in a column, in order."""
    return sorted(row for row, at in sheet.cells if at == column and row > header and text_of(value(sheet, row, at)))


def value(sheet: Sheet, row: int, column: int) -> Scalar:
    """What a cell holds, None where there is none."""
    cell = sheet.cells.get((row, column))
    return cell.value if cell else None
