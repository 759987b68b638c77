"""The buttons on an open workbook: xlwings' real front over openpyxl.

With LibreOffice behind it: test_excel_office.py.
"""

from __future__ import annotations

import copy
import io
import json
import pathlib
import shutil

import openpyxl
import pytest
import xlwings
from excel import engine, objects
from excel.openpyxl_backend import Backend
from filled import SEED as AS_WRITTEN

from cchc_xl import resources
from cchc_xl.consolidation.account.decisions import TITLES, read_decisions
from cchc_xl.excel import buttons
from cchc_xl.excel.press import marks as mark
from cchc_xl.excel.press import painting, results
from cchc_xl.form.layout import layout
from cchc_xl.form.load import default_form, load
from cchc_xl.grid.file import read_file
from cchc_xl.validate import settings, validate_file
from cchc_xl.write.template.workbook import template_bytes

FORM = load(default_form(), 1)
PLACE = layout(FORM)
GOOD = {"01": 12, "02": 0, "03": 4, "04": 18, "05": 6, "05.1": 300, "06": 2, "07": 3, "08": 4}
LONG_NOTE = "Hỏi lại anh Nam về số liệu quý II. " * 30
HEADER = {"unit": "UBND xã An Hòa Thịnh", "period": "6 tháng đầu năm", "year": 2026, "prepared_by": "Nguyễn Văn A"}


@pytest.fixture(scope="module")
def app():
    return engine.activate(Backend)


@pytest.fixture
def opened(app, tmp_path):
    """Writes a workbook and opens it as the one whose button is pressed."""

    def open_it(values=AS_WRITTEN, change=None, name="bao-cao.xlsx", data=None):
        path = tmp_path / name
        path.write_bytes(data or template_bytes(FORM, values=values, header=HEADER))
        if change:
            book = openpyxl.load_workbook(path, keep_vba=name.endswith("m"))
            change(book)
            book.save(path)
        book = app.books.open(path)
        book.set_mock_caller()
        app.impl.alerts.clear()
        app.impl.answers.clear()
        app.impl.status_texts.clear()
        app.impl.selection = None
        return book

    yield open_it
    for book in list(app.books):
        book.close()


def press(app, button):
    """Presses a button; what the message box says, '' where there is none."""
    before = len(app.impl.alerts)
    buttons.press(f"on_{button}")
    alerts = app.impl.alerts[before:]
    assert not [text for text, *_ in alerts if "nhật ký" in text], open_log()
    return alerts[-1][0] if alerts else ""


def open_log():
    import os
    import tempfile

    with open(os.path.join(tempfile.gettempdir(), "cchc_xl-loi.txt"), encoding="utf-8") as file:
        return file.read()


def looks(book):
    """Everything that a person sees of the workbook's cells: value, fill, note, by sheet and place.

    And the sheets' states.
    """
    backend = book.impl.backend
    seen = {}
    for sheet in backend.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                note = cell.comment.text if getattr(cell, "comment", None) else None
                fill = (cell.fill.fill_type, cell.fill.fgColor.rgb if cell.fill.fill_type else None)
                if cell.value is not None or note or cell.has_style:
                    seen[sheet.title, cell.coordinate] = (cell.value, fill, note)
        seen[sheet.title] = (
            sheet.sheet_state,
            sheet.protection.sheet,
            copy.copy(sheet.protection.formatCells),
            sheet.protection.objects,
        )
    return seen


def value_cell(book, field):
    ref = PLACE.value(field)
    return book.sheets[ref.sheet].range((ref.row, ref.column))


def marked(book):
    backend = book.impl.backend
    return {
        cell.coordinate
        for cell in (cell for row in backend.book[PLACE.table].iter_rows() for cell in row)
        if cell.fill.fill_type
        and tuple(int(cell.fill.fgColor.rgb[at : at + 2], 16) for at in (2, 4, 6)) in mark.FILLS.values()
    }


# --- Kiểm tra ------------------------------------------------------------------------------------------------------


