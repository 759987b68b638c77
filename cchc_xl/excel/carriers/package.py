"""Workbook packages with macros and a ribbon, made from a workbook without: parts are added to the zip, nothing else is
touched.

The same inputs give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Literal

from cchc_xl.excel.carriers import ribbon

Carrier = Literal["xlsm", "xlam"]

VBA_PART = "xl/vbaProject.bin"
VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_VBA_TYPE = "application/vnd.ms-office.vbaProject"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIN: Mapping[Carrier, str] = {
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
_TYPES, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_WHEN = (1980, 1, 1, 0, 0, 0)


def unzipped(package: bytes) -> dict[str, bytes]:
    """Part name -> bytes, in the order of the package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # or the bytes would tell on which system they were built
            archive.writestr(entry, data)
    return out.getvalue()


def code_names(workbook: bytes) -> tuple[bytes, list[str]]:
    """The workbook with a ``codeName`` for itself and for each sheet, and the sheets' code names in the order of the
    tabs.

    Excel invents new document modules where these and the modules of the project differ.
    """
    parts = unzipped(workbook)
    parts[_BOOK] = _with_code_name(parts[_BOOK], "workbookPr", "ThisWorkbook", after=("fileVersion", "fileSharing"))
    names = []
    for number, part in enumerate(_sheet_parts(parts), 1):
        names.append(f"Sheet{number}")
        parts[part] = _with_code_name(parts[part], "sheetPr", names[-1], after=())
    return zipped(parts), names


def with_macros(workbook: bytes, project: bytes, ribbon_part: bytes, carrier: Carrier) -> bytes:
    """The ``.xlsm`` or ``.xlam`` made from an ``.xlsx``, a ``vbaProject.bin`` and a customUI part.

    Raises ``ValueError`` where the workbook has macros already or is no plain workbook.
    """
    parts = unzipped(workbook)
    if VBA_PART in parts or ribbon.PART in parts:
        raise ValueError("the workbook has macros or a ribbon already")
    types = parts[_TYPES].decode("utf-8")
    if types.count(_PLAIN) != 1:
        raise ValueError("not a plain workbook")
    types = types.replace(_PLAIN, _MAIN[carrier])
    if 'Extension="bin"' in types:
        override = f'<Override PartName="/{VBA_PART}" ContentType="{_VBA_TYPE}"/>'
        types = types.replace("</Types>", override + "</Types>")
    else:
        types = re.sub(r"(<Types[^>]*>)", rf'\1<Default Extension="bin" ContentType="{_VBA_TYPE}"/>', types, count=1)
    parts[_TYPES] = types.encode("utf-8")
    parts[_BOOK_RELATIONS] = _related(parts[_BOOK_RELATIONS], "rIdVba", VBA_RELATION, "vbaProject.bin")
    parts[_ROOT_RELATIONS] = _related(parts[_ROOT_RELATIONS], "rIdRibbon", ribbon.RELATION, ribbon.PART)
    parts[VBA_PART] = project
    parts[ribbon.PART] = ribbon_part
    return zipped(parts)


def without_macros(workbook: bytes) -> bytes:
    """The macro-free ``.xlsx`` of an ``.xlsm``: project, its signatures, ribbon and their relations are left out."""
    parts = {
        name: data
        for name, data in unzipped(workbook).items()
        if not re.match(
            r"(?i)xl/(_rels/)?vba(Project|Data)|customUI/|userCustomization/|xl/activeX/|xl/ctrlProps/", name
        )
    }
    types = parts[_TYPES].decode("utf-8")
    for main in _MAIN.values():
        types = types.replace(main, _PLAIN)
    parts[_TYPES] = re.sub(r"<(?:Default|Override)\b[^>]*vba(?:Project|Data)[^>]*/>", "", types).encode("utf-8")
    for name in [_BOOK_RELATIONS, _ROOT_RELATIONS]:
        rest = re.sub(
            r'<Relationship\b[^>]*(?:/vbaProject"|ui/extensibility"|customUI/)[^>]*/>', "", parts[name].decode("utf-8")
        )
        parts[name] = rest.encode("utf-8")
    return zipped(parts)


def _related(relations: bytes, identifier: str, kind: str, target: str) -> bytes:
    text = relations.decode("utf-8")
    relation = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>'
    return text.replace("</Relationships>", relation + "</Relationships>").encode("utf-8")


def _sheet_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts of the sheets, in the order of the tabs."""
    relations = parts[_BOOK_RELATIONS].decode("utf-8")
    targets = {}
    for relation in re.findall(r"<Relationship\b[^>]*>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[attributes["Id"]] = attributes["Target"]
    ids = re.findall(r'<sheet\b[^>]*\br:id="([^"]+)"', parts[_BOOK].decode("utf-8"))
    return [
        targets[identifier][1:] if targets[identifier].startswith("/") else "xl/" + targets[identifier]
        for identifier in ids
    ]


def _with_code_name(xml: bytes, element: str, name: str, after: tuple[str, ...]) -> bytes:
    text = xml.decode("utf-8")
    found = re.search(rf"<{element}\b[^>]*?(?=/?>)", text)
    if found:
        opening = re.sub(r'\s+codeName="[^"]*"', "", found[0])
        return (text[: found.start()] + f'{opening} codeName="{name}"' + text[found.end() :]).encode("utf-8")
    # the element comes right after the root, or after those of ``after`` that are there
    place = re.search(r"<(?:workbook|worksheet|chartsheet)\b[^>]*>", text)
    if place is None:
        raise ValueError(f"no place for {element}")
    position = place.end()
    for sibling in after:
        earlier = re.compile(rf"<{sibling}\b[^>]*/>").search(text)
        position = earlier.end() if earlier else position
    return (text[:position] + f'<{element} codeName="{name}"/>' + text[position:]).encode("utf-8")
