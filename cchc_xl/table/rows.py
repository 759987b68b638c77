"""A table of the form as it was found on a sheet, and how its rows are read below a row of titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from cchc_xl import numbers
from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.model import Cell, CellRef, Field, Form, Run, Sheet
from cchc_xl.records import NamedTuple
from cchc_xl.table.columns import TableColumns
from cchc_xl.table.labels import Label, Labels, is_by_name, label_key, number_of, recognise, under_its_parent
from cchc_xl.table.titles import kind_of, names_label, numbers_columns, read_title
from cchc_xl.text import fold, takes_a_mark
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.table.column_titles import ColumnTitles

ENOUGH = 3  # recognised rows that make a table
MOST_PARTS = 6  # of a table whose titles come again
MOST_LINES = 4  # rows over which one label may go on
TOLERATED_GAP = 12  # rows without an indicator after which a table has ended
LONGEST_FIGURE = 30  # characters; a longer text in the column of the quantities explains something
GUIDES = ("hướng dẫn", "huong dan", "ví dụ", "vi du", "cách ghi", "cach ghi", "mẫu trắng", "bản mẫu")

Texts = Mapping[int, Mapping[int, str]]


class TableRow(NamedTuple):
    """A row of the table.

    ``found`` is None for a row that is no indicator of the form; the texts are what its cells say, '' for nothing. A
    label that goes on in the rows below has them as further lines.
    """

    row: int
    tt: str
    label: str
    found: Label | None
    unit: str = ""
    value: str = ""


class Table(NamedTuple):
    """A table of the form: ``head_row`` is 0 where it has no header row. ``rows`` are all rows with text, top down.

    ``sure`` is False where the title above the quantities is not known to be a quantity's. ``titles``: of a form with
    several columns of figures, what was found above them.
    """

    sheet: Sheet
    form: Form
    head_row: int
    columns: TableColumns
    rows: tuple[TableRow, ...]
    sure: bool = True
    titles: ColumnTitles | None = None

    @property
    def found(self) -> tuple[str, ...]:
        """The form's rows that were found."""
        return tuple(row.found.id for row in self.rows if row.found)

    @property
    def score(self) -> int:
        """How well the rows fit the form: two for an indicator found by name, one for one found by likeness, less those
        that there are.
        """
        named = {row.found.id for row in self.rows if row.found and is_by_name(row.found)}
        return len(named) + len(set(self.found)) - len(self.form.rows)

    def value(self, row: int) -> Cell | None:
        """The first figure of a row."""
        return self.sheet.cells.get((row, self.columns.value))

    def asked(self, row: TableRow) -> Iterator[tuple[Field, int]]:
        """The values that are asked for in a row, each with its column; those whose column was found."""
        for field, place in fields_of_rows(self.form)[row.found.id] if row.found else ():
            if column := self.columns.values[place]:
                yield field, column

    def ref(self, row: int, column: int) -> CellRef:
        """A cell of the table's sheet."""
        return _ref(self.sheet.name, row, column)

    @property
    def top(self) -> int:
        """The first row of the table: its header row, or the first of its rows where it has none."""
        return self.head_row or self.rows[0].row

    @property
    def last(self) -> int:
        """The last row with an indicator; the last row of a table without any."""
        return max((row.row for row in self.rows if row.found), default=self.rows[-1].row)

    @property
    def filled(self) -> bool:
        """Some quantity or note of it holds something."""
        note, cells = self.columns.note, self.sheet.cells
        return any(row.value or (note and text_of(cells.get((row.row, note)))) for row in self.rows if row.found)

    @property
    def has_figures(self) -> bool:
        cells = self.sheet.cells
        return any(
            is_figure(cells.get((row.row, column))) for row in self.rows if row.found for column in self.columns.values
        )

    @property
    def reports(self) -> bool:
        """Some quantity of it holds a figure: a guide that repeats the labels holds none, or none that is meant."""
        return self.has_figures and not fold(self.sheet.name).startswith(GUIDES)

    def with_quantities(self, texts: Texts, column: int) -> Table:
        """The table with its one column of quantities taken from elsewhere."""
        if column == self.columns.value:
            return self
        rows = tuple(row._replace(value=texts[row.row].get(column, "")) for row in self.rows)
        return self._replace(columns=self.columns._replace(values=(column,)), rows=rows)


