"""Rosters: the units that report, from a roster file or from the national list. This is the door; the rooms are

``listing`` the record and its lookups · ``roster_file`` reading and checking a file · ``national`` the list of
administrative units · ``history`` what became of which unit. The two that read files are imported when first used: a
check of one workbook without a roster starts without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_xl.units.history import Component, components, successors
from cchc_xl.units.listing import Roster, is_valid, valid_on
from cchc_xl.words.roster import RosterProblem

if TYPE_CHECKING:
    from cchc_xl.units.national import candidates, find, national, new_roster_csv, provinces_on, with_history
    from cchc_xl.units.roster_file import check_roster, load_roster
else:

    def __getattr__(name: str) -> object:
        import importlib

        room = "roster_file" if name in ("check_roster", "load_roster") else "national"
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"cchc_xl.units.{room}"), name)


__all__ = [
    "Component",
    "Roster",
    "RosterProblem",
    "candidates",
    "check_roster",
    "components",
    "find",
    "is_valid",
    "load_roster",
    "national",
    "new_roster_csv",
    "provinces_on",
    "successors",
    "valid_on",
    "with_history",
]
