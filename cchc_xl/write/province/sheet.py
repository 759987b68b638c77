"""What a sheet of the provincial workbook is: one module that writes it and reads it back.

The module ends in ``SHEET``, the record of all that others need to know of it; ``registry`` has its name and its place
in the workbook.
"""

from __future__ import annotations

from collections.abc import Callable

from cchc_xl.model import Consolidation
from cchc_xl.records import NamedTuple
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.written import Written
from cchc_xl.write.xlsx.book import Book


class ProvinceSheet(NamedTuple):
    """All that is known of a sheet. Nothing has a default: whoever adds a sheet says each of these.

    * ``name`` of the sheet, the same in every language; of several alike, that of the first.
    * ``wanted``: has this workbook the sheet?
    * ``write``: adds it to the book, with its own titles and print settings.
    * ``compare``: raises ``ProvinceError`` unless what was written says what was meant; None where nothing of it counts
      that is not compared elsewhere.
    """

    name: str
    wanted: Callable[[ProvinceFacts], bool]
    write: Callable[[Book, ProvinceFacts], None]
    compare: Callable[[Written, Consolidation], None] | None


def always(facts: ProvinceFacts) -> bool:  # noqa: ARG001
    return True
