"""Each unit that must report is in one of three states: its report is in use, what it sent is not usable yet, or nothing
came. The same on every sheet, on the terminal, in the JSON and in the letters.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import FORM, H1, YEAR, report, unreadable

from cchc_xl.consolidation.account.completeness import completeness
from cchc_xl.consolidation.account.given import label, told_apart
from cchc_xl.consolidation.account.unit_status import RECEIVED, not_usable, unclaimed, unit_statuses
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.consolidation.senders import sender_of
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Consolidation, Decision, Finding, Report, Source, SourceRow, Unit
from cchc_xl.units.roster import Roster
from cchc_xl.write.machine.merged import merged_json
from cchc_xl.write.province.outstanding import Account, account
from cchc_xl.write.province.outstanding_in_workbook import read_account
from cchc_xl.write.province.workbook import province_bytes

UNITS = tuple(Unit(f"U-{n}", f"{kind} Số {word}", level) for n, (kind, word, level) in enumerate((
    ("Xã", "Một", "xa"), ("Xã", "Hai", "xa"), ("Xã", "Ba", "xa"), ("Phường", "Bốn", "xa"), ("Sở", "Năm", "so"),
    ("Sở", "Sáu", "so"), ("Xã", "Bảy", "xa"),
)))  # fmt: skip
KINDS = (
    "readable", "faulty", "password", "damaged", "word", "wrong-table", "wrong-period", "two-tables", "two-files",
    "by-folder", "by-heading", "skipped", "no-permission", "unknown-name", "nobody", "given-by-decision", "other-name",
    "period-by-decision", "no-report-by-decision",
)  # fmt: skip
SAID = {"readable", "faulty", "period-by-decision"}  # of these kinds something is added up
NO_REPORT = {"no-report-by-decision"}
NOBODYS = {"unknown-name", "nobody"}  # nothing says whose they are


def sent(unit: Unit, kind: str, at: int) -> tuple[list[Report], list[SourceRow], list[Decision]]:
    """What a unit sent: reports, files that were passed over, and what the consolidator decided about them."""
    name = f"nop/{at}/{unit.name}"
    if kind == "skipped":
        return [], [SourceRow(Source(f"{name}.mp4"), "skipped", "skip-other-type")], []
    if kind == "two-files":
        return [report(unit, [n], path=f"{name} {n}.xlsx", received="") for n in (1, 2)], [], []
    if kind == "given-by-decision":
        one = told_apart(unreadable(f"nop/{at}/Book1.pdf", "F03"))
        return [one], [], [Decision(one.findings[0].fingerprint, label(unit))]
    if kind == "period-by-decision":
        of_year = report(unit, [3], [("M05", "")], path=f"{name}.xlsx", period=YEAR)
        return [of_year], [], [Decision(of_year.findings[0].fingerprint, "use")]
    if kind in NO_REPORT:
        one = told_apart(unreadable(f"{name}.pdf", "F03"))
        return [one], [], [Decision(one.findings[0].fingerprint, "none")]
    made = {
        "readable": lambda: report(unit, [3], path=f"{name}.xlsx"),
        "faulty": lambda: report(unit, [3, ""], [("V25", "02")], path=f"{name}.xlsx"),
        "password": lambda: unreadable(f"{name}.xlsx", "F05"),
        "damaged": lambda: unreadable(f"{name}.xlsx", "F07"),
        "word": lambda: unreadable(f"{name}.docx", "F03"),
        "wrong-table": lambda: unreadable(f"{name}.xlsx", "S18"),
        "wrong-period": lambda: report(unit, [3], [("M05", "")], path=f"{name}.xlsx"),
        "two-tables": lambda: report(unit, [3], [("S12", "")], path=f"{name}.xlsx"),
        "by-folder": lambda: unreadable(f"{name}/Book1.pdf", "F03"),
        "by-heading": lambda: unreadable(f"nop/{at}/x{at}.xlsx", "S18")._replace(sender=unit),
        "no-permission": lambda: refused(f"{name}.xlsx", "no-permission"),
        "unknown-name": lambda: report("Xã Lạ", [3], path=f"nop/{at}/x{at}.xlsx"),
        "nobody": lambda: unreadable(f"nop/{at}/x{at}.pdf", "F03"),
        "other-name": lambda: report("Xã Lạ kỳ", [3], [proposed(unit, f"{name}.xlsx")], path=f"{name}.xlsx"),
    }
    return [made[kind]()], [], []


def refused(path: str, reason: str) -> Report:
    one = unreadable(path, "F07")
    return one._replace(findings=(one.findings[0]._replace(params={"reason": reason}),))


def proposed(unit: Unit, path: str) -> Finding:
    """M01 of a report whose file's name names a unit."""
    params = {"found": "Xã Lạ kỳ", "proposed_unit": unit.id, "b": unit.name, "reason": ("unit-by-file",)}
    return Finding("M01", "error", "roster", "Xã Lạ kỳ", H1.key, raw="Xã Lạ kỳ", params=params, source=path)


def merged(files: Sequence[tuple[Unit, str]]) -> Consolidation:
    every = [sent(unit, kind, at) for at, (unit, kind) in enumerate(files)]
    reports = [one for some, _, _ in every for one in some]
    skipped = [one for _, some, _ in every for one in some]
    decisions = [one for _, _, some in every for one in some]
    return consolidate(FORM, reports, UNITS, decisions, H1, skipped=skipped)


