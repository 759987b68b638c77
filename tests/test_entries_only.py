"""A provincial workbook read without what nobody entered says the same of everybody's entries as one that is read
whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from cchc_xl.form.load import default_form, versions
from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
from cchc_xl.grid.openxml import entries_only
from cchc_xl.grid.openxml.entries_only import WantedColumns, cut_to_entries
from cchc_xl.model import Grid
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.validate import settings
from cchc_xl.words.province import FINDINGS, UNITS
from cchc_xl.write.province.carried_over.earlier import Earlier, read_earlier

REPORTS = Path(__file__).parent.parent / "examples" / "tinh-mau" / "bao-cao"
FORM = versions(default_form())[0]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("thin") / "tong-hop.xlsx"
    merge_paths([str(REPORTS)], str(path), Plan(settings(), cached=False))
    return path


def _column(sheet: openpyxl.worksheet.worksheet.Worksheet, title: str) -> int:
    return next(cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == title)


def _filled(path: Path) -> None:
    """A consolidator's morning: decisions, one of them unreadable, columns of her own with a formula, notes, a column
    moved in.
    """
    book = openpyxl.load_workbook(path)
    sheet = book[FINDINGS]
    action, value, reason = (_column(sheet, title) for title in ("Xử lý", "Giá trị", "Lý do"))
    sheet.cell(30, action).value, sheet.cell(30, reason).value = "Chấp nhận đề xuất", "đã gọi điện"
    sheet.cell(31, action).value, sheet.cell(31, value).value = "Nhập giá trị", 7
    sheet.cell(32, value).value = "bảy"
    sheet.cell(3, 20).value, sheet.cell(40, 20).value, sheet.cell(41, 20).value = "Người theo dõi", "Lan", "=N41*2"
    sheet.cell(50, 4).comment = Comment("hỏi lại", "Lan")
    units = book[UNITS]
    last = units.max_column + 1
    head = next(cell.row for row in units.iter_rows(max_row=8) for cell in row if cell.value == "Đơn vị")
    units.cell(head, last).value, units.cell(head + 3, last).value = "Cụm", "Cụm 1"
    book.save(path)


def _read(path: Path, monkeypatch: pytest.MonkeyPatch, shortest: int) -> Earlier:
    monkeypatch.setattr(entries_only, "SHORTEST", shortest)
    return read_earlier(str(path), FORM, "Hoa")


@pytest.mark.parametrize("again", [False, True])
def test_entries__are_read_alike(merged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool) -> None:
    """``again``: from the workbook that our own merge wrote with these entries in it, of which one is then
    withdrawn.
    """
    path = tmp_path / "tong-hop.xlsx"
    shutil.copy(merged, path)
    _filled(path)
    if again:
        merge_paths([str(REPORTS)], str(path), Plan(settings(), cached=False))
        book = openpyxl.load_workbook(path)
        sheet = book[FINDINGS]
        row = next(
            row for row in range(4, sheet.max_row) if sheet.cell(row, _column(sheet, "Xử lý")).value == "Nhập giá trị"
        )
        for title in ("Xử lý", "Giá trị", "Lý do", "Người quyết định", "Thời điểm"):
            sheet.cell(row, _column(sheet, title)).value = None
        book.save(path)
    whole, cut = (_read(path, monkeypatch, shortest) for shortest in (10**9, 0))
    assert len(whole.decisions) == (2 if again else 3)
    assert cut.decisions == whole.decisions
    assert (cut.carried_over.titles, cut.carried_over.cells, cut.carried_over.notes, cut.carried_over.filters) == (
        whole.carried_over.titles, whole.carried_over.cells, whole.carried_over.notes, whole.carried_over.filters,
    )  # fmt: skip
    assert {"Lan", "Cụm 1"} <= set(whole.carried_over.cells.values())
    assert {name: whole.carried_over.about[name] for name in cut.carried_over.about} == dict(cut.carried_over.about)
    assert {one.fingerprint for one in whole.decisions} <= cut.carried_over.about.keys()


def test_what_we_wrote_ourselves__is_not_read(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    true = entries_only.rows_of
    monkeypatch.setattr(entries_only, "rows_of", lambda data: sizes.append(len(data)) or true(data))
    assert len(_read(merged, monkeypatch, 0).carried_over.about) == 20 - 3  # of the rows in which titles are sought
    assert len(sizes) > 2


def test_whoever_wants_all__gets_all(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _read(merged, monkeypatch, 0)
    grid = read_file(str(merged), limits=PROVINCE_LIMITS)
    assert isinstance(grid, Grid)
    sheet = grid.sheet(FINDINGS)
    assert sheet is not None
    assert len({row for row, column in sheet.cells if column == 3}) > 40


SHEET = b"<worksheet><sheetData>%s</sheetData></worksheet>"
ROW = b'<row r="%d" ht="15"><c r="A%d" s="1"/><c r="B%d" t="s"><v>1</v></c><c r="C%d" t="str"><v>k</v></c></row>'
ROWS = b"".join(ROW % ((n,) * 4) for n in range(1, 41))


def test_rows_without_entries__keep_their_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_only, "SHORTEST", 0)
    touched = ROWS.replace(b'<c r="A35" s="1"/>', b'<c r="A35" s="1"><v>5</v></c>')
    seen: list[bytes] = []
    result = cut_to_entries(SHEET % touched, lambda head: seen.append(head) or WantedColumns(3, [1]))
    assert seen[0].count(b"<row") == 20
    assert result.count(b'<c r="C') == 40
    assert result.count(b'<c r="B') == 21  # the first twenty and the one with an entry
    assert b'<row r="36" ht="15"><c r="C36" t="str"><v>k</v></c></row>' in result


@pytest.mark.parametrize(
    "rows",
    [
        b"<!-- -->" + ROWS,
        ROWS + b"<row/>",
        b"<row><c/></row>" + ROWS,
        ROWS + b"<?p ?>",
        ROWS.replace(b"<row r", b"<row\tr"),
    ],
)
def test_rows_that_only_a_parser_can_tell__stay(rows: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_only, "SHORTEST", 0)
    assert cut_to_entries(SHEET % rows, lambda head: WantedColumns(3, [1])) == SHEET % rows
