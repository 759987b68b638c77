"""The template's other sheets: the narrative, the help, the lists for the drop-downs and the very hidden field map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cchc_xl.check.before import EarlierFigures
from cchc_xl.form import layout as at
from cchc_xl.form.layout import LAYOUT_VERSION, META_KEYS, Layout, absolute, qualified
from cchc_xl.model import CellRef, Form, Row, Unit
from cchc_xl.numbers import text_of
from cchc_xl.text import squeeze
from cchc_xl.words import template as vi
from cchc_xl.write.template import live
from cchc_xl.write.template.appendix import LONGEST_PROMPT, MARGINS, TemplateContent, before_title, put
from cchc_xl.write.template.looks import HEAD_FILL, Looks, row_pixels

NARRATIVE_WIDTH = 76  # 460 points: the printed width of the page
LONGEST_NARRATIVE = 2000  # what a cell shows at the highest row that Excel allows
NARRATIVE_LINES = 5
HELP_WIDTHS = (12, 34, 46, 10)


def _a4(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(vi.PAGE_NUMBER)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})


# --- narrative -----------------------------------------------------------------------------------------------------


def write_narrative(sheet: Any, looks: Looks, form: Form, place: Layout, content: TemplateContent) -> None:
    """One box under the title of each section; the row grows with its text."""
    sheet.set_column(0, 0, NARRATIVE_WIDTH)
    sheet.write_string(0, 0, vi.NARRATIVE_HEADING, looks(bold=True, align="center", font_size=14))
    sheet.set_row_pixels(0, 30)
    box = looks.input(border=1, text_wrap=True, align="left", valign="top", num_format="@")
    for item in form.narrative:
        ref, text = place.narrative[item.id], content.narrative.get(item.id, "")
        sheet.write_string(ref.row - 2, 0, item.label, looks(bold=True))
        sheet.set_row_pixels(ref.row - 2, 30)
        put(sheet, ref, text, box)
        sheet.set_row_pixels(ref.row - 1, row_pixels([(text, NARRATIVE_WIDTH)], least=NARRATIVE_LINES))
        sheet.data_validation(ref.row - 1, 0, ref.row - 1, 0, _narrative_validation(item.label, item.help))
    _a4(sheet)
    first = next(iter(place.narrative.values()))
    sheet.set_selection(first.row - 1, 0, first.row - 1, 0)


def _narrative_validation(label: str, help_text: str) -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_NARRATIVE,
        "input_title": label if len(label) <= 32 else label[:31] + "…",
        "input_message": help_text[:LONGEST_PROMPT],
        "error_title": vi.NARRATIVE_ERROR_TITLE,
        "error_message": vi.NARRATIVE_ERROR,
        "error_type": "warning",
    }


# --- help ----------------------------------------------------------------------------------------------------------


def write_help(sheet: Any, looks: Looks, form: Form, place: Layout, earlier: EarlierFigures | None = None) -> None:
    """How to fill in each row, what the live checks say, and how to send the file."""
    for column, width in enumerate(HELP_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 3, vi.HELP_HEADING, looks(bold=True, align="center", font_size=14))
    sheet.set_row_pixels(0, 30)
    own = (vi.HELP_BEFORE.format(title=before_title(earlier)),) if earlier else ()
    row = _paragraphs(sheet, looks, 1, vi.HELP_FILL, (*vi.HELP_FILL_LINES, *own))
    row = _rows(sheet, looks, row, vi.HELP_FIELDS, vi.HELP_FIELD_HEADS, [*map(_row_help, form.rows), *_columns(form)])
    row = _paragraphs(sheet, looks, row, vi.HELP_CHECKS, vi.HELP_CHECK_LINES)
    row = _rows(sheet, looks, row, "", vi.HELP_CHECK_HEADS, _messages(form, place, earlier))
    basis = (vi.HELP_BASIS.format(basis="; ".join(form.legal_basis)),) if form.legal_basis else ()
    _paragraphs(sheet, looks, row, vi.HELP_SEND, (*vi.HELP_SEND_LINES, *_deadline(form), *basis))
    _a4(sheet)


def _row_help(row: Row) -> tuple[str, str, str, str]:
    how = f"{row.help} {vi.HELP_STOCK}" if row.measure == "stock" else row.help
    return row.tt, f"{row.label} ({row.unit})", how, row.example


def _columns(form: Form) -> list[tuple[str, str, str, str]]:
    """What to write in each of several columns."""
    several = len(form.values) > 1
    return [("", vi.HELP_COLUMN.format(title=one.label), one.help, "") for one in form.values if several and one.help]


def _messages(form: Form, place: Layout, earlier: EarlierFigures | None) -> list[tuple[str, str, str, str]]:
    """(severity, message, basis, rows) of every live rule; the same message of several rows and rules once."""
    fields: dict[tuple[str, str, str], list[str]] = {}
    for found in live.live_rules(form, place, earlier):
        severity, _, text = found.text.partition(": ")
        fields.setdefault((severity, text, found.rule.basis), []).append(found.field)
    return [(*key, _where(form, named)) for key, named in fields.items()]


def _where(form: Form, named: Sequence[str]) -> str:
    """The rows of these fields, and the columns where these are not all."""
    found = [form.field(field) for field in dict.fromkeys(named)]
    rows = list(dict.fromkeys(_number_or_name(form.row(field.row)) for field in found))
    columns = {field.column for field in found}
    titles = [column.short or column.label for column in form.values if column.id in columns]
    whole = "Tất cả" if len(rows) == len(form.rows) else ", ".join(rows)
    return whole if len(titles) == len(form.values) else whole + vi.OF_COLUMN.format(title=", ".join(titles))


def _number_or_name(row: Row) -> str:
    """'05', '05 (dòng con)', and 'Tổng cộng' of a row that has no number and is no part of another."""
    return row.tt or (f"{row.parent} (dòng con)" if row.parent else row.label)


def _deadline(form: Form) -> tuple[str, ...]:
    items = [
        vi.HELP_DEADLINE_ITEM.format(level=form.levels[level], days=days) for level, days in form.deadline_days.items()
    ]
    return (vi.HELP_DEADLINE.format(days="; ".join(items)),) if items else ()


def _paragraphs(sheet: Any, looks: Looks, row: int, title: str, lines: Iterable[str]) -> int:
    sheet.merge_range(row, 0, row, 3, title, looks(bold=True))
    sheet.set_row_pixels(row, 30)
    for line in lines:
        row += 1
        sheet.merge_range(row, 0, row, 3, f"- {line}", looks(text_wrap=True, align="justify"))
        sheet.set_row_pixels(row, row_pixels([(f"- {line}", sum(HELP_WIDTHS))]))
    return row + 1


def _rows(sheet: Any, looks: Looks, row: int, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    if title:
        sheet.merge_range(row, 0, row, 3, title, looks(bold=True))
        sheet.set_row_pixels(row, 30)
        row += 1
    for column, head in enumerate(heads):
        sheet.write_string(
            row, column, head, looks(bold=True, align="center", border=1, bg_color=HEAD_FILL, font_size=12)
        )
    for cells in rows:
        row += 1
        for column, text in enumerate(cells):
            aligned = "left" if column in (1, 2) else "center"
            sheet.write_string(row, column, text, looks(text_wrap=True, align=aligned, border=1, font_size=12))
        sheet.set_row_pixels(row, row_pixels(list(zip(cells, HELP_WIDTHS, strict=True)), size=12))
    return row + 1


# --- hidden sheets -------------------------------------------------------------------------------------------------


def write_lists(book: Any, sheet: Any, form: Form, roster: Sequence[Unit]) -> None:
    """Periods in column A; names, ids and levels of the roster's units in B to D."""
    sheet.hide()
    sheet.write_row(0, 0, ("Kỳ báo cáo", "Đơn vị", "Mã", "Cấp"))
    for row, period in enumerate(form.periods, 1):
        sheet.write_string(row, 0, period.label)
    book.define_name(at.NAME_PERIODS, f"={at.SHEET_LISTS}!$A$2:$A${len(form.periods) + 1}")
    for row, (shown, unit) in enumerate(zip(listed_names(roster), roster, strict=True), 1):
        for column, text in enumerate((shown, unit.id, unit.level), 1):
            sheet.write_string(row, column, text)
    if roster:
        book.define_name(at.NAME_UNITS, f"={at.SHEET_LISTS}!$B$2:$B${len(roster) + 1}")


