"""The official report of a unit, from what its workbook says: layout of Nghị định 30/2020/NĐ-CP, the sections of the
narrative word for word, dots where nothing was written, the table as its appendix.

What is written here is read again as the same report: figures stand as the clerk wrote them, a blank one blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from cchc_xl.form.layout import NAMES_BELOW, SHEET_META, SIGNER_COLUMN
from cchc_xl.model import Cell, Finding, Form, Grid, ListTable, Reading, Report, Submission
from cchc_xl.numbers import text_of
from cchc_xl.quantity.answers import shown_answer
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, plain, squeeze
from cchc_xl.words import letters
from cchc_xl.words import reports as words
from cchc_xl.write.province.outstanding import OpenProblem, problem_of
from cchc_xl.write.word import official
from cchc_xl.write.word.letter import place_of, when
from cchc_xl.write.word.official import CELL, FONT, HEAD, MARGINS, PAGE, TEXT, body_line, heading, text_row
from cchc_xl.write.word.package import document
from cchc_xl.write.word.parts import line, paragraph, rule, section, table
from cchc_xl.write.word.reminder import PROBLEM_WIDTHS
from cchc_xl.write.word.runs import run

TT_WIDTH, MEASURE_WIDTH, VALUE_WIDTH, NOTE_WIDTH = 12, 24, 26, 38
LONGEST_NAME = 100
TEXT_SHARE = 2.5  # of the width that a column of texts takes, beside 1 of others
LEAST_LABEL = 40  # mm; where columns of figures leave less, the page lies on its side
_ORGANS = ("ủy ban nhân dân ", "ubnd ", "u.b.n.d ", "u.b.n.d. ")
_DRAFT_BOX = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="4"/>' for side in ("top", "left", "bottom", "right"))


class UnitReport(NamedTuple):
    """What a unit's report is made of.

    ``superior``: the body above the unit, ``to``: who is reported to, ``signer``: whose name stands under it; '' for
    dots. ``problems``: what must be corrected first; where there is something the document is a draft that lists it.
    """

    form: Form
    submission: Submission
    superior: str = ""
    to: str = ""
    signer: str = ""
    problems: tuple[OpenProblem, ...] = ()


def unit_report(form: Form, report: Report, grid: Grid) -> UnitReport:
    """The report of a file that was read; its errors are what must be corrected. ``ValueError`` where it has no table
    of the form.
    """
    submission = report.submission
    if submission is None:
        raise ValueError(report.source.path)
    superior, signer = _above_and_below(grid, submission)
    problems = tuple(problem_of(one, form) for one in errors(report))
    return UnitReport(form, submission, superior, signer=signer, problems=problems)


def _above_and_below(grid: Grid, submission: Submission) -> tuple[str, str]:
    """The superior body and the signer's name, as the clerk wrote them on a sheet of our template."""
    sheet = grid.sheet(submission.sheet)
    rows = [one.ref.row for one in submission.readings if one.ref]
    if sheet is None or not rows or grid.sheet(SHEET_META) is None:
        return "", ""
    superior = sheet.cells.get((1, 1))
    signer = sheet.cells.get((max(rows) + NAMES_BELOW, SIGNER_COLUMN))
    return _name_in(superior), _name_in(signer)


def _name_in(cell: Cell | None) -> str:
    """A name that was typed; '' for a formula, a number or a text that is no name."""
    text = squeeze(cell.value) if cell and isinstance(cell.value, str) and cell.formula is None else ""
    return text if len(text) <= LONGEST_NAME else ""


def errors(report: Report) -> list[Finding]:
    """What stands in the way of signing: errors, and whatever says why a figure could not be read."""
    readings = report.submission.readings if report.submission else ()
    unread = {one.field for one in readings if one.state == "error"}
    return [
        finding
        for finding in report.findings
        if finding.severity == "error" or (finding.severity == "warning" and finding.field in unread)
    ]


