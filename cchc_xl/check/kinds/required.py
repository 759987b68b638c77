"""required: the quantity must not be blank. A blank is never read as 0.

Fires: a cell that is empty or holds nothing but spaces. Silent: ``0``; a text (another rule speaks); a row that is
missing altogether (the structure findings speak).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    wanted = rule.args["fields"]
    return [
        Hit(r.field, fields=(r.field,))
        for r in submission.readings
        if r.state == "blank" and not r.codes and r.field in wanted
    ]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    return {field: f"IF(ISERROR({at(field)}),FALSE,LEN(TRIM({at(field)}))=0)" for field in rule.args["fields"]}


KIND = Kind(
    name="required",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="any cell",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=None,
)
