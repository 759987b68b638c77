"""examples/danh-sach-lop: a list whose lines the units add, from the definition to the provincial workbook."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import openpyxl
import pytest
from filled import merged_example, run

from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file

FOLDER = pathlib.Path(__file__).parent.parent / "examples" / "danh-sach-lop"
FORM = FOLDER / "bieu-mau" / "lop-boi-duong-1.json"

# Worked out by hand from the lines of tools/example_lists.py: (used, set aside). Bình Minh's people are set aside (its
# own total says 190, its lines 185), and so are Cẩm Thạch's costs (one of them in words; the others come to 36.2).
TOTALS = {"1": (3 + 3 + 4 + 0 + 2, 0), "2": (203 + 225 + 0 + 80, 190), "3": (22.25 + 18.5 + 0 + 28.25, 36.2)}
PLANTED = {
    ("LB01", "lop@ten", "C37"), ("LB06", "lop@ten", "C37"),
    ("LB02", "2", "C34"),
    ("LB03", "lop@ngay", "S36"), ("LB03", "lop@kinh-phi", "V24"), ("LB03", "3", "C38"), ("LB03", "lop@ten", "C35"),
    ("LB05", "", "M12"),
}  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("merged") / "kq.xlsx"


@pytest.fixture(scope="module")
def merged(output: pathlib.Path) -> dict[str, Any]:
    return merged_example(FOLDER, output)


def test_form__is_sound_and_its_rows_are_counted_from_the_list() -> None:
    assert lint(str(FORM)) == ()
    form = load_file(str(FORM))
    assert [(field.drawn, field.kind) for field in form.fields] == [
        ("lop", "count"), ("lop@so-nguoi", "count"), ("lop@kinh-phi", "money")
    ]  # fmt: skip


def test_merge__counts_lines_and_sums_up_columns(merged: dict[str, Any]) -> None:
    found = {field: (total["used"], total["set_aside"]) for field, total in merged["totals"].items()}
    assert found == TOTALS


def test_merge__what_was_planted_is_found_and_nothing_else(merged: dict[str, Any]) -> None:
    found = {(one["unit"], one["field"] or "", one["code"]) for one in merged["findings"] if one["severity"] != "note"}
    assert found == PLANTED


def test_sheet__has_the_lines_of_all_units_with_the_unit_in_front(merged: dict[str, Any], output: pathlib.Path) -> None:
    assert merged["output"]
    sheet = openpyxl.load_workbook(output, data_only=True)["Danh sách lớp bồi dưỡng"]
    lines = [row for row in sheet.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]
    assert [row[2] for row in lines] == (
        ["Xã An Bình"] * 3 + ["Xã Bình Minh"] * 3 + ["Xã Cẩm Thạch"] * 4 + ["Xã Tân Lập"] * 2
    )  # Đông Sơn says that it has none
    days = [row[4].strftime("%d/%m/%Y") if row[4] else None for row in lines]
    assert days[3:8] == ["15/03/2026", "08/04/2026", "20/05/2026", "10/02/2026", None]
    assert [row[6] for row in lines] == [45, 120, 38, 55, 40, 90, 60, 25, 80, 60, 30, 50]
    assert [row[7] for row in lines] == [12.5, None, 9.75, 7.5, 11, None, 15, "chưa quyết toán", 6.2, 15, 8, 20.25]
    assert "Trùng dòng trong danh sách" in lines[9][8]


def test_shown__with_the_columns_of_the_list() -> None:
    code, printed = run("forms", "show", FORM)
    assert code == 0
    assert "Danh sách lớp bồi dưỡng: Tên lớp | Ngày khai giảng | Hình thức | Số người (Người)" in printed


def test_report__of_a_unit_has_its_list_and_is_read_again(tmp_path: pathlib.Path) -> None:
    campaign = ("--campaign", FOLDER / "dot-bao-cao.json")
    found = {}
    for name in ("An Bình", "Đông Sơn"):
        document = tmp_path / f"{name}.docx"
        assert run("report", FOLDER / "bao-cao" / f"Xã {name}.xlsx", *campaign, "-o", document)[0] == 0
        code, printed = run("validate", document, *campaign, "--format", "json")
        (file,) = json.loads(printed)["files"]
        assert (code, file["status"]) == (0, "valid")
        lines = [
            tuple(cell["value"] or cell["qualifier"] for cell in one["values"].values()) for one in file["lists"]["lop"]
        ]
        found[name] = ([file["values"][field]["value"] for field in "123"], lines)
    assert found["Đông Sơn"] == ([0, 0, 0], [])
    assert found["An Bình"][0] == [3, 203, 22.25]
    assert found["An Bình"][1][0] == (
        "Kỹ năng số cơ bản cho cán bộ không chuyên trách", "2026-01-20", "Trực tiếp", 45, 12.5
    )  # fmt: skip
