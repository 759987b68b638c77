"""A Word 97-2003 document's parts: its text from the piece table, and what its runs and paragraphs say ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.foreign.ole import CompoundFile
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.records import NamedTuple

# Places in the file information block ([MS-DOC] 2.5): pairs of offset and length in the table stream.
_PAIRS = 154
_STYLES, _NOTES, _NOTE_TEXTS, _COMMENTS, _COMMENT_TEXTS = 1, 2, 3, 4, 5
_RUN_PAGES, _PARAGRAPH_PAGES, _FONTS, _PIECES = 12, 13, 15, 33
_PAGE = 512
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of a property's operand, by the highest bits of its code
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_LEGACY = (".vn", "vni")
_MOST_STYLES = 4_096


class CharacterLook(NamedTuple):
    """What a run's properties change of its text's meaning; None where nothing is said."""

    font: int | None = None
    strike: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    color: str | None = None
    deleted: bool | None = None
    inserted: bool | None = None
    special: bool | None = None


class ParagraphLook(NamedTuple):
    """``depth`` of the tables around it; ``ends_cell`` and ``ends_row`` of an inner table, ``ends_row`` also of an
    outer one; ``bounds``: left edges of the row's cells and the right one of the last, in twentieths of a point;
    ``cells``: flags of each."""

    style: int = 0
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    bounds: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()


class WordFile:
    """The streams of a document, and its stories one behind the other in ``text``.

    Raises ReadError: password (F05), document (F03: of another version), truncated.
    """

    def __init__(self, data: bytes) -> None:
        streams = CompoundFile(data)
        self.main = streams.stream("worddocument") or b""
        try:
            self._open(streams)
        except (struct.error, IndexError, ValueError):
            raise ReadError("truncated") from None

    def _open(self, streams: CompoundFile) -> None:
        if len(self.main) < _PAIRS or self.main[:2] != b"\xec\xa5":  # such as Word 95
            raise ReadError("document", "F03", ext=".doc")
        (flags,) = struct.unpack_from("<H", self.main, 10)
        if flags & 0x0100:
            raise ReadError("password", "F05")
        self.table = streams.stream("1table" if flags & 0x0200 else "0table") or b""
        counts = struct.unpack_from("<8l", self.main, 76)
        self.lengths = [max(0, count) for count in counts]  # text, notes, heads, macros, comments, endnotes, boxes
        self.pieces: list[tuple[int, int, int]] = []  # (first character, offset in the stream, bytes of a character)
        self.text = self._text()
        self._fonts = self._read_fonts()
        self._starts = [piece[0] for piece in self.pieces]
        self._styles = self._read_styles()
        self._runs = self._pages(_RUN_PAGES, 1)
        self._paragraphs = self._pages(_PARAGRAPH_PAGES, 13)
        self._known_fonts: dict[tuple[CharacterLook, int], tuple[Font, bool]] = {}
        self._looks: dict[bytes, CharacterLook] = {}

    def _pair(self, index: int) -> bytes:
        start, length = struct.unpack_from("<LL", self.main, _PAIRS + 8 * index)
        return self.table[start : start + length]

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self) -> str:
        data, at = self._pair(_PIECES), 0
        while at < len(data) and data[at] == 1:  # properties of pieces that were saved in haste
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at >= len(data) or data[at] != 2:
            raise ReadError("truncated")
        (length,) = struct.unpack_from("<L", data, at + 1)
        plc = data[at + 5 : at + 5 + length]
        count = (len(plc) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}L", plc)
        found: list[str] = []
        total = 0
        for place in range(count):
            (offset,) = struct.unpack_from("<L", plc, 4 * (count + 1) + 8 * place + 2)
            size = 1 if offset & 0x40000000 else 2
            offset = (offset & 0x3FFFFFFF) // (2 if size == 1 else 1)
            characters = bounds[place + 1] - bounds[place]
            total += characters
            if characters < 0 or total > len(self.main):
                raise ReadError("truncated")
            self.pieces.append((bounds[place], offset, size))
            raw = self.main[offset : offset + characters * size]
            text = raw.decode("cp1252", "replace") if size == 1 else raw.decode("utf-16-le", "replace")
            found.append(text[:characters].ljust(characters))
        return "".join(found)

    def _offset(self, place: int) -> int:
        """Where a character stands in the stream."""
        piece = self.pieces[max(0, bisect_right(self._starts, place) - 1)]
        return piece[1] + (place - piece[0]) * piece[2]

    def _read_fonts(self) -> list[str]:
        data, names, at = self._pair(_FONTS), [], 4
        while at < len(data):
            length = data[at] + 1
            name = data[at + 40 : at + length].decode("utf-16-le", "replace").partition("\0")[0]
            names.append(name if name.casefold().startswith(_LEGACY) else "")
            at += length
        return names

    # --- properties ----------------------------------------------------------------------------------------------

    def _pages(self, index: int, width: int) -> tuple[list[int], list[tuple[int, bytes]]]:
        """(first offsets, (end, properties)) of all runs or paragraphs, in the order of the stream."""
        plc = self._pair(index)
        count = max(0, (len(plc) - 4) // 8)
        found: list[tuple[int, int, bytes]] = []
        for place in range(count):
            (number,) = struct.unpack_from("<L", plc, 4 * (count + 1) + 4 * place)
            page = self.main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) < _PAGE:
                continue
            runs = page[511]
            bounds = struct.unpack_from(f"<{runs + 1}L", page)
            for run in range(runs):
                at = 2 * page[4 * (runs + 1) + width * run]
                found.append((bounds[run], bounds[run + 1], _of_page(page, at, paragraph=width > 1)))
        found.sort(key=lambda one: one[0])
        return [one[0] for one in found], [one[1:] for one in found]

    def runs(self, first: int, last: int) -> Iterator[tuple[str, CharacterLook]]:
        """The text between two characters, cut where its look or its piece changes."""
        starts, looks = self._runs
        while first < last:
            number = max(0, bisect_right(self._starts, first) - 1)
            piece = self.pieces[number]
            end = min(last, self._starts[number + 1] if number + 1 < len(self.pieces) else last)
            offset = piece[1] + (first - piece[0]) * piece[2]
            run = bisect_right(starts, offset) - 1
            said = b""
            if run >= 0 and offset < looks[run][0]:
                said = looks[run][1]
                end = min(end, first + max(1, (looks[run][0] - offset) // piece[2]))
            elif run + 1 < len(starts):
                end = min(end, first + max(1, (starts[run + 1] - offset) // piece[2]))
            look = self._looks.get(said)
            if look is None:
                look = self._looks[said] = _character_look(said)
            yield self.text[first:end], look
            first = end

    def paragraph(self, place: int) -> ParagraphLook:
        """What the paragraph of a character is."""
        starts, looks = self._paragraphs
        offset = self._offset(place)
        found = bisect_right(starts, offset) - 1
        if found < 0 or offset >= looks[found][0]:
            return ParagraphLook()
        return _paragraph_look(looks[found][1])

    def font(self, look: CharacterLook, style: int) -> tuple[Font, bool]:
        """The font of a run in a paragraph of this style, and whether its text is hidden."""
        known = self._known_fonts.get((look, style))
        if known is None:
            known = self._known_fonts[look, style] = self._font(look, style)
        return known

    def _font(self, look: CharacterLook, style: int) -> tuple[Font, bool]:
        base = self._styles.get(style) or self._styles.get(0) or CharacterLook()
        whole = CharacterLook._make(below if own is None else own for own, below in zip(look, base, strict=True))
        number = whole.font or 0
        name = self._fonts[number] if 0 <= number < len(self._fonts) else ""
        font = Font(name, bool(whole.strike), whole.color or None, bool(whole.raised))
        return font, bool(whole.hidden)

    def _read_styles(self) -> dict[int, CharacterLook]:
        """The looks of the paragraph styles, with those that they are based on."""
        data = self._pair(_STYLES)
        if len(data) < 18:
            return {}
        (head,) = struct.unpack_from("<H", data)
        count, base, *_ = struct.unpack_from("<HH", data, 2)
        (standard,) = struct.unpack_from("<H", data, 14)
        own: dict[int, tuple[CharacterLook, int]] = {}
        at = 2 + head
        for number in range(min(count, _MOST_STYLES)):
            if at + 2 > len(data):
                break
            (length,) = struct.unpack_from("<H", data, at)
            if length:
                own[number] = _style(data[at + 2 : at + 2 + length], base)
            at += 2 + length
        whole = {}
        for number in own:
            look, below = CharacterLook(), number
            for _ in range(20):
                if below not in own:
                    break
                look = CharacterLook._make(
                    under if mine is None else mine for mine, under in zip(look, own[below][0], strict=True)
                )
                below = own[below][1]
            whole[number] = look._replace(font=standard if look.font is None else look.font)
        return whole

    # --- notes ---------------------------------------------------------------------------------------------------

    def notes(self, *, comments: bool) -> list[tuple[int, str]]:
        """(place of the mark, text) of the footnotes, or of the comments."""
        marks = self._pair(_COMMENTS if comments else _NOTES)
        count = max(0, (len(marks) - 4) // (34 if comments else 6))
        texts = self._pair(_COMMENT_TEXTS if comments else _NOTE_TEXTS)
        bounds = struct.unpack_from(f"<{len(texts) // 4}L", texts)
        start = sum(self.lengths[: 4 if comments else 1])
        found = []
        for number, place in enumerate(struct.unpack_from(f"<{count}L", marks) if count else ()):
            if number + 1 < len(bounds):
                text = self.text[start + bounds[number] : start + bounds[number + 1]]
                found.append((place, text.translate(_NO_SIGNS).strip()))
        return found


_NO_SIGNS = {**dict.fromkeys(range(32)), 13: "\n", 11: "\n", 9: "\t"}


def _of_page(page: bytes, at: int, *, paragraph: bool) -> bytes:
    if not at:
        return b""
    length = page[at]
    if not paragraph:
        return page[at + 1 : at + 1 + length]
    if not length:
        return page[at + 2 : at + 2 + 2 * page[at + 1]]
    return page[at + 1 : at + 2 * length]


def properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of a list of properties; what is cut off ends it."""
    at = 0
    while at + 2 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            if at >= len(data):
                return
            if code == _TABLE_DEFINITION:
                if at + 2 > len(data):
                    return
                size = struct.unpack_from("<H", data, at)[0] + 1
            elif code == _TABS and data[at] == 255:
                return
            else:
                size = data[at] + 1
        yield code, data[at : at + size]
        at += size


