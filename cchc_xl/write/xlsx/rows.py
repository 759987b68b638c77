"""The long tables of the provincial workbook as text.

XlsxWriter spends ten microseconds on every cell. A sheet of ten thousand units, or of as many findings, has a hundred
thousand cells that need none of its care, so their rows are assembled here, as SpreadsheetML, and XlsxWriter adds them
to the rows that it wrote itself: titles, styles, widths, filters, validations, comments and print set-up stay its own.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from cchc_xl.bounded_cache import ShortTexts
from cchc_xl.errors import UserError
from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.kept import Kept, digest
from cchc_xl.model import column_letters
from cchc_xl.numbers import EXACT
from cchc_xl.records import NamedTuple
from cchc_xl.write.xlsx.comments import TableComments, WrittenComments
from cchc_xl.write.xlsx.deflated import Deflated

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_576  # of a sheet
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's time has no zone


class Formula(NamedTuple):
    """A formula without its '=', of a person's own column; its result is left to the spreadsheet."""

    text: str

    def in_row(self, row: int) -> bytes:
        """What stands in its cell; the formula says {row} for the number of the row, from 1."""
        return f"><f>{escape(self.text.replace('{row}', str(row)))}</f></c>".encode()


Value = str | int | float | Formula | None


class Beside(Protocol):
    """Somebody who has more to put into the rows of a table, and below it. Rows are counted from 0."""

    def row(
        self, row: int, values: Sequence[Value], styles: tuple[int, ...]
    ) -> tuple[Sequence[Value], tuple[int, ...], bool]:
        """A row as it is to be written, and whether it is hidden."""

    def known(self) -> tuple[bytes, bytes] | None:
        """All that ``again`` needs of the row that was asked for last; None where something in it is not ours."""

    def takes(self, keys: Sequence[bytes]) -> bool:
        """May rows with these keys, the first halves of what is ``known`` of them, be written as they were before?"""

    def again(self, row: int, key: bytes, signs: bytes) -> None:
        """A row is written as it was before."""

    def written(self, row: bytes) -> None:
        """The bytes of the row that was asked for last, or was written again."""

    def below(self) -> Iterator[tuple[int, Sequence[Value], tuple[int, ...]]]:
        """Rows below the last one, in order: row, values, styles."""


class KeptRow(NamedTuple):
    """A row wherever it stands: its bytes with marks for its number and its place in the table, how many cells it has,
    and what ``Beside`` knows of it.
    """

    xml: bytes
    width: int
    key: bytes
    signs: bytes


class Rows:
    """Rows below each other, from ``first`` (counted from 0). All text must be printable (see ``book.printable``).

    They are compressed as they come, for the rows of 10,000 units would take more memory than all that they are made
    from.
    """

    def __init__(
        self,
        first: int,
        executor: Executor = IN_TURN,
        beside: Beside | None = None,
        kept: Kept | None = None,
        on: object = (),
    ) -> None:
        """``kept``: rows of earlier workbooks; ``on``: what all rows depend on, beside what each ``stretch`` says."""
        self.first = self.end_row = first  # ``end_row``: below the last one, those that ``beside`` added included
        self.count = self.width = 0
        self._beside = beside
        self.links: list[str] = []
        self._executor = executor
        self._packed = Deflated(executor)
        self._waiting: list[bytes] = []
        self._kept = kept
        self._on = digest(on, beside is None).hex()
        self._made: list[KeptRow | None] | None = None  # of the stretch that is being made; None: not ours

    def add(self, values: Sequence[Value], styles: tuple[int, ...], height: float = 0.0, hidden: bool = False) -> None:
        """One row; ``styles``: the index of each cell's format. ``height`` in points, 0 for the standard."""
        if self._beside is not None:
            values, styles, unseen = self._beside.row(self.first + self.count, values, styles)
            hidden = hidden or unseen
        xml = _xml(self.first + self.count + 1, values, styles, height, hidden)
        if self._made is not None:
            self._made.append(self._wherever(xml, values))
        self._put(xml, len(values))

    def stretch(self, on: object, make: Callable[[], object]) -> Any:
        """Rows that depend on ``on`` (see ``kept.digest``) and on nothing else, and begin with their number in the
        table: those that were made of the same before, else those that ``make`` adds. What ``make`` returns, lists and
        what else JSON has, is kept beside them.
        """
        if self._kept is None:
            return make()
        of = digest(self._on, on)
        known = self._kept.get(of)
        if known is not None:
            said, rows = _unpacked(known)
            if self._beside is None or self._beside.takes([row.key for row in rows]):
                for row in rows:
                    if self._beside is not None:
                        self._beside.again(self.first + self.count, row.key, row.signs)
                    self._put(row.xml.replace(_PLACE, b"%d" % (self.count + 1)), row.width)
                return said
        made: list[KeptRow | None] = []
        self._made = made
        said = make()
        self._made = None
        ours = [row for row in made if row is not None]
        if len(ours) == len(made):
            self._kept.add(of, _packed(said, ours), self._executor)
        return said

    def _wherever(self, xml: bytes, values: Sequence[Value]) -> KeptRow | None:
        """The row that is added, for a later merge."""
        place = self.count + 1
        if values[0] != place:
            raise ValueError(f"row {place} of a table whose rows are kept begins with {values[0]}")
        known = self._beside.known() if self._beside is not None else (b"", b"")
        return KeptRow(xml.replace(b"><v>%d<" % place, b"><v>%b<" % _PLACE, 1), len(values), *known) if known else None

    def _put(self, xml: bytes, width: int) -> None:
        """The next row of the table."""
        self.count += 1
        row = self._write(self.first + self.count, xml, width)
        if self._beside is not None:
            self._beside.written(row)
        if len(self._waiting) >= _TOGETHER:
            self._pack()

    def _write(self, row: int, xml: bytes, width: int) -> bytes:
        """``row``: from 1."""
        if row > LAST_ROW:  # a spreadsheet would open it, and show what fits without a word
            raise UserError("too-many-rows", limit=LAST_ROW)
        self.end_row, self.width = row, max(self.width, width)
        written = xml.replace(_NUMBER, b"%d" % row)
        self._waiting.append(written)
        return written

    def _pack(self) -> None:
        self._packed.add(b"".join(self._waiting))
        self._waiting.clear()

    def link(self, column: int, sheet: str, row: int) -> None:
        """Makes a cell of the row added last a link to the beginning of a row (from 0) of another sheet."""
        cell, place = f"{column_letters(column + 1)}{self.first + self.count}", f"'{sheet}'!A{row + 1}"
        self.links.append(f'<hyperlink ref="{cell}" location="{place}"/>')

    def end(self) -> None:
        """No row follows."""
        for row, values, styles in self._beside.below() if self._beside is not None else ():
            self._write(row + 1, _xml(row + 1, values, styles), len(values))
        self._pack()

    def packed(self) -> Deflated:
        """All of them, compressed."""
        return self._packed.end()


