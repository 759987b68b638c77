"""A provincial workbook and what we wrote in it then, to what a person added to it since.

What has the sign that we wrote there is ours; everything else is hers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cchc_xl.consolidation.account.decisions import TITLES
from cchc_xl.model import Cell, Grid, Sheet, column_letters
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.words.province import FINDINGS, MOVED, in_all_languages
from cchc_xl.write.province.carried_over.align import aligned_columns, aligned_rows
from cchc_xl.write.province.carried_over.around import Condition, SheetAround
from cchc_xl.write.province.carried_over.entries import (
    OWN_MARK,
    CarriedOver,
    Displaced,
    OwnColumn,
    OwnEntry,
    OwnPage,
    OwnSheet,
    Typed,
)
from cchc_xl.write.province.carried_over.formulas import of_own_row, of_own_sheet, shifted
from cchc_xl.write.province.carried_over.trace import END, START, Trace, cell_sign, column_ids, shown, sign
from cchc_xl.write.province.carried_over.waiting import read_waiting

ALIKE = 0.9  # characters by which programs differ in the width of a column that nobody touched
USUAL = 9.14  # characters of a column that nobody set
LONGEST_SUBJECT = 100


def read_entries(
    grid: Grid,
    traces: Mapping[str, Trace],
    around: Mapping[str, SheetAround],
    sealed: Mapping[str, frozenset[int]] = MappingProxyType({}),
) -> CarriedOver:
    """``traces``: what we wrote, by sheet. ``sealed``: the rows that are as we wrote them and were not read; filled
    while the sheets are. Raises ReadError where a sheet cannot be read.
    """
    pages: dict[str, OwnPage] = {}
    own_sheets: list[OwnSheet] = []
    waiting: tuple[Displaced, ...] = ()
    lost: list[Displaced] = []
    for sheet in grid.sheets:
        if sheet.name == PROVINCE_META:
            continue
        trace, beside = traces.get(sheet.name), around.get(sheet.name, SheetAround())
        if trace is None:
            own_sheets.append(_own_sheet(sheet, beside))
            lost += [_lost(sheet.name, "moved-object")] if beside.objects or beside.drawn else []
            continue
        _ = sheet.body
        reader = _PageReader(sheet, trace, beside, sealed.get(sheet.name, frozenset()))
        pages[sheet.name] = reader.page()
        lost += reader.lost()
        if sheet.name == MOVED:
            waiting = read_waiting(sheet, reader.rows, reader.columns, trace.titles)
    return CarriedOver(pages, tuple(own_sheets), waiting, tuple(lost))


def _lost(sheet: str, why: str, title: str = "", at: str = "") -> Displaced:
    return Displaced(OwnEntry(sheet, START, 0, "", Typed(""), title=title, at=at), why)


class _PageReader:
    """One sheet of ours. ``rows`` and ``columns``: those of the sheet -> those that we wrote."""

    def __init__(self, sheet: Sheet, trace: Trace, around: SheetAround, sealed: frozenset[int]) -> None:
        self._sheet, self._trace, self._around = sheet, trace, around
        body = sheet.body
        self._formulas = formulas_of(sheet)
        found: dict[int, dict[int, int]] = {}
        for (row, column), cell in body.cells.items():
            if one := cell_sign(cell, self._formulas.get((row, column))):
                found.setdefault(row, {})[column] = one
        self._signs = found
        self.rows = aligned_rows(found, trace, sealed)
        self.columns = aligned_columns(found, self.rows, trace)
        self._ours = sorted(self.rows)
        self._titles = next((row for row, ours in self.rows.items() if ours.row == trace.titles), 0)
        self._own = self._own_columns()
        self._ids = {column: trace.ids[ours - 1] for column, ours in self.columns.items()} | {
            column: own.id for column, own in self._own.items()
        }

    def page(self) -> OwnPage:
        return OwnPage(
            tuple(self._own.values()),
            (*self._cells(), *self._notes()),
            self._filters(),
            self._widths(),
            self._ids,
        )

    def lost(self) -> Iterator[Displaced]:
        """What cannot be set again: filters by what only Excel knows, pictures and shapes."""
        name = self._sheet.name
        for column, condition in self._around.filters.items():
            if condition is None:
                yield _lost(name, "moved-filter", self._title(column), column_letters(column))
        if self._around.objects or self._around.drawn > self._trace.drawings:
            yield _lost(name, "moved-object")

    # --- cells ---

    def _cells(self) -> Iterator[OwnEntry]:
        decided = self._decided_columns()
        for row, cells in sorted(self._signs.items()):
            ours = self.rows.get(row)
            signs = ours.signs if ours else ()
            skipped = decided if any(column in cells for column in decided[:-1]) else decided[:-1]
            for column, one in sorted(cells.items()):
                place = self.columns.get(column, 0)
                wrote = signs[place - 1] if 0 < place <= len(signs) else 0
                if one != wrote and not (ours and ours.row > self._trace.titles and column in skipped):
                    typed = self._typed(self._sheet.cells[row, column], row, column)
                    yield self._entry(row, column, typed, over=bool(wrote))

    def _decided_columns(self) -> tuple[int, ...]:
        """The columns whose entries are read elsewhere: decisions, with who took them in the last; the content of what
        has lost its place.
        """
        if self._sheet.name == FINDINGS:
            titles = [TITLES[key] for key in ("action", "value", "reason", "by")]
        elif self._sheet.name == MOVED:
            titles = [in_all_languages("moved-content"), ()]
        else:
            return (0,)
        names = {column_ids([sign(word)])[0]: place for place, words in enumerate(titles) for word in words}
        found = {names[name]: column for column, name in self._ids.items() if name in names}
        return tuple(found.get(place, 0) for place in range(len(titles)))

    def _entry(self, row: int, column: int, typed: Typed, *, note: bool = False, over: bool = False) -> OwnEntry:
        key, offset = self._place(row)
        at = f"{column_letters(column)}{row}"
        name = self._ids.get(column, f"#{column}")
        return OwnEntry(
            self._sheet.name, key, offset, name, typed, note, over, at, self._subject(row), self._title(column)
        )

    def _place(self, row: int) -> tuple[bytes, int]:
        """The key of our row there or next above it, and how far below that one the row is."""
        if row in self.rows:
            return self.rows[row].key, 0
        place = bisect_right(self._ours, row) - 1
        if place < 0:
            return START, row
        above = self._ours[place]
        return (END if place == len(self._ours) - 1 else self.rows[above].key), row - above

    def _typed(self, cell: Cell, row: int, column: int) -> Typed:
        formula = self._formulas.get((row, column))
        if formula is None:
            return _plain(cell)
        text, columns = of_own_row(formula, row)
        if text:
            return Typed(text, "formula", _value(cell), _looks(cell), columns)
        return Typed(f"={formula}", "lost", _value(cell), _looks(cell))

    # --- notes ---

    def _notes(self) -> Iterator[OwnEntry]:
        for (row, column), text in sorted(self._sheet.body.comments.items()):
            ours = self.rows.get(row)
            known = self._trace.comment_lines.get((ours.row, self.columns.get(column, 0)), frozenset()) if ours else ()
            lines = [line for line in text.split("\n") if line.strip() != OWN_MARK and sign(line) not in known]
            if own := "\n".join(lines).strip("\n"):
                yield self._entry(row, column, Typed(own), note=True)

    # --- columns ---

    def _own_columns(self) -> dict[int, OwnColumn]:
        """Columns in which she wrote something, and that are none of ours."""
        used = {column for cells in self._signs.values() for column in cells} | {
            column for _, column in self._sheet.body.comments
        }
        last = max(self.columns.items(), key=lambda pair: pair[1], default=(0, 0))
        edge = last[0] + self._trace.width - last[1]
        seen: Counter[str] = Counter()
        found: dict[int, OwnColumn] = {}
        for column in sorted(used - self.columns.keys()):
            title = self._title(column)
            seen[title] += 1
            width = self._around.widths.get(column)
            found[column] = OwnColumn(f"@{seen[title]}:{title}", max(column - edge, 0), width)
        return found

    def _title(self, column: int) -> str:
        cell = self._sheet.cells.get((self._titles, column))
        return " ".join(shown(cell.value).split()) if cell else ""

    def _filters(self) -> dict[str, Condition]:
        return {
            self._ids[column]: condition
            for column, condition in self._around.filters.items()
            if condition is not None and column in self._ids
        }

    def _widths(self) -> dict[str, float]:
        """Of our columns, those that are no longer as we made them."""
        if not self._around.widths:
            return {}
        found = {}
        for column, ours in self.columns.items():
            now, then = self._around.widths.get(column, USUAL), self._trace.widths.get(ours, USUAL)
            if abs(now - then) > ALIKE or (not now) != (not then):
                found[self._ids[column]] = now
        return found

    def _subject(self, row: int) -> str:
        """What our row is about: its first texts."""
        if row not in self.rows:
            return ""
        signs = self._signs.get(row, ())
        cells = [self._sheet.cells[row, column] for column in sorted(signs) if column in self.columns]
        texts = [" ".join(cell.value.split()) for cell in cells if isinstance(cell.value, str)]
        return " · ".join([text for text in texts if not text.isdigit()][:3])[:LONGEST_SUBJECT]


def formulas_of(sheet: Sheet) -> dict[tuple[int, int], str]:
    """The formulas of a sheet, those that are written once for many cells moved to each of them."""
    body = sheet.body
    found = {}
    for at, cell in body.cells.items():
        if cell.formula is not None:
            first = body.shared.get(at)
            found[at] = (
                cell.formula
                if first is None
                else (shifted(body.cells[first].formula or "", at[0] - first[0], at[1] - first[1]))
            )
    return found


def _plain(cell: Cell) -> Typed:
    return Typed(_value(cell), "date" if cell.kind == "date" else "", looks=_looks(cell))


def _value(cell: Cell) -> str | int | float:
    if cell.value is None:
        return ""
    return shown(cell.value) if isinstance(cell.value, bool) else cell.value


def _looks(cell: Cell) -> str:
    return "" if cell.style.number_format in ("General", "@") else cell.style.number_format


def _own_sheet(sheet: Sheet, around: SheetAround) -> OwnSheet:
    body, formulas = sheet.body, formulas_of(sheet)
    cells: dict[tuple[int, int], Typed] = {}
    for at, cell in body.cells.items():
        formula = formulas.get(at)
        if formula is not None:
            kind = "formula" if of_own_sheet(formula) else "lost"
            cells[at] = Typed(formula if kind == "formula" else f"={formula}", kind, _value(cell), _looks(cell))
        elif cell.value is not None:
            cells[at] = _plain(cell)
    fills = {at: cell.style.fill_color for at, cell in body.cells.items() if cell.style.fill_color}
    return OwnSheet(sheet.name, sheet.state, cells, body.comments, body.merges, around.widths, fills)
