"""A sheet for each list of the form: the lines of all units under each other, with the unit in front.

A cell that was not read for sure shows what the unit wrote, as text and with a colour, so that a sum of its column is
right; what was found about a line stands behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cchc_xl.aggregation import way_of
from cchc_xl.check.catalogue import title_of
from cchc_xl.consolidation.account.lines import UnitLine, unit_lines
from cchc_xl.form.layout import sheet_name
from cchc_xl.model import Consolidation, Field, Form, ListTable, Reading, Scalar, column_letters
from cchc_xl.numbers import added
from cchc_xl.quantity.types import type_of
from cchc_xl.table.drawn import is_sure
from cchc_xl.words import province as words
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.sheets.units import unit_code
from cchc_xl.write.province.written import Written, count, same, stored_number
from cchc_xl.write.xlsx.book import FILLS, INK, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows, Value, number

SUMS, HEADER, FIRST = 2, 3, 4  # rows, from 0
VALUES = 3  # first column of what the lines say, from 0
BEFORE, BEHIND = (6, 11, 30), (44, 34, 12)
WIDTHS = {"text": 34, "date": 13, "choice": 18}
FIGURE_WIDTH = 14


def sheet_names(form: Form) -> dict[str, str]:
    """List -> the name of its sheet: its title, unless one of the workbook's own has it."""
    taken = {name.casefold() for name in words.SHEET_NAMES}
    names: dict[str, str] = {}
    for one in form.lists:
        names[one.id] = sheet_name(one, taken)
        taken.add(names[one.id].casefold())
    return names


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheets."""
    consolidation = facts.consolidation
    for one in consolidation.form.lists:
        _write_list(book, facts, one, sheet_names(consolidation.form)[one.id], list(unit_lines(consolidation, one)))


def _write_list(book: Book, facts: ProvinceFacts, one: ListTable, name: str, lines: Sequence[UnitLine]) -> None:
    sheet = book.sheet(name)
    widths = (*BEFORE, *(WIDTHS.get(column.kind, FIGURE_WIDTH) for column in one.columns), *BEHIND)
    titles = [
        *(book.word(key) for key in ("tt", "unit-code", "unit")),
        *(f"{c.label}\n({c.unit})" if c.unit and _adds(c) else c.label for c in one.columns),
        *(book.word(key) for key in ("issues-of-line", "file", "cell")),
    ]
    units = len({line.result.key for line in lines})
    last_column = book.blocks(sheet, widths, VALUES)
    book.title(
        sheet, one.title.upper(), book.word("list-help", n=len(lines), line=one.line, units=units), last_column, 34
    )
    book.heads(sheet, HEADER, titles, widths)
    last = FIRST + max(len(lines), 1) - 1
    _sums(book, sheet, one, lines, last)
    sheet.splice(_rows(book, sheet, facts, one, lines))
    sheet.autofilter(HEADER, 0, last, len(titles) - 1)
    sheet.freeze_panes(FIRST, VALUES)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(titles) - 1)


def _adds(column: Field) -> bool:
    return way_of(column).adds


def _sums(book: Book, sheet: Any, one: ListTable, lines: Sequence[UnitLine], last: int) -> None:
    bold = book.cell(bold=True, align="right", font_color=INK)
    sheet.merge_range(SUMS, 0, SUMS, VALUES - 1, "", bold)
    sheet.write_string(SUMS, 0, book.word("sum-shown"), bold)
    for place, column in enumerate(one.columns):
        if _adds(column):
            letters = column_letters(VALUES + place + 1)
            style = book.cell(bold=True, num_format=result_format(column), font_color=INK)
            formula = f"=SUBTOTAL(109,{letters}{FIRST + 1}:{letters}{last + 1})"
            sheet.write_formula(SUMS, VALUES + place, formula, style, _sum(lines, place, column))


def _sum(lines: Sequence[UnitLine], place: int, column: Field) -> int | float:
    values = (shown(line.line.readings[place], column) for line in lines)
    return added(value for value in values if isinstance(value, int | float))


def shown(reading: Reading, column: Field) -> Scalar:
    """What a cell of the sheet holds: the figure, or the number of the day, that was read for sure; else what the unit
    wrote.
    """
    if reading.state == "answer":
        place = type_of(column.kind).place
        return place(reading.qualifier, column) if column.kind == "date" and place else reading.qualifier
    if _adds(column) or column.kind == "percent":
        return reading.number if reading.number is not None and is_sure(reading, column) else reading.raw_text or None
    return reading.raw_text or None


def _rows(book: Book, sheet: Any, facts: ProvinceFacts, one: ListTable, lines: Sequence[UnitLine]) -> Rows:
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    doubtful = book.styles(book.cell(text_wrap=True, indent=1, bg_color=FILLS["error"]))[0]
    plain = book.styles(*(_style(book, column) for column in one.columns))
    before, behind = book.styles(middle, middle, left), book.styles(left, left, middle)
    added_up = range(VALUES, VALUES + len(one.columns))
    closed = [place for place, column in zip(added_up, one.columns, strict=True) if _adds(column)]
    rows = book.rows(FIRST, sheet, keys=(1, 2, *added_up), closed=closed)
    for place, line in enumerate(lines, 1):
        values = [shown(reading, column) for reading, column in zip(line.line.readings, one.columns, strict=True)]
        cells: list[Value] = [
            printable(value, book.lang) if isinstance(value, str) else number(value) for value in values
        ]
        kept = [_is_as_meant(value, column) for value, column in zip(values, one.columns, strict=True)]
        styles = [style if sure else doubtful for style, sure in zip(plain, kept, strict=True)]
        problems = "; ".join(dict.fromkeys(title_of(f.code, book.lang) for f in line.findings if f.severity != "note"))
        ref = next((reading.ref for reading in line.line.readings if reading.ref), None)
        name, code, problem, file, at = (
            printable(text, book.lang)
            for text in (
                line.result.name or book.word("unknown-unit"),
                unit_code(line.result),
                problems,
                facts.file(line.result.report.source.path),
                f"{ref.sheet}!{line.line.row}" if ref else str(line.line.row),
            )
        )
        texts = [(cell, _width(c)) for cell, c in zip(cells, one.columns, strict=True) if isinstance(cell, str)]
        rows.add(
            (place, code, name, *cells, problem, file, at),
            (*before, *styles, *behind),
            height((name, BEFORE[2]), (problem, BEHIND[0]), (file, BEHIND[1]), *texts),
        )
    return rows


def _width(column: Field) -> float:
    return WIDTHS.get(column.kind, FIGURE_WIDTH)


def _is_as_meant(value: Scalar, column: Field) -> bool:
    """Does a cell hold what its column asks for? A blank that need not be filled in does."""
    if value is None:
        return not column.required
    if column.kind == "text":
        return True
    if column.kind == "choice":
        return value in column.choices
    return isinstance(value, int | float)


def _style(book: Book, column: Field) -> Any:
    if column.kind in ("text", "choice"):
        return book.cell(text_wrap=True, indent=1)
    if column.kind == "date":
        return book.cell(align="center", num_format="dd/mm/yyyy")
    return book.cell(num_format=result_format(column))


def compare(written: Written, consolidation: Consolidation) -> None:
    """Every line of every unit, and the sum of each column of figures."""
    for one in consolidation.form.lists:
        lines = list(unit_lines(consolidation, one))
        rows = written.rows(sheet_names(consolidation.form)[one.id])
        same(f"lines of {one.id}", len(lines), count(rows, FIRST))
        for row, line in zip(rows[FIRST:], lines, strict=False):
            meant = [shown(reading, column) for reading, column in zip(line.line.readings, one.columns, strict=True)]
            cells = row[VALUES : VALUES + len(one.columns)]
            for column, value, cell in zip(one.columns, meant, cells, strict=True):
                if isinstance(value, int | float) or _adds(column):
                    same(f"{column.id} of {line.result.key}", _stored(value), _stored(cell))


def _stored(value: object) -> object:
    return None if value in ("", None) else stored_number(value) if not isinstance(value, str) else "text"


SHEET = ProvinceSheet(
    name=words.LISTED,
    wanted=lambda facts: bool(facts.consolidation.form.lists),
    write=write,
    compare=compare,
)
