""".xls, .xlsb and .ods: the same cells, formats, comments and formulas as in the .xlsx they were made from."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import binary_workbook
import hostile
import judges
import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from test_read_hostile import read_all

from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.foreign import biff, opendocument_styles
from cchc_xl.grid.foreign.opendocument_formulas import spell
from cchc_xl.grid.foreign.sizes import LOWEST, THINNEST, is_less
from cchc_xl.grid.foreign.tokens import _FUNCTIONS as FUNCTIONS
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.model import Cell, Grid, Refusal, Run, SheetBody
from cchc_xl.quantity.number_format import shown_number
from cchc_xl.text import nfc

WORKBOOKS = Path(__file__).parent / "workbooks"
KINDS = ("xls", "ods", "xlsb")
RICH = {(5, 2), (6, 2), (7, 2)}


def grid(data: bytes, name: str = "x") -> Grid:
    found = read_bytes(data, name)
    assert isinstance(found, Grid), found.findings
    return found


def written(cells: SheetBody | Grid) -> dict[tuple[int, int], Cell]:
    """The cells of the first sheet that hold something."""
    body = cells.sheets[0].body if isinstance(cells, Grid) else cells
    return {at: cell for at, cell in body.cells.items() if cell.kind != "blank" or cell.formula is not None}


def saved(book: xlsxwriter.Workbook, out: io.BytesIO) -> bytes:
    book.close()
    return out.getvalue()


# --- one workbook in four formats ------------------------------------------------------------------------------------

FORMATS = (
    "General", "0", "0.00", "#,##0", "0%", "0.0%", '0" nghìn"', '0"0"', "0,", '0,,"tr"', '"-"0', '"~"0', '"> "0', ";;;", "0.00E+00", "dd/mm/yyyy",
    "hh:mm", '#,##0 "đ"', "[Red]0;[Blue]-0", '"Đã làm"', "@", "000", '0"/tháng"', "0.0#", '0 "%"', '0##"."##0', "0.000", "mmm yyyy",
)  # fmt: skip


@cache
def everything() -> bytes:
    """All that can change the meaning of a cell, in one workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, hidden = book.add_worksheet("Phụ lục"), book.add_worksheet("Ẩn")
    hidden.hide()
    hidden.write("A1", 7)
    for row, code in enumerate(FORMATS):
        sheet.write_number(row, 0, 1234 if row % 2 else 0.5, book.add_format({"num_format": code}))
    struck, small = book.add_format({"font_strikeout": True}), book.add_format({"font_script": 1})
    red = book.add_format({"font_color": "#FF0000"})
    sheet.write("B1", 12, struck)
    sheet.write("B2", 12, book.add_format({"font_color": "#FFFFFF"}))
    sheet.write("B3", 12, book.add_format({"font_color": "#FFFF00", "bg_color": "#FFFF00"}))
    sheet.write("B4", "Tæ cÊp", book.add_format({"font_name": ".VnTime"}))
    sheet.write_rich_string("B5", "12", small, "1")
    sheet.write_rich_string("B6", struck, "12", " 15")
    sheet.write_rich_string("B7", "6 ", red, "00")
    sheet.write_string("B8", "dòng một\ndòng hai")
    sheet.write_string("B9", "5\t7")
    sheet.write_string("B10", "  hai   khoảng  ")
    sheet.write_string("B11", "=1+1")
    sheet.write_boolean("B12", True)
    sheet.write_boolean("B13", False)
    sheet.write("B14", 12, book.add_format({"font_script": 2}))
    sheet.write_comment("B1", "lấy số đến 31/10\nsửa lại")
    sheet.write_formula("C1", "=SUM(A2:B3)+2*$B$1", None, 1282.5)
    sheet.write_formula("C2", '=IF(D9="","",D9)', None, "none")
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C4", '="a""b"&Ẩn!A1', None, 'a"b7')
    sheet.write_formula("C5", "=-(A1-1)*50%", None, 0.25)
    sheet.write_formula("C6", "=B12=TRUE", None, True)
    sheet.merge_range("E1:F2", "gộp")
    sheet.set_row(20, None, None, {"hidden": True})
    sheet.set_row(21, 0)
    sheet.set_column("H:I", None, None, {"hidden": True})
    book.define_name("CCHC_CT_01", "='Phụ lục'!$B$1")
    # XlsxWriter cannot say that the result is the empty text.
    return part_changed(saved(book, out), "xl/worksheets/sheet1.xml", b"<v>none</v>", b"<v></v>")


