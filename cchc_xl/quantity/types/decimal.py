"""decimal: a figure that may have decimals, ``places`` of them at most (1 to 6); exact to the last of them.

Read: 1.25, 3, '1.234,5', '12,5 ha', 0.1 + 0.2 of a formula. Asked: '1,234.5' and '1,234' (V61), 1.2555 with two places
(V60, rounded only once a person says so). Refused: -1.5 (V11), '12,5%' (V26), 'khoảng 1 đến 2' (V19).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.quantity.decimals import DECIMAL
from cchc_xl.quantity.field_type import FieldType, as_it_is
from cchc_xl.quantity.reading import read_figure


def read(cell: Cell | None, field: Field) -> Reading:
    return read_figure(cell, field, DECIMAL)


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "decimal", "criteria": ">=", "value": 0}


TYPE = FieldType(
    name="decimal",
    read=read,
    base_rules=(("required", "V25"), ("number", "V24"), ("not-negative", "V11"), ("places", "V60")),
    aggregations=("sum",),
    validation=validation,
    prompt="decimal",
    number_format=lambda field: "0." + "0" * field.places,
    result_format=lambda field: "#,##0." + "0" * field.places,
    stored=as_it_is,
    times=1,
    live=None,
    place=None,
)
