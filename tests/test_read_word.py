"""Word documents are read as a page shows them: every trap of ``word_documents``, and what bounds a hostile one."""

from __future__ import annotations

import doctest
import pathlib
from functools import cache

import judges
import pytest
import word_documents as word
from word_documents import VALUES, Variant, appendix, p, r, report, row, tc, tr

from cchc_xl.consolidation.account.choose import candidate
from cchc_xl.consolidation.account.entry import figures
from cchc_xl.form.load import load
from cchc_xl.grid.document import docx_styles
from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.model import Grid, Refusal, Report
from cchc_xl.validate import settings, validate_read
from cchc_xl.words.say import say

VARIANTS = word.variants()


def grid(data: bytes, name: str = "bao-cao.docx") -> Grid:
    found = read_bytes(data, name)
    assert isinstance(found, Grid), found.findings
    return found


def validated(data: bytes, name: str = "bao-cao.docx") -> Report:
    return validate_read(read_bytes(data, name), against())


@cache
def against():
    return settings()


def codes(found: Report) -> set[str]:
    return {finding.code for finding in found.findings}


def numbers(found: Report) -> dict[str, int | float | None]:
    assert found.submission is not None, found.findings
    return {reading.field: reading.number for reading in found.submission.readings}


def added(found: Report) -> dict[str, int]:
    """What a merge would add up."""
    submission = found.submission
    assert submission is not None
    form = load(submission.form, submission.version)
    one = candidate(form, found, submission, found.findings, True, {})
    block = one.block.code if one.block else ""
    return {
        entry.field: entry.used
        for entry in figures(form, submission, one.findings, {}, block)
        if entry.used is not None
    }


def body(content: str, number: int = 0):
    return grid(word.package(content)).sheets[number].body


def first(content: str):
    """The first cell of a table's second row."""
    table = word.tbl([word.HEAD, tr([tc(content), *word.cells("bcde")]), *([word.HEAD] * 6)])
    return body(table, 1).cells.get((2, 1))


def test_examples():
    assert doctest.testmod(docx_styles).failed == 0


# --- the traps -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, one in VARIANTS.items() if one.table])
def test_variant__says_what_the_page_shows(name: str):
    variant, found = VARIANTS[name], validated(VARIANTS[name].data)
    assert {field: number for field, number in numbers(found).items() if field in word.FIELDS} == {
        **word.NUMBERS,
        **variant.differs,
    }
    assert found.submission.unit_text == word.UNIT
    assert found.submission.period_key == "2020-H1"
    assert codes(found) >= variant.codes | {"F28"}
    assert not codes(found) & {"V03", "V04", "S02", "S15", "S16", "S18"}


@pytest.mark.parametrize("name", [name for name, one in VARIANTS.items() if one.table])
def test_variant__adds_no_figure_that_nobody_wrote(name: str):
    wanted = {**word.NUMBERS, **VARIANTS[name].differs}
    used = added(validated(VARIANTS[name].data))
    assert {field: number for field, number in used.items() if number != wanted.get(field)} == {}


@pytest.mark.parametrize("name", [name for name, one in VARIANTS.items() if not one.table])
def test_variant__without_a_table_adds_nothing(name: str):
    found = validated(VARIANTS[name].data)
    assert codes(found) >= {"F29"} | VARIANTS[name].codes
    assert added(found) == {}
    assert found.submission.reading("04").number == 18  # the text proposes it


def test_variants__are_as_many_as_were_tried():
    assert len(VARIANTS) == 39


# --- where -----------------------------------------------------------------------------------------------------------


def test_place__is_said_in_rows_and_columns():
    found = validated(VARIANTS["struck_then_new"].data)
    (struck,) = [one for one in found.findings if one.code == "V32"]
    form = load("tuyen-truyen-cchc", 1)
    assert "Bảng 1, dòng 2, cột 4" in say(struck, form).text
    assert "row 2, column 4" in say(struck, form, "en").text
    assert "D2" not in say(struck, form).text


def test_place__of_a_merged_range_has_no_letters():
    found = validated(VARIANTS["value_merged_over_rows"].data)
    said = [say(one, None).text for one in found.findings if one.code == "S09"]
    assert said
    assert all("từ dòng 6 đến dòng 7, cột 4" in text for text in said)


