"""Sheet "Chưa nộp": of whom there is no report that can be used, with whom to call: nothing came, or which file came
and what is wrong with it. Without a roster nobody knows, and there is no sheet.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.check.catalogue import title_of
from cchc_xl.consolidation.account.totals import SUPERSEDED
from cchc_xl.consolidation.account.unit_status import not_usable
from cchc_xl.model import Consolidation, Finding, SourceRow, Unit
from cchc_xl.words.province import MISSING
from cchc_xl.words.say import say_what, ui
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import DAY, FILLS, Book, height, printable
from cchc_xl.write.xlsx.rows import moment

HEADER, FIRST = 2, 3  # rows, from 0
KEYS = ("tt", "unit", "level", "state", "came", "wrong", "contact", "phone", "email", "deadline")
WIDTHS = (5, 28, 12, 18, 28, 42, 20, 14, 22, 12)


def write(book: Book, facts: ProvinceFacts) -> None:
    """One row per unit: first those of which nothing came."""
    consolidation = facts.consolidation
    sheet, units = book.sheet(MISSING), _units(consolidation)
    counts = {"n": len(consolidation.missing), "m": len(units) - len(consolidation.missing)}
    told = book.word(
        "missing-count", all=book.number(consolidation.roster_size), **{k: book.number(n) for k, n in counts.items()}
    )
    book.title(sheet, book.word("missing-title"), told, len(KEYS) - 1)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    states = {
        False: book.cell(align="center", text_wrap=True),
        True: book.cell(align="center", text_wrap=True, bg_color=FILLS["warning"]),
    }
    styles = {
        sent: book.styles(
            middle, left, middle, state, left, left, left, left, left, book.cell(align="center", num_format=DAY)
        )
        for sent, state in states.items()
    }
    rows, levels = book.rows(FIRST, sheet, keys=(1, 2)), consolidation.form.levels
    faults = {(one.source, one.code): one for one in consolidation.findings if one.severity != "note"}
    for place, (unit, files) in enumerate(units, 1):
        state = book.word("unusable" if files else "absent")
        what = [_what(book, facts, row, faults) for row in files]
        names = [facts.file(row.source.path) for row in files]
        texts = (
            unit.name, levels.get(unit.level, unit.level), state, "\n".join(names),
            "\n".join(dict.fromkeys(what)), unit.contact, unit.phone, unit.email,
        )  # fmt: skip
        shown = [printable(text, book.lang) for text in texts]
        day = moment(printable(unit.deadline, book.lang))
        rows.add((place, *shown, day), styles[bool(files)], height(*zip(shown, WIDTHS[1:], strict=False)))
    sheet.splice(rows)
    last = FIRST + max(len(units), 1) - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(HEADER)


def _units(consolidation: Consolidation) -> list[tuple[Unit, tuple[SourceRow, ...]]]:
    """The units with the files that they sent, those that sent none first."""
    return [*((unit, ()) for unit in consolidation.missing), *not_usable(consolidation)]


def _what(book: Book, facts: ProvinceFacts, row: SourceRow, faults: Mapping[tuple[str, str], Finding]) -> str:
    """What is wrong with a file, in words."""
    if row.why == SUPERSEDED:  # of a unit without a report in use: nobody knows which of its files is the one
        return book.word("why-undecided")
    found = faults.get((row.source.path, row.why))
    if found is not None:
        return say_what(found, facts.consolidation.form, book.lang)[0]
    return title_of(row.why, book.lang) or ui(f"why-{row.why}", book.lang)


def compare(written: Written, consolidation: Consolidation) -> None:
    if consolidation.roster_size:
        same("units without a report", len(_units(consolidation)), count(written.lines(MISSING), FIRST))


SHEET = ProvinceSheet(
    name=MISSING,
    wanted=lambda facts: bool(facts.consolidation.roster_size),
    write=write,
    compare=compare,
)
