"""The very hidden sheet: what the workbook is, for programs. It marks the file as an output, so that no merge takes it
for a unit's report.

Rows of a key in column A and values to the right: ``kind`` province · ``form`` id version · ``period`` key ·
``program`` version · ``units`` rows of units · ``roster`` units that must report · ``province`` codes of their
provinces · ``found`` inputs · ``fields`` ids · ``used`` and ``set_aside`` totals by field · ``decision`` (any number of
rows) fingerprint, action, value, reason, by, at, and code, unit, indicator, raw value and file of its finding: all
decisions ever read, those without a finding in this merge included, so that none is lost · ``decision-other`` the same
without its finding, of what others decided about it (``model.Decision.others``) · ``wrote`` (any number of
rows) what we wrote in every cell of the workbook, in pieces (see ``carried_over.trace``).
"""

from __future__ import annotations

from cchc_xl import __version__
from cchc_xl.consolidation.account.decisions import DECISION, OTHER_DECISION
from cchc_xl.model import Consolidation
from cchc_xl.numbers import whole
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.write.province.carried_over.trace import packed
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.written import Written, same
from cchc_xl.write.xlsx.book import Book

KIND = "province"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.bare_sheet(PROVINCE_META)
    sheet.very_hidden()
    for row, (key, *values) in enumerate(record(facts)):
        sheet.write_string(row, 0, key)
        for column, value in enumerate(values, 1):
            if isinstance(value, int | float):
                book.quantity(sheet, row, column, value)
            elif value:
                book.text(sheet, row, column, value)


def _provinces(consolidation: Consolidation) -> list[str]:
    """The codes of the provinces that the units are of."""
    units = [
        *consolidation.unusable,
        *consolidation.missing,
        *(result.unit for result in consolidation.units if result.unit),
    ]
    return sorted({unit.province for unit in units if unit.province})


def record(facts: ProvinceFacts) -> list[tuple[str, *tuple[str | int | float | None, ...]]]:
    """The rows of the sheet."""
    consolidation = facts.consolidation
    totals = consolidation.totals
    return [
        ("kind", KIND),
        ("form", consolidation.form.id, consolidation.form.version),
        ("period", consolidation.period.key if consolidation.period else ""),
        ("program", __version__),
        ("units", len(consolidation.units)),
        ("roster", consolidation.roster_size),
        ("province", *_provinces(consolidation)),
        ("found", consolidation.found),
        ("fields", *(total.field for total in totals)),
        ("used", *(total.used for total in totals)),
        ("set_aside", *(total.set_aside for total in totals)),
        *(
            (
                DECISION,
                decision.fingerprint,
                decision.action,
                decision.value,
                decision.reason,
                decision.by,
                decision.at,
                *facts.about(decision),
            )
            for decision in consolidation.decisions
        ),
        *(
            (OTHER_DECISION, other.fingerprint, other.action, other.value, other.reason, other.by, other.at)
            for decision in consolidation.decisions
            for other in decision.others
        ),
        *(packed(facts.desk.traces) if facts.desk else ()),
    ]


def compare(written: Written, consolidation: Consolidation) -> None:
    """The totals that a merge of provincial workbooks takes up, and the decisions of which none may be lost."""
    rows = written.rows(PROVINCE_META)
    used = next(row for row in rows if row[0] == "used")
    same(
        "recorded totals",
        [total.used for total in consolidation.totals],
        [whole(value) if isinstance(value, int | float) else None for value in used[1 : 1 + len(consolidation.totals)]],
    )
    same("recorded decisions", len(consolidation.decisions), sum(row[0] == DECISION for row in rows))


SHEET = ProvinceSheet(
    name=PROVINCE_META,
    wanted=always,
    write=write,
    compare=compare,
)