def file_name(form: Form, submission: Submission) -> str:
    """By form, unit and period, without an extension; not yet safe for a file system."""
    unit = _unit(submission) or letters.DOTS
    return words.FILE_NAME.format(title=form.title, unit=unit, period=_period(submission) or letters.DOTS)


def unit_report_docx(report: UnitReport) -> bytes:
    """The document; the same report gives the same bytes."""
    return document("".join(_body(report)), FONT, TEXT, HEAD)


def _body(report: UnitReport) -> Iterator[str]:
    if report.problems:
        yield _draft(len(report.problems))
    yield _letterhead(report)
    yield official.title((words.KIND, capitalised(_about(report))))
    yield paragraph(run(words.TO.format(office=report.to or letters.DOTS)), align="center", before=6, after=8)
    yield from _text(report)
    yield official.signature(
        (letters.AS_ABOVE, words.RECIPIENT, words.ARCHIVE), words.AUTHORITY, report.signer or letters.DOTS
    )
    yield paragraph(section=section(PAGE, MARGINS, head=True))
    yield from _appendix(report)
    page = _appendix_page(report.form)
    if report.problems:
        yield paragraph(section=section(page, MARGINS, numbered_from=1))
        yield from _problems(report.problems)
        page = PAGE
    yield section(page, MARGINS, numbered_from=1)


# --- who, when, what ---------------------------------------------------------------------------------------------


def _unit(submission: Submission) -> str:
    return squeeze(submission.unit.name if submission.unit else submission.unit_text)


def _period(submission: Submission) -> str:
    return submission.period.label if submission.period else squeeze(submission.period_text)


def _about(report: UnitReport) -> str:
    """'tuyên truyền CCHC 6 tháng đầu năm 2026': the form's title without the word 'Báo cáo', and the period."""
    return about(report.form.title, _period(report.submission) or letters.DOTS)


def about(title: str, period: str) -> str:
    """What a report is about, inside a sentence."""
    kind = words.KIND.split()
    parts = squeeze(title).split()
    rest = parts[len(kind) :] if fold(" ".join(parts[: len(kind)])) == fold(words.KIND) else parts
    return " ".join(inside(part) for part in (" ".join(rest) or title, period))


def inside(text: str) -> str:
    """A title as a part of a sentence: 'Năm 2026' -> 'năm 2026'; an abbreviation stays ('CCHC ...')."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def without_organ(name: str) -> str:
    """'UBND xã An Bình' -> 'xã An Bình'; a name without that organ as it is."""
    folded = fold(name)
    organ = next((one for one in _ORGANS if folded.startswith(one)), "")
    return " ".join(squeeze(name).split()[len(organ.split()) :])


def is_committee(name: str) -> bool:
    """Is it an administrative unit, of which the People's Committee reports?"""
    return plain(without_organ(name)).startswith(tuple(f"{plain(kind)} " for kind in letters.WITH_COMMITTEE))


def _number(report: UnitReport) -> str:
    """The number as the workbook has it, without the word 'Số:' before it; with dots where it has none."""
    given = squeeze(report.submission.header.get("report_no", ""))
    folded = fold(given)
    for word in ("số:", "số :", "số "):
        if folded.startswith(word):
            given = given[len(word) :].strip()
            break
    if given:
        return given
    return words.NUMBER_OF_COMMITTEE if is_committee(_unit(report.submission)) else words.NUMBER_OF_OFFICE


def _date(submission: Submission) -> str:
    """'ngày 05 tháng 01 năm 2026': days below 10, January and February have a 0 before them (Nghị định 30/2020)."""
    if not submission.issued:
        return letters.DATE
    day = dt.date.fromisoformat(submission.issued[:10])
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return words.DAY.format(day=day.day, month=month, year=day.year)


# --- the text ----------------------------------------------------------------------------------------------------


