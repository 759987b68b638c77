"""Every rule kind says the same in Python and as a cell formula, over the cases of ``tests/cases/<kind>.json``.

A case: ``values`` by field (a number, a text, ``{"error": "#N/A"}`` or ``{"date": "2026-02-01"}``), ``broken``: the
fields at which the rule must be broken. ``live`` (with ``why``) is what the formula says where a formula cannot say the
same: it does not read text, for one. ``args`` override the file's; ``level`` is the unit's; ``notes`` by field;
``narrative`` by section.
"""

from __future__ import annotations

import json
import pathlib
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import judges
import pytest
import xlsxwriter

from cchc_xl.check import catalogue, explanations
from cchc_xl.check.kind import no_formula
from cchc_xl.check.registry import KINDS, kind_of
from cchc_xl.check.run import run
from cchc_xl.form.layout import Layout, layout
from cchc_xl.form.load import load, with_base_rules
from cchc_xl.model import (
    PLAIN,
    Cell,
    CellRef,
    Field,
    Reading,
    Row,
    Rule,
    Source,
    Style,
    Submission,
    Unit,
    column_letters,
)
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.quantity.types import type_of
from cchc_xl.write.template import live

CASES = pathlib.Path(__file__).parent / "cases"
SHIPPED = load("tuyen-truyen-cchc", 1)
ASKED = SHIPPED.fields[0].levels
TYPED = (
    Field("90", "90", "Diện tích trồng rừng", "ha", "decimal", levels=ASKED, places=2),
    Field("92", "92", "Đã có kế hoạch", "", "choice", levels=ASKED, choices=("Có", "Không")),
    Field("93", "93", "Ngày ban hành", "", "date", levels=ASKED, aggregation="none"),
    Field("91", "91", "Tỷ lệ che phủ rừng", "%", "percent", levels=ASKED, places=1, aggregation="none"),
)
FORM = with_base_rules(
    SHIPPED._replace(
        rows=(*SHIPPED.rows, *(Row(one.id, one.tt, one.label, one.unit, levels=ASKED) for one in TYPED)),
        fields=(*SHIPPED.fields, *(one._replace(row=one.id, column=SHIPPED.values[0].id) for one in TYPED)),
    )
)
FIELDS = tuple(field.id for field in FORM.fields)
BLANKS_AMONG_ZEROS = "all-zero: blanks only among zeros"
# What programs differ in, none of it in Excel: Gnumeric's TRIM takes no-break spaces for blanks.
NOT_THERE = {"gnumeric": {"number: a no-break space", "required: a no-break space"}}
ERRORS = {"#DIV/0!": "=1/0", "#N/A": "=NA()"}


class Case(NamedTuple):
    name: str
    rule: Rule
    values: Mapping[str, Any]
    notes: Mapping[str, str]
    level: str
    broken: frozenset[str]
    live: frozenset[str]
    narrative: Mapping[str, str] = {}


def read_cases() -> Iterator[Case]:
    for kind in sorted(KINDS):
        path = CASES / f"{kind}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        for case in data["cases"]:
            assert ("live" in case) == bool(case.get("why")), (
                f"{path.name}: {case['name']}: a different live result needs its reason"
            )
            rule = Rule("case", data["code"], data["kind"], "error", case.get("args", data["args"]))
            yield Case(
                f"{data['kind']}: {case['name']}",
                rule,
                case["values"],
                case.get("notes", {}),
                case.get("level", ""),
                frozenset(case["broken"]),
                frozenset(case.get("live", case["broken"])),
                case.get("narrative", {}),
            )


ALL = tuple(read_cases())
LIVE = tuple(case for case in ALL if kind_of(case.rule.kind).formula is not no_formula)


def random_tables(count: int) -> Iterator[Mapping[str, Any]]:
    """Whole tables of blanks, clean and broken figures, the same in each run."""
    chance = random.Random(1)
    clean = (None, 0, 0, 1, 2, 3, 4, 12, 60, 600, 901, 5001, 200001)
    for index in range(count):
        choice = clean if index % 2 else (*clean, -3, 1.2, "02", "6(lồng ghép)", "không")
        counts = {field.id: chance.choice(choice) for field in SHIPPED.fields}
        possible = [one for one in choice if not isinstance(one, int) or one < 10000]  # more is no percentage (V42)
        yield counts | {
            field.id: chance.choice((*possible, 0.25, 1.255, 0.1 + 0.2)) for field in TYPED if field.kind != "date"
        }


TABLES = tuple(random_tables(200))


def test_cases__every_kind_has_cases_that_fire_and_cases_that_do_not() -> None:
    kinds = {case.rule.kind for case in ALL}
    assert kinds == set(KINDS)
    for kind in kinds:
        assert {bool(case.broken) for case in ALL if case.rule.kind == kind} == {True, False}, kind
        assert len([case for case in ALL if case.rule.kind == kind]) >= 10, kind


@pytest.mark.parametrize("name", [case.name for case in ALL])
def test_python_check__is_as_the_case_says(name: str) -> None:
    case = next(case for case in ALL if case.name == name)
    hits = kind_of(case.rule.kind).check(case.rule, FORM, submission(case)) or ()
    assert {hit.field for hit in hits} == case.broken


