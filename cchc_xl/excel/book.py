"""The workbook that is open in Excel, as the ``Grid`` that every other reader returns.

Values and formulas come in one block each per sheet. What Excel gives only cell by cell (number format, strike-through,
font, merged cells, hidden rows) is asked for whole ranges: Excel answers one value where all cells agree and None where
they differ, so a range is halved until it agrees. That is a handful of calls for a sheet as clerks have them. Looks are
asked only where they can change a meaning: the number format of numbers, the font of texts (TCVN3 and VNI),
strike-through of both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.excel import cells
from cchc_xl.model import PLAIN, Cell, Grid, Sheet, SheetBody, Source, Style
from cchc_xl.records import NamedTuple

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2  # XlSheetVisibility
_STATES = {VISIBLE: "visible", HIDDEN: "hidden", VERY_HIDDEN: "veryHidden"}
_MOST_ROWS, _MOST_COLUMNS = 5_000, 200  # beyond them lies no report, only a stray cell
_CALLS = 400  # per question and sheet; a sheet of which each cell differs is read without that detail


class Area(NamedTuple):
    """A rectangle of a sheet, 1-based, both ends included."""

    row: int
    column: int
    last_row: int
    last_column: int

    def places(self) -> Iterator[tuple[int, int]]:
        return (
            (row, column)
            for row in range(self.row, self.last_row + 1)
            for column in range(self.column, self.last_column + 1)
        )


def read_grid(book: Any, skip: Collection[str] = (), is_own_note: Callable[[str], bool] = lambda text: False) -> Grid:  # noqa: ARG005
    """``book``: an xlwings book.

    ``skip``: sheets that are ours. ``is_own_note``: tells notes that are ours, which are left out.
    """
    sheets = tuple(_sheet(sheet, is_own_note) for sheet in book.sheets if sheet.name not in skip)
    names = {name.name: str(name.refers_to).lstrip("=") for name in book.names}
    return Grid(
        Source(book.name, format=book.name.rsplit(".", 1)[-1].lower() if "." in book.name else ""), sheets, names
    )


def _sheet(sheet: Any, is_own_note: Callable[[str], bool]) -> Sheet:
    state = _STATES.get(int(sheet.api.Visible), "visible")
    return Sheet(sheet.name, state, lambda: _body(sheet, state == "visible", is_own_note))


def _body(sheet: Any, with_looks: bool, is_own_note: Callable[[str], bool]) -> SheetBody:
    used = sheet.used_range
    rows, columns = used.shape
    area = Area(
        used.row, used.column, used.row + min(rows, _MOST_ROWS) - 1, used.column + min(columns, _MOST_COLUMNS) - 1
    )
    block = sheet.range((area.row, area.column), (area.last_row, area.last_column))
    values = block.options(ndim=2, err_to_str=True).value
    formulas = _two_dimensional(block.formula)
    looks = _looks(sheet, area, values) if with_looks else {}
    found = dict(_cells(values, formulas, looks, area))
    if not with_looks:
        return SheetBody(found)
    return SheetBody(
        cells=found,
        merges=_merges(sheet, area),
        hidden_rows=frozenset(
            row
            for part, _ in _parts(sheet, [area], _hidden_rows, by_rows=True)
            for row in range(part.row, part.last_row + 1)
        ),
        comments={place: text for place, text in notes(sheet) if not is_own_note(text)},
        outside=max(0, rows - _MOST_ROWS) + max(0, columns - _MOST_COLUMNS),
    )


def _two_dimensional(block: Any) -> Sequence[Sequence[Any]]:
    """Excel gives one value for one cell, and rows of a tuple for more."""
    if not isinstance(block, list | tuple):
        return [[block]]
    return block if isinstance(block[0], list | tuple) else [block]


def _cells(
    values: Sequence[Sequence[Any]],
    formulas: Sequence[Sequence[Any]],
    looks: Mapping[tuple[int, int], Style],
    area: Area,
) -> Iterator[tuple[tuple[int, int], Cell]]:
    for down, (row_values, row_formulas) in enumerate(zip(values, formulas, strict=True)):
        for right, (value, formula) in enumerate(zip(row_values, row_formulas, strict=True)):
            written = (
                str(formula)[1:] if isinstance(formula, str) and formula.startswith("=") and value != formula else None
            )
            if value is None and written is None:
                continue
            place = (area.row + down, area.column + right)
            yield place, cells.cell(value, written, looks.get(place, PLAIN))


# --- looks: asked for whole ranges ----------------------------------------------------------------------------------

Question = Callable[[Any], Any]


def _parts(sheet: Any, areas: Iterable[Area], question: Question, by_rows: bool = False) -> Iterator[tuple[Area, Any]]:
    """The largest parts of areas for which Excel has one answer that is neither None nor False, with that answer."""
    waiting = list(areas)
    calls = 0
    while waiting and calls < _CALLS:
        part = waiting.pop()
        answer = _ask(sheet, part, question)
        calls += 1
        if answer is None:
            waiting.extend(_halves(part, by_rows))
        elif answer is not False:
            yield part, answer


def _ask(sheet: Any, area: Area, question: Question) -> Any:
    return question(sheet.range((area.row, area.column), (area.last_row, area.last_column)).api)


def _halves(area: Area, by_rows: bool) -> tuple[Area, ...]:
    height, width = area.last_row - area.row, area.last_column - area.column
    if not height and (by_rows or not width):
        return ()
    if height >= width or by_rows:
        middle = area.row + height // 2
        return area._replace(last_row=middle), area._replace(row=middle + 1)
    middle = area.column + width // 2
    return area._replace(last_column=middle), area._replace(column=middle + 1)


def _number_format(api: Any) -> Any:
    return api.NumberFormat


def _font(api: Any) -> Any:
    return api.Font.Name


def _struck(api: Any) -> Any:
    return api.Font.Strikethrough


def _hidden_rows(api: Any) -> Any:
    return api.EntireRow.Hidden


def _merged(api: Any) -> Any:
    return api.MergeCells


def _looks(sheet: Any, area: Area, values: Sequence[Sequence[Any]]) -> Mapping[tuple[int, int], Style]:
    filled = {
        (area.row + down, area.column + right): value
        for down, row in enumerate(values)
        for right, value in enumerate(row)
        if value is not None
    }
    texts = [place for place, value in filled.items() if isinstance(value, str)]
    numbers = [place for place, value in filled.items() if not isinstance(value, str)]
    found: dict[tuple[int, int], Style] = {}
    for field, question, places in (
        ("number_format", _number_format, numbers),
        ("font", _font, texts),
        ("strike", _struck, list(filled)),
    ):
        answer = _ask(sheet, area, question)
        if answer is False:
            continue
        answers = [(area, answer)] if answer is not None else _parts(sheet, _runs(places), question)
        for part, one in answers:
            for row, column in filled if part is area else part.places():
                found[row, column] = found.get((row, column), PLAIN)._replace(**{field: one})
    return found


def _runs(places: Iterable[tuple[int, int]]) -> Iterator[Area]:
    """Places as stretches of neighbouring cells of one column."""
    run: Area | None = None
    for column, row in sorted((column, row) for row, column in places):
        if run and column == run.column and row == run.last_row + 1:
            run = run._replace(last_row=row)
        else:
            if run:
                yield run
            run = Area(row, column, row, column)
    if run:
        yield run


def _merges(sheet: Any, area: Area) -> tuple[tuple[int, int, int, int], ...]:
    """Merged ranges: a part of which all cells are merged may be several side by side, so each of its cells says its
    own.
    """
    found: set[Area] = set()
    seen: set[tuple[int, int]] = set()
    for part, _ in _parts(sheet, [area], _merged):
        for place in part.places():
            if place in seen:
                continue
            merged = sheet.range(place).api.MergeArea
            row, column = int(merged.Row), int(merged.Column)
            whole = Area(row, column, row + int(merged.Rows.Count) - 1, column + int(merged.Columns.Count) - 1)
            found.add(whole)
            seen.update(whole.places())
    return tuple((whole.row, whole.column, whole.last_row, whole.last_column) for whole in sorted(found))


def notes(sheet: Any) -> list[tuple[tuple[int, int], str]]:
    """The notes of a sheet: ((row, column), text)."""
    return [((int(note.Parent.Row), int(note.Parent.Column)), str(note.Text())) for note in sheet.api.Comments]
