"""Many reports to one consolidation: stories as small tables, and what holds for any set of reports."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import FORM, H1, IDS, ROSTER, YEAR, A, B, C, report, unreadable

from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.account import reconcile
from cchc_xl.consolidation.account.decided import open_findings
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.model import Consolidation, Decision, Report, SourceRow, Total, Unit
from cchc_xl.words.say import say


def total(result: Consolidation, field: str) -> Total:
    return next(one for one in result.totals if one.field == field)


def outcomes(result: Consolidation) -> dict[str, tuple[str, str]]:
    return {row.source.path: (row.outcome, row.why) for row in result.sources}


def source_row(result: Consolidation, path: str) -> SourceRow:
    return next(row for row in result.sources if row.source.path == path)


def codes(result: Consolidation) -> list[str]:
    return sorted(one.code for one in result.findings)


# --- totals --------------------------------------------------------------------------------------------------------

STORIES: dict[str, tuple[list[object], list[tuple[str, int]], tuple[int, ...]]] = {
    # cells of one indicator, (code, row) of its findings -> used, set aside, units used, set aside, missing, estimates
    "numbers are added": ([12, 3, 0], [], (15, 0, 3, 0, 0, 0)),
    "blank is not zero": ([12, "", 0], [("V25", 1)], (12, 0, 2, 0, 1, 0)),
    "absent is not zero": ([12, "absent", 1], [], (13, 0, 2, 0, 1, 0)),
    "an estimate counts and is told": ([12, "~300", 1], [("V18", 1)], (313, 0, 3, 0, 0, 1)),
    "a warning is added with a flag": ([12, 7, 1], [("V27", 1)], (20, 0, 3, 0, 0, 0)),
    "an error waits with its number": ([12, 7, 1], [("C01", 1)], (13, 7, 2, 1, 0, 0)),
    "an error and a warning wait": ([12, 7, 1], [("C03", 1), ("C01", 1)], (13, 7, 2, 1, 0, 0)),
    "a number worked out waits": ([12, "=60", 1], [("V21", 1)], (13, 60, 2, 1, 0, 0)),
    "a text is no number": ([12, "x", 1], [("V17", 1)], (13, 0, 2, 1, 0, 0)),
    "a fraction is never rounded": ([12, 1.2, 1], [("V09", 1)], (13, 0, 2, 1, 0, 0)),
    "a fraction waits though no rule fired": ([12, 1.2, 1], [], (13, 0, 2, 1, 0, 0)),
    "a whole float is a count": ([12, 2.0, 1], [], (15, 0, 3, 0, 0, 0)),
    "an absurd number is not added": ([12, 10**12, 1], [("V27", 1)], (13, 0, 2, 1, 0, 0)),
    "infinity is no number": ([12, float("inf"), 1], [("V27", 1)], (13, 0, 2, 1, 0, 0)),
    "a negative number is not subtracted": ([12, -5, 1], [("V11", 1)], (13, 0, 2, 1, 0, 0)),
}


@pytest.mark.parametrize("story", STORIES)
def test_total__of_a_column(story: str) -> None:
    cells, faults, expected = STORIES[story]
    reports = [
        report(unit, [cell], [(code, "01") for code, row in faults if row == place])
        for place, (unit, cell) in enumerate(zip(ROSTER, cells, strict=True))
    ]
    result = consolidate(FORM, reports, ROSTER, period=H1)
    one = total(result, "01")
    shown = (one.used, one.set_aside, one.units_used, one.units_set_aside, one.units_missing, one.estimates)
    assert shown == expected
    assert one.read == one.used + one.set_aside


def test_indicator_not_asked_of_a_level__is_not_missing() -> None:
    office = Unit("U-SNV", "Sở Nội vụ", "so", "so")
    result = consolidate(FORM, [report(A), report(office, [0, 0, 0, ""])], (A, office), period=H1)
    assert (total(result, "04").units_used, total(result, "04").units_missing) == (1, 0)


def test_texts__are_listed_by_unit() -> None:
    cells = [*[0] * 8, "Hội nghị; mạng xã hội"]
    reports = [report(A, cells, [("V24", "08")]), report(B, [0] * 9, notes={"08": "tuyên truyền miệng"})]
    result = consolidate(FORM, reports, (A, B), period=H1)
    assert total(result, "08").texts == (("Xã A", "Hội nghị; mạng xã hội"), ("Xã B", "tuyên truyền miệng"))


def test_flag__is_the_worst_of_the_value() -> None:
    result = consolidate(FORM, [report(A, [5, 5, 5], [("V27", "01"), ("C03", "01"), ("V03", "02")])], (A,), period=H1)
    assert [entry.flag for entry in result.units[0].entries[:3]] == ["warning", "note", ""]


# --- whole reports -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["M05", "S12", "M04", "F14", "M01"])
def test_error_about_the_whole_report__sets_it_aside(code: str) -> None:
    result = consolidate(FORM, [report(A, [5], [(code, "")]), report(B, [7])], ROSTER, period=H1)
    assert outcomes(result)["Xã A.xlsx"] == ("set-aside", code)
    assert (total(result, "01").used, total(result, "01").set_aside) == (7, 5)
    assert [unit.id for unit in result.missing] == ["U-C"]


@pytest.mark.parametrize("code", ["S05", "M06", "S16", "C09"])
def test_lesser_finding_about_the_whole_report__does_not(code: str) -> None:
    result = consolidate(FORM, [report(A, [5], [(code, "")])], (A,), period=H1)
    assert outcomes(result)["Xã A.xlsx"] == ("merged", "")
    assert total(result, "01").used == 5


def test_report_of_another_period__is_set_aside_even_if_nobody_said_so() -> None:
    result = consolidate(FORM, [report(A, [5], period=YEAR), report(B, [7])], (A, B), period=H1)
    assert outcomes(result)["Xã A.xlsx"] == ("set-aside", "M05")
    assert total(result, "01").used == 7


def test_unit_outside_the_roster__is_set_aside() -> None:
    result = consolidate(FORM, [report(C, [5]), report("Xã nào đó", [6]), report(A, [7])], (A, B), period=H1)
    assert outcomes(result)["Xã C.xlsx"] == outcomes(result)["Xã nào đó.xlsx"] == ("set-aside", "M01")
    assert (total(result, "01").used, [unit.id for unit in result.missing]) == (7, ["U-B"])


def test_unit_that_was_merged_into_another__counts_with_a_warning() -> None:
    result = consolidate(FORM, [report(C, [5], [("M03", "")]), report(A, [7])], (A, B), period=H1)
    assert outcomes(result)["Xã C.xlsx"] == ("merged", "")
    assert (total(result, "01").used, result.roster_size, [unit.id for unit in result.missing]) == (12, 2, ["U-B"])
    assert [(unit.key, unit.unit) for unit in result.units] == [("U-A", A), ("U-C", None)]


def test_without_a_roster__units_go_by_the_name_they_give() -> None:
    reports = [report("UBND xã A", [5], [("M01", "")]), report("UBND Xã B", [7]), report("", [9])]
    result = consolidate(FORM, reports, period=H1)
    assert [unit.name for unit in result.units] == ["", "UBND xã A", "UBND Xã B"]
    assert (total(result, "01").used, total(result, "01").set_aside) == (12, 9)
    assert codes(result) == ["M01"]
    assert outcomes(result)["khong-ten.xlsx"] == ("set-aside", "M01")


def test_files_that_are_no_report__are_accounted_for_by_name() -> None:
    result = consolidate(
        FORM, [report(A), unreadable("anh.xlsx", "F07"), unreadable("~$a.xlsx", "F08")], (A, B), period=H1
    )
    assert outcomes(result) == {
        "Xã A.xlsx": ("merged", ""),
        "anh.xlsx": ("set-aside", "F07"),
        "~$a.xlsx": ("skipped", "F08"),
    }
    assert (result.found, result.roster_size, codes(result)) == (3, 2, ["F07", "F08", "M12"])


# --- the period ----------------------------------------------------------------------------------------------------


def test_period__is_that_of_most_reports() -> None:
    result = consolidate(FORM, [report(A, [5]), report(B, [7]), report(C, [9], period=YEAR)], ROSTER)
    assert result.period == H1
    assert (total(result, "01").used, outcomes(result)["Xã C.xlsx"]) == (12, ("set-aside", "M05"))


def test_period__none_is_chosen_where_reports_disagree() -> None:
    """All are merged, each with a warning that names the periods: only a person can say which was meant."""
    result = consolidate(FORM, [report(A, [5]), report(B, [7], period=YEAR)], ROSTER)
    assert (result.period, total(result, "01").used) == (None, 12)
    warned = [finding for finding in result.findings if finding.code == "M05"]
    assert [(finding.severity, finding.params["found"]) for finding in warned] == [
        ("warning", H1.label),
        ("warning", YEAR.label),
    ]
    assert {finding.params["expected"] for finding in warned} == {f"{H1.label}; {YEAR.label}"}


# --- several files of one unit -------------------------------------------------------------------------------------

OLD, NEW = "2026-06-10T08:00:00", "2026-06-12T08:00:00"
VERSIONS = {
    # findings of the old and of the new file -> the file used, and why the other is not
    "the newest valid one": ((), (), "new.xlsx", "F13"),
    "a warning does not matter": ((), [("V27", "01")], "new.xlsx", "F13"),
    "an error does not replace a good one": ((), [("C01", "01")], "old.xlsx", "F13"),
    "the newest of two with errors": ([("C01", "01")], [("C01", "01")], "new.xlsx", "F13"),
    "a file set aside does not replace one with errors": ([("C01", "01")], [("S12", "")], "old.xlsx", "S12"),
    "a good one replaces one with errors": ([("C01", "01")], (), "new.xlsx", "F13"),
}


@pytest.mark.parametrize("story", VERSIONS)
def test_several_files__one_is_used(story: str) -> None:
    old, new, used, why = VERSIONS[story]
    reports = [
        report(A, [1], old, path="old.xlsx", received=OLD),
        report(A, [2], new, path="new.xlsx", received=NEW),
    ]
    result = consolidate(FORM, reports, (A,), period=H1)
    other = next(path for path in ("old.xlsx", "new.xlsx") if path != used)
    assert outcomes(result) == {used: ("merged", ""), other: ("set-aside", why)}
    f13 = next(one for one in result.findings if one.code == "F13")
    assert (f13.severity, f13.source, f13.params["n"], f13.unit) == ("warning", used, 2, "U-A")
    assert why in codes(result)
    newer = [one.code for one in result.findings if one.source == "new.xlsx" and one.severity == "error"]
    assert newer == [one[0] for one in new if one[0] != "V27"]
    assert source_row(result, used).warnings >= 1


def test_newer_file_whose_error_is_settled__takes_its_place() -> None:
    reports = [
        report(A, [1], path="old.xlsx", received=OLD),
        report(A, [2], [("C01", "01")], path="new.xlsx", received=NEW),
    ]
    before = consolidate(FORM, reports, (A,), period=H1)
    decision = Decision(next(one.fingerprint for one in before.findings if one.code == "C01"), "value", 3)
    after = consolidate(FORM, reports, (A,), [decision], H1)
    assert (total(before, "01").used, total(after, "01").used) == (1, 3)
    assert outcomes(after) == {"new.xlsx": ("merged", ""), "old.xlsx": ("set-aside", "F13")}


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("", "", "choose-undated"),
        (OLD, "", "choose-undated"),
        (OLD, OLD, "choose-same-day"),
        ("2026-06-10", OLD, "choose-same-day"),  # a day says nothing of the hours within it
    ],
)
def test_unknown_order__is_asked_and_nothing_is_added(first: str, second: str, reason: str) -> None:
    reports = [report(A, [1], path="1.xlsx", received=first), report(A, [2], path="2.xlsx", received=second)]
    result = consolidate(FORM, reports, (A,), period=H1)
    asked = [one for one in result.findings if one.code == "F13"]
    assert [(one.source, one.severity, one.params["reason"]) for one in asked] == [
        ("1.xlsx", "error", reason),
        ("2.xlsx", "error", reason),
    ]
    assert outcomes(result) == {"1.xlsx": ("set-aside", "F13"), "2.xlsx": ("set-aside", "F13")}
    assert total(result, "01").used == 0
    for one in asked:
        assert f"“{one.source}”" in say(one, FORM).what
        assert "“Dùng tệp này”" in say(one, FORM).repair
    for chosen, used in zip(asked, (1, 2), strict=True):
        after = consolidate(FORM, reports, (A,), [Decision(chosen.fingerprint, "use")], H1)
        assert total(after, "01").used == used
        assert [(one.source, one.severity) for one in after.findings if one.code == "F13"] == [
            (chosen.source, "warning"),
            (next(one.source for one in asked if one is not chosen), "note"),
        ]
        assert not [one for one in open_findings(after) if one.severity == "error"]
    both = [Decision(one.fingerprint, "use") for one in asked]
    assert total(consolidate(FORM, reports, (A,), both, H1), "01").used == 0, "two files are no choice"
    assert [one.params["reason"] for one in open_findings(consolidate(FORM, reports, (A,), both, H1))] == [
        "choose-one",
        "choose-one",
    ]
    third = report(A, [3], path="3.xlsx", received=NEW)
    later = consolidate(FORM, [*reports, third], (A,), [Decision(asked[0].fingerprint, "use")], H1)
    assert total(later, "01").used == (0 if "" in (first, second) else 3), "no choice outlives another file"


def test_several_files_with_the_same_figures__are_no_question() -> None:
    reports = [report(A, [5], path=f"{place}.xlsx", received="") for place in range(3)]
    result = consolidate(FORM, reports, (A,), period=H1)
    assert total(result, "01").used == 5
    assert [(one.severity, one.params["reason"]) for one in result.findings] == [("warning", "used-same")]


def test_one_usable_file__needs_no_day() -> None:
    reports = [
        report(A, [1], [("S12", "")], path="1.xlsx", received=""), report(A, [2], path="2.xlsx", received=""),
    ]  # fmt: skip
    result = consolidate(FORM, reports, (A,), period=H1)
    assert (total(result, "01").used, [one.params["reason"] for one in result.findings if one.code == "F13"]) == (
        2,
        ["used-only"],
    )


def test_copy_that_came_again__is_late_only_if_it_came_late_the_first_time() -> None:
    unit = A._replace(deadline="2026-06-11")
    reports = [
        report(unit, [1], path=f"{place}.xlsx", sha="1" * 64, received=at) for place, at in enumerate((OLD, NEW))
    ]
    result = consolidate(FORM, reports, (unit,), period=H1)
    assert result.units[0].late_days == 0
    undated = consolidate(FORM, [one._replace(source=one.source._replace(received="")) for one in reports], (unit,))
    assert undated.units[0].late_days is None
    assert "M11" not in codes(undated)


def test_exact_copy__is_skipped_without_a_word() -> None:
    reports = [
        report(A, [1], path="a.xlsx", sha="1" * 64),
        report(A, [1], path="copy of a.xlsx", sha="1" * 64, received=NEW),
    ]
    result = consolidate(FORM, reports, (A,), period=H1)
    assert outcomes(result) == {"copy of a.xlsx": ("merged", ""), "a.xlsx": ("skipped", "duplicate")}
    assert codes(result) == []


def test_one_file_for_two_units__counts_for_neither() -> None:
    reports = [
        report(A, [4], path="a/x.xlsx", sha="1" * 64),
        report(B, [4], path="b/x.xlsx", sha="1" * 64),
        report(C, [7]),
    ]
    result = consolidate(FORM, reports, ROSTER, period=H1)
    assert (total(result, "01").used, total(result, "01").set_aside) == (7, 8)
    assert [(one.unit, one.params["other"]) for one in result.findings if one.code == "F12"] == [
        ("U-A", "Xã B"),
        ("U-B", "Xã A"),
    ]
    keep = Decision(next(one.fingerprint for one in result.findings if one.unit == "U-A"), "keep")
    assert total(consolidate(FORM, reports, ROSTER, [keep], H1), "01").used == 11


@pytest.mark.parametrize("newer", ["Xã A.xlsx", "Xã B.xlsx"])
def test_one_file_in_two_names__counts_for_the_unit_that_it_names(newer: str) -> None:
    """Xã B sent Xã A's file: whichever came later, Xã A keeps its report and Xã B has none."""
    contradicted = finding("M04", unit="U-A", params={"a": "Xã A", "b": "Xã B"}, source="Xã B.xlsx")
    reports = [
        report(A, [4], path="Xã A.xlsx", sha="1" * 64, received=NEW if newer == "Xã A.xlsx" else OLD),
        report(A, [4], [contradicted], path="Xã B.xlsx", sha="1" * 64, received=NEW if newer == "Xã B.xlsx" else OLD),
    ]
    result = consolidate(FORM, reports, (A, B), period=H1)
    assert (total(result, "01").used, total(result, "01").set_aside) == (4, 0)
    assert outcomes(result) == {"Xã A.xlsx": ("merged", ""), "Xã B.xlsx": ("set-aside", "F12")}
    assert codes(result) == ["F12"]
    assert (result.unusable, result.missing) == ((B,), ())  # something came in its name
    [doubled] = [one for one in result.findings if one.code == "F12"]
    assert (doubled.params["unit"], doubled.params["other"], doubled.source) == ("Xã B", "Xã A", "Xã B.xlsx")


