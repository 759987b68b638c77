"""Words that say that figures do not stand as they are, each in the places where offices write it, with accents and
without; look-alikes that tell of other things; and notes that explain what a message asks about.

Groups of docs/quality.md: "loi-ve-so" (the words), "giai-trinh" (explanations).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workbooks_around import ALL, FIRST, FOREIGN, HEAD, PLACE_OF, Lines, foreign, harmless, made, with_label, with_line
from workbooks_base import FORM_1, HEADING, A, Made

GROUP, EXPLAINED = "loi-ve-so", "giai-trinh"
WHOLE = {"also": FOREIGN, "aside": ALL}
BELOW = FIRST + len(ALL) + 1  # the second row below the table

# Above the table, below it, in a bracket of the heading and as the sheet's name: none of the figures is added.
ABOVE = (
    ("mau-du-lieu", "Dữ liệu mẫu"), ("minh-hoa", "VÍ DỤ MINH HỌA"), ("bo-khong-dung", "Không sử dụng"), ("huy", "HỦY"),
    ("thao-khong-dau", "DU THAO"), ("cong-don", "so lieu cong don"), ("bi-thay", "Thay thế bởi Báo cáo số 16/BC-UBND"),
)  # fmt: skip
UNDER = (
    ("nhap-duoi", "Bản nháp"), ("duyet-duoi", "Ghi chú: Chưa được phê duyệt"), ("luy-ke-duoi", "Số liệu lũy kế"),
    ("tham-khao", "Mẫu tham khảo"), ("duyet-khong-dau", "chua duoc phe duyet"),
)  # fmt: skip
HEADINGS = (("huy-trong-ngoac", "đã hủy"), ("ngoac-viet-hoa", "CHƯA KÝ"), ("thu-nghiem-ngoac", "số liệu thử nghiệm"))
SHEETS = (("trang-huy", "Đã hủy"), ("trang-nhap", "BAN NHAP"), ("trang-minh-hoa", "Ví dụ"))
ESTIMATED = (("nhanh", "Số liệu nhanh"), ("chua-du", "Số liệu chưa tổng hợp đủ"), ("so-bo", "SO LIEU SO BO"))
LABELS = (
    ("huy", "02", "(đã hủy)"), ("huy-gach", "02", "- HỦY"), ("dang-xay-dung", "06", "(đang xây dựng)"),
    ("cua-so", "01", "(của Sở Nội vụ)"), ("nhap", "07", "(bản nháp)"), ("khong-dau", "05", "(chua to chuc)"),
)  # fmt: skip
NOTES = (
    ("huy", "02", "Đã hủy"), ("bo", "04", "không sử dụng số liệu này"), ("nhap", "07", "bản nháp"),
    ("minh-hoa", "08", "ví dụ"), ("duyet", "01", "chưa được phê duyệt"), ("khong-dau", "05", "so lieu ghi nham"),
    ("bo-trong-ngoac", "04", "(bỏ)"), ("bo-khong-dau", "01", "Bo"), ("den-quy-1", "04", "số liệu tính đến hết tháng 3/2026"),
)  # fmt: skip
SAME_LINES = (
    "Số liệu đã được kiểm tra, đối chiếu", "Báo cáo này thay thế Báo cáo số 10/BC-UBND ngày 05/6/2026", "Ảnh minh họa kèm theo",
    "Tài liệu tham khảo kèm theo", "Căn cứ Kế hoạch CCHC năm 2026 đã được phê duyệt", "Cán bộ phụ trách: Nguyễn Văn Huy",
    "Lưu ý: Không sửa cấu trúc bảng", "Tên cũ: xã Tân Bình", "So lieu da duoc kiem tra",
)  # fmt: skip
SAME_NOTES = (
    ("02", "đ/c Huy phụ trách"), ("04", "tài liệu tham khảo"), ("07", "không sử dụng ngân sách"), ("08", "tổ chức tại trụ sở cũ"),
    ("05", "đã hủy 1 buổi do mưa bão"), ("01", "theo mẫu của Sở Nội vụ"),
    ("04", "đã cập nhật lên trang TTĐT"), ("04", "đồng thời đăng trên trang TTĐT xã"), ("04", "số liệu đến 31/5/2026"),
)  # fmt: skip
# Figures that a message asks about, and the note that explains them.
ASKED = (
    ("C02", "05", {"05.1": 0}, "05.1"), ("C03", "05.1", {"05.1": 1500}, "05.1"), ("C13", "06", {"06": 5}, "06"),
    ("V27", "04", {"04": 6000}, "04"), ("C09", "01", dict.fromkeys(A, 0), "01"),
)  # fmt: skip
WHY = "do năm nay tổ chức thêm ở các thôn"


def standing_bad() -> Iterator[Made]:
    for name, text in ABOVE:
        yield made("S21", name, foreign(heading=with_line(text)), GROUP, [f"D{HEAD - 1}"], **WHOLE)
    for name, text in UNDER:
        yield made("S21", name, foreign(below=[(), (text,)]), GROUP, [f"A{BELOW}"], **WHOLE)
    for name, text in HEADINGS:
        heading = [*HEADING[:-1], (f"BÁO CÁO TUYÊN TRUYỀN CCHC ({text})",)]
        yield made("S21", name, foreign(heading=heading), GROUP, [f"A{HEAD - 1}"], **WHOLE)
    for name, text in SHEETS:
        yield made("S21", name, foreign(name=text), GROUP, [f"B{HEAD}"], **WHOLE)
    for name, text in ESTIMATED:
        data = foreign(heading=with_line(text))
        yield made("S21", name, data, GROUP, [f"D{HEAD - 1}"], also=FOREIGN, estimates=ALL)
    for name, field, text in LABELS:
        data = foreign(with_label(field, f"{FORM_1.field(field).label} {text}"))
        cells = [f"B{FIRST + PLACE_OF[field]}"]
        yield made("S22", f"{name}-ten", data, GROUP, cells, also=FOREIGN, aside=[field])
    for name, field, text in NOTES:
        data, cells = foreign(with_note(field, text)), [f"E{FIRST + PLACE_OF[field]}"]
        yield made("V45", f"{name}-ghi-chu", data, GROUP, cells, also=FOREIGN, aside=[field])


def with_note(field: str, text: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        lines[PLACE_OF[field]][4] = text

    return change


def standing_good() -> Iterator[Made]:
    for number, text in enumerate(SAME_LINES, 1):
        data = foreign(heading=with_line(text)) if number % 2 else foreign(below=[(), (text,)])
        yield harmless(f"{number:02d}", data, GROUP)
    for number, (field, text) in enumerate(SAME_NOTES, 1):
        yield harmless(f"ghi-chu-{number:02d}", foreign(with_note(field, text)), GROUP)
    for code, at, figures, noted in ASKED:
        yield _explained(code, at, {**A, **figures}, noted)


def _explained(code: str, at: str, figures: dict[str, int], noted: str) -> Made:
    def change(lines: Lines) -> None:
        for field, line in zip(ALL, lines, strict=True):
            line[3] = figures[field]
        with_note(noted, WHY)(lines)

    one = harmless(f"{code}-{at}", foreign(change), EXPLAINED, notes=(code,))
    return one._replace(expect={**one.expect, "values": figures})


__all__: Sequence[str] = ("standing_bad", "standing_good")
