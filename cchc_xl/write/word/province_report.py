"""The summary of a province as the document that a head of office signs: layout of Nghị định 30/2020/NĐ-CP, what
``province_text`` says, native charts, three appendices, and a comment at each place that a person must fill or check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.aggregation import way_of
from cchc_xl.campaign import Office
from cchc_xl.form.period import parse_date
from cchc_xl.model import PROVINCE_PROPERTY, Column, Field
from cchc_xl.text import fold
from cchc_xl.words import letters, reports
from cchc_xl.words import province_report as words
from cchc_xl.words.say import number
from cchc_xl.write.province.result import WORDED, Compared, FieldResult, ProvinceResult, ReportingUnit
from cchc_xl.write.word import charts, official
from cchc_xl.write.word.counts import count
from cchc_xl.write.word.letter import when
from cchc_xl.write.word.official import CELL, FONT, HEAD, MARGINS, PAGE, TEXT, WIDTH, body_text, heading, text_row
from cchc_xl.write.word.package import Extras, document
from cchc_xl.write.word.parts import line, paragraph, rule, section, table
from cchc_xl.write.word.province_text import ReportLine, chapters, measure, number_of, short_indicator
from cchc_xl.write.word.remarks import Remarks
from cchc_xl.write.word.runs import run
from cchc_xl.write.word.unit_report import about, capitalised, inside

ON_ITS_SIDE = (PAGE[1], PAGE[0])
FORM_WIDTHS = (10, 50, 18, 22, 15, 17, 28)
MISSING_WIDTHS = (12, 78, 32, 38)
UNIT_TT, UNIT_NAME, MOST_COLUMNS = 10, 61, 12  # of the table of units: widths, and indicators beside each other
SMALL_CELL = 9
_RESULTS = "kết quả "  # our words say it before the form's title
BAR, LEAST_CHART, MOST_CHART = 11, 40, 200  # mm: of a bar with its gap; of a chart
OWN_OUTPUT = {PROVINCE_PROPERTY: "province"}  # the property that says whose output the document is


NOBODY = Office()


def province_report_docx(result: ProvinceResult, office: Office = NOBODY) -> bytes:
    """The document; the same workbook gives the same bytes. ``office``: whose report it is, if a campaign says it."""
    return _Summary(result, office).made()


def file_name(result: ProvinceResult) -> str:
    """By form and period, without an extension; not yet safe for a file system."""
    period = result.period.label if result.period else letters.DOTS
    return words.FILE_NAME.format(title=result.form.title, period=period)


class _Summary:
    """One document under construction: its comments and charts are numbered as they come."""

    def __init__(self, result: ProvinceResult, office: Office) -> None:
        self.result = result
        self.office = office._replace(name=office.name or result.office)
        self.remarks = Remarks()
        self.charts: list[tuple[str, bytes]] = []
        period = result.period.label if result.period else letters.DOTS
        said = about(result.form.title, period)
        self.about = said[len(_RESULTS) :] if fold(said).startswith(_RESULTS) else said

    @property
    def sender(self) -> str:
        return self.office.name or letters.DOTS

    def made(self) -> bytes:
        body = "".join(self._body())
        return document(body, FONT, TEXT, HEAD, Extras(self.remarks.texts, self.charts, OWN_OUTPUT))

    def _body(self) -> Iterator[str]:
        yield self._head()
        yield from self._opening()
        for chapter in chapters(self.result):
            yield heading(chapter.heading)
            yield from map(self._sentence, chapter.sentences)
            if chapter.heading == words.RESULTS:
                yield from self._charts()
            elif chapter.heading == words.COMPARISON:
                yield from self._comparison_charts()
        yield body_text(run(words.CLOSING.format(about=self.about, office=self.sender)))
        yield self._signature()
        yield paragraph(section=section(PAGE, MARGINS, head=True))
        yield from self._form()
        yield paragraph(section=section(PAGE, MARGINS, numbered_from=1))
        yield from self._missing()
        yield paragraph(section=section(PAGE, MARGINS, numbered_from=1))
        yield from self._units()
        yield section(ON_ITS_SIDE, MARGINS, numbered_from=1)

    # --- head, opening, signature --------------------------------------------------------------------------------

    def _head(self) -> str:
        office, on = self.office, self.remarks.on
        said = run(letters.NUMBER_LINE.format(number=self._number()), HEAD)
        below = paragraph(on(words.CHECK_NUMBER, said), align="center", before=4)
        date = letters.PLACE_AND_DATE.format(place=office.place or letters.DOTS, date=letters.DATE)
        head = official.letterhead(
            office.superior, [office.name or letters.DOTS], [below], line(date, HEAD, italic=True, before=8)
        )
        return head + official.title((reports.KIND, capitalised(words.ABOUT.format(about=self.about))))

    def _number(self) -> str:
        """The letters' number of the campaign is for công văn: a report has its own sign."""
        return reports.NUMBER_OF_OFFICE

    def _opening(self) -> Iterator[str]:
        on, result, period = self.remarks.on, self.result, self.result.period
        to = on(words.CHECK_TO, run(reports.TO.format(office=letters.DOTS)))
        yield paragraph(to, align="center", before=6, after=8)
        span = words.SPAN.format(start=when(period.start), end=when(period.end)) if period else ""
        before, after = words.OPENING.format(basis="\0", office=self.sender, about=self.about, span=span).split("\0")
        check = words.CHECK_PERIOD if result.period is None else "" if self.office.name else words.CHECK_OFFICE
        yield body_text(run(before), on(words.CHECK_BASIS, run(2 * letters.DOTS)), on(check, run(after)))

    def _sentence(self, one: ReportLine) -> str:
        said = run(one.text or reports.DOTTED_LINE, bold=one.name)
        return body_text(self.remarks.on(one.check, said), keep=one.name)

    def _signature(self) -> str:
        office, about_it = self.office, self.remarks.about
        recipients = [letters.ONE_RECIPIENT.format(recipient=one.rstrip(";. ")) for one in office.recipients]
        archive = letters.ARCHIVE.format(archive=office.archive or letters.ARCHIVE_OF)
        known = office.authority and office.title and office.signer
        return official.signature(
            (letters.AS_ABOVE, *(recipients or [reports.RECIPIENT]), archive),
            (office.authority or letters.DOTS, office.title or letters.DOTS),
            office.signer or letters.DOTS,
            about_it("" if known else words.CHECK_SIGNER),
            about_it("" if recipients else words.CHECK_RECIPIENTS),
        )

    # --- charts --------------------------------------------------------------------------------------------------

    def _charts(self) -> Iterator[str]:
        """A chart for each column and unit of measure that several indicators are counted in: others would flatten
        them. What is not added up stands beside no sum.
        """
        by_measure: dict[tuple[str, str], list[FieldResult]] = {}
        for one in self.result.fields:
            if one.total is not None and way_of(one.field).adds:
                by_measure.setdefault((one.field.column, one.field.unit), []).append(one)
        for fields in by_measure.values():
            if len(fields) > 1:
                yield from self._chart(fields)

    def _comparison_charts(self) -> Iterator[str]:
        """The same beside an earlier period, of the units that have a figure in both."""
        for earlier in self.result.earlier:
            by_measure: dict[tuple[str, str], list[Compared]] = {}
            for one in earlier.fields:
                if earlier.same_kind and one.units:
                    by_measure.setdefault((one.field.column, one.field.unit), []).append(one)
            for compared in by_measure.values():
                if len(compared) > 1:
                    now = charts.Series(words.NOW, tuple(one.now for one in compared))
                    before = charts.Series(words.BEFORE, tuple(one.before for one in compared))
                    title = words.COMPARED_CHART.format(period=inside(earlier.label), unit=measure(compared[0].field))
                    yield from self._drawn([one.field for one in compared], [now, before], title)

    def _chart(self, fields: Sequence[FieldResult]) -> Iterator[str]:
        totals = tuple(one.total for one in fields if one.total is not None)
        title = words.CHART.format(unit=measure(fields[0].field))
        yield from self._drawn([one.field for one in fields], [charts.Series(words.NOW, totals)], title)

    def _drawn(self, fields: Sequence[Field], series: Sequence[charts.Series], title: str) -> Iterator[str]:
        """A chart of these indicators, which are of one column and one unit of measure."""
        names = [self._chart_label(field) for field in fields]
        self.charts.append(charts.bar_chart(names, series))
        place = len(self.charts)
        if (column := self._column(fields[0])) is not None:
            title = f"{title}: {inside(column.label)}"
        each = ("; ".join(map(number, values)) for values in zip(*(one.values for one in series), strict=True))
        points = "; ".join(f"{name}: {values}" for name, values in zip(names, each, strict=True))
        told = f"{title}. {words.CHART_TEXT.format(points=points)}"
        high = min(max(LEAST_CHART, BAR * len(fields) * (1 + len(series)) / 2 + 12 + 8 * (len(series) - 1)), MOST_CHART)
        yield paragraph(charts.drawing(place, WIDTH, high, told), align="center", before=6, keep=True)
        yield line(words.FIGURE.format(n=place, title=title), CELL, italic=True, after=8)

    def _column(self, field: Field) -> Column | None:
        """The column that an indicator's value stands in, where the form has several."""
        columns = self.result.form.values
        return next((one for one in columns if one.id == field.column), None) if len(columns) > 1 else None

    def _chart_label(self, field: Field) -> str:
        """The row of the form; a chart is of one column."""
        if self._column(field) is None:
            return short_indicator(field)
        return ". ".join(filter(None, (number_of(field), self.result.form.row(field.row).label)))

    # --- appendices ----------------------------------------------------------------------------------------------

    def _appendix(self, place: int, title: str, width: int = WIDTH) -> Iterator[str]:
        of = words.OF_REPORT.format(number=self._number(), date=letters.DATE, office=self.sender)
        yield line(words.APPENDIX.format(n=place), TEXT, bold=True)
        yield line(title, HEAD, bold=True)
        yield line(of, TEXT, italic=True)
        yield rule(width, official.TITLE_RULE)
        yield line("", 6)

    def _form(self) -> Iterator[str]:
        """The consolidated form."""
        yield from self._appendix(1, capitalised(words.ABOUT.format(about=self.about)).upper())
        rows = [text_row(words.FORM_HEADS, FORM_WIDTHS, head=True)]
        above = {part.before: part for part in self.result.form.sections}
        for one in self.result.fields:
            if part := above.get(one.field.row or one.field.id):
                rows.append(text_row((part.tt, part.label, *[""] * 5), FORM_WIDTHS))
            adds = way_of(one.field).adds
            total = "" if one.total is None else number(one.total)
            aside = number(one.set_aside) if one.units_aside and adds else ""
            n = str(len(one.given) if one.field.kind in WORDED else len(one.units))
            said = (one.field.tt, one.field.label, one.field.unit, total, n, aside, _note(one))
            rows.append(text_row(said, FORM_WIDTHS, centred=(0, 2, 3, 4, 5)))
        yield table(rows, FORM_WIDTHS)

    def _missing(self) -> Iterator[str]:
        """Units without a report, those whose file cannot be used included."""
        yield from self._appendix(2, words.MISSING_TITLE)
        missing = self.result.missing
        if not missing:
            none = run(words.NONE_MISSING if missing is not None else letters.DOTS)
            yield paragraph(self.remarks.on("" if missing is not None else words.CHECK_ROSTER, none), align="center")
            return
        rows = [text_row(words.MISSING_HEADS, MISSING_WIDTHS, head=True)]
        for place, unit in enumerate(missing, 1):
            state = words.NOT_USABLE if unit.files else words.NOT_SENT
            said = (str(place), unit.name, when(unit.deadline), state)
            rows.append(text_row(said, MISSING_WIDTHS, centred=(0, 2)))
        yield table(rows, MISSING_WIDTHS)

    def _units(self) -> Iterator[str]:
        """Units by indicator, so many indicators beside each other as a page has room for."""
        width = ON_ITS_SIDE[0] - MARGINS["left"] - MARGINS["right"]
        yield from self._appendix(3, words.UNITS_TITLE, width)
        yield line(words.UNITS_NOTE, CELL, italic=True, after=6)
        fields = self.result.form.fields
        blocks = -(-len(fields) // MOST_COLUMNS) or 1
        size = -(-len(fields) // blocks)
        for start in range(0, len(fields), size):
            yield self._block(fields[start : start + size], width)
            yield line("", 6)

    def _block(self, fields: Sequence[Field], width: float) -> str:
        each = (width - UNIT_TT - UNIT_NAME) / len(fields)
        widths = (UNIT_TT, UNIT_NAME, *[each] * len(fields))
        titles = ("\n".join(filter(None, (number_of(field), field.short or field.label))) for field in fields)
        rows = [text_row((*words.UNITS_HEADS, *titles), widths, head=True, size=SMALL_CELL)]
        middle = (0, *range(2, 2 + len(fields)))
        for place, unit in enumerate(self.result.units, 1):
            said = (str(place), unit.name, *(_value(unit, field) for field in fields))
            rows.append(text_row(said, widths, centred=middle, size=SMALL_CELL))
        return table(rows, widths)


def _value(unit: ReportingUnit, field: Field) -> str:
    """What a unit has in its cell."""
    if field.kind in WORDED:
        text = unit.words.get(field.id, "")
        day = parse_date(text) if field.kind == "date" else None
        return when(day) if day else text
    value = unit.values.get(field.id)
    return "" if value is None else number(value)


def _note(one: FieldResult) -> str:
    parts = [words.NOTE_STOCK] if one.field.measure == "stock" else []
    if one.field.parts:
        parts.append(words.NOTE_RATIO)
    elif one.units and one.total is None and one.field.kind not in WORDED:
        parts.append(words.NOTE_NOT_ADDED)
    if one.estimates:
        parts.append(words.NOTE_ESTIMATE.format(n=count(one.estimates)))
    if one.missing > 0:
        parts.append(words.NOTE_MISSING.format(n=count(one.missing)))
    return capitalised("; ".join(parts))
