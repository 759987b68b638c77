"""What a match of the table ``number_patterns`` says: a number, the codes that it earned, or that there is no one
reading.

A reader answers None where the match is no case of its pattern after all. A figure is only ever digits that stand
alone: digits glued to letters are never a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cchc_xl.model import Field, How
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.number_words import number_in_words
from cchc_xl.text import fold, late, plain

LARGEST = 999_999_999  # no office counts more; longer digits are telephone numbers and identifiers
UNKNOWN = "…"  # stands where a message asks for a figure and there is no single one

Code = tuple[str, Mapping[str, Any]]


class Found(NamedTuple):
    """What a text says: its codes, and a number where there is one reading.

    See ``model.Reading`` for the other fields.
    """

    codes: tuple[Code, ...]
    number: int | None = None
    how: How = "proposed"
    computed: bool = False
    bound: str = ""
    qualifier: str = ""


class Tail(NamedTuple):
    """What follows a figure: '600 [người] [trở lên] [(ước tính)]'."""

    unit: str = ""
    bound: str = ""
    note: str = ""
    words: str = ""


def harmless(note: str) -> bool:
    """Whether a note may stand beside a figure without changing it: no digit, no multiplier, no rate, no other number
    in words.
    """
    if not note or DIGIT.search(note) or note[0] in "/%":
        return False
    folded = fold(note)
    first, _, _ = folded.partition(" ")
    rate = first in lexicon.RATES or " ".join(folded.split()[:2]) in lexicon.RATES
    return (
        not rate
        and first.rstrip(".,;") not in lexicon.MULTIPLIERS
        and "%" not in note
        and number_in_words(note) is None
    )


# --- parts ---------------------------------------------------------------------------------------------------------

DIGIT = re.compile("[0-9]")
FIGURE = r"(?:[0-9]{1,9}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,2})"
WORDS = r"[^0-9()\[\]+]"
_TAIL = late(
    rf"(?:[ ,:;-]{{0,3}}(?P<unit>{WORDS}*?))??(?: ?(?P<after>\+|trở lên|trở xuống))?(?:"
    r" ?[(\[](?P<note>[^()\[\]]*)[)\]]?)?[.;,]?",
    re.IGNORECASE,
)


def _value(figure: str) -> int:
    return int(figure.replace(".", "").replace(" ", ""))


def _dotted(*figures: str) -> tuple[Code, ...]:
    """A thousands dot inside a longer text is a doubt of its own."""
    dotted = next((figure for figure in figures if "." in figure), None)
    return () if dotted is None else (("V08", {"value": _value(dotted)}),)


_TOGETHER = late(r"\s*[,;/&+]\s*|\s+(?:và|hoặc)\s+")


@lru_cache(maxsize=256)
def _own_units(unit: str, units: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, (unit, *units)))


def _is_unit(words: str, field: Field) -> bool:
    """A unit of measure, or several that one figure counts together: 'bài viết, bản tin', 'tin,bài', 'tin và bài'."""
    folded = fold(words)
    own = _own_units(field.unit, field.units)
    if folded in lexicon.UNITS or folded in own:
        return True
    parts = _TOGETHER.split(folded)
    return len(parts) > 1 and all(part in lexicon.UNITS or part in own for part in parts)


def _belongs(words: str, field: Field) -> bool:
    return fold(words) in _own_units(field.unit, field.units)


def _tail(text: str, field: Field) -> Tail | None:
    """The parts of what follows a figure, or None where some part is not known or would change the figure."""
    if not text.strip():
        return Tail()
    match = _TAIL.fullmatch(text)
    if match is None or (text[0].isalpha()):
        return None
    unit, after, note = (match["unit"] or "").strip(" ."), match["after"] or "", (match["note"] or "").strip()
    bound = lexicon.ESTIMATES_AFTER.get(fold(after), "")
    words = text.strip(" .,;")
    if unit and not _is_unit(unit, field):
        if fold(unit) not in lexicon.ADDED_NOTES or bound or note:
            return None
        return Tail(note=unit, words=unit)
    if unit and not text.startswith(" "):
        return None
    if not note:
        return Tail(unit, bound, "", words)
    if fold(note) in lexicon.ESTIMATES_NOTED:
        return Tail(unit, bound or "~", "", words if unit or after else note)
    if not unit and _is_unit(note, field):
        return Tail(note, bound, "", note)
    return Tail(unit, bound, note, words if unit or after else note) if harmless(note) or _is_breakdown(note) else None


def _is_breakdown(note: str) -> bool:
    return fold(note).startswith(lexicon.BREAKDOWNS) and "%" not in note


# --- the readers of the table, in its order ------------------------------------------------------------------------


def digits(match: re.Match[str], _: Field) -> Found | None:
    """'12' and '02'; nine and more digits after a zero, and ten at all, are a telephone number or an identifier."""
    text = match["digits"]
    number = int(text) if len(text) <= 18 else LARGEST + 1
    if number > LARGEST or (text[0] == "0" and len(text) >= 9):
        return Found((("V27", {"value": text, "limit": LARGEST}),))
    code = "V03" if text[0] == "0" and number else "V04"
    return Found(((code, {"value": number}),), number, "proposed" if match["mark"] else "cleaned")


def groups_of_three(match: re.Match[str], _: Field) -> Found | None:
    """'1 200': blanks between groups of three are separators of thousands."""
    number = _value(match[0])
    if number > LARGEST:
        return Found((("V27", {"value": match[0], "limit": LARGEST}),))
    return Found((("V05", {"value": number}),), number, "cleaned")


def spread_digits(match: re.Match[str], _: Field) -> Found | None:
    """'1 2': probably 12, possibly two numbers."""
    number = _value(match[0])
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
    """'31/10', in either order; '13/15' is none."""
    a, b = sorted((int(match["a"]), int(match["b"])))
    return Found((("V13", {}),)) if 1 <= a <= 12 and b <= 31 else None


def closed_list(match: re.Match[str], _: Field) -> Found | None:
    """Ticks, words for 'no data' (never 0) and words for 'none' (0, once confirmed)."""
    folded = fold(match[0]).rstrip(".,;! ") or fold(match[0])
    if folded in lexicon.TICKS:
        return Found((("V17", {}),))
    if folded in lexicon.NO_FIGURE:
        return Found((("V16", {}),))
    return Found((("V15", {"value": 0}),), 0) if plain(folded) in lexicon.NONE else None


def dotted_thousands(match: re.Match[str], _: Field) -> Found | None:
    number = _value(match[0])
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
    number = _value(whole)
    return Found((("V10", {"a": number, "b": joined, "value": number}), *_dotted(whole)), number)


def with_words(match: re.Match[str], field: Field) -> Found | None:
    """'6 (lồng ghép)', '600 (Lượt người)', 'trên 300 lượt', '300+', '6 (sáu)': a figure and what qualifies it."""
    before, figure, rest = match["before"].rstrip(), match["figure"], match["rest"]
    number, bound = _value(figure), ""
    if before:
        bound = lexicon.ESTIMATES.get(fold(before), "")
        if not bound or (before[-1].isalpha() and match["before"] == before):
            return None
    spelled = re.fullmatch(r" ?\(([^0-9()]+)\)\.?", rest)
    if spelled and not before and (in_words := number_in_words(spelled[1])) is not None and fold(spelled[1]) != "không":
        return _spelled(number, in_words)
    tail = _tail(rest, field)
    if tail is None or (bound and tail.bound and bound != tail.bound):
        return None
    if (
        tail.note
        and _is_breakdown(tail.note)
        and any(int(part[:12]) > number for part in re.findall("[0-9]+", tail.note))
    ):
        return None
    bound = bound or tail.bound
    unit_code: tuple[Code, ...] = (("V02", {"unit_found": tail.unit, "value": number}),) if tail.unit else ()
    note_code: tuple[Code, ...] = (("V01", {"note": tail.note, "value": number}),) if tail.note else ()
    if bound:
        at_least = number if bound != "<=" else 0
        words = f"{before} {tail.words}".strip()
        codes = (("V18", {"min": at_least, "value": number, "bound": bound}), *unit_code, *_dotted(figure))
        return Found(codes, number, "proposed", bound == "<=", bound, words)
    if not (unit_code or note_code):
        return None
    same = tail.unit and not tail.note and "." not in figure and fold(tail.unit) == fold(field.unit)
    return Found(
        (*unit_code, *note_code, *_dotted(figure)), number, "cleaned" if same else "proposed", qualifier=tail.words
    )


def _spelled(number: int, in_words: int) -> Found:
    if number != in_words:
        return Found((("V23", {"value": UNKNOWN}),))
    return Found((("V23", {"value": number}),), number)


def words_and_figure(match: re.Match[str], _: Field) -> Found | None:
    """'sáu (6)', 'không phát sinh (0)': only where words and figure agree."""
    number, in_words = int(match["digits"]), number_in_words(match["words"])
    if in_words is not None:
        return _spelled(number, in_words)
    return Found((("V15", {"value": 0}),), 0) if number == 0 and plain(match["words"]) in lexicon.NONE else None


def in_words(match: re.Match[str], _: Field) -> Found | None:
    number = number_in_words(match[0].rstrip(". "))
    return None if number is None else Found((("V23", {"value": number}),), number)


_LOOK_ALIKES = str.maketrans("OolI|SB", "0011158")


def letters_for_digits(match: re.Match[str], _: Field) -> Found | None:
    number = int(match[0].translate(_LOOK_ALIKES))
    return Found((("V07", {"value": number}),), number, computed=True)


_PAIR = late(rf"(?<!\w)({FIGURE}) ([^0-9]+)")
_JOINT = late(r"[\s,;+&./-]+$|\s+và\s*$", re.IGNORECASE)


def compound(match: re.Match[str], field: Field) -> Found | None:
    """'13 tin, 05 bài': summed only where every unit is one of the indicator's own."""
    pairs = _PAIR.findall(match[0])
    units = [_JOINT.sub("", _JOINT.sub("", words)) for _, words in pairs]
    if not all(_is_unit(unit, field) for unit in units):
        return None
    if not all(_belongs(unit, field) for unit in units):
        return Found((("V20", {"value": UNKNOWN}),))
    figures = [figure for figure, _ in pairs]
    return _worked_out("V20", sum(map(_value, figures)), *figures)


