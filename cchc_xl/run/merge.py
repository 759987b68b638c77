"""A whole merge: paths in, a verified provincial workbook out. The one place where its steps are put in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cchc_xl.consolidation.account.choose import common_period
from cchc_xl.errors import UserError
from cchc_xl.grid.file import PROVINCE_LIMITS, digest_of, read_file
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Consolidation, Decision, Form, Grid, Period, Report, Unit
from cchc_xl.run import cache
from cchc_xl.run.collect import Collected, collect, skipped_rows
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.units.roster import valid_on
from cchc_xl.validate import Settings, waived
from cchc_xl.write.atomic import write_bytes
from cchc_xl.write.province.carried_over.earlier import Earlier, read_earlier
from cchc_xl.write.province.carried_over.entries import CarriedOver

if TYPE_CHECKING:
    from cchc_xl.consolidation.beside.compare import Comparison
    from cchc_xl.consolidation.beside.previous import Previous
    from cchc_xl.consolidation.beside.upward import Raised
    from cchc_xl.consolidation.consolidate import Deadline


MOST_TRIES = 5
CACHED_FROM = 30  # files; fewer are read faster than anybody notices


class OvertakenError(Exception):
    """The output was changed by somebody else since it was read."""


class Result(NamedTuple):
    """``path`` holds the workbook; it differs from ``wanted`` where that one was open in Excel or read-only."""

    consolidation: Consolidation
    reports: tuple[Report, ...]
    path: str
    wanted: str

    @property
    def renamed(self) -> bool:
        return os.path.realpath(self.path) != os.path.realpath(self.wanted)


def merge_paths(
    paths: Sequence[str],
    output: str,
    against: Settings,
    *,
    deadline: Deadline = None,
    received: str | None = None,
    decisions_from: str = "",
    decided_by: str = "",
    upward: bool | None = None,
    previous: Sequence[str] = (),
    roster: str = "",
    jumps: Mapping[str, float] | None = None,
    cached: bool = True,
    office: str = "",
    lang: str = "vi",
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Merges and writes. ``UserError`` for an output that cannot be meant, before any work is done.

    What was decided in the workbook that is there, and in ``decisions_from``, holds again; what a person added to it
    stays. ``decided_by``: who decided what is new there, else who saved it. ``previous``: provincial workbooks of
    earlier periods to compare with; they, ``decisions_from`` and the ``roster``'s file are no inputs where they lie
    among them. ``jumps``: limits of what is told as a jump (``consolidation.beside.compare.Limits``) by name. ``cached``:
    files that have not changed since the last merge into the same output are not read again. ``upward``: provincial
    workbooks are inputs (None: where all inputs are such). ``office``: the consolidating body, for the first sheet.
    """
    check_output(paths, output)
    reading = _Reading(output, against, cached)
    standing = reading.untouched() or read_earlier(output, against.forms[0], decided_by)
    given = _given(decisions_from, against, decided_by)
    earlier = _earlier(previous)
    collected = reading.collect(paths, _no_inputs(previous, decisions_from, roster), progress)
    if not collected.reports and not collected.skipped:
        raise UserError("no-input", path=", ".join(paths))
    dates = _register(received) if received else {}
    above = _raised(collected, against, upward)
    reports = tuple(_received(report, dates) for report in above.reports)
    if earlier:
        reports = _with_changes(reports, against, earlier, jumps or {})
    for _ in range(MOST_TRIES):
        force = (*given.decisions, *standing.decisions)
        merged = _with_base(
            merge_reports(collected._replace(reports=reports), against, deadline=deadline, decisions=force), above
        )
        carried_over = standing.carried_over if standing.digest else given.carried_over
        try:
            path = _write(
                merged,
                output,
                lang,
                _comparison(merged, earlier, against, jumps or {}),
                carried_over,
                standing.digest,
                office,
            )
        except OvertakenError:  # saved by somebody while this merge went on: what was decided there must not be lost
            standing = read_earlier(output, against.forms[0], decided_by)
        else:
            result = Result(merged, reports, path, output)
            reading.remember(collected, plain=not merged.decisions and carried_over.empty and not result.renamed)
            return result
    raise UserError("output-changing", path=output)


def _raised(collected: Collected, against: Settings, upward: bool | None) -> Raised:
    """Provincial workbooks as reports of their provinces, where they are inputs."""
    from cchc_xl.consolidation.beside import upward as up

    if upward is False or not (upward or up.all_outputs(collected.reports)):
        return up.Raised(collected.reports, {})
    return up.raised(collected.reports, collected.inputs, against)


def _with_base(merged: Consolidation, above: Raised) -> Consolidation:
    """The consolidation with the units of the provincial workbooks that are used in it."""
    if not above.base:
        return merged
    from cchc_xl.consolidation.beside.upward import base_units

    used = [
        (result.report.source.path, result.name)
        for result in merged.units
        if any(entry.used is not None for entry in result.entries)
    ]
    return merged._replace(base=base_units(merged.form, used, above.base))


def _given(path: str, against: Settings, by: str) -> Earlier:
    if path and not os.path.exists(path):
        raise UserError("not-found", path=path)
    return read_earlier(path, against.forms[0], by) if path else Earlier()


def _no_inputs(previous: Sequence[str], decisions: str, roster: str) -> dict[str, str]:
    """Files that people keep beside the reports and that are named to the merge as something else: path -> why they are
    skipped.
    """
    named = {roster: "roster", decisions: "decisions", **dict.fromkeys(previous, "previous")}
    return {path: why for path, why in named.items() if path}


