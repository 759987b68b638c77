"""What a type of quantity is: one module that says how its cells are read, asked for, added and shown.

The module ends in ``TYPE``, the record of all that others need to know of it; ``quantity.types`` has its name. Whoever
asks "which format has its cell?" or "may it be added?" asks the record and keeps no list of names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cchc_xl.model import Cell, Field, Reading, Scalar
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Any


class FieldType(NamedTuple):
    """All that is known of a type. Nothing has a default: whoever adds a type says each of these.

    * ``name`` as in form definitions: the module's.
    * ``read``: a quantity cell to a reading; ``places`` of it are set by the caller.
    * ``base_rules``: (kind of rule, code) of what holds of any such value. A definition may say them in words and
      severities of its own; those that it leaves out are added.
    * ``aggregations``: how values may become one (names of ``aggregation``), the usual way first.
    * ``validation``: XlsxWriter's ``data_validation`` of the template's cell, without its words.
    * ``prompt``: key of the template's words (``words.template.INPUTS``) about it.
    * ``number_format``: of the template's cell, in Excel's code.
    * ``result_format``: of the consolidation's cells, in Excel's code without a language.
    * ``stored``: what the template's cell holds for a value; ``times``: what its number is multiplied with to be the
      value again.
    * ``live``, of a type whose cells hold answers and no figures: (address, field) -> an Excel expression that is TRUE
      where the cell holds none. None of other types, or where any will do.
    * ``place``: (answer, field) -> the number by which an answer is kept in the accounts: its place in the list, the
      day's number. None of types whose cells hold figures.
    """

    name: str
    read: Callable[[Cell | None, Field], Reading]
    base_rules: tuple[tuple[str, str], ...]
    aggregations: tuple[str, ...]
    validation: Callable[[Field], Mapping[str, Any]]
    prompt: str
    number_format: Callable[[Field], str]
    result_format: Callable[[Field], str]
    stored: Callable[[Scalar, Field], Scalar]
    times: int
    live: Callable[[str, Field], str] | None
    place: Callable[[str, Field], int] | None


def no_number(cell: str) -> str:
    """An Excel expression that is TRUE where a cell holds anything but a number, and is not blank."""
    return f"IF(ISERROR({cell}),TRUE,AND(LEN(TRIM({cell}))>0,NOT(ISNUMBER({cell}))))"


def as_it_is(value: Scalar, field: Field) -> Scalar:  # noqa: ARG001
    """``stored`` of a type whose cells hold what they show."""
    return value