def part_changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    assert old in parts[name]
    return hostile.pack(parts | {name: parts[name].replace(old, new)})


@pytest.fixture(scope="module")
def twins(office: judges.Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Grid]:
    folder = tmp_path_factory.mktemp("twins")
    source = folder / "a.xlsx"
    source.write_bytes(everything())

    @cache
    def twin(kind: str) -> Grid:
        if kind == "xlsb":
            return grid(binary_workbook.binary(everything()))
        (folder / kind).mkdir()
        return grid(office.convert(source, kind, folder / kind).read_bytes())

    return twin


def plain(text: str | None) -> str | None:
    """Formulas as programs spell them differently: LibreOffice writes TRUE() and a quoted sheet."""
    return None if text is None else text.replace("()", "").replace("$'Ẩn'", "Ẩn").replace("'Ẩn'", "Ẩn")


@pytest.mark.parametrize("kind", KINDS)
def test_twin__has_the_values_and_formulas(kind: str, twins: Callable[[str], Grid]) -> None:
    mine, theirs = written(grid(everything())), written(twins(kind))
    assert theirs.keys() == mine.keys()
    differ = {
        at: (cell, theirs[at])
        for at, cell in mine.items()
        if (cell.value, cell.kind, plain(cell.formula))
        != (theirs[at].value, theirs[at].kind, plain(theirs[at].formula))
    }
    # LibreOffice writes truth values as formulas.
    truths = {(12, 2), (13, 2)} if kind != "xlsb" else set()
    assert {at: both for at, both in differ.items() if at not in truths} == {}
    assert [theirs[row, 2].value for row in (12, 13)] == [True, False]
    assert theirs[5, 3].value == 0.25


@pytest.mark.parametrize("kind", KINDS)
def test_twin__has_the_looks(kind: str, twins: Callable[[str], Grid]) -> None:
    """Percentages, struck and white text, fonts, raised digits: nothing that changes a figure's meaning is lost."""
    mine, theirs = written(grid(everything())), written(twins(kind))
    for at, cell in mine.items():
        a, b = cell.style, theirs[at].style
        if at in RICH:  # LibreOffice gives the cell the look of its first piece
            continue
        assert (a.strike, a.font, a.fill_color) == (b.strike, b.font, b.fill_color), at
        assert a.raised == b.raised or kind != "xlsb", at  # LibreOffice keeps no raised numbers
        assert (a.font_color or "000000") == (b.font_color or "000000"), at
        if cell.kind == "number":
            value = cell.value
            assert isinstance(value, int | float)
            one, other = shown_number(a.number_format, value), shown_number(b.number_format, value)
            # LibreOffice leaves out a leading 0 where text stands between the digits.
            texts = [shown.text.strip().lstrip("0").split() for shown in (one, other)]
            assert (texts[0], one.percent) == (texts[1], other.percent), (at, a, b)


@pytest.mark.parametrize("kind", KINDS)
def test_twin__has_the_runs(kind: str, twins: Callable[[str], Grid]) -> None:
    cells = written(twins(kind))
    assert [(run.text, run.raised) for run in cells[5, 2].runs] == [("12", False), ("1", True)]
    assert [(run.text, run.struck) for run in cells[6, 2].runs] == [("12", True), (" 15", False)]
    assert cells[7, 2].runs[-1] == Run("00", color="FF0000")
    assert cells[8, 2].runs == ()


@pytest.mark.parametrize("kind", KINDS)
def test_twin__has_what_surrounds_the_cells(kind: str, twins: Callable[[str], Grid]) -> None:
    found = twins(kind)
    body = found.sheets[0].body
    assert body.comments == {(1, 2): "lấy số đến 31/10\nsửa lại"}
    assert body.merges == ((1, 5, 2, 6),)
    assert body.hidden_rows >= {21, 22}
    assert body.hidden_columns == {8, 9}
    assert [(sheet.name, sheet.state) for sheet in found.sheets] == [("Phụ lục", "visible"), ("Ẩn", "hidden")]
    assert dict(found.names) == {"CCHC_CT_01": "'Phụ lục'!$B$1"}


