"""Where the table is and which row is which: whatever order rows and columns are in, no figure changes its
indicator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.form.load import load, versions
from cchc_xl.model import Cell, Grid, Sheet, SheetBody, Source, Style
from cchc_xl.table.labels import is_sub_number, labels, number_of, recognise
from cchc_xl.table.submission import Read, read_submission
from cchc_xl.table.titles import kind_of, numbers_columns

FORMS = versions("tuyen-truyen-cchc")
FORM = load("tuyen-truyen-cchc", 1)
TITLES = ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú")
VALUES = {field.id: 11 + 2 * index for index, field in enumerate(FORM.fields)}
Lines = Sequence[Sequence[Any]]


def cell_of(value: Any) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(value, "number" if isinstance(value, int | float) else "text")


def sheet_of(lines: Lines, name: str = "Sheet1", state: str = "visible", **body: Any) -> Sheet:
    cells = {
        (row, column): cell_of(value)
        for row, line in enumerate(lines, 1)
        for column, value in enumerate(line, 1)
        if value is not None
    }
    return Sheet(name, state, SheetBody(cells, **body))


def read(*sheets: Sheet) -> Read:
    return read_submission(Grid(Source("xa.xlsx"), sheets), FORMS)


def numbers(found: Read) -> dict[str, Any]:
    assert found.submission is not None, found.findings
    return {reading.field: reading.number for reading in found.submission.readings}


def codes(found: Read) -> list[str]:
    return sorted(finding.code for finding in found.findings)


def rows(values: Mapping[str, Any] = VALUES) -> list[list[Any]]:
    return [[field.tt or None, field.label, field.unit, values[field.id], None] for field in FORM.fields]


# --- any order -----------------------------------------------------------------------------------------------------

NOISE: tuple[list[Any], ...] = (
    [],
    [None, "Ghi chú: số liệu đến 14/6"],
    ["II", "Công tác tuyên truyền"],
    [None, None, None, None, "xem thuyết minh"],
    [None, "  "],
)


@settings(max_examples=40)
@given(
    order=st.permutations(range(len(FORM.fields))),
    columns=st.permutations(range(5)),
    noise=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(NOISE)), max_size=5),
    down=st.integers(0, 12),
    right=st.integers(0, 3),
)
def test_any_order__no_figure_changes_its_indicator(
    order: list[int], columns: list[int], noise: list[tuple[int, list[Any]]], down: int, right: int
) -> None:
    lines: list[list[Any]] = [list(TITLES), *(rows()[index] for index in order)]
    for place, line in noise:
        lines.insert(1 + place, [*line, *[None] * (5 - len(line))])
    moved = [[None] * right + [line[column] for column in columns] for line in lines]
    assert numbers(read(sheet_of([[]] * down + moved))) == VALUES


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-5, 99),
                st.sampled_from([*TITLES, *(f.label for f in FORM.fields), "tin", "Cùng kỳ", "05"]),
            ),
            max_size=6,
        ),
        max_size=20,
    )
)
def test_any_cells__are_read_or_refused_and_never_crash(lines: list[list[Any]]) -> None:
    found = read(sheet_of(lines))
    assert found.submission is not None or [f.code for f in found.findings if f.code in ("S17", "S18")]


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=6), st.text(max_size=40))
def test_any_text__as_label_number_or_title_never_crashes(label: str, tt: str, title: str) -> None:
    found = recognise(label, tt, labels(FORM))
    assert found is None or found.field in VALUES
    assert kind_of(title) in {"", "tt", "label", "unit", "value", "note", "now", "period", "elsewhere"}


# --- several columns, several tables -------------------------------------------------------------------------------


def beside(titles: Sequence[Any], *more: int) -> list[list[Any]]:
    """The table with further columns of figures after the unit of measure, each ``more`` above the form's values."""
    return [
        list(titles),
        *([field.tt, field.label, field.unit, *(VALUES[field.id] + plus for plus in more)] for field in FORM.fields),
    ]


