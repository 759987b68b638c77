"""Where the screen and the file say different things: number formats, stored results of formulas, pictures in cells, small
raised digits, rows and columns without size. Each fault stands beside look-alikes that must stay silent.

All are tables of an office's own making (see ``workbooks_base.foreign``): the figures stand in D8 to D16, what formulas
add up in G and H beside them, or on the sheet 'Các thôn'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from workbooks_base import FORM_1, HEADING, A, Made, Values, book_of, edited, part_changed, saved, whole_table

FIELDS = tuple(field.id for field in FORM_1.fields)
TOP = len(HEADING) + 2
VILLAGES = "Các thôn"
HOME, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
OWN = ("S16",)


def at(field: str, column: str = "D") -> str:
    return f"{column}{TOP + FIELDS.index(field)}"


class Shown(NamedTuple):
    """A table with some of its cells changed.

    ``formats``: field -> number format; ``results``: address -> (formula, stored result), 'sheet2!B2' on the other sheet;
    ``beside``: address -> value; ``xml``: texts of the first sheet's XML to be replaced. ``numbers``: what is read where
    that is not the value. ``at``: fields at which the code must stand.
    """

    path: str
    at: Sequence[str] = ()
    values: Values = A
    formats: Mapping[str, str] = {}
    results: Mapping[str, tuple[str, Any]] = {}
    beside: Mapping[str, Any] = {}
    xml: Sequence[tuple[str, str]] = ()
    numbers: Mapping[str, int | None] = {}
    also: Sequence[str] = ()
    notes: Sequence[str] = ()


# --- the workbook --------------------------------------------------------------------------------------------------


def workbook(shown: Shown) -> bytes:
    sheets = {address.partition("!")[0] for address in (*shown.beside, *shown.results) if "!" in address}
    book = book_of(("Phụ lục", [*HEADING, *whole_table(shown.values)]), *((name, []) for name in sorted(sheets)))
    home = book["Phụ lục"]
    for field, number_format in shown.formats.items():
        home[at(field)].number_format = number_format
    for address, value in {**shown.beside, **dict.fromkeys(shown.results, 0)}.items():
        name, _, cell = address.rpartition("!")
        book[name or home.title][cell].value = value
    data = saved(book)
    for address, (formula, result) in shown.results.items():
        name, _, cell = address.rpartition("!")
        data = with_result(data, OTHER if name else HOME, cell, formula, result)
    return part_changed(data, HOME, *shown.xml) if shown.xml else data


def with_result(data: bytes, part: str, address: str, formula: str, result: Any) -> bytes:
    """The cell with a formula and a stored result, as no library writes it; a formula as '<f .../>' stands as it is."""
    kind = ' t="str"' if isinstance(result, str) else ""
    text = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    told = formula if formula.startswith("<f") else f"<f>{text}</f>"
    stored = "" if result is None else f"<v>{result}</v>"
    found = re.search(rf'<c r="{address}"(?P<style> s="[0-9]+")?[^>]*>.*?</c>', _part(data, part))
    assert found, address
    return part_changed(data, part, (found[0], f'<c r="{address}"{found["style"] or ""}{kind}>{told}{stored}</c>'))


def _part(data: bytes, name: str) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


def cell_xml(field: str, xml: str, value: Any = None) -> tuple[str, str]:
    """Replaces the XML of a quantity cell as openpyxl writes it."""
    return f'<c r="{at(field)}" t="n"><v>{A[field] if value is None else value}</v></c>', xml.format(at=at(field))


def rows_xml(field: str, attributes: str) -> tuple[str, str]:
    row = TOP + FIELDS.index(field)
    return f'<row r="{row}">', f'<row r="{row}" {attributes}>'


# --- faults --------------------------------------------------------------------------------------------------------

NO = {"01": None}
NOTES = ("V31", "S10")  # the figures that these are about are added up
AROUND = {
    "S10": "an", "V24": "khong-phai-so", "V25": "cong-thuc", "V42": "khong-phai-so", "V31": "dinh-dang", "V32": "chu-nho-gach-an", "V36": "dinh-dang",
    "V37": "cong-thuc", "V38": "cong-thuc", "V39": "hinh-anh", "V40": "chu-nho-gach-an",
}  # fmt: skip
FORMATS: Sequence[Shown] = (
    Shown("V36/nghin.xlsx", ["01"], formats={"01": '0" nghìn"'}, numbers=NO),
    Shown("V36/them-hai-so-0.xlsx", ["01"], formats={"01": '0"00"'}, numbers=NO),
    Shown("V36/chia-1000.xlsx", ["07"], {**A, "07": 30000}, {"07": "0,"}, numbers={"07": None}),
    Shown("V36/dau-phan-tram.xlsx", ["01"], formats={"01": '0"%"'}, numbers=NO),
    Shown("V36/dau-tru.xlsx", ["01"], formats={"01": '"-"0'}, numbers=NO),
    Shown("V36/ngoac-don.xlsx", ["01"], formats={"01": "(0)"}, numbers=NO),
    Shown("V36/khoang.xlsx", ["01"], formats={"01": '"~"0'}),
    Shown("V36/lon-hon.xlsx", ["05.1"], formats={"05.1": '"> "0'}),
    Shown("V36/moi-thang.xlsx", ["04"], formats={"04": '0" bài/tháng"'}, numbers={"04": None}),
    Shown("V36/tien-dong.xlsx", ["01"], formats={"01": "#,##0 [$₫-42A]"}, numbers=NO),
    Shown("V36/ba-so-0-le.xlsx", ["01"], formats={"01": "0.000"}, numbers=NO),
    Shown("V36/don-vi-khac.xlsx", ["04"], formats={"04": '0" người"'}),
    Shown("V36/co-dieu-kien.xlsx", ["05.1"], formats={"01": '[>100]0"00";0', "05.1": '[>100]0"00";0'}, numbers={"05.1": None}),
    Shown("V36/an-het.xlsx", ["01", "04"], formats={"01": ";;;", "04": ";;;"}),
    Shown("V36/an-so-0.xlsx", ["02", "03"], formats=dict.fromkeys(FIELDS, "0;;")),
    Shown("V36/chu-thay-so.xlsx", ["01"], formats={"01": '"Có"'}),
    Shown("V36/lam-tron.xlsx", ["01"], {**A, "01": 12.6}, {"01": "0"}, numbers=NO, also=["V09"]),
    Shown("V36/phan-so.xlsx", ["05"], {**A, "05": 1.5}, {"05": "# ?/?"}, numbers={"05": None}, also=["V09"]),
    Shown("V36/trang-khong-hien-so-0.xlsx", ["02", "03"], xml=[("<sheetView ", '<sheetView showZeros="0" ')]),
    Shown("V31/don-vi-tinh.xlsx", ["01", "04"], formats={"01": '0" văn bản"', "04": '#,##0" tin, bài"'}),
    Shown("V31/ke-toan.xlsx", ["02", "03"], formats=dict.fromkeys(FIELDS, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)')),
    Shown("V32/dinh-dang-mau-trang.xlsx", ["01"], formats={"01": "[White]0"}),
)  # fmt: skip

BESIDE = {at(field, "G"): A[field] for field in FIELDS}
SUMS = {at(field): (f"SUM(G{TOP + n}:H{TOP + n})", 0) for n, field in enumerate(FIELDS)}
IN_VILLAGES = {f"{VILLAGES}!{column}{row}": value for row, pair in ((2, (7, 5)), (5, (10, 8))) for column, value in zip("BC", pair, strict=True)}  # fmt: skip
BY_HAND = {"02", "03"}  # nought in the table, and so whatever the library stored
SHARED_FIRST = f'<f t="shared" ref="{at("01")}:{at("08")}" si="0">SUM(G{TOP}:H{TOP})</f>'
FORMULAS: Sequence[Shown] = (
    Shown("V37/tong-cu.xlsx", ["01"], beside={at("01", "G"): 7, at("01", "H"): 5}, results={at("01"): (f"SUM(G{TOP}:H{TOP})", 10)}),
    Shown("V37/phan-mem-ghi-0.xlsx", [f for f in FIELDS if A[f]], beside=BESIDE, results=SUMS),
    Shown("V37/trang-khac.xlsx", ["01", "04"], beside=IN_VILLAGES, results={at("01"): (f"SUM('{VILLAGES}'!B2:C2)", 11), at("04"): (f"'{VILLAGES}'!B5+'{VILLAGES}'!C5", 20)}),
    Shown("V37/hai-buoc.xlsx", ["01"], beside=IN_VILLAGES, results={at("01"): (f"'{VILLAGES}'!D2", 9), f"{VILLAGES}!D2": ("SUM(B2:C2)", 9)}),
    Shown("V37/vong-tron.xlsx", ["01"], results={at("01"): (f"SUM(D{TOP}:D{TOP + 1})", 12)}, numbers=NO),
    Shown("V37/mat-tham-chieu.xlsx", ["01"], results={at("01"): ("SUM(#REF!)", 12)}, numbers=NO),
    Shown("V37/o-da-xoa-so.xlsx", ["01"], results={at("01"): (f"SUM(G{TOP}:H{TOP})", 12)}, numbers=NO),
    Shown("V37/so-luu-dang-chu.xlsx", ["01"], beside={at("01", "G"): "7", at("01", "H"): 5}, results={at("01"): (f"SUM(G{TOP}:H{TOP})", 5)}),
    Shown("V37/ket-qua-rong.xlsx", ["01"], beside={at("01", "G"): 12}, results={at("01"): (f"SUM(G{TOP}:H{TOP})", "")}),
    Shown("V37/nhan-nhieu-chu-so.xlsx", ["05.1"], beside={at("05.1", "G"): 30}, results={at("05.1"): (f'IF({at("05.1", "G")}="","",ROUND({at("05.1", "G")}*20,0))', 60)}),
    Shown("V37/cong-thuc-dung-chung.xlsx", ["04"], beside=BESIDE, results={at("01"): (SHARED_FIRST, 12), **{at(f): ('<f t="shared" si="0"/>', 20 if f == "04" else A[f]) for f in FIELDS[1:] if f not in BY_HAND}}),
    Shown("V38/hai-o-trong.xlsx", ["02"], beside={at("02", "F"): None}, results={at("02"): (f"SUM({at('02', 'G')}:{at('02', 'H')})", 0)}),
    Shown("V38/trang-khac-trong.xlsx", ["02", "03"], beside=IN_VILLAGES, results={at("02"): (f"SUM('{VILLAGES}'!B3:C3)", 0), at("03"): (f"'{VILLAGES}'!B4", 0)}),
    Shown("V38/o-trong-cua-o-trong.xlsx", ["02"], beside=IN_VILLAGES, results={at("02"): (f"'{VILLAGES}'!D3", 0), f"{VILLAGES}!D3": ("SUM(B3:C3)", 0)}),
    Shown("V38/neu-trong-thi-0.xlsx", ["02"], results={at("02"): (f'IF({at("02", "G")}="",0,{at("02", "G")})', 0)}),
    Shown("V38/dau-gach.xlsx", ["02"], beside={at("02", "G"): "-", at("02", "H"): "-"}, results={at("02"): (f"SUM({at('02', 'G')}:{at('02', 'H')})", 0)}),
    Shown("V38/dem-danh-sach-trong.xlsx", ["02"], beside={f"{VILLAGES}!A1": "Tên cuộc thi"}, results={at("02"): (f"COUNTA('{VILLAGES}'!A2:A50)", 0)}),
    Shown("V38/chua-co-ket-qua.xlsx", ["02"], results={at("02"): (f"SUM({at('02', 'G')}:{at('02', 'H')})", None)}),
    Shown("V25/cong-thuc-cho-chu-rong.xlsx", ["02"], results={at("02"): (f'IF({at("02", "G")}="","",{at("02", "G")})', "")}, numbers={"02": None}),
    Shown("V25/cong-thuc-khac-cho-chu-rong.xlsx", ["02"], results={at("02"): ('LOOKUP("02",G1:G9,H1:H9)', "")}, numbers={"02": None}),
    Shown("V39/wps.xlsx", ["01"], results={at("01"): ('_xlfn.DISPIMG("ID_AB",1)', '=DISPIMG("ID_AB",1)')}, numbers=NO),
    Shown("V39/ham-image.xlsx", ["01"], xml=[cell_xml("01", '<c r="{at}" t="e" vm="1"><f>_xlfn.IMAGE("https://example.invalid/a.png")</f><v>#VALUE!</v></c>')], numbers=NO),
    Shown("V39/dat-trong-o.xlsx", ["01"], xml=[cell_xml("01", '<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>')], numbers=NO),
    Shown("V24/nan.xlsx", ["02"], xml=[cell_xml("02", '<c r="{at}"><v>NaN</v></c>')], numbers={"02": None}),
    Shown("V24/vo-cuc.xlsx", ["02"], xml=[cell_xml("02", '<c r="{at}"><v>Infinity</v></c>')], numbers={"02": None}),
    Shown("V42/qua-lon-cho-may.xlsx", ["04"], xml=[cell_xml("04", '<c r="{at}"><v>1E400</v></c>')], numbers={"04": None}),
    Shown("S10/dong-cao-0.xlsx", ["06"], xml=[rows_xml("06", 'ht="0" customHeight="1"')]),
    Shown("S10/dong-cao-0-le.xlsx", ["06"], xml=[rows_xml("06", 'ht="0.0"')]),
    Shown("S10/dong-qua-thap.xlsx", ["06"], xml=[rows_xml("06", 'ht="0.75" customHeight="1"')]),
    Shown("S10/cot-rong-0.xlsx", xml=[("<sheetData>", '<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>')]),
    Shown("S10/cot-qua-hep.xlsx", xml=[("<sheetData>", '<cols><col min="4" max="4" width="0.1" customWidth="1"/></cols><sheetData>')]),
    Shown("S10/cot-mac-dinh-rong-0.xlsx", xml=[('<sheetFormatPr baseColWidth="8"', '<sheetFormatPr baseColWidth="8" defaultColWidth="0"'), ("<sheetData>", '<cols><col min="1" max="3" width="12"/><col min="5" max="5" width="12"/></cols><sheetData>')]),
)  # fmt: skip


def one_placeholder() -> bytes:
    """A library stored 0 for what only Excel calculates, and asks for that."""
    shown = Shown("", beside=BESIDE, results={at("01"): (f'VLOOKUP("01",G{TOP}:H{TOP + 3},2,FALSE)', 0)})
    asks = ('fullCalcOnLoad="1"', 'fullCalcOnLoad="true"')
    return part_changed(workbook(shown), "xl/workbook.xml", asks)


RICH: Mapping[str, tuple[Any, int | None]] = {
    "V40/so-1-viet-cao.xlsx": (("12", ("1", {"vertAlign": "superscript"})), 12),
    "V40/ngoac-viet-cao.xlsx": (("12", ("(3)", {"vertAlign": "superscript"})), 12),
    "V40/viet-thap.xlsx": (("12", ("2", {"vertAlign": "subscript"})), 12),
    "V40/dung-truoc.xlsx": ((("(1)", {"vertAlign": "superscript"}), " 12"), 12),
    "V40/kem-don-vi-tinh.xlsx": (("12 văn bản", ("1", {"vertAlign": "superscript"})), 12),
    "V32/chu-trang-mot-phan.xlsx": (("12", ("15", {"color": "FFFFFFFF"})), None),
    "V32/gach-mot-phan-lien.xlsx": ((("12", {"strike": True}), "15"), None),
}


def rich(parts: Sequence[str | tuple[str, Mapping[str, Any]]], address: str = at("01")) -> bytes:
    blocks = [part if isinstance(part, str) else TextBlock(InlineFont(**part[1]), part[0]) for part in parts]
    book = book_of(("Phụ lục", [*HEADING, *whole_table()]))
    book["Phụ lục"][address].value = CellRichText(*blocks)
    return saved(book)


def raised_cell() -> bytes:
    book = book_of(("Phụ lục", [*HEADING, *whole_table()]))
    book["Phụ lục"][at("01")].font = Font(vertAlign="superscript")
    return saved(book)


def bad() -> Iterator[Made]:
    for shown in (*FORMATS, *FORMULAS):
        yield Made(shown.path, workbook(shown), _expect({**_given(shown)}, shown.at, shown.also, shown.path))
    for path, (parts, number) in RICH.items():
        also = ("V02",) if "don-vi" in path else ()
        yield Made(path, rich(parts), _expect({"01": number}, ("01",), also, path))
    yield Made("V40/ca-o.xlsx", raised_cell(), _expect({}, ("01",), (), "V40"))
    yield Made("V37/chua-tinh.xlsx", one_placeholder(), _expect(NO, ("01",), (), "V37"))


def _expect(numbers: Mapping[str, Any], fields: Sequence[str], also: Sequence[str], path: str) -> dict[str, Any]:
    code = path.partition("/")[0]
    cells = [at(field) for field in fields] or [f"D{TOP - 1}"]  # of a hidden column the title
    expected: dict[str, Any] = {"also": sorted({*OWN, *also}), "values": {**A, **numbers}, "cells": cells}
    if code not in NOTES:
        expected["aside"] = list(fields)
    return expected | {"around": "dinh-dang" if "dinh-dang" in path else AROUND[code]}


def _given(shown: Shown) -> dict[str, Any]:
    return {field: value for field, value in shown.values.items() if value != A[field]} | dict(shown.numbers)


# --- look-alikes ---------------------------------------------------------------------------------------------------

PLAIN = dict(
    zip(
        FIELDS,
        ("#,##0", "0.00", "#,##0_);(#,##0)", "[Red]0;[Blue]-0", "00", "[$-42A]0", "_-0_-", "# ?/?", '[>100]0"00";0'),
        strict=True,
    )
)
MONTHS = {f"{VILLAGES}!{column}2": value for column, value in zip("BCD", (3, 4, 5), strict=True)}  # nine months to come
SAME: Sequence[Shown] = (
    Shown("dinh-dang-vo-hai.xlsx", formats=PLAIN),
    Shown("dinh-dang-kem-don-vi-tinh.xlsx", formats={field.id: f'0" {field.unit.lower()}"' for field in FORM_1.fields}, notes=["V31"]),
    Shown("cong-thuc-dung.xlsx", beside=BESIDE, results={address: (formula, value) for (address, (formula, _)), value in zip(SUMS.items(), A.values(), strict=True)}),
    Shown("cong-thuc-dung-chung.xlsx", beside=BESIDE, results={at("01"): (SHARED_FIRST, 12), **{at(f): ('<f t="shared" si="0"/>', A[f]) for f in FIELDS[1:]}}),
    Shown("cong-thuc-trang-khac.xlsx", beside=IN_VILLAGES, results={at("01"): (f"SUM('{VILLAGES}'!B2:C2)", 12), at("04"): (f"SUM('{VILLAGES}'!5:5)", 18)}),
    Shown("cong-thuc-so-0-that.xlsx", beside={at("02", "G"): 0, at("02", "H"): 0}, results={at("02"): (f"SUM({at('02', 'G')}:{at('02', 'H')})", 0)}),
    Shown("cong-thuc-mot-o-co-so.xlsx", beside={at("02", "G"): 0}, results={at("02"): (f"{at('02', 'G')}+{at('02', 'H')}", 0)}),
    Shown("cong-thuc-thang-chua-den.xlsx", beside=MONTHS, results={at("01"): (f"SUM('{VILLAGES}'!B2:M2)", 12)}),
    Shown("cong-thuc-neu-trong.xlsx", beside={at("01", "G"): 12}, results={at("01"): (f'IF({at("01", "G")}="","",{at("01", "G")})', 12)}),
    Shown("cong-thuc-khong-tinh-duoc.xlsx", beside={at("01", "G"): 12}, results={at("01"): ("LOOKUP(1,G1:G9,H1:H9)", 12), at("02"): ("SUMPRODUCT((G1:G9>99)*1)", 0), at("04"): ("IF(TODAY()>0,18,0)", 18)}),
    Shown("cong-thuc-sai-so-le.xlsx", beside={at("05.1", "G"): 0.1, at("05.1", "H"): 0.2}, results={at("05.1"): (f"({at('05.1', 'G')}+{at('05.1', 'H')})*2000", 600)}),
    Shown("cong-thuc-dem.xlsx", beside={f"{VILLAGES}!A{row}": "Tuyên truyền miệng" for row in range(2, 6)}, results={at("08"): (f"COUNTIF('{VILLAGES}'!A2:A50,\"Tuyên truyền miệng\")", 4)}),
    Shown("so-0-con-du.xlsx", xml=[cell_xml("02", '<c r="{at}"><v>1E-15</v></c>'), cell_xml("01", '<c r="{at}"><v>11.999999999999998</v></c>')]),
    Shown("dong-trong-bi-an-mac-dinh.xlsx", xml=[('defaultRowHeight="15"', 'defaultRowHeight="15" zeroHeight="1"')]),
)  # fmt: skip


def good() -> Iterator[Made]:
    for shown in SAME:
        kind = next((kind for kind in ("dinh-dang", "cong-thuc", "an") if kind in shown.path), "khong-phai-so")
        yield Made(f"khac-mau/{shown.path}", workbook(shown), _expected(shown.notes, kind))
    coloured = rich((("1", {"b": True, "color": "FFFF0000"}), ("2", {"i": True})))
    yield Made("khac-mau/chu-nhieu-mau.xlsx", coloured, _expected(["V04"], "chu-nho-gach-an"))
    marked = rich((FORM_1.fields[0].label, ("1", {"vertAlign": "superscript"})), at("01", "B"))
    yield Made("khac-mau/dau-chu-thich-o-ten.xlsx", marked, _expected())
    yield Made("khac-mau/trang-chep-tu-mau.xlsx", copied_out(), _expected())


def copied_out() -> bytes:
    """The template's sheet alone, its entry for the date left blank: the label is no date with gaps."""

    def edit(book: Any) -> None:
        for name in [sheet for sheet in book.sheetnames if sheet != "Phụ lục"]:
            del book[name]
        for name in list(book.defined_names):
            del book.defined_names[name]
        for row in book["Phụ lục"].iter_rows(max_row=12):
            for cell in row:
                if cell.value == "12/06/2026":
                    cell.value = None

    return edited(edit)


def _expected(notes: Sequence[str] = (), around: str = "") -> dict[str, Any]:
    return {"values": dict(A), "notes": sorted({"S02", *notes}), **({"around": around} if around else {})}
