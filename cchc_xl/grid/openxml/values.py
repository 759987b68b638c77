"""What attributes and values of a worksheet's XML say: addresses, numbers and dates."""

from __future__ import annotations

import datetime as dt
import math

from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.numbers import whole

Position = tuple[int, int]
Area = tuple[int, int, int, int]

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


# --- addresses -----------------------------------------------------------------------------------------------------

# Addresses of the upper left corner, where forms are; 'AA200' and beyond are worked out each time.
near: dict[str, Position] = {}


def position(reference: str) -> Position:
    """'D10' -> (10, 4). Raises ReadError where it is no address of a sheet."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or column > MAX_COLUMN:
            raise ReadError("xml", found=f"address {reference[:20]}")
        column = column * 26 + ord(letter) - 64
    if not (0 < column <= MAX_COLUMN and digits and len(digits) < 8 and 0 < int(digits) <= MAX_ROW):
        raise ReadError("xml", found=f"address {reference[:20]}")
    found = (int(digits), column)
    if len(letters) == 1 and len(digits) < 3:
        near[reference] = found
    return found


def area(reference: str) -> Area:
    """'A1:B2' -> (1, 1, 2, 2); 'A1' -> (1, 1, 1, 1). Raises ReadError."""
    first, _, last = reference.replace("$", "").partition(":")
    start = near.get(first) or position(first)
    return start + ((near.get(last) or position(last)) if last else start)


# --- values --------------------------------------------------------------------------------------------------------


def number(text: str) -> int | float | None:
    """The number of a <v>, an int where it is whole; None where it is not a finite number ('1E400', 'nan', '1_0')."""
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    try:
        value = float(text) if text.isascii() and "_" not in text else math.inf
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return whole(value)


def date_text(serial: float, from_1904: bool) -> str | None:
    """A serial date as ISO text ('2026-06-15', '2026-06-15T08:30:00', '08:30:00'), None outside Excel's calendar (years
    1900 to 9999).
    """
    if not 0 <= serial < 2_958_466:
        return None
    days, seconds = divmod(round(serial * 86_400), 86_400)
    if days == 0 and not from_1904:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    # Excel's calendar has a 29 February 1900; before it, its days are one ahead of ours.
    first = (1904, 1, 1) if from_1904 else (1899, 12, 30) if days >= 60 else (1899, 12, 31)
    origin = dt.datetime(*first)  # noqa: DTZ001 - a cell has no time zone
    try:
        moment = origin + dt.timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    return moment.isoformat() if seconds else moment.date().isoformat()


def is_true(value: str | None) -> bool:
    """An XML boolean that is false where it is left out."""
    return value in ("1", "true")


def row_number(text: str | None, last: int) -> int:
    """The number of a row that says it, or the one after ``last``. Raises ReadError where it is no row of a sheet."""
    row = number(text) if text is not None else last + 1
    if not isinstance(row, int) or not 0 < row <= MAX_ROW:
        raise ReadError("xml", found=f"row {text}")
    return row
