"""The cells of one sheet of an OpenDocument file: values, what they show, formulas, comments, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cchc_xl.grid.foreign.body import Body, Font, text_runs
from cchc_xl.grid.foreign.opendocument_formulas import spell
from cchc_xl.grid.foreign.opendocument_styles import OpenDocumentStyles
from cchc_xl.grid.foreign.plain_text import ERRORS, shown_number
from cchc_xl.grid.openxml.styles import DEFAULT, Look
from cchc_xl.grid.openxml.values import date_text, number
from cchc_xl.model import Cell, Run
from cchc_xl.records import NamedTuple

_REPEATED = 7  # more that a cell counts which no byte of the file stands for
_MOST_BLANKS = 100  # cells that one blank cell with a look of its own stands for; more are the rest of a sheet

_WHITE = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"(-?)P(?:(\d{1,9})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d*)?S)?")


class Paragraphs:
    """Text while it is read: paragraphs are lines, white space counts once ([OpenDocument] 6.1.2)."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, str]] = []  # (text, name of its style)
        self.begun = False  # a paragraph before this one
        self.spans: list[str] = []
        self._space = True  # white space here would be the first of the line, or follows other

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("text:p", "text:h"):
            if self.begun:
                self._add("\n")
            self.begun = self._space = True
        elif tag == "text:span":
            self.spans.append(attributes.get("text:style-name", ""))
        elif tag == "text:line-break":
            self._add("\n")
            self._space = True
        elif tag == "text:tab":
            self._add("\t")
            self._space = False
        elif tag == "text:s":
            count = attributes.get("text:c", "1")
            self._add(" " * (min(int(count), 1_000) if count.isascii() and count.isdecimal() else 1))
            self._space = False

    def end(self, tag: str) -> None:
        if tag == "text:span" and self.spans:
            self.spans.pop()

    def add(self, piece: str) -> None:
        """Characters within a paragraph."""
        piece = _WHITE.sub(" ", piece)
        if self._space:
            piece = piece.lstrip(" ")
        if piece:
            self._space = piece[-1] == " "
            self._add(piece)

    def _add(self, text: str) -> None:
        self.pieces.append((text, self.spans[-1] if self.spans else ""))

    def text(self) -> str:
        return "".join([text for text, _ in self.pieces])


class _Open(NamedTuple):
    """The cell that is being read, and how many it stands for."""

    attributes: dict[str, str]
    row: int
    column: int
    rows: int
    columns: int


