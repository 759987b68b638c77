"""The parts of a document around its text: styles, the header with the page's number, what Word wants beside them."""

from __future__ import annotations

from functools import lru_cache

from cchc_xl.write.xlsx.archive import PackedMember, assemble, packed

HEADER = "rId3"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")  # Word takes each kind of letter from its own entry
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def document(body: str, font: str, size: int, number_size: int) -> bytes:
    """A package with this body. ``font``, ``size``: of its text; ``number_size``: of the page's number."""
    text = _packed("word/document.xml", _element("document", f"<w:body>{body}</w:body>"))
    return assemble((*_around(font, size, number_size), text))


@lru_cache(maxsize=4)
def _around(font: str, size: int, number_size: int) -> tuple[PackedMember, ...]:
    """All parts but the text: the same for a thousand letters."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/header", "header1.xml"),
        ),
        "word/styles.xml": _styles(font, size),
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(number_size),
    }
    return tuple(_packed(name, text) for name, text in parts.items())


def _packed(name: str, text: str) -> PackedMember:
    return packed(name.encode(), (_DECLARED + text).encode())


def _types() -> str:
    kinds = {
        "word/document.xml": f"{_WORD}.document.main+xml",
        "word/styles.xml": f"{_WORD}.styles+xml",
        "word/settings.xml": f"{_WORD}.settings+xml",
        "word/header1.xml": f"{_WORD}.header+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


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