def listed_names(roster: Sequence[Unit]) -> list[str]:
    """The units' names as the drop-down shows them: where two units have a name, with their parents', and if need be
    with their ids.
    """
    parents = {unit.id: squeeze(unit.name) for unit in roster}
    names = [squeeze(unit.name) for unit in roster]
    placed = [
        f"{name}, {parents[unit.parent]}" if unit.parent in parents else name
        for name, unit in zip(names, roster, strict=True)
    ]
    shown = _unless_unique(names, placed)
    return _unless_unique(shown, [f"{name} ({unit.id})" for name, unit in zip(shown, roster, strict=True)])


def _unless_unique(names: Sequence[str], longer: Sequence[str]) -> list[str]:
    count = Counter(map(str.casefold, names))  # Excel's MATCH does not tell the cases apart
    return [name if count[name.casefold()] == 1 else other for name, other in zip(names, longer, strict=True)]


def write_map(sheet: Any, form: Form, place: Layout, content: TemplateContent) -> None:
    """Keys in column A, values in column B: whose template this is, and where each input stood when it was written."""
    sheet.very_hidden()
    unit = content.unit
    known = (
        form.id,
        str(form.version),
        str(LAYOUT_VERSION),
        unit.id if unit else "",
        unit.level if unit else "",
        unit.name if unit else "",
    )
    rows = [*zip(META_KEYS, known, strict=True), *_addresses(form, place), *_of_before(content.earlier)]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        if value:
            sheet.write_string(row, 1, value)
    figures = {f"field.{field}": figure for field, figure in content.earlier.values.items()} if content.earlier else {}
    for row, (key, _) in enumerate(rows):
        if key in figures:
            sheet.write_number(row, 2, figures[key])
    if content.roster:
        chosen = content.chosen
        for key, column, now in (
            ("unit_id", "C", chosen.id if chosen else ""),
            ("unit_level", "D", chosen.level if chosen else ""),
        ):
            sheet.write_formula(META_KEYS.index(key), 1, _looked_up(place.header["unit"], column), None, now)


