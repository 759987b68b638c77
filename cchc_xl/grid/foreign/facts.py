"""What calamine does not tell of a sheet, whichever format it comes from."""

from __future__ import annotations

from typing import NamedTuple

Position = tuple[int, int]
NO_READER = "no-reader"  # reason where this machine cannot read a format, whatever the file is like


class SheetFacts(NamedTuple):
    """Of one sheet, rows and columns 1-based. ``errors``: the text of each error cell; ``formulas``: cells with a
    formula; ``merges``: (first row, first column, last row, last column), None where calamine knows them.
    """

    errors: dict[Position, str]
    formulas: frozenset[Position]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    filtered: bool
    merges: tuple[tuple[int, int, int, int], ...] | None = None


NOTHING = SheetFacts({}, frozenset(), frozenset(), frozenset(), False)
