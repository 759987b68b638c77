"""Which units of two days can be compared: the connected parts of the successions between the days.

A code does not say it: of the 3,321 communes since 1 July 2025 two thirds have a code that another commune had before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from cchc_xl.model import Unit
from cchc_xl.records import NamedTuple
from cchc_xl.units.history import components
from cchc_xl.units.listing import Roster, is_valid

How = Literal["same", "summed", "component", "new", "gone"]


class Group(NamedTuple):
    """Units of the earlier and of the later day that hold the same territory.

    ``how``: same (one unit on both days) · summed (one unit now, its predecessors went over undivided) · component
    (some were divided: only the whole group can be compared) · new, gone (nothing on the other side).
    """

    before: tuple[Unit, ...]
    now: tuple[Unit, ...]
    how: How


def groups(roster: Roster, before: dt.date, now: dt.date) -> tuple[Group, ...]:
    """The groups of the units that exist on either day, in the roster's order. ``before`` is the earlier day."""
    first, last = before.isoformat(), now.isoformat()
    edges = tuple(edge for edge in roster.successions if first < edge.date <= last)
    ends = {unit_id for edge in edges for unit_id in (edge.from_unit, edge.to_unit)}
    units = tuple(unit for unit in roster.units if unit.id in ends or is_valid(unit, before) or is_valid(unit, now))
    found = []
    for component in components(Roster(units, edges)):
        old, new = _valid(component.units, before), _valid(component.units, now)
        if old or new:
            found.append(Group(old, new, _how(old, new, component.whole)))
    return tuple(found)


def _how(old: tuple[Unit, ...], new: tuple[Unit, ...], whole: bool) -> How:
    if not old:
        return "new"
    if not new:
        return "gone"
    if old == new and len(new) == 1:
        return "same"
    return "summed" if whole and len(new) == 1 else "component"


def _valid(units: Iterable[Unit], on: dt.date) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if is_valid(unit, on))
