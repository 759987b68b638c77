"""Sheet "Nguồn": what became of each file."""

from __future__ import annotations

from functools import partial
from typing import Any

from cchc_xl.check.catalogue import title_of
from cchc_xl.consolidation.account.totals import SUPERSEDED
from cchc_xl.model import Consolidation, SourceRow
from cchc_xl.words.province import SOURCES, WORDS
from cchc_xl.words.say import ui
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import DAY, FILLS, MOMENT, NUMBER, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows, moment

HEADER, FIRST = 2, 3  # rows, from 0
WIDTHS = (5, 44, 34, 13, 40, 9, 9, 22, 10, 19, 66)
OUTCOME_FILLS = {"merged": "valid", "set-aside": "error", "skipped": "absent"}


def write(book: Book, facts: ProvinceFacts) -> None:
    """One row per input, merged, set aside or skipped."""
    sheet = book.sheet(SOURCES)
    keys = (
        "tt",
        "file",
        "unit",
        "outcome",
        "why",
        "used-values",
        "aside-values",
        "form",
        "format",
        "received-on",
        "sha256",
    )
    book.title(sheet, book.word("sources-title"), _count(book, facts), len(keys) - 1, 34)
    book.heads(sheet, HEADER, [book.word(key) for key in keys], WIDTHS)
    sheet.set_row(HEADER, 31)
    sheet.splice(_source_rows(book, sheet, facts))
    last = FIRST + max(facts.consolidation.found, 1) - 1
    sheet.print_area(0, 0, last, len(keys) - 2)  # the digest is for programs
    sheet.autofilter(HEADER, 0, last, len(keys) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)


def _source_rows(book: Book, sheet: Any, facts: ProvinceFacts) -> Rows:
    left, middle, number = (
        book.cell(text_wrap=True, indent=1),
        book.cell(align="center"),
        book.cell(align="center", num_format=NUMBER),
    )
    digest = book.cell(font_size=9)
    # Of most files the register has the day alone: midnight would be said of none of them.
    times = {known: book.cell(align="center", num_format=MOMENT if known else DAY) for known in (True, False)}
    styles = {
        (outcome, known): book.styles(
            middle,
            left,
            left,
            book.cell(align="center", bg_color=FILLS[fill]),
            left,
            number,
            number,
            middle,
            middle,
            time,
            digest,
        )
        for outcome, fill in OUTCOME_FILLS.items()
        for known, time in times.items()
    }
    outcomes = {outcome: book.word(outcome) for outcome in OUTCOME_FILLS}
    on = facts.consolidation.form.id, [*styles.items()]
    rows = book.rows(FIRST, sheet, keys=(1,), on=on)

    def of_source(place: int, source: SourceRow, why: str) -> None:
        path, unit, form, kind, received = (
            printable(text, book.lang)
            for text in (source.source.path, source.unit, source.form, source.source.format, source.source.received)
        )
        rows.add(
            (
                place,
                path,
                unit,
                outcomes[source.outcome],
                why,
                source.used,
                source.set_aside,
                form,
                kind,
                moment(received),
                printable(source.source.sha256),
            ),
            styles[source.outcome, "T" in received],
            height((path, WIDTHS[1]), (unit, WIDTHS[2]), (why, WIDTHS[4])),
        )

    for place, (source, why) in enumerate(zip(facts.consolidation.sources, _reasons(book, facts), strict=True), 1):
        rows.stretch((source, why), partial(of_source, place, source, why))
    return rows


def _reasons(book: Book, facts: ProvinceFacts) -> list[str]:
    """Why each input was not merged, in words; of several files of one unit also which one is used."""
    texts: dict[str, str] = {}
    for source in facts.consolidation.sources:
        if source.why and source.why != SUPERSEDED and source.why not in texts:
            texts[source.why] = printable(_why(book, source), book.lang)
    merged = {source.source.path for source in facts.consolidation.sources if source.outcome == "merged"}
    used = {
        result.name: facts.file(result.report.source.path)
        for result in facts.consolidation.units
        if result.report.source.path in merged
    }

    def reason(source: SourceRow) -> str:
        if source.why != SUPERSEDED:
            return texts.get(source.why, "")
        if source.unit not in used:
            return book.word("why-undecided")
        return printable(book.word(f"why-{SUPERSEDED}", file=used[source.unit]), book.lang)

    return list(map(reason, facts.consolidation.sources))


def _count(book: Book, facts: ProvinceFacts) -> str:
    merged, aside, skipped = (facts.outcomes.get(outcome, 0) for outcome in ("merged", "set-aside", "skipped"))
    files = book.word("files", found=facts.consolidation.found, merged=merged, aside=aside, skipped=skipped)
    dated = any(row.source.received for row in facts.consolidation.sources)
    return f"{files} {book.word('received-help')}" if dated else files


def _why(book: Book, source: SourceRow) -> str:
    """The reason in words: of this workbook, else the title of the code, else the program's."""
    key = f"why-{source.why}"
    if key in WORDS[book.lang]:
        return book.word(key)
    if title := title_of(source.why, book.lang):
        return f"{source.why}: {title}"
    reason = ui(key, book.lang)
    return source.why if reason == key else reason[:1].upper() + reason[1:]


def compare(written: Written, consolidation: Consolidation) -> None:
    same("files", consolidation.found, count(written.lines(SOURCES), FIRST))


SHEET = ProvinceSheet(
    name=SOURCES,
    wanted=always,
    write=write,
    compare=compare,
)
