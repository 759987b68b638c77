"""Sheet "Biểu đồ": native charts over a small table on the same sheet, so that they can be copied into a report and
edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.aggregation import way_of
from cchc_xl.words.province import CHARTS
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.xlsx.book import FONT, INK, NUMBER, Book, format_for

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

COLORS = {
    "valid": "#70AD47",
    "warned": "#FFC000",
    "attention": "#C00000",
    "unusable": "#7F6084",
    "absent": "#A5A5A5",
    "bar": "#4472C4",
    "small": "#5B9BD5",
    "error": "#C00000",
    "warning": "#FFC000",
}
LABELS = {
    COLORS["error"]: "#FFFFFF",
    COLORS["warning"]: "#000000",
    COLORS["bar"]: "#000000",
    COLORS["small"]: "#000000",
}
TABLE = 20  # column of the tables that the charts are drawn from, to the right of the printed page
WIDTH, HEIGHT = 560, 330  # pixels
WORST_UNITS = 10
MOST_BARS = 14  # of one chart: the words of more would stand on each other
APART = 30  # totals that differ by more than this factor do not go on one axis: the small ones would vanish

Rows = Sequence[tuple[str, *tuple[int | float, ...]]]


def write(book: Book, facts: ProvinceFacts) -> None:
    """Reports received, totals by indicator (in two charts where sizes are too far apart), units with most to
    correct.
    """
    sheet = book.sheet(CHARTS)
    sheet.set_column(0, TABLE - 1, 8.43)
    sheet.set_column(TABLE, TABLE, 34)
    book.title(sheet, book.word("charts-title"), _subtitle(book, facts), 17)
    sheet.write_string(1, TABLE, book.word("chart-data"), book.format(bold=True))
    charts = [_received(book, sheet, facts, 2)] if len(_reported(facts)) > 1 else []
    row = 8
    for key, color, every in _totals(facts):
        parts = _parts(every)
        for place, rows in enumerate(parts, 1):
            title = f"{book.word(key)} ({place}/{len(parts)})" if len(parts) > 1 else book.word(key)
            charts.append(_bars(book, sheet, row, title, rows, ((book.word("quantity"), COLORS[color]),)))
            row += len(rows) + 2
    worst = _worst(facts)
    if worst:
        names = ((book.word("error"), COLORS["error"]), (book.word("warning"), COLORS["warning"]))
        charts.append(_bars(book, sheet, row, book.word("chart-issues"), worst, names))
    for place, chart in enumerate(charts):
        sheet.insert_chart(3 + place // 2 * 18, place % 2 * 9, chart, {"x_offset": 4, "y_offset": 4})
    sheet.print_area(0, 0, 3 + -(-len(charts) // 2) * 18, 17)


def _subtitle(book: Book, facts: ProvinceFacts) -> str:
    period = facts.consolidation.period
    if period is None:
        return book.word("no-period")
    return book.word("period", period=period.label, start=book.date(period.start), end=book.date(period.end))


def _reported(facts: ProvinceFacts) -> list[tuple[str, int]]:
    """(word, units) of the parts of the ring; what there is none of is no part."""
    counts = (
        ("valid", facts.valid),
        ("warned", facts.warned),
        ("attention", facts.attention),
        ("unusable", facts.unusable),
        ("absent", len(facts.consolidation.missing)),
    )
    return [(key, count) for key, count in counts if count]


def _received(book: Book, sheet: Worksheet, facts: ProvinceFacts, row: int) -> Any:
    """A ring of the units that must report."""
    rows = _reported(facts)
    _put(book, sheet, row, [(book.word(key), count) for key, count in rows], [book.word("unit")])
    chart: Any = book.workbook.add_chart({"type": "doughnut"})
    chart.add_series(
        {
            "name": book.word("chart-received"),
            "categories": [CHARTS, row + 1, TABLE, row + len(rows), TABLE],
            "values": [CHARTS, row + 1, TABLE + 1, row + len(rows), TABLE + 1],
            "points": [{"fill": {"color": COLORS[key]}} for key, _ in rows],
            "data_labels": {"value": True, "font": {"name": FONT, "size": 12, "bold": True, "color": "white"}},
        }
    )
    chart.set_hole_size(55)
    chart.set_legend({"position": "right", "font": {"name": FONT, "size": 11}})
    return _titled(chart, book.word("chart-received"))


def _totals(facts: ProvinceFacts) -> list[tuple[str, str, Rows]]:
    """(title, colour, rows): all indicators, or the large and the small ones apart."""
    form = facts.consolidation.form
    rows = [
        (_label(field.tt or field.id, field.short or field.label), total.used)
        for field, total in zip(form.fields, facts.consolidation.totals, strict=True)
        if way_of(field).adds and total.used is not None  # other values are not set beside sums
    ]
    sizes = sorted({max(value, 1) for _, value in rows})
    if not sizes or sizes[-1] / sizes[0] <= APART:
        return [("chart-totals", "bar", rows)]
    limit = _limit(sizes)
    large = [row for row in rows if row[1] >= limit]
    return [("chart-large", "bar", large), ("chart-small", "small", [row for row in rows if row[1] < limit])]


def _parts(rows: Rows) -> list[Rows]:
    """The rows of several charts of about as many bars each, where one could not be read."""
    charts = -(-len(rows) // MOST_BARS)
    if charts < 2:
        return [rows]
    size = -(-len(rows) // charts)
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def _limit(sizes: Sequence[int | float]) -> int | float:
    """Where to divide: the cut that leaves the smaller worst ratio between the bars of one chart."""
    return min(
        sizes[1:], key=lambda cut: (max(max(sizes) / cut, max(size for size in sizes if size < cut) / sizes[0]), cut)
    )


def _label(tt: str, short: str) -> str:
    return f"{tt}. {short}"


def _worst(facts: ProvinceFacts) -> list[tuple[str, int, int]]:
    """The units with most findings that are still open; none where all have as many, for then no bar says anything."""
    ranked = sorted(
        (unit for unit in facts.units if unit.errors or unit.warnings), key=lambda unit: (-unit.errors, -unit.warnings)
    )
    worst = [(unit.result.name, unit.errors, unit.warnings) for unit in ranked[:WORST_UNITS]]
    return worst if len({(errors, warnings) for _, errors, warnings in worst}) > 1 else []


def _bars(book: Book, sheet: Worksheet, row: int, title: str, rows: Rows, series: Sequence[tuple[str, str]]) -> Any:
    """Horizontal bars, stacked where there are several series, in the order of the table from the top."""
    _put(book, sheet, row, rows, [name for name, _ in series])
    first, last = row + 1, row + len(rows)
    shown = format_for(*(value for _, *values in rows for value in values))
    chart: Any = book.workbook.add_chart({"type": "bar", "subtype": "stacked"} if len(series) > 1 else {"type": "bar"})
    for offset, (name, color) in enumerate(series, 1):
        chart.add_series(
            {
                "name": name,
                "categories": [CHARTS, first, TABLE, last, TABLE],
                "values": [CHARTS, first, TABLE + offset, last, TABLE + offset],
                "fill": {"color": color},
                "gap": 45,
                "data_labels": {
                    "value": True,
                    "num_format": f"{NUMBER};;" if len(series) > 1 else shown,
                    "font": {"name": FONT, "size": 10, "color": LABELS[color]},
                },
            }
        )
    font = {"name": FONT, "size": 10}
    chart.set_y_axis({"reverse": True, "num_font": font, "major_tick_mark": "none", "line": {"color": "#A5A5A5"}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    if len(series) > 1:
        chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 10}})
    else:
        chart.set_legend({"none": True})
    return _titled(chart, title)


def _titled(chart: Any, title: str) -> Any:
    chart.set_title(
        {"name": title, "name_font": {"name": FONT, "size": 13, "bold": True, "color": INK}, "overlay": False}
    )
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    return chart


def _put(book: Book, sheet: Worksheet, row: int, rows: Rows, titles: Sequence[str]) -> None:
    """The table of one chart: a line of titles, then label and numbers."""
    book.text(sheet, row, TABLE, "", book.head())
    for column, title in enumerate(titles, TABLE + 1):
        book.text(sheet, row, column, title, book.head())
    for place, (label, *values) in enumerate(rows, row + 1):
        book.text(sheet, place, TABLE, label, book.cell())
        for column, value in enumerate(values, TABLE + 1):
            sheet.write_number(place, column, value, book.cell(num_format=format_for(value)))


SHEET = ProvinceSheet(
    name=CHARTS,
    wanted=always,
    write=write,
    compare=None,  # drawn over a table of its own, which nobody reads back
)
