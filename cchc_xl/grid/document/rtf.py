"""Rich Text Format (.rtf, often named .doc) to a Grid: Rich Text Format Specification 1.9.1.

Groups inherit what stands around them and forget it at their end. Of the groups that a reader may skip only those are
read that hold text which the page shows.
"""

from __future__ import annotations

import re

from cchc_xl.grid.document.blocks import (
    DELETED,
    HIDDEN,
    INSERTED,
    PLAIN_FONT,
    SHOWN,
    Block,
    NoteMark,
    Paragraph,
    every_paragraph,
)
from cchc_xl.grid.document.depths import GOES_ON, RESTART, DeepFlow, RowShape
from cchc_xl.grid.document.pages import pages
from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Grid
from cchc_xl.records import NamedTuple

_ONE = rb"\\([a-z]{1,32})(-?\d{1,10})? ?"
_SINGLE = rb"\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
# Most of a file are words that follow each other, the same ones before each paragraph, and letters that are all written
# as \uN with one character for old programs: each is taken at once.
_WORDS = rb"((?:\\(?!u-?\d|bin(?![a-z]))[a-z]{1,32}(?:-?\d{1,10})? ?)+)"
_LETTERS = rb"((?:\\u-?\d{1,10}(?!\d) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])|[ -\[\]-z|~])+)"
_TOKEN = re.compile(rb"|".join((_WORDS, _LETTERS, _ONE, _SINGLE)), re.DOTALL)
_ONE_TOKEN = re.compile(rb"()()" + _ONE + rb"|" + _SINGLE, re.DOTALL)
_WORD = re.compile(_ONE)
_LETTER = re.compile(rb"\\u(-?\d{1,10})(?!\d) ?(?:\\'[0-9a-fA-F]{2}|.)|([ -\[\]-z|~]+)", re.DOTALL)
_DEEPEST = 500  # groups within groups
_DEEPEST_BOX = 20
_LEGACY = (".vn", "vni")
_SKIPPED = frozenset(
    ("stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
     "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata", "colorschememapping", "datastore",
     "latentstyles", "xmlnstbl", "filetbl", "objdata", "pntext", "listtext", "shprslt", "bkmkstart", "bkmkend", "sp",
     "atnid", "atnauthor", "atnref", "atndate", "ftnsep", "ftnsepc", "aftnsep", "nonesttables", "userprops", "mmathpr")
)  # fmt: skip
_ENDS = re.compile(rb"\\bin(\d{1,9}) ?|\\.|([{}])", re.DOTALL)
# Groups that begin with \* and are read all the same.
_KNOWN = frozenset(("nesttableprops", "shpinst", "shptxt", "annotation", "fldinst", "shppict", "footnote"))
_SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "sect": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\u00a0", b"-": "\u00ad", b"_": "-"}
_OUTSIDE = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "LINK", "IMPORT", "DATABASE")
_CHARSETS = {0: "cp1252", 163: "cp1258", 238: "cp1250", 204: "cp1251", 161: "cp1253", 162: "cp1254", 128: "cp932"}


class _Style(NamedTuple):
    """What holds for text at a place. ``place``: '' for the text, else the group that collects it."""

    place: str = ""
    font: int = -1
    strike: bool = False
    hidden: bool = False
    raised: bool = False
    deleted: bool = False
    inserted: bool = False
    color: int = 0
    skip: int = 1  # characters that stand for one of Unicode in old programs
    unread: bool = False


def read_grid(content: Content) -> Grid:
    """The document. Raises ReadError: document (F03: no text), too-many-cells, too-deep."""
    reader = _RtfReader(content)
    reader.read(content.data)
    reader.flow.to_depth(0)
    blocks = reader.flow.finish()
    if not any(line.text.strip() for line in every_paragraph(blocks)):
        raise ReadError("document", "F03", ext=".rtf")
    notes = {
        mark: "\n".join([line.text.strip() for line in every_paragraph(found)]).strip()
        for mark, found in reader.notes.items()
    }
    read = pages(blocks, content.limits, notes, lambda _: ())
    if reader.flow.changed:
        content = content.noted("F30", what=("doc-changes",))
    return Grid(content.source, read.sheets, {}, content.findings, "", False, tuple(reader.links))


