"""What words say of the standing of figures, where they say nothing else: not final, withdrawn, an example, in doubt,
not done yet, of another time, incomplete, estimated.

'Số liệu nhanh', 'Đã hủy', 'Bản nháp', 'Chưa được phê duyệt' mean the same in a line, in a bracket, in a note, behind a
label and in the name of a sheet: the words are here, and each place asks ``says``. A text that tells of another thing
('Hội nghị góp ý dự thảo') says nothing of figures: all words around the phrase must be words for the figures, the table
or the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from cchc_xl.text import fold, late, remembered, speaks, unaccented, worded


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


_CHECKED = (
    r"(?:kiểm tra|xác nhận|xác minh|kiểm chứng|đối chiếu|đối soát|rà soát|thẩm định|thẩm tra|kiểm duyệt|đúng|khớp|rõ|"
    r"chắc|chắc chắn|chính xác)"
)
_WORK = r"(?:thực hiện|triển khai|tổ chức|ban hành|diễn ra|hoàn thành|đăng|phát|phát hành)"
_LOOKED_AT = r"(?:kiểm tra|xác nhận|xác minh|đối chiếu|rà soát|thẩm định|thẩm tra)"
_A_TIME = "(?:tháng|quý|tuần|ngày|năm|kỳ|lớp|cuộc|thôn)"
_PLACES = "(?:các )?(?:thôn|xóm|tổ|bản|đơn vị|xã|cơ quan|bộ phận|tháng)"
_FINAL = r"(?:chính thức|chốt|(?:phê )?duyệt|ký|thông qua|hoàn thiện|hoàn chỉnh|đóng dấu)"
_MANY = r"(?: (?:qua |cả |từ )*(?:các |nhiều )?(?:năm|kỳ|quý|tháng|(?:đầu )?nhiệm kỳ|giai đoạn)(?: trước)?)?"
_GATHERED = r"(?:được |tổng hợp |thu thập |cập nhật |thống kê |nhận |thu |có |báo cáo |gửi )*(?:đầy đủ|đủ|hết|xong)"
_THIS_PERIOD = "từ đầu năm|từ đầu kỳ|trong kỳ|kỳ báo cáo|kỳ này|hết kỳ"
_PAPER = r"(?: (?:các |một )?(?:báo cáo|bản|biểu|bảng|văn bản|số|số liệu|tệp|file|công văn|phụ lục|trang)(?!\w).*)?"
# By the reason that a finding gives. The order is that of the telling.
PHRASES: Mapping[str, str] = {
    why: "|".join(alternatives)
    for why, alternatives in {
        "mistake": (
            r"(?:đã |bị |được |xin |đề nghị |nay )*(?:hủy bỏ|huỷ bỏ|hủy|huỷ|bãi bỏ|thu hồi|loại bỏ|xóa bỏ)",
            r"đã (?:xóa|bỏ)|(?<!sơ )(?:bỏ|xóa)(?= số liệu|$)",
            r"(?:không|đừng|ko)(?: còn| được| phải)* (?:sử dụng|dùng|lấy|hiệu lực|có giá trị|giá trị)(?: nữa| được)?",
            r"(?:đã )?hết (?:hiệu lực|giá trị|hạn sử dụng)|không còn hiệu lực|vô hiệu",
            rf"(?:đã |được |bị |sẽ |nay )*thay(?: thế)? (?:bởi|bằng){_PAPER}|(?:đã|được|bị) (?:được )?thay(?: thế)?",
            r"(?:số liệu|dữ liệu|số|bản|báo cáo|tệp|file) cũ(?: chưa sửa)?|(?:gửi|nộp|ghi|nhập) nhầm",
            r"(?:số liệu|số|báo cáo|bảng|biểu) (?:này |bị |đã )*(?:sai|nhầm|lỗi)|(?:đã )?có bản (?:thay thế|mới|sửa)",
            r"(?:không|đừng) tổng hợp",
        ),
        "sample": (
            r"ví dụ(?: minh họa| tham khảo| mẫu| điền mẫu| cách ghi)?",
            r"(?:để |chỉ |số liệu |dữ liệu )*(?:minh họa|(?<!tài liệu )tham khảo)",
            r"(?:số liệu |dữ liệu )?giả (?:định|lập|thiết)|(?:số liệu|dữ liệu|số|bản) (?:mẫu|giả)",
            r"mẫu (?:điền )?(?:tham khảo|minh họa|thử nghiệm|thử|ví dụ)",
            r"(?:chạy |nhập |làm |dùng |bản |in |để |ghi |số liệu |dữ liệu )thử(?: nghiệm)?|thử nghiệm",
            r"demo|test|sample|example",
        ),
        "draft": (
            r"(?:bản |lần )?(?:dự thảo|nháp|draft)|bản thảo|bản sơ thảo|(?:bản|để) (?:xin|lấy|gửi lấy) ý kiến",
            rf"chưa (?:được |qua |có |phải |là |trình |gửi )*(?:số |số liệu |bản |ý kiến )?{_FINAL}",
            r"không (?:phải |là )*(?:số |số liệu |bản )?chính thức",
            r"(?:đang |còn )?chờ (?:lãnh đạo |được )*(?:(?:phê )?duyệt|ký|ký duyệt|thông qua|chốt|ban hành)",
            r"trình (?:ký|duyệt)|đang (?:trình|chỉnh sửa|lấy ý kiến|hoàn thiện|hoàn chỉnh)",
        ),
        "doubt": (
            rf"(?:chưa|không|ko) (?:được |qua |có |hẳn |thật )*{_CHECKED}(?: lại| lắm)?",
            rf"(?:cần|chờ|đang|phải|sẽ|đề nghị) (?:được )?{_LOOKED_AT}(?: lại)?",
            r"(?<!đã )(?:kiểm tra|rà soát|xem|hỏi) lại",
            r"nghi ngờ|có thể sai|có sai sót",
        ),
        "plan": (
            r"dự kiến|dự tính|dự trù|dự định|dự phòng",
            rf"(?:mới |hiện |vẫn |còn )*chưa {_WORK}|(?:sẽ|sắp) {_WORK}",
            rf"đang (?:{_WORK}|xây dựng|thi công|in|soạn thảo|soạn|chuẩn bị|làm)",
        ),
        "period": (
            rf"(?:lũy kế|luỹ kế|cộng dồn|tích lũy|tích luỹ)(?!.*(?:{_THIS_PERIOD})){_MANY}",
            r"(?:của |cả )*nhiệm kỳ|giai đoạn 20[0-9]{2} ?-? ?20[0-9]{2}|từ năm 20[0-9]{2} đến nay",
            r"tổng các (?:năm|kỳ|quý)",
            r"(?:năm|kỳ|quý) (?:trước|ngoái|liền kề)|cùng kỳ(?: năm (?:trước|ngoái))?|nhiều (?:năm|kỳ)",
        ),
        "rate": (rf"(?:tính |số |mức |là )*(?:bình quân|trung bình)(?: ?/? ?{_A_TIME})?",),
        "others": (r"(?:số liệu|kết quả) (?:tổng hợp )?(?:toàn|cả|cấp) (?:tỉnh|huyện|thị xã|thành phố|cụm|ngành)",),
        ">=": (
            rf"chưa {_GATHERED}(?: .*)?|không đầy đủ",
            r"chưa (?:bao gồm|gồm|tính|kể|có|nhận được|nhận) (?:số liệu |báo cáo )+(?:của )?.+",
            rf"chưa (?:bao gồm|gồm|tính|kể|cộng) {_PLACES}.*",
            rf"còn [0-9]+ {_PLACES}.* chưa .+|chưa (?:được )?cập nhật",
            r"chưa (?:tổng hợp|cập nhật|thống kê) (?:.* )?(?:thôn|xóm|tổ|bộ phận|đơn vị|ngành)(?: .*)?",
            r"còn thiếu(?: (?:số liệu|báo cáo|số|của|[0-9]+)(?: .*)?)?|thiếu (?:số liệu|báo cáo)(?: .*)?",
            r"đang (?:tổng hợp|cập nhật|bổ sung|thống kê|thu thập)(?: .*)?|(?:sẽ |xin )*cập nhật (?:sau|tiếp|thêm)",
            r"số liệu (?:sẽ |xin )*(?:bổ sung|báo cáo) (?:sau|tiếp|thêm)",
        ),
        "~": (
            r"(?:tự )?ước(?: tính| lượng| đạt| khoảng| chừng| thực hiện| cả kỳ| nhanh)?|dự ước|áng chừng",
            r"tạm(?: tính| ước| thời| báo cáo)|(?:số liệu|số|kết quả) tạm|sơ bộ|gần đúng|làm tròn|tương đối|xấp xỉ",
            r"(?:số liệu|dữ liệu|số|thống kê|tổng hợp|ước) nhanh",
        ),
    }.items()
}
ESTIMATES = frozenset({">=", "~"})
# What the rest of such a text is made of: words for the figures, the table and the report, and what joins them.
_ABOUT = _set(
    "số|liệu|dữ|lượng|con|kết|quả|báo|cáo|biểu|bảng|phụ|lục|tệp|file|bản|trang|tính|sheet|trên|này|trong|dưới|đây|đó|"
    "là|của|các|những|toàn|bộ|tất|cả|đều|chỉ|để|mang|chất|được|đã|hiện|còn|mới|có|ghi|chú|lưu|ý|nb|thông|tin|ở|tại|theo|"
    "như|nội|dung|cột|hàng|tổng|hợp|thống|kê|đơn|vị|kỳ|tháng|quý|đầu|cuối|năm|nửa|ngày|lần|thứ|cchc|cải|cách|"
    "hành|chính|tuyên|truyền|công|tác|về|cho|và|vẫn|đang|tại|nay|hiện|xin|do|nên|thì|mức|giá|trị|đến|hết|tới|thời|điểm|"
    "hàng|chục|trăm|nghìn|thực|tình|hình|chưa|phải|nhé|ạ|i|ii|iii|iv|v|bc"
)
# Where a text has no accents these phrases may be quite other words: 'thu', 'số liệu nhập', 'hộ gia đình', a name.
_OTHER_WORDS = _set("huy|bo|thu|nhap|gia dinh|so bo|so lieu nhap|so lieu gia|cu")
_AS_MANY = ("bang cung ky", "bang ky truoc", "bang nam truoc")  # 'bằng', and not 'bảng'
_A_NAME = "minh hoa"  # of communes: a phrase that is nothing but this tells nothing without accents
_TELLING: Mapping[str, frozenset[str]] = {
    why: words | frozenset(map(unaccented, words))
    for why, words in {
        "mistake": _set("hủy|huỷ|bỏ|hồi|xóa|không|đừng|ko|hết|vô|thay|cũ|nhầm|sai|lỗi|bản"),
        "sample": _set("ví|minh|tham|giả|mẫu|thử|demo|test|sample|example"),
        "draft": _set("thảo|nháp|draft|chưa|không|chờ|trình|đang|xin|lấy"),
        "doubt": _set("chưa|không|ko|cần|chờ|đang|phải|sẽ|đề|kiểm|rà|xem|hỏi|nghi|sai"),
        "plan": _set("dự|chưa|sẽ|sắp|đang"),
        "period": _set("lũy|luỹ|dồn|tích|nhiệm|giai|từ|tổng|trước|ngoái|liền|cùng|nhiều"),
        "rate": _set("bình|trung"),
        "others": _set("toàn|cả|cấp"),
        ">=": _set("chưa|không|còn|thiếu|đang|cập|bổ|sau|tiếp|thêm"),
        "~": _set("ước|áng|tạm|sơ|gần|làm|tương|xấp|nhanh"),
    }.items()
}
"""By the reason, the words of which a text that gives it has one at least, with accents or without.