def test_names__are_unique() -> None:
    assert len({case.name for case in ALL}) == len(ALL)


def submission(case: Case) -> Submission:
    readings = tuple(reading(field_id, case) for field_id in FIELDS)
    return Submission(
        Source("case.xlsx"), FORM.id, FORM.version, "Phụ lục", readings, unit_of(case), narrative=case.narrative
    )


def unit_of(case: Case) -> Unit | None:
    return Unit("u", "Đơn vị", case.level) if case.level else None


def reading(field_id: str, case: Case) -> Reading:
    return read_quantity(cell(field_id, case.values.get(field_id)), FORM.field(field_id))._replace(
        note=case.notes.get(field_id, "")
    )


def cell(field_id: str, value: Any) -> Cell | None:
    match value:
        case None:
            return None
        case {"error": text}:
            return Cell(text, "error")
        case {"date": text}:
            return Cell(text, "date")
        case str():
            return Cell(value, "text")
        case _:
            shown = type_of(FORM.field(field_id).kind).number_format(FORM.field(field_id))
            return Cell(stored(field_id, value), "number", style=PLAIN if shown == "General" else Style(shown))


# --- the same cases as formulas, in one workbook: a row of values and results for each case --------------------------

VALUES, LEVEL, RESULTS, NOTES = 1, len(FIELDS) + 2, len(FIELDS) + 4, 2 * len(FIELDS) + 5
# A note, and whether it explains.
EXPLANATIONS: tuple[tuple[str, bool], ...] = (
    ("", False), (" ", False), ("đúng", False), ("đã kiểm tra", True), ("do lồng ghép", True), ("có 12", False), ("12 14 15", False),
    ("x", False), ("Số đúng", False), ("Tăng do tổ chức 12 lớp cho toàn thể cán bộ, công chức", True), ("  hai   từ  ", False),
    ("https://angiang.gov.vn/cchc", True), ("www.xa", True), ("xaanbinh.gov.vn", True), ("15/BC-UBND", True), ("22/KH", False), ("12-14/6", False),
    ("KH 22/KH-UBND", True), ("tin/bài", False), ("Mở nhiều\nlớp", True), ("do\nsáp nhập", True), ("HTTP://XA.GOV.VN", True), ("ĐÃ KIỂM TRA", True),
)  # fmt: skip


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("parity") / "cases.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    kinds, rows = book.add_worksheet("kinds"), book.add_worksheet("rows")
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, case in enumerate(LIVE, 1):
        for sheet in (kinds, rows):
            write_values(sheet, number, case, date)
        formulas = kind_of(case.rule.kind).formula(case.rule, FORM, addresses(number))
        for field_id, formula in formulas.items():
            kinds.write_formula(number - 1, RESULTS + FIELDS.index(field_id) - 1, "=" + formula, None, "not calculated")
        write_row_formulas(rows, number)
    tables = book.add_worksheet("tables")
    for number, values in enumerate(TABLES, 1):
        write_values(tables, number, of_table(number, values), date)
        write_row_formulas(tables, number)
    notes = book.add_worksheet("notes")
    for number, (note, _) in enumerate(EXPLANATIONS, 1):
        notes.write_string(number - 1, 0, note)
        notes.write_formula(number - 1, 1, "=" + explanations.formula(f"$A${number}"), None, "not calculated")
    book.close()
    return path


def of_table(number: int, values: Mapping[str, Any]) -> Case:
    """A table as a case of no rule; the level of the unit changes from one to the next."""
    level = ("", "xa", "so")[number % 3]
    chance = random.Random(number)
    notes = {field: chance.choice(EXPLANATIONS)[0] for field in FIELDS if number % 4 == 0 and chance.random() < 0.4}
    return Case("", FORM.rules[0], values, notes, level, frozenset(), frozenset())


def write_values(sheet: Any, number: int, case: Case, date: Any) -> None:
    sheet.write_string(number - 1, LEVEL - 1, case.level)
    for field_id, note in case.notes.items():
        sheet.write_string(number - 1, NOTES + FIELDS.index(field_id) - 1, note)
    for column, field_id in enumerate(FIELDS, VALUES - 1):
        match case.values.get(field_id):
            case None:
                pass
            case {"error": text}:
                sheet.write_formula(number - 1, column, ERRORS[text], None, text)
            case {"date": text}:
                sheet.write_number(number - 1, column, 46054, date)
                assert text == "2026-02-01"
            case str(text):
                sheet.write_string(number - 1, column, text)
            case value:
                sheet.write_number(number - 1, column, stored(field_id, value))


def stored(field_id: str, value: Any) -> Any:
    """What the template's cell holds for a value."""
    field = FORM.field(field_id)
    return type_of(field.kind).stored(value, field)


def addresses(number: int) -> Callable[[str], str]:
    def at(field_id: str) -> str:
        column = LEVEL if field_id == "@level" else VALUES + FIELDS.index(field_id)
        return f"${column_letters(column)}${number}"

    return at


