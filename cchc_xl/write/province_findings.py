"""Sheet "Vấn đề": every finding with its place, and the columns in which the consolidator decides.

The hidden column holds the fingerprint by which the next merge finds the decision again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_xl.model import SEVERITIES, Field
from cchc_xl.write.province_book import FILLS, NUMBER, Book
from cchc_xl.write.province_facts import Facts
from cchc_xl.write.province_words import ACTIONS, FINDING_COLUMNS, FINDINGS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER, FIRST = 2, 3  # rows, from 0
WIDTHS = (5, 10, 6, 24, 9, 24, 11, 6, 18, 10, 46, 46, 19, 10, 20, 18)
LARGEST = 10**9
LONG_WORD = 5  # characters that a line of a path loses, since it breaks at few places


def write_findings(book: Book, facts: Facts) -> None:
    """Writes the sheet; the findings are in the rows from ``FIRST`` on, in the order of ``facts.listed``."""
    sheet = book.sheet(FINDINGS)
    last = FIRST + max(len(facts.listed), 1) - 1
    book.title(sheet, book.word("findings-title"), book.word("findings-help"), len(FINDING_COLUMNS) - 2, 34)
    book.heads(sheet, HEADER, [book.word(key) for key in FINDING_COLUMNS], WIDTHS)
    sheet.set_column(len(FINDING_COLUMNS) - 1, len(FINDING_COLUMNS) - 1, None, None, {"hidden": True})
    _rows(book, sheet, facts)
    _choices(book, sheet, last)
    sheet.autofilter(HEADER, 0, last, len(FINDING_COLUMNS) - 1)
    sheet.freeze_panes(FIRST, 4)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(FINDING_COLUMNS) - 2)


def _rows(book: Book, sheet: Worksheet, facts: Facts) -> None:
    form = facts.consolidation.form
    left, middle = book.cell(align="left", valign="top", text_wrap=True, indent=1), book.cell(valign="top", align="center")
    number = book.cell(valign="top", align="center", num_format=NUMBER)
    entry, entry_number = (book.cell(valign="top", text_wrap=True, bg_color="#FFFFE0", **more) for more in ({}, {"num_format": NUMBER, "align": "center"}))
    severities = {severity: book.cell(valign="top", align="center", bg_color=FILLS[severity]) for severity in SEVERITIES}
    names = {severity: book.word("note-severity" if severity == "note" else severity) for severity in SEVERITIES}
    tts = {field.id: tt(field) for field in form.fields}
    text, quantity, grow = book.text, book.quantity, book.grow
    for place, (finding, said) in enumerate(zip(facts.listed, facts.said, strict=True)):
        row = FIRST + place
        owner = facts.owners.get(place)
        decision = facts.decisions.get(finding.fingerprint)
        sheet.write_number(row, 0, place + 1, middle)
        sheet.write_string(row, 1, names[finding.severity], severities[finding.severity])
        sheet.write_string(row, 2, finding.code, middle)
        unit = owner.name if owner else str(finding.params.get("unit", "")) or finding.unit
        problem = f"{said.what} {said.why}".strip()
        file = facts.file(finding.source)
        grow(sheet, row, (problem, WIDTHS[10]), (said.repair, WIDTHS[11]), (unit, WIDTHS[3]), (file, WIDTHS[5] - LONG_WORD), (finding.raw, WIDTHS[8]))
        text(sheet, row, 3, unit, left)
        text(sheet, row, 4, tts.get(finding.field, finding.field), middle)
        text(sheet, row, 5, file, left)
        text(sheet, row, 6, finding.ref.sheet if finding.ref else "", left)
        text(sheet, row, 7, finding.ref.a1 if finding.ref else "", middle)
        text(sheet, row, 8, finding.raw, left)
        quantity(sheet, row, 9, finding.proposed, number)
        text(sheet, row, 10, problem, left)
        text(sheet, row, 11, said.repair, left)
        text(sheet, row, 12, ACTIONS.get(decision.action, decision.action) if decision else "", entry)
        quantity(sheet, row, 13, decision.value if decision else None, entry_number)
        text(sheet, row, 14, decision.reason if decision else "", entry)
        sheet.write_string(row, 15, finding.fingerprint)


def _choices(book: Book, sheet: Worksheet, last: int) -> None:
    action, value = FINDING_COLUMNS.index("action"), FINDING_COLUMNS.index("value")
    sheet.data_validation(
        FIRST,
        action,
        last,
        action,
        {
            "validate": "list",
            "source": list(ACTIONS.values()),
            "input_title": book.word("choose"),
            "input_message": book.word("choose-help"),
            "error_title": book.word("action"),
            "error_message": book.word("bad-choice"),
        },
    )
    sheet.data_validation(
        FIRST,
        value,
        last,
        value,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST,
            "error_title": book.word("value"),
            "error_message": book.word("bad-value"),
        },
    )


def tt(field: Field) -> str:
    """An indicator's number as the consolidator reads it; the form's id for a row without a number."""
    return field.tt or field.id
