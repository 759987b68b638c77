"""What a number format makes of a number: a percentage, nothing at all, a rounded figure, or a figure with a word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cchc_xl.text import late

_PIECE = late(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<power>E[+-]0+)|(?P<general>General|Standard)'
    r"|(?P<digit>[0#?])|(?P<mark>[.,%])|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_FORMATS = frozenset(("General", "@", "0", "#,##0", ""))  # show a whole number as it is


class Section(NamedTuple):
    """One of the up to four parts of a number format.

    ``least``: digits always shown; ``thousands``: times divided by 1,000.
    """

    percent: bool
    general: bool
    exponent: bool
    prefix: str
    suffix: str
    places: int
    least: int
    decimals: int
    thousands: int


def is_percentage(number_format: str, value: float) -> bool:
    """Whether the format shows the value as a percentage."""
    return number_format not in _PLAIN_FORMATS and _section_for(number_format, value).percent


def shown(number_format: str, value: float) -> str | None:
    """What the cell shows where that is another figure than its value, or more or less than a figure; else None.

    Thousands separators, leading zeros and decimal zeros leave a figure what it is, except three of those: 3.000.
    """
    if number_format in _PLAIN_FORMATS and value == int(value):
        return None
    section = _section_for(number_format, value)
    if section.general:
        figure, same = f"{value:.11g}", True
    elif section.exponent:
        figure = f"{value:.{section.decimals}E}"
        same = float(figure) == value
    elif not section.places:
        figure, same = "", False
    else:
        scaled = value / 1000**section.thousands
        figure = f"{scaled:.{section.decimals}f}"
        same = float(figure) == value and section.decimals != 3
        if float(figure) == 0 and not section.least:
            figure, same = "", False
    words = any(c.isalnum() for c in section.prefix + section.suffix)
    return None if same and not words else f"{section.prefix}{figure}{section.suffix}".strip()


def hides_text(number_format: str) -> bool:
    """Whether the format shows text as nothing (';;;')."""
    return number_format.count(";") >= 3 and not number_format.split(";")[3].strip()


def _section_for(number_format: str, value: float) -> Section:
    sections = _sections(number_format)
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[Section, ...]:
    sections: list[list[re.Match[str]]] = [[]]
    for piece in _PIECE.finditer(number_format[:256]):
        if piece["end"]:
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(map(_section, sections))


def _section(pieces: list[re.Match[str]]) -> Section:
    before: list[str] = []
    after: list[str] = []
    places = least = decimals = thousands = 0
    percent = exponent = general = after_point = False
    for piece in pieces:
        kind, text = piece.lastgroup, piece[piece.lastgroup] if piece.lastgroup else ""
        if kind == "digit":
            places, decimals, least = places + 1, decimals + after_point, least + (text == "0" and not after_point)
            thousands = 0  # only commas behind the last digit divide
        elif text == "." and kind == "mark":
            after_point = True
        elif text == "," and kind == "mark":
            thousands += places > 0
        elif kind in ("power", "general"):
            exponent, general = exponent or kind == "power", general or kind == "general"
        elif kind:
            percent = percent or kind == "mark"
            (after if places or general else before).append(text)
    return Section(percent, general, exponent, "".join(before), "".join(after), places, least, decimals, thousands)
