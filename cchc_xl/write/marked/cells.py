"""Changing cells of a worksheet part in place: another format, another value.

Rows and cells that are not there yet are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.openxml.values import area, position
from cchc_xl.model import column_letters
from cchc_xl.records import NamedTuple
from cchc_xl.write.marked.xml import Edit, Node, append_child, cell_text, edited, nodes, with_attribute

Place = tuple[int, int]
DEFAULT_WIDTH, DEFAULT_HEIGHT = 64, 20  # pixels
_PIXELS_PER_CHARACTER, _PADDING = 7, 5
_SHEET = ("worksheet",)


class CellChange(NamedTuple):
    """What becomes of a cell.

    ``style`` is its format's number; ``value`` a number, a text, or None where the content stays.
    """

    style: int
    value: int | float | str | None = None


class Cells:
    """The rows and cells of one worksheet part, by address."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data = data
        every = nodes(data, part, _is_wanted)
        if not every or every[0].tag != "worksheet":
            raise ReadError("xml", part=part, found="no worksheet")
        self.root = every[0]
        self.top = [node for node in every if len(node.path) == 2]
        self._cols = [node.attributes for node in every if node.path[1:] == ("cols", "col")]
        self._rows: dict[int, Node] = {}
        self._cells: dict[Place, Node] = {}
        self._index(every)

    def _index(self, every: Sequence[Node]) -> None:
        row = column = 0
        for node in every:
            if node.path[1:] == ("sheetData", "row"):
                row, column = int(node.attributes.get("r", row + 1)), 0
                self._rows[row] = node
            elif node.path[1:] == ("sheetData", "row", "c"):
                reference = node.attributes.get("r")
                row, column = position(reference) if reference else (row, column + 1)
                self._cells[row, column] = node

    def style(self, place: Place) -> int:
        """The number of the format that a cell has, or would have if there were one: its row's or its column's."""
        row, column = place
        cell, line = self._cells.get(place), self._rows.get(row)
        if cell is not None:
            return _whole(cell.attributes.get("s"))
        if line is not None and line.attributes.get("customFormat") in ("1", "true"):
            return _whole(line.attributes.get("s"))
        return next(
            (
                _whole(col.get("style"))
                for col in self._cols
                if _whole(col.get("min")) <= column <= _whole(col.get("max"))
            ),
            0,
        )

    def changed(self, changes: Mapping[Place, CellChange], more: Sequence[Edit] = ()) -> bytes:
        """The part with these cells changed and further edits made."""
        edits = list(more)
        by_row: dict[int, dict[int, CellChange]] = {}
        for (row, column), change in sorted(changes.items()):
            if (row, column) in self._cells:
                edits.append(self._change(self._cells[row, column], row, column, change))
            else:
                by_row.setdefault(row, {})[column] = change
        for row, new in by_row.items():
            edits += self._in_row(row, new) if row in self._rows else [self._new_row(row, new)]
        edits += self._new_dimension(changes)
        return edited(self.data, edits)

    # --- cells -------------------------------------------------------------------------------------------------

    def _change(self, node: Node, row: int, column: int, change: CellChange) -> Edit:
        if change.value is not None:
            return Edit(node.start, node.end, self._new_cell(row, column, change))
        opening = self.data[node.start : node.inner]
        return Edit(node.start, node.inner, with_attribute(opening, "s", str(change.style)))

    def _new_cell(self, row: int, column: int, change: CellChange) -> bytes:
        prefix = self.root.prefix
        start = f'<{prefix}c r="{column_letters(column)}{row}" s="{change.style}"'
        if change.value is None:
            return f"{start}/>".encode()
        if isinstance(change.value, str):
            text = f'<{prefix}is><{prefix}t xml:space="preserve">{cell_text(change.value)}</{prefix}t></{prefix}is>'
            return f'{start} t="inlineStr">{text}</{prefix}c>'.encode()
        return f"{start}><{prefix}v>{change.value!r}</{prefix}v></{prefix}c>".encode()

    def _in_row(self, row: int, new: Mapping[int, CellChange]) -> list[Edit]:
        line = self._rows[row]
        if line.inner == line.end:
            return [
                append_child(
                    self.data, line, b"".join(self._new_cell(row, column, change) for column, change in new.items())
                )
            ]
        edits = []
        for column, change in new.items():
            after = min((other for there, other in self._cells if there == row and other > column), default=None)
            at = self._cells[row, after].start if after else line.close
            edits.append(Edit(at, at, self._new_cell(row, column, change)))
        if "spans" in line.attributes:  # a hint for readers, which may now be too narrow
            edits.append(
                Edit(line.start, line.inner, with_attribute(self.data[line.start : line.inner], "spans", None))
            )
        return edits

    def _new_row(self, row: int, new: Mapping[int, CellChange]) -> Edit:
        prefix = self.root.prefix
        cells = b"".join(self._new_cell(row, column, change) for column, change in new.items())
        xml = f'<{prefix}row r="{row}">'.encode() + cells + f"</{prefix}row>".encode()
        after = min((other for other in self._rows if other > row), default=None)
        if after is not None:
            at = self._rows[after].start
            return Edit(at, at, xml)
        return append_child(self.data, next(node for node in self.top if node.tag == "sheetData"), xml)

    def _new_dimension(self, changes: Mapping[Place, CellChange]) -> list[Edit]:
        """The sheet's own statement of its size, where it would become a lie that other readers believe."""
        node = next((node for node in self.top if node.tag == "dimension"), None)
        if node is None or not changes:
            return []
        top, left, bottom, right = area(node.attributes.get("ref", "A1"))
        rows, columns = [row for row, _ in changes], [column for _, column in changes]
        wider = (min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns))
        if wider == (top, left, bottom, right):
            return []
        reference = f"{column_letters(wider[1])}{wider[0]}:{column_letters(wider[3])}{wider[2]}"
        return [Edit(node.start, node.inner, with_attribute(self.data[node.start : node.inner], "ref", reference))]

    # --- sizes -------------------------------------------------------------------------------------------------

    def width(self, column: int) -> int:
        """Pixels."""
        for col in self._cols:
            if _whole(col.get("min")) <= column <= _whole(col.get("max")):
                if col.get("hidden") in ("1", "true"):
                    return 0
                return round(_decimal(col.get("width"), 8.43) * _PIXELS_PER_CHARACTER) + _PADDING
        return DEFAULT_WIDTH

    def height(self, row: int) -> int:
        """Pixels."""
        attributes = self._rows[row].attributes if row in self._rows else {}
        if attributes.get("hidden") in ("1", "true"):
            return 0
        return round(_decimal(attributes.get("ht"), DEFAULT_HEIGHT * 0.75) / 0.75)


def _is_wanted(path: tuple[str, ...]) -> bool:
    return (
        len(path) <= 2
        or path[1:] == ("cols", "col")
        or (path[1:3] == ("sheetData", "row") and (len(path) == 3 or path[3:] == ("c",)))
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _decimal(text: str | None, otherwise: float) -> float:
    try:
        return min(max(float(text), 0.0), 500.0) if text else otherwise
    except ValueError:
        return otherwise
