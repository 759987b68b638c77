"""What stands around the figures: titles, lines for the whole table, units of measure and labels, each once as it changes
what the figures are and once as a look-alike that does not.

``around`` in an expectation is the kind, by which docs/quality.md counts; ``aside`` names the indicators that a merge must
not add up. Most are tables of an office's own making, which are a third of the template's size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from workbooks_base import FORM_1, HEADING, PLACE, TITLES, A, Made, Row, book_of, edited, put, rows, saved

ALL = [field.id for field in FORM_1.fields]
PLACE_OF = {field.id: index for index, field in enumerate(FORM_1.fields)}
HEAD, FIRST = len(HEADING) + 1, len(HEADING) + 2  # rows of the titles and of the first indicator in a foreign workbook
FOREIGN = ("S16",)
Lines = list[list[Any]]


def made(code: str, name: str, data: bytes, around: str, cells: Sequence[str], **more: Any) -> Made:
    """A workbook with a fault. ``more``: also, aside, values, as tests/test_workbooks.py has them."""
    expected: dict[str, Any] = {"around": around, "cells": list(cells), "values": A, **more}
    return Made(f"{code}/{name}.xlsx", data, expected)


def harmless(name: str, data: bytes, around: str, notes: Sequence[str] = (), *, ours: bool = False) -> Made:
    folder, usual = ("", ()) if ours else ("khac-mau/", ("S02",))
    expected = {"around": around, "values": dict(A), "notes": sorted({*usual, *notes})}
    return Made(f"{folder}{around}-{name}.xlsx", data, expected)


def foreign(
    change: Callable[[Lines], None] | None = None,
    titles: Row = TITLES,
    heading: Sequence[Row] = HEADING,
    below: Sequence[Row] = (),
    name: str = "Sheet1",
    edit: Callable[[Workbook], None] | None = None,
) -> bytes:
    """A report in a workbook of the office's own making, its rows changed by ``change`` and the whole by ``edit``."""
    lines = rows()
    if change:
        change(lines)
    book = book_of((name, [*heading, titles, *lines, *below]))
    if edit:
        edit(book)
    return saved(book)


def titled(title: str) -> Row:
    return (*TITLES[:3], title, TITLES[4])


# --- the title of the quantities -------------------------------------------------------------------------------------

OTHER_TITLES = {
    "ke-hoach": "Kế hoạch", "nam-2025": "Năm 2025", "cung-ky": "Cùng kỳ năm trước", "ty-le": "Tỷ lệ (%)",
    "kinh-phi": "Kinh phí", "chi-tieu-giao": "Chỉ tiêu giao", "luy-ke": "Lũy kế", "uoc-ca-nam": "Ước thực hiện cả năm",
    "nghin": "Số lượng (nghìn)", "so-luong-2025": "Số lượng năm 2025", "du-kien": "Số lượng dự kiến", "dang-ky": "Số đăng ký",
    "phai-lam": "Số lượng phải thực hiện", "binh-quan": "Bình quân/tháng", "con-lai": "Còn lại", "chua-lam": "Số chưa thực hiện",
    "quy-1": "Kết quả quý I/2026", "thang-6": "Kết quả tháng 6", "den-31-5": "Số liệu đến 31/5/2026", "nam-2026": "Năm 2026",
    "9-thang": "9 tháng đầu năm 2026", "6-thang-2025": "Kết quả 6 tháng đầu năm 2025", "6-thang-cuoi": "6 tháng cuối năm 2026",
    "diem": "Điểm tự chấm", "so-nguoi": "Số người", "tham-tra": "Số thẩm tra", "he-so": "Số lượng x 1.000",
    "trieu-dong": "Giá trị (triệu đồng)", "khong-dau": "Ke hoach nam 2026", "so-don-vi": "Số đơn vị thực hiện",
    "dot-2": "Đợt 2/2026", "dot-1-2025": "Đợt 1/2025", "so-don-vi-bao-cao": "Số lượng đơn vị báo cáo", "la-ma": "I/2026",
    "chi-tieu": "Chỉ tiêu năm", "so-sanh": "So với cùng kỳ", "xa-khac": "Xã Sơn Hà", "tu-dau-nam": "Từ đầu năm đến nay",
}  # fmt: skip
SAME_TITLES = (
    "Kết quả", "Kết quả thực hiện", "Số liệu", "Thực hiện", "Kết quả đạt được", "Tổng số", "SL", "Số lượng thực hiện trong kỳ",
    "Số liệu thực hiện đến 14/6/2026", "Số lượng 6 tháng đầu năm 2026", "KQ 6T/2026", "Số lượng (từ 15/12/2025 đến 14/6/2026)",
    "Kết quả 6 tháng", "Đã thực hiện", "Số thực tế", "4. Số lượng", "Số lượng (4)", "SÔ LƯỢNG", "So luong", "Năm nay",
    "Kết quả thực hiện Quý I + II/2026", "Số lượng của đơn vị", "Số liệu báo cáo", "Kết quả công tác tuyên truyền CCHC",
    "Số lượng (xã An Bình)", "Đợt 1/2026", "Số lượng đợt I năm 2026", "Sản lượng",
)  # fmt: skip


