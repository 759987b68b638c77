"""What a word of a note is to an indicator: its own unit of measure, another's, a measure that is nobody's."""

from __future__ import annotations

from functools import lru_cache

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_texts import LITTLE_WORDS
from cchc_xl.quantity.note_words import Token, tokens
from cchc_xl.text import fold, unaccented

_LITTLE = frozenset({"total", "only", "act", "neg"})
WITHIN = frozenset(
    {"thôn", "xóm", "tổ", "tổ dân phố", "khu phố", "bản", "ấp", "khu", "thon", "xom", "to", "ban", "khu pho"}
)
_TURNS = ("lượt phát", "lượt đăng", "người nghe", "người xem", "nguoi nghe", "nguoi xem", "luot phat", "luot dang")


def is_own(token: Token | None, field: Field) -> bool:
    """A unit of measure of the indicator, or one that people use for it."""
    if token is None or "unit" not in token.kinds:
        return False
    own = lexicon.own_units(field.unit, field.units)
    text = token.text
    return text in known_units(own) or any(text in known_units(group) for group in lexicon.ALIKE if own & group)


def is_measure(token: Token, field: Field) -> bool:
    """A measure that is no indicator's: 'phút', 'lượt phát'."""
    return "measure" in token.kinds and (not is_own(token, field) or token.text.startswith(_TURNS))


def is_another(token: Token | None, field: Field) -> bool:
    return token is not None and "unit" in token.kinds and (not is_own(token, field) or is_measure(token, field))


def is_another_thing(token: Token, field: Field) -> bool:
    """The same but for the hamlets of a commune, of which its figures are made."""
    return is_another(token, field) and token.text not in WITHIN


def says_little(token: Token, field: Field) -> bool:
    """A word that does not make a clause one about something else."""
    return token.figure is not None or bool(token.kinds & _LITTLE) or is_own(token, field) or token.text in LITTLE_WORDS


def is_asked_for(token: Token, field: Field) -> bool:
    """Is a thing that the indicator asks for, by its unit or its label?"""
    return is_own(token, field) or (len(token.text) > 4 and token.text in fold(field.label))


@lru_cache(maxsize=64)
def known_units(units: frozenset[str]) -> frozenset[str]:
    """Units as tokens spell them, with accents and without."""
    spelled = {" ".join(token.text for token in tokens(unit, bare=False)) for unit in units}
    return frozenset(spelled | {unaccented(unit) for unit in spelled})
