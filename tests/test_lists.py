"""Lists in workbooks of an office's own: which rows are lines, what their cells say, and what is told of them."""

from __future__ import annotations

import json
import pathlib
import sys
import tempfile
from typing import Any

import pytest
from filled import put, run
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))

from workbooks_base import book_of, saved

from cchc_xl.form.home import opened
from cchc_xl.form.lint import lint
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Form, Grid
from cchc_xl.validate import settings, validate_file, validate_grid
from cchc_xl.write.template.build import template_bytes

DEFINITION = {
    "id": "lop",
    "version": 1,
    "title": "Lớp bồi dưỡng",
    "lists": [
        {
            "id": "ds",
            "title": "Danh sách lớp",
            "line": "lớp",
            "key": ["ten", "ngay"],
            "least": 1,
            "most": 6,
            "columns": [
                {"id": "ten", "title": "Tên lớp", "kind": "text"},
                {"id": "ngay", "title": "Ngày", "kind": "date"},
                {"id": "nguoi", "title": "Số người", "unit": "Người"},
                {"id": "tien", "title": "Kinh phí", "unit": "Triệu đồng", "kind": "money", "required": False},
            ],
        }
    ],
}
TITLES = ("TT", "Tên lớp", "Ngày", "Số người", "Kinh phí")
A, B = (1, "Lớp A", "12/3/2026", 40, 12.5), (2, "Lớp B", "15/4/2026", 30, 8)
AB = {"1": 2, "2": 70, "3": 20.5}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("form") / "lop-1.json"
    path.write_text(json.dumps(DEFINITION, ensure_ascii=False), encoding="utf-8")
    return opened(str(path))


