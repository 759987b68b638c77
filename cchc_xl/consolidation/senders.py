"""Whose a file is of which nothing is added up: who sent it must not be told that nothing came.

By what a person said, else by the file's content, else by what it or its folder is called. Its figures stay nobody's.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence

from cchc_xl.model import Report, SourceRow, Unit
from cchc_xl.table.unit import EMPTY_WORDS
from cchc_xl.table.unit_elsewhere import named_in
from cchc_xl.text import fold, plain
from cchc_xl.units.listing import Roster
from cchc_xl.units.match import match
from cchc_xl.units.names import name_key, split_type

FOLDERS = 3  # above the file; what lies further up is the office's or the campaign's


def with_sender(report: Report, roster: Roster, on: dt.date | None) -> Report:
    """An unreadable file's report with the name of its sender in its findings, where that is one unit of the roster."""
    unit = next(iter(senders(report, roster, on)), None)
    if unit is None:
        return report
    named = tuple(found._replace(params={**found.params, "unit": unit.name}) for found in report.findings)
    return report._replace(findings=named)


def with_senders(
    rows: Iterable[SourceRow], reports: Iterable[Report], roster: Roster, on: dt.date | None
) -> tuple[SourceRow, ...]:
    """The rows with the ids of the units that sent the files."""
    by_source = {report.source: report for report in reports}

    def known(row: SourceRow) -> SourceRow:
        report = by_source.get(row.source)
        if report is not None:
            units: Sequence[Unit] = senders(report, roster, on)
        else:
            named = sender_of(row.source.path, roster, on) if row.of_no_use else None
            units = (named,) if named else ()
        unit = row.unit or (units[0].name if units and row.of_no_use else "")
        return row._replace(senders=tuple(unit.id for unit in units), unit=unit)

    return tuple(map(known, rows))


def senders(report: Report, roster: Roster, on: dt.date | None) -> tuple[Unit, ...]:
    """The units of the roster that a file may be of: one, two where its name contradicts its content (M04), or none."""
    if report.given is not None:
        return (report.given,)
    said = _registered(report, roster)
    return tuple(dict.fromkeys((*_by_itself(report, roster, on), *([said] if said else []))))


def _registered(report: Report, roster: Roster) -> Unit | None:
    """The unit that the register has for a file, where something else contradicts it (M20)."""
    asked = next((one for one in report.findings if one.code == "M20"), None)
    return roster.by_id.get(str(asked.params.get("proposed_unit", ""))) if asked else None


def _by_itself(report: Report, roster: Roster, on: dt.date | None) -> tuple[Unit, ...]:
    submission = report.submission
    if submission is None:
        unit = report.sender if report.sender and report.sender.id in roster.by_id else None
        unit = unit or sender_of(report.source.path, roster, on)
        return (unit,) if unit else ()
    if submission.unit is None:
        return tuple(_proposed(report, roster))
    if submission.unit.id not in roster.by_id:
        return ()
    other = next((str(one.params.get("b", "")) for one in report.findings if one.code == "M04"), "")
    named = roster.by_name.get(name_key(other), ()) if other else ()
    return (submission.unit, *named) if len(named) == 1 and named[0] != submission.unit else (submission.unit,)


def _proposed(report: Report, roster: Roster) -> Iterator[Unit]:
    """The unit that the file's name, its sheet or its signature names where the place for it says nothing known."""
    for one in report.findings:
        unit = roster.by_id.get(str(one.params.get("proposed_unit", "")))
        if one.code in ("M01", "M02") and unit and ends_there(str(one.params.get("text", "")), unit):
            yield unit
            return


def sender_of(path: str, roster: Roster, on: dt.date | None) -> Unit | None:
    """The one unit that the file's name, else the nearest folder's, names."""
    for part in reversed(path.replace("\\", "/").split("/")[-1 - FOLDERS :]):
        name = os.path.splitext(part)[0]
        words = " ".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())
        found = {unit.id: unit for unit in named_in(words, roster, on) if ends_there(name, unit)}
        if not found and (whole := match(words, roster, on)).unit and whole.how != "former":
            return whole.unit if ends_there(name, whole.unit) else None
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


_APART = re.compile(r"\s[-–—]+\s|[^\w\s-]")
_BETWEEN = re.compile(r"[\s_-]+")
_NO_NAMES = EMPTY_WORDS | {"va"}


def ends_there(text: str, unit: Unit) -> bool:
    """Whether a unit's name in a text is neither the beginning of a longer one nor one with other accents:
    'Xã An (2).pdf' and 'xa-an-bc.pdf' name Xã An, 'Xã An Bình.pdf' and 'Xã Ân.pdf' do not, whoever is in the roster.
    """
    pieces = [[word for word in _BETWEEN.split(piece) if word] for piece in _APART.split(fold(text))]
    whole = name_key(unit.name).split()
    kind, _ = split_type(plain(" ".join(whole)))
    for name in (whole, whole[len(kind.split()) :]):  # with its type, else without
        bare = plain(" ".join(name)).split()
        for words in pieces:
            for at in range(len(words) - len(name) + 1):
                here, after = words[at : at + len(name)], plain("".join(words[at + len(name) : at + len(name) + 1]))
                if plain(" ".join(here)).split() == bare:
                    return here in (name, bare) and (not after.isalpha() or after in _NO_NAMES)
    return True  # an alias
