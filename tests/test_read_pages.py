"""What portals and mails send instead of workbooks: web pages, SpreadsheetML 2003, .csv: read as a person sees them."""

from __future__ import annotations

import doctest
import io
import time
from collections.abc import Callable
from pathlib import Path

import judges
import openpyxl
import pytest
import xml_workbook
from hypothesis import given
from hypothesis import strategies as st
from test_read_foreign import RICH, everything, plain, written
from test_read_hostile import read_all

from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.foreign import css, delimited, plain_text, r1c1, webpage
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.model import Cell, Grid, Refusal, Run, SheetBody

LINES = [["TT", "Chỉ tiêu", "Số lượng"], ["01", "Văn bản chỉ đạo, điều hành", "12"], ["05", "Tập huấn", "1.234"]]


def grid(data: bytes, name: str = "x") -> Grid:
    found = read_bytes(data, name)
    assert isinstance(found, Grid), found.findings
    return found


def values(found: Grid, sheet: int = 0) -> dict[tuple[int, int], object]:
    return {at: cell.value for at, cell in found.sheets[sheet].body.cells.items() if cell.kind != "blank"}


def page(inside: str, head: str = "") -> bytes:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{inside}</body></html>'.encode()


def body(inside: str, head: str = "") -> SheetBody:
    return grid(page(inside, head)).sheets[0].body


def first(inside: str, head: str = "") -> Cell:
    return body(f"<table><tr>{inside}</tr></table>", head).cells[1, 1]


@pytest.mark.parametrize("module", [css, delimited, plain_text, r1c1])
def test_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# --- web pages -----------------------------------------------------------------------------------------------------------


def test_page__tables_and_paragraphs_below_each_other() -> None:
    found = grid(
        page(
            "<h1>Báo cáo</h1><p>Đơn vị: Xã A<br>Kỳ: 6 tháng</p><table><tr><th>TT<th>SL<tr><td>01<td>12</table>cuối<table><tr><td>2"
        )
    )
    assert values(found) == {
        (1, 1): "Báo cáo", (2, 1): "Đơn vị: Xã A\nKỳ: 6 tháng", (3, 1): "TT", (3, 2): "SL", (4, 1): "01", (4, 2): 12, (5, 1): "cuối", (6, 1): 2,
    }  # fmt: skip
    assert [(finding.code, finding.params["ext"]) for finding in found.findings] == [("F19", ".html")]


@pytest.mark.parametrize(
    ("inside", "value", "kind"),
    [
        ("<td>12", 12, "number"), ("<td> 12 </td>", 12, "number"), ("<td>012</td>", "012", "text"), ("<td>1.234</td>", "1.234", "text"),
        ("<td>100%</td>", "100%", "text"), ("<td><b>12</b></td>", 12, "number"), ("<td>1&nbsp;234</td>", "1\u00a0234", "text"),
        ("<td>hai\n  dòng</td>", "hai dòng", "text"), ("<td>12<br>(có phụ lục)</td>", "12\n(có phụ lục)", "text"),
        ("<td><p>12</p><p>13</p></td>", "12\n13", "text"), ("<td><div>12</div></td>", 12, "number"), ("<td>#N/A</td>", "#N/A", "error"),
        ("<td><script>document.write(99)</script>12</td>", 12, "number"), ("<td>12<!-- 99 --></td>", 12, "number"),
        ("<td><span style='display:none'>99</span>12</td>", 12, "number"), ("<td><span hidden>99</span>12</td>", 12, "number"),
        ("<td><input type='text' value='12'></td>", 12, "number"), ("<td><input type='hidden' value='99'>12</td>", 12, "number"),
        ("<td><select><option>9<option selected>12</select></td>", 12, "number"), ("<td><textarea>12</textarea></td>", 12, "number"),
        ("<td style='mso-number-format:\"\\@\"'>12</td>", "12", "text"), ("<td x:str>12</td>", "12", "text"),
        ("<td x:num='12.5'>13</td>", 12.5, "number"), ("<td style='mso-number-format:\"0\\%\"' x:num='1'>100%</td>", 1, "number"),
        ("<td sdval='1' sdnum='1033;'>TRUE</td>", True, "bool"), ("<td x:num='46188' style='mso-number-format:\"Short Date\"'>15/6/2026</td>", "2026-06-15", "date"),
    ],
)  # fmt: skip
def test_page__what_a_cell_is(inside: str, value: object, kind: str) -> None:
    cell = first(inside)
    assert (cell.value, cell.kind) == (value, kind)


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        ("<td><s>12</s>", ""), ("<td><strike>12</strike>", ""), ("<td><del>12</del>", ""), ("<td style='text-decoration:line-through'>12", ""),
        ("<td class='a'>12", "<style>.a {color:red; text-decoration : line-through}</style>"), ("<td class=a>12", "<style>td.a{text-decoration:line-through}</style>"),
        ("<td><span style='text-decoration:line-through'>12</span>", ""), ("<td class=xl65>12", "<style>\n<!--\n.xl65\n\t{mso-style-parent:style0;\n\ttext-decoration:line-through;}\n--></style>"),
    ],
)  # fmt: skip
def test_page__struck_cells(inside: str, head: str) -> None:
    cell = first(inside, head)
    assert (cell.value, cell.style.strike) == (12, True)


