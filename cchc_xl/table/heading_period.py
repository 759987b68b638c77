"""Spans of time in the titles above a table that are not the period which another line names (M05):
'BÁO CÁO ... (quý I)' over '6 tháng đầu năm 2026'.

Only what is a title, an entry for the period, or nothing but a span, is judged: a plan, a decision or an earlier year
may be cited above any table.
"""

from __future__ import annotations

from collections.abc import Iterator

from cchc_xl.model import CellRef, Period
from cchc_xl.table.rows import Around, Table
from cchc_xl.table.spans import Span, agrees, cut
from cchc_xl.text import holds, late, plain, remembered

_TITLES = ("bao cao", "phu luc", "bieu", "ket qua", "tong hop", "so lieu", "thong ke", "bang")
_CITED = (
    *(
        "ke hoach",
        "de an",
        "chuong trinh",
        "giai doan",
        "nghi quyet",
        "so voi",
        "so sanh",
        "cung ky",
        "theo ",
        "can cu",
    ),
    *(
        "kem theo",
        "ban hanh",
        "quyet dinh",
        "cong van",
        "thong bao",
        "phuong huong",
        "nhiem vu",
        "thuc hien",
        "ngay ",
        "so:",
    ),
    *("thi dua", "nghi dinh", "thong tu", "chi thi", "cua uy ban", "truoc", "/"),
)
_ENTRIES = ("ky bao cao", "thoi gian bao cao", "thoi ky bao cao", "ky so lieu", "ky", "thoi ky")
_LONGEST = 160
_SIGNS = late(r"[\s().,:;\[\]-]+")


def other_periods(table: Table, around: Around, period: Period | None) -> Iterator[tuple[CellRef, str]]:
    """(where, the line) for each title that says another time than the period of the report."""
    if period is None:
        return
    for row, column, text in around:
        if row >= table.top:
            continue
        for line in text.splitlines():
            spans = _spans_of(line) if len(line) <= _LONGEST else ()
            if any(_is_other(span, line, period) for span in spans):
                yield table.ref(row, column), line


def _is_other(span: Span, line: str, period: Period) -> bool:
    """Not the period, nor the year that it is a part of."""
    of_the_year = span.is_year and span.year == period.year and "ca nam" not in plain(line)
    return not agrees(span, period) and not of_the_year


@remembered(4096)
def _spans_of(line: str) -> tuple[Span, ...]:
    folded = plain(line)
    label, colon, entry = folded.partition(":")
    if colon and label.strip(" -*") in _ENTRIES:
        return cut(entry).spans if _is_bare(entry) else ()  # '6 tháng đầu năm 2025'
    if not folded.startswith(_TITLES) and not _is_bare(line):
        return ()
    spans, rest = cut(folded)
    return () if holds(rest, _CITED) else tuple(span for span in spans if span.end is None)


def _is_bare(line: str) -> bool:
    """Nothing but a span: '(2025)'."""
    spans, rest = cut(plain(line))
    return bool(spans) and not _SIGNS.sub("", rest)
