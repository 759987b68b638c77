"""What a match of the table ``patterns`` says: a number, the codes that it earned, or that there is no one reading.

A reader answers None where the match is no case of its pattern after all. A figure is only ever digits that stand
alone, or before a unit of measure: digits glued to any other letters are never a number. Figures with words around them
are read in ``around``, several figures in ``sums``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.found import LARGEST, UNKNOWN, Found, belongs, dotted, impossible, is_unit, value_of
from cchc_xl.quantity.number_words import number_in_words
from cchc_xl.text import fold, late, plain


def digits(match: re.Match[str], _: Field) -> Found | None:
    """'12' and '02'; more digits than any count has are a telephone number or an identifier."""
    text = match["digits"]
    number = int(text) if len(text) <= 15 else 0
    code = "V03" if text[0] == "0" and number else "V04"
    return impossible(text) or Found(((code, {"value": number}),), number, "proposed" if match["mark"] else "cleaned")


def groups_of_three(match: re.Match[str], _: Field) -> Found | None:
    """'1 200': blanks between groups of three are separators of thousands."""
    number = value_of(match[0])
    return impossible(match[0].replace(" ", "")) or Found((("V05", {"value": number}),), number, "cleaned")


def other_groups(match: re.Match[str], _: Field) -> Found | None:
    """ "1'200": no separator of ours, though everybody reads 1200."""
    number = int("".join(c for c in match[0] if c.isdecimal()))
    return impossible(str(number)) or Found(
        (("V46", {"what": "separator", "note": match["sign"], "value": number}),), number, computed=True
    )


def telephone(match: re.Match[str], _: Field) -> Found | None:
    """'0912 345 678', '+84912345678', '1234567890 tờ': ten digits and more, however they are grouped."""
    digits = "".join(c for c in match["digits"] if c.isdecimal())
    return impossible(digits) if len(digits) >= 9 else None


def spread_digits(match: re.Match[str], _: Field) -> Found | None:
    """'1 2': probably 12, possibly two numbers."""
    number = value_of(match[0])
    return Found((("V05", {"value": number}),), number, computed=True)


def other_digits(match: re.Match[str], _: Field) -> Found | None:
    """'①', '²', '½': no decimal digits, so nothing is read."""
    if not all(c.isnumeric() for c in match[0]) or match[0].isascii():
        return None
    return Found((("V24", {}), ("V06", {"value": UNKNOWN})))


def unread(code: str, *names: str) -> Callable[[re.Match[str], Field], Found | None]:
    """A reader for text that is recognised and gives no number; ``names`` are parameters that the message needs."""

    def read(match: re.Match[str], _: Field) -> Found | None:
        return Found(((code, {name: LARGEST if name == "limit" else match[0] for name in names}),))

    return read


def negative(match: re.Match[str], _: Field) -> Found | None:
    return Found((("V11", {"value": "-" + match["digits"]}),))


def day_and_month(match: re.Match[str], _: Field) -> Found | None:
    """'31/10' is a day; so may '10/12' be, or ten of twelve; '12/15' can only be twelve of fifteen."""
    first, second = int(match["a"]), int(match["b"])
    if 1 <= first <= 31 and 1 <= second <= 12:
        return Found((("V13", {"what": "day-or-part", "a": first, "b": second} if first <= second else {}),))
    part = {"what": "part-of-whole", "value": first, "a": first, "b": second}
    return Found((("V46", part),), first, computed=True)


def closed_list(match: re.Match[str], field: Field) -> Found | None:
    """Ticks, dittos, words for 'no data' (never 0) and words for 'none' (0, once confirmed)."""
    folded = fold(match[0]).rstrip(".,;! ") or fold(match[0])
    if folded in lexicon.TICKS:
        return Found((("V17", {}),))
    if folded in lexicon.DITTO:
        return Found((("V24", {"reason": "ditto"}),))
    bare = _without_unit(folded, field)
    if folded in lexicon.NO_FIGURE or plain(bare) in lexicon.NOT_YET:
        return Found((("V16", {}),))
    return Found((("V15", {"value": 0}),), 0) if plain(bare) in lexicon.NONE else None


def _without_unit(folded: str, field: Field) -> str:
    """'trong kỳ không có tin, bài nào' -> 'không có'."""
    words = folded.removeprefix("trong kỳ ").removeprefix("này ").removesuffix(" nào").split()
    for start in range(1, len(words)):
        if is_unit(" ".join(words[start:]), field):
            return " ".join(words[:start])
    return " ".join(words)


def dotted_thousands(match: re.Match[str], _: Field) -> Found | None:
    number = value_of(match[0])
    return Found((("V08", {"value": number}),), number)


def decimal_point(match: re.Match[str], _: Field) -> Found | None:
    """'12.00' is whole; '8.5' and '1.2' are no counts."""
    whole, places = match["whole"], match["places"]
    if not places.strip("0") and len(places) <= 2:
        return Found((("V10", {"a": int(whole), "b": int(whole + places), "value": int(whole)}),), int(whole))
    return Found((("V09", {"value": match[0], "guess": thousandfold(float(match[0]))}),))


def thousandfold(value: float) -> int:
    """What a clerk may have meant who typed a thousands separator that Excel took for a decimal one (a hint only)."""
    times = round(value * 1000, 6)
    return int(times) if times.is_integer() else round(value)


def comma_groups(match: re.Match[str], _: Field) -> Found | None:
    """'1,200': 1200 or 1,2; with more groups also a list of numbers, and then there is no one reading."""
    whole = match["groups"]
    figures = whole.split(",")
    number = int("".join(figures))
    if match["places"] or len(figures) == 2:
        other = whole.replace(",", ".") if match["places"] else f"{figures[0]},{figures[1].rstrip('0')}".rstrip(",")
        return Found((("V10", {"a": number, "b": other, "value": number}),), number, computed=True)
    return Found((("V10", {"a": number, "b": " + ".join(figures), "value": UNKNOWN}),))


def decimal_comma(match: re.Match[str], _: Field) -> Found | None:
    """'1200,00' is whole; '8,5' has no whole reading."""
    whole, places = match["whole"], match["places"]
    joined = int(whole.replace(".", "") + places)
    if places.strip("0") or len(places) > 2:
        return Found((("V10", {"a": match[0], "b": joined, "value": UNKNOWN}),))
    number = value_of(whole)
    return Found((("V10", {"a": number, "b": joined, "value": number}), *dotted(whole)), number)


def words_and_figure(match: re.Match[str], field: Field) -> Found | None:
    """'sáu (6)', 'Mười hai (12) văn bản', 'có (01)', 'không phát sinh (0)': only where words and figure agree."""
    number, in_words, rest = int(match["digits"]), number_in_words(match["words"]), match["rest"].strip(" .")
    foreign = bool(rest) and not belongs(rest, field)
    if rest and not is_unit(rest, field):
        return None
    if in_words is not None:
        agree = number == in_words
        unit = (("V02", {"unit_found": rest, "value": number}),) if rest and agree else ()
        codes = (("V23", {"value": number if agree else UNKNOWN}), *unit)
        return Found(codes, number if agree else None, computed=foreign, qualifier=rest)
    if fold(match["words"]) in lexicon.LABELS:
        return Found((("V01", {"reason": "label", "value": number}),), number, computed=foreign, qualifier=rest)
    return Found((("V15", {"value": 0}),), 0) if number == 0 and plain(match["words"]) in lexicon.NONE else None


def figure_and_words(match: re.Match[str], _: Field) -> Found | None:
    """'12 - mười hai', '12: mười hai': one figure twice."""
    number, spelled = int(match["digits"]), number_in_words(match["words"].rstrip(" ."))
    if spelled is None:
        return None
    return Found((("V23", {"value": number if number == spelled else UNKNOWN}),), number if number == spelled else None)


def in_words(match: re.Match[str], _: Field) -> Found | None:
    number = number_in_words(match[0].rstrip(". "))
    return None if number is None else Found((("V23", {"value": number}),), number)


_LOOK_ALIKES = str.maketrans("OoØølI|SB", "000011158")


_STROKE_BETWEEN = late(r"[0-9][lI|][0-9]")


def letters_for_digits(match: re.Match[str], _: Field) -> Found | None:
    """'1O', 'l2'; a stroke between digits parts two figures as likely as it is a one: '12|13' is nothing."""
    if _STROKE_BETWEEN.search(match[0]):
        return None
    number = int(match[0].translate(_LOOK_ALIKES))
    return Found((("V07", {"value": number}),), number, computed=True)
