"""Sheet "Biểu tổng hợp" of a form with several columns of figures: the appendix as on paper, under its grouped titles.

Its cells are formulas over "Tổng hợp", where each figure has a row with all that is known of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_xl.aggregation import way_of
from cchc_xl.form.titles import title_areas
from cchc_xl.model import Consolidation, Field, Form, Row, Total, column_letters
from cchc_xl.words.province import APPENDIX, SUMMARY
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.sheets.summary import FIRST as FIRST_TOTAL
from cchc_xl.write.province.sheets.summary import QUANTITY, shown_total, to_settle
from cchc_xl.write.province.written import Written, same, stored_number
from cchc_xl.write.xlsx.book import FILLS, INK, Book, height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLES, VALUES = 3, 3  # row and column, from 0
LABEL_WIDTH, WIDTHS = 46, (6, 46, 12)
VALUE_WIDTH = 13
NOTHING = "–"  # of values that come to nothing


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    form, period = facts.consolidation.form, facts.consolidation.period
    sheet = book.sheet(APPENDIX)
    widths = (*WIDTHS, *[VALUE_WIDTH] * len(form.values))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    last_column = book.blocks(sheet, widths, VALUES)
    line = book.word("no-period")
    if period:
        line = book.word("period", period=period.label, start=book.date(period.start), end=book.date(period.end))
    book.title(
        sheet,
        book.word("title", heading=form.heading[-1]),
        f"{line}. {book.word('appendix-legend')}",
        last_column,
    )
    first = _first(form)
    _heads(book, sheet, form, first)
    row, waiting = first, to_settle(facts)
    for one in form.rows:
        for section in form.sections:
            if section.before == one.id:
                _section(book, sheet, row, (section.tt, section.label), len(widths) - 1)
                row += 1
        _figures(book, sheet, row, one, facts.consolidation, waiting)
        row += 1
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(TITLES, first - 1)
    sheet.print_area(0, 0, row - 1, len(widths) - 1)


def _several(form: Form) -> bool:
    return len(form.values) > 1


def _first(form: Form) -> int:
    """The row below the titles, from 0."""
    return TITLES + max(len(column.titles) for column in form.values)


def _heads(book: Book, sheet: Worksheet, form: Form, first: int) -> None:
    """Each title over the columns that it is the title of, down to the last row of titles if it is a column's own."""
    bottom, look = first - 1, book.head()
    areas = [(TITLES, column, bottom, column, form.columns[key]) for column, key in enumerate(("tt", "label", "unit"))]
    for level, left, right in title_areas(form):
        titles = form.values[left].titles
        below = bottom if level == len(titles) - 1 else TITLES + level
        areas.append((TITLES + level, VALUES + left, below, VALUES + right, titles[level]))
    for top, left, below, right, text in areas:
        if (top, left) != (below, right):
            sheet.merge_range(top, left, below, right, "", look)
        book.text(sheet, top, left, text, look)
    for row in range(TITLES, first):
        sheet.set_row(row, 32)


def _section(book: Book, sheet: Worksheet, row: int, texts: tuple[str, str], last: int) -> None:
    look = book.cell(bold=True, text_wrap=True, indent=1)
    for column in range(last + 1):
        book.text(sheet, row, column, texts[column] if column < len(texts) else "", look)


def _figures(
    book: Book, sheet: Worksheet, row: int, one: Row, consolidation: Consolidation, waiting: frozenset[int]
) -> None:
    """The row of an indicator; red where something of a figure is still set aside (``waiting``: its place among the
    form's values), grey where nothing is asked.
    """
    form = consolidation.form
    middle = book.cell(align="center")
    sheet.set_row(row, height((one.label, LABEL_WIDTH)) or None)
    book.text(sheet, row, 0, one.tt, middle)
    book.text(sheet, row, 1, one.label, book.cell(text_wrap=True, indent=3 if one.parent else 1))
    book.text(sheet, row, 2, one.unit, middle)
    places = {field.column: place for place, field in enumerate(form.fields) if field.row == one.id}
    for column, value in enumerate(form.values, VALUES):
        place = places.get(value.id)
        if place is None:
            book.text(sheet, row, column, "", book.cell(bg_color=FILLS["absent"]))
            continue
        waits = {"bg_color": FILLS["error"]} if place in waiting else {}
        look = book.cell(align="right", indent=1, num_format=result_format(form.fields[place]), font_color=INK, **waits)
        result = _shown(form.fields[place], consolidation.totals[place])
        above = f"'{SUMMARY}'!{column_letters(QUANTITY + 1)}{FIRST_TOTAL + place + 1}"
        sheet.write_formula(row, column, f"={above}", look, result)


def _shown(field: Field, total: Total) -> int | float | str:
    return shown_total(total) if way_of(field).formula(field, str) else NOTHING


def compare(written: Written, consolidation: Consolidation) -> None:
    """Every total, at its row and column."""
    form = consolidation.form
    if not _several(form):
        return
    rows = written.rows(APPENDIX)
    totals = zip(form.fields, consolidation.totals, strict=True)
    meant = {(field.row, field.column): _shown(field, total) for field, total in totals}
    row = _first(form)
    same("appendix is whole", True, len(rows) >= row + len(form.rows) + len(form.sections))
    for one in form.rows:
        row += sum(section.before == one.id for section in form.sections)
        for column, value in enumerate(form.values, VALUES):
            if (one.id, value.id) in meant:
                same(f"appendix {one.id} {value.id}", meant[one.id, value.id], stored_number(rows[row][column]))
        row += 1


SHEET = ProvinceSheet(
    name=APPENDIX,
    wanted=lambda facts: _several(facts.consolidation.form),
    write=write,
    compare=compare,
)
