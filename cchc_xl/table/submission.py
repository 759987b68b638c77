"""One workbook to one submission: the table's rows read, the unit and the period identified, nothing guessed.

``read_submission`` never raises on content. What it cannot use it says: S18 no table, S17 a transposed one, S14 a
picture.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.check.catalogue import finding
from cchc_xl.form.layout import SHEET_LISTS, SHEET_META
from cchc_xl.form.period import parse_date
from cchc_xl.model import (
    TEXT_SHEET,
    Cell,
    CellRef,
    Field,
    Finding,
    Form,
    Grid,
    Period,
    Reading,
    Sheet,
    Source,
    Submission,
    column_letters,
)
from cchc_xl.quantity.appearance import set_aside
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.records import NamedTuple
from cchc_xl.table import before
from cchc_xl.table.calculated import Calculated
from cchc_xl.table.columns import TableColumns
from cchc_xl.table.dates import date_findings, other_year_findings
from cchc_xl.table.decoding import looks_encoded, unicode_grid
from cchc_xl.table.document_titles import other_documents
from cchc_xl.table.header import Header, own_period, read_header, read_narrative
from cchc_xl.table.heading_period import other_periods
from cchc_xl.table.hidden_sheet import read_meta
from cchc_xl.table.locate import candidates
from cchc_xl.table.notes import remarked
from cchc_xl.table.periods import by_period
from cchc_xl.table.quantity_title import of_the_period, title_of
from cchc_xl.table.row_findings import is_extra, is_total, last_row
from cchc_xl.table.rows import Around, Table, TableRow, text_of, texts_around
from cchc_xl.table.skeleton import structure
from cchc_xl.table.spelled_period import named_period
from cchc_xl.table.structure import Surroundings, merged_values, own_sheets, range_text
from cchc_xl.table.unit import identify
from cchc_xl.table.whole_table import Statement, as_estimates, statement_findings, statements_about
from cchc_xl.text import CACHED_LENGTH, fold, squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.table.listed import FoundList
    from cchc_xl.units.roster import Roster


_AS_IN_TEXTS = frozenset(("V03", "V04"))


class Read(NamedTuple):
    """``submission`` is None where no table of the form was found; the findings then say what stands there instead."""

    submission: Submission | None
    findings: tuple[Finding, ...]


def read_submission(
    grid: Grid,
    forms: Sequence[Form],
    roster: Roster | None = None,
    period: Period | None = None,
    today: dt.date = dt.date.max,
    beside: Sequence[Form] = (),
) -> Read:
    """Reads the form's table.

    ``forms``: the versions that are accepted. ``period``: the campaign's, whose cut-off dates the roster. ``today``: a
    report that bears a later day lies in the future. ``beside``: other forms of the campaign; a table is of the form
    that it fits best, and a file with nothing but their tables is no report of this form (F22).
    """
    meta = read_meta(grid)
    grid = before.without(grid, meta)
    grid, every, text_findings = _tables(grid, (*forms, *beside), meta)
    found: Sequence[Table] = [table for table in every if table.form.id == forms[0].id]
    if every and not found:
        titles = "; ".join(dict.fromkeys(table.form.title for table in every))
        return Read(None, (finding("F22", forms[0], source=grid.source.path, params={"forms": titles}),))
    if meta.get("form") in {form.id for form in beside}:  # a sheet of this form in the workbook of another
        meta = {"form": forms[0].id, "version": str(found[0].form.version if found else forms[0].version)}
    of_periods = by_period(found, lambda one: _period(one, read_header(grid, one, meta), period), period)
    found = of_periods.tables
    table = _choose(found, meta)
    only = None if table is not None else _only_lists(grid, forms, meta)
    if only is not None:
        table = only.table
    if table is None:
        return _told(grid, forms, roster, period, today, text_findings)
    header = read_header(grid, table, meta)
    reported = _period(table, header, period)
    passed: Sequence[Table] = ()
    if only is None:
        table, found, passed = of_the_period(table, found, reported or period)
    lists = only.lists if only else _lists(grid, table, meta)
    dated = period or reported
    around = texts_around(table)
    path = "" if grid.source.part else grid.source.path  # a part's unit is not the file's
    identified = identify(table, header, meta, roster, dated.end if dated else None, path, around)
    statements = statements_about(table, _covers(grid, table), grid.source.path, identified.text)
    if only:
        statements = only.without_units(statements)
    readings = as_estimates(tuple(_readings(grid, table)), statements)
    about_lists: tuple[Finding, ...] = ()
    if table.form.lists:
        from cchc_xl.table.drawn import list_findings, with_drawn

        readings = with_drawn(table.form, readings, lists)
        about_lists = tuple(list_findings(table.form, lists))
    further = () if only else _others(grid, table, found, meta)
    readings, remarks = remarked(table, around, readings, dated, further, identified.text)
    submission = Submission(
        source=grid.source,
        form=table.form.id,
        version=table.form.version,
        sheet=table.sheet.name,
        readings=readings,
        unit=identified.unit,
        unit_text=identified.text,
        period=reported,
        period_text=" ".join(text for key in ("period", "year") if (text := header.values.get(key))),
        cut_off=parse_date(header.values.get("cut_off", "")),
        header=header.values,
        header_refs=header.refs,
        issued=day.isoformat() if (day := parse_date(header.values.get("report_date", ""))) else "",
        narrative=_narrative(grid, table.form, meta),
        extra=() if only else _extra(table),
        lines=tuple(line for one in lists.values() for line in one.lines),
    )
    around_it = Surroundings(
        meta,
        [one for one in found if one is not table],
        passed,
        reported or period,
        identified.text,
        grid.source.format if grid.source.is_document else "",
    )
    findings = (
        *text_findings,
        *of_periods.findings,
        *identified.findings,
        *(() if only else structure(table, around_it)),
        *about_lists,
        *_of_pages(grid, table),
        *statement_findings(table, statements),
        *_header_findings(submission, table.form, header, period, today, {one.ref for one in remarks if one.ref}),
        *(_other_periods(table, around, submission, period) if len(found) < 2 else ()),
        *_comments(table),
        *_withheld(table),
        *remarks,
        *_other_documents(table, around, {one.ref for one in statements} | {one.ref for one in remarks}),
        *other_year_findings(table, around, dated),
    )
    key, when = submission.unit_key, submission.period_key
    return Read(submission, tuple(f._replace(unit=key, period=when, source=grid.source.path) for f in findings))


class _OnlyLists(NamedTuple):
    """The lists of a workbook that has nothing else, and a table without rows that stands for the first of them."""

    table: Table
    lists: Mapping[str, FoundList]

    def without_units(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """What is said of the table, without the unit of money, in which the list has been read."""
        from cchc_xl.table.listed import said_of_money

        return tuple(one for one in statements if one.kind != "scale" or not said_of_money(one.text))


def _lists(grid: Grid, table: Table, meta: Mapping[str, str]) -> Mapping[str, FoundList]:
    if not table.form.lists:
        return {}
    from cchc_xl.table.listed import read_lists

    skip = (*own_sheets(grid, meta), *((TEXT_SHEET,) if grid.source.is_document else ()))
    return read_lists(grid, table.form, skip, table)


def _only_lists(grid: Grid, forms: Sequence[Form], meta: Mapping[str, str]) -> _OnlyLists | None:
    """The lists of the newest form all of whose values are counted from lists, where one of them stands in the
    workbook.
    """
    for form in forms:
        if form.lists and all(field.drawn for field in form.fields):
            from cchc_xl.table.listed import read_lists

            lists = read_lists(grid, form, (*own_sheets(grid, meta), TEXT_SHEET), None)
            if lists:
                first = next(iter(lists.values()))
                label = min(filter(None, first.columns.values()))
                below = TableRow(max(first.last_row, first.head_row), "", "", None)
                return _OnlyLists(Table(first.sheet, form, first.head_row, TableColumns(label, (0,)), (below,)), lists)
    return None


def _of_pages(grid: Grid, table: Table) -> Iterator[Finding]:
    """S24: what was read from a PDF. Who accepts it has not seen the next file of the unit."""
    if grid.source.format == "pdf":
        ref = table.ref(max(table.head_row, 1), table.columns.label)
        yield finding("S24", table.form, ref=ref, params={"key": grid.source.content})


def _narrative(grid: Grid, form: Form, meta: Mapping[str, str]) -> Mapping[str, str]:
    """The sections of the narrative sheet, or those of the document that the table stands in."""
    if grid.source.is_document:
        from cchc_xl.table.document import document_text, text_sheet

        text = text_sheet(grid)
        return document_text(text).sections if text is not None else {}
    return read_narrative(grid, form, (meta.get("sheet.narrative", ""),))


def _others(grid: Grid, table: Table, found: Sequence[Table], meta: Mapping[str, str]) -> Sequence[Sheet]:
    """Visible sheets of the office's own that hold no table of the form."""
    if len(grid.sheets) < 2 or grid.source.is_document:
        return ()
    known = {*own_sheets(grid, meta), table.sheet.name, *(one.sheet.name for one in found)}
    return [sheet for sheet in grid.sheets if sheet.state == "visible" and sheet.name not in known]


