"""What calamine does not tell of an .ods file: which cells hold errors and formulas, merged ranges, and what is hidden.

calamine gives an error cell of LibreOffice ('#DIV/0!') as a blank, which reads as 'not reported': content.xml is walked
once more for what is said there in so many words; values stay calamine's. OpenDocument 1.3, part 3, 9.1.
"""

from __future__ import annotations

from cchc_xl.grid.foreign.facts import Position, SheetFacts
from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import open_package

_CONTENT = "content.xml"


def read_facts(data: bytes, rows: int, columns: int) -> list[SheetFacts]:
    """Facts of the sheets in order, up to these bounds. Raises ReadError as reading a part does."""
    walk = _Walk(rows, columns)
    parser = new_parser()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    run(parser, open_package(data).read(_CONTENT), _CONTENT)
    return walk.sheets


def without_indents(data: bytes) -> bytes | None:
    """The same document with the line breaks between its elements removed; None where it has none.

    Gnumeric writes content.xml one element a line, which the standard allows between rows and cells and calamine takes
    for content. White space inside a paragraph is text and stays. Raises ReadError as reading a part does.
    """
    import io
    import re
    import zipfile

    package = open_package(data)
    content = package.read(_CONTENT)
    tidy = re.sub(
        rb">[ \t\r\n]*\n[ \t\r\n]*(?=<(?:/?(?:office|table|style|draw|form|gnm|calcext):|text:p[ >/]))", b">", content
    )
    if tidy == content:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, tidy if name == _CONTENT else package.read(name))
    return out.getvalue()


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 9 else 1


class _Walk:
    """The state of the pass. A row or cell may stand for many: only what lies within the bounds is unfolded."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.sheets: list[SheetFacts] = []
        self.tables = 0  # tables within tables are no sheets
        self.notes = 0  # text of a cell's comment is not the cell's
        self.is_error = False
        self.clear()

    def clear(self) -> None:
        self.errors: dict[Position, str] = {}
        self.formulas: set[Position] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[tuple[int, int, int, int]] = []
        self.filtered = False
        self.row = self.column = self.next_row = self.next_column = 1
        self.pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.tables += 1
            if self.tables == 1:
                self.clear()
        elif self.tables != 1:
            return
        elif tag == "table:table-cell" or tag == "table:covered-table-cell":
            self._cell(attributes)
        elif tag == "table:table-row":
            self.row, self.next_row = self.next_row, self.next_row + _count(attributes, "table:number-rows-repeated")
            self.next_column = 1
            self._hide(attributes, self.hidden_rows, range(self.row, min(self.next_row, self.rows + 1)))
        elif tag == "table:table-column":
            first, self.next_column = (
                self.next_column,
                self.next_column + _count(attributes, "table:number-columns-repeated"),
            )
            self._hide(attributes, self.hidden_columns, range(first, min(self.next_column, self.columns + 1)))
        elif tag == "office:annotation":
            self.notes += 1

    def _hide(self, attributes: dict[str, str], hidden: set[int], places: range) -> None:
        visibility = attributes.get("table:visibility")
        if visibility in ("collapse", "filter"):
            hidden.update(places)
            self.filtered = self.filtered or visibility == "filter"

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column, self.next_column = (
            self.next_column,
            self.next_column + _count(attributes, "table:number-columns-repeated"),
        )
        self.is_error = attributes.get("calcext:value-type") == "error"
        self.pieces.clear()
        if "table:formula" in attributes:
            self.formulas.update(self._places())
        height, width = (
            _count(attributes, "table:number-rows-spanned"),
            _count(attributes, "table:number-columns-spanned"),
        )
        if (height > 1 or width > 1) and self.row <= self.rows and self.column <= self.columns:
            self.merges.append((self.row, self.column, self.row + height - 1, self.column + width - 1))

    def _places(self) -> list[Position]:
        """All cells that the open one stands for."""
        columns = range(self.column, min(self.next_column, self.columns + 1))
        return [(row, column) for row in range(self.row, min(self.next_row, self.rows + 1)) for column in columns]

    def text(self, piece: str) -> None:
        if self.is_error and not self.notes:
            self.pieces.append(piece)

    def end(self, tag: str) -> None:
        if tag == "table:table":
            if self.tables == 1:
                self.sheets.append(self._facts())
            self.tables -= 1
        elif tag == "office:annotation":
            self.notes -= 1
        elif tag == "table:table-cell" and self.is_error and self.tables == 1:
            self.is_error = False
            text = "".join(self.pieces).strip()
            self.errors.update(dict.fromkeys(self._places(), text))

    def _facts(self) -> SheetFacts:
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        return SheetFacts(self.errors, frozenset(self.formulas), *hidden, self.filtered, tuple(self.merges))
