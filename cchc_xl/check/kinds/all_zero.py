"""all-zero: every indicator is 0 or blank, and at least one is 0: a report that says that nothing was done wants a
confirmation.

Args: ``fields``. Shown at the first of them. Fires: 0 in all rows. Silent: one 1 among them; a text; a table that is
wholly blank (each blank is asked about by itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.model import Form, Rule, Submission


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    fields = rule.args["fields"]
    readings = [reading for reading in submission.readings if reading.field in fields]
    numbers = [reading.number for reading in readings if reading.number is not None]
    silent = (
        any(numbers) or not numbers or any(r.number is None and r.state not in ("blank", "absent") for r in readings)
    )
    return [] if silent else [Hit(fields[0], {}, tuple(fields))]


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    fields = rule.args["fields"]
    cells = ",".join(at(field) for field in fields)
    no_error = ",".join(f"ISERROR({at(field)})" for field in fields)
    zero = f"AND(COUNT({cells})>0,COUNT({cells})=COUNTA({cells}),MAX({cells})=0,MIN({cells})=0)"
    return {fields[0]: f"IF(OR({no_error}),FALSE,{zero})"}


KIND = Kind(
    name="all-zero",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="some number",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=None,
)
