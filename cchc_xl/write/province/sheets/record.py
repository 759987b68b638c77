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

from collections.abc import Iterator
from itertools import takewhile

from cchc_xl import __version__
from cchc_xl.consolidation.account.decisions import DECISION, OTHER_DECISION
from cchc_xl.model import Consolidation
from cchc_xl.numbers import whole
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.write.province.carried_over.trace import WROTE, packed
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.written import Written, same
from cchc_xl.write.xlsx.book import Book, printable
from cchc_xl.write.xlsx.rows import number

KIND = "province"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.bare_sheet(PROVINCE_META)
    sheet.very_hidden()
    sheet.write_row(0, 0, ("kind", KIND))
    rows = book.rows(1, sheet, keys=())
    for values in record(facts):
        shown = [printable(value, book.lang) if isinstance(value, str) else number(value) for value in values]
        rows.add(shown, (0,) * len(shown))
    sheet.splice(rows)


def _provinces(consolidation: Consolidation) -> list[str]:
    """The codes of the provinces that the units are of."""
    units = [
        *consolidation.unusable,
        *consolidation.missing,
        *(result.unit for result in consolidation.units if result.unit),
    ]
    return sorted({unit.province for unit in units if unit.province})


def record(facts: ProvinceFacts) -> Iterator[tuple[str | int | float | None, ...]]:
    """The rows of the sheet below its first."""
    consolidation = facts.consolidation
    totals = consolidation.totals
    yield from (
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
    )
    if facts.desk:
        yield from packed(facts.desk.traces)


def compare(written: Written, consolidation: Consolidation) -> None:
    """The totals that a merge of provincial workbooks takes up, and the decisions of which none may be lost."""
    rows = [row for row in takewhile(lambda row: row[0] != WROTE, written.lines(PROVINCE_META)) if row]
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
