"""Reports of many units to one consolidation. Pure: the same reports in any order give the same result.

Every input is merged, set aside or skipped, by name; every number that was read is added up or set aside; a unit counts
once. ``consolidation.account.reconcile`` proves it on each result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from cchc_xl.check.catalogue import finding
from cchc_xl.condensed import CondensedList, condensed_like, is_condensed
from cchc_xl.consolidation.account import choose, reconcile, versions
from cchc_xl.consolidation.account import totals as account
from cchc_xl.consolidation.account.carried_out import obstacles
from cchc_xl.consolidation.account.choose import Candidate
from cchc_xl.consolidation.account.decided import by_fingerprint
from cchc_xl.consolidation.account.entry import SharedFigures, figures
from cchc_xl.consolidation.account.given import of_period
from cchc_xl.consolidation.account.resubmission import differences
from cchc_xl.consolidation.account.totals import UnitRow
from cchc_xl.consolidation.beside import peers, shares
from cchc_xl.consolidation.given_files import given_files
from cchc_xl.consolidation.senders import senders, with_sender, with_senders
from cchc_xl.model import (
    Consolidation,
    Decision,
    Finding,
    Form,
    Period,
    Report,
    Source,
    SourceRow,
    Submission,
    Unit,
    UnitFigure,
    UnitResult,
)
from cchc_xl.records import NamedTuple
from cchc_xl.text import sort_key
from cchc_xl.units.listing import Roster

Waive = Callable[[Sequence[Finding]], tuple[Finding, ...]]
"""Findings with those that are waived as notes: a function of ``validate.waived``'s meaning."""


Deadline = dt.date | Mapping[str, dt.date] | None


class MergeTerms(NamedTuple):
    """What the reports are measured against. ``deadline`` is for units that have none of their own,
    by level where it differs ('' for all other levels).

    ``several``: the labels of the reports' periods where none of them is the campaign's.
    """

    form: Form
    period: Period | None
    several: tuple[str, ...]
    roster: Mapping[str, Unit]
    deadline: Deadline
    force: Mapping[str, Decision]
    waive: Waive
    shared: SharedFigures


def consolidate(
    form: Form,
    reports: Iterable[Report],
    roster: Sequence[Unit] = (),
    decisions: Sequence[Decision] = (),
    period: Period | None = None,
    deadline: Deadline = None,
    waive: Waive = tuple,
    skipped: Sequence[SourceRow] = (),
) -> Consolidation:
    """Adds up the reports of one period.

    ``form``: the newest version; an indicator that a report's version lacks is 'absent', not 0. ``roster``: the units
    that must report; without one, units go by the name that they give. ``period``: without one, the period of more than
    half of the reports; where there is none, reports of all periods are merged, each with a warning, because only a
    person can say which was meant. ``deadline``: without one (and none in the roster) nobody is late. ``waive``: for
    what is found here; the reports' own findings come waived. ``skipped``: the files that were passed over.
    """
    ordered = sorted(reports, key=lambda report: (report.source.path, report.source.sha256))
    common = period or choose.common_period(ordered)
    several = () if common else choose.period_labels(ordered)
    terms = MergeTerms(
        form,
        common,
        several,
        {unit.id: unit for unit in roster},
        deadline,
        by_fingerprint(decisions),
        waive,
        SharedFigures(),
    )
    ordered = given_files(ordered, terms.force, tuple(roster), common)
    candidates, copies = _candidates(terms, ordered)
    unread = [report for report in ordered if report.submission is None]
    of_no_use = _of_no_use(unread, roster, common)
    each = _sorted(form, [_row(terms, group, copies, of_no_use) for group in choose.by_unit(candidates)])
    rows = _with_blocked(terms, _with_peers(terms, each))
    sources = (*account.sources(rows, copies, unread), *skipped)
    if roster:
        listed, on = Roster(tuple(roster)), common.end if common else None
        unread = [with_sender(report, listed, on) for report in unread]
        sources = with_senders(sources, ordered, listed, on)
    unusable, missing = _without_a_row(terms, rows, sources)
    results = tuple(row.result for row in rows)
    not_sent = waive([_not_sent(terms, unit) for unit in missing])
    consolidation = Consolidation(
        form=form,
        period=terms.period,
        units=results,
        missing=missing,
        totals=account.totals(form, results, (*unusable, *missing)),
        findings=_every(account.findings(form, rows, unread), not_sent, rows),
        sources=sources,
        decisions=tuple(sorted(terms.force.values(), key=lambda decision: (decision.at, decision.fingerprint))),
        roster_size=len(terms.roster),
        differences=tuple(
            one for row in rows if len(row.group) > 1 for one in differences(form, row.result.name, row.group)
        ),
        obstacles=obstacles(form, rows, unread, terms.force, terms.roster),
        unusable=unusable,
    )
    reconcile.check(consolidation, len(ordered) + len(skipped))
    return consolidation


