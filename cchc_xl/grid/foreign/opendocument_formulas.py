"""Formulas of OpenDocument (OpenFormula, part 4) as Excel writes them: 'of:=SUM([.G8:.H8];2)' -> 'SUM(G8:H8,2)'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.foreign.tokens import UnknownFormula, quoted

LONGEST = 8_192  # characters

_PREFIX = re.compile(r"(?:of|oooc|msoxl)?:?=")
_PIECE = re.compile(
    r'(?P<text>"[^"]*")|\[(?P<cells>(?:\'[^\']*\'|[^\]\'])*)\]|(?P<array>\{)|(?P<sign>[;~!])|(?P<function>COM\.MICROSOFT\.|ORG\.[A-Z.]+)'
)
_BEFORE_BRACKETS = re.compile(r"('(?:[^']|'')+'|[^\W\d]\w*)!\[\.")  # as SheetJS names a sheet: 'Trang 1'![.A2]
_SIGNS = {";": ",", "~": ",", "!": " "}
# An address: "'file:///tệp.ods'#$'Trang 1'.$D$14"; on its own sheet it begins with the point.
_PLACE = (
    r"(?:'(?P<file{0}>(?:[^']|'')*)'#)?(?P<sheet{0}>\$?(?:'(?:[^']|'')*'|[^'.:]*))"
    r"\.(?P<cell{0}>\$?[A-Z]{{0,3}}\$?[0-9]{{0,7}})"
)
_CELLS = re.compile(_PLACE.format(1) + "(?::" + _PLACE.format(2) + ")?")


def spell(formula: str, links: Sequence[str] = ()) -> str:
    """The formula as Excel writes it, without '='; '' where it cannot be told.

    ``links``: the files that formulas of the document refer to, which it names by number from 1.
    """
    if "#" in formula or len(formula) > LONGEST:  # another file, or an error
        return _spelt(formula, links)
    known = _known.get(formula)
    if known is None:
        known = _known[formula] = _spelt(formula, links)
    return known


# The formulas of a template are the same in all files made from it.
_known: BoundedCache[str, str] = BoundedCache(256)


def _spelt(formula: str, links: Sequence[str]) -> str:
    start = _PREFIX.match(formula)
    if start is None or len(formula) > LONGEST:
        return ""
    rest = _BEFORE_BRACKETS.sub(r"[$\1.", formula[start.end() :]) if "![." in formula else formula[start.end() :]
    if start[0].startswith("msoxl"):
        return rest

    def piece(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "text":
            return match[0]
        if kind == "cells":
            return _cells(match["cells"], links)
        if kind == "sign":
            return _SIGNS[match[0]]
        if match[0] == "COM.MICROSOFT.":
            return ""
        raise UnknownFormula

    try:
        return _PIECE.sub(piece, rest)
    except UnknownFormula:
        return ""


def links_in(document: bytes) -> list[str]:
    """The files that the formulas of a document refer to, in order, at most ``MOST_LINKS`` of them."""
    from html import unescape

    found = dict.fromkeys(_FILE.findall(document))
    return [unescape(name.decode("utf-8", "replace")) for name, _ in zip(found, range(MOST_LINKS), strict=False)]


_FILE = re.compile(rb"""\[(?:'|&apos;)(file:[^'"<>&]*(?:&amp;[^'"<>&]*)*)(?:'|&apos;)#""")
MOST_LINKS = 100


def address(said: str) -> str:
    """A range in a named expression, "$'Phụ lục'.$D$14:.$D$22" -> "'Phụ lục'!$D$14:$D$22"; '' where it is none."""
    try:
        return _cells(said, ())
    except UnknownFormula:
        return ""


def _cells(said: str, links: Sequence[str]) -> str:
    if said == "#REF!":
        return said
    found = _CELLS.fullmatch(said)
    if found is None or found["sheet2"] not in (None, "", found["sheet1"]):
        raise UnknownFormula
    last = f":{found['cell2']}" if found["cell2"] else ""
    return _sheet(found["file1"], found["sheet1"].removeprefix("$"), links) + found["cell1"] + last


def _sheet(file: str | None, name: str, links: Sequence[str]) -> str:
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    if file:
        if file not in links:
            raise UnknownFormula
        return quoted(f"[{links.index(file) + 1}]{name}")
    return quoted(name) if name else ""
