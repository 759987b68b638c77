"""What a line beside a table claims of its figures, where no pattern of whole lines knows it (``table.whole_table``).

Most lines are no words about figures: letterheads, signatures, instructions, recipients. A line is asked about only

* where somebody speaks in it to the reader ('em gửi trước, số đúng gửi lại chiều mai');
* where it names the figures, the table or a column, and a word of it makes figures others ('số liệu gộp 3 xã', 'các số
  chép của năm cũ'): whatever else it says.

Headings and instructions name the table as well ('Biểu mẫu ban hành kèm theo ...', 'Không để trống ô nào'): a form may
come from any office, and what is to be filled in is no word about what was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cchc_xl.model import Period
from cchc_xl.quantity.note_clauses import understood
from cchc_xl.quantity.note_spoken import is_outside
from cchc_xl.quantity.note_texts import DONE, GIVEN_BY, MISSING, SUMMED_UP, TAKEN, TO_BE_RIGHT, UNTIL
from cchc_xl.quantity.note_units import WITHIN
from cchc_xl.quantity.note_words import Token
from cchc_xl.text import CACHED_LENGTH, late, plain, remembered

# Without one of these words, in letters without accents, no line is about figures or to the reader.
_SPEAKING = frozenset(
    {
        *(
            "so",
            "lieu",
            "bang",
            "bieu",
            "cot",
            "em",
            "minh",
            "tui",
            "toi",
            "chi",
            "anh",
            "o",
            "dong",
            "may",
            "ni",
            "con",
        ),
        *("chung", "gop", "khi", "khu", "thon", "xom"),
    }
)
# The number of an office or a document, which every letterhead has: 'Xã số 5', 'Kèm theo Báo cáo số ……/BC-……'.
_NUMBERED = late(
    r"(?<!\w)(?:xa|phuong|khu|bao cao|cong van|ke hoach|quyet dinh|thong tu|nghi dinh) so:? ?[\d….]+(?!\w)"
)
_ALWAYS = ("doubt", "operation", "later", "nodata")
_OF_FIGURES = frozenset({"figures-only", "correct", "neg", "later", "doubt", "count", "operation", "copy", "row"})
_ASKED_FOR = frozenset({"correct", "operation", "doubt", "data", "not-yet", "nodata"})
_REACH, _FIRST = 5, 3
_CALM = frozenset(
    {
        "calm",
        "nothing",
        "sure",
        "time",
        "source",
        "figures",
        "unit",
        "cchc",
        "topic",
        "generic",
        "act",
        "place",
        "exclude",
    }
)
_NEAR = dt.timedelta(days=7)
_LOOKED_AT = ("rà soát", "kiểm tra", "đối chiếu", "thẩm tra", "ra soat", "kiem tra", "doi chieu")
_BEFORE = (("trước", "khi"), ("truoc", "khi"), ("rồi", "mới"), ("roi", "moi"))
_TOGETHER = ("chung", "gộp", "gop")
_TWICE = ("trùng", "trung nhau", "trung so")


def line_claim(line: str, period: Period | None) -> str:
    """The id of what is to be asked about all figures of a table because of a line beside it; '' for nothing."""
    if not _may_speak(line):
        return ""
    return (_known_claim if len(line) <= CACHED_LENGTH else _claim)(line, period)


def _claim(line: str, period: Period | None) -> str:
    clauses = understood(line)
    kinds = frozenset().union(*(token.kinds for clause in clauses for token in clause))
    if "instruction" in kinds:
        return ""
    told = next(filter(None, (_of_document(clause, kinds) for clause in clauses)), "") or _joint(clauses, kinds)
    if told:
        return told
    if "formal" in kinds:  # 'Nếu cần thì liên hệ lại, vì số trên chưa kịp kiểm tra'
        rest = [one for one in clauses if not any("formal" in token.kinds for token in one)]
        about = (one for one in rest if any("figures-only" in token.kinds for token in one[:_FIRST]))
        return next(filter(None, (_of_clause(clause, period) for clause in about)), "")
    first = next((token for clause in clauses for token in clause), None)
    if first and "request" in first.kinds and kinds & {"figures", "figures-only", "nodata"} and kinds & _ASKED_FOR:
        return "reader"
    compared = any("compare" in one.kinds and "earlier" not in one.kinds for clause in clauses for one in clause)
    if compared or ("sure" in kinds and not kinds & {"doubt", "neg", "not-yet"}):
        return ""
    if "writer" in kinds and kinds & _OF_FIGURES and not kinds & {"evidence", "sure"}:
        return "reader"
    if "nodata" in kinds or "not-all" in kinds:
        return "partial"
    if "operation" in kinds and "opener" not in kinds:
        return "operation"
    if "figures" not in kinds and not any(clause[0].text in ("số", "so") for clause in clauses):
        return ""
    return next(filter(None, (_of_clause(clause, period) for clause in clauses)), "")


_known_claim = lru_cache(maxsize=2048)(_claim)  # letterheads and instructions are the same in many files


@remembered(4096)
def _may_speak(line: str) -> bool:
    bare = plain(line)
    return not _SPEAKING.isdisjoint((_NUMBERED.sub(" ", bare) if "so" in bare else bare).split())


def _of_document(clause: Sequence[Token], kinds: frozenset[str]) -> str:
    """What a clause says of the document or of rows of it, whether or not it names the figures."""
    has = frozenset().union(*(token.kinds for token in clause))
    if "copy" in has and has & {"earlier", "ago"} and ("row" in has or "joint" in clause[0].kinds) and "neg" not in has:
        return "copied"  # 'các dòng sau giữ nguyên của kỳ trước'
    words = [token.text for token in clause]
    for at, token in enumerate(clause):
        before, behind = clause[:at], clause[at + 1 :]
        if "intent" in token.kinds and _is_to_be_right(behind):
            return "later"
        is_missing = token.text in MISSING and bool(behind) and "figures-only" in behind[0].kinds
        if is_missing and not any("neg" in one.kinds for one in before):
            return "partial"  # 'Báo cáo này thiếu số tháng 6'
        looked_at = token.text.startswith(_LOOKED_AT) and not any(one.text in DONE for one in before)
        if looked_at and any(
            (one, two) in _BEFORE and three in TAKEN
            for one, two, three in zip(words[at:], words[at + 1 :], words[at + 2 :], strict=False)
        ):
            return "reader"  # 'yêu cầu rà soát lại toàn bộ trước khi cộng'
    twice = any(one.text.startswith(_TWICE) and one.kinds & {"loss", "reported"} for one in clause)
    if twice and has & {"row", "told"} and not (has | kinds) & {"neg", "exclude", "denied", "nodata", "blank"}:
        return "reported"
    return ""


def _is_to_be_right(behind: Sequence[Token]) -> bool:
    """'sẽ gửi số liệu chính thức trước ngày 25/6'"""
    at = next((at for at, one in enumerate(behind) if one.kinds & {"said", "figures-only", "figures"}), -1)
    return at >= 0 and any(one.text in TO_BE_RIGHT for one in behind[at + 1 : at + 1 + _FIRST])


def _joint(clauses: Sequence[Sequence[Token]], kinds: frozenset[str]) -> str:
    """'Tổng hợp chung hai phường Đông Hà và Nam Đông Hà' is of others, 'Tổng hợp của 5/9 khu phố' of a part."""
    if not clauses:
        return ""
    lead = clauses[0][:_FIRST]
    every = [token for clause in clauses for token in clause]
    communes = [at for at, token in enumerate(every) if "commune" in token.kinds]
    several = len(communes) > 1 or any(at and (every[at - 1].figure or 0) > 1 for at in communes)
    together = any(token.kinds & {"all", "incl"} or token.text.endswith(_TOGETHER) for token in lead)
    if several and together and not kinds & {"neg", "exclude", "denied", "beside"} and "act" not in lead[0].kinds:
        return "others"
    if lead[0].text in SUMMED_UP:
        for one, stroke, two, unit in zip(every, every[1:], every[2:], every[3:], strict=False):
            if stroke.text == "/" and unit.text in WITHIN and 0 < (one.figure or 0) < (two.figure or 0):
                return "partial"
    return ""


def _of_clause(clause: Sequence[Token], period: Period | None) -> str:
    has = frozenset().union(*(token.kinds for token in clause))
    if _leaves_out(clause) or ("sure" in has and "neg" not in has):
        return ""
    for kind in _ALWAYS:
        if kind in has:
            return kind
    if "all" in has:
        return "others"  # 'Biểu tổng hợp chung của ba phường'
    if {"copy", "earlier"} <= has or "ago" in has:
        return "copied"
    if "figures-only" in clause[0].kinds:
        named = len(clause) > 1 and bool(clause[1].kinds & {"of", "source", "place"})  # whose names may be any words
        until = any(token.text in UNTIL for token in clause)
        if until and any(_ends_early(token, period) for token in clause):
            return "time"
        timed = any(token.when is not None for token in clause)
        if not named and not timed and len(clause) > 2 and not _is_calm_after(clause, period):
            return "way"
        if any(is_outside(token, period, _NEAR) or _is_early(token, period) for token in clause):
            return "time"
    for at, token in enumerate(clause):
        behind = clause[at + 1 : at + 1 + _REACH]
        if "figures-only" in token.kinds and _is_of_others(behind):
            return "others"
        if "figures-only" in token.kinds and _is_planned(clause[at + 1 :]):
            return "plan"
        if token.kinds & {"incl", "part"} and any(
            one.kinds & {"besides", "above", "neighbour", "earlier", "subject"} for one in clause[at:]
        ):
            return "others"
        if "not-yet" in token.kinds and behind and not behind[0].kinds & {"nothing"}:
            return "nodata"
        if "figures-only" in token.kinds and any(is_outside(one, period, _NEAR) for one in behind):
            return "time"
    return ""


def _leaves_out(clause: Sequence[Token]) -> bool:
    """'đã cộng cả số của trường học tự báo cáo riêng' leaves nothing out."""
    for token in clause:
        if token.kinds & {"incl", "operation"}:
            return False
        if "exclude" in token.kinds:
            return True
    return False


def _is_planned(behind: Sequence[Token]) -> bool:
    """'số liệu kế hoạch', 'số lượng lấy theo chỉ tiêu', not 'số liệu so với kế hoạch'."""
    at = next((at for at, token in enumerate(behind) if "plan" in token.kinds), -1)
    return at == 0 or (at > 0 and behind[at - 1].text in GIVEN_BY)


def _is_calm_after(clause: Sequence[Token], period: Period | None) -> bool:
    """The name of a source may have any words: 'số người dự lấy từ danh sách ký tên của 6 hội nghị'."""
    for token, behind in zip(clause[1:], (*clause[2:], None), strict=True):
        if "source" in token.kinds:
            return True
        taken_from = behind is not None and "source" in behind.kinds and bool(token.kinds & {"by", "copy"})
        if not taken_from and not is_calm(token, period):
            return False
    return True


def is_calm(token: Token, period: Period | None) -> bool:
    """Does a word behind 'số liệu' leave the figures what they are?"""
    return (
        (bool(token.kinds & _CALM) or token.text in ("chỉ", "chi"))
        and not is_outside(token, period, _NEAR)
        and not _is_early(token, period)
    )


def _is_early(token: Token, period: Period | None) -> bool:
    """Is it a day of the period, but well before its end: 'số liệu trích ngày 30/4/2026'?"""
    if period is None or token.when is None or not token.when[2]:
        return False
    year, month, day = token.when
    try:
        named = dt.date(year or period.end.year, month, day)
    except ValueError:
        return False
    return named < period.end - _NEAR and named != period.start


def _ends_early(token: Token, period: Period | None) -> bool:
    """Is it a month of the period before its last: 'số liệu tính đến hết tháng 4'?"""
    if period is None or token.when is None or token.when[2] or not token.when[1]:
        return False
    return (token.when[0] or period.end.year, token.when[1]) < (period.end.year, period.end.month)


def _is_of_others(behind: Sequence[Token]) -> bool:
    """'số liệu của Đảng ủy', 'số liệu 3 xã', not 'số liệu của UBND xã'."""
    for one, two in pairwise(behind):
        if (one.figure or 0) > 1 and (two.kinds & {"commune"} or two.text in ("đơn vị", "cơ quan")):
            return True
    for one, two, three in zip(behind, behind[1:], behind[2:], strict=False):
        if "of" in one.kinds and "commune" in two.kinds and not three.kinds:
            return True  # whose name it is, is for the table to say
    near = behind[:3]  # 'số liệu theo hướng dẫn của Sở' is no office's
    return any("of" in one.kinds and two.kinds & {"besides", "above"} for one, two in pairwise(near))
