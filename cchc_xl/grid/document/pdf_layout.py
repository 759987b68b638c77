"""What stands where on the pages of a PDF, to the blocks of a document: lines to paragraphs, ruled cells to tables.

A PDF knows letters and lines and nothing else. Whatever is made of them here is geometry: where a line of text goes on
in the next one, which figure stands in which cell. Lengths are in points, from the upper left corner of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from cchc_xl.grid.document.blocks import PLAIN_FONT, Block, DocumentTable, GridCell, GridRow, Paragraph, Piece
from cchc_xl.grid.foreign.body import Font
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, nfc, squeeze

RAISED = 0.8  # of the size of its line: a digit below that is a mark
STRUCK = (0.12, 0.6)  # of the size, above the line that letters stand on: where a line through them runs
SPACE, COLUMN = 0.2, 2.0  # of the size: gaps that are a blank, and that part two columns
HEAD_ROWS = 12  # in which a letterhead begins
ROOM, ROOM_IN_CELL = 0.5, 1.0  # of the size: a line that has no more of it behind its next word was full
APART = 1.2  # of the size: a gap between lines that ends a paragraph
_PADDING = 5.4  # of a table's cell, as Word and LibreOffice have it
_FAR = 1e6
_NEAR = 3.0  # edges within it are one
_EDGE = 0.1  # of the page's height: where page numbers stand
_MOTTO = re.compile(r"cộng h(?:òa|oà)\b")
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*(?:tiếp(?: theo)?\W*)?", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-–+*•]|\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,5}[.)]|[a-zđ]\))(?!\d)")
_DOTS = re.compile(r"[\s.…_]*")
# How a line of a letterhead begins that is no rest of the one above it.
_BODY = re.compile(
    r"(?:ủy ban|uỷ ban|ubnd|hđnd|hội đồng|sở|ban|xã|phường|đặc khu|thị trấn|huyện|quận|phòng|chi cục|cục|trung tâm"
    r"|trường|bệnh viện|văn phòng|số)\b"
)
_TITLE = re.compile(r"(?:báo cáo|phụ lục)\b")
# 'tháng 6 năm' and '2026': two halves of a date are no month and no year of their own.
_CUT_DATE = re.compile(r"\b(?:(?:năm|tháng|quý|ngày) \|\d|ngày \d+ \|tháng\b|tháng \d+ \|năm\b)")


class Glyph(NamedTuple):
    """A letter as the page shows it; ``base``: the height that it stands on; ``struck``: a line runs through it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    base: float
    font: str = ""
    color: str | None = None
    struck: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, point: tuple[float, float]) -> bool:
        return self.x0 <= point[0] <= self.x1 and self.top <= point[1] <= self.bottom


_NOWHERE = Box(-1, -1, -1, -1)


class PdfPage(NamedTuple):
    """``rules``: thin level lines; ``tables``: the cells of each ruled table."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...] = ()
    tables: tuple[tuple[Box, ...], ...] = ()


def _sides(page: PdfPage) -> tuple[float, float]:
    """Where the lines of its text begin and end; of short lines the margins are taken to be alike."""
    left = min([glyph.x0 for glyph in page.glyphs], default=0.0)
    return left, max([page.width - left, *(glyph.x1 for glyph in page.glyphs)])


def turned(page: PdfPage, *, clockwise: bool) -> PdfPage:
    """The page as somebody holds it who reads text that runs up it (``clockwise``) or down; the ``base`` of its letters
    is a place from left to right until then."""

    def box(one: Box) -> Box:
        if clockwise:
            return Box(page.height - one.bottom, one.x0, page.height - one.top, one.x1)
        return Box(one.top, page.width - one.x1, one.bottom, page.width - one.x0)

    def glyph(one: Glyph) -> Glyph:
        base = one.base if clockwise else page.width - one.base
        return one._replace(**box(Box(one.x0, one.top, one.x1, one.bottom))._asdict(), base=base)

    tables = tuple(tuple(box(cell) for cell in table) for table in page.tables)
    glyphs = tuple(map(glyph, page.glyphs))
    return PdfPage(page.number, page.height, page.width, glyphs, tuple(map(box, page.rules)), tables)


def blocks_of(pages: Sequence[PdfPage]) -> list[Block]:
    """The paragraphs and tables of the pages, in reading order; a table that pages cut is one."""
    sides = [_sides(page) for page in pages]
    edges = {page.width: max([right for one, (_, right) in zip(pages, sides, strict=True) if one.width == page.width])
             for page in pages}  # fmt: skip
    found: list[_Line | _Part] = []
    for page, (left, _) in zip(pages, sides, strict=True):
        found += _page(page, left, edges[page.width])
    return list(_blocks(_one_table(found)))


# --- lines -----------------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A line of text in a column from ``left`` to ``right``; ``page``: its number."""

    glyphs: tuple[Glyph, ...]
    page: int
    left: float
    right: float
    names_body: bool = False  # in a letterhead's left column

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in _pieces(self.glyphs)]).strip()

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max([glyph.x1 for glyph in self.glyphs])

    @property
    def top(self) -> float:
        return min([glyph.top for glyph in self.glyphs])

    @property
    def bottom(self) -> float:
        return max([glyph.bottom for glyph in self.glyphs])

    @property
    def size(self) -> float:
        return median([glyph.size for glyph in self.glyphs])

    @property
    def first_word(self) -> float:
        """How wide its first word is."""
        end = self.x0
        for glyph, gap in zip(self.glyphs, _gaps(self.glyphs), strict=True):
            if glyph.text.isspace() or gap > SPACE * glyph.size:
                break
            end = glyph.x1
        return end - self.x0

    @property
    def is_centred(self) -> bool:
        before, behind = self.x0 - self.left, self.right - self.x1
        return before > self.size and abs(before - behind) < self.size


