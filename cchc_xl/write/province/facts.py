"""What the sheets of the provincial workbook have in common: statuses of units, findings by unit, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING

from cchc_xl.consolidation.account.completeness import Completeness, completeness
from cchc_xl.consolidation.account.given import GIVING
from cchc_xl.consolidation.account.unit_status import ATTENTION, RECEIVED, UNUSABLE, UnitStatus, unit_statuses
from cchc_xl.kept import digest
from cchc_xl.model import Consolidation, Decision, Finding, Unit, UnitResult
from cchc_xl.records import NamedTuple
from cchc_xl.text import sort_key
from cchc_xl.write.province.carried_over.entries import NOTHING, CarriedOver
from cchc_xl.write.province.effects import OLD, About, Effect, effects
from cchc_xl.write.province.sheets.notes import NoteGroup, listing
from cchc_xl.write.province.wording import MessageTexts, sayer

if TYPE_CHECKING:
    from cchc_xl.consolidation.beside.compare import Comparison
    from cchc_xl.write.province.carried_over.desk import Desk


class UnitFacts(NamedTuple):
    """``status``, ``errors`` and ``warnings`` as in ``unit_status``. ``places``: of its findings in
    ``Facts.listed``. ``digest``: of all that is written about it, '' where no rows are kept.
    """

    result: UnitResult
    status: str
    places: Sequence[int]
    errors: int
    warnings: int
    digest: str = ""


class ProvinceFacts(NamedTuple):
    """``listed``: the findings with a row each on the sheet of findings; ``groups``: the notes below them, which have
    one row per code. ``codes``: of ``listed``, in the same order; ``owners``: likewise, places in
    ``consolidation.units`` of the units that they are about, -1 where it is none's. ``say``: the words of a finding.
    """

    consolidation: Consolidation
    units: tuple[UnitFacts, ...]
    listed: Sequence[Finding]
    groups: tuple[NoteGroup, ...]
    codes: Sequence[str]
    owners: Sequence[int]
    say: Callable[[Finding], MessageTexts]
    owner_of: Mapping[str, str]  # path of a file -> name of its unit
    decisions: Mapping[str, Decision]
    outcomes: Mapping[str, int]
    effects: Mapping[str, Effect]  # fingerprint of a decision -> what became of it
    carried_over: CarriedOver  # what a person added to the workbook before this one
    office: str  # the consolidating body for the top left of the first sheet, '' for none
    comparison: Comparison | None  # with earlier workbooks
    desk: Desk | None  # who puts what a person had added on the sheets
    folder: str  # that all inputs are in, with its '/'; left out where a file is named beside a finding

    def file(self, path: str) -> str:
        """A file's path within the folder of all inputs."""
        return path.removeprefix(self.folder)

    def owner(self, place: int) -> UnitResult | None:
        """The unit that the finding at a place in ``listed`` is about."""
        unit = self.owners[place]
        return None if unit < 0 else self.consolidation.units[unit]

    @property
    def roster(self) -> tuple[Unit, ...]:
        """The units that a file can be given to, by name; () without a roster."""
        units = [
            *self.consolidation.unusable,
            *self.consolidation.missing,
            *(one.unit for one in self.consolidation.units if one.unit),
        ]
        return tuple(sorted(units, key=lambda unit: (sort_key(unit.name), unit.id)))

    @property
    def asks_for_unit(self) -> tuple[int, ...]:
        """Places in ``listed`` of the findings about files that can be given to a unit."""
        if not self.consolidation.roster_size:
            return ()
        return tuple(place for place, code in enumerate(self.codes) if code in GIVING)

    @property
    def stale(self) -> tuple[Effect, ...]:
        """Decisions without a finding."""
        return tuple(effect for effect in self.effects.values() if effect.state == OLD)

    def about(self, decision: Decision) -> About:
        """What a decision was made about, as far as it is known."""
        effect = self.effects.get(decision.fingerprint)
        return effect.about._replace(file=self.file(effect.about.file)) if effect else About()

    @property
    def by_level(self) -> tuple[Completeness, ...]:
        """Who has reported: all levels together, then each; () without a roster."""
        return completeness(self.consolidation)

    @property
    def received(self) -> tuple[UnitFacts, ...]:
        """The units that had to report and whose report is in use; without a roster, all such."""
        return tuple(unit for unit in self.units if unit.status in RECEIVED)

    @property
    def unusable(self) -> int:
        """How many units have sent something that is not usable yet."""
        return self._having(UNUSABLE) + len(self.consolidation.unusable)

    @property
    def outside(self) -> int:
        """How many reports are of no unit of the roster."""
        return self._having("outside")

    @property
    def valid(self) -> int:
        return self._having("valid")

    @property
    def warned(self) -> int:
        return self._having("warnings")

    @property
    def attention(self) -> int:
        """How many wait for somebody; with ``valid`` and ``warned`` all of ``received``."""
        return self._having(ATTENTION)

    def _having(self, *statuses: str) -> int:
        return sum(unit.status in statuses for unit in self.units)

    @property
    def values_used(self) -> int:
        return sum(total.units_used for total in self.consolidation.totals)

    @property
    def values_aside(self) -> int:
        return sum(total.units_set_aside for total in self.consolidation.totals)


