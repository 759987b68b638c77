"""Adding cell formats to a workbook's styles: the same format with another fill, and the few that our own sheets use.

A format that is there already is used again, so that marking a workbook a second time adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl.grid.openxml.elements import elements
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.xml import MAIN_NAMESPACE, Edit, Node, edited, nodes, with_attribute

_TABLES = ("fonts", "fills", "borders", "cellXfs")
# Without a name of the font, so that cells are given no look that they had not.
_MINIMAL = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN_NAMESPACE}"><fonts'
    ' count="1"><font><sz val="11"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders'
    ' count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf'
    ' numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0"'
    ' fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
NO_FILL = '<fill><patternFill patternType="none"/></fill>'
_PATTERN_NONE, _PATTERN_SOLID = -4142, 1  # Excel's names for patterns, as the add-in stores them
_TEXT_FORMAT = "49"


def solid(rgb: str) -> str:
    """The fill element of a colour 'RRGGBB'."""
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{rgb}"/><bgColor indexed="64"/></patternFill></fill>'
    )


class Styles:
    """The styles of one workbook; ``save`` puts what was added into its part."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._part = parts.related(parts.workbook, "styles") or self._new_part()
        self._data = parts.read(self._part)
        every = self._nodes()
        if not any(node.path[1:] == ("cellXfs", "xf") for node in every):  # some libraries write styles without any
            self._data = _MINIMAL
            parts.write(self._part, self._data)
            every = self._nodes()
        self._root = every[0]
        self._tables: dict[str, Node] = {node.tag: node for node in every if len(node.path) == 2}
        self._entries: dict[str, list[bytes]] = {name: [] for name in _TABLES}
        for node in every:
            if len(node.path) == 3 and node.path[1] in self._entries:
                self._entries[node.path[1]].append(self._data[node.start : node.end])
        self._had = {name: len(entries) for name, entries in self._entries.items()}

    def _nodes(self) -> Sequence[Node]:
        return nodes(
            self._data,
            self._part,
            lambda path: len(path) <= 3 and (len(path) < 2 or path[1] in (*_TABLES, "cellStyleXfs")),
        )

    def _new_part(self) -> str:
        part = self._parts.free_name("xl/styles{}.xml")
        self._parts.add(part, _MINIMAL, _STYLES_TYPE)
        self._parts.relate(self._parts.workbook, "styles", part)
        return part

    # --- cell formats ------------------------------------------------------------------------------------------

    def with_fill(self, style: int, fill: str) -> int:
        """The number of the format that is ``style`` with this fill element (written without a prefix)."""
        number = self._add("fills", fill)
        xf = with_attribute(self._xf(style), "fillId", str(number))
        return self._add_format(with_attribute(xf, "applyFill", "1" if number else None), style)

    def fill(self, style: int) -> str:
        """The fill element of a format, without a prefix."""
        number = self._attribute(self._xf(style), "fillId")
        entries = self._entries["fills"]
        return _bare(entries[int(number)]) if number.isdecimal() and int(number) < len(entries) else NO_FILL

    def as_number(self, style: int) -> int:
        """The format in which a number stays one: not Text, and without the mark of a typed apostrophe."""
        xf = with_attribute(self._xf(style), "quotePrefix", None)
        if self._attribute(xf, "numFmtId") == _TEXT_FORMAT:
            xf = with_attribute(with_attribute(xf, "numFmtId", "1"), "applyNumberFormat", "1")
        return self._add_format(xf, style)

    def own(self, font: str = "", fill: str = NO_FILL, border: str = "", alignment: str = "") -> int:
        """The number of a format of our own sheets, from elements without prefixes.

        '' are the workbook's own first ones.
        """
        ids = [
            self._add(name, element) if element else 0
            for name, element in (("fonts", font), ("fills", fill), ("borders", border))
        ]
        base = ' xfId="0"' if "cellStyleXfs" in self._tables else ""
        flags = "".join(
            f' {name}="1"'
            for name, used in (
                ("applyFont", font),
                ("applyFill", ids[1]),
                ("applyBorder", border),
                ("applyAlignment", alignment),
            )
            if used
        )
        inner = f"<alignment {alignment}/>" if alignment else ""
        return self._add(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{ids[0]}" fillId="{ids[1]}" borderId="{ids[2]}"{base}{flags}>{inner}</xf>',
        )

    def save(self) -> None:
        """Puts the added entries into the part; the last thing to do with it."""
        edits = []
        for name in _TABLES:
            added = self._entries[name][self._had[name] :]
            if not added:
                continue
            table = self._tables[name]
            body = self._data[table.inner : table.close] + b"".join(added)
            opening = with_attribute(
                self._data[table.start : table.inner].rstrip(b"/> \r\n\t") + b">",
                "count",
                str(len(self._entries[name])),
            )
            edits.append(Edit(table.start, table.end, opening + body + f"</{table.prefix}{name}>".encode()))
        if edits:
            self._parts.write(self._part, edited(self._data, edits))

    def _xf(self, style: int) -> bytes:
        entries = self._entries["cellXfs"]
        return entries[style] if 0 <= style < len(entries) else entries[0]

    def _attribute(self, xf: bytes, name: str) -> str:
        found = re.search(rb"""\s%s\s*=\s*["']([^"']*)["']""" % name.encode(), xf[: xf.index(b">")])
        return found[1].decode() if found else "0"

    def _add_format(self, xf: bytes, like: int) -> int:
        """A format equal to ``xf``: ``like`` itself, an earlier one, or a new one.

        Whether a fill is said to be applied decides nothing.
        """
        wanted = _comparable(xf)
        if _comparable(self._xf(like)) == wanted:
            return like
        entries = self._entries["cellXfs"]
        for number, entry in enumerate(entries):
            if _comparable(entry) == wanted:
                return number
        entries.append(xf)
        return len(entries) - 1

    def _add(self, table: str, element: str) -> int:
        entries = self._entries[table]
        for number, entry in enumerate(entries):
            if _bare(entry) == element:
                return number
        if table not in self._tables:
            raise ValueError(f"styles without {table}")
        entries.append(_prefixed(element, self._root.prefix))
        return len(entries) - 1


