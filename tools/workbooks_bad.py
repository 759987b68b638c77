"""One workbook or more for each code of the catalogue that one file can show. The folder is the code.

``expect``: ``cells`` where the code must stand, ``values`` that must be read (null: nothing may be), ``proposed``
values, and ``also``: the codes of errors and warnings that the same fault rightly earns besides. Any other error or
warning is a false alarm.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import workbooks_shown
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from workbooks_around import around_bad
from workbooks_base import (
    FORM_1,
    HEADING,
    PLACE,
    TITLES,
    A,
    B,
    C,
    D,
    Edit,
    Made,
    Row,
    Values,
    book_of,
    edited,
    filled,
    fixed_times,
    foreign,
    insert_columns,
    insert_rows,
    moved_columns,
    part_changed,
    put,
    rows,
    saved,
    table,
    whole_table,
    without_template_marks,
)
from workbooks_notes import spoken_bad
from workbooks_standing import standing_bad

from cchc_xl.model import Scalar, Unit
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.table.legacy import pairs

HEAD, FIRST, LAST = PLACE.head_row, PLACE.first_row, PLACE.last_row
FOREIGN = ("S16",)


def expect(cells: Sequence[str] = (), also: Sequence[str] = (), **more: Any) -> Mapping[str, Any]:
    found: dict[str, Any] = dict(more)
    if cells:
        found["cells"] = list(cells)
    if also:
        found["also"] = sorted(also)
    return found


# --- A. quantities -------------------------------------------------------------------------------------------------

# code, name, field, what was typed, the number read or proposed (None: none), further codes
CELLS: tuple[tuple[str, str, str, Scalar, int | None, tuple[str, ...]], ...] = (
    ("V01", "long-ghep", "05", "6(lồng ghép)", 6, ()),
    ("V01", "trong-do", "01", "12 (trong đó 2 QĐ)", 12, ()),
    ("V02", "luot-nguoi", "05.1", "600 (Lượt người)", 600, ("C04",)),
    ("V02", "van-ban", "01", "12 văn bản", 12, ()),
    ("V02", "bai", "04", "18 bài", 18, ()),
    ("V02", "hoi-nghi", "05", "06 hội nghị", 6, ()),
    ("V03", "02", "06", "02", 2, ()),
    ("V04", "chu", "01", "12", 12, ()),
    ("V05", "nbsp", "01", "12\u00a0", 12, ()),
    ("V05", "khong-do-rong", "01", "\u200b12", 12, ()),
    ("V05", "nghin", "07", "1 200", 1200, ()),
    ("V05", "roi", "01", " 1 2 ", 12, ()),
    ("V06", "toan-kho", "01", "１２", 12, ()),
    ("V06", "khoanh-tron", "01", "①", None, ("V24",)),
    ("V07", "1O", "01", "1O", 10, ()),
    ("V07", "l2", "01", "l2", 12, ()),
    ("V08", "1200", "07", "1.200", 1200, ()),
    ("V08", "12500", "07", "12.500", 12500, ()),
    ("V09", "1-2", "07", 1.2, None, ()),
    ("V09", "8-5", "08", 8.5, None, ()),
    ("V10", "1-200", "07", "1,200", 1200, ()),
    ("V10", "1200-00", "07", "1200,00", 1200, ()),
    ("V10", "8-5", "08", "8,5", None, ()),
    ("V11", "am", "04", -3, None, ()),
    ("V11", "ngoac", "04", "(3)", None, ()),
    ("V13", "ngay", "01", "30/6/2020", None, ()),
    ("V13", "thang", "01", "tháng 6", None, ()),
    ("V14", "44012", "04", 44012, 44012, ("V27",)),
    ("V15", "khong", "02", "không", 0, ()),
    ("V15", "kps", "02", "KPS", 0, ()),
    ("V15", "khong-phat-sinh", "03", "Không phát sinh", 0, ()),
    ("V16", "gach", "02", "-", None, ()),
    ("V16", "cham", "03", "…", None, ()),
    ("V16", "na", "08", "N/A", None, ()),
    ("V16", "khong-co-so-lieu", "03", "không có số liệu", None, ()),
    ("V17", "x", "02", "x", None, ()),
    ("V17", "dau", "06", "✓", None, ()),
    ("V17", "co", "06", "có", None, ()),
    ("V18", "tren", "05.1", "trên 300", 300, ()),
    ("V18", "khoang", "05.1", "khoảng 600", 600, ()),
    ("V18", "lon-hon", "05.1", ">300", 300, ()),
    ("V18", "cong", "05.1", "300+", 300, ()),
    ("V19", "gach", "05", "5-7", None, ()),
    ("V19", "den", "05", "từ 5 đến 10", None, ()),
    ("V20", "tin-bai", "04", "13 tin, 05 bài", 18, ()),
    ("V20", "van-ban", "01", "02 QĐ, 03 KH, 01 CV", 6, ()),
    ("V21", "nhan", "05", "3 xã x 2", 6, ()),
    ("V21", "cong", "04", "6+12", 18, ()),
    ("V22", "phay", "04", "2;3;1;4;0;2", 12, ()),
    ("V22", "thang", "04", "T1: 2, T2: 3", 5, ()),
    ("V23", "hai-muoi", "04", "hai mươi", 20, ()),
    ("V23", "sau", "05", "sáu (6)", 6, ()),
    ("V23", "mot-tram-linh-nam", "04", "một trăm linh năm", 105, ()),
    ("V24", "noi-dung", "08", "Hội nghị; mạng xã hội; TT miệng…", None, ()),
    ("V24", "so-dinh-chu", "01", "s6 lugng", None, ()),
    ("V25", "trong", "03", None, None, ()),
    ("V25", "dau-cach", "03", "  \u00a0 ", None, ()),
    ("V26", "phan-tram", "03", "50%", None, ()),
    ("V27", "lon", "04", 999999, 999999, ()),
    ("V27", "mu", "04", "1e3", None, ()),
    ("V33", "phu-luc", "01", "12\n(có phụ lục kèm)", 12, ()),
    ("V33", "hai-so", "05", "6\n600", None, ()),
)  # fmt: skip


# The same for words beside a figure.
WORDS: tuple[tuple[str, str, str, Scalar, int | None, tuple[str, ...]], ...] = (
    ("V41", "du-kien", "04", "18 (dự kiến)", None, ()),
    ("V41", "ke-hoach", "05", "6 (kế hoạch)", None, ()),
    ("V41", "ca-nam", "01", "12 (cả năm)", None, ()),
    ("V41", "ghi-nham", "08", "4 (ghi nhầm)", None, ()),
    ("V41", "chuc", "04", "18 (đơn vị: chục)", None, ()),
    ("V41", "nghin", "07", "30 nghìn tờ", None, ()),
    ("V41", "moi-lop", "05.1", "100 người/lớp", None, ()),
    ("V41", "moi-thang", "04", "3 bài mỗi tháng", None, ()),
    ("V41", "hoi", "01", "12(?)", None, ()),
    ("V41", "cap-tren", "01", "12 (của cấp trên)", None, ()),
    ("V41", "dang-xay-dung", "06", "2 (đang xây dựng)", None, ()),
    ("V41", "dinh-chinh", "04", "18 (đính chính: 62)", None, ()),
    ("V42", "dien-thoai", "05.1", "0912345678", 912345678, ()),
    ("V42", "dien-thoai-cach", "08", "0912 345 678", 912345678, ()),
    ("V42", "dien-thoai-so", "08", 912345678, 912345678, ()),
    ("V42", "muoi-hai-chu-so", "07", 999_999_999_999, 999_999_999_999, ()),
    ("V42", "qua-lon", "07", 1e308, None, ()),
    ("V43", "hon-tong", "01", "12 VB (CV: 10; KH: 3)", 12, ("V02",)),
    ("V43", "nam-nu", "05.1", "600 (nam: 350; nữ: 200)", 600, ()),
    ("V46", "nguoi", "04", "18 người", 18, ()),
    ("V46", "hoi-nghi", "08", "4 hội nghị", 4, ()),
    ("V46", "sao", "04", "18*", 18, ()),
    ("V46", "so-chu-thich", "01", "12(1)", 12, ()),
    ("V46", "cong", "01", "+12", 12, ()),
    ("V46", "phay-tren", "07", "1'200", 1200, ()),
    ("V46", "tren-tong-so", "01", "12/15", 12, ()),
    ("V46", "chu-la", "04", "18 (Phòng VHXH tổng hợp)", 18, ()),
    ("V46", "xa-khac", "04", "18 (xã Sơn Hồng)", 18, ()),
    ("V46", "lien", "04", "18bài", 18, ("V02",)),
    ("V01", "tong-so", "04", "Tổng số: 18", 18, ()),
    ("V01", "ngoac-truoc", "05", "(lồng ghép) 6", 6, ()),
    ("V01", "nu", "05.1", "600 (250 nữ)", 600, ()),
    ("V01", "tang", "04", "18 (tăng 3 so với cùng kỳ)", 18, ()),
    ("V01", "thanh-phan", "01", "12 VB (CV: 10; KH: 2)", 12, ("V02",)),
    ("V02", "dong-chi", "05.1", "600 đ/c", 600, ()),
    ("V02", "cbcc", "05.1", "600 cán bộ, công chức", 600, ()),
    ("V07", "O", "02", "O", 0, ()),
    ("V16", "chua-co", "02", "Chưa có", None, ()),
    ("V16", "chua-thuc-hien", "03", "Chưa thực hiện", None, ()),
    ("V18", "tam-tinh", "05.1", "600 (tạm tính)", 600, ()),
    ("V20", "viet-lien", "04", "13tin5bài", 18, ()),
    ("V23", "khong", "02", "0 (không)", 0, ()),
    ("V23", "chu-va-don-vi", "01", "12 (Mười hai) văn bản", 12, ("V02",)),
    ("V24", "nhu-tren", "04", "-nt-", None, ()),
    ("V33", "thanh-phan", "04", "18\n- báo in: 5\n- báo điện tử: 13", 18, ()),
)  # fmt: skip
# A figure with such a finding is not added up before a person has spoken.
ASIDE = ("V07", "V20", "V41", "V42", "V43", "V46")


def cell_faults() -> Iterator[Made]:
    for code, name, field, typed, number, also in CELLS:
        read = {**A, field: number}
        yield Made(f"{code}/{name}.xlsx", edited(put(D(field), typed)), expect([D(field)], also, values=read))
    for code, name, field, typed, number, also in WORDS:
        aside = [field] if number is None or code in ASIDE else []
        expected = expect([D(field)], also, values={**A, field: number}, aside=aside, around="chu-trong-o")
        yield Made(f"{code}/{name}.xlsx", edited(put(D(field), typed)), expected)


def looks() -> Iterator[Made]:
    """Faults that are not in what was typed but in the cell."""

    def one(
        code: str, name: str, field: str, edit: Edit, number: Any, also: Sequence[str] = (), cell: str = ""
    ) -> Made:
        return Made(f"{code}/{name}.xlsx", edited(edit), expect([cell or D(field)], also, values={**A, field: number}))

    yield one("V12", "ngay", "01", put(D("01"), 46054, number_format="d/m/yyyy"), None)
    yield one("V12", "ngay-thang", "03", put(D("03"), 46054, number_format="d-mmm"), None)
    yield one("V26", "dinh-dang", "03", put(D("03"), 0.5, number_format="0%"), None)
    for name, error in (("ref", "#REF!"), ("na", "#N/A"), ("value", "#VALUE!")):
        yield one("V28", name, "08", error_cell("08", error), None)
    yield one("V30", "tong", "05.1", put(D("05.1"), f"=SUM({D('01')},{D('04')})*20"), 600)
    yield one("V30", "cong", "01", put(D("01"), "=5+7"), 12)
    yield one("V30", "ham-khac", "01", put(D("01"), "=VLOOKUP(1,H1:I9,2,0)"), None)
    yield one("V30", "trang-khac", "01", put(D("01"), "='Thuyết minh'!A1"), None)
    yield one("V36", "trong-mau", "04", put(D("04"), 18, number_format='0" nghìn"'), None)
    yield one("V32", "gach-ngang", "01", put(D("01"), 12, font=Font(strike=True)), 12)
    yield one("V32", "chu-trang", "04", put(D("04"), 18, font=Font(color="FFFFFF")), 18)
    yield one(
        "V32",
        "chu-mau-nen",
        "04",
        put(D("04"), 18, font=Font(color="FFFF00"), fill=PatternFill("solid", fgColor="FFFF00")),
        18,
    )
    rich = CellRichText(TextBlock(InlineFont(strike=True), "12 "), "15")
    yield one("V32", "gach-mot-phan", "01", put(D("01"), rich), None)
    yield one("V35", "chu-thich", "04", _comment(D("04"), "Số liệu lấy đến 31/5"), 18)
    typed_beside = edited(
        lambda book: insert_columns(table(book), 5), put(D("04"), None), put(f"E{PLACE.rows['04']}", 18)
    )
    yield Made("V34/cot-ben-canh.xlsx", typed_beside, expect([D("04")], values=A))
    for name, column in (("ghi-chu", "E"), ("don-vi-tinh", "C")):
        typed = f"{column}{PLACE.rows['04']}"
        yield Made(
            f"V34/{name}.xlsx", edited(put(D("04"), None), put(typed, 18)), expect([D("04")], values={**A, "04": 18})
        )
    linked = part_changed(
        edited(put(D("01"), "=[1]Sheet1!D5")),
        "xl/worksheets/sheet1.xml",
        ("<f>[1]Sheet1!D5</f><v></v>", "<f>[1]Sheet1!D5</f><v>12</v>"),
    )
    yield Made("V29/tep-khac.xlsx", linked, expect([D("01")], values=A))


def error_cell(field: str, error: str = "#REF!") -> Edit:
    return put(D(field), error, data_type="e")


def _comment(address: str, text: str) -> Edit:
    def edit(book: Workbook) -> None:
        table(book)[address].comment = Comment(text, "CB")

    return edit


# --- B. between quantities -----------------------------------------------------------------------------------------

BROADCASTS = "Trong kỳ, xã đã có 28 bài phát trên hệ thống loa truyền thanh của xã."
LEAFLETS = "Xã đã phát tờ rơi tuyên truyền về cải cách hành chính đến các thôn."
PUBLISHED = "Đã đăng tải 12 văn bản về cải cách hành chính của cấp trên lên Trang thông tin điện tử."
SCANNED = (
    "Ket qua s6 lugng tin bai 16ng gh6p v6 cai cach hanh chinh dugc dang tai tr6n trang th6ng tin di6n tu cria xa la 1l"
    " tin vi 05 bii vi6t."
)


def relations() -> Iterator[Made]:
    def one(
        code: str, name: str, field: str, values: Values, notes: Mapping[str, str] | None = None, also: Sequence[str] = (),
        unit: str = "Xã An Bình", figures: str = "",
    ) -> Made:  # fmt: skip
        data = filled(
            {**A, **values}, notes=notes, header={"unit": unit}, narrative={"figures": figures} if figures else None
        )
        return Made(f"{code}/{name}.xlsx", data, expect([D(field)] if field else [], also, values={**A, **values}))

    yield one("C01", "co-nguoi", "05.1", {"05": 0, "05.1": 120})
    yield one("C02", "co-hoi-nghi", "05", {"05": 6, "05.1": 0})
    yield one("C03", "qua-nhieu", "05.1", {"05": 1, "05.1": 1200})
    yield one("C03", "qua-it", "05.1", {"05": 6, "05.1": 12})
    yield one("C04", "ghi-chu-luot", "05.1", {}, {"05.1": "Tính theo lượt người"})
    yield one("C09", "bang-khong", "01", dict.fromkeys(A, 0))
    yield one("C12", "so", "04", {}, unit="Sở Tư pháp")
    yield one("C13", "nhieu-chuyen-muc", "06", {"06": 12})
    yield one("C14", "cuoc-thi-cap-tren", "02", {"02": 1}, {"02": "Tham gia cuộc thi do tỉnh tổ chức"})
    yield one("C17", "bao-chi-la-cong", "03", {"03": 20}, {"03": "Đăng trên Cổng thông tin điện tử của xã"})
    yield one("C11", "thuyet-minh-khac", "04", {}, figures=BROADCASTS)
    yield one("C15", "dang-tai-van-ban", "01", {}, figures=PUBLISHED)
    yield one("C16", "nhieu-ban", "07", {"07": 3000})
    yield one("C20", "to-roi-khong-so", "07", {"07": 0}, figures=LEAFLETS)
    yield one("C21", "lech-mot-dong", "", {"05": 0, "05.1": 6, "06": 600, "07": 2, "08": 30}, also=["C01"])
    yield one("C22", "thua-so-0", "05.1", {"05": 6, "05.1": 6000}, {"05.1": "600 người"})
    yield one("T07", "chu-quet", "", {}, figures=SCANNED)
    yield one("C19", "long-ghep", "05", {}, {"05": "Lồng ghép trong hội nghị giao ban"})


# --- C. structure --------------------------------------------------------------------------------------------------


def swapped(one: str, other: str, columns: str = "ABCDE") -> Edit:
    def edit(book: Workbook) -> None:
        sheet = table(book)
        for column in columns:
            a, b = sheet[f"{column}{PLACE.rows[one]}"], sheet[f"{column}{PLACE.rows[other]}"]
            a.value, b.value = b.value, a.value

    return edit


def reversed_rows(book: Workbook) -> None:
    sheet = table(book)
    lines = [[sheet.cell(row, column).value for column in range(1, 6)] for row in range(FIRST, LAST + 1)]
    for row, line in enumerate(reversed(lines), FIRST):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value


def line_at(row: int, line: Row, *, insert: bool = True) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = table(book)
        if insert:
            insert_rows(sheet, row)
        for merged in [area for area in sheet.merged_cells.ranges if area.min_row <= row <= area.max_row]:
            sheet.unmerge_cells(str(merged))
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value

    return edit


def emptied(field: str, columns: str = "ABCDE") -> Edit:
    def edit(book: Workbook) -> None:
        for column in columns:
            table(book)[f"{column}{PLACE.rows[field]}"].value = None

    return edit


def deleted_row(field: str) -> Edit:
    return lambda book: table(book).delete_rows(PLACE.rows[field])


def relabelled(field: str, label: str) -> Edit:
    return put(f"B{PLACE.rows[field]}", label)


def merged(area: str) -> Edit:
    return lambda book: table(book).merge_cells(area)


def hidden_row(field: str, *, filtered: bool = False) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = table(book)
        sheet.row_dimensions[PLACE.rows[field]].hidden = True
        if filtered:
            sheet.auto_filter.ref = f"A{HEAD}:E{LAST}"
            sheet.auto_filter.add_filter_column(3, ["12"])

    return edit


def hidden_column(column: str) -> Edit:
    def edit(book: Workbook) -> None:
        table(book).column_dimensions[column].hidden = True

    return edit


def hidden_sheet(book: Workbook) -> None:
    table(book).sheet_state = "hidden"
    book.active = 1


def sheet_named(text: str) -> Edit:
    def edit(book: Workbook) -> None:
        table(book).title = text

    return edit


def copied_sheet(name: str, **values: Scalar) -> Edit:
    def edit(book: Workbook) -> None:
        copy = book.copy_worksheet(table(book))
        copy.title = name
        for field, value in values.items():
            copy[D(field)].value = value

    return edit


def period_on(sheet: str, period: str) -> Edit:
    """The period that a sheet's heading names; '' for the first table's."""

    def edit(book: Workbook) -> None:
        (book[sheet] if sheet else table(book))[PLACE.header["period"].a1].value = period

    return edit


def hidden_copy(book: Workbook) -> None:
    copied_sheet("Kỳ trước", **{"01": 3, "04": 5})(book)
    book["Kỳ trước"].sheet_state = "hidden"


def column_of(before: int, title: str, value: Any) -> Edit:
    """A column with a title and figures put in before another."""

    def edit(book: Workbook) -> None:
        sheet = table(book)
        insert_columns(sheet, before)
        sheet.cell(HEAD, before).value = title
        for row in range(FIRST, LAST + 1):
            sheet.cell(row, before).value = value

    return edit


def other_version(book: Workbook) -> None:
    meta = book["_cchc"]
    for row in meta.iter_rows(max_col=2):
        if row[0].value == "version":
            row[1].value = "7"


def sub_row_joined(book: Workbook) -> None:
    """The sub-row typed into the row above it: two labels and two figures in one row."""
    sheet, row = table(book), PLACE.rows["05"]
    for column in "BD":
        sheet[f"{column}{row}"].value = f"{sheet[f'{column}{row}'].value}\n{sheet[f'{column}{row + 1}'].value}"
    sheet.delete_rows(row + 1)


STRUCTURE: Sequence[tuple[str, str, Sequence[Edit], Mapping[str, Any]]] = (
    ("S01", "doi-cho-04-05", (swapped("04", "05"),), expect([f"B{PLACE.rows['05']}"], values=A)),
    ("S01", "dao-nguoc", (reversed_rows,), expect(values=A)),
    ("S01", "01-xuong-cuoi", (line_at(LAST + 1, ("01", FORM_1.fields[0].label, "Văn bản", 12)), deleted_row("01")), expect(values=A)),
    ("S01", "doi-so-thu-tu", (swapped("03", "04", "A"),), expect(values=A)),
    ("S02", "5-1", (put(f"A{PLACE.rows['05.1']}", "5.1"),), expect([f"B{PLACE.rows['05.1']}"], values=A)),
    ("S03", "sua-ten", (relabelled("04", "Số bài truyền thanh"),), expect([f"B{PLACE.rows['04']}"], values=A)),
    ("S03", "rut-gon", (relabelled("07", "Số tờ rơi, tài liệu tuyên truyền"),), expect([f"B{PLACE.rows['07']}"], values=A)),
    ("S03", "mat-ten", (relabelled("06", ""),), expect([f"B{PLACE.rows['06']}"], values=A)),
    ("S04", "them-duoi", (line_at(LAST + 1, ("09", "Số video tuyên truyền về CCHC", "Video", 5)),), expect([f"B{LAST + 1}"], values=A)),
    ("S04", "them-giua", (line_at(PLACE.rows["04"], (None, "Số pa nô, áp phích", "Chiếc", 25)),), expect([f"B{PLACE.rows['04']}"], values=A)),
    ("S04", "them-chua-ghi-so", (line_at(PLACE.rows["04"], ("3.1", "Số phóng sự truyền hình", "Phóng sự", None)),), expect(values=A)) ,
    ("S05", "xoa-dong-07", (deleted_row("07"),), expect(values={**A, "07": None})),
    ("S05", "xoa-noi-dung-07", (emptied("07"),), expect(values={**A, "07": None})),
    ("S05", "xoa-dong-danh-lai-so", (deleted_row("02"), *(put(f"A{FIRST + n - 1}", f"{n:02d}") for n in (2, 3, 4)), put(f"A{FIRST + 5}", "05"), put(f"A{FIRST + 6}", "06"), put(f"A{FIRST + 7}", "07")), expect(values={**A, "02": None})),
    ("S06", "hai-dong-04", (line_at(PLACE.rows["05"], ("04", FORM_1.field("04").label, "Tin, bài", 7)),), expect(values={**A, "04": None})),
    ("S06", "lap-ten", (relabelled("03", FORM_1.field("04").label),), expect(also=["S01", "S05"], values={**A, "03": None, "04": None})),
    ("S07", "luot-nghe", (put(f"C{PLACE.rows['04']}", "Lượt nghe"),), expect([f"C{PLACE.rows['04']}"], values=A)),
    ("S08", "them-cung-ky", (column_of(4, "Cùng kỳ", 1),), expect([f"D{HEAD}"], values=A)),
    ("S08", "them-luy-ke", (column_of(5, "Lũy kế từ đầu năm", 99),), expect([f"E{HEAD}"], values=A)),
    ("S08", "them-ke-hoach", (column_of(4, "Kế hoạch", 20),), expect([f"D{HEAD}"], values=A)),
    ("S08", "so-luong-truoc-don-vi-tinh", (lambda book: _exchange(book, "C", "D"),), expect(values=A)),
    ("S09", "tron-05", (merged(f"{D('05')}:{D('05.1')}"),), expect([D("05")], values={**A, "05": None, "05.1": None})),
    ("S09", "tron-ngang", (merged(f"D{PLACE.rows['04']}:E{PLACE.rows['04']}"),), expect([D("04")], values=A)),
    ("S10", "an-dong", (hidden_row("06"),), expect([D("06")], values=A)),
    ("S10", "an-cot", (hidden_column("D"),), expect(values=A)),
    ("S10", "an-trang", (hidden_sheet,), expect(values=A)),
    ("S10", "dang-loc", (hidden_row("03", filtered=True),), expect([D("03")], values=A)),
    ("S10", "bang-khac-an", (hidden_copy,), expect(values=A)),
    ("S11", "sheet1", (sheet_named("Sheet1"),), expect(values=A)),
    ("S12", "ban-sao", (copied_sheet("Phụ lục (2)"),), expect()),
    ("S12", "ban-sao-khac-so", (copied_sheet("Tháng 2", **{"01": 3, "04": 5}),), expect()),
    ("M17", "hai-ky-hai-trang", (copied_sheet("Cả năm", **{"01": 30, "04": 50}), period_on("Cả năm", "Năm")), expect(values=A)),
    ("M18", "hai-ky-khac", (copied_sheet("Cả năm", **{"01": 30}), period_on("Cả năm", "Năm"), period_on("", "6 tháng cuối năm")), expect(also=["M05"])),
    ("S13", "tong-cong", (line_at(LAST + 1, (None, "Tổng cộng", None, 672)),), expect([f"B{LAST + 1}"], values=A)),
    ("S15", "ngat-dong", (relabelled("04", "Số lượng tin, bài tuyên truyền về CCHC\ntrên sóng truyền thanh cấp xã"),), expect(values=A)),
    ("S16", "mat-thong-tin-mau", (without_template_marks,), expect(values=A)),
    ("S16", "phien-ban-khac", (other_version,), expect(values=A)),
    ("V33", "gop-dong-con", (sub_row_joined,), expect([D("05")], also=["S05"], values={**A, "05": None, "05.1": None})),
    ("V25", "tat-ca-trong", tuple(put(D(field.id), None) for field in FORM_1.fields), expect(values=dict.fromkeys(A))),
    ("T03", "ten-to-hop", (lambda book: _labels(book, lambda text: unicodedata.normalize("NFD", text)),), expect([f"B{FIRST}"], values=A)),
    ("T06", "chu-eth", (lambda book: _labels(book, lambda text: text.replace("đ", "ð").replace("Đ", "Ð")),), expect(values=A)),
)  # fmt: skip


def _exchange(book: Workbook, one: str, other: str) -> None:
    for row in range(HEAD, LAST + 1):
        a, b = table(book)[f"{one}{row}"], table(book)[f"{other}{row}"]
        a.value, b.value = b.value, a.value


def _labels(book: Workbook, change: Callable[[str], str]) -> None:
    for row in range(FIRST, LAST + 1):
        table(book)[f"B{row}"].value = change(str(table(book)[f"B{row}"].value))


def structure() -> Iterator[Made]:
    for code, name, edits, expected in STRUCTURE:
        yield Made(f"{code}/{name}.xlsx", edited(*edits), expected)


# --- tables of other making ----------------------------------------------------------------------------------------


def side_by_side(titles: Row, *sets: Values, above: Row | None = None) -> list[Row]:
    """One column of labels and several of quantities."""
    head = [titles] if above is None else [above, titles]
    return [
        *head,
        *([field.tt, field.label, field.unit, *(values[field.id] for values in sets), None] for field in FORM_1.fields),
    ]


def transposed(values: Values) -> list[Row]:
    fields = FORM_1.fields
    return [
        ["TT", *(f.tt for f in fields)],
        ["Chỉ tiêu", *(f.label for f in fields)],
        ["Đơn vị tính", *(f.unit for f in fields)],
        ["Số lượng", *(values[f.id] for f in fields)],
    ]


OTHERS: Sequence[tuple[str, str, Callable[[], bytes], Mapping[str, Any]]] = (
    ("S02", "khong-so", lambda: foreign(), expect(also=FOREIGN, values=A)),
    ("S08", "hai-dong-tieu-de", lambda: two_title_rows(("Cùng kỳ", "Kỳ này"), 4), expect(also=FOREIGN, values=A)),
    ("S08", "hai-dong-tieu-de-ky-nay-truoc", lambda: two_title_rows(("Kỳ này", "Cùng kỳ"), 3), expect(also=FOREIGN, values=A)),
    ("S08", "hai-nam", lambda: foreign(side_by_side((*TITLES[:3], "Năm 2025", "Năm 2026", "Ghi chú"), B, A)), expect(also=FOREIGN, values=A)),
    ("S08", "dao-cot", lambda: foreign(moved_columns(whole_table(), (0, 1, 3, 2, 4))), expect(also=FOREIGN, values=A)),
    ("S12", "ba-xa-ba-trang", lambda: saved(book_of(*((name, [*HEADING, *whole_table(values)]) for name, values in (("Xã cũ A", A), ("Xã cũ B", B), ("Xã cũ C", C))))), expect(also=FOREIGN)),
    ("S12", "ba-xa-noi-tiep", lambda: foreign([*whole_table(A), (), ("Xã B",), *whole_table(B), (), ("Xã C",), *whole_table(C)]), expect(also=FOREIGN)),
    ("S12", "ba-xa-ba-cot", lambda: foreign(side_by_side((*TITLES[:3], "Xã A", "Xã B", "Xã C"), A, B, C)), expect(also=FOREIGN)),
    ("S12", "ba-xa-duoi-so-luong", lambda: foreign(side_by_side((None, None, None, "Xã A", "Xã B", "Xã C"), A, B, C, above=(*TITLES[:4], None, None, "Ghi chú"))), expect(also=FOREIGN)),
    ("S12", "lap-lai-khong-tieu-de", lambda: foreign([*whole_table(), (), ("Xã B",), *rows(B)]), expect(also=FOREIGN)),
    ("S12", "hai-bang-canh-nhau", lambda: foreign([[*line, None, *line] for line in whole_table()]), expect(also=FOREIGN)),
    ("S08", "sau-thang-va-tong", lambda: foreign([[*TITLES[:3], *(f"T{n}" for n in range(1, 7)), "Tổng"], *([*line[:3], *[1] * 6, line[3]] for line in rows())]), expect(also=FOREIGN, values=A)),
    ("V34", "cot-khong-tieu-de", lambda: foreign([TITLES, *([*line[:3], None, None, line[3]] for line in rows())]), expect(also=FOREIGN, values=A)),
    ("S12", "sau-thang", lambda: saved(book_of(*((f"Tháng {n}", [*HEADING, *whole_table(A)]) for n in range(1, 7)))), expect(also=FOREIGN)),
    ("S12", "sau-cot-thang", lambda: foreign(side_by_side((*TITLES[:3], *(f"Tháng {n}" for n in range(1, 7)), "Ghi chú"), *[A] * 6)), expect(also=FOREIGN)),
    ("S12", "hai-cot-so-luong", lambda: foreign(side_by_side((*TITLES[:3], "Số lượng", "Số lượng", "Ghi chú"), A, B)), expect(also=FOREIGN)),
    ("S12", "chia-hai-trang", lambda: saved(book_of(("Phần 1", [*HEADING, *whole_table()[:6]]), ("Phần 2", [TITLES, *whole_table()[6:]]))), expect(also=FOREIGN)),
    ("S15", "dan-tu-word", lambda: foreign([[line[0], str(line[1]).replace(" về ", "\nvề "), *line[2:4]] for line in whole_table()]), expect(also=FOREIGN, values=A)),
    ("S17", "xoay-ngang", lambda: foreign(transposed(A)), expect()),
    ("S18", "danh-sach", lambda: saved(book_of(("Sheet1", [("STT", "Họ và tên", "Chức vụ"), (1, "Nguyễn Văn An", "Công chức")]))), expect()),
    ("S18", "bieu-khac", lambda: saved(book_of(("Sheet1", [("STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"), (1, "Số hồ sơ tiếp nhận", "Hồ sơ", 12), (2, "Số hồ sơ giải quyết", "Hồ sơ", 10)]))), expect()),
    ("S18", "trang-trong", lambda: saved(book_of(("Sheet1", []))), expect()),
    ("M07", "chua-co-so", lambda: foreign(heading=[("UBND XÃ AN BÌNH",), ("Số:       /BC-UBND",), ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",)]), expect(also=FOREIGN, values=A)),
    ("M08", "thieu-ngay", lambda: foreign(heading=[("UBND XÃ AN BÌNH",), ("An Bình, ngày      tháng 6 năm 2026",), ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",)]), expect(also=FOREIGN, values=A)),
)  # fmt: skip


def two_title_rows(below: tuple[str, str], own: int) -> bytes:
    """'Số lượng' over two columns, of which one is this period's."""
    lines = [[*line[:3], *((1, line[3]) if own == 4 else (line[3], 1)), line[4]] for line in rows()]
    book = book_of(("Sheet1", [*HEADING, (*TITLES[:4], None, "Ghi chú"), (None, None, None, *below), *lines]))
    for area in ("A7:A8", "B7:B8", "C7:C8", "D7:E7", "F7:F8"):
        book["Sheet1"].merge_cells(area)
    return saved(book)


