"""Reads a provincial workbook back, and compares it with what was meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.model import Consolidation
from cchc_xl.numbers import whole
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.words.province import FINDINGS, MISSING, SOURCES, SUMMARY, UNITS
from cchc_xl.write.province.sheets import findings as province_findings
from cchc_xl.write.province.sheets import lists as province_lists
from cchc_xl.write.province.sheets import summary as province_summary
from cchc_xl.write.province.sheets import units as province_units
from cchc_xl.write.province.sheets.notes import ELSEWHERE, listing
from cchc_xl.write.province.written import UnreadableError, Written, opened

MANY = 20_000  # findings


class ProvinceError(Exception):
    """A written provincial workbook does not say what it should: a mistake of this program or of the disk."""


def verify_province(
    written: str | os.PathLike[str] | bytes, consolidation: Consolidation, executor: Executor = IN_TURN
) -> None:
    """Raises ``ProvinceError`` unless the workbook has the totals, the units, their values, the findings and the
    files.
    """
    try:
        _compare(lambda: opened(written), consolidation, executor)
    except (UnreadableError, OSError, LookupError, StopIteration) as error:
        raise ProvinceError(f"unreadable: {error}") from error


def _compare(opened: Callable[[], Written], consolidation: Consolidation, executor: Executor) -> None:
    """The sheet of findings is as long as all others together: it is read beside them, or before them where both would
    take too much memory.
    """

    def count() -> int:
        return _count(opened(), FINDINGS, province_findings.FIRST)

    own, groups = listing(consolidation)
    if len(own) + len(groups) > MANY:
        found = count()
        _compare_others(opened(), consolidation)
    else:
        with executor.later(count) as pending:
            _compare_others(opened(), consolidation)
            found = pending.result()
    listed = sum(finding.code != ELSEWHERE for finding in consolidation.findings)
    _equal("findings told", listed, len(own) + sum(len(group.notes) for group in groups))
    _equal("findings", len(own) + len(groups), found)


def _compare_others(workbook: Written, consolidation: Consolidation) -> None:
    _totals(workbook.rows(SUMMARY), consolidation)
    _units(workbook.rows(UNITS), consolidation)
    _equal("files", consolidation.found, _count(workbook, SOURCES, province_lists.FIRST))
    if consolidation.roster_size:
        _equal("missing units", len(consolidation.missing), _count(workbook, MISSING, province_lists.FIRST))
    _recorded(workbook.rows(PROVINCE_META), consolidation)


def _count(workbook: Written, name: str, first: int) -> int:
    """The rows of a sheet below its titles."""
    return _filled(workbook.lines(name), first)


def _totals(rows: list[list[Any]], consolidation: Consolidation) -> None:
    for row, total in zip(rows[province_summary.FIRST :], consolidation.totals, strict=False):
        shown = tuple(
            whole(row[column])
            for column in (province_summary.QUANTITY, province_summary.REPORTING, province_summary.ASIDE)
        )
        _equal(f"total of {total.field}", (total.used, total.units_used, total.set_aside), shown)


def _units(rows: list[list[Any]], consolidation: Consolidation) -> None:
    first, values = province_units.FIRST, province_units.VALUES
    _equal("units", len(consolidation.units), _filled(rows, first))
    for row, result in zip(rows[first:], consolidation.units, strict=False):
        shown = [None if value == "" else whole(value) for value in row[values : values + len(result.entries)]]
        _equal(f"values of {result.key}", [entry.used for entry in result.entries], shown)


def _recorded(rows: list[list[Any]], consolidation: Consolidation) -> None:
    used = next(row for row in rows if row[0] == "used")
    _equal(
        "recorded totals",
        [total.used for total in consolidation.totals],
        [whole(value) for value in used[1 : 1 + len(consolidation.totals)]],
    )


def _filled(rows: Iterable[list[Any]], first: int) -> int:
    """The rows below a table's titles that have a number in the first column."""
    return sum(isinstance(row[0], int | float) for row in islice(rows, first, None))


def _equal(what: str, meant: object, shown: object) -> None:
    if meant != shown:
        raise ProvinceError(f"{what}: wrote {meant}, read {shown}")
