"""What a clause says by the kinds of its words alone: doubt, a calculation, a copy, another row, another subject."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import (
    ABOUT,
    FACTORS,
    FREE_DAYS,
    IS_NOT_OF,
    KINDS_OF,
    LEADS,
    OF_WHOM,
    OFFICES,
    OR,
    SAME_TIME,
    SUBTRACTED,
    SUMS,
)
from cchc_xl.quantity.note_units import WITHIN, is_another, is_another_thing, is_own
from cchc_xl.quantity.note_words import NUMBERS, Token
from cchc_xl.text import fold


def by_words(said: Spoken) -> str:
    """The first that its kinds say, the surest first."""
    clause, has, number, field, note = said.tokens, said.has, said.number, said.field, said.note
    if any(
        two.text in OR and _is_number(one) and _is_number(three)
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
        and not (has & {"again", "this-period"} or any(token.text in SAME_TIME for token in clause))
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
        if any(token.text in OF_WHOM for token in clause):
            return "partial"
        if any(is_own(token, field) for token in clause):
            return "operation"
    if any(one.text in IS_NOT_OF and "cchc" in two.kinds for one, two in pairwise(clause)):
        return "subject"
    if "mostly" in first.kinds and has & {"cchc", "subject"}:
        return "subject"
    if first.text in FACTORS and len(clause) > 1 and clause[1].figure is not None:
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
    if clause[-1].kinds & {"scale"} and len(clause) <= 3 and all(token.text in LEADS for token in clause[:-1]):
        return "scale"
    scaled = any(one.figure is not None and "factor" in two.kinds for one, two in pairwise(clause))
    if scaled and len(clause) <= 3 and "each" not in has:
        return "scale"
    asked = any(token.text in KINDS_OF for token in clause) and fold(field.unit) in lexicon.KINDS["materials"]
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
    if clause[at].text not in SUBTRACTED or not behind:
        return False
    thing = behind[1] if len(behind) > 1 and behind[0].figure is not None else None
    return (thing is not None and is_another(thing, field)) or any(
        one.kinds & {"again", "loss", "above", "besides", "relay"} or one.text == "tinh" or one.text in FREE_DAYS
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
        another = opens and (clause[1].text in OFFICES or any("again" in token.kinds for token in clause[1:3]))
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
    opens = is_own(clause[0], field) or clause[0].text in SUMS or clause[0].text in ABOUT
    return "subject" if opens and (not about or any(token.text in ("và", "va") for token in clause)) else ""
