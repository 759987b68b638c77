"""A list's sheet: lines to fill in under the titles of its columns, a check beside each line, and the formulas by which
the appendix counts them.

A line is checked as the reader checks it: what must not be blank, what is no figure or day, and whether another line
has the same key. Who has nothing to list writes 'Không có' in the first line, since a blank is no answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl.form.layout import Layout, ListPlace, absolute_area, qualified
from cchc_xl.model import Cell, CellRef, Field, Form, ListTable, Reading, Scalar, column_letters
from cchc_xl.numbers import added
from cchc_xl.quantity.field_type import no_number
from cchc_xl.quantity.types import type_of
from cchc_xl.text import fold
from cchc_xl.words import template as vi
from cchc_xl.write.template.looks import AMBER, HEAD_FILL, RED, Looks, row_pixels

Lines = Sequence[Sequence[Scalar]]
WIDTHS = {"text": 34, "date": 14, "choice": 18}
FIGURE_WIDTH, CHECK_WIDTH, TT_WIDTH = 14, 46, 5
NOTHING = "Không có"
NONE = ("không", "không có", "không phát sinh")  # the first line of a unit that has nothing to list
LONGEST_PROMPT, LONGEST_TITLE = 255, 32
MOST_COMPARED = 1000  # lines


# --- what the appendix counts ---------------------------------------------------------------------------------------


def drawn_formula(field: Field, place: Layout) -> str:
    """The count of a list's lines, or the sum of one of its columns; '' while nobody has filled in anything."""
    own = place.lists[field.drawn.partition("@")[0]]
    return f'=IF(COUNTA({_area(own.lines)})=0,"",{_counted(field, own)})'


def _counted(field: Field, own: ListPlace) -> str:
    if "@" not in field.drawn:
        return f"IF({_says_none(own)},0,{_count_of_lines(own)})"
    column = _area(own.column(field.drawn))
    return f'IF({_says_none(own)},0,IF(COUNT({column})=0,"",SUM({column})))'


def _count_of_lines(own: ListPlace) -> str:
    said = "+".join(f"(LEN({_area(own.column(column))})>0)" for column in own.columns)
    return f"SUMPRODUCT(--(({said})>0))"


def _says_none(own: ListPlace) -> str:
    """Is 'Không có', or 0, all that the list says?"""
    area = _area(own.lines)
    said = "+".join(f'COUNTIF({area},"{word}")' for word in NONE)
    return f"IF(COUNTA({area})=1,{said}+COUNTIF({area},0)=1,FALSE)"


def _area(cells: tuple[CellRef, CellRef]) -> str:
    sheet = qualified(cells[0]).partition("!")[0]
    return f"{sheet}!{absolute_area(*cells)}"


def said_of_lines(own: ListPlace, prefix: str) -> str:
    """How many lines of a list have an error, or a remark that begins so, as an Excel expression."""
    return f'COUNTIF({_area(own.checks)},"{prefix}*")'


def drawn_values(form: Form, lines: Mapping[str, Lines]) -> dict[str, int | float]:
    """Field -> what its formula gives for these lines; without the fields of lists that say nothing."""
    values: dict[str, int | float] = {}
    for field in form.fields:
        if not field.drawn:
            continue
        one = next(one for one in form.lists if one.id == field.drawn.partition("@")[0])
        filled = [line for line in lines.get(one.id, ()) if any(map(_said, line))]
        if filled and "@" in field.drawn:
            place = [column.id for column in one.columns].index(field.drawn)
            cells = [line[place] for line in filled]
            figures = [one for one in cells if isinstance(one, int | float) and not isinstance(one, bool)]
            if figures or is_none(filled):
                values[field.id] = added(figures)
        elif filled:
            values[field.id] = 0 if is_none(filled) else len(filled)
    return values


def is_none(filled: Lines) -> bool:
    """As ``_says_none``."""
    said = [value for line in filled for value in line if _said(value)]
    return len(said) == 1 and (said[0] == 0 or (isinstance(said[0], str) and fold(said[0]) in NONE))


def _said(value: Scalar) -> bool:
    return value is not None and value != ""


# --- the sheet -------------------------------------------------------------------------------------------------------


