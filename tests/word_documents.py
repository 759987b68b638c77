"""A commune's report as Word documents, each with one thing that libraries read wrongly: ``VARIANTS``.

The elements are written here one by one (ISO/IEC 29500-1, 17): what Word writes and libraries do not is the point. All
say the same: 01 to 07 are 12, 0, 0, 18, 6, 600, 2, 3, but for what ``Variant`` says of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import openpyxl

from cchc_xl.table.legacy import pairs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": W, "r": RELATIONS, "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main", "v": "urn:schemas-microsoft-com:vml",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture", "o": "urn:schemas-microsoft-com:office:office",
}  # fmt: skip
LABELS = (
    ("01", "Số lượng văn bản chỉ đạo, điều hành về công tác tuyên truyền CCHC", "Văn bản"),
    ("02", "Tổ chức cuộc thi tìm hiểu về CCHC", "Cuộc thi"),
    ("03", "Số lượng tin, bài tuyên truyền về CCHC trên các cơ quan báo chí", "Tin, bài"),
    ("04", "Số lượng tin, bài tuyên truyền về CCHC trên sóng truyền thanh cấp xã", "Tin, bài"),
    ("05", "Số Hội nghị tập huấn tuyên truyền về công tác CCHC", "Hội nghị"),
    ("", "Số người tham dự các lớp tập huấn về công tác CCHC", "Người"),
    ("06", "Xây dựng chuyên mục CCHC trên Cổng/Trang thông tin điện tử", "Chuyên mục"),
    ("07", "Số lượng tài liệu tuyên truyền về CCHC (tờ rơi, tài liệu)", "Tài liệu"),
    ("08", "Các hình thức tuyên truyền khác", "Cuộc"),
)
VALUES = ("12", "0", "0", "18", "6(lồng ghép)", "600 (Lượt người)", "02", "03", "Hội nghị; mạng xã hội…")
FIELDS = ("01", "02", "03", "04", "05", "05.1", "06", "07")
NUMBERS = dict(zip(FIELDS, (12, 0, 0, 18, 6, 600, 2, 3), strict=True))
TITLES = ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú")
UNIT = "XÃ AN HÒA THỊNH"
NARRATIVE = (
    "BÁO CÁO", "Công tác tuyên truyền cải cách hành chính 6 tháng đầu năm 2020",
    "I. Kết quả thực hiện công tác tuyên truyền CCHC", "1. Hình thức và nội dung tuyên truyền",
    "Ngay từ đầu năm UBND xã đã ban hành Kế hoạch tuyên truyền CCHC.", "2. Số lượng tin, bài đã thực hiện:",
    "Trong 6 tháng đầu năm, xã đã có 18 bài phát trên hệ thống loa truyền thanh của xã.",
    "II. Những thuận lợi, khó khăn", "Nguồn kinh phí còn hạn chế.", "III. Phương hướng, nhiệm vụ 6 tháng cuối năm",
    "Tiếp tục tuyên truyền.", "Trên đây là báo cáo của Ủy ban nhân dân xã An Hòa Thịnh./.",
)  # fmt: skip
TRACKED = 'w:id="{n}" w:author="a" w:date="2020-06-01T00:00:00Z"'


# --- elements ------------------------------------------------------------------------------------------------------


def r(text: str, look: str = "", tag: str = "t") -> str:
    """A run; ``look``: its properties. A line break in the text is one in the document, a tab a tab."""
    inner = "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(part, f'<w:{tag} xml:space="preserve">{escape(part)}</w:{tag}>')
        for part in _parts(text)
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"


def _parts(text: str) -> list[str]:
    parts = [""]
    for sign in text:
        if sign in "\n\t":
            parts += [sign, ""]
        else:
            parts[-1] += sign
    return [part for part in parts if part]


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def lines(*texts: str) -> str:
    return "".join(p(r(text)) for text in texts)


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or p()}</w:tc>"


def tr(cells: Sequence[str], properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def tbl(rows: Sequence[str], columns: int = 5) -> str:
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>'
        + '<w:gridCol w:w="1800"/>' * columns
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def cells(texts: Sequence[str]) -> list[str]:
    return [tc(p(r(text)) if text else "") for text in texts]


HEAD = tr(cells(TITLES))
BREAK = p('<w:r><w:br w:type="page"/></w:r>')
SECTION = p(properties='<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>')
MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def row(index: int, value: str = "", *, tt: str | None = None, note: str = "", properties: str = "") -> str:
    """A row of the form; ``value``: the content of its quantity's cell where that is no plain text."""
    number, label, unit = LABELS[index]
    first, *others = cells([number if tt is None else tt, label, unit])
    quantity = value if value.startswith(("<w:tc", "<w:sdt")) else tc(value or p(r(VALUES[index])))
    return tr([first, *others, quantity, tc(p(r(note)) if note else "")], properties)