def _told(
    grid: Grid,
    forms: Sequence[Form],
    roster: Roster | None,
    period: Period | None,
    today: dt.date,
    text_findings: tuple[Finding, ...],
) -> Read:
    """What a file without the table is: the text of a report (of the newest version), or nothing."""
    from cchc_xl.table.headless import transposed

    if grid.source.is_document and not any(transposed(sheet, forms) for sheet in grid.sheets):
        from cchc_xl.table.told import told

        found = told(grid, forms[0], roster, period)
        if found is not None:
            one = found.submission
            about = (*text_findings, *found.findings, *_header_findings(one, forms[0], found.header, period, today))
            key, when = one.unit_key, one.period_key
            return Read(one, tuple(f._replace(unit=key, period=when, source=grid.source.path) for f in about))
    return Read(None, (*text_findings, _no_table(grid, forms)))


def _tables(
    grid: Grid, forms: Sequence[Form], meta: Mapping[str, str]
) -> tuple[Grid, Sequence[Table], tuple[Finding, ...]]:
    """The tables, in Unicode.

    Decoding looks at every cell, so it is done only where no table is found or a legacy font is used.
    """
    own = (*own_sheets(grid, meta), *((TEXT_SHEET,) if grid.source.is_document else ()))
    # A template says which version it is: where its table is complete there is no other version to try.
    named = [form for form in forms if (form.id, str(form.version)) == (meta.get("form"), meta.get("version"))]
    named = named if len({form.id for form in forms}) == 1 else []  # another sheet may be another form's
    found = candidates(grid, named, own, hidden=True) if named else ()
    if not found or any(len(set(table.found)) < len(table.form.rows) for table in found):
        found = candidates(grid, forms, own, hidden=bool(meta))
    if found and not any(looks_encoded(table, forms) for table in found):
        return grid, found, ()
    decoded, findings = unicode_grid(grid, forms)
    return decoded, candidates(decoded, forms, own, hidden=bool(meta)) if findings else found, findings


