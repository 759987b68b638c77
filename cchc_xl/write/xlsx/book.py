"""The workbook under construction: formats, print set-up, and text that can do no harm.

Nothing that came from a submission is written except by ``text``, which makes a string of it whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from cchc_xl.executor import IN_TURN, Executor
from cchc_xl.kept import Kept
from cchc_xl.numbers import EXACT
from cchc_xl.words.province import word
from cchc_xl.words.say import date, number
from cchc_xl.write.xlsx.archive import PackedMember, packed
from cchc_xl.write.xlsx.comments import writers
from cchc_xl.write.xlsx.deflated import PartText
from cchc_xl.write.xlsx.rows import Rows, sheet_class

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767  # UTF-16 units in a cell, Excel's limit
FONT = "Times New Roman"
A4 = 9
LINE, HIGHEST = 15.0, 409.0  # points: a line of 11-point text, and the highest row that Excel has
VIETNAMESE = "[$-42A]"  # whatever the computer's own form: LibreOffice heeds it, Excel keeps its own
NUMBER = f"{VIETNAMESE}#,##0"
DECIMALS = f"{VIETNAMESE}#,##0.0#####"  # of a column in which any indicator's figures stand
DAY = "dd/mm/yyyy"
MOMENT = f"{DAY} hh:mm"
FITTING = 270.0  # characters: a table of this width is still legible on one page of A4
BLOCK_SCALE, BLOCK = 70, 185.0  # percent; characters that a page holds at that scale
INK, RULE, HEAD, SOFT = "#1F3864", "#8EA9DB", "#DDEBF7", "#F2F2F2"
# Excel's own colours for bad, neutral and good, which offices know.
FILLS = {
    "error": "#FFC7CE",
    "warning": "#FFEB9C",
    "note": "#EDEDED",
    "absent": "#E7E6E6",
    "valid": "#C6EFCE",
    "decided": "#BDD7EE",
}

# What XML 1.0 cannot hold, and controls that no eye can see. Line feeds are kept: cells show them.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str, lang: str = "vi") -> str:
    """Text for a cell: control characters made visible (␉, \\x85), and cut to Excel's limit with a remark that says
    so.
    """
    if not text.isprintable() and _UNSEEN.search(text):
        text = _UNSEEN.sub(_visible, text.replace("\r\n", "\n"))
    if len(text) <= LONGEST // 2:
        return text
    return _cut(text, lang)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _cut(text: str, lang: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    room = LONGEST - len(word("cut", lang, n=len(text)))
    start = units[: 2 * room].decode("utf-16-le", "ignore")
    return start + word("cut", lang, n=len(text) - len(start))


def format_for(*values: object) -> str:
    """The number format of a row in which any indicator's figures stand: with decimals where one of them has some."""
    return DECIMALS if any(isinstance(value, float) for value in values) else NUMBER


