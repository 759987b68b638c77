"""Whether a unit lies where a text says (", huyện Hương Sơn, tỉnh Hà Tĩnh"). Only ever narrows a choice down."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cchc_xl.model import Unit
from cchc_xl.text import plain
from cchc_xl.units.listing import Roster
from cchc_xl.units.names import DISTRICT_TYPES, place_key, split_type

_DISTRICTS = frozenset(plain(word) for word in DISTRICT_TYPES)


def lies_in(unit: Unit, places: Iterable[str], roster: Roster) -> bool:
    """Whether no place (a plain name, type word written out) contradicts what the roster knows about the unit.

    A unit of today also lies where its predecessors lay: clerks go on writing the district and the old province. A
    typed place about which the roster is silent ("tỉnh ..." where the column is empty) is no contradiction; a bare name
    is, for it may be anything.
    """
    return all(_agrees(unit, place, roster) for place in places)


def _agrees(unit: Unit, place: str, roster: Roster) -> bool:
    now = _containers(unit, roster)
    earlier = [
        _containers(roster.by_id[edge.from_unit], roster)
        for edge in roster.before.get(unit.id, ())
        if edge.from_unit in roster.by_id
    ]
    known = now.union(*earlier)
    if any(_same_place(place, container) for container in known):
        return True
    kind = split_type(place)[0]
    if kind == "tinh" or place in _provinces():
        return not unit.province
    districts_known = any(split_type(container)[0] in _DISTRICTS for container in known - _provinces())
    return kind in _DISTRICTS and not districts_known


def _same_place(place: str, container: str) -> bool:
    """Equal names, and equal type words where both have one: thị xã Quảng Trị is not tỉnh Quảng Trị."""
    (kind, name), (other_kind, other_name) = split_type(place), split_type(container)
    return name == other_name and (not kind or not other_kind or kind == other_kind)


def _containers(unit: Unit, roster: Roster, depth: int = 3) -> set[str]:
    """Place keys of the parent, its parents, and the province, under all names that the roster has for them."""
    found: set[str] = set()
    for value in filter(None, (unit.parent, unit.province)):
        holders = [holder for holder in roster.by_code.get(value.upper(), ()) if holder is not unit]
        for holder in holders:
            found.add(place_key(holder.name))
            if depth:
                found |= _containers(holder, roster, depth - 1)
        if not holders:
            found |= _named(value)
    return found


def _named(value: str) -> set[str]:
    """A place that the roster gives by name, or by the code of a province."""
    from cchc_xl.units.national import province_names

    key = place_key(value)
    return set(province_names().get(value) or province_names().get(key) or {key})


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    from cchc_xl.units.national import province_names

    return frozenset(name for names in province_names().values() for name in names)
