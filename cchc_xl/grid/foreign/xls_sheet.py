"""The records of one sheet of an .xls workbook ([MS-XLS] 2.1.7.20.5): cells, formulas, notes, what is hidden."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress

from cchc_xl.grid.foreign.biff import Pieces, bytes_text, continued, font_runs, records, short_number
from cchc_xl.grid.foreign.body import Body, Font, text_runs
from cchc_xl.grid.foreign.sizes import LOWEST_TWIPS, NARROWEST_PARTS
from cchc_xl.grid.foreign.tokens import ERRORS
from cchc_xl.grid.openxml.sheet import number_cell
from cchc_xl.model import Cell, Run, SheetBody, Style
from cchc_xl.numbers import whole
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.grid.foreign.xls import XlsWorkbook
    from cchc_xl.grid.openxml.styles import Look

_NOTE, _ARROW, _LIST = 0x19, 0x14, 0x18  # kinds of objects that are no pictures: comments, arrows of filters and lists
_TEXT = 0x1B6


class XlsSheetReader:
    """The records of one sheet to its content."""

    def __init__(self, book: XlsWorkbook) -> None:
        self.book = book
        self.body = Body(book.limits)
        self.waiting: tuple[int, int, int, str] | None = None  # a formula whose text result follows
        self.shared: dict[tuple[int, int], tuple[bytes, bool]] = {}  # tokens, and whether they count from the cell
        self.borrowed: list[tuple[int, int, int, int]] = []  # cells whose formula is another one's
        self.notes: dict[int, tuple[int, int]] = {}
        self.boxes: dict[int, str] = {}
        self.last_object = 0
        self.last_note: tuple[int, int] | None = None
        self.handlers: dict[int, Callable[[bytes], None]] = {
            0x201: self._blank, 0xBE: self._blanks, 0x203: self._number, 0x27E: self._short_number,
            0xBD: self._short_numbers,
            0x204: self._label, 0xFD: self._shared_text, 0xD6: self._rich_label, 0x205: self._truth_or_error,
            0x06: self._formula, 0x206: self._formula, 0x406: self._formula, 0x207: self._text_result,
            0x4BC: self._shared_formula, 0x221: self._array, 0x208: self._row, 0x7D: self._columns, 0xE5: self._merges,
            0x9B: self._filter, 0x5D: self._object, 0x1C: self._note, 0x14: self._printed, 0x15: self._printed,
        }  # fmt: skip

    def read(self, start: int) -> SheetBody:
        """Raises ReadError, struct.error and IndexError for records that are shorter than their kind."""
        handlers = self.handlers
        for kind, content, after in records(self.book.stream, start):
            handler = handlers.get(kind)
            if handler is not None:
                handler(content)
            elif kind == _TEXT:
                self._box(content, after)
        self._spell_borrowed()
        for number, place in self.notes.items():
            self.body.comment(*place, self.boxes.pop(number, ""))
        for text in self.boxes.values():
            self.body.box(0, 0, text)
        return self.body.done()

    # --- values --------------------------------------------------------------------------------------------------

    def _place(self, content: bytes) -> tuple[int, int, Look]:
        row, column, look_number = struct.unpack_from("<HHH", content)
        return row + 1, column + 1, self.book.look(look_number)

    def _put_number(self, row: int, column: int, value: float, look: Look, formula: str | None = None) -> None:
        if not math.isfinite(value):
            cell = Cell(str(value), "error", formula, look.style)
        else:
            cell = number_cell(whole(value), formula, look, self.book.from_1904)
        self.body.put(row, column, cell)

    def _put_text(
        self,
        row: int,
        column: int,
        text: str,
        look: Look,
        runs: Sequence[tuple[int, int]] = (),
        formula: str | None = None,
    ) -> None:
        if not text and formula is None:
            self.body.put(row, column, look.blank)
            return
        style = look.style
        self.body.put(row, column, Cell(text, "text", formula, style, self._runs(text, runs, style) if runs else ()))

    def _runs(self, text: str, fonts: Sequence[tuple[int, int]], style: Style) -> tuple[Run, ...]:
        found = [(at, self.book.font(font)) for at, font in fonts]
        if found[0][0]:  # what stands before has the cell's font
            found.insert(0, (0, Font(style.font, style.strike, style.font_color, style.raised)))
        return text_runs(text, found, style.font_color)

    def _blank(self, content: bytes) -> None:
        row, column, look = self._place(content)
        self.body.put(row, column, look.blank)

    def _blanks(self, content: bytes) -> None:
        row, first = struct.unpack_from("<HH", content)
        for at in range((len(content) - 6) // 2):
            (number,) = struct.unpack_from("<H", content, 4 + 2 * at)
            self.body.put(row + 1, first + at + 1, self.book.look(number).blank)

    def _number(self, content: bytes) -> None:
        row, column, look = self._place(content)
        (value,) = struct.unpack_from("<d", content, 6)
        self._put_number(row, column, value, look)

    def _short_number(self, content: bytes) -> None:
        row, column, look = self._place(content)
        (value,) = struct.unpack_from("<L", content, 6)
        self._put_number(row, column, short_number(value), look)

    def _short_numbers(self, content: bytes) -> None:
        row, first = struct.unpack_from("<HH", content)
        for at in range((len(content) - 6) // 6):
            number, value = struct.unpack_from("<HL", content, 4 + 6 * at)
            self._put_number(row + 1, first + at + 1, short_number(value), self.book.look(number))

    def _label(self, content: bytes) -> None:
        row, column, look = self._place(content)
        self._put_text(row, column, self.book.text(content, 6, "H")[0], look)

    def _rich_label(self, content: bytes) -> None:
        row, column, look = self._place(content)
        text, at = self.book.text(content, 6, "H")
        if self.book.is_8:
            runs = font_runs(content[at + 2 :])
        else:
            pairs = content[at + 1 :]
            runs = list(zip(pairs[::2], pairs[1::2], strict=False))
        self._put_text(row, column, text, look, runs)

    def _shared_text(self, content: bytes) -> None:
        row, column, look = self._place(content)
        (index,) = struct.unpack_from("<L", content, 6)
        text, runs = self.book.shared_text(index)
        self._put_text(row, column, text, look, runs)

    def _truth_or_error(self, content: bytes) -> None:
        row, column, look = self._place(content)
        self._put_result(row, column, content[6], is_error=bool(content[7]), look=look)

    def _put_result(
        self, row: int, column: int, value: int, *, is_error: bool, look: Look, formula: str | None = None
    ) -> None:
        if is_error:
            cell = Cell(ERRORS.get(value, f"#{value}"), "error", formula, look.style)
        else:
            cell = Cell(bool(value), "bool", formula, look.style)
        self.body.put(row, column, cell)

    # --- formulas ------------------------------------------------------------------------------------------------

    def _formula(self, content: bytes) -> None:
        row, column, look = self._place(content)
        (size,) = struct.unpack_from("<H", content, 20)
        formula = self._spelt(row, column, content[22 : 22 + size])
        kind, _, value, _, mark = struct.unpack_from("<BBB3sH", content, 6)
        self.waiting = None
        if mark != 0xFFFF:
            (number,) = struct.unpack_from("<d", content, 6)
            self._put_number(row, column, number, look, formula)
        elif kind in (1, 2):
            self._put_result(row, column, value, is_error=kind == 2, look=look, formula=formula)
        else:  # an empty text, or the text that follows
            self._put_text(row, column, "", look, formula=formula)
            self.waiting = (row, column, struct.unpack_from("<H", content, 4)[0], formula)

    def _spelt(self, row: int, column: int, tokens: bytes) -> str:
        """The formula's text; one that is shared with other cells is spelt when all of them are known."""
        if tokens[:1] == b"\1" and len(tokens) >= 5:
            self.borrowed.append((row, column, *struct.unpack_from("<HH", tokens, 1)))
            return ""
        return self.book.formulas.spell(tokens, row - 1, column - 1)

    def _text_result(self, content: bytes) -> None:
        if self.waiting:
            row, column, look_number, formula = self.waiting
            self._put_text(
                row, column, self.book.text(content, 0, "H")[0], self.book.look(look_number), formula=formula
            )
            self.waiting = None

    def _shared_formula(self, content: bytes) -> None:
        self._keep_shared(content, 10, relative=True)

    def _array(self, content: bytes) -> None:
        self._keep_shared(content, 14 if self.book.is_8 else 12, relative=False)

    def _keep_shared(self, content: bytes, at: int, *, relative: bool) -> None:
        top, _, left, _, size = struct.unpack_from(f"<HHBB{at - 8}xH", content)
        self.body.count()
        self.shared[top, left] = (content[at : at + size], relative)

    def _spell_borrowed(self) -> None:
        for row, column, top, left in self.borrowed:
            cell = self.body.cells.get((row, column))
            known = self.shared.get((top, left))
            if cell is not None and known is not None:
                tokens, relative = known
                place = (row - 1, column - 1) if relative else (top, left)
                self.body.cells[row, column] = cell._replace(formula=self.book.formulas.spell(tokens, *place))

    # --- what surrounds the cells --------------------------------------------------------------------------------

    def _row(self, content: bytes) -> None:
        row, height, flags = struct.unpack_from("<H4xH4xH", content)
        if flags & 0x20 or (height & 0x7FFF) < LOWEST_TWIPS:
            self.body.hide_rows(row + 1, row + 1)

    def _columns(self, content: bytes) -> None:
        first, last, width, _, flags = struct.unpack_from("<HHHHH", content)
        if flags & 1 or width < NARROWEST_PARTS:
            self.body.hide_columns(first + 1, min(last, 255) + 1)

    def _merges(self, content: bytes) -> None:
        for top, bottom, left, right in struct.iter_unpack("<HHHH", content[2 : 2 + (len(content) - 2) // 8 * 8]):
            self.body.merge(top + 1, left + 1, bottom + 1, right + 1)

    def _filter(self, _: bytes) -> None:
        self.body.filtered = True

    def _printed(self, content: bytes) -> None:
        """HEADER and FOOTER."""
        with suppress(struct.error, IndexError):  # no figure depends on it
            self.body.print(self.book.text(content, 0, "H" if self.book.is_8 else "B")[0] if content else "")

    def _object(self, content: bytes) -> None:
        if self.book.is_8:
            kind, self.last_object = struct.unpack_from("<HH", content, 4)
        else:
            kind, self.last_object = struct.unpack_from("<4xHH", content)
        if kind not in (_NOTE, _ARROW, _LIST):
            self.body.drawings = True

    def _box(self, content: bytes, after: int) -> None:
        """The words of a text box, in the records that follow."""
        if self.book.is_8 and len(content) >= 12:
            (count,) = struct.unpack_from("<H", content, 10)
            parts = continued(self.book.stream, after)
            if count and parts and parts[0]:
                self.body.count()
                self.boxes[self.last_object] = Pieces([parts[0][1:], *parts[1:]]).letters(count, parts[0][0])

    def _note(self, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        if self.book.is_8:
            (number,) = struct.unpack_from("<H", content, 6)
            self.body.count()
            self.notes[number] = (row + 1, column + 1)
        elif row == 0xFFFF:  # goes on
            if self.last_note:
                before = self.body.comments.pop(self.last_note, "")
                self.body.comment(*self.last_note, before + self._note_text(content))
        else:
            self.last_note = (row + 1, column + 1)
            self.body.comment(*self.last_note, self._note_text(content))

    def _note_text(self, content: bytes) -> str:
        return bytes_text(content[6:], self.book.code_page)
