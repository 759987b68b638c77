"""Made-up appendices of the shapes that offices have, as data: what stands on the sheet, and what a draft must say.

A line is a row, its cells parted by ``|``: figures are numbers, ``=SUM(D4:D5)>12`` is a formula with its result, ``<``
is a cell merged with the one on its left, ``^`` one merged with the one above, ``#`` an empty grey cell, and what stands
behind a figure in braces is its number format.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import xlsxwriter


class Shape(NamedTuple):
    """``fields``: id -> (label, unit, kind); ``values``: titles of the columns of figures, groups first; ``sections``:
    (number, label, before); ``rules``: what they come to, as ``a = b + c``; ``shares``: percentage -> 'a / b'.
    """

    sheet: str
    fields: Mapping[str, tuple[str, str, str]]
    values: tuple[str, ...] = ()
    sections: tuple[tuple[str, str, str], ...] = ()
    rules: tuple[str, ...] = ()
    shares: Mapping[str, str] = {}
    empty: tuple[str, ...] = ()
    title: str = ""
    periods: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # guesses that must be told, in a few of their words


SHAPES: dict[str, Shape] = {
    "sections whose rows are numbered anew": Shape(
        """
        PHỤ LỤC II|<|<|<|<
        KẾT QUẢ XÂY DỰNG NÔNG THÔN MỚI QUÝ II NĂM 2026|<|<|<|<
        STT|Nội dung|ĐVT|Kết quả|Ghi chú
        I|Hạ tầng|<|<|<
        1|Đường được bê tông hóa|km|12.5|
        2|Số nhà văn hóa thôn|Nhà|3|
        II|Môi trường|<|<|<
        1|Số hộ có nhà tiêu hợp vệ sinh|Hộ|120|
        2|Rác được thu gom|Tấn|4.25|
        """,
        {
            "I.1": ("Đường được bê tông hóa", "km", "decimal(1)"),
            "I.2": ("Số nhà văn hóa thôn", "Nhà", "count"),
            "II.1": ("Số hộ có nhà tiêu hợp vệ sinh", "Hộ", "count"),
            "II.2": ("Rác được thu gom", "Tấn", "decimal(2)"),
        },
        sections=(("I", "Hạ tầng", "I.1"), ("II", "Môi trường", "II.1")),
        title="Kết quả xây dựng nông thôn mới",
        periods=("Q1", "Q2", "Q3", "Q4", "Y"),
        said=("Kỳ báo cáo lấy theo chữ “quý”",),
    ),
    "numbers of columns say what they are the sum of": Shape(
        """
        BIỂU SỐ 03: TÌNH HÌNH TIẾP CÔNG DÂN
        TT|Lĩnh vực|Tổng số đơn|Trong đó|<|Tỷ lệ giải quyết (%)
        ^|^|^|Khiếu nại|Tố cáo|^
        A|B|(1)=(2)+(3)|(2)|(3)|(4)
        1|Đất đai|12|10|2|50
        2|Chính sách|3|3|0|100
        """,
        {"1": ("Đất đai", "Đơn", "count"), "2": ("Chính sách", "Đơn", "count")},
        values=("Tổng số đơn", "Trong đó: Khiếu nại", "Trong đó: Tố cáo", "Tỷ lệ giải quyết (%)"),
        rules=("@tong-so-don = @khieu-nai + @to-cao",),
        said=("theo dòng đánh số cột: (1)=(2)+(3)",),
    ),
    "formulas of rows and columns": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Tổng số|Nam|Nữ
        1|Số cán bộ|Người|=SUM(E2:F2)>12|8|4
        2|Số công chức|Người|=E3+F3>9|4|5
        3|Số viên chức|Người|=E4+F4>0|0|0
        |Tổng cộng|Người|=SUM(D2:D4)>21|=SUM(E2:E4)>12|=SUM(F2:F4)>9
        """,
        {
            "1": ("Số cán bộ", "Người", "count"),
            "2": ("Số công chức", "Người", "count"),
            "3": ("Số viên chức", "Người", "count"),
            "tong": ("Tổng cộng", "Người", "count"),
        },
        values=("Tổng số", "Nam", "Nữ"),
        rules=("@tong-so = @nam + @nu", "tong = 1 + 2 + 3"),
        said=("theo công thức của tệp",),
    ),
    "no numbers, dashes for parts, the unit of measure above": Shape(
        """
        THU CHI NGÂN SÁCH XÃ
        |Đơn vị tính: Triệu đồng
        Nội dung|Số tiền
        Thu ngân sách|1250
        - Thu phí|250
        - Thu khác|1000
        Chi ngân sách|900
        """,
        {
            "r1": ("Thu ngân sách", "Triệu đồng", "money"),
            "r1.1": ("Thu phí", "Triệu đồng", "money"),
            "r1.2": ("Thu khác", "Triệu đồng", "money"),
            "r2": ("Chi ngân sách", "Triệu đồng", "money"),
        },
        rules=("r1 = r1.1 + r1.2",),
        title="Thu chi ngân sách xã",
        said=("Đơn vị tính lấy ở dòng phía trên bảng", "Đúng với mọi số liệu"),
    ),
    "numbers within the labels": Shape(
        """
        CHỈ TIÊU|ĐƠN VỊ TÍNH|SỐ LƯỢNG
        1. Số văn bản ban hành|Văn bản|4
        2. Số cuộc kiểm tra|Cuộc|2
        2.1. Kiểm tra đột xuất|Cuộc|1
        a) Số vụ xử phạt|Vụ|1
        """,
        {
            "1": ("Số văn bản ban hành", "Văn bản", "count"),
            "2": ("Số cuộc kiểm tra", "Cuộc", "count"),
            "2.1": ("Kiểm tra đột xuất", "Cuộc", "count"),
            "2.1.a": ("Số vụ xử phạt", "Vụ", "count"),
        },
    ),
    "plan, result and the share of both": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Kế hoạch|Thực hiện|Tỷ lệ (%)
        1|Trồng cây xanh|Cây|200|100|=E2/D2*100>50
        2|Sửa đường|km|10|7.5|=E3/D3*100>75
        """,
        {"1": ("Trồng cây xanh", "Cây", "count"), "2": ("Sửa đường", "km", "decimal(1)")},
        values=("Kế hoạch", "Thực hiện", "Tỷ lệ (%)"),
        shares={"@ty-le": "@thuc-hien / @ke-hoach"},
    ),
    "three rows of titles": Shape(
        """
        TT|Lĩnh vực|Đơn vị tính|Tiếp nhận|<|<|Trả lại
        ^|^|^|Tổng số|Trong đó|<|^
        ^|^|^|^|Trực tuyến|Trực tiếp|^
        1|Đất đai|Hồ sơ||||
        2|Hộ tịch|Hồ sơ||||
        """,
        {"1": ("Đất đai", "Hồ sơ", "count"), "2": ("Hộ tịch", "Hồ sơ", "count")},
        values=(
            "Tiếp nhận: Tổng số",
            "Tiếp nhận: Trong đó: Trực tuyến",
            "Tiếp nhận: Trong đó: Trực tiếp",
            "Trả lại",
        ),
        rules=("@truc-tuyen <= @tong-so", "@truc-tiep <= @tong-so"),
        said=("Đoán theo chữ “Trong đó”",),
    ),
    "a total that is none": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        1|Số lớp|Lớp|4
        2|Số lớp khác|Lớp|3
        |Tổng cộng|Lớp|9
        """,
        {
            "1": ("Số lớp", "Lớp", "count"),
            "2": ("Số lớp khác", "Lớp", "count"),
            "tong": ("Tổng cộng", "Lớp", "count"),
        },
        said=("Tên là tổng nhưng số liệu",),
    ),
    "answers, a day and a text": Shape(
        """
        TT|Nội dung|Đơn vị tính|Kết quả
        1|Đã ban hành kế hoạch|Có/Không|
        2|Đã bố trí kinh phí||Có
        3|Ngày ban hành kế hoạch||12/5/2026{dd/mm/yyyy}
        4|Khó khăn, vướng mắc||Thiếu cán bộ chuyên trách
        5|Số lớp|Lớp|2
        """,
        {
            "1": ("Đã ban hành kế hoạch", "Có/Không", "choice"),
            "2": ("Đã bố trí kinh phí", "Có/Không", "choice"),
            "3": ("Ngày ban hành kế hoạch", "Ngày", "date"),
            "4": ("Khó khăn, vướng mắc", "Nội dung", "text"),
            "5": ("Số lớp", "Lớp", "count"),
        },
    ),
    "cells that nobody fills in": Shape(
        """
        TT|Nội dung|Đơn vị tính|Cấp xã|Cấp huyện
        1|Số phòng họp|Phòng|2|1
        2|Số xe công vụ|Xe|x|3
        3|Số nhà làm việc|Nhà|1|#
        """,
        {
            "1": ("Số phòng họp", "Phòng", "count"),
            "2": ("Số xe công vụ", "Xe", "count"),
            "3": ("Số nhà làm việc", "Nhà", "count"),
        },
        values=("Cấp xã", "Cấp huyện"),
        empty=("2@cap-xa", "3@cap-huyen"),
    ),
    "no titles": Shape(
        """
        1|Số điểm bưu điện văn hóa|Điểm|4
        2|Số tủ sách pháp luật|Tủ|9
        3|Số buổi đối thoại với dân|Buổi|2
        4|Số sân thể thao công cộng|Sân|1
        """,
        {
            "1": ("Số điểm bưu điện văn hóa", "Điểm", "count"),
            "2": ("Số tủ sách pháp luật", "Tủ", "count"),
            "3": ("Số buổi đối thoại với dân", "Buổi", "count"),
            "4": ("Số sân thể thao công cộng", "Sân", "count"),
        },
        said=("Bảng không có dòng tiêu đề",),
    ),
    "titles on every page, signatures below": Shape(
        """
        UBND HUYỆN A|<|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|<
        BÁO CÁO CÔNG TÁC TƯ PHÁP 6 THÁNG ĐẦU NĂM 2026|<|<|<
        (Kèm theo Báo cáo số 12/BC-UBND)|<|<|<
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        1|Số vụ hòa giải|Vụ|4
        2|Số buổi phổ biến pháp luật|Buổi|5
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        3|Số lượt tư vấn|Lượt|7
        ||An Bình, ngày 15 tháng 6 năm 2026|<
        NGƯỜI LẬP BIỂU|<|CHỦ TỊCH|<
        Nguyễn Văn An|<|Trần Thị Bình|<
        """,
        {
            "1": ("Số vụ hòa giải", "Vụ", "count"),
            "2": ("Số buổi phổ biến pháp luật", "Buổi", "count"),
            "3": ("Số lượt tư vấn", "Lượt", "count"),
        },
        title="Báo cáo công tác tư pháp",
        periods=("H1", "H2", "Y"),
    ),
    "in the middle of a sheet": Shape(
        """
        |
        ||BIỂU THỐNG KÊ TRẺ EM
        |
        |||
        ||Số TT|Các chỉ tiêu|ĐVT|Số liệu|Ghi chú (nếu có)
        ||01|Số trẻ em dưới 6 tuổi|Trẻ|40|
        ||02|Số trẻ em đến trường|Trẻ|35|
        """,
        {
            "01": ("Số trẻ em dưới 6 tuổi", "Trẻ", "count"),
            "02": ("Số trẻ em đến trường", "Trẻ", "count"),
        },
        title="Biểu thống kê trẻ em",
    ),
    "titles of groups written once and not merged": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Chia ra||Ghi chú
        |||Thành thị|Nông thôn|
        1|Số hộ nghèo|Hộ|5|6|
        2|Số hộ cận nghèo|Hộ|7|8|
        """,
        {"1": ("Số hộ nghèo", "Hộ", "count"), "2": ("Số hộ cận nghèo", "Hộ", "count")},
        values=("Chia ra: Thành thị", "Chia ra: Nông thôn"),
    ),
    "capital letters over Roman numbers": Shape(
        """
        TT|Nội dung|Đơn vị tính|Số lượng
        A|KINH TẾ||
        I|Nông nghiệp||
        1|Số trang trại|Trang trại|2
        II|Công nghiệp||
        2|Số cơ sở|Cơ sở|3
        B|XÃ HỘI||
        3|Số trường|Trường|4
        """,
        {
            "1": ("Số trang trại", "Trang trại", "count"),
            "2": ("Số cơ sở", "Cơ sở", "count"),
            "3": ("Số trường", "Trường", "count"),
        },
        sections=(
            ("A", "KINH TẾ", "1"),
            ("I", "Nông nghiệp", "1"),
            ("II", "Công nghiệp", "2"),
            ("B", "XÃ HỘI", "3"),
        ),
    ),
    "the same parts of several rows": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        1|Số đảng viên|Người|30
        |Trong đó: nữ|Người|12
        2|Số hội viên|Người|50
        |Trong đó: nữ|Người|30
        """,
        {
            "1": ("Số đảng viên", "Người", "count"),
            "1.1": ("Trong đó: nữ (Số đảng viên)", "Người", "count"),
            "2": ("Số hội viên", "Người", "count"),
            "2.1": ("Trong đó: nữ (Số hội viên)", "Người", "count"),
        },
        rules=("1.1 <= 1", "2.1 <= 2"),
        said=("có ở nhiều dòng",),
    ),
    "Roman rows with figures are the sum of theirs": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        I|Tổng số hồ sơ|Hồ sơ|=D3+D4>30
        1|Hồ sơ cũ chuyển sang|Hồ sơ|10
        2|Hồ sơ mới tiếp nhận|Hồ sơ|20
        II|Tổng số kiến nghị|Kiến nghị|=SUM(D6:D7)>5
        3|Kiến nghị của dân|Kiến nghị|3
        4|Kiến nghị của tổ chức|Kiến nghị|2
        """,
        {
            "I": ("Tổng số hồ sơ", "Hồ sơ", "count"),
            "1": ("Hồ sơ cũ chuyển sang", "Hồ sơ", "count"),
            "2": ("Hồ sơ mới tiếp nhận", "Hồ sơ", "count"),
            "II": ("Tổng số kiến nghị", "Kiến nghị", "count"),
            "3": ("Kiến nghị của dân", "Kiến nghị", "count"),
            "4": ("Kiến nghị của tổ chức", "Kiến nghị", "count"),
        },
        rules=("I = 1 + 2", "II = 3 + 4"),
    ),
    "units of measure in brackets": Shape(
        """
        STT|Tên chỉ tiêu|Năm trước|Năm nay
        1|Diện tích lúa (ha)|12.5|13.25
        2|Kinh phí hỗ trợ (triệu đồng)|100|120
        3|Tỷ lệ hộ nghèo (%)|4.5|4.2
        4|Số hợp tác xã|2|2
        """,
        {
            "1": ("Diện tích lúa (ha)", "ha", "decimal(2)"),
            "2": ("Kinh phí hỗ trợ (triệu đồng)", "triệu đồng", "money"),
            "3": ("Tỷ lệ hộ nghèo (%)", "%", "percent"),
            "4": ("Số hợp tác xã", "Hợp tác xã", "count"),
        },
        values=("Năm trước", "Năm nay"),
    ),
    "a total at the top, figures tell it": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Quý I|Quý II
        |Tổng số|Vụ|7|9
        1|Trộm cắp|Vụ|3|4
        2|Đánh bạc|Vụ|4|5
        """,
        {
            "tong": ("Tổng số", "Vụ", "count"),
            "1": ("Trộm cắp", "Vụ", "count"),
            "2": ("Đánh bạc", "Vụ", "count"),
        },
        values=("Quý I", "Quý II"),
        rules=("tong = 1 + 2",),
    ),
    "a label over two rows": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        1|Số văn bản quy phạm pháp luật được rà soát,|Văn bản|4
        |hệ thống hóa trong kỳ||
        2|Số văn bản được đăng tải|Văn bản|5
        """,
        {
            "1": ("Số văn bản quy phạm pháp luật được rà soát, hệ thống hóa trong kỳ", "Văn bản", "count"),
            "2": ("Số văn bản được đăng tải", "Văn bản", "count"),
        },
    ),
    "sums of sections and the sum of these": Shape(
        """
        BIỂU TỔNG HỢP KẾT QUẢ CHUYỂN ĐỔI SỐ THÁNG 5/2026|<|<|<|<|<
        Đơn vị: Hồ sơ|<|<|<|<|<
        STT|Tên thủ tục hành chính|Số hồ sơ tiếp nhận|<|<|Ghi chú
        ^|^|Tổng|Trực tuyến|Trực tiếp|^
        I|LĨNH VỰC HỘ TỊCH|<|<|<|<
        1|Đăng ký khai sinh|5|3|2|
        2|Đăng ký kết hôn|4|4|0|
        |Cộng I|9|7|2|
        II|LĨNH VỰC ĐẤT ĐAI|<|<|<|<
        1|Cấp giấy chứng nhận|7|1|6|
        2|Tách thửa|3|1|2|
        |Cộng II|10|2|8|
        |TỔNG CỘNG (I+II)|19|9|10|
        """,
        {
            "I.1": ("Đăng ký khai sinh", "Hồ sơ", "count"),
            "I.2": ("Đăng ký kết hôn", "Hồ sơ", "count"),
            "tong": ("Cộng I", "Hồ sơ", "count"),
            "II.1": ("Cấp giấy chứng nhận", "Hồ sơ", "count"),
            "II.2": ("Tách thửa", "Hồ sơ", "count"),
            "II.3": ("Cộng II", "Hồ sơ", "count"),
            "II.4": ("TỔNG CỘNG (I+II)", "Hồ sơ", "count"),
        },
        values=("Số hồ sơ tiếp nhận: Tổng", "Số hồ sơ tiếp nhận: Trực tuyến", "Số hồ sơ tiếp nhận: Trực tiếp"),
        sections=(("I", "LĨNH VỰC HỘ TỊCH", "I.1"), ("II", "LĨNH VỰC ĐẤT ĐAI", "II.1")),
        rules=("@tong = @truc-tuyen + @truc-tiep", "tong = I.1 + I.2", "II.3 = II.1 + II.2", "II.4 = tong + II.3"),
        periods=tuple(f"T{month:02d}" for month in range(1, 13)),
    ),
    "parts with dashes and plus signs, a numbered heading": Shape(
        """
        STT|Nội dung báo cáo|Đơn vị tính|Số liệu
        1|Tổng số cán bộ, công chức|người|40
        |- Biên chế|người|30
        |+ Nam|người|20
        |+ Nữ|người|10
        |- Hợp đồng|người|10
        2|Trang thiết bị||
        |- Máy tính|chiếc|5
        |- Máy in|chiếc|2
        """,
        {
            "1": ("Tổng số cán bộ, công chức", "người", "count"),
            "1.1": ("Biên chế", "người", "count"),
            "1.1.1": ("Nam", "người", "count"),
            "1.1.2": ("Nữ", "người", "count"),
            "1.2": ("Hợp đồng", "người", "count"),
            "2.1": ("Máy tính", "chiếc", "count"),
            "2.2": ("Máy in", "chiếc", "count"),
        },
        sections=(("2", "Trang thiết bị", "2.1"),),
        rules=("1 = 1.1 + 1.2", "1.1 = 1.1.1 + 1.1.2"),
    ),
    "columns that count different things": Shape(
        """
        TT|Tên đơn vị|Số hộ|Số khẩu|Diện tích (ha)
        1|Thôn Đông|10|40|12.5
        2|Thôn Tây|12|50|8
        |Tổng|22|90|20.5
        """,
        {
            "1": ("Thôn Đông", "Hộ", "count"),
            "2": ("Thôn Tây", "Hộ", "count"),
            "tong": ("Tổng", "Hộ", "count"),
        },
        values=("Số hộ", "Số khẩu", "Diện tích (ha)"),
        rules=("tong = 1 + 2",),
    ),
    "the result before, now, and the share of both": Shape(
        """
        TT|Chỉ tiêu|ĐVT|Kết quả kỳ trước|Kết quả kỳ này|So sánh (%)
        (1)|(2)|(3)|(4)|(5)|(6)=(5)/(4)
        1.|Tổng số vụ việc|vụ|10|12|120
        1.1.|Hòa giải thành|vụ|8|9|112.5
        2.|Tỷ lệ hòa giải thành|%|80|75|
        """,
        {
            "1": ("Tổng số vụ việc", "vụ", "count"),
            "1.1": ("Hòa giải thành", "vụ", "count"),
            "2": ("Tỷ lệ hòa giải thành", "%", "percent"),
        },
        values=("Kết quả kỳ trước", "Kết quả kỳ này", "So sánh (%)"),
        shares={"@so-sanh": "@ket-qua-ky-nay / @ket-qua-ky-truoc", "2": "1.1 / 1"},
    ),
    "shares of rows in figures": Shape(
        """
        TT|Chỉ tiêu|Đơn vị tính|Số lượng
        1|Tổng số hộ|Hộ|200
        2|Số hộ dùng nước sạch|Hộ|150
        3|Tỷ lệ hộ dùng nước sạch|%|0.75{0.0%}
        4|Số giếng|Giếng|3
        """,
        {
            "1": ("Tổng số hộ", "Hộ", "count"),
            "2": ("Số hộ dùng nước sạch", "Hộ", "count"),
            "3": ("Tỷ lệ hộ dùng nước sạch", "%", "percent"),
            "4": ("Số giếng", "Giếng", "count"),
        },
        shares={"3": "2 / 1"},
    ),
}


def rows_of(sheet: str) -> list[list[str]]:
    lines = [line.strip() for line in sheet.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def workbook(sheet: str, name: str = "Biểu") -> bytes:
    """The sheet as a workbook."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page, rows = book.add_worksheet(name), rows_of(sheet)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text not in ("", "<", "^"):
                right = next((at for at in range(column + 1, len(cells)) if cells[at] != "<"), len(cells)) - 1
                below = row
                while below + 1 < len(rows) and rows[below + 1][column : column + 1] == ["^"]:
                    below += 1
                if (right, below) != (column, row):
                    page.merge_range(row, column, below, right, "")
                _write(book, page, row, column, text)
    book.close()
    return held.getvalue()


def _write(book: Any, page: Any, row: int, column: int, text: str) -> None:
    if text == "#":
        page.write_blank(row, column, None, book.add_format({"bg_color": "#D9D9D9"}))
        return
    found = re.fullmatch(r"(.*?)(?:\{(.*)\})?", text)
    assert found is not None
    text, style = found[1], book.add_format({"num_format": found[2]}) if found[2] else None
    if text.startswith("="):
        formula, _, result = text.rpartition(">")
        page.write_formula(row, column, formula, style, float(result))
    elif re.fullmatch(r"\d+(?:\.\d+)?", text) and not (text.startswith("0") and text.isdigit() and len(text) > 1):
        page.write_number(row, column, float(text), style)
    elif style:
        day, month, year = map(int, text.split("/"))
        page.write_datetime(row, column, dt.date(year, month, day), style)
    else:
        page.write_string(row, column, text)
