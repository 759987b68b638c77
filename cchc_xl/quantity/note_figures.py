"""What the figures of a clause say of the figure beside it.

They may be another number of what the indicator counts, which no comparison, plan or breakdown accounts for, or the
same number of something else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import COMES_TO, IS, PARTICLES, SIGNED, SUMS, TIMES
from cchc_xl.quantity.note_units import is_another, is_measure, is_own, known_units
from cchc_xl.quantity.note_words import Token
from cchc_xl.text import fold

_OF_ANOTHER = frozenset({"plan", "compare", "each"})  # a figure beside such words is one of its own


def is_explained(clauses: Sequence[Sequence[Token]], number: int) -> bool:
    """Do the figures of the note come to the figure: all of them, all but the first, or as a product?"""
    figures = [token.figure for clause in clauses for token in clause if token.figure is not None]
    if len(figures) < 2:
        return False
    times = any(token.text in TIMES or "each" in token.kinds for clause in clauses for token in clause)
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


def by_figures(said: Spoken) -> str:
    """'4/6 hội nghị' beside 6, '3 bài x 2 quý' beside 3, '5 hội nghị' beside 6."""
    clause, has, number, field = said.tokens, said.has, said.number, said.field
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
        if behind is not None and behind.text in IS and (one_of or ("each" in has and "of" in has)):
            return "rate"  # '600 là số người của một lớp'
        if behind is not None and behind.text in IS and len(after) > 1 and not before:
            named = next((one for one in after[1:] if one.text not in ("số", "so", "tổng", "tổng số")), None)
            return (
                "" if named and is_own(named, field) and not is_measure(named, field) else "unit"
            )  # '12 là số công việc'
        strange = (
            behind is not None
            and not before
            and behind.text not in PARTICLES
            and (
                (not behind.kinds and behind.figure is None)
                or (len(after) == 1 and not is_counted and "nothing" not in behind.kinds)
            )
        )
        other = is_counted and is_another(behind, field)
        return "unit" if strange or other else ""
    if found is not None and found < number and not has & _OF_ANOTHER and _is_of_cchc(before, after):
        return "subject"
    comes_to = behind is None and bool(before) and before[-1].text in COMES_TO
    if comes_to and "told" in has and not has & {"plan", "compare"}:
        return "figure"  # 'phòng báo lại là 10'
    beyond = found is not None and found > number and behind is not None and is_own(behind, field)
    if "part" in has and beyond and not has & _OF_ANOTHER:
        return "figure"  # 'riêng Báo Tiền Phong đã đăng 5 bài' beside 3
    if has & (_OF_ANOTHER | {"part", "time"}) or (before and "which" in before[-1].kinds):
        return ""
    if before and "paper" in before[0].kinds and behind is not None and behind.text in SIGNED and "only" in has:
        return "figure"  # 'danh sách ký nhận chỉ có 412 chữ ký'
    counts = is_counted and behind is not None and is_own(behind, field) and not is_measure(behind, field)
    about_it = behind is None or (counts and not _is_of_copies(behind, field))
    if not about_it:
        return ""
    leads = {kind for token in before[-2:] for kind in token.kinds}
    if before and before[-1].text in SUMS and is_counted:
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
    if before and before[-1].text in COMES_TO and len(before) > 1 and "only" in has | before[0].kinds:
        return "figure"
    opens = not before and behind is None
    if found is not None and found > number:
        return "figure" if opens or is_counted or leads & {"only", "total"} else ""
    done = behind is None and len(before) == 1 and "act" in before[0].kinds  # 'tổ chức 3'
    summed = behind is None and bool(before) and before[-1].text in SUMS
    leads_to = bool(before) and bool(before[0].kinds & {"place", "opener", "total"}) and len(before) > 1
    comes = leads_to and (before[-1].text in COMES_TO or "total" in before[0].kinds)
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
    if not any(token.text in TIMES for token in clause):
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
