"""row-shift: a block of quantities that was entered one row too high or too low.

Args: ``fields`` in the order of the rows. The form's own rules that bind numbers (implies, ratio, at-most) and the
units of measure written beside the figures are evidence: at least two pieces must speak against the rows as they stand,
and moving one run of figures by one row, into a cell that is blank or 0, must settle every one of them without raising
another. Fires: the figures 6, 600, 2, 3 of rows 05 to 07 entered one row lower, which gives 6 participants of no
conference and 600 sections (C21). Silent: a single odd figure; odd figures that no move settles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.check.grounds.wording import any_of, comparable
from cchc_xl.check.kind import FIELDS_ARG, Hit, Kind, no_formula, usable
from cchc_xl.check.kinds import ratio
from cchc_xl.check.registry import edits_of, hits_of_edits
from cchc_xl.model import Field, Form, Reading, Rule, Submission
from cchc_xl.records import NamedTuple

ENOUGH = 2  # pieces of evidence: one odd figure is not a shift
SHORTEST = 3  # rows that move together; two neighbours exchanged are another mistake


class Move(NamedTuple):
    """The quantities of rows ``first`` to ``last`` (places in ``fields``) belong ``step`` rows further down (1) or up
    (-1).
    """

    first: int
    last: int
    step: int


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:
    submission = _as_written(submission)
    present = {reading.field for reading in submission.readings}
    fields = [field for field in rule.args["fields"] if field in present]
    against = _broken(form, submission)
    weight = sum(against.values())
    if weight < ENOUGH and weight + sum(_foreign_units(form, submission, fields).values()) < ENOUGH:
        return []
    moves = [move for move in _moves(submission, fields) if _settles(form, submission, fields, move, against)]
    if not moves:
        return []
    move = max(moves, key=lambda one: (one.last - one.first, -one.first, one.step))
    block = fields[move.first : move.last + 1]
    a, b = names(form, (block[0], block[-1]))
    written = {reading.field: reading for reading in submission.readings}
    params = {"a": a, "b": b, "what": "shift-up" if move.step < 0 else "shift-down"}
    return [
        Hit(block[0], {**params, "found": values_text(form, written, block), "settles": tuple(against)}, tuple(block))
    ]


def _as_written(submission: Submission) -> Submission:
    """The submission with figures that were set aside for another indicator's unit of measure: they were written, and
    the row is what is in question here.
    """
    set_aside = {
        reading.field
        for reading in submission.readings
        if reading.codes and any(params.get("reason") == "other-unit" for _, params in reading.codes)
    }
    if not set_aside:
        return submission
    return submission._replace(
        readings=tuple(
            reading._replace(computed=False) if reading.field in set_aside else reading
            for reading in submission.readings
        )
    )


def moved(submission: Submission, fields: Sequence[str], move: Move) -> Submission:
    """The submission with a block of quantities in the rows where they seem to belong.

    The row that is left has none.
    """
    readings = {reading.field: reading for reading in submission.readings}
    new = dict(readings)
    for place in range(move.first, move.last + 1):
        target = fields[place + move.step]
        new[target] = readings[fields[place]]._replace(field=target)
    left = fields[move.last if move.step < 0 else move.first]
    new[left] = Reading(left, "blank")
    return submission._replace(readings=tuple(new[reading.field] for reading in submission.readings))


def _moves(submission: Submission, fields: Sequence[str]) -> Iterator[Move]:
    """Every run of rows with something in them, three figures above 0 at least, that stands beside a blank or a 0 into
    which it could move.

    A text moves along: the words that belong to the last row are one row off like the figures above them.
    """
    free = [_is_free(submission, field) for field in fields]
    above = [bool(usable(submission, field)) for field in fields]
    first = 0
    for place in range(len(fields) + 1):
        if place < len(fields) and (above[place] or _has_words(submission, fields[place])):
            continue
        last = place - 1
        if sum(above[first:place]) >= SHORTEST:
            if first > 0 and free[first - 1]:
                yield Move(first, last, -1)
            if place < len(fields) and free[place]:
                yield Move(first, last, 1)
        first = place + 1


def _is_free(submission: Submission, field: str) -> bool:
    reading = submission.reading(field)
    return reading is not None and (reading.state == "blank" or reading.number == 0)


def _has_words(submission: Submission, field: str) -> bool:
    reading = submission.reading(field)
    return reading is not None and reading.state == "text" and reading.number is None


def _settles(form: Form, submission: Submission, fields: Sequence[str], move: Move, against: Mapping[str, int]) -> bool:
    after = moved(submission, fields, move)
    judged = {edit.rule.id: edit.check(edit.rule, form, after) for edit in edits_of(form)}
    if any(hits for hits in judged.values()) or any(judged[rule_id] is None for rule_id in against):
        return False
    return not _foreign_units(form, after, fields)


def _broken(form: Form, submission: Submission) -> dict[str, int]:
    """Relation -> its weight where the rows as they stand break it."""
    every = hits_of_edits(form, submission)
    return {
        edit.rule.id: max(_weight(edit.rule, hit) for hit in hits)
        for edit in edits_of(form)
        if (hits := every[id(edit.rule)])
    }


def _weight(rule: Rule, hit: Hit) -> int:
    """Fewer than one of the one for each of the other (two people at 600 conferences) is out of the question, not just
    odd.
    """
    return 2 if rule.kind == ratio.KIND.name and hit.params["ratio"] < 1 else 1


def _foreign_units(form: Form, submission: Submission, fields: Sequence[str]) -> dict[str, int]:
    """Fields whose cell, or whose note that begins with the same figure, names a neighbour's unit of measure and not
    their own.
    """
    found = {}
    for reading in submission.readings:
        text = _with_unit(reading) if reading.number and reading.field in fields else ""
        if text and not any_of(_units(form, reading.field), text):
            place = fields.index(reading.field)
            around = [fields[near] for near in (place - 1, place + 1) if 0 <= near < len(fields)]
            if any(any_of(_units(form, near), text) for near in around):
                found[reading.field] = 1
    return found


def _with_unit(reading: Reading) -> str:
    """'600 người' where the cell or the note says so; '' where it says no such thing."""
    figure = str(reading.number)
    for text in (reading.raw if isinstance(reading.raw, str) else "", reading.note):
        words = comparable(text).replace("(", " ").replace(")", " ").split() if figure in text else []
        if len(words) in (2, 3) and words[0].lstrip("0") == figure:
            return " ".join(words)
    return ""


def _units(form: Form, field: str) -> tuple[str, ...]:
    known = form.field(field)
    return tuple(unit for unit in (known.unit, *known.units) if len(unit) > 1)


def values_text(form: Form, readings: Mapping[str, Reading], block: Sequence[str]) -> str:
    """'05: 0; 05 (Người tham dự): 6': the figures as they stand, so that a person can judge."""
    return "; ".join(
        f"{name}: {readings[field].raw_text or '…'}" for name, field in zip(names(form, block), block, strict=True)
    )


def names(form: Form, fields: Sequence[str]) -> tuple[str, ...]:
    """'05', and for a row without a number of its own '05 (Người tham dự)'."""

    def name(known: Field) -> str:
        return known.tt or (
            f"{form.field(known.parent).tt} ({known.short or known.label})" if known.parent else known.id
        )

    return tuple(name(form.field(field)) for field in fields)


KIND = Kind(
    name="row-shift",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="numbers",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