def test_binary_twin__is_what_another_program_reads(office: judges.Office, tmp_path: Path) -> None:
    """The records of our tests' own .xlsb against LibreOffice, which knows nothing of them."""
    (tmp_path / "a.xlsb").write_bytes(binary_workbook.binary(everything(), short=True))
    theirs = written(grid(office.convert(tmp_path / "a.xlsb", "xlsx", tmp_path).read_bytes()))
    mine = written(grid(binary_workbook.binary(everything(), short=True)))
    for at, cell in mine.items():
        other = theirs[at]
        assert cell.value == other.value, at
        assert at in RICH or cell.style.strike == other.style.strike, at
        assert cell.style.fill_color == other.style.fill_color
        assert [(run.text, run.struck, run.raised) for run in cell.runs] == [
            (run.text, run.struck, run.raised) for run in other.runs
        ]


@pytest.mark.parametrize(
    "path", sorted(path for path in WORKBOOKS.rglob("*") if path.suffix[1:] in KINDS), ids=lambda path: path.name
)
def test_values__equal_to_calamine(path: Path) -> None:
    """A second reader sees the same numbers and texts in everything that other programs saved."""
    found = read_all(path.read_bytes(), path.name)
    if isinstance(found, Refusal):
        return
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.CalamineError:
        pytest.skip("calamine cannot read it")
    seen = 0
    for sheet in found.sheets:
        other = book.get_sheet_by_name(sheet.name)
        top, left = other.start or (0, 0)
        for row, values in enumerate(other.to_python(skip_empty_area=True), top + 1):
            for column, value in enumerate(values, left + 1):
                mine = sheet.cells.get((row, column))
                if isinstance(value, bool) or not isinstance(value, int | float | str) or value == "":
                    continue
                assert mine is not None, (row, column, value)
                if mine.kind in ("number", "text"):
                    assert mine.value == value, (row, column)
                    seen += 1
    assert seen > 10  # of short records calamine sees the first of each row


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("xls", "F01", "x.xls"),
        ("ods", "F02", "x.ods"),
        ("xls", "F01", "x.xlsx"),
        ("ods", "F02", "x.xls"),
        ("xlsb", "F02", "x.xlsb"),
    ],
)
def test_format__said_in_a_note(
    kind: str, code: str, name: str, twins: Callable[[str], Grid], office: judges.Office, tmp_path: Path
) -> None:
    """Robustness 27: supported by name; the extension is not believed."""
    (tmp_path / "a.xlsx").write_bytes(everything())
    data = (
        binary_workbook.binary(everything())
        if kind == "xlsb"
        else office.convert(tmp_path / "a.xlsx", kind, tmp_path).read_bytes()
    )
    found = grid(data, name)
    assert found.source.format == kind
    other = ["F10"] if kind == "ods" else []  # the program that saved it is named in an .ods
    assert [finding.code for finding in found.findings] == ([] if name.endswith(kind) else ["F06"]) + [code, *other]


