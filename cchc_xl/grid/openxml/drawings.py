"""The texts of a sheet's drawings: boxes, arrows and other shapes that somebody has written on."""

from __future__ import annotations

from cchc_xl.grid.openxml.elements import elements
from cchc_xl.grid.openxml.package import Limits

TextBox = tuple[int, int, str]  # row and column of its upper left corner, from 1; text
_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
_MOST = 200  # boxes of a sheet
_LONGEST = 2_000  # characters of one


def read_text_boxes(data: bytes, part: str, limits: Limits) -> tuple[TextBox, ...]:
    """The shapes of a drawing part (ECMA-376 part 1, 20.5) that hold text. Raises what ``elements`` raises."""
    boxes: list[tuple[list[int], list[str]]] = []  # column and row from 0, those of 'from' first; pieces of text
    for element in elements(data, part, limits):
        if element.tag in _ANCHORS:
            boxes.append(([], []))
        if not boxes:
            continue
        corner, text = boxes[-1]
        if element.tag in ("col", "row") and element.text.strip().isdecimal():
            corner.append(int(element.text))
        elif element.tag == "t" and element.parent in ("r", "fld"):
            text.append(element.text)
        elif element.tag in ("p", "br"):
            text.append("\n")
    said = [(corner[:2] if len(corner) > 1 else [0, 0], "".join(text).strip()) for corner, text in boxes]
    return tuple([(row + 1, column + 1, text[:_LONGEST]) for (column, row), text in said if text][:_MOST])
