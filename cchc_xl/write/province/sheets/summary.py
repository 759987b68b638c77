"""Sheet "Tổng hợp": the appendix as on paper, with the totals of all units, under the facts that a head of office asks
for first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.aggregation import way_of
from cchc_xl.consolidation.account.choose import period_labels
from cchc_xl.consolidation.account.completeness import Completeness, percent
from cchc_xl.consolidation.account.entry import is_aside
from cchc_xl.consolidation.account.totals import from_below
from cchc_xl.consolidation.account.unit_status import not_usable
from cchc_xl.model import Consolidation, Field, Total, Unit
from cchc_xl.text import fold
from cchc_xl.words.province import SUMMARY
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.figures import result_format
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.sheets import base
from cchc_xl.write.province.sheets.units import ANSWERS, value_range
from cchc_xl.write.province.written import Written, same, stored_number
from cchc_xl.write.xlsx.book import FILLS, HEAD, INK, NUMBER, SOFT, Book

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (5, 25, 21, 12, 12, 11, 12, 29)  # the title of an indicator takes two columns
LAST = len(WIDTHS) - 1
HEADER, FIRST = 13, 14  # rows, from 0
QUANTITY, REPORTING, ASIDE, NOTE = 4, 5, 6, 7
BOXES = ((0, 1), (2, 2), (3, 4), (5, 6), (7, 7))  # columns of the five cards of a row, nearly equal
NOTE_CHARACTERS = 84  # that fit beside an indicator's title of two lines
SHOWN_TEXTS, SHOWN_NAMES = 15, 20
NO_TOTAL = ("", "–")  # of values that come to nothing
HOW = {"ratio": "note-ratio", "none": "note-none"}  # way of aggregation -> words about it
LEVELS_FROM = 3  # rows: all together and two levels; one level says no more than the line above
LINE_CHARACTERS = 115  # that fit in one line over all columns, in 11 points

Boxes = tuple[tuple[str, int | str, str], ...]  # word, figure or text, colour


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet."""
    sheet = book.sheet(SUMMARY, landscape=False)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.center_horizontally()
    _heading(book, sheet, facts)
    _boxes(book, sheet, facts)
    _balance(book, sheet, facts)
    _table(book, sheet, facts)
    last = _below(book, sheet, facts)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, LAST)
    sheet.freeze_panes(0, 0)
    sheet.activate()


def _line(book: Book, sheet: Worksheet, row: int, text: str, **properties: object) -> None:
    style = book.format(**properties)
    sheet.merge_range(row, 0, row, LAST, "", style)
    book.text(sheet, row, 0, text, style)