def _xml(
    row: int, values: Sequence[Value], styles: tuple[int, ...], height: float = 0.0, hidden: bool = False
) -> bytes:
    """A row (from 1) with marks for its number."""
    contents = [
        _texts[value]
        if type(value) is str
        else b"/>"
        if value is None
        else b"><v>%a</v></c>" % value
        if type(value) is int
        else _of_other(value, row)
        for value in values
    ]
    return _row(styles, len(values)) % (_attributes(height, hidden), *contents)


@lru_cache(maxsize=4096)
def _row(styles: tuple[int, ...], width: int) -> bytes:
    """What rows of these formats have in common, with marks for the number, the attributes and what each cell holds."""
    if len(styles) != width:
        raise ValueError(f"{width} values, {len(styles)} formats")
    cells = [f'<c r="{column_letters(column)}\0" s="{style}"%b' for column, style in enumerate(styles, 1)]
    return f'<row r="\0"%b>{"".join(cells)}</row>'.encode()


_NUMBER, _PLACE = b"\0", b"\1"  # no text that is printable holds them
_STRETCH, _KEPT_ROW = struct.Struct("<IH"), struct.Struct("<IHH8s")


def _packed(said: object, rows: Sequence[KeptRow]) -> bytes:
    """For ``Kept``: what is said of them, and the rows."""
    told = json.dumps(said, separators=(",", ":")).encode()
    pieces = [_STRETCH.pack(len(told), len(rows)), told]
    for row in rows:
        pieces += (_KEPT_ROW.pack(len(row.xml), row.width, len(row.signs), row.key), row.signs, row.xml)
    return b"".join(pieces)


_said = lru_cache(maxsize=1024)(json.loads)  # what can be chosen in some rows recurs


def _unpacked(data: bytes) -> tuple[Any, list[KeptRow]]:
    length, count = _STRETCH.unpack_from(data)
    at = _STRETCH.size + length
    said, rows = _said(data[_STRETCH.size : at]), []
    for _ in range(count):
        size, width, signs, key = _KEPT_ROW.unpack_from(data, at)
        at += _KEPT_ROW.size
        rows.append(KeptRow(data[at + signs : at + signs + size], width, key, data[at : at + signs]))
        at += signs + size
    return said, rows


@lru_cache(maxsize=1024)
def _attributes(height: float, hidden: bool) -> bytes:
    high = f' ht="{height:g}" customHeight="1"' if height else ""
    unseen = ' hidden="1"' if hidden else ""
    return f"{high}{unseen}".encode()


def _of_text(text: str) -> bytes:
    """The rest of the cell of a text, from behind its format."""
    if not text:
        return b"/>"
    space = ' xml:space="preserve"' if text.strip() != text or "\n" in text else ""
    return f' t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'.encode()


