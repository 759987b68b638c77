"""The closed lists of words that clerks write in a quantity cell. A word that is not here is free text."""

from __future__ import annotations

from cchc_xl.text import fold, plain


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split("|"))


UNITS = _folded(
    "văn bản|vb|quyết định|qđ|kế hoạch|kh|công văn|cv|chỉ thị|ct|thông báo|tb|báo cáo|bc|tin|bài|tin, bài|tin"
    " bài|tin/bài|tin - bài|bài viết|bản tin|phóng sự|chuyên đề|cuộc|cuộc thi|hội thi|cuộc họp|hội nghị|hn|lớp|lớp tập"
    " huấn|buổi|buổi họp|đợt|lần|lượt|người|lượt người|lượt cán bộ|lượt đại biểu|lượt học viên|lượt người tham dự|lượt"
    " người tham gia|người tham dự|người tham gia|lượt phát|cán bộ|đại biểu|học viên|thành viên|tờ|tờ"
    " rơi|bộ|bản|cuốn|quyển|tài liệu|tờ gấp|áp phích|pano|pa nô|băng rôn|chuyên mục|chuyên trang|mục|trang"
)
ADDED_NOTES = _folded("lồng ghép|lòng ghép|kết hợp")  # recognised without brackets too
# What follows the figure changes it: three (thousand), three (per month). Such a figure is no reading.
MULTIPLIERS = _folded("mươi|chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|tá|đôi|cặp|rưỡi|k|tr|n")
RATES = _folded("mỗi|hàng|hằng|bình quân|trung bình|tb|bq")
BREAKDOWNS = ("trong đó", "gồm", "bao gồm", "kể cả", "tính cả")

ESTIMATES = {
    **dict.fromkeys(_folded("trên|hơn|tối thiểu|ít nhất|không dưới|không ít hơn|nhiều hơn|>|>=|≥|⩾|≧|+"), ">="),
    **dict.fromkeys(
        _folded(
            "khoảng|chừng|độ|khoảng chừng|vào khoảng|ước|ước tính|ước khoảng|ước chừng|xấp xỉ|trên dưới|tầm|cỡ|~|≈|±"
        ),
        "~",
    ),
    **dict.fromkeys(_folded("gần|dưới|tối đa|nhiều nhất|không quá|chưa đến|chưa tới|ít hơn|<|<=|≤|⩽|≦"), "<="),
}
ESTIMATES_AFTER = {"+": ">=", "trở lên": ">=", "trở xuống": "<="}
ESTIMATES_NOTED = _folded("ước|ước tính|ước lượng|khoảng|ước khoảng")

TICKS = _folded("x|v|✓|✔|☑|✅|√|có|đã có|có rồi|yes|ok|đạt|đã thực hiện|có thực hiện|đã tổ chức|có tổ chức")
NO_FIGURE = _folded(
    "n/a|na|n.a|n.a.|#|không có số liệu|chưa có số liệu|ko có số liệu|k có số liệu|chưa thống kê|không thống kê|chưa"
    " thống kê được|không thống kê được|chưa tổng hợp|không rõ|chưa rõ|không xác định|chưa xác định|không nắm được|chưa"
    " báo cáo|chưa cập nhật|không áp dụng|đang tổng hợp|đang cập nhật"
)
# Compared without accents: "ko", "khong co" and "không có" are typed alike. Lists above win over this one.
NONE = frozenset(
    map(
        plain,
        _folded(
            "không|ko|k|không có|ko có|k có|chưa có|không phát sinh|ko phát sinh|k phát sinh|chưa phát sinh|không có"
            " phát sinh|kps|0 có|0 phát sinh|không tổ chức|chưa tổ chức|ko tổ chức|không thực hiện|chưa thực hiện|ko"
            " thực hiện|không có hoạt động|trong kỳ không phát sinh|trong kỳ không có"
        ),
    )
)

# Units of measure that count alike things: one for another is asked about, any other is not the indicator's.
ALIKE = (
    _folded(
        "người|đại biểu|học viên|thành viên|cán bộ|công chức|cbcc|cbccvc|cán bộ, công chức|người dân|hội viên|đồng chí"
    ),
    _folded(
        "cuộc|lần|đợt|buổi|hội nghị|hn|lớp|lớp tập huấn|hội thi|cuộc thi|hoạt động|chương trình|sự kiện"
        "|hình thức|khóa|lượt"
        " tổ chức"
    ),
    _folded(
        "tài liệu|tờ|tờ rơi|tờ gấp|cuốn|quyển|bộ|bản|ấn phẩm|tập|sổ tay|áp phích|pano|pa nô|băng rôn|sản phẩm|tờ tin|tờ"
        " bướm|loại"
    ),
    _folded(
        "tin|bài|tin, bài|bài viết|bản tin|phóng sự|chuyên đề|tác phẩm|bài phát|lượt phát|bài đăng|tin tức|video|clip"
    ),
    _folded("chuyên mục|chuyên trang|mục|trang"),
    _folded(
        "văn bản|vb|quyết định|kế hoạch|công văn|chỉ thị|thông báo|báo cáo|hướng dẫn|tờ trình|công điện|nghị quyết"
    ),
)
ANY_UNIT = _folded("số|số lượng|cái|chiếc|đơn vị|lượng")  # say nothing of what is counted
