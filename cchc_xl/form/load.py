"""Form definitions: JSON files to ``Form`` records.

A definition that passed ``form.lint`` is trusted here: loading does no checking beyond what Python does by itself,
because it happens on every press of a button.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from cchc_xl import resources
from cchc_xl.errors import UserError
from cchc_xl.form.compile import PARTS, compiled, path_of
from cchc_xl.form.expand import expanded
from cchc_xl.model import (
    Column,
    Field,
    Form,
    HeaderField,
    ListTable,
    NarrativeField,
    PeriodType,
    Row,
    Rule,
    Section,
    Severity,
)
from cchc_xl.quantity.types import type_of
from cchc_xl.typed import Any

LARGEST = 4 << 20  # bytes of a definition; fifteen rows take 2 kB in the short form, 20 kB in the long one
MOST = 200  # files of a folder that are looked at
HOME = "bieu-mau"  # the folder beside a campaign file that holds forms of the office's own (``form.home``)

# Forms that do not ship and were named to this run (``form.home``): what gives each, already checked.
_GIVEN: dict[tuple[str, int], Callable[[], Form]] = {}


def remember(form_id: str, version: int, make: Callable[[], Form]) -> None:
    """Makes a form known besides those that ship; one of the same name outweighs them. ``make`` is called when the
    form is asked for.
    """
    _GIVEN[form_id, version] = make


def forget() -> None:
    """Only the forms that ship are known again."""
    _GIVEN.clear()


def known_forms() -> dict[str, tuple[int, ...]]:
    """Form id -> its versions, oldest first: those that ship and those that were named to this run."""
    known = {form_id: set(numbers) for form_id, numbers in _shipped_forms().items()}
    for form_id, version in _GIVEN:
        known.setdefault(form_id, set()).add(version)
    return {form_id: tuple(sorted(numbers)) for form_id, numbers in sorted(known.items())}


@lru_cache(maxsize=1)
def _shipped_forms() -> Mapping[str, tuple[int, ...]]:
    root = resources.path("schemas", "forms")
    return {
        form_id: tuple(
            sorted(int(name[:-5]) for name in os.listdir(os.path.join(root, form_id)) if name[:-5].isdigit())
        )
        for form_id in sorted(os.listdir(root))
        if os.path.isdir(os.path.join(root, form_id))
    }


def default_form() -> str:
    """The id of the form that is meant when none is named."""
    return "tuyen-truyen-cchc"


def load(form_id: str, version: int) -> Form:
    """One version of a known form; ``UserError`` 'unknown-form'."""
    given = _GIVEN.get((form_id, version))
    return given() if given else _shipped(form_id, version)


@lru_cache(maxsize=16)
def _shipped(form_id: str, version: int) -> Form:
    path = resources.path("schemas", "forms", form_id, f"{version}.json")
    if not os.path.exists(path):
        raise UserError("unknown-form", form=f"{form_id}/{version}")
    return load_file(path)


def versions(form_id: str) -> tuple[Form, ...]:
    """Every version of a form, newest first."""
    known = known_forms().get(form_id)
    if not known:
        raise UserError("unknown-form", form=form_id)
    return tuple(load(form_id, version) for version in reversed(known))


def latest(form_id: str) -> Form:
    """The newest version of a form."""
    return versions(form_id)[0]


def load_file(path: str) -> Form:
    """A form from any JSON file; ``UserError`` where it is missing or no JSON."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return build(expanded(json.load(file), partial(definition, os.path.dirname(path))))
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("bad-json", path=path, detail=str(error)) from None


def definition(folder: str, form_id: str, version: int) -> Mapping[str, Any]:
    """A definition as it was written, to be extended: of the files in ``folder``, else of those that ship.

    ``KeyError``: there is none.
    """
    beside = sorted(os.listdir(folder or ".")) if os.path.isdir(folder or ".") else []
    for path in (
        *(os.path.join(folder, name) for name in beside[:MOST] if name.lower().endswith(".json")),
        resources.path("schemas", "forms", form_id, f"{version}.json"),
    ):
        data = written(path)
        if data and (data.get("id"), data.get("version")) == (form_id, version):
            return data
    raise KeyError(form_id)


def written(path: str) -> Mapping[str, Any] | None:
    """The JSON of a definition with the id that it says or inherits; None of a file that is none."""
    try:
        if os.path.getsize(path) > LARGEST:
            return None
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    base = data.get("extends")
    return {"id": base.partition("/")[0], **data} if isinstance(base, str) else data


def build(data: Mapping[str, Any]) -> Form:
    """A ``Form`` from the decoded JSON of a whole definition."""
    return with_base_rules(_as_said(compiled(data)))


_BASIS = "Quy tắc của loại chỉ tiêu"


