"""SpreadsheetML 2003 ('XML Spreadsheet'), which portals name .xls: cells, formats, comments and formulas as Excel has
them, in one XML file (Microsoft's Office 2003 XML reference schemas).
"""

from __future__ import annotations

from collections.abc import Callable

from cchc_xl.grid.foreign.body import Body, Font, text_runs
from cchc_xl.grid.foreign.r1c1 import in_style_a1
from cchc_xl.grid.foreign.sizes import LOWEST, THINNEST, is_less
from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Content, Limits, ReadError
from cchc_xl.grid.openxml.sheet import number_cell
from cchc_xl.grid.openxml.styles import DEFAULT, Look, look, shown_as
from cchc_xl.grid.openxml.values import number
from cchc_xl.model import Cell, Grid, Run, Sheet, Style
from cchc_xl.records import NamedTuple

_STATES = {"SheetHidden": "hidden", "SheetVeryHidden": "veryHidden"}
_FORMATS = {
    "General Number": "General", "General Date": "m/d/yyyy h:mm", "Long Date": "d-mmm-yyyy", "Medium Date": "d-mmm-yy",
    "Short Date": "m/d/yyyy", "Long Time": "h:mm:ss", "Medium Time": "h:mm AM/PM", "Short Time": "h:mm",
    "Currency": "#,##0.00",
    "Euro Currency": "[$€]#,##0.00", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Yes/No": '"Yes";"Yes";"No"', "True/False": '"TRUE";"TRUE";"FALSE"', "On/Off": '"On";"On";"Off"',
}  # fmt: skip
_DEEPEST = 32  # styles that refer to styles


def read_grid(content: Content) -> Grid:
    """The workbook. Raises ReadError: no-workbook, xml, doctype, too-many-cells."""
    walk = _XmlWalk(content.limits)
    walk.read(content.data, content.source.name)
    if not walk.sheets:
        raise ReadError("no-workbook")
    content = content.noted("F02", ext=".xml")
    sheets = [Sheet(sheet.name, sheet.state, sheet.body.done()) for sheet in walk.sheets]
    return Grid(content.source, tuple(sheets), walk.names, content.findings)


class _SheetBeingRead:
    def __init__(self, name: str, body: Body) -> None:
        self.name, self.body, self.state = name, body, "visible"
        self.row = self.column = 0
        self.styles: dict[int, str] = {}  # of columns
        self.row_style = ""


class _StyleBeingRead(NamedTuple):
    parent: str = ""
    format: str | None = None
    font: Font | None = None
    fill: str | None = None
    locked: bool = True


class _CellBeingRead(NamedTuple):
    style: str
    formula: str | None
    row: int
    column: int


