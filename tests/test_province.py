"""The provincial workbook, read back with other libraries than wrote it."""

from __future__ import annotations

import datetime as dt
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import judges
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import FORM, H1, IDS, ROSTER, A, B, report, unreadable

from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.account.decisions import read_decisions
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.form.load import load_file
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import (
    BaseUnit,
    CellRef,
    Consolidation,
    Decision,
    Field,
    Grid,
    ListLine,
    ListTable,
    Reading,
    Report,
    Source,
    SourceRow,
    Submission,
    Unit,
)
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.words.province import (
    APPENDIX,
    BASE,
    COMPARE,
    LEVELS,
    LISTED,
    MOVED,
    OPINIONS,
    STALE,
    TOLD,
    UNIT_LIST,
    WORDS,
)
from cchc_xl.write.province import sheets, verify
from cchc_xl.write.province import workbook as province
from cchc_xl.write.province.facts import facts
from cchc_xl.write.province.registry import SHEETS, all_sheets
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.sheets.findings import WIDTHS as FINDING_WIDTHS
from cchc_xl.write.province.workbook import ProvinceError, province_bytes, verify_province, write_province
from cchc_xl.write.province.written import opened
from cchc_xl.write.xlsx.book import FITTING, LONGEST, printable

FIRST_UNIT, FIRST_VALUE = 6, 5  # row and column of the first value on "Theo đơn vị", from 1
FIRST_FINDING = 4
SEVERAL_COLUMNS = Path(__file__).parent.parent / "examples" / "giai-quyet-tthc" / "bieu-mau" / "giai-quyet-tthc-1.json"
LATE = Unit("U-D", "Sở Nội vụ", "so", "so", contact="Trần Thị B", phone="0912 345 678", deadline="2026-06-17")

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|'/c calc'!A0", "=HYPERLINK(\"http://x.example\")", "＝1+1", "{=1}",
    "http://x.example/", "mailto:a@x.example", "file:///etc/passwd", "internal:'Nguồn'!A1", "external:c:/x.xlsx", "<f>1</f>", "<r><t>x</t></r>", "&x;", "]]>",
    "_x0041_", "'=1", "\ufeff=1", "%s %(a)s {0} {raw}", "=DDE(\"a\";\"b\")",
    "\x00=1", "\udcff=1", "a\ud800", "\ufffe", "x" * 40_000, "1E400",
)  # fmt: skip


def story() -> Consolidation:
    """Three communes and an office: numbers, an estimate, values set aside, texts, a copy, a rival and two broken
    files.
    """
    reports = [
        report(
            A,
            [12, 0, 0, 18, 6, 600, 2, 3, "Hội nghị; mạng xã hội"],
            [("V24", "08")],
            path="a/bao cao.xlsx",
            sha="1" * 64,
        ),
        report(
            B,
            [5, 1.2, "~300", "=60", "", 7, 1, 2, 3],
            [("V09", "02"), ("V18", "03"), ("V21", "04"), ("V25", "05")],
            path="b/bao cao.xlsx",
        ),
        report(B, [4], [("C01", "01")], path="b/cũ.xlsx", received="2026-06-01T08:00:00"),
        report(
            A,
            [12, 0, 0, 18, 6, 600, 2, 3, "Hội nghị; mạng xã hội"],
            path="a/copy.xlsx",
            sha="1" * 64,
            received="2026-05-01T08:00:00",
        ),
        unreadable("anh.xlsx", "F07"),
        unreadable("~$a.xlsx", "F08"),
    ]
    return consolidate(FORM, reports, (*ROSTER, LATE), period=H1)


def workbook(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def rows(sheet: Any, first: int) -> list[tuple[Any, ...]]:
    return [row for row in sheet.iter_rows(min_row=first, values_only=True) if isinstance(row[0], int)]


def part_texts(data: bytes, pattern: str) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if re.fullmatch(pattern, name)}


# --- content -------------------------------------------------------------------------------------------------------


def test_sheets__are_these_in_this_order() -> None:
    book = workbook(province_bytes(story()))
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    wanted = [sheet.name for sheet in all_sheets() if sheet.wanted(facts(story(), "vi"))]
    assert list(states) == wanted
    assert [name for name in SHEETS if name not in wanted] == [
        APPENDIX, LISTED, TOLD, OPINIONS, STALE, LEVELS, BASE, COMPARE, MOVED
    ]  # fmt: skip
    assert states == {**dict.fromkeys(wanted, "visible"), UNIT_LIST: "hidden", PROVINCE_META: "veryHidden"}
    assert book.active.title == "Tổng hợp"