def test_report_of_another_period_beside_the_right_one__is_no_rival() -> None:
    reports = [report(A, [5], path="h1.xlsx"), report(A, [9], path="y.xlsx", period=YEAR, received=NEW)]
    result = consolidate(FORM, reports, (A,), period=H1)
    assert outcomes(result) == {"h1.xlsx": ("merged", ""), "y.xlsx": ("set-aside", "M05")}
    assert codes(result) == ["M05"]


# --- peers, lateness -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "expected"), [([4, 3, 2, 1], ["C10", "C10"]), ([4, 3, 2], [])])
def test_same_figures__are_told_to_both(values: list[object], expected: list[str]) -> None:
    result = consolidate(FORM, [report(A, values), report(B, values), report(C, [4, 3, 2, 2])], ROSTER, period=H1)
    assert codes(result) == expected
    assert {one.unit: one.params["other_unit"] for one in result.findings} == (
        {"U-A": "Xã B", "U-B": "Xã A"} if expected else {}
    )
    assert total(result, "01").units_used == 3


@pytest.mark.parametrize(
    ("own", "campaign", "received", "days"),
    [
        ("", None, "2026-07-01T00:00:00", 0),  # nobody stated a deadline: nobody is late
        ("", dt.date(2026, 6, 17), "2026-06-17T23:59:59", 0),
        ("", dt.date(2026, 6, 17), "2026-06-20T07:00:00", 3),
        ("2026-06-30", dt.date(2026, 6, 17), "2026-06-20T07:00:00", 0),  # the unit's own comes first
        ("2026-06-30", None, "2026-07-01T07:00:00", 1),
        ("", dt.date(2026, 6, 17), "", None),  # not known when it came
    ],
)
def test_lateness(own: str, campaign: dt.date | None, received: str, days: int | None) -> None:
    unit = A._replace(deadline=own)
    result = consolidate(FORM, [report(unit, received=received)], (unit,), period=H1, deadline=campaign)
    assert result.units[0].late_days == days
    assert codes(result) == (["M11"] if days else [])


