"""Quantities that are formulas: what is stored is compared with what the cells of the same workbook give.

Excel shows what it calculated last, a library writes 0 for what it cannot calculate, and a blank becomes 0 in a sum:
nobody reported such a figure, so a person is asked. Where there is no telling what a formula gives, its stored result
stands, as it does on the screen.
"""

from __future__ import annotations

from collections.abc import Callable

from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Cell, Field, Grid, Reading, Sheet, SheetBody
from cchc_xl.quantity.appearance import set_aside
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.text import squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.quantity.formula import FormulaResult

CLOSE = 1e-9  # of the larger number: two ways of adding the same figures differ by less
Position = tuple[int, int]


class Calculated:
    """The formulas of one sheet's quantities. Nothing is worked out before the first one."""

    def __init__(self, grid: Grid, sheet: Sheet) -> None:
        self.grid, self.sheet = grid, sheet
        self._on: Callable[[Position, bool], FormulaResult] | None = None

    def checked(self, reading: Reading, cell: Cell, field: Field, place: Position) -> Reading:
        """The reading of a cell with a formula, judged by what the formula gives."""
        from cchc_xl.quantity.formula import CircleError
        from cchc_xl.quantity.formula_values import UnknownError

        if cell.kind in ("date", "picture", "error", "bool"):
            return reading
        try:
            result = self._result(place)
        except CircleError:
            return reading if cell.kind == "blank" else _refuted(reading, cell, "formula-circle")
        except UnknownError:
            return self._as_stored(reading, cell)
        if cell.kind == "blank":
            return _proposed(reading, result, field)
        if not _agree(cell.value, result):
            return self._other(reading, cell, result, field, place)
        if cell.kind == "number" and cell.value == 0 and not result.held:
            return set_aside(reading, "V38", cells=result.blanks)
        if result.left_out:
            return self._with_texts(reading, cell, result, field, place)
        return self._as_stored(reading, cell) if result.unchecked else reading

    def _result(self, place: Position, *, count_texts: bool = False) -> FormulaResult:
        if self._on is None:
            self._on = _evaluations(self.grid, self.sheet.name)
        return self._on(place, count_texts)

    def _as_stored(self, reading: Reading, cell: Cell) -> Reading:
        """What cannot be worked out stands as it is stored, but for a placeholder."""
        if cell.kind != "number" or cell.value != 0 or not self.grid.uncalculated:
            return reading
        # A program that calculates and asks for it once more leaves some other result on the sheet.
        stored = (one.value for one in self.sheet.cells.values() if one.formula is not None)
        return (
            reading
            if any(value not in (0, "", None) for value in stored)
            else _refuted(reading, cell, "formula-placeholder")
        )

    def _other(self, reading: Reading, cell: Cell, result: FormulaResult, field: Field, place: Position) -> Reading:
        from cchc_xl.quantity.formula_syntax import ErrorValue

        value = result.value
        if isinstance(value, ErrorValue):
            return _refuted(reading, cell, "formula-error", result=value.text)
        if value == "":
            return _refuted(reading, cell, "formula-empty")
        if not result.held and value == 0:
            return _refuted(reading, cell, "formula-blank", cells=result.blanks)
        if result.left_out:
            return self._with_texts(reading, cell, result, field, place)
        return _refuted(reading, cell, "formula-other", _count(value, field), result=value)

    def _with_texts(
        self, reading: Reading, cell: Cell, result: FormulaResult, field: Field, place: Position
    ) -> Reading:
        """A sum that leaves out digits which are stored as text: whoever looks at the cells counts them."""
        whole = self._result(place, count_texts=True).value
        return _refuted(reading, cell, "formula-texts", _count(whole, field), result=whole, cells=result.left_out)


def _evaluations(grid: Grid, home: str) -> Callable[[Position, bool], FormulaResult]:
    from cchc_xl.quantity.formula import Evaluation, FormulaBook

    sheets = {sheet.name.casefold(): sheet for sheet in grid.sheets}

    def body(name: str) -> SheetBody | None:
        sheet = sheets.get(name.casefold())
        try:
            return sheet.body if sheet else None
        except ReadError:  # a sheet that nobody needs but this formula
            return None

    book = FormulaBook(grid.names, tuple(sheet.name for sheet in grid.sheets), body)
    plain, with_texts = Evaluation(book, home), Evaluation(book, home, count_texts=True)
    return lambda place, count_texts: (with_texts if count_texts else plain).result(home, place)


def _agree(stored: object, result: FormulaResult) -> bool:
    value = result.value
    if isinstance(stored, str) and isinstance(value, str | int):  # some programs store a number as a text
        return squeeze(stored) == squeeze(str(value))
    if isinstance(stored, str) or isinstance(value, str | bool) or not isinstance(value, int | float):
        return False
    return isinstance(stored, int | float) and abs(stored - value) <= CLOSE * max(1, abs(stored), abs(value))


def _count(value: object, field: Field) -> int | float | None:
    """The result as the quantity that it would be if somebody typed it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return read_quantity(Cell(value, "number"), field).number


def _proposed(reading: Reading, result: FormulaResult, field: Field) -> Reading:
    """No result is stored: nobody has seen one, Excel included."""
    number = _count(result.value, field)
    if result.value == "":
        return reading._replace(state="blank", codes=())
    if number is None:
        return reading
    if number == 0 and not result.held:
        return set_aside(reading._replace(state="number", number=0, codes=()), "V38", cells=result.blanks)
    return reading._replace(state="number", number=number, how="proposed", computed=True, steps=("formula",))


def _refuted(reading: Reading, cell: Cell, reason: str, number: int | float | None = None, **params: object) -> Reading:
    """V37: neither the stored result nor the other one is taken; that one is proposed where it is a count."""
    stored = cell.value if cell.kind in ("number", "text") else ""
    others = tuple(code for code in reading.codes if code[0] in ("V29", "V32"))
    codes = (("V37", {"value": number, "stored": stored, "reason": reason, **params}), *others)
    if number is None:
        return reading._replace(state="error", number=None, bound="", how="none", computed=False, codes=codes)
    return reading._replace(
        state="number",
        number=number,
        bound="",
        qualifier="",
        how="proposed",
        computed=True,
        steps=("formula",),
        codes=codes,
    )
