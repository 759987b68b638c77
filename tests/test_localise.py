"""Localisation: the smallest set of fields that settles every broken relation, and one finding for each cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.check.localise import (
    LARGEST_SET,
    Blame,
    blames,
    correction,
    follows,
    localise,
    with_values,
)
from cchc_xl.check.registry import KINDS, fields_of, is_edit, kind_of
from cchc_xl.check.run import run
from cchc_xl.form.load import load
from cchc_xl.model import CellRef, Finding, Form, Reading, Rule, Source, Submission

FORM = load("tuyen-truyen-cchc", 1)
IDS = ("01", "02", "03", "04")
REAL = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
SMALL = 13  # the independent search tries every number below this


def rule(kind: str, code: str, **args: object) -> Rule:
    return Rule(
        f"{kind}-{'-'.join(map(str, args.values()))}",
        code,
        kind,
        "warning",
        {name.rstrip("_"): value for name, value in args.items()},
    )


def a_form(rules: Sequence[Rule]) -> Form:
    return FORM._replace(rules=tuple({one.id: one for one in rules}.values()))


def submission(values: Mapping[str, int | None], **readings: Reading) -> Submission:
    made = (
        readings.get(f"f{field.id.replace('.', '_')}")
        or Reading(
            field.id,
            "blank" if values.get(field.id) is None else "number",
            values.get(field.id),
            raw=values.get(field.id),
            ref=CellRef("Phụ lục", n, 4),
            how="exact",
        )
        for n, field in enumerate(FORM.fields, 8)
    )
    return Submission(Source("a.xlsx"), FORM.id, FORM.version, "Phụ lục", tuple(made))


def found(values: Mapping[str, int | None], form: Form = FORM, **readings: Reading) -> tuple[Finding, ...]:
    one = submission(values, **readings)
    return localise(form, one, run(one, form).findings)


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in findings]


# --- the smallest set ----------------------------------------------------------------------------------------------


@st.composite
def some_rule(draw: st.DrawFn) -> Rule:
    """A rule of any kind that binds numbers, made from the schema of its arguments: a new kind is tried as well."""
    kind = kind_of(draw(st.sampled_from([name for name in KINDS if is_edit(name)])))
    fields = draw(st.permutations(IDS))
    args: dict[str, Any] = {}
    for name, schema in kind.args["properties"].items():
        needs = {"string": 1, "array": 2}.get(schema.get("type", ""), 0)
        if name not in kind.args["required"] and (needs > len(fields) or draw(st.booleans())):
            continue
        taken, fields = fields[:needs], fields[needs:]
        match schema:
            case {"type": "string"}:
                (args[name],) = taken
            case {"type": "array"}:
                args[name] = list(taken)
            case {"type": "integer"}:
                args[name] = draw(st.integers(0, SMALL - 1))
            case {"type": "number"}:
                args[name] = draw(st.integers(0, 3))
            case {"enum": choice}:
                args[name] = draw(st.sampled_from(choice))
    if "low" in args:
        args["high"] += args["low"]
    return rule(kind.name, CODES.get(kind.name, "C03"), **args)


CODES = {"implies": "C01", "at-most": "V27"}
forms = st.builds(a_form, st.lists(some_rule(), min_size=1, max_size=5))
tables = st.fixed_dictionaries({field: st.integers(0, SMALL - 1) for field in IDS})


def broken(form: Form, one: Submission) -> set[str]:
    return {rule.id for rule in form.rules if kind_of(rule.kind).check(rule, form, one)}


def several(form: Form, ids: set[str]) -> set[str]:
    return {rule.id for rule in form.rules if rule.id in ids and len(fields_of(rule)) > 1}


@given(forms, tables)
@settings(max_examples=120, deadline=None)
def test_blame__the_set_really_settles_what_it_is_said_to_settle(form: Form, values: dict[str, int]) -> None:
    one = submission(values)
    for blame in blames(form, one):
        for chosen in (blame.fields, *blame.instead):
            touched = [rule for rule in form.rules if rule.id in blame.rules or set(fields_of(rule)) & set(chosen)]
            numbers = correction(form, one, chosen, touched)
            assert numbers is not None
            assert set(numbers) == set(chosen)
            left = broken(form, with_values(one, numbers))
            assert not left & set(blame.rules)
            assert several(form, left) <= several(form, broken(form, one))


@given(forms, tables)
@settings(max_examples=60, deadline=None)
def test_blame__no_smaller_set_does(form: Form, values: dict[str, int]) -> None:
    """Against a search that knows nothing of corners: every number, every smaller set."""
    one = submission(values)
    for blame in blames(form, one):
        for size in range(1, len(blame.fields)):
            for chosen in combinations(IDS, size):
                about = [
                    rule
                    for rule in form.rules
                    if set(fields_of(rule))
                    & {*chosen, *(f for r in form.rules if r.id in blame.rules for f in fields_of(r))}
                ]
                for numbers in product(range(SMALL), repeat=size):
                    tried = with_values(one, dict(zip(chosen, numbers, strict=True)))
                    mine = {rule.id for rule in about if set(fields_of(rule)) & set(chosen)} | set(blame.rules)
                    assert broken(form, tried) & mine, (blame, chosen, numbers)


@given(forms, tables)
@settings(max_examples=120, deadline=None)
def test_localise__is_idempotent_and_loses_nothing_uncounted(form: Form, values: dict[str, int]) -> None:
    one = submission(values)
    before = run(one, form).findings
    after = localise(form, one, before)
    assert localise(form, one, after) == after
    repeated = (
        len(before)
        - len({(finding.code, finding.field) for finding in before if finding.phase == "cross-field"})
        - sum(finding.phase != "cross-field" for finding in before)
    )
    assert len(after) + follows(after) + repeated == len(before)


def test_blame__several_relations_have_one_culprit() -> None:
    form = a_form([rule("implies", "C01", if_="01", then=other) for other in ("02", "03", "04")])
    one = submission({"01": 5, "02": 0, "03": 0, "04": 0})
    assert blames(form, one) == (Blame(("01",), (), tuple(rule.id for rule in form.rules)),)
    after = localise(form, one, run(one, form).findings)
    assert codes(after) == [("C01", "01")]
    assert follows(after) == 0  # three rules that say the same of the same cell: said once


def test_blame__relations_that_share_no_field_are_causes_of_their_own() -> None:
    form = a_form([rule("implies", "C01", if_="01", then="02"), rule("implies", "C02", if_="03", then="04")])
    assert [blame.fields for blame in blames(form, submission({"01": 5, "02": 0, "03": 5, "04": 0}))] == [
        ("01",),
        ("03",),
    ]


def test_blame__two_fields_where_one_does_not_suffice() -> None:
    form = a_form(
        [
            rule("implies", "C01", if_="01", then="02"),
            rule("implies", "C02", if_="03", then="04"),
            rule("ratio", "C03", numerator="01", denominator="03", low=1, high=2),
        ]
    )
    (blame,) = blames(form, submission({"01": 9, "02": 0, "03": 3, "04": 0}))
    assert len(blame.fields) == 2
    assert len(blame.fields) <= LARGEST_SET


def test_blame__an_estimate_is_cheaper() -> None:
    estimate = Reading("05", "estimate", 1, bound="~", raw="khoảng 1", how="proposed", ref=CellRef("Phụ lục", 12, 4))
    one = submission({**REAL, "05.1": 600}, f05=estimate)
    (blame,) = blames(FORM, one)
    assert (blame.fields, blame.instead) == (("05",), ())
    (finding,) = [one for one in localise(FORM, one, run(one, FORM).findings) if one.code == "C03"]
    assert (finding.field, finding.raw, finding.ref) == ("05", "khoảng 1", CellRef("Phụ lục", 12, 4))


def test_blame__a_tie_names_both_and_stays_where_the_relation_is_shown() -> None:
    (finding,) = found({**REAL, "05": 0})
    assert (finding.code, finding.field, finding.severity) == ("C01", "05.1", "error")
    assert finding.params["blame"] == ("05.1",)
    assert finding.params["instead"] == (("05",),)


@pytest.mark.parametrize(
    ("values", "expected", "dragged"),
    [
        (REAL, [], 0),
        ({**REAL, "05.1": 44012}, [("V14", "05.1")], 1),  # the mean follows from the date
        ({**REAL, "05.1": 900000}, [("V27", "05.1")], 1),  # as it does from a figure far too large
        (
            {**REAL, "05": 0, "05.1": 900000},
            [("V27", "05.1"), ("C01", "05.1")],
            0,
        ),  # an error does not follow from a warning
        ({**REAL, "05.1": 1200, "05": 1}, [("C03", "05.1")], 0),
        ({**REAL, "06": 12, "05.1": 0}, [("C02", "05"), ("C13", "06")], 0),  # two causes
        # A shift explains the sections, and the limit they break; the error remains.
        (
            {"01": 12, "02": 0, "03": 0, "04": 0, "05": 0, "05.1": 6, "06": 600, "07": 2, "08": 3},
            [("C01", "05.1"), ("C21", "05.1")],
            2,
        ),
    ],
)
def test_localise__one_cause_one_finding(
    values: Mapping[str, int], expected: list[tuple[str, str]], dragged: int
) -> None:
    after = found(values)
    assert sorted(codes(after)) == sorted(expected)
    assert follows(after) == dragged
