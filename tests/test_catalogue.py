"""The catalogue of findings: complete, of the described shape, and worth what was agreed."""

from __future__ import annotations

import json
import os

import pytest

from cchc_xl import resources
from cchc_xl.check import catalogue
from cchc_xl.check.registry import kind_of
from cchc_xl.form.load import known_forms, load
from cchc_xl.model import PHASES, Cell, CellRef
from cchc_xl.quantity.reading import read_quantity

SHARED = {"V": 35, "C": 20, "S": 17, "F": 16, "M": 12, "T": 8}
OWN = {"S18", "F17", "F18", "C21", "C22", "C23"}
LIVE = {"V24", "V25", "V09", "V11", "V27", "C01", "C02", "C03", "C09", "C12", "C13"}

# Agreed with the offices that use the codes: severity (e w n) and repair (s p n) of every code, in order.
AGREED = """
V wp wp ns ns ns ns wp wp en wp en en en wn wp wn en wn en wp wp wp wp en en en wn en wn en nn wn wp wp ns
C en wn wn wn en wn wn wn wn wn wn wn wn wn wn wn wn nn nn wn wn wp wn
S ws ns wp wn en en wn ws wn ws ns en ns en ns wn en en
F ns ns ep en en ws en ns en ns ns en wp en ns wn ns ns
M en en wp en en wn nn nn nn nn wn en
T ws ws ns ns wp ns wn np
"""
# Codes whose examples are the texts of quantity cells as they stand; the others describe a situation.
CELL_TEXTS = [
    "V01",
    "V02",
    "V03",
    "V06",
    "V07",
    "V08",
    "V10",
    "V11",
    "V13",
    "V15",
    "V16",
    "V17",
    "V18",
    "V19",
    "V20",
    "V21",
    "V22",
    "V23",
    "V26",
    "V28",
    "V33",
]
SEVERITY = {"e": "error", "w": "warning", "n": "note"}
FIX = {"s": "safe", "p": "propose", "n": "never"}


def agreed() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in AGREED.strip().splitlines())
    return {
        f"{letter}{n:02d}": (SEVERITY[pair[0]], FIX[pair[1]])
        for letter, *pairs in rows
        for n, pair in enumerate(pairs, 1)
    }


def test_codes__are_the_shared_ones_and_our_own() -> None:
    shared = {f"{letter}{n:02d}" for letter, last in SHARED.items() for n in range(1, last + 1)}
    assert set(catalogue.catalogue()) == shared | OWN
    assert {code for code, entry in catalogue.catalogue().items() if entry.get("own")} == OWN


def test_severity_and_fix__as_agreed() -> None:
    assert {code: (catalogue.severity(code), catalogue.fix(code)) for code in catalogue.catalogue()} == agreed()


def test_phases__each_is_used_and_known() -> None:
    assert {catalogue.phase(code) for code in catalogue.catalogue()} == set(PHASES)


def test_live__the_codes_that_excel_checks_by_itself() -> None:
    assert {code for code in catalogue.catalogue() if catalogue.live(code)} == LIVE


def test_families__each_has_its_file_and_its_own_codes_only() -> None:
    files = os.listdir(resources.path("schemas", "catalogue"))
    assert sorted(files) == sorted(f"{letter}.json" for letter in catalogue.GROUPS)
    for letter in catalogue.GROUPS:
        codes = list(catalogue.family(letter))
        assert codes == sorted(code for code in codes if code[0] == letter)


def test_title_of__what_is_no_code_has_none() -> None:
    assert catalogue.title_of("V03", "en") == "Leading zero"
    assert {catalogue.title_of(text, "vi") for text in ("", "V99", "Z01", "Vinh", "note")} == {""}


def test_live__covers_every_rule_with_a_formula() -> None:
    rules = [
        (rule, load(form_id, n))
        for form_id, versions in known_forms().items()
        for n in versions
        for rule in load(form_id, n).rules
    ]
    with_formula = {
        rule.code for rule, form in rules if kind_of(rule.kind).formula(rule, form, lambda field: f"$D${field}")
    }
    assert with_formula
    assert with_formula <= LIVE


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
    fields = load("tuyen-truyen-cchc", 1).fields

    def codes(example: str) -> set[str]:
        cell = Cell(example.replace(" ↵ ", "\n"), "text")
        return {said for field in fields for said, _ in read_quantity(cell, field).codes}

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
