"""An .xls workbook of Excel 5 to 2003 ([MS-XLS]): a stream of records, read once from end to end.

Everything that can change the meaning of a cell is in the records: formats, fonts, notes, formulas as tokens. Programs
that write the stream without its container, or one sheet without a workbook around it, are read too.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Hashable

from cchc_xl.grid.foreign.biff import BEGIN, Pieces, Runs, bytes_text, continued, letters, records, text_at
from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.foreign.ole import CompoundFile
from cchc_xl.grid.foreign.tokens import BIFF5, BIFF8, Formulas, quoted
from cchc_xl.grid.openxml.package import Content, Limits, ReadError
from cchc_xl.grid.openxml.styles import DEFAULT, INDEXED, Look, look, number_format
from cchc_xl.model import Grid, Sheet, SheetBody, Style
from cchc_xl.records import NamedTuple

_CONTAINER = b"\xd0\xcf\x11\xe0"
_STATES = ("visible", "hidden", "veryHidden")
_WORKSHEET = 0  # as the workbook lists it
_LONE_SHEET = 0x10  # as the sheet itself says
_SIGNATURES = ("_signatures", "_xmlsignatures")
_NAME_OF_APPLICATION = 18  # [MS-OLEPS] PIDSI_APPNAME


def read_grid(content: Content) -> Grid:
    """The workbook. Its sheets are read on demand: ``Sheet.body`` may raise ReadError (truncated, too-many-cells).

    Raises ReadError: password (F05), no-workbook, truncated, old-excel.
    """
    container = CompoundFile(content.data) if content.data.startswith(_CONTAINER) else None
    stream = content.data if container is None else container.stream("workbook", "book")
    if not stream or len(stream) < 8:
        raise ReadError("no-workbook")
    try:
        book = XlsWorkbook(stream, content.limits)
    except (struct.error, IndexError):
        raise ReadError("truncated") from None
    application = container.text_property(_NAME_OF_APPLICATION) if container else ""
    content = content.noted("F01")
    if container is not None and not container.names().isdisjoint(_SIGNATURES):
        content = content.noted("F20")
    if application and not application.startswith("Microsoft"):
        content = content.noted("F10", app=application)
    has_macros = container is not None and "_VBA_PROJECT_CUR" in container.names()
    return Grid(
        content.source,
        tuple(map(book.sheet, book.entries)),
        book.names(),
        content.findings,
        application,
        has_macros,
        book.links,
    )


class _XlsEntry(NamedTuple):
    """A sheet as the workbook lists it; ``start`` is where its records begin."""

    name: str
    state: str
    kind: int
    start: int


class _XlsLink(NamedTuple):
    """A workbook whose sheets formulas may name: this one ('' as ``file``), another one with a number from 1, or none
    (None).
    """

    file: str | None
    number: int = 0
    sheets: tuple[str, ...] = ()


class XlsWorkbook:
    """What the sheets of a workbook share."""

    def __init__(self, stream: bytes, limits: Limits) -> None:
        self.stream, self.limits = stream, limits
        self.version = _version(stream)
        self.code_page: int | None = None
        self.from_1904 = False
        self.fonts: list[tuple[str, bool, int, bool]] = []  # (name, struck, colour in the palette, raised)
        self.formats: dict[int, str] = {}
        self.cell_formats: list[bytes] = []
        self.palette = list(INDEXED)
        self.entries: list[_XlsEntry] = []
        self.other_books: list[_XlsLink] = []
        self.references: list[tuple[int, int, int]] = []
        self.named: list[tuple[str, int, bytes]] = []  # (name, sheet, tokens)
        self._known_by: tuple[Hashable, ...] | None = None
        self._looks: dict[int, Look] = {}
        self._pieces: list[bytes] = []
        self._texts: list[tuple[str, Runs]] | None = None
        self.formulas = Formulas(
            BIFF8 if self.is_8 else BIFF5, self._sheet_of_reference, self._name, self._text_in_formula, self._context
        )
        self._read()

    @property
    def is_8(self) -> bool:
        return self.version >= 0x600

    # --- the records of the workbook ---------------------------------------------------------------------------

    def _read(self) -> None:
        handlers: dict[int, Callable[[bytes], None]] = {
            0x42: self._code_page, 0x22: self._calendar, 0x31: self._font, 0x41E: self._format,
            0xE0: self.cell_formats.append,
            0x92: self._palette, 0x1AE: self._other_book, 0x17: self._references, 0x18: self._defined_name,
        }  # fmt: skip
        sheets = []
        for kind, content, after in records(self.stream, 0):
            if kind in handlers:
                handlers[kind](content)
            elif kind == 0x2F:
                raise ReadError("password", "F05")
            elif kind == 0x85:
                sheets.append(content)
            elif kind == 0xFC:
                self._pieces = [content[8:], *continued(self.stream, after)]
        self.entries = [self._entry(content) for content in sheets]  # now that the code page is known
        if not self.entries and struct.unpack_from("<H", self.stream, 6) == (_LONE_SHEET,):
            self.entries = [_XlsEntry("Sheet1", "visible", _WORKSHEET, 0)]
        if not self.entries:
            raise ReadError("no-workbook")

    def _code_page(self, content: bytes) -> None:
        (self.code_page,) = struct.unpack_from("<H", content)

    def _calendar(self, content: bytes) -> None:
        self.from_1904 = content[:1] == b"\1"

    def text(self, data: bytes, at: int, length: str) -> tuple[str, int]:
        """A text that begins with its length, and where it ends."""
        if self.is_8:
            return text_at(data, at, length)
        (count,) = struct.unpack_from("<" + length, data, at)
        start = at + struct.calcsize("<" + length)
        return bytes_text(data[start : start + count], self.code_page), start + count

    def _font(self, content: bytes) -> None:
        _, flags, color, _, raised = struct.unpack_from("<HHHHH", content)
        self.fonts.append((self.text(content, 14, "B")[0], bool(flags & 8), color, raised in (1, 2)))

    def font(self, index: int) -> Font:
        """The font of that number: there is none of number 4."""
        at = index - (index > 4)
        if at >= len(self.fonts):
            return Font()
        name, strike, color, raised = self.fonts[at]
        return Font(name, strike, self._color(color), raised)

    def _color(self, index: int) -> str | None:
        """'RRGGBB', None where it is automatic."""
        return self.palette[index] if index < len(self.palette) else None

    def _palette(self, content: bytes) -> None:
        (count,) = struct.unpack_from("<H", content)
        for at in range(min(count, 56)):
            self.palette[8 + at] = content[2 + 4 * at : 5 + 4 * at].hex().upper()

    def _format(self, content: bytes) -> None:
        (number,) = struct.unpack_from("<H", content)
        self.formats[number] = self.text(content, 2, "H" if self.is_8 else "B")[0]

    def _entry(self, content: bytes) -> _XlsEntry:
        start, state, kind = struct.unpack_from("<LBB", content)
        return _XlsEntry(self.text(content, 6, "B")[0], _STATES[min(state & 3, 2)], kind, start)

    # --- names and other sheets --------------------------------------------------------------------------------

    def _other_book(self, content: bytes) -> None:
        count, length = struct.unpack_from("<HH", content)
        if length == 0x401:
            self.other_books.append(_XlsLink(""))
        elif not self.is_8 or length == 0x3A01:
            self.other_books.append(_XlsLink(None))
        else:
            path, at = self.text(content, 2, "H")
            names = []
            for _ in range(min(count, 255)):
                if at >= len(content):
                    break
                name, at = self.text(content, at, "H")
                names.append(name)
            self.other_books.append(_XlsLink(_path(path), 1 + len(self.links), tuple(names)))

    @property
    def links(self) -> tuple[str, ...]:
        """The other workbooks and DDE servers that formulas refer to."""
        return tuple([link.file for link in self.other_books if link.file])

    def _references(self, content: bytes) -> None:
        if self.is_8:
            (count,) = struct.unpack_from("<H", content)
            self.references += struct.iter_unpack("<Hhh", content[2 : 2 + 6 * min(count, (len(content) - 2) // 6)])

    def _sheet_of_reference(self, index: int) -> str:
        book, first, last = self.references[index]
        link = self.other_books[book]
        if first != last or first < 0 or link.file is None:
            return ""
        if link.file:
            return quoted(f"[{link.number}]{link.sheets[first]}")
        return quoted(self.entries[first].name) if first < len(self.entries) else ""

    def _defined_name(self, content: bytes) -> None:
        flags, _, length, size, _, sheet = struct.unpack_from("<HBBHHH", content)
        if self.is_8:
            name, at = letters(content, 15, length, content[14])
        else:
            name, at = bytes_text(content[14 : 14 + length], self.code_page), 14 + length
        self.named.append(("" if flags & 0x20 else name, sheet, content[at : at + size]))

    def _name(self, number: int) -> str:
        return self.named[number - 1][0] if 0 < number <= len(self.named) else ""

    def names(self) -> dict[str, str]:
        """Names that hold for the whole workbook, as formulas without '='."""
        return {
            name: said
            for name, sheet, tokens in self.named
            if name and not sheet and (said := self.formulas.spell(tokens))
        }

    def _context(self) -> Hashable:
        if self._known_by is None:
            links = tuple(self.other_books), tuple(self.references), tuple([name for name, *_ in self.named])
            self._known_by = (self.version, self.code_page, tuple([entry.name for entry in self.entries]), *links)
        return self._known_by

    def _text_in_formula(self, data: bytes, at: int) -> tuple[str, int]:
        return self.text(data, at, "B")

    # --- cells ---------------------------------------------------------------------------------------------------

    def look(self, index: int) -> Look:
        found = self._looks.get(index)
        if found is None:
            found = self._looks[index] = self._look(index)
        return found

    def _look(self, index: int) -> Look:
        if index >= len(self.cell_formats):
            return DEFAULT
        content = self.cell_formats[index]
        font_number, format_number, flags = struct.unpack_from("<HHH", content)
        if self.is_8:
            pattern, (fore,) = content[17] >> 2, struct.unpack_from("<H", content, 18)
        else:
            fore, pattern = struct.unpack_from("<HB", content, 8)
            pattern &= 0x3F
        code, shows = number_format(format_number, self.formats)
        font = self.font(font_number)
        fill = self._color(fore & 0x7F) if pattern == 1 else None
        return look(Style(code, font.name, font.strike, font.color, fill, bool(flags & 1), font.raised), shows)

    def shared_text(self, index: int) -> tuple[str, Runs]:
        """Raises ReadError where there is no such text."""
        if self._texts is None:
            self._texts = []
            pieces = Pieces(self._pieces)
            try:
                while len(self._texts) < self.limits.far_cells:
                    self._texts.append(pieces.rich_text())
            except (IndexError, struct.error):  # the end
                pass
        try:
            return self._texts[index]
        except IndexError:
            raise ReadError("truncated", found=f"shared string {index}") from None

    def sheet(self, entry: _XlsEntry) -> Sheet:
        from cchc_xl.grid.foreign.xls_sheet import XlsSheetReader

        if entry.kind != _WORKSHEET:
            return Sheet(entry.name, entry.state)

        def load() -> SheetBody:
            try:
                return XlsSheetReader(self).read(entry.start)
            except ReadError:
                raise
            except (struct.error, IndexError):
                raise ReadError("truncated", part=entry.name) from None
            except Exception as error:  # our own fault, or a file that nobody thought of: a refusal like any other
                raise ReadError("crash", found=f"{type(error).__name__}: {error}"[:200], part=entry.name) from error

        return Sheet(entry.name, entry.state, load)


def _version(stream: bytes) -> int:
    """0x600 of Excel 97 and later, 0x500 of Excel 5 and 95. Raises ReadError old-excel for what is older."""
    kind, _, version = struct.unpack_from("<HHH", stream)
    if kind != BEGIN:
        raise ReadError("old-excel")
    return 0x600 if version >= 0x600 else 0x500


def _path(encoded: str) -> str:
    """The path of another workbook without its control characters ([MS-XLS] 2.5.277), or 'service|topic'."""
    kind, rest = encoded[:1], encoded[1:]
    if kind == "\1":
        return "".join(
            ["\\" if letter in "\2\3\4" else letter for letter in rest if letter > "\x08" or letter in "\2\3\4"]
        )
    return encoded.replace("\3", "|").strip("\0\1\2")
