"""The hidden sheet with the choices of a row of "Vấn đề" about a file whose unit is not clear: what can be done with
the file, then the units of the roster.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.consolidation.account.given import label
from cchc_xl.words.province import ACTIONS, UNIT_LIST
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import Book

FIRST_CHOICES = ("accept", "keep", "ask")


def choices(facts: ProvinceFacts) -> list[str]:
    """All choices, in the order of the list."""
    return [*(ACTIONS[action] for action in FIRST_CHOICES), *map(label, facts.roster)]


def source(facts: ProvinceFacts, actions: Sequence[str]) -> str:
    """The list with the last of ``FIRST_CHOICES``, these ``actions``, before the units, as a data validation refers to
    it.
    """
    return f"='{UNIT_LIST}'!$A${1 + FIRST_CHOICES.index(actions[0])}:$A${len(choices(facts))}"


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.bare_sheet(UNIT_LIST, ours=True)
    sheet.hide()
    for row, text in enumerate(choices(facts)):
        book.text(sheet, row, 0, text)


SHEET = ProvinceSheet(
    name=UNIT_LIST,
    wanted=lambda facts: bool(facts.asks_for_unit),
    write=write,
    compare=None,  # what is chosen from it is compared with the roster at the next merge
)