class InRow(Layout):
    """The template's formulas, with the values of one case side by side in a row."""

    __slots__ = ()

    def value(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.head_row, VALUES + FIELDS.index(field_id))

    @property
    def figures(self) -> tuple[CellRef, CellRef]:
        return self.value(FIELDS[0]), self.value(FIELDS[-1])

    def note(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.head_row, NOTES + FIELDS.index(field_id))


def write_row_formulas(sheet: Any, number: int) -> None:
    """The template's own check formulas and nothing else of it: every rule of the form, nested as in column Kiểm
    tra.
    """
    place = InRow(
        *layout(FORM)._replace(titles=range(number, number + 1), level=CellRef(sheet.get_name(), number, LEVEL))
    )
    for column, formula in enumerate(live.value_formulas(FORM, place).values(), RESULTS - 1):
        sheet.write_formula(number - 1, column, formula, None, "not calculated")


ENGINES: Mapping[str, Callable[[pathlib.Path, judges.Office], judges.Values]] = {
    "ironcalc": lambda path, office: judges.ironcalc_values(path),
    "libreoffice": lambda path, office: office.values(path),
    "gnumeric": lambda path, office: judges.gnumeric_values(path),
}


@pytest.fixture(scope="module", params=list(ENGINES))
def calculated(request: pytest.FixtureRequest, workbook: pathlib.Path, office: judges.Office) -> Calculated:
    return Calculated(ENGINES[request.param](workbook, office), NOT_THERE.get(request.param, set()))


class Calculated(NamedTuple):
    values: judges.Values
    left_out: set[str]

    def cases(self) -> Iterator[tuple[int, Case]]:
        return ((number, case) for number, case in enumerate(LIVE, 1) if case.name not in self.left_out)


def test_kind_formula__says_what_python_says(calculated: Calculated) -> None:
    wrong = []
    for number, case in calculated.cases():
        shown = {
            column: calculated.values["kinds"].get((number, column)) for column in range(RESULTS, RESULTS + len(FIELDS))
        }
        assert set(shown.values()) <= {None, True, False}, (case.name, shown)
        flagged = {FIELDS[column - RESULTS] for column, value in shown.items() if value}
        if flagged != case.live:
            wrong.append((case.name, sorted(flagged), sorted(case.live)))
    assert wrong == []


def test_row_formula__shows_the_text_that_is_stored_beside_it(calculated: Calculated) -> None:
    wrong = []
    for number, case in calculated.cases():
        if any(isinstance(value, dict) for value in case.values.values()) or case.name == BLANKS_AMONG_ZEROS:
            continue  # no template is filled with error values or dates
        typed = {field.id: type_of(field.kind).stored for field in TYPED if field.kind == "date"}
        if any(typed[key](value, FORM.field(key)) != value for key, value in case.values.items() if key in typed):
            continue  # a template holds the day itself where its text is given
        expected = live.value_results(FORM, layout(FORM), case.values, case.notes, unit_of(case))
        shown = {
            field_id: calculated.values["rows"].get((number, column), "")
            for column, field_id in enumerate(FIELDS, RESULTS)
        }
        if shown != expected:
            wrong.append((case.name, shown, expected))
    assert wrong == []


def test_row_formula__every_message_appears_for_some_case(calculated: Calculated) -> None:
    cells = calculated.values["rows"].items()
    shown = {value for (_, column), value in cells if column >= RESULTS and isinstance(value, str)}
    assert {rule.text for rule in live.live_rules(FORM, layout(FORM))} <= shown


def test_row_formula__random_tables_show_what_is_stored_and_what_the_program_finds(calculated: Calculated) -> None:
    for number, values in enumerate(TABLES, 1):
        case = of_table(number, values)
        shown = {
            field_id: calculated.values["tables"].get((number, column), "")
            for column, field_id in enumerate(FIELDS, RESULTS)
        }
        assert shown == live.value_results(FORM, layout(FORM), values, case.notes, unit_of(case)), values
        if not any(isinstance(value, str) for value in values.values()):
            assert shown == worst_findings(case), values


def test_explanation__is_one_in_excel_where_it_is_one_in_python(calculated: Calculated) -> None:
    assert [explanations.is_explanation(note) for note, _ in EXPLANATIONS] == [is_one for _, is_one in EXPLANATIONS]
    shown = [calculated.values["notes"].get((number, 2)) for number in range(1, len(EXPLANATIONS) + 1)]
    assert shown == [is_one for _, is_one in EXPLANATIONS]


def worst_findings(case: Case) -> dict[str, str]:
    """What ``cchc-xl validate`` finds in each row, as the live check would say it: the first error, else the first
    warning.
    """
    found = run(submission(case), FORM).findings
    rules = {rule.code: rule for rule in FORM.rules}
    shown = dict.fromkeys(FIELDS, "")
    for severity in ("warning", "error"):
        for finding in reversed(
            [finding for finding in found if finding.severity == severity and catalogue.live(finding.code)]
        ):
            shown[finding.field] = live.live_text(rules[finding.code], FORM)
    return shown
