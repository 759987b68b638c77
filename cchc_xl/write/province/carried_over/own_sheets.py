"""Sheets that are all a person's, written again cell by cell: values, harmless formulas, notes, fills and widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_xl.model import column_letters
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.words.province import MOVED, OWN_SUFFIX
from cchc_xl.write.province.carried_over.entries import Displaced, OwnEntry, OwnSheet, Typed
from cchc_xl.write.province.carried_over.place import PIXELS
from cchc_xl.write.province.carried_over.trace import START
from cchc_xl.write.xlsx.book import Book, printable
from cchc_xl.write.xlsx.rows import moment

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from cchc_xl.write.province.carried_over.desk import Desk

LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def write_own_sheets(book: Book, sheets: tuple[OwnSheet, ...], desk: Desk) -> None:
    """Those of our sheets that stand further left have been written; one whose name they have gets another."""
    names = {sheet.get_name().casefold() for sheet in book.workbook.worksheets()}
    names |= {name.casefold() for name in (MOVED, PROVINCE_META)}
    for one in sheets:
        name = _free(one.name, names)
        names.add(name.casefold())
        _write(book, book.bare_sheet(name), one, desk)


def _free(wanted: str, names: set[str]) -> str:
    name = (wanted.translate(_NOT_IN_NAMES).strip("'") or "?")[:LONGEST_NAME]
    number = 1
    while name.casefold() in names or name.casefold() == "history":
        ending = OWN_SUFFIX if number == 1 else f"{OWN_SUFFIX} {number}"
        name = wanted.translate(_NOT_IN_NAMES).strip("'")[: LONGEST_NAME - len(ending)] + ending
        number += 1
    return name


def _write(book: Book, sheet: Any, one: OwnSheet, desk: Desk) -> None:
    if one.state != "visible":
        sheet.hide()
    for first_row, first, last_row, last in one.merges:
        if (first_row, first) != (last_row, last):
            sheet.merge_range(first_row - 1, first - 1, last_row - 1, last - 1, "", _style(book, one, first_row, first))
    for (row, column), typed in sorted(one.cells.items()):
        style = _style(book, one, row, column)
        at = row - 1, column - 1
        value: Any = typed.value
        if typed.kind == "formula":
            sheet.write_formula(*at, f"={typed.value}", style, typed.result)
            continue
        if typed.kind == "lost":
            value = typed.result
            place = f"{column_letters(column)}{row}"
            desk.add(
                Displaced(OwnEntry(one.name, START, row, "", Typed(typed.value, "lost"), at=place), "moved-formula")
            )
        elif typed.kind == "date":
            value = moment(str(typed.value))
        if isinstance(value, str):
            book.text(sheet, *at, value, style)
        else:
            book.quantity(sheet, *at, value, style)
    for (row, column), fill in one.fills.items():
        if (row, column) not in one.cells and not _covered(one, row, column):
            sheet.write_blank(row - 1, column - 1, None, book.format(bg_color=f"#{fill}"))
    for (row, column), text in sorted(one.notes.items()):
        sheet.write_comment(row - 1, column - 1, printable(text, book.lang))
    for column, width in one.widths.items():
        sheet.set_column_pixels(
            column - 1, column - 1, round(width * PIXELS) if width else None, None, {"hidden": not width}
        )


def _covered(one: OwnSheet, row: int, column: int) -> bool:
    return any(first <= row <= last and left <= column <= right for first, left, last, right in one.merges)


def _style(book: Book, one: OwnSheet, row: int, column: int) -> Format:
    """The number format and the fill that the cell had."""
    typed, fill = one.cells.get((row, column)), one.fills.get((row, column))
    looks: dict[str, object] = {"text_wrap": bool(typed and "\n" in str(typed.value))}
    if typed and typed.looks:
        looks["num_format"] = typed.looks
    elif typed and typed.kind == "date":
        looks["num_format"] = "dd/mm/yyyy"
    if fill:
        looks["bg_color"] = f"#{fill}"
    return book.format(**looks)
