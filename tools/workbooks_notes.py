"""Notes, comments, lines and rows that speak of a figure, each once as they change what it is and once as a look-alike
that does not; titles, signatures and dates that are another unit's or another year's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from workbooks_around import ALL, FIRST, FOREIGN, HEAD, PLACE_OF, Lines, foreign, harmless, made
from workbooks_base import HEADING, PLACE, A, D, Edit, Made, Row, edited, filled, put, table

LAST = FIRST + len(ALL) - 1  # row of the last indicator in a workbook of the office's own making
BELOW = LAST + 2

# code, name, field, note, what is not added up ('' for nothing; '~' for an estimate)
NOTES = (
    ("V44", "so-dung-la", "04", "Số đúng là 62", "04"), ("V44", "dinh-chinh", "04", "Đính chính: 62 tin, bài", "04"),
    ("V44", "nham-dung-la", "04", "Ghi nhầm, đúng là 62", "04"), ("V44", "mui-ten", "04", "18 -> 62", "04"),
    ("V45", "binh-quan-moi-thang", "04", "bình quân mỗi tháng", "04"), ("V45", "bai-thang", "04", "18 bài/tháng", "04"),
    ("V45", "nghin-to", "07", "nghìn tờ", "07"), ("V45", "30-nghin-to", "07", "30 nghìn tờ", "07"),
    ("V45", "so-lieu-thang-6", "04", "số liệu tháng 6", "04"), ("V45", "ca-nam", "04", "cả năm", "04"),
    ("V45", "nam-truoc", "04", "số liệu năm trước", "04"), ("V45", "ke-hoach-nam", "05", "kế hoạch năm 2026", "05"),
    ("V45", "chua-dang", "03", "chưa đăng", "03"), ("V45", "ghi-nham", "04", "Ghi nhầm dòng", "04"),
    ("V45", "kiem-tra-lai", "04", "cần kiểm tra lại", "04"), ("V45", "hoi", "08", "có đúng không?", "08"),
    ("V45", "nguoi", "04", "18 người", "04"), ("V45", "cua-tinh", "01", "số của toàn tỉnh", "01"),
    ("V18", "tam-tinh", "04", "Tạm tính", "~"), ("V18", "chua-day-du", "04", "Số liệu chưa đầy đủ", "~"),
    ("V18", "khoang", "05.1", "khoảng 600 người", "~"), ("V18", "tu-uoc-luong", "04", "Số liệu tự ước lượng", "~"),
    ("V18", "don-vi-tu-uoc", "04", "đơn vị tự ước tính", "~"), ("V18", "uoc-tu-so", "04", "ước lượng từ sổ theo dõi", "~"),
    ("V18", "tu-uoc-khong-dau", "07", "so lieu tu uoc luong", "~"),
    ("V43", "nam-nu-thieu", "05.1", "Nam 300, nữ 280", ""), ("V43", "gom", "04", "gồm 10 tin, 9 bài", ""),
    ("V43", "trong-do", "04", "trong đó 20 bài", ""),
    ("V47", "phut", "04", "18 phút", ""), ("V47", "nhan-voi", "01", "nhân với 10", ""), ("V47", "de-trong", "01", "để trống", ""),
    ("V47", "da-tru", "03", "đã trừ 3 bài", ""), ("V47", "luot-phat", "04", "số lượt phát", ""), ("V47", "so-nguoi", "01", "là số người", ""),
    ("V47", "van-thu", "01", "Văn thư báo 9", ""), ("V47", "muc-khac", "08", "Đã tính ở mục 05", ""), ("V47", "khong-dau", "04", "nhan voi 10", ""),
    ("V47", "chua-du", "05", "4/6 hội nghị", ""), ("V47", "xa-khac", "01", "Tính cả 5 văn bản của xã Sơn Hồng", ""),
    ("V47", "linh-vuc-khac", "04", "Tin bài tất cả các lĩnh vực", ""),
)  # fmt: skip
COMMENTS = (("V44", "chu-thich", "Số đúng là 62", ["04"]), ("V45", "chu-thich", "bình quân mỗi tháng", ["04"]))
SAME_NOTES = (
    ("04", "Số đúng là 18"), ("04", "Theo Kế hoạch số 07/KH-UBND ngày 24/01/2026"), ("05", "Dự kiến mở thêm 2 lớp trong quý III"),
    ("05.1", "bình quân 100 người/hội nghị"), ("05.1", "mỗi hội nghị 100 người"), ("04", "trung bình 3 bài/tháng"),
    ("04", "13 tin, 5 bài"), ("05.1", "Nam 350, nữ 250"), ("05.1", "trong đó 250 nữ"), ("01", "CV: 10; KH: 2"), ("04", "tháng 3, tháng 5"),
    ("04", "Tăng 3 so với cùng kỳ"), ("04", "6 tháng đầu năm 2026"), ("02", "Trong kỳ chưa tổ chức"), ("04", "Phát mỗi tuần 2 lần"),
    ("07", "30 tờ rơi"), ("08", "4 hội nghị"), ("08", "Đạt hơn 2 nghìn lượt xem"), ("04", "đã rà soát, đối chiếu"),
    ("03", "chưa đăng bài nào"), ("04", "kế hoạch giao 15, vượt 3"), ("05", "6 thôn, mỗi thôn 1 hội nghị"), ("04", "45 cụm loa tại 12 thôn"),
    ("01", "1 Quyết định, 3 Kế hoạch, 8 Công văn"), ("05.1", "Mời 650, dự 600"), ("04", "Loa thôn 3 hỏng"), ("07", "500đ/tờ"),
    ("08", "25 nhóm Zalo, 3.000 thành viên"), ("01", "Số liệu lấy từ hệ thống VNPT-iOffice"), ("04", "KH 15, TH 18"),
)  # fmt: skip
LINES = (
    ("V44", "dong-dinh-chinh", "Đính chính: mục 04 là 62", ["04"]), ("V44", "dong-nham", "Mục 04 ghi nhầm, đúng là 62", ["04"]),
    ("V44", "dong-theo-ten", "Số người tham dự tập huấn: đính chính 620", ["05.1"]),
    ("V45", "dong-nghin-to", "Ghi chú: Mục 07 tính theo nghìn tờ", ["07"]), ("V45", "dong-binh-quan", "Số liệu ở mục 05 là bình quân mỗi tháng", ["05"]),
    ("V45", "dong-ke-hoach", "Chỉ tiêu 01 và 05 là số kế hoạch", ["01", "05"]), ("V45", "dong-thang-6", "Chỉ tiêu 04: số liệu tháng 6", ["04"]),
    ("S21", "dong-so-lieu-thang-6", "Số liệu tháng 6", ALL), ("S20", "dong-so-lieu-binh-quan", "Số liệu trên là bình quân mỗi tháng", ALL),
    ("S21", "dong-nam-truoc", "Số liệu của năm trước", ALL), ("S21", "dong-nham", "Số liệu ghi nhầm", ALL),
)  # fmt: skip
SAME_LINES = (
    "Ghi chú: mục 04 gồm 13 tin, 5 bài", "Ghi chú: số liệu tính đến 14/6/2026", "Mục 02: trong kỳ chưa tổ chức", "Nơi nhận: UBND tỉnh (để báo cáo)",
    "Đính chính: mục 04 là 18", "Số liệu 6 tháng đầu năm 2026", "Chỉ tiêu 05.1: bình quân 100 người/hội nghị", "(1) Số liệu đã đối chiếu",
    "Kính gửi: UBND xã Sơn Hà", "Thực hiện Công văn số 12/UBND-VX ngày 05/6/2026", "Số liệu do Phòng Văn hóa - Xã hội tổng hợp",
)  # fmt: skip


def _with_note(field: str, note: str, figure: int | None = None) -> bytes:
    def change(lines: Lines) -> None:
        lines[PLACE_OF[field]][4] = note
        lines[PLACE_OF[field]][3] = A[field] if figure is None else figure

    return foreign(change)


def notes_bad() -> Iterator[Made]:
    for code, name, field, note, held in NOTES:
        more: dict[str, Any] = {"estimates": [field]} if held == "~" else {"aside": [held] if held else []}
        data, cell = _with_note(field, note, A[field] or 6), f"E{FIRST + PLACE_OF[field]}"
        more["values"] = {**A, field: A[field] or 6}
        yield made(code, f"ghi-chu-{name}", data, "ghi-chu", [cell], also=FOREIGN, **more)
    for code, name, text, aside in COMMENTS:
        yield made(code, name, edited(_comment("04", text)), "ghi-chu", [D("04")], aside=aside)
    ours = filled(notes={"04": "Số đúng là 62"})
    yield made("V44", "ghi-chu-mau", ours, "ghi-chu", [f"E{PLACE.rows['04']}"], aside=["04"])


def _comment(field: str, text: str) -> Edit:
    def edit(book: Workbook) -> None:
        table(book)[D(field)].comment = Comment(text, "CB")

    return edit


def notes_good() -> Iterator[Made]:
    for number, (field, note) in enumerate(SAME_NOTES, 1):
        yield harmless(f"{number:02d}", _with_note(field, note), "ghi-chu")


def lines_bad() -> Iterator[Made]:
    for code, name, text, aside in LINES:
        data = foreign(below=[(), (None, text)])
        yield made(code, name, data, "dong-quanh-bang", [f"B{BELOW}"], also=FOREIGN, aside=aside)
    above = foreign(heading=[*HEADING[:-1], (None, "Đính chính: mục 04 là 62")])
    yield made("V44", "dong-tren-bang", above, "dong-quanh-bang", [f"B{HEAD - 1}"], also=FOREIGN, aside=["04"])
    unsaid = foreign(below=[(), (None, "Đính chính: 62")])
    yield made("V44", "dong-khong-ro-muc", unsaid, "dong-quanh-bang", [f"B{BELOW}"], also=FOREIGN)
    yield made(
        "V18", "dong-tam-tinh", foreign(below=[(), (None, "Mục 04 tạm tính")]), "dong-quanh-bang", [f"B{BELOW}"],
        also=FOREIGN, estimates=["04"],
    )  # fmt: skip
    footnote = foreign(
        lambda lines: lines[PLACE_OF["04"]].__setitem__(1, f"{lines[PLACE_OF['04']][1]} (*)"),
        below=[(), (None, "(*) bình quân mỗi tháng")],
    )
    yield made("V45", "chu-thich-chan", footnote, "dong-quanh-bang", [f"B{BELOW}"], also=FOREIGN, aside=["04"])
    yield from others_bad()


def others_bad() -> Iterator[Made]:
    """Titles and signatures of another unit, a date of another year."""
    other = {"also": FOREIGN, "aside": ALL}
    signed = foreign(below=[(), (None, None, None, "TM. ỦY BAN NHÂN DÂN XÃ SƠN HÀ"), (None, None, None, "CHỦ TỊCH")])
    yield made("M04", "ky-xa-khac", signed, "dong-quanh-bang", [f"D{BELOW}"], **other)
    titled = foreign(heading=[*HEADING[:-1], (None, "Kết quả tuyên truyền CCHC của xã Sơn Hà")])
    yield made("M04", "tieu-de-xa-khac", titled, "dong-quanh-bang", [f"B{HEAD - 1}"], **other)
    yield made("M04", "mau-xa-khac", edited(put("A1", "UBND XÃ SƠN HÀ")), "dong-quanh-bang", ["A1"], aside=ALL)
    dated = foreign(below=[(), (None, None, None, "An Bình, ngày 12 tháng 6 năm 2025")])
    yield made("M09", "ky-nam-truoc", dated, "dong-quanh-bang", [f"D{BELOW}"], also=FOREIGN, aside=[])


def lines_good() -> Iterator[Made]:
    for number, text in enumerate(SAME_LINES, 1):
        yield harmless(f"{number:02d}", foreign(below=[(), (None, text)]), "dong-quanh-bang")
    signed: Sequence[Row] = [
        (),
        (None, None, None, "An Bình, ngày 12 tháng 6 năm 2026"),
        (None, None, None, "TM. ỦY BAN NHÂN DÂN XÃ AN BÌNH"),
        (None, None, None, "KT. CHỦ TỊCH"),
    ]
    yield harmless("chu-ky", foreign(below=signed), "dong-quanh-bang")


# --- rows of parts -----------------------------------------------------------------------------------------------------


def _parts(field: str, *rows: Row) -> bytes:
    def change(lines: Lines) -> None:
        at = PLACE_OF[field] + 1
        lines[at:at] = [list(row) for row in rows]

    return foreign(change)


def parts_bad() -> Iterator[Made]:
    cell = f"D{FIRST + PLACE_OF['04'] + 1}"
    some = {"also": FOREIGN, "aside": []}
    bullets = _parts("04", (None, "- Báo in", None, 10, None), (None, "- Báo điện tử", None, 9, None))
    yield made("V43", "dong-con-thua", bullets, "thanh-phan", [cell], **some)
    letters = _parts("04", ("a", "Phát trên loa", "Tin, bài", 10, None), ("b", "Phát lưu động", "Tin, bài", 7, None))
    yield made("V43", "dong-con-thieu", letters, "thanh-phan", [cell], **some)
    women = _parts("05.1", (None, "Trong đó: nữ", "Người", 650, None))
    yield made("V43", "trong-do-nhieu-hon", women, "thanh-phan", [f"D{FIRST + PLACE_OF['05.1'] + 1}"], **some)


def parts_good() -> Iterator[Made]:
    bullets = _parts("04", (None, "- Báo in", None, 10, None), (None, "- Báo điện tử", None, 8, None))
    yield harmless("gach-dau-dong", bullets, "thanh-phan", ("S04",))
    numbered = _parts(
        "04", ("4.1", "Phát trên loa", "Tin, bài", 10, None), ("4.2", "Phát lưu động", "Tin, bài", 8, None)
    )
    yield harmless("danh-so", numbered, "thanh-phan", ("S04",))
    women = _parts("05.1", (None, "Trong đó: nữ", "Người", 250, None))
    yield harmless("trong-do", women, "thanh-phan", ("S04",))


def spoken_bad() -> Iterator[Made]:
    """Workbooks in which something beside a figure speaks against it, by code."""
    for some in (notes_bad, lines_bad, parts_bad):
        yield from some()


def spoken_good() -> Iterator[Made]:
    for some in (notes_good, lines_good, parts_good):
        yield from some()
