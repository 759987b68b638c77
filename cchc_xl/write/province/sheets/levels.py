"""Sheet "Theo cấp" of a merge of provincial workbooks: sums by level, as formulas over the sheet of all units."""

from __future__ import annotations

from cchc_xl.aggregation import way_of
from cchc_xl.model import column_letters
from cchc_xl.numbers import added
from cchc_xl.words.province import BASE, LEVELS
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.sheets.base import FIRST, HEADER, VALUES
from cchc_xl.write.xlsx.book import INK, NUMBER, Book


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    form, base = facts.consolidation.form, facts.consolidation.base
    sheet = book.sheet(LEVELS)
    titles = [book.word("level"), book.word("units-count"), *(field.id for field in form.fields)]
    book.title(sheet, book.word("levels-sheet"), book.word("levels-help"), len(titles) - 1)
    book.heads(sheet, HEADER, titles, (24, 12, *[11] * len(form.fields)))
    left, figure = book.cell(indent=1), book.cell(num_format=NUMBER, align="center")
    formats = [NUMBER, *map(result_format, form.fields)]
    last = FIRST + len(base)
    present = [level for level in (*form.levels, "") if any(unit.level == level for unit in base)]
    for row, level in enumerate(present, FIRST):
        units = [unit for unit in base if unit.level == level]
        book.text(sheet, row, 0, form.levels.get(level, level), left)
        sheet.write_number(row, 1, len(units), figure)
        for place, field in enumerate(form.fields):
            shown = book.cell(num_format=result_format(field), align="center")
            letters = column_letters(VALUES + place + 1)
            values, levels = (f"'{BASE}'!${one}${FIRST + 1}:${one}${last}" for one in (letters, "E"))
            cells = f"SUMIFS({values},{levels},$A{row + 1})"
            known = added(unit.values[place] or 0 for unit in units)
            if not way_of(field).adds:
                book.text(sheet, row, 2 + place, "–", shown)
            elif level:
                sheet.write_formula(row, 2 + place, f"={cells}", shown, known)
            else:  # SUMIFS finds no empty cells
                sheet.write_number(row, 2 + place, known, shown)
    row = FIRST + len(present)
    book.text(sheet, row, 0, book.word("all-levels"), book.cell(indent=1, bold=True))
    for column, known in enumerate(
        (len(base), *(added(unit.values[place] or 0 for unit in base) for place in range(len(form.fields)))), 1
    ):
        letters = column_letters(column + 1)
        if column > 1 and not way_of(form.fields[column - 2]).adds:
            book.text(sheet, row, column, "–", book.cell(align="center"))
            continue
        total = book.cell(num_format=formats[column - 1], align="center", bold=True, font_color=INK)
        sheet.write_formula(row, column, f"=SUM({letters}{FIRST + 1}:{letters}{row})", total, known)
    sheet.freeze_panes(FIRST, 1)


SHEET = ProvinceSheet(
    name=LEVELS,
    wanted=lambda facts: bool(facts.consolidation.base),
    write=write,
    compare=None,  # sums over the sheet of all units, which is compared
)
