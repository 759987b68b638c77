"""Sheet "Đơn vị cơ sở" of a merge of provincial workbooks: every unit of every input, as data."""

from __future__ import annotations

from cchc_xl.model import Consolidation, column_letters
from cchc_xl.words.province import BASE
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import Book, height, printable
from cchc_xl.write.xlsx.rows import number

HEADER, FIRST = 2, 3  # rows, from 0
VALUES = 5  # first column of values, from 0
WIDTHS = (6, 30, 12, 34, 14)


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    form, base = facts.consolidation.form, facts.consolidation.base
    sheet = book.sheet(BASE)
    titles = [book.word(key) for key in ("tt", "sent-by", "unit-code", "unit", "level")] + [
        field.id for field in form.fields
    ]
    widths = (*WIDTHS, *[9.5] * len(form.fields))
    book.title(sheet, book.word("base-title"), book.word("base-help"), book.blocks(sheet, widths, VALUES))
    book.heads(sheet, HEADER, titles, widths)
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    figures = [book.cell(num_format=result_format(field)) for field in form.fields]
    styles = book.styles(middle, left, middle, left, middle, *figures)
    rows = book.rows(FIRST, sheet, keys=(1, 2, 3))
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


def value_range(consolidation: Consolidation, field_id: str) -> str:
    """The cells of an indicator, as a formula on another sheet names them."""
    place = [field.id for field in consolidation.form.fields].index(field_id)
    column = column_letters(VALUES + place + 1)
    return f"'{BASE}'!{column}{FIRST + 1}:{column}{FIRST + len(consolidation.base)}"


def compare(written: Written, consolidation: Consolidation) -> None:
    if consolidation.base:
        same("units of the inputs", len(consolidation.base), count(written.lines(BASE), FIRST))


SHEET = ProvinceSheet(
    name=BASE,
    wanted=lambda facts: bool(facts.consolidation.base),
    write=write,
    compare=compare,
)
