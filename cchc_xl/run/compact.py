"""Reports in few bytes, for merges of so many files that the whole of what they say would fill the memory.

Figures recur from file to file and are kept once; findings are packed. Nothing is lost: every report is equal to what
it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.condensed import Condensing
from cchc_xl.model import CellRef, Reading, Report

COMPACT_FROM = 2000  # files; the reports of fewer take less memory than this program
_FIGURES = 50_000

Compact = Callable[[Report], Report]


def as_they_are(report: Report) -> Report:
    return report


class Compacting:
    """Makes one report after the other compact. It may travel to another process, where it begins anew."""

    def __init__(self) -> None:
        self._packing = Condensing()
        self._readings: BoundedCache[int, Reading] = BoundedCache(_FIGURES)
        self._texts: BoundedCache[Any, Any] = BoundedCache(_FIGURES)

    def __reduce__(self) -> tuple[Any, ...]:
        return Compacting, ()

    def __call__(self, report: Report) -> Report:
        one = report.submission
        if one is not None:
            source = report.source if one.source == report.source else one.source
            one = one._replace(source=source, readings=tuple(map(self._once, one.readings)))
        return report._replace(
            submission=one,
            findings=self._packing.packed(report.findings),
            parts=tuple(map(self, report.parts)),
            before_rules=self._packing.packed(report.before_rules),
        )

    def _once(self, reading: Reading) -> Reading:
        """The reading that said the same before; this one where none did."""
        own = _told_apart(reading)
        sign = hash(own)
        known = self._readings.get(sign)
        if known is None or _told_apart(known) != own:
            known = reading._replace(
                note=self._same(reading.note), raw=self._same(reading.raw), ref=self._same(reading.ref)
            )
            self._readings[sign] = known
        return known

    def _same(self, value: Any) -> Any:
        """A text or a place, kept once; numbers as they are."""
        if not isinstance(value, str | CellRef):
            return value
        known = self._texts.get(value)
        if known is None:
            self._texts[value] = known = value
        return known


def _told_apart(reading: Reading) -> tuple[object, ...]:
    """All that a reading says, and 1 another than 1.0."""
    return (*reading[:-2], reading.places, type(reading.number), type(reading.raw), repr(reading.codes))
