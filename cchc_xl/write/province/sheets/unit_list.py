"""The hidden sheet with the choices of a row of "Vấn đề" about a file whose unit is not clear: what can be done with
the file, then the units of the roster. In the second column those about a file of which no figure was read.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.consolidation.account.given import label
from cchc_xl.words.province import ACTIONS, UNIT_LIST
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import Book

FIRST_CHOICES = ("accept", "keep", "ask")
OF_NOTHING_READ = ("none", "ask")


def choices(facts: ProvinceFacts, actions: Sequence[str]) -> list[str]:
    """All choices of a column, in the order of the list."""
    return [*(ACTIONS[action] for action in actions), *map(label, facts.roster)]


def source(facts: ProvinceFacts, actions: Sequence[str]) -> str:
    """The list with ``OF_NOTHING_READ`` or the last of ``FIRST_CHOICES``, these ``actions``, before the units, as a
    data validation refers to it.
    """
    every = OF_NOTHING_READ if actions == OF_NOTHING_READ else FIRST_CHOICES
    column = "B" if every is OF_NOTHING_READ else "A"
    first, last = 1 + every.index(actions[0]), len(choices(facts, every))
    return f"='{UNIT_LIST}'!${column}${first}:${column}${last}"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.bare_sheet(UNIT_LIST, ours=True)
    sheet.hide()
    for column, actions in enumerate((FIRST_CHOICES, OF_NOTHING_READ)):
        for row, text in enumerate(choices(facts, actions)):
            book.text(sheet, row, column, text)


SHEET = ProvinceSheet(
    name=UNIT_LIST,
    wanted=lambda facts: bool(facts.asks_for_unit),
    write=write,
    compare=None,  # what is chosen from it is compared with the roster at the next merge
)