def test_registry__has_every_sheet_under_its_own_name() -> None:
    modules = {path.stem for path in Path(sheets.__path__[0]).glob("*.py")} - {"__init__", "notes"}
    assert set(SHEETS.values()) == modules
    assert [sheet.name for sheet in all_sheets()] == list(SHEETS)


class Emptied:
    """A workbook that was written but for the rows of one sheet."""

    def __init__(self, data: bytes, name: str) -> None:
        self._written, self._name = opened(data), name

    def rows(self, name: str) -> list[list[Any]]:
        return [] if name == self._name else self._written.rows(name)

    def lines(self, name: str) -> Iterable[list[Any]]:
        return [] if name == self._name else self._written.lines(name)


@pytest.mark.parametrize("sheet", [sheet for sheet in all_sheets() if sheet.compare], ids=lambda sheet: sheet.name)
def test_compare__rows_that_were_lost_are_noticed(sheet: ProvinceSheet) -> None:
    base = (BaseUnit("Tỉnh A", "01", "Xã A", "commune", (1,) * len(FORM.fields)),)
    told = finding("V51", FORM, unit=A.id, field="01", raw="05 văn bản", proposed=5, params={"n": 5})
    first, *others = story().units
    wrote = first.report.submission._replace(narrative={"difficulties": "Thiếu kinh phí"})
    of_list = ListTable("lop", LISTED, (Field("lop@so-nguoi", "", "Số người", "Người", column="so-nguoi"),))
    line = ListLine("lop", 5, (Reading("lop@so-nguoi", "number", 45, how="exact"),))
    wrote = wrote._replace(lines=(line,))
    units = (first._replace(report=first.report._replace(submission=wrote)), *others)
    form = story().form._replace(lists=(of_list,))
    result = story()._replace(form=form, base=base, findings=(*story().findings, told), units=units)
    if sheet.name == APPENDIX:
        result = consolidate(load_file(str(SEVERAL_COLUMNS)), [])
    data = province_bytes(result)
    assert sheet.compare
    sheet.compare(opened(data), result)
    with pytest.raises((ProvinceError, StopIteration)):
        sheet.compare(Emptied(data, sheet.name), result)


def test_verification__asks_every_sheet_that_has_something_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    data, asked = province_bytes(story()), []

    def noting(sheet: ProvinceSheet) -> ProvinceSheet:
        return sheet._replace(compare=lambda *_: asked.append(sheet.name))

    monkeypatch.setattr(verify, "all_sheets", lambda: map(noting, all_sheets()))
    for many in (0, 1000):
        asked.clear()
        monkeypatch.setattr(verify, "MANY", many)
        verify_province(data, story())
        assert sorted(asked) == sorted(SHEETS)


def test_without_a_roster__nobody_is_said_to_be_missing() -> None:
    book = workbook(province_bytes(consolidate(FORM, [report("Xã A", [3])], period=H1)))
    assert "Chưa nộp" not in book.sheetnames
    assert "chưa có danh sách" in [cell.value for row in book["Tổng hợp"].iter_rows() for cell in row]


def test_summary__is_the_appendix_with_live_sums() -> None:
    result = story()
    sheet = workbook(province_bytes(result))["Tổng hợp"]
    table = {row[0].row: [cell.value for cell in row] for row in sheet.iter_rows(min_row=15, max_row=23)}
    assert [row[1] for row in table.values()] == [field.label for field in FORM.fields]
    assert [row[3] for row in table.values()] == [field.unit for field in FORM.fields]
    assert table[15][4:7] == ["=SUM('Theo đơn vị'!E6:E7)", "=COUNT('Theo đơn vị'!E6:E7)", 0]
    assert table[18][6] == 60
    assert "có số ước tính" in str(table[17][7]).lower()
    shown = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"Phải nộp", "Đã nộp", "Hợp lệ", "Chưa nộp", 4, 2} <= set(shown)
    assert "Số liệu: đọc được 17 = đã cộng 14 + để riêng 3." in shown
    assert "Tệp: tìm thấy 6 = đã tổng hợp 2 + để riêng 2 + bỏ qua 2." in shown
    assert any("mạng xã hội (1 đơn vị)" in str(value) for value in shown)
    assert "Chưa nộp (2 đơn vị): Xã C; Sở Nội vụ." in shown