class CellReader:
    """Takes the elements within one <table:table>; ``ended`` is called at its end.

    What belongs to a sheet but not to its cells (names, forms, tables within cells) is passed over; the words of
    drawings stand beside the cells.
    """

    def __init__(self, body: Body, styles: OpenDocumentStyles, links: Sequence[str], ended: Callable[[], None]) -> None:
        self.body, self.styles, self.links, self.ended = body, styles, links, ended
        self.next_row, self.rows, self.row_style = 1, 1, ""
        self.row = self.next_column = 1
        self.column_styles: list[tuple[int, str]] = []  # (last column, style), in order
        self.cell: _Open | None = None
        self.words = Paragraphs()
        self.note: Paragraphs | None = None
        self.skipped = 0  # depth within what is passed over
        self.box: Paragraphs | None = None  # of the shape that is passed over
        self.in_paragraph = 0
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "table:table-cell": self._open, "table:covered-table-cell": self._open, "table:table-row": self._row,
            "table:table-column": self._column, "office:annotation": self._annotation,
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "table:table-cell": self._close, "table:covered-table-cell": self._close,
            "office:annotation": self._annotated,
            "table:table": ended,
        }  # fmt: skip

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.body.count()
        if self.skipped:
            self.skipped += 1
            if self.box is not None and tag.startswith("text:"):
                self.box.start(tag, attributes)
        elif tag.startswith("text:"):
            self.in_paragraph += tag == "text:p" or tag == "text:h"
            (self.note or self.words).start(tag, attributes)
        elif tag in self.starts:
            self.starts[tag](attributes)
        elif tag.startswith("draw:") or tag == "table:table":
            self.skipped = 1
            self.box = None if tag == "table:table" else Paragraphs()
            self.body.drawings = self.body.drawings or tag != "table:table"

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            if not self.skipped and self.box is not None:
                self.body.box(*((self.cell.row, self.cell.column) if self.cell else (0, 0)), self.box.text())
                self.box = None
        elif tag.startswith("text:"):
            self.in_paragraph -= tag == "text:p" or tag == "text:h"
            (self.note or self.words).end(tag)
        elif tag in self.ends:
            self.ends[tag]()

    def text(self, piece: str) -> None:
        if self.box is not None and self.box.begun:
            self.box.add(piece)
        if self.in_paragraph > 0 and not self.skipped and self.cell is not None:
            (self.note or self.words).add(piece)

    def _annotation(self, _: dict[str, str]) -> None:
        self.note = Paragraphs()

    def _annotated(self) -> None:
        if self.cell is not None and self.note is not None:
            self.body.comment(self.cell.row, self.cell.column, self.note.text().strip())
        self.note = None

    # --- rows and columns ----------------------------------------------------------------------------------------

    def _row(self, attributes: dict[str, str]) -> None:
        self.row, self.rows = self.next_row, _count(attributes, "table:number-rows-repeated")
        self.next_row += self.rows
        self.next_column = 1
        self.row_style = attributes.get("table:default-cell-style-name", "")
        if self._is_hidden(attributes, "table-row"):
            self.body.hide_rows(self.row, self.next_row - 1)

    def _column(self, attributes: dict[str, str]) -> None:
        first = self.column_styles[-1][0] + 1 if self.column_styles else 1
        last = first + _count(attributes, "table:number-columns-repeated") - 1
        self.column_styles.append((last, attributes.get("table:default-cell-style-name", "")))
        if self._is_hidden(attributes, "table-column"):
            self.body.hide_columns(first, last)

    def _is_hidden(self, attributes: dict[str, str], family: str) -> bool:
        visibility = attributes.get("table:visibility")
        self.body.filtered = self.body.filtered or visibility == "filter"
        return (
            visibility in ("collapse", "filter")
            or (family, attributes.get("table:style-name", "")) in self.styles.empty
        )

    # --- cells ---------------------------------------------------------------------------------------------------

    def _open(self, attributes: dict[str, str]) -> None:
        columns = _count(attributes, "table:number-columns-repeated")
        self.cell = _Open(attributes, self.row, self.next_column, self.rows, columns)
        self.next_column += columns
        self.words = Paragraphs()
        self.in_paragraph = 0

    def _close(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None:
            return
        if "table:number-rows-spanned" in cell.attributes or "table:number-columns-spanned" in cell.attributes:
            height = _count(cell.attributes, "table:number-rows-spanned")
            width = _count(cell.attributes, "table:number-columns-spanned")
            self.body.merge(cell.row, cell.column, cell.row + height - 1, cell.column + width - 1)
        name = cell.attributes.get("table:style-name") or self.row_style or self._style_of(cell.column)
        look = self.styles.look(name, cell.attributes.get("office:value-type", ""))
        self._put(cell, self._value(cell, look))

    def _style_of(self, column: int) -> str:
        return next((style for last, style in self.column_styles if column <= last), "")

    def _put(self, cell: _Open, value: Cell) -> None:
        is_blank = value.kind == "blank" and value.formula is None
        if is_blank and (value.style == DEFAULT.style or cell.rows * cell.columns > _MOST_BLANKS):
            return
        if cell.rows == cell.columns == 1:
            self.body.put(cell.row, cell.column, value)
            return
        last_row, last_column = cell.row + cell.rows - 1, cell.column + cell.columns - 1
        inside = 0
        for row in range(cell.row, min(last_row, self.body.rows) + 1):
            for column in range(cell.column, min(last_column, self.body.columns) + 1):
                self.body.count(_REPEATED)
                self.body.put(row, column, value)
                inside += 1
        if value.kind != "blank":
            self.body.outside += cell.rows * cell.columns - inside

    def _value(self, cell: _Open, look: Look) -> Cell:
        attributes = cell.attributes
        said = attributes.get("table:formula")
        formula = None if said is None else spell(said, self.links)
        text = self.words.text()
        kind = attributes.get("calcext:value-type") or attributes.get("office:value-type", "")
        if kind == "error" or (formula is not None and text in ERRORS):
            return Cell(text.strip(), "error", formula, look.style)
        if kind in ("float", "currency", "percentage"):
            return _number(attributes.get("office:value", ""), formula, look, text)
        if kind == "boolean":
            return Cell(attributes.get("office:boolean-value") == "true", "bool", formula, look.style)
        if kind == "date":
            return Cell(attributes.get("office:date-value", "").removesuffix("T00:00:00"), "date", formula, look.style)
        if kind == "time":
            return _duration(attributes.get("office:time-value", ""), formula, look)
        if not self.words.begun:
            text = attributes.get("office:string-value", "")
        if not text and formula is None:
            return look.blank
        if not text and kind != "string" and not self.words.begun:  # a formula without a stored result
            return Cell(None, "blank", formula, look.style)
        return Cell(text, "text", formula, look.style, self._runs(text, look))

    def _runs(self, text: str, look: Look) -> tuple[Run, ...]:
        if not any(style for _, style in self.words.pieces):
            return ()
        style = look.style
        base = Font(style.font, style.strike, style.font_color, style.raised)
        at, fonts = 0, []
        for piece, name in self.words.pieces:
            fonts.append((at, self.styles.font(name, base) if name else base))
            at += len(piece)
        return text_runs(text, fonts, base.color)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 9 and int(text) else 1


def _number(text: str, formula: str | None, look: Look, shown: str) -> Cell:
    value = number(text)
    if value is None:  # a number that no computer can hold must not become infinity, and not disappear
        return Cell(text.strip() or None, "error" if text.strip() else "blank", formula, look.style)
    return shown_number(value, shown, formula, look)


def _duration(text: str, formula: str | None, look: Look) -> Cell:
    """A time of day, or a longer time as Excel keeps it: since the start of its calendar."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return Cell(text, "error" if text else "blank", formula, look.style)
    days, hours, minutes, seconds = (int(group or 0) for group in found.groups()[1:])
    serial = (0 if found[1] else 1) * (days + (hours * 3600 + minutes * 60 + seconds) / 86_400)
    return Cell(date_text(serial, from_1904=False) or text, "date", formula, look.style)
