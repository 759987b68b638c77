"""Earlier provincial workbooks of ours, read back for comparing: who reported what in which period.

Only what was added up counts: an empty cell of the sheet of units is a value that nobody has, and not 0. Columns are
found by their titles, because people insert some of their own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from cchc_xl.consolidation.account.decided import addable
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.form.period import parse_key
from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Form, Grid, Period, Scalar, Sheet
from cchc_xl.numbers import text_of
from cchc_xl.records import NamedTuple
from cchc_xl.table import own_table
from cchc_xl.table.hidden_sheet import PROVINCE_META, province_meta
from cchc_xl.table.own_table import value
from cchc_xl.text import fold, squeeze
from cchc_xl.words.province import SOURCES, UNITS, in_all_languages

TITLES: Mapping[str, tuple[str, ...]] = {
    key: in_all_languages(word)
    for key, word in (
        ("code", "unit-code"),
        ("name", "unit"),
        ("level", "level"),
        ("sha256", "sha256"),
        ("outcome", "outcome"),
    )
}
MERGED = frozenset(map(fold, in_all_languages("merged")))


class PreviousUnit(NamedTuple):
    """A unit's row.

    ``code``: administrative code or the roster's id; ``values``: what was added up, by field; ``level``: as the form
    calls it.
    """

    code: str
    name: str
    values: Mapping[str, int | float]
    level: str = ""


class Previous(NamedTuple):
    """One earlier consolidation. ``expected``: units that had to report, 0 where there was no roster."""

    path: str
    form: Form
    period: Period
    units: tuple[PreviousUnit, ...]
    expected: int
    totals: Mapping[str, int | float]
    files: frozenset[str] = frozenset()  # SHA-256 of the files that were merged


def load_previous(path: str) -> Previous:
    """An earlier result.

    ``UserError``: 'not-found', or 'bad-previous' for a file that is none of ours or has no period.
    """
    if not os.path.lexists(path):
        raise UserError("not-found", path=path)
    grid = read_file(path, limits=PROVINCE_LIMITS)
    if not isinstance(grid, Grid):
        raise UserError("bad-previous", path=path)
    try:
        return previous_of(grid, path)
    except ReadError:  # a sheet that is looked at only now
        raise UserError("bad-previous", path=path) from None


def previous_of(grid: Grid, path: str) -> Previous:
    """The same for a workbook that was read already."""
    meta, units = province_meta(grid), grid.sheet(UNITS)
    record = grid.sheet(PROVINCE_META)
    if not meta or record is None or units is None:
        raise UserError("bad-previous", path=path)
    rows = _record(record)
    form = _form(rows.get("form", ()), path)
    if not meta.get("period"):
        raise UserError("bad-previous", path=path)
    fields = [text_of(one) for one in rows.get("fields", ())]
    places = {field.id: field.places for field in form.fields}
    used = [
        addable(value, places.get(field, 0)) if isinstance(value, int | float) else None
        for field, value in zip(fields, rows.get("used", ()), strict=False)
    ]
    expected = rows.get("roster", (0,))[0]
    return Previous(
        path=path,
        form=form,
        period=parse_key(form, meta["period"]),
        units=tuple(_units(units, fields, places)),
        expected=int(expected) if isinstance(expected, int | float) else 0,
        totals={field: number for field, number in zip(fields, used, strict=False) if number is not None},
        files=_merged_files(grid.sheet(SOURCES)),
    )


def _record(sheet: Sheet) -> dict[str, tuple[Scalar, ...]]:
    """Key in column A -> the values to the right of it."""
    rows: dict[int, dict[int, Scalar]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell.value
    return {
        str(cells[1]): tuple(cells.get(column) for column in range(2, max(cells) + 1))
        for cells in rows.values()
        if cells.get(1)
    }


def _form(named: Sequence[Scalar], path: str) -> Form:
    if len(named) < 2 or not isinstance(named[1], int | float):
        raise UserError("bad-previous", path=path)
    return load(text_of(named[0]), int(named[1]))


def _units(sheet: Sheet, fields: Sequence[str], places: Mapping[str, int]) -> list[PreviousUnit]:
    header, columns = _columns(sheet, fields)
    if "name" not in columns:
        return []
    found = []
    for row in sorted({row for row, column in sheet.cells if row > header and column == columns["name"]}):
        name = squeeze(text_of(value(sheet, row, columns["name"])))
        values = {field: value(sheet, row, columns[field]) for field in fields if field in columns}
        counts = {
            field: count
            for field, value in values.items()
            if isinstance(value, int | float) and (count := addable(value, places.get(field, 0))) is not None
        }
        if name:
            code, level = (squeeze(text_of(value(sheet, row, columns.get(key, 0)))) for key in ("code", "level"))
            found.append(PreviousUnit(code, name, counts, level))
    return found


def _merged_files(sheet: Sheet | None) -> frozenset[str]:
    if sheet is None:
        return frozenset()
    header, columns = _columns(sheet, ())
    if not {"sha256", "outcome"} <= columns.keys():
        return frozenset()
    rows = (row for row, column in sheet.cells if row > header and column == columns["sha256"])
    return frozenset(
        text_of(value(sheet, row, columns["sha256"]))
        for row in rows
        if fold(text_of(value(sheet, row, columns["outcome"]))) in MERGED
    )


def _columns(sheet: Sheet, fields: Sequence[str]) -> tuple[int, dict[str, int]]:
    """(row of the titles, key or field -> column): of the first rows the one with most titles."""
    return own_table.titled(sheet, {**TITLES, **{field: (field,) for field in fields}})
