"""The one-pass reader against openpyxl and calamine, over workbooks that four programs wrote, and what neither of them
tells.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import warnings
from pathlib import Path
from typing import Any

import hostile
import judges
import openpyxl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName

from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.model import Cell, Grid, SheetBody

TEXTS = [
    "Văn bản chỉ đạo, điều hành",
    "=1+1",
    "  hai  dấu cách ",
    "dòng 1\ndòng 2",
    "<b>&amp;</b>",
    "1.200",
    "Đ\u0301ô\u0323i",
    "𝔘𝔫𝔦",
    "x" * 32_767,
]
NUMBERS = [0, -3, 12, 1.5, 1e-7, 1e300, 123456789012345, 0.1 + 0.2, 1e15]
DATES = [("dd/mm/yyyy", dt.datetime(2026, 6, 15)), ("dd/mm/yyyy hh:mm", dt.datetime(2026, 6, 15, 8, 30)), ("hh:mm", dt.time(6, 15)), ("d-mmm", dt.datetime(1900, 3, 1))]  # noqa: DTZ001  # fmt: skip
ERRORS = ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]


def by_xlsxwriter(path: Path, **options: Any) -> Path:
    """All kinds of cells, in places and looks that matter."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "nan_inf_to_errors": True, **options})
    sheet = book.add_worksheet("Báo cáo 'quý' & 6 tháng")
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)
    for row, number in enumerate(NUMBERS):
        sheet.write_number(row, 1, number)
    for row, (code, moment) in enumerate(DATES):
        sheet.write_datetime(row, 2, moment, book.add_format({"num_format": code}))
    for row, error in enumerate(ERRORS):
        sheet.write_formula(row, 3, "=Z99", None, error)
    sheet.write_boolean(0, 4, True)
    sheet.write_formula(1, 4, "=B3*2", None, 24)
    sheet.write_formula(2, 4, '="6(lồng ghép)"', None, "6(lồng ghép)")
    sheet.write_number(3, 4, 0.25, book.add_format({"num_format": "0%"}))
    sheet.write_blank(4, 4, None, book.add_format({"bg_color": "#FFC7CE", "locked": False}))
    sheet.write_number(
        5,
        4,
        7,
        book.add_format(
            {"font_strikeout": True, "font_color": "#FF0000", "font_name": "Times New Roman", "font_script": 1}
        ),
    )
    sheet.write_rich_string(6, 4, "còn ", book.add_format({"font_strikeout": True}), "12", " hội nghị")
    sheet.write_number(7, 4, 5, book.add_format({"num_format": '#,##0 "ngày"'}))
    sheet.merge_range("G1:I2", "gộp ô")
    hidden = book.add_worksheet("Ẩn")
    hidden.hide()
    hidden.write_row(3, 2, [1, "hai", None, 4])
    book.add_worksheet("_meta").very_hidden()
    book.define_name("CT_01", "='Ẩn'!$C$4")
    book.define_name("'Ẩn'!cục_bộ", "='Ẩn'!$C$4")
    book.close()
    return path


def by_openpyxl(path: Path) -> Path:
    """The same kinds, as openpyxl writes them, with comments and theme colours."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    for row, value in enumerate([*TEXTS, *NUMBERS, True, False], 1):
        cell = sheet.cell(row, 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    for row, (code, moment) in enumerate(DATES, 1):
        sheet.cell(row, 2, moment).number_format = code
    for row, error in enumerate(ERRORS, 1):
        sheet.cell(row, 3, error)
    sheet["D1"] = "=A12*2"
    sheet["D2"].font = Font(name="Times New Roman", strike=True, color="FF00B050")
    sheet["D2"].fill = PatternFill("solid", fgColor="FFFFEB9C")
    sheet["D2"].protection = Protection(locked=False)
    sheet["D2"].comment = Comment("Số hội nghị, lớp tập huấn\ntổ chức trong kỳ", "Sở Nội vụ")
    sheet["D3"].font = Font(color=Color(theme=0))
    sheet["D4"].font = Font(color=Color(theme=0, tint=-0.25))
    sheet["D5"].font = Font(color=Color(indexed=10))
    for cell, value in (("D3", 3), ("D4", 4), ("D5", 5)):
        sheet[cell] = value
    sheet.merge_cells("F2:G4")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = "A1:D10"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.defined_names["CT_01"] = DefinedName("CT_01", attr_text="'Biểu 1'!$A$11")
    book.save(path)
    return path


def bodies(path: Path) -> dict[str, SheetBody]:
    grid = read_file(str(path))
    assert isinstance(grid, Grid), grid.findings
    return {sheet.name: sheet.body for sheet in grid.sheets}


def as_ours(value: Any) -> Any:
    """A value of another library as our reader gives it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def filled(body: SheetBody) -> dict[tuple[int, int], Any]:
    return {at: cell.value for at, cell in body.cells.items() if cell.value not in (None, "")}