def _choose(found: Sequence[Table], meta: Mapping[str, str]) -> Table | None:
    """The table on the sheet that the map names, else the fullest visible one; a filled one before a blank one."""
    named = meta.get("sheet.table")
    version = meta.get("version")

    def rank(table: Table) -> tuple[bool, bool, bool, bool, int]:
        return (table.reports, table.filled, table.sheet.state == "visible", table.sheet.name == named, table.score)

    best = max(found, key=rank, default=None)
    if best and version and str(best.form.version) != version and best.score < 0:
        return None
    return best


def _no_table(grid: Grid, forms: Sequence[Form]) -> Finding:
    from cchc_xl.table.headless import transposed

    visible = [sheet for sheet in grid.sheets if sheet.name not in (SHEET_META, SHEET_LISTS)]
    form = forms[0]
    if grid.source.is_document:
        return finding("F03", form, source=grid.source.path, params={"ext": f".{grid.source.format}"})
    for sheet in visible:
        if transposed(sheet, forms):
            return finding("S17", form, ref=CellRef(sheet.name, 1, 1), source=grid.source.path)
    for sheet in visible:
        if sheet.body.drawings and len([c for c in sheet.cells.values() if text_of(c)]) < 12:
            return finding("S14", form, ref=CellRef(sheet.name, 1, 1), source=grid.source.path)
    return finding("S18", form, source=grid.source.path, params={"sheets": ", ".join(sheet.name for sheet in visible)})


def _covers(grid: Grid, table: Table) -> list[Sheet]:
    """The visible sheets before the table's."""
    before = list(itertools.takewhile(lambda sheet: sheet is not table.sheet, grid.sheets))
    return [sheet for sheet in before if sheet.state == "visible"]


# --- quantities ----------------------------------------------------------------------------------------------------


