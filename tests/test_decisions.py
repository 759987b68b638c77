"""A consolidator decides in the workbook, adds to it, and merges again: nothing of hers is lost."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import judges
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Filters

from cchc_xl.consolidation.account.decided import open_findings
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import Plan, plan_of, with_files
from cchc_xl.validate import settings
from cchc_xl.words.province import FINDING_COLUMNS
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 1)
GOOD = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
FINDINGS, UNITS, STALE = "Vấn đề", "Theo đơn vị", "Quyết định cũ"
HEAD = {FINDINGS: 3, UNITS: 5, STALE: 3}
OWN = len(FINDING_COLUMNS) + 1  # the first column of hers on the sheet of findings


def put(folder: pathlib.Path, name: str, **changes: object) -> None:
    folder.mkdir(exist_ok=True)
    values = {**GOOD, **{key.removeprefix("f").replace("_", "."): value for key, value in changes.items()}}
    write_template(
        FORM,
        folder / f"{name}.xlsx",
        period=period(FORM, "H1", 2026),
        values=values,
        header={"unit": f"UBND {name}", "prepared_by": "Nguyễn Văn An"},
    )


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Xã An is right, Xã Bình has a sum in a cell (proposed: 18) and people at no meeting (an error)."""
    put(tmp_path / "in", "Xã An")
    put(tmp_path / "in", "Xã Bình", f04="13 tin, 05 bài", f05=0)
    return tmp_path / "in"


def merge(folder: pathlib.Path, decisions: str = "", **more: Any) -> Result:
    plan = with_files(Plan(settings(), **more), decisions=[decisions] if decisions else [])
    return merge_paths([str(folder)], str(folder.parent / "out.xlsx"), plan)


