"""Working on protected sheets: protection without a password is lifted for the time of a change and put back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# Options of Worksheet.Protect and where their present state is read, per Excel's object model.
_ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@contextmanager
def unlocked_sheet(sheet: Any) -> Iterator[bool]:
    """Yields whether the sheet may be changed now: False where it is protected with a password.

    ``sheet`` is an xlwings sheet; ``api`` is Excel's own object (any error of it means that Excel refused).
    """
    api = sheet.api
    if not api.ProtectContents:
        yield True
        return
    before = {name: bool(getattr(api.Protection, name)) for name in _ALLOWANCES}
    before |= {"DrawingObjects": bool(api.ProtectDrawingObjects), "Scenarios": bool(api.ProtectScenarios)}
    selection = api.EnableSelection
    with suppress(Exception):
        api.Unprotect("")
    if api.ProtectContents:
        yield False
        return
    try:
        yield True
    finally:
        api.Protect(Password="", Contents=True, **before)
        api.EnableSelection = selection


@contextmanager
def unlocked_structure(book: Any) -> Iterator[bool]:
    """The same for adding and removing sheets."""
    api = book.api
    if not api.ProtectStructure:
        yield True
        return
    with suppress(Exception):
        api.Unprotect("")
    if api.ProtectStructure:
        yield False
        return
    try:
        yield True
    finally:
        api.Protect(Password="", Structure=True)
