"""Several tables in one workbook: of several units, of several periods, of the quarters."""

from __future__ import annotations

import os
import pathlib
import time
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from cchc_xl.form.load import load
from cchc_xl.grid.scan import Input
from cchc_xl.model import Report
from cchc_xl.run import collect, paths
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.validate import named_settings, validate_file, validate_input

FORM = load("tuyen-truyen-cchc", 1)
VALUES = {"01": 12, "02": 0, "03": 3, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4}
ROSTER = "Mã,Tên đơn vị,Cấp\nU-ST,Xã Sơn Tiến,Xã\nU-SH,Xã Sơn Hồng,Xã\nU-SK,Xã Sơn Kim 1,Xã\n"
H1 = "Kỳ báo cáo: 6 tháng đầu năm 2026"
TITLES = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"]
Lines = Sequence[Sequence[object]]
OLD = time.time() - 1000


def table(first: int) -> Lines:
    values = {**VALUES, "01": first}
    return [TITLES, *([field.tt, field.label, field.unit, values[field.id], None] for field in FORM.fields)]


def saved(path: pathlib.Path, sheets: Mapping[str, Lines]) -> pathlib.Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def headed(unit: str, first: int, period: str = H1) -> Lines:
    return [[unit], [], ["BÁO CÁO TUYÊN TRUYỀN CCHC"], [period], [], *table(first)]


@pytest.fixture
def roster(tmp_path: pathlib.Path) -> str:
    path = tmp_path / "don-vi.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def merge(folder: pathlib.Path, roster: str = "", period: str = "2026-H1") -> Result:
    return merge_paths([str(folder)], str(folder.parent / "out.xlsx"), plan_of(roster=roster or None, period=period))


def checked(path: pathlib.Path, roster: str = "", period: str = "") -> Report:
    return validate_input(Input(str(path), path.name), named_settings(None, roster or None, period or None))


def first_values(result: Result) -> dict[str, int | None]:
    return {one.name: entry.used for one in result.consolidation.units if (entry := one.entry("01"))}


def codes(report: Report) -> set[str]:
    return {one.code for one in report.findings}


# --- of several units ----------------------------------------------------------------------------------------------

THREE = {"Xã Sơn Tiến": 12, "Xã Sơn Hồng": 13, "Xã Sơn Kim 1": 14}


@pytest.mark.parametrize("names", [tuple(THREE), ("Sheet1", "Sheet2", "Sheet3")])
@pytest.mark.parametrize("with_roster", [True, False])
def test_sheet_for_each_unit__is_a_report_of_each(
    tmp_path: pathlib.Path, roster: str, names: tuple[str, ...], with_roster: bool
) -> None:
    sheets = {sheet: headed(f"UBND {unit}", first) for sheet, (unit, first) in zip(names, THREE.items(), strict=True)}
    saved(tmp_path / "in" / "cum.xlsx", sheets)
    for _ in range(2):
        result = merge(tmp_path / "in", roster if with_roster else "")
        prefix = "" if with_roster else "UBND "
        assert first_values(result) == {f"{prefix}{unit}": first for unit, first in THREE.items()}
        assert [row.source.name for row in result.consolidation.sources] == sorted(f"cum.xlsx › {one}" for one in names)
        assert result.consolidation.totals[0].used == 39
        assert {one.code for one in result.consolidation.findings if one.severity == "error"} == set()


def test_sheet_for_each_unit__is_remembered_like_any_file(
    tmp_path: pathlib.Path, roster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "CACHED_FROM", 1)
    path = saved(tmp_path / "in" / "cum.xlsx", {unit: headed(f"UBND {unit}", first) for unit, first in THREE.items()})
    os.utime(path, (OLD, OLD))
    first = merge(tmp_path / "in", roster)
    monkeypatch.setattr(collect, "validate_input", lambda item, _: pytest.fail(f"{item.shown} is read again"))
    again = merge(tmp_path / "in", roster)
    assert again.consolidation == first.consolidation
    assert first_values(again) == THREE