def _letterhead(report: UnitReport) -> str:
    name = _unit(report.submission)
    own = without_organ(name)
    names, superior = [own or letters.DOTS], report.superior
    if is_committee(name):
        names, superior = [words.COMMITTEE, own], ""
    elif not superior:
        superior = words.PROVINCE
    number = line(letters.NUMBER_LINE.format(number=_number(report)), HEAD, before=4)
    date = letters.PLACE_AND_DATE.format(place=letters.DOTS, date=_date(report.submission))
    return official.letterhead(superior, names, [number], line(date, HEAD, italic=True, before=8))


def _text(report: UnitReport) -> Iterator[str]:
    """The opening, the sections, the closing."""
    submission, unit = report.submission, _unit(report.submission) or letters.DOTS
    until = words.UNTIL.format(day=when(submission.cut_off)) if submission.cut_off else ""
    yield body_line(words.OPENING.format(unit=unit, about=_about(report), until=until))
    for item in report.form.narrative:
        yield heading(item.label)
        written = [part for part in _without_heading(submission.narrative.get(item.id, ""), item.label) if part.strip()]
        yield from map(body_line, written or [words.DOTTED_LINE])
    yield body_line(words.CLOSING.format(unit=unit, about=_about(report)))


def _without_heading(text: str, label: str) -> Sequence[str]:
    """The paragraphs of a section; the section's own title, which a document has in its text, not twice."""
    lines = text.splitlines()
    return lines[1:] if lines and fold(lines[0]) == fold(label) else lines


# --- the appendix ------------------------------------------------------------------------------------------------


def _appendix_page(form: Form) -> tuple[int, int]:
    return PAGE if _label_width(form, official.WIDTH) >= LEAST_LABEL else (PAGE[1], PAGE[0])


def _label_width(form: Form, width: int) -> int:
    return width - TT_WIDTH - MEASURE_WIDTH - NOTE_WIDTH - VALUE_WIDTH * max(len(form.values), 1)


def _appendix(report: UnitReport) -> Iterator[str]:
    form, submission = report.form, report.submission
    headings = [text for text in form.heading if text.strip()]
    if not headings or not fold(headings[0]).startswith(fold(words.APPENDIX)):
        headings.insert(0, words.APPENDIX)
    for text in headings:
        yield line(text, TEXT, bold=True)
    attached = words.ATTACHED.format(
        number=_number(report), date=_date(submission), unit=_unit(submission) or letters.DOTS
    )
    yield line(attached, TEXT, italic=True)
    yield rule(official.WIDTH, official.TITLE_RULE)
    yield line("", 6)
    yield from _entries(report)
    yield line("", 6)
    page = _appendix_page(form)
    width = page[0] - MARGINS["left"] - MARGINS["right"]
    columns = max(len(form.values), 1)
    label = _label_width(form, width)
    widths: tuple[float, ...] = (TT_WIDTH, label, MEASURE_WIDTH, *[VALUE_WIDTH] * columns, NOTE_WIDTH)
    if label < LEAST_LABEL:  # more columns than a page has room for: they share what the labels leave
        each = (width - TT_WIDTH - MEASURE_WIDTH - NOTE_WIDTH - LEAST_LABEL) / columns
        widths = (TT_WIDTH, LEAST_LABEL, MEASURE_WIDTH, *[each] * columns, NOTE_WIDTH)
    yield table(_rows(report, widths), widths)
    for one in form.lists:
        yield from _list(report, one, width)


