"""The worksheet functions: as plain Python, and as the wrappers call them."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import shutil

import openpyxl
import pytest
from excel import engine
from excel.openpyxl_backend import Backend

from cchc_xl.excel import functions, udf
from cchc_xl.form.layout import layout
from cchc_xl.form.load import default_form, load
from cchc_xl.model import Cell
from cchc_xl.write.template.workbook import template_bytes

FORM = load(default_form(), 1)
PLACE = layout(FORM)
A_DAY = dt.datetime(2026, 2, 1)  # noqa: DTZ001 - Excel knows no zones
GOOD = {"01": 12, "02": 0, "03": 4, "04": 18, "05": 6, "05.1": 300, "06": 2, "07": 3, "08": 4}


def block(values):
    """The table as Excel hands a range over: a list of rows."""
    head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"]
    return [head] + [[field.tt or None, field.label, field.unit, values.get(field.id), None] for field in FORM.fields]


# cell -> number, words
MESSY = [
    (12.0, 12, ""),
    (0.0, 0, ""),
    ("02", 2, ""),
    ("6(lồng ghép)", 6, "lồng ghép"),
    ("600 (Lượt người)", 600, "Lượt người"),
    (None, "", ""),
    ("", "", ""),
    ("Hội nghị; mạng xã hội", "", "Hội nghị; mạng xã hội"),
    ("12+5", "", ""),  # a sum would be worked out, not read
    (A_DAY, "", ""),
    (True, "", ""),
    ("#REF!", "", ""),
]


@pytest.mark.parametrize(("value", "number", "words"), MESSY, ids=[str(case[0]) for case in MESSY])
def test_quantity_and_remark__read_as_a_report_is(value, number, words):
    assert functions.quantity(value) == number
    assert udf.CCHC_SO(value) == number
    if value != "12+5":
        assert udf.CCHC_GHICHU(value).casefold() == words.casefold()


def test_messages__each_names_its_cell():
    texts = functions.messages(block(GOOD | {"05": "abc", "06": None}), row=10, column=1)
    assert all(len(line) == 1 for line in texts)
    text = "\n".join(line[0] for line in texts)
    assert "D15" in text  # row 10 is the head, 05 the fifth indicator
    assert "D17" in text


def test_messages__nothing_to_correct_says_so():
    assert functions.messages(block(GOOD)) == [["Không có nội dung cần sửa"]]
    assert functions.messages(block(GOOD), lang="en") == [["Nothing to correct"]]


def test_messages__no_table_is_a_message_too():
    [[text]] = functions.messages([["a", "b"], [1, 2]])
    assert text


def test_missing__blank_and_absent_indicators():
    rows = block(GOOD | {"03": None})
    del rows[-1]
    assert [line[0][:2] for line in functions.missing(rows)] == ["03", "08"]
    assert functions.missing(block(GOOD)) == [["Đủ chỉ tiêu"]]
    assert functions.missing([["x"]]) == [["Không tìm thấy bảng của biểu mẫu trong vùng này"]]


def test_messages__through_a_range_of_an_open_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(template_bytes(FORM, values=GOOD | {"05": "abc"}))
    sheet = engine.activate(Backend).books.open(path).sheets[PLACE.table]
    texts = udf.CCHC_KIEMTRA(sheet.range((PLACE.head_row, 1), (PLACE.last_row, 5)))
    assert PLACE.value("05").a1 in texts[0][0]
    assert udf.CCHC_THIEU(sheet.range((PLACE.head_row, 1), (PLACE.last_row, 5)).options(ndim=2).value) == [
        ["Đủ chỉ tiêu"]
    ]


def test_unit__one_unit_or_its_candidates():
    on = dt.date(2026, 6, 14)
    found = functions.unit("Xã Sơn Tiến", "42", on=on)
    assert found.startswith("U-")
    assert functions.unit("UBND xã Sơn Tiến", "Hà Tĩnh", on=on) == found
    former = functions.unit("Xã An Hòa Thịnh", "42", on=on)
    assert "Sơn Tiến" in former
    assert former.startswith("Xã An Hòa Thịnh đã được sắp xếp lại")
    assert functions.unit("Xã Sơn Tiến", on=on) == found  # only one province has it
    several = functions.unit("Xã An Bình", on=on)
    assert several.startswith("Có thể là")
    assert several.count("U-") >= 2
    assert functions.unit("Xã Không Có Thật Đâu", on=on) == "Không tìm thấy đơn vị"


def test_total__over_a_folder_and_after_a_change(tmp_path):
    for number in range(3):
        data = template_bytes(
            FORM, values=GOOD, header={"unit": f"UBND xã Số {number}", "period": "6 tháng đầu năm", "year": 2026}
        )
        (tmp_path / f"{number}.xlsx").write_bytes(data)
    assert functions.total(str(tmp_path), "01") == 36
    assert [functions.total(str(tmp_path), written) for written in (1.0, 1, "1", "5.1", 5.1, "05.1")] == [
        36,
        36,
        36,
        900,
        900,
        900,
    ]
    shutil.copy(tmp_path / "0.xlsx", tmp_path / "bản sao.xlsx")
    assert udf.CCHC_TONG(str(tmp_path), "01") == 36  # a copy of a report does not count twice
    (tmp_path / "2.xlsx").unlink()
    assert functions.total(str(tmp_path), "01") == 24
    assert functions.total(str(tmp_path), "99") == "Không có chỉ tiêu 99"
    assert functions.total(str(tmp_path / "không có"), "01").startswith("Không có thư mục")


def test_every_function_is_documented_with_its_arguments():
    from tools.build_addin import udf_wrappers

    _, helps = udf_wrappers()
    assert {function.name for function in helps} == {name for name in dir(udf) if name.startswith("CCHC_")}
    for function in helps:
        assert len(function.summary) > 20
        assert function.arguments
        assert not any(text.startswith("Positional argument") for text in function.arguments)


def test_udf_wrappers__leave_no_stand_in_behind():
    import sys

    import xlwings

    from tools.build_addin import udf_wrappers

    before = (xlwings.func, xlwings.arg)
    udf_wrappers()
    assert (xlwings.func, xlwings.arg) == before
    assert sys.platform == "win32" or "pythoncom" not in sys.modules


def test_cells__of_a_workbook_of_the_library_are_those_of_the_reader():
    """Dates and errors keep their kind."""
    from cchc_xl.excel.cells import cell

    data = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append([1, 1.5, "x", True, A_DAY, A_DAY + dt.timedelta(hours=8), "#REF!"])
    book.save(data)
    row = next(openpyxl.load_workbook(data).active.iter_rows(values_only=True))
    found = [cell(value) for value in row]
    assert [one.kind for one in found] == ["number", "number", "text", "bool", "date", "date", "error"]
    assert [cell(value) for value in (decimal.Decimal("12.5"), -2146826246)] == [
        Cell(12.5, "number"),
        Cell("#N/A", "error"),
    ]  # as COM gives money and new errors
    assert cell(None).kind == cell("").kind == "blank"
    assert found[4].value == "2026-02-01"
