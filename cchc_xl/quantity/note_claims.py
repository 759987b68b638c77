"""What a clause claims, told by its shape where none of its phrases is known as a whole.

The next clerk's words are not known, but there are few ways to make a figure another one:

* somebody speaks: the writer of himself or to the reader ('em chưa chắc', 'nhờ Sở sửa giúp'), or a person of the figure
  ('anh Nam nói 8');
* the way of counting is told: a word for counting behind another word ('cũng tính', 'nên ghi thành 4');
* what was counted is taken back: what stands behind 'bị', 'chưa', 'chờ' need not be known where the clause is about
  what is counted, or has no subject at all;
* it is of another time or of another office than the report's, all of it or 'trong đó 2 ...';
* it is not about public administrative reform.

A clause about documents, places, people or media has a subject of its own, and what is said of that is not asked about:
a clause is about what is counted as long as it has no other words (``Spoken.is_about_it``), or begins so
(``Spoken.opens_with_it``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from cchc_xl.model import Field, Period
from cchc_xl.quantity.note_units import is_another, is_own, says_little
from cchc_xl.quantity.note_words import NUMBERS, Token
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold

_REACH = 4  # words behind the one that tells
_HEADS = frozenset({"total", "part", "incl", "mostly", "opener", "only", "row", "time", "joint", "relay"})


class Spoken(NamedTuple):
    """A clause beside the ``number`` of an indicator, in a report of a period.

    ``has``: the kinds of its words; ``note``: those of the words of all clauses.
    """

    tokens: Sequence[Token]
    has: frozenset[str]
    number: int
    field: Field
    period: Period | None
    note: frozenset[str]

    def place(self, kind: str) -> int:
        """Of the first word of a kind, -1 for none."""
        return next((at for at, token in enumerate(self.tokens) if kind in token.kinds), -1)

    def is_of_it(self, token: Token) -> bool:
        return says_little(token, self.field) or bool(token.kinds & _HEADS) or token.text in _SMALL

    def is_about_it(self, end: int) -> bool:
        """Are the words before a place none but words for what is counted?"""
        return all(self.is_of_it(token) for token in self.tokens[:end])

    def opens_with_it(self) -> bool:
        """Does the clause begin with what is counted, a figure, or a word for all or some of it?"""
        at = next((at for at, one in enumerate(self.tokens) if one.text not in _SMALL), 0)
        first = self.tokens[at]
        if first.figure is not None and self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text in ("tháng", "thang"):
            return False  # '6 tháng đầu năm 2025: 9 văn bản'
        return is_own(first, self.field) or first.figure is not None or bool(first.kinds & (_HEADS | {"act"}))


CARRIED_OUT = frozenset({"thực hiện", "triển khai", "theo", "căn cứ", "thuc hien", "trien khai", "can cu"})
_BECAUSE = frozenset({"vì", "bởi", "nhờ", "sáp nhập", "vi", "boi", "nho", "sap nhap"})
_NONE_AT_ALL = frozenset({"nào", "nao"})
_IS_NOT = frozenset({"không phải", "không phải là", "ko phải", "khong phai", "chẳng phải"})
_NOT_YET = frozenset({"chưa", "chua", "chưa được", "chưa kịp"})
_ONLY_NOW = frozenset({"mới", "chỉ mới", "mới chỉ", "chi moi"})
_GATHERED = frozenset({"tổng hợp", "thống kê", "cập nhật", "thu", "nhận", "tong hop", "thong ke"})
_ENDS = frozenset({"nay", "đầu", "cuối", "hết", "dau", "cuoi", "het"})
_BY_OTHERS = frozenset({"mời", "có", "báo cáo viên", "giảng viên"})
_NO_DAYS = dt.timedelta(0)
_SUBTRACTED = frozenset({"đã trừ", "trừ", "đã loại", "da tru", "tru", "loại"})
_NO = frozenset({"không", "ko", "khong", "chẳng", "hổng"})
_OF_ITS_OWN = frozenset({"riêng", "rieng", "chuyên đề", "độc lập"})
_MORE_OR_LESS = frozenset({"hơn", "gần", "trên", "dưới", "ngót", "non"})
_REALLY = frozenset({"thực ra", "chỉ có", "thực chất", "thực tế chỉ", "chỉ còn", "thuc ra", "chi co"})
_YET = frozenset({"nhưng", "vẫn", "mà", "chờ", "nhung", "van"})
_NOT_HERE = frozenset({"không thống kê ở", "không ghi ở", "không tính ở đây", "không nằm trong", "không có trong"})
_LEFT = frozenset({"còn", "con"})  # 'còn 4 sẽ tổ chức quý III' is beside what was done
_AS_GOOD_AS = frozenset(
    {"chừng", "chung chung", "tương đương", "coi như", "xem như", "tuong duong", "coi nhu", "xem nhu"}
)
_ALL_OF_IT = frozenset({"toàn", "đều", "toan", "deu"})
_AIMS = frozenset(
    {
        "kh cả năm",
        "kế hoạch cả năm",
        "nhu cầu",
        "nhu cau",
        "chỉ tiêu",
        "mục tiêu",
        "định mức",
        "dự trù",
        "phấn đấu",
        "chi tieu",
        "muc tieu",
    }
)
_BESIDE_REFORM = frozenset({"chuyển đổi số", "đề án", "chuyen doi so"})
_COMPARED = frozenset({"đạt", "vượt", "hoàn thành", "so", "so với", "theo", "trong", "cho thấy", "số"})
_AT = frozenset({"tại", "ở", "dịp", "nhân", "đội", "tai", "o", "hội", "ban"})
_OF_THE_WORK = frozenset({"tuyên truyền", "phổ biến", "tập huấn", "nội dung", "lĩnh vực", "tuyen truyen", "tap huan"})
_TIMES_SO = frozenset({"nhân", "nhan"})
_HELP = frozenset({"giúp", "hộ", "giùm", "dùm", "giup", "ho", "gium"})
_SMALL = frozenset(
    {
        "đã",
        "có",
        "các",
        "những",
        "nào",
        "cũng",
        "kia",
        "này",
        "đó",
        "nay",
        "một",
        "mấy",
        "của",
        "cả",
        "là",
        "trong",
        "hiện",
        "da",
        "co",
        "cac",
        "nhung",
        "mot",
        "may",
        "cua",
        "ca",
        "la",
        "hien",
    }
)


def claim(clause: Spoken) -> str:
    """The id of what is to be asked because of a clause; '' for nothing."""
    if leaves_out(clause):
        return ""
    return next(filter(None, (says(clause) for says in _CLAIMS)), "")


def leaves_out(clause: Spoken) -> bool:
    """'không đếm bản nháp', 'bản nháp không đưa vào': what is said not to be in the figure is no fault of it."""
    if "denied" in clause.has:
        return True
    if _is_left_out(clause):
        return True
    if any("this" in token.kinds for token in clause.tokens):
        return False  # 'đề nghị không lấy số này'
    unit = fold(clause.field.unit)
    if "exclude" in clause.has and clause.tokens[-1].text == unit and len(clause.tokens) <= 3:
        return False  # 'không đếm số cuộc' where they are to be counted
    if "exclude" in clause.tokens[0].kinds and not clause.has & {"writer", "nodata"}:
        return True  # 'đã loại 1 bản cho khỏi đếm hai lần'
    if _subtracts(clause) or _has_none_such(clause):
        return True
    if "nodata" in clause.has:
        return False  # 'không tính 4 khu phố chưa gửi báo cáo'
    if "not-all" in clause.has and clause.has & {"not-yet", "act"} > {"not-yet"}:
        return True
    if "exclude" in clause.has and not clause.has & {"writer", "person", "doubt"}:
        return True
    at = next((at for at, one in enumerate(clause.tokens[:-1]) if one.text in _IS_NOT), -1)
    if at >= 0 and "but" not in clause.has and not clause.has & {"this", "cchc", "opener-way"}:
        return not any(_is_what_is_asked(one, clause.field) for one in clause.tokens[at + 1 :])
    if any(one.text in _IS_NOT and two.kinds & {"above", "of", "besides"} for one, two in pairwise(clause.tokens)):
        return True  # 'loa phường, không phải đài tỉnh'
    return any(
        "neg" in one.kinds and one.text not in _NOT_YET and two.kinds & {"count", "incl", "relay"}
        for one, two in pairwise(clause.tokens)
    )


def _is_left_out(clause: Spoken) -> bool:
    """'02 hội nghị giao ban đã được loại khỏi số này', 'số này không gồm văn bản đến', not 'không lấy số này'."""
    at = clause.place("exclude")
    if at < 0 or clause.has & {"writer", "nodata", "but", "request"} or any(one.text in _YET for one in clause.tokens):
        return False
    return at > 0 or not any("this" in token.kinds for token in clause.tokens) or clause.tokens[0].text in _NOT_HERE


def _subtracts(clause: Spoken) -> bool:
    """'Đã trừ các tin không liên quan đến CCHC': what was taken out is told by more than the unit of measure."""
    if clause.tokens[0].text not in _SUBTRACTED or "times" in clause.has:
        return False
    at = next((at for at, token in enumerate(clause.tokens) if is_own(token, clause.field)), -1)
    return at > 0 and len(clause.tokens) - at > 2 and not any(token.figure is not None for token in clause.tokens[at:])


def _has_none_such(clause: Spoken) -> bool:
    """'Không có văn bản mật', 'không có người các xã khác', not 'không có hội nghị riêng'."""
    for at, (one, two) in enumerate(pairwise(clause.tokens)):
        if (one.text in _NO and two.text in ("có", "co")) or one.text in ("không có", "hổng có"):
            rest = clause.tokens[at + (1 if one.text.endswith("có") else 2) :]
            if len(rest) > 1 and is_own(rest[0], clause.field):
                return not any(token.kinds & {"any", "cchc"} or token.text in _OF_ITS_OWN for token in rest[1:])
    return False


def _is_not_all(clause: Spoken) -> str:
    """'Mới tổng hợp được 3/6 tháng', 'thiếu hội nghị ngày 12/5', 'còn lại dự kiến cuối năm'."""
    first, rest = clause.tokens[0], clause.tokens[1:]
    if first.text in _REALLY:
        numbers = [
            one.figure for one, two in pairwise(clause.tokens) if one.figure is not None and is_own(two, clause.field)
        ]
        if numbers and numbers[0] != clause.number and not clause.has & {"compare", "plan"}:
            return "figure"  # 'thực ra chỉ có 1 chuyên mục'
    if first.text in ("chờ", "đợi") and not clause.has & {"plan"}:
        return "doubt"
    for at, token in enumerate(clause.tokens):
        if "not-yet" in token.kinds and any(
            "figures" in one.kinds or one.text == "số" for one in clause.tokens[at + 1 : at + 4]
        ):
            return "nodata"
    if "part" in first.kinds and clause.has & {"intent", "not-yet"} and any(is_own(one, clause.field) for one in rest):
        return "plan"  # 'trong đó 2 hội nghị dự kiến tổ chức cuối tháng 6'
    if first.text in _ONLY_NOW and any(
        token.kinds & {"data", "count"} or token.text in _GATHERED for token in rest[:3]
    ):
        return "partial"
    if first.text in ("thiếu", "thieu") and any(
        is_own(token, clause.field) or token.kinds & {"time", "source"} for token in rest[:2]
    ):
        return "partial"
    if first.text in ("còn lại", "số còn lại", "con lai") and clause.has & {"intent", "not-yet", "plan"}:
        return "plan"
    return ""


def _is_in_another_medium(clause: Spoken) -> str:
    """'Chuyên mục Zalo OA' where sections of the website are counted; 'gồm cả bài đăng web' where the press is."""
    label = fold(clause.field.label)
    if "trang thông tin" in label:
        if is_own(clause.tokens[0], clause.field) and clause.note & {"social", "air"} and not clause.note & {"site"}:
            return "unit"
        last = clause.tokens[-1]
        if clause.has >= {"site", "above"} and any(token.figure is not None for token in clause.tokens):
            return "others"  # 'Cổng TTĐT tỉnh: 02'
        if (
            clause.opens_with_it()
            and "above" in last.kinds
            and clause.has & {"of", "site"}
            and not clause.has & {"neg"}
        ):
            return "others"
    elif "incl" in clause.has and "social" in clause.has:
        return "others"
    return ""


def _is_none_of_it(clause: Spoken) -> str:
    """'Trang chưa có chuyên mục' beside 2."""
    tokens = clause.tokens
    for at, (one, two) in enumerate(pairwise(tokens)):
        if "above" in clause.has:
            return ""
        if "neg" in one.kinds and two.text in ("có", "co") and at + 2 < len(tokens):
            rest = tokens[at + 3 :]
            if fold(clause.field.unit) == tokens[at + 2].text and all(
                token.kinds & {"cchc", "topic"} for token in rest
            ):
                return "figure"
    return ""


def _somebody_speaks(clause: Spoken) -> str:
    is_sure = "sure" in clause.note and not clause.note & {"doubt", "neg", "correct", "operation", "copy"}
    if "writer" in clause.has and not clause.has & {"evidence"} and not is_sure:
        return "reader"
    at = clause.place("request")
    if at >= 0 and all(token.kinds & {"person", "request", "opener"} for token in clause.tokens[:at]):
        behind = clause.tokens[at + 1 : at + 2 + _REACH]
        if any(token.kinds & {"correct", "operation", "doubt", "data"} for token in behind):
            return "reader"
    for one, two in pairwise(clause.tokens):
        if one.kinds & {"correct", "data"} and two.text in _HELP:
            return "reader"
    at = clause.place("person")
    if at >= 0 and (clause.is_about_it(at) or (at and "said" in clause.tokens[at - 1].kinds)):
        near = clause.tokens[max(0, at - 1) : at + 1 + _REACH]
        return "doubt" if any("said" in token.kinds for token in near) else ""
    return ""


def _is_counted_so(clause: Spoken) -> str:
    """'cũng tính', 'nên tính 3', 'tính luôn', 'vẫn để nguyên', 'chứ không phải số cuộc'."""
    before = ""
    for one, two in pairwise(clause.tokens):
        if "so" in one.kinds and "count" in two.kinds and not (one.text == "cũng" and _repeats_it(clause)):
            return "way"
        if "count" in one.kinds and two.figure is not None and before == "each":
            return "way" if two.figure > 1 or not _is_each_of_own(clause) else ""
        if "count" in one.kinds and "along" in two.kinds and before != "neg":
            return "others"
        if one.text in _TIMES_SO and two.figure is not None and before != "neg":
            return "operation"
        if "by" in one.kinds and "factor" in two.kinds:
            return "scale"
        if one.text == "chia" and two.figure == clause.number:
            return "unit"
        if "by" in one.kinds and is_another(two, clause.field) and "paper" not in two.kinds:
            return "unit"
        if one.text in _MORE_OR_LESS and two.figure == clause.number and "compare" not in clause.note - one.kinds:
            return "doubt"  # 'hơn 30 tài liệu'
        if one.text in _AS_GOOD_AS and (two.figure is not None or two.text in NUMBERS) and "each" not in clause.has:
            return "doubt"
        if "but" in one.kinds and "neg" in two.kinds:
            return "unit"
        if one.text in _IS_NOT and any(_is_what_is_asked(token, clause.field) for token in clause.tokens[2:]):
            return "unit"
        if one.text in _IS_NOT and _is_what_is_asked(two, clause.field):
            return "unit"
        each = before == "each" or "each" in one.kinds or one.text in ("một", "mot")
        before = "neg" if "neg" in one.kinds else "each" if each else ""
    return ""


def _repeats_it(clause: Spoken) -> bool:
    """'phụ lục cũng ghi 12' beside 12, not 'năm trước 2 nên cũng ghi 2'."""
    return clause.tokens[-1].figure == clause.number and "ago" not in clause.note


def _is_each_of_own(clause: Spoken) -> bool:
    """'Mỗi bài tính 1', not 'mỗi điểm cầu tính 1'."""
    return any(
        (one.kinds & {"each"} or one.text == "một") and is_own(two, clause.field)
        for one, two in pairwise(clause.tokens)
    )


def _is_what_is_asked(token: Token, field: Field) -> bool:
    """Is a thing that the indicator asks for, by its unit or its label?"""
    return is_own(token, field) or (len(token.text) > 4 and token.text in fold(field.label))


def _is_taken_back(clause: Spoken) -> str:
    if clause.has & {"more", "made-up", "again"}:
        return ""
    last = clause.tokens[-1]
    if "unfinished" in clause.has:
        return "plan"
    if clause.tokens[0].text in _AIMS and not any(
        token.figure is not None or token.text in _COMPARED for token in clause.tokens
    ):
        return "plan"  # 'chỉ tiêu tỉnh giao'
    if clause.tokens[0].text in ("mới", "moi") and last.text.endswith("xong") and clause.field.measure == "flow":
        return "plan"
    for at, token in enumerate(clause.tokens[:-1]):
        behind = clause.tokens[at + 1]
        if "loss" in token.kinds and "neg" not in clause.has and not clause.has & {"cause"}:
            lost = any(
                one.figure is not None and is_own(two, clause.field) for one, two in pairwise(clause.tokens[at + 1 :])
            )
            if lost or (at == 0 and _is_all_of_it(clause)) or (clause.opens_with_it() and clause.is_about_it(at)):
                return "mistake"
        if "suffers" in token.kinds and at and clause.is_about_it(at):
            return "mistake"
        if at == 0 and behind.text in ("có", "co") and "not-yet" in token.kinds and len(clause.tokens) > 3:
            third = clause.tokens[2]
            if not (
                is_own(third, clause.field) or third.kinds & {"evidence", "source", "paper", "figures", "any", "only"}
            ):
                return ""  # 'chưa có bản tiếng Anh'
        if "not-yet" in token.kinds and clause.is_about_it(at) and clause.tokens[0].text not in _LEFT:
            nothing = behind.kinds & {"nothing", "place", "of"} or is_another(behind, clause.field)
            return "" if nothing or any("any" in one.kinds for one in clause.tokens[at + 1 : -1]) else "plan"
        if "neg" in token.kinds and any(one.text in _NONE_AT_ALL for one in clause.tokens[at + 2 : at + 5]):
            return _is_none(clause, at)
    return ""


def _is_none(clause: Spoken, at: int) -> str:
    """'Chưa phát buổi nào', 'không mở lớp nào vì bận' beside a figure; not 'chưa có văn bản nào quá hạn'."""
    end = next(end for end, one in enumerate(clause.tokens) if end > at and one.text in _NONE_AT_ALL)
    ends = end + 1 == len(clause.tokens) or clause.tokens[end + 1].text in ("vì", "do", "vi")
    left = clause.tokens[at + 1].text in ("còn", "con") or "above" in clause.has  # 'kho không còn tờ nào'
    return "figure" if ends and not left and "unit" in clause.tokens[end - 1].kinds else ""


def _is_all_of_it(clause: Spoken) -> bool:
    """'Đã ngừng hoạt động', not 'gỡ bỏ thủ tục hết hiệu lực'."""
    return not any("unit" in token.kinds and "act" not in token.kinds for token in clause.tokens[1:])


def _is_of_another_time(clause: Spoken) -> str:
    first = clause.tokens[0]
    if "incl" in clause.has and any(is_outside(one, clause.period) for one in clause.tokens):
        return "time"  # 'đã tính cả phóng sự dự kiến phát ngày 25/6'
    others = [one.figure for one in clause.tokens if one.figure not in (None, clause.number)]
    if "intent" in first.kinds and not others and not clause.has & {"more", "made-up"}:
        return "plan"
    if others and first.text in ("còn", "con"):
        return ""
    flows = clause.field.measure == "flow"
    if flows and not others and not clause.has & {"more", "compare", "made-up"} and is_outside(first, clause.period):
        return "time" if len(clause.tokens) > 1 else ""
    if (
        flows
        and clause.place("time") != len(clause.tokens) - 1
        and all(one.kinds & {"time", "place"} or one.text in _ENDS for one in clause.tokens)
    ):
        return "time" if any(is_outside(one, clause.period) for one in clause.tokens) else ""
    if "opener" in first.kinds and any(is_outside(one, clause.period) for one in clause.tokens):
        return "time"
    if clause.field.measure != "flow" or clause.has & {"plan", "beside", "more", "exclude", "made-up"}:
        return ""
    if not clause.opens_with_it() or any(
        "compare" in one.kinds and "earlier" not in one.kinds for one in clause.tokens
    ):
        return ""
    for at, token in enumerate(clause.tokens):
        if token.text in ("về", "ve"):
            return ""
        if at and ("ago" in token.kinds or is_outside(token, clause.period)):
            return "time"
    return ""


def is_outside(token: Token, period: Period | None, near: dt.timedelta = _NO_DAYS) -> bool:
    """Is a time that a word names outside the period, by more than ``near``?

    A month without its year is of the period if one of it is.
    """
    if token.when is None or period is None:
        return False
    year, month, day = token.when
    if not month:
        return year not in (period.year, period.end.year)
    years = (year,) if year else tuple({period.start.year, period.end.year})
    return not any(_touches(period, one, month, day, near) for one in years)


def _touches(period: Period, year: int, month: int, day: int, near: dt.timedelta) -> bool:
    """Is a month, or a day of it, in the period?"""
    if day:
        try:
            return period.start - near <= dt.date(year, month, day) <= period.end + near
        except ValueError:
            return True  # no day
    return (period.start.year, period.start.month) <= (year, month) <= (period.end.year, period.end.month)


def _is_of_another_office(clause: Spoken) -> str:
    if clause.has & {"beside", "exclude", "plan", "compare"} or any(token.text in _BECAUSE for token in clause.tokens):
        return ""
    if clause.tokens[0].text in CARRIED_OUT or clause.has & {"descriptor", "title"}:
        return ""
    if len(clause.tokens) == 2 and is_own(clause.tokens[0], clause.field) and "above" in clause.tokens[1].kinds:
        return "" if _counts_press(clause.field) else "others"  # 'Hội nghị cấp tỉnh'
    if (
        clause.has >= {"join", "above"}
        and "title" not in clause.has
        and _counts_meetings(clause.field)
        and clause.tokens[0].text not in _BY_OTHERS
    ):
        return "others"  # 'CBCC tham gia tập huấn trên tỉnh'
    tokens, press = clause.tokens, _counts_press(clause.field)
    for at, token in enumerate(tokens):
        behind = tokens[at + 1 : at + 2 + _REACH]
        if "of" in token.kinds and clause.is_about_it(at) and (at or any("act" in one.kinds for one in behind)):
            for two, one in enumerate(behind):
                if ("media" in one.kinds and press) or "title" in one.kinds or one.text in ("ubnd xã", "ubnd phường"):
                    break
                if one.kinds & {"besides", "above"}:
                    return "others"
                if "commune" in one.kinds and two and behind[two - 1].figure is not None:
                    return "others"
        if "besides" in token.kinds and "joint" in tokens[0].kinds and clause.is_about_it(at):
            return "others"
        if "commune" in token.kinds and clause.opens_with_it():
            before = tokens[at - 1] if at else None
            if before is not None and (before.figure or 0) > 1:
                return "others"
            if at and at + 1 < len(tokens) and "neighbour" in tokens[at + 1].kinds:
                return "others"
    return ""


@lru_cache(maxsize=64)
def _counts_press(field: Field) -> bool:
    return "báo chí" in fold(field.label)


@lru_cache(maxsize=64)
def _counts_meetings(field: Field) -> bool:
    return "tập huấn" in fold(field.label)


def _is_of_another_subject(clause: Spoken) -> str:
    """'phần lớn là tin thời tiết', 'không có nội dung CCHC'."""
    if "incl" in clause.has and not clause.has & {"beside", "cchc"}:
        at = clause.place("incl")
        if any(token.text in _BESIDE_REFORM for token in clause.tokens[at + 1 :]):
            return "subject"  # 'tính cả văn bản về chuyển đổi số'
    if "routine" in clause.has and _counts_meetings(clause.field) and not clause.has & {"beside", "exclude", "neg"}:
        return "subject" if clause.opens_with_it() else ""
    around = clause.has if clause.tokens[0].figure is not None or "part" in clause.has else clause.note
    if (
        "subject" in clause.has
        and not around & {"topic", "cchc"}
        and not clause.has & {"beside", "cchc", "topic", "exclude", "neg", "above", "place-of"}
    ):
        at = clause.place("subject")
        if at and clause.tokens[at - 1].text in _AT:
            return ""
        if "part" in clause.note and at == len(clause.tokens) - 1 and at <= 1:
            return "subject"  # 'gồm ngày hội đại đoàn kết, giải bóng chuyền'
        if clause.opens_with_it() or clause.tokens[0].text in _OF_THE_WORK or (at == 0 and len(clause.tokens) == 1):
            return "subject"
    for at, (one, two) in enumerate(pairwise(clause.tokens)):
        if (
            two.text in ("là", "la")
            and (one.text in _ALL_OF_IT or "part" in one.kinds)
            and not (clause.note | clause.has) & {"cchc", "topic"}
        ):
            rest = clause.tokens[at + 2 :]
            if rest and not any(is_own(token, clause.field) or token.kinds & {"nothing", "of"} for token in rest):
                return "subject"
        if "mostly" in one.kinds and "is" in two.kinds and "cchc" not in clause.has:
            return "subject"
        if "neg" in one.kinds and any("cchc" in token.kinds for token in clause.tokens[at + 1 : at + 1 + _REACH]):
            return "subject"
    return ""


_CLAIMS: tuple[Callable[[Spoken], str], ...] = (
    _somebody_speaks,
    _is_counted_so,
    _is_of_another_subject,
    _is_taken_back,
    _is_of_another_time,
    _is_of_another_office,
    _is_not_all,
    _is_in_another_medium,
    _is_none_of_it,
)
