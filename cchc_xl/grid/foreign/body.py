"""A sheet's content while it is read, whichever format it comes from, within the bounds of an Open XML sheet."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.model import Cell, Run, SheetBody
from cchc_xl.records import NamedTuple

Position = tuple[int, int]
Area = tuple[int, int, int, int]


class Body:
    """What has been read of one sheet; rows and columns are 1-based.

    Every method may raise ReadError too-many-cells. ``before``: other sheets of one part, which share its bound.
    """

    def __init__(self, limits: Limits, before: Body | None = None) -> None:
        self.limits = limits
        self.rows, self.columns = limits.rows, limits.columns
        self.cells: dict[Position, Cell] = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.comments: dict[Position, str] = {}
        self.withheld: dict[Position, tuple[tuple[str, str], ...]] = {}
        self.beside: list[tuple[int, int, str]] = []
        self.filtered = self.drawings = False
        self.outside = 0
        self._seen: int = before._seen if before else 0

    def count(self, more: int = 1) -> None:
        """``more`` elements have been met: cells, merged ranges, notes."""
        self._seen += more
        if self._seen > self.limits.far_cells or len(self.cells) > self.limits.cells:
            raise ReadError("too-many-cells", limit=self.limits.cells)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A cell; where a file gives one twice, the last counts, as in the programs that write such files."""
        self.count()
        if row <= self.rows and column <= self.columns:
            self.cells[row, column] = cell
        elif cell.kind != "blank" or cell.formula is not None:
            self.outside += 1

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self.count()
        if top <= self.rows and left <= self.columns and (bottom > top or right > left):
            self.merges.append((top, left, bottom, right))

    def hide_rows(self, first: int, last: int) -> None:
        self.hidden_rows.update(range(first, min(last, self.rows) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first, min(last, self.columns) + 1))

    def comment(self, row: int, column: int, text: str) -> None:
        """A comment on a cell; a second one stands below the first."""
        self.count()
        if text and row <= self.rows and column <= self.columns:
            before = self.comments.get((row, column))
            self.comments[row, column] = f"{before}\n{text}" if before else text

    def print(self, text: str) -> None:
        """A page's header or footer, with Excel's codes in it."""
        from cchc_xl.grid.openxml.surroundings import page_lines

        self.count()
        known = {line for *_, line in self.beside}
        self.beside += [(0, 0, line) for line in dict.fromkeys(page_lines(text)) if line not in known]

    def box(self, row: int, column: int, text: str) -> None:
        """A text box; (0, 0) where nobody says where it stands."""
        self.count()
        if text.strip():
            self.beside.append((row, column, text.strip()))

    def done(self) -> SheetBody:
        return SheetBody(
            self.cells,
            tuple(self.merges),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            self.filtered and bool(self.hidden_rows),
            self.comments,
            self.drawings,
            self.outside,
            withheld=self.withheld,
            beside=tuple(self.beside),
        )


class Font(NamedTuple):
    """What a font can change of a text's meaning."""

    name: str = ""
    strike: bool = False
    color: str | None = None
    raised: bool = False


def text_runs(text: str, fonts: Sequence[tuple[int, Font]], color: str | None) -> tuple[Run, ...]:
    """The pieces of a rich text as ``Cell.runs`` has them: () where none has a look of its own.

    ``fonts``: (first character, font) in order, each up to the next one; ``color`` is that of the cell's font.
    """
    if not any(font.strike or font.raised or font.color != color for _, font in fonts):
        return ()
    ends = [start for start, _ in fonts[1:]] + [len(text)]
    runs = [
        Run(text[start:end], font.strike, font.raised, font.color if font.color != color else None)
        for (start, font), end in zip(fonts, ends, strict=True)
        if start < end
    ]
    return tuple(runs) if any(run.struck or run.raised or run.color for run in runs) else ()
