"""XML of a worksheet in one bounded pass: cells, formulas, merged ranges, what is hidden, where rows end.

The handlers are closures and most of them are set only while they are needed: this is the innermost loop of a merge of
thousands of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.grid.openxml.strings import Runs, Strings, index_of, unescape
from cchc_xl.grid.openxml.styles import DEFAULT, Look
from cchc_xl.grid.openxml.surroundings import PAGE_TEXTS, SheetSettings, hides_row
from cchc_xl.grid.openxml.values import Area, Position, date_text, near, number, position, row_number
from cchc_xl.model import Cell, Run, SheetBody
from cchc_xl.records import NamedTuple
from cchc_xl.typed import cast

# --- values --------------------------------------------------------------------------------------------------------


def _number_cell(text: str, formula: str | None, look: Look, from_1904: bool) -> Cell:
    value = number(text)
    if value is None:
        text = text.strip()
        # A number that no computer can hold (1E400) must not become infinity, and not disappear.
        return Cell(text, "error", formula, look.style) if text else Cell(None, "blank", formula, look.style)
    return number_cell(value, formula, look, from_1904)


def number_cell(value: int | float, formula: str | None, look: Look, from_1904: bool) -> Cell:
    """A cell that holds a finite number: a date or a truth value where its format shows one."""
    if look.shows == "date":
        shown = date_text(value, from_1904)
        if shown is not None:
            return Cell(shown, "date", formula, look.style)
    elif look.shows == "bool":
        return Cell(value != 0, "bool", formula, look.style)
    return Cell(value, "number", formula, look.style)


def _other_cell(kind: str, text: str, formula: str | None, look: Look, rich: bool) -> Cell:
    """A cell whose type is neither number nor shared string. ``rich``: more about its value is told in another part."""
    if kind == "b":
        return Cell(text.strip() in ("1", "true"), "bool", formula, look.style)
    if kind == "e":
        if rich and formula is None:  # a picture placed in the cell: programs that do not know it are shown an error
            return Cell(None, "picture", None, look.style)
        return Cell(text.strip(), "error", formula, look.style)
    if kind == "d":
        return Cell(text.strip(), "date", formula, look.style)
    return _text_cell(unescape(text), (), formula, look)


def _text_cell(text: str, runs: tuple[Run, ...], formula: str | None, look: Look) -> Cell:
    if not text and formula is None:
        return look.blank
    return Cell(text, "text", formula, look.style, runs)


# --- the pass ------------------------------------------------------------------------------------------------------


_LONGEST_KEPT = 512  # bytes of the XML of a shared text


class SharedText:
    """A cell whose text is to be looked up among the shared strings of its workbook.

    ``index``: the number as such, -1 where it is spelled oddly. ``last``: the XML and the cell of the last time, since
    a label is the same in all files made from one template; b'' where it was too long to be kept.
    """

    __slots__ = ("formula", "index", "last", "look", "number")

    def __init__(self, number: str, formula: str | None, look: Look) -> None:
        self.number = number
        self.index = index_of(number)
        self.formula = formula
        self.look = look
        self.last = (b"", look.blank)

    def cell(self, strings: Strings) -> Cell:
        """Raises ReadError where there is no such string."""
        pieces, (last, cell) = strings.pieces, self.last
        piece = pieces[self.index] if 0 <= self.index < len(pieces) else b""
        if piece and piece == last:
            return cell
        text, runs = strings.at(self.number)
        cell = _text_cell(text, runs, self.formula, self.look)
        if len(piece) <= _LONGEST_KEPT:
            self.last = (piece, cell)
        return cell


class Parsed(NamedTuple):
    """What the pass found. ``outside``: cells beyond the bounds; for the others see ``SheetBody``."""

    cells: dict[Position, Cell | SharedText]
    merges: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    filter: bool
    drawings: bool
    outside: int
    hides_zeros: bool
    shared: Mapping[Position, Position]
    beside: tuple[tuple[int, int, str], ...]


def read_sheet(
    data: bytes, part: str, looks: Mapping[str, Look], strings: Strings, from_1904: bool, limits: Limits
) -> SheetBody:
    """What a worksheet part holds, its comments aside, which stand in other parts; a part that is no worksheet (a chart
    sheet) holds nothing.

    A text cell that is empty is 'blank', unless a formula says that it is empty. Raises ReadError: xml (not
    well-formed, an address that is none, a cell given twice, a missing shared string), doctype, too-many-cells.
    """
    found = parse_sheet(data, part, looks, from_1904, limits)
    return sheet_body(with_texts(found.cells, strings), found)


def with_texts(cells: dict[Position, Cell | SharedText], strings: Strings) -> dict[Position, Cell]:
    """The same dictionary with the shared texts looked up. Raises ReadError where there is no such string."""
    for place, cell in cells.items():
        if isinstance(cell, SharedText):
            cells[place] = cell.cell(strings)
    return cast("dict[Position, Cell]", cells)


def sheet_body(cells: Mapping[Position, Cell], around: Parsed) -> SheetBody:
    """A body from cells and what surrounds them."""
    hidden = around.hidden_rows
    filtered = around.filter and bool(hidden)
    return SheetBody(
        cells,
        around.merges,
        hidden,
        around.hidden_columns,
        filtered=filtered,
        drawings=around.drawings,
        outside=around.outside,
        hides_zeros=around.hides_zeros,
        shared=around.shared,
        beside=around.beside,
    )


def parse_sheet(data: bytes, part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits) -> Parsed:
    """The pass. Raises ReadError as ``read_sheet``, but for missing shared strings."""
    cells: dict[Position, Cell | SharedText] = {}
    hidden_rows: set[int] = set()
    around = SheetSettings(limits)
    runs = Runs()
    last_row, last_column = limits.rows, limits.columns
    row = column = outside = beside = 0
    here: Position | None = None  # the open cell, None beyond the limits
    counted = True  # whether the open cell beyond the limits has been counted
    inline = False
    kind, look = "n", DEFAULT
    value: list[str] | None = None
    formula: list[str] | None = None
    opened: dict[str, str] = {}  # attributes of the open cell
    group: str | None = None  # the number of the shared formula that the open cell has
    first_of: dict[str, Position] = {}
    shared: dict[Position, Position] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, outside, beside, here, counted, inline, kind, look, value, formula, opened, group
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
                here = (row, column)
            else:
                here = row, column = near.get(reference) or position(reference)
            if row > last_row or column > last_column:
                here, counted = None, False
                count()
                return
            if here in cells:
                raise ReadError("xml", found=f"cell {reference} twice")
            inline, value, formula, group = False, None, None, None
            opened = attributes
            kind = attributes.get("t", "n")
            look = looks.get(attributes.get("s", "0"), DEFAULT)
            cells[here] = look.blank
        elif tag == "t" and inline:
            if not runs.phonetic:
                parser.CharacterDataHandler = runs.pieces.append
            count()
        elif here is None and tag in ("v", "is", "f"):
            if not counted:
                outside, counted = outside + 1, True
            count()
        elif tag == "v":
            if value is not None:
                raise ReadError("xml", found="two values in a cell")
            parser.EndElementHandler = end_tag
            value = []
            parser.CharacterDataHandler = value.append
        elif tag == "is":
            if inline:
                raise ReadError("xml", found="two texts in a cell")
            parser.EndElementHandler = end_tag
            inline = True
            runs.clear()
        elif tag == "f":
            if formula is not None:
                raise ReadError("xml", found="two formulas in a cell")
            parser.EndElementHandler = end_tag
            formula = []
            parser.CharacterDataHandler = formula.append
            group = attributes.get("si") if attributes.get("t") == "shared" else None
        elif tag == "row":
            row, column, here = row_number(attributes.get("r"), row), 0, None
            count()
            if row <= last_row and hides_row(attributes):
                hidden_rows.add(row)
        else:
            count()
            if inline:
                runs.open(tag, attributes)
            elif tag in around.readers:
                around.readers[tag](attributes)
            elif tag in PAGE_TEXTS:
                parser.EndElementHandler = end_tag
                around.page_texts.append([])
                parser.CharacterDataHandler = around.page_texts[-1].append

    def count() -> None:
        nonlocal beside
        beside += 1
        if beside > limits.far_cells or len(cells) > limits.cells:
            raise ReadError("too-many-cells", limit=limits.cells)

    def end(tag: str) -> None:
        nonlocal inline
        parser.CharacterDataHandler = None
        if tag == "c":
            parser.EndElementHandler = None
            if here is None:
                raise ReadError("xml", found="a row within a cell")
            cells[here] = close()
            inline = False
        elif tag == "rPh":
            runs.phonetic = False

    def close() -> Cell | SharedText:
        formula_text = None if formula is None else "".join(formula)
        if group is not None and here:
            if formula_text:
                first_of[group] = here
            elif group in first_of:
                shared[here] = first_of[group]
        if inline and (value is None or kind == "inlineStr"):  # some programs write the text into a <v> as well
            return _text_cell(*runs.text(), formula_text, look)
        if value is None:
            return Cell(None, "blank", formula_text, look.style)
        text = "".join(value)
        if kind == "n":
            return _number_cell(text, formula_text, look, from_1904)
        if kind == "s":
            return SharedText(text, formula_text, look) if text else _text_cell("", (), formula_text, look)
        return _other_cell(kind, text, formula_text, look, "vm" in opened)

    parser = new_parser()
    end_tag: Callable[[str], None] = end

    def root(tag: str, _: dict[str, str]) -> None:
        nonlocal end_tag
        prefix, colon, name = tag.rpartition(":")
        prefix += colon

        def ours(name: str) -> str:
            return name[len(prefix) :] if name.startswith(prefix) else " " + name

        if name != "worksheet":
            parser.StartElementHandler = None
        elif prefix:
            parser.StartElementHandler = lambda tag, attributes: start(ours(tag), attributes)
            end_tag = lambda tag: end(ours(tag))  # noqa: E731
        else:
            parser.StartElementHandler = start

    parser.StartElementHandler = root
    run(parser, data, part)
    return Parsed(
        cells,
        tuple(around.merges),
        frozenset(hidden_rows),
        around.hidden_columns,
        around.filter,
        around.drawings,
        outside,
        around.hides_zeros,
        shared,
        around.printed,
    )