def facts(
    consolidation: Consolidation,
    lang: str,
    carried_over: CarriedOver = NOTHING,
    office: str = "",
    comparison: Comparison | None = None,
    desk: Desk | None = None,
    *,
    kept: bool = False,
) -> ProvinceFacts:
    """Counts, groups and words everything once. ``kept``: rows are kept for later merges."""
    listed, notes = listing(consolidation)
    by_path = {result.report.source.path: unit for unit, result in enumerate(consolidation.units)}
    by_key = {result.key: unit for unit, result in enumerate(consolidation.units)}
    owners: list[int] = []
    codes: list[str] = []
    for finding in listed:
        unit = by_path.get(finding.source, -1)
        owners.append(by_key.get(finding.unit, -1) if unit < 0 else unit)
        codes.append(intern(finding.code))
    places = _places(owners, by_path, consolidation.units)
    return ProvinceFacts(
        consolidation,
        tuple(
            UnitFacts(
                result, one.status, some, one.errors, one.warnings, _digest(result, one, listed, some) if kept else ""
            )
            for result, one, some in zip(consolidation.units, unit_statuses(consolidation), places, strict=True)
        ),
        listed,
        notes,
        codes,
        owners,
        sayer(consolidation.form, lang),
        {path: consolidation.units[unit].name for path, unit in by_path.items()},
        {decision.fingerprint: decision for decision in consolidation.decisions},
        Counter(row.outcome for row in consolidation.sources),
        {one.decision.fingerprint: one for one in effects(consolidation, carried_over.about, notes)},
        carried_over,
        office,
        comparison,
        desk,
        _common_folder([row.source.path for row in consolidation.sources]),
    )


def _digest(result: UnitResult, status: UnitStatus, listed: Sequence[Finding], places: Sequence[int]) -> str:
    late = [one for one in result.report.findings if one.code == "M11"]
    submission = result.report.submission
    read = tuple(submission.readings) if submission else ()
    used = [(one.used, one.why, one.flag, one.decision, one.answer) for one in result.figures]  # the rest is as read
    told = (*result[:3], result.report.source.path, used, read, result.known_unit, result.late_days, status)
    return digest(told, late, [listed[place] for place in places]).hex()


def _common_folder(paths: Sequence[str]) -> str:
    """The folder that all paths begin with; the first and the last in order have no more in common than all."""
    if not paths:
        return ""
    first, last = min(paths), max(paths)
    same = next(
        (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    return first[: first.rfind("/", 0, same) + 1]


def _places(owners: Sequence[int], by_path: Mapping[str, int], units: Sequence[UnitResult]) -> Iterator[Sequence[int]]:
    """For each unit the places of the findings about it: of units that one file is of, about all of them."""
    stretches: dict[int, list[range]] = {}
    for place, unit in enumerate(owners):
        if unit >= 0:
            some = stretches.setdefault(by_path[units[unit].report.source.path], [])
            if some and some[-1].stop == place:
                some[-1] = range(some[-1].start, place + 1)
            else:
                some.append(range(place, place + 1))
    for result in units:
        some = stretches.get(by_path[result.report.source.path], [])
        yield some[0] if len(some) == 1 else tuple(chain.from_iterable(some))