@pytest.mark.parametrize(
    ("titles", "more"),
    [
        ((*TITLES[:3], "Cùng kỳ", "Số lượng"), (100, 0)),
        ((*TITLES[:3], "Số lượng", "Lũy kế"), (0, 100)),
        ((*TITLES[:3], "Kế hoạch năm", "Thực hiện trong kỳ", "So với cùng kỳ (%)"), (100, 0, 7)),
        ((*TITLES[:3], "Kết quả năm trước", "Kết quả"), (100, 0)),
        ((*TITLES[:3], "Tháng 1", "Tháng 2", "Tổng cộng"), (100, 200, 0)),
        ((*TITLES[:3], "Kỳ này", "Lũy kế"), (0, 50)),
        ((*TITLES[:3], "6 tháng đầu năm 2026"), (0,)),
    ],
)
def test_columns__of_another_period_are_not_taken(titles: Sequence[str], more: tuple[int, ...]) -> None:
    found = read(sheet_of(beside(titles, *more)))
    assert numbers(found) == VALUES
    assert "S12" not in codes(found)


@pytest.mark.parametrize(
    ("titles", "more"),
    [
        ((*TITLES[:3], "Xã A", "Xã B"), (0, 5)),
        ((*TITLES[:3], "Số lượng", "Số lượng"), (0, 5)),
        ((*TITLES[:3], "Năm 2025", "Năm 2026"), (0, 5)),
        ((*TITLES[:3], "T1", "T2", "T3"), (0, 5, 6)),
        ((None, None, None, None, None), (0, 5)),
    ],
)
def test_columns__that_may_all_be_meant_are_one_finding(titles: Sequence[Any], more: tuple[int, ...]) -> None:
    found = read(sheet_of(beside(titles, *more)))
    assert codes(found).count("S12") == 1
    assert "S08" not in codes(found)


def test_columns__of_two_years_are_told_apart_by_the_year_of_the_report() -> None:
    heading = [["BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026"], []]
    found = read(sheet_of([*heading, *beside((*TITLES[:3], "Năm 2025", "Năm 2026"), 9, 0)]))
    assert numbers(found) == VALUES
    assert "S12" not in codes(found)


def test_tables__side_by_side_are_one_finding() -> None:
    found = read(sheet_of([[*TITLES, None, *TITLES], *([*line, None, *line] for line in rows())]))
    assert codes(found).count("S12") == 1


def test_tables__a_guide_with_words_or_examples_is_none() -> None:
    words = [[*line[:3], f"Ghi số {line[2].lower()} trong kỳ báo cáo", None] for line in rows()]
    examples = rows(dict.fromkeys(VALUES, 1))
    found = read(
        sheet_of([TITLES, *words], "Cách làm"),
        sheet_of([TITLES, *rows()]),
        sheet_of([TITLES, *examples], "Ví dụ ghi biểu"),
    )
    assert numbers(found) == VALUES
    assert "S12" not in codes(found)


def test_tables__a_table_in_two_parts_is_one_finding() -> None:
    found = read(sheet_of([TITLES, *rows()[:5]], "A"), sheet_of([TITLES, *rows()[5:]], "B"))
    assert codes(found).count("S12") == 1
    assert "S05" not in codes(found)


def test_tables__titles_again_and_again_end_somewhere() -> None:
    lines = [line for _ in range(150) for line in ([*TITLES], *rows()[:3])]
    found = read(sheet_of(lines))
    assert codes(found).count("S12") == 1


def test_cover__names_the_unit_and_the_period() -> None:
    cover = sheet_of([["UBND XÃ AN BÌNH"], ["BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026"]], "Bìa")
    found = read(cover, sheet_of([TITLES, *rows()], "PL"))
    assert found.submission is not None
    assert found.submission.period_key == "2026-H1"
    assert found.submission.unit_text == "UBND XÃ AN BÌNH"


@pytest.mark.parametrize(
    ("line", "period", "cut_off"),
    [
        ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026", "2026-H1", None),
        ("Báo cáo 6 tháng đầu năm 2026 và phương hướng, nhiệm vụ 6 tháng cuối năm 2026", "2026-H1", None),
        ("Báo cáo Quý II và 6 tháng đầu năm 2026", "2026-H1", None),
        ("Báo cáo năm 2026, phương hướng nhiệm vụ năm 2027", "2026-Y", None),
        ("Báo cáo năm 2026 (số liệu từ 15/12/2025 đến hết ngày 14/12/2026)", "2026-Y", "2026-12-14"),
        ("Báo cáo Quý II năm 2026", "", None),
        ("Báo cáo tháng 6 năm 2026", "", None),
        ("Báo cáo 9 tháng đầu năm 2026", "", None),
        ("Báo cáo năm 2025 và năm 2026", "", None),
        ("Số liệu tính đến ngày 31/5/2026", "", "2026-05-31"),
    ],
)
def test_heading__names_the_report_s_own_period(line: str, period: str, cut_off: str | None) -> None:
    submission = read(sheet_of([["UBND XÃ AN BÌNH"], [line], TITLES, *rows()])).submission
    assert submission is not None
    assert submission.period_key == period
    assert (submission.cut_off.isoformat() if submission.cut_off else None) == cut_off


