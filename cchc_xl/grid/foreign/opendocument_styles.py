"""Styles of an OpenDocument file to the looks that an Open XML workbook has (OpenDocument 1.3, part 3, 16 and 17).

Number formats become Excel's codes, so that everything that judges a format knows one language only.
"""

from __future__ import annotations

import re

from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.foreign.sizes import LOWEST, THINNEST, is_less
from cchc_xl.grid.openxml.styles import DEFAULT, Look, Shows, look
from cchc_xl.model import Style
from cchc_xl.records import NamedTuple

DEEPEST = 32  # styles that refer to styles

_LITERALS = frozenset(" -()/:+")  # mean themselves in a code without quotes
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9.]+)")
_USUAL = {1: (">=0",), 2: (">0", "<0"), 3: (">0", "<0", "=0")}  # what the sections of a code mean anyway
_DATE_PARTS = {
    "day": ("d", "dd"), "month": ("m", "mm"), "year": ("yy", "yyyy"), "era": ("g", "gg"),
    "day-of-week": ("ddd", "dddd"), "week-of-year": ("ww", "ww"),
    "quarter": ("q", "qq"), "hours": ("h", "hh"), "minutes": ("m", "mm"), "seconds": ("s", "ss"),
    "am-pm": ("AM/PM", "AM/PM"),
}  # fmt: skip
_COLORS = {
    "#000000": "Black", "#0000ff": "Blue", "#00ffff": "Cyan", "#00ff00": "Green", "#ff00ff": "Magenta",
    "#ff0000": "Red", "#ffffff": "White",
    "#ffff00": "Yellow",
}  # fmt: skip
_SHOWS: dict[str, Shows] = {"date-style": "date", "time-style": "date", "boolean-style": "bool"}
DATA_STYLES = frozenset(
    f"number:{kind}-style" for kind in ("number", "currency", "percentage", "date", "time", "boolean", "text")
)


