"""One quantity cell to one reading or none, with the steps that it took.

A number cell is read as it is. Text is first cleaned in ways that cannot change its meaning (spaces, digits of other
scripts), then compared with a table of patterns (``number_patterns``); text that fits none is free text and never gives
a number. Blank is never 0.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_xl.model import PLAIN, Cell, Field, How, Reading, Scalar, State, Style
from cchc_xl.numbers import EXACT, fifteen_digits, whole
from cchc_xl.quantity import display
from cchc_xl.text import late, nfc, squeeze

if TYPE_CHECKING:
    from cchc_xl.quantity.found import Code, Found

LARGEST = 99_999_999  # no office counts more; longer digits are telephone numbers and identifiers
LONGEST = 500  # characters; a longer text is a narrative, whatever it begins with

_STRUCK_TEXT = late("[\u0335-\u0338]")
_OTHER_FILE = late(r"\[([^\[\]]+)\][^\[\]!'\"]*'?!")
_FOREIGN_DIGIT = late(r"[^\W_0-9]")
_PART_OF_IT = late(r"[(\[]|[-–•+] ?[^\W\d]|(?:trong đó|gồm|bao gồm|cụ thể)(?!\w)", re.IGNORECASE)  # below a figure
_SAID_BY_LINES = frozenset({"V01", "V03", "V04", "V05"})


def read_quantity(cell: Cell | None, field: Field) -> Reading:
    """What a quantity cell says.

    ``ref`` and ``note`` are left to the caller, and so are the codes that need more than the cell.
    """
    if cell is None:
        return Reading(field.id, "blank")
    value = cell.value
    if cell.kind == "number":
        if type(value) is float:
            value = whole(value)
        if type(value) is int and 0 <= value <= LARGEST:
            reading = Reading(field.id, "number", value, raw=cell.value, how="exact")
        else:
            reading = _unusual_number(cell, field)
    else:
        reading = _BY_KIND[cell.kind](cell, field)
    if cell.style is PLAIN and cell.formula is None and not cell.runs:
        return reading
    return _with_appearance(reading, cell)


def clean(text: str) -> str:
    """The text without what cannot be seen and with ASCII digits; applying it again changes nothing. U+00AD stays."""
    return _ascii_digits(squeeze(text))


# --- cells that are not text ---------------------------------------------------------------------------------------


def _unread(field: Field, raw: Scalar, code: str, **params: object) -> Reading:
    return Reading(field.id, "error", raw=raw, codes=((code, params),))


def _unusual_number(cell: Cell, field: Field) -> Reading:
    raw = cell.value
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw != raw:
        return _unread(field, raw, "V24")
    if raw < 0:
        return _unread(field, raw, "V11", value=raw)
    if raw > LARGEST:  # what was read stands among what is set aside, as far as it is a count at all
        count = whole(raw) if raw < EXACT else None
        return _unread(field, raw, "V42")._replace(number=count if isinstance(count, int) else None)
    as_shown = fifteen_digits(raw)
    if as_shown.is_integer():
        return Reading(field.id, "number", int(as_shown), raw=raw, how="exact", steps=("15 digits",))
    from cchc_xl.quantity.readers import thousandfold

    return _unread(field, raw, "V09", value=raw, guess=thousandfold(as_shown))


def _read_date(cell: Cell, field: Field) -> Reading:
    text = str(cell.value)
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    return _unread(field, cell.value, "V12", shown=f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text)


def _read_error(cell: Cell, field: Field) -> Reading:
    return _unread(field, cell.value, "V28")


def _read_bool(cell: Cell, field: Field) -> Reading:
    return _unread(field, cell.value, "V17")


def _read_blank(cell: Cell, field: Field) -> Reading:
    return Reading(field.id, "blank") if cell.formula is None else _unread(field, cell.value, "V30")


# --- text ----------------------------------------------------------------------------------------------------------


def _read_text(cell: Cell, field: Field) -> Reading:
    raw = cell.value
    text = raw if isinstance(raw, str) else "" if raw is None else str(raw)
    squeezed = squeeze(text)
    if not squeezed:
        return Reading(field.id, "blank", raw=raw) if cell.formula is None else _unread(field, raw, "V30")
    if len(squeezed) > LONGEST:
        return Reading(field.id, "text", raw=raw, steps=("free text",), codes=(("V24", {}),))
    if cell.struck or _STRUCK_TEXT.search(unicodedata.normalize("NFD", squeezed)):
        return Reading(field.id, "text", raw=raw, steps=("struck",), codes=(("V32", {}),))
    lines = [line for line in map(clean, text.splitlines()) if line]
    return _several_lines(lines, raw, field) if len(lines) > 1 else _one_line(text, squeezed, raw, field)


def _one_line(text: str, squeezed: str, raw: Scalar, field: Field) -> Reading:
    from cchc_xl.quantity.patterns import find

    cleaned = _ascii_digits(squeezed)
    name, found = find(cleaned, field)
    codes = found.codes
    if found.number is not None:
        value = {"value": found.number}
        odd: tuple[Code, ...] = (("V06", value),) if cleaned != squeezed else ()
        if name == "digits":
            # That the digits are text is said by what else is odd about them, if anything is.
            odd = (*((("V05", value),) if squeezed != nfc(text) else ()), *odd)
            codes = odd + codes if codes[0][0] == "V03" else odd or codes
        else:
            codes += odd
    steps = (
        (("spaces",) if squeezed != nfc(text) else ())
        + (("digits of another script",) if cleaned != squeezed else ())
        + (name,)
    )
    return _reading(field, raw, found, codes, steps)


def _several_lines(lines: list[str], raw: Scalar, field: Field) -> Reading:
    """'12' over '(có phụ lục kèm)' is 12; '6' over '600' has no one reading."""
    from cchc_xl.quantity.found import is_unit
    from cchc_xl.quantity.patterns import find

    first, rest = lines[0], " ".join(lines[1:])
    if any(c in "0123456789" for c in rest) and not _PART_OF_IT.match(rest):
        return Reading(field.id, "text", raw=raw, steps=("lines",), codes=(("V33", {}),))
    if any(c in "0123456789" for c in first) and not rest.startswith(("(", "[")) and not is_unit(rest, field):
        rest = f"({rest})"  # what stands below a figure is beside it
    name, found = find(f"{first} {rest}", field)
    steps = ("lines", name)
    if found.number is None:
        return Reading(field.id, "text", raw=raw, steps=steps, codes=(*found.codes, ("V33", {})))
    codes = (("V33", {"value": found.number}), *(code for code in found.codes if code[0] not in _SAID_BY_LINES))
    return _reading(field, raw, found._replace(how="proposed"), codes, steps)


def _reading(field: Field, raw: Scalar, found: Found, codes: tuple[Code, ...], steps: tuple[str, ...]) -> Reading:
    if found.number is None:
        state: State = "error" if codes[0][0] in ("V28", "V42") else "text"
        return Reading(field.id, state, raw=raw, steps=steps, codes=codes)
    return Reading(
        field.id,
        "error" if codes[0][0] == "V42" else "estimate" if found.bound else "number",
        found.number,
        found.bound,
        found.qualifier,
        raw,
        how=found.how,
        computed=found.computed,
        steps=steps,
        codes=codes,
    )


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(_ascii_digit, text)


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0])) if match[0].isdecimal() else match[0]


_BY_KIND = {"text": _read_text, "date": _read_date, "error": _read_error, "bool": _read_bool, "blank": _read_blank}


# --- the look of the cell ------------------------------------------------------------------------------------------


def _with_appearance(reading: Reading, cell: Cell) -> Reading:
    """Add what the formula, the number format and the colours say about a cell that holds something."""
    if reading.state == "blank":
        return reading
    codes: list[Code] = []
    how: How = reading.how
    link = _OTHER_FILE.search(cell.formula) if cell.formula else None
    if link:
        codes.append(("V29", {"link": link[1]}))
    if cell.kind == "number" and isinstance(cell.value, (int, float)) and abs(cell.value) < EXACT:
        if display.is_percentage(cell.style.number_format, cell.value):
            return Reading(reading.field, "error", raw=cell.value, codes=(("V26", {}),))
        seen = display.shown(cell.style.number_format, cell.value)
    else:
        seen = "" if cell.kind == "text" and display.hides_text(cell.style.number_format) else None
    if seen is not None:
        codes.append(("V31", {"shown": seen, "value": cell.value}))
    if (cell.style.strike or cell.struck or _invisible(cell.style)) and not any(
        code == "V32" for code, _ in reading.codes
    ):
        codes.append(("V32", {}))
        how = "none" if reading.number is None else "proposed"  # withdrawn or overlooked: a person must say
    return reading._replace(codes=reading.codes + tuple(codes), how=how) if codes else reading


LEAST_CONTRAST = 1.25  # of 21; white on the pale yellow of an input cell has 1.1, light grey on white 1.4


def _invisible(style: Style) -> bool:
    """Whether the text has (nearly) the colour of its background: white on pale yellow is as good as white on white."""
    if style.font_color is None:
        return False
    background = style.fill_color or "FFFFFF"
    if style.font_color.upper() == background.upper():
        return True
    darker, lighter = sorted((_luminance(style.font_color), _luminance(background)))
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST


@lru_cache(maxsize=256)
def _luminance(colour: str) -> float:
    """Relative luminance of 'RRGGBB' as WCAG 2 defines it, 0 to 1; an unreadable colour counts as black."""
    try:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    except ValueError:
        return 0.0
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
