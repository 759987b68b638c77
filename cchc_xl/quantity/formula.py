"""What a formula gives by the cells of its own workbook: references across sheets, arithmetic, a few functions.

A result that is stored may be old, or a placeholder of a program that does not calculate, so it is worked out once more
where that is simple and bounded. Whatever is not simple (other files, dates, volatile and rarer functions, too many
cells) has no result here, and is said to be unknown: never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cchc_xl.model import Cell, SheetBody, column_letters
from cchc_xl.quantity.formula_syntax import (
    Call,
    CellRange,
    Chain,
    Constant,
    DefinedName,
    ErrorValue,
    Node,
    NoTreeError,
    Signed,
    parse,
)
from cchc_xl.quantity.formula_values import OPERATORS, UnknownError, Value, number
from cchc_xl.records import NamedTuple

Position = tuple[int, int]

DEEPEST = 100  # nodes within nodes, over all formulas that one refers to
MOST_CELLS = 4_000  # of one area that is looked at cell by cell; of a larger one only those that hold something
MOST_STEPS = 40_000  # nodes and cells looked at for all formulas of a table


class CircleError(Exception):
    """The formula refers to itself."""


class FormulaBook(NamedTuple):
    """A workbook as formulas see it: defined names, sheets in order, and the content of one (None: not to be read)."""

    names: Mapping[str, str]
    sheets: Sequence[str]
    body: Callable[[str], SheetBody | None]


class FormulaResult(NamedTuple):
    """What a formula gives. ``held``: it is no mere 0 that blank cells make; ``blanks``: the cells without a figure
    that it refers to, as a person names them; ``left_out``: cells with digits stored as text, which a sum leaves out;
    ``unchecked``: it rests on the stored result of a formula that has none here.
    """

    value: Value
    held: bool
    blanks: tuple[str, ...]
    left_out: tuple[str, ...]
    unchecked: bool


class FormulaFrame:
    """Where a formula stands and what was met while it was evaluated.

    ``home``: the sheet that needs no naming; ``held``: a cell that holds something was met; ``refers``: any cell was;
    ``nullified``: a blank cell is a factor, or is what a condition chose.
    """

    __slots__ = ("blanks", "held", "home", "left_out", "moved", "nullified", "refers", "sheet", "unchecked")

    def __init__(self, home: str, sheet: str, moved: Position) -> None:
        self.home, self.sheet, self.moved = home, sheet, moved
        self.held = self.unchecked = self.refers = self.nullified = False
        self.blanks: list[str] = []
        self.left_out: list[str] = []

    def add(self, result: FormulaResult) -> None:
        self.held |= result.held
        self.unchecked |= result.unchecked
        self.blanks += result.blanks
        self.left_out += result.left_out

    def named(self, sheet: str, area: CellRange) -> str:
        """'G8:H8', with the sheet before it where it is another one."""
        first = f"{column_letters(area.left)}{area.top}"
        last = f"{column_letters(area.right)}{area.bottom}"
        text = first if first == last else f"{first}:{last}"
        return text if sheet == self.home else f"{sheet}!{text}"


class Evaluation:
    """The formulas of one workbook; what is worked out is kept, and the steps are counted over all of them.

    ``count_texts``: a sum takes in digits that are stored as text, as whoever looks at the screen does.
    """

    def __init__(self, book: FormulaBook, home: str, *, count_texts: bool = False) -> None:
        self.book, self.home, self.count_texts = book, home, count_texts
        self._names = {name.casefold(): text for name, text in book.names.items()}
        self._known: dict[tuple[str, Position], FormulaResult] = {}
        self._open: set[tuple[str, Position]] = set()
        self._steps = self._depth = 0

    def result(self, sheet: str, place: Position) -> FormulaResult:
        """What the formula of a cell gives. Raises UnknownError and CircleError."""
        key = (sheet.casefold(), place)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            raise CircleError
        formula, moved = self._formula(sheet, place)
        frame = FormulaFrame(self.home, sheet, moved)
        self._open.add(key)
        try:
            value = self.scalar(parse(formula), frame)
        except (NoTreeError, OverflowError):
            raise UnknownError from None
        finally:
            self._open.discard(key)
        value = 0 if value is None else value  # a reference to a blank cell gives 0
        held = (frame.held or not frame.refers) and not (frame.nullified and value == 0)
        blanks, left_out = tuple(dict.fromkeys(frame.blanks)), tuple(dict.fromkeys(frame.left_out))
        found = FormulaResult(value, held, blanks, left_out, frame.unchecked)
        self._known[key] = found
        return found

    def _formula(self, sheet: str, place: Position) -> tuple[str, Position]:
        """(text, how far it is from where it was written) of a cell's formula."""
        formula, moved = self._body(sheet).formula_at(place)
        if not formula:
            raise UnknownError
        return formula, moved

    def _body(self, sheet: str) -> SheetBody:
        body = self.book.body(sheet)
        if body is None:
            raise UnknownError
        return body

    def step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise UnknownError

    # --- nodes -------------------------------------------------------------------------------------------------------

    def scalar(self, node: Node | None, frame: FormulaFrame) -> Value:
        """The one value of a node; None for an argument that is left out and for a blank cell."""
        self.step()
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise UnknownError
            return self._scalar(node, frame)
        finally:
            self._depth -= 1

    def _scalar(self, node: Node | None, frame: FormulaFrame) -> Value:
        area = self.area(node, frame)
        if area is not None:
            values = list(self.contents(area, frame)) if area.top == area.bottom and area.left == area.right else []
            if len(values) != 1:
                raise UnknownError
            return values[0][1]
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Chain):
            return self._chain(node, frame)
        if isinstance(node, Signed):
            figure = number(self.scalar(node.node, frame))
            return figure if isinstance(figure, ErrorValue) else -figure if node.sign == "-" else figure / 100
        if isinstance(node, Call):
            from cchc_xl.quantity.functions import FUNCTIONS

            function = FUNCTIONS.get(node.name)
            if function is None:
                raise UnknownError
            return function(self, frame, node.arguments)
        if isinstance(node, DefinedName):
            return self.scalar(self._named(node), frame)
        return node if isinstance(node, ErrorValue) else None

    def _named(self, node: DefinedName) -> Node:
        text = self._names.get(node.name.casefold())
        if text is None:
            raise UnknownError
        return parse(text)

    def _chain(self, node: Chain, frame: FormulaFrame) -> Value:
        value = self.scalar(node.first, frame)
        for operator, node_behind in node.rest:
            other = self.scalar(node_behind, frame)
            frame.nullified |= operator in "*/" and (value is None or other is None)
            value = OPERATORS[operator](value, other)
        return value

    # --- cells -------------------------------------------------------------------------------------------------------

    def area(self, node: Node | None, frame: FormulaFrame) -> CellRange | None:
        """The cells that a node stands for, None where it is a value."""
        if isinstance(node, DefinedName):
            named = self._named(node)
            if isinstance(named, CellRange) and not all(named.fixed):
                raise UnknownError
            return named if isinstance(named, CellRange) else None
        return node.moved(*frame.moved) if isinstance(node, CellRange) else None

    def contents(self, area: CellRange, frame: FormulaFrame, *, figures: bool = False) -> Iterator[tuple[str, Value]]:
        """(address, value) of the cells of an area. ``figures``: what is text there counts for nothing."""
        if area.top < 1 or area.left < 1:
            raise UnknownError
        for sheet in self._sheets(area.sheets, frame.sheet):
            body = self._body(sheet)
            frame.refers, before, frame.held = True, frame.held, False
            for place in _places(area, body):
                self.step()
                address = frame.named(sheet, CellRange(("", ""), *place, *place))
                yield address, self._content(sheet, place, body.cells.get(place), frame, figures)
            if not frame.held and not _is_formula(area, body):  # of a formula its own blanks are named
                frame.blanks.append(frame.named(sheet, area))
            frame.held |= before

    def _sheets(self, names: tuple[str, str], own: str) -> Sequence[str]:
        if not names[0]:
            return (own,)
        folded = [name.casefold() for name in self.book.sheets]
        try:
            first, last = (folded.index(name.casefold()) for name in names)
        except ValueError:
            raise UnknownError from None
        return self.book.sheets[first : last + 1]

    def _content(self, sheet: str, place: Position, cell: Cell | None, frame: FormulaFrame, figures: bool) -> Value:
        if cell is None or (cell.kind == "blank" and cell.formula is None):
            return None
        if cell.formula is not None:
            try:
                found = self.result(sheet, place)
            except UnknownError:
                if cell.kind == "blank":
                    raise
                frame.unchecked = True
            else:
                frame.add(found)
                return found.value
        if cell.kind in ("date", "picture"):
            raise UnknownError
        if cell.kind == "error":
            return ErrorValue(str(cell.value))
        frame.held |= cell.kind != "text" or not figures
        return cell.value if cell.value != "" else None


def _is_formula(area: CellRange, body: SheetBody) -> bool:
    cell = body.cells.get((area.top, area.left))
    return (area.top, area.left) == (area.bottom, area.right) and cell is not None and cell.formula is not None


def _places(area: CellRange, body: SheetBody) -> Iterator[Position]:
    """The cells to be looked at. Raises UnknownError where the reader did not keep all of them."""
    size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
    inside = [place for place in (body.cells if size > MOST_CELLS or body.outside else ()) if area.holds(place)]
    if body.outside and (not inside or size > MOST_CELLS):
        raise UnknownError
    if size > MOST_CELLS:
        yield from sorted(inside)
        return
    for row in range(area.top, area.bottom + 1):
        yield from ((row, column) for column in range(area.left, area.right + 1))
