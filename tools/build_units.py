"""Build schemas/units/*.csv, the national list of administrative units, from the package ``vietnamadminunits`` (MIT).

    python -m venv venv && venv/bin/pip install vietnamadminunits==1.0.4
    python tools/build_units.py venv/lib/python3.11/site-packages/vietnamadminunits

Only the package's data files are read; it is never imported. The same input gives the same bytes. What is corrected on
the way and why is in ``SETTLED``, ``misplaced`` and the changes of names below and in docs/units.md.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

TARGET = Path(__file__).resolve().parent.parent / "schemas" / "units"
COLUMNS = (
    "unit_id",
    "name",
    "level",
    "admin_code",
    "province",
    "parent",
    "valid_from",
    "valid_to",
    "replaced_by",
    "source",
)
LAST_OF_63, FIRST_OF_34 = "2025-06-30", "2025-07-01"  # Nghị quyết 202/2025/QH15; Quyết định 19/2025/QĐ-TTg
FIRST_LIST = "2020"  # stands in the ids of units whose first day the package does not give
TYPE_WORDS = ("Thành phố", "Tỉnh", "Huyện", "Quận", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu")
SOURCE_63, SOURCE_34 = "v63", "v34"  # the keys of sources.json


# New province -> number of its resolution of 16 June 2025 on its communes (Nghị quyết .../NQ-UBTVQH15).
RESOLUTIONS = {
    "01": 1656,
    "04": 1657,
    "08": 1684,
    "11": 1661,
    "12": 1670,
    "14": 1681,
    "15": 1673,
    "19": 1683,
    "20": 1672,
    "22": 1679,
    "24": 1658,
    "25": 1676,
    "31": 1669,
    "33": 1666,
    "37": 1674,
    "38": 1686,
    "40": 1678,
    "42": 1665,
    "44": 1680,
    "46": 1675,
    "48": 1659,
    "51": 1677,
    "52": 1664,
    "56": 1667,
    "66": 1660,
    "68": 1671,
    "75": 1662,
    "79": 1685,
    "80": 1682,
    "82": 1663,
    "86": 1687,
    "91": 1654,
    "92": 1668,
    "96": 1655,
}
# What the package has wrong and the resolution's text settles: old commune -> all its heirs.
SETTLED = {
    "09013": ("08980", "08995", "09022", "09817"),  # Văn Khê: also land to Ô Diên, Nghị quyết 1656, Điều 1 khoản 107
    "28036": ("28036",),  # thị trấn Thủ Thừa: whole, Nghị quyết 1682, Điều 1 khoản 20
    "31474": (
        "31473",
    ),  # Long Bình of Long Mỹ: whole, Nghị quyết 1668, Điều 1 khoản 18; its namesake of Ngã Năm is in khoản 85
}


class Change(NamedTuple):
    """A province or commune that got another name or type while its code and territory stayed."""

    code: str
    date: str
    former: str
    name: str
    source: str


PROVINCE_CHANGES = (
    Change("46", "2025-01-01", "Tỉnh Thừa Thiên Huế", "Thành phố Huế", "nq175"),
    Change("75", "2026-04-30", "Tỉnh Đồng Nai", "Thành phố Đồng Nai", "nq30"),
)
NEW_WARDS = {  # Nghị quyết 237/NQ-UBTVQH16: ten communes of Đồng Nai
    "25270": "Lộc Ninh", "25357": "Tân Khai", "25363": "Đồng Phú", "26116": "Tân Phú", "26170": "Trị An",
    "26248": "Trảng Bom", "26326": "Dầu Giây", "26368": "Long Thành", "26425": "Xuân Lộc", "26485": "Nhơn Trạch",
}  # fmt: skip
COMMUNE_CHANGES = {
    "75": [Change(code, "2026-04-30", f"Xã {name}", f"Phường {name}", "nq237") for code, name in NEW_WARDS.items()]
}
NEAR, FARTHER = 20, 3  # km, and times: when distance decides between two communes of one name, see ``misplaced``


class Row(NamedTuple):
    unit_id: str
    name: str
    level: str
    admin_code: str
    province: str
    parent: str
    valid_from: str
    valid_to: str
    replaced_by: tuple[str, ...]
    source: str


class Old(NamedTuple):
    """A commune of the 63-province era, or one of the five districts without communes. Keys are the package's."""

    key: str  # province_district_ward
    code: str
    name: str
    level: str
    province: str
    district: str  # code; '' for a district
    district_key: str  # province_district
    ward_key: str
    at: tuple[float, float]


class New(NamedTuple):
    key: str
    code: str
    name: str
    province: str
    at: tuple[float, float]


Heirs = dict[str, list[New]]  # key of an Old -> what it became


