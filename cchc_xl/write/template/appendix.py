"""The sheet with the appendix: as on paper in columns A to E, which are printed, and the live checks in column F, which
are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cchc_xl.check.before import EarlierFigures
from cchc_xl.form import layout as at
from cchc_xl.form.layout import Layout, absolute
from cchc_xl.form.period import FIRST_YEAR, LAST_YEAR
from cchc_xl.model import CellRef, Field, Form, HeaderField, Scalar, Section, Unit, column_letters
from cchc_xl.words import template as vi
from cchc_xl.write.template import live
from cchc_xl.write.template.looks import AMBER, BEFORE_LOOK, GREEN, HEAD_FILL, LINE, RED, Looks, row_pixels

WIDTHS = {
    at.TT: 5,
    at.LABEL: 34,
    at.UNIT: 14,
    at.VALUE: 16,
    at.NOTE: 23,
    at.CHECK: 52,
}  # A to E: 180 mm, printed at 92 %
MARGINS = {
    "left": 1.19,
    "right": 0.6,
    "top": 0.8,
    "bottom": 0.8,
}  # inches: Nghị định 30/2020/NĐ-CP, 30 mm and 15 to 20 mm
BEFORE_WIDTH = 20
LONGEST_NOTE = 500
LONGEST_PROMPT, LONGEST_TITLE = 255, 32


class TemplateContent(NamedTuple):
    """What one template is filled with; ``values`` and ``notes`` by field id, ``header`` by header field id."""

    unit: Unit | None  # fixed: the template is this unit's
    chosen: Unit | None  # whose figures these are: the unit, or the one of the roster that the header names
    superior: str
    header: Mapping[str, Scalar]
    values: Mapping[str, Scalar]
    notes: Mapping[str, str]
    narrative: Mapping[str, str]
    roster: tuple[Unit, ...]  # to choose the unit from; empty where it is known or typed
    print_checks: bool
    earlier: EarlierFigures | None = None  # what the unit reported before


def write_appendix(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    """Fills the sheet; everything that a person sees of the appendix is decided here."""
    for column, width in WIDTHS.items():
        sheet.set_column(column - 1, column - 1, width)
    _letterhead(sheet, looks, form, place, content)
    _header_block(sheet, looks, form, place, content)
    _table(sheet, looks, form, place, content)
    _checks(sheet, looks, form, place, content)
    if content.earlier:
        _before(sheet, looks, form, place, content.earlier)
    _signatures(sheet, looks, place, content)
    _page(sheet, form, place, content)


def put(sheet: Any, ref: CellRef, value: Scalar, look: Any) -> None:
    """A value as it is: text stays text, whatever it begins with."""
    row, column = ref.row - 1, ref.column - 1
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        if sheet.write_string(row, column, value, look):
            raise ValueError(f"{ref.a1}: a text of {len(value)} characters does not fit a cell")
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


# --- above the table -----------------------------------------------------------------------------------------------


def _letterhead(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    unit, prepared = place.header["unit"], _attached(place)
    name = str(content.header.get("unit") or "")
    middle = {"align": "center", "shrink": True}
    sheet.merge_range("A1:B1", "", looks.input(**middle))
    put(sheet, CellRef(place.table, 1, 1), content.superior, looks.input(**middle))
    prompt(sheet, CellRef(place.table, 1, 1), vi.SUPERIOR_TITLE, vi.SUPERIOR_PROMPT)
    sheet.merge_range("C1:E1", vi.COUNTRY, looks(bold=True, font_size=12, **middle))
    sheet.merge_range("A2:B2", "", looks(bold=True, **middle))
    shown = f'=IF(LEN(TRIM({absolute(unit)}))=0,"{vi.NO_UNIT}",UPPER({absolute(unit)}))'
    sheet.write_formula("A2", shown, looks(bold=True, **middle), name.upper() or vi.NO_UNIT)
    sheet.merge_range("C2:E2", vi.MOTTO, looks(bold=True, **middle))
    rule = looks(font_size=8, align="center", valign="top")
    sheet.merge_range("A3:B3", "_" * 20, rule)
    sheet.merge_range("C3:E3", "_" * 45, rule)
    for row, text in enumerate(form.heading[:2], 4):
        sheet.merge_range(row - 1, 0, row - 1, 4, text, looks(bold=True, align="center", font_size=14))
    sheet.merge_range("A6:E6", "", looks(italic=True, align="center", shrink=True))
    sheet.write_formula("A6", prepared, looks(italic=True, align="center", shrink=True), attached_text(content.header))
    for row, pixels in ((0, 24), (1, 24), (2, 20), (3, 26), (4, 26), (5, 30)):
        sheet.set_row_pixels(row, pixels)


def _attached(place: Layout) -> str:
    """'(Kèm theo Báo cáo số 05/BC-UBND ngày 05/01/2026 của ...)', with dots for what is not filled in."""
    # A form that does not ask for one of them has dots there, to be filled in by hand.
    number, day, unit = (
        absolute(place.header[key]) if key in place.header else '""' for key in ("report_no", "report_date", "unit")
    )
    dated = f'DAY({day})&"/"&MONTH({day})&"/"&YEAR({day})'
    shown = f'IF(ISNUMBER({day}),{dated},IF(LEN(TRIM({day}))=0,"…/…/……",{day}))'
    return (
        f'="(Kèm theo Báo cáo số "&IF(LEN(TRIM({number}))=0,"……/BC-……",{number})&" ngày "&{shown}&" của'
        f' "&IF(LEN(TRIM({unit}))=0,"……",{unit})&")"'
    )


def attached_text(header: Mapping[str, Scalar]) -> str:
    """What the formula of the line under the heading gives."""
    number, day, unit = (
        str(header.get(key) or "").strip(" ") and str(header.get(key)) for key in ("report_no", "report_date", "unit")
    )
    return f"(Kèm theo Báo cáo số {number or '……/BC-……'} ngày {day or '…/…/……'} của {unit or '……'})"


def _header_block(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    heights: dict[int, int] = {}
    for item in form.header:
        label, ref = place.header_labels[item.id], place.header[item.id]
        put(sheet, label, f"{item.label}:", looks(font_size=12, align="right", indent=1))
        look = _header_look(looks, item, content)
        if ref.row == at.HEADER_ROW:  # the first input has its row to itself
            sheet.merge_range(ref.row - 1, ref.column - 1, ref.row - 1, at.NOTE - 1, "", look)
        value = content.header.get(item.id)
        put(sheet, ref, value, look)
        text = "" if item.kind == "unit" or value is None else str(value)
        heights[ref.row] = max(heights.get(ref.row, 0), row_pixels([(text, WIDTHS[ref.column])], size=12))
        _header_validation(sheet, item, ref, content)
    for row, pixels in heights.items():
        sheet.set_row_pixels(row - 1, pixels)
    top, bottom = place.header_rows
    inputs = f"{column_letters(at.UNIT)}{top}:{column_letters(at.NOTE)}{bottom}"
    sheet.ignore_errors({"number_stored_as_text": inputs})  # a telephone number is meant to be text


def _header_look(looks: Looks, item: HeaderField, content: TemplateContent) -> Any:
    """Text cells are formatted as text, so that a date or a telephone number stays as it is typed under any regional
    settings.
    """
    shape: dict[str, Any] = {"border": 7, "border_color": LINE, "font_size": 12, "align": "left"}
    if item.kind == "unit":  # merged cells do not grow
        shape |= {"bold": True, "shrink": True}
        return looks(**shape) if content.unit else looks.input(**shape)
    return looks.input(**shape, text_wrap=True, num_format="@" if item.kind in ("text", "date") else "General")


def _header_validation(sheet: Any, item: HeaderField, ref: CellRef, content: TemplateContent) -> None:
    words = {"input_title": item.label[:LONGEST_TITLE], "input_message": item.help[:LONGEST_PROMPT]}
    chosen = {"validate": "list", "error_title": vi.LIST_ERROR_TITLE, **words}
    if item.kind == "period":
        _validate(sheet, ref, {**chosen, "source": f"={at.NAME_PERIODS}", "error_message": vi.PERIOD_ERROR})
    elif item.kind == "unit" and content.roster:
        _validate(sheet, ref, {**chosen, "source": f"={at.NAME_UNITS}", "error_message": vi.UNIT_ERROR})
    elif item.kind == "year":
        limits = {"criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        _validate(
            sheet,
            ref,
            {
                "validate": "integer",
                **limits,
                **words,
                "error_title": vi.YEAR_ERROR_TITLE,
                "error_message": vi.YEAR_ERROR,
            },
        )
    elif not (item.kind == "unit" and content.unit):
        prompt(sheet, ref, item.label, item.help)


def prompt(sheet: Any, ref: CellRef, title: str, message: str) -> None:
    """A text shown when the cell is selected; anything may be typed."""
    if message:
        _validate(
            sheet,
            ref,
            {"validate": "any", "input_title": title[:LONGEST_TITLE], "input_message": message[:LONGEST_PROMPT]},
        )


def _validate(sheet: Any, ref: CellRef, options: Mapping[str, Any]) -> None:
    sheet.data_validation(ref.row - 1, ref.column - 1, ref.row - 1, ref.column - 1, options)


# --- the table -----------------------------------------------------------------------------------------------------


def _table(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    head = looks(bold=True, align="center", text_wrap=True, border=1, bg_color=HEAD_FILL)
    for column, key in enumerate(at.COLUMNS):
        sheet.write_string(place.head_row - 1, column, form.columns[key], head)
    sheet.set_row_pixels(place.head_row - 1, 32)
    for row, section in place.sections.items():
        _section_row(sheet, looks, row, section, place)
    for field in form.fields:
        _field_row(sheet, looks, field, place, content)


def _section_row(sheet: Any, looks: Looks, row: int, section: Section, place: Layout) -> None:
    """Bold, and locked: nothing is filled in here."""
    look = {"bold": True, "border": 1, "text_wrap": True, "bg_color": HEAD_FILL}
    put(sheet, CellRef(place.table, row, at.TT), section.tt, looks(align="center", **look))
    put(sheet, CellRef(place.table, row, at.LABEL), section.label, looks(align="left", **look))
    for column in (at.UNIT, at.VALUE, at.NOTE):
        put(sheet, CellRef(place.table, row, column), None, looks(**look))
    sheet.set_row_pixels(row - 1, row_pixels([(section.label, WIDTHS[at.LABEL])], least=1))


def _field_row(sheet: Any, looks: Looks, field: Field, place: Layout, content: TemplateContent) -> None:
    row, sub = place.rows[field.id], field.parent is not None
    slant = {"italic": sub, "border": 1, "text_wrap": True}
    note = content.notes.get(field.id, "")
    value = content.values.get(field.id)
    put(sheet, CellRef(place.table, row, at.TT), field.tt, looks(align="center", **slant))
    put(sheet, CellRef(place.table, row, at.LABEL), field.label, looks(align="left", indent=1 if sub else 0, **slant))
    put(sheet, CellRef(place.table, row, at.UNIT), field.unit, looks(align="center", **slant))
    put(sheet, place.value(field.id), value, looks.input(align="center", border=1, text_wrap=True))
    put(
        sheet,
        place.note(field.id),
        note,
        looks.input(align="left", border=1, text_wrap=True, font_size=12, num_format="@"),
    )
    texts: list[tuple[str, float]] = [(field.label, WIDTHS[at.LABEL] - 2 * sub), (note, WIDTHS[at.NOTE])]
    texts += [(value, WIDTHS[at.VALUE])] if isinstance(value, str) else []
    sheet.set_row_pixels(row - 1, row_pixels(texts, least=2))
    _quantity_validation(sheet, field, place)


def _quantity_validation(sheet: Any, field: Field, place: Layout) -> None:
    title = vi.QUANTITY_TITLE.format(tt=field.tt) if field.tt else vi.QUANTITY_SUB_TITLE.format(tt=field.parent)
    whole = f"{field.help} {vi.QUANTITY_PROMPT}".strip()
    options = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "input_title": title,
        "input_message": whole if len(whole) <= LONGEST_PROMPT else vi.QUANTITY_PROMPT,
        "error_title": vi.QUANTITY_ERROR_TITLE,
        "error_message": vi.QUANTITY_ERROR,
        "error_type": "stop",
    }
    _validate(sheet, place.value(field.id), options)
    words = {
        "input_title": vi.NOTE_TITLE,
        "input_message": vi.NOTE_PROMPT,
        "error_title": vi.NOTE_ERROR_TITLE,
        "error_message": vi.NOTE_ERROR,
    }
    _validate(
        sheet,
        place.note(field.id),
        {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE, "error_type": "warning", **words},
    )


# --- the checks ----------------------------------------------------------------------------------------------------


def _checks(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    above = live.header_results(form, place, content.header)
    rows = live.row_results(form, place, content.values, content.notes, content.chosen, content.earlier)
    small = {"font_size": 12, "text_wrap": True}
    for row, formula in live.header_formulas(form, place).items():
        sheet.write_formula(row - 1, at.CHECK - 1, formula, looks(**small), above[row])
    for field_id, formula in live.row_formulas(form, place, content.earlier).items():
        sheet.write_formula(place.rows[field_id] - 1, at.CHECK - 1, formula, looks(border=1, **small), rows[field_id])
    status = live.status_result(iter([*above.values(), *rows.values()]))
    look = looks(bold=True, align="center", border=1)
    sheet.write_formula(place.status.row - 1, place.status.column - 1, live.status_formula(place), look, status)
    sheet.set_row_pixels(place.status.row - 1, 30)
    _marks(sheet, looks, place)


def _marks(sheet: Any, looks: Looks, place: Layout) -> None:
    """Red for what must be corrected, amber for what is worth a look, on the check and on the quantity beside it."""
    first, last = place.first_row - 1, place.last_row - 1
    check, value = (f"${column_letters(column)}{place.first_row}" for column in (at.CHECK, at.VALUE))
    for prefix, colours in ((vi.ERROR, RED), (vi.WARNING, AMBER)):
        begins, rule = _begins(check, prefix), {"type": "formula", "format": looks.marked(colours)}
        sheet.conditional_format(first, at.CHECK - 1, last, at.CHECK - 1, {**rule, "criteria": f"={begins}"})
        filled = f"=AND({begins},NOT(ISBLANK({value})))"  # an empty cell keeps the colour that asks for an input
        sheet.conditional_format(first, at.VALUE - 1, last, at.VALUE - 1, {**rule, "criteria": filled})
    top, bottom = place.header_rows
    first_above = f"${column_letters(at.CHECK)}{top}"
    above = {"type": "formula", "criteria": f"={_begins(first_above, vi.ERROR)}", "format": looks.marked(RED)}
    sheet.conditional_format(top - 1, at.CHECK - 1, bottom - 1, at.CHECK - 1, above)
    row, column, status = place.status.row - 1, place.status.column - 1, absolute(place.status)
    has_errors = f'=ISNUMBER(SEARCH(" {vi.LEFT_ERRORS}",{status}))'
    for criteria, colours in (
        (f'={status}="{vi.VALID}"', GREEN),
        (has_errors, RED),
        (f"={_begins(status, vi.REMAIN)}", AMBER),
    ):
        sheet.conditional_format(
            row,
            column,
            row,
            column,
            {"type": "formula", "criteria": criteria, "format": looks.marked(colours), "stop_if_true": True},
        )


def _begins(address: str, prefix: str) -> str:
    return f'LEFT({address},{len(prefix)})="{prefix}"'


def before_title(earlier: EarlierFigures) -> str:
    """The title of the column: 'Kỳ trước (6 tháng đầu năm 2025)'."""
    return vi.BEFORE_TITLE.format(period=earlier.period)


def _before(sheet: Any, looks: Looks, form: Form, place: Layout, earlier: EarlierFigures) -> None:
    """Last period's figures beside the checks: grey and locked, outside the printed appendix."""
    grey = {"align": "center", "border": 1, "font_size": 12, **BEFORE_LOOK}
    title, head = before_title(earlier), CellRef(place.table, place.head_row, at.BEFORE)
    sheet.set_column(at.BEFORE - 1, at.BEFORE - 1, BEFORE_WIDTH)
    put(sheet, head, title, looks(bold=True, text_wrap=True, **grey))
    prompt(sheet, head, vi.BEFORE_PROMPT_TITLE, vi.BEFORE_PROMPT)
    sheet.set_row_pixels(head.row - 1, max(32, row_pixels([(title, BEFORE_WIDTH)], size=12, bold=True)))
    for field in form.fields:
        put(sheet, place.before(field.id), earlier.values.get(field.id), looks(**grey))


