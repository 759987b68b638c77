"""answer: the cell holds an answer that its type takes: a listed one, a day.

Fires: ``một phần`` where 'Có' and 'Không' are listed (V66), ``tháng 5`` where a day is asked (V67). Silent: ``Có``, a
date cell, a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.quantity.types import type_of


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for reading in submission.readings:
        if reading.field in rule.args["fields"]:
            yield from (Hit(reading.field, params, (reading.field,), code) for code, params in reading.codes)


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    kinds = {field: type_of(form.field(field).kind).live for field in rule.args["fields"]}
    return {field: live(at(field), form.field(field)) for field, live in kinds.items() if live}


KIND = Kind(
    name="answer",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="any cell",
    threshold=None,
    silent_without="codes",
    codes=None,
    check=check,
    formula=formula,
    corners=None,
)
