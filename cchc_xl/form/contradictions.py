"""Rules of a form that contradict each other, say the same twice, or can never speak: the part of ``forms check`` about
several rules.

It works on the decoded JSON of a definition that is sound in structure, so that every problem can name the place to
correct.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.check.grounds.wording import WORDS
from cchc_xl.check.kind import Kind
from cchc_xl.check.kinds import at_most, implies, ratio, row_shift
from cchc_xl.check.registry import kind_of
from cchc_xl.records import NamedTuple
from cchc_xl.words.forms import PROBLEMS

_SHORTEST_BLOCK = row_shift.SHORTEST + 1  # the rows that move and one to move into


class FormProblem(NamedTuple):
    """``path`` as in ``rules[3].args.field``; ``what`` and ``repair`` in both languages ('vi', 'en')."""

    path: str
    what: Mapping[str, str]
    repair: Mapping[str, str]

    def words(self, lang: str) -> str:
        """The place and what is wrong in one line, the repair in the next."""
        return f"  {self.path or '$'}: {self.what[lang]}\n    → {self.repair[lang]}"


def problem(path: str, key: str, **values: object) -> FormProblem:
    """A problem in the words that ``words.forms`` has for ``key``."""
    words = PROBLEMS[key]
    return FormProblem(
        path,
        {"vi": words.vi.format(**values), "en": words.en.format(**values)},
        {"vi": words.repair_vi.format(**values), "en": words.repair_en.format(**values)},
    )


def contradictions(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """All of them, by the kind of fault."""
    rules = [(rule["place"], rule) for rule in data["rules"]]
    yield from _said_twice(rules)
    yield from _limits(rules)
    yield from _demands(data, rules)
    yield from _bands(rules)
    yield from _silent(rules)
    yield from _sections(data, rules)
    yield from _order(data, rules)
    yield from _levels(data, rules)


Numbered = Sequence[tuple[int, Mapping[str, Any]]]


def _of(rules: Numbered, kind: Kind) -> list[tuple[int, Mapping[str, Any]]]:
    return [(index, rule) for index, rule in rules if rule["kind"] == kind.name]


def _said_twice(rules: Numbered) -> Iterator[FormProblem]:
    seen: dict[str, str] = {}
    prose: dict[tuple[str, str, str], str] = {}
    for index, rule in rules:
        key = json.dumps([rule["kind"], rule["args"], rule.get("levels", [])], sort_keys=True)
        other = seen.setdefault(key, rule["id"])
        if _reads_words(rule["kind"]) and "field" in rule["args"]:
            place = (rule["kind"], rule["args"]["field"], json.dumps(sorted(rule.get("levels", []))))
            other = other if other != rule["id"] else prose.setdefault(place, rule["id"])
        if other != rule["id"]:
            yield problem(f"rules[{index}]", "repeated-rule", other=other)


def _reads_words(kind: str) -> bool:
    """Do rules of this kind look for words? Two of them for one field are one rule in two pieces."""
    return any(schema is WORDS for schema in kind_of(kind).args["properties"].values())


def _limits(rules: Numbered) -> Iterator[FormProblem]:
    """Two limits of the same code for the same field: the laxer never says anything new."""
    strictest: dict[tuple[str, str, str], tuple[int, str]] = {}
    for _, rule in _of(rules, at_most.KIND):
        place = _place(rule)
        strictest[place] = min(
            strictest.get(place, (rule["args"]["limit"], rule["id"])), (rule["args"]["limit"], rule["id"])
        )
    for index, rule in _of(rules, at_most.KIND):
        limit, other = strictest[_place(rule)]
        if other != rule["id"]:
            yield problem(
                f"rules[{index}].args.limit", "laxer-limit", limit=rule["args"]["limit"], other=other, strictest=limit
            )


def _place(rule: Mapping[str, Any]) -> tuple[str, str, str]:
    return rule["args"]["field"], rule["code"], json.dumps(sorted(rule.get("levels", [])))


def _demands(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    """An indicator that is demanded where it does not apply, or although it may not be above 0."""
    fields = {field["id"]: field for field in data["fields"]}
    nothing = {rule["args"]["field"]: rule["id"] for _, rule in _of(rules, at_most.KIND) if rule["args"]["limit"] == 0}
    for index, rule in _of(rules, implies.KIND):
        given, needed = rule["args"]["if"], rule["args"]["then"]
        if needed in nothing and given not in nothing:
            yield problem(f"rules[{index}]", "demand-forbidden", needed=needed, other=nothing[needed])
        if given in fields and needed in fields and not set(fields[given]["levels"]) <= set(fields[needed]["levels"]):
            missing = ", ".join(sorted(set(fields[given]["levels"]) - set(fields[needed]["levels"])))
            yield problem(f"rules.{rule['id']}", "demand-not-asked", needed=needed, levels=missing)


def _bands(rules: Numbered) -> Iterator[FormProblem]:
    """Bands of means that no two figures satisfy together, or that a limit rules out."""
    limits = {rule["args"]["field"]: (rule["args"]["limit"], rule["id"]) for _, rule in _of(rules, at_most.KIND)}
    bands: list[tuple[str, str, float, float, str]] = []
    for index, rule in _of(rules, ratio.KIND):
        args = rule["args"]
        above, below, low, high = args["numerator"], args["denominator"], args["low"], args["high"]
        limit, other = limits.get(above, (low, ""))
        conflict = other if limit < low else ""
        for top, bottom, least, most, rule_id in bands:
            if (top, bottom) == (above, below) and (most < low or high < least):
                conflict = rule_id
            if (top, bottom) == (below, above) and (most * high < 1 or least * low > 1):
                conflict = rule_id
        bands.append((above, below, low, high, rule["id"]))
        if conflict:
            yield problem(f"rules[{index}].args", "bands-exclude", other=conflict)


def _silent(rules: Numbered) -> Iterator[FormProblem]:
    """Rules that can never speak: what lets them fire is what keeps them silent."""
    limits = {rule["args"]["field"]: rule["args"]["limit"] for _, rule in _of(rules, at_most.KIND)}
    for index, rule in rules:
        args = rule["args"]
        for fires, silences in (("words", "unless"), ("near", "apart"), ("units", "besides")):
            for word in sorted(set(args.get(fires, ())) & set(args.get(silences, ()))):
                yield problem(
                    f"rules[{index}].args.{silences}", "word-silences-itself", word=word, fires=fires, silences=silences
                )
        threshold = kind_of(rule["kind"]).threshold
        if threshold is None:
            continue
        asked = threshold.last if threshold.last is not None else limits.get(args.get("field"))
        if asked is not None and args[threshold.arg] >= asked:
            yield problem(
                f"rules[{index}].args.{threshold.arg}", "threshold-too-high", threshold=args[threshold.arg], asked=asked
            )


def _sections(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    known = [section["id"] for section in data["narrative"]]
    for index, rule in rules:
        for name in rule["args"].get("sections", ()):
            if name not in known:
                yield problem(f"rules[{index}].args.sections", "unknown-section", name=name, known=", ".join(known))


def _order(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    """Rows that are to be compared with their neighbours must be named as they stand."""
    column = {field["id"]: field["column"] for field in data["fields"]}
    for index, rule in _of(rules, row_shift.KIND):
        named = [field for field in rule["args"]["fields"] if field in column]
        rows = [field for field in column if named and column[field] == column[named[0]]]
        first = rows.index(named[0]) if named else 0
        if named and (len(named) < _SHORTEST_BLOCK or named != rows[first : first + len(named)]):
            yield problem(f"rules[{index}].args.fields", "rows-not-in-order", rows=", ".join(rows))


def _levels(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    """A rule for levels at which none of its indicators is asked."""
    asked = {field["id"]: set(field["levels"]) for field in data["fields"]}
    for index, rule in rules:
        named = [value for name in ("field", "if", "numerator") if (value := rule["args"].get(name))] or rule[
            "args"
        ].get("fields", [])
        where = set().union(*(asked.get(field, set()) for field in named))
        if rule.get("levels") and named and not set(rule["levels"]) & where:
            yield problem(
                f"rules[{index}].levels",
                "levels-not-asked",
                levels=", ".join(rule["levels"]),
                known=", ".join(sorted(where)),
            )