def _list(report: UnitReport, one: ListTable, width: float) -> Iterator[str]:
    """A list with its lines, as it is read again; who said that there is nothing to list says so."""
    lines = [listed for listed in report.submission.lines if listed.list == one.id]
    shares = [TEXT_SHARE if column.kind == "text" else 1 for column in one.columns]
    widths = (TT_WIDTH, *((width - TT_WIDTH) * share / sum(shares) for share in shares))
    titles = [f"{column.label} ({column.unit})" if column.unit else column.label for column in one.columns]
    middle = (0, *(place for place, column in enumerate(one.columns, 1) if column.kind != "text"))
    rows = [text_row((report.form.columns["tt"], *titles), widths, head=True)]
    for number, listed in enumerate(lines, 1):
        said = (_said(reading, column.kind) for reading, column in zip(listed.readings, one.columns, strict=True))
        rows.append(text_row((str(number), *said), widths, centred=middle))
    if not lines:
        counts = (report.submission.reading(field.id) for field in report.form.fields if field.drawn == one.id)
        none = any(count is not None and count.number == 0 for count in counts)
        rows.append(text_row(("", words.NOTHING if none else "", *[""] * (len(titles) - 1)), widths))
    yield line(one.title.upper(), TEXT, bold=True, before=12, after=6)
    yield table(rows, widths)


def _said(reading: Reading, kind: str) -> str:
    return shown_answer(reading) if reading.state == "answer" else _shown(reading, kind)


def _entries(report: UnitReport) -> Iterator[str]:
    """The block above the table: what the clerk entered there, by its labels."""
    for item in report.form.header:
        value = squeeze(report.submission.header.get(item.id, ""))
        if item.kind == "unit":
            value = _unit(report.submission)
        if value:
            yield line(words.ENTRY.format(label=item.label, value=value), CELL, centred=False)


def _rows(report: UnitReport, widths: Sequence[float]) -> Iterator[str]:
    form = report.form
    titles = form.columns
    figures = [column.label for column in form.values] if len(form.values) > 1 else [titles["value"]]
    middle = (0, 2, *range(3, 3 + len(figures)))
    yield text_row((titles["tt"], titles["label"], titles["unit"], *figures, titles["note"]), widths, head=True)
    fields = {(field.row, field.column): field for field in form.fields}
    above = {section.before: section for section in form.sections}
    for row in form.rows:
        if part := above.get(row.id):
            yield text_row((part.tt, part.label, "", *[""] * len(figures), ""), widths, centred=middle)
        asked = [fields.get((row.id, column.id)) for column in form.values]
        readings = [report.submission.reading(field.id) if field else None for field in asked]
        note = next((one.note for one in readings if one and one.note), "")
        said = (_shown(reading, field.kind if field else "") for reading, field in zip(readings, asked, strict=True))
        yield text_row((row.tt, row.label, row.unit, *said, note), widths, centred=middle)


def _shown(reading: Reading | None, kind: str) -> str:
    """What the clerk wrote; a number without separators, which could be read otherwise, with a decimal comma. What the
    sheet shows as 76,7% is 76,7% and not 0,767, and a day is written as offices do.
    """
    if reading is None:
        return ""
    text = reading.raw_text
    if kind == "percent" and isinstance(reading.raw, int | float) and reading.number not in (None, reading.raw):
        return f"{text_of(reading.number)}%".replace(".", ",")
    if kind == "date" and reading.state == "answer":
        return shown_answer(reading)
    if isinstance(reading.raw, float) and "e" not in text.lower():
        return text.replace(".", ",")
    return text


# --- a draft -----------------------------------------------------------------------------------------------------


def _draft(count: int) -> str:
    """What stands across the head of a report that must not be signed yet."""
    box = f"<w:pBdr>{_DRAFT_BOX}</w:pBdr>"
    return paragraph(run(words.DRAFT, 16, bold=True), align="center", left=50, right=50, border=box) + line(
        words.DRAFT_OF.format(n=count), CELL, italic=True, before=6, after=10
    )


def _problems(problems: Sequence[OpenProblem]) -> Iterator[str]:
    yield line(words.DRAFT_LIST, HEAD, bold=True)
    yield line(words.DRAFT_NOTE, CELL, italic=True, after=8)
    rows = (
        text_row((str(place), place_of(one), one.what, one.repair), PROBLEM_WIDTHS)
        for place, one in enumerate(problems, 1)
    )
    yield table((text_row(letters.PROBLEM_HEADS, PROBLEM_WIDTHS, head=True), *rows), PROBLEM_WIDTHS)
