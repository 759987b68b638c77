"""Whose a file is, said in the register of receipt or in "Vấn đề", and what follows: the unit's level, its state, and
what happens where the two say different things.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import pathlib
import subprocess
import sys
from collections.abc import Callable

import openpyxl
import pdf_documents
import pytest

from cchc_xl.consolidation.account.decided import open_findings
from cchc_xl.consolidation.account.unit_status import not_usable, unit_statuses
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.grid.file import read_file
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.words.say import say_what
from cchc_xl.write.province.outstanding import Account, account
from cchc_xl.write.province.outstanding_in_workbook import read_account
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


# --- every kind of file that waits for a person: the choice is offered, and does what it says --------------------------


def of_another_period(folder: pathlib.Path, file: str, unit: str, type_id: str = "H1", year: int = 2025) -> None:
    header = {"unit": unit, "prepared_by": "Nguyễn Văn An"}
    write_template(FORM, folder / file, period=period(FORM, type_id, year), values=GOOD, header=header)


def of_several_units(folder: pathlib.Path, file: str, *units: str) -> None:
    """A workbook of an office's own with a sheet for each unit."""
    book = openpyxl.Workbook()
    for place, unit in enumerate(units):
        sheet = book.worksheets[0] if not place else book.create_sheet()
        sheet.title = f"{place + 1}"
        sheet.append(["UBND " + unit.upper()])
        sheet.append(["KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH 6 THÁNG ĐẦU NĂM 2026"])
        sheet.append([])
        sheet.append(["TT", "Nội dung", "Đơn vị tính", "Số lượng"])
        for field in FORM.fields:
            sheet.append([field.tt, field.label, field.unit, GOOD[field.id]])
    book.save(folder / file)


def damaged(folder: pathlib.Path, file: str) -> None:
    put(folder, file, "Xã Bình")
    (folder / file).write_bytes((folder / file).read_bytes()[:3000])


def locked(folder: pathlib.Path, file: str) -> None:
    here = pathlib.Path(__file__).parent
    (folder / file).write_bytes((here / "workbooks" / "bad" / "F05" / "mat-khau.xlsx").read_bytes())


GIVE = "Xã Cẩm (U-CA)"
SETTLED = (
    # code, file, how it is made, the choice, the state of Xã Cẩm then
    ("F03", "a.pdf", lambda at, file: (at / file).write_bytes(pdf_documents.document("")), GIVE, "unusable"),
    ("F04", "a.png", lambda at, file: (at / file).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99)), GIVE, "unusable"),
    ("F05", "a.xlsx", locked, GIVE, "unusable"),
    ("F07", "a.xlsx", damaged, GIVE, "unusable"),
    ("M01", "a.xlsx", lambda at, file: put(at, file, "Xã Lạ Lùng"), GIVE, "valid"),
    ("M02", "a.xlsx", lambda at, file: put(at, file, "Xã Cạm"), GIVE, "valid"),
    ("M01", "a.xlsx", lambda at, file: of_several_units(at, file, "Xã Bình", "Xã Lạ Lùng"), GIVE, "warnings"),
    ("M05", "a.xlsx", lambda at, file: of_another_period(at, file, "Xã Cẩm"), "Dùng tệp này", "valid"),
    ("M05", "a.xlsx", lambda at, file: of_another_period(at, file, "Xã Cẩm", "Y"), "Dùng tệp này", "valid"),
    ("M05", "a.xlsx", lambda at, file: of_another_period(at, file, "Xã Cẩm", "Y"), "Giữ nguyên", "valid"),
)  # fmt: skip
_OF_NO_USE = "Đã ghi nhận tệp là của Xã Cẩm; tệp chưa dùng được, cần gửi lại"
SAID = {"M05": "Được coi là báo cáo của kỳ này", **dict.fromkeys(("F03", "F04", "F05", "F07"), _OF_NO_USE)}
MORE = "U-CB,Xã Cam,Xã\nU-CC,Xã Cám,Xã\n"  # for a name that fits two


