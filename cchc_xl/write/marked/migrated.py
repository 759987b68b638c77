"""The data of an old, foreign or damaged workbook in a fresh template: moved as they are, and said where they could not
be.

A number is moved as a number only where the cell is one; anything else keeps its words, for a person to mend with the
template's help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cchc_xl.check.before import EarlierFigures, JumpLimits, limits
from cchc_xl.form.layout import LABEL, SHEET_MOVED, Layout, layout
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Cell, CellRef, Field, Finding, Form, Grid, ListLine, Reading, Report, Scalar, Submission
from cchc_xl.numbers import whole
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.table import before
from cchc_xl.table.hidden_sheet import read_meta
from cchc_xl.table.locate import candidates
from cchc_xl.table.quantity_title import title_of
from cchc_xl.table.rows import text_of
from cchc_xl.table.submission import read_submission
from cchc_xl.text import fold
from cchc_xl.words.say import say, ui
from cchc_xl.write.marked.parts import CopyError, Parts
from cchc_xl.write.marked.table import LONGEST, TableSheet, put_table
from cchc_xl.write.marked.workbook import free_sheet_name
from cchc_xl.write.template.listed import NOTHING, Lines, drawn_values
from cchc_xl.write.template.workbook import template_bytes

_DOUBTED = (
    "S07",
    "S19",
    "S20",
    "S21",
    "S22",
    "S23",
    "S24",
)  # errors by which figures are not the indicator's, or the period's
# What a fresh template does not settle.
_STAYS_OPEN = ("S06", "S09", "S10", "S12", "S13", "S14", "V35", *_DOUBTED)
# What a fresh cell cannot say of a figure: moved without it, the figure would pass for a sure one. Code -> reason's id.
_LOST = {"V32": "struck", "V36": "shown", "V37": "stale", "V38": "blanks", "V39": "picture", "V40": "raised"}
_WIDTHS = (6, 60, 40, 60)
_LONGEST_PERIOD = 60  # characters of its label in a title


class Left(NamedTuple):
    """Something that was not moved, or not as it was.

    ``kind``: extra | beside | field | header | narrative | finding; ``why`` is a reason's id.
    """

    kind: str
    about: Mapping[str, str]
    value: str
    why: str


class Moved(NamedTuple):
    """``data`` is the fresh workbook, ``values`` what stands in its quantity cells, ``refs`` former cell -> cell
    there.
    """

    data: bytes
    values: Mapping[str, Scalar]
    refs: Mapping[CellRef, CellRef]
    left: tuple[Left, ...]
    lines: Mapping[str, Lines] = {}


def migrated(grid: Grid, report: Report, source_form: Form, form: Form, lang: str = "vi") -> Moved:
    """The submission of ``report`` in a fresh template of ``form``, with a sheet that says what could not be placed.

    Raises CopyError where there is no submission or the copy does not read back as what was moved.
    """
    if report.submission is None:
        raise CopyError("no submission")
    moved = fresh(grid, report.submission, source_form, form, doubted(report, source_form))
    open_findings = (finding for finding in report.findings if finding.code in _STAYS_OPEN)
    left = (
        *moved.left,
        *_columns_beside(grid, report.submission, source_form),
        *(_left_finding(finding, source_form, lang) for finding in open_findings),
    )
    parts = Parts(moved.data)
    put_table(parts, _log(parts, report, moved._replace(left=left), source_form, lang))
    data = parts.to_bytes()
    _verify(data, moved.values, form, moved.lines)
    return moved._replace(data=data, left=left)


def _columns_beside(grid: Grid, submission: Submission, form: Form) -> Iterator[Left]:
    """Columns of the table that the form does not have ('Cùng kỳ'), with what stands in them, row by row; of the
    template's own "Kỳ trước" only what a person wrote into it.
    """
    table = next(
        (
            table
            for table in candidates(grid, (form,), hidden=True)
            if table.sheet.name == submission.sheet and table.head_row
        ),
        None,
    )
    if table is None:
        return
    rows = [row.row for row in table.rows if row.found]
    own, figures = fold(read_meta(grid).get(before.TITLE, "-")), {k: str(v) for k, v in before.figures(grid).items()}
    written = [{figures.get(field, "") for field in form.fields_about(row.found.id)} for row in table.rows if row.found]
    known = set(table.columns.every)
    for column in sorted({column for row, column in table.sheet.cells if row in rows} - known):
        texts = [text_of(table.sheet.cells.get((row, column))) for row in rows]
        title = title_of(table, column)
        if fold(title).startswith(own):
            texts = ["" if text in ours else text for text, ours in zip(texts, written, strict=True)]
        if title and any(texts) and fold(title) != fold(form.columns["check"]):
            yield Left("beside", {"label": title}, "; ".join(texts), "beside")


def doubted(report: Report, form: Form) -> frozenset[str]:
    """The fields whose figures a title, a label or a unit of measure makes another thing: under the template's own they
    would pass for the indicator's.
    """
    errors = [finding for finding in report.findings if finding.code in _DOUBTED and finding.severity == "error"]
    readings = report.submission.readings if report.submission else ()
    whole = any(not finding.field for finding in errors)
    if whole:
        return frozenset(reading.field for reading in readings)
    return frozenset(field for error in errors for field in form.fields_about(error.field))


def _left_line(line: ListLine, form: Form) -> Left:
    said = "; ".join(reading.raw_text for reading in line.readings if reading.raw_text)
    return Left("extra", {"label": form.list(line.list).title}, said, "doubted")


def fresh(
    grid: Grid, submission: Submission, source_form: Form, form: Form, doubted: frozenset[str] = frozenset()
) -> Moved:
    """The submission in a fresh template of ``form``, without a log and without the figures of ``doubted`` fields."""
    place = layout(form)
    left: list[Left] = []
    values: dict[str, Scalar] = {}
    notes: dict[str, str] = {}
    lines, left_lines = moved_lines(grid, submission, source_form, form)
    if submission.lines and doubted.issuperset(reading.field for reading in submission.readings):
        lines, left_lines = {}, [_left_line(line, source_form) for line in submission.lines]
    for reading in submission.readings:
        field = source_form.field(reading.field)
        if field.drawn and _is_drawn_there(field, form):
            notes |= {field.id: reading.note} if reading.note else {}
            if any(code == "C34" for code, _ in reading.codes):
                left.append(
                    Left("field", {"tt": field.tt or field.id, "label": field.label}, reading.raw_text, "drawn")
                )
            continue
        if not _same(field, form):
            left += [
                Left("field", {"tt": field.tt or field.id, "label": field.label}, text, "field")
                for text in (reading.raw_text, reading.note)
                if text
            ]
            continue
        value, why = _value(grid, reading, field)
        if reading.field in doubted and value is not None:
            value, why = None, "doubted"
        if value is not None:
            values[field.id] = value
        if why:
            left.append(Left("field", {"tt": field.tt or field.id, "label": field.label}, reading.raw_text, why))
        if reading.note:
            notes[field.id] = reading.note
    header, left_header = _known(
        submission.header,
        {item.id: item.label for item in source_form.header},
        {item.id for item in form.header},
        "header",
    )
    narrative, left_narrative = _known(
        submission.narrative,
        {item.id: item.label for item in source_form.narrative},
        {item.id for item in form.narrative},
        "narrative",
    )
    left += (
        *left_header,
        *left_narrative,
        *(Left("extra", {"label": label}, value, "extra") for label, value in submission.extra),
    )
    left += (*left_lines, *_shortened(notes), *_shortened(narrative))
    earlier = _earlier(grid, source_form, form)
    data = template_bytes(
        form, values=values, notes=notes, header=dict(header), narrative=narrative, earlier=earlier, lines=lines
    )
    values |= drawn_values(form, lines)
    _verify(data, values, form, lines)
    return Moved(data, values, _refs(submission, place), tuple(left), lines)


def _is_drawn_there(field: Field, form: Form) -> bool:
    return any(other.id == field.id and other.drawn == field.drawn for other in form.fields)


def moved_lines(
    grid: Grid, submission: Submission, source_form: Form, form: Form
) -> tuple[dict[str, list[list[Scalar]]], list[Left]]:
    """The lines of the lists that both forms have, in the columns of the new one, and what could not be moved."""
    lines: dict[str, list[list[Scalar]]] = {}
    left: list[Left] = []
    known = {one.id: one for one in form.lists}
    places = layout(form).lists
    for line in submission.lines:
        one, own = known.get(line.list), source_form.list(line.list)
        room = places[one.id].last_row - places[one.id].head_row if one else 0
        if one is None or len(lines.get(one.id, ())) >= room:
            said = "; ".join(reading.raw_text for reading in line.readings if reading.raw_text)
            left.append(Left("extra", {"label": own.title}, said, "long" if one else "field"))
            continue
        made: dict[str, Scalar] = {}
        for column, reading in zip(own.columns, line.readings, strict=True):
            other = next((other for other in one.columns if other.id == column.id), None)
            same = other is not None and (other.kind, fold(other.unit)) == (column.kind, fold(column.unit))
            value, why = _value(grid, reading, column) if same else (None, "field" if reading.raw_text else "")
            if reading.computed and isinstance(value, int | float):
                value = _in_its_unit(reading)
                why = "" if value else "doubted"
            if value is not None:
                made[column.id] = value
            if why:
                label = f"{own.title}: {column.label} ({reading.ref.a1 if reading.ref else line.row})"
                left.append(Left("extra", {"label": label}, reading.raw_text, why))
        lines.setdefault(one.id, []).append([made.get(column.id) for column in one.columns])
    for one in form.lists:
        if says_none(submission, source_form, one.id):
            lines[one.id] = [[NOTHING, *[None] * (len(one.columns) - 1)]]
    return lines, left


def _in_its_unit(reading: Reading) -> str | None:
    """An amount under the title of another unit of money, with that unit: '12500 nghìn đồng' is asked about again."""
    unit = next((params.get("unit_found") for code, params in reading.codes if code == "V64"), None)
    return f"{reading.raw_text.replace('.', ',')} {unit}" if unit else None


def says_none(submission: Submission, form: Form, list_id: str) -> bool:
    """Does a report say that there is nothing to list?"""
    drawn = [field.id for field in form.fields if field.drawn == list_id]
    has_lines = any(line.list == list_id for line in submission.lines)
    counts = (submission.reading(field) for field in drawn)
    return not has_lines and any(one is not None and one.number == 0 and not one.codes for one in counts)


def _earlier(grid: Grid, source_form: Form, form: Form) -> EarlierFigures | None:
    """What the template's column "Kỳ trước" was written with, as far as the form still asks for it."""
    meta = read_meta(grid)
    if before.TITLE not in meta:
        return None
    known = {field.id for field in source_form.fields if _same(field, form)}
    values = {field: value for field, value in before.figures(grid).items() if field in known}
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", meta.get("before.limits", ""))
    given = dict(zip(JumpLimits._fields, (whole(float(number)) for number in numbers), strict=False))
    period, related = meta.get("before.period", "")[:_LONGEST_PERIOD], meta.get("before.related", "")
    return EarlierFigures(period, related, values, limits(given))


