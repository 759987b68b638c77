"""Tables of formats whose paragraphs only say how deep they stand in tables, and whose rows only say where the edges of
their cells are: .doc and .rtf.
"""

from __future__ import annotations

from cchc_xl.grid.document.blocks import DocumentTable, Flow, every_paragraph
from cchc_xl.grid.openxml.package import Limits
from cchc_xl.records import NamedTuple

RESTART, GOES_ON = 0x60, 0x20  # of a cell that is merged downwards
_NEAR = 30  # twentieths of a point within which two edges are one


class RowShape(NamedTuple):
    """``bounds``: left edges of the row's cells and the right one of the last, in twentieths of a point; ``cells``:
    flags of each."""

    bounds: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()


class DeepFlow(Flow):
    """A flow that opens and closes tables, rows and cells as the depth of paragraphs asks for."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._open: list[list[bool]] = []  # open tables: [is a row open, is a cell open]
        self._shapes: list[dict[int, RowShape]] = []  # of each: number of a row -> its shape

    def to_depth(self, depth: int) -> None:
        """The next paragraph stands in so many tables."""
        while len(self._open) > depth:
            row_open, cell_open = self._open[-1]
            if cell_open:
                self.end_cell()
            if row_open:
                self.end_row()
            self._open.pop()
            _place_cells(self.tables[-1][0], self._shapes.pop())
            self.end_table()
        while len(self._open) < depth:
            self.open_cell()
            self.begin_table()
            self._open.append([False, False])
            self._shapes.append({})

    def open_cell(self) -> None:
        """A cell of the innermost table, where none is open."""
        if self._open and not self._open[-1][0]:
            self.begin_row()
            self._open[-1][0] = True
        if self._open and not self._open[-1][1]:
            self.begin_cell()
            self._open[-1][1] = True

    def cell_ends(self) -> None:
        self.open_cell()
        self.end_cell()
        if self._open:
            self._open[-1][1] = False

    def row_ends(self, shape: RowShape, *, deleted: bool = False) -> None:
        """``deleted``: its end was struck out by a tracked change; a row of which something is left stays."""
        if not self._open:
            return
        if self._open[-1][1]:
            self.end_cell()
        row = self.row
        if self._open[-1][0] and row is not None:
            texts = (line.text for cell in row.cells for line in every_paragraph(cell.blocks))
            row.deleted = deleted and not any(texts)
            self._shapes[-1][len(self.tables[-1][0].rows) - 1] = shape
            self.end_row()
        self._open[-1] = [False, False]


def _place_cells(table: DocumentTable, shapes: dict[int, RowShape]) -> None:
    """Columns for the cells of a table, whose rows only say where their cells' edges are."""
    edges: list[int] = []
    for edge in sorted({edge for shape in shapes.values() for edge in shape.bounds}):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)

    columns = {
        edge: min(range(len(edges)), key=lambda at: abs(edges[at] - edge)) + 1
        for edge in {edge for shape in shapes.values() for edge in shape.bounds}
    }

    for number, row in enumerate(table.rows):
        shape = shapes.get(number)
        if shape is None or len(shape.bounds) <= len(row.cells):
            row.next = len(row.cells) + 1
            for place, cell in enumerate(row.cells, 1):
                cell.column = place
        else:
            for place, cell in enumerate(row.cells):
                cell.column = columns[shape.bounds[place]]
                cell.width = max(1, columns[shape.bounds[place + 1]] - cell.column)
            row.next = columns[shape.bounds[len(row.cells)]]
        flags = shape.cells if shape else ()
        for cell, flag in zip(row.cells, flags, strict=False):
            merged = flag & RESTART
            cell.down = "restart" if merged == RESTART else "continue" if merged == GOES_ON else ""
