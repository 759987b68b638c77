"""The reminder as a document: a công văn in the layout of Nghị định 30/2020/NĐ-CP, phụ lục I.

A4 upright, margins 20 20 30 20 mm, Times New Roman, black; page numbers centred at the top and none on the first page.
A công văn has no name of type: its subject stands under the number. The same letter gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.words import letters as words
from cchc_xl.write.province.outstanding import OwingUnit
from cchc_xl.write.word import letter as texts
from cchc_xl.write.word.letter import Letter
from cchc_xl.write.word.parts import centre, child, element, line, printable, rule, saved, w

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Times New Roman"
TEXT, SMALL, HEAD = 14, 11, 13  # points
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}  # mm, as are all widths here
PAGE = (210, 297)
HEADER_WIDTHS = (62, 98)
SIGN_WIDTHS = (80, 80)
MOTTO_RULE, NAME_RULE, TITLE_RULE = 58, 22, 50  # lengths of the rules


def reminder_docx(letter: Letter) -> bytes:
    """The document. Dates and the number are dots, for the clerk of the office to fill in."""
    document = _document()
    _letterhead(document, letter)
    _addressees(document, texts.addressees(letter))
    for text in texts.body(letter):
        _paragraph(document, text)
    if not letter.one and letter.unit.problems:
        _problems(document, letter.owing)
    for text in texts.request(letter):
        _paragraph(document, text)
    _signature(document, letter)
    if letter.one:
        _appendix(document, letter)
    return saved(document)


# --- the page ------------------------------------------------------------------------------------------------------


def _document() -> Document:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = docx.Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(TEXT)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):  # Word takes each kind of letter from its own entry
        fonts.set(w(script), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(w(theme), None)
    child(style.element.get_or_add_rPr(), "lang", val="vi-VN", eastAsia="vi-VN")
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(PAGE[0]), Mm(PAGE[1])
    for margin, width in MARGINS.items():
        setattr(section, margin, Mm(width))
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section)
    return document


def _page_number(section: Any) -> None:
    from docx.shared import Pt

    paragraph = section.header.paragraphs[0]
    centre(paragraph)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(HEAD)
        if kind:
            child(run._r, "fldChar", fldCharType=kind)
        else:
            child(run._r, "instrText").text = text


# --- head, addressees, signature -----------------------------------------------------------------------------------


def _letterhead(document: Document, letter: Letter) -> None:
    """Nation and motto on the right; bodies, number and subject on the left."""
    office = letter.office
    left, right = _table(document, HEADER_WIDTHS, border=False).rows[0].cells
    if office.superior:
        line(left, office.superior.upper(), HEAD, first=True)
    line(left, office.name.upper() or words.DOTS, HEAD, bold=True, first=not office.superior)
    rule(left, HEADER_WIDTHS[0], NAME_RULE)
    line(left, words.NUMBER_LINE.format(number=texts.number(office)), HEAD, before=4)
    line(left, words.SUBJECT_LINE.format(subject=texts.subject(letter)), 12, before=2)
    line(right, words.NATION, HEAD, bold=True, first=True)
    line(right, words.MOTTO, TEXT, bold=True)
    rule(right, HEADER_WIDTHS[1], MOTTO_RULE)
    line(
        right,
        words.PLACE_AND_DATE.format(place=office.place or words.DOTS, date=words.DATE),
        HEAD,
        italic=True,
        before=8,
    )


def _addressees(document: Document, names: Sequence[str]) -> None:
    from docx.shared import Mm, Pt

    if len(names) == 1:
        paragraph = document.add_paragraph()
        centre(paragraph)
        paragraph.add_run(printable(words.TO_ONE.format(unit=names[0])))
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(14)
        return
    head = document.add_paragraph(words.TO)
    head.paragraph_format.left_indent, head.paragraph_format.space_before = Mm(35), Pt(14)
    for place, name in enumerate(names, 1):
        paragraph = document.add_paragraph(printable(f"- {name}{'.' if place == len(names) else ';'}"))
        paragraph.paragraph_format.left_indent = Mm(55)
    paragraph.paragraph_format.space_after = Pt(14)


def _signature(document: Document, letter: Letter) -> None:
    """Recipients on the left, authority, title and name on the right; kept on one page."""
    office = letter.office
    line(document, "", 6)
    left, right = _table(document, SIGN_WIDTHS, border=False).rows[0].cells
    line(left, words.RECIPIENTS, 12, bold=True, italic=True, first=True, centred=False)
    recipients = (words.ONE_RECIPIENT.format(recipient=one.rstrip(";. ")) for one in office.recipients)
    archive = words.ARCHIVE.format(archive=office.archive or words.ARCHIVE_OF)
    for text in (words.AS_ABOVE, *recipients, archive):
        line(left, text, SMALL, centred=False)
    line(right, (office.authority or words.DOTS).upper(), TEXT, bold=True, first=True)
    line(right, (office.title or words.DOTS).upper(), TEXT, bold=True)
    for _ in range(3):  # room for the signature and the seal
        line(right, "", TEXT)
    line(right, office.signer or words.DOTS, TEXT, bold=True)


# --- tables --------------------------------------------------------------------------------------------------------


def _problems(document: Document, units: Sequence[OwingUnit], named: bool = False) -> None:
    """What is to be corrected. ``named``: with a row that names each unit above its problems."""
    widths = (10, 52, 52, 46)
    table = _table(document, widths)
    _row(table.rows[0], words.PROBLEM_HEADS, head=True)
    for unit in units:
        if named:
            cells = table.add_row().cells
            line(cells[0].merge(cells[-1]), texts.named(unit), 12, bold=True, first=True, centred=False)
        for place, problem in enumerate(unit.problems, 1):
            _row(table.add_row(), (str(place), texts.place_of(problem), problem.what, problem.repair))
    _finish(table, widths)


def _appendix(document: Document, letter: Letter) -> None:
    """The list of units, on pages of its own numbering."""
    from docx.enum.section import WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    numbering = element("pgNumType", start="1")
    section._sectPr.find(w("cols")).addprevious(numbering)  # in this order, or Word finds the document corrupt
    section.different_first_page_header_footer = True
    line(document, words.APPENDIX, TEXT, bold=True)
    line(document, words.APPENDIX_TITLE.format(report=texts.about(letter).upper()), HEAD, bold=True)
    of = words.APPENDIX_OF.format(number=texts.number(letter.office), date=words.DATE, office=letter.sender)
    line(document, of, TEXT, italic=True)
    rule(document, PAGE[0] - MARGINS["left_margin"] - MARGINS["right_margin"], TITLE_RULE)
    missing, faulty = (
        [unit for unit in letter.owing if not unit.problems],
        [unit for unit in letter.owing if unit.problems],
    )
    heads = iter(("I", "II"))
    if missing:
        line(
            document,
            words.APPENDIX_TO_SEND.format(place=next(heads)),
            HEAD,
            bold=True,
            centred=False,
            before=10,
            after=6,
        )
        widths = (12, 108, 40)
        table = _table(document, widths)
        _row(table.rows[0], words.MISSING_HEADS, head=True)
        for place, unit in enumerate(missing, 1):
            _row(table.add_row(), (str(place), texts.named(unit), texts.when(unit.deadline)), centred=(0, 2))
        _finish(table, widths)
    if faulty:
        line(
            document,
            words.APPENDIX_TO_CORRECT.format(place=next(heads)),
            HEAD,
            bold=True,
            centred=False,
            before=10,
            after=6,
        )
        _problems(document, faulty, named=True)


def _table(document: Document, widths: Sequence[int], border: bool = True) -> Any:
    table = document.add_table(1, len(widths))
    table.autofit = False
    if border:
        table.style = "Table Grid"
    else:  # text without frames begins where the paragraphs do
        margins = element("tblCellMar")
        table._tbl.tblPr.find(w("tblLook")).addprevious(margins)  # the order of the schema, which Word insists on
        for side in ("left", "right"):
            child(margins, side, w="0", type="dxa")
    _finish(table, widths)
    return table


def _finish(table: Any, widths: Sequence[int]) -> None:
    """Widths of the grid and of each cell: Word goes by the one and LibreOffice by the other.

    No row breaks over pages.
    """
    from docx.shared import Mm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        if row._tr.trPr is None or row._tr.trPr.find(w("cantSplit")) is None:
            child(row._tr.get_or_add_trPr(), "cantSplit")
        if len(row._tr.tc_lst) == len(widths):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)


def _row(row: Any, texts: Sequence[str], head: bool = False, centred: Iterable[int] = (0,)) -> None:
    middle = range(len(texts)) if head else set(centred)
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        line(cell, text, 12, bold=head, first=True, centred=place in middle)
    if head:
        child(row._tr.get_or_add_trPr(), "tblHeader")


# --- paragraphs ----------------------------------------------------------------------------------------------------


def _paragraph(document: Document, text: str) -> None:
    """Body text: justified, the first line indented, 6 points between paragraphs."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    paragraph = document.add_paragraph(printable(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after, form.line_spacing = Mm(12.7), Pt(6), Pt(6), 1.15