def test_page__pieces_that_look_otherwise_are_no_digits_of_the_number() -> None:
    cell = first("<td>12<sup>1</sup></td>")
    assert (cell.value, cell.kind) == ("121", "text")
    assert cell.runs == (Run("12"), Run("1", raised=True))
    assert first("<td><s>12</s> 15</td>").runs == (Run("12", struck=True), Run(" 15"))
    assert first("<td>6<font color='white'>00</font></td>").runs == (Run("6"), Run("00", color="FFFFFF"))


def test_page__colours_and_formats() -> None:
    style = first(
        "<td bgcolor='#FFFFFF' style='color:white;mso-number-format:\"0\\0022 nghìn\\0022\"' x:num='12'>12 nghìn"
    ).style
    assert (style.font_color, style.fill_color, style.number_format) == ("FFFFFF", "FFFFFF", '0" nghìn"')


def test_page__spans_hidden_rows_and_columns() -> None:
    found = body(
        "<table><col><col style='display:none'><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f<tr style='display:none'><td>g"
        "<tr hidden><td>h<tr style='display:none'><td></td></tr></table>"
    )
    assert {at: cell.value for at, cell in found.cells.items()} == {
        (1, 1): "a", (1, 2): "b", (1, 4): "c", (2, 2): "d", (2, 3): "e", (2, 4): "f", (3, 1): "g", (4, 1): "h",
    }  # fmt: skip
    assert found.merges == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert (found.hidden_rows, found.hidden_columns) == ({3, 4}, {2})


def test_page__a_cell_that_is_not_shown_takes_no_place() -> None:
    assert {at: cell.value for at, cell in body("<table><tr><td>1<td style='display:none'>9<td>2").cells.items()} == {
        (1, 1): 1,
        (1, 2): 2,
    }


def test_page__the_layouts_table_holds_the_real_one() -> None:
    found = body("<table><tr><td>Trang chủ<td><p>Số liệu</p><table><tr><td>01<td>12</table><td>chân trang</table>")
    assert {cell.value: at for at, cell in found.cells.items()} == {
        "Trang chủ": (1, 1), "Số liệu": (2, 1), "01": (3, 1), 12: (3, 2), "chân trang": (3, 3),
    }  # fmt: skip


