"""XML of a worksheet in one bounded pass: cells, formulas, merged ranges, what is hidden, where rows end.

The handlers are closures and most of them are set only while they are needed: this is the innermost loop of a merge of
thousands of files.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.grid.openxml.strings import Runs, Strings, unescape
from cchc_xl.grid.openxml.styles import DEFAULT, Look
from cchc_xl.model import Cell, Run, SheetBody
from cchc_xl.numbers import whole

Position = tuple[int, int]
Area = tuple[int, int, int, int]

_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


# --- addresses -----------------------------------------------------------------------------------------------------

_positions: dict[
    str, Position
] = {}  # addresses of the upper left corner, where forms are; 'AA200' and beyond are worked out each time


def position(reference: str) -> Position:
    """'D10' -> (10, 4). Raises ReadError where it is no address of a sheet."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or column > _MAX_COLUMN:
            raise ReadError("xml", found=f"address {reference[:20]}")
        column = column * 26 + ord(letter) - 64
    if not (0 < column <= _MAX_COLUMN and digits and len(digits) < 8 and 0 < int(digits) <= _MAX_ROW):
        raise ReadError("xml", found=f"address {reference[:20]}")
    found = (int(digits), column)
    if len(letters) == 1 and len(digits) < 3:
        _positions[reference] = found
    return found


def area(reference: str) -> Area:
    """'A1:B2' -> (1, 1, 2, 2); 'A1' -> (1, 1, 1, 1). Raises ReadError."""
    first, _, last = reference.replace("$", "").partition(":")
    start = _positions.get(first) or position(first)
    return start + ((_positions.get(last) or position(last)) if last else start)


# --- values --------------------------------------------------------------------------------------------------------


def number(text: str) -> int | float | None:
    """The number of a <v>, an int where it is whole; None where it is not a finite number ('1E400', 'nan', '1_0')."""
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    try:
        value = float(text) if text.isascii() and "_" not in text else math.inf
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return whole(value)


def date_text(serial: float, from_1904: bool) -> str | None:
    """A serial date as ISO text ('2026-06-15', '2026-06-15T08:30:00', '08:30:00'), None outside Excel's calendar (years
    1900 to 9999).
    """
    if not 0 <= serial < 2_958_466:
        return None
    days, seconds = divmod(round(serial * 86_400), 86_400)
    if days == 0 and not from_1904:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    # Excel's calendar has a 29 February 1900; before it, its days are one ahead of ours.
    first = (1904, 1, 1) if from_1904 else (1899, 12, 30) if days >= 60 else (1899, 12, 31)
    origin = dt.datetime(*first)  # noqa: DTZ001 - a cell has no time zone
    try:
        moment = origin + dt.timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    return moment.isoformat() if seconds else moment.date().isoformat()


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


def _other_cell(kind: str, text: str, formula: str | None, look: Look) -> Cell:
    """A cell whose type is neither number nor shared string."""
    if kind == "b":
        return Cell(text.strip() in ("1", "true"), "bool", formula, look.style)
    if kind == "e":
        return Cell(text.strip(), "error", formula, look.style)
    if kind == "d":
        return Cell(text.strip(), "date", formula, look.style)
    return _text_cell(unescape(text), (), formula, look)


def _text_cell(text: str, runs: tuple[Run, ...], formula: str | None, look: Look) -> Cell:
    if not text and formula is None:
        return look.blank
    return Cell(text, "text", formula, look.style, runs)


# --- the pass ------------------------------------------------------------------------------------------------------


