"""An .xlsx as the .xlsb that Excel would save ([MS-XLSB] 2.4), record by record: no program at hand writes one with formats.

openpyxl reads the .xlsx, so that nothing of ours has a hand in both sides; LibreOffice reads what is written here
(``test_read_foreign``). ``short``: cells right of another one as short records, as SheetJS writes them.
"""

from __future__ import annotations

import io
import math
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.formula import Tokenizer
from openpyxl.utils import column_index_from_string

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHEN = (2026, 6, 12, 8, 0, 0)
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}
# Name -> number; those of FIXED have as many arguments as they always have.
FUNCTIONS = {
    "AND": 36, "AVERAGE": 5, "COUNT": 0, "COUNTA": 169, "COUNTIF": 346, "DAY": 67, "EXACT": 117, "FALSE": 35, "IF": 1, "INT": 25, "ISERROR": 3,
    "ISNUMBER": 128, "LEFT": 115, "LEN": 32, "MAX": 7, "MID": 31, "MIN": 6, "MOD": 39, "MONTH": 68, "N": 131, "NOT": 38, "OR": 37, "ROUND": 27,
    "SUBSTITUTE": 120, "SUM": 4, "SUMPRODUCT": 228, "TEXT": 48, "TRIM": 118, "TRUE": 34, "UPPER": 113, "YEAR": 69,
}  # fmt: skip
FIXED = {
    "COUNTIF", "DAY", "EXACT", "FALSE", "INT", "ISERROR", "ISNUMBER", "LEN", "MID", "MOD", "MONTH", "N", "NOT", "ROUND", "TEXT", "TRIM", "TRUE",
    "UPPER", "YEAR",
}  # fmt: skip
OPERATORS = {
    "+": (3, 4),
    "-": (4, 4),
    "*": (5, 5),
    "/": (6, 5),
    "&": (8, 3),
    "<": (9, 2),
    "<=": (10, 2),
    "=": (11, 2),
    ">=": (12, 2),
    ">": (13, 2),
    "<>": (14, 2),
}
FIRST_FORMAT = 164


def record(kind: int, content: bytes = b"") -> bytes:
    """Kind and size are numbers of seven bits a byte."""
    size, sized = len(content), b""
    while True:
        sized += bytes(((size & 0x7F) | (0x80 if size > 0x7F else 0),))
        size >>= 7
        if not size:
            break
    return (bytes((kind & 0x7F | 0x80, kind >> 7)) if kind > 127 else bytes((kind,))) + sized + content


def wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<L", len(encoded) // 2) + encoded


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(*entries: tuple[str, str, str]) -> bytes:
    """(id, kind, target)."""
    said = "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"/>' for key, kind, target in entries
    )
    return f'<Relationships xmlns="{RELATIONS}">{said}</Relationships>'.encode()


def binary(data: bytes, *, short: bool = False) -> bytes:
    """The .xlsx in ``data`` as an .xlsb."""
    formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return _Writer(formulas, values, short=short).package()


