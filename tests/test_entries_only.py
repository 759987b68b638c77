"""A provincial workbook read without the rows that nobody touched says the same of everybody's entries as one that is
read whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from cchc_xl.form.load import default_form, versions
from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
from cchc_xl.grid.openxml.entries_only import seal, without_sealed
from cchc_xl.model import Grid
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.validate import settings
from cchc_xl.words.province import FINDINGS, UNITS
from cchc_xl.write.province.carried_over import earlier
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


def _merge(path: Path) -> None:
    merge_paths([str(REPORTS)], str(path), Plan(settings(), cached=False))


def _read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> Earlier:
    with monkeypatch.context() as patched:
        patched.setattr(earlier, "without_sealed", lambda data, _: (data, frozenset()))
        return read_earlier(str(path), FORM, "Hoa")


def _comparable(found: Earlier) -> tuple[object, ...]:
    """What the next merge writes of it; where something stood (``subject``) is told only of what was read."""
    pages = {
        name: page._replace(entries=tuple(entry._replace(subject="") for entry in page.entries))
        for name, page in found.carried_over.pages.items()
    }
    return found.decisions, pages, found.carried_over.own_sheets, found.carried_over.waiting, found.carried_over.lost


@pytest.mark.parametrize("then", ["as we wrote it", "one decision withdrawn"])
def test_entries__are_read_alike(merged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    path = tmp_path / "tong-hop.xlsx"
    shutil.copy(merged, path)
    _filled(path)
    _merge(path)
    if then != "as we wrote it":
        book = openpyxl.load_workbook(path)
        sheet = book[FINDINGS]
        row = next(
            row for row in range(4, sheet.max_row) if sheet.cell(row, _column(sheet, "Xử lý")).value == "Nhập giá trị"
        )
        for title in ("Xử lý", "Giá trị", "Lý do", "Người quyết định", "Thời điểm"):
            sheet.cell(row, _column(sheet, title)).value = None
        book.save(path)
    cut, whole = read_earlier(str(path), FORM, "Hoa"), _read_whole(path, monkeypatch)
    assert len(whole.decisions) == (3 if then == "as we wrote it" else 2)
    assert _comparable(cut) == _comparable(whole)
    typed = {entry.typed.value for page in whole.carried_over.pages.values() for entry in page.entries}
    assert {"Lan", "Cụm 1", "Người theo dõi", "hỏi lại"} <= typed
    decided = {one.fingerprint for one in whole.decisions}
    assert decided <= whole.carried_over.about.keys()
    assert cut.carried_over.about == whole.carried_over.about


def test_what_we_wrote_ourselves__is_not_parsed(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, frozenset[int]] = {}
    true = without_sealed

    def noting(data: bytes, seals: dict[int, int]) -> tuple[bytes, frozenset[int]]:
        rest, sealed = true(data, seals)
        kept[f"{len(kept)} {len(data)}"] = sealed
        assert sealed == frozenset(seals)
        assert len(rest) < 20_000
        return rest, sealed

    monkeypatch.setattr(earlier, "without_sealed", noting)
    found = read_earlier(str(merged), FORM)
    assert found.carried_over.empty
    assert sum(map(len, kept.values())) > 100


def test_whoever_wants_all__gets_all(merged: Path) -> None:
    grid = read_file(str(merged), limits=PROVINCE_LIMITS)
    assert isinstance(grid, Grid)
    sheet = grid.sheet(FINDINGS)
    assert sheet is not None
    assert len({row for row, column in sheet.cells if column == 3}) > 40


SHEET = b"<worksheet><sheetData>%s</sheetData></worksheet>"
ROW = b'<row r="%d" ht="15"><c r="A%d" s="1"/><c r="B%d" t="s"><v>1</v></c><c r="C%d" t="str"><v>k</v></c></row>'
EACH = [ROW % ((n,) * 4) for n in range(1, 41)]
ROWS = b"".join(EACH)
SEALS = {number: seal(row) for number, row in enumerate(EACH, 1)}


def test_rows_that_are_as_they_were__are_left_out() -> None:
    touched = ROWS.replace(b'<c r="A35" s="1"/>', b'<c r="A35" s="1"><v>5</v></c>')
    rest, sealed = without_sealed(SHEET % touched, {**SEALS, 7: 0})
    assert sealed == frozenset(range(1, 41)) - {7, 35}
    assert rest == SHEET % (EACH[6] + touched[touched.index(b'<row r="35"') : touched.index(b'<row r="36"')])


def test_row_that_moved__is_read() -> None:
    swapped = ROWS.replace(EACH[2] + EACH[3], EACH[3] + EACH[2])
    rest, sealed = without_sealed(SHEET % swapped, {3: SEALS[4], 4: SEALS[3]})
    assert (rest, sealed) == (SHEET % swapped, frozenset())


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
def test_rows_that_only_a_parser_can_tell__stay(rows: bytes) -> None:
    assert without_sealed(SHEET % rows, SEALS) == (SHEET % rows, frozenset())
