"""Provincial workbooks as inputs of a national one."""

from __future__ import annotations

import json
import pathlib
import shutil
from typing import Any

import judges
import openpyxl
import pytest
from filled import run
from made_reports import FORM, H1, YEAR, report

from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Period, Unit
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import Roster
from cchc_xl.validate import settings
from cchc_xl.write.province.workbook import write_province

NEWER = load("tuyen-truyen-cchc", 2)
PROVINCES = {"40": "Tỉnh Nghệ An", "44": "Tỉnh Quảng Trị"}


def units(code: str) -> tuple[Unit, ...]:
    """Two communes and a department of a province."""
    communes = [
        Unit(f"X{code}{place}", f"Xã {place} của {code}", admin_code=f"{code}00{place}", province=code)
        for place in range(2)
    ]
    return (*communes, Unit(f"S{code}", f"Sở của {code}", "so", "so", province=code))


def send(
    folder: pathlib.Path,
    code: str,
    values: list[list[object]],
    *,
    roster: bool = True,
    when: Period = H1,
    name: str = "",
    errors: bool = False,
) -> pathlib.Path:
    folder.mkdir(exist_ok=True)
    reports = [
        report(unit, cells, [("C01", "01")] if errors else [], period=when)
        for unit, cells in zip(units(code), values, strict=False)
    ]
    path = folder / f"{name or code}.xlsx"
    write_province(consolidate(FORM, reports, units(code) if roster else (), period=when), path)
    return path


def merge(folder: pathlib.Path, **more: Any) -> Result:
    plan = Plan(**{"against": settings(), **more})
    return merge_paths([str(folder)], str(folder.parent / "nation.xlsx"), plan)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    send(tmp_path / "in", "40", [[1, 2, "", 4], [10, "", "", 40], [100, 7]])
    send(tmp_path / "in", "44", [[1000, 3], [5], [6]])
    return tmp_path / "in"


def totals(result: Result) -> dict[str, int]:
    return {total.field: total.used for total in result.consolidation.totals}


def test_provinces__add_up_with_their_units_as_data(folder: pathlib.Path) -> None:
    result = merge(folder)
    assert [(unit.name, unit.level) for unit in result.consolidation.units] == [
        (name, "tinh") for name in PROVINCES.values()
    ]
    assert {key: value for key, value in totals(result).items() if value} == {"01": 1122, "02": 12, "04": 44}
    assert [(unit.parent, unit.name, unit.values[0]) for unit in result.consolidation.base] == [
        ("Tỉnh Nghệ An", "Xã 0 của 40", 1), ("Tỉnh Nghệ An", "Xã 1 của 40", 10), ("Tỉnh Nghệ An", "Sở của 40", 100),
        ("Tỉnh Quảng Trị", "Xã 0 của 44", 1000), ("Tỉnh Quảng Trị", "Xã 1 của 44", 5), ("Tỉnh Quảng Trị", "Sở của 44", 6),
    ]  # fmt: skip
    book = openpyxl.load_workbook(folder.parent / "nation.xlsx")
    rows = [[cell.value for cell in row] for row in book["Đơn vị cơ sở"].iter_rows(min_row=4)]
    assert rows[1][:7] == [2, "Tỉnh Nghệ An", "40001", "Xã 1 của 40", "Cấp xã", 10, None]
    assert len(rows) == 6


def test_levels__are_summed_over_all_provinces(folder: pathlib.Path) -> None:
    merge(folder)
    sheet = openpyxl.load_workbook(folder.parent / "nation.xlsx", data_only=True)["Theo cấp"]
    values = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert values == [["Cấp xã", 4, 1016, 5], ["Sở, ban, ngành", 2, 106, 7], ["Tất cả", 6, 1122, 12]]
    formula = openpyxl.load_workbook(folder.parent / "nation.xlsx")["Theo cấp"]["C4"].value
    assert formula == "=SUMIFS('Đơn vị cơ sở'!$F$4:$F$9,'Đơn vị cơ sở'!$E$4:$E$9,$A4)"


def test_blank_everywhere__stays_blank(folder: pathlib.Path) -> None:
    for code in PROVINCES:
        send(folder, code, [[1, ""], [2, ""], [3, ""]])
    total = next(total for total in merge(folder).consolidation.totals if total.field == "02")
    assert (total.used, total.units_used, total.units_missing) == (0, 0, 2)


def test_what_a_province_set_aside__is_not_added(folder: pathlib.Path) -> None:
    send(folder, "44", [[1000], [5], [6]], errors=True)
    assert totals(merge(folder))["01"] == 111


def test_older_version_of_the_form__is_absent_and_not_zero(folder: pathlib.Path) -> None:
    reports = [report(unit, [1]) for unit in units("44")]
    moved = [one._replace(submission=one.submission and one.submission._replace(version=2)) for one in reports]
    write_province(consolidate(NEWER, moved, units("44"), period=period(NEWER, "H1", 2026)), folder / "44.xlsx")
    result = merge(folder)
    assert result.consolidation.form.version == 2
    absent = [entry.field for entry in result.consolidation.units[0].entries if entry.why == "absent"]
    assert absent
    assert {
        total.field: total.units_missing for total in result.consolidation.totals if total.field in absent
    } == dict.fromkeys(absent, 2)


