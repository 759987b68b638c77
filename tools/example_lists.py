"""examples/danh-sach-lop: a list of training courses with cost, whose lines each unit adds: its template, five reports
(with planted faults) and the provincial workbook. Made-up figures, a real shape.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Sequence

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from examples_base import EXAMPLES, write_example
from workbooks_base import Row, book_of, saved

from cchc_xl.form.load import load_file
from cchc_xl.model import Form, Scalar
from cchc_xl.write.template.build import template_bytes

FOLDER = EXAMPLES / "danh-sach-lop"
UNITS = ("An Bình", "Bình Minh", "Cẩm Thạch", "Đông Sơn", "Hòa Thuận", "Tân Lập")
CAMPAIGN = """{
 "form": "lop-boi-duong",
 "version": 1,
 "period": "2026-H1",
 "roster": "don-vi.csv"
}
"""
Lines = Sequence[Sequence[Scalar]]  # course, day, way, people, cost in triệu đồng
SOUND: Lines = [
    ("Kỹ năng số cơ bản cho cán bộ không chuyên trách", "2026-01-20", "Trực tiếp", 45, 12.5),
    ("Sử dụng Hệ thống thông tin giải quyết thủ tục hành chính", "2026-03-11", "Trực tuyến", 120, None),
    ("Tiếp nhận, trả kết quả tại Bộ phận một cửa", "2026-05-06", "Trực tiếp", 38, 9.75),
]
# Cẩm Thạch: a course without a day, a cost in words, and one course twice.
WRONG: Lines = [
    ("Kỹ năng số cho người dân", "2026-02-10", "Trực tiếp", 60, 15),
    ("Nghiệp vụ văn thư, lưu trữ", None, "Trực tiếp", 25, "chưa quyết toán"),
    ("An toàn thông tin mạng", "2026-04-22", "Trực tuyến", 80, 6.2),
    ("Kỹ năng số cho người dân", "2026-02-10", "Trực tiếp", 60, 15),
]
NONE: Lines = [("Không có", None, None, None, None)]  # Đông Sơn
# Tân Lập: the first course is An Bình's too.
SHARED: Lines = [
    ("Kỹ năng số cơ bản cho cán bộ không chuyên trách", "2026-01-20", "Trực tiếp", 30, 8),
    ("Thanh toán trực tuyến dịch vụ công", "2026-05-27", "Trực tiếp", 50, 20.25),
]
REPORTS = {"An Bình": SOUND, "Cẩm Thạch": WRONG, "Đông Sơn": NONE, "Tân Lập": SHARED}


def report(form: Form, name: str) -> bytes:
    if name == "Bình Minh":
        return own_table()
    header = {"unit": f"UBND xã {name}", "period": "6 tháng đầu năm", "year": 2026, "prepared_by": "Nguyễn Văn A"}
    return template_bytes(form, header=header, lines={"lop": REPORTS[name]})


def own_table() -> bytes:
    """The columns in another order and under other titles, in two parts with a row of totals that is 5 too high, and
    signatures below.
    """
    rows: list[Row] = [
        ("UBND XÃ BÌNH MINH",),
        (),
        ("DANH SÁCH LỚP BỒI DƯỠNG, TẬP HUẤN CẢI CÁCH HÀNH CHÍNH 6 THÁNG ĐẦU NĂM 2026",),
        (),
        ("STT", "Nội dung lớp", "Số học viên", "Kinh phí (triệu đồng)", "Thời gian mở lớp", "Hình thức", "Ghi chú"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        ("I", "Lớp do xã mở"),
        (1, "Kỹ năng số cho đoàn viên, thanh niên", 55, "7,5", "15/3/2026", "Trực tiếp", None),
        (2, "Soạn thảo văn bản hành chính", 40, 11, "ngày 08 tháng 4 năm 2026", "Trực tiếp", None),
        ("II", "Lớp phối hợp"),
        (3, "Dịch vụ công trực tuyến toàn trình", 90, None, "20/5/2026", "Trực tuyến", "Sở Nội vụ hỗ trợ kinh phí"),
        (None, "Tổng cộng", 190, "18,5"),
        (),
        (None, None, None, None, "Bình Minh, ngày 18 tháng 6 năm 2026"),
        (None, "NGƯỜI LẬP BIỂU", None, None, "TM. ỦY BAN NHÂN DÂN"),
        (),
        (None, "Lê Thị B", None, None, "Trần Văn C"),
    ]
    return saved(book_of(("Lớp 6 tháng", rows)))


def main() -> None:
    form = load_file(str(FOLDER / "bieu-mau" / "lop-boi-duong-1.json"))
    sent = [name for name in UNITS if name != "Hòa Thuận"]
    write_example(FOLDER, form, CAMPAIGN, "LB", UNITS, {name: report(form, name) for name in sent})


if __name__ == "__main__":
    main()
