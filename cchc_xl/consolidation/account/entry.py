"""One unit and one indicator: what was read, and what of it is added up.

A number that the clerk wrote is added; a number with an error, and a number that the program worked out, wait for a
person. Blank and absent are never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.consolidation.account.decided import addable, is_open, settle, stated_answer, worst
from cchc_xl.model import Decision, Entry, Field, Finding, Form, Reading, Submission, UnitFigure
from cchc_xl.quantity.types import type_of

CONFIRM = "confirm"
EMPTY = ("blank", "absent")
PROVINCE = "tinh"


class SharedFigures:
    """Figures recur from unit to unit, and are kept once."""

    def __init__(self) -> None:
        self._known: BoundedCache[object, UnitFigure] = BoundedCache(50_000)

    def __call__(self, figure: UnitFigure) -> UnitFigure:
        sign = (figure, type(figure.number), type(figure.used))  # 1 is another than 1.0
        known = self._known.get(sign)
        if known is None:
            self._known[sign] = known = figure
        return known


def figures(
    form: Form, submission: Submission, findings: Sequence[Finding], force: Mapping[str, Decision], whole: str = ""
) -> tuple[UnitFigure, ...]:
    """The figures of a unit, in the form's order.

    ``whole``: the code for which the whole report is set aside, or ''.
    """
    readings = {reading.field: reading for reading in submission.readings}
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.field:
            for field in form.fields_about(finding.field):
                about.setdefault(field, []).append(finding)
    return tuple(
        [
            _figure(
                field,
                readings.get(field.id) or Reading(field.id, "absent", places=field.places),
                about.get(field.id, ()),
                force,
                whole,
            )
            for field in form.fields
        ]
    )


def _figure(
    field: Field, reading: Reading, findings: Sequence[Finding], force: Mapping[str, Decision], whole: str
) -> UnitFigure:
    settled, flag = None, ""
    if findings:  # there are none about most values
        settled = settle(reading, findings, force, field)
        flag = worst(finding for finding in findings if is_open(finding, force, settled is not None)) or ""
    decision = settled.decision if settled else None
    if whole:
        return _made(field, reading, None, _why_empty(reading) or whole, "error", decision)
    if settled:
        return _made(
            field, reading, settled.number, "", flag, decision, stated_answer(settled.decision, reading, field)
        )
    number, answer = addable(reading.number, reading.places), ""
    if reading.state == "answer" and (place := type_of(field.kind).place):
        number, answer = place(reading.qualifier, field), reading.qualifier
    why = _why_not(reading, number, findings)
    return _made(field, reading, None if why else number, why, flag, None, "" if why else answer)


def _made(
    field: Field,
    reading: Reading,
    used: int | float | None,
    why: str,
    flag: str,
    decision: Decision | None,
    answer: str = "",
) -> UnitFigure:
    return UnitFigure(
        field.id,
        reading.state,
        reading.number,
        used,
        why,
        flag,
        decision,
        answer,
        reading.computed,
        reading.places,
    )


def _why_empty(reading: Reading) -> str:
    """'absent' or 'blank' where there was nothing to read, else ''."""
    return reading.state if reading.state in EMPTY else ""


def _why_not(reading: Reading, number: int | float | None, findings: Sequence[Finding]) -> str:
    """Why a value is not added up; '' where it is. ``number``: the value as it may be added."""
    if empty := _why_empty(reading):
        return empty
    for finding in findings:
        if finding.severity == "error":
            return finding.code
    if reading.computed:
        return CONFIRM
    if number is None:
        return next((code for code, _ in reading.codes), CONFIRM)
    return ""


def amount_aside(figure: UnitFigure) -> int | float:
    """The number that was read and is not added up.

    0 where what was read is no count (a text, 1.2, a negative number).
    """
    return 0 if figure.used is not None else addable(figure.number, figure.places) or 0


def is_aside(figure: UnitFigure | Entry) -> bool:
    """Was something written that is not added up?"""
    return figure.used is None and figure.why not in EMPTY


def applies(field: Field, level: str) -> bool:
    """Is this indicator asked of units of this level? A unit of unknown level is asked everything, and a province for
    all units below it.
    """
    return not field.levels or level in ("", PROVINCE) or level in field.levels