@pytest.mark.parametrize("kind", KINDS)
def test_cells_beyond_the_bounds__are_counted(kind: str, office: judges.Office, tmp_path: Path) -> None:
    """Robustness 8: a far cell changes no value."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["B2500"], sheet.cell(2, 121).value = 12, 1, 1
    book.save(tmp_path / "a.xlsx")
    source = tmp_path / "a.xlsx"
    data = (
        binary_workbook.binary(source.read_bytes())
        if kind == "xlsb"
        else office.convert(source, kind, tmp_path).read_bytes()
    )
    body = grid(data).sheets[0].body
    assert {at: cell.value for at, cell in written(body).items()} == {(2, 2): 12}
    assert body.outside == 2


# --- .ods: its own XML -------------------------------------------------------------------------------------------------

SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"), ("draw", "drawing"), ("fo", "xsl-fo-compatible")]
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip


def open_document(table: str, styles: str = "", *, flat: bool = False, more: dict[str, bytes] | None = None) -> bytes:
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    if flat:
        return f'<?xml version="1.0"?><office:document{SPACES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">{body}</office:document>'.encode()
    content = f"<office:document-content{SPACES}>{body}</office:document-content>".encode()
    return hostile.pack(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **(more or {})}
    )


def row(*cells: str, attributes: str = "") -> str:
    return f'<table:table name="x"{attributes}><table:table-row>{"".join(cells)}</table:table-row></table:table>'


def value(kind: str, said: str, text: str = "") -> str:
    name = "value" if kind in ("float", "percentage", "currency") else f"{kind}-value"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{said}"><text:p>{text}</text:p></table:table-cell>'


def words(*paragraphs: str) -> str:
    return (
        '<table:table-cell office:value-type="string">'
        + "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
        + "</table:table-cell>"
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (value("float", "12"), (12, "number")),
        (value("float", "1.50"), (1.5, "number")),
        (value("float", "1", "TRUE"), (True, "bool")),
        (value("float", "0", "SAI"), (False, "bool")),
        (value("float", "1", "1"), (1, "number")),
        (value("float", "1E400"), ("1E400", "error")),
        (value("float", "NaN"), ("NaN", "error")),
        (value("boolean", "true"), (True, "bool")),
        (value("date", "2026-06-15"), ("2026-06-15", "date")),
        (value("date", "2026-06-15T00:00:00"), ("2026-06-15", "date")),
        (value("time", "PT08H30M00S"), ("08:30:00", "date")),
        (words("12", "(có phụ lục)"), ("12\n(có phụ lục)", "text")),
        (words("5<text:tab/>7<text:s text:c='3'/>8<text:line-break/>9"), ("5\t7   8\n9", "text")),
        (words("  hai \n  dòng  "), ("hai dòng ", "text")),
        (words("", "một"), ("\nmột", "text")),
        ("<table:table-cell><text:p>12</text:p></table:table-cell>", (12, "text")),
        ('<table:table-cell office:value-type="string" office:string-value="12"/>', ("12", "text")),
        ('<table:table-cell office:value-type="string"><draw:frame><draw:text-box><text:p>99</text:p></draw:text-box></draw:frame><text:p>12</text:p></table:table-cell>', ("12", "text")),
        ('<table:table-cell office:value-type="string"><office:annotation><dc:creator xmlns:dc="x">A</dc:creator><text:p>chú</text:p></office:annotation><text:p>12</text:p></table:table-cell>', ("12", "text")),
        ('<table:table-cell office:value-type="string"><text:p>a</text:p><table:table><table:table-row><table:table-cell><text:p>9</text:p></table:table-cell></table:table-row></table:table></table:table-cell>', ("a", "text")),
        ('<table:table-cell table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>', ("#DIV/0!", "error")),
        ('<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>', ("#DIV/0!", "error")),
        ('<table:table-cell table:formula="of:=[.A9]"><text:p/></table:table-cell>', ("", "text")),
        ('<table:table-cell table:formula="of:=[.A9]"/>', (None, "blank")),
    ],
)  # fmt: skip
def test_open_document__what_a_cell_holds(cell: str, expected: tuple[object, str]) -> None:
    found = grid(open_document(row(cell))).sheets[0].cells[1, 1]
    assert (found.value, found.kind) == (str(expected[0]) if expected == (12, "text") else expected[0], expected[1])


@pytest.mark.parametrize("flat", [False, True])
def test_open_document__in_a_package_or_flat(flat: bool) -> None:
    data = open_document(row(words("một"), value("percentage", "1", "100%")), flat=flat)
    found = grid(data, "x.fods" if flat else "x.ods")
    assert {at: (cell.value, cell.style.number_format) for at, cell in written(found).items()} == {
        (1, 1): ("một", "General"),
        (1, 2): (1, "0%"),
    }
    assert [finding.code for finding in found.findings] == ["F02"]


def test_open_document__other_prefixes_mean_the_same() -> None:
    data = open_document(row(words("một"), value("float", "12")), flat=True)
    text = data.decode()
    for prefix in ("office", "table", "text"):
        text = re.sub(rf"\b{prefix}:(?=[a-z-]+[ =>/])", f"{prefix[0]}{prefix[-1]}:", text).replace(
            f"xmlns:{prefix}=", f"xmlns:{prefix[0]}{prefix[-1]}="
        )
    assert "te:table-cell" in text
    assert {at: cell.value for at, cell in written(grid(text.encode())).items()} == {(1, 1): "một", (1, 2): 12}


def test_open_document__rows_and_cells_that_stand_for_many() -> None:
    table = (
        "<table:table><table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse' table:number-columns-repeated='16382'/>"
        "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='2'/><table:table-cell table:number-columns-repeated='999' office:value-type='float' office:value='7'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048570' table:visibility='filter'><table:table-cell/></table:table-row></table:table>"
    )
    found = read_bytes(open_document(table), "x.ods", limits=LIMITS._replace(rows=5, columns=4))
    assert isinstance(found, Grid)
    body = found.sheets[0].body
    assert {at: cell.value for at, cell in written(body).items()} == {
        (row, column): 7 for row in (1, 2, 3) for column in (3, 4)
    }
    assert body.outside == 3 * 999 - 6
    assert (body.hidden_columns, body.hidden_rows, body.filtered) == ({3, 4}, {4, 5}, True)


def test_open_document__a_sheet_that_is_filled_by_repeating_is_bounded() -> None:
    """Robustness 4: some bytes that stand for a million cells are refused, or counted and not kept."""
    full = (
        "<table:table><table:table-row table:number-rows-repeated='1048576'>"
        + value("float", "1").replace("<table:table-cell", "<table:table-cell table:number-columns-repeated='16384'")
        + "</table:table-row></table:table>"
    )
    started = time.process_time()
    found = read_all(open_document(full * 30), "x.ods")
    assert time.process_time() - started < 10
    assert isinstance(found, Refusal)
    assert found.findings[-1].params["reason"] == "too-many-cells"


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ("<number:number-style style:name='N'><number:number number:min-integer-digits='1'/></number:number-style>", "General"),
        ("<number:percentage-style style:name='N'><number:number number:decimal-places='1' number:min-integer-digits='1'/><number:text>%</number:text></number:percentage-style>", "0.0%"),
        ("<number:number-style style:name='N'><number:number number:decimal-places='0' number:min-integer-digits='1' number:display-factor='1000000'/></number:number-style>", "0,,"),
        ("<number:number-style style:name='N'><number:text>khoảng </number:text><number:number number:decimal-places='0' number:min-integer-digits='2' number:grouping='true'/></number:number-style>", '"khoảng "#,#00'),
        ("<number:number-style style:name='N'><number:text/></number:number-style>", "General"),
        ("<number:boolean-style style:name='N'><number:boolean/></number:boolean-style>", "General"),
        ("<number:number-style style:name='P'><number:number number:decimal-places='0' number:min-integer-digits='1'/></number:number-style><number:number-style style:name='N'><number:text>-</number:text><number:number number:decimal-places='0' number:min-integer-digits='1'/><style:map style:condition='value()&gt;=0' style:apply-style-name='P'/></number:number-style>", "0;-0"),
        ("<number:number-style style:name='P'><number:text>lớn</number:text></number:number-style><number:number-style style:name='N'><number:number number:decimal-places='0' number:min-integer-digits='1'/><style:map style:condition='value()&gt;100' style:apply-style-name='P'/></number:number-style>", '[>100]"lớn";0'),
        ("<number:fraction style:name='x'/><number:number-style style:name='N'><number:fraction number:min-integer-digits='0' number:min-numerator-digits='1' number:min-denominator-digits='1'/></number:number-style>", "# ?/?"),
    ],
)  # fmt: skip
def test_open_document__number_styles_as_excel_writes_them(style: str, code: str) -> None:
    styles = style + "<style:style style:name='ce1' style:family='table-cell' style:data-style-name='N'/>"
    data = open_document(
        row(value("float", "12").replace("<table:table-cell", "<table:table-cell table:style-name='ce1'")), styles
    )
    assert grid(data).sheets[0].cells[1, 1].style.number_format == code


def test_open_document__a_style_inherits_and_a_circle_ends() -> None:
    styles = (
        "<style:style style:name='a' style:family='table-cell' style:parent-style-name='b'><style:text-properties fo:color='#ffffff'/></style:style>"
        "<style:style style:name='b' style:family='table-cell' style:parent-style-name='a'><style:text-properties style:text-line-through-style='solid' fo:color='#ff0000'/></style:style>"
    )
    data = open_document(
        row(value("float", "12").replace("<table:table-cell", "<table:table-cell table:style-name='a'")), styles
    )
    style = grid(data).sheets[0].cells[1, 1].style
    assert (style.strike, style.font_color) == (True, "FFFFFF")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("of:=SUM([.G8:.H8];2)", "SUM(G8:H8,2)"),
        ('of:=IF([.A1]="a;b";[.$B$2];"x ""y""")', 'IF(A1="a;b",$B$2,"x ""y""")'),
        ("of:=[$'Phụ lục'.D8]+[Sheet1.A1]", "'Phụ lục'!D8+Sheet1!A1"),
        ("of:=[$'a.b''c'.D8:.E9]", "'a.b''c'!D8:E9"),
        ("of:=['file:///C:/x.ods'#$Tờ1.A1]", "'[1]Tờ1'!A1"),
        ("msoxl:=SUM(A1:A2)", "SUM(A1:A2)"),
        ("of:=COM.MICROSOFT.IFS([.A1];1)", "IFS(A1,1)"),
        ("of:=ORG.LIBREOFFICE.RANDBETWEEN.NV(1;2)", ""),
        ("of:={1;2}", ""),
        ("of:=[.A1:Sheet2.B2]", ""),
        ("of:=COUNTA('Các thôn'![.A2:.A50])", "COUNTA('Các thôn'!A2:A50)"),  # as SheetJS names a sheet
        ("of:=Sheet2![.D3]+[.A1]", "Sheet2!D3+A1"),
        ("xyz", ""),
    ],
)
def test_open_document__formulas_as_excel_writes_them(formula: str, expected: str) -> None:
    assert spell(formula, ["file:///C:/x.ods"]) == expected


