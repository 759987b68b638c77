"""The national list: its counts, its dated names, and that codes of two eras are never joined."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict

import pytest

from cchc_xl import resources
from cchc_xl.errors import UserError
from cchc_xl.model import Unit
from cchc_xl.text import plain
from cchc_xl.units.history import PART, WHOLE, components, successors
from cchc_xl.units.listing import Roster, is_valid, valid_on
from cchc_xl.units.match import match
from cchc_xl.units.names import name_key
from cchc_xl.units.national import find, national, new_roster_csv, provinces, provinces_on, with_history
from cchc_xl.units.roster_file import load_roster

OLD, NEW = dt.date(2020, 1, 1), dt.date(2026, 1, 1)
LAST_OLD_DAY, FIRST_NEW_DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
TODAY = [unit.admin_code for unit in provinces_on(dt.date(2026, 12, 31))]


@pytest.fixture(scope="module")
def country() -> dict[str, Roster]:
    return {code: national(code, NEW) for code in TODAY}


def levels(units: tuple[Unit, ...]) -> Counter[str]:
    return Counter(unit.level for unit in units)


def only(units: tuple[Unit, ...], code: str) -> Unit:
    (unit,) = [unit for unit in units if unit.admin_code == code]
    return unit


def test_counts__of_both_eras(country: dict[str, Roster]) -> None:
    assert [len(provinces_on(day)) for day in (OLD, LAST_OLD_DAY, FIRST_NEW_DAY, NEW)] == [63, 63, 34, 34]
    old, new = Counter[str](), Counter[str]()
    for roster in country.values():
        old += levels(valid_on(roster, LAST_OLD_DAY))
        new += levels(valid_on(roster, FIRST_NEW_DAY))
    assert old == {"huyen": 696, "xa": 10_035}
    assert new == {"xa": 3_321}


@pytest.mark.parametrize(
    ("code", "count", "name"),
    [("44", 78, "Tỉnh Quảng Trị"), ("42", 69, "Tỉnh Hà Tĩnh"), ("79", 168, "Thành phố Hồ Chí Minh")],
)
def test_province__has_its_units(code: str, count: int, name: str) -> None:
    units = valid_on(national(code, NEW), NEW)
    assert len(units) == count
    assert {unit.province for unit in units} == {name}


def test_ids__are_unique_and_every_succession_has_both_ends(country: dict[str, Roster]) -> None:
    ids = [unit.id for roster in (*country.values(), provinces()) for unit in roster.units]
    assert len(ids) == len(set(ids))
    for roster in (*country.values(), provinces()):
        for edge in roster.successions:
            earlier, later = roster.by_id[edge.from_unit], roster.by_id[edge.to_unit]
            assert earlier.valid_to < edge.date == later.valid_from
            assert edge.share == (WHOLE if len(roster.after[edge.from_unit]) == 1 else PART)


def test_every_unit_of_today__has_predecessors_and_every_old_commune_an_heir(country: dict[str, Roster]) -> None:
    for roster in country.values():
        for unit in roster.units:
            if unit.valid_from:
                assert unit.id in roster.before, unit
            elif unit.level == "xa":
                assert unit.id in roster.after, unit
                assert roster.by_id[unit.parent].level == "huyen"


def test_no_code_joins_two_eras(country: dict[str, Roster]) -> None:
    shared = renamed = 0
    for roster in country.values():
        for units in roster.by_code.values():
            before, after = ([unit for unit in units if is_valid(unit, day)] for day in (OLD, NEW))
            if before and after:
                (old,), (new,) = before, after
                assert old.id != new.id
                shared += 1
                renamed += name_key(old.name) != name_key(new.name)
    assert (shared, renamed) == (3_316, 2_140)


def test_code_18163__is_two_units() -> None:
    old = match("", national("42", OLD), OLD, "18163").unit
    new = match("", national("42", NEW), NEW, "18163").unit
    assert old is not None
    assert new is not None
    assert (old.id, old.name, new.id, new.name) == ("U-18163-2020", "Xã An Hòa Thịnh", "U-18163-2025", "Xã Sơn Tiến")
    assert match("Xã An Hòa Thịnh", national("42", NEW), NEW) == (
        old._replace(province="Tỉnh Hà Tĩnh"),
        (new,),
        "former",
    )


def test_code_44__is_two_provinces() -> None:
    assert {unit.province for unit in valid_on(national("44", OLD), OLD)} == {"Tỉnh Quảng Bình"}
    assert {unit.province for unit in valid_on(national("45", OLD), OLD)} == {"Tỉnh Quảng Trị"}
    assert {unit.province for unit in valid_on(national("44", NEW), NEW)} == {"Tỉnh Quảng Trị"}
    with pytest.raises(UserError, match="unknown-province"):
        national("45", NEW)


def test_quang_tri__wards_and_the_island() -> None:
    roster = national("44", NEW)
    ward, island = roster.by_id["U-19357-2020"], roster.by_id["U-471-2020"]
    assert (ward.name, [unit.id for unit in successors(roster, ward, NEW)]) == ("Phường 1", ["U-19360-2025"])
    assert (island.name, [unit.name for unit in successors(roster, island, NEW)]) == (
        "Huyện Cồn Cỏ",
        ["Đặc khu Cồn Cỏ"],
    )
    assert roster.by_id["U-19742-2025"].name == "Đặc khu Cồn Cỏ"
    assert roster.after["U-471-2020"][0].share == WHOLE


def test_names_of_provinces__are_dated() -> None:
    days = {"2024-12-31": "Tỉnh Thừa Thiên Huế", "2025-01-01": "Thành phố Huế", "2026-01-01": "Thành phố Huế"}
    assert {day: only(provinces_on(dt.date.fromisoformat(day)), "46").name for day in days} == days
    days = {"2025-06-30": "Tỉnh Đồng Nai", "2026-04-29": "Tỉnh Đồng Nai", "2026-04-30": "Thành phố Đồng Nai"}
    assert {day: only(provinces_on(dt.date.fromisoformat(day)), "75").name for day in days} == days
    after = dt.date(2026, 4, 30)
    roster = national("75", after)
    assert {unit.province for unit in valid_on(roster, after)} == {"Thành phố Đồng Nai"}
    communes = len(valid_on(roster, after))
    assert communes == len(valid_on(national("75", NEW), NEW)) > 90
    for place in ("tỉnh Đồng Nai", "TP Đồng Nai", "tỉnh Bình Phước"):
        assert match(f"Xã Lộc Thạnh, {place}", roster, after).how == "exact"


def test_ten_wards_of_dong_nai__are_dated_rows_of_one_commune_each() -> None:
    before, after = dt.date(2026, 4, 29), dt.date(2026, 4, 30)
    roster = national("75", after)
    changed = [unit for unit in valid_on(roster, after) if not is_valid(unit, before)]
    assert len(changed) == 10
    for ward in changed:
        (edge,) = roster.before[ward.id]
        commune = roster.by_id[edge.from_unit]
        assert (commune.admin_code, edge.share, edge.basis) == (ward.admin_code, WHOLE, "Nghị quyết 237/NQ-UBTVQH16")
        assert (ward.name, match("", roster, before, ward.admin_code).unit) == (
            commune.name.replace("Xã", "Phường"),
            commune,
        )
        assert match(commune.name, roster, after) == (commune, (ward,), "former")


def test_successions__name_the_resolution(country: dict[str, Roster]) -> None:
    assert {edge.basis for edge in country["42"].successions} == {"Nghị quyết 1665/NQ-UBTVQH15"}
    bases = {
        code: {edge.basis for edge in roster.successions if edge.date == "2025-07-01"}
        for code, roster in country.items()
    }
    assert all(len(basis) == 1 for basis in bases.values())
    assert len(set().union(*bases.values())) == 34


def test_look_alikes__eight_pairs_differ_by_tones_only_and_are_never_chosen(country: dict[str, Roster]) -> None:
    pairs = []
    for roster in country.values():
        names = defaultdict(list)
        for unit in valid_on(roster, NEW):
            names[plain(name_key(unit.name))].append(unit)
        for key, units in names.items():
            if len(units) > 1:
                pairs.append(tuple(unit.name for unit in units))
                found = match(key, roster, NEW)
                assert found.unit is None
                assert found.how == "folded"
                assert set(units) <= set(found.candidates)
                assert [match(unit.name, roster, NEW).unit for unit in units] == units
    assert len(pairs) == 8
    assert ("Xã Sơn Hà", "Xã Sơn Hạ") in pairs


def test_divided_units__by_the_packages_mapping_without_its_mistakes(country: dict[str, Roster]) -> None:
    divided = {code: sum(len(edges) > 1 for edges in roster.after.values()) for code, roster in country.items()}
    assert sum(divided.values()) == 441
    assert (divided["44"], divided["42"]) == (0, 2)
    can_tho = country["92"]
    far_apart = [unit for unit in can_tho.units if unit.name == "Xã Tân Thạnh" and not unit.valid_from]
    assert sorted(len(can_tho.after[unit.id]) for unit in far_apart) == [1, 1]
    van_khe = country["01"].after["U-09013-2020"]  # Nghị quyết 1656/NQ-UBTVQH15, Điều 1, khoản 107, 118, 119, 120
    assert {country["01"].by_id[edge.to_unit].name for edge in van_khe} == {
        "Xã Ô Diên",
        "Xã Mê Linh",
        "Xã Yên Lãng",
        "Xã Tiến Thắng",
    }


def test_components__of_a_province_without_divided_wards_are_whole() -> None:
    assert all(group.whole for group in components(national("44", NEW)))
    assert sum(not group.whole for group in components(national("42", NEW))) == 2


def test_every_current_name__finds_its_unit(country: dict[str, Roster]) -> None:
    for roster in country.values():
        for unit in valid_on(roster, NEW):
            assert match(f"UBND {unit.name.upper()}", roster, NEW).unit == unit
            assert match(f"{unit.name}, {unit.province}", roster, NEW).unit == unit
            assert match("", roster, NEW, unit.admin_code).unit == unit


def test_find__over_the_country_and_in_one_province() -> None:
    assert len({unit.id for unit in find("phường 1")}) == len(find("Phường 1")) == 33
    assert [(unit.id, unit.province) for unit in find("P.1", "44")] == [
        ("U-19333-2020", "Tỉnh Quảng Trị"),
        ("U-19357-2020", "Tỉnh Quảng Trị"),
    ]
    assert [unit.id for unit in find("son tien", "Hà Tĩnh", NEW)] == ["U-18163-2025"]
    assert [unit.id for unit in find("18163")] == ["U-18163-2020", "U-18163-2025"]
    assert find("không có xã này") == ()
    with pytest.raises(UserError, match="unknown-province"):
        find("Phường 1", "00")


def test_new_roster__is_a_roster_of_the_communes(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = new_roster_csv("44", NEW)
    path = tmp_path_factory.mktemp("roster") / "don-vi.csv"
    path.write_bytes(text.encode("utf-8"))
    roster = load_roster(str(path))
    assert {unit.id for unit in roster.units} == {unit.id for unit in valid_on(national("44", NEW), NEW)}
    assert {unit.level for unit in roster.units} == {"xa"}
    assert text.startswith("\ufeffMã đơn vị,")
    assert "\r" not in text
    assert len(list(csv.reader(io.StringIO(text)))) == 79
    assert match("Phường 1, TX Quảng Trị", roster, NEW).unit is None
    found = match("Phường 1, TX Quảng Trị", with_history(roster), NEW)
    assert (found.how, [unit.id for unit in found.candidates]) == ("former", ["U-19360-2025"])


def test_with_history__over_two_changes() -> None:
    today = dt.date(2026, 12, 31)
    roster = with_history(
        Roster(tuple(unit for unit in valid_on(national("75", today), today) if unit.admin_code == "26368"))
    )
    former = {
        unit.name: match(unit.name, roster, today) for unit in roster.units if unit.valid_to and unit.level == "xa"
    }
    assert {"Thị trấn Long Thành", "Xã Long Thành", "Xã Lộc An"} <= set(former)
    assert {tuple(unit.name for unit in found.candidates) for found in former.values()} == {("Phường Long Thành",)}


def test_new_roster__of_2024_has_districts_as_parents(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("roster") / "don-vi.csv"
    path.write_text(new_roster_csv("42", OLD), encoding="utf-8")
    roster = load_roster(str(path))
    assert levels(roster.units) == {"huyen": 12, "xa": 209}
    assert match("X. Sơn Tiến, H. Hương Sơn", roster, OLD).how == "abbreviated"


def test_files__are_rosters_too_and_small(country: dict[str, Roster]) -> None:
    folder = resources.path("schemas", "units")
    roster = load_roster(f"{folder}/44.csv")
    shown = country["44"]
    assert [unit._replace(province="", source="") for unit in roster.units] == [
        unit._replace(province="", source="") for unit in shown.units
    ]
    assert [edge[:4] for edge in roster.successions] == [edge[:4] for edge in shown.successions]
