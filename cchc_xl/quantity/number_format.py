"""A number format (ECMA-376 part 1, 18.8.31) applied to a number or a text: what the screen shows of it.

    0" nghìn"   #,##0;[Red](#,##0)   [>100]0" lớn";0   # ?/?   0.0,,   ;;;   @" tin"   _(* "-"??_)   General

Thousands are shown with a comma and decimals with a point, as format codes are written; dates are no numbers and never
get here.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from cchc_xl.records import NamedTuple
from cchc_xl.text import late

LONGEST = 256  # characters of a code; Excel has no longer ones
_EXACT = Context(prec=2 * LONGEST, rounding=ROUND_HALF_UP)
_PIECE = late(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]?|(?P<power>E[+-][0#?]+)|(?P<general>General|Standard)|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = late(r"(?P<sign><=|>=|<>|<|>|=)(?P<than>-?[0-9]+(?:\.[0-9]+)?)")
_COLOURS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "white": "FFFFFF", "yellow": "FFFF00", "color1": "000000", "color2": "FFFFFF",
}  # fmt: skip


class Shown(NamedTuple):
    """What a cell shows. ``bare``: the same without the separators and the decimal zeros that a format puts in.

    Three decimal zeros stay: 3.000 is read as three thousand. ``percent``: times 100 and a percent sign; ``colour``:
    'RRGGBB' of the format's own.
    """

    text: str
    bare: str
    percent: bool = False
    colour: str | None = None


class _Section(NamedTuple):
    """One of the up to four parts of a code: (kind, text) of its pieces, its condition (sign, number), its colour."""

    pieces: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None
    colour: str | None

    def has(self, kind: str) -> bool:
        return any(piece == kind for piece, _ in self.pieces)


def shown_number(code: str, value: float) -> Shown:
    """A number in this format."""
    section, signed = _chosen(_sections(code), value)
    minus = "-" if value < 0 and not signed else ""
    amount = Decimal(f"{abs(value):.15g}")
    if section.has("general") or section.has("text") or (not section.pieces and section is _GENERAL):
        figure = f"{amount:f}" if abs(value) < 1e11 else f"{float(amount):.5E}"
        text = bare = "".join(
            figure if kind in ("general", "text") else _literal(kind, part) for kind, part in section.pieces
        )
    elif section.has("power"):
        text, bare = _scientific(section, amount)
    elif _is_fraction(section):
        text = bare = _fraction(section, amount)
    else:
        text, bare = _placed(section, amount)
    return Shown(minus + text, minus + bare, section.has("percent"), section.colour)


def shown_text(code: str, text: str) -> Shown:
    """A text in this format: its fourth section, or its last where that holds '@'; as it is where there is none."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1] if sections[-1].has("text") else None
    if section is None:
        return Shown(text, text)
    shown = "".join(text if kind == "text" else _literal(kind, part) for kind, part in section.pieces)
    return Shown(shown, shown, colour=section.colour)


# --- the code ------------------------------------------------------------------------------------------------------

_GENERAL = _Section((("general", ""),), None, None)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for piece in _PIECE.finditer(code[:LONGEST]):
        kind = piece.lastgroup or ""
        if kind == "end":
            parts.append([])
        else:
            parts[-1].append((kind, piece[kind]))
    return tuple(map(_section, parts))


def _section(pieces: list[tuple[str, str]]) -> _Section:
    condition = colour = None
    left = []
    for kind, text in pieces:
        if kind != "bracket":
            left.append((kind, text))
        elif match := _CONDITION.fullmatch(text):
            condition = (match["sign"], float(match["than"]))
        elif (name := text.lower().replace(" ", "")) in _COLOURS:
            colour = _COLOURS[name]
        elif name.startswith("dbnum"):  # digits of another script
            left.append(("other", f"[{text}]"))
    return _Section(tuple(left), condition, colour)


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section, bool]:
    """The section for a number, and whether it is one for negative numbers, which shows a sign itself or not at all."""
    if len(sections) < 4 and sections[-1].has("text"):  # the last one is for texts
        sections = sections[:-1] or (_GENERAL,)
    sections = sections[:3]
    if any(section.condition for section in sections):
        for section in sections[:2]:
            if section.condition and _holds(value, *section.condition):
                return section, False
        rest = sections[2:] if len(sections) > 1 and sections[0].condition and sections[1].condition else sections[1:]
        return rest[0] if rest else _GENERAL, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2 if value == 0 and len(sections) > 2 else 0], False


def _holds(value: float, sign: str, than: float) -> bool:
    return (value < than and "<" in sign) or (value > than and ">" in sign) or (value == than and "=" in sign)


def _literal(kind: str, text: str) -> str:
    if kind == "blank":
        return " "
    if kind == "fill":  # repeated as far as the column is wide
        return text.strip()
    return text if kind in ("quoted", "escaped", "currency", "percent", "point", "comma", "other") else ""


# --- digits --------------------------------------------------------------------------------------------------------


def _rounded(amount: Decimal, places: int) -> tuple[str, str]:
    """(digits before the point, '' for 0; digits behind it)."""
    whole, _, rest = f"{_quantized(amount, places):f}".partition(".")
    return whole.lstrip("0"), rest


def _quantized(amount: Decimal, places: int) -> Decimal:
    """Half away from nought, as spreadsheets round."""
    return amount.quantize(Decimal((0, (1,), -places)), context=_EXACT)


