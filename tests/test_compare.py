"""Comparison over time: earlier workbooks read back, units through their successions, and what is told of a report."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import FORM, H1, IDS, ROSTER, YEAR, A, B, C, report

from cchc_xl.check.before import LIMITS, JumpLimits
from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.beside.changes import jumps, unusual, with_changes
from cchc_xl.consolidation.beside.compare import Pair, compare, pair, relation
from cchc_xl.consolidation.beside.lineage import groups
from cchc_xl.consolidation.beside.previous import Previous, PreviousUnit, load_previous
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Succession, Unit
from cchc_xl.units.roster import Roster
from cchc_xl.words.say import say
from cchc_xl.write.province.workbook import province_bytes
from cchc_xl.write.template.workbook import write_template
from cchc_xl.write.xlsx.archive import assemble, members, packed, unpacked

Y2025, H1_2025, H2 = period(FORM, "Y", 2025), period(FORM, "H1", 2025), period(FORM, "H2", 2026)
FIGURES = (12, 0, 0, 18, 6, 600, 2, 3, 4)
LIST = Roster(ROSTER)


def earlier(of=Y2025, form=FORM, files=(), **units: tuple[int | None, ...]) -> Previous:
    """An earlier workbook: values in the form's order by the unit's letter, None where nothing was added up."""
    rows = [
        PreviousUnit(
            {"A": A, "B": B, "C": C}[name].admin_code,
            f"Xã {name}",
            {field: value for field, value in zip(IDS, values, strict=False) if value is not None},
        )
        for name, values in units.items()
    ]
    totals = {field: sum(row.values.get(field, 0) for row in rows) for field in IDS}
    return Previous("tong-hop-cu.xlsx", form, of, tuple(rows), 3, totals, frozenset(files))


def found_beside(now, *previous: Previous, of=YEAR, roster=LIST, limits=LIMITS, findings=()) -> list[tuple[str, str]]:
    """(code, field) of what is told of Xã A's report."""
    (made,) = with_changes(FORM, [report(A, now, findings, period=of)], of, previous, roster, limits)
    return [(one.code, one.field) for one in made.findings[len(findings) :]]


# --- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (YEAR, Y2025, "year"),
        (H1, H1_2025, "year"),
        (YEAR, H1, "part"),
        (YEAR, H2, "part"),
        (H1, YEAR, "whole"),
        (H1, Y2025, ""),  # half a year and another whole year
        (H2, H1, ""),
        (YEAR, YEAR, ""),
        (Y2025, YEAR, ""),
    ],
)
def test_relation__only_what_can_be_set_side_by_side(now, before, expected):
    assert relation(now, before) == expected


# --- C05 and C06: a part of the year and the year ------------------------------------------------------------------


def test_c05__half_year_above_year_for_flows_only():
    half = (12, 0, 0, 18, 6, 600, 2, 3, 4)
    assert found_beside((12, 0, 0, 17, 6, 600, 1, 3, 9), earlier(H1, A=half)) == [("C05", "04")]
    assert found_beside((13, 0, 0, 18, 6, 600, 2, 3, 4), earlier(H1, A=half)) == []


def test_c05__is_told_of_the_half_year_that_comes_after_its_year():
    assert found_beside((13, *FIGURES[1:]), earlier(YEAR, A=FIGURES), of=H1) == [("C05", "01")]


def test_c06__all_flows_as_in_the_half_year():
    assert found_beside((*FIGURES[:6], 9, *FIGURES[7:]), earlier(H1, A=FIGURES)) == [
        ("C06", "")
    ]  # the stock may differ
    assert found_beside((13, *FIGURES[1:]), earlier(H1, A=FIGURES)) == []
    assert found_beside((0,) * 9, earlier(H1, A=(0,) * 9)) == []


def test_c06__a_missing_value_is_not_judged():
    assert found_beside(("", *FIGURES[1:]), earlier(H1, A=FIGURES)) == []
    assert found_beside(FIGURES, earlier(H1, A=(None, *FIGURES[1:]))) == []


# --- C07 and C08: year and year ------------------------------------------------------------------------------------


