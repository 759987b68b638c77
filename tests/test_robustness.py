"""docs/robustness.md against the tests: every line has one that names its number."""

from __future__ import annotations

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = [
    int(number)
    for number in re.findall(
        r"^\| (\d+) \|", (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8"), re.MULTILINE
    )
]


def named() -> set[int]:
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        if path.name != pathlib.Path(__file__).name
    ]
    found = re.findall(r"robustness[ _]((?:\d+(?:,| and |_and_|, )?\s?)+)", "\n".join(texts), re.IGNORECASE)
    return {int(number) for numbers in found for number in re.findall(r"\d+", numbers)}


def test_robustness__the_table_is_whole() -> None:
    assert list(range(1, 37)) == LINES


@pytest.mark.parametrize("line", LINES)
def test_robustness__each_line_has_a_test(line: int) -> None:
    assert line in named()