def write_list(sheet: Any, looks: Looks, one: ListTable, place: ListPlace, lines: Lines) -> None:
    """Fills the sheet of a list. ``ValueError`` where there are more lines than the sheet has rows for."""
    if len(lines) > place.last_row - place.head_row:
        raise ValueError(f"{one.id}: {len(lines)} lines")
    last = place.check_column - 1
    sheet.set_column(0, 0, TT_WIDTH)
    for column in one.columns:
        sheet.set_column(place.columns[column.id] - 1, place.columns[column.id] - 1, _width(column))
    sheet.set_column(last, last, CHECK_WIDTH)
    width = TT_WIDTH + sum(map(_width, one.columns))
    sheet.merge_range(0, 0, 0, last - 1, one.title.upper(), looks(bold=True, align="center", font_size=14))
    sheet.set_row_pixels(0, 30)
    how = f"{one.help} {vi.LIST_HELP.format(line=one.line)}".strip()
    sheet.merge_range(1, 0, 1, last - 1, how, looks(italic=True, text_wrap=True, align="center", font_size=12))
    sheet.set_row_pixels(1, row_pixels([(how, width)], size=12))
    _titles(sheet, looks, one, place)
    results = line_results(one, lines)
    middle = looks(align="center", border=1)
    check = looks(border=1, font_size=12, text_wrap=True)
    shapes = [looks.input(**_shape(column)) for column in one.columns]
    for number, row in enumerate(range(place.first_row, place.last_row + 1), 1):
        values = lines[number - 1] if number <= len(lines) else [None] * len(one.columns)
        sheet.write_number(row - 1, 0, number, middle)
        for column, value, shape in zip(one.columns, values, shapes, strict=True):
            stored = type_of(column.kind).stored(value, column)
            _put(sheet, row, place.columns[column.id], stored, shape)
        said = results[number - 1] if number <= len(lines) else ""
        sheet.write_formula(row - 1, last, line_formula(one, place, row), check, said)
    for column in one.columns:
        _validation(sheet, column, place)
    _marks(sheet, looks, place)
    _page(sheet, place)


def _put(sheet: Any, row: int, column: int, value: Scalar, look: Any) -> None:
    from cchc_xl.write.template.appendix import put

    put(sheet, CellRef("", row, column), value, look)


def _width(column: Field) -> int:
    return WIDTHS.get(column.kind, FIGURE_WIDTH)


def _shape(column: Field) -> dict[str, Any]:
    shown = type_of(column.kind).number_format(column)
    aligned = "left" if column.kind == "text" else "center"
    return {"border": 1, "text_wrap": True, "align": aligned, **({} if shown == "General" else {"num_format": shown})}


def title_of_column(column: Field) -> str:
    """'Kinh phí (Triệu đồng)': figures say what they are counted in."""
    return f"{column.label} ({column.unit})" if column.unit and column.kind not in WIDTHS else column.label


def _titles(sheet: Any, looks: Looks, one: ListTable, place: ListPlace) -> None:
    look = looks(bold=True, align="center", text_wrap=True, border=1, bg_color=HEAD_FILL)
    row = place.head_row - 1
    titles = [title_of_column(column) for column in one.columns]
    for column, title in enumerate((vi.LIST_NUMBER, *titles, vi.LIST_CHECK)):
        sheet.write_string(row, column, title, look)
    wide = [(title, float(_width(column))) for title, column in zip(titles, one.columns, strict=True)]
    sheet.set_row_pixels(row, row_pixels(wide, bold=True))


def _validation(sheet: Any, column: Field, place: ListPlace) -> None:
    """What may be typed. A text is accepted after a warning, so that 'Không có' can be written in the first line
    whatever its column asks for.
    """
    kind = type_of(column.kind)
    prompt, error = (text.format(places=column.places) for text in vi.INPUTS[kind.prompt])
    whole = f"{column.help} {prompt}".strip()
    (first, last) = place.column(column.id)
    sheet.data_validation(
        first.row - 1,
        first.column - 1,
        last.row - 1,
        last.column - 1,
        {
            **kind.validation(column),
            "input_title": column.label[:LONGEST_TITLE],
            "input_message": whole if len(whole) <= LONGEST_PROMPT else prompt,
            "error_title": vi.QUANTITY_ERROR_TITLE,
            "error_message": error,
            "error_type": "stop",
        },
    )


def _marks(sheet: Any, looks: Looks, place: ListPlace) -> None:
    first, last = place.checks
    for prefix, colours in ((vi.ERROR, RED), (vi.WARNING, AMBER)):
        cell = f"${column_letters(first.column)}{first.row}"
        rule = {"type": "formula", "format": looks.marked(colours)}
        rule["criteria"] = f'=LEFT({cell},{len(prefix)})="{prefix}"'
        sheet.conditional_format(first.row - 1, first.column - 1, last.row - 1, last.column - 1, rule)


def _page(sheet: Any, place: ListPlace) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(place.head_row - 1)
    sheet.print_area(0, 0, place.last_row - 1, place.check_column - 2)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(place.head_row, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True})
    sheet.set_selection(place.first_row - 1, 1, place.first_row - 1, 1)