def _same(field: Field, form: Form) -> bool:
    """The form has an indicator of this id that asks for the same thing."""
    other = next((other for other in form.fields if other.id == field.id), None)
    if other is None:
        return False
    mine, theirs = ({fold(name) for name in (f.label, *f.aliases)} for f in (field, other))
    as_one = type_of(field.kind).times == type_of(other.kind).times
    return as_one and bool(mine & theirs) and fold(field.unit) in {fold(name) for name in (other.unit, *other.units)}


def _value(grid: Grid, reading: Reading, field: Field) -> tuple[Scalar, str]:
    """What goes into the quantity cell, and the reason why that is not all that stood there ('' for none)."""
    cell = _cell(grid, reading.ref)
    formula = cell is not None and cell.formula is not None
    codes = {code for code, _ in reading.codes}
    if reading.steps == ("misplaced",):
        return None, "column"
    if lost := next((why for code, why in _LOST.items() if code in codes), ""):
        return None, lost
    if reading.state == "blank":
        return None, "empty-result" if formula else ""
    if reading.raw is None:
        return None, "no-result" if formula else ""
    if "S09" in codes or (reading.state == "error" and not codes):
        return None, "several"
    value = _written(reading, codes, field)
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST], "long"
    return value, "formula" if formula else ""


