"""ratio: a percentage of all units is worked out from the sums of its two parts, and never a mean of percentages.

All units: 1 of 2 and 99 of 100 are 100 of 102, 98 %. A unit of which only one of the two parts is used is left out of
both sums. A whole of 0: nothing. Nobody: nothing.
"""

from __future__ import annotations

from cchc_xl.aggregation.way import Cells, Column, Way, no_answers
from cchc_xl.model import Field
from cchc_xl.numbers import added, rounded

HUNDRED = 100


def total(field: Field, column: Column) -> int | float | None:
    numerator, denominator = field.parts
    both = [
        (part, whole)
        for part, whole in zip(column(numerator), column(denominator), strict=True)
        if part is not None and whole is not None
    ]
    whole = added(one for _, one in both)
    return rounded(HUNDRED * added(one for one, _ in both) / whole, field.places) if whole else None


def formula(field: Field, cells: Cells) -> str:
    part, whole = map(cells, field.parts)
    numerator, denominator = (f'SUMIFS({one},{part},">=0",{whole},">=0")' for one in (part, whole))
    return f'IF({denominator}=0,"",ROUND({HUNDRED}*{numerator}/{denominator},{field.places}))'


WAY = Way(name="ratio", adds=False, of_each=True, total=total, formula=formula, answers=no_answers)
