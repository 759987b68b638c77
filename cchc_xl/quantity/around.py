"""A figure and what stands around it: 'Tổng số: 26', '600 (Lượt người)', 'trên 300 lượt', '12 (Mười hai) văn bản',
'(lồng ghép) 3', '12 VB (CV: 10; KH: 2)'.

Everything around the figure must be of a known shape, or the text is free text. It leaves the figure as it is, makes it
an estimate, or takes it back (V41); what has no clear meaning lets the figure wait for a person (V46).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.found import DIGIT, FIGURE, UNKNOWN, Code, Found, belongs, dotted, is_rate, is_unit, value_of
from cchc_xl.quantity.number_words import number_in_words
from cchc_xl.quantity.remarks import Sense, sense
from cchc_xl.quantity.sums import LEADS, compare, parts
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late, plain

LONGEST = 160  # characters behind a figure that are read
_LONGEST_UNIT = 8  # words
_LABELS = sorted(lexicon.LABELS, key=len, reverse=True)
_PIECE = late(r"[(\[](?P<bracket>[^()\[\]]*)(?:[)\]]|$)|(?P<words>[^()\[\]]+)")
_MARK = late(r"[*†‡°ºª\"“”']{1,3}|[a-zđ]", re.IGNORECASE)
_AFTER = late(r"(?P<words>.*?)\s*(?P<after>\+|trở lên|trở xuống)", re.IGNORECASE)
_BRACKETED = late(r"[(\[][^()\[\]]*[)\]]?")
_INTRODUCED = late(rf"(?:{LEADS}|tăng|giảm)(?!\w)", re.IGNORECASE)
_FIGURES = late(FIGURE)


class Around(NamedTuple):
    """What a piece beside the figure says, or all of them together. ``bound``: of an estimate."""

    unit: str = ""
    bound: str = ""
    notes: tuple[str, ...] = ()  # harmless ones
    label: str = ""  # 'Tổng số'
    spelled: int | None = None  # the number in words
    changes: Sense | None = None
    unclear: tuple[str, str] | None = None  # (id of the reason, the words or the sign)
    parts: tuple[int, str] | None = None  # parts that do not fit: what they come to, the words


def with_words(match: re.Match[str], field: Field) -> Found | None:
    """The reader of the pattern 'figure with words': None for free text."""
    before, figure, rest = match["before"], match["figure"], match["rest"]
    if (before and before[-1].isalpha()) or len(rest) > LONGEST:
        return None  # glued to a letter, or a narrative: no figure
    number = value_of(figure)
    pieces = [*_before(before), *_behind(rest, number, field)]
    known = [piece for piece in pieces if piece is not None]
    if not pieces or len(known) < len(pieces) or len({piece.bound for piece in known if piece.bound}) > 1:
        return None
    together = reduce(_together, known)
    if together.changes:
        changes = {"note": together.changes.words, "what": f"change-{together.changes.why}"}
        return None if together.changes.words == "%" else Found((("V41", changes),))
    if together.spelled not in (None, number):
        return Found((("V23", {"value": UNKNOWN}),))
    words = "" if together == Around(spelled=number) else _qualifier(before, rest)
    return _found(together, number, figure, words, field)


def _found(around: Around, number: int, figure: str, words: str, field: Field) -> Found:
    value = {"value": number}
    foreign = bool(around.unit) and not belongs(around.unit, field)
    unclear = around.unclear or (("other-unit", around.unit) if foreign else None)
    codes: list[Code] = []
    if around.bound:
        codes.append(("V18", {"min": number if around.bound != "<=" else 0, **value, "bound": around.bound}))
    if around.spelled is not None:
        codes.append(("V23", value))
    if around.unit and not foreign:
        codes.append(("V02", {"unit_found": around.unit, **value}))
    if around.notes:
        codes.append(("V01", {"note": "; ".join(around.notes), **value}))
    if around.parts:
        codes.append(("V43", {"a": number, "b": around.parts[0], "found": around.parts[1]}))
    if unclear:
        reason = {"reason": unclear[0]} if unclear[0] == "other-unit" else {}
        codes.append(("V46", {"what": unclear[0], "note": unclear[1], **value, **reason}))
    codes += dotted(figure)
    if around.label and not codes:
        codes.append(("V01", {"reason": "label", **value}))
    as_it_is = [code for code, _ in codes] == ["V02"] and not around.label and fold(around.unit) == fold(field.unit)
    waits = bool(unclear or around.parts) or around.bound == "<="
    return Found(tuple(codes), number, "cleaned" if as_it_is else "proposed", waits, around.bound, words)


def _together(one: Around, other: Around) -> Around:
    """What two pieces say: of one kind the first, notes all; two units are unclear."""
    first = [mine or theirs for mine, theirs in zip(one, other, strict=True)]
    joint = Around(*first)._replace(notes=(*one.notes, *other.notes))  # type: ignore[arg-type]
    if one.spelled is not None or other.spelled is not None:
        joint = joint._replace(spelled=other.spelled if one.spelled is None else one.spelled)
    return joint._replace(unclear=joint.unclear or ("words", other.unit)) if one.unit and other.unit else joint


def _qualifier(before: str, rest: str) -> str:
    """The words beside the figure; those of a single bracket without it."""
    both = (before.rstrip(" :").lstrip(), rest.strip(" .,;").lstrip(":- "))
    return " ".join(_bare(words) for words in both if words)


def _bare(words: str) -> str:
    return words[1:].rstrip(")] ").strip() if _BRACKETED.fullmatch(words) else words


# --- before the figure ------------------------------------------------------------------------------------------------


def _before(text: str) -> Iterator[Around | None]:
    if text.strip() and not text.strip(" ,:;-"):
        yield None  # a dash may be a sign
    for bracket, words in _pieces(text):
        if bracket is not None:
            yield _of_sense(bracket)
        elif words == "+":
            yield Around(unclear=("plus", words))
        elif words.strip(":="):
            yield _lead(words)


def _lead(words: str) -> Around | None:
    """'khoảng', 'Tổng số:', 'Tin, bài:', 'Tổng số tin, bài:'; 'KH 07' is the number of a document."""
    folded = fold(words).strip(" :=-")
    if folded in lexicon.ESTIMATES:
        return Around(bound=lexicon.ESTIMATES[folded])
    if folded in lexicon.LABELS:
        return Around(label=folded)
    if _MARK.fullmatch(words) and not words.isalpha():
        return Around(unclear=("mark", words))
    if sense(words).does == "changes":
        return Around(changes=sense(words))  # 'dự kiến 12'
    label = next((one for one in _LABELS if folded.startswith(f"{one} ")), "")
    named = bool(label) or words.rstrip().endswith((":", "="))
    unit = folded.removeprefix(f"{label} ").removeprefix("số ")
    return Around(unit=unit, label=label or folded) if named and unit in lexicon.UNITS else None


# --- behind the figure ------------------------------------------------------------------------------------------------


def _behind(text: str, number: int, field: Field) -> Iterator[Around | None]:
    if text.strip(" .,;") and not text.strip(" .,;:-_"):
        yield None
    glued = text[:1].isalpha()
    for bracket, words in _pieces(text.rstrip(" .,;")):
        if bracket is not None:
            yield _bracket(bracket.strip(), number, field)
        elif words:
            tail = _tail(words, number, field)
            if glued:  # '18bài': everybody reads 18, and bad scans write such things too
                tail = tail._replace(unclear=("glued", tail.unit)) if tail and tail.unit else None
            yield tail
        glued = False


def _pieces(text: str) -> Iterator[tuple[str | None, str]]:
    """(text of a bracket, '') or (None, words outside), in order; a bracket may be left open at the end."""
    end = 0
    for match in _PIECE.finditer(text):
        if match.start() != end:
            yield None, "\0"  # a closing bracket without an opening one: no known word
        end = match.end()
        yield (match["bracket"], "") if match["words"] is None else (None, match["words"].strip(" ,;-"))
    if end != len(text):
        yield None, "\0"


def _bracket(text: str, number: int, field: Field) -> Around | None:
    if text.isdecimal():
        if int(text[:9]) == number:
            return Around(notes=(text,))
        return Around(unclear=("mark", f"({text})")) if len(text) == 1 else None
    if _MARK.fullmatch(text):
        return Around(unclear=("mark", f"({text})"))
    spelled = _spelled(text, field)
    if spelled is not None:
        return Around(spelled=spelled)
    if number == 0 and plain(text) in lexicon.NONE:
        return Around(notes=(text,))
    if is_rate(text):
        return Around(changes=Sense("changes", "rate", text))
    if is_unit(text, field) and sense(text).does != "changes":
        return Around(unit=text)
    return _remark(text, number, field)


def _spelled(text: str, field: Field) -> int | None:
    """'Mười hai', 'mười hai văn bản'."""
    words = text.rstrip(" .").split()
    for end in range(len(words), 0, -1):
        number = number_in_words(" ".join(words[:end]))
        if number is not None and (end == len(words) or is_unit(" ".join(words[end:]), field)):
            return number
    return None


def _tail(words: str, number: int, field: Field) -> Around | None:
    """A unit of measure, a bound, and a remark, each of which may be missing: 'người trở lên', 'bài, trong đó 3 "
    "tin'."""
    if _MARK.fullmatch(words) and not words.isalpha():
        return Around(unclear=("mark", words))
    after = _AFTER.fullmatch(words)
    if after:
        bound = Around(bound=lexicon.ESTIMATES_AFTER[fold(after["after"])])
        tail = _tail(after["words"], number, field) if after["words"] else Around()
        return tail and _together(tail, bound)
    if is_unit(words, field):
        return Around(unit=words)
    if is_rate(words):
        return Around(changes=Sense("changes", "rate", words))
    unit, rest = _unit_first(words, field)
    if not rest:
        return Around(unit=unit)
    if DIGIT.search(rest) and not _INTRODUCED.match(rest):
        return None
    remark = _remark(rest, number, field)
    if remark.unclear and remark.unclear[0] == "words" and not DIGIT.search(rest):
        return None  # words that no list knows, in no bracket: '12 bài viết hay'
    return _together(Around(unit=unit), remark)


