"""The changelog: one line for each change, with its area, what it is now and what it was before."""

from __future__ import annotations

import re

import judges

TEXT = (judges.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\* .*$", TEXT, re.MULTILINE)
SINCE = TEXT.partition("### Since then")[2].partition("\n## ")[0]


def test_changelog__every_line_begins_with_its_area_and_ends_a_sentence():
    assert len(LINES) > 30
    assert [line for line in LINES if not re.fullmatch(r"\* [a-z]+(, [a-z]+)*: .*[.]", line)] == []


def test_changelog__a_change_says_what_it_was_before():
    changes = re.findall(r"^\* .*$", SINCE, re.MULTILINE)
    assert len(changes) > 10
    assert [line for line in changes if "before" not in line] == []


def test_changelog__nothing_is_told_twice():
    """Two lines that share the first dozen words of what they say are one change."""
    seen: dict[str, str] = {}
    for line in LINES:
        words = " ".join(line.partition(": ")[2].split()[:12])
        assert words not in seen, (line, seen[words])
        seen[words] = line
