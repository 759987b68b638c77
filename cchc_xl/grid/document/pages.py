"""The blocks of a document to sheets: 'Văn bản' with a row for each line of text, then a sheet for each table.

Rows and columns of a table's sheet are those that the page shows, so that a person finds 'Bảng 2, dòng 6, cột 4'.
A table that only lays text out (the letterhead, the signature) is text; one that a page or a section has cut is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from cchc_xl.grid.document.blocks import (
    DELETED,
    HIDDEN,
    INSERTED,
    PLAIN_FONT,
    SHOWN,
    Block,
    DocumentTable,
    Embedded,
    GridCell,
    GridRow,
    NoteMark,
    Paragraph,
    Piece,
    paragraphs,
)
from cchc_xl.grid.foreign.body import Body, Font, text_runs
from cchc_xl.grid.openxml.comments import own_words
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.model import PLAIN, TEXT_SHEET, Cell, Sheet, Style
from cchc_xl.records import NamedTuple
from cchc_xl.text import takes_a_mark

MOST_TABLES = 200
MOST_OBJECTS = 10
LAYOUT_COLUMNS, LAYOUT_ROWS = 3, 6  # at most, of a table that only lays text out
TABBED_LINES, TABS = 3, 3  # at least, of lines that tabs make a table

_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_GOES_ON = re.compile(r"\W*(?:\(?\s*(?:tiếp(?: theo)?|trang \d+)\s*\)?)?\W*", re.IGNORECASE)

Notes = Mapping[NoteMark, str]
Workbook = Callable[[str], Sequence[Sheet]]


class Pages(NamedTuple):
    """``has_picture``: some picture stands outside of the tables' cells."""

    sheets: tuple[Sheet, ...]
    has_picture: bool


Places = dict[tuple[str, int, int], int]
"""Sheet, row and column of a line or a cell -> where its (first) paragraph begins, in bytes."""


def pages(
    blocks: Sequence[Block], limits: Limits, notes: Notes, workbook: Workbook, places: Places | None = None
) -> Pages:
    """The sheets. ``notes``: texts of comments, footnotes and endnotes; ``workbook``: the sheets of an embedded one;
    ``places``: takes where everything stands.
    """
    return _Pages(limits, notes, workbook, places).of(blocks)


