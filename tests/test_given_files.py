"""Whose a file is, said in the register of receipt or in "Vấn đề", and what follows: the unit's level, its state, and
what happens where the two say different things.
"""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
import sys

import openpyxl
import pytest

from cchc_xl.consolidation.account.unit_status import not_usable, unit_statuses
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.write.province.outstanding import account
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 1)
GOOD = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
ROSTER = "Mã,Tên đơn vị,Cấp\nU-AN,Xã An,Xã\nU-BI,Xã Bình,Xã\nU-CA,Xã Cẩm,Xã\nSO-YT,Sở Y tế,Sở\n"


def put(folder: pathlib.Path, file: str, unit: str, **changes: object) -> None:
    values = {**GOOD, **{key.removeprefix("f").replace("_", "."): value for key, value in changes.items()}}
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    header = {"unit": unit, "prepared_by": "Nguyễn Văn An"}
    write_template(FORM, path, period=period(FORM, "H1", 2026), values=values, header=header)


def registered(folder: pathlib.Path, **units: str) -> None:
    """The register; ``units`` by file name, without its extension."""
    rows = ["Tệp,SHA-256,Ngày nhận,Đơn vị"]
    for path in sorted(folder.rglob("*.*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        rows.append(f"{path.name},{digest},10/06/2026,{units.get(path.stem, '')}")
    (folder.parent / "so-nhan.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")


def merge(folder: pathlib.Path, *, roster: bool = True) -> Result:
    beside = folder.parent
    (beside / "don-vi.csv").write_text(ROSTER, encoding="utf-8")
    plan = plan_of(
        roster=str(beside / "don-vi.csv") if roster else None,
        received=str(beside / "so-nhan.csv"),
        period="2026-H1",
    )
    return merge_paths([str(folder)], str(beside / "out.xlsx"), plan)


def decide(folder: pathlib.Path, code: str, action: str | None) -> None:
    path = folder.parent / "out.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, titles["Mã"]).value == code)
    sheet.cell(row, titles["Xử lý"]).value = action
    book.save(path)


def effect(folder: pathlib.Path, code: str) -> str:
    sheet = openpyxl.load_workbook(folder.parent / "out.xlsx")["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    return next(
        str(sheet.cell(row, titles["Hiệu lực"]).value or "")
        for row in range(4, sheet.max_row + 1)
        if sheet.cell(row, titles["Mã"]).value == code
    )


def states(result: Result) -> dict[str, str]:
    merged = result.consolidation
    found = {unit.name: "missing" for unit in merged.missing}
    found |= {one.name: status.status for one, status in zip(merged.units, unit_statuses(merged), strict=True)}
    return found | {one.unit.name: "unusable" for one in not_usable(merged)}


def codes(result: Result, file: str) -> set[str]:
    return {one.code for one in result.consolidation.findings if one.source.endswith(file)}


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Xã An is right; a report of a name that the roster has not; a document with a password; a list of something."""
    put(tmp_path / "in", "an.xlsx", "UBND Xã An")
    put(tmp_path / "in", "la.xlsx", "UBND Xã Lạ Lùng", f01=5)
    (tmp_path / "in" / "khoa.pdf").write_bytes(b"%PDF-1.4 \x00 scan")
    return tmp_path / "in"


@pytest.mark.parametrize("entry", ["U-BI", "Xã Bình", "xã bình", "UBND xã Bình"])
def test_register__gives_files_to_their_units(folder: pathlib.Path, entry: str) -> None:
    registered(folder, la=entry, khoa="U-CA")
    result = merge(folder)
    assert states(result) == {"Xã An": "valid", "Xã Bình": "valid", "Xã Cẩm": "unusable", "Sở Y tế": "missing"}
    values = {one.name: one.entry("01") for one in result.consolidation.units}
    assert {name: one.used for name, one in values.items() if one} == {"Xã An": 12, "Xã Bình": 5}
    owing = account(result.consolidation)
    assert [unit.name for unit in owing.missing] == ["Sở Y tế"]
    assert [(unit.name, unit.files) for unit in owing.unusable] == [("Xã Cẩm", ("khoa.pdf",))]
    assert owing.unclaimed == ()
    assert not any(one.code in ("M20", "M21") for one in result.consolidation.findings)


def test_register__a_unit_of_no_roster_is_told_and_gives_nothing(folder: pathlib.Path) -> None:
    registered(folder, la="Xã Không Có", an="Xã Không Có")
    result = merge(folder)
    assert states(result)["Xã An"] == "valid", "the file itself says whose it is: the register's slip is a note"
    told = {one.source.rpartition("/")[2]: one.severity for one in result.consolidation.findings if one.code == "M21"}
    assert told == {"la.xlsx": "warning", "an.xlsx": "note"}
    assert states(result)["Xã Bình"] == "missing"


def test_register__without_a_roster_is_told(folder: pathlib.Path) -> None:
    registered(folder, la="U-BI")
    assert "M21" in codes(merge(folder, roster=False), "la.xlsx")


def test_register__that_contradicts_the_file_settles_nothing(folder: pathlib.Path) -> None:
    """A row that slipped in the register must not put Xã An's figures under Xã Bình."""
    registered(folder, an="Xã Bình", la="Xã Cẩm")
    result = merge(folder)
    assert states(result)["Xã An"] == "unusable"
    assert states(result)["Xã Bình"] == "unusable"
    assert codes(result, "an.xlsx") == {"M20"}
    owing = account(result.consolidation)
    assert {"Xã An", "Xã Bình"}.isdisjoint(unit.name for unit in owing.owing), "an affair of this office, not theirs"
    decide(folder, "M20", "Xã Bình (U-BI)")
    assert states(merge(folder))["Xã Bình"] == "valid"
    assert effect(folder, "M20") == "Đã giao tệp cho Xã Bình"
    decide(folder, "M20", "Giữ nguyên")
    assert states(merge(folder))["Xã An"] == "valid", "the file is right: the register is passed over"
    decide(folder, "M20", None)
    assert states(merge(folder))["Xã An"] == "unusable"
    registered(folder, an="Xã An", la="Xã Cẩm")
    result = merge(folder)
    assert (states(result)["Xã An"], codes(result, "an.xlsx")) == ("valid", set())


def test_register_and_decision_that_differ__settle_nothing_until_one_is_changed(folder: pathlib.Path) -> None:
    registered(folder)
    merge(folder)
    decide(folder, "M01", "Xã Bình (U-BI)")
    assert states(merge(folder))["Xã Bình"] == "valid"
    registered(folder, la="Xã Cẩm")
    result = merge(folder)
    assert states(result)["Xã Bình"] == "missing"
    assert states(result)["Xã Cẩm"] == "unusable"
    assert {"M01", "M20"} <= codes(result, "la.xlsx")
    assert effect(folder, "M01").startswith("Chưa có hiệu lực: sổ nhận ghi")
    decide(folder, "M20", "Chấp nhận đề xuất")  # the register is right
    assert states(merge(folder))["Xã Cẩm"] == "valid"
    decide(folder, "M20", None)
    registered(folder, la="Xã Bình")  # the decision is right
    result = merge(folder)
    assert (states(result)["Xã Bình"], states(result)["Xã Cẩm"]) == ("valid", "missing")


@pytest.mark.parametrize("by", ["register", "decision"])
def test_given_file__is_checked_for_the_level_of_its_unit(folder: pathlib.Path, by: str) -> None:
    """What is asked of communes alone is no question to a department, and the other way round."""
    direct = folder.parent / "direct"
    put(direct / "in", "so.xlsx", "Sở Y tế")
    registered(direct / "in")
    expected = merge(direct / "in")
    put(folder, "so.xlsx", "Đơn vị lạ")
    registered(folder, **({"so": "Sở Y tế"} if by == "register" else {}))
    if by == "decision":
        merge(folder)
        choose_for(folder, "so.xlsx", "Sở Y tế (SO-YT)")
    result = merge(folder)
    wanted = {(one.code, one.field) for one in expected.consolidation.findings if one.source.endswith("so.xlsx")}
    found = {(one.code, one.field) for one in result.consolidation.findings if one.source.endswith("so.xlsx")}
    assert {code for code, _ in wanted} & {"C12"}
    by_name = {("M01", ""), ("F15", ""), ("C10", "")}  # what differs by whose name is where, not by the level
    assert found - by_name == wanted - by_name


def choose_for(folder: pathlib.Path, file: str, choice: str) -> None:
    path = folder.parent / "out.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, titles["Mã"]).value == "M01" and sheet.cell(row, titles["Tệp"]).value == file:
            sheet.cell(row, titles["Xử lý"]).value = choice
    book.save(path)


def test_heading__says_whose_a_file_without_the_table_is(folder: pathlib.Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["UBND TỈNH MẪU"], ["UBND XÃ BÌNH"], [], ["Danh sách cán bộ"], ["STT", "Họ tên"], [1, "Trần A"]):
        sheet.append(line)
    book.save(folder / "Book1.xlsx")
    registered(folder)
    result = merge(folder)
    assert states(result)["Xã Bình"] == "unusable"
    [owing] = [unit for unit in account(result.consolidation).unusable if unit.name == "Xã Bình"]
    assert owing.files == ("Book1.xlsx",)


def test_remind__on_a_folder_takes_the_register(folder: pathlib.Path) -> None:
    registered(folder, la="Xã Bình", khoa="U-CA")
    (folder.parent / "don-vi.csv").write_text(ROSTER, encoding="utf-8")
    command = [sys.executable, "-m", "cchc_xl", "remind", "in", "--roster", "don-vi.csv", "--period", "2026-H1"]
    with_it, without = (
        subprocess.run([*command, *more], cwd=folder.parent, capture_output=True, encoding="utf-8", check=False)
        for more in (("--received", "so-nhan.csv", "--out", "co"), ("--out", "khong"))
    )
    assert "(1 đơn vị chưa nộp, 1 đơn vị đã gửi nhưng chưa dùng được, 0 đơn vị cần chỉnh sửa)" in with_it.stdout
    assert "Chưa rõ" not in with_it.stdout
    assert "(3 đơn vị chưa nộp, 0 đơn vị đã gửi nhưng chưa dùng được, 0 đơn vị cần chỉnh sửa)" in without.stdout
    assert "Chưa rõ 2 tệp là của đơn vị nào: in/khoa.pdf; in/la.xlsx" in without.stdout
