"""Cells that ask for an answer and no figure: a choice, a day, a text. Their readings have no number."""

from __future__ import annotations

from collections.abc import Callable

from cchc_xl.model import Cell, Field, Reading
from cchc_xl.numbers import text_of
from cchc_xl.quantity.reading import not_text
from cchc_xl.text import squeeze

Understood = Callable[[str, Field], str]
"""(what the cell says, the field) -> the answer as it is kept, '' for none."""


def shown_answer(reading: Reading) -> str:
    """What a cell says, for a person: a day as 12/05/2026, anything else as it was written."""
    text = reading.qualifier or reading.raw_text
    year, month, day = (*text.split("-"), "", "", "")[:3]
    return f"{day}/{month}/{year}" if len(text) == 10 and (year + month + day).isdigit() and day else text


def read_answer(cell: Cell | None, field: Field, understood: Understood, code: str) -> Reading:
    """A cell's answer in ``qualifier``; what is none earns ``code``. A blank is blank, an error value an error."""
    if cell is None:
        return Reading(field.id, "blank")
    if cell.kind in ("error", "blank", "picture"):
        return not_text(cell, field)
    said = squeeze(text_of(cell.value))
    if not said:
        return Reading(field.id, "blank", raw=cell.value)
    answer = understood(said, field)
    if not answer:
        return Reading(field.id, "text", raw=cell.value, codes=((code, {"found": said}),))
    how = "exact" if answer == said else "cleaned"
    return Reading(field.id, "answer", qualifier=answer, raw=cell.value, how=how)  # type: ignore[arg-type]
