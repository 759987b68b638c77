"""integer: a count, whole and not negative. In definitions ``count``, or ``count+text`` where a list may come with it.

Read: 12, '12', '1.200' (a warning), '12 văn bản'. Refused: 2.5 (V09), -3 (V11), 'nhiều' (V24), 12% (V26).
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.model import Field
from cchc_xl.quantity.field_type import FieldType, as_it_is
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.typed import Any


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "integer", "criteria": ">=", "value": 0}


TYPE = FieldType(
    name="integer",
    read=read_quantity,
    base_rules=(("required", "V25"), ("number", "V24"), ("not-negative", "V11"), ("whole", "V09")),
    aggregations=("sum",),
    validation=validation,
    prompt="integer",
    number_format=lambda _: "General",
    result_format=lambda _: "#,##0",
    stored=as_it_is,
    times=1,
    live=None,
    place=None,
)
