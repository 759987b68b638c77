"""The catalogue of findings: complete, of the described shape, and worth what was published.

``published_codes.csv`` is the one list that is kept by hand. A code of it keeps its meaning, its severity and its
repair for ever, because decisions, waivers and other programs of earlier years name it: rows are appended when a
version is published and never changed. What a severity rests on: that of the 108 codes of ``cchc-errors-catalogue/1``
is the one of the catalogue of faults that the program was written from, that of a code of our own follows from what
severities mean there (error: no number that could be added; warning: a number, and a doubt that somebody should settle;
note: nothing that changes a total). No office was asked. Who sees it otherwise writes ``severities`` in the form's
definition.
"""

from __future__ import annotations

import ast
import csv
import json
import os
import pathlib
import re
from typing import NamedTuple

import pytest

from cchc_xl import resources
from cchc_xl.check import catalogue
from cchc_xl.check.before import CODES
from cchc_xl.check.kind import no_formula
from cchc_xl.check.registry import kind_of
from cchc_xl.form.load import known_forms, load
from cchc_xl.model import PHASES, Cell, CellRef, Field
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.quantity.types import TYPES, type_of
from cchc_xl.write.template.live import LIST_EMPTY, LIST_UNCLEAR
from tools import codes_page

HERE = pathlib.Path(__file__).resolve().parent
SHARED = "cchc-errors-catalogue/1"
# Codes of cell values whose examples describe a situation; those of all others are texts of quantity cells.
SITUATIONS = {
    "V04",
    "V05",
    "V09",
    "V12",
    "V14",
    "V24",
    "V25",
    "V27",
    "V29",
    "V30",
    "V31",
    "V32",
    "V34",
    "V35",
    *(f"V{n}" for n in range(36, 41)),
    "V44",
    "V45",
    "V47",
    "V50",
    "V51",
    "V52",
    "V60",
}
CELL_TEXTS = [code for code in catalogue.family("V") if code not in SITUATIONS]


class Published(NamedTuple):
    code: str
    severity: str
    fix: str
    since: str


def published() -> list[Published]:
    with open(HERE / "published_codes.csv", encoding="utf-8", newline="") as file:
        return [Published(**row) for row in csv.DictReader(file)]


def unreleased() -> str:
    """What the changelog says of the version that is being made."""
    told = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    return "".join(re.findall(r"^## Unreleased$(.*?)(?=^## |\Z)", told, re.MULTILINE | re.DOTALL))


def test_published__keep_their_severity_and_their_repair() -> None:
    rows = published()
    assert len({row.code for row in rows}) == len(rows) > 100
    assert [
        row for row in rows if (catalogue.severity(row.code), catalogue.fix(row.code)) != (row.severity, row.fix)
    ] == []


def test_codes__are_published_or_told_among_the_changes() -> None:
    """When a version is published the section is emptied, and this asks to append its codes to the list."""
    new = set(catalogue.catalogue()) - {row.code for row in published()}
    assert {code for code in new if not re.search(rf"\b{code}\b", unreleased())} == set()


def test_own__are_those_that_the_shared_catalogue_has_not() -> None:
    shared = {row.code for row in published() if row.since == SHARED}
    assert len(shared) == 108
    assert {code for code, entry in catalogue.catalogue().items() if entry.get("own")} == set(
        catalogue.catalogue()
    ) - shared


def test_phases__each_is_used_and_known() -> None:
    assert {catalogue.phase(code) for code in catalogue.catalogue()} == set(PHASES)


def test_live__words_for_the_cell_are_there_where_a_formula_checks_too() -> None:
    forms = [load(form_id, version) for form_id, versions in known_forms().items() for version in versions]
    rules = [rule for form in forms for rule in form.rules if kind_of(rule.kind).formula is not no_formula]
    assert len(rules) > 10
    of_types = {code for kind in TYPES for _, code in type_of(kind).base_rules}
    of_types = of_types.union(*codes_page.OF_OWN_FORMS.values())
    asked = {rule.code for rule in rules} | of_types | set(CODES.values())  # of a figure beside last period's too
    asked |= {LIST_EMPTY, LIST_UNCLEAR}
    assert {code for code in catalogue.catalogue() if catalogue.live(code)} == asked


def test_families__each_has_its_file_and_its_own_codes_only() -> None:
    files = os.listdir(resources.path("schemas", "catalogue"))
    assert sorted(files) == sorted(f"{letter}.json" for letter in catalogue.GROUPS)
    for letter in catalogue.GROUPS:
        codes = list(catalogue.family(letter))
        assert codes == sorted(code for code in codes if code[0] == letter)


