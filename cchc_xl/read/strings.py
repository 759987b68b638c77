"""xl/sharedStrings.xml, whose strings are decoded when they are asked for: a form needs some 60 of the 450 in its template."""

from __future__ import annotations

import re
from typing import NamedTuple

from cchc_xl.read.elements import local, new_parser, run
from cchc_xl.read.package import LIMITS, Limits, ReadError

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Text(NamedTuple):
    """``struck``: a run of it is struck through."""

    text: str
    struck: bool = False


def unescape(text: str) -> str:
    """'_x000D_' -> CR (ECMA-376 ST_Xstring). Halves of surrogate pairs stay escaped: no output could hold them."""
    if "_x" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group() if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(character, text)


class Runs:
    """The text of an <si> or <is>: its runs joined, without the phonetic guides that Excel keeps beside East Asian text."""

    __slots__ = ("phonetic", "pieces", "strike", "struck")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.pieces: list[str] = []
        self.strike = self.struck = self.phonetic = False

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """An element other than <t>."""
        if tag == "r":
            self.strike = False
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "strike":
            self.strike = attributes.get("val", "1") not in ("0", "false")

    def add(self, piece: str) -> None:
        """A piece of the text of a <t> outside of phonetic guides."""
        self.pieces.append(piece)
        if self.strike and not piece.isspace():
            self.struck = True

    def text(self) -> Text:
        return Text(unescape("".join(self.pieces)), self.struck)


def parse_strings(data: bytes, part: str, limits: Limits = LIMITS) -> list[Text]:
    """All strings of the part, whatever its encoding, prefixes, comments and CDATA. Raises ReadError: doctype, xml, too-many-cells."""
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
            parser.CharacterDataHandler = runs.add

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


_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?(?:<\?xml[^>]*encoding=["\'](?i:utf-8|us-ascii)["\'][^>]*\?>|<\?xml(?:(?!encoding)[^>])*\?>)?\s*<sst\b[^>]*>\s*')
_PLAIN = re.compile(rb'\s*<si><t(?: xml:space="preserve")?>([^<&]*)</t>')


def _split(data: bytes, limits: Limits) -> list[bytes] | None:
    """The <si> elements without their end tags, or None where only a parser can tell where a string ends.

    '</si>' can stand for something else only in a comment, a CDATA section or a processing instruction.
    """
    head = _HEAD.match(data)
    if head is None or b"<!" in data or data.find(b"<?", head.end()) >= 0:
        return None
    count = data.count(b"<si>")
    if count > limits.far_cells:
        raise ReadError("too-many-cells", limit=limits.far_cells)
    pieces = data[head.end() :].split(b"</si>", count + 1)
    if len(pieces) - 1 != count or b"<si/" in data or pieces.pop().strip() != b"</sst>":
        return None
    return pieces


class Strings:
    """The shared strings by index; plain ones are cut out of the bytes, any other goes through the parser.

    ``at(index)`` raises ReadError where there is no such string or it is no well-formed XML.
    """

    __slots__ = ("_pieces", "_texts", "part")

    def __init__(self, data: bytes, part: str, limits: Limits = LIMITS) -> None:
        self.part = part
        self._texts: dict[str, Text] = {}
        self._pieces = _split(data, limits) if data else []
        if self._pieces is None:
            self._texts = {str(index): text for index, text in enumerate(parse_strings(data, part, limits))}

    def at(self, index: str) -> Text:
        text = self._texts.get(index)
        if text is None:
            text = self._texts[index] = self._find(index.strip())
        return text

    def _find(self, index: str) -> Text:
        if not (index.isascii() and index.isdecimal() and len(index) < 10):
            raise ReadError("xml", part=self.part, found=f"shared string {index[:20]}")
        if self._pieces is None:
            known = self._texts.get(str(int(index)))
            if known is None:
                raise ReadError("xml", part=self.part, found=f"shared string {index}")
            return known
        if int(index) >= len(self._pieces):
            raise ReadError("xml", part=self.part, found=f"shared string {index}")
        return _decode(self._pieces[int(index)], self.part)


# Labels, headings and units of measure are the same in every file of a merge; the key is the XML itself.
_decoded: dict[bytes, Text] = {}
_DECODED_PIECES, _DECODED_SIZE = 4096, 512


def _decode(piece: bytes, part: str) -> Text:
    text = _decoded.get(piece)
    if text is None:
        text = _parse_piece(piece, part)
        if len(piece) <= _DECODED_SIZE and len(_decoded) < _DECODED_PIECES:
            _decoded[piece] = text
    return text


def _parse_piece(piece: bytes, part: str) -> Text:
    match = _PLAIN.fullmatch(piece)
    if match:
        try:
            text = match.group(1).decode("utf-8")
        except UnicodeDecodeError:
            raise ReadError("xml", part=part, found="not UTF-8") from None
        if text.isprintable():  # line ends and control characters have rules of their own, which the parser knows
            return Text(unescape(text))
    strings = parse_strings(b'<sst xmlns:r="r" xmlns:x="x">' + piece + b"</si></sst>", part)
    if len(strings) != 1:
        raise ReadError("xml", part=part, found="shared string")
    return strings[0]