@lru_cache(maxsize=1024)
def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many characters, rather one too many than one too few."""
    return sum(_wrapped(line, int(width) - 2) for line in text.split("\n"))  # an indent takes two


def _wrapped(line: str, width: int) -> int:
    """Lines of one paragraph: words go whole to the next line, and one that is longer than a line is broken."""
    if len(line) <= width:
        return 1
    count, used = 1, 0
    for part in line.split(" "):
        if used and used + 1 + len(part) > width:
            count, used = count + 1, 0
        used += len(part) + bool(used)
        count, used = count + (used - 1) // width if used > width else count, (used - 1) % width + 1 if used else 0
    return count


def height(*texts: tuple[str, float]) -> float:
    """The height of a row that holds (text, width of its column), 0 for one line.

    Excel would find it by itself on opening; LibreOffice does not.
    """
    most = max([lines(*text) for text in texts])
    return min(LINE * most + 1, HIGHEST) if most > 1 else 0.0


class Book:
    """An XlsxWriter workbook in memory; the same calls give the same bytes, whoever helps with the compressing."""

    def __init__(
        self,
        lang: str,
        executor: Executor = IN_TURN,
        page_of: Callable[[Book, Any], Any] | None = None,
        kept: Kept | None = None,
    ) -> None:
        """``page_of``: who has more to put on each sheet; ``kept``: rows of earlier workbooks (see ``rows``)."""
        self.lang = lang
        self._page_of = page_of
        self._executor = executor
        self._kept = kept
        self._sheet_class = sheet_class()
        self.workbook = _workbook_class()(
            BytesIO(),
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
            },
        )
        self.format = lru_cache(maxsize=None)(self._format)

    def _format(self, **properties: Any) -> Format:
        return self.workbook.add_format({"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties})

    def cell(self, **properties: Any) -> Format:
        """A format with thin borders."""
        return self.format(border=1, border_color=RULE, **properties)

    def head(self, **properties: Any) -> Format:
        """The format of a column's title."""
        return self.cell(**{"bold": True, "text_wrap": True, "align": "center", "bg_color": HEAD, **properties})

    def styles(self, *formats: Format) -> tuple[int, ...]:
        """The formats as ``rows.Rows`` names them."""
        return tuple([style._get_xf_index() for style in formats])

    def word(self, key: str, **params: object) -> str:
        return word(key, self.lang, **params)

    def number(self, value: int | float) -> str:
        """A number inside a sentence."""
        return number(value, self.lang)

    def date(self, value: dt.date) -> str:
        """A date inside a sentence."""
        return date(value)

    def bare_sheet(self, name: str, *, ours: bool = False) -> Any:
        """A new sheet as it comes. ``ours``: a person may have more to put on it (see ``page_of``)."""
        sheet = self.workbook.add_worksheet(name, self._sheet_class)
        if ours and self._page_of:
            sheet.page = self._page_of(self, sheet)
        return sheet

    def sheet(self, name: str, landscape: bool = True) -> Any:
        """A new sheet (see ``rows.sheet_class``), set up to be printed on A4, one page wide."""
        sheet = self.bare_sheet(name, ours=True)
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{name}&R&8{self.word('page')}")
        sheet.hide_gridlines(2)
        return sheet

    def blocks(
        self, sheet: Worksheet, widths: Sequence[float], repeated: int, whole: Sequence[int] | None = None
    ) -> int:
        """Prints a table that would be illegible on one page as blocks of columns over several, each with the first
        ``repeated`` columns; the last column (from 0) of the first block. ``whole``: the columns at which something
        begins that is kept together where a page has room for it.
        """
        if sum(widths) <= FITTING:
            return len(widths) - 1
        breaks: list[int] = []
        used = sum(widths[:repeated])
        start = repeated  # of what is kept together
        for column, width in enumerate(widths[repeated:], repeated):
            start = column if whole is None or column in whole else start
            if used + width > BLOCK:
                breaks.append(start if start > (breaks or [repeated])[-1] else column)
                used = sum(widths[:repeated]) + sum(widths[breaks[-1] : column])
            used += width
        sheet.set_print_scale(BLOCK_SCALE)
        sheet.repeat_columns(0, repeated - 1)
        sheet.set_v_pagebreaks(breaks)
        return (breaks or [len(widths)])[0] - 1

    def rows(self, first: int, sheet: Any, keys: Sequence[int], closed: Sequence[int] = (), on: object = None) -> Rows:
        """The rows of a long table of ``sheet``, from ``first`` (counted from 0); their titles stand above already.

        ``keys``: the columns that say what a row is about, whenever the table is made. ``closed``: those that are added
        up, and have room for nobody else's numbers. ``on``: what all rows depend on beside the language, where they are
        kept for later merges (``Rows.stretch``).
        """
        sheet.table_from = first
        beside = sheet.page.table(first, keys, closed) if sheet.page is not None else None
        kept = self._kept if on is not None else None
        return Rows(first, self._executor, beside, kept, (sheet.get_name(), self.lang, on))

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
        """Writes text as a string, whatever it begins with."""
        if text:
            shown = printable(text, self.lang)
            if shown.startswith("<r>") and shown.endswith("</r>"):
                shown += " "  # XlsxWriter would take it for the XML of a rich string
            sheet.write_string(row, column, shown, style)
        else:
            sheet.write_blank(row, column, None, style)

    def quantity(
        self, sheet: Worksheet, row: int, column: int, number: int | float | None, style: Format | None = None
    ) -> None:
        """Writes a number; as text where a spreadsheet would not keep it exactly."""
        if number is None:
            sheet.write_blank(row, column, None, style)
        elif -EXACT < number < EXACT:  # not for nan either
            sheet.write_number(row, column, number, style)
        else:
            self.text(sheet, row, column, str(number), style)

    def title(self, sheet: Worksheet, text: str, help_text: str, last_column: int, help_height: float = 18) -> None:
        """The two lines above a table."""
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, text, self.format(bold=True, font_size=14, font_color=INK))
        sheet.set_row(1, help_height)
        sheet.merge_range(1, 0, 1, last_column, "", self.format(italic=True, text_wrap=True, valign="top"))
        self.text(sheet, 1, 0, help_text, self.format(italic=True, text_wrap=True, valign="top"))

    def heads(self, sheet: Worksheet, row: int, titles: Sequence[str], widths: Sequence[float]) -> None:
        """A row of column titles and the widths of the columns (in characters)."""
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(column, column, width)
            self.text(sheet, row, column, title, self.head())

    def close(self) -> list[PackedMember]:
        """The members of the finished file, for ``archive.assemble`` or ``write_archive``; most of them on the disk."""
        self.workbook.close()
        found: list[PackedMember] = self.workbook.parts
        for sheet in self.workbook.worksheets():  # they and what knows them hold each other: it would all stay until
            sheet.rows = sheet.page = sheet.below = sheet.comments_list = None  # somebody looks for such
            sheet.comments.clear()
        self.format.cache_clear()
        del self.workbook
        return found


