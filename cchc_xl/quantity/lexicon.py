"""The closed lists of words that clerks write in a quantity cell. A word that is not here is free text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cchc_xl.text import fold, plain


def _folded(words: str) -> frozenset[str]:
    """Words that are written here in ``text.fold``'s form, as a test asks: folding them would cost every start."""
    return frozenset(words.split("|"))


def _unaccented(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in plain(words).split("|"))


# --- units of measure -------------------------------------------------------------------------------------------------

# Words that count the same kind of thing. A unit of another kind than the indicator's is another indicator's.
KINDS: Mapping[str, frozenset[str]] = {
    "documents": _folded(
        "văn bản|vb|quyết định|qđ|kế hoạch|kh|công văn|cv|chỉ thị|ct|thông báo|tb|báo cáo|bc|hướng dẫn|tờ trình|nghị"
        " quyết|nq|văn bản chỉ đạo|văn bản chỉ đạo, điều hành|công điện"
    ),
    "broadcasts": _folded(
        "tin|bài|tin, bài|tin bài|tin/bài|tin - bài|tin-bài|bài viết|bản tin|phóng sự|chuyên đề|lượt phát|bài phát|lượt"
        " bài|tin tức|bài đăng|lượt đăng|bài báo|phóng sự ngắn|tác phẩm|video|clip"
    ),
    "contests": _folded("cuộc thi|hội thi|cuộc thi tìm hiểu"),
    "meetings": _folded(
        "hội nghị|hn|lớp|lớp tập huấn|lớp học|buổi|buổi tập huấn|buổi họp|cuộc họp|hội nghị tập huấn|cuộc tập huấn|"
        "đợt tập"
        " huấn|tập huấn"
    ),
    "people": _folded(
        "người|lượt|lượt người|lượt cán bộ|lượt đại biểu|lượt học viên|lượt người tham dự|lượt người tham gia|người "
        "tham"
        " dự|người tham gia|người dự|người học|cán bộ|công chức|viên chức|cbcc|cbccvc|cb|cb, cc|cbcc, vc|cbcc,vc|đại"
        " biểu|đb|học viên|thành viên|đ/c|đc|đ.c|đồng chí|cán bộ công chức|cán bộ, công chức|cán bộ, công chức, viên"
        " chức|cán bộ công chức viên chức|cbccvc, nlđ|cbccvc, người lao động|cán bộ, đảng viên|đảng viên|hội viên|đoàn"
        " viên|lượt đ/c|lượt đồng chí|lượt cbcc|người dân|dân|nhân dân|người nghe|người học"
    ),
    "sections": _folded("chuyên mục|chuyên trang|mục|trang"),
    "materials": _folded(
        "tờ|tờ rơi|bộ|bản|cuốn|quyển|tài liệu|tờ gấp|áp phích|pano|pa nô|băng rôn|băng-rôn|bandroll|khẩu hiệu|sổ tay|ấn"
        " phẩm|loại|loại tài liệu|bản in|tập|sản phẩm|tờ tin|tờ bướm"
    ),
    "households": _folded("hộ|hộ dân|hộ gia đình"),
    "occasions": _folded("cuộc|lần|đợt|buổi|lượt|hình thức|hoạt động|chương trình|sự kiện|khóa|lượt tổ chức"),
}
UNITS = frozenset().union(*KINDS.values())
# Of the column of units one for another is asked about, any other is not the indicator's. Attendances are no people.
ALIKE = (
    frozenset(unit for unit in KINDS["people"] if not unit.startswith("lượt")),
    KINDS["occasions"] | KINDS["meetings"] | KINDS["contests"],
    *(KINDS[kind] for kind in ("materials", "broadcasts", "sections", "documents")),
)
ANY_UNIT = _folded("số|số lượng|cái|chiếc|lượng|hệ thống")  # say nothing of what is counted


@lru_cache(maxsize=256)
def own_units(unit: str, units: tuple[str, ...]) -> frozenset[str]:
    """The words that count what an indicator counts: its own, and those of its unit's kind."""
    named = fold(unit)
    return frozenset(map(fold, (unit, *units))).union(*(kind for kind in KINDS.values() if named in kind))