def test_open_document__literals_in_a_code() -> None:
    assert [opendocument_styles.literal(text) for text in (" nghìn", "-", "(", "%", '"', "")] == [
        '" nghìn"',
        "-",
        "(",
        '"%"',
        '\\"',
        "",
    ]


@pytest.mark.parametrize("content", [b"<!DOCTYPE a [<!ENTITY x '12'>]><a>&x;</a>", "<!DOCTYPE a><a/>".encode("utf-16")])
def test_open_document_with_a_doctype__is_refused(content: bytes) -> None:
    """Robustness 2: no entity of a file's own."""
    result = read_bytes(
        hostile.pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}), "x.ods"
    )
    assert not isinstance(result, Grid)
    assert result.findings[-1].params["reason"] == "doctype"


def test_open_document_bomb__stopped_at_the_gate() -> None:
    """Robustness 4."""
    members = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b" " * 120_000_000}
    result = read_bytes(hostile.pack(members), "x.ods")
    assert not isinstance(result, Grid)
    assert result.findings[-1].params["reason"] == "limit-unpacked"
    dense = read_bytes(hostile.pack(members | {"content.xml": b" " * 50_000_000}), "x.ods")
    assert not isinstance(dense, Grid)
    assert dense.findings[-1].params["reason"] == "ratio"


