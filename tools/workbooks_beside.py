"""What stands on a sheet and in none of the table's cells: text boxes, what is printed on every page, comments on titles
and labels, a further sheet; formulas that look figures up; units and periods where offices write them.

Each fault is beside a look-alike that must stay silent. All are tables of an office's own making.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from workbooks_base import HEADING, A, Made, Row, book_of, fixed_times, saved, whole_table
from workbooks_shown import FIELDS, HOME, TOP, at, with_result

BESIDE, FOREIGN = "ngoai-o", ["S16"]
NOTES_SHEET = "Ghi chú"


def _bad(code: str, name: str, data: bytes, cells: Sequence[str], around: str = BESIDE, **more: Any) -> Made:
    """``more``: also, aside, values, as tests/test_workbooks.py has them."""
    expected: dict[str, Any] = {"around": around, "cells": list(cells), "values": A, "also": FOREIGN, **more}
    return Made(f"{code}/{name}.xlsx", data, expected)


def _good(name: str, data: bytes, around: str = BESIDE, notes: Sequence[str] = ()) -> Made:
    return Made(f"khac-mau/{name}.xlsx", data, {"around": around, "values": dict(A), "notes": sorted({"S02", *notes})})


def _edited(*edits: Callable[[Workbook], None], heading: Sequence[Row] = HEADING) -> bytes:
    book = book_of(("Phụ lục", [*heading, *whole_table(A)]))
    for edit in edits:
        edit(book)
    return saved(book)


def _printed(header: str = "", footer: str = "") -> bytes:
    def edit(book: Workbook) -> None:
        sheet = book["Phụ lục"]
        sheet.oddHeader.center.text, sheet.oddFooter.left.text = header or None, footer or None

    return _edited(edit)


def _comment(address: str, text: str) -> bytes:
    def edit(book: Workbook) -> None:
        book["Phụ lục"][address].comment = Comment(text, "văn thư")

    return _edited(edit)


def _further(*lines: str) -> bytes:
    def edit(book: Workbook) -> None:
        sheet = book.create_sheet(NOTES_SHEET)
        for line in lines:
            sheet.append([line])

    return _edited(edit)


def _boxed(*boxes: tuple[str, str]) -> bytes:
    """The same table with text boxes at these cells, which openpyxl does not write."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Phụ lục")
        for number, line in enumerate([*HEADING, *whole_table(A)]):
            for column, value in enumerate(line):
                if value is not None:
                    sheet.write(number, column, value)
        for address, text in boxes:
            sheet.insert_textbox(address, text)
    return fixed_times(out.getvalue())


def _formula(field: str, formula: str, stored: int, table: Sequence[Row]) -> bytes:
    """A figure that is looked up in a small table at G1."""

    def edit(book: Workbook) -> None:
        for number, line in enumerate(table, 1):
            for column, value in enumerate(line, 7):
                book["Phụ lục"].cell(number, column).value = value

    return with_result(_edited(edit), HOME, at(field), formula, stored)


LOOKED_UP: tuple[Row, ...] = (("CV", 5), ("TT", 17), ("KH", 7), ("TT", 1))
FORMULAS = (
    ("tra-cuu", 'VLOOKUP("TT",G1:H4,2,FALSE)', 17),
    ("tra-cuu-hai-buoc", 'INDEX(H1:H4,MATCH("TT",G1:G4,0))', 17),
    ("tra-cuu-moi", '_xlfn.XLOOKUP("TT",G1:G4,H1:H4)', 17),
    ("cong-theo-dieu-kien", 'SUMIFS(H1:H4,G1:G4,"TT",H1:H4,">0")', 18),
    ("tong-tich", 'SUMPRODUCT((G1:G4="TT")*H1:H4)', 18),
    ("dem-theo-dieu-kien", 'COUNTIFS(G1:G4,"TT",H1:H4,">1")+16', 17),
)
PERIODS = (
    ("khong-dau", "bao cao tuyen truyen cchc 6 thang dau nam 2026"),
    ("ky-i", "BÁO CÁO TUYÊN TRUYỀN CCHC KỲ I NĂM 2026"),
    ("quy-i-ii", "BÁO CÁO TUYÊN TRUYỀN CCHC QUÝ I, II NĂM 2026"),
    ("6th", "BÁO CÁO TUYÊN TRUYỀN CCHC 6TH ĐẦU NĂM 2026"),
    ("tu-thang-mot", "BÁO CÁO TUYÊN TRUYỀN CCHC THÁNG 1-6/2026"),
    ("va-ke-hoach", "KẾT QUẢ TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM, KẾ HOẠCH 6 THÁNG CUỐI NĂM 2026"),
)
NOT_THE_PERIOD = (
    ("quy-ii", "BÁO CÁO TUYÊN TRUYỀN CCHC QUÝ II NĂM 2026"),
    ("dau-nam", "BÁO CÁO TUYÊN TRUYỀN CCHC ĐẦU NĂM 2026"),
    ("ky-ii", "BÁO CÁO TUYÊN TRUYỀN CCHC KỲ II NĂM 2026"),
    ("quy-ii-iii", "BÁO CÁO TUYÊN TRUYỀN CCHC QUÝ II, III NĂM 2026"),
)
UNITS = (
    ("gach", "BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026 - UBND XÃ AN BÌNH, TỈNH MẪU"),
    ("cua", "BÁO CÁO TUYÊN TRUYỀN CCHC CỦA UBND XÃ AN BÌNH 6 THÁNG ĐẦU NĂM 2026"),
)
DEPARTMENTS = (
    "UBND XÃ AN BÌNH - PHÒNG VĂN HÓA - XÃ HỘI",
    "Phòng Kinh tế xã An Bình",
    "Trung tâm Phục vụ hành chính công xã An Bình",
)


