"""What is odd about the date of a report. It changes no figure and is worth a note, or a warning where
it is of another year: the report may be an earlier one.

Public holidays: Bộ luật Lao động 2019, Article 112. The first days of the lunar year are those of the official
calendars 2018 to 2032; of Tết the day before and the first three days count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cchc_xl.check.catalogue import finding
from cchc_xl.form.period import parse_date
from cchc_xl.model import CellRef, Finding, Form, Period, Severity
from cchc_xl.table.rows import Around, Table
from cchc_xl.text import fold, late, squeeze

OTHER_YEAR = "other-year"
_PLACE_AND_DATE = late(r"(?:[^,0-9]{2,40},\s*)?ngày\s*[0-9]{1,2}\s*tháng\s*[0-9]{1,2}\s*năm\s*[0-9]{4}\s*\.?")
TOO_EARLY = dt.timedelta(days=60)
AHEAD = dt.timedelta(days=7)  # a report is dated a few days ahead of its signature; the clock of a PC is wrong by more
HOLIDAYS = frozenset(((1, 1), (30, 4), (1, 5), (2, 9)))
_NEW_YEARS = (
    (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10),
    (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3), (2031, 1, 23),
    (2032, 2, 11),
)  # fmt: skip


def date_findings(
    form: Form, text: str, ref: CellRef | None, period: Period | None, seen: dt.date
) -> Iterator[Finding]:
    """M08 a date with gaps ('ngày    tháng 11 năm 2023'); M09 a day that does not exist (31/02) or is an odd one for a
    report.

    ``seen``: when the report lay before somebody: a date far behind it lies in the future.
    """
    if not text:
        return
    day = parse_date(text)
    if day is None:
        digits = "".join(c if c.isdigit() else " " for c in text).split()
        if len(digits) == 3:
            yield finding("M09", form, ref=ref, raw=text, params={"date": text, "reason": "no-such-day"})
        else:
            yield finding("M08", form, ref=ref, raw=text)
        return
    reason = _odd(day, period, seen)
    if reason:
        severity: Severity | None = "warning" if reason == OTHER_YEAR else None
        yield finding("M09", form, ref=ref, raw=text, params={"date": day, "reason": reason}, severity=severity)


def other_year_findings(table: Table, around: Around, period: Period | None) -> Iterator[Finding]:
    """M09 for a place and a date below the table that belongs to another year than the report."""
    for row, column, text in around:
        if row < table.top or "năm" not in text.casefold():
            continue
        for line in map(squeeze, text.splitlines()):
            day = parse_date(line.rpartition(",")[2].strip()) if _PLACE_AND_DATE.fullmatch(fold(line)) else None
            if day and _of_other_year(day, period):
                params = {"date": day, "reason": OTHER_YEAR, "key": line}
                ref = table.ref(row, column)
                yield finding("M09", table.form, ref=ref, raw=line, params=params, severity="warning")


def _odd(day: dt.date, period: Period | None, seen: dt.date) -> str:
    """The id of the first reason to look at a date, '' for none."""
    if _of_other_year(day, period):
        return OTHER_YEAR
    if day - AHEAD > seen:
        return "future"
    if period and day + TOO_EARLY < period.end:
        return "too-early"
    if (day.day, day.month) in HOLIDAYS or _is_new_year(day):
        return "holiday"
    return "weekend" if day.weekday() > 4 else ""


def _of_other_year(day: dt.date, period: Period | None) -> bool:
    """A report is dated in the year in which its period ends, or in the next one."""
    return period is not None and not period.end.year <= day.year <= period.end.year + 1


def _is_new_year(day: dt.date) -> bool:
    first = next((first for first in _NEW_YEARS if first[0] == day.year), None)
    return first is not None and -1 <= (day - dt.date(*first)).days <= 2