class _XmlWalk:
    """The pass. Attributes and elements are known by their local names: every program gives other prefixes."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[_SheetBeingRead] = []
        self.names: dict[str, str] = {}
        self.styles: dict[str, _StyleBeingRead] = {}
        self.looks: dict[str, Look] = {}
        self.style = ""
        self.cell: _CellBeingRead | None = None
        self.kind = ""
        self.pieces: list[tuple[str, Font]] | None = None  # of the text that is being read
        self.fonts: list[Font] = []
        self.note: list[str] | None = None
        self.word: list[str] | None = None  # of an option of a sheet
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "Style": self._style, "NumberFormat": self._format, "Font": self._font, "Interior": self._interior,
            "Protection": self._protection, "NamedRange": self._named, "Worksheet": self._worksheet,
            "Column": self._column, "Header": self._printed, "Footer": self._printed,
            "Row": self._row, "Cell": self._cell, "Data": self._data, "Comment": self._comment,
            "Visible": self._visible,
            "AutoFilter": self._filter, "S": self._struck, "Sup": self._raised, "Sub": self._raised,
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "Cell": self._cell_ended, "Data": self._data_ended, "Comment": self._comment_ended,
            "Visible": self._visible_said,
            "S": self._plain_again, "Sup": self._plain_again, "Sub": self._plain_again, "Font": self._plain_again,
        }  # fmt: skip
        self.seen = 0

    def read(self, data: bytes, part: str) -> None:
        parser = new_parser()

        def start(tag: str, said: dict[str, str]) -> None:
            self.seen += 1
            if self.seen > self.limits.far_cells:
                raise ReadError("too-many-cells", limit=self.limits.cells)
            handler = self.starts.get(tag.rpartition(":")[2])
            if handler is not None:
                handler({name.rpartition(":")[2]: value for name, value in said.items()})

        def end(tag: str) -> None:
            handler = self.ends.get(tag.rpartition(":")[2])
            if handler is not None:
                handler()

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, self._text
        run(parser, data, part)

    def _text(self, piece: str) -> None:
        if self.note is not None:
            self.note.append(piece)
        elif self.pieces is not None:
            self.pieces.append((piece, self.fonts[-1]))
        elif self.word is not None:
            self.word.append(piece)

    # --- styles --------------------------------------------------------------------------------------------------

    def _style(self, said: dict[str, str]) -> None:
        self.style = said.get("ID", "")
        self.styles[self.style] = _StyleBeingRead(said.get("Parent", "Default" if self.style != "Default" else ""))

    def _change(self, **changes: object) -> None:
        if self.style in self.styles and not self.sheets:
            self.styles[self.style] = self.styles[self.style]._replace(**changes)  # type: ignore[arg-type]

    def _format(self, said: dict[str, str]) -> None:
        code = said.get("Format", "General")
        self._change(format=_FORMATS.get(code, code))

    def _font(self, said: dict[str, str]) -> None:
        if self.pieces is not None:  # a piece of a text
            before = self.fonts[-1]
            self.fonts.append(before._replace(color=_color(said.get("Color")) or before.color))
            return
        raised = said.get("VerticalAlign") in ("Superscript", "Subscript")
        self._change(
            font=Font(said.get("FontName", ""), said.get("StrikeThrough") == "1", _color(said.get("Color")), raised)
        )

    def _interior(self, said: dict[str, str]) -> None:
        self._change(fill=_color(said.get("Color")) if said.get("Pattern") == "Solid" else None)

    def _protection(self, said: dict[str, str]) -> None:
        self._change(locked=said.get("Protected", "1") != "0")

    def _look(self, name: str) -> Look:
        found = self.looks.get(name)
        if found is None:
            found = self.looks[name] = self._new_look(name)
        return found

    def _new_look(self, name: str) -> Look:
        code, font, fill, locked = None, None, None, None
        for _ in range(_DEEPEST):
            said = self.styles.get(name)
            if said is None:
                break
            code, font, fill = code or said.format, font or said.font, fill or said.fill
            locked = said.locked if locked is None else locked
            name = said.parent
        font = font or Font()
        style = Style(code or "General", font.name, font.strike, font.color, fill, locked is not False, font.raised)
        return look(style, shown_as(style.number_format)) if style != DEFAULT.style else DEFAULT

    # --- sheets --------------------------------------------------------------------------------------------------

    def _named(self, said: dict[str, str]) -> None:
        if not self.sheets:
            refers = in_style_a1(said.get("RefersTo", ""), 1, 1)
            if refers:
                self.names[said.get("Name", "")] = refers

    def _worksheet(self, said: dict[str, str]) -> None:
        body = Body(self.limits, self.sheets[-1].body if self.sheets else None)
        self.sheets.append(_SheetBeingRead(said.get("Name", f"Sheet{len(self.sheets) + 1}"), body))

    def _visible(self, _: dict[str, str]) -> None:
        self.word = []

    def _visible_said(self) -> None:
        if self.sheets and self.word is not None:
            self.sheets[-1].state = _STATES.get("".join(self.word).strip(), "visible")
        self.word = None

    def _printed(self, said: dict[str, str]) -> None:
        if self.sheets:
            self.sheets[-1].body.print(said.get("Data", ""))

    def _filter(self, _: dict[str, str]) -> None:
        if self.sheets:
            self.sheets[-1].body.filtered = True

    def _column(self, said: dict[str, str]) -> None:
        if self.sheets:
            sheet = self.sheets[-1]
            sheet.column = first = _whole(said.get("Index"), sheet.column + 1)
            last = sheet.column = min(first + _whole(said.get("Span"), 0), sheet.body.columns + 1)
            if said.get("Hidden") == "1" or is_less(said.get("Width", "") + "pt", THINNEST):
                sheet.body.hide_columns(first, last)
            if "StyleID" in said:
                sheet.styles.update(dict.fromkeys(range(first, last + 1), said["StyleID"]))

    def _row(self, said: dict[str, str]) -> None:
        if self.sheets:
            sheet = self.sheets[-1]
            first = _whole(said.get("Index"), sheet.row + 1)
            sheet.row = first + _whole(said.get("Span"), 0)
            sheet.column, sheet.row_style = 0, said.get("StyleID", "")
            if said.get("Hidden") == "1" or is_less(said.get("Height", "") + "pt", LOWEST):
                sheet.body.hide_rows(first, sheet.row)

    # --- cells ---------------------------------------------------------------------------------------------------

    def _cell(self, said: dict[str, str]) -> None:
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        column = _whole(said.get("Index"), sheet.column + 1)
        right, below = column + _whole(said.get("MergeAcross"), 0), sheet.row + _whole(said.get("MergeDown"), 0)
        sheet.column = right
        sheet.body.merge(sheet.row, column, below, right)
        style = said.get("StyleID") or sheet.row_style or sheet.styles.get(column, "") or "Default"
        formula = in_style_a1(said["Formula"], sheet.row, column) if "Formula" in said else None
        self.cell = _CellBeingRead(style, formula, sheet.row, column)
        self.kind, self.pieces = "", None

    def _data(self, said: dict[str, str]) -> None:
        if self.cell is not None and self.note is None:
            style = self._look(self.cell.style).style
            self.kind, self.pieces = said.get("Type", "String"), []
            self.fonts = [Font(style.font, style.strike, style.font_color, style.raised)]

    def _struck(self, _: dict[str, str]) -> None:
        if self.pieces is not None:
            self.fonts.append(self.fonts[-1]._replace(strike=True))

    def _raised(self, _: dict[str, str]) -> None:
        if self.pieces is not None:
            self.fonts.append(self.fonts[-1]._replace(raised=True))

    def _plain_again(self) -> None:
        if self.pieces is not None and len(self.fonts) > 1:
            self.fonts.pop()

    def _data_ended(self) -> None:
        if self.cell is not None and self.note is None and self.pieces is not None:
            pieces, self.pieces = self.pieces, None
            self._put(self.cell, self._value(self.cell, pieces))
            self.cell = self.cell._replace(style="")  # what follows in the cell is no second value

    def _put(self, place: _CellBeingRead, cell: Cell) -> None:
        self.sheets[-1].body.put(place.row, place.column, cell)

    def _cell_ended(self) -> None:
        if self.cell is not None and self.cell.style:  # it had no value
            blank = self._look(self.cell.style).blank
            self._put(self.cell, blank if self.cell.formula is None else blank._replace(formula=self.cell.formula))
        self.cell = None

    def _value(self, cell: _CellBeingRead, pieces: list[tuple[str, Font]]) -> Cell:
        look, text = self._look(cell.style), "".join([piece for piece, _ in pieces])
        if self.kind == "Number":
            value = number(text.strip())
            if value is None:
                return Cell(text.strip() or None, "error" if text.strip() else "blank", cell.formula, look.style)
            return number_cell(value, cell.formula, look, from_1904=False)
        if self.kind == "Boolean":
            return Cell(text.strip() == "1", "bool", cell.formula, look.style)
        if self.kind == "Error":
            return Cell(text.strip(), "error", cell.formula, look.style)
        if self.kind == "DateTime":
            moment = text.strip().partition(".")[0].removesuffix("T00:00:00")
            return Cell(moment.removeprefix("1899-12-31T"), "date", cell.formula, look.style)
        if not text and cell.formula is None:
            return look.blank
        return Cell(text, "text", cell.formula, look.style, _runs(text, pieces, look.style))

    def _comment(self, _: dict[str, str]) -> None:
        self.note = []

    def _comment_ended(self) -> None:
        if self.cell is not None and self.note is not None:
            self.sheets[-1].body.comment(self.cell.row, self.cell.column, "".join(self.note).strip())
        self.note = None


def _runs(text: str, pieces: list[tuple[str, Font]], style: Style) -> tuple[Run, ...]:
    fonts, at = [], 0
    for piece, font in pieces:
        fonts.append((at, font))
        at += len(piece)
    return text_runs(text, fonts, style.font_color)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _color(text: str | None) -> str | None:
    return text[1:].upper() if text and len(text) == 7 and text[0] == "#" else None
