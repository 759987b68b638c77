"""together: several figures go together: where one is above 0, none of the others is 0 or blank.

Args: ``fields``; the first is where a broken rule is shown. Fires: 3 courses and 0 participants, 3 and a blank. Silent:
3 and 90, 0 and 0, two blanks, 3 and a text (another rule speaks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind, count_above_zero, no_corners, usable
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    fields = rule.args["fields"]
    readings = [submission.reading(field) for field in fields]
    above = [value for field in fields if (value := usable(submission, field)) and value > 0]
    nothing = [
        one for one in readings if one is not None and ((one.state == "blank" and not one.codes) or one.number == 0)
    ]
    if not above or not nothing:
        return []
    return [Hit(fields[0], {"a": above[0], "n": len(nothing)}, tuple(fields))]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    first, *_ = fields = rule.args["fields"]
    nothing = "+".join(
        f"IF(ISERROR({at(field)}),0,IF(LEN(TRIM({at(field)}))=0,1,IF(ISNUMBER({at(field)}),IF({at(field)}=0,1,0),0)))"
        for field in fields
    )
    return {first: f"AND({count_above_zero(fields, at)}>0,{nothing}>0)"}


KIND = Kind(
    name="together",
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
