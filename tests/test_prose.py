"""Reports that are text alone: read, put forward with quotes, and never added up by themselves."""

from __future__ import annotations

import io
import pathlib
from functools import cache

import openpyxl
import pytest
import word_documents as word
from word_documents import lines, p, r

from cchc_xl.check.grounds.prose import prose, unnumbered
from cchc_xl.consolidation.account.decisions import read_decisions
from cchc_xl.form.load import load
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.model import Report
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.table.document import document_head, document_text, text_sheet
from cchc_xl.validate import settings, validate_read
from cchc_xl.words.say import say

ONE, TWO = ([field.id for field in load("tuyen-truyen-cchc", version).fields] for version in (1, 2))


def said(text: str, fields: list[str] = TWO, year: int | None = 2026) -> list[tuple[str, int | None, bool]]:
    """(indicators, number, can it be accepted as it is) of each place."""
    return [("/".join(one.fields), one.number, one.sure) for one in prose(text, fields, year)]


# --- phrases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "field", "number"),
    [
        ("UBND xã đã ban hành 05 văn bản chỉ đạo về tuyên truyền CCHC.", "01", 5),
        ("Ban hành 02 kế hoạch, 03 công văn chỉ đạo.", "01", 5),
        ("Trong kỳ, loa xã phát 24 tin, bài.", "04", 24),
        ("Hệ thống truyền thanh cơ sở đã phát 8 tin và 03 bài.", "04", 11),
        ("Trang thông tin điện tử của xã đăng 16 bài.", "09", 16),
        ("Đăng 14 bài trên Zalo.", "10", 14),
        ("Tổ chức 02 lớp tập huấn về CCHC.", "05", 2),
        ("Lớp tập huấn có 90 học viên.", "05.1", 90),
        ("Cấp phát 200 cuốn sổ tay, trong đó 150 cuốn sổ tay cho các thôn.", "07", 200),
        ("Treo 11 cụm pano tuyên truyền CCHC.", "07", 11),
        ("Tháng 4 được 20 cuộc tuyên truyền, nâng tổng số lên 61 cuộc.", "08", 61),
        ("Xây dựng 01 chuyên mục CCHC trên Cổng thông tin điện tử.", "06", 1),
        ("Tổ chức 01 cuộc thi tìm hiểu về CCHC.", "02", 1),
        ("Có 12 bài đăng trên Báo Quảng Trị.", "03", 12),
        ("Đã in 1.200 tờ rơi tuyên truyền.", "07", 1200),
        (
            "Xã đã có 18 bài phát trên hệ thống loa truyền thanh của xã, đăng lên Cổng thông tin các bộ thủ tục.",
            "04",
            18,
        ),
    ],
)
def test_prose__proposes(text: str, field: str, number: int):
    assert said(text) == [(field, number, True)]


@pytest.mark.parametrize(
    ("text", "fields", "number"),
    [
        ("Đã phát trên Đài huyện 8 tin.", "03/04", 8),
        ("Tổ chức 4 cuộc họp thôn.", "05/08", 4),
        ("Thu hút hơn 300 lượt người tham gia.", "05.1/08", 300),
        ("Đăng 20 văn bản trên Cổng thông tin điện tử.", "09", 20),
        ("Tuyên truyền được 15 tin, bài.", "03/04/09/10", 15),
        ("Có 07 văn bản về CCHC.", "01", 7),
    ],
)
def test_prose__asks(text: str, fields: str, number: int):
    assert said(text) == [(fields, number, False)]


def test_prose__of_a_form_without_the_row_is_a_question():
    assert said("Trang thông tin điện tử đăng 16 bài.", ONE) == [("08", 16, False)]
    assert said("Đăng 14 bài trên Zalo.", ONE) == [("08", 14, False)]


def test_prose__keeps_the_bound_of_an_estimate():
    assert [one.bound for one in prose("Lớp tập huấn thu hút trên 300 học viên.", TWO, 2026)] == [">="]


@pytest.mark.parametrize(
    "text",
    [
        "Đã phát thanh 6 giờ, thời lượng 120 phút.",
        "Duy trì 2 buổi mỗi tuần.",
        "Phát 3 tin/tuần trên loa xã.",
        "Bình quân mỗi tháng 4 bài trên loa xã.",
        "Cử 02 đội tham gia 01 cuộc thi do tỉnh tổ chức, đạt giải nhì.",
        "Tiếp nhận 900 hồ sơ, công khai 50 thủ tục.",
        "Dịch vụ công mức độ 3, 4 theo Điều 15 tại thôn 3, bộ phận 1 cửa.",
        "Xâu nối hệ thống truyền thanh 3 xã cũ giai đoạn 2021-2030.",
        "Năm 2026 phấn đấu 40 bài trên loa xã.",
        "Dự kiến đăng 10 bài trên Cổng thông tin.",
        "Cùng kỳ năm trước phát 12 bài trên loa xã.",
        "Năm 2024 phát 12 bài trên loa xã.",
        "Kế hoạch số 21/KH-UBND ngày 21/01/2026 của UBND xã.",
        "Bài viết có 06 lượt chia sẻ trên Zalo.",
        "Địa chỉ http://dost.gov.vn/Home/Gioithieu/10?Ngonngu=1&CongID=1 của Sở.",
        "Tăng 5 bài so với cùng kỳ.",
        "Nhận được 12 văn bản của cấp trên.",
        "Quyết định 09/2015/QĐ-TTg, Nghị quyết 30c/NQ-CP.",
    ],
)
def test_prose__never(text: str):
    assert said(text) == []


