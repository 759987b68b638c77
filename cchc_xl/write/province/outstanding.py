"""Who still owes something: units of which nothing came, units of whose files none can be used yet, and units whose
report has errors that nobody has settled. The words are those for the unit, in Vietnamese: the letters are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.consolidation.account.decided import SEVERAL, by_fingerprint, still_open
from cchc_xl.consolidation.account.unit_status import RECEIVED, not_usable, unclaimed, unit_statuses
from cchc_xl.form.period import parse_date
from cchc_xl.model import Consolidation, Finding, Form, Period, SourceRow, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.words import letters
from cchc_xl.words.say import address, place_of, say

ASK = "ask"
OF_THE_WHOLE = frozenset({"F12", "F14", "M05"})  # such a report is sent again: what else is wrong in it does not matter
OWN_AFFAIRS = frozenset({"M12", "M20", "S24"})  # told otherwise; to be settled in the office's own books
# Faults of this office's own machine and folder: the unit need not send anything again.
OURS = frozenset({
    "broken-link", "folder", "gone", "link-loop", "no-permission", "not-a-file", "outlook-message", "symbolic-link",
    "too-deep",
})  # fmt: skip


class OpenProblem(NamedTuple):
    """``where``: cell and sheet, or the file; ``field``: number and label of the indicator, '' for the report as a
    whole.
    """

    field: str
    where: str
    what: str
    repair: str


class OwingUnit(NamedTuple):
    """A unit to be reminded: no ``problems`` means that nothing came. ``files``: the names of those that came and of
    which none can be used yet.

    ``deadline``: None where it is not known.
    """

    name: str
    problems: tuple[OpenProblem, ...] = ()
    deadline: dt.date | None = None
    contact: str = ""
    phone: str = ""
    email: str = ""
    files: tuple[str, ...] = ()


class Parted(NamedTuple):
    """Units that owe something, by what it is: a report, a usable one, corrections."""

    missing: tuple[OwingUnit, ...]
    unusable: tuple[OwingUnit, ...]
    faulty: tuple[OwingUnit, ...]


def parted(units: Iterable[OwingUnit]) -> Parted:
    every = tuple(units)
    return Parted(
        tuple(unit for unit in every if not unit.problems),
        tuple(unit for unit in every if unit.problems and unit.files),
        tuple(unit for unit in every if unit.problems and not unit.files),
    )


class Account(NamedTuple):
    """All that is owed in a campaign. ``unclaimed``: files of which nothing says whose they are; one may be of a unit
    of which nothing came.
    """

    form: Form
    period: Period | None
    owing: tuple[OwingUnit, ...]
    unclaimed: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[OwingUnit, ...]:
        return parted(self.owing).missing

    @property
    def unusable(self) -> tuple[OwingUnit, ...]:
        return parted(self.owing).unusable

    @property
    def faulty(self) -> tuple[OwingUnit, ...]:
        return parted(self.owing).faulty


def account(consolidation: Consolidation) -> Account:
    """What is owed according to a consolidation. No unit is asked that is not in the roster, where there is one."""
    asked: dict[str, list[Asked]] = {}
    for finding, explicitly in _asked(consolidation):
        asked.setdefault(finding.source, []).append((finding, explicitly))
    rows = _rows_by_unit(consolidation)
    sent = [_with_files(owing_unit(one.unit), one.files, asked, consolidation) for one in not_usable(consolidation)]
    for result, one in zip(consolidation.units, unit_statuses(consolidation), strict=True):
        unit = owing_unit(result.unit) if result.unit else OwingUnit(result.name)
        files = rows.get(result.unit.id if consolidation.roster_size and result.unit else result.name, [])
        if one.status in RECEIVED:
            sent.append(_with_errors(unit, result.report.source.path, files, asked, consolidation))
        elif not consolidation.roster_size:
            sent.append(_with_files(unit, files, asked, consolidation))
    missing = (owing_unit(unit) for unit in consolidation.missing)
    return Account(
        consolidation.form,
        consolidation.period,
        in_order((*missing, *(unit for unit in sent if unit.problems))),
        tuple(row.source.path for row in unclaimed(consolidation)),
    )


Asked = tuple[Finding, bool]
"""A finding that a unit is asked about, and whether the consolidator said so in its row."""


def in_order(units: Iterable[OwingUnit]) -> tuple[OwingUnit, ...]:
    """Those of which nothing came first, then those of whose files none can be used."""
    missing, unusable, faulty = parted(units)
    return (*missing, *unusable, *faulty)


def _asked(consolidation: Consolidation) -> Iterator[Asked]:
    """Errors that are open, and whatever the consolidator wants to ask the unit about."""
    force = by_fingerprint(consolidation.decisions)
    is_open = still_open(consolidation)
    for finding in consolidation.findings:
        decision = force.get(finding.fingerprint)
        is_asked = decision is not None and decision.action == ASK
        if is_asked or (finding.code not in OWN_AFFAIRS and finding.severity == "error" and is_open(finding)):
            yield finding, is_asked


def _rows_by_unit(consolidation: Consolidation) -> dict[str, list[SourceRow]]:
    """The files of which nothing is added up by the ids of their units, without a roster by their names."""
    rows: dict[str, list[SourceRow]] = {}
    for row in consolidation.sources:
        if row.of_no_use:
            for key in row.senders if consolidation.roster_size else (row.unit,):
                rows.setdefault(key, []).append(row)
    return rows


def _with_files(
    unit: OwingUnit, rows: Sequence[SourceRow], asked: Mapping[str, Sequence[Asked]], consolidation: Consolidation
) -> OwingUnit:
    """A unit of whose files none can be used: why not. What is a matter of this office alone is no problem of the
    unit's.
    """
    several = [row.source.name for row in rows if row.why == SEVERAL]
    if several:
        return unit._replace(problems=(several_files(several),), files=tuple(several))
    problems = []
    for row in rows:
        found = [one for one, _ in asked.get(row.source.path, ()) if not (one.field and row.why in OF_THE_WHOLE)]
        problems += [
            problem_of(one, consolidation.form, row.source.name)
            for one in found
            if str(one.params.get("reason", "")) not in OURS
        ]
        if row.outcome == "skipped":
            problems.append(no_table(row.source.name))
    return unit._replace(problems=tuple(problems), files=tuple(dict.fromkeys(row.source.name for row in rows)))


def _with_errors(
    unit: OwingUnit,
    used: str,
    rows: Sequence[SourceRow],
    asked: Mapping[str, Sequence[Asked]],
    consolidation: Consolidation,
) -> OwingUnit:
    """A unit whose report is in use: what is wrong in it. Of its other files (the scan beside the table, the file of
    last year) only what the consolidator wants to ask.
    """
    form = consolidation.form
    own = [problem_of(finding, form) for finding, _ in asked.get(used, ())]
    others = [
        problem_of(finding, form, row.source.name)
        for row in rows
        if row.source.path != used
        for finding, explicitly in asked.get(row.source.path, ())
        if explicitly
    ]
    return unit._replace(problems=(*own, *others))


def problem_of(finding: Finding, form: Form, file: str = "") -> OpenProblem:
    message = say(finding, form, "vi")
    ref = finding.ref
    where = place_of(ref.sheet, address(ref, "vi"), "vi") if ref else file and letters.ONE_FILE.format(name=file)
    repair = letters.REPAIRS.get(finding.code, message.repair)
    return OpenProblem(indicator(form, finding.field), where, f"{message.what} {message.why}".strip(), repair)


def several_files(names: Sequence[str]) -> OpenProblem:
    """What a unit is asked that sent files of which nobody knows which is the one."""
    files = ", ".join(letters.ONE_FILE.format(name=name) for name in names)
    return OpenProblem("", "", letters.SEVERAL_FILES.format(n=len(names), files=files), letters.CONFIRM_ONE)


def no_table(file: str) -> OpenProblem:
    return OpenProblem("", letters.ONE_FILE.format(name=file), letters.NO_TABLE, letters.SEND_FORM)


def indicator(form: Form, field_id: str) -> str:
    """Number and label, as the form has them; a row without a number by its label alone."""
    field = next((field for field in form.fields if field_id and field_id in (field.id, field.tt)), None)
    return f"{field.tt}. {field.label}" if field and field.tt else field.label if field else ""


def owing_unit(unit: Unit) -> OwingUnit:
    return OwingUnit(
        unit.name, (), parse_date(unit.deadline) if unit.deadline else None, unit.contact, unit.phone, unit.email
    )
