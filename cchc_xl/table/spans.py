"""Spans of time in a title or a label: '6 tháng đầu năm 2026', 'Quý II', 'từ 15/12/2025 đến 14/6/2026', 'năm 2025'.

A span is compared with the report's period by the months that it names; the half of a month by which a form's cut-off
dates lie before a half-year or a year (15/12 to 14/6) makes no difference. Texts are compared without accents.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from cchc_xl.model import Period
from cchc_xl.records import NamedTuple
from cchc_xl.text import holds, late, remembered

_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi hai": 12}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_HALVES = {"i": 1, "1": 1, "dau": 1, "ii": 2, "2": 2, "cuoi": 2}
HALVES_AND_YEAR = ((1, 6), (7, 12), (1, 12))


class Span(NamedTuple):
    """Months, both included, of a year; None where none is named.

    ``loose``: a number of months without saying which ('6 tháng'). ``start`` and ``end``: the days where days are
    named, of year 1 where their year is not.
    """

    first: int
    last: int
    year: int | None = None
    loose: bool = False
    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def is_year(self) -> bool:
        """'Năm 2026', which may also stand for the part of that year that a report is about."""
        return (self.first, self.last) == (1, 12) and self.year is not None and self.end is None


class Cut(NamedTuple):
    """The spans that a text names and what is left of it without them."""

    spans: tuple[Span, ...]
    rest: str


@remembered(4096)
def cut(text: str) -> Cut:
    """The spans that a text without accents (``text.plain``) names."""
    spans: list[Span] = []
    telling = bool(_TELLING.search(text))
    for signs, pattern, read in _KINDS:
        if not telling:
            break
        if holds(text, signs):
            rest = pattern.sub(_taking(read, spans), text)
            if rest != text:
                text, telling = rest, bool(_TELLING.search(rest))
    return Cut(_of_one_year(spans), text)


def _of_one_year(spans: list[Span]) -> tuple[Span, ...]:
    """'Năm 2026 (6 tháng đầu năm)' is one span: the year belongs to the others, where they name none."""
    years = [span for span in spans if span.is_year]
    rest = [span for span in spans if not span.is_year]
    if len(years) == 1 and rest and all(span.year is None for span in rest):
        return tuple(span._replace(year=years[0].year) for span in rest)
    return tuple(spans)


def _taking(read: Callable[[re.Match[str]], Span | None], spans: list[Span]) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        span = read(match)
        if span is None:
            return match[0]
        spans.append(span)
        return " "

    return take


# --- what a match says -----------------------------------------------------------------------------------------------


def _days(match: re.Match[str]) -> Span | None:
    """From a day to a day, or until a day."""
    end = _day(match["to"])
    start = _day(match["from"], end) if end and match["from"] else None
    if end is None or (match["from"] and start is None):
        return None
    return Span(start.month if start else 1, end.month, end.year if end.year > 1 else None, start=start, end=end)


def _day(text: str, other: dt.date | None = None) -> dt.date | None:
    """The day of '14/6/2026' or '14/6', which is of the other's year, or of year 1."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    year = parts[2] if len(parts) > 2 else other.year if other else 1
    try:
        return dt.date(year if year > 99 or year == 1 else 2000 + year, parts[1], parts[0])
    except ValueError:
        return None


def _until_month(match: re.Match[str]) -> Span:
    year, month = _year(match), int(match["month"])
    return Span(1, month, year, end=_last_day(year or 1, month))


