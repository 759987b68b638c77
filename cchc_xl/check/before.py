"""What the same unit's figure of an earlier period says of this period's: the rules between two figures alone, in
Python (``consolidation.beside.changes``) and as the template's cell formulas, side by side.

The jump (C08) asks about a figure beside the same period of another year; a figure below that of a part of its own
period (C05) cannot be. What all other units' changes say is not asked here: a single workbook does not know them.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.aggregation import way_of
from cchc_xl.model import Field
from cchc_xl.records import NamedTuple

CODES = {"year": "C08", "part": "C05"}
"""How an earlier period lies to this one (``consolidation.beside.compare.relation``) -> the code of what it asks."""


class JumpLimits(NamedTuple):
    """A jump (C08): ``high`` times as much or more, or ``low`` times or less, and a change of at least ``change``.

    From ``crowd`` units on also a change of at least ``change``, by a factor of ``apart`` or more, that lies far from
    the others' changes (Hidiroglou and Berthelot; the factor, because where most figures stay as they were any change
    is far from the others).
    """

    high: float = 5
    low: float = 0.2
    change: int = 10
    crowd: int = 10
    apart: float = 1.5


LIMITS = JumpLimits()


def limits(given: Mapping[str, float]) -> JumpLimits:
    """The limits with those that a campaign names (checked by its schema) in the place of the usual ones."""
    return JumpLimits(
        given.get("high", LIMITS.high),
        given.get("low", LIMITS.low),
        int(given.get("change", LIMITS.change)),
        int(given.get("crowd", LIMITS.crowd)),
        given.get("apart", LIMITS.apart),
    )


class EarlierFigures(NamedTuple):
    """What one unit reported for an earlier period, for the column "Kỳ trước" of its template.

    ``period``: its label; ``related``: how it lies to the template's: year | part | '' (shown, nothing is asked);
    ``values``: by field, one that nobody knows is not in it.
    """

    period: str
    related: str
    values: Mapping[str, int | float]
    limits: JumpLimits = LIMITS


def is_judged(field: Field, related: str) -> bool:
    """A stock is only ever set beside the same period of another year, and what is not added up beside nothing."""
    return way_of(field).adds and (related == "year" or (related == "part" and field.measure == "flow"))


def is_broken(related: str, then: float, now: float, limits: JumpLimits) -> bool:
    """Does the earlier figure ask about this period's?"""
    if related == "part":
        return now < then
    return related == "year" and is_jump(then, now, limits)


def is_jump(then: float, now: float, limits: JumpLimits) -> bool:
    """A change by the limits alone."""
    return abs(now - then) >= limits.change and (now >= limits.high * then or now <= limits.low * then)


def formula(related: str, then: str, now: str, limits: JumpLimits) -> str:
    """``is_broken`` of the cells at two absolute addresses, as an Excel expression; FALSE where one has no number."""
    asked = f"{now}<{then}"
    if related == "year":
        far = f"OR({now}>={limits.high}*{then},{now}<={limits.low}*{then})"
        asked = f"IF(ABS({now}-{then})>={limits.change},{far},FALSE)"
    return f"IF(AND(ISNUMBER({now}),ISNUMBER({then})),{asked},FALSE)"
