"""Functions of a stored result's check that look cells up, and arithmetic on whole areas; see ``functions``.

Only exact matches: what a sorted table or a wildcard gives is unknown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.quantity.formula import MOST_CELLS, Evaluation, FormulaFrame
from cchc_xl.quantity.formula_syntax import CellRange, Chain, ErrorValue, Node, Signed
from cchc_xl.quantity.formula_values import OPERATORS, UnknownError, Value, compared, number

Arguments = Sequence[Node | None]
Rows = list[list[Value]]
_NOT_FOUND = ErrorValue("#N/A")


# --- areas as wholes -----------------------------------------------------------------------------------------------


def is_of_areas(on: Evaluation, frame: FormulaFrame, node: Node | None) -> bool:
    """Is it arithmetic in which an area of several cells takes part: G8:H8*2?"""
    if isinstance(node, Chain):
        return any(is_of_areas(on, frame, one) for one in (node.first, *(other for _, other in node.rest)))
    if isinstance(node, Signed):
        return is_of_areas(on, frame, node.node)
    area = on.area(node, frame)
    return area is not None and (area.top, area.left) != (area.bottom, area.right)


def array(on: Evaluation, frame: FormulaFrame, node: Node | None) -> Rows:
    """The values of a node cell by cell, in rows. Raises UnknownError for areas of different shapes."""
    if isinstance(node, Chain):
        value = array(on, frame, node.first)
        for operator, behind in node.rest:
            value = _each(operator, value, array(on, frame, behind))
        return value
    if isinstance(node, Signed):
        signed = [[number(one) for one in row] for row in array(on, frame, node.node)]
        return [[_signed(one, node.sign) for one in row] for row in signed]
    area = on.area(node, frame)
    return [[on.scalar(node, frame)]] if area is None else _rows(on, frame, area)


def _rows(on: Evaluation, frame: FormulaFrame, area: CellRange) -> Rows:
    width = area.right - area.left + 1
    if (area.bottom - area.top + 1) * width > MOST_CELLS or area.sheets[0] != area.sheets[1]:
        raise UnknownError
    values = [value for _, value in on.contents(area, frame)]
    return [values[at : at + width] for at in range(0, len(values), width)]


def _each(operator: str, one: Rows, other: Rows) -> Rows:
    shape = (max(len(one), len(other)), max(len(one[0]), len(other[0])))
    first, second = _spread(one, shape), _spread(other, shape)
    work = OPERATORS[operator]
    return [[work(a, b) for a, b in zip(row, behind, strict=True)] for row, behind in zip(first, second, strict=True)]


def _spread(rows: Rows, shape: tuple[int, int]) -> Rows:
    """A single value, row or column over as many as the other side has."""
    if len(rows) not in (1, shape[0]) or len(rows[0]) not in (1, shape[1]) or shape[0] * shape[1] > MOST_CELLS:
        raise UnknownError
    wide = [row * shape[1] if len(row) == 1 else row for row in rows]
    return wide * shape[0] if len(wide) == 1 else wide


def _cells(rows: Rows) -> list[Value]:
    return [value for row in rows for value in row]


def _signed(value: int | float | ErrorValue, sign: str) -> Value:
    return value if isinstance(value, ErrorValue) else -value if sign == "-" else value / 100


def sum_product(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    factors = [array(on, frame, node) for node in arguments]
    if any((len(one), len(one[0])) != (len(other), len(other[0])) for one, other in pairwise(factors)):
        raise UnknownError
    total: int | float = 0
    for cells in zip(*map(_cells, factors), strict=True):
        failed = next((value for value in cells if isinstance(value, ErrorValue)), None)
        if failed is not None:
            return failed
        product: int | float = 1
        for value in cells:  # what is no number counts as 0
            product *= value if isinstance(value, int | float) and not isinstance(value, bool) else 0
        total += product
    return total


# --- looking up ----------------------------------------------------------------------------------------------------


def _place_of(on: Evaluation, frame: FormulaFrame, wanted: Node | None, values: Sequence[Value]) -> int | ErrorValue:
    """Where an exact match stands, from 0."""
    sought = on.scalar(wanted, frame)
    if isinstance(sought, ErrorValue):
        return sought
    if sought is None or (isinstance(sought, str) and any(c in sought for c in "*?~")):
        raise UnknownError
    kind = (isinstance(sought, str), isinstance(sought, bool))
    for at, value in enumerate(values):
        if value is None or isinstance(value, ErrorValue) or kind != (isinstance(value, str), isinstance(value, bool)):
            continue
        if compared(value, sought) == 0:
            return at
    return _NOT_FOUND


def _line(on: Evaluation, frame: FormulaFrame, node: Node | None) -> list[Value]:
    """The cells of one row or column. Raises UnknownError for any other area."""
    area = on.area(node, frame)
    if area is None:
        raise UnknownError
    rows = _rows(on, frame, area)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise UnknownError
    return _cells(rows)


def _whole(on: Evaluation, frame: FormulaFrame, node: Node | None) -> int:
    found = number(on.scalar(node, frame))
    if isinstance(found, ErrorValue) or found != int(found):
        raise UnknownError
    return int(found)


def _is_exact(on: Evaluation, frame: FormulaFrame, node: Node | None) -> bool:
    return on.scalar(node, frame) in (False, 0)


def _taken(value: Value, frame: FormulaFrame) -> Value:
    if value is None:  # a blank cell
        frame.nullified = True
    return 0 if value is None else value


def _looked_up(on: Evaluation, frame: FormulaFrame, arguments: Arguments, *, down: bool) -> Value:
    wanted, node, *rest = arguments
    area = on.area(node, frame)
    if area is None or len(rest) < 2 or not _is_exact(on, frame, rest[1]):
        raise UnknownError
    rows = _rows(on, frame, area)
    lines = rows if down else [list(column) for column in zip(*rows, strict=True)]
    offset = _whole(on, frame, rest[0])
    at = _place_of(on, frame, wanted, [line[0] for line in lines])
    if isinstance(at, ErrorValue):
        return at
    return _taken(lines[at][offset - 1], frame) if 0 < offset <= len(lines[at]) else ErrorValue("#REF!")


def vertically(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return _looked_up(on, frame, arguments, down=True)


def horizontally(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return _looked_up(on, frame, arguments, down=False)


def match(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    if len(arguments) < 3 or not _is_exact(on, frame, arguments[2]):
        raise UnknownError
    at = _place_of(on, frame, arguments[0], _line(on, frame, arguments[1]))
    return at if isinstance(at, ErrorValue) else at + 1


def index(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    """One cell of an area, by its row and column in it; of a single row its one number is the column."""
    area = on.area(arguments[0], frame)
    if area is None:
        raise UnknownError
    numbers = [_index_of(on, frame, node) for node in arguments[1:]]
    failed = next((one for one in numbers if isinstance(one, ErrorValue)), None)
    if failed is not None:
        return failed
    rows = _rows(on, frame, area)
    row, column = ([*numbers, 1] if len(rows) > 1 or len(numbers) > 1 else [1, *numbers])[:2]
    if not isinstance(row, int) or not isinstance(column, int) or row < 1 or column < 1:
        raise UnknownError
    if row > len(rows) or column > len(rows[0]):
        return ErrorValue("#REF!")
    return _taken(rows[row - 1][column - 1], frame)


def _index_of(on: Evaluation, frame: FormulaFrame, node: Node | None) -> int | ErrorValue:
    found = on.scalar(node, frame)
    return found if isinstance(found, ErrorValue) else int(found) if isinstance(found, int | float) else 0


def looked_up_beside(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    """XLOOKUP with an exact match."""
    wanted, where, what, *rest = arguments
    if len(rest) > 1 and not _is_exact(on, frame, rest[1]):
        raise UnknownError
    sought, values = _line(on, frame, where), _line(on, frame, what)
    if len(sought) != len(values):
        raise UnknownError
    at = _place_of(on, frame, wanted, sought)
    if isinstance(at, ErrorValue):
        return on.scalar(rest[0], frame) if rest and at == _NOT_FOUND else at
    return _taken(values[at], frame)
