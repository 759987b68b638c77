"""What became of units: successors on a date, and the groups of units that can be compared over time."""

from __future__ import annotations

import datetime as dt

from cchc_xl.model import Succession, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.units.listing import Roster, is_valid

WHOLE = "toàn bộ"
PART = "một phần"


class Component(NamedTuple):
    """Units connected by successions. ``whole``: every unit went over undivided, so that predecessors may be summed."""

    units: tuple[Unit, ...]
    successions: tuple[Succession, ...]
    whole: bool


def successors(roster: Roster, unit: Unit, on: dt.date) -> tuple[Unit, ...]:
    """The units that exist on that day and came from ``unit``, directly or over several steps.

    In the order of the list.
    """
    found: dict[str, Unit] = {}
    seen = {unit.id}
    waiting = [unit.id]
    while waiting:
        for edge in roster.after.get(waiting.pop(0), ()):
            heir = roster.by_id.get(edge.to_unit)
            if heir is None or heir.id in seen:
                continue
            seen.add(heir.id)
            if is_valid(heir, on):
                found[heir.id] = heir
            else:
                waiting.append(heir.id)
    return tuple(found.values())


def components(roster: Roster) -> tuple[Component, ...]:
    """The roster's units in groups connected by successions, in the order of their first unit.

    A unit alone is whole.
    """
    leader = {unit.id: unit.id for unit in roster.units}

    def root(unit_id: str) -> str:
        while leader[unit_id] != unit_id:
            leader[unit_id] = leader[leader[unit_id]]
            unit_id = leader[unit_id]
        return unit_id

    edges = [edge for edge in roster.successions if edge.from_unit in leader and edge.to_unit in leader]
    for edge in edges:
        leader[root(edge.to_unit)] = root(edge.from_unit)
    units: dict[str, list[Unit]] = {}
    for unit in roster.units:
        units.setdefault(root(unit.id), []).append(unit)
    inside: dict[str, list[Succession]] = {}
    for edge in edges:
        inside.setdefault(root(edge.from_unit), []).append(edge)
    return tuple(
        Component(tuple(members), tuple(inside.get(key, ())), all(edge.share == WHOLE for edge in inside.get(key, ())))
        for key, members in units.items()
    )