def main(package: str) -> None:
    data = Path(package) / "data"
    database = sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True)
    mapping = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    olds, news = old_units(database), new_units(database)
    heirs = succession(olds, news, mapping)
    for unit, heir in misplaced(olds, heirs):
        heirs[unit.key].remove(heir)
        print("dropped", unit.key, "->", heir.key, sep="\t", file=sys.stderr)
    settle(olds, news, heirs)
    province_codes = present_provinces(database, mapping["DICT_PROVINCE"])
    provinces = province_rows(database, province_codes)
    TARGET.mkdir(parents=True, exist_ok=True)
    write("provinces.csv", provinces)
    old_province = {row.admin_code: row.unit_id for row in provinces if is_valid(row, LAST_OF_63)}
    new_province = {row.admin_code: row.unit_id for row in provinces if is_valid(row, FIRST_OF_34)}
    files: dict[str, list[Row]] = defaultdict(list)
    for province, row in district_rows(database, old_province):
        files[province_codes[province]].append(row)
    for unit in olds:
        files[province_codes[unit.province]].append(old_row(unit, heirs[unit.key], old_province))
    for new in news:
        unit_id = identify(new.code, FIRST_OF_34)
        files[new.province].append(
            Row(
                unit_id,
                new.name,
                "xa",
                new.code,
                new_province[new.province],
                "",
                FIRST_OF_34,
                "",
                (),
                f"nq{RESOLUTIONS[new.province]}",
            )
        )
    for code, rows in files.items():
        for change in COMMUNE_CHANGES.get(code, ()):
            rows = renamed(rows, change)
        write(f"{code}.csv", rows)
    print(f"{len(olds)} old, {len(news)} new, {sum(len(h) > 1 for h in heirs.values())} divided", file=sys.stderr)


def identify(code: str, valid_from: str) -> str:
    """U-<code>-<year of the first day>.

    2020 stands for the first list, whose units began earlier or later than that.
    """
    return f"U-{code}-{valid_from[:4] or FIRST_LIST}"


def is_valid(row: Row, day: str) -> bool:
    return row.valid_from <= day and (not row.valid_to or day <= row.valid_to)


def old_units(database: sqlite3.Connection) -> list[Old]:
    query = """select provinceKey, districtKey, coalesce(wardKey, ''), coalesce(wardCode, districtCode),
        coalesce(ward, district), ward is null, provinceCode, districtCode, coalesce(wardLat, districtLat),
        coalesce(wardLon, districtLon)
        from admin_units_legacy order by provinceCode, districtCode, wardCode"""
    return [
        Old(
            f"{p}_{d}_{w}",
            code,
            name,
            "huyen" if bare else "xa",
            province,
            "" if bare else district,
            f"{p}_{d}",
            w,
            (lat, lon),
        )
        for p, d, w, code, name, bare, province, district, lat, lon in database.execute(query)
    ]


def new_units(database: sqlite3.Connection) -> list[New]:
    query = (
        "select provinceKey, wardKey, wardCode, ward, provinceCode, wardLat, wardLon from admin_units order by wardCode"
    )
    return [
        New(f"{p}_{w}", code, name, province, (lat, lon))
        for p, w, code, name, province, lat, lon in database.execute(query)
    ]


def succession(olds: list[Old], news: list[New], mapping: Mapping[str, Mapping[str, Any]]) -> Heirs:
    """The package's mapping: every old unit has one heir (not divided) or several. Fails if one has none."""
    by_key = {new.key: new for new in news}
    heirs: Heirs = {}
    for province, wards in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in wards.items():
            for key in keys:
                heirs[key] = [by_key[f"{province}_{ward}"]]
    for province, divided in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            heirs[key] = [by_key[f"{province}_{part['newWardKey']}"] for part in parts]
    assert set(heirs) == {old.key for old in olds}
    return heirs


def misplaced(olds: list[Old], heirs: Heirs) -> list[tuple[Old, New]]:
    """Successions that the package invented by joining on names: two communes "Tân Thạnh" 75 km apart each "divided".

    Where a new commune takes parts of several old ones of the same name from different districts, those belong whose
    district also gives it an undivided commune; where no district does, those not much farther away than the nearest.
    A commune is never left without an heir.
    """
    origin: dict[str, list[Old]] = defaultdict(list)
    for old in olds:
        for heir in heirs[old.key]:
            origin[heir.key].append(old)
    dropped = []
    for old in olds:
        doubtful = [
            heir
            for heir in heirs[old.key]
            if len(heirs[old.key]) > 1 and not belongs(old, heir, origin[heir.key], heirs)
        ]
        if len(doubtful) < len(heirs[old.key]):
            dropped += [(old, heir) for heir in doubtful]
    return dropped


def settle(olds: list[Old], news: list[New], heirs: Heirs) -> None:
    by_code = {new.code: new for new in news}
    for old in olds:
        if old.level == "xa" and old.code in SETTLED:
            heirs[old.key] = [by_code[code] for code in SETTLED[old.code]]