def test_c07__copied_forward():
    assert found_beside(FIGURES, earlier(A=FIGURES)) == [("C07", "")]
    assert found_beside((*FIGURES[:8], 5), earlier(A=FIGURES)) == []
    assert found_beside((0,) * 9, earlier(A=(0,) * 9)) == []
    assert found_beside((*FIGURES[:8], ""), earlier(A=FIGURES)) == []


@pytest.mark.parametrize(
    ("before", "now", "jump"),
    [
        (18, 180, True), (18, 25, False), (1, 6, False), (2, 10, False), (2, 12, True), (100, 20, True), (100, 21, False),
        (0, 9, False), (0, 10, True), (10, 0, True), (9, 0, False), (30, 149, False), (30, 150, True),
    ],
)  # fmt: skip
def test_c08__ratio_and_change(before, now, jump):
    found = found_beside((now, *FIGURES[1:]), earlier(A=(before, *FIGURES[1:])))
    assert found == ([("C08", "01")] if jump else [])


def test_c08__limits_can_be_set():
    previous = earlier(A=(10, *FIGURES[1:]))
    assert found_beside((21, *FIGURES[1:]), previous) == []
    assert found_beside((21, *FIGURES[1:]), previous, limits=JumpLimits(high=2)) == [("C08", "01")]


def test_c08__a_change_far_from_the_others_changes():
    steady = [(100 + place, 110 + place) for place in range(20)]
    assert jumps([*steady, (100, 160)]) == [False] * 20 + [True]
    assert jumps([*steady[:8], (100, 160)]) == [False] * 9  # too few to know what is usual
    assert jumps([*steady, (100, 105)]) == [False] * 21
    everybody = [(before, 2 * before) for before, _ in steady]
    assert jumps([*everybody, (100, 200)]) == [False] * 21  # what all do is no outlier
    still = [(before, before) for before, _ in steady]
    assert jumps([*still, (100, 112), (100, 151)]) == [False] * 21 + [True]


def told_of_jump(pairs):
    """What is said of the last unit's change in the first indicator."""
    units = [f"Xã {place}" for place in range(len(pairs))]
    rows = tuple(PreviousUnit("", name, {IDS[0]: then}) for name, (then, _) in zip(units, pairs, strict=True))
    reports = [report(name, (now, *FIGURES[1:]), period=YEAR) for name, (_, now) in zip(units, pairs, strict=True)]
    *_, last = with_changes(FORM, reports, YEAR, [Previous("cu.xlsx", FORM, Y2025, rows, len(rows), {}, frozenset())])
    (one,) = last.findings
    return one


def test_c08__shows_the_bound_that_was_passed():
    one = told_of_jump([(18, 180)])
    assert (
        say(one, FORM).what
        == "Kỳ này 180, kỳ trước 18 (mức thường là từ 4 đến 89: chưa gấp 5 lần và còn trên 0,2 lần kỳ trước, hoặc chênh"
        " dưới 10)."
    )


def test_c08__far_from_the_others_shows_their_changes_and_the_bound():
    """Twenty communes grew by a tenth; one grew by 60 per cent: no jump by itself, and far from the others."""
    one = told_of_jump([*((100 + place, 110 + place) for place in range(20)), (100, 160)])
    assert (
        say(one, FORM).what
        == "Kỳ này 160, kỳ trước 100 (mức giữa của 21 đơn vị có số ở cả hai kỳ là 1,09 lần kỳ trước, một nửa số đơn vị"
        " từ 1,09 đến 1,1 lần; theo đó mức thường của đơn vị này là từ 67 đến 149)."
    )
    assert "the middle of 21 units" in say(one, FORM, "en").what
    assert (one.params["what"], one.params["prev"], one.params["value"]) == ("change-crowd", 100, 160)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=30))
def test_c08__what_is_told_lies_outside_the_range_that_is_shown(pairs):
    for (then, now), told_of in zip(pairs, unusual(pairs), strict=True):
        if told_of:
            assert not told_of["lo"] <= now <= told_of["hi"]
            assert told_of["what"] == "change-crowd" or told_of["lo"] <= then <= told_of["hi"]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_c08__within_the_range_of_the_limits_nothing_is_told(then, now):
    (told_of,) = unusual([(then, 10 * then + 100)])
    assert jumps([(then, now)]) == [not told_of["lo"] <= now <= told_of["hi"]]