class NumberStyle:
    """A number style while it is read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind  # 'percentage-style'
        self.pieces: list[str] = []
        self.conditions: list[tuple[str, str]] = []  # (condition, name of the style that then holds)
        self._text: list[str] | None = None
        self._open: dict[str, str] = {}
        self._within: list[tuple[int, str]] = []
        self._position = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if tag in ("number:text", "number:currency-symbol"):
            self._text = []
        elif tag == "number:number":
            self._open, self._within = attributes, []
        elif tag == "number:embedded-text":
            self._text, self._position = [], _whole(attributes, "number:position", 0)
        elif tag == "style:text-properties":
            self._color(attributes)
        elif tag == "number:scientific-number":
            exponent = "0" * max(1, _whole(attributes, "number:min-exponent-digits", 2))
            self.pieces.append(f"{_digits(attributes)}E+{exponent}")
        elif tag == "number:fraction":
            self._fraction(attributes)
        elif tag == "number:text-content":
            self.pieces.append("@")
        elif tag == "style:map":
            self.conditions.append(
                (attributes.get("style:condition", ""), attributes.get("style:apply-style-name", ""))
            )
        elif name in _DATE_PARTS and tag.startswith("number:"):
            self._date_part(name, attributes)

    def end(self, tag: str) -> None:
        text = "".join(self._text or ())
        if tag == "number:number":
            self.pieces.append(self._number(self._open))
        elif self._text is None:
            return
        elif tag == "number:currency-symbol":
            self.pieces.append(f"[${text}]" if text else "")
        elif tag == "number:text":
            self.pieces.append(literal(text, percent=self.kind == "percentage-style"))
        elif tag == "number:embedded-text":
            self._within.append((self._position, text))
        self._text = None

    def text(self, piece: str) -> None:
        if self._text is not None:
            self._text.append(piece)

    def _number(self, attributes: dict[str, str]) -> str:
        plain = not {"number:decimal-places", "number:grouping", "number:display-factor"} & attributes.keys()
        if plain and _whole(attributes, "number:min-integer-digits", 1) <= 1 and not self._within:
            return "General"
        whole, point, decimals = _digits(attributes).partition(".")
        for position, text in sorted(self._within):  # words among the digits, counted from the right
            places = len(whole) - position
            whole = whole[:places].rjust(1, "#") + literal(text) + whole[max(0, places) :].rjust(position, "#")
        factor = attributes.get("number:display-factor", "1").partition(".")[0]
        return whole + point + decimals + "," * (max(0, len(factor) - 1) // 3)

    def _fraction(self, attributes: dict[str, str]) -> None:
        whole = "# " if "number:min-integer-digits" in attributes else ""
        below = attributes.get("number:denominator-value") or "?" * _whole(
            attributes, "number:min-denominator-digits", 1
        )
        self.pieces.append(f"{whole}{'?' * max(1, _whole(attributes, 'number:min-numerator-digits', 1))}/{below}")

    def _color(self, attributes: dict[str, str]) -> None:
        name = _COLORS.get(attributes.get("fo:color", "").lower())
        if name:
            self.pieces.insert(0, f"[{name}]")

    def _date_part(self, name: str, attributes: dict[str, str]) -> None:
        short, long = _DATE_PARTS[name]
        code = long if attributes.get("number:style") == "long" else short
        if name == "month" and attributes.get("number:textual") == "true":
            code = "mmmm" if code == "mm" else "mmm"
        self.pieces.append(code)


def literal(text: str, *, percent: bool = False) -> str:
    """Text in a code: quoted, but for signs that mean themselves; a percentage's sign multiplies by a hundred.

    >>> literal(" nghìn"), literal(" - "), literal("%", percent=True), literal('"')
    ('" nghìn"', ' - ', '%', '\\\\"')
    """
    if percent and "%" in text:
        return "%".join(literal(piece) for piece in text.split("%"))
    if not text or _LITERALS.issuperset(text):
        return text
    return '\\"'.join([f'"{piece}"' if piece else "" for piece in text.split('"')])


def _whole(attributes: dict[str, str], name: str, otherwise: int) -> int:
    text = attributes.get(name, "")
    return min(int(text), 30) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _digits(attributes: dict[str, str]) -> str:
    """'#,##0.00' of a <number:number>."""
    least = _whole(attributes, "number:min-integer-digits", 1)
    places = _whole(attributes, "number:decimal-places", 0)
    fixed = min(places, _whole(attributes, "number:min-decimal-places", places))
    whole = "0" * least or "#"
    if attributes.get("number:grouping") == "true":
        whole = f"#,{whole.rjust(3, '#')}" if least < 4 else f"{whole[:-3]},{whole[-3:]}"
    if attributes.get("number:decimal-replacement") is not None and not fixed:
        places = 0
    return whole + ("." + "0" * fixed + "#" * (places - fixed) if places else "")


class _CellStyle(NamedTuple):
    """What a style says itself; None is left to its parent."""

    parent: str | None = None
    data: str | None = None  # name of the number style
    font: str | None = None
    strike: bool | None = None
    color: str | None = None  # '' is automatic
    raised: bool | None = None
    fill: str | None = None  # '' is none
    locked: bool | None = None

    def or_else(self, parent: _CellStyle) -> _CellStyle:
        """The same, with the parent's word where nothing is said."""
        return parent._replace(**{name: said for name, said in self._asdict().items() if said is not None})


