"""Find the form's table in a workbook: by header and label texts, on any sheet, wherever it was moved.

The hidden map and the defined names of the template only help to choose; a table is a table because its labels are the form's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cchc_xl.model import Cell, Form, Grid, Sheet
from cchc_xl.read.labels import Label, Labels, labels, recognise
from cchc_xl.text import fold

# Folded titles by column; the first of each is the form's own, the others are what offices write instead.
TITLES: Mapping[str, tuple[str, ...]] = {
    "tt": ("tt", "stt", "số tt", "số thứ tự", "thứ tự", "mã", "mã số"),
    "label": ("chỉ tiêu", "tên chỉ tiêu", "nội dung", "nội dung chỉ tiêu", "các chỉ tiêu", "chỉ tiêu báo cáo", "danh mục chỉ tiêu"),
    "unit": ("đơn vị tính", "đvt", "đ.v.t", "đơn vị", "dvt"),
    "value": ("số lượng", "số liệu", "kết quả", "kết quả thực hiện", "thực hiện", "số lượng thực hiện", "sl", "số lượng (số)"),
    "note": ("ghi chú", "giải trình", "ghi chú, giải trình", "ghi chú/giải trình"),
}
_TITLE = {title: column for column, titles in TITLES.items() for title in titles}
LONGEST_TITLE = 40
ENOUGH = 3  # recognised rows that make a table
TOLERATED_GAP = 12  # rows without an indicator after which a table has ended


class Columns(NamedTuple):
    """Column numbers; None where the table has no such column."""

    label: int
    value: int
    tt: int | None = None
    unit: int | None = None
    note: int | None = None


class Row(NamedTuple):
    """A row of the table. ``field`` is None for a row that is no indicator of the form."""

    row: int
    tt: str
    label: str
    found: Label | None


class Table(NamedTuple):
    """A table of the form: ``head_row`` is 0 where it has no header row. ``rows`` are all rows with text, top down."""

    sheet: Sheet
    form: Form
    head_row: int
    columns: Columns
    rows: tuple[Row, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(row.found.field for row in self.rows if row.found)

    @property
    def score(self) -> int:
        present = set(self.fields)
        return 2 * len(present) - len(self.form.fields)

    def value(self, row: int) -> Cell | None:
        return self.sheet.cells.get((row, self.columns.value))

    @property
    def filled(self) -> bool:
        """Some quantity or note of it holds something."""
        columns = [column for column in (self.columns.value, self.columns.note) if column]
        return any(text_of(self.sheet.cells.get((row.row, column))) for row in self.rows if row.found for column in columns)


def text_of(cell: Cell | None) -> str:
    """What a cell says, as text; '' for none."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer() and abs(cell.value) < 1e15:
        return str(int(cell.value))
    return str(cell.value).strip()


def tables(sheet: Sheet, forms: Sequence[Form]) -> tuple[Table, ...]:
    """Every table with a header row on a sheet, top down; of the versions of a form the one that fits best."""
    texts = _texts(sheet)
    found: list[Table] = []
    end = 0
    for head_row, columns in _headers(texts):
        if head_row <= end:
            continue
        table = _best(sheet, texts, head_row, columns, forms)
        if table:
            found.append(table)
            end = max(row.row for row in table.rows if row.found)
    return tuple(found)