def others() -> Iterator[Made]:
    for code, name, make, expected in OTHERS:
        yield Made(f"{code}/{name}.xlsx", make(), expected)
    yield Made("S14/anh-chup.xlsx", picture(), expect())


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cf500f0003860180"
    " 5a346b2d0000000049454e44ae426082".replace(" ", "")
)


def picture() -> bytes:
    """A sheet that holds nothing but a picture."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Sheet1").insert_image("B2", "bang.png", {"image_data": io.BytesIO(PNG)})
    book.close()
    return fixed_times(out.getvalue())


# --- E, F: identity, period, encodings -----------------------------------------------------------------------------


def identity() -> Iterator[Made]:
    def one(code: str, name: str, key: str, also: Sequence[str] = (), cell: str = "", **header: Scalar) -> Made:
        address = cell or (PLACE.header[key].a1 if key else "")
        return Made(
            f"{code}/{name}.xlsx", filled(A, header=header), expect([address] if address else [], also, values=A)
        )

    yield one("M01", "khong-ro", "unit", unit="UBND xã")
    yield one("M01", "trong", "unit", unit="")
    yield one("M01", "ngoai-danh-muc", "unit", unit="Xã Không Có Thật")
    yield one("M02", "khong-dau", "unit", unit="Xa Son Ha")
    yield one("M03", "da-sap-xep", "unit", unit="Xã Cũ Hòa Thịnh")
    yield one("M05", "thieu-ky", "period", period="", year=2026)
    yield one("M05", "thieu-nam", "year", year="")
    yield one("M06", "chot-som", "cut_off", cut_off="31/05/2026")
    yield one("M07", "chua-co-so", "report_no", report_no="Số: /BC-UBND")
    yield one("M08", "thieu-ngay", "report_date", report_date="ngày    tháng 6 năm 2026")
    yield one("M09", "khong-co-ngay", "report_date", report_date="31/02/2026")
    yield one("M09", "mung-1-tet", "report_date", report_date="17/02/2026")
    yield one("M09", "chu-nhat", "report_date", report_date="14/06/2026")
    yield one("M09", "qua-som", "report_date", report_date="05/03/2026")
    yield one("M09", "tuong-lai", "report_date", report_date="12/06/2096")
    yield one("M10", "thieu-nguoi-lap", "prepared_by", prepared_by="")
    yield one("T04", "dat-dau-cu", "unit", unit="Xã Hoà Thuận")
    yield one("T08", "viet-tat", "unit", unit="P.1")
    yield one("M16", "sai-dau", "unit", unit="Xã An Khế")
    yield one("M16", "khong-dau", "unit", unit="Xa An Khe")
    unit = Unit("XM01", "Xã An Bình", "xa")
    yield Made(
        "M04/ma-khac-ten.xlsx",
        edited(put(PLACE.header["unit"].a1, "Xã An Khê"), data=filled(A, unit=unit)),
        expect([PLACE.header["unit"].a1], values=A),
    )
    yield Made("M04/Xã An Khê.xlsx", filled(A), expect([PLACE.header["unit"].a1], values=A))
    yield Made(
        "M05/nam-2025.xlsx",
        filled(A, header={"year": 2025, "cut_off": "14/06/2025", "report_date": "12/06/2025"}),
        expect(values=A),
    )
    yield Made("F15/Book1.xlsx", filled(A), expect(values=A))
    yield Made("F15/bao cao (1) (final).xlsx", filled(A), expect(values=A))


def encoded(text: str, encoding: str) -> str:
    """Unicode text as typed in a legacy font."""
    back = {letter: code for code, letter in sorted(pairs(encoding).items(), key=lambda pair: -len(pair[0]))}
    return "".join(back.get(c, c) for c in unicodedata.normalize("NFC", text))


def legacy(encoding: str, font: str) -> bytes:
    lines = [
        [encoded(value, encoding) if isinstance(value, str) else value for value in line]
        for line in [*HEADING, *whole_table()]
    ]
    book = book_of(("Sheet1", lines))
    if font:
        for row in book["Sheet1"].iter_rows():
            for cell in row:
                cell.font = Font(name=font)
    return saved(book)


def mojibake(text: str) -> str:
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in text.encode("utf-8")
    )


def encodings() -> Iterator[Made]:
    for code, encoding, font in (("T01", "tcvn3", ".VnTime"), ("T02", "vni", "VNI-Times")):
        yield Made(f"{code}/co-ten-phong.xlsx", legacy(encoding, font), expect(also=FOREIGN, values=A))
        yield Made(f"{code}/mat-ten-phong.xlsx", legacy(encoding, ""), expect(also=FOREIGN, values=A))
    lines = [
        [mojibake(value) if isinstance(value, str) else value for value in line] for line in [*HEADING, *whole_table()]
    ]
    partly = [
        TITLES,
        *([line[0], encoded(line[1], "vni") if at < 4 else line[1], *line[2:]] for at, line in enumerate(rows())),
    ]
    yield Made("T02/mot-phan.xlsx", foreign(partly), expect(also=FOREIGN, values=A))
    noted = edited(put(f"E{PLACE.rows['04']}", mojibake("Phát lại nhiều lần trong tuần")))
    yield Made("T05/ghi-chu.xlsx", noted, expect([f"E{PLACE.rows['04']}"], values=A))
    yield Made("T05/utf8-doc-nham.xlsx", saved(book_of(("Sheet1", lines))), expect(also=FOREIGN, values=A))


# --- D. files ------------------------------------------------------------------------------------------------------

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root"
    b" 1 0 R>>\n%%EOF\n"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def docx() -> bytes:
    """The least that is a Word document."""
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            ' PartName="/word/document.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            "<w:document"
            ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>BÁO'
            " CÁO</w:t></w:r></w:p></w:body></w:document>"
        ),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(
                zipfile.ZipInfo(name, (2026, 6, 12, 8, 0, 0)),
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text,
            )
    return out.getvalue()


def linked_elsewhere() -> bytes:
    """The report with a link to another workbook, of which no quantity makes use."""
    out = io.BytesIO()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = part_changed(
        filled(A),
        "xl/_rels/workbook.xml.rels",
        (
            "</Relationships>",
            (
                f'<Relationship Id="rIdLink" Type="{kinds}/externalLink"'
                ' Target="externalLinks/externalLink1.xml"/></Relationships>'
            ),
        ),
    )
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{kinds}/externalLinkPath" Target="Thang6.xlsx" TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/externalLinks/externalLink1.xml", link)
        target.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", rels)
    return fixed_times(out.getvalue())


def files() -> Iterator[Made]:
    """Files that are no workbook, or no whole one. A refusal names one cause; F06 may stand beside it."""
    whole = filled(A)
    yield Made("F03/bao-cao.docx", docx())
    yield Made("F03/bao-cao.pdf", PDF)
    yield Made("F03/word-doi-ten.xlsx", docx(), expect(also=["F06"]))
    yield Made("F04/IMG_2026.jpg", JPEG)
    yield Made("F04/anh.png", PNG)
    yield Made("F06/word-doi-ten.xlsx", docx(), expect(also=["F03"]))
    yield Made("F07/rong.xlsx", b"")
    yield Made("F07/tai-do.xlsx", whole[: len(whole) // 2])
    yield Made("F07/dang-tai.xlsx.crdownload", whole[:3000], expect())
    yield Made("F07/toan-so-khong.xlsx", b"\0" * 600)
    yield Made("F09/lien-ket.url", b"[InternetShortcut]\r\nURL=https://example.invalid/bao-cao.xlsx\r\n")
    yield Made("F09/bao-cao.gsheet", b'{"url": "https://docs.example.invalid/open?id=x", "doc_id": "x"}')
    yield Made("F09/bao-cao.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 68)
    yield Made("F08/~$bao-cao.xlsx", b"\x05Admin" + b" " * 160)
    yield Made(
        "F18/tong-hop.xlsx",
        saved(book_of(("Tổng hợp", [("Chỉ tiêu", "Tổng")]), (PROVINCE_META, [("form", FORM_1.id), ("version", 1)]))),
    )
    yield Made("F17/lien-ket-ngoai.xlsx", linked_elsewhere(), expect(values=A))
    yield Made("F16/bao-cao.rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 40)
    yield Made("F16/bao-cao.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + b"\0" * 40)


def bad() -> Iterator[Made]:
    """All workbooks with a planted fault, by code."""
    for made in (
        cell_faults,
        looks,
        relations,
        structure,
        others,
        identity,
        encodings,
        files,
        around_bad,
        standing_bad,
        workbooks_shown.bad,
        spoken_bad,
    ):
        yield from made()