def _titled(title: str, first: str = str(HEADING[0][0])) -> bytes:
    return _edited(heading=[(first, *HEADING[0][1:]), *HEADING[1:4], (title,), HEADING[5]])


def beside_bad() -> Iterator[Made]:
    table = [f"B{TOP - 1}"]  # what stands on no cell is told at the table
    yield _bad("S21", "dau-trang-du-thao", _printed(header="&20 DỰ THẢO"), table, aside=FIELDS)
    yield _bad("S21", "chan-trang-uoc", _printed(footer="Số liệu ước tính"), table)
    yield _bad("S21", "hop-chu-chua-chinh-thuc", _boxed(("G3", "Số liệu chưa chính thức")), ["G3"], aside=FIELDS)
    yield _bad("S21", "chu-thich-cot-ke-hoach", _comment(at("01", "D").replace(str(TOP), str(TOP - 1)), "Cột này là số kế hoạch"), [f"D{TOP - 1}"], aside=FIELDS)  # fmt: skip
    yield _bad("V45", "chu-thich-ten-nam-truoc", _comment(at("05.1", "B"), "Số này lấy của cả năm 2025"), [at("05.1", "B")], aside=["05.1"])  # fmt: skip
    yield _bad("V44", "hop-chu-sua-so", _boxed(("G6", "Mục 04: sửa lại là 15")), ["G6"], aside=["04"])
    yield _bad("V44", "trang-dinh-chinh", _further("Đính chính", "Chỉ tiêu 07: số đúng là 300"), ["A2"], aside=["07"])
    for name, formula, gives in FORMULAS:
        data = _formula("04", formula, gives + 1, LOOKED_UP)
        yield _bad("V37", name, data, [at("04")], "cong-thuc", values={**A, "04": gives}, aside=["04"])
    for name, title in NOT_THE_PERIOD:
        yield _bad("M05", f"ky-{name}", _titled(title), [], "ky-bao-cao", aside=FIELDS)


def beside_good() -> Iterator[Made]:
    yield _good("dau-trang-so-trang", _printed("UBND xã An Bình", "Trang &P/&N"))
    yield _good("dau-trang-ten-bieu", _printed('&"Arial,Bold"Biểu số 05', "Người in: văn thư"))
    yield _good(
        "hop-chu-huong-dan", _boxed(("G3", "Nhập số nguyên vào cột Số lượng"), ("G9", "Lồng ghép tại họp thôn"))
    )
    yield _good("chu-thich-cot-huong-dan", _comment(f"D{TOP - 1}", "Chỉ nhập số nguyên"))
    yield _good("chu-thich-ten-lay-tu-so", _comment(at("01", "B"), "Lấy từ sổ công văn đi"))
    yield _good("trang-danh-sach", _further("Danh sách hội nghị", "Chỉ tiêu 05: họp thôn 1", "Chỉ tiêu 05: họp thôn 2"))
    for name, formula, gives in FORMULAS:
        table = [*LOOKED_UP, *[("TT", 18 - gives)] * (gives < 18)]
        same = _formula("04", f"{formula}+{18 - gives}", 18, table)
        yield _good(f"cong-thuc-{name}-dung", same, "cong-thuc")
    for name, title in PERIODS:
        yield _good(f"ky-{name}", _titled(title), "ky-bao-cao")
    for name, title in UNITS:
        yield _good(f"don-vi-trong-tieu-de-{name}", _titled(title, "TỈNH MẪU"), "don-vi")
    for number, name in enumerate(DEPARTMENTS, 1):
        yield _good(f"don-vi-phong-{number}", _titled(str(HEADING[4][0]), name), "don-vi")
