"""Several columns of figures: found by their titles wherever they stand, and never taken one for another."""

from __future__ import annotations

import io
import pathlib
from collections.abc import Callable
from typing import Any

import made_forms
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file
from cchc_xl.model import Form, Report
from cchc_xl.validate import settings as against
from cchc_xl.validate import validate_file
from cchc_xl.write.template.build import template_bytes

ROWS = [
    {"tt": "1", "label": "Lĩnh vực đất đai", "unit": "Hồ sơ"},
    {"id": "1.1", "parent": "1", "label": "Trong đó: đo đạc, bản đồ", "unit": "Hồ sơ", "cells": {"truc-tuyen": None}},
    {"tt": "2", "label": "Lĩnh vực hộ tịch", "unit": "Hồ sơ"},
    {"tt": "3", "label": "Lĩnh vực đăng ký kinh doanh", "unit": "Hồ sơ"},
]
COLUMNS: list[dict[str, Any]] = [
    {"id": "tong", "title": "Tổng số tiếp nhận"},
    {"id": "truc-tuyen", "title": "Trực tuyến", "group": "Trong đó"},
    {"id": "truc-tiep", "title": "Trực tiếp", "group": "Trong đó", "aliases": ["Trực tiếp, bưu chính"]},
    {"id": "dung-han", "title": "Đúng hạn", "group": "Đã giải quyết"},
    {"id": "qua-han", "title": "Quá hạn", "group": "Đã giải quyết"},
    {"id": "dang", "title": "Đang giải quyết"},
]
TABLE: dict[str, Any] = {
    "id": "thu-tuc",
    "version": 1,
    "title": "Kết quả giải quyết thủ tục hành chính",
    "fields": ROWS,
    "values": COLUMNS,
}
SILENT = {"S16"}  # the table is not our template's


@pytest.fixture
def form(tmp_path: pathlib.Path) -> Form:
    path = made_forms.put(TABLE, tmp_path)
    assert lint(str(path)) == ()
    return load_file(str(path))


def values_of(form: Form) -> dict[str, int]:
    return {field.id: 10 + place for place, field in enumerate(form.fields)}


def read(form: Form, data: bytes, folder: pathlib.Path) -> Report:
    path = folder / "bc.xlsx"
    path.write_bytes(data)
    return validate_file(str(path), against([form]))


def numbers(report: Report) -> dict[str, object]:
    assert report.submission is not None, report.findings
    return {reading.field: reading.number for reading in report.submission.readings if reading.state != "absent"}


def codes(report: Report) -> dict[str, str]:
    return {finding.code: finding.field for finding in report.findings if finding.severity != "note"}


def test_template__reads_back_as_it_was_filled(form: Form, tmp_path: pathlib.Path) -> None:
    header = {"unit": "UBND xã Sơn Tiến", "period": form.periods[0].label, "year": 2026}
    report = read(form, template_bytes(form, values=values_of(form), header=header), tmp_path)
    assert numbers(report) == values_of(form)
    assert codes(report) == {}


# --- an office's own table -------------------------------------------------------------------------------------------

Edit = Callable[[Worksheet], object]
GROUPS = (("Tổng số tiếp nhận", ""), ("Trong đó", "Trực tuyến"), ("Trong đó", "Trực tiếp"),
          ("Đã giải quyết", "Đúng hạn"), ("Đã giải quyết", "Quá hạn"), ("Đang giải quyết", ""))  # fmt: skip
IDS = [column["id"] for column in COLUMNS]
HEAD, FIRST = 7, 9