# --- decisions -----------------------------------------------------------------------------------------------------


def decided(action: str, value: int | None, *others: Decision) -> Consolidation:
    """Unit A wrote 7 with an error and a proposal of 70."""
    fault = finding("C01", FORM, unit="U-A", period=H1.key, field="01", raw="7", proposed=70, source="Xã A.xlsx")
    decision = Decision(fault.fingerprint, action, value, "đã hỏi đơn vị")
    return consolidate(FORM, [report(A, [7], [fault]), report(B, [1])], (A, B), [decision, *others], H1)


@pytest.mark.parametrize(
    ("action", "value", "used", "aside", "still_open"),
    [
        ("accept", None, 71, 0, 0),
        ("value", 8, 9, 0, 0),
        ("value", None, 1, 7, 1),
        ("value", -3, 1, 7, 1),
        ("keep", None, 8, 0, 0),
        ("ignore", None, 1, 7, 1),  # an error is not ignored away
        ("ask", None, 1, 7, 1),
    ],
)
def test_decision__is_followed(action: str, value: int | None, used: int, aside: int, still_open: int) -> None:
    result = decided(action, value)
    one = total(result, "01")
    assert (one.used, one.set_aside, one.read, len(open_findings(result))) == (used, aside, used + aside, still_open)
    assert codes(result) == ["C01"]
    assert (result.units[0].entries[0].decision is not None) == (not still_open)


