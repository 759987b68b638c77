"""Safe repairs in a copy: what has one reading becomes that number, and what a person accepts by its code becomes the
proposed one.

Only a quantity cell and the note beside it are written. Words that stood with the number go into the note; a formula is
never touched, and a cell that anything speaks against (a code that no program may repair) is left to the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.check.catalogue import catalogue, fix, phase, title_of
from cchc_xl.errors import UserError
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import Cell, CellRef, Form, Grid, Reading, Report, Scalar
from cchc_xl.records import NamedTuple
from cchc_xl.table.locate import candidates
from cchc_xl.table.structure import merged_values
from cchc_xl.words.say import ui
from cchc_xl.write.marked.cells import CellChange, Cells
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.styles import Styles
from cchc_xl.write.marked.table import LONGEST, Link, TableSheet, put_table
from cchc_xl.write.marked.workbook import free_sheet_name

SHEET = "Nhật ký sửa"
ALL = "all-proposals"
_LEGACY_FONTS = (".Vn", "VNI")  # a Unicode text appended to such a cell would be shown as other letters
_WIDTHS = (6, 22, 8, 40, 36, 36, 12, 60)


class Correction(NamedTuple):
    """One cell's change. ``after`` is a number in a quantity cell and a text in a note."""

    ref: CellRef
    field: str
    before: Scalar
    after: int | float | str
    codes: tuple[str, ...]


def accepted(codes: Sequence[str]) -> frozenset[str]:
    """The codes of --accept, each checked: only such as come with a proposal. ``UserError`` for any other."""
    proposing = {code for code in catalogue() if fix(code) == "propose" and phase(code) == "value"}
    if ALL in codes:
        return frozenset(proposing)
    for code in codes:
        if code not in proposing:
            raise UserError("unknown-accept", code=code, known=", ".join(sorted(proposing)))
    return frozenset(codes)


def corrections(
    grid: Grid,
    report: Report,
    form: Form,
    accept: frozenset[str] = frozenset(),
    lang: str = "vi",
    fields: frozenset[str] | None = None,
) -> tuple[Correction, ...]:
    """The changes that may be made to the workbook: safe ones, and proposals all of whose codes are accepted (of
    ``fields`` alone, where given).
    """
    submission = report.submission
    if submission is None:
        return ()
    columns = _note_columns(grid, form, submission.sheet)
    found: list[Correction] = []
    for reading in submission.cells:
        allowed = accept if fields is None or reading.field in fields else frozenset[str]()
        if _may(reading, allowed) and (changes := _of_reading(grid, reading, columns, lang)):
            found += changes
    return tuple(found)


def _may(reading: Reading, accept: frozenset[str]) -> bool:
    codes = {code for code, _ in reading.codes}
    if reading.number is None or reading.ref is None or not codes:
        return False
    if reading.how == "cleaned" and not reading.bound and not reading.qualifier:
        return all(fix(code) == "safe" for code in codes)
    return (
        reading.how in ("cleaned", "proposed")
        and bool(codes & accept)
        and all(code in accept or fix(code) == "safe" for code in codes)
    )


def _of_reading(grid: Grid, reading: Reading, note_columns: Mapping[int, int], lang: str) -> list[Correction]:
    """The changes that one reading leads to; none where a cell of it must not be written."""
    assert reading.ref is not None
    assert reading.number is not None
    ref, codes = reading.ref, tuple(dict.fromkeys(code for code, _ in reading.codes))
    cell = _cell(grid, ref)
    if cell.formula is not None:
        return []
    number = (
        []
        if cell.kind == "number" and cell.value == reading.number
        else [Correction(ref, reading.field, cell.value, reading.number, codes)]
    )
    rest = _rest(reading, cell, lang)
    if not rest:
        return number
    column = note_columns.get(ref.row)
    if column is None:
        return []
    note_ref = CellRef(ref.sheet, ref.row, column)
    note = _cell(grid, note_ref)
    text = f"{reading.note}; {rest}" if reading.note else rest
    if (
        note.formula is not None
        or note.kind not in ("text", "blank", "number")
        or note.style.font.startswith(_LEGACY_FONTS)
        or len(text) > LONGEST
    ):
        return []
    return [*number, Correction(note_ref, reading.field, note.value, text, codes)]


