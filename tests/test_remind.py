"""Reminders: who owes what, the document's layout and words, the files."""

from __future__ import annotations

import datetime as dt
import io
import json
import pathlib
import subprocess
import sys
import zipfile

import docx
import judges
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from made_reports import FORM, H1, ROSTER, A, B, report, unreadable

from cchc_xl.campaign import Office
from cchc_xl.consolidation.account.decisions import read_decisions
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.errors import UserError
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Decision, Unit
from cchc_xl.units.roster import Roster
from cchc_xl.write.atomic import make_folder
from cchc_xl.write.province.outstanding import OpenProblem, OwingUnit, account
from cchc_xl.write.province.outstanding_in_workbook import read_account
from cchc_xl.write.province.workbook import province_bytes
from cchc_xl.write.template.workbook import write_template
from cchc_xl.write.word.letter import Letter, body, mail, number, request, subject
from cchc_xl.write.word.reminder import reminder_docx
from cchc_xl.write.xlsx.archive import assemble, members, packed, unpacked

OFFICE = Office(
    "Sở Nội vụ", "UBND tỉnh Hà Tĩnh", "Hà Tĩnh", "{so}/SNV-CCHC", "KT. Giám đốc", "Phó Giám đốc", "Nguyễn Văn An",
    ("UBND tỉnh (để b/c);",), "VT, CCHC", "cchc@example.vn", "ông Bình",
)  # fmt: skip
PROBLEM = OpenProblem(
    "04. Số lượng tin, bài", "ô D15, trang tính “Phụ lục”", "Chưa có số liệu.", "Đề nghị ghi số lượng."
)
MISSING = OwingUnit("Xã A", (), dt.date(2026, 1, 5), email="xa-a@example.vn")
FAULTY = OwingUnit("Sở Y tế", (PROBLEM, PROBLEM))


def letter(*units: OwingUnit, office: Office = OFFICE, one: bool = False) -> Letter:
    return Letter(office, FORM.title, H1, units, one)


def opened(*units: OwingUnit, office: Office = OFFICE, one: bool = False):
    return docx.Document(io.BytesIO(reminder_docx(letter(*units, office=office, one=one))))