class _Pages:
    def __init__(self, limits: Limits, notes: Notes, workbook: Workbook, places: Places | None) -> None:
        self.places = places
        self.limits = limits
        self.notes = notes
        self.workbook = workbook
        self.text = Body(limits)
        self.row = 0
        self.tables: list[Sheet] = []
        self.objects = 0
        self.last: Body = self.text

    def of(self, blocks: Sequence[Block]) -> Pages:
        self._add(blocks)
        return Pages((Sheet(TEXT_SHEET, load=self.text.done()), *self.tables), self.text.drawings)

    def _add(self, blocks: Sequence[Block]) -> None:
        for block in _with_tabbed(_joined(blocks)):
            if isinstance(block, Paragraph):
                self._text(block)
            elif isinstance(block, Embedded):
                self._workbook(block)
            elif _lays_out(block):
                for row in block.rows:
                    for cell in row.cells:
                        self._add(cell.blocks)
            else:
                self._table(block)

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self, paragraph: Paragraph) -> None:
        if paragraph.picture:
            self.text.drawings = True
        pieces = paragraph.shown
        if paragraph.number and any(piece.text.strip() for piece in pieces):
            pieces = [Piece(f"{paragraph.number} "), *pieces]
        for line in _lines(pieces):
            self._line(cell_of(line), paragraph)  # marks stay: they say where a footnote belongs
        for remark in paragraph.remarks:
            if remark.kind != "comment":  # a footnote belongs where its mark stands, not where the page put it
                for text in self.notes.get(remark, "").splitlines():
                    self._line(cell_of([Piece(text)]), paragraph)

    def _line(self, cell: Cell | None, paragraph: Paragraph) -> None:
        if cell is not None:
            self.row += 1
            self.text.put(self.row, 1, cell)
            if self.places is not None:
                self.places[TEXT_SHEET, self.row, 1] = paragraph.at

    # --- tables --------------------------------------------------------------------------------------------------

    def _name(self) -> str:
        if len(self.tables) == MOST_TABLES:
            raise ReadError("too-many-cells", limit=MOST_TABLES)
        return f"Bảng {len(self.tables) + 1}"

    def _table(self, table: DocumentTable) -> None:
        body = self.last = Body(self.limits, self.last)
        self.tables.append(Sheet(self._name(), load=body.done()))
        place = len(self.tables) - 1
        open_merges: dict[int, tuple[int, int]] = {}  # first column -> (first row, width)
        for number, row in enumerate(table.rows, 1):
            if row.hidden:
                body.hide_rows(number, number)
            self._row(body, number, row, open_merges, self.tables[place].name)
        for column, (first, width) in open_merges.items():
            body.merge(first, column, len(table.rows), column + width - 1)
        name = self.tables[place].name
        self.tables[place] = Sheet(name, load=body.done())

    def _row(self, body: Body, number: int, row: GridRow, merges: dict[int, tuple[int, int]], name: str) -> None:
        for cell in row.cells:
            goes_on = cell.down == "continue" and cell.column in merges
            if not goes_on and cell.column in merges:
                first, width = merges.pop(cell.column)
                body.merge(first, cell.column, number - 1, cell.column + width - 1)
            if cell.down == "restart":
                merges[cell.column] = (number, cell.width)
            elif cell.width > 1 and not goes_on:
                body.merge(number, cell.column, number, cell.column + cell.width - 1)
            if goes_on:
                continue  # what stands in it is not shown
            self._cell(body, (number, cell.column), cell.blocks, cell.fill)
            if self.places is not None:
                for line in [*paragraphs(cell.blocks)][:1]:
                    self.places[name, number, cell.column] = line.at
            self._within(cell.blocks)

    def _cell(self, body: Body, place: tuple[int, int], blocks: list[Block], fill: str | None) -> None:
        if len(blocks) == 1 and isinstance(line := blocks[0], Paragraph) and _is_plain(line):
            cell = _plain_cell(line.pieces[0].text, fill) if line.pieces else None
            if cell is not None:
                body.put(*place, cell)
            return
        lines = list(paragraphs(blocks))
        cell = cell_of(_without_marks(_cell_pieces(lines)), fill)
        if cell is None and any(line.picture for line in lines):
            cell = Cell(None, "picture")
        formula = next((line.formula for line in lines if line.formula is not None), None)
        if cell is not None:
            body.put(*place, cell._replace(formula=formula) if formula is not None else cell)
        for line in lines:
            for remark in line.remarks:
                body.comment(*place, own_words(self.notes.get(remark, "")))
        withheld = _withheld(lines)
        if withheld:
            body.count()
            body.withheld[place] = withheld

    def _within(self, blocks: list[Block]) -> None:
        """Tables and workbooks in a cell are tables of their own."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return
        for block in _joined(blocks):
            if isinstance(block, DocumentTable):
                self._table(block)
            elif isinstance(block, Embedded):
                self._workbook(block)

    def _workbook(self, block: Embedded) -> None:
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            return
        for sheet in self.workbook(block.part):
            self.tables.append(Sheet(self._name(), sheet.state, load=sheet.body))


# --- what is one table, and what is none -----------------------------------------------------------------------------


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Tables of as many columns with nothing but blank lines between them are one that a page or a section has cut."""
    found: list[Block] = []
    last: DocumentTable | None = None
    for block in blocks:
        if isinstance(block, DocumentTable):
            if last is not None and last.width == block.width > 1:
                last.rows += block.rows
                continue
            last = block
        elif isinstance(block, Embedded) or block.picture or not _GOES_ON.fullmatch(block.text):
            last = None
        found.append(block)
    return found


def _lays_out(table: DocumentTable) -> bool:
    """A letterhead or a signature: few columns and rows, and no column of figures."""
    if table.width == 1 and len(table.rows) == 1:
        return True
    if table.width > LAYOUT_COLUMNS or len(table.rows) > LAYOUT_ROWS:
        return False
    figures = [
        cell.column
        for row in table.rows
        for cell in row.cells
        if _NUMBER.fullmatch("".join([line.text for line in paragraphs(cell.blocks)]).strip())
    ]
    return len(table.rows) < TABBED_LINES or not any(figures.count(column) > 1 for column in figures)


def _with_tabbed(blocks: list[Block]) -> list[Block]:
    """Lines with tabs that follow each other are the rows of a table."""
    found: list[Block] = []
    lines: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and block.text.count("\t") >= TABS:
            lines.append(block)
            continue
        found += [_tabbed(lines)] if len(lines) >= TABBED_LINES else lines
        lines = []
        if block is not None:
            found.append(block)
    return found


