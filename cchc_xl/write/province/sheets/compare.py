"""Sheet "So sánh": this period beside an earlier one, by indicator and by unit, with a chart. One sheet for each
earlier workbook.

Totals of two periods differ also because other units reported; the change is therefore taken over the units that have a
value in both, and the sheet says how many those are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.check.before import JumpLimits
from cchc_xl.consolidation.beside.compare import Against, Comparison, GroupRow, Pair
from cchc_xl.model import Field
from cchc_xl.records import NamedTuple
from cchc_xl.words.province import COMPARE
from cchc_xl.words.say import ui
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format, signed_format
from cchc_xl.write.province.sheet import ProvinceSheet
from cchc_xl.write.xlsx.book import FILLS, FONT, INK, VIETNAMESE, Book, format_for, height, printable
from cchc_xl.write.xlsx.rows import number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NO, NAME, BESIDE, WHERE, BEFORE, NOW, CHANGE, PERCENT, NOTE = range(9)
WIDTHS = (5, 38, 30, 24, 12, 12, 11, 10, 46)
HEADER, FIRST = 3, 4  # rows of the table by indicator, from 0
SHARE = "+0.0%;-0.0%;0%"
INDENT = 3  # characters of a column that indented, wrapped text leaves empty
CHART_ROWS = 18
UP, DOWN = "#4472C4", "#ED7D31"


class Line(NamedTuple):
    """A row of the table by unit.

    ``before_names``: on the first row of a unit only, because they may be many. ``flag``: the fill of the change, ''
    for none.
    """

    name: str
    before_names: str
    field: str
    pair: Pair
    note: str
    flag: str = ""


def sheet_names(comparison: Comparison) -> tuple[str, ...]:
    """The sheets that ``write`` makes, in order."""
    return tuple(COMPARE if not place else f"{COMPARE} {place + 1}" for place in range(len(comparison.against)))


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheets."""
    comparison = facts.comparison
    if comparison is None:
        return
    for name, against in zip(sheet_names(comparison), comparison.against, strict=True):
        _write(book, book.sheet(name), comparison, against)


def _write(book: Book, sheet: Worksheet, comparison: Comparison, against: Against) -> None:
    now = comparison.period.label if comparison.period else ""
    title = ui("compare-title", book.lang, now=now.upper(), before=against.previous.label.upper())
    book.title(sheet, title, _coverage(book, comparison, against), NOTE, 34)
    fields = [(place, field) for place, field in enumerate(comparison.form.fields) if against.totals[place] is not None]
    _heads(
        book,
        sheet,
        HEADER,
        ("indicator", "measure", "reporting", "total-before", "total-now", "alike", "alike-percent", "note"),
        WIDTHS,
    )
    sheet.set_row(HEADER, 46)
    for row, (place, field) in enumerate(fields, FIRST):
        _indicator(book, sheet, row, field, against, place)
    below = FIRST + len(fields) + 1
    sheet.insert_chart(below, NAME, _chart(book, sheet.get_name(), len(fields)), {"x_offset": 4, "y_offset": 4})
    _units(book, sheet, below + CHART_ROWS + 1, comparison, against)
    sheet.freeze_panes(0, BESIDE)


def _coverage(book: Book, comparison: Comparison, against: Against) -> str:
    """Who reported then and now, and which of the given workbooks could not be compared."""
    before, now = (
        _of(book, reported, expected) for reported, expected in zip(against.reporting, against.expected, strict=True)
    )
    sentences = [
        ui("compare-coverage", book.lang, before=before, now=now),
        ui(f"compare-how-{against.relation}", book.lang),
    ]
    if comparison.left_out:
        sentences.append(
            ui("compare-left-out", book.lang, periods=", ".join(sorted({label for _, label in comparison.left_out})))
        )
    return " ".join(sentences)


def _of(book: Book, reported: int, expected: int) -> str:
    return f"{book.number(reported)}/{book.number(expected)}" if expected else book.number(reported)


