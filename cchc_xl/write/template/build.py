"""Form, layout and content to the bytes of a workbook: what XlsxWriter writes, with rows that may grow."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Mapping, Sequence

from cchc_xl.check.before import EarlierFigures
from cchc_xl.form import layout as at
from cchc_xl.form.layout import layout
from cchc_xl.model import Form, Period, Scalar, Unit
from cchc_xl.text import squeeze
from cchc_xl.write.template.appendix import TemplateContent, write_appendix
from cchc_xl.write.template.listed import Lines, drawn_values, write_list
from cchc_xl.write.template.looks import BOOK_OPTIONS, Looks
from cchc_xl.write.template.pages import define_names, listed_names, write_help, write_lists, write_map, write_narrative
from cchc_xl.write.template.parts import let_rows_grow


def template_bytes(
    form: Form,
    *,
    unit: Unit | None = None,
    period: Period | None = None,
    roster: Sequence[Unit] = (),
    values: Mapping[str, Scalar] | None = None,
    notes: Mapping[str, str] | None = None,
    header: Mapping[str, Scalar] | None = None,
    narrative: Mapping[str, str] | None = None,
    superior: str | None = None,
    print_checks: bool = False,
    earlier: EarlierFigures | None = None,
    lines: Mapping[str, Lines] | None = None,
) -> bytes:
    """The workbook that ``write_template`` writes; its arguments are explained there."""
    _known(form, values, notes, header, narrative)
    counted = {field.id for field in form.fields if field.drawn}
    figures = {field: value for field, value in (values or {}).items() if field not in counted}
    figures |= drawn_values(form, lines or {})
    filled = _header(form, unit, period, header or {})
    own = unit._replace(name=squeeze(unit.name)) if unit else None
    listed = {} if unit else dict(zip(listed_names(roster), roster, strict=True))
    content = TemplateContent(
        unit=own,
        chosen=own or listed.get(str(filled.get("unit") or "")),
        superior=superior_of(unit, roster) if superior is None else superior,
        header=filled,
        values=figures,
        notes=notes or {},
        narrative=narrative or {},
        roster=() if unit else tuple(roster),
        print_checks=print_checks,
        earlier=earlier,
        lines=lines or {},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter leaves out what it warns of
        return _built(form, content)


def _known(form: Form, *given: Mapping[str, object] | None) -> None:
    """A value for a field that the form does not have would be lost without a word: it is the caller's mistake."""
    ids = ([field.id for field in form.fields],) * 2 + (
        [item.id for item in form.header],
        [item.id for item in form.narrative],
    )
    for mapping, known in zip(given, ids, strict=True):
        unknown = set(mapping or ()) - set(known)
        if unknown:
            raise ValueError(f"{form.key} has no {sorted(unknown)}")


def superior_of(unit: Unit | None, roster: Sequence[Unit]) -> str:
    """The name of the unit's parent in capitals, where the roster has it."""
    parent = next((other for other in roster if unit and unit.parent and other.id == unit.parent), None)
    return squeeze(parent.name).upper() if parent else ""


def _header(form: Form, unit: Unit | None, period: Period | None, given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Header inputs by id; a year of four digits is a number, as the clerk would type it."""
    filled: dict[str, Scalar] = {}
    for item in form.header:
        if item.kind == "unit" and unit:
            filled[item.id] = squeeze(unit.name)
        elif item.kind == "period" and period:
            filled[item.id] = form.period_type(period.type).label
        elif item.kind == "year" and period:
            filled[item.id] = period.year
    filled |= given
    for item in form.header:
        text = filled.get(item.id)
        if item.kind == "year" and isinstance(text, str) and text.isascii() and text.isdigit() and len(text) == 4:
            filled[item.id] = int(text)
    return filled


def _built(form: Form, content: TemplateContent) -> bytes:
    import datetime as dt
    import io

    import xlsxwriter

    stream = io.BytesIO()
    place = layout(form)
    # Deeply copied: XlsxWriter writes into the default properties that it is given, and a second workbook would differ.
    book = xlsxwriter.Workbook(stream, copy.deepcopy(BOOK_OPTIONS))
    book.set_properties({"title": form.title, "subject": form.key, "created": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)})
    looks = Looks(book)
    listed = {one.id: place.lists[one.id].sheet for one in form.lists}
    names = [at.SHEET_TABLE, *listed.values(), at.SHEET_NARRATIVE, at.SHEET_HELP, at.SHEET_LISTS, at.SHEET_META]
    if not form.narrative:
        names.remove(at.SHEET_NARRATIVE)
    sheets = {name: book.add_worksheet(name) for name in names}
    write_appendix(sheets[at.SHEET_TABLE], looks, form, place, content)
    for one in form.lists:
        write_list(sheets[listed[one.id]], looks, one, place.lists[one.id], content.lines.get(one.id, ()))
    if form.narrative:
        write_narrative(sheets[at.SHEET_NARRATIVE], looks, form, place, content)
    write_help(sheets[at.SHEET_HELP], looks, form, place, content.earlier)
    write_lists(book, sheets[at.SHEET_LISTS], form, content.roster)
    write_map(sheets[at.SHEET_META], form, place, content)
    define_names(book, form, place)
    book.close()
    growing = {
        _part(names, at.SHEET_TABLE): [*place.rows.values(), *(ref.row for ref in place.header.values())],
        **({_part(names, at.SHEET_NARRATIVE): [ref.row for ref in place.narrative.values()]} if form.narrative else {}),
    }
    return let_rows_grow(stream.getvalue(), growing)


def _part(names: Sequence[str], name: str) -> str:
    """The part of the package that holds a sheet."""
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"
