"""A campaign with several forms: a workbook with a sheet for each, and files of each in one folder."""

from __future__ import annotations

import json
import pathlib
import shutil
from typing import Any

import openpyxl
import pytest
from filled import run

from cchc_xl.campaign import load_campaign, settings_of
from cchc_xl.errors import UserError
from cchc_xl.run.plan import plan_of
from cchc_xl.words.say import ui

EXAMPLES = pathlib.Path(__file__).parent.parent / "examples"
SOCIAL, PROCEDURES = EXAMPLES / "phu-luc-15-dong", EXAMPLES / "giai-quyet-tthc"
FORMS = ("kinh-te-xa-hoi", "giai-quyet-tthc")


@pytest.fixture
def campaign(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with two workbooks that have a sheet of each form, one of each form alone, and a roster of four."""
    (tmp_path / "bieu-mau").mkdir()
    (tmp_path / "bc").mkdir()
    for example in (SOCIAL, PROCEDURES):
        for path in (example / "bieu-mau").glob("*.json"):
            text = path.read_text(encoding="utf-8").replace('"periods": ["Q1"', '"periods": ["H1", "Q1"')
            (tmp_path / "bieu-mau" / path.name).write_text(text, encoding="utf-8")
    for name in ("Xã An Bình", "Xã Đông Sơn"):
        book = openpyxl.load_workbook(SOCIAL / "bao-cao" / f"{name}.xlsx")
        other = openpyxl.load_workbook(PROCEDURES / "bao-cao" / f"{name}.xlsx").worksheets[0]
        sheet = book.create_sheet("Thủ tục hành chính")
        for cell in (cell for row in other.iter_rows() for cell in row):
            # Both are asked for the same half-year here.
            sheet.cell(cell.row, cell.column).value = "6 tháng đầu năm" if cell.value == "Quý II" else cell.value
        for area in other.merged_cells.ranges:
            sheet.merge_cells(str(area))
        book.save(tmp_path / "bc" / f"{name}.xlsx")
    shutil.copy(SOCIAL / "bao-cao" / "Xã Bình Minh.xlsx", tmp_path / "bc" / "Xã Bình Minh.xlsx")
    path = tmp_path / "dot-bao-cao.json"
    path.write_text(json.dumps({"forms": FORMS, "period": "2026-H1", "roster": "don-vi.csv"}), encoding="utf-8")
    roster = "mã,tên,cấp\n1,Xã An Bình,xa\n2,Xã Đông Sơn,xa\n3,Xã Bình Minh,xa\n"
    (tmp_path / "don-vi.csv").write_text(roster, encoding="utf-8")
    return path


def merged(campaign: pathlib.Path, form: str) -> dict[str, Any]:
    target = campaign.parent / f"{form}.xlsx"
    code, printed = run("merge", campaign.parent / "bc", "--campaign", campaign, "--form", form, "-o", target,
                        "--format", "json")  # fmt: skip
    assert code in (0, 1), printed
    found: dict[str, Any] = json.loads(printed)
    return found


def test_merge__a_result_for_each_form_in_which_a_unit_may_be_missing(campaign: pathlib.Path) -> None:
    code, printed = run("merge", campaign.parent / "bc", "--campaign", campaign, "-o", campaign.parent / "ra")
    assert code == 1, printed
    names = sorted(path.name for path in (campaign.parent / "ra").iterdir() if not path.name.startswith("."))
    assert [name for name in names if name.endswith(".xlsx")] == [
        f"tong-hop-{form}-2026-H1.xlsx" for form in sorted(FORMS)
    ]
    assert "Báo cáo kinh tế - xã hội cấp xã:" in printed
    assert "bc/Xã Bình Minh.xlsx: F22 Báo cáo theo biểu mẫu khác của đợt" in printed
    for form, missing in zip(FORMS, ([], ["Xã Bình Minh"]), strict=True):
        sheet = openpyxl.load_workbook(campaign.parent / "ra" / f"tong-hop-{form}-2026-H1.xlsx")["Chưa nộp"]
        assert [row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]] == missing


def test_merge__each_table_counts_in_its_own_form_alone(campaign: pathlib.Path) -> None:
    social, procedures = (merged(campaign, form) for form in FORMS)
    assert (social["totals"]["1"]["units_used"], procedures["totals"]["1@tiep-nhan"]["units_used"]) == (3, 2)
    assert procedures["totals"]["1@tiep-nhan"]["used"] == 120 + 50
    codes = {one["code"] for result in (social, procedures) for one in result["findings"] if one["severity"] != "note"}
    assert codes == {"C31", "C30", "M12"}  # what the examples have planted, and who sent nothing
    assert [(one["outcome"], one["why"]) for one in procedures["sources"] if "Bình Minh" in one["path"]] == [
        ("skipped", "F22")
    ]


def test_validate__judges_each_table_by_its_form(campaign: pathlib.Path) -> None:
    code, printed = run("validate", campaign.parent / "bc", "--campaign", campaign)
    assert code == 1
    assert printed.startswith("Đã kiểm tra 5 báo cáo trong 3 tệp: 3 hợp lệ, 0 có cảnh báo, 2 có lỗi, 0 không đọc được.")
    assert "S18" not in printed
    assert "S16" not in printed


def test_template__of_each_form(campaign: pathlib.Path) -> None:
    code, printed = run("template", "--campaign", campaign, "-o", campaign.parent / "mau", "--roster", "")
    assert code == 0, printed
    assert sorted(path.name for path in (campaign.parent / "mau").iterdir()) == [
        f"mau-{form}.xlsx" for form in sorted(FORMS)
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "bc", "-o", "kq.xlsx"), "“kq.xlsx” là tên tệp"),
        (("merge", "bc", "-o", "kq", "--format", "json"), "làm từng biểu mẫu"),
        (("merge", "bc", "-o", "kq", "--tidy", "kq.csv"), "làm từng biểu mẫu"),
        (("mark", "bc", "--out", "ra"), "ghi thêm --form và mã một biểu mẫu"),
        (("validate", "bc", "--format", "ess"), "làm từng biểu mẫu"),
    ],
)
def test_what_needs_one_form__says_so(
    arguments: tuple[str, ...], said: str, campaign: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(campaign.parent)
    before = sorted(campaign.parent.rglob("*"))
    with pytest.raises(UserError) as raised:
        run(*arguments, "--campaign", campaign)
    assert said in ui(raised.value.key, "vi", **raised.value.params)
    assert sorted(campaign.parent.rglob("*")) == before


def test_previous_and_decisions__are_each_forms_own(campaign: pathlib.Path) -> None:
    folder = campaign.parent
    run("merge", folder / "bc", "--campaign", campaign, "-o", folder / "truoc")
    earlier = [f"truoc/tong-hop-{form}-2026-H1.xlsx" for form in FORMS]
    said = json.loads(campaign.read_text(encoding="utf-8"))
    campaign.write_text(json.dumps({**said, "previous": earlier, "decisions": earlier}), encoding="utf-8")
    code, printed = run("merge", folder / "bc", "--campaign", campaign, "-o", folder / "nay")
    assert code == 1, printed
    loaded = load_campaign(str(campaign))
    for form in FORMS:
        assert [one.form.id for one in plan_of(loaded, form=form).previous] == [form]
        book = openpyxl.load_workbook(folder / "nay" / f"tong-hop-{form}-2026-H1.xlsx")
        assert "Quyết định cũ" not in book.sheetnames


def test_campaign__one_form_or_several(campaign: pathlib.Path) -> None:
    loaded = load_campaign(str(campaign))
    with pytest.raises(UserError) as raised:
        settings_of(loaded)
    assert raised.value.key == "choose-form"
    against = settings_of(loaded, FORMS[0])
    assert ([form.id for form in against.forms], [form.id for form in against.beside]) == ([FORMS[0]], [FORMS[1]])
    campaign.write_text(json.dumps({"forms": FORMS, "form": FORMS[0], "version": 1}), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_campaign(str(campaign))
    said = ui(raised.value.key, "vi", **raised.value.params)
    assert "đã ghi mục forms thì bỏ: form, version" in said
