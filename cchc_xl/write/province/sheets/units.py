"""Sheet "Theo đơn vị": one row per unit, one column per indicator. The totals of the summary are formulas over it.

A value that is not added up is an empty cell with a colour and a comment, so that a sum of the column is right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, islice, repeat
from typing import TYPE_CHECKING, Any

from cchc_xl.aggregation import way_of
from cchc_xl.consolidation.account.entry import EMPTY, is_aside
from cchc_xl.consolidation.account.totals import words_of
from cchc_xl.model import Consolidation, Entry, Field, Finding, Form, UnitFigure, UnitResult, column_letters
from cchc_xl.records import NamedTuple
from cchc_xl.words.province import FINDINGS, UNITS
from cchc_xl.words.say import say_what
from cchc_xl.write.province.carried_over.entries import OWN_MARK
from cchc_xl.write.province.facts import ProvinceFacts, UnitFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.sheets.findings import FIRST as FIRST_FINDING
from cchc_xl.write.province.written import Written, is_counted, same, stored_number
from cchc_xl.write.xlsx.book import FILLS, INK, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows, Value, number

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SUMS, LABELS = 2, 3  # rows, from 0
CODE, NAME, LEVEL, VALUES = 1, 2, 3, 4  # columns, from 0
NAME_WIDTH, TEXT_WIDTH = 34, 34
STATUS_FILLS = {"valid": "valid", "warnings": "warning", "errors": "error", "aside": "error", "outside": "error"}
WHOLE_REPORT = ("aside", "outside")
# Comments are dear, for us and for Excel: with more flagged cells only values that are set aside have one. Nothing is
# lost, they repeat the sheet of findings.
MOST_COMMENTS = 1000
ANSWERS = frozenset(("choice", "text"))  # kinds whose cells show words
MOST_REASONS = 3  # in one comment
LONGEST_COMMENT = 400  # a comment is a hint; the whole text is on the sheet of findings


class UnitColumns(NamedTuple):
    """Where the columns to the right of the values are, and the row of titles (from 0): below the names of the
    indicators, or of the rows and columns where the form has several columns.
    """

    header: int
    texts: tuple[Field, ...]
    first_text: int
    status: int
    late: int
    issues: int
    key: int

    @property
    def first(self) -> int:
        """The row of the first unit."""
        return self.header + 1


def columns(form: Form) -> UnitColumns:
    texts = tuple(field for field in form.fields if "text" in field.kind)
    first_text = VALUES + len(form.fields)
    status = first_text + len(texts)
    header = LABELS + (1 if len(form.values) == 1 else 2)
    return UnitColumns(header, texts, first_text, status, status + 1, status + 2, status + 3)


def value_range(form: Form, field_id: str, units: int) -> str:
    """The cells of an indicator, as a formula on another sheet names them."""
    column = column_letters(VALUES + [field.id for field in form.fields].index(field_id) + 1)
    first = columns(form).first
    return f"'{UNITS}'!{column}{first + 1}:{column}{first + max(units, 1)}"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    form = facts.consolidation.form
    sheet = book.sheet(UNITS)
    at = columns(form)
    whole = [*(first for first, *_ in _by_row(form)), *range(at.first_text, at.key)] if len(form.values) > 1 else None
    first_block = book.blocks(sheet, _widths(form, at)[: at.key], VALUES, whole)
    book.title(sheet, book.word("units-title"), book.word("units-legend"), first_block)
    _headings(book, sheet, facts, at)
    sheet.splice(_rows(book, sheet, facts, at))
    last = at.first + max(len(facts.units), 1) - 1
    sheet.autofilter(at.header, 0, last, at.key)
    sheet.freeze_panes(at.first, LEVEL)
    sheet.repeat_rows(LABELS, at.header)
    sheet.print_area(0, 0, last, at.issues)


def _headings(book: Book, sheet: Worksheet, facts: ProvinceFacts, at: UnitColumns) -> None:
    """Writes the rows above the table."""
    form, units = facts.consolidation.form, len(facts.units)
    codes = [book.word("tt"), book.word("unit-code"), book.word("unit"), book.word("level")]
    codes += [field.id for field in form.fields]
    codes += [book.word("words-of", tt=field.id) for field in at.texts]
    codes += [book.word("status"), book.word("late"), book.word("issues"), book.word("key")]
    book.heads(sheet, at.header, codes, _widths(form, at))
    sheet.set_column(at.key, at.key, None, None, {"hidden": True})
    _names(book, sheet, form, at)
    sheet.merge_range(SUMS, 0, SUMS, LEVEL, "", book.cell(bold=True, align="right", font_color=INK))
    sheet.write_string(SUMS, 0, book.word("sum-shown"), book.cell(bold=True, align="right", font_color=INK))
    for place, (field, sums) in enumerate(zip(form.fields, facts.consolidation.totals, strict=True)):
        cells = value_range(form, field.id, units).partition("!")[2]
        total = book.cell(bold=True, num_format=result_format(field), bg_color="#FFFFFF", font_color=INK)
        if way_of(field).adds:
            sheet.write_formula(SUMS, VALUES + place, f"=SUBTOTAL(109,{cells})", total, sums.used)
        else:
            book.text(sheet, SUMS, VALUES + place, "–", total)


def _names(book: Book, sheet: Worksheet, form: Form, at: UnitColumns) -> None:
    """What the columns of values and of words are about: the indicator, or the row and below it the column."""
    look = book.head(font_size=9, bold=False)
    for column in (*range(VALUES), *range(at.status, at.key + 1)):
        for row in range(LABELS, at.header):
            book.text(sheet, row, column, "", look)
    of_values = [(place, [field.short or field.label]) for place, field in enumerate(form.fields, VALUES)]
    if len(form.values) > 1:
        titles = {column.id: column.short or column.label for column in form.values}
        of_values = [(place, ["", titles[field.column]]) for place, field in enumerate(form.fields, VALUES)]
    of_texts = [(place, [field.short or field.label]) for place, field in enumerate(at.texts, at.first_text)]
    for column, names in (*of_values, *of_texts):
        for row, name in enumerate(names, LABELS):
            book.text(sheet, row, column, name, look)
    if len(form.values) > 1:
        for first, last, row_id in _by_row(form):
            name = form.row(row_id).short or form.row(row_id).label
            if first != last:
                sheet.merge_range(LABELS, first, LABELS, last, "", look)
            book.text(sheet, LABELS, first, name, look)
    for row in range(LABELS, at.header):
        sheet.set_row(row, 46)
    if len(form.values) > 1:
        sheet.set_row(at.header, 46)  # ids of a row and a column: longer than the columns are wide


def _by_row(form: Form) -> Iterator[tuple[int, int, str]]:
    """(first, last) column of the values of each row of a form with several columns."""
    for row, group in groupby(enumerate(form.fields, VALUES), key=lambda one: one[1].row):
        places = [place for place, _ in group]
        yield places[0], places[-1], row


def _widths(form: Form, at: UnitColumns) -> list[float]:
    return [5, 11, NAME_WIDTH, 13, *[9.5] * len(form.fields), *[TEXT_WIDTH] * len(at.texts), 20, 13, 8, 12]


def _rows(book: Book, sheet: Any, facts: ProvinceFacts, at: UnitColumns) -> Rows:
    form = facts.consolidation.form
    commented = (
        _flagged
        if sum(_flagged(figure) for unit in facts.units for figure in unit.result.figures) <= MOST_COMMENTS
        else is_aside
    )
    places = [form.fields.index(field) for field in at.texts]
    formats = [result_format(field) for field in form.fields]
    answers = [field.kind in ANSWERS for field in form.fields]
    looks = _UnitFormats(book, formats)
    on = (form.id, form.version, commented is _flagged, looks.all)
    rows = book.rows(at.first, sheet, keys=(at.key,), closed=range(VALUES, at.first_text), on=on)

    def of_unit(number_of: int, unit: UnitFacts) -> list[tuple[int, str]]:
        """Adds the row of a unit; its comments, by column."""
        result = unit.result
        name, code, level = (
            printable(text, book.lang)
            for text in (
                result.name or book.word("unknown-unit"),
                unit_code(result),
                form.levels.get(result.level, result.level),
            )
        )
        entries = result.entries if places or any(map(commented, result.figures)) else ()
        written = [printable(words_of(form.fields[place], entries[place]), book.lang) for place in places]
        rows.add(
            (
                number_of, code, name, level, *map(_cell, result.figures, answers),
                *written, looks.words[unit.status], _late(book, unit.result), len(unit.places),
                printable(result.key, book.lang),
            ),
            (
                looks.middle, looks.middle, looks.left, looks.middle,
                *map(looks.value, result.figures, formats, repeat(unit.status)),
                *[looks.left] * len(written), looks.statuses[unit.status], looks.middle,
                looks.link if unit.places else looks.middle, looks.hidden,
            ),
            height((name, NAME_WIDTH), *[(text, TEXT_WIDTH) for text in written]),
        )  # fmt: skip
        comments = []
        if (late := next((one for one in result.report.findings if _had_sent(one)), None)) is not None:
            told = " ".join(say_what(late, form, book.lang)[:2])
            comments.append((at.late, printable(f"{told}\n{OWN_MARK}\n", book.lang)))
        comments += [
            (column, _comment(book, facts, entry, unit))
            for column, entry in enumerate(entries, VALUES)
            if commented(entry)
        ]
        return comments

    for number_of, unit in enumerate(facts.units, 1):
        make = partial(of_unit, number_of, unit)
        for column, comment in rows.stretch(unit.digest, make) if unit.digest else make():
            sheet.write_comment(at.first + number_of - 1, column, comment, _COMMENT)
        if unit.places:
            rows.link(at.issues, FINDINGS, FIRST_FINDING + unit.places[0])
    return rows


def _cell(figure: UnitFigure, answer: bool) -> Value:
    """What is added up, or the answer that counts."""
    return figure.answer if answer and figure.used is not None else number(figure.used)


class _UnitFormats:
    """The formats of the table as ``Rows`` names them: all that there can be, so that they are the same whichever rows
    are written anew. ``shown``: the number formats of the indicators.
    """

    def __init__(self, book: Book, shown: Iterable[str]) -> None:
        self.left, self.middle, self.hidden, self.link = book.styles(
            book.cell(text_wrap=True, indent=1),
            book.cell(align="center"),
            book.cell(align="fill"),  # else text of a hidden column shows in the empty cell beside it
            book.cell(align="center", font_color="#0563C1", underline=1),
        )
        self.statuses = {
            status: book.styles(book.cell(indent=1, bg_color=FILLS[fill]))[0] for status, fill in STATUS_FILLS.items()
        }
        self.words = {status: book.word(f"status-{status}") for status in STATUS_FILLS}
        self._values = {
            (number_format, fill, estimate): book.styles(_style(book, number_format, fill, estimate=estimate))[0]
            for number_format in dict.fromkeys(shown)
            for fill in _VALUE_FILLS
            for estimate in (False, True)
        }

    @property
    def all(self) -> tuple[object, ...]:
        """What tells these formats from others."""
        return (self.left, self.middle, self.hidden, self.link, self.statuses, [*self._values.items()])

    def value(self, figure: UnitFigure, shown: str, status: str) -> int:
        """``shown``: the number format of the indicator."""
        if not (figure.flag or figure.why or figure.decision) and figure.state == "number":
            return self._values[shown, "", False]
        estimate = figure.used is not None and figure.state == "estimate"
        if status in WHOLE_REPORT and figure.why in EMPTY:  # what is empty is not what the report waits for
            return self._values[shown, "absent" if figure.why == "absent" else "", False]
        return self._values[shown, _fill(figure), estimate]


def _late(book: Book, result: UnitResult) -> int | str | None:
    return book.word("undated") if result.late_days is None else result.late_days or None


def _had_sent(finding: Finding) -> bool:
    """Is a unit late of which an earlier file was of no use?"""
    return finding.code == "M11" and "reason" in finding.params


def _flagged(figure: UnitFigure | Entry) -> bool:
    return figure.flag in ("error", "warning") or is_aside(figure) or figure.decision is not None


_COMMENT = {"author": "cchc-xl", "x_scale": 1.6, "y_scale": 1.1, "font_name": "Tahoma", "font_size": 9}


_VALUE_FILLS = ("", "absent", "error", "decided", "warning")


def _fill(figure: UnitFigure) -> str:
    """Red: not added, or blank where a figure is asked.

    Yellow: added, and wants an explanation. Blue: decided. Grey: not on the unit's form.
    """
    if figure.why == "absent":
        return "absent"
    if figure.flag == "error" or (figure.why and figure.why != "blank"):
        return "error"
    if figure.decision is not None:
        return "decided"
    return "warning" if figure.flag == "warning" else ""


def _style(book: Book, shown: str, fill: str, *, estimate: bool) -> Format:
    """Italic: an estimate."""
    more = {**({"bg_color": FILLS[fill]} if fill else {}), **({"italic": True} if estimate else {})}
    return book.cell(num_format=shown, **more)


def _comment(book: Book, facts: ProvinceFacts, entry: Entry, unit: UnitFacts) -> str:
    """What the unit wrote, whether it is added, and the titles of what was found about it."""
    raw = entry.reading.raw_text
    lines = [book.word("comment-raw", raw=raw[:LONGEST_COMMENT]) if raw else book.word("comment-blank")]
    if entry.used is None:
        lines.append(book.word("comment-aside"))
    elif entry.decision:
        decided = entry.decision
        decision = "; ".join(part for part in (decided.reason, decided.by, _day(book, decided.at)) if part)
        lines.append(book.word("comment-decided", number=book.number(entry.used), reason=decision).strip())
    else:
        lines.append(book.word("comment-used", number=book.number(entry.used)))
    about = (facts.listed[place] for place in unit.places)
    lines += [facts.say(one)[0] for one in about if one.field == entry.field][:MOST_REASONS]
    return printable("\n".join((*lines, OWN_MARK, "")), book.lang)


def _day(book: Book, moment: str) -> str:
    """The day of an ISO time, in words; any other text as it is."""
    try:
        return book.date(dt.date.fromisoformat(moment[:10]))
    except ValueError:
        return moment


def unit_code(result: UnitResult) -> str:
    """The administrative code, or the roster's own id where there is none; '' for a unit of no roster."""
    unit = result.known_unit
    return (unit.admin_code or unit.id) if unit else ""


def compare(written: Written, consolidation: Consolidation) -> None:
    """Every unit, and every value that was added up."""
    first, fields = columns(consolidation.form).first, consolidation.form.fields
    answers = [field.kind in ANSWERS for field in fields]
    units = iter(consolidation.units)
    counted = 0
    for row in islice(written.lines(UNITS), first, None):
        counted += is_counted(row)
        result = next(units, None)
        if result is None:
            continue
        cells = [*row[VALUES : VALUES + len(fields)], *[""] * (VALUES + len(fields) - max(len(row), VALUES))]
        shown = [None if value == "" else stored_number(value) for value in cells]
        same(f"values of {result.key}", list(map(_cell, result.figures, answers)), shown)
    same("units", len(consolidation.units), counted)


SHEET = ProvinceSheet(
    name=UNITS,
    wanted=always,
    write=write,
    compare=compare,
)