def _gaps(glyphs: Sequence[Glyph]) -> list[float]:
    """How far each letter stands behind all those before it."""
    gaps, end = [], glyphs[0].x0
    for glyph in glyphs:
        gaps.append(glyph.x0 - end)
        end = max(end, glyph.x1)
    return gaps


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Letters that stand on one line, from top to bottom and left to right. Small ones belong to the line of large ones
    beside them."""
    rows: list[tuple[Glyph, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.size):
        height = max(glyph.bottom - glyph.top, 0.1)
        for first, row in reversed(rows):
            if min(first.bottom, glyph.bottom) - max(first.top, glyph.top) >= height / 2:
                row.append(glyph)
                break
        else:
            rows.append((glyph, [glyph]))
    rows.sort(key=lambda one: one[0].top)
    ordered = (_without_doubles(sorted(row, key=lambda one: (one.x0, one.x1))) for _, row in rows)
    return [row for row in ordered if any(not glyph.text.isspace() for glyph in row)]


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """Bold is printed twice by some. Where two different digits stand on one another nobody can read either."""
    kept: list[Glyph] = []
    for glyph in row:
        over = next((one for one in kept[-3:] if _on_one_another(one, glyph)), None)
        if over is None or glyph.text.isspace() or over.text.isspace():
            kept.append(glyph)
        elif over.text != glyph.text:
            kept[kept.index(over)] = over._replace(text="\ufffd")
    return kept


def _on_one_another(one: Glyph, other: Glyph) -> bool:
    """Marks of letters that are written apart from them are no letters of their own."""
    narrower = min(one.x1 - one.x0, other.x1 - other.x0)
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    both = one.text == other.text or (one.text.isdigit() and other.text.isdigit())
    return both and narrower > 0 and common > 0.6 * narrower


def _segments(row: list[Glyph]) -> list[tuple[Glyph, ...]]:
    """A row, cut where a gap is so wide that two columns stand side by side."""
    found: list[list[Glyph]] = [[]]
    end: float | None = None
    for glyph in row:
        if glyph.text.isspace() and (not found[-1] or found[-1][-1].text.isspace()):
            continue
        if end is not None and not glyph.text.isspace() and glyph.x0 - end > COLUMN * glyph.size:
            found.append([])
        if not glyph.text.isspace():
            end = glyph.x1 if end is None else max(end, glyph.x1)
        found[-1].append(glyph)
    return [_trimmed(one) for one in found if any(not glyph.text.isspace() for glyph in one)]


def _trimmed(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    letters = [at for at, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    return tuple(glyphs[letters[0] : letters[-1] + 1])


def _pieces(glyphs: Sequence[Glyph]) -> list[Piece]:
    """The text of a line; small digits beside larger letters are raised, whether they stand higher or not."""
    size = median([glyph.size for glyph in glyphs])
    found: list[Piece] = []
    letters: list[str] = []
    font = PLAIN_FONT
    for glyph, gap in zip(glyphs, _gaps(glyphs), strict=True):
        raised = glyph.size < RAISED * size
        own = Font(glyph.font, glyph.struck, glyph.color, raised)
        if own == PLAIN_FONT:
            own = PLAIN_FONT
        if letters and (gap > SPACE * glyph.size) and not glyph.text.isspace() and not letters[-1].isspace():
            letters.append(" ")
        if letters and own != font and not glyph.text.isspace():
            found.append(Piece(nfc("".join(letters)), font))
            letters = []
        if not glyph.text.isspace():
            font = own
        letters.append(" " if glyph.text.isspace() else glyph.text)
    found.append(Piece(nfc("".join(letters)), font))
    return found


# --- pages -----------------------------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """A ruled table, or what one page has of it: (cell, its paragraphs)."""

    cells: list[tuple[Box, list[Block]]]
    page: int

    @property
    def box(self) -> Box:
        return _around([cell for cell, _ in self.cells])


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min([one.x0 for one in boxes]),
        min([one.top for one in boxes]),
        max([one.x1 for one in boxes]),
        max([one.bottom for one in boxes]),
    )


def _page(page: PdfPage, left: float, right: float) -> list[_Line | _Part]:
    """The lines and the tables of a page from top to bottom, a letterhead's left column before its right one."""
    glyphs = [_struck(glyph, page.rules) for glyph in page.glyphs]
    tables = [cells for cells in page.tables if len(cells) > 1]  # a single box is a frame around text
    tables = [cells for cells in tables if not _are_fields(cells, glyphs)]
    within: dict[Box, list[Glyph]] = {cell: [] for cells in tables for cell in cells}
    inmost = sorted(tables, key=lambda cells: _area(_around(cells)))
    places = [(_around(cells), sorted(cells, key=_area)) for cells in inmost]
    outside: list[Glyph] = []
    for glyph in glyphs:
        point = glyph.middle
        inner = (cell for box, cells in places if box.holds(point) for cell in cells if cell.holds(point))
        within.get(next(inner, _NOWHERE), outside).append(glyph)
    letterhead, lines = _lines(outside, page, left, right)
    parts = [_Part([(cell, _cell(cell, within[cell])) for cell in cells], page.number) for cells in tables]
    below: list[tuple[float, _Line | _Part]] = [(line.top, line) for line in lines]
    below += [(part.box.top, part) for part in parts]
    found: list[_Line | _Part] = list(letterhead)
    return found + [one for _, one in sorted(below, key=lambda one: one[0])]


