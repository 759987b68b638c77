"""The ways in which clerks write a quantity as text, as one ordered table: the first pattern whose reader answers counts.

The text is already clean (``number.clean``). Everything is matched whole: what no pattern covers to its last character is free text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cchc_xl.model import Field
from cchc_xl.read import number_readers as readers
from cchc_xl.read.number_readers import DIGIT, FIGURE, LABEL, SIGN, WORDS, Found

# Twins of the signs in the patterns; one character each.
_TWINS = str.maketrans("‐‑‒–—―−﹣－（）：；，．＋／％～＝＜＞［］’＊∗⁎", "-" * 9 + "():;,.+/%~=<>[]'***")


class Pattern(NamedTuple):
    name: str
    match: Callable[[str], re.Match[str] | None]
    read: Callable[[re.Match[str], Field], Found | None]


def find(text: str, field: Field) -> tuple[str, Found]:
    """The name of the first pattern that reads the text, and what it says; free text at the end."""
    text = text.translate(_TWINS)
    for pattern in WITH_DIGIT if DIGIT.search(text) else WITHOUT_DIGIT:
        match = pattern.match(text)
        if match is not None:
            found = pattern.read(match, field)
            if found is not None:
                return pattern.name, found
    return "free text", Found((("V24", {}),))


def _pattern(name: str, regex: str, read: Callable[[re.Match[str], Field], Found | None]) -> Pattern:
    return Pattern(name, re.compile(regex, re.IGNORECASE).fullmatch, read)


_DAY = r"(?:ngày|tháng|quý|năm|tuần) (?:[0-9]{1,4}|[ivx]{1,4})(?: ?[/.-] ?[0-9]{1,4}){0,2}"
_DATE = _pattern("date", rf"(?:(?:tính đến|đến|hết|từ|trong) )?{_DAY}(?:[ ,/-]{{1,3}}{_DAY}){{0,2}}", readers.unread("V13"))
_ERROR = _pattern("error value", r"#(?:REF|VALUE|NAME|N/A|DIV/0|NUM|NULL|SPILL|CALC|GETTING_DATA|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY)[!?]?", readers.unread("V28"))
_CLOSED = _pattern("closed list", ".{1,60}", readers.closed_list)
_SYMBOL = _pattern("symbol", r"[\W_]+", readers.unread("V16"))
_OTHER = _pattern("other digits", r"\S{1,20}", readers.other_digits)

WITH_DIGIT: tuple[Pattern, ...] = (
    _pattern("digits", r"'?(?P<digits>[0-9]+)(?P<mark>[.,;:]?)", readers.digits),
    _pattern("groups of three", "[1-9][0-9]{0,2}(?: [0-9]{3})+", readers.groups_of_three),
    _pattern("spread digits", "[0-9](?: [0-9]){1,8}", readers.spread_digits),
    _OTHER,
    _pattern("exponent", r"[0-9]{1,9}(?:[.,][0-9]{1,15})?e[+-]?[0-9]{1,5}", readers.unread("V27", "value", "limit")),
    _ERROR,
    _pattern("percentage", r"[^%]*%.*|.*[0-9] ?phần trăm.*", readers.unread("V26")),
    _pattern("negative", r"(?:- ?|\( ?-? ?)(?P<digits>[0-9]{1,9}(?:[.,][0-9]{1,9})?) ?\)?", readers.negative),
    _pattern("date", r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?", readers.unread("V13")),
    _pattern("month and year", r"[0-9]{1,2} ?[/-] ?(?:19|20)[0-9]{2}|[0-9]{1,2} tháng(?: (?:đầu|cuối))?(?: năm)?(?: [0-9]{4})?", readers.unread("V13")),
    _pattern("day and month", "(?P<a>[0-9]{1,2}) ?/ ?(?P<b>[0-9]{1,2})", readers.day_and_month),
    _DATE,
    _pattern(
        "range",
        rf"(?:(?:từ|khoảng|chừng|độ|tầm|~) ?)?{FIGURE}(?: {WORDS}{{1,20}}?)?(?: ?[-÷~] ?| đến | tới | hoặc | hay ){FIGURE}(?: {WORDS}{{1,30}})?",
        readers.unread("V19"),
    ),
    _CLOSED,
    _pattern("dotted thousands", r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}", readers.dotted_thousands),
    _pattern("decimal point", r"(?P<whole>[0-9]{1,9})\.(?P<places>[0-9]{1,9})", readers.decimal_point),
    _pattern("comma groups", r"(?P<groups>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?P<places>\.0{1,2})?", readers.comma_groups),
    _pattern("decimal comma", r"(?P<whole>[0-9]{1,9}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}),(?P<places>[0-9]{1,9})", readers.decimal_comma),
    _pattern("words and figure", r"(?P<words>[^0-9()]{2,60}) ?\( ?(?P<digits>[0-9]{1,4}) ?\)\.?", readers.words_and_figure),
    _pattern("figure with words", rf"(?P<before>[^0-9]{{0,20}}?)(?P<figure>{FIGURE})(?P<rest>(?![0-9.,]*[0-9]| [0-9]).*)", readers.with_words),
    Pattern("letters for digits", re.compile(r"(?=.*[0-9])[0-9OolI|SB]{2,9}").fullmatch, readers.letters_for_digits),
    _pattern("compound", rf"{FIGURE} [^0-9]+(?:(?<!\w){FIGURE} [^0-9]+)+", readers.compound),
    _pattern("arithmetic", rf"{FIGURE}{WORDS}{{0,30}}?(?: ?{SIGN} ?{FIGURE}{WORDS}{{0,30}}?)+", readers.arithmetic),
    _pattern("list", r"[0-9]{1,9}(?: ?; ?[0-9]{1,9}){2,}|[0-9]{1,9}(?: ?/ ?[0-9]{1,9}){2,}|[0-9]{1,9}(?:, ?[0-9]{1,2}){2,}|[0-9]{1,9}(?: ?, [0-9]{1,9}){2,}", readers.unlabelled_list),
    _pattern("labelled list", rf"{LABEL} ?[:=] ?[0-9]{{1,9}}(?:[ ,;]{{1,3}}{LABEL} ?[:=] ?[0-9]{{1,9}})+[.;]?", readers.labelled_list),
)

WITHOUT_DIGIT: tuple[Pattern, ...] = (
    _CLOSED,
    _SYMBOL,
    _pattern("percentage", r"[^%]*%.*", readers.unread("V26")),
    _ERROR,
    _DATE,
    _OTHER,
    _pattern("in words", ".{2,60}", readers.in_words),
)
