"""The sheet with the appendix: as on paper in columns A to E, which are printed, and the live checks in column F, which
are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl.check.before import EarlierFigures
from cchc_xl.form import layout as at
from cchc_xl.form.layout import Layout, absolute
from cchc_xl.form.period import FIRST_YEAR, LAST_YEAR
from cchc_xl.form.titles import title_areas
from cchc_xl.model import CellRef, Field, Form, HeaderField, Row, Scalar, Section, Unit, column_letters
from cchc_xl.quantity.field_type import FieldType
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.words import template as vi
from cchc_xl.words.letters import WITH_COMMITTEE
from cchc_xl.write.template import live
from cchc_xl.write.template.listed import drawn_formula, line_results
from cchc_xl.write.template.looks import (
    AMBER,
    BEFORE_LOOK,
    GREEN,
    HEAD_FILL,
    LINE,
    NOT_ASKED_FILL,
    RED,
    Looks,
    row_pixels,
)

LABEL_WIDTH, UNIT_WIDTH, NOTE_WIDTH, CHECK_WIDTH = 34, 14, 23, 52
VALUE_WIDTH, NARROW = 16, 11  # of one column of figures (A to E are then 180 mm, printed at 92 %), of several
WIDEST_UPRIGHT = 110  # characters; a wider table is printed on a page lying on its side
MOST_ROWS = 45  # of a table on one page
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
    lines: Mapping[str, Sequence[Sequence[Scalar]]] = {}  # list -> its lines, values in the order of its columns


def write_appendix(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    """Fills the sheet; everything that a person sees of the appendix is decided here."""
    for column, width in widths(place).items():
        sheet.set_column(column - 1, column - 1, width)
    if place.checks[0] != place.check_column:  # of single values; what is said of the row tells all of them
        sheet.set_column(place.checks[0] - 1, place.checks[-1] - 1, NARROW, None, {"hidden": True})
    _letterhead(sheet, looks, form, place, content)
    _header_block(sheet, looks, form, place, content)
    _table(sheet, looks, form, place, content)
    _checks(sheet, looks, form, place, content)
    if content.earlier:
        _before(sheet, looks, form, place, content.earlier)
    _signatures(sheet, looks, place, content)
    _page(sheet, form, place, content)


def widths(place: Layout) -> dict[int, float]:
    """Column -> width in characters, of those that are seen."""
    figures = VALUE_WIDTH if len(place.columns) == 1 else NARROW
    return {
        at.TT: 5,
        at.LABEL: LABEL_WIDTH,
        at.UNIT: UNIT_WIDTH,
        **dict.fromkeys(place.columns.values(), figures),
        place.note_column: NOTE_WIDTH,
        place.check_column: CHECK_WIDTH,
    }


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
    last = place.note_column - 1
    sheet.merge_range(0, 2, 0, last, vi.COUNTRY, looks(bold=True, font_size=12, **middle))
    sheet.merge_range("A2:B2", "", looks(bold=True, **middle))
    cell = absolute(unit)
    body = f'IF({_has_committee(cell)},"{vi.COMMITTEE}","")&UPPER({cell})'
    shown = f'=IF(LEN(TRIM({cell}))=0,"{vi.NO_UNIT}",{body})'
    sheet.write_formula("A2", shown, looks(bold=True, **middle), body_of(name) or vi.NO_UNIT)
    sheet.merge_range(1, 2, 1, last, vi.MOTTO, looks(bold=True, **middle))
    rule = looks(font_size=8, align="center", valign="top")
    sheet.merge_range("A3:B3", "_" * 20, rule)
    sheet.merge_range(2, 2, 2, last, "_" * 45, rule)
    for row, text in enumerate(form.heading[:2], 4):
        sheet.merge_range(row - 1, 0, row - 1, last, text, looks(bold=True, align="center", font_size=14))
    sheet.merge_range(5, 0, 5, last, "", looks(italic=True, align="center", shrink=True))
    sheet.write_formula("A6", prepared, looks(italic=True, align="center", shrink=True), attached_text(content.header))
    for row, pixels in ((0, 24), (1, 24), (2, 20), (3, 26), (4, 26), (5, 30)):
        sheet.set_row_pixels(row, pixels)


def body_of(name: str) -> str:
    """The name of a unit as that of the body that reports, in capitals: 'ỦY BAN NHÂN DÂN XÃ SƠN HÀ', 'SỞ NỘI VỤ'."""
    capitals = name.upper()
    return f"{vi.COMMITTEE}{capitals}" if capitals.startswith(_WITH_COMMITTEE) else capitals


_WITH_COMMITTEE = tuple(begin.upper() for begin in WITH_COMMITTEE)


def _has_committee(cell: str) -> str:
    begins = ",".join(f'LEFT(UPPER({cell}),{len(begin)})="{begin}"' for begin in _WITH_COMMITTEE)
    return f"OR({begins})"


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
    wide = widths(place)
    for item in form.header:
        label, ref = place.header_labels[item.id], place.header[item.id]
        named = looks(font_size=12, align="right", indent=1)
        _merge(sheet, label, ref.column - 1, named)
        put(sheet, label, f"{item.label}:", named)
        look = _header_look(looks, item, content)
        # The first input has its row to itself, those on the right go as far as the note.
        last = place.note_column if ref.row == at.HEADER_ROW or ref.column > at.UNIT else ref.column
        _merge(sheet, ref, last, look)
        value = content.header.get(item.id)
        put(sheet, ref, value, look)
        text = "" if item.kind == "unit" or value is None else str(value)
        room = sum(wide[column] for column in range(ref.column, last + 1)) if ref.column > at.UNIT else wide[ref.column]
        heights[ref.row] = max(heights.get(ref.row, 0), row_pixels([(text, room)], size=12))
        _header_validation(sheet, item, ref, content)
    for row, pixels in heights.items():
        sheet.set_row_pixels(row - 1, pixels)
    top, bottom = place.header_rows
    inputs = f"{column_letters(at.UNIT)}{top}:{column_letters(place.note_column)}{bottom}"
    sheet.ignore_errors({"number_stored_as_text": inputs})  # a telephone number is meant to be text


def _merge(sheet: Any, ref: CellRef, last: int, look: Any) -> None:
    """Merges a cell with those on its right up to the column ``last``, if there are any."""
    if last > ref.column:
        sheet.merge_range(ref.row - 1, ref.column - 1, ref.row - 1, last - 1, "", look)


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
    _titles(sheet, looks, form, place)
    for row, section in place.sections.items():
        _section_row(sheet, looks, row, section, place)
    fields: dict[str, list[Field]] = {row.id: [] for row in form.rows}
    for field in form.fields:
        fields[field.row].append(field)
    for asked in form.rows:
        _row(sheet, looks, asked, fields[asked.id], place, content)
    for field in form.fields:
        _quantity_validation(sheet, form, field, place)


def _titles(sheet: Any, looks: Looks, form: Form, place: Layout) -> None:
    """The titles of the columns; those of figures below the titles of their groups."""
    look = looks(bold=True, align="center", text_wrap=True, border=1, bg_color=HEAD_FILL)
    top, bottom = place.titles[0], place.titles[-1]

    def put_title(rows: tuple[int, int], columns: tuple[int, int], title: str) -> None:
        if rows[0] == rows[1] and columns[0] == columns[1]:
            sheet.write_string(rows[0] - 1, columns[0] - 1, title, look)
        else:
            sheet.merge_range(rows[0] - 1, columns[0] - 1, rows[1] - 1, columns[1] - 1, title, look)

    for column, key in ((at.TT, "tt"), (at.LABEL, "label"), (at.UNIT, "unit")):
        put_title((top, bottom), (column, column), form.columns[key])
    for level, first, last in title_areas(form):
        titles = form.values[first].titles
        rows = (top + level, bottom if level == len(titles) - 1 else top + level)
        put_title(rows, (at.VALUE + first, at.VALUE + last), titles[level])
    for column, key in ((place.note_column, "note"), (place.check_column, "check")):
        put_title((top, bottom), (column, column), form.columns[key])
    wide = widths(place)
    for row in place.titles:
        own = [
            (column.titles[row - top], wide[place.columns[column.id]])
            for column in form.values
            if len(place.titles) > 1 and len(column.titles) == row - top + 1
        ]
        sheet.set_row_pixels(row - 1, row_pixels(own, bold=True) if own else 32)


def _section_row(sheet: Any, looks: Looks, row: int, section: Section, place: Layout) -> None:
    """Bold, and locked: nothing is filled in here."""
    look = {"bold": True, "border": 1, "text_wrap": True, "bg_color": HEAD_FILL}
    put(sheet, CellRef(place.table, row, at.TT), section.tt, looks(align="center", **look))
    put(sheet, CellRef(place.table, row, at.LABEL), section.label, looks(align="left", **look))
    for column in (at.UNIT, *place.columns.values(), place.note_column):
        put(sheet, CellRef(place.table, row, column), None, looks(**look))
    sheet.set_row_pixels(row - 1, row_pixels([(section.label, LABEL_WIDTH)], least=1))


def _row(
    sheet: Any, looks: Looks, asked: Row, fields: Sequence[Field], place: Layout, content: TemplateContent
) -> None:
    """A row with an input for each of its values and for the note; what is not asked for is grey and locked."""
    row, sub = place.rows[asked.id], asked.parent is not None
    slant = {"italic": sub, "border": 1, "text_wrap": True}
    note = next((text for field in fields if (text := content.notes.get(field.id))), "")
    put(sheet, CellRef(place.table, row, at.TT), asked.tt, looks(align="center", **slant))
    put(sheet, CellRef(place.table, row, at.LABEL), asked.label, looks(align="left", indent=1 if sub else 0, **slant))
    put(sheet, CellRef(place.table, row, at.UNIT), asked.unit, looks(align="center", **slant))
    texts: list[tuple[str, float]] = [(asked.label, LABEL_WIDTH - 2 * sub), (note, NOTE_WIDTH)]
    wide = widths(place)
    for field in fields:
        ref, value = place.value(field.id), content.values.get(field.id)
        kind = type_of(field.kind)
        shape = {"align": "center", "border": 1, "text_wrap": True, **formatted(kind, field)}
        if field.drawn:
            count = drawn_formula(field, place)
            sheet.write_formula(row - 1, ref.column - 1, count, looks(**shape), "" if value is None else value)
        else:
            put(sheet, ref, kind.stored(value, field), looks.input(**shape))
        texts += [(value, wide[ref.column])] if isinstance(value, str) else []
    for column in sorted(set(place.columns.values()) - {place.value(field.id).column for field in fields}):
        put(sheet, CellRef(place.table, row, column), None, looks(border=1, bg_color=NOT_ASKED_FILL))
    note_ref = CellRef(place.table, row, place.note_column)
    note_look = {"align": "left", "border": 1, "text_wrap": True, "font_size": 12, "num_format": "@"}
    put(sheet, note_ref, note, looks.input(**note_look))
    sheet.set_row_pixels(row - 1, row_pixels(texts, least=2))


def formatted(kind: FieldType, field: Field) -> dict[str, str]:
    shown = kind.number_format(field)
    return {} if shown == "General" else {"num_format": shown}


def _quantity_validation(sheet: Any, form: Form, field: Field, place: Layout) -> None:
    parent = form.row(field.row).parent
    title = vi.QUANTITY_TITLE.format(tt=field.tt) if field.tt else vi.QUANTITY_SUB_TITLE.format(tt=parent)
    if len(form.values) > 1:
        column = next(one for one in form.values if one.id == field.column)
        title = vi.QUANTITY_IN_COLUMN.format(title=title, column=column.short or column.titles[-1])[:LONGEST_TITLE]
    kind = type_of(field.kind)
    if field.drawn:
        one = next(one for one in form.lists if field.drawn.partition("@")[0] == one.id)
        prompt(sheet, place.value(field.id), title, vi.DRAWN_PROMPT.format(title=one.title))
    else:
        _figure_validation(sheet, field, kind, title, place)
    _note_validation(sheet, form, field, place)


def _figure_validation(sheet: Any, field: Field, kind: FieldType, title: str, place: Layout) -> None:
    prompt_text, error = (text.format(places=field.places) for text in vi.INPUTS[kind.prompt])
    whole = f"{field.help} {prompt_text}".strip()
    options = {
        **kind.validation(field),
        "input_title": title,
        "input_message": whole if len(whole) <= LONGEST_PROMPT else prompt_text,
        "error_title": vi.QUANTITY_ERROR_TITLE,
        "error_message": error,
        "error_type": "stop",
    }
    _validate(sheet, place.value(field.id), options)


def _note_validation(sheet: Any, form: Form, field: Field, place: Layout) -> None:
    words = {
        "input_title": vi.NOTE_TITLE,
        "input_message": vi.NOTE_PROMPT,
        "error_title": vi.NOTE_ERROR_TITLE,
        "error_message": vi.NOTE_ERROR,
    }
    if field.column != form.values[-1].id and len(form.values) > 1:
        return
    _validate(
        sheet,
        place.note(field.id),
        {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE, "error_type": "warning", **words},
    )


# --- the checks ----------------------------------------------------------------------------------------------------


def _checks(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    above = live.header_results(form, place, content.header, content.values)
    values = live.value_results(
        form, place, content.values, content.notes, content.chosen, content.earlier, content.lines
    )
    small = {"font_size": 12, "text_wrap": True}
    for row, formula in live.header_formulas(form, place).items():
        sheet.write_formula(row - 1, place.check_column - 1, formula, looks(**small), above[row])
    for field_id, formula in live.value_formulas(form, place, content.earlier).items():
        ref = place.check(field_id)
        sheet.write_formula(ref.row - 1, ref.column - 1, formula, looks(border=1, **small), values[field_id])
    said = live.row_texts(form, place, values)
    for row_id, formula in live.row_formulas(form, place).items():
        look = looks(border=1, **small)
        sheet.write_formula(place.rows[row_id] - 1, place.check_column - 1, formula, look, said[row_id])
    of_lists = [
        text
        for one in form.lists
        for text in line_results(one, content.lines.get(one.id, ()))
        if text.startswith(vi.WARNING) or not place.lists[one.id].counted
    ]
    status = live.status_result(iter([*above.values(), *values.values(), *of_lists]))
    look = looks(bold=True, align="center", border=1)
    sheet.write_formula(place.status.row - 1, place.status.column - 1, live.status_formula(place), look, status)
    sheet.set_row_pixels(place.status.row - 1, 30)
    _marks(sheet, looks, place)


def _marks(sheet: Any, looks: Looks, place: Layout) -> None:
    """Red for what must be corrected, amber for what is worth a look, on the check and on the quantity beside it."""
    first, last = place.first_row - 1, place.last_row - 1
    shown = place.check_column - 1
    for prefix, colours in ((vi.ERROR, RED), (vi.WARNING, AMBER)):
        rule = {"type": "formula", "format": looks.marked(colours)}
        begins = _begins(f"${column_letters(place.check_column)}{place.first_row}", prefix)
        sheet.conditional_format(first, shown, last, shown, {**rule, "criteria": f"={begins}"})
        for column, own in zip(place.columns.values(), place.checks, strict=True):
            check, value = (f"${column_letters(one)}{place.first_row}" for one in (own, column))
            # An empty cell keeps the colour that asks for an input.
            filled = f"=AND({_begins(check, prefix)},NOT(ISBLANK({value})))"
            sheet.conditional_format(first, column - 1, last, column - 1, {**rule, "criteria": filled})
    top, bottom = place.header_rows
    first_above = f"${column_letters(place.check_column)}{top}"
    above = {"type": "formula", "criteria": f"={_begins(first_above, vi.ERROR)}", "format": looks.marked(RED)}
    sheet.conditional_format(top - 1, shown, bottom - 1, shown, above)
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
    sheet.set_column(place.befores[0] - 1, place.befores[-1] - 1, BEFORE_WIDTH)
    titles = []
    for asked, column in zip(form.values, place.befores, strict=True):
        title, head = before_title(earlier), CellRef(place.table, place.titles[-1], column)
        if len(form.values) > 1:
            title = vi.QUANTITY_IN_COLUMN.format(title=title, column=asked.label)
        titles.append((title, float(BEFORE_WIDTH)))
        put(sheet, head, title, looks(bold=True, text_wrap=True, **grey))
        prompt(sheet, head, vi.BEFORE_PROMPT_TITLE, vi.BEFORE_PROMPT)
    sheet.set_row_pixels(place.titles[-1] - 1, max(32, row_pixels(titles, size=12, bold=True)))
    for field in form.fields:
        kind = type_of(field.kind)
        value = kind.stored(earlier.values.get(field.id), field)
        put(sheet, place.before(field.id), value, looks(**grey, **formatted(kind, field)))


# --- below the table, and the page ---------------------------------------------------------------------------------


def _signatures(sheet: Any, looks: Looks, place: Layout, content: TemplateContent) -> None:
    top = place.last_row + 2
    for offset, style in enumerate(({"bold": True}, {"italic": True})):
        row = top - 1 + offset
        sheet.merge_range(row, 0, row, 1, vi.SIGNED_LEFT[offset], looks(align="center", **style))
        sheet.merge_range(row, 2, row, place.note_column - 1, vi.SIGNED_RIGHT[offset], looks(align="center", **style))
    row = names_row(place) - 1
    name = looks(bold=True, align="center", shrink=True)
    sheet.merge_range(row, 0, row, 1, "", name)
    prepared = absolute(place.header["prepared_by"])
    sheet.write_formula(
        row, 0, f'=IF(LEN(TRIM({prepared}))=0,"",{prepared})', name, content.header.get("prepared_by") or ""
    )
    signer = looks(bold=True, align="center", shrink=True, locked=False, num_format="@")
    sheet.merge_range(row, 2, row, place.note_column - 1, "", signer)
    prompt(sheet, CellRef(place.table, row + 1, at.SIGNER_COLUMN), vi.SIGNER_TITLE, vi.SIGNER_PROMPT)
    sheet.set_row_pixels(row, 24)


def names_row(place: Layout) -> int:
    """The row with the names under the signatures: the last of the printed page."""
    return place.last_row + at.NAMES_BELOW


def _page(sheet: Any, form: Form, place: Layout, content: TemplateContent) -> None:
    sheet.set_paper(9)
    wide = widths(place)
    if sum(wide.values()) - wide[place.check_column] <= WIDEST_UPRIGHT:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(**MARGINS)
    one_page = place.last_row - place.head_row <= MOST_ROWS
    sheet.fit_to_pages(1, 1 if one_page else 0)
    if not one_page:
        sheet.repeat_rows(place.titles[0] - 1, place.titles[-1] - 1)
    printed = place.check_column if content.print_checks else place.note_column
    sheet.print_area(0, 0, names_row(place) - 1, printed - 1)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    first = _first_input(form, place, content)
    sheet.set_selection(first.row - 1, first.column - 1, first.row - 1, first.column - 1)
    sheet.activate()


def _first_input(form: Form, place: Layout, content: TemplateContent) -> CellRef:
    """Where the clerk begins: the first header input without a value, else the first quantity."""
    empty = [place.header[item.id] for item in form.header if not content.header.get(item.id)]
    asked = next((field for field in form.fields if not field.drawn), form.fields[0])
    return empty[0] if empty else place.value(asked.id)
