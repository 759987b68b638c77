"""share: a part is at most the whole of it, so a percentage is at most 100 %.

Fires: ``120%`` (V63). Silent: ``100%``, ``12.5%``, a blank, a text that is no percentage (another rule speaks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind, amount
from cchc_xl.model import Form, Rule, Submission

WHOLE = 100


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for reading in submission.readings:
        if reading.field in rule.args["fields"]:
            yield from (Hit(reading.field, params, (reading.field,)) for code, params in reading.codes if code == "V63")


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    return {
        field: f"IF(ISNUMBER({at(field)}),{amount(form, at, field)}>{WHOLE},FALSE)" for field in rule.args["fields"]
    }


KIND = Kind(
    name="share",
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