def appendix(changed: Mapping[int, str] | None = None, only: Sequence[int] = range(9), head: str = HEAD) -> str:
    """The form's table. ``changed``: index of a row -> the row, or the content of its quantity's cell."""
    made = {index: text if text.startswith("<w:tr") else row(index, text) for index, text in (changed or {}).items()}
    return tbl([*([head] if head else []), *(made.get(index) or row(index) for index in only)])


def letterhead() -> str:
    left = lines("ỦY BAN NHÂN DÂN", UNIT, "Số: 45/BC-UBND")
    right = lines(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Hòa Thịnh, ngày 15 tháng 6 năm 2020"
    )
    return tbl([tr([tc(left), tc(right)])], 2)


def report(table: str = "", letter: str | None = None, text: Sequence[str] = NARRATIVE) -> str:
    """The body of the report: letterhead, text, and what stands for the appendix."""
    after = BREAK + lines("PHỤ LỤC", "BÁO CÁO TUYÊN TRUYỀN CCHC") + table if table else ""
    return (letterhead() if letter is None else letter) + lines(*text) + after


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def text_box(content: str) -> str:
    """As Word writes it: once for new programs and once for old ones."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="4500000"'
        ' cy="4500000"/><wp:docPr id="5" name="t"/><a:graphic><a:graphicData uri="' + NAMESPACES["wps"] + '">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4500000" cy="4500000"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, result: str) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return sign("begin") + r(code, tag="instrText") + sign("separate") + r(result) + sign("end")


def inserted(run: str, number: int = 902) -> str:
    return f"<w:ins {TRACKED.format(n=number)}>{run}</w:ins>"


def deleted(run: str, number: int = 901) -> str:
    return f"<w:del {TRACKED.format(n=number)}>{run}</w:del>"


# --- packages ------------------------------------------------------------------------------------------------------

_TYPES = {
    "document": "document.main", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
    "comments": "comments",
}  # fmt: skip


def document(body: str, namespaces: Mapping[str, str] = NAMESPACES) -> bytes:
    """The main part around a body."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {declared}><w:body>{body}</w:body></w:document>'.encode()


def part(tag: str, content: str) -> bytes:
    return f'<w:{tag} xmlns:w="{W}">{content}</w:{tag}>'.encode()


class Linked(NamedTuple):
    """A part that the document names: ``kind`` of the relation, name of the part or a target outside, content."""

    id: str
    kind: str
    name: str
    content: bytes | None = None