def test_later_decision__takes_the_place_of_the_earlier() -> None:
    first = decided("value", 8)
    later = first.decisions[0]._replace(value=9, at="2026-06-20T08:00:00")
    assert total(decided("value", 8, later), "01").used == 10


def test_decisions_without_a_finding__are_kept() -> None:
    gone = Decision("f" * 16, "keep", None, "năm ngoái")
    assert gone in decided("accept", None, gone).decisions


def test_ignored_warning__is_open_no_more_and_flags_nothing() -> None:
    fault = finding("V27", FORM, unit="U-A", period=H1.key, field="01", raw="7", source="Xã A.xlsx")
    reports = [report(A, [7], [fault])]
    assert len(open_findings(consolidate(FORM, reports, (A,), period=H1))) == 1
    result = consolidate(FORM, reports, (A,), [Decision(fault.fingerprint, "ignore")], H1)
    assert (open_findings(result), result.units[0].entries[0].flag, total(result, "01").used) == ((), "", 7)


def test_accepting_what_the_program_worked_out__adds_it() -> None:
    fault = finding("V21", FORM, unit="U-A", period=H1.key, field="01", raw="60 x 1", proposed=60, source="Xã A.xlsx")
    reports = [report(A, ["=60"], [fault])]
    by_action = {
        action: total(consolidate(FORM, reports, (A,), [Decision(fault.fingerprint, action)], H1), "01").used
        for action in ("accept", "keep")
    }
    assert by_action == {"accept": 60, "keep": 0}