def test_open_document_with_a_password__said() -> None:
    """Robustness 9."""
    manifest = {"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}
    result = read_bytes(open_document(row(words("a")), more=manifest), "x.ods")
    assert [finding.code for finding in result.findings] == ["F05"]


# --- .xls: its own records -----------------------------------------------------------------------------------------------


def stream(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)


BEGIN_5, BEGIN_8 = struct.pack("<HHHH", 0x500, 0x10, 0, 0), struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 6)


def test_lone_sheet__as_web_pages_write_it() -> None:
    """Programs for web pages write one sheet without a workbook, in version 0 and with UTF-8 in its labels."""
    text = "Số lượng".encode()
    data = stream(
        (0x809, struct.pack("<HHHH", 0, 0x10, 0, 0)),
        (0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text),
        (0x203, struct.pack("<HHHd", 1, 0, 0, 12)),
        (0x0A, b""),
    )
    found = grid(data, "x.xls")
    assert {at: cell.value for at, cell in written(found).items()} == {(1, 1): "Số lượng", (2, 1): 12}


@pytest.mark.parametrize(
    ("page", "encoded", "text"),
    [
        (1258, "Sô\u0301 lươ\u0323ng".encode("cp1258"), "Số lượng"),
        (1252, b"S\xd4 l\xad\xee\x81", "SÔ l\xadî\x81"),  # what a TCVN3 font shows as its own letters
        (65001, "Số lượng".encode(), "Số lượng"),
        (12345, b"S\xf4", "Sô"),
    ],
)
def test_code_page__of_excel_95(page: int, encoded: bytes, text: str) -> None:
    data = stream(
        (0x809, BEGIN_5), (0x42, struct.pack("<H", page)),
        (0x204, struct.pack("<HHHH", 0, 0, 0, len(encoded)) + encoded), (0x0A, b""),
    )  # fmt: skip
    assert nfc(str(grid(data, "x.xls").sheets[0].cells[1, 1].value)) == text