def _heading(book: Book, sheet: Worksheet, facts: ProvinceFacts) -> None:
    """The national header and the form's own heading (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    centred = {"align": "center", "font_size": 12}
    nation, motto = book.format(bold=True, **centred), book.format(bold=True, underline=1, align="center", font_size=13)
    left = 3 if facts.office else 0
    if facts.office:
        sheet.merge_range(0, 0, 0, 2, "", book.format(bold=True, text_wrap=True, **centred))
        book.text(sheet, 0, 0, facts.office.upper(), book.format(bold=True, text_wrap=True, **centred))
    for row, (text, style) in enumerate(((book.word("nation"), nation), (book.word("motto"), motto))):
        sheet.merge_range(row, left, row, LAST, "", style)
        book.text(sheet, row, left, text, style)
    form, period = facts.consolidation.form, facts.consolidation.period
    above, title = form.heading[:-1], form.heading[-1]
    _line(book, sheet, 3, " - ".join(above), bold=True, align="center", font_size=13)
    _line(book, sheet, 4, book.word("title", heading=title), bold=True, align="center", font_size=15, font_color=INK)
    several = period_labels(result.report for result in facts.consolidation.units)
    line = book.word("several-periods", periods="; ".join(several)) if several else book.word("no-period")
    if period:
        line = book.word("period", period=period.label, start=book.date(period.start), end=book.date(period.end))
    _line(book, sheet, 5, line, italic=True, align="center", font_size=12, valign="top")
    sheet.set_row(4, 24)
    sheet.set_row(2, 8)
    sheet.set_row(5, 24)


def _boxes(book: Book, sheet: Worksheet, facts: ProvinceFacts) -> None:
    """Who has reported, and below it how the reports came out: each row adds up."""
    missing, roster = len(facts.consolidation.missing), facts.consolidation.roster_size
    late = sum(bool(unit.result.late_days) for unit in facts.received)
    undated = sum(unit.result.late_days is None for unit in facts.received)
    reporting: Boxes = (
        ("expected", roster or book.word("no-roster"), HEAD),
        ("received", len(facts.received), HEAD),
        ("unusable", facts.unusable, FILLS["error"] if facts.unusable else SOFT),
        ("absent", missing if roster else "–", FILLS["warning"] if missing else SOFT),
        ("outside-roster", facts.outside if roster else "–", FILLS["error"] if facts.outside else SOFT),
    )
    outcome: Boxes = (
        ("valid", facts.valid, FILLS["valid"] if facts.valid else SOFT),
        ("warned", facts.warned, FILLS["warning"] if facts.warned else SOFT),
        ("attention", facts.attention, FILLS["error"] if facts.attention else SOFT),
        ("late-units", late, FILLS["warning"] if late else SOFT),
        ("no-day", undated, FILLS["warning"] if undated else SOFT),
    )
    _row_of_boxes(book, sheet, 6, reporting)
    _row_of_boxes(book, sheet, 8, outcome)


def _row_of_boxes(book: Book, sheet: Worksheet, top: int, boxes: Boxes) -> None:
    edges = {"left": 5, "right": 5, "border_color": "#FFFFFF"}
    sheet.set_row(top, 20)
    sheet.set_row(top + 1, 34)
    for (first, last), (key, value, fill) in zip(BOXES, boxes, strict=True):
        look: dict[str, Any] = {"align": "center", "bg_color": fill, **edges}
        small = isinstance(value, str) and len(value) > 1
        figure = book.format(
            bold=True,
            font_size=12 if small else 22,
            num_format=NUMBER,
            font_color=INK,
            bottom=5,
            valign="top",
            **look,
        )
        for row, content, style in ((top, book.word(key), book.format(font_size=11, **look)), (top + 1, value, figure)):
            if first != last:
                sheet.merge_range(row, first, row, last, "", style)
            if isinstance(content, int):
                sheet.write_number(row, first, content, style)
            else:
                book.text(sheet, row, first, content, style)


def _balance(book: Book, sheet: Worksheet, facts: ProvinceFacts) -> None:
    """read = used + set aside; found = merged + set aside + skipped."""
    number, outcomes = book.number, facts.outcomes
    used, aside = facts.values_used, facts.values_aside
    values = book.word("values", read=number(used + aside), used=number(used), aside=number(aside))
    files = book.word(
        "files",
        found=number(facts.consolidation.found),
        merged=number(outcomes.get("merged", 0)),
        aside=number(outcomes.get("set-aside", 0)),
        skipped=number(outcomes.get("skipped", 0)),
    )
    every = facts.by_level[:1]
    if every:
        rates = book.word("rates", **dict(zip(("reporting", "on_time"), _rates(book, every[0]), strict=True)))
        _line(book, sheet, 10, rates, align="center", font_size=12)
    _line(book, sheet, 11, values, align="center", font_size=12)
    _line(book, sheet, 12, files, align="center", font_size=12, valign="top")
    sheet.set_row(10, 20 if every else 6)
    sheet.set_row(12, 24)


def _table(book: Book, sheet: Worksheet, facts: ProvinceFacts) -> None:
    form, units = facts.consolidation.form, len(facts.units)
    keys = ("tt", "indicator", "", "measure", "quantity", "reporting", "aside", "note")
    for column, key in enumerate(keys):
        book.text(sheet, HEADER, column, book.word(key) if key else "", book.head(font_size=12))
    sheet.merge_range(HEADER, 1, HEADER, 2, book.word("indicator"), book.head(font_size=12))
    sheet.set_row(HEADER, 34)
    middle, label = book.cell(align="center", font_size=12), book.cell(text_wrap=True, font_size=12, indent=1)
    small = book.cell(text_wrap=True, font_size=10, indent=1)
    count = book.cell(align="center", font_size=12, num_format=NUMBER)
    deciders, waiting, unread = _deciders(facts), to_settle(facts), _unread(facts)
    for place, (field, total) in enumerate(zip(form.fields, facts.consolidation.totals, strict=True)):
        row = FIRST + place
        sheet.set_row(row, 36)
        book.text(sheet, row, 0, field.tt, middle)
        sheet.merge_range(row, 1, row, 2, "", label)
        book.text(
            sheet, row, 1, field.label, book.cell(text_wrap=True, font_size=12, indent=3) if field.parent else label
        )
        book.text(sheet, row, 3, field.unit, middle)
        shown, cells = result_format(field), value_range(form, field.id, units)
        formula = way_of(field).formula(field, _below_of(facts.consolidation, field))
        quantity = book.cell(align="right", bold=True, font_size=13, num_format=shown, font_color=INK, indent=1)
        if formula:
            sheet.write_formula(row, QUANTITY, f"={formula}", quantity, shown_total(total))
        else:
            book.text(sheet, row, QUANTITY, "–", quantity)
        sheet.write_formula(
            row, REPORTING, f"={'COUNTA' if field.kind in ANSWERS else 'COUNT'}({cells})", count, total.units_used
        )
        waits = {"bg_color": FILLS["error"]} if place in waiting else {}
        adds = way_of(field).adds or field.parts  # what is never added up has a 0 here, and no day 0
        aside = book.cell(align="center", font_size=12, num_format=shown if adds else NUMBER, **waits)
        sheet.write_number(row, ASIDE, total.set_aside, aside)
        note = _note(book, field, total, deciders[place], unread[place])
        book.text(sheet, row, NOTE, note, small)
        if len(note) > NOTE_CHARACTERS:
            sheet.set_row(row, 36 + 13 * -(-(len(note) - NOTE_CHARACTERS) // (NOTE_CHARACTERS // 3)))


def _below_of(consolidation: Consolidation, field: Field) -> Callable[[str], str]:
    """Where the values stand that a total is worked out from."""
    if from_below(consolidation, field):
        return lambda one: base.value_range(consolidation, one)
    return lambda one: value_range(consolidation.form, one, len(consolidation.units))


def shown_total(total: Total) -> int | float | str:
    """What the cell of a total shows, '' for nothing."""
    if total.answers:
        return "; ".join(f"{answer}: {n}" for answer, n in total.answers)
    return "" if total.used is None else total.used


def to_settle(facts: ProvinceFacts) -> frozenset[int]:
    """The indicators of which something is set aside that changes the total or has to be decided: not a 0."""
    return frozenset(
        place
        for unit in facts.units
        for place, figure in enumerate(unit.result.figures)
        if is_aside(figure) and figure.number != 0
    )


def _unread(facts: ProvinceFacts) -> Counter[int]:
    """By indicator: how many values are set aside that have no number yet, so that no amount shows them."""
    return Counter(
        place
        for unit in facts.units
        for place, figure in enumerate(unit.result.figures)
        if is_aside(figure) and figure.number is None
    )


def _deciders(facts: ProvinceFacts) -> list[Counter[str]]:
    """By indicator: who decided how many of the values that are added up."""
    decided: list[Counter[str]] = [Counter() for _ in facts.consolidation.totals]
    if facts.decisions:
        for result in facts.consolidation.units:
            for place, figure in enumerate(result.figures):
                if figure.decision is not None and figure.used is not None:
                    decided[place][figure.decision.by] += 1
    return decided


def _note(book: Book, field: Field, total: Total, deciders: Mapping[str, int], unread: int) -> str:
    parts = [book.word("note-decided", n=n, by=by or book.word("no-name")) for by, n in sorted(deciders.items())]
    if field.measure == "stock":
        parts.append(book.word("note-stock"))
    if field.aggregation in HOW:
        parts.append(book.word(HOW[field.aggregation], parts=" / ".join(field.parts)))
    if total.estimates:
        parts.append(book.word("note-estimate", n=total.estimates))
    if total.units_set_aside:
        aside = book.word("note-aside", n=total.units_set_aside)
        parts.append(aside + book.word("note-unread", n=unread) if unread else aside)
    if total.units_missing:
        parts.append(book.word("note-missing", n=total.units_missing))
    note = "; ".join(parts)
    return note[:1].upper() + note[1:]


def _below(book: Book, sheet: Worksheet, facts: ProvinceFacts) -> int:
    """Who has reported by level, the words that units wrote, and what the columns mean; the last row written."""
    row = _levels(book, sheet, facts, FIRST + len(facts.consolidation.form.fields))
    form = facts.consolidation.form
    for field, total in zip(form.fields, facts.consolidation.totals, strict=True):
        if total.texts:
            row += 1
            _line(book, sheet, row, book.word("texts", tt=field.tt, label=field.label), bold=True, font_size=11)
            row += 1
            _paragraph(book, sheet, row, _texts(book, total))
    consolidation = facts.consolidation
    sent = [one.unit for one in not_usable(consolidation)]
    for key, units in (("missing-names", consolidation.missing), ("unusable-names", sent)):
        if units:
            row += 1
            _paragraph(book, sheet, row, _names(book, key, units))
    row += 1
    _paragraph(book, sheet, row, book.word("legend-aside"), italic=True)
    return _signatures(book, sheet, row + 2)


def _levels(book: Book, sheet: Any, facts: ProvinceFacts, row: int) -> int:
    """A small table of completeness, where there are several levels; the next free row."""
    if len(facts.by_level) < LEVELS_FROM:
        return row
    row += 1
    _line(book, sheet, row, book.word("levels-title"), bold=True, font_size=11)
    titles = ("expected", "received", "unusable", "absent", "late-units")
    middle, left = book.cell(align="center", font_size=11, num_format=NUMBER), book.cell(font_size=11, indent=1)
    sheet.set_row(row + 1, 31)
    sheet.merge_range(row + 1, 0, row + 1, 1, book.word("level"), book.head())
    for column, key in enumerate(titles, 2):
        book.text(sheet, row + 1, column, book.word(key), book.head())
    book.text(sheet, row + 1, LAST, f"{book.word('reporting-rate')} / {book.word('on-time-rate').lower()}", book.head())
    row += 2
    for one in (*facts.by_level[1:], facts.by_level[0]):
        name = facts.consolidation.form.levels.get(one.level, one.level) or book.word("all-levels")
        sheet.merge_range(row, 0, row, 1, "", left)
        book.text(sheet, row, 0, name, left)
        for column, number in enumerate((one.expected, one.received, one.unusable, one.missing, one.late), 2):
            sheet.write_number(row, column, number, middle)
        book.text(sheet, row, LAST, " / ".join(_rates(book, one)), middle)
        row += 1
    return row


def _rates(book: Book, one: Completeness) -> tuple[str, str]:
    """Reporting and on time: ('98,2%', '100%')."""
    reporting = _percentage(book, one.received, one.expected)
    if one.on_time is None:
        return reporting, book.word("undated-units", n=book.number(one.undated))
    return reporting, _percentage(book, one.on_time, one.expected)


def _percentage(book: Book, part: int, whole: int) -> str:
    share = percent(part, whole)
    return "–" if share is None else f"{book.number(share)}%"


def _names(book: Book, key: str, units: Sequence[Unit]) -> str:
    names = [unit.name for unit in units]
    shown = names[:SHOWN_NAMES]
    if len(names) > SHOWN_NAMES:
        shown.append(book.word("missing-more", n=book.number(len(names) - SHOWN_NAMES)))
    return book.word(key, n=book.number(len(names)), names="; ".join(shown))


def _signatures(book: Book, sheet: Worksheet, row: int) -> int:
    for key, first, last in (("prepared", 0, 2), ("signed", 4, LAST)):
        for offset, (text, style) in enumerate(
            (
                (book.word(key), book.format(bold=True, align="center", font_size=12)),
                (book.word("sign-here"), book.format(italic=True, align="center")),
            )
        ):
            sheet.merge_range(row + offset, first, row + offset, last, text, style)
    return row + 6


def _paragraph(book: Book, sheet: Worksheet, row: int, text: str, **properties: object) -> None:
    """A line over all columns, high enough for its text: merged cells do not grow by themselves."""
    sheet.set_row(row, 15.5 * max(1, -(-len(text) // LINE_CHARACTERS)) + 4)
    _line(book, sheet, row, text, text_wrap=True, valign="top", **properties)


def _texts(book: Book, total: Total) -> str:
    """What the units name, each once, the most frequent first; parts are separated as clerks do, by ; or a new line."""
    counts: dict[str, list[str]] = {}
    for _, text in total.texts:
        parts = (part.strip(" .…") for line in text.splitlines() for part in line.split(";"))
        for part in {fold(part): part for part in parts if part}.items():
            counts.setdefault(part[0], []).append(part[1])
    ordered = sorted(counts.items(), key=lambda one: (-len(one[1]), one[0]))
    shown = [book.word("text", text=min(written), n=len(written)) for _, written in ordered[:SHOWN_TEXTS]]
    if len(ordered) > SHOWN_TEXTS:
        shown.append(book.word("more-texts", n=len(ordered) - SHOWN_TEXTS))
    return "; ".join(shown) + "."


def compare(written: Written, consolidation: Consolidation) -> None:
    """The totals, as they are stored beside their formulas."""
    totals = consolidation.totals
    rows = written.rows(SUMMARY)[FIRST : FIRST + len(totals)]
    same("totals", len(totals), len(rows))
    for row, total in zip(rows, totals, strict=True):
        shown = tuple(stored_number(row[column]) for column in (QUANTITY, REPORTING, ASIDE))
        shown = (None if shown[0] in NO_TOTAL else shown[0], *shown[1:])
        result = shown_total(total) if total.answers else total.used
        same(f"total of {total.field}", (result, total.units_used, total.set_aside), shown)


SHEET = ProvinceSheet(
    name=SUMMARY,
    wanted=always,
    write=write,
    compare=compare,
)
