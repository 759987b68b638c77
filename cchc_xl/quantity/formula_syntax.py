"""A formula as its file stores it (ECMA-376 part 1, 18.17) as a tree: English names, commas, points in decimals.

    SUM(G8:H8)   'Các thôn'!B3+B4*2   IF(G9="","",G9)   SUM('Tháng 1:Tháng 6'!D8)   COUNTIF(B:B,"x")

Other files, tables, arrays, unions and intersections of ranges have no tree: whoever cannot read a formula says nothing
of its result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cchc_xl.model import Scalar, column_number
from cchc_xl.records import NamedTuple
from cchc_xl.text import late

LONGEST = 2_000  # characters
DEEPEST = 24  # brackets within brackets
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_TOKEN = late(
    r"\s*(?:(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<error>(?:'(?:[^']|'')+'!|[\w.]+!)?#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A))"
    r"|(?:(?P<sheet>'(?:[^'\[\]]|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?"
    r"(?P<area>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7})"
    r"(?![\w.(\[!:])"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d][\w.]*)(?![\[!:])|(?P<sign><=|>=|<>|[-+*/^&=<>%(),;]))",
    re.IGNORECASE,
)


class CellRange(NamedTuple):
    """Cells of one or more sheets. ``sheets``: (first, last) as written, '' for the formula's own; ``fixed``: which of
    the four numbers stay when the formula is repeated elsewhere.
    """

    sheets: tuple[str, str]
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool] = (True, True, True, True)

    def moved(self, rows: int, columns: int) -> CellRange:
        """The area that a formula so many rows further down and columns further right refers to."""
        top, left, bottom, right = (
            place if stays else place + by
            for place, stays, by in zip(self[1:5], self.fixed, (rows, columns, rows, columns), strict=True)
        )
        rows_in_order, columns_in_order = sorted((top, bottom)), sorted((left, right))
        return CellRange(
            self.sheets, rows_in_order[0], columns_in_order[0], rows_in_order[1], columns_in_order[1], self.fixed
        )

    @property
    def whole(self) -> bool:
        """A whole column or row: it goes through titles and numbers of columns as well."""
        return self.bottom == LAST_ROW or self.right == LAST_COLUMN

    def holds(self, place: tuple[int, int]) -> bool:
        """Whether a (row, column) lies within."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


class Constant(NamedTuple):
    value: Scalar


class ErrorValue(NamedTuple):
    """An error value: '#REF!'."""

    text: str


class DefinedName(NamedTuple):
    name: str


class Call(NamedTuple):
    name: str
    arguments: tuple[Node | None, ...]


class Chain(NamedTuple):
    """Operands of one rank in order, each with the operator before it: 1 - 2 + 3."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


class Signed(NamedTuple):
    """A minus before, or a percent sign behind."""

    sign: str
    node: Node


Node = CellRange | Constant | ErrorValue | DefinedName | Call | Chain | Signed


class NoTreeError(Exception):
    """The text is no formula of the kinds that are known here."""


@lru_cache(maxsize=256)
def parse(formula: str) -> Node:
    """The tree. Raises NoTreeError."""
    text = formula.strip().lstrip("=+").replace("_xlfn.", "").replace("_xlws.", "")
    if not text or len(text) > LONGEST:
        raise NoTreeError
    parser = _Parser(list(_tokens(text)))
    tree = parser.chain()
    if parser.at < len(parser.tokens):
        raise NoTreeError
    return tree


def _tokens(text: str) -> Iterator[re.Match[str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise NoTreeError
        yield found
        at = found.end()


# From the loosest to the tightest.
_RANKS = (("=", "<", ">", "<=", ">=", "<>"), ("&",), ("+", "-"), ("*", "/"), ("^",))


class _Parser:
    """``at`` is the next token."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def sign(self) -> str:
        return (self.tokens[self.at]["sign"] or "") if self.at < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        """The next sign, '' where it is none of these."""
        found = self.sign()
        if found not in signs:
            return ""
        self.at += 1
        return found

    def chain(self, rank: int = 0) -> Node:
        if rank == len(_RANKS):
            return self.signed()
        first, rest = self.chain(rank + 1), []
        while operator := self.take(*_RANKS[rank]):
            rest.append((operator, self.chain(rank + 1)))
        return Chain(first, tuple(rest)) if rest else first

    def signed(self) -> Node:
        minus = False
        while sign := self.take("+", "-"):
            minus ^= sign == "-"
        node = self.operand()
        while self.take("%"):
            node = Signed("%", node)
        return Signed("-", node) if minus else node

    def operand(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST or self.at >= len(self.tokens):
            raise NoTreeError
        node = self.bracket() if self.take("(") else self.leaf(self.tokens[self.at])
        self.depth -= 1
        return node

    def bracket(self) -> Node:
        node = self.chain()
        if not self.take(")"):
            raise NoTreeError
        return node

    def leaf(self, token: re.Match[str]) -> Node:
        self.at += 1
        kind, text = token.lastgroup, token[0].strip()
        if kind == "text":
            return Constant(text[1:-1].replace('""', '"'))
        if kind == "error":
            return ErrorValue(text[text.index("#") :].upper())
        if kind == "number":
            return Constant(float(text) if not text.isdecimal() else int(text))
        if kind == "area":
            return _area(token["sheet"] or "", token["area"])
        if kind != "name":
            raise NoTreeError
        if self.take("("):
            return Call(text.upper(), self.arguments())
        return Constant(text.upper() == "TRUE") if text.upper() in ("TRUE", "FALSE") else DefinedName(text)

    def arguments(self) -> tuple[Node | None, ...]:
        if self.take(")"):
            return ()
        found: list[Node | None] = []
        while True:
            found.append(None if self.sign() in (",", ";", ")") else self.chain())
            if self.take(")"):
                return tuple(found)
            if not self.take(",", ";"):
                raise NoTreeError


_CORNER = late(r"(\$?)([A-Z]*)(\$?)([0-9]*)", re.IGNORECASE)


def _area(sheet: str, text: str) -> CellRange:
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    first_sheet, _, last_sheet = name.partition(":")
    first, _, last = text.partition(":")
    top, left, first_fixed = _corner(first, 1, 1)
    bottom, right, last_fixed = _corner(last, LAST_ROW, LAST_COLUMN) if last else (top, left, first_fixed)
    if top > bottom or left > right:
        raise NoTreeError
    return CellRange((first_sheet, last_sheet or first_sheet), top, left, bottom, right, (*first_fixed, *last_fixed))


def _corner(text: str, row: int, column: int) -> tuple[int, int, tuple[bool, bool]]:
    """(row, column, whether each of them is fixed); a whole row or column reaches to the edge."""
    match = _CORNER.fullmatch(text)
    if match is None:
        raise NoTreeError
    before, letters, between, digits = match.groups()
    if not letters:  # '$3' of '$3:$5'
        return int(digits), column, (bool(before), True)
    place = column_number(letters.upper()), bool(before)
    if not digits:
        return row, place[0], (True, place[1])
    return int(digits), place[0], (bool(between), place[1])