def test_text_over_several_records__says_its_width_anew() -> None:
    text = "ạ" * 10
    pieces = biff.Pieces(
        [
            struct.pack("<HB", 10, 1) + text[:4].encode("utf-16-le"),
            b"\1" + text[4:9].encode("utf-16-le"),
            b"\1" + text[9:].encode("utf-16-le"),
        ]
    )
    assert pieces.rich_text() == (text, [])
    mixed = biff.Pieces([struct.pack("<HB", 4, 0) + b"ab", b"\1" + "ạb".encode("utf-16-le")])
    assert mixed.rich_text() == ("abạb", [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [(12 << 2 | 2, 12), (1250 << 2 | 3, 12.5), (0x3FF00000, 1.0), (0x3FF00001, 0.01), (0xFFFFFFFE, -1)],
)
def test_short_number(value: int, expected: float) -> None:
    assert biff.short_number(value) == expected


@pytest.mark.parametrize("start", [b"\x09\0\4\0\2\0\x10\0", b"\x09\2\6\0\3\0\x10\0\0\0", b"\x09\4\6\0\4\0\x10\0\0\0"])
def test_older_than_excel_5__is_named(start: bytes) -> None:
    found = read_bytes(start + stream((0x0A, b"")), "x.xls")
    assert [finding.params.get("reason") for finding in found.findings] == ["old-excel"]


def test_functions__have_the_numbers_that_other_programs_write(office: judges.Office, tmp_path: Path) -> None:
    """Every function of our table as LibreOffice writes it into an .xls, where it can."""
    not_in_forms = {"GETPIVOTDATA", "HYPERLINK", "CELL", "INDIRECT", "DATEDIF", "ERROR.TYPE"}
    later = {
        "IFERROR",
        "COUNTIFS",
        "SUMIFS",
        "AVERAGEIF",
        "AVERAGEIFS",
    }  # LibreOffice gives them other numbers in an .xls
    names = sorted({name for name, _ in FUNCTIONS.values()} - not_in_forms - later)
    book = openpyxl.Workbook()
    for at, name in enumerate(names, 1):
        for count in range(5):
            book.active.cell(at, 2 + count).value = f"={name}({','.join(['A1'] * count)})"
    book.save(tmp_path / "a.xlsx")
    cells = written(grid(office.convert(tmp_path / "a.xlsx", "xls", tmp_path).read_bytes()))
    for at, name in enumerate(names, 1):
        spelt = {cells[at, 2 + count].formula for count in range(5) if (at, 2 + count) in cells}
        assert spelt & {name} | spelt & {f"{name}({','.join(['A1'] * count)})" for count in range(5)}, (name, spelt)


# --- damage, limits, mutations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (hostile.compound_file("Workbook"), "no-workbook"),
        (hostile.compound_file("Workbook")[:1000], "truncated"),
        (b"PK\3\4 nothing", "truncated"),
        (open_document("")[:-200], "truncated"),
        (open_document(""), "no-workbook"),
        (open_document("<table:table>"), "xml"),
        (stream((0x809, BEGIN_8), (0x85, b"\0"), (0x0A, b"")), "truncated"),
    ],
)
def test_damaged_file__is_refused(data: bytes, reason: str) -> None:
    """Robustness 10."""
    found = read_all(data, "x.xls")
    assert isinstance(found, Refusal)
    assert found.findings[-1].params["reason"] == reason


SAMPLES = {
    "xls": WORKBOOKS / "bad/F01/libreoffice.xls",
    "gnumeric": WORKBOOKS / "bad/S10/gnumeric.xls",
    "ods": WORKBOOKS / "bad/F02/libreoffice.ods",
}


@cache
def sample(kind: str) -> bytes:
    return binary_workbook.binary(everything(), short=True) if kind == "xlsb" else SAMPLES[kind].read_bytes()


@cache
def unpacked(kind: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sample(kind))) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith((".png", "/"))}


EDITS = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.binary(min_size=0, max_size=6), st.integers(0, 6)), min_size=1, max_size=6
)


def edited(data: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    for at, new, old in edits:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + old :]
    return data


@pytest.mark.parametrize("kind", ["xls", "gnumeric"])
@given(edits=EDITS)
def test_mutations_of_xls__are_read_or_refused(kind: str, edits: list[tuple[int, bytes, int]]) -> None:
    """No mutation of a file's bytes is more than a refusal."""
    check(edited(sample(kind), edits))


