"""What the look of a cell says about its figure: a link in its formula, its format, raised, struck or unseen text."""

from __future__ import annotations

from functools import lru_cache

from cchc_xl.model import Cell, Field, Reading, State, Style
from cchc_xl.quantity import display
from cchc_xl.text import late
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.quantity.found import Code

_READ_ALL_THE_SAME = frozenset(("V03", "V04", "V05"))  # notes that say that nothing is to be done
_OTHER_FILE = late(r"\[([^\[\]]+)\][^\[\]!'\"]*'?!")


def with_appearance(reading: Reading, cell: Cell, field: Field, judge: display.Judge) -> Reading:
    """Add what the formula, the number format and the looks say about a cell that holds something."""
    if reading.state == "blank":
        return reading
    if link := _OTHER_FILE.search(cell.formula) if cell.formula else None:
        reading = reading._replace(codes=(*reading.codes, ("V29", {"link": link[1]})))
    is_share = judge is display.as_share  # 0.125 is stored, and 12.5 was read
    seen = display.screen(cell, None if is_share else reading.number)
    if seen:
        if seen.percent and not is_share:
            return Reading(reading.field, "error", raw=cell.value, codes=(("V26", {}),))
        reading = _with_display(reading, judge(seen, cell, reading.number, field), cell)
    style = cell.style
    if style.raised:
        reading = set_aside(reading, "V40", mark=reading.raw_text.strip())
    color = (seen.colour if seen else None) or style.font_color
    if (style.strike or invisible(style, color)) and not any(code == "V32" for code, _ in reading.codes):
        reading = set_aside(reading, "V32")  # withdrawn or overlooked: a person must say
    return reading


def _with_display(reading: Reading, seen: display.Display | None, cell: Cell) -> Reading:
    if seen is None:
        return reading
    if seen.harmless:
        return reading._replace(codes=(*reading.codes, ("V31", {"shown": seen.shown, "value": cell.value})))
    return set_aside(reading, "V36", offered=seen.offered, shown=seen.shown, value=cell.value)


def set_aside(reading: Reading, code: str, *, offered: bool = True, first: bool = False, **params: object) -> Reading:
    """The reading with a code that takes the certainty from its figure.

    The figure is proposed and waits for a person; where it is not even ``offered`` there is none. ``first``: the code
    comes before what else the cell earned.
    """
    own: Code = (code, {"value": reading.number, **params})
    others = tuple(code for code in reading.codes if code[0] not in _READ_ALL_THE_SAME)
    codes = (own, *others) if first else (*others, own)
    if reading.number is None or not offered:
        state: State = reading.state if reading.state == "text" else "error"
        return reading._replace(state=state, number=None, bound="", how="none", computed=False, codes=codes)
    return reading._replace(how="proposed", computed=True, codes=codes)


LEAST_CONTRAST = 1.25  # of 21; white on the pale yellow of an input cell has 1.1, light grey on white 1.4


def invisible(style: Style, color: str | None) -> bool:
    """Whether text of this colour has (nearly) that of its background: white on pale yellow is as good as on white."""
    if color is None:
        return False
    background = style.fill_color or "FFFFFF"
    if color.upper() == background.upper():
        return True
    darker, lighter = sorted((_luminance(color), _luminance(background)))
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST


@lru_cache(maxsize=256)
def _luminance(colour: str) -> float:
    """Relative luminance of 'RRGGBB' as WCAG 2 defines it, 0 to 1; an unreadable colour counts as black."""
    try:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    except ValueError:
        return 0.0
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
