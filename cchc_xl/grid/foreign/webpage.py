"""A web page with tables: what a portal calls .xls, what Excel saves as .htm or .mht, a page that was saved.

As in Excel all tables of a page stand below each other on one sheet, with the paragraphs around them; each part of an
.mht is a sheet. What the browser shows is what is read: hidden rows and columns, struck and raised pieces, values in
input fields. A table in a cell (the page's layout) is a table like any other.
"""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

from cchc_xl.grid.foreign import css
from cchc_xl.grid.foreign.body import Body, Font
from cchc_xl.grid.foreign.css import Declarations, is_hidden
from cchc_xl.grid.foreign.plain_text import decode
from cchc_xl.grid.foreign.sizes import LOWEST, THINNEST, is_less
from cchc_xl.grid.foreign.webpage_cells import OpenCell, Words, cell_of
from cchc_xl.grid.openxml.package import Content, Limits, ReadError
from cchc_xl.model import Grid, Sheet

LARGEST = 10_000_000  # bytes of a page
SECONDS = 20.0  # of reading one page: Python's parser needs the square of the time for some broken ones
DEEPEST = 500  # elements within elements

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title", "object", "svg", "math"))
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "center", "form", "pre", "dd", "dt")
)
_CLOSES = {  # an element that begins -> those that end by it, and where that stops
    "tr": (("td", "th", "tr"), "table"), "td": (("td", "th"), "tr"), "th": (("td", "th"), "tr"),
    "tbody": (("td", "th", "tr", "tbody", "thead", "tfoot"), "table"), "thead": (("tr", "tbody", "thead"), "table"),
    "tfoot": (("td", "th", "tr", "tbody", "thead"), "table"), "li": (("li",), "ul"), "p": (("p",), "td"),
    "option": (("option",), "select"),
}  # fmt: skip
_LOOKS = frozenset(("s", "strike", "del", "sup", "sub"))
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_WIDEST = 1_000  # columns that one cell may span


def read_grid(content: Content) -> Grid:
    """The page as one sheet. Raises ReadError: limit-size, too-many-cells, timeout, too-deep."""
    page = read_page(content.data, content.limits)
    noted = content.noted("F19", ext=".html", reason="lost-in-pages")
    return Grid(content.source, (Sheet("Sheet1", load=page.done()),), findings=noted.findings)


def read_page(data: bytes, limits: Limits) -> Body:
    """The content of a page. Raises ReadError: limit-size, too-many-cells, timeout, too-deep."""
    if len(data) > LARGEST:
        raise ReadError("limit-size", limit=LARGEST, found=len(data))
    text = _decoded(data)
    page = _Page(limits)
    page.rules = css.rules(css.style_sheets(text))
    page.feed(text)
    page.close()
    page.finish()
    return page.body


def _decoded(data: bytes) -> str:
    """By its mark, by what the page says of itself, else by its bytes."""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        said = _CHARSET.search(data[:4096])
        name = said[1].decode("ascii").lower() if said else ""
        if name and name not in ("utf-8", "utf8", "unicode", "utf-16"):
            try:
                return data.decode(name)
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data) or ""


class _Element:
    """An open element: what it means for the text in it."""

    __slots__ = ("font", "hidden", "is_table", "said", "tag")

    def __init__(self, tag: str, said: Declarations, font: Font, *, hidden: bool) -> None:
        self.tag, self.said, self.font, self.hidden = tag, said, font, hidden
        self.is_table = tag == "table"


class _OpenTable:
    """An open table: where its rows stand, and which columns cells from above still fill."""

    def __init__(self) -> None:
        self.filled: dict[int, int] = {}  # column -> last row that a cell from above fills
        self.columns = 0  # that <col> elements have described
        self.column = 0


