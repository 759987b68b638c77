"""What the consolidator's decisions do to findings and values.

Pure; a decision meets its finding by fingerprint only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from cchc_xl.condensed import listed_like
from cchc_xl.model import SEVERITIES, Cell, Consolidation, Decision, Field, Finding, Reading, Severity
from cchc_xl.numbers import in_places, of_places, text_of
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold
from cchc_xl.words.province import ACTIONS

# No office counts so many of anything; sums over ten thousand units of what is smaller are exact in a spreadsheet's 15
# digits.
LARGEST = 10**11
SEVERAL = "F13"  # several files of one unit: a row for each where one must be chosen
CHOOSING = ("use", "keep")  # what says, in a file's own row, that this file is the one
UNIT_QUESTIONS = frozenset(
    {"M01", "M02", "M04", "M20"}
)  # errors about whose a report is: settled once somebody said it
# Of these files no figure was read; given to a unit they are what it sent, and still of no use.
NOTHING_READ = frozenset({"F03", "F04", "F05", "F07", "F09", "S14", "S17", "S18"})
NO_REPORT = "none"  # the action of whoever says that such a file is no report at all
PERIOD_QUESTIONS = frozenset({"M05", "F14"})  # whether a file is of this period: settled by using it
SETTLING = ("value", "accept", "keep")  # actions that state a number; an earlier one is the plainer word


CONFLICT = "conflict"  # people decided differently, and nobody has chosen between them
MOST_OTHERS = 20  # earlier decisions that are remembered of a finding


class Settled(NamedTuple):
    """The number that a decision states for a value."""

    number: int | float
    decision: Decision


# --- which decision is in force --------------------------------------------------------------------------------------


def by_fingerprint(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision in force for each finding.

    Of one person's the latest by time, the later in order where the time is the same. What different people decided
    without knowing of each other is a conflict where it differs.
    """
    every: dict[str, list[Decision]] = {}
    for decision in decisions:
        every.setdefault(decision.fingerprint, []).append(decision)
    return {fingerprint: some[0] if len(some) == 1 else _in_force(some) for fingerprint, some in every.items()}


def _in_force(some: Sequence[Decision]) -> Decision:
    every = [one for decision in some for one in (decision.others if decision.action == CONFLICT else (decision,))]
    every.sort(key=lambda one: one.at)
    outdone = {_said(earlier) for one in every for earlier in one.others}
    standing = [one for one in every if _said(one) not in outdone] or every[-1:]
    people = list({fold(one.by): one for one in standing}.values())
    real = [one for one in people if one.action or one.value is not None] or people
    latest = max(real, key=lambda one: one.at)
    if len({(one.action, one.value) for one in real}) > 1:
        remark = next((one.reason for one in some if one.action == CONFLICT and one.reason), "")
        each = tuple(one._replace(others=()) for one in real)
        return Decision(latest.fingerprint, CONFLICT, None, remark, "", latest.at, each)
    reasons = [one.reason for one in people if one is not latest and one.reason and one.reason not in latest.reason]
    earlier = tuple(dict.fromkeys(other for one in real for other in one.others))
    return latest._replace(reason="; ".join(filter(None, [latest.reason, *reasons])), others=earlier[-MOST_OTHERS:])


def _said(decision: Decision) -> tuple[str, int | float | str | None, str]:
    return decision.action, decision.value, fold(decision.by)


# --- what it does ----------------------------------------------------------------------------------------------------


def addable(number: int | float | None, places: int = 0) -> int | float | None:
    """A number as one that is added up, or None: it has no more decimal places than its indicator, is not negative and
    not absurd, and nothing is rounded to make it so.
    """
    if number is None or not 0 <= number <= LARGEST:
        return None
    units = in_places(number, places)
    return None if units is None else of_places(units, places)


def settle(
    reading: Reading, findings: Iterable[Finding], force: Mapping[str, Decision], field: Field
) -> Settled | None:
    """The number decided for a value, or None where nobody decided or the decision names no number.

    A stated value comes before an accepted proposal, and that before keeping what was written; then the latest.
    Keeping says nothing where the clerk wrote no single number (``Reading.computed``).
    """
    if not force:
        return None
    stated = [
        (-SETTLING.index(decision.action), decision.at, decision.fingerprint, number, decision)
        for finding in findings
        if (decision := force.get(finding.fingerprint)) and decision.action in SETTLING
        if (number := stated_number(decision, finding, reading, field)) is not None
    ]
    if not stated:
        return None
    *_, number, decision = max(stated, key=lambda one: one[:3])
    return Settled(number, decision)


def stated_number(
    decision: Decision, finding: Finding, reading: Reading | None, field: Field | None
) -> int | float | None:
    """The number that a decision about a value states, or that stands for the answer that it states; None where it
    states none. ``field``: the indicator, None where the finding is about none.
    """
    places = reading.places if reading else 0
    if field is not None and (place := type_of(field.kind).place):
        answer = stated_answer(decision, reading, field)
        return place(answer, field) if answer else None
    if decision.action == "value":
        return None if isinstance(decision.value, str) else addable(decision.value, places)
    if decision.action == "accept":
        return addable(finding.proposed, places)
    return None if reading is None or reading.computed else addable(reading.number, places)