def _addresses(form: Form, place: Layout) -> list[tuple[str, str]]:
    rows = [("sheet.table", at.SHEET_TABLE), ("sheet.narrative", at.SHEET_NARRATIVE), ("sheet.help", at.SHEET_HELP)]
    rows += [(f"header.{key}", ref.a1) for key, ref in place.header.items()]
    rows += [(f"field.{field.id}", place.value(field.id).a1) for field in form.fields]
    rows += [(f"note.{field.id}", place.note(field.id).a1) for field in form.fields]
    return rows + [(f"narrative.{key}", ref.a1) for key, ref in place.narrative.items()]


def _of_before(earlier: EarlierFigures | None) -> list[tuple[str, str]]:
    """How the column "Kỳ trước" is known again; its figures stand in column C, each beside its field."""
    if earlier is None:
        return []
    asked = ";".join(map(text_of, earlier.limits))
    return [
        ("before.title", before_title(earlier)),
        ("before.period", earlier.period),
        ("before.related", earlier.related),
        ("before.limits", asked),
    ]


def _looked_up(unit: CellRef, column: str) -> str:
    """The chosen unit's id or level.

    '' unless the name stands in the list exactly (MATCH alone takes wild cards and any case).
    """
    place = f"MATCH({qualified(unit)},{at.NAME_UNITS},0)"
    found = f"INDEX({at.SHEET_LISTS}!${column}:${column},{place}+1)"
    same = f"EXACT(INDEX({at.NAME_UNITS},{place}),{qualified(unit)})"
    return f'=IF(ISERROR({place}),"",IF({same},{found},""))'


def define_names(book: Any, form: Form, place: Layout) -> None:
    """Names in the workbook's scope for every input, so that macros and formulas need no address."""
    for field in form.fields:
        book.define_name(at.field_name(field.id), f"={qualified(place.value(field.id))}")
    for key, ref in place.header.items():
        book.define_name(at.header_name(key), f"={qualified(ref)}")
    book.define_name(at.NAME_STATUS, f"={qualified(place.status)}")
    book.define_name(at.NAME_LEVEL, f"={qualified(place.level)}")
    for name, columns in ((at.NAME_CHECKS, place.checks), (at.NAME_VALUES, list(place.columns.values()))):
        last = absolute(CellRef(place.table, place.last_row, columns[-1]))
        book.define_name(name, f"={qualified(CellRef(place.table, place.first_row, columns[0]))}:{last}")
