"""An .xlsx as the SpreadsheetML 2003 that Excel would save: no program at hand writes one with formats.

openpyxl reads the .xlsx, so that nothing of ours has a hand in both sides; LibreOffice reads what is written here
(``test_read_pages``).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import column_index_from_string

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
)


def xml(data: bytes) -> bytes:
    """The .xlsx in ``data`` as SpreadsheetML 2003."""
    formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    styles: dict[str, str] = {}
    sheets = "".join(_sheet(sheet, values[sheet.title], styles) for sheet in formulas.worksheets)
    named = "".join(
        f"<NamedRange ss:Name={quoteattr(name)} ss:RefersTo={quoteattr('=' + _r1c1(defined.attr_text, 0, 0))}/>"
        for name, defined in formulas.defined_names.items()
    )
    styled = "".join(f'<Style ss:ID="{key}">{said}</Style>' for said, key in styles.items())
    names = f"<Names>{named}</Names>" if named else ""
    return (
        f"{HEAD}<Styles><Style ss:ID='Default' ss:Name='Normal'/>{styled}</Styles>{names}{sheets}</Workbook>".encode()
    )


def _sheet(sheet: Any, values: Any, styles: dict[str, str]) -> str:
    covered = {
        (row, column): (right - left, bottom - top) if (row, column) == (top, left) else None
        for left, top, right, bottom in (merge.bounds for merge in sheet.merged_cells.ranges)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    columns = "".join(
        f'<Column ss:Index="{size.min}" {said} ss:Span="{size.max - size.min}"/>'
        for size in sheet.column_dimensions.values()
        if (said := 'ss:Hidden="1"' if size.hidden else f'ss:Width="{size.width * 5}"' if size.width < 1 else "")
    )
    rows = ""
    for line in sheet.iter_rows():
        cells = "".join(
            _cell(cell, values[cell.coordinate].value, covered.get((cell.row, cell.column)), styles)
            for cell in line
            if covered.get((cell.row, cell.column), ()) is not None and (cell.value is not None or cell.has_style)
        )
        size = sheet.row_dimensions[line[0].row]
        hidden = ' ss:Hidden="1"' if size.hidden else ' ss:Height="0"' if size.ht == 0 else ""
        rows += f'<Row ss:Index="{line[0].row}"{hidden}>{cells}</Row>'
    state = {"visible": "", "hidden": "SheetHidden", "veryHidden": "SheetVeryHidden"}[sheet.sheet_state]
    said = "".join(
        f"<{name} x:Data={quoteattr(str(text))}/>"
        for name, text in (("Header", sheet.oddHeader), ("Footer", sheet.oddFooter))
        if str(text)
    )
    setup = f"<PageSetup>{said}</PageSetup>" if said else ""
    visible = f"<Visible>{state}</Visible>" if state else ""
    options = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{setup}{visible}</WorksheetOptions>'
    table = f"<Table>{columns}{rows}</Table>"
    return f"<Worksheet ss:Name={quoteattr(sheet.title)}>{table}{options if setup or visible else ''}</Worksheet>"


def _cell(cell: Any, result: Any, merge: tuple[int, int] | None, styles: dict[str, str]) -> str:
    style = styles.setdefault(_style(cell), f"s{len(styles) + 1}")
    merged = f' ss:MergeAcross="{merge[0]}" ss:MergeDown="{merge[1]}"' if merge else ""
    formula = ""
    value = cell.value
    if cell.data_type == "f":
        formula = f" ss:Formula={quoteattr('=' + _r1c1(value[1:], cell.row, cell.column))}"
        value = "" if result is None else result
    note = ""
    if cell.comment:
        note = f"<Comment><ss:Data>{escape(cell.comment.text)}</ss:Data></Comment>"
    opening = f'<Cell ss:Index="{cell.column}" ss:StyleID="{style}"{merged}{formula}>'
    return opening + (_data(value, cell) if value is not None else "") + note + "</Cell>"


def _data(value: Any, cell: Any) -> str:
    if isinstance(value, CellRichText):
        pieces = "".join(_piece(piece) for piece in value)
        return f'<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{pieces}</ss:Data>'
    if isinstance(value, bool):
        return f'<Data ss:Type="Boolean">{int(value)}</Data>'
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date(1899, 12, 31), value)
    if isinstance(value, dt.datetime):
        return f'<Data ss:Type="DateTime">{value.isoformat(timespec="milliseconds")}</Data>'
    if isinstance(value, int | float):
        return f'<Data ss:Type="Number">{value!r}</Data>'
    if cell.data_type == "e" or (cell.data_type == "f" and str(value).startswith("#")):
        return f'<Data ss:Type="Error">{value}</Data>'
    return f'<Data ss:Type="String">{escape(value).replace(chr(10), "&#10;").replace(chr(9), "&#9;")}</Data>'


def _piece(piece: Any) -> str:
    if not isinstance(piece, TextBlock):
        return escape(piece)
    text = escape(piece.text)
    font = piece.font
    if font.vertAlign:
        text = f"<Sup>{text}</Sup>" if font.vertAlign == "superscript" else f"<Sub>{text}</Sub>"
    if font.strike:
        text = f"<S>{text}</S>"
    color = font.color.rgb[-6:] if font.color is not None and isinstance(font.color.rgb, str) else ""
    return f'<Font html:Color="#{color}">{text}</Font>' if color else text


def _style(cell: Any) -> str:
    font, fill = cell.font, cell.fill
    rgb = font.color.rgb if font.color is not None and isinstance(font.color.rgb, str) else ""
    color = f' ss:Color="#{rgb[-6:]}"' if rgb else ""
    strike = ' ss:StrikeThrough="1"' if font.strike else ""
    align = f' ss:VerticalAlign="{font.vertAlign.capitalize()}"' if font.vertAlign else ""
    said = f"<Font ss:FontName={quoteattr(font.name or 'Calibri')}{color}{strike}{align}/>"
    if fill.fill_type == "solid":
        said += f'<Interior ss:Color="#{fill.fgColor.rgb[-6:]}" ss:Pattern="Solid"/>'
    if cell.number_format != "General":
        said += f"<NumberFormat ss:Format={quoteattr(cell.number_format)}/>"
    if not cell.protection.locked:
        said += '<Protection ss:Protected="0"/>'
    return said


def _r1c1(formula: str, row: int, column: int) -> str:
    """Addresses of the style A1 in the style R1C1."""

    def address(match: re.Match[str]) -> str:
        if match[0].startswith(('"', "'")):
            return match[0]
        to_row, to_column = int(match["row"]), column_index_from_string(match["letters"])
        said = f"R{to_row}" if match["fixed_row"] or not row else f"R[{to_row - row}]"
        return said + (f"C{to_column}" if match["fixed"] or not row else f"C[{to_column - column}]")

    pattern = r"""\"[^\"]*\"|'[^']*'|(?<![A-Za-z0-9_.])(?P<fixed>\$?)(?P<letters>[A-Z]{1,3})(?P<fixed_row>\$?)(?P<row>[0-9]+)(?![A-Za-z0-9_(])"""
    return re.sub(pattern, address, formula)