def test_units__are_sorted_and_values_set_aside_are_empty_coloured_and_explained() -> None:
    sheet = workbook(province_bytes(story()))["Theo đơn vị"]
    header = [cell.value for cell in sheet[5]]
    assert header == [
        "TT",
        "Mã đơn vị",
        "Đơn vị",
        "Cấp",
        *IDS,
        "08 - nội dung",
        "Trạng thái",
        "Muộn (ngày)",
        "Vấn đề",
        "Khóa",
    ]
    a, b = rows(sheet, FIRST_UNIT)
    assert a[:13] == (1, "18000", "Xã A", "Cấp xã", 12, 0, 0, 18, 6, 600, 2, 3, None)
    assert b[:13] == (2, "18001", "Xã B", "Cấp xã", 5, None, 300, None, None, 7, 1, 2, 3)
    assert a[13:] == ("Hội nghị; mạng xã hội", "Cần xử lý", None, 1, "U-A")
    assert sheet.column_dimensions["R"].hidden
    cells = sheet[FIRST_UNIT + 1][FIRST_VALUE - 1 : FIRST_VALUE + 8]
    fills = [cell.fill.fgColor.rgb if cell.fill.fill_type else "" for cell in cells]
    red, yellow = "FFFFC7CE", "FFFFEB9C"
    assert fills == ["", red, yellow, red, red, "", "", "", ""]
    assert [bool(cell.font.italic) for cell in cells] == [place == 2 for place in range(9)]
    comments = {cell.coordinate: cell.comment.text for cell in cells if cell.comment}
    assert list(comments) == ["F7", "G7", "H7", "I7"]
    assert "1.2" in comments["F7"] and "Chưa tính vào tổng" in comments["F7"]  # noqa: PT018
    assert "khoảng 300" in comments["G7"] and "Đã tính: 300" in comments["G7"]  # noqa: PT018
    assert sheet["Q7"].hyperlink.location == "'Vấn đề'!A7"
    assert workbook(province_bytes(story()))["Vấn đề"]["D7"].value == "Xã B"


def test_not_added__is_red_only_where_an_amount_or_a_cell_without_a_number_waits() -> None:
    """A red 0 says why: cells that nobody can read yet. What is set aside and 0 changes nothing."""
    reports = [
        report(A, [12] * 9),
        report(B, [0, "-", 7, "", 3], [("V11", "01"), ("V16", "02"), ("V11", "03"), ("V25", "04")]),
    ]
    sheet = workbook(province_bytes(consolidate(FORM, reports, ROSTER, period=H1)))["Tổng hợp"]
    found = {row[0].value: (row[6].value, row[6].fill.fgColor.rgb if row[6].fill.fill_type else "", str(row[7].value))
             for row in sheet.iter_rows() if row[0].value in ("01", "02", "03", "04", "05")}  # fmt: skip
    red = "FFFFC7CE"
    assert {tt: cells[:2] for tt, cells in found.items()} == {
        "01": (0, ""), "02": (0, red), "03": (7, red), "04": (0, ""), "05": (0, ""),
    }  # fmt: skip
    assert {tt for tt, cells in found.items() if "trong đó 1 ô chưa đọc được số" in cells[2]} == {"02"}


def test_missing__says_whom_to_call() -> None:
    sheet = workbook(province_bytes(story()))["Chưa nộp"]
    assert rows(sheet, 4) == [
        (1, "Xã C", "Cấp xã", "Chưa nộp", None, None, None, None, None, None),
        (
            2,
            "Sở Nội vụ",
            "Sở, ban, ngành",
            "Chưa nộp",
            None,
            None,
            "Trần Thị B",
            "0912 345 678",
            None,
            dt.datetime(2026, 6, 17),  # noqa: DTZ001 - a cell has no zone
        ),
    ]


def test_sources__name_every_file_and_why() -> None:
    sheet = workbook(province_bytes(story()))["Nguồn"]
    outcomes = {row[1]: (row[3], str(row[4] or "").partition(":")[0]) for row in rows(sheet, 4)}
    assert outcomes == {
        "a/bao cao.xlsx": ("Đã tổng hợp", ""),
        "b/bao cao.xlsx": ("Đã tổng hợp", ""),
        "a/copy.xlsx": ("Bỏ qua", "Bản sao giống hệt một tệp khác của cùng đơn vị"),
        "b/cũ.xlsx": ("Để riêng", "Đơn vị có tệp khác được dùng"),
        "anh.xlsx": ("Để riêng", "F07"),
        "~$a.xlsx": ("Bỏ qua", "F08"),
    }