def titles_bad() -> Iterator[Made]:
    whole = {"also": FOREIGN, "aside": ALL}
    for name, title in OTHER_TITLES.items():
        yield made("S19", name, foreign(titles=titled(title)), "tieu-de", [f"D{HEAD}"], **whole)
    for name in ("ke-hoach", "nam-2025", "nghin", "luy-ke"):
        data = edited(put(f"D{PLACE.head_row}", OTHER_TITLES[name]))
        yield made("S19", f"mau-{name}", data, "tieu-de", [f"D{PLACE.head_row}"], aside=ALL)
    struck = edited(put(f"D{PLACE.head_row}", "Số lượng", font=Font(strike=True)))
    yield made("S19", "gach-ngang", struck, "tieu-de", [f"D{PLACE.head_row}"], aside=ALL)
    lower = foreign(lambda lines: lines.insert(0, [None, None, None, "Kế hoạch", None]))
    yield made("S19", "dong-tieu-de-thu-hai", lower, "tieu-de", [f"D{HEAD}"], **whole)
    above = foreign(
        heading=[*HEADING[:-1], (None, None, None, "Kế hoạch năm 2026")], edit=merging(f"D{HEAD - 1}:E{HEAD - 1}")
    )
    yield made("S19", "tieu-de-gop-phia-tren", above, "tieu-de", [f"D{HEAD}"], **whole)
    unknown = foreign(titles=("A", "Việc cần làm", "B", "Kế hoạch", "C"))
    yield made("S19", "khong-ro-cot-ten", unknown, "tieu-de", [f"D{HEAD}"], **whole)
    yield from beside_bad()


def merging(area: str) -> Callable[[Workbook], None]:
    return lambda book: book.worksheets[0].merge_cells(area)


def beside(*more: tuple[str, int]) -> bytes:
    """Columns of figures beside each other: (title, what is added to the form's figures)."""

    def change(lines: Lines) -> None:
        for line in lines:
            line[3:4] = [line[3] + plus for _, plus in more]

    return foreign(change, (*TITLES[:3], *(title for title, _ in more), TITLES[4]))


def beside_bad() -> Iterator[Made]:
    whole = {"also": FOREIGN, "aside": ALL, "around": "hai-cot"}
    data = beside(("Năm 2025", 0), ("Ước 6 tháng 2026", 5))
    yield made("S19", "nam-truoc-va-uoc", data, **whole, cells=[f"D{HEAD}"])
    yield made("S19", "ke-hoach-va-cung-ky", beside(("Kế hoạch", 0), ("Cùng kỳ", 5)), **whole, cells=[f"D{HEAD}"])
    for name, one, other in (
        ("so-bao-cao-so-tham-tra", "Số báo cáo", "Số thẩm tra"),
        ("so-luong-va-ket-qua", "Số lượng", "Kết quả"),
        ("so-lieu-va-so-lieu-chinh-thuc", "Số liệu", "Số liệu chính thức"),
        ("cu-va-moi", "Số lượng cũ", "Số lượng mới"),
    ):
        yield made("S12", name, beside((one, 0), (other, 5)), **whole, cells=[])
    told = {"also": FOREIGN, "aside": [], "around": "hai-cot"}
    yield made("S08", "ke-hoach-va-thuc-hien", beside(("Kế hoạch", 9), ("Thực hiện", 0)), **told, cells=[f"D{HEAD}"])
    yield made("S08", "tham-chieu-sau", beside(("Kết quả", 0), ("So với cùng kỳ (%)", 9)), **told, cells=[f"E{HEAD}"])


