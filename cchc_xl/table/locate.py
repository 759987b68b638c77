"""Find the form's table in a workbook: by header and label texts, on any sheet, wherever it was moved.

The hidden map and the defined names of the template only help to choose; a table is a table because its labels are the
form's. Where several columns may hold the quantity each makes a table of its own, so that a person must say which one
counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.model import Form, Grid, Sheet
from cchc_xl.table.columns import TitleRow, may_correct, own_titles, read_titles
from cchc_xl.table.rows import Table, Texts, texts_of
from cchc_xl.table.skeleton import best_table
from cchc_xl.table.titles import kind_of


def tables(sheet: Sheet, forms: Sequence[Form]) -> tuple[Table, ...]:
    """Every table with a header row on a sheet, top down; of the versions of a form the one that fits best."""
    texts = texts_of(sheet)
    own = {title: column for form in forms for title, column in own_titles(form).items()}
    found: list[Table] = []
    end = 0
    for row, cells in texts.items():
        if row <= end or len(cells) < 2:
            continue
        titles = read_titles(texts, row, own)
        table = best_table(sheet, texts, row, titles.columns, forms) if titles else None
        if titles and table and (every := _by_column(table, titles, texts)):
            found += every
            end = max(row.row for row in table.rows if row.found)
    return tuple(found)


def _by_column(table: Table, titles: TitleRow, texts: Texts) -> list[Table]:
    """The table with each of the columns that may hold its quantities, those without anything left out.

    A title such as 'Số thẩm tra' beside a quantity's makes its column one of them where figures stand below it.
    """
    if table.titles is not None:
        return [table]
    if not titles.known:
        return _doubtful(table, titles.quantities, texts)
    every = [table.with_quantities(texts, column) for column in _spanned(table, titles.quantities, texts)]
    if len(every) > 1:
        every = (
            [one for one in every if one.has_figures]
            or [one for one in every if any(row.value for row in one.rows if row.found)]
            or every[:1]
        )
    corrections = [column for column, text in texts[table.head_row].items() if may_correct(text)]
    return every + [one for column in corrections if (one := table.with_quantities(texts, column)).has_figures]


def _doubtful(table: Table, columns: Sequence[int], texts: Texts) -> list[Table]:
    """The table with the columns of figures whose titles are not known; the first whose title says that it is something
    else, where there is no other.
    """
    every = [table.with_quantities(texts, column)._replace(sure=False) for column in columns]
    every = [one for one in every if one.has_figures]
    unknown = [one for one in every if not kind_of(texts[table.head_row][one.columns.value])]
    return unknown or every[:1]


def _spanned(table: Table, columns: Sequence[int], texts: Texts) -> Sequence[int]:
    """A single title that was merged over several columns covers all of them: 'Số lượng' above D and E, the figures in
    E.
    """
    if len(columns) > 1:
        return columns
    span = next(
        (area for area in table.sheet.body.merges if area[0] <= table.head_row <= area[2] and area[1] == columns[0]),
        None,
    )
    below = texts.get(table.head_row + 1, {})
    if span and not any(kind_of(below.get(column, "")) for column in range(span[1], span[3] + 1)):
        return range(span[1], span[3] + 1)
    return columns


# --- the workbook --------------------------------------------------------------------------------------------------


def candidates(
    grid: Grid, forms: Sequence[Form], skip: Sequence[str] = (), *, hidden: bool = False
) -> tuple[Table, ...]:
    """The tables of all sheets but those named in ``skip``, in the workbook's order.

    Hidden sheets are looked at where the visible ones hold nothing, or where ``hidden`` says so: most are lists for
    drop-downs, and reading them would cost more than reading the report. Tables without a header row are looked for
    last, for the same reason. A table under a title that is not known counts only where no other reports.
    """
    sheets = [sheet for sheet in grid.sheets if sheet.name not in skip]
    seen = [sheet for sheet in sheets if hidden or sheet.state == "visible"]
    rest = [sheet for sheet in sheets if sheet not in seen]
    blank: tuple[Table, ...] = ()
    for among in (seen, rest):
        for search in (tables, _headless):
            found = tuple(table for sheet in among for table in search(sheet, forms))
            if found and (any(table.filled for table in found) or not rest):
                return _sure_ones(found)
            blank = blank or found
    return blank


def _headless(sheet: Sheet, forms: Sequence[Form]) -> tuple[Table, ...]:
    from cchc_xl.table.headless import headless  # few workbooks have such a table

    return tuple(headless(sheet, forms))


def _sure_ones(found: tuple[Table, ...]) -> tuple[Table, ...]:
    sure = tuple(table for table in found if table.sure)
    return sure if any(table.reports for table in sure) else found