# --- the checks of a line --------------------------------------------------------------------------------------------


def line_formula(one: ListTable, place: ListPlace, row: int) -> str:
    """What is said of a line: the first thing that is wrong with it, '' of a line without anything."""
    cells = {column.id: f"${column_letters(place.columns[column.id])}{row}" for column in one.columns}
    formula = '""'
    if _compares(one, place.last_row - place.head_row):
        same = ",".join(f"--({absolute_area(*place.column(key))}={cells[key]})" for key in one.key)
        filled = "*".join(f"(LEN({cells[key]})>0)" for key in one.key)
        formula = f'IF(IF({filled}=1,SUMPRODUCT({same})>1,FALSE),{_quoted(_repeated(one))},"")'
    for column in reversed(one.columns):
        formula = f"IF({_wrong(cells[column.id], column)},{_quoted(_not_read(column))},{formula})"
    for column in reversed(one.columns):
        if column.required:
            formula = f"IF(LEN(TRIM({cells[column.id]}))=0,{_quoted(_missing(column))},{formula})"
    first, last = cells[one.columns[0].id], cells[one.columns[-1].id]
    if row == place.first_row:
        formula = f'IF({_says_none(place)},"",{formula})'
    return f'=IF(COUNTA({first}:{last})=0,"",{formula})'


def _compares(one: ListTable, lines: int) -> bool:
    """Is each line compared with all others? With more of them a spreadsheet would be busy at each keystroke; the
    reader tells repeated lines all the same.
    """
    return bool(one.key) and lines <= MOST_COMPARED


def _wrong(cell: str, column: Field) -> str:
    """An Excel expression that is TRUE where a cell holds something that its column does not take."""
    kind = type_of(column.kind)
    if kind.live is not None:
        return kind.live(cell, column)
    if kind.place is not None:
        return f"ISERROR({cell})"
    whole = f"ROUND({cell},{column.places + 2 * (column.kind == 'percent')})<>{cell}"
    return f"IF({no_number(cell)},TRUE,IF(ISNUMBER({cell}),OR({cell}<0,{whole}),FALSE))"


def line_results(one: ListTable, lines: Lines) -> list[str]:
    """What the formulas of these lines give."""
    if is_none([line for line in lines if any(map(_said, line))]) and any(map(_said, lines[0])):
        return [""] * len(lines)
    places = {column.id: place for place, column in enumerate(one.columns)}
    keyed = one.key if _compares(one, one.most or len(lines)) else ()
    keys = [tuple(_key(line[places[key]]) for key in keyed) for line in lines]
    often = Counter(keys)
    results = []
    for line, key in zip(lines, keys, strict=True):
        readings = [_seen(value, column) for value, column in zip(line, one.columns, strict=True)]
        pairs = list(zip(one.columns, readings, strict=True))
        missing = [column for column, reading in pairs if column.required and reading.state == "blank"]
        wrong = [column for column, reading in pairs if reading.state != "blank" and _is_wrong(reading)]
        if not any(map(_said, line)):
            results.append("")
        elif missing:
            results.append(_missing(missing[0]))
        elif wrong:
            results.append(_not_read(wrong[0]))
        else:
            results.append(_repeated(one) if key and all(key) and often[key] > 1 else "")
    return results


def _key(value: Scalar) -> Scalar:
    return value.casefold() if isinstance(value, str) else value


def _seen(value: Scalar, column: Field) -> Reading:
    if isinstance(value, str) and not value.strip():
        value = None
    if value is None:
        return Reading(column.id, "blank")
    if isinstance(value, str) and not type_of(column.kind).place:
        return Reading(column.id, "text", raw=value)
    return type_of(column.kind).read(Cell(value, "text" if isinstance(value, str) else "number"), column)


def _is_wrong(reading: Reading) -> bool:
    return reading.state in ("text", "error") or any(code[0] in ("V09", "V11", "V60") for code in reading.codes)


def _missing(column: Field) -> str:
    return f"{vi.ERROR}: {vi.LIST_MISSING.format(title=column.label)}"


def _not_read(column: Field) -> str:
    return f"{vi.ERROR}: {vi.LIST_WRONG.format(title=column.label)}"


def _repeated(one: ListTable) -> str:
    return f"{vi.WARNING}: {vi.LIST_REPEATED.format(line=one.line)}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def has_wrong_line(one: ListTable, lines: Lines) -> bool:
    """As ``said_of_lines`` of errors, above 0."""
    return any(text.startswith(vi.ERROR) for text in line_results(one, lines))
