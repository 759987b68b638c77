"""A provincial workbook that was just written, opened to be read back.

By calamine, which has nothing to do with the library that wrote it; by our own reader where a platform has no calamine.
That one knows nothing of how the workbook was written either.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Protocol

from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes, read_file
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Grid, column_number
from cchc_xl.numbers import whole

if TYPE_CHECKING:
    from zipfile import ZipFile

    from python_calamine import CalamineSheet, CalamineWorkbook

Row = list[Any]  # '' for a cell without a value
LONG = 4_000_000  # bytes of a sheet's part: about three thousand findings


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
            written,
        )
    except CalamineError as error:
        raise UnreadableError(str(error)) from error


class _ByCalamine:
    """By calamine, which has a whole sheet in memory; the lines of a long one are streamed."""

    def __init__(
        self, workbook: CalamineWorkbook, fault: type[Exception], written: str | os.PathLike[str] | bytes
    ) -> None:
        self._workbook, self._fault, self._written = workbook, fault, written

    def rows(self, name: str) -> list[Row]:
        found: list[Row] = self._sheet(name).to_python(skip_empty_area=False)
        return found

    def lines(self, name: str) -> Iterable[Row]:
        if self._size(name) > LONG:
            return _Streamed(self._written, name)
        found: Iterable[Row] = self._sheet(name).iter_rows()
        return found

    def _size(self, name: str) -> int:
        """Bytes of a sheet's part."""
        import zipfile

        place = BytesIO(self._written) if isinstance(self._written, bytes) else os.fspath(self._written)
        with zipfile.ZipFile(place) as package:
            return package.getinfo(_part_of(package, name)).file_size

    def _sheet(self, name: str) -> CalamineSheet:
        try:
            return self._workbook.get_sheet_by_name(name)
        except self._fault as error:
            raise UnreadableError(str(error)) from error


class _Streamed:
    """The rows of a long sheet, of which no more than a piece is in memory.

    Every byte of the part goes through an XML parser, and its cells are then told from the very same bytes: a cell that
    is none of the kinds that stand in our long tables is a fault. Texts that stand in another part, such as those of
    the titles, are not looked up.
    """

    def __init__(self, written: str | os.PathLike[str] | bytes, name: str) -> None:
        self._written, self._name = written, name

    def __iter__(self) -> Iterator[Row]:
        import zipfile
        from xml.parsers.expat import ExpatError

        place = BytesIO(self._written) if isinstance(self._written, bytes) else os.fspath(self._written)
        try:
            with zipfile.ZipFile(place) as package, package.open(_part_of(package, self._name)) as part:
                yield from _rows_of(part)
        except (zipfile.BadZipFile, zlib.error, KeyError, ExpatError) as error:
            raise UnreadableError(f"{self._name}: {error}") from error


def _part_of(package: ZipFile, name: str) -> str:
    """The part that holds a sheet."""
    from xml.etree import ElementTree

    def elements(part: str) -> Iterator[Mapping[str, str]]:
        return (one.attrib for one in ElementTree.fromstring(package.read(part)).iter())  # noqa: S314 - our own

    for sheet in elements("xl/workbook.xml"):
        if sheet.get("name") == name and (relation := sheet.get(_RELATION)):
            for one in elements("xl/_rels/workbook.xml.rels"):
                if one.get("Id") == relation:
                    return f"xl/{one['Target']}"
    raise UnreadableError(name)


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PIECE = 1 << 18
_ROW = re.compile(rb'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(
    rb'<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?(?:/>|>(?:<f[^>]*>[^<]*</f>)?'
    rb"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>)?</c>)"
)


def _rows_of(part: IO[bytes]) -> Iterator[Row]:
    from xml.parsers.expat import ParserCreate

    parser, left, last, inside = ParserCreate(), b"", 0, False
    while piece := part.read(_PIECE):
        parser.Parse(piece)
        left += piece
        if not inside:
            before, inside, left = _partition(left, b"<sheetData>")
            if not inside:
                left = before
                continue
        end = left.rfind(b"</row>") + len(b"</row>")
        if end < len(b"</row>"):
            continue
        rows, left = left[:end], left[end:]
        if rows.count(b"<row ") != len(found := _ROW.findall(rows)):
            raise UnreadableError("row")
        for number, cells in found:
            for _ in range(last + 1, int(number)):
                yield []
            last = int(number)
            yield _cells(cells)
    parser.Parse(b"", True)


def _partition(data: bytes, mark: bytes) -> tuple[bytes, bool, bytes]:
    before, found, after = data.partition(mark)
    return before, bool(found), after


def _cells(data: bytes) -> Row:
    row: Row = []
    found = _CELL.findall(data)
    if len(found) != data.count(b"<c "):
        raise UnreadableError("cell")
    for letters, kind, value, text in found:
        column = _columns(letters)
        row += [""] * (column - 1 - len(row))
        row.append(_value(kind, value, text))
    return row


@lru_cache(maxsize=1024)
def _columns(letters: bytes) -> int:
    return column_number(letters.decode())


def _value(kind: bytes, value: bytes, text: bytes) -> Any:
    if not kind:
        return float(value) if value else ""
    if kind == b"inlineStr":
        return _meant(text.decode())
    if kind == b"b":
        return value == b"1"
    return _meant(value.decode()) if kind == b"str" else _APART


_APART = "…"  # a text that stands in another part


def _meant(text: str) -> str:
    """Text of XML as it is meant."""
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return re.sub("_x([0-9a-fA-F]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


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
    return sum(map(is_counted, islice(lines, first, None)))


def is_counted(row: Row) -> bool:
    """Has a row of ours a number in its first column, as no row of a person's has?"""
    return bool(row) and isinstance(row[0], int | float)
