"""Sheet "Quyết định cũ": decisions whose finding is gone, because the unit corrected its report or sent another.

None is lost.
"""

from __future__ import annotations

from cchc_xl.model import Decision
from cchc_xl.words.province import ACTIONS, STALE
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import NUMBER, Book, height, printable
from cchc_xl.write.xlsx.rows import number

HEADER, FIRST = 2, 3  # rows, from 0
KEYS = ("no", "code", "unit", "field", "raw", "action", "value", "reason", "by", "at", "fingerprint")
WIDTHS = (5, 8, 34, 10, 24, 20, 10, 34, 18, 18, 18)


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    stale = facts.stale
    sheet = book.sheet(STALE)
    book.title(sheet, book.word("stale-title"), book.word("stale-help"), len(KEYS) - 2)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    sheet.set_column(len(KEYS) - 1, len(KEYS) - 1, None, None, {"hidden": True})
    left, middle, figure = (
        book.cell(text_wrap=True, indent=1),
        book.cell(align="center"),
        book.cell(align="center", num_format=NUMBER),
    )
    styles = book.styles(middle, middle, left, middle, left, left, figure, left, left, middle, middle)
    rows = book.rows(FIRST)
    for place, decision in enumerate(stale, 1):
        texts = [printable(text, book.lang) for text in (*facts.about(decision), *_words(decision))]
        code, unit, field, raw, action, reason, by, at = texts
        rows.add(
            (
                place,
                code,
                unit,
                field,
                raw,
                action,
                number(decision.value),
                reason,
                by,
                at.replace("T", " ")[:16],
                decision.fingerprint,
            ),
            styles,
            height((unit, WIDTHS[2]), (raw, WIDTHS[4]), (reason, WIDTHS[7])),
        )
    sheet.splice(rows)
    last = FIRST + len(stale) - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(KEYS) - 2)


def _words(decision: Decision) -> tuple[str, str, str, str]:
    return ACTIONS.get(decision.action, decision.action), decision.reason, decision.by, decision.at


SHEET = ProvinceSheet(
    name=STALE,
    wanted=lambda facts: bool(facts.stale),
    write=write,
    compare=None,  # the hidden sheet has all decisions, and is compared
    long_table=None,
)
