"""Vietnamese text: normal form, folding for comparison, and sorting.

Everything here returns text for comparing and ordering; what the clerk wrote is kept elsewhere, untouched.
U+00AD is never removed: a soft hyphen elsewhere, it is the letter ư in the legacy TCVN3 encoding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from cchc_xl import kept_patterns
from cchc_xl.typed import TypeVar, cast

T = TypeVar("T")

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # TCVN 5712 order, with the foreign f j w z at their Latin places
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang huyền hỏi ngã sắc nặng
INVISIBLE = (
    "\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)

CACHED_LENGTH = 300  # longer texts are narrative: rarely seen twice, and dear to keep
# Control characters (C0, C1), direction marks, embeddings, overrides and isolates, line and paragraph separators.
_ESCAPES = {
    code: f"\\u{code:04x}"
    for code in (
        *range(9),
        *range(11, 32),
        *range(127, 160),
        0x61C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
}
_LEFT_OUT = dict.fromkeys(map(ord, INVISIBLE))
_SAME = {
    **dict.fromkeys("ÐðƉɖ", "đ"),  # Eth and African D look like Đ and come from old fonts and keyboards
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_UNIFY = {ord(odd): usual for odd, usual in _SAME.items()}


class _Late:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._wanted = (pattern, flags)

    def __getattr__(self, name: str) -> object:
        compiled = kept_patterns.compiled(*self._wanted)
        for method in (
            "match",
            "fullmatch",
            "search",
            "sub",
            "subn",
            "split",
            "findall",
            "finditer",
            "pattern",
            "flags",
        ):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, put off: a check of one file needs few of the program's patterns, and compiling all of them costs
    more than the check.
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))


_INVISIBLE, _ODD = late(f"[{INVISIBLE}]"), late(f"[{''.join(_SAME)}]")


class Worded:
    """A pattern of Vietnamese words in ``fold``'s form; for a text without any accent the same words without theirs.

    'DU THAO' is read as 'Dự thảo', and 'thu' in a text that has accents is not taken for 'thử'. Either is compiled when
    it is first used.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern, self._accented = pattern, late(pattern)
        self._bare: re.Pattern[str] | None = None

    def _for(self, folded: str) -> re.Pattern[str]:
        if not folded.isascii():
            return self._accented
        if self._bare is None:
            self._bare = late(unaccented(self._pattern))
        return self._bare

    def search(self, folded: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self._for(folded).search(folded)

    def fullmatch(self, folded: str, start: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self._for(folded).fullmatch(folded, start)

    def match(self, folded: str, start: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self._for(folded).match(folded, start)


def worded(pattern: str) -> Worded:
    """A ``Worded``, compiled when it is first used."""
    return Worded(pattern)


def unaccented(s: str) -> str:
    """A text or the source of a pattern without accents, and nothing else changed."""
    if s.isascii():
        return s
    bare = "".join([c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)])
    return bare.replace("đ", "d").replace("Đ", "D")


class _Answers(dict[str, T]):
    """What a function said of texts. A look-up that finds one costs what a dictionary's costs."""

    __slots__ = ("function", "size")

    def __init__(self, function: Callable[[str], T], size: int) -> None:
        super().__init__()
        self.function, self.size = function, size

    def __missing__(self, text: str) -> T:
        answer = self.function(text)
        if len(text) <= CACHED_LENGTH:
            if len(self) >= self.size:
                self.clear()
            self[text] = answer
        return answer


def remembered(size: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Remembers what a function says of texts.

    Of ``size`` texts at most; then all are forgotten, and what files have in common is soon known again. Long texts are
    worked out each time: a stranger could fill the memory with them.
    """

    def decorate(function: Callable[[str], T]) -> Callable[[str], T]:
        return _Answers(function, size).__getitem__

    return decorate


def holds(text: str, words: Iterable[str]) -> bool:
    """Does a text hold one of the words, or parts of words? As a pattern they would be compiled at every start."""
    for word in words:  # noqa: SIM110 - costs half of a generator
        if word in text:
            return True
    return False


def stands_in(needle: str, text: str) -> bool:
    """Does a word, or several, stand in a text as words of their own? Without a pattern to be compiled."""
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not (_is_of_word(text[at - 1 : at]) or _is_of_word(text[end : end + 1])):
            return True
        at = text.find(needle, at + 1)
    return False


def _is_of_word(c: str) -> bool:
    return c.isalnum() or c == "_"


def speaks(folded: str, words: tuple[str, ...]) -> bool:
    """The same of a folded text; in one without any accent the words are looked for without theirs."""
    return holds(folded, all_unaccented(words) if folded.isascii() else words)


def begins(folded: str, words: tuple[str, ...]) -> bool:
    """Does a folded text begin with one of the words, or parts of words? As ``speaks``."""
    return folded.startswith(all_unaccented(words) if folded.isascii() else words)


@lru_cache(maxsize=64)
def all_unaccented(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without accents, worked out once."""
    return tuple(map(unaccented, words))


def nfc(s: str) -> str:
    """Precomposed Unicode (TCVN 6909:2001), nothing else changed."""
    return s if s.isascii() else unicodedata.normalize("NFC", s)


def squeeze(s: str) -> str:
    """NFC, with every run of spaces of any kind as one blank, zero-width characters removed, and no blank at the
    ends.
    """
    if not s.isascii():
        s = unicodedata.normalize("NFC", s.translate(_LEFT_OUT) if _INVISIBLE.search(s) else s)
    return " ".join(s.split())


def escaped(s: str) -> str:
    """Text that does nothing to the terminal that shows it: control characters, escape sequences, what reverses the
    direction of writing and what breaks lines unseen become \\uXXXX, which is what JSON calls them too.

    Line feeds and tabs stay.
    """
    return s if s.isprintable() else s.translate(_ESCAPES)


@remembered(8192)
def fold(s: str) -> str:
    """Text for comparison: squeezed, caseless, Eth as đ, plain quotes and dashes, one tone placement (hoà is hòa)."""
    s = squeeze(s)
    if s.isascii():
        return _unified(s.lower())
    # Casefolding can leave text decomposed or bring a space (long s, iota subscript): once round is enough after NFD.
    s = _unified(squeeze(unicodedata.normalize("NFD", _unified(s)).casefold()))
    return _PLACED.sub(_placed, s) if _PAIRS.search(s) else s


def _unified(s: str) -> str:
    return s.translate(_UNIFY) if _ODD.search(s) else s  # most texts have nothing of it


@remembered(8192)
def plain(s: str) -> str:
    """Folded text without accents: 'Đặc khu Cồn Cỏ' -> 'dac khu con co'."""
    s = fold(s)
    if s.isascii():
        return s
    letters = [c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c)]
    return " ".join("".join(letters).replace("đ", "d").split())


def one_slip(a: str, b: str) -> bool:
    """Do two words differ by one slip of the hand: a letter left out, put in or exchanged, or two turned round?"""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1 or a == b:
        return False
    at = next((place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])


def sort_key(s: str) -> tuple[str, str, str]:
    """Key of Vietnamese order: letters first (a ă â b c d đ ...), tones second, digits as numbers.

    The text breaks ties.
    """
    folded, (primary, secondary) = fold(s), _tables()
    return _NUMBER.sub(_number_key, folded.translate(primary)), folded.translate(secondary), s


def _compose(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


def _placements() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Pairs of vowels with their tone moved: to the first vowel, to the second, and to the second after q."""
    first, second, after_q = {}, {}, {}
    for tone in TONES[1:]:
        for a, b in ("oa", "oe", "uy"):
            first[a + _compose(b, tone)] = _compose(a, tone) + b
            second[_compose(a, tone) + b] = a + _compose(b, tone)
        for b in "aăâeêơyi":
            after_q["q" + _compose("u", tone) + b] = "qu" + _compose(b, tone)
    return first, second, after_q


def _by_first(pairs: Iterable[str]) -> Iterable[tuple[str, set[str]]]:
    """First letter -> the second ones."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        found.setdefault(pair[0], set()).add(pair[1])
    return found.items()


_FIRST, _SECOND, _AFTER_Q = _placements()
_LETTER = r"[^\W\d_]"
# An open syllable has its tone on the first vowel (hòa), a closed one on the second (hoàn); after q, u is no vowel
# (quý).
_PLACED = late(
    rf"(?:{'|'.join(_AFTER_Q)})|(?<!q)(?:{'|'.join(_FIRST)})(?!{_LETTER})|(?<!q)(?:{'|'.join(_SECOND)})(?={_LETTER})"
)
# What any of them begins with: most texts have none of these pairs.
_PAIRS = late("|".join(f"{a}[{''.join(sorted(b))}]" for a, b in _by_first((*_FIRST, *_SECOND, *_AFTER_Q))))
_MOVED = {**_FIRST, **_SECOND, **_AFTER_Q}


def _placed(match: re.Match[str]) -> str:
    return _MOVED[match[0]]


class _Primary(dict[int, str]):
    """Code point -> first-level key; letters that are not Vietnamese take the place of their base letter."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        key = self[code] = self[ord(base)] if base != chr(code) and ord(base) in self else chr(code)
        return key


class _Secondary(dict[int, str]):
    """Code point -> place of its tone among the six."""

    def __missing__(self, code: int) -> str:
        return "0"


@lru_cache(maxsize=1)
def _tables() -> tuple[_Primary, _Secondary]:
    primary, secondary = _Primary(dict.fromkeys(map(ord, "{|}~"), "/")), _Secondary()
    for rank, letter in enumerate(LETTERS):
        primary[ord(letter)] = chr(ord("a") + rank)
        for place, tone in enumerate(TONES):
            toned = _compose(letter, tone)
            if letter in "aăâeêioôơuưy" and len(toned) == 1:
                primary[ord(toned)] = chr(ord("a") + rank)
                secondary[ord(toned)] = str(place)
    return primary, secondary


_NUMBER = late("[0-9]+")


def _number_key(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0")
    return "0" + chr(len(digits)) + digits


_MEASURES = frozenset(("m", "km", "cm", "dm"))  # m², km²: the raised figure is part of it


def takes_a_mark(before: str) -> bool:
    """Is what stands raised behind a text the mark of a footnote? Behind a figure it may be a digit: that is for the
    reader of quantities to ask.
    """
    words = before.split()
    return bool(words) and not words[-1][-1].isdigit() and words[-1].casefold().rpartition("(")[2] not in _MEASURES
