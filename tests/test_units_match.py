"""From texts to units: tables of what must match, and that nothing else ever does."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.model import Succession, Unit
from cchc_xl.text import plain
from cchc_xl.units.listing import Roster
from cchc_xl.units.match import Match, match
from cchc_xl.units.names import name_key

CASES = json.loads((Path(__file__).parent / "cases" / "units.json").read_text(encoding="utf-8"))


def roster_of(rows: dict[str, list[dict[str, Any]]]) -> Roster:
    units = (Unit(**row | {"aliases": tuple(row.get("aliases", ()))}) for row in rows["units"])
    return Roster(tuple(units), tuple(Succession(**row) for row in rows["successions"]))


ROSTERS = {name: roster_of(rows) for name, rows in CASES["rosters"].items()}


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def answer(found: Match) -> tuple[str, str | None, list[str]]:
    return found.how, found.unit.id if found.unit else None, [unit.id for unit in found.candidates]


@pytest.mark.parametrize(("roster", "on", "text", "how", "unit", "candidates"), CASES["matches"])
def test_text__names_one_unit_or_candidates(
    roster: str, on: str | None, text: str, how: str, unit: str | None, candidates: list[str]
) -> None:
    assert answer(match(text, ROSTERS[roster], day(on))) == (how, unit, candidates)


@pytest.mark.parametrize(("roster", "on", "text", "code", "how", "unit", "candidates"), CASES["codes"])
def test_code_beside_text__believed_only_uncontradicted(
    roster: str, on: str | None, text: str, code: str, how: str, unit: str | None, candidates: list[str]
) -> None:
    assert answer(match(text, ROSTERS[roster], day(on), code)) == (how, unit, candidates)


def test_ambiguous__is_said_apart_from_merely_alike() -> None:
    assert match("xa son ha", ROSTERS["wards"]).ambiguous
    assert not match("Phường 11", ROSTERS["wards"]).ambiguous
    assert not match("Phường 1", ROSTERS["wards"]).ambiguous


def test_every_unit__is_found_by_its_own_id_and_unique_name() -> None:
    for roster in ROSTERS.values():
        for unit in roster.units:
            assert match(unit.id, roster).unit == unit
            namesakes = [other for other in roster.units if other.name == unit.name]
            assert match(unit.name, roster).unit == (unit if len(namesakes) == 1 else None)


def test_narrative__is_no_name_and_costs_nothing() -> None:
    assert match("Phường 2, " * 3_000, ROSTERS["small"]) == Match(None)
    assert match("Phường" + " " * 30_000 + "2", ROSTERS["small"]).how == "exact"


# --- the property: never another type, never other digits, whatever the text -----------------------------------------

SYLLABLES = st.sampled_from(
    [
        "Sơn",
        "Hà",
        "Hạ",
        "Hòa",
        "Hoà",
        "Tân",
        "Thành",
        "Thạnh",
        "Thanh",
        "1",
        "2",
        "10",
        "12",
        "A",
        "Đồng",
        "Ba",
        "Tơ",
        "Tô",
    ]
)
TYPES = st.sampled_from(["Xã", "Phường", "Thị trấn", "Thị xã", "Đặc khu", "Huyện"])
PREFIXES = st.sampled_from(["", "UBND ", "Ủy ban nhân dân ", "Đảng ủy - UBND "])
PROPER = st.lists(SYLLABLES, min_size=1, max_size=3).map(" ".join)
NAMES = st.builds("{} {}".format, TYPES, PROPER)
LISTS = st.lists(NAMES, min_size=1, max_size=12, unique=True)


def numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall("[0-9]+", text)]


@given(LISTS, PREFIXES, TYPES | st.sampled_from(["P.", "X.", "TX", "TT", "xa", "phuong", ""]), PROPER, st.booleans())
def test_match__never_changes_type_letters_or_digits(
    names: list[str], prefix: str, kind: str, proper: str, bare: bool
) -> None:
    text = prefix + (plain(f"{kind} {proper}") if bare else f"{kind} {proper}")
    found = match(text, Roster(tuple(Unit(f"ID{place}-X", name) for place, name in enumerate(names))))
    if found.unit is None:
        return
    written = {"p.": "phuong", "x.": "xa", "tx": "thi xa", "tt": "thi tran"}.get(plain(kind), plain(kind))
    assert plain(found.unit.name) == plain(f"{written} {proper}")
    assert numbers(found.unit.name) == numbers(proper)
    assert found.how in ("exact", "abbreviated", "folded")


@given(LISTS)
def test_match__exact_name_wins_over_its_look_alikes(names: list[str]) -> None:
    roster = Roster(tuple(Unit(f"ID{place}-X", name) for place, name in enumerate(names)))
    for unit in roster.units:
        twins = [other for other in roster.units if name_key(other.name) == name_key(unit.name)]
        found = match(f"UBND {unit.name.upper()}", roster)
        assert found == (Match(unit, how="exact") if len(twins) == 1 else Match(None, tuple(twins), "exact"))


@given(st.text(max_size=60), st.text(max_size=12))
def test_match__takes_any_text(text: str, code: str) -> None:
    found = match(text, ROSTERS["small"], dt.date(2026, 6, 30), code)
    assert (found.unit is None) or found.unit in ROSTERS["small"].units


# --- who comes into question, and departments of a commune --------------------------------------------------------

COMMUNES = Roster(
    tuple(
        Unit(f"U-{place}", name)
        for place, name in enumerate(
            ["Xã Sơn Tiến", "Xã Sơn Kim 1", "Xã Sơn Kim 2", "Xã Hải Lăng", "Phường Trần Phú", "Văn phòng UBND tỉnh",
             "Sở Nội vụ"]
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sơn Tiến", "Xã Sơn Tiến"),  # without its type word
        ("Tiến", "Xã Sơn Tiến"),  # incomplete
        ("Xã Sơn Tiếnn", "Xã Sơn Tiến"),  # misspelt
        ("Xã Hải Lăng cũ nay", "Xã Hải Lăng"),  # with more than its name
        ("Phường Trần Phu 2", "Phường Trần Phú"),
    ],
)
def test_misspelt_and_incomplete_names__have_candidates_and_no_unit(text: str, first: str) -> None:
    found = match(text, COMMUNES)
    assert (found.unit, found.how) == (None, "none")
    assert found.candidates[0].name == first


def test_incomplete_name_of_several__has_them_all() -> None:
    assert {unit.name for unit in match("Xã Sơn Kim", COMMUNES).candidates} >= {"Xã Sơn Kim 1", "Xã Sơn Kim 2"}


def test_misspelt_former_name__has_the_successor() -> None:
    gone = Unit("U-OLD", "Xã Đức Bồng", valid_to="2025-06-30")
    new = Unit("U-NEW", "Xã Mai Hoa", valid_from="2025-07-01")
    roster = Roster((gone, new), (Succession("U-OLD", "U-NEW", "2025-07-01", "toàn bộ"),))
    assert match("Xã Đức Bôngg", roster, dt.date(2026, 6, 14)).candidates == (new,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND xã Sơn Tiến - Phòng Văn hóa", "Xã Sơn Tiến"),
        ("UBND XÃ SƠN TIẾN (Phòng Kinh tế)", "Xã Sơn Tiến"),
        ("Văn phòng HĐND và UBND xã Sơn Tiến", "Xã Sơn Tiến"),
        ("VĂN PHÒNG HĐND&UBND XÃ SƠN TIẾN", "Xã Sơn Tiến"),
        ("Phòng Văn hóa - Xã hội UBND xã Sơn Tiến, tỉnh Hà Tĩnh", "Xã Sơn Tiến"),
        ("Phòng VH-XH, UBND xã Sơn Tiến", "Xã Sơn Tiến"),
        ("Văn phòng UBND P. Trần Phú", "Phường Trần Phú"),
        ("UBND xã Sơn Tiến - Văn phòng HĐND và UBND", "Xã Sơn Tiến"),
        ("Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Sở Nội vụ - Phòng Cải cách hành chính", "Sở Nội vụ"),
        ("Văn phòng Đảng ủy xã Sơn Tiến", None),  # another body
        ("UBND xã Sơn Tiến - Phòng Văn hóa - Xã hội", "Xã Sơn Tiến"),
        ("UBND xã Sơn Tiến, Phòng Kinh tế, Hạ tầng và Đô thị", "Xã Sơn Tiến"),
        ("UBND xã Sơn Tiến - Trung tâm Phục vụ hành chính công", "Xã Sơn Tiến"),
        ("Phòng Văn hóa - Xã hội xã Sơn Tiến", "Xã Sơn Tiến"),
        ("Phòng Kinh tế phường Trần Phú", "Phường Trần Phú"),
        ("Trung tâm Phục vụ hành chính công xã Sơn Tiến", "Xã Sơn Tiến"),
        ("Công an xã Sơn Tiến", None),
        ("Trường THCS xã Sơn Tiến", None),
        ("UBND xã Sơn Tiến cũ", None),
    ],
)
def test_department__reports_for_its_unit(text: str, name: str | None) -> None:
    found = match(text, COMMUNES).unit
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Xã Lạ", []),
        ("UBND Xã Lạ", []),
        ("Xã Ky", []),
        ("Xã Na", []),
        ("Xã Bìn", ["Xã Bình"]),
        ("Xã Bì", ["Xã Bình"]),
        ("Xã Dung 2", ["Xã Dũng"]),
        ("Sở Yte", ["Sở Y tế"]),
    ],
)
def test_short_name__is_not_alike_for_its_type_alone(text: str, suggested: list[str]) -> None:
    """“Có phải Xã An?” beside “Xã Lạ” sends the consolidator the wrong way."""
    names = ("Xã An", "Xã Bình", "Xã Cẩm", "Xã Dũng", "Sở Y tế")
    roster = Roster(tuple(Unit(f"U{n}", name) for n, name in enumerate(names)))
    assert [unit.name for unit in match(text, roster, None).candidates] == suggested
