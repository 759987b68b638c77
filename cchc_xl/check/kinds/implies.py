"""implies: where one indicator is above 0, another must be too.

Args: ``if``, ``then`` (field ids). Shown at ``if``'s row. Fires: 120 participants and 0 conferences (C01). Silent: 120
and 3; 0 and 0. Not judged where either has no number: the blank or the text is already asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import At, Hit, Kind, no_corners, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"if": {"type": "string"}, "then": {"type": "string"}},
    "required": ["if", "then"],
    "additionalProperties": False,
}


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:
    if_field, then_field = rule.args["if"], rule.args["then"]
    given, needed = usable(submission, if_field), usable(submission, then_field)
    if given is None or needed is None:
        return None
    if not (given > 0 and needed == 0):
        return []
    # The messages speak of a conferences and b participants, whichever of them is the condition.
    parent = form.field(if_field).parent
    a, b = (needed, given) if parent == then_field else (given, needed)
    return [Hit(if_field, {"a": a, "b": b}, (if_field, then_field))]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    given, needed = at(rule.args["if"]), at(rule.args["then"])
    return {rule.args["if"]: f"IF(AND(ISNUMBER({given}),ISNUMBER({needed})),AND({given}>0,{needed}=0),FALSE)"}


KIND = Kind(
    name="implies",
    args=ARGS,
    field_args=("if", "then"),
    ground="numbers",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=no_corners,
)
