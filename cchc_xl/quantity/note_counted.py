"""What the figure counts by the words of a clause: what is no more or not yet, or another measure."""

from __future__ import annotations

from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import (
    COUNTED,
    GIVEN,
    LEADS,
    LEFT,
    NONE_BUT,
    OFFICES,
    UNDER_WAY,
)
from cchc_xl.quantity.note_units import is_another, is_measure, is_own, says_little
from cchc_xl.text import fold

_REACH = 3  # words behind a negation that are looked at
_SHORT = 6  # phrases of a clause that is no more than a name for what was counted


def no_more_or_not_yet(said: Spoken) -> str:
    """'2 hội nghị bị hoãn', 'Đặt in, chưa nhận', 'số người được mời'."""
    clause, has, field = said.tokens, said.has, said.field
    for at, token in enumerate(clause):
        before, after = clause[:at], clause[at + 1 :]
        is_plain = all(says_little(one, field) for one in before)
        if "loss" in token.kinds and is_plain and not has & {"less", "made-up"}:
            others = any(is_another(one, field) for one in clause)
            told_why = any("cause" in one.kinds for one in after) and any(one.figure is not None for one in after)
            if not others and not told_why:
                return "mistake"
        stops = (
            "neg" in token.kinds and len(after) == 1 and "act" in after[0].kinds and token.text not in UNDER_WAY
        )  # 'loa hỏng không phát'
        if stops and not has & {"again", "more"}:
            return "plan"
        if (
            "neg" in token.kinds
            and not has & {"more", "this-period"}
            and not any(is_another(one, field) for one in before)
        ):
            done = bool(after) and any("act" in one.kinds or is_own(one, field) for one in after[:_REACH])
            if any(one.text in NONE_BUT for one in after[:-1]):
                continue  # 'chưa có văn bản nào quá hạn'
            if "again" in has or (clause[0].text in LEFT and token.text in UNDER_WAY):
                continue
            if done and (is_plain or "act" in after[0].kinds):
                return "plan"
            if is_plain and token.text in UNDER_WAY and after and not after[0].kinds:
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


def another_measure(said: Spoken) -> str:
    """'số lượt phát', 'là số người', 'kg', 'giấy mời phát ra'."""
    clause, field = said.tokens, said.field
    if is_measure(clause[0], field) and 2 < len(clause) <= _SHORT and clause[1].kinds & {"of", "place"}:
        return "" if any(is_own(token, field) for token in clause[2:]) else "unit"  # 'dân số của tổ 4'
    given = all(token.text in GIVEN or token.kinds & {"calm", "nothing"} for token in clause[1:])
    if clause[0].text in ("lượt", "luot") and len(clause) == 2 and not clause[1].kinds:
        return "unit"
    if clause[0].text in OFFICES or (len(clause) > 1 and "commune" in clause[1].kinds):
        return ""
    if len(clause) > 1 and len(clause) <= _SHORT and is_measure(clause[0], field) and is_own(clause[1], field):
        return "unit"  # 'lượt tải tài liệu'
    if given and (is_measure(clause[0], field) or (len(clause) in (2, 3) and is_another(clause[0], field))):
        # of a row of occasions a thing may be the name of one
        return "" if fold(field.unit) in lexicon.KINDS["occasions"] and "measure" not in clause[0].kinds else "unit"
    if 2 < len(clause) <= _SHORT and is_another(clause[0], field) and "place" in clause[1].kinds:
        return "unit" if any(is_own(token, field) for token in clause[2:]) else ""  # 'bài trong chuyên mục'
    leads = next((at for at, token in enumerate(clause) if token.text not in LEADS), len(clause))
    if 0 < leads < len(clause) and any(token.text in COUNTED for token in clause[:leads]):
        return "unit" if is_another(clause[leads], field) and not clause[leads].text.startswith(OFFICES) else ""
    return ""
