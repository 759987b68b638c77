"""Titles above a table that make it part of another document than a report of this form: a plan ("Kế hoạch thực hiện 6
tháng cuối năm 2026"), targets ("Chỉ tiêu UBND tỉnh giao cho phường năm 2026"), a report about another subject ("Báo cáo
kết quả tuyên truyền phổ biến, giáo dục pháp luật").

What a report cites is no title of its own: a line that the one above it goes on in ("Kết quả thực hiện" over "Kế hoạch
tuyên truyền CCHC năm 2026"), or one with a document's number or day. What is found is asked about (S21 as a warning): a
workbook may hold several documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Form
from cchc_xl.table.rows import Around, Table
from cchc_xl.table.spans import cut
from cchc_xl.table.whole_table import is_column_title
from cchc_xl.text import all_unaccented, begins, fold, holds, late, plain, remembered, speaks, squeeze

LONGEST = 160
_SHORTEST = 4  # words; fewer are the title of a column
_OPENING = late(r"^\W*(?:(?:phụ lục|biểu|bảng|mẫu|tổng hợp)(?: số)?(?: [0-9ivx]{1,3}(?!\w))?\W+)*(?=\w)")
_AIMS = ("kế hoạch", "chỉ tiêu", "mục tiêu", "dự toán", "đăng ký", "chương trình công tác", "nhu cầu")
_GIVEN = ("giao ", "bảng giao", "biểu giao", "phân bổ")
_NUMBERED = late(r"\w+ \w+ [0-9]")  # 'Chỉ tiêu 01 và 05 là ...'
_LISTED = ("chỉ tiêu", "mục tiêu")
_WORK = ("tuyên truyền", "cchc", "cải cách hành chính", "chỉ tiêu", "kế hoạch", "tháng", "năm", "quý")
_CITED = ("/", "số ", "ngày ", "kèm theo", "ban hành", "theo ", ":", "kết quả", "tình hình", "thực hiện kế hoạch")
_GOES_ON = (" hiện", " khai", " thành", " theo", " quả", " hình", " với", " và", " cứ", " của", ",", "-", ":")
_TITLES = ("báo cáo", "biểu", "bảng", "phụ lục", "kết quả", "tổng hợp", "tình hình", "thống kê", "chuyên đề", "số liệu")
_OWN = ("cchc", "hành chính", "hanh chinh", "cải cách", "cai cach")
_REFORM = ("cchc", "cải cách hành chính")
_ABOUT = late(
    r"(?<!\w)(?:tuyên truyền|chuyên đề|công tác)\W+(?:(?:về|công tác|tuyên truyền|phổ biến|vận động|và)\W+)*"
    r"(?P<subject>\w.*)"
)
_ANOTHER = late(r"phòng\W{1,2}(?:chống|ngừa|cháy)(?!\w)|chuyển đổi số(?!\w)")
_SOMETHING_ELSE = frozenset(
    {"place", "of", "time", "unit", "act", "calm", "nothing", "commune", "topic", "cchc", "total", "paper", "part"}
)


def other_documents(table: Table, around: Around) -> Iterator[Finding]:
    """S21 at each title above the table that is not a report's of the form's subject."""
    first = table.head_row or table.top
    lines = [(row, column, line) for row, column, text in around if row < first for line in text.splitlines()]
    for at, (row, column, line) in enumerate(lines):
        why = _told_by(line) if len(line) <= LONGEST else ""
        why = "" if why == "subject" and not is_about_reform(table.form) else why
        ref = table.ref(row, column) if why else None
        before = next((fold(one).strip() for _, _, one in reversed(lines[:at]) if one.strip()), "") if why else ""
        if ref and not before.endswith(_GOES_ON) and not is_column_title(ref, table):
            params = {"found": squeeze(line), "what": f"ask-{why}"}
            yield finding("S21", table.form, ref=ref, raw=squeeze(line), params=params, severity="warning")


@remembered_by_identity
def is_about_reform(form: Form) -> bool:
    """Is a form's own subject public administrative reform? Only then is it known which words speak of another one."""
    return holds(fold(form.title), _REFORM)


@remembered(4096)
def _told_by(line: str) -> str:
    """document | subject for a title that is not one of a report of the form's subject."""
    folded = _OPENING.sub("", fold(line)) if line.strip() else ""
    if folded.count(" ") < _SHORTEST - 1:
        return ""
    if begins(folded, _AIMS) or begins(folded, _GIVEN):
        cited = holds(folded, all_unaccented(_CITED)) or (begins(folded, _LISTED) and _NUMBERED.match(folded))
        return "document" if speaks(folded, _WORK) and not cited else ""
    if begins(fold(line).lstrip(" (-*"), _TITLES) and not holds(folded, _OWN):
        return "subject" if _is_of_another_subject(folded) else ""
    return ""


def _is_of_another_subject(folded: str) -> bool:
    """Does another word than those of any report stand behind 'tuyên truyền', or a word for another field of work?"""
    from cchc_xl.quantity.note_clauses import understood

    about = _ABOUT.search(folded)
    if about is None or cut(plain(about["subject"])).rest.strip()[:3] == "":
        return False
    clauses = understood(about["subject"])
    if not clauses:
        return False
    kinds = frozenset().union(*(token.kinds for clause in clauses for token in clause))
    if _ANOTHER.match(about["subject"]):
        return True
    return "subject" in kinds or (not about[0].startswith("công tác") and not clauses[0][0].kinds & _SOMETHING_ELSE)