def test_c08__many_zeros_do_not_make_a_crowd():
    assert jumps([(0, 0)] * 50 + [(20, 30)]) == [False] * 51


@pytest.mark.parametrize("value", ["", "~500", "=500", "nhiều"])
def test_c08__only_plain_numbers_are_judged(value):
    assert found_beside((value, *FIGURES[1:]), earlier(A=FIGURES)) == []


def test_c08__what_is_wrong_already_is_not_judged_again():
    assert found_beside((500, *FIGURES[1:]), earlier(A=FIGURES), findings=[("V27", "01")]) == [("C08", "01")]
    assert found_beside((500, *FIGURES[1:]), earlier(A=FIGURES), findings=[("V24", "01")]) == []


def test_changes__of_former_years_only_the_last_counts():
    old, last = earlier(period(FORM, "Y", 2024), A=FIGURES), earlier(A=(1, *FIGURES[1:]))
    assert found_beside(FIGURES, old, last) == found_beside(FIGURES, last, old) == [("C08", "01")]


def test_changes__findings_meet_their_decisions_by_period():
    (made,) = with_changes(FORM, [report(A, (500, *FIGURES[1:]), period=YEAR)], YEAR, [earlier(A=FIGURES)], LIST)
    (one,) = made.findings
    assert (one.params["prev"], one.params["value"], one.params["key"], one.raw) == (12, 500, "2025-Y", "500")
    (other,) = with_changes(
        FORM, [report(A, (500, *FIGURES[1:]), period=YEAR)], YEAR, [earlier(period(FORM, "Y", 2024), A=FIGURES)], LIST
    )[0].findings
    assert one.fingerprint != other.fingerprint


def test_changes__a_report_of_another_period_is_not_compared():
    (made,) = with_changes(FORM, [report(A, FIGURES, period=Y2025)], YEAR, [earlier(A=FIGURES)], LIST)
    assert made.findings == ()


def test_changes__without_a_period_or_an_earlier_result_nothing_happens():
    given_reports = (report(A, FIGURES),)
    assert with_changes(FORM, given_reports, None, [earlier(A=FIGURES)]) == given_reports
    assert with_changes(FORM, given_reports, H1, []) == given_reports


# --- F14 -----------------------------------------------------------------------------------------------------------


def test_f14__last_years_very_file_is_set_aside():
    again = report(A, FIGURES, sha="ab" * 32, period=YEAR)
    (made,) = with_changes(FORM, [again], YEAR, [earlier(files=["ab" * 32], A=FIGURES)], LIST)
    assert [one.code for one in made.findings] == ["F14", "C07"]
    merged = consolidate(FORM, [made], ROSTER, period=YEAR)
    assert merged.totals[0].used == 0
    assert merged.totals[0].set_aside == 12


@pytest.mark.parametrize(("of", "codes"), [(Y2025, ["F14"]), (None, ["F14", "C07"]), (H1_2025, ["M05"])])
def test_f14__says_it_better_than_that_the_period_is_wrong(of, codes):
    """A file of the earlier workbook, with its own period, with none, or with a third one's (then its period is the
    fault).
    """
    again = report(A, FIGURES, [finding("M05", unit=A.id)], sha="ab" * 32, period=of)
    (made,) = with_changes(FORM, [again], YEAR, [earlier(files=["ab" * 32], A=FIGURES)], LIST)
    assert [one.code for one in made.findings] == codes
    (other,) = with_changes(FORM, [again], YEAR, [earlier(files=["cd" * 32])], LIST)
    assert [one.code for one in other.findings] == ["M05"]
    merged = consolidate(FORM, [made], ROSTER, period=YEAR)
    assert [row.why for row in merged.sources] == codes[:1]


# --- through the reorganisation ------------------------------------------------------------------------------------

BEFORE, AFTER = dt.date(2024, 12, 14), dt.date(2025, 12, 14)
CHANGE = "2025-07-01"


def unit(name: str, first: str = "", last: str = "") -> Unit:
    return Unit(f"U-{name}", f"Xã {name}", valid_from=first, valid_to=last)


