"""Provincial workbooks as inputs: 34 provinces to one national workbook, with every unit of theirs kept as data.

A provincial workbook is a report of the province: its quantities are the totals that were added up there, and what was
set aside there stays aside. It is believed only where its recorded totals are the sums of its units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.aggregation import way_of
from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.beside.previous import Previous, PreviousUnit, previous_of
from cchc_xl.errors import UserError
from cchc_xl.grid.file import PROVINCE_LIMITS
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import Input, read_input
from cchc_xl.model import BaseUnit, CellRef, Finding, Form, Grid, Reading, Report, Source, Submission, Unit
from cchc_xl.numbers import added
from cchc_xl.records import NamedTuple
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.text import fold
from cchc_xl.units.roster import Roster
from cchc_xl.validate import Settings
from cchc_xl.words.province import SUMMARY

OWN_OUTPUT = "F18"
_FIRST_ROW, _COLUMN = 15, 5  # where a reader of the workbook finds the first total


class Raised(NamedTuple):
    """``reports``: one per provincial workbook, and the others as they were; ``base``: path -> units of the
    workbook.
    """

    reports: tuple[Report, ...]
    base: dict[str, tuple[PreviousUnit, ...]]


def is_output(report: Report) -> bool:
    """Is this the report of a file that a merge of ours wrote?"""
    return report.submission is None and any(one.code == OWN_OUTPUT for one in report.findings)


def all_outputs(reports: Sequence[Report]) -> bool:
    """Are the inputs provincial workbooks, and nothing else? One alone is rather an old result that was left in the
    folder.
    """
    looked_at = [
        report
        for report in reports
        if any(one.severity != "note" for one in report.findings) or report.submission or is_output(report)
    ]
    return len(looked_at) > 1 and all(map(is_output, looked_at))


def raised(reports: Sequence[Report], inputs: Iterable[Input], against: Settings) -> Raised:
    """The reports with every provincial workbook read as a report of its province."""
    by_path = {item.shown: item for item in inputs}
    made, base = [], {}
    for report in reports:
        item = by_path.get(report.source.path) if is_output(report) else None
        if item is None:
            made.append(report)
            continue
        one, units = _read(item, report, against)
        made.append(one)
        base[one.source.path] = units
    return Raised(tuple(made), base)


def base_units(
    form: Form, named: Iterable[tuple[str, str]], base: Mapping[str, tuple[PreviousUnit, ...]]
) -> tuple[BaseUnit, ...]:
    """The units below those of ``named`` (path, name of its unit), in their order."""
    levels = {fold(label): level for level, label in form.levels.items()}
    return tuple(
        BaseUnit(
            name,
            unit.code,
            unit.name,
            levels.get(fold(unit.level), ""),
            tuple(unit.values.get(field.id) for field in form.fields),
        )
        for path, name in named
        for unit in base.get(path, ())
    )


def _read(item: Input, report: Report, against: Settings) -> tuple[Report, tuple[PreviousUnit, ...]]:
    grid = read_input(item, PROVINCE_LIMITS)
    try:
        if not isinstance(grid, Grid):
            return report, ()
        known, meta = previous_of(grid, item.shown), province_meta(grid)
    except (
        UserError,
        ReadError,
    ):  # without a period, or of a form that this program does not have: it stays what it was
        return report, ()
    unit = _province(meta.get("province", ""), known, against.roster)
    source = report.source
    submission = _submission(source, known, unit)
    return Report(source, submission, tuple(_findings(submission, known, against))), known.units


def _submission(source: Source, known: Previous, unit: Unit | None) -> Submission:
    return Submission(
        source=source,
        form=known.form.id,
        version=known.form.version,
        sheet=SUMMARY,
        readings=tuple(_reading(known, field.id, place, field.places) for place, field in enumerate(known.form.fields)),
        unit=unit,
        unit_text=unit.name if unit else source.name.rpartition(".")[0],
        period=known.period,
        period_text=known.period.label,
    )


def _reading(known: Previous, field: str, place: int, places: int) -> Reading:
    """A total; blank where no unit has a number, absent where the workbook has no such indicator."""
    if field not in known.totals:
        return Reading(field, "absent", places=places)
    ref = CellRef(SUMMARY, _FIRST_ROW + place, _COLUMN)
    if not any(field in unit.values for unit in known.units):
        return Reading(field, "blank", ref=ref, places=places)
    total = known.totals[field]
    return Reading(field, "number", total, raw=total, ref=ref, how="exact", places=places)


def _findings(submission: Submission, known: Previous, against: Settings) -> Iterable[Finding]:
    about = {"unit": submission.unit_key, "period": submission.period_key, "source": submission.source.path}
    summed = [field.id for field in known.form.fields if field.id in known.totals and way_of(field).adds]
    sums = {field: added(unit.values.get(field, 0) for unit in known.units) for field in summed}
    if sums != {field: known.totals[field] for field in summed}:
        yield finding("F07", known.form, params={"reason": "totals-differ"}, **about)  # type: ignore[arg-type]
    if against.period and against.period.key != known.period.key:
        key = submission.source.content
        periods = {"found": known.period.label, "expected": against.period.label, "key": key}
        yield finding("M05", known.form, params=periods, **about)  # type: ignore[arg-type]


def _province(code: str, known: Previous, roster: Roster | None) -> Unit | None:
    """The province that a workbook is of: by the code of its units, in the roster of the merge or in the national
    list.
    """
    from cchc_xl.units.national import provinces_on

    if not code:
        return None
    listed = [unit for unit in roster.units if code in (unit.admin_code, unit.id)] if roster else []
    units = listed or [unit for unit in provinces_on(known.period.end) if code in (unit.admin_code, unit.id)]
    return units[0] if len(units) == 1 else None
