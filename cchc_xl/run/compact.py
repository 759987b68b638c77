"""Reports in few bytes, for merges of so many files that the whole of what they say would fill the memory.

What was read and what was found is packed. Nothing is lost: every report is equal to what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.condensed import Condensing
from cchc_xl.model import Report

_Value = TypeVar("_Value", bound=Hashable)

COMPACT_FROM = 2000  # files; the reports of fewer take less memory than this program

_NOTHING: Mapping[str, Any] = {}  # one and the same

Compact = Callable[[Report], Report]


def as_they_are(report: Report) -> Report:
    return report


class Compacting:
    """Makes one report after the other compact. It may travel to another process, where it begins anew."""

    def __init__(self) -> None:
        self._findings, self._readings = Condensing(), Condensing()
        self._once: BoundedCache[Any, Any] = BoundedCache(10_000)

    def __reduce__(self) -> tuple[Any, ...]:
        return Compacting, ()

    def __call__(self, report: Report) -> Report:
        one, source = report.submission, report.source
        source = source._replace(format=self._same(source.format), received=self._same(source.received))
        if one is not None:
            one = one._replace(
                source=source if one.source == source else one.source,
                readings=self._readings.packed(one.readings),
                lines=self._readings.packed(one.lines),
                form=self._same(one.form),
                sheet=self._same(one.sheet),
                unit=self._same(one.unit),
                period=self._same(one.period),
                period_text=self._same(one.period_text),
                cut_off=self._same(one.cut_off),
                issued=self._same(one.issued),
                header=one.header or _NOTHING,
                header_refs=one.header_refs or _NOTHING,
                narrative=one.narrative or _NOTHING,
            )
        return report._replace(
            source=source,
            submission=one,
            findings=self._findings.packed(report.findings),
            parts=tuple(map(self, report.parts)),
            before_rules=self._findings.packed(report.before_rules),
        )

    def _same(self, value: _Value) -> _Value:
        """What recurs from report to report, kept once."""
        known: _Value | None = self._once.get(value)
        if known is None:
            self._once[value] = known = value
        return known