OLD = [unit(name, last="2025-06-30") for name in ("Cũ 1", "Cũ 2", "Cũ 3")]
NEW = [unit(name, first=CHANGE) for name in ("Mới 1", "Mới 2")]
STAYS = unit("Ở lại")


def reorganised(*edges: tuple[int, int, str]) -> Roster:
    return Roster(
        (*OLD, *NEW, STAYS), tuple(Succession(OLD[old].id, NEW[new].id, CHANGE, share) for old, new, share in edges)
    )


WHOLE = reorganised((0, 0, "toàn bộ"), (1, 0, "toàn bộ"), (2, 1, "toàn bộ"))
PARTS = reorganised((0, 0, "toàn bộ"), (1, 0, "một phần"), (1, 1, "một phần"), (2, 1, "toàn bộ"))


def test_groups__whole_edges_are_summed():
    found = [(len(group.before), len(group.now), group.how) for group in groups(WHOLE, BEFORE, AFTER)]
    assert found == [(2, 1, "summed"), (1, 1, "summed"), (1, 1, "same")]


def test_groups__a_part_makes_one_component_of_all():
    assert [(len(group.before), len(group.now), group.how) for group in groups(PARTS, BEFORE, AFTER)] == [
        (3, 2, "component"),
        (1, 1, "same"),
    ]


def test_groups__changes_outside_the_two_days_do_not_connect():
    assert [group.how for group in groups(WHOLE, AFTER, dt.date(2026, 12, 14))] == ["same"] * 3
    assert [group.how for group in groups(WHOLE, dt.date(2023, 12, 14), BEFORE)] == ["same"] * 4


Y2024 = period(FORM, "Y", 2024)


def old_workbook(*names: str, values=FIGURES) -> Previous:
    rows = tuple(PreviousUnit("", f"Xã {name}", dict(zip(IDS, values, strict=True))) for name in names)
    return Previous(
        "cu.xlsx", FORM, Y2024, rows, 4, {field: value * len(rows) for field, value in zip(IDS, values, strict=True)}
    )


def row_of(previous: Previous, roster: Roster, *reports, name: str):
    units = tuple(one for one in roster.units if not one.valid_to)
    merged = consolidate(FORM, reports, units, period=Y2025)
    (against,) = compare(merged, [previous], roster).against
    return next(row for row in against.rows if f"Xã {name}" in (*row.now, *row.before))


def test_compare__predecessors_are_summed():
    row = row_of(old_workbook("Cũ 1", "Cũ 2"), WHOLE, report(NEW[0], (30, *FIGURES[1:]), period=Y2025), name="Mới 1")
    assert (row.before, row.now, row.how) == (("Xã Cũ 1", "Xã Cũ 2"), ("Xã Mới 1",), "summed")
    assert row.pairs[0] == Pair(24, 30, 2, 1)
    assert row.pairs[0].change == 6
    assert row.pairs[0].percent == 25


def test_compare__a_predecessor_that_did_not_report_leaves_the_sum_open():
    row = row_of(old_workbook("Cũ 1"), WHOLE, report(NEW[0], FIGURES, period=Y2025), name="Mới 1")
    assert row.pairs[0] == Pair(None, 12, 1, 1)
    assert not row.comparable


def test_compare__a_divided_component_only_as_a_whole():
    previous, both = old_workbook("Cũ 1", "Cũ 2", "Cũ 3"), [report(one, FIGURES, period=Y2025) for one in NEW]
    row = row_of(previous, PARTS, *both, name="Mới 2")
    assert (row.how, row.now, row.pairs[0]) == ("component", ("Xã Mới 1", "Xã Mới 2"), Pair(36, 24, 3, 2))
    assert not row_of(previous, PARTS, both[0], name="Mới 2").comparable


def test_changes__a_successor_is_judged_by_the_sum_and_a_part_not_at_all():
    values = (12, *FIGURES[1:])
    now = report(NEW[0], (2, *(2 * value for value in FIGURES[1:])), period=Y2025)
    (made,) = with_changes(FORM, [now], Y2025, [old_workbook("Cũ 1", "Cũ 2", values=values)], WHOLE)
    assert [(one.code, one.field, one.params["prev"]) for one in made.findings] == [("C08", "01", 24)]
    (divided,) = with_changes(FORM, [now], Y2025, [old_workbook("Cũ 1", "Cũ 2", "Cũ 3", values=values)], PARTS)
    assert divided.findings == ()


