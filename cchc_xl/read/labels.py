"""Which indicator a row of a table is: by its label, helped by its number (TT), never by its position alone.

``difflib`` ratios of folded labels: 0.9 and more is the label, 0.7 to 0.9 is a changed label (S03) if nothing contradicts, less is another
row. Two indicators of this form differ by five words in fourteen ("trên các cơ quan báo chí", "trên sóng truyền thanh cấp xã"), so a
likeness counts only where the number beside it agrees or is missing, and where no other indicator of any version is as like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cchc_xl.model import Field, Form
from cchc_xl.text import fold, plain

SAME, CHANGED, MARGIN = 0.9, 0.7, 0.05
_TT = re.compile(r"^0*(\d{1,2})\s*[.)]?$")
_SUB_TT = re.compile(r"^(?:0*(\d{1,2})\s*[.\-]?\s*(?:1|a|b)|[-+•*])\s*[.)]?$", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


class Label(NamedTuple):
    """A recognised row: ``how`` is exact, near (0.9 and more), changed or number (the TT alone)."""

    field: str
    how: str


class Labels(NamedTuple):
    """The labels of one form, prepared for look-up, with those of its other versions as rivals."""

    exact: Mapping[str, str]
    plain: Mapping[str, str]
    by_tt: Mapping[str, str]
    fields: Mapping[str, Field]
    rivals: tuple[str, ...]


_CACHE: dict[tuple[str, ...], Labels] = {}


def labels(form: Form, others: Sequence[Form] = ()) -> Labels:
    """Prepared labels of a form. ``others``: further versions whose labels must not be mistaken for this form's."""
    key = (form.key, *(other.key for other in others), *(field.label for field in form.fields))
    if key not in _CACHE:
        _CACHE[key] = _prepare(form, others)
    return _CACHE[key]


def _prepare(form: Form, others: Sequence[Form]) -> Labels:
    exact = {fold(name): field.id for field in form.fields for name in (field.label, *field.aliases)}
    own = {field.id for field in form.fields}
    return Labels(
        exact=exact,
        plain={plain(name): field_id for name, field_id in exact.items()},
        by_tt={str(int(field.tt)): field.id for field in form.fields if field.tt},
        fields={field.id: field for field in form.fields},
        rivals=tuple(fold(field.label) for other in others for field in other.fields if field.id not in own),
    )


def recognise(label: str, tt: str, known: Labels, previous: str = "") -> Label | None:
    """The indicator that a row is, or None. ``previous``: the field of the row above (a sub-row follows its parent)."""
    folded = fold(label).strip(" .:;-+")
    number = _TT.match(fold(tt))
    by_number = known.by_tt.get(number[1]) if number else None
    if not folded:
        return Label(by_number, "number") if by_number else None
    found = known.exact.get(folded)
    if found:
        return Label(found, "exact")
    found = known.plain.get(plain(folded))
    if found:
        return Label(found, "near")
    if not any(c.isalpha() for c in folded):
        return None
    return _similar(folded, tt, by_number, known, previous)


def _similar(folded: str, tt: str, by_number: str | None, known: Labels, previous: str) -> Label | None:
    ratios = sorted(((_ratio(folded, name), field_id) for name, field_id in known.exact.items()), reverse=True)
    ratio, best = ratios[0]
    second = max((other for other, field_id in ratios if field_id != best), default=0.0)
    rival = max((_ratio(folded, name) for name in known.rivals), default=0.0)
    numbered = bool(_TT.match(fold(tt)))
    if ratio >= SAME and ratio - max(second, rival) >= MARGIN and (not numbered or by_number == best):
        return Label(best, "near")
    if ratio >= CHANGED and ratio - max(second, rival) >= MARGIN and (by_number == best or not numbered):
        return Label(best, "changed")
    if by_number and rival < SAME and _shares_words(folded, known.fields[by_number].label):
        return Label(by_number, "changed")
    parent = known.fields[best].parent
    if parent and parent == previous and ratio >= 0.6 and (not tt.strip() or _SUB_TT.match(fold(tt))):
        return Label(best, "changed")
    return None


def _shares_words(found: str, label: str) -> bool:
    """A shortened or reworded label: most of its words, two at least, stand in the form's."""
    words, wanted = set(_WORDS.findall(found)), set(_WORDS.findall(fold(label)))
    return len(words & wanted) >= 2 and len(words & wanted) >= 0.6 * len(words)


@lru_cache(maxsize=4096)
def _ratio(a: str, b: str) -> float:
    import difflib

    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5 else 0.0
