"""Find the form's table in a workbook: by header and label texts, on any sheet, wherever it was moved.

The hidden map and the defined names of the template only help to choose; a table is a table because its labels are the
form's. Where several columns may hold the quantity each makes a table of its own, so that a person must say which one
counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cchc_xl import numbers
from cchc_xl.model import Cell, CellRef, Form, Grid, Sheet
from cchc_xl.table.labels import Label, Labels, label_key, labels, recognise
from cchc_xl.table.titles import TableColumns, kind_of, numbers_columns, read_titles
from cchc_xl.text import fold

ENOUGH = 3  # recognised rows that make a table
MOST_PARTS = 6  # of a table whose titles come again
TOLERATED_GAP = 12  # rows without an indicator after which a table has ended
SHORTEST_LABEL, LONGEST_LABEL = 8, 160  # characters
LONGEST_FIGURE = 30  # characters; a longer text in the column of the quantities explains something
GUIDES = ("hướng dẫn", "huong dan", "ví dụ", "vi du", "cách ghi", "cach ghi", "mẫu trắng", "bản mẫu")

Texts = Mapping[int, Mapping[int, str]]


class TableRow(NamedTuple):
    """A row of the table.

    ``found`` is None for a row that is no indicator of the form; the texts are what its cells say, '' for nothing.
    """

    row: int
    tt: str
    label: str
    found: Label | None
    unit: str = ""
    value: str = ""


class Table(NamedTuple):
    """A table of the form: ``head_row`` is 0 where it has no header row. ``rows`` are all rows with text, top down."""

    sheet: Sheet
    form: Form
    head_row: int
    columns: TableColumns
    rows: tuple[TableRow, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(row.found.field for row in self.rows if row.found)

    @property
    def score(self) -> int:
        """How well the rows fit the form: two for an indicator found by name, one for one found by likeness, less those
        that there are.
        """
        named = {row.found.field for row in self.rows if row.found and row.found.how in ("exact", "near")}
        return len(named) + len(set(self.fields)) - len(self.form.fields)

    def value(self, row: int) -> Cell | None:
        return self.sheet.cells.get((row, self.columns.value))

    def ref(self, row: int, column: int) -> CellRef:
        """A cell of the table's sheet."""
        return _ref(self.sheet.name, row, column)

    @property
    def top(self) -> int:
        """The first row of the table: its header row, or the first of its rows where it has none."""
        return self.head_row or self.rows[0].row

    @property
    def filled(self) -> bool:
        """Some quantity or note of it holds something."""
        note, cells = self.columns.note, self.sheet.cells
        return any(row.value or (note and text_of(cells.get((row.row, note)))) for row in self.rows if row.found)

    @property
    def reports(self) -> bool:
        """Some quantity of it holds a figure: a guide that repeats the labels holds none, or none that is meant."""
        return any(is_figure(self.value(row.row)) for row in self.rows if row.found) and not fold(
            self.sheet.name
        ).startswith(GUIDES)


_ref = lru_cache(maxsize=4096)(
    CellRef
)  # one for the same cell of all files: reports are passed on and kept by the thousand


def text_of(cell: Cell | None) -> str:
    """What a cell says, as text; '' for none."""
    if cell is None:
        return ""
    value = cell.value
    if type(value) is str:
        return value.strip()
    return numbers.text_of(value).strip()


def is_figure(cell: Cell | None) -> bool:
    """A number, a date, a formula, an error value, or a short text with a digit in it."""
    if cell is None:
        return False
    if cell.kind == "text" and cell.formula is None:
        text = text_of(cell)
        return len(text) <= LONGEST_FIGURE and any(c.isdigit() for c in text)
    return cell.formula is not None or cell.kind in ("number", "date", "error")


# --- tables with titles --------------------------------------------------------------------------------------------


def tables(sheet: Sheet, forms: Sequence[Form]) -> tuple[Table, ...]:
    """Every table with a header row on a sheet, top down; of the versions of a form the one that fits best."""
    texts = _texts(sheet)
    found: list[Table] = []
    end = 0
    for row, cells in texts.items():
        if row <= end or len(cells) < 2:
            continue
        titles = read_titles(texts, row)
        table = _best(sheet, texts, row, titles[0], forms) if titles else None
        if titles and table:
            found += _alternatives(table, titles[1], texts)
            end = max(row.row for row in table.rows if row.found)
    return tuple(found)


