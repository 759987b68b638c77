"""Tables of several periods in one workbook, each with its own heading: the campaign's is read, the others named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Finding, Period
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import Table


class OfPeriods(NamedTuple):
    """``tables``: those of the period that is read."""

    tables: Sequence[Table]
    findings: tuple[Finding, ...] = ()


def by_period(
    found: Sequence[Table], period_of: Callable[[Table], Period | None], campaign: Period | None
) -> OfPeriods:
    """M17 where the campaign's period tells which table is meant; M18 where it does not, because nobody gave one, or
    none or several of the tables are of it.
    """
    spots = {(table.sheet.name, table.top): table for table in found if table.reports}
    if len(spots) < 2:
        return OfPeriods(found)
    named = {place: period_of(table) for place, table in spots.items()}
    periods = {one.key: one for one in named.values() if one}
    if len(periods) < 2 or None in named.values():
        return OfPeriods(found)
    labels = tuple(f"“{one.sheet.name}”: {period.label}" for one, period in _in_order(spots, named))
    meant = [place for place, period in named.items() if campaign and period and period.key == campaign.key]
    if len(meant) != 1:
        first = next(iter(spots.values()))
        if meant:  # several of the campaign's: S12 asks which
            return OfPeriods([table for table in found if (table.sheet.name, table.top) in meant])
        ref = CellRef(first.sheet.name, first.top, first.columns.label)
        params = {"n": len(periods), "sheets": labels, "key": "|".join(sorted(periods))}
        return OfPeriods(_of(found, first), (finding("M18", first.form, ref=ref, params=params),))
    read = spots[meant[0]]
    others = tuple(label for place, label in zip(spots, labels, strict=True) if place != meant[0])
    ref = CellRef(read.sheet.name, read.top, read.columns.label)
    params = {"sheet": read.sheet.name, "expected": campaign.label if campaign else "", "sheets": others}
    return OfPeriods(_of(found, read), (finding("M17", read.form, ref=ref, params=params),))


def _in_order(
    spots: dict[tuple[str, int], Table], named: dict[tuple[str, int], Period | None]
) -> list[tuple[Table, Period]]:
    return [(spots[place], period) for place, period in named.items() if period]


def _of(found: Sequence[Table], one: Table) -> list[Table]:
    return [table for table in found if table.sheet is one.sheet and table.top == one.top]
