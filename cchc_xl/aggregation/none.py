"""none: the values stand for each unit by itself; there is no one value of all.

All units: nothing, and the consolidation says so. Nobody: nothing.
"""

from __future__ import annotations

from cchc_xl.aggregation.way import Cells, Column, Way, no_answers
from cchc_xl.model import Field


def total(field: Field, column: Column) -> None:  # noqa: ARG001
    return None


def formula(field: Field, cells: Cells) -> str:  # noqa: ARG001
    return ""


WAY = Way(name="none", adds=False, of_each=False, total=total, formula=formula, answers=no_answers)
