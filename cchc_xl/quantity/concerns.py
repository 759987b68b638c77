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

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_words import Token, tokens
from cchc_xl.text import fold, late, remembered, unaccented

LONGEST = 300  # characters; a longer note is a narrative
_LONGEST_CLAUSE = 25  # words of a clause that is still about the figure

_DAY = r"[0-9]{1,2}[/.-][0-9]{1,2}(?![0-9/])"
# What has figures and words that are none of the note's own.
_REFERENCES = late(
    "|".join(
        (
            r"https?://\S+|www\.\S+|\S+\.(?:vn|com|net)\S*|\S+@\S+",  # links
            r"[\"“”‘’«»][^\"“”‘’«»]{1,120}[\"“”‘’«»]",  # names in quotes
            r"(?:đt|sđt|điện thoại|dt|sdt|dien thoai|hotline)\W{0,3}[0-9][0-9 .]{7,14}",
            r"(?<![0-9])0[0-9]{2,3}[ .]?[0-9]{3}[ .]?[0-9]{3,4}(?![0-9])",  # telephone numbers
            r"(?:số ?:?|so ?:?)? ?[0-9]+ ?/(?:[0-9]{4}/)?[a-zđ][\w&-]*(?:/[\w-]+)*",  # documents
            r"(?:số|so|cv|kh|qđ|tb|bc):? ?[0-9]+(?:(?:, ?| và )(?:số |so )?[0-9]+(?![0-9/]))+",
            rf"(?:ngày|đến|từ|hết|trước|sau|ngay|den|tu)(?: ngày)? {_DAY}(?:(?:, ?| và ){_DAY})*",  # days
            r"(?:ngày|ngay) [0-9]{1,2}(?: tháng | thang |[/.-])[0-9]{1,2}(?:(?: năm | nam |[/.-])[0-9]{4})?",
            r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})",
            (
                r"(?:thời gian|tháng|thang|quý|quy|kỳ|tuần|năm|nam)(?: học)? ?"  # spans of time
                r"(?:[0-9]{1,4}(?:[/-][0-9]{2,4})?|[ivx]{1,4}(?![a-z]))(?:/[0-9]{4})?"
            ),
            r"(?:lúc|vào|từ|đến|sáng|chiều|trưa|tối|-) ?(?:lúc )?[0-9]{1,2} ?(?:h|giờ)(?: ?[0-9]{2})?",  # times
            r"[0-9]{1,2}h(?:[0-9]{2})?(?![0-9a-z])",
            (
                r"(?:kinh phí|tổng kinh phí|kinh phi|chi phí|số tiền|dự toán|trị giá)[^;,]{0,20}?"  # money
                r"[0-9][0-9.,]* ?(?:triệu|nghìn|tỷ|trieu|nghin)?(?: ?đồng| ?đ| ?vnđ| ?dong)?"
            ),
            r"(?:đạt|tỷ lệ|ty le|chiếm|bằng|có|với)?(?: tỷ lệ)? ?[0-9]+(?:[.,][0-9]+)? ?%",  # shares
        )
    )
)
_CLAUSE = late(r"[;\n]|\.(?![0-9])|, |,(?![0-9])|[()\[\]]")
_SPANS = ("thời gian", "tháng", "quý", "kỳ", "tuần", "năm", "thang", "quy", "nam")
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
_LITTLE = frozenset({"total", "only", "act", "nothing-said", "neg"})
_PARTICLES = frozenset({"nhé", "ạ", "thôi", "đó", "nhe", "a", "thoi", "do", "/", "=", "đúng", "dung"})
_WITHIN = frozenset({"thôn", "xóm", "tổ", "tổ dân phố", "khu phố", "bản", "ấp", "khu", "thon", "xom", "to", "ban"})
_SMALL = frozenset(
    {"đã", "bị", "các", "có", "còn", "mới", "này", "…", "da", "bi", "cac", "co", "con", "moi", "nay", "cũng"}
)
_WAVES = frozenset({"sóng", "đài", "truyền hình", "loa", "song", "dai", "truyen hinh"})
_IS_NOT = frozenset({"không phải", "không phải là", "chưa phải", "khong phai", "ngoài"})
_KINDS_OF = frozenset(
    {"loại", "đầu", "mẫu", "bản", "đầu sách", "loai", "dau", "mau", "ban"}
)  # titles or copies, which the form asks for
_AWAY = frozenset({"đi tập huấn", "đi dự", "đi học", "di tap huan", "di du", "di hoc"})
_OFFICES = ("xã", "phường", "cơ quan", "phòng", "xa", "phuong")
_TURNS = ("lượt phát", "lượt đăng", "luot phat", "luot dang")
_SEPARATED = late(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")


def concern(text: str, number: int, field: Field) -> str:
    """The id of what is to be asked about the ``number`` of an indicator because of a note; '' for nothing."""
    if text.strip(" .()") in (f"{number}%", f"{number} %"):
        return "scale"
    clauses = _understood(text)
    if not clauses:
        return ""
    figures = any(token.figure is not None for clause in clauses for token in clause)
    about = (text, number if figures else min(number, 1))  # without figures a note says the same of all but 0
    known = _judged(field)
    found = known.get(about)
    if found is None:
        found = known[about] = _judge(clauses, number, field)
    return found


@remembered_by_identity
def _judged(field: Field) -> BoundedCache[tuple[str, int], str]:  # noqa: ARG001 - one for each field
    return BoundedCache(256)  # many files have the same notes


def _judge(clauses: Sequence[Sequence[Token]], number: int, field: Field) -> str:
    explained = _is_explained(clauses, number)
    found = next(filter(None, (_of_clause(clause, number, field, explained) for clause in clauses)), "")
    return found or ("" if explained or number == 0 else _planned(clauses, number, field))


def _planned(clauses: Sequence[Sequence[Token]], number: int, field: Field) -> str:
    """'Kế hoạch 6 hội nghị' beside 6, where no other clause has the figure: 'kế hoạch 6, thực hiện 6'."""
    having = [clause for clause in clauses if any(token.figure == number for token in clause)]
    if len(having) != 1 or sum(token.figure is not None for clause in clauses for token in clause) != 1:
        return ""
    clause = having[0]
    kinds = {kind for token in clause for kind in token.kinds}
    plain = all("plan" in token.kinds or _says_little(token, field) for token in clause)
    return "plan" if "plan" in kinds and plain and not kinds & {"compare", "part"} else ""


@remembered(4096)
def _understood(text: str) -> tuple[tuple[Token, ...], ...]:
    if not text or len(text) > LONGEST:
        return ()
    folded = "\n".join(map(fold, text.splitlines()))
    bare = _SEPARATED.sub("", _REFERENCES.sub(_put_aside, folded))
    found = (tokens(" ".join(clause.split()), folded.isascii()) for clause in _CLAUSE.split(bare))
    return tuple(clause for clause in found if clause and len(clause) <= _LONGEST_CLAUSE)


def _put_aside(match: re.Match[str]) -> str:
    """'…' for a span of time or a share, a blank for any other reference."""
    return " … " if match[0].startswith(_SPANS) or match[0].endswith("%") else "  "


def _is_explained(clauses: Sequence[Sequence[Token]], number: int) -> bool:
    """Do the figures of the note come to the figure: all of them, all but the first, or as a product?"""
    figures = [token.figure for clause in clauses for token in clause if token.figure is not None]
    if len(figures) < 2:
        return False
    times = any(token.text in _TIMES or "each" in token.kinds for clause in clauses for token in clause)
    product = math.prod(figures) if times else None
    return number in (sum(figures), product) or (figures[0] == number == sum(figures[1:]))


def _of_clause(clause: Sequence[Token], number: int, field: Field, explained: bool) -> str:
    has = frozenset().union(*(token.kinds for at, token in enumerate(clause) if not _divides(clause, at)))
    if number == 0:
        return _beside_nothing(clause, has, field)
    why = (
        _by_words(clause, has, number, field)
        or _no_more_or_not_yet(clause, has, field)
        or _another_measure(clause, field)
        or _another_office(clause, has, field)
    )
    if why:
        return why
    if explained:
        return ""
    for one, stroke, two in zip(clause, clause[1:], clause[2:], strict=False):
        if stroke.text == "/" and one.figure is not None and two.figure is not None:  # '4/6 hội nghị' beside 6
            return "figure" if two.figure == number and one.figure < number else ""
    counted = [one.figure for one, two in pairwise(clause) if one.figure is not None and _is_own(two, field)]
    if len(counted) > 1 and not has & (_OF_ANOTHER | {"part"}) and number not in counted and sum(counted) > number:
        return "figure"
    if _is_another_product(clause, number):
        return "operation"
    places = (at for at, token in enumerate(clause) if token.figure is not None)
    return next(filter(None, (_by_figure(clause, at, has, number, field) for at in places)), "")


def _divides(clause: Sequence[Token], at: int) -> bool:
    """The stroke of '6 lớp/12 hội nghị' and '4/6', which makes no rate of it."""
    return clause[at].text == "/" and at + 1 < len(clause) and clause[at + 1].figure is not None


def _beside_nothing(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """Words beside a 0 that say that it is not known, or that there was one after all."""
    if has & {"nodata", "blank", "doubt"}:
        return "nodata"
    if clause[0].text in ("số liệu", "so lieu") and "neg" in has:
        return "nodata"
    if "only" in clause[0].kinds and "act" in has and not has & {"neg", "join"}:
        return "figure"
    if has & {"join", "plan", "compare", "part", "neg", "above", "time", "each"}:
        return ""
    counted = any(one.figure and _is_own(two, field) for one, two in pairwise(clause))
    return "figure" if counted else ""


# --- kinds of words --------------------------------------------------------------------------------------------------


def _by_words(clause: Sequence[Token], has: frozenset[str], number: int, field: Field) -> str:
    for kind in ("blank", "doubt", "nodata", "reported"):
        if kind in has:
            return kind
    if "operation" in has and not has & {"again", "this-period"}:
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
    if "not-all" in has and "again" not in has and any(_is_own(token, field) for token in clause):
        return "operation"
    if any(one.text in _IS_NOT and "cchc" in two.kinds for one, two in pairwise(clause)):
        return "subject"
    if "mostly" in first.kinds and has & {"cchc", "subject"}:
        return "subject"
    if first.text in _FACTORS and len(clause) > 1 and clause[1].figure is not None:
        return "operation"
    if {"copy", "earlier"} <= has:
        return "copied"
    if "all" in has and "part" not in has:
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
        and not has & {"this-period"}
        and not _is_calm_after(clause, number, field)
    ):
        return "way"
    return _included(clause, field) or _of_another_subject(clause, has, field)


def _is_calm_after(clause: Sequence[Token], number: int, field: Field) -> bool:
    """Do all words behind the first leave the figure what it is? The name of a source may have any words."""
    for token in clause[1:]:
        if "source" in token.kinds:
            return True
        if not _is_calm(token, number, field):
            return False
    return True


def _is_calm(token: Token, number: int, field: Field) -> bool:
    """Does a word behind 'số', 'tính', 'lấy' leave the figure what it is?"""
    if token.figure is not None:
        return token.figure == number
    return bool(token.kinds & {"calm", "nothing", "time", "cchc", "opener"}) or _is_own(token, field)


def _included(clause: Sequence[Token], field: Field) -> str:
    """'gồm cả văn bản đến', 'tính cả 5 văn bản của xã Sơn Hồng', not 'kể cả lồng ghép'."""
    at = next((at for at, token in enumerate(clause) if "incl" in token.kinds), None)
    if at is None:
        opens = "part" in clause[0].kinds and len(clause) > 1
        another = opens and (clause[1].text in _OFFICES or any("again" in token.kinds for token in clause[1:3]))
        return "others" if another else ""
    rest = clause[at + 1 :]
    known = all(
        token.kinds & {"nothing", "place", "of", "calm", "cchc", "part"}
        or token.figure is not None
        or token.text in _WITHIN
        or _is_own(token, field)
        for token in rest
    )
    other = any(
        token.kinds & {"above", "besides", "subject", "relay", "again"} or _is_another_thing(token, field)
        for token in rest
    )
    return "others" if other or not (known or any(_is_own(token, field) for token in rest)) else ""


def _of_another_subject(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'Văn bản về phòng cháy', 'tập huấn bầu cử'; not 'lồng ghép với tin về nông thôn mới'."""
    if "subject" not in has or has & {"part", "beside"} or clause[0].figure is not None:
        return ""
    about = [token for token in clause if "cchc" in token.kinds]
    opens = _is_own(clause[0], field) or clause[0].text in _SUMS or clause[0].text in _ABOUT
    return "subject" if opens and (not about or any(token.text in ("và", "va") for token in clause)) else ""


def _no_more_or_not_yet(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'2 hội nghị bị hoãn', 'Đặt in, chưa nhận', 'số người được mời'."""
    for at, token in enumerate(clause):
        before, after = clause[:at], clause[at + 1 :]
        is_plain = all(_says_little(one, field) for one in before)
        others = any(_is_another(one, field) for one in clause)
        told_why = any("cause" in one.kinds for one in after) and any(one.figure is not None for one in after)
        if "loss" in token.kinds and is_plain and not others and not has & {"less", "made-up"} and not told_why:
            return "mistake"
        stops = (
            "neg" in token.kinds and len(after) == 1 and "act" in after[0].kinds and token.text not in _UNDER_WAY
        )  # 'loa hỏng không phát'
        if stops and not has & {"again", "more"}:
            return "plan"
        if "neg" in token.kinds and not has & {"more"} and not any(_is_another(one, field) for one in before):
            done = bool(after) and any("act" in one.kinds or _is_own(one, field) for one in after[:_REACH])
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
                or (before and any(_is_own(one, field) or one.figure is not None or one.text == "số" for one in before))
            )
        ):
            return "plan"
        if "later" in token.kinds and is_plain:
            return "later"
    return ""


