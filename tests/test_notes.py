"""What notes, comments and lines say of a figure: ``tests/cases/notes.txt``, one a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.form.load import load
from cchc_xl.quantity.note_sums import reckoned
from cchc_xl.quantity.notes import LONGEST, Meaning, clauses, statement

FORM = load("tuyen-truyen-cchc", 1)
CASES = Path(__file__).parent / "cases" / "notes.txt"
_LINE = re.compile(r"\[(?P<field>[0-9.]+) = (?P<number>[0-9]+)\] (?P<note>.*) -> (?P<meant>.*)")


def cases() -> list[tuple[str, int, str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    found = [_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(found)
    return [(one["field"], int(one["number"]), one["note"].replace("\\n", "\n"), one["meant"]) for one in found if one]


@pytest.mark.parametrize(("field", "number", "note", "meant"), cases())
def test_notes_table__is_what_is_understood(field: str, number: int, note: str, meant: str) -> None:
    found = statement(note, number, FORM.field(field))
    if not found.does:
        added = reckoned(note, number, FORM.field(field))
        found = Meaning("parts", "", added.number) if added.why == "parts" else Meaning("", added.why, added.number)
    said = (found.does, found.why, "" if found.number is None else str(found.number))
    assert " ".join(filter(None, said)) == (meant if meant != "nothing" else "")


def test_notes_table__holds_faults_and_look_alikes() -> None:
    meant = [case[-1] for case in cases()]
    assert len(meant) >= 150
    assert 50 <= meant.count("nothing") < len(meant) / 2
    assert {text.split()[0] for text in meant} == {"corrects", "changes", "estimate", "parts", "nothing"}


def test_long_texts__say_nothing() -> None:
    assert clauses("Số đúng là 62. " * 30) == ()
    assert statement("Số đúng là 62. " * 30, 18, FORM.field("04")).does == ""


_WORDS = st.sampled_from(
    ["số", "đúng", "là", "62", "18", "đính chính", ":", ",", ";", "\n", "?", "/", "tháng", "bình quân", "nghìn", "tờ", "tin, bài", "trong đó", "gồm",
     "chưa", "dự kiến", "->", "không phải", "1.200", "(", ")", "%", "mỗi", "kế hoạch", "năm 2026", "ước"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)), st.sampled_from(["01", "04", "05.1"])
)
def test_any_note__gives_a_sound_statement(note: str, field: str) -> None:
    found = statement(note, 18, FORM.field(field))
    assert (found.number is None) == (found.does not in ("corrects", "parts"))
    assert found.number != 18
    assert bool(found.why) == (found.does in ("changes", "estimate"))
    assert len(note) <= LONGEST
