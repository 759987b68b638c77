"""Several files of one unit: which is used, why, and what changed between them."""

from __future__ import annotations

import datetime as dt
import json
import pathlib
import subprocess
import sys
from io import BytesIO

import openpyxl
import pytest
from made_reports import FORM, H1, YEAR, A, B, report
from test_decisions import put

from cchc_xl.consolidation.account.completeness import Completeness, completeness
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.model import Consolidation, Finding, Unit
from cchc_xl.words.say import say
from cchc_xl.write.province.workbook import province_bytes, verify_province

DAYS = [f"2026-06-{day:02d}T08:00:00" for day in range(1, 9)]


def versions(*files: tuple[list[object], list[tuple[str, str]]], same_day: bool = False) -> Consolidation:
    """One unit's files, each a day after the other: (values, findings)."""
    reports = [
        report(A, values, faults, path=f"{place}.xlsx", received=DAYS[0 if same_day else place])
        for place, (values, faults) in enumerate(files)
    ]
    return consolidate(FORM, reports, (A,), period=H1)


def difference_rows(result: Consolidation) -> list[tuple[str, ...]]:
    return [(one.kind, one.field, one.before, one.after, one.code) for one in result.differences]


def f13(result: Consolidation) -> Finding:
    return next(finding for finding in result.findings if finding.code == "F13")


def test_differences__value_by_value_and_finding_by_finding() -> None:
    first = ([7, "", 3], [("C01", "01"), ("V25", "02")])
    second = ([8, "", "~30"], [("V25", "02"), ("V18", "03")])
    result = versions(first, second)
    assert difference_rows(result) == [
        ("value", "01", "7", "8", ""),
        ("value", "03", "3", "khoảng 30", ""),
        ("new", "03", "", "khoảng 30", "V18"),
        ("solved", "01", "7", "", "C01"),
        ("still", "02", "", "", "V25"),
    ]
    assert {(one.unit, one.earlier, one.later, one.used) for one in result.differences} == {
        ("Xã A", "0.xlsx", "1.xlsx", "1.xlsx")
    }


def test_differences__go_from_each_file_to_the_next() -> None:
    result = versions(([1], []), ([2], []), ([3], []))
    assert [(one.earlier, one.later, one.before, one.after) for one in result.differences] == [
        ("0.xlsx", "1.xlsx", "1", "2"),
        ("1.xlsx", "2.xlsx", "2", "3"),
    ]


def test_note_is_part_of_a_value() -> None:
    reports = [
        report(A, [5], path="0.xlsx", received=DAYS[0]),
        report(A, [5], path="1.xlsx", received=DAYS[1], notes={"01": "lũy kế"}),
    ]
    assert difference_rows(consolidate(FORM, reports, (A,), period=H1)) == [("value", "01", "5", "5 [lũy kế]", "")]


def test_files_of_other_units_and_periods__are_not_compared() -> None:
    reports = [report(A, [1], path="0.xlsx"), report(A, [2], path="1.xlsx", period=YEAR), report(B, [3])]
    assert consolidate(FORM, reports, (A, B), period=H1).differences == ()


WHY = {
    "newest": (([1], []), ([2], []), "mới nhất trong các tệp không có lỗi"),
    "least-bad": (([1], [("C01", "01")]), ([2], [("C01", "01")]), "mới nhất, tuy các tệp đều có lỗi"),
    "no-errors": (([1], []), ([2], [("C01", "01")]), "tệp mới hơn còn lỗi"),
    "readable": (([1], []), ([2], [("S12", "")]), "tệp mới hơn không dùng được cho kỳ này"),
}


@pytest.mark.parametrize("why", WHY)
def test_reason__is_said(why: str) -> None:
    first, second, words = WHY[why]
    result = versions(first, second)
    assert f13(result).params["reason"] == f"used-{why}"
    message = say(f13(result), FORM)
    used = next(row.source.path for row in result.sources if row.outcome == "merged")
    assert f"“{used}”" in message.what
    assert words in message.why


def test_same_time__is_asked_and_no_file_is_called_used() -> None:
    result = versions(([1], []), ([2], []), same_day=True)
    assert "cùng ngày nhận" in say(f13(result), FORM).why
    assert {one.used for one in result.differences} == {""}
    data = province_bytes(result)
    verify_province(data, result)
    book = openpyxl.load_workbook(BytesIO(data))
    assert [row[9].value for row in book["Thay đổi"].iter_rows(min_row=4)] == ["Chưa chọn"]
    assert {row[4].value for row in book["Nguồn"].iter_rows(min_row=4)} == {
        "Đơn vị gửi nhiều tệp khác nhau, chưa chọn tệp nào: chọn ở trang “Vấn đề”"
    }