def test_tables_below_one_another__are_a_report_each(tmp_path: pathlib.Path, roster: str) -> None:
    lines = [line for unit, first in THREE.items() for line in (*headed(f"UBND {unit}", first), [], ["Người lập biểu"])]
    saved(tmp_path / "in" / "cum.xlsx", {"Sheet1": lines})
    result = merge(tmp_path / "in", roster)
    assert first_values(result) == THREE
    assert next(row.source.name for row in result.consolidation.sources).startswith("cum.xlsx › Sheet1!")


def test_sheet_that_only_its_name_tells__waits_for_a_person(tmp_path: pathlib.Path, roster: str) -> None:
    sheets = {"Xã Sơn Tiến": headed("UBND Xã Sơn Tiến", 12), "Xã Sơn Hồng": headed("", 13)}
    saved(tmp_path / "in" / "cum.xlsx", sheets)
    result = merge(tmp_path / "in", roster)
    assert first_values(result)["Xã Sơn Tiến"] == 12
    assert result.consolidation.totals[0].used == 12
    [one] = [found for found in result.consolidation.findings if found.code == "M01"]
    assert (one.params["proposed_unit"], one.params["reason"]) == ("U-SH", ("unit-by-sheet",))
    assert "M19" in {found.code for found in result.consolidation.findings}
    out = tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(out)
    row = next(row[0].row for row in book["Vấn đề"].iter_rows(min_row=4) if row[2].value == "M01")
    book["Vấn đề"].cell(row, 13).value = "Chấp nhận đề xuất"
    book.save(out)
    assert first_values(merge(tmp_path / "in", roster)) == {"Xã Sơn Tiến": 12, "Xã Sơn Hồng": 13}


@pytest.mark.parametrize("total", ["Tổng hợp", "Sheet4"])
@pytest.mark.parametrize("with_roster", [True, False])
def test_total_of_the_units__is_not_added_to_them(
    tmp_path: pathlib.Path, roster: str, total: str, with_roster: bool
) -> None:
    sheets = {unit: headed(f"UBND {unit}", first) for unit, first in THREE.items()}
    sums = [TITLES, *([field.tt, field.label, field.unit, 3 * VALUES[field.id], None] for field in FORM.fields)]
    sums[1] = [*sums[1][:3], 39, None]
    sheets[total] = [["UBND Huyện Hương Sơn"], [], ["BÁO CÁO TUYÊN TRUYỀN CCHC"], [H1], [], *sums]
    saved(tmp_path / "in" / "cum.xlsx", sheets)
    result = merge(tmp_path / "in", roster if with_roster else "")
    assert result.consolidation.totals[0].used == 39
    [one] = [found for found in result.consolidation.findings if found.code == "S12"]
    assert (one.params["reason"], one.source.endswith(total)) == ("tables-total", True)


def test_one_unit_on_two_sheets__is_asked_about_as_before(tmp_path: pathlib.Path, roster: str) -> None:
    path = saved(tmp_path / "a.xlsx", {name: headed("UBND Xã Sơn Tiến", 12) for name in ("Sheet1", "Sheet2")})
    report = checked(path, roster, "2026-H1")
    assert report.parts == ()
    assert "S12" in codes(report)


def test_unit_twice_in_a_workbook_of_several__is_asked_about(tmp_path: pathlib.Path, roster: str) -> None:
    units = ["Xã Sơn Tiến", "Xã Sơn Hồng", "Xã Sơn Tiến"]
    sheets = {f"Sheet{n}": headed(f"UBND {unit}", n) for n, unit in enumerate(units, 1)}
    saved(tmp_path / "in" / "cum.xlsx", sheets)
    result = merge(tmp_path / "in", roster)
    assert first_values(result) == {"Xã Sơn Tiến": None, "Xã Sơn Hồng": 2}
    several = [one for one in result.consolidation.findings if one.code == "F13"]
    assert len({one.fingerprint for one in several}) == len(several) == 2


