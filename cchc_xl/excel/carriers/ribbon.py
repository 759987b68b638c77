"""The ribbon: ``macros/ribbon/cchc.xml`` (what there is) with the words of ``labels.json`` (what it says)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from cchc_xl import resources

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
PART = "customUI/customUI.xml"

_ELEMENT = re.compile(r'<(?:tab|group|button) id="(\w+)"')
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def labels(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Control id -> attribute (label, screentip, supertip) -> text."""
    with open(resources.path("macros", "ribbon", "labels.json"), encoding="utf-8") as file:
        words: Mapping[str, Mapping[str, Mapping[str, str]]] = json.load(file)
    return words[lang]


def ribbon_xml(lang: str = "vi", visible: str = "") -> bytes:
    """The customUI part. ``visible`` names the callback that decides whether the tab is shown ('' = always).

    Raises ``ValueError`` where the words and the controls do not match one to one.
    """
    with open(resources.path("macros", "ribbon", "cchc.xml"), encoding="utf-8") as file:
        xml = _COMMENT.sub("", file.read())
    words = labels(lang)
    ids = _ELEMENT.findall(xml)
    if sorted(ids) != sorted(words):
        raise ValueError(f"controls without words or words without control: {sorted(set(ids) ^ set(words))}")

    def worded(match: re.Match[str]) -> str:
        return match[0] + "".join(
            f' {name}="{escape(text, {chr(34): "&quot;"})}"' for name, text in words[match[1]].items()
        )

    xml = _ELEMENT.sub(worded, xml)
    if visible:
        xml = xml.replace('<tab id="CchcTab"', f'<tab id="CchcTab" getVisible="{visible}"', 1)
    return xml.encode("utf-8")
