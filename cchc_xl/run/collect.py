"""Inputs to reports: every file below the paths is read and checked, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.grid import archive
from cchc_xl.grid.scan import Input, Scan, Skipped, scan
from cchc_xl.model import Form, Report, Source, SourceRow
from cchc_xl.records import NamedTuple
from cchc_xl.run.cache import SUFFIX, Cache, Known, Stamp, Stamps, stamp, unchanged
from cchc_xl.run.compact import Compact, as_they_are
from cchc_xl.table.document import concern_of
from cchc_xl.validate import Settings, is_other_list, validate_input

CHUNK = 25  # files that travel together
_NOTHING: dict[str, Any] = {}  # one and the same, so that it is kept once


class LookedAt(NamedTuple):
    """What was found below the paths, and the stamp of each input before it is read: a change while that goes on is
    one for the next time.
    """

    found: Scan
    stamps: Sequence[Stamp | None]


def look(paths: Sequence[str], exclude: str = "", used_otherwise: Mapping[str, str] = MappingProxyType({})) -> LookedAt:
    """The inputs below the paths as they are now. ``exclude``: our own output. ``used_otherwise``: files that are no
    inputs either, path -> why.
    """
    found = scan(paths, exclude, used_otherwise)
    return LookedAt(found, Stamps(map(stamp, found.inputs)))


class Collected(NamedTuple):
    """Reports in the order of their files' names; ``found`` = reports + skipped. ``known``: the same for a cache."""

    reports: tuple[Report, ...]
    skipped: tuple[Skipped, ...] = ()
    known: Mapping[str, Known] = MappingProxyType({})
    inputs: tuple[Input, ...] = ()


def collect(
    seen: LookedAt,
    against: Settings,
    executor: Executor = IN_TURN,
    *,
    cache: Cache = MappingProxyType({}),
    compact: Compact = as_they_are,
    progress: Callable[[int, int], None] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Collected:
    """Reads all inputs but those that ``cache`` knows.

    ``progress`` is told (done, of) after each file. ``compact``: what is done with each report
    that is read. ``meanwhile`` is called once the reading has begun: where others do
    it, this process has time.
    """
    found, stamps = seen
    today = against.today.isoformat()
    earlier = [unchanged(item, at, cache, today) for item, at in zip(found.inputs, stamps, strict=True)]
    unknown = [item for item, report in zip(found.inputs, earlier, strict=True) if report is None]
    new = read(unknown, against, executor, compact)
    meanwhile()
    reports: list[Report] = []
    inputs: list[Input] = []
    remembered, others = {}, []
    for number, (item, at, report) in enumerate(zip(found.inputs, stamps, earlier, strict=True), 1):
        made = report or compact(_seen_here(item, at, next(new), against, executor))  # figures recur
        if at is not None and made.source.sha256:
            known = cache.get(item.shown) if report else None
            remembered[item.shown] = known if known and known.stamp == at else as_known(at, made, today)
        if is_other_list(item, made):
            others.append(Skipped(item.shown, "other-type"))
        else:
            reports += made.each
            inputs += [item] * len(made.each)
        if progress:
            progress(number, len(found.inputs))
    new.close()
    archive.close()
    skipped = tuple(item for item in (*found.skipped, *others) if not item.shown.endswith(SUFFIX))
    return Collected(tuple(reports), skipped, remembered, tuple(inputs))


def as_known(at: Stamp, report: Report, today: str) -> Known:
    """A report as it is remembered."""
    return Known(at, report, "" if _lasts(report, today) else today)


def _lasts(report: Report, today: str) -> bool:
    """Would the same file give the same report on another day? What it says of a day that lies ahead will change."""
    return all(one.submission is None or one.submission.issued <= today for one in (report, *report.parts))


def read(
    inputs: Sequence[Input], against: Settings, executor: Executor = IN_TURN, compact: Compact = as_they_are
) -> Generator[Report, None, None]:
    """The reports of inputs, in order. ``compact``: what whoever reads them does with each in the end."""
    if executor.far:
        inputs = [item if "://" in item.path else item._replace(path=os.path.abspath(item.path)) for item in inputs]
    chunks = [inputs[start : start + CHUNK] for start in range(0, len(inputs), CHUNK)]
    return executor.map(partial(_report, against=against, compact=compact), chunks)


def _seen_here(item: Input, at: Stamp | None, report: Report, against: Settings, executor: Executor) -> Report:
    """The report; where it is another machine's that did not get the file, or found another one in its place, it is
    made here.
    """
    if not executor.far:
        return report
    same = at is None or bool(item.member) or at.size == report.source.size
    return report if report.source.sha256 and same else _report(item, against, as_they_are)


def _report(item: Input, against: Settings, compact: Compact) -> Report:
    """A file's report without the header block and most of the narrative: they are checked by now, and of ten thousand
    files they would fill the memory. What is told of difficulties and proposals is handed on.
    """
    return kept(validate_input(item, against), against.forms, compact)


def kept(report: Report, forms: Sequence[Form], compact: Compact = as_they_are) -> Report:
    """A report as a merge keeps it, of what was checked against those forms."""
    told = _told_on(forms)
    return compact(_slim(report._replace(parts=tuple(_slim(one, told) for one in report.parts)), told))


def _slim(report: Report, told: frozenset[str]) -> Report:
    one = report.submission
    if one is None or report.before_rules:  # who may be given to a unit is checked again
        return report
    kept = {section: text for section, text in one.narrative.items() if section in told} or _NOTHING
    return report._replace(submission=one._replace(header=_NOTHING, header_refs=_NOTHING, narrative=kept))


@remembered_by_identity
def _told_on(forms: Sequence[Form]) -> frozenset[str]:
    """The narrative sections that the result tells, of any of the forms."""
    return frozenset(item.id for form in forms for item in form.narrative if concern_of(item.label))


def skipped_rows(skipped: Sequence[Skipped]) -> tuple[SourceRow, ...]:
    """Files that are no inputs, as rows of the result: nothing that was found goes unnamed."""
    return tuple(SourceRow(Source(item.shown), "skipped", f"skip-{item.why}") for item in skipped)
