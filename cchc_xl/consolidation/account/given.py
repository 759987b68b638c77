"""Files that a person gives to a unit, by choosing the unit in the row of a finding about the file, or by accepting the
unit that is proposed there; and files that a person uses for the campaign's period whatever they say.

The findings of such a file keep the unit that it names itself, so that decisions about them hold whoever it is given
to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.consolidation.account.decided import (
    CONFLICT,
    NO_REPORT,
    NOTHING_READ,
    PERIOD_QUESTIONS,
    UNIT_QUESTIONS,
    waived,
)
from cchc_xl.model import Decision, Finding, Period, Report, Submission, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, squeeze
from cchc_xl.words.province import ACTIONS

GIVING = UNIT_QUESTIONS | NOTHING_READ
PROPOSED, PROPOSED_NAME = "proposed_unit", "b"  # parameters of a finding: id and name of the unit that can be accepted


def label(unit: Unit) -> str:
    """A unit as the list of choices has it: 'Xã Sơn Tiến (HT-18)'."""
    return f"{unit.name} ({unit.id})"


def names_unit(finding: Finding, decision: Decision) -> bool:
    """Does a decision say whose the file is, or try to?"""
    if finding.code not in GIVING or decision.action in ("", CONFLICT):
        return False
    return decision.action not in ACTIONS or (decision.action == "accept" and PROPOSED in finding.params)


class Givers(NamedTuple):
    """The units of a roster by id and by what people write for them."""

    by_id: Mapping[str, Unit]
    by_label: Mapping[str, Unit]

    def unit(self, finding: Finding, decision: Decision) -> Unit | None:
        """The unit that a decision names; None where it is none of the roster's."""
        if decision.action == "accept":
            return self.by_id.get(str(finding.params.get(PROPOSED, "")))
        return self.by_label.get(fold(squeeze(decision.action)))


def givers(units: Mapping[str, Unit]) -> Givers:
    labels = {fold(label(unit)): unit for unit in units.values()}
    names: dict[str, list[Unit]] = {}
    for unit in units.values():
        names.setdefault(fold(unit.name), []).append(unit)
    alone = {name: some[0] for name, some in names.items() if len(some) == 1}
    return Givers(units, {**alone, **{fold(unit.id): unit for unit in units.values()}, **labels})


def told_apart(report: Report) -> Report:
    """A file that says no unit with its content in the fingerprints of its findings: of two files called 'Book1.pdf'
    each is somebody's.
    """
    if report.submission is not None or not report.source.sha256:
        return report
    key = report.source.sha256[:16]
    findings = tuple(
        one if one.unit or "key" in one.params else one._replace(params={**one.params, "key": key})
        for one in report.findings
    )
    return report._replace(findings=findings)


def no_report(report: Report, force: Mapping[str, Decision]) -> Report:
    """A file without figures of which a person said that it is no report: it is nobody's, and nothing is asked about
    it.
    """
    if report.submission is not None or not any(_says_none(one, force) for one in report.findings):
        return report
    findings = (one._replace(severity="note", params={**one.params, NO_REPORT: True}) for one in report.findings)
    return report._replace(findings=tuple(findings), sender=None, registered="")


def _says_none(finding: Finding, force: Mapping[str, Decision]) -> bool:
    decision = force.get(finding.fingerprint)
    return decision is not None and decision.action == NO_REPORT and finding.code in NOTHING_READ


def decided_unit(findings: Iterable[Finding], force: Mapping[str, Decision], known: Givers) -> Unit | None:
    """The unit that a decision in the row of a finding gives the file to; of several decisions the latest."""
    said = [
        (decision.at, unit)
        for finding in findings
        if finding.code in GIVING and (decision := force.get(finding.fingerprint)) and names_unit(finding, decision)
        if (unit := known.unit(finding, decision))
    ]
    return max(said, key=lambda one: (one[0], one[1].id))[1] if said else None


def of_period(
    submission: Submission, findings: Iterable[Finding], force: Mapping[str, Decision], period: Period | None
) -> Submission:
    """A report as one of the campaign's period, where a person uses it for that although it says another or none: it is
    compared with what else the unit sent, and with earlier periods, as any other.
    """
    if not force or period is None or submission.period_key == period.key:
        return submission
    asked = [one for one in findings if one.code in PERIOD_QUESTIONS and one.severity == "error"]
    if not asked or not all(waived(one, force) for one in asked):
        return submission
    return submission._replace(period=period)
