"""The very hidden sheet: what the workbook is, for programs. It marks the file as an output, so that no merge takes it for a unit's report.

Rows of a key in column A and values to the right:
``kind`` province · ``form`` id version · ``period`` key · ``program`` version · ``units`` rows of units · ``roster`` units that must report ·
``found`` inputs · ``fields`` ids · ``used`` and ``set_aside`` totals by field · ``decision`` (any number of rows) fingerprint, action, value,
reason, by, at: all decisions ever read, those without a finding in this merge included, so that none is lost.
"""

from __future__ import annotations

from cchc_xl import __version__
from cchc_xl.merge.decisions import DECISION
from cchc_xl.model import Consolidation
from cchc_xl.write.province_book import Book
from cchc_xl.write.province_words import RECORD

KIND = "province"


def write_record(book: Book, consolidation: Consolidation) -> None:
    sheet = book.bare_sheet(RECORD)
    sheet.very_hidden()
    for row, (key, *values) in enumerate(record(consolidation)):
        sheet.write_string(row, 0, key)
        for column, value in enumerate(values, 1):
            if isinstance(value, int):
                book.quantity(sheet, row, column, value)
            elif value:
                book.text(sheet, row, column, value)


def record(consolidation: Consolidation) -> list[tuple[str, *tuple[str | int | None, ...]]]:
    """The rows of the sheet."""
    totals = consolidation.totals
    return [
        ("kind", KIND),
        ("form", consolidation.form.id, consolidation.form.version),
        ("period", consolidation.period.key if consolidation.period else ""),
        ("program", __version__),
        ("units", len(consolidation.units)),
        ("roster", consolidation.roster_size),
        ("found", consolidation.found),
        ("fields", *(total.field for total in totals)),
        ("used", *(total.used for total in totals)),
        ("set_aside", *(total.set_aside for total in totals)),
        *(
            (DECISION, decision.fingerprint, decision.action, decision.value, decision.reason, decision.by, decision.at)
            for decision in consolidation.decisions
        ),
    ]
