"""A provincial workbook that was just written, opened to be read back.

By calamine, which has nothing to do with the library that wrote it; by our own reader where a platform has no calamine.
That one knows nothing of how the workbook was written either.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes, read_file
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Grid
from cchc_xl.numbers import whole

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Row = list[Any]  # '' for a cell without a value


class ProvinceError(Exception):
    """A written provincial workbook does not say what it should: a mistake of this program or of the disk."""


class UnreadableError(Exception):
    """What was written is no workbook, or lacks a sheet."""


class Written(Protocol):
    """Sheets by name, from their first row and column on. Raises ``UnreadableError``."""

    def rows(self, name: str) -> list[Row]: ...

    def lines(self, name: str) -> Iterable[Row]:
        """The same, of a sheet that is long and looked at once."""


def opened(written: str | os.PathLike[str] | bytes) -> Written:
    """Raises ``UnreadableError``, or OSError where the file cannot be opened."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        return _ByOurReader(written)
    try:
        return _ByCalamine(
            CalamineWorkbook.from_object(BytesIO(written) if isinstance(written, bytes) else os.fspath(written)),
            CalamineError,
        )
    except CalamineError as error:
        raise UnreadableError(str(error)) from error


class _ByCalamine:
    def __init__(self, workbook: CalamineWorkbook, fault: type[Exception]) -> None:
        self._workbook, self._fault = workbook, fault

    def rows(self, name: str) -> list[Row]:
        found: list[Row] = self._sheet(name).to_python(skip_empty_area=False)
        return found

    def lines(self, name: str) -> Iterable[Row]:
        found: Iterable[Row] = self._sheet(name).iter_rows()
        return found

    def _sheet(self, name: str) -> CalamineSheet:
        try:
            return self._workbook.get_sheet_by_name(name)
        except self._fault as error:
            raise UnreadableError(str(error)) from error


class _ByOurReader:
    def __init__(self, written: str | os.PathLike[str] | bytes) -> None:
        read = (
            read_bytes(written, "", limits=PROVINCE_LIMITS)
            if isinstance(written, bytes)
            else read_file(os.fspath(written), limits=PROVINCE_LIMITS)
        )
        if not isinstance(read, Grid):
            raise UnreadableError(", ".join(str(finding.params.get("reason")) for finding in read.findings))
        self._grid = read

    def rows(self, name: str) -> list[Row]:
        sheet = self._grid.sheet(name)
        if sheet is None:
            raise UnreadableError(name)
        try:
            cells = sheet.cells
        except ReadError as error:
            raise UnreadableError(error.reason) from error
        width = max((column for _, column in cells), default=0)
        found: list[Row] = [[""] * width for _ in range(max((row for row, _ in cells), default=0))]
        for (row, column), cell in cells.items():
            found[row - 1][column - 1] = "" if cell.value is None else cell.value
        return found

    def lines(self, name: str) -> Iterable[Row]:
        return self.rows(name)


def stored_number(value: Any) -> Any:
    """A day as the number of it that its cell holds, a whole float as an int, anything else as it is."""
    if isinstance(value, dt.date):
        return (dt.date(value.year, value.month, value.day) - dt.date(1899, 12, 30)).days
    return whole(value)


def same(what: str, meant: object, shown: object) -> None:
    """Raises ``ProvinceError`` unless they are equal."""
    if meant != shown:
        raise ProvinceError(f"{what}: wrote {meant}, read {shown}")


def count(lines: Iterable[Row], first: int) -> int:
    """The rows below a table's titles, from row ``first`` (from 0) on, that have a number in the first column."""
    return sum(isinstance(row[0], int | float) for row in islice(lines, first, None))