def test_compare__a_code_that_was_given_to_another_unit_joins_nothing():
    first = Unit("U-1-2020", "Xã An Hòa Thịnh", admin_code="18163", valid_to="2025-06-30")
    later = Unit("U-1-2025", "Xã Sơn Tiến", admin_code="18163", valid_from=CHANGE)
    previous = Previous("cu.xlsx", FORM, Y2024, (PreviousUnit("18163", "Xã An Hòa Thịnh", {"01": 1}),), 1, {"01": 1})
    merged = consolidate(FORM, [report(later, FIGURES, period=Y2025)], [later], period=Y2025)
    (against,) = compare(merged, [previous], Roster((first, later))).against
    assert sorted(row.how for row in against.rows) == ["gone", "new"]


# --- the comparison ------------------------------------------------------------------------------------------------


def test_compare__counts_who_reported_then_and_now():
    merged = consolidate(
        FORM, [report(A, FIGURES, period=YEAR), report(B, ("", *FIGURES[1:]), period=YEAR)], ROSTER, period=YEAR
    )
    (against,) = compare(merged, [earlier(A=(10, *FIGURES[1:]), B=FIGURES, C=FIGURES)], LIST).against
    assert (against.reporting, against.expected) == ((3, 2), (3, 3))
    assert against.totals[0] == Pair(34, 12, 3, 1)
    assert against.alike[0] == Pair(10, 12, 1, 1)  # only Xã A has a number on both sides


def test_compare__a_stock_is_left_out_inside_a_year():
    merged = consolidate(FORM, [report(A, FIGURES, period=YEAR)], ROSTER, period=YEAR)
    (part,) = compare(merged, [earlier(H1, A=FIGURES)], LIST).against
    (year,) = compare(merged, [earlier(A=FIGURES)], LIST).against
    stock = IDS.index("06")
    assert part.relation == "part"
    assert (part.totals[stock], part.alike[stock], part.rows[0].pairs[stock]) == (None, None, None)
    assert year.totals[stock] == Pair(2, 2, 1, 1)


def test_compare__other_forms_share_the_indicators_that_both_have():
    newer = load("tuyen-truyen-cchc", 2)
    merged = consolidate(newer, [report(A, FIGURES, period=YEAR)], ROSTER, period=YEAR)
    (against,) = compare(merged, [earlier(A=FIGURES)], LIST).against
    compared = {field.id for field, one in zip(newer.fields, against.totals, strict=True) if one is not None}
    assert compared == set(IDS)
    assert len(against.totals) > len(IDS)


def test_compare__what_cannot_be_compared_is_named():
    merged = consolidate(FORM, [report(A, FIGURES, period=H1)], ROSTER, period=H1)
    comparison = compare(merged, [earlier(Y2025, A=FIGURES), earlier(H1_2025, A=FIGURES)], LIST)
    assert [one.previous.key for one in comparison.against] == ["2025-H1"]
    assert comparison.left_out == (("tong-hop-cu.xlsx", "Năm 2025"),)


def test_compare__without_a_roster_by_name():
    merged = consolidate(
        FORM, [report("UBND xã A", FIGURES, period=YEAR), report("Xã Z", FIGURES, period=YEAR)], period=YEAR
    )
    (against,) = compare(merged, [earlier(A=FIGURES, B=FIGURES)]).against
    assert sorted((row.how, row.now or row.before) for row in against.rows) == [
        ("gone", ("Xã B",)),
        ("new", ("Xã Z",)),
        ("same", ("UBND xã A",)),
    ]


@given(
    st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=5),
    st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=5),
)
def test_pair__never_takes_a_blank_for_zero(before, now):
    sides = [[{} if value is None else {"01": value} for value in side] for side in (before, now)]
    made = pair("01", *sides)
    for side, number, count in ((before, made.before, made.units_before), (now, made.now, made.units_now)):
        assert count == len([value for value in side if value is not None])
        assert number == (None if None in side else sum(side))


