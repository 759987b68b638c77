"""The ways in which clerks write a quantity as text, as one ordered table: the first pattern whose reader answers
counts.

The text is already clean (``number.clean``). Everything is matched whole: what no pattern covers to its last character
is free text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from cchc_xl.model import Field
from cchc_xl.quantity import around, readers, sums
from cchc_xl.quantity.found import DIGIT, FIGURE, LARGEST, WORDS, Found, impossible
from cchc_xl.quantity.sums import LABEL, SIGN
from cchc_xl.records import NamedTuple
from cchc_xl.text import late

# Twins of the signs in the patterns; one character each.
TWINS = str.maketrans("‐‑‒–—―−﹣－（）：；，．＋／％～＝＜＞［］’＊∗⁎", "-" * 9 + "():;,.+/%~=<>[]'***")


class Pattern(NamedTuple):
    """``regex`` is matched with the whole text, and is compiled when a text first gets as far as it.

    ``signs``: whatever it matches has one of them, which spares most texts most patterns; '' where that tells nothing.
    """

    name: str
    regex: str
    read: Callable[[re.Match[str], Field], Found | None]
    flags: int = re.IGNORECASE
    signs: str = ""


_compiled = lru_cache(maxsize=None)(late)


def find(text: str, field: Field) -> tuple[str, Found]:
    """The name of the first pattern that reads the text, and what it says; free text at the end."""
    text = text.translate(TWINS)
    signs = frozenset(text)
    for pattern in WITH_DIGIT if DIGIT.search(text) else WITHOUT_DIGIT:
        if pattern.signs and signs.isdisjoint(pattern.signs):
            continue
        match = _compiled(pattern.regex, pattern.flags).fullmatch(text)
        if match is not None:
            found = pattern.read(match, field)
            if found is not None:
                large = found.how != "none" and (found.number or 0) > LARGEST  # in whatever way it is written
                return pattern.name, (impossible(str(found.number)) or found) if large else found
    return "free text", Found((("V24", {}),))


_DAY = r"(?:ngày|tháng|quý|năm|tuần) (?:[0-9]{1,4}|[ivx]{1,4})(?: ?[/.-] ?[0-9]{1,4}){0,2}"
_DATE = Pattern(
    "date",
    rf"(?:(?:tính đến|đến|hết|từ|trong) )?{_DAY}(?:[ ,/-]{{1,3}}{_DAY}){{0,2}}",
    readers.unread("V13"),
    signs="àáýăầÀÁÝĂẦ",
)
_ERROR = Pattern(
    "error value",
    r"#(?:REF|VALUE|NAME|N/A|DIV/0|NUM|NULL|SPILL|CALC|GETTING_DATA|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY)[!?]?",
    readers.unread("V28"),
    signs="#",
)
_CLOSED = Pattern("closed list", ".{1,60}", readers.closed_list)
_SYMBOL = Pattern("symbol", r"[\W_]+", readers.unread("V16"))
_OTHER = Pattern("other digits", r"\S{1,20}", readers.other_digits)

WITH_DIGIT: tuple[Pattern, ...] = (
    Pattern("digits", r"'?(?P<digits>[0-9]+)(?P<mark>[.,;:]?)", readers.digits),
    Pattern("groups of three", "[1-9][0-9]{0,2}(?: [0-9]{3})+", readers.groups_of_three, signs=" "),
    Pattern(
        "other groups",
        r"[1-9][0-9]{0,2}(?P<sign>['`´_])[0-9]{3}(?:(?P=sign)[0-9]{3})*",
        readers.other_groups,
        signs="'`´_",
    ),
    Pattern("spread digits", "[0-9](?: [0-9]){1,8}", readers.spread_digits, signs=" "),
    _OTHER,
    Pattern(
        "exponent",
        r"[0-9]{1,9}(?:[.,][0-9]{1,15})?e[+-]?[0-9]{1,5}",
        readers.unread("V27", "value", "limit"),
        signs="eE",
    ),
    _ERROR,
    Pattern("telephone", r"(?P<digits>\(?\+?[0-9][0-9 .()-]{7,20}[0-9])(?: ?[^0-9+(]*)?", readers.telephone),
    # A comparison may stand in per cent behind a figure: '12 (tăng 20% so với cùng kỳ)'.
    Pattern(
        "percentage",
        r"(?![0-9. ]+[^0-9%(]*\((?:tăng|giảm|đạt|bằng|vượt)[^()]*%[^()]*\))(?:[^%]*%.*|.*[0-9] ?\(?phần trăm.*)",
        readers.unread("V26"),
        signs="%ầẦ",
    ),
    Pattern(
        "negative", r"(?:- ?|\( ?-? ?)(?P<digits>[0-9]{1,9}(?:[.,][0-9]{1,9})?) ?\)?", readers.negative, signs="-("
    ),
    Pattern(
        "date",
        r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-]"
        r" ?(?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?",
        readers.unread("V13"),
        signs="/.-",
    ),
    Pattern(
        "month and year",
        r"[0-9]{1,2} ?[/-] ?(?:19|20)[0-9]{2}|[0-9]{1,2} tháng(?: (?:đầu|cuối))?(?: năm)?(?: [0-9]{4})?",
        readers.unread("V13"),
        signs="/-áÁ",
    ),
    Pattern("day and month", "(?P<a>[0-9]{1,2}) ?/ ?(?P<b>[0-9]{1,2})", readers.day_and_month, signs="/"),
    _DATE,
    Pattern(
        "range",
        rf"(?:(?:từ|khoảng|chừng|độ|tầm|~) ?)?{FIGURE}(?: {WORDS}{{1,20}}?)?(?: ?[-÷~] ?| đến | tới | hoặc | hay"
        rf" ){FIGURE}(?: {WORDS}{{1,30}})?",
        readers.unread("V19"),
        signs="-÷~ếớặyẾỚẶY",
    ),
    _CLOSED,
    Pattern("dotted thousands", r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}", readers.dotted_thousands, signs="."),
    Pattern("decimal point", r"(?P<whole>[0-9]{1,9})\.(?P<places>[0-9]{1,9})", readers.decimal_point, signs="."),
    Pattern(
        "comma groups",
        r"(?P<groups>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?P<places>\.0{1,2})?",
        readers.comma_groups,
        signs=",",
    ),
    Pattern(
        "decimal comma",
        r"(?P<whole>[0-9]{1,9}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}),(?P<places>[0-9]{1,9})",
        readers.decimal_comma,
        signs=",",
    ),
    Pattern(
        "words and figure",
        r"(?P<words>[^0-9()]{2,60}) ?\( ?(?P<digits>[0-9]{1,4}) ?\)(?P<rest>[^0-9()]{0,40})",
        readers.words_and_figure,
        signs="(",
    ),
    Pattern("figure and words", r"(?P<digits>[0-9]{1,9}) ?[-:=,] ?(?P<words>[^0-9()]{2,60})", readers.figure_and_words),
    Pattern(
        "figure with words",
        rf"(?P<before>[^0-9]{{0,60}}?)(?P<figure>{FIGURE})(?P<rest>(?![0-9.,]*[0-9]| [0-9]).*)",
        around.with_words,
    ),
    Pattern("letters for digits", r"(?=.*[0-9])[0-9OolI|SB]{2,9}", readers.letters_for_digits, flags=0),
    Pattern("compound", r"[0-9][0-9. ]*[^0-9].*[0-9][^0-9]+", sums.compound),
    Pattern(
        "arithmetic",
        rf"{FIGURE}{WORDS}{{0,30}}?(?: ?{SIGN} ?{FIGURE}{WORDS}{{0,30}}?)+",
        sums.arithmetic,
        signs="xX×*+=",
    ),
    Pattern(
        "list",
        r"[0-9]{1,9}(?: ?; ?[0-9]{1,9}){2,}|[0-9]{1,9}(?: ?/ ?[0-9]{1,9}){2,}|[0-9]{1,9}(?:,"
        r" ?[0-9]{1,2}){2,}|[0-9]{1,9}(?: ?, [0-9]{1,9}){2,}",
        sums.unlabelled_list,
        signs=";/,",
    ),
    Pattern(
        "labelled list",
        rf"{LABEL} ?[:=] ?[0-9]{{1,9}}(?:[ ,;]{{1,3}}{LABEL} ?[:=] ?[0-9]{{1,9}})+[.;]?",
        sums.labelled_list,
        signs=":=",
    ),
    Pattern(
        "result first", rf"(?P<total>{FIGURE}) ?= ?(?P<sum>{FIGURE}(?: ?\+ ?{FIGURE})+)", sums.result_first, signs="="
    ),
    Pattern("named parts", r".*[0-9].*[0-9].*", sums.named_parts),
)

WITHOUT_DIGIT: tuple[Pattern, ...] = (
    _CLOSED,
    _SYMBOL,
    Pattern("letter for zero", "[OoØø]", readers.letters_for_digits, flags=0),
    Pattern("percentage", r"[^%]*%.*", readers.unread("V26"), signs="%"),
    _ERROR,
    _DATE,
    _OTHER,
    Pattern("in words", ".{2,60}", readers.in_words),
)
