"""What a note says not to be in the figure: no fault of it, whatever doubtful words are said of it.

The words that leave something out stand in the same clause (``leaves_out``), or in the next one or the last one of a
sentence that has been divided at its commas.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import (
    HAVE,
    IS_NOT,
    NO,
    NOT_HERE,
    NOT_YET,
    OF_ITS_OWN,
    STILL,
    TAKEN_OUT,
    THIS_TIME,
    YET,
)
from cchc_xl.quantity.note_units import is_asked_for, is_own
from cchc_xl.quantity.note_words import Token
from cchc_xl.text import fold

_TELLING = frozenset({"act", "neg", "opener", "only", "writer", "incl", "doubt", "person"})
_SHORT_EXCLUSION = 3


def leaves_out(clause: Spoken) -> bool:
    """'không đếm bản nháp', 'bản nháp không đưa vào': what is said not to be in the figure is no fault of it."""
    if "denied" in clause.has:
        return True
    if _is_told_to_be_out(clause):
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
    at = next((at for at, one in enumerate(clause.tokens[:-1]) if one.text in IS_NOT), -1)
    if at >= 0 and "but" not in clause.has and not clause.has & {"this", "cchc"}:
        return not any(is_asked_for(one, clause.field) for one in clause.tokens[at + 1 :])
    if any(one.text in IS_NOT and two.kinds & {"above", "of", "besides"} for one, two in pairwise(clause.tokens)):
        return True  # 'loa phường, không phải đài tỉnh'
    return any(
        "neg" in one.kinds and one.text not in NOT_YET and two.kinds & {"count", "incl", "relay"}
        for one, two in pairwise(clause.tokens)
    )


def _is_told_to_be_out(clause: Spoken) -> bool:
    """'02 hội nghị giao ban đã được loại khỏi số này', 'số này không gồm văn bản đến', not 'không lấy số này'."""
    at = clause.place("exclude")
    if at < 0 or clause.has & {"writer", "nodata", "but", "request"} or any(one.text in YET for one in clause.tokens):
        return False
    return at > 0 or not any("this" in token.kinds for token in clause.tokens) or clause.tokens[0].text in NOT_HERE


def _subtracts(clause: Spoken) -> bool:
    """'Đã trừ các tin không liên quan đến CCHC': what was taken out is told by more than the unit of measure."""
    if clause.tokens[0].text not in TAKEN_OUT:
        return False
    at = next((at for at, token in enumerate(clause.tokens) if is_own(token, clause.field)), -1)
    return at > 0 and len(clause.tokens) - at > 2 and not any(token.figure is not None for token in clause.tokens[at:])


def _has_none_such(clause: Spoken) -> bool:
    """'Không có văn bản mật', 'không có người các xã khác', not 'không có hội nghị riêng'."""
    for at, (one, two) in enumerate(pairwise(clause.tokens)):
        if (one.text in NO and two.text in HAVE) or one.text in ("không có", "hổng có"):
            rest = clause.tokens[at + (1 if one.text.endswith("có") else 2) :]
            if len(rest) > 1 and is_own(rest[0], clause.field):
                return not any(token.kinds & {"any", "cchc"} or token.text in OF_ITS_OWN for token in rest[1:])
    return False


def goes_on_leaving_out(before: Sequence[Token], clause: Sequence[Token]) -> bool:
    """'không kể hoạt động của Thành đoàn, Tỉnh đoàn'"""
    left_out = any("exclude" in token.kinds for token in before)
    bare = all(token.figure is not None or "unit" in token.kinds for token in clause)
    if bare and any(token.kinds & {"compare", "plan", "ago"} for token in before):
        return True  # 'cao hơn cùng kỳ (450)'
    return left_out and not any(token.figure is not None or token.kinds & _TELLING for token in clause)


def ends_left_out(clauses: Sequence[Sequence[Token]], note: frozenset[str]) -> bool:
    """'Bài thứ tư đã gửi nhưng chưa được đăng, để lại kỳ sau', 'hội nghị ngày 20/6 tới chưa tính'"""
    last = clauses[-1][-1].kinds | (clauses[-1][-2].kinds if len(clauses[-1]) > 1 else frozenset())
    if note & {"writer", "request", "doubt"} or any(one.text in STILL for clause in clauses for one in clause):
        return False
    undone = bool(note & {"not-yet", "subject", "loss"}) or any(one.when for clause in clauses for one in clause)
    return undone and ("exclude" in last or "not-all" in clauses[-1][-1].kinds)


def is_listed_with(clause: Sequence[Token], behind: Sequence[Sequence[Token]]) -> bool:
    """'Các tin về thời tiết, | bầu cử không tính'"""
    if not behind or len(behind[0]) > _SHORT_EXCLUSION or "exclude" not in behind[0][-1].kinds or len(behind[0]) < 2:
        return False
    return not any(token.kinds & {"act", "neg", "only"} and "place" not in token.kinds for token in clause)


def is_left_out(behind: Sequence[Sequence[Token]]) -> bool:
    """Does the next clause leave out what this one tells of: 'Có 3 hội nghị bị hoãn, không tính vào'?"""
    if not behind:
        return False
    first = behind[0][0].kinds | (
        behind[0][1].kinds if len(behind[0]) > 1 and behind[0][0].text in THIS_TIME else set()
    )
    if "exclude" in first and not any(_is_outward(token) for token in behind[0]):
        return True
    alone = len(behind[0]) == 1 and "not-all" in behind[0][0].kinds  # '..., chưa tính'
    return alone or (len(behind[0]) <= _SHORT_EXCLUSION and "exclude" in behind[0][0].kinds)


def _is_outward(token: Token) -> bool:
    """Does a word give an exclusion an object of its own: 'không tính văn bản đến'?"""
    return ("unit" in token.kinds and not token.kinds & {"row", "exclude"}) or bool(token.kinds & {"nodata", "writer"})
