"""Which decisions do what they say, and why the others settle nothing: none vanishes without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.consolidation.account.choose import Candidate
from cchc_xl.consolidation.account.decided import SETTLING, obstacle, stated_number
from cchc_xl.consolidation.account.given import Givers, givers, names_unit
from cchc_xl.consolidation.account.totals import UnitRow, why_unused
from cchc_xl.model import Decision, Field, Finding, Form, Report, Unit


def obstacles(
    form: Form,
    rows: Iterable[UnitRow],
    unread: Iterable[Report],
    force: Mapping[str, Decision],
    units: Mapping[str, Unit],
) -> dict[str, str]:
    """Fingerprint of each decision whose finding is there -> the id of the reason for which it settles nothing, ''
    where it is carried out. Of several findings that it is about one that it settles counts. ``units``: the roster's.
    """
    found: dict[str, str] = {}
    if force:
        for fingerprint, why in _each(form, rows, unread, force, givers(units)):
            found[fingerprint] = found.get(fingerprint, why) and why
    return found


def _each(
    form: Form, rows: Iterable[UnitRow], unread: Iterable[Report], force: Mapping[str, Decision], known: Givers
) -> Iterator[tuple[str, str]]:
    fields = {field.id: field for field in form.fields}
    for report in unread:
        for finding, decision in _decided(report.findings, force):
            if names_unit(finding, decision):
                yield decision.fingerprint, _giving(report, finding, decision, known)
            else:
                yield decision.fingerprint, obstacle(finding, decision, readable=False)
    for row in rows:
        used = row.group[0]
        for finding, decision in _decided(row.result.report.findings, force):
            if names_unit(finding, decision):
                yield decision.fingerprint, _giving(used.report, finding, decision, known)
            else:
                yield decision.fingerprint, _of_used(row, finding, decision, fields.get(finding.field))
        for other in row.group[1:]:
            for finding, decision in _decided(why_unused(other, used), force):
                if names_unit(finding, decision):
                    yield decision.fingerprint, _giving(other.report, finding, decision, known)
                else:
                    yield decision.fingerprint, _of_unused(other, finding, decision, fields.get(finding.field))


def _giving(report: Report, finding: Finding, decision: Decision, known: Givers) -> str:
    unit = known.unit(finding, decision)
    if unit is None:
        return "unknown-unit" if known.by_id else "no-roster"
    if report.given is None and any(one.code == "M20" for one in report.findings):
        return "register-differs"
    return "" if report.given == unit else "outweighed"


def _decided(findings: Sequence[Finding], force: Mapping[str, Decision]) -> Iterator[tuple[Finding, Decision]]:
    for finding in findings:
        if decision := force.get(finding.fingerprint):
            yield finding, decision


def _of_used(row: UnitRow, finding: Finding, decision: Decision, field: Field | None) -> str:
    used, entry = row.group[0], row.result.entry(finding.field)
    why = obstacle(finding, decision, entry.reading if entry else None, field)
    if why or entry is None or decision.action not in SETTLING:
        return why
    if used.block:
        return "report-aside"
    return "" if entry.used == stated_number(decision, finding, entry.reading, field) else "outweighed"


def _of_unused(other: Candidate, finding: Finding, decision: Decision, field: Field | None) -> str:
    why = obstacle(finding, decision, other.submission.reading(finding.field), field)
    return "file-not-used" if not why and decision.action in SETTLING else why
