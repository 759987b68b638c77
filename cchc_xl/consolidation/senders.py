"""Whose a file is that could not be read, by what it or its folder is called.

Its figures are nobody's; but who sent it must not be told that nothing came.
"""

from __future__ import annotations

import datetime as dt
import os

from cchc_xl.model import Report, Unit
from cchc_xl.table.other_unit import units_in
from cchc_xl.text import fold
from cchc_xl.units.listing import Roster
from cchc_xl.units.match import match


def with_sender(report: Report, roster: Roster, on: dt.date | None) -> Report:
    """The report's findings with the name of its sender, who is one unit of the roster or not known."""
    unit = sender_of(report.source.path, roster, on)
    if unit is None:
        return report
    named = tuple(found._replace(params={**found.params, "unit": unit.name}) for found in report.findings)
    return report._replace(findings=named)


def sender_of(path: str, roster: Roster, on: dt.date | None) -> Unit | None:
    """The one unit that the file's name, else the nearest folder's, names."""
    for part in reversed(path.replace("\\", "/").split("/")):
        words = "".join(sign if sign.isalnum() else " " for sign in fold(os.path.splitext(part)[0])).split()
        found = {unit.id: unit for unit in units_in(" ".join(words), roster, on)}
        if not found and (whole := match(" ".join(words), roster, on)).unit and whole.how != "former":
            return whole.unit
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None
