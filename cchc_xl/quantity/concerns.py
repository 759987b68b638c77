"""What a note of any shape may say of the figure beside it, where no known clause says it (``notes``).

Nothing is known of the next clerk's words, so a clause is judged by the kinds of words that it has (``note_words``),
each in the light of the figure and of the indicator:

* another number of what the indicator counts, which no comparison, plan or breakdown accounts for;
* the same number of something else;
* "số ..." of something else, or a bare word for a measure;
* a calculation; a blank; another indicator; another office; something that did not happen, is no longer, or is all
  one does not know.

What is found is asked about, the figure is added up with a flag (V47): a clause may always tell of something else.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Field, Period
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_claims import CARRIED_OUT, Spoken, claim, is_outside, leaves_out
from cchc_xl.quantity.note_units import (
    WITHIN,
    is_another,
    is_another_thing,
    is_measure,
    is_own,
    known_units,
    says_little,
)
from cchc_xl.quantity.note_words import NUMBERS, TIME, Token, tokens
from cchc_xl.text import fold, late, remembered

LONGEST = 300  # characters; a longer note is a narrative
_LONGEST_CLAUSE = 25  # words of a clause that is still about the figure

_DAY = r"[0-9]{1,2}[/.-][0-9]{1,2}(?![0-9/])"
_DATE = r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:20)?[0-9]{2})?(?![0-9/])"
# What has figures and words that are none of the note's own.
_REFERENCES = late(
    "|".join(
        (
            r"(?<!\w)(?:vtv|vov|vtc|htv|antv)[0-9]{1,2}(?!\w)",  # channels
            r"https?://\S+|www\.\S+|\S+\.(?:vn|com|net)\S*|\S+@\S+",  # links
            r"[\"“”‘’«»][^\"“”‘’«»]{1,120}[\"“”‘’«»]",  # names in quotes
            r"(?:đt|sđt|điện thoại|dt|sdt|dien thoai|hotline)\W{0,3}[0-9][0-9 .]{7,14}",
            r"(?<![0-9])0[0-9]{2,3}[ .]?[0-9]{3}[ .]?[0-9]{3,4}(?![0-9])",  # telephone numbers
            (
                r"(?:số ?:?|so ?:?)? ?[0-9]+ ?/(?:[0-9]{4}/)?[a-zđ][\w&-]*(?:/[\w-]+)*"  # documents
                r"(?: (?:ngày|ngay) [0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4})?"
            ),
            r"(?:số|so|cv|kh|qđ|tb|bc):? ?[0-9]+(?:(?:, ?| và )(?:số |so )?[0-9]+(?![0-9/]))+",
            rf"(?:ngày|đến|từ|hết|trước|sau|ngay|den|tu)(?: ngày)? {_DATE}(?:(?:, ?| và ){_DATE})+",  # days
            rf"(?:ngày|đến|từ|hết|trước|sau|ngay|den|tu)(?: ngày)? {_DAY}(?:(?:, ?| và ){_DAY})*",
            r"(?:ngày|ngay) [0-9]{1,2}(?: tháng | thang |[/.-])[0-9]{1,2}(?:(?: năm | nam |[/.-])[0-9]{4})?",
            r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})",
            (
                r"(?:thời gian|tháng|thang|quý|quy|kỳ|tuần|năm|nam(?= ?20))(?: học)? ?"  # spans of time
                r"(?:[0-9]{1,4}(?:[/-][0-9]{2,4})?|[ivx]{1,4}(?![a-z]))(?:/[0-9]{4})?"
            ),
            r"(?:từ|đến|tu|den) (?:năm )?20[0-9]{2}(?![0-9])",
            (  # times
                r"(?:lúc|vào|từ|đến|sáng|chiều|trưa|tối|-) ?(?:lúc )?[0-9]{1,2} ?(?:h(?![^\W\d_])|giờ)(?: ?[0-9]{2})?"
            ),
            r"[0-9]{1,2}h(?:[0-9]{2})?(?![0-9a-z])",
            rf"(?:sáng|chiều|tối|trưa|hôm|bữa|mùng|dịp|lễ|hoa|đợt) {_DAY}",
            (
                r"(?:kinh phí|tổng kinh phí|kinh phi|chi phí|số tiền|dự toán|trị giá)[^;,]{0,20}?"  # money
                r"[0-9][0-9.,]* ?(?:triệu|nghìn|tỷ|trieu|nghin)?(?: ?đồng| ?đ| ?vnđ| ?dong)?"
            ),
            r"(?:đạt|tỷ lệ|ty le|chiếm|bằng|có|với)?(?: tỷ lệ)? ?[0-9]+(?:[.,][0-9]+)? ?%",  # shares
        )
    )
)
_CLAUSE = late(r"[;\n]|\.(?![0-9])|, |,(?![0-9])|[()\[\]]")
_NUMBERING = late(r"(?:^|(?<=[;,:.\n])) ?\(?([1-9]|1[0-9])[.)](?= ?[^\W\d])")
_SPANS = ("thời gian", "tháng", "quý", "kỳ", "tuần", "năm", "thang", "quy", "nam")
_YEAR = late(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_MONTH = late(
    r"(?:tháng|thang) ?(?P<month>1[0-2]|0?[1-9])(?![0-9])|(?:quý|quy) ?(?P<quarter>iv|i{1,3}|[1-4])(?![0-9a-z])"
)
_DAY_OF = late(r"(?<![0-9])(?P<day>3[01]|[12][0-9]|0?[1-9])(?: tháng | thang |[/.-])(?P<month>1[0-2]|0?[1-9])(?![0-9])")
_IS_NUMBER_OF = late(r"[0-9]/(?:[0-9]{4}/)?[a-zđ]|^0[0-9]{2}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_REACH = 3  # words behind a negation, or behind an office, that are looked at
_NONE_BUT = frozenset({"nào", "trái", "quá", "sai", "nao"})
_UNDER_WAY = frozenset({"đang", "chờ", "sắp", "sẽ", "đang chờ", "dang", "cho", "sap", "se"})
_SHORT = 6  # phrases of a clause that is no more than a name for what was counted
_OF_ANOTHER = frozenset({"plan", "compare", "each"})  # a figure beside such words is one of its own
_COMES_TO = frozenset({"là", "thành", "=", "còn", "la", "thanh"})
_TIMES = frozenset({"x", "×", "*"})
_FACTORS = frozenset({"x", "×", "*", "/"})
_SUMS = frozenset({"tổng", "tổng số", "tổng cộng", "cộng", "=", "tong", "tong so", "tong cong", "cong"})
_COUNTED = frozenset(
    {
        "tính theo",
        "tính bằng",
        "tinh theo",
        "tinh bang",
        "đơn vị",
        "đvt",
        "đơn vị tính",
        "don vi",
        "dvt",
        "don vi tinh",
        "số",
        "số lượng",
        "tổng số",
        "tính",
        "đếm",
        "so",
        "so luong",
        "tong so",
        "tinh",
        "dem",
    }
)
_LEADS = _COUNTED | {"là", "theo", "bằng", "đây", "này", "la", "bang", "day", "nay", "các", "cac", "được", "duoc"}
_GIVEN = frozenset({"phát", "ra", "gửi", "đã", "dự", "tham gia", "tham dự", "phát sóng", "phat", "gui", "da", "du"})
_ABOUT = frozenset({"về", "nội dung", "lĩnh vực", "tập huấn", "ve", "noi dung", "linh vuc", "tap huan", "tuyên truyền"})
_DID = frozenset({"đã", "có", "thực tế", "thực ra", "da", "co", "thuc te", "thuc ra"})
_DENIED = frozenset({"denied"})
_DENIABLE = frozenset({"operation", "incl", "reported", "loss", "copy", "relay", "suffers"})
_FAULTS = frozenset({"sai", "sót", "nhầm", "lệch", "chênh", "trùng", "nhớ mang máng", "bị sót", "cộng", "sot", "nham"})
_UNDONE = frozenset({"trừ", "tách", "chia", "bớt", "lọc", "tru", "tach"})
_SCOPE = 3
_BREAKS = frozenset({"nên", "vì", "mà", "nhưng", "thì", "để", "nen", "vi", "ma", "nhung"})
_NOT = frozenset(
    {
        "không",
        "ko",
        "chẳng",
        "không bị",
        "khong",
        "không có",
        "chả",
        "hổng",
        "hông",
        "hong",
        "hổng có",
        "không ai",
        "hong co",
        "khong ai",
        "khong co",
    }
)
_SUBTRACTED = frozenset({"trừ", "đã trừ", "tru", "da tru"})
_FREE_DAYS = frozenset({"chủ", "lễ", "tết", "nghỉ", "chu", "le", "tet"})
_OR = frozenset({"hay", "hoặc", "hoac"})
_TELLING = frozenset({"act", "neg", "opener", "only", "writer", "incl", "doubt", "person"})
_OF_WHOM = frozenset({"phòng", "đơn vị", "thôn", "tổ", "khu phố", "tdp", "bộ phận", "trung tâm", "tháng", "quý", "ban"})
_SHORT_EXCLUSION = 3
_CONFIRMABLE = frozenset({"doubt", "way", "reader", "copied", "mistake", "operation", "reported"})
_BREAKS_OFF = frozenset({"nhưng", "mà", "song", "nhung"})
_WAITING = frozenset({"chờ", "đang chờ", "đợi", "đang đợi", "dang cho"})
_PROVIDED = frozenset({"cung cấp", "xác nhận", "gửi", "báo", "tổng hợp", "trả lời", "phản hồi", "cung cap", "xac nhan"})
_MAKESHIFT = frozenset({"tạm", "nên", "đành", "cứ", "tam", "nen"})
_THIS_TIME = frozenset({"kỳ này", "nay", "hiện", "ky nay"})
_AT_FIRST = frozenset({"lúc", "ban đầu", "giấy mời", "mời", "luc", "đầu"})
_SIGNED = frozenset({"chữ ký", "tên", "chữ", "người"})
_STILL = frozenset({"vẫn", "cũng", "van", "cung"})
_SAME_TIME = frozenset({"cùng kỳ", "so với", "cung ky", "so voi"})
_PUT_OFF = frozenset({"hoãn", "lùi", "dời", "bị hoãn", "tạm hoãn", "hoan"})
_FINAL = frozenset({"nhé", "ạ", "thôi", "nha", "đấy", "nhe", "thoi"})
_PARTICLES = frozenset({"nhé", "ạ", "thôi", "đó", "nhe", "a", "thoi", "do", "/", "=", "đúng", "dung"})
_WAVES = frozenset({"sóng", "đài", "truyền hình", "loa", "song", "dai", "truyen hinh"})
_IS_NOT = frozenset({"không phải", "không phải là", "chưa phải", "khong phai", "ngoài"})
_KINDS_OF = frozenset(
    {"loại", "đầu", "mẫu", "bản", "đầu sách", "loai", "dau", "mau", "ban"}
)  # titles or copies, which the form asks for
_AWAY = frozenset({"đi tập huấn", "đi dự", "đi học", "di tap huan", "di du", "di hoc"})
_OFFICES = ("xã", "phường", "cơ quan", "phòng", "xa", "phuong")
_PAIRED = late(r"(?<!\w)tin, ?(bài|bai)(?!\w)")
_SEPARATED = late(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")


def concern(text: str, number: int, field: Field, period: Period | None = None) -> str:
    """The id of what is to be asked about the ``number`` of an indicator because of a note; '' for nothing.

    ``period``: the report's, where it is known.
    """
    if text.strip(" .()") in (f"{number}%", f"{number} %"):
        return "scale"
    clauses = understood(text)
    if not clauses:
        return ""
    figures = any(token.figure is not None for clause in clauses for token in clause)
    about = (
        text,
        number if figures else min(number, 1),
        period and period.end,
    )  # without figures a note says the same of all but 0
    known = _judged(field)
    found = known.get(about)
    if found is None:
        found = known[about] = _judge(clauses, number, field, period)
    return found


@remembered_by_identity
def _judged(field: Field) -> BoundedCache[tuple[str, int, dt.date | None], str]:  # noqa: ARG001 - one for each field
    return BoundedCache(256)  # many files have the same notes


def _judge(clauses: Sequence[Sequence[Token]], number: int, field: Field, period: Period | None = None) -> str:
    explained = _is_explained(clauses, number)
    note = frozenset().union(*(token.kinds for clause in clauses for token in clause))
    if number == 0 and any(_says_none(clause) for clause in clauses) and "doubt" not in note:
        return ""
    first = clauses[0][0]
    states = any("count" in one.kinds and two.figure is not None for clause in clauses for one, two in pairwise(clause))
    if "descriptor" in first.kinds and not states and not note & {"doubt", "writer", "correct"}:
        return ""  # 'Thành phần: ...', 'Kinh phí: ...': about something else
    if note & {"formal"} and not note & {"doubt", "correct", "operation"}:
        return ""
    if explained and _is_left_to_do(clauses):
        return "plan"
    if _ends_left_out(clauses, note):
        return ""
    if "instruction" in note and not note & {"writer", "doubt", "copy", "earlier", "request"}:
        return ""  # what the form says of how to fill it in
    told = (
        _of_clause(clause, number, field, explained, period, note)
        for at, clause in enumerate(clauses)
        if not (at and _goes_on_leaving_out(clauses[at - 1], clause))
        and not _is_left_out(clauses[at + 1 : at + 2])
        and not _is_listed_with(clause, clauses[at + 1 : at + 2])
    )
    found = next(filter(None, told), "")
    if found and found not in ("time", "others", "subject") and _is_set_right(clauses, number):
        return ""
    if found in _CONFIRMABLE and _is_confirmed(clauses, note):
        return ""
    return found or ("" if explained or number == 0 else _planned(clauses, number, field))


def _goes_on_leaving_out(before: Sequence[Token], clause: Sequence[Token]) -> bool:
    """'không kể hoạt động của Thành đoàn, Tỉnh đoàn'"""
    left_out = any("exclude" in token.kinds for token in before)
    bare = all(token.figure is not None or "unit" in token.kinds for token in clause)
    if bare and any(token.kinds & {"compare", "plan", "ago"} for token in before):
        return True  # 'cao hơn cùng kỳ (450)'
    return left_out and not any(token.figure is not None or token.kinds & _TELLING for token in clause)


def _says_none(clause: Sequence[Token]) -> bool:
    """'phường không tổ chức', 'không có nên để 0'"""
    return any(one.text in _NOT and "act" in two.kinds for one, two in pairwise(clause)) or any(
        (one.text in _NOT and two.text in ("có", "co"))
        and (
            three is None
            or three.kinds & {"any", "so", "act"}
            or ("unit" in three.kinds and not three.text.startswith("người"))
        )
        for one, two, three in zip(clause, clause[1:], (*clause[2:], None), strict=False)
    )


def _is_confirmed(clauses: Sequence[Sequence[Token]], note: frozenset[str]) -> bool:
    """'trùng y số kỳ trước, đã rà', 'anh Hùng đếm kỹ rồi, chắc chắn'"""
    if "sure" not in note or note & {"not-yet", "but", "writer", "request", "nodata"}:
        return False
    if "doubt" in note and not note & {"exclude", "person"}:
        return False
    return not any(token.text in _BREAKS_OFF for clause in clauses for token in clause)


def _ends_left_out(clauses: Sequence[Sequence[Token]], note: frozenset[str]) -> bool:
    """'Bài thứ tư đã gửi nhưng chưa được đăng, để lại kỳ sau', 'hội nghị ngày 20/6 tới chưa tính'"""
    last = clauses[-1][-1].kinds | (clauses[-1][-2].kinds if len(clauses[-1]) > 1 else frozenset())
    if note & {"writer", "request", "doubt"} or any(one.text in _STILL for clause in clauses for one in clause):
        return False
    undone = bool(note & {"not-yet", "subject", "loss"}) or any(one.when for clause in clauses for one in clause)
    return undone and ("exclude" in last or "not-all" in clauses[-1][-1].kinds)


def _is_listed_with(clause: Sequence[Token], behind: Sequence[Sequence[Token]]) -> bool:
    """'Các tin về thời tiết, | bầu cử không tính'"""
    if not behind or len(behind[0]) > _SHORT_EXCLUSION or "exclude" not in behind[0][-1].kinds or len(behind[0]) < 2:
        return False
    return not any(token.kinds & {"act", "neg", "only"} and "place" not in token.kinds for token in clause)


def _is_left_out(behind: Sequence[Sequence[Token]]) -> bool:
    """Does the next clause leave out what this one tells of: 'Có 3 hội nghị bị hoãn, không tính vào'?"""
    if not behind:
        return False
    first = behind[0][0].kinds | (
        behind[0][1].kinds if len(behind[0]) > 1 and behind[0][0].text in _THIS_TIME else set()
    )
    if "exclude" in first and not any(is_outward(token) for token in behind[0]):
        return True
    alone = len(behind[0]) == 1 and "not-all" in behind[0][0].kinds  # '..., chưa tính'
    return alone or (len(behind[0]) <= _SHORT_EXCLUSION and "exclude" in behind[0][0].kinds)


def is_outward(token: Token) -> bool:
    """Does a word give an exclusion an object of its own: 'không tính văn bản đến'?"""
    return ("unit" in token.kinds and not token.kinds & {"row", "exclude"}) or bool(token.kinds & {"nodata", "writer"})


def _is_set_right(clauses: Sequence[Sequence[Token]], number: int) -> bool:
    """'Bản trước ghi 610 là sai, 600 là số đã kiểm lại': the right one is the figure."""
    right = any(
        any(token.figure == number for token in clause)
        and any(token.kinds & {"sure", "correct", "only"} for token in clause)
        and not any(token.kinds & {"doubt", "reported", "plan"} for token in clause)
        for clause in clauses
    )
    before = any(token.kinds & {"earlier", "ago"} or token.text in _AT_FIRST for one in clauses for token in one)
    return right and before and len(clauses) > 1


def _is_left_to_do(clauses: Sequence[Sequence[Token]]) -> bool:
    """'Đã tổ chức 3, còn 3 sẽ tổ chức trong quý III' beside 6; 'còn lại dự kiến cuối năm'."""
    return any(
        clause[0].text in ("còn", "con", "còn lại", "số còn lại")
        and any(token.kinds & {"intent", "not-yet"} for token in clause[1:])
        for clause in clauses
    )


def _planned(clauses: Sequence[Sequence[Token]], number: int, field: Field) -> str:
    """'Kế hoạch 6 hội nghị' beside 6, where no other clause has the figure: 'kế hoạch 6, thực hiện 6'."""
    if any(
        "sure" in token.kinds or token.text in ("hoàn thành", "vượt", "hoan thanh")
        for clause in clauses
        for token in clause
    ):
        return ""  # 'Kế hoạch giao 6 hội nghị, đã hoàn thành'
    having = [clause for clause in clauses if any(token.figure == number for token in clause)]
    if len(having) != 1 or sum(token.figure is not None for clause in clauses for token in clause) != 1:
        return ""
    clause = having[0]
    kinds = {kind for token in clause for kind in token.kinds}
    plain = all("plan" in token.kinds or says_little(token, field) for token in clause)
    return "plan" if "plan" in kinds and plain and not kinds & {"compare", "part"} else ""


@remembered(4096)
def understood(text: str) -> tuple[tuple[Token, ...], ...]:
    if not text or len(text) > LONGEST:
        return ()
    folded = _PAIRED.sub(r"tin \1", "\n".join(map(fold, text.splitlines())))
    bare = _SEPARATED.sub("", _REFERENCES.sub(_put_aside, _without_numbering(folded)))
    found: list[tuple[Token, ...]] = []
    for piece in _CLAUSE.split(bare):
        words = piece.split()
        clause = tokens(" ".join(words), folded.isascii() or (len(words) > 3 and piece.isascii()))
        while len(clause) > 1 and clause[-1].text in _FINAL:
            clause = clause[:-1]
        goes_on = len(clause) == 1 and clause[0].figure is not None and found and _ends_in_a_number_of(found[-1])
        if goes_on:  # 'khu phố 1, 2, 5'
            found[-1] += clause
        elif clause and len(clause) <= _LONGEST_CLAUSE:
            found.append(_without_denied(clause))
    return tuple(found)


def _without_numbering(text: str) -> str:
    """'(1) đối thoại, (2) tọa đàm', '1. Đối thoại; 2. Tọa đàm': numbers from 1 on that only begin what follows."""
    numbers = [int(match[1]) for match in _NUMBERING.finditer(text)]
    is_numbered = len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]
    return _NUMBERING.sub(" ", text) if is_numbered else text


def _without_denied(clause: tuple[Token, ...]) -> tuple[Token, ...]:
    """'không dùng chung', 'không ai bị đếm hai lần': what is denied is not said."""
    found: list[Token] = []
    reach = 0  # words that a negation still denies
    for token in clause:
        if reach and _is_deniable(token):
            found.append(Token(token.text, _DENIED))
            continue
        reach = _SCOPE if token.text in _NOT else 0 if token.text in _BREAKS else max(0, reach - 1)
        found.append(token)
    return tuple(found)


def _is_deniable(token: Token) -> bool:
    """A word for a fault; what was not subtracted or told apart is one."""
    if token.text.partition(" ")[0] in _UNDONE:
        return False
    return bool(token.kinds & _DENIABLE) or token.text in _FAULTS


def _ends_in_a_number_of(clause: Sequence[Token]) -> bool:
    """'tại nhà văn hóa khu phố 1'"""
    if clause[-1].when is not None:
        return True  # 'các tháng 1, 3, 4'
    at = next((at for at in range(len(clause) - 1, -1, -1) if clause[at].figure is None), -1)
    numbered = known_units(WITHIN | lexicon.KINDS["documents"])  # 'kế hoạch 5, 12, 18'
    return 0 <= at < len(clause) - 1 and (bool(clause[at].kinds & {"which"}) or clause[at].text in numbered)


def _put_aside(match: re.Match[str]) -> str:
    """'…' for a span of time or a share, with year and month where it has them; a blank for any other reference."""
    text = match[0]
    spans = text.startswith(_SPANS) or text.endswith("%")
    year, day, month = _YEAR.search(text), _DAY_OF.search(text), _MONTH.search(text)
    if text.endswith("%") or not (year or day or month) or _IS_NUMBER_OF.search(text):
        return f" {TIME} " if spans else "  "
    quarter = month["quarter"] if month else None
    if day and text.startswith("sau"):
        return f" {TIME}{int(year[0]) if year else 0:04}{int(day['month']):02}{min(31, int(day['day']) + 1):02} "
    named = int(day["month"]) if day else 3 * _QUARTERS[quarter] - 1 if quarter else int(month["month"]) if month else 0
    return f" {TIME}{int(year[0]) if year else 0:04}{named:02}{int(day['day']) if day else 0:02} "


def _is_explained(clauses: Sequence[Sequence[Token]], number: int) -> bool:
    """Do the figures of the note come to the figure: all of them, all but the first, or as a product?"""
    figures = [token.figure for clause in clauses for token in clause if token.figure is not None]
    if len(figures) < 2:
        return False
    times = any(token.text in _TIMES or "each" in token.kinds for clause in clauses for token in clause)
    product = math.prod(figures) if times else None
    rest = sum(figures[1:])  # '6 lớp: 95, 105, ...' or the figure itself before its parts
    if number in (sum(figures), product) or (rest == number and (len(figures) > 2 or figures[0] == number)):
        return True
    counting = [
        token.figure
        for clause in clauses
        for at, token in enumerate(clause)
        if token.figure is not None and not (at and "which" in clause[at - 1].kinds)
    ]
    return len(counting) > 1 and sum(counting) == number  # 'Đợt 1: 10; đợt 2: 20'


def _of_clause(
    clause: Sequence[Token], number: int, field: Field, explained: bool, period: Period | None, note: frozenset[str]
) -> str:
    has = frozenset().union(*(token.kinds for at, token in enumerate(clause) if not _divides(clause, at)))
    if number == 0:
        return _beside_nothing(clause, has, field, period, note)
    whole = Spoken(clause, has, number, field, period, note)
    if leaves_out(whole):
        return ""
    why = (
        _by_words(clause, has, number, field, note)
        or claim(whole)
        or _no_more_or_not_yet(clause, has, field)
        or _another_measure(clause, field)
        or _another_office(clause, has, field)
    )
    if why:
        return why
    if explained or (note >= {"plan", "time"} and not has - {"unit", "calm"}):  # 'đạt 60% kế hoạch (30 tin, bài)'
        return ""
    for one, stroke, two in zip(clause, clause[1:], clause[2:], strict=False):
        if stroke.text == "/" and one.figure is not None and two.figure is not None:  # '4/6 hội nghị' beside 6
            return "figure" if two.figure == number and one.figure < number else ""
    counted = [one.figure for one, two in pairwise(clause) if one.figure is not None and is_own(two, field)]
    if len(counted) > 1 and not has & (_OF_ANOTHER | {"part"}) and number not in counted and sum(counted) > number:
        return "figure"
    if _is_another_product(clause, number):
        return "operation"
    places = (at for at, token in enumerate(clause) if token.figure is not None)
    return next(filter(None, (_by_figure(clause, at, has, number, field) for at in places)), "")


def _divides(clause: Sequence[Token], at: int) -> bool:
    """The stroke of '6 lớp/12 hội nghị' and '4/6', which makes no rate of it."""
    return clause[at].text == "/" and at + 1 < len(clause) and clause[at + 1].figure is not None


def _beside_nothing(
    clause: Sequence[Token], has: frozenset[str], field: Field, period: Period | None, note: frozenset[str]
) -> str:
    """Words beside a 0 that say that it is not known, or that there was one after all."""
    if "sure" in note and not note & {"doubt", "writer"}:
        return ""
    if clause[0].text in _PUT_OFF:
        return ""  # 'hoãn sang 6 tháng cuối năm'
    if clause[0].text.startswith(("không phải", "khong phai")):
        return ""  # 'thật sự là 0, không phải bỏ trống'
    elsewhere = any("reported" in one.kinds and "row" in two.kinds for one, two in pairwise(clause)) and not any(
        is_own(token, field) or "act" in token.kinds for token in clause
    )
    if has & {"nodata", "blank", "doubt", "writer"} or ("reported" in has and not elsewhere):
        return "nodata"
    if clause[0].text in ("số liệu", "so lieu") and "neg" in has:
        return "nodata"
    if clause[0].text in _MAKESHIFT and "count" in has:
        return "nodata"
    if len(clause) == 1 and clause[0].figure:
        return "figure"
    if clause[0].text in _WAITING and any(token.text in _PROVIDED for token in clause):
        return "nodata"
    if any("not-yet" in one.kinds and two.kinds & {"count", "data", "said"} for one, two in pairwise(clause)):
        return "nodata"
    if any(
        one.kinds & {"request", "so", "data"} and (two.kinds & {"opener"} or two.text == "để")
        for one, two in pairwise(clause)
    ):
        return "nodata"
    if clause[0].figure == 0 and any(one.text in ("là", "la") for one in clause[1:2]):
        return "nodata"  # '0 là của Văn phòng'
    if any(one.text in ("để", "ghi", "nhập") and two.figure == 0 for one, two in pairwise(clause)):
        return "nodata"
    if clause[-1].figure and len(clause) > 1 and clause[-2].text in ("có", "co") and "neg" not in has:
        return "figure"
    if has & {"join", "plan", "neg", "above", "each"} or any(is_outside(token, period) for token in clause):
        return ""
    if any(one.kinds & {"time"} and one.when is None for one in clause) or clause[0].kinds & {"intent", "earlier"}:
        return ""
    counted = any(one.figure and is_own(two, field) for one, two in pairwise(clause))
    done = any(one.text in _DID and "act" in two.kinds for one, two in pairwise(clause))
    if counted and not has & {"compare", "part"}:
        return "figure"
    return "figure" if done and not has & {"compare"} else ""


# --- kinds of words --------------------------------------------------------------------------------------------------


def _by_words(clause: Sequence[Token], has: frozenset[str], number: int, field: Field, note: frozenset[str]) -> str:
    if any(
        two.text in _OR and _is_number(one) and _is_number(three)
        for one, two, three in zip(clause, clause[1:], clause[2:], strict=False)
    ):
        return "doubt"
    for one, two, three in zip(clause, clause[1:], clause[2:], strict=False):
        if (
            two.text in ("đến", "tới", "den")
            and one.figure is not None
            and three.figure == number
            and one.figure < number
        ):
            return "doubt" if clause[0].text in ("từ", "tu") or clause[0] is one else ""  # 'từ 500 đến 600 người'
    for one, two, three in zip(clause, clause[1:], clause[2:], strict=False):
        adjacent = one.figure is not None and two.figure is not None and number in (one.figure, two.figure)
        if adjacent and clause[0] is one and is_own(three, field):
            return "doubt"  # '5-6 hội nghị'
    for kind in ("blank", "doubt", "nodata", "reported"):
        if kind in has:
            return kind
    if (
        "operation" in has
        and not (has & {"again", "this-period"} or any(token.text in _SAME_TIME for token in clause))
        and not _is_of_days(clause, field)
    ):
        return "operation"
    first = clause[0]
    if [token.text for token in clause] in (["đã", "báo cáo"], ["da", "bao cao"]):
        return "reported"
    if first.text in ("ước", "uoc"):
        return "doubt"
    if (
        "correct" in has
        and clause[-1].figure not in (None, number)
        and not any(token.text in ("theo", "lần") for token in clause)
    ):
        return "figure"
    undone = any("not-yet" in one.kinds and "act" in two.kinds for one, two in pairwise(clause))
    if "not-all" in has and undone:
        return ""  # 'ngoài số này còn 4 dự thảo chưa ký'
    if "not-all" in has and "again" not in has:
        if any(token.text in _OF_WHOM for token in clause):
            return "partial"
        if any(is_own(token, field) for token in clause):
            return "operation"
    if any(one.text in _IS_NOT and "cchc" in two.kinds for one, two in pairwise(clause)):
        return "subject"
    if "mostly" in first.kinds and has & {"cchc", "subject"}:
        return "subject"
    if first.text in _FACTORS and len(clause) > 1 and clause[1].figure is not None:
        return "operation"
    if {"copy", "earlier"} <= has:
        return "copied"
    if (
        "all" in has
        and "part" not in has
        and not (first.text in ("toàn bộ", "toan bo") and clause[1:2] and clause[1].kinds & {"calm", "nothing"})
    ):
        return "subject"
    if (
        "row" in has
        and "place" not in first.kinds
        and any(one.kinds & {"row"} and two.figure is not None for one, two in pairwise(clause))
    ):
        return "" if first.text.startswith(("không", "khong")) else "reported"
    if clause[-1].kinds & {"scale"} and len(clause) <= 3 and all(token.text in _LEADS for token in clause[:-1]):
        return "scale"
    scaled = any(one.figure is not None and "factor" in two.kinds for one, two in pairwise(clause))
    if scaled and len(clause) <= 3 and "each" not in has:
        return "scale"
    asked = any(token.text in _KINDS_OF for token in clause) and fold(field.unit) in lexicon.KINDS["materials"]
    if (
        "opener" in first.kinds
        and not asked
        and not ("sure" in note and "neg" not in note)
        and not has & {"this-period"}
        and not _is_calm_after(clause, number, field)
    ):
        return "way"
    return _included(clause, field) or _of_another_subject(clause, has, field)


def _is_number(token: Token) -> bool:
    return token.figure is not None or token.text in NUMBERS


def _is_of_days(clause: Sequence[Token], field: Field) -> bool:
    """'trừ 3 ngày Tết', 'đã trừ người vắng', 'trừ chủ nhật': what was subtracted is not what is counted."""
    at = next(at for at, token in enumerate(clause) if "operation" in token.kinds)
    behind = clause[at + 1 :]
    if clause[at].text not in _SUBTRACTED or not behind:
        return False
    thing = behind[1] if len(behind) > 1 and behind[0].figure is not None else None
    return (thing is not None and is_another(thing, field)) or any(
        one.kinds & {"again", "loss", "above", "besides", "relay"} or one.text == "tinh" or one.text in _FREE_DAYS
        for one in behind
    )


def _is_calm_after(clause: Sequence[Token], number: int, field: Field) -> bool:
    """Do all words behind the first leave the figure what it is? The name of a source may have any words."""
    for token in clause[1:]:
        if token.kinds & {"source", "sure"}:
            return True
        if not _is_calm(token, number, field):
            return False
    return True


def _is_calm(token: Token, number: int, field: Field) -> bool:
    """Does a word behind 'số', 'tính', 'lấy' leave the figure what it is?"""
    if token.figure is not None:
        return token.figure == number
    return bool(token.kinds & {"calm", "nothing", "time", "cchc", "opener"}) or is_own(token, field)


def _included(clause: Sequence[Token], field: Field) -> str:
    """'gồm cả văn bản đến', 'tính cả 5 văn bản của xã Sơn Hồng', not 'kể cả lồng ghép'."""
    at = next((at for at, token in enumerate(clause) if "incl" in token.kinds), None)
    if at is not None and at and "neg" in clause[at - 1].kinds:
        return ""
    if at is not None and at == len(clause) - 1:
        return "others"  # 'tờ khai cũng đếm'
    if at is None:
        opens = "part" in clause[0].kinds and len(clause) > 1
        another = opens and (clause[1].text in _OFFICES or any("again" in token.kinds for token in clause[1:3]))
        return "others" if another else ""
    rest = clause[at + 1 :]
    known = all(
        token.kinds & {"nothing", "place", "of", "calm", "cchc", "part"}
        or token.figure is not None
        or token.text in WITHIN
        or is_own(token, field)
        for token in rest
    )
    other = any(
        token.kinds & {"above", "besides", "subject", "relay", "again"} or is_another_thing(token, field)
        for token in rest
    )
    return "others" if other or not (known or any(is_own(token, field) for token in rest)) else ""


def _of_another_subject(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'Văn bản về phòng cháy', 'tập huấn bầu cử'; not 'lồng ghép với tin về nông thôn mới'."""
    if "subject" not in has or has & {"part", "beside"} or clause[0].figure is not None:
        return ""
    about = [token for token in clause if "cchc" in token.kinds]
    opens = is_own(clause[0], field) or clause[0].text in _SUMS or clause[0].text in _ABOUT
    return "subject" if opens and (not about or any(token.text in ("và", "va") for token in clause)) else ""