def _rest(reading: Reading, cell: Cell, lang: str) -> str:
    """The words that the number leaves behind: kept unless the note has them already, or the cell held a number
    alone.
    """
    if reading.how == "cleaned" and not reading.qualifier and not reading.bound:
        return ""
    if reading.steps == ("misplaced",) or not isinstance(cell.value, str):
        return ""
    words_left = reading.qualifier.strip()
    if not words_left or reading.bound or reading.computed:
        words_left = ui("fix-original", lang, raw=cell.value.strip())
    return "" if words_left.casefold() in reading.note.casefold() else words_left


def _cell(grid: Grid, ref: CellRef) -> Cell:
    sheet = grid.sheet(ref.sheet)
    return (sheet.cells.get((ref.row, ref.column)) if sheet else None) or Cell(None, "blank")


def _note_columns(grid: Grid, form: Form, sheet: str) -> Mapping[int, int]:
    """Row -> column of its note, for rows of the table whose quantity is not merged with anything."""
    tables = [table for table in candidates(grid, (form,), hidden=True) if table.sheet.name == sheet]
    found: dict[int, int] = {}
    for table in tables:
        merged = {row for row, _ in merged_values(table)}
        if table.columns.note:
            found |= {row.row: table.columns.note for row in table.rows if row.found and row.row not in merged}
    return found


# --- the copy --------------------------------------------------------------------------------------------------------


def fixed(data: bytes, changes: Sequence[Correction], form: Form, lang: str = "vi", lines: Sequence[str] = ()) -> bytes:
    """A copy of the workbook with these changes made and the sheet that lists them.

    ``lines``: what else that sheet shall say. Raises ReadError for what cannot be taken apart.
    """
    parts = Parts(data)
    for sheet in dict.fromkeys(change.ref.sheet for change in changes):
        part = parts.sheet_part(sheet)
        if not part:
            raise ReadError("no-workbook", part=sheet)
        cells, styles = Cells(parts.read(part), part), Styles(parts)
        wanted = {}
        for change in changes:
            if change.ref.sheet == sheet:
                place = (change.ref.row, change.ref.column)
                style = cells.style(place)
                wanted[place] = CellChange(
                    style if isinstance(change.after, str) else styles.as_number(style), change.after
                )
        parts.write(part, cells.changed(wanted))
        styles.save()
    if changes:
        parts.recalculate()
    put_table(parts, _log(parts, changes, form, lang, lines))
    return parts.to_bytes()


def _log(parts: Parts, changes: Sequence[Correction], form: Form, lang: str, more: Sequence[str]) -> TableSheet:
    lines = [ui("fix-count", lang, n=len(changes)) if changes else ui("fix-none", lang), *more]
    heads = [
        ui(f"fix-head-{name}", lang) for name in ("number", "sheet", "cell", "field", "before", "after", "code", "why")
    ]
    rows = [
        (
            number,
            change.ref.sheet,
            Link(change.ref),
            _indicator(form, change.field),
            _shown(change.before),
            change.after,
            ", ".join(change.codes),
            _why(change, lang),
        )
        for number, change in enumerate(changes, 1)
    ]
    return TableSheet(free_sheet_name(parts, SHEET), ui("fix-title", lang), lines, heads, _WIDTHS, rows)


def _indicator(form: Form, field_id: str) -> str:
    column = form.listed(field_id)
    if column is not None:
        return f"{form.list(column.row).title}: {column.label}"
    field = form.field(field_id)
    return f"{field.tt or field.id}. {field.label}"


def _shown(value: Scalar) -> str | int | float | None:
    return str(value) if isinstance(value, bool) else value


def _why(change: Correction, lang: str) -> str:
    if isinstance(change.after, str):
        return ui("fix-why-note", lang)
    return "; ".join(title_of(code, lang) for code in change.codes)


def unmet(changes: Iterable[Correction], after: Report) -> Iterator[Correction]:
    """Changes of quantities that the fixed copy, validated again, does not show as exact numbers without the findings
    they were made for.
    """
    for change in changes:
        if not isinstance(change.after, str):
            cells = after.submission.cells if after.submission else ()
            reading = next((one for one in cells if one.field == change.field and one.ref == change.ref), None)
            if (
                reading is None
                or reading.how != "exact"
                or reading.number != change.after
                or {code for code, _ in reading.codes} & set(change.codes)
            ):
                yield change
