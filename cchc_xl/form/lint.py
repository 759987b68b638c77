"""``forms check``: is a form definition sound? Structure first (JSON Schema), then meaning; each problem with its path
and its repair.
"""

from __future__ import annotations

import calendar
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cchc_xl.aggregation import way
from cchc_xl.check.kind import no_formula
from cchc_xl.check.registry import kind_of
from cchc_xl.errors import UserError
from cchc_xl.form.compile import ONE, compiled, path_of
from cchc_xl.form.contradictions import FormProblem, contradictions, problem
from cchc_xl.form.expand import DefinitionError, expanded
from cchc_xl.form.load import definition
from cchc_xl.form.schema import form_schema
from cchc_xl.quantity.money import is_money
from cchc_xl.quantity.types import TYPES, type_of
from cchc_xl.records import NamedTuple
from cchc_xl.words.schema_errors import schema_faults

# Excel refuses longer texts in a data validation, and XlsxWriter then drops the whole validation.
TITLE_LIMIT, PROMPT_LIMIT = 32, 255


class OpenPoint(NamedTuple):
    """A guess that nobody has looked at: the place (``path`` as in ``FormProblem``), its name, and what was guessed."""

    path: str
    name: str
    text: str

    def words(self) -> str:
        place = " ".join(part for part in (self.path, f"({self.name})" if self.name else "") if part)
        return f"  {place or '$'}: {self.text}"


