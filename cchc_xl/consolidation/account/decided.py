"""What the consolidator's decisions do to findings and values.

Pure; a decision meets its finding by fingerprint only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cchc_xl.model import SEVERITIES, Consolidation, Decision, Finding, Reading, Severity

# No office counts so many of anything; sums over ten thousand units of what is smaller are exact in a spreadsheet's 15
# digits.
LARGEST = 10**11
SEVERAL = "F13"  # several files of one unit: a row for each where one must be chosen
CHOOSING = ("use", "keep")  # what says, in a file's own row, that this file is the one
SETTLING = ("value", "accept", "keep")  # actions that state a number; an earlier one is the plainer word


class Settled(NamedTuple):
    """The number that a decision states for a value."""

    number: int
    decision: Decision


def by_fingerprint(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision in force for each finding: the latest by time, the later in order where the time is the same."""
    force: dict[str, Decision] = {}
    for decision in decisions:
        earlier = force.get(decision.fingerprint)
        if earlier is None or decision.at >= earlier.at:
            force[decision.fingerprint] = decision
    return force


def addable(number: int | float | None) -> int | None:
    """A number as a count, or None: a count is whole, not negative and not absurd, and nothing is rounded to make it
    so.
    """
    if number is None or not 0 <= number <= LARGEST or (isinstance(number, float) and not number.is_integer()):
        return None
    return int(number)


def settle(reading: Reading, findings: Iterable[Finding], force: Mapping[str, Decision]) -> Settled | None:
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
        if (number := _number(decision, finding, reading)) is not None
    ]
    if not stated:
        return None
    *_, number, decision = max(stated, key=lambda one: one[:3])
    return Settled(number, decision)


def _number(decision: Decision, finding: Finding, reading: Reading) -> int | None:
    if decision.action == "value":
        return addable(decision.value)
    if decision.action == "accept":
        return addable(finding.proposed if finding.proposed is not None else reading.number)
    return None if reading.computed else addable(reading.number)


def waived(finding: Finding, force: Mapping[str, Decision]) -> bool:
    """Did a person take note of a finding and let it pass? An error is not ignored away: it can only be kept as it
    is.
    """
    decision = force.get(finding.fingerprint) if force else None
    if decision is None:
        return False
    if finding.code == SEVERAL:  # an error while no file, or more than one, is chosen
        return finding.severity != "error" and decision.action in (*CHOOSING, "ignore")
    return decision.action == "keep" or (decision.action == "ignore" and finding.severity != "error")


def is_open(finding: Finding, force: Mapping[str, Decision], settled: bool) -> bool:
    """Does a finding still wait for somebody? ``settled``: its value has been decided."""
    if finding.field:
        decision = force.get(finding.fingerprint) if force else None
        ignored = decision is not None and decision.action == "ignore" and finding.severity != "error"
        return not settled and not ignored
    return not waived(finding, force)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The worst severity of some findings."""
    found = {finding.severity for finding in findings}
    for severity in SEVERITIES:
        if severity in found:
            return severity
    return None


def open_findings(consolidation: Consolidation) -> tuple[Finding, ...]:
    """The findings of a consolidation that nobody has settled yet."""
    force = by_fingerprint(consolidation.decisions)
    if not force:
        return consolidation.findings
    settled = {
        (finding.unit, finding.source, finding.field)
        for result in consolidation.units
        for entry in result.entries
        if entry.decision is not None
        for finding in result.report.findings
        if finding.field == entry.field
    }
    return tuple(
        finding
        for finding in consolidation.findings
        if is_open(finding, force, (finding.unit, finding.source, finding.field) in settled)
    )