@remembered_by_identity
def fields_of_rows(form: Form) -> Mapping[str, tuple[tuple[Field, int], ...]]:
    """Row of the form -> its values, each with the place of its column among the form's."""
    places = {column.id: place for place, column in enumerate(form.values)}
    found: dict[str, list[tuple[Field, int]]] = {row.id: [] for row in form.rows}
    for field in form.fields:
        found[field.row].append((field, places[field.column]))
    return {row: tuple(fields) for row, fields in found.items()}


FAR = 40  # rows below a table in which a line may speak of it, and in which it is signed
Around = tuple[tuple[int, int, str], ...]
"""(row, column, text) of the texts above and below a table, in the order in which they are read."""


def texts_around(table: Table) -> Around:
    top, last = table.top, table.last
    return tuple(
        sorted(
            (*place, cell.value)
            for place, cell in table.sheet.cells.items()
            if type(cell.value) is str and (place[0] < top or last < place[0] <= last + FAR)
        )
    )


def texts_beside(table: Table) -> Around:
    """What stands on the table's sheet and in none of its cells: text boxes, what is printed on every page, and
    comments on the titles of the table and on all above it.
    """
    body = table.sheet.body
    boxes = [(row or table.top, column or table.columns.label, text) for row, column, text in body.beside]
    first = min((row.row for row in table.rows), default=table.top)
    titles = (0, table.columns.label, table.columns.value)
    for (row, column), comment in body.comments.items():
        from cchc_xl.grid.openxml.comments import own_words

        if row < first and (row < table.top or column in titles) and (text := own_words(comment)):
            boxes.append((row, column, text))
    return tuple(boxes)


_ref = lru_cache(maxsize=4096)(
    CellRef
)  # one for the same cell of all files: reports are passed on and kept by the thousand


def text_of(cell: Cell | None) -> str:
    """What a cell says, as text, without raised marks of footnotes; '' for none."""
    if cell is None:
        return ""
    value = _unmarked(cell.runs) if cell.runs else cell.value
    if type(value) is str:
        return value.strip()
    return numbers.text_of(value).strip()


def _unmarked(runs: Sequence[Run]) -> str:
    before = ""
    for run in runs:
        if not (run.raised and takes_a_mark(before)):
            before += run.text
    return before


