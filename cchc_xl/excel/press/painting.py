"""Putting marks on cells and taking them off again, through xlwings' objects. Which marks is decided in ``mark``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cchc_xl.excel.book import VERY_HIDDEN, notes
from cchc_xl.excel.cells import as_text
from cchc_xl.excel.press import marks as mark
from cchc_xl.excel.press.marks import CellMark, FormerLook
from cchc_xl.records import NamedTuple

NO_PATTERN = -4142  # xlPatternNone
SOLID = 1  # xlPatternSolid
NOTE_PIECE = 250  # some versions of Excel take no more than 255 characters of a note at once
NOTE_WIDTH = 300  # points
_FILL = ("Pattern", "Color", "PatternColor", "ThemeColor", "TintAndShade")


class MarkingPlan(NamedTuple):
    """Marks with what their cells look like now.

    ``refused``: sheets that a password protects, so that nothing can be marked there.
    """

    pairs: tuple[tuple[CellMark, FormerLook], ...]
    refused: tuple[str, ...]

    @property
    def looks(self) -> tuple[FormerLook, ...]:
        return tuple(look for _, look in self.pairs)


def stored_looks(book: Any) -> tuple[FormerLook, ...]:
    sheet = sheet_of(book, mark.STORE)
    return mark.read_store(sheet.used_range.options(ndim=2).value) if sheet else ()


def store_looks(book: Any, looks: Iterable[FormerLook]) -> None:
    """Keep the looks in the hidden sheet; without any the sheet goes, or is emptied where no sheet may go."""
    sheet = sheet_of(book, mark.STORE)
    stored = list(looks)
    if not stored:
        if sheet and book.api.ProtectStructure:
            sheet.clear()
        elif sheet:
            remove_sheet(book, sheet)
        return
    if sheet is None:
        active = book.sheets.active
        sheet = book.sheets.add(mark.STORE, after=book.sheets[-1])
        active.activate()
    sheet.clear()
    write_block(sheet, 1, 1, [[as_text(value) for value in row] for row in mark.store_rows(stored)])
    sheet.api.Visible = VERY_HIDDEN


MayChange = Callable[[Any], bool]  # ``protection.unlocked_sheets``


def erase(book: Any, looks: Sequence[FormerLook], may_change: MayChange) -> tuple[FormerLook, ...]:
    """Give marked cells their former look.

    Returns the looks that could not be given back (protected with a password).
    """
    if not looks:
        return ()
    texts = {sheet.name: dict(notes(sheet)) for sheet in book.sheets}
    still_marked = []
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for look, (sheet_name, row, column), noted in mark.places(looks, texts):
        sheet = sheets.get(sheet_name)
        if sheet is None:
            continue
        if not may_change(sheet):
            still_marked.append(look)
            continue
        cell = sheet.range((row, column))
        if noted or _is_ours(cell):
            _set_fill(cell, look.fill)
        if noted:
            _set_note(cell, look.note)
    return tuple(still_marked)


def plan(book: Any, marks: Sequence[CellMark], first_key: int, may_change: MayChange) -> MarkingPlan:
    """Look at the cells that shall be marked; keys of the notes count up from ``first_key``. Nothing is changed yet."""
    pairs: list[tuple[CellMark, FormerLook]] = []
    refused: list[str] = []
    for sheet, group in _by_sheet(book, marks):
        if not may_change(sheet):
            refused.append(sheet.name)
            continue
        former = dict(notes(sheet))
        for wanted in group:
            place = (wanted.row, wanted.column)
            pairs.append(
                (
                    wanted,
                    FormerLook(
                        first_key + len(pairs), sheet.name, *place, _fill_of(sheet.range(place)), former.get(place)
                    ),
                )
            )
    return MarkingPlan(tuple(pairs), tuple(refused))


def paint(book: Any, planned: MarkingPlan, lang: str) -> None:
    """Mark the cells of sheets that may be changed.

    The caller has erased earlier marks and stored the looks, so that no mark can be left without its look.
    """
    looks = {(wanted.sheet, wanted.row, wanted.column): look for wanted, look in planned.pairs}
    for sheet, group in _by_sheet(book, [wanted for wanted, _ in planned.pairs]):
        for wanted in group:
            look = looks[wanted.sheet, wanted.row, wanted.column]
            cell = sheet.range((wanted.row, wanted.column))
            cell.color = mark.FILLS[wanted.severity]
            _set_note(cell, mark.note_text(look.key, wanted, look.note, lang))


def _by_sheet(book: Any, marks: Sequence[CellMark]) -> Iterator[tuple[Any, list[CellMark]]]:
    for name in dict.fromkeys(wanted.sheet for wanted in marks):
        sheet = sheet_of(book, name)
        if sheet is not None:
            yield sheet, [wanted for wanted in marks if wanted.sheet == name]


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
    pattern = interior.Pattern = fill.get("Pattern", NO_PATTERN)
    if pattern == NO_PATTERN:
        return
    colour = "ThemeColor" if "ThemeColor" in fill else "Color"  # setting one replaces the other
    for name in (colour, "TintAndShade", "PatternColor"):
        if name in fill and (name != "PatternColor" or fill.get("Pattern") != SOLID):
            setattr(interior, name, fill[name])


def _set_note(cell: Any, text: str | None) -> None:
    api = cell.api
    former = api.Comment
    if former is not None:
        former.Delete()
    if text is None:
        return
    note = api.AddComment(text[:NOTE_PIECE])
    for start in range(NOTE_PIECE, len(text), NOTE_PIECE):
        note.Text(text[start : start + NOTE_PIECE], start + 1, False)
    with suppress(Exception):  # a note too small for its text is no reason to fail
        note.Shape.Width, note.Shape.Height = (
            NOTE_WIDTH,
            13 * sum(1 + len(line) // 55 for line in text.split("\n")) + 10,
        )


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
