"""Rows x columns of a definition -> the values that are asked for, in reading order, and rules that name values.

A value is called by its row's id where the table has one column of figures, else ``row@column``; a finding can also be
about a whole row (``row``) or a whole column (``@column``). A form with one column is the simplest case: each row is a
value. This works on the decoded JSON, so that whatever a row can say of a number a column or a single cell can say too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.form.expand import Definition, DefinitionError
from cchc_xl.quantity.types import type_of
from cchc_xl.text import late
from cchc_xl.typed import Any

ONE = "value"  # the column of a form that has one column of figures
BETWEEN = " – "  # the names of a row and of a column, in the name of a value
OF_PARENT = "{label} (mục {parent})"
_WITH_PLACES = late(r"decimal\(([1-6])\)")  # as people write it
PLACES = {"decimal": 2, "percent": 1}  # decimal places where a definition does not say how many
MONEY_PLACES, THOUSAND = 3, 1000
PARTS = ("numerator", "denominator")
_OF_COLUMN = frozenset(
    ("id", "title", "group", "aliases", "short", "review")
)  # what names the column; all else is about numbers


def compiled(whole: Definition) -> dict[str, Any]:
    """The whole definition (of ``form.expand``) with ``rows`` and ``values`` (the columns of figures) as they are,
    ``fields`` and ``rules`` by single values, and ``groups``: row or column -> its values, where there are several
    columns.

    ``DefinitionError``: 'unknown-id', 'mixed-selectors'. A rule keeps its place in the definition (``place``).
    """
    lists = [_listed_columns(one) for one in whole.get("lists", ())]
    columns = whole.get("values") or [{"id": ONE, "title": whole["columns"]["value"]}]
    several = len(columns) > 1
    rows = _told_apart(whole["fields"])
    fields = [field for row in rows for field in _cells_of(row, columns, several=several)]
    asked = {field["id"] for field in fields}
    for field in fields:
        if several and field["parent"]:
            parent = f"{field['parent']}@{field['column']}"
            field["parent"] = parent if parent in asked else None
    for field in fields:
        _parts(field, fields)
        _drawn(field, lists)
    groups: dict[str, list[str]] = {}
    for field in fields if several else ():
        for group in (field["row"], f"@{field['column']}"):
            groups.setdefault(group, []).append(field["id"])
    return {
        **whole,
        "rows": whole["fields"],
        "values": columns,
        "lists": lists,
        "fields": fields,
        "groups": groups,
        "rules": [made for place, rule in enumerate(whole["rules"]) for made in _rules(rule, place, fields)],
    }


def _told_apart(rows: Sequence[Definition]) -> list[Definition]:
    """The rows; sub-rows with one name under several parents are called after them where they stand by themselves."""
    names = [row["label"] for row in rows]
    by_id = {row["id"]: row for row in rows}
    return [
        {**row, "label": OF_PARENT.format(label=row["label"], parent=parent["tt"] or parent["label"])}
        if names.count(row["label"]) > 1 and (parent := by_id.get(row["parent"]))
        else row
        for row in rows
    ]


def path_of(column: Definition) -> tuple[str, ...]:
    """The titles above a column of figures, top down: those of its groups, its own last."""
    group = column.get("group", ())
    return (*((group,) if isinstance(group, str) else group), column["title"])


def _cells_of(row: Definition, columns: Sequence[Definition], *, several: bool) -> Iterator[dict[str, Any]]:
    """The values of a row. What a column says of its numbers outweighs what the row says, a single cell outweighs both;
    a cell that is null is not asked for.
    """
    cells = row.get("cells", {})
    _known(cells, [column["id"] for column in columns], f"fields.{row['id']}.cells")
    for column in columns:
        own = cells.get(column["id"], {})
        if own is None:
            continue
        said = {key: value for key, value in column.items() if key not in _OF_COLUMN}
        made = {**row, **said, **own, "row": row["id"], "column": column["id"]}
        made.pop("cells", None)
        made |= _typed(made)
        if several:
            name, short = ": ".join(path_of(column)), column.get("short", column["title"])
            made |= {
                "id": f"{row['id']}@{column['id']}",
                "label": f"{row['label']}{BETWEEN}{name}",
                "short": f"{row.get('short') or row['label']}{BETWEEN}{short}",
                "aliases": [],
            }
        yield made


def _typed(made: Definition) -> dict[str, Any]:
    """'decimal(3)' says the places with the kind; 'integer' is another name of 'count'."""
    kind = "count" if made["kind"] == "integer" else made["kind"]
    places = made.get("places", _places(kind, made))
    if match := _WITH_PLACES.fullmatch(kind):
        kind, places = "decimal", int(match[1])
    own = made.get("aggregation")
    return {"kind": kind, "places": places, "aggregation": own or _aggregation(kind, made)}


def _places(kind: str, made: Definition) -> int:
    """Where a definition does not say it: đồng and nghìn đồng are whole, triệu and tỷ have thousandths."""
    if kind == "money":
        from cchc_xl.quantity.money import scale_of

        return MONEY_PLACES if scale_of(made["unit"]) > THOUSAND else 0
    return PLACES.get(kind, 0)


def _aggregation(kind: str, made: Definition) -> str:
    """How values become one where a definition does not say it; a percentage of nobody knows what is not added up."""
    first, *others = type_of(kind).aggregations
    return others[0] if first == "ratio" and not made.get("of") else first


def _parts(field: dict[str, Any], fields: Sequence[Definition]) -> None:
    """What a percentage is a percentage of, as ids of values; ``{"column": ...}`` is that column's of the same row."""
    made = {}
    for part, value in (field.get("of") or {}).items():
        if _is_selector(value):
            kind = _kind(value)
            other = "row" if kind == "column" else "column"
            value = next((one["id"] for one in fields if (one[kind], one[other]) == (value[kind], field[other])), "")
        made[part] = value
    if made:
        field["of"] = made


