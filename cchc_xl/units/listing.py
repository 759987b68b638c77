"""The list of units of a campaign, with the lookups that are worked out once per list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from cchc_xl.model import Succession, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.text import plain
from cchc_xl.units.names import bare_spellings, name_key, split_type

_Item = TypeVar("_Item", Unit, Succession)


class _Rows(NamedTuple):
    units: tuple[Unit, ...]
    successions: tuple[Succession, ...] = ()


class Roster(_Rows):
    """Units with their dates, and which became which.

    A plain pair of tuples (and pickled as one); the dictionaries below are built when first asked for and kept, so that
    a merge of thousands of files pays for them once. Every value is a tuple in the order of ``units``.
    """

    @cached_property
    def by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def by_code(self) -> dict[str, tuple[Unit, ...]]:
        """Unit ids (upper case) and administrative codes.

        A code may name several units: codes are reused between eras.
        """
        return _index((code.upper(), unit) for unit in self.units for code in (unit.id, unit.admin_code))

    @cached_property
    def by_name(self) -> dict[str, tuple[Unit, ...]]:
        return _index((name_key(unit.name), unit) for unit in self.units)

    @cached_property
    def by_alias(self) -> dict[str, tuple[Unit, ...]]:
        return _index((name_key(alias), unit) for unit in self.units for alias in (unit.short, *unit.aliases))

    @cached_property
    def by_plain(self) -> dict[str, tuple[Unit, ...]]:
        """Names and aliases without accents."""
        names = ((name, unit) for unit in self.units for name in (unit.name, unit.short, *unit.aliases))
        return _index((plain(name_key(name)), unit) for name, unit in names)

    @cached_property
    def by_bare(self) -> dict[str, tuple[Unit, ...]]:
        """Names without accents and type words, of two words or more: 'son tien'."""
        bare = ((split_type(plain(name_key(unit.name)))[1], unit) for unit in self.units)
        return _index((name, unit) for name, unit in bare if " " in name)

    @cached_property
    def province_tails(self) -> tuple[str, ...]:
        """How the units' provinces may be written straight after a name ("Sở Nội vụ Hà Tĩnh")."""
        spellings = (
            form for province in {unit.province for unit in self.units} for form in bare_spellings(province) if form
        )
        return tuple(sorted(set(spellings)))

    @cached_property
    def after(self) -> dict[str, tuple[Succession, ...]]:
        """Unit id -> what became of it."""
        return _index((edge.from_unit, edge) for edge in self.successions)

    @cached_property
    def before(self) -> dict[str, tuple[Succession, ...]]:
        """Unit id -> what it was made of."""
        return _index((edge.to_unit, edge) for edge in self.successions)


def is_valid(unit: Unit, on: dt.date) -> bool:
    """Whether the unit exists on that day; the last day of validity is included, an empty date is open."""
    day = on.isoformat()
    return unit.valid_from <= day and (not unit.valid_to or day <= unit.valid_to)


def valid_on(roster: Roster, date: dt.date) -> tuple[Unit, ...]:
    """The units that exist on that day, in the roster's order."""
    return tuple(unit for unit in roster.units if is_valid(unit, date))


def _index(pairs: Iterable[tuple[str, _Item]]) -> dict[str, tuple[_Item, ...]]:
    found: dict[str, dict[_Item, None]] = {}
    for key, item in pairs:
        if key:
            found.setdefault(key, {})[item] = None
    return {key: tuple(items) for key, items in found.items()}
