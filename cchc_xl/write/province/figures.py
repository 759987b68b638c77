"""Number formats of the workbook's figures: what an indicator's type says, in the Vietnamese form."""

from __future__ import annotations

from cchc_xl.model import Field
from cchc_xl.quantity.types import type_of
from cchc_xl.write.xlsx.book import VIETNAMESE


def result_format(field: Field) -> str:
    """Of a cell with figures of one indicator."""
    return VIETNAMESE + type_of(field.kind).result_format(field)


def signed_format(field: Field) -> str:
    """Of a change of them."""
    shown = type_of(field.kind).result_format(field)
    return f"+{shown};-{shown};0"