def texts(document) -> list[str]:
    """All paragraphs in their order, those in tables included."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


# --- who owes what -------------------------------------------------------------------------------------------------


def merged(*decisions: Decision):
    reports = [report(A, [12] * 9), report(B, [1, "", "nhiều"], [("V25", "02"), ("V24", "03"), ("V27", "01")])]
    return consolidate(FORM, reports, ROSTER, decisions, H1)


def shortened(found) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(unit.name, [(problem.field[:2], problem.where) for problem in unit.problems]) for unit in found.owing]


EXPECTED = [("Xã C", []), ("Xã B", [("02", "ô D13, trang tính “Phụ lục”"), ("03", "ô D14, trang tính “Phụ lục”")])]


def test_account__who_has_not_sent_and_who_has_errors():
    found = account(merged())
    assert shortened(found) == EXPECTED
    assert (found.period, [unit.name for unit in found.missing], [unit.name for unit in found.faulty]) == (
        H1,
        ["Xã C"],
        ["Xã B"],
    )


def test_account__the_workbook_says_the_same():
    grid = read_bytes(province_bytes(merged()), "tong-hop.xlsx")
    assert shortened(read_account(grid, "tong-hop.xlsx")) == EXPECTED


def test_account__who_sent_what_cannot_be_read_is_not_told_that_nothing_came():
    """By the name of the file or its folder; whoever is not in the roster gets no letter."""
    reports = [
        report(A, [12] * 9),
        unreadable("nop/Xã B.xlsx", "F05"),
        unreadable("nop/Xã C/bao-cao.docx", "F03"),
        report("Xã lạ", [1, ""], [("V25", "02")]),
    ]
    result = consolidate(FORM, reports, (*ROSTER, Unit("U-D", "Xã D")), (), H1)
    listed = Roster((*ROSTER, Unit("U-D", "Xã D")))
    written = read_account(read_bytes(province_bytes(result), "tong-hop.xlsx"), "tong-hop.xlsx", listed)
    for found in (account(result), written):
        owing = sorted((len(unit.problems), unit.name) for unit in found.owing)
        assert owing == [(0, "Xã D"), (1, "Xã B"), (1, "Xã C")]
        for unit in found.faulty:
            text = mail(letter(unit))
            assert "đã nhận được báo cáo" in text
            assert "chưa nhận được" not in text


def fingerprint(code: str) -> str:
    return next(finding.fingerprint for finding in merged().findings if finding.code == code)


@pytest.mark.parametrize(
    ("code", "action", "expected"),
    [
        ("V24", "ignore", ["02", "03"]),
        ("V25", "value", ["03"]),
        ("V24", "ask", ["02", "03"]),
        ("V27", "ask", ["01", "02", "03"]),
    ],
)
def test_account__decisions_count(code, action, expected):
    found = account(merged(Decision(fingerprint(code), action, 5)))
    assert sorted(problem.field[:2] for problem in found.faulty[0].problems) == expected


def test_account__a_choice_made_in_the_workbook_counts_at_once():
    book = openpyxl.load_workbook(io.BytesIO(province_bytes(merged())))
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        choices = {"V25": ("Nhập giá trị", 5), "V27": ("Hỏi lại đơn vị", None)}
        action, value = choices.get(sheet.cell(row, titles["Mã"]).value, (None, None))
        sheet.cell(row, titles["Xử lý"]).value, sheet.cell(row, titles["Giá trị"]).value = action, value
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_account(read_bytes(buffer.getvalue(), "a.xlsx"), "a.xlsx")
    assert sorted(problem.field[:2] for problem in found.faulty[0].problems) == ["01", "03"]


NOTHING_DONE = [
    ("V24", "Giữ nguyên", None),  # "nhiều" is no number to keep
    ("V24", "Chấp nhận đề xuất", None),
    ("V24", "Bỏ qua cảnh báo", None),
    ("V24", "Nhập giá trị", None),
    ("V24", "Nhập giá trị", "xã 28123"),
    ("V24", "Nhập giá trị", -4),
    ("V24", "Để sau", None),
    ("V25", "Giữ nguyên", None),
    ("V25", None, 7),
]


@pytest.mark.parametrize(("code", "action", "value"), NOTHING_DONE)
def test_account__a_choice_that_cannot_be_carried_out_leaves_the_problem_open(code, action, value):
    book = openpyxl.load_workbook(io.BytesIO(province_bytes(merged())))
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, titles["Mã"]).value == code)
    sheet.cell(row, titles["Xử lý"]).value, sheet.cell(row, titles["Giá trị"]).value = action, value
    buffer = io.BytesIO()
    book.save(buffer)
    grid = read_bytes(buffer.getvalue(), "a.xlsx")
    assert shortened(read_account(grid, "a.xlsx")) == EXPECTED
    assert shortened(account(merged(*read_decisions(grid)))) == EXPECTED


def test_account__contacts_and_missing_units_from_a_roster_given_later():
    without = consolidate(FORM, [report("Xã A", [1] * 9)], period=H1)
    listed = Roster(tuple(unit._replace(email=f"{unit.name[-1]}@example.vn", deadline="2026-06-20") for unit in ROSTER))
    found = read_account(read_bytes(province_bytes(without), "a.xlsx"), "a.xlsx", listed)
    assert [(unit.name, unit.email, unit.deadline) for unit in found.missing] == [
        ("Xã B", "B@example.vn", dt.date(2026, 6, 20)),
        ("Xã C", "C@example.vn", dt.date(2026, 6, 20)),
    ]


def test_account__any_other_workbook_is_refused(tmp_path):
    write_template(FORM, tmp_path / "a.xlsx")
    grid = read_bytes((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    with pytest.raises(UserError) as raised:
        read_account(grid, "a.xlsx")
    assert raised.value.key == "bad-previous"


# --- words ---------------------------------------------------------------------------------------------------------


def test_words__to_who_has_not_sent():
    words = " ".join([*body(letter(MISSING)), *request(letter(MISSING))])
    assert subject(letter(MISSING)) == "đôn đốc gửi báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026"
    assert "chưa nhận được báo cáo của UBND xã A (hạn gửi báo cáo: ngày 05/01/2026)." in words
    assert "gửi báo cáo về Sở Nội vụ (cchc@example.vn) trước ngày …… tháng …… năm ………." in words
    assert words.endswith("liên hệ ông Bình./.")
    assert "!" not in words


def test_words__to_who_has_errors():
    assert subject(letter(FAULTY)).startswith("đề nghị chỉnh sửa, bổ sung báo cáo")
    assert "còn 02 nội dung" in " ".join(body(letter(FAULTY)))
    text = mail(letter(FAULTY))
    assert "Kính gửi: Sở Y tế\r\n" in text
    assert "1) 04. Số lượng tin, bài; ô D15, trang tính “Phụ lục”: Chưa có số liệu. Đề nghị ghi số lượng.\r\n" in text


def test_words__what_is_not_known_is_dots_and_never_a_guess():
    bare = letter(OwingUnit("Xã A"), office=Office())
    everything = "\n".join([number(Office()), *body(bare), *request(bare), mail(bare)])
    assert not any(sign.isdigit() for sign in everything.replace("2026", "").replace("6 tháng", "").replace("số 0", ""))
    assert "……" in everything


def test_mail__names_whom_to_send_it_to():
    assert mail(letter(MISSING, FAULTY, one=True)).startswith("Người nhận: xa-a@example.vn\r\n")
    assert "Đơn vị chưa gửi báo cáo:\r\n1. UBND xã A" in mail(letter(MISSING, FAULTY, one=True))


# --- the document --------------------------------------------------------------------------------------------------


def test_docx__page_and_font_are_those_of_the_decree():
    document = opened(MISSING)
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    assert "PAGE" in "".join(node.text for node in section.header._element.iter(qn("w:instrText")))
    assert not section.first_page_header.paragraphs[0].text
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_docx__parts_stand_in_their_order():
    lines = texts(opened(MISSING))
    order = [
        "UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "Số: ……/SNV-CCHC", "V/v đôn đốc gửi báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Tĩnh, ngày …… tháng …… năm ………", "Kính gửi: UBND xã A",
        "Nơi nhận:", "- Như trên;", "- UBND tỉnh (để b/c);", "- Lưu: VT, CCHC.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An",
    ]  # fmt: skip
    places = [lines.index(text) for text in order]
    assert places == sorted(places)


def test_docx__tables_fit_between_the_margins_by_grid_and_by_cell():
    for document in (opened(MISSING), opened(FAULTY), opened(MISSING, FAULTY, one=True)):
        assert len(document.tables) >= 2
        for table in document.tables:
            grid = sum(column.width for column in table.columns)
            assert grid <= Mm(161)
            assert {
                sum(cell.width for cell in row.cells) for row in table.rows if len(row._tr.tc_lst) == len(table.columns)
            } == {grid}


def test_docx__problems_are_a_table_whose_head_repeats():
    table = opened(FAULTY).tables[1]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "04. Số lượng tin, bài; ô D15, trang tính “Phụ lục”",
        "Chưa có số liệu.",
        "Đề nghị ghi số lượng.",
    ]
    assert len(table.rows) == 3
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_docx__one_letter_has_the_list_as_an_appendix_with_its_own_page_numbers():
    document = opened(*(MISSING._replace(name=f"Xã {name}") for name in "ABCDEFG"), FAULTY, one=True)
    lines = texts(document)
    assert "Kính gửi: Các cơ quan, đơn vị, địa phương có tên trong danh sách kèm theo" in lines
    assert (
        lines.index("Phụ lục")
        < lines.index("I. ĐƠN VỊ CHƯA GỬI BÁO CÁO")
        < lines.index("II. ĐƠN VỊ CẦN CHỈNH SỬA, BỔ SUNG BÁO CÁO")
    )
    assert "(Kèm theo Công văn số ……/SNV-CCHC ngày …… tháng …… năm ……… của Sở Nội vụ)" in lines
    order = [child.tag for child in document.sections[1]._sectPr]
    assert order.index(qn("w:pgNumType")) < order.index(qn("w:cols"))
    assert [cell.text for cell in document.tables[2].rows[1].cells] == ["1", "UBND xã A", "05/01/2026"]


def test_docx__few_addressees_are_named_each():
    lines = texts(opened(MISSING, FAULTY, one=True))
    assert lines[lines.index("Kính gửi:") + 1 :][:2] == ["- UBND xã A;", "- Sở Y tế."]


def test_docx__the_same_letter_gives_the_same_bytes_at_any_time():
    data = reminder_docx(letter(MISSING, FAULTY, one=True))
    assert data == reminder_docx(letter(MISSING, FAULTY, one=True))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(data)).core_properties.created == dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def test_docx__odd_names_do_no_harm():
    odd = OwingUnit("Xã \x00A\n<b>&\ufffe", (OpenProblem("", "", "a\x07", "b"),))
    assert any("<b>&" in text for text in texts(opened(odd)))


# --- the command ---------------------------------------------------------------------------------------------------


def cchc(*arguments: object, cwd: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "nop").mkdir()
    write_template(FORM, tmp_path / "nop" / "b.xlsx", period=H1, values={"01": 12}, header={"unit": "Xã B"})
    (tmp_path / "don-vi.csv").write_text(
        "Tên đơn vị,Cấp,Email\nXã A,Xã,a@example.vn\nXã B,Xã,b@example.vn\n", encoding="utf-8"
    )
    entries = {
        "period": "2026-H1",
        "version": 1,
        "roster": "don-vi.csv",
        "deadline": "2026-06-20",
        "office": {"name": "Sở Nội vụ"},
    }
    (tmp_path / "dot-bao-cao.json").write_text(json.dumps(entries), encoding="utf-8")
    return tmp_path


def test_remind__from_the_folder_and_from_the_workbook_alike(folder):
    cchc("merge", "nop", "-o", "tong-hop.xlsx", "--campaign", "dot-bao-cao.json", cwd=folder)
    for source, out in (("nop", "nhac-1"), ("tong-hop.xlsx", "nhac-2")):
        done = cchc("remind", source, "--campaign", "dot-bao-cao.json", "--out", out, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert "2 công văn" in done.stdout
    names = ["001-xa-a.docx", "001-xa-a.txt", "002-xa-b.docx", "002-xa-b.txt"]
    assert sorted(path.name for path in (folder / "nhac-1").iterdir()) == names
    for name in names:
        assert (folder / "nhac-1" / name).read_bytes() == (folder / "nhac-2" / name).read_bytes(), name
    mail = (folder / "nhac-1" / "001-xa-a.txt").read_bytes().decode("utf-8")
    assert mail.startswith("Người nhận: a@example.vn\r\n")
    assert "20/6/2026" in mail


def test_remind__one_letter_for_all(folder):
    done = cchc("remind", "nop", "--campaign", "dot-bao-cao.json", "--out", "nhac", "--one", cwd=folder)
    assert done.returncode == 0
    assert sorted(path.name for path in (folder / "nhac").iterdir()) == [
        "cong-van-don-doc.docx",
        "cong-van-don-doc.txt",
    ]


def test_remind__letters_that_somebody_filled_in_are_kept(folder):
    remind = ("remind", "nop", "--campaign", "dot-bao-cao.json", "--out", "nhac", "--one")
    cchc(*remind, cwd=folder)
    letter = folder / "nhac" / "cong-van-don-doc.docx"
    written = letter.read_bytes()
    letter.write_bytes(written + b"filled in")
    done = cchc(*remind, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cong-van-don-doc.docx" in done.stderr
    assert "--force" in done.stderr
    assert letter.read_bytes() == written + b"filled in"
    assert cchc(*remind, "--force", cwd=folder).returncode == 0
    assert letter.read_bytes() == written


def test_remind__an_interrupted_run_is_completed_by_the_next(folder):
    remind = ("remind", "nop", "--campaign", "dot-bao-cao.json", "--out", "nhac")
    cchc(*remind, cwd=folder)
    written = {path.name: path.read_bytes() for path in (folder / "nhac").iterdir()}
    gone = sorted(written)[1::2]
    for name in gone:
        (folder / "nhac" / name).unlink()
    assert gone
    assert cchc(*remind, cwd=folder).returncode == 0
    assert {path.name: path.read_bytes() for path in (folder / "nhac").iterdir()} == written


def test_remind__nobody_owes_anything(tmp_path):
    (tmp_path / "nop").mkdir()
    values = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
    write_template(FORM, tmp_path / "nop" / "a.xlsx", period=H1, values=values, header={"unit": "Xã A"})
    done = cchc("remind", "nop", "--out", "nhac", cwd=tmp_path)
    assert done.returncode == 0
    assert "Không có đơn vị nào" in done.stdout
    assert not (tmp_path / "nhac").exists()


@pytest.mark.judge
def test_docx__microsofts_validator_has_nothing_to_say(tmp_path):
    letters = {
        "thieu": letter(MISSING),
        "loi": letter(FAULTY),
        "chung": letter(MISSING, FAULTY, one=True),
        "trong": letter(MISSING, office=Office()),
    }
    for name, one in letters.items():
        (tmp_path / f"{name}.docx").write_bytes(reminder_docx(one))
    assert judges.validate_openxml(*(tmp_path / f"{name}.docx" for name in letters)) == []


def test_docx__libreoffice_shows_the_nation_on_one_line(tmp_path, office):
    path = tmp_path / "a.docx"
    path.write_bytes(reminder_docx(letter(MISSING)))
    pdf = office.convert(path, "pdf", tmp_path)
    shown = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown
    assert shown.count("\f") == 1


def test_owed__has_no_unit_without_a_name():
    assert account(consolidate(FORM, [report(Unit("U-1", "Xã Z"), [1] * 9)], period=H1)).owing == ()


def test_command__a_damaged_result_is_told_and_no_bug(tmp_path):
    parts = members(province_bytes(consolidate(FORM, [report("Xã A", [1] * 9)], period=H1)))
    damaged = [
        packed(one.name, unpacked(one)[:-200]) if one.name.startswith(b"xl/worksheets/") else one for one in parts
    ]
    (tmp_path / "hong.xlsx").write_bytes(assemble(damaged))
    done = cchc("remind", "hong.xlsx", "--out", "thu", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "hong.xlsx" in done.stderr
    assert not (tmp_path / "thu").exists()


def test_folder__one_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "tep").write_bytes(b"")
    with pytest.raises(UserError) as raised:
        make_folder(str(tmp_path / "tep" / "thu"))
    assert raised.value.key == "output-not-a-folder"
