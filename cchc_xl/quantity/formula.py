"""The result of a simple formula that was stored without one: sums and arithmetic of the same sheet, and nothing else.

    =SUM(D2:D4)   =D5+D6   =3*6   =(12+6)/2   =12   =SUM(D2,D4;7)

Programs that write workbooks without calculating leave such cells blank. The result is worked out by us and therefore
only proposed. Names, other sheets, other functions, text, errors and cells that are blank outside of a sum give no
result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cchc_xl.model import Cell, column_number
from cchc_xl.numbers import EXACT, fifteen_digits
from cchc_xl.text import late

Position = tuple[int, int]

LONGEST = 300  # characters of a formula
DEEPEST = 12  # formulas that refer to formulas
MOST_CELLS = 2_000  # of one range: a column of months, not a sheet
MOST_STEPS = 4_000  # tokens and cells looked at for one result
_TOKEN = late(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})|(?P<sum>SUM)(?=\s*\()|(?P<sign>[-+*/():,;]))",
    re.IGNORECASE,
)


class _NoResult(Exception):  # noqa: N818 - says that there is none, which is no fault
    pass


class _Token(NamedTuple):
    kind: str
    text: str


def evaluate(formula: str, cells: Mapping[Position, Cell]) -> int | float | None:
    """The number that a formula of the same sheet gives, or None where it is not simple, refers in a circle or has no
    number.
    """
    try:
        result = _Evaluation(cells).of(formula, 0)
    except (_NoResult, ZeroDivisionError, OverflowError):
        return None
    if result != result or abs(result) > EXACT:
        return None
    rounded = fifteen_digits(result)
    return int(rounded) if rounded.is_integer() else result


class _Evaluation:
    """One result: the steps are counted over all formulas that it goes through, so that no chain can take long."""

    def __init__(self, cells: Mapping[Position, Cell]) -> None:
        self.cells = cells
        self.steps = 0

    def of(self, formula: str, depth: int) -> float:
        text = formula.strip().lstrip("=+")
        if not text or len(text) > LONGEST or depth > DEEPEST:
            raise _NoResult
        parser = _Parser(list(_tokens(text)), self, depth)
        result = parser.sum_of_products()
        if parser.at < len(parser.tokens):
            raise _NoResult
        return result

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _NoResult

    def number(self, place: Position, depth: int, *, in_sum: bool) -> float:
        """The number of a cell.

        In a sum, as in Excel, blanks and texts count nothing, but a text with digits is no mere text.
        """
        self.step()
        cell = self.cells.get(place)
        if cell is not None and cell.formula and cell.kind in ("blank", "text") and cell.value in (None, ""):
            return self.of(cell.formula, depth + 1)
        if cell is not None and cell.kind == "number" and isinstance(cell.value, int | float):
            return cell.value
        if in_sum and (
            cell is None
            or cell.kind == "blank"
            or (cell.kind == "text" and not any(c.isdigit() for c in str(cell.value)))
        ):
            return 0
        raise _NoResult


class _Parser:
    """Products before sums, brackets, a sign in front; ``at`` is the next token."""

    def __init__(self, tokens: list[_Token], evaluation: _Evaluation, depth: int) -> None:
        self.tokens, self.evaluation, self.depth, self.at = tokens, evaluation, depth, 0

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self, text: str = "") -> _Token:
        if self.at >= len(self.tokens) or (text and self.peek() != text):
            raise _NoResult
        self.evaluation.step()
        self.at += 1
        return self.tokens[self.at - 1]

    def sum_of_products(self) -> float:
        total = self.product()
        while self.peek() in ("+", "-"):
            total += self.product() if self.take().text == "+" else -self.product()
        return total

    def product(self) -> float:
        result = self.factor()
        while self.peek() in ("*", "/"):
            if self.take().text == "*":
                result *= self.factor()
            else:
                result /= self.factor()
        return result

    def factor(self) -> float:
        signs = 1
        while self.peek() in ("+", "-"):
            signs = -signs if self.take().text == "-" else signs
        token = self.take()
        if token.kind == "number":
            return signs * (float(token.text) if "." in token.text else int(token.text))
        if token.kind == "cell":
            return signs * self.evaluation.number(_position(token.text), self.depth, in_sum=False)
        if token.kind == "sum":
            return signs * self.sum()
        if token.text == "(":
            result = self.nested()
            self.take(")")
            return signs * result
        raise _NoResult

    def nested(self) -> float:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _NoResult
        result = self.sum_of_products()
        self.depth -= 1
        return result

    def sum(self) -> float:
        self.take("(")
        total: float = 0
        while True:
            total += self.argument()
            if self.take().text == ")":
                return total
            if self.tokens[self.at - 1].text not in (",", ";"):
                raise _NoResult

    def argument(self) -> float:
        if (
            self.tokens[self.at : self.at + 1]
            and self.tokens[self.at].kind == "cell"
            and self.tokens[self.at + 1 : self.at + 2]
        ):
            following = self.tokens[self.at + 1].text
            if following == ":":
                first, _, last = self.take(), self.take(), self.take()
                return self.area(first, last)
            if following in (",", ";", ")"):
                return self.evaluation.number(_position(self.take().text), self.depth, in_sum=True)
        return self.nested()

    def area(self, first: _Token, last: _Token) -> float:
        if last.kind != "cell":
            raise _NoResult
        (top, left), (bottom, right) = _position(first.text), _position(last.text)
        if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise _NoResult
        places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return sum(self.evaluation.number(place, self.depth, in_sum=True) for place in places)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _NoResult
        yield _Token(found.lastgroup, found[found.lastgroup])
        at = found.end()


def _position(reference: str) -> Position:
    plain = reference.replace("$", "").upper()
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :]), column_number(letters)
