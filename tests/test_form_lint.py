"""``forms check``: shipped forms are sound; each contradiction, repetition and rule that can never speak is named with
its repair.
"""

from __future__ import annotations

import ast
import copy
import json
import pathlib
import re
from collections.abc import Callable
from typing import Any

import judges
import pytest
from broken_forms import BROKEN, DROPPED, Broken

from cchc_xl import resources
from cchc_xl.form.lint import lint
from cchc_xl.form.load import known_forms
from cchc_xl.form.schema import form_schema
from cchc_xl.words.forms import PROBLEMS
from cchc_xl.words.schema_errors import _REPAIRS, _WANTED

SHIPPED = [(form_id, version) for form_id, versions in known_forms().items() for version in versions]


def definition(form_id: str = "tuyen-truyen-cchc", version: int = 1) -> dict[str, Any]:
    with open(resources.path("schemas", "forms", form_id, f"{version}.json"), encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def rule(data: dict[str, Any], rule_id: str) -> dict[str, Any]:
    return next(rule for rule in data["rules"] if rule["id"] == rule_id)


def another(data: dict[str, Any], rule_id: str, **args: Any) -> None:
    """A second rule like one of the form's, with other arguments."""
    made = copy.deepcopy(rule(data, rule_id))
    made["id"] += "-hai"
    made["args"] |= args
    data["rules"].append(made)


@pytest.mark.parametrize(("form_id", "version"), SHIPPED)
def test_lint__shipped_forms_are_sound(form_id: str, version: int) -> None:
    assert lint(resources.path("schemas", "forms", form_id, f"{version}.json")) == ()


def test_schema__committed_is_generated() -> None:
    with open(resources.path("schemas", "form.schema.json"), encoding="utf-8") as file:
        assert json.load(file) == form_schema(), "run tools/build_schemas.py"


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "the same rule twice": (lambda d: another(d, "binh-quan-nguoi-du"), "Trùng với quy tắc “binh-quan-nguoi-du”"),
    "a laxer limit": (lambda d: another(d, "toi-da-01", limit=900), "Ngưỡng 900 không bao giờ nói thêm"),
    "a band that excludes the other": (
        lambda d: another(d, "binh-quan-nguoi-du", low=200, high=300),
        "Không có số liệu nào thỏa mãn",
    ),
    "the same band upside down": (
        lambda d: another(d, "binh-quan-nguoi-du", numerator="05", denominator="05.1", low=1, high=2),
        "Không có số liệu nào thỏa mãn",
    ),
    "a band above the limit": (
        lambda d: rule(d, "toi-da-05-1")["args"].update(limit=5),
        "Không có số liệu nào thỏa mãn",
    ),
    "a demand that a limit forbids": (
        lambda d: rule(d, "toi-da-05")["args"].update(limit=0),
        "trong khi quy tắc “toi-da-05”",
    ),
    "two figures in prose for one field": (
        lambda d: another(d, "thuyet-minh-01", near=["xây dựng"]),
        "Trùng với quy tắc “thuyet-minh-01”",
    ),
    "two activities for one field": (
        lambda d: another(d, "co-neu-07", words=["dán áp phích"]),
        "Trùng với quy tắc “co-neu-07”",
    ),
    "a word that fires and silences": (
        lambda d: rule(d, "thuyet-minh-01")["args"]["apart"].append("ban hành"),
        "Từ “ban hành” có cả ở near và apart",
    ),
    "a unit of measure that fires and silences": (
        lambda d: rule(d, "thuyet-minh-01")["args"]["besides"].append("văn bản"),
        "có cả ở units và besides",
    ),
    "an exception to itself": (
        lambda d: rule(d, "cuoc-thi-cap-tren")["args"]["unless"].append("tham gia cuộc thi"),
        "có cả ở words và unless",
    ),
    "no number looks like a date up there": (
        lambda d: rule(d, "so-seri-ngay")["args"].update(plausible=60000),
        "Ngưỡng 60000 quá cao",
    ),
    "documents that another rule asks about": (
        lambda d: rule(d, "van-ban-cap-tren")["args"].update(limit=500),
        "Ngưỡng 500 quá cao",
    ),
    "a section that does not exist": (
        lambda d: rule(d, "co-neu-07")["args"]["sections"].append("phu-luc"),
        "Không có mục thuyết minh “phu-luc”",
    ),
    "rows out of order": (lambda d: rule(d, "lech-mot-dong")["args"]["fields"].reverse(), "ít nhất bốn dòng liền nhau"),
    "too few rows": (
        lambda d: rule(d, "lech-mot-dong")["args"].update(fields=["01", "02", "03"]),
        "ít nhất bốn dòng liền nhau",
    ),
    "a level at which nothing is asked": (
        lambda d: (
            next(f for f in d["fields"] if f["id"] == "04").update(levels=["xa"]),
            rule(d, "co-neu-04").update(levels=["so"]),
        ),
        "Không chỉ tiêu nào của quy tắc áp dụng ở cấp (so)",
    ),
    "a demand at a level without the field": (
        lambda d: next(f for f in d["fields"] if f["id"] == "05").update(levels=["xa"]),
        "Đòi hỏi chỉ tiêu 05 ở cấp (don-vi, huyen, so)",
    ),
    "an unknown field": (lambda d: rule(d, "co-neu-07")["args"].update(field="77"), "Không có mã “77”"),
    "an unknown argument": (
        lambda d: rule(d, "chu-nhan-dang-sai")["args"].update(nguong=3),
        "Không đúng cấu trúc: không có mục này; các mục dùng được: ",
    ),
    "an unknown kind": (
        lambda d: rule(d, "co-neu-07").update(kind="guess"),
        'Không đúng cấu trúc: giá trị "guess" chưa đúng; cần loại quy tắc, một trong: activity, ',
    ),
    "a missing entry": (lambda d: d["fields"][3].pop("label"), "Không đúng cấu trúc: thiếu mục label."),
    "two missing entries": (
        lambda d: (d["fields"][3].pop("label"), d["fields"][3].pop("unit")),
        "Không đúng cấu trúc: thiếu mục label, unit.",
    ),
    "an id of another shape": (
        lambda d: d.update(id="Mẫu 1"),
        'Không đúng cấu trúc: giá trị "Mẫu 1" chưa đúng; cần mã biểu mẫu: chữ thường không dấu, số, gạch nối.',
    ),
    "an empty list": (
        lambda d: d["fields"][0].update(levels=[]),
        "cần danh sách có ít nhất 1 phần tử (các cấp phải báo cáo chỉ tiêu).",
    ),
    "one of two types": (
        lambda d: d["fields"][0].update(parent=5),
        "cần một chuỗi chữ trong dấu ngoặc kép hoặc null (mã chỉ tiêu mà dòng con thuộc về).",
    ),
    "a day that no year has": (
        lambda d: d["periods"][0]["to"].update(day="04-31"),
        "Không có ngày 04-31 (tháng-ngày) trong năm nào.",
    ),
    "a period that ends before it begins": (
        lambda d: d["periods"][0]["from"].update(year=0),
        "Kỳ “H1” kết thúc trước khi bắt đầu.",
    ),
    "no unit above the table": (
        lambda d: d.update(header=[item for item in d["header"] if item["id"] != "unit"]),
        "Phần trên bảng phải có đúng một mục loại unit",
    ),
    "a usual period that is none": (lambda d: d.update(periods=["H3"]), "cần một trong: H1, H2, Y, Q1, "),
    "parts to change without a form to change": (lambda d: d.update(drop={"fields": ["01"]}), "cần ghi cả mục extends"),
    "a text for a number": (
        lambda d: d.update(version="2"),
        'Không đúng cấu trúc: giá trị "2" chưa đúng; cần một số nguyên (phiên bản: số nguyên từ 1).',
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_lint__names_each_fault_with_its_repair(tmp_path: pathlib.Path, fault: str) -> None:
    data = definition()
    make, expected = FAULTS[fault]
    make(data)
    path = tmp_path / "form.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    problems = lint(str(path))
    assert any(expected in problem.what["vi"] for problem in problems), [problem.what["vi"] for problem in problems]
    for problem in problems:
        assert problem.path
        assert all(problem.what[lang] and problem.repair[lang] for lang in ("vi", "en"))


def test_lint__an_error_of_structure_is_said_once(tmp_path: pathlib.Path) -> None:
    """jsonschema has an error for each missing entry; an office needs one line with all of them."""
    data = definition()
    for name in ("label", "unit"):
        data["fields"][0].pop(name)
    path = tmp_path / "form.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (problem,) = lint(str(path))
    assert problem.path == "fields[0]"
    assert problem.what["en"] == "Wrong structure: label, unit is missing."


def test_words__every_problem_has_them_and_none_is_left_over() -> None:
    folder = pathlib.Path(__file__).parent.parent / "cchc_xl" / "form"
    calls = [
        node
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("problem", "DefinitionError")
    ]
    keys = [(call.args[call.func.id == "problem"], call.keywords) for call in calls]  # type: ignore[attr-defined]
    # The one call that hands on what could not be put together has no key of its own.
    used = {key.value: {word.arg for word in words} for key, words in keys if isinstance(key, ast.Constant)}
    assert used.keys() == PROBLEMS.keys()
    for key, words in PROBLEMS.items():
        assert {name for text in words for name in re.findall(r"{(\w+)}", text)} == used[key], key


def test_words__jsonschema_never_speaks_for_us() -> None:
    """Every keyword of the two schemas has words, or stands beside a description that has them."""

    def keywords(schema: Any) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(keywords, schema))
        if not isinstance(schema, dict):
            return set()
        below = [
            schema[key] for key in ("items", "additionalProperties", "propertyNames", "if", "then") if key in schema
        ]
        below += [schema[key] for key in ("allOf", "anyOf", "oneOf") if key in schema]
        below += [one for key in ("properties", "$defs") for one in schema.get(key, {}).values()]
        own = set() if "description" in schema and "$id" not in schema else set(schema)
        return own.union(*map(keywords, below))

    with open(resources.path("schemas", "campaign.schema.json"), encoding="utf-8") as file:
        found = keywords(form_schema()) | keywords(json.load(file))
    structure = {
        "properties",
        "items",
        "$defs",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "then",
        "else",
        "propertyNames",
        "$ref",
    }
    worded = {*_WANTED, *_REPAIRS, "type", "const"}  # const: of the condition of a rule kind
    assert found - structure - {"$schema", "$id", "title", "description"} <= worded


# --- words for whoever made the mistake ------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: "/".join(map(str, one.path)))
def test_broken_form__is_told_where_and_what_in_words(tmp_path: pathlib.Path, broken: Broken) -> None:
    """The place, and what to write there: no pattern, no word of a library's."""
    (source,) = (judges.ROOT / "examples" / broken.form / "bieu-mau").glob("*.json")
    data = json.loads(source.read_text(encoding="utf-8"))
    at = data
    for key in broken.path[:-1]:
        at = at[key]
    at[broken.path[-1]] = broken.value
    if broken.value is DROPPED:
        del at[broken.path[-1]]
    path = tmp_path / "bm.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    problems = lint(str(path))
    assert any(one.path == broken.at and broken.said in one.what["vi"] for one in problems), problems
    for one in problems:
        for text in (*one.what.values(), *one.repair.values()):
            assert not re.search(r"\^|\\|\(\?|\]\{|\[0-9|\]\*|\$$|'", text), text
        assert one.repair["vi"]


def test_schema__every_entry_is_described_in_both_languages() -> None:
    def undescribed(schema: Any, path: str) -> list[str]:
        if isinstance(schema, list):
            return [one for part in schema for one in undescribed(part, path)]
        if not isinstance(schema, dict):
            return []
        named = schema.get("properties", {})
        found = [f"{path}/{name}" for name, one in named.items() if " / " not in str(one.get("description", "const"))]
        # Which arguments a kind of rule takes: both entries are described above.
        found = [one for one in found if not one.endswith(("/allOf/if/kind", "/allOf/then/args"))]
        deeper = [
            (name, one)
            for key, one in schema.items()
            for name, one in ([(key, one)] if key != "properties" else one.items())
        ]
        return found + [more for name, one in deeper for more in undescribed(one, f"{path}/{name}")]

    assert undescribed(form_schema(), "") == []
