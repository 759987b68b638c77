"""What a way of aggregation is: one module that says how the values of units become one, in Python and in Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_xl.model import Field
from cchc_xl.records import NamedTuple

Column = Callable[[str], Sequence[int | float | None]]
"""Field id -> what is used of each unit, in the order of the units; None where nothing is."""
Cells = Callable[[str], str]
"""Field id -> the cells with the same values, as a formula names them."""


class Way(NamedTuple):
    """All that is known of a way of aggregation. Nothing has a default: whoever adds one says each of these.

    * ``name`` as in form definitions: the module's.
    * ``adds``: the values are added up, so that what was read is what is used and what was set aside, sums of some
      units may be added in their turn, and a change is a difference of two sums.
    * ``of_each``: the one value is worked out from those of each unit; what a body above units has worked out of its
      own is not enough (see ``consolidation.account.totals.from_below``).
    * ``total``: the one value of all units; None where there is none.
    * ``formula``: the same over the cells, an Excel expression; '' where there is none.
    * ``answers``: how many units gave each answer that the form lists.
    """

    name: str
    adds: bool
    of_each: bool
    total: Callable[[Field, Column], int | float | None]
    formula: Callable[[Field, Cells], str]
    answers: Callable[[Field, Column], tuple[tuple[str, int], ...]]


def no_answers(field: Field, column: Column) -> tuple[tuple[str, int], ...]:  # noqa: ARG001
    """Of a way that counts none."""
    return ()