def test_keeping_a_whole_report__adds_it() -> None:
    reports = [report(A, [5], [("S12", "")])]
    before = consolidate(FORM, reports, (A,), period=H1)
    result = consolidate(FORM, reports, (A,), [Decision(before.findings[0].fingerprint, "keep")], H1)
    assert (total(before, "01").used, total(result, "01").used, outcomes(result)["Xã A.xlsx"]) == (0, 5, ("merged", ""))


# --- any set of reports --------------------------------------------------------------------------------------------

CELLS = st.one_of(st.integers(0, 10**6), st.sampled_from(["", "absent", "~30", "=60", "x", 1.5, -4, 3.0]))
FAULTS = st.tuples(st.sampled_from(["V25", "V27", "C01", "C03", "V24", "V03", "V09"]), st.sampled_from(IDS))
WHOLE = st.tuples(st.sampled_from(["S12", "M05", "M04", "M06", "S05", "F06"]), st.just(""))


@st.composite
def reports_of_anybody(draw: st.DrawFn) -> list[Report]:
    made: list[Report] = []
    for place in range(draw(st.integers(0, 8))):
        path = f"{place}.xlsx"
        if draw(st.integers(0, 5)) == 0:
            made.append(unreadable(path, draw(st.sampled_from(["F07", "F08", "F05"]))))
            continue
        units: list[Unit | str] = [A, B, C, "Xã lạ", ""]
        unit = draw(st.sampled_from(units))
        values = draw(st.lists(CELLS, min_size=9, max_size=9))
        faults = draw(st.lists(st.one_of(FAULTS, WHOLE), max_size=4))
        sha = draw(st.sampled_from(["1" * 64, "2" * 64, f"{place:064x}", ""]))
        when = draw(st.sampled_from(["", OLD, NEW]))
        made.append(
            report(
                unit,
                values,
                faults,
                path=path,
                sha=sha,
                received=when,
                period=draw(st.sampled_from([H1, H1, YEAR, None])),
            )
        )
    return made


