"""What calamine does not tell of an .xlsb file: which cells hold errors and formulas, and which rows are hidden.

Like those of an .xls, its error cells come from calamine as blanks. The records of a sheet part ([MS-XLSB] 2.1.4) are
walked once more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cchc_xl.grid.foreign.biff import ERRORS
from cchc_xl.grid.foreign.facts import NOTHING, Position, SheetFacts
from cchc_xl.grid.openxml.package import Package, open_package
from cchc_xl.grid.openxml.workbook import main_part, relations, resolve

_ROW, _ERROR, _FORMULAS, _FORMULA_ERROR, _SHEET = 0, 3, range(8, 12), 11, 156


def read_facts(data: bytes) -> list[SheetFacts]:
    """Facts of the sheets in the order of the workbook.

    Raises ReadError as reading a part does, struct.error for a record cut short.
    """
    package = open_package(data)
    workbook = main_part(package)
    targets = relations(package, workbook)
    facts = []
    for kind, content in _records(package.read(workbook)):
        if kind == _SHEET:
            size = struct.unpack_from("<L", content, 8)[0]
            relation = targets.get(content[12 : 12 + 2 * size].decode("utf-16-le", "replace"))
            known = relation is not None and relation.kind == "worksheet"
            facts.append(
                _sheet_facts(package, resolve(workbook, relation.target, package)) if relation and known else NOTHING
            )
    return facts


def _sheet_facts(package: Package, part: str) -> SheetFacts:
    errors: dict[Position, str] = {}
    formulas: set[Position] = set()
    hidden: set[int] = set()
    row = 0
    for kind, content in _records(package.read(part)):
        if kind == _ROW:
            row = struct.unpack_from("<L", content)[0] + 1
            if len(content) > 11 and content[11] & 0x10:
                hidden.add(row)
        elif kind == _ERROR or kind in _FORMULAS:
            at = (row, struct.unpack_from("<L", content)[0] + 1)
            if kind != _ERROR:
                formulas.add(at)
            if kind in (_ERROR, _FORMULA_ERROR):
                errors[at] = ERRORS.get(content[8], f"#{content[8]}")
    return NOTHING._replace(errors=errors, formulas=frozenset(formulas), hidden_rows=frozenset(hidden))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records; kind and size are numbers of seven bits a byte."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at, 2)
        size, at = _varying(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            break
    return value, at
