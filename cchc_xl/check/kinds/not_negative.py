"""not-negative: a count is not negative.

Fires: ``-3``. Silent: ``0``, ``12``, a blank, a text (another rule speaks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for reading in submission.readings:
        if reading.field in rule.args["fields"]:
            yield from (Hit(reading.field, params, (reading.field,)) for code, params in reading.codes if code == "V11")


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    return {field: f"IF(ISNUMBER({at(field)}),{at(field)}<0,FALSE)" for field in rule.args["fields"]}


KIND = Kind(
    name="not-negative",
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
