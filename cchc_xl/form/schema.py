"""The JSON Schema of form definitions, generated: the rules' part comes from the kinds' own ``ARGS``.

Each kind is an ``if``/``then`` of its own. With ``oneOf`` a misspelt argument would be reported as "not valid under any
of the given schemas" with all of them listed, which helps nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_xl.check.registry import KINDS, kind_of

_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
_DAY: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "year": {"type": "integer", "minimum": -1, "maximum": 1},
        "day": {"type": "string", "pattern": r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"},
    },
    "required": ["year", "day"],
    "additionalProperties": False,
}


def form_schema() -> dict[str, Any]:
    """The schema of ``schemas/forms/*/*.json`` (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://cchc-xl.invalid/form.schema.json",
        "title": "cchc-xl form definition",
        "description": "Generated from the rule kinds by tools/build_schemas.py; do not edit.",
        **_object(
            {
                "$schema": {"type": "string"},
                "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                "version": {"type": "integer", "minimum": 1},
                "title": _object({"vi": _TEXT, "en": _TEXT}),
                "heading": {**_TEXTS, "minItems": 1},
                "legal_basis": {**_TEXTS, "minItems": 1},
                "levels": {"type": "object", "minProperties": 1, "additionalProperties": _TEXT},
                "periods": {"type": "array", "minItems": 1, "items": _period()},
                "deadline": _deadline(),
                "columns": _object(dict.fromkeys(("tt", "label", "unit", "value", "note", "check"), _TEXT)),
                "header": {"type": "array", "minItems": 1, "items": _header()},
                "fields": {"type": "array", "minItems": 1, "items": _field()},
                "narrative": {
                    "type": "array",
                    "items": _object({"id": _TEXT, "label": _TEXT, "help": _TEXT}, optional=("help",)),
                },
                "rules": {"type": "array", "items": _rule()},
                "severities": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[VCSFMT][0-9]{2}$"},
                    "additionalProperties": {"enum": ["error", "warning", "note"]},
                },
            },
            optional=("$schema", "severities"),
        ),
    }


def _object(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _period() -> dict[str, Any]:
    return _object(
        {
            "id": {"type": "string", "pattern": "^[A-Z0-9]{1,4}$"},
            "label": _TEXT,
            "from": _DAY,
            "to": _DAY,
            "aliases": _TEXTS,
            "basis": _TEXT,
        },
        ("aliases",),
    )


def _deadline() -> dict[str, Any]:
    days = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 120}}
    return _object({"days_after_cut_off": days, "basis": _TEXT})


def _header() -> dict[str, Any]:
    kinds = {"enum": ["unit", "period", "year", "text", "date"]}
    return _object(
        {
            "id": {"type": "string", "pattern": "^[a-z][a-z_]*$"},
            "label": _TEXT,
            "kind": kinds,
            "aliases": _TEXTS,
            "help": _TEXT,
        },
        ("aliases", "help"),
    )


def _field() -> dict[str, Any]:
    return _object(
        {
            "id": {"type": "string", "pattern": r"^[0-9]{2}(\.[0-9]+)?$"},
            "tt": {"type": "string", "pattern": "^([0-9]{2})?$"},
            "label": _TEXT,
            "unit": _TEXT,
            "kind": {"enum": ["count", "count+text"]},
            "measure": {"enum": ["flow", "stock"]},
            "parent": {"type": ["string", "null"]},
            "aggregation": {"enum": ["sum"]},
            "levels": {**_TEXTS, "minItems": 1},
            "units": _TEXTS,
            "aliases": _TEXTS,
            "short": _TEXT,
            "help": _TEXT,
            "example": _TEXT,
            "required": {"type": "boolean"},
        },
        optional=("parent", "required"),
    )


def _rule() -> dict[str, Any]:
    rule = _object(
        {
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "code": {"type": "string", "pattern": "^[VCSFMT][0-9]{2}$"},
            "kind": {"enum": sorted(KINDS)},
            "severity": {"enum": ["error", "warning", "note"]},
            "args": {"type": "object"},
            "basis": _TEXT,
            "status": {"enum": ["active", "beta"]},
            "levels": _TEXTS,
        },
        optional=("status", "levels"),
    )
    rule["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
            "then": {"properties": {"args": dict(kind_of(name).args)}},
        }
        for name in sorted(KINDS)
    ]
    return rule
