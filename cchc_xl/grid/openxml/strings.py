"""xl/sharedStrings.xml, whose strings are decoded when they are asked for: a form needs some 60 of the 450 in its
template.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.openxml.elements import local, new_parser, run
from cchc_xl.grid.openxml.package import LIMITS, Limits, ReadError
from cchc_xl.grid.openxml.styles import color, is_on, is_raised
from cchc_xl.model import Run

Text = tuple[str, tuple[Run, ...]]
"""(text, its runs as ``Cell.runs`` has them)"""


def unescape(text: str) -> str:
    """'_x000D_' -> CR (ECMA-376 ST_Xstring). What no XML or JSON could hold, escaped or not, stays as it is."""
    if "_x" not in text:
        return text
    import re

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group() if 0xD800 <= code <= 0xDFFF or code >= 0xFFFE else chr(code)

    return re.sub(r"_x([0-9A-Fa-f]{4})_", character, text)


class Runs:
    """The text of an <si> or <is>: its runs joined, without the phonetic guides that Excel keeps beside East Asian
    text.
    """

    __slots__ = ("_begun", "_color", "_raised", "_runs", "_struck", "phonetic", "pieces")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.pieces: list[str] = []
        self.phonetic = False
        self._runs: list[Run] = []
        self._begin()

    def _begin(self) -> None:
        self._begun = len(self.pieces)
        self._struck = self._raised = False
        self._color: str | None = None

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """An element other than <t>."""
        if tag == "r":
            self._end()
            self._begin()
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "strike":
            self._struck = is_on(attributes)
        elif tag == "vertAlign":
            self._raised = is_raised(attributes)
        elif tag == "color":
            self._color = color(attributes)

    def _end(self) -> None:
        if len(self.pieces) > self._begun:
            text = unescape("".join(self.pieces[self._begun :]))
            self._runs.append(Run(text, self._struck, self._raised, self._color))

    def text(self) -> Text:
        self._end()
        has_looks = any(run.struck or run.raised or run.color for run in self._runs)
        return unescape("".join(self.pieces)), tuple(self._runs) if has_looks else ()


def parse_strings(data: bytes, part: str, limits: Limits = LIMITS) -> list[Text]:
    """All strings of the part, whatever its encoding, prefixes, comments and CDATA.

    Raises ReadError: doctype, xml, too-many-cells.
    """
    found: list[Text] = []
    seen = 0
    runs = Runs()
    parser = new_parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > limits.far_cells:
            raise ReadError("too-many-cells", limit=limits.far_cells)
        tag = local(tag)
        if tag == "si":
            runs.clear()
        elif tag != "t":
            runs.open(tag, attributes)
        elif not runs.phonetic:
            parser.CharacterDataHandler = runs.pieces.append

    def end(tag: str) -> None:
        parser.CharacterDataHandler = None
        tag = local(tag)
        if tag == "si":
            found.append(runs.text())
        elif tag == "rPh":
            runs.phonetic = False

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run(parser, data, part)
    return found


def is_plain_utf8(before: bytes) -> bool:
    """Whether a part is UTF-8 by what stands before its root, which is no more than an XML declaration."""
    before = before.removeprefix(b"\xef\xbb\xbf").strip().lower()
    if before and not (before.startswith(b"<?xml") and before.find(b"?>") == len(before) - 2):
        return False
    return b"encoding" not in before or b'"utf-8"' in before or b"'utf-8'" in before


def _first_string(data: bytes) -> int | None:
    """Where the first <si> may begin in a part that is UTF-8 and has no prefixes, else None."""
    at = data.find(b"<sst")
    if at < 0 or data[at + 4 : at + 5] not in (b" ", b">", b"\n", b"\r", b"\t") or not is_plain_utf8(data[:at]):
        return None
    return data.find(b">", at) + 1


def _split(data: bytes, limits: Limits) -> list[bytes] | None:
    """The <si> elements without their end tags, or None where only a parser can tell where a string ends.

    '</si>' can stand for something else only in a comment, a CDATA section or a processing instruction.
    """
    first = _first_string(data)
    if not first or contains(data, b"<!", 0) or contains(data, b"<?", first):
        return None
    pieces = data[first:].split(b"</si>", limits.far_cells + 1)
    if len(pieces) > limits.far_cells + 1:
        raise ReadError("too-many-cells", limit=limits.far_cells)
    # An <si/> has no end tag: then there are more beginnings than ends, and the parser must count. It must as well
    # where something stands between two strings: that may be one within the other.
    if pieces.pop().strip() != b"</sst>" or data.count(b"<si", first) != len(pieces):
        return None
    return pieces if data.count(b"</si><si", first) == max(0, len(pieces) - 1) else None


_FEW = 100


def contains(data: bytes, mark: bytes, start: int) -> bool:
    """Whether the two bytes occur; a search for the second, the rarer one, is ten times as fast."""
    at = start
    for _ in range(_FEW):
        at = data.find(mark[1], at + 1)
        if at < 0 or data[at - 1] == mark[0]:
            return at >= 0
    return data.find(mark, at) >= 0


def index_of(number: str) -> int:
    """The index that a cell names; -1 where it is none."""
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else -1


class Strings:
    """The shared strings by index; plain ones are cut out of the bytes, any other goes through the parser.

    ``at(index)`` raises ReadError where there is no such string or it is no well-formed XML.
    """

    __slots__ = ("_pieces", "_texts", "part")

    def __init__(self, data: bytes, part: str, limits: Limits = LIMITS) -> None:
        self.part = part
        self._texts: list[Text] = []
        self._pieces = _split(data, limits) if data else []
        if self._pieces is None:
            self._texts = parse_strings(data, part, limits)

    @property
    def pieces(self) -> Sequence[bytes]:
        """The XML of each string: where it is equal, so is what ``at`` says. () where there is none by itself."""
        return self._pieces or ()

    def at(self, number: str) -> Text:
        index = index_of(number.strip())
        try:
            if index < 0:
                raise IndexError
            if self._pieces is None:
                return self._texts[index]
            piece = self._pieces[index]
        except IndexError:
            raise ReadError("xml", part=self.part, found=f"shared string {number.strip()[:20]}") from None
        return _decoded.get(piece) or _decode(piece, self.part)


# Labels, headings and units of measure are the same in every file of a merge; the key is the XML itself.
_decoded: BoundedCache[bytes, Text] = BoundedCache(2048)
_DECODED_SIZE = 512


def _decode(piece: bytes, part: str) -> Text:
    text = _parse_piece(piece, part)
    if len(piece) <= _DECODED_SIZE:
        _decoded[piece] = text
    return text


_PLAIN = (b"<si><t>", b'<si><t xml:space="preserve">')


def _parse_piece(piece: bytes, part: str) -> Text:
    item = piece.strip()
    for head in _PLAIN:
        if item.startswith(head) and item.endswith(b"</t>"):
            text = _plain(item[len(head) : -4])
            if text is not None:
                return unescape(text), ()
    strings = parse_strings(b'<sst xmlns:r="r" xmlns:x="x">' + piece + b"</si></sst>", part)
    if len(strings) != 1:
        raise ReadError("xml", part=part, found="shared string")
    return strings[0]


def _plain(content: bytes) -> str | None:
    """The text of these bytes where they need no parser.

    Line ends and control characters have rules of their own, which it knows.
    """
    if b"<" in content or b"&" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