class _Page(HTMLParser):
    """The pass over one page."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.body = Body(limits)
        self.rules: dict[tuple[str, str], Declarations] = {}
        self.open: list[_Element] = [_Element("", {}, Font(), hidden=False)]
        self.tables: list[_OpenTable] = []
        self.row = 0
        self.words = Words()  # of the paragraph or the cell that is open
        self.cell: OpenCell | None = None
        self.until = time.monotonic() + SECONDS
        self.unseen = 0  # depth within what is never shown
        self.row_is_hidden = False

    # --- elements ------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tick()
        said = {name: value or "" for name, value in attrs}
        if self.unseen or tag in _UNSEEN:
            self.unseen += tag not in _VOID
            return
        self._end_before(tag)
        element = self._element(tag, said)
        if tag not in _VOID:
            if len(self.open) > DEEPEST:
                raise ReadError("too-deep", limit=DEEPEST)
            self.open.append(element)
        if tag == "table":
            self._table_begins()
        elif tag == "tr":
            self._row_begins(element)
        elif tag in ("td", "th"):
            self._cell_begins(element, said)
        elif tag == "col":
            self._column_said(element, said)
        elif tag == "br":
            self.words.line()
        elif tag in _BLOCKS:
            self._block()
        elif tag == "input" and not element.hidden:
            self._input(said, element.font)
        elif tag == "option" and "selected" not in said:
            element.hidden = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and tag in ("p", "div", "td", "th", "tr", "span"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._tick()
        if self.unseen:
            self.unseen -= 1
            return
        if tag in _VOID or not any(element.tag == tag for element in reversed(self.open[1:])):
            return
        if tag not in ("table", "tr", "td", "th", "tbody", "thead", "tfoot") and self._stops_before(tag):
            return
        while True:
            closed = self.open.pop()
            self._closed(closed.tag)
            if closed.tag == tag:
                break

    def _stops_before(self, tag: str) -> bool:
        """Whether the cell that is open begins within the element that is to end: then the end tag is astray."""
        for element in reversed(self.open[1:]):
            if element.tag == tag:
                return False
            if element.tag in ("td", "th", "table"):
                return True
        return True

    def handle_data(self, data: str) -> None:
        self._tick()
        element = self.open[-1]
        if (
            not self.unseen
            and not element.hidden
            and element.tag not in ("table", "tr", "tbody", "thead", "tfoot", "colgroup", "select")
        ):
            self.words.add(data, element.font)

    def _tick(self) -> None:
        self.body.count()
        if time.monotonic() > self.until:
            raise ReadError("timeout", limit=SECONDS)

    def _element(self, tag: str, said: dict[str, str]) -> _Element:
        parent = self.open[-1]
        if not said and tag not in _LOOKS and not self.rules:
            return _Element(tag, {}, parent.font, hidden=parent.hidden)
        style = css.declared(tag, said.get("class", ""), said.get("style", ""), self.rules)
        font = parent.font
        if tag in ("s", "strike", "del") or "line-through" in style.get("text-decoration", "") + style.get(
            "text-decoration-line", ""
        ):
            font = font._replace(strike=True)
        if tag in ("sup", "sub") or style.get("vertical-align") in ("super", "sub"):
            font = font._replace(raised=True)
        color = css.color(style.get("color", said.get("color", "") if tag == "font" else ""))
        if color:
            font = font._replace(color=color)
        name = style.get("font-family", said.get("face", "") if tag == "font" else "")
        if name:
            font = font._replace(name=name.partition(",")[0].strip(" \"'"))
        hidden = parent.hidden or "hidden" in said or is_hidden(style)
        return _Element(tag, style, font, hidden=hidden)

    def _end_before(self, tag: str) -> None:
        """End tags that HTML lets one leave out."""
        ends, within = _CLOSES.get(tag, ((), ""))
        while ends and len(self.open) > 1:
            names = [element.tag for element in self.open]
            last = next(
                (at for at in range(len(names) - 1, 0, -1) if names[at] in ends or names[at] in (within, "table")), 0
            )
            if not last or names[last] not in ends:
                return
            while len(self.open) > last:
                self._closed(self.open.pop().tag)

    def _closed(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell_ends()
        elif tag == "table":
            self._table_ends()
        elif tag in _BLOCKS:
            self._block()
        elif tag == "tr" and self.tables:
            self.tables[-1].column = 0

    # --- tables --------------------------------------------------------------------------------------------------

    def _block(self) -> None:
        """A paragraph begins or ends: a line in a cell, a row outside of tables."""
        if self.cell is not None:
            self.words.paragraph()
        else:
            self._paragraph_ends()

    def _paragraph_ends(self) -> None:
        cell = cell_of(self.words, self.open[-1].font, {})
        if cell is not None:
            self.row += 1
            self.body.put(self.row, 1, cell)
        self.words = Words()

    def _table_begins(self) -> None:
        if self.cell is not None:  # the page's layout: what stood in the cell so far is a paragraph
            self.cell = None
        self._paragraph_ends()
        self.tables.append(_OpenTable())

    def _table_ends(self) -> None:
        if self.tables:
            table = self.tables.pop()
            self.row = max([self.row, *(row for row in table.filled.values() if row <= self.body.rows)])
        self.cell, self.words = None, Words()

    def _row_begins(self, element: _Element) -> None:
        self._cell_ends()
        self.row += 1
        self.body.count()
        if self.tables:
            self.tables[-1].column = 0
        self.row_is_hidden = element.hidden or is_less(element.said.get("height", ""), LOWEST)
        element.hidden = self.open[-2].hidden  # its cells are read, and said to be hidden

    def _cell_begins(self, element: _Element, said: dict[str, str]) -> None:
        self._cell_ends()
        if not self.tables:
            self.tables.append(_OpenTable())
            self.row += 1
        if element.said.get("display", "").startswith("none"):  # takes no place
            return
        table = self.tables[-1]
        column = table.column + 1
        while table.filled.get(column, 0) >= max(self.row, 1):
            column += 1
        width = min(_whole(said.get("colspan")), _WIDEST)
        height = _whole(said.get("rowspan"))
        last_row = self.row + height - 1
        for at in range(column, min(column + width, self.body.columns + 1)):
            if height > 1:
                table.filled[at] = last_row
        table.column = column + width - 1
        self.body.merge(self.row, column, last_row, table.column)
        fill = css.color(element.said.get("background-color", element.said.get("background", said.get("bgcolor", ""))))
        self.cell = OpenCell(self.row, column, element.font, fill, element.said, said)
        self.words = Words()

    def _cell_ends(self) -> None:
        if self.cell is not None:
            cell, self.cell = self.cell, None
            found = cell_of(self.words, cell.font, cell.attributes, cell.style())
            if found is not None:
                self.body.put(cell.row, cell.column, found)
                if self.row_is_hidden:  # Excel ends its tables with a hidden row of blank cells
                    self.body.hide_rows(cell.row, cell.row)
            self.words = Words()

    def _column_said(self, element: _Element, said: dict[str, str]) -> None:
        if self.tables:
            table = self.tables[-1]
            first, table.columns = table.columns + 1, table.columns + _whole(said.get("span"))
            if element.hidden or is_less(element.said.get("width", ""), THINNEST):
                self.body.hide_columns(first, table.columns)

    def _input(self, said: dict[str, str], font: Font) -> None:
        """A field of a form that was saved with its page: what stands in it is seen."""
        kind = said.get("type", "text").lower()
        if kind in ("text", "number", "tel", "email", "date", "search"):
            self.words.add(said.get("value", ""), font)
        elif kind in ("checkbox", "radio") and "checked" in said:
            self.words.add("x", font)

    def finish(self) -> None:
        while len(self.open) > 1:
            self._closed(self.open.pop().tag)
        self._paragraph_ends()


def _whole(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1