def test_page__end_tags_left_out_and_astray() -> None:
    found = body("</p><table><tr><td>1</span></div><td>2</b><tr><td>3</table></td></tr></table>cuối")
    assert {at: cell.value for at, cell in found.cells.items()} == {(1, 1): 1, (1, 2): 2, (2, 1): 3, (3, 1): "cuối"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258", "utf-8-sig"])
def test_page__in_the_encoding_that_it_says(encoding: str) -> None:
    import unicodedata

    text = f"<html><meta http-equiv=Content-Type content='text/html; charset={encoding.removesuffix('-sig')}'><table><tr><td>Số lượng"
    if encoding == "windows-1258":
        data = (
            "".join(unicodedata.normalize("NFC", c) for c in text)
            .replace("ố", "ô\u0301")
            .replace("ợ", "ơ\u0323")
            .encode("cp1258")
        )
    else:
        data = text.encode(encoding)
    assert unicodedata.normalize("NFC", str(grid(data, "x.xls").sheets[0].cells[1, 1].value)) == "Số lượng"


def test_page_named_xls__is_read_and_said() -> None:
    found = grid(page("<table><tr><td>12"), "x.xls")
    assert [finding.code for finding in found.findings] == ["F06", "F19"]


def test_page__formulas_that_excel_kept_beside_the_result() -> None:
    assert first("<td x:num x:fmla='=SUM(D1:D2)'>12</td>").formula == "SUM(D1:D2)"


def test_archive_of_a_page__a_sheet_for_each_part() -> None:
    data = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html; charset=\"utf-8\"\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><table><tr><td>S=E1=BB=91<td x:num=3D\"12\">12</table>\r\n----b\r\n"
        "Content-Type: text/html\r\n\r\n<table><tr><td>7</table>\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----b--\r\n"
    )  # fmt: skip
    found = grid(data.encode(), "x.mht")
    assert [values(found, at) for at in range(2)] == [{(1, 1): "Số", (1, 2): 12}, {(1, 1): 7}]


@pytest.mark.parametrize(
    "inside",
    [
        "<table>" * 600, "<div>" * 5_000, "<table><tr>" + "<td colspan=99999 rowspan=99999>x" * 3_000, "<a " * 50_000, "<!--" * 50_000, "<![CDATA[" * 20_000,
        "<style>" * 20_000, "<td " + "a=1 " * 50_000 + ">", "&#" * 50_000, "<table><tr><td>" + "<b>" * 50_000, "<tr>" * 100_000, "<p>" * 200_000,
        "<table>" + "<tr><td>x" * 30_000, "<style>" + "a{" * 200_000 + "</style><table><tr><td>1",
    ],
)  # fmt: skip
def test_hostile_page__is_read_or_refused_in_bounded_time(inside: str) -> None:
    """Robustness 4 and 5."""
    started = time.process_time()
    found = read_all(page(inside), "x.html")
    assert time.process_time() - started < 25
    if isinstance(found, Refusal):
        assert found.findings[-1].params["reason"] in ("too-deep", "too-many-cells", "timeout", "limit-size")


def test_page__larger_than_any_report_is_refused() -> None:
    found = read_bytes(page("x" * webpage.LARGEST), "x.html")
    assert isinstance(found, Refusal)
    assert found.findings[-1].params["reason"] == "limit-size"


# --- .csv ------------------------------------------------------------------------------------------------------------------


def csv(separator: str = ",", lines: list[list[str]] = LINES) -> str:
    quoted = [[f'"{field}"' if separator in field else field for field in line] for line in lines]
    return "\r\n".join(separator.join(line) for line in quoted) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_csv__separator_and_encoding_are_found_out(separator: str, encoding: str) -> None:
    import unicodedata

    text = csv(separator)
    if encoding == "cp1258":
        marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
        text = "".join(
            base + "".join(c for c in rest if c in marks)
            for letter in text
            for decomposed in [unicodedata.normalize("NFD", letter)]
            for rest in [[c for c in decomposed if c in marks]]
            for base in [unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in marks))]
        )
    found = grid(text.encode(encoding), "x.csv")
    normal = {
        at: unicodedata.normalize("NFC", value) if isinstance(value, str) else value
        for at, value in values(found).items()
    }
    assert normal == {
        (1, 1): "TT", (1, 2): "Chỉ tiêu", (1, 3): "Số lượng", (2, 1): "01", (2, 2): "Văn bản chỉ đạo, điều hành", (2, 3): 12,
        (3, 1): "05", (3, 2): "Tập huấn", (3, 3): "1.234",
    }  # fmt: skip
    assert [(finding.code, finding.params["reason"]) for finding in found.findings] == [("F19", "lost-in-text")]


