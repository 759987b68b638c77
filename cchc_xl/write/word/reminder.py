"""The reminder as a document: a công văn in the layout of Nghị định 30/2020/NĐ-CP, phụ lục I.

A4 upright, margins 20 20 30 20 mm, Times New Roman, black; page numbers centred at the top and none on the first page.
A công văn has no name of type: its subject stands under the number. The same letter gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cchc_xl.words import letters as words
from cchc_xl.write.province.outstanding import OwingUnit
from cchc_xl.write.word import letter as texts
from cchc_xl.write.word.letter import Letter
from cchc_xl.write.word.package import document
from cchc_xl.write.word.parts import cell, line, paragraph, row, rule, run, section, table

FONT = "Times New Roman"
TEXT, SMALL, HEAD = 14, 11, 13  # points
MARGINS = {"top": 20, "right": 20, "bottom": 20, "left": 30, "header": 10, "footer": 13}  # mm, as are all widths here
PAGE = (210, 297)
HEADER_WIDTHS = (62, 98)
SIGN_WIDTHS = (80, 80)
PROBLEM_WIDTHS = (10, 52, 52, 46)
MISSING_WIDTHS = (12, 108, 40)
MOTTO_RULE, NAME_RULE, TITLE_RULE = 58, 22, 50  # lengths of the rules


def reminder_docx(letter: Letter) -> bytes:
    """The document. Dates and the number are dots, for the clerk of the office to fill in."""
    return document("".join(_body(letter)), FONT, TEXT, HEAD)


def _body(letter: Letter) -> Iterator[str]:
    yield _letterhead(letter)
    yield from _addressees(texts.addressees(letter))
    yield from map(_paragraph, texts.body(letter))
    if not letter.one and letter.unit.problems:
        yield _problems(letter.owing)
    yield from map(_paragraph, texts.request(letter))
    yield _signature(letter)
    if letter.one:
        yield paragraph(section=section(PAGE, MARGINS, head=True))
        yield from _appendix(letter)
        yield section(PAGE, MARGINS, numbered_from=1)
    else:
        yield section(PAGE, MARGINS, head=True)


# --- head, addressees, signature -----------------------------------------------------------------------------------


def _side_by_side(left: Iterable[str], right: Iterable[str], widths: Sequence[int]) -> str:
    sides = zip((left, right), widths, strict=True)
    return table([row(cell("".join(lines), width) for lines, width in sides)], widths, border=False)


def _letterhead(letter: Letter) -> str:
    """Nation and motto on the right; bodies, number and subject on the left."""
    office = letter.office
    date = words.PLACE_AND_DATE.format(place=office.place or words.DOTS, date=words.DATE)
    left = [
        *([line(office.superior.upper(), HEAD)] if office.superior else []),
        line(office.name.upper() or words.DOTS, HEAD, bold=True),
        rule(HEADER_WIDTHS[0], NAME_RULE),
        line(words.NUMBER_LINE.format(number=texts.number(office)), HEAD, before=4),
        line(words.SUBJECT_LINE.format(subject=texts.subject(letter)), 12, before=2),
    ]
    right = [
        line(words.NATION, HEAD, bold=True),
        line(words.MOTTO, TEXT, bold=True),
        rule(HEADER_WIDTHS[1], MOTTO_RULE),
        line(date, HEAD, italic=True, before=8),
    ]
    return _side_by_side(left, right, HEADER_WIDTHS)


def _addressees(names: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield paragraph(run(words.TO_ONE.format(unit=names[0])), align="center", before=14, after=14)
        return
    yield paragraph(run(words.TO), left=35, before=14)
    for place, name in enumerate(names, 1):
        last = place == len(names)
        yield paragraph(run(f"- {name}{'.' if last else ';'}"), left=55, after=14 if last else 0)


def _signature(letter: Letter) -> str:
    """Recipients on the left, authority, title and name on the right; kept on one page."""
    office = letter.office
    recipients = (words.ONE_RECIPIENT.format(recipient=one.rstrip(";. ")) for one in office.recipients)
    archive = words.ARCHIVE.format(archive=office.archive or words.ARCHIVE_OF)
    left = [
        line(words.RECIPIENTS, 12, bold=True, italic=True, centred=False),
        *(line(text, SMALL, centred=False) for text in (words.AS_ABOVE, *recipients, archive)),
    ]
    right = [
        line((office.authority or words.DOTS).upper(), TEXT, bold=True),
        line((office.title or words.DOTS).upper(), TEXT, bold=True),
        *(line("", TEXT) for _ in range(3)),  # room for the signature and the seal
        line(office.signer or words.DOTS, TEXT, bold=True),
    ]
    return line("", 6) + _side_by_side(left, right, SIGN_WIDTHS)


# --- tables --------------------------------------------------------------------------------------------------------


def _problems(units: Sequence[OwingUnit], named: bool = False) -> str:
    """What is to be corrected. ``named``: with a row that names each unit above its problems."""
    return table(_problem_rows(units, named), PROBLEM_WIDTHS)


def _problem_rows(units: Sequence[OwingUnit], named: bool) -> Iterator[str]:
    yield _row(words.PROBLEM_HEADS, PROBLEM_WIDTHS, head=True)
    for unit in units:
        if named:
            name = line(texts.named(unit), 12, bold=True, centred=False)
            yield row([cell(name, sum(PROBLEM_WIDTHS), len(PROBLEM_WIDTHS))])
        for place, problem in enumerate(unit.problems, 1):
            yield _row((str(place), texts.place_of(problem), problem.what, problem.repair), PROBLEM_WIDTHS)


def _missing(units: Sequence[OwingUnit]) -> str:
    rows = ((str(place), texts.named(unit), texts.when(unit.deadline)) for place, unit in enumerate(units, 1))
    head = _row(words.MISSING_HEADS, MISSING_WIDTHS, head=True)
    return table([head, *(_row(said, MISSING_WIDTHS, centred=(0, 2)) for said in rows)], MISSING_WIDTHS)


def _row(said: Sequence[str], widths: Sequence[int], head: bool = False, centred: Iterable[int] = (0,)) -> str:
    middle = range(len(said)) if head else set(centred)
    lines = (line(text, 12, bold=head, centred=place in middle) for place, text in enumerate(said))
    return row(map(cell, lines, widths), head)


def _appendix(letter: Letter) -> Iterator[str]:
    """The list of units, on pages of its own numbering."""
    of = words.APPENDIX_OF.format(number=texts.number(letter.office), date=words.DATE, office=letter.sender)
    yield line(words.APPENDIX, TEXT, bold=True)
    yield line(words.APPENDIX_TITLE.format(report=texts.about(letter).upper()), HEAD, bold=True)
    yield line(of, TEXT, italic=True)
    yield rule(PAGE[0] - MARGINS["left"] - MARGINS["right"], TITLE_RULE)
    missing = [unit for unit in letter.owing if not unit.problems]
    faulty = [unit for unit in letter.owing if unit.problems]
    heads = iter(("I", "II"))
    if missing:
        yield _head(words.APPENDIX_TO_SEND.format(place=next(heads)))
        yield _missing(missing)
    if faulty:
        yield _head(words.APPENDIX_TO_CORRECT.format(place=next(heads)))
        yield _problems(faulty, named=True)


def _head(text: str) -> str:
    return line(text, HEAD, bold=True, centred=False, before=10, after=6)


# --- paragraphs ----------------------------------------------------------------------------------------------------


def _paragraph(text: str) -> str:
    """Body text: justified, the first line indented, 6 points between paragraphs."""
    return paragraph(run(text), align="both", first_line=12.7, before=6, after=6, lines=1.15)
