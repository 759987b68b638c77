"""Reports as portals and other programs send them: web pages, SpreadsheetML 2003, .csv, .xlsb; and signed ones.

The same report in every format, and the same faults at the same places, as far as the format can show them.
"""

from __future__ import annotations

import html
import io
import pathlib
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from workbooks_base import HEADING, A, B, C, Edit, Made, Row, Values, book_of, fixed_times, saved, whole_table

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
import binary_workbook
import xml_workbook

FIRST = len(HEADING) + 2  # the row of 01 in a sheet that begins with the heading
QUANTITY = f"D{FIRST}"
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
WITHOUT_TEMPLATE = ["S16"]  # warnings that a table without our template earns


def lines_of(values: Values = A) -> list[Row]:
    return [*HEADING, *whole_table(values)]


def _values(values: Values, **changed: Any) -> Mapping[str, Any]:
    return {**values, **{field.replace("_", "."): value for field, value in changed.items()}}


# --- text and pages -----------------------------------------------------------------------------------------------------


def csv_text(lines: Sequence[Row], separator: str) -> str:
    """As Excel writes it: every line as many fields, quoted where a field holds the separator."""
    width = max(map(len, lines))
    said = [[("" if value is None else str(value)) for value in line] + [""] * (width - len(line)) for line in lines]
    quoted = [[f'"{field}"' if separator in field or '"' in field else field for field in line] for line in said]
    return "".join(separator.join(line) + "\r\n" for line in quoted)


def windows_1258(text: str) -> bytes:
    """Letters with their tones as marks of their own, which is how Windows in Vietnamese stores them."""
    pieces = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        pieces.append(base + "".join(part for part in parts if part in TONES))
    return "".join(pieces).encode("cp1258")


def page(lines: Sequence[Row], quantity: str = "", *, title: str = "") -> bytes:
    """A table as a portal writes it; ``quantity``: the whole cell of 01."""
    rows = []
    for number, line in enumerate(lines):
        cells = [f"<td>{'' if value is None else html.escape(str(value))}</td>" for value in line]
        if quantity and number == FIRST - 1:
            cells[3] = quantity
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><table border="1">'
    return (head + "\n".join(rows) + "</table></body></html>").encode()


def titles_over_two_rows() -> bytes:
    """A page whose table has titles that span, with a paragraph for each line above it, in the middle of a layout."""
    heading = "".join(f"<p>{html.escape(str(line[0]))}</p>" for line in HEADING if line)
    first, *rest = whole_table(B)
    titles = "".join(f'<th rowspan="2">{title}</th>' for title in first)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{'' if value is None else html.escape(str(value))}&nbsp;</td>" for value in line)
        + "</tr>"
        for line in rest
    )
    table = f"<table><thead><tr>{titles}</tr><tr></tr></thead><tbody>{body}</tbody></table>"
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><style>.menu{display:none}</style><script>var n = 99;</script></head>'
        f'<body><table width="100%"><tr><td class="menu">Trang chủ 2026</td><td>{heading}{table}</td></tr></table></body></html>'
    ).encode()


# --- workbooks in other formats -------------------------------------------------------------------------------------------


def workbook(*edits: Edit, values: Values = A) -> bytes:
    book = book_of(("Phụ lục", lines_of(values)))
    for line in book["Phụ lục"].iter_rows():
        for cell in line:
            cell.font = Font(name="Times New Roman")
    for edit in edits:
        edit(book)
    return saved(book)


def quantity(value: Any, code: str = "General", **font: Any) -> Edit:
    def edit(book: Workbook) -> None:
        cell = book["Phụ lục"][QUANTITY]
        cell.value, cell.number_format = value, code
        if font:
            cell.font = Font(name="Times New Roman", **font)

    return edit


def raised_mark(book: Workbook) -> None:
    pieces = [
        TextBlock(InlineFont(rFont="Times New Roman"), "12"),
        TextBlock(InlineFont(rFont="Times New Roman", vertAlign="superscript"), "1"),
    ]
    book["Phụ lục"][QUANTITY] = CellRichText(*pieces)


def comment(book: Workbook) -> None:
    book["Phụ lục"][QUANTITY].comment = Comment("lấy số đến 31/5", "văn thư")


def hidden_row(book: Workbook) -> None:
    book["Phụ lục"].row_dimensions[FIRST + 6].hidden = True


def signed(data: bytes) -> bytes:
    """The workbook with the parts of an Office signature, which signs nothing (ECMA-376 part 2, 10)."""
    kinds = "http://schemas.openxmlformats.org/package/2006"
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    origin = f'<Relationship Id="rIdSig" Type="{kinds}/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", origin.encode() + b"</Relationships>")
    types = (
        '<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>'
        '<Override PartName="/_xmlsignatures/sig1.xml"'
        ' ContentType="application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/_rels/origin.sigs.rels"] = (
        f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="rId1" Type="{kinds}/relationships/digital-signature/signature"'
        ' Target="sig1.xml"/></Relationships>'
    ).encode()
    parts["_xmlsignatures/sig1.xml"] = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return fixed_times(out.getvalue())


