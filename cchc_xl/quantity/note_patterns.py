"""Clauses of notes that are about the figure beside them and about nothing else, as patterns of whole clauses.

A clause is folded, and '§' stands for a unit of measure in it (``notes.clauses``). Each family has words of which one
must be there: most notes have none and cost no more than that look.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from cchc_xl.quantity.found import FIGURE
from cchc_xl.text import Worded, late, unaccented, worded

Does = Literal["corrects", "changes", "estimate", "parts", ""]


class Family(NamedTuple):
    """``why``: id of the reason of a change, bound of an estimate. ``words``: of which a clause must have one."""

    does: Does
    why: str
    words: frozenset[str]
    pattern: Worded


def _family(does: Does, why: str, words: str, *alternatives: str) -> Family:
    own = frozenset(words.split())
    return Family(does, why, own | frozenset(map(unaccented, own)), worded("|".join(alternatives)))


_N = rf"(?P<number>{FIGURE})(?: §)?(?: nhé| ạ)?"
_N2, _N3, _N4, _N5 = (_N.replace("number", f"number{n}") for n in (2, 3, 4, 5))
_ANY = r"[0-9][0-9. ]*(?: §)?"
_THE_FIGURE = (
    r"(?:(?:các )?(?:số|số liệu|số lượng|con số|kết quả|giá trị)(?: (?:này|trên|ghi|đã ghi|báo cáo|đã báo cáo|tại|ở|"
    r"của|"
    r"ô|dòng|mục|cột|chỉ tiêu|bên|thực hiện))* )?"
)
_RIGHT = (
    r"(?:đúng|chính xác|chuẩn|thực|thực tế|chính thức|phải|đúng ra|sau rà soát|sau khi rà soát|đính chính|điều chỉnh)"
)
_IS = r"(?: ?(?:là|:|=|thành|bằng|còn))*"
_TO = r"(?: ?(?:->|→|=>|:|thành|là|bằng|còn|lên|xuống))+"
CORRECTIONS = _family(
    "corrects", "", "đúng chính chuẩn phải sửa điều chỉnh đính đổi thay nhầm sai lộn thành thực rà -> → =>",
    rf"{_THE_FIGURE}(?:xin )?{_RIGHT}(?: {_RIGHT})*{_IS} ?{_N}",
    rf"(?:xin |đề nghị |đã )?(?:đính chính|sửa|sửa lại|điều chỉnh|chỉnh|chỉnh lại|đổi|thay)(?: lại)?(?: số liệu| số "
    rf"lượng| số)?"
    rf"(?: từ)?(?: {_ANY})?{_TO} ?{_N2}",
    rf"(?:.{{0,20}} )?{_N3} (?:mới (?:là )?đúng|mới chính xác|là đúng)",
    rf"{_N4},? (?:chứ )?không phải(?: là)? {_ANY}",
    rf"(?:[^0-9]{{0,20}} ?)?(?:nhầm|sai|lộn)(?: số| thành)?(?: {_ANY})?,? ?(?:{_RIGHT} ?)+{_IS} ?{_N5}",
    rf"{_ANY} ?(?:->|→|=>|sửa thành|đổi thành|thành|nay là) ?(?P<number6>{FIGURE})(?: §)?",
)  # fmt: skip

MEASURED = (
    r"(?:1 |một )?(?:tháng|tuần|ngày|quý|xã|phường|thôn|lớp|hội nghị|buổi|cuộc|đơn vị|người|lần|đợt|xóm|cơ quan|phòng|"
    r"tổ|năm|kỳ|§)"
)
_EACH = rf"(?:/|mỗi|một|1|theo|cho|của|trên|từng|hằng|hàng) ?(?:{MEASURED})"
_PER = rf"(?:/|mỗi|một|1|cho|từng) ?(?:{MEASURED})"
_SCALE = r"(?:nghìn|ngàn|triệu|trăm|chục|vạn|tỷ|tỉ|tá)"
_AREA = r"(?:tỉnh|huyện|thị xã|thành phố|cụm|ngành|khu vực|cả nước|trung ương)"
_DO = (
    r"(?:thực hiện|tổ chức|triển khai|đăng|phát|in|ký|duyệt|ban hành|diễn ra|phát hành|làm|mở|xây dựng|hoàn thành|xong)"
)
_WHEN = r"(?: (?:trong |vào |đến )?(?:quý|tháng|năm|đầu|cuối)[^0-9]{0,3}[0-9ivx/]{0,7})?"
CHANGES = (
    _family(
        "changes", "mistake", "nhầm sai lộn hủy huỷ bỏ thu trùng cũ lấy dùng tính",
        rf"{_THE_FIGURE}(?:bị |đã |do |máy )*(?:ghi|gõ|nhập|tính|báo cáo|cộng|đánh)? ?(?:nhầm|sai|lộn)"
        r"(?: (?:số|số liệu|dòng|cột|chỉ tiêu|lẫn|sót|ô|mục|kỳ|đơn vị|sang|với|của))*",
        rf"{_THE_FIGURE}(?:là |bị |đã |có )*(?:hủy|huỷ|thu hồi|hết hiệu lực|số cũ|tính trùng|trùng|trùng lặp|bỏ)(?: bỏ|"
        r" số này| số liệu này)?",
        r"(?:không|đề nghị không|xin không|đừng) (?:tính|lấy|dùng|cộng)(?: số| số liệu)?(?: này| vào tổng)?",
    ),
    _family(
        "changes", "doubt", "chưa không ko cần chờ đang kiểm xem hỏi rà ? đề phải",
        rf"{_THE_FIGURE}(?:là )?(?:còn )?(?:chưa|không|ko) (?:rõ|đúng|khớp|chắc|chắc chắn|chính xác|kiểm tra|xác nhận|"
        rf"xác minh|"
        r"đối chiếu|kiểm chứng|được kiểm tra|được xác nhận|được đối chiếu)(?: lại)?(?: lắm)?",
        r"(?:[^\W\d]+ ){0,3}?(?:cần|chờ|đang|phải|sẽ|đề nghị) (?:kiểm tra|xác nhận|xác minh|đối chiếu|rà soát|xem)(?: "
        r"lại)?"
        r"(?: số liệu| số)?(?: này| với .{0,20})?",
        r"(?:kiểm tra|xem|hỏi|rà soát) lại(?: số liệu| số)?(?: này)?",
        r"[^0-9?]{0,60}\?",
        r"\?+",
    ),
    _family(
        "changes", "plan", "dự kế chỉ đăng mục phấn giao chưa sắp sẽ chuẩn chờ trình",
        rf"{_THE_FIGURE}(?:là )?(?:số )?(?:dự kiến|dự tính|kế hoạch|chỉ tiêu|đăng ký|mục tiêu|phấn đấu|được giao|giao)"
        r"(?: (?:cả|của|trong|theo|năm|quý|giao|được giao|đề ra|đầu năm|kỳ|tháng|6 tháng|[0-9]{4}|[ivx]{1,3}|"
        r"[0-9]{1,2}))*",
        rf"{_THE_FIGURE}(?:mới |hiện |vẫn )?(?:chưa|sắp|sẽ|chuẩn bị|dự kiến|chờ) {_DO}{_WHEN}",
        rf"đang (?:chờ {_DO}|chờ|soạn thảo|dự thảo|trình ký|trình duyệt)|(?:bản |văn bản )?dự thảo|chưa xong",
    ),
    _family(
        "changes", "rate", "bình trung bq tb / mỗi một 1 hằng hàng từng tính",
        rf"{_THE_FIGURE}(?:được )?(?:là |tính |lấy )?(?:số |mức |theo )?(?:bình quân|trung bình|bq|tb)(?: chung)?(?: "
        rf"?{_EACH})?",
        rf"{_THE_FIGURE}(?:được )?(?:tính |là |là của )?(?:cho |trên |theo )?{_PER}|tính theo (?:{MEASURED})",
    ),
    _family(
        "changes", "scale", "nghìn ngàn triệu trăm chục vạn tỷ tỉ tá x % phần đồng vnđ x1000 x1.000",
        rf"{_THE_FIGURE}(?:được )?(?:đơn vị(?: tính)?|đvt|đv tính|tính(?: theo| bằng)?|ghi(?: theo| bằng)?)?(?: "
        rf"?(?:là|:))?"
        rf" ?(?:đơn vị )?(?:x ?1[.,]?000|{_SCALE}(?: §| đồng| đơn vị)?|%|phần trăm|đồng|vnđ)",
    ),
    _family(
        "changes", "period", "trước ngoái lũy luỹ cộng",
        rf"{_THE_FIGURE}(?:là |lấy |tính )*(?:số |số liệu )?(?:của )?(?:kỳ trước|năm trước|năm ngoái|cùng kỳ năm "
        rf"trước|quý trước|"
        r"tháng trước)",
        rf"{_THE_FIGURE}(?:là |tính )?(?:số )?(?:lũy kế|luỹ kế|cộng dồn)"
        rf"(?! từ đầu năm|(?: tính)? (?:từ đầu|trong|đến hết|đến cuối) kỳ(?! trước))(?: [^0-9]{{0,25}})?",
    ),
    _family(
        "changes", "others", "tỉnh huyện xã phường thành thị cụm ngành khu nước trung trên khác đơn",
        rf"{_THE_FIGURE}(?:là |tính |gồm )?(?:số |số liệu )?(?:(?:của|cả|toàn|cho|cấp|do) )+{_AREA}(?: (?:cấp|tổ chức|"
        rf"ban hành|"
        r"thực hiện|cung cấp))?",
        rf"{_THE_FIGURE}(?:của |do |là của )(?:cấp trên|đơn vị khác|xã khác|phường khác|cơ quan khác)(?: (?:cấp|tổ "
        rf"chức|ban hành|"
        r"thực hiện|cung cấp))?",
    ),
)  # fmt: skip
ESTIMATES = (
    _family(
        "estimate", ">=", "chưa thiếu tối ít",
        rf"{_THE_FIGURE}(?:hiện |mới |còn )*(?:chưa (?:đầy đủ|đủ|hết|tổng hợp (?:hết|đủ|đầy đủ|xong))"
        r"|(?:còn thiếu|thiếu)(?! kinh phí| nguồn| cán bộ| nhân| biên chế| cơ sở| trang| loa| phòng| máy))"
        r"(?: .{0,30})?|(?:tối thiểu|ít nhất)",
    ),
    _family(
        "estimate", "~", "tạm ước dự sơ gần tương làm chưa không khoảng độ xấp",
        rf"{_THE_FIGURE}(?:là |được )?(?:số |số liệu )?(?:tạm tính|tạm ước|tạm|ước tính|ước|ước lượng|ước đạt|ước "
        rf"thực hiện|"
        r"ước chừng|dự ước|sơ bộ|gần đúng|tương đối|làm tròn|tạm thời)"
        r"(?: số| số liệu)?(?: (?:đến|tới|cả|hết|6 tháng|kỳ|năm|tháng|thời điểm)[^;]{0,25})?",
        r"khoảng|độ chừng|xấp xỉ",
    ),
)  # fmt: skip

# With a figure of its own a clause is about the figure beside it only where the two are the same.
RATE_BEHIND = late(rf"(?:§ ?)?(?:/ ?(?:{MEASURED})|(?:mỗi|một|1) (?:{MEASURED}))")
RATE_BEFORE = late(
    rf"(?:bình quân|trung bình|bq|tb)(?: {_EACH})?(?: có| là| được)?|mỗi (?:{MEASURED})(?: có| là| được)?"
)

TELLING = frozenset().union(*(family.words for family in (CORRECTIONS, *CHANGES, *ESTIMATES)))
