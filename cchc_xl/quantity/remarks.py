"""What words beside a figure do to it: nothing, make it an estimate, or say that it is not what was asked for.

A figure with words that take it back ('12 (dự kiến)', '140 người/lớp') is never added; a closed list of words leaves it
as it is; what neither list knows waits for a person. The same senses are looked for in the cell, in its note, in its
comment and in the lines around the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cchc_xl.quantity import lexicon, standing
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late, remembered
from cchc_xl.typed import Literal

Does = Literal["nothing", "estimate", "changes", "unknown"]


class Sense(NamedTuple):
    """``why``: of an estimate its bound, of a change the id of the reason; ``words``: those that say so, folded."""

    does: Does
    why: str = ""
    words: str = ""


# Comparisons, citations and exclusions hold words that would change a figure if they stood for themselves.
_BEFORE = r"(?:cùng kỳ|kỳ trước|năm trước|năm ngoái|quý trước)(?: năm trước| năm ngoái| năm 20[0-9]{2}| 20[0-9]{2})?"
_ASIDE = late(
    rf"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|bằng|vượt|đạt)(?: thêm)?(?: [0-9][0-9.,]*)? ?(?:%|"
    rf"phần trăm)? ?[^,;()0-9]{{0,20}}?(?:so )?(?:với )?(?:{_BEFORE}|(?:kế hoạch|chỉ tiêu)(?: đề ra| được giao| giao|"
    rf" năm)*)(?!\w)|(?<!\w)(?:tăng|giảm)(?: thêm)? [0-9]{{1,6}}(?= ?$| ?[,;])|(?<!\w)so với {_BEFORE}(?!\w)|"
    rf"(?<!\w)(?:theo |tại |thực hiện )?(?:kế hoạch|quyết định|công văn|văn bản|thông báo|hướng dẫn|báo cáo|đề án|kh|"
    rf"qđ|cv) (?:số ?:? ?[0-9]+|[0-9]+ ?/)(?: ?/? ?[\w-]+-[\w-]+)*(?: ngày [0-9./]+)?(?: của [^,;()]{{1,40}})?|"
    rf"(?<!\w)(?:không|ko|chưa|đã trừ|không có|đã loại|đã loại trừ|đã bỏ) (?:tính |bị |có |kể |gồm |"
    rf"bao gồm )*(?:trùng|phát lại|tin phát lại|bài phát lại|tin, bài phát lại)(?: lặp)?(?!\w)|(?<!\w)(?:thực hiện|"
    rf"triển khai) (?:theo )?(?:chương trình, )?kế hoạch(?! năm| cả| giao)(?!\w)"
)
# The figure's own plan or the figure of another time, with a figure of theirs: beside this one, not about it.
_VERSUS = late(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|giao|được giao|mục tiêu|năm trước|cùng kỳ|kỳ trước|năm 20[0-9]{2})(?: là|"
    r" giao)?[: ]+[0-9]+"
)
# A time that may be the period's own, which is known further up only.
_TIMES = late(
    r"(?<!\w)(?:(?:6|06|sáu) tháng(?: đầu| cuối)?(?: năm)?(?: 20[0-9]{2})?|(?:(?:tính )?(?:từ|đến)(?: hết)?|"
    r"ngày)(?: ngày)? [0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?|năm 20[0-9]{2}|20[0-9]{2})(?!\w)"
)
_MEASURED = (
    r"tháng|tuần|ngày|quý|năm|xã|phường|thôn|lớp|hội nghị|buổi|cuộc|đơn vị|người|lần|đợt|kỳ|tổ|xóm|cơ quan|phòng|"
    r"văn bản|bài|tin"
)
_CHANGES: Mapping[str, str] = {
    "doubt": (
        r"(?:chưa|không|ko) (?:rõ|đúng|khớp|chắc|chắc chắn|chính xác|kiểm tra|xác nhận|xác minh|kiểm chứng|"
        r"đối chiếu)|(?:cần|chờ|đề nghị) (?:kiểm tra|xác nhận|xác minh|đối chiếu|rà soát)(?: lại)?|(?:kiểm tra|xem|"
        r"rà soát|hỏi) lại|hình như|có thể|nghi|có lẽ|chắc là"
    ),
    "mistake": (
        r"(?:ghi |gõ |nhập |đánh |tính |viết |báo cáo |cộng )?(?:nhầm|lộn|sai)|hủy|huỷ|hủy bỏ|bỏ|đính chính|thu hồi|"
        r"không tính|thừa|trùng|tính trùng|sửa(?: lại)?|đã sửa|số cũ|cũ"
    ),
    "draft": r"dự thảo|nháp|(?:chưa|không) (?:được )?(?:chính thức|chốt)|chưa được (?:phê )?duyệt",
    "plan": (
        r"dự kiến|dự tính|dự định|dự trù|kế hoạch|kh (?:năm|giao|đề ra)|chỉ tiêu|mục tiêu|phấn đấu|đăng ký|sẽ|sắp|"
        r"được giao|đề ra|chuẩn bị|đang (?:thực hiện|triển khai|in|soạn|chờ|trình|xây dựng|chuẩn bị|làm)|"
        r"chờ (?:duyệt|ký|đăng|phát|in)|chưa (?:thực hiện|tổ chức|triển khai|đăng|phát|in|ký|duyệt|ban hành|diễn ra|"
        r"xong|hoàn thành|làm)"
    ),
    "period": (
        r"cả năm|trong năm|năm (?:ngoái|trước|cũ|sau|tới)|quý (?:[ivx]+|[0-9]|trước)|(?:t|tháng ?)(?:0?[1-9]|"
        r"1[0-2])(?:[/.]20[0-9]{2}| năm 20[0-9]{2})?|l[uũ]y kế|luỹ kế|cộng dồn|kỳ trước|kỳ sau|cùng kỳ|nhiệm kỳ|"
        r"giai đoạn"
    ),
    "rate": (
        rf"(?:mỗi|bình quân|trung bình|bq|tb|hàng|hằng) ?(?:/ ?)?(?:{_MEASURED})|(?:một|1) (?:tháng|tuần|ngày|quý)|"
        rf"mỗi|bình quân|trung bình|bq|tb"
    ),
    "scale": (
        r"phần trăm|phần nghìn|đơn vị(?: tính)? ?(?::|là)|đvt|chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|tá|đôi|cặp|rưỡi|"
        r"gấp|lần|đồng|vnđ|tr|k"
    ),
    "others": (
        r"(?:của |do |cấp )?(?:cấp trên|trung ương|tw)|(?:của |do |cấp |toàn |cả |ubnd )(?:tỉnh|huyện|thị xã|"
        r"thành phố|cụm|ngành|khu vực)|(?:tỉnh|huyện|sở|bộ) (?:tổ chức|ban hành|cấp|giao|phát|in)|đơn vị khác|(?:xã|"
        r"phường|nơi|cơ quan|huyện|sở) khác|các xã"
    ),
}
_SIGNS: Mapping[str, str] = {"doubt": r"\?", "rate": rf"/ ?(?:1 )?(?:{_MEASURED})(?!\w)", "scale": "%"}
# Of an estimate the reason is its bound.
_ESTIMATES: Mapping[str, str] = {
    ">=": (
        r"còn thiếu|thiếu|trở lên|tối thiểu|ít nhất|"
        r"không dưới|trên|hơn"
    ),
    "<=": "gần|dưới|tối đa|không quá",
    "~": (
        r"ước(?: tính| lượng| đạt| khoảng| chừng| thực hiện| có)?|tạm(?: tính| ước| thời| tổng hợp)?|khoảng|độ chừng|"
        r"sơ bộ|dự ước|gần đúng|xấp xỉ|tương đối"
    ),
}
_BARE = frozenset({"trên", "hơn", "gần", "dưới"})  # of a longer remark they are prepositions


def _whole(words: str, signs: str = "") -> re.Pattern[str]:
    return late(rf"(?<!\w)(?:{words})(?!\w)" + (f"|{signs}" if signs else ""))


_SENSES: tuple[tuple[Does, str, re.Pattern[str]], ...] = (
    *(("changes", why, _whole(words, _SIGNS.get(why, ""))) for why, words in _CHANGES.items()),
    *(("estimate", bound, _whole(words)) for bound, words in _ESTIMATES.items()),
)
_DIGIT, _CLAUSES = late("[0-9]"), late(r"[,;.:()/&+–-]+")
_NAMED, _LONGEST_NAME = frozenset({"báo", "đài", "chí"}), 4


@remembered(2048)
def sense(text: str) -> Sense:
    """What a remark does to the figure beside it. Figures of its own are for ``sums.parts`` to read."""
    folded = fold(_without_names(text)).strip(" .,;:-")
    rest = " ".join(_ASIDE.sub(" , ", folded).split())
    timeless = _TIMES.sub(" ", rest)
    if _VERSUS.search(rest):
        return Sense("unknown")
    why = standing.says(timeless)
    if why:
        return Sense("estimate" if why in standing.ESTIMATES else "changes", why, rest)
    for does, why, words in _SENSES:
        match = words.search(timeless)
        if match and (match[0] not in _BARE or rest in _BARE):
            return Sense(does, why, match[0].strip())
    harmless = not _DIGIT.search(rest) and is_harmless(rest) and any(c.isalnum() for c in folded)
    return Sense("nothing" if harmless else "unknown")


def _without_names(text: str) -> str:
    """'báo Hà Tĩnh' -> 'báo': which newspaper it was changes nothing."""
    words: list[str] = []
    named = 0  # words of a name that may still follow
    for word in text.split():
        begins = fold(word) in _NAMED
        if named and not begins and word[:1].isupper():
            ends = word[-1] in ",;."
            words[-1] += word[-1] if ends else ""
            named = 0 if ends else named - 1
            continue
        words.append(word)
        named = _LONGEST_NAME if begins else 0
    return " ".join(words)


def is_harmless(folded: str) -> bool:
    """Whether a text is made of nothing but the harmless phrases of the lexicon, one after another."""
    for clause in _CLAUSES.split(folded):
        words = clause.split()
        reached = {0}
        for start in range(len(words)):
            if start in reached:
                ends = range(start + 1, min(start + lexicon.LONGEST_PHRASE, len(words)) + 1)
                reached |= {end for end in ends if " ".join(words[start:end]) in lexicon.HARMLESS}
        if words and len(words) not in reached:
            return False
    return True
