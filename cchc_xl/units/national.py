"""The national list of administrative units, by province of today, as dated rows with what became of them.

The files are ``schemas/units/<province code>.csv`` (the columns of a roster file) and ``provinces.csv``; they are built
by ``tools/build_units.py``. Sources and limits: docs/units.md.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from cchc_xl.errors import UserError
from cchc_xl.model import Unit
from cchc_xl.resources import path
from cchc_xl.text import plain, sort_key, squeeze
from cchc_xl.units.listing import Roster, is_valid, valid_on
from cchc_xl.units.names import name_key, place_key, split_type, understandings
from cchc_xl.units.roster_file import successions

_COLUMNS = [
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
]
_ROSTER_HEADINGS = (
    ("Mã đơn vị", "id"),
    ("Tên đơn vị", "name"),
    ("Cấp", "level"),
    ("Loại", "kind"),
    ("Tên viết tắt", "short"),
    ("Tên khác", "aliases"),
    ("Mã ĐVHC", "admin_code"),
    ("Tỉnh", "province"),
    ("Trực thuộc", "parent"),
    ("Hiệu lực từ", "valid_from"),
    ("Đến", "valid_to"),
    ("Đầu mối", "contact"),
    ("Điện thoại", "phone"),
    ("Email", "email"),
    ("Hạn nộp", "deadline"),
)
_LEVEL_WORDS = {"xa": "Xã", "huyen": "Huyện"}
_KIND_WORDS = {"hanh-chinh": "Hành chính"}


def national(province_code: str, on: dt.date) -> Roster:
    """The communes (and, until 30 June 2025, districts) of a province as it was on that day, with their past and
    future.

    ``province_code``: its code on that day ("44" is Quảng Bình before July 2025 and Quảng Trị since) or its name. The
    units to expect are ``valid_on(roster, on)``; the others are there so that a former name is recognised. Departments
    (sở) are in no public list. Raises UserError 'unknown-province' (``province``, ``date``).
    """
    return _national(_province_unit(province_code, on))


def provinces_on(on: dt.date) -> tuple[Unit, ...]:
    return valid_on(provinces(), on)


@lru_cache(maxsize=1)
def provinces() -> Roster:
    """All provinces with their dates and successions: 63 until 30 June 2025, then 34."""
    return _load("provinces.csv")


@lru_cache(maxsize=1)
def province_names() -> dict[str, frozenset[str]]:
    """Place key or present code of a province -> all place keys that it has had ('tinh dong nai', 'thanh pho dong
    nai').
    """
    by_bare_name: dict[str, set[str]] = {}
    for unit in provinces().units:
        key = place_key(unit.name)
        by_bare_name.setdefault(split_type(key)[1], set()).add(key)
    names: dict[str, frozenset[str]] = {}
    for unit in provinces().units:
        names[place_key(unit.name)] = frozenset(by_bare_name[split_type(place_key(unit.name))[1]])
        if not unit.valid_to:
            names[unit.admin_code] = names[place_key(unit.name)]
    return names


def find(text: str, province: str | None = None, on: dt.date | None = None) -> tuple[Unit, ...]:
    """Units of any date whose name (with or without accents and type word) or code is ``text``, in the list's order.

    ``province``: code or name of a province of today, or None for the whole country (about 0.2 s); ``on``: only units
    valid that day. ``province`` of the units found is the province's name.
    """
    wanted = {plain(named.key) for named in understandings(text)}
    code = squeeze(text).upper()
    codes = (
        [_present_code(province, on)]
        if province
        else sorted({unit.admin_code for unit in provinces().units if not unit.valid_to})
    )
    return tuple(
        _with_province_name(unit)
        for province_code in codes
        for unit in _file(province_code).units
        if (on is None or is_valid(unit, on))
        and (code in (unit.id, unit.admin_code) or not wanted.isdisjoint(_spellings(unit.name)))
    )


def candidates(text: str, province: str | None = None, on: dt.date | None = None) -> tuple[Unit, ...]:
    """Units whose names are like ``text``, for a person to choose from where ``find`` has none."""
    from cchc_xl.units.match import SHOWN, likely

    keys = [named.key for named in understandings(text)]
    codes = (
        [_present_code(province, on)]
        if province
        else sorted({unit.admin_code for unit in provinces().units if not unit.valid_to})
    )
    units = [unit for code in codes for unit in _file(code).units if on is None or is_valid(unit, on)]
    found = likely((keys[0], keys[-1]), units) if keys else ()
    return tuple(map(_with_province_name, found[:SHOWN]))


def new_roster_csv(province_code: str, on: dt.date) -> str:
    """A roster file to be completed: the units of the province on that day. Departments are for the user to add.

    Text of a CSV file for Excel: it begins with a byte order mark; line ends are '\\n', for a text stream to translate.
    """
    import csv
    import io

    roster = national(province_code, on)
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heading for heading, _ in _ROSTER_HEADINGS)
    for unit in sorted(valid_on(roster, on), key=lambda unit: (unit.level != "huyen", sort_key(unit.name), unit.id)):
        parent = roster.by_id.get(unit.parent)
        shown = unit._asdict() | {"aliases": "", "parent": parent.name if parent else ""}
        shown |= {"level": _LEVEL_WORDS[unit.level], "kind": _KIND_WORDS[unit.kind]}
        writer.writerow(shown[field] for _, field in _ROSTER_HEADINGS)
    return file.getvalue()


def with_history(roster: Roster) -> Roster:
    """The roster and, from the national list, the former units that became units of the roster (joined by unit id).

    So a roster that lists only the units of today recognises the name of a commune that was merged (M03).
    """
    units, edges = dict.fromkeys(roster.units), dict.fromkeys(roster.successions)
    ids = {unit.id for unit in roster.units}
    for code in sorted({code for unit in roster.units if (code := _present_code_of(unit))}):
        past = _file(code)
        former = _predecessors(past, ids)
        parents = dict.fromkeys(past.by_id[unit.parent] for unit in former if unit.parent and unit.parent not in ids)
        units |= dict.fromkeys(map(_with_province_name, (*parents, *former)))
        edges |= dict.fromkeys(edge for unit in former for edge in past.after[unit.id])
    return Roster(tuple(units), tuple(edges))


def _predecessors(past: Roster, ids: set[str]) -> list[Unit]:
    """The units that became, over any number of steps, one of ``ids``, and are none of them."""
    found: dict[str, Unit] = {}
    waiting = [unit_id for unit_id in past.by_id if unit_id in ids]
    while waiting:
        for edge in past.before.get(waiting.pop(0), ()):
            if edge.from_unit not in ids and edge.from_unit not in found:
                found[edge.from_unit] = past.by_id[edge.from_unit]
                waiting.append(edge.from_unit)
    return list(found.values())


def _with_province_name(unit: Unit) -> Unit:
    return unit._replace(province=provinces().by_id[unit.province].name)


def _spellings(name: str) -> set[str]:
    key = plain(name_key(name))
    return {key, split_type(key)[1]}


def _province_unit(province: str, on: dt.date) -> Unit:
    found = [
        unit
        for unit in valid_on(provinces(), on)
        if province == unit.admin_code or place_key(province) in _spellings(unit.name)
    ]
    if len(found) != 1:
        raise UserError("unknown-province", province=province, date=f"{on:%d/%m/%Y}")
    return found[0]


def _present_code(province: str, on: dt.date | None = None) -> str:
    found = [
        unit
        for unit in provinces().units
        if province == unit.admin_code or place_key(province) in _spellings(unit.name)
    ]
    today = [unit for unit in found if not unit.valid_to]
    heirs = {unit.admin_code for unit in today} or {_last(unit).admin_code for unit in found}
    if len(heirs) != 1:
        raise UserError("unknown-province", province=province, date=f"{on or dt.date.today():%d/%m/%Y}")  # noqa: DTZ011
    return heirs.pop()


def _present_code_of(unit: Unit) -> str:
    """The present code of the province in which a unit of a roster lies, '' where the roster does not say."""
    try:
        return _present_code(unit.province) if unit.province else ""
    except UserError:
        return ""


def _last(province: Unit) -> Unit:
    """The province of today that a province went into."""
    while edges := provinces().after.get(province.id):
        province = provinces().by_id[edges[0].to_unit]
    return province


@lru_cache(maxsize=8)
def _national(province: Unit) -> Roster:
    last = _last(province)
    whole = _file(last.admin_code)
    rows = _rows_of(province)
    own = [unit for unit in whole.units if unit.province in rows]
    if last.id in rows:
        units = whole.units  # a province of today: all former units went into it
    else:
        heirs = {edge.to_unit for unit in own for edge in whole.after.get(unit.id, ())}
        units = tuple(unit for unit in whole.units if unit.province in rows or unit.id in heirs)
    names = {unit_id: unit.name for unit_id, unit in provinces().by_id.items()} | dict.fromkeys(rows, province.name)
    ids = {unit.id for unit in units}
    edges = tuple(edge for edge in whole.successions if edge.from_unit in ids and edge.to_unit in ids)
    return Roster(tuple(unit._replace(province=names[unit.province]) for unit in units), edges)


def _rows_of(province: Unit) -> set[str]:
    """The ids of a province under its successive names: rows joined by a succession that is no merger."""
    rows, waiting = {province.id}, [province.id]
    while waiting:
        here = waiting.pop()
        for edge in (*provinces().before.get(here, ()), *provinces().after.get(here, ())):
            if len(provinces().before[edge.to_unit]) == 1:
                found = {edge.from_unit, edge.to_unit} - rows
                rows |= found
                waiting += found
    return rows


@lru_cache(maxsize=4)
def _file(code: str) -> Roster:
    return _load(f"{code}.csv")


def _load(file_name: str) -> Roster:
    """A file of the national list: the shape is ours, so that it is read without the checks that a stranger's file
    needs.
    """
    import csv

    with open(path("schemas", "units", file_name), encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = next(reader)
        assert columns == _COLUMNS, f"{file_name}: {columns}"
        sources = _sources()
        units, heirs = [], []
        for unit_id, name, level, code, province, parent, first, last, replaced_by, source in reader:
            unit = Unit(
                unit_id, name, level, "hanh-chinh", "", (), code, province, parent, first, last, sources[source]
            )
            units.append(unit)
            if replaced_by:
                heirs += [(unit, heir) for heir in replaced_by.split(";")]
    basis = {unit.id: unit.source for unit in units}
    return Roster(tuple(units), tuple(edge._replace(basis=basis[edge.to_unit]) for edge in successions(heirs)))


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    """The keys of the source column -> what they stand for."""
    import json

    with open(path("schemas", "units", "sources.json"), encoding="utf-8") as file:
        return dict(json.load(file))
