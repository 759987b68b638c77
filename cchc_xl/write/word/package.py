"""The parts of a document around its text: styles, the header with the page's number, what Word wants beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from cchc_xl.records import NamedTuple
from cchc_xl.write.word.runs import escaped, run
from cchc_xl.write.xlsx.archive import PackedMember, assemble, packed

HEADER = "rId3"
CUSTOM = "docProps/custom.xml"
AUTHOR = "cchc-xl"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")  # Word takes each kind of letter from its own entry
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Extras(NamedTuple):
    """What a document has beside its text. ``comments``: their texts, by the numbers that ``Remarks`` gave;
    ``charts``: of each its part and the workbook with its figures; ``properties``: of the document, by name.
    """

    comments: Sequence[str] = ()
    charts: Sequence[tuple[str, bytes]] = ()
    properties: Mapping[str, str] = MappingProxyType({})


NO_EXTRAS = Extras()


def document(body: str, font: str, size: int, number_size: int, extras: Extras = NO_EXTRAS) -> bytes:
    """A package with this body. ``font``, ``size``: of its text; ``number_size``: of the page's number."""
    text = _packed("word/document.xml", _element("document", f"<w:body>{body}</w:body>"))
    around = _around(font, size, number_size, extras) if any(extras) else _usual(font, size, number_size)
    return assemble((*around, text))


@lru_cache(maxsize=4)
def _usual(font: str, size: int, number_size: int) -> tuple[PackedMember, ...]:
    """All parts but the text of a document with nothing else: the same for a thousand letters."""
    return tuple(_around(font, size, number_size, NO_EXTRAS))


def _around(font: str, size: int, number_size: int, extras: Extras) -> Iterator[PackedMember]:
    """All parts but the text."""
    charts = {f"word/charts/chart{n}.xml": xml for n, (xml, _) in enumerate(extras.charts, 1)}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(charts, extras),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            *([(f"{_OFFICE}/relationships/custom-properties", CUSTOM)] if extras.properties else ()),
        ),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/header", "header1.xml"),
            *((f"{_OFFICE}/relationships/chart", name.removeprefix("word/")) for name in charts),
            *([(f"{_OFFICE}/relationships/comments", "comments.xml")] if extras.comments else ()),
        ),
        "word/styles.xml": _styles(font, size),
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(number_size),
        **charts,
    }
    for n, (_, workbook) in enumerate(extras.charts, 1):
        target = (f"{_OFFICE}/relationships/package", f"../embeddings/chart{n}.xlsx")
        parts[f"word/charts/_rels/chart{n}.xml.rels"] = _relationships(target)
        parts[f"word/embeddings/chart{n}.xlsx"] = workbook
    if extras.comments:
        parts["word/comments.xml"] = _element("comments", comments_xml(extras.comments))
    if extras.properties:
        parts[CUSTOM] = _custom(extras.properties)
    for name, content in parts.items():
        yield _packed(name, content)


def _packed(name: str, content: str | bytes) -> PackedMember:
    return packed(name.encode(), content if isinstance(content, bytes) else (_DECLARED + content).encode())


def chart_relation(number: int) -> str:
    """The id of the relation to a chart, the first of which is 1."""
    return f"rId{int(HEADER.removeprefix('rId')) + number}"


def comments_xml(texts: Sequence[str], first: int = 0, author: str = AUTHOR) -> str:
    """The comments of a document, numbered from ``first`` on. A line break in a text begins a paragraph."""
    return "".join(_comment(number, text, author) for number, text in enumerate(texts, first))


def _comment(number: int, text: str, author: str) -> str:
    lines = "".join(f"<w:p>{run(line, 10)}</w:p>" for line in text.split("\n"))
    return f'<w:comment w:id="{number}" w:author="{author}" w:initials="CCHC">{lines}</w:comment>'


def _types(charts: Iterable[str], extras: Extras) -> str:
    kinds = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "word/header1.xml": f"{_WORD}.header+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **dict.fromkeys(charts, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
    }
    if extras.comments:
        kinds["word/comments.xml"] = f"{_WORD}.comments+xml"
    if extras.properties:
        kinds[CUSTOM] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    workbooks = f'<Default Extension="xlsx" ContentType="{sheet}"/>' if extras.charts else ""
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{workbooks}{overrides}</Types>'
    )


def _custom(properties: Mapping[str, str]) -> str:
    """Properties that programs keep when they save the document."""
    kind = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
    each = (
        f'<property fmtid="{kind}" pid="{place}" name="{name}"><vt:lpwstr>{escaped(value)}</vt:lpwstr></property>'
        for place, (name, value) in enumerate(properties.items(), 2)
    )
    types = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"<Properties {types}>{''.join(each)}</Properties>"


def _relationships(*targets: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'


def _core() -> str:
    day = '<dcterms:{name} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{name}>'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:creator>cchc-xl</dc:creator><cp:lastModifiedBy>cchc-xl</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"{day.format(name='created')}{day.format(name='modified')}<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


def _element(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships">{content}</w:{name}>'


def _styles(font: str, size: int) -> str:
    fonts = "".join(f' w:{script}="{font}"' for script in _SCRIPTS)
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in zip(_SIDES, (0, 108, 0, 108), strict=False)
    )
    return _element(
        "styles",
        "<w:docDefaults><w:rPrDefault/><w:pPrDefault><w:pPr>"
        '<w:spacing w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:rPr><w:rFonts{fonts}/><w:sz w:val="{2 * size}"/>'
        f'<w:szCs w:val="{2 * size}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>",
    )


def _settings() -> str:
    # Without it Word takes the document for one of Word 2007 and says so in its title.
    mode = "http://schemas.microsoft.com/office/word"
    return _element(
        "settings",
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{mode}" w:val="15"/></w:compat>',
    )


def _header(size: int) -> str:
    look = f'<w:rPr><w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/></w:rPr>'
    pieces = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",  # what stands there until Word counts: it is on no first page
        '<w:fldChar w:fldCharType="end"/>',
    )
    runs = "".join(f"<w:r>{look}{piece}</w:r>" for piece in pieces)
    return _element("hdr", f'<w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="center"/></w:pPr>{runs}</w:p>')
