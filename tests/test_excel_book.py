"""The open workbook as a grid, and the pure parts: marks, results, file names."""

from __future__ import annotations

import datetime as dt
import json
import types

import openpyxl
import pytest
from excel import engine
from excel.openpyxl_backend import Backend
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from cchc_xl.excel.book import _CALLS, read_grid
from cchc_xl.excel.press import files, painting, results
from cchc_xl.excel.press import marks as mark
from cchc_xl.model import CellRef, Finding, Reading, Report, Source, Submission

A_DAY = dt.datetime(2026, 2, 1)  # noqa: DTZ001 - Excel knows no zones


class Counting(Backend):
    """Counts what would be a call into Excel."""

    calls = 0

    def values(self, sheet, area):
        type(self).calls += 1
        return super().values(sheet, area)

    def uniform(self, sheet, area, what):
        type(self).calls += 1
        return super().uniform(sheet, area, what)


@pytest.fixture
def opened(tmp_path):
    def open_it(fill):
        book = openpyxl.Workbook()
        book.active.title = "Biểu"
        fill(book)
        path = tmp_path / "b.xlsx"
        book.save(path)
        Counting.calls = 0
        return engine.activate(Counting).books.open(path)

    return open_it


def test_read_grid__values_kinds_formulas_names_and_states(opened):
    def fill(book):
        sheet = book.active
        sheet.append([1, "02", None, True, A_DAY, "=A1+1", "#REF!"])
        book.create_sheet("Ẩn").sheet_state = "hidden"
        book.create_sheet("Rất ẩn").sheet_state = "veryHidden"
        book.create_sheet("Của ta")
        book.defined_names["VUNG"] = openpyxl.workbook.defined_name.DefinedName("VUNG", attr_text="'Biểu'!$A$1:$B$1")

    grid = read_grid(opened(fill), skip=("Của ta",))
    assert [(sheet.name, sheet.state) for sheet in grid.sheets] == [
        ("Biểu", "visible"),
        ("Ẩn", "hidden"),
        ("Rất ẩn", "veryHidden"),
    ]
    assert grid.names == {"VUNG": "'Biểu'!$A$1:$B$1"}
    found = grid.sheet("Biểu").cells
    assert {place: (cell.value, cell.kind) for place, cell in found.items()} == {
        (1, 1): (1.0, "number"),
        (1, 2): ("02", "text"),
        (1, 4): (True, "bool"),
        (1, 5): ("2026-02-01", "date"),
        (1, 6): (None, "blank"),  # a formula that was never calculated
        (1, 7): ("#REF!", "error"),
    }
    assert found[1, 6].formula == "A1+1"
    assert found[1, 1].formula is None
    assert grid.source.format == "xlsx"


def test_read_grid__looks_that_change_a_meaning(opened):
    def fill(book):
        sheet = book.active
        for row in range(1, 21):
            sheet.append([f"chỉ tiêu {row}", row])
        sheet["A3"].font = Font(name=".VnTime")
        sheet["B4"].font = Font(strike=True)
        sheet["B5"].number_format = "0%"
        sheet.merge_cells("C2:D4")
        sheet.merge_cells("C5:D5")
        sheet.row_dimensions[7].hidden = True
        sheet["B9"].comment = Comment("hỏi lại", "An")
        sheet["B10"].comment = Comment("CCHC #4 của ta", "CCHC")

    book = opened(fill)
    body = read_grid(book, is_own_note=lambda text: mark.key_of(text) is not None).sheet("Biểu").body
    assert body.cells[3, 1].style.font == ".VnTime"
    assert body.cells[4, 2].style.strike
    assert not body.cells[5, 2].style.strike
    assert body.cells[5, 2].style.number_format == "0%"
    assert body.cells[6, 2].style.number_format == "General"
    assert body.merges == ((2, 3, 4, 4), (5, 3, 5, 4))
    assert body.hidden_rows == {7}
    assert body.comments == {(9, 2): "hỏi lại"}
    assert Counting.calls < 60