class _Surroundings:
    """What a sheet says beside its cells, by element name."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.merges: list[Area] = []
        self.hidden_columns: set[int] = set()
        self.filter = False
        self.drawings = False
        self.readers: dict[str, Callable[[dict[str, str]], None]] = {
            "mergeCell": self.merge, "col": self.column, "autoFilter": self.found_filter, "sheetPr": self.properties,
            "drawing": self.found_drawing, "picture": self.found_drawing, "oleObjects": self.found_drawing,
        }  # fmt: skip

    def merge(self, attributes: dict[str, str]) -> None:
        found = area(attributes.get("ref", ""))
        if found[0] <= self.limits.rows and found[1] <= self.limits.columns:
            self.merges.append(found)

    def column(self, attributes: dict[str, str]) -> None:
        if _is_true(attributes.get("hidden")) or number(attributes.get("width", "1")) == 0:
            first, last = number(attributes.get("min", "")), number(attributes.get("max", ""))
            if isinstance(first, int) and isinstance(last, int):
                self.hidden_columns.update(range(max(1, first), min(last, self.limits.columns) + 1))

    def found_filter(self, _: dict[str, str]) -> None:
        self.filter = True

    def properties(self, attributes: dict[str, str]) -> None:
        self.filter = self.filter or _is_true(attributes.get("filterMode"))

    def found_drawing(self, _: dict[str, str]) -> None:
        self.drawings = True


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _row_number(attributes: Mapping[str, str], last: int) -> int:
    text = attributes.get("r")
    row = number(text) if text is not None else last + 1
    if not isinstance(row, int) or not 0 < row <= _MAX_ROW:
        raise ReadError("xml", found=f"row {text}")
    return row


class SharedText(NamedTuple):
    """A cell whose text is to be looked up among the shared strings of its workbook."""

    number: str
    formula: str | None
    look: Look

    def cell(self, strings: Strings) -> Cell:
        """Raises ReadError where there is no such string."""
        text, runs = strings.at(self.number)
        return _text_cell(text, runs, self.formula, self.look)


class Parsed(NamedTuple):
    """What the pass found. ``outside``: cells beyond the bounds."""

    cells: dict[Position, Cell | SharedText]
    merges: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    filter: bool
    drawings: bool
    outside: int


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
    )


def parse_sheet(data: bytes, part: str, looks: Mapping[str, Look], from_1904: bool, limits: Limits) -> Parsed:
    """The pass. Raises ReadError as ``read_sheet``, but for missing shared strings."""
    cells: dict[Position, Cell | SharedText] = {}
    hidden_rows: set[int] = set()
    around = _Surroundings(limits)
    runs = Runs()
    last_row, last_column = limits.rows, limits.columns
    row = column = outside = beside = 0
    here: Position | None = None  # the open cell, None beyond the limits
    counted = True  # whether the open cell beyond the limits has been counted
    inline = False
    kind, look = "n", DEFAULT
    value: list[str] | None = None
    formula: list[str] | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, outside, beside, here, counted, inline, kind, look, value, formula
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
                here = (row, column)
            else:
                here = row, column = _positions.get(reference) or position(reference)
            if row > last_row or column > last_column:
                here, counted = None, False
                count()
                return
            if here in cells:
                raise ReadError("xml", found=f"cell {reference} twice")
            inline, value, formula = False, None, None
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
        elif tag == "row":
            row, column, here = _row_number(attributes, row), 0, None
            count()
            if row <= last_row and (attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0"):
                hidden_rows.add(row)
        else:
            count()
            if inline:
                runs.open(tag, attributes)
            elif tag in around.readers:
                around.readers[tag](attributes)

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
        if inline and (value is None or kind == "inlineStr"):  # some programs write the text into a <v> as well
            return _text_cell(*runs.text(), formula_text, look)
        if value is None:
            return Cell(None, "blank", formula_text, look.style)
        text = "".join(value)
        if kind == "n":
            return _number_cell(text, formula_text, look, from_1904)
        if kind == "s":
            return SharedText(text, formula_text, look) if text else _text_cell("", (), formula_text, look)
        return _other_cell(kind, text, formula_text, look)

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
        frozenset(around.hidden_columns),
        around.filter,
        around.drawings,
        outside,
    )