def _every(found: Iterable[Finding], not_sent: Iterable[Finding], rows: Sequence[UnitRow]) -> Sequence[Finding]:
    """All findings in one list, which is packed where those of the reports are."""
    every = chain(found, not_sent)
    return CondensedList(every) if any(is_condensed(row.result.report.findings) for row in rows) else tuple(every)


# --- the candidates ------------------------------------------------------------------------------------------------


def _candidates(terms: MergeTerms, reports: Sequence[Report]) -> tuple[list[Candidate], list[Candidate]]:
    """(candidates for a unit's row, exact copies of them)."""

    def made(report: Report, submission: Submission, more: Sequence[Finding] = ()) -> Candidate:
        findings = [*more, *_whole(terms, report, submission), *report.findings]
        taken = of_period(submission, findings, terms.force, terms.period)
        if taken is not submission:
            report = report._replace(submission=taken)
        return choose.candidate(terms.form, report, taken, findings, bool(terms.roster), terms.force)

    first = [made(report, report.submission) for report in reports if report.submission]
    originals, copies = choose.split_copies(first)
    shared = peers.same_file(terms.form, originals)
    return [
        made(one.report, one.submission, [shared[one.report.source.path]]) if one.report.source.path in shared else one
        for one in originals
    ], copies


def _whole(terms: MergeTerms, report: Report, submission: Submission) -> list[Finding]:
    """What is wrong with a report as a whole, seen from the campaign, unless the checks of the file have said so
    already.
    """
    known, key = {one.code for one in report.findings}, report.source.content
    found = []
    unknown = submission.unit is None and (bool(terms.roster) or not submission.unit_text)
    outside = bool(terms.roster) and submission.unit is not None and submission.unit.id not in terms.roster
    # M03: a unit of yesterday is none of the roster's, and its figures count, with the warning that its successor may
    # hold them too.
    if (unknown and not known & {"M01", "M02"}) or (outside and not known & choose.ROSTER_CODES):
        found.append(_about(terms, report, submission, "M01", found=choose.display_name(submission.unit, submission)))
    other = submission.period is not None and terms.period is not None and submission.period.key != terms.period.key
    if other and submission.period and terms.period and not known & {"M05", "F14"}:
        found.append(
            _about(
                terms, report, submission, "M05", found=submission.period.label, expected=terms.period.label, key=key
            )
        )
    if terms.several and submission.period and not known & {"M05", "F14"}:
        expected = "; ".join(terms.several)
        mixed = _about(terms, report, submission, "M05", found=submission.period.label, expected=expected, key=key)
        found.append(mixed._replace(severity="warning"))
    return found


def _about(terms: MergeTerms, report: Report, submission: Submission, code: str, **params: object) -> Finding:
    return finding(
        code,
        terms.form,
        unit=submission.unit_key,
        period=submission.period_key or (terms.period.key if terms.period else ""),
        params={"unit": choose.display_name(submission.unit, submission), **params},
        source=report.source.path,
    )


# --- one unit ------------------------------------------------------------------------------------------------------


