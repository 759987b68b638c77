"""money: an amount in the unit of measure of the indicator: đồng, nghìn, triệu or tỷ đồng, to which the whole
consolidation keeps. Up to ``places`` decimals: none of đồng and nghìn, 3 of triệu and tỷ where nothing is said.

In triệu đồng. Read: 12.5, '1.234,5', '5 triệu', '12,5 triệu đồng'. Asked: '5.000.000 đồng' and '1 tỷ 200 triệu', which
are 5 and 1200 (V64), 12500000 that looks like đồng (V65). Refused: -5 (V11), '5 triệu/người' (V41), '5 USD' (V24).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.numbers import rounded
from cchc_xl.quantity import decimals, display
from cchc_xl.quantity.field_type import FieldType, as_it_is
from cchc_xl.quantity.money import DONG, scale_of
from cchc_xl.quantity.reading import Ways, read_figure

if TYPE_CHECKING:
    from cchc_xl.quantity.found import Found

_WORD = r"(?:đồng|đ|vnđ|vnd|nghìn|ngàn|triệu|tr|tỷ|tỉ)(?!\w)(?: ?(?:đồng|đ|vnđ|vnd)(?!\w))?"
_PART = re.compile(rf"(?P<figure>[0-9][0-9., ]*?) ?(?P<word>{_WORD})[.;]?", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:[0-9][0-9., ]*? ?{_WORD},? ?)+[.;]?", re.IGNORECASE)
_AS_DONG = 1_000_000  # in nghìn, triệu or tỷ: an amount from which on somebody rather wrote đồng


def read(cell: Cell | None, field: Field) -> Reading:
    return read_figure(cell, field, _MONEY)


def _number(cell: Cell, field: Field) -> Reading:
    reading = decimals.number(cell, field)
    if reading.how != "exact" or reading.number is None or not _looks_like_dong(reading.number, field):
        return reading
    inside = _in_unit(Fraction(reading.number), DONG, field)
    code = ("V65", {"found": reading.number, "value": inside, "a": field.unit})
    return reading._replace(number=inside, how="proposed", computed=True, codes=(code,))


def _looks_like_dong(number: float, field: Field) -> bool:
    """12500000 in triệu đồng: no office has a million million, and đồng end in noughts."""
    return scale_of(field.unit) > DONG and number >= _AS_DONG and number % 1000 == 0


def _in_unit(amount: Fraction, scale: int, field: Field) -> int | float:
    return rounded(float(amount * scale / scale_of(field.unit)), field.places)


def _find(text: str, field: Field) -> tuple[str, Found]:
    """'5 triệu', '1 tỷ 200 triệu': amounts that say their own unit; anything else as figures with decimals."""
    from cchc_xl.quantity.found import Found

    if not _WHOLE.fullmatch(text):
        name, found = decimals.find(text, field)
        if found.number is not None and not found.computed and _looks_like_dong(found.number, field):
            inside = _in_unit(Fraction(found.number), DONG, field)
            code = ("V65", {"found": found.number, "value": inside, "a": field.unit})
            return name, found._replace(codes=(code,), number=inside, how="proposed", computed=True)
        return name, found
    parts = [(_figure(part["figure"].strip(), field), part) for part in _PART.finditer(text)]
    if unclear := next((found for found, _ in parts if found.number is None or found.computed), None):
        return "amount", unclear._replace(number=None, how="none")
    scales = [scale_of(part["word"]) for _, part in parts]
    if scales != sorted(set(scales), reverse=True):  # '5 triệu 3 triệu' is no one amount
        return "amount", Found((("V24", {}),))
    amount = sum(
        (Fraction(str(found.number)) * scale for (found, _), scale in zip(parts, scales, strict=True)), Fraction(0)
    )
    exact = amount / scale_of(field.unit)
    if exact > LARGEST:
        return "amount", Found((("V42", {}),))
    inside = _in_unit(amount, DONG, field)
    if len(parts) == 1 and scales[0] == scale_of(field.unit) and Fraction(str(inside)) == exact:
        return "amount", Found((("V02", {"unit_found": parts[0][1]["word"], "value": inside}),), inside, "cleaned")
    code = ("V64", {"value": inside, "a": field.unit})
    more = () if Fraction(str(inside)) == exact else (("V60", {"found": text, "n": field.places, "value": inside}),)
    return "amount", Found((code, *more), inside, computed=True)


def _figure(text: str, field: Field) -> Found:
    """A figure before its unit: '1.500' is a thousand and more; '1,2345' may have as many places as it likes."""
    _, found = decimals.find(text, field._replace(places=2))
    if found.codes[0][0] == "V60":
        _, found = decimals.find(text, field._replace(places=6))
    return found


LARGEST = decimals.MOST_MONEY
_MONEY = Ways(_number, _find, display.as_decimal, counts=False)


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "decimal", "criteria": ">=", "value": 0}


def _shown(field: Field) -> str:
    return "#,##0" + ("." + "0" * field.places if field.places else "")


TYPE = FieldType(
    name="money",
    read=read,
    base_rules=(("required", "V25"), ("number", "V24"), ("not-negative", "V11"), ("places", "V60")),
    aggregations=("sum",),
    validation=validation,
    prompt="money",
    number_format=_shown,
    result_format=_shown,
    stored=as_it_is,
    times=1,
    live=None,
    place=None,
)
