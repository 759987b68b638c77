"""Roster files: a list of units as CSV or as a workbook, with Vietnamese or English column headings.

    mã đơn vị ; tên đơn vị  ; cấp ; mã ĐVHC ; tỉnh         ; hiệu lực từ ; đến ; hạn nộp
    SNV       ; Sở Nội vụ   ; Sở  ;         ; Tỉnh Hà Tĩnh ; 01/07/2025  ;     ; 10/06/2026
              ; Xã Sơn Tiến ; Xã  ; 18163   ; Tỉnh Hà Tĩnh ; 01/07/2025  ;     ;

Only the name is required. Every fault of a file is a ``RosterProblem`` with its line; a roster with problems is never
half used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from cchc_xl.errors import Problems, UserError
from cchc_xl.model import Succession, Unit
from cchc_xl.text import fold, plain, squeeze
from cchc_xl.units.history import PART, WHOLE
from cchc_xl.units.listing import Roster
from cchc_xl.units.names import name_key, place_key
from cchc_xl.units.roster_rows import Rows, find_heading, read_rows
from cchc_xl.words.roster import RosterProblem

LEVELS: Mapping[str, tuple[str, ...]] = {
    "tinh": ("tỉnh", "cấp tỉnh", "thành phố trực thuộc trung ương"),
    "huyen": ("huyện", "cấp huyện", "quận", "thị xã", "thành phố thuộc tỉnh"),
    "xa": ("xã", "cấp xã", "phường", "đặc khu", "thị trấn", "xã/phường/đặc khu", "xã, phường, đặc khu"),
    "so": ("sở", "ngành", "cấp sở", "ban", "sở ngành", "sở/ngành", "sở, ngành", "sở, ban, ngành", "sở ban ngành"),
    "don-vi": ("đơn vị", "đơn vị khác", "khác"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "hanh-chinh": ("hành chính", "đơn vị hành chính", "đvhc"),
    "so": LEVELS["so"],
    "don-vi": LEVELS["don-vi"],
}
_KIND_OF_LEVEL = {"so": "so", "don-vi": "don-vi"}
_DATES = ("valid_from", "valid_to", "deadline")
_SHOWN = 20


def load_roster(path: str) -> Roster:
    """The units of a roster file.

    UserError 'bad-roster' (``file``, ``count``, ``problems``: the first of them) if any is faulty.
    """
    roster, problems = _read(path)
    if problems:
        raise UserError("bad-roster", file=path, count=len(problems), problems=Problems(problems[:_SHOWN]))
    return roster


def check_roster(path: str) -> tuple[RosterProblem, ...]:
    """Every fault of a roster file, by line; empty where ``load_roster`` would succeed.

    Raises UserError 'no-such-file'.
    """
    return _read(path)[1]


def _read(path: str) -> tuple[Roster, tuple[RosterProblem, ...]]:
    rows, problem = read_rows(path)
    if problem:
        return Roster(()), (problem,)
    heading = find_heading(rows)
    if heading is None:
        return Roster(()), (RosterProblem(0, "no-headings"),)
    place, columns = heading
    repeated = tuple(
        RosterProblem(rows[place][0], "repeated-heading", name)
        for name in sorted({n for n in columns if n and columns.count(n) > 1})
    )
    if repeated:
        return Roster(()), repeated
    return _roster(rows[place + 1 :], columns)


def _roster(rows: Rows, columns: list[str]) -> tuple[Roster, tuple[RosterProblem, ...]]:
    units: list[Unit] = []
    lines: list[int] = []
    heirs: list[tuple[int, int, str]] = []
    problems: list[RosterProblem] = []
    for line, cells in rows:
        values = {column: squeeze(cell) for column, cell in zip(columns, cells, strict=False) if column}
        if not any(values.values()) or (cells and cells[0].lstrip().startswith("#")):
            continue
        unit, faults = _unit(values)
        problems += (RosterProblem(line, key, value) for key, value in faults)
        units.append(unit)
        lines.append(line)
        heirs += ((line, len(units) - 1, heir) for heir in _split(values.get("replaced_by", "")))
    if not units:
        problems.append(RosterProblem(0, "no-units"))
    units = _told_apart(units)
    problems += _repetitions(units, lines)
    known = {unit.id for unit in units}
    problems += (RosterProblem(line, "unknown-successor", heir) for line, _, heir in heirs if heir not in known)
    roster = Roster(tuple(units), tuple(successions((units[at], heir) for _, at, heir in heirs)))
    return roster, tuple(sorted(problems))


def _told_apart(units: list[Unit]) -> list[Unit]:
    """Units without an id of their own get one with the tones of their names where only these tell them from others."""
    names: dict[str, set[str]] = {}
    for unit in units:
        names.setdefault(unit.id, set()).add(name_key(unit.name))
    return [
        unit._replace(id=_id_of_name(unit.name, with_tones=True))
        if len(names[unit.id]) > 1 and unit.id == _id_of_name(unit.name)
        else unit
        for unit in units
    ]


def _unit(values: Mapping[str, str]) -> tuple[Unit, list[tuple[str, str]]]:
    """A row's unit, and what is wrong with the row as (key, value)."""
    faults: list[tuple[str, str]] = []
    name = values.get("name", "")
    if not name:
        faults.append(("no-name", ""))
    level = _word(values.get("level", ""), LEVELS) or ("" if values.get("level") else level_of_name(name))
    if not level and name:
        faults.append(("unknown-level", values.get("level", "")))
    kind = _word(values.get("kind", ""), KINDS) or (
        "" if values.get("kind") else _KIND_OF_LEVEL.get(level, "hanh-chinh")
    )
    if not kind:
        faults.append(("unknown-kind", values["kind"]))
    dates = {column: _date(values.get(column, "")) for column in _DATES}
    faults += (("bad-date", values[column]) for column, date in dates.items() if date is None)
    first, last, deadline = (dates[column] or "" for column in _DATES)
    if last and last < first:
        faults.append(("ends-before-start", last))
    code = values.get("admin_code", "")
    unit = Unit(
        id=values.get("unit_id") or _made_id(name, code, first),
        name=name,
        level=level or "xa",
        kind=kind or "hanh-chinh",
        aliases=_split(values.get("aliases", "")),
        admin_code=code,
        valid_from=first,
        valid_to=last,
        deadline=deadline,
        **{
            column: values.get(column, "")
            for column in ("short", "province", "parent", "source", "contact", "phone", "email")
        },
    )
    return unit, faults


