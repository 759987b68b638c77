"""What styles and lists add to the text of a Word document: fonts, struck and hidden text, automatic numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cchc_xl.grid.openxml.elements import Element, elements, local, new_parser, run
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.records import NamedTuple

_TELLING = re.compile(rb"\.Vn|VNI|[:<](?:vanish|d?strike|vertAlign)\b")
_LEGACY = (".vn", "vni")
_DEEPEST = 20  # styles upon styles
_NUMBER_PROPERTY = re.compile(rb"<\w*:?(numId|ilvl)\s[^>]*?val=[\"'](\d{1,9})[\"']")


class RunLook(NamedTuple):
    """The part of a run's properties that changes what its text means; None where nothing is said.

    ``name``: '' for any font that shows Unicode. ``color``: 'RRGGBB', '' for the automatic one.
    """

    name: str | None = None
    strike: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    color: str | None = None

    def over(self, base: RunLook) -> RunLook:
        """This look on top of another one."""
        return base if self == NO_LOOK else self if base == NO_LOOK else RunLook._make(map(_own, self, base))


NO_LOOK = RunLook()


def _own(own: object, below: object) -> object:
    return below if own is None else own


def is_on(attributes: Mapping[str, str]) -> bool:
    """A property that is on where its value is left out."""
    return value_of(attributes) not in ("0", "false", "off", "none")


def value_of(attributes: Mapping[str, str]) -> str:
    """The attribute ``val``, whichever prefix it has; '' where there is none."""
    found = attributes.get("w:val")
    return found if found is not None else named(attributes, "val")


def named(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def with_property(look: RunLook, tag: str, attributes: Mapping[str, str]) -> RunLook:
    """The look with one property of a run."""
    if tag in ("strike", "dstrike"):
        return look._replace(strike=is_on(attributes) or bool(look.strike and tag == "dstrike"))
    if tag == "vanish":
        return look._replace(hidden=is_on(attributes))
    if tag == "vertAlign":
        return look._replace(raised=value_of(attributes) in ("superscript", "subscript"))
    if tag == "color":
        color = value_of(attributes)
        return look._replace(color=color.upper() if len(color) == 6 else "")
    if tag == "rFonts":
        name = named(attributes, "hAnsi") or named(attributes, "ascii")
        theme = named(attributes, "hAnsiTheme") or named(attributes, "asciiTheme")
        return look._replace(name=name if name.casefold().startswith(_LEGACY) else "") if name or theme else look
    return look


PROPERTIES = frozenset(("strike", "dstrike", "vanish", "vertAlign", "color", "rFonts"))


# --- styles --------------------------------------------------------------------------------------------------------


class TextStyles(NamedTuple):
    """Looks by the id of a style, what they are based on included. ``default``: of text without a style."""

    default: RunLook = NO_LOOK
    looks: Mapping[str, RunLook] = {}


NO_STYLES = TextStyles()


def tells(data: bytes, _: str, __: Limits) -> bool:
    """Whether some style may change what text means: most do not, and Word's own list of them is long."""
    return _TELLING.search(data) is not None


def read_styles(data: bytes, part: str, limits: Limits) -> TextStyles:
    """Raises ReadError: xml, doctype, too-many-cells."""
    own: dict[str, tuple[RunLook, str]] = {}
    default, normal, name = NO_LOOK, "", ""
    within = ""  # docDefaults or style
    seen = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal default, normal, name, within, seen
        seen += 1
        if seen > limits.elements:
            raise ReadError("too-many-cells", limit=limits.elements)
        tag = local(tag)
        if tag in ("docDefaults", "style"):
            within, name = tag, named(attributes, "styleId")
            if tag == "style":
                own.setdefault(name, (NO_LOOK, ""))
                if named(attributes, "type") == "paragraph" and named(attributes, "default") in ("1", "true", "on"):
                    normal = name
        elif tag == "basedOn" and within == "style":
            own[name] = (own[name][0], value_of(attributes))
        elif tag in PROPERTIES:
            if within == "docDefaults":
                default = with_property(default, tag, attributes)
            elif within == "style":
                own[name] = (with_property(own[name][0], tag, attributes), own[name][1])

    def end(tag: str) -> None:
        nonlocal within
        if local(tag) == within:
            within = ""

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data, part)
    looks = {one: _whole(one, own) for one in own}
    return TextStyles(looks.get(normal, NO_LOOK).over(default), looks)


