"""What stands around a figure, word by word: spans of time, titles, labels, units of measure, lines for the whole table."""

from __future__ import annotations

import pytest
from test_structure import FORM, FORMS, TITLES, VALUES, codes, numbers, read, rows, sheet_of

from cchc_xl.form.period import period
from cchc_xl.model import Cell, Finding, Grid, Source, Style
from cchc_xl.table.label_words import difference
from cchc_xl.table.labels import labels, recognise
from cchc_xl.table.measure_units import measure_of
from cchc_xl.table.spans import agrees, cut
from cchc_xl.table.submission import Read, read_submission
from cchc_xl.table.titles import read_title
from cchc_xl.table.whole_table import kind_of_line
from cchc_xl.text import one_slip, plain

HALF, YEAR = period(FORM, "H1", 2026), period(FORM, "Y", 2026)
HEADING = ["BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026"]


def found_in(result: Read, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


# --- spans of time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "half", "year"),
    [
        ("6 tháng đầu năm 2026", True, False), ("06 tháng đầu năm", True, False), ("6T/2026", True, False), ("6 tháng năm 2026", True, False),
        ("sáu tháng đầu năm 26", True, False), ("H1/2026", True, False), ("Quý I và quý II/2026", True, False), ("T1-T6", True, False),
        ("tháng 12/2025 đến tháng 6/2026", True, False), ("từ 15/12/2025 đến 14/6/2026", True, False), ("01/01/2026 - 30/6/2026", True, False),
        ("đến 14/6/2026", True, False), ("đến hết tháng 6", True, False), ("đến ngày 14 tháng 6 năm 2026", True, False),
        ("năm 2026", False, True), ("2026", False, True), ("cả năm", False, True), ("12 tháng", False, True), ("đến 14/12/2026", False, True),
        ("6 tháng đầu năm 2025", False, False), ("6 tháng cuối năm 2026", False, False), ("năm 2025", False, False), ("Quý I", False, False),
        ("9 tháng", False, False), ("tháng 6", False, False), ("T6/2026", False, False), ("đến 31/5/2026", False, False),
        ("đến hết tháng 5/2026", False, False), ("giai đoạn 2021-2025", False, False),
    ],
)  # fmt: skip
def test_agrees__with_the_half_year_or_the_year(text: str, half: bool, year: bool) -> None:
    spans = cut(plain(text)).spans
    assert spans
    assert [all(agrees(span, one) for span in spans) for one in (HALF, YEAR)] == [half, year]


@pytest.mark.parametrize(
    "text", ["Năm nay", "Số lượng", "mức độ 3, 4", "05/BC-UBND", "tháng", "1.200", "năm", "31/2 năm"]
)
def test_cut__no_span(text: str) -> None:
    assert cut(plain(text)).spans == ()


@pytest.mark.parametrize(
    "heading",
    [
        "NỬA ĐẦU NĂM 2026", "BÁN NIÊN 2026", "BÁN NIÊN NĂM 2026", "HAI QUÝ ĐẦU NĂM 2026", "NỬA NĂM ĐẦU 2026", "6T ĐẦU NĂM 2026",
        "SÁU THÁNG ĐẦU NĂM 2026", "NĂM 2026 (6 THÁNG ĐẦU NĂM)", "BÁO CÁO NĂM 2026\n6 THÁNG ĐẦU NĂM 2026",
    ],
)  # fmt: skip
def test_heading__names_the_half_year_in_other_words(heading: str) -> None:
    lines = [[line] for line in heading.split("\n")]
    found = read(sheet_of([*lines, TITLES, *rows()]))
    assert found.submission is not None
    assert found.submission.period == HALF
    assert not found_in(found, "M05")


@pytest.mark.parametrize("heading", ["NỬA CUỐI NĂM 2026", "HAI QUÝ CUỐI NĂM 2026", "QUÝ I NĂM 2026", "CẢ NĂM 2026"])
def test_heading__of_another_time_is_no_first_half(heading: str) -> None:
    found = read(sheet_of([[heading], TITLES, *rows()]))
    assert found.submission is not None
    assert found.submission.period != HALF


# --- titles --------------------------------------------------------------------------------------------------------


