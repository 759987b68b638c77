"""Robust statistics: how far a figure is from its peers, and how far a change is from the others' changes. Pure functions of numbers.

Means and standard deviations are useless here: the outlier that is looked for moves both towards itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

THRESHOLD = 3.5  # Iglewicz and Hoaglin (1993); DHIS2 uses the same
_NORMAL = 0.6745  # the 0.75 quantile of the normal distribution: makes the median absolute deviation a standard deviation
_MEAN_NORMAL = 1.253314  # sqrt(pi / 2): the same for the mean absolute deviation


class Change(NamedTuple):
    """A pair's effect (negative: a decrease) and the bounds outside of which it is an outlier."""

    effect: float
    low: float
    high: float

    @property
    def is_outlier(self) -> bool:
        return not self.low <= self.effect <= self.high


def median(values: Sequence[float]) -> float:
    """The middle value, or the mean of the two in the middle. Raises ``ValueError`` for no values."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile with linear interpolation (Excel's PERCENTILE.INC). Raises ``ValueError`` for no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def modified_z(values: Sequence[float]) -> list[float | None]:
    """0.6745 (x - median) / MAD for each value.

    Where more than half of the values are equal the MAD is 0 and says nothing: then the mean absolute deviation takes its place,
    (x - median) / (1.253314 MeanAD), as Iglewicz and Hoaglin advise. Where that is 0 too, all values are equal: None for each.
    """
    if not values:
        return []
    middle = median(values)
    distances = [abs(value - middle) for value in values]
    if deviation := median(distances):
        return [_NORMAL * (value - middle) / deviation for value in values]
    if deviation := sum(distances) / len(distances):
        return [(value - middle) / (_MEAN_NORMAL * deviation) for value in values]
    return [None] * len(values)


def hidiroglou_berthelot(pairs: Sequence[tuple[float, float]], *, size: float = 0.5, least: float = 0.05, reach: float = 4.0) -> list[Change | None]:
    """The method of Hidiroglou and Berthelot (1986) for (earlier, later): ratios around their median, made symmetric and weighted by size.

    ``size``: 0 takes all units alike, 1 lets large ones count most; ``least``: a part of the median effect that the quartile distance
    is never below, so that a crowd of equal ratios does not make an outlier of everything else; ``reach``: quartile distances from the
    median. None for a pair with a figure that is not above 0: a ratio says nothing of it.
    """
    ratios = [later / earlier for earlier, later in pairs if earlier > 0 and later > 0]
    if not ratios:
        return [None] * len(pairs)
    middle = median(ratios)
    effects = [_effect(earlier, later, middle, size) if earlier > 0 and later > 0 else None for earlier, later in pairs]
    known = [effect for effect in effects if effect is not None]
    centre = median(known)
    below = max(centre - quantile(known, 0.25), abs(least * centre))
    above = max(quantile(known, 0.75) - centre, abs(least * centre))
    return [None if effect is None else Change(effect, centre - reach * below, centre + reach * above) for effect in effects]


def _effect(earlier: float, later: float, middle: float, size: float) -> float:
    ratio = later / earlier
    centred = 1 - middle / ratio if ratio < middle else ratio / middle - 1
    weighted: float = centred * max(earlier, later) ** size
    return weighted
