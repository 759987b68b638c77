"""What official documents have in common (Nghị định 30/2020/NĐ-CP, phụ lục I): page, letterhead, body text, signature.

A4 upright, margins 20 20 30 20 mm, Times New Roman, black; page numbers centred at the top and none on the first page.
Lengths are millimetres, sizes points; every function returns text of WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cchc_xl.words import letters as words
from cchc_xl.write.word.parts import cell, line, paragraph, row, rule, table
from cchc_xl.write.word.runs import run

FONT = "Times New Roman"
TEXT, SMALL, HEAD, CELL = 14, 11, 13, 12
MARGINS = {"top": 20, "right": 20, "bottom": 20, "left": 30, "header": 10, "footer": 13}
PAGE = (210, 297)
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]  # of the text
HEADER_WIDTHS = (62, 98)
SIGN_WIDTHS = (80, 80)
MOTTO_RULE, NAME_RULE, TITLE_RULE = 58, 22, 50  # lengths of the rules


def side_by_side(left: Iterable[str], right: Iterable[str], widths: Sequence[int]) -> str:
    """Two columns of paragraphs."""
    sides = zip((left, right), widths, strict=True)
    return table([row(cell("".join(lines), width) for lines, width in sides)], widths, border=False)


def letterhead(superior: str, names: Sequence[str], below: Iterable[str], date: str) -> str:
    """Nation and motto on the right, ``date`` (a paragraph) under them; on the left the bodies, then what stands
    ``below`` them.

    ``names``: the body that issues the document, a line or two of bold capitals.
    """
    left = [
        *([line(superior.upper(), HEAD)] if superior else []),
        *(line(name.upper(), HEAD, bold=True) for name in names),
        rule(HEADER_WIDTHS[0], NAME_RULE),
        *below,
    ]
    right = [
        line(words.NATION, HEAD, bold=True),
        line(words.MOTTO, TEXT, bold=True),
        rule(HEADER_WIDTHS[1], MOTTO_RULE),
        date,
    ]
    return side_by_side(left, right, HEADER_WIDTHS)


def signature(
    recipients: Iterable[str],
    authority: Sequence[str],
    signer: str,
    to_fill: Callable[[str], str] = str,
    to_send: Callable[[str], str] = str,
) -> str:
    """Recipients on the left; who signs, and for whom, on the right. Kept on one page.

    ``authority``: lines of bold capitals above the signature. ``to_fill``, ``to_send``: what is put around the signer's
    name and around the title of the recipients.
    """
    left = [
        paragraph(to_send(run(words.RECIPIENTS, CELL, bold=True, italic=True))),
        *(line(text, SMALL, centred=False) for text in recipients),
    ]
    right = [
        *(line(text.upper(), TEXT, bold=True) for text in authority),
        *(line("", TEXT) for _ in range(3)),  # room for the signature and the seal
        paragraph(to_fill(run(signer, TEXT, bold=True)), align="center"),
    ]
    return line("", 6) + side_by_side(left, right, SIGN_WIDTHS)


def title(lines: Sequence[str]) -> str:
    """The name of the type of document and what it is about, with the rule below."""
    name, *about = lines
    return (
        line(name, TEXT, bold=True, before=14)
        + "".join(line(text, TEXT, bold=True) for text in about)
        + rule(WIDTH, TITLE_RULE)
        + line("", 6)
    )


def text_row(
    said: Sequence[str],
    widths: Sequence[float],
    head: bool = False,
    centred: Iterable[int] = (0,),
    size: int = CELL,
) -> str:
    """A row of a table; the places in ``centred`` are, and all of a row of titles. A line break begins a paragraph."""
    middle = range(len(said)) if head else set(centred)
    cells = (
        "".join(
            line(part, size, bold=head, centred=place in middle) if part else paragraph(mark=size)
            for part in text.split("\n")
        )
        for place, text in enumerate(said)
    )
    return row(map(cell, cells, widths), head)


def body_text(*runs: str, keep: bool = False) -> str:
    """A paragraph of the text: justified, the first line indented, 6 points between paragraphs."""
    return paragraph(*runs, align="both", first_line=12.7, before=6, after=6, lines=1.15, keep=keep)


def body_line(text: str) -> str:
    """The same of one run."""
    return body_text(run(text))


def heading(text: str) -> str:
    """The heading of a section of the text, on the page of what follows."""
    return body_text(run(text, bold=True), keep=True)