def test_files_passed_over__are_named_in_words() -> None:
    result = story()
    passed = (
        SourceRow(Source("a/~$x.xlsx"), "skipped", "skip-lock"),
        SourceRow(Source("b.txt"), "skipped", "no-such-reason"),
    )
    sheet = workbook(province_bytes(result._replace(sources=(*result.sources, *passed))))["Nguồn"]
    assert [row[1:5] for row in rows(sheet, 10)] == [
        ("a/~$x.xlsx", None, "Bỏ qua", "Tệp tạm của Office"),
        ("b.txt", None, "Bỏ qua", "no-such-reason"),
    ]


def test_findings__have_their_place_and_room_to_decide() -> None:
    book = workbook(province_bytes(story()))
    sheet = book["Vấn đề"]
    header = [cell.value for cell in sheet[3]]
    assert header[:3] == ["STT", "Mức độ", "Mã"]
    assert header[12:17] == ["Xử lý", "Giá trị", "Lý do", "Người quyết định", "Thời điểm"]
    assert header[17:19] == ["Hiệu lực", "Dấu nhận dạng"]
    assert sheet.column_dimensions["S"].hidden
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth or 1) == ("landscape", 1)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_area == f"'Vấn đề'!$A$1:$R${sheet.max_row}"
    assert sum(FINDING_WIDTHS[:18]) <= FITTING, "on one page of A4, and legible"
    offered = {
        row: rule.formula1.strip('"')
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
    }
    assert {sheet.cell(row, 3).value: choices for row, choices in offered.items()} == {
        "F07": f"'{UNIT_LIST}'!$B$1:$B${2 + story().roster_size}",
        "F08": "Giữ nguyên,Bỏ qua cảnh báo,Hỏi lại đơn vị",
        "V24": "Nhập giá trị,Hỏi lại đơn vị",  # there is no number to keep, and none is proposed
        "V09": "Nhập giá trị,Hỏi lại đơn vị",
        "V25": "Nhập giá trị,Hỏi lại đơn vị",
        "F13": "Dùng tệp này,Bỏ qua cảnh báo,Hỏi lại đơn vị",
        "V18": "Nhập giá trị,Giữ nguyên,Bỏ qua cảnh báo,Hỏi lại đơn vị",
        "V21": "Nhập giá trị,Bỏ qua cảnh báo,Hỏi lại đơn vị",  # worked out by the program: not the unit's to keep
    }
    assert len(offered) == sheet.max_row - FIRST_FINDING + 1
    estimate = next(row for row in rows(sheet, FIRST_FINDING) if row[2] == "V18")
    assert estimate[1:10] == ("Cảnh báo", "V18", "Xã B", "03", "b/bao cao.xlsx", "Phụ lục", "D14", "khoảng 300", None)
    assert len(str(estimate[10])) > 20
    assert re.fullmatch("[0-9a-f]{16}", str(estimate[18]))


def test_notes_of_many_units__have_one_row_with_the_first_names() -> None:
    units = [Unit(f"U-{place}", f"Xã {place}") for place in range(7)]
    reports = [report(unit, [7], [("S02", "05.1"), ("V25", "02")]) for unit in units]
    result = consolidate(FORM, reports, units, period=H1)
    table = rows(workbook(province_bytes(result))["Vấn đề"], FIRST_FINDING)
    assert [row[1:3] for row in table if row[2] != "C10"] == [*[("Lỗi", "V25")] * 7, ("Ghi nhận", "S02")]
    last = table[-1]
    assert last[3:5] == ("7 đơn vị", "05.1")
    assert "7 lần. Đơn vị: Xã 0; Xã 1; Xã 2; Xã 3; Xã 4; …" in str(last[10])
    few = consolidate(FORM, reports[:5], units[:5], period=H1)
    assert [row[2] for row in rows(workbook(province_bytes(few))["Vấn đề"], FIRST_FINDING)].count("S02") == 5


def test_note_about_a_value_that_waits__keeps_its_row() -> None:
    units = [Unit(f"U-{place}", f"Xã {place}") for place in range(7)]
    reports = [report(unit, ["=60"], [("S02", "01")]) for unit in units]
    result = consolidate(FORM, reports, units, period=H1)
    assert [row[2:4] for row in rows(workbook(province_bytes(result))["Vấn đề"], FIRST_FINDING)] == [
        ("S02", unit.name) for unit in units
    ]