def titles_good() -> Iterator[Made]:
    for number, title in enumerate(SAME_TITLES, 1):
        yield harmless(f"{number:02d}", foreign(titles=titled(title)), "tieu-de")
    yield harmless("mau", edited(put(f"D{PLACE.head_row}", "Kết quả thực hiện trong kỳ")), "tieu-de", ours=True)
    lower = foreign(lambda lines: lines.insert(0, [None, None, None, "(trong kỳ báo cáo)", None]))
    yield harmless("dong-thu-hai", lower, "tieu-de")


# --- said once for the whole table -----------------------------------------------------------------------------------

ABOVE = (
    ("S20", "dvt-nghin-to", "ĐVT: nghìn tờ"), ("S20", "trieu-dong", "Đơn vị tính: triệu đồng"),
    ("S20", "ngoac-nghin", "(Đơn vị: 1.000 tờ)"), ("S20", "phan-tram", "Đơn vị tính: %"),
    ("S21", "du-thao", "DỰ THẢO"), ("S21", "du-thao-lan-2", "(Dự thảo lần 2)"), ("S21", "chua-chinh-thuc", "Số liệu chưa chính thức"),
    ("S21", "chua-doi-chieu", "Ghi chú: số liệu chưa được đối chiếu"), ("S21", "tinh-den-thang-5", "Số liệu tính đến tháng 5"),
    ("S21", "den-het-thang-3", "(Tính đến hết tháng 3/2026)"), ("S21", "den-30-4", "Thời điểm chốt số liệu: 30/4/2026"),
    ("S21", "tu-den", "Số liệu tính từ 01/01/2026 đến 31/3/2026"), ("S21", "thang-khong-dau", "So lieu den thang 5"),
    ("S21", "cua-so-khac", "Số liệu của Sở Nội vụ"), ("S21", "do-so-cung-cap", "Số liệu do Sở Nội vụ cung cấp"),
    ("S21", "cua-tinh", "SO LIEU CUA UBND TINH"), ("S21", "xa-ben-canh", "Số liệu của xã bên cạnh"),
)  # fmt: skip
PLANS = ("Kế hoạch năm 2026", "Chỉ tiêu giao năm 2026", "Mục tiêu năm 2026", "CHI TIEU PHAN DAU 6 THANG DAU NAM 2026")
IN_BRACKETS = ("kế hoạch", "chỉ tiêu giao", "số kế hoạch năm 2026", "mục tiêu", "toàn tỉnh")
CITED_PLANS = (
    "(Thực hiện Kế hoạch số 12/KH-UBND)", "Kết quả thực hiện chỉ tiêu giao", "Kết quả thực hiện kế hoạch năm 2026",
    "PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2026", "(Kèm theo Kế hoạch năm 2026 của UBND xã)",
)  # fmt: skip
ESTIMATED = (
    ("uoc-tinh", "Số liệu ước tính"),
    ("tam-tinh", "(Số liệu tạm tính đến ngày báo cáo)"),
    ("uoc-thuc-hien", "ƯỚC THỰC HIỆN 6 THÁNG ĐẦU NĂM 2026"),
)
NOTHING_SAID = (
    "Đơn vị: Xã An Bình", "Đơn vị tính: như cột 3", "Số liệu chính thức", "Số liệu đã chốt, không phải số ước",
    "Thực hiện Công văn số 15/STTTT về góp ý dự thảo Kế hoạch tuyên truyền", "Kết quả thực hiện", "Kèm theo Báo cáo số 15/BC-UBND",
    "Căn cứ hương ước, quy ước của thôn", "Số liệu tính đến tháng 6", "Số liệu tính từ ngày 15/12/2025 đến hết ngày 14/6/2026",
    "Thời điểm chốt số liệu: 14/6/2026", "Đến tháng 5/2026 đã kiện toàn Ban chỉ đạo", "Số liệu của UBND xã An Bình",
    "Số liệu theo hướng dẫn của Sở Nội vụ", "Số liệu do bộ phận Một cửa cung cấp", "Số liệu gửi về Sở Nội vụ trước ngày 15/6/2026",
)  # fmt: skip


def with_line(text: str) -> Sequence[Row]:
    return [*HEADING[:-1], (None, None, None, text)]


