"""The provincial workbook: one consolidation as the file that the consolidator prints, checks and decides in.

Sheets: "Tổng hợp" (the appendix with totals), "Theo đơn vị" (units by indicators), "Chưa nộp" (only with a roster),
"Vấn đề" (every finding, and the place to decide), "Quyết định cũ" (decisions whose finding is gone), "Nguồn" (what
became of each file), "Thay đổi" (where units sent several files), "Biểu đồ", "So sánh" (only with earlier workbooks),
and one for programs. The same consolidation gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import IO, TYPE_CHECKING

from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.model import Consolidation
from cchc_xl.write.atomic import replacing
from cchc_xl.write.province.carried_over.entries import NOTHING, CarriedOver
from cchc_xl.write.province.facts import facts
from cchc_xl.write.province.registry import all_sheets
from cchc_xl.write.province.verify import ProvinceError, verify_province
from cchc_xl.write.xlsx.book import Book

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_xl.consolidation.beside.compare import Comparison

__all__ = ["ProvinceError", "province_bytes", "verify_province", "write_province"]

UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's property is local time without a zone


def province_bytes(
    consolidation: Consolidation,
    lang: str = "vi",
    office: str = "",
    comparison: Comparison | None = None,
    carried_over: CarriedOver = NOTHING,
    executor: Executor = IN_TURN,
) -> bytes:
    """The workbook in memory. ``office``: the consolidating body for the top left of the first sheet, '' for none.

    ``carried_over``: what a person had added to the workbook that this one replaces. ``executor``: who compresses
    meanwhile.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # XlsxWriter drops what it cannot write, and only warns
        return _build(Book(lang, executor), consolidation, office, comparison, carried_over)


def _build(
    book: Book, consolidation: Consolidation, office: str, comparison: Comparison | None, carried_over: CarriedOver
) -> bytes:
    known = facts(consolidation, book.lang, carried_over, office, comparison)
    _properties(book, consolidation)
    for sheet in all_sheets():
        if sheet.wanted(known):
            sheet.write(book, known)
    del known  # its messages are large, and the most memory is needed in closing
    return book.close()


def write_province(
    consolidation: Consolidation,
    target: str | os.PathLike[str] | IO[bytes],
    lang: str = "vi",
    office: str = "",
    comparison: Comparison | None = None,
    carried_over: CarriedOver = NOTHING,
    check: Callable[[], None] = lambda: None,
    executor: Executor = IN_TURN,
) -> str:
    """Writes the workbook, and reads it back before it takes its place.

    ``target``: a path or a binary file. Returns the path that holds the result ('' for a file), which differs from
    ``target`` where that one is open in Excel or read-only. ``UserError`` as ``write.atomic.replacing``;
    ``ProvinceError`` where what was written does not read back as it should, and then nothing is replaced. ``check`` is
    called just before that: what it raises leaves everything as it was.
    """

    def verify(path: str) -> None:
        verify_province(path, consolidation, executor)
        check()

    data = province_bytes(consolidation, lang, office, comparison, carried_over, executor)
    if not isinstance(target, str | os.PathLike):
        verify_province(data, consolidation, executor)
        target.write(data)
        return ""
    with replacing(target, verify) as file, open(file, "wb") as stream:
        stream.write(data)
    return file.final


def _properties(book: Book, consolidation: Consolidation) -> None:
    """The date is that of the newest receipt that is known: the same inputs give the same file whenever they are
    merged.
    """
    newest = max((row.source.received for row in consolidation.sources if row.source.received), default="")
    try:
        created = dt.datetime.fromisoformat(newest).replace(tzinfo=None, microsecond=0)
    except ValueError:
        created = UNDATED
    period = f" - {consolidation.period.label}" if consolidation.period else ""
    book.workbook.set_properties(
        {
            "title": f"{consolidation.form.title}{period}",
            "author": "cchc-xl",
            "comments": consolidation.form.key,
            "created": created,
        }
    )
