"""Whole workbooks: each planted fault is found under its code, and nothing harmless is flagged.

``workbooks/bad/CODE``: every file there must earn CODE. ``workbooks/good``: no file there may earn an error or a
warning. What else a file must give stands in its folder's ``expect.json``:

    cells   addresses at which the code must stand          values  field id -> number read or proposed, null for none
    also    codes of errors and warnings that are right     notes   codes of notes that are right (good files only)
    aside   fields that a merge must not add up             estimates   fields that it must add up as estimates
    around  what kind of surroundings the file is about (docs/quality.md counts by it)

What only several files show stands in a folder with a campaign file (``dot-bao-cao.json``), which is merged as a
consolidator would: ``tools/workbooks_groups.py`` says what lies in it.

Files below ``good/khac-mau`` are of an office's own making: S16, which the catalogue gives them, is no false alarm
there.
"""

from __future__ import annotations

import json
import pathlib
import shutil
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from cchc_xl.campaign import for_each_form, load_campaign, settings_of
from cchc_xl.check.catalogue import catalogue
from cchc_xl.consolidation.account.choose import candidate
from cchc_xl.consolidation.account.entry import figures
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.form.load import HOME, load
from cchc_xl.form.period import parse_key, period
from cchc_xl.grid.file import read_file
from cchc_xl.model import Report, UnitFigure
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import Plan, plan_of
from cchc_xl.units.roster import load_roster
from cchc_xl.validate import Settings, settings, validate_read
from cchc_xl.words.say import LANGUAGES, LONGEST_TEXT, say

ROOT = pathlib.Path(__file__).resolve().parent / "workbooks"
OWN_MAKING = "khac-mau"

CAMPAIGN = "dot-bao-cao.json"
NOT_DETECTED = {code for code, entry in catalogue().items() if "undetectable" in entry}


@cache
def against() -> Settings:
    form = load("tuyen-truyen-cchc", 2)
    return settings(roster=load_roster(str(ROOT / "roster.csv")), period=period(form, "H1", 2026))


def files(folder: str) -> list[str]:
    """The workbooks that are judged one by one."""
    of_groups = [ROOT / folder / name for name in groups(folder)]
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.name != "expect.json")
    return sorted(
        str(path.relative_to(ROOT / folder))
        for path in found
        if not any(path.is_relative_to(group) for group in of_groups)
    )


def groups(folder: str) -> list[str]:
    """The folders that are merged."""
    return sorted(str(path.parent.relative_to(ROOT / folder)) for path in (ROOT / folder).rglob(CAMPAIGN))


# Codes that one workbook alone cannot show: they compare files, units or periods, are about what did not arrive, or are
# earned by types of quantities that only forms of an office's own have.
NOT_IN_ONE_FILE = {name.split("/")[0] for name in groups("bad")}