def test_validate__marks_says_and_selects(app, opened):
    book = opened()
    message = press(app, "validate")
    assert "lỗi" in message
    assert PLACE.value("08").a1 in marked(book)
    assert PLACE.value("01").a1 not in marked(book)
    note = book.impl.backend.notes(PLACE.table)[PLACE.rows["08"], 4]
    assert note.startswith("CCHC #")
    sheet = book.sheets["Kết quả kiểm tra"]
    assert sheet.range((results.TITLE_ROW, 1)).value == message
    assert book.impl.backend.selected[0] == PLACE.table
    assert book.impl.backend.selected[1] in marked(book)


def test_validate__is_what_the_command_line_says(app, opened, tmp_path):
    from cchc_xl.validate import settings, validate_file

    book = opened()
    path = book.fullname
    expected = [
        (finding.code, finding.ref.a1 if finding.ref else None) for finding in validate_file(path, settings()).findings
    ]
    press(app, "validate")
    rows = table(book)
    assert [(row[7], shown(row[2])) for row in rows if row[7]] == expected


def test_validate__a_form_of_ones_own_is_found_beside_the_workbook(app, opened, tmp_path):
    import made_forms
    from test_own_forms import LATER, SHORT, filled_in

    from cchc_xl.form.load import load_file

    made_forms.put(SHORT, tmp_path / "bieu-mau")
    form = load_file(str(made_forms.put(LATER, tmp_path / "bieu-mau", "v2.json")))
    book = opened(data=filled_in(form, {"01": 4, "02": 2.5, "05": 1, "03": 3, "03.1": 1}))
    press(app, "validate")
    assert [row[7] for row in table(book) if row[7] in ("V09", "S18")] == ["V09"]


def table(book):
    sheet = book.impl.backend.book["Kết quả kiểm tra"]
    rows = [[cell.value for cell in row[:8]] for row in sheet.iter_rows(min_row=results.FIRST_ROW)]
    return [row for row in rows if row[0] is not None]


def shown(link):
    return link.rsplit('"', 2)[1] if link and link.startswith("=") else link


def test_validate__changes_no_quantity_and_twice_is_once(app, opened):
    book = opened()
    before = looks(book)
    first = press(app, "validate")
    once = looks(book)
    assert {key: seen[0] for key, seen in once.items() if key in before and isinstance(key, tuple)} == {
        key: seen[0] for key, seen in before.items() if isinstance(key, tuple)
    }
    assert press(app, "validate") == first
    assert looks(book) == once


def test_clear__restores_every_look(app, opened):
    def dressed(workbook):
        sheet = workbook[PLACE.table]
        sheet.cell(PLACE.rows["08"], 4).fill = openpyxl.styles.PatternFill("solid", fgColor="FF00B0F0")
        sheet.cell(PLACE.rows["08"], 4).comment = openpyxl.comments.Comment(LONG_NOTE, "An")

    book = opened(change=dressed)
    before = looks(book)
    press(app, "validate")
    notes = book.impl.backend.notes(PLACE.table)
    assert notes[PLACE.rows["08"], 4].endswith(LONG_NOTE)
    press(app, "validate")
    assert "trả lại" in press(app, "clear")
    assert looks(book) == before
    assert "không có đánh dấu" in press(app, "clear")


def test_clear__finds_marked_cells_after_rows_were_inserted(app, opened):
    book = opened()
    press(app, "validate")
    sheet = book.impl.backend.book[PLACE.table]
    place = (PLACE.rows["08"], 4)
    note, fill = sheet.cell(*place).comment.text, copy.copy(sheet.cell(*place).fill)
    # what Excel does when two rows are inserted above: the cell moves with its note and its fill
    sheet.cell(*place).comment, sheet.cell(*place).fill = None, openpyxl.styles.PatternFill()
    moved = sheet.cell(place[0] + 20, 4)
    moved.comment, moved.fill = openpyxl.comments.Comment(note, "CCHC"), fill
    press(app, "clear")
    assert (place[0] + 20, 4) not in book.impl.backend.notes(PLACE.table)
    assert moved.fill.fgColor.rgb[2:] not in {"FFC7CE", "FFEB9C"}


def test_clear__leaves_a_fill_that_the_clerk_gave_since(app, opened):
    book = opened()
    press(app, "validate")
    cell = book.impl.backend.book[PLACE.table].cell(PLACE.rows["08"], 4)
    cell.comment = None
    cell.fill = openpyxl.styles.PatternFill("solid", fgColor="FF92D050")
    press(app, "clear")
    assert cell.fill.fgColor.rgb == "FF92D050"


