"""The sheet of results as rows of values: what was found, what is proposed, and the log of what was accepted.

No Excel here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cchc_xl.excel.cells import as_text
from cchc_xl.model import CellRef, Finding, Reading, Report
from cchc_xl.numbers import text_of
from cchc_xl.records import NamedTuple
from cchc_xl.words.excel import say

TITLE_ROW, HEAD_ROW, FIRST_ROW = 1, 4, 5
COLUMNS = ("number", "severity", "cell", "text", "raw", "proposed", "agree", "code")
AGREE = COLUMNS.index("agree") + 1
CELL = COLUMNS.index("cell") + 1
LOG_COLUMN = len(COLUMNS) + 2
LOG_COLUMNS = ("when", "sheet", "cell", "old", "kind", "new", "note_cell", "old_note", "new_note", "state")
WIDTHS = (6, 12, 22, 90, 22, 12, 12, 8)
YES = "x"


class Proposal(NamedTuple):
    """A reading that may be written: the number into the quantity cell, the words into the note cell.

    ``safe``: the reading changes nothing that the clerk meant, so it is agreed to unless the clerk says otherwise.
    """

    ref: CellRef
    raw: str
    number: int | float
    note: str
    safe: bool


class LogLine(NamedTuple):
    """A line of the log: what was in the two cells before and what was written. ``kind``: text | number."""

    when: str
    sheet: str
    cell: str
    old: str
    kind: str
    new: str
    note_cell: str
    old_note: str
    new_note: str
    state: str


def sheet_name(lang: str) -> str:
    return say("results", "sheet", lang)


def proposals(report: Report) -> tuple[Proposal, ...]:
    """The safe and the proposed readings of a report that would change a cell."""
    return tuple(
        Proposal(reading.ref, reading.raw_text, reading.number, note_of(reading), reading.how == "cleaned")
        for reading in (report.submission.cells if report.submission else ())
        if reading.ref and reading.number is not None and reading.how in ("cleaned", "proposed")
    )


def note_of(reading: Reading) -> str:
    """The note column after acceptance: what stands there and the words of the quantity cell, each once."""
    words = (reading.qualifier or "").strip()
    if not words or words.casefold() in reading.note.casefold():
        return reading.note
    return f"{reading.note}; {words}" if reading.note else words


def table(findings: Sequence[Finding], texts: Sequence[str], offered: Iterable[Proposal], lang: str) -> list[list[Any]]:
    """The rows under the head row. Only the first row of a cell carries its proposal."""
    by_place = {proposal.ref: proposal for proposal in offered}
    rows = []
    for number, (finding, text) in enumerate(zip(findings, texts, strict=True), 1):
        proposal = by_place.pop(finding.ref, None) if finding.ref else None
        rows.append(
            [
                number,
                say("severities", finding.severity, lang),
                link(finding.ref) if finding.ref else None,
                as_text(text),
                as_text(finding.raw),
                proposal.number if proposal else None,
                YES if proposal and proposal.safe else None,
                finding.code,
            ]
        )
    for number, proposal in enumerate(by_place.values(), len(rows) + 1):
        text = say("results", "clean_reading", lang)
        rows.append(
            [
                number,
                say("severities", "note", lang),
                link(proposal.ref),
                text,
                as_text(proposal.raw),
                proposal.number,
                YES if proposal.safe else None,
                None,
            ]
        )
    return rows


def link(ref: CellRef) -> str:
    """A formula that shows the address and leads to the cell. Sheet names may hold both kinds of quotes."""
    if not ref.sheet:
        return ref.a1
    target = f"#'{ref.sheet.replace(chr(39), chr(39) * 2)}'!{ref.a1}"
    return f"=HYPERLINK({_literal(target)},{_literal(ref.a1)})"


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def heads(lang: str) -> list[str]:
    return [say("results", f"head_{name}", lang) for name in COLUMNS]


def log_heads(lang: str) -> list[str]:
    return [say("results", f"log_{name}", lang) for name in LOG_COLUMNS]


def log_rows(entries: Iterable[LogLine]) -> list[list[Any]]:
    return [[as_text(value) for value in entry] for entry in entries]


def read_log(rows: Iterable[Sequence[Any]]) -> tuple[LogLine, ...]:
    """The entries of the log's block of cells."""
    entries = (LogLine(*("" if value is None else str(value) for value in row)) for row in rows)
    return tuple(entry for entry in entries if entry.cell)


def agreed(rows: Iterable[Sequence[Any]], offered: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals whose row carries any sign in the column of agreement. A row speaks of the cell that it names."""
    wanted = {(row[CELL - 1], row[COLUMNS.index("raw")]) for row in rows if str(row[AGREE - 1] or "").strip()}
    return tuple(
        proposal
        for proposal in offered
        if (proposal.ref.a1, proposal.raw) in {(cell, text_of(raw)) for cell, raw in wanted}
    )