def assert_equal_to_openpyxl(path: Path) -> int:
    """Values, formulas, formats, fonts, fills, locks, merges, hidden rows: the number of cells compared."""
    ours = bodies(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        values, formulas = (openpyxl.load_workbook(path, data_only=data_only) for data_only in (True, False))
    assert list(ours) == values.sheetnames
    compared = 0
    for sheet in values.worksheets:
        body = ours[sheet.title]
        expected = {
            (cell.row, cell.column): as_ours(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        assert filled(body) == expected
        compared += len(expected)
        for (row, column), cell in body.cells.items():
            theirs = formulas[sheet.title].cell(row, column)
            assert (cell.formula is not None) == (theirs.data_type == "f")
            assert_same_style(cell, theirs)
        assert {(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges} == set(
            body.merges
        )
        assert {row for row, facts in sheet.row_dimensions.items() if facts.hidden} == body.hidden_rows
    return compared


def assert_same_style(cell: Cell, theirs: Any) -> None:
    style = cell.style
    assert (style.number_format, style.font) == (theirs.number_format, theirs.font.name or "")
    assert (style.strike, style.locked) == (bool(theirs.font.strike), theirs.protection.locked)
    assert style.raised == (theirs.font.vertAlign in ("superscript", "subscript"))
    if theirs.font.color is not None and theirs.font.color.type == "rgb":
        assert style.font_color == theirs.font.color.rgb[2:]
    if theirs.fill.fill_type == "solid" and theirs.fill.fgColor.type == "rgb":
        assert style.fill_color == theirs.fill.fgColor.rgb[2:]


def without_blanks(values: dict[tuple[int, int], Any]) -> dict[tuple[int, int], Any]:
    return {at: value.replace(" ", "") if isinstance(value, str) else value for at, value in values.items()}


def assert_equal_to_calamine(path: Path) -> int:
    """Every value that calamine gives is ours.

    It reads errors as blanks, and trims what does not say xml:space (Gnumeric never does).
    """
    ours = bodies(path)
    book = python_calamine.CalamineWorkbook.from_path(path)
    compared = 0
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): as_ours(value)
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
        errors = {at for at, cell in ours[name].cells.items() if cell.kind == "error"}
        mine = {at: value for at, value in filled(ours[name]).items() if at not in errors}
        assert theirs == mine or ("gnumeric" in path.name and without_blanks(theirs) == without_blanks(mine))
        compared += len(theirs)
    return compared


MAKERS: dict[str, Any] = {
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter-inline-strings": lambda path: by_xlsxwriter(path, in_memory=True, constant_memory=True),
    "openpyxl": by_openpyxl,
}


@pytest.mark.parametrize("maker", MAKERS)
def test_workbook__equal_to_openpyxl_and_calamine(maker: str, tmp_path: Path) -> None:
    path = MAKERS[maker](tmp_path / "x.xlsx")
    assert assert_equal_to_openpyxl(path) > 30
    assert assert_equal_to_calamine(path) > 25


@pytest.mark.parametrize("maker", ["xlsxwriter", "openpyxl"])
def test_workbook_saved_by_libreoffice__equal_to_openpyxl_and_calamine(
    maker: str, tmp_path: Path, office: judges.Office
) -> None:
    (tmp_path / "office").mkdir()
    path = office.convert(MAKERS[maker](tmp_path / "x.xlsx"), "xlsx", tmp_path / "office")
    assert assert_equal_to_openpyxl(path) > 30
    assert assert_equal_to_calamine(path) > 25
    grid = read_file(str(path))
    assert isinstance(grid, Grid)
    assert grid.application.startswith("LibreOffice")
    assert [(finding.code, finding.severity) for finding in grid.findings] == [("F10", "note")]


@pytest.mark.judge
@pytest.mark.parametrize("maker", ["xlsxwriter", "openpyxl"])
def test_workbook_saved_by_gnumeric__equal_to_openpyxl_and_calamine(maker: str, tmp_path: Path) -> None:
    path = tmp_path / "gnumeric.xlsx"
    source = MAKERS[maker](tmp_path / "x.xlsx")
    subprocess.run(
        [judges.program("ssconvert", "gnumeric"), "--export-type=Gnumeric_Excel:xlsx2", source, path],
        check=True,
        capture_output=True,
    )
    assert assert_equal_to_openpyxl(path) > 30
    assert assert_equal_to_calamine(path) > 25


def test_strict_open_xml__same_cells() -> None:
    """Robustness 2 and 27: openpyxl finds no sheets in such a file, and says nothing."""
    grid = read_bytes(hostile.strict(), "x.xlsx")
    assert isinstance(grid, Grid)
    assert grid.source.format == "xlsx-strict"
    assert {at: cell.value for at, cell in grid.sheets[0].cells.items()} == hostile.VALUES


def test_facts_beside_the_values(tmp_path: Path) -> None:
    grid = read_file(str(by_openpyxl(tmp_path / "x.xlsx")))
    assert isinstance(grid, Grid)
    assert [(sheet.name, sheet.state) for sheet in grid.sheets] == [("Biểu 1", "visible"), ("Ẩn", "hidden")]
    assert grid.names == {"CT_01": "'Biểu 1'!$A$11"}
    body = grid.sheets[0].body
    assert body.comments == {(2, 4): "Số hội nghị, lớp tập huấn\ntổ chức trong kỳ"}
    assert (body.hidden_rows, body.hidden_columns, body.filtered, body.drawings) == ({3}, {5}, True, False)
    assert [body.cells[row, 4].style.font_color for row in (2, 3, 4, 5)] == ["00B050", "FFFFFF", None, "FF0000"]
    assert body.cells[2, 4].kind == "blank"
    assert body.cells[1, 4] == Cell(None, "blank", "A12*2", body.cells[1, 1].style)


def test_formulas_strikes_and_formats(tmp_path: Path) -> None:
    grid = read_file(str(by_xlsxwriter(tmp_path / "x.xlsx")))
    assert isinstance(grid, Grid)
    assert [sheet.state for sheet in grid.sheets] == ["visible", "hidden", "veryHidden"]
    assert grid.names == {"CT_01": "'Ẩn'!$C$4"}
    cells = grid.sheets[0].cells
    assert (cells[2, 5].value, cells[2, 5].formula) == (24, "B3*2")
    assert (cells[7, 5].value, cells[7, 5].struck, cells[7, 5].style.strike) == ("còn 12 hội nghị", True, False)
    assert (cells[6, 5].struck, cells[6, 5].style.strike) == (False, True)
    assert (cells[4, 5].value, cells[4, 5].kind) == (0.25, "number")
    assert (cells[8, 5].value, cells[8, 5].kind) == (5, "number")
    assert [type(cells[row, 2].value) for row in (1, 3, 4)] == [int, int, float]


def _cell_of(xml: str, **parts: bytes) -> Cell:
    """The cell A6 that this element makes, in the hostile module's workbook."""
    names = {"styles": "xl/styles.xml", "workbook": "xl/workbook.xml", "strings": "xl/sharedStrings.xml"}
    members = hostile.parts() | {names[key]: data for key, data in parts.items()}
    members["xl/worksheets/sheet1.xml"] = hostile.sheet_xml(f'<row r="6">{xml}</row>')
    grid = read_bytes(hostile.pack(members), "x.xlsx")
    assert isinstance(grid, Grid)
    return grid.sheets[0].cells[6, 1]


@pytest.mark.parametrize(
    ("xml", "value", "kind", "formula"),
    [
        ('<c r="A6"><v>1E400</v></c>', "1E400", "error", None),
        ('<c r="A6"><v>-1E400</v></c>', "-1E400", "error", None),
        ('<c r="A6"><v>nan</v></c>', "nan", "error", None),
        ('<c r="A6"><v>1_000</v></c>', "1_000", "error", None),
        ('<c r="A6"><v>١٢</v></c>', "١٢", "error", None),
        ('<c r="A6"><v>12abc</v></c>', "12abc", "error", None),
        ('<c r="A6"><v> 12 </v></c>', 12, "number", None),
        ('<c r="A6"><v>1.2E1</v></c>', 12, "number", None),
        ('<c r="A6"><v>12345678901234567890</v></c>', 12345678901234567890.0, "number", None),
        ('<c r="A6"><v>-0</v></c>', 0, "number", None),
        ('<c r="A6"><v></v></c>', None, "blank", None),
        ('<c r="A6"/>', None, "blank", None),
        ('<c r="A6" t="s"/>', None, "blank", None),
        ('<c r="A6" t="str"><v></v></c>', None, "blank", None),
        ('<c r="A6"><f>B2</f></c>', None, "blank", "B2"),
        ('<c r="A6"><f>B2</f><v/></c>', None, "blank", "B2"),
        ('<c r="A6"><f t="shared" si="0"/><v>3</v></c>', 3, "number", ""),
        ('<c r="A6" t="str"><f>""</f><v></v></c>', "", "text", '""'),
        ('<c r="A6" t="str"><f>A1</f><v> hai </v></c>', " hai ", "text", "A1"),
        ('<c r="A6" t="e"><v>#REF!</v></c>', "#REF!", "error", None),
        ('<c r="A6" t="b"><v>0</v></c>', False, "bool", None),
        ('<c r="A6" t="d"><v>2026-06-15</v></c>', "2026-06-15", "date", None),
        ('<c r="A6" t="inlineStr"><is><t>một</t></is></c>', "một", "text", None),
        ('<c r="A6" t="inlineStr"><v>hai</v><is><t>một</t></is></c>', "một", "text", None),
        ('<c r="A6"><is><t>một</t></is><v>2</v></c>', 2, "number", None),
        ('<c r="A6" t="inlineStr"><is><r><t>một </t></r><r><t>hai</t></r><rPh sb="0" eb="1"><t>mot</t></rPh></is></c>', "một hai", "text", None),
        ('<c r="A6" t="str"><v>a_x000D_b_x005F_x_xD83D_</v></c>', "a\rb_x_xD83D_", "text", None),
        ('<c r="A6" t="str"><v>_xFFFE__x0001_</v></c>', "_xFFFE_\x01", "text", None),
        ('<c r="a6"><v>&#49;2</v></c>', 12, "number", None),
        ('<c r="A6"><v>12</v><extLst><ext uri="x"><v xmlns="y">13</v></ext></extLst></c>', None, "", None),
    ],
)  # fmt: skip
def test_cell__means_what_the_format_says(xml: str, value: Any, kind: str, formula: str | None) -> None:
    """Robustness 2, 25, 28: nothing infinite, nothing invented, control characters kept."""
    if not kind:
        with pytest.raises(Exception, match="xml"):  # two values: no reader can know which one counts
            _cell_of(xml)
        return
    cell = _cell_of(xml)
    assert (cell.value, cell.kind, cell.formula) == (value, kind, formula)
    assert type(cell.value) is type(value)


@pytest.mark.parametrize(
    ("format_id", "code", "serial", "from_1904", "value", "kind"),
    [
        (14, "", "46188", False, "2026-06-15", "date"),
        (14, "", "44726", True, "2026-06-15", "date"),
        (22, "", "46188.5", False, "2026-06-15T12:00:00", "date"),
        (20, "", "0.25", False, "06:00:00", "date"),
        (30, "", "46188", False, "2026-06-15", "date"),
        (14, "", "1", False, "1900-01-01", "date"),
        (14, "", "59", False, "1900-02-28", "date"),
        (14, "", "61", False, "1900-03-01", "date"),
        (14, "", "-1", False, -1, "number"),
        (14, "", "2958466", False, 2958466, "number"),
        (14, "", "1E300", False, 1e300, "number"),
        (9, "", "0.5", False, 0.5, "number"),
        (164, "[$-42A]dd mmmm yyyy", "46188", False, "2026-06-15", "date"),
        (164, "[h]:mm", "1.25", False, "1900-01-01T06:00:00", "date"),
        (164, '0" ngày"', "12", False, 12, "number"),
        (164, "[Red]#,##0;[Magenta]-#,##0", "12", False, 12, "number"),
        (164, "\\d0", "12", False, 12, "number"),
        (164, "_d#,##0", "12", False, 12, "number"),
        (164, "General", "12", False, 12, "number"),
        (164, "", "12", False, 12, "number"),
    ],
)  # fmt: skip
def test_number_format__decides_what_is_a_date(
    format_id: int, code: str, serial: str, from_1904: bool, value: Any, kind: str
) -> None:
    formats = f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts>'
    styles = hostile.parts()["xl/styles.xml"].decode().replace("<fonts", formats + "<fonts", 1)
    styles = styles.replace('<xf numFmtId="0"', f'<xf numFmtId="{format_id}"')
    workbook = (
        hostile.parts()["xl/workbook.xml"]
        .decode()
        .replace("<sheets>", f'<workbookPr date1904="{int(from_1904)}"/><sheets>')
    )
    cell = _cell_of(f'<c r="A6" s="0"><v>{serial}</v></c>', styles=styles.encode(), workbook=workbook.encode())
    assert (cell.value, cell.kind) == (value, kind)


def _workbook_with(**more: bytes) -> Grid:
    grid = read_bytes(
        hostile.pack(hostile.parts() | {name.replace("__", "/"): data for name, data in more.items()}), "x.xlsx"
    )
    assert isinstance(grid, Grid)
    return grid


def test_macros_links_and_connections__named_never_followed() -> None:
    """Robustness 2 and 3: what is in the file is said; no part of it is opened."""
    relations = hostile.parts()["xl/_rels/workbook.xml.rels"].decode()
    kind = f'Type="{hostile.RELATIONS}/externalLink"'
    relations = relations.replace(
        "</Relationships>",
        f'<Relationship Id="l1" {kind} Target="externalLinks/1.xml"/><Relationship Id="l2" {kind}'
        ' Target="externalLinks/2.xml"/></Relationships>',
    )
    link = (
        f'<Relationships xmlns="{hostile.PACKAGE}/relationships"><Relationship Id="r"'
        f' Type="{hostile.RELATIONS}/externalLinkPath" Target="file:///D:/s%E1%BB%91.xlsx"'
        ' TargetMode="External"/></Relationships>'
    )
    members = {
        "xl/_rels/workbook.xml.rels": relations.encode(),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/1.xml": f'<externalLink xmlns="{hostile.MAIN}"><externalBook/></externalLink>'.encode(),
        "xl/externalLinks/_rels/1.xml.rels": link.encode(),
        "xl/externalLinks/2.xml": (
            f'<externalLink xmlns="{hostile.MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode()
        ),
    }
    grid = _workbook_with(**members)
    assert grid.has_macros
    assert grid.external_links == ("file:///D:/s%E1%BB%91.xlsx", "cmd|/c calc")


def test_comments__threads_replace_their_stand_ins() -> None:
    sheet_relations = "".join(
        f'<Relationship Id="c{at}" Type="{kind}" Target="../{part}.xml"/>'
        for at, (kind, part) in enumerate(
            [("x/threadedComment", "threadedComments/t"), (f"{hostile.RELATIONS}/comments", "comments1")]
        )
    )
    classic = (
        '<comment ref="A1"><text><r><t>[Threaded comment]</t></r></text></comment><comment ref="B2"><text>\n'
        " <t>cũ</t><rPh><t>x</t></rPh></text></comment>"
    )
    grid = _workbook_with(
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": (
                f'<Relationships xmlns="{hostile.PACKAGE}/relationships">{sheet_relations}</Relationships>'.encode()
            ),
            "xl/comments1.xml": (
                f'<comments xmlns="{hostile.MAIN}"><commentList>{classic}</commentList></comments>'.encode()
            ),
            "xl/threadedComments/t.xml": (
                '<ThreadedComments><threadedComment ref="A1"><text>hỏi</text></threadedComment><threadedComment'
                ' ref="A1"><text>đáp</text></threadedComment></ThreadedComments>'.encode()
            ),
        }
    )
    assert grid.sheets[0].body.comments == {(1, 1): "hỏi\nđáp", (2, 2): "cũ"}


def test_unused_sheets__are_not_read() -> None:
    """A sheet that nobody asks for may be broken: nothing of it is inflated."""
    workbook = hostile.parts()["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="x" sheetId="2" r:id="rId9"/></sheets>'
    )
    grid = _workbook_with(**{"xl/workbook.xml": workbook})
    assert [sheet.name for sheet in grid.sheets] == [hostile.SHEET_NAME, "x"]
    assert grid.sheets[0].cells[2, 2].value == 12


def test_drawings_and_chart_sheets__are_there_without_cells(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    book.add_worksheet("hình").insert_textbox(1, 1, "12 hội nghị")
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=hình!$A$1:$A$2"})
    book.add_chartsheet("biểu đồ").set_chart(chart)
    book.add_worksheet("trống")
    book.close()
    assert [(name, body.drawings, len(body.cells)) for name, body in bodies(tmp_path / "x.xlsx").items()] == [
        ("hình", True, 0),
        ("biểu đồ", False, 0),
        ("trống", False, 0),
    ]


def test_text_boxes_and_page_texts__stand_beside_the_cells() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "TT")
        sheet.insert_textbox(4, 6, "Mục 04: sửa lại là 15\nđã trình ký")
        sheet.insert_textbox("B20", "")
        sheet.set_header('&L&"Arial,Bold"&20 DỰ THẢO&C&KFF0000Biểu && số 05&RTrang &P/&N')
        sheet.set_footer("&LSố ước thực hiện")
    grid = read_bytes(book.getvalue(), "a.xlsx")
    assert isinstance(grid, Grid)
    assert grid.sheets[0].body.beside == (
        *((0, 0, text) for text in ("DỰ THẢO", "Biểu & số 05", "Trang /", "Số ước thực hiện")),
        (5, 7, "Mục 04: sửa lại là 15\nđã trình ký"),
    )