def test_validate__good_report_has_no_mark(app, opened):
    book = opened(GOOD)
    message = press(app, "validate")
    assert message == f"Đã kiểm tra {FORM.title} ở trang tính “{PLACE.table}”: không có nội dung cần sửa."
    assert marked(book) == set()


def test_validate__works_on_a_protected_sheet_and_protects_it_again(app, opened):
    def protected(workbook):
        workbook[PLACE.table].protection.sheet = True
        workbook[PLACE.table].protection.objects = True
        workbook.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)

    book = opened(change=protected)
    before = looks(book)
    press(app, "validate")
    assert PLACE.value("08").a1 in marked(book)
    assert book.sheets[PLACE.table].api.ProtectContents
    assert book.api.ProtectStructure
    press(app, "clear")
    assert looks(book) == before


def test_validate__sheet_with_a_password_is_read_and_left_as_it_is(app, opened):
    def protected(workbook):
        workbook[PLACE.table].protection.sheet = True
        workbook[PLACE.table].protection.formatCells = True

    book = opened(change=protected)
    book.impl.backend.passwords[PLACE.table] = "bí mật"
    before = looks(book)
    message = press(app, "validate")
    assert "mật khẩu" in message
    assert marked(book) == set()
    assert table(book)
    press(app, "clear")
    assert looks(book) == before


def test_validate__structure_with_a_password_still_says_the_result(app, opened):
    book = opened()
    book.impl.backend.structure = "bí mật"
    before = looks(book)
    message = press(app, "validate")
    assert "1 lỗi" in message
    assert "Cấu trúc tệp" in message
    assert looks(book) == before  # what could not be restored is not marked
    press(app, "accept")
    assert looks(book) == before


def test_validate__structure_locked_after_marking_still_lets_marks_go(app, opened):
    book = opened()
    before = looks(book)
    press(app, "validate")
    book.impl.backend.structure = "bí mật"
    for field, value in GOOD.items():
        value_cell(book, field).value = value
    press(app, "validate")
    assert marked(book) == set()
    assert {key for key in looks(book) if key[0] == PLACE.table and looks(book)[key][2]} == {
        key for key in before if key[0] == PLACE.table and before[key][2]
    }


def test_validate__a_failure_while_marking_loses_no_look(app, opened, monkeypatch):
    book = opened()
    before = looks(book)
    original = painting._set_note

    def failing(cell, text):
        if cell.row == PLACE.rows["08"]:
            raise objects.ExcelError("busy")
        original(cell, text)

    monkeypatch.setattr(painting, "_set_note", failing)
    buttons.press("on_validate")
    assert marked(book)
    monkeypatch.undo()
    press(app, "clear")
    assert looks(book) == before


def test_validate__workbook_that_is_no_form_of_ours(app, opened):
    data = io.BytesIO()
    other = openpyxl.Workbook()
    other.active.title = "Lương tháng 5"
    other.active["A1"] = "Họ tên"
    other.save(data)
    book = opened(data=data.getvalue())
    message = press(app, "validate")
    assert "Không tìm thấy bảng" in message
    assert "Lương tháng 5" in message
    assert book.sheets["Lương tháng 5"]["A1"].value == "Họ tên"


def test_validate__a_sheet_of_the_clerk_s_with_the_name_of_ours_is_left_alone(app, opened):
    def named(workbook):
        workbook.create_sheet("Kết quả kiểm tra")["A1"] = "của tôi"

    book = opened(change=named)
    assert "đổi tên" in press(app, "validate")
    assert marked(book)
    press(app, "clear")
    assert book.sheets["Kết quả kiểm tra"]["A1"].value == "của tôi"
    assert marked(book) == set()


