"""Rules of a form that contradict each other, say the same twice, or can never speak: the part of ``forms check`` about
several rules.

It works on the decoded JSON of a definition that is sound in structure, so that every problem can name the place to
correct.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cchc_xl.check.grounds.wording import WORDS
from cchc_xl.check.kind import Kind
from cchc_xl.check.kinds import at_most, implies, ratio, row_shift
from cchc_xl.check.registry import kind_of

_SHORTEST_BLOCK = row_shift.SHORTEST + 1  # the rows that move and one to move into


class FormProblem(NamedTuple):
    """``path`` as in ``rules[3].args.field``; ``what`` and ``repair`` in both languages ('vi', 'en')."""

    path: str
    what: Mapping[str, str]
    repair: Mapping[str, str]


def problem(path: str, vi: str, en: str, repair_vi: str, repair_en: str) -> FormProblem:
    return FormProblem(path, {"vi": vi, "en": en}, {"vi": repair_vi, "en": repair_en})


def contradictions(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """All of them, by the kind of fault."""
    rules = list(enumerate(data["rules"]))
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
            yield problem(
                f"rules[{index}]",
                f"Trùng với quy tắc “{other}”.",
                f"Repeats the rule “{other}”.",
                "Bỏ một trong hai.",
                "Remove one of them.",
            )


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
                f"rules[{index}].args.limit",
                f"Ngưỡng {rule['args']['limit']} không bao giờ nói thêm điều gì: quy tắc “{other}” đã hỏi từ {limit}.",
                f"The limit {rule['args']['limit']} never says anything new: the rule “{other}” asks above {limit}.",
                "Bỏ một trong hai.",
                "Remove one of them.",
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
            yield problem(
                f"rules[{index}]",
                f"Đòi hỏi chỉ tiêu {needed} lớn hơn 0, trong khi quy tắc “{nothing[needed]}” không cho lớn hơn 0.",
                f"Demands {needed} above 0, which the rule “{nothing[needed]}” forbids.",
                "Bỏ hoặc sửa một trong hai.",
                "Remove or correct one of them.",
            )
        if given in fields and needed in fields and not set(fields[given]["levels"]) <= set(fields[needed]["levels"]):
            missing = ", ".join(sorted(set(fields[given]["levels"]) - set(fields[needed]["levels"])))
            yield problem(
                f"rules.{rule['id']}",
                f"Đòi hỏi chỉ tiêu {needed} ở cấp ({missing}) mà chỉ tiêu ấy không áp dụng.",
                f"Demands {needed} at levels ({missing}) where that field does not apply.",
                "Giới hạn quy tắc hoặc sửa cấp của chỉ tiêu.",
                "Limit the rule or correct the field's levels.",
            )


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
            yield problem(
                f"rules[{index}].args",
                f"Không có số liệu nào thỏa mãn đồng thời quy tắc này và quy tắc “{conflict}”.",
                f"No figures satisfy both this rule and “{conflict}”.",
                "Sửa khoảng hoặc ngưỡng của một trong hai.",
                "Correct the band or the limit of one of them.",
            )


def _silent(rules: Numbered) -> Iterator[FormProblem]:
    """Rules that can never speak: what lets them fire is what keeps them silent."""
    limits = {rule["args"]["field"]: rule["args"]["limit"] for _, rule in _of(rules, at_most.KIND)}
    for index, rule in rules:
        args = rule["args"]
        for fires, silences in (("words", "unless"), ("near", "apart"), ("units", "besides")):
            for word in sorted(set(args.get(fires, ())) & set(args.get(silences, ()))):
                yield problem(
                    f"rules[{index}].args.{silences}",
                    f"Từ “{word}” có cả ở {fires} và {silences}, nên quy tắc không bao giờ nhắc vì từ này.",
                    f"“{word}” is in both {fires} and {silences}: it never makes the rule speak.",
                    "Bỏ từ này ở một trong hai.",
                    "Remove the word from one of them.",
                )
        threshold = kind_of(rule["kind"]).threshold
        if threshold is None:
            continue
        asked = threshold.last if threshold.last is not None else limits.get(args.get("field"))
        if asked is not None and args[threshold.arg] >= asked:
            yield problem(
                f"rules[{index}].args.{threshold.arg}",
                f"Ngưỡng {args[threshold.arg]} quá cao: từ {asked} trở lên quy tắc này không nhắc hoặc quy tắc khác đã"
                " hỏi.",
                f"The threshold {args[threshold.arg]} is too high: from {asked} on the rule never speaks, or another one"
                " asks already.",
                f"Ghi ngưỡng nhỏ hơn {asked}.",
                f"Put a threshold below {asked}.",
            )


def _sections(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    known = [section["id"] for section in data["narrative"]]
    for index, rule in rules:
        for name in rule["args"].get("sections", ()):
            if name not in known:
                listed = ", ".join(known)
                yield problem(
                    f"rules[{index}].args.sections",
                    f"Không có mục thuyết minh “{name}”.",
                    f"There is no section “{name}”.",
                    f"Dùng: {listed}.",
                    f"Use: {listed}.",
                )


def _order(data: Mapping[str, Any], rules: Numbered) -> Iterator[FormProblem]:
    """Rows that are to be compared with their neighbours must be named as they stand."""
    rows = [field["id"] for field in data["fields"]]
    for index, rule in _of(rules, row_shift.KIND):
        named = [field for field in rule["args"]["fields"] if field in rows]
        places = [rows.index(field) for field in named]
        if named and (len(named) < _SHORTEST_BLOCK or places != list(range(places[0], places[0] + len(places)))):
            yield problem(
                f"rules[{index}].args.fields",
                "Quy tắc lệch dòng cần ít nhất bốn dòng liền nhau, theo thứ tự của biểu.",
                "A shift of rows needs at least four rows that follow each other, in the form's order.",
                f"Ghi theo thứ tự: {', '.join(rows)}.",
                f"Name them in order: {', '.join(rows)}.",
            )


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
                f"Không chỉ tiêu nào của quy tắc áp dụng ở cấp ({', '.join(rule['levels'])}).",
                f"None of the rule's fields applies at ({', '.join(rule['levels'])}).",
                f"Dùng cấp: {', '.join(sorted(where))}.",
                f"Use: {', '.join(sorted(where))}.",
            )