_texts = ShortTexts(_of_text)


def _of_other(value: Value, row: int) -> bytes:
    """The same of what is no plain text or number. ``row``: from 1."""
    if isinstance(value, str):
        return _of_text(value)
    return value.in_row(row) if isinstance(value, Formula) else b"><v>%a</v></c>" % value


_TOGETHER = 500  # rows: the background is given half a megabyte at a time


def number(value: int | float | None) -> Value:
    """A number for a cell; as text where a spreadsheet would not keep it exactly."""
    return value if value is None or -EXACT < value < EXACT else str(value)  # not for nan either


def moment(text: str) -> Value:
    """An ISO time as the number of days that a cell holds; any other text as it is."""
    try:
        return (dt.datetime.fromisoformat(text).replace(tzinfo=None) - _DAY_ZERO) / dt.timedelta(days=1)
    except ValueError:
        return text


def escape(text: str) -> str:
    """Text for XML, so that a spreadsheet shows every sign of it (``_x0041_`` would become an A)."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _unmeant(text) if "_x" in text else text


def _unmeant(text: str) -> str:
    import re

    return re.sub("_(?=x[0-9a-fA-F]{4}_)", "_x005F_", text)


def sheet_class() -> type[Worksheet]:
    """A worksheet that takes ``Rows``, and forgets its cells as soon as they are XML: 10,000 units then need a third
    less memory.
    """
    from xlsxwriter.worksheet import Worksheet

    class LongSheet(Worksheet):  # type: ignore[misc, unused-ignore]
        rows: Rows | None = None
        page: Any = None
        conditions = ""
        table_from: int | None = None  # row
        below: TableComments | None = None
        comments_list: Any

        def write_comment(self, row: int, column: int, text: str, options: Any = None) -> int:
            """Those in the rows of a long table are kept in few bytes."""
            if self.table_from is None or row < self.table_from:
                done: int = super().write_comment(row, column, text, options)
                return done
            if self._check_dimensions(row, column):
                return -1
            self.has_vml = self.has_comments = True
            if self.below is None:
                self.below = TableComments()
            self.below.add(row, column, text, options or {})
            return 0

        def comment_at(self, row: int, column: int) -> str | None:
            """The text of the comment at a cell."""
            if row in self.comments and column in self.comments[row]:
                own: str = self.comments[row][column].text
                return own
            return self.below.text_at(row, column) if self.below else None

        def change_comment(self, row: int, column: int, text: str) -> None:
            if row in self.comments and column in self.comments[row]:
                self.comments[row][column].text = text
            elif self.below:
                self.below.change(row, column, text)

        def comment_texts(self) -> Iterator[tuple[int, int, str]]:
            """Row, column and text of each comment."""
            for row, cells in sorted(self.comments.items()):
                for column, comment in sorted(cells.items()):
                    yield row, column, comment.text
            for comment in self.below or ():
                yield comment[:3]

        def _prepare_vml_objects(self, data_id: int, shape_id: int, drawing_id: int, comment_id: int) -> int:
            count: int = super()._prepare_vml_objects(data_id, shape_id, drawing_id, comment_id)
            if self.below:
                count += len(self.below)
                self.comments_list = WrittenComments(self.comments_list, self.below)
                self.vml_data_id = ",".join(str(data_id + more) for more in range(count // 1024 + 1))
            return count

        def splice(self, rows: Rows) -> None:
            """Puts rows below what was written so far; they are complete."""
            rows.end()
            self.rows = rows

        def _assemble_xml_file(self) -> None:
            self.fh.long = self.rows is not None
            super()._assemble_xml_file()

        def _write_dimension(self) -> None:
            """The whole extent, which the writing of XlsxWriter's own rows must not know."""
            if self.rows is None or self.rows.end_row == self.rows.first:
                super()._write_dimension()
                return
            last = f"{column_letters(self.rows.width)}{self.rows.end_row}"
            self._xml_empty_tag("dimension", [("ref", f"A1:{last}")])

        def _write_rows(self) -> None:
            if self.rows is not None:
                self.dim_rowmax = self.rows.first - 1  # comments have stretched it over rows that are none of its own
            super()._write_rows()
            self.table.clear()
            if self.rows is not None:
                self.fh.splice(self.rows.packed())

        def _write_hyperlinks(self) -> None:
            super()._write_hyperlinks()
            if self.rows is not None and self.rows.links:
                self._xml_start_tag("hyperlinks")
                self.fh.write("".join(self.rows.links))
                self._xml_end_tag("hyperlinks")

        def _write_autofilters(self) -> None:
            self.fh.write(self.conditions)

        def filter_by(self, conditions: str) -> None:
            """Puts conditions (elements ``filterColumn``) into the filter of the sheet."""
            self.conditions, self.filter_on = conditions, bool(conditions)

    return LongSheet
