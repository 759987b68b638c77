"""How the template looks: formats by name, and the height that wrapped text needs.

XlsxWriter does not measure text, and Excel does not fit the rows of a file by itself, so heights are worked out here
from the widths of Times New Roman (those of the metric-equal Liberation Serif, in thousandths of the font size).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

FONT = "Times New Roman"
DEFAULT_SIZE = 12
# At 12 pt (16 pixels) a digit of this font is exactly 8 pixels wide, so column widths mean the same in every program.
BOOK_OPTIONS: Mapping[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": DEFAULT_SIZE},
    "default_row_height": 21,
    "default_column_width": 72,
}
PIXELS_PER_CHARACTER, COLUMN_PADDING = 8, 5
INNER_MARGIN = 8  # pixels of a cell that text does not use
HIGHEST_ROW = 545  # pixels; Excel's limit is 409 points

INPUT_FILL, HEAD_FILL, LINE, NOT_ASKED_FILL = "#FFF9E1", "#E8EEF5", "#808080", "#D9D9D9"
BEFORE_LOOK = {"font_color": "#595959", "bg_color": "#EDEDED"}  # nothing to fill in
RED, AMBER, GREEN = ("#C00000", "#FDE4E1"), ("#7F5200", "#FFF0C9"), ("#1E6B34", "#E2F2E5")

_BOLD = 1.08
_LINE = {11: 19, 12: 21, 13: 22, 14: 24}
_WIDTHS = {
    180: "'", 200: "|", 250: " ,.", 278: "/:;\\ijlt", 333: "!()-I[]`fr", 389: "Js", 408: '"', 444: "?acez“”", 469: "^",
    480: "{}", 500: "#$*0123456789_bdghknopquvxyđ–", 541: "~", 556: "FPS", 564: "+<=>", 611: "ELTZ", 667: "BCR",
    722: "ADGHKNOQUVXYwĐ", 778: "&m", 833: "%", 889: "M", 921: "@", 944: "W", 1000: "…—",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 600


@lru_cache(maxsize=1024)
def _letter(letter: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTH.get(letter, _WIDTH.get(base, _UNKNOWN))


def text_width(text: str, size: int = 13, bold: bool = False) -> float:
    """Pixels at 96 dpi of one line of text in points of ``size``."""
    return sum(map(_letter, text)) / 1000 * size * 4 / 3 * (_BOLD if bold else 1)


def line_count(text: str, pixels: float, size: int = 13, bold: bool = False) -> int:
    """Lines that wrapped text takes in a column of this inner width."""
    return sum(_wrapped(paragraph.split(" "), pixels, size, bold) for paragraph in text.split("\n")) if text else 1


def _wrapped(parts: list[str], pixels: float, size: int, bold: bool) -> int:
    lines, used, blank = 1, 0.0, text_width(" ", size, bold)
    for part in parts:
        width = text_width(part, size, bold)
        if used and used + blank + width > pixels:
            lines, used = lines + 1, 0.0
        elif used:
            used += blank
        used += width
        while used > pixels:  # a word longer than the line, such as a link, is broken
            lines, used = lines + 1, used - pixels
    return lines


def column_pixels(characters: float) -> int:
    return int(characters * PIXELS_PER_CHARACTER + COLUMN_PADDING)


def row_pixels(texts: list[tuple[str, float]], size: int = 13, least: int = 1, bold: bool = False) -> int:
    """Height in pixels of a row whose cells hold (text, width of the column in characters).

    Never fewer than ``least`` lines.
    """
    lines = max([least, *(line_count(text, column_pixels(width) - INNER_MARGIN, size, bold) for text, width in texts)])
    return min(lines * _LINE[size] + 4, HIGHEST_ROW)


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """A format: Times New Roman 13, vertically centred, with these properties of XlsxWriter changed."""
        whole = {"font_name": FONT, "font_size": 13, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def input(self, **properties: Any) -> Any:
        """A cell that the clerk fills in."""
        return self(locked=False, bg_color=INPUT_FILL, **properties)

    def marked(self, colours: tuple[str, str]) -> Any:
        """A conditional format: (text, fill)."""
        return self._book.add_format({"font_color": colours[0], "bg_color": colours[1]})