@cache
def expectations(folder: pathlib.Path) -> Mapping[str, Mapping[str, Any]]:
    path = folder / "expect.json"
    found: dict[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def expected(path: pathlib.Path) -> Mapping[str, Any]:
    return expectations(path.parent).get(path.name, {})


@cache
def report(folder: str, name: str) -> Report:
    """The report of a file that was last changed on 15 June 2026, so that the clock of the machine plays no part."""
    path = ROOT / folder / name
    read = read_file(str(path), path.name)
    return validate_read(read._replace(source=read.source._replace(received="2026-06-15T08:00:00")), against())


def numbers(found: Report) -> dict[str, int | float | None]:
    return {reading.field: reading.number for reading in found.submission.readings} if found.submission else {}


def entries_of(found: Report) -> dict[str, UnitFigure]:
    """What a merge would make of a report, by field; nothing for one that cannot be read."""
    if found.submission is None:
        return {}
    form = load(found.submission.form, found.submission.version)
    one = candidate(form, found, found.submission, found.findings, True, {})
    return {
        entry.field: entry
        for entry in figures(form, found.submission, one.findings, {}, one.block.code if one.block else "")
    }


@pytest.mark.parametrize("folder", ["bad", "good"])
def test_every_workbook__can_be_added_up_alone(folder: str) -> None:
    """``reconcile`` finds every number that was read among those added up and those set aside, whatever the file is."""
    for name in files(folder):
        one = report(folder, name)
        form = load(one.submission.form, one.submission.version) if one.submission else load("tuyen-truyen-cchc", 2)
        merged = consolidate(form, [one], period=against().period)
        assert all(total.read == total.used + total.set_aside for total in merged.totals), name


@pytest.mark.parametrize("name", [name for name in files("bad") if "aside" in expected(ROOT / "bad" / name)])
def test_bad__what_is_no_figure_of_the_indicator_is_not_added_up(name: str) -> None:
    wanted, found = expected(ROOT / "bad" / name), entries_of(report("bad", name))
    assert {field for field, entry in found.items() if entry.used is None} == set(wanted["aside"])
    assert {field: entry.used for field, entry in found.items() if entry.used is not None} == {
        field: number for field, number in wanted["values"].items() if field not in wanted["aside"]
    }


@pytest.mark.parametrize("name", [name for name in files("bad") if "estimates" in expected(ROOT / "bad" / name)])
def test_bad__what_is_estimated_as_a_whole_is_added_up_as_estimates(name: str) -> None:
    wanted, found = expected(ROOT / "bad" / name), entries_of(report("bad", name))
    assert {field for field, entry in found.items() if entry.state == "estimate"} == set(wanted["estimates"])
    assert {field: entry.used for field, entry in found.items()} == wanted["values"]


@pytest.mark.parametrize("name", files("bad"))
def test_bad__the_fault_is_found_where_it_is_and_nothing_else(name: str) -> None:
    code, wanted, found = name.split("/")[0], expected(ROOT / "bad" / name), report("bad", name)
    hits = [finding for finding in found.findings if finding.code == code]
    assert hits, [(finding.code, finding.ref) for finding in found.findings]
    assert set(wanted.get("cells", ())) <= {finding.ref.a1 for finding in hits if finding.ref}
    assert {finding.code for finding in found.findings if finding.severity != "note"} - {code} <= set(
        wanted.get("also", ())
    )
    assert numbers(found).items() >= wanted.get("values", {}).items()


@pytest.mark.parametrize("name", files("good"))
def test_good__no_error_no_warning_and_the_right_numbers(name: str) -> None:
    wanted, found = expected(ROOT / "good" / name), report("good", name)
    right = {"S16"} if name.startswith(OWN_MAKING) else set()
    assert {finding.code for finding in found.findings if finding.severity != "note"} <= right
    assert {finding.code for finding in found.findings if finding.severity == "note"} <= set(wanted.get("notes", ()))
    assert wanted["values"]
    assert numbers(found) == wanted["values"]
    assert {field: entry.used for field, entry in entries_of(found).items()} == wanted["values"]


def merged(case: pathlib.Path, folder: pathlib.Path) -> Result:
    """The merge of a case's reports, after those of the earlier periods with whose workbooks it is compared.

    Nothing is written into the case.
    """
    (folder / CAMPAIGN).write_bytes((case / CAMPAIGN).read_bytes())
    (folder / "don-vi.csv").write_bytes((case / "don-vi.csv").read_bytes())
    if (case / HOME).is_dir():
        shutil.copytree(case / HOME, folder / HOME)
    campaign, *_ = for_each_form(load_campaign(str(folder / CAMPAIGN)))
    settings = settings_of(campaign)
    for path, wanted in zip(sorted((case / "ky-truoc").glob("*")), campaign.previous, strict=True):
        merge_paths([str(path)], wanted, Plan(settings._replace(period=parse_key(settings.forms[0], path.name))))
    plan = plan_of(campaign, received=str(case / "so-nhan.csv"))
    return merge_paths([str(case / "nop")], str(folder / "out.xlsx"), plan)


def problems_found(result: Result) -> list[tuple[str, str, str]]:
    """(code, unit, field) of every error and warning; S16 is right where no table is our template's."""
    found = result.consolidation.findings
    return [(one.code, one.unit, one.field) for one in found if one.severity != "note" and one.code != "S16"]


@pytest.mark.parametrize("name", groups("bad"))
def test_bad__what_only_a_merge_shows_is_found_where_it_is_and_nothing_else(name: str, tmp_path: pathlib.Path) -> None:
    code, wanted = name.split("/")[0], expectations(ROOT / "bad" / name)
    result = merged(ROOT / "bad" / name, tmp_path)
    hits = [one for one in result.consolidation.findings if one.code == code]
    assert sorted((one.unit, one.field) for one in hits) == sorted(map(tuple, wanted["at"]))
    assert {one.severity for one in hits} == {catalogue()[code]["severity"]}
    assert {one[0] for one in problems_found(result)} - {code} == set(wanted.get("also", ()))
    for one in hits:
        for lang in LANGUAGES:
            message = say(one, result.consolidation.form, lang)
            assert all(message[1:])
            assert "…" not in message.text
            assert "{" not in message.text


@pytest.mark.parametrize("name", groups("good"))
def test_good__a_merge_of_look_alikes_says_nothing(name: str, tmp_path: pathlib.Path) -> None:
    result = merged(ROOT / "good" / name, tmp_path)
    assert problems_found(result) == []
    code = expectations(ROOT / "good" / name)["code"]
    assert code not in {one.code for one in result.consolidation.findings}
    assert pathlib.Path(name).name.startswith(f"{code}-")
    assert any(total.used for total in result.consolidation.totals)


def test_bad__a_folder_for_each_code() -> None:
    folders = {path.name for path in (ROOT / "bad").iterdir()}
    assert folders <= set(catalogue())
    assert set(catalogue()) - folders == NOT_DETECTED
    assert len(NOT_IN_ONE_FILE) > 10
    assert {expectations(ROOT / "good" / name)["code"] for name in groups("good")} == NOT_IN_ONE_FILE


@pytest.mark.parametrize("folder", ["bad", "good"])
def test_expectations__name_files_that_exist(folder: str) -> None:
    of_groups = {ROOT / folder / name for name in groups(folder)}
    places = [path.parent for path in (ROOT / folder).rglob("expect.json") if path.parent not in of_groups]
    named = {str((place / name).relative_to(ROOT / folder)) for place in places for name in expectations(place)}
    assert named <= set(files(folder))


def test_messages__of_every_finding_are_filled() -> None:
    """A parameter that is missing shows as "…" in the message; a raw text may hold one of its own."""
    forms = {form.version: form for form in against().forms}
    for name in files("bad"):
        found = report("bad", name)
        for finding in found.findings:
            form = forms[found.submission.version] if found.submission else against().forms[0]
            for lang in LANGUAGES:
                message = say(finding, form, lang)
                text = f"{message.where} {message.what} {message.why} {message.repair}"
                assert all((message.what, message.why, message.repair)), (name, finding.code)
                shortened = any(len(str(given)) > LONGEST_TEXT for given in (finding.raw, *finding.params.values()))
                assert "…" not in text or "…" in finding.raw or shortened, (name, finding.code, text)
                assert "{" not in text, (name, finding.code, text)
