"""The reminder as a document: a công văn in the layout of Nghị định 30/2020/NĐ-CP, phụ lục I.

A công văn has no name of type: its subject stands under the number. The same letter gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.words import letters as words
from cchc_xl.write.province.outstanding import OwingUnit, parted
from cchc_xl.write.word import letter as texts
from cchc_xl.write.word.letter import Letter
from cchc_xl.write.word.official import (
    CELL,
    FONT,
    HEAD,
    MARGINS,
    PAGE,
    TEXT,
    TITLE_RULE,
    WIDTH,
    body_line,
    letterhead,
    signature,
    text_row,
)
from cchc_xl.write.word.package import document
from cchc_xl.write.word.parts import cell, line, paragraph, row, rule, section, table
from cchc_xl.write.word.runs import run

PROBLEM_WIDTHS = (10, 52, 52, 46)
MISSING_WIDTHS = (12, 108, 40)


def reminder_docx(letter: Letter) -> bytes:
    """The document. Dates and the number are dots, for the clerk of the office to fill in."""
    return document("".join(_body(letter)), FONT, TEXT, HEAD)


def _body(letter: Letter) -> Iterator[str]:
    yield _letterhead(letter)
    yield from _addressees(texts.addressees(letter))
    yield from map(body_line, texts.body(letter))
    if not letter.one and letter.unit.problems:
        yield _problems(letter.owing)
    yield from map(body_line, texts.request(letter))
    yield _signature(letter)
    if letter.one:
        yield paragraph(section=section(PAGE, MARGINS, head=True))
        yield from _appendix(letter)
        yield section(PAGE, MARGINS, numbered_from=1)
    else:
        yield section(PAGE, MARGINS, head=True)


# --- head, addressees, signature -----------------------------------------------------------------------------------


def _letterhead(letter: Letter) -> str:
    """A letter has its subject under the number."""
    office = letter.office
    date = words.PLACE_AND_DATE.format(place=office.place or words.DOTS, date=words.DATE)
    below = [
        line(words.NUMBER_LINE.format(number=texts.number(office)), HEAD, before=4),
        line(words.SUBJECT_LINE.format(subject=texts.subject(letter)), CELL, before=2),
    ]
    return letterhead(office.superior, [office.name or words.DOTS], below, line(date, HEAD, italic=True, before=8))


def _addressees(names: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield paragraph(run(words.TO_ONE.format(unit=names[0])), align="center", before=14, after=14)
        return
    yield paragraph(run(words.TO), left=35, before=14)
    for place, name in enumerate(names, 1):
        last = place == len(names)
        yield paragraph(run(f"- {name}{'.' if last else ';'}"), left=55, after=14 if last else 0)


def _signature(letter: Letter) -> str:
    office = letter.office
    recipients = (words.ONE_RECIPIENT.format(recipient=one.rstrip(";. ")) for one in office.recipients)
    archive = words.ARCHIVE.format(archive=office.archive or words.ARCHIVE_OF)
    authority = (office.authority or words.DOTS, office.title or words.DOTS)
    return signature((words.AS_ABOVE, *recipients, archive), authority, office.signer or words.DOTS)


# --- tables --------------------------------------------------------------------------------------------------------


def _problems(units: Sequence[OwingUnit], named: bool = False) -> str:
    """What is to be corrected. ``named``: with a row that names each unit above its problems."""
    return table(_problem_rows(units, named), PROBLEM_WIDTHS)


def _problem_rows(units: Sequence[OwingUnit], named: bool) -> Iterator[str]:
    yield text_row(words.PROBLEM_HEADS, PROBLEM_WIDTHS, head=True)
    for unit in units:
        if named:
            name = line(texts.named(unit), CELL, bold=True, centred=False)
            yield row([cell(name, sum(PROBLEM_WIDTHS), len(PROBLEM_WIDTHS))])
        for place, problem in enumerate(unit.problems, 1):
            yield text_row((str(place), texts.place_of(problem), problem.what, problem.repair), PROBLEM_WIDTHS)


def _missing(units: Sequence[OwingUnit]) -> str:
    rows = ((str(place), texts.named(unit), texts.when(unit.deadline)) for place, unit in enumerate(units, 1))
    head = text_row(words.MISSING_HEADS, MISSING_WIDTHS, head=True)
    return table([head, *(text_row(said, MISSING_WIDTHS, centred=(0, 2)) for said in rows)], MISSING_WIDTHS)


def _appendix(letter: Letter) -> Iterator[str]:
    """The list of units, on pages of its own numbering."""
    of = words.APPENDIX_OF.format(number=texts.number(letter.office), date=words.DATE, office=letter.sender)
    yield line(words.APPENDIX, TEXT, bold=True)
    yield line(words.APPENDIX_TITLE.format(report=texts.about(letter).upper()), HEAD, bold=True)
    yield line(of, TEXT, italic=True)
    yield rule(WIDTH, TITLE_RULE)
    missing, unusable, faulty = parted(letter.owing)
    heads = iter(("I", "II", "III"))
    if missing:
        yield _head(words.APPENDIX_TO_SEND.format(place=next(heads)))
        yield _missing(missing)
    for units, head in ((unusable, words.APPENDIX_TO_RESEND), (faulty, words.APPENDIX_TO_CORRECT)):
        if units:
            yield _head(head.format(place=next(heads)))
            yield _problems(units, named=True)


def _head(text: str) -> str:
    return line(text, HEAD, bold=True, centred=False, before=10, after=6)