def test_place__counts_the_tables_that_the_page_shows():
    small = word.tbl([word.tr(word.cells(["a", "b", "c", "d"])) for _ in range(7)], 4)
    found = validated(word.package(report(small + p(r("Bảng số liệu")) + appendix({0: p(r("10", "<w:strike/>"))}))))
    assert {one.ref.sheet for one in found.findings if one.field == "01"} == {"Bảng 2"}


# --- siblings of the traps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (p(r("12", '<w:vanish w:val="0"/>')), 12),
        (p(r("1"), "<w:bookmarkStart w:id='1' w:name='a'/>", r("8")), 18),
        (p(f"<w:hyperlink r:id='x'>{r('18')}</w:hyperlink>"), 18),
        (p(f"<w:customXml w:element='a'>{r('18')}</w:customXml>"), 18),
        (p(word.field(" MERGEFIELD so ", "18")), 18),
        (p(word.field(f"IF {word.field('X', '9')} = 9", "18")), 18),
        (p("<w:fldSimple w:instr=' =SUM(ABOVE) '>" + r("18") + "</w:fldSimple>"), 18),
        (p(f"<w:moveFrom w:id='1' w:author='a'>{r('9')}</w:moveFrom><w:moveTo w:id='2' w:author='a'>{r('18')}</w:moveTo>"), 18),
        (p("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>"), "1-2"),
        (p("<w:r><w:rPr><w:rPrChange w:id='1' w:author='a'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>7</w:t></w:r>"), 7),
        (p("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"), "1/2"),
        (p("<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>7</w:t></w:r></w:rubyBase></w:ruby></w:r>"), 7),
        (p(r("7"), properties="<w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs>"), 7),
        (p(r("7"), properties="<w:rPr><w:vanish/></w:rPr>"), 7),  # only the mark of the paragraph is hidden
        (p(r("7")) + p(), 7),
        (p(r("m"), r("2", word._RAISED)), "m2"),
        (p(r("CCHC"), r("1", word._RAISED)), "CCHC"),
    ],
)  # fmt: skip
def test_cell__is_what_the_page_shows(content: str, value: object):
    cell = first(content)
    assert cell is not None
    assert cell.value == value


@pytest.mark.parametrize(
    "content",
    [
        p(r("12", "<w:vanish/>")),
        p(word.control(r("12"), "<w:showingPlcHdr/>")),
        p(word.deleted(r("12", tag="delText"))),
        p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", r("12"), "<w:r><w:fldChar w:fldCharType='end'/></w:r>"),
        p(),
    ],
)
def test_cell__that_shows_nothing_is_blank(content: str):
    assert first(content) is None


def test_cell__with_a_picture_is_one():
    assert first(word._PICTURE).kind == "picture"


def test_style__hides_raises_and_strikes():
    styles = (
        '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Mu"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Con"><w:basedOn w:val="Mu"/></w:style>'
    )
    content = p(r("9", '<w:rStyle w:val="An"/>'), r("12"), r("1", '<w:rStyle w:val="Con"/>'))
    found = validated(word.package(report(appendix({0: content})), styles=styles))
    assert numbers(found)["01"] == 12
    assert codes(found) >= {"V40", "V52"}
    assert "01" not in added(found)


def test_row__that_is_hidden_is_told():
    assert "S10" in codes(validated(word.package(report(appendix({3: row(3, properties="<w:hidden/>")})))))


def test_embedded__of_charts_and_links_is_left_alone():
    chart = word.Linked("rIdC", "package", "embeddings/chart.xlsx", word.workbook())
    assert added(validated(word.package(report(p(r("Biểu đồ"))), chart))) == {}
    linked = validated(
        word.package(report(word.ole("rIdL", "Link")), word.Linked("rIdL", "oleObject", "file:///x.xlsx"))
    )
    assert added(linked) == {}
    assert any("x.xlsx" in str(one.params.get("found")) for one in linked.findings if one.code == "F17")


def test_embedded__that_cannot_be_read_is_named():
    broken = word.Linked("rIdX", "package", "embeddings/book1.xlsx", b"PK\3\4 nothing")
    assert "F30" in codes(validated(word.package(report(word.ole("rIdX")), broken)))


def test_field__that_reaches_outside_is_named_and_not_followed():
    found = validated(word.package(report(p(word.field(' INCLUDETEXT "C:\\\\x.doc" ', "9")) + appendix())))
    assert any("INCLUDETEXT" in str(one.params.get("found")) for one in found.findings if one.code == "F17")


