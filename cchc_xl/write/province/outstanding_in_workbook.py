"""What is owed according to a provincial workbook, as people have it before them: its choices in the column "Xử lý"
count at once, judged as the next merge will.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.check.catalogue import phase, title_of
from cchc_xl.consolidation.account.decided import NO_REPORT, NOTHING_READ, SEVERAL, UNIT_QUESTIONS, obstacle
from cchc_xl.consolidation.account.decisions import decision_of, number_of
from cchc_xl.consolidation.account.given import GIVING
from cchc_xl.consolidation.beside.previous import previous_of
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.form.period import parse_date, parse_key
from cchc_xl.model import Cell, Decision, Finding, Form, Grid, Period, Sheet, Unit
from cchc_xl.numbers import text_of
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.records import NamedTuple
from cchc_xl.table import own_table
from cchc_xl.table.hidden_sheet import PROVINCE_META, province_meta
from cchc_xl.table.own_table import value
from cchc_xl.text import fold, squeeze
from cchc_xl.units.listing import Roster, valid_on
from cchc_xl.units.match import match
from cchc_xl.units.names import name_key
from cchc_xl.words import letters
from cchc_xl.words.province import ACTIONS, FINDINGS, MISSING, SOURCES, UNIT_LIST, UNITS, WORDS, titles_of
from cchc_xl.words.say import place_of, words
from cchc_xl.write.province.outstanding import (
    ASK,
    OF_THE_WHOLE,
    OURS,
    OWN_AFFAIRS,
    Account,
    OpenProblem,
    OwingUnit,
    in_order,
    indicator,
    no_table,
    owing_unit,
    several_files,
)


def read_account(grid: Grid, path: str, roster: Roster | None = None) -> Account:
    """``roster``: for contacts, and for who is missing where the merge had none.

    ``UserError`` 'bad-previous' for a file that is no provincial workbook.
    """
    meta = province_meta(grid)
    findings = grid.sheet(FINDINGS)
    if not meta or findings is None:
        raise UserError("bad-previous", path=path)
    form = form_of(grid, path)
    period = parse_key(form, meta["period"]) if meta.get("period") else None
    known = {name_key(unit.name): owing_unit(unit) for unit in _campaign_units(roster, period)}
    sheet = grid.sheet(MISSING)
    without = tuple(_without(sheet)) if sheet else tuple(map(Without, _absent(grid, path, roster, period)))
    rows = tuple(_finding_rows(findings, form, _choices(grid.sheet(UNIT_LIST))))
    owing = [*_without_a_report(without, rows), *_with_errors(grid, without, rows)]
    listed = (_known(unit, known.get(name_key(unit.name))) for unit in owing)
    return Account(
        form,
        period,
        in_order(unit for unit in listed if not known or name_key(unit.name) in known),
        _unclaimed(grid, without, rows),
    )


def _unclaimed(grid: Grid, without: Sequence[Without], rows: Sequence[FindingRow]) -> tuple[str, ...]:
    """The files of no use of which nothing says that they are a unit's of the roster."""
    nobody = {"", *_outside(grid.sheet(UNITS))}
    known = {path for one in without for path in one.paths}
    files = (
        row.file
        for row in rows
        if row.code in GIVING and row.severity == "error" and row.unit in nobody and not row.given
    )
    return tuple(dict.fromkeys(file for file in files if file not in known))


def form_of(grid: Grid, path: str) -> Form:
    """The form that a provincial workbook is of. ``UserError`` 'bad-previous' where it does not say."""
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
    return unit._replace(
        name=listed.name,
        deadline=unit.deadline or listed.deadline,
        contact=unit.contact or listed.contact,
        phone=unit.phone or listed.phone,
        email=unit.email or listed.email,
    )


# --- who has no report in use ----------------------------------------------------------------------------------------


class Without(NamedTuple):
    """``paths``: the files that came, as the sheets call them."""

    unit: OwingUnit
    paths: tuple[str, ...] = ()


def listed_without(grid: Grid) -> tuple[OwingUnit, ...] | None:
    """The units that a provincial workbook lists as having no report in use, with the names of the files that came;
    None where it had no roster.
    """
    sheet = grid.sheet(MISSING)
    return tuple(one.unit for one in _without(sheet)) if sheet else None


