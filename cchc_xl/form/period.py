"""Reporting periods: from a form's period types to dates, and from what a file says to a period.

The cut-offs are the form's data (Nghị định 09/2019/NĐ-CP, Điều 12: 15/12 to 14/6, 15/6 to 14/12, 15/12 to 14/12);
nothing here knows a date by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from cchc_xl.errors import UserError
from cchc_xl.model import Form, Period, PeriodType
from cchc_xl.text import CACHED_LENGTH, fold, late, plain, remembered, stands_in

FIRST_YEAR, LAST_YEAR = 2011, 2099
SHORTEST_DATE = 8  # 5-1-2026
_YEAR = late(r"(?<!\d)(20\d\d)(?!\d)")
_DATE = late(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(20\d\d)(?!\d)")
_LONG_DATE = late(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(20\d\d)")
_ISO_DATE = late(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)")


def period(form: Form, type_id: str, year: int) -> Period:
    """The period of one type in one year."""
    return _in_year(form.period_type(type_id), year)


def _in_year(kind: PeriodType, year: int) -> Period:
    def day(when: tuple[int, int, int]) -> dt.date:
        offset, month, day_of_month = when
        if (month, day_of_month) == (2, 29):  # the form means the last day of February
            return dt.date(year + offset, 3, 1) - dt.timedelta(days=1)
        return dt.date(year + offset, month, day_of_month)

    label = f"{kind.label} {year}"
    return Period(kind.id, year, label, day(kind.start), day(kind.end))


def parse_key(form: Form, key: str) -> Period:
    """'2026-H1' as the operator types it; ``UserError`` where it is none of the form's."""
    match = re.fullmatch(r"(20\d\d)-(\w+)", key.strip())
    if not match or all(kind.id != match[2].upper() for kind in form.periods):
        raise UserError("bad-period", period=key, known=", ".join(f"2026-{kind.id}" for kind in form.periods))
    return period(form, match[2].upper(), int(match[1]))


def parse_period(form: Form, text: str, year_text: str = "") -> Period | None:
    """The one period that a text names ('6 tháng đầu năm', '2020' or '... 6 tháng đầu năm 2020'), or None.

    A year alone names no period: a title such as 'Báo cáo tuyên truyền CCHC 2020' does not say which.
    """
    parse = _known if len(text) + len(year_text) <= CACHED_LENGTH else _parsed
    return parse(form.periods, text, year_text)


def _parsed(kinds: Sequence[PeriodType], text: str, year_text: str) -> Period | None:
    year = _year(year_text) or _year(text)
    kind = _type(kinds, text)
    return _in_year(kind, year) if kind and year else None


_known = lru_cache(maxsize=256)(_parsed)  # all files of a campaign name the same one


def period_type(form: Form, text: str) -> PeriodType | None:
    """The period type whose label or alias the text holds.

    The longest wins, so that 'năm' does not hide '6 tháng đầu năm'.
    """
    return _type(form.periods, text)


def _type(kinds: Sequence[PeriodType], text: str) -> PeriodType | None:
    folded = f" {fold(text)} "
    without_year = _YEAR.sub(" ", folded)
    best: tuple[int, PeriodType | None] = (0, None)
    for kind in kinds:
        for name in (kind.label, *kind.aliases):
            needle = fold(name)
            if len(needle) > best[0] and (
                stands_in(needle, without_year) or (text.isascii() and _stands_bare(plain(needle), folded))
            ):
                best = (len(needle), kind)
    return best[1]


def _stands_bare(needle: str, text: str) -> bool:
    """The same in a text that was typed without accents, where 'nam' before a year is one, though not in a name."""
    if " " in needle:
        return stands_in(needle, text)
    return re.search(rf"{_NAMES}(?<!\w){re.escape(needle)} 20\d\d(?!\d)", text) is not None


_NAMES = "".join(f"(?<!{word} )" for word in ("viet", "quang", "ha", "phuong", "mien", "dong", "tay", "an"))


def _year(text: str) -> int | None:
    years = {int(year) for year in _YEAR.findall(text)}
    years = {year for year in years if FIRST_YEAR <= year <= LAST_YEAR}
    return years.pop() if len(years) == 1 else None


@remembered(1024)
def parse_date(text: str) -> dt.date | None:
    """The one day that a text names: 05/01/2026, 5-1-2026, 2026-01-05, ngày 05 tháng 01 năm 2026; None otherwise."""
    if len(text) < SHORTEST_DATE:
        return None
    for pattern, order in ((_ISO_DATE, (0, 1, 2)), (_LONG_DATE, (2, 1, 0)), (_DATE, (2, 1, 0))):
        match = pattern.search(fold(text))
        if match:
            parts = [int(part) for part in match.groups()]
            try:
                return dt.date(*(parts[index] for index in order))
            except ValueError:
                return None
    return None