def foreign(form: Form, order: list[str] | None = None, edit: Edit = lambda _: None, *, merged: bool = True) -> bytes:
    """The table as an office types it: two rows of titles, columns in any order; the figures are ``values_of``."""
    order = order or IDS
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A3"] = "UBND XÃ SƠN TIẾN", "BÁO CÁO 6 THÁNG ĐẦU NĂM 2026"
    for column, title in ((1, "STT"), (2, "Nội dung"), (len(order) + 3, "Ghi chú")):
        sheet.cell(HEAD, column).value = title
        if merged:
            sheet.merge_cells(start_row=HEAD, end_row=HEAD + 1, start_column=column, end_column=column)
    before = ""
    for column, name in enumerate(order, 3):
        upper, lower = GROUPS[IDS.index(name)]
        sheet.cell(HEAD, column).value = upper if upper != before or not lower else None
        sheet.cell(HEAD + 1, column).value = lower or None
        if merged and not lower:
            sheet.merge_cells(start_row=HEAD, end_row=HEAD + 1, start_column=column, end_column=column)
        if merged and lower and upper == before:
            sheet.merge_cells(start_row=HEAD, end_row=HEAD, start_column=column - 1, end_column=column)
        before = upper
    figures = values_of(form)
    for row, asked in enumerate(form.rows, FIRST):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = asked.tt, asked.label
        for column, name in enumerate(order, 3):
            sheet.cell(row, column).value = figures.get(f"{asked.id}@{name}")
    edit(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
@pytest.mark.parametrize(
    "order",
    [IDS, ["dang", *IDS[:5]], [*IDS[3:5], *IDS[1:3], "tong", "dang"], IDS[::-1]],
    ids=["as in the form", "last first", "groups exchanged", "backwards"],
)
def test_titles__tell_which_column_is_which(form: Form, tmp_path: pathlib.Path, order: list[str], merged: bool) -> None:
    report = read(form, foreign(form, order, merged=merged), tmp_path)
    assert numbers(report) == values_of(form)
    assert codes(report).keys() <= SILENT


def titled(cell: str, text: str | None) -> Edit:
    return lambda sheet: setattr(sheet[cell], "value", text)


def edits(*every: Edit) -> Edit:
    return lambda sheet: [edit(sheet) for edit in every]


def unmerged(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def over(text: str, area: str = "C6:H6") -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[area.split(":", maxsplit=1)[0]].value = text
        sheet.merge_cells(area)

    return edit


def flat(sheet: Worksheet) -> None:
    """One row of titles, the group in each of them."""
    unmerged(sheet)
    for column, (upper, lower) in enumerate(GROUPS, 3):
        sheet.cell(HEAD, column).value = f"{upper}: {lower.lower()}" if lower else upper
        sheet.cell(HEAD + 1, column).value = None


SAME: dict[str, Edit] = {
    "another title of the column": titled("E8", "Trực tiếp, bưu chính"),
    "a letter slipped": titled("C7", "Tổng số tiếp nhân"),
    "without accents": edits(titled("F8", "dung han"), titled("F7", "DA GIAI QUYET")),
    "in capitals with numbers": edits(titled("H7", "(6) ĐANG GIẢI QUYẾT"), titled("C7", "Tổng số tiếp nhận (1)")),
    "one row of titles": flat,
    "groups left out": edits(unmerged, titled("D7", None), titled("F7", None)),
    "a line that numbers the columns": lambda sheet: (
        sheet.insert_rows(FIRST),
        [setattr(sheet.cell(FIRST, column), "value", f"({column})") for column in range(1, 10)],
    ),
    "a title above all": over("Kỳ báo cáo"),
    "a blank column with a title": lambda sheet: (
        setattr(sheet["J7"], "value", "Tỷ lệ"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_titles__the_same_in_other_words(form: Form, tmp_path: pathlib.Path, name: str) -> None:
    report = read(form, foreign(form, edit=SAME[name]), tmp_path)
    assert numbers(report) == values_of(form)
    assert codes(report).keys() <= SILENT


def again(sheet: Worksheet) -> None:
    """The columns of last year beside those of the year."""
    sheet.unmerge_cells("I7:I8")
    for row in range(HEAD, FIRST + 4):
        for column in range(3, 9):
            if row > HEAD + 1 or sheet.cell(row, column).value:
                sheet.cell(row, column + 6).value = sheet.cell(row, column).value
    sheet["I7"] = "Tổng số tiếp nhận"
    sheet["C6"], sheet["I6"] = "Kỳ này", "Cùng kỳ năm trước"
    sheet.merge_cells("C6:H6")
    sheet.merge_cells("I6:N6")


OTHER: dict[str, tuple[Edit, str, str, set[str]]] = {  # edit, code, its field, columns that are not read
    "a column renamed": (titled("G8", "Trả lại"), "S29", "@qua-han", {"qua-han"}),
    "a column of another group": (
        edits(unmerged, titled("F7", "Đã giải quyết"), titled("G7", "Kế hoạch")),
        "S29",
        "@qua-han",
        {"qua-han"},
    ),
    "a column twice": (
        lambda sheet: [
            setattr(sheet.cell(row, 10), "value", sheet.cell(row, 8).value) for row in range(HEAD, FIRST + 4)
        ],
        "S12",
        "@dang",
        set(),
    ),
    "a further column": (
        lambda sheet: [setattr(sheet.cell(row, 10), "value", "Tỷ lệ" if row == HEAD else row) for row in range(HEAD, FIRST + 4)],
        "S30",
        "",
        set(),
    ),
    "a plan": (over("Kế hoạch năm 2026"), "S19", "", set()),
    "last year beside it": (again, "S30", "", set()),
    "a figure of two columns": (lambda sheet: sheet.merge_cells("F9:G9"), "S09", "1@qua-han", set()),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_titles__what_is_not_the_forms_is_not_taken_for_it(form: Form, tmp_path: pathlib.Path, name: str) -> None:
    edit, code, field, gone = OTHER[name]
    report = read(form, foreign(form, edit=edit), tmp_path)
    expected = {key: value for key, value in values_of(form).items() if key.partition("@")[2] not in gone}
    if code == "S09":
        expected |= {"1@dung-han": None, "1@qua-han": None}
    assert codes(report).get(code) == field, codes(report)
    assert {key: number for key, number in numbers(report).items() if number != expected.get(key)} == {}
    assert expected.keys() <= numbers(report).keys()