def package(body: str, *linked: Linked, styles: str = "", change: Callable[[bytes], bytes] = bytes) -> bytes:
    """A .docx; ``change``: what is to be done to every part."""
    if styles:
        linked = (*linked, Linked("rIdStyles", "styles", "styles.xml", part("styles", styles)))
    wordprocessing = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    overrides = "".join(
        f'<Override PartName="/word/{one.name}" ContentType="{wordprocessing}{_TYPES[one.kind]}+xml"/>'
        for one in (Linked("", "document", "document.xml"), *linked)
        if one.kind in _TYPES
    )
    others = "".join(
        f'<Default Extension="{kind}" ContentType="application/{kind}"/>' for kind in ("xlsx", "html", "bin")
    )
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    relations = f'{start}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts = {
        "[Content_Types].xml": (
            f'{start}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
            ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default'
            f' Extension="png" ContentType="image/png"/>{others}{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{relations}<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/_rels/document.xml.rels": relations
        + "".join(
            f'<Relationship Id="{one.id}" Type="{RELATIONS}/{one.kind}" Target="{escape(one.name)}"'
            + ("/>" if one.content is not None else ' TargetMode="External"/>')
            for one in linked
        )
        + "</Relationships>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, change(text.encode()))
        archive.writestr("word/document.xml", change(document(body)))
        for one in linked:
            if one.content is not None:
                archive.writestr(f"word/{one.name}", one.content)
    return out.getvalue()


# --- the variants --------------------------------------------------------------------------------------------------


class Variant(NamedTuple):
    """``differs``: field -> the number that is read, None where it is asked about; ``table``: is one found at all;
    ``codes`` that must be given."""

    data: bytes
    differs: Mapping[str, int | None] = {}
    table: bool = True
    codes: frozenset[str] = frozenset()


def _value(content: str, index: int = 0) -> bytes:
    return package(report(appendix({index: content})))


def _legacy(encoding: str, font: str) -> bytes:
    """Typed in a font of before Unicode, which is the document's default one."""
    codes = {letter: code for code, letter in pairs(encoding).items()}

    def typed(data: bytes) -> bytes:
        return "".join(codes.get(sign, sign) for sign in data.decode()).encode()

    style = (
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="{font}"'
        f' w:hAnsi="{font}"/></w:rPr></w:style>'
    )
    return package(report(appendix()), styles=style, change=typed)


def _numbered() -> bytes:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalZero"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    rows = {index: row(index, tt="").replace(tc(""), tc(p(properties=numbered)), 1) for index in range(9) if index != 5}
    return package(report(appendix(rows)), Linked("rIdN", "numbering", "numbering.xml", part("numbering", numbering)))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(TITLES))
    for label, value in zip(LABELS, VALUES, strict=True):
        sheet.append([*label, int(value) if value.isdigit() else value, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ole(relation: str, kind: str = "Embed") -> str:
    return p(
        '<w:r><w:object><v:shape id="s1" style="width:200pt;height:100pt"/><o:OLEObject'
        f' Type="{kind}" ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" ObjectID="_1" r:id="{relation}"/>'
        "</w:object></w:r>"
    )


def _embedded() -> bytes:
    return package(report(ole("rIdX")), Linked("rIdX", "package", "embeddings/book1.xlsx", workbook()))


def _footnoted() -> bytes:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{p(r("Trong đó 02 kế hoạch."))}</w:footnote>'
    return package(
        report(appendix({0: p(r("12"), mark)})),
        Linked("rIdF", "footnotes", "footnotes.xml", part("footnotes", notes)),
    )


def _commented() -> bytes:
    comment = f'<w:comment w:id="0" w:author="A" w:initials="A">{p(r("xem lại"))}</w:comment>'
    return package(
        report(appendix({0: p(r("12"), '<w:r><w:commentReference w:id="0"/></w:r>')})),
        Linked("rIdC", "comments", "comments.xml", part("comments", comment)),
    )


def _strict(data: bytes) -> bytes:
    own = W.encode(), RELATIONS.encode()
    return data.replace(own[0], b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
        own[1], b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


def _gone(index: int) -> str:
    texts = [*LABELS[index], VALUES[index], ""]
    gone = [tc(p(deleted(r(text, tag="delText"), 910 + at))) for at, text in enumerate(texts)]
    return tr(gone, f"<w:del {TRACKED.format(n=903)}/>")


def _merged_titles() -> str:
    above = [tc(p(r(text)), MERGED) for text in TITLES]
    above[3] = tc(p(r("Kết quả thực hiện")))
    below = [tc("", GOES_ON) for _ in TITLES]
    below[3] = tc(p(r("Số lượng")))
    return tr(above) + tr(below)


def _without(text: str, index: int = 0) -> str:
    """A row whose first cell is left out: its place is told by a number of columns."""
    return row(index).replace("<w:tr>", "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>", 1).replace(text, "", 1)


def _wide(index: int) -> str:
    number, label, unit = LABELS[index]
    return tr([*cells([number, label, unit]), tc(p(r(VALUES[index])), '<w:gridSpan w:val="2"/>')])


def _chunk() -> bytes:
    page = "<table>" + "".join(f"<tr><td>{label}</td></tr>" for _, label, _ in LABELS) + "</table>"
    return package(report('<w:altChunk r:id="rIdA"/>'), Linked("rIdA", "aFChunk", "chunk.html", page.encode()))


_PICTURE = p(
    '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="9" name="Anh"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip'
    ' r:embed="rIdP"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
_LAST_YEAR = dict(enumerate(p(r(text)) for text in ("9", "1", "0", "15", "4", "400", "01", "02", "3")))
_PLACEHOLDER = p(control(r("Nhấn vào đây để nhập số 01"), "<w:showingPlcHdr/>"))
_MATH = p("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>")
_TAGGED = p(f'<w:smartTag w:uri="x" w:element="y">{r("1")}</w:smartTag><w:proofErr w:type="spellStart"/>{r("8")}')
_RAISED = '<w:vertAlign w:val="superscript"/>'


def variants() -> dict[str, Variant]:
    """Name -> the document and what is to be read from it."""
    plain = package(report(appendix()))
    sub_row = row(5).replace(tc(""), tc("", GOES_ON), 1)
    return {
        "plain": Variant(plain),
        "header_two_rows": Variant(
            package(report(appendix(head=HEAD + tr(cells(("(1)", "(2)", "(3)", "(4)", "(5)"))))))
        ),
        "header_merged": Variant(package(report(appendix(head=_merged_titles())))),
        "tt_merged_over_subrow": Variant(
            package(report(appendix({4: row(4).replace(tc(p(r("05"))), tc(p(r("05")), MERGED), 1), 5: sub_row})))
        ),
        "value_merged_over_rows": Variant(
            package(report(appendix({4: tc(p(r(VALUES[4])), MERGED), 5: tc("", GOES_ON)}))),
            {"05": None, "05.1": None}, codes=frozenset(("S09",)),
        ),
        "value_merged_columns": Variant(package(report(appendix({index: _wide(index) for index in range(9)})))),
        "nested": Variant(package(report(tbl([tr([tc(lines("PHỤ LỤC") + appendix() + p())])], 1)))),
        "sdt_cell": Variant(
            package(report(appendix({index: control(tc(p(r(VALUES[index])))) for index in range(9)})))
        ),
        "sdt_run": Variant(package(report(appendix({index: p(control(r(VALUES[index]))) for index in range(9)})))),
        "sdt_row": Variant(package(report(tbl([HEAD, *(control(row(index)) for index in range(9))])))),
        "sdt_block": Variant(package(report(control(appendix())))),
        "sdt_placeholder": Variant(_value(_PLACEHOLDER), {"01": None}),
        "tracked": Variant(
            _value(p(deleted(r("12", tag="delText")), inserted(r("15")))), {"01": 15}, codes=frozenset(("V50", "F30"))
        ),
        "tracked_row_deleted": Variant(package(report(appendix({0: row(0) + _gone(0)}))), codes=frozenset(("F30",))),
        "auto_numbered": Variant(_numbered()),
        "textbox_table": Variant(package(report(p(text_box(appendix() + p()))))),
        "textbox_letterhead": Variant(
            package(report(appendix(), letter=p(text_box(lines("ỦY BAN NHÂN DÂN", UNIT)))))
        ),
        "superscript_mark": Variant(_value(p(r("12"), r("1", _RAISED))), codes=frozenset(("V40",))),
        "footnote_ref": Variant(_footnoted(), codes=frozenset(("V35",))),
        "hidden_text": Variant(_value(p(r("9", "<w:vanish/>"), r("12"))), codes=frozenset(("V52",))),
        "struck_then_new": Variant(
            _value(p(r("10", "<w:strike/>"), r(" 12"))), {"01": None}, codes=frozenset(("V32",))
        ),
        "split_with_head": Variant(package(report(appendix(only=range(4)) + BREAK + appendix(only=range(4, 9))))),
        "split_without_head": Variant(
            package(report(appendix(only=range(4)) + SECTION + appendix(only=range(4, 9), head="")))
        ),
        "landscape": Variant(package(report(SECTION + appendix()))),
        "formula_field": Variant(_value(p(field(" =7+5 ", "12")))),
        "math_number": Variant(_value(_MATH)),
        "smart_tag_runs_cut": Variant(_value(_TAGGED, 3)),
        "grid_before": Variant(package(report(appendix({5: _without(tc(""), 5)})))),
        "comment_on_value": Variant(_commented(), codes=frozenset(("V35",))),
        "tcvn3": Variant(_legacy("tcvn3", ".VnTime"), codes=frozenset(("T01",))),
        "vni": Variant(_legacy("vni", "VNI-Times"), codes=frozenset(("T02",))),
        "embedded_xlsx": Variant(_embedded()),
        "tabbed_lines": Variant(
            package(
                report(
                    lines(
                        "\t".join(TITLES),
                        *("\t".join((*label, value, "")) for label, value in zip(LABELS, VALUES, strict=True)),
                    )
                )
            )
        ),
        "strict": Variant(package(report(appendix()), change=_strict)),
        "two_years": Variant(
            package(report(appendix() + lines("Số liệu cùng kỳ năm trước") + appendix(_LAST_YEAR))),
            codes=frozenset(("S12",)),
        ),
        "no_table": Variant(package(report()), table=False),
        "picture_only": Variant(package(report(_PICTURE), Linked("rIdP", "image", "a.png", b"")), table=False),
        "alt_chunk": Variant(_chunk(), table=False, codes=frozenset(("F30",))),
        "value_in_two_paragraphs": Variant(
            _value(p(r("18")) + p(r("(Có danh sách kèm theo)")), 3), codes=frozenset(("V33",))
        ),
    }  # fmt: skip
