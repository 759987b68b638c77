"""What a match of the table ``patterns`` says, and the parts that its readers share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cchc_xl.model import Field, How
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.reading import LARGEST as LARGEST
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late
from cchc_xl.typed import Any

UNKNOWN = "…"  # stands where a message asks for a figure and there is no single one

Code = tuple[str, Mapping[str, Any]]

DIGIT = re.compile("[0-9]")
FIGURE = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}(?![0-9])|[1-9][0-9]{0,2}(?: [0-9]{3}){1,2}(?![0-9])|[0-9]{1,9})"
WORDS = r"[^0-9()\[\]+]"
_TOGETHER = late(r"\s*[,;&+]\s*|\s+(?:và|hoặc|-)\s+")


class Found(NamedTuple):
    """What a text says: its codes, and a number where there is one reading.

    See ``model.Reading`` for the other fields.
    """

    codes: tuple[Code, ...]
    number: int | float | None = None
    how: How = "proposed"
    computed: bool = False
    bound: str = ""
    qualifier: str = ""


def value_of(figure: str) -> int:
    """'1.200' and '1 200' are 1200."""
    return int(figure.replace(".", "").replace(" ", ""))


def dotted(*figures: str) -> tuple[Code, ...]:
    """A thousands dot inside a longer text is a doubt of its own."""
    first = next((figure for figure in figures if "." in figure), None)
    return () if first is None else (("V08", {"value": value_of(first)}),)


def impossible(digits: str) -> Found | None:
    """V42 for more digits than any count has, and for a telephone number; the number itself stays what was read."""
    number = int(digits) if len(digits) <= 15 else None
    if number is not None and number <= LARGEST and not (digits[0] == "0" and len(digits) >= 9):
        return None
    return Found((("V42", {}),), number, "none")


def is_unit(words: str, field: Field) -> bool:
    """A unit of measure, or several that one figure counts together: 'bài viết, bản tin', 'tin,bài', 'tin và bài'."""
    folded = fold(words)
    own = lexicon.own_units(field.unit, field.units)
    if folded in lexicon.UNITS or folded in own:
        return True
    parts = _TOGETHER.split(folded)
    return len(parts) > 1 and all(part in lexicon.UNITS or part in own for part in parts)


def belongs(words: str, field: Field) -> bool:
    """A unit of the indicator's own, or of its kind; of a quantity of which nothing is known every unit may be."""
    own = lexicon.own_units(field.unit, field.units)
    folded = fold(words)
    return not field.unit or folded in own or all(part in own for part in _TOGETHER.split(folded))


def is_rate(words: str) -> bool:
    """'người/lớp', 'tin/tháng': so many of the one for each of the other; 'tin/bài' counts both together."""
    first, slash, second = fold(words).partition("/")
    if not slash or fold(words) in lexicon.UNITS:
        return False
    kinds = [{name for name, kind in lexicon.KINDS.items() if part.strip() in kind} for part in (first, second)]
    return bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1]