def _of_no_use(unread: Sequence[Report], roster: Sequence[Unit], common: Period | None) -> Mapping[str, list[Source]]:
    """The files of which no figure was read and that have a day of receipt, by the ids of their units."""
    found: dict[str, list[Source]] = {}
    if roster:
        listed, on = Roster(tuple(roster)), common.end if common else None
        for report in unread:
            if report.source.received and any(one.severity == "error" for one in report.findings):
                for unit in senders(report, listed, on):
                    found.setdefault(unit.id, []).append(report.source)
    return found


def _row(
    terms: MergeTerms,
    files: Sequence[Candidate],
    copies: Sequence[Candidate],
    of_no_use: Mapping[str, Sequence[Source]],
) -> UnitRow:
    """``files``: all of a unit's; ``copies``: exact ones of any unit's; ``of_no_use``: those of which no figure was
    read, by unit.
    """
    group = versions.decide(files, partial(_several, terms, files), terms.force)
    one = group[0]
    unit = terms.roster.get(one.key) if terms.roster else one.submission.unit
    findings = [*one.findings]
    counted = [one, *versions.rivals(one, group)]
    days, limit = _late(terms, unit, counted, copies)
    if days and limit and all(finding.code != "M11" for finding in findings):
        known = {id(other) for other in counted}
        passed = [other for other in group if other.block and id(other) not in known]
        others = [other.report.source for other in passed if not versions.is_anothers(other)]
        why = _sent_before(limit + dt.timedelta(days), [*others, *of_no_use.get(one.key, ())])
        findings.append(_about(terms, one.report, one.submission, "M11", days=days, deadline=limit.isoformat(), **why))
    findings = list(terms.waive(findings))
    result = UnitResult(
        key=one.submission.unit_key or one.key,
        name=choose.display_name(one.submission.unit, one.submission),
        level=one.submission.unit.level if one.submission.unit else "",
        report=one.report._replace(findings=condensed_like(one.report.findings, findings)),
        figures=_figures(terms, one.submission, findings, one.block.code if one.block else ""),
        unit=unit,
        late_days=days,
    )
    return UnitRow(result, group)


def _several(terms: MergeTerms, files: Sequence[Candidate], one: Candidate, became: str, reason: str) -> Finding:
    """F13 about one of several files; ``became`` and ``reason`` are ids of reasons.

    Its key names the files, so that a decision about it does not outlive the arrival of another.
    """
    others = [other.report.source for other in versions.rivals(one, files)]
    source = one.report.source
    return _about(
        terms,
        one.report,
        one.submission,
        "F13",
        n=len(others) + 1,
        file=source.name,
        what=f"file-{became}" if source.received else f"file-{became}-undated",
        time=source.received.replace("T", " "),
        reason=reason,
        period=terms.period.label if terms.period else one.submission.period_text,
        others=tuple(sorted(other.name for other in others)),
        key="|".join([_digest(source), *sorted(map(_digest, others))]),
    )


def _digest(source: Source) -> str:
    return f"{source.sha256[:16]}{source.part}"


def _late(
    terms: MergeTerms, unit: Unit | None, group: Sequence[Candidate], copies: Sequence[Candidate]
) -> tuple[int | None, dt.date | None]:
    """(days after the deadline of the first of a unit's files, the deadline).

    0 where no deadline is known, None where one is and nobody knows when the unit sent its report. ``copies``: a file
    that came twice came when it came first.
    """
    limit = _date(unit.deadline if unit else "") or _limit(
        terms.deadline, group[0].submission.unit.level if group[0].submission.unit else ""
    )
    if limit is None:
        return 0, None
    contents = {(one.key, one.report.source.content) for one in group}
    sources = [one.report.source for one in (*group, *copies) if (one.key, one.report.source.content) in contents]
    first = _date(min((source.received for source in sources if source.received), default="")[:10])
    return (max(0, (first - limit).days) if first else None), limit


