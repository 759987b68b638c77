"""Bounds that past results propose for a form: as its next version, which adds rules and changes fields, each with the
evidence.

Nothing is decided here. A bound is what units have reported so far, without the figures that stood apart from all
others, rounded up to a figure that people would write; who knows the field judges it, and removes ``review``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.check.kinds.equation import CODE_OF
from cchc_xl.consolidation.beside.previous import Previous
from cchc_xl.consolidation.beside.statistics import THRESHOLD, median, modified_z, shown
from cchc_xl.errors import UserError
from cchc_xl.model import Field, Form
from cchc_xl.numbers import whole
from cchc_xl.records import NamedTuple
from cchc_xl.words.forms import GUESSES, SUGGESTED
from cchc_xl.words.say import number

FEWEST = 8  # figures above 0 that a bound may rest on
WIDEST = 30  # times: a ratio that varies more says nothing
FURTHER = 10  # times: a limit of the form's that is so much above all figures is proposed anew
MOST_NAMED = 3
_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_NUMERIC = ("count", "count+text", "decimal", "money")
_SHARE_CODE, _LIMIT_CODE = "C03", "V27"


class Observed(NamedTuple):
    """One figure: whose, in which workbook."""

    value: float
    unit: str
    book: str


class Suggestions(NamedTuple):
    """``definition``: the next version of the form, with ``extends``; ``rules``, ``changes``: how many it has."""

    definition: Mapping[str, Any]
    rules: int
    changes: int


def suggested(earlier: Sequence[Previous], lang: str = "vi") -> Suggestions:
    """What these results propose. ``UserError`` 'suggest-several-forms' where they are of several forms."""
    newest = max((one.form for one in earlier), key=lambda form: form.version)
    if other := next((one.form for one in earlier if one.form.id != newest.id), None):
        raise UserError("suggest-several-forms", one=newest.key, other=other.key)
    past = _Past(newest, _each_once(earlier), lang)
    rules = [*past.limits(), *past.never_nought(), *past.ratios()]
    changes = {"rules": past.changed_limits(), "fields": past.never_blank()}
    made: dict[str, Any] = {
        "extends": newest.key,
        "version": newest.version + 1,
        "review": [past.note("past", past.whole())],
    }
    if rules:
        made["add"] = {"rules": rules}
    if change := {part: items for part, items in changes.items() if items}:
        made["change"] = change
    return Suggestions(made, len(rules), sum(map(len, changes.values())))


def _each_once(earlier: Sequence[Previous]) -> list[Previous]:
    """The results, a copy of one left out: its figures are no further evidence."""
    found: list[Previous] = []
    for one in earlier:
        if all((one.period, one.units) != (other.period, other.units) for other in found):
            found.append(one)
    return found


class _Past:
    """What is known of a form's fields from earlier results."""

    def __init__(self, form: Form, earlier: Sequence[Previous], lang: str) -> None:
        self.form, self.earlier, self.lang = form, earlier, lang
        self.books = {id(one): re.split(r"[\\/]", one.path)[-1] for one in earlier}
        self.rows = [(one, unit) for one in earlier for unit in one.units]
        self.fields = [field for field in form.fields if field.kind in _NUMERIC]
        self.seen = {
            field.id: [
                Observed(unit.values[field.id], unit.name, self.books[id(one)])
                for one, unit in self.rows
                if field.id in unit.values
            ]
            for field in self.fields
        }

    def note(self, key: str, what: str) -> str:
        return GUESSES[key][self.lang == "en"].format(what=what)

    def said(self, key: str, **params: object) -> str:
        return SUGGESTED[key].format(**params)

    def whole(self) -> str:
        units = {unit.code or unit.name for _, unit in self.rows}
        return self._text("books", books=", ".join(self.books.values()), n=len(self.earlier), units=len(units))

    def _text(self, key: str, **params: object) -> str:
        return GUESSES[key][self.lang == "en"].format(**params)

    # --- one field ---------------------------------------------------------------------------------------------------

    def limits(self) -> Iterator[dict[str, Any]]:
        """A limit for each field that has none and that enough units have figures of."""
        limited = {rule.args["field"] for rule in self.form.rules if rule.kind == "at-most"}
        for field in self.fields:
            if field.id not in limited and (found := self._limit(field)):
                limit, evidence = found
                yield self._rule(
                    f"toi-da-{_slug(field.id)}", _LIMIT_CODE, "at-most", {"field": field.id, "limit": limit}, evidence
                )

    def changed_limits(self) -> dict[str, dict[str, Any]]:
        """A limit of the form's that usual figures passed, or that is far above all of them."""
        changes = {}
        for rule in self.form.rules:
            field = rule.args.get("field")
            if rule.kind != "at-most" or field not in self.seen or rule.id != rule.written:
                continue
            if found := self._limit(self.form.field(field)):
                limit, evidence = found
                if limit > rule.args["limit"] or limit * FURTHER <= rule.args["limit"]:
                    now = self._text("now", limit=number(rule.args["limit"], self.lang))
                    changes[rule.id] = {"args": {"limit": limit}, "review": [evidence, now]}
        return changes

    def _limit(self, field: Field) -> tuple[int, str] | None:
        above = [one for one in self.seen[field.id] if one.value > 0]
        if len(above) < FEWEST:
            return None
        usual, apart = _apart(above)
        return math.ceil(_rounded_up(max(one.value for one in usual))), self._evidence(above, apart)

    def never_nought(self) -> Iterator[dict[str, Any]]:
        """Fields of which every unit had a figure above 0 in every result."""
        for field in self.fields:
            every = self.seen[field.id]
            asked = [
                unit
                for _, unit in self.rows
                if not field.levels or not unit.level or self._level(unit.level) in field.levels
            ]
            if len(every) >= FEWEST and len(every) >= len(asked) and all(one.value >= 1 for one in every):
                args = {"left": field.id, "operator": ">=", "right": [], "constant": 1}
                words = {"message": self.said("nought"), "repair": self.said("nought-repair")}
                yield self._rule(
                    f"co-so-{_slug(field.id)}", CODE_OF[">="], "equation", args, self._evidence(every, ()), **words
                )

    def never_blank(self) -> dict[str, dict[str, Any]]:
        """Fields that may be blank and never were."""
        if len(self.form.values) > 1:
            return {}
        return {
            field.row: {"required": True, "review": [self._evidence(self.seen[field.id], ())]}
            for field in self.fields
            if not field.required and len(self.rows) == len(self.seen[field.id]) >= FEWEST
        }

    def _level(self, name: str) -> str:
        """The id of a level by its name in the workbook."""
        return next((id_ for id_, label in self.form.levels.items() if label == name), name)

    # --- two fields --------------------------------------------------------------------------------------------------

    def ratios(self) -> Iterator[dict[str, Any]]:
        """How many of the one come to one of the other, where all units agree on about how many."""
        known = [
            {rule.args.get(name) for name in ("numerator", "denominator")}
            for rule in self.form.rules
            if rule.kind == "ratio"
        ]
        known += [
            {rule.args["left"], *rule.args.get("right", ())} for rule in self.form.rules if rule.kind == "equation"
        ]
        for top, bottom in self._pairs():
            if {top.id, bottom.id} in known:
                continue
            pairs = [
                Observed(unit.values[top.id] / unit.values[bottom.id], unit.name, self.books[id(one)])
                for one, unit in self.rows
                if unit.values.get(top.id, 0) > 0 and unit.values.get(bottom.id, 0) > 0
            ]
            if len(pairs) < FEWEST:
                continue
            usual, apart = _apart(pairs)
            low, high = min(one.value for one in usual), max(one.value for one in usual)
            names = _slug(f"{top.id}-{bottom.id}")
            if top.unit == bottom.unit and max(one.value for one in pairs) <= 1:
                args: dict[str, Any] = {"left": top.id, "operator": "<=", "right": [bottom.id]}
                yield self._rule(f"khong-qua-{names}", CODE_OF["<="], "equation", args, self._evidence(pairs, apart))
            elif top.unit != bottom.unit and high <= WIDEST * low:
                least, most = _rounded_down(low), _rounded_up(high)
                args = {"numerator": top.id, "denominator": bottom.id, "low": least, "high": most}
                said: dict[str, object] = {
                    "top": top.short or top.label,
                    "bottom": bottom.short or bottom.label,
                    "low": number(least),
                    "high": number(most),
                }
                texts = {"message": self.said("ratio", **said)[:200], "repair": self.said("ratio-repair")}
                yield self._rule(f"ty-so-{names}", _SHARE_CODE, "ratio", args, self._evidence(pairs, apart), **texts)

    def _pairs(self) -> Iterator[tuple[Field, Field]]:
        """A part and what it is a part of; neighbours of one rank and column that count different things."""
        by_id = {field.id: field for field in self.fields}
        for field in self.fields:
            if field.parent in by_id:
                yield field, by_id[field.parent]
        beside: dict[tuple[str, str | None], Field] = {}
        for field in self.fields:
            before = beside.get((field.column, field.parent))
            if before and before.unit != field.unit:
                yield field, before
            beside[field.column, field.parent] = field

    # --- words -------------------------------------------------------------------------------------------------------

    def _rule(
        self, id_: str, code: str, kind: str, args: Mapping[str, Any], evidence: str, **words: str
    ) -> dict[str, Any]:
        taken = {rule.id for rule in self.form.rules}
        id_ = id_ if id_ not in taken else f"{id_}-goi-y"
        return {
            "id": id_,
            "code": code,
            "kind": kind,
            "severity": "warning",
            "args": dict(args),
            **words,
            "review": [evidence],
        }

    def _evidence(self, every: Sequence[Observed], apart: Sequence[Observed]) -> str:
        values = [one.value for one in every]
        smallest, middle, largest = (
            number(shown(value), self.lang) for value in (min(values), median(values), max(values))
        )
        told = self._text(
            "evidence",
            n=len(values),
            units=len({one.unit for one in every}),
            books=", ".join(dict.fromkeys(one.book for one in every)),
            smallest=smallest,
            middle=middle,
            largest=largest,
        )
        if apart:
            named = "; ".join(f"{one.unit} {number(shown(one.value), self.lang)}" for one in apart[:MOST_NAMED])
            told += self._text("apart", n=len(apart), named=named)
        return told


def _apart(every: Sequence[Observed]) -> tuple[list[Observed], list[Observed]]:
    """(the usual ones, those far above or below all others, the farthest first), by their size and not their
    difference: ten times the median is as far as a tenth of it.
    """
    scores = modified_z([math.log(one.value) for one in every])
    apart = {place for place, score in enumerate(scores) if score is not None and abs(score) > THRESHOLD}
    apart = apart if len(apart) * 10 <= len(every) else set()  # many that stand apart are no slips
    usual = [one for place, one in enumerate(every) if place not in apart]
    rest = sorted((one for place, one in enumerate(every) if place in apart), key=lambda one: -one.value)
    return usual, rest


def _rounded_up(value: float) -> int | float:
    """The next figure that people would write: 46 -> 50, 1130 -> 1200, 0.34 -> 0.4."""
    power = 10.0 ** math.floor(math.log10(value))
    return _plain(next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9)))


def _rounded_down(value: float) -> int | float:
    power = 10.0 ** math.floor(math.log10(value))
    return _plain(next(step * power for step in reversed(_STEPS) if step * power <= value * (1 + 1e-9)))


def _plain(value: float) -> int | float:
    return whole(float(f"{value:.6g}"))


def _slug(id_: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", id_.lower()))
