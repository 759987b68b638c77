"""Whose a report may be where the place for it says nothing: the file's name, its folders', the sheet's, the signature.

What is found is proposed to a person, and never taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cchc_xl.model import Unit
from cchc_xl.records import NamedTuple
from cchc_xl.table.other_unit import LONGEST_NAME, signed_lines, units_in
from cchc_xl.table.rows import Around, Table
from cchc_xl.text import fold, plain, squeeze

if TYPE_CHECKING:
    from cchc_xl.units.roster import Roster

FOLDERS = 2  # above the file; what lies further up is the campaign's


class Hint(NamedTuple):
    """``by``: id of the reason: unit-by-file | unit-by-folder | unit-by-sheet | unit-by-signature. ``text``: where it
    stands.
    """

    unit: Unit
    by: str
    text: str


def hint(table: Table, around: Around, path: str, roster: Roster, on: dt.date | None) -> Hint | None:
    """The one unit that all places which name a unit agree about; None where there is none, or more."""
    found = list(_hints(table, around, path, roster, on))
    return found[0] if len({one.unit.id for one in found}) == 1 else None


def _hints(table: Table, around: Around, path: str, roster: Roster, on: dt.date | None) -> Iterator[Hint]:
    folders = path.replace("\\", "/").split("/")
    name, above = folders[-1].rsplit(".", 1)[0], folders[-1 - FOLDERS : -1]
    places = [("unit-by-file", name), ("unit-by-sheet", table.sheet.name)]
    places += [("unit-by-signature", line) for line in signed_lines(table, around)]
    places += [("unit-by-folder", folder) for folder in reversed(above)]
    for by, text in places:
        units = named_in(text, roster, on)
        if len(units) == 1:
            yield Hint(units[0], by, squeeze(text))


def named_in(text: str, roster: Roster, on: dt.date | None) -> list[Unit]:
    """The units whose names stand in the name of a file, a folder or a sheet: whole names with accents, else without
    them, else without the type word, where only one unit is written so.
    """
    units = units_in(text, roster, on)
    words = "".join(c if c.isalnum() else " " for c in plain(fold(text))).split()
    return units or _standing_in(words, roster.by_plain, on) or _standing_in(words, roster.by_bare, on)


def _standing_in(words: Sequence[str], names: Mapping[str, Sequence[Unit]], on: dt.date | None) -> list[Unit]:
    from cchc_xl.units.listing import is_valid

    found: dict[str, Unit] = {}
    for start in range(len(words)):
        for end in range(min(start + LONGEST_NAME, len(words)), start + 1, -1):
            named = [unit for unit in names.get(" ".join(words[start:end]), ()) if on is None or is_valid(unit, on)]
            if len(named) == 1:
                found[named[0].id] = named[0]
                break
    return list(found.values())
