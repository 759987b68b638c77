"""What reading says of a table whatever its figures are, worked out once for all files that have the same skeleton.

The files of a campaign differ in their figures, their letterheads and their notes; titles, labels, units of measure,
merges and places are the same in all. A skeleton holds the latter and no figure: that a quantity is filled in, but not
with what. ``best_table`` reads the rows below a row of titles, ``structure`` makes the findings about a table. What
they keep is made *from the skeleton*, as if nothing else were in the file, so what only one file says cannot come into
the report of another. Where the structure speaks of figures (parts below a row, a factor in a unit of measure, merged
quantities, a title that is not known, several tables) or is too large to be kept, the file itself is looked at.

The invariant, which ``tests/test_skeleton.py`` tries on all workbooks and on changes to each cell of some: with the
memory and without it rows and findings are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Cell, Finding, Form, Period, Sheet, SheetBody, Style
from cchc_xl.records import NamedTuple
from cchc_xl.table.columns import TableColumns
from cchc_xl.table.labels import labels
from cchc_xl.table.part_rows import part_rows
from cchc_xl.table.rows import ENOUGH, Table, TableRow, Texts, continued, figure_in, following, rows_below, text_of
from cchc_xl.table.structure import Surroundings, merged_values, structure_findings
from cchc_xl.table.titles import LONGEST_NUMBER, names_label
from cchc_xl.text import fold, remembered
from cchc_xl.typed import Any

MOST = 256  # skeletons of a form; a campaign has a few for each layout
MOST_CELLS, LONGEST = 400, 300  # of a skeleton that is kept; characters of a text of it
FILLED = "…"  # in place of what a quantity says
_OF_FIGURES = frozenset({"S19", "S20"})  # a title that may name the unit of one file, a factor of a figure
_ORIGIN = ("form", "version", "sheet.table")  # what of the template's map is looked at

Kept = tuple[tuple[Finding, ...], ...]
"""The findings; () where the skeleton does not tell them."""


# --- rows ------------------------------------------------------------------------------------------------------------


Line = tuple[Any, ...]
"""(row, label, number, unit of measure, is there a quantity) of a row; (row, all its cells) of one without a label, or
with a label that may be a title or the number of a column.
"""


class Lines(NamedTuple):
    """What the rows below a row of titles are read from.

    ``forms``: ids of the versions that they are read by. ``title``: the quantities'. ``wide``: first and last rows of
    merged quantities.
    """

    forms: tuple[int, ...]
    head_row: int
    columns: TableColumns
    title: str
    wide: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]


class Best(NamedTuple):
    """The version that fits best and the rows, ``FILLED`` for a quantity; ``forms`` so that no other has their ids."""

    forms: tuple[Form, ...]
    form: Form
    rows: tuple[TableRow, ...]


_NO_SHEET = Sheet("")
_best: BoundedCache[Lines, Best] = BoundedCache(MOST)


def best_table(sheet: Sheet, texts: Texts, head_row: int, columns: TableColumns, forms: Sequence[Form]) -> Table | None:
    """The table below a row, of the version of the form that fits best; None where too few rows are the form's, or
    too few of its columns of figures are there.
    """
    one = [form for form in forms if len(form.values) == 1]
    found = [_below(sheet, texts, head_row, columns, one)] if one else []
    for form in forms:
        if len(form.values) > 1:
            from cchc_xl.table.column_titles import column_titles

            titles = column_titles(sheet, texts, head_row, columns, form, labels(form))
            if titles is not None:
                own = columns._replace(values=titles.values, note=titles.note)
                found.append(_below(sheet, texts, head_row, own, [form])._replace(titles=titles))
    best = max(found, key=lambda table: table.score, default=None)
    return best if best and len(set(best.found)) >= needed_rows(best.form) else None


@remembered_by_identity
def needed_rows(form: Form) -> int:
    """How many rows of a form make a table: those that are counted from lists may be missing."""
    counted = {field.row for field in form.fields if field.drawn}
    asked = [row for row in form.rows if row.id not in counted] or form.rows
    return min(ENOUGH, len(asked))


def _below(sheet: Sheet, texts: Texts, head_row: int, columns: TableColumns, forms: Sequence[Form]) -> Table:
    wide = continued(sheet, columns)
    lines = _lines(texts, head_row, columns, wide, forms)
    kept = _best.get(lines)
    if kept is None and _is_small_text(text for line in lines.lines for text in _texts_of(line)):
        kept = _best[lines] = _read(_bare(lines), head_row, columns, forms, wide)
    if kept is None:
        _, form, rows = _read(texts, head_row, columns, forms, wide)
    else:
        form = kept.form
        rows = tuple(
            [TableRow(*row[:-1], figure_in(texts[row.row], columns)) if row.value else row for row in kept.rows]
        )
    return Table(sheet, form, head_row, columns, rows)


def _read(texts: Texts, head_row: int, columns: TableColumns, forms: Sequence[Form], wide: Mapping[int, int]) -> Best:
    tables = []
    for form in forms:
        known = labels(form, [other for other in forms if other is not form])
        rows = rows_below(texts, head_row, columns, known, wide)
        tables.append(Table(_NO_SHEET, form, head_row, columns, rows))
    best = max(tables, key=lambda table: table.score)
    return Best(tuple(forms), best.form, best.rows)


def _lines(texts: Texts, head_row: int, columns: TableColumns, wide: Mapping[int, int], forms: Sequence[Form]) -> Lines:
    label, tt, unit = columns.label, columns.tt or 0, columns.unit or 0
    lines: list[Line] = []
    for row in following(texts, head_row):
        cells = texts[row]
        name = cells.get(label, "")
        if _may_be_title(name):
            lines.append((row, tuple(cells.items())))
        else:
            lines.append((row, name, cells.get(tt, ""), cells.get(unit, ""), bool(figure_in(cells, columns))))
    title = texts.get(head_row, {}).get(columns.value, "")
    return Lines(tuple(map(id, forms)), head_row, columns, title, tuple(wide.items()), tuple(lines))


@remembered(4096)
def _may_be_title(label: str) -> bool:
    return len(fold(label)) <= LONGEST_NUMBER or names_label(label)


def _bare(lines: Lines) -> Texts:
    """Texts that say what the lines do and nothing else."""
    columns = lines.columns
    texts = {lines.head_row: {columns.value: lines.title}}
    for row, *said in lines.lines:
        if len(said) == 1:
            texts[row] = dict(said[0])
        else:
            label, tt, unit, filled = said
            cells = {columns.tt: tt, columns.label: label, columns.unit: unit, columns.value: FILLED if filled else ""}
            texts[row] = {column: text for column, text in cells.items() if column and text}
    return texts


def _texts_of(line: Line) -> Iterable[str]:
    return line[1:4] if len(line) > 2 else (text for _, text in line[1])


def _is_small_text(texts: Iterable[str]) -> bool:
    lengths = list(map(len, texts))
    return len(lengths) <= MOST_CELLS and max(lengths, default=0) <= LONGEST


# --- findings --------------------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """A cell that the structure depends on: a title, a label that is struck out, or a number in a column without a
    meaning, of which ``text`` is None.
    """

    row: int
    column: int
    text: str | None
    struck: bool = False


class Skeleton(NamedTuple):
    """``rows``: those of the table, the filled quantities of indicators as ``FILLED``.

    ``origin``: what of the template's map is looked at, () for a foreign workbook.
    """

    sheet: str
    state: str
    head_row: int
    columns: TableColumns
    rows: tuple[TableRow, ...]
    seen: tuple[Seen, ...]
    merges: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    filtered: bool
    origin: tuple[tuple[str, str], ...]
    period: Period | None


def structure(table: Table, around: Surroundings) -> Sequence[Finding]:
    """As ``structure_findings``; those about several columns of figures are made each time."""
    kept = () if around.others or around.passed or around.document or table.titles is not None else _kept(table, around)
    return kept[0] if kept else tuple(structure_findings(table, around))


def _kept(table: Table, around: Surroundings) -> Kept:
    known, skeleton = _known(table.form), skeleton_of(table, around.meta, around.period)
    kept = known.get(skeleton)
    if kept is None and _is_small(skeleton):
        kept = known[skeleton] = _findings(table_of(skeleton, table.form), skeleton)
    return kept or ()


@remembered_by_identity
def _known(form: Form) -> BoundedCache[Skeleton, Kept]:  # noqa: ARG001 - one for each form
    return BoundedCache(MOST)


def _is_small(skeleton: Skeleton) -> bool:
    places = (skeleton.merges, skeleton.hidden_rows, skeleton.hidden_columns)
    texts = [text for row in skeleton.rows for text in (row.tt, row.label, row.unit, row.value)]
    return sum(map(len, places)) <= MOST_CELLS and _is_small_text([*texts, *(one.text or "" for one in skeleton.seen)])


def _findings(bare: Table, skeleton: Skeleton) -> Kept:
    if merged_values(bare) or part_rows(bare):
        return ()
    found = tuple(structure_findings(bare, Surroundings(dict(skeleton.origin), period=skeleton.period)))
    return () if any(one.code in _OF_FIGURES for one in found) else (found,)


# --- what the structure depends on -----------------------------------------------------------------------------------


def skeleton_of(table: Table, meta: Mapping[str, str], period: Period | None) -> Skeleton:
    """The skeleton of a table."""
    body = table.sheet.body
    return Skeleton(
        table.sheet.name,
        table.sheet.state,
        table.head_row,
        table.columns,
        tuple([row if row.found is None or not row.value else TableRow(*row[:-1], FILLED) for row in table.rows]),
        tuple(_seen(table)),
        body.merges,
        body.hidden_rows,
        body.hidden_columns,
        body.filtered,
        tuple([(key, meta.get(key, "")) for key in _ORIGIN]) if meta else (),
        period,
    )


def _seen(table: Table) -> list[Seen]:
    columns, label = table.columns.every, table.columns.label
    first, last = next(row.row for row in table.rows if row.found), table.rows[-1].row
    top = _top(table) if table.head_row else first
    seen = []
    for (row, column), cell in table.sheet.cells.items():
        if row >= first:
            if column == label:
                if row <= last and (cell.style.strike or cell.struck):
                    seen.append(Seen(row, column, text_of(cell), True))
            elif column not in columns and row <= last and cell.kind == "number":
                seen.append(Seen(row, column, None))
        elif row >= top:
            text, struck = text_of(cell), cell.style.strike or cell.struck
            if text or struck:
                seen.append(Seen(row, column, text, struck))
    return seen


def _top(table: Table) -> int:
    """The row above the titles, or the first of a range that was merged over it."""
    above = table.head_row - 1
    return min([above, *(area[0] for area in table.sheet.body.merges if area[0] <= above <= area[2])])


def table_of(skeleton: Skeleton, form: Form) -> Table:
    """A table that has nothing but the skeleton."""
    cells = {(one.row, one.column): _cell(one) for one in skeleton.seen}
    body = SheetBody(
        cells,
        skeleton.merges,
        skeleton.hidden_rows,
        skeleton.hidden_columns,
        skeleton.filtered,
    )
    sheet = Sheet(skeleton.sheet, skeleton.state, body)
    return Table(sheet, form, skeleton.head_row, skeleton.columns, skeleton.rows)


def _cell(one: Seen) -> Cell:
    if one.text is None:
        return Cell(0, "number")
    return Cell(one.text, "text", style=Style(strike=one.struck))
