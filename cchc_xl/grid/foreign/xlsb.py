"""An .xlsb workbook ([MS-XLSB]): the package of an .xlsx whose parts are records instead of XML.

Relations, content types and the properties of the document are XML as in any package; sheets are read on demand.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Hashable, Iterator

from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.foreign.tokens import BIFF12, Formulas, quoted
from cchc_xl.grid.openxml.package import Content, Package, ReadError
from cchc_xl.grid.openxml.styles import DEFAULT, INDEXED, THEME, Look, look, number_format
from cchc_xl.grid.openxml.workbook import (
    Relation,
    application_of,
    has_macros,
    is_signed,
    links_of,
    main_part,
    relations,
    resolve,
)
from cchc_xl.model import Grid, Sheet, SheetBody, Style
from cchc_xl.records import NamedTuple

_STATES = ("visible", "hidden", "veryHidden")
_SELF, _SAME, _OTHER = 357, 358, 355
_BEGIN_CELL_FORMATS, _END_CELL_FORMATS = 617, 618

Runs = list[tuple[int, int]]  # (first character, font)


def read_grid(content: Content) -> Grid:
    """The workbook. Its sheets are read on demand: ``Sheet.body`` may raise ReadError.

    Raises ReadError: no-workbook, truncated and what reading a part raises.
    """
    package = content.package
    assert package is not None
    try:
        book = XlsbWorkbook(package, main_part(package))
    except (struct.error, IndexError):
        raise ReadError("truncated") from None
    if not book.entries:
        raise ReadError("no-workbook", part=book.part)
    application = application_of(package)
    content = content.noted("F02", ext=".xlsb")
    if is_signed(package):
        content = content.noted("F20")
    if application and not application.startswith("Microsoft"):
        content = content.noted("F10", app=application)
    return Grid(
        content.source,
        tuple([book.sheet(*entry) for entry in book.entries]),
        book.names(),
        content.findings,
        application,
        has_macros(package, book.relations),
        links_of(package, book.part, book.relations),
    )


# --- records ---------------------------------------------------------------------------------------------------------


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records; kind and size are numbers of seven bits a byte."""
    at, end = 0, len(data)
    while at < end:
        kind, at = _varying(data, at, 2)
        size, at = _varying(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            break
    return value, at


def wide_text(data: bytes, at: int) -> tuple[str, int]:
    """A text of UTF-16 behind its length in letters, and where it ends; '' where it is said to be none.

    Raises IndexError where it is cut short.
    """
    (count,) = struct.unpack_from("<L", data, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(data):
        raise IndexError
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def rich_text(data: bytes, at: int) -> tuple[str, Runs]:
    """A text with the fonts of its parts."""
    flags = data[at]
    text, at = wide_text(data, at + 1)
    if not flags & 1:
        return text, []
    (count,) = struct.unpack_from("<L", data, at)
    return text, list(struct.iter_unpack("<HH", data[at + 4 : at + 4 + 4 * min(count, (len(data) - at - 4) // 4)]))


def _text_in_formula(data: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<H", data, at)
    return data[at + 2 : at + 2 + 2 * count].decode("utf-16-le", "replace"), at + 2 + 2 * count


# --- the workbook ----------------------------------------------------------------------------------------------------


class _XlsbLink(NamedTuple):
    """A workbook whose sheets formulas may name: this one (0), another one by its number, or none that is known."""

    number: int | None


class XlsbWorkbook:
    """What the sheets of a workbook share."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part, self.limits = package, part, package.limits
        self.relations = relations(package, part)
        self.from_1904 = False
        self.entries: list[tuple[str, str, str]] = []  # (name, state, id of the relation)
        self._links: list[_XlsbLink] = []
        self._references: list[tuple[int, int, int]] = []
        self._named: list[tuple[str, bool, bytes]] = []  # (name, whether of one sheet, tokens)
        self._known_by: tuple[Hashable, ...] | None = None
        self._texts: list[tuple[str, Runs]] | None = None
        self._looks: list[Look] | None = None
        self.fonts: list[Font] = []
        self.formulas = Formulas(BIFF12, self._sheet_of_reference, self._name, _text_in_formula, self._context)
        handlers: dict[int, Callable[[bytes], None]] = {
            153: self._properties, 156: self._entry, 39: self._defined_name, 362: self._external,
            _SELF: lambda _: self._links.append(_XlsbLink(0)), _SAME: lambda _: self._links.append(_XlsbLink(None)),
            667: lambda _: self._links.append(_XlsbLink(None)), _OTHER: self._other_book,
        }  # fmt: skip
        for kind, content in records(package.read(part)):
            if kind in handlers:
                handlers[kind](content)

    def _properties(self, content: bytes) -> None:
        self.from_1904 = bool(content[0] & 1)

    def _entry(self, content: bytes) -> None:
        state = min(struct.unpack_from("<L", content)[0], 2)
        relation, at = wide_text(content, 8)
        self.entries.append((wide_text(content, at)[0], _STATES[state], relation))

    def _other_book(self, _: bytes) -> None:
        self._links.append(_XlsbLink(1 + sum(bool(link.number) for link in self._links)))

    def _external(self, content: bytes) -> None:
        self._references += struct.iter_unpack("<Lll", content[4 : 4 + (len(content) - 4) // 12 * 12])

    def _sheet_of_reference(self, index: int) -> str:
        book, first, last = self._references[index]
        link = self._links[book]
        if (
            first != last or first < 0 or link.number != 0
        ):  # names of other workbooks' sheets stand in parts of their own
            return ""
        return quoted(self.entries[first][0])

    def _defined_name(self, content: bytes) -> None:
        flags, sheet = struct.unpack_from("<LxL", content)
        name, at = wide_text(content, 9)
        (size,) = struct.unpack_from("<L", content, at)
        of_sheet = sheet != 0xFFFFFFFF
        self._named.append(("" if flags & 0x20 else name, of_sheet, content[at + 4 : at + 4 + size]))

    def _name(self, number: int) -> str:
        return self._named[number - 1][0] if 0 < number <= len(self._named) else ""

    def _context(self) -> Hashable:
        if self._known_by is None:
            sheets = tuple([name for name, *_ in self.entries])
            self._known_by = (sheets, tuple(self._links), tuple(self._references), tuple([n for n, *_ in self._named]))
        return self._known_by

    def names(self) -> dict[str, str]:
        """Names that hold for the whole workbook, as formulas without '='."""
        return {
            name: said
            for name, of_sheet, tokens in self._named
            if name and not of_sheet and not name.startswith("_xlnm.") and (said := self.formulas.spell(tokens))
        }

    # --- parts ---------------------------------------------------------------------------------------------------

    def _shared(self, kind: str) -> bytes:
        """The workbook's one part of this kind, empty where it has none."""
        for relation in self.relations.values():
            part = resolve(self.part, relation.target, self.package)
            if relation.kind == kind and part in self.package:
                return self.package.read(part)
        return b""

    def shared_text(self, index: int) -> tuple[str, Runs]:
        """Raises ReadError where there is no such text."""
        if self._texts is None:
            self._texts = []
            for kind, content in records(self._shared("sharedStrings")):
                if kind == 19:
                    self._texts.append(rich_text(content, 0))
                    if len(self._texts) > self.limits.far_cells:
                        raise ReadError("too-many-cells", limit=self.limits.far_cells)
        if index >= len(self._texts):
            raise ReadError("truncated", found=f"shared string {index}")
        return self._texts[index]

    def look(self, index: int) -> Look:
        if self._looks is None:
            self._looks = self._read_styles()
        return self._looks[index] if index < len(self._looks) else DEFAULT

    def font(self, index: int) -> Font:
        return self.fonts[index] if index < len(self.fonts) else Font()

    def _read_styles(self) -> list[Look]:
        formats: dict[int, str] = {}
        fills: list[str | None] = []
        formatted: list[bytes] = []
        in_cells = False
        for kind, content in records(self._shared("styles")):
            if kind == 44:
                formats[struct.unpack_from("<H", content)[0]] = wide_text(content, 2)[0]
            elif kind == 43:
                self.fonts.append(_font(content))
            elif kind == 45:
                fills.append(_color(content, 4) if struct.unpack_from("<L", content)[0] == 1 else None)
            elif kind in (_BEGIN_CELL_FORMATS, _END_CELL_FORMATS):
                in_cells = kind == _BEGIN_CELL_FORMATS
            elif kind == 47 and in_cells:
                formatted.append(content)
        return [self._look(content, formats, fills) for content in formatted]

    def _look(self, content: bytes, formats: dict[int, str], fills: list[str | None]) -> Look:
        format_number, font_number, fill_number = struct.unpack_from("<HHH", content, 2)
        (flags,) = struct.unpack_from("<H", content, 12)
        code, shows = number_format(format_number, formats)
        font = self.font(font_number)
        fill = fills[fill_number] if fill_number < len(fills) else None
        style = Style(code, font.name, font.strike, font.color, fill, bool(flags & 0x1000), font.raised)
        return look(style, shows)

    def sheet(self, name: str, state: str, relation_id: str) -> Sheet:
        relation = self.relations.get(relation_id)
        if relation is not None and relation.kind != "worksheet":
            return Sheet(name, state)
        return Sheet(name, state, self._loader(relation, name))

    def _loader(self, relation: Relation | None, name: str) -> Callable[[], SheetBody]:
        def load() -> SheetBody:
            from cchc_xl.grid.foreign.xlsb_sheet import read_body

            if relation is None or relation.external:
                raise ReadError("no-workbook", part=name)
            try:
                return read_body(self, resolve(self.part, relation.target, self.package))
            except ReadError:
                raise
            except (struct.error, IndexError):
                raise ReadError("truncated", part=name) from None
            except Exception as error:  # our own fault, or a file that nobody thought of: a refusal like any other
                raise ReadError("crash", found=f"{type(error).__name__}: {error}"[:200], part=name) from error

        return load


def _font(content: bytes) -> Font:
    _, flags, _, raised = struct.unpack_from("<HHHH", content)
    return Font(wide_text(content, 21)[0], bool(flags & 8), _color(content, 12), raised in (1, 2))


def _color(data: bytes, at: int) -> str | None:
    """'RRGGBB' of a BrtColor, None where it is automatic or cannot be known without the theme."""
    kind, index, tint, red, green, blue = struct.unpack_from("<BBhBBB", data, at)
    if kind >> 1 == 1:
        return INDEXED[index] if index < len(INDEXED) else None
    if kind >> 1 == 2:
        return f"{red:02X}{green:02X}{blue:02X}"
    return THEME.get(str(index)) if kind >> 1 == 3 and not tint else None
