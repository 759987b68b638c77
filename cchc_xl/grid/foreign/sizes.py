"""Lengths of rows and columns as the formats write them ('0.0098in', '1mm', '0pt'), and when they show no figure."""

from __future__ import annotations

import re

from cchc_xl.grid.openxml.surroundings import LOWEST as LOWEST
from cchc_xl.grid.openxml.surroundings import NARROWEST

TWIPS = 20  # in a point
LOWEST_TWIPS = LOWEST * TWIPS
NARROWEST_PARTS = NARROWEST * 256  # of a character, in which BIFF counts widths
THINNEST = 1.6  # points: NARROWEST characters of the usual font

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*([a-z%]*)\s*", re.IGNORECASE)
_POINTS = {"pt": 1.0, "": 0.75, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}


def is_less(length: str, points: float) -> bool:
    """Is a length shorter? One without a unit is in pixels, one in any other unit is not known to be."""
    match = _LENGTH.fullmatch(length)
    scale = _POINTS.get(match[2].lower()) if match else None
    return match is not None and (float(match[1]) == 0 or (scale is not None and float(match[1]) * scale < points))
