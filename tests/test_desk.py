"""The provincial workbook is a desk: whatever a person types into it, anywhere, has a place after the next merge."""

from __future__ import annotations

import json
import os
import pathlib
import random
import subprocess
from collections.abc import Callable
from typing import Any

import judges
import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.worksheet.filters import ColorFilter, FilterColumn
from test_decisions import FINDINGS, UNITS, edit, merge, put

from cchc_xl.cli.group import cli
from cchc_xl.grid.scan import scan
from cchc_xl.run.copies import kept_copies
from cchc_xl.units.roster import Roster
from cchc_xl.validate import settings
from cchc_xl.words.province import MOVED
from cchc_xl.write.province.carried_over.formulas import of_own_row, of_own_sheet, shifted, skeleton

SUMMARY, MISSING, SOURCES, CHARTS, RECORD = "Tổng hợp", "Chưa nộp", "Nguồn", "Biểu đồ", "_cchc_tong_hop"


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    put(tmp_path / "in", "Xã An")
    put(tmp_path / "in", "Xã Bình", f04="13 tin, 05 bài", f05=0)
    return tmp_path / "in"


def out_of(folder: pathlib.Path) -> pathlib.Path:
    return folder.parent / "out.xlsx"


def places(path: pathlib.Path, wanted: object) -> list[str]:
    """Where a text or a number stands: 'sheet!cell', or 'sheet!cell note'."""
    found = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.title == RECORD:
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == wanted or (isinstance(wanted, str) and wanted in str(cell.value)):
                    found.append(f"{sheet.title}!{cell.coordinate}")
                if cell.comment and str(wanted) in cell.comment.text:
                    found.append(f"{sheet.title}!{cell.coordinate} note")
    return found


def moved(path: pathlib.Path) -> list[tuple[Any, ...]]:
    """The rows of the sheet of what has no place: sheet, cell, content, what stands there now, why."""
    book = openpyxl.load_workbook(path)
    if MOVED not in book.sheetnames:
        return []
    rows = book[MOVED].iter_rows(min_row=4, values_only=True)
    return [(row[1], row[2], row[6], row[7], row[8]) for row in rows if isinstance(row[0], int)]


# --- kept where it stood -------------------------------------------------------------------------------------------


def test_notes_on_the_first_sheet__stay(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)
    stands = {"J16": "đã đối chiếu", "H17": "xem công văn 12", "A3": "bản nháp", "K2": 7, "F45": "Nguyễn Thị Hoa"}

    def note(book: Any) -> None:
        for cell, text in stands.items():
            assert book[SUMMARY][cell].value is None
            book[SUMMARY][cell] = text
        book[SUMMARY]["E15"].comment = Comment("số của tháng 6", "Hoa")

    edit(out, note)
    put(folder, "Xã Ba")
    for _ in range(2):
        merge(folder)
        assert {cell: openpyxl.load_workbook(out)[SUMMARY][cell].value for cell in stands} == stands
        assert openpyxl.load_workbook(out)[SUMMARY]["E15"].comment.text == "số của tháng 6"
        assert moved(out) == []
    assert kept_copies(str(out)) == []


def test_columns__without_a_title_twice_the_same_or_titled_like_ours__stay(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)
    hers = {19: "Đã gọi", 20: "Đã gọi", 21: None, 22: "Đơn vị", 24: "Xử lý"}

    def add(book: Any) -> None:
        for column, title in hers.items():
            book[UNITS].cell(5, column, title)
            book[UNITS].cell(6, column, f"An {column}")
            book[UNITS].cell(7, column, f"Bình {column}")

    edit(out, add)
    put(folder, "Xã Ba")
    for _ in range(2):
        merge(folder)
        sheet = openpyxl.load_workbook(out)[UNITS]
        assert [sheet.cell(row, 3).value for row in (6, 7, 8)] == ["UBND Xã An", "UBND Xã Ba", "UBND Xã Bình"]
        for column, title in hers.items():
            assert [sheet.cell(row, column).value for row in (5, 6, 7, 8)] == [
                title,
                f"An {column}",
                None,
                f"Bình {column}",
            ]
        assert moved(out) == []


