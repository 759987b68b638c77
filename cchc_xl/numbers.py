"""The one place for two things about numbers in cells: when a float is a whole number, and what a cell shows as
text.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

EXACT = 10**15  # Excel keeps 15 digits: a longer number is not what was typed


def whole(value: T) -> T | int:
    """An int for a float that is a whole number below ``EXACT``; anything else, larger floats and nan included, as it
    is.

    >>> whole(12.0), whole(12.5), whole(1e15), whole("12.0")
    (12, 12.5, 1000000000000000.0, '12.0')
    """
    if isinstance(value, float) and value.is_integer() and -EXACT < value < EXACT:
        return int(value)
    return value


def fifteen_digits(value: float) -> float:
    """A result as Excel shows it: 3.0000000000000004, which a formula makes of 3, is 3."""
    return float(f"{value:.15g}")


def text_of(value: object) -> str:
    """What a cell with this value shows where it has no format of its own: '' for nothing, no '.0' after a whole
    number.

    >>> [text_of(value) for value in (None, 12.0, 12.5, True, " a ", 1234567890123456.0)]
    ['', '12', '12.5', 'TRUE', ' a ', '1234567890123456']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(whole(value)).removesuffix(".0")
    return str(value)