def _placed(section: _Section, amount: Decimal) -> tuple[str, str]:
    """(as it is shown, without separators and decimal zeros) of a section of placeholders, or of words alone."""
    pieces = section.pieces
    digits = [at for at, (kind, _) in enumerate(pieces) if kind == "digit"]
    if not digits:
        words = "".join(_literal(*piece) for piece in pieces)
        return words, words
    point = next((at for at, (kind, _) in enumerate(pieces) if kind == "point"), len(pieces))
    before, behind = [at for at in digits if at < point], [at for at in digits if at > point]
    commas = [at for at, (kind, _) in enumerate(pieces) if kind == "comma"]
    grouped = bool(before) and any(before[0] < at < before[-1] for at in commas)
    # Only commas behind the last digit before the point, or behind the last of all, divide.
    thousands = sum((bool(before) and before[-1] < at < point) or at > digits[-1] for at in commas)
    amount = amount.scaleb(2 * sum(kind == "percent" for kind, _ in pieces) - 3 * thousands)
    whole, rest = _rounded(amount, len(behind))
    filled = {**_filled(before, pieces, whole), **_decimals(behind, pieces, rest)}
    if whole and not before:
        filled[point] = whole + "."  # '.00' of 12 is 12.00
    bare_rest = bool(rest.strip("0")) or len(rest) == 3 or sum(kind == "point" for kind, _ in pieces) > 1

    def joined(separated: bool) -> str:
        signs, count = [], sum(map(len, (filled[at].strip() for at in before)))
        for at, piece in enumerate(pieces):
            if at in filled and at < point:
                for digit in filled[at]:
                    signs.append(digit)
                    count -= digit != " "
                    if separated and grouped and digit != " " and count and count % 3 == 0:
                        signs.append(",")
            elif at == point and at not in filled:
                signs.append("." if separated or bare_rest else "")
            elif at in filled:
                signs.append(filled[at] if separated or bare_rest or at == point else "")
            elif piece[0] != "comma":
                signs.append(_literal(*piece))
        return "".join(signs)

    return joined(True), joined(False)


def _filled(places: list[int], pieces: tuple[tuple[str, str], ...], whole: str) -> dict[int, str]:
    """Placeholders before the point -> what stands there; the first takes all digits that are left."""
    filled = {}
    for at in reversed(places):
        taken = whole if at == places[0] else whole[-1:]
        whole = whole[: len(whole) - len(taken)]
        filled[at] = taken or {"0": "0", "?": " "}.get(pieces[at][1], "")
    return filled


def _decimals(places: list[int], pieces: tuple[tuple[str, str], ...], rest: str) -> dict[int, str]:
    always = max((order for order, at in enumerate(places, 1) if pieces[at][1] == "0"), default=0)
    needed = max(len(rest.rstrip("0")), always)
    return {
        at: digit if order < needed else " " * (pieces[at][1] == "?")
        for order, (at, digit) in enumerate(zip(places, rest, strict=True))
    }


def _scientific(section: _Section, amount: Decimal) -> tuple[str, str]:
    """'1.20E+01'; without its exponent where that loses nothing."""
    pieces = section.pieces
    power = next(at for at, (kind, _) in enumerate(pieces) if kind == "power")
    point = next((at for at, (kind, _) in enumerate(pieces) if kind == "point"), power)
    step = max(1, sum(kind == "digit" for kind, _ in pieces[:point]))
    places = sum(kind == "digit" for kind, _ in pieces[point:power])
    exponent = amount.adjusted() // step * step if amount else 0
    mantissa = _quantized(amount.scaleb(-exponent), places)
    if mantissa.adjusted() >= step:  # 9.96 with one decimal is 10.0
        exponent += step
        mantissa = _quantized(amount.scaleb(-exponent), places)
    figure = f"{mantissa:f}E{'-' if exponent < 0 else '+'}{abs(exponent):0{len(pieces[power][1]) - 2}d}"
    same = mantissa.scaleb(exponent) == amount
    around = [_literal(*piece) for piece in pieces if piece[0] not in ("digit", "point", "comma", "power")]
    words = "".join(around)
    return figure + words, (f"{amount:f}" if same else figure) + words


def _is_fraction(section: _Section) -> bool:
    pieces = section.pieces
    slash = next((at for at, piece in enumerate(pieces) if piece == ("other", "/")), 0)
    if not 0 < slash < len(pieces) - 1:
        return False
    below = pieces[slash + 1]
    return pieces[slash - 1][0] == "digit" and (below[0] == "digit" or below[1].isdigit())


def _fraction(section: _Section, amount: Decimal) -> str:
    """'1 1/2'; of a whole number the whole alone where the format has a place for it."""
    pieces = section.pieces
    slash = pieces.index(("other", "/"))
    below = "".join(text for _, text in pieces[slash + 1 :] if len(text) == 1 and text in "0123456789#?")
    first = slash
    while first and pieces[first - 1][0] == "digit":
        first -= 1
    has_whole = any(kind == "digit" for kind, _ in pieces[:first])
    whole = int(amount) if has_whole else 0
    part = Fraction(amount) - whole
    under = int("".join(c for c in below if c.isdigit()) or 0)  # 16 of '# ??/16'
    if under:
        over = round(part * under)
    else:
        part = part.limit_denominator(10 ** len(below) - 1)
        over, under = part.numerator, part.denominator
    if has_whole and over == under:
        whole, over = whole + 1, 0
    parts = [str(whole)] if has_whole and (whole or not over) else []
    parts += [f"{over}/{under}"] if over or not has_whole else []
    around = [_literal(*piece).strip() for piece in pieces if piece[0] in ("quoted", "escaped", "currency")]
    return " ".join([*parts, *filter(None, around)])