def _past(data: bytes, at: int) -> int:
    """Where the group that is open ends: at its closing brace."""
    depth = 1
    while (found := _ENDS.search(data, at)) is not None:
        if found[1]:
            at = found.end() + int(found[1])
            continue
        at = found.end()
        if found[2]:
            depth += 1 if found[2] == b"{" else -1
            if not depth:
                return found.start()
    return len(data)


def _letters(said: bytes) -> str:
    r"""The text of letters that are ASCII, or \\uN and one character for old programs."""
    return "".join([plain.decode() if plain else _letter(int(code)) for code, plain in _LETTER.findall(said)])


def _letter(code: int) -> str:
    return chr(code % 0x10000) if not 0xD800 <= code % 0x10000 < 0xE000 else "\ufffd"


class _RtfReader:
    """The pass over the tokens."""

    def __init__(self, content: Content) -> None:
        self.limits = content.limits
        self.flow = DeepFlow(content.limits)
        self.style = _Style()
        self.groups: list[_Style] = []
        self.starred = False  # \* was just met
        self.to_skip = 0  # characters behind a \u
        self.code_page = "cp1252"
        self.fonts: dict[int, tuple[str, str]] = {}  # number -> (name of a legacy font, '' for others; code page)
        self.font, self.name, self.charset = -1, "", ""  # of the entry of the font table that is open
        self.default = 0
        self.colors: list[str | None] = []
        self.rgb = [0, 0, 0]
        self.colored = False
        self.in_table, self.depth = False, 0
        self.bounds: list[int] = []
        self.flags: list[int] = []
        self.flag = 0
        self.left = 0
        self.code = ""
        self.notes: dict[NoteMark, list[Block]] = {}
        self.outer: list[tuple[int, DeepFlow, bool, int]] = []
        self.links: dict[str, None] = {}
        self.meant: dict[bytes, tuple[tuple[str, int | None], ...]] = {}

    def read(self, data: bytes) -> None:
        at, end, seen = 0, len(data), 0
        match = _TOKEN.match
        while at < end:
            found = match(data, at)
            if found is not None and (
                (found[2] and (self.to_skip or self.style.skip != 1)) or (found[1] and self.starred)
            ):
                found = _ONE_TOKEN.match(data, at)
            if found is None:
                at += 1
                continue
            seen += 1 + (found.end() - at >> 3)
            at = found.end()
            if seen > self.limits.far_cells:
                raise ReadError("too-many-cells", limit=self.limits.far_cells)
            words, letters, word, number, code, symbol, brace, text = found.groups()
            if words:
                for one, value in self._meant(words):
                    self._word(one, value)
                    if self.style.unread:
                        at = _past(data, at)
                        break
            elif letters:
                self.starred = False  # it stands before a word
                self._text(_letters(letters))
            elif text is not None:
                self.starred = False
                self._bytes(text)
            elif word is not None:
                if word == b"bin":
                    at += max(0, int(number or b"0"))
                elif self.starred or word in _MEANT:
                    self._word(word.decode(), int(number) if number else None)
                    if self.style.unread:
                        at = _past(data, at)
            elif code is not None:
                self._bytes(bytes((int(code, 16),)))
            elif brace == b"{":
                if len(self.groups) == _DEEPEST:
                    raise ReadError("too-deep", limit=_DEEPEST)
                self.groups.append(self.style)
            elif brace == b"}":
                self._group_ends()
            elif symbol == b"*":
                self.starred = True
            elif symbol in _SYMBOLS:
                self._text(_SYMBOLS[symbol])

    def _meant(self, words: bytes) -> tuple[tuple[str, int | None], ...]:
        """Those of some words that say anything here."""
        found = self.meant.get(words)
        if found is None:
            every = (match.groups() for match in _WORD.finditer(words))
            found = tuple((word.decode(), int(number) if number else None) for word, number in every if word in _MEANT)
            self.meant[words] = found
        return found

    # --- groups --------------------------------------------------------------------------------------------------

    def _group_ends(self) -> None:
        place = self.style.place
        if self.outer and self.outer[-1][0] == len(self.groups):
            self._leave()
        self.starred = False
        if self.groups:
            self.style = self.groups.pop()
        if place == "fldinst" != self.style.place:
            self._field_code()

    def _enter(self, blocks: list[Block]) -> None:
        """A note or a text box: its paragraphs are not those around it."""
        if len(self.outer) == _DEEPEST_BOX:
            raise ReadError("too-deep", limit=_DEEPEST_BOX)
        self.outer.append((len(self.groups), self.flow, self.in_table, self.depth))
        inner = DeepFlow(self.limits)
        inner.body = inner.blocks = blocks
        self.flow, self.in_table, self.depth = inner, False, 0
        self.style = _Style(skip=self.style.skip)

    def _leave(self) -> None:
        inner, blocks = self.flow, self.flow.body
        inner.to_depth(0)
        inner.finish()
        _, self.flow, self.in_table, self.depth = self.outer.pop()
        self.flow.changed |= inner.changed
        if not any(found is blocks for found in self.notes.values()):
            self._open_paragraph()
            self.flow.blocks += blocks  # a text box comes before the paragraph that holds it

    def _field_code(self) -> None:
        code, self.code = self.code.strip(), ""
        if code.startswith("="):
            self._open_paragraph().formula = code[1:].partition("\\")[0].strip()
        elif code.upper().startswith(_OUTSIDE):
            self.links[code[:200]] = None

    # --- words ---------------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if self.style.unread:
            return
        if word in _SKIPPED or (starred and word not in _KNOWN):
            self.style = self.style._replace(unread=True)
        elif word == "u" and number is not None:
            self._text(_letter(number))
            self.to_skip = self.style.skip
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif word in ("fonttbl", "colortbl", "fldinst"):
            self.style = self.style._replace(place=word)
        elif word in ("footnote", "annotation"):
            kind = "comment" if word == "annotation" else "footnote"
            mark = NoteMark(kind, str(len(self.notes)))
            self.notes[mark] = []
            self._open_paragraph().remarks.append(mark)
            self._enter(self.notes[mark])
        elif word == "shptxt":
            self._enter([])
        elif word in _OF_TEXT:
            self._look(word, number)
        else:
            self._structure(word, number)

    def _look(self, word: str, number: int | None) -> None:
        on, style = number != 0, self.style
        if word == "plain":
            style = style._replace(
                font=-1, strike=False, hidden=False, raised=False, deleted=False, inserted=False, color=0
            )
        elif word in ("strike", "striked"):
            style = style._replace(strike=on)
        elif word == "v":
            style = style._replace(hidden=on)
        elif word in ("super", "sub", "nosupersub"):
            style = style._replace(raised=on and word != "nosupersub")
        elif word in ("up", "dn"):
            style = style._replace(raised=bool(number if number is not None else 6))
        elif word == "deleted":
            style = style._replace(deleted=on)
        elif word == "revised":
            style = style._replace(inserted=on)
        elif word == "cf":
            style = style._replace(color=number or 0)
        elif word == "uc":
            style = style._replace(skip=min(max(number or 0, 0), 10))
        elif word == "f":
            if style.place == "fonttbl":
                self.font, self.name, self.charset = number or 0, "", ""
            else:
                style = style._replace(font=number if number is not None else 0)
        self.style = style

    def _structure(self, word: str, number: int | None) -> None:
        value = number or 0
        if word == "par":
            self._open_paragraph()
            self.flow.end_paragraph()
        elif word in ("cell", "nestcell"):
            self._cell_ends(1 if word == "cell" else max(2, self.depth))
        elif word in ("row", "nestrow"):
            self._row_ends(1 if word == "row" else max(2, self.depth))
        elif word == "pard":
            self.in_table, self.depth = False, 0
        elif word == "intbl":
            self.in_table = True
        elif word == "itap":
            self.depth = min(max(value, 0), 30)
        elif word == "trowd":
            self.bounds, self.flags, self.flag, self.left = [], [], 0, 0
        elif word == "trleft":
            self.left = value
        elif word == "cellx":
            self.bounds.append(value)
            self.flags.append(self.flag)
            self.flag = 0
        elif word in ("clvmgf", "clvmrg"):
            self.flag = RESTART if word == "clvmgf" else GOES_ON
        elif word in ("red", "green", "blue"):
            self.rgb[("red", "green", "blue").index(word)] = min(max(value, 0), 255)
            self.colored = True
        elif word == "deff":
            self.default = value
        elif word == "ansicpg":
            self.code_page = f"cp{value}" if value in (1250, 1251, 1252, 1258, 65001) else "cp1252"
        elif word == "fcharset":
            self.charset = _CHARSETS.get(value, "")

    # --- text ----------------------------------------------------------------------------------------------------

    def _bytes(self, data: bytes) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(data))
            self.to_skip -= skipped
            data = data[skipped:]
        if data and not self.style.unread:
            name, page = self.fonts.get(self.style.font if self.style.font >= 0 else self.default, ("", ""))
            encoding = "cp1252" if name else page or self.code_page
            self._text(data.decode("utf-8" if encoding == "cp65001" else encoding, "replace"))

    def _text(self, text: str) -> None:
        style = self.style
        if style.unread:
            return
        if style.place == "fonttbl":
            self._font_name(text)
        elif style.place == "colortbl":
            for _ in range(text.count(";")):
                self.colors.append(bytes(self.rgb).hex().upper() if self.colored else None)
                self.rgb, self.colored = [0, 0, 0], False
        elif style.place == "fldinst":
            self.code += text if len(self.code) < 1_000 else ""
        else:
            self._open_paragraph()
            state = HIDDEN if style.hidden else DELETED if style.deleted else INSERTED if style.inserted else SHOWN
            self.flow.add(text, self._font(style), state)

    def _font(self, style: _Style) -> Font:
        name, _ = self.fonts.get(style.font if style.font >= 0 else self.default, ("", ""))
        color = self.colors[style.color] if 0 < style.color < len(self.colors) else None
        font = Font(name, style.strike, color, style.raised)
        return PLAIN_FONT if font == PLAIN_FONT else font

    def _font_name(self, text: str) -> None:
        self.name += text
        if ";" in self.name:
            name = self.name.partition(";")[0].strip()
            self.fonts[self.font] = (name if name.casefold().startswith(_LEGACY) else "", self.charset)
            self.name = ""

    # --- tables --------------------------------------------------------------------------------------------------

    def _wanted(self) -> int:
        return self.depth or int(self.in_table)

    def _open_paragraph(self) -> Paragraph:
        if self.flow.paragraph is not None:
            return self.flow.paragraph
        self.flow.to_depth(self._wanted())
        if self._wanted():
            self.flow.open_cell()
        return self.flow.begin_paragraph()

    def _cell_ends(self, depth: int) -> None:
        self.flow.end_paragraph()
        self.flow.to_depth(depth)
        self.flow.cell_ends()

    def _row_ends(self, depth: int) -> None:
        self.flow.end_paragraph()
        self.flow.to_depth(depth)
        shape = RowShape((self.left, *self.bounds), tuple(self.flags))
        self.flow.row_ends(shape, deleted=self.style.deleted)


_OF_TEXT = frozenset(
    ("plain", "strike", "striked", "v", "super", "sub", "nosupersub", "up", "dn", "deleted", "revised", "cf", "uc", "f")
)
_STRUCTURE = (
    "par", "cell", "nestcell", "row", "nestrow", "pard", "intbl", "itap", "trowd", "trleft", "cellx", "clvmgf",
    "clvmrg", "red", "green", "blue", "deff", "ansicpg", "fcharset", "fonttbl", "colortbl", "fldinst", "footnote",
    "annotation", "shptxt", "u",
)  # fmt: skip
# Of the words of a document nine in ten say how it looks.
_MEANT = frozenset(word.encode() for word in (*_OF_TEXT, *_STRUCTURE, *_SIGNS, *_SKIPPED))
