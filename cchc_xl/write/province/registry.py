"""The sheets of the provincial workbook, in its order. A new sheet is its module, one line here, and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.words.province import (
    APPENDIX,
    BASE,
    CHANGES,
    CHARTS,
    COMPARE,
    FINDINGS,
    LEVELS,
    LISTED,
    MISSING,
    MOVED,
    OPINIONS,
    SOURCES,
    STALE,
    SUMMARY,
    TOLD,
    UNIT_LIST,
    UNITS,
)

if TYPE_CHECKING:
    from cchc_xl.write.province.sheet import ProvinceSheet

# Name -> module of ``province.sheets``.
SHEETS: Mapping[str, str] = {
    SUMMARY: "summary",
    APPENDIX: "appendix",
    UNITS: "units",
    LISTED: "listed",
    MISSING: "missing",
    FINDINGS: "findings",
    TOLD: "told",
    OPINIONS: "opinions",
    UNIT_LIST: "unit_list",
    STALE: "stale",
    SOURCES: "sources",
    CHANGES: "changes",
    LEVELS: "levels",
    BASE: "base",
    CHARTS: "charts",
    COMPARE: "compare",
    MOVED: "moved",
    PROVINCE_META: "record",
}


@lru_cache(maxsize=len(SHEETS))
def sheet_of(name: str) -> ProvinceSheet:
    """The record of a sheet. Raises ``KeyError`` for a name that is none's."""
    return cast("ProvinceSheet", import_module(f"cchc_xl.write.province.sheets.{SHEETS[name]}").SHEET)


def all_sheets() -> Iterator[ProvinceSheet]:
    """In the order of the workbook."""
    return map(sheet_of, SHEETS)
