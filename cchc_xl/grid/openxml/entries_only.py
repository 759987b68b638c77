"""A long table of ours, written by an earlier merge, without what that merge can write again: only people's entries are
read.

A table of thirty thousand findings has half a million cells, of which a consolidator filled some hundred. Where rows
can be told by their bytes, a row without an entry is cut down to the cell that says which row it is; anything else
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cchc_xl.grid.openxml.pieces import rows_of
from cchc_xl.model import column_letters

HEADER_ROWS = 20  # among the first rows of a table of ours stand its titles
SHORTEST = 100_000  # bytes; a shorter part is read as fast as it is cut


class WantedColumns(NamedTuple):
    """Columns: ``key`` is kept in every row, a row with something in one of ``entries`` is kept whole."""

    key: int
    entries: Sequence[int]


def cut_to_entries(data: bytes, choose: Callable[[bytes], WantedColumns | None]) -> bytes:
    """A worksheet part with the same entries and keys.

    ``choose`` is given the part with its first rows only; None: all is wanted.
    """
    cut = rows_of(data) if len(data) >= SHORTEST else None
    if cut is None:
        return data
    before, rows, after = cut
    first = b"".join([b"<row " + row for row in rows[:HEADER_ROWS]])
    wanted = choose(before + first + after)
    if wanted is None:
        return data
    entries = "|".join(map(column_letters, wanted.entries)) or "-"
    is_entry = re.compile(rf'<c r="(?:{entries})[0-9]+"[^<>]*?(?<!/)>(?!</c>)'.encode()).search
    key = re.compile(rf'<c r="{column_letters(wanted.key)}[0-9]+"[^<>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL).search
    shortened = [
        b"<row "
        + (row if is_entry(row) or not (found := key(row)) else row[: row.index(b">") + 1] + found[0] + b"</row>")
        for row in rows[HEADER_ROWS:]
    ]
    return before + first + b"".join(shortened) + after
