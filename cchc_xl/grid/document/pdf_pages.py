"""Run as a program: reads the PDF on standard input with pdfplumber, and writes what its pages say as JSON.

    python -m cchc_xl.grid.document.pdf_pages MOST_PAGES MOST_LETTERS

{"fault": ""} and what kept it from being read, or the blocks of ``pdf_layout`` as lists:
paragraphs as ["p", [[text, font, struck, colour, raised], ...]], tables as ["t", [[[column, width, down, blocks], ...],
...]]; ``pictures``: pages that show a picture and no text; ``remarks``: what was not read.

Only what a page shows is read: no invisible letters (the text that a scanner's program has laid under its picture),
none outside of the page, none that white or a picture has covered.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.grid.apart import NO_LIBRARY, bound_memory
from cchc_xl.grid.document.blocks import Block, DocumentTable, Paragraph
from cchc_xl.grid.document.pdf_layout import Box, Glyph, PdfPage, blocks_of, turned

_INVISIBLE = (3, 7)  # modes of showing text that show none
_LARGE = 0.4  # of a page: a picture that may be a scan
_LEGACY = (".vn", "vn", "vni")  # names of fonts of before Unicode
_THIN = 2.5  # points: a line, not a box
_UNKNOWN = "(cid:"
_WRITTEN_OVER = frozenset(("FreeText", "Stamp", "Ink", "Redact"))
_STRIKES = frozenset(("StrikeOut",))


def main(most_pages: str, most_letters: str) -> int:
    """0 where something was written, ``NO_LIBRARY`` where pdfplumber is not there."""
    bound_memory()
    logging.disable(logging.CRITICAL)
    try:
        import pdfplumber  # noqa: F401
    except (ImportError, OSError):
        return NO_LIBRARY
    try:
        said = _read(sys.stdin.buffer.read(), int(most_pages), int(most_letters))
    except MemoryError:
        said = {"fault": "memory"}
    except RecursionError:
        said = {"fault": "damaged"}
    except Exception as error:  # whatever the library meets in a stranger's file
        said = {"fault": _fault(error)}
    sys.stdout.buffer.write(json.dumps(said).encode())
    sys.stdout.buffer.flush()
    return 0


def _fault(error: Exception) -> str:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    return "locked" if isinstance(inner, PDFPasswordIncorrect | PDFEncryptionError) else "damaged"


def _read(data: bytes, most_pages: int, most_letters: int) -> dict[str, Any]:
    import pdfplumber

    _show_what_is_shown()
    pages: list[PdfPage] = []
    remarks: dict[str, None] = {}
    pictures = letters = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > most_pages:
            return {"fault": "pages"}
        for page in document.pages:
            read = _page(page, remarks)
            letters += len(read.glyphs)
            if letters > most_letters:
                return {"fault": "letters"}
            pictures += not read.glyphs and _has_large_picture(page)
            pages.append(read)
            page.close()
    blocks = [_written(block) for block in blocks_of(pages)]
    return {"fault": "", "blocks": blocks, "pictures": pictures, "pages": len(pages), "remarks": list(remarks)}


# --- what a page shows -----------------------------------------------------------------------------------------------


def _show_what_is_shown() -> None:
    """Has pdfplumber leave out letters that a page does not show."""
    import pdfplumber.page as library
    from pdfminer.layout import LTImage, LTRect

    class ShownLayout(library.PDFPageAggregatorWithMarkedContent):
        def render_string(self, textstate: Any, *others: Any) -> None:
            before = len(self.cur_item._objs)
            super().render_string(textstate, *others)
            if textstate.render in _INVISIBLE:
                del self.cur_item._objs[before:]

        def paint_path(self, *arguments: Any, **named: Any) -> None:
            before = len(self.cur_item._objs)
            super().paint_path(*arguments, **named)
            for one in self.cur_item._objs[before:]:
                if isinstance(one, LTRect) and one.fill and _hex(one.non_stroking_color) == "FFFFFF":
                    self._cover(one.bbox)

        def render_image(self, name: str, stream: Any) -> None:
            super().render_image(name, stream)
            image: Any = self.cur_item._objs[-1]
            if "SMask" in stream.attrs or "Mask" in stream.attrs or "IM" in stream.attrs:
                return  # one that lets through what is below it
            while not isinstance(image, LTImage):
                image = image._objs[-1]
            self._cover(image.bbox)

        def _cover(self, box: tuple[float, float, float, float]) -> None:
            for container in (*self._stack, self.cur_item):
                _uncover(container, box)

    setattr(library, "PDFPageAggregatorWithMarkedContent", ShownLayout)  # noqa: B010 - no other way in


def _uncover(container: Any, box: tuple[float, float, float, float]) -> None:
    """Takes out the letters below a box."""
    from pdfminer.layout import LTChar, LTFigure

    x0, y0, x1, y1 = box
    kept = []
    for one in container._objs:
        if isinstance(one, LTFigure):
            _uncover(one, box)
        is_below = x0 <= (one.x0 + one.x1) / 2 <= x1 and y0 <= (one.y0 + one.y1) / 2 <= y1
        if not (is_below and isinstance(one, LTChar)):
            kept.append(one)
    container._objs[:] = kept


def _page(page: Any, remarks: dict[str, None]) -> PdfPage:
    x0, top, x1, bottom = page.bbox
    frame = Box(float(x0), float(top), float(x1), float(bottom))
    upright: list[Glyph] = []
    up: list[Glyph] = []
    down: list[Glyph] = []
    for char in page.chars:
        if frame.holds(((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)):
            (upright if char["upright"] else up if char["matrix"][1] > 0 else down).append(_glyph(char))
    boxes = [Box(one["x0"], one["top"], one["x1"], one["bottom"]) for one in (*page.lines, *page.rects)]
    rules = [box for box in boxes if box.bottom - box.top <= _THIN < box.x1 - box.x0]
    try:
        struck = list(_annotations(page, remarks))
    except Exception:  # what lies on a page may be as broken as the page
        struck, remarks["pdf-notes"] = [], None
    tables = tuple(
        tuple(Box(*map(float, cell)) for cell in table.cells) for table in page.find_tables() if len(table.cells) > 1
    )
    standing = PdfPage(page.page_number, frame.x1, frame.bottom, tuple(upright), (*rules, *struck), tables)
    side = max(up, down, key=len)
    if len(side) <= len(upright):
        return standing
    uprights = tuple(box for box in boxes if box.x1 - box.x0 <= _THIN < box.bottom - box.top)
    return turned(standing._replace(glyphs=tuple(side), rules=uprights), clockwise=side is up)


def _glyph(char: Mapping[str, Any]) -> Glyph:
    text = str(char["text"])
    font = str(char["fontname"]).rpartition("+")[2]
    color = _hex(char["non_stroking_color"])
    return Glyph(
        "\ufffd" if text.startswith(_UNKNOWN) or not text else text,
        float(char["x0"]),
        float(char["top"]),
        float(char["x1"]),
        float(char["bottom"]),
        max(float(char["size"]), 0.1),
        float(char["bottom"] + char["y0"] - char["matrix"][5] if char["upright"] else char["matrix"][4]),
        font if font.casefold().startswith(_LEGACY) else "",
        None if color == "000000" else color,
    )


def _hex(color: Any) -> str | None:
    """A colour of 1 (grey), 3 (RGB) or 4 (CMYK) parts as 'RRGGBB'; None for what is no plain colour."""
    parts = color if isinstance(color, tuple | list) else (color,)
    if not all(isinstance(part, int | float) and 0 <= part <= 1 for part in parts):
        return None
    if len(parts) == 1:
        parts = parts * 3
    elif len(parts) == 4:
        *inks, black = parts
        parts = [(1 - ink) * (1 - black) for ink in inks]
    return "".join(f"{round(255 * part):02X}" for part in parts) if len(parts) == 3 else None


def _annotations(page: Any, remarks: dict[str, None]) -> Iterator[Box]:
    """Lines that strike something out; what else was written over a page is named and not read."""
    for annotation in page.annots:
        data = annotation["data"]
        kind = str(getattr(data.get("Subtype"), "name", ""))
        box = Box(annotation["x0"], annotation["top"], annotation["x1"], annotation["bottom"])
        if kind in _STRIKES:
            middle = (box.top + box.bottom) / 2
            yield Box(box.x0, middle, box.x1, middle)
        elif kind in _WRITTEN_OVER or (kind == "Widget" and data.get("V")):
            remarks["pdf-notes"] = None


def _has_large_picture(page: Any) -> bool:
    whole = float(page.width) * float(page.height)
    areas = [(float(one["x1"]) - float(one["x0"])) * (float(one["bottom"]) - float(one["top"])) for one in page.images]
    return sum(areas) > _LARGE * whole


# --- to JSON ---------------------------------------------------------------------------------------------------------


def _written(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return ["p", [[one.text, *one.font] for one in block.pieces]]
    assert isinstance(block, DocumentTable)
    return ["t", [_row(row.cells) for row in block.rows]]


def _row(cells: Sequence[Any]) -> list[Any]:
    return [[cell.column, cell.width, cell.down, [_written(block) for block in cell.blocks]] for cell in cells]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