def _another_measure(clause: Sequence[Token], field: Field) -> str:
    """'số lượt phát', 'là số người', 'kg', 'giấy mời phát ra'."""
    given = all(token.text in _GIVEN or "calm" in token.kinds for token in clause[1:])
    if clause[0].text in ("lượt", "luot") and len(clause) == 2 and not clause[1].kinds:
        return "unit"
    if given and (_is_measure(clause[0], field) or (len(clause) in (2, 3) and _is_another(clause[0], field))):
        # of a row of occasions a thing may be the name of one
        return "" if fold(field.unit) in lexicon.KINDS["occasions"] and "measure" not in clause[0].kinds else "unit"
    if 2 < len(clause) <= _SHORT and _is_another(clause[0], field) and "place" in clause[1].kinds:
        return "unit" if any(_is_own(token, field) for token in clause[2:]) else ""  # 'bài trong chuyên mục'
    leads = next((at for at, token in enumerate(clause) if token.text not in _LEADS), len(clause))
    if 0 < leads < len(clause) and any(token.text in _COUNTED for token in clause[:leads]):
        return "unit" if _is_another(clause[leads], field) and not clause[leads].text.startswith(_OFFICES) else ""
    return ""


def _another_office(clause: Sequence[Token], has: frozenset[str], field: Field) -> str:
    """'Do tỉnh tổ chức', 'văn bản của tỉnh gửi xuống', 'tham dự hội nghị của tỉnh'; not 'mẫu do tỉnh thiết kế'."""
    if len(clause) > 2 and _is_own(clause[0], field) and "of" in clause[1].kinds and "earlier" in clause[2].kinds:
        return "copied"  # 'bài của năm ngoái'
    if has & {"part", "beside", "plan", "compare"}:
        return ""
    if "relay" in has and all(_says_little(one, field) for one in clause[:1] if "relay" not in one.kinds):
        return "others"
    own = any(_is_own(one, field) for one in clause[1:]) and all(token.figure is None for token in clause)
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
                and all(_is_own(one, field) or "total" in one.kinds for one in clause[:at])
            ):
                return "copied"
            if named and all(_says_little(one, field) for one in clause[:at]) and (at > 0 or done):
                return "others"
        elif not _says_little(token, field):
            return ""
    return ""