# Before a figure, and saying no more than that it is one: 'Tổng số: 26'.
LABELS = _folded(
    "tổng|tổng số|tổng cộng|cộng|số lượng|sl|tất cả|tổng cộng có|có|đã có|có tổng|tổng số là|được|đạt|ban hành|đã ban"
    " hành|tổ chức|đã tổ chức|phát hành|đã phát hành|đăng|đã đăng|đăng tải|đã đăng tải|phát|đã phát|thực hiện|đã thực"
    " hiện|xây dựng|đã xây dựng|in|đã in|mở|đã mở|có được|đã phát được|viết|đã viết|biên soạn|cấp phát|đã cấp phát"
)

# --- estimates --------------------------------------------------------------------------------------------------------

ESTIMATES = {
    **dict.fromkeys(_folded("trên|hơn|tối thiểu|ít nhất|không dưới|không ít hơn|nhiều hơn|>|>=|≥|⩾|≧"), ">="),
    **dict.fromkeys(
        _folded(
            "khoảng|chừng|độ|khoảng chừng|vào khoảng|ước|ước tính|ước khoảng|ước chừng|ước đạt|ước có|xấp xỉ|trên"
            " dưới|tầm|cỡ|~|≈|±"
        ),
        "~",
    ),
    **dict.fromkeys(_folded("gần|dưới|tối đa|nhiều nhất|không quá|chưa đến|chưa tới|ít hơn|<|<=|≤|⩽|≦"), "<="),
}
ESTIMATES_AFTER = {"+": ">=", "trở lên": ">=", "trở xuống": "<="}

# --- words for no figure ----------------------------------------------------------------------------------------------

TICKS = _folded("x|v|✓|✔|☑|✅|√|có|đã có|có rồi|yes|ok|đạt|đã thực hiện|có thực hiện|đã tổ chức|có tổ chức")
DITTO = _folded("nt|-nt-|- nt -|-nt|nt-|n.t|như trên|-như trên-|như kỳ trước|như năm trước|như cũ|id|idem")
NO_FIGURE = _folded(
    "n/a|na|n.a|n.a.|#|không có số liệu|chưa có số liệu|ko có số liệu|k có số liệu|chưa thống kê|không thống kê|chưa"
    " thống kê được|không thống kê được|chưa tổng hợp|không rõ|chưa rõ|không xác định|chưa xác định|không nắm được|chưa"
    " báo cáo|chưa cập nhật|không áp dụng|đang tổng hợp|đang cập nhật|đang thống kê|đang thực hiện|đang triển khai|chưa"
    " nhận được|chưa gửi|bổ sung sau|cập nhật sau"
)
# Nothing yet is not nothing: whether the period ended with 0 only the office can say. Compared without accents.
NOT_YET = _unaccented(
    "chưa|chưa có|chưa phát sinh|chưa tổ chức|chưa thực hiện|chưa triển khai|chưa ban hành|chưa làm|chưa tổ "
    "chức"
    " được|chưa thực hiện được|chưa triển khai được|hiện chưa có|hiện tại chưa có|hiện nay chưa có|đến nay chưa"
    " có|chưa đăng|chưa phát|chưa in"
)
# Compared without accents: "ko", "khong co" and "không có" are typed alike. Lists above win over this one.
NONE = _unaccented(
    "không|ko|k|không có|ko có|k có|không phát sinh|ko phát sinh|k phát sinh|không có phát sinh|kps|0 có|0 phát"
    " sinh|không tổ chức|ko tổ chức|không thực hiện|ko thực hiện|không triển khai|không có hoạt động|trong kỳ"
    " không phát sinh|trong kỳ không có"
)

# --- remarks beside a figure ------------------------------------------------------------------------------------------