def _readings(grid: Grid, table: Table) -> Iterator[Reading]:
    merged, formulas = merged_values(table), Calculated(grid, table.sheet)
    repeated: dict[str, list[TableRow]] = {}
    for row in table.rows:
        if row.found:
            repeated.setdefault(row.found.id, []).append(row)
    columns = dict(zip((column.id for column in table.form.values), table.columns.values, strict=True))
    for field in table.form.fields:
        rows, column = repeated.get(field.row), columns[field.column]
        if not rows or not column:
            yield Reading(field.id, "absent")
            continue
        # Of an indicator's rows the first that holds a quantity.
        row = next((row for row in rows if row.value), rows[0])
        reading = _reading(grid, table, field, row, column, formulas)
        area = merged.get((row.row, column))
        if area and _shared(area, table):
            codes = (("S09", {"range": range_text(area)}),)
            reading = reading._replace(state="error", number=None, how="none", codes=codes)
        elif len(rows) > 1 and sum(bool(other.value) for other in rows) > 1:
            # Two rows of one indicator with two figures: none of them is the indicator's (S06).
            reading = reading._replace(state="error", number=None, how="none", codes=())
        yield reading


def _shared(area: tuple[int, int, int, int], table: Table) -> bool:
    """Merged over rows, or over several columns of figures: one figure for several values. Merged with any other column
    it is still its own row's.
    """
    return area[0] != area[2] or sum(area[1] <= column <= area[3] for column in table.columns.values) > 1


def _reading(grid: Grid, table: Table, field: Field, row: TableRow, column: int, formulas: Calculated) -> Reading:
    place = (row.row, column)
    note_cell = table.sheet.cells.get((row.row, table.columns.note)) if table.columns.note else None
    cell = table.sheet.cells.get(place)
    reading = _as_written(cell, field, table.ref(*place), text_of(note_cell))
    if cell and cell.formula is not None:
        reading = formulas.checked(reading, cell, field, place)
    if grid.source.is_document:  # 05 is how figures are written in a text, and all of them are
        reading = reading._replace(codes=tuple(code for code in reading.codes if code[0] not in _AS_IN_TEXTS))
    if reading.state == "blank" and not reading.codes and len(table.columns.values) == 1:
        return _misplaced(table, field, row, reading, note_cell)
    if reading.number == 0 and not reading.computed and table.sheet.body.hides_zeros and cell and cell.kind == "number":
        return set_aside(reading, "V36", shown="", value=0, reason="zeros-hidden")
    return reading


def _as_written(cell: Cell | None, field: Field, ref: CellRef, note: str) -> Reading:
    """What a cell says by itself. Cells that files have in common are the very same (``grid.openxml.pieces``)."""
    known, about = _cells_read(field), (id(cell), ref, note)
    found = known.get(about)
    if found is not None and found[0] is cell:
        return found[1]
    reading = read_quantity(cell, field)._replace(ref=ref, note=note)
    if len(note) <= CACHED_LENGTH:
        known[about] = (cell, reading)
    return reading


@remembered_by_identity
def _cells_read(field: Field) -> BoundedCache[tuple[int, CellRef, str], tuple[Cell | None, Reading]]:  # noqa: ARG001
    return BoundedCache(128)


def _misplaced(table: Table, field: Field, row: TableRow, reading: Reading, note_cell: Cell | None) -> Reading:
    """V34: the quantity is blank and a pure number stands in the note, the unit of measure or a column without a title
    beside the quantity.
    """
    columns, cells = table.columns, table.sheet.cells
    unit_cell = cells.get((row.row, columns.unit)) if columns.unit else None
    titles = table.form.columns
    untitled = (
        [
            c
            for c in (columns.value + 1, columns.value - 1, (columns.note or columns.value) + 1)
            if c not in columns and not title_of(table, c)
        ]
        if table.head_row
        else []
    )
    beside = [(cells.get((row.row, column)), column_letters(column)) for column in untitled]
    for cell, column in ((note_cell, titles.get("note", "")), (unit_cell, titles.get("unit", "")), *beside):
        if cell is None or cell.value == field.unit:
            continue
        other = read_quantity(cell, field)
        if other.number is not None and other.how in ("exact", "cleaned") and not other.qualifier:
            codes = (("V34", {"col": column, "found": text_of(cell)}),)
            return reading._replace(
                state="number",
                number=other.number,
                how="proposed",
                computed=True,
                raw=cell.value,
                codes=codes,
                steps=("misplaced",),
            )
    return reading