def test_read_grid__one_block_of_values_per_sheet_and_few_questions(opened):
    def fill(book):
        for row in range(1, 401):
            book.active.append([f"chỉ tiêu {row}", row, "người"])

    read_grid(opened(fill)).sheet("Biểu").body  # noqa: B018 - reading is what is counted
    assert Counting.calls <= 5


def test_read_grid__a_sheet_of_which_each_cell_differs_stays_bounded(opened):
    def fill(book):
        for row in range(1, 600):
            book.active.append([row])
            book.active.cell(row, 1).number_format = "0%" if row % 2 else "0.0"

    read_grid(opened(fill)).sheet("Biểu").body  # noqa: B018
    assert Counting.calls <= 3 * _CALLS


def test_read_grid__far_cells_are_counted_and_not_read(opened):
    def fill(book):
        book.active["A1"] = "x"
        book.active["B6000"] = "lạc"

    body = read_grid(opened(fill)).sheet("Biểu").body
    assert set(body.cells) == {(1, 1)}
    assert body.outside == 1000


# --- marks ---------------------------------------------------------------------------------------------------------


def finding(severity, row, column=4, sheet="Biểu"):
    return Finding("V24", severity, "value", ref=CellRef(sheet, row, column))


def test_marks__one_per_cell_with_the_worst_severity_and_all_words():
    found = mark.marks(
        [finding("warning", 1), finding("error", 1), finding("note", 2), finding("error", 3)],
        {0: "a", 1: "b", 2: "c", 3: "d"},
    )
    assert [(item.row, item.severity, item.text) for item in found] == [(1, "error", "a\nb"), (3, "error", "d")]


def test_marks__findings_without_a_cell_mark_nothing():
    assert mark.marks([Finding("S18", "error", "structure")], {0: "a"}) == ()


LOOKS = st.builds(
    mark.FormerLook,
    key=st.integers(1, 99),
    sheet=st.text(min_size=1, max_size=31),
    row=st.integers(1, 1_048_576),
    column=st.integers(1, 16_384),
    fill=st.dictionaries(
        st.sampled_from(["Pattern", "Color", "ThemeColor", "TintAndShade"]),
        st.integers(-5000, 16_777_215) | st.floats(-1, 1),
    ),
    note=st.none() | st.text(min_size=1),
)


@given(st.lists(LOOKS, max_size=5))
def test_store__what_is_kept_is_read_again(looks):
    assert mark.read_store(mark.store_rows(looks)) == tuple(looks)


def test_store__damaged_rows_are_left_out():
    good = mark.store_rows([mark.FormerLook(1, "a", 1, 1, {}, None)])
    assert len(mark.read_store([*good, ["x", "y", None, None, None, None], ["2", "a", "1", "1", "[]", ""], ["3"]])) == 1


def test_note__carries_its_key_and_the_clerk_s_own_words():
    text = mark.note_text(7, mark.CellMark("a", 1, 1, "error", "Sai"), "hỏi lại", "vi")
    assert mark.key_of(text) == 7
    assert text.endswith("hỏi lại")
    assert mark.key_of("CCHC là gì") is None


class Interior:
    """Excel's: setting one kind of colour replaces the other; the order of what is set is kept."""

    def __init__(self, **now):
        object.__setattr__(self, "done", [])
        self.__dict__.update(now)

    def __setattr__(self, name, value):
        self.done.append((name, value))
        object.__setattr__(self, name, value)


def cell_with(interior):
    return types.SimpleNamespace(api=types.SimpleNamespace(Interior=interior))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"Pattern": -4142, "Color": 16777215.0}, [("Pattern", -4142)]),
        (
            {"Pattern": 1, "Color": 255.0, "TintAndShade": 0, "PatternColor": 0},
            [("Pattern", 1), ("Color", 255.0), ("TintAndShade", 0)],
        ),
        (
            {"Pattern": 1, "Color": 9.0, "ThemeColor": 5, "TintAndShade": 0.6},
            [("Pattern", 1), ("ThemeColor", 5), ("TintAndShade", 0.6)],
        ),
        ({"Pattern": 17, "Color": 9.0, "PatternColor": 8.0}, [("Pattern", 17), ("Color", 9.0), ("PatternColor", 8.0)]),
    ],
)
def test_fill__theme_colours_and_patterns_come_back(now, expected):
    stored = json.loads(json.dumps(painting._fill_of(cell_with(Interior(**now)))))
    interior = Interior(Pattern=1, Color=0.0)
    painting._set_fill(cell_with(interior), stored)
    assert interior.done == expected