def _tabbed(lines: Sequence[Paragraph]) -> DocumentTable:
    table = DocumentTable()
    for line in lines:
        row = GridRow()
        for pieces in _split(line.pieces, "\t"):
            row.cells.append(_one_cell(row.next, pieces, line.at))
            row.next += 1
        table.rows.append(row)
    return table


def _one_cell(column: int, pieces: list[Piece], at: int) -> GridCell:
    cell, paragraph = GridCell(column), Paragraph()
    paragraph.pieces, paragraph.at = pieces, at
    cell.blocks.append(paragraph)
    return cell


# --- pieces to a cell ------------------------------------------------------------------------------------------------


def _is_plain(line: Paragraph) -> bool:
    """Nothing but text in one look, or nothing at all."""
    if line.remarks or line.picture or line.number or line.formula is not None or len(line.pieces) > 1:
        return False
    return not line.pieces or (line.pieces[0].font is PLAIN_FONT and line.pieces[0].state == SHOWN)


@lru_cache(maxsize=2_048)
def _plain_cell(text: str, fill: str | None) -> Cell | None:
    """``cell_of`` a text in one look: labels are the same in all files of a campaign."""
    return cell_of([Piece(text)], fill)


def _split(pieces: Sequence[Piece], sign: str) -> list[list[Piece]]:
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split(sign)
        found[-1].append(piece._replace(text=first))
        found += [[piece._replace(text=other)] for other in others]
    return found


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    if len(pieces) == 1 and "\n" not in pieces[0].text:
        return [[*pieces]]
    return _split(pieces, "\n")


def _cell_pieces(lines: Sequence[Paragraph]) -> list[Piece]:
    """What a cell shows, a line for each of its paragraphs; the automatic number where nothing else stands there."""
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(Piece("\n", pieces[-1].font))
        pieces += line.shown
    if not any(piece.text.strip() for piece in pieces):
        return [Piece(number) for line in lines if (number := line.number)][:1]
    return pieces


def cell_of(pieces: Sequence[Piece], fill: str | None = None) -> Cell | None:
    """The cell that these pieces are; None for a blank one."""
    text = "".join([piece.text for piece in pieces]).strip(" \t\n")
    if not text.replace("\u00a0", " ").strip():
        return None
    fonts = {piece.font for piece in pieces if piece.text.strip()}
    if len(fonts) > 1:
        return _rich(pieces, fill)
    (font,) = fonts
    style = PLAIN
    if font is not PLAIN_FONT or fill:
        style = Style(font=font.name, strike=font.strike, font_color=font.color, fill_color=fill, raised=font.raised)
    if _NUMBER.fullmatch(text):
        return Cell(int(text), "number", None, style)
    return Cell(text, "text", None, style)


def _rich(pieces: Sequence[Piece], fill: str | None) -> Cell:
    whole = "".join([piece.text for piece in pieces])
    start = len(whole) - len(whole.lstrip(" \t\n"))
    text = whole.strip(" \t\n")
    fonts: list[tuple[int, Font]] = []
    at = 0
    for piece in pieces:
        if piece.text:
            fonts.append((min(max(at - start, 0), len(text)), piece.font))
            at += len(piece.text)
    names = {piece.font.name for piece in pieces if piece.font.name}
    style = Style(font=min(names), fill_color=fill) if names or fill else PLAIN._replace(fill_color=fill)
    return Cell(text, "text", None, style, text_runs(text, fonts, None))


def _without_marks(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """'CCHC' with a small 1 is 'CCHC' with the mark of a footnote; '12' with a small 1 is for the reader of quantities
    to ask about, and 'm' with a small 2 is a unit of measure."""
    if not any(piece.font.raised for piece in pieces):
        return pieces
    found: list[Piece] = []
    before = ""
    for piece in pieces:
        if not (piece.font.raised and takes_a_mark(before)):
            found.append(piece)
            before += piece.text
    return found


def _withheld(lines: Sequence[Paragraph]) -> tuple[tuple[str, str], ...]:
    """What the cell holds and does not show: ('tracked', the text before the changes), ('hidden', the hidden text)."""
    pieces = [piece for line in lines for piece in line.pieces]
    states = {piece.state for piece in pieces if piece.text.strip()}
    found = []
    if states & {INSERTED, DELETED}:
        before = "".join([piece.text for piece in pieces if piece.state not in (INSERTED, HIDDEN)]).strip()
        found.append(("tracked", before))
    if HIDDEN in states:
        found.append(("hidden", "".join([piece.text for piece in pieces if piece.state == HIDDEN]).strip()))
    return tuple(found)