# --- what is committed -----------------------------------------------------------------------------------------------------


def portals_good() -> Iterator[Made]:
    """The same report in every format, read silently but for what the format itself is."""
    for name, data, values, notes in (
        ("cong-thong-tin.html", page(lines_of(A)), A, ["F19", "S02"]),
        ("bo-cuc-trang.html", titles_over_two_rows(), B, ["F19", "S02"]),
        ("excel-phan-cach.csv", ("\ufeff" + csv_text(lines_of(B), ";")).encode(), B, ["F19", "S02"]),
        ("phay.csv", csv_text(lines_of(C), ",").encode(), C, ["F19", "S02"]),
        ("tab.tsv", csv_text(lines_of(A), "\t").encode("utf-16"), A, ["F19", "S02"]),
        ("windows-1258.csv", windows_1258(csv_text(lines_of(B), ";")), B, ["F19", "S02"]),
        ("bang-tinh-2003.xml", xml_workbook.xml(workbook(values=C)), C, ["F02", "S02"]),
        ("nhi-phan-dinh-dang.xlsb", binary_workbook.binary(workbook(values=A)), A, ["F02", "S02"]),
        ("nhi-phan-ban-ghi-ngan.xlsb", binary_workbook.binary(workbook(values=B), short=True), B, ["F02", "S02"]),
    ):
        yield Made(f"khac-mau/{name}", data, {"values": dict(values), "notes": notes})


FAULTS: Sequence[tuple[str, str, Edit, Any, Sequence[str]]] = (
    ("V26", "phan-tram", quantity(1, "0%"), None, ()),
    ("V32", "gach-ngang", quantity(12, strike=True), 12, ()),
    ("V32", "chu-trang", quantity(12, color="FFFFFFFF"), 12, ()),
    ("V17", "true", quantity(True), None, ()),
    ("V36", "nghin-trong-dinh-dang", quantity(12, '0" nghìn"'), None, ()),
    ("V28", "na", quantity("#N/A"), None, ()),
    ("V12", "ngay", quantity(46188, "dd/mm/yyyy"), None, ()),
    ("V35", "chu-thich", comment, 12, ()),
    ("S10", "an-dong", hidden_row, 12, ()),
)


def portals_bad() -> Iterator[Made]:
    """The same faults in the formats that can hold them, and in pages and texts what a person sees of them."""
    for code, name, edit, number, also in FAULTS:
        cells = [] if code == "S10" else [QUANTITY]
        expected = {"cells": cells, "also": [*WITHOUT_TEMPLATE, *also], "values": _values(A, **{"01": number})}
        data = workbook(edit)
        yield Made(f"{code}/{name}.xlsb", binary_workbook.binary(data, short=True), expected)
        yield Made(f"{code}/{name}-2003.xml", xml_workbook.xml(data), expected)
    text = {"cells": [QUANTITY], "also": WITHOUT_TEMPLATE, "values": _values(A, **{"01": None})}
    struck = {**text, "values": _values(A, **{"01": 12})}
    yield Made("V26/phan-tram.html", page(lines_of(), '<td style=\'mso-number-format:"0%"\' x:num="1">100%</td>'), text)
    yield Made("V26/phan-tram.csv", csv_text(lines_of(_values(A, **{"01": "100%"})), ";").encode(), text)
    yield Made("V17/true.csv", csv_text(lines_of(_values(A, **{"01": "TRUE"})), ";").encode(), text)
    yield Made("V32/gach-ngang.html", page(lines_of(), "<td><s>12</s></td>"), struck)
    yield Made("V32/gach-mot-phan.html", page(lines_of(), "<td><s>10</s> 12</td>"), text)
    yield Made("F19/so-lieu.csv", csv_text(lines_of(), ",").encode(), {"also": WITHOUT_TEMPLATE, "values": dict(A)})
    yield Made("F19/cong-thong-tin.html", page(lines_of()), {"also": WITHOUT_TEMPLATE, "values": dict(A)})
    named = {"also": WITHOUT_TEMPLATE, "values": dict(A)}
    yield Made("F06/html-luu-xls.xls", page(lines_of()), named)
    yield Made("F06/csv-luu-xls.xls", csv_text(lines_of(), "\t").encode("utf-16"), named)
    yield Made("F06/xml-2003-luu-xls.xls", xml_workbook.xml(workbook()), named)
    yield Made("F20/ky-so.xlsx", signed(workbook()), named)
    yield Made("F02/bang-tinh-2003.xml", xml_workbook.xml(workbook()), named)