class _Reading:
    """Reads inputs, those that have not changed from the cache beside the output."""

    def __init__(self, output: str, against: Settings, cached: bool) -> None:
        self.against, self.output, self.cached = against, output, cached
        self._beside = cache.cache_path(output)
        self._conditions = cache.conditions(against) if cached else ""
        self._loaded = cache.load(self._beside, self._conditions) if cached else cache.Loaded({})

    def collect(
        self, paths: Sequence[str], known: Mapping[str, str], progress: Callable[[int, int], None] | None
    ) -> Collected:
        return collect(
            paths,
            self.against,
            exclude=self.output,
            used_otherwise=known,
            cache=self._loaded.known,
            progress=progress,
            meanwhile=_get_ready,
        )

    def untouched(self) -> Earlier | None:
        """The output that is there, where it is as a merge without decisions left it: then there is nothing to read in
        it.
        """
        digest = digest_of(self.output) if self._loaded.output else ""
        return Earlier(digest=digest) if digest and digest == self._loaded.output else None

    def remember(self, collected: Collected, plain: bool) -> None:
        """Brings the cache up to date.

        ``plain``: nobody decided or added anything. A small merge leaves nothing beside its output.
        """
        if self.cached and len(collected.known) >= CACHED_FROM:
            output = digest_of(self.output) if plain else ""
            cache.save(self._beside, self._conditions, collected.known, self._loaded, write_bytes, output)


def _get_ready() -> None:
    """Loads what is needed once the inputs are read."""
    import xlsxwriter.workbook  # noqa: F401

    import cchc_xl.consolidation.consolidate
    import cchc_xl.write.province.workbook  # noqa: F401


def _earlier(paths: Sequence[str]) -> tuple[Previous, ...]:
    if not paths:
        return ()
    from cchc_xl.consolidation.beside.previous import load_previous

    return tuple(load_previous(path) for path in paths)


def _with_changes(
    reports: tuple[Report, ...], against: Settings, earlier: Sequence[Previous], jumps: Mapping[str, float]
) -> tuple[Report, ...]:
    from cchc_xl.consolidation.beside.changes import with_changes
    from cchc_xl.consolidation.beside.compare import limits

    period = against.period or common_period(reports)
    changed = with_changes(_form(reports, against), reports, period, earlier, against.roster, limits(jumps))
    return tuple(report._replace(findings=waived(report.findings, against)) for report in changed)


def _comparison(
    merged: Consolidation, earlier: Sequence[Previous], against: Settings, jumps: Mapping[str, float]
) -> Comparison | None:
    if not earlier:
        return None
    from cchc_xl.consolidation.beside.compare import compare, limits

    return compare(merged, earlier, against.roster, limits(jumps))


def merge_reports(
    collected: Collected, against: Settings, *, deadline: Deadline = None, decisions: Sequence[Decision] = ()
) -> Consolidation:
    """Reports to a consolidation, with the files that were passed over named in it."""
    from cchc_xl.consolidation.consolidate import consolidate

    period = against.period or common_period(collected.reports)
    units = _expected(against, period)
    merged = consolidate(
        _form(collected.reports, against),
        collected.reports,
        units,
        decisions,
        period,
        deadline,
        lambda found: waived(found, against),
    )
    return merged._replace(sources=(*merged.sources, *skipped_rows(collected.skipped)))


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


def _write(
    merged: Consolidation,
    output: str,
    lang: str,
    comparison: Comparison | None,
    carried_over: CarriedOver,
    replaces: str,
    office: str,
) -> str:
    """Writes the provincial workbook, reads it back, compares, and only then puts it in its place; the path that holds
    it.

    ``replaces``: digest of the file that may be replaced ('' for none). ``OvertakenError`` where another one is there
    by now.
    """
    from cchc_xl.write.province.workbook import write_province

    def check() -> None:
        if digest_of(output) != replaces:
            raise OvertakenError(output)

    return write_province(merged, output, lang, office, comparison=comparison, carried_over=carried_over, check=check)


def check_output(paths: Sequence[str], output: str) -> None:
    """Refuses an output that is an input. An earlier result of ours at that place is what an output replaces."""
    if os.path.isdir(output):
        raise UserError("output-not-a-file", path=output)
    folder = os.path.dirname(os.path.abspath(output))
    if not os.path.isdir(folder):
        raise UserError("no-output-folder", path=folder)
    place = os.path.realpath(output)
    for path in paths:
        if os.path.realpath(path) == place:
            raise UserError("output-is-input", path=output)
    inside = any(os.path.isdir(path) and place.startswith(os.path.realpath(path) + os.sep) for path in paths)
    if inside and os.path.lexists(output) and not _is_ours(output):
        raise UserError("output-is-input", path=output)


def _is_ours(path: str) -> bool:
    grid = read_file(path, limits=PROVINCE_LIMITS)
    try:
        return isinstance(grid, Grid) and bool(province_meta(grid))
    except ReadError:  # nobody can tell, so nothing is overwritten
        return False


def _register(path: str) -> Mapping[str, str]:
    """File name -> ISO date of receipt, from a CSV with a header line: the office's own register outweighs the file
    system's clock.
    """
    import csv

    from cchc_xl.form.period import parse_date

    dates = {}
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                day = parse_date(row[1]) if len(row) > 1 else None
                if day is None and number > 1 and any(row):
                    raise UserError("bad-register", path=path, line=number)
                if day:
                    dates[row[0].strip()] = day.isoformat()
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError("bad-register", path=path, line=str(error)) from None
    return dates


def _received(report: Report, dates: Mapping[str, str]) -> Report:
    day = dates.get(report.source.name)
    return report._replace(source=report.source._replace(modified=day)) if day else report
