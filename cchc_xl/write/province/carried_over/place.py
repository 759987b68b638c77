"""Puts a person's entries on a new sheet of ours where they stood on the earlier one, and takes down what is ours.

A cell of ours that says something is never written over, and a sum is never added to: an entry that would is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.condensed import CondensedList
from cchc_xl.grid.openxml.entries_only import seal
from cchc_xl.records import NamedTuple
from cchc_xl.write.province.carried_over.around import Condition, filter_xml, hides
from cchc_xl.write.province.carried_over.entries import OWN_MARK, Displaced, OwnColumn, OwnEntry, OwnPage, Typed
from cchc_xl.write.province.carried_over.trace import (
    END,
    SIGN,
    START,
    Keys,
    Trace,
    TracedRow,
    TracedRows,
    column_ids,
    formula_sign,
    key_of,
    line_key,
    lines_of,
    number_sign,
    pack,
    shown,
    sign,
    signs,
)
from cchc_xl.write.xlsx.book import DAY, MOMENT, Book, printable
from cchc_xl.write.xlsx.rows import Formula, Value, moment, number

if TYPE_CHECKING:
    from xlsxwriter.format import Format

WIDTH = 20  # characters of a column of hers
PIXELS = 7  # in a character of a column's width
FARTHEST = 30  # columns right of ours that keep their distance
FILL = "#FFFFE0"
_NOTE = {"x_scale": 1.6, "y_scale": 1.1, "font_name": "Tahoma", "font_size": 9}


class Made(NamedTuple):
    """A cell that XlsxWriter was given: its value as Excel shows it, its formula, its format."""

    value: Any
    formula: str | None
    style: Format | None


class _LastRow(NamedTuple):
    """The row of a long table that was asked for last. ``number``: from 1; ``first``: its key by itself; ``signs``:
    packed; ``ours``: is nothing in it hers?
    """

    number: int
    first: bytes
    key: bytes
    signs: bytes
    ours: bool


class PageWriter:
    """One sheet. Long tables ask for each of their rows (``row``); ``finish`` does the rest."""

    def __init__(self, book: Book, sheet: Any, page: OwnPage) -> None:
        self._book, self._sheet, self._page = book, sheet, page
        self._looks = OwnLooks(book)
        self._keys = Keys()
        self._rows = TracedRows()
        self._row: _LastRow | None = None  # whose bytes are not written yet
        self._last_row = 0  # of the table, from 1
        self._places: dict[bytes, int] = {}  # key -> row, from 0, of those that are asked for
        self._table: tuple[int, tuple[int, ...], frozenset[int]] | None = None
        self._last = -1  # row of ours, from 0
        self.kept = 0
        self.left: list[Displaced] = []
        self._cells: dict[bytes, list[OwnEntry]] = {}
        self._loose: list[OwnEntry] = []
        self._notes: list[OwnEntry] = []
        self._end: list[OwnEntry] = []
        for entry in page.entries:
            if entry.note:
                self._notes.append(entry)
            elif entry.key == END and entry.offset:
                self._end.append(entry)
            elif entry.offset or entry.key == START:
                self._loose.append(entry)
            else:
                self._cells.setdefault(entry.key, []).append(entry)
        self._wanted = {entry.key for entry in page.entries}

    # --- a long table ---

    def table(self, first: int, keys: Sequence[int], closed: Sequence[int] = ()) -> PageWriter:
        """Itself, ready for a table whose rows begin at ``first``, below their titles. ``keys``: the columns that say
        what a row is about. ``closed``: those in which nothing of a person's may stand, for they are added up.
        """
        self._table = first, tuple(keys), frozenset(closed)
        self._last = first - 1
        titles = _made(self._sheet, self._book).get(first - 1, {})
        width = max(titles, default=-1) + 1
        self._set_columns([sign(titles[column].value) if column in titles else 0 for column in range(width)])
        return self

    def row(
        self, row: int, values: Sequence[Value], styles: tuple[int, ...]
    ) -> tuple[Sequence[Value], tuple[int, ...], bool]:
        """The row (from 0) with what is hers in it and beside it, and whether her filter hides it."""
        assert self._table is not None
        _, keys, closed = self._table
        key = self._begin(row, key_of([values[column] for column in keys]), pack(signs(values)))
        if key in self._wanted:
            self._places[key] = row
        if self._own_width:
            values, styles = (*values, *self._blank), (*styles, *self._blank_styles)
        hers = self._cells.pop(key, ())
        if hers:
            values, styles = self._with_hers(hers, list(values), list(styles), closed)
        return values, styles, bool(self._conditions) and hides(self._conditions, values)

    def known(self) -> tuple[bytes, bytes] | None:
        """What ``again`` needs of the last row; None where something in it is hers."""
        if self._row is None or not self._row.ours or self._own_width:
            return None
        return self._row.first, self._row.signs

    def takes(self, keys: Sequence[bytes]) -> bool:
        """Is nothing in rows of these keys, by themselves, hers?"""
        if self._own_width or self._conditions:
            return False
        alone = len(set(keys)) == len(keys) and not any(key in self._keys for key in keys)
        return not self._wanted or (alone and self._wanted.isdisjoint(keys))

    def again(self, row: int, key: bytes, signs: bytes) -> None:
        """A row (from 0) as an earlier merge made it, but for its number. ``key``: by itself."""
        assert self._table is not None
        self._begin(row, key, pack((number_sign(row - self._table[0] + 1),)) + signs[SIGN:])

    def written(self, row: bytes) -> None:
        """Remembers what the last row looks like, unless something in it is hers."""
        if self._row is not None:
            self._rows.put(self._row.number, self._row.key, seal(row) if self._row.ours else 0, self._row.signs)
            self._last_row, self._row = self._row.number, None

    def _begin(self, row: int, first: bytes, packed_signs: bytes) -> bytes:
        key = self._keys.apart(first)
        ours = not (key in self._wanted or self._conditions)
        self._row = _LastRow(row + 1, first, key, packed_signs, ours)
        self._last = row
        return key

    def _with_hers(
        self, hers: Sequence[OwnEntry], values: list[Value], styles: list[int], closed: frozenset[int]
    ) -> tuple[Sequence[Value], tuple[int, ...]]:
        for entry in hers:
            column = self._columns.get(entry.column, -1)
            if not 0 <= column < len(values) or column in closed or values[column] not in (None, ""):
                self._leave(entry, values[column] if 0 <= column < len(values) else "")
                continue
            values[column] = self._value(entry)
            look = self._looks.index(entry.typed)
            styles[column] = look if look is not None and values[column] is not None else styles[column]
            self.kept += 1
        return values, tuple(styles)

    def below(self) -> Iterator[tuple[int, Sequence[Value], tuple[int, ...]]]:
        """Rows (from 0) below the table that are all hers."""
        rows: dict[int, list[OwnEntry]] = {}
        for entry in self._end:
            column = self._columns.get(entry.column, -1)
            counted = column == 0 and not isinstance(entry.typed.value, str)  # a number there makes a row of ours
            if column < 0 or counted:
                self._leave(entry, "")
            else:
                rows.setdefault(self._last + entry.offset, []).append(entry)
        self._end = []
        for row, entries in sorted(rows.items()):
            width = max(self._columns[entry.column] for entry in entries) + 1
            values: list[Value] = [None] * width
            styles = [0] * width
            for entry in entries:
                column = self._columns[entry.column]
                values[column] = self._value(entry)
                styles[column] = self._looks.index(entry.typed) or self._looks.plain
                self.kept += 1
            yield row, values, tuple(styles)

    # --- the rest of the sheet ---

    def finish(self) -> Trace:
        """Writes what stands beside tables, notes, widths and filters; what we wrote on the sheet."""
        made = _made(self._sheet, self._book)
        if self._table is None:
            self._set_columns([0] * (max((max(cells) for cells in made.values() if cells), default=-1) + 1))
        keyed = self._keyed(made)
        trace = self._trace(keyed, made)
        for row, key in keyed.items():
            for entry in self._cells.pop(key, ()):
                self._write(entry, row, made)
        for entry in (*self._loose, *self._end):
            base = -1 if entry.key == START else self._last if entry.key == END else self._places.get(entry.key)
            if base is None:
                self._leave(entry, "", gone=True)
            else:
                self._write(entry, base + entry.offset, made, free=True)
        for entries in self._cells.values():
            for entry in entries:
                self._leave(entry, "", gone=True)
        self._write_notes()
        self._set_widths()
        self._set_filter()
        self._keys = Keys()  # all rows have theirs
        return trace

    def _keyed(self, made: Mapping[int, Mapping[int, Made]]) -> dict[int, bytes]:
        """The rows that XlsxWriter was given, by what they are about."""
        keyed = {}
        for row, cells in sorted(made.items()):
            texts = [shown(cell.value) for _, cell in sorted(cells.items())]
            if any(texts):
                keyed[row] = key = self._keys.apart(key_of(("line", line_key(texts))))
                self._last = max(self._last, row)
                if key in self._wanted:
                    self._places[key] = row
        return keyed

    def _trace(self, keyed: Mapping[int, bytes], made: Mapping[int, Mapping[int, Made]]) -> Trace:
        lines = [
            TracedRow(
                row + 1, key, tuple(_sign(made[row].get(column)) for column in range(max(made[row], default=-1) + 1))
            )
            for row, key in keyed.items()
        ]
        comments = CondensedList(
            (row + 1, column + 1, *sorted(lines_of((text, OWN_MARK))))
            for row, column, text in self._sheet.comment_texts()
        )
        return Trace(
            self._sheet.get_name(),
            self._table[0] if self._table else 0,
            self._in_order(lines),
            self._made_widths(),
            comments,
            len(self._sheet.charts) + len(self._sheet.images) + len(self._sheet.shapes),
        )

    def _in_order(self, lines: Sequence[TracedRow]) -> TracedRows:
        """The rows of the table among the ``lines``, which stand above and below it."""
        table = range(self._table[0] + 1, self._last_row + 1) if self._table else range(0)
        if any(line.row in table for line in lines):
            return TracedRows(sorted((*lines, *self._rows)))
        rows = TracedRows(line for line in lines if line.row < table.start)
        rows.extend(self._rows)
        for line in lines:
            if line.row >= table.start:
                rows.add(line)
        return rows

    def _write(self, entry: OwnEntry, row: int, made: Mapping[int, Mapping[int, Made]], *, free: bool = False) -> None:
        """``free``: in a row in which nothing is ours."""
        column, there = self._columns.get(entry.column, -1), made.get(row, {})
        cell = there.get(column)
        begins, last = self._table[0] if self._table else row + 1, self._last
        taken = cell is not None and cell.value not in (None, "")
        if (
            column < 0
            or row < 0
            or taken
            or (free and any(one.value not in (None, "") for one in there.values()))
            or (begins <= row <= last)
            or (begins <= row and self._sheet.rows is not None)
            or not self._is_open(row, column)
        ):
            self._leave(entry, shown(cell.value) if cell else "")
            return
        self._put(entry, row, column, cell.style if cell else None)
        self.kept += 1

    def _is_open(self, row: int, column: int) -> bool:
        """Is this no cell that a merged one covers?"""
        return not any(
            first <= row <= last and left <= column <= right and (row, column) != (first, left)
            for first, left, last, right in self._sheet.merge
        )

    def _put(self, entry: OwnEntry, row: int, column: int, style: Format | None) -> None:
        value = self._value(entry)
        look = self._looks.format(entry.typed)
        style = look if look is not None else style or self._looks.format(Typed("")) or self._looks.plain_format
        if isinstance(value, Formula):
            text = value.text.replace("{row}", str(row + 1))
            self._sheet.write_formula(row, column, f"={text}", style, entry.typed.result)
        elif isinstance(value, str) or value is None:
            self._book.text(self._sheet, row, column, value or "", style)
        else:
            self._sheet.write_number(row, column, value, style)

    def _value(self, entry: OwnEntry) -> Value:
        """What is written in the cell; of a formula that cannot be written again its result, and its text is told."""
        typed = entry.typed
        if typed.kind == "formula" and self._steady(typed.columns):
            return Formula(str(typed.value))
        if typed.kind in ("formula", "lost"):
            text = f"={typed.value}" if typed.kind == "formula" else str(typed.value)
            row = "".join(letter for letter in entry.at if letter.isdigit())
            self.left.append(
                Displaced(
                    entry._replace(typed=Typed(text.replace("{row}", row), "lost", typed.result)), "moved-formula"
                )
            )
            return self._plain_value(typed.result)
        if typed.kind == "date":
            return moment(str(typed.value))
        return self._plain_value(typed.value)

    def _plain_value(self, value: str | int | float) -> Value:
        return printable(value, self._book.lang) if isinstance(value, str) else number(value)

    def _steady(self, columns: frozenset[int]) -> bool:
        """Do these columns stand where they stood?"""
        return all(self._columns.get(self._page.ids.get(column, ""), -2) == column - 1 for column in columns)

    def _leave(self, entry: OwnEntry, ours: object, *, gone: bool = False) -> None:
        if shown(ours) and sign(ours) == sign(_as_value(entry.typed)):
            return  # it says there what she typed
        why = "moved-gone" if gone else "moved-over" if entry.over else "moved-taken"
        self.left.append(Displaced(entry, why, shown(ours)))

    # --- columns ---

    def _set_columns(self, titles: Sequence[int]) -> None:
        self._ours = len(titles)
        self._columns = {name: column for column, name in enumerate(column_ids(titles))}
        for own, column in _arranged(self._page.own, self._ours):
            self._columns[own.id] = column
        self._own_width = max(self._columns.values(), default=-1) + 1 - self._ours if self._page.own else 0
        self._blank: tuple[None, ...] = (None,) * self._own_width
        self._blank_styles = (self._looks.plain,) * self._own_width if self._own_width else ()
        self._conditions: dict[int, Condition] = {
            self._columns[name]: condition for name, condition in self._page.filters.items() if name in self._columns
        }

    def _made_widths(self) -> dict[int, float]:
        return {
            column + 1: 0.0 if info.hidden else info.width / PIXELS
            for column, info in self._sheet.col_info.items()
            if info.hidden or info.width is not None
        }

    def _set_widths(self) -> None:
        for name, width in self._page.widths.items():
            column = self._columns.get(name, -1)
            if column >= 0:
                before = self._sheet.col_info.get(column)
                style = before.column_format if before else None
                if width:
                    self._sheet.set_column_pixels(column, column, round(width * PIXELS), style)
                else:
                    self._sheet.set_column(column, column, None, style, {"hidden": True})
        for own in self._page.own:
            pixels = round((own.width or WIDTH) * PIXELS) if own.width != 0 else None
            column = self._columns[own.id]
            self._sheet.set_column_pixels(column, column, pixels, None, {"hidden": own.width == 0})

    def _set_filter(self) -> None:
        if not self._sheet.filter_range:
            return
        first = self._sheet.filter_range[0]
        if self._own_width and self._table:
            self._sheet.autofilter(
                self._table[0] - 1, first, max(self._table[0], self._last), self._ours + self._own_width - 1
            )
        self._sheet.filter_by(filter_xml({column - first: one for column, one in self._conditions.items()}))

    # --- notes ---

    def _write_notes(self) -> None:
        for entry in self._notes:
            base = -1 if entry.key == START else self._last if entry.key == END else self._places.get(entry.key)
            column = self._columns.get(entry.column, -1)
            if base is None or column < 0 or base + entry.offset < 0:
                self._leave(entry, "", gone=base is None)
                continue
            row = base + entry.offset
            text = printable(str(entry.typed.value), self._book.lang)
            ours = self._sheet.comment_at(row, column)
            if ours is not None:
                self._sheet.change_comment(row, column, printable(f"{ours.rstrip()}\n{text}", self._book.lang))
            else:
                self._sheet.write_comment(row, column, text, _NOTE)
            self.kept += 1


class OwnLooks:
    """The formats of her cells."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[str, Format] = {}

    @property
    def plain_format(self) -> Format:
        return self._book.cell(valign="top", text_wrap=True, bg_color=FILL)

    @property
    def plain(self) -> int:
        return self._book.styles(self.plain_format)[0]

    def format(self, typed: Typed) -> Format | None:
        """None where the cell's own will do."""
        looks = typed.looks
        if typed.kind == "date" and not looks:
            looks = MOMENT if "T" in str(typed.value) and not str(typed.value).endswith("T00:00:00") else DAY
        return self._book.cell(valign="top", num_format=looks, bg_color=FILL) if looks else None

    def index(self, typed: Typed) -> int | None:
        style = self.format(typed)
        return None if style is None else self._book.styles(style)[0]


