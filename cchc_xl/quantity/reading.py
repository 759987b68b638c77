"""One quantity cell to one reading or none, with the steps that it took: a count here, any other type of quantity in
``quantity.types``, which shares what is said here of cells.

A number cell is read as it is. Text is first cleaned in ways that cannot change its meaning (spaces, digits of other
scripts), then compared with a table of patterns (``number_patterns``); text that fits none is free text and never gives
a number. Blank is never 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import PLAIN, Cell, Field, Reading, Scalar, State
from cchc_xl.numbers import EXACT, fifteen_digits, whole
from cchc_xl.quantity.appearance import invisible, set_aside, with_appearance
from cchc_xl.quantity.display import judged
from cchc_xl.records import NamedTuple
from cchc_xl.text import CACHED_LENGTH, late, nfc, squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.quantity.display import Judge
    from cchc_xl.quantity.found import Code, Found

COUNTS = frozenset(("count", "count+text"))  # the kinds of field whose quantity is read here
LARGEST = 99_999_999  # no office counts more; longer digits are telephone numbers and identifiers
LEAST_PART = 1e-9  # of a number that was typed or divided; anything less is left over by arithmetic
LONGEST = 500  # characters; a longer text is a narrative, whatever it begins with

_STRUCK_TEXT = late("[\u0335-\u0338]")
_PICTURE = late(r"(?:^|\W|_xlfn\.)(?:DISPIMG|IMAGE)\s*\(")
_FOREIGN_DIGIT = late(r"(?![0-9])\d")
_PART_OF_IT = late(r"[(\[]|[-–•+] ?[^\W\d]|(?:trong đó|gồm|bao gồm|cụ thể)(?!\w)", re.IGNORECASE)  # below a figure
_SAID_BY_LINES = frozenset({"V01", "V03", "V04", "V05"})


class Ways(NamedTuple):
    """How a type of quantity reads figures; what is the same for all of them is said here once.

    * ``number``: a cell with a number that is no plain count.
    * ``find``: a cleaned text -> the name of the pattern that read it, and what it says.
    * ``judge``: what the number format of a cell makes of its figure (see ``display``).
    * ``counts``: whether a whole number within ``LARGEST`` is what it is, whatever the type.
    """

    number: Callable[[Cell, Field], Reading]
    find: Callable[[str, Field], tuple[str, Found]]
    judge: Judge
    counts: bool = True


def read_quantity(cell: Cell | None, field: Field) -> Reading:
    """What a quantity cell says.

    ``ref`` and ``note`` are left to the caller, and so are the codes that need more than the cell.
    """
    if field.kind in COUNTS:
        return read_figure(cell, field, _COUNT)
    from cchc_xl.quantity.types import type_of

    return type_of(field.kind).read(cell, field)._replace(places=field.places)


def read_figure(cell: Cell | None, field: Field, ways: Ways) -> Reading:
    """A cell that asks for a figure, read in these ways."""
    if cell is None:
        return Reading(field.id, "blank")
    if _is_picture(cell):
        return _read_picture(cell, field)
    value = cell.value
    if cell.kind == "number":
        if type(value) is float:
            value = whole(value)
        if type(value) is int and 0 <= value <= LARGEST and ways.counts:
            reading = Reading(field.id, "number", value, raw=cell.value, how="exact")
        else:
            reading = ways.number(cell, field)
    else:
        reading = _read_text(cell, field, ways) if cell.kind == "text" else _BY_KIND[cell.kind](cell, field)
    if cell.style is PLAIN and cell.formula is None and not cell.runs:
        return reading
    return with_appearance(reading, cell, field, ways.judge)


def _is_picture(cell: Cell) -> bool:
    """A picture in the cell: as Excel stores it, or a function of WPS or Excel that shows one, or the text of one."""
    source = cell.formula or (cell.value if cell.kind == "text" else None)
    if type(source) is not str or "IM" not in source:
        return cell.kind == "picture"
    return _PICTURE.search(source) is not None and (cell.formula is not None or source.startswith("="))


def clean(text: str) -> str:
    """The text without what cannot be seen and with ASCII digits; applying it again changes nothing. U+00AD stays."""
    return _ascii_digits(squeeze(text))


# --- cells that are not text ---------------------------------------------------------------------------------------


def unread(field: Field, raw: Scalar, code: str, **params: object) -> Reading:
    return Reading(field.id, "error", raw=raw, codes=((code, params),))


def _unusual_number(cell: Cell, field: Field) -> Reading:
    raw = cell.value
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw != raw:
        return unread(field, raw, "V24")
    if raw > LARGEST:  # what was read stands among what is set aside, as far as it is a count at all
        count = whole(raw) if raw < EXACT else None
        return unread(field, raw, "V42")._replace(number=count if isinstance(count, int) else None)
    count = _rest_of_rounding(raw)
    if count is not None and count >= 0:
        return Reading(field.id, "number", count, raw=raw, how="exact", steps=("15 digits",))
    if raw < 0:
        return unread(field, raw, "V11", value=raw)
    from cchc_xl.quantity.readers import thousandfold

    return unread(field, raw, "V09", value=raw, guess=thousandfold(fifteen_digits(raw)))


def _find_count(text: str, field: Field) -> tuple[str, Found]:
    known = _texts_known(field)
    found = known.get(text)
    if found is None:
        from cchc_xl.quantity.patterns import find

        found = find(text, field)
        if len(text) <= CACHED_LENGTH:
            known[text] = found
    return found


@remembered_by_identity
def _texts_known(field: Field) -> BoundedCache[str, tuple[str, Found]]:  # noqa: ARG001 - one for each field
    return BoundedCache(512)  # '08', 'Không', '10(lồng ghép)': what clerks write is alike in all files


def _rest_of_rounding(raw: float) -> int | None:
    """The whole number that arithmetic missed: 3 of 3.0000000000000004, 0 of 1E-15; None where it is no such rest.

    Excel shows 15 digits, and nobody counts in billionths.
    """
    as_shown = whole(fifteen_digits(raw))
    if isinstance(as_shown, int):
        return as_shown
    return round(raw) if abs(raw) < EXACT and abs(raw - round(raw)) < LEAST_PART else None


def _read_date(cell: Cell, field: Field) -> Reading:
    text = str(cell.value)
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    return unread(field, cell.value, "V12", shown=f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text)


def _read_error(cell: Cell, field: Field) -> Reading:
    """An error value; without a formula also what a script stored as a number and is none: 'NaN', '1E400'."""
    text = str(cell.value)
    if cell.formula is not None or text.startswith(("#", "Err:")):
        return unread(field, cell.value, "V28")
    if any(c.isdigit() for c in text):
        return unread(field, cell.value, "V42")
    return unread(field, cell.value, "V24", reason="no-number")


def _read_bool(cell: Cell, field: Field) -> Reading:
    return unread(field, cell.value, "V17")


def _read_blank(cell: Cell, field: Field) -> Reading:
    return Reading(field.id, "blank") if cell.formula is None else unread(field, cell.value, "V30")


# --- text ----------------------------------------------------------------------------------------------------------


def _read_text(cell: Cell, field: Field, ways: Ways) -> Reading:
    raw = cell.value
    text = raw if isinstance(raw, str) else "" if raw is None else str(raw)
    squeezed = squeeze(text)
    if not squeezed:
        return Reading(field.id, "blank", raw=raw)
    if len(squeezed) > LONGEST:
        return Reading(field.id, "text", raw=raw, steps=("free text",), codes=(("V24", {}),))
    if cell.runs:
        return _read_runs(cell, field, ways)
    if _STRUCK_TEXT.search(unicodedata.normalize("NFD", squeezed)):
        return Reading(field.id, "text", raw=raw, steps=("struck",), codes=(("V32", {}),))
    lines = [line for line in map(clean, text.splitlines()) if line]
    return _several_lines(lines, raw, field, ways) if len(lines) > 1 else _one_line(text, squeezed, raw, field, ways)


def _read_runs(cell: Cell, field: Field, ways: Ways) -> Reading:
    """A text of which a part is struck, hidden or raised: '12' with a small 1 is 12 with a mark, and never 121."""
    if cell.struck or any(run.color and invisible(cell.style, run.color) and run.text.strip() for run in cell.runs):
        return Reading(field.id, "text", raw=cell.value, steps=("struck",), codes=(("V32", {}),))
    mark = squeeze("".join(run.text for run in cell.runs if run.raised))
    rest = "".join(run.text for run in cell.runs if not run.raised)
    plain = cell._replace(runs=())
    if not mark:
        return _read_text(plain, field, ways)
    reading = _read_text(plain._replace(value=rest) if squeeze(rest) else plain, field, ways)
    return set_aside(reading._replace(raw=cell.value), "V40", first=True, mark=mark)


def _one_line(text: str, squeezed: str, raw: Scalar, field: Field, ways: Ways) -> Reading:
    cleaned = _ascii_digits(squeezed)
    name, found = ways.find(cleaned, field)
    codes = found.codes
    if found.number is not None:
        value = {"value": found.number}
        odd: tuple[Code, ...] = (("V06", value),) if cleaned != squeezed else ()
        if name == "digits" and codes[0][0] != "V42":
            # That the digits are text is source by what else is odd about them, if anything is.
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


def _several_lines(lines: list[str], raw: Scalar, field: Field, ways: Ways) -> Reading:
    """'12' over '(có phụ lục kèm)' is 12; '6' over '600' has no one reading."""
    from cchc_xl.quantity.found import is_unit

    first, rest = lines[0], " ".join(lines[1:])
    if ways is _COUNT and any(c in "0123456789" for c in rest):
        from cchc_xl.quantity.sums import of_parts

        parted = of_parts("; ".join([line.lstrip("-–•+* ") for line in lines]), field)
        if parted is not None:
            codes = (*parted.codes, ("V33", {} if parted.number is None else {"value": parted.number}))
            return _reading(field, raw, parted, codes, ("lines", "named parts"))
    if any(c in "0123456789" for c in rest) and not _PART_OF_IT.match(rest):
        return Reading(field.id, "text", raw=raw, steps=("lines",), codes=(("V33", {}),))
    if any(c in "0123456789" for c in first) and not rest.startswith(("(", "[")) and not is_unit(rest, field):
        rest = f"({rest})"  # what stands below a figure is beside it
    name, found = ways.find(f"{first} {rest}", field)
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
    return str(unicodedata.decimal(match[0]))


def _read_picture(cell: Cell, field: Field) -> Reading:
    return unread(field, cell.value, "V39")


_BY_KIND = {
    "picture": _read_picture,
    "date": _read_date,
    "error": _read_error,
    "bool": _read_bool,
    "blank": _read_blank,
}


def not_text(cell: Cell, field: Field) -> Reading:
    """A cell that holds neither a number nor a text: an error value, a picture, nothing."""
    return _BY_KIND[cell.kind](cell, field)


_COUNT = Ways(_unusual_number, _find_count, judged)