def expected(files: Sequence[tuple[Unit, str]]) -> dict[str, str]:
    """The state of each unit: by hand, from what it sent."""
    states = {}
    for unit in UNITS:
        kinds = [kind for owner, kind in files if owner == unit]
        usable = [kind for kind in kinds if kind in SAID]
        rest = set(kinds) - SAID - NOBODYS - NO_REPORT
        states[unit.name] = "used" if len(set(usable)) == 1 else "unusable" if usable or rest else "missing"
    return states


FILES = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(KINDS)), max_size=9).filter(
    # several usable files of one unit are a matter of their order, which other tests are about
    lambda files: all(sum(one == unit and kind in (*SAID, "two-files") for one, kind in files) < 2 for unit in UNITS)
)


@given(FILES)
def test_units_are_used_not_usable_or_not_sent_at_every_level(files: Sequence[tuple[Unit, str]]) -> None:
    result, states = merged(files), expected(files)
    of_files = {one.unit.name for one in not_usable(result)}
    used = {
        one.name for one, status in zip(result.units, unit_statuses(result), strict=True) if status.status in RECEIVED
    }
    assert (
        dict.fromkeys(of_files, "unusable")
        | dict.fromkeys(used, "used")
        | {unit.name: "missing" for unit in result.missing}
        == states
    )
    assert all(one.files for one in not_usable(result))
    levels = completeness(result)
    assert [level.level for level in levels] == ["", "xa", "so"]
    assert sum(level.expected for level in levels[1:]) == levels[0].expected == len(UNITS)
    for level in levels:
        here = [states[unit.name] for unit in UNITS if level.level in ("", unit.level)]
        assert (level.expected, level.received, level.unusable, level.missing) == (
            len(here), here.count("used"), here.count("unusable"), here.count("missing"),
        )  # fmt: skip
    assert {finding.params["unit"] for finding in result.findings if finding.code == "M12"} == {
        name for name, state in states.items() if state == "missing"
    }
    assert sum(row.outcome == "set-aside" for row in unclaimed(result)) == sum(kind in NOBODYS for _, kind in files)
    told = merged_json(result)
    assert {one["name"] for one in told["unusable"]} == of_files
    assert [one["name"] for one in told["missing"]] == [unit.name for unit in result.missing]


def shortened(found: Account) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(unit.name, bool(unit.problems), tuple(sorted(unit.files))) for unit in found.owing]


@given(FILES)
def test_letters_from_the_folder_and_from_the_workbook_go_to_the_same_units(files: Sequence[tuple[Unit, str]]) -> None:
    result, states = merged(files), expected(files)
    written = province_bytes(result)
    sheet = openpyxl.load_workbook(io.BytesIO(written))["Chưa nộp"]
    words = {"Chưa nộp": "missing", "Đã gửi, chưa dùng được": "unusable"}
    on_sheet = {row[1]: words[row[3]] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]}
    assert on_sheet == {name: state for name, state in states.items() if state != "used"}
    direct = account(result)
    assert shortened(direct) == shortened(read_account(read_bytes(written, "ra.xlsx"), "ra.xlsx", Roster(UNITS)))
    assert {unit.name for unit in direct.missing} == {name for name, state in states.items() if state == "missing"}
    for unit in direct.unusable:  # each file is named, each with what is wrong and how to mend it
        assert states[unit.name] == "unusable"
        assert unit.files
        assert all(problem.what and problem.repair.startswith("Đề nghị") for problem in unit.problems)
    assert {unit.name for unit in direct.owing} <= states.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file(kind: str) -> None:
    files = [(UNITS[0], kind)]
    result = merged(files)
    assert expected(files)[UNITS[0].name] == (
        "used" if kind in SAID else "missing" if kind in NOBODYS | NO_REPORT else "unusable"
    )
    names = [unit.name for unit in (*result.missing, *(one.unit for one in not_usable(result)))]
    assert (UNITS[0].name in names) is (kind not in SAID)


ROSTER = Roster((Unit("U-A", "Xã An"), Unit("U-B", "Xã Sơn Tiến"), Unit("U-C", "Phường 1"), Unit("U-D", "Sở Y tế")))
SENDERS = (
    ("nop/Xã An.pdf", "U-A"),
    ("nop/Xã An (2).pdf", "U-A"),
    ("nop/Xã An - mật khẩu.xlsx", "U-A"),
    ("nop/xa-an-bc.pdf", "U-A"),
    ("nop/BC_6_thang_xa_an_2026.docx", "U-A"),
    ("nop/Xã An Bình.pdf", ""),  # a longer name, whoever is in the roster
    ("nop/xa an binh.pdf", ""),
    ("nop/Xã Ân.pdf", ""),
    ("nop/son tien.pdf", "U-B"),
    ("nop/son tien bac.pdf", ""),
    ("nop/Phường 1.pdf", "U-C"),
    ("nop/Phường 10.pdf", ""),
    ("Sở Y tế/scan/Book1.pdf", "U-D"),
    ("Sở Y tế/a/b/c/d/Book1.pdf", ""),  # what lies so far up is the campaign's
    ("Xã An và Xã Sơn Tiến.pdf", ""),
    ("Xã An/Xã Sơn Tiến.pdf", "U-B"),  # the file's name before the folder's
    ("thu.eml/Xã An.zip/Book1.pdf", "U-A"),
)


@pytest.mark.parametrize(("path", "unit"), SENDERS)
def test_sender__is_whom_the_name_of_the_file_or_its_folder_names(path: str, unit: str) -> None:
    found = sender_of(path, ROSTER, None)
    assert (found.id if found else "") == unit