def _arranged(own: Sequence[OwnColumn], ours: int) -> Iterator[tuple[OwnColumn, int]]:
    """Her columns, right of ours: as far from them as they were, unless that is very far, and those from among ours
    last.
    """
    beside = [one for one in own if one.after]
    far = any(one.after > FARTHEST for one in beside)
    for place, one in enumerate(beside, 1):
        yield one, ours + (place if far else one.after) - 1
    last = ours + (len(beside) if far else max((one.after for one in beside), default=0))
    for place, one in enumerate([one for one in own if not one.after]):
        yield one, last + place


def _as_value(typed: Typed) -> object:
    if typed.kind == "date":
        return moment(str(typed.value))
    return typed.result if typed.kind in ("formula", "lost") else typed.value


def _sign(made: Made | None) -> int:
    if made is None:
        return 0
    return formula_sign(made.formula) if made.formula is not None else sign(made.value)


def _made(sheet: Any, book: Book) -> dict[int, dict[int, Made]]:
    """The cells that XlsxWriter was given, by row and column from 0, empty ones included."""
    texts: list[str] = list(book.workbook.str_table.string_table)
    return {
        row: {column: _cell(cell, texts) for column, cell in cells.items()}
        for row, cells in sheet.table.items()
        if cells
    }


def _cell(cell: Any, texts: Sequence[str]) -> Made:
    kind = type(cell).__name__
    if kind == "String":
        return Made(texts[cell.string], None, cell.format)
    if kind in ("Number", "Datetime"):
        return Made(cell.number, None, cell.format)
    if kind == "Formula":
        return Made(cell.value, cell.formula, cell.format)
    if kind == "Boolean":
        return Made(bool(cell.boolean), None, cell.format)
    if kind == "RichString":
        return Made(cell.raw_string, None, cell.format)
    return Made(None, None, cell.format)
