"""Who was expected, who reported, who sent what is not usable yet, and who in time: by level, as counts and rates."""

from __future__ import annotations

from collections import Counter

from cchc_xl.consolidation.account.unit_status import ATTENTION, RECEIVED, not_usable, unit_statuses
from cchc_xl.model import Consolidation
from cchc_xl.records import NamedTuple


class Completeness(NamedTuple):
    """Numbers of units: ``expected`` = ``received`` + ``unusable`` + ``missing``, and
    ``received`` = ``valid`` + ``warnings`` + ``attention``, as ``unit_status`` has them.

    ``late`` and ``undated`` (nobody knows when they came) are of those received, ``on_time`` of those expected;
    ``level`` is '' for all levels together.
    """

    level: str
    expected: int
    received: int
    valid: int
    warnings: int
    attention: int
    late: int
    undated: int = 0
    unusable: int = 0

    @property
    def missing(self) -> int:
        """Of so many units nothing came that is known to be theirs."""
        return self.expected - self.received - self.unusable

    @property
    def reporting_rate(self) -> float | None:
        """Received (and in use) of expected, 0 to 1; None where nobody was expected."""
        return self.received / self.expected if self.expected else None

    @property
    def on_time(self) -> int | None:
        """None where it is not known of each."""
        return None if self.undated else self.received - self.late

    @property
    def on_time_rate(self) -> float | None:
        """Received in time, of expected; None also where it is not known of each."""
        return None if self.on_time is None or not self.expected else self.on_time / self.expected


def completeness(consolidation: Consolidation) -> tuple[Completeness, ...]:
    """All levels together, then each level in the form's order; without a roster ()."""
    if not consolidation.roster_size:
        return ()
    judged = zip(consolidation.units, unit_statuses(consolidation), strict=True)
    received = [(result, one.status) for result, one in judged if result.unit is not None and one.status in RECEIVED]
    came, absent, unusable = (
        Counter(result.level for result, _ in received),
        Counter(unit.level for unit in consolidation.missing),
        Counter(one.unit.level for one in not_usable(consolidation)),
    )
    late = Counter(result.level for result, _ in received if result.late_days)
    undated = Counter(result.level for result, _ in received if result.late_days is None)
    good, warned, waiting = (
        Counter(result.level for result, status in received if status == wanted)
        for wanted in ("valid", "warnings", ATTENTION)
    )
    every = came + absent + unusable
    levels = [*consolidation.form.levels, *sorted(every.keys() - consolidation.form.levels.keys())]
    counts = (every, came, good, warned, waiting, late, undated, unusable)
    rows = [Completeness(level, *(count[level] for count in counts)) for level in levels if every[level]]
    return (Completeness("", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))), *rows)


def percent(part: int, whole: int) -> float | None:
    """98.2 for 55 of 56: rounded to one decimal, but 100 only for all of them and 0 only for none; None of nothing."""
    if not whole:
        return None
    tenths = (2000 * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    return (max(tenths, 1) if part else tenths) / 10
