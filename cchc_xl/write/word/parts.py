"""Paragraphs, tables and sections of a document, as text of WordprocessingML. Lengths are millimetres, sizes points.

Written here and not by python-docx: that needs lxml, which the offline page has not, and a letter has little in it.
The order of elements and properties is that of the schema; Word finds a document damaged that has another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc_xl.write.word.package import HEADER
from cchc_xl.write.word.runs import run

# What Word knows of a table's look: a title row, a first column.
_LOOK = (
    '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" '
    'w:noVBand="1"/>'
)
_NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
_RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'


def paragraph(
    *runs: str,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    left: float = 0,
    right: float = 0,
    first_line: float = 0,
    lines: float = 0,
    exactly: float = 0,
    border: str = "",
    section: str = "",
    keep: bool = False,
    mark: int = 0,
) -> str:
    """``align``: left, center, both. Height of its lines: ``lines`` times the usual, or ``exactly`` so many points;
    else the style's. ``section``: the properties of the one that ends here.
    ``keep``: on the page of what follows. ``mark``: the size of its end, which gives an empty one its height.
    """
    height = f' w:line="{round(240 * lines)}" w:lineRule="auto"' if lines else ""
    height = f' w:line="{round(20 * exactly)}" w:lineRule="exact"' if exactly else height
    space = f'<w:spacing w:before="{round(20 * before)}" w:after="{round(20 * after)}"{height}/>'
    indents = (("left", left), ("right", right), ("firstLine", first_line))
    indent = "".join(f' w:{side}="{twips(length)}"' for side, length in indents if length)
    properties = (
        ("<w:keepNext/>" if keep else "")
        + border
        + space
        + (f"<w:ind{indent}/>" if indent else "")
        + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
        + (f'<w:rPr><w:sz w:val="{2 * mark}"/><w:szCs w:val="{2 * mark}"/></w:rPr>' if mark else "")
        + section
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def line(
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
    before: float = 0,
    after: float = 0,
) -> str:
    """A paragraph of one look."""
    align = "center" if centred else "left"
    return paragraph(run(text, size, bold=bold, italic=italic), align=align, before=before, after=after)


def rule(width: int, length: int) -> str:
    """A line of a certain length: the upper border of a low paragraph that is indented on both sides."""
    indent = (width - length) / 2
    return paragraph(before=1, left=indent, right=indent, exactly=4, border=_RULE)


def cell(content: str, width: float, span: int = 1) -> str:
    """``content``: one paragraph or more. Word goes by the width of the grid, LibreOffice by that of each cell."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{wide}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], head: bool = False) -> str:
    """A row that does not break over pages; ``head``: it comes again on each."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[float], border: bool = True) -> str:
    """Without borders its text begins where the paragraphs do."""
    style = '<w:tblStyle w:val="TableGrid"/>' if border else ""
    properties = f'{style}<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>{"" if border else _NO_MARGINS}'
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}{_LOOK}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def section(
    page: tuple[int, int], margins: dict[str, int], numbered_from: int | None = None, head: bool = False
) -> str:
    """The properties of a section: page numbers are at its top, but not on its first page.

    ``head``: its header is given here; the next section has it too.
    """
    on_its_side = ' w:orient="landscape"' if page[0] > page[1] else ""
    size = f'<w:pgSz w:w="{twips(page[0])}" w:h="{twips(page[1])}"{on_its_side}/>'
    sides = "".join(f' w:{side}="{twips(length)}"' for side, length in margins.items())
    number = "" if numbered_from is None else f'<w:pgNumType w:start="{numbered_from}"/>'
    header = f'<w:headerReference w:type="default" r:id="{HEADER}"/>' if head else ""
    return (
        f'<w:sectPr>{header}{size}<w:pgMar{sides} w:gutter="0"/>{number}<w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )


def twips(length: float) -> int:
    """Twentieths of a point."""
    return round(length * 1440 / 25.4)
