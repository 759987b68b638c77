"""Reports in few bytes, for merges of so many files that the whole of what they say would fill the memory.

What was read and what was found is packed. Nothing is lost: every report is equal to what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cchc_xl.condensed import Condensing
from cchc_xl.model import Report

COMPACT_FROM = 2000  # files; the reports of fewer take less memory than this program

Compact = Callable[[Report], Report]


def as_they_are(report: Report) -> Report:
    return report


class Compacting:
    """Makes one report after the other compact. It may travel to another process, where it begins anew."""

    def __init__(self) -> None:
        self._findings, self._readings = Condensing(), Condensing()

    def __reduce__(self) -> tuple[Any, ...]:
        return Compacting, ()

    def __call__(self, report: Report) -> Report:
        one = report.submission
        if one is not None:
            source = report.source if one.source == report.source else one.source
            readings, lines = self._readings.packed(one.readings), self._readings.packed(one.lines)
            one = one._replace(source=source, readings=readings, lines=lines)
        return report._replace(
            submission=one,
            findings=self._findings.packed(report.findings),
            parts=tuple(map(self, report.parts)),
            before_rules=self._findings.packed(report.before_rules),
        )
