"""Sheets of a merge of provincial workbooks: "Theo cấp" (sums by level) and "Đơn vị cơ sở" (every unit of every input,
as data).
"""

from __future__ import annotations

from cchc_xl.model import column_letters
from cchc_xl.words.province import BASE, LEVELS
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.xlsx.book import INK, NUMBER, Book, height, printable
from cchc_xl.write.xlsx.rows import number

HEADER, FIRST = 2, 3  # rows, from 0
VALUES = 5  # first column of values on the sheet of units, from 0
WIDTHS = (6, 30, 12, 34, 14)


def write_base(book: Book, facts: ProvinceFacts) -> None:
    """Writes both sheets where the inputs were consolidations themselves."""
    if facts.consolidation.base:
        _levels(book, facts)
        _units(book, facts)


def _units(book: Book, facts: ProvinceFacts) -> None:
    form, base = facts.consolidation.form, facts.consolidation.base
    sheet = book.sheet(BASE)
    titles = [book.word(key) for key in ("tt", "sent-by", "unit-code", "unit", "level")] + [
        field.id for field in form.fields
    ]
    book.title(sheet, book.word("base-title"), book.word("base-help"), len(titles) - 1)
    book.heads(sheet, HEADER, titles, (*WIDTHS, *[9.5] * len(form.fields)))
    left, middle, figure = book.cell(text_wrap=True, indent=1), book.cell(align="center"), book.cell(num_format=NUMBER)
    styles = book.styles(middle, left, middle, left, middle, *[figure] * len(form.fields))
    rows = book.rows(FIRST)
    for place, unit in enumerate(base, 1):
        parent, code, name, level = (
            printable(text, book.lang)
            for text in (unit.parent, unit.code, unit.name, form.levels.get(unit.level, unit.level))
        )
        rows.add(
            (place, parent, code, name, level, *map(number, unit.values)),
            styles,
            height((parent, WIDTHS[1]), (name, WIDTHS[3])),
        )
    sheet.splice(rows)
    last = FIRST + len(base) - 1
    sheet.autofilter(HEADER, 0, last, len(titles) - 1)
    sheet.freeze_panes(FIRST, 4)
    sheet.repeat_rows(HEADER)


def _levels(book: Book, facts: ProvinceFacts) -> None:
    """Sums by level as formulas over the sheet of units."""
    form, base = facts.consolidation.form, facts.consolidation.base
    sheet = book.sheet(LEVELS)
    titles = [book.word("level"), book.word("units-count"), *(field.id for field in form.fields)]
    book.title(sheet, book.word("levels-sheet"), book.word("levels-help"), len(titles) - 1)
    book.heads(sheet, HEADER, titles, (24, 12, *[11] * len(form.fields)))
    left, figure = book.cell(indent=1), book.cell(num_format=NUMBER, align="center")
    total = book.cell(num_format=NUMBER, align="center", bold=True, font_color=INK)
    last = FIRST + len(base)
    present = [level for level in (*form.levels, "") if any(unit.level == level for unit in base)]
    for row, level in enumerate(present, FIRST):
        units = [unit for unit in base if unit.level == level]
        book.text(sheet, row, 0, form.levels.get(level, level), left)
        sheet.write_number(row, 1, len(units), figure)
        for place in range(len(form.fields)):
            letters = column_letters(VALUES + place + 1)
            values, levels = (f"'{BASE}'!${one}${FIRST + 1}:${one}${last}" for one in (letters, "E"))
            cells = f"SUMIFS({values},{levels},$A{row + 1})"
            known = sum(unit.values[place] or 0 for unit in units)
            if level:
                sheet.write_formula(row, 2 + place, f"={cells}", figure, known)
            else:  # SUMIFS finds no empty cells
                sheet.write_number(row, 2 + place, known, figure)
    row = FIRST + len(present)
    book.text(sheet, row, 0, book.word("all-levels"), book.cell(indent=1, bold=True))
    for column, known in enumerate(
        (len(base), *(sum(unit.values[place] or 0 for unit in base) for place in range(len(form.fields)))), 1
    ):
        letters = column_letters(column + 1)
        sheet.write_formula(row, column, f"=SUM({letters}{FIRST + 1}:{letters}{row})", total, known)
    sheet.freeze_panes(FIRST, 1)