def test_same_workbook_sent_twice__counts_once(tmp_path: pathlib.Path, roster: str) -> None:
    path = saved(tmp_path / "in" / "cum.xlsx", {unit: headed(f"UBND {unit}", first) for unit, first in THREE.items()})
    (tmp_path / "in" / "cum (1).xlsx").write_bytes(path.read_bytes())
    result = merge(tmp_path / "in", roster)
    assert first_values(result) == THREE
    assert sum(row.outcome == "skipped" for row in result.consolidation.sources) == 3


# --- of several periods --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("period", "first"), [("2026-H1", 12), ("2026-Y", 30)])
def test_period_of_the_campaign__is_read_and_the_other_named(tmp_path: pathlib.Path, period: str, first: int) -> None:
    sheets = {
        "6 tháng": headed("UBND Xã Sơn Tiến", 12),
        "Cả năm": headed("UBND Xã Sơn Tiến", 30, "Kỳ báo cáo: Năm 2026"),
    }
    report = checked(saved(tmp_path / "a.xlsx", sheets), period=period)
    assert report.submission
    assert report.submission.readings[0].number == first
    [one] = [found for found in report.findings if found.code == "M17"]
    assert len(one.params["sheets"]) == 1
    assert codes(report).isdisjoint({"S12", "M05", "M18"})


@pytest.mark.parametrize("period", ["", "2025-Y"])
def test_periods__are_both_named_where_nothing_tells_which(tmp_path: pathlib.Path, period: str) -> None:
    sheets = {
        "6 tháng": headed("UBND Xã Sơn Tiến", 12),
        "Cả năm": headed("UBND Xã Sơn Tiến", 30, "Kỳ báo cáo: Năm 2026"),
    }
    path = saved(tmp_path / "in" / "a.xlsx", sheets)
    [one] = [found for found in checked(path, period=period).findings if found.code == "M18"]
    assert one.params["sheets"] == ("“6 tháng”: 6 tháng đầu năm 2026", "“Cả năm”: Năm 2026")
    assert merge(tmp_path / "in", period=period or "2025-H1").consolidation.totals[0].used == 0


def test_each_unit_with_two_periods__is_read_for_the_campaign_s(tmp_path: pathlib.Path, roster: str) -> None:
    year = "Kỳ báo cáo: Năm 2026"
    sheets = {
        unit: [*headed(f"UBND {unit}", first), [], *headed(f"UBND {unit}", first + 50, year)]
        for unit, first in (("Xã Sơn Tiến", 12), ("Xã Sơn Hồng", 13))
    }
    saved(tmp_path / "in" / "cum.xlsx", sheets)
    result = merge(tmp_path / "in", roster)
    assert first_values(result) == {"Xã Sơn Tiến": 12, "Xã Sơn Hồng": 13}


# --- what S12 says -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("Quý I", "Quý II"), "shorter-times"),
        (("Q1", "Q2"), "shorter-times"),
        (("Bảng 1", "Bảng 2"), "tables-unclear"),
    ],
)
def test_tables_of_quarters__are_told_as_quarters(tmp_path: pathlib.Path, names: Sequence[str], reason: str) -> None:
    path = saved(tmp_path / "a.xlsx", {name: headed("UBND Xã Sơn Tiến", 12) for name in names})
    [one] = [found for found in checked(path).findings if found.code == "S12"]
    assert one.params["reason"] == reason


def test_tables_of_units__are_told_as_units_where_a_file_is_one_report(tmp_path: pathlib.Path) -> None:
    """As for the marked copy of a file."""
    path = saved(tmp_path / "a.xlsx", {unit: headed("", first) for unit, first in THREE.items()})
    [one] = [found for found in validate_file(str(path), named_settings()).findings if found.code == "S12"]
    assert one.params["reason"] == "tables-units"