# --- figures ---------------------------------------------------------------------------------------------------------


def _by_figure(clause: Sequence[Token], at: int, has: frozenset[str], number: int, field: Field) -> str:
    """Another number of what the indicator counts, or its own number of something else."""
    found, before, after = clause[at].figure, clause[:at], clause[at + 1 :]
    if len(clause) == 2 and all(token.figure is not None for token in clause):
        return "doubt" if found == number else ""  # '12-15'
    behind = after[0] if after else None
    is_counted = behind is not None and "unit" in behind.kinds
    if found == number:
        if "each" in has and (not is_counted or _is_own(behind, field)) and not _is_each_behind(after):
            return "rate"
        if has & _OF_ANOTHER or (before and before[-1].kinds & {"place", "which"}):
            return ""
        if behind is not None and behind.text in ("là", "la") and len(after) > 1 and not before:
            return "" if _is_own(after[1], field) else "unit"  # '12 là số công việc'
        strange = (
            behind is not None
            and not before
            and behind.text not in _PARTICLES
            and (
                (not behind.kinds and behind.figure is None)
                or (len(after) == 1 and not is_counted and "nothing" not in behind.kinds)
            )
        )
        other = is_counted and _is_another(behind, field)
        return "unit" if strange or other else ""
    if found is not None and found < number and not has & _OF_ANOTHER and _is_of_cchc(before, after):
        return "subject"
    comes_to = behind is None and bool(before) and before[-1].text in _COMES_TO
    if comes_to and "told" in has and not has & {"plan", "compare"}:
        return "figure"  # 'phòng báo lại là 10'
    if has & (_OF_ANOTHER | {"part", "time"}) or (before and "which" in before[-1].kinds):
        return ""
    about_it = behind is None or (is_counted and _is_own(behind, field) and not _is_of_copies(behind, field))
    if not about_it:
        return ""
    leads = {kind for token in before[-2:] for kind in token.kinds}
    if behind is None and before and before[-1].kinds & {"told"}:
        return "figure"  # 'kế toán báo 15'
    opens = not before and behind is None
    if found is not None and found > number:
        return "figure" if opens or is_counted or leads & {"only", "total"} else ""
    done = behind is None and len(before) == 1 and "act" in before[0].kinds  # 'tổ chức 3'
    summed = behind is None and bool(before) and before[-1].text in _SUMS
    told = opens or done or summed or "only" in leads
    return "figure" if told else ""