# --- bounds ----------------------------------------------------------------------------------------------------------


def refused(content: str) -> str:
    found = read_bytes(
        word.package(content), "x.docx", limits=LIMITS._replace(cells=3_000, far_cells=40_000, ratio=10_000)
    )
    assert isinstance(found, Refusal)
    return found.findings[-1].params["reason"]


def test_bounds__of_paragraphs_elements_and_depth():
    assert refused(p(r("a")) * 3_001) == "too-many-cells"
    assert refused("<w:bookmarkEnd/>" * 40_001) == "too-many-cells"
    deep = ""
    for _ in range(25):
        deep = word.tbl([tr([tc(deep + p())])], 1)
    assert refused(deep) == "too-deep"
    boxes = p(r("a"))
    for _ in range(15):
        boxes = p(word.text_box(boxes))
    assert refused(boxes) == "too-deep"


@pytest.mark.parametrize(
    "content",
    [
        tr([tc(p(r("a")))]),
        tc(p(r("a"))),
        "<w:tbl></w:tbl>",
        "<w:tbl><w:tr/></w:tbl>",
        "<w:del/><w:ins/><w:sdt/>",
        p("<w:r><w:fldChar w:fldCharType='end'/></w:r>"),
        word.tbl([tr([tc(p(r("a")), '<w:gridSpan w:val="999999"/>'), tc(p(r("b")))])] * 7),
        word.tbl([tr([tc(p(r("a")), '<w:gridSpan w:val="-1"/><w:vMerge/>')], '<w:gridBefore w:val="x"/>')] * 7),
        "<mc:AlternateContent><mc:Fallback>" + p(r("a")) + "</mc:Fallback></mc:AlternateContent>",
        "<w:footnote w:id='1'>" + p(r("a")) + "</w:footnote>",
    ],
)
def test_odd_content__is_read_without_a_word(content: str):
    grid(word.package(content + lines_after()))


def lines_after() -> str:
    return p(r("sau"))


def test_document__without_its_text_is_named():
    data = word.package("").replace(b"word/document.xml", b"word/documenx.xml")
    found = read_bytes(data, "x.docx")
    assert isinstance(found, Refusal)


def test_variants__are_documents_of_one_kind():
    assert all(isinstance(one, Variant) for one in VARIANTS.values())
    assert len(VALUES) == 9


# --- OpenDocument ----------------------------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{ODF}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
ODT_STYLES = """<office:automatic-styles>
<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="U2" style:family="text" style:parent-style-name="U"/>
</office:automatic-styles>"""


def open_document(*rows: str, text: str = "") -> bytes:
    """A flat .fodt with the commune's letterhead, and a table of these rows."""
    above = "".join(
        f"<text:p>{line}</text:p>"
        for line in (word.UNIT, "BÁO CÁO", "Công tác tuyên truyền cải cách hành chính 6 tháng đầu năm 2020", "PHỤ LỤC")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:mimetype="application/'
        f'vnd.oasis.opendocument.text">{ODT_STYLES}<office:body><office:text>{text}{above}<table:table>{"".join(rows)}'
        "</table:table></office:text></office:body></office:document>"
    ).encode()


def odt_cells(*contents: str) -> str:
    return "".join(
        one if one.startswith("<table:") else f"<table:table-cell><text:p>{one}</text:p></table:table-cell>"
        for one in contents
    )


def odt_form(changed: dict[int, str] | None = None, text: str = "") -> bytes:
    """The form's table; ``changed``: index of a row -> the content of its quantity's cell."""
    rows = [odt_cells(*word.TITLES)]
    for index, (label, value) in enumerate(zip(word.LABELS, VALUES, strict=True)):
        rows.append(odt_cells(*label, (changed or {}).get(index, value), ""))
    return open_document(*(f"<table:table-row>{one}</table:table-row>" for one in rows), text=text)


