"""Whose the files are, and of which period, before they are added up: what people decided and what the register of
receipt says, and the rules for the level of the unit that a file was given to.

Where register and decision contradict each other, or the register the file itself, the file is nobody's until one of
them is changed (M20).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.account.decided import UNIT_QUESTIONS
from cchc_xl.consolidation.account.given import (
    PROPOSED,
    PROPOSED_NAME,
    Givers,
    decided_unit,
    givers,
    no_report,
    of_period,
    told_apart,
)
from cchc_xl.model import Decision, Finding, Period, Report, Unit
from cchc_xl.units.listing import Roster
from cchc_xl.units.match import match
from cchc_xl.validate import Settings, for_unit


def given_files(
    reports: Iterable[Report],
    force: Mapping[str, Decision],
    units: Sequence[Unit],
    period: Period | None,
    against: Settings | None = None,
) -> list[Report]:
    """The reports, those that somebody gave to one of the roster's ``units`` as that unit's, those that somebody uses
    for the campaign's ``period`` as of that. Of the same reports a second time nothing changes. ``against``: whose
    rules are asked again for the unit's level.
    """
    told = [no_report(report, force) for report in map(told_apart, reports)]
    known, entries = givers({unit.id: unit for unit in units}), _meant(told, units, period.end if period else None)
    found = []
    for report in told:
        if report.given is None and (force or report.registered):
            unit, report = _whose(report, force, known, entries)
            if unit is not None:
                report = _given(report, unit, against)
                if entries.get(report.registered) == unit:
                    report = _answered(report)
        found.append(_of_period(report, force, period))
    return found


def _of_period(report: Report, force: Mapping[str, Decision], period: Period | None) -> Report:
    if report.submission is None or not force:
        return report
    return report._replace(submission=of_period(report.submission, report.findings, force, period))


def _meant(reports: Iterable[Report], units: Sequence[Unit], on: dt.date | None) -> Mapping[str, Unit]:
    """The units that the register's entries mean: an id, a code or a name, never one that is merely alike."""
    texts = {report.registered for report in reports} - {""}
    roster = Roster(tuple(units))
    found = {text: match(text, roster, on) for text in texts}
    return {text: one.unit for text, one in found.items() if one.unit is not None and one.how != "former"}


def _given(report: Report, unit: Unit, against: Settings | None) -> Report:
    report = report._replace(given=unit)
    if report.submission is None:
        return report
    checked = for_unit(report, against) if against else report
    assert checked.submission is not None
    return checked._replace(submission=checked.submission._replace(unit=unit))


def _whose(
    report: Report, force: Mapping[str, Decision], known: Givers, entries: Mapping[str, Unit]
) -> tuple[Unit | None, Report]:
    """The unit that a file is given to, None where nobody says so or it is not clear; and the report with what is to be
    said about the register.
    """
    entry = entries.get(report.registered)
    if report.registered and (entry is None or report.source.part):
        return decided_unit(report.findings, force, known), _with(report, _not_taken(report, known))
    if entry is None:
        return decided_unit(report.findings, force, known), report
    asked = _differs(report, entry)
    decided = decided_unit((*report.findings, asked), force, known)
    own = report.submission.unit if report.submission else report.sender
    if decided != entry and (decided or _contradicts(report, own, entry, known)):
        other = decided or own
        what = "register-decision" if decided else "register-content"
        return None, _with(
            report, asked._replace(params={**asked.params, "what": what, "a": other.name if other else ""})
        )
    if asked.fingerprint in force:  # the row stays in which it was settled
        report = _with(report, asked._replace(params={**asked.params, "a": own.name if own else ""}))
    if decided is None and own == entry and not any(one.code in UNIT_QUESTIONS for one in report.findings):
        return None, report  # the register says what the file says
    return entry, report


def _contradicts(report: Report, own: Unit | None, entry: Unit, known: Givers) -> bool:
    """Does a file say that it is of another of the roster's units? Where its own name already contradicts its content
    (M04) the register says which of them is right.
    """
    named = {str(one.params.get("b", "")) for one in report.findings if one.code == "M04"}
    return own is not None and own.id in known.by_id and own.id != entry.id and entry.name not in named


def _answered(report: Report) -> Report:
    """What the register has settled is no question to anybody any more."""
    return report._replace(
        findings=tuple(one._replace(severity="note") if one.code in UNIT_QUESTIONS else one for one in report.findings)
    )


def _differs(report: Report, entry: Unit) -> Finding:
    """M20; its proposal is the register's unit."""
    params = {PROPOSED: entry.id, PROPOSED_NAME: entry.name, "what": "register-content", "key": report.source.content}
    return _about(report, "M20", **params)


def _not_taken(report: Report, known: Givers) -> Finding:
    """M21: why the register's unit has no effect; a note where the file itself says whose it is."""
    reason = "parts" if report.source.part else "unknown" if known.by_id else "no-roster"
    found = _about(report, "M21", found=report.registered, reason=f"register-{reason}")
    own = report.submission.unit if report.submission else None
    return found._replace(severity="note") if own is not None and own.id in known.by_id else found


def _about(report: Report, code: str, **params: object) -> Finding:
    one = report.submission
    unit, period = (one.unit_key, one.period_key) if one else ("", "")
    return finding(code, unit=unit, period=period, raw=report.registered, params=params, source=report.source.path)


def _with(report: Report, found: Finding) -> Report:
    if any(one.code == found.code for one in report.findings):
        return report
    return report._replace(findings=(*report.findings, found))