def _worked_out(code: str, number: int, *figures: str) -> Found:
    if number > LARGEST:
        return Found(((code, {"value": UNKNOWN}), ("V27", {"value": number, "limit": LARGEST})))
    return Found(((code, {"value": number}), *_dotted(*figures)), number, computed=True)


SIGN = r"(?:(?<=[0-9 ])x|[×*+=])"  # an x at the end of a word is a letter
_TERM = late(rf"({FIGURE})({WORDS}*?)(?: ?({SIGN})(?= ?[0-9])|$)", re.IGNORECASE)


def arithmetic(match: re.Match[str], field: Field) -> Found | None:
    """'3 xã x 2', '6+12', '6 + 12 = 18': products before sums; unlike things are not added."""
    terms = _TERM.findall(match[0])
    words = {fold(word) for _, word, _ in terms}
    adds = any(sign == "+" for _, _, sign in terms)
    result = terms.pop() if len(terms) > 2 and terms[-2][2] == "=" else None
    if any(sign == "=" for _, _, sign in terms[:-1]) or any(word[:1].isalpha() for _, word, _ in terms):
        return None
    if adds and len(words) > 1 and not all(not word or _belongs(word, field) for word in words):
        return Found((("V21", {"value": UNKNOWN}),))
    total, product = 0, 1
    for figure, _, sign in terms:
        product *= _value(figure)
        if sign not in ("x", "X", "×", "*"):
            total, product = total + product, 1
    if result is None:
        return _worked_out("V21", total, *(figure for figure, _, _ in terms))
    stated = _value(
        result[0]
    )  # the clerk wrote the result: it counts as written if it is right, and not at all if it is not
    return Found((("V21", {"value": stated}),), stated) if stated == total else Found((("V21", {"value": UNKNOWN}),))


def unlabelled_list(match: re.Match[str], field: Field) -> Found | None:
    return _months(re.findall("[0-9]+", match[0]), field)


def labelled_list(match: re.Match[str], field: Field) -> Found | None:
    """'T1: 2, T2: 3', each label once."""
    parts = _LABELLED.findall(match[0])
    labels = [fold(label).replace(" ", "") for label, _ in parts]
    return (
        _months([figure for _, figure in parts], field)
        if len(set(labels)) == len(labels)
        else Found((("V22", {"value": UNKNOWN}),))
    )


def _months(figures: list[str], field: Field) -> Found:
    """Figures of months add up for a flow; those of a stock do not."""
    if field.measure == "stock":
        return Found((("V22", {"value": UNKNOWN}),))
    return _worked_out("V22", sum(map(int, figures)))


LABEL = r"(?:(?:t|th|tháng|q|quý)[ .]?(?:[0-9]{1,2}|[ivx]{1,4}))"
_LABELLED = late(rf"({LABEL}) ?[:=] ?([0-9]{{1,9}})", re.IGNORECASE)