def _unit_first(words: str, field: Field) -> tuple[str, str]:
    """('văn bản', 'trong đó 2 QĐ'): the longest unit that begins the words, and what follows it."""
    split = words.split()
    for end in range(min(len(split), _LONGEST_UNIT), 0, -1):
        first = " ".join(split[:end]).strip(" ,:;-")
        if is_unit(first, field):
            return first, " ".join(split[end:]).strip(" ,:;-")
    return "", words.strip(" ,:;-")


# --- remarks ----------------------------------------------------------------------------------------------------------


def _remark(text: str, number: int, field: Field) -> Around:
    """What a bracket or a clause beside the figure does to it; parts that it names are held against the figure."""
    meant = sense(text)
    if meant.does == "changes" and meant.why in ("doubt", "mistake"):
        return Around(changes=meant)
    named = parts(text)
    if named:
        verdict = compare(number, named, field)
        if verdict == "differs":
            return Around(parts=(sum(figure for _, figure in named.items), text))
        return Around(notes=(text,)) if verdict == "fits" else Around(unclear=("words", text))
    if meant.why == "rate" and any(value_of(figure) != number for figure in _FIGURES.findall(text)):
        return Around(unclear=("words", text))  # 'bình quân 100 người/lớp' beside 600 is a figure of its own
    return _of_sense(text)


def _of_sense(text: str) -> Around:
    meant = sense(text)
    if meant.does == "changes":
        return Around(changes=meant)
    if meant.does == "estimate":
        return Around(bound=meant.why)
    if meant.does == "unknown":
        return Around(unclear=("words", text))
    return Around(notes=(text,) if text else ())