def test_edited_workbook__whose_sums_do_not_agree_is_set_aside(folder: pathlib.Path) -> None:
    path = folder / "44.xlsx"
    book = openpyxl.load_workbook(path)
    book["Theo đơn vị"]["E6"] = 999_999
    book.save(path)
    result = merge(folder)
    assert totals(result)["01"] == 111
    row = next(row for row in result.consolidation.sources if row.source.path.endswith("44.xlsx"))
    assert (row.outcome, row.why) == ("set-aside", "F07")
    assert {unit.parent for unit in result.consolidation.base} == {"Tỉnh Nghệ An"}


def test_another_period__is_set_aside(folder: pathlib.Path) -> None:
    send(folder, "44", [[1000], [5], [6]], when=YEAR)
    result = merge(folder, against=settings(period=H1))
    assert totals(result)["01"] == 111
    assert {row.why for row in result.consolidation.sources} == {"", "M05"}


def test_roster_of_provinces__says_who_is_missing(folder: pathlib.Path) -> None:
    roster = Roster(
        tuple(
            Unit(f"P{code}", name, "tinh", admin_code=code)
            for code, name in {**PROVINCES, "66": "Tỉnh Đắk Lắk"}.items()
        )
    )
    result = merge(folder, against=settings(roster=roster))
    assert [unit.name for unit in result.consolidation.missing] == ["Tỉnh Đắk Lắk"]
    assert [unit.key for unit in result.consolidation.units] == ["P40", "P44"]


def test_workbook_without_a_roster__goes_by_its_name(folder: pathlib.Path) -> None:
    send(folder, "44", [[1000], [5], [6]], roster=False, name="Tỉnh Quảng Trị")
    (folder / "44.xlsx").unlink()
    names = [unit.name for unit in merge(folder).consolidation.units]
    assert "Tỉnh Quảng Trị" in names


def test_old_result_among_reports__is_still_skipped(folder: pathlib.Path) -> None:
    from test_decisions import put

    put(folder, "Xã An")
    result = merge(folder)
    assert [row.why for row in result.consolidation.sources if row.outcome == "skipped"] == ["F18", "F18"]
    assert result.consolidation.base == ()
    asked = merge(folder, upward=True)
    assert {row.outcome for row in asked.consolidation.sources} == {"merged"}


def test_single_workbook__is_an_old_result_unless_said_otherwise(folder: pathlib.Path) -> None:
    (folder / "40.xlsx").unlink()
    assert [row.why for row in merge(folder).consolidation.sources] == ["F18"]
    assert totals(merge(folder, upward=True))["01"] == 1011


def test_merging_again__gives_the_same_bytes(folder: pathlib.Path) -> None:
    merge(folder)
    first = (folder.parent / "nation.xlsx").read_bytes()
    merge(folder)
    assert (folder.parent / "nation.xlsx").read_bytes() == first


@pytest.mark.judge
def test_percentage__is_worked_out_from_the_units_below(tmp_path: pathlib.Path) -> None:
    """Provinces' sums of the two parts are of different communes: where one part was set aside, the other still counts
    in its sum.
    """
    example = pathlib.Path(__file__).parent.parent / "examples" / "phu-luc-15-dong"
    form = example / "bieu-mau" / "kinh-te-xa-hoi-1.json"
    lines = (example / "don-vi.csv").read_text(encoding="utf-8-sig").splitlines()
    for name, left_out in (("Tỉnh A", ()), ("Tỉnh B", ("Xã An Bình.xlsx",))):
        place = tmp_path / name
        shutil.copytree(example, place, ignore=lambda _, names, out=left_out: [one for one in names if one in out])
        (place / "don-vi.csv").write_text("\n".join(lines), encoding="utf-8-sig")
        target = tmp_path / "nop" / f"{name}.xlsx"
        target.parent.mkdir(exist_ok=True)
        run("merge", place / "bao-cao", "--campaign", place / "dot-bao-cao.json", "-o", target)
    code, printed = run("merge", tmp_path / "nop", "--form", form, "-o", tmp_path / "tw.xlsx", "--format", "json")
    assert code == 0, printed
    # Đông Sơn's hardened road (4.1) is set aside: 54.62 of 74.745 km with it left out of both, and so on.
    hardened, roads = (
        (18.5 + 15 + 20.28 + 7.6) + (15 + 20.28 + 7.6),
        (24.125 + 18.75 + 31.2 + 9.5) + (18.75 + 31.2 + 9.5),
    )
    used = {field: total["used"] for field, total in json.loads(printed)["totals"].items()}
    assert used["4.2"] == round(100 * hardened / roads, 1)
    assert used["4.2"] != round(100 * used["4.1"] / used["4"], 1)
    shown = judges.gnumeric_values(tmp_path / "tw.xlsx")["Tổng hợp"]
    (row,) = [row for (row, column), value in shown.items() if (column, value) == (2, "Tỷ lệ đường được cứng hóa")]
    assert shown[row, 5] == used["4.2"]
