"""A Word 97-2003 document (.doc) to a Grid ([MS-DOC]): paragraphs that say in which table, row and cell they stand."""

from __future__ import annotations

import struct

from cchc_xl.grid.document.blocks import (
    DELETED,
    HIDDEN,
    INSERTED,
    PLAIN_FONT,
    SHOWN,
    NoteMark,
)
from cchc_xl.grid.document.depths import DeepFlow, RowShape
from cchc_xl.grid.document.doc_file import CharacterLook, WordFile
from cchc_xl.grid.document.pages import pages
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Grid

_CELL, _PARAGRAPHS = "\x07", "\r\x07\x0c"
_SIGNS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "\u00ad", "\t": "\t", "\r": "", "\x07": ""}
_FIELD, _RESULT, _FIELD_ENDS = "\x13", "\x14", "\x15"
_PICTURE, _NOTE, _COMMENT = "\x01", "\x02", "\x05"
_OUTSIDE = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "LINK", "IMPORT", "DATABASE")
_MOST_FIELDS, _LONGEST_CODE = 50, 1_000


def read_grid(content: Content) -> Grid:
    """The document. Raises ReadError: password (F05), document (F03: no text), truncated, too-many-cells, too-deep."""
    file = WordFile(content.data)
    if not file.text.strip():
        raise ReadError("document", "F03", ext=".doc")
    reader = _DocReader(file, content)
    try:
        reader.read()
    except (struct.error, IndexError):
        raise ReadError("truncated") from None
    blocks = reader.flow.finish()
    read = pages(blocks, content.limits, reader.notes, lambda _: ())
    if reader.flow.changed:
        content = content.noted("F30", what=("doc-changes",))
    return Grid(content.source, read.sheets, {}, content.findings, "", False, tuple(reader.links))


class _DocReader:
    """The pass over the paragraphs: text boxes first, since a letterhead may stand in one, then the text."""

    def __init__(self, file: WordFile, content: Content) -> None:
        self.file = file
        self.flow = DeepFlow(content.limits)
        self.notes: dict[NoteMark, str] = {}
        self.links: dict[str, None] = {}
        self.marks: dict[int, NoteMark] = {}
        self.fields: list[list[str]] = []  # open ones: [code, '' or 'result']

    def read(self) -> None:
        for comments, kind in ((False, "footnote"), (True, "comment")):
            for number, (place, text) in enumerate(self.file.notes(comments=comments)):
                mark = self.marks[place] = NoteMark(kind, str(number))
                self.notes[mark] = text
        text, *others = self.file.lengths
        boxes = text + sum(others[:5])
        self._story(boxes, boxes + others[5])
        self._story(0, text)

    def _story(self, first: int, last: int) -> None:
        last = min(last, len(self.file.text))
        while first < last:
            end = min(
                [at for sign in _PARAGRAPHS if (at := self.file.text.find(sign, first, last)) >= 0], default=last - 1
            )
            self._paragraph(first, end + 1)
            first = end + 1
        self.flow.to_depth(0)
        self.fields.clear()

    def _paragraph(self, first: int, last: int) -> None:
        look = self.file.paragraph(last - 1)
        sign = self.file.text[last - 1]
        depth = look.depth or (sign == _CELL)
        self.flow.to_depth(depth)
        if depth and look.ends_row:
            gone = any(run.deleted for _, run in self.file.runs(first, last))
            self.flow.row_ends(RowShape(look.bounds, look.cells), deleted=gone)
            return
        if depth:
            self.flow.open_cell()
        self.flow.begin_paragraph()
        for text, run in self.file.runs(first, last):
            self._run(text, run, look.style, first)
            first += len(text)
        self.flow.end_paragraph()
        if depth and (sign == _CELL if depth == 1 else look.ends_cell):
            self.flow.cell_ends()

    # --- text ----------------------------------------------------------------------------------------------------

    def _run(self, text: str, look: CharacterLook, style: int, first: int) -> None:
        font, hidden = self.file.font(look, style)
        font = PLAIN_FONT if font == PLAIN_FONT else font
        state = HIDDEN if hidden else DELETED if look.deleted else INSERTED if look.inserted else SHOWN
        start = 0
        for place, sign in enumerate(text):
            if sign >= " ":
                continue
            self._add(text[start:place], font, state)
            start = place + 1
            if sign in _SIGNS:
                self._add(_SIGNS[sign], font, state)
            else:
                self._sign(sign, first + place)
        self._add(text[start:], font, state)

    def _add(self, text: str, font: object, state: str) -> None:
        if not text:
            return
        if self.fields and not self.fields[-1][1]:
            if len(self.fields[-1][0]) < _LONGEST_CODE:
                self.fields[-1][0] += text
        elif not any(not field[1] for field in self.fields):
            self.flow.add(text, font, state)  # type: ignore[arg-type]

    def _sign(self, sign: str, place: int) -> None:
        paragraph = self.flow.paragraph
        if sign == _FIELD:
            if len(self.fields) == _MOST_FIELDS:
                raise ReadError("too-deep", limit=_MOST_FIELDS)
            self.fields.append(["", ""])
        elif sign == _RESULT and self.fields:
            self.fields[-1][1] = "result"
        elif sign == _FIELD_ENDS and self.fields:
            code = self.fields.pop()[0].strip()
            if code.startswith("=") and paragraph is not None:
                paragraph.formula = code[1:].partition("\\")[0].strip()
            elif code.upper().startswith(_OUTSIDE):
                self.links[code[:200]] = None
        elif sign in (_NOTE, _COMMENT) and paragraph is not None and place in self.marks:
            paragraph.remarks.append(self.marks[place])
        elif sign == _PICTURE and paragraph is not None:
            paragraph.picture = True
