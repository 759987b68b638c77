"""A form definition as people write it -> the whole definition: what it need not say filled in, what it inherits
fetched.

A definition must say its id, version, title and rows, and of a row the number, the label and the unit of measure.
The rest has defaults in ``schemas/standard.json`` (the heading block of a report, levels, periods by their id). A
later version says only what it adds, changes and drops: ``"extends": "id/version"`` with ``add``, ``change``, ``drop``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from cchc_xl import resources
from cchc_xl.typed import Any, cast

LISTS = ("fields", "values", "lists", "header", "periods", "narrative", "rules")  # the parts whose items have an id
_DEEPEST = 20  # versions that extend each other
_ADDRESSED = {"fields": "row", "values": "column"}  # parts that make the address of a value
_OWN = ("$schema", "extends", "add", "change", "drop")

Definition = Mapping[str, Any]
Find = Callable[[str, int], Definition]  # (id, version) -> the definition as written; ``KeyError``: there is none


class DefinitionError(ValueError):
    """What cannot be put together: ``key`` and ``params`` as ``words.forms`` has them, and where."""

    def __init__(self, key: str, path: str = "", **params: object) -> None:
        super().__init__(key)
        self.key, self.path, self.params = key, path, params


def expanded(data: Definition, find: Find) -> dict[str, Any]:
    """The whole definition. ``DefinitionError``: 'unknown-base', 'endless-base', 'unknown-part'."""
    return _with_defaults(_inherited(data, find, _DEEPEST))


# --- versions that say what they change ----------------------------------------------------------------------------


def _inherited(data: Definition, find: Find, depth: int) -> Definition:
    if "extends" not in data:
        return data
    form_id, _, version = data["extends"].partition("/")
    try:
        base = find(form_id, int(version))
    except (KeyError, ValueError):
        raise DefinitionError("unknown-base", base=data["extends"]) from None
    if not depth:
        raise DefinitionError("endless-base", base=data["extends"])
    made = dict(_with_defaults(_inherited(base, find, depth - 1)))
    made.update((key, value) for key, value in data.items() if key not in _OWN)
    for part, ids in data.get("drop", {}).items():
        made[part] = _without(made[part], ids, part)
        if part in _ADDRESSED:
            made["rules"] = [rule for one in made["rules"] if (rule := _rule_without(one, set(ids), part))]
    for part, changes in data.get("change", {}).items():
        made[part] = _changed(made[part], changes, part)
    for part, items in data.get("add", {}).items():
        made[part] = _added(made[part], items)
    return made


def _without(items: list[Any], ids: list[str], part: str) -> list[Any]:
    _known(items, ids, part)
    return [item for item in items if item["id"] not in ids]


def _rule_without(rule: Definition, gone: set[str], part: str) -> Definition | None:
    """A rule without the rows or columns that were dropped; None where it was about one of them, or nothing is left of
    it.
    """
    args = {}
    for name, value in rule["args"].items():
        if _is_gone(value, gone, part):
            return None
        args[name] = value
        if name == "fields":
            args[name] = [one for one in value if not _is_gone(one, gone, part)]
            if not args[name]:
                return None
    return {**rule, "args": args}


def _is_gone(value: Any, gone: set[str], part: str) -> bool:
    """Is it the address of a value, or of a row or column, that was dropped?"""
    if isinstance(value, Mapping):
        return value.get(_ADDRESSED[part]) in gone
    if not isinstance(value, str):
        return False
    row, _, column = value.partition("@")
    return (row if part == "fields" else column) in gone


def _changed(items: list[Any], changes: Mapping[str, Definition], part: str) -> list[Any]:
    _known(items, list(changes), part)
    made = []
    for item in items:
        change = changes.get(item["id"], {})
        args = {"args": {**item["args"], **change["args"]}} if "args" in change and "args" in item else {}
        made.append({**item, **change, **args})
    return made


def _added(items: list[Any], new: list[Any]) -> list[Any]:
    """The items with new ones: behind the one that ``after`` names, else at the end."""
    made = list(items)
    for item in new:
        after = item.get("after")
        ids = [one["id"] for one in made]
        if after is not None and after not in ids:
            raise DefinitionError("unknown-part", name=after, known=", ".join(ids))
        place = ids.index(after) + 1 if after is not None else len(made)
        made.insert(place, _identified({key: value for key, value in item.items() if key != "after"}))
    return made


def _known(items: list[Any], ids: list[str], part: str) -> None:
    known = [item["id"] for item in items]
    for one in ids:
        if one not in known:
            raise DefinitionError("unknown-part", name=f"{part}: {one}", known=", ".join(known))


# --- what need not be said -----------------------------------------------------------------------------------------


def _with_defaults(data: Definition) -> dict[str, Any]:
    made = dict(data)
    title = data["title"]
    if isinstance(title, str):
        made["title"] = title = {"vi": title, "en": title}
    made.setdefault("heading", ["PHỤ LỤC", title["vi"].upper()])
    made.setdefault("legal_basis", [])
    for part in ("narrative", "rules", "values", "lists"):
        made.setdefault(part, [])
    for key in ("levels", "columns", "header"):
        if key not in made:
            made[key] = standard()[key]
    if "deadline" not in made:
        made["deadline"] = _deadline(made["levels"])
    made["periods"] = [_period(one) for one in made.get("periods", ("H1", "H2", "Y"))]
    levels = [level for level in made["levels"] if level != "tinh"]
    made["lists"] = [_list(one) for one in made["lists"]]
    made["fields"] = [_field(one, levels) for one in made.get("fields") or drawn_rows(made["lists"])]
    made["rules"] = [_rule(one) for one in made["rules"]]
    return made


def _deadline(levels: Mapping[str, str]) -> Definition:
    """The usual deadline, of the levels that the definition has."""
    usual = standard()["deadline"]
    days = {level: days for level, days in usual["days_after_cut_off"].items() if level in levels}
    return {**usual, "days_after_cut_off": days}


def _identified(item: Definition) -> dict[str, Any]:
    return {"id": item["tt"], **item} if "id" not in item and "tt" in item else dict(item)


def _period(said: str | Definition) -> Definition:
    """A standard period by its id, or one as the definition says it."""
    return {"id": said, **standard()["periods"][said]} if isinstance(said, str) else said


def _field(item: Definition, levels: list[str]) -> dict[str, Any]:
    made = _identified(item)
    for key, value in (
        ("tt", ""),
        ("kind", "count"),
        ("measure", "flow"),
        ("parent", None),
        ("levels", levels),
    ):
        made.setdefault(key, value)
    return made


def _list(item: Definition) -> dict[str, Any]:
    made = {"line": "dòng", "key": [], "least": 0, **item}
    made["columns"] = [{"kind": "count", **column} for column in item["columns"]]
    return made


_SUMMED = ("count", "integer", "decimal", "money")  # kinds of columns whose figures are added up


def drawn_rows(lists: list[Definition]) -> list[Definition]:
    """The rows of a form that has nothing but lists: for each how many lines it has, and the sums of its figures."""
    rows: list[Definition] = []
    for one in lists:
        of = f" ({one['title']})" if len(lists) > 1 else ""
        line = one["line"]
        count = {"label": f"Số {line}{of}", "unit": line[:1].upper() + line[1:], "from": {"list": one["id"]}}
        sums = [
            {
                "label": f"{column['title']}{of}",
                "unit": column["unit"],
                "from": {"list": one["id"], "column": column["id"]},
            }
            for column in one["columns"]
            if column["kind"].startswith(_SUMMED) and column.get("unit")
        ]
        rows += [{"tt": str(len(rows) + place), **row} for place, row in enumerate((count, *sums), 1)]
    return rows


def _rule(item: Definition) -> Definition:
    return item if "basis" in item else {**item, "basis": "Quy định của biểu mẫu"}


@lru_cache(maxsize=1)
def standard() -> Mapping[str, Any]:
    """What a definition need not say: ``schemas/standard.json``."""
    with open(resources.path("schemas", "standard.json"), encoding="utf-8") as file:
        return cast("Mapping[str, Any]", json.load(file))


def standard_periods() -> tuple[str, ...]:
    """The ids of the periods that a definition can name without saying what they are."""
    return tuple(standard()["periods"])
