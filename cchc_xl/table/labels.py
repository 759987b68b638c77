"""Which indicator a row of a table is: by its label, helped by its number (TT), never by its position alone.

Where the words are not the form's, ``difflib`` ratios of folded labels find the indicator that is meant: below 0.7 it
is another row. Two indicators of this form differ by five words in fourteen ("trên các cơ quan báo chí", "trên sóng
truyền thanh cấp xã"), so a likeness counts only where the number beside it agrees or is missing, and where no other
indicator of any version is as like. What the changed words mean is for ``label_words`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.model import Form, Row
from cchc_xl.records import NamedTuple
from cchc_xl.text import CACHED_LENGTH, fold, late, plain, remembered

RIVAL, CHANGED, MARGIN = 0.9, 0.7, 0.05
ENOUGH_WORDS = 3  # of a label, for a longer one to be told by them
MOST_RECOGNISED = 4096
_TT = late(r"^[(\[]?0*(\d{1,2})(?:\.0)?\s*[.)\]:/-]*$")
_SUB_TT = late(r"^[(\[]?(?:0*(\d{1,2})\s*[.\-]?\s*(?:1|a|b)|[ab]|[-+•*–o])\s*[.)\]]?$", re.IGNORECASE)
_PREFIX = late(
    r"^(?:chỉ tiêu |mục |tiêu chí )?[(\[]?(?:số )?(?:0*(\d{1,2})(?:\.\d{1,2})?|[a-h]"
    r"|[ivx]{1,4})\s*[.)\]:/-]+\s*(?=[^\W\d])"
)
_FOOTNOTE = late(r"\s*(?:[(\[](?:\*+|\d{1,2})[)\]]|\*+)\s*$")
_WORDS = late(r"\w+")
_BRACKETS = late(r"[(\[][^()\[\]]*(?:[)\]]|$)")
_UNIT_AFTER = late(r"(.+?)\s*[(:-]\s*([^():]+?)\s*\)?$")
# What offices write out or shorten, in either spelling of the words around it.
_SHORT = {
    "ttcchc": "tuyên truyền cchc",
    "cải cách hành chính": "cchc",
    "thông tin điện tử": "ttđt",
    "ủy ban nhân dân": "ubnd",
    "thủ tục hành chính": "tthc",
    "cai cach hanh chinh": "cchc",
    "thong tin dien tu": "ttdt",
}
_LONG = late("|".join(_SHORT))


class Label(NamedTuple):
    """A recognised row. ``id``: the form's row.

    ``how``: exact, near (the same words, but for slips and abbreviations), remark (the same words and more in brackets
    or on further lines), changed (other words) or number (the TT alone).
    """

    id: str
    how: str


def is_by_name(label: Label) -> bool:
    """Was the indicator named, not only likened to?"""
    return label.how in ("exact", "near", "remark")


class Labels(NamedTuple):
    """The labels of one form, prepared for look-up, with those of its other versions as rivals.

    ``exact`` is by folded label, ``keys`` by words alone with and without accents (see ``label_key``).
    """

    exact: Mapping[str, str]
    keys: Mapping[str, str]
    by_tt: Mapping[str, str]
    sections: frozenset[str]  # keys of the rows that head others and hold no quantity
    rows: Mapping[str, Row]
    names: Mapping[str, tuple[str, ...]]  # row -> the keys of its label and aliases
    rivals: tuple[str, ...]
    words: Mapping[str, frozenset[str]]  # row -> the words of its label and aliases
    telling: Mapping[str, frozenset[str]]  # row -> those words of its label that are not common
    units: Mapping[str, frozenset[str]]  # row -> folded names of its unit of measure
    # Row -> the rows with its name under other parents ("Trong đó: nữ"), itself too; all above know the first alone.
    twins: Mapping[str, tuple[str, ...]]
    firsts: tuple[str, ...]  # the rows, one of those with the same name
    common: frozenset[str]  # words of three labels and more, which tell nothing apart
    recognised: dict[
        tuple[str, str, str], Label | None
    ]  # what ``recognise`` has said before: the files of a campaign have the same labels


Rivals = tuple[Form, ...]


@remembered_by_identity
def _prepared(form: Form) -> dict[tuple[int, ...], tuple[Rivals, Labels]]:  # noqa: ARG001 - one for each form
    return {}


def labels(form: Form, others: Sequence[Form] = ()) -> Labels:
    """Prepared labels of a form. ``others``: further versions whose labels must not be mistaken for this form's."""
    known, key = _prepared(form), tuple(map(id, others))
    if key not in known:  # what was prepared is kept with the rivals, so that no other form can come by their identity
        known[key] = (tuple(others), _prepare(form, others))
    return known[key][1]