DELETED_12 = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>12</text:p></text:deletion>'
    '</text:changed-region><text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
    "</text:tracked-changes>"
)
OPEN_DOCUMENT = {
    "plain": (odt_form(), {}, set()),
    "struck": (odt_form({0: '<text:span text:style-name="S">10</text:span> 12'}), {"01": None}, {"V32"}),
    "hidden": (odt_form({0: '<text:span text:style-name="H">9</text:span>12'}), {}, {"V52"}),
    "raised": (odt_form({0: '12<text:span text:style-name="U2">1</text:span>'}), {}, {"V40"}),
    "tracked": (
        odt_form(
            {0: '<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>15<text:change-end'
             ' text:change-id="c2"/>'}, DELETED_12
        ),
        {"01": 15}, {"V50", "F30"},
    ),
    "footnote": (
        odt_form({0: '12<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                  "<text:note-body><text:p>Trong đó 02 kế hoạch.</text:p></text:note-body></text:note>"}),
        {}, {"V35"},
    ),
    "placeholder": (odt_form({0: "<text:placeholder>9</text:placeholder>"}), {"01": None}, {"V25"}),
    "merged over rows": (
        odt_form({4: '<table:table-cell table:number-rows-spanned="2"><text:p>6</text:p></table:table-cell>',
                  5: "<table:covered-table-cell/>"}),
        {"05": None, "05.1": None}, {"S09"},
    ),
    "merged over columns": (
        open_document(
            *(f"<table:table-row>{one}</table:table-row>" for one in (
                odt_cells(*word.TITLES),
                *(odt_cells(*label, f'<table:table-cell table:number-columns-spanned="2"><text:p>{value}</text:p>'
                            "</table:table-cell>", "<table:covered-table-cell/>")
                  for label, value in zip(word.LABELS, VALUES, strict=True)),
            ))
        ),
        {}, set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN_DOCUMENT)
def test_open_document__says_what_the_page_shows(name: str):
    data, differs, wanted = OPEN_DOCUMENT[name]
    found = validated(data, "bao-cao.fodt")
    assert {field: number for field, number in numbers(found).items() if field in word.FIELDS} == {
        **word.NUMBERS,
        **differs,
    }
    assert found.submission.unit_text == word.UNIT
    assert codes(found) >= wanted | {"F28"}
    assert not codes(found) & {"S16", "S02", "V04"}


def test_open_document__that_is_no_text_is_named():
    data = odt_form().replace(b"office:text>", b"office:presentation>")
    found = read_bytes(data, "x.odt")
    assert isinstance(found, Refusal)
    assert found.findings[-1].code == "F03"


def test_open_document__bounds():
    deep = ""
    for _ in range(25):
        deep = (
            f"<table:table><table:table-row><table:table-cell>{deep}</table:table-cell></table:table-row></table:table>"
        )
    for text, reason in ((deep, "too-deep"), ("<text:p>a</text:p>" * 3_001, "too-many-cells")):
        found = read_bytes(open_document(text=text), "x.fodt", limits=LIMITS._replace(cells=3_000))
        assert isinstance(found, Refusal)
        assert found.findings[-1].params["reason"] == reason
    wide = '<table:table-row><table:table-cell table:number-columns-repeated="999999"/></table:table-row>'
    grid(open_document(wide * 5), "x.fodt")


# --- Rich Text Format ------------------------------------------------------------------------------------------------

ROW = r"\trowd\cellx700\cellx4000\cellx5500\cellx7000\cellx8500 "


def rtf_text(text: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)


def rtf_row(cells: list[str], shape: str = ROW) -> str:
    return shape + "".join(rf"\pard\intbl {one}\cell" for one in cells) + r"\row"


def rtf_form(changed: dict[int, str] | None = None, shapes: dict[int, str] | None = None) -> bytes:
    """The form's table as tokens; ``changed``: index of a row -> the tokens of its quantity."""
    rows = [rtf_row([rtf_text(title) for title in word.TITLES])]
    for index, (label, value) in enumerate(zip(word.LABELS, VALUES, strict=True)):
        quantity = (changed or {}).get(index, rtf_text(value))
        rows.append(rtf_row([*map(rtf_text, label), quantity, ""], (shapes or {}).get(index, ROW)))
    above = (word.UNIT, "BÁO CÁO", "Công tác tuyên truyền cải cách hành chính 6 tháng đầu năm 2020", "PHỤ LỤC")
    text = "".join(rf"\pard {rtf_text(line)}\par " for line in above)
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}{\f1 .VnTime;}}{\colortbl;\red255\green255\blue255;}"
    return f"{head}{text}{''.join(rows)}\\pard \\par}}".encode("ascii")


RTF = {
    "plain": (rtf_form(), {}, set()),
    "struck": (rtf_form({0: r"{\strike 10} 12"}), {"01": None}, {"V32"}),
    "hidden": (rtf_form({0: r"{\v 9}12"}), {}, {"V52"}),
    "white": (rtf_form({0: r"{\cf1 9} 12"}), {"01": None}, {"V32"}),
    "raised": (rtf_form({0: r"12{\super 1}"}), {}, {"V40"}),
    "tracked": (rtf_form({0: r"{\deleted 12}{\revised 15}"}), {"01": 15}, {"V50", "F30"}),
    "footnote": (rtf_form({0: r"12{\super\chftn}{\footnote\pard Trong do 02.}"}), {}, {"V35"}),
    "comment": (rtf_form({0: r"12{\*\atnid A}{\*\annotation\pard xem}"}), {}, {"V35"}),
    "field": (rtf_form({0: r"{\field{\*\fldinst  =7+5}{\fldrslt 12}}"}), {}, set()),
    "skipped": (rtf_form({0: r"{\*\unknown 99}{\pict 0102}{\bkmkstart a}12"}), {}, set()),
    "merged over rows": (
        rtf_form({4: "6", 5: ""}, {4: ROW.replace(r"\cellx7000", r"\clvmgf\cellx7000"),
                                   5: ROW.replace(r"\cellx7000", r"\clvmrg\cellx7000")}),
        {"05": None, "05.1": None}, {"S09"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RTF)
def test_rtf__says_what_the_page_shows(name: str):
    data, differs, wanted = RTF[name]
    found = validated(data, "bao-cao.rtf")
    assert {field: number for field, number in numbers(found).items() if field in word.FIELDS} == {
        **word.NUMBERS,
        **differs,
    }
    assert found.submission.unit_text == word.UNIT
    assert codes(found) >= wanted | {"F28"}
    assert not codes(found) & {"S16", "S02", "V04", "F06"}


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 }}}}" + b"{" * 100,
        b"{\\rtf1 \\cell\\row\\nestcell\\nestrow a}",
        b"{\\rtf1 \\itap99999\\intbl a\\cell b\\row}",
        b"{\\rtf1 \\bin99999999 a}",
        b"{\\rtf1 \\u-99999 a \\u55357? b}",
        b"{\\rtf1 {\\footnote a{\\footnote b}} c}",
        b"{\\rtf1 {\\fonttbl{\\f0\\fcharset163 A;}}\\f0 \\'e2 a}",
    ],
)
def test_rtf__odd_content_is_read_or_refused_without_a_crash(data: bytes):
    found = read_bytes(data, "x.rtf")
    assert isinstance(found, Grid) or found.findings[-1].params["reason"] != "crash"


