"""Figures with decimals, as cells and texts hold them, read with the same care as counts.

A Vietnamese clerk writes '1.234,5'; some programs and some people write '1,234.5'. What both manners read as different
numbers is asked (V61) and never guessed. Whatever else is written around a figure is read by the patterns of counts,
with a whole number standing in for the figure meanwhile: '12,5 ha', 'khoảng 12,5 (lũy kế)' mean what '12 ha' does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.numbers import fifteen_digits, fits, in_places, of_places, rounded, text_of
from cchc_xl.quantity.display import as_decimal
from cchc_xl.quantity.found import LARGEST, UNKNOWN, Found
from cchc_xl.quantity.reading import Ways, unread

_FIGURE = re.compile(r"(?<![0-9.,/])(?:[0-9]{1,3}(?:[. ][0-9]{3})+,[0-9]+|[0-9]+(?:[.,][0-9]+)+)")
_OURS = re.compile(r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<groups>(?:[. ][0-9]{3})+))(?:,(?P<places>[0-9]+))?")
_THEIRS = re.compile(r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<groups>(?:,[0-9]{3})+))(?:\.(?P<places>[0-9]+))?")
MOST_MONEY = 10**11  # in the indicator's own unit; a sum over ten thousand units is then still exact
_STAND_IN = 7340291  # no year, no day, no telephone number, and nobody's figure


def figure(text: str, field: Field) -> Found | None:
    """A figure that stands alone, with a sign of decimals or of thousands; None where it is no such figure.

    >>> figure("1.234,5", Field("01", "01", "Diện tích", "ha", "decimal", places=2)).number
    1234.5
    """
    ours, theirs = _OURS.fullmatch(text), _THEIRS.fullmatch(text)
    if ours and theirs and _number(ours) != _number(theirs):
        if _fits(ours, field) and not _fits(theirs, field):  # '1.234' with two places can only be a thousand
            return _read(ours, field, "V08")
        first, second = (text_of(_number(one)).replace(".", ",") for one in (ours, theirs))
        return Found((("V61", {"a": first, "b": second, "value": UNKNOWN}),))
    if ours and text[0] == "0" and len(text) >= 9 and text.isdecimal():
        return Found((("V42", {}),))  # a telephone number
    if ours:
        return _read(ours, field, "V08" if "." in text and not ours["places"] else "V04")
    if theirs is None:
        return None
    return _foreign(theirs, field) if theirs["groups"] else _read(theirs, field, "V04")


def _fits(match: re.Match[str], field: Field) -> bool:
    return len(match["places"] or "") <= field.places


def _number(match: re.Match[str]) -> float:
    whole = "".join(c for c in match["whole"] if c.isdecimal())
    return float(f"{whole}.{match['places'] or 0}")


def _read(match: re.Match[str], field: Field, code: str) -> Found:
    number = _number(match)
    if number > limit(field):
        return Found((("V42", {}),))
    units = in_places(number, field.places)
    if units is None:
        return Found(
            (("V60", {"found": match[0], **_near(number, field)}),), rounded(number, field.places), computed=True
        )
    exact = of_places(units, field.places)
    return Found(((code, {"value": exact}),), exact, "proposed" if code == "V08" else "cleaned")


def _foreign(match: re.Match[str], field: Field) -> Found:
    """'1,234.5': one number only, in a manner that is not ours."""
    found = _read(match, field, "V61")
    (code, params), *rest = found.codes
    if code != "V61":
        return found
    shown = text_of(found.number).replace(".", ",")
    return found._replace(codes=((code, {**params, "a": shown, "b": match[0]}), *rest), how="proposed", computed=True)


def _near(number: float, field: Field) -> Mapping[str, Any]:
    return {"n": field.places, "value": rounded(number, field.places)}


def limit(field: Field) -> int:
    """The largest figure that is believed."""
    return MOST_MONEY if field.kind == "money" else LARGEST


# --- with words around it ------------------------------------------------------------------------------------------


def find(text: str, field: Field) -> tuple[str, Found]:
    """As ``patterns.find``, of a type whose figures may have decimals."""
    from cchc_xl.quantity import patterns

    text = text.translate(patterns.TWINS)
    bare = text.removeprefix("'").rstrip(".;: ")
    if found := figure(bare, field) if "." in bare or "," in bare or field.kind == "money" else None:
        return "decimal", found
    signed = [one for one in _FIGURE.finditer(text) if figure(one[0], field)]
    if not signed:
        return _without_figure(text, patterns.find(text, field))
    if len(signed) > 1 or str(_STAND_IN) in text:
        return "free text", Found((("V24", {}),))
    own = figure(signed[0][0], field)
    assert own is not None
    name, found = patterns.find(text[: signed[0].start()] + str(_STAND_IN) + text[signed[0].end() :], field)
    return name, _put_back(found, own, signed[0][0])


def _without_figure(text: str, read: tuple[str, Found]) -> tuple[str, Found]:
    """Digits with signs that make no figure ('12.5.2026', '1,2,3') are never a number of ours."""
    name, found = read
    if found.number is not None and _FIGURE.search(text):
        return name, Found((("V24", {}),))
    return name, found


def _put_back(found: Found, own: Found, written: str) -> Found:
    """What the patterns said of the stand-in, said of the figure itself."""
    codes = tuple(
        (code, {key: _own(value, own, written) for key, value in params.items()}) for code, params in found.codes
    )
    if found.number is None:
        return found._replace(codes=codes)
    if found.number != _STAND_IN:  # worked out with it
        return Found((("V24", {}),))
    doubts = tuple(code for code in own.codes if code[0] not in ("V04", "V05"))
    return found._replace(
        codes=(*codes, *doubts),
        number=own.number,
        computed=found.computed or own.computed,
        qualifier=str(_own(found.qualifier, own, written)),
    )


def _own(value: Any, own: Found, written: str) -> Any:
    if value == _STAND_IN and not isinstance(value, str):
        return UNKNOWN if own.number is None else own.number
    return value.replace(str(_STAND_IN), written) if isinstance(value, str) else value


# --- cells with a number -------------------------------------------------------------------------------------------


def number(cell: Cell, field: Field) -> Reading:
    """A cell with a number that is no whole one, or too large."""
    raw = cell.value
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
        return unread(field, raw, "V24")
    if raw > limit(field):
        return unread(field, raw, "V42")
    if raw < 0 and round(raw, 9) < 0:
        return unread(field, raw, "V11", value=raw)
    return measured(raw, raw, field)


def measured(amount: float, raw: float, field: Field) -> Reading:
    """The reading of an amount that is possible: exact to the last place, or rounded for a person to confirm (V60).

    ``raw``: what the cell holds.
    """
    nearest = rounded(amount, field.places)
    if fits(amount, field.places):
        steps = () if nearest == amount else ("15 digits",)
        return Reading(field.id, "number", max(0, nearest), raw=raw, how="exact", steps=steps)
    codes = (("V60", {"found": text_of(fifteen_digits(amount)).replace(".", ","), **_near(amount, field)}),)
    return Reading(field.id, "number", nearest, raw=raw, how="proposed", computed=True, steps=("rounded",), codes=codes)


DECIMAL = Ways(number, find, as_decimal)
