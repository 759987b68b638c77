"""A document as its readers leave it: paragraphs and tables in order, and the builder that bounds them."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.records import NamedTuple

DEEPEST = 20  # tables within tables
PLAIN_FONT = Font()

# What became of a piece of text. A tracked change that nobody has accepted: 'inserted' is shown, 'deleted' is not;
# 'hidden' is neither shown nor printed.
SHOWN, INSERTED, DELETED, HIDDEN = "", "inserted", "deleted", "hidden"


class Piece(NamedTuple):
    text: str
    font: Font = PLAIN_FONT
    state: str = SHOWN


class Paragraph:
    """``remarks``: comments and footnotes whose marks stand in it; ``numbered``: (list, level) of its automatic number,
    which ``number`` is once it has been counted."""

    __slots__ = ("at", "formula", "number", "numbered", "picture", "pieces", "remarks", "style")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.remarks: list[NoteMark] = []
        self.style = ""
        self.numbered: tuple[str, int] | None = None
        self.number = ""
        self.picture = False
        self.formula: str | None = None
        self.at = -1  # where its element begins, in bytes, if somebody asked (``docx.places``)

    @property
    def shown(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.state in (SHOWN, INSERTED)]

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.shown])


class NoteMark(NamedTuple):
    """A comment or a note by its id; ``kind``: comment | footnote | endnote."""

    kind: str
    id: str


class GridCell:
    """``column``: the first that it fills, from 1; ``down``: 'restart' where cells below belong to it, 'continue' in
    those."""

    __slots__ = ("blocks", "column", "down", "fill", "width")

    def __init__(self, column: int) -> None:
        self.column, self.width = column, 1
        self.down = ""
        self.fill: str | None = None
        self.blocks: list[Block] = []


class GridRow:
    __slots__ = ("cells", "deleted", "hidden", "next")

    def __init__(self) -> None:
        self.cells: list[GridCell] = []
        self.next = 1  # the next cell's column
        self.hidden = self.deleted = False


class DocumentTable:
    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: list[GridRow] = []

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max([row.next - 1 for row in self.rows], default=0)


class Embedded(NamedTuple):
    """A workbook that is an object of the document: the part that holds it."""

    part: str


Block = Paragraph | DocumentTable | Embedded


class Flow:
    """What is open while a document is read: the blocks of the body or of a cell, tables, rows and cells.

    Every method may raise ReadError: too-many-cells, too-deep.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.body: list[Block] = []
        self.blocks = self.body
        self.paragraph: Paragraph | None = None
        self.tables: list[tuple[DocumentTable, list[Block]]] = []  # with the blocks among which each stands
        self.changed = False  # a row or a text with changes that nobody has accepted
        self._cells = 0

    @property
    def row(self) -> GridRow | None:
        """The open row of the innermost table."""
        return self.tables[-1][0].rows[-1] if self.tables and self.tables[-1][0].rows else None

    @property
    def cell(self) -> GridCell | None:
        row = self.row
        return row.cells[-1] if row and row.cells else None

    def _count(self) -> None:
        self._cells += 1
        if self._cells > self.limits.cells:
            raise ReadError("too-many-cells", limit=self.limits.cells)

    def begin_paragraph(self) -> Paragraph:
        self._count()
        self.paragraph = Paragraph()
        return self.paragraph

    def end_paragraph(self) -> None:
        if self.paragraph is not None:
            self.blocks.append(self.paragraph)
            self.paragraph = None

    def add(self, text: str, font: Font = PLAIN_FONT, state: str = SHOWN) -> None:
        """Text of the open paragraph, which begins where none is open."""
        paragraph = self.paragraph or self.begin_paragraph()
        if text:
            if state in (INSERTED, DELETED):
                self.changed = True
            paragraph.pieces.append(Piece(text, font, state))

    def begin_table(self) -> None:
        if len(self.tables) == DEEPEST:
            raise ReadError("too-deep", limit=DEEPEST)
        self.end_paragraph()
        table = DocumentTable()
        self.blocks.append(table)
        self.tables.append((table, self.blocks))

    def end_table(self) -> None:
        if self.tables:
            table, self.blocks = self.tables.pop()
            table.rows = [row for row in table.rows if not row.deleted]

    def begin_row(self) -> None:
        self._count()
        if self.tables:
            self.tables[-1][0].rows.append(GridRow())

    def end_row(self) -> None:
        row = self.row
        if row is not None and row.deleted:
            self.changed = True
        if self.tables:
            self.blocks = self.tables[-1][1]

    def begin_cell(self) -> GridCell | None:
        self._count()
        row = self.row
        if row is None:
            return None
        cell = GridCell(row.next)
        row.cells.append(cell)
        self.blocks = cell.blocks
        return cell

    def end_cell(self) -> None:
        self.end_paragraph()
        row, cell = self.row, self.cell
        if row and cell:
            row.next = min(cell.column + cell.width, self.limits.columns + 2)
            self.blocks = self.tables[-1][1]

    def finish(self) -> list[Block]:
        """All blocks of the body; what a broken file left open ends here."""
        while self.tables:
            self.end_cell()
            self.end_table()
        self.end_paragraph()
        return self.body


def paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    """The paragraphs among the blocks, without those of tables."""
    return (block for block in blocks if isinstance(block, Paragraph))


def every_paragraph(blocks: list[Block]) -> Iterator[Paragraph]:
    """Those of tables too, in the order of the document."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, DocumentTable):
            for row in block.rows:
                for cell in row.cells:
                    yield from every_paragraph(cell.blocks)