def _bare(element: bytes) -> str:
    """An element without prefixes."""
    return re.sub(r"(</?)[\w.-]+:", r"\1", element.decode("utf-8", "replace"))


def _prefixed(element: str, prefix: str) -> bytes:
    return re.sub(r"(</?)(?=\w)", rf"\g<1>{prefix}", element).encode()


def _comparable(xf: bytes) -> tuple[object, ...]:
    """What a format means, whatever the order of its attributes."""
    found = elements(re.sub(rb"(</?|\s)[\w.-]+:(?=\w)", rb"\1", xf), "xl/styles.xml", LIMITS)
    ignored = {"applyFill"}
    return tuple((e.tag, frozenset((k, v) for k, v in e.attributes.items() if k not in ignored)) for e in found)


# --- fills as the add-in speaks of them ------------------------------------------------------------------------------


def interior(fill: str) -> dict[str, Any]:
    """A fill as properties of Excel's Interior object, and as the element that it was (which says more)."""
    found = {element.tag: element.attributes for element in elements(fill.encode(), "fill", LIMITS)}
    color = found.get("fgColor", {})
    if found.get("patternFill", {}).get("patternType", "none") != "solid":
        properties: dict[str, Any] = {"Pattern": _PATTERN_NONE}
    elif color.get("theme", "").isdecimal():
        properties = {
            "Pattern": _PATTERN_SOLID,
            "ThemeColor": int(color["theme"]) + 1,
            "TintAndShade": float(color.get("tint", "0") or 0),
        }
    else:
        rgb = color.get("rgb", "FFFFFF")[-6:]
        properties = {"Pattern": _PATTERN_SOLID, "Color": int(rgb[4:6] + rgb[2:4] + rgb[0:2], 16)}
    return properties | {"xml": fill}


def fill_of_interior(properties: Mapping[str, Any]) -> str:
    """The fill element of what ``interior`` or the add-in stored."""
    xml = properties.get("xml")
    if isinstance(xml, str) and xml.startswith("<fill"):
        return xml
    if properties.get("Pattern", _PATTERN_NONE) == _PATTERN_NONE:
        return NO_FILL
    theme, color = properties.get("ThemeColor"), properties.get("Color")
    if isinstance(theme, int | float) and theme > 0:
        tint = properties.get("TintAndShade") or 0
        return (
            f'<fill><patternFill patternType="solid"><fgColor theme="{int(theme) - 1}" tint="{tint}"/><bgColor'
            ' indexed="64"/></patternFill></fill>'
        )
    if isinstance(color, int | float):
        value = int(color)
        return solid(f"{value & 255:02X}{value >> 8 & 255:02X}{value >> 16 & 255:02X}")
    return NO_FILL
