"""The proposals and questions that the text of a report without a table gives rise to (V51): never values.

A proposal is the reading of its indicator, worked out and set aside until somebody accepts it; a question has no number
to accept, so that taking all proposals at once decides no question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.check.grounds.prose import Prose, prose, unnumbered
from cchc_xl.check.kinds.ocr_noise import noise
from cchc_xl.model import Finding, Form, Reading, State, Submission

SECTIONS = ("direction", "content", "figures")  # difficulties, proposals and plans tell of nothing that was done


def with_proposals(submission: Submission, form: Form) -> tuple[Submission, tuple[Finding, ...]]:
    """The submission with what its text proposes as readings, and a finding for each proposal and question.

    Of a text that was recognised from a scan nothing is proposed (T07 asks for the original).
    """
    scanned = bool(noise(tuple(submission.narrative.values())))
    found = [] if scanned else _settled(list(_said(submission, form)))
    reason = "told-ocr" if scanned else "told-places" if found else "told-none"
    findings = [
        finding("F29", form, source=submission.source.path, params={"reason": reason, "n": len(found)}),
        *(one for said in found for one in _findings(said, form)),
    ]
    unit, period, path = submission.unit_key, submission.period_key, submission.source.path
    readings = tuple(_reading(reading, found) for reading in submission.readings)
    return submission._replace(readings=readings), tuple(
        one._replace(unit=unit, period=period, source=path) for one in findings
    )


def _said(submission: Submission, form: Form) -> Iterator[Prose]:
    fields = [field.id for field in form.fields]
    year = submission.period.year if submission.period else None
    texts = [submission.narrative.get(section, "") for section in SECTIONS]
    told = [one for text in texts for one in prose(text, fields, year)]
    yield from told
    have = {field for one in told for field in one.fields}
    level = submission.unit.level if submission.unit else ""
    for text in texts:
        for one in unnumbered(text, fields, have, level):
            have.update(one.fields)
            yield one


def _settled(found: Sequence[Prose]) -> list[Prose]:
    """Each figure once; proposals for one indicator that differ are questions."""
    once: dict[tuple[tuple[str, ...], int | None, str], Prose] = {}
    for one in found:
        once.setdefault((one.fields, one.number, "" if one.sure else one.quote), one)
    numbers: dict[str, set[int | None]] = {}
    for one in once.values():
        if one.sure:
            numbers.setdefault(one.fields[0], set()).add(one.number)
    return [
        one._replace(why="prose-differ") if one.sure and len(numbers[one.fields[0]]) > 1 else one
        for one in once.values()
    ]


def _findings(said: Prose, form: Form) -> Iterator[Finding]:
    candidates = ", ".join(form.field(field).tt or field for field in said.fields)
    for field in said.fields:
        yield finding(
            "V51",
            form,
            field=field,
            raw=said.quote,
            proposed=said.number if said.sure else None,
            params={
                "text": said.quote,
                "what": said.why,
                "n": said.number,
                "candidates": candidates,
                "bound": said.bound,
                "key": f"{said.number}|{said.quote}",
            },
        )


def _reading(reading: Reading, found: Sequence[Prose]) -> Reading:
    """The one proposal for an indicator; without one, that something is asked about it."""
    about = [one for one in found if reading.field in one.fields]
    if not about:
        return reading
    one = next((one for one in about if one.sure), about[0])
    if not one.sure:
        return reading._replace(state="error", raw=one.quote, computed=True)
    state: State = "estimate" if one.bound else "number"
    return reading._replace(
        state=state, number=one.number, bound=one.bound, raw=one.quote, how="proposed", computed=True, steps=("prose",)
    )
