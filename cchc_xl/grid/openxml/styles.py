"""xl/styles.xml to the few facts that can change the meaning of a cell's value."""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.grid.openxml.elements import walk
from cchc_xl.grid.openxml.package import Limits
from cchc_xl.model import PLAIN, Cell, Style
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Literal

Shows = Literal["number", "date", "bool"]

BUILTIN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""ECMA-376 part 1, 18.8.30: formats that a file may name by number alone."""

# 27 to 36 and 50 to 58 are dates in the East Asian versions, whatever their code is there.
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))

INDEXED = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    * 2
    + "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()

THEME = {
    "0": "FFFFFF",
    "1": "000000",
}  # what they are unless an office changed its theme; no other theme colour is resolved


class Look(NamedTuple):
    """A cell format: its style, what a number in it is shown as, and the blank cell that has it."""

    style: Style
    shows: Shows
    blank: Cell


def look(style: Style, shows: Shows = "number") -> Look:
    return Look(style, shows, Cell(None, "blank", None, style))


DEFAULT = look(PLAIN)


def is_date_format(code: str) -> bool:
    """Whether a custom number format shows a date or a time: d, m, y, h or s that is no literal text.

    >>> [is_date_format(code) for code in ("dd/mm/yyyy", '0 "ngày"', "[Red]0", "[h]:mm", "#,##0")]
    [True, False, False, True, False]
    """
    at, size = 0, len(code)
    while at < size:
        letter = code[at]
        if letter in "\\_*":  # the next character is a literal, a width or a filler
            at += 2
        elif letter == '"':
            closing = code.find('"', at + 1)
            at = size if closing < 0 else closing + 1
        elif letter == "[":
            closing = code.find("]", at)
            inside = code[at + 1 : closing].lower() if closing > 0 else ""
            if inside and inside[0] in "hms" and len(set(inside)) == 1:
                return True
            at = size if closing < 0 else closing + 1
        elif letter in "dmyhsDMYHS":
            return True
        else:
            at += 7 if code[at : at + 7].lower() == "general" else 1
    return False


def number_format(number: int, formats: Mapping[int, str]) -> tuple[str, Shows]:
    """The code of a number format and what a number is shown as, by the number that a cell's format names.

    ``formats``: the codes that the file defines. LibreOffice has no truth values in some formats, but numbers that are
    shown as '"TRUE";"TRUE";"FALSE"', in the words of its language.

    >>> number_format(9, {}), number_format(14, {}), number_format(164, {164: '"ĐÚNG";"ĐÚNG";"SAI"'})[1]
    (('0%', 'number'), ('mm-dd-yy', 'date'), 'bool')
    """
    code = formats.get(number)
    if not code:
        return BUILTIN.get(number, "General"), "date" if number in _DATE_IDS else "number"
    return code, shown_as(code)


def shown_as(code: str) -> Shows:
    """What a number is shown as by the code of its format."""
    if code[:1] == '"' and _is_truth_format(code):
        return "bool"
    return "date" if is_date_format(code) else "number"


def _is_truth_format(code: str) -> bool:
    words = code.split(";")
    return (
        len(words) == 3
        and words[0] == words[1] != words[2]
        and all(len(word) > 2 and word[0] == word[-1] == '"' and word.count('"') == 2 for word in words)
    )


def color(attributes: Mapping[str, str]) -> str | None:
    """'RRGGBB' of a colour element, None where it is automatic or cannot be known without the theme."""
    rgb = attributes.get("rgb", "")
    if len(rgb) in (6, 8):
        return rgb[-6:].upper()
    if "theme" in attributes:
        return None if attributes.get("tint", "0").strip("0.-") else THEME.get(attributes["theme"])
    index = attributes.get("indexed", "")
    return INDEXED[int(index)] if index.isdecimal() and int(index) < len(INDEXED) else None


def is_on(attributes: Mapping[str, str], name: str = "val") -> bool:
    """An XML boolean that is true where it is left out (``<strike/>``)."""
    return attributes.get(name, "1") not in ("0", "false", "off")


def is_raised(attributes: Mapping[str, str]) -> bool:
    """Whether a <vertAlign> says superscript or subscript."""
    return attributes.get("val") in ("superscript", "subscript")


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


_NO_FONT: tuple[str, bool, str | None, bool] = ("", False, None, False)


class _Tables:
    """The tables that cell formats point into, filled while the part is walked, section by section (conditional formats
    are another).
    """

    def __init__(self) -> None:
        self.section = ""
        self.formats: dict[int, str] = {}
        self.fonts: list[tuple[str, bool, str | None, bool]] = []  # (name, strike, colour, raised)
        self.fills: list[str | None] = []
        self.cells: list[tuple[int, int, int, bool]] = []  # (number format, font, fill, locked)
        self.solid = False

    def visit(self, tag: str, parent: str, attributes: dict[str, str]) -> None:
        if parent == "styleSheet":
            self.section = tag
        elif self.section == "numFmts":
            self.formats[_number(attributes, "numFmtId")] = attributes.get("formatCode", "General")
        elif self.section == "fonts":
            self._font(tag, attributes)
        elif self.section == "fills":
            self._fill(tag, attributes)
        elif self.section == "cellXfs":
            self._cell(tag, attributes)

    def _font(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "font":
            self.fonts.append(_NO_FONT)
        elif self.fonts and tag in ("name", "strike", "color", "vertAlign"):
            name, strike, text_color, raised = self.fonts[-1]
            if tag == "name":
                name = attributes.get("val", "")
            elif tag == "strike":
                strike = is_on(attributes)
            elif tag == "color":
                text_color = color(attributes)
            else:
                raised = is_raised(attributes)
            self.fonts[-1] = (name, strike, text_color, raised)

    def _fill(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "fill":
            self.fills.append(None)
        elif tag == "patternFill":
            self.solid = attributes.get("patternType") == "solid"
        elif tag == "fgColor" and self.solid and self.fills:
            self.fills[-1] = color(attributes)

    def _cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "xf":
            self.cells.append(
                (_number(attributes, "numFmtId"), _number(attributes, "fontId"), _number(attributes, "fillId"), True)
            )
        elif tag == "protection" and self.cells and not is_on(attributes, "locked"):
            self.cells[-1] = (*self.cells[-1][:3], False)

    def looks(self) -> dict[str, Look]:
        known: dict[tuple[int, int, int, bool], Look] = {}
        result = {}
        for index, facts in enumerate(self.cells):
            if facts not in known:
                known[facts] = self._look(*facts)
            result[str(index)] = known[facts]
        return result

    def _look(self, number: int, font: int, fill: int, locked: bool) -> Look:
        code, shows = number_format(number, self.formats)
        name, strike, text_color, raised = self.fonts[font] if font < len(self.fonts) else _NO_FONT
        fill_color = self.fills[fill] if fill < len(self.fills) else None
        return look(Style(code, name, strike, text_color, fill_color, locked, raised), shows)


def read_styles(data: bytes, part: str, limits: Limits) -> dict[str, Look]:
    """Looks by the text of a cell's ``s`` attribute. Raises what ``walk`` raises."""
    tables = _Tables()
    walk(data, part, limits, tables.visit)
    return tables.looks()