def _workbook_class() -> type[Workbook]:
    """A workbook whose parts are compressed as they are written, and kept on the disk where they are long."""
    from xlsxwriter import Workbook
    from xlsxwriter.packager import Packager

    texts, boxes = writers()

    class SpooledWorkbook(Workbook):  # type: ignore[misc, unused-ignore]
        parts: Sequence[PackedMember] = ()

        def _get_packager(self) -> Packager:
            return SpoolingPackager(self)

    class SpoolingPackager(Packager):  # type: ignore[misc, unused-ignore]
        def __init__(self, owner: SpooledWorkbook) -> None:
            super().__init__()
            self._owner = owner

        def _filename(self, xml_filename: str) -> StringIO:
            part = PartText()
            self.filenames.append((part, xml_filename, False))
            return part

        def _write_comment_files(self) -> None:
            commented = [sheet for sheet in self.workbook.worksheets() if sheet.has_comments]
            for place, sheet in enumerate(commented, 1):
                part = texts()
                part._set_xml_writer(self._filename(f"xl/comments{place}.xml"))
                part._assemble_xml_file(sheet.comments_list)

        def _write_vml_files(self) -> None:
            """Nothing of ours but comments is drawn in this old way."""
            commented = [sheet for sheet in self.workbook.worksheets() if sheet.has_vml]
            for place, sheet in enumerate(commented, 1):
                part = boxes(sheet)
                part._set_xml_writer(self._filename(f"xl/drawings/vmlDrawing{place}.vml"))
                part._assemble_xml_file(sheet.vml_data_id, sheet.vml_shape_id, sheet.comments_list)

        def _create_package(self) -> list[Any]:
            """Nothing is left to be put into an archive by XlsxWriter."""
            self._owner.parts = [
                part.member(name) if isinstance(part, PartText) else packed(name.encode(), part.getvalue())
                for part, name, _ in super()._create_package()
            ]
            return []

    return SpooledWorkbook