def _listed_columns(one: Definition) -> dict[str, Any]:
    """A list with its columns as values: 'lop@kinh-phi'."""
    ids = [column["id"] for column in one["columns"]]
    _known(one["key"], ids, f"lists.{one['id']}.key")
    columns = [
        {
            "unit": "",
            **column,
            "tt": "",
            "label": column["title"],
            "parent": None,
            "measure": "flow",
            "levels": [],
            "row": one["id"],
            "column": column["id"],
            "id": f"{one['id']}@{column['id']}",
            **_typed(column),
        }
        for column in one["columns"]
    ]
    return {**one, "columns": columns}


def _drawn(field: dict[str, Any], lists: Sequence[Definition]) -> None:
    """A value that is counted from a list is of the kind of what is counted."""
    source = field.get("from")
    if source is None:
        return
    _known([source["list"]], [one["id"] for one in lists], f"fields.{field['id']}.from")
    one = next(one for one in lists if one["id"] == source["list"])
    made = {"kind": "count", "places": 0, "aggregation": "sum", "drawn": one["id"]}
    if "column" in source:
        _known([source["column"]], [column["column"] for column in one["columns"]], f"fields.{field['id']}.from")
        column = next(column for column in one["columns"] if column["column"] == source["column"])
        made = {"drawn": column["id"], **{key: column[key] for key in ("kind", "places", "aggregation")}}
    field.update(made, required=False)  # a list that says nothing has words of its own


def _known(names: Mapping[str, Any] | Sequence[str], known: Sequence[str], path: str) -> None:
    for name in names:
        if name not in known:
            raise DefinitionError("unknown-id", path, name=name, known=", ".join(known))


# --- rules over a whole row or column --------------------------------------------------------------------------------


def _rules(rule: Definition, place: int, fields: Sequence[Definition]) -> Iterator[dict[str, Any]]:
    """The rules about single values that a rule is.

    ``{"column": "qua-han"}`` in a list stands for all values of that column. In the place of a single value it makes a
    rule for each row, in which ``{"column": ...}`` elsewhere, in lists too, stands for the same row's. ``{"row": ...}``
    likewise, the other way round.
    """
    args = rule["args"]
    singles = {_kind(value) for value in args.values() if _is_selector(value)}
    if len(singles) > 1:
        raise DefinitionError("mixed-selectors", f"rules[{place}].args")
    for kind, other in (("column", "row"), ("row", "column")):
        if kind in singles:
            chosen = [one for one in _in_order(fields, other) if _applies(args, kind, one, fields, place)]
            for one in chosen:
                made = {name: _at(value, kind, one, fields, place) for name, value in args.items()}
                yield {**rule, "id": f"{rule['id']}-{one}", "args": made, "place": place, "written": rule["id"]}
    if not singles:
        made = {name: _listed(value, fields, place) for name, value in args.items()}
        yield {**rule, "args": made, "place": place, "written": rule["id"]}


def _is_selector(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value.keys() & {"column", "row"})


def _kind(selector: Mapping[str, Any]) -> str:
    return "column" if "column" in selector else "row"


def _in_order(fields: Sequence[Definition], part: str) -> list[str]:
    return list(dict.fromkeys(field[part] for field in fields))


def _selected(selector: Mapping[str, Any], fields: Sequence[Definition], place: int) -> list[Definition]:
    """The values of a row or column, of those rows (columns) that ``rows`` (``columns``) names, if it does."""
    kind = _kind(selector)
    other = "row" if kind == "column" else "column"
    only = selector.get(f"{other}s")
    for part, names in ((kind, [selector[kind]]), (other, only or ())):
        _known(names, _in_order(fields, part), f"rules[{place}].args")
    return [field for field in fields if field[kind] == selector[kind] and (only is None or field[other] in only)]


def _applies(args: Mapping[str, Any], kind: str, one: str, fields: Sequence[Definition], place: int) -> bool:
    """Do all selectors in the places of single values have a value there?"""
    return all(_at(value, kind, one, fields, place) for value in args.values() if _is_selector(value))


def _at(value: Any, kind: str, one: str, fields: Sequence[Definition], place: int) -> Any:
    """What an argument says for one row (column): ids in the place of selectors, '' where nothing is asked there."""
    if isinstance(value, list):
        return [made for part in value if (made := _at(part, kind, one, fields, place)) != ""]
    if not _is_selector(value):
        return value
    other = "row" if kind == "column" else "column"
    return next((field["id"] for field in _selected(value, fields, place) if field[other] == one), "")


def _listed(value: Any, fields: Sequence[Definition], place: int) -> Any:
    if isinstance(value, list) and any(map(_is_selector, value)):
        return [
            one
            for part in value
            for one in ([field["id"] for field in _selected(part, fields, place)] if _is_selector(part) else [part])
        ]
    return value