def _last_day(year: int, month: int) -> dt.date:
    return (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _months(match: re.Match[str]) -> Span | None:
    """From a month to a month; 'tháng 12/2025 đến tháng 6/2026' begins in the year before."""
    first, last, year = int(match["first"]), int(match["last"]), _year(match)
    if match["before"] and year and int(match["before"]) < year:
        return Span(first, last, year, start=dt.date(int(match["before"]), first, 1), end=_last_day(year, last))
    return Span(first, last, year) if first <= last else None


def _number_of_months(match: re.Match[str]) -> Span:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    return Span(*((13 - count, 12) if match["part"] == "cuoi" else (1, count)), _year(match), loose=not match["part"])


def _quarters(match: re.Match[str]) -> Span:
    one = _QUARTERS[match["one"]]
    other = _QUARTERS[match["other"]] if match["other"] else one
    return Span(3 * min(one, other) - 2, 3 * max(one, other), _year(match))


def _month(match: re.Match[str]) -> Span:
    return Span(int(match["month"]), int(match["month"]), _year(match))


def _half(match: re.Match[str]) -> Span:
    half = _HALVES[match["half"] or "1"]
    return Span(6 * half - 5, 6 * half, _year(match))


def _whole_year(match: re.Match[str]) -> Span:
    return Span(1, 12, _year(match))


def _year(match: re.Match[str]) -> int | None:
    text = match["year"]
    return (int(text) if len(text) == 4 else 2000 + int(text)) if text else None


_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_ANY_YEAR = r"(?:20)?\d\d(?!\d)"
_FULL_DATE = rf"\d{{1,2}}(?:\s?/\s?{_MONTH}\s?/\s?{_ANY_YEAR}|\.{_MONTH}\.{_ANY_YEAR}|-{_MONTH}-{_ANY_YEAR})"
_LONG_DATE = rf"\d{{1,2}} thang {_MONTH}(?: nam {_ANY_YEAR})?"
_DATE = rf"(?:{_FULL_DATE}|{_LONG_DATE}|\d{{1,2}}[/.]{_MONTH}(?![/.]\d))"
_OF_YEAR = r"(?:\s?[/.,-]?\s?\(?(?:cua )?(?:nam )?(?P<year>20\d\d|(?<=nam )\d\d)(?!\d)\)?)?"
_UNTIL = r"(?:den|toi)(?: het)?(?: ngay)?"
# What every text of the kind holds one of, what it looks like, how it is read.
_KINDS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = (
    (
        ("den", "toi", "-"),
        late(rf"(?<!\w)(?:tinh )?(?:tu )?(?:ngay )?(?P<from>{_DATE})\s?(?:{_UNTIL}|-)\s?(?P<to>{_DATE})"),
        _days,
    ),
    (
        ("den", "toi", "ngay"),
        late(rf"(?<!\w)(?:(?:so lieu )?tinh )?(?:{_UNTIL}|ngay) (?P<from>)(?P<to>{_DATE})"),
        _days,
    ),
    (("/", ".", "-"), late(rf"(?<![\w/.])(?P<from>)(?P<to>{_FULL_DATE})"), _days),
    (
        ("den", "toi", "-"),
        late(
            rf"(?<!\w)(?:tu )?(?:thang |t)\s?(?P<first>{_MONTH})(?:\s?/\s?(?P<before>20\d\d))?\s?(?:(?:den"
            rf"|toi)(?: het)?|-)"
            rf"\s?(?:thang |t)?\s?(?P<last>{_MONTH}){_OF_YEAR}"
        ),
        _months,
    ),
    (
        ("den", "toi", "het"),
        late(rf"(?<!\w)(?:den|toi|den het|het) (?:thang |t)\s?(?P<month>{_MONTH}){_OF_YEAR}"),
        _until_month,
    ),
    (
        ("t",),
        late(
            rf"(?<!\w)(?P<count>{_MONTH}|{'|'.join(_COUNTS)})\s?(?:thang|th|t)(?! \d{{1,2}}(?!\d))(?![a-z_])"
            rf"(?: (?P<part>dau|cuoi)(?: cua)?(?: nam(?: nay|(?! \d)))?)?{_OF_YEAR}"
        ),
        _number_of_months,
    ),
    (
        ("q",),
        late(
            r"(?<!\w)(?:quy |q)\s?(?P<one>iv|i{1,3}|[1-4])(?!\w)"
            rf"(?:\s?(?:,|\+|-|va|den)\s?(?:quy |q)?\s?(?P<other>iv|i{{1,3}}|[1-4])(?!\w))?{_OF_YEAR}"
        ),
        _quarters,
    ),
    (("t",), late(rf"(?<!\w)(?:trong )?(?:thang |t)\s?(?P<month>{_MONTH}){_OF_YEAR}"), _month),
    (("h1", "h2"), late(rf"(?<!\w)h(?P<half>[12])(?!\d){_OF_YEAR}"), _half),
    (
        ("h1", "h2", "h i", "hi", "h 1", "h 2", "ky", "hk"),
        late(rf"(?<!\w)(?:hk?|ky) ?(?P<half>ii|i|[12])(?=\s?[/.,-]?\s?(?:nam )?20\d\d){_OF_YEAR}"),
        _half,
    ),
    (
        ("nua", "hai quy", "2 quy"),
        late(rf"(?<!\w)(?:nua|(?:hai|0?2) quy) (?:nam )?(?P<half>dau|cuoi)(?: nam(?! \d))?{_OF_YEAR}"),
        _half,
    ),
    (("ban nien",), late(rf"(?<!\w)ban nien(?P<half>){_OF_YEAR}"), _half),
    (
        ("dot",),
        late(rf"(?<!\w)dot (?:thu )?(?P<half>ii|i|[12])(?=\s?[/.,-]?\s?(?:nam )?20\d\d){_OF_YEAR}"),
        _half,
    ),
    (
        ("nam",),
        late(r"(?<!\w)(?:(?:trong )?ca |trong )?nam (?:bao cao )?\(?(?P<year>20\d\d|\d\d)(?!\d)\)?"),
        _whole_year,
    ),
    (("trong nam", "ca nam"), late(r"(?<!\w)(?:trong (?:ca )?|ca )nam(?P<year>)(?! nay)(?!\w)"), _whole_year),
    (("20",), late(r"(?<![\w/.])(?P<year>20\d\d)(?!\w)"), _whole_year),
)
_TELLING = late(r"\d|(?<!viet )nam|thang|quy|(?<!\w)q[1-4i]")


# --- comparison ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def nominal(period: Period) -> Span:
    """The whole months that a period stands for: 15/12/2025 to 14/6/2026 is January to June of 2026."""
    start, end = period.start + dt.timedelta(days=17), period.end - dt.timedelta(days=9)
    return Span(start.month, end.month, period.year)


def agrees(span: Span, period: Period | None) -> bool:
    """Does a span mean the period? Without a period every half-year and year may be meant."""
    if period is None:
        return (
            span.end is not None
            or (span.first, span.last) in HALVES_AND_YEAR
            or (span.loose and span.last - span.first in (5, 11))
        )
    if span.end is not None:
        return _same_day(span.end, period.end, last=True) and (
            span.start is None or _same_day(span.start, period.start, last=False)
        )
    whole = nominal(period)
    same = (span.first, span.last) == (whole.first, whole.last)
    loosely = span.loose and span.last - span.first == whole.last - whole.first
    return span.year in (None, whole.year) and (same or loosely)


def _same_day(named: dt.date, wanted: dt.date, *, last: bool) -> bool:
    """The day itself or, since offices count in calendar months too, the last (first) day of the month meant or any
    month's that the wanted day lies in.
    """
    if named.year == 1:
        named = named.replace(year=wanted.year)
    near = wanted - dt.timedelta(days=9) if last else wanted + dt.timedelta(days=17)
    edge = _last_day(named.year, named.month).day if last else 1
    return named == wanted or (
        named.day == edge and (named.year, named.month) in {(near.year, near.month), (wanted.year, wanted.month)}
    )
