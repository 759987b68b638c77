"""date-serial: a count that is how Excel stores a date of 2000 to 2050, in an indicator that never comes near such
numbers.

Args: ``fields``, ``plausible`` (the largest quantity that is believable there). Fires: 44012 documents (V14), which is
30/06/2020. Silent: 120; a number of the same size where the form thinks it possible; a decimal. Where only its peers
can tell, ``consolidation.beside.peers`` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import Hit, Kind, Threshold, no_formula, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "plausible": {"type": "integer", "minimum": 0},
    },
    "required": ["fields", "plausible"],
    "additionalProperties": False,
}

FIRST, LAST = 36526, 55153  # 1 January 2000 and 31 December 2050 in the 1900 date system
_DAY_0 = dt.date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for field in rule.args["fields"]:
        value = usable(submission, field)
        if value is not None and value > rule.args["plausible"] and (day := as_date(value)):
            yield Hit(field, {"as_date": day, "value": value}, (field,))


def as_date(value: float) -> dt.date | None:
    """The date that Excel would show for a count, None where it is no date of 2000 to 2050."""
    return _DAY_0 + dt.timedelta(days=int(value)) if FIRST <= value <= LAST and value == int(value) else None


KIND = Kind(
    name="date-serial",
    args=ARGS,
    field_args=("fields",),
    ground="numbers",
    threshold=Threshold("plausible", LAST),
    silent_without="",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
