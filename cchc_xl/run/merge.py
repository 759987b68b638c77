"""A whole merge: inputs and a plan in, a consolidation and its verified workbook out. The steps, in order.

Nothing here knows of a path, a clock or a machine: the same inputs and the same plan give the same bytes, whoever does
the work. ``run.paths`` wraps it for files on a disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cchc_xl.condensed import condensed_like
from cchc_xl.consolidation.account.choose import common_period
from cchc_xl.consolidation.account.decided import by_fingerprint
from cchc_xl.consolidation.given_files import given_files
from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.grid.scan import Input, Skipped
from cchc_xl.model import Consolidation, Form, Period, Report, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.run.collect import Collected, read, skipped_rows
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import valid_on
from cchc_xl.validate import Settings, waived

if TYPE_CHECKING:
    from cchc_xl.consolidation.beside.compare import Comparison
    from cchc_xl.consolidation.beside.previous import PreviousUnit


class Gathered(NamedTuple):
    """What is added up: reports, the files that are none, and by path the units below those reports that are
    provincial workbooks.
    """

    reports: tuple[Report, ...]
    skipped: tuple[Skipped, ...] = ()
    base: Mapping[str, tuple[PreviousUnit, ...]] = {}


def merge(
    inputs: Sequence[Input],
    plan: Plan,
    executor: Executor = IN_TURN,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Consolidation, bytes]:
    """The consolidation of the inputs, and the provincial workbook that says it, read back and found right.

    ``progress`` is told (done, of) after each input. Bad data is a finding, a broken file a refusal in the result.
    ``ProvinceError``: the workbook does not say what it should, which is a mistake of this program.
    """
    from cchc_xl.write.province.verify import verify_province
    from cchc_xl.write.province.workbook import province_bytes

    reports: list[Report] = []
    sources: list[Input] = []
    for done, (item, report) in enumerate(zip(inputs, read(inputs, plan.against, executor), strict=True), 1):
        reports += report.each
        sources += [item] * len(report.each)
        if progress:
            progress(done, len(inputs))
    merged = consolidated(gathered(Collected(tuple(reports), inputs=tuple(sources)), plan), plan)
    data = province_bytes(merged, plan.lang, plan.office, comparison(merged, plan), plan.carried_over, executor)
    verify_province(data, merged, executor)
    return merged, data


def gathered(collected: Collected, plan: Plan) -> Gathered:
    """The reports as they are added up: provincial workbooks as reports of their provinces, the dates of receipt those
    of the register, files as the units' that they were given to, with what the comparison with earlier periods brings
    up.
    """
    from cchc_xl.consolidation.beside import upward

    base: Mapping[str, tuple[PreviousUnit, ...]] = {}
    reports = collected.reports
    if plan.upward or (plan.upward is None and upward.all_outputs(reports)):
        reports, base = upward.raised(reports, collected.inputs, plan.against)
    reports = tuple(_received(reports, plan))
    reports = _given(reports, plan)
    if plan.previous:
        reports = _with_changes(reports, plan)
    return Gathered(reports, collected.skipped, base)


def consolidated(gathered: Gathered, plan: Plan) -> Consolidation:
    """The reports added up, with the files that were passed over named in it."""
    from cchc_xl.consolidation.account.totals import with_units_below
    from cchc_xl.consolidation.beside.upward import base_units
    from cchc_xl.consolidation.consolidate import consolidate

    against, reports = plan.against, gathered.reports
    period = against.period or common_period(reports)
    merged = consolidate(
        _form(reports, against),
        reports,
        _expected(against, period),
        plan.decisions,
        period,
        plan.deadline,
        lambda found: waived(found, against),
        skipped_rows(gathered.skipped),
    )
    used = [
        (result.report.source.path, result.name)
        for result in merged.units
        if any(figure.used is not None for figure in result.figures)
    ]
    return with_units_below(merged, base_units(merged.form, used, gathered.base)) if gathered.base else merged


def comparison(merged: Consolidation, plan: Plan) -> Comparison | None:
    """The consolidation beside those of earlier periods, None where there are none."""
    if not plan.previous:
        return None
    from cchc_xl.consolidation.beside.compare import compare

    return compare(merged, plan.previous, plan.against.roster, plan.jumps)


def _received(reports: Sequence[Report], plan: Plan) -> Iterator[Report]:
    """The reports with the units that the register has for them, and the days of receipt: the register's, else a
    mail's, else, where the plan says so, their own.
    """
    known = plan.received.known(report.source for report in reports) if plan.received.entries else {}
    for report in reports:
        entry, source = known.get(report.source.path), report.source
        own = report.submission.issued if plan.own_date and report.submission else ""
        day = (entry.received if entry else "") or source.received or own
        dated = report if day == source.received else report._replace(source=source._replace(received=day))
        yield dated._replace(registered=entry.unit) if entry and entry.unit else dated


def _given(reports: tuple[Report, ...], plan: Plan) -> tuple[Report, ...]:
    """Files that somebody gave to a unit are checked for its level and compared with what it reported before, as are
    those that somebody uses for this period.
    """
    period = plan.against.period or common_period(reports)
    units = _expected(plan.against, period)
    return tuple(given_files(reports, by_fingerprint(plan.decisions), units, period, plan.against))


def _with_changes(reports: tuple[Report, ...], plan: Plan) -> tuple[Report, ...]:
    from cchc_xl.consolidation.beside.changes import with_changes

    against = plan.against
    period = against.period or common_period(reports)
    changed = with_changes(_form(reports, against), reports, period, plan.previous, against.roster, plan.jumps)
    return tuple(
        now._replace(findings=condensed_like(report.findings, waived(now.findings, against)))
        for report, now in zip(reports, changed, strict=True)
    )


def _expected(against: Settings, period: Period | None) -> tuple[Unit, ...]:
    """The units that must report: those that exist at the cut-off; without a period those that still exist."""
    if against.roster is None:
        return ()
    return (
        valid_on(against.roster, period.end)
        if period
        else tuple(unit for unit in against.roster.units if not unit.valid_to)
    )


def _form(reports: Sequence[Report], against: Settings) -> Form:
    """The newest version that a report was made with: indicators that nobody was asked for are no gap in the result."""
    used = {(r.submission.form, r.submission.version) for r in reports if r.submission}
    return next((form for form in against.forms if (form.id, form.version) in used), against.forms[0])
