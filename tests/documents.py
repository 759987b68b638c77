"""What Word asks of a document and no validator sees; and the texts of one, in their order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def root(data: bytes, part: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(parts(data)[part])


def faults(data: bytes) -> list[str]:
    """Cells without a paragraph at their end, grids narrower or wider than their rows, charts that count other points
    than they have.
    """
    return [*_faults_of_tables(root(data)), *_faults_of_charts(data)]


def _faults_of_tables(document: ET.Element) -> Iterator[str]:
    for place, table in enumerate(document.iter(f"{W}tbl"), 1):
        for cell in table.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"table {place}: a cell that does not end with a paragraph"
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        widest = max(sum(map(_span, row.findall(f"{W}tc"))) for row in table.findall(f"{W}tr"))
        if columns != widest:
            yield f"table {place}: {columns} columns, rows of {widest}"


def _span(cell: ET.Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(span.attrib[f"{W}val"])


def _faults_of_charts(data: bytes) -> Iterator[str]:
    for name in parts(data):
        if re.fullmatch(r"word/charts/chart\d+\.xml", name):
            for kind in ("strCache", "numCache"):
                for cache in root(data, name).iter(f"{C}{kind}"):
                    counted, points = cache.find(f"{C}ptCount"), cache.findall(f"{C}pt")
                    if counted is None or int(counted.attrib["val"]) != len(points):
                        yield f"{name}: {kind} counts otherwise than its points"


def lines(data: bytes) -> list[str]:
    """The paragraphs in their order, those in tables included."""
    return ["".join(one.text or "" for one in p.iter(f"{W}t")) for p in root(data).iter(f"{W}p")]


def table_rows(data: bytes) -> list[list[list[str]]]:
    """Table, row, cell -> text; the lines of a cell with a line break between."""
    return [
        [
            ["\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p")) for cell in row]
            for row in ([cell for cell in line if cell.tag == f"{W}tc"] for line in table.findall(f"{W}tr"))
        ]
        for table in root(data).iter(f"{W}tbl")
    ]


def comments(data: bytes) -> list[tuple[str, str]]:
    """(the text that it is on, the comment), in the order of the comments."""
    if "word/comments.xml" not in parts(data):
        return []
    texts = {
        one.attrib[f"{W}id"]: "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in one.iter(f"{W}p"))
        for one in root(data, "word/comments.xml").iter(f"{W}comment")
    }
    about = dict.fromkeys(texts, "")
    open_now: list[str] = []
    for element in root(data).iter():
        if element.tag == f"{W}commentRangeStart":
            open_now.append(element.attrib[f"{W}id"])
        elif element.tag == f"{W}commentRangeEnd":
            open_now.remove(element.attrib[f"{W}id"])
        elif element.tag == f"{W}t":
            for number in open_now:
                about[number] += element.text or ""
    return [(about[number], texts[number]) for number in texts]