def test_title_of__what_is_no_code_has_none() -> None:
    assert catalogue.title_of("V03", "en") == "Leading zero"
    assert {catalogue.title_of(text, "vi") for text in ("", "V99", "Z01", "Vinh", "note")} == {""}


def test_schema__accepts_the_catalogue_and_refuses_faults() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    with open(resources.path("schemas", "catalogue.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    validator.check_schema(validator.schema)
    for letter in catalogue.GROUPS:
        with open(resources.path("schemas", "catalogue", f"{letter}.json"), encoding="utf-8") as file:
            assert list(validator.iter_errors(json.load(file))) == [], letter
    entry = catalogue.entry("V01")
    for fault in (
        {"V01": {**entry, "severity": "fatal"}},
        {"V01": {**entry, "vi": {**entry["vi"], "why": ""}}},
        {"V01": {**entry, "en": {**entry["en"], "remedy": "Write a number."}}},
        {"V01": {key: value for key, value in entry.items() if key != "basis"}},
        {"V01": {**entry, "examples": {"fires": [], "silent": ["6"]}}},
        {"X01": entry},
    ):
        assert list(validator.iter_errors({"codes": fault})), fault


@pytest.mark.parametrize("code", CELL_TEXTS)
def test_examples__of_cell_texts_are_what_the_reader_says(code: str) -> None:
    typed = (("90", "ha", "decimal", 2), ("91", "%", "percent", 1), ("92", "Triệu đồng", "money", 3))
    listed = Field("93", "93", "Có bộ phận một cửa", "", "choice", choices=("Có", "Không"))
    day = Field("94", "94", "Ngày ban hành", "", "date")
    own = (Field(name, name, "Chỉ tiêu có loại", unit, kind, places=places) for name, unit, kind, places in typed)
    fields = (
        *load("tuyen-truyen-cchc", 1).fields,
        *((*own, {"V66": listed, "V67": day}[code]) if code in ("V66", "V67") else own if code >= "V60" else ()),
    )  # types of own forms

    def codes(example: str) -> set[str]:
        cell = Cell(example.replace(" ↵ ", "\n"), "text")
        return {found for field in fields for found, _ in read_quantity(cell, field).codes}

    examples = catalogue.entry(code)["examples"]
    assert [example for example in examples["fires"] if code not in codes(example)] == []
    assert [example for example in examples["silent"] if code in codes(example)] == []


def test_finding__takes_phase_and_severity_from_the_catalogue() -> None:
    ref = CellRef("Phụ lục", 14, 4)
    found = catalogue.finding(
        "V01", field="05", ref=ref, raw="6(lồng ghép)", proposed=6, params={"note": "lồng ghép"}, source="a.xlsx"
    )
    assert (found.severity, found.phase, found.ref, found.proposed) == ("warning", "value", ref, 6)
    assert catalogue.finding("V01", severity="error").severity == "error"


def test_finding__the_form_outweighs_the_catalogue_and_the_caller_outweighs_both() -> None:
    form = load("tuyen-truyen-cchc", 1)._replace(severities={"V16": "error"})
    assert catalogue.severity("V16", form) == "error"
    assert catalogue.finding("V16", form).severity == "error"
    assert catalogue.finding("V16", form, severity="note").severity == "note"
    assert catalogue.severity("V15", form) == "warning"


def test_entry__unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        catalogue.entry("Z99")


def test_codes_page__committed_is_generated() -> None:
    with open(resources.path("docs", "codes.md"), encoding="utf-8", newline="") as file:
        assert file.read() == codes_page.page(), "run tools/build_docs.py"


def test_codes_page__every_code_that_can_be_seen_comes_from_somewhere() -> None:
    made = codes_page.made_in()
    assert {code for code, modules in made.items() if not modules} == {
        code for code, entry in catalogue.catalogue().items() if "undetectable" in entry
    }
    assert made["S08"] == ("table.column_findings", "table.quantity_title")
    assert made["C20"] == ("check.kinds.activity", "check.kinds.narrative_figure")
    assert "grid.openxml.package" in made["F07"]  # what a reading that failed says where it says nothing else


def test_codes_page__to_speak_of_a_code_is_not_to_make_it() -> None:
    source = """
LATE = "M11"
SEEN = frozenset({"V01", "V02"})
ABOUT = {"V03": 1}
def f(one, kind="F07"):
    if one.code == "S01" or one.code in ("S02", "S03"):
        return finding("S04", form)
    return Found((("V05", {}),)), about(LATE), "T01" if one else "T02"
"""
    assert set(codes_page.codes_of(ast.parse(source))) == {"F07", "S04", "V05", "M11", "T01", "T02"}