class _Writer:
    def __init__(self, formulas: Any, values: Any, *, short: bool) -> None:
        self.book, self.values, self.short = formulas, values, short
        self.fonts: dict[bytes, int] = {}
        self.fills: dict[bytes, int] = {_fill(None): 0, _fill(None, 17): 1}
        self.formats: dict[str, int] = {}
        self.looks: dict[bytes, int] = {}
        self.texts: dict[bytes, int] = {}
        self.plain = self.look(openpyxl.Workbook().active["A1"])

    # --- parts -------------------------------------------------------------------------------------------------

    def package(self) -> bytes:
        parts: dict[str, bytes] = {}
        entries = []
        sheets = b""
        types = [
            '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        ]
        for number, sheet in enumerate(self.book.worksheets, 1):
            state = ("visible", "hidden", "veryHidden").index(sheet.sheet_state)
            key = f"rId{number}"
            sheets += record(156, struct.pack("<LL", state, number) + wide(key) + wide(sheet.title))
            entries.append((key, "worksheet", f"worksheets/sheet{number}.bin"))
            parts[f"xl/worksheets/sheet{number}.bin"] = self.sheet(sheet, self.values[sheet.title])
            types.append(
                f'<Override PartName="/xl/worksheets/sheet{number}.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
            )
            comments = _comments(sheet)
            if comments:
                parts[f"xl/comments{number}.bin"] = comments
                parts[f"xl/worksheets/_rels/sheet{number}.bin.rels"] = relations(
                    ("rId1", "comments", f"../comments{number}.bin")
                )
                types.append(
                    f'<Override PartName="/xl/comments{number}.bin" ContentType="application/vnd.ms-excel.comments"/>'
                )
        entries += [("rIdS", "styles", "styles.bin"), ("rIdT", "sharedStrings", "sharedStrings.bin")]
        types.append('<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>')
        types.append(
            '<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>'
        )
        self_reference = (
            record(353)
            + record(357)
            + record(
                362,
                struct.pack("<L", len(self.book.worksheets))
                + b"".join(struct.pack("<Lll", 0, at, at) for at in range(len(self.book.worksheets))),
            )
            + record(354)
        )
        names = b"".join(self.names())
        parts["xl/workbook.bin"] = (
            record(131)
            + record(153, struct.pack("<LL", 0x10000, 0) + wide(""))
            + record(143)
            + sheets
            + record(144)
            + self_reference
            + names
            + record(132)
        )
        parts["xl/_rels/workbook.bin.rels"] = relations(*entries)
        parts["xl/styles.bin"] = self.styles()
        parts["xl/sharedStrings.bin"] = (
            record(159, struct.pack("<LL", len(self.texts), len(self.texts)))
            + b"".join(record(19, text) for text in self.texts)
            + record(160)
        )
        return package(
            {
                "[Content_Types].xml": (
                    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
                    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin"'
                    f' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>{"".join(types)}</Types>'
                ).encode(),
                "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
                **parts,
            }
        )

    def names(self) -> Iterator[bytes]:
        for name, defined in self.book.defined_names.items():
            tokens = self.tokens(f"={defined.attr_text}")
            yield record(
                39,
                struct.pack("<LBL", 0, 0, 0xFFFFFFFF)
                + wide(name)
                + struct.pack("<L", len(tokens))
                + tokens
                + struct.pack("<LL", 0, 0xFFFFFFFF),
            )

    def styles(self) -> bytes:
        def table(begin: int, end: int, records: list[bytes]) -> bytes:
            return record(begin, struct.pack("<L", len(records))) + b"".join(records) + record(end)

        formats = [record(44, struct.pack("<H", number) + wide(code)) for code, number in self.formats.items()]
        return (
            record(278)
            + (table(615, 616, formats) if formats else b"")
            + table(611, 612, [record(43, font) for font in self.fonts])
            + table(603, 604, [record(45, fill) for fill in self.fills])
            + table(613, 614, [record(46, bytes(51))])
            + table(626, 627, [record(47, struct.pack("<H", 0xFFFF) + next(iter(self.looks))[2:])])
            + table(617, 618, [record(47, look) for look in self.looks])
            + record(279)
        )

    # --- looks -------------------------------------------------------------------------------------------------

    def look(self, cell: Any) -> int:
        font = self.fonts.setdefault(_font(cell.font), len(self.fonts))
        fill = self.fills.setdefault(_fill(cell.fill), len(self.fills))
        code = cell.number_format
        builtin = openpyxl.styles.numbers.builtin_format_id(code)
        number = builtin if builtin is not None else self.formats.setdefault(code, FIRST_FORMAT + len(self.formats))
        flags = 0x1000 if cell.protection.locked else 0
        content = struct.pack("<HHHHHBBHH", 0, number, font, fill, 0, 0, 0, flags, 0x3F)
        return self.looks.setdefault(content, len(self.looks))

    def text(self, value: Any) -> int:
        if not isinstance(value, CellRichText):
            content = b"\0" + wide(value)
        else:
            runs, whole = [], ""
            for piece in value:
                font = _font(piece.font) if isinstance(piece, TextBlock) else next(iter(self.fonts))
                runs.append(struct.pack("<HH", len(whole), self.fonts.setdefault(font, len(self.fonts))))
                whole += piece.text if isinstance(piece, TextBlock) else piece
            content = b"\1" + wide(whole) + struct.pack("<L", len(runs)) + b"".join(runs)
        return self.texts.setdefault(content, len(self.texts))

    # --- cells -------------------------------------------------------------------------------------------------

    def sheet(self, sheet: Any, values: Any) -> bytes:
        hidden = {
            column_index_from_string(letters) + more: (2_000, 1) if size.hidden else (int(size.width * 256), 0)
            for letters, size in sheet.column_dimensions.items()
            if size.hidden or size.width < 1
            for more in range((size.max or 1) - (size.min or 1) + 1)
        }
        parts = [record(129), record(148, struct.pack("<4L", 0, sheet.max_row - 1, 0, sheet.max_column - 1))]
        if hidden:
            parts.append(record(390))
            parts += [
                record(60, struct.pack("<LLLLH", at - 1, at - 1, width, 0, unseen))
                for at, (width, unseen) in sorted(hidden.items())
            ]
            parts.append(record(391))
        parts.append(record(145))
        for row in sheet.iter_rows():
            cells = [cell for cell in row if cell.value is not None or cell.has_style]
            number = row[0].row
            is_hidden = sheet.row_dimensions[number].hidden
            if cells or is_hidden:
                parts.append(record(0, struct.pack("<LLHBBBL", number - 1, 0, 300, 0, 0x10 if is_hidden else 0, 0, 0)))
            last = -1
            for cell in cells:
                parts.append(self.cell(cell, values[cell.coordinate].value, last))
                last = cell.column
        parts.append(record(146))
        merges = [merge.bounds for merge in sheet.merged_cells.ranges]
        if merges:
            parts.append(record(177, struct.pack("<L", len(merges))))
            parts += [
                record(176, struct.pack("<4L", top - 1, bottom - 1, left - 1, right - 1))
                for left, top, right, bottom in merges
            ]
            parts.append(record(178))
        printed = [str(one) for one in (sheet.oddHeader, sheet.oddFooter)]
        if any(printed):
            parts += [record(479, struct.pack("<H", 0) + b"".join(map(wide, printed))), record(480)]
        return b"".join([*parts, record(130)])

    def cell(self, cell: Any, result: Any, last: int) -> bytes:
        look, value = struct.pack("<L", self.look(cell)), cell.value
        place = struct.pack("<L", cell.column - 1) + look
        if cell.data_type == "f":
            tokens = self.tokens(value if isinstance(value, str) else f"={value.text}")
            kind, content = _value(result, inline=True)
            behind = struct.pack("<HL", 0, len(tokens)) + tokens + struct.pack("<L", 0)
            if kind in (1, 6):  # openpyxl tells an empty text from no result no more
                return record(8, place + wide(result or "") + behind)
            return record({5: 9, 4: 10, 3: 11}[kind], place + content + behind)
        if isinstance(value, CellRichText) or (isinstance(value, str) and cell.data_type == "s"):
            kind, content = 7, struct.pack("<L", self.text(value))
        else:
            kind, content = _value(
                openpyxl.utils.datetime.to_excel(value) if getattr(cell, "is_date", False) else value, inline=False
            )
        if self.short and last == cell.column - 1:
            return record(kind + 11, look + content)
        return record(kind, place + content)

    # --- formulas ----------------------------------------------------------------------------------------------

    def tokens(self, formula: str) -> bytes:
        return _Formula(formula, [sheet.title for sheet in self.book.worksheets]).tokens()


def _value(value: Any, *, inline: bool) -> tuple[int, bytes]:
    """(kind of record, content); 6 for a text in the record."""
    if value is None:
        return 1, b""
    if isinstance(value, bool):
        return 4, bytes((value,))
    if isinstance(value, int | float):
        if not inline and isinstance(value, int) and 0 <= value < 1 << 29:
            return 2, struct.pack("<L", value << 2 | 2)
        return 5, struct.pack("<d", value)
    if value in ERRORS:
        return 3, bytes((ERRORS[value],))
    return 6, wide(value)


def _font(font: Any) -> bytes:
    name = getattr(font, "rFont", None) or getattr(font, "name", None) or "Calibri"
    align = getattr(font, "vertAlign", None)
    size = getattr(font, "sz", None) or 11
    raised = {"superscript": 1, "subscript": 2}.get(align, 0)
    return (
        struct.pack("<HHHHBBBB", round(size * 20), 8 if font.strike else 0, 400, raised, 0, 2, 0, 0)
        + _color(font.color)
        + b"\0"
        + wide(name)
    )


def _fill(fill: Any, pattern: int = 0) -> bytes:
    is_solid = fill is not None and fill.fill_type == "solid"
    fore = _color(fill.fgColor) if is_solid else _color(None)
    return (
        struct.pack("<L", 1 if is_solid else pattern) + fore + _color(None) + struct.pack("<L5dL", 0, 0, 0, 0, 0, 0, 0)
    )


def _color(color: Any) -> bytes:
    if color is not None and color.type == "rgb" and isinstance(color.rgb, str):
        return struct.pack("<BBh", 2 << 1 | 1, 0, 0) + bytes.fromhex(color.rgb[-6:]) + b"\xff"
    if color is not None and color.type == "theme":
        return struct.pack("<BBh4x", 3 << 1 | 1, color.theme, round(math.copysign(abs(color.tint) * 32767, color.tint)))
    if color is not None and color.type == "indexed":
        return struct.pack("<BBh4x", 1 << 1 | 1, color.indexed, 0)
    return struct.pack("<BBh4x", 0, 0, 0)


def _comments(sheet: Any) -> bytes:
    found = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    if not found:
        return b""
    listed = b"".join(
        record(635, struct.pack("<L4L", 0, cell.row - 1, cell.row - 1, cell.column - 1, cell.column - 1) + bytes(16))
        + record(637, b"\0" + wide(cell.comment.text))
        + record(636)
        for cell in found
    )
    return (
        record(628)
        + record(630)
        + record(632, wide("văn thư"))
        + record(631)
        + record(633)
        + listed
        + record(634)
        + record(629)
    )


class _Formula:
    """Tokens in reverse Polish order; what forms use, no more."""

    def __init__(self, formula: str, sheets: list[str]) -> None:
        self.items = [item for item in Tokenizer(formula).items if item.type != "WHITE-SPACE"]
        self.sheets = sheets
        self.at = 0

    def tokens(self) -> bytes:
        found = self.expression(0)
        assert self.at == len(self.items), self.items[self.at :]
        return found

    def expression(self, least: int) -> bytes:
        left = self.operand()
        while self.at < len(self.items) and self.items[self.at].type == "OPERATOR-POSTFIX":
            self.at += 1
            left += b"\x14"
        while self.at < len(self.items) and self.items[self.at].type == "OPERATOR-INFIX":
            code, binds = OPERATORS[self.items[self.at].value]
            if binds < least:
                break
            self.at += 1
            left += self.expression(binds + 1) + bytes((code,))
        return left

    def operand(self) -> bytes:
        item = self.items[self.at]
        self.at += 1
        if item.type == "OPERATOR-PREFIX":
            return self.expression(6) + bytes((0x13 if item.value == "-" else 0x12,))
        if item.type == "PAREN":
            inner = self.expression(0)
            self.at += 1
            return inner + b"\x15"
        if item.type == "FUNC":
            return self.function(item.value[:-1])
        assert item.type == "OPERAND", item
        if item.subtype == "NUMBER":
            number = float(item.value)
            whole = number.is_integer() and 0 <= number < 65_536
            return struct.pack("<BH", 0x1E, int(number)) if whole else struct.pack("<Bd", 0x1F, number)
        if item.subtype == "TEXT":
            text = item.value[1:-1].replace('""', '"')
            return struct.pack("<BH", 0x17, len(text)) + text.encode("utf-16-le")
        if item.subtype == "LOGICAL":
            return bytes((0x1D, item.value == "TRUE"))
        if item.subtype == "ERROR":
            return bytes((0x1C, ERRORS[item.value]))
        return self.reference(item.value)

    def function(self, name: str) -> bytes:
        found, count = b"", 0
        while (self.items[self.at].type, self.items[self.at].subtype) != ("FUNC", "CLOSE"):
            if self.items[self.at].type == "SEP":
                self.at += 1
            else:
                found, count = found + self.expression(0), count + 1
        self.at += 1
        if name in FIXED:
            return found + struct.pack("<BH", 0x41, FUNCTIONS[name])
        return found + struct.pack("<BBH", 0x42, count, FUNCTIONS[name])

    def reference(self, said: str) -> bytes:
        sheet, _, cells = said.rpartition("!")
        corners = [_corner(corner) for corner in cells.split(":")]
        rows, columns = [row for row, _ in corners], [column for _, column in corners]
        place = struct.pack(f"<{len(rows)}L{len(columns)}H", *rows, *columns)
        several = len(corners) > 1
        if not sheet:
            return bytes((0x45 if several else 0x44,)) + place
        at = self.sheets.index(sheet.strip("'").replace("''", "'"))
        return struct.pack("<BH", 0x3B if several else 0x3A, at) + place


def _corner(said: str) -> tuple[int, int]:
    letters = said.lstrip("$").rstrip("0123456789").rstrip("$")
    digits = said.lstrip("$")[len(letters) :]
    flags = (0 if said.startswith("$") else 0x4000) | (0 if digits.startswith("$") else 0x8000)
    return int(digits.lstrip("$")) - 1, column_index_from_string(letters) - 1 | flags