def test_validate__text_of_the_workbook_never_becomes_a_formula(app, opened):
    book = opened(values=AS_WRITTEN | {"01": "=1+1 (xem)", "02": "+5 lần", "03": "-", "04": "@SUM(A1)"})
    press(app, "validate")
    sheet = book.impl.backend.book["Kết quả kiểm tra"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(text.startswith('=HYPERLINK("#') for text in formulas)
    raw = {row[4] for row in table(book)}
    assert "=1+1 (xem)" in raw


def test_validate__in_english(app, opened):
    opened()
    buttons.press("on_validate", "en")
    assert "errors" in app.impl.alerts[-1][0]


# --- Lỗi tiếp theo -------------------------------------------------------------------------------------------------


def test_next__goes_through_all_marked_cells_and_around(app, opened):
    book = opened()
    press(app, "validate")
    places = marked(book)
    book.sheets[PLACE.table].activate()
    book.sheets[PLACE.table].range("A1").select()
    visited = []
    for _ in range(len(places) + 1):
        assert press(app, "next") == ""
        visited.append(book.impl.backend.selected[1])
    assert set(visited) == places
    assert visited[0] == visited[-1]
    assert app.impl.status_texts[-1].startswith(visited[-1])


def test_next__nothing_to_correct_says_so(app, opened):
    opened(GOOD)
    assert press(app, "next").endswith("không có nội dung cần sửa.")
    assert app.impl.status_texts == [False]


# --- Chấp nhận đề xuất, Hoàn tác đề xuất ----------------------------------------------------------------------------


def test_accept__safe_readings_are_offered_written_logged_and_undone(app, opened):
    book = opened()
    before = {field: value_cell(book, field).value for field in AS_WRITTEN}
    notes_before = {field: book.sheets[PLACE.table].range((PLACE.rows[field], 5)).value for field in AS_WRITTEN}
    app.impl.answers.append("yes")
    message = press(app, "accept")
    question = app.impl.alerts[-2][0]
    assert "“02” thành 2" in question
    assert "Đã ghi" in message
    assert value_cell(book, "06").value == 2.0
    sheet = book.sheets["Kết quả kiểm tra"]
    log = list(
        results.read_log(
            sheet.range((results.FIRST_ROW, results.LOG_COLUMN), (30, results.LOG_COLUMN + 9)).options(ndim=2).value
        )
    )
    assert {(entry.old, entry.new) for entry in log} >= {("02", "2"), ("03", "3")}
    assert "Đã trả lại" in press(app, "undo")
    assert {field: value_cell(book, field).value for field in AS_WRITTEN} == before
    assert {field: book.sheets[PLACE.table].range((PLACE.rows[field], 5)).value for field in AS_WRITTEN} == notes_before
    assert "Không có đề xuất nào để hoàn tác" in press(app, "undo")


def test_accept__only_what_is_agreed_to(app, opened):
    book = opened()
    press(app, "validate")
    sheet = book.impl.backend.book["Kết quả kiểm tra"]
    for row in range(results.FIRST_ROW, sheet.max_row + 1):
        agrees = (
            shown(sheet.cell(row, results.CELL).value) == PLACE.value("05").a1 and sheet.cell(row, 6).value is not None
        )
        sheet.cell(row, results.AGREE).value = "x" if agrees else None
    app.impl.answers.append("yes")
    press(app, "accept")
    assert value_cell(book, "05").value == 6.0
    assert "lồng ghép" in book.sheets[PLACE.table].range((PLACE.rows["05"], 5)).value
    assert value_cell(book, "06").value == "02"


def test_accept__no_means_nothing_is_written(app, opened):
    book = opened()
    app.impl.answers.append("no")
    assert "Chưa ghi" in press(app, "accept")
    assert value_cell(book, "06").value == "02"


def test_accept__nothing_to_offer(app, opened):
    opened(GOOD)
    assert "Không có đề xuất" in press(app, "accept")


def test_undo__leaves_what_was_changed_since(app, opened):
    book = opened()
    app.impl.answers.append("yes")
    press(app, "accept")
    value_cell(book, "06").value = 5
    assert PLACE.value("06").a1 in press(app, "undo")
    assert value_cell(book, "06").value == 5.0


# --- Lưu bản gửi ----------------------------------------------------------------------------------------------------


def test_send__clean_copy_named_by_unit_and_period(app, opened, tmp_path):
    book = opened()
    press(app, "validate")
    before = looks(book)
    message = press(app, "send")
    path = tmp_path / "UBND xã An Hòa Thịnh - 6 tháng đầu năm.xlsx"
    assert str(path.parent) in message
    [copied] = [other for other in tmp_path.iterdir() if other.name != book.name]
    clean = openpyxl.load_workbook(copied)
    assert "Kết quả kiểm tra" not in clean.sheetnames
    assert mark.STORE not in clean.sheetnames
    assert not [cell for row in clean[PLACE.table].iter_rows() for cell in row if getattr(cell, "comment", None)]
    assert clean[PLACE.table].cell(PLACE.rows["06"], 4).value == "02"
    assert looks(book) == before
    press(app, "send")
    assert len([other for other in tmp_path.iterdir() if other.name != book.name]) == 2


def test_send__a_workbook_with_macros_is_sent_without(app, opened, tmp_path):
    with open(resources.path("workbook_templates", "tuyen-truyen-cchc-1.xlsm"), "rb") as file:
        book = opened(data=file.read(), name="mau.xlsm")
    press(app, "send")
    [copied] = [other for other in tmp_path.iterdir() if other.name != book.name]
    assert copied.suffix == ".xlsx"
    assert b"vbaProject" not in copied.read_bytes()
    assert openpyxl.load_workbook(copied).sheetnames == book.impl.backend.sheet_names()


# --- Lập báo cáo ----------------------------------------------------------------------------------------------------


def test_report__beside_the_workbook_named_by_form_unit_and_period_never_over_a_file(app, opened, tmp_path):
    book = opened(values=GOOD)
    before = looks(book)
    message = press(app, "report")
    name = f"{FORM.title} - UBND xã An Hòa Thịnh - 6 tháng đầu năm 2026"
    path = tmp_path / f"{name}.docx"
    assert str(path) in message
    first = path.read_bytes()
    found = validate_file(str(path), settings([FORM])).submission
    assert {one.field: one.number for one in found.readings} == GOOD
    assert looks(book) == before
    assert str(tmp_path / f"{name} (2).docx") in press(app, "report")
    assert path.read_bytes() == first


def test_report__errors_are_named_with_their_repair_and_nothing_is_written(app, opened, tmp_path):
    opened(values=AS_WRITTEN)
    message = press(app, "report")
    assert "D22: " in message
    assert "Đề nghị ghi số ở cột Số lượng" in message
    assert [path.suffix for path in tmp_path.iterdir()] == [".xlsx"]


def test_report__a_workbook_without_the_table_is_said(app, opened, tmp_path):
    opened(change=lambda book: book[PLACE.table].delete_rows(1, 60))
    assert "Không tìm thấy bảng chỉ tiêu" in press(app, "report")
    assert not list(tmp_path.glob("*.docx"))


# --- Tổng hợp, Mẫu mới, trợ giúp ------------------------------------------------------------------------------------


def test_merge__picks_a_folder_shows_progress_and_opens_the_result(app, opened, tmp_path):
    folder = tmp_path / "Quý báo cáo"
    folder.mkdir()
    for number in range(2):
        header = HEADER | {"unit": f"UBND xã Số {number}"}
        (folder / f"{number}.xlsx").write_bytes(template_bytes(FORM, values=GOOD, header=header))
    opened()
    app.impl.picked.append(str(folder))
    message = press(app, "merge")
    assert "2 đơn vị" in message
    assert [text for text in app.impl.status_texts if text and "2/2" in text]
    assert app.books.active.name == "Tổng hợp Quý báo cáo.xlsx"
    assert "Tổng hợp" in app.impl.open_books[-1].backend.sheet_names()


def decide(book, action):
    """Chooses an action for the first finding, as a person would in the sheet."""
    sheet = book["Vấn đề"]
    [head] = [
        row
        for row in sheet.iter_rows(max_row=20)
        if {cell.value for cell in row} >= {TITLES["action"][0], TITLES["reason"][0]}
    ]
    column = {cell.value: cell.column for cell in head}
    sheet.cell(head[0].row + 1, column[TITLES["action"][0]]).value = action


def test_merge__again_keeps_what_was_decided(app, opened, tmp_path):
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    (folder / "1.xlsx").write_bytes(template_bytes(FORM, values=AS_WRITTEN, header=HEADER))
    opened()
    app.impl.picked.append(str(folder))
    press(app, "merge")
    path = tmp_path / "Tổng hợp Báo cáo.xlsx"
    book = openpyxl.load_workbook(path)
    decide(book, "Giữ nguyên")
    book.properties.lastModifiedBy = "Trần Thị Lan"  # as Excel writes it
    book.save(path)
    app.impl.picked.append(str(folder))
    press(app, "merge")
    assert [(decision.action, decision.by) for decision in read_decisions(read_file(str(path)))] == [
        ("keep", "Trần Thị Lan")
    ]


CAMPAIGN = {
    "period": "2026-H1", "deadline": "2020-01-01", "roster": "don-vi.csv", "received": "so-nhan.csv",
    "office": {"name": "Sở Nội vụ"},
}  # fmt: skip


@pytest.mark.parametrize("place", ["Báo cáo", "."])
def test_merge__a_campaign_file_in_the_folder_or_beside_it_is_used(app, opened, tmp_path, place):
    """As cchc-xl merge --campaign does: the roster says who is missing, the deadline who is late, the office who
    decided.
    """
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    (folder / "1.xlsx").write_bytes(template_bytes(FORM, values=AS_WRITTEN, header=HEADER))
    (tmp_path / place / "dot-bao-cao.json").write_text(json.dumps(CAMPAIGN), encoding="utf-8")
    (tmp_path / place / "don-vi.csv").write_text(
        "Tên đơn vị,Cấp\nXã An Hòa Thịnh,Xã\nXã B,Xã\nXã C,Xã\n", encoding="utf-8"
    )
    (tmp_path / place / "so-nhan.csv").write_text("Tệp,Ngày nhận\n1.xlsx,02/01/2020\n", encoding="utf-8")
    opened()
    app.impl.picked.append(str(folder))
    message = press(app, "merge")
    assert f"Theo tệp đợt báo cáo {tmp_path / place / 'dot-bao-cao.json'}; 2 đơn vị chưa nộp." in message.replace(
        "/./", "/"
    )
    path = tmp_path / "Tổng hợp Báo cáo.xlsx"
    book = openpyxl.load_workbook(path)
    codes = {cell.value for row in book["Vấn đề"].iter_rows() for cell in row}
    assert "M11" in codes
    decide(book, "Giữ nguyên")
    book.save(path)
    app.impl.picked.append(str(folder))
    press(app, "merge")
    assert [(decision.action, decision.by) for decision in read_decisions(read_file(str(path)))] == [
        ("keep", "Sở Nội vụ")
    ]


def test_merge__of_two_campaign_files_the_one_in_the_folder(app, opened, tmp_path):
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    (folder / "1.xlsx").write_bytes(template_bytes(FORM, values=GOOD, header=HEADER))
    (folder / "dot-bao-cao.json").write_text("{}", encoding="utf-8")
    (tmp_path / "dot-bao-cao.json").write_text("broken", encoding="utf-8")
    opened()
    app.impl.picked.append(str(folder))
    assert str(folder / "dot-bao-cao.json") in press(app, "merge")


def test_merge__a_campaign_with_several_forms_gives_a_workbook_for_each(app, opened, tmp_path):
    folder = tmp_path / "Báo cáo"
    (folder / "bieu-mau").mkdir(parents=True)
    example = pathlib.Path(__file__).parent.parent / "examples" / "phu-luc-15-dong"
    shutil.copy(example / "bieu-mau" / "kinh-te-xa-hoi-1.json", folder / "bieu-mau")
    shutil.copy(example / "bao-cao" / "Xã Bình Minh.xlsx", folder / "2.xlsx")
    (folder / "1.xlsx").write_bytes(template_bytes(FORM, values=AS_WRITTEN, header=HEADER))
    campaign = {"forms": [FORM.id, "kinh-te-xa-hoi"]}
    (folder / "dot-bao-cao.json").write_text(json.dumps(campaign), encoding="utf-8")
    opened()
    app.impl.picked.append(str(folder))
    message = press(app, "merge")
    paths = [tmp_path / f"Tổng hợp Báo cáo {form}.xlsx" for form in campaign["forms"]]
    assert [str(path) in line for path, line in zip(paths, message.splitlines(), strict=True)] == [True, True]
    assert [openpyxl.load_workbook(path)["Theo đơn vị"]["C6"].value for path in paths] == [
        "UBND xã An Hòa Thịnh", "UBND xã Bình Minh"
    ]  # fmt: skip


def test_merge__a_faulty_campaign_file_stops_it_in_words(app, opened, tmp_path):
    folder = tmp_path / "Báo cáo"
    folder.mkdir()
    (folder / "1.xlsx").write_bytes(template_bytes(FORM, values=GOOD, header=HEADER))
    (folder / "dot-bao-cao.json").write_text('{"perod": "2026-H1"}', encoding="utf-8")
    opened()
    app.impl.picked.append(str(folder))
    assert "perod" in press(app, "merge")
    assert app.impl.alerts[-1][3] == "critical"
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["bao-cao.xlsx"]


def test_output_beside__a_folder_or_a_drive():
    from cchc_xl.excel.press.merging import output_beside

    assert output_beside("/bao-cao/xã", "Tổng hợp xã") == "/bao-cao/Tổng hợp xã.xlsx"


def test_merge__cancel_does_nothing(app, opened):
    opened()
    app.impl.picked.append(None)
    assert press(app, "merge") == ""
    assert len(app.impl.open_books) == 1


def test_merge__the_operator_s_mistake_is_said_in_words(app, opened, tmp_path):
    empty = tmp_path / "rỗng"
    empty.mkdir()
    opened()
    app.impl.picked.append(str(empty))
    message = press(app, "merge")
    assert message
    assert app.impl.alerts[-1][3] == "critical"


def test_new__writes_and_opens_an_empty_form(app, opened, tmp_path):
    opened()
    app.impl.picked.append(str(tmp_path / "Mẫu của tôi.xlsx"))
    press(app, "new")
    assert app.books.active.name == "Mẫu của tôi.xlsx"
    app.impl.picked.append(None)
    press(app, "new")
    assert len(app.impl.open_books) == 2


def test_help__shows_the_help_sheet_or_the_short_help(app, opened):
    book = opened()
    assert press(app, "help") == ""
    assert book.impl.backend.active() == "Hướng dẫn"
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    opened(data=data.getvalue(), name="khac.xlsx")
    assert "Kiểm tra" in press(app, "help")


def test_status__says_what_the_doctor_finds(app, opened):
    opened()
    assert "Windows" in press(app, "status")


# --- the entry -----------------------------------------------------------------------------------------------------


def test_press__a_bug_is_said_without_a_traceback(app, opened, monkeypatch):
    opened()
    monkeypatch.setattr(painting, "erase", lambda *_: 1 / 0)
    buttons.press("on_validate")
    text, _, _, mode = app.impl.alerts[-1]
    assert "Traceback" not in text
    assert mode == "critical"
    assert "ZeroDivisionError" in open_log()


def test_press__an_unknown_button_is_a_mistake_of_the_program(app, opened):
    opened()
    with pytest.raises(KeyError):
        buttons.press("on_nothing")


def test_caller__a_name_with_an_equals_sign(app, opened, monkeypatch):
    import sys

    book = opened(name="xã=A.xlsx")
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=xã=A.xlsx", "--from_xl=1", f"--hwnd={app.hwnd}"])
    assert buttons._caller().name == book.name


def test_buttons__need_no_pandas_and_leave_it_importable():
    import subprocess
    import sys

    asked = (
        "import sys; from cchc_xl.excel import buttons\n"
        "for name in buttons.BUTTONS: buttons._action(name)\n"
        "with buttons._without_pandas(): import xlwings\n"
        "print(sorted({'pandas', 'numpy', 'openpyxl', 'jsonschema'} & set(sys.modules)))\n"
        "import pandas"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=resources.path()
    )
    assert done.stdout.strip() == "[]"


def test_every_button_of_the_ribbon_has_an_action():
    import re

    from cchc_xl.excel.carriers import macros

    pressed = re.findall(r'CchcPress "(\w+)"', macros.source("CchcRibbon.bas"))
    assert sorted(pressed) == sorted(buttons.BUTTONS)
    assert all(callable(buttons._action(name)) for name in pressed)


def test_engine__enters_values_as_excel_does():
    assert objects.entered("02") == 2.0
    assert objects.entered("'02") == "02"
    assert isinstance(objects.entered("=A1"), objects.Formula)
    assert isinstance(objects.entered("'=A1"), objects.Text)
    assert xlwings.__version__
