"""What a note of any shape may say of the figure beside it, where no known clause says it (``notes``).

Nothing is known of the next clerk's words. So a note is judged in steps:

1. ``note_clauses`` divides it into clauses at its commas and makes words of each, with what kinds they are of
   (``note_words``): words for doubt, for a calculation, for an office, the units of measure. Days, numbers of documents
   and the like are put aside.
2. ``_judge`` looks at the note as a whole: does it speak of something else, is it what the form says of how to fill it
   in, is what is doubtful in it left out of the figure, set right or confirmed?
3. Each clause is asked what it says of the figure. Beside a 0 that is a question of its own (``note_zero``). A clause
   of what is not in the figure says nothing (``note_exclusions``). Of the rules for words (``_RULES``) the first that
   answers counts: the kinds of the words alone (``note_kinds``), the shape of the clause (``note_claims``), what is no
   more or not yet and other measures (``note_counted``), other offices (``note_offices``). A clause of which these say
   nothing is asked for its figures (``note_figures``), unless the figures of the note come to the one beside it.
4. The first answer is asked about.

Words for the unit of measure of an indicator, or of another one, are told apart in ``note_units``. What is found is
asked about and the figure is added up with a flag (V47): a clause may always tell of something else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Field, Period
from cchc_xl.quantity.note_claims import claim
from cchc_xl.quantity.note_clauses import understood
from cchc_xl.quantity.note_counted import another_measure, no_more_or_not_yet
from cchc_xl.quantity.note_exclusions import ends_left_out, goes_on_leaving_out, is_left_out, is_listed_with, leaves_out
from cchc_xl.quantity.note_figures import by_figures, is_explained
from cchc_xl.quantity.note_kinds import by_words
from cchc_xl.quantity.note_offices import another_office
from cchc_xl.quantity.note_spoken import Spoken
from cchc_xl.quantity.note_texts import AT_FIRST, BREAKS_OFF, DEFERRED, LEFT
from cchc_xl.quantity.note_units import says_little
from cchc_xl.quantity.note_words import Token
from cchc_xl.quantity.note_zero import beside_nothing, says_none

# What somebody may ask for who then says that it was looked into.
_CONFIRMABLE = frozenset({"doubt", "way", "reader", "copied", "mistake", "operation", "reported"})


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
    # without figures a note says the same of all but 0
    about = (text, number if figures else min(number, 1), period and period.end)
    known = _judged(field)
    found = known.get(about)
    if found is None:
        found = known[about] = _judge(clauses, number, field, period)
    return found


@remembered_by_identity
def _judged(field: Field) -> BoundedCache[tuple[str, int, dt.date | None], str]:  # noqa: ARG001 - one for each field
    return BoundedCache(256)  # many files have the same notes


def _judge(clauses: Sequence[Sequence[Token]], number: int, field: Field, period: Period | None = None) -> str:
    explained = is_explained(clauses, number)
    note = frozenset().union(*(token.kinds for clause in clauses for token in clause))
    if number == 0 and any(says_none(clause) for clause in clauses) and "doubt" not in note:
        return ""
    first = clauses[0][0]
    states = any("count" in one.kinds and two.figure is not None for clause in clauses for one, two in pairwise(clause))
    if "descriptor" in first.kinds and not states and not note & {"doubt", "writer", "correct"}:
        return ""  # 'Thành phần: ...', 'Kinh phí: ...': about something else
    if note & {"formal"} and not note & {"doubt", "correct", "operation"}:
        return ""
    if explained and _is_left_to_do(clauses):
        return "plan"
    if ends_left_out(clauses, note):
        return ""
    if "instruction" in note and not note & {"writer", "doubt", "copy", "earlier", "request"}:
        return ""  # what the form says of how to fill it in
    told = (
        _of_clause(clause, number, field, explained, period, note)
        for at, clause in enumerate(clauses)
        if not (at and goes_on_leaving_out(clauses[at - 1], clause))
        and not is_left_out(clauses[at + 1 : at + 2])
        and not is_listed_with(clause, clauses[at + 1 : at + 2])
    )
    found = next(filter(None, told), "")
    if found and found not in ("time", "others", "subject") and _is_set_right(clauses, number):
        return ""
    if found in _CONFIRMABLE and _is_confirmed(clauses, note):
        return ""
    return found or ("" if explained or number == 0 else _planned(clauses, number, field))


def _is_confirmed(clauses: Sequence[Sequence[Token]], note: frozenset[str]) -> bool:
    """'trùng y số kỳ trước, đã rà', 'anh Hùng đếm kỹ rồi, chắc chắn'"""
    if "sure" not in note or note & {"not-yet", "but", "writer", "request", "nodata"}:
        return False
    if "doubt" in note and not note & {"exclude", "person"}:
        return False
    return not any(token.text in BREAKS_OFF for clause in clauses for token in clause)


def _is_set_right(clauses: Sequence[Sequence[Token]], number: int) -> bool:
    """'Bản trước ghi 610 là sai, 600 là số đã kiểm lại': the right one is the figure."""
    right = any(
        any(token.figure == number for token in clause)
        and any(token.kinds & {"sure", "correct", "only"} for token in clause)
        and not any(token.kinds & {"doubt", "reported", "plan"} for token in clause)
        for clause in clauses
    )
    before = any(token.kinds & {"earlier", "ago"} or token.text in AT_FIRST for one in clauses for token in one)
    return right and before and len(clauses) > 1


def _is_left_to_do(clauses: Sequence[Sequence[Token]]) -> bool:
    """'Đã tổ chức 3, còn 3 sẽ tổ chức trong quý III' beside 6; 'còn lại dự kiến cuối năm'."""
    return any(
        (clause[0].text in LEFT or clause[0].text in ("còn lại", "số còn lại"))
        and any(token.kinds & {"intent", "not-yet"} or token.text in DEFERRED for token in clause[1:])
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


_RULES: tuple[Callable[[Spoken], str], ...] = (by_words, claim, no_more_or_not_yet, another_measure, another_office)


def _of_clause(
    clause: Sequence[Token], number: int, field: Field, explained: bool, period: Period | None, note: frozenset[str]
) -> str:
    """What one clause says; ``explained``: the note's figures come to the number, ``note``: the kinds of its words."""
    has = frozenset().union(*(token.kinds for at, token in enumerate(clause) if not _divides(clause, at)))
    said = Spoken(clause, has, number, field, period, note)
    if number == 0:
        return beside_nothing(said)
    if leaves_out(said):
        return ""
    why = next(filter(None, (rule(said) for rule in _RULES)), "")
    if why:
        return why
    if explained or (note >= {"plan", "time"} and not has - {"unit", "calm"}):  # 'đạt 60% kế hoạch (30 tin, bài)'
        return ""
    return by_figures(said)


def _divides(clause: Sequence[Token], at: int) -> bool:
    """The stroke of '6 lớp/12 hội nghị' and '4/6', which makes no rate of it."""
    return clause[at].text == "/" and at + 1 < len(clause) and clause[at + 1].figure is not None