def offered(folder: pathlib.Path, code: str) -> list[str]:
    """What the list in the row of a finding offers."""
    book = openpyxl.load_workbook(folder.parent / "out.xlsx")
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column_letter for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet[f"{titles['Mã']}{row}"].value == code)
    [found] = [
        one
        for one in sheet.data_validations.dataValidation
        if one.type == "list" and f"{titles['Xử lý']}{row}" in one.sqref
    ]
    if found.formula1.startswith('"'):
        return list(found.formula1.strip('"').split(","))
    name, _, area = found.formula1.rpartition("!")
    return [cell[0].value for cell in book[name.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize(("code", "file", "made", "choice", "state"), SETTLED)
def test_row_of_a_file__offers_the_choice_that_settles_it(
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    file: str,
    made: Callable[[pathlib.Path, str], object],
    choice: str,
    state: str,
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROSTER", ROSTER + (MORE if code == "M02" else ""))
    put(tmp_path / "in", "an.xlsx", "Xã An", f01=5)
    made(tmp_path / "in", file)
    registered(tmp_path / "in")
    before = merge(tmp_path / "in")
    assert states(before)["Xã Cẩm"] == ("unusable" if code == "M05" else "missing")
    assert choice in offered(tmp_path / "in", code) or choice == "Giữ nguyên"
    assert not {"Chấp nhận đề xuất", "Nhập giá trị", "Bỏ qua cảnh báo"} & set(offered(tmp_path / "in", code))
    decide(tmp_path / "in", code, choice)
    for _ in range(2):  # it stays so
        result = merge(tmp_path / "in")
        assert states(result)["Xã Cẩm"] == state
        assert effect(tmp_path / "in", code) == SAID.get(code, "Đã giao tệp cho Xã Cẩm")
        used = {one.name: one.entries[0].used for one in result.consolidation.units}
        assert used.get("Xã Cẩm") == (None if state == "unusable" else 12)
        assert used["Xã An"] == 5
        still = {one.code for one in open_findings(result.consolidation) if one.severity == "error"} - {"M12"}
        assert still == ({code} if state == "unusable" else set())
    decide(tmp_path / "in", code, None)
    assert states(merge(tmp_path / "in"))["Xã Cẩm"] == ("unusable" if code == "M05" else "missing"), "withdrawn"


def test_file_of_another_period__that_is_used_is_one_of_the_units_files(tmp_path: pathlib.Path) -> None:
    """Whoever uses it for this period does not want it instead of the right report, which comes later."""
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An", f01=5)
    of_another_period(folder, "zz.xlsx", "Xã Cẩm")
    registered(folder)
    (tmp_path / "so-nhan.csv").write_text("Tệp,Ngày nhận\n", encoding="utf-8")
    merge(folder)
    decide(folder, "M05", "Dùng tệp này")
    assert states(merge(folder))["Xã Cẩm"] == "valid"
    put(folder, "a.xlsx", "Xã Cẩm", f01=7)
    result = merge(folder)
    assert states(result)["Xã Cẩm"] == "unusable", "nobody knows which of the two is the newer"
    assert codes(result, "zz.xlsx") >= {"F13"}
    assert codes(result, "a.xlsx") >= {"F13"}
    (tmp_path / "so-nhan.csv").write_text("Tệp,Ngày nhận\nzz.xlsx,1/6/2026\na.xlsx,3/6/2026\n", encoding="utf-8")
    result = merge(folder)
    assert states(result)["Xã Cẩm"] == "warnings", "F13 says which of the two is used"
    assert [one.entries[0].used for one in result.consolidation.units] == [5, 7]


def test_file_of_another_period__is_asked_about_again_when_it_is_another_file(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An", f01=5)
    of_another_period(folder, "cam.xlsx", "Xã Cẩm")
    registered(folder)
    merge(folder)
    decide(folder, "M05", "Dùng tệp này")
    assert states(merge(folder))["Xã Cẩm"] == "valid"
    header = {"unit": "Xã Cẩm", "prepared_by": "Người khác"}
    write_template(FORM, folder / "cam.xlsx", period=period(FORM, "H1", 2025), values=GOOD, header=header)
    result = merge(folder)
    assert states(result)["Xã Cẩm"] == "unusable"
    assert effect(folder, "M05") == ""


def test_file_of_another_period__without_a_campaign_it_is_that_of_most(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "in"
    for place, unit in enumerate(("Xã An", "Xã Bình")):
        put(folder, f"{place}.xlsx", unit, f01=5 + place)
    of_another_period(folder, "cam.xlsx", "Xã Cẩm")
    (tmp_path / "don-vi.csv").write_text(ROSTER, encoding="utf-8")
    plan = {"roster": str(tmp_path / "don-vi.csv")}
    merge_paths([str(folder)], str(tmp_path / "out.xlsx"), plan_of(**plan))
    decide(folder, "M05", "Dùng tệp này")
    for _ in range(2):
        result = merge_paths([str(folder)], str(tmp_path / "out.xlsx"), plan_of(**plan))
        assert states(result) == {"Xã An": "valid", "Xã Bình": "valid", "Xã Cẩm": "valid", "Sở Y tế": "missing"}
        assert effect(folder, "M05") == "Được coi là báo cáo của kỳ này"


def test_file_of_the_last_period__can_be_used_for_this_one(tmp_path: pathlib.Path) -> None:
    """F14: the clerk sent last year's file once more, and says that nothing has changed."""
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An", f01=5)
    of_another_period(folder, "cam.xlsx", "Xã Cẩm")
    (tmp_path / "don-vi.csv").write_text(ROSTER, encoding="utf-8")
    before = plan_of(roster=str(tmp_path / "don-vi.csv"), period="2025-H1")
    merge_paths([str(folder / "cam.xlsx")], str(tmp_path / "truoc.xlsx"), before)
    plan = {"roster": str(tmp_path / "don-vi.csv"), "period": "2026-H1", "previous": (str(tmp_path / "truoc.xlsx"),)}
    result = merge_paths([str(folder)], str(tmp_path / "out.xlsx"), plan_of(**plan))
    assert (states(result)["Xã Cẩm"], codes(result, "cam.xlsx") & {"M05", "F14"}) == ("unusable", {"F14"})
    assert offered(folder, "F14") == ["Dùng tệp này", "Hỏi lại đơn vị"]
    decide(folder, "F14", "Dùng tệp này")
    for _ in range(2):
        result = merge_paths([str(folder)], str(tmp_path / "out.xlsx"), plan_of(**plan))
        assert states(result)["Xã Cẩm"] == "valid"
        assert effect(folder, "F14") == "Được coi là báo cáo của kỳ này"
        assert [one.entries[0].used for one in result.consolidation.units] == [5, 12]


# --- a unit whose file in time was of no use --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["damaged", "given", "other-period", "nothing", "damaged-later", "undated", "anothers"]
)
def test_late__is_whoever_sent_nothing_usable_in_time_and_what_it_had_sent_is_said(
    tmp_path: pathlib.Path, kind: str
) -> None:
    folder, beside = tmp_path / "in", tmp_path
    put(folder, "tot.xlsx", "Xã Bình")
    days = {"tot.xlsx": "24/06/2026"}
    first = {"damaged": "Xã Bình.xlsx", "damaged-later": "Xã Bình.xlsx", "undated": "Xã Bình.xlsx"}.get(kind, "x.xlsx")
    if kind == "other-period":
        of_another_period(folder, first, "Xã Bình")
    elif kind == "anothers":
        put(folder, first, "Xã An")
        (folder / "Xã Bình.xlsx").write_bytes((folder / first).read_bytes())
        days["Xã Bình.xlsx"] = "17/06/2026"
    elif kind != "nothing":
        damaged(folder, first)
    days[first] = {"damaged-later": "25/06/2026", "undated": ""}.get(kind, "17/06/2026")
    of_unit = {first: "U-BI"} if kind == "given" else {}
    lines = [f"{file},{day},{of_unit.get(file, '')}" for file, day in days.items()]
    (beside / "so-nhan.csv").write_text("\n".join(["Tệp,Ngày nhận,Đơn vị", *lines]) + "\n", encoding="utf-8")
    (beside / "don-vi.csv").write_text(ROSTER, encoding="utf-8")
    plan = plan_of(
        roster=str(beside / "don-vi.csv"),
        received=str(beside / "so-nhan.csv"),
        period="2026-H1",
        deadline=dt.date(2026, 6, 20),
    )
    result = merge_paths([str(folder)], str(beside / "out.xlsx"), plan)
    [unit] = [one for one in result.consolidation.units if one.name == "Xã Bình"]
    assert unit.late_days == 4
    [late] = [one for one in result.consolidation.findings if one.code == "M11"]
    what, why, _ = say_what(late, FORM, "vi")
    assert what == "Xã Bình nộp muộn 4 ngày (hạn 20/06/2026)."
    told = f"Tệp “{first}” nhận ngày 17/06/2026 chưa dùng được; tệp dùng được nhận ngày 24/06/2026. "
    is_told = kind in ("damaged", "given", "other-period")
    assert why == (told if is_told else "") + "Báo cáo muộn vẫn được cộng và được ghi nhận là nộp muộn."
    sheet = openpyxl.load_workbook(beside / "out.xlsx")["Theo đơn vị"]
    [title] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Muộn (ngày)"]
    [cell] = [sheet.cell(row, title.column) for row in range(title.row + 1, 20) if sheet.cell(row, title.column).value]
    assert cell.value == 4
    assert (cell.comment.text.splitlines()[0] if cell.comment else "") == (f"{what} {why}" if is_told else "")
    decide(folder, "M11", "Hỏi lại đơn vị")
    [owing] = [one for one in account_in(folder).owing if one.name == "Xã Bình"]
    assert any(problem.what == f"{what} {why}" for problem in owing.problems), "the letter says the same"
    if is_told:  # the note is the program's: it goes with what it says
        (folder / first).unlink()
        merge_paths([str(folder)], str(beside / "out.xlsx"), plan)
        sheet = openpyxl.load_workbook(beside / "out.xlsx")["Theo đơn vị"]
        assert not [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]


def account_in(folder: pathlib.Path) -> Account:
    path = folder.parent / "out.xlsx"
    return read_account(read_file(str(path)), str(path))


@pytest.mark.parametrize("code", ["F03", "F04", "F05", "F07", "S18"])
def test_file_that_is_no_report__is_passed_over_when_a_person_says_so(tmp_path: pathlib.Path, code: str) -> None:
    """The letter that came with a report, a photograph, a list of something: the unit has sent nothing by it."""
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An", f01=5)
    file = "Xã Cẩm." + {"F03": "pdf", "F04": "png"}.get(code, "xlsx")
    if code == "S18":
        book = openpyxl.Workbook()
        book.worksheets[0].append(["Danh sách cán bộ"])
        book.save(folder / file)
    elif code == "F03":
        (folder / file).write_bytes(pdf_documents.document(""))
    elif code == "F04":
        (folder / file).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    else:
        (locked if code == "F05" else damaged)(folder, file)
    registered(folder, **{"Xã Cẩm": "U-CA"})
    assert states(merge(folder))["Xã Cẩm"] == "unusable"
    assert offered(folder, code)[:3] == ["Không phải báo cáo", "Hỏi lại đơn vị", "Sở Y tế (SO-YT)"]
    decide(folder, code, "Không phải báo cáo")
    assert "Xã Cẩm" in {unit.name for unit in account_in(folder).missing}, "counts at once in the reminders"
    for _ in range(2):
        result = merge(folder)
        assert states(result)["Xã Cẩm"] == "missing"
        assert effect(folder, code) == "Đã bỏ qua: không phải báo cáo"
        [row] = [row for row in result.consolidation.sources if row.source.name == file]
        assert (row.outcome, row.why) == ("skipped", "skip-no-report")
        owing = account(result.consolidation)
        assert ("Xã Cẩm" in {unit.name for unit in owing.missing}, owing.unclaimed) == (True, ())
        assert {one.code for one in open_findings(result.consolidation) if one.severity == "error"} == {"M12"}
    decide(folder, code, None)
    assert states(merge(folder))["Xã Cẩm"] == "unusable"


def test_no_report__is_not_said_of_what_has_figures(folder: pathlib.Path) -> None:
    registered(folder)
    merge(folder)
    decide(folder, "M01", "Không phải báo cáo")
    assert "M01" in {one.code for one in open_findings(merge(folder).consolidation)}
    assert effect(folder, "M01").startswith("Chưa có hiệu lực: “Không phải báo cáo” chỉ dùng cho tệp không đọc được")


def test_scan_beside_the_table__is_noted_and_not_asked_for_again(folder: pathlib.Path) -> None:
    """“Cần gửi lại” would be untrue of the scan of a report whose table is in use."""
    (folder / "khoa.pdf").write_bytes(pdf_documents.document(""))
    registered(folder)
    merge(folder)
    decide(folder, "F03", "Xã An (U-AN)")
    result = merge(folder)
    assert states(result)["Xã An"] == "valid"
    assert effect(folder, "F03") == "Đã ghi nhận tệp là của Xã An; số liệu của đơn vị lấy từ tệp khác"
    assert "Xã An" not in {unit.name for unit in account(result.consolidation).owing}


@pytest.mark.parametrize(
    ("code", "choice", "said"),
    [
        ("M01", "Xã Cẩm (U-CA)", "Đã giao tệp cho Xã Cẩm"),
        ("M05", "Dùng tệp này", "Được coi là báo cáo của kỳ này"),
    ],
)
@pytest.mark.parametrize("days", [("1/6/2026", "3/6/2026"), ("3/6/2026", "1/6/2026"), ("", "")])
def test_choice_about_a_file_that_is_not_the_one_used__stays_in_its_row(
    tmp_path: pathlib.Path, code: str, choice: str, said: str, days: tuple[str, str]
) -> None:
    """The unit sent another file as well, which is newer, older, or nobody knows."""
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An", f01=5)
    if code == "M01":
        put(folder, "x.xlsx", "Xã Lạ Lùng", f01=7)
    else:
        of_another_period(folder, "x.xlsx", "Xã Cẩm")
    lines = ["Tệp,Ngày nhận", *(f"{file},{day}" for file, day in zip(("x.xlsx", "cam.xlsx"), days, strict=True) if day)]
    (tmp_path / "so-nhan.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    merge(folder)
    decide(folder, code, choice)
    assert states(merge(folder))["Xã Cẩm"] == "valid"
    put(folder, "cam.xlsx", "Xã Cẩm", f01=9)
    for _ in range(2):
        result = merge(folder)
        assert effect(folder, code) == said
        assert states(result)["Xã Cẩm"] == ("warnings" if days[0] else "unusable")
        used = {one.name: one.entries[0].used for one in result.consolidation.units}
        own = 7 if code == "M01" else 12
        assert used["Xã Cẩm"] == (None if not days[0] else 9 if days[0] < days[1] else own)
        still = [one.code for one in open_findings(result.consolidation) if one.severity == "error"]
        assert code not in still
        assert (still.count("F13") > 0) is (not days[0])


@pytest.mark.parametrize(("file", "asked"), [("Book1.xlsx", False), ("Xã Cẩm.xlsx", True)])
def test_ask__goes_to_somebody_or_is_said_to_go_to_nobody(tmp_path: pathlib.Path, file: str, asked: bool) -> None:
    folder = tmp_path / "in"
    put(folder, "an.xlsx", "Xã An")
    damaged(folder, file)
    registered(folder)
    merge(folder)
    decide(folder, "F07", "Hỏi lại đơn vị")
    owing = account(merge(folder).consolidation)
    assert ("Xã Cẩm" in {unit.name for unit in owing.unusable}) is asked
    nobody = "Chưa có hiệu lực: chưa rõ tệp là của đơn vị nào nên không có công văn nào hỏi; đề nghị chọn đơn vị"
    assert effect(folder, "F07") == ("Đang hỏi đơn vị" if asked else nobody)