def is_known(title: str) -> bool:
    """A title of this period's quantities for the first half of 2026."""
    found = read_title(title)
    return found.kind in ("value", "now", "period") and not found.doubt and all(agrees(s, HALF) for s in found.spans)


KNOWN = """Số lượng|SL|S.L|Kết quả|KQ thực hiện|Kết quả thực hiện|Kết quả đạt được|Số liệu|Số liệu thực hiện|Số liệu kỳ báo cáo|Thực hiện
Đã thực hiện|Số đã thực hiện|Số lượng đã thực hiện|Số lượng thực hiện trong kỳ báo cáo|Tổng số|Tổng|Cộng|Tổng số lượng|Kết quả 6 tháng
6 tháng đầu năm|6T/2026|H1/2026|Số lượng (6 tháng đầu năm 2026)|Số lượng (từ 15/12/2025 đến 14/6/2026)|Kỳ này|Trong kỳ|Phát sinh trong kỳ
Số thực tế|Giá trị|Số lượng/Kết quả|Kết quả (số lượng)|Số lượng báo cáo|Số|Số (lượng)|Số lượng (ghi số)|Số lượng (*)|Số lượng (4)|4. Số lượng
D. Số lượng|Số lượng:|So luong|Sô lượng|Số luợng|SỐ LƯỢNG (TRONG KỲ)|Kết quả công tác tuyên truyền CCHC|Số lượng toàn xã|TH 6 tháng
Số liệu của đơn vị báo cáo|Kết quả thực hiện kế hoạch|Số lượg|Kết qảu|Số liệu chính thức|Năm nay|Kết quả quý I+II|Khối lượng thực hiện|Điền số
Nhập số liệu|Ghi số lượng|Số lượng thực hiện được|Tổng hợp"""
DOUBTED = """Kế hoạch|Năm 2025|Cùng kỳ năm trước|Tỷ lệ (%)|Kinh phí|Chỉ tiêu giao|Lũy kế|Ước thực hiện cả năm|Số lượng (nghìn)|Số lượng năm 2025
Số lượng kế hoạch|Số lượng dự kiến|Số đăng ký|Số lượng phải thực hiện|Mục tiêu|Phấn đấu|Số được giao|Nhu cầu|Định mức|Ước TH|Bình quân tháng
Trung bình/tháng|Số lượng/tháng|So với cùng kỳ|Tăng, giảm|% hoàn thành|Kết quả (%)|Số lượng (triệu đồng)|Đơn giá|Số lượng x 1000|Số lượng ('000)
Số lượng (chục)|Số người|Số lượt|Số lượng văn bản|Còn lại|Chưa thực hiện|Không thực hiện|Số thẩm tra|Số lượng sau điều chỉnh|Quý I|Tháng 6|T6
6 tháng cuối năm 2026|Năm 2026|Cả năm|9 tháng|6 tháng đầu năm 2025|Từ đầu năm đến nay|Cộng dồn|Giai đoạn 2021-2025|Đến 31/5/2026|Kỳ trước
Số đầu kỳ|Số cuối kỳ|Điểm tự chấm|Xếp loại|Trọng số|KH|TH/KH (%)|Số đơn vị thực hiện|Số xã thực hiện|Số lượng toàn tỉnh|Số thứ tự|Ghi chú
Đơn vị thực hiện|Sở|Sổ|Số công|Số ký|Nam|Nữ|Số lượng tối thiểu|Chỉ tiêu|Số lượng cũ|Số lượng hủy|Hạn mức|Số lượng đặt|Ke hoach|Luy ke|Nam 2025
Số lượng chưa đăng|KQ 2025|Thực hiện năm 2025|6T/2025|Sai số|Khác|Xã A|Số lượng trống|Tháng này|Số lượng tháng này"""


@pytest.mark.parametrize("title", KNOWN.replace("\n", "|").split("|"))
def test_read_title__means_this_period_s_quantity(title: str) -> None:
    assert is_known(title)


@pytest.mark.parametrize("title", DOUBTED.replace("\n", "|").split("|"))
def test_read_title__means_something_else_or_nothing_that_is_known(title: str) -> None:
    assert not is_known(title)