def with_base_rules(form: Form) -> Form:
    """The form with the base rules of its fields' types that its definition leaves out, for the fields that it leaves
    out of them: what no rule speaks of would be left out of the sums without a word.
    """
    of_types = {field.id: type_of(field.kind).base_rules for field in form.fields}
    added = []
    for kind, code in dict.fromkeys(rule for rules in of_types.values() for rule in rules):
        said = {field for rule in form.rules if rule.kind == kind for field in rule.args["fields"]}
        asked = [f for f in form.fields if (kind, code) in of_types[f.id] and (f.required or kind != "required")]
        left = [field.id for field in asked if field.id not in said]
        if left:
            severity: Severity = "warning" if kind in ("places", "share") else "error"
            added.append(Rule(f"base-{kind}", code, kind, severity, {"fields": left}, _BASIS))
    told = {rule.args["left"] for rule in form.rules if rule.kind == "equation"}
    added += [_of_its_parts(field) for field in form.fields if field.parts and field.id not in told]
    return form._replace(rules=(*form.rules, *added)) if added else form


def _of_its_parts(field: Field) -> Rule:
    """A percentage that says what it is made of, beside that; who cut a digit off has not made a mistake."""
    numerator, denominator = field.parts
    share = {"left": field.id, "operator": "=", "right": [numerator], "over": denominator, "scale": 100}
    args = {**share, "tolerance": 10**-field.places}
    return Rule(f"base-share-{field.id}", "C30", "equation", "warning", args, _BASIS)


def _as_said(data: Mapping[str, Any]) -> Form:
    return Form(
        id=data["id"],
        version=data["version"],
        title=data["title"]["vi"],
        title_en=data["title"]["en"],
        heading=tuple(data["heading"]),
        legal_basis=tuple(data["legal_basis"]),
        levels=data["levels"],
        periods=tuple(_period(period, data["deadline"]) for period in data["periods"]),
        deadline_days=data["deadline"]["days_after_cut_off"],
        columns=data["columns"],
        header=tuple(
            HeaderField(h["id"], h["label"], h["kind"], tuple(h.get("aliases", ())), h.get("help", ""))
            for h in data["header"]
        ),
        fields=tuple(_field(field) for field in data["fields"]),
        lists=tuple(map(_list, data["lists"])),
        narrative=tuple(NarrativeField(n["id"], n["label"], n.get("help", "")) for n in data["narrative"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        severities=data.get("severities", {}),
        sections=tuple(Section(one["tt"], one["label"], one["before"]) for one in data.get("sections", ())),
        rows=tuple(_row(row) for row in data["rows"]),
        values=tuple(
            Column(one["id"], path_of(one), tuple(one.get("aliases", ())), one.get("short", ""), one.get("help", ""))
            for one in data["values"]
        ),
        groups={group: tuple(fields) for group, fields in data["groups"].items()},
    )


def _period(data: Mapping[str, Any], deadline: Mapping[str, Any]) -> PeriodType:
    def day(end: Mapping[str, Any]) -> tuple[int, int, int]:
        month, day_of_month = end["day"].split("-")
        return end["year"], int(month), int(day_of_month)

    return PeriodType(
        data["id"],
        data["label"],
        day(data["from"]),
        day(data["to"]),
        tuple(data.get("aliases", ())),
        data.get("basis", ""),
        deadline.get("days"),
    )


def _field(data: Mapping[str, Any]) -> Field:
    return Field(
        id=data["id"],
        tt=data["tt"],
        label=data["label"],
        unit=data["unit"],
        kind=data["kind"],
        measure=data["measure"],
        parent=data.get("parent"),
        aggregation=data["aggregation"],
        levels=tuple(data["levels"]),
        aliases=tuple(data.get("aliases", ())),
        units=tuple(data.get("units", ())),
        required=data.get("required", True),
        help=data.get("help", ""),
        example=data.get("example", ""),
        short=data.get("short", ""),
        row=data["row"],
        column=data["column"],
        places=data["places"],
        choices=tuple(data.get("choices", ())),
        drawn=data.get("drawn", ""),
        parts=tuple(data.get("of", {}).get(part, "") for part in PARTS) if data.get("of") else (),
    )


def _list(data: Mapping[str, Any]) -> ListTable:
    return ListTable(
        id=data["id"],
        title=data["title"],
        columns=tuple(map(_field, data["columns"])),
        key=tuple(f"{data['id']}@{column}" for column in data["key"]),
        line=data["line"],
        least=data["least"],
        most=data.get("most"),
        aliases=tuple(data.get("aliases", ())),
        help=data.get("help", ""),
    )


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=data["id"],
        tt=data["tt"],
        label=data["label"],
        unit=data["unit"],
        measure=data["measure"],
        parent=data.get("parent"),
        levels=tuple(data["levels"]),
        aliases=tuple(data.get("aliases", ())),
        units=tuple(data.get("units", ())),
        help=data.get("help", ""),
        example=data.get("example", ""),
        short=data.get("short", ""),
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        code=data["code"],
        kind=data["kind"],
        severity=data["severity"],
        args=data["args"],
        basis=data["basis"],
        status=data.get("status", "active"),
        levels=tuple(data.get("levels", ())),
        message=data.get("message", ""),
        repair=data.get("repair", ""),
        blocks_above=data.get("blocks_above", {}),
        written=data["written"],
    )