def _whole(name: str, own: Mapping[str, tuple[RunLook, str]]) -> RunLook:
    """A style's look with those that it is based on; a chain in circles ends."""
    look = NO_LOOK
    for _ in range(_DEEPEST):
        if name not in own:
            break
        look, name = look.over(own[name][0]), own[name][1]
    return look


def style_numbers(data: bytes, names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """The (list, level) of those of these styles that number their paragraphs."""
    found = {}
    for name in names:
        at = re.search(rb"<(\w*:?)style\s[^>]*styleId=[\"']" + re.escape(name.encode()) + rb"[\"']", data)
        if at:
            end = data.find(b"</" + at[1] + b"style>", at.end())
            said = dict(_NUMBER_PROPERTY.findall(data[at.end() : end]))
            if b"numId" in said:
                found[name] = (said[b"numId"].decode(), int(said.get(b"ilvl", b"0")))
    return found


# --- lists ---------------------------------------------------------------------------------------------------------


class Level(NamedTuple):
    start: int = 1
    format: str = "decimal"
    text: str = "%1."


class Numbering(NamedTuple):
    """``lists``: list -> its abstract one and the levels that it begins anew; ``levels``: of the abstract ones."""

    lists: Mapping[str, tuple[str, Mapping[int, int]]] = {}
    levels: Mapping[str, Mapping[int, Level]] = {}


def read_numbering(data: bytes, part: str, limits: Limits) -> Numbering:
    """Raises ReadError: xml, doctype, too-many-cells."""
    lists: dict[str, tuple[str, dict[int, int]]] = {}
    levels: dict[str, dict[int, Level]] = {}
    abstract = number = ""
    level = -1
    for element in elements(data, part, limits):
        tag, said = element.tag, element.attributes
        if tag == "abstractNum":
            abstract, number = said.get("abstractNumId", ""), ""
            levels[abstract] = {}
        elif tag == "num":
            abstract, number = "", said.get("numId", "")
            lists[number] = ("", {})
        elif tag == "abstractNumId" and number:
            lists[number] = (said.get("val", ""), lists[number][1])
        elif tag in ("lvl", "lvlOverride"):
            level = _whole_number(said.get("ilvl", ""), -1)
        elif tag == "startOverride" and number:
            lists[number][1][level] = _whole_number(said.get("val", ""), 1)
        elif abstract and 0 <= level < 9:
            levels[abstract][level] = _with(levels[abstract].get(level, Level()), element)
    return Numbering(lists, levels)


def _with(level: Level, element: Element) -> Level:
    value = element.attributes.get("val", "")
    if element.tag == "start" and element.parent == "lvl":
        return level._replace(start=_whole_number(value, 1))
    if element.tag == "numFmt":
        return level._replace(format=value)
    return level._replace(text=value[:40]) if element.tag == "lvlText" else level


def _whole_number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else otherwise


class Counter:
    """Counts the paragraphs of all lists, in the order of the document."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, number: str, level: int) -> str:
        """The number of the next paragraph of a list, as it is shown; '' where there is none."""
        abstract, overrides = self.numbering.lists.get(number, ("", {}))
        levels = self.numbering.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if level in overrides and (number, level) not in self._begun:
            counts.pop(level, None)
            start = overrides[level]
        else:
            start = levels[level].start
        self._begun.add((number, level))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _shown(levels, counts, level)


def _shown(levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
    own = levels[level]
    if own.format in ("bullet", "none"):
        return "-" if own.format == "bullet" else ""

    def of_level(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = levels.get(at, Level())
        return in_digits(counts.get(at, one.start), one.format)

    return re.sub(r"%([1-9])", of_level, own.text)


def in_digits(count: int, form: str) -> str:
    """A count in the digits of a list.

    >>> in_digits(4, "upperRoman"), in_digits(7, "decimalZero"), in_digits(28, "lowerLetter"), in_digits(5, "decimal")
    ('IV', '07', 'bb', '5')
    """
    if form == "decimalZero":
        return f"{count:02}"
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4_000:
        roman = ""
        for value, sign in _ROMAN:
            times, count = divmod(count, value)
            roman += sign * times
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < count <= 26 * 20:
        letter = chr(64 + (count - 1) % 26 + 1) * ((count - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return str(count)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