@pytest.mark.parametrize(
    ("title", "doubt"),
    [
        ("Kế hoạch", "plan"), ("Cùng kỳ", "before"), ("Tỷ lệ (%)", "rate"), ("Lũy kế", "cumulated"), ("Ước 6 tháng", "estimate"),
        ("Kinh phí", "money"), ("Số lượng (nghìn)", "scale"), ("Còn lại", "left"), ("Số thẩm tra", "corrected"), ("Số người", "unit"), ("Xã A", "unknown"),
    ],
)  # fmt: skip
def test_read_title__says_why_it_is_not_known(title: str, doubt: str) -> None:
    assert read_title(title).doubt == doubt


def test_title__of_the_only_column_is_judged_and_its_column_named() -> None:
    found = read(sheet_of([HEADING, [*TITLES[:3], "Kế hoạch", "Ghi chú"], *rows()]))
    assert numbers(found) == VALUES
    (finding,) = found_in(found, "S19")
    assert (finding.ref and finding.ref.a1, finding.severity, finding.field) == ("D2", "error", "")
    assert finding.params["what"] == ("title-plan",)


def test_title__other_columns_are_named_beside_it() -> None:
    lines = [[*line[:4], 99, line[4]] for line in rows()]
    found = read(sheet_of([HEADING, [*TITLES[:3], "Năm 2025", "Ước 6 tháng 2026", "Ghi chú"], *lines]))
    (finding,) = found_in(found, "S19")
    assert finding.params["what"] == ("title-period", "title-passed")
    assert finding.params["cols"] == "E “Ước 6 tháng 2026”"


def test_columns__the_one_read_is_named_with_those_passed_over() -> None:
    lines = [[*line[:3], 99, line[3], line[4]] for line in rows()]
    (finding,) = found_in(read(sheet_of([HEADING, [*TITLES[:3], "Kế hoạch", "Thực hiện", "Ghi chú"], *lines])), "S08")
    assert (finding.params["read"], finding.params["col"]) == ("E “Thực hiện”", "D “Kế hoạch”")


@pytest.mark.parametrize(
    "pair", [("Số báo cáo", "Số thẩm tra"), ("Số lượng", "Kết quả"), ("Số lượng", "Số lượng điều chỉnh")]
)
def test_columns__of_which_two_could_be_meant_give_nothing(pair: tuple[str, str]) -> None:
    lines = [[*line[:4], 99, line[4]] for line in rows()]
    found = read(sheet_of([HEADING, [*TITLES[:3], *pair, "Ghi chú"], *lines]))
    (finding,) = found_in(found, "S12")
    assert all(title in finding.params["sheets"] for title in pair)
    assert not {"S08", "S19"} & set(codes(found))


def test_columns__of_words_beside_the_figures_are_no_rivals() -> None:
    lines = [[*line[:4], "Hoàn thành", line[4]] for line in rows()]
    found = read(sheet_of([HEADING, [*TITLES[:3], "Số lượng", "Kết quả", "Ghi chú"], *lines]))
    assert numbers(found) == VALUES
    assert not {"S12", "S19"} & set(codes(found))


def test_title__a_plan_on_another_sheet_does_not_stand_in_the_way() -> None:
    plan = sheet_of([[*TITLES[:3], "Kế hoạch"], *([*line[:3], 99] for line in rows())], "KH 2026")
    for sheets in ((plan, sheet_of([HEADING, TITLES, *rows()])), (sheet_of([HEADING, TITLES, *rows()]), plan)):
        found = read(*sheets)
        assert numbers(found) == VALUES
        assert not {"S12", "S19"} & set(codes(found))


