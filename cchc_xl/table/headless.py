"""Tables whose titles were lost or are unknown, and tables that lie on their side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.model import Form, Sheet
from cchc_xl.table.columns import QUANTITIES, TableColumns
from cchc_xl.table.labels import Labels, label_key, labels
from cchc_xl.table.rows import ENOUGH, Table, Texts, is_figure, texts_of
from cchc_xl.table.skeleton import best_table
from cchc_xl.table.titles import kind_of, numbers_columns
from cchc_xl.text import fold

SHORTEST_LABEL, LONGEST_LABEL = 8, 160  # characters
TITLE_ROWS = 4  # rows above the first label in which titles are looked for


def headless(sheet: Sheet, forms: Sequence[Form]) -> Iterator[Table]:
    """The column that holds the labels, and the columns of figures beside it; where the form has several of these,
    nothing but their titles tells which is which.
    """
    forms = [form for form in forms if len(form.values) == 1]
    texts = texts_of(sheet)
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
    head = _title_row(texts, rows[0], label)
    titles = {column: kind_of(text) for column, text in texts.get(head, {}).items()}
    unit = _unit_column(texts, rows, label, forms, titles)
    figures = _figure_columns(sheet, rows, label, unit, titles)
    value = figures[0] if figures else (unit or label) + 1
    note = next((column for column, kind in titles.items() if kind == "note"), max([*figures, value]) + 1)
    tt = label - 1 if label > 1 else None
    columns = TableColumns(label, (value,), tt, unit, note if note not in figures else None)
    table = best_table(sheet, texts, rows[0] - 1, columns, forms)
    if table:
        sure = all(titles.get(figure, "value") in QUANTITIES for figure in figures)
        table = table._replace(head_row=head, sure=sure)
        yield from (table.with_quantities(texts, figure) for figure in figures or [value])


def _is_label(text: str, known: Sequence[Labels]) -> bool:
    if not SHORTEST_LABEL <= len(text) <= LONGEST_LABEL:
        return False
    folded = fold(text)
    if any(folded in one.exact for one in known):
        return True
    key = label_key(folded)
    return any(key in one.keys for one in known)


def _title_row(texts: Texts, first: int, label: int) -> int:
    """The nearest row above the first label with a title, beside another text or alone over figures, or 0."""
    for row in range(first - 1, max(first - 1 - TITLE_ROWS, 0), -1):
        cells = texts.get(row, {})
        kinds = {column: kind_of(text) for column, text in cells.items()}
        alone = all(column > label and kind in (*QUANTITIES, "elsewhere") for column, kind in kinds.items())
        if any(kinds.values()) and (len(cells) > 1 or alone) and not numbers_columns(cells):
            return row
    return 0


def _unit_column(
    texts: Texts, rows: Sequence[int], label: int, forms: Sequence[Form], titles: Mapping[int, str]
) -> int | None:
    units = {fold(name) for form in forms for row in form.rows for name in (row.unit, *row.units)}
    hits = {
        column: sum(fold(texts[row].get(column, "")) in units for row in rows) for column in range(label + 1, label + 4)
    }
    unit = max(hits, key=lambda column: (hits[column], titles.get(column) == "unit", -column))
    return unit if hits[unit] >= ENOUGH else None


def _figure_columns(
    sheet: Sheet, rows: Sequence[int], label: int, unit: int | None, titles: Mapping[int, str]
) -> list[int]:
    """The columns with figures in most of the rows: those with a quantity's title, else those of which no title says
    that they are something else, else the first of those of which it does.
    """
    counts: dict[int, int] = {}
    wanted = set(rows)
    for (row, column), cell in sheet.cells.items():
        if row in wanted and column > label and column != unit and is_figure(cell):
            counts[column] = counts.get(column, 0) + 1
    figures = sorted(
        column
        for column, count in counts.items()
        if count >= ENOUGH and titles.get(column) not in ("note", "tt", "unit", "check")
    )
    known = [column for column in figures if titles.get(column) in QUANTITIES]
    return known or [column for column in figures if titles.get(column) not in ("elsewhere", "label")] or figures[:1]


def transposed(sheet: Sheet, forms: Sequence[Form]) -> bool:
    """The labels stand along one row."""
    known = [labels(form) for form in forms]
    return any(
        sum(_is_label(text, known) for text in cells.values()) >= ENOUGH
        for cells in texts_of(sheet).values()
        if len(cells) >= ENOUGH
    )