# --- results -------------------------------------------------------------------------------------------------------


def test_link__quotes_in_sheet_names():
    assert results.link(CellRef("Ph'l\"c", 8, 4)) == '=HYPERLINK("#\'Ph\'\'l""c\'!D8","D8")'
    assert results.link(CellRef("", 8, 4)) == "D8"


def reading(how, number, qualifier="", note="", computed=False):
    return Reading(
        "01",
        "number",
        number,
        qualifier=qualifier,
        raw="x",
        note=note,
        ref=CellRef("Biểu", 8, 4),
        how=how,
        computed=computed,
    )


def report(*readings):
    return Report(Source(""), Submission(Source(""), "f", 1, "Biểu", readings), ())


def test_proposals__only_what_would_change_a_cell():
    assert results.proposals(report(reading("exact", 5), reading("none", None))) == ()
    [safe] = results.proposals(report(reading("cleaned", 2)))
    assert (safe.number, safe.safe) == (2, True)
    [asked] = results.proposals(report(reading("proposed", 17, computed=True)))
    assert not asked.safe
    assert results.proposals(Report(Source(""), None, ())) == ()


@pytest.mark.parametrize(
    ("qualifier", "note", "after"),
    [
        ("lồng ghép", "", "lồng ghép"),
        ("lồng ghép", "tại xã", "tại xã; lồng ghép"),
        ("Lồng ghép", "có lồng ghép", "có lồng ghép"),
        ("", "tại xã", "tại xã"),
    ],
)
def test_note_of__adds_the_words_once(qualifier, note, after):
    assert results.note_of(reading("cleaned", 6, qualifier, note)) == after


def test_log__what_is_written_is_read_again():
    entry = results.LogLine("2026-06-14 08:00:00", "Biểu", "D8", "02", "text", "2", "E8", "", "", "written")
    shown = [[None if value is None else value.removeprefix("'") for value in row] for row in results.log_rows([entry])]
    assert results.read_log([*shown, [None] * 10]) == (entry,)


# --- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND xã A/B: 6 tháng", "UBND xã A-B- 6 tháng"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        ("a.", "a"),
        ("..", ""),
        ("\t\x00?", ""),
        ("x" * 300, "x" * 120),
    ],
)
def test_safe_name__windows_accepts_it(text, name):
    assert files.safe_name(text) == name


def test_sent_name__unit_and_period_or_the_workbook_s_own():
    assert files.sent_name("UBND xã A", "Năm 2026", "b.xlsx") == "UBND xã A - Năm 2026"
    assert files.sent_name("", "", "mẫu b.xlsx") == "mẫu b"
    assert files.sent_name("", "", ".xlsx") == "xlsx"
    assert files.sent_name("", "", "...") == "bao-cao"


def test_free__never_an_existing_file(tmp_path):
    (tmp_path / "a.xlsx").touch()
    (tmp_path / "a (2).xlsx").touch()
    assert files.free(str(tmp_path), "a", ".xlsx") == str(tmp_path / "a (3).xlsx")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        (r"C:\Bao cao\a.xlsx", r"C:\Bao cao"),
        ("/home/a.xlsx", "/home"),
        ("Book1", ""),
        ("https://x.sharepoint.com/a.xlsx", ""),
        (r"\\may\chung\a.xlsx", r"\\may\chung"),
    ],
)
def test_folder_of__a_local_folder_or_none(name, folder):
    assert files.folder_of(name) == folder