def test_unnumbered__lists_documents_and_tells_activities():
    text = "Ban hành Kế hoạch số 9/KH-UBND ngày 3/2/2026; phát tờ rơi tại bộ phận một cửa."
    found = [(one.fields, one.number, one.why) for one in unnumbered(text, TWO, ())]
    assert found == [(("01",), None, "prose-listed"), (("07",), None, "prose-activity")]
    assert [one.fields for one in unnumbered(text, TWO, ("07",))] == [("01",)]
    assert list(unnumbered("Thực hiện Kế hoạch số 9/KH-UBND của UBND tỉnh.", TWO, ())) == []


# --- documents -------------------------------------------------------------------------------------------------------

TEXT = (
    "BÁO CÁO", "Kết quả tuyên truyền cải cách hành chính 6 tháng đầu năm 2026",
    "Thực hiện Công văn số 12/SNV-CCHC ngày 02/5/2026 của Sở Nội vụ, UBND xã An Bình báo cáo kết quả như sau:",
    "I. Công tác chỉ đạo, triển khai", "Đầu năm 2026, xã đã ban hành 05 văn bản chỉ đạo về tuyên truyền.",
    "II. KẾT QUẢ THỰC HIỆN", "2.1. Trên Đài truyền thanh xã", "Đã phát 13 tin và 05 bài về CCHC.",
    "2.2. Trên Trang thông tin điện tử", "Đã đăng 06 bài, 01 tin.", "III. Khó khăn", "Thiếu 3 cán bộ.",
    "IV. Phương hướng, nhiệm vụ 6 tháng cuối năm", "1. Tuyên truyền qua loa", "Phát 40 bài trên loa xã.",
    "Trên đây là báo cáo của UBND xã An Bình./.", "Nơi nhận:", "- Sở Nội vụ;", "- Lưu: VT.",
)  # fmt: skip
HEAD = ("ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "Số: 15/BC-UBND", "An Bình, ngày 12 tháng 6 năm 2026")


def document(*texts: str) -> bytes:
    return word.package(lines(*HEAD, *(texts or TEXT)))


@cache
def against():
    return settings()


def validated(data: bytes) -> Report:
    return validate_read(read_bytes(data, "bao-cao.docx"), against())


def test_head_and_sections__are_read():
    sheet = text_sheet(read_bytes(document(), "x.docx"))
    head, text = document_head(sheet, load("tuyen-truyen-cchc", 2)), document_text(sheet)
    assert head.values["unit"] == "XÃ AN BÌNH"
    assert head.values["report_no"] == "Số: 15/BC-UBND"
    assert head.values["report_date"] == "An Bình, ngày 12 tháng 6 năm 2026"
    assert text.recipients == ("Sở Nội vụ", "Lưu: VT")
    assert "05 văn bản" in text.sections["direction"]
    assert "40 bài" in text.sections["next"]
    assert "3 cán bộ" in text.sections["difficulties"]
    assert "40 bài" not in text.sections["content"]


def test_unit__is_told_by_the_opening_the_title_or_the_closing():
    form = load("tuyen-truyen-cchc", 2)

    def unit(*texts: str) -> str:
        sheet = text_sheet(read_bytes(word.package(lines(*texts)), "x.docx"))
        return document_head(sheet, form).values.get("unit", "")

    assert unit(*TEXT) == "UBND xã An Bình"
    assert unit("BÁO CÁO", "Công tác tuyên truyền năm 2026", "của Sở Nội vụ", "1. Kết quả") == "Sở Nội vụ"
    assert unit("BÁO CÁO", "1. Kết quả", "Trên đây là báo cáo của UBND phường 1./.") == "UBND phường 1"
    assert unit("BÁO CÁO", "1. Kết quả", "Sở đã ban hành Kế hoạch.", "Ban hành văn bản.") == ""


def test_report__without_a_table_is_a_submission_of_proposals():
    found = validated(document())
    submission = found.submission
    assert (submission.unit_text, submission.period_key) == ("XÃ AN BÌNH", "2026-H1")
    assert {one.field: one.number for one in submission.readings if one.state != "absent"} == {
        "01": 5,
        "04": 18,
        "09": 7,
    }
    assert all(one.computed for one in submission.readings if one.number is not None)
    told = [one for one in found.findings if one.code == "V51"]
    assert {(one.field, one.proposed) for one in told} == {("01", 5), ("04", 18), ("09", 7)}
    assert "13 tin và 05 bài" in say(told[1], load("tuyen-truyen-cchc", 2)).text
    assert {one.code for one in found.findings} >= {"F29", "V51"}
    assert not {one.code for one in found.findings} & {"F03", "S18", "S05", "V25"}


def test_report__with_figures_that_differ_is_asked_about():
    found = validated(document(*TEXT[:8], "Tính đến nay đã phát 20 bài trên loa xã.", *TEXT[8:]))
    told = [one for one in found.findings if one.code == "V51" and one.field == "04"]
    assert {one.params["n"] for one in told} == {18, 20}
    assert [one.proposed for one in told] == [None, None]
    assert found.submission.reading("04").number is None


def test_report__that_was_recognised_from_a_scan_proposes_nothing():
    noisy = ("Két qua: x4 phat 13 bai c6ng khai d3 tri, s6 lugng 16ng ghép.",) * 25
    found = validated(document("BÁO CÁO", "Cong tac tuyén truyén CCHC nam 2026", "I. Két qua", *noisy))
    codes = {one.code for one in found.findings}
    assert codes >= {"F29", "T07"}
    assert "V51" not in codes
    (told,) = [one for one in found.findings if one.code == "F29"]
    assert "bản gốc" in say(told).text


@pytest.mark.parametrize(
    "texts",
    [
        ("Kính gửi: UBND các xã, phường", "V/v đôn đốc gửi số liệu", "Sở Nội vụ đề nghị gửi 05 văn bản."),
        ("BÁO CÁO",),
        ("Danh sách 12 cán bộ",),
    ],
)
def test_document__that_is_no_report_is_named(texts: tuple[str, ...]):
    found = validated(word.package(lines(*texts)))
    assert found.submission is None
    assert {one.code for one in found.findings} == {"F03"}


def test_footnote__belongs_where_its_mark_stands():
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    body = lines(*HEAD, *TEXT[:7]) + p(r("Lồng ghép vào các cuộc làm việc"), mark) + lines(*TEXT[10:14])
    body += p(mark, r(" Gồm các cuộc khác: 07 cuộc làm việc với các phòng.")) + lines(*TEXT[14:])
    told = [one for one in validated(word.package(body)).findings if one.code == "V51"]
    assert {one.params["n"] for one in told if one.field == "08"} == {7}


def test_struck_text__is_not_put_forward():
    body = lines(*HEAD, *TEXT[:7]) + p(r("Đã phát 99 bài trên loa xã.", "<w:strike/>")) + lines(*TEXT[7:])
    assert 99 not in {one.params.get("n") for one in validated(word.package(body)).findings}


# --- the provincial workbook -----------------------------------------------------------------------------------------


def test_merge__adds_what_was_accepted_and_nothing_else(tmp_path: pathlib.Path):
    folder, out = tmp_path / "nop", tmp_path / "tong-hop.xlsx"
    folder.mkdir()
    (folder / "an-binh.docx").write_bytes(document())
    plan = Plan(against())
    first = merge_paths([str(folder)], str(out), plan)
    assert {total.field: total.used for total in first.consolidation.totals if total.used} == {}
    assert {total.field: total.set_aside for total in first.consolidation.totals if total.set_aside} == {
        "01": 5,
        "04": 18,
        "09": 7,
    }
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    told = [row for row in book["Đề xuất từ báo cáo"].iter_rows(min_row=4, values_only=True) if row[0]]
    assert [(row[2], row[3], row[4]) for row in told] == [
        ("01", "Đề xuất", 5),
        ("04", "Đề xuất", 18),
        ("09", "Đề xuất", 7),
    ]
    assert "13 tin và 05 bài" in told[1][5]
    _decide(book, "04")
    book.save(out)
    second = merge_paths([str(folder)], str(out), plan)
    assert {total.field: total.used for total in second.consolidation.totals if total.used} == {"04": 18}
    (entry,) = [one for one in second.consolidation.units[0].entries if one.field == "04"]
    assert (entry.decision.action, entry.decision.by) == ("accept", "Trần Thị B")
    again = openpyxl.load_workbook(out)["Đề xuất từ báo cáo"]
    assert ["Chấp nhận đề xuất", "Trần Thị B"] in [
        [row[8], row[10]] for row in again.iter_rows(min_row=4, values_only=True)
    ]
    assert len(read_decisions(read_file(str(out)))) == 1


def _decide(book: openpyxl.Workbook, field: str) -> None:
    """Accepts the proposal for an indicator on the sheet of findings."""
    sheet = book["Vấn đề"]
    titles = next(
        {cell.value: cell.column for cell in row} for row in sheet.iter_rows() if any(c.value == "Xử lý" for c in row)
    )
    for row in range(1, sheet.max_row + 1):
        code, tt = (sheet.cell(row, titles[name]).value for name in ("Mã", "Chỉ tiêu"))
        if code == "V51" and tt == field:
            sheet.cell(row, titles["Xử lý"]).value = "Chấp nhận đề xuất"
            sheet.cell(row, titles["Người quyết định"]).value = "Trần Thị B"
