"""A unit that only another place names is proposed and taken when somebody accepts it; periods as offices write them."""

from __future__ import annotations

import pathlib
from typing import Any

import openpyxl
import pytest
import surroundings

from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.table.spelled_period import spelled_period
from cchc_xl.units.roster import Roster
from cchc_xl.validate import Settings, named_settings, validate_file, validate_grid
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 2)
VALUES = {"01": 12, "02": 0, "03": 3, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4, "09": 1, "10": 0}
ROSTER = "Mã,Tên đơn vị,Cấp\nU-ST,Xã Sơn Tiến,Xã\nU-SH,Xã Sơn Hồng,Xã\nU-TP,Phường Trần Phú,Xã\n"


def put(path: pathlib.Path, unit: str = "", **header: object) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_template(
        FORM, path, period=period(FORM, "H1", 2026), values=VALUES, header={"unit": unit, "prepared_by": "An", **header}
    )
    return path


@pytest.fixture
def roster(tmp_path: pathlib.Path) -> str:
    path = tmp_path / "don-vi.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def proposed(path: pathlib.Path, roster: str) -> tuple[object, object]:
    """(the unit that M01 or M02 proposes, its reason)."""
    report = validate_file(str(path), named_settings(None, roster, "2026-H1"))
    assert report.submission
    assert report.submission.unit is None
    [one] = [found for found in report.findings if found.code in ("M01", "M02")]
    return one.params.get("proposed_unit"), one.params.get("reason", ())


@pytest.mark.parametrize(
    ("name", "unit", "by"),
    [
        ("Xã Sơn Tiến - BC 6T 2026.xlsx", "U-ST", "unit-by-file"),
        ("xa_son_tien_bc.xlsx", "U-ST", "unit-by-file"),
        ("BC-Son Tien-6T.xlsx", "U-ST", "unit-by-file"),
        ("P.Trần Phú.xlsx", "U-TP", "unit-by-file"),
        ("Xã Sơn Hồng/bao cao.xlsx", "U-SH", "unit-by-folder"),
        ("Phuong Tran Phu/nop lan 1/bc.xlsx", "U-TP", "unit-by-folder"),
        ("bao cao 6 thang.xlsx", None, ""),
        ("Xã Sơn Tiến, Xã Sơn Hồng.xlsx", None, ""),  # two
        ("Xã Sơn Hồng/Xã Sơn Tiến.xlsx", None, ""),  # they do not agree
        ("Xã Sơn.xlsx", None, ""),
    ],
)
def test_unit_named_by_file_or_folder__is_proposed(
    tmp_path: pathlib.Path, roster: str, name: str, unit: str | None, by: str
) -> None:
    found, reason = proposed(put(tmp_path / "in" / name), roster)
    assert found == unit
    assert reason == ((by,) if unit else ())


def test_misspelt_unit__has_candidates_and_what_the_file_says(tmp_path: pathlib.Path, roster: str) -> None:
    found, reason = proposed(put(tmp_path / "Sơn Tiến.xlsx", unit="Xã Sơn Tiêng"), roster)
    assert (found, reason) == ("U-ST", ("unit-candidates", "unit-by-file"))


