"""What several tables of one file are: of several units, or nobody can say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.table.header import is_unit_line
from cchc_xl.table.quantity_title import title_of
from cchc_xl.table.rows import Table, text_of
from cchc_xl.text import fold, squeeze

ABOVE = 3  # rows over a table in which its own heading stands


def what_they_are(every: Sequence[Table]) -> str:
    """Id of the reason why none is taken: tables-units | tables-unclear."""
    told = [{name for name in _names(table) if is_unit_line(name)} for table in every]
    several = len(set().union(*told)) > 1 and sum(map(bool, told)) > 1
    return "tables-units" if several else "tables-unclear"


def _names(table: Table) -> Iterator[str]:
    """What a table is called, folded: its sheet's name, the title of its quantities, the lines just above it."""
    yield fold(squeeze(table.sheet.name))
    if table.head_row:
        yield fold(squeeze(title_of(table, table.columns.value)))
    for (row, _), cell in table.sheet.cells.items():
        if table.top - ABOVE <= row < table.top and (text := text_of(cell)):
            yield fold(squeeze(text))