def level_of_name(name: str) -> str:
    """The level that a name's type word states beyond doubt, else '' ("Thành phố ..." may be a province or a
    district).
    """
    key = name_key(name)
    return next(
        (
            level
            for level, words in LEVELS.items()
            for word in words
            if level != "don-vi" and key.startswith(fold(word) + " ")
        ),
        "",
    )


def successions(heirs: Iterable[tuple[Unit, str]]) -> Iterator[Succession]:
    """Pairs (unit, id of a successor) as successions on the day after the unit's last.

    Several successors have parts of it.
    """
    pairs = list(heirs)
    count: dict[str, int] = {}
    for unit, _ in pairs:
        count[unit.id] = count.get(unit.id, 0) + 1
    for unit, heir in pairs:
        yield Succession(unit.id, heir, _day_after(unit.valid_to), WHOLE if count[unit.id] == 1 else PART, unit.source)


def _day_after(date: str) -> str:
    return (dt.date.fromisoformat(date) + dt.timedelta(days=1)).isoformat() if date else ""


def _repetitions(units: list[Unit], lines: list[int]) -> Iterator[RosterProblem]:
    """Ids given twice; names given twice in one place at one time (two wards "Phường 1" in two towns are no fault)."""
    ids: set[str] = set()
    names: dict[tuple[str, str, str], list[Unit]] = {}
    for unit, line in zip(units, lines, strict=True):
        key = (name_key(unit.name), place_key(unit.province), place_key(unit.parent))
        if unit.id in ids:
            yield RosterProblem(line, "repeated-id", unit.id)
        elif unit.name and any(_overlap(unit, other) for other in names.get(key, ())):
            yield RosterProblem(line, "repeated-name", unit.name)
        ids.add(unit.id)
        names.setdefault(key, []).append(unit)


def _overlap(one: Unit, other: Unit) -> bool:
    return (not one.valid_to or other.valid_from <= one.valid_to) and (
        not other.valid_to or one.valid_from <= other.valid_to
    )


def _made_id(name: str, code: str, first: str) -> str:
    """An id for a row without one: like the national list's where code and date are known, else made from the name."""
    return f"U-{code}-{first[:4]}" if code and first else _id_of_name(name)


def _id_of_name(name: str, with_tones: bool = False) -> str:
    key = name_key(name).replace(" ", "-")
    return key if with_tones else plain(key)


def _split(values: str) -> tuple[str, ...]:
    return tuple(value for part in values.split(";") if (value := part.strip()))


def _word(value: str, meanings: Mapping[str, tuple[str, ...]]) -> str:
    """The id that a word stands for ('Cấp xã' -> 'xa'), '' for none."""
    key = fold(value)
    return next((meaning for meaning, words in meanings.items() if key == meaning or key in map(fold, words)), "")


def _date(text: str) -> str | None:
    """ISO date of '2025-07-01' or '1/7/2025' (day first); '' for none; None where it is no date."""
    if not text:
        return ""
    iso = text.split("T")[0].split(" ")[0]
    day_first = iso.replace("-", "/").replace(".", "/").split("/")
    try:
        if iso[4:5] == "-":
            return dt.date.fromisoformat(iso).isoformat()
        day, month, year = map(int, day_first)
        return dt.date(year, month, day).isoformat() if year >= 1900 else None
    except ValueError:
        return None