def _extra(table: Table) -> tuple[tuple[str, str], ...]:
    last = last_row(table)
    own = [row for row in table.rows if row.found is None]
    return tuple(
        (row.label or row.tt, row.value) for row in own if is_extra(row, last) and not is_total(row.label or row.tt)
    )


def _comments(table: Table) -> Iterator[Finding]:
    comments = table.sheet.body.comments
    if not comments:
        return
    from cchc_xl.grid.openxml.comments import own_words

    for row in table.rows:
        for field, column in table.asked(row):
            if text := own_words(comments.get((row.row, column), "")):
                ref = table.ref(row.row, column)
                yield finding("V35", table.form, field=field.id, ref=ref, params={"comment": text, "key": text})


def _withheld(table: Table) -> Iterator[Finding]:
    """V50, V52: what quantity cells of a document hold and do not show."""
    withheld = table.sheet.body.withheld
    places = [(row, field, column) for row in table.rows for field, column in table.asked(row)] if withheld else ()
    for row, field, column in places:
        for kind, text in withheld.get((row.row, column), ()):
            shown = text_of(table.sheet.cells.get((row.row, column)))
            code, params = "V52", {"text": text, "key": text}
            if kind == "tracked":
                code, params = "V50", {"a": text or "…", "b": shown or "…", "key": f"{text}→{shown}"}
            ref = table.ref(row.row, column)
            yield finding(code, table.form, field=field.id, ref=ref, raw=shown, params=params)


# --- period and heading --------------------------------------------------------------------------------------------


def _period(table: Table, header: Header, campaign: Period | None) -> Period | None:
    text, year = header.values.get("period", ""), header.values.get("year", "")
    if not text:
        return None
    return named_period(table.form, text, own_period(text, table.form), year, campaign)


def _other_documents(table: Table, around: Around, told: set[CellRef | None]) -> Iterator[Finding]:
    """What titles say of which nothing else was said."""
    return (one for one in other_documents(table, around) if one.ref not in told)


def _other_periods(table: Table, around: Around, submission: Submission, campaign: Period | None) -> Iterator[Finding]:
    """M05 for a title of another time than the report's period, which is the campaign's."""
    named = submission.period
    if named is None or (campaign and campaign.key != named.key):
        return  # is said of the period itself
    for ref, line in other_periods(table, around, named):
        params = {
            "found": squeeze(line),
            "expected": named.label,
            "key": f"{squeeze(line)}|{submission.source.content}",
        }
        yield finding("M05", table.form, ref=ref, raw=line, params=params)


def _header_findings(
    submission: Submission,
    form: Form,
    header: Header,
    campaign: Period | None,
    today: dt.date,
    judged: Collection[CellRef] = (),
) -> Iterator[Finding]:
    """``judged``: cells with remarks, of which one about another last day has taken all figures back already."""
    refs, values = header.refs, header.values
    if submission.period is None:
        expected = campaign.label if campaign else " / ".join(kind.label for kind in form.periods)
        ref = refs.get("period") if not values.get("period") else refs.get("year") or refs.get("period")
        key = f"unknown|{submission.source.content}"
        yield finding(
            "M05",
            form,
            ref=ref,
            raw=submission.period_text,
            params={"found": submission.period_text, "expected": expected, "key": key},
        )
    elif campaign and campaign.key != submission.period.key:
        found, key = submission.period.label, submission.source.content  # of this file: another may be of that period
        params = {"found": found, "expected": campaign.label, "key": key}
        yield finding("M05", form, ref=refs.get("period"), raw=submission.period_text, params=params)
    elif submission.cut_off not in (None, submission.period.end) and refs.get("cut_off") not in judged:
        yield finding(
            "M06",
            form,
            ref=refs.get("cut_off"),
            raw=values.get("cut_off", ""),
            params={"found": submission.cut_off, "expected": submission.period.end},
        )
    number = fold(values.get("report_no", ""))
    if number and (number.removeprefix("số").lstrip(" :").startswith("/")):
        yield finding("M07", form, ref=refs.get("report_no"), raw=values["report_no"])
    yield from date_findings(
        form, values.get("report_date", ""), refs.get("report_date"), submission.period, _seen(submission.source, today)
    )
    if header.ours and not values.get("prepared_by"):
        yield finding("M10", form, ref=refs.get("prepared_by"))


def _seen(source: Source, today: dt.date) -> dt.date:
    """When the report lay before somebody."""
    return min(today, dt.date.fromisoformat(source.received[:10])) if source.received else today
