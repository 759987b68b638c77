"""What a rule kind is: one module that owns a rule's meaning in Python and in Excel, side by side.

The module ends in ``KIND``, the record of all that others need to know of it; ``registry`` has its name. Whoever asks
"which kinds bind numbers to each other?" or "which have no formula?" asks the records and keeps no list of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from cchc_xl.model import Form, Reading, Rule, Submission
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Any, Literal

At = Callable[[str], str]
"""Field id -> the absolute address of its quantity cell, such as '$D$15'; '@level' -> that of the unit's level."""
Ground = Literal["any cell", "numbers", "some number"]
SilentWithout = Literal["", "codes", "words", "narrative"]


class Hit(NamedTuple):
    """A broken rule.

    ``field`` is where it is shown, ``fields`` are all that took part; ``code`` overrides the rule's own.
    """

    field: str
    params: Mapping[str, Any] = {}
    fields: tuple[str, ...] = ()
    code: str = ""
    proposed: int | float | None = None


Check = Callable[[Rule, Form, Submission], "Iterable[Hit] | None"]
Corners = Callable[[Rule, Mapping[str, float], Iterable[float]], Iterable[float]]


class Threshold(NamedTuple):
    """``arg``: the largest quantity that the rule says nothing of; ``last``: the largest that it can say something
    of.
    """

    arg: str
    last: int | None = None


class Kind(NamedTuple):
    """All that is known of a rule kind. Nothing has a default: whoever adds a kind says each of these.

    * ``name`` as in form definitions: the module's, with hyphens.
    * ``args``: JSON Schema of the rule's ``args`` (properties and required). ``field_args``: those that name fields,
      one or a list each; the first is where a broken rule is shown.
    * ``ground``: what it must know to judge: 'any cell' (a blank and a text too), 'numbers' (of every field it names;
      of each by itself where it has a list of ``fields``), 'some number' (of all its ``fields`` at once).
    * ``threshold``: of a rule that asks about quantities above one; None for others.
    * ``silent_without``: 'codes' (that the reading of a cell earned), 'words' (in a cell or a note) or 'narrative'
      where it says nothing of a submission that has none of these; '' for others.
    * ``codes`` that a hit may carry in place of the rule's own; None: those that the reading of a cell earned.
    * ``check``: hits, or None where the rule could not be judged because an input has no usable value.
    * ``formula``: field id of the row where it is shown -> an Excel expression that is TRUE where the rule is broken.
      Scalar functions only (IF AND OR NOT ISNUMBER INT ROUND ABS LEN TRIM COUNT COUNTA MIN MAX), so that Excel 2010,
      WPS, LibreOffice and Gnumeric agree; ``explanations.formula`` leaves out what a note explains.
      ``no_formula`` where a
      cell formula cannot say it.
    * ``corners``, of a kind that binds numbers, to a limit or to each other: the numbers at which it begins or ceases
      to hold, given those of other fields that stay (``known``) and those that other rules named (``found``). With it
      the kind takes part in finding the smallest set of cells to blame and in telling rows that slipped. None for
      others.
    """

    name: str
    args: Mapping[str, Any]
    field_args: tuple[str, ...]
    ground: Ground
    threshold: Threshold | None
    silent_without: SilentWithout
    codes: tuple[str, ...] | None
    check: Check
    formula: Callable[[Rule, Form, At], Mapping[str, str]]
    corners: Corners | None


FIELDS_ARG: Mapping[str, Any] = {
    "type": "object",
    "properties": {"fields": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}},
    "required": ["fields"],
    "additionalProperties": False,
}


def no_formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    """Of a kind that reads words, or looks at more than a cell formula should."""
    return {}


def no_corners(rule: Rule, known: Mapping[str, float], found: Iterable[float]) -> Iterable[float]:  # noqa: ARG001
    """Of a kind that 0 and 1 decide: these are always tried."""
    return ()


def count_above_zero(fields: Iterable[str], at: At) -> str:
    """How many of these cells hold a number above 0, as an Excel expression."""
    return "+".join(f"IF(ISNUMBER({at(field)}),IF({at(field)}>0,1,0),0)" for field in fields)


def amount(form: Form, at: At, field: str) -> str:
    """The value of a cell with a number, as an Excel expression: 12.5 where 0.125 is stored and shown as 12.5%."""
    times = type_of(form.field(field).kind).times
    return at(field) if times == 1 else f"{times}*{at(field)}"


def usable(submission: Submission, field: str) -> int | float | None:
    """The number that a comparison may rest on: read, possible and not worked out by us; None otherwise."""
    global _last  # the innermost question of all rules, asked of one submission many times
    readings, numbers = _last
    if readings is not submission.readings:
        numbers = {
            reading.field: None if reading.computed or reading.state == "error" else reading.number
            for reading in submission.readings
        }
        _last = submission.readings, numbers
    return numbers.get(field)


_last: tuple[Sequence[Reading], Mapping[str, int | float | None]] = ((), {})
