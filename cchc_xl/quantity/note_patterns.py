"""Clauses of notes that are about the figure beside them and about nothing else, as patterns of whole clauses.

A clause is folded, and '§' stands for a unit of measure in it (``notes.clauses``). Each family has words of which one
must be there: most notes have none and cost no more than that look.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cchc_xl.quantity.found import FIGURE
from cchc_xl.records import NamedTuple
from cchc_xl.text import Worded, late, unaccented, worded
from cchc_xl.typed import Literal

Does = Literal["corrects", "changes", "estimate", "parts", "asks", ""]


class Family(NamedTuple):
    """Clauses of one shape.

    ``why``: id of the reason of a change, bound of an estimate. ``words``: of which a clause must have one.
    ``of_figure``: words for the figure may stand before it ('số liệu này ...').
    """

    does: Does
    why: str
    words: frozenset[str]
    pattern: Worded
    of_figure: bool

    def match(self, clause: str) -> re.Match[str] | None:
        """The clause, all of it, as one of the family; None where it is none."""
        starts = _after_figure(clause) if self.of_figure else (0,)
        return next((match for start in starts if (match := self.pattern.fullmatch(clause, start))), None)


_FIGURE = worded(
    r"(?:(?:đây|này) (?:chỉ |mới )?là )?(?:(?:các )?(?:số liệu|số lượng|số|con số|kết quả|giá trị)"
    r"|(?:mục|chỉ tiêu|dòng|tt|stt) (?:số )?0?[0-9]{1,2}(?:\.[0-9])?) "
)
_WHICH = worded(r"(?:này|trên|ghi|đã ghi|báo cáo|đã báo cáo|tại|ở|của|ô|dòng|mục|cột|chỉ tiêu|bên|thực hiện) ")


@lru_cache(maxsize=64)
def _after_figure(clause: str) -> tuple[int, ...]:
    """Where a clause begins, and where it goes on behind words for the figure: 'số liệu | này | là dự kiến'.

    These words may stand before most of what the families say. In each of their patterns they would take longer to
    compile than all the rest.
    """
    starts = [0]
    word = _FIGURE.match(clause)
    while word:
        starts.append(word.end())
        word = _WHICH.match(clause, word.end())
    return tuple(starts)


def _told(does: Does, why: str, words: str, pattern: str) -> Family:
    """A family that may follow words for the figure."""
    return _whole(does, why, words, pattern)._replace(of_figure=True)


def _whole(does: Does, why: str, words: str, pattern: str) -> Family:
    own = frozenset(words.split())
    return Family(does, why, own | frozenset(map(unaccented, own)), worded(pattern), of_figure=False)


_N = rf"(?P<number>{FIGURE})(?: §)?(?: nhé| ạ)?"
_NO = rf"(?P<number>{FIGURE})(?: §)?"
_ANY = r"[0-9][0-9. ]*(?: §)?"
_RIGHT = (
    r"(?:đúng|chính xác|chuẩn|thực|thực tế|chính thức|phải|đúng ra|sau rà soát|sau khi rà soát|đính chính|điều chỉnh)"
)
_IS = r"(?: ?(?:là|:|=|thành|bằng|còn|đọc|ghi|hiểu))*"
_TO = r"(?: ?(?:->|→|=>|:|thành|là|bằng|còn|lên|xuống))+"
_MENDED = r"(?:xin |đề nghị )?(?:sửa|chỉnh|đính chính|điều chỉnh)[^0-9]{0,12}? "
CORRECTIONS = (
    _told("corrects", "", "đúng chính chuẩn phải thực đính điều rà", rf"(?:xin )?{_RIGHT}(?: {_RIGHT})*{_IS} ?{_N}"),
    _whole(
        "corrects",
        "",
        "đính sửa điều chỉnh đổi thay",
        rf"(?:xin |đề nghị |đã )?(?:đính chính|sửa|sửa lại|điều chỉnh|chỉnh|chỉnh lại|đổi|thay)(?: lại)?"
        rf"(?: số liệu| số lượng| số)?(?: từ)?(?: {_ANY})?{_TO} ?{_N}",
    ),
    _told(
        "corrects",
        "",
        "lại",
        rf"(?:đã |xin )?(?:sửa|chỉnh|điều chỉnh|đính chính|tính) lại(?: số)? (?P<number>{FIGURE})",
    ),
    _whole("corrects", "", "đúng chính", rf"(?:.{{0,20}} )?{_N} (?:mới (?:là )?đúng|mới chính xác|là đúng)"),
    _whole(
        "corrects",
        "",
        "phải",
        rf"(?:{_MENDED})?(?:phải )?(?:là )?{_N}(?: [^\W\d]{{1,12}})?,? (?:chứ |mà )?không phải(?: là)? {_ANY}",
    ),
    _whole("corrects", "", "phải", rf"(?:{_MENDED})?không phải(?: là)? {_ANY},? ?(?:mà )?(?:phải )?là {_N}"),
    _whole(
        "corrects",
        "",
        "nhầm sai lộn thừa thiếu dư",
        rf"(?:[^0-9]{{0,20}} ?)?(?:nhầm|sai|lộn|thừa|thiếu|dư)(?: một)?(?: số| chữ số| thành)?(?: {_ANY})?"
        rf",? ?(?:{_RIGHT} ?)+{_IS} ?{_N}",
    ),
    _whole(
        "corrects",
        "",
        "sửa đổi thành nay -> → =>",
        rf"{_ANY} ?(?:->|→|=>|sửa(?: lại)?(?: thành| là)?|đổi thành|thành|nay là) ?{_NO}",
    ),
)
_MEASURED = (
    r"(?:1 |một )?(?:tháng|tuần|ngày|quý|xã|phường|thôn|lớp|hội nghị|buổi|cuộc|đơn vị|người|lần|đợt|xóm|cơ quan|phòng|"
    r"tổ|năm|kỳ|§)"
)
_EACH = rf"(?:/|mỗi|một|1|theo|cho|của|trên|từng|hằng|hàng) ?(?:{_MEASURED})"
_PER = rf"(?:/|mỗi|một|1|từng) ?(?:{_MEASURED})"
_SCALE = r"(?:nghìn|ngàn|triệu|trăm|chục|vạn|tỷ|tỉ|tá)"
_AREA = r"(?:tỉnh|huyện|thị xã|thành phố|cụm|ngành|khu vực|cả nước|trung ương)"
_DO = (
    r"(?:thực hiện|tổ chức|triển khai|đăng|đăng tải|phát|phát sóng|phát thanh|in|ký|duyệt"
    r"|ban hành|diễn ra|phát hành|làm|mở|xây dựng|hoàn thành|xong)"
)
_WHEN = r"(?: (?:trong |vào |đến )?(?:quý|tháng|năm|đầu|cuối)[^0-9]{0,3}[0-9ivx/]{0,7})?"
CHANGES = (
    _told(
        "changes",
        "mistake",
        "nhầm sai lộn",
        r"(?:bị |đã |do |máy )*(?:ghi|gõ|nhập|tính|báo cáo|cộng|đánh)? ?(?:nhầm|sai|lộn)"
        r"(?: (?:số|số liệu|dòng|cột|chỉ tiêu|lẫn|sót|ô|mục|kỳ|đơn vị|sang|với|của))*"
        r"(?: (?:mục|chỉ tiêu|dòng) 0?[0-9]{1,2}(?:\.[0-9])?)?",
    ),
    _told(
        "changes",
        "mistake",
        "hủy huỷ bỏ thu hết trùng cũ",
        r"(?:là |bị |đã |có )*(?:hủy|huỷ|thu hồi|hết hiệu lực|số cũ|tính trùng|trùng|trùng lặp|bỏ)"
        r"(?: bỏ| (?:số|số liệu|dòng|mục|chỉ tiêu)(?: này)?)?",
    ),
    _whole("changes", "mistake", "bỏ", r"(?:đề nghị |xin )+bỏ(?: (?:số|số liệu|dòng|mục|chỉ tiêu)(?: này)?)?"),
    _told(
        "changes",
        "mistake",
        "mục chỉ dòng tt stt",
        r"(?:là |là số )?(?:của |thuộc )(?:mục|chỉ tiêu|dòng|tt|stt) (?:số )?0?[0-9]{1,2}(?:\.[0-9])?",
    ),
    _told(
        "changes",
        "unit",
        "nghe xem truy tiếp chia thích phút giờ hộ",
        r"(?:là |tính |đếm )(?:theo |bằng )?(?:số )?(?:lượt (?:nghe|xem|truy cập|tiếp cận|chia sẻ|thích)|phút"
        r"|giờ(?: phát)?|hộ(?: dân| gia đình)?)",
    ),
    _whole(
        "changes",
        "mistake",
        "lấy dùng tính cộng",
        r"(?:không|đề nghị không|xin không|đừng) (?:tính|lấy|dùng|cộng)"
        r"(?: số| số liệu| dòng| mục| chỉ tiêu)?(?: này| vào tổng)?",
    ),
    _told(
        "changes",
        "doubt",
        "chưa không ko",
        r"(?:là )?(?:còn )?(?:chưa|không|ko) (?:rõ|đúng|khớp|chắc|chắc chắn|chính xác|kiểm tra|xác nhận|xác minh|"
        r"đối chiếu|kiểm chứng|được kiểm tra|được xác nhận|được đối chiếu)(?: lại)?(?: lắm)?",
    ),
    _whole(
        "changes",
        "doubt",
        "cần chờ đang phải sẽ đề",
        r"(?:[^\W\d]+ ){0,3}?(?:cần|chờ|đang|phải|sẽ|đề nghị) (?:kiểm tra|xác nhận|xác minh|đối chiếu|rà soát|xem|hỏi)"
        r"(?: lại)?(?: số liệu| số)?(?: này| với .{0,20})?",
    ),
    _whole("changes", "doubt", "kiểm xem hỏi rà", r"(?:kiểm tra|xem|hỏi|rà soát) lại(?: số liệu| số)?(?: này)?"),
    _whole("changes", "doubt", "?", r"[^0-9?]{0,60}\?|(?:[0-9. ]*\(?)?\?+"),
    _told(
        "changes",
        "plan",
        "dự kế chỉ đăng mục phấn giao",
        r"(?<!hiện )(?<!hiện chỉ tiêu )(?:(?:đây |này )?(?:chỉ |mới )?là )?(?:số )?"
        r"(?:dự kiến|dự tính|kế hoạch|chỉ tiêu|đăng ký|mục tiêu|phấn đấu|được giao|giao)"
        r"(?: (?:cả|của|trong|theo|năm|quý|giao|được giao|đề ra|đầu năm|kỳ|tháng|6 tháng|[0-9]{4}|[ivx]{1,3}|"
        r"(?:tháng|quý) [0-9]{1,2}))*",
    ),
    _told(
        "changes",
        "plan",
        "chưa sắp sẽ chuẩn dự chờ",
        rf"(?:mới |hiện |vẫn |còn )*(?:chưa|sắp|sẽ|chuẩn bị|dự kiến|chờ) {_DO}{_WHEN}",
    ),
    _whole("changes", "plan", "chờ dự trình soạn", rf"đang (?:chờ {_DO}|chờ|soạn thảo|dự thảo|trình ký|trình duyệt)"),
    _whole("changes", "plan", "dự chưa", r"(?:bản |văn bản )?dự thảo|chưa xong"),
    _told(
        "changes",
        "rate",
        "bình trung bq tb",
        rf"(?:được )?(?:là |tính |lấy )?(?:số |mức |theo )?(?:bình quân|trung bình|bq|tb)(?: chung)?(?: ?{_EACH})?",
    ),
    _told(
        "changes",
        "rate",
        "/ mỗi một 1 từng",
        rf"(?:được )?(?:tính |là |là của )?(?:cho |trên |theo )?{_PER}",
    ),
    _told("changes", "rate", "tính", rf"(?:được )?tính (?:cho |trên |theo )?cho ?(?:{_MEASURED})"),
    _whole("changes", "rate", "tính", rf"tính theo (?:{_MEASURED})"),
    _told(
        "changes",
        "scale",
        "nghìn ngàn triệu trăm chục vạn tỷ tỉ tá x % phần đồng vnđ x1000 x1.000",
        r"(?:được )?(?:đơn vị(?: tính)?|đvt|đv tính|tính(?: theo| bằng)?|ghi(?: theo| bằng)?)?(?: ?(?:là|:))?"
        rf" ?(?:đơn vị )?(?:x ?1[.,]?000|{_SCALE}(?: §| đồng| đơn vị)?|%|phần trăm|đồng|vnđ)",
    ),
    _told(
        "changes",
        "period",
        "trước ngoái cùng",
        r"(?:là |lấy |tính |theo |chép |copy |giữ nguyên )*(?:số |số liệu )?(?:của )?"
        r"(?:kỳ trước|năm trước|năm ngoái|cùng kỳ(?: năm trước)?|quý trước|"
        r"tháng trước)",
    ),
    _told(
        "changes",
        "period",
        "lũy luỹ cộng",
        r"(?:là |tính )?(?:số )?(?:lũy kế|luỹ kế|cộng dồn)"
        r"(?! từ đầu năm|(?: tính)? (?:từ đầu|trong|đến hết|đến cuối) kỳ(?! trước))(?: [^0-9]{0,25})?",
    ),
    _told(
        "changes",
        "others",
        "tỉnh huyện thị thành cụm ngành khu nước trung",
        r"(?:là |tính |gồm |(?:tính |gồm |kể )?cả (?:[^\W\d]+ ){0,2}?)?(?:số |số liệu )?"
        rf"(?:(?:của|cả|toàn|cho|cấp|do) )+{_AREA}"
        r"(?: (?:cấp|tổ chức|ban hành|thực hiện|cung cấp))?",
    ),
    _told(
        "changes",
        "others",
        "trên khác",
        r"(?:của |do |là của )(?:cấp trên|đơn vị khác|xã khác|phường khác|cơ quan khác)"
        r"(?: (?:cấp|tổ chức|ban hành|thực hiện|cung cấp))?",
    ),
)
ESTIMATES = (
    _told(
        "estimate",
        ">=",
        "chưa thiếu",
        r"(?:hiện |mới |còn )*(?:chưa (?:đầy đủ|đủ|hết|tổng hợp (?:hết|đủ|đầy đủ|xong))"
        r"|(?:còn thiếu|thiếu)(?= ?$| (?:số|số liệu|báo cáo|của|[0-9]+"
        r"|thôn|xóm|tháng|quý|kỳ|xã|đơn vị|dữ liệu|§|tin|bài|văn bản|một|hai|ba)(?!\w)))"
        r"(?: .{0,30})?",
    ),
    _whole("estimate", ">=", "tối ít", r"tối thiểu|ít nhất"),
    _told(
        "estimate",
        "~",
        "tạm ước sơ gần tương làm",
        r"(?:là |được )?(?:số |số liệu )?(?:đơn vị |cơ quan |xã |phường )?(?:tự )?"
        r"(?:tạm tính|tạm ước|tạm|ước tính|ước|ước lượng|ước đạt|ước thực hiện|"
        r"ước chừng|dự ước|sơ bộ|gần đúng|tương đối|làm tròn|tạm thời)"
        r"(?: số| số liệu)?(?: (?:đến|tới|cả|hết|6 tháng|kỳ|năm|tháng|thời điểm|từ|theo|qua|dựa)[^;]{0,25})?",
    ),
    _whole("estimate", "~", "khoảng độ xấp", r"khoảng|độ chừng|xấp xỉ"),
)

# With a figure of its own a clause is about the figure beside it only where the two are the same.
RATE_BEHIND = late(rf"(?:§ ?)?(?:/ ?(?:{_MEASURED})|(?:mỗi|một|1) (?:{_MEASURED}))")
RATE_BEFORE = late(
    rf"(?:bình quân|trung bình|bq|tb)(?: {_EACH})?(?: có| là| được)?|mỗi (?:{_MEASURED})(?: có| là| được)?"
)
