"""What calamine does not tell of an .xls file: which cells hold errors and formulas, what is hidden, and that there is
a password.

calamine gives an error cell ('#REF!') as a blank, which reads as 'not reported'. The records of a sheet ([MS-XLS] 2.3)
say it in two bytes, so they are walked once more; values stay calamine's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cchc_xl.grid.foreign.facts import Position, SheetFacts
from cchc_xl.grid.foreign.ole import CompoundFile

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}

_FORMULA, _END, _PASSWORD, _COLUMNS, _SHEET, _FILTER, _BOOL_OR_ERROR, _ROW, _BEGIN = (
    0x06,
    0x0A,
    0x2F,
    0x7D,
    0x85,
    0x9B,
    0x205,
    0x208,
    0x809,
)


def read_facts(data: bytes) -> list[SheetFacts] | None:
    """Facts of the sheets in the order of the workbook, None where the file asks for a password.

    Raises ReadError truncated, and struct.error where a record is shorter than its kind.
    """
    stream = CompoundFile(data).stream("workbook", "book") or b""
    starts = []
    for kind, at, size in _records(stream, 0):
        if kind == _PASSWORD:
            return None
        if kind == _SHEET and size >= 4:
            starts.append(struct.unpack_from("<L", stream, at)[0])
    return [_sheet_facts(stream, start) for start in starts]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start of the content, its size) of the records from ``at`` to the end of that substream.

    Embedded charts are left out.
    """
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, at + 4, size
        at += 4 + size


def _sheet_facts(stream: bytes, start: int) -> SheetFacts:
    errors: dict[Position, str] = {}
    formulas: set[Position] = set()
    rows: set[int] = set()
    columns: set[int] = set()
    filtered = False
    for kind, at, _ in _records(stream, start):
        if kind == _FORMULA:
            row, column, _, what, _, code, _, mark = struct.unpack_from("<HHHBBB3sH", stream, at)
            formulas.add((row + 1, column + 1))
            if mark == 0xFFFF and what == 2:
                errors[row + 1, column + 1] = ERRORS.get(code, f"#{code}")
        elif kind == _BOOL_OR_ERROR:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", stream, at)
            if is_error:
                errors[row + 1, column + 1] = ERRORS.get(code, f"#{code}")
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", stream, at)
            if flags & 0x20:
                rows.add(row + 1)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", stream, at)
            if flags & 1:
                columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == _FILTER:
            filtered = True
    return SheetFacts(errors, frozenset(formulas), frozenset(rows), frozenset(columns), filtered and bool(rows))