def _heads(book: Book, sheet: Worksheet, row: int, keys: Sequence[str], widths: Sequence[float]) -> None:
    book.heads(sheet, row, [ui("compare-no", book.lang), *(ui(f"compare-{key}", book.lang) for key in keys)], widths)


def _indicator(book: Book, sheet: Worksheet, row: int, field: Field, against: Against, place: int) -> None:
    total, alike = against.totals[place], against.alike[place]
    assert total is not None
    assert alike is not None
    left, middle = book.cell(text_wrap=True, indent=1), book.cell(align="center")
    book.text(sheet, row, NO, field.tt or field.id, middle)
    book.text(sheet, row, NAME, field.short or field.label, left)
    book.text(sheet, row, BESIDE, field.unit, middle)
    book.text(sheet, row, WHERE, f"{book.number(total.units_before)} → {book.number(total.units_now)}", middle)
    for column, value, form in (
        (BEFORE, total.before, result_format(field)),
        (NOW, total.now, result_format(field)),
        (CHANGE, alike.change, signed_format(field)),
        (PERCENT, _percent(alike), SHARE),
    ):
        book.quantity(sheet, row, column, value, book.cell(num_format=form))
    note = ui("compare-stock", book.lang) + "; " if field.measure == "stock" else ""
    if alike.change is None:
        note += ui("compare-none-alike", book.lang)
    else:
        note += ui("compare-over", book.lang, units=alike.units_now, before=alike.before, now=alike.now)
    book.text(sheet, row, NOTE, note, left)
    if high := height((note, WIDTHS[NOTE]), (field.short or field.label, WIDTHS[NAME])):
        sheet.set_row(row, high)


def _percent(pair: Pair) -> float | None:
    return None if pair.percent is None else pair.percent / 100