def stated_answer(decision: Decision, reading: Reading | None, field: Field) -> str:
    """The answer that a decision states for an indicator that asks for one; '' for none."""
    if decision.action == "value":
        said = type_of(field.kind).read(Cell(text_of(decision.value), "text"), field)
    elif decision.action == "keep" and reading is not None:
        said = reading
    else:
        return ""
    return said.qualifier if said.state == "answer" else ""


def obstacle(
    finding: Finding,
    decision: Decision,
    reading: Reading | None = None,
    field: Field | None = None,
    *,
    readable: bool = True,
) -> str:
    """Why a decision about a finding cannot be carried out: the id of a reason, '' where it can.

    ``reading``, ``field``: the value and the indicator that the finding is about. ``readable``: whether figures of the
    file were read at all.
    """
    action = decision.action
    if action == "ask":
        return ""
    if action == "ignore":
        return "error-stays" if finding.severity == "error" else ""
    if action in CHOOSING and finding.code == SEVERAL:  # an error while no file, or more than one, is chosen
        return "several-chosen" if finding.severity == "error" else ""
    if action == "use":
        return "" if finding.code in PERIOD_QUESTIONS else "no-choice-of-files"
    if action == NO_REPORT:
        return "" if finding.code in NOTHING_READ else "is-a-report"
    if action not in SETTLING:
        return {CONFLICT: CONFLICT, "": "no-choice"}.get(action, "unknown-choice")
    if "list" in finding.params:  # figures are decided where they are counted
        return "line-of-list"
    if not finding.field:
        if action == "keep":
            return "" if readable else "nothing-to-keep"
        return "no-proposal" if action == "accept" else "no-figure"
    if stated_number(decision, finding, reading, field) is not None:
        return ""
    if action == "value":
        if field is not None and type_of(field.kind).place:
            return "no-answer"
        return "no-number" if decision.value is None or isinstance(decision.value, str) else "bad-number"
    return "no-proposal" if action == "accept" else "nothing-to-keep"


def waived(finding: Finding, force: Mapping[str, Decision]) -> bool:
    """Did a person take note of a finding about a whole report and let it pass? An error is not ignored away: it can
    only be kept as it is.
    """
    decision = force.get(finding.fingerprint) if force else None
    if decision is None or obstacle(finding, decision):
        return False
    chosen = finding.code == SEVERAL or finding.code in PERIOD_QUESTIONS
    return decision.action in ((*CHOOSING, "ignore") if chosen else ("keep", "ignore"))


def choices(
    finding: Finding, reading: Reading | None = None, field: Field | None = None, *, readable: bool = True
) -> tuple[str, ...]:
    """The actions that a person can choose in the row of a finding, none that could only be without effect; with the
    arguments of ``obstacle``. In the order of ``ACTIONS``.
    """
    if finding.code == SEVERAL or finding.code in PERIOD_QUESTIONS:
        return ("use", "ask") if finding.severity == "error" else ("use", "ignore", "ask")

    return tuple(
        tried.action
        for tried in _TRIED
        if obstacle(finding, tried, reading, field, readable=readable) in ("", "no-answer")
    )


_TRIED = tuple(Decision("", action, 0) for action in ACTIONS)


def is_open(finding: Finding, force: Mapping[str, Decision], settled: bool) -> bool:
    """Does a finding about a value still wait for somebody? ``settled``: the value has been decided."""
    decision = force.get(finding.fingerprint) if force else None
    return not settled and (decision is None or decision.action != "ignore" or bool(obstacle(finding, decision)))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The worst severity of some findings."""
    found = {finding.severity for finding in findings}
    for severity in SEVERITIES:
        if severity in found:
            return severity
    return None


def open_findings(consolidation: Consolidation) -> Sequence[Finding]:
    """The findings of a consolidation that nobody has settled yet."""
    if not consolidation.decisions:
        return consolidation.findings
    return listed_like(consolidation.findings, filter(still_open(consolidation), consolidation.findings))


def still_open(consolidation: Consolidation) -> Callable[[Finding], bool]:
    """Has nobody settled a finding of a consolidation yet?"""
    force = by_fingerprint(consolidation.decisions)
    if not force:
        return lambda _: True
    settled = {
        (finding.unit, finding.source, finding.field)
        for result in consolidation.units
        for figure in result.figures
        if figure.decision is not None
        for finding in result.report.findings
        if finding.field == figure.field
    }
    given = {result.report.source.path for result in consolidation.units if result.report.given}
    return lambda finding: (
        (finding.unit, finding.source, finding.field) not in settled
        and not (finding.code in UNIT_QUESTIONS and finding.source in given)
        and not _let_pass(finding, force.get(finding.fingerprint), consolidation.obstacles)
    )


def _let_pass(finding: Finding, decision: Decision | None, obstacles: Mapping[str, str]) -> bool:
    """Is a finding settled by a decision that states no number? One about whose a file is also by the name of a unit,
    whichever of the unit's files is used.
    """
    if decision is None or obstacles.get(decision.fingerprint, ""):
        return False
    if finding.code in UNIT_QUESTIONS and decision.fingerprint in obstacles and decision.action not in ("", "ask"):
        return True
    return decision.action in ("ignore", "use") or (decision.action == "keep" and not finding.field)
