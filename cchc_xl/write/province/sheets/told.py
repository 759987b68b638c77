"""Sheet "Đề xuất từ báo cáo": what the texts of reports without a table propose, each with its quote and what was
decided. Decisions are made on the sheet of findings, which has a row for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cchc_xl.model import Consolidation
from cchc_xl.words.province import ACTIONS, TOLD
from cchc_xl.write.province.effects import stated
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import DECIMALS, FILLS, NUMBER, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows, number

CODE = "V51"
HEADER, FIRST = 2, 3  # rows, from 0
KEYS = ("no", "unit", "field", "told-kind", "told-number", "told-quote", "problem", "file", "action", "value", "by")
WIDTHS = (5, 30, 9, 12, 10, 60, 44, 30, 20, 10, 18)


def told(codes: Iterable[str]) -> list[int]:
    """The places of the proposals and questions among findings of some codes."""
    return [place for place, code in enumerate(codes) if code == CODE]


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    places = told(facts.codes)
    sheet = book.sheet(TOLD)
    book.title(sheet, book.word("told-title"), book.word("told-help"), len(KEYS) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    sheet.splice(_rows(book, sheet, facts, places))
    last = FIRST + len(places) - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(KEYS) - 1)


def _rows(book: Book, sheet: Any, facts: ProvinceFacts, places: Sequence[int]) -> Rows:
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    figures = DECIMALS if any(field.places for field in facts.consolidation.form.fields) else NUMBER
    figure = book.cell(align="center", num_format=figures)
    styles = {
        sure: book.styles(
            middle, left, middle, book.cell(align="center", bg_color=FILLS[fill]), figure, left, left, left, left,
            figure, left,
        )
        for sure, fill in ((True, "decided"), (False, "warning"))
    }  # fmt: skip
    form = facts.consolidation.form
    tts = {field.id: field.tt or field.id for field in form.fields}
    rows = book.rows(FIRST, sheet, keys=(1, 2, 5, 7))
    for number_of, place in enumerate(places, 1):
        finding = facts.listed[place]
        problem = facts.say(finding)[0]
        owner, sure = facts.owner(place), finding.proposed is not None
        decision = facts.decisions.get(finding.fingerprint)
        action = ACTIONS.get(decision.action, decision.action) if decision else ""
        texts = (owner.name if owner else finding.unit, finding.raw, problem, facts.file(finding.source), action)
        unit, quote, problem, file, action = (printable(text, book.lang) for text in texts)
        rows.add(
            (
                number_of,
                unit,
                tts.get(finding.field, finding.field),
                book.word("told-sure" if sure else "told-question"),
                number(finding.params.get("n")),
                quote,
                problem,
                file,
                action,
                stated(decision, book.lang) if decision else None,
                printable(decision.by if decision else "", book.lang),
            ),
            styles[sure],
            height((unit, WIDTHS[1]), (quote, WIDTHS[5]), (problem, WIDTHS[6]), (file, WIDTHS[7])),
        )
    return rows


def compare(written: Written, consolidation: Consolidation) -> None:
    wanted = len(told(one.code for one in consolidation.findings))
    if wanted:
        same("told", wanted, count(written.lines(TOLD), FIRST))


SHEET = ProvinceSheet(
    name=TOLD,
    wanted=lambda facts: bool(told(facts.codes)),
    write=write,
    compare=compare,
)
