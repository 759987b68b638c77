"""Words in notes and narratives: whole-word patterns, sentences, negations.

Closed tables only: a word that is not in them says nothing, because a warning that was not called for costs more trust
than one that was missed. Everything is compared in ``text.fold``'s form; quotes are given as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cchc_xl.model import Submission
from cchc_xl.records import NamedTuple
from cchc_xl.text import CACHED_LENGTH, fold, late, squeeze
from cchc_xl.typed import Any

WORDS: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 2},
    "minItems": 1,
    "uniqueItems": True,
}
"""JSON Schema of a list of words; '…' inside one stands for up to six words: 'phát … tờ rơi'."""
SECTIONS: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "minItems": 1,
    "uniqueItems": True,
}
"""JSON Schema of the narrative's sections that are read."""

_GAP = r"(?:\s+[^\s.;:]+){0,6}?\s+"
_REACH = 6  # words before a match in which a negation still belongs to it
_NEGATION = late(r"(?<!\w)(?:không(?!\s+(?:chỉ|những|ngừng))|khong|chưa|chẳng|ko|trừ|loại)(?!\w)")
_STILL_IN = late(r"(?<!\w)(?:không|chưa|ko)\s+(?:tách|trừ|loại|bóc|phân biệt|tính riêng|thống kê riêng)(?!\w)")
_NEGATED_AFTER = late(
    r"\s*(?:(?:[:=]|là)\s*(?:không|ko|chưa|0)(?!\w)"
    r"|(?:[^\W\d]+\s+){0,3}?(?:đã\s+(?:được\s+)?(?:tách|loại|trừ|bỏ)|(?:nêu|kê|thống kê|tách|để)\s+riêng)(?!\w)"
    r"|(?:không|chưa)(?:\s+có|\s+phát sinh|\s+(?:tính|kể|đưa|ghi)(?:\s+vào)?(?:\s+đây)?)?\s*(?:$|[.;,)]))"
)
_LEFT_OUT = late(r"(?:^|[.;:()\n])\s*(?:không|ko|khong)\s+(?:tính|kể|bao gồm|gồm|đếm|đưa)(?!\w)[^.;:()\n]*$")
_BREAK = late(r"[.;:,()\n]")
_SENTENCE = late(r"\n|[;!?…]|\.{2,}|\.(?!\d)")


class Sentence(NamedTuple):
    """``quote``: as written, on one line; ``text``: folded, 'tin, bài' without its comma, for comparing."""

    quote: str
    text: str


@lru_cache(maxsize=256)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for many words, the longest first, each matched whole."""
    longest_first = sorted((fold(word) for word in words), key=len, reverse=True)
    alternatives = (_GAP.join(_spelled(part.strip()) for part in word.split("…")) for word in longest_first)
    return late(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


def _spelled(part: str) -> str:
    """'đăng' is no part of 'đăng ký'."""
    return re.escape(part) + (r"(?!\s+ký)" if part.endswith("đăng") else "")


def comparable(text: str) -> str:
    """Folded, with the one enumeration that is a name of its own ('tin, bài') kept together."""
    return fold(text).replace("tin, bài", "tin bài").replace("tin,bài", "tin bài")


@lru_cache(maxsize=32)  # each rule about the narrative goes through the same sections
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; a full stop between digits (1.200) ends none."""
    quotes = (squeeze(part) for part in _SENTENCE.split(text))
    return tuple(Sentence(quote, comparable(quote)) for quote in quotes if quote)


def sentences_of(submission: Submission, sections: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of some sections of the narrative, in the order of ``sections``."""
    for section in sections:
        yield from sentences(submission.narrative.get(section, ""))


def before(text: str, start: int, words: int = _REACH) -> str:
    """The last words before ``start`` in the same clause."""
    clause = _BREAK.split(text[:start])[-1]
    return " ".join(clause.split()[-words:])


def is_negated(text: str, match: re.Match[str]) -> bool:
    """Does the clause take back what the match says: 'không lồng ghép', 'chưa có trên Cổng TTĐT', 'lồng ghép:
    không'?
    """
    lead = _STILL_IN.sub(" ", before(text, match.start()))  # "chưa trừ tin trên Cổng TTĐT": it is still counted
    if _LEFT_OUT.search(text[: match.start()]):
        return True  # 'không tính bài trên Facebook, Zalo và trang của phường'
    return bool(_NEGATION.search(lead)) or bool(_NEGATED_AFTER.match(text, match.end()))


def affirmed(wanted: re.Pattern[str], text: str, unless: Sequence[str] = ()) -> re.Match[str] | None:
    """The first match that is not negated and not led in by one of the words ``unless``."""
    return (_judged if len(text) <= CACHED_LENGTH else _affirmed)(wanted, text, tuple(unless))


def _affirmed(wanted: re.Pattern[str], text: str, unless: tuple[str, ...]) -> re.Match[str] | None:
    if not wanted.search(text):
        return None
    found = (match for match in wanted.finditer(text) if not is_negated(text, match))
    return next((match for match in found if not any_of(unless, before(text, match.start()))), None)


_judged = lru_cache(maxsize=4096)(_affirmed)  # several rules look at each note, and many notes are alike


def any_of(words: Iterable[str], text: str) -> bool:
    """Does the (comparable) text hold one of the words?"""
    listed = tuple(words)
    return bool(listed) and bool(pattern(listed).search(text))