# --- labels --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "added", "removed"),
    [
        ("số lượng văn bản chỉ đạo điều hành về công tác tuyên truyền cchc", (), ()),
        ("so luong van ban chi dao dieu hanh ve cong tac tuyen truyen cchc", (), ()),
        ("số luợng văn bản chỉ đạo điều hành về công tác tuyên truyên cchc", (), ()),
        ("số lượng vb chỉ đạo điều hành về công tác tt cchc", (), ()),
        ("số lượng vănbản chỉ đạo điềuhành về công tác tuyên truyền cchc", (), ()),
        ("số lượng văn bản chỉ đạo điều hành về công tác tuyên truyền pccc", ("pccc",), ("cchc",)),
        ("số lượng văn bản không chỉ đạo điều hành về công tác tuyên truyền cchc", ("không",), ()),
        ("số lượng văn bản điều hành về công tác tuyên truyền cchc", (), ("chỉ", "đạo")),
    ],
)
def test_difference__word_by_word(label: str, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    assert difference(label, labels(FORM).names["01"]) == (added, removed)


def test_one_slip__of_the_hand() -> None:
    assert all(one_slip(a, b) for a, b in (("luong", "luog"), ("qua", "quaa"), ("thi", "thu"), ("bao", "boa")))
    assert not any(
        one_slip(a, b) for a, b in (("thanh", "hinh"), ("luot", "luong"), ("xa", "xa"), ("", "ab"), ("ab", "cd"))
    )


@pytest.mark.parametrize(
    "label",
    [
        "Số lượng tin, bài tuyên truyền về CCHC trên sóng truyền thanh cấp xã (kể cả lồng ghép trong các buổi phát thanh hằng tuần của xã)",
        "Số lượng tin, bài tuyên truyền về CCHC trên sóng truyền thanh cấp xã\n(kèm phụ lục)",
    ],
)
def test_recognise__what_stands_behind_the_right_label_keeps_the_row(label: str) -> None:
    assert recognise(label, "", labels(FORM)) == ("04", "remark")


def with_label(field: str, label: str, look: Style | None = None) -> Read:
    lines = rows()
    place = [one.id for one in FORM.fields].index(field)
    lines[place][1] = Cell(label, "text", None, look) if look else label
    return read_submission(Grid(Source("xa.xlsx"), (sheet_of([HEADING, TITLES, *lines]),)), FORMS, period=HALF)


@pytest.mark.parametrize(
    ("field", "label", "code", "severity", "words"),
    [
        ("05.1", "Số người không tham dự các lớp tập huấn về công tác CCHC", "S22", "error", {"what": "label-negation", "word": "không"}),
        ("05", "Số Hội nghị tuyên truyền về công tác CCHC", "S03", "warning", {"removed": "tập huấn"}),
        ("06", "Duy trì chuyên mục CCHC trên Cổng/Trang thông tin điện tử", "S03", "warning", {"added": "duy trì"}),
        ("02", "Tổ chức các cuộc thi tìm hiểu CCHC", "S03", "note", {"added": "các", "removed": "về"}),
        ("08", "Các hình thức tuyên truyền khác (băng rôn)", "S03", "note", {"remarks": "băng rôn"}),
        ("08", "Các hình thức tuyên truyền khác năm 2026", "S03", "note", {"added": "năm 2026"}),
        ("08", "Các hình thức tuyên truyền khác năm 2025", "S22", "error", {"what": "label-time"}),
    ],
)  # fmt: skip
def test_label__the_words_are_named(field: str, label: str, code: str, severity: str, words: dict[str, str]) -> None:
    (finding,) = found_in(with_label(field, label), code)
    assert (finding.field, finding.severity) == (field, severity)
    assert finding.params.items() >= words.items()


def test_label__struck_out_is_seen() -> None:
    (finding,) = found_in(with_label("02", FORM.field("02").label, Style(strike=True)), "S23")
    assert (finding.field, finding.severity) == ("02", "error")


def test_label__in_two_rows_is_one_indicator() -> None:
    lines = rows()
    lines[0][1], more = "Số lượng văn bản chỉ đạo,", [None, "điều hành về công tác tuyên truyền CCHC", None, None, None]
    found = read(sheet_of([HEADING, TITLES, lines[0], more, *lines[1:]], merges=((3, 4, 4, 4), (3, 1, 4, 1))))
    assert numbers(found) == VALUES
    assert not {"S03", "S04", "S05", "S09"} & set(codes(found))
    assert "S15" in codes(found)


def test_label__two_indicators_merged_over_one_figure_stay_two() -> None:
    found = read(sheet_of([HEADING, TITLES, *rows()], merges=((7, 4, 8, 4),)))
    assert (numbers(found)["05"], numbers(found)["05.1"]) == (None, None)
    assert "S09" in codes(found)


# --- units of measure and lines for the whole table --------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "unit", "kind", "factor"),
    [
        ("07", "Tờ rơi", "own", 0), ("07", "tờ, cuốn", "own", 0), ("03", "Tin/bài", "own", 0), ("04", "Tin - bài", "own", 0), ("01", "van ban", "own", 0),
        ("05.1", "Ngừơi", "own", 0), ("07", "(tờ)", "own", 0), ("05", "Đợt", "kin", 0), ("07", "Ấn phẩm", "kin", 0), ("05.1", "Cán bộ", "kin", 0),
        ("05.1", "Lượt người", "other", 0), ("04", "Người", "other", 0), ("08", "Cuộc/tháng", "other", 0), ("04", "Phút", "other", 0),
        ("07", "Nghìn tờ", "scale", 1000), ("07", "Tờ (nghìn)", "scale", 1000), ("07", "1.000 tờ", "scale", 1000), ("07", "Trăm cuốn", "scale", 100),
        ("07", "Chục", "scale", 10), ("07", "Triệu đồng", "scale", 0), ("03", "%", "scale", 0), ("05", "Nghìn lượt", "scale", 0),
    ],
)  # fmt: skip
def test_measure_of__own_alike_other_or_a_multiple(field: str, unit: str, kind: str, factor: int) -> None:
    assert measure_of(unit, FORM.field(field)) == (kind, factor)


