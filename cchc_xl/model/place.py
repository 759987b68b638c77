"""Where something stands: a cell of a sheet."""

from cchc_xl.records import NamedTuple


def column_letters(column: int) -> str:
    """1 -> 'A', 27 -> 'AA'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """'A' -> 1, 'AA' -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """One cell of a workbook; ``a1`` is the address that Excel shows.

    ``document``: a place in a text with tables, which people call by its row and column.
    """

    sheet: str
    row: int
    column: int
    document: bool = False

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"
