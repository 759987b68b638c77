"""A merge of files on a disk: what is looked for, remembered, replaced and put in its place around ``run.merge``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from types import MappingProxyType

from cchc_xl.errors import UserError
from cchc_xl.executor import Executor, here
from cchc_xl.grid.file import PROVINCE_LIMITS, digest_of, read_file
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import show
from cchc_xl.kept import Kept
from cchc_xl.model import Consolidation, Grid, Report
from cchc_xl.records import NamedTuple
from cchc_xl.run import cache
from cchc_xl.run.again import MOST_TOLD, Telling, lasting, made_of
from cchc_xl.run.collect import Collected, LookedAt, collect, look
from cchc_xl.run.compact import COMPACT_FROM, Compact, Compacting, as_they_are
from cchc_xl.run.copies import keep_copy
from cchc_xl.run.merge import comparison, consolidated, gathered
from cchc_xl.run.plan import Plan
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.write import standing
from cchc_xl.write.atomic import write_pieces
from cchc_xl.write.province.carried_over.earlier import Earlier, read_earlier
from cchc_xl.write.province.carried_over.entries import Brought

MOST_TRIES = 5
CACHED_FROM = 30  # files; fewer are read faster than anybody notices

Progress = Callable[[int, int], None]
Approve = Callable[[Consolidation], None]


class OvertakenError(Exception):
    """The output was changed by somebody else since it was read."""


class Result(NamedTuple):
    """``path`` holds the workbook, '' where none was asked for; it differs from ``wanted`` where that one was open in
    Excel or read-only. ``about``: fingerprint -> what earlier workbooks say that a decision was about. ``settled``:
    what became of what a person had added to the one that stood there; ``copy`` holds that one, '' where it was not
    worth keeping. ``known``: the reports with what tells whether their files have changed since.
    """

    consolidation: Consolidation
    reports: tuple[Report, ...]
    path: str = ""
    wanted: str = ""
    about: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    settled: Brought = Brought()
    copy: str = ""
    known: cache.Cache = MappingProxyType({})

    @property
    def renamed(self) -> bool:
        return os.path.realpath(self.path) != os.path.realpath(self.wanted)


def merge_paths(
    paths: Sequence[str],
    output: str | None,
    plan: Plan,
    executor: Executor | None = None,
    progress: Progress | None = None,
    approve: Approve | None = None,
    known: cache.Cache = MappingProxyType({}),
) -> Result:
    """Merges what lies below the paths and writes the provincial workbook; ``output`` None: nothing is written.

    ``UserError`` for an output that cannot be meant, before any work is done. What was decided in the workbook that is
    there holds again; what a person added to it stays. ``progress`` is told (done, of) after each file; ``approve`` is
    given the consolidation before anything is written, and raises where it must not be. ``known``: reports of files
    that were read under the plan's conditions already; those that have not changed since are not read again.
    """
    with _working(executor) as hands:
        if output is None:
            return _added_up(paths, plan, hands, progress, known)
        return _written(paths, _Desk(paths, output, plan, known=known), hands, progress, approve)


def merge_told(
    paths: Sequence[str],
    output: str,
    plan: Plan,
    telling: Telling,
    progress: Progress | None = None,
    executor: Callable[[], Executor] = here,
) -> cache.WhatWasTold:
    """The same for who wants to know no more than what is told of it: where nothing has changed since it was told last,
    nothing is made again.
    """
    desk = _Desk(paths, output, plan, telling)
    if again := desk.told_before():
        return again
    with closing(executor()) as hands:
        result = _written(paths, desk, hands, progress, None)
    return desk.told or telling.words(result)


def _added_up(
    paths: Sequence[str], plan: Plan, executor: Executor, progress: Progress | None, known: cache.Cache
) -> Result:
    seen = look(paths, used_otherwise=plan.used_otherwise)
    collected = collect(seen, plan.against, executor, cache=known, progress=progress)
    reports = gathered(_some(collected, paths), plan)
    return Result(consolidated(reports, plan), reports.reports, about=plan.carried_over.about)


def _written(
    paths: Sequence[str],
    desk: _Desk,
    executor: Executor,
    progress: Progress | None,
    approve: Approve | None,
) -> Result:
    plan, output = desk.plan, desk.output
    check_output(paths, output, plan.never_output)
    there = desk.untouched() or desk.read()
    collected = _some(desk.collect(executor, progress), paths)
    for _ in range(MOST_TRIES):
        whole = plan.replacing(there)
        reports = gathered(collected, whole)
        merged = consolidated(reports, whole)
        if not plan.force:
            _require_same(there, merged, output)
        if approve:
            approve(merged)
        try:
            path = desk.write(merged, whole, there.digest, executor)
        except OvertakenError:  # saved by somebody while this merge went on: what was decided there must not be lost
            there = desk.read()
        else:
            about = whole.carried_over.about
            result = Result(merged, reports.reports, path, output, about, desk.settled, desk.copy, collected.known)
            plain = not merged.decisions and whole.carried_over.empty
            desk.remember(collected, result, there.digest, plain=plain and not result.renamed)
            return result
    raise UserError("output-changing", path=output)


@contextmanager
def _working(given: Executor | None) -> Iterator[Executor]:
    """The executor that was given, which is its owner's to close, else one of this machine for this merge."""
    if given is not None:
        yield given
        return
    own = here()
    try:
        yield own
    finally:
        own.close()


