"""Sheet "Thay đổi": what changed between several files of one unit, value by value and finding by finding."""

from __future__ import annotations

from typing import Any

from cchc_xl.check.catalogue import title_of
from cchc_xl.model import Consolidation, Difference
from cchc_xl.words.province import CHANGES
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import FILLS, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows

HEADER, FIRST = 2, 3  # rows, from 0
KEYS = ("no", "unit", "change", "field", "before", "after", "problem", "earlier-file", "later-file", "file-used")
WIDTHS = (5, 30, 16, 9, 24, 24, 34, 30, 30, 16)
KIND_FILLS = {"value": "decided", "new": "error", "solved": "valid", "still": "warning"}


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    found = facts.consolidation.differences
    sheet = book.sheet(CHANGES)
    book.title(sheet, book.word("changes-title"), book.word("changes-help"), len(KEYS) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    sheet.splice(_rows(book, sheet, facts))
    last = FIRST + len(found) - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(KEYS) - 1)


def _rows(book: Book, sheet: Any, facts: ProvinceFacts) -> Rows:
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    styles = {
        kind: book.styles(
            middle, left, book.cell(align="center", bg_color=FILLS[fill]), middle, left, left, left, left, left, middle
        )
        for kind, fill in KIND_FILLS.items()
    }
    rows = book.rows(FIRST, sheet, keys=range(1, len(KEYS)))
    for place, one in enumerate(facts.consolidation.differences, 1):
        title = title_of(one.code, book.lang)
        problem = f"{one.code}: {title}" if title else one.code
        texts = (one.unit, one.before, one.after, problem, facts.file(one.earlier), facts.file(one.later))
        unit, before, after, problem, earlier, later = (printable(text, book.lang) for text in texts)
        values = (
            place,
            unit,
            book.word(f"change-{one.kind}"),
            one.field,
            before,
            after,
            problem,
            earlier,
            later,
            book.word(_used(one)),
        )
        rows.add(
            values,
            styles[one.kind],
            height(*zip((unit, before, after, problem, earlier, later), (30, 24, 24, 34, 26, 26), strict=True)),
        )
    return rows


def _used(one: Difference) -> str:
    if not one.used:
        return "used-none"
    return "used-later" if one.used == one.later else "used-earlier" if one.used == one.earlier else "used-other"


def compare(written: Written, consolidation: Consolidation) -> None:
    if consolidation.differences:
        same("changes", len(consolidation.differences), count(written.lines(CHANGES), FIRST))


SHEET = ProvinceSheet(
    name=CHANGES,
    wanted=lambda facts: bool(facts.consolidation.differences),
    write=write,
    compare=compare,
)