def lines_bad() -> Iterator[Made]:
    whole = {"also": FOREIGN, "aside": ALL, "around": "ca-bang"}
    for code, name, text in ABOVE:
        yield made(code, name, foreign(heading=with_line(text)), **whole, cells=[f"D{HEAD - 1}"])
    last = FIRST + len(ALL)
    yield made(
        "S20", "duoi-bang", foreign(below=[(), ("Ghi chú: đơn vị tính: nghìn tờ",)]), **whole, cells=[f"A{last + 1}"]
    )
    yield made(
        "S20", "tieu-de-dvt", foreign(titles=("TT", "Chỉ tiêu", "ĐVT: nghìn", *TITLES[3:])), **whole, cells=[f"C{HEAD}"]
    )
    yield made("S21", "trang-du-thao", foreign(name="Dự thảo"), **whole, cells=[f"B{HEAD}"])
    plan = [("UBND XÃ AN BÌNH",), ("KẾ HOẠCH TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",)]
    yield made("S21", "ban-ke-hoach", foreign(heading=plan), **whole, cells=["A2"])
    for number, text in enumerate(PLANS, 1):
        over = foreign(heading=[*HEADING[:-2], (text,), HEADING[-2]])
        yield made("S21", f"ke-hoach-tren-{number}", over, **whole, cells=[f"A{HEAD - 2}"])
        under = foreign(heading=[*HEADING[:-1], (text,)])
        yield made("S21", f"ke-hoach-duoi-{number}", under, **whole, cells=[f"A{HEAD - 1}"])
    for number, text in enumerate(IN_BRACKETS, 1):
        heading = [*HEADING[:-2], (f"{HEADING[-2][0]} ({text})",)]
        yield made("S21", f"ngoac-{number}", foreign(heading=heading), **whole, cells=[f"A{HEAD - 2}"])
    for name, text in ESTIMATED:
        data = foreign(heading=with_line(text))
        yield made("S21", name, data, "ca-bang", [f"D{HEAD - 1}"], also=FOREIGN, estimates=ALL)
    ours = edited(put("B12", "DỰ THẢO"))
    yield made("S21", "mau-du-thao", ours, "ca-bang", ["B12"], aside=ALL)