def _are_fields(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> bool:
    """Boxes to be filled in behind their names, as a form has them, and no table: on most of their lines a text that
    ends in ':' stands before a box, outside of all of them.
    """
    box = _around(cells)
    beside = [one for one in glyphs if box.top <= one.middle[1] <= box.bottom and not box.holds(one.middle)]
    named = sum("".join([one.text for one in row]).rstrip().endswith(":") for row in map(_trimmed, _rows(beside)))
    return named > 0 and 2 * named >= len({round(cell.top) for cell in cells})


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _struck(glyph: Glyph, rules: Sequence[Box]) -> Glyph:
    across, _ = glyph.middle
    highest, lowest = (glyph.base - share * glyph.size for share in reversed(STRUCK))
    through = any(rule.x0 <= across <= rule.x1 and highest <= (rule.top + rule.bottom) / 2 <= lowest for rule in rules)
    return glyph._replace(struck=True) if through else glyph


def _lines(glyphs: Sequence[Glyph], page: PdfPage, left: float, right: float) -> tuple[list[_Line], list[_Line]]:
    """The lines of the letterhead, if there is one, and those below it."""
    rows = _rows(glyphs)
    motto = _motto(rows) if page.number == 1 else None
    if motto is None:
        return [], _as_lines(rows, page, left, right)
    at, cut = motto
    begins = next((below for below in range(at, 0, -1) if not _is_parted(rows[below - 1], cut)), 0)
    ends = next((below for below in range(at + 1, len(rows)) if not _is_parted(rows[below], cut)), len(rows))
    above = [glyph for row in rows[begins:ends] for glyph in row]
    before = _rows([one for one in above if one.middle[0] < cut])
    first = _as_lines(before, page, left, min(cut - 2 * _PADDING, _centred_within(before, left)))
    behind = _rows([one for one in above if one.middle[0] >= cut])
    is_whole = any("việt nam" in _folded(row) for row in behind[:1])  # or the motto goes on in the next line
    ends_at = right if is_whole else max([glyph.x1 for row in behind for glyph in row])
    second = _as_lines(behind, page, cut, ends_at)
    letterhead = [*(line._replace(names_body=True) for line in first), *second]
    return [*_as_lines(rows[:begins], page, left, right), *letterhead], _as_lines(rows[ends:], page, left, right)


def _centred_within(rows: Sequence[list[Glyph]], left: float) -> float:
    """Where a column ends that begins at ``left`` and in whose middle these rows stand; far away where they do not."""
    middles = [(row[0].x0 + row[-1].x1) / 2 for row in map(_trimmed, rows)]
    if not middles or max(middles) - min(middles) > 2 * _NEAR:
        return _FAR
    return max(2 * median(middles) - left, *(row[-1].x1 for row in map(_trimmed, rows)))


def _as_lines(rows: Sequence[list[Glyph]], page: PdfPage, left: float, right: float) -> list[_Line]:
    return [
        _Line(segment, page.number, left, right)
        for row in rows
        for segment in _segments(row)
        if not _is_page_number(segment, page)
    ]


def _folded(row: Sequence[Glyph]) -> str:
    return fold(squeeze("".join([piece.text for piece in _pieces(row)])))


def _motto(rows: Sequence[list[Glyph]]) -> tuple[int, float] | None:
    """The row of the state's motto, which every letterhead has on its right, and where it begins. The two columns may
    stand so close that they seem one line."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        for at in _word_starts(row) if _MOTTO.search(_folded(row)) else ():
            if _MOTTO.match(_folded(row[at:])):
                return number, row[at].x0 - 1
    return None


def _word_starts(row: Sequence[Glyph]) -> Iterator[int]:
    for at, gap in enumerate(_gaps(row)):
        if not row[at].text.isspace() and (at == 0 or row[at - 1].text.isspace() or gap > SPACE * row[at].size):
            yield at


def _is_parted(row: Sequence[Glyph], cut: float) -> bool:
    """Whether a row stands in two columns, or in one of the two."""
    letters = [glyph for glyph in row if not glyph.text.isspace()]
    before, behind = [g for g in letters if g.middle[0] < cut], [g for g in letters if g.middle[0] >= cut]
    if not before or not behind:
        return not _TITLE.match(_folded(row))
    return min([g.x0 for g in behind]) - max([g.x1 for g in before]) > 0.8 * letters[0].size


def _is_page_number(glyphs: Sequence[Glyph], page: PdfPage) -> bool:
    middle = glyphs[0].middle[1]
    if _EDGE * page.height < middle < (1 - _EDGE) * page.height:
        return False
    found = _PAGE_NUMBER.fullmatch("".join([glyph.text for glyph in glyphs]).strip())
    return found is not None and abs(int(found[1]) - page.number) <= 2


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _cell(cell: Box, glyphs: Sequence[Glyph]) -> list[Block]:
    """The paragraphs of a cell. Digits below digits are never taken for one number that was too long for its line."""
    rows = [_trimmed(row) for row in _rows(glyphs)]
    width = max([row[-1].x1 - row[0].x0 for row in rows], default=0.0)
    free = max(cell.x1 - cell.x0 - 2 * _PADDING, width)
    found: list[Paragraph] = []
    last: _Line | None = None
    for row in rows:
        line = _Line(row, 0, 0.0, free)
        goes_on = last is not None and free - (last.x1 - last.x0) < line.first_word + ROOM_IN_CELL * line.size
        digits = last is not None and last.text[-1:].isdigit() and line.text[:1].isdigit()
        _put(found, line, goes_on=goes_on and not digits)
        last = line
    return list(found)


def _put(paragraphs: list[Paragraph], line: _Line, *, goes_on: bool) -> None:
    pieces = _pieces(line.glyphs)
    if goes_on and paragraphs:
        paragraphs[-1].pieces += [Piece(" ", paragraphs[-1].pieces[-1].font), *pieces]
        return
    paragraph = Paragraph()
    paragraph.pieces = pieces
    paragraphs.append(paragraph)


def _goes_on(last: _Line, line: _Line) -> bool:
    """Whether a line is the rest of the one before, which had no room for another word."""
    if line.left != last.left and line.page == last.page:
        return False
    if line.page == last.page and line.top - last.bottom > APART * last.size:
        return False
    before, own = last.text, line.text
    if _CUT_DATE.search(f"{fold(before[-20:])} |{fold(own[:10])}"):
        return True
    if _ITEM.match(own) or before.endswith("./.") or _DOTS.fullmatch(before):
        return False
    if line.names_body and _BODY.match(fold(own)):
        return False
    both = last.is_centred and line.is_centred
    room = last.right - last.x1 + (last.x0 - last.left if both else 0)
    if not both and (line.is_centred or line.x0 > last.x0 + 0.5 * line.size):
        return False
    return room < line.first_word + ROOM * line.size


def _blocks(found: Sequence[_Line | list[_Part]]) -> Iterator[Block]:
    paragraphs: list[Paragraph] = []
    last: _Line | None = None
    for one in found:
        if isinstance(one, _Line):
            _put(paragraphs, one, goes_on=last is not None and _goes_on(last, one))
            last = one
        else:
            yield from paragraphs
            paragraphs, last = [], None
            yield _table(one)
    yield from paragraphs


# --- tables ----------------------------------------------------------------------------------------------------------


def _one_table(found: Sequence[_Line | _Part]) -> list[_Line | list[_Part]]:
    """Parts of a table that goes on on the next page, with nothing between but blanks and 'tiếp theo'."""
    joined: list[_Line | list[_Part]] = []
    for one in found:
        if isinstance(one, _Line):
            joined.append(one)
            continue
        at = len(joined) - 1
        while at >= 0 and isinstance(line := joined[at], _Line) and _GOES_ON.fullmatch(fold(line.text)):
            at -= 1
        before = joined[at] if at >= 0 else None
        if isinstance(before, list) and before[-1].page < one.page and _alike(before[-1].box, one.box):
            before.append(one)
            del joined[at + 1 :]
        else:
            joined.append([one])
    return joined


def _alike(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) < 2 * _NEAR and abs(one.x1 - other.x1) < 2 * _NEAR


def _table(parts: Sequence[_Part]) -> DocumentTable:
    columns = _edges([edge for part in parts for cell, _ in part.cells for edge in (cell.x0, cell.x1)])
    table = DocumentTable()
    for number, part in enumerate(parts):
        rows = _rows_of(part, columns)
        if number and rows and table.rows and _is_rest(rows[0], table.rows[-1]):
            for cell in rows.pop(0).cells:
                above = next(one for one in table.rows[-1].cells if one.column == cell.column)
                above.blocks += cell.blocks
        table.rows += rows
    return table


def _edges(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


def _rows_of(part: _Part, columns: Sequence[float]) -> list[GridRow]:
    edges = _edges([edge for cell, _ in part.cells for edge in (cell.top, cell.bottom)])
    rows = [GridRow() for _ in edges[1:]]
    for box, blocks in sorted(part.cells, key=lambda one: (one[0].x0, one[0].top)):
        first, last = _nearest(edges, box.top), _nearest(edges, box.bottom)
        left, right = _nearest(columns, box.x0), _nearest(columns, box.x1)
        for at in range(first, last):
            cell = GridCell(left + 1)
            cell.width = max(1, right - left)
            cell.down = "" if last == first + 1 else "restart" if at == first else "continue"
            cell.blocks = blocks if at == first else []
            rows[at].cells.append(cell)
    for row in rows:
        row.next = len(columns)
    return rows


def _is_rest(row: GridRow, above: GridRow) -> bool:
    """Whether the first row of a page is the rest of a row that the page before could not hold: it has no number of its
    own and no figure, and says something only where that one does."""
    texts = {cell.column: _text_of(cell) for cell in row.cells}
    said = {column for column, text in texts.items() if text}
    known = {cell.column for cell in above.cells if _text_of(cell)}
    figures = any(text[:1].isdigit() for text in texts.values())
    return bool(said) and not texts.get(1) and said <= known and len(said) <= 2 and not figures


def _text_of(cell: GridCell) -> str:
    return " ".join([block.text for block in cell.blocks if isinstance(block, Paragraph)]).strip()