def heading(*more: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [("UBND XÃ AN BÌNH",), ("DANH SÁCH LỚP 6 THÁNG ĐẦU NĂM 2026",), *more, ()]


def read(form: Form, *sheets: tuple[str, list[tuple[Any, ...]]]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """(what is taken of each value, the findings that are no notes: code, field, cell)."""
    grid = read_bytes(saved(book_of(*sheets)), "a.xlsx")
    assert isinstance(grid, Grid)
    report = validate_grid(grid, settings([form]))
    values = {
        one.field: one.number if not one.computed else None
        for one in (report.submission.readings if report.submission else ())
    }
    told = sorted((f.code, f.field, f.ref.a1 if f.ref else "") for f in report.findings if f.severity != "note")
    return values, told


# --- rows that are lines, and rows that are none -----------------------------------------------------------------------

SILENT = {
    "as it should be": [TITLES, A, B],
    "numbers of the columns": [TITLES, ("(1)", "(2)", "(3)", "(4)", "(5)"), A, B],
    "lettered columns": [TITLES, ("A", "B", "1", "2", "3"), A, B],
    "a total that agrees": [TITLES, A, B, (None, "Tổng cộng", None, 70, 20.5)],
    "a total in the first column": [TITLES, A, B, ("Cộng", None, None, 70, 20.5)],
    "a total of some columns": [TITLES, A, B, (None, "Tổng số:", None, 70)],
    "a total above the lines' end, each part with its own": [
        TITLES, A, (None, "Cộng", None, 40, 12.5), B, (None, "Cộng", None, 30, 8), (None, "Tổng cộng", None, 70, 20.5)
    ],
    "parts with headings": [TITLES, ("I", "Lớp do xã mở"), A, ("II", "Lớp phối hợp"), B],
    "the titles again": [TITLES, A, TITLES, B],
    "blank rows between lines": [TITLES, A, (), (), B],
    "a long gap": [TITLES, A, *[()] * 20, B],
    "signed": [TITLES, A, B, (), (None, None, "An Bình, ngày 05 tháng 7 năm 2026"), (None, "NGƯỜI LẬP BIỂU", None, "CHỦ TỊCH"),
        (), (None, "Lê Thị B", None, "Trần Văn C")],
    "signed without a gap": [TITLES, A, B, (None, "Người lập biểu", None, "TM. UBND XÃ"), (), (None, "Lê Thị B")],
    "remarks below": [TITLES, A, B, (), (None, "Ghi chú: số liệu tính đến 14/6/2026")],
    "other titles and order": [
        ("Số người", "Kinh phí (triệu đồng)", "Tên lớp", "Ghi chú", "Ngày"),
        (40, 12.5, "Lớp A", None, "12/3/2026"), (30, 8, "Lớp B", "x", "15/4/2026"),
    ],
    "titles in two rows": [
        ("TT", "Tên lớp", "Thời gian", "Kết quả", None), (None, None, "Ngày", "Số người", "Kinh phí"), A, B
    ],
    "titles in capitals and with numbers": [("TT", "(1) TÊN LỚP", "2. Ngày", "SỐ NGƯỜI", "Kinh phí (4)"), A, B],
    "a slip in a title": [("TT", "Tên lớp", "Ngày", "Số ngưòi", "Kinh phi"), A, B],
    "a course that is called Tổng ...": [TITLES, A, (2, "Tổng kết công tác CCHC", "15/4/2026", 30, 8)],
    "a course whose name begins as a signature does": [TITLES, A, (2, "Chủ tịch xã tập huấn", "15/4/2026", 30, 8)],
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_lines__are_read_and_nothing_is_said(form: Form, name: str) -> None:
    values, told = read(form, ("Lớp", [*heading(), *SILENT[name]]))
    assert (values, told) == (AB, [])


TOLD: dict[str, tuple[list[tuple[Any, ...]], dict[str, Any], list[tuple[str, str, str]]]] = {
    "half filled": ([TITLES, A, (2, "Lớp B", None, 30, 8)], AB, [("S36", "ds@ngay", "C6")]),
    "a blank figure": (
        [TITLES, A, (2, "Lớp B", "15/4/2026", None, 8)],
        {"1": 2, "2": None, "3": 20.5}, [("C38", "2", "D4"), ("S36", "ds@nguoi", "D6")],
    ),
    "a figure in words": (
        [TITLES, A, (2, "Lớp B", "15/4/2026", "chưa rõ", 8)],
        {"1": 2, "2": None, "3": 20.5}, [("C38", "2", "D4"), ("V16", "ds@nguoi", "D6")],
    ),
    "half a person": (
        [TITLES, A, (2, "Lớp B", "15/4/2026", 2.5, 8)],
        {"1": 2, "2": None, "3": 20.5}, [("C38", "2", "D4"), ("V09", "ds@nguoi", "D6")],
    ),
    "no day": ([TITLES, A, (2, "Lớp B", "tháng 4", 30, 8)], AB, [("V67", "ds@ngay", "C6")]),
    "a total that differs": (
        [TITLES, A, B, (None, "Tổng cộng", None, 75, 20.5)],
        {"1": 2, "2": None, "3": 20.5}, [("C34", "2", "D7")],
    ),
    "repeated": (
        [TITLES, A, B, (3, "LỚP A", "12/03/2026", 40, 12.5)],
        {"1": 3, "2": 110, "3": 33}, [("C35", "ds@ten", "B7")],
    ),
    "too many": (
        [TITLES, *[(n, f"Lớp {n}", "12/3/2026", 1, 1) for n in range(1, 8)]],
        {"1": 7, "2": 7, "3": 7}, [("C36", "", "B4")],
    ),
    "no costs at all": (
        [TITLES, A[:4], B[:4]], {"1": 2, "2": 70, "3": None}, []
    ),
    "thousands in the title": (
        [(*TITLES[:4], "Kinh phí (nghìn đồng)"), (*A[:4], 12500), (*B[:4], 8000)],
        {"1": 2, "2": 70, "3": None}, [("C38", "3", "E4"), ("V64", "ds@tien", "E5"), ("V64", "ds@tien", "E6")],
    ),
    "another title": (
        [("TT", "Tên lớp", "Ngày", "Số người", "Dự toán"), A, B],
        {"1": 2, "2": 70, "3": None}, [("S32", "ds@tien", "A4")],
    ),
    "a plan beside it": (
        [(*TITLES[:4], "Kinh phí (dự kiến)", "Kinh phí (thực hiện)"), (*A[:4], 99, 12.5), (*B[:4], 99, 8)], AB, []
    ),
    "a plan alone": (
        [(*TITLES[:4], "Kinh phí (dự kiến)"), A, B],
        {"1": 2, "2": 70, "3": None}, [("S32", "ds@tien", "A4")],
    ),
    "two that may be it": (
        [(*TITLES[:4], "Kinh phí (ngân sách)", "Kinh phí (xã hội hóa)"), A, B],
        {"1": 2, "2": 70, "3": None}, [("S32", "ds@tien", "A4")],
    ),
    "a figure far below": (
        [TITLES, A, B, (None, "Người lập biểu"), (None, None, None, 12)],
        AB, [("S34", "", "B8")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_lines__what_is_wrong_with_them_is_told(form: Form, name: str) -> None:
    rows, values, told = TOLD[name]
    assert read(form, ("Lớp", [*heading()[:2], (), *rows])) == (values, told)


def test_unit_of_money__of_a_line_above_holds_for_all_amounts(form: Form) -> None:
    own = [*heading(("Đơn vị tính: triệu đồng",)), TITLES, A, B]
    assert read(form, ("Lớp", own)) == (AB, [])
    other = [*heading(("ĐVT: Nghìn đồng",)), TITLES, (*A[:4], 12500), (*B[:4], 8000)]
    values, told = read(form, ("Lớp", other))
    assert values["3"] is None
    assert [code for code, *_ in told] == ["C38", "V64", "V64"]


def test_list__in_two_places_waits_for_a_person(form: Form) -> None:
    values, told = read(form, ("Quý I", [*heading(), TITLES, A]), ("Quý II", [TITLES, B]))
    assert values == {"1": None, "2": None, "3": None}
    assert {code for code, *_ in told} == {"S33", "C38"}
    assert read(form, ("Lớp", [*heading(), TITLES, A, B]), ("Mẫu", [TITLES]))[1] == []


@pytest.mark.parametrize("word", ["Không có", "không phát sinh", "Không", "Không có lớp nào trong kỳ", 0])
def test_list__that_says_none_counts_as_nought(form: Form, word: object) -> None:
    values, told = read(form, ("Lớp", [*heading(), TITLES, (None, word)]))
    assert values == {"1": 0, "2": 0, "3": 0}
    assert told == [("C36", "", "B4")]  # at least one is asked for


def test_list__without_lines_is_not_nought(form: Form) -> None:
    values, told = read(form, ("Lớp", [*heading(), TITLES, (1,), (2,)]))
    assert values == {"1": None, "2": None, "3": None}
    assert told == [("S35", "1", "B4")]


def test_other_tables__are_no_lists(form: Form) -> None:
    _, told = read(form, ("Lớp", [*heading(), ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"), (1, "Số xã", "Xã", 4)]))
    assert [code for code, *_ in told] == ["S18"]


# --- our own template ---------------------------------------------------------------------------------------------------

LINES = [("Lớp A", "2026-03-12", 40, 12.5), ("Lớp B", "2026-04-15", 30, None)]
HEADER = {"unit": "UBND xã An Bình", "period": "6 tháng đầu năm", "year": 2026, "prepared_by": "A"}


def test_template__lines_that_were_filled_in_are_read_back(form: Form) -> None:
    grid = read_bytes(template_bytes(form, header=HEADER, lines={"ds": LINES}), "a.xlsx")
    assert isinstance(grid, Grid)
    report = validate_grid(grid, settings([form]))
    assert report.submission is not None
    assert {one.field: one.number for one in report.submission.readings} == {"1": 2, "2": 70, "3": 12.5}
    assert [[reading.qualifier or reading.number for reading in line.readings] for line in report.submission.lines] == [
        ["Lớp A", "2026-03-12", 40, 12.5], ["Lớp B", "2026-04-15", 30, None]
    ]  # fmt: skip
    assert [one.code for one in report.findings] == []


def test_template__has_room_for_the_most_lines_and_no_more(form: Form) -> None:
    with pytest.raises(ValueError, match="7 lines"):
        template_bytes(form, lines={"ds": [LINES[0]] * 7})


def test_commands__fix_mends_cells_of_lines_and_leaves_what_is_counted(form: Form, tmp_path: pathlib.Path) -> None:
    assert form.lists
    definition = put(tmp_path / "lop-1.json", json.dumps(DEFINITION).encode())
    rows = [*heading(), TITLES, (1, "Lớp A", "12/3/2026", "40", "12,5"), B]
    sent = put(tmp_path / "a.xlsx", saved(book_of(("Lớp", rows))))
    code, printed = run("fix", sent, "--form", definition, "-o", tmp_path / "b.xlsx")
    assert code == 0, printed
    assert "đã sửa 2 ô" in printed


# --- lists of any shape ---------------------------------------------------------------------------------------------------

KINDS: dict[str, dict[str, Any]] = {
    "text": {}, "date": {}, "choice": {"choices": ["Có", "Không"]}, "count": {"unit": "Người"},
    "decimal(2)": {"unit": "ha"}, "money": {"unit": "Triệu đồng"}, "percent": {"unit": "%"},
}  # fmt: skip
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["Lớp A", "Lớp B, khóa 2", "=1+1", "12/QĐ-UBND", "Tổng kết công tác"]),
    "date": st.sampled_from(["2026-03-12", "2026-12-31", "tháng 5"]),
    "choice": st.sampled_from(["Có", "có", "Một phần"]),
    "count": st.one_of(st.integers(0, 500), st.sampled_from(["45", "1.200", 2.5, -3, "chưa rõ"])),
    "decimal(2)": st.sampled_from([1.25, 3, 0.1, "1,5", 1.255, "x"]),
    "money": st.sampled_from([12.5, 0, 7, "5 triệu", "5.000.000 đồng", 12_500_000]),
    "percent": st.sampled_from([12.5, "12,5%", 120]),
}


@st.composite
def lists(draw: st.DrawFn) -> dict[str, Any]:
    kinds = ["text", *draw(st.lists(st.sampled_from(list(KINDS)), max_size=5))]
    columns = [
        {"id": f"c{place}", "title": f"Cột thứ {['một', 'hai', 'ba', 'bốn', 'năm', 'sáu'][place]}", "kind": kind, **KINDS[kind],
         **({"required": False} if draw(st.booleans()) else {})}
        for place, kind in enumerate(kinds)
    ]  # fmt: skip
    one: dict[str, Any] = {"id": "ds", "title": "Danh sách: việc/đã làm [mọi xã]", "columns": columns}
    if draw(st.booleans()):
        one["key"] = ["c0"]
    fields = [{"tt": "9", "label": "Số xã", "unit": "Xã"}] if draw(st.booleans()) else []
    if fields:
        fields.append({"tt": "10", "label": "Số việc", "unit": "Việc", "from": {"list": "ds"}})
    return {"id": "ds", "version": 1, "title": "Việc", "lists": [one], **({"fields": fields} if fields else {})}


@settings_of(max_examples=12)
@given(lists(), st.data())
def test_any_list__template_filling_validate_merge(definition: dict[str, Any], data: st.DataObject) -> None:
    """Whatever a sound definition says: no command fails, every line is read, and every cell of it is taken as it is or
    told.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = put(folder / "ds-1.json", json.dumps(definition, ensure_ascii=False).encode())
        form = opened(str(path))
        columns = definition["lists"][0]["columns"]
        lines = [
            [data.draw(st.one_of(st.none(), CELLS[column["kind"]])) for column in columns]
            for _ in range(data.draw(st.integers(0, 4)))
        ]
        lines = [["Lớp C", *line[1:]] if line.count(None) >= len(line) - 1 else line for line in lines]
        values = {"9": 3} if form.fields[0].id == "9" else {}
        sent = put(folder / "bc" / "a.xlsx", template_bytes(form, header=HEADER, values=values, lines={"ds": lines}))
        report = validate_file(str(sent), settings([form]))
        assert report.submission is not None
        assert len(report.submission.lines) == len(lines), (lines, report.submission.lines)
        told = {(one.field, one.ref) for one in report.findings}
        for line, written in zip(report.submission.lines, lines, strict=True):
            for reading, value, column in zip(line.readings, written, form.lists[0].columns, strict=True):
                taken = reading.state == "answer" or (reading.number is not None and not reading.computed)
                assert taken or (value is None and not column.required) or (reading.field, reading.ref) in told
        counts = [one for one in report.submission.readings if form.field(one.field).drawn == "ds"]
        assert counts[0].number == (len(lines) or None)
        code, printed = run("merge", folder / "bc", "--form", path, "--period", "2026-H1", "-o", folder / "kq.xlsx",
                            "--tidy", folder / "kq.csv", "--format", "json")  # fmt: skip
        assert code in (0, 1), printed
        assert len(json.loads(printed)["lists"]["ds"]) == len(lines)
        assert run("remind", folder / "kq.xlsx", "--form", path, "--out", folder / "nhac")[0] == 0
        assert run("migrate", sent, "--form", path, "--to", "1", "-o", folder / "m.xlsx")[0] in (0, 1)
        assert run("mark", sent, "--form", path, "--out", folder / "danh-dau")[0] in (0, 1)
        assert run("fix", sent, "--form", path, "--out", folder / "sua")[0] in (0, 1)
        assert run("report", sent, "--form", path, "-o", folder / "bc.docx")[0] in (0, 1)


def test_two_tables__indicators_and_lists_on_one_sheet(tmp_path: pathlib.Path) -> None:
    definition = {
        "id": "ca-hai", "version": 1, "title": "Chuyển đổi số và lớp tập huấn",
        "fields": [
            {"tt": "1", "label": "Số hồ sơ trực tuyến", "unit": "Hồ sơ"},
            {"tt": "2", "label": "Số lớp đã mở", "unit": "Lớp", "from": {"list": "lop"}},
            {"tt": "3", "label": "Số người dự", "unit": "Người", "from": {"list": "lop", "column": "nguoi"}},
            {"tt": "4", "label": "Số lớp theo kế hoạch", "unit": "Lớp"},
        ],
        "lists": [
            {"id": "lop", "title": "Danh sách lớp", "columns": [
                {"id": "ten", "title": "Tên lớp", "kind": "text"}, {"id": "nguoi", "title": "Số người", "unit": "Người"}]},
            {"id": "vb", "title": "Danh mục văn bản", "columns": [
                {"id": "so", "title": "Số, ký hiệu", "kind": "text"}, {"id": "ngay", "title": "Ngày ban hành", "kind": "date"}]},
        ],
    }  # fmt: skip
    form = opened(str(put(tmp_path / "ca-hai-1.json", json.dumps(definition).encode())))
    indicators = [
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"), (1, "Số hồ sơ trực tuyến", "Hồ sơ", 5),
        (2, "Số lớp đã mở", "Lớp", 2), (3, "Số người dự", "Người", 9), (4, "Số lớp theo kế hoạch", "Lớp", 4),
    ]  # fmt: skip
    below = [
        (), ("Danh sách lớp",), ("TT", "Tên lớp", "Số người"), (1, "A", 3), (2, "B", 4), (), ("Danh mục văn bản",),
        ("TT", "Số, ký hiệu", "Ngày ban hành"), (1, "01/QĐ-UBND", "02/01/2026"), (), (None, "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"),
    ]  # fmt: skip
    values, told = read(form, ("Biểu", [*heading(), *indicators, *below]))
    assert values == {"1": 5, "2": 2, "3": None, "4": 4}
    assert told == [("C34", "3", "D7"), ("S16", "", "B4")]  # nine people are stated, the lines have seven
    asked = [row for row in indicators if row[0] not in (2, 3)]
    values, told = read(form, ("Biểu", [*heading(), *asked, *below]))
    assert values == {"1": 5, "2": 2, "3": 7, "4": 4}
    assert told == [("S16", "", "B4")]
    values, told = read(form, ("Biểu", [*heading(), *indicators]))
    assert values == {"1": 5, "2": 2, "3": 9, "4": 4}  # what the unit states, with the word that its lists are missing
    assert [code for code, *_ in told] == ["S16", "S31", "S31"]


def test_two_lists__a_row_of_titles_is_that_of_one_of_them(tmp_path: pathlib.Path) -> None:
    """The second has all titles of the first, and one more."""
    columns = [{"id": "ten", "title": "Tên lớp", "kind": "text"}, {"id": "nguoi", "title": "Số người", "unit": "Người"}]
    definition = {
        "id": "hai", "version": 1, "title": "Lớp",
        "lists": [
            {"id": "mo", "title": "Lớp đã mở", "line": "lớp", "columns": columns},
            {"id": "cu", "title": "Lớp cử đi", "line": "lượt cử",
             "columns": [*columns, {"id": "noi", "title": "Nơi mở", "kind": "text"}]},
        ],
    }  # fmt: skip
    form = opened(str(put(tmp_path / "hai-1.json", json.dumps(definition).encode())))
    one = [("TT", "Tên lớp", "Số người"), (1, "Lớp A", 40)]
    other = [("TT", "Tên lớp", "Nơi mở", "Số người"), (1, "Lớp B", "Tỉnh", 5), (2, "Lớp C", "Huyện", 6)]
    for rows in ([*heading(), *one, (), *other], [*heading(), *other, (), *one]):
        assert read(form, ("Lớp", rows)) == ({"1": 1, "2": 40, "3": 2, "4": 11}, [])
    values, told = read(form, ("Lớp", [*heading(), *other]))
    assert values == {"1": None, "2": None, "3": 2, "4": 11}
    assert told == [("S31", "", "")]


LINTED = {
    "a key that is no column": ({"key": ["khac"]}, "lists.ds.key"),
    "a title twice": ({"columns": [{"id": "a", "title": "A"}, {"id": "b", "title": "a"}]}, "lists[0].columns[1]"),
    "a column twice": ({"columns": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}, "lists[0].columns"),
    "money in hectares": (
        {"columns": [{"id": "a", "title": "A", "kind": "money", "unit": "ha"}]}, "lists[0].columns[0].unit"
    ),
    "a choice of nothing": ({"columns": [{"id": "a", "title": "A", "kind": "choice"}]}, "lists[0].columns[0]"),
    "bounds exchanged": ({"least": 5, "most": 2}, "lists[0]"),
    "no columns": ({"columns": []}, "lists[0].columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINTED)
def test_lint__faults_of_lists_have_a_place_and_words(tmp_path: pathlib.Path, name: str) -> None:
    change, place = LINTED[name]
    one = {**DEFINITION["lists"][0], "key": [], **change}  # type: ignore[index]
    path = put(tmp_path / "lop-1.json", json.dumps({**DEFINITION, "lists": [one]}).encode())
    found = lint(str(path))
    assert place in [problem.path for problem in found], found


FROM = {
    "a list that is not there": ([{"list": "khac"}], "fields.1.from"),
    "a column that is not there": ([{"list": "ds", "column": "khac"}], "fields.1.from"),
    "a column that is not added up": ([{"list": "ds", "column": "ten"}], "fields.1.from"),
    "another unit": ([{"list": "ds", "column": "tien"}], "fields.1.from"),
    "the same twice": ([{"list": "ds"}, {"list": "ds"}], "fields.2.from"),
}  # fmt: skip


@pytest.mark.parametrize("name", FROM)
def test_lint__what_is_counted_must_be_something_that_is_added_up(tmp_path: pathlib.Path, name: str) -> None:
    sources, place = FROM[name]
    fields = [{"tt": str(n), "label": f"Số {n}", "unit": "Lớp", "from": one} for n, one in enumerate(sources, 1)]
    path = put(tmp_path / "lop-1.json", json.dumps({**DEFINITION, "fields": fields}).encode())
    assert place in [problem.path for problem in lint(str(path))]


def test_texts_alone__names_of_signers_are_no_lines(tmp_path: pathlib.Path) -> None:
    columns = [
        {"id": "so", "title": "Số, ký hiệu", "kind": "text"},
        {"id": "ten", "title": "Trích yếu", "kind": "text"},
    ]
    one = {"id": "vb", "title": "Danh mục văn bản", "line": "văn bản", "columns": columns}
    definition = {"id": "vb", "version": 1, "title": "Văn bản", "lists": [one]}
    form = opened(str(put(tmp_path / "vb-1.json", json.dumps(definition).encode())))
    rows = [
        ("TT", "Số, ký hiệu", "Trích yếu"), (1, "01/KH-UBND", "Kế hoạch CCHC"),
        (2, "Chưa có số", "Chủ tịch UBND xã chỉ đạo tập huấn"), (),
        (None, "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"), (), (None, "Lê Thị B", "Trần Văn C"), (3, "02/QĐ-UBND", "Quyết định"),
    ]  # fmt: skip
    assert read(form, ("VB", [*heading(), *rows])) == ({"1": 3}, [])