def _chart(book: Book, name: str, count: int) -> Any:
    """Changes in percent: indicators of very different sizes fit on one axis."""
    font = {"name": FONT, "size": 10}
    chart: Any = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": ui("compare-alike-percent", book.lang),
            "categories": [name, FIRST, NAME, FIRST + max(count, 1) - 1, NAME],
            "values": [name, FIRST, PERCENT, FIRST + max(count, 1) - 1, PERCENT],
            "fill": {"color": UP},
            "invert_if_negative": True,
            "invert_if_negative_color": DOWN,
            "gap": 45,
            "data_labels": {"value": True, "num_format": SHARE, "font": font},
        }
    )
    chart.set_title(
        {
            "name": ui("compare-chart", book.lang),
            "name_font": {"name": FONT, "size": 13, "bold": True, "color": INK},
            "overlay": False,
        }
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": font,
            "label_position": "low",
            "major_tick_mark": "none",
            "line": {"color": "#A5A5A5"},
        }
    )
    chart.set_x_axis(
        {"num_format": "0%", "num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}}}
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": 900, "height": 20 * CHART_ROWS - 10})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    return chart


# --- by unit -------------------------------------------------------------------------------------------------------


def _units(book: Book, sheet: Any, row: int, comparison: Comparison, against: Against) -> None:
    sheet.write_string(row, NO, ui("compare-by-unit", book.lang), book.format(bold=True, font_size=12, font_color=INK))
    header = row + 1
    _heads(
        book, sheet, header, ("unit", "unit-before", "indicator", "before", "now", "change", "percent", "note"), WIDTHS
    )
    rows = book.rows(header + 1, sheet, keys=(NAME, BESIDE, WHERE))
    for place, line in enumerate(_lines(comparison, against, book.lang), 1):
        name, before, field, note = (
            printable(text, book.lang) for text in (line.name, line.before_names, line.field, line.note)
        )
        figures = (line.pair.before, line.pair.now, line.pair.change)
        numbers = (number(value) for value in (*figures, _percent(line.pair)))
        styles = _line_styles(book, line.flag, format_for(*figures))
        texts = ((name, NAME), (before, BESIDE), (field, WHERE), (note, NOTE))
        high = height(*((text, WIDTHS[column] - INDENT) for text, column in texts))
        rows.add((place, name, before, field, *numbers, note), styles, high)
    sheet.splice(rows)
    sheet.autofilter(header, NO, header + max(rows.count, 1), NOTE)
    sheet.repeat_rows(header)


def _line_styles(book: Book, flag: str, shown: str) -> tuple[int, ...]:
    left, middle, plain = book.cell(text_wrap=True, indent=1), book.cell(align="center"), book.cell(num_format=shown)
    bare = shown.removeprefix(VIETNAMESE)
    fill = {"bg_color": FILLS[flag]} if flag else {}
    return book.styles(
        middle,
        left,
        left,
        left,
        plain,
        plain,
        book.cell(num_format=f"+{bare};-{bare};0", **fill),
        book.cell(num_format=SHARE, **fill),
        left,
    )


def _lines(comparison: Comparison, against: Against, lang: str) -> Iterator[Line]:
    jumping = _jumping(against, comparison.limits) if against.relation == "year" else frozenset()
    for number_of_row, row in enumerate(against.rows):
        name, before = "; ".join(row.now), "; ".join(row.before)
        shown = "" if before == name else before
        if not row.comparable:
            yield Line(name or before, shown, "", Pair(None, None), _why_not(row, lang))
            continue
        for place, (field, pair) in enumerate(zip(comparison.form.fields, row.pairs, strict=True)):
            if pair is not None and (pair.before is not None or pair.now is not None):
                flag = "warning" if (number_of_row, place) in jumping else _flag(against, pair)
                yield Line(
                    name,
                    shown,
                    f"{field.tt or field.id}. {field.short or field.label}",
                    pair,
                    _note(row, pair, flag, lang),
                    flag,
                )
                shown = ""


def _jumping(against: Against, limits: JumpLimits) -> frozenset[tuple[int, int]]:
    """(row, field) of the changes that want an explanation, judged among all units."""
    from cchc_xl.consolidation.beside.changes import jumps  # most merges compare with nothing

    found = set()
    for place in range(len(against.totals)):
        known = [
            (row, pair.before, pair.now)
            for row, one in enumerate(against.rows)
            if (pair := one.pairs[place]) and pair.before is not None and pair.now is not None
        ]
        flags = jumps([(before, now) for _, before, now in known], limits)
        found |= {(row, place) for (row, _, _), is_jump in zip(known, flags, strict=True) if is_jump}
    return frozenset(found)


def _flag(against: Against, pair: Pair) -> str:
    """'error' where a part of a year is above the year."""
    if pair.change is None or against.relation == "year":
        return ""
    return "error" if pair.change * (1 if against.relation == "part" else -1) < 0 else ""


def _note(row: GroupRow, pair: Pair, flag: str, lang: str) -> str:
    remarks = []
    if pair.change is None:
        remarks.append(ui("compare-missing-before" if pair.before is None else "compare-missing-now", lang))
    if row.how in ("summed", "component") and len(row.before) > 1:
        remarks.append(ui(f"compare-{row.how}", lang, n=len(row.before)))
    if flag:
        remarks.append(ui(f"compare-flag-{flag}", lang))
    return "; ".join(remarks)


def _why_not(row: GroupRow, lang: str) -> str:
    if row.how in ("new", "gone"):
        return ui(f"compare-{row.how}", lang)
    known = [pair for pair in row.pairs if pair]
    before = max((pair.units_before for pair in known), default=0)
    now = max((pair.units_now for pair in known), default=0)
    key = "compare-divided" if row.how == "component" else "compare-incomplete"
    return ui(key, lang, before=f"{before}/{len(row.before)}", now=f"{now}/{len(row.now)}")


SHEET = ProvinceSheet(
    name=COMPARE,
    wanted=lambda facts: bool(facts.comparison and facts.comparison.against),
    write=write,
    compare=None,  # what was said before is no number of this workbook's
)
