"""One word for each unit: what of its report still waits for somebody.

The terminal, the cards, the columns and the charts of the provincial workbook all ask here, so that a word counts the
same wherever it stands. The units that have reported are those that are valid, have warnings, or need attention.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cchc_xl.consolidation.account.decided import open_findings
from cchc_xl.consolidation.account.entry import is_aside
from cchc_xl.model import Consolidation

STATUSES = ("valid", "warnings", "errors", "aside", "outside")
ATTENTION = ("errors", "aside")


class UnitStatus(NamedTuple):
    """``status``: valid | warnings | errors (one that is open, or a number that waits) | aside (the whole report) |
    outside (a roster was given, and the unit is not in it). ``errors`` and ``warnings``: findings of the report that is
    used which nobody has settled.
    """

    status: str
    errors: int
    warnings: int


def unit_statuses(consolidation: Consolidation) -> tuple[UnitStatus, ...]:
    """The status of each of ``consolidation.units``, in their order."""
    waiting = Counter((finding.source, finding.severity) for finding in open_findings(consolidation))
    aside = {row.source.path for row in consolidation.sources if row.outcome == "set-aside"}

    found = []
    for result in consolidation.units:
        path = result.report.source.path
        errors, warnings = waiting[path, "error"], waiting[path, "warning"]
        if consolidation.roster_size and result.unit is None:
            status = "outside"
        elif path in aside:
            status = "aside"
        elif errors or any(map(is_aside, result.entries)):
            status = "errors"
        else:
            status = "warnings" if warnings else "valid"
        found.append(UnitStatus(status, errors, warnings))
    return tuple(found)
