"""not-at-level: an indicator that does not occur at some levels of units.

Args: ``field``, ``levels`` (level ids of the form). Fires: a department (sở) that reports broadcasts of commune
loudspeakers. Silent: a commune; 0 or a blank. Not judged where the unit's level is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import At, Hit, Kind, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "levels": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
    },
    "required": ["field", "levels"],
    "additionalProperties": False,
}


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:
    field = rule.args["field"]
    value = usable(submission, field)
    if value is None or submission.unit is None:
        return None
    level = submission.unit.level
    if level not in rule.args["levels"] or value <= 0:
        return []
    return [Hit(field, {"level": form.levels.get(level, level), "value": value}, (field,))]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    cell, level = at(rule.args["field"]), at("@level")
    at_level = ",".join(f'{level}="{name}"' for name in rule.args["levels"])
    return {rule.args["field"]: f"IF(ISNUMBER({cell}),AND({cell}>0,OR({at_level})),FALSE)"}


KIND = Kind(
    name="not-at-level",
    args=ARGS,
    field_args=("field",),
    ground="any cell",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=None,
)
