"""date: a day; the latest of all units where the form asks for it (``"aggregation": "last"``).

Read: a date cell, '12/5/2026', 'ngày 12 tháng 5 năm 2026', '2026-05-12'. Refused: 'tháng 5' (V67), 46154 without the
format of a date, '31/02/2026'.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Cell, Field, Reading, Scalar
from cchc_xl.quantity.answers import read_answer
from cchc_xl.quantity.field_type import FieldType, no_number
from cchc_xl.text import fold

DAY_ZERO = dt.date(1899, 12, 30)
FIRST, LAST = dt.date(1900, 3, 1), dt.date(2099, 12, 31)
_FORMS = (
    (re.compile(r"(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), (2, 1, 0)),
    (re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})"), (2, 1, 0)),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00)?"), (0, 1, 2)),
)


def read(cell: Cell | None, field: Field) -> Reading:
    return read_answer(cell, field, _understood, "V67")


def _understood(said: str, field: Field) -> str:  # noqa: ARG001
    """The day as an ISO text."""
    for pattern, order in _FORMS:
        if match := pattern.fullmatch(fold(said) if "T" not in said else said):
            parts = [int(part) for part in match.groups()]
            try:
                day = dt.date(*(parts[at] for at in order))
            except ValueError:
                return ""
            return day.isoformat() if FIRST <= day <= LAST else ""
    return ""


def _serial(answer: str) -> int:
    return (dt.date.fromisoformat(answer) - DAY_ZERO).days


def validation(field: Field) -> Mapping[str, Any]:  # noqa: ARG001
    return {"validate": "date", "criteria": "between", "minimum": FIRST, "maximum": LAST}


def stored(value: Scalar, field: Field) -> Scalar:
    """A day as the number that a cell in the format of a date holds."""
    day = _understood(value, field) if isinstance(value, str) else ""
    return _serial(day) if day else value


def live(cell: str, field: Field) -> str:  # noqa: ARG001
    """TRUE where the cell holds anything but a day, which is a number in the cell's format."""
    return no_number(cell)


TYPE = FieldType(
    name="date",
    read=read,
    base_rules=(("required", "V25"), ("answer", "V67")),
    aggregations=("none", "last"),
    validation=validation,
    prompt="date",
    number_format=lambda _: "dd/mm/yyyy",
    result_format=lambda _: "dd/mm/yyyy",
    stored=stored,
    times=1,
    live=live,
    place=lambda answer, _: _serial(answer),
)
