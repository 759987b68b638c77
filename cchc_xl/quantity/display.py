"""Whether the screen shows what is stored: the figure alone, the figure with a word that changes nothing, or other.

What a number format makes of a cell is read as if it had been typed: '12 văn bản' is twelve documents, '12 nghìn',
'120', '~12' or nothing is not what is stored, and a person must say which of the two was meant.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cchc_xl.model import Cell, Field
from cchc_xl.numbers import EXACT, rounded
from cchc_xl.records import NamedTuple
from cchc_xl.text import squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.quantity.found import Found
    from cchc_xl.quantity.number_format import Shown

_PLAIN_FORMATS = frozenset(("General", "@", "0", "#,##0", ""))  # show a whole number, and a text, as it is
_SAME = frozenset(("V02", "V03", "V04", "V05", "V08"))  # of a typed text: its figure is the one that stands there
_DASHES = frozenset("-–—")


class Display(NamedTuple):
    """What the screen shows where that is more or other than the figure.

    ``harmless``: it says the same; ``offered``: the stored figure may be proposed, since no other is shown.
    """

    shown: str
    harmless: bool
    offered: bool


Judge = Callable[["Shown", Cell, "int | float | None", Field], Display | None]
"""(what the screen shows, its cell, what was read of it, the field) -> what is unlike the figure, None where nothing
is."""


@lru_cache(maxsize=1024)
def _shown_number(code: str, value: float) -> Shown:
    from cchc_xl.quantity.number_format import shown_number

    return shown_number(code, value)


def _shown_text(code: str, text: str) -> Shown:
    from cchc_xl.quantity.number_format import shown_text

    return shown_text(code, text)


def screen(cell: Cell, number: int | float | None) -> Shown | None:
    """What the screen shows of a cell; None where its format leaves the figure as it is.

    ``number``: what was read of it, which arithmetic may have left a billionth beside (see ``reading``).
    """
    code, value = cell.style.number_format, cell.value
    if type(value) is str and cell.kind == "text":
        return None if code in _PLAIN_FORMATS else _shown_text(code, value)
    if cell.kind != "number" or not isinstance(value, int | float) or not abs(value) < EXACT:
        return None
    figure = value if number is None else number
    return None if code in _PLAIN_FORMATS and figure == int(figure) else _shown_number(code, figure)


def judged(seen: Shown, cell: Cell, number: int | float | None, field: Field) -> Display | None:
    """What is unlike the figure, None where nothing is."""
    bare = squeeze(seen.bare)
    stored = number if number is not None and cell.kind == "number" else cell.value
    if bare == squeeze(str(stored)) or _is_figure(bare, stored):
        return None
    shown = squeeze(seen.text)
    if not any(c.isdigit() for c in bare):
        # A dash for nought is what every book-keeper writes.
        return Display(shown, stored == 0 and bare != "" and set(bare) <= _DASHES, True)
    from cchc_xl.quantity.patterns import find

    return Display(shown, *_as_typed(bare, number, field, find))


def as_decimal(seen: Shown, cell: Cell, number: int | float | None, field: Field) -> Display | None:
    """As ``judged``, of a figure that may have decimals: a format that shows fewer of them changes nothing."""
    whole, point, rest = squeeze(seen.bare).partition(".")
    if cell.kind != "number":
        return judged(seen, cell, number, field)
    if number is None:
        return None  # it was refused already
    if whole.isdecimal() and (rest.isdecimal() or not point):
        shown = float(f"{whole}.{rest}0")
        if shown == number:
            return None
        if shown == rounded(number, len(rest)):
            return Display(squeeze(seen.text), True, True)
    if not any(c.isdigit() for c in seen.bare):
        return judged(seen, cell, number, field)
    from cchc_xl.quantity.decimals import find

    return Display(squeeze(seen.text), *_as_typed(squeeze(seen.bare).replace(".", ","), number, field, find))


def as_share(seen: Shown, cell: Cell, number: int | float | None, field: Field) -> Display | None:
    """As ``as_decimal``, of a percentage: 0.125 is shown as 12.5%."""
    if seen.percent:
        return as_decimal(seen._replace(bare=seen.bare.replace("%", "")), cell, number, field)
    stored = cell.value  # what was read of it may be a hundred times as much (V62)
    return as_decimal(seen, cell, stored if number is not None and isinstance(stored, int | float) else number, field)


def _is_figure(bare: str, stored: object) -> bool:
    """Whether digits are those of the stored number: '012', '12.6'; '3.000' is three thousand to a reader."""
    whole, point, rest = bare.partition(".")
    if not isinstance(stored, int | float) or not (whole + rest).isdecimal() or not bare.isascii():
        return False
    return float(bare) == stored and not (point and stored == int(stored))


def _as_typed(
    bare: str, number: int | float | None, field: Field, find: Callable[[str, Field], tuple[str, Found]]
) -> tuple[bool, bool]:
    """(it says the same as the figure, the figure is the one that it says) of a text with digits."""
    from cchc_xl.quantity.found import belongs

    _, found = find(bare, field)
    if number is None or found.number != number:
        return False, False
    codes = dict(found.codes)
    label = codes.get("V01", {}).get("reason") == "label"  # 'Tổng: 12'
    if label:
        del codes["V01"]
    opens = bare[0].isdigit() or label
    same = codes.keys() <= _SAME and opens and not found.bound and not found.computed
    return same and ("V02" not in codes or belongs(str(codes["V02"]["unit_found"]), field)), True
