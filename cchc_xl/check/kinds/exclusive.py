"""exclusive: of several figures at most one is above 0.

Args: ``fields``; the first is where a broken rule is shown. Fires: 3 and 2 of two that exclude each other. Silent: 3
and 0, 0 and 0; a blank counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind, count_above_zero, no_corners, usable
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    above = [(field, value) for field in rule.args["fields"] if (value := usable(submission, field)) and value > 0]
    if len(above) < 2:
        return []
    (_, a), (_, b) = above[:2]
    return [Hit(rule.args["fields"][0], {"a": a, "b": b}, tuple(rule.args["fields"]))]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    first, *_ = fields = rule.args["fields"]
    return {first: f"{count_above_zero(fields, at)}>1"}


KIND = Kind(
    name="exclusive",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="some number",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=no_corners,
)
