"""The rule kinds: what each module says of itself holds, and none can be forgotten where kinds are listed."""

from __future__ import annotations

import importlib
import pathlib

import pytest
from test_parity import ALL, FORM, Case, submission

from cchc_xl.check import kinds
from cchc_xl.check.catalogue import catalogue, entry, follows_from
from cchc_xl.check.kind import Kind, no_formula, usable
from cchc_xl.check.localise import smallest, with_values
from cchc_xl.check.registry import KINDS, fields_of, is_edit, is_relation, kind_of
from cchc_xl.form.load import known_forms, load
from cchc_xl.model import Form

by_kind = pytest.mark.parametrize("kind", [kind_of(name) for name in KINDS], ids=lambda kind: kind.name)


def cases_of(kind: Kind) -> list[Case]:
    return [case for case in ALL if case.rule.kind == kind.name]


def test_registry__has_every_module_under_its_own_name() -> None:
    modules = {path.stem for path in pathlib.Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(KINDS.values()) == modules
    for name, module in KINDS.items():
        assert name == kind_of(name).name == module.replace("_", "-")


@by_kind
def test_manual__says_what_it_is_when_it_fires_and_when_not(kind: Kind) -> None:
    manual = " ".join((importlib.import_module(f"{kinds.__name__}.{KINDS[kind.name]}").__doc__ or "").split())
    assert manual.startswith(f"{kind.name}: ")
    assert "Fires: " in manual
    assert "Silent: " in manual
    for arg in kind.args["properties"]:
        assert f"``{arg}``" in manual or kind.args["required"] == ["fields"], arg


@by_kind
def test_args__those_that_are_spoken_of_are_there(kind: Kind) -> None:
    args = kind.args["properties"]
    assert kind.args["additionalProperties"] is False
    for arg in kind.field_args:
        assert args[arg].get("items", args[arg])["type"] == "string"
    if kind.threshold:
        assert args[kind.threshold.arg]["type"] == "integer"


@by_kind
def test_relations__whatever_compares_the_numbers_of_several_fields_is_one(kind: Kind) -> None:
    """Else the smallest set of cells to blame is searched without it, and a correction that it forbids is believed."""
    named = set(kind.field_args) - {"fields"}
    several = len(named) > 1 or any(kind.args["properties"][arg]["type"] == "array" for arg in named)
    if several and kind.ground == "numbers":
        assert is_relation(kind.name)
    assert is_relation(kind.name) <= is_edit(kind.name)


@by_kind
def test_silence__nothing_is_said_without_what_the_kind_asks_for(kind: Kind) -> None:
    """Rules of such kinds are passed over where a submission has nothing of it."""
    cases, bare = cases_of(kind), {}
    match kind.silent_without:
        case "":
            return
        case "codes":
            bare = {"codes": ()}
        case "words":
            bare = {"note": "", "raw": None}
    for case in cases:
        one = submission(case)
        one = one._replace(readings=tuple(reading._replace(**bare) for reading in one.readings))
        one = one._replace(narrative={}) if kind.silent_without == "narrative" else one
        assert not list(kind.check(case.rule, FORM, one) or ()), case.name
    assert any(case.broken for case in cases)


@by_kind
def test_corners__every_field_that_some_number_would_settle_is_found(kind: Kind) -> None:
    """Against a search that knows nothing of corners: one field at a time, every number that could matter."""
    broken = [case for case in cases_of(kind) if case.broken and is_edit(kind.name)]
    for case in broken:
        one, fields = submission(case), fields_of(case.rule)
        known = [value for field in fields if (value := usable(one, field)) is not None]
        numbers = range(int(sum(known)) + 2)
        settled = {
            (field,)
            for field in fields
            if any(not kind.check(case.rule, FORM, with_values(one, {field: number})) for number in numbers)
        }
        assert settled, case.name
        assert settled <= {*smallest(FORM, one, fields, [case.rule], dict.fromkeys(fields, 1))}, case.name
    assert bool(broken) == is_edit(kind.name)


@by_kind
def test_codes__a_hit_carries_none_but_those_that_its_kind_names(kind: Kind) -> None:
    found = set()
    for case in cases_of(kind):
        one = submission(case)
        read = {code for reading in one.readings for code, _ in reading.codes}
        named = read if kind.codes is None else set(kind.codes)
        codes = {hit.code for hit in kind.check(case.rule, FORM, one) or ()} - {""}
        assert codes <= named, case.name
        found |= codes
    assert found >= set(kind.codes or ())


@by_kind
def test_formula__is_there_or_said_to_be_impossible(kind: Kind) -> None:
    for case in cases_of(kind):
        formulas = kind.formula(case.rule, FORM, lambda field: f"$D${field}")
        assert bool(formulas) == (kind.formula is not no_formula), case.name
        assert set(formulas) <= set(fields_of(case.rule)), case.name


@by_kind
def test_hits__are_shown_at_a_field_that_the_rule_names_and_took_part(kind: Kind) -> None:
    for case in cases_of(kind):
        named = {*fields_of(case.rule)} or {""}
        for hit in kind.check(case.rule, FORM, submission(case)) or ():
            assert hit.field in named, case.name
            assert set(hit.fields) <= named, case.name
            assert not hit.field or hit.field in hit.fields, case.name


def test_follows__is_said_of_every_rule_that_binds_numbers_to_each_other() -> None:
    """Else a second finding is raised where a date was entered for the very number, and asks about the wrong thing."""
    relations = {rule.code for form in forms() for rule in form.rules if is_relation(rule.kind)}
    assert {"C01", "C03"} <= relations
    assert {code for code in relations if "follows" not in entry(code)} == set()


def test_follows__names_codes_of_values_that_do_not_follow_from_each_other_in_turn() -> None:
    for code in catalogue():
        for leader in follows_from(code):
            assert leader in catalogue()
            assert code not in follows_from(leader), code


def forms() -> list[Form]:
    return [load(form_id, version) for form_id, versions in known_forms().items() for version in versions]