def _sent_before(first: dt.date, others: Sequence[Source]) -> Mapping[str, object]:
    """What a late unit had sent before the ``first`` of its files that could be used, as parameters of M11: it is late
    with a usable report, and was not silent.
    """
    earlier = [one for one in others if one.received and one.received[:10] < first.isoformat()]
    if not earlier:
        return {}
    sent = min(earlier, key=lambda one: (one.received, one.path))
    return {
        "reason": "late-of-no-use", "sent": sent.name, "first": sent.received[:10], "got": first.isoformat(),
    }  # fmt: skip


def _without_a_row(
    terms: MergeTerms, rows: Sequence[UnitRow], sources: Sequence[SourceRow]
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """The other units that must report: (those that sent something of no use yet, those of which nothing came)."""
    present = {row.result.unit.id for row in rows if row.result.unit}
    sent = {unit for row in sources if row.of_no_use for unit in row.senders}
    others = _by_name(terms.form, [_due(terms, unit) for unit in terms.roster.values() if unit.id not in present])
    return tuple(unit for unit in others if unit.id in sent), tuple(unit for unit in others if unit.id not in sent)


def _due(terms: MergeTerms, unit: Unit) -> Unit:
    """A unit with the deadline that holds for it."""
    limit = _limit(terms.deadline, unit.level)
    return unit if unit.deadline or limit is None else unit._replace(deadline=limit.isoformat())


def _limit(deadline: Deadline, level: str) -> dt.date | None:
    if deadline is None or isinstance(deadline, dt.date):
        return deadline
    return deadline.get(level) or deadline.get("")


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _with_peers(terms: MergeTerms, rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows with what the comparison among the reports that are used brings up.

    It can be decided upon like anything else.
    """
    found = peers.compared(terms.form, [row.result for row in rows if not row.group[0].block])

    def with_findings(row: UnitRow) -> UnitRow:
        more = found.get(row.result.report.source.path)
        return _with_findings(terms, row, peers.joined(row.result.report.findings, terms.waive(more))) if more else row

    return [with_findings(row) for row in rows]


def _with_blocked(terms: MergeTerms, rows: Sequence[UnitRow]) -> Sequence[UnitRow]:
    """The rows with the warnings of rules that too many of the units in use break as errors."""
    used = [row for row in rows if not row.group[0].block]
    among = shares.blocked(terms.form, [row.result for row in used])
    if not among:
        return rows
    of_used = {id(row) for row in used}
    return [
        _with_findings(terms, row, shares.raised(row.result.report.findings, among)) if id(row) in of_used else row
        for row in rows
    ]


def _with_findings(terms: MergeTerms, row: UnitRow, findings: Sequence[Finding]) -> UnitRow:
    """The row of a unit whose report is in use, with other findings: what is added up follows from them."""
    report = row.result.report
    report = report._replace(findings=condensed_like(report.findings, findings))
    seen = _figures(terms, row.group[0].submission, findings)
    return row._replace(result=row.result._replace(report=report, figures=seen))


def _figures(
    terms: MergeTerms, submission: Submission, findings: Sequence[Finding], whole: str = ""
) -> tuple[UnitFigure, ...]:
    """The figures of a unit; of many units each is kept once."""
    found = figures(terms.form, submission, findings, terms.force, whole)
    return tuple(map(terms.shared, found)) if is_condensed(submission.readings) else found


def _sorted(form: Form, rows: Iterable[UnitRow]) -> list[UnitRow]:
    place = _level_places(form)
    return sorted(
        rows, key=lambda row: (place.get(row.result.level, len(place)), sort_key(row.result.name), row.result.key)
    )


def _by_name(form: Form, units: Iterable[Unit]) -> list[Unit]:
    place = _level_places(form)
    return sorted(units, key=lambda unit: (place.get(unit.level, len(place)), sort_key(unit.name), unit.id))


def _level_places(form: Form) -> dict[str, int]:
    return {level: place for place, level in enumerate(form.levels)}


def _not_sent(terms: MergeTerms, unit: Unit) -> Finding:
    period = terms.period
    params = {"unit": unit.name, "period": period.label if period else ""}
    return finding("M12", terms.form, unit=unit.id, period=period.key if period else "", params=params)
