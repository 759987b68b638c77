"""A sheet of our own in somebody's workbook: a title, some lines, and a table of texts and numbers with links to cells.

Texts are inline strings whatever they begin with; there is no formula on these sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc_xl.model import CellRef, column_letters
from cchc_xl.records import NamedTuple
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.styles import NO_FILL, Styles, solid
from cchc_xl.write.marked.xml import MAIN_NAMESPACE, cell_text, escaped

LONGEST = 32_767  # characters that Excel keeps in a cell
_BORDER = "".join(
    f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_BORDER = f"<border>{_BORDER}<diagonal/></border>"
_HEAD_FILL = "D9E2F3"
_POINTS_PER_LINE = 15


class Link(NamedTuple):
    """A cell that shows an address and leads there."""

    ref: CellRef


class Shaded(NamedTuple):
    """A text on a colour 'RRGGBB'."""

    text: str
    rgb: str


Content = str | int | float | Link | Shaded | None


class TableSheet(NamedTuple):
    """``widths`` are in characters, one for each column of ``heads``; ``lines`` stand between the title and the
    table.
    """

    name: str
    title: str
    lines: Sequence[str]
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Content]]

    @property
    def head_row(self) -> int:
        return len(self.lines) + 3


def put_table(parts: Parts, sheet: TableSheet) -> None:
    """Writes the sheet into the workbook, in the place of one of the same name or as the last."""
    looks = _SheetFormats(Styles(parts), sheet)
    parts.put_sheet(sheet.name, _sheet_xml(sheet, looks))
    looks.styles.save()


def put_store(parts: Parts, name: str, rows: Iterable[Sequence[str]]) -> None:
    """Writes a very hidden sheet of texts."""
    xml = "".join(f'<row r="{number}">{_cells(row, number)}</row>' for number, row in enumerate(rows, 1))
    parts.put_sheet(name, _worksheet(f"<sheetData>{xml}</sheetData>"), "veryHidden")


def _cells(row: Sequence[str], number: int) -> str:
    return "".join(_text(number, column, 0, text) for column, text in enumerate(row, 1))


class _SheetFormats:
    """The formats of the sheet, each made when it is first needed."""

    def __init__(self, styles: Styles, sheet: TableSheet) -> None:
        self.styles = styles
        font = '<name val="Times New Roman"/><family val="1"/>'
        top = 'vertical="top" wrapText="1"'
        self.title = styles.own(f'<font><b/><sz val="14"/>{font}</font>')
        self.line = styles.own(f'<font><sz val="12"/>{font}</font>')
        self.head = styles.own(
            f'<font><b/><sz val="12"/>{font}</font>',
            solid(_HEAD_FILL),
            _BORDER,
            'horizontal="center" vertical="center" wrapText="1"',
        )
        self.text = styles.own(f'<font><sz val="12"/>{font}</font>', NO_FILL, _BORDER, top)
        self.link = styles.own(f'<font><u/><sz val="12"/><color rgb="FF0563C1"/>{font}</font>', NO_FILL, _BORDER, top)
        shades = {value.rgb for row in sheet.rows for value in row if isinstance(value, Shaded)}
        self.shades = {
            rgb: styles.own(f'<font><sz val="12"/>{font}</font>', solid(rgb), _BORDER, top) for rgb in sorted(shades)
        }


def _sheet_xml(sheet: TableSheet, looks: _SheetFormats) -> bytes:
    head = sheet.head_row
    cols = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(sheet.widths, 1)
    )
    rows = [f'<row r="1" ht="24" customHeight="1">{_text(1, 1, looks.title, sheet.title)}</row>']
    rows += [f'<row r="{n}">{_text(n, 1, looks.line, line)}</row>' for n, line in enumerate(sheet.lines, 2)]
    rows.append(
        f'<row r="{head}">'
        + "".join(_text(head, n, looks.head, text) for n, text in enumerate(sheet.heads, 1))
        + "</row>"
    )
    links = []
    for number, row in enumerate(sheet.rows, head + 1):
        cells = "".join(_cell(number, column, value, looks) for column, value in enumerate(row, 1))
        rows.append(f'<row r="{number}" ht="{_points(row, sheet.widths)}" customHeight="1">{cells}</row>')
        links += [_link(number, column, value) for column, value in enumerate(row, 1) if isinstance(value, Link)]
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return _worksheet(
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{column_letters(len(sheet.heads))}{head + len(sheet.rows)}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}"'
        ' activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
        f"<cols>{cols}</cols><sheetData>{''.join(rows)}</sheetData>{hyperlinks}"
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    )


def _worksheet(inner: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet'
        f' xmlns="{MAIN_NAMESPACE}">{inner}</worksheet>'.encode()
    )


def _cell(row: int, column: int, value: Content, looks: _SheetFormats) -> str:
    if isinstance(value, int | float):
        return f'<c r="{column_letters(column)}{row}" s="{looks.text}"><v>{value!r}</v></c>'
    if isinstance(value, Link):
        return _text(row, column, looks.link, value.ref.a1)
    if isinstance(value, Shaded):
        return _text(row, column, looks.shades[value.rgb], value.text)
    return _text(row, column, looks.text, value or "")


def _text(row: int, column: int, style: int, text: str) -> str:
    start = f'<c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if not text:
        return f"{start}/>"
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{cell_text(text[:LONGEST])}</t></is></c>'


def _link(row: int, column: int, link: Link) -> str:
    sheet = link.ref.sheet.replace("'", "''")
    return (
        f'<hyperlink ref="{column_letters(column)}{row}"'
        f' location="{escaped(f"{chr(39)}{sheet}{chr(39)}!{link.ref.a1}")}" display="{link.ref.a1}"/>'
    )


def _points(row: Sequence[Content], widths: Sequence[int]) -> int:
    """The height that the longest text of a row needs in its column."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        text = value.text if isinstance(value, Shaded) else value if isinstance(value, str) else ""
        lines = max(lines, sum(1 + len(line) // max(width - 2, 1) for line in text.split("\n")))
    return min(_POINTS_PER_LINE * lines + 3, 400)
