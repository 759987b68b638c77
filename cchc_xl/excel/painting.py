"""Putting marks on cells and taking them off again, through xlwings' objects. Which marks is decided in ``mark``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any, NamedTuple

from cchc_xl.excel import mark
from cchc_xl.excel.book import VERY_HIDDEN, notes
from cchc_xl.excel.cells import as_text
from cchc_xl.excel.mark import Look, Mark
from cchc_xl.excel.protection import unlocked_sheet

NO_PATTERN = -4142  # xlPatternNone
SOLID = 1  # xlPatternSolid
_FILL = ("Pattern", "Color", "PatternColor", "ThemeColor", "TintAndShade")


class Painted(NamedTuple):
    """``refused``: sheets that a password protects, so that nothing could be marked there."""

    looks: tuple[Look, ...]
    refused: tuple[str, ...]


def stored_looks(book: Any) -> tuple[Look, ...]:
    sheet = sheet_of(book, mark.STORE)
    return mark.read_store(sheet.used_range.options(ndim=2).value) if sheet else ()


def store_looks(book: Any, looks: Iterable[Look]) -> None:
    """Keep the looks in the hidden sheet; without any the sheet goes."""
    sheet = sheet_of(book, mark.STORE)
    kept = list(looks)
    if not kept:
        if sheet:
            remove_sheet(book, sheet)
        return
    if sheet is None:
        active = book.sheets.active
        sheet = book.sheets.add(mark.STORE, after=book.sheets[-1])
        active.activate()
    sheet.clear()
    write_block(sheet, 1, 1, [[as_text(value) for value in row] for row in mark.store_rows(kept)])
    sheet.api.Visible = VERY_HIDDEN


def erase(book: Any, looks: Sequence[Look]) -> tuple[Look, ...]:
    """Give marked cells their former look. Returns the looks that could not be given back (protected with a password)."""
    texts = {sheet.name: dict(notes(sheet)) for sheet in book.sheets}
    kept = []
    with ExitStack() as stack:
        open_sheets: dict[str, bool] = {}
        for look, (sheet_name, row, column), noted in mark.places(looks, texts):
            sheet = sheet_of(book, sheet_name)
            if sheet is None:
                continue
            if sheet_name not in open_sheets:
                open_sheets[sheet_name] = stack.enter_context(unlocked_sheet(sheet))
            if not open_sheets[sheet_name]:
                kept.append(look)
                continue
            cell = sheet.range((row, column))
            if noted or _is_ours(cell):
                _set_fill(cell, look.fill)
            if noted:
                _set_note(cell, look.note)
    return tuple(kept)


def paint(book: Any, marks: Sequence[Mark], first_key: int, lang: str) -> Painted:
    """Mark cells; the caller has erased earlier marks. Keys of the notes count up from ``first_key``."""
    looks: list[Look] = []
    refused: list[str] = []
    by_sheet: dict[str, list[Mark]] = {}
    for wanted in marks:
        by_sheet.setdefault(wanted.sheet, []).append(wanted)
    for name, group in by_sheet.items():
        sheet = sheet_of(book, name)
        if sheet is None:
            continue
        former = dict(notes(sheet))
        with unlocked_sheet(sheet) as may:
            if not may:
                refused.append(name)
                continue
            for wanted in group:
                cell = sheet.range((wanted.row, wanted.column))
                look = Look(first_key + len(looks), name, wanted.row, wanted.column, _fill_of(cell), former.get((wanted.row, wanted.column)))
                cell.color = mark.FILLS[wanted.severity]
                _set_note(cell, mark.note_text(look.key, wanted, look.note, lang))
                looks.append(look)
    return Painted(tuple(looks), tuple(refused))


def _is_ours(cell: Any) -> bool:
    """The clerk has deleted our note; the fill that we gave is still there, and nobody's since."""
    return cell.color in mark.FILLS.values()


def _fill_of(cell: Any) -> Mapping[str, Any]:
    interior = cell.api.Interior
    if interior.Pattern == NO_PATTERN:
        return {"Pattern": NO_PATTERN}
    found = {}
    for name in _FILL:
        with suppress(Exception):  # Excel has no theme colour for a fill that is not a theme's
            value = getattr(interior, name)
            if value is not None:
                found[name] = value
    return found


def _set_fill(cell: Any, fill: Mapping[str, Any]) -> None:
    interior = cell.api.Interior
    interior.Pattern = fill.get("Pattern", NO_PATTERN)
    if interior.Pattern == NO_PATTERN:
        return
    colour = "ThemeColor" if "ThemeColor" in fill else "Color"  # setting one replaces the other
    for name in (colour, "TintAndShade", "PatternColor"):
        if name in fill and (name != "PatternColor" or fill.get("Pattern") != SOLID):
            setattr(interior, name, fill[name])


def _set_note(cell: Any, text: str | None) -> None:
    api = cell.api
    if api.Comment is not None:
        api.Comment.Delete()
    if text is not None:
        note = api.AddComment(text)
        with suppress(Exception):  # a note too small for its text is no reason to fail
            note.Shape.TextFrame.AutoSize = True


# --- sheets --------------------------------------------------------------------------------------------------------


def sheet_of(book: Any, name: str) -> Any:
    """The sheet of that name, or None."""
    return next((sheet for sheet in book.sheets if sheet.name == name), None)


def remove_sheet(book: Any, sheet: Any) -> None:
    """Remove a sheet without asking."""
    sheet.api.Visible = -1  # Excel does not delete what is very hidden
    asking = book.app.display_alerts
    book.app.display_alerts = False
    try:
        sheet.delete()
    finally:
        book.app.display_alerts = asking


def write_block(sheet: Any, row: int, column: int, rows: Sequence[Sequence[Any]]) -> None:
    """Write a block of values in one call; rows may differ in length."""
    width = max((len(line) for line in rows), default=0)
    if width:
        sheet.range((row, column)).value = [[*line, *[None] * (width - len(line))] for line in rows]
