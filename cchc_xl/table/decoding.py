"""A grid whose texts are Unicode: legacy fonts and garbled encodings undone, cell by cell.

TCVN3 and VNI are fonts, not encodings: the file says only which font shows a cell. A font name of theirs (.VnTime,
VNI-Times) decides for its cell, unless the cells in that font hold letters that only Unicode has: text typed in Unicode
is shown in another font without a word, and decoding would destroy it. Where a program has replaced the font, the
indicator labels decide for the whole sheet by decoding to the form's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Cell, CellRef, Finding, Form, Grid, Sheet, SheetBody
from cchc_xl.table.legacy import decode, encoding_of_font, fix_mojibake, looks_legacy, may_be_legacy
from cchc_xl.table.rows import Table
from cchc_xl.text import fold, late

_GARBLED = late("á»|áº|Æ°|Ä‘|Ã|Ä\x91")  # how UTF-8 for ế, ạ, ư, đ and à looks in Windows-1252
CODES = {"tcvn3": "T01", "vni": "T02"}


def looks_encoded(table: Table, forms: Sequence[Form]) -> bool:
    """Whether the sheet of a table that was found without decoding has legacy or garbled text after all: a font, a
    label, a note.
    """
    if any(font.startswith((".Vn", "VNI")) for font in {cell.style.font for cell in table.sheet.cells.values()}):
        return True
    unknown = [row.label for row in table.rows if row.found is None and len(row.label) > 8 and may_be_legacy(row.label)]
    if unknown and any(looks_legacy(label, _known(forms)) for label in unknown):
        return True
    notes = [table.sheet.cells.get((row.row, table.columns.note)) for row in table.rows] if table.columns.note else []
    texts = [*unknown, *(cell.value for cell in notes if cell is not None and isinstance(cell.value, str))]
    return any(not text.isascii() and _GARBLED.search(text) for text in texts) and any(map(fix_mojibake, texts))


def _known(forms: Sequence[Form]) -> tuple[str, ...]:
    return tuple(fold(row.label) for form in forms for row in form.rows)


def unicode_grid(grid: Grid, forms: Sequence[Form]) -> tuple[Grid, tuple[Finding, ...]]:
    """The grid with its legacy text decoded, and one finding for each encoding met.

    The same grid where there is none.
    """
    known = _known(forms)
    sheets, findings, seen = [], [], set()
    for sheet in grid.sheets:
        decoded, codes = _sheet(sheet, known)
        sheets.append(decoded)
        for code, ref, sample in codes:
            if code not in seen:
                seen.add(code)
                findings.append(finding(code, ref=ref, raw=sample, params={"sample": sample}))
    return (grid._replace(sheets=tuple(sheets)), tuple(findings)) if seen else (grid, ())


def _sheet(sheet: Sheet, known: Sequence[str]) -> tuple[Sheet, list[tuple[str, CellRef, str]]]:
    whole = _encoding_of_sheet(sheet, known)
    cells, codes = dict(sheet.cells), []
    for place, cell, text, code in _changes(sheet, whole):
        cells[place] = cell._replace(value=text)
        codes.append((code, CellRef(sheet.name, *place), str(cell.value)[:60]))
    if not codes:
        return sheet, []
    body: SheetBody = sheet.body._replace(cells=cells)
    return Sheet(sheet.name, sheet.state, body), codes


def _encoding_of_sheet(sheet: Sheet, known: Sequence[str]) -> str | None:
    for cell in sheet.cells.values():
        if isinstance(cell.value, str) and len(cell.value) > 8:
            encoding = looks_legacy(cell.value, known)
            if encoding:
                return encoding
    return None


def _unicode_fonts(sheet: Sheet) -> frozenset[str]:
    """The encodings in whose fonts some cell holds a letter that the encoding does not have (ạ, ế, ơ, đ): those are
    Unicode after all.
    """
    return frozenset(
        encoding
        for cell in sheet.cells.values()
        if isinstance(cell.value, str)
        and not cell.value.isascii()
        and (encoding := encoding_of_font(cell.style.font))
        and _only_unicode(cell.value)
    )


def _only_unicode(text: str) -> bool:
    return any(
        "\u0100" <= letter <= "\u01b0" or "\u0300" <= letter <= "\u0323" or "\u1ea0" <= letter <= "\u1ef9"
        for letter in text
    )


def _changes(sheet: Sheet, whole: str | None) -> Iterator[tuple[tuple[int, int], Cell, str, str]]:
    unicode_fonts = _unicode_fonts(sheet)
    for place, cell in sheet.cells.items():
        if not isinstance(cell.value, str) or (cell.value.isascii() and not cell.style.font.startswith((".Vn", "VNI"))):
            continue
        of_font = encoding_of_font(cell.style.font)
        encoding = (None if of_font in unicode_fonts else of_font) or whole
        if encoding and not _only_unicode(cell.value):
            text = decode(
                cell.value, encoding, upper=cell.style.font.startswith(".Vn") and cell.style.font.endswith("H")
            )
            if text != cell.value:
                yield place, cell, text, CODES[encoding]
        else:
            mended = fix_mojibake(cell.value)
            if mended:
                yield place, cell, mended, "T05"
