"""The little of CSS that can change the meaning of a table's cell: hidden, struck, colours, fonts, number formats."""

from __future__ import annotations

import re
from collections.abc import Mapping

Declarations = dict[str, str]

MOST_RULES = 5_000
LARGEST = 1_000_000
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_DECLARATION = re.compile(r"""\s*([a-zA-Z-]+)\s*:\s*((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^;"'])*)""")
_SELECTOR = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?(?:\.([A-Za-z0-9_-]+))?")
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{4})|\\(.)", re.DOTALL)  # Excel writes four digits, and no blank behind them
_RGB = re.compile(r"rgba?\(\s*([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})")
_NAMES = {
    "white": "FFFFFF", "black": "000000", "red": "FF0000", "yellow": "FFFF00", "blue": "0000FF", "green": "008000",
    "lime": "00FF00", "aqua": "00FFFF", "cyan": "00FFFF", "fuchsia": "FF00FF", "magenta": "FF00FF", "gray": "808080",
    "grey": "808080", "silver": "C0C0C0", "maroon": "800000", "navy": "000080", "olive": "808000", "purple": "800080",
    "teal": "008080", "orange": "FFA500",
}  # fmt: skip


def declarations(text: str) -> Declarations:
    """Of a style attribute, or of the inside of a rule, by name; a later one counts."""
    return {name.lower(): value.strip() for name, value in _DECLARATION.findall(text[:20_000])}


def rules(sheet: str) -> dict[tuple[str, str], Declarations]:
    """Of a style sheet: (element, class) -> declarations, '' for any. Other kinds of selectors are passed over."""
    found: dict[tuple[str, str], Declarations] = {}
    for rule in _COMMENT.sub(" ", sheet).split("}", MOST_RULES)[:MOST_RULES]:
        selectors, brace, inside = rule.rpartition("{")
        said = declarations(inside) if brace else {}
        for selector in selectors[-2_000:].split(",") if said else ():
            match = _SELECTOR.fullmatch(selector.strip())
            if match and selector.strip():
                found.setdefault(((match[1] or "").lower(), match[2] or ""), {}).update(said)
    return found


def style_sheets(page: str) -> str:
    """What stands in the <style> elements of a page, at most ``LARGEST`` characters."""
    lower, at = page.lower(), 0
    found: list[str] = []
    while len(found) < MOST_RULES:
        at = lower.find("<style", at)
        start = lower.find(">", at) + 1 if at >= 0 else 0
        end = lower.find("</style", start) if start else -1
        if end < 0:
            break
        found.append(page[start:end])
        at = end
    return "\n".join(found)[:LARGEST]


def declared(tag: str, classes: str, style: str, sheet: Mapping[tuple[str, str], Declarations]) -> Declarations:
    """What holds for an element: its tag's rules, its classes', its own."""
    result = dict(sheet.get((tag, ""), {}))
    for name in classes.split()[:20]:
        for key in (("", name), (tag, name)):
            result.update(sheet.get(key, {}))
    result.update(declarations(style))
    return result


def is_hidden(said: Declarations) -> bool:
    return said.get("display", "").startswith("none") or said.get("visibility", "") in ("hidden", "collapse")


def color(text: str) -> str | None:
    """'RRGGBB', None where it is none that is known.

    >>> color("#FFF"), color("White"), color("rgb(255, 0, 0)"), color("windowtext")
    ('FFFFFF', 'FFFFFF', 'FF0000', None)
    """
    text = text.strip().lower()
    if re.fullmatch("#[0-9a-f]{6}", text):
        return text[1:].upper()
    if re.fullmatch("#[0-9a-f]{3}", text):
        return "".join([letter * 2 for letter in text[1:]]).upper()
    found = _RGB.match(text)
    if found:
        return "".join([f"{min(int(part), 255):02X}" for part in found.groups()])
    return _NAMES.get(text)


def number_format(text: str) -> str:
    """Excel's code in 'mso-number-format', where it is quoted and escaped.

    >>> number_format('"0\\\\%"'), number_format('"\\\\@"'), number_format("Percent")
    ('0%', '@', '0.00%')
    """
    code = text.strip().strip("\"'")
    code = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], code)
    return _NAMED_FORMATS.get(code, code) or "General"


_NAMED_FORMATS = {
    "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00", "Short Date": "m/d/yyyy",
    "Medium Date": "d-mmm-yy", "Long Date": "d-mmm-yyyy", "Short Time": "h:mm", "Medium Time": "h:mm AM/PM",
    "Long Time": "h:mm:ss", "General Date": "m/d/yyyy h:mm", "General Number": "General", "Currency": "#,##0.00",
}  # fmt: skip
