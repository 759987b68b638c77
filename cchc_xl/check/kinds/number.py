"""number: the quantity must be a number. What a text can still be read as is for ``quantity.reading`` to say, code by
code.

Fires: ``6(lồng ghép)`` (V01), ``02`` as text (V03), free text (V24), ``#REF!`` (V28). Silent: ``12``, a blank cell. In
Excel the live check says of any text that the cell must hold a number only; here each text gets the code, and the
severity, of what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.kind import FIELDS_ARG, At, Hit, Kind
from cchc_xl.check.registry import codes_by_kind
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.quantity.field_type import no_number

_ELSEWHERE = ("whole", "places", "share", "not-negative")  # kinds with codes of their own


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:
    codes = codes_by_kind(form)
    elsewhere = frozenset().union(*[codes[kind] for kind in _ELSEWHERE])
    for reading in submission.readings:
        if not reading.codes or reading.field not in rule.args["fields"]:
            continue
        proposed = reading.number if reading.how not in ("exact", "none") else None
        for code, params in reading.codes:
            if code not in elsewhere:
                yield Hit(reading.field, params, (reading.field,), code, proposed)


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    return {field: no_number(at(field)) for field in rule.args["fields"]}


KIND = Kind(
    name="number",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="any cell",
    threshold=None,
    silent_without="codes",
    codes=None,
    check=check,
    formula=formula,
    corners=None,
)