def test_unit_over_the_signature__is_proposed(tmp_path: pathlib.Path, roster: str) -> None:
    path = put(tmp_path / "bc.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row + 2, 4).value = "TM. UBND XÃ SƠN HỒNG"
    book.save(path)
    assert proposed(path, roster) == ("U-SH", ("unit-by-signature",))


def merge(folder: pathlib.Path, roster: str) -> Result:
    return merge_paths([str(folder)], str(folder.parent / "out.xlsx"), plan_of(roster=roster, period="2026-H1"))


def findings(out: pathlib.Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(out)["Vấn đề"]
    titles = [cell.value for cell in sheet[3]]
    rows = sheet.iter_rows(min_row=4)
    return [dict(zip(titles, [cell.value for cell in row], strict=False)) | {"row": row[0].row} for row in rows]


def test_proposed_unit__is_added_once_it_is_accepted(tmp_path: pathlib.Path, roster: str) -> None:
    put(tmp_path / "in" / "Xã Sơn Tiến - BC 6T 2026.xlsx")
    out = tmp_path / "out.xlsx"
    before = merge(tmp_path / "in", roster)
    assert before.consolidation.totals[0].used == 0
    [row] = [row for row in findings(out) if row["Mã"] == "M01"]
    assert row["Đề xuất"] == "Xã Sơn Tiến"
    book = openpyxl.load_workbook(out)
    book["Vấn đề"].cell(row["row"], 13).value = "Chấp nhận đề xuất"
    book.save(out)
    after = merge(tmp_path / "in", roster)
    assert after.consolidation.totals[0].used == 12
    assert [one.name for one in after.consolidation.units] == ["Xã Sơn Tiến"]
    assert {unit.name for unit in after.consolidation.missing} == {"Xã Sơn Hồng", "Phường Trần Phú"}
    [row] = [row for row in findings(out) if row["Mã"] == "M01"]
    assert row["Hiệu lực"] == "Đã giao tệp cho Xã Sơn Tiến"


# --- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year", "key"),
    [
        ("6T/2026", "", "2026-H1"),
        ("06T/2026", "", "2026-H1"),
        ("6T", "2026", "2026-H1"),
        ("6 tháng đầu năm 26", "", "2026-H1"),
        ("6 tháng cuối năm 26", "", "2026-H2"),
        ("6T cuối năm 2026", "", "2026-H2"),
        ("từ 15/12/2025 đến 14/6/2026", "", "2026-H1"),
        ("(từ ngày 15/12/2025 đến ngày 14/6/2026)", "", "2026-H1"),
        ("từ 15/12/2025 đến 14/12/2026", "", "2026-Y"),
        ("từ 01/01/2026 đến 30/6/2026", "", None),
        ("từ 15/12/2025 đến 31/5/2026", "", None),
        ("Quý I, II/2026", "", None),
        ("Quý II năm 2026", "", None),
        ("Q2/2026", "", None),
        ("tháng 6/2026", "", None),
        ("9 tháng đầu năm 2026", "", None),
        ("6T/2025 và 6T/2026", "", None),
        ("6T", "", None),
        ("Năm 2026", "", None),  # the form's own words say it, or nobody does
    ],
)
def test_period_as_offices_write_it(text: str, year: str, key: str | None) -> None:
    found = spelled_period(FORM, text, year)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("text", "year", "key"),
    [
        ("6T/2026", "", "2026-H1"),
        ("6T", "26", "2026-H1"),
        ("6 tháng đầu năm 26", "", "2026-H1"),
        ("từ 15/12/2025 đến 14/6/2026", "", "2026-H1"),
        ("từ 15/12/2025 đến 14/6/2026", "2026", "2026-H1"),
        ("Quý II/2026", "", None),
    ],
)
def test_period_in_the_template__is_read(tmp_path: pathlib.Path, text: str, year: object, key: str | None) -> None:
    path = put(tmp_path / "a.xlsx", unit="Xã Sơn Tiến", period=text, year=year)
    report = validate_file(str(path), named_settings(None, None, "2026-H1"))
    assert report.submission
    assert (report.submission.period.key if report.submission.period else None) == key
    assert ("M05" in {one.code for one in report.findings}) == (key is None)


@pytest.mark.parametrize(
    "line",
    ["(Số liệu 6T/2026)", "Từ 15/12/2025 đến 14/6/2026", "BÁO CÁO CCHC 6 THÁNG ĐẦU NĂM 26", "Kỳ báo cáo: 6T/2026"],
)
def test_period_above_a_foreign_table__is_read(tmp_path: pathlib.Path, line: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["UBND XÃ SƠN TIẾN"], [line], [], ["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"]):
        sheet.append(row)
    for field in FORM.fields:
        sheet.append([field.tt, field.label, field.unit, VALUES[field.id], None])
    path = tmp_path / "a.xlsx"
    book.save(path)
    report = validate_file(str(path), named_settings(None, None, "2026-H1"))
    assert report.submission
    assert report.submission.period
    assert report.submission.period.key == "2026-H1"


# --- the unit in a title above the table -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026 - UBND XÃ SƠN TIẾN, TỈNH HÀ TĨNH", "Xã Sơn Tiến"),
        ("BÁO CÁO TUYÊN TRUYỀN CCHC CỦA UBND XÃ SƠN TIẾN", "Xã Sơn Tiến"),
        ("Biểu số liệu của UBND xã Sơn Tiến 6 tháng đầu năm 2026", "Xã Sơn Tiến"),
        ("(Kèm theo Báo cáo số 15/BC-UBND ngày 12/6/2026 của UBND xã Sơn Tiến)", "Xã Sơn Tiến"),
        ("PHỤ LỤC (Kèm theo Báo cáo số 15/BC-UBND ngày 12/6/2026 của Ủy ban nhân dân xã Sơn Tiến)", "Xã Sơn Tiến"),
        ("(Kèm theo Công văn số 15/UBND-VX ngày 12/6/2026 của UBND xã Sơn Tiến)", ""),
        ("(Kèm theo Kế hoạch số 15/KH-UBND của UBND xã Sơn Tiến)", ""),
        ("Báo cáo thực hiện Kế hoạch số 12/KH-UBND của UBND xã Sơn Tiến", ""),
        ("Báo cáo theo Công văn số 12 của UBND xã Sơn Tiến", ""),
        ("Kính gửi: UBND xã Sơn Tiến", ""),
    ],
)
def test_title_above_the_table__may_name_the_unit(line: str, unit: str) -> None:
    roster = Roster((Unit("U-ST", "Xã Sơn Tiến"), Unit("U-SH", "Xã Sơn Hồng")))
    paper = surroundings.Paper(dict.fromkeys(surroundings.FIELDS, 3))
    paper.lines[0] = [line]
    report = validate_grid(paper.grid(), Settings((surroundings.FORM,), roster, period(surroundings.FORM, "H1", 2026)))
    assert report.submission is not None
    assert (report.submission.unit.name if report.submission.unit else "") == unit
