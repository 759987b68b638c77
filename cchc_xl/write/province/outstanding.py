"""Who still owes something: units that have not reported, and units whose report has errors that nobody has settled.

From a consolidation, or from a provincial workbook as people have it before them: its choices in the column "Xử lý"
count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cchc_xl.check.catalogue import phase, title_of
from cchc_xl.consolidation.account.decided import UNIT_QUESTIONS, by_fingerprint, obstacle, open_findings
from cchc_xl.consolidation.account.decisions import decision_of, number_of
from cchc_xl.consolidation.account.given import NOTHING_READ
from cchc_xl.consolidation.beside.previous import previous_of
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.form.period import parse_date, parse_key
from cchc_xl.model import Cell, Consolidation, Decision, Finding, Form, Grid, Period, Sheet, Unit
from cchc_xl.numbers import text_of
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.table import own_table
from cchc_xl.table.hidden_sheet import PROVINCE_META, province_meta
from cchc_xl.table.own_table import value
from cchc_xl.text import fold, squeeze
from cchc_xl.units.listing import Roster, valid_on
from cchc_xl.units.match import match
from cchc_xl.units.names import name_key
from cchc_xl.words.province import ACTIONS, FINDINGS, MISSING, UNIT_LIST, WORDS
from cchc_xl.words.say import address, place_of, say

ASK = "ask"


class OpenProblem(NamedTuple):
    """``where``: cell and sheet, or the file; ``field``: number and label of the indicator, '' for the report as a
    whole.
    """

    field: str
    where: str
    what: str
    repair: str


class OwingUnit(NamedTuple):
    """A unit to be reminded: no ``problems`` means that it has not reported.

    ``deadline``: None where it is not known.
    """

    name: str
    problems: tuple[OpenProblem, ...] = ()
    deadline: dt.date | None = None
    contact: str = ""
    phone: str = ""
    email: str = ""


class Account(NamedTuple):
    """All that is owed in a campaign, the units without a report first."""

    form: Form
    period: Period | None
    owing: tuple[OwingUnit, ...]

    @property
    def missing(self) -> tuple[OwingUnit, ...]:
        return tuple(unit for unit in self.owing if not unit.problems)

    @property
    def faulty(self) -> tuple[OwingUnit, ...]:
        return tuple(unit for unit in self.owing if unit.problems)


def account(consolidation: Consolidation) -> Account:
    """What is owed according to a consolidation. In Vietnamese: the letters are."""
    missing = tuple(_unit(unit) for unit in consolidation.missing)
    names = {result.report.source.path: (result.name, result.unit) for result in consolidation.units}
    about: dict[str, list[OpenProblem]] = {}
    unread: dict[str, list[OpenProblem]] = {}  # by name of the unit that sent what could not be read
    for finding in _asked(consolidation):
        if finding.source in names:
            about.setdefault(finding.source, []).append(problem_of(finding, consolidation.form))
        elif sender := finding.params.get("unit"):
            unread.setdefault(str(sender), []).append(problem_of(finding, consolidation.form))
    faulty = tuple(
        _unit(unit or Unit("", name))._replace(problems=tuple(about[path]))
        for path, (name, unit) in names.items()
        if path in about and (unit or not consolidation.roster_size)
    )
    sent = tuple(one._replace(problems=tuple(unread.get(one.name, ()))) for one in missing)
    return Account(consolidation.form, consolidation.period, _absent_first((*sent, *faulty)))


def _absent_first(units: Iterable[OwingUnit]) -> tuple[OwingUnit, ...]:
    return tuple(sorted(units, key=lambda unit: bool(unit.problems)))


def _asked(consolidation: Consolidation) -> Iterator[Finding]:
    """Errors that are open, and whatever the consolidator wants to ask the unit about."""
    force = by_fingerprint(consolidation.decisions)
    still = {id(finding) for finding in open_findings(consolidation)}
    for finding in consolidation.findings:
        decision = force.get(finding.fingerprint)
        is_asked = decision is not None and decision.action == ASK
        if is_asked or (finding.code != "M12" and finding.severity == "error" and id(finding) in still):
            yield finding


def problem_of(finding: Finding, form: Form) -> OpenProblem:
    message = say(finding, form, "vi")
    ref = finding.ref
    where = place_of(ref.sheet, address(ref, "vi"), "vi") if ref else ""
    return OpenProblem(_indicator(form, finding.field), where, f"{message.what} {message.why}".strip(), message.repair)


def _indicator(form: Form, field_id: str) -> str:
    """Number and label, as the form has them; a row without a number by its label alone."""
    field = next((field for field in form.fields if field_id and field_id in (field.id, field.tt)), None)
    return f"{field.tt}. {field.label}" if field and field.tt else field.label if field else ""


def _unit(unit: Unit) -> OwingUnit:
    return OwingUnit(
        unit.name, (), parse_date(unit.deadline) if unit.deadline else None, unit.contact, unit.phone, unit.email
    )


# --- from a provincial workbook ------------------------------------------------------------------------------------


def read_account(grid: Grid, path: str, roster: Roster | None = None) -> Account:
    """What is owed according to a provincial workbook. ``roster``: for contacts, and for who is missing where the merge
    had none.

    ``UserError`` 'bad-previous' for a file that is no provincial workbook.
    """
    meta = province_meta(grid)
    findings = grid.sheet(FINDINGS)
    if not meta or findings is None:
        raise UserError("bad-previous", path=path)
    form = _form(grid, path)
    period = parse_key(form, meta["period"]) if meta.get("period") else None
    known = {name_key(unit.name): _unit(unit) for unit in _campaign_units(roster, period)}
    sheet = grid.sheet(MISSING)
    missing = tuple(_missing(sheet)) if sheet else _not_reported(grid, path, roster, period)
    about: dict[str, list[OpenProblem]] = {}
    units = frozenset(_choices(grid.sheet(UNIT_LIST)))
    for name, problem in _problems(findings, form, units):
        about.setdefault(name, []).append(problem)
    faulty = (OwingUnit(name, tuple(problems)) for name, problems in about.items())
    sent = tuple(one for one in missing if one.name not in about)  # what could not be read is no silence
    owing = (_known(unit, known.get(name_key(unit.name))) for unit in (*sent, *faulty))
    return Account(form, period, tuple(unit for unit in owing if not known or name_key(unit.name) in known))


def _form(grid: Grid, path: str) -> Form:
    record = next(sheet for sheet in grid.sheets if sheet.name == PROVINCE_META)
    row = next((row for (row, column), cell in record.cells.items() if column == 1 and cell.value == "form"), 0)
    name, version = (value(record, row, column) for column in (2, 3))
    if not isinstance(name, str) or not isinstance(version, int | float):
        raise UserError("bad-previous", path=path)
    return load(name, int(version))


def _campaign_units(roster: Roster | None, period: Period | None) -> Sequence[Unit]:
    if roster is None:
        return ()
    return valid_on(roster, period.end) if period else tuple(unit for unit in roster.units if not unit.valid_to)


def _known(unit: OwingUnit, listed: OwingUnit | None) -> OwingUnit:
    """What the workbook says, completed from the roster."""
    if listed is None:
        return unit
    return OwingUnit(
        listed.name,
        unit.problems,
        unit.deadline or listed.deadline,
        *(mine or theirs for mine, theirs in zip(unit[3:], listed[3:], strict=True)),
    )


def _missing(sheet: Sheet) -> Iterator[OwingUnit]:
    header, columns = _columns(sheet, ("unit", "contact", "phone", "email", "deadline"))
    for row in _rows(sheet, header, columns.get("unit", 0)):
        texts = {key: text_of(value(sheet, row, column)) for key, column in columns.items()}
        yield OwingUnit(
            texts["unit"],
            (),
            parse_date(texts.get("deadline", "")),
            texts.get("contact", ""),
            texts.get("phone", ""),
            texts.get("email", ""),
        )


def _not_reported(grid: Grid, path: str, roster: Roster | None, period: Period | None) -> tuple[OwingUnit, ...]:
    """The merge had no list of units: who is missing follows from the roster given now."""
    if roster is None or period is None:
        return ()
    found = (match(unit.name, roster, period.end, unit.code).unit for unit in previous_of(grid, path).units)
    present = {unit.id for unit in found if unit}
    return tuple(_unit(unit) for unit in _campaign_units(roster, period) if unit.id not in present)


def _choices(sheet: Sheet | None) -> Iterator[str]:
    """The units in the list of choices, folded."""
    for cell in sheet.cells.values() if sheet else ():
        yield fold(text_of(cell.value))


def _problems(sheet: Sheet, form: Form, units: Container[str]) -> Iterator[tuple[str, OpenProblem]]:
    """(unit, problem) of the rows that are errors without a decision, or that are to be asked about."""
    header, columns = _columns(
        sheet,
        (
            "severity",
            "code",
            "unit",
            "field",
            "sheet",
            "cell",
            "raw",
            "proposed",
            "problem",
            "repair",
            "action",
            "value",
        ),
    )
    errors = {fold(words["error"]) for words in WORDS.values()}
    for row in _rows(sheet, header, columns.get("unit", 0)):
        texts = {key: squeeze(text_of(value(sheet, row, column))) for key, column in columns.items()}
        severity = "error" if fold(texts.get("severity", "")) in errors else "warning"
        decision = decision_of("", texts.get("action", ""), texts.get("value", ""))
        asked = decision is not None and decision.action == ASK
        if not asked and (severity != "error" or (decision and _settled(texts, decision, form, units))):
            continue
        where = place_of(texts.get("sheet", ""), texts.get("cell", ""), "vi")
        title = title_of(texts.get("code", ""), "vi")
        yield (
            texts["unit"],
            OpenProblem(
                _indicator(form, texts.get("field", "")), where, texts.get("problem") or title, texts.get("repair", "")
            ),
        )


def _settled(texts: Mapping[str, str], decision: Decision, form: Form, units: Container[str]) -> bool:
    """Does the choice in a row of an error settle it? Judged as the next merge will, by what the row shows.

    ``units``: the names of the units that a file can be given to, folded.
    """
    if texts.get("code") in UNIT_QUESTIONS and decision.action not in ACTIONS:
        return fold(decision.action) in units
    if texts.get("code") in UNIT_QUESTIONS and decision.action == "accept":
        return bool(texts.get("proposed"))
    field = next((one for one in form.fields if texts.get("field") and texts["field"] in (one.id, one.tt)), None)
    code, raw, proposed = texts.get("code", ""), texts.get("raw", ""), number_of(texts.get("proposed", ""))
    finding = Finding(code, "error", phase(code), field=field.id if field else "", proposed=proposed)
    number = number_of(raw)
    cell = Cell(raw, "text") if number is None else Cell(number, "number")
    reading = read_quantity(cell if raw else None, field) if field else None
    return not obstacle(finding, decision, reading, readable=code not in NOTHING_READ)


def _columns(sheet: Sheet, keys: Sequence[str]) -> tuple[int, Mapping[str, int]]:
    """(row of the titles, key -> column) by the titles in either language, since people move and add columns."""
    titles = {fold(words[key]): key for words in WORDS.values() for key in keys}
    return own_table.columns(sheet, titles)


def _rows(sheet: Sheet, header: int, column: int) -> list[int]:
    return sorted(
        row for row, at in sheet.cells if at == column and row > header and text_of(value(sheet, row, column))
    )
