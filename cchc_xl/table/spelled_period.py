"""A report's period as offices write it besides the form's own words: '6T/2026', '6 tháng đầu năm 26', 'Quý I, II năm
2026', 'từ 15/12/2025 đến 14/6/2026'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from cchc_xl.form.period import FIRST_YEAR, LAST_YEAR, parse_period, period
from cchc_xl.model import Form, Period
from cchc_xl.table.spans import Span, cut, nominal
from cchc_xl.text import fold, late, plain

# Not the day of issue: "ngay 15 thang 6 nam 2026" alone is no period, from one day to another it may be.
_MAY_NAME = late(
    r"(?:\d|sau)\s?t(?:h|hang)?(?! \d{1,2}(?!\d))(?![a-z_]).{0,20}\d\d|(?<!\w)tu(?!\w).{0,40}(?<!\w)den(?!\w)"
    r"|\d\s?thang \d.*\d\s?thang \d|(?<!\w)(?:nua|quy) (?:dau|cuoi) nam"
    r"|(?<!\w)(?:q|quy|t|thang) ?(?:[1-6]|i{1,3}|iv)(?!\w).*20\d\d|(?<!\w)(?:ky|dot|hk?) ?(?:ii|i|[12])(?!\w)"
)
# Half a year for who reports twice in it, and two quarters for who reports by quarters: the campaign's period tells.
_FIRST_OR_SECOND = late(r"(?<!\w)(?:(?:ky|dot|hk)(?: thu)? ?(?:ii|i|[12])|q(?:uy)?\s?(?:[1-4]|i{1,3}|iv))(?!\w)")
# What is left of 'Đầu năm 2026' without its year.
_LOOSE_PART = late(r"(?<!\w)(?:dau|giua|cuoi)(?:\s{2,}|\s*$)")


def named_period(form: Form, text: str, own: str, year: str = "", campaign: Period | None = None) -> Period | None:
    """The one period that a text names in the form's words, by its months or by its days; else None.

    ``own``: what of the text is said of the report's own period; ``year``: what stands in the field for the year. A
    year of which a part is named ('Kỳ I năm 2026', '6th đầu năm 2026') is not meant as a whole.
    """
    words = parse_period(form, own, year or text)
    if words is None or (nominal(words).is_year and _tells_a_part(own)):
        return spelled_period(form, text, year, campaign)
    return words


def _tells_a_part(text: str) -> bool:
    spans, rest = cut(plain(text))
    return any(not span.is_year and span.end is None for span in spans) or _LOOSE_PART.search(rest) is not None


def spelled_period(form: Form, text: str, year: str = "", campaign: Period | None = None) -> Period | None:
    """The one period of the form, or the campaign's, that a text names by its months or by its days; else None.

    ``year``: what stands in the field for the year, for a text that names none.
    """
    folded = plain(fold(text))
    found = _spelled(form, folded, year, campaign)
    told = campaign is not None and found is not None and found.key == campaign.key
    return found if told or not _FIRST_OR_SECOND.search(folded) else None


def may_name_period(folded: str, form: Form) -> bool:
    """Does a line name a period of the form in such a way, or what may be one in some campaign?"""
    bare = plain(folded)
    return _MAY_NAME.search(bare) is not None and _spelled(form, bare, "", None) is not None


def _spelled(form: Form, bare: str, year: str, campaign: Period | None) -> Period | None:
    spans = cut(bare).spans
    if year and all(span.year is None for span in spans):
        spans = cut(f"{bare} nam {plain(fold(year))}").spans
    found = {one.key: one for span in _joined(spans) if (one := _period_of(span, form, campaign))}
    return next(iter(found.values())) if len(found) == 1 else None


def _joined(spans: Sequence[Span]) -> Sequence[Span]:
    """'Quý I/2026 và quý II/2026' are one half-year."""
    if len(spans) < 2 or not all(_goes_on(one, other) for one, other in pairwise(spans)):
        return spans
    return [spans[0]._replace(last=spans[-1].last, year=spans[-1].year)]


def _goes_on(one: Span, other: Span) -> bool:
    return not one.end and not other.end and one.last + 1 == other.first and one.year in (None, other.year)


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
