"""The part of [MS-CUSTOMUI] 2.2 (2006 namespace) that our ribbon uses, as a table, and a check against it.

Microsoft's own schema cannot be kept here; the Open XML SDK, which judges the packages, knows it too. What neither
knows is whether an icon's name exists: ``ICONS`` are names that stand in Microsoft's lists of Excel's controls of 2013,
2016, 2019 and 365.
"""

from __future__ import annotations

from xml.etree import ElementTree

NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
WORDS = {"label": 1024, "screentip": 1024, "supertip": 1024}
CALLBACKS = {"onAction", "getVisible", "getLabel", "getEnabled"}

# element -> (elements inside, attributes, attributes that must be there)
SCHEMA = {
    "customUI": ({"ribbon"}, {"onLoad", "loadImage"}, set()),
    "ribbon": ({"tabs"}, {"startFromScratch"}, set()),
    "tabs": ({"tab"}, set(), set()),
    "tab": ({"group"}, {"id", "label", "getVisible", "visible"}, {"id", "label"}),
    "group": ({"button"}, {"id", "label"}, {"id", "label"}),
    "button": (set(), {"id", "size", "imageMso", "onAction", *WORDS}, {"id", "label", "imageMso", "onAction"}),
}
ICONS = {
    "AddInManager", "Consolidate", "DataValidationCircleInvalid", "DataValidationClearValidationCircles", "FileNew", "FileSaveAs", "FileSendAsAttachment",
    "Help", "ReviewAcceptOrRejectChangeDialog", "ReviewNextComment", "Undo",
}  # fmt: skip
VALUES = {"size": {"normal", "large"}, "imageMso": ICONS}


def problems(xml: bytes) -> list[str]:
    """What is wrong with a customUI part; empty where nothing is."""
    root = ElementTree.fromstring(xml)
    if root.tag != f"{NAMESPACE}customUI":
        return [f"root {root.tag}"]
    found = list(_element(root))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    return found + [f"two of id {name}" for name in set(ids) if ids.count(name) > 1]


def _element(element):
    name = element.tag.removeprefix(NAMESPACE)
    inside, allowed, needed = SCHEMA[name]
    for attribute, value in element.attrib.items():
        if attribute not in allowed:
            yield f"{name}: attribute {attribute}"
        if value not in VALUES.get(attribute, {value}):
            yield f"{name}: {attribute}={value}"
        if not 1 <= len(value) <= WORDS.get(attribute, 1024):
            yield f"{name}: length of {attribute}"
    for attribute in needed - set(element.attrib):
        yield f"{name}: no {attribute}"
    for child in element:
        if child.tag.removeprefix(NAMESPACE) not in inside:
            yield f"{name}: element {child.tag}"
        else:
            yield from _element(child)