@pytest.mark.parametrize("proposed", [10**20, float("inf"), float("nan"), 1e300])
def test_proposal_that_no_cell_holds_exactly__is_a_text(proposed: float) -> None:
    fault = finding("V27", FORM, unit="U-A", period=H1.key, field="01", raw="7", proposed=proposed, source="Xã A.xlsx")
    book = workbook(province_bytes(consolidate(FORM, [report(A, [7], [fault])], (A,), period=H1)))
    assert rows(book["Vấn đề"], FIRST_FINDING)[0][9] == str(proposed)


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (["ba/o/a.xlsx", "ba/o/b.xlsx"], ["a.xlsx", "b.xlsx"]),
        (["bao/a/x.xlsx", "bao/ab/x.xlsx"], ["a/x.xlsx", "ab/x.xlsx"]),
        (["/a/x.xlsx", "b/x.xlsx"], ["/a/x.xlsx", "b/x.xlsx"]),
        (["bao/x.xlsx"], ["x.xlsx"]),
    ],
)
def test_file_beside_a_finding__is_named_within_the_folder_of_all(paths: list[str], shown: list[str]) -> None:
    reports = [unreadable(path, "F07") for path in paths]
    sheet = workbook(province_bytes(consolidate(FORM, reports, period=H1)))["Vấn đề"]
    assert [row[5] for row in rows(sheet, FIRST_FINDING)] == shown


def test_decisions__are_shown_where_they_were_made_and_kept_where_not() -> None:
    fault = finding("C01", FORM, unit="U-A", period=H1.key, field="01", raw="7", proposed=70, source="Xã A.xlsx")
    decisions = [
        Decision(fault.fingerprint, "value", 8, "đã gọi điện", "Hoa", "2026-06-20"),
        Decision("f" * 16, "ask", None, "=chưa rõ"),
    ]
    book = workbook(province_bytes(consolidate(FORM, [report(A, [7], [fault])], (A,), decisions, H1)))
    assert rows(book["Vấn đề"], FIRST_FINDING)[0][12:17] == (
        "Nhập giá trị",
        8,
        "đã gọi điện",
        "Hoa",
        dt.datetime.fromisoformat("2026-06-20"),
    )
    cell = book["Theo đơn vị"].cell(FIRST_UNIT, FIRST_VALUE)
    assert (cell.value, cell.fill.fgColor.rgb) == (8, "FFBDD7EE")
    assert cell.comment.text.splitlines()[:2] == ["Đơn vị ghi: 7", "Đã quyết định: 8. đã gọi điện; Hoa; 20/06/2026"]
    stored = [row[:7] for row in book["_cchc_tong_hop"].iter_rows(values_only=True) if row[0] == "decision"]
    assert stored == [
        ("decision", "f" * 16, "ask", None, "=chưa rõ", None, None),
        ("decision", fault.fingerprint, "value", 8, "đã gọi điện", "Hoa", "2026-06-20"),
    ]


def read_back(data: bytes, edits: dict[str, object] | None = None) -> tuple[Decision, ...]:
    """The decisions of a workbook that a person opened, edited on the sheet of findings, and saved."""
    book = workbook(data)
    for cell, value in (edits or {}).items():
        book["Vấn đề"][cell] = value
    buffer = BytesIO()
    book.save(buffer)
    grid = read_bytes(buffer.getvalue(), "tổng hợp.xlsx")
    assert isinstance(grid, Grid)
    return read_decisions(grid, "Lan", "2026-07-01T08:00:00")


DECIDABLE = finding("C01", FORM, unit="U-A", period=H1.key, field="01", raw="7", proposed=70, source="Xã A.xlsx")


def decidable(decisions: tuple[Decision, ...] = (), lang: str = "vi") -> tuple[Consolidation, bytes]:
    result = consolidate(FORM, [report(A, [7], [DECIDABLE])], (A,), decisions, H1)
    return result, province_bytes(result, lang)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("edits", "decision", "used"),
    [
        ({"M4": "Chấp nhận đề xuất"}, ("accept", None, ""), 70),
        ({"M4": "Nhập giá trị", "N4": 8, "O4": "đã gọi"}, ("value", 8, "đã gọi"), 8),
        ({"M4": " nhập  giá trị", "N4": "08"}, ("value", 8, ""), 8),
        ({"M4": "Nhập giá trị", "N4": "tám"}, ("value", "tám", ""), 0),
        ({"M4": "Nhập giá trị", "N4": 1.5}, ("value", 1.5, ""), 0),  # kept, and no count
        ({"M4": "Giữ nguyên"}, ("keep", None, ""), 7),
        ({"M4": "Để sau"}, ("Để sau", None, ""), 0),
        ({"N4": 8}, ("", 8, ""), 0),
    ],
)
def test_decision_in_the_workbook__is_read_followed_and_shown_again(
    edits: dict[str, object], decision: tuple[object, ...], used: int, lang: str
) -> None:
    read = read_back(decidable(lang=lang)[1], edits)
    assert [(one.fingerprint, one.action, one.value, one.reason, one.by) for one in read] == [
        (DECIDABLE.fingerprint, *decision, "Lan")
    ]
    result, again = decidable(read, lang)
    assert result.totals[0].used == used
    assert read_back(again) == read


