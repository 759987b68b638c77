"""The worksheet functions, for xlwings: names, argument help, and nothing else.

What they compute is in ``functions``.
"""

from __future__ import annotations

from typing import Any

import xlwings as xw

from cchc_xl.excel import functions


@xw.func(category="CCHC")
@xw.arg("o", doc="Ô cần đọc, ví dụ ô ghi “6 (lồng ghép)”.")
def CCHC_SO(o: Any) -> Any:  # noqa: N802
    """Con số trong một ô ghi lẫn chữ; để trống nếu không có một cách đọc duy nhất."""
    return functions.quantity(o)


@xw.func(category="CCHC")
@xw.arg("o", doc="Ô cần đọc, ví dụ ô ghi “600 (Lượt người)”.")
def CCHC_GHICHU(o: Any) -> Any:  # noqa: N802
    """Phần chữ trong một ô ghi lẫn số, dùng cho cột Ghi chú."""
    return functions.remark(o)


@xw.func(category="CCHC")
@xw.arg("vung", xw.Range, doc="Vùng của bảng, gồm cả dòng tiêu đề.")
def CCHC_KIEMTRA(vung: Any) -> Any:  # noqa: N802
    """Các nội dung cần sửa của một bảng, mỗi dòng một nội dung."""
    return functions.messages(vung.options(ndim=2, err_to_str=True).value, vung.row, vung.column)


@xw.func(category="CCHC")
@xw.arg("vung", ndim=2, err_to_str=True, doc="Vùng của bảng, gồm cả dòng tiêu đề.")
def CCHC_THIEU(vung: Any) -> Any:  # noqa: N802
    """Các chỉ tiêu còn để trống hoặc không có trong bảng."""
    return functions.missing(vung)


@xw.func(category="CCHC")
@xw.arg("ten", doc="Tên đơn vị, ví dụ “UBND xã An Hòa Thịnh”.")
@xw.arg("tinh", doc="Mã hoặc tên tỉnh; nên ghi để tránh trùng tên.")
def CCHC_DONVI(ten: Any, tinh: Any = "") -> Any:  # noqa: N802
    """Mã đơn vị ứng với một tên, hoặc các đơn vị có thể là đơn vị đó."""
    return functions.unit(ten, tinh)


@xw.func(category="CCHC")
@xw.arg("thu_muc", doc="Thư mục chứa báo cáo của các đơn vị.")
@xw.arg("chi_tieu", doc="Số thứ tự chỉ tiêu, ví dụ 01 hoặc 05.1.")
def CCHC_TONG(thu_muc: Any, chi_tieu: Any) -> Any:  # noqa: N802
    """Tổng số của một chỉ tiêu trong các báo cáo của một thư mục."""
    return functions.total(thu_muc, chi_tieu)