def _texts(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Row -> column -> text, for the cells that hold something."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.value is not None and cell.value != "":
            rows.setdefault(row, {})[column] = text_of(cell)
    return dict(sorted(rows.items()))


def _headers(texts: Mapping[int, Mapping[int, str]]) -> Iterator[tuple[int, Columns]]:
    """Rows that hold at least the titles of the label and the quantity column.

    Where two columns have the quantity's title, each makes a candidate: the clerk must say which one counts.
    """
    for row, cells in texts.items():
        by_kind: dict[str, list[int]] = {}
        if len(cells) < 2:
            continue
        for column, text in sorted(cells.items()):
            kind = _TITLE.get(fold(text).strip(" .:*")) if len(text) <= LONGEST_TITLE else None
            if kind:
                by_kind.setdefault(kind, []).append(column)
        if "label" not in by_kind or "value" not in by_kind:
            continue
        label = by_kind["label"][0]
        values = _own_title_first(cells, by_kind["value"])
        # "Đơn vị" alone is the unit of measure only when it stands between label and quantity.
        units = [column for column in by_kind.get("unit", ()) if column > label]
        for value in values:
            yield row, Columns(label, value, _first(by_kind.get("tt")), _first(units), _last(by_kind.get("note")))


def _own_title_first(cells: Mapping[int, str], columns: Sequence[int]) -> Sequence[int]:
    """The columns titled as the form titles the quantity, where there are any: 'Kết quả' beside 'Số lượng' is another column."""
    own = [column for column in columns if fold(cells[column]).strip(" .:*") == TITLES["value"][0]]
    return own or columns


def _first(columns: Sequence[int] | None) -> int | None:
    return columns[0] if columns else None


def _last(columns: Sequence[int] | None) -> int | None:
    return columns[-1] if columns else None


def _best(sheet: Sheet, texts: Mapping[int, Mapping[int, str]], head_row: int, columns: Columns, forms: Sequence[Form]) -> Table | None:
    candidates = [
        Table(sheet, form, head_row, columns, _rows(texts, head_row, columns, labels(form, [f for f in forms if f is not form])))
        for form in forms
    ]
    best = max(candidates, key=lambda table: table.score, default=None)
    return best if best and len(set(best.fields)) >= ENOUGH else None


def _rows(texts: Mapping[int, Mapping[int, str]], head_row: int, columns: Columns, known: Labels) -> tuple[Row, ...]:
    rows: list[Row] = []
    previous, last_found = "", head_row
    for row, cells in texts.items():
        if row <= head_row:
            continue
        if row - last_found > TOLERATED_GAP:
            break
        label, tt = cells.get(columns.label, ""), cells.get(columns.tt, "") if columns.tt else ""
        if rows and _TITLE.get(fold(label)) == "label":
            break  # the header of a further table
        found = recognise(label, tt, known, previous)
        if found:
            previous, last_found = found.field, row
        if label or tt or columns.value in cells:
            rows.append(Row(row, tt, label, found))
    return tuple(rows)


def headless(sheet: Sheet, forms: Sequence[Form]) -> Iterator[Table]:
    """A table whose header row was lost: the column that holds the labels, and the quantity beside the unit of measure."""
    texts = _texts(sheet)
    known = [(form, labels(form)) for form in forms]
    counts: dict[int, int] = {}
    for cells in texts.values():
        for column, text in cells.items():
            if any(fold(text) in known_labels.exact for _, known_labels in known):
                counts[column] = counts.get(column, 0) + 1
    if not counts:
        return
    label = max(counts, key=lambda column: (counts[column], -column))
    if counts[label] < ENOUGH:
        return
    rows = [row for row, cells in texts.items() if fold(cells.get(label, "")) in {name for _, k in known for name in k.exact}]
    units = {fold(name) for form in forms for field in form.fields for name in (field.unit, *field.units)}
    unit_hits = {c: sum(fold(texts[row].get(c, "")) in units for row in rows) for c in range(label + 1, label + 4)}
    unit = max(unit_hits, key=lambda column: (unit_hits[column], -column))
    has_unit = unit_hits[unit] >= ENOUGH
    value = (unit if has_unit else label) + 1
    columns = Columns(label, value, label - 1 if label > 1 else None, unit if has_unit else None, value + 1)
    table = _best(sheet, texts, min(rows) - 1, columns, forms)
    if table:
        yield table._replace(head_row=0)


def transposed(sheet: Sheet, forms: Sequence[Form]) -> bool:
    """The labels stand along one row."""
    for cells in _texts(sheet).values():
        for form in forms:
            known = labels(form)
            if sum(fold(text) in known.exact for text in cells.values()) > ENOUGH:
                return True
    return False


def candidates(grid: Grid, forms: Sequence[Form], skip: Sequence[str] = (), *, hidden: bool = False) -> tuple[Table, ...]:
    """The tables of all sheets but those named in ``skip``, in the workbook's order.

    Hidden sheets are looked at where the visible ones hold nothing, or where ``hidden`` says so: most are lists for drop-downs, and
    reading them would cost more than reading the report. Tables without a header row are looked for last, for the same reason.
    """
    sheets = [sheet for sheet in grid.sheets if sheet.name not in skip]
    seen = [sheet for sheet in sheets if hidden or sheet.state == "visible"]
    rest = [sheet for sheet in sheets if sheet not in seen]
    for among in (seen, rest):
        for search in (tables, headless):
            found = tuple(table for sheet in among for table in search(sheet, forms))
            if found and (any(table.filled for table in found) or not rest):
                return found
    return tuple(table for sheet in sheets for table in tables(sheet, forms))
