"""A report's period as offices write it besides the form's own words: '6T/2026', '6 tháng đầu năm 26', 'từ 15/12/2025
đến 14/6/2026'.
"""

from __future__ import annotations

from collections.abc import Iterable

from cchc_xl.form.period import FIRST_YEAR, LAST_YEAR, period
from cchc_xl.model import Form, Period
from cchc_xl.table.spans import Span, cut, nominal
from cchc_xl.text import fold, late, plain

_QUARTER = late(
    r"(?<!\w)q(?:uy)?\s?(?:[1-4]|i{1,3}|iv)(?!\w)"
)  # two quarters are no half-year: they are told as quarters
# Not the day of issue: "ngày 15 tháng 6 năm 2026" alone is no period, from one day to another it may be.
_MAY_NAME = late(
    r"\d\s?t(?:háng)?(?! \d{1,2}(?!\d))(?!\w).{0,20}\d\d|(?<!\w)từ(?!\w).{0,40}(?<!\w)đến(?!\w)"
    r"|\d\s?tháng \d.*\d\s?tháng \d|nửa (?:đầu|cuối) năm"
)


def spelled_period(form: Form, text: str, year: str = "", campaign: Period | None = None) -> Period | None:
    """The one period of the form, or the campaign's, that a text names by its months or by its days; else None.

    ``year``: what stands in the field for the year, for a text that names none.
    """
    folded = plain(fold(text))
    if _QUARTER.search(folded):
        return None
    spans = cut(folded).spans
    if year and all(span.year is None for span in spans):
        spans = cut(f"{folded} nam {plain(fold(year))}").spans
    found = {one.key: one for span in spans if (one := _period_of(span, form, campaign))}
    return next(iter(found.values())) if len(found) == 1 else None


def may_name_period(folded: str) -> bool:
    """Is it worth a closer look?"""
    return _MAY_NAME.search(folded) is not None


def _period_of(span: Span, form: Form, campaign: Period | None) -> Period | None:
    if span.year is None or not FIRST_YEAR <= span.year <= LAST_YEAR or span.is_year:
        return None
    known = [campaign] if campaign else []
    fitting = [one for one in (*known, *_periods(form, span.year)) if _is(span, one)]
    return fitting[0] if fitting else None


def _periods(form: Form, year: int) -> Iterable[Period]:
    return (period(form, kind.id, year) for kind in form.periods)


def _is(span: Span, one: Period) -> bool:
    if span.end is not None:
        return (span.start, span.end) == (one.start, one.end)
    whole = nominal(one)
    return (span.year, span.first, span.last) == (whole.year, whole.first, whole.last)
