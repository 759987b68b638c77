"""The records of one sheet of an .xlsb workbook ([MS-XLSB] 2.1.7.62): cells, formulas, comments, what is hidden."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from cchc_xl.grid.foreign.biff import short_number
from cchc_xl.grid.foreign.body import Body, Font, text_runs
from cchc_xl.grid.foreign.sizes import LOWEST_TWIPS, NARROWEST_PARTS
from cchc_xl.grid.foreign.tokens import ERRORS
from cchc_xl.grid.foreign.xlsb import records, rich_text, wide_text
from cchc_xl.grid.openxml.comments import read_threads
from cchc_xl.grid.openxml.sheet import number_cell
from cchc_xl.grid.openxml.workbook import relations, resolve
from cchc_xl.model import Cell, Run, SheetBody, Style
from cchc_xl.numbers import whole

if TYPE_CHECKING:
    from cchc_xl.grid.foreign.xlsb import XlsbWorkbook
    from cchc_xl.grid.openxml.styles import Look

# What the kinds of records hold. Those of 12 and more stand right of the cell before and name no column; those of 8
# to 11 are results of formulas.
_HOLDS = ("", "blank", "rk", "error", "bool", "real", "text", "shared", "text", "real", "bool", "error")
_RESULTS, _SHORT, _RICH = range(8, 12), range(12, 19), 62


def read_body(book: XlsbWorkbook, part: str) -> SheetBody:
    """Raises ReadError, struct.error and IndexError for records that are shorter than their kind."""
    reader = _XlsbSheetReader(book)
    for kind, content in records(book.package.read(part)):
        if 0 < kind < 19 or kind == _RICH:
            reader.cell(kind, content)
        elif kind in reader.handlers:
            reader.handlers[kind](content)
    reader.spell_borrowed()
    body = reader.body.done()
    comments = _comments(book, part)
    body = body._replace(comments=comments) if comments else body
    return body._replace(beside=(*body.beside, *_text_boxes(book, part))) if body.drawings else body


class _XlsbSheetReader:
    def __init__(self, book: XlsbWorkbook) -> None:
        self.book = book
        self.body = Body(book.limits)
        self.row = self.column = 0
        self.shared: dict[tuple[int, int], tuple[bytes, bool]] = {}  # tokens, and whether they count from the cell
        self.borrowed: list[tuple[int, int, int, int]] = []  # cells whose formula is another one's
        self.handlers: dict[int, Callable[[bytes], None]] = {
            0: self._row, 60: self._columns, 176: self._merge, 161: self._filter, 550: self._drawing,
            427: self._shared_formula, 426: self._array, 479: self._printed,
        }  # fmt: skip

    # --- cells ---------------------------------------------------------------------------------------------------

    def cell(self, kind: int, content: bytes) -> None:
        if kind in _SHORT:
            kind, at = kind - 11, 4
            self.column += 1
        else:
            at = 8
            self.column = struct.unpack_from("<L", content)[0] + 1
        look = self.book.look(int.from_bytes(content[at - 4 : at - 1], "little"))
        cell, end = self._value("rich" if kind == _RICH else _HOLDS[kind], content, at, look)
        if kind in _RESULTS:
            cell = cell._replace(formula=self._formula(content, end))
        elif cell.value == "":
            cell = look.blank
        self.body.put(self.row, self.column, cell)

    def _value(self, holds: str, data: bytes, at: int, look: Look) -> tuple[Cell, int]:
        """The cell without its formula, and where the value ends."""
        style = look.style
        if holds == "blank":
            return look.blank, at
        if holds == "rk":
            return self._number(short_number(struct.unpack_from("<L", data, at)[0]), look), at + 4
        if holds == "real":
            return self._number(struct.unpack_from("<d", data, at)[0], look), at + 8
        if holds == "bool":
            return Cell(bool(data[at]), "bool", None, style), at + 1
        if holds == "error":
            return Cell(ERRORS.get(data[at], f"#{data[at]}"), "error", None, style), at + 1
        if holds == "text":
            text, at = wide_text(data, at)
            return Cell(text, "text", None, style), at
        shared = holds == "shared"
        text, runs = self.book.shared_text(struct.unpack_from("<L", data, at)[0]) if shared else rich_text(data, at)
        return Cell(text, "text", None, style, self._runs(text, runs, style) if runs else ()), at

    def _number(self, value: float, look: Look) -> Cell:
        if not math.isfinite(value):
            return Cell(str(value), "error", None, look.style)
        return number_cell(whole(value), None, look, self.book.from_1904)

    def _runs(self, text: str, fonts: Sequence[tuple[int, int]], style: Style) -> tuple[Run, ...]:
        found = [(at, self.book.font(font)) for at, font in fonts]
        if found[0][0]:  # what stands before has the cell's font
            found.insert(0, (0, Font(style.font, style.strike, style.font_color, style.raised)))
        return text_runs(text, found, style.font_color)

    # --- formulas ------------------------------------------------------------------------------------------------

    def _formula(self, content: bytes, at: int) -> str:
        """The text of the formula behind a value; one that is shared is spelt when all of them are known."""
        (size,) = struct.unpack_from("<L", content, at + 2)
        tokens = content[at + 6 : at + 6 + size]
        if tokens[:1] == b"\1" and len(tokens) >= 5:
            (top,) = struct.unpack_from("<L", tokens, 1)
            left = (
                struct.unpack_from("<L", content, at + 10 + size)[0]
                if len(content) >= at + 14 + size
                else self.column - 1
            )
            self.borrowed.append((self.row, self.column, top, left))
            return ""
        return self.book.formulas.spell(tokens, self.row - 1, self.column - 1)

    def _shared_formula(self, content: bytes) -> None:
        self._keep_shared(content, 16, relative=True)

    def _array(self, content: bytes) -> None:
        self._keep_shared(content, 17, relative=False)

    def _keep_shared(self, content: bytes, at: int, *, relative: bool) -> None:
        top, _, left = struct.unpack_from("<LLL", content)
        (size,) = struct.unpack_from("<L", content, at)
        self.body.count()
        self.shared[top, left] = (content[at + 4 : at + 4 + size], relative)

    def spell_borrowed(self) -> None:
        for row, column, top, left in self.borrowed:
            cell = self.body.cells.get((row, column))
            known = self.shared.get((top, left))
            if cell is not None and known is not None:
                tokens, relative = known
                place = (row - 1, column - 1) if relative else (top, left)
                self.body.cells[row, column] = cell._replace(formula=self.book.formulas.spell(tokens, *place))

    # --- what surrounds the cells --------------------------------------------------------------------------------

    def _row(self, content: bytes) -> None:
        row, height, flags = struct.unpack_from("<L4xHxB", content)
        self.row, self.column = row + 1, 0
        self.body.count()
        if flags & 0x10 or height < LOWEST_TWIPS:
            self.body.hide_rows(row + 1, row + 1)

    def _columns(self, content: bytes) -> None:
        first, last, width, flags = struct.unpack_from("<LLL4xH", content)
        if flags & 1 or width < NARROWEST_PARTS:
            self.body.hide_columns(first + 1, last + 1)

    def _merge(self, content: bytes) -> None:
        top, bottom, left, right = struct.unpack_from("<LLLL", content)
        self.body.merge(top + 1, left + 1, bottom + 1, right + 1)

    def _filter(self, _: bytes) -> None:
        self.body.filtered = True

    def _drawing(self, _: bytes) -> None:
        self.body.drawings = True

    def _printed(self, content: bytes) -> None:
        """BrtBeginHeaderFooter: of odd pages, of even ones, of the first."""
        at = 2
        with suppress(struct.error, IndexError):  # no figure depends on it
            while at + 4 <= len(content):
                text, at = wide_text(content, at)
                self.body.print(text)


def _text_boxes(book: XlsbWorkbook, part: str) -> Iterator[tuple[int, int, str]]:
    from cchc_xl.grid.openxml.drawings import read_text_boxes

    for relation in relations(book.package, part).values():
        target = resolve(part, relation.target, book.package)
        if relation.kind == "drawing" and target in book.package:
            yield from book.package.parsed(target, read_text_boxes)


def _comments(book: XlsbWorkbook, part: str) -> dict[tuple[int, int], str]:
    """Comments of a sheet; a thread replaces the stand-in that older versions see."""
    package = book.package
    found: dict[tuple[int, int], str] = {}
    beside = [
        (relation.kind, resolve(part, relation.target, package)) for relation in relations(package, part).values()
    ]
    for kind, target in sorted(beside):
        if kind == "comments" and target in package:
            place = (0, 0)
            for record, content in records(package.read(target)):
                if record == 635:
                    row, _, column = struct.unpack_from("<LLL", content, 4)
                    place = (row + 1, column + 1)
                elif record == 637:
                    found[place] = rich_text(content, 0)[0]
        elif kind == "threadedComment" and target in package:
            found.update(package.parsed(target, read_threads))
    return found