def _prepare(form: Form, others: Sequence[Form]) -> Labels:
    owners: dict[str, list[str]] = {}
    for row in form.rows:
        for name in dict.fromkeys(fold(name) for name in (row.label, *row.aliases)):
            owners.setdefault(name, []).append(row.id)
    exact = {name: ids[0] for name, ids in owners.items()}
    twins = {one: tuple(ids) for ids in owners.values() if len(ids) > 1 for one in ids}
    rows = [row for row in form.rows if twins.get(row.id, (row.id,))[0] == row.id]
    common = _common_words(rows)
    own = {row.id for row in form.rows}
    return Labels(
        exact=exact,
        keys={key: field_id for name, field_id in exact.items() for key in (label_key(name), plain(label_key(name)))},
        by_tt={str(int(row.tt)): row.id for row in form.rows if row.tt.isdecimal()},
        sections=frozenset(label_key(fold(section.label)) for section in form.sections),
        rows={row.id: row for row in form.rows},
        names={
            row.id: tuple(dict.fromkeys(label_key(fold(name)) for name in (row.label, *row.aliases)))
            for row in form.rows
        },
        rivals=tuple(label_key(fold(row.label)) for other in others for row in other.rows if row.id not in own),
        words={row.id: frozenset(_WORDS.findall(fold(" ".join((row.label, *row.aliases))))) for row in form.rows},
        units={row.id: frozenset(map(fold, (row.unit, *row.units))) for row in form.rows},
        telling={row.id: frozenset(_WORDS.findall(fold(row.label))) - common for row in form.rows},
        twins=twins,
        firsts=tuple(row.id for row in rows),
        common=common,
        recognised={},
    )


def _common_words(rows: Sequence[Row]) -> frozenset[str]:
    words = [word for row in rows for word in set(_WORDS.findall(fold(row.label)))]
    return frozenset(word for word in words if words.count(word) >= 3)


@remembered(2048)
def label_key(folded: str) -> str:
    """The words of a folded label: without its number, marks and footnote, usual abbreviations for what they stand
    for.
    """
    bare = (
        _PREFIX.sub("", _FOOTNOTE.sub("", folded.strip(" .:;-+*•–")))
        .removeprefix("trong đó")
        .removeprefix("trong do")
        .lstrip(" :,-")
    )
    return " ".join(_WORDS.findall(_LONG.sub(lambda match: _SHORT[match[0]], bare)))


def number_of(tt: str) -> int | None:
    """'05', '5.', '(5)' and '5)' are 5; a sub-row's '5.1' is none."""
    found = _TT.match(fold(tt))
    return int(found[1]) if found else None


def is_sub_number(tt: str) -> bool:
    """'5.1', '5a', '-' and the like: the number of a row that belongs to the one above."""
    return bool(_SUB_TT.match(fold(tt)))


def recognise(label: str, tt: str, known: Labels, previous: str = "") -> Label | None:
    """The indicator that a row is, or None. ``previous``: the field of the row above (a sub-row follows its parent)."""
    if len(label) + len(tt) > 2 * CACHED_LENGTH:
        return _recognise(label, tt, known, previous)
    key = (label, tt, previous)
    recognised = known.recognised
    if key not in recognised:
        if len(recognised) >= MOST_RECOGNISED:
            recognised.clear()
        recognised[key] = _recognise(label, tt, known, previous)
    return recognised[key]


def _recognise(label: str, tt: str, known: Labels, previous: str) -> Label | None:
    folded = fold(label)
    found = known.exact.get(folded)
    if found:
        return Label(found, "exact")
    if not tt and (prefix := _PREFIX.match(folded)) and prefix[1]:
        tt = prefix[1]
    number = number_of(tt)
    by_number = known.by_tt.get(str(number)) if number else None
    folded = folded.strip(" .:;-+*•–")
    if not folded:
        return Label(by_number, "number") if by_number else None
    key = label_key(folded)
    found = known.exact.get(folded) or known.keys.get(key) or known.keys.get(plain(key))
    if found:
        return Label(found, "near")
    if (
        (unit := _UNIT_AFTER.match(folded))
        and (found := known.keys.get(label_key(unit[1])))
        and unit[2] in known.units[found]
    ):
        return Label(found, "near")  # the unit of measure behind the label
    bare, remarks = parted(label, known)
    key = label_key(bare)
    if remarks and (found := known.keys.get(key) or known.keys.get(plain(key))):
        return Label(found, "remark")
    if not any(c.isalpha() for c in bare):
        return None
    return _similar(bare, tt, by_number, known, previous)


