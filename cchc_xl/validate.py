"""One input to one report: everything that was read from it and everything there is to correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.check.localise import localise
from cchc_xl.check.run import run
from cchc_xl.form.load import default_form, versions
from cchc_xl.grid.file import read_file
from cchc_xl.grid.openxml.package import ReadError, refusal
from cchc_xl.grid.scan import Input, Skipped, read_input
from cchc_xl.model import (
    PHASES,
    PROVINCE_PROPERTY,
    SEVERITIES,
    TEXT_SHEET,
    CellRef,
    Finding,
    Form,
    Grid,
    Period,
    Reading,
    Refusal,
    Report,
    Source,
    Submission,
    Unit,
)
from cchc_xl.numbers import added
from cchc_xl.records import NamedTuple
from cchc_xl.table.hidden_sheet import province_meta, read_meta
from cchc_xl.table.submission import read_submission
from cchc_xl.text import fold
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.check.waivers import Waiver
    from cchc_xl.units.roster import Roster


class Settings(NamedTuple):
    """What a validation is done against.

    ``forms``: accepted versions, newest first. ``today``: waivers hold as of it, and a report that bears a later day
    lies in the future. ``beside``: the other forms of the campaign.
    """

    forms: tuple[Form, ...]
    roster: Roster | None = None
    period: Period | None = None
    waivers: tuple[Waiver, ...] = ()
    today: dt.date = dt.date.max  # who forgets to say it finds every waiver expired, not every waiver eternal
    beside: tuple[Form, ...] = ()


def settings(forms: Sequence[Form] = (), roster: Roster | None = None, period: Period | None = None) -> Settings:
    """Settings with the program's own form where none is named."""
    return Settings(tuple(forms) or versions(default_form()), roster, period)


def named_settings(form: str | None = None, roster: str | None = None, period: str | None = None) -> Settings:
    """Settings from what a person names; ``UserError`` where one of them is wrong.

    ``form``: an id, 'id/version' or the path of a definition; ``roster``: a CSV or a workbook; ``period``: such as
    '2026-H1'.
    """
    from cchc_xl.form.load import load
    from cchc_xl.form.period import parse_key

    name = form or default_form()
    if name.endswith(".json"):
        from cchc_xl.form.home import opened

        forms: tuple[Form, ...] = (opened(name),)
    elif "/" in name:
        form_id, _, version = name.partition("/")
        forms = (load(form_id, int(version) if version.isdigit() else -1),)
    else:
        forms = versions(name)
    return Settings(
        forms,
        _roster(roster) if roster else None,
        parse_key(forms[0], period) if period else None,
        today=dt.datetime.now().astimezone().date(),
    )


def _roster(path: str) -> Roster:
    from cchc_xl.units.roster import load_roster, with_history  # ten modules, of which most checks need none

    return with_history(load_roster(path))


def validate_file(path: str, against: Settings, shown: str | None = None) -> Report:
    """Reads and checks one file. Never raises on the file's account: a broken file is a report that says so."""
    return validate_read(read_file(path, shown), against)


_TOTALS = ("tổng", "cộng", "toàn ", "chung")
# Errors of a file with several tables: each may be the report of a unit.
SEVERAL_TABLES = frozenset({"S12", "M18"})


def validate_input(item: Input, against: Settings) -> Report:
    """The same for a file found by ``grid.scan``, a member of an archive included, or for one that has no path.

    With the reports of its parts where it has a table for each unit.
    """
    return judged(read_input(item), against)


def judged(read: Grid | Refusal, against: Settings) -> Report:
    """The same for what a reader returned."""
    report = validate_read(read, against)
    several = isinstance(read, Grid) and any(one.code in SEVERAL_TABLES for one in report.findings)
    return report._replace(parts=_parts(read, against)) if several and isinstance(read, Grid) else report


def _parts(grid: Grid, against: Settings) -> tuple[Report, ...]:
    """The reports of a workbook with a table for each unit; () where its tables do not name several units."""
    from cchc_xl.table.pieces import pieces

    reports = [validate_read(piece, against) for piece in pieces(grid, against.forms)]
    units = {_unit_of(report.submission) for report in reports if report.submission} - {""}
    if len(units) < 2:
        return ()
    return tuple(_noted(report, reports) for report in reports)


def _unit_of(submission: Submission) -> str:
    """The unit that a part names: in its heading, else by the name of its sheet."""
    from cchc_xl.table.header import is_unit_line

    name = fold(submission.sheet)
    return submission.unit_key or (name if is_unit_line(name) else "")