def lines_good() -> Iterator[Made]:
    for number, text in enumerate(NOTHING_SAID, 1):
        yield harmless(f"{number:02d}", foreign(heading=with_line(text)), "ca-bang")
    below = foreign(below=[(), ("Ghi chú: Số liệu lấy từ phần mềm quản lý văn bản.",)])
    yield harmless("duoi-bang", below, "ca-bang")
    for number, text in enumerate(CITED_PLANS, 1):
        yield harmless(f"ke-hoach-{number}", foreign(heading=[*HEADING[:-1], (text,)]), "ca-bang")
    two = [*HEADING[:-2], ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026 KẾT QUẢ THỰC HIỆN",), ("Kế hoạch năm 2026",)]
    yield harmless("ke-hoach-hai-dong", foreign(heading=two), "ca-bang")


# --- the unit of measure of a row ------------------------------------------------------------------------------------

UNITS = (
    ("S20", "nghin-to", "07", "Nghìn tờ"), ("S20", "to-nghin", "07", "Tờ (nghìn)"), ("S20", "tram-cuon", "07", "Trăm cuốn"),
    ("S20", "mot-nghin", "07", "1.000 tờ"), ("S20", "phan-tram", "04", "%"), ("S20", "trieu-dong", "07", "Triệu đồng"),
    ("S07", "nguoi-cho-tin", "04", "Người"), ("S07", "luot-nguoi", "05.1", "Lượt người"), ("S07", "cuoc-thang", "08", "Cuộc/tháng"),
    ("S07", "nguoi-lop", "05.1", "Người/lớp"), ("S07", "phut", "04", "Phút"), ("S07", "hoc-sinh-thi", "02", "Thí sinh"),
)  # fmt: skip
SAME_UNITS = (
    ("03", "Tin/bài"), ("04", "Tin - bài"), ("05", "Hội nghị, lớp"), ("05.1", "ngừơi"), ("01", "Van ban"), ("07", "Tờ; cuốn"),
    ("07", "(tờ rơi)"), ("08", "cuộc, buổi"), ("06", "Chuyên mục/chuyên trang"),
    ("01", "Bản"), ("02", "CT"), ("04", "TB"),
)  # fmt: skip


def with_unit(field: str, unit: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        lines[PLACE_OF[field]][2] = unit

    return change


def units_bad() -> Iterator[Made]:
    for code, name, field, unit in UNITS:
        cell = f"C{FIRST + PLACE_OF[field]}"
        data = foreign(with_unit(field, unit))
        yield made(code, f"dvt-{name}", data, "don-vi-tinh", [cell], also=FOREIGN, aside=[field])


def units_good() -> Iterator[Made]:
    for number, (field, unit) in enumerate(SAME_UNITS, 1):
        yield harmless(f"{number:02d}", foreign(with_unit(field, unit)), "don-vi-tinh")
    yield harmless("nhu-tren", foreign(with_unit("04", "-nt-")), "don-vi-tinh")


# --- the label of a row ----------------------------------------------------------------------------------------------

NEWS = "Số lượng tin, bài tuyên truyền về CCHC trên sóng truyền thanh cấp xã"
PEOPLE = "Số người tham dự các lớp tập huấn về công tác CCHC"
DOCUMENTS = "Số lượng văn bản chỉ đạo, điều hành về công tác tuyên truyền CCHC"
OTHER_LABELS = (
    ("truyen-hinh-cap-tinh", "04", NEWS.replace("truyền thanh cấp xã", "truyền hình cấp tỉnh")),
    ("cap-huyen", "04", NEWS.replace("cấp xã", "cấp huyện")), ("chua-dang", "04", NEWS.replace("bài", "bài chưa đăng")),
    ("mang-xa-hoi", "06", "Xây dựng chuyên mục CCHC trên Đài truyền thanh"), ("thoi-luong", "04", NEWS.replace("Số lượng", "Thời lượng")),
    ("khong-tham-du", "05.1", PEOPLE.replace("người", "người không")), ("luot-nguoi", "05.1", PEOPLE.replace("người", "lượt người")),
    ("dang-ky", "05.1", PEOPLE.replace("người", "người đăng ký")), ("so-lop", "05.1", PEOPLE.replace("người", "lớp")),
    ("nam-2025", "01", f"{DOCUMENTS} năm 2025"), ("quy-1", "01", f"{DOCUMENTS} Quý I"), ("cua-tinh", "01", f"{DOCUMENTS} của tỉnh"),
    ("cung-ky", "01", f"{DOCUMENTS} cùng kỳ năm trước"), ("cap-tren", "01", f"{DOCUMENTS} nhận được của cấp trên"),
    ("pccc", "05", "Số Hội nghị tập huấn tuyên truyền về công tác PCCC"), ("du-kien", "05", "Số Hội nghị tập huấn tuyên truyền về công tác CCHC dự kiến"),
    ("khong-to-chuc", "02", "Không tổ chức cuộc thi"), ("kinh-phi", "02", "Kinh phí tổ chức cuộc thi tìm hiểu về CCHC"),
    ("tham-gia", "02", "Tham gia cuộc thi tìm hiểu về CCHC"), ("lich-su-dang", "02", "Tổ chức cuộc thi tìm hiểu về lịch sử Đảng"),
    ("nghin-to", "07", "Số lượng tài liệu tuyên truyền về CCHC (nghìn tờ)"), ("ngoac-nam-2025", "08", "Các hình thức tuyên truyền khác (năm 2025)"),
    ("ty-le", "03", "Tỷ lệ tin, bài tuyên truyền về CCHC trên các cơ quan báo chí"),
)  # fmt: skip
CHANGED_LABELS = (
    ("bo-tap-huan", "05", "Số Hội nghị tuyên truyền về công tác CCHC"), ("bo-cap-xa", "04", NEWS.replace(" cấp xã", "")),
    ("duy-tri", "06", "Duy trì chuyên mục CCHC trên Cổng/Trang thông tin điện tử"),
    ("da-ban-hanh", "01", "Số văn bản chỉ đạo, điều hành về tuyên truyền CCHC đã ban hành"),
    ("khong-tinh-cong", "03", "Số lượng tin, bài tuyên truyền về CCHC trên các cơ quan báo chí (không tính Cổng TTĐT)"),
)  # fmt: skip
SAME_LABELS = (
    ("04", f"{NEWS} (kể cả lồng ghép)", ("S03",)), ("08", "Các hình thức tuyên truyền khác (băng rôn)", ("S03",)),
    ("08", "Các hình thức tuyên truyền khác (ghi rõ: pa nô, zalo)", ("S03",)), ("04", f"{NEWS} (6 tháng đầu năm 2026)", ("S03",)),
    ("01", "Số lượng VB chỉ đạo,điều hành về công tác tuyên truyền cải cách hành chính", ()), ("01", DOCUMENTS.upper(), ()),
    ("01", "So luong van ban chi dao, dieu hanh ve cong tac tuyen truyen CCHC", ()), ("05", "Số HN tập huấn tuyên truyền về công tác CCHC", ()),
    ("04", NEWS.replace("tuyên truyền", "tuyên truyên").replace("lượng", "luợng"), ()), ("02", "Tổ chức các cuộc thi tìm hiểu CCHC", ("S03",)),
    ("06", "Xây dựng chuyên mục CCHC trên Cổng, Trang TTĐT", ()), ("01", f"Chỉ tiêu 1: {DOCUMENTS}", ()), ("05.1", f"{PEOPLE} (người)", ()),
    ("05", "Số Hội nghị tập huấn tuyên truyền về công tác CCHC (lồng ghép tuyên truyền pháp luật)", ("S03",)),
    ("03", "Số lượng tin, bài tuyên truyền về CCHC trên các cơ quan báo chí (Báo Quảng Trị, Đài PTTH tỉnh)", ("S03",)),
    ("07", "Số lượng tài liệu tuyên truyền về CCHC (tờ rơi, tài liệu) [1]", ()),
)  # fmt: skip


def with_label(field: str, label: Any) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        lines[PLACE_OF[field]][1] = label

    return change


def labels_bad() -> Iterator[Made]:
    for name, field, label in OTHER_LABELS:
        cell = f"B{FIRST + PLACE_OF[field]}"
        yield made("S22", name, foreign(with_label(field, label)), "ten-chi-tieu", [cell], also=FOREIGN, aside=[field])
    for name, field, label in CHANGED_LABELS:
        cell = f"B{FIRST + PLACE_OF[field]}"
        yield made("S03", name, foreign(with_label(field, label)), "ten-chi-tieu", [cell], also=FOREIGN)
    ours = edited(put(f"B{PLACE.rows['04']}", NEWS.replace("cấp xã", "cấp huyện")))
    yield made("S22", "mau-cap-huyen", ours, "ten-chi-tieu", [f"B{PLACE.rows['04']}"], aside=["04"])
    cell = f"B{PLACE.rows['02']}"
    struck = {"around": "ten-chi-tieu", "cells": [cell], "aside": ["02"]}
    yield made("S23", "ca-ten", edited(put(cell, FORM_1.field("02").label, font=Font(strike=True))), **struck)
    rich = CellRichText(TextBlock(InlineFont(strike=True), "Tổ chức cuộc thi"), " tìm hiểu về CCHC")
    yield made("S23", "mot-phan-ten", edited(put(cell, rich)), **struck)
    merged = foreign(
        in_two_rows("02", "Tổ chức cuộc thi tìm hiểu về CCHC", "cấp tỉnh"), edit=merging(f"D{FIRST + 1}:D{FIRST + 2}")
    )
    yield made("S22", "hai-dong-cap-tinh", merged, "ten-chi-tieu", [f"B{FIRST + 1}"], also=FOREIGN, aside=["02"])


def in_two_rows(field: str, first: str, second: str) -> Callable[[Lines], None]:
    """A label that goes on in a row of its own."""

    def change(lines: Lines) -> None:
        at = PLACE_OF[field]
        lines[at][1] = first
        lines.insert(at + 1, [None, second, None, None, None])

    return change


def labels_good() -> Iterator[Made]:
    for number, (field, label, notes) in enumerate(SAME_LABELS, 1):
        yield harmless(f"{number:02d}", foreign(with_label(field, label)), "ten-chi-tieu", notes)
    first, second = "Số lượng văn bản chỉ đạo,", "điều hành về công tác tuyên truyền CCHC"
    change = in_two_rows("01", first, second)

    def merge(book: Workbook) -> None:
        for column in "ACDE":
            book.worksheets[0].merge_cells(f"{column}{FIRST}:{column}{FIRST + 1}")

    yield harmless("hai-dong-gop", foreign(change, edit=merge), "ten-chi-tieu", ("S15",))
    yield harmless("hai-dong", foreign(change), "ten-chi-tieu", ("S15",))


def around_bad() -> Iterator[Made]:
    """Workbooks whose surroundings change what the figures are, by code."""
    for some in (titles_bad, lines_bad, units_bad, labels_bad):
        yield from some()


def around_good() -> Iterator[Made]:
    """Workbooks with surroundings that look alike and change nothing."""
    for some in (titles_good, lines_good, units_good, labels_good):
        yield from some()
