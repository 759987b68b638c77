"""What a rule kind is: one module that owns a rule's meaning in Python and in Excel, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from cchc_xl.model import Form, Rule, Submission

At = Callable[[str], str]
"""Field id -> the absolute address of its quantity cell, such as '$D$15'; '@level' -> the cell with the unit's level."""


class Hit(NamedTuple):
    """A broken rule.

    ``field`` is where it is shown, ``fields`` are all that took part; ``code`` overrides the rule's own.
    """

    field: str
    params: Mapping[str, Any] = {}
    fields: tuple[str, ...] = ()
    code: str = ""
    proposed: int | float | None = None


class Kind(Protocol):
    """The module's interface.

    ``ARGS``: JSON Schema of the rule's ``args`` (properties and required). ``FIELD_ARGS``: the args that name fields.
    ``check``: hits, or None where the rule could not be judged because an input has no usable value. ``formula``: field
    id of the row where it is shown -> an Excel expression that is TRUE where the rule is broken; empty where a cell
    formula cannot say it. Scalar functions only (IF AND OR NOT ISNUMBER INT LEN TRIM COUNT COUNTA MIN MAX), so that
    Excel 2010, WPS, LibreOffice and Gnumeric agree.
    """

    KIND: str
    ARGS: Mapping[str, Any]
    FIELD_ARGS: tuple[str, ...]

    @staticmethod
    def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None: ...

    @staticmethod
    def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]: ...


FIELDS_ARG: Mapping[str, Any] = {
    "type": "object",
    "properties": {"fields": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}},
    "required": ["fields"],
    "additionalProperties": False,
}


def usable(submission: Submission, field: str) -> int | float | None:
    """The number that a comparison may rest on: read, not negative and not worked out by us; None otherwise."""
    for reading in submission.readings:  # the innermost question of all rules
        if reading.field == field:
            return None if reading.computed else reading.number
    return None
