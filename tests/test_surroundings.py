"""Whatever stands around known figures: what a merge adds up equals them, or a careful person's doubt is shown."""

from __future__ import annotations

import pathlib
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from surroundings import FIELDS, FORM, Paper, Surrounding, papers

from cchc_xl.consolidation.account.choose import candidate
from cchc_xl.consolidation.account.entry import amount_aside, figures
from cchc_xl.form.period import period
from cchc_xl.model import Finding, Report, UnitFigure
from cchc_xl.validate import Settings, validate_grid

HERE = pathlib.Path(__file__).resolve().parent
AGAINST = Settings((FORM,), None, period(FORM, "H1", 2026))


def judged(figures: dict[str, int], around: list[Surrounding]) -> Report:
    paper = Paper(figures)
    for one in around:
        one.apply(paper)
    return validate_grid(paper.grid(), AGAINST)


def added(report: Report) -> dict[str, UnitFigure]:
    assert report.submission is not None, report.findings
    one = candidate(FORM, report, report.submission, report.findings, False, {})
    block = one.block.code if one.block else ""
    return {entry.field: entry for entry in figures(FORM, report.submission, one.findings, {}, block)}


def alarms(report: Report) -> set[tuple[str, str]]:
    return {(finding.code, finding.field) for finding in report.findings if finding.severity != "note"}


def shows_doubt(field: str, entry: UnitFigure, findings: tuple[Finding, ...]) -> bool:
    """The value is not added, or it is with a flag at it, or as an estimate that the table is said to hold."""
    said = any(finding.code == "S21" for finding in findings)
    return entry.used is None or entry.flag in ("error", "warning") or (said and entry.state == "estimate")


@settings(max_examples=300)
@given(papers())
def test_any_surroundings__what_is_added_equals_the_figures_or_is_flagged(
    drawn: tuple[dict[str, int], list[Surrounding]],
) -> None:
    figures, around = drawn
    report = judged(figures, around)
    found = added(report)
    harm = {field for one in around if one.harm for field in (FIELDS if one.harm == "all" else (one.harm,))}
    for field, entry in found.items():
        assert entry.used in (None, figures[field])
        if field in harm:
            assert shows_doubt(field, entry, report.findings), (field, alarms(report))
    assert all(entry.used is not None or entry.why for entry in found.values())
    for field, entry in found.items():  # a value that was read is added up or set aside, never lost
        if entry.number is not None:
            assert (entry.used or 0) + amount_aside(entry) == entry.number, field


@settings(max_examples=200)
@given(papers().filter(lambda drawn: not any(one.harm for one in drawn[1])))
def test_harmless_surroundings__everything_is_added_and_nothing_alarmed(
    drawn: tuple[dict[str, int], list[Surrounding]],
) -> None:
    figures, around = drawn
    report = judged(figures, around)
    assert {field: entry.used for field, entry in added(report).items()} == figures
    right = alarms(judged(figures, []))
    if any(one.kind == "column" for one in around):
        right |= {("S08", "")}  # says which column was read
    assert alarms(report) <= right


# --- as offices write it: tests/cases/around.txt ------------------------------------------------------------------------


class Case(NamedTuple):
    kind: str  # title | label | bracket or dash behind a label | unit | line | below | heading | note | comment | sheet | file | period
    verdict: str  # + harmless, - not the figure any more
    field: str
    text: str


def cases() -> list[Case]:
    lines = (HERE / "cases" / "around.txt").read_text(encoding="utf-8").splitlines()
    return [Case(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def place(paper: Paper, case: Case) -> None:
    text = case.text.replace(" ↵ ", "\n")
    if case.kind == "title":
        paper.titles[3] = text
    elif case.kind in ("line", "below"):
        (paper.lines if case.kind == "line" else paper.below).append([text])
    elif case.kind == "heading":
        paper.lines[2] = [f"BÁO CÁO TUYÊN TRUYỀN CCHC ({text})"]
    elif case.kind == "period":
        paper.lines[3] = [text]
    elif case.kind == "sheet":
        paper.sheet_name = text
    elif case.kind == "file":
        paper.file_name = f"{text}.xlsx"
    elif case.kind == "comment":
        paper.comments[case.field] = text
    elif case.kind in ("bracket", "dash"):
        paper.rows[case.field]["label"] += f" ({text})" if case.kind == "bracket" else f" - {text}"
    else:
        paper.rows[case.field][case.kind] = text


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.kind} {case.verdict} {case.field} {case.text}")
def test_as_offices_write_it(case: Case) -> None:
    figures = {field: 20 + 3 * index for index, field in enumerate(FIELDS)}
    plain_report, around = (
        judged(figures, []),
        [Surrounding(case.kind, case.text, "", lambda paper: place(paper, case))],
    )
    report = judged(figures, around)
    found = added(report)
    told = alarms(report) - alarms(plain_report)
    about = [case.field] if case.field else list(FIELDS)
    if case.verdict == "+":
        assert {field: entry.used for field, entry in found.items()} == figures
        assert not told
    else:
        assert told
        assert all(found[field].used in (None, figures[field]) for field in about)
        assert all(found[field].used is None or any(one[1] in (field, "") for one in told) for field in about)
