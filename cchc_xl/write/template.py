"""The template: form and layout to a macro-free workbook, blank, for one unit, or for each unit of a roster.

What it holds: the appendix with its live checks, the narrative, the help, hidden lists and the very hidden field map. The same call gives
the same bytes. Text that is passed in is stored as text whatever it begins with, in quantity cells too.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from typing import IO, Any

from cchc_xl.form import layout as at
from cchc_xl.form.layout import layout
from cchc_xl.model import Form, Period, Scalar, Unit
from cchc_xl.text import squeeze

Target = str | os.PathLike[str] | IO[bytes]


def write_template(
    form: Form,
    target: Target,
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
) -> None:
    """Writes the template of a form to a path (whole or not at all) or to a binary stream.

    ``unit``: the template is for this unit, whose name is then locked. ``roster``: without ``unit``, the unit is chosen from this list.
    ``period``: fills in period and year. ``values``, ``notes``: by field id, put in as they are; ``header``, ``narrative``: by id, winning
    over ``unit`` and ``period``. ``superior``: the body above the unit in the letterhead; by default the unit's parent in the roster.
    ``print_checks``: the column of the checks is printed too (for pictures of the screen).
    """
    data = template_bytes(
        form, unit, period, roster, values or {}, notes or {}, header or {}, narrative or {}, superior, print_checks
    )  # fmt: skip
    if isinstance(target, (str, os.PathLike)):
        from cchc_xl.write.atomic import write_bytes

        write_bytes(target, data)
    else:
        target.write(data)


def template_bytes(
    form: Form,
    unit: Unit | None = None,
    period: Period | None = None,
    roster: Sequence[Unit] = (),
    values: Mapping[str, Scalar] = {},
    notes: Mapping[str, str] = {},
    header: Mapping[str, Scalar] = {},
    narrative: Mapping[str, str] = {},
    superior: str | None = None,
    print_checks: bool = False,
) -> bytes:
    """The workbook that ``write_template`` writes."""
    from cchc_xl.write.template_appendix import Content

    above = superior if superior is not None else superior_of(unit, roster)
    content = Content(
        unit=unit._replace(name=squeeze(unit.name)) if unit else None,
        superior=above,
        header=_header(form, unit, period, header),
        values=values,
        notes=notes,
        narrative=narrative,
        listed=bool(roster),
        print_checks=print_checks,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter leaves out what it warns of
        return _built(form, content, () if unit else roster)


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


def _built(form: Form, content: Any, roster: Sequence[Unit]) -> bytes:
    import datetime as dt
    import io

    import xlsxwriter

    from cchc_xl.write import template_pages as pages
    from cchc_xl.write.template_appendix import write_appendix
    from cchc_xl.write.template_looks import BOOK_OPTIONS, Looks
    from cchc_xl.write.template_parts import let_rows_grow

    stream = io.BytesIO()
    place = layout(form)
    book = xlsxwriter.Workbook(stream, dict(BOOK_OPTIONS))
    book.set_properties({"title": form.title, "subject": form.key, "created": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)})
    book.set_calc_mode("auto")
    looks = Looks(book)
    table, narrative, help_page, lists, meta = (
        book.add_worksheet(name) for name in (at.SHEET_TABLE, at.SHEET_NARRATIVE, at.SHEET_HELP, at.SHEET_LISTS, at.SHEET_META)
    )
    write_appendix(table, looks, form, place, content)
    pages.write_narrative(narrative, looks, form, place, content)
    pages.write_help(help_page, looks, form, place)
    pages.write_lists(book, lists, form, roster)
    pages.write_map(meta, form, place, content)
    pages.define_names(book, form, place)
    book.close()
    growing = {"xl/worksheets/sheet1.xml": [*place.rows.values(), *(ref.row for ref in place.header.values())], "xl/worksheets/sheet2.xml": [ref.row for ref in place.narrative.values()]}
    return let_rows_grow(stream.getvalue(), growing)