def _without(sheet: Sheet) -> Iterator[Without]:
    header, columns = own_table.titled(sheet, titles_of("unit", "came", "contact", "phone", "email", "deadline"))
    for row in own_table.rows(sheet, header, columns.get("unit", 0)):
        texts = {key: text_of(value(sheet, row, column)) for key, column in columns.items()}
        paths = tuple(path for path in texts.get("came", "").split("\n") if path)
        unit = OwingUnit(
            texts["unit"],
            (),
            parse_date(texts.get("deadline", "")),
            texts.get("contact", ""),
            texts.get("phone", ""),
            texts.get("email", ""),
            tuple(dict.fromkeys(path.replace("\\", "/").rsplit("/", 1)[-1] for path in paths)),
        )
        yield Without(unit, paths)


def _absent(grid: Grid, path: str, roster: Roster | None, period: Period | None) -> tuple[OwingUnit, ...]:
    """The merge had no list of units: who is missing follows from the roster given now."""
    if roster is None or period is None:
        return ()
    found = (match(unit.name, roster, period.end, unit.code).unit for unit in previous_of(grid, path).units)
    present = {unit.id for unit in found if unit}
    return tuple(owing_unit(unit) for unit in _campaign_units(roster, period) if unit.id not in present)


def _without_a_report(without: Sequence[Without], rows: Sequence[FindingRow]) -> Iterator[OwingUnit]:
    """Those of which nothing came, and those of whose files none can be used. Who was given a readable file, or whose
    file was accepted as it is, owes nothing before the next merge has added it up.
    """
    for unit, paths in without:
        own = [row for row in rows if row.unit == unit.name or row.file in paths]
        others = [row for row in rows if row.given == unit.name and row not in own]
        here = [*(row for row in own if row.given in ("", unit.name)), *others]
        if not here and (own or not paths):  # all that came was given to others
            yield unit._replace(files=())
            continue
        several = [row.name for row in here if row.code == SEVERAL and row.severity == "error" and row.is_open]
        if several:
            yield unit._replace(problems=(several_files(several),), files=tuple(several))
            continue
        files = tuple(dict.fromkeys((*unit.files, *(row.name for row in here))))
        passed = [path for path in paths if all(row.file != path for row in rows)]  # what is no table has no row
        problems = (*_of_the_whole(here), *(no_table(path.rpartition("/")[2]) for path in passed))
        if problems:
            yield unit._replace(problems=problems, files=files)


def _of_the_whole(rows: Sequence[FindingRow]) -> Iterator[OpenProblem]:
    """What is to be said about files of which none can be used."""
    again = {row.file for row in rows if row.code in OF_THE_WHOLE}
    for row in rows:
        if row.is_open and not (row.file in again and row.problem.field):
            yield (
                row.problem if row.problem.where else row.problem._replace(where=letters.ONE_FILE.format(name=row.name))
            )


# --- who has errors in it --------------------------------------------------------------------------------------------


def _with_errors(grid: Grid, without: Sequence[Without], rows: Sequence[FindingRow]) -> Iterator[OwingUnit]:
    """The other units: what is wrong in the files that are used, and what the consolidator wants to ask."""
    passed = {one.unit.name for one in without} | set(_outside(grid.sheet(UNITS)))
    used = tuple(_merged(grid.sheet(SOURCES)))
    about: dict[str, list[OpenProblem]] = {}
    for row in rows:
        in_use = not used or any(path == row.file or path.endswith(f"/{row.file}") for path in used)
        if row.unit and row.unit not in passed and not row.given and (row.asked or (row.is_open and in_use)):
            about.setdefault(row.unit, []).append(row.problem)
    return (OwingUnit(name, tuple(problems)) for name, problems in about.items())


def _outside(sheet: Sheet | None) -> Iterator[str]:
    """The names of the reports that are of no unit of the roster."""
    return _having(sheet, "unit", "status", "status-outside")


def _merged(sheet: Sheet | None) -> Iterator[str]:
    """The paths of the files that are used."""
    return _having(sheet, "file", "outcome", "merged")