def _some(collected: Collected, paths: Sequence[str]) -> Collected:
    if not collected.reports and not collected.skipped:
        raise UserError("no-input", path=", ".join(paths))
    return collected


class _Desk:
    """The output's place: the workbook that stands there, and the reports that are remembered beside it."""

    def __init__(
        self,
        paths: Sequence[str],
        output: str,
        plan: Plan,
        telling: Telling | None = None,
        known: cache.Cache = MappingProxyType({}),
    ) -> None:
        self.plan, self.output, self._known = plan, output, known
        self.settled, self.copy = Brought(), ""
        self.told: cache.WhatWasTold | None = None
        self._paths, self._telling = paths, telling
        self._beside = cache.cache_path(output)
        self._conditions = cache.conditions(plan.against) if plan.cached else ""

    @cached_property
    def _seen(self) -> LookedAt:
        return look(self._paths, self.output, self.plan.used_otherwise)

    @cached_property
    def _compact(self) -> Compact:
        return Compacting() if len(self._seen.found.inputs) >= COMPACT_FROM else as_they_are

    @cached_property
    def _loaded(self) -> cache.Loaded:
        if not self.plan.cached:
            return cache.Loaded({}, Kept())
        return cache.load(self._beside, self._conditions, self._compact)

    @property
    def _kept(self) -> Kept | None:
        """Rows of the workbook that the last merge wrote; None where none are kept."""
        many = len(self._seen.found.inputs) >= CACHED_FROM
        return self._loaded.kept if self.plan.cached and many else None

    @cached_property
    def _made_of(self) -> str:
        how = self._telling.how if self._telling else ""
        return made_of(self.plan, self._conditions, self._paths, self.output, how, self._seen)

    def told_before(self) -> cache.WhatWasTold | None:
        """What was told when this very merge was made last, where its result still stands; None where it is to be
        made.
        """
        if not self.plan.cached:
            return None
        left = cache.left_by_last(self._beside, self._conditions)
        if not left.again or left.day not in ("", self.plan.against.today.isoformat()) or left.again != self._made_of:
            return None
        return left.told if digest_of(self.output) == left.digest else None

    def untouched(self) -> Earlier | None:
        """The workbook that is there, where it is as a merge without decisions left it: then there is nothing to read
        in it.
        """
        left = self._loaded.left
        if not left.plain or digest_of(self.output) != left.digest:
            return None
        return Earlier(digest=left.digest, form=left.form, period=left.period)

    def read(self) -> Earlier:
        """What people decided in the workbook that is there, and added to it."""
        return read_earlier(self.output, self.plan.against.forms[0], self.plan.decided_by)

    def collect(self, executor: Executor, progress: Progress | None) -> Collected:
        """Reads inputs, those that have not changed from the cache."""
        return collect(
            self._seen,
            self.plan.against,
            executor,
            cache={**self._loaded.known, **self._known},
            compact=self._compact,
            progress=progress,
            meanwhile=_get_ready,
        )

    def write(self, merged: Consolidation, plan: Plan, replaces: str, executor: Executor) -> str:
        """Writes the workbook, reads it back, compares, and only then puts it in its place; the path that holds it.

        ``replaces``: digest of the file that may be replaced ('' for none). ``OvertakenError`` where another one is
        there by now.
        """
        from cchc_xl.write.province.workbook import write_province

        def check(settled: Brought) -> None:
            if digest_of(self.output) != replaces:
                raise OvertakenError(self.output)
            self.settled = settled
            if replaces and settled.changed:
                self.copy = keep_copy(self.output, replaces, self.plan.copies)

        beside = comparison(merged, plan)
        return write_province(
            merged, self.output, plan.lang, plan.office, beside, plan.carried_over, check, executor, self._kept
        )

    def remember(self, collected: Collected, result: Result, replaced: str, plain: bool) -> None:
        """Brings the cache up to date.

        ``replaced``: digest of the workbook that was there. ``plain``: nobody decided or added anything. A small merge
        leaves nothing beside its output.
        """
        self.told = self._telling.words(result) if self._telling else None
        if not self.plan.cached or len(collected.known) < CACHED_FROM:
            return
        left = cache.NOTHING_LEFT
        if not result.renamed:
            left = cache.LastMerge(digest_of(self.output), *made_for(result.consolidation), plain)
        # Made once more with what stands there now it would be the same, and the same be told.
        same = left.digest == replaced or (plain and self.settled == Brought())
        if self.told and same and not self.copy and lasting(self._seen, collected.known):
            day = max((one.day for one in collected.known.values()), default="")
            if len(self.told.out) + len(self.told.err) <= MOST_TOLD:
                left = left._replace(again=self._made_of, told=self.told, day=day)
        cache.save(self._beside, self._conditions, collected.known, self._loaded, write_pieces, left)


