"""A person's own formulas: which of them can stand in a workbook whose rows have moved, and do no harm.

A formula is written again only where it can mean nothing else there than it meant before: of functions that calculate
and do nothing else, over cells of its own row, or of its own sheet where that sheet is all hers. Any other is kept as
its result, and its text is told.
"""

from __future__ import annotations

import re

from cchc_xl.model import column_letters, column_number

HARMLESS = frozenset((
    "ABS", "AND", "AVERAGE", "AVERAGEIF", "AVERAGEIFS", "CEILING", "CHOOSE", "CONCATENATE", "COUNT", "COUNTA",
    "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EXACT", "FIND", "FLOOR", "HLOOKUP", "IF", "IFERROR", "INDEX",
    "INT", "ISBLANK", "ISERROR", "ISNUMBER", "ISTEXT", "LARGE", "LEFT", "LEN", "LOOKUP", "LOWER", "MATCH", "MAX",
    "MEDIAN", "MID", "MIN", "MOD", "MONTH", "NOT", "NOW", "OR", "PROPER", "RANK", "RIGHT", "ROUND", "ROUNDDOWN",
    "ROUNDUP", "SEARCH", "SMALL", "SUBSTITUTE", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "TEXT", "TODAY",
    "TRIM", "UPPER", "VALUE", "VLOOKUP", "WEEKDAY", "YEAR",
))  # fmt: skip
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_CELL = r"(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.])"
_REFERENCE = re.compile(_CELL)
_COLUMNS = re.compile(r"(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.])")
_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_ELSEWHERE = frozenset("!|[]{}'@#\\")  # other sheets and files, DDE, array constants, structured references
_NAMES = re.compile(r"[^\W\d]")
LONGEST = 8192


def skeleton(formula: str) -> str:
    """What a formula does, without the cells that it does it to.

    >>> skeleton("=SUM('Theo đơn vị'!$E$6:E8)") == skeleton("SUM('Theo đơn vị'!E6:E9)")
    True
    """
    plain = re.sub(r"\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?", "", formula.lstrip("="))
    return re.sub(r"[\s'$]|_xlfn\.", "", plain).upper()


def of_own_row(formula: str, row: int) -> tuple[str, frozenset[int]]:
    """A formula over cells of its own row, with {row} for the row's number, and the columns that it names; ('', none)
    for any other.
    """
    parts = _LITERAL.split(formula)
    cells = [match for part in parts[::2] for match in _REFERENCE.finditer(part)]
    if not cells or "{" in formula or not _calculates("".join(parts[::2])):
        return "", frozenset()
    if any(match[3] or int(match[4]) != row for match in cells):
        return "", frozenset()
    text = "".join(
        part if place % 2 else _REFERENCE.sub(lambda match: f"{match[1]}{match[2]}{{row}}", part)
        for place, part in enumerate(parts)
    )
    return text, frozenset(column_number(match[2].upper()) for match in cells)


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it is that many rows further down and columns further right."""

    def moved(match: re.Match[str]) -> str:
        letters, number = match[2], int(match[4])
        if not match[1]:
            letters = column_letters(max(column_number(letters.upper()) + columns, 1))
        return f"{match[1]}{letters}{match[3]}{number if match[3] else max(number + rows, 1)}"

    return "".join(
        part if place % 2 else _REFERENCE.sub(moved, part) for place, part in enumerate(_LITERAL.split(formula))
    )


def of_own_sheet(formula: str) -> bool:
    """Does a formula on a sheet that is all a person's name that sheet only?"""
    return _calculates(_COLUMNS.sub("", "".join(_LITERAL.split(formula)[::2])))


def _calculates(outside: str) -> bool:
    """Is this, a formula without the texts in it, made of harmless functions, cells, numbers and operators?"""
    if len(outside) > LONGEST or set(outside) & _ELSEWHERE:
        return False
    functions = {name.upper() for name in _FUNCTION.findall(outside)}
    rest = _FUNCTION.sub("(", _REFERENCE.sub("", outside)).upper().replace("TRUE", "").replace("FALSE", "")
    return functions <= HARMLESS and not _NAMES.search(rest)