@pytest.mark.parametrize("kind", ["ods", "xlsb"])
@given(edits=EDITS, which=st.integers(0, 1000))
def test_mutations_of_parts__are_read_or_refused(kind: str, edits: list[tuple[int, bytes, int]], which: int) -> None:
    parts = dict(unpacked(kind))
    names = [name for name in parts if name.endswith((".bin", "content.xml", "styles.xml"))]
    name = names[which % len(names)]
    check(hostile.pack(parts | {name: edited(parts[name], edits)}))


def check(data: bytes) -> None:
    found = read_all(data, "x")
    if isinstance(found, Refusal):
        assert found.findings[-1].params.get("reason") != "crash", found.findings[-1].params
    else:
        for sheet in found.sheets:
            for cell in sheet.cells.values():
                assert cell.kind in ("number", "text", "bool", "error", "date", "blank")
                assert not (cell.kind == "number" and not isinstance(cell.value, int | float))


def test_comment_and_colours__of_openpyxl_survive_gnumeric(tmp_path: Path) -> None:
    """Another writer of .xls, with notes."""
    import subprocess

    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = 12, 0.5
    sheet["A1"].comment = Comment("số đúng là 62", "văn thư")
    sheet["A1"].font, sheet["A2"].number_format = Font(strike=True, color="FFFFFF"), "0%"
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFFFF")
    book.save(tmp_path / "a.xlsx")
    subprocess.run(
        [judges.program("ssconvert", "gnumeric"), "a.xlsx", "a.xls"], cwd=tmp_path, check=True, capture_output=True
    )
    found = grid((tmp_path / "a.xls").read_bytes())
    cells, body = written(found), found.sheets[0].body
    assert "số đúng là 62" in body.comments[1, 1]
    assert (cells[1, 1].style.strike, cells[1, 1].style.font_color, cells[2, 1].style.number_format) == (
        True,
        "FFFFFF",
        "0%",
    )


def test_dates__in_both_calendars() -> None:
    assert dt.date(2026, 6, 15) - dt.date(1904, 1, 1) == dt.timedelta(days=44726)
    for flag, serial in ((0, 46188), (1, 44726)):
        data = stream(
            (0x809, BEGIN_5), (0x22, struct.pack("<H", flag)), (0x31, bytes(14) + b"\0"), (0xE0, struct.pack("<HH", 0, 14) + bytes(12)),
            (0x203, struct.pack("<HHHd", 0, 0, 0, serial)), (0x0A, b""),
        )  # fmt: skip
        cell = grid(data, "x.xls").sheets[0].cells[1, 1]
        assert (cell.value, cell.kind) == ("2026-06-15", "date")


@pytest.mark.parametrize(
    ("length", "points", "less"),
    [
        ("0", LOWEST, True), ("0px", LOWEST, True), ("0.0in", LOWEST, True), ("0.0098in", THINNEST, True), ("0.2mm", THINNEST, True),
        ("1pt", LOWEST, True), ("2pt", LOWEST, False), ("0.178in", LOWEST, False), ("0.5cm", THINNEST, False), ("64", THINNEST, False),
        ("0%", LOWEST, True), ("10%", LOWEST, False), ("1em", LOWEST, False), ("auto", LOWEST, False), ("", LOWEST, False), ("-1pt", LOWEST, False),
    ],
)  # fmt: skip
def test_lengths__that_show_no_figure(length: str, points: float, less: bool) -> None:
    assert is_less(length, points) == less


@pytest.mark.parametrize("kind", ["xls", "ods", "fods"])
def test_text_boxes__stand_beside_the_cells_in_every_format(kind: str, office: judges.Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "TT")
        sheet.write_comment(0, 0, "chú thích")
        sheet.insert_textbox(4, 6, "Mục 04: sửa lại là 15")
        sheet.set_footer("&LSố liệu ước tính")
    grid = read_bytes(office.convert(path, kind, tmp_path).read_bytes(), f"a.{kind}")
    assert isinstance(grid, Grid)
    body = grid.sheets[0].body
    assert [text for *_, text in body.beside if not text.startswith(("Page", "???"))] in (
        ["Số liệu ước tính", "Mục 04: sửa lại là 15"],
        ["Mục 04: sửa lại là 15", "Số liệu ước tính"],
    )
    assert body.comments == {(1, 1): "chú thích"}
    assert [cell.value for cell in body.cells.values() if cell.value is not None] == ["TT"]