def test_csv__of_a_font_of_tcvn3_stays_what_its_bytes_are() -> None:
    """'Số lượng' in TCVN3: what the table's words are told by."""
    data = b"TT,Ch\xd8 ti\xaau,S\xe8 l\xad\xeeng\r\n01,V\xa8n b\xb6n,12\r\n"
    assert values(grid(data, "x.csv"))[1, 3] == "Sè l\xadîng"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("012", "012"),
        ("0912345678", "0912345678"),
        ("1.234", "1.234"),
        ("12,5", "12,5"),
        ("1.234,5", "1.234,5"),
        ("-3", "-3"),
        ("12%", "12%"),
        ("=1+1", "=1+1"),
        ("+12", "+12"),
        ("1e5", "1e5"),
        ("12345678901234567", "12345678901234567"),
        (" 12 ", 12),
    ],
)
def test_csv__nothing_is_converted_that_a_person_would_not(field: str, value: object) -> None:
    cell = grid(f'a;b\r\n"{field}";x\r\n'.encode(), "x.csv").sheets[0].cells[2, 1]
    assert (cell.value, cell.formula) == (value, None)


def test_csv__quoted_lines_and_excels_own_separator_line() -> None:
    assert values(grid('sep=;\r\n"một\r\nhai";"3 ""x"""\r\n'.encode(), "x.csv")) == {
        (1, 1): "một\r\nhai",
        (1, 2): '3 "x"',
    }


@pytest.mark.parametrize(
    "data", [b"a,b\0c" * 50, b"\x81\x8d\x8f," * 9, b'"' * 200_000 + b",", b"," * 500_000, b"a;b\n" * 300_000]
)
def test_hostile_csv__is_read_or_refused(data: bytes) -> None:
    found = read_all(data, "x.csv")
    assert isinstance(found, Grid) or found.findings[-1].params["reason"] in ("not-zip", "too-many-cells")


# --- SpreadsheetML 2003 ------------------------------------------------------------------------------------------------------


def test_xml_twin__is_what_another_program_reads(office: judges.Office, tmp_path: Path) -> None:
    """The XML of our tests against LibreOffice, which knows nothing of it (and of its styles reads none)."""
    (tmp_path / "a.xml").write_bytes(xml_workbook.xml(everything()))
    theirs = written(grid(office.convert(tmp_path / "a.xml", "xlsx", tmp_path).read_bytes()))
    for at, cell in written(grid(xml_workbook.xml(everything()))).items():
        if cell.kind not in ("number", "text") or cell.formula is not None:
            continue
        assert at in RICH or cell.value == theirs[at].value, at


def test_xml__has_all_that_the_xlsx_has() -> None:
    mine, theirs = grid(everything()), grid(xml_workbook.xml(everything()), "x.xls")
    assert [finding.code for finding in theirs.findings] == ["F06", "F02"]
    assert dict(theirs.names) == dict(mine.names)
    assert [(sheet.name, sheet.state) for sheet in theirs.sheets] == [
        (sheet.name, sheet.state) for sheet in mine.sheets
    ]
    a, b = mine.sheets[0].body, theirs.sheets[0].body
    assert (a.merges, a.hidden_columns, a.comments) == (b.merges, b.hidden_columns, b.comments)
    assert a.hidden_rows == b.hidden_rows
    for at, cell in written(mine).items():
        other = b.cells[at]
        assert (cell.value, cell.kind, plain(cell.formula)) == (other.value, other.kind, plain(other.formula)), at
        assert (cell.style.strike, cell.style.raised, cell.style.number_format, cell.style.fill_color) == (
            other.style.strike, other.style.raised, other.style.number_format, other.style.fill_color,
        ), at  # fmt: skip
        assert [(run.text, run.struck, run.raised) for run in cell.runs] == [
            (run.text, run.struck, run.raised) for run in other.runs
        ]


