"""Sheet "Quyết định cũ": decisions whose finding is gone, each with the reason. None is lost."""

from __future__ import annotations

from cchc_xl.model import Decision
from cchc_xl.words.province import STALE
from cchc_xl.write.province.effects import effect_words, stated, words_of_action
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import MOMENT, Book, format_for, height, printable
from cchc_xl.write.xlsx.rows import moment

HEADER, FIRST = 2, 3  # rows, from 0
KEYS = (
    "no", "code", "unit", "field", "raw", "file", "action", "value", "reason", "by", "at", "why-old", "fingerprint",
)  # fmt: skip
WIDTHS = (5, 8, 30, 10, 20, 24, 20, 10, 30, 18, 18, 40, 18)


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    stale = facts.stale
    sheet = book.sheet(STALE)
    book.title(sheet, book.word("stale-title"), book.word("stale-help"), len(KEYS) - 2)
    book.heads(sheet, HEADER, [book.word(key) for key in KEYS], WIDTHS)
    sheet.set_column(len(KEYS) - 1, len(KEYS) - 1, None, None, {"hidden": True})
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    time = book.cell(align="center", text_wrap=True, num_format=MOMENT)
    rows = book.rows(FIRST, sheet, keys=(KEYS.index("fingerprint"),))
    for place, effect in enumerate(stale, 1):
        decision, why = effect.decision, effect_words(effect, book.lang)
        figure = book.cell(align="center", num_format=format_for(decision.value))
        styles = book.styles(middle, middle, left, middle, left, left, left, figure, left, left, time, left, middle)
        texts = [printable(text, book.lang) for text in (*facts.about(decision), *_words(decision), why)]
        code, unit, field, raw, file, action, reason, by, at, why = texts
        rows.add(
            (
                place,
                code,
                unit,
                field,
                raw,
                file,
                action,
                stated(decision, book.lang),
                reason,
                by,
                moment(at),
                why,
                decision.fingerprint,
            ),
            styles,
            height((unit, WIDTHS[2]), (raw, WIDTHS[4]), (file, WIDTHS[5]), (reason, WIDTHS[8]), (why, WIDTHS[11])),
        )
    sheet.splice(rows)
    last = FIRST + len(stale) - 1
    sheet.autofilter(HEADER, 0, last, len(KEYS) - 1)
    sheet.freeze_panes(FIRST, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(KEYS) - 2)


def _words(decision: Decision) -> tuple[str, str, str, str]:
    return words_of_action(decision), decision.reason, decision.by, decision.at


SHEET = ProvinceSheet(
    name=STALE,
    wanted=lambda facts: bool(facts.stale),
    write=write,
    compare=None,  # the hidden sheet has all decisions, and is compared
)
