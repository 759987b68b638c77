"""Figures inside the sentences of official documents, in Vietnamese."""

from __future__ import annotations

from cchc_xl.words.say import number

LEAST_UNITS, LEAST_PIECES = 10, 20  # below them a percentage says more than the figures do


def count(value: int | float) -> str:
    """1200 -> '1.200', 5 -> '05', as offices write whole numbers below 10; 0 -> '0', 2.5 -> '2,5'."""
    return f"{value:02d}" if isinstance(value, int) and 0 < value < 10 else number(value)


def percent(part: int | float, whole: int | float) -> str:
    """One decimal, with a comma: (1, 3) -> '33,3%'; 100 only for all, 0 only for nothing. ``whole`` is above 0."""
    tenths = (2000 * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    whole_part, decimal = divmod(int(max(tenths, 1) if part else tenths), 10)
    return f"{number(whole_part)},{decimal}%"
