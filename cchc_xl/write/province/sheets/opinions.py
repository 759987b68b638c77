"""Sheet "Khó khăn, kiến nghị": what units wrote as difficulties and proposals, word for word under their names.

A person may shorten a text here or take it out: the summary that is written from the workbook has what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.model import Consolidation
from cchc_xl.records import NamedTuple
from cchc_xl.table.document import concern_of, without_headings
from cchc_xl.words.province import OPINIONS
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import Book, height, printable
from cchc_xl.write.xlsx.rows import Rows

HEADER, FIRST = 2, 3  # rows, from 0
KEYS = ("no", "unit", "opinion-section", "opinion-text", "file")
WIDTHS = (5, 34, 26, 90, 34)


class Opinion(NamedTuple):
    """What a unit wrote in a section; ``label``: the section's title in the form."""

    unit: str
    label: str
    text: str
    file: str


def concerns(consolidation: Consolidation) -> Mapping[str, str]:
    """Narrative section -> its title, of those about difficulties or proposals."""
    return {item.id: item.label for item in consolidation.form.narrative if concern_of(item.label)}


def opinions(consolidation: Consolidation) -> Iterator[Opinion]:
    """In the order of the form's sections, in each that of the units."""
    for section, label in concerns(consolidation).items():
        for result in consolidation.units:
            submission = result.report.submission
            text = without_headings(submission.narrative.get(section, "")) if submission else ""
            if text.strip():
                yield Opinion(result.name, label, text.strip(), result.report.source.path)


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.sheet(OPINIONS)
    book.title(sheet, book.word("opinions-title"), book.word("opinions-help"), len(KEYS) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    rows = _rows(book, sheet, facts)
    sheet.splice(rows)
    last = FIRST + rows.count - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(KEYS) - 1)


def _rows(book: Book, sheet: Any, facts: ProvinceFacts) -> Rows:
    middle, left = book.cell(align="center"), book.cell(text_wrap=True, indent=1)
    styles = book.styles(middle, left, left, left, left)
    rows = book.rows(FIRST, sheet, keys=(1, 2, 4))
    for place, one in enumerate(opinions(facts.consolidation), 1):
        texts = tuple(printable(text, book.lang) for text in (one.unit, one.label, one.text, facts.file(one.file)))
        rows.add((place, *texts), styles, height(*zip(texts, WIDTHS[1:], strict=True)))
    return rows


def compare(written: Written, consolidation: Consolidation) -> None:
    wanted = sum(1 for _ in opinions(consolidation))
    if wanted:
        same("opinions", wanted, count(written.lines(OPINIONS), FIRST))


SHEET = ProvinceSheet(
    name=OPINIONS,
    wanted=lambda facts: any(opinions(facts.consolidation)),
    write=write,
    compare=compare,
)
