"""choice: one of the answers that the form lists (``choices``), chosen from a drop-down list; counted by answer.

Read: 'Có', ' có ', 'CO' where 'Có' is listed. Refused: 'một phần' where only 'Có' and 'Không' are (V66), x, 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.quantity.answers import read_answer
from cchc_xl.quantity.field_type import FieldType, as_it_is
from cchc_xl.text import fold, plain


def read(cell: Cell | None, field: Field) -> Reading:
    return read_answer(cell, field, _understood, "V66")


def _understood(said: str, field: Field) -> str:
    """The listed answer that is meant, without accents only where just one would be."""
    for form in (fold, plain):
        found = [answer for answer in field.choices if form(answer) == form(said)]
        if len(found) == 1:
            return found[0]
    return ""


def validation(field: Field) -> Mapping[str, Any]:
    return {"validate": "list", "source": list(field.choices)}


def live(cell: str, field: Field) -> str:
    """TRUE where the cell holds anything but a listed answer."""
    listed = ",".join(f'TRIM({cell})="{answer.replace(chr(34), chr(34) * 2)}"' for answer in field.choices)
    return f"IF(ISERROR({cell}),TRUE,AND(LEN(TRIM({cell}))>0,NOT(OR({listed}))))"


TYPE = FieldType(
    name="choice",
    read=read,
    base_rules=(("required", "V25"), ("answer", "V66")),
    aggregations=("count", "none"),
    validation=validation,
    prompt="choice",
    number_format=lambda _: "General",
    result_format=lambda _: "#,##0",
    stored=as_it_is,
    times=1,
    live=live,
    place=lambda answer, field: field.choices.index(answer) + 1,
)
