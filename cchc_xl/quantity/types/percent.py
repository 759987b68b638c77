"""percent: a share in per cent, with up to ``places`` decimals (1 where nothing is said); 12.5 means 12.5 %.

Read: 0.125 in a cell that shows 12.5%, 12.5, '12,5%', '12,5 %', '12,5'. Asked: 0.125 and '0,5' without a percent sign,
which are 0.125 % or 12.5 % (V62). Flagged: more than 100 % (V63). Refused: -5% (V11), 'cao' (V24), 20000 (V42).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Cell, Field, Reading, Scalar
from cchc_xl.numbers import fifteen_digits, rounded, text_of, whole
from cchc_xl.quantity import decimals, display
from cchc_xl.quantity.field_type import FieldType
from cchc_xl.quantity.reading import Ways, read_figure, unread

if TYPE_CHECKING:
    from cchc_xl.quantity.found import Found

WHOLE = 100  # per cent
MOST = 10_000  # per cent: what is more is no share of anything
_SIGN = re.compile(r"(?<=[0-9]) ?(?:%|phần trăm(?!\w))", re.IGNORECASE)


def read(cell: Cell | None, field: Field) -> Reading:
    return read_figure(cell, field, _SHARE)


def _number(cell: Cell, field: Field) -> Reading:
    """A number cell: what its screen shows in per cent is stored as a hundredth of it."""
    raw = cell.value
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
        return unread(field, raw, "V24")
    seen = display.screen(cell, None)
    signed = seen is not None and seen.percent
    amount = fifteen_digits(raw * WHOLE) if signed else raw
    if amount < 0 and round(amount, 9) < 0:
        return unread(field, raw, "V11", value=raw)
    if amount > MOST:
        return unread(field, raw, "V42")
    if not signed and 0 < amount <= 1:
        return _either(amount, field)._replace(raw=raw)
    return _above(decimals.measured(amount, raw, field))


def _either(amount: float, field: Field) -> Reading:
    """0.125 without a sign: proposed as 12.5 %, which is what a division gives; 1 may as well be one per cent."""
    proposed = rounded(amount * WHOLE, field.places) if amount < 1 else None
    code = ("V62", {"a": _said(amount), "b": _said(fifteen_digits(amount * WHOLE)), "value": proposed})
    if proposed is None:
        return Reading(field.id, "error", codes=(code,))
    return Reading(field.id, "number", proposed, how="proposed", computed=True, codes=(code,))


def _said(number: float) -> str:
    return f"{text_of(number).replace('.', ',')}%"


def _above(reading: Reading) -> Reading:
    if reading.number is None or reading.number <= WHOLE:
        return reading
    return reading._replace(codes=(*reading.codes, ("V63", {"value": reading.number})))


def _find(text: str, field: Field) -> tuple[str, Found]:
    bare, signs = _SIGN.subn("", text)
    name, found = decimals.find(bare, field)
    if found.number is None:
        return name, found
    if not signs and 0 < found.number <= 1:
        exact = decimals.find(bare, field._replace(places=field.places + 2))[1]  # 0,125 may be 12.5 %
        asked = _either(exact.number or found.number, field)
        return name, found._replace(codes=asked.codes, number=asked.number, how="proposed", computed=True)
    if found.number > MOST:
        return name, found._replace(codes=(("V42", {}),), number=None)
    above = (("V63", {"value": found.number}),) if found.number > WHOLE else ()
    return name, found._replace(codes=(*found.codes, *above))


_SHARE = Ways(_number, _find, display.as_share, counts=False)


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": MOST / WHOLE}


def stored(value: Scalar, field: Field) -> Scalar:  # noqa: ARG001
    """12.5 as the 0.125 that a cell in per cent holds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return whole(fifteen_digits(value / WHOLE))


def _shown(field: Field) -> str:
    return "." + "0" * field.places if field.places else ""


TYPE = FieldType(
    name="percent",
    read=read,
    base_rules=(
        ("required", "V25"),
        ("number", "V24"),
        ("not-negative", "V11"),
        ("places", "V60"),
        ("share", "V63"),
    ),
    aggregations=("ratio", "none"),
    validation=validation,
    prompt="percent",
    number_format=lambda field: f"0{_shown(field)}%",
    result_format=lambda field: f'#,##0{_shown(field)}"%"',
    stored=stored,
    times=WHOLE,
    live=None,
    place=None,
)
