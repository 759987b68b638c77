"""Sheet "Ghi thêm": what a person added to the workbook before this one and what could not stay where it stood."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.words.province import MOVED
from cchc_xl.write.province.carried_over.entries import Displaced
from cchc_xl.write.province.carried_over.waiting import COLUMNS, data_of
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import Book, height, printable
from cchc_xl.write.xlsx.rows import Value, moment, number

HEADER, FIRST = 2, 3  # rows, from 0
WIDTHS = (5, 16, 8, 34, 20, 14, 46, 20, 46, 10)
FILL = "#FFFFE0"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet, where anything is left."""
    assert facts.desk is not None
    moved = facts.desk.moved
    if not moved and not facts.desk.has_page(MOVED):
        return
    sheet = book.sheet(MOVED)
    last_column = len(COLUMNS) - 1
    book.title(sheet, book.word("moved-sheet-title"), book.word("moved-help"), last_column - 1, 34)
    book.heads(sheet, HEADER, [book.word(key) for key in COLUMNS], WIDTHS)
    sheet.set_column(last_column, last_column, None, None, {"hidden": True})
    rows = book.rows(FIRST, sheet, keys=(last_column,))
    left, middle = book.cell(text_wrap=True, indent=1, valign="top"), book.cell(align="center", valign="top")
    content = {
        "date": book.cell(valign="top", num_format="dd/mm/yyyy", bg_color=FILL),
        "": book.cell(valign="top", text_wrap=True, bg_color=FILL),
    }
    styles = {
        kind: book.styles(middle, left, middle, left, left, middle, look, left, left, book.cell(align="fill"))
        for kind, look in content.items()
    }
    for place, one in enumerate(moved, 1):
        values = _values(book, place, one)
        texts = [(str(value), WIDTHS[column]) for column, value in enumerate(values[:-1]) if isinstance(value, str)]
        rows.add(values, styles["date" if one.entry.typed.kind == "date" else ""], height(*texts))
    sheet.splice(rows)
    sheet.autofilter(HEADER, 0, FIRST + max(len(moved), 1) - 1, last_column)
    sheet.freeze_panes(FIRST, 0)
    sheet.repeat_rows(HEADER)


def _values(book: Book, place: int, moved: Displaced) -> Sequence[Value]:
    entry = moved.entry
    typed = entry.typed
    value: Value
    if typed.kind == "date":
        value = moment(str(typed.value))
    elif typed.value == "":
        value = book.word(f"{moved.why}-text")
    elif isinstance(typed.value, str):
        value = printable(typed.value, book.lang)
    else:
        value = number(typed.value)
    texts = (entry.sheet, entry.at, entry.subject, entry.title, book.word(_what(moved)))
    return (
        place,
        *(printable(text, book.lang) for text in texts),
        value,
        printable(moved.ours, book.lang),
        book.word(moved.why),
        data_of(moved),
    )


def _what(moved: Displaced) -> str:
    if moved.entry.note:
        return "moved-is-note"
    if moved.entry.typed.kind in ("lost", "formula"):
        return "moved-is-formula"
    return "moved-is-cell" if moved.entry.typed.value != "" else "moved-is-other"


SHEET = ProvinceSheet(
    name=MOVED,
    wanted=lambda facts: facts.desk is not None and not facts.carried_over.empty,
    write=write,
    compare=None,  # a person's words: the next merge reads them back
)
