"""whole: a count is a whole number. The usual cause is a thousands separator (1.200 typed on a PC with US settings).

Fires: ``1.2``. Silent: ``0``, ``12``, a blank, a text (another rule speaks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for reading in submission.readings:
        if reading.field in rule.args["fields"]:
            yield from (Hit(reading.field, params, (reading.field,)) for code, params in reading.codes if code == "V09")


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    return {field: f"IF(ISNUMBER({at(field)}),{at(field)}<>INT({at(field)}),FALSE)" for field in rule.args["fields"]}


KIND = Kind(
    name="whole",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="numbers",
    threshold=None,
    silent_without="codes",
    codes=(),
    check=check,
    formula=formula,
    corners=None,
)