def _cell(grid: Grid, ref: CellRef | None) -> Cell | None:
    sheet = grid.sheet(ref.sheet) if ref else None
    return sheet.cells.get((ref.row, ref.column)) if sheet and ref else None


def _written(reading: Reading, codes: set[str], field: Field) -> Scalar:
    """A number where the cell is one; else the words: a percentage as it was seen, a date as a date."""
    raw = reading.raw
    if isinstance(raw, bool):
        return reading.raw_text
    if isinstance(raw, int | float) and "V26" in codes:
        return f"{raw * 100:.10g}%"
    if isinstance(raw, int | float) and type_of(field.kind).times != 1:
        return _share(reading)
    return raw


def _share(reading: Reading) -> Scalar:
    """A percentage: in the template's cell a number without its sign would have one, so it becomes a text."""
    amount = next((params.get("found") for code, params in reading.codes if code == "V60"), None)
    if amount is not None:
        return float(str(amount).replace(",", "."))
    return reading.number if reading.how == "exact" else reading.raw_text.replace(".", ",")


def _known(
    found: Mapping[str, str], labels: Mapping[str, str], wanted: Iterable[str], kind: str
) -> tuple[dict[str, str], list[Left]]:
    placed = {key: text for key, text in found.items() if key in wanted and text}
    return placed, [
        Left(kind, {"label": labels.get(key, key)}, text, "header")
        for key, text in found.items()
        if text and key not in placed
    ]