def texts_of(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Row -> column -> text, for the cells that hold something."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        value = cell.value
        if value is not None and (text := value.strip() if type(value) is str and not cell.runs else text_of(cell)):
            if row in rows:
                rows[row][column] = text
            else:
                rows[row] = {column: text}
    return dict(sorted(rows.items()))


def is_figure(cell: Cell | None) -> bool:
    """A number, a date, a formula, an error value, or a short text with a digit in it."""
    if cell is None:
        return False
    if cell.kind == "text" and cell.formula is None:
        text = text_of(cell)
        return len(text) <= LONGEST_FIGURE and any(c.isdigit() for c in text)
    return cell.formula is not None or cell.kind in ("number", "date", "error", "picture")


# --- rows ----------------------------------------------------------------------------------------------------------


def rows_below(
    texts: Texts,
    head_row: int,
    columns: TableColumns,
    known: Labels,
    wide: Mapping[int, int],
    parts: int = MOST_PARTS,
) -> tuple[TableRow, ...]:
    """The rows below a row of titles.

    ``parts``: how often titles may come again, as when a table was pasted page by page.
    """
    rows: list[TableRow] = []
    previous, last_found, first, done = "", head_row, True, head_row
    above = ""  # ``previous``, unless a row with a number of its own came between that is no indicator
    for row in following(texts, head_row):
        if row <= done:
            continue  # a further line of the label above
        cells = texts[row]
        if row - last_found > TOLERATED_GAP:
            break
        label, tt = cells.get(columns.label, ""), cells.get(columns.tt, "") if columns.tt else ""
        if label and names_label(label):
            if not rows:
                continue
            # The titles again: the table goes on below them, or a further one begins.
            rest = (
                rows_below(texts, row, columns, known, wide, parts - 1)
                if parts > 1
                and len({r.found for r in rows if r.found}) < len(known.rows)
                and _same_title(texts.get(head_row, {}).get(columns.value, ""), cells.get(columns.value, ""))
                else ()
            )
            if not {r.found.id for r in rest if r.found} & {r.found.id for r in rows if r.found}:
                rows += rest
            break
        if not label and len(tt) > 8:
            label, tt = tt, ""  # typed into the column of the numbers
        if known.sections and not figure_in(cells, columns) and label_key(fold(label)) in known.sections:
            last_found, first = row, False
            continue
        found = recognise(label, tt, known, previous)
        if label and (row in wide or (found is None or not is_by_name(found))):
            label, found, done = _whole_label(
                texts, row, label, tt, columns, known, previous, wide.get(row, row), found
            )
        if found:
            found = under_its_parent(found, tt, above, known)
        if found:
            previous, last_found = found.id, max(row, done)
            above = previous
        elif first and (
            numbers_columns(cells)
            or (not label and not tt and all(kind_of(t) or not t[0].isdigit() for t in cells.values()))
        ):
            continue  # the numbers of the columns, or a second line of titles
        first = False
        value = figure_in(cells, columns)
        if not found and (value or number_of(tt)):
            above = ""
        if label or tt or value:
            rows.append(TableRow(row, tt, label, found, cells.get(columns.unit, "") if columns.unit else "", value))
    return _settled(rows)


def figure_in(cells: Mapping[int, str], columns: TableColumns) -> str:
    """What stands in the first column of figures that says anything."""
    for column in columns.values:
        if text := cells.get(column):
            return text
    return ""


def _same_title(one: str, other: str) -> bool:
    """Titles that come again on the next page say the same of the quantities below them."""
    return fold(one) == fold(other) or read_title(one)._replace(kind="") == read_title(other)._replace(kind="")


def continued(sheet: Sheet, columns: TableColumns) -> Mapping[int, int]:
    """First row -> last row of the ranges that merge quantities of several rows, but not their labels."""
    return {
        top: min(bottom, top + MOST_LINES - 1)
        for top, left, bottom, right in sheet.body.merges
        if bottom > top
        and any(left <= column <= right for column in columns.values)
        and not left <= columns.label <= right
    }


def _whole_label(
    texts: Texts,
    row: int,
    label: str,
    tt: str,
    columns: TableColumns,
    known: Labels,
    previous: str,
    merged_to: int,
    found: Label | None,
) -> tuple[str, Label | None, int]:
    """(label, indicator, last row) of a label that may lie in several rows, as a table pasted from Word has it.

    It goes on where the rows have nothing else and together they are an indicator's name, or where its quantity was
    merged over rows that are no indicators by themselves.
    """
    lines = [label]
    for below in range(row + 1, row + MOST_LINES):
        cells = texts.get(below, {})
        more = cells.get(columns.label, "")
        own = [cells.get(column) for column in (columns.tt, columns.unit, *columns.values) if column]
        if not more or any(own) or ((other := recognise(more, "", known, "")) and is_by_name(other)):
            break
        lines.append(more)
        together = recognise(" ".join(lines), tt, known, previous)
        if (together and is_by_name(together)) or (below == merged_to and together):
            return "\n".join(lines), together, below
    return label, found, row


def following(texts: Texts, head_row: int) -> Iterator[int]:
    """The rows with text below a row, as far as a table without any gap can reach."""
    far = 0
    row = head_row
    while far <= TOLERATED_GAP:
        row, far = row + 1, far + 1
        if row in texts:
            far = 0
            yield row


def _settled(rows: list[TableRow]) -> tuple[TableRow, ...]:
    """Rows of which none is taken for an indicator by likeness that another one is by name."""
    if len({row.found.id for row in rows if row.found}) == sum(row.found is not None for row in rows):
        return tuple(rows)
    named = {row.found.id for row in rows if row.found and is_by_name(row.found)}
    return tuple(
        row._replace(found=None) if row.found and not is_by_name(row.found) and row.found.id in named else row
        for row in rows
    )
