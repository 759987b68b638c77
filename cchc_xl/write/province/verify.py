"""Reads a provincial workbook back, and compares it with what was meant."""

from __future__ import annotations

import os
from collections.abc import Callable

from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.model import Consolidation
from cchc_xl.words.province import FINDINGS
from cchc_xl.write.province.registry import all_sheets
from cchc_xl.write.province.written import ProvinceError, UnreadableError, Written, opened

__all__ = ["ProvinceError", "verify_province"]

MANY = 20_000  # findings


def verify_province(
    written: str | os.PathLike[str] | bytes, consolidation: Consolidation, executor: Executor = IN_TURN
) -> None:
    """Raises ``ProvinceError`` unless every sheet says what was meant, as far as it says anything that counts."""
    try:
        _compare(lambda: opened(written), consolidation, executor)
    except (UnreadableError, OSError, LookupError, StopIteration) as error:
        raise ProvinceError(f"unreadable: {error}") from error


def _compare(opened: Callable[[], Written], consolidation: Consolidation, executor: Executor) -> None:
    """The sheet of findings is as long as all others together: it is read beside them, or before them where both would
    take too much memory.
    """
    if len(consolidation.findings) > MANY:
        _compare_sheets(opened(), consolidation, findings=True)
        _compare_sheets(opened(), consolidation, findings=False)
    else:
        with executor.later(lambda: _compare_sheets(opened(), consolidation, findings=True)) as pending:
            _compare_sheets(opened(), consolidation, findings=False)
            pending.result()


def _compare_sheets(written: Written, consolidation: Consolidation, *, findings: bool) -> None:
    """Of the sheet of findings, or of all others."""
    for sheet in all_sheets():
        if sheet.compare and (sheet.name == FINDINGS) == findings:
            sheet.compare(written, consolidation)
