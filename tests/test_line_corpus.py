"""Lines and comments as offices write them around a table: ``tests/cases/line_corpus.txt``, each beside known figures."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from surroundings import Paper
from test_note_corpus import FIGURES
from test_surroundings import AGAINST, added, alarms

from cchc_xl.validate import validate_grid

HEADING = ("UBND PHƯỜNG NAM ĐÔNG HÀ", "Số: 187/BC-UBND", "BÁO CÁO TUYÊN TRUYỀN CCHC", "6 THÁNG ĐẦU NĂM 2026")


class Written(NamedTuple):
    verdict: str  # + harmless, - to be asked about; ~ before: not so yet
    place: str  # above | below | comment:<field>
    text: str


def corpus() -> list[Written]:
    text = (Path(__file__).parent / "cases" / "line_corpus.txt").read_text(encoding="utf-8")
    return [Written(*line.split("\t")) for line in text.splitlines() if not line.startswith("#")]


CORPUS = corpus()


def told(one: Written | None) -> set[tuple[str, str]]:
    """The errors and warnings of a report with the line or the comment."""
    paper = Paper(dict(FIGURES))
    paper.lines = [[text] for text in HEADING]
    if one is not None and one.place.startswith("comment:"):
        paper.comments[one.place.removeprefix("comment:")] = one.text
    elif one is not None:
        (paper.lines if one.place == "above" else paper.below).append([one.text])
    report = validate_grid(paper.grid(), AGAINST)
    assert all(entry.used in (None, FIGURES[field]) for field, entry in added(report).items())
    return alarms(report)


PLAIN = told(None)


def test_corpus__is_told_as_a_careful_person_would_ask() -> None:
    wrong = [one for one in CORPUS if one.verdict in "+-" and bool(told(one) - PLAIN) != (one.verdict == "-")]
    assert wrong == []


def test_corpus__what_is_not_told_is_the_smaller_part_of_it() -> None:
    verdicts = [one.verdict for one in CORPUS]
    assert verdicts.count("+") + verdicts.count("~+") >= 160
    assert verdicts.count("-") >= 100
    assert verdicts.count("~+") <= 0.03 * len(CORPUS) / 2
