"""at-most: the quantity is not larger than a limit above which it is worth asking.

Args: ``field``, ``limit`` (the largest value that is not asked about). Fires: 12 with limit 3. Silent: 3, a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import At, Hit, Kind, amount, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "limit": {"type": "integer", "minimum": 0}},
    "required": ["field", "limit"],
    "additionalProperties": False,
}


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    field, limit = rule.args["field"], rule.args["limit"]
    value = usable(submission, field)
    if value is None:
        return None
    return [Hit(field, {"value": value, "limit": limit}, (field,))] if value > limit else []


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    cell, value = at(rule.args["field"]), amount(form, at, rule.args["field"])
    return {rule.args["field"]: f"IF(ISNUMBER({cell}),{value}>{rule.args['limit']},FALSE)"}


def corners(rule: Rule, known: Mapping[str, float], found: Iterable[float]) -> Iterable[float]:  # noqa: ARG001
    return (rule.args["limit"],)


KIND = Kind(
    name="at-most",
    args=ARGS,
    field_args=("field",),
    ground="numbers",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=corners,
)
