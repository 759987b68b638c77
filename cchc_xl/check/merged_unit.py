"""C18: a unit that was formed from others, with figures as if each activity had been counted once for each of them.

It needs the succession of units and so is no rule of a form. A note: most such units count rightly, and the
consolidator only wants to know where to look first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cchc_xl.check.catalogue import finding
from cchc_xl.check.kind import usable
from cchc_xl.model import Finding, Form, Submission, Succession
from cchc_xl.quantity.reading import COUNTS

MONTHS = 24  # after that long the former units' habits are gone
SHARE = 0.5  # of the figures above 0: with two former units every second figure is even by chance


def repeated_counts(form: Form, submission: Submission, successions: Iterable[Succession]) -> tuple[Finding, ...]:
    """One C18, at the first such figure, where at least half of the flows above 0 can be divided by the number of
    former units.
    """
    if submission.unit is None or submission.period is None:
        return ()
    n = former_units(submission.unit.id, successions, submission.period.end)
    if n < 2:
        return ()
    figures = {
        field.id: value
        for field in form.fields
        if field.measure == "flow" and field.kind in COUNTS and (value := usable(submission, field.id))
    }
    divided = [field for field, value in figures.items() if value % n == 0]
    if not divided or len(divided) < SHARE * len(figures):
        return ()
    first = submission.reading(divided[0])
    return (
        finding(
            "C18",
            form,
            unit=submission.unit_key,
            period=submission.period_key,
            field=divided[0],
            ref=first.ref if first else None,
            raw=first.raw_text if first else "",
            params={"n": n, "found": tuple(figures[field] for field in divided), "fields": tuple(divided)},
            source=submission.source.path,
        ),
    )


def former_units(unit_id: str, successions: Iterable[Succession], on: dt.date) -> int:
    """How many units went into this one within the 24 months up to ``on``; itself does not count."""
    year, month = divmod(on.year * 12 + on.month - 1 - MONTHS, 12)
    earliest = f"{year:04d}-{month + 1:02d}-{on.day:02d}"
    return len(
        {
            edge.from_unit
            for edge in successions
            if edge.to_unit == unit_id != edge.from_unit and earliest <= edge.date <= on.isoformat()
        }
    )
