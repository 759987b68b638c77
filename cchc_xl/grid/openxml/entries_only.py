"""A long table of ours, written by an earlier merge, without the rows that stand there as we wrote them.

A table of thirty thousand findings has half a million cells, of which a consolidator filled some hundred. As long as no
other program saved the workbook, a row that nobody touched is known by its bytes, and need not be parsed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from cchc_xl.grid.openxml.pieces import rows_of

HEADER_ROWS = 20  # among the first rows of a table of ours stand its titles
_NUMBER = re.compile(rb'r="(\d{1,7})"')


def seal(row: bytes) -> int:
    """What tells a row of a worksheet part, from '<row ' to '</row>', from any other."""
    return zlib.crc32(row) or 1


def without_sealed(data: bytes, seals: Mapping[int, int]) -> tuple[bytes, frozenset[int]]:
    """A worksheet part without the rows that have their seal (by number, 0 for none), and the numbers of those."""
    cut = rows_of(data) if seals else None
    if cut is None:
        return data, frozenset()
    before, rows, after = cut
    sealed: set[int] = set()
    others: list[bytes] = []
    for row in rows:
        match = _NUMBER.match(row)
        number = int(match[1]) if match else 0
        if match and seals.get(number) == seal(b"<row " + row):
            sealed.add(number)
        else:
            others.append(b"<row " + row)
    return b"".join((before, *others, after)), frozenset(sealed)
