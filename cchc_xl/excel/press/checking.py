"""The buttons Kiểm tra, Lỗi tiếp theo and Xóa đánh dấu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cchc_xl.excel.press import marks as mark
from cchc_xl.excel.press import painting, results
from cchc_xl.excel.press.protection import unlocked_sheets, unlocked_structure
from cchc_xl.excel.press.session import CheckedWorkbook, Session, check
from cchc_xl.model import CellRef


def validate(session: Session) -> str:
    """Marks, results sheet, first wrong cell. Returns the sentence to say."""
    sentence, _ = refresh(session)
    return sentence


def refresh(session: Session) -> tuple[str, CheckedWorkbook]:
    """The same for other buttons, which go on with what was found."""
    book = session.book
    with unlocked_structure(book) as may_add_sheets, unlocked_sheets() as may_change:
        still_marked = painting.erase(book, painting.stored_looks(book), may_change)
        checked = check(session)
        wanted = mark.marks(checked.report.findings, dict(enumerate(checked.texts)))
        sentences = [sentence(session, checked)]
        if may_add_sheets or painting.sheet_of(book, mark.STORE):
            first_key = 1 + max((look.key for look in still_marked), default=0)
            planned = painting.plan(book, wanted, first_key, may_change)
            painting.store_looks(book, (*still_marked, *planned.looks))
            painting.paint(book, planned, session.lang)
            sentences += unmarked(session, planned.refused)
        else:
            sentences.append(session.say("structure_locked"))
        if may_add_sheets and not write_results(session, checked):
            sentences.append(session.say("name_taken", sheet=results.sheet_name(session.lang)))
    first = next((CellRef(item.sheet, item.row, item.column) for item in wanted), None)
    if first:
        select(book, first)
    return " ".join(sentences), checked


def sentence(session: Session, checked: CheckedWorkbook) -> str:
    """What was found, in one sentence."""
    submission = checked.report.submission
    if submission is None:
        return session.say(
            "no_table", sheets=", ".join(f"“{sheet.name}”" for sheet in checked.grid.sheets if sheet.state == "visible")
        )
    severities = [finding.severity for finding in checked.report.findings]
    counts = {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
    }
    key = "has_errors" if counts["errors"] else "has_warnings" if counts["warnings"] else "fine"
    return session.say(key, form=checked.form.title, sheet=submission.sheet, **counts)


def unmarked(session: Session, refused: Sequence[str]) -> list[str]:
    return [session.say("locked", sheets=", ".join(f"“{name}”" for name in refused))] if refused else []


def next_error(session: Session) -> str:
    """Go to the next cell to correct, after the selected one, and around.

    Returns '' because the status bar has said it.
    """
    checked = check(session)
    places = [
        (finding.ref, text)
        for finding, text in zip(checked.report.findings, checked.texts, strict=True)
        if finding.ref and finding.ref.sheet and finding.severity in mark.FILLS
    ]
    if not places:
        return sentence(session, checked)
    sheets = [sheet.name for sheet in checked.grid.sheets]

    def position(ref: CellRef) -> tuple[int, int, int]:
        return sheets.index(ref.sheet), ref.row, ref.column

    active = session.book.sheets.active.name
    cell = session.book.app.selection
    here = (sheets.index(active), cell.row, cell.column) if active in sheets and cell is not None else (-1, 0, 0)
    ordered = sorted(places, key=lambda place: position(place[0]))
    ref, text = next((place for place in ordered if position(place[0]) > here), ordered[0])
    select(session.book, ref)
    session.status(f"{ref.a1}: {text}")
    return ""


def clear(session: Session) -> str:
    """Former looks back, results sheet gone."""
    book = session.book
    looks = painting.stored_looks(book)
    with unlocked_sheets() as may_change:
        still_marked = painting.erase(book, looks, may_change)
    sheet = session.results_sheet
    with unlocked_structure(book) as may:
        if may:
            painting.store_looks(book, still_marked)
            if sheet:
                painting.remove_sheet(book, sheet)
    if still_marked:
        return session.say("locked", sheets=", ".join(sorted({f"“{look.sheet}”" for look in still_marked})))
    return session.say("cleared" if looks or sheet else "nothing_to_clear")


def select(book: Any, ref: CellRef) -> None:
    sheet = painting.sheet_of(book, ref.sheet)
    sheet.activate()
    sheet.range((ref.row, ref.column)).select()


def write_results(session: Session, checked: CheckedWorkbook) -> bool:
    """The results sheet: anew but for its log. False where a sheet of somebody else has its name."""
    book, name = session.book, results.sheet_name(session.lang)
    sheet = session.results_sheet
    if sheet is None and painting.sheet_of(book, name) is not None:
        return False
    log = read_log(sheet)
    if sheet is None:
        active = book.sheets.active
        last = next((other for other in reversed(list(book.sheets)) if int(other.api.Visible) == -1), active)
        sheet = book.sheets.add(name, after=last)
        active.activate()
    else:
        sheet.clear()
    rows = results.table(checked.report.findings, [*_with_indicator(session, checked)], offered(checked), session.lang)
    painting.write_block(sheet, results.TITLE_ROW, 1, [[sentence(session, checked)], [session.say("how_to_accept")]])
    painting.write_block(sheet, results.HEAD_ROW, 1, [results.heads(session.lang), *rows])
    sheet.range((results.HEAD_ROW, 1), (results.HEAD_ROW, len(results.COLUMNS))).color = HEAD_FILL
    for column, width in enumerate(results.WIDTHS, 1):
        sheet.range((1, column)).column_width = width
    if rows:
        sheet.range((results.FIRST_ROW, 4), (results.HEAD_ROW + len(rows), 5)).wrap_text = True
        sheet.autofit("rows")
    write_log(sheet, log, session.lang)
    return True


def _with_indicator(session: Session, checked: CheckedWorkbook) -> Iterator[str]:
    """The words of each finding behind the indicator that they are about: beside the table they stand alone."""
    for finding, text in zip(checked.report.findings, checked.texts, strict=True):
        field = next((field for field in checked.form.fields if field.id == finding.field), None)
        yield session.say("about", tt=field.tt or field.id, text=text) if field else text


HEAD_FILL = (217, 225, 242)


def offered(checked: CheckedWorkbook) -> tuple[results.Proposal, ...]:
    """Proposals for cells that hold what a person typed: a formula is never written over."""

    def typed(ref: CellRef) -> bool:
        sheet = checked.grid.sheet(ref.sheet)
        cell = sheet.cells.get((ref.row, ref.column)) if sheet else None
        return cell is not None and cell.formula is None

    return tuple(proposal for proposal in results.proposals(checked.report) if typed(proposal.ref))


def read_log(sheet: Any) -> tuple[results.LogLine, ...]:
    """The log of accepted proposals; empty without a results sheet."""
    if sheet is None:
        return ()
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    if last < results.FIRST_ROW:
        return ()
    right = results.LOG_COLUMN + len(results.LOG_COLUMNS) - 1
    return results.read_log(sheet.range((results.FIRST_ROW, results.LOG_COLUMN), (last, right)).options(ndim=2).value)


def write_log(sheet: Any, entries: Sequence[results.LogLine], lang: str) -> None:
    if entries:
        painting.write_block(
            sheet, results.HEAD_ROW, results.LOG_COLUMN, [results.log_heads(lang), *results.log_rows(entries)]
        )
