"""A worksheet part cut into its cells, so that cells which many files have in common are parsed once.

Of the hundred cells of a report made from a template some ten are new: labels, headings, units of measure and blanks
stand in the other thousand files too, byte for byte. Cutting is safe only where a cell can be told by its bytes;
anything else goes through the parser whole, and so does whatever is wrong: the parser says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.grid.openxml.sheet import Parsed, SharedText, parse_sheet, read_sheet, sheet_body
from cchc_xl.grid.openxml.strings import Strings, contains, is_plain_utf8
from cchc_xl.grid.openxml.styles import Look
from cchc_xl.grid.openxml.values import Position
from cchc_xl.model import Cell, SheetBody
from cchc_xl.records import NamedTuple
from cchc_xl.typed import cast

LARGEST = 500_000  # bytes of a part; longer ones are lists that no other file has
_LONGEST = 512  # bytes of a piece that is remembered; longer ones are somebody's own words
_LONGEST_FORMULA = 4096  # of one with a formula: those of the template's live check are the same in all files
_AROUND = 32_768  # bytes of surroundings that are remembered

# Behind '<c r="', which parts the cells: a cell that says its address, and row tags that say their numbers. It means
# the same wherever it stands, if it is well-formed.
_CELL = b'<c r="'
_PLAIN = re.compile(
    rb'[^<>]*(?:/>|>[^<]*(?:<(?!/c>|c[ >/\t\r\n])[^<]*)*</c>)(?:\s*</row>\s*(?:<row r="[^<>]*/>\s*)*<row'
    rb' r="[^<>]*>)*\s*'
)
_SHARED = re.compile(rb"<f[^<>]*shared")
_STRAY = re.compile(rb"<(?:v|is|f)[\s/>]")

Placed = tuple[Position, Cell | SharedText]
Parse = Callable[[bytes], Parsed]


class _Sheet(NamedTuple):
    """A sheet by pieces: the cell of each, all of them, and those whose text is a shared one."""

    pieces: Sequence[bytes]
    places: Sequence[Position]
    cells: dict[Position, Cell | SharedText]
    texts: dict[Position, SharedText]


class _Memory:
    """What is known of the sheets of one kind. ``last``: the one before; most of the next are the same pieces."""

    __slots__ = ("around", "formulas", "last", "pieces")

    def __init__(self) -> None:
        self.pieces: BoundedCache[bytes, Placed] = BoundedCache(1024)
        self.formulas: BoundedCache[bytes, Placed] = BoundedCache(64)
        self.around: BoundedCache[bytes, Parsed] = BoundedCache(8)
        self.last: _Sheet | None = None


_known: BoundedCache[Hashable, _Memory] = BoundedCache(8)  # at worst, with files made to fill it, some 60 MB


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

    cells: dict[Position, Cell | SharedText]
    texts: Mapping[Position, SharedText]
    around: Parsed


def cut_sheet(
    data: bytes, part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits, known_by: Hashable
) -> CutSheet | None:
    """A sheet by pieces; None where the parser must look at the whole, and say what is wrong with it."""
    cut = _cut(data, limits)
    if not cut:
        return None
    around, pieces = cut
    memory = _known.get(known_by)
    if memory is None:
        memory = _known[known_by] = _Memory()

    def parse(xml: bytes) -> Parsed:
        return parse_sheet(xml, part, looks, from_1904, limits)

    try:
        surrounding = _surrounding(around, parse, memory)
        # At a hidden row and at a cell that is given twice the parser must look.
        if surrounding is None or surrounding.cells or surrounding.hidden_rows:
            return None
        found = _as_last(pieces, parse, memory) or _of_all(pieces, parse, memory)
    except ReadError:
        return None
    if found is None:
        return None
    memory.last = found
    return CutSheet(found.cells, found.texts, surrounding)


def _as_last(pieces: Sequence[bytes], parse: Parse, memory: _Memory) -> _Sheet | None:
    """A sheet whose cells stand where those of the one before do; None where they do not."""
    last = memory.last
    if last is None or len(last.pieces) != len(pieces):
        return None
    new = [at for at, (piece, other) in enumerate(zip(pieces, last.pieces, strict=True)) if piece != other]
    placed = _placed([pieces[at] for at in new], parse, memory)
    if placed is None:
        return None
    cells, texts = last.cells.copy(), last.texts.copy()
    for at, (place, cell) in zip(new, placed, strict=True):
        if place != last.places[at]:
            return None
        cells[place] = cell
        if type(cell) is SharedText:
            texts[place] = cell
        else:
            texts.pop(place, None)
    return _Sheet(pieces, last.places, cells, texts)


def _of_all(pieces: Sequence[bytes], parse: Parse, memory: _Memory) -> _Sheet | None:
    placed = _placed(pieces, parse, memory)
    if placed is None:
        return None
    cells = dict(placed)
    if len(cells) != len(placed):
        return None
    texts = {place: cell for place, cell in placed if type(cell) is SharedText}
    return _Sheet(pieces, list(cells), cells, texts)


def body_of(cut: CutSheet, strings: Strings) -> SheetBody | None:
    """The body; None where a shared text is missing or damaged."""
    cells, pieces = cut.cells.copy(), strings.pieces
    try:
        for place, text in cut.texts.items():
            last, cell = text.last
            cells[place] = cell if last and pieces[text.index] == last else text.cell(strings)
    except (ReadError, IndexError):
        return None
    return sheet_body(cast("Mapping[Position, Cell]", cells), cut.around)


def _cut(data: bytes, limits: Limits) -> tuple[bytes, list[bytes]] | None:
    """(what stands before the first cell and after the last, the cells without '<c r="' but each with the row tags that
    follow it), or None.

    None where only a parser can tell where a cell begins: '<c r="' stands for something else in a comment, a CDATA
    section or a processing instruction. Each piece begins and ends within a row, the surroundings hold one row without
    cells.
    """
    if len(data) > min(
        LARGEST, 4 * limits.cells, 4 * limits.far_cells
    ):  # no cell is shorter: the bounds cannot be reached
        return None
    table = _table(data)
    last = data.rfind(b"</row>", *table) if table else -1
    if not table or last < 0:
        return None
    first, *pieces = data[table[0] : last].split(_CELL)
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


def _placed(pieces: Sequence[bytes], parse: Parse, memory: _Memory) -> list[Placed] | None:
    """The cells in order; None where some piece is not one cell within the bounds, begins a hidden row or has a formula
    that it shares with other cells.
    """
    found = list(map(memory.pieces.new.get, pieces))
    if None in found:
        found = [
            one or memory.pieces.get(piece) or memory.formulas.get(piece)
            for one, piece in zip(found, pieces, strict=True)
        ]
    new = [piece for one, piece in zip(found, pieces, strict=True) if one is None] if None in found else []
    if new:
        if not all(map(_PLAIN.fullmatch, new)):
            return None
        data = b"".join(
            [
                b'<worksheet><sheetData><row r="1"><c r="',
                b'</row><row r="1"><c r="'.join(new),
                b"</row></sheetData></worksheet>",
            ]
        )
        parsed = parse(data)
        if parsed.outside or parsed.hidden_rows or len(parsed.cells) != len(new) or any(map(_SHARED.search, new)):
            return None
        for piece, one in zip(new, parsed.cells.items(), strict=True):
            if len(piece) <= _LONGEST:
                memory.pieces[piece] = one
            elif len(piece) <= _LONGEST_FORMULA and one[1].formula:
                memory.formulas[piece] = one
        added = iter(parsed.cells.items())
        found = [one or next(added) for one in found]
    return cast("list[Placed]", found)


def _surrounding(around: bytes, parse: Parse, memory: _Memory) -> Parsed | None:
    """None where a value stands outside of all cells."""
    parsed = memory.around.get(around)
    if parsed is None:
        if _STRAY.search(around):
            return None
        parsed = parse(around)
        if len(around) <= _AROUND:
            memory.around[around] = parsed
    return parsed