def edit(path: pathlib.Path, change: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def table(path: pathlib.Path, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by title; 'row' is the number on the sheet."""
    sheet = openpyxl.load_workbook(path)[name]
    titles = [cell.value for cell in sheet[HEAD[name]]]
    return [
        {**dict(zip(titles, (cell.value for cell in row), strict=False)), "row": row[0].row}
        for row in sheet.iter_rows(min_row=HEAD[name] + 1)
        if isinstance(row[0].value, int)
    ]


def find(path: pathlib.Path, code: str) -> dict[str, Any]:
    return next(row for row in table(path, FINDINGS) if row["Mã"] == code)


def decide(path: pathlib.Path, code: str, action: str, value: object = None, reason: str = "") -> None:
    row = find(path, code)["row"]

    def change(book: Any) -> None:
        book[FINDINGS].cell(row, 13, action)
        book[FINDINGS].cell(row, 14, value)
        book[FINDINGS].cell(row, 15, reason or None)

    edit(path, change)


def used(result: Result, field: str) -> tuple[int, int]:
    total = next(one for one in result.consolidation.totals if one.field == field)
    return total.used, total.set_aside


# --- decisions -----------------------------------------------------------------------------------------------------


def test_decision__is_followed_told_and_kept(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    assert used(merge(folder), "04") == (18, 18)
    decide(out, "V20", "Chấp nhận đề xuất", reason="đã gọi điện")
    assert used(merge(folder, decided_by="Nguyễn Thị Hoa"), "04") == (36, 0)
    row = find(out, "V20")
    assert (row["Xử lý"], row["Lý do"], row["Người quyết định"]) == (
        "Chấp nhận đề xuất",
        "đã gọi điện",
        "Nguyễn Thị Hoa",
    )
    notes = [cell.value for cell in openpyxl.load_workbook(out)["Tổng hợp"]["H"] if cell.value]
    assert any("1 số do Nguyễn Thị Hoa quyết định" in str(note) for note in notes)
    assert used(merge(folder, decided_by="người khác"), "04") == (36, 0)
    assert find(out, "V20")["Người quyết định"] == "Nguyễn Thị Hoa"


def test_name_typed_beside_a_decision__is_who_decided(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    row = find(out, "V20")["row"]
    edit(out, lambda book: book[FINDINGS].cell(row, 16, "Lê Văn Sáu"))
    assert used(merge(folder, decided_by="Hoa"), "04") == (38, 0)
    assert find(out, "V20")["Người quyết định"] == "Lê Văn Sáu"


@pytest.mark.parametrize(
    ("office", "option", "expected"),
    [
        (None, (), "Trần Văn Lưu"),
        ("Sở Nội vụ", (), "Sở Nội vụ"),
        ("Sở Nội vụ", ("--by", "Nguyễn Thị Hoa"), "Nguyễn Thị Hoa"),
        (None, ("--by", "Nguyễn Thị Hoa"), "Nguyễn Thị Hoa"),
    ],
)
def test_who_decided__by_option_else_the_campaign_s_office_else_who_saved(
    folder: pathlib.Path, office: str | None, option: tuple[str, ...], expected: str
) -> None:
    """Two decisions on the sheet, one of them with a name: that one keeps it."""
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    decide(out, "C01", "Hỏi lại đơn vị")
    row = find(out, "C01")["row"]

    def sign(book: Any) -> None:
        book[FINDINGS].cell(row, 16, "Lê Văn Sáu")
        book.properties.lastModifiedBy = "Trần Văn Lưu"

    edit(out, sign)
    command = [sys.executable, "-m", "cchc_xl", "merge", str(folder), "-o", str(out), *option]
    if office:
        campaign = folder.parent / "dot.json"
        campaign.write_text(json.dumps({"office": {"name": office}}), encoding="utf-8")
        command += ["--campaign", str(campaign)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert [find(out, code)["Người quyết định"] for code in ("V20", "C01")] == [expected, "Lê Văn Sáu"]


def test_merging_again__gives_the_same_bytes(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    first = out.read_bytes()
    merge(folder)
    assert out.read_bytes() == first
    decide(out, "V20", "Nhập giá trị", 20, "sổ theo dõi")
    edit(out, lambda book: add_to(book))
    merge(folder)
    decided = out.read_bytes()
    merge(folder)
    assert out.read_bytes() == decided != first


def test_decision_whose_ground_is_gone__is_shown_apart_and_comes_back(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    assert STALE not in openpyxl.load_workbook(out).sheetnames
    decide(out, "V20", "Nhập giá trị", 20, "đã gọi")
    put(folder, "Xã Bình", f04=19, f05=0)
    assert used(merge(folder), "04") == (37, 0)
    [row] = table(out, STALE)
    assert [row[title] for title in ("Mã", "Đơn vị", "Chỉ tiêu", "Giá trị gốc", "Xử lý", "Giá trị", "Lý do")] == [
        "V20", "UBND Xã Bình", "04", "13 tin, 05 bài", "Nhập giá trị", 20, "đã gọi",
    ]  # fmt: skip
    merge(folder)
    assert len(table(out, STALE)) == 1
    put(folder, "Xã Bình", f04="13 tin, 05 bài", f05=0)
    assert used(merge(folder), "04") == (38, 0)
    assert STALE not in openpyxl.load_workbook(out).sheetnames


def test_decisions_of_another_workbook__hold_too(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    edit(out, add_to)
    other = folder.parent / "của chị Lan.xlsx"
    out.rename(other)
    assert used(merge(folder, decisions=str(other)), "04") == (38, 0)
    assert find(out, "V20")["Đã gọi"] == "rồi"
    with pytest.raises(UserError, match="not-found"):
        merge(folder, decisions=str(folder.parent / "không có.xlsx"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _: b"PK\x03\x04 damaged",
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_workbook_that_cannot_be_read__is_not_replaced(folder: pathlib.Path, damage: Callable[[bytes], bytes]) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    out.write_bytes(damage(out.read_bytes()))
    before = out.read_bytes()
    with pytest.raises(UserError, match="bad-decisions"):
        merge(folder)
    assert out.read_bytes() == before


# --- decisions that settle nothing, and old ones -------------------------------------------------------------------


def run_merge(folder: pathlib.Path, *options: str) -> list[str]:
    """The lines of the terminal."""
    out = folder.parent / "out.xlsx"
    command = [sys.executable, "-m", "cchc_xl", "merge", str(folder), "-o", str(out), *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


NOTHING_DONE = [
    ("C01", "Chấp nhận đề xuất", None, "không có gì để chấp nhận"),
    ("C01", "Bỏ qua cảnh báo", None, "là lỗi nên không bỏ qua được"),
    ("V20", "Giữ nguyên", None, "không có số nào do đơn vị ghi"),
    ("V20", "Nhập giá trị", None, "chưa có số đọc được"),
    ("V20", "Nhập giá trị", "18-0123", "chưa có số đọc được"),
    ("V20", "Nhập giá trị", "tám", "chưa có số đọc được"),
    ("V20", "Nhập giá trị", -8, "âm, lớn quá mức"),
    ("V20", "Nhập giá trị", 10**12, "âm, lớn quá mức"),
    ("V20", "Để sau", None, "không có trong danh sách"),
    ("V20", None, 18, "cột Xử lý còn trống"),
]


@pytest.mark.parametrize(("code", "action", "value", "why"), NOTHING_DONE)
def test_decision_that_cannot_be_carried_out__is_told_and_settles_nothing(
    folder: pathlib.Path, code: str, action: str, value: object, why: str
) -> None:
    out = folder.parent / "out.xlsx"
    before = merge(folder)
    decide(out, code, action, value)
    lines = run_merge(folder)
    assert "Quyết định: 0 đã áp dụng, 1 chưa có hiệu lực, 0 cũ." in lines
    [told] = [line for line in lines if "Chưa có hiệu lực" in line]
    assert told.startswith(f"  UBND Xã Bình: {code} 0")
    assert why in told
    row = find(out, code)
    assert (row["Xử lý"], why in row["Hiệu lực"]) == (action, True)
    after = merge(folder)
    assert [used(after, field) for field in ("04", "05")] == [used(before, field) for field in ("04", "05")]
    assert open_findings(after.consolidation) == open_findings(before.consolidation)


def test_decisions_carried_out__are_counted_and_marked(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    decide(out, "C01", "Hỏi lại đơn vị")
    assert "Quyết định: 2 đã áp dụng, 0 chưa có hiệu lực, 0 cũ." in run_merge(folder)
    assert [find(out, code)["Hiệu lực"] for code in ("V20", "C01")] == ["Đã áp dụng", "Đang hỏi đơn vị"]
    assert "Quyết định" not in "".join(run_merge(folder, "-o", str(folder.parent / "other.xlsx")))


def test_decision_about_a_report_that_is_set_aside__waits_and_says_so(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    lines = run_merge(folder, "--period", "2025-H1", "--force")
    [told] = [line for line in lines if line.startswith("  UBND Xã Bình: V20 04")]
    assert "cả báo cáo đang được để riêng" in told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"f04": 19, "f05": 0}, "Đơn vị đã sửa: số liệu hiện nay là “19”"),
        ({"f04": None, "f05": 0}, "Đơn vị đã sửa: ô số liệu hiện nay để trống"),
        (None, "Lần tổng hợp này không có tệp của đơn vị"),
    ],
)
def test_old_decision__says_why(folder: pathlib.Path, change: dict[str, object] | None, why: str) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    merge(folder)
    if change is None:
        (folder / "Xã Bình.xlsx").unlink()
    else:
        put(folder, "Xã Bình", **change)
    lines = run_merge(folder)
    assert "Quyết định: 0 đã áp dụng, 0 chưa có hiệu lực, 1 cũ." in lines
    assert f"  UBND Xã Bình: V20 04: “Nhập giá trị 20”: {why}" in lines
    [row] = table(out, STALE)
    assert (row["Vì sao không còn hiệu lực"], row["Tệp"]) == (why, "Xã Bình.xlsx")
    merge(folder)
    [row] = table(out, STALE)
    assert (row["Vì sao không còn hiệu lực"], row["Tệp"]) == (why, "Xã Bình.xlsx")


# --- several people ------------------------------------------------------------------------------------------------


def test_own_reason_corrected__keeps_the_name(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20, "đã gọi")
    merge(folder, decided_by="Nguyễn Thị Hoa")
    row = find(out, "V20")["row"]
    edit(out, lambda book: book[FINDINGS].cell(row, 15, "đã gọi hai lần"))
    merge(folder, decided_by="Sở Nội vụ")
    found = find(out, "V20")
    assert (found["Lý do"], found["Người quyết định"]) == ("đã gọi hai lần", "Nguyễn Thị Hoa")


@pytest.fixture
def two_people(folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """Lan says 20, Hoa accepts 18, each in a copy of the same workbook; both ask about C01."""
    out = folder.parent / "out.xlsx"
    merge(folder)
    lan, hoa = folder.parent / "lan.xlsx", folder.parent / "hoa.xlsx"
    for path, name, action, value in ((lan, "Lan", "Nhập giá trị", 20), (hoa, "Hoa", "Chấp nhận đề xuất", None)):
        path.write_bytes(out.read_bytes())
        decide(path, "V20", action, value, f"{name} gọi")
        decide(path, "C01", "Hỏi lại đơn vị")
        rows = [find(path, code)["row"] for code in ("V20", "C01")]

        def sign(book: Any, rows: list[int] = rows, name: str = name) -> None:
            for row in rows:
                book[FINDINGS].cell(row, 16, name)

        edit(path, sign)
    out.unlink()
    return lan, hoa


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_people_s_decisions_that_differ__are_a_conflict_until_one_is_chosen(
    folder: pathlib.Path, two_people: tuple[pathlib.Path, pathlib.Path], order: tuple[int, int]
) -> None:
    out = folder.parent / "out.xlsx"
    options = [part for place in order for part in ("--decisions", str(two_people[place]))]
    for _ in range(2):  # the second time the conflict stands in the workbook as well
        lines = run_merge(folder, *options)
        assert "Quyết định: 1 đã áp dụng, 1 chưa có hiệu lực, 0 cũ." in lines
        row = find(out, "V20")
        assert (row["Xử lý"], row["Giá trị"]) == (None, None)
        for told in (row["Hiệu lực"], next(line for line in lines if line.startswith("  UBND Xã Bình"))):
            assert "Lan: Nhập giá trị 20" in told
            assert "Hoa: Chấp nhận đề xuất" in told
        assert find(out, "C01")["Hiệu lực"] == "Đang hỏi đơn vị"
    assert used(merge(folder), "04") == (18, 18)  # and without the two it is not forgotten
    assert "Lan: Nhập giá trị 20" in find(out, "V20")["Hiệu lực"]
    decide(out, "V20", "Nhập giá trị", 20, "đã thống nhất")
    for _ in range(3):
        assert "Quyết định: 2 đã áp dụng, 0 chưa có hiệu lực, 0 cũ." in run_merge(folder, *options)
        assert find(out, "V20")["Lý do"] == "đã thống nhất"
    assert used(merge(folder), "04") == (38, 0)


def test_people_who_decide_alike__are_no_conflict(
    folder: pathlib.Path, two_people: tuple[pathlib.Path, pathlib.Path]
) -> None:
    decide(two_people[1], "V20", "Nhập giá trị", 20, "Hoa cũng gọi")
    lines = run_merge(folder, *(part for path in two_people for part in ("--decisions", str(path))))
    assert "Quyết định: 2 đã áp dụng, 0 chưa có hiệu lực, 0 cũ." in lines
    assert set(find(folder.parent / "out.xlsx", "V20")["Lý do"].split("; ")) == {"Lan gọi", "Hoa cũng gọi"}


def test_two_workbooks_without_names__are_told_apart_by_their_files(
    folder: pathlib.Path, two_people: tuple[pathlib.Path, pathlib.Path]
) -> None:
    for path in two_people:
        row = find(path, "V20")["row"]
        edit(path, lambda book, row=row: book[FINDINGS].cell(row, 16).__setattr__("value", None))
    run_merge(folder, "--by", "Sở Nội vụ", *(part for path in two_people for part in ("--decisions", str(path))))
    told = find(folder.parent / "out.xlsx", "V20")["Hiệu lực"]
    assert "Sở Nội vụ (lan.xlsx): Nhập giá trị 20" in told
    assert "Sở Nội vụ (hoa.xlsx): Chấp nhận đề xuất" in told


def test_decision_changed_in_a_copy_of_the_result__takes_the_place_of_the_former(folder: pathlib.Path) -> None:
    """Hoa saw what Lan had decided: hers is no conflict with it."""
    out = folder.parent / "out.xlsx"
    merge(folder)
    decide(out, "V20", "Nhập giá trị", 20)
    merge(folder, decided_by="Lan")
    copy = folder.parent / "hoa.xlsx"
    copy.write_bytes(out.read_bytes())
    decide(copy, "V20", "Nhập giá trị", 19)
    row = find(copy, "V20")["row"]
    edit(copy, lambda book: book[FINDINGS].cell(row, 16, "Hoa"))
    assert "Quyết định: 1 đã áp dụng, 0 chưa có hiệu lực, 0 cũ." in run_merge(folder, "--decisions", str(copy))
    assert used(merge(folder), "04") == (37, 0)


# --- a file that is given to a unit --------------------------------------------------------------------------------

ROSTER = "Mã,Tên đơn vị,Cấp\nU-AN,Xã An,Xã\nU-BI,Xã Bình,Xã\nU-CA,Xã Cẩm,Xã\n"


def roster_of(folder: pathlib.Path) -> str:
    path = folder.parent / "don-vi.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def unit_values(result: Result, field: str = "01") -> dict[str, int | None]:
    return {one.name: entry.used for one in result.consolidation.units if (entry := one.entry(field))}


def merge_with_roster(folder: pathlib.Path) -> Result:
    plan = plan_of(roster=roster_of(folder), period="2026-H1")
    return merge_paths([str(folder)], str(folder.parent / "out.xlsx"), plan)


@pytest.fixture
def unnamed(folder: pathlib.Path) -> pathlib.Path:
    """Besides Xã An and Xã Bình: a report of "Xã Cấm Xuyên", which the roster has not, with a sum to be accepted."""
    put(folder, "Xã Cấm Xuyên", f01=5, f04="13 tin, 05 bài")
    return folder


@pytest.mark.parametrize("choice", ["Xã Cẩm (U-CA)", "xã cẩm (u-ca)", "Xã Cẩm", "U-CA"])
def test_file__is_the_chosen_unit_s_at_the_next_merge(unnamed: pathlib.Path, choice: str) -> None:
    out = unnamed.parent / "out.xlsx"
    before = merge_with_roster(unnamed)
    assert unit_values(before)["UBND Xã Cấm Xuyên"] is None
    assert [unit.name for unit in before.consolidation.missing] == ["Xã Cẩm"]
    decide(out, "M01", choice)
    for _ in range(2):
        after = merge_with_roster(unnamed)
        assert unit_values(after) == {"Xã An": 12, "Xã Bình": 12, "Xã Cẩm": 5}
        assert after.consolidation.missing == ()
        row = find(out, "M01")
        assert (row["Xử lý"], row["Hiệu lực"], row["Đơn vị"]) == (choice, "Đã giao tệp cho Xã Cẩm", "Xã Cẩm")
    waiting = [row for row in table(out, FINDINGS) if row["Mã"] == "V20" and row["Tệp"] == "Xã Cấm Xuyên.xlsx"]
    edit(out, lambda book: book[FINDINGS].cell(waiting[0]["row"], 13, "Chấp nhận đề xuất"))
    accepted = merge_with_roster(unnamed)
    assert unit_values(accepted, "04")["Xã Cẩm"] == 18  # a decision about a value of the same file holds beside it
    assert not [one for one in open_findings(accepted.consolidation) if one.code == "M01"]
    decide(out, "M01", "")
    assert unit_values(merge_with_roster(unnamed))["UBND Xã Cấm Xuyên"] is None  # withdrawn


def test_choices__are_the_units_of_the_roster(unnamed: pathlib.Path) -> None:
    out = unnamed.parent / "out.xlsx"
    merge_with_roster(unnamed)
    book = openpyxl.load_workbook(out)
    row = find(out, "M01")["row"]
    [validation] = [
        one for one in book[FINDINGS].data_validations.dataValidation if f"M{row}" in one.sqref and one.type == "list"
    ]
    name, _, area = validation.formula1.rpartition("!")
    sheet = book[name.strip("'")]
    listed = [cell[0].value for cell in sheet[area.replace("$", "")]]
    assert sheet.sheet_state == "hidden"
    assert listed == [
        "Chấp nhận đề xuất",
        "Giữ nguyên",
        "Hỏi lại đơn vị",
        "Xã An (U-AN)",
        "Xã Bình (U-BI)",
        "Xã Cẩm (U-CA)",
    ]
    other = find(out, "V20")["row"]
    assert f"M{other}" not in validation.sqref


@pytest.mark.parametrize(("choice", "why"), [("Xã Dừa (U-DU)", "không phải một đơn vị"), ("28123", "không phải một")])
def test_unit_that_the_roster_has_not__is_told(unnamed: pathlib.Path, choice: str, why: str) -> None:
    out = unnamed.parent / "out.xlsx"
    merge_with_roster(unnamed)
    decide(out, "M01", choice)
    after = merge_with_roster(unnamed)
    assert unit_values(after)["UBND Xã Cấm Xuyên"] is None
    assert why in find(out, "M01")["Hiệu lực"]
    assert any(one.code == "M01" for one in open_findings(after.consolidation))


def test_unit_code_in_the_value_column__gives_nothing_and_is_told(unnamed: pathlib.Path) -> None:
    out = unnamed.parent / "out.xlsx"
    merge_with_roster(unnamed)
    decide(out, "M01", "Nhập giá trị", 28123)
    assert unit_values(merge_with_roster(unnamed))["UBND Xã Cấm Xuyên"] is None
    assert "không phải của một con số" in find(out, "M01")["Hiệu lực"]


def test_unreadable_file__can_be_noted_as_a_unit_s(unnamed: pathlib.Path) -> None:
    out = unnamed.parent / "out.xlsx"
    (unnamed / "Xã Cấm Xuyên.xlsx").unlink()
    (unnamed / "gui.xlsx").write_bytes(b"PK\\x03\\x04" + b"x" * 200)
    merge_with_roster(unnamed)
    decide(out, "F07", "Xã Cẩm (U-CA)")
    after = merge_with_roster(unnamed)
    [row] = [row for row in after.consolidation.sources if row.source.name == "gui.xlsx"]
    assert (row.unit, row.outcome) == ("Xã Cẩm", "set-aside")
    assert find(out, "F07")["Hiệu lực"].startswith("Đã ghi nhận tệp là của Xã Cẩm")
    assert any(one.code == "F07" for one in open_findings(after.consolidation))  # it must still be sent again


def test_second_file_of_a_unit__is_asked_about_once_it_is_given(unnamed: pathlib.Path) -> None:
    """A file that is given to a unit which has sent one already counts beside it like any other."""
    out = unnamed.parent / "out.xlsx"
    merge_with_roster(unnamed)
    decide(out, "M01", "Xã An (U-AN)")
    after = merge_with_roster(unnamed)
    assert any(one.code == "F13" for one in after.consolidation.findings)
    assert unit_values(after)["Xã An"] is None


# --- what she adds -------------------------------------------------------------------------------------------------


def add_to(book: Any) -> None:
    """Columns, notes and filters, on rows found by their unit."""
    findings, units = book[FINDINGS], book[UNITS]
    findings.cell(HEAD[FINDINGS], OWN, "Đã gọi")
    row = next(cell.row for cell in findings["C"] if cell.value == "V20")
    findings.cell(row, OWN, "rồi")
    findings.cell(row, 13).comment = Comment("hỏi chị Thu", "Hoa")
    units.cell(HEAD[UNITS], 19, "Gấp đôi")
    units.cell(HEAD[UNITS], 20, "Hẹn")
    for unit in (row for row in range(6, 8)):
        units.cell(unit, 19, f"=E{unit}*2")
    units.cell(7, 20, 15)
    units.cell(7, 5).comment = Comment("số này đúng", "Hoa")


def test_columns_and_notes__survive_a_new_order_of_rows(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    edit(out, add_to)
    put(folder, "Xã Ba")  # comes between
    merge(folder)
    assert find(out, "V20")["Đã gọi"] == "rồi"
    book = openpyxl.load_workbook(out)
    cell = book[FINDINGS].cell(find(out, "V20")["row"], 13)
    assert cell.comment.text == "hỏi chị Thu"
    cells = {row["Đơn vị"]: (row["Gấp đôi"], row["Hẹn"]) for row in table(out, UNITS)}
    assert cells == {"UBND Xã An": ("=E6*2", None), "UBND Xã Ba": (None, None), "UBND Xã Bình": ("=E8*2", 15)}
    assert book[UNITS]["E8"].comment.text == "số này đúng"
    assert "Gấp đôi" not in [cell.value for cell in book[FINDINGS][3]]


def test_note_below_ours__is_kept_and_ours_is_made_anew(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    ours = openpyxl.load_workbook(out)[UNITS]["H7"].comment.text
    assert "Đơn vị ghi: 13 tin, 05 bài" in ours

    def write_below(book: Any) -> None:
        book[UNITS]["H7"].comment = Comment(f"{ours}chị Thu hẹn gửi lại", "Hoa")

    edit(out, write_below)
    put(folder, "Xã Bình", f04="14 tin, 05 bài", f05=0)
    merge(folder)
    merge(folder)
    text = openpyxl.load_workbook(out)[UNITS]["H7"].comment.text
    assert "Đơn vị ghi: 14 tin, 05 bài" in text
    assert "13 tin" not in text
    assert text.count("chị Thu hẹn gửi lại") == 1


def test_cells_of_a_row_that_is_gone__come_back_with_it(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)
    edit(out, add_to)
    (folder / "Xã Bình.xlsx").rename(folder.parent / "away.xlsx")
    merge(folder)
    assert [row["Đơn vị"] for row in table(out, UNITS)] == ["UBND Xã An"]
    merge(folder)
    (folder.parent / "away.xlsx").rename(folder / "Xã Bình.xlsx")
    merge(folder)
    assert table(out, UNITS)[1]["Hẹn"] == 15
    assert find(out, "V20")["Đã gọi"] == "rồi"
    assert openpyxl.load_workbook(out)[UNITS]["E7"].comment.text == "số này đúng"


FILTERS: Mapping[str, tuple[Any, set[str]]] = {
    "a list": (FilterColumn(colId=1, filters=Filters(filter=["Lỗi"])), {"Lỗi"}),
    "a list with blanks": (FilterColumn(colId=12, filters=Filters(blank=True)), {"Lỗi", "Cảnh báo"}),
    "not a word": (FilterColumn(colId=1, customFilters=CustomFilters(customFilter=[CustomFilter(operator="notEqual", val="Lỗi")])), {"Cảnh báo"}),
    "a beginning": (FilterColumn(colId=1, customFilters=CustomFilters(customFilter=[CustomFilter(val="Cảnh*")])), {"Cảnh báo"}),
    "numbers": (FilterColumn(colId=0, customFilters=CustomFilters(customFilter=[CustomFilter(operator="greaterThan", val="99")])), set()),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILTERS)
def test_filter__is_set_again(folder: pathlib.Path, kind: str) -> None:
    out = folder.parent / "out.xlsx"
    put(folder, "Xã Cam", f07="~300")
    merge(folder)
    condition, shown = FILTERS[kind]
    edit(out, lambda book: book[FINDINGS].auto_filter.filterColumn.append(condition))
    merge(folder)
    sheet = openpyxl.load_workbook(out)[FINDINGS]
    rows = [row for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, int)]
    assert {row[1].value for row in rows} == {"Lỗi", "Cảnh báo"}
    assert {row[1].value for row in rows if not sheet.row_dimensions[row[0].row].hidden} == shown
    [filtered] = sheet.auto_filter.filterColumn
    assert filtered.colId == condition.colId
    first = out.read_bytes()
    merge(folder)
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    "formula", ["=E6*Sheet2!A1", "=WEBSERVICE(E6)", "=E6+E7", "=SUM(E$6)", "=cmd|' /C calc'!A0", "=HYPERLINK(E6)"]
)
def test_formula_that_is_not_of_its_row__is_not_written(folder: pathlib.Path, formula: str) -> None:
    out = folder.parent / "out.xlsx"
    merge(folder)

    def change(book: Any) -> None:
        book[UNITS].cell(HEAD[UNITS], 19, "Thử")
        book[UNITS].cell(6, 19, formula)
        book[UNITS].cell(7, 19, "=1+1")

    edit(out, change)
    merge(folder)
    assert [row["Thử"] for row in table(out, UNITS)] == [None, None]


# --- other people's programs ---------------------------------------------------------------------------------------


@pytest.mark.judge
def test_workbook_with_all_of_it__is_what_excel_expects(folder: pathlib.Path, office: judges.Office) -> None:
    """Decisions, past decisions, columns with formulas, notes, a filter, two files of a unit.

    Recalculated by LibreOffice and Gnumeric.
    """
    out = folder.parent / "out.xlsx"
    put(folder, "Xã Cam", f01=3)
    put(folder, "Xã Cam mới", f01=4)
    merge(folder)
    decide(out, "C01", "Giữ nguyên", reason="đúng")
    decide(out, "V20", "Nhập giá trị", 20)
    edit(out, add_to)
    edit(out, lambda book: book[FINDINGS].auto_filter.filterColumn.append(FILTERS["a list"][0]))
    put(folder, "Xã Bình", f04=19, f05=0)
    result = merge(folder)
    assert STALE in openpyxl.load_workbook(out).sheetnames
    assert judges.validate_openxml(out) == []
    for values in (office.values(out), judges.gnumeric_values(out)):
        totals = [values["Tổng hợp"].get((15 + place, 5), 0) for place in range(len(FORM.fields))]
        assert totals == [total.used for total in result.consolidation.totals]
        assert [values[UNITS].get((row, 19)) for row in (6, 7)] == [24, 24]


@pytest.mark.judge
def test_national_workbook__is_what_excel_expects(tmp_path: pathlib.Path, office: judges.Office) -> None:
    from test_upward import merge as merge_up
    from test_upward import send

    send(tmp_path / "in", "40", [[1, 2, "", 4], [10, "", "", 40], [100, 7]])
    send(tmp_path / "in", "44", [[1000, 3], [5], [6]])
    merge_up(tmp_path / "in")
    out = tmp_path / "nation.xlsx"
    assert judges.validate_openxml(out) == []
    for values in (office.values(out), judges.gnumeric_values(out)):
        assert [[values["Theo cấp"].get((row, column)) for column in (2, 3, 4)] for row in (4, 5, 6)] == [
            [4, 1016, 5],
            [2, 106, 7],
            [6, 1122, 12],
        ]


def test_columns_of_another_version_of_the_form__are_not_taken_for_hers(folder: pathlib.Path) -> None:
    out = folder.parent / "out.xlsx"
    newer = load("tuyen-truyen-cchc", 2)
    unit = {"unit": "UBND Xã Mới", "prepared_by": "A"}
    write_template(
        newer, folder / "mới.xlsx", period=period(newer, "H1", 2026), values={**GOOD, "09": 5, "10": 0}, header=unit
    )
    merge(folder)
    (folder / "mới.xlsx").unlink()
    merge_paths([str(folder)], str(out), Plan(settings((FORM,))))
    titles = [cell.value for cell in openpyxl.load_workbook(out)[UNITS][5]]
    assert titles[-1] == "Khóa"
    assert "09" not in titles


def test_decision__in_a_table_longer_than_any_submission(folder: pathlib.Path) -> None:
    """The bounds of submissions (2,000 rows) are not those of a provincial workbook: a decision in row 2,400 counts."""
    out = folder.parent / "out.xlsx"
    merge(folder)
    row = find(out, "V20")["row"]

    def move_far_down(book: Any) -> None:
        sheet = book[FINDINGS]
        for column in range(1, sheet.max_column + 1):
            sheet.cell(2_400, column).value, sheet.cell(row, column).value = sheet.cell(row, column).value, None
        sheet.cell(2_400, 13).value = "Chấp nhận đề xuất"

    edit(out, move_far_down)
    assert used(merge(folder), "04") == (36, 0)


def test_decisions__in_a_workbook_that_cannot_be_read_in_full_are_not_written_over(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_xl.write.province.carried_over import earlier

    out = folder.parent / "out.xlsx"
    merge(folder)
    before = out.read_bytes()
    edit(out, lambda book: None)
    edited = out.read_bytes()
    assert edited != before
    monkeypatch.setattr(earlier, "PROVINCE_LIMITS", earlier.PROVINCE_LIMITS._replace(cells=10, far_cells=10))
    with pytest.raises(UserError) as caught:
        merge(folder)
    assert caught.value.key == "bad-decisions"
    assert out.read_bytes() == edited