def _shortened(texts: dict[str, str]) -> list[Left]:
    """Cuts texts to what a cell can hold; what had to be cut."""
    long = [
        Left("narrative", {"label": key}, text[LONGEST:], "long") for key, text in texts.items() if len(text) > LONGEST
    ]
    texts.update({key: text[:LONGEST] for key, text in texts.items()})
    return long


def _refs(submission: Submission, place: Layout) -> dict[CellRef, CellRef]:
    refs = {
        reading.ref: place.value(reading.field)
        for reading in submission.readings
        if reading.ref and reading.field in place.cells
    }
    taken: dict[str, int] = {}
    for line in submission.lines:
        own = place.lists.get(line.list)
        if own is None:
            continue
        row = own.first_row + taken.get(line.list, 0)
        taken[line.list] = taken.get(line.list, 0) + 1
        refs |= {
            reading.ref: CellRef(own.sheet, row, own.columns[reading.field])
            for reading in line.readings
            if reading.ref and reading.field in own.columns
        }
    return refs | {ref: place.header[key] for key, ref in submission.header_refs.items() if key in place.header}


def at_new_places(findings: Iterable[Finding], moved: Moved, form: Form) -> tuple[Finding, ...]:
    """Findings about the former workbook with the cells of the fresh one.

    Those about a row of it at the row's label.
    """
    place = layout(form)

    def there(finding: Finding) -> CellRef | None:
        if finding.ref is None or finding.ref in moved.refs:
            return finding.ref and moved.refs[finding.ref]
        row = next((place.cells[one][0] for one in form.fields_about(finding.field) if one in place.cells), 0)
        return CellRef(place.table, row, LABEL) if row else None

    return tuple(finding._replace(ref=there(finding)) for finding in findings)


# --- reading back ----------------------------------------------------------------------------------------------------


def _verify(data: bytes, values: Mapping[str, Scalar], form: Form, lines: Mapping[str, Lines]) -> None:
    """The quantity cells and the lists hold what was moved, by our own reader."""
    grid = read_bytes(data, "")
    submission = read_submission(grid, (form,)).submission if isinstance(grid, Grid) else None
    place = layout(form)
    if submission is None or not isinstance(grid, Grid):
        raise CopyError("does not read back")
    sheet = grid.sheet(place.table)
    for field in form.fields:
        cell = sheet.cells.get(place.cells[field.id]) if sheet else None
        held, kind = None if cell is None else cell.value, type_of(field.kind)
        wanted = kind.stored(values.get(field.id), field)
        held = None if field.drawn and held == "" else held
        same = held == wanted or bool(kind.place and kind.stored(held, field) == wanted)  # a day is read as a text
        if not same or isinstance(held, str) != isinstance(values.get(field.id), str):
            raise CopyError(field.id)
    for one in form.lists:
        own = place.lists[one.id]
        listed = grid.sheet(own.sheet)
        for row, line in enumerate(lines.get(one.id, ()), own.first_row):
            for column, value in zip(one.columns, line, strict=True):
                cell = listed.cells.get((row, own.columns[column.id])) if listed else None
                held = cell.value if cell else None
                kind = type_of(column.kind)
                wanted = kind.stored(value, column)
                if held != wanted and not (kind.place and kind.stored(held, column) == wanted):
                    raise CopyError(column.id)


# --- the log ---------------------------------------------------------------------------------------------------------


def _left_finding(finding: Finding, form: Form, lang: str) -> Left:
    message = say(finding, form, lang)
    return Left(
        "finding", {"code": finding.code, "problem": f"{message.what} {message.why}".strip()}, finding.raw, "finding"
    )


def left_text(left: Left, lang: str) -> str:
    """What was not moved, in words."""
    return ui(f"migrate-what-{left.kind}", lang, **left.about)


def _log(parts: Parts, report: Report, moved: Moved, source_form: Form, lang: str) -> TableSheet:
    lines = [
        ui("migrate-lines", lang, file=report.source.name, form=source_form.key),
        ui("migrate-moved", lang, n=len(moved.values)),
        ui("migrate-left", lang, n=len(moved.left)) if moved.left else ui("migrate-all", lang),
    ]
    heads = [ui(f"migrate-head-{name}", lang) for name in ("number", "what", "value", "why")]
    rows = [
        (number, left_text(left, lang), left.value, ui(f"migrate-why-{left.why}", lang))
        for number, left in enumerate(moved.left, 1)
    ]
    return TableSheet(free_sheet_name(parts, SHEET_MOVED), ui("migrate-title", lang), lines, heads, _WIDTHS, rows)


def reasons(moved: Moved, lang: str) -> Iterator[str]:
    """A line for each thing that was not moved."""
    for left in moved.left:
        value = f" “{left.value}”" if left.value else ""
        yield f"{left_text(left, lang)}{value}: {ui(f'migrate-why-{left.why}', lang)}"
