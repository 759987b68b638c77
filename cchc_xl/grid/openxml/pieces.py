"""A worksheet part cut into its cells, so that cells which many files have in common are parsed once.

Of the hundred cells of a report made from a template some ten are new: labels, headings, units of measure and blanks
stand in the other thousand files too, byte for byte. Cutting is safe only where a cell can be told by its bytes;
anything else goes through the parser whole, and so does whatever is wrong: the parser says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.grid.openxml.sheet import Parsed, SharedText, parse_sheet, read_sheet, sheet_body
from cchc_xl.grid.openxml.strings import Strings, contains, is_plain_utf8
from cchc_xl.grid.openxml.styles import Look
from cchc_xl.grid.openxml.values import Position
from cchc_xl.model import Cell, SheetBody
from cchc_xl.records import NamedTuple

LARGEST = 500_000  # bytes of a part; longer ones are lists that no other file has
_LONGEST = 512  # bytes of a piece that is remembered; longer ones are somebody's own words
_LONGEST_FORMULA = 4096  # of one with a formula: those of the template's live check are the same in all files
_AROUND = 32_768  # bytes of surroundings that are remembered

# A cell that says its address, and row tags that say their numbers: it means the same wherever it stands, if it is
# well-formed.
_PLAIN = re.compile(
    rb'r="[^<>]*(?:/>|>[^<]*(?:<(?!/c>|c[ >/\t\r\n])[^<]*)*</c>)(?:\s*</row>\s*(?:<row r="[^<>]*/>\s*)*<row'
    rb' r="[^<>]*>)*\s*'
)
_SHARED = re.compile(rb"<f[^<>]*shared")
_STRAY = re.compile(rb"<(?:v|is|f)[\s/>]")

Placed = tuple[Position, Cell | SharedText]
Pieces = BoundedCache[bytes, Placed]

# At worst, with files made to fill it, some 50 MB.
_known: BoundedCache[Hashable, Pieces] = BoundedCache(8)
_PIECES = 1024
_formulas: BoundedCache[Hashable, Pieces] = BoundedCache(8)
_FORMULAS = 64
_surroundings: BoundedCache[Hashable, Parsed] = BoundedCache(64)


def read_pieces(
    data: bytes,
    part: str,
    looks: Mapping[str, Look],
    strings: Strings,
    from_1904: bool,
    limits: Limits,
    known_by: Hashable,
) -> SheetBody:
    """``read_sheet``, by pieces where that is safe.

    ``known_by`` stands for the looks, the calendar and the limits. Raises ReadError as that does.
    """
    cut = cut_sheet(data, part, looks, from_1904, limits, known_by)
    return (cut and body_of(cut, strings)) or read_sheet(data, part, looks, strings, from_1904, limits)


class CutSheet(NamedTuple):
    """A sheet by pieces, without its shared texts: ``texts`` are the cells that have one."""

    cells: Mapping[Position, Cell | SharedText]
    texts: Sequence[tuple[Position, SharedText]]
    around: Parsed


def cut_sheet(
    data: bytes, part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits, known_by: Hashable
) -> CutSheet | None:
    """A sheet by pieces; None where the parser must look at the whole, and say what is wrong with it."""
    cut = _cut(data, limits)
    if not cut:
        return None
    try:
        found = _placed(cut[1], part, looks, from_1904, limits, known_by)
        around = _surrounding(cut[0], part, looks, from_1904, limits, known_by)
    except ReadError:
        return None
    # At a hidden row and at a cell that is given twice the parser must look.
    if found is None or around.cells or around.hidden_rows:
        return None
    cells = dict(found)
    texts = [one for one in found if type(one[1]) is SharedText]
    return CutSheet(cells, texts, around) if len(cells) == len(found) else None  # type: ignore[arg-type]


def body_of(cut: CutSheet, strings: Strings) -> SheetBody | None:
    """The body; None where a shared text is missing or damaged."""
    cells = dict(cut.cells)
    try:
        for place, text in cut.texts:
            cells[place] = text.cell(strings)
    except ReadError:
        return None
    return sheet_body(cast("Mapping[Position, Cell]", cells), cut.around)


def _cut(data: bytes, limits: Limits) -> tuple[bytes, list[bytes]] | None:
    """(what stands before the first cell and after the last, the cells without '<c ' but each with the row tags that
    follow it), or None.

    None where only a parser can tell where a cell begins: '<c ' stands for something else in a comment, a CDATA section
    or a processing instruction. Each piece begins and ends within a row, the surroundings hold one row without cells.
    """
    if len(data) > min(
        LARGEST, 4 * limits.cells, 4 * limits.far_cells
    ):  # no cell is shorter: the bounds cannot be reached
        return None
    table = _table(data)
    last = data.rfind(b"</row>", *table) if table else -1
    if not table or last < 0:
        return None
    first, *pieces = data[table[0] : last].split(b"<c ")
    return data[: table[0]] + first + data[last:], pieces


def _table(data: bytes) -> tuple[int, int] | None:
    """Where the rows of a part begin and end; None where only a parser can tell."""
    root, start, end = data.find(b"<worksheet"), data.find(b"<sheetData>") + 11, data.rfind(b"</sheetData>")
    if not 0 <= root < start <= end or data.find(b"sheetData", start, end) >= 0 or data.find(b"<sheetData", end) >= 0:
        return None
    if not is_plain_utf8(data[:root]) or contains(data, b"<!", 0) or contains(data, b"<?", root):
        return None
    return start, end


def rows_of(data: bytes) -> tuple[bytes, list[bytes], bytes] | None:
    """(what stands before the rows, each row without '<row ', what stands after them).

    None where only a parser can tell.
    """
    table = _table(data)
    if not table:
        return None
    first, *rows = data[table[0] : table[1]].split(b"<row ")
    if first.strip() or not all(map(_is_row, rows)) or data.count(b"<row", *table) != len(rows):
        return None
    return data[: table[0]], rows, data[table[1] :]


def _is_row(piece: bytes) -> bool:
    """Whether a piece is the rest of one <row> that says its number, if it is well-formed."""
    piece = piece.rstrip()
    whole = piece.endswith(b"</row>") and piece.count(b"</row") == 1
    return piece.startswith(b'r="') and (whole or (piece.endswith(b"/>") and b"<" not in piece))


def _placed(
    pieces: Sequence[bytes], part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits, known_by: Hashable
) -> list[Placed] | None:
    """The cells in order; None where some piece is not one cell within the bounds, begins a hidden row or has a formula
    that it shares with other cells.
    """
    known = _known.get(known_by)
    if known is None:
        known = _known[known_by] = BoundedCache(_PIECES)
    found = list(map(known.new.get, pieces))
    if None in found:
        formulas = _formulas.get(known_by)
        if formulas is None:
            formulas = _formulas[known_by] = BoundedCache(_FORMULAS)
        found = [one or known.get(piece) or formulas.get(piece) for one, piece in zip(found, pieces, strict=True)]
        new = [piece for one, piece in zip(found, pieces, strict=True) if one is None]
        if not all(map(_PLAIN.fullmatch, new)):
            return None
        data = b"".join(
            [
                b'<worksheet><sheetData><row r="1"><c ',
                b'</row><row r="1"><c '.join(new),
                b"</row></sheetData></worksheet>",
            ]
        )
        parsed = parse_sheet(data, part, looks, from_1904, limits)
        if parsed.outside or parsed.hidden_rows or len(parsed.cells) != len(new) or any(map(_SHARED.search, new)):
            return None
        for piece, one in zip(new, parsed.cells.items(), strict=True):
            if len(piece) <= _LONGEST:
                known[piece] = one
            elif len(piece) <= _LONGEST_FORMULA and one[1].formula:
                formulas[piece] = one
        added = iter(parsed.cells.items())
        found = [one or next(added) for one in found]
    return [one for one in found if one]


def _surrounding(
    around: bytes, part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits, known_by: Hashable
) -> Parsed:
    key = (known_by, around)
    parsed = _surroundings.get(key)
    if parsed is None:
        if _STRAY.search(around):  # a value outside of all cells
            raise ReadError("xml", part=part)
        parsed = parse_sheet(around, part, looks, from_1904, limits)
        if len(around) <= _AROUND:
            _surroundings[key] = parsed
    return parsed
