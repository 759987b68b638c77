"""Notes as clerks write them, harmless and harmful: ``tests/cases/note_corpus.txt``, each in a table with known figures."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from surroundings import Surrounding
from test_surroundings import AGAINST, added, alarms, judged

from cchc_xl.form.load import load
from cchc_xl.quantity.concerns import _judge, concern
from cchc_xl.quantity.note_clauses import LONGEST, understood
from cchc_xl.text import unaccented

FORM = load("tuyen-truyen-cchc", 1)
FIGURES = {"01": 12, "02": 0, "03": 3, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4}


class Noted(NamedTuple):
    verdict: str  # + harmless, - to be asked about; ~ before: not so yet
    field: str
    note: str


def corpus() -> list[Noted]:
    text = (Path(__file__).parent / "cases" / "note_corpus.txt").read_text(encoding="utf-8")
    return [Noted(*line.split("\t")) for line in text.splitlines() if not line.startswith("#")]


CORPUS = corpus()
PLAIN_ALARMS = alarms(judged(FIGURES, []))


def is_told(field: str, note: str) -> bool:
    """Does an error or a warning speak of the note?"""
    report = judged(FIGURES, [Surrounding("note", note, "", lambda paper: paper.rows[field].__setitem__("note", note))])
    told = alarms(report) - PLAIN_ALARMS
    assert told or {one: entry.used for one, entry in added(report).items()} == FIGURES
    return bool(told)


def test_corpus__is_told_as_a_careful_person_would_ask() -> None:
    wrong = [one for one in CORPUS if one.verdict in "+-" and is_told(one.field, one.note) != (one.verdict == "-")]
    assert wrong == []


def test_corpus__is_large_and_what_is_not_told_is_little_of_it() -> None:
    verdicts = [one.verdict for one in CORPUS]
    assert verdicts.count("+") >= 1_050
    assert verdicts.count("-") >= 900
    assert verdicts.count("~-") <= 0.1 * len(CORPUS) / 2
    assert verdicts.count("~+") <= 0.015 * len(CORPUS) / 2


def test_corpus__first_lot_holds_a_narrower_bound() -> None:
    """The first 1,164 notes; those behind them are harder: minimal pairs, and voices that were not known."""
    verdicts = [one.verdict for one in CORPUS[:1164]]
    assert verdicts.count("~-") <= 0.04 * len(verdicts) / 2
    assert verdicts.count("~+") <= 2


@pytest.mark.parametrize(("how", "alarmed", "silent"), [("plain", 0.01, 0.2), ("capitals", 0.01, 0.01), ("nfd", 0, 0)])
def test_corpus__however_it_is_written(how: str, alarmed: float, silent: float) -> None:
    """Without accents many words may be others: those are not taken to say anything."""
    write = {"plain": unaccented, "capitals": str.upper, "nfd": lambda text: unicodedata.normalize("NFD", text)}[how]
    for verdict, most in (("+", alarmed), ("-", silent)):
        notes = [one for one in CORPUS if one.verdict == verdict]
        wrong = [one for one in notes if is_told(one.field, write(one.note)) != (verdict == "-")]
        assert len(wrong) <= most * len(notes), wrong


def test_long_texts__are_narratives() -> None:
    assert concern("nhân với 10. " * 30, 12, FORM.field("01")) == ""
    assert len("nhân với 10. " * 30) > LONGEST


def test_remembered__is_what_would_be_judged_anew() -> None:
    """What is kept of a note is kept for all numbers that it says the same of, and for no other."""
    numbers = (0, 1, 2, 5, 12, 600)
    for one in CORPUS:
        field = FORM.field(one.field)
        clauses = understood(one.note)
        for number, period in ((number, period) for number in numbers for period in (None, AGAINST.period)):
            anew = "scale" if one.note.strip(" .()") in (f"{number}%", f"{number} %") else ""
            anew = anew or (_judge(clauses, number, field, period) if clauses else "")
            assert concern(one.note, number, field, period) == anew, (one, number)