def test_sheet__shows_the_changes_and_sources_name_the_file_used() -> None:
    result = versions(([7], [("C01", "01")]), ([8], []))
    data = province_bytes(result)
    verify_province(data, result)
    book = openpyxl.load_workbook(BytesIO(data))
    rows = [[cell.value for cell in row] for row in book["Thay đổi"].iter_rows(min_row=4)]
    assert rows[0] == [1, "Xã A", "Số liệu", "01", "7", "8", None, "0.xlsx", "1.xlsx", "Tệp sau"]
    assert rows[1][:6] == [2, "Xã A", "Đã khắc phục", "01", "7", None]
    assert str(rows[1][6]).startswith("C01: ")
    sources = {row[1].value: row[4].value for row in book["Nguồn"].iter_rows(min_row=4)}
    assert sources == {"0.xlsx": "Đơn vị có tệp khác được dùng: 1.xlsx", "1.xlsx": None}


def test_one_file_each__needs_no_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(province_bytes(versions(([1], [])))))
    assert "Thay đổi" not in book.sheetnames


# --- completeness --------------------------------------------------------------------------------------------------

OFFICES = (Unit("S-1", "Sở Nội vụ", "so", "so"), Unit("S-2", "Sở Tư pháp", "so", "so", deadline="2026-06-02"))
LIMITS = {"xa": dt.date(2026, 6, 5), "": dt.date(2026, 6, 20)}


def test_completeness__by_level_with_deadlines_by_level() -> None:
    reports = [
        report(A, [1], received=DAYS[5]),
        report(B, [1], received=DAYS[1]),
        report(OFFICES[1], [2], received=DAYS[5]),
    ]
    result = consolidate(FORM, reports, (A, B, *OFFICES, Unit("U-Z", "Xã Z")), period=H1, deadline=LIMITS)
    assert {unit.key: unit.late_days for unit in result.units} == {"U-A": 1, "U-B": 0, "S-2": 4}
    found = {one.level: one for one in completeness(result)}
    assert found == {
        "": Completeness("", 5, 3, 1, 2, 0, 2),
        "xa": Completeness("xa", 3, 2, 1, 1, 0, 1),
        "so": Completeness("so", 2, 1, 0, 1, 0, 1),
    }
    assert (found[""].missing, found[""].reporting_rate, found[""].on_time_rate) == (2, 0.6, 0.2)
    assert {unit.id: unit.deadline for unit in result.missing} == {"U-Z": "2026-06-05", "S-1": "2026-06-20"}


def test_completeness__without_a_roster_is_not_known() -> None:
    assert completeness(consolidate(FORM, [report("Xã A", [1])], period=H1)) == ()


@pytest.mark.parametrize(("sent", "rate"), [(2, "66,7%"), (3, "100%"), (0, "0%")])
def test_rates__are_on_the_first_sheet(sent: int, rate: str) -> None:
    units = (A, B, Unit("U-Z", "Xã Z"))
    result = consolidate(FORM, [report(unit, [place + 1]) for place, unit in enumerate(units[:sent])], units, period=H1)
    sheet = openpyxl.load_workbook(BytesIO(province_bytes(result)))["Tổng hợp"]
    assert sheet["A11"].value == f"Tỷ lệ nộp: {rate}; nộp đúng hạn: {rate}"


def test_levels__have_a_table_of_their_own_where_there_are_several() -> None:
    result = consolidate(FORM, [report(A, [1]), report(OFFICES[0], [2])], (A, B, *OFFICES), period=H1)
    sheet = openpyxl.load_workbook(BytesIO(province_bytes(result)))["Tổng hợp"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=24, max_row=32)]
    start = next(place for place, row in enumerate(table) if row[0] == "Tình hình nộp báo cáo theo cấp")
    assert [[row[0], *row[2:8]] for row in table[start + 2 : start + 5]] == [
        ["Cấp xã", 2, 1, 0, 1, 0, "50% / 50%"],
        ["Sở, ban, ngành", 2, 1, 0, 1, 0, "50% / 50%"],
        ["Tất cả", 4, 2, 0, 2, 0, "50% / 50%"],
    ]


def test_json__tells_rates_differences_and_decisions(tmp_path: pathlib.Path) -> None:
    for name, value in (("a", 1), ("b", 2)):
        put(tmp_path / "in", name, f07=value)
        (tmp_path / "in" / f"{name}.xlsx").write_bytes(renamed(tmp_path / "in" / f"{name}.xlsx"))
    (tmp_path / "so-nhan.csv").write_text("Tệp,Ngày nhận\na.xlsx,01/06/2026\nb.xlsx,02/06/2026\n", encoding="utf-8")
    (tmp_path / "don-vi.csv").write_text("Mã đơn vị,Tên đơn vị,Cấp\nA1,Xã An,Xã\nB1,Xã Bình,Xã\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", "merge", str(tmp_path / "in"), "-o", str(tmp_path / "out.xlsx"), "--roster", str(tmp_path / "don-vi.csv"), "--received", str(tmp_path / "so-nhan.csv"), "--format", "json"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert [(one["field"], one["before"], one["after"]) for one in result["differences"] if one["kind"] == "value"] == [
        ("07", "1", "2")
    ]
    assert [
        (one["level"], one["expected"], one["received"], one["reporting_rate"]) for one in result["completeness"]
    ] == [("", 2, 1, 0.5), ("xa", 2, 1, 0.5)]
    assert result["decisions"] == []


def renamed(path: pathlib.Path) -> bytes:
    """The same workbook as Xã An's."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("UBND "):
                    cell.value = "Xã An"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