Most texts have none, and no pattern is compiled before a text asks for it.
"""
TELLING = frozenset().union(*_TELLING.values())
_BARE_ABOUT = frozenset(unaccented("|".join(_ABOUT)).split("|"))
_GO_ON = {"mistake": _set("thay"), ">=": _set("chưa|thiếu|đang|chua|thieu|dang")}
"""The kinds with phrases that go on with any words, and the words of which those have one."""
_NONE: frozenset[str] = frozenset()
_ALL_GO_ON = frozenset().union(*_GO_ON.values())
_KINDS = tuple((why, worded(rf"(?<!\w)(?:{words})(?!\w)")) for why, words in PHRASES.items())
_WORDS = late(r"\w+")
_PIECES = late(r"[;,:()\[\]\n]+|\.(?!\d)|\s[-–+]\s|[*\"']+")
_OPENING = late(r"^\W*(?:ghi chú|lưu ý|chú ý|chú thích|giải thích|nb)\s*:\s*", re.IGNORECASE)
_BRACKETS = late(r"[(\[]([^()\[\]]*)[)\]]?")
_FIGURES = worded(r"(?<!\w)(?:số liệu|dữ liệu|số lượng|báo cáo|biểu|bảng|phụ lục|kết quả)(?!\w)")


@lru_cache(maxsize=2)
def _vocabulary(bare: bool) -> frozenset[str]:
    """All words of the phrases and those around them: most texts have another and need no pattern."""
    sources = " ".join(PHRASES.values())
    known = frozenset(_WORDS.findall(sources)) | _ABOUT
    return frozenset(map(unaccented, known)) if bare else known


def words_of(folded: str) -> list[str]:
    """The words of a folded text, without what stands between them."""
    return _WORDS.findall(folded)


def tells(why: str, words: Iterable[str]) -> bool:
    """Is one of the words among those that give the reason? Without one of them no pattern of it can match."""
    return not _TELLING[why].isdisjoint(words)


@remembered(4096)
def says(text: str) -> str:
    """The reason (a key of ``PHRASES``) why figures do not stand as they are, if a text says that and nothing else."""
    folded = " ".join(_PIECES.sub(" ", fold(text)).split()).strip(" .-+")
    if TELLING.isdisjoint(folded.split()) or folded in _OTHER_WORDS or folded.startswith(_AS_MANY):
        return ""
    words = words_of(folded)
    about = _BARE_ABOUT if folded.isascii() else _ABOUT
    strange = not _vocabulary(folded.isascii()).issuperset(word for word in words if not word.isdigit())
    if strange and _ALL_GO_ON.isdisjoint(words):
        return ""
    for why, pattern in _KINDS:
        asked = tells(why, words) and (not strange or not _GO_ON.get(why, _NONE).isdisjoint(words))
        match = pattern.search(folded) if asked else None
        if (
            match
            and match[0] != _A_NAME
            and all(
                word in about or word.isdigit()
                for word in words_of(f"{folded[: match.start()]} {folded[match.end() :]}")
            )
        ):
            return why
    return ""


def brackets(text: str) -> list[str]:
    """What stands in brackets."""
    return _BRACKETS.findall(text)


@remembered(4096)
def of_line(line: str) -> str:
    """The same of a line beside a table: of all of it, of a bracket in a heading, of a clause about the figures."""
    if TELLING.isdisjoint(words_of(fold(line))):
        return ""
    line = _OPENING.sub("", line)
    whole = says(line)
    if whole:
        return whole
    main = _BRACKETS.sub(" ", line)
    if _FIGURES.search(fold(main)):
        brackets = (says(bracket) for bracket in _BRACKETS.findall(line))
        clauses = (says(clause) for clause in _PIECES.split(main) if _FIGURES.search(fold(clause)))
        return next(filter(None, (*brackets, *clauses)), "")
    return ""


_NAMED = worded(
    r"(?<![^\W\d])(?:(?<!góp ý )dự thảo|bản thảo|bản nháp|draft|chưa (?:\w+ ){0,2}?(?:chính thức|chốt|ký|duyệt)"
    r"|(?:đã |bị )(?:hủy|huỷ|bỏ|thay thế)|hủy bỏ|huỷ bỏ|không (?:dùng|sử dụng|gửi)|thu hồi|hết hiệu lực"
    r"|thay thế (?:bởi|bằng)|ví dụ|(?:số liệu|dữ liệu) (?:mẫu|giả|ước|tạm|nhanh|tham khảo)|mẫu tham khảo"
    r"|(?:làm|nhập|chạy) thử)(?![^\W\d])"
)
_ACCENTED_NAMES = frozenset({"nháp"})  # without accents it is 'nhập'
_IN_NAMES = (
    *("thảo", "nháp", "draft", "chưa", "hủy", "huỷ", "bỏ", "thay thế", "không", "thu hồi", "hiệu lực", "ví dụ", "mẫu"),
    *("liệu giả", "liệu ước", "liệu tạm", "liệu nhanh", "tham khảo", "minh họa", "thử"),
)  # of the words of such a name
_IN_NAME = late(r"[\s_.,()\[\]+-]+")


def of_name(name: str) -> bool:
    """Does the name of a file say so, among whatever else it tells: 'BC_xa An Binh_DU THAO'?"""
    folded = _IN_NAME.sub(" ", fold(name))
    said = speaks(folded, _IN_NAMES) and bool(_NAMED.search(folded))
    return said or not _ACCENTED_NAMES.isdisjoint(folded.split())