def lint(path: str) -> tuple[FormProblem, ...]:
    """The problems of one form definition, in the order of the file; none where it is sound."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file, object_pairs_hook=_no_duplicates)
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except ValueError as error:
        return (problem("", "no-json", detail=error),)
    problems = tuple(_structure(data))
    if problems:
        return problems
    try:
        whole = expanded(data, partial(definition, os.path.dirname(path)))
        # What is put together of two definitions can lack what each of them has.
        return tuple(_structure(whole)) or tuple(_meaning(compiled(whole)))
    except DefinitionError as error:
        return (problem(error.path, error.key, **error.params),)


def open_points(path: str) -> tuple[OpenPoint, ...]:
    """What a sound definition has marked for review, that of the definitions that it extends too."""
    with open(path, encoding="utf-8-sig") as file:
        whole = expanded(json.load(file), partial(definition, os.path.dirname(path)))
    points = [OpenPoint("", "", text) for text in whole.get("review", ())]
    for part in ("values", "sections", "fields", "rules"):
        for index, item in enumerate(whole.get(part, ())):
            name = item.get("label") or item.get("title") or item["id"]
            points += [OpenPoint(f"{part}[{index}]", name, text) for text in item.get("review", ())]
    return tuple(points)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    repeated = [key for key, n in Counter(key for key, _ in pairs).items() if n > 1]
    if repeated:
        raise ValueError(f"duplicate key {repeated[0]!r}")
    return dict(pairs)


def _structure(data: Any) -> Iterator[FormProblem]:
    import jsonschema

    for fault in schema_faults(jsonschema.Draft202012Validator(form_schema()), data):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.path).lstrip(".")
        yield problem(path, "structure", vi=fault.vi, en=fault.en)


def _meaning(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    yield from _unique(data)
    yield from _parents(data)
    yield from _names(data)
    yield from _columns(data)
    yield from _lists(data)
    yield from _drawn(data)
    yield from _texts(data)
    yield from _levels(data)
    yield from _types(data)
    yield from _days(data)
    yield from _heading_block(data)
    yield from _sections(data)
    for rule in data["rules"]:
        yield from _rule(data, rule["place"], rule)
    yield from contradictions(data)


_NAMES = {"rows": "fields"}  # what a definition calls them


def _unique(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    for part in ("rows", "values", "lists", "header", "rules", "periods", "narrative"):
        for key, n in Counter(item["id"] for item in data[part]).items():
            if n > 1:
                yield problem(_NAMES.get(part, part), "repeated-id", id=key, n=n)


def _parents(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    ids = [field["id"] for field in data["rows"]]
    for index, field in enumerate(data["rows"]):
        parent = field.get("parent")
        if parent and (parent not in ids or ids.index(parent) > index):
            yield problem(f"fields[{index}].parent", "parent-not-above", id=field["id"], parent=parent)


def _names(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """A label or alias that two fields share would make a row of a workbook two indicators, unless each has a parent of
    its own ("Trong đó: nữ").
    """
    from cchc_xl.text import plain

    owners: dict[str, list[Mapping[str, Any]]] = {}
    for index, field in enumerate(data["rows"]):
        for name in {plain(name): name for name in (field["label"], *field.get("aliases", ()))}.values():
            for other in owners.setdefault(plain(name), []):
                parents = field.get("parent"), other.get("parent")
                if not all(parents) or parents[0] == parents[1]:
                    yield problem(f"fields[{index}]", "shared-name", name=name, other=other["id"], id=field["id"])
                    break
            owners[plain(name)].append(field)


def _columns(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """Two columns with the same titles would be one in a workbook, and so would one with a title of another column."""
    from cchc_xl.text import plain

    groups: dict[tuple[str, ...], int] = {}
    owner: dict[tuple[str, ...], str] = {}
    for index, column in enumerate(data["values"]):
        path = tuple(map(plain, path_of(column)))
        for name in (column["title"], *column.get("aliases", ())):
            other = owner.setdefault((*path[:-1], plain(name)), column["id"])
            if other != column["id"]:
                yield problem(f"values[{index}]", "shared-title", name=name, other=other, id=column["id"])
        for level in range(1, len(path)):
            last = groups.setdefault(path[:level], index)
            if index - last > 1:
                yield problem(f"values[{index}].group", "group-in-pieces", name=path_of(column)[level - 1])
            groups[path[:level]] = index
        if data["values"][0]["id"] != ONE and not any(field["column"] == column["id"] for field in data["fields"]):
            yield problem(f"values[{index}]", "column-not-asked", id=column["id"])


def _lists(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """A list is found by the titles of its columns: two of them alike would be one, and so would two lists."""
    from cchc_xl.text import plain

    rows = {row["id"] for row in data["rows"]}
    seen: dict[tuple[str, ...], str] = {}
    for index, one in enumerate(data["lists"]):
        path = f"lists[{index}]"
        owner: dict[str, str] = {}
        for place, column in enumerate(one["columns"]):
            for name in (column["title"], *column.get("aliases", ())):
                other = owner.setdefault(plain(name), column["column"])
                if other != column["column"]:
                    yield problem(
                        f"{path}.columns[{place}]", "shared-title", name=name, other=other, id=column["column"]
                    )
            yield from _list_column(column, f"{path}.columns[{place}]")
        for key, n in Counter(column["column"] for column in one["columns"]).items():
            if n > 1:
                yield problem(f"{path}.columns", "repeated-id", id=key, n=n)
        titles = tuple(sorted(plain(column["title"]) for column in one["columns"]))
        if (other := seen.setdefault(titles, one["id"])) != one["id"]:
            yield problem(path, "lists-alike", id=one["id"], other=other)
        if one["id"] in rows:
            yield problem(f"{path}.id", "list-is-a-row", id=one["id"])
        if one.get("most") is not None and one["most"] < one["least"]:
            yield problem(path, "bounds-exchanged", low=one["least"], high=one["most"])


def _list_column(column: Mapping[str, Any], path: str) -> Iterator[FormProblem]:
    if column["kind"] == "money" and not is_money(column["unit"]):
        yield problem(f"{path}.unit", "no-unit-of-money", unit=column["unit"])
    if column["kind"] == "choice" and not _can_be_listed(column.get("choices", ())):
        yield problem(path, "no-choices", id=column["id"])
    if len(column.get("help", "")) > PROMPT_LIMIT:
        yield _too_long(f"{path}.help", len(column["help"]), PROMPT_LIMIT)


def _drawn(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """What is counted from a list must be something that is added up, in the same unit, and once."""
    from cchc_xl.text import plain

    columns = {column["id"]: column for one in data["lists"] for column in one["columns"]}
    owner: dict[str, str] = {}
    for field in data["fields"]:
        source = field.get("drawn")
        if not source:
            continue
        path = f"fields.{field['id']}.from"
        if (other := owner.setdefault(source, field["id"])) != field["id"]:
            yield problem(path, "drawn-twice", id=field["id"], other=other)
        column = columns.get(source)
        if column is not None and type_of(column["kind"]).aggregations[0] != "sum":
            yield problem(path, "column-not-added", name=column["label"], type=column["kind"])
        elif column is not None and plain(column["unit"]) != plain(field["unit"]):
            yield problem(path, "unit-of-column", id=field["id"], unit=field["unit"], other=column["unit"] or "—")


def _texts(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    for index, field in enumerate(data["rows"]):
        if len(field.get("help", "")) > PROMPT_LIMIT:
            yield _too_long(f"fields[{index}].help", len(field["help"]), PROMPT_LIMIT)
    for index, item in enumerate(data["header"]):
        if len(item["label"]) > TITLE_LIMIT:
            yield _too_long(f"header[{index}].label", len(item["label"]), TITLE_LIMIT)
        if len(item.get("help", "")) > PROMPT_LIMIT:
            yield _too_long(f"header[{index}].help", len(item["help"]), PROMPT_LIMIT)


def _too_long(path: str, length: int, limit: int) -> FormProblem:
    return problem(path, "too-long", length=length, limit=limit)


def _levels(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    known = set(data["levels"])
    for index, field in enumerate(data["rows"]):
        for level in set(field["levels"]) - known:
            yield _unknown(f"fields[{index}].levels", level, known)
    for level in set(data["deadline"]["days_after_cut_off"]) - known:
        yield _unknown("deadline.days_after_cut_off", level, known)


def _days(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """A day that no year has, and a period that ends before it begins. 02-29 is the last day of February."""
    for index, period in enumerate(data["periods"]):
        days = []
        for end in ("from", "to"):
            month, day = map(int, period[end]["day"].split("-"))
            if day > calendar.monthrange(2000, month)[1]:
                yield problem(f"periods[{index}].{end}.day", "no-such-day", day=period[end]["day"])
            days.append((period[end]["year"], month, day))
        if days[0] > days[1]:
            yield problem(f"periods[{index}]", "ends-before-it-begins", id=period["id"])


def _heading_block(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """Whose report it is and for when: without these no file can be consolidated."""
    for kind in ("unit", "period", "year"):
        found = [item["id"] for item in data["header"] if item["kind"] == kind]
        if found != [kind]:
            yield problem("header", "needed-header", kind=kind, found=", ".join(found) or "—")


def _sections(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    ids = {field["id"] for field in data["rows"]}
    labels = {label for field in data["rows"] for label in (field["label"], *field.get("aliases", ()))}
    for index, section in enumerate(data.get("sections", ())):
        if section["before"] not in ids:
            yield _unknown(f"sections[{index}].before", section["before"], ids)
        if section["label"] in labels:
            yield problem(f"sections[{index}].label", "section-is-a-field", name=section["label"])


def _of_type(data: Mapping[str, Any], index: int, rule: Mapping[str, Any]) -> Iterator[FormProblem]:
    """A base rule of another type: that a length in kilometres be whole, or a count have two places."""
    base = {kind for name in TYPES for kind, _ in type_of(name).base_rules}
    for field in data["fields"] if rule["kind"] in base else ():
        own = dict(type_of(field["kind"]).base_rules)
        if field["id"] in rule["args"]["fields"] and rule["kind"] not in own:
            path = f"rules[{index}].args.fields"
            yield problem(path, "rule-of-another-type", id=field["id"], type=field["kind"], kind=rule["kind"])


def _types(data: Mapping[str, Any]) -> Iterator[FormProblem]:
    """What a type needs of other values, and how its values may become one."""
    fields = {field["id"]: field for field in data["fields"]}
    for field in data["fields"]:
        path, known = f"fields.{field['id']}", type_of(field["kind"]).aggregations
        if field["kind"] == "money" and not is_money(field["unit"]):
            yield problem(f"{path}.unit", "no-unit-of-money", unit=field["unit"])
        if field["kind"] == "choice" and not _can_be_listed(field.get("choices", ())):
            yield problem(path, "no-choices", id=field["id"])
        if field["aggregation"] not in known:
            yield problem(f"{path}.aggregation", "wrong-aggregation", type=field["kind"], known=", ".join(known))
        if field["aggregation"] == "ratio" and not field.get("of"):
            yield problem(path, "ratio-of-nothing", id=field["id"])
        for part, name in (field.get("of") or {}).items():
            if name not in fields:
                yield _unknown(f"{path}.of.{part}", name, set(fields))
            elif not way(fields[name]["aggregation"]).adds:
                yield problem(f"{path}.of.{part}", "part-not-added", name=name)


def _can_be_listed(choices: Sequence[str]) -> bool:
    """Excel takes a list of 255 characters, parted by commas."""
    return bool(choices) and len(",".join(choices)) <= PROMPT_LIMIT and not any("," in one for one in choices)


def _unknown(path: str, name: str, known: set[str]) -> FormProblem:
    return problem(path, "unknown-id", name=name, known=", ".join(sorted(known)))


def _rule(data: Mapping[str, Any], index: int, rule: Mapping[str, Any]) -> Iterator[FormProblem]:
    from cchc_xl.check.catalogue import catalogue, live

    ids = {field["id"] for field in data["fields"]}
    if rule["code"] not in catalogue():
        yield problem(f"rules[{index}].code", "unknown-code", code=rule["code"])
    elif kind_of(rule["kind"]).formula is not no_formula and not ("message" in rule or live(rule["code"])):
        yield problem(f"rules[{index}]", "no-live-words", code=rule["code"], kind=rule["kind"])
    for name in kind_of(rule["kind"]).field_args:
        value = rule["args"].get(name, [])
        for field_id in value if isinstance(value, list) else [value]:
            if field_id not in ids:
                yield _unknown(f"rules[{index}].args.{name}", field_id, ids)
    for level in {*rule["args"].get("levels", ()), *rule.get("levels", ())} - set(data["levels"]):
        yield _unknown(f"rules[{index}].levels", level, set(data["levels"]))
    yield from _of_type(data, index, rule)
    if rule["kind"] == "equation" and rule["args"]["left"] in [
        *rule["args"].get("right", ()),
        *rule["args"].get("minus", ()),
    ]:
        yield problem(f"rules[{index}].args.left", "equation-of-itself", name=rule["args"]["left"])
    if "blocks_above" in rule and (rule["severity"] == "error" or rule.get("status") == "beta"):
        yield problem(f"rules[{index}].blocks_above", "never-blocks", id=rule["written"])
    low, high = rule["args"].get("low"), rule["args"].get("high")
    if low is not None and high is not None and low > high:
        yield problem(f"rules[{index}].args", "bounds-exchanged", low=low, high=high)
