"""Robust statistics: how far a figure is from its peers, and how far a change is from the others' changes. Pure
functions of numbers.

Means and standard deviations are useless here: the outlier that is looked for moves both towards itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

from cchc_xl.numbers import whole
from cchc_xl.records import NamedTuple

THRESHOLD = 3.5  # Iglewicz and Hoaglin (1993); DHIS2 uses the same
_NORMAL = (
    0.6745  # the 0.75 quantile of the normal distribution: makes the median absolute deviation a standard deviation
)
_MEAN_NORMAL = 1.253314  # sqrt(pi / 2): the same for the mean absolute deviation


class Crowd(NamedTuple):
    """What changes are held against: the ratios of so many ``units``, later / earlier, their quartiles, and the bounds
    of the effects made of them.
    """

    units: int
    ratios: tuple[float, float, float]
    low: float
    high: float
    size: float

    def effect(self, earlier: float, later: float) -> float:
        """Negative for a decrease. It grows with ``later``."""
        ratio, middle = later / earlier, self.ratios[1]
        centred = 1 - middle / ratio if ratio < middle else ratio / middle - 1
        weighted: float = centred * max(earlier, later) ** self.size
        return weighted

    def usual(self, earlier: float) -> tuple[int, int]:
        """The lowest and the highest whole number above 0 that would be no outlier after ``earlier``: the bounds as
        figures.
        """
        expected = max(1, int(earlier * self.ratios[1]))
        return (
            _first(lambda later: self.effect(earlier, later) >= self.low, expected),
            _first(lambda later: self.effect(earlier, later) > self.high, expected) - 1,
        )


class PairEffect(NamedTuple):
    """A pair's effect, and the crowd that it is held against."""

    effect: float
    crowd: Crowd

    @property
    def is_outlier(self) -> bool:
        return not self.crowd.low <= self.effect <= self.crowd.high


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


def shown(number: float) -> int | float:
    """A statistic as a person reads it: whole where it is, else three digits, and one decimal of large ones."""
    if isinstance(count := whole(number), int):
        return count
    return round(number, 1) if number >= 100 else float(f"{number:.3g}")


def modified_z(values: Sequence[float]) -> list[float | None]:
    """0.6745 (x - median) / MAD for each value.

    Where more than half of the values are equal the MAD is 0 and says nothing: then the mean absolute deviation takes
    its place, (x - median) / (1.253314 MeanAD), as Iglewicz and Hoaglin advise. Where that is 0 too, all values are
    equal: None for each.
    """
    if not values:
        return []
    middle = median(values)
    unit = _spread(values, middle)
    return [(value - middle) / unit if unit else None for value in values]


def highest(values: Sequence[float], score: float = THRESHOLD) -> float:
    """The value whose modified z-score is ``score``: what is above it scores more.

    Raises ``ValueError`` for no values.
    """
    middle = median(values)
    return middle + score * _spread(values, middle)


def _spread(values: Sequence[float], middle: float) -> float:
    """How far a value with the score 1 is from the median; 0 where all values are equal."""
    distances = [abs(value - middle) for value in values]
    return median(distances) / _NORMAL or _MEAN_NORMAL * sum(distances) / len(distances)


def hidiroglou_berthelot(
    pairs: Sequence[tuple[float, float]], *, size: float = 0.5, least: float = 0.05, reach: float = 4.0
) -> list[PairEffect | None]:
    """The method of Hidiroglou and Berthelot (1986) for (earlier, later): ratios around their median, made symmetric
    and weighted by size.

    ``size``: 0 takes all units alike, 1 lets large ones count most; ``least``: a part of the median effect that the
    quartile distance is never below, so that a crowd of equal ratios does not make an outlier of everything else;
    ``reach``: quartile distances from the median. None for a pair with a figure that is not above 0: a ratio says
    nothing of it.
    """
    ratios = [later / earlier for earlier, later in pairs if earlier > 0 and later > 0]
    if not ratios:
        return [None] * len(pairs)
    open_ended = Crowd(len(ratios), (quantile(ratios, 0.25), median(ratios), quantile(ratios, 0.75)), -inf, inf, size)
    effects = [open_ended.effect(earlier, later) if earlier > 0 and later > 0 else None for earlier, later in pairs]
    known = [effect for effect in effects if effect is not None]
    centre = median(known)
    below = max(centre - quantile(known, 0.25), abs(least * centre))
    above = max(quantile(known, 0.75) - centre, abs(least * centre))
    crowd = open_ended._replace(low=centre - reach * below, high=centre + reach * above)
    return [None if effect is None else PairEffect(effect, crowd) for effect in effects]


def _first(holds: Callable[[int], bool], near: int) -> int:
    """The lowest whole number above 0 of which something holds that, once it holds, holds for all above it.

    ``near``: a first guess.
    """
    high = near
    while not holds(high):
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
