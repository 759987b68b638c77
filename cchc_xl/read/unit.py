"""Who reports: by the hidden map's id, by the name in the header, by a name above the table; never by likeness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Unit
from cchc_xl.read.header import Header, heading_lines
from cchc_xl.read.locate import Table
from cchc_xl.text import fold, squeeze
from cchc_xl.units.match import Match, match
from cchc_xl.units.roster import Roster


class Identified(NamedTuple):
    """``unit`` is None where nothing in the roster is certainly meant; ``text`` is what the file says."""

    unit: Unit | None
    text: str
    findings: tuple[Finding, ...]


def identify(table: Table, header: Header, meta: Mapping[str, str], roster: Roster | None, on: dt.date | None) -> Identified:
    """The reporting unit. Without a roster the text is all there is, and only a missing one is an error."""
    text = squeeze(header.values.get("unit", ""))
    code = meta.get("unit_id", "")
    if roster is None or not roster.units:
        name = text or meta.get("unit_name", "")
        return Identified(None, name, () if name else (_unknown(table, header, ""),))
    found = match(text, roster, on, code if not text else "")
    if found.unit is None and not found.candidates and not header.ours:
        found, text = _among_lines(heading_lines(table), roster, on, found, text)
    by_code = match("", roster, on, code) if code and text else found
    return Identified(found.unit, text or (found.unit.name if found.unit else ""), tuple(_findings(table, header, text, found, by_code)))


def _among_lines(lines: Sequence[str], roster: Roster, on: dt.date | None, otherwise: Match, text: str) -> tuple[Match, str]:
    """The one unit that a line of the heading names; two different ones are none."""
    named = {}
    for line in lines:
        for part in line.splitlines():
            found = match(squeeze(part), roster, on)
            if found.unit:
                named[found.unit.id] = (found, squeeze(part))
    return next(iter(named.values())) if len(named) == 1 else (otherwise, text)


def _unknown(table: Table, header: Header, text: str) -> Finding:
    return finding("M01", table.form, ref=header.refs.get("unit"), raw=text, params={"found": text})


def _findings(table: Table, header: Header, text: str, found: Match, by_code: Match) -> Iterator[Finding]:
    form, ref = table.form, header.refs.get("unit")
    if found.unit is None and found.candidates:
        names = "; ".join(f"{unit.name} ({unit.id})" for unit in found.candidates[:6])
        if found.how == "none":
            yield finding("M01", form, ref=ref, raw=text, params={"found": text, "candidates": names})
        else:
            yield finding("M02", form, ref=ref, raw=text, params={"found": text, "n": len(found.candidates), "candidates": names})
    elif found.unit is None:
        yield _unknown(table, header, text)
    elif found.how == "former":
        successors = "; ".join(unit.name for unit in found.candidates) or "đơn vị mới"
        params = {"unit": found.unit.name, "successor": successors, "date": _day(found.unit.valid_to)}
        yield finding("M03", form, ref=ref, raw=text, params=params)
    elif found.how == "abbreviated":
        yield finding("T08", form, ref=ref, raw=text, params={"found": text, "unit": found.unit.name})
    if found.unit and by_code.unit and by_code.unit.id != found.unit.id:
        yield finding("M04", form, ref=ref, raw=text, params={"a": found.unit.name, "b": by_code.unit.name})
    elif found.unit and text and found.how in ("exact", "alias") and _other_tones(text, found.unit):
        yield finding("T04", form, ref=ref, raw=text, params={"a": text, "b": found.unit.name})


def _other_tones(text: str, unit: Unit) -> bool:
    """The same name with the tone mark on another vowel (Hoà, Hòa): equal when folded, different when only caseless."""
    name = unit.name.casefold()
    return fold(name) in fold(text) and name not in squeeze(text).casefold()


def _day(iso: str) -> dt.date | str:
    """The day after a unit's last one, on which its successor began."""
    try:
        return dt.date.fromisoformat(iso) + dt.timedelta(days=1)
    except ValueError:
        return iso
