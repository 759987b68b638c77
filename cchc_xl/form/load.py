"""Form definitions: JSON files to ``Form`` records.

A definition that passed ``form.lint`` is trusted here: loading does no checking beyond what Python does by itself,
because it happens on every press of a button.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cchc_xl import resources
from cchc_xl.errors import UserError
from cchc_xl.model import Field, Form, HeaderField, NarrativeField, PeriodType, Rule


def known_forms() -> dict[str, tuple[int, ...]]:
    """Form id -> its versions, oldest first."""
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


@lru_cache(maxsize=16)
def load(form_id: str, version: int) -> Form:
    """One version of a form that ships with the program."""
    path = resources.path("schemas", "forms", form_id, f"{version}.json")
    if not os.path.exists(path):
        raise UserError("unknown-form", form=f"{form_id}/{version}")
    return load_file(path)


@lru_cache(maxsize=4)
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
        with open(path, encoding="utf-8") as file:
            return build(json.load(file))
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("bad-json", path=path, detail=str(error)) from None


def build(data: Mapping[str, Any]) -> Form:
    """A ``Form`` from the decoded JSON of a definition."""
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
        narrative=tuple(NarrativeField(n["id"], n["label"], n.get("help", "")) for n in data["narrative"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        severities=data.get("severities", {}),
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
        data["basis"],
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
    )
