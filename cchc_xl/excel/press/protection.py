"""Working on protected sheets: protection without a password is lifted for the time of a change and put back as it
was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

# The last eleven arguments of Worksheet.Protect, in its order; each is also the name of where its present state is
# read.
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
    allowed = [bool(getattr(api.Protection, name)) for name in _ALLOWANCES]
    drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    selection = api.EnableSelection
    with suppress(Exception):
        api.Unprotect("")
    if api.ProtectContents:
        yield False
        return
    try:
        yield True
    finally:
        # By position, for COM without type information knows no names: password, drawings, contents, scenarios, for
        # macros only no
        api.Protect("", drawings, True, scenarios, False, *allowed)
        api.EnableSelection = selection


@contextmanager
def unlocked_sheets() -> Iterator[Callable[[Any], bool]]:
    """Yields what says of a sheet whether it may be changed now. Each is unlocked when it is first asked for, once, and
    locked again at the end: a sheet's protection is a dozen calls to Excel.
    """
    known: dict[str, bool] = {}
    with ExitStack() as stack:

        def may_change(sheet: Any) -> bool:
            if sheet.name not in known:
                known[sheet.name] = stack.enter_context(unlocked_sheet(sheet))
            return known[sheet.name]

        yield may_change


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
        api.Protect("", True)
