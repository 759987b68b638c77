"""places: a figure has no more decimal places than its indicator takes. Nothing is rounded for anybody.

Fires: ``1.2555`` where two places are taken (V60). Silent: ``1.25``, ``3``, a blank, a text (another rule speaks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind, amount
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.numbers import REST


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    for reading in submission.readings:
        if reading.field in rule.args["fields"]:
            yield from (
                Hit(reading.field, params, (reading.field,), proposed=reading.number)
                for code, params in reading.codes
                if code == "V60"
            )


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    """As ``quantity.decimals.measured``: what is less than a thousandth of the last place, arithmetic left behind."""
    return {
        field: f"IF(ISNUMBER({at(field)}),ROUND({value},{places})<>ROUND({value},{places + REST}),FALSE)"
        for field in rule.args["fields"]
        for places, value in ((form.field(field).places, amount(form, at, field)),)
    }


KIND = Kind(
    name="places",
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
