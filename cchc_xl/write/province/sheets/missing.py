"""Sheet "Chưa nộp": who has not reported, with whom to call. Without a roster nobody knows, and there is no sheet."""

from __future__ import annotations

from cchc_xl.model import Consolidation
from cchc_xl.words.province import MISSING
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import DAY, Book, height, printable
from cchc_xl.write.xlsx.rows import moment

HEADER, FIRST = 2, 3  # rows, from 0
WIDTHS = (5, 38, 16, 26, 16, 26, 14)


def write(book: Book, facts: ProvinceFacts) -> None:
    """One row per unit."""
    consolidation = facts.consolidation
    sheet = book.sheet(MISSING, landscape=False)
    keys = ("tt", "unit", "level", "contact", "phone", "email", "deadline")
    count = book.word(
        "missing-count", n=book.number(len(consolidation.missing)), all=book.number(consolidation.roster_size)
    )
    book.title(sheet, book.word("missing-title"), count, len(keys) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in keys], WIDTHS)
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    styles = book.styles(middle, left, middle, left, left, left, book.cell(align="center", num_format=DAY))
    rows, levels = book.rows(FIRST, sheet, keys=(1, 2)), consolidation.form.levels
    for place, unit in enumerate(consolidation.missing, 1):
        texts = (unit.name, levels.get(unit.level, unit.level), unit.contact, unit.phone, unit.email)
        shown = [printable(text, book.lang) for text in texts]
        day = moment(printable(unit.deadline, book.lang))
        rows.add((place, *shown, day), styles, height(*zip(shown, WIDTHS[1:], strict=False)))
    sheet.splice(rows)
    last = FIRST + max(len(consolidation.missing), 1) - 1
    sheet.autofilter(HEADER, 0, last, len(keys) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)


def compare(written: Written, consolidation: Consolidation) -> None:
    if consolidation.roster_size:
        same("missing units", len(consolidation.missing), count(written.lines(MISSING), FIRST))


SHEET = ProvinceSheet(
    name=MISSING,
    wanted=lambda facts: bool(facts.consolidation.roster_size),
    write=write,
    compare=compare,
)
