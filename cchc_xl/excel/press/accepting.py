"""The buttons Chấp nhận đề xuất and Hoàn tác đề xuất."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cchc_xl.excel.cells import as_text
from cchc_xl.excel.press import painting, results
from cchc_xl.excel.press.checking import offered, read_log, refresh, write_log
from cchc_xl.excel.press.protection import unlocked_sheet
from cchc_xl.excel.press.results import LogLine, Proposal
from cchc_xl.excel.press.session import CheckedWorkbook, Session, check
from cchc_xl.model import CellRef
from cchc_xl.numbers import text_of

SHOWN = 12  # proposals listed in the question


def accept(session: Session) -> str:
    """Write the proposals that the clerk agrees to, after a question that lists them."""
    sheet = session.results_sheet
    checked = check(session) if sheet else refresh(session)[1]
    sheet = sheet or session.results_sheet  # made by refresh
    possible = offered(checked)
    if not possible:
        return session.say("no_proposals")
    if sheet is None:
        return session.say("structure_locked")
    chosen = results.agreed(_table(sheet), possible)
    if not chosen:
        return session.say("agree_first", count=len(possible))
    if not session.agrees(_question(session, chosen)):
        return session.say("nothing_written")
    entries, refused = _write(session, checked, chosen)
    log = (*read_log(sheet), *entries)
    write_log(sheet, log, session.lang)
    refresh(session)
    return " ".join(
        [
            session.say("accepted", count=len(entries)),
            *([session.say("not_accepted", cells=", ".join(refused))] if refused else []),
        ]
    )


def _table(sheet: Any) -> Sequence[Sequence[Any]]:
    used = sheet.used_range
    last = max(results.FIRST_ROW, used.row + used.shape[0] - 1)
    rows: Sequence[Sequence[Any]] = (
        sheet.range((results.FIRST_ROW, 1), (last, len(results.COLUMNS))).options(ndim=2).value
    )
    return rows


def _question(session: Session, chosen: Sequence[Proposal]) -> str:
    lines = [
        session.say(
            "proposal_with_note" if p.note else "proposal", cell=p.ref.a1, raw=p.raw, number=p.number, note=p.note
        )
        for p in chosen[:SHOWN]
    ]
    more = [session.say("and_more", count=len(chosen) - SHOWN)] if len(chosen) > SHOWN else []
    return "\n".join([session.say("question", count=len(chosen)), "", *lines, *more])


def _write(session: Session, checked: CheckedWorkbook, chosen: Sequence[Proposal]) -> tuple[list[LogLine], list[str]]:
    """The entries of the log, and the addresses that could not be written."""
    entries, refused = [], []
    column = note_column(checked)
    now = dt.datetime.now().isoformat(sep=" ", timespec="seconds")  # noqa: DTZ005 - the clerk's own clock
    for proposal in chosen:
        sheet = painting.sheet_of(session.book, proposal.ref.sheet)
        if proposal.note and column is None:
            refused.append(proposal.ref.a1)  # the words would be lost
            continue
        with unlocked_sheet(sheet) as may:
            if not may and _locked(sheet, proposal.ref, column):
                refused.append(proposal.ref.a1)
                continue
            entries.append(_write_one(sheet, proposal, column, now))
    return entries, refused


def _locked(sheet: Any, ref: CellRef, column: int | None) -> bool:
    return any(sheet.range((ref.row, right)).api.Locked for right in (ref.column, column) if right)


def _write_one(sheet: Any, proposal: Proposal, column: int | None, now: str) -> LogLine:
    cell = sheet.range((proposal.ref.row, proposal.ref.column))
    kind = "number" if isinstance(cell.value, float) else "text"
    note_cell, old_note = "", ""
    if column is not None and proposal.note:
        place = sheet.range((proposal.ref.row, column))
        note_cell, old_note = CellRef(sheet.name, proposal.ref.row, column).a1, str(place.value or "")
        place.value = as_text(proposal.note)
    cell.value = proposal.number
    return LogLine(
        now,
        sheet.name,
        proposal.ref.a1,
        proposal.raw,
        kind,
        str(proposal.number),
        note_cell,
        old_note,
        proposal.note,
        "written",
    )


def note_column(checked: CheckedWorkbook) -> int | None:
    """The column of notes of the table that was read; None where it has none."""
    from cchc_xl.table.locate import tables

    submission = checked.report.submission
    sheet = checked.grid.sheet(submission.sheet) if submission else None
    if submission is None or sheet is None:
        return None
    rows = {reading.ref.row for reading in submission.readings if reading.ref}
    found = [table for table in tables(sheet, (checked.form,)) if rows & {row.row for row in table.rows}]
    return found[0].columns.note if found else None


def undo(session: Session) -> str:
    """Put back what the log says stood there, the latest first; a cell that was changed since is left alone."""
    sheet = session.results_sheet
    log = list(read_log(sheet))
    changed, restored = [], 0
    for index in range(len(log) - 1, -1, -1):
        entry = log[index]
        if entry.state != "written":
            continue
        if _restore(session, entry):
            log[index] = entry._replace(state="undone")
            restored += 1
        else:
            changed.append(entry.cell)
    if not restored and not changed:
        return session.say("nothing_to_undo")
    write_log(sheet, log, session.lang)
    refresh(session)
    return " ".join(
        [
            session.say("undone", count=restored),
            *([session.say("not_undone", cells=", ".join(changed))] if changed else []),
        ]
    )


def _restore(session: Session, entry: LogLine) -> bool:
    sheet = painting.sheet_of(session.book, entry.sheet)
    if sheet is None:
        return False
    cell = sheet.range(entry.cell)
    note = sheet.range(entry.note_cell) if entry.note_cell else None
    if text_of(cell.value) != entry.new or (note is not None and str(note.value or "") != entry.new_note):
        return False
    with unlocked_sheet(sheet):
        cell.value = float(entry.old) if entry.kind == "number" else as_text(entry.old)
        if note is not None:
            note.value = as_text(entry.old_note)
    return True
