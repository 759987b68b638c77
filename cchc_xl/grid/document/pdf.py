"""A PDF with text to a Grid, where the extra ``[pdf]`` is installed: pdfplumber finds letters and lines, in a process
of its own (``pdf_pages``); what is a line of text and what a table is said by ``pdf_layout``.

Its figures come from geometry, so that a table of a PDF is set aside (S24) until a person has looked at it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from typing import Any

from cchc_xl.grid.apart import MOST_MEMORY, NotHereError, run_apart
from cchc_xl.grid.document.blocks import PLAIN_FONT, Block, DocumentTable, GridCell, GridRow, Paragraph, Piece
from cchc_xl.grid.document.pages import pages
from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Grid

MOST_PAGES = 100
SECONDS = 30
_FAULTS = {"locked": ("password", "F05"), "damaged": ("truncated", "F07")}


def read_grid(content: Content) -> Grid:
    """The document.

    Raises ReadError: no-pdf-reader (F03), password (F05), image (F04: pictures of pages), document (F03: nothing
    there), truncated, limit-pages, limit-unpacked, too-many-cells, timeout, crash.
    """
    said = _said(content)
    blocks = [_block(one) for one in said["blocks"]]
    if not any(_says_something(block) for block in blocks):
        raise ReadError("image", "F04", ext=".pdf") if said["pictures"] else ReadError("document", "F03", ext=".pdf")
    remarks = [*said["remarks"], *(["pdf-pictures"] if said["pictures"] else [])]
    if remarks:
        content = content.noted("F30", what=tuple(remarks))
    read = pages(blocks, content.limits, {}, lambda _: ())
    return Grid(content.source, read.sheets, {}, content.findings)


def _said(content: Content) -> dict[str, Any]:
    """What the other process says of the pages."""
    if sys.platform == "emscripten":  # a page in a browser has no other processes, whatever is installed
        raise ReadError("document", "F03", ext=".pdf")
    if importlib.util.find_spec("pdfplumber") is None:
        raise ReadError("no-pdf-reader", "F03", ext=".pdf")
    letters = content.limits.cells
    try:
        found = run_apart("cchc_xl.grid.document.pdf_pages", (str(MOST_PAGES), str(letters)), content.data, SECONDS)
    except NotHereError:
        raise ReadError("no-pdf-reader", "F03", ext=".pdf") from None
    try:
        said: dict[str, Any] = json.loads(found)
    except ValueError:
        raise ReadError("crash") from None
    fault = said["fault"]
    if fault == "pages":
        raise ReadError("limit-pages", limit=MOST_PAGES)
    if fault == "memory":
        raise ReadError("limit-unpacked", limit=MOST_MEMORY, found=f"> {MOST_MEMORY}")
    if fault == "letters":
        raise ReadError("too-many-cells", limit=letters)
    if fault:
        raise ReadError(*_FAULTS[fault])
    return said


def _block(said: Sequence[Any]) -> Block:
    kind, content = said
    if kind == "p":
        paragraph = Paragraph()
        paragraph.pieces = [Piece(text, _font(look)) for text, *look in content]
        return paragraph
    table = DocumentTable()
    for cells in content:
        row = GridRow()
        for column, width, down, blocks in cells:
            cell = GridCell(column)
            cell.width, cell.down, cell.blocks = width, down, [_block(one) for one in blocks]
            row.cells.append(cell)
            row.next = max(row.next, column + width)
        table.rows.append(row)
    return table


def _font(look: Sequence[Any]) -> Font:
    font = Font(*look)
    return PLAIN_FONT if font == PLAIN_FONT else font


def _says_something(block: Block) -> bool:
    return isinstance(block, DocumentTable) or bool(isinstance(block, Paragraph) and block.text.strip())
