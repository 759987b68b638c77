"""The words of a web page's cell as they are seen, and the value that they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cchc_xl.grid.foreign import css
from cchc_xl.grid.foreign.body import Font, text_runs
from cchc_xl.grid.foreign.css import Declarations
from cchc_xl.grid.foreign.plain_text import ERRORS, shown_number, typed_cell
from cchc_xl.grid.openxml.styles import look, shown_as
from cchc_xl.grid.openxml.values import number
from cchc_xl.model import PLAIN, Cell, Run, Style
from cchc_xl.records import NamedTuple

_WHITE = re.compile(r"[ \t\r\n\f]+")


class Words:
    """Pieces of text with their fonts. White space counts once, as a browser shows it; lines end where they are
    said to."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, Font]] = []
        self._space = True  # white space here is the first of a line, or follows other

    def add(self, text: str, font: Font) -> None:
        text = _WHITE.sub(" ", text)
        if self._space:
            text = text.lstrip(" ")
        if text:
            self._space = text[-1] == " "
            self.pieces.append((text, font))

    def line(self) -> None:
        if self.pieces:
            self.pieces.append(("\n", self.pieces[-1][1]))
        self._space = True

    def paragraph(self) -> None:
        if self.pieces and not self.pieces[-1][0].endswith("\n"):
            self.line()

    def text(self) -> str:
        return "".join([text for text, _ in self.pieces])


class OpenCell(NamedTuple):
    """An open cell: its place, and what its element says."""

    row: int
    column: int
    font: Font
    fill: str | None
    said: Declarations
    attributes: Mapping[str, str]

    def style(self) -> Style:
        code = "General"
        if "mso-number-format" in self.said:
            code = css.number_format(self.said["mso-number-format"])
        elif "sdnum" in self.attributes:  # LibreOffice: language;language;code
            code = self.attributes["sdnum"].split(";", 2)[-1]
        if code.upper() in ("", "BOOLEAN", "GENERAL", "STANDARD"):
            code = "General"
        font = self.font
        return Style(code, font.name, font.strike, font.color, self.fill, True, font.raised)


def cell_of(words: Words, base: Font, attributes: Mapping[str, str], style: Style = PLAIN) -> Cell | None:
    """The cell that these words are; None for a blank one. ``attributes``: Excel says there what a number is, and its
    formula. A code for text ('@') keeps digits text.
    """
    cell = _value(words, base, attributes, style)
    formula = attributes.get("x:fmla", "")
    return cell._replace(formula=formula[1:]) if cell is not None and formula.startswith("=") else cell


def _value(words: Words, base: Font, attributes: Mapping[str, str], style: Style) -> Cell | None:
    text = words.text().rstrip(" \n")
    if not text.replace("\u00a0", " ").strip():
        return None
    fonts = {font for piece, font in words.pieces if piece.strip()}
    if len(fonts) == 1:  # the whole of it looks so
        (font,) = fonts
        style = style._replace(font=font.name, strike=font.strike, font_color=font.color, raised=font.raised)
    exact = number(attributes.get("x:num") or attributes.get("sdval") or "")
    if exact is not None:
        return shown_number(exact, text, None, look(style, shown_as(style.number_format)))
    if "x:str" in attributes or style.number_format == "@" or len(fonts) > 1:
        return Cell(text, "error" if text in ERRORS else "text", None, style, _runs(words, base))
    return typed_cell(text, style._replace(number_format="General"))


def _runs(words: Words, base: Font) -> tuple[Run, ...]:
    fonts, at = [], 0
    for piece, font in words.pieces:
        fonts.append((at, font))
        at += len(piece)
    return text_runs(words.text(), fonts, base.color)
