"""Who was expected, who has reported, and who in time: by level, as counts and rates."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cchc_xl.model import Consolidation


class Completeness(NamedTuple):
    """Numbers of units.

    ``late`` is of those received; ``on_time`` of those expected; ``level`` is '' for all levels together.
    """

    level: str
    expected: int
    received: int
    valid: int
    late: int

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def reporting_rate(self) -> float | None:
        """Received of expected, 0 to 1; None where nobody was expected."""
        return self.received / self.expected if self.expected else None

    @property
    def on_time_rate(self) -> float | None:
        """Received in time, of expected."""
        return (self.received - self.late) / self.expected if self.expected else None


def completeness(consolidation: Consolidation, valid: frozenset[str]) -> tuple[Completeness, ...]:
    """All levels together, then each level in the form's order.

    ``valid``: keys of the units that need nothing; without a roster ().
    """
    if not consolidation.roster_size:
        return ()
    received = [result for result in consolidation.units if result.unit is not None]
    came, absent = Counter(result.level for result in received), Counter(unit.level for unit in consolidation.missing)
    late = Counter(result.level for result in received if result.late_days)
    good = Counter(result.level for result in received if result.key in valid)
    levels = [*consolidation.form.levels, *sorted((came | absent).keys() - consolidation.form.levels.keys())]
    rows = [
        Completeness(level, came[level] + absent[level], came[level], good[level], late[level])
        for level in levels
        if came[level] + absent[level]
    ]
    expected, arrived, fine, behind = (sum(counts) for counts in zip(*(row[1:] for row in rows), strict=True))
    return (Completeness("", expected, arrived, fine, behind), *rows)
