"""Native charts of a document: bars that Word draws, sharp in print and open to be edited.

A chart is a part with the values as they were, and a small workbook from which Word takes them to edit. Greys: official
print is black. Elements and their order are those of DrawingML (ISO/IEC 29500-1, 21.2).
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from cchc_xl.numbers import text_of
from cchc_xl.records import NamedTuple
from cchc_xl.write.word.package import chart_relation
from cchc_xl.write.word.runs import escaped, printable

_DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_KIND = f"{_DRAWINGS}/chart"
_GREYS = ("595959", "BFBFBF")
_FONT = (
    '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:latin typeface="Times New Roman"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
)
MOST_PLACES = 4  # decimals on a bar
_EMU = 36_000  # of a millimetre


class Series(NamedTuple):
    name: str
    values: tuple[int | float, ...]


def bar_chart(categories: Sequence[str], series: Sequence[Series]) -> tuple[str, bytes]:
    """The chart's part and its workbook: a bar for each category of each series, the first category on top."""
    places = min(max(decimals(value) for one in series for value in one.values), MOST_PLACES)
    shown = f"#,##0.{'0' * places}" if places else "#,##0"
    every = "".join(_series(place, one, categories, shown) for place, one in enumerate(series))
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(series) > 1 else ""
    part = (
        f'<c:chartSpace xmlns:c="{_DRAWINGS}/chart" xmlns:a="{_DRAWINGS}/main" xmlns:r="{_RELATIONS}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>{every}'
        '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/>'
        "</c:catAx>"
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="#,##0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        f'<c:crosses val="autoZero"/></c:valAx></c:plotArea>{legend}<c:plotVisOnly val="1"/></c:chart>{_FONT}'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return part, _workbook(categories, series)


def decimals(value: float) -> int:
    """2 of 242.95."""
    return len(text_of(value).partition(".")[2])


def _series(place: int, one: Series, categories: Sequence[str], shown: str) -> str:
    column, last = chr(ord("B") + place), len(categories) + 1
    names = "".join(f'<c:pt idx="{n}"><c:v>{_text(name)}</c:v></c:pt>' for n, name in enumerate(categories))
    values = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(one.values))
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{_text(one.name)}</c:v></c:pt></c:strCache></c:strRef>'
        "</c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{_GREYS[place % len(_GREYS)]}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls>'
        f'<c:numFmt formatCode="[$-42A]{shown}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/>"
        '</c:spPr><c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(categories)}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General"
        f'</c:formatCode><c:ptCount val="{len(one.values)}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )


def _text(text: str) -> str:
    return escaped(printable(text))


def _workbook(categories: Sequence[str], series: Sequence[Series]) -> bytes:
    import datetime as dt

    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(categories, 1):
        sheet.write_string(row, 0, printable(name))
    for column, one in enumerate(series, 1):
        sheet.write_string(0, column, printable(one.name))
        for row, value in enumerate(one.values, 1):
            sheet.write_number(row, column, value)
    book.close()
    return stream.getvalue()


def drawing(number: int, width: float, height: float, told: str) -> str:
    """The run that shows a chart. ``told``: what it shows, for who cannot see it."""
    words = _text(told).replace('"', "&quot;")
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWINGS}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        'distR="0">'
        f'<wp:extent cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr="{words}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWINGS}/main"><a:graphicData uri="{_CHART_KIND}">'
        f'<c:chart xmlns:c="{_CHART_KIND}" r:id="{chart_relation(number)}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
