"""What a note says beside a 0: that it is not known, that there was one after all, or that there was none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.quantity.note_spoken import Spoken, is_outside
from cchc_xl.quantity.note_texts import DID, HAVE, IS, MAKESHIFT, NOBODY, NOT, OF_WHOM, PROVIDED, PUT_OFF, WAITING
from cchc_xl.quantity.note_units import is_own
from cchc_xl.quantity.note_words import Token


def beside_nothing(said: Spoken) -> str:
    """Words beside a 0 that say that it is not known, or that there was one after all."""
    clause, has, field, period, note = said.tokens, said.has, said.field, said.period, said.note
    if "sure" in note and not note & {"doubt", "writer"}:
        return ""
    if clause[0].text in PUT_OFF:
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
    if clause[0].text in MAKESHIFT and "count" in has:
        return "nodata"
    if len(clause) == 1 and clause[0].figure:
        return "figure"
    if clause[0].text in WAITING and any(token.text in PROVIDED for token in clause):
        return "nodata"
    if (
        clause[0].text in WAITING
        and any(token.text in OF_WHOM for token in clause[1:4])
        and not has & {"plan", "paper"}
    ):
        return "nodata"  # 'đang chờ các khu phố', not 'chờ kế hoạch của phòng'
    if any("not-yet" in one.kinds and two.text in NOBODY for one, two in pairwise(clause)):
        return "nodata"
    if any("not-yet" in one.kinds and two.kinds & {"count", "data", "said"} for one, two in pairwise(clause)):
        return "nodata"
    if any(
        one.kinds & {"request", "so", "data"} and (two.kinds & {"opener"} or two.text == "để")
        for one, two in pairwise(clause)
    ):
        return "nodata"
    if clause[0].figure == 0 and any(one.text in IS for one in clause[1:2]):
        return "nodata"  # '0 là của Văn phòng'
    if any(one.text in ("để", "ghi", "nhập") and two.figure == 0 for one, two in pairwise(clause)):
        return "nodata"
    if clause[-1].figure and len(clause) > 1 and clause[-2].text in HAVE and "neg" not in has:
        return "figure"
    if has & {"join", "plan", "neg", "above", "each"} or any(is_outside(token, period) for token in clause):
        return ""
    if any(one.kinds & {"time"} and one.when is None for one in clause) or clause[0].kinds & {"intent", "earlier"}:
        return ""
    counted = any(one.figure and is_own(two, field) for one, two in pairwise(clause))
    done = any(one.text in DID and "act" in two.kinds for one, two in pairwise(clause))
    if counted and not has & {"compare", "part"}:
        return "figure"
    return "figure" if done and not has & {"compare"} else ""


def says_none(clause: Sequence[Token]) -> bool:
    """'phường không tổ chức', 'không có nên để 0'"""
    return any(one.text in NOT and "act" in two.kinds for one, two in pairwise(clause)) or any(
        (one.text in NOT and two.text in HAVE)
        and (
            three is None
            or three.kinds & {"any", "so", "act"}
            or ("unit" in three.kinds and not three.text.startswith("người"))
        )
        for one, two, three in zip(clause, clause[1:], (*clause[2:], None), strict=False)
    )