# Words that leave a figure as it is, alone or after one another; a remark with any other word waits for a person.
HARMLESS = _folded(
    # how it was done
    "lồng ghép|lòng ghép|kết hợp|trực tuyến|trực tiếp|online|zoom|qua zoom|hình thức|bằng hình thức|tập trung|tổ"
    " chức|đã tổ chức|phát hành|đã phát hành|ban hành|đã ban hành|đăng|đăng tải|phát|đã đăng|đã đăng tải|đã phát|đã "
    "thực hiện|thực"
    " hiện|định kỳ|thường xuyên|tự in|photo|bản giấy|bản điện tử|bản cứng|bản mềm|in màu|đang hoạt"
    " động|đang duy trì|còn hoạt động|vẫn hoạt động|đang vận hành"
    # what else came with it
    "|có danh sách|danh sách|danh mục|có danh mục|kèm theo|đính kèm|gửi kèm|có phụ lục|phụ lục|có kèm|có ảnh|hình ảnh|"
    "có hình ảnh|minh"
    " chứng|có minh chứng|tài liệu kiểm chứng|có đường dẫn|đường dẫn|link|có link|có văn bản|theo danh sách|theo phụ "
    "lục"
    # what was counted
    "|văn bản|quyết định|công văn|chỉ thị|thông báo|báo cáo|tin|bài|tin, bài|tin bài|bài viết|bản tin|phóng sự|chuyên"
    " đề|hội nghị|lớp|lớp tập huấn|tập huấn|buổi|cuộc|cuộc thi|hội thi|người|đại biểu|học viên|cán bộ|công chức|viên"
    " chức|cbcc|cbccvc|thành viên|người dân|nhân dân|hội viên|đoàn viên|đảng viên|trưởng thôn|tờ rơi|tờ gấp|băng rôn|áp"
    " phích|pano|pa nô|khẩu hiệu|sổ tay|tài liệu|cuốn|tờ|chuyên mục|chuyên trang|các loại"
    # where it was published
    "|báo in|báo điện tử|báo hình|báo nói|báo chí|báo|đài|đài truyền thanh|truyền thanh|truyền hình|phát thanh|loa|loa"
    " truyền thanh|hệ thống truyền thanh|sóng|cơ sở|mạng xã hội|zalo|facebook|fanpage|trang|cổng|trang ttđt|cổng ttđt|"
    "cổng"
    " thông tin điện tử|trang thông tin điện tử|website|nhóm zalo|cụm loa"
    # where and with whom it was held
    "|họp thôn|họp dân|họp|cuộc họp|giao ban|hội nghị giao ban|sinh hoạt|chi bộ|thôn|xóm|bản|tổ dân phố|tdp|khu dân"
    " cư|hội trường|nhà văn hóa|ubnd|ubnd xã|ubnd phường|hđnd|đoàn thanh niên|hội phụ nữ|hội nông dân|mttq|bộ phận một"
    " cửa|một cửa"
    # what it was about
    "|về|cchc|cải cách hành chính|tuyên truyền|công tác|nội dung|chuyển đổi số|dịch vụ công|dịch vụ công trực tuyến|thủ"
    " tục hành chính|tthc|đề án 06|pháp luật"
    # that it is right
    "|đúng|chính xác|chính thức|số liệu chính thức|số chính thức|thực tế|số thực tế|đã kiểm tra|đã đối chiếu|đã rà "
    "soát|đã"
    " duyệt|đã xác nhận|toàn xã|toàn phường"
    # what the figure leaves out
    "|không tính|không kể|không bao gồm|không gồm|phát lại|tin phát lại|đã trừ trùng|không trùng|không trùng lặp"
    # and what holds it together
    "|và|các|trên|tại|ở|trong|với|vào|của|cho|qua|theo|có|kèm|được|đã|những|bằng|này|đó|cùng|hoặc|đến|từ|là|số|ạ|nhé|thôi|nha"
)
LONGEST_PHRASE = max(len(phrase.split()) for phrase in HARMLESS)
# Parts of a figure that are no units of measure: '140 (60 nữ)'.
PARTS = _folded(
    "nam|nữ|nu|đảng viên|trực tuyến|trực tiếp|lồng ghép|dân tộc|dtts|báo in|báo điện tử|báo hình|báo nói|báo giấy|"
    "truyền"
    " hình|phát thanh|phát thanh - truyền hình|truyền thanh|tạp chí|cấp xã|cấp thôn|thôn|trong nước|lượt|mới|cũ"
)
