"""The long tables of the provincial workbook as text.

XlsxWriter spends ten microseconds on every cell. A sheet of ten thousand units, or of as many findings, has a hundred
thousand cells that need none of its care, so their rows are assembled here, as SpreadsheetML, and XlsxWriter adds them
to the rows that it wrote itself: titles, styles, widths, filters, validations, comments and print set-up stay its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cchc_xl.model import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

EXACT = 10**15  # whole numbers below this keep all their digits in a cell
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's time has no zone


class Formula(NamedTuple):
    """A formula without its '=', of a person's own column; its result is left to the spreadsheet."""

    text: str


Value = str | int | float | Formula | None


class Rows:
    """Rows below each other, from ``first`` (counted from 0). All text must be printable (see ``province_book.printable``)."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.xml: list[bytes] = []  # UTF-8: text with Vietnamese letters takes twice the memory
        self.links: list[str] = []
        self.width = 0

    def add(self, values: Sequence[Value], styles: Sequence[int], height: float = 0.0, hidden: bool = False) -> None:
        """One row; ``styles``: the index of each cell's format. ``height`` in points, 0 for the standard."""
        number = self.first + len(self.xml) + 1
        cells = [
            f'<c r="{letters}{number}" s="{style}"/>'
            if value is None or value == ""
            else f'<c r="{letters}{number}" s="{style}" t="inlineStr"><is>{_text(value)}</is></c>'
            if isinstance(value, str)
            else f'<c r="{letters}{number}" s="{style}"><f>{escape(value.text.replace("{row}", str(number)))}</f></c>'
            if isinstance(value, Formula)
            else f'<c r="{letters}{number}" s="{style}"><v>{value!r}</v></c>'
            for letters, value, style in zip(_letters(len(values)), values, styles, strict=True)
        ]
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        unseen = ' hidden="1"' if hidden else ""
        self.xml.append(f'<row r="{number}"{high}{unseen}>{"".join(cells)}</row>'.encode())
        self.width = max(self.width, len(values))

    def link(self, column: int, sheet: str, row: int) -> None:
        """Makes a cell of the row added last a link to the beginning of a row (from 0) of another sheet."""
        cell, place = f"{column_letters(column + 1)}{self.first + len(self.xml)}", f"'{sheet}'!A{row + 1}"
        self.links.append(f'<hyperlink ref="{cell}" location="{place}"/>')



_MARK = "<?rows "


def splice(workbook: bytes, sheets: Mapping[int, Rows]) -> bytes:
    """The workbook with the rows of its sheets (by index) in place of the marks that stand for them; they are written part by part."""
    import zipfile
    from io import BytesIO

    made, mark = BytesIO(), _MARK.encode()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, info.date_time)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
            data = old.read(info)
            if not info.filename.startswith("xl/worksheets/") or mark not in data:
                new.writestr(entry, data)
                continue
            head, _, rest = data.partition(mark)
            index, _, tail = rest.partition(b"?>")
            with new.open(entry, "w") as part:
                part.write(head)
                part.writelines(sheets[int(index)].xml)
                sheets[int(index)].xml.clear()  # the garbage collector finds a workbook of XlsxWriter late
                part.write(tail)
    return made.getvalue()


def number(value: int | float | None) -> Value:
    """A number for a cell; as text where a spreadsheet would not keep it exactly."""
    return value if value is None or -EXACT < value < EXACT else str(value)  # not for nan either


def moment(text: str) -> Value:
    """An ISO time as the number of days that a cell holds; any other text as it is."""
    try:
        return (dt.datetime.fromisoformat(text).replace(tzinfo=None) - _DAY_ZERO) / dt.timedelta(days=1)
    except ValueError:
        return text


@cache
def _letters(count: int) -> tuple[str, ...]:
    return tuple(column_letters(column) for column in range(1, count + 1))


def _text(text: str) -> str:
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
    return f"<t{kept}>{escape(text)}</t>"


def escape(text: str) -> str:
    """Text for XML, so that a spreadsheet shows every sign of it (``_x0041_`` would become an A)."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _unmeant(text) if "_x" in text else text


def _unmeant(text: str) -> str:
    import re

    return re.sub("_(?=x[0-9a-fA-F]{4}_)", "_x005F_", text)


def sheet_class() -> type[Worksheet]:
    """A worksheet that takes ``Rows``, and forgets its cells as soon as they are XML: 10,000 units then need a third less memory."""
    from xlsxwriter.worksheet import Worksheet

    class LongSheet(Worksheet):  # type: ignore[misc, unused-ignore]
        rows: Rows | None = None
        conditions = ""

        def splice(self, rows: Rows) -> None:
            """Puts rows below what was written so far."""
            self.rows = rows

        def _write_dimension(self) -> None:
            """The whole extent, which the writing of XlsxWriter's own rows must not know."""
            if self.rows is None or not self.rows.xml:
                super()._write_dimension()
                return
            last = f"{column_letters(self.rows.width)}{self.rows.first + len(self.rows.xml)}"
            self._xml_empty_tag("dimension", [("ref", f"A1:{last}")])

        def _write_rows(self) -> None:
            if self.rows is not None:
                self.dim_rowmax = self.rows.first - 1  # comments have stretched it over rows that are none of its own
            super()._write_rows()
            self.table.clear()
            if self.rows is not None:
                self.fh.write(f"{_MARK}{self.index}?>")

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
