"""last: the latest day that any unit gave.

All units: of 12/5 and 3/6 the day 3/6. Nobody: nothing.
"""

from __future__ import annotations

from cchc_xl.aggregation.way import Cells, Column, Way, no_answers
from cchc_xl.model import Field


def total(field: Field, column: Column) -> int | float | None:
    return max((value for value in column(field.id) if value is not None), default=None)


def formula(field: Field, cells: Cells) -> str:
    return f'IF(COUNT({cells(field.id)})=0,"",MAX({cells(field.id)}))'


WAY = Way(name="last", adds=False, of_each=False, total=total, formula=formula, answers=no_answers)