def _texts(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Row -> column -> text, for the cells that hold something."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        value = cell.value
        if value is not None and (text := value.strip() if type(value) is str else text_of(cell)):
            if row in rows:
                rows[row][column] = text
            else:
                rows[row] = {column: text}
    return dict(sorted(rows.items()))


def _with_quantities(table: Table, texts: Texts, column: int) -> Table:
    """The table with its quantities taken from another column."""
    rows = tuple(row._replace(value=texts[row.row].get(column, "")) for row in table.rows)
    return table._replace(columns=table.columns._replace(value=column), rows=rows)


def _alternatives(table: Table, values: Sequence[int], texts: Texts) -> list[Table]:
    """The table with each of the columns that may hold its quantities, those without anything left out.

    A single title that was merged over several columns covers all of them: 'Số lượng' above D and E, the figures in E.
    """
    columns = list(values)
    if len(columns) == 1:
        span = next(
            (
                area
                for area in table.sheet.body.merges
                if area[0] <= table.head_row <= area[2] and area[1] == columns[0]
            ),
            None,
        )
        below = texts.get(table.head_row + 1, {})
        if span and not any(kind_of(below.get(column, "")) for column in range(span[1], span[3] + 1)):
            columns = list(range(span[1], span[3] + 1))
    if len(columns) == 1:
        return [table]
    every = [_with_quantities(table, texts, column) for column in columns]
    return [one for one in every if any(row.value for row in one.rows if row.found)] or every[:1]


def _best(sheet: Sheet, texts: Texts, head_row: int, columns: TableColumns, forms: Sequence[Form]) -> Table | None:
    candidates = [
        Table(
            sheet,
            form,
            head_row,
            columns,
            _rows(texts, head_row, columns, labels(form, [f for f in forms if f is not form])),
        )
        for form in forms
    ]
    best = max(candidates, key=lambda table: table.score, default=None)
    return best if best and len(set(best.fields)) >= ENOUGH else None


def _rows(
    texts: Texts, head_row: int, columns: TableColumns, known: Labels, parts: int = MOST_PARTS
) -> tuple[TableRow, ...]:
    """The rows below a row of titles.

    ``parts``: how often titles may come again, as when a table was pasted page by page.
    """
    rows: list[TableRow] = []
    previous, last_found, first = "", head_row, True
    for row in _following(texts, head_row):
        cells = texts[row]
        if row - last_found > TOLERATED_GAP:
            break
        label, tt = cells.get(columns.label, ""), cells.get(columns.tt, "") if columns.tt else ""
        if label and kind_of(label) == "label":
            if not rows:
                continue
            # The titles again: the table goes on below them, or a further one begins.
            rest = (
                _rows(texts, row, columns, known, parts - 1)
                if parts > 1 and len({r.found for r in rows if r.found}) < len(known.fields)
                else ()
            )
            if not {r.found.field for r in rest if r.found} & {r.found.field for r in rows if r.found}:
                rows += rest
            break
        if not label and len(tt) > 8:
            label, tt = tt, ""  # typed into the column of the numbers
        found = recognise(label, tt, known, previous)
        if found:
            previous, last_found = found.field, row
        elif first and (
            numbers_columns(cells)
            or (not label and not tt and all(kind_of(t) or not t[0].isdigit() for t in cells.values()))
        ):
            continue  # the numbers of the columns, or a second line of titles
        first = False
        value = cells.get(columns.value, "")
        if label or tt or value:
            rows.append(TableRow(row, tt, label, found, cells.get(columns.unit, "") if columns.unit else "", value))
    return _settled(rows)


def _following(texts: Texts, head_row: int) -> Iterator[int]:
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
    if len({row.found.field for row in rows if row.found}) == sum(row.found is not None for row in rows):
        return tuple(rows)
    named = {row.found.field for row in rows if row.found and row.found.how in ("exact", "near")}
    return tuple(
        (
            row._replace(found=None)
            if row.found and row.found.how in ("changed", "number") and row.found.field in named
            else row
        )
        for row in rows
    )


# --- tables without titles -----------------------------------------------------------------------------------------


def headless(sheet: Sheet, forms: Sequence[Form]) -> Iterator[Table]:
    """A table whose titles were lost or are unknown: the column that holds the labels, and the columns of figures
    beside it.
    """
    texts = _texts(sheet)
    known = [labels(form) for form in forms]
    places: dict[int, list[int]] = {}
    for row, cells in texts.items():
        for column, text in cells.items():
            if _is_label(text, known):
                places.setdefault(column, []).append(row)
    if not places:
        return
    label = max(places, key=lambda column: (len(places[column]), -column))
    rows = places[label]
    if len(rows) < ENOUGH:
        return
    titles = _titles_above(texts, rows[0])
    unit = _unit_column(texts, rows, label, forms, titles)
    figures = _figure_columns(sheet, rows, label, unit, titles)
    value = figures[0] if figures else (unit or label) + 1
    note = next((column for column, kind in titles.items() if kind == "note"), max([*figures, value]) + 1)
    columns = TableColumns(label, value, label - 1 if label > 1 else None, unit, note if note not in figures else None)
    table = _best(sheet, texts, rows[0] - 1, columns, forms)
    if table:
        yield from (_with_quantities(table._replace(head_row=0), texts, figure) for figure in figures or [value])


def _is_label(text: str, known: Sequence[Labels]) -> bool:
    if not SHORTEST_LABEL <= len(text) <= LONGEST_LABEL:
        return False
    folded = fold(text)
    if any(folded in one.exact for one in known):
        return True
    key = label_key(folded)
    return any(key in one.keys for one in known)


def _titles_above(texts: Texts, row: int) -> dict[int, str]:
    """Column -> kind, of the titles in the two lines above a row.

    A quantity's title is none of them, or the table would have been found by it.
    """
    return {
        column: kind
        for above in (row - 2, row - 1)
        for column, text in texts.get(above, {}).items()
        if (kind := kind_of(text))
    }


def _unit_column(
    texts: Texts, rows: Sequence[int], label: int, forms: Sequence[Form], titles: Mapping[int, str]
) -> int | None:
    units = {fold(name) for form in forms for field in form.fields for name in (field.unit, *field.units)}
    hits = {
        column: sum(fold(texts[row].get(column, "")) in units for row in rows) for column in range(label + 1, label + 4)
    }
    unit = max(hits, key=lambda column: (hits[column], titles.get(column) == "unit", -column))
    return unit if hits[unit] >= ENOUGH else None


def _figure_columns(
    sheet: Sheet, rows: Sequence[int], label: int, unit: int | None, titles: Mapping[int, str]
) -> list[int]:
    """The columns with figures in most of the rows, but for those whose title says that they are something else."""
    counts: dict[int, int] = {}
    wanted = set(rows)
    for (row, column), cell in sheet.cells.items():
        if row in wanted and column > label and column != unit and is_figure(cell):
            counts[column] = counts.get(column, 0) + 1
    return sorted(
        column
        for column, count in counts.items()
        if count >= ENOUGH and titles.get(column) not in ("elsewhere", "note", "tt")
    )


def transposed(sheet: Sheet, forms: Sequence[Form]) -> bool:
    """The labels stand along one row."""
    known = [labels(form) for form in forms]
    return any(
        sum(_is_label(text, known) for text in cells.values()) >= ENOUGH
        for cells in _texts(sheet).values()
        if len(cells) >= ENOUGH
    )


# --- the workbook --------------------------------------------------------------------------------------------------


def candidates(
    grid: Grid, forms: Sequence[Form], skip: Sequence[str] = (), *, hidden: bool = False
) -> tuple[Table, ...]:
    """The tables of all sheets but those named in ``skip``, in the workbook's order.

    Hidden sheets are looked at where the visible ones hold nothing, or where ``hidden`` says so: most are lists for
    drop-downs, and reading them would cost more than reading the report. Tables without a header row are looked for
    last, for the same reason.
    """
    sheets = [sheet for sheet in grid.sheets if sheet.name not in skip]
    seen = [sheet for sheet in sheets if hidden or sheet.state == "visible"]
    rest = [sheet for sheet in sheets if sheet not in seen]
    blank: tuple[Table, ...] = ()
    for among in (seen, rest):
        for search in (tables, headless):
            found = tuple(table for sheet in among for table in search(sheet, forms))
            if found and (any(table.filled for table in found) or not rest):
                return found
            blank = blank or found
    return blank
