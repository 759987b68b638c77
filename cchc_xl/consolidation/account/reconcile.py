"""The proof that a consolidation loses and invents nothing, run on every result before anybody sees it.

It counts again from the readings, by another way than the totals were made; a difference is a mistake of this program
and not of a unit, so it stops the run instead of becoming a finding.
"""

from __future__ import annotations

from collections import Counter

from cchc_xl.aggregation import way_of
from cchc_xl.consolidation.account.decided import addable
from cchc_xl.model import Consolidation, Total, UnitFigure
from cchc_xl.numbers import added

OUTCOMES = ("merged", "set-aside", "skipped")


class ReconcileError(AssertionError):
    """The numbers of a consolidation contradict each other."""


def check(consolidation: Consolidation, found: int | None = None) -> None:
    """Raises ``ReconcileError`` unless found = merged + set aside + skipped and read = used + set aside.

    ``found``: the number of inputs, where the caller counted them.
    """
    _sources(consolidation, found)
    _units(consolidation)
    for place, total in enumerate(consolidation.totals):
        _total(consolidation, total, [result.figures[place] for result in consolidation.units])
    _values(consolidation)


def _sources(consolidation: Consolidation, found: int | None) -> None:
    outcomes = Counter(row.outcome for row in consolidation.sources)
    counted = sum(outcomes[outcome] for outcome in OUTCOMES)
    _equal("inputs", consolidation.found if found is None else found, counted)


def _units(consolidation: Consolidation) -> None:
    """A unit counts once, from one input; who must report has reported or is missing."""
    results = consolidation.units
    _equal("units", len(results), len({result.key for result in results}))
    merged = Counter(row.source for row in consolidation.sources if row.outcome == "merged")
    _equal("merged inputs", merged.total(), sum(merged[result.report.source] for result in results))
    if consolidation.roster_size:
        reported = sum(result.unit is not None for result in results)
        others = (*consolidation.unusable, *consolidation.missing)
        _equal("units to report", consolidation.roster_size, reported + len(others))
        _equal("units without a row", len(others), len({unit.id for unit in others}))


def _total(consolidation: Consolidation, total: Total, figures: list[UnitFigure]) -> None:
    if way_of(consolidation.form.field(total.field)).adds:
        used = [figure.used for figure in figures if figure.used is not None]
        _equal(f"read of {total.field}", total.read, added((total.used or 0, total.set_aside)))
        _equal(f"numbers of {total.field}", total.read, added(map(_read, figures)))
        _equal(f"used of {total.field}", total.used or 0, added(used))
    else:
        _equal(f"sums of {total.field}", 0, added((total.read, total.set_aside)))
    empty = sum([figure.why in ("blank", "absent") for figure in figures])
    _equal(f"units of {total.field}", len(consolidation.units), total.units_used + total.units_set_aside + empty)
    unexplained = [figure for figure in figures if (figure.used is None) != bool(figure.why)]
    _equal(f"unexplained values of {total.field}", 0, len(unexplained))


def _read(figure: UnitFigure) -> int | float:
    """The number that stands for a value: what a person decided, else what was read; nothing where it is no count."""
    if figure.used is not None and figure.decision is not None:
        return figure.used
    return addable(figure.number, figure.places) or 0


def _values(consolidation: Consolidation) -> None:
    """The same values counted by input and by indicator."""
    _equal(
        "values used",
        sum(total.units_used for total in consolidation.totals),
        sum(row.used for row in consolidation.sources),
    )
    aside = sum(row.set_aside for row in consolidation.sources)
    _equal("values set aside", sum(total.units_set_aside for total in consolidation.totals), aside)


def _equal(what: str, expected: int | float, counted: int | float) -> None:
    if expected != counted:
        raise ReconcileError(f"{what}: {expected} != {counted}")