def belongs(old: Old, heir: New, origins: list[Old], heirs: Heirs) -> bool:
    twins = [other for other in origins if other.ward_key == old.ward_key and other.district_key != old.district_key]
    undivided = {other.district_key for other in origins if len(heirs[other.key]) == 1}
    if not twins or old.district_key in undivided:
        return True
    if any(twin.district_key in undivided for twin in twins):
        return False
    nearest = min(distance(twin.at, heir.at) for twin in twins)
    return distance(old.at, heir.at) < max(NEAR, FARTHER * nearest)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres, roughly, at the latitudes of Vietnam."""
    return math.hypot((one[0] - other[0]) * 111, (one[1] - other[1]) * 107)


def present_provinces(database: sqlite3.Connection, mapping: Mapping[str, list[str]]) -> dict[str, str]:
    """Code of each of the 63 provinces -> code of the province that it is part of since 1 July 2025."""
    old = dict(database.execute("select distinct provinceKey, provinceCode from admin_units_legacy"))
    new = dict(database.execute("select distinct provinceKey, provinceCode from admin_units"))
    return {old[key]: new[present] for present, keys in mapping.items() for key in keys}


def province_rows(database: sqlite3.Connection, present: Mapping[str, str]) -> list[Row]:
    """Provinces that neither merged nor changed their name go on as one row."""
    old = dict(database.execute("select distinct provinceCode, province from admin_units_legacy"))
    new = dict(database.execute("select distinct provinceCode, province from admin_units"))
    alone = {code for code in new if [code] == [o for o, n in present.items() if n == code] and old[code] == new[code]}
    rows = [province_row(code, name, "", "", SOURCE_34) for code, name in old.items() if code in alone]
    for code, name in old.items():
        if code not in alone:
            rows.append(province_row(code, name, "", LAST_OF_63, SOURCE_63, identify(present[code], FIRST_OF_34)))
    rows += (province_row(code, name, FIRST_OF_34, "", "nq202") for code, name in new.items() if code not in alone)
    for change in PROVINCE_CHANGES:
        rows = renamed(rows, change)
    return rows


def province_row(code: str, name: str, first: str, last: str, source: str, *heirs: str) -> Row:
    return Row(identify(code, first), name, "tinh", code, "", "", first, last, heirs, source)


def renamed(rows: list[Row], change: Change) -> list[Row]:
    """The rows with the unit of ``change`` as two: under its former name until the day before, and under its new
    one.
    """
    at = next(n for n, row in enumerate(rows) if row.admin_code == change.code and is_valid(row, change.date))
    row = rows[at]
    assert spelled(row.name) in (change.former, change.name), row
    before = (dt.date.fromisoformat(change.date) - dt.timedelta(days=1)).isoformat()
    later = row._replace(
        unit_id=identify(change.code, change.date), name=change.name, valid_from=change.date, source=change.source
    )
    earlier = row._replace(name=change.former, valid_to=before, replaced_by=(later.unit_id,))
    return [*rows[:at], earlier, later, *rows[at + 1 :]]


def district_rows(database: sqlite3.Connection, provinces: Mapping[str, str]) -> list[tuple[str, Row]]:
    """Districts ended without a successor of their own: their communes have them.

    The five without communes are in ``old_units``.
    """
    query = """select distinct provinceCode, districtCode, district from admin_units_legacy where ward is not null"""
    return [
        (province, Row(identify(code, ""), name, "huyen", code, provinces[province], "", "", LAST_OF_63, (), SOURCE_63))
        for province, code, name in database.execute(query)
    ]


def old_row(old: Old, heirs: list[New], provinces: Mapping[str, str]) -> Row:
    parent = identify(old.district, "") if old.district else ""
    successors = tuple(sorted(identify(heir.code, FIRST_OF_34) for heir in heirs))
    return Row(
        identify(old.code, ""),
        old.name,
        old.level,
        old.code,
        provinces[old.province],
        parent,
        "",
        LAST_OF_63,
        successors,
        SOURCE_63,
    )


def write(file_name: str, rows: Iterable[Row]) -> None:
    ordered = sorted(rows, key=lambda row: (row.valid_from, row.level, row.admin_code))
    with open(TARGET / file_name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in ordered:
            writer.writerow((*row[:1], spelled(row.name), *row[2:-2], ";".join(row.replaced_by), row.source))


def spelled(name: str) -> str:
    """The name in NFC with single blanks and its type word in the usual case: the package also has "Thành Phố Đồng
    Hới".
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    word = next((word for word in TYPE_WORDS if name.casefold().startswith(word.casefold() + " ")), "")
    return word + name[len(word) :]


if __name__ == "__main__":
    main(sys.argv[1])