# --- earlier workbooks ---------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path):
    reports = [report(A, FIGURES, period=YEAR, sha="cd" * 32), report(B, ("", "nhiều", *FIGURES[2:]), period=YEAR)]
    path = tmp_path / "tong-hop-2026.xlsx"
    path.write_bytes(province_bytes(consolidate(FORM, reports, ROSTER, period=YEAR)))
    return path


def test_previous__reads_back_what_was_added_up(workbook):
    found = load_previous(str(workbook))
    assert (found.form, found.period, found.expected) == (FORM, YEAR, 3)
    first, second = found.units
    assert (first.code, first.name, first.values) == (A.admin_code, "Xã A", dict(zip(IDS, FIGURES, strict=True)))
    assert (second.name, second.values) == ("Xã B", dict(zip(IDS[2:], FIGURES[2:], strict=True)))
    assert found.totals["05.1"] == 1200
    assert "cd" * 32 in found.files


def test_previous__own_columns_and_sorted_rows_do_no_harm(workbook):
    before = load_previous(str(workbook))
    book = openpyxl.load_workbook(workbook)
    sheet = book["Theo đơn vị"]
    sheet.insert_cols(3)
    sheet["C5"] = "Cụm"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=7)]
    for place, values in enumerate(reversed(rows), 6):
        for column, value in enumerate(values, 1):
            sheet.cell(place, column).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    workbook.write_bytes(buffer.getvalue())
    after = load_previous(str(workbook))
    assert sorted(after.units, key=lambda one: one.name) == list(before.units)


@pytest.mark.parametrize("content", [b"", b"abc", None])
def test_previous__any_other_file_is_refused(tmp_path, content):
    path = tmp_path / "khac.xlsx"
    if content is None:
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        load_previous(str(path))
    assert raised.value.key == "bad-previous"
    path.unlink()
    with pytest.raises(UserError) as raised:
        load_previous(str(path))
    assert raised.value.key == "not-found"


# --- the sheet and the command -------------------------------------------------------------------------------------


def compared_sheet(previous: Previous, roster: Roster | None, *reports, units=ROSTER, of=YEAR, lang="vi"):
    merged = consolidate(FORM, with_changes(FORM, reports, of, [previous], roster), units, period=of)
    comparison = compare(merged, [previous], roster)
    data = province_bytes(merged, lang, comparison=comparison)
    assert data == province_bytes(merged, lang, comparison=comparison)
    return openpyxl.load_workbook(io.BytesIO(data))["So sánh"]


