"""The JSON Schema of form definitions, generated: the rules' part comes from the kinds' own ``ARGS``.

Each kind is an ``if``/``then`` of its own. With ``oneOf`` a misspelt argument would be reported as "not valid under any
of the given schemas" with all of them listed, which helps nobody. Every entry is described: ``forms check`` says the
description where a value does not fit, and no person should have to read a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cchc_xl.aggregation import WAYS
from cchc_xl.check.registry import KINDS, kind_of
from cchc_xl.form.compile import PARTS
from cchc_xl.form.expand import LISTS, standard_periods

_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
_CODE = "^[VCSFMT][0-9]{2}$"
MOST_LISTS, MOST_LINES = 8, 5000
_LOWER = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
MOST_COLUMNS = 24  # of figures: what the check of a row says of them must fit a formula
LONGEST_COLUMN_ID = 20
_DAY_PATTERN = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_SEVERITY = {"enum": ["error", "warning", "note"]}


_KIND = r"^(count|count\+text|integer|decimal(\([1-6]\))?|percent|money|choice|text|date)$"
_ANSWER: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": 60}
_CHOICES: Mapping[str, Any] = {"type": "array", "items": _ANSWER, "minItems": 2, "uniqueItems": True}


def _text(description: str, **more: Any) -> dict[str, Any]:
    """``description``: what is wanted, in both languages: 'vi / en'."""
    return {"description": description, **_TEXT, **more}


def _texts(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, **_TEXTS, **more}


def _review() -> dict[str, Any]:
    return _texts(
        "những điều phần mềm đoán và chưa ai xem lại; xem xong thì xóa / guesses that nobody has looked at yet"
    )


def _said(schema: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, **schema}


def _listed(vi: str, en: str, names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"{vi}, một trong: {listed} / {en}, one of: {listed}"


def _object(properties: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name in required],
        "additionalProperties": False,
    }


def form_schema() -> dict[str, Any]:
    """The schema of form definitions as people write them (JSON Schema 2020-12): what need not be said is filled in by
    ``form.expand``, and a version that extends another says only what changes.
    """
    parts = {name: _ITEMS[name]() for name in LISTS}
    made = _object(
        {
            "$schema": _said(
                {"type": "string"}, "địa chỉ của schemas/form.schema.json, cho phần mềm soạn thảo / for editors"
            ),
            "id": _text(
                "mã biểu mẫu: chữ thường không dấu, số, gạch nối / id: lower-case letters, digits, hyphens",
                pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
            ),
            "version": _said(
                {"type": "integer", "minimum": 1}, "phiên bản: số nguyên từ 1 / version: a whole number from 1"
            ),
            "extends": _text(
                "biểu mẫu được kế thừa, dạng mã/phiên bản / the form that is extended, as id/version",
                pattern="^[a-z0-9]+(-[a-z0-9]+)*/[1-9][0-9]*$",
            ),
            "title": {
                "description": "tên biểu mẫu: một chuỗi chữ, hoặc hai thứ tiếng vi, en"
                " / title: a text, or both languages vi, en",
                "type": ["string", "object"],
                "minLength": 1,
                "properties": {
                    "vi": _text("tên tiếng Việt / in Vietnamese"),
                    "en": _text("tên tiếng Anh / in English"),
                },
                "required": ["vi", "en"],
                "additionalProperties": False,
            },
            "review": _review(),
            "heading": _texts("các dòng tiêu đề trên bảng / the lines above the table", minItems=1),
            "legal_basis": _texts("các văn bản là căn cứ / the documents that it rests on"),
            "levels": _said(
                {"type": "object", "minProperties": 1, "additionalProperties": _TEXT},
                "các cấp đơn vị: mã và tên / the levels of units: id and name",
            ),
            "periods": _said(
                {"type": "array", "minItems": 1, "items": _period()},
                "các kỳ báo cáo; kỳ thông dụng chỉ cần ghi mã / the reporting periods; a usual one by its id alone",
            ),
            "deadline": _deadline(),
            "columns": _said(
                _object({name: _text(f"{vi} / {en}") for name, (vi, en) in _COLUMN_TITLES.items()}, _COLUMNS),
                _listed("tên các cột", "titles of the columns", _COLUMNS),
            ),
            "header": _said(
                {"type": "array", "minItems": 1, "items": parts["header"]},
                "các mục ghi ở trên bảng / what is asked above the table",
            ),
            "fields": _said(
                {"type": "array", "minItems": 1, "items": parts["fields"]},
                "các chỉ tiêu, theo thứ tự dòng / the indicators, in the order of the rows",
            ),
            "values": _said(
                {"type": "array", "maxItems": MOST_COLUMNS, "items": parts["values"]},
                "các cột số liệu, từ trái sang phải; không ghi thì có một cột"
                " / the columns of figures, from the left; one where it is not said",
            ),
            "lists": _said(
                {"type": "array", "maxItems": MOST_LISTS, "items": parts["lists"]},
                "các bảng danh sách mà đơn vị tự thêm dòng / the lists whose lines the units add",
            ),
            "sections": _said(
                {"type": "array", "items": _section()}, "các dòng đề mục không có số liệu / rows that head others"
            ),
            "narrative": _said(
                {"type": "array", "items": parts["narrative"]}, "các mục thuyết minh / the sections of the narrative"
            ),
            "rules": _said({"type": "array", "items": parts["rules"]}, "các quy tắc kiểm tra / the rules"),
            "severities": _said(
                {
                    "type": "object",
                    "propertyNames": _said(
                        {"pattern": _CODE}, "mã lỗi trong danh mục, ví dụ C02 / a code, such as C02"
                    ),
                    "additionalProperties": _SEVERITY,
                },
                "mức độ riêng của mã lỗi / severities of codes in this form",
            ),
            "add": _said(
                {
                    "type": "object",
                    "properties": {
                        name: _said(
                            {"type": "array", "items": _behind(parts[name])},
                            f"các mục thêm vào {name} / what is added to {name}",
                        )
                        for name in LISTS
                    },
                    "additionalProperties": False,
                },
                "phần thêm vào biểu mẫu được kế thừa / what is added to the form that is extended",
            ),
            "change": _said(
                {
                    "type": "object",
                    "properties": {
                        name: _said(
                            {"type": "object", "additionalProperties": {**parts[name], "required": []}},
                            f"các mục sửa trong {name}, theo mã / what is changed of {name}, by id",
                        )
                        for name in LISTS
                    },
                    "additionalProperties": False,
                },
                "phần sửa, theo mã / what is changed, by id",
            ),
            "drop": _said(
                {
                    "type": "object",
                    "properties": {
                        name: _texts(f"mã các mục bỏ khỏi {name} / ids dropped of {name}") for name in LISTS
                    },
                    "additionalProperties": False,
                },
                "mã của phần bỏ đi / the ids of what is dropped",
            ),
        },
        ("version",),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://cchc-xl.invalid/form.schema.json",
        "title": "cchc-xl form definition",
        "description": "Generated from the rule kinds by tools/build_schemas.py; do not edit.",
        **made,
        "if": {"required": ["extends"]},
        "then": {},
        "else": {"required": ["id", "title"]},
        "dependentRequired": {key: ["extends"] for key in ("add", "change", "drop")},
    }


_COLUMN_TITLES: Mapping[str, tuple[str, str]] = {
    "tt": ("tên cột số thứ tự", "title of the numbers"),
    "label": ("tên cột chỉ tiêu", "title of the indicators"),
    "unit": ("tên cột đơn vị tính", "title of the units of measure"),
    "value": ("tên cột số liệu", "title of the figures"),
    "note": ("tên cột ghi chú", "title of the notes"),
    "check": ("tên cột kiểm tra", "title of the checks"),
}
_COLUMNS = tuple(_COLUMN_TITLES)


def _day(description: str) -> dict[str, Any]:
    day = {
        "year": _said(
            {"type": "integer", "minimum": -1, "maximum": 1},
            "-1 (năm trước), 0 (năm báo cáo) hoặc 1 (năm sau) / -1 (the year before), 0 or 1 (the year after)",
        ),
        "day": _text("ngày dạng tháng-ngày, ví dụ 06-14 / a day as month-day, such as 06-14", pattern=_DAY_PATTERN),
    }
    return _said(_object(day, ("year", "day")), description)


def _period() -> dict[str, Any]:
    known = standard_periods()
    return {
        "description": f"mã của một kỳ thông dụng ({', '.join(known)}), hoặc một kỳ riêng"
        f" / the id of a usual period ({', '.join(known)}), or a period of one's own",
        "type": ["string", "object"],
        "if": {"type": "string"},
        "then": {"enum": list(known)},
        "else": _own_period(),
    }


def _own_period() -> dict[str, Any]:
    return _object(
        {
            "id": _text("mã kỳ: 1 đến 4 chữ hoa hoặc số / id: 1 to 4 capitals or digits", pattern="^[A-Z0-9]{1,4}$"),
            "label": _text("tên kỳ, ví dụ 6 tháng đầu năm / name of the period"),
            "from": _day("ngày đầu kỳ / first day"),
            "to": _day("ngày chốt số liệu / last day"),
            "aliases": _texts("các cách ghi khác của kỳ / other names of the period"),
            "basis": _text("văn bản quy định kỳ / the document that sets the period"),
        },
        ("id", "label", "from", "to"),
    )


def _deadline() -> dict[str, Any]:
    days = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 120}}
    return _said(
        _object(
            {
                "days_after_cut_off": _said(
                    days, "số ngày nộp sau ngày chốt, theo cấp / days after the cut-off, by level"
                ),
                "basis": _text("văn bản quy định hạn nộp / the document that sets the deadline"),
            },
            ("days_after_cut_off",),
        ),
        "hạn nộp / the deadline",
    )


def _header() -> dict[str, Any]:
    return _object(
        {
            "id": _text("mã: chữ thường không dấu / id: lower-case letters", pattern="^[a-z][a-z_]*$"),
            "label": _text("tên mục / label"),
            "kind": _said(
                {"enum": ["unit", "period", "year", "text", "date"]},
                "unit, period, year, text hoặc date / unit, period, year, text or date",
            ),
            "aliases": _texts("các tên khác của mục / other names"),
            "help": _text("lời hướng dẫn khi nhập / what to write"),
        },
        ("id", "label", "kind"),
    )


def _field() -> dict[str, Any]:
    return _object(
        {
            "id": _text(
                "mã chỉ tiêu, ví dụ 05 hoặc 05.1; bỏ trống thì lấy theo tt"
                " / id, such as 05 or 05.1; tt where it is not said",
                pattern=r"^[0-9A-Za-z]{1,4}([.\-][0-9A-Za-z]{1,4}){0,3}$",
            ),
            "tt": _said(
                {"type": "string", "maxLength": 8, "pattern": r"^(\S.*)?$"},
                "số thứ tự, ví dụ 05, 1.1, a); dòng con có thể để trống"
                " / number, such as 05, 1.1, a); may be blank for a sub-row",
            ),
            "label": _text("tên chỉ tiêu / label"),
            "unit": _text("đơn vị tính / unit of measure"),
            "kind": _said(
                {
                    "type": "string",
                    "pattern": r"^(count|count\+text|integer|decimal(\([1-6]\))?|percent|money|choice|text|date)$",
                },
                "count hoặc integer (số đếm), count+text (số đếm, có thể kèm liệt kê), decimal(n) (số có n chữ số thập"
                " phân, n từ 1 đến 6), percent (tỷ lệ phần trăm), money (số tiền theo Đơn vị tính), choice"
                " (chọn trong danh sách), text (nội dung), date (ngày)"
                " / count or integer, count+text (a count that may come with a list), decimal(n) (n decimal places,"
                " 1 to 6), percent, money (in its unit of measure), choice, text, date",
            ),
            "places": _said(
                {"type": "integer", "minimum": 0, "maximum": 6},
                "số chữ số thập phân của decimal, percent / decimal places of a decimal or percent",
            ),
            "measure": _said(
                {"enum": ["flow", "stock"]},
                "flow (phát sinh trong kỳ) hoặc stock (có đến cuối kỳ) / flow (of the period) or stock (at its end)",
            ),
            "parent": _said(
                {"type": ["string", "null"]}, "mã chỉ tiêu mà dòng con thuộc về / the field that a sub-row belongs to"
            ),
            "of": _of(),
            "choices": _said(
                {
                    "type": "array",
                    "items": {"type": "string", "minLength": 1, "maxLength": 60},
                    "minItems": 2,
                    "uniqueItems": True,
                },
                "các câu trả lời để chọn (từ 2) / the answers to choose from (2 or more)",
            ),
            "aggregation": _said(
                {"enum": list(WAYS)},
                "sum (cộng), ratio (tính từ tổng tử số và tổng mẫu số), none (không cộng), count"
                " (đếm theo câu trả lời), last (ngày muộn nhất)"
                " / sum, ratio (from the sums of both parts), none, count (by answer), last (the latest day)",
            ),
            "levels": _texts("các cấp phải báo cáo chỉ tiêu / the levels that report it", minItems=1),
            "units": _texts("các cách ghi khác của đơn vị tính / words that mean the same unit of measure"),
            "aliases": _texts("các tên khác của chỉ tiêu / other names"),
            "short": _text("tên ngắn cho cột hẹp và biểu đồ / a short name for narrow columns and charts"),
            "help": _text("lời hướng dẫn khi nhập / what to write"),
            "example": _text("ví dụ / example"),
            "required": _said({"type": "boolean"}, "true: không được để trống / true: must not be blank"),
            "cells": _said(
                {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
                "ô khác với cả cột, theo mã cột; null: không phải ghi"
                " / cells that differ from their column, by its id; null: not asked for",
            ),
            "review": _review(),
            "from": _said(
                _object(
                    {
                        "list": _text("mã danh sách / id of the list"),
                        "column": _text(
                            "mã cột có số liệu được cộng; không ghi thì đếm số dòng"
                            " / id of the column that is added up; the lines are counted where none is said"
                        ),
                    },
                    ("list",),
                ),
                "số được đếm hoặc cộng từ danh sách nào / the list that the figure is counted from",
            ),
        },
        ("label", "unit"),
    )


# What names a row; all else is about numbers.
_OF_ROW = ("id", "tt", "label", "parent", "aliases", "short", "cells", "from")


def _value() -> dict[str, Any]:
    """A column of figures: what names it, and whatever a row can say of its numbers."""
    numbers = {name: said for name, said in _field()["properties"].items() if name not in _OF_ROW}
    return _object(
        {
            "id": _text(
                "mã cột: chữ thường không dấu, số, gạch nối / id: lower-case letters, digits, hyphens",
                pattern=_LOWER,
                maxLength=LONGEST_COLUMN_ID,
            ),
            "title": _text("tiêu đề cột / title of the column", maxLength=120),
            "group": {
                "description": "tiêu đề chung đứng trên cột và các cột bên cạnh: một chuỗi chữ, hoặc hai chuỗi từ trên"
                " xuống / the title above this column and those beside it: a text, or two from the top",
                "type": ["string", "array"],
                "minLength": 1,
                "maxItems": 2,
                "items": _TEXT,
            },
            "aliases": _texts("các tiêu đề khác của cột / other titles"),
            "short": _text("tên ngắn cho cột hẹp / a short name for narrow columns", maxLength=60),
            **numbers,
        },
        ("id", "title"),
    )


_OF_A_LIST = ("kind", "places", "unit", "units", "required", "choices", "help", "example")


def _list() -> dict[str, Any]:
    """A table whose lines the unit adds."""
    known = _field()["properties"]
    column = _object(
        {
            "id": _text(
                "mã cột: chữ thường không dấu, số, gạch nối / id: lower-case letters, digits, hyphens",
                pattern=_LOWER,
                maxLength=LONGEST_COLUMN_ID,
            ),
            "title": _text("tiêu đề cột / title of the column", maxLength=120),
            "aliases": _texts("các tiêu đề khác của cột / other titles"),
            **{name: known[name] for name in _OF_A_LIST},
        },
        ("id", "title"),
    )
    return _object(
        {
            "id": _text(
                "mã danh sách: chữ thường không dấu, số, gạch nối / id: lower-case letters, digits, hyphens",
                pattern=_LOWER,
                maxLength=LONGEST_COLUMN_ID,
            ),
            "title": _text("tên danh sách / title of the list", maxLength=120),
            "aliases": _texts("các tên khác của danh sách / other titles"),
            "line": _text("một dòng là gì, ví dụ lớp / what a line is, such as a course", maxLength=40),
            "columns": _said(
                {"type": "array", "minItems": 1, "maxItems": MOST_COLUMNS, "items": column},
                "các cột, từ trái sang phải / the columns, from the left",
            ),
            "key": _texts(
                "mã các cột làm hai dòng là trùng nhau / ids of the columns that make two lines the same",
            ),
            "least": _said({"type": "integer", "minimum": 0}, "số dòng ít nhất / the least number of lines"),
            "most": _said(
                {"type": "integer", "minimum": 1, "maximum": MOST_LINES}, "số dòng nhiều nhất / the most lines"
            ),
            "help": _text("lời hướng dẫn khi nhập / what to write", maxLength=250),
        },
        ("id", "title", "columns"),
    )


def _with_selectors(args: Mapping[str, Any], field_args: Iterable[str]) -> dict[str, Any]:
    """The schema of a rule's arguments where a field may be all of a column or of a row."""
    properties = {name: _described(name, said) for name, said in args["properties"].items()}
    for name in field_args:
        own = dict(properties[name])
        place = own["items"] if own["type"] == "array" else own
        either = {**place, "type": ["string", "object"], **_SELECTOR}
        properties[name] = {**own, "items": either} if own["type"] == "array" else either
    return {**args, "properties": properties}


