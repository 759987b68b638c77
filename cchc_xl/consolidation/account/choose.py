"""The files of each unit: what is wrong with them as a whole, and which are exact copies.

Which of several different files of a unit is used is said in ``versions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.condensed import condensed_like
from cchc_xl.consolidation.account.decided import UNIT_QUESTIONS, settle, waived
from cchc_xl.model import Decision, Finding, Form, Period, Report, Submission, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold

WHOLE_PHASES = ("file", "structure", "period", "roster", "peers")
# An error of these codes without a field says something about rows, not about the whole report: what is missing is
# 'absent', the other rows stand.
HARMLESS = frozenset({"S05"})
ROSTER_CODES = frozenset({"M01", "M02", "M03"})  # they judge a unit against a roster: without one they have no ground


class Candidate(NamedTuple):
    """A readable file that may become a unit's row. ``block``: the error for which the whole report is set aside."""

    report: Report
    submission: Submission
    key: str
    findings: Sequence[Finding]
    block: Finding | None
    errors: int

    @property
    def rank(self) -> tuple[int, str, str]:
        """Reports in order of preference: usable, without errors, newest; the path decides where all else is equal."""
        source = self.report.source
        return self.quality, source.received, source.path

    @property
    def quality(self) -> int:
        """0: set aside as a whole; 1: with errors; 2: without."""
        return 0 if self.block else 1 if self.errors else 2


def unit_key(report: Report, submission: Submission) -> str:
    """What makes two reports one unit's: the roster's id, else the name as written, else the file's content."""
    if submission.unit:
        return submission.unit.id
    if name := fold(submission.unit_text):
        return f"?{name}"
    return f"?{report.source.content}"


def candidate(
    form: Form,
    report: Report,
    submission: Submission,
    findings: Sequence[Finding],
    has_roster: bool,
    force: Mapping[str, Decision],
) -> Candidate:
    """``findings`` are the report's, with those that the merge adds about the whole file."""
    if not has_roster and submission.unit_text:
        findings = [finding for finding in findings if finding.code not in ROSTER_CODES]
    errors = [finding for finding in findings if finding.severity == "error"]
    settled = UNIT_QUESTIONS if report.given else frozenset()
    block = next(
        (error for error in errors if blocks(error) and error.code not in settled and not waived(error, force)), None
    )
    return Candidate(
        report,
        submission,
        unit_key(report, submission),
        condensed_like(report.findings, findings),
        block,
        _open_errors(form, submission, errors, force),
    )


def blocks(finding: Finding) -> bool:
    """Is the whole report set aside for this finding?"""
    return (
        finding.severity == "error"
        and not finding.field
        and finding.phase in WHOLE_PHASES
        and finding.code not in HARMLESS
    )


def _open_errors(form: Form, submission: Submission, errors: Sequence[Finding], force: Mapping[str, Decision]) -> int:
    """Errors about values that no decision has settled: a file that was settled is as good as one without errors."""
    about_values = [error for error in errors if error.field]
    if not force:
        return len(about_values)
    readings = {reading.field: reading for reading in submission.readings}
    fields = {field.id: field for field in form.fields}
    return sum(
        error.field not in readings
        or error.field not in fields
        or settle(readings[error.field], about_values, force, fields[error.field]) is None
        for error in about_values
    )


def sent_as(one: Candidate) -> str:
    """The unit that a file's name or template names where its content names another (M04); '' where they agree."""
    return next((str(finding.params.get("b", "")) for finding in one.findings if finding.code == "M04"), "")


def split_copies(candidates: Iterable[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """(one of each content and unit, exact copies): of equal files the newest stands for all.

    A file that came as another unit's is no copy of the unit's own, or the unit would lose its report to it.
    """
    firsts: dict[tuple[str, str, str], Candidate] = {}
    copies = []
    for one in sorted(candidates, key=lambda one: (one.report.source.received, one.report.source.path), reverse=True):
        identity = (one.key, one.report.source.content, sent_as(one))
        if identity in firsts:
            copies.append(one)
        else:
            firsts[identity] = one
    return list(firsts.values()), copies


def by_unit(candidates: Iterable[Candidate]) -> list[tuple[Candidate, ...]]:
    """The candidates of each unit, those that are usable and without errors first."""
    groups: dict[str, list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(one.key, []).append(one)
    return [tuple(sorted(group, key=lambda one: one.rank, reverse=True)) for group in groups.values()]


def common_period(reports: Iterable[Report]) -> Period | None:
    """The period of more than half of the reports that name one, or None."""
    counts: dict[Period, int] = {}
    for report in reports:
        if report.submission and report.submission.period:
            counts[report.submission.period] = counts.get(report.submission.period, 0) + 1
    best = max(counts, key=lambda period: (counts[period], period.key), default=None)
    return best if best is not None and counts[best] * 2 > sum(counts.values()) else None


def period_labels(reports: Iterable[Report]) -> tuple[str, ...]:
    """The labels of all periods that the reports name, in order of time."""
    periods = {report.submission.period for report in reports if report.submission and report.submission.period}
    return tuple(period.label for period in sorted(periods, key=lambda period: (period.end, period.start)))


def display_name(unit: Unit | None, submission: Submission) -> str:
    """The unit's name to show: the roster's, else as written; '' where the file names none."""
    return unit.name if unit else submission.unit_text