def test_decisions_of_earlier_merges__are_remembered_changed_and_withdrawn() -> None:
    gone = Decision("f" * 16, "keep", None, "năm ngoái", "Hoa", "2025-12-20")
    first = Decision(DECIDABLE.fingerprint, "value", 8, "đã gọi", "Hoa", "2026-06-20")
    data = decidable((gone, first))[1]
    assert set(read_back(data)) == {gone, first}
    now = "2026-07-01T08:00:00"
    assert set(read_back(data, {"N4": 9})) == {gone, first._replace(value=9, by="Lan", at=now, others=(first,))}
    assert set(read_back(data, {"O4": "đã gọi hai lần"})) == {gone, first._replace(reason="đã gọi hai lần", at=now)}
    assert set(read_back(data, {"M4": None, "N4": None, "O4": None})) == {gone}


def test_workbook_of_another_kind__has_no_decisions() -> None:
    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    grid = read_bytes(buffer.getvalue(), "x.xlsx")
    assert isinstance(grid, Grid)
    assert read_decisions(grid) == ()


def test_record__tells_programs_what_the_file_is() -> None:
    sheet = workbook(province_bytes(story()))["_cchc_tong_hop"]
    record = {row[0]: [value for value in row[1:] if value is not None] for row in sheet.iter_rows(values_only=True)}
    result = story()
    assert record["kind"] == ["province"]
    assert (record["form"], record["period"], record["units"], record["found"]) == (
        ["tuyen-truyen-cchc", 1],
        ["2026-H1"],
        [2],
        [6],
    )
    assert record["fields"] == list(IDS)
    assert record["used"] == [total.used for total in result.totals]


def test_charts__show_large_and_small_totals_apart() -> None:
    charts = part_texts(province_bytes(story()), r"xl/charts/chart\d+\.xml")
    kinds = [re.findall("<c:(doughnutChart|barChart)>", text)[0] for text in charts.values()]
    assert kinds == ["doughnutChart", "barChart", "barChart", "barChart"]
    values = {
        title: sorted(map(int, re.findall(r"<c:v>(\d+)</c:v>", text.partition("<c:val>")[2])))
        for text in charts.values()
        for title in re.findall("<a:t>([^<]*)</a:t>", text)
    }
    large, small = values[WORDS["vi"]["chart-large"]], values[WORDS["vi"]["chart-small"]]
    assert sorted(large + small) == sorted(total.used for total in story().totals)
    assert min(large) > max(small)


def test_charts__many_indicators_are_drawn_in_several_that_can_be_read() -> None:
    from cchc_xl.write.province.sheets.charts import MOST_BARS, _parts

    for count in (0, 1, MOST_BARS, MOST_BARS + 1, 50, 60):
        rows = [(f"{n:02d}", n) for n in range(count)]
        parts = _parts(rows)
        assert [row for part in parts for row in part] == rows
        assert max(map(len, parts)) <= MOST_BARS
        assert max(map(len, parts)) - min(map(len, parts)) <= len(parts)


def test_english__has_every_word() -> None:
    assert WORDS["vi"].keys() == WORDS["en"].keys()
    book = workbook(province_bytes(story(), "en"))
    assert book.sheetnames[:2] == ["Tổng hợp", "Theo đơn vị"]
    assert book["Vấn đề"]["B4"].value == "Error"


# --- nothing from an input does harm -------------------------------------------------------------------------------


