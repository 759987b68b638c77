"""examples/giai-quyet-tthc: a table of six columns, from the definition to the provincial workbook."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from filled import merged_example, run
from openpyxl import load_workbook

from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file

FOLDER = pathlib.Path(__file__).parent.parent / "examples" / "giai-quyet-tthc"
FORM = FOLDER / "bieu-mau" / "giai-quyet-tthc-1.json"

# Worked out by hand from the figures of tools/example_columns.py: (used, set aside).
TOTALS = {
    "1@tiep-nhan": (270, 0), "1@truc-tuyen": (170, 0), "1@qua-han": (10, 0), "1.1@dung-han": (94, 0),
    "2@tiep-nhan": (370, 100), "2@truc-tuyen": (330, 0), "2@truc-tiep": (130, 0),
    "3@tiep-nhan": (610, 0), "3@truc-tiep": (610, 0), "4@dang-giai-quyet": (11, 0),
    "tong@tiep-nhan": (1412, 0), "tong@qua-han": (11, 0),
}  # fmt: skip
PLANTED = {("TT03", "@qua-han", "S29"), ("TT03", "", "S30"), ("TT04", "2@tiep-nhan", "C30"), ("TT05", "", "M12")}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return merged_example(FOLDER, tmp_path_factory.mktemp("merged") / "kq.xlsx")


def test_form__is_sound_and_asks_for_every_cell_but_one() -> None:
    assert lint(str(FORM)) == ()
    form = load_file(str(FORM))
    assert (len(form.rows), len(form.values), len(form.fields)) == (6, 6, 35)
    equations = [rule.id for rule in form.rules if rule.kind == "equation"]
    # Across: a rule for each row (no online services in row 3); down: one for each column.
    assert sum(one.startswith("nguon-") for one in equations) == 6
    assert sum(one.startswith("tong-cong-") for one in equations) == 6


def test_merge__each_value_is_added_up_by_its_row_and_column(merged: dict[str, Any]) -> None:
    found = {field: (total["used"], total["set_aside"]) for field, total in merged["totals"].items()}
    assert {field: found[field] for field in TOTALS} == TOTALS


def test_merge__what_was_planted_is_found_and_nothing_else(merged: dict[str, Any]) -> None:
    found = {
        (one["unit"], one["field"] or "", one["code"])
        for one in merged["findings"]
        if one["severity"] != "note" and one["code"] != "S16"  # tables of their own making
    }
    assert found == PLANTED


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The provincial workbook with what a spreadsheet program makes of its formulas."""
    path = tmp_path_factory.mktemp("workbook") / "kq.xlsx"
    merged_example(FOLDER, path)
    return load_workbook(path), load_workbook(path, data_only=True)


def test_appendix__as_on_paper_over_the_totals(workbook: Any) -> None:
    formulas, values = (one["Biểu tổng hợp"] for one in workbook)
    assert [values.cell(4, column).value for column in range(1, 10)] == [
        "TT", "Nội dung", "Đơn vị tính", "Tổng số tiếp nhận", "Trong đó", None, "Đã giải quyết", None, "Đang giải quyết"
    ]  # fmt: skip
    assert [values.cell(5, column).value for column in range(5, 9)] == [
        "Trực tuyến",
        "Trực tiếp",
        "Đúng hạn",
        "Quá hạn",
    ]
    assert {"E4:F4", "G4:H4", "A4:A5", "I4:I5"} <= {str(area) for area in values.merged_cells.ranges}
    form = load_file(str(FORM))
    shown = {
        f"{row.id}@{column.id}": values.cell(6 + down, 4 + across).value
        for down, row in enumerate(form.rows)
        for across, column in enumerate(form.values)
    }
    assert {field: shown[field] for field in TOTALS} == {field: used for field, (used, _) in TOTALS.items()}
    assert shown["3@truc-tuyen"] is None  # not asked for
    total = [field.id for field in form.fields].index("tong@qua-han")
    assert formulas["H11"].value == f"='Tổng hợp'!E{15 + total}"
    assert values["D8"].fill.fgColor.rgb == "FFFFC7CE"  # 100 more are set aside


def test_by_unit__the_name_of_a_row_stands_over_its_columns(workbook: Any) -> None:
    sheet = workbook[0]["Theo đơn vị"]
    assert (sheet["E4"].value, sheet["E5"].value, sheet["E6"].value) == (
        "Lĩnh vực đất đai", "Tổng số tiếp nhận", "1@tiep-nhan"
    )  # fmt: skip
    assert {"E4:J4", "K4:P4", "W4:AA4"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["E7"].value == 120
    # A page ends before the name of a row, never within its columns.
    starts = {area.min_col for area in sheet.merged_cells.ranges if area.min_row == 4}
    assert {one.id + 1 for one in sheet.col_breaks.brk} & set(range(5, 39)) <= starts


def test_shown__as_the_table_that_clerks_see() -> None:
    code, printed = run("forms", "show", FORM)
    lines = printed.splitlines()
    assert code == 0
    assert [part.strip() for part in lines[1].split("|")] == [
        "TT", "Nội dung", "Đơn vị tính", "Tổng số tiếp nhận", "Trong đó", "", "Đã giải quyết", "", "Đang giải quyết"
    ]  # fmt: skip
    assert [part.strip() for part in lines[2].split("|")][4:8] == ["Trực tuyến", "Trực tiếp", "Đúng hạn", "Quá hạn"]
    assert [part.strip() for part in lines[7].split("|")][3:6] == ["...", "x", "..."]
