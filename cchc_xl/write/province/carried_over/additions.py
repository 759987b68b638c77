"""Puts back on a long table what a person had added to it: her columns, her notes on cells, her filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl.write.province.carried_over.entries import DATE, FORMULA, HEAD, CarriedOver, Content
from cchc_xl.write.province.carried_over.filter import filter_xml, hides
from cchc_xl.write.xlsx.book import Book, printable
from cchc_xl.write.xlsx.rows import Formula, Value, moment, number

WIDTH = 20
_NOTE = {"x_scale": 1.6, "y_scale": 1.1, "font_name": "Tahoma", "font_size": 9}


class Additions:
    """Her share of one sheet. ``titles`` are ours, from the left; hers come after them."""

    def __init__(self, book: Book, sheet: Any, name: str, titles: Sequence[str], carried_over: CarriedOver) -> None:
        self._book, self._sheet, self._name, self._carried_over = book, sheet, name, carried_over
        self._own = tuple(title for title in carried_over.titles.get(name, ()) if title not in titles)
        self._columns = {title: column for column, title in enumerate((*titles, *self._own))}
        self._plain, self._date = book.styles(
            book.cell(valign="top", text_wrap=True, bg_color="#FFFFE0"),
            book.cell(valign="top", num_format="dd/mm/yyyy", bg_color="#FFFFE0"),
        )
        self._conditions = {
            self._columns[title]: condition
            for title, condition in carried_over.filters.get(name, {}).items()
            if title in self._columns
        }
        notes: dict[str, list[tuple[int, str]]] = {}
        for (sheet_name, key, title), text in carried_over.notes.items():
            if sheet_name == name and title in self._columns:
                notes.setdefault(key, []).append((self._columns[title], text))
        self.notes: Mapping[str, Sequence[tuple[int, str]]] = notes

    @property
    def last(self) -> int:
        """The last column."""
        return len(self._columns) - 1

    def values(self, key: str) -> tuple[Value, ...]:
        """Her cells of a row."""
        if not self._own:
            return ()
        return tuple(
            _value(self._carried_over.cells.get((self._name, key, title)), self._book.lang) for title in self._own
        )

    def styles(self, key: str) -> tuple[int, ...]:
        if not self._own:
            return ()
        contents = (self._carried_over.cells.get((self._name, key, title)) for title in self._own)
        return tuple(
            self._date if isinstance(content, str) and content.startswith(DATE) else self._plain for content in contents
        )

    def hides(self, values: Sequence[Value]) -> bool:
        """Does her filter hide a row of these cells?"""
        return bool(self._conditions) and hides(self._conditions, values)

    def note(self, row: int, key: str, but: Mapping[int, object] | None = None) -> None:
        """Her notes on the cells of a row. ``but``: columns whose note is written with ours."""
        for column, text in self.notes.get(key, ()):
            if but is None or column not in but:
                self._sheet.write_comment(row, column, printable(text, self._book.lang), _NOTE)

    def finish(self, header: int, last_row: int) -> None:
        """Titles, notes on titles, and the filter."""
        for title in self._own:
            column = self._columns[title]
            self._sheet.set_column(column, column, WIDTH)
            self._book.text(self._sheet, header, column, title, self._book.head())
        self.note(header, HEAD)
        self._sheet.autofilter(header, 0, last_row, self.last)
        self._sheet.filter_by(filter_xml(self._conditions))


def _value(content: Content, lang: str) -> Value:
    if not isinstance(content, str):
        return number(content)
    if content.startswith(FORMULA):
        return Formula(content[len(FORMULA) :])
    return moment(content[len(DATE) :]) if content.startswith(DATE) else printable(content, lang)