def hostile_consolidation(texts: tuple[str, ...]) -> Consolidation:
    """Every place in which a text of a submission, a roster or a decision can travel."""
    reports = []
    for place, text in enumerate(texts):
        unit = Unit(f"{text}{place}", text, "xa", admin_code=text, contact=text, phone=text)
        source = Source(f"{text}/{place}.xlsx", f"{place:064x}", 1, text, text)
        ref = CellRef(text, 12, 4)
        cells = [
            Reading(field, "number", 1, qualifier=text, raw=text, note=text, ref=ref, how="cleaned") for field in IDS
        ]
        about: Any = {
            "unit": unit.id,
            "period": H1.key,
            "ref": ref,
            "raw": text,
            "source": source.path,
            "params": {"word": text, "found": text, "rest": text},
        }
        faults = (
            finding("C19", FORM, field="08", **about),
            finding("V01", FORM, field="01", **about),
            finding("C01", FORM, field="05", **about),
        )
        reports.append(Report(source, Submission(source, text, 1, text, tuple(cells), unit, text, H1, text), faults))
    decisions = [Decision(one.fingerprint, "ask", None, texts[0], texts[0], texts[0]) for one in reports[0].findings]
    roster = [one.submission.unit for one in reports if one.submission and one.submission.unit]
    absent = [
        Unit(f"absent-{place}", text, "xa", contact=text, phone=text, email=text, deadline=text)
        for place, text in enumerate(texts)
    ]
    return consolidate(FORM, reports, (*roster, *absent), decisions, H1)


OURS = re.compile(r"(SUM|COUNT)\('Theo đơn vị'![A-Z]+\d+:[A-Z]+\d+\)|SUBTOTAL\(109,[A-Z]+\d+:[A-Z]+\d+\)")


def test_hostile_texts__never_become_formulas_or_links() -> None:
    data = province_bytes(hostile_consolidation(HOSTILE), office="=CƠ QUAN()")
    formulas = [
        one
        for text in part_texts(data, r"xl/worksheets/sheet\d+\.xml").values()
        for one in re.findall("<f[^>]*>([^<]*)</f>", text)
    ]
    assert len(formulas) == 3 * len(IDS)
    assert [one for one in formulas if not OURS.fullmatch(one)] == []
    relations = part_texts(data, r".*\.rels")
    assert relations
    assert not [name for name, text in relations.items() if 'TargetMode="External"' in text]
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()]


