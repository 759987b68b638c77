"""Rows x columns to the values that are asked for: today's forms are as they were, several columns make addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cchc_xl import resources
from cchc_xl.form.compile import compiled
from cchc_xl.form.expand import DefinitionError, expanded
from cchc_xl.form.load import build, known_forms, load
from cchc_xl.model import Field

SHIPPED = [(form_id, version) for form_id, versions in known_forms().items() for version in versions]


@pytest.mark.parametrize(("form_id", "version"), SHIPPED)
def test_one_column__each_row_is_a_value(form_id: str, version: int) -> None:
    """The published forms: every field is what the definition says of its row, under the row's id."""
    with open(resources.path("schemas", "forms", form_id, f"{version}.json"), encoding="utf-8") as file:
        said = json.load(file)
    form = load(form_id, version)
    lists = ("levels", "aliases", "units")
    assert form.fields == tuple(
        Field(**{key: tuple(value) if key in lists else value for key, value in row.items()})._replace(
            row=row["id"], column="value"
        )
        for row in said["fields"]
    )
    assert [row.id for row in form.rows] == [field.id for field in form.fields]
    assert [(column.id, column.titles) for column in form.values] == [("value", (said["columns"]["value"],))]
    assert form.groups == {}
    assert [(rule.id, dict(rule.args)) for rule in form.rules] == [(rule["id"], rule["args"]) for rule in said["rules"]]


TABLE: dict[str, Any] = {
    "id": "thu-tuc",
    "version": 1,
    "title": "Giải quyết thủ tục hành chính",
    "fields": [
        {"tt": "1", "label": "Đất đai", "unit": "Hồ sơ"},
        {"id": "1.1", "parent": "1", "label": "Trong đó: đo đạc", "unit": "Hồ sơ", "cells": {"ty-le": None}},
        {"tt": "2", "label": "Hộ tịch", "unit": "Hồ sơ", "cells": {"qua-han": {"required": False}}},
    ],
    "values": [
        {"id": "dung-han", "title": "Đúng hạn", "group": "Đã giải quyết"},
        {"id": "qua-han", "title": "Quá hạn", "group": ["Đã giải quyết", "Chậm"]},
        {"id": "ty-le", "title": "Tỷ lệ", "unit": "%", "measure": "stock"},
    ],
}


def made(**more: Any) -> dict[str, Any]:
    return compiled(expanded(TABLE | more, lambda *_: {}))


def test_columns__a_value_is_a_row_in_a_column() -> None:
    form = build(expanded(TABLE, lambda *_: {}))
    assert [field.id for field in form.fields] == [
        "1@dung-han", "1@qua-han", "1@ty-le", "1.1@dung-han", "1.1@qua-han", "2@dung-han", "2@qua-han", "2@ty-le"
    ]  # fmt: skip
    assert form.field("1@qua-han").label == "Đất đai – Đã giải quyết: Chậm: Quá hạn"
    assert (form.field("1@qua-han").unit, form.field("1@ty-le").unit) == ("Hồ sơ", "%")
    assert (form.field("2@qua-han").required, form.field("2@dung-han").required) == (False, True)
    assert (form.field("1.1@qua-han").parent, form.field("1@qua-han").parent) == ("1@qua-han", None)
    assert form.field("2@ty-le").measure == "stock"
    assert form.fields_about("1.1") == ("1.1@dung-han", "1.1@qua-han")
    assert form.fields_about("@ty-le") == ("1@ty-le", "2@ty-le")
    assert form.fields_about("2@ty-le") == ("2@ty-le",)
    base = {rule.kind: rule.args["fields"] for rule in form.rules}
    assert "2@qua-han" not in base["required"]
    assert base["whole"] == [field.id for field in form.fields]


def rule(**args: Any) -> list[dict[str, Any]]:
    return [{"id": "r", "code": "V27", "kind": "x", "severity": "error", "args": args}]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"fields": ["1@ty-le"]}, [("r", {"fields": ["1@ty-le"]})]),
        ({"fields": [{"column": "ty-le"}, "1.1@qua-han"]}, [("r", {"fields": ["1@ty-le", "2@ty-le", "1.1@qua-han"]})]),
        ({"fields": [{"row": "1.1"}]}, [("r", {"fields": ["1.1@dung-han", "1.1@qua-han"]})]),
        (
            {"fields": [{"row": "1", "columns": ["dung-han", "ty-le"]}]},
            [("r", {"fields": ["1@dung-han", "1@ty-le"]})],
        ),
        (
            {"field": {"column": "ty-le"}, "limit": 100},
            [("r-1", {"field": "1@ty-le", "limit": 100}), ("r-2", {"field": "2@ty-le", "limit": 100})],
        ),
        (
            {"if": {"column": "qua-han", "rows": ["1", "2"]}, "then": {"column": "dung-han"}},
            [
                ("r-1", {"if": "1@qua-han", "then": "1@dung-han"}),
                ("r-2", {"if": "2@qua-han", "then": "2@dung-han"}),
            ],
        ),
        (
            {"total": {"row": "1"}, "parts": [{"row": "1.1"}, {"row": "2"}]},
            [
                ("r-dung-han", {"total": "1@dung-han", "parts": ["1.1@dung-han", "2@dung-han"]}),
                ("r-qua-han", {"total": "1@qua-han", "parts": ["1.1@qua-han", "2@qua-han"]}),
                ("r-ty-le", {"total": "1@ty-le", "parts": ["2@ty-le"]}),
            ],
        ),
    ],
)
def test_rules__over_a_column_or_a_row(args: dict[str, Any], expected: list[tuple[str, dict[str, Any]]]) -> None:
    rules = made(rules=rule(**args))["rules"]
    assert [(one["id"], one["args"]) for one in rules] == expected
    assert {one["place"] for one in rules} == {0}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"rules": rule(fields=[{"column": "la"}])}, "unknown-id"),
        ({"rules": rule(fields=[{"row": "1", "columns": ["la"]}])}, "unknown-id"),
        ({"rules": rule(**{"if": {"row": "1"}, "then": {"column": "qua-han"}})}, "mixed-selectors"),
        ({"fields": [{"tt": "1", "label": "Đất đai", "unit": "x", "cells": {"la": None}}]}, "unknown-id"),
    ],
)
def test_rules__what_names_nothing_is_told(more: dict[str, Any], key: str) -> None:
    with pytest.raises(DefinitionError) as error:
        made(**more)
    assert error.value.key == key
