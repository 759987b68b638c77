"""Rosters: the units that report, from a roster file or from the national list. This is the door; the rooms are

``listing`` the record and its lookups · ``roster_file`` reading and checking a file · ``national`` the list of
administrative units · ``history`` what became of which unit.
"""

from __future__ import annotations

from cchc_xl.units.history import Component, components, successors
from cchc_xl.units.listing import Roster, is_valid, valid_on
from cchc_xl.units.national import find, national, new_roster_csv, provinces, with_history
from cchc_xl.units.roster_file import Problem, check_roster, load_roster

__all__ = [
    "Component",
    "Problem",
    "Roster",
    "check_roster",
    "components",
    "find",
    "is_valid",
    "load_roster",
    "national",
    "new_roster_csv",
    "provinces",
    "successors",
    "valid_on",
    "with_history",
]
