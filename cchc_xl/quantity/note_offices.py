"""Work of another office than the report's: an office above it or beside it, or several communes together."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from cchc_xl.model import Field
from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import AWAY, BECAUSE, BY_OTHERS, CARRIED_OUT, WAVES
from cchc_xl.quantity.note_units import is_own, says_little
from cchc_xl.text import fold

_NEAR = 3  # words behind an office that are looked at
_FAR = 4  # where the clause is about what is counted


def is_of_another_office(clause: Spoken) -> str:
    """'Hội nghị cấp tỉnh', 'CBCC tham gia tập huấn trên tỉnh', 'gồm 2 xã'."""
    if clause.has & {"beside", "exclude", "plan", "compare"} or any(token.text in BECAUSE for token in clause.tokens):
        return ""
    if clause.tokens[0].text in CARRIED_OUT or clause.has & {"descriptor", "title"}:
        return ""
    if len(clause.tokens) == 2 and is_own(clause.tokens[0], clause.field) and "above" in clause.tokens[1].kinds:
        return "" if _counts_press(clause.field) else "others"  # 'Hội nghị cấp tỉnh'
    if (
        clause.has >= {"join", "above"}
        and "title" not in clause.has
        and counts_meetings(clause.field)
        and clause.tokens[0].text not in BY_OTHERS
    ):
        return "others"  # 'CBCC tham gia tập huấn trên tỉnh'
    tokens, press = clause.tokens, _counts_press(clause.field)
    for at, token in enumerate(tokens):
        behind = tokens[at + 1 : at + 2 + _FAR]
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


def another_office(said: Spoken) -> str:
    """'Do tỉnh tổ chức', 'văn bản của tỉnh gửi xuống', 'tham dự hội nghị của tỉnh'; not 'mẫu do tỉnh thiết kế'."""
    clause, has, field = said.tokens, said.has, said.field
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
        "above" in has and any(token.text in AWAY for token in clause)
    ):
        return "others"
    if any("above" in one.kinds and "act" in two.kinds for one, two in pairwise(clause[:3])) and "of" not in has:
        return "others"  # 'đài huyện phát'
    if all("above" in token.kinds for token in clause):
        return "others"
    if len(clause) <= _NEAR + 1 and clause[0].text in WAVES and "above" in clause[-1].kinds:
        return "others"
    for at, token in enumerate(clause):
        if "of" in token.kinds:
            near = clause[at + 1 : at + 3]
            named = any(one.kinds & {"above", "besides"} for one in near)
            done = any("act" in one.kinds for one in clause[at + 2 : at + 2 + _NEAR])
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


@lru_cache(maxsize=64)
def _counts_press(field: Field) -> bool:
    return "báo chí" in fold(field.label)


@lru_cache(maxsize=64)
def counts_meetings(field: Field) -> bool:
    """Does an indicator count meetings or training, by its label?"""
    return "tập huấn" in fold(field.label)