def test_unit__a_multiple_is_proposed_and_not_added() -> None:
    lines = rows()
    lines[7][2] = "Nghìn tờ"
    (finding,) = found_in(read(sheet_of([HEADING, TITLES, *lines])), "S20")
    assert (finding.field, finding.severity, finding.proposed) == ("07", "error", 1000 * VALUES["07"])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ĐVT: nghìn tờ", "scale"), ("Đơn vị tính: triệu đồng", "scale"), ("(Đơn vị: 1.000 tờ)", "scale"), ("ĐVT: %", "scale"), ("Số liệu tính bằng nghìn", "scale"),
        ("Ghi chú: ĐVT: nghìn", "scale"), ("DỰ THẢO", "draft"), ("(Dự thảo lần 2)", "draft"), ("Bản nháp", "draft"), ("Số liệu chưa chính thức", "draft"),
        ("Số liệu này chưa được phê duyệt", "draft"), ("Số liệu sơ bộ", "estimate"), ("Số liệu ước tính", "estimate"), ("(Số liệu tạm tính)", "estimate"),
        ("Ước thực hiện 6 tháng đầu năm 2026", "estimate"), ("Số liệu làm tròn đến hàng chục", "estimate"), ("KẾ HOẠCH TUYÊN TRUYỀN CCHC NĂM 2026", "plan"),
        ("Đơn vị: Xã Vạn Ninh", ""), ("Đơn vị: Vạn Ninh", ""), ("Đơn vị tính: Văn bản", ""), ("Đơn vị báo cáo: Phường Đồng Sơn", ""), ("Góp ý dự thảo Nghị định", ""),
        ("Số liệu chính thức", ""), ("Không phải số liệu ước tính", ""), ("Mục 04 là số ước tính", ""), ("Kế hoạch số 22/KH-UBND ngày 07/02/2026", ""),
        ("Thực hiện hương ước, quy ước", ""), ("BÁO CÁO TUYÊN TRUYỀN CCHC", ""),
    ],
)  # fmt: skip
def test_kind_of_line__what_is_said_of_all_figures(line: str, kind: str) -> None:
    assert kind_of_line(line) == kind


def test_line__of_a_result_over_a_plan_is_no_plan() -> None:
    heading = [["KẾT QUẢ THỰC HIỆN"], ["KẾ HOẠCH TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026"]]
    assert "S21" not in codes(read(sheet_of([*heading, TITLES, *rows()])))


def test_line__estimated_figures_are_estimates() -> None:
    found = read(sheet_of([HEADING, ["Số liệu ước tính"], TITLES, *rows()]))
    assert found.submission is not None
    assert {reading.state for reading in found.submission.readings} == {"estimate"}
    assert [finding.severity for finding in found_in(found, "S21")] == ["warning"]
