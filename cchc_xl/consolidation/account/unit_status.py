"""One word for each unit: what of its report still waits for somebody.

The terminal, the cards, the columns and the charts of the provincial workbook all ask here, so that a word counts the
same wherever it stands. The units that have reported are those that are valid, have warnings, or need attention; those
whose report is set aside as a whole, and those of whose files none could be read, have sent something that is not
usable yet; of all others nothing came.
"""

from __future__ import annotations

from collections import Counter

from cchc_xl.consolidation.account.decided import open_findings
from cchc_xl.consolidation.account.entry import is_aside
from cchc_xl.model import Consolidation, SourceRow, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.text import sort_key

STATUSES = ("valid", "warnings", "errors", "aside", "outside")
RECEIVED = ("valid", "warnings", "errors")
ATTENTION, UNUSABLE = "errors", "aside"


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
    waiting = Counter(
        (finding.source, finding.severity) for finding in open_findings(consolidation) if finding.severity != "note"
    )
    aside = {row.source.path for row in consolidation.sources if row.outcome == "set-aside"}

    found = []
    for result in consolidation.units:
        path = result.report.source.path
        errors, warnings = waiting[path, "error"], waiting[path, "warning"]
        if consolidation.roster_size and result.unit is None:
            status = "outside"
        elif path in aside:
            status = "aside"
        elif errors or any(map(is_aside, result.figures)):
            status = "errors"
        else:
            status = "warnings" if warnings else "valid"
        found.append(UnitStatus(status, errors, warnings))
    return tuple(found)


class NotUsable(NamedTuple):
    """A unit that has sent something of no use yet. ``files``: what came of it, with the reasons, in order of paths."""

    unit: Unit
    files: tuple[SourceRow, ...]


def not_usable(consolidation: Consolidation) -> tuple[NotUsable, ...]:
    """The units of the roster that have sent something of which nothing is added up: those whose report is set aside
    as a whole, and those of ``unusable``. By level and name.
    """
    if not consolidation.roster_size:
        return ()
    aside = [
        result.unit
        for result, one in zip(consolidation.units, unit_statuses(consolidation), strict=True)
        if one.status == UNUSABLE and result.unit is not None
    ]
    places = {level: place for place, level in enumerate(consolidation.form.levels)}
    every = sorted(
        (*aside, *consolidation.unusable),
        key=lambda unit: (places.get(unit.level, len(places)), sort_key(unit.name), unit.id),
    )
    units = {unit.id: unit for unit in every}
    files: dict[str, list[SourceRow]] = {unit: [] for unit in units}
    for row in consolidation.sources:
        if row.of_no_use:
            for unit in row.senders:
                if unit in files:
                    files[unit].append(row)
    return tuple(NotUsable(unit, tuple(files[unit.id])) for unit in units.values())


def unclaimed(consolidation: Consolidation) -> tuple[SourceRow, ...]:
    """The files of no use of which nothing says whose they are: a unit of which nothing came may have sent one."""
    return tuple(row for row in consolidation.sources if row.of_no_use and not row.senders)