def cells(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_sheet__change_is_over_the_units_that_both_periods_have():
    sheet = compared_sheet(
        earlier(A=(10, *FIGURES[1:]), C=FIGURES),
        LIST,
        report(A, (12, *FIGURES[1:]), period=YEAR),
        report(B, FIGURES, period=YEAR),
    )
    rows = cells(sheet)
    assert rows[0][0] == "SO SÁNH NĂM 2026 VỚI NĂM 2025"
    assert "kỳ trước 2/3, kỳ này 2/3" in rows[1][0]
    first = next(row for row in rows if row[0] == "01")
    assert first[3:8] == ["2 → 2", 22, 24, 2, 0.2]
    assert "1 đơn vị có số ở cả hai kỳ: 10 → 12" in first[8]
    assert len(sheet._charts) == 1


def test_sheet__units_that_cannot_be_compared_say_why():
    rows = cells(
        compared_sheet(
            earlier(A=FIGURES, C=FIGURES), LIST, report(A, FIGURES, period=YEAR), report(B, FIGURES, period=YEAR)
        )
    )
    reasons = {row[1]: row[8] for row in rows if row[8] and "Không so sánh được" in str(row[8])}
    assert reasons == {
        "Xã B": "Không so sánh được: chưa đủ số liệu (kỳ trước 0/1, kỳ này 1/1 đơn vị có số).",
        "Xã C": "Không so sánh được: chưa đủ số liệu (kỳ trước 1/1, kỳ này 0/1 đơn vị có số).",
    }


def test_sheet__a_divided_group_is_named_as_such():
    now = report(NEW[0], FIGURES, period=Y2025)
    rows = cells(compared_sheet(old_workbook("Cũ 1", "Cũ 2", "Cũ 3"), PARTS, now, units=(*NEW, STAYS), of=Y2025))
    (row,) = [row for row in rows if row[1] == "Xã Mới 1; Xã Mới 2"]
    assert row[2] == "Xã Cũ 1; Xã Cũ 2; Xã Cũ 3"
    assert "có đơn vị được chia tách" in row[8]
    assert row[4:8] == [None] * 4


def test_sheet__marks_a_jump_and_a_half_year_above_the_year():
    jumping = compared_sheet(earlier(A=FIGURES), LIST, report(A, (120, *FIGURES[1:]), period=YEAR))
    above = compared_sheet(
        earlier(H1, A=FIGURES),
        LIST,
        report(A, (13, 1, 1, 19, 7, 601, 2, 3, 4), period=YEAR),
        report(B, FIGURES, period=YEAR),
    )
    assert [row[8] for row in cells(jumping) if row[3] == "01. Văn bản chỉ đạo"] == ["tăng, giảm đột biến"]
    assert not any("cả năm" in str(row[8]) for row in cells(above))
    assert not any(row[3] and str(row[3]).startswith("06.") for row in cells(above))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sheet__has_words_for_everything(lang):
    sheet = compared_sheet(earlier(A=FIGURES), LIST, report(A, (120, "", *FIGURES[2:]), period=YEAR), lang=lang)
    assert not any("compare-" in str(value) for row in cells(sheet) for value in row)


def test_province__without_earlier_results_there_is_no_such_sheet():
    merged = consolidate(FORM, [report(A, FIGURES, period=H1)], ROSTER, period=H1)
    comparison = compare(merged, [earlier(Y2025, A=FIGURES)], LIST)
    assert comparison.left_out
    assert province_bytes(merged, comparison=comparison) == province_bytes(merged)


def test_merge__previous_and_tidy_from_the_command_line(tmp_path):
    (tmp_path / "nop").mkdir()
    (tmp_path / "don-vi.csv").write_text("Tên đơn vị,Cấp\nXã A,Xã\nXã B,Xã\n", encoding="utf-8")
    values = dict(zip(IDS, FIGURES, strict=True))

    def merge(of, name: str, *more: str) -> dict:
        write_template(FORM, tmp_path / "nop" / "a.xlsx", period=of, values=values, header={"unit": "Xã A"})
        command = ["merge", "nop", "-o", name, "--roster", "don-vi.csv", "--format", "json", *more]
        done = subprocess.run(
            [sys.executable, "-m", "cchc_xl", *command],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
        )
        assert done.stderr == ""
        return json.loads(done.stdout)

    merge(Y2025, "cu.xlsx")
    (tmp_path / "dot.json").write_text('{"jumps": {"change": 2}, "previous": ["cu.xlsx"]}', encoding="utf-8")
    values["01"], values["02"] = 2, 10
    few = merge(YEAR, "moi-1.xlsx", "--campaign", "dot.json")
    assert sorted(finding["field"] for finding in few["findings"] if finding["code"] == "C08") == ["01", "02"]
    values |= dict(zip(IDS, FIGURES, strict=True))
    run = merge(YEAR, "moi.xlsx", "--previous", "cu.xlsx", "--tidy", "bang.csv")
    assert "C07" in [finding["code"] for finding in run["findings"]]
    assert "So sánh" in openpyxl.load_workbook(tmp_path / "moi.xlsx").sheetnames
    assert len((tmp_path / "bang.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + 2 * len(IDS)


def test_previous__one_with_a_damaged_sheet_is_refused(workbook):
    """Its sheets are read only when they are asked for."""
    parts = members(workbook.read_bytes())
    damaged = [
        packed(one.name, unpacked(one)[:-200]) if one.name == b"xl/worksheets/sheet2.xml" else one for one in parts
    ]
    path = workbook.parent / "hong.xlsx"
    path.write_bytes(assemble(damaged))
    with pytest.raises(UserError) as raised:
        load_previous(str(path))
    assert raised.value.key == "bad-previous"
