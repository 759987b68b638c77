"""The provincial workbook: one consolidation as the file that the consolidator prints, checks and decides in.

Sheets: "Tổng hợp" (the appendix with totals), "Theo đơn vị" (units by indicators), "Chưa nộp" (only with a roster),
"Vấn đề" (every finding, and the place to decide), "Quyết định cũ" (decisions whose finding is gone), "Nguồn" (what
became of each file), "Thay đổi" (where units sent several files), "Biểu đồ", "So sánh" (only with earlier workbooks),
a person's own sheets, "Ghi thêm" (what of hers has no place any more), and one for programs. The same consolidation
gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import IO, TYPE_CHECKING

from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.model import Consolidation
from cchc_xl.words.province import MOVED
from cchc_xl.write.atomic import disk_errors_in_words, replacing
from cchc_xl.write.province.carried_over.desk import Desk
from cchc_xl.write.province.carried_over.entries import NOTHING, Brought, CarriedOver
from cchc_xl.write.province.carried_over.own_sheets import write_own_sheets
from cchc_xl.write.province.facts import ProvinceFacts, facts
from cchc_xl.write.province.registry import all_sheets
from cchc_xl.write.province.verify import ProvinceError, verify_province
from cchc_xl.write.xlsx.archive import PackedMember, assemble, write_archive
from cchc_xl.write.xlsx.book import Book

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_xl.consolidation.beside.compare import Comparison
    from cchc_xl.kept import Kept

__all__ = ["ProvinceError", "province_bytes", "province_settled", "verify_province", "write_province"]

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
    return province_settled(consolidation, lang, office, comparison, carried_over, executor)[0]


def province_settled(
    consolidation: Consolidation,
    lang: str = "vi",
    office: str = "",
    comparison: Comparison | None = None,
    carried_over: CarriedOver = NOTHING,
    executor: Executor = IN_TURN,
) -> tuple[bytes, Brought]:
    """The same, with what became of everything that was carried over."""
    parts, settled = _made(consolidation, lang, office, comparison, carried_over, executor, None)
    return assemble(parts), settled


def _made(
    consolidation: Consolidation,
    lang: str,
    office: str,
    comparison: Comparison | None,
    carried_over: CarriedOver,
    executor: Executor,
    kept: Kept | None,
) -> tuple[list[PackedMember], Brought]:
    """The same as the members of its package."""
    import warnings

    known = facts(consolidation, lang, carried_over, office, comparison, kept=kept is not None)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # XlsxWriter drops what it cannot write, and only warns
        while True:
            desk = Desk(carried_over)
            parts = _build(Book(lang, executor, desk.page, kept), known._replace(desk=desk, carried_over=carried_over))
            if not desk.late:
                return parts, desk.settled()
            carried_over = carried_over.without_place(desk.late)  # typed on the sheet of such things: it has more rows


def _build(book: Book, known: ProvinceFacts) -> list[PackedMember]:
    desk = known.desk
    assert desk is not None
    _properties(book, known.consolidation)
    for sheet in all_sheets():
        if sheet.name == MOVED:
            write_own_sheets(book, known.carried_over.own_sheets, desk)
            desk.leave_rest(MOVED)
        if sheet.wanted(known):
            sheet.write(book, known)
            desk.finish_pages(late=sheet.name == MOVED)
    desk.traces.clear()
    del known  # the most memory is needed in closing
    return book.close()


def write_province(
    consolidation: Consolidation,
    target: str | os.PathLike[str] | IO[bytes],
    lang: str = "vi",
    office: str = "",
    comparison: Comparison | None = None,
    carried_over: CarriedOver = NOTHING,
    check: Callable[[Brought], None] = lambda _: None,
    executor: Executor = IN_TURN,
    kept: Kept | None = None,
) -> str:
    """Writes the workbook, and reads it back before it takes its place.

    ``target``: a path or a binary file. Returns the path that holds the result ('' for a file), which differs from
    ``target`` where that one is open in Excel or read-only. ``UserError`` as ``write.atomic.replacing``;
    ``ProvinceError`` where what was written does not read back as it should, and then nothing is replaced. ``check`` is
    called just before that, with what became of everything that was carried over: what it raises leaves everything as
    it was. ``kept``: rows of earlier workbooks, of the same version of the program and the form, which takes in those
    that are made.
    """
    if not isinstance(target, str | os.PathLike):
        data = province_bytes(consolidation, lang, office, comparison, carried_over, executor)
        verify_province(data, consolidation, executor)
        target.write(data)
        return ""
    with disk_errors_in_words(os.path.realpath(target), only_full=True):
        parts, settled = _made(consolidation, lang, office, comparison, carried_over, executor, kept)

    def verify(path: str) -> None:
        verify_province(path, consolidation, executor)
        check(settled)

    with replacing(target, verify) as file:
        with open(file, "wb") as stream:
            write_archive(stream, parts)
        del parts  # what is read back is the file
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