def _is_another_product(clause: Sequence[Token], number: int) -> bool:
    """'3 bài x 2 quý' beside 3, '100 người x 5' beside 600; '6 hội nghị x 100 người' tells of two indicators."""
    if not any(token.text in ("x", "×", "*") for token in clause):
        return False
    figures = [at for at, token in enumerate(clause) if token.figure is not None]
    if len(figures) < 2 or math.prod(clause[at].figure or 0 for at in figures) == number:
        return False
    last = clause[figures[-1] + 1] if figures[-1] + 1 < len(clause) else None
    return not (clause[figures[0]].figure == number and last is not None and last.text in _known_units(lexicon.UNITS))


def _is_of_copies(token: Token, field: Field) -> bool:
    """'3.000 tờ' beside 30 tài liệu: the form asks whether titles or copies were counted, and this is an answer."""
    return token.text in _known_units(lexicon.KINDS["materials"]) and token.text != fold(field.unit)


def _is_each_behind(after: Sequence[Token]) -> bool:
    return any("each" in token.kinds for token in after)


def _is_of_cchc(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """'trong đó CCHC: 4', '4 tin về CCHC': so many of the figure are what is asked for."""
    return bool(before and "cchc" in before[-1].kinds) or any("cchc" in token.kinds for token in after[1:3])


# --- what a word is to an indicator ----------------------------------------------------------------------------------


def _is_own(token: Token | None, field: Field) -> bool:
    """A unit of measure of the indicator, or one that people use for it."""
    if token is None or "unit" not in token.kinds:
        return False
    own = lexicon.own_units(field.unit, field.units)
    text = token.text
    return text in _known_units(own) or any(text in _known_units(group) for group in lexicon.ALIKE if own & group)


def _is_measure(token: Token, field: Field) -> bool:
    """A measure that is no indicator's: 'phút', 'lượt phát'."""
    return "measure" in token.kinds and (not _is_own(token, field) or token.text.startswith(_TURNS))


def _is_another(token: Token | None, field: Field) -> bool:
    return token is not None and "unit" in token.kinds and (not _is_own(token, field) or _is_measure(token, field))


def _is_another_thing(token: Token, field: Field) -> bool:
    """The same but for the hamlets of a commune, of which its figures are made."""
    return _is_another(token, field) and token.text not in _WITHIN


def _says_little(token: Token, field: Field) -> bool:
    """A word that does not make a clause one about something else."""
    return token.figure is not None or bool(token.kinds & _LITTLE) or _is_own(token, field) or token.text in _SMALL


@lru_cache(maxsize=64)
def _known_units(units: frozenset[str]) -> frozenset[str]:
    """Units as tokens spell them, with accents and without."""
    spelled = {" ".join(token.text for token in tokens(unit, bare=False)) for unit in units}
    return frozenset(spelled | {unaccented(unit) for unit in spelled})
