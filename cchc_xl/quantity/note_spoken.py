"""A clause of a note beside the figure of an indicator: what the rules for clauses are asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cchc_xl.model import Field, Period
from cchc_xl.quantity.note_texts import SMALL_WORDS
from cchc_xl.quantity.note_units import is_own, says_little
from cchc_xl.quantity.note_words import Token
from cchc_xl.records import NamedTuple

_HEADS = frozenset({"total", "part", "incl", "mostly", "opener", "only", "row", "time", "joint", "relay"})
_NO_DAYS = dt.timedelta(0)


class Spoken(NamedTuple):
    """A clause beside the ``number`` of an indicator, in a report of a period.

    ``has``: the kinds of its words; ``note``: those of the words of all clauses.
    """

    tokens: Sequence[Token]
    has: frozenset[str]
    number: int
    field: Field
    period: Period | None
    note: frozenset[str]

    def place(self, kind: str) -> int:
        """Of the first word of a kind, -1 for none."""
        return next((at for at, token in enumerate(self.tokens) if kind in token.kinds), -1)

    def is_of_it(self, token: Token) -> bool:
        return says_little(token, self.field) or bool(token.kinds & _HEADS) or token.text in SMALL_WORDS

    def is_about_it(self, end: int) -> bool:
        """Are the words before a place none but words for what is counted?"""
        return all(self.is_of_it(token) for token in self.tokens[:end])

    def opens_with_it(self) -> bool:
        """Does the clause begin with what is counted, a figure, or a word for all or some of it?"""
        at = next((at for at, one in enumerate(self.tokens) if one.text not in SMALL_WORDS), 0)
        first = self.tokens[at]
        if first.figure is not None and self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text in ("tháng", "thang"):
            return False  # '6 tháng đầu năm 2025: 9 văn bản'
        return is_own(first, self.field) or first.figure is not None or bool(first.kinds & (_HEADS | {"act"}))


def is_outside(token: Token, period: Period | None, near: dt.timedelta = _NO_DAYS) -> bool:
    """Is a time that a word names outside the period, by more than ``near``?

    A month without its year is of the period if one of it is.
    """
    if token.when is None or period is None:
        return False
    year, month, day = token.when
    if not month:
        return year not in (period.year, period.end.year)
    years = (year,) if year else tuple({period.start.year, period.end.year})
    return not any(_touches(period, one, month, day, near) for one in years)


def is_longer(token: Token, period: Period | None) -> bool:
    """Is a year that a word names longer than the period, which lies in it?"""
    if token.when is None or period is None or token.when[1]:
        return False
    return (period.end - period.start).days < 300


def _touches(period: Period, year: int, month: int, day: int, near: dt.timedelta) -> bool:
    """Is a month, or a day of it, in the period?"""
    if day:
        try:
            return period.start - near <= dt.date(year, month, day) <= period.end + near
        except ValueError:
            return True  # no day
    return (period.start.year, period.start.month) <= (year, month) <= (period.end.year, period.end.month)