@settings(max_examples=60, deadline=None)
@given(reports_of_anybody(), st.sampled_from([(), ROSTER, (A, B)]), st.data())
def test_any_reports__reconcile(reports: list[Report], roster: tuple[Unit, ...], data: st.DataObject) -> None:
    first = consolidate(FORM, reports, roster, period=H1)
    known = [one for one in first.findings if one.code != "M12"]
    actions = st.sampled_from(["accept", "value", "keep", "use", "ignore", "ask"])
    decisions = [
        Decision(one.fingerprint, data.draw(actions), data.draw(st.one_of(st.none(), st.integers(0, 99))))
        for one in known[:6]
    ]
    result = consolidate(FORM, data.draw(st.permutations(reports)), roster, decisions, H1)
    by_outcome = [sum(row.outcome == outcome for row in result.sources) for outcome in reconcile.OUTCOMES]
    assert sum(by_outcome) == len(reports)
    assert sorted(row.source.path for row in result.sources) == sorted(one.source.path for one in reports)
    for one in result.totals:
        assert one.read == one.used + one.set_aside
    assert len(result.units) == len({unit.key for unit in result.units})
    merged = sum(row.outcome == "merged" for row in result.sources)
    assert merged <= len(result.units)
    if roster:
        assert {unit.id for unit in result.missing} | {one.unit.id for one in result.units if one.unit} == {
            unit.id for unit in roster
        }
    if not decisions:
        assert result == first


@pytest.mark.parametrize(
    "broken",
    [
        lambda one: one._replace(sources=(*one.sources, one.sources[0]._replace(outcome="lost"))),
        lambda one: one._replace(sources=one.sources[1:]),
        lambda one: one._replace(units=(*one.units, one.units[0])),
        lambda one: one._replace(totals=(one.totals[0]._replace(used=one.totals[0].used + 1), *one.totals[1:])),
        lambda one: one._replace(totals=(one.totals[0]._replace(read=0, used=0, set_aside=0), *one.totals[1:])),
        lambda one: one._replace(totals=(one.totals[0]._replace(units_used=9), *one.totals[1:])),
        lambda one: one._replace(missing=()),
        lambda one: one._replace(
            units=(one.units[0]._replace(figures=tuple(f._replace(why="") for f in one.units[0].figures)), one.units[1])
        ),
    ],
)
def test_contradiction__is_noticed(broken: object) -> None:
    result = consolidate(FORM, [report(A, [5, ""]), report(B, [7])], ROSTER, period=H1)
    reconcile.check(result, 2)
    assert callable(broken)
    with pytest.raises(reconcile.ReconcileError):
        reconcile.check(broken(result))