# --- below the table, and the page ---------------------------------------------------------------------------------


def _signatures(sheet: Any, looks: Looks, place: Layout, content: TemplateContent) -> None:
    top = place.last_row + 2
    for offset, style in enumerate(({"bold": True}, {"italic": True})):
        row = top - 1 + offset
        sheet.merge_range(row, 0, row, 1, vi.SIGNED_LEFT[offset], looks(align="center", **style))
        sheet.merge_range(row, 2, row, 4, vi.SIGNED_RIGHT[offset], looks(align="center", **style))
    row = names_row(place) - 1
    name = looks(bold=True, align="center", shrink=True)
    sheet.merge_range(row, 0, row, 1, "", name)
    prepared = absolute(place.header["prepared_by"])
    sheet.write_formula(
        row, 0, f'=IF(LEN(TRIM({prepared}))=0,"",{prepared})', name, content.header.get("prepared_by") or ""
    )
    signer = looks(bold=True, align="center", shrink=True, locked=False, num_format="@")
    sheet.merge_range(row, 2, row, 4, "", signer)
    prompt(sheet, CellRef(place.table, row + 1, at.SIGNER_COLUMN), vi.SIGNER_TITLE, vi.SIGNER_PROMPT)
    sheet.set_row_pixels(row, 24)


def names_row(place: Layout) -> int:
    """The row with the names under the signatures: the last of the printed page."""
    return place.last_row + at.NAMES_BELOW


def _page(sheet: Any, form: Form, place: Layout, content: TemplateContent) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, names_row(place) - 1, (at.CHECK if content.print_checks else at.NOTE) - 1)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    first = _first_input(form, place, content)
    sheet.set_selection(first.row - 1, first.column - 1, first.row - 1, first.column - 1)
    sheet.activate()


def _first_input(form: Form, place: Layout, content: TemplateContent) -> CellRef:
    """Where the clerk begins: the first header input without a value, else the first quantity."""
    empty = [place.header[item.id] for item in form.header if not content.header.get(item.id)]
    return empty[0] if empty else place.value(form.fields[0].id)