def _noted(report: Report, every: Sequence[Report]) -> Report:
    """A part with M19, which says what it is a part of; with S12 where it is the total of the others, which would count
    twice.
    """
    one, source = report.submission, report.source
    found = [finding("M19", source=source.path, params={"n": len(every), "sheet": source.part})]
    if one and _is_total(one, [other.submission for other in every if other is not report and other.submission]):
        params = {"n": len(every), "sheets": source.part, "reason": "tables-total", "key": source.part}
        found.append(finding("S12", source=source.path, params=params))
    if one:
        found = [note._replace(unit=one.unit_key, period=one.period_key) for note in found]
    return report._replace(findings=(*report.findings, *found))


def _is_total(one: Submission, others: Sequence[Submission]) -> bool:
    """By the name of its sheet, or because its figures are the sums of the others'."""
    if fold(one.sheet).startswith(_TOTALS):
        return True
    sums: dict[str, list[int | float]] = {}
    for other in others:
        for reading in other.readings:
            sums.setdefault(reading.field, []).append(reading.number or 0)
    own = {reading.field: reading.number for reading in one.readings if reading.number}
    return (
        len(others) > 1 and len(own) > 1 and all(number == added(sums.get(field, ())) for field, number in own.items())
    )


LISTS = (".csv", ".tsv", ".txt")
OWN_OUTPUT = "own-output"  # why a file was passed over: a result of ours


def is_other_list(item: Input, report: Report) -> bool:
    """Whether a file that was found in a folder is a list of something else: a .csv or a .txt without the form's table
    is no report that went wrong, it may be a roster, a register or a mail of ours.
    """
    is_list = not item.named and item.shown.lower().endswith(LISTS)
    return is_list and report.submission is None and any(finding.code == "S18" for finding in report.findings)


def each_report(inputs: Iterable[Input], against: Settings) -> Iterator[Report | Skipped]:
    """Every report of the inputs, in order; in place of a list of something else, or of a result of ours that was found
    in a folder, that it was passed over.
    """
    for item in inputs:
        yield from _reports(item, read_input(item), against)


def _reports(item: Input, read: Grid | Refusal, against: Settings) -> Iterator[Report | Skipped]:
    for report in judged(read, against).each:
        if is_other_list(item, report):
            yield Skipped(item.shown, "other-type")
        elif not item.named and any(one.code == "F18" for one in report.findings):
            yield Skipped(item.shown, OWN_OUTPUT)
        else:
            yield report


def each_of_forms(inputs: Iterable[Input], every: Sequence[Settings]) -> Iterator[Report | Skipped]:
    """The same of a campaign with several forms: each input's reports of every form of which it has a table, or what
    the first form says of it where it has none.
    """
    for item in inputs:
        read = read_input(item)
        said = [list(_reports(item, read, against)) for against in every]
        made = [one for some in said for one in some if isinstance(one, Report) and one.submission is not None]
        yield from made or said[0]


def validate_read(read: Grid | Refusal, against: Settings) -> Report:
    """What a reader returned as one report, whatever tables it has."""
    if isinstance(read, Refusal):
        return Report(read.source, None, read.findings)
    try:
        return validate_grid(read, against)
    except ReadError as error:  # a part of the package that is looked at only when its sheet is
        return Report(read.source, None, refusal(read.source, error).findings)


def validate_grid(grid: Grid, against: Settings) -> Report:
    """Checks a workbook that is already a grid, such as the one open in Excel."""
    if province_meta(grid) or (grid.source.is_document and PROVINCE_PROPERTY in grid.names):
        return Report(grid.source, None, (_own_output(grid.source),))
    submission, findings = read_submission(
        grid, against.forms, against.roster, against.period, against.today, against.beside
    )
    if submission is None:
        found = sort_findings((*grid.findings, *_unneeded(grid), *findings), against.forms[0])
        return Report(grid.source, None, found, sender=_sender(grid, against))
    # A finding about a cell's place (S09) is made where the place is known and earned again by the reading: once is
    # enough.
    file_findings = (*grid.findings, *_unneeded(grid))
    own = tuple(f._replace(unit=submission.unit_key, period=submission.period_key) for f in file_findings)
    report = with_rules(Report(grid.source, submission, (*own, *findings)), against)
    to_give = any(one.code in UNIT_QUESTIONS for one in findings)
    return report._replace(before_rules=(*own, *findings)) if to_give else report


UNIT_QUESTIONS = frozenset({"M01", "M02", "M04"})  # a person may have to say whose the report is


