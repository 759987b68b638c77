"""The lines of all units under each other: what the lists of a consolidation hold, and of whom."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_xl.model import Consolidation, Finding, ListLine, ListTable, UnitResult
from cchc_xl.records import NamedTuple


class UnitLine(NamedTuple):
    """A line of a unit's list. ``findings``: what was found about its cells."""

    result: UnitResult
    line: ListLine
    findings: tuple[Finding, ...]


def unit_lines(consolidation: Consolidation, one: ListTable) -> Iterator[UnitLine]:
    """The lines of a list, unit by unit, each unit's in its order."""
    for result in consolidation.units:
        submission = result.report.submission
        lines = [line for line in submission.lines if line.list == one.id] if submission else []
        if not lines:
            continue
        columns = {column.id for column in one.columns}
        about: dict[int, list[Finding]] = {}
        for finding in result.report.findings:
            if finding.field in columns and finding.ref is not None:
                about.setdefault(finding.ref.row, []).append(finding)
        for line in lines:
            yield UnitLine(result, line, tuple(about.get(line.row, ())))
