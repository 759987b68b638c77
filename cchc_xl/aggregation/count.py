"""count: units are counted by the answer that they chose.

All units: 'Có: 3; Không: 2'. Nobody: each answer with 0.
"""

from __future__ import annotations

from cchc_xl.aggregation.way import Cells, Column, Way
from cchc_xl.model import Field


def total(field: Field, column: Column) -> None:  # noqa: ARG001
    return None


def answers(field: Field, column: Column) -> tuple[tuple[str, int], ...]:
    given = list(column(field.id))
    return tuple((answer, given.count(place)) for place, answer in enumerate(field.choices, 1))


def formula(field: Field, cells: Cells) -> str:
    def quoted(text: str) -> str:
        return text.replace('"', '""')

    counted = (f'"{quoted(one)}: "&COUNTIF({cells(field.id)},"{quoted(one)}")' for one in field.choices)
    return '&"; "&'.join(counted)


WAY = Way(name="count", adds=False, of_each=False, total=total, formula=formula, answers=answers)
