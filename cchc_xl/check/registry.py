"""The rule kinds by name. A new kind is its module, one line here, its cases and the entry of its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.check.kind import Check, Corners, Hit, Kind, no_corners
from cchc_xl.model import Form, Reading, Rule, Submission
from cchc_xl.records import NamedTuple
from cchc_xl.typed import cast

# Name as in form definitions -> module of ``check.kinds``, imported when the first such rule is asked for.
KINDS: Mapping[str, str] = {
    "required": "required",
    "number": "number",
    "not-negative": "not_negative",
    "whole": "whole",
    "places": "places",
    "share": "share",
    "answer": "answer",
    "at-most": "at_most",
    "implies": "implies",
    "equation": "equation",
    "exclusive": "exclusive",
    "together": "together",
    "ratio": "ratio",
    "mentions": "mentions",
    "not-at-level": "not_at_level",
    "all-zero": "all_zero",
    "date-serial": "date_serial",
    "extra-zero": "extra_zero",
    "row-shift": "row_shift",
    "foreign-documents": "foreign_documents",
    "note-says": "note_says",
    "narrative-figure": "narrative_figure",
    "activity": "activity",
    "ocr-noise": "ocr_noise",
}


@lru_cache(maxsize=len(KINDS))
def kind_of(name: str) -> Kind:
    """The record of a kind. Raises ``KeyError`` for a name that is none's."""
    return cast("Kind", import_module(f"cchc_xl.check.kinds.{KINDS[name]}").KIND)


@remembered_by_identity
def fields_of(rule: Rule) -> tuple[str, ...]:
    """The fields that a rule names, the one where it is shown first."""
    named = [rule.args.get(arg, ()) for arg in kind_of(rule.kind).field_args]
    return tuple([field for one in named for field in ((one,) if isinstance(one, str) else one)])


@lru_cache(maxsize=len(KINDS))
def is_edit(name: str) -> bool:
    """Do rules of this kind bind numbers, to a limit or to each other? A correction must satisfy them all."""
    return kind_of(name).corners is not None


@lru_cache(maxsize=len(KINDS))
def is_relation(name: str) -> bool:
    """Do rules of this kind bind several numbers to each other?"""
    kind = kind_of(name)
    several = len(kind.field_args) > 1 or any(
        kind.args["properties"][arg]["type"] == "array" for arg in kind.field_args
    )
    return is_edit(name) and several


class Binding(NamedTuple):
    """A rule that binds numbers, and what its kind knows of it. ``relation``: does it bind several to each other?"""

    rule: Rule
    fields: tuple[str, ...]
    fields_set: frozenset[str]
    check: Check
    corners: Corners
    relation: bool


@remembered_by_identity
def edit_of(rule: Rule) -> Binding:
    """A rule of a kind that binds numbers."""
    kind, fields = kind_of(rule.kind), fields_of(rule)
    return Binding(rule, fields, frozenset(fields), kind.check, kind.corners or no_corners, is_relation(rule.kind))


@remembered_by_identity
def edits_of(form: Form) -> tuple[Binding, ...]:
    """The form's rules that bind numbers."""
    return tuple(edit_of(rule) for rule in form.rules if is_edit(rule.kind))


def hits_of_edits(form: Form, submission: Submission) -> Mapping[int, Sequence[Hit] | None]:
    """Identity of each rule that binds numbers -> what it says of a submission, as ``Kind.check`` does, by its readings
    alone. The check of all rules, that of rows that slipped and the search for whom to blame all ask for it.
    """
    global _last
    of_form, of_readings, hits = _last
    if of_form is not form or of_readings is not submission.readings:
        said: dict[int, Sequence[Hit] | None] = {}
        for edit in edits_of(form):
            found = edit.check(edit.rule, form, submission)
            said[id(edit.rule)] = found if found is None else tuple(found)
        hits = said
        _last = form, submission.readings, hits
    return hits


_last: tuple[Form | None, Sequence[Reading], Mapping[int, Sequence[Hit] | None]] = (None, (), {})


@remembered_by_identity
def codes_by_kind(form: Form) -> Mapping[str, frozenset[str]]:
    """Name of every kind -> the codes of the form's rules of that kind."""
    return {name: frozenset(rule.code for rule in form.rules if rule.kind == name) for name in KINDS}