class OpenDocumentStyles:
    """The styles of a document, filled while its parts are walked."""

    def __init__(self) -> None:
        self.faces: dict[str, str] = {}
        self.numbers: dict[str, NumberStyle] = {}
        self.empty: set[tuple[str, str]] = set()  # (family, name) of columns and rows without width or height
        self.undisplayed: set[str] = set()  # sheets that are not shown
        self._cells: dict[tuple[str, str], _CellStyle] = {}
        self._open: tuple[str, str] | None = None
        self._number: NumberStyle | None = None
        self._looks: dict[tuple[str, str], Look] = {}
        self._fonts: dict[str, Font] = {}

    # --- reading -------------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element outside of the sheets."""
        if tag in DATA_STYLES:
            self._number = self.numbers[attributes.get("style:name", "")] = NumberStyle(tag.partition(":")[2])
        elif self._number is not None:
            self._number.start(tag, attributes)
        elif tag in ("style:style", "style:default-style"):
            name = attributes.get("style:name", "") if tag == "style:style" else ""
            self._open = (attributes.get("style:family", ""), name)
            self._cells[self._open] = _CellStyle(
                attributes.get("style:parent-style-name"), attributes.get("style:data-style-name")
            )
        elif tag == "style:font-face":
            self.faces[attributes.get("style:name", "")] = attributes.get("svg:font-family", "")
        elif self._open is not None and tag in _PROPERTIES:
            _PROPERTIES[tag](self, self._open, attributes)

    def end(self, tag: str) -> None:
        if tag in DATA_STYLES:
            self._number = None
        elif self._number is not None:
            self._number.end(tag)
        elif tag in ("style:style", "style:default-style"):
            self._open = None

    def text(self, piece: str) -> None:
        if self._number is not None:
            self._number.text(piece)

    def _text_properties(self, of: tuple[str, str], attributes: dict[str, str]) -> None:
        through = attributes.get("style:text-line-through-style", attributes.get("style:text-line-through-type"))
        position = attributes.get("style:text-position", "").split()
        name = attributes.get("style:font-name")
        color = attributes.get("fo:color")
        if attributes.get("style:use-window-font-color") == "true":
            color = ""
        self._cells[of] = self._cells[of]._replace(
            font=_first(attributes.get("fo:font-family", self.faces.get(name, name) if name else None)),
            strike=None if through is None else through != "none",
            color=_color(color),
            raised=position[0] not in ("0%", "0") if position else None,
        )

    def _cell_properties(self, of: tuple[str, str], attributes: dict[str, str]) -> None:
        protect = attributes.get("style:cell-protect")
        self._cells[of] = self._cells[of]._replace(
            fill=_color(attributes.get("fo:background-color")),
            locked=None if protect is None else "protected" in protect,
        )

    def _column_properties(self, of: tuple[str, str], attributes: dict[str, str]) -> None:
        width, height = attributes.get("style:column-width", ""), attributes.get("style:row-height", "")
        if is_less(width, THINNEST) or is_less(height, LOWEST):
            self.empty.add(of)

    def _table_properties(self, of: tuple[str, str], attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self.undisplayed.add(of[1])

    # --- looks ---------------------------------------------------------------------------------------------------

    def _resolved(self, family: str, name: str) -> _CellStyle:
        """The style with what its parents say where it says nothing itself."""
        result = _CellStyle()
        for _ in range(DEEPEST):
            said = self._cells.get((family, name), _CellStyle())
            result = result.or_else(said)
            if not name:
                break
            name = said.parent or ""
        return result

    def look(self, name: str, value_type: str = "") -> Look:
        """The look of cells of this style. ``value_type``: a percentage is one even where the style does not say so."""
        key = (name, value_type if value_type == "percentage" else "")
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._look(*key)
        return found

    def _look(self, name: str, value_type: str) -> Look:
        said = self._resolved("table-cell", name)
        code, shows = self.code(said.data or "")
        if value_type == "percentage" and "%" not in code:
            code = "0%"
        style = Style(
            code,
            said.font or "",
            bool(said.strike),
            said.color or None,
            said.fill or None,
            said.locked is not False,
            bool(said.raised),
        )
        return look(style, shows) if style != DEFAULT.style or shows != "number" else DEFAULT

    def font(self, name: str, base: Font) -> Font:
        """The font of a piece of text in a cell whose font is ``base``."""
        said = self._resolved("text", name)
        return Font(
            said.font or base.name,
            base.strike if said.strike is None else said.strike,
            base.color if said.color is None else said.color or None,
            base.raised if said.raised is None else said.raised,
        )

    def code(self, name: str) -> tuple[str, Shows]:
        """Excel's code for a number style, and what a number is shown as."""
        style = self.numbers.get(name)
        if style is None:
            return "General", "number"
        sections: list[str] = []
        said = [(_condition(text), self.numbers.get(other)) for text, other in style.conditions]
        usual = tuple([condition for condition, _ in said]) == _USUAL.get(len(said))
        for condition, other in said:
            if other is not None:
                sections.append(("" if usual else f"[{condition}]") + "".join(other.pieces))
        own = "".join(style.pieces)
        if style.kind == "text-style" and sections:  # the last section is that of texts
            sections += [""] * (3 - len(sections))
        return ";".join([*sections, own]) or "General", _SHOWS.get(style.kind, "number")


def _condition(text: str) -> str:
    found = _CONDITION.match(text)
    return found[1].replace("!=", "<>") + found[2] if found else ">=0"


def _first(families: str | None) -> str | None:
    """The first of "'Times New Roman', serif"."""
    return None if families is None else families.partition(",")[0].strip(" '\"")


def _color(text: str | None) -> str | None:
    """'RRGGBB', '' for none or automatic, None where nothing is said."""
    if text is None:
        return None
    return text[1:].upper() if len(text) == 7 and text[0] == "#" else ""


_PROPERTIES = {
    "style:text-properties": OpenDocumentStyles._text_properties,
    "style:table-cell-properties": OpenDocumentStyles._cell_properties,
    "style:table-column-properties": OpenDocumentStyles._column_properties,
    "style:table-row-properties": OpenDocumentStyles._column_properties,
    "style:table-properties": OpenDocumentStyles._table_properties,
}