def test_rtf__bounds():
    for data, reason in ((b"{\\rtf1 " + b"{" * 600, "too-deep"), (b"{\\rtf1 " + b"a\\par " * 3_001, "too-many-cells")):
        found = read_bytes(data, "x.rtf", limits=LIMITS._replace(cells=3_000))
        assert isinstance(found, Refusal)
        assert found.findings[-1].params["reason"] == reason


# --- saved again by another program ----------------------------------------------------------------------------------

# What LibreOffice itself loses when it opens or saves these: the equation, the Excel object, and in .doc and .rtf that
# a placeholder is one (its words are then asked about, never read).
LOST = {"math_number": {"01": None}, "sdt_placeholder": {"01": None}}
NOT_THERE = {"embedded_xlsx"}


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "doc"])
def test_variants__saved_by_libreoffice_say_the_same(kind: str, office: judges.Office, tmp_path: pathlib.Path):
    (tmp_path / kind).mkdir()
    wrong = {}
    for name, variant in VARIANTS.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(variant.data)
        saved = office.convert(path, kind, tmp_path / kind)
        found = validated(saved.read_bytes(), saved.name)
        if not variant.table or name in NOT_THERE:
            assert added(found) == {}, name
            continue
        wanted = {**word.NUMBERS, **variant.differs, **LOST.get(name, {})}
        got = {field: number for field, number in numbers(found).items() if field in word.FIELDS}
        if got != wanted or {field: n for field, n in added(found).items() if n != wanted.get(field)}:
            wrong[name] = got
        assert found.submission.unit_text == word.UNIT, name
    assert wrong == {}
