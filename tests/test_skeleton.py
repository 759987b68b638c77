"""What is kept by a skeleton is what the file itself says: on all workbooks, and whatever is changed in some."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator

import pytest
from filled import filled
from hypothesis import given, settings
from surroundings import FIELDS, FORM, Paper, Surrounding, papers

from cchc_xl.form.load import versions
from cchc_xl.form.period import period
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.model import Cell, Grid, Report, Run, Sheet, Style
from cchc_xl.table import headless, locate, skeleton, structure, submission
from cchc_xl.table.rows import Table
from cchc_xl.validate import Settings, validate_grid, validate_read

WORKBOOKS = pathlib.Path(__file__).resolve().parent / "workbooks"
AGAINST = Settings(versions(FORM.id), None, period(FORM, "H1", 2026))
OFFICES = sorted((WORKBOOKS / "good" / "khac-mau").glob("*.xlsx"))[:3]


def without_memory(read: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> Report:
    with monkeypatch.context() as patched:
        patched.setattr(
            submission, "structure", lambda table, around: tuple(structure.structure_findings(table, around))
        )
        patched.setattr(locate, "best_table", directly)
        patched.setattr(headless, "best_table", directly)
        return read()


def directly(sheet, texts, head_row, columns, forms) -> Table | None:
    """As ``skeleton.best_table``, from the file itself."""
    best = skeleton._read(texts, head_row, columns, forms, skeleton.continued(sheet, columns))
    table = Table(sheet, best.form, head_row, columns, best.rows)
    return table if len(set(table.found)) >= min(skeleton.ENOUGH, len(best.form.rows)) else None


def same(read: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    """With a memory that other files have filled, with it again, and without it."""
    direct = without_memory(read, monkeypatch)
    assert read() == direct
    assert read() == direct


@pytest.mark.parametrize("folder", ["good", "bad"])
def test_all_workbooks__the_same_with_and_without_memory(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(path for path in (WORKBOOKS / folder).rglob("*") if path.is_file())
    for path in files:
        grid = read_file(str(path))
        same(lambda: validate_read(grid, AGAINST), monkeypatch)  # noqa: B023 - called at once
    assert len(files) > 100


# --- changes to one workbook, one after the other -----------------------------------------------------------------------


def changed(grid: Grid, at: Sheet, **parts) -> Grid:
    """The workbook with other parts of one of its sheets."""
    sheets = [
        Sheet(sheet.name, sheet.state, sheet.body._replace(**parts) if sheet is at else sheet.body)
        for sheet in grid.sheets
    ]
    return grid._replace(sheets=tuple(sheets))


def cells_of(grid: Grid) -> Iterator[tuple[Sheet, tuple[int, int], Cell]]:
    for sheet in grid.sheets:
        if sheet.state == "visible":
            yield from ((sheet, place, cell) for place, cell in sheet.cells.items())


OTHERS = (
    Cell(7, "number"),
    Cell("12 (kế hoạch)", "text"),
    Cell("Số lượng (nghìn)", "text"),
    Cell("Nội dung", "text"),
    Cell("Trong đó: nữ", "text"),
    Cell("(4)", "text"),
    Cell("Văn bản", "text"),
    Cell(None, "blank"),
)


def variants(cell: Cell) -> Iterator[Cell]:
    yield from OTHERS
    yield cell._replace(style=Style(strike=True))
    yield cell._replace(runs=(Run(str(cell.value), struck=True),))
    yield cell._replace(style=Style(number_format='0" nghìn"'))
    if isinstance(cell.value, str) and cell.value:
        yield cell._replace(value=f"{cell.value} năm 2025")
        yield cell._replace(value=f"Không {cell.value}")


def opened(name: str) -> Grid:
    data = filled() if name == "template" else (WORKBOOKS / "good" / "khac-mau" / name).read_bytes()
    grid = read_bytes(data, name)
    assert isinstance(grid, Grid)
    return grid


@pytest.mark.parametrize("name", ["template", *(path.name for path in OFFICES)])
def test_any_one_cell_changed__the_same_with_and_without_memory(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = opened(name)
    validate_grid(grid, AGAINST)
    tried = 0
    for sheet, place, cell in list(cells_of(grid))[:160]:
        for number, other in enumerate(variants(cell)):
            if (place[0] + number) % 3 == 0:  # a third of all, spread over the kinds and the places
                one = changed(grid, sheet, cells={**sheet.cells, place: other})
                same(lambda: validate_grid(one, AGAINST), monkeypatch)  # noqa: B023 - called at once
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("name", ["template", *(path.name for path in OFFICES)])
def test_places_changed__the_same_with_and_without_memory(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = opened(name)
    for sheet in (sheet for sheet in grid.sheets if sheet.state == "visible"):
        rows, columns = sorted({row for row, _ in sheet.cells}), sorted({column for _, column in sheet.cells})
        for row in rows:
            for column in columns[:5]:
                merged = (*sheet.body.merges, (row, column, row + 1, column))
                wide = (*sheet.body.merges, (row, column, row, column + 1))
                noted = {**sheet.body.comments, (row, column): "Số đúng là 62"}
                for parts in ({"merges": merged}, {"merges": wide}, {"comments": noted}):
                    one = changed(grid, sheet, **parts)
                    same(lambda: validate_grid(one, AGAINST), monkeypatch)  # noqa: B023 - called at once
            one = changed(grid, sheet, hidden_rows=frozenset({row}), filtered=row % 2 == 0)
            same(lambda: validate_grid(one, AGAINST), monkeypatch)  # noqa: B023 - called at once
        for column in columns:
            one = changed(grid, sheet, hidden_columns=frozenset({column}))
            same(lambda: validate_grid(one, AGAINST), monkeypatch)  # noqa: B023 - called at once


@settings(max_examples=200)
@given(papers())
def test_any_surroundings__the_same_with_and_without_memory(
    drawn: tuple[dict[str, int], list[Surrounding]],
) -> None:
    figures, around = drawn
    paper = Paper(figures)
    for one in around:
        one.apply(paper)
    with pytest.MonkeyPatch.context() as monkeypatch:
        same(lambda: validate_grid(paper.grid(), AGAINST), monkeypatch)


# --- what is kept -------------------------------------------------------------------------------------------------------


def test_skeleton__is_the_same_for_other_figures_and_another_for_a_blank() -> None:
    def of(figure: int | None) -> skeleton.Skeleton:
        paper = Paper(dict.fromkeys(FIELDS, 5) | {FIELDS[0]: figure})
        (table, *_) = locate.candidates(paper.grid(), AGAINST.forms)
        return skeleton.skeleton_of(table, {}, None)

    assert of(5) == of(6) != of(None)


def test_findings_of_figures__are_not_kept() -> None:
    """A factor in a unit of measure proposes a figure: that of the file, each time."""

    def proposed(figure: int) -> list[float | None]:
        paper = Paper(dict.fromkeys(FIELDS, figure))
        grid = paper.grid()
        sheet = grid.sheets[0]
        place = next(place for place, cell in sheet.cells.items() if cell.value == FORM.fields[0].unit)
        thousands = Cell(f"Nghìn {FORM.fields[0].unit.lower()}", "text")
        report = validate_grid(changed(grid, sheet, cells={**sheet.cells, place: thousands}), AGAINST)
        return [one.proposed for one in report.findings if one.code == "S20"]

    assert (proposed(3), proposed(4)) == ([3000], [4000])


def test_column_without_a_title__is_told_by_what_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers beside every quantity are a column that was passed over (S08), words are not."""

    def codes(beside: object) -> set[str]:
        paper = Paper(dict.fromkeys(FIELDS, 5))
        paper.beside = [(None, [beside] * len(FIELDS))]
        same(lambda: validate_grid(paper.grid(), AGAINST), monkeypatch)
        return {one.code for one in validate_grid(paper.grid(), AGAINST).findings}

    assert "S08" not in codes("x")
    assert "S08" in codes(9)
    assert "S08" not in codes("x")