def test_column_titled_as_the_decisions_are__decides_nothing(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def add(book: Any) -> None:
        sheet = book[FINDINGS]
        last = sheet.max_column + 1
        row = next(cell.row for cell in sheet["C"] if cell.value == "V20")
        sheet.cell(3, last, "Xử lý")
        sheet.cell(row, last, "Chấp nhận đề xuất")

    edit(out, add)
    result = merge(folder)
    assert result.consolidation.decisions == ()
    assert len(places(out, "Chấp nhận đề xuất")) == 1


def test_column_inserted_among_ours__stands_beside_them(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def insert(book: Any) -> None:
        book[SOURCES].insert_cols(3)
        book[SOURCES].cell(3, 3, "Người kiểm")
        book[SOURCES].cell(4, 3, "Hoa")

    edit(out, insert)
    merge(folder)
    [place] = places(out, "Người kiểm")
    [hoa] = places(out, "Hoa")
    assert (place, hoa) == ("Nguồn!L3", "Nguồn!L4")
    assert moved(out) == []


def test_sheet_of_units_that_have_not_reported__keeps_who_was_called(folder: pathlib.Path) -> None:
    from cchc_xl.model import Unit

    roster = Roster((Unit("1", "UBND Xã An"), Unit("2", "UBND Xã Dương"), Unit("3", "UBND Xã Giang")))
    out = out_of(folder)
    merged(folder, roster)

    def call(book: Any) -> None:
        sheet = book[MISSING]
        rows = {sheet.cell(row, 2).value: row for row in range(4, 8)}
        sheet.cell(3, 11, "Đã gọi")
        sheet.cell(rows["UBND Xã Dương"], 11, "rồi, hẹn thứ hai")
        sheet.cell(rows["UBND Xã Giang"], 11, "không nghe máy")
        sheet.cell(rows["UBND Xã Giang"], 8, "0912 345 678")

    edit(out, call)
    merged(folder, roster)
    assert places(out, "rồi, hẹn thứ hai") == ["Chưa nộp!K4"]
    assert places(out, "0912 345 678") == ["Chưa nộp!H5"]
    put(folder, "Xã Dương")
    merged(folder, roster)
    assert places(out, "không nghe máy") == ["Chưa nộp!K4"]
    assert places(out, "rồi, hẹn thứ hai") == [f"{MOVED}!G4"]
    (folder / "Xã Dương.xlsx").unlink()
    merged(folder, roster)
    assert places(out, "rồi, hẹn thứ hai") == ["Chưa nộp!K4"]
    assert moved(out) == []


def merged(folder: pathlib.Path, roster: Roster) -> Any:
    from cchc_xl.run.paths import merge_paths
    from cchc_xl.run.plan import Plan

    return merge_paths([str(folder)], str(out_of(folder)), Plan(settings(roster=roster)))


def test_own_sheets__are_written_again(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def add(book: Any) -> None:
        own = book.create_sheet("Theo dõi")
        own["A1"], own["B1"], own["C1"] = "Việc", 12.5, "=SUM(B1:B4)*2"
        own["A2"] = "'=không phải công thức"
        own["A3"].value, own["A3"].data_type = "=HYPERLINK(1)", "s"
        own["D4"] = "='Theo đơn vị'!E6"
        own["D5"] = '=WEBSERVICE("http://example.org")'
        own.merge_cells("A6:C6")
        own["A6"] = "gộp"
        own["B2"].comment = Comment("nhắc lại", "Hoa")
        own.column_dimensions["A"].width = 40
        book.create_sheet("Thay đổi")["A1"] = "của tôi"

    edit(out, add)
    put(folder, "Xã Bình mới", f01=5)
    put(folder, "Xã An", f01=99)
    merge(folder)
    book = openpyxl.load_workbook(out)
    own = book["Theo dõi"]
    assert [own[cell].value for cell in ("A1", "B1", "C1", "A3", "A6")] == [
        "Việc", 12.5, "=SUM(B1:B4)*2", "=HYPERLINK(1)", "gộp",
    ]  # fmt: skip
    assert own["A3"].data_type == "s"
    assert own["B2"].comment.text == "nhắc lại"
    assert [str(one) for one in own.merged_cells.ranges] == ["A6:C6"]
    assert abs(own.column_dimensions["A"].width - 40) < 1
    assert [(sheet, cell, content) for sheet, cell, content, *_ in moved(out)] == [
        ("Theo dõi", "D4", "='Theo đơn vị'!E6"), ("Theo dõi", "D5", '=WEBSERVICE("http://example.org")'),
    ]  # fmt: skip
    assert places(out, "của tôi") == ["Thay đổi!A1"]


def test_own_sheet_whose_name_we_need__gets_another(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)
    edit(out, lambda book: book.create_sheet(MOVED.upper()).__setitem__("B2", "sổ tay"))
    merge(folder)
    assert places(out, "sổ tay") == [f"{MOVED.upper()} (riêng)!B2"]


def test_widths_and_hidden_columns__stay(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def look(book: Any) -> None:
        book[UNITS].column_dimensions["C"].width = 60
        book[FINDINGS].column_dimensions["F"].hidden = True

    edit(out, look)
    for _ in range(2):
        merge(folder)
        book = openpyxl.load_workbook(out)
        assert abs(book[UNITS].column_dimensions["C"].width - 60) < 1
        assert book[FINDINGS].column_dimensions["F"].hidden
        assert not book[UNITS].column_dimensions["D"].hidden
    assert moved(out) == []


def test_rows_below_a_table__stay_below_it(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)
    edit(out, lambda book: book[UNITS].__setitem__("C10", "Còn chờ xã Cam"))
    put(folder, "Xã Ba")
    merge(folder)
    assert places(out, "Còn chờ xã Cam") == ["Theo đơn vị!C11"]
    edit(out, lambda book: book[UNITS].__setitem__("A9", 1))  # would be counted as a row of ours
    merge(folder)
    assert [one[2] for one in moved(out)] == [1]


# --- what has no place ---------------------------------------------------------------------------------------------


def test_number_typed_over_ours__is_told_with_both(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def overtype(book: Any) -> None:
        book[UNITS]["E6"] = 999
        book[SUMMARY]["E15"] = 1234
        book[UNITS]["H7"] = 18  # where ours is empty: it would be added up

    edit(out, overtype)
    former = out.read_bytes()
    result = merge(folder)
    told = {(one.entry.sheet, one.entry.at): (one.entry.typed.value, one.ours) for one in result.settled.moved}
    assert told == {(UNITS, "E6"): (999, "12"), (SUMMARY, "E15"): (1234, "24"), (UNITS, "H7"): (18, "")}
    assert [(sheet, cell, content, now) for sheet, cell, content, now, _ in moved(out)] == [
        (SUMMARY, "E15", 1234, "24"), (UNITS, "E6", 999, "12"), (UNITS, "H7", 18, None),
    ]  # fmt: skip
    book = openpyxl.load_workbook(out)
    assert [book[UNITS][cell].value for cell in ("E6", "H7")] == [12, None]
    [copy] = kept_copies(str(out))
    assert pathlib.Path(copy).read_bytes() == former
    assert result.copy == copy


def test_terminal__says_what_lost_its_place(folder: pathlib.Path) -> None:
    out = out_of(folder)
    run = ["merge", str(folder), "-o", str(out)]
    CliRunner().invoke(cli, run)
    edit(out, lambda book: book[UNITS].__setitem__("E6", 999))
    said = CliRunner().invoke(cli, run).output
    assert "Theo đơn vị E6 (UBND Xã An" in said
    assert "đã ghi “999”, nay ghi “12”" in said
    assert "Bản lưu của tệp trước:" in said
    again = CliRunner().invoke(cli, run).output
    assert "Trang “Ghi thêm” còn 1 nội dung" in again
    assert "999" not in again
    edit(out, lambda book: book[MOVED].delete_rows(4))
    assert MOVED not in CliRunner().invoke(cli, run).output
    assert MOVED not in openpyxl.load_workbook(out).sheetnames


def test_json__says_it_too(folder: pathlib.Path) -> None:
    import json

    out = out_of(folder)
    run = ["merge", str(folder), "-o", str(out), "--format", "json"]
    assert json.loads(CliRunner().invoke(cli, run).stdout)["added"] == {
        "kept": 0, "moved": [], "waiting": 0, "unknown": False, "copy": None,
    }  # fmt: skip
    edit(out, lambda book: book[UNITS].__setitem__("E6", 999))
    added = json.loads(CliRunner().invoke(cli, run).stdout)["added"]
    assert added["copy"] == kept_copies(str(out))[0]
    assert [(one["sheet"], one["cell"], one["content"], one["now"], one["why"]) for one in added["moved"]] == [
        (UNITS, "E6", "999", "12", "over")
    ]


def test_content_changed_on_the_sheet_of_such_things__counts(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)
    edit(out, lambda book: book[UNITS].__setitem__("S6", "hẹn mai"))
    (folder / "Xã An.xlsx").rename(folder.parent / "away.xlsx")
    merge(folder)
    assert [one[2] for one in moved(out)] == ["hẹn mai"]

    def change(book: Any) -> None:
        book[MOVED]["G4"] = "hẹn thứ sáu"
        book[MOVED]["K4"] = "đã nhắc"
        book[MOVED]["B4"] = "gõ nhầm"

    edit(out, change)
    merge(folder)
    assert {"hẹn thứ sáu", "gõ nhầm"} == {one[2] for one in moved(out)}
    assert places(out, "đã nhắc") == [f"{MOVED}!K4"]
    (folder.parent / "away.xlsx").rename(folder / "Xã An.xlsx")
    merge(folder)
    assert "Theo đơn vị!S6" in places(out, "hẹn thứ sáu")
    assert places(out, "đã nhắc")
    assert places(out, "gõ nhầm")


def test_filter_by_colour_and_picture__are_told(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def add(book: Any) -> None:
        book[FINDINGS].auto_filter.filterColumn.append(FilterColumn(colId=1, colorFilter=ColorFilter(dxfId=0)))
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(book[UNITS], min_col=5, min_row=6, max_row=7))
        book[UNITS].add_chart(chart, "X9")

    edit(out, add)
    merge(folder)
    whys = {why.partition(" ")[0] for *_, why in moved(out)}
    assert whys == {"Bộ", "Hình,"}
    assert len(kept_copies(str(out))) == 1


def test_copies__are_the_last_few_and_no_inputs(folder: pathlib.Path) -> None:
    out = folder / "out.xlsx"
    put(folder, "Xã An")
    run = ["merge", str(folder), "-o", str(out)]
    CliRunner().invoke(cli, run)
    for number in range(5):
        edit(out, lambda book, number=number: book[UNITS].__setitem__("E6", 100 + number))
        os.utime(out, (1_700_000_000 + 60 * number,) * 2)
        CliRunner().invoke(cli, run)
    kept = kept_copies(str(out))
    assert len(kept) == 3
    assert [openpyxl.load_workbook(copy)[UNITS]["E6"].value for copy in kept] == [102, 103, 104]
    skipped = {os.path.join(folder, one.shown): one.why for one in scan([str(folder)]).skipped}
    assert [skipped[copy] for copy in kept] == ["kept-copy"] * 3
    edit(out, lambda book: book[UNITS].__setitem__("E6", 7))
    os.utime(out, (1_700_001_000,) * 2)
    CliRunner().invoke(cli, [*run, "--copies", "1"])
    assert len(kept_copies(str(out))) == 1
    edit(out, lambda book: book[UNITS].__setitem__("E6", 8))
    os.utime(out, (1_700_002_000,) * 2)
    CliRunner().invoke(cli, [*run, "--copies", "0"])
    assert len(kept_copies(str(out))) == 1


def test_workbook_that_does_not_say_what_we_wrote__is_kept_whole(folder: pathlib.Path) -> None:
    out = out_of(folder)
    merge(folder)

    def forget(book: Any) -> None:
        record = book[RECORD]
        for row in range(1, record.max_row + 1):
            if record.cell(row, 1).value == "wrote":
                record.cell(row, 2).value = "AAAA"
        book[UNITS]["S6"] = "ghi chú"

    edit(out, forget)
    former = out.read_bytes()
    assert merge(folder).settled.unknown
    [copy] = kept_copies(str(out))
    assert pathlib.Path(copy).read_bytes() == former


# --- formulas ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "row", "kept"),
    [
        ("E6*2", 6, "E{row}*2"),
        ('IF(E6>3,"E6 cao","thấp")', 6, 'IF(E{row}>3,"E6 cao","thấp")'),
        ("SUM(E6:M6)", 6, "SUM(E{row}:M{row})"),
        ("$E6+1E5", 6, ""),
        ("E6+E7", 6, ""),
        ("E$6", 6, ""),
        ("SUM(E:E)+E6", 6, ""),
        ("Tổng+E6", 6, ""),
        ("WEBSERVICE(E6)", 6, ""),
        ("'Vấn đề'!E6", 6, ""),
        ("cmd|' /C calc'!A6", 6, ""),
        ("1+1", 6, ""),
    ],
)
def test_of_own_row__only_what_means_the_same_elsewhere(formula: str, row: int, kept: str) -> None:
    assert of_own_row(formula, row)[0] == kept


def test_formulas__on_a_sheet_of_her_own() -> None:
    assert of_own_sheet('SUMIF(A:A,"x",$B$1:B9)/2')
    assert not any(map(of_own_sheet, ("Sheet2!A1", "INDIRECT(A1)", "Tên*2", "[1]Sheet1!A1", "HYPERLINK(A1)")))
    assert shifted('$A1+B$2&"A1"', 3, 1) == '$A4+C$2&"A1"'
    assert skeleton("=SUM('Theo đơn vị'!$E$6:E8)") == skeleton("sum('Theo đơn vị'!E7:E9)") != skeleton("SUM(E6)+5")


# --- whoever saves it ----------------------------------------------------------------------------------------------


def every_kind(book: Any) -> dict[str, object]:
    """Types something of every kind everywhere; token -> what it is."""
    typed: dict[str, object] = {}
    for number, sheet in enumerate(list(book.worksheets)):
        if sheet.title == RECORD:
            continue
        for place, (row, column) in enumerate(((3, 23), (6, 24), (sheet.max_row + 2, 2), (1, 25))):
            token = f"ghi {number}.{place}"
            sheet.cell(row, column, token)
            typed[token] = "cell"
        sheet.cell(8, 1).comment = Comment(f"nhắc {number}", "Hoa")
        typed[f"nhắc {number}"] = "note"
    own = book.create_sheet("Riêng")
    own["B3"] = "ghi riêng"
    typed["ghi riêng"] = "cell"
    return typed


@pytest.mark.judge
def test_file_saved_by_libreoffice__is_read_alike(folder: pathlib.Path, office: judges.Office) -> None:
    """It writes another package: shared strings, its own widths and formulas; nothing of ours is taken for hers."""
    out = out_of(folder)
    merge(folder)
    (folder.parent / "lo").mkdir()
    saved = office.convert(out, "xlsx", folder.parent / "lo")
    out.write_bytes(saved.read_bytes())
    result = merge(folder)
    assert result.settled.moved == ()
    assert result.settled.kept == 0
    typed: dict[str, object] = {}
    edit(out, lambda book: typed.update(every_kind(book)))
    saved = office.convert(out, "xlsx", folder.parent / "lo")
    out.write_bytes(saved.read_bytes())
    put(folder, "Xã Ba")
    merge(folder)
    assert {token: bool(places(out, token)) for token in typed} == dict.fromkeys(typed, True)
    assert moved(out) == []
    assert judges.validate_openxml(out) == []


def test_inline_and_shared_strings__rich_text_and_dates_are_read_alike(folder: pathlib.Path) -> None:
    import datetime as dt

    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    out, day = out_of(folder), dt.datetime(2026, 7, 9)  # noqa: DTZ001 - a cell's time has no zone
    merge(folder)

    def add(book: Any) -> None:
        book[UNITS]["S5"], book[UNITS]["T5"] = "Hẹn", "Ghi"
        book[UNITS]["S6"] = day.date()
        book[UNITS]["S7"] = day.replace(hour=14, minute=30)
        book[UNITS]["T6"] = CellRichText("gọi ", TextBlock(InlineFont(b=True), "gấp"))

    edit(out, add)
    for _ in range(2):
        merge(folder)
        sheet = openpyxl.load_workbook(out)[UNITS]
        assert [sheet[cell].value for cell in ("S6", "S7", "T6")] == [
            day, day.replace(hour=14, minute=30), "gọi gấp",
        ]  # fmt: skip
        assert sheet["S6"].is_date
    assert moved(out) == []


# --- anything, anywhere, in any order ------------------------------------------------------------------------------

HEAD_ROWS = 5  # above the rows of every table
UNIT_NAMES = ("Xã An", "Xã Bình", "Xã Cam", "Xã Dương")


class Clerk:
    """Types at random, and remembers every token that is still owed a place."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.owed: set[str] = set()
        self._count = 0

    def token(self) -> str:
        self._count += 1
        return f"{self.random.choice(('', '=', '+', '-', '@', 'Đã '))}gõ.{self._count}."

    def edit(self, book: Any) -> None:
        for _ in range(self.random.randint(1, 6)):
            sheet = self.random.choice([one for one in book.worksheets if one.title != RECORD])
            what = (
                self.type,
                self.type,
                self.type,
                self.note,
                self.number,
                self.insert,
                self.sort,
                self.delete,
                self.own,
            )
            self.random.choice(what)(book, sheet)

    def _forget(self, cell: Any) -> None:
        """What she replaces herself is owed no place."""
        seen = f"{cell.value} {cell.comment.text if cell.comment else ''}"
        self.owed -= {token for token in self.owed if token in seen}

    def _cell(self, sheet: Any) -> Any:
        width, height = sheet.max_column, sheet.max_row
        row, column = self.random.randint(1, height + 3), self.random.randint(1, width + 3)
        cell = sheet.cell(row, column)
        return cell if type(cell).__name__ == "Cell" else sheet.cell(height + 2, 1)  # no covered cell of a merged one

    def type(self, _: Any, sheet: Any) -> None:
        cell, token = self._cell(sheet), self.token()
        self.owed -= {one for one in self.owed if one in str(cell.value)}
        cell.value = token
        cell.data_type = "s"
        self.owed.add(token)

    def number(self, _: Any, sheet: Any) -> None:
        cell = self._cell(sheet)
        self.owed -= {one for one in self.owed if one in str(cell.value)}
        self._count += 1
        cell.value, cell.number_format = 770_000 + self._count, "General"  # in a cell of dates it would be one
        self.owed.add(str(cell.value))

    def note(self, _: Any, sheet: Any) -> None:
        cell, token = self._cell(sheet), self.token()
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(f"{before}{token}", "Hoa")
        self.owed.add(token)

    def insert(self, _: Any, sheet: Any) -> None:
        """A row or a column among ours, below and right of what is merged, which openpyxl does not move."""
        first = max((one.max_row for one in sheet.merged_cells.ranges), default=0) + 1
        if first > HEAD_ROWS or sheet.max_column < 3:
            return
        if self.random.random() < 0.5:
            sheet.insert_rows(self.random.randint(first, sheet.max_row + 1))
        else:
            sheet.insert_cols(self.random.randint(2, sheet.max_column))

    def sort(self, _: Any, sheet: Any) -> None:
        """The rows of a table in another order, with everything that stands in them."""
        first = max((one.max_row for one in sheet.merged_cells.ranges), default=0) + 1
        if first > HEAD_ROWS or sheet.max_row <= HEAD_ROWS:
            return
        rows = list(range(HEAD_ROWS + 1, sheet.max_row + 1))
        shuffled = self.random.sample(rows, len(rows))
        held = {row: [(cell.column, cell.value, cell.data_type, cell.comment) for cell in sheet[row]] for row in rows}
        for row in rows:
            for cell in sheet[row]:
                cell.value, cell.comment = None, None
        for row, other in zip(rows, shuffled, strict=True):
            for column, value, kind, comment in held[other]:
                cell = sheet.cell(row, column, value)
                if value is not None:
                    cell.data_type = kind
                if comment:
                    cell.comment = Comment(comment.text, comment.author)

    def delete(self, _: Any, sheet: Any) -> None:
        """A row, with what she had typed in it: that is her wish."""
        first = max((one.max_row for one in sheet.merged_cells.ranges), default=0) + 1
        if first > HEAD_ROWS or sheet.max_row <= HEAD_ROWS:
            return
        row = self.random.randint(HEAD_ROWS + 1, sheet.max_row)
        for cell in sheet[row]:
            self._forget(cell)
        sheet.delete_rows(row)

    def own(self, book: Any, _: Any) -> None:
        token = self.token()
        self._count += 1
        sheet = book.create_sheet(f"Riêng {self._count}")
        cell = sheet.cell(self.random.randint(1, 5), self.random.randint(1, 5), token)
        cell.data_type = "s"
        self.owed.add(token)


def everything(path: pathlib.Path) -> str:
    """All that a person can see in the workbook."""
    parts = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.title != RECORD:
            for row in sheet.iter_rows():
                parts += [str(cell.value) for cell in row if cell.value is not None]
                parts += [cell.comment.text for cell in row if cell.comment]
    return "\n".join(parts)


def inputs_changed(folder: pathlib.Path, chance: random.Random) -> None:
    """A unit sends, sends again, or withdraws its report."""
    name = chance.choice(UNIT_NAMES)
    path = folder / f"{name}.xlsx"
    if path.exists() and chance.random() < 0.4 and len(list(folder.iterdir())) > 1:
        path.unlink()
    else:
        put(folder, name, f04=chance.choice((18, "13 tin, 05 bài", 6)), f05=chance.choice((0, 6)))


def play(folder: pathlib.Path, seed: int, save: Callable[[pathlib.Path, int], None]) -> None:
    clerk, out = Clerk(seed), out_of(folder)
    merge(folder)
    for round_ in range(5):
        edit(out, clerk.edit)
        save(out, round_)
        if clerk.random.random() < 0.7:
            inputs_changed(folder, clerk.random)
        for _ in range(clerk.random.choice((1, 1, 2))):
            merge(folder)
        shown = everything(out)
        assert {token for token in clerk.owed if token not in shown} == set(), (seed, round_)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_typed__stands_somewhere(folder: pathlib.Path, seed: int) -> None:
    play(folder, seed, lambda path, round_: None)


@pytest.mark.judge
@pytest.mark.parametrize("seed", range(100, 103))
def test_whatever_is_typed__stands_somewhere_whoever_saves(
    folder: pathlib.Path, seed: int, office: judges.Office
) -> None:
    by_office = folder.parent / "lo"
    by_office.mkdir()

    def save(path: pathlib.Path, round_: int) -> None:
        if round_ % 2 == 0:
            path.write_bytes(office.convert(path, "xlsx", by_office).read_bytes())

    play(folder, seed, save)
    assert judges.validate_openxml(out_of(folder)) == []


# --- whoever saves: libraries of scripts ---------------------------------------------------------------------------

MODULES = judges.ROOT / ".judges" / "page" / "node_modules"


def by_script(kind: str, path: pathlib.Path, edits: list[list[str]]) -> None:
    """Typed and saved by SheetJS or ExcelJS."""
    program = pathlib.Path(__file__).with_name("script_libraries.cjs")
    done = subprocess.run(
        ["node", program, MODULES, kind, path, json.dumps(edits)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.judge
@pytest.mark.parametrize("kind", ["sheetjs", "exceljs"])
def test_what_a_script_typed_and_saved__stands_somewhere(folder: pathlib.Path, kind: str) -> None:
    merge(folder)
    out = out_of(folder)
    typed = [["Tổng hợp", "K3", "=gõ.1."], ["Tổng hợp", "C60", "gõ.2."], ["Vấn đề", "X5", "Gọi lại"],
             ["Vấn đề", "X6", "gõ.3."], ["Nguồn", "Z9", "+gõ.4."], ["Riêng", "B2", "@gõ.5."]]  # fmt: skip
    by_script(kind, out, typed)
    for _ in range(2):
        put(folder, "Xã Bình", f04=18, f05=6)
        merge(folder)
        shown = everything(out)
        assert [text for _, _, text in typed if text not in shown] == []
    by_script(kind, out, [["Riêng", "B3", "gõ.6."]])
    merge(folder)
    assert [text for text in (*(one for _, _, one in typed), "gõ.6.") if text not in everything(out)] == []
    assert judges.validate_openxml(out) == []


@pytest.mark.judge
@pytest.mark.parametrize("seed", range(200, 203))
def test_whatever_is_typed__stands_somewhere_when_sheetjs_saves(folder: pathlib.Path, seed: int) -> None:
    play(folder, seed, lambda path, round_: by_script("sheetjs", path, []) if round_ % 2 == 0 else None)
