"""A consolidation beside those of earlier periods: by indicator and by group of units that hold the same territory.

A flow adds up over a year, so a part of the year is set beside the year; a stock (such as web sections at the cut-off)
is not, and is only ever shown beside the same period of another year. A missing value is not 0: what it is needed for
is left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from cchc_xl.aggregation import way_of
from cchc_xl.check.before import LIMITS, JumpLimits
from cchc_xl.consolidation.beside.lineage import Group, groups
from cchc_xl.consolidation.beside.previous import Previous, PreviousUnit
from cchc_xl.model import Consolidation, Field, Form, Period, Unit, UnitResult
from cchc_xl.numbers import added, difference
from cchc_xl.records import NamedTuple
from cchc_xl.units.listing import Roster, is_valid
from cchc_xl.units.match import match
from cchc_xl.units.names import name_key

Relation = Literal["year", "part", "whole", ""]
Values = Mapping[str, int | float]  # what a unit has, by field; a field without a number is not in it


class Pair(NamedTuple):
    """Then and now. None where it is not known; the counts are units that have a value."""

    before: int | float | None
    now: int | float | None
    units_before: int = 0
    units_now: int = 0

    @property
    def change(self) -> int | float | None:
        return None if self.before is None or self.now is None else difference(self.now, self.before)

    @property
    def percent(self) -> float | None:
        """The change in percent of what was before; None where that was 0."""
        return None if self.change is None or not self.before else 100 * self.change / self.before


class GroupRow(NamedTuple):
    """One group of units: names on both sides, and a pair per field of the form (None where the field is not
    compared).
    """

    before: tuple[str, ...]
    now: tuple[str, ...]
    how: str
    level: str
    pairs: tuple[Pair | None, ...]

    @property
    def comparable(self) -> bool:
        return any(pair is not None and pair.change is not None for pair in self.pairs)


class Against(NamedTuple):
    """The comparison with one earlier period. ``alike``: sums over the groups that have a value then and now, in the
    fields' order.

    ``reporting`` and ``expected`` are numbers of units, then and now; expected is 0 where no roster was given.
    """

    previous: Period
    path: str
    relation: Relation
    reporting: tuple[int, int]
    expected: tuple[int, int]
    totals: tuple[Pair | None, ...]
    alike: tuple[Pair | None, ...]
    rows: tuple[GroupRow, ...]


class Comparison(NamedTuple):
    """``left_out``: earlier workbooks that this period cannot be set beside, as (path, period's label).

    ``limits``: of jumps.
    """

    form: Form
    period: Period | None
    against: tuple[Against, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    limits: JumpLimits = LIMITS


def relation(now: Period, before: Period) -> Relation:
    """year: the same kind of period, earlier · part: inside this one · whole: around this one · '': nothing to
    compare.
    """
    if before.type == now.type:
        return "year" if before.year < now.year else ""
    if now.start <= before.start and before.end <= now.end:
        return "part"
    return "whole" if before.start <= now.start and now.end <= before.end else ""


def compared(form: Form, earlier: Form, related: Relation) -> tuple[Field, ...]:
    """The indicators that may be set side by side: in both forms with the same unit of measure and added up (the
    percentages of two periods have no sum over the same units), and only flows inside a year.
    """
    known = {field.id: field for field in earlier.fields}
    return tuple(
        field for field in form.fields
        if field.id in known and known[field.id].unit == field.unit and known[field.id].kind == field.kind
        and (related == "year" or field.measure == "flow") and way_of(field).adds
    )  # fmt: skip


def compare(
    current: Consolidation, previous: Sequence[Previous], roster: Roster | None = None, limits: JumpLimits = LIMITS
) -> Comparison:
    """Sets a consolidation beside earlier ones, the latest first. Pure.

    ``roster``: with the units of both days and what became of which; without one, units are the same where their names
    are.
    """
    period = current.period
    related = [(one, relation(period, one.period) if period else "") for one in previous]
    ordered = sorted((one for one in related if one[1]), key=lambda one: (one[0].period.end, one[0].path), reverse=True)
    against = tuple(_against(current, period, one, how, roster) for one, how in ordered if period)
    return Comparison(
        current.form, period, against, tuple((one.path, one.period.label) for one, how in related if not how), limits
    )


def _against(
    current: Consolidation, period: Period, earlier: Previous, related: Relation, roster: Roster | None
) -> Against:
    fields = {field.id for field in compared(current.form, earlier.form, related)}
    now = {(unit := _unit(result)).id: (unit, values_of(result)) for result in current.units}
    found, before = placed(period, [unit for unit, _ in now.values()], earlier, roster)
    values = {unit_id: values for unit_id, (_, values) in now.items()}
    reported = [
        group
        for group in found
        if any(unit.id in before for unit in group.before) or any(unit.id in values for unit in group.now)
    ]
    rows = tuple(_row(group, current.form, fields, values, before) for group in reported)
    return Against(
        earlier.period,
        earlier.path,
        related,
        (len(earlier.units), len(current.units)),
        (earlier.expected, current.roster_size),
        tuple(
            _total(field, place, current, earlier) if field.id in fields else None
            for place, field in enumerate(current.form.fields)
        ),
        tuple(
            _alike([row.pairs[place] for row in rows]) if field.id in fields else None
            for place, field in enumerate(current.form.fields)
        ),
        rows,
    )


def _unit(result: UnitResult) -> Unit:
    return result.known_unit or stranger(result.name, result.level)


def stranger(name: str, level: str = "") -> Unit:
    """A unit of no roster: it goes by its name."""
    return Unit(name_key(name), name, level)


def values_of(result: UnitResult) -> Values:
    """What of a unit's row was added up."""
    return {figure.field: figure.used for figure in result.figures if figure.used is not None}


def placed(
    period: Period, now: Sequence[Unit], earlier: Previous, roster: Roster | None
) -> tuple[tuple[Group, ...], Mapping[str, Values]]:
    """The groups of all units of both sides, and what the units of the earlier period reported, by unit id.

    ``now``: the units that report now. Those that the roster does not know are groups of their own, and so are those of
    the earlier period that it does not know.
    """
    if roster is None:
        found: tuple[Group, ...] = ()
        before = {name_key(unit.name): unit for unit in earlier.units}
    else:
        # The earlier day first: a part of the year is over before the year is, and a year is over after its part.
        found = groups(roster, *sorted((earlier.period.end, period.end)))
        if earlier.period.end > period.end:
            found = tuple(_turned(group) for group in found)
        before = _before(earlier, roster)
    held_now = {unit.id for group in found for unit in group.now}
    held_before = {unit.id for group in found for unit in group.before}
    alone = [unit for unit in now if unit.id not in held_now]
    left = {key: unit for key, unit in before.items() if key not in held_before}
    own = tuple(_own(unit, left) for unit in alone)
    ids = {unit.id for unit in alone}
    lost = tuple(Group((Unit(key, unit.name, ""),), (), "gone") for key, unit in left.items() if key not in ids)
    return (*found, *own, *lost), {key: unit.values for key, unit in before.items()}


def _own(unit: Unit, left: Mapping[str, PreviousUnit]) -> Group:
    return Group((unit,), (unit,), "same") if unit.id in left else Group((), (unit,), "new")


def _turned(group: Group) -> Group:
    """The group seen from the other day. What was summed one way cannot be divided the other way."""
    if group.how == "summed" and len(group.before) > 1:
        return Group(group.now, group.before, "component")
    turned = {"new": "gone", "gone": "new"}
    return Group(group.now, group.before, turned.get(group.how, group.how))  # type: ignore[arg-type]


def _before(earlier: Previous, roster: Roster) -> dict[str, PreviousUnit]:
    """Unit id -> its row then. A unit that is not certain on the cut-off of its period keeps its name as its key."""
    named: dict[str, list[PreviousUnit]] = {}
    for unit in earlier.units:
        fit = match(unit.name, roster, earlier.period.end, unit.code)
        certain = fit.unit is not None and not fit.candidates and is_valid(fit.unit, earlier.period.end)
        named.setdefault(fit.unit.id if fit.unit and certain else "", []).append(unit)
    unsure = [unit for key, units in named.items() if not key or len(units) > 1 for unit in units]
    return {key: units[0] for key, units in named.items() if key and len(units) == 1} | {
        name_key(unit.name): unit for unit in unsure
    }


# --- pairs ---------------------------------------------------------------------------------------------------------


def _row(
    group: Group, form: Form, fields: set[str], now: Mapping[str, Values], before: Mapping[str, Values]
) -> GroupRow:
    pairs = tuple(
        (
            pair(
                field.id,
                [before.get(unit.id, {}) for unit in group.before],
                [now.get(unit.id, {}) for unit in group.now],
            )
            if field.id in fields
            else None
        )
        for field in form.fields
    )
    level = (group.now or group.before)[0].level
    return GroupRow(
        tuple(unit.name for unit in group.before), tuple(unit.name for unit in group.now), group.how, level, pairs
    )


def pair(field: str, before: Sequence[Values], now: Sequence[Values]) -> Pair:
    """The sums of both sides; a sum is known only where every unit of the side has a value."""
    sides = [[values[field] for values in side if field in values] for side in (before, now)]
    sums = [
        added(known) if side and len(known) == len(side) else None
        for known, side in zip(sides, (before, now), strict=True)
    ]
    return Pair(sums[0], sums[1], len(sides[0]), len(sides[1]))


def _total(field: Field, place: int, current: Consolidation, earlier: Previous) -> Pair:
    total = current.totals[place]
    reporting = sum(field.id in unit.values for unit in earlier.units)
    return Pair(
        earlier.totals.get(field.id) if reporting else None,
        total.used if total.units_used else None,
        reporting,
        total.units_used,
    )


def _alike(pairs: Sequence[Pair | None]) -> Pair:
    """The sums over the groups that are known on both sides: what changed, and not who reported."""
    known = [one for one in pairs if one is not None and one.before is not None and one.now is not None]
    if not known:
        return Pair(None, None)
    return Pair(
        added(one.before or 0 for one in known),
        added(one.now or 0 for one in known),
        sum(one.units_before for one in known),
        sum(one.units_now for one in known),
    )