def _get_ready() -> None:
    """Loads what is needed once the inputs are read."""
    import xlsxwriter.workbook  # noqa: F401

    import cchc_xl.consolidation.consolidate
    import cchc_xl.write.province.workbook  # noqa: F401


def check_output(paths: Sequence[str], output: str, named: Sequence[str] = ()) -> None:
    """``UserError`` for an output that cannot be meant, or that is an input or another file ``named`` to the merge."""
    standing.check_output(output, named=(*paths, *named))
    place = os.path.realpath(output)
    inside = any(os.path.isdir(path) and place.startswith(os.path.realpath(path) + os.sep) for path in paths)
    if inside and os.path.lexists(output) and not _is_ours(output):
        raise UserError("output-is-input", path=output)


def _is_ours(path: str) -> bool:
    grid = read_file(path, limits=PROVINCE_LIMITS)
    try:
        return isinstance(grid, Grid) and bool(province_meta(grid))
    except ReadError:  # nobody can tell, so nothing is overwritten
        return False


def _require_same(there: Earlier, merged: Consolidation, output: str) -> None:
    """``UserError`` where the file that is there is no result of ours, or one of another form or period."""
    if not there.digest:
        return
    if not there.form:
        raise UserError("output-exists", path=show(output))
    found, wanted = (there.form, there.period), made_for(merged)
    both_know = there.period and wanted[1]  # reports that could not be read say no period
    if there.form != merged.form.id or (both_know and found != wanted):
        told = {"found": " ".join(found).strip(), "wanted": " ".join(wanted).strip()}
        raise UserError("output-other-period", path=show(output), **told)


def made_for(merged: Consolidation) -> tuple[str, str]:
    """The form's id and the period's key, '' where the reports have none in common."""
    return merged.form.id, merged.period.key if merged.period else ""