def _having(sheet: Sheet | None, key: str, other: str, word: str) -> Iterator[str]:
    """What stands in a column of the rows that have a word in another column."""
    if sheet is None:
        return
    wanted = {fold(words[word]) for words in WORDS.values()}
    header, columns = own_table.titled(sheet, titles_of(key, other))
    if len(columns) == 2:
        for row in own_table.rows(sheet, header, columns[key]):
            if fold(text_of(value(sheet, row, columns[other]))) in wanted:
                yield text_of(value(sheet, row, columns[key]))


# --- the rows of findings --------------------------------------------------------------------------------------------


class FindingRow(NamedTuple):
    """``unit``: the name as the sheet has it; ``given``: the unit that was chosen in the row. ``is_open``: an error
    that nothing settles, or what the unit shall be asked about (``asked``).
    """

    unit: str
    file: str
    code: str
    severity: str
    is_open: bool
    asked: bool
    given: str
    problem: OpenProblem

    @property
    def name(self) -> str:
        return self.file.replace("\\", "/").rsplit("/", 1)[-1]


def _choices(sheet: Sheet | None) -> Mapping[str, str]:
    """The units in the list of choices: the folded choice -> the unit's name; the name alone counts too."""
    found = {}
    for cell in sheet.cells.values() if sheet else ():
        label = text_of(cell.value)
        if fold(label) not in map(fold, ACTIONS.values()):
            found[fold(label)] = found[fold(label.rpartition(" (")[0] or label)] = label.rpartition(" (")[0] or label
    return found


_KEYS = (
    "severity", "code", "unit", "field", "file", "sheet", "cell", "raw", "proposed", "problem", "repair", "action",
    "value",
)  # fmt: skip


def _finding_rows(sheet: Sheet, form: Form, units: Mapping[str, str]) -> Iterator[FindingRow]:
    header, columns = own_table.titled(sheet, titles_of(*_KEYS))
    errors = {fold(words["error"]) for words in WORDS.values()}
    ours = {fold(words(lang)["repairs"][reason]) for lang in ("vi", "en") for reason in OURS}
    for row in own_table.rows(sheet, header, columns.get("code", 0)):
        texts = {key: squeeze(text_of(value(sheet, row, column))) for key, column in columns.items()}
        severity = "error" if fold(texts.get("severity", "")) in errors else "warning"
        decision = decision_of("", texts.get("action", ""), texts.get("value", ""))
        asked = decision is not None and decision.action == ASK
        code, repair = texts.get("code", ""), texts.get("repair", "")
        settled = decision is not None and _settled(texts, decision, form, units)
        problem = OpenProblem(
            indicator(form, texts.get("field", "")),
            place_of(texts.get("sheet", ""), texts.get("cell", ""), "vi"),
            texts.get("problem") or title_of(code, "vi"),
            letters.REPAIRS.get(code, repair),
        )
        yield FindingRow(
            texts.get("unit", ""),
            texts.get("file", ""),
            code,
            severity,
            asked or (severity == "error" and code not in OWN_AFFAIRS and not settled and fold(repair) not in ours),
            asked,
            _given(texts, decision, units) if decision else "",
            problem,
        )


_NOBODY = "\0"  # whose a file is that is no report


def _given(texts: Mapping[str, str], decision: Decision, units: Mapping[str, str]) -> str:
    """The unit that the file of a row was given to, '' where it was not."""
    if texts.get("code") in UNIT_QUESTIONS and decision.action == "accept":
        return texts.get("proposed", "")
    if texts.get("code") in NOTHING_READ and decision.action == NO_REPORT:
        return _NOBODY
    return units.get(fold(decision.action), "") if texts.get("code") in GIVING else ""


def _settled(texts: Mapping[str, str], decision: Decision, form: Form, units: Mapping[str, str]) -> bool:
    """Does the choice in a row of an error settle it? Judged as the next merge will, by what the row shows.

    ``units``: the units that a file can be given to, by the folded choice.
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
    return not obstacle(finding, decision, reading, field, readable=code not in NOTHING_READ)
