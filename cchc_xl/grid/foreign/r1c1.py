"""Addresses in the style R1C1, as SpreadsheetML 2003 stores formulas, in the style A1 that the rest of the
program reads."""

from __future__ import annotations

import re

from cchc_xl.model import column_letters

LONGEST = 8_192  # characters
ROWS, COLUMNS = 1_048_576, 16_384

_PIECE = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?<![A-Za-z0-9_.])"""
    r"""(?:R(?P<row>\[-?[0-9]{1,7}\]|[0-9]{1,7})?C(?P<column>\[-?[0-9]{1,5}\]|[0-9]{1,5})?)(?![A-Za-z0-9_.(\[])"""
)


class _OutsideError(Exception):
    pass


def in_style_a1(formula: str, row: int, column: int) -> str:
    """The formula of the cell at (row, column), from 1, without '='; '' where it is none or points outside of a sheet.

    >>> in_style_a1("=SUM(RC[3]:R[1]C[4])+R2C1", 8, 4)
    'SUM(G8:H9)+$A$2'
    """
    if not formula.startswith("=") or len(formula) > LONGEST:
        return ""

    def piece(match: re.Match[str]) -> str:
        if match["text"]:
            return match[0]
        letters = _part(match["column"], column, COLUMNS)
        return f"{'' if letters[1] else '$'}{column_letters(letters[0])}" + _row(_part(match["row"], row, ROWS))

    try:
        return _PIECE.sub(piece, formula[1:])
    except _OutsideError:
        return ""


def _part(said: str | None, here: int, most: int) -> tuple[int, bool]:
    """(number, whether it moves with the cell)."""
    if said is None:
        return here, True
    moves = said.startswith("[")
    number = here + int(said[1:-1]) if moves else int(said)
    if not 0 < number <= most:
        raise _OutsideError
    return number, moves


def _row(part: tuple[int, bool]) -> str:
    return f"{'' if part[1] else '$'}{part[0]}"
