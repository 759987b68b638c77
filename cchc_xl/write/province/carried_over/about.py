"""What the findings were about that decisions were made on: a decision outlives its finding."""

from __future__ import annotations

from collections.abc import Mapping, Set

from cchc_xl.consolidation.account.decisions import DECISION
from cchc_xl.model import Grid, Sheet
from cchc_xl.numbers import text_of
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.table.own_table import columns, value
from cchc_xl.text import fold
from cchc_xl.words.province import FINDINGS, WORDS

ABOUT = ("code", "unit", "field", "raw", "file")
_FIRST = 8  # column of the first of them in a row of the hidden sheet


def read_abouts(grid: Grid, decided: Set[str]) -> dict[str, tuple[str, ...]]:
    """Fingerprint -> code, unit, indicator, raw value and file of its finding, for decisions of these fingerprints."""
    found: dict[str, tuple[str, ...]] = {}
    record, sheet = grid.sheet(PROVINCE_META), grid.sheet(FINDINGS)
    if record is not None and decided:
        for row in sorted(
            row for (row, column), cell in record.cells.items() if column == 1 and cell.value == DECISION
        ):
            texts = tuple(text_of(value(record, row, _FIRST + place)) for place in range(len(ABOUT)))
            if any(texts):
                found[text_of(value(record, row, 2))] = texts
    if sheet is not None and decided:
        found.update(_shown(sheet, decided))
    return found


def _shown(sheet: Sheet, decided: Set[str]) -> Mapping[str, tuple[str, ...]]:
    titles = {fold(words[key]): key for words in WORDS.values() for key in (*ABOUT, "fingerprint")}
    header, at = columns(sheet, titles)
    if "fingerprint" not in at:
        return {}
    rows = (row for row, column in sheet.cells if column == at["fingerprint"] and row > header)
    return {
        fingerprint: tuple(text_of(value(sheet, row, at[key])) if key in at else "" for key in ABOUT)
        for row in sorted(rows)
        if (fingerprint := text_of(value(sheet, row, at["fingerprint"]))) in decided
    }