def _no_more_or_not_yet(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'2 hội nghị bị hoãn', 'Đặt in, chưa nhận', 'số người được mời'."""
    for at, token in enumerate(clause):
        before, after = clause[:at], clause[at + 1 :]
        is_plain = all(says_little(one, field) for one in before)
        others = any(is_another(one, field) for one in clause)
        told_why = any("cause" in one.kinds for one in after) and any(one.figure is not None for one in after)
        if "loss" in token.kinds and is_plain and not others and not has & {"less", "made-up"} and not told_why:
            return "mistake"
        stops = (
            "neg" in token.kinds and len(after) == 1 and "act" in after[0].kinds and token.text not in _UNDER_WAY
        )  # 'loa hỏng không phát'
        if stops and not has & {"again", "more"}:
            return "plan"
        if (
            "neg" in token.kinds
            and not has & {"more", "this-period"}
            and not any(is_another(one, field) for one in before)
        ):
            done = bool(after) and any("act" in one.kinds or is_own(one, field) for one in after[:_REACH])
            if any(one.text in _NONE_BUT for one in after[:-1]):
                continue  # 'chưa có văn bản nào quá hạn'
            if "again" in has or (clause[0].text in ("còn", "con") and token.text in _UNDER_WAY):
                continue
            if done and (is_plain or "act" in after[0].kinds):
                return "plan"
            if is_plain and token.text in _UNDER_WAY and after and not after[0].kinds:
                return "plan"  # 'đang thiết kế'
        if (
            "wish" in token.kinds
            and is_plain
            and "time" not in has
            and (
                "neg" in has
                or (before and any(is_own(one, field) or one.figure is not None or one.text == "số" for one in before))
            )
        ):
            return "plan"
        if "later" in token.kinds and is_plain:
            return "later"
    return ""


def _another_measure(clause: Sequence[Token], field: Field) -> str:
    """'số lượt phát', 'là số người', 'kg', 'giấy mời phát ra'."""
    if is_measure(clause[0], field) and 2 < len(clause) <= _SHORT and clause[1].kinds & {"of", "place"}:
        return "" if any(is_own(token, field) for token in clause[2:]) else "unit"  # 'dân số của tổ 4'
    given = all(token.text in _GIVEN or token.kinds & {"calm", "nothing"} for token in clause[1:])
    if clause[0].text in ("lượt", "luot") and len(clause) == 2 and not clause[1].kinds:
        return "unit"
    if clause[0].text in _OFFICES or (len(clause) > 1 and "commune" in clause[1].kinds):
        return ""
    if len(clause) > 1 and len(clause) <= _SHORT and is_measure(clause[0], field) and is_own(clause[1], field):
        return "unit"  # 'lượt tải tài liệu'
    if given and (is_measure(clause[0], field) or (len(clause) in (2, 3) and is_another(clause[0], field))):
        # of a row of occasions a thing may be the name of one
        return "" if fold(field.unit) in lexicon.KINDS["occasions"] and "measure" not in clause[0].kinds else "unit"
    if 2 < len(clause) <= _SHORT and is_another(clause[0], field) and "place" in clause[1].kinds:
        return "unit" if any(is_own(token, field) for token in clause[2:]) else ""  # 'bài trong chuyên mục'
    leads = next((at for at, token in enumerate(clause) if token.text not in _LEADS), len(clause))
    if 0 < leads < len(clause) and any(token.text in _COUNTED for token in clause[:leads]):
        return "unit" if is_another(clause[leads], field) and not clause[leads].text.startswith(_OFFICES) else ""
    return ""


def _another_office(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'Do tỉnh tổ chức', 'văn bản của tỉnh gửi xuống', 'tham dự hội nghị của tỉnh'; not 'mẫu do tỉnh thiết kế'."""
    if len(clause) > 2 and is_own(clause[0], field) and "of" in clause[1].kinds and "earlier" in clause[2].kinds:
        return "copied"  # 'bài của năm ngoái'
    if has & {"part", "beside", "plan", "compare"} or clause[0].text in CARRIED_OUT:
        return ""
    if (
        "relay" in has
        and not any(token.text in ("được", "duoc") for token in clause)
        and all(says_little(one, field) for one in clause[:1] if "relay" not in one.kinds)
    ):
        return "others"
    own = any(is_own(one, field) for one in clause[1:]) and all(token.figure is None for token in clause)
    if ("join" in clause[0].kinds and ("above" in has or own)) or (
        "above" in has and any(token.text in _AWAY for token in clause)
    ):
        return "others"
    if any("above" in one.kinds and "act" in two.kinds for one, two in pairwise(clause[:3])) and "of" not in has:
        return "others"  # 'đài huyện phát'
    if all("above" in token.kinds for token in clause):
        return "others"
    if len(clause) <= _REACH + 1 and clause[0].text in _WAVES and "above" in clause[-1].kinds:
        return "others"
    for at, token in enumerate(clause):
        if "of" in token.kinds:
            near = clause[at + 1 : at + 3]
            named = any(one.kinds & {"above", "besides"} for one in near)
            done = any("act" in one.kinds for one in clause[at + 2 : at + 2 + _REACH])
            if (
                at
                and any("earlier" in one.kinds for one in near)
                and all(is_own(one, field) or "total" in one.kinds for one in clause[:at])
            ):
                return "copied"
            if named and all(says_little(one, field) for one in clause[:at]) and (at > 0 or done):
                return "others"
        elif not says_little(token, field):
            return ""
    return ""


# --- figures ---------------------------------------------------------------------------------------------------------


def _by_figure(clause: Sequence[Token], at: int, has: frozenset[str], number: int, field: Field) -> str:
    """Another number of what the indicator counts, or its own number of something else."""
    found, before, after = clause[at].figure, clause[:at], clause[at + 1 :]
    if len(clause) == 2 and all(token.figure is not None for token in clause):
        return "doubt" if found == number else ""  # '12-15'
    behind = after[0] if after and "place" not in after[0].kinds else None  # 'dự 480 theo danh sách'
    is_counted = behind is not None and "unit" in behind.kinds
    if found == number:
        if "each" in has and (not is_counted or is_own(behind, field)) and not _is_each_behind(after):
            return "rate"
        if has & _OF_ANOTHER or (before and before[-1].kinds & {"place", "which"}):
            return ""
        if len(before) == 1 and is_measure(before[0], field):
            return "unit"  # 'chỗ ngồi 600'
        one_of = any("of" in one.kinds and two.figure == 1 for one, two in pairwise(after))
        if behind is not None and behind.text in ("là", "la") and (one_of or ("each" in has and "of" in has)):
            return "rate"  # '600 là số người của một lớp'
        if behind is not None and behind.text in ("là", "la") and len(after) > 1 and not before:
            named = next((one for one in after[1:] if one.text not in ("số", "so", "tổng", "tổng số")), None)
            return (
                "" if named and is_own(named, field) and not is_measure(named, field) else "unit"
            )  # '12 là số công việc'
        strange = (
            behind is not None
            and not before
            and behind.text not in _PARTICLES
            and (
                (not behind.kinds and behind.figure is None)
                or (len(after) == 1 and not is_counted and "nothing" not in behind.kinds)
            )
        )
        other = is_counted and is_another(behind, field)
        return "unit" if strange or other else ""
    if found is not None and found < number and not has & _OF_ANOTHER and _is_of_cchc(before, after):
        return "subject"
    comes_to = behind is None and bool(before) and before[-1].text in _COMES_TO
    if comes_to and "told" in has and not has & {"plan", "compare"}:
        return "figure"  # 'phòng báo lại là 10'
    beyond = found is not None and found > number and behind is not None and is_own(behind, field)
    if "part" in has and beyond and not has & _OF_ANOTHER:
        return "figure"  # 'riêng Báo Tiền Phong đã đăng 5 bài' beside 3
    if has & (_OF_ANOTHER | {"part", "time"}) or (before and "which" in before[-1].kinds):
        return ""
    if before and "paper" in before[0].kinds and behind is not None and behind.text in _SIGNED and "only" in has:
        return "figure"  # 'danh sách ký nhận chỉ có 412 chữ ký'
    counts = is_counted and behind is not None and is_own(behind, field) and not is_measure(behind, field)
    about_it = behind is None or (counts and not _is_of_copies(behind, field))
    if not about_it:
        return ""
    leads = {kind for token in before[-2:] for kind in token.kinds}
    if before and before[-1].text in _SUMS and is_counted:
        return "figure"  # 'tuyên truyền miệng: tổng 3 cuộc' beside 4
    if any(token.text in ("chỉ", "chi") for token in before[-4:]) and "person" in has:
        return "figure"  # 'kế toán chỉ quyết toán 4 lớp'
    if (
        before
        and "paper" in before[0].kinds | (before[1].kinds if len(before) > 1 and "place" in before[0].kinds else set())
        and not before[-1].kinds & {"which", "place", "of"}
        and about_it
    ):
        return "figure"  # 'danh sách ký tên 512', 'Báo cáo Ban Thường vụ 3 hội nghị'
    if behind is None and before and before[-1].kinds & {"told", "said", "count"} and not _is_once(before, found):
        return "figure"  # 'kế toán báo 15'
    if before and before[-1].text in _COMES_TO and len(before) > 1 and "only" in has | before[0].kinds:
        return "figure"
    opens = not before and behind is None
    if found is not None and found > number:
        return "figure" if opens or is_counted or leads & {"only", "total"} else ""
    done = behind is None and len(before) == 1 and "act" in before[0].kinds  # 'tổ chức 3'
    summed = behind is None and bool(before) and before[-1].text in _SUMS
    leads_to = bool(before) and bool(before[0].kinds & {"place", "opener", "total"}) and len(before) > 1
    comes = leads_to and (before[-1].text in _COMES_TO or "total" in before[0].kinds)
    first_only = before and "only" in before[0].kinds and all(token.kinds & {"act", "only"} for token in before)
    told = opens or done or summed or "only" in leads or comes or first_only
    if told and _is_once(before, found):
        return ""
    return "figure" if told else ""


def _is_once(before: Sequence[Token], found: int | None) -> bool:
    """'chỉ tính 1'"""
    return found == 1 and len(before) > 1 and "only" in before[-2].kinds and "count" in before[-1].kinds


def _is_another_product(clause: Sequence[Token], number: int) -> bool:
    """'3 bài x 2 quý' beside 3, '100 người x 5' beside 600; '6 hội nghị x 100 người' tells of two indicators."""
    if not any(token.text in ("x", "×", "*") for token in clause):
        return False
    figures = [at for at, token in enumerate(clause) if token.figure is not None]
    if len(figures) < 2 or math.prod(clause[at].figure or 0 for at in figures) == number:
        return False
    last = clause[figures[-1] + 1] if figures[-1] + 1 < len(clause) else None
    return not (clause[figures[0]].figure == number and last is not None and last.text in known_units(lexicon.UNITS))


def _is_of_copies(token: Token, field: Field) -> bool:
    """'3.000 tờ' beside 30 tài liệu: the form asks whether titles or copies were counted, and this is an answer."""
    return token.text in known_units(lexicon.KINDS["materials"]) and token.text != fold(field.unit)


def _is_each_behind(after: Sequence[Token]) -> bool:
    return any("each" in token.kinds for token in after)


def _is_of_cchc(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """'trong đó CCHC: 4', '4 tin về CCHC': so many of the figure are what is asked for."""
    return bool(before and "cchc" in before[-1].kinds) or any("cchc" in token.kinds for token in after[1:3])