XML = xml_workbook.HEAD


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('<Row><Cell><Data ss:Type="Number">12</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">x</Data></Cell></Row>', {(1, 1): 12, (1, 4): "x"}),
        ('<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell><Cell><Data ss:Type="String">b</Data></Cell></Row>', {(3, 1): "a", (3, 3): "b"}),
        ('<Row ss:Span="2"/><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>', {(4, 1): True}),
        ('<Row><Cell><Data ss:Type="DateTime">2026-06-15T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>', {(1, 1): "2026-06-15", (1, 2): "#REF!"}),
        ('<Row><Cell><Data ss:Type="Number">1E999</Data></Cell><Cell><Data ss:Type="Number">x</Data></Cell></Row>', {(1, 1): "1E999", (1, 2): "x"}),
        ('<Row><Cell><Comment><ss:Data>chú thích</ss:Data></Comment></Cell><Cell><Data ss:Type="String">a</Data></Cell></Row>', {(1, 2): "a"}),
    ],
)  # fmt: skip
def test_xml__cells(table: str, expected: dict[tuple[int, int], object]) -> None:
    found = grid(f'{XML}<Worksheet ss:Name="x"><Table>{table}</Table></Worksheet></Workbook>'.encode(), "x.xml")
    assert values(found) == expected


def test_xml__named_formats_are_the_codes_that_they_stand_for() -> None:
    styles = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="y" ss:Parent="p"><NumberFormat ss:Format="Yes/No"/></Style></Styles>'
    cells = '<Row><Cell ss:StyleID="p"><Data ss:Type="Number">1</Data></Cell><Cell ss:StyleID="y"><Data ss:Type="Number">1</Data></Cell></Row>'
    found = (
        grid(f'{XML}{styles}<Worksheet ss:Name="x"><Table>{cells}</Table></Worksheet></Workbook>'.encode())
        .sheets[0]
        .cells
    )
    assert (found[1, 1].style.number_format, found[1, 2].kind) == ("0.00%", "bool")


# --- mutations -----------------------------------------------------------------------------------------------------------


SAMPLES: dict[str, Callable[[], bytes]] = {
    "page": lambda: page("<h1>Báo cáo</h1><table border=1><col><tr><td rowspan=2 style='color:red'>a<td x:num='1'>b</td></tr><tr><td><s>12</s><sup>1</sup></table>", "<style>.a{color:red}</style>"),
    "csv": lambda: csv(";").encode(),
    "utf-16": lambda: csv("\t").encode("utf-16"),
    "xml": lambda: xml_workbook.xml(everything()),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAMPLES)
@given(
    edits=st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=8), st.integers(0, 9)), min_size=1, max_size=6)
)
def test_mutations__are_read_or_refused(kind: str, edits: list[tuple[int, bytes, int]]) -> None:
    data = SAMPLES[kind]()
    for at, new, old in edits:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + old :]
    found = read_all(data, "x")
    assert isinstance(found, Grid) or found.findings[-1].params.get("reason") != "crash", found.findings[-1].params


@given(st.text("<>/tablerdspn='\" 1&;!-", max_size=200))
def test_any_tags__are_read(text: str) -> None:
    found = read_all(b"<table>" + text.encode(), "x.html")
    assert isinstance(found, Grid), found.findings[-1].params


def test_limits__hold_for_every_reader() -> None:
    narrow = LIMITS._replace(rows=2, columns=2)
    book = openpyxl.Workbook()
    for line in range(1, 5):
        book.active.append([line] * 4)
    out = io.BytesIO()
    book.save(out)
    rows = "".join(f"<tr>{f'<td>{line}' * 4}" for line in range(1, 5))
    for data in (
        xml_workbook.xml(out.getvalue()),
        page(f"<table>{rows}"),
        "\n".join([f"{line};" * 3 + str(line) for line in range(1, 5)]).encode(),
    ):
        found = read_bytes(data, "x", limits=narrow)
        assert isinstance(found, Grid)
        assert len(values(found)) == 4
        assert found.sheets[0].body.outside == 12


@pytest.mark.parametrize(
    ("field", "value"),
    [('="012"', "012"), ('"=""012"""', "012"), ('=""', None), ('="1"&"2"', '="1"&"2"'), ("=12", "=12")],
)
def test_csv__text_that_is_kept_from_becoming_a_number(field: str, value: str | None) -> None:
    grid = read_bytes(f"TT;Số lượng\r\n01;{field}\r\n".encode(), "a.csv")
    cell = grid.sheets[0].cells.get((2, 2))
    assert (cell and cell.value) == value