def test_hostile_texts__are_all_there_to_be_read() -> None:
    book = workbook(province_bytes(hostile_consolidation(HOSTILE)))
    written = {
        row[2].replace("_x005F_x", "_x") for row in rows(book["Theo đơn vị"], FIRST_UNIT)
    }  # openpyxl leaves this escape in inline strings
    assert len(rows(book["Theo đơn vị"], FIRST_UNIT)) == len(HOSTILE)
    assert written == {printable(text) for text in HOSTILE}
    raws = {str(row[8]).replace("_x005F_x", "_x") for row in rows(book["Vấn đề"], FIRST_FINDING)}
    assert written <= raws


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("a\x1fb\x7f", "a␟b␡"),
        ("tab\there", "tab␉here"),
        ("line\nfeed", "line\nfeed"),
        ("line\r\nfeed\r", "line\nfeed␍"),
        ("\x85\x9f", "\\x85\\x9f"),
        ("\ud800x\ufffe", "\\ud800x\\ufffe"),
        ("“Tiếng Việt” 😀", "“Tiếng Việt” 😀"),
    ],
)
def test_control_characters__become_visible(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_text_that_is_too_long__is_cut_and_says_so() -> None:
    for text in ("ă" * 40_000, "😀" * 20_000):
        cut = printable(text)
        assert len(cut.encode("utf-16-le")) <= 2 * LONGEST
        start, remark = cut.split(" … [đã cắt, còn ")
        assert len(start) + int(remark.split()[0]) == len(text)
        assert text.startswith(start)
    assert printable("ă" * LONGEST) == "ă" * LONGEST


@given(st.text(max_size=200))
def test_any_text__can_be_written(text: str) -> None:
    shown = printable(text)
    assert re.sub("[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", shown) == ""


# --- the file ------------------------------------------------------------------------------------------------------


def test_same_reports_in_any_order__give_the_same_bytes() -> None:
    reports = [report(unit, [place, 5, 6, 7]) for place, unit in enumerate(ROSTER)]
    first = province_bytes(consolidate(FORM, reports, ROSTER, period=H1))
    assert province_bytes(consolidate(FORM, reversed(reports), tuple(reversed(ROSTER)), period=H1)) == first


def test_write__puts_the_file_and_tells_where(tmp_path: Path) -> None:
    out = tmp_path / "tổng hợp.xlsx"
    assert write_province(story(), out) == str(out)
    verify_province(out, story())
    out.chmod(0o444)  # as if open in Excel
    assert write_province(story(), out) == str(tmp_path / "tổng hợp (1).xlsx")
    buffer = BytesIO()
    assert (write_province(story(), buffer), buffer.getvalue()) == ("", out.read_bytes())


@pytest.mark.parametrize(
    "other",
    [
        lambda one: one._replace(totals=(one.totals[0]._replace(used=1), *one.totals[1:])),
        lambda one: one._replace(units=one.units[:1]),
        lambda one: one._replace(units=tuple(reversed(one.units))),
        lambda one: one._replace(findings=one.findings[1:]),
        lambda one: one._replace(sources=one.sources[1:]),
        lambda one: one._replace(missing=()),
    ],
)
@pytest.mark.parametrize("reader", ["calamine", "our own"])
def test_verification__notices_a_difference(other: Any, reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if reader != "calamine":
        monkeypatch.setitem(sys.modules, "python_calamine", None)
    data = province_bytes(story())
    verify_province(data, story())
    with pytest.raises(ProvinceError):
        verify_province(data, other(story()))


@pytest.mark.parametrize("reader", ["calamine", "our own"])
def test_damaged_file__does_not_replace_the_old_one(
    tmp_path: Path, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reader != "calamine":
        monkeypatch.setitem(sys.modules, "python_calamine", None)
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    whole = province_bytes(story())
    monkeypatch.setattr(province, "write_archive", lambda file, _: file.write(whole[:-200]))
    with pytest.raises(ProvinceError):
        write_province(story(), out)
    assert (out.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"old", ["a.xlsx"])


VALUES = st.one_of(
    st.integers(0, 10**20), st.sampled_from(["", "absent", "~30", "=60", "x", 1.5, -4, float("inf"), 10**400])
)


@settings(max_examples=8)
@given(st.lists(st.lists(VALUES, min_size=9, max_size=9), max_size=4))
def test_any_values__read_back_as_they_were_added(values: list[list[Any]]) -> None:
    reports = [report(Unit(f"U-{place}", f"Xã {place}"), cells, [("V27", "02")]) for place, cells in enumerate(values)]
    result = consolidate(FORM, reports, period=H1)
    data = province_bytes(result)
    verify_province(data, result)
    with mock.patch.dict(sys.modules, python_calamine=None):  # our own reader does it then
        verify_province(data, result)
    table = rows(workbook(data)["Theo đơn vị"], FIRST_UNIT)
    for place, total in enumerate(result.totals):
        assert sum(row[FIRST_VALUE - 1 + place] or 0 for row in table) == total.used


# --- other people's programs ---------------------------------------------------------------------------------------

CASES: dict[str, Callable[[], Consolidation]] = {
    "story": story,
    "nothing": lambda: consolidate(FORM, [], (), period=H1),
    "nobody": lambda: consolidate(FORM, [], ROSTER, period=H1),
    "hostile": lambda: hostile_consolidation(HOSTILE),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("province")
    paths = {name: folder / f"{name}.xlsx" for name in CASES}
    for name, path in paths.items():
        write_province(CASES[name](), path)
    return paths


@pytest.mark.judge
def test_open_xml_sdk__has_nothing_to_say(written: dict[str, Path]) -> None:
    assert judges.validate_openxml(*written.values()) == []


def recalculated_sums(values: judges.Values) -> list[tuple[Any, Any]]:
    return [
        (values["Tổng hợp"].get((15 + place, 5)), values["Tổng hợp"].get((15 + place, 6))) for place in range(len(IDS))
    ]


@pytest.mark.judge
@pytest.mark.parametrize("name", ["story", "nobody", "hostile"])
def test_recalculation__gives_the_stored_totals(written: dict[str, Path], office: judges.Office, name: str) -> None:
    meant = [(total.used, total.units_used) for total in CASES[name]().totals]
    assert recalculated_sums(office.values(written[name])) == meant
    assert recalculated_sums(judges.gnumeric_values(written[name])) == meant


@pytest.mark.parametrize(
    ("received", "shown"), [("2026-06-11", "dd/mm/yyyy"), ("2026-06-11T08:05:00", "dd/mm/yyyy hh:mm")]
)
def test_sources__say_no_time_that_nobody_knows(received: str, shown: str) -> None:
    made = workbook(province_bytes(consolidate(FORM, [report(A, [1], received=received)], (A,), (), H1)))
    sheet = made["Nguồn"]
    [title] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Ngày nhận"]
    cell = sheet.cell(title.row + 1, title.column)
    assert cell.value == dt.datetime.fromisoformat(received)
    assert cell.number_format == shown
