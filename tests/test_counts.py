"""One meaning of each word: what the terminal, the cards, the columns and the JSON count is the same, and adds up."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import FORM, report

from cchc_xl.consolidation.account.completeness import completeness, percent
from cchc_xl.consolidation.account.unit_status import STATUSES, unit_statuses
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.words.province import WORDS
from cchc_xl.write.province.workbook import province_bytes
from cchc_xl.write.xlsx.book import lines as lines_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "tinh-mau"
CARDS = (
    "expected", "received", "unusable", "absent", "outside-roster", "valid", "warned", "attention", "late-units", "no-day",
)  # fmt: skip


def sheet_words(lang: str, key: str) -> str:
    return WORDS[lang][key]


def cards_of(book: Any, lang: str = "vi") -> dict[str, Any]:
    """Word of a card -> the figure below it."""
    sheet = book["Tổng hợp"]
    found = {}
    for row in sheet.iter_rows(min_row=7, max_row=9):
        for cell in row:
            for key in CARDS:
                if cell.value == sheet_words(lang, key):
                    found[key] = sheet.cell(cell.row + 1, cell.column).value
    return found


def column_of(book: Any, lang: str = "vi") -> Counter[str]:
    """The words of the column of statuses on the sheet of units."""
    sheet = book["Theo đơn vị"]
    at = next(cell for cell in sheet[5] if cell.value == sheet_words(lang, "status"))
    return Counter(
        sheet.cell(row, at.column).value for row in range(6, sheet.max_row + 1) if sheet.cell(row, at.column).value
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_terminal_cards_columns_and_json_count_the_same(tmp_path: pathlib.Path, lang: str) -> None:
    command = [
        sys.executable,
        "-m",
        "cchc_xl",
        "merge",
        str(SAMPLE / "bao-cao"),
        "--roster",
        str(SAMPLE / "don-vi.csv"),
    ]
    command += ["--received", str(SAMPLE / "so-nhan.csv"), "--period", "2026-H1"]
    command += ["-o", str(tmp_path / "ra.xlsx"), "--lang", lang, "--force"]
    shown = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    data = json.loads(
        subprocess.run([*command, "--format", "json"], capture_output=True, encoding="utf-8", check=False).stdout
    )
    book = openpyxl.load_workbook(tmp_path / "ra.xlsx")
    cards, column = cards_of(book, lang), column_of(book, lang)
    assert set(cards) == set(CARDS)
    everybody = data["completeness"][0]
    lines = shown.splitlines()
    expected, received, unusable, missing = map(int, re.findall(r"\d+", lines[0]))
    of_received, valid, warned, attention = map(int, re.findall(r"\d+", lines[1]))
    assert (expected, received, missing) == (cards["expected"], cards["received"], cards["absent"])
    assert unusable == cards["unusable"] == everybody["unusable"] == len(data["unusable"]) > 0
    assert expected == received + unusable + missing
    assert (of_received, valid, warned, attention) == (received, cards["valid"], cards["warned"], cards["attention"])
    assert valid + warned + attention == received
    assert valid > 0
    assert warned > 0
    assert attention > 0
    assert column[sheet_words(lang, "status-valid")] == valid
    assert column[sheet_words(lang, "status-warnings")] == warned
    assert column[sheet_words(lang, "status-errors")] == attention
    sent = {one["name"] for one in data["unusable"]} & {one["name"] for one in data["units"]}
    assert column[sheet_words(lang, "status-aside")] == len(sent) > 0
    assert column[sheet_words(lang, "status-outside")] == cards["outside-roster"] > 0
    assert (everybody["received"], everybody["valid"], everybody["warnings"], everybody["attention"]) == (
        received,
        valid,
        warned,
        attention,
    )
    assert everybody["missing"] == missing == len(data["missing"])
    for row in data["sources"]:  # every file that is not merged is named, with a reason
        if row["outcome"] != "merged":
            assert any(row["path"] in line and line.rstrip() != f"  {row['path']}:" for line in lines), row


def test_words_of_cards_and_of_the_column_are_the_same() -> None:
    for words in WORDS.values():
        assert words["valid"] == words["status-valid"]
        assert words["warned"] == words["status-warnings"]
        assert words["attention"] == words["status-errors"]
        assert words["unusable"] == words["status-aside"]
        assert words["outside-roster"] == words["status-outside"]


def test_merge__has_no_total_over_different_units_of_measure(tmp_path: pathlib.Path) -> None:
    """1 document and 600 persons are no 601 of anything: the terminal counts figures."""
    reports = [report(Unit("A", "Xã A"), [1, 600])]
    merged = consolidate(FORM, reports, period=period(FORM, "H1", 2026))
    from cchc_xl.cli.merge import _counts

    shown = list(_counts(merged, "vi"))
    assert shown[-1] == "Số liệu: đọc được 9 = đã cộng 9 + để riêng 0."  # the other indicators are 0


ANY_UNITS = tuple(Unit(f"U-{n}", f"Xã {n}", "so" if n % 3 else "xa") for n in range(6))
ANY_VALUE = st.sampled_from([None, 0, 1, 7, -1, 1.5, "mười lăm", "6(lồng ghép)", "13 tin, 05 bài", 10**13])


@given(
    st.lists(st.tuples(st.sampled_from([*ANY_UNITS, "Xã Lạ"]), st.lists(ANY_VALUE, max_size=9)), max_size=6),
    st.booleans(),
)
def test_received_units_are_valid_warned_or_to_be_settled_at_every_level(sent: Any, roster: bool) -> None:
    reports = [report(unit, values) for unit, values in sent]
    merged = consolidate(FORM, reports, ANY_UNITS if roster else (), period=period(FORM, "H1", 2026))
    statuses = unit_statuses(merged)
    assert {one.status for one in statuses} <= set(STATUSES)
    levels = completeness(merged)
    assert bool(levels) is roster
    for one in levels:
        assert one.received == one.valid + one.warnings + one.attention
        assert one.expected == one.received + one.unusable + one.missing
    if roster:
        assert [sum(column) for column in zip(*(level[1:] for level in levels[1:]), strict=True)] == list(levels[0][1:])


def test_outside_the_roster_is_a_status_of_its_own() -> None:
    units = (Unit("A", "Xã A"), Unit("B", "Xã B"))
    merged = consolidate(FORM, [report(units[0], [1]), report("Xã Lạ", [1])], units, period=period(FORM, "H1", 2026))
    assert sorted(one.status for one in unit_statuses(merged)) == ["outside", "valid"]
    book = openpyxl.load_workbook(BytesIO(province_bytes(merged)))
    cards = cards_of(book)
    assert (cards["expected"], cards["received"], cards["absent"], cards["outside-roster"]) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 0, None), (0, 3, 0), (3, 3, 100), (2, 3, 66.7), (36, 42, 85.7), (1, 8, 12.5), (1999, 2000, 99.9), (9999, 10000, 99.9),
     (1, 10000, 0.1), (29, 100, 29), (1, 3, 33.3), (499, 500, 99.8)],
)  # fmt: skip
def test_percent__is_rounded_and_all_or_nothing_only_where_it_is(part: int, whole: int, shown: float | None) -> None:
    assert percent(part, whole) == shown


@given(st.integers(0, 20000), st.integers(1, 20000))
def test_percent__is_right_to_a_tenth(part: int, more: int) -> None:
    whole = part + more
    found = percent(part, whole)
    assert found is not None
    assert abs(found - 100 * part / whole) <= 0.1
    assert found < 100
    assert (found == 0) is (part == 0)


def wide_book(indicators: int) -> Any:
    """A workbook of a form of so many indicators, with two units."""
    base = FORM.fields[0]
    fields = tuple(base._replace(id=f"{n:02d}", tt=f"{n:02d}", parent=None) for n in range(1, indicators + 1))
    form = FORM._replace(fields=fields, rules=())
    made = []
    for unit in ("Xã A", "Xã B"):
        one = report(unit, [7])
        assert one.submission is not None
        seven = one.submission.readings[0]
        readings = tuple(seven._replace(field=field.id) for field in fields)
        made.append(one._replace(submission=one.submission._replace(readings=readings)))
    return openpyxl.load_workbook(BytesIO(province_bytes(consolidate(form, made, period=period(FORM, "H1", 2026)))))


def test_units__with_sixty_indicators_are_printed_in_blocks_with_the_unit_repeated() -> None:
    sheet = wide_book(60)["Theo đơn vị"]
    assert sheet.print_title_cols == "$A:$D"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.scale == 70
    breaks = [one.id for one in sheet.col_breaks.brk]
    assert len(breaks) >= 4
    ends = [*breaks, sheet.max_column]
    assert ends[0] > 4
    assert all(later - earlier <= 13 for earlier, later in pairwise(ends))
    assert wide_book(11)["Theo đơn vị"].sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("Xã An", 44, 1), ("examples/tinh-mau/bao-cao/XM06 Xã Đông Sơn.xlsx", 44, 2), ("a" * 100, 42, 3), ("", 10, 1),
     ("một\nhai", 44, 2), ("từ " * 40, 22, 6)],
)  # fmt: skip
def test_rows__are_high_enough_for_words_that_go_whole_to_the_next_line(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_chart_of_units__only_where_they_differ() -> None:
    roster = (Unit("A", "Xã A"), Unit("B", "Xã B"))
    alike = consolidate(
        FORM, [report(unit, [1], [("V11", "01")]) for unit in roster], roster, period=period(FORM, "H1", 2026)
    )
    differing = consolidate(
        FORM, [report(roster[0], [1], [("V11", "01")]), report(roster[1], [1], [("V11", "01"), ("V11", "02")])], roster,
        period=period(FORM, "H1", 2026),
    )  # fmt: skip
    titles = []
    for one in (alike, differing):
        sheet = openpyxl.load_workbook(BytesIO(province_bytes(one)))["Biểu đồ"]
        titles.append({cell.value for row in sheet.iter_rows() for cell in row if cell.value})
    assert "Xã A" not in titles[0]
    assert {"Xã A", "Xã B"} <= titles[1]
