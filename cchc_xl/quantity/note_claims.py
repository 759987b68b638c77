"""What a clause claims, told by its shape where none of its phrases is known as a whole.

The next clerk's words are not known, but there are few ways to make a figure another one:

* somebody speaks: the writer of himself or to the reader ('em chưa chắc', 'nhờ Sở sửa giúp'), or a person of the figure
  ('anh Nam nói 8');
* the way of counting is told: a word for counting behind another word ('cũng tính', 'nên ghi thành 4');
* what was counted is taken back: what stands behind 'bị', 'chưa', 'chờ' need not be known where the clause is about
  what is counted, or has no subject at all;
* it is of another time or of another office than the report's, all of it or 'trong đó 2 ...';
* it is not about public administrative reform.

A clause about documents, places, people or media has a subject of its own, and what is said of that is not asked about:
a clause is about what is counted as long as it has no other words (``Spoken.is_about_it``), or begins so
(``Spoken.opens_with_it``).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from cchc_xl.quantity.note_offices import counts_meetings, is_of_another_office
from cchc_xl.quantity.note_spoken import Spoken, is_longer, is_outside
from cchc_xl.quantity.note_texts import (
    AIMS,
    ALL_OF_IT,
    AS_GOOD_AS,
    AT,
    BESIDE_REFORM,
    COMPARED,
    ENDS,
    GATHERED,
    HAVE,
    HELP,
    INTO,
    IS,
    IS_NOT,
    LEFT,
    LOOKED_AT,
    MORE_OR_LESS,
    NOBODY,
    NONE_AT_ALL,
    OF_FIGURES,
    OF_THE_WORK,
    ONLY_HAVE,
    ONLY_NOW,
    REALLY,
    TIMES_SO,
    TWICE,
    UNKNOWN,
    WHETHER,
    WHOLE,
)
from cchc_xl.quantity.note_units import is_another, is_asked_for, is_own
from cchc_xl.quantity.note_words import NUMBERS
from cchc_xl.text import fold

_REACH = 4  # words behind the one that tells


def claim(clause: Spoken) -> str:
    """The id of what is to be asked because of a clause; '' for nothing."""
    return next(filter(None, (says(clause) for says in _CLAIMS)), "")


def _is_not_all(clause: Spoken) -> str:
    """'Mới tổng hợp được 3/6 tháng', 'thiếu hội nghị ngày 12/5', 'còn lại dự kiến cuối năm'."""
    first, rest = clause.tokens[0], clause.tokens[1:]
    if first.text in REALLY:
        numbers = [
            one.figure for one, two in pairwise(clause.tokens) if one.figure is not None and is_own(two, clause.field)
        ]
        if numbers and numbers[0] != clause.number and not clause.has & {"compare", "plan"}:
            return "figure"  # 'thực ra chỉ có 1 chuyên mục'
    if first.text in ("chờ", "đợi") and not clause.has & {"plan"}:
        return "doubt"
    for at, token in enumerate(clause.tokens):
        if "not-yet" in token.kinds and any(
            "figures" in one.kinds or one.text == "số" for one in clause.tokens[at + 1 : at + 4]
        ):
            return "nodata"
    if "part" in first.kinds and clause.has & {"intent", "not-yet"} and any(is_own(one, clause.field) for one in rest):
        return "plan"  # 'trong đó 2 hội nghị dự kiến tổ chức cuối tháng 6'
    for at, (one, two) in enumerate(pairwise(clause.tokens)):
        named = clause.tokens[at + 2] if two.text in IS and at + 2 < len(clause.tokens) else two
        if one.text in ONLY_HAVE and named.text in OF_FIGURES and named.figure is None:
            return "partial"  # 'mới có số của tháng 1', 'đây mới là số của tháng 5'
        if (
            "not-yet" in one.kinds
            and two.text in NOBODY
            and any(token.text in LOOKED_AT for token in clause.tokens[at + 2 : at + 4])
        ):
            return "nodata"  # 'đợt 2 chưa ai báo'
        if one.text in UNKNOWN and any(token.text in WHETHER for token in clause.tokens[at + 1 :]):
            return "doubt"  # 'chưa biết báo có đăng hay không'
    if first.text in ONLY_NOW and any(token.kinds & {"data", "count"} or token.text in GATHERED for token in rest[:3]):
        return "partial"
    if first.text in ("thiếu", "thieu") and any(
        is_own(token, clause.field) or token.kinds & {"time", "source"} for token in rest[:2]
    ):
        return "partial"
    if first.text in ("còn lại", "số còn lại", "con lai") and clause.has & {"intent", "not-yet", "plan"}:
        return "plan"
    return ""


def _is_in_another_medium(clause: Spoken) -> str:
    """'Chuyên mục Zalo OA' where sections of the website are counted; 'gồm cả bài đăng web' where the press is."""
    label = fold(clause.field.label)
    if "trang thông tin" in label:
        if is_own(clause.tokens[0], clause.field) and clause.note & {"social", "air"} and not clause.note & {"site"}:
            return "unit"
        last = clause.tokens[-1]
        if clause.tokens[0].text in IS and "social" in clause.has:
            return "unit"  # 'là nhóm Zalo và trang Facebook'
        if clause.has >= {"site", "above"} and any(token.figure is not None for token in clause.tokens):
            return "others"  # 'Cổng TTĐT tỉnh: 02'
        if (
            clause.opens_with_it()
            and "above" in last.kinds
            and clause.has & {"of", "site"}
            and not clause.has & {"neg"}
        ):
            return "others"
    elif "incl" in clause.has and "social" in clause.has:
        return "others"
    return ""


def _is_none_of_it(clause: Spoken) -> str:
    """'Trang chưa có chuyên mục' beside 2."""
    tokens = clause.tokens
    for at, (one, two) in enumerate(pairwise(tokens)):
        if "above" in clause.has:
            return ""
        if "neg" in one.kinds and two.text in HAVE and at + 2 < len(tokens):
            rest = tokens[at + 3 :]
            if fold(clause.field.unit) == tokens[at + 2].text and all(
                token.kinds & {"cchc", "topic"} for token in rest
            ):
                return "figure"
    return ""


def _somebody_speaks(clause: Spoken) -> str:
    is_sure = "sure" in clause.note and not clause.note & {"doubt", "neg", "correct", "operation", "copy"}
    if "writer" in clause.has and not clause.has & {"evidence"} and not is_sure:
        return "reader"
    at = clause.place("request")
    if at >= 0 and all(token.kinds & {"person", "request", "opener"} for token in clause.tokens[:at]):
        behind = clause.tokens[at + 1 : at + 2 + _REACH]
        if any(token.kinds & {"correct", "operation", "doubt", "data"} for token in behind):
            return "reader"
    for one, two in pairwise(clause.tokens):
        if one.kinds & {"correct", "data"} and two.text in HELP:
            return "reader"
    at = clause.place("person")
    if at >= 0 and (clause.is_about_it(at) or (at and "said" in clause.tokens[at - 1].kinds)):
        near = clause.tokens[max(0, at - 1) : at + 1 + _REACH]
        return "doubt" if any("said" in token.kinds for token in near) else ""
    return ""


def _is_counted_so(clause: Spoken) -> str:
    """'cũng tính', 'nên tính 3', 'tính luôn', 'vẫn để nguyên', 'chứ không phải số cuộc'."""
    before = ""
    for one, two in pairwise(clause.tokens):
        if "so" in one.kinds and "count" in two.kinds and not (one.text == "cũng" and _repeats_it(clause)):
            return "way"
        if "count" in one.kinds and two.figure is not None and before == "each":
            return "way" if two.figure > 1 or not _is_each_of_own(clause) else ""
        if "count" in one.kinds and "along" in two.kinds and before != "neg":
            return "others"
        if one.kinds & {"count", "opener"} and two.text in INTO and before != "neg":
            return "way"  # 'đang được tính thành 02 văn bản'
        if one.text in TIMES_SO and two.figure is not None and before != "neg":
            return "operation"
        if "by" in one.kinds and "factor" in two.kinds:
            return "scale"
        if one.text == "chia" and two.figure == clause.number:
            return "unit"
        if "by" in one.kinds and is_another(two, clause.field) and "paper" not in two.kinds:
            return "unit"
        if one.text in MORE_OR_LESS and two.figure == clause.number and "compare" not in clause.note - one.kinds:
            return "doubt"  # 'hơn 30 tài liệu'
        if one.text in AS_GOOD_AS and (two.figure is not None or two.text in NUMBERS) and "each" not in clause.has:
            return "doubt"
        if "but" in one.kinds and "neg" in two.kinds:
            return "unit"
        if one.text in IS_NOT and any(is_asked_for(token, clause.field) for token in clause.tokens[2:]):
            return "unit"
        if one.text in IS_NOT and is_asked_for(two, clause.field):
            return "unit"
        each = before == "each" or "each" in one.kinds or one.text in ("một", "mot")
        before = "neg" if "neg" in one.kinds else "each" if each else ""
    return ""


def _repeats_it(clause: Spoken) -> bool:
    """'phụ lục cũng ghi 12' beside 12, not 'năm trước 2 nên cũng ghi 2'."""
    return clause.tokens[-1].figure == clause.number and "ago" not in clause.note


def _is_each_of_own(clause: Spoken) -> bool:
    """'Mỗi bài tính 1', not 'mỗi điểm cầu tính 1'."""
    return any(
        (one.kinds & {"each"} or one.text == "một") and is_own(two, clause.field)
        for one, two in pairwise(clause.tokens)
    )


def _is_taken_back(clause: Spoken) -> str:
    if clause.has & {"more", "made-up", "again"}:
        return ""
    last = clause.tokens[-1]
    if "unfinished" in clause.has:
        return "plan"
    if (
        any(token.text in TWICE for token in clause.tokens)
        and clause.has & {"count", "told"}
        and "neg" not in clause.has
    ):
        return "mistake"  # 'hai bộ phận cùng ghi nên bị trùng'
    if clause.tokens[0].text in AIMS and not any(
        token.figure is not None or token.text in COMPARED for token in clause.tokens
    ):
        return "plan"  # 'chỉ tiêu tỉnh giao'
    if clause.tokens[0].text in ("mới", "moi") and last.text.endswith("xong") and clause.field.measure == "flow":
        return "plan"
    for at, token in enumerate(clause.tokens[:-1]):
        behind = clause.tokens[at + 1]
        if "loss" in token.kinds and "neg" not in clause.has and not clause.has & {"cause"}:
            lost = any(
                one.figure is not None and is_own(two, clause.field) for one, two in pairwise(clause.tokens[at + 1 :])
            )
            if lost or (at == 0 and _is_all_of_it(clause)) or (clause.opens_with_it() and clause.is_about_it(at)):
                return "mistake"
        if "suffers" in token.kinds and at and clause.is_about_it(at):
            return "mistake"
        if at == 0 and behind.text in HAVE and "not-yet" in token.kinds and len(clause.tokens) > 3:
            third = clause.tokens[2]
            if not (
                is_own(third, clause.field) or third.kinds & {"evidence", "source", "paper", "figures", "any", "only"}
            ):
                return ""  # 'chưa có bản tiếng Anh'
        if "not-yet" in token.kinds and clause.is_about_it(at) and clause.tokens[0].text not in LEFT:
            nothing = behind.kinds & {"nothing", "place", "of"} or is_another(behind, clause.field)
            return "" if nothing or any("any" in one.kinds for one in clause.tokens[at + 1 : -1]) else "plan"
        if "neg" in token.kinds and any(one.text in NONE_AT_ALL for one in clause.tokens[at + 2 : at + 5]):
            return _is_none(clause, at)
    return ""


def _is_none(clause: Spoken, at: int) -> str:
    """'Chưa phát buổi nào', 'không mở lớp nào vì bận' beside a figure; not 'chưa có văn bản nào quá hạn'."""
    end = next(end for end, one in enumerate(clause.tokens) if end > at and one.text in NONE_AT_ALL)
    ends = end + 1 == len(clause.tokens) or clause.tokens[end + 1].text in ("vì", "do", "vi")
    left = clause.tokens[at + 1].text in LEFT or "above" in clause.has  # 'kho không còn tờ nào'
    return "figure" if ends and not left and "unit" in clause.tokens[end - 1].kinds else ""


def _is_all_of_it(clause: Spoken) -> bool:
    """'Đã ngừng hoạt động', not 'gỡ bỏ thủ tục hết hiệu lực'."""
    return not any("unit" in token.kinds and "act" not in token.kinds for token in clause.tokens[1:])


def _is_of_another_time(clause: Spoken) -> str:
    first = clause.tokens[0]
    if "incl" in clause.has and any(is_outside(one, clause.period) for one in clause.tokens):
        return "time"  # 'đã tính cả phóng sự dự kiến phát ngày 25/6'
    others = [one.figure for one in clause.tokens if one.figure not in (None, clause.number)]
    if clause.field.measure == "flow" and not clause.has & {"plan", "compare", "beside", "exclude"}:
        for one, two in pairwise(clause.tokens):
            if one.text in WHOLE and is_longer(two, clause.period):
                return "time"  # 'hợp đồng cả năm 2026' in a half-year
    if "intent" in first.kinds and not others and not clause.has & {"more", "made-up"}:
        return "plan"
    if others and first.text in LEFT:
        return ""
    flows = clause.field.measure == "flow"
    if flows and not others and not clause.has & {"more", "compare", "made-up"} and is_outside(first, clause.period):
        return "time" if len(clause.tokens) > 1 else ""
    if (
        flows
        and clause.place("time") != len(clause.tokens) - 1
        and all(one.kinds & {"time", "place"} or one.text in ENDS for one in clause.tokens)
    ):
        return "time" if any(is_outside(one, clause.period) for one in clause.tokens) else ""
    if "opener" in first.kinds and any(is_outside(one, clause.period) for one in clause.tokens):
        return "time"
    if clause.field.measure != "flow" or clause.has & {"plan", "beside", "more", "exclude", "made-up"}:
        return ""
    if not clause.opens_with_it() or any(
        "compare" in one.kinds and "earlier" not in one.kinds for one in clause.tokens
    ):
        return ""
    for at, token in enumerate(clause.tokens):
        if token.text in ("về", "ve"):
            return ""
        if at and ("ago" in token.kinds or is_outside(token, clause.period)):
            return "time"
    return ""


def _is_of_another_subject(clause: Spoken) -> str:
    """'phần lớn là tin thời tiết', 'không có nội dung CCHC'."""
    if "incl" in clause.has and not clause.has & {"beside", "cchc"}:
        at = clause.place("incl")
        if any(token.text in BESIDE_REFORM for token in clause.tokens[at + 1 :]):
            return "subject"  # 'tính cả văn bản về chuyển đổi số'
    if "routine" in clause.has and counts_meetings(clause.field) and not clause.has & {"beside", "exclude", "neg"}:
        return "subject" if clause.opens_with_it() else ""
    around = clause.has if clause.tokens[0].figure is not None or "part" in clause.has else clause.note
    if (
        "subject" in clause.has
        and not around & {"topic", "cchc"}
        and not clause.has & {"beside", "cchc", "topic", "exclude", "neg", "above"}
    ):
        at = clause.place("subject")
        if at and clause.tokens[at - 1].text in AT:
            return ""
        if "part" in clause.note and at == len(clause.tokens) - 1 and at <= 1:
            return "subject"  # 'gồm ngày hội đại đoàn kết, giải bóng chuyền'
        if clause.opens_with_it() or clause.tokens[0].text in OF_THE_WORK or (at == 0 and len(clause.tokens) == 1):
            return "subject"
    for at, (one, two) in enumerate(pairwise(clause.tokens)):
        if (
            two.text in IS
            and (one.text in ALL_OF_IT or "part" in one.kinds)
            and not (clause.note | clause.has) & {"cchc", "topic"}
        ):
            rest = clause.tokens[at + 2 :]
            if rest and not any(is_own(token, clause.field) or token.kinds & {"nothing", "of"} for token in rest):
                return "subject"
        if "mostly" in one.kinds and "is" in two.kinds and "cchc" not in clause.has:
            return "subject"
        if "neg" in one.kinds and any("cchc" in token.kinds for token in clause.tokens[at + 1 : at + 1 + _REACH]):
            return "subject"
    return ""


_CLAIMS: tuple[Callable[[Spoken], str], ...] = (
    _somebody_speaks,
    _is_counted_so,
    _is_of_another_subject,
    _is_taken_back,
    _is_of_another_time,
    is_of_another_office,
    _is_not_all,
    _is_in_another_medium,
    _is_none_of_it,
)
