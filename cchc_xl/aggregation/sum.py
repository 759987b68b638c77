"""sum: the values are added up, exact to the last decimal place.

All units: 0.1 and 0.2 are 0.3. Nobody: 0, for nothing was added.
"""

from __future__ import annotations

from cchc_xl.aggregation.way import Cells, Column, Way, no_answers
from cchc_xl.model import Field
from cchc_xl.numbers import added


def total(field: Field, column: Column) -> int | float:
    return added([value or 0 for value in column(field.id)])


def formula(field: Field, cells: Cells) -> str:
    return f"SUM({cells(field.id)})"


WAY = Way(name="sum", adds=True, of_each=False, total=total, formula=formula, answers=no_answers)