def under_its_parent(found: Label, tt: str, above: str, known: Labels) -> Label | None:
    """Of several rows with one name the one whose parent is open: the indicator ``above`` the row, or one that it
    belongs to. None where that cannot be told, or the row's number is another one's: nothing is guessed.

    ``above``: '' where the row above is no indicator of the form's.
    """
    twins = known.twins.get(found.id)
    if twins is None:
        return found
    numbered = [one for one in twins if tt and fold(known.rows[one].tt) == fold(tt)]
    parent: str | None = above
    while parent:
        chosen = [one for one in twins if known.rows[one].parent == parent]
        if chosen:
            return found._replace(id=chosen[0]) if numbered in ([], chosen) or len(numbered) > 1 else None
        parent = known.rows[parent].parent
    return found._replace(id=numbered[0]) if len(numbered) == 1 else None


def parted(label: str, known: Labels) -> tuple[str, tuple[str, ...]]:
    """(the folded label itself, what stands in brackets or on further lines behind it); a label that is broken over
    lines is whole.
    """
    first, *lines = label.split("\n")
    main = _without_brackets(fold(first))
    if lines and label_key(main) in known.keys:
        return main, (*_brackets(first), *(line.strip(" ()-") for line in lines if line.strip(" ()-")))
    folded = fold(label)
    return _without_brackets(folded) or folded, tuple(_brackets(label))


def _without_brackets(folded: str) -> str:
    return " ".join(_BRACKETS.sub(" ", folded).split()).strip(" .:;-+*•–")


def _brackets(label: str) -> list[str]:
    inside = (match.strip(" ()[]") for match in _BRACKETS.findall(label))
    return [text for text in inside if any(c.isalpha() for c in text)]


def _similar(folded: str, tt: str, by_number: str | None, known: Labels, previous: str) -> Label | None:
    """The indicator whose label is most alike, if its telling words agree: 'tin, bài' and 'tài liệu' differ by few
    letters.
    """
    key = label_key(folded)
    if not any(_shares_words(key, known, field_id) for field_id in known.firsts):
        # Signatures and remarks below a table: nothing below could accept them, and likeness is dear to measure
        return None
    from cchc_xl.table.label_words import difference

    same = [field_id for field_id in known.firsts if difference(key, known.names[field_id]) == ((), ())]
    if len(same) == 1:
        return Label(same[0], "near")
    ratios = sorted(
        ((_ratio(key, name), field_id) for field_id in known.firsts for name in known.names[field_id]), reverse=True
    )
    ratio, best = ratios[0]
    second = max((other for other, field_id in ratios if field_id != best), default=0.0)
    rival = max((_ratio(key, name) for name in known.rivals), default=0.0)
    numbered = number_of(tt) is not None
    alike = (
        ratio - max(second, rival) >= MARGIN and (by_number == best or not numbered) and _shares_words(key, known, best)
    )
    if alike and ratio >= CHANGED:
        return Label(best, "changed")
    if by_number and rival < RIVAL and _shares_words(key, known, by_number):
        return Label(by_number, "changed")
    parents = {known.rows[one].parent for one in known.twins.get(best, (best,))}
    if (
        previous
        and previous in parents
        and ratio >= 0.6
        and (not tt.strip() or is_sub_number(tt))
        and _shares_words(key, known, best)
    ):
        return Label(best, "changed")
    return None


def _shares_words(found: str, known: Labels, field_id: str) -> bool:
    """A shortened, reworded or extended label: most of its telling words stand in one of the form's names for the
    indicator, or it has most of those of the label.
    """
    words = set(_WORDS.findall(found)) - known.common
    shared = len(words & known.words[field_id])
    return bool(words) and (shared >= 0.6 * len(words) or shared >= 0.8 * len(known.telling[field_id]) >= ENOUGH_WORDS)


def _ratio(a: str, b: str) -> float:
    return _measured(a, b) if len(a) <= 2 * CACHED_LENGTH else _measure(a, b)


def _measure(a: str, b: str) -> float:
    import difflib

    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5 else 0.0


_measured = lru_cache(maxsize=4096)(_measure)