# --- titles, numbers, labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Số lượng", "value"), ("SỐ\nLƯỢNG", "value"), ("Số lượng (trong kỳ)", "value"), ("Kết quả thực hiện 6 tháng đầu năm 2026", "value"),
        ("Số lượng văn bản chỉ đạo", ""), ("Cùng kỳ năm trước", "elsewhere"), ("Luỹ kế", "elsewhere"), ("Kế hoạch", "elsewhere"), ("Tỷ lệ %", "elsewhere"),
        ("Chỉ tiêu", "label"), ("Nội dung công việc", "label"), ("Chỉ tiêu được giao", "elsewhere"), ("ĐVT", "unit"), ("Đơn vị báo cáo", ""),
        ("Ghi chú (nếu có)", "note"), ("Số TT", "tt"), ("Năm 2026", "period"), ("Tháng 12", "period"), ("T1", "period"), ("Tin", ""), ("Xã A", ""),
    ],
)  # fmt: skip
def test_kind_of__titles(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_numbers_columns__counts_through() -> None:
    assert numbers_columns({1: "(1)", 2: "(2)", 3: "(3)", 4: "(4)"})
    assert numbers_columns({1: "A", 2: "B", 3: "C", 4: "1", 5: "2"})
    assert numbers_columns({1: "1", 2: "2", 3: "3", 4: "4=3-2"})
    assert not numbers_columns({1: "01", 2: "Văn bản", 3: "12"})
    assert not numbers_columns({1: "1", 2: "2", 3: "2"})


@pytest.mark.parametrize(
    ("tt", "number"),
    [("05", 5), ("5.", 5), ("(5)", 5), ("5)", 5), ("5.0", 5), ("5.1", None), ("-", None), ("V", None), ("", None)],
)
def test_number_of__row_numbers(tt: str, number: int | None) -> None:
    assert number_of(tt) == number


def test_is_sub_number__the_ways_of_numbering_a_sub_row() -> None:
    assert all(map(is_sub_number, ("5.1", "05.1", "5a", "05b", "-", "+", "a)", "•", "5-1")))
    assert not any(map(is_sub_number, ("5", "05", "6.", "")))


@pytest.mark.parametrize(
    ("label", "tt", "field", "how"),
    [
        ("Số lượng văn bản chỉ đạo, điều hành về công tác tuyên truyền CCHC", "", "01", "exact"),
        ("so luong van ban chi dao, dieu hanh ve cong tac tuyen truyen cchc", "", "01", "near"),
        ("2. Tổ chức cuộc thi tìm hiểu về cải cách hành chính", "", "02", "near"),
        ("- Trong đó: Số người tham dự các lớp tập huấn về công tác CCHC", "", "05.1", "near"),
        ("Xây dựng chuyên mục CCHC trên Cổng / Trang TTĐT (*)", "", "06", "near"),
        ("Số bài truyền thanh", "04", "04", "changed"),
        ("", "07", "07", "number"),
    ],
)
def test_recognise__labels_as_offices_write_them(label: str, tt: str, field: str, how: str) -> None:
    assert recognise(label, tt, labels(FORM)) == (field, how)


@pytest.mark.parametrize(
    ("label", "tt"),
    [
        ("Số video tuyên truyền về CCHC", "09"), ("Công tác tuyên truyền", "II"), ("Số lượng văn bản", "03"), ("Người lập biểu", ""),
        ("Số lượng tin, bài tuyên truyền về CCHC", ""), ("Tổng cộng", ""), ("12", "3"),
    ],
)  # fmt: skip
def test_recognise__no_indicator_of_the_form(label: str, tt: str) -> None:
    assert recognise(label, tt, labels(FORM, [form for form in FORMS if form.version != 1])) is None


# --- text ----------------------------------------------------------------------------------------------------------


def test_fonts__text_that_is_unicode_already_is_left_alone() -> None:
    old = Style(font=".VnTime")
    lines = [
        [Cell(value, "text", None, old) if isinstance(value, str) else value for value in line]
        for line in [list(TITLES), *rows()]
    ]
    found = read(sheet_of(lines))
    assert numbers(found) == VALUES
    assert "T01" not in codes(found)
