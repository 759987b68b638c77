"""The plain lists: sheet "Chưa nộp" (who has not reported) and sheet "Nguồn" (what became of each file)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cchc_xl.lang.say import ui, words
from cchc_xl.model import SourceRow
from cchc_xl.write.province_book import FILLS, NUMBER, Book
from cchc_xl.write.province_facts import Facts
from cchc_xl.write.province_words import MISSING, SOURCES, WORDS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER, FIRST = 2, 3  # rows, from 0
SOURCE_WIDTHS = (5, 44, 34, 13, 40, 9, 9, 22, 10, 19, 66)
OUTCOME_FILLS = {"merged": "valid", "set-aside": "error", "skipped": "absent"}


def write_missing(book: Book, facts: Facts) -> None:
    """One row per unit that has not reported, with whom to call."""
    consolidation = facts.consolidation
    sheet = book.sheet(MISSING, landscape=False)
    keys = ("tt", "unit", "level", "contact", "phone", "email", "deadline")
    count = book.word("missing-count", n=book.number(len(consolidation.missing)), all=book.number(consolidation.roster_size))
    book.title(sheet, book.word("missing-title"), count, len(keys) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in keys], (5, 38, 16, 26, 16, 26, 14))
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    for row, unit in enumerate(consolidation.missing, FIRST):
        sheet.write_number(row, 0, row - FIRST + 1, middle)
        book.text(sheet, row, 1, unit.name, left)
        book.text(sheet, row, 2, consolidation.form.levels.get(unit.level, unit.level), middle)
        for column, text in enumerate((unit.contact, unit.phone, unit.email, unit.deadline), 3):
            book.text(sheet, row, column, text, left)
    last = FIRST + max(len(consolidation.missing), 1) - 1
    sheet.autofilter(HEADER, 0, last, len(keys) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)


def write_sources(book: Book, facts: Facts) -> None:
    """One row per input, merged, set aside or skipped."""
    sheet = book.sheet(SOURCES)
    keys = ("tt", "file", "unit", "outcome", "why", "used-values", "aside-values", "form", "format", "modified", "sha256")
    book.title(sheet, book.word("sources-title"), _count(book, facts), len(keys) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in keys], SOURCE_WIDTHS)
    left, middle, number = book.cell(text_wrap=True, indent=1), book.cell(align="center"), book.cell(align="center", num_format=NUMBER)
    fills = {outcome: book.cell(align="center", bg_color=FILLS[fill]) for outcome, fill in OUTCOME_FILLS.items()}
    digest = book.cell(font_size=9)
    sheet.set_row(HEADER, 31)
    text = book.text
    for row, source in enumerate(facts.consolidation.sources, FIRST):
        sheet.write_number(row, 0, row - FIRST + 1, middle)
        text(sheet, row, 1, source.source.path, left)
        text(sheet, row, 2, source.unit, left)
        text(sheet, row, 3, book.word(source.outcome), fills[source.outcome])
        why = _why(book, source)
        book.grow(sheet, row, (source.source.path, SOURCE_WIDTHS[1]), (source.unit, SOURCE_WIDTHS[2]), (why, SOURCE_WIDTHS[4]))
        text(sheet, row, 4, why, left)
        sheet.write_number(row, 5, source.used, number)
        sheet.write_number(row, 6, source.set_aside, number)
        text(sheet, row, 7, source.form, middle)
        text(sheet, row, 8, source.source.format, middle)
        _moment(book, sheet, row, 9, source.source.modified)
        text(sheet, row, 10, source.source.sha256, digest)
    last = FIRST + max(facts.consolidation.found, 1) - 1
    sheet.print_area(0, 0, last, len(keys) - 2)  # the digest is for programs
    sheet.autofilter(HEADER, 0, last, len(keys) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)


def _moment(book: Book, sheet: Worksheet, row: int, column: int, text: str) -> None:
    """An ISO time as a date that sorts and shows as people write it; any other text as it is."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
        sheet.write_datetime(row, column, moment, book.cell(align="center", num_format="dd/mm/yyyy hh:mm"))
    except ValueError:
        book.text(sheet, row, column, text, book.cell(align="center"))


def _count(book: Book, facts: Facts) -> str:
    merged, aside, skipped = (facts.outcomes.get(outcome, 0) for outcome in ("merged", "set-aside", "skipped"))
    return book.word("files", found=facts.consolidation.found, merged=merged, aside=aside, skipped=skipped)


def _why(book: Book, source: SourceRow) -> str:
    """The reason in words: of this workbook, else the title of the code, else the program's."""
    key = f"why-{source.why}"
    if key in WORDS[book.lang]:
        return book.word(key)
    if title := words(book.lang)["codes"].get(source.why, {}).get("title", ""):
        return f"{source.why}: {title}"
    said = ui(key, book.lang)
    return source.why if said == key else said[:1].upper() + said[1:]
