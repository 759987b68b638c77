"""The one place for what is said of numbers in cells: when a float is a whole number, how many decimals it has, how
decimals are added without a rest, and what a cell shows as text.

A number with decimals is at rest what a person sees (1.25), and equal to one in whole units of its last place (125) as
long as both have fifteen digits at most: sums are exact to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from cchc_xl.typed import TypeVar

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


def in_places(value: float, places: int) -> int | None:
    """A number in whole units of the last of so many decimal places, None where it has more of them, or more digits
    than are exact. What arithmetic left behind the fifteenth digit is no place.

    >>> in_places(1.25, 2), in_places(3, 2), in_places(0.1 + 0.2, 1), in_places(1.255, 2)
    (125, 300, 3, None)
    """
    if isinstance(value, int):
        return int(value * 10**places)
    if not -EXACT < value * 10**places < EXACT:
        return None
    units = round(value * 10**places)
    return units if units / 10**places == fifteen_digits(value) else None


def of_places(units: int, places: int) -> int | float:
    """The number of so many units of the last place: 125 with two places is 1.25, 300 is 3."""
    return whole(units / 10**places) if places else units


def rounded(value: float, places: int) -> int | float:
    """Half away from nought, as spreadsheets round: 1.255 with two places is 1.26. Larger ones than ``EXACT`` have no
    places.
    """
    if not -EXACT < value < EXACT:
        return value
    from decimal import ROUND_HALF_UP, Decimal

    return whole(float(Decimal(f"{value:.15g}").quantize(Decimal((0, (1,), -places)), ROUND_HALF_UP)))


REST = 3  # decimals behind the last place: what is less than one of them, arithmetic left behind


def fits(value: float, places: int) -> bool:
    """Has a figure no more than so many decimal places? As Excel says it: ROUND(x, places) = ROUND(x, places + REST).

    >>> fits(0.1 + 0.2, 1), fits(1.255, 2)
    (True, False)
    """
    return isinstance(value, int) or rounded(value, places) == rounded(value, places + REST)


def added(values: Iterable[int | float]) -> int | float:
    """The exact sum of figures that are not negative and have at most fifteen digits, as their sum has.

    A float is its decimal but for 1.1e-16 of it, and so is their sum: the fifteen digits are those of the decimals.

    >>> added([0.1, 0.2]), added([1, 2]), added([])
    (0.3, 3, 0)
    """
    figures = list(values)
    total = sum(figures)
    return total if isinstance(total, int) else whole(fifteen_digits(fsum(figures)))


def difference(value: int | float, other: int | float) -> int | float:
    """One figure less another, exact as ``added``."""
    left = value - other
    return left if isinstance(left, int) else whole(float(f"{left:.9f}"))


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