def with_rules(report: Report, against: Settings) -> Report:
    """A report with what was found before the rules, with what they find too, for the level of its unit."""
    submission, findings = report.submission, report.findings
    assert submission is not None
    form = next(form for form in against.forms if (form.id, form.version) == (submission.form, submission.version))
    told = report.source.is_document and submission.sheet == TEXT_SHEET
    if told:
        from cchc_xl.check.prose import with_proposals

        absent = tuple(Reading(reading.field, "absent") for reading in submission.readings)
        submission, said = with_proposals(submission._replace(readings=absent), form)
        findings = (*findings, *said)
    checked = run(submission, form).findings
    if told:  # a proposal is no figure that another one could contradict
        checked = tuple(one for one in checked if not one.field)
    structural = {(f.code, f.field) for f in findings}
    others = (f for f in checked if (f.code, f.field) not in structural or f.phase != "structure")
    told_of = {
        (one.field, one.params.get("text")) for one in checked if one.severity != "note"
    }  # by a rule of the form
    findings = tuple(one for one in findings if one.code != "V47" or (one.field, one.params["text"]) not in told_of)
    every = localise(form, submission, (*findings, *others, *_merged_unit(form, submission, against)))
    report = report._replace(submission=submission, findings=sort_findings(waived(every, against), form))
    return _in_document(report) if report.source.is_document else report


def for_unit(report: Report, against: Settings) -> Report:
    """The report of a file that somebody gave to a unit: what the rules say for that unit's level in place of what they
    said before. Everything else that was found of it stays, and findings keep the unit that the file itself names.
    """
    submission, given = report.submission, report.given
    if submission is None or given is None or not report.before_rules:
        return report
    before = with_rules(report._replace(findings=report.before_rules), against)
    after = with_rules(
        report._replace(findings=report.before_rules, submission=submission._replace(unit=given)), against
    )
    key = submission.unit_key
    ruled = tuple(one._replace(unit=key) if one.unit == given.id else one for one in after.findings)
    others = tuple(one for one in report.findings if one not in before.findings)
    form = next(form for form in against.forms if (form.id, form.version) == (submission.form, submission.version))
    return after._replace(findings=sort_findings((*ruled, *others), form))


def _sender(grid: Grid, against: Settings) -> Unit | None:
    """The one unit that the heading of a file without a table names."""
    if against.roster is None:
        return None
    from cchc_xl.table.heading_unit import heading_unit

    return heading_unit(grid, against.forms[0], against.roster, against.period.end if against.period else None)


def _in_document(report: Report) -> Report:
    """The report with its places as those of a text: people call them by row and column."""

    def placed(ref: CellRef | None) -> CellRef | None:
        return ref and ref._replace(document=True)

    findings = tuple(one._replace(ref=placed(one.ref)) for one in report.findings)
    submission = report.submission
    if submission is not None:
        readings = tuple(one._replace(ref=placed(one.ref)) for one in submission.readings)
        lines = tuple(
            line._replace(readings=tuple(one._replace(ref=placed(one.ref)) for one in line.readings))
            for line in submission.lines
        )
        refs = {key: ref._replace(document=True) for key, ref in submission.header_refs.items()}
        submission = submission._replace(readings=readings, lines=lines, header_refs=refs)
    return report._replace(submission=submission, findings=findings)


def _merged_unit(form: Form, submission: Submission, against: Settings) -> tuple[Finding, ...]:
    if against.roster is None or submission.unit is None:
        return ()
    from cchc_xl.check.merged_unit import repeated_counts

    return repeated_counts(form, submission, against.roster.before.get(submission.unit.id, ()))


def waived(findings: Sequence[Finding], against: Settings) -> tuple[Finding, ...]:
    """The findings with those that a waiver covers as notes, which say so."""
    if not against.waivers:
        return tuple(findings)
    from cchc_xl.check.waivers import apply

    known = against.roster.by_id if against.roster else {}
    names = {unit_id: known[unit_id].name for unit_id in {one.unit for one in findings} if unit_id in known}
    return apply(findings, against.waivers, against.today, names).findings


def _unneeded(grid: Grid) -> tuple[Finding, ...]:
    """F17: macros that are not our template's and links to other files.

    They are named, never run and never followed.
    """
    parts = [*(["macro"] if grid.has_macros and not read_meta(grid) else []), *grid.external_links]
    return (finding("F17", source=grid.source.path, params={"found": ", ".join(parts)}),) if parts else ()


def _own_output(source: Source) -> Finding:
    return finding("F18", source=source.path)


def sort_findings(findings: Sequence[Finding], form: Form) -> tuple[Finding, ...]:
    """By phase, then by the form's order of indicators, then by severity: the order in which a clerk mends a file."""
    every = (*form.fields, *(column for one in form.lists for column in one.columns))
    order = {field.id: index for index, field in enumerate(every)}

    def rank(one: Finding) -> tuple[int, int, int, str, int, int]:
        place = (one.ref.row, one.ref.column) if one.ref else (0, 0)
        return (PHASES.index(one.phase), order.get(one.field, -1), SEVERITIES.index(one.severity), one.code, *place)

    return tuple(sorted(findings, key=rank))
