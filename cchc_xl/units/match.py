"""From a text that names a unit to the unit, or to the candidates that a person chooses from. Never a guess.

    Xã Sơn Tiến · UBND XÃ SƠN TIẾN · xã Sơn Tiến, huyện Hương Sơn, tỉnh Hà Tĩnh   -> exact
    P.1 · TX Quảng Trị                                                           -> abbreviated
    xa son tien                                                                  -> folded (if nothing else has that
    text)
    Phường 1 where two exist · xa son ha beside Sơn Hà and Sơn Hạ · Phường 11    -> none, with candidates

"Phường 1" and "Phường 2" are 96 % alike: likeness only ever orders the candidates that are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal

from cchc_xl.model import Unit
from cchc_xl.records import NamedTuple
from cchc_xl.text import plain, squeeze
from cchc_xl.units.history import successors
from cchc_xl.units.listing import Roster, is_valid
from cchc_xl.units.names import TYPES, Named, name_key, split_type, understandings, without_tails
from cchc_xl.units.places import lies_in

How = Literal["code", "exact", "alias", "folded", "abbreviated", "former", "none"]
SHOWN = 5  # candidates suggested where nothing fits; all of them are listed where several fit


class Match(NamedTuple):
    """The unit that a text names, or who comes into question.

    ``unit`` and no candidates: certain. ``how`` 'former': ``unit`` no longer exists on the day asked for, and
    ``candidates`` are what became of it (M03). ``unit`` None: with ``how`` 'none' nothing has this name and the
    candidates are merely alike, the most similar first (M01); otherwise each of the candidates fits in that way (M02).
    """

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    how: How = "none"

    @property
    def ambiguous(self) -> bool:
        return self.unit is None and self.how != "none"


NOTHING = Match(None)
_TYPE_NAMES = frozenset(plain(word) for words in TYPES.values() for word in words)


def match(text: str, roster: Roster, on: dt.date | None = None, code: str = "") -> Match:
    """The unit of ``roster`` that ``text`` and ``code`` (unit id or administrative code) name on the day ``on``.

    Order: code, exact name, alias, abbreviated type word, former unit, name without accents where only one unit has it.
    Where code and text name different units neither is believed: both are candidates. Without ``on`` all dates count.
    """
    written = squeeze(code) or squeeze(text)
    by_code = _by_code(written, roster, on)
    if not squeeze(code):
        return by_code if by_code is not NOTHING else _by_text(text, roster, on)
    by_text = _by_text(text, roster, on) if squeeze(text) else NOTHING
    return _agreed(by_code, by_text)


def _by_code(code: str, roster: Roster, on: dt.date | None) -> Match:
    units = roster.by_code.get(code.upper(), ())
    valid = _valid(units, on)
    if valid:
        return _one_or_candidates(valid, "code")
    return _former(units, roster, on)


def _agreed(by_code: Match, by_text: Match) -> Match:
    """A code that the text does not contradict.

    Administrative codes are reused, so a contradiction is no slip of the pen.
    """
    if by_code is NOTHING or (by_code.ambiguous and by_text.unit in by_code.candidates):
        return by_text
    named = (by_text.unit,) if by_text.unit else by_text.candidates if by_text.ambiguous else ()
    if not named or by_code.unit in named:
        return by_code
    both = (by_code.unit,) if by_code.unit else by_code.candidates
    return Match(None, tuple(dict.fromkeys((*both, *named))), "code")


def _by_text(text: str, roster: Roster, on: dt.date | None) -> Match:
    written = tuple(understandings(text))
    if not written:
        return NOTHING
    readings = (*written, *(shorter for named in written for shorter in without_tails(named, roster.province_tails)))
    as_written = tuple(named for named in readings if not named.expanded)
    written_out = tuple(named for named in readings if named.expanded)
    stages: tuple[tuple[How, dict[str, tuple[Unit, ...]], tuple[Named, ...]], ...] = (
        ("exact", roster.by_name, as_written),
        ("alias", roster.by_alias, as_written),
        ("abbreviated", roster.by_name, written_out),
    )
    for how, names, nameds in stages:
        units = _valid(_fitting(nameds, names.get, roster), on)
        if units:
            return _one_or_candidates(units, how)
    gone = _fitting(readings, lambda key: (*roster.by_name.get(key, ()), *roster.by_alias.get(key, ())), roster)
    found = _former(gone, roster, on)
    if found is NOTHING:
        found = _folded(readings, roster, on)
    return found if found is not NOTHING else Match(None, _alike(written, roster, on))


def _folded(readings: tuple[Named, ...], roster: Roster, on: dt.date | None) -> Match:
    """By the name without accents, only where no other unit of any date would be written the same way."""
    units = _fitting(readings, lambda key: roster.by_plain.get(plain(key), ()), roster)
    valid = _valid(units, on)
    names = {name_key(unit.name) for unit in units}
    if len(names) > 1:
        return Match(None, units, "folded")
    if valid:
        return _one_or_candidates(valid, "folded")
    former = _former(units, roster, on)
    return former if former is not NOTHING or not units else Match(None, units)  # not yet in existence on that day


def _fitting(
    readings: Iterable[Named], look_up: Callable[[str], tuple[Unit, ...] | None], roster: Roster
) -> tuple[Unit, ...]:
    """The units that have the name of the first reading that any unit has, in the places that the text gives."""
    for named in readings:
        units = tuple(dict.fromkeys(look_up(named.key) or ()))
        fitting = tuple(unit for unit in units if lies_in(unit, named.places, roster)) if named.places else units
        if fitting:
            return fitting
    return ()


def _former(units: tuple[Unit, ...], roster: Roster, on: dt.date | None) -> Match:
    """Units that ended before ``on``.

    Of one unit's successive rows (a province that became a city) the last one counts.
    """
    if on is None or not units:
        return NOTHING
    gone = [unit for unit in units if unit.valid_to and unit.valid_to < on.isoformat()]
    last = [unit for unit in gone if not any(_became(roster, unit, other) for other in gone if other is not unit)]
    if len(last) != 1:
        return Match(None, tuple(last), "former") if last else NOTHING
    return Match(last[0], successors(roster, last[0], on), "former")


def _became(roster: Roster, unit: Unit, other: Unit) -> bool:
    return any(edge.to_unit == other.id for edge in roster.after.get(unit.id, ()))


def _valid(units: tuple[Unit, ...], on: dt.date | None) -> tuple[Unit, ...]:
    return units if on is None else tuple(unit for unit in units if is_valid(unit, on))


def _one_or_candidates(units: tuple[Unit, ...], how: How) -> Match:
    return Match(units[0], how=how) if len(units) == 1 else Match(None, units, how)


def _alike(readings: tuple[Named, ...], roster: Roster, on: dt.date | None) -> tuple[Unit, ...]:
    """Units to show beside a name that nothing fits: misspelt, then incomplete names; what became of former units."""
    keys = (readings[0].key, readings[-1].key)  # the whole text, and the shortest name in it
    valid = _valid(roster.units, on)
    found = dict.fromkeys(likely(keys, valid))
    if on is not None:
        for gone in likely(keys, [unit for unit in roster.units if not is_valid(unit, on)], least=0.9):
            found.update(dict.fromkeys(successors(roster, gone, on)))
    return tuple(found)[:SHOWN]


@lru_cache(maxsize=8)
def _indexes(units: tuple[Unit, ...]) -> tuple[dict[str, list[Unit]], dict[str, list[Unit]]]:
    """Units by name key, and by the name without accents and type word."""
    names: dict[str, list[Unit]] = {}
    bare: dict[str, list[Unit]] = {}
    for unit in units:
        names.setdefault(name_key(unit.name), []).append(unit)
        bare.setdefault(split_type(plain(name_key(unit.name)))[1], []).append(unit)
    return names, bare


def likely(keys: Iterable[str], units: Iterable[Unit], least: float = 0.6) -> tuple[Unit, ...]:
    """The units whose names are like one of the name keys, or hold all its words, the most similar first.

    ``least``: how like, 0 to 1.
    """
    import difflib

    names, bare = _indexes(tuple(units))
    found: dict[Unit, None] = {}
    for key in dict.fromkeys(keys):
        own = split_type(plain(key))[1]
        if own in _TYPE_NAMES:  # 'Phường' alone is no name
            continue
        words = set(own.split())
        for among, wanted, cutoff in ((names, key, least), (bare, own, max(least, 0.75))):
            for name in difflib.get_close_matches(wanted, among, n=SHOWN, cutoff=cutoff):
                itself = split_type(plain(name))[1] if among is names else name
                # "Xã" alone makes short names alike; of numbers every other one may be meant
                if itself[:1].isdigit() or difflib.SequenceMatcher(None, own, itself).ratio() > 0.5:
                    found.update(dict.fromkeys(among[name]))
        for name in bare:
            if words and (words <= set(name.split()) or (len(name.split()) > 1 and set(name.split()) <= words)):
                found.update(dict.fromkeys(bare[name]))
    return tuple(found)
