"""The text of a formula from its tokens, as .xls ([MS-XLS] 2.5.198) and .xlsb ([MS-XLSB] 2.2.2) store them.

The text is what an Open XML workbook holds: 'SUM(G8:H8)', without '='. A formula with a token, a function or a name
that is not known here has no text, never half of one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Hashable, Sequence

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.model import column_letters
from cchc_xl.records import NamedTuple

LONGEST = 8_192  # characters, as in Excel
MOST_TOKENS = 200_000  # of all formulas of a workbook: shared ones are spelt out for each of their cells

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip

_OPERATORS = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=",
    0x0C: ">=", 0x0D: ">", 0x0E: "<>",
    0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip

# Number, name and, where it is fixed, the count of arguments of the functions that forms use ([MS-XLS] 2.5.198.17).
_TABLE = """
    0:COUNT: 1:IF: 2:ISNA:1 3:ISERROR:1 4:SUM: 5:AVERAGE: 6:MIN: 7:MAX: 8:ROW: 9:COLUMN: 10:NA:0 12:STDEV: 14:FIXED:
    19:PI:0 20:SQRT:1 21:EXP:1 22:LN:1 23:LOG10:1 24:ABS:1 25:INT:1 26:SIGN:1 27:ROUND:2 28:LOOKUP: 29:INDEX:
    30:REPT:2 31:MID:3 32:LEN:1 33:VALUE:1 34:TRUE:0 35:FALSE:0 36:AND: 37:OR: 38:NOT:1 39:MOD:2 41:DSUM:3 46:VAR:
    48:TEXT:2 63:RAND:0 64:MATCH: 65:DATE:3 66:TIME:3 67:DAY:1 68:MONTH:1 69:YEAR:1 70:WEEKDAY: 71:HOUR:1 72:MINUTE:1
    73:SECOND:1 74:NOW:0 75:AREAS:1 76:ROWS:1 77:COLUMNS:1 78:OFFSET: 82:SEARCH: 83:TRANSPOSE:1 86:TYPE:1 100:CHOOSE:
    101:HLOOKUP: 102:VLOOKUP: 105:ISREF:1 109:LOG: 111:CHAR:1 112:LOWER:1 113:UPPER:1 114:PROPER:1 115:LEFT:
    116:RIGHT: 117:EXACT:2 118:TRIM:1 119:REPLACE:4 120:SUBSTITUTE: 121:CODE:1 124:FIND: 125:CELL: 126:ISERR:1
    127:ISTEXT:1 128:ISNUMBER:1 129:ISBLANK:1 130:T:1 131:N:1 140:DATEVALUE:1 141:TIMEVALUE:1 148:INDIRECT:
    162:CLEAN:1 165:MMULT:2 169:COUNTA: 183:PRODUCT: 184:FACT:1 190:ISNONTEXT:1 193:STDEVP: 194:VARP: 197:TRUNC:
    198:ISLOGICAL:1 212:ROUNDUP:2 213:ROUNDDOWN:2 216:RANK: 219:ADDRESS: 220:DAYS360: 221:TODAY:0 227:MEDIAN:
    228:SUMPRODUCT: 252:FREQUENCY:2 261:ERROR.TYPE:1 279:EVEN:1 285:FLOOR:2 288:CEILING:2 298:ODD:1 319:GEOMEAN:
    321:SUMSQ: 325:LARGE:2 326:SMALL:2 327:QUARTILE:2 328:PERCENTILE:2 330:MODE: 336:CONCATENATE: 337:POWER:2
    344:SUBTOTAL: 345:SUMIF: 346:COUNTIF:2 347:COUNTBLANK:1 351:DATEDIF:3 354:ROMAN: 358:GETPIVOTDATA: 359:HYPERLINK:
    361:AVERAGEA: 362:MAXA: 363:MINA: 480:IFERROR:2 481:COUNTIFS: 482:SUMIFS: 483:AVERAGEIF: 484:AVERAGEIFS:
"""
_FUNCTIONS: dict[int, tuple[str, int | None]] = {
    int(number): (name, int(count) if count else None)
    for number, name, count in (entry.split(":") for entry in _TABLE.split())
}
_USER_DEFINED = 255


class Dialect(NamedTuple):
    """How wide rows and columns are, and where the flags 'relative' stand: bits 14 and 15 of the column's word, but of
    the row's in Excel 5 (``narrow``).
    """

    row: str
    rows: int
    columns: int
    name: str  # a reference to a name
    narrow: bool = False


BIFF5 = Dialect("H", 0x4000, 0x100, "H12x", narrow=True)
BIFF8 = Dialect("H", 0x10000, 0x100, "L")
BIFF12 = Dialect("L", 0x100000, 0x4000, "L")


class UnknownFormula(Exception):  # noqa: N818 - says that there is no text, which is no fault
    pass


class Formulas:
    """Spells the formulas of one workbook.

    ``sheet(index)``: what stands before an address on another sheet ("'Phụ lục'!"), ``name(number)``: a defined name by
    its number from 1; both '' where it is not known. ``text(data, at)``: a text among the tokens, and where it ends.
    ``context()`` stands for what these three depend on.
    """

    def __init__(
        self,
        dialect: Dialect,
        sheet: Callable[[int], str],
        name: Callable[[int], str],
        text: Callable[[bytes, int], tuple[str, int]],
        context: Callable[[], Hashable],
    ) -> None:
        self.dialect, self.sheet, self.name, self.text, self.context = dialect, sheet, name, text, context
        self.left = MOST_TOKENS

    def spell(self, tokens: bytes, row: int = 0, column: int = 0) -> str:
        """The text, '' where it cannot be told. ``row`` and ``column`` (from 0) are those of the cell: a shared formula
        counts from there.
        """
        if len(tokens) > _REMEMBERED:
            return self._spelt(tokens, row, column)
        key = (self.context(), tokens, row, column)
        known = _known.get(key)
        if known is None:
            known = _known[key] = self._spelt(tokens, row, column)
        return known

    def _spelt(self, tokens: bytes, row: int, column: int) -> str:
        try:
            return _Spelling(self, tokens, row, column).result()
        except (UnknownFormula, struct.error, IndexError, KeyError):
            return ""


# The formulas of a template are the same in all files made from it.
_known: BoundedCache[Hashable, str] = BoundedCache(256)
_REMEMBERED = 4_096  # bytes of tokens; in longer ones somebody wrote his own words


class _Spelling:
    def __init__(self, book: Formulas, tokens: bytes, row: int, column: int) -> None:
        self.book, self.data, self.place = book, tokens, (row, column)
        self.at = 0
        self.stack: list[str] = []

    def result(self) -> str:
        while self.at < len(self.data):
            self.book.left -= 1
            token = self.data[self.at]
            self.at += 1
            if self.book.left < 0 or sum(map(len, self.stack[-2:])) > LONGEST:
                raise UnknownFormula
            self._token(token)
        if len(self.stack) != 1:
            raise UnknownFormula
        return self.stack[0]

    def _token(self, token: int) -> None:
        if token in _OPERATORS:
            right, left = self.stack.pop(), self.stack.pop()
            self.stack.append(left + _OPERATORS[token] + right)
        elif token in (0x12, 0x13):
            self.stack[-1] = ("+" if token == 0x12 else "-") + self.stack[-1]
        elif token == 0x14:
            self.stack[-1] += "%"
        elif token == 0x15:
            self.stack[-1] = f"({self.stack[-1]})"
        elif token == 0x19:
            self._attribute()
        elif token < 0x20:
            self.stack.append(self._constant(token))
        elif token & 0x1F in (0x06, 0x09):  # 'memory': the reference in brackets that follows stands for itself
            self._take("LH" if token & 0x1F == 0x06 else "H")
        else:
            self.stack.append(self._operand(token & 0x1F | 0x20))

    def _take(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def _attribute(self) -> None:
        kind, count = self._take("BH")
        if kind & 0x10:  # a sum of one argument
            self.stack[-1] = f"SUM({self.stack[-1]})"
        elif kind & 0x04:  # the jumps of CHOOSE
            self.at += 2 * count + 2

    def _constant(self, token: int) -> str:
        if token == 0x16:  # an argument that was left out
            return ""
        if token == 0x17:
            text, self.at = self.book.text(self.data, self.at)
            return '"' + text.replace('"', '""') + '"'
        if token == 0x1C:
            return ERRORS[self._take("B")[0]]
        if token == 0x1D:
            return "TRUE" if self._take("B")[0] else "FALSE"
        if token == 0x1E:
            return str(self._take("H")[0])
        if token == 0x1F:
            return f"{self._take('d')[0]:.17g}"
        raise UnknownFormula

    def _operand(self, token: int) -> str:
        if token in (0x21, 0x22):
            return self._function(token)
        if token in (0x24, 0x2C):
            return self._cells(1, relative=token == 0x2C)
        if token in (0x25, 0x2D):
            return self._cells(2, relative=token == 0x2D)
        if token == 0x23:
            number = self._take(self.book.dialect.name)[0]
            return self.book.name(number) or _unknown()
        if token in (0x3A, 0x3B) and not self.book.dialect.narrow:
            sheet = self.book.sheet(self._take("H")[0]) or _unknown()
            return sheet + self._cells(token - 0x39, relative=False)
        if token in (0x2A, 0x2B):
            self._cells(token - 0x29, relative=False)
            return "#REF!"
        raise UnknownFormula

    def _function(self, token: int) -> str:
        count: int | None
        if token == 0x21:
            name, count = _FUNCTIONS[self._take("H")[0]]
        else:
            count, number = self._take("BH")
            count, number = count & 0x7F, number & 0x7FFF
            name = "" if number == _USER_DEFINED else _FUNCTIONS[number][0]
        if count is None or count > len(self.stack):
            raise UnknownFormula
        arguments = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        if not name:
            name, *arguments = arguments
        return f"{name}({','.join(arguments)})"

    def _cells(self, corners: int, *, relative: bool) -> str:
        """An address or a range: both rows come first, then both columns."""
        dialect = self.book.dialect
        rows = self._take(dialect.row * corners)
        columns = self._take(("B" if dialect.narrow else "H") * corners)
        return _range(
            [self._corner(row, column, relative=relative) for row, column in zip(rows, columns, strict=True)],
            dialect,
        )

    def _corner(self, row: int, column: int, *, relative: bool) -> tuple[int, int, bool, bool]:
        """(row, column, whether the row is relative, whether the column is), from 0."""
        dialect = self.book.dialect
        flags = row if dialect.narrow else column
        row, column = row % dialect.rows, column % dialect.columns
        row_moves, column_moves = bool(flags & 0x8000), bool(flags & 0x4000)
        if relative:
            row = (row + self.place[0]) % dialect.rows if row_moves else row
            column = (column + self.place[1]) % dialect.columns if column_moves else column
        return row, column, row_moves, column_moves


def _range(corners: Sequence[tuple[int, int, bool, bool]], dialect: Dialect) -> str:
    if len(corners) == 2:
        (top, left, *_), (bottom, right, *_) = corners
        if top == 0 and bottom == dialect.rows - 1:
            return ":".join([_column(column, moves) for _, column, _, moves in corners])
        if left == 0 and right == dialect.columns - 1:
            return ":".join([_row(row, moves) for row, _, moves, _ in corners])
    return ":".join([_column(column, moves) + _row(row, row_moves) for row, column, row_moves, moves in corners])


def _column(column: int, moves: bool) -> str:
    return ("" if moves else "$") + column_letters(column + 1)


def _row(row: int, moves: bool) -> str:
    return ("" if moves else "$") + str(row + 1)


def _unknown() -> str:
    raise UnknownFormula


def quoted(sheet: str) -> str:
    """What stands before an address on that sheet: "'Phụ lục'!", 'Sheet1!'."""
    plain = sheet.isascii() and sheet[:1].isalpha() and sheet.replace("_", "a").isalnum()
    return f"{sheet}!" if plain else "'" + sheet.replace("'", "''") + "'!"
