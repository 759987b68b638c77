"""Sub-rows with one name under several indicators ("Trong đó: nữ"): each belongs to the one that it stands under."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from cchc_xl.form.home import opened
from cchc_xl.form.lint import lint
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Form, Grid, Submission
from cchc_xl.validate import Settings, validate_grid
from cchc_xl.write.template.workbook import template_bytes

FEMALE, MINORITY = "Trong đó: nữ", "Trong đó: người dân tộc thiểu số"
PROVINCE, COMMUNE = "Số người dự tập huấn cấp tỉnh", "Số người dự tập huấn cấp xã"
DEFINITION = {
    "id": "tap-huan",
    "version": 1,
    "title": "Tập huấn",
    "periods": ["H1", "Y"],
    "fields": [
        {"tt": "1", "label": PROVINCE, "unit": "Người"},
        {"id": "1a", "parent": "1", "label": FEMALE, "unit": "Người"},
        {"id": "1b", "parent": "1", "label": MINORITY, "unit": "Người"},
        {"tt": "2", "label": COMMUNE, "unit": "Người"},
        {"id": "2a", "parent": "2", "label": FEMALE, "unit": "Người"},
        {"id": "2b", "parent": "2", "label": MINORITY, "unit": "Người"},
        {"tt": "3", "label": "Số hội nghị đã tổ chức", "unit": "Hội nghị"},
    ],
    "rules": [],
}
Rows = Sequence[tuple[str, str, int]]
MEETINGS = ("3", "Số hội nghị đã tổ chức", 7)
FIRST: Rows = (("1", PROVINCE, 100), ("", FEMALE, 40), ("", MINORITY, 10))
SECOND: Rows = (("2", COMMUNE, 200), ("", FEMALE, 90), ("", MINORITY, 30))
ALL = {"1": 100, "1a": 40, "1b": 10, "2": 200, "2a": 90, "2b": 30, "3": 7}


def without(*fields: str) -> dict[str, int]:
    return {field: value for field, value in ALL.items() if field not in fields}


CASES: dict[str, tuple[Rows, dict[str, int]]] = {
    "as the form has it": ((*FIRST, *SECOND, MEETINGS), ALL),
    "the second before the first": ((*SECOND, *FIRST, MEETINGS), ALL),
    "numbers of their own": (
        (FIRST[0], ("1.1", FEMALE, 40), ("1.2", MINORITY, 10), SECOND[0], ("2.1", FEMALE, 90), ("2.2", MINORITY, 30), MEETINGS),
        ALL,
    ),
    "dashes for 'trong đó'": (
        (FIRST[0], ("-", "Nữ", 40), ("-", "Người dân tộc thiểu số", 10), SECOND[0], ("-", "Nữ", 90), ("-", "Người dân tộc thiểu số", 30), MEETINGS),
        ALL,
    ),
    "slips in the names": (
        (FIRST[0], ("", "Trong đó : Nữ", 40), ("", "trong do: nguoi dan toc thieu so", 10), SECOND[0], ("", "trong đó, nữ.", 90), ("", "Trong đó: ngừoi dân tộc thiểu số", 30), MEETINGS),
        ALL,
    ),
    "other order under the parent": ((FIRST[0], FIRST[2], FIRST[1], SECOND[0], SECOND[2], SECOND[1], MEETINGS), ALL),
    "the first has none": ((FIRST[0], *SECOND, MEETINGS), without("1a", "1b")),
    "the first has one": ((FIRST[0], FIRST[2], *SECOND, MEETINGS), without("1a")),
    "the second has none": ((*FIRST, SECOND[0], MEETINGS), without("2a", "2b")),
    "under a row that is not the form's": (
        (*FIRST, ("4", "Kinh phí thực hiện các lớp", 5), *SECOND[1:], MEETINGS), without("2", "2a", "2b")
    ),
    "a remark between": (
        (FIRST[0], FIRST[1], FIRST[2], SECOND[0], ("", "(tính cả lớp trực tuyến)", 0), SECOND[1], SECOND[2], MEETINGS), ALL
    ),
    "before any parent": ((*FIRST[1:], FIRST[0], *SECOND, MEETINGS), without("1a", "1b")),
}  # fmt: skip


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("form") / "tap-huan-1.json"
    path.write_text(json.dumps(DEFINITION, ensure_ascii=False), encoding="utf-8")
    assert lint(str(path)) == ()
    return opened(str(path))


def read(data: bytes, form: Form) -> tuple[Submission, set[str]]:
    grid = read_bytes(data, "a.xlsx")
    assert isinstance(grid, Grid)
    found = validate_grid(grid, Settings(forms=(form,)))
    assert found.submission is not None
    return found.submission, {one.code for one in found.findings if one.severity == "error"}


def own_table(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("UBND xã Trung Hà",),
        ("Kỳ báo cáo: 6 tháng đầu năm 2026",),
        (),
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"),
    ):
        sheet.append(row)
    for tt, label, value in rows:
        sheet.append((tt, label, "Hội nghị" if "hội nghị" in label else "Người", value or None))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def values(submission: Submission) -> dict[str, Any]:
    return {one.field: one.number for one in submission.readings if one.number is not None}


@pytest.mark.parametrize("name", CASES)
def test_each_belongs_to_the_row_it_stands_under(name: str, form: Form) -> None:
    rows, expected = CASES[name]
    submission, _ = read(own_table(rows), form)
    assert values(submission) == expected


def test_second_parent_left_out__nothing_is_taken_for_the_first_ones(form: Form) -> None:
    submission, errors = read(own_table((*FIRST, *SECOND[1:], MEETINGS)), form)
    assert values(submission) == without("1a", "1b", "2", "2a", "2b")
    assert errors


def test_our_own_template__is_read_back(form: Form) -> None:
    data = template_bytes(
        form, values=ALL, header={"unit": "UBND xã Trung Hà", "period": "6 tháng đầu năm", "year": 2026}
    )
    submission, errors = read(data, form)
    assert (values(submission), errors) == (ALL, set())


def test_names_of_values__say_whose_they_are(form: Form) -> None:
    assert [field.label for field in form.fields][1:5:3] == ["Trong đó: nữ (mục 1)", "Trong đó: nữ (mục 2)"]
    assert [row.label for row in form.rows][1:5:3] == [FEMALE, FEMALE]


@pytest.mark.parametrize(
    ("change", "named"),
    [({"parent": "1"}, ("1a", "2a")), ({"parent": None}, ("1a", "2a"))],
    ids=["under one parent", "not below anything"],
)
def test_lint__names_are_told_apart_otherwise(
    change: dict[str, Any], named: tuple[str, str], tmp_path: pathlib.Path
) -> None:
    rows = [dict(one) for one in DEFINITION["fields"]]  # type: ignore[attr-defined]
    rows[4] = {key: value for key, value in {**rows[4], **change}.items() if value is not None}
    path = tmp_path / "tap-huan-1.json"
    path.write_text(json.dumps({**DEFINITION, "fields": rows}, ensure_ascii=False), encoding="utf-8")
    assert [one.what["vi"] for one in lint(str(path))] == [
        f"Tên “{FEMALE}” dùng cho cả chỉ tiêu {named[0]} và {named[1]}."
    ]
