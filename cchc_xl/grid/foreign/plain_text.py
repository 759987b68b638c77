"""Text that says nothing of its encoding and nothing of its types: .csv, and what stands in a web page's table."""

from __future__ import annotations

import re

from cchc_xl.grid.foreign.biff import bytes_text
from cchc_xl.grid.openxml.sheet import number_cell
from cchc_xl.grid.openxml.styles import Look
from cchc_xl.model import PLAIN, Cell, Style

# The error values of Excel and of OpenDocument programs, as they spell them.
ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#DATA!", "#SPILL!", "#CALC!")
)
TRUTHS = frozenset(("true", "false", "đúng", "sai"))
_LONGEST_SHOWN = 200  # characters of what a number shows; a cell is not as wide
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")

# In Windows-1258 a tone is a letter of its own behind its vowel, where Windows-1252 has Ì, Ò, Þ, ì, ò.
_TONES = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")
_VOWEL_AND_TONE = re.compile(rb"[AEIOUYaeiouy\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]")
_ALIKE = 0.9  # share of the tones that must stand behind a vowel


def decode(data: bytes) -> str | None:
    """The text, None where it is none: UTF-8, UTF-16, else Windows-1258 or Windows-1252 by where its tones stand.

    Bytes of the fonts TCVN3 and VNI come out as Windows-1252, which is what a table's own words are then told by.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = wide_encoding(data)
    if wide:
        return data.decode(wide, "replace")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return bytes_text(data, 1258 if _is_vietnamese_windows(data) else 1252)


def wide_encoding(data: bytes) -> str:
    """UTF-16 without its mark, where every second byte of Latin letters is 0; '' for any other bytes."""
    start = data[:4096]
    half = len(start) // 2
    if half < 2:
        return ""
    if start[1::2].count(0) > 0.4 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > 0.4 * half and start[1::2].count(0) < 0.1 * half else ""


def _is_vietnamese_windows(data: bytes) -> bool:
    tones = len(_TONES.findall(data))
    return tones > 0 and len(_VOWEL_AND_TONE.findall(data)) >= _ALIKE * tones


def typed_cell(text: str, style: Style = PLAIN) -> Cell | None:
    """The cell that a person sees in this text; None for a blank one."""
    stripped = text.strip()
    if not stripped:
        return None
    if _NUMBER.fullmatch(stripped):
        return Cell(int(stripped), "number", None, style)
    if stripped in ("TRUE", "FALSE"):
        return Cell(stripped == "TRUE", "bool", None, style)
    return Cell(stripped if stripped in ERRORS else text, "error" if stripped in ERRORS else "text", None, style)


def shown_number(value: int | float, shown: str, formula: str | None, look: Look) -> Cell:
    """A number as its cell shows it.

    Where the format says nothing, what is written beside the number counts: LibreOffice writes truth values as numbers
    with a word, and SheetJS writes '100%' and dates without their formats.
    """
    if look.style.number_format == "General" and shown and not shows_number(shown, value):
        if value in (0, 1) and shown.casefold() in TRUTHS:
            return Cell(value == 1, "bool", formula, look.style)
        return Cell(value, "number", formula, look.style._replace(number_format=code_that_shows(shown)))
    return number_cell(value, formula, look, from_1904=False)


def shows_number(shown: str, value: float) -> bool:
    """Whether a text is that number, with whichever separators.

    >>> shows_number("1.234,50", 1234.5), shows_number("1,234.5", 1234.5), shows_number("100%", 1)
    (True, True, False)
    """
    text = shown.replace("\u00a0", "").replace(" ", "")
    for plain in (text, text.replace(",", ""), text.replace(".", "").replace(",", ".")):
        try:
            if abs(float(plain) - value) <= 1e-4 * abs(value) and "_" not in plain:
                return True
        except ValueError:
            continue
    return False


def code_that_shows(shown: str) -> str:
    """A number format that says how the cell was seen: a percentage, or the very words.

    >>> code_that_shows("100%"), code_that_shows("12 nghìn")
    ('0%', '"12 nghìn"')
    """
    if shown.rstrip().endswith("%"):
        return "0%"
    return '"' + shown[:_LONGEST_SHOWN].replace('"', "'") + '"'
