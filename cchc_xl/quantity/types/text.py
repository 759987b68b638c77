"""text: a text of any kind, listed with the units' names and never added.

Read: 'Đã ban hành kế hoạch', 12, a link. Refused: an error value such as #REF! (V28), a picture (V39).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.quantity.answers import read_answer
from cchc_xl.quantity.field_type import FieldType, as_it_is

LONGEST = 2000


def read(cell: Cell | None, field: Field) -> Reading:
    return read_answer(cell, field, lambda said, _: said, "V24")


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "length", "criteria": "<=", "value": LONGEST}


TYPE = FieldType(
    name="text",
    read=read,
    base_rules=(("required", "V25"),),
    aggregations=("none",),
    validation=validation,
    prompt="text",
    number_format=lambda _: "@",
    result_format=lambda _: "#,##0",
    stored=as_it_is,
    times=1,
    live=None,
    place=lambda answer, field: 1,  # noqa: ARG005
)