def _described(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """An argument with what it means."""
    made = {"description": _ARGS[name], **said}
    if "properties" in said:
        made["properties"] = {
            part: {"description": _ARGS[f"{name}.{part}"], **one} for part, one in said["properties"].items()
        }
    return made


# What the arguments of the rule kinds mean; the same name means the same in every kind.
_ARGS: Mapping[str, str] = {
    "field": "mã chỉ tiêu / the field",
    "fields": "mã các chỉ tiêu / the fields",
    "limit": "số lớn nhất không bị hỏi lại, số nguyên từ 0 / the largest figure that is not asked about",
    "numerator": "mã chỉ tiêu là tử số / the field of the numerator",
    "denominator": "mã chỉ tiêu là mẫu số / the field of the denominator",
    "low": "tỷ số nhỏ nhất không bị hỏi lại / the least ratio that is not asked about",
    "high": "tỷ số lớn nhất không bị hỏi lại / the largest ratio that is not asked about",
    "if": "mã chỉ tiêu: có số lớn hơn 0 thì / the field that, above 0, asks for",
    "then": "mã chỉ tiêu này cũng phải lớn hơn 0 / the field that must be above 0 then",
    "left": "mã chỉ tiêu ở vế trái / the field on the left",
    "operator": "phép so sánh, một trong: =, <=, >= / the comparison, one of: =, <=, >=",
    "right": "mã các chỉ tiêu được cộng ở vế phải / the fields that are added on the right",
    "minus": "mã các chỉ tiêu được trừ ở vế phải / the fields that are taken away on the right",
    "times": "mã chỉ tiêu mà vế phải được nhân với / the field that the right side is multiplied by",
    "over": "mã chỉ tiêu mà vế phải được chia cho / the field that the right side is divided by",
    "scale": "số mà vế phải được nhân với, từ 0 / a number that the right side is multiplied by",
    "constant": "số được cộng vào vế phải / a number that is added to the right side",
    "tolerance": "mức chênh được bỏ qua, từ 0 / the difference that is not asked about",
    "missing": "ô trống ở mỗi vế nghĩa là gì / what a blank means on each side",
    "missing.left": "ô trống ở vế trái, một trong: not-judged (không kiểm tra), zero (coi là 0)"
    " / a blank on the left, one of: not-judged, zero",
    "missing.right": "ô trống ở vế phải, một trong: not-judged (không kiểm tra), zero (coi là 0), skip (bỏ qua)"
    " / a blank on the right, one of: not-judged, zero, skip",
    "words": "các từ, cụm từ được tìm; … thay cho vài từ / words that are looked for; … stands for a few others",
    "unless": "các từ làm cho quy tắc không hỏi / words with which it does not ask",
    "positive": "true: chỉ hỏi khi số lớn hơn 0 / true: only where the figure is above 0",
    "near": "các từ phải đứng gần con số / words that must stand near the figure",
    "apart": "các từ không được đứng gần con số / words that must not stand near the figure",
    "besides": "các từ khác có thể đứng sau con số / other words that may stand behind the figure",
    "units": "các đơn vị tính đứng sau con số / units of measure behind the figure",
    "sections": "mã các mục thuyết minh được đọc / the sections of the narrative that are read",
    "levels": "các cấp thường không có chỉ tiêu này / the levels that usually have none",
    "above": "chỉ hỏi khi số lớn hơn mức này, số nguyên / asked where the figure is above this",
    "plausible": "số lớn hơn mức này mới có thể là ngày tháng, số nguyên / figures above this may be dates",
}
_SELECTOR: Mapping[str, Any] = {
    "properties": {
        "column": _text("mã cột: cả cột / the id of a column: all of it"),
        "row": _text("mã dòng: cả dòng / the id of a row: all of it"),
        "rows": _texts("chỉ các dòng này của cột / only these rows of the column"),
        "columns": _texts("chỉ các cột này của dòng / only these columns of the row"),
    },
    "additionalProperties": False,
    "minProperties": 1,
}


def _of() -> dict[str, Any]:
    part = {"type": ["string", "object"], "minLength": 1}
    return _said(
        _object(
            {
                "numerator": _said(part, "mã chỉ tiêu là tử số / the field of the part"),
                "denominator": _said(part, "mã chỉ tiêu là mẫu số / the field of the whole"),
            },
            PARTS,
        ),
        "tỷ lệ phần trăm của chỉ tiêu nào trên chỉ tiêu nào / what it is a percentage of",
    )


def _section() -> dict[str, Any]:
    return _object(
        {
            "tt": _said({"type": "string", "maxLength": 8}, "số thứ tự của đề mục, ví dụ I / number, such as I"),
            "label": _text("tên đề mục / label"),
            "before": _text("mã chỉ tiêu đứng ngay sau đề mục / the field that it stands above"),
            "review": _review(),
        },
        ("tt", "label", "before"),
    )


def _narrative() -> dict[str, Any]:
    return _object(
        {
            "id": _text("mã mục / id"),
            "label": _text("tên mục / label"),
            "help": _text("lời hướng dẫn khi nhập / what to write"),
        },
        ("id", "label"),
    )


def _rule() -> dict[str, Any]:
    rule = _object(
        {
            "id": _text(
                "mã quy tắc: chữ thường không dấu, số, gạch nối / id: lower-case letters, digits, hyphens",
                pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
            ),
            "code": _text("mã lỗi trong danh mục, ví dụ C02 / code of the catalogue, such as C02", pattern=_CODE),
            "kind": _said({"enum": sorted(KINDS)}, _listed("loại quy tắc", "kind", sorted(KINDS))),
            "severity": _said(_SEVERITY, "error (lỗi), warning (cảnh báo) hoặc note (lưu ý) / error, warning or note"),
            "args": _said({"type": "object"}, "nội dung của quy tắc / what the rule says"),
            "basis": _text("văn bản hoặc lý do của quy tắc / the document or reason of the rule"),
            "status": _said(
                {"enum": ["active", "beta"]}, "active, hoặc beta (chỉ cảnh báo) / active, or beta (only warns)"
            ),
            "blocks_above": _blocks_above(),
            "levels": _texts("các cấp mà quy tắc áp dụng / the levels that it holds for"),
            "message": _text("lời báo riêng của biểu mẫu / what the form says where it is broken", maxLength=200),
            "repair": _text("cách sửa, theo lời của biểu mẫu / the form's own words for the repair", maxLength=200),
            "review": _review(),
        },
        ("id", "code", "kind", "severity", "args"),
    )
    rule["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
            "then": {"properties": {"args": _with_selectors(kind_of(name).args, kind_of(name).field_args)}},
        }
        for name in sorted(KINDS)
    ]
    return rule


def _blocks_above() -> dict[str, Any]:
    return _said(
        {
            **_object(
                {
                    "units": _said(
                        {"type": "integer", "minimum": 0}, "số đơn vị, số nguyên từ 0 / units, a whole number from 0"
                    ),
                    "percent": _said(
                        {"type": "number", "minimum": 0, "maximum": 100},
                        "phần trăm số đơn vị, từ 0 đến 100 / percent of the units, 0 to 100",
                    ),
                },
                (),
            ),
            "minProperties": 1,
            "maxProperties": 1,
        },
        "một mức, units (số đơn vị) hoặc percent (phần trăm); có quá mức ấy đơn vị không đáp ứng thì cảnh báo thành lỗi"
        " / one limit, units or percent; where more units break it, the warning becomes an error",
    )


def _behind(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item that is added: ``after`` names the one that it stands behind."""
    after = _text("mã của mục đứng ngay trước / the id of the one that it stands behind")
    own = item.get("else", item)
    return {**own, "properties": {**own["properties"], "after": after}}


_ITEMS: Mapping[str, Any] = {
    "fields": _field,
    "values": _value,
    "lists": _list,
    "header": _header,
    "periods": _own_period,
    "narrative": _narrative,
    "rules": _rule,
}
