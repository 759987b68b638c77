"""docs/quality.md is of the workbooks and codes that are there: whoever adds one measures again."""

from __future__ import annotations

from test_workbooks import NOT_DETECTED, NOT_IN_ONE_FILE, files, groups

from cchc_xl import resources
from cchc_xl.check.catalogue import GROUPS, catalogue, family

AGAIN = "run tools/build_quality.py"


def page() -> list[str]:
    with open(resources.path("docs", "quality.md"), encoding="utf-8") as file:
        return file.read().splitlines()


def counts(row: str) -> list[int]:
    return [int(cell) for cell in row.strip("| ").split(" | ")[1:]]


def test_quality__counts_the_codes_and_the_workbooks_that_are_there() -> None:
    bad = [name.split("/")[0] for name in files("bad")]
    rows = [counts(row) for group in GROUPS.values() for row in page() if row.startswith(f"| {group}. ")]
    of_groups = [
        [len(codes), len(set(codes) - NOT_IN_ONE_FILE - NOT_DETECTED), sum(code in codes for code in bad)]
        for codes in map(family, GROUPS)
    ]
    assert [row[:3] for row in rows] == of_groups, AGAIN
    planted, harmless = [counts(row) for row in page() if row.startswith("| **Tổng (all)**")][:2]
    assert planted[:3] == [len(catalogue()), len(set(bad)), len(bad)], AGAIN
    assert harmless[0] == len(files("good")), AGAIN


def test_quality__names_what_only_a_merge_shows() -> None:
    assert {row.split(" | ")[0].strip("| ") for row in page() if row.endswith("| yes |")} == NOT_IN_ONE_FILE, AGAIN
    assert {group.partition("/")[0] for group in groups("bad")} == NOT_IN_ONE_FILE
    assert len([row for row in page() if row.endswith("| yes |")]) == len(groups("bad")), AGAIN