def _character_look(data: bytes) -> CharacterLook:
    look = CharacterLook()
    for code, operand in properties(data):
        name = _SWITCHES.get(code)
        if name and operand:
            look = _switched(look, name, on=bool(operand[0] & 1))
        elif code == 0x2A48 and operand:
            look = look._replace(raised=operand[0] in (1, 2))
        elif code in (0x4A4F, 0x4A51) and len(operand) == 2 and (code == 0x4A51 or look.font is None):
            look = look._replace(font=operand[0] | operand[1] << 8)
        elif code == 0x6870 and len(operand) == 4:
            look = look._replace(color="" if operand[3] == 0xFF else operand[:3].hex().upper())
    return look


def _switched(look: CharacterLook, name: str, *, on: bool) -> CharacterLook:
    place = CharacterLook._fields.index(name)
    return CharacterLook._make((*look[:place], on, *look[place + 1 :]))


_SWITCHES = {
    0x0837: "strike", 0x2A53: "strike", 0x083C: "hidden", 0x0800: "deleted", 0x0801: "inserted", 0x0855: "special",
}  # fmt: skip


@lru_cache(maxsize=512)  # cells of a table are alike, in all files
def _paragraph_look(data: bytes) -> ParagraphLook:
    if len(data) < 2:
        return ParagraphLook()
    look = ParagraphLook(style=data[0] | data[1] << 8)
    for code, operand in properties(data[2:]):
        if code == 0x2416 and operand[:1] != b"\0":
            look = look._replace(depth=max(1, look.depth))
        elif code == 0x6649 and len(operand) == 4:
            look = look._replace(depth=max(0, struct.unpack("<l", operand)[0]))
        elif code in (0x2417, 0x244C) and operand[:1] != b"\0":
            look = look._replace(ends_row=True)
        elif code == 0x244B and operand[:1] != b"\0":
            look = look._replace(ends_cell=True)
        elif code == _TABLE_DEFINITION and len(operand) > 3:
            count = operand[2]
            bounds = struct.unpack_from(f"<{count + 1}h", operand, 3) if len(operand) >= 5 + 2 * count else ()
            first = 5 + 2 * count
            flags = [
                operand[at] | operand[at + 1] << 8 for at in range(first, min(len(operand) - 1, first + 20 * count), 20)
            ]
            look = look._replace(bounds=bounds, cells=tuple(flags))
    return look


def _style(data: bytes, base: int) -> tuple[CharacterLook, int]:
    """(own look, style that it is based on) of a paragraph style; the look of any other is none."""
    kind, count = struct.unpack_from("<HH", data, 2) if len(data) >= 6 else (0, 0)
    below, at = kind >> 4, base
    if kind & 15 != 1 or at + 2 > len(data):
        return CharacterLook(), below
    (name,) = struct.unpack_from("<H", data, at)
    at += 2 + 2 * name + 2
    look = CharacterLook()
    for number in range(count & 15):
        if at + 2 > len(data):
            break
        (length,) = struct.unpack_from("<H", data, at)
        if number == 1:
            look = _character_look(data[at + 2 : at + 2 + length])
        at += 2 + length + length % 2
    return look, below
