"""A workbook package as parts that can be read, changed and added.

What is not changed stays as it was, byte for byte.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from cchc_xl.grid.openxml.package import ReadError, open_package
from cchc_xl.grid.openxml.workbook import SIGNATURE_OF_MACROS, Relation, main_part, read_relations, resolve
from cchc_xl.records import NamedTuple
from cchc_xl.write.marked.xml import (
    RELATIONS_NAMESPACE,
    Edit,
    Node,
    append_child,
    edited,
    escaped,
    nodes,
    plain_bytes,
    with_attribute,
)

_TYPES = "[Content_Types].xml"
_EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships'
    b' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")  # CT_Workbook's order


class CopyError(ValueError):
    """A copy that was made does not say what its original says, and is not written."""


class SheetEntry(NamedTuple):
    """A sheet of the workbook: its name and the name of its part ('' for one without cells, such as a chart sheet)."""

    name: str
    part: str


class Parts:
    """The parts of one workbook.

    Names are as in the package, without regard to case. Raises ReadError for what ``open_package`` refuses.
    """

    def __init__(self, data: bytes) -> None:
        self._package = open_package(data)
        self._names = {name.replace("\\", "/").lower(): member.name for name, member in self._package.members.items()}
        self._data = data
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self.workbook = main_part(self._package)
        self._drop_signatures()

    def __contains__(self, name: str) -> bool:
        return name in self._added or name.lower() in self._names

    def _drop_signatures(self) -> None:
        """A signature holds for the very bytes that were signed: a changed copy that carries it looks forged."""
        signed = [relation for relation in self.relations("").values() if relation.kind == "origin"]
        for origin in signed:
            part = self.target("", origin)
            related = [self.target(part, relation) for relation in self.relations(part).values()]
            for name in (part, _relations_part(part), *related):
                self._drop(name)
        if signed:
            self._edit_out("_rels/.rels", lambda node: node.attributes.get("Type", "").endswith("/origin"))
        self._drop_signatures_of_macros()

    def _drop_signatures_of_macros(self) -> None:
        """They name their office as well, beside cells that it did not write (MS-OFFMACRO2, 2.2.1.3 and following)."""
        for relation in self.relations(self.workbook).values():
            macros = self.target(self.workbook, relation) if relation.kind == "vbaProject" else ""
            related = self.relations(macros) if macros else {}
            kept = [one for one in related.values() if not one.kind.startswith(SIGNATURE_OF_MACROS)]
            for one in related.values():
                if one not in kept:
                    self._drop(self.target(macros, one))
            if not kept and related:
                self._drop(_relations_part(macros))
            elif len(kept) < len(related):
                self._edit_out(
                    _relations_part(macros),
                    lambda node: node.attributes.get("Type", "").rpartition("/")[2].startswith(SIGNATURE_OF_MACROS),
                )

    def _drop(self, name: str) -> None:
        """Leaves a part out, and what is said of its content."""
        if name.lower() in self._names:
            self._dropped.add(self._names.pop(name.lower()))
            said = f"/{name}".lower()
            self._edit_out(_TYPES, lambda node: node.attributes.get("PartName", "").lower() == said)

    def _edit_out(self, part: str, unwanted: Callable[[Node], bool]) -> None:
        """Takes the elements out that stand directly below the root."""
        data = self.read(part)
        found = [node for node in nodes(data, part, lambda path: len(path) == 2) if unwanted(node)]
        if found:
            self.write(part, edited(data, [Edit(node.start, node.end, b"") for node in found]))

    def read(self, name: str) -> bytes:
        """The present bytes of a part, in an encoding whose tags are ASCII."""
        if name in self._added:
            return self._added[name]
        stored = self._stored(name)
        return self._changed[stored] if stored in self._changed else plain_bytes(self._package.read(stored))

    def write(self, name: str, data: bytes) -> None:
        """Changes a part or adds one."""
        if name in self._added or name.lower() not in self._names:
            self._added[name] = data
        else:
            self._changed[self._stored(name)] = data

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Adds a part and declares its content type."""
        self.write(name, data)
        self._declare(f'<{{p}}Override PartName="/{escaped(name)}" ContentType="{content_type}"/>')

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Declares the content type of all parts with an extension, if it is not yet."""
        types = self._type_nodes()
        if not any(
            node.tag == "Default" and node.attributes.get("Extension", "").lower() == extension for node in types
        ):
            self._declare(f'<{{p}}Default Extension="{extension}" ContentType="{content_type}"/>', first=True)

    def free_name(self, pattern: str) -> str:
        """The first of 'xl/x1.xml', 'xl/x2.xml' ... that no part has. ``pattern`` holds one {}."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self)

    # --- relations ---------------------------------------------------------------------------------------------

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relations of a part by id."""
        rels = _relations_part(part)
        return read_relations(self.read(rels), rels, self._package.limits) if rels in self else {}

    def target(self, part: str, relation: Relation) -> str:
        return self._resolved(resolve(part, relation.target, self._package))

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` has as this kind ('comments', 'styles'); None where there is none."""
        names = (
            self.target(part, relation)
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external
        )
        return next((name for name in names if name in self), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relation from ``part`` to the part ``target``; its id."""
        rels = _relations_part(part)
        data = self.read(rels) if rels in self else _EMPTY_RELATIONS
        have = {key.lower() for key in self.relations(part)}
        key = next(f"rId{number}" for number in range(len(have) + 1, len(have) + 10_000) if f"rid{number}" not in have)
        (root,) = nodes(data, rels, lambda path: len(path) == 1)
        element = (
            f'<{root.prefix}Relationship Id="{key}" Type="{RELATIONS_NAMESPACE}/{kind}" Target="/{escaped(target)}"/>'
        )
        self.write(rels, edited(data, [append_child(data, root, element.encode())]))
        return key

    # --- sheets ------------------------------------------------------------------------------------------------

    def sheets(self) -> tuple[SheetEntry, ...]:
        """The sheets in their order."""
        data = self.read(self.workbook)
        related = self.relations(self.workbook)
        found = []
        for node in nodes(data, self.workbook, lambda path: path[1:] == ("sheets", "sheet")):
            key = next((value for name, value in node.attributes.items() if name.rpartition(":")[2] == "id"), "")
            relation = related.get(key)
            part = self.target(self.workbook, relation) if relation and relation.kind == "worksheet" else ""
            found.append(SheetEntry(node.attributes.get("name", ""), part if part in self else ""))
        return tuple(found)

    def sheet_part(self, name: str) -> str:
        """The part of a sheet; '' where there is no such sheet with cells."""
        return next((sheet.part for sheet in self.sheets() if sheet.name == name), "")

    def put_sheet(self, name: str, data: bytes, state: str = "visible") -> str:
        """Replaces the content of the sheet of that name, or adds it as the last one; the name of its part."""
        part = self.sheet_part(name)
        if part:
            self.write(part, data)
            rels = _relations_part(part)
            if rels in self:
                self.write(rels, _EMPTY_RELATIONS)
            return part
        part = self.free_name(f"{self.workbook.rpartition('/')[0] or 'xl'}/worksheets/sheet{{}}.xml")
        self.add(part, data, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
        key = self.relate(self.workbook, "worksheet", part)
        book = self.read(self.workbook)
        every = nodes(book, self.workbook, lambda path: path[1:2] == ("sheets",))
        numbers = [int(number) for node in every[1:] if (number := node.attributes.get("sheetId", "")).isdecimal()]
        hidden = "" if state == "visible" else f' state="{state}"'
        element = (
            f'<{every[0].prefix}sheet xmlns:r="{RELATIONS_NAMESPACE}" name="{escaped(name)}"'
            f' sheetId="{max(numbers, default=0) + 1}"{hidden} r:id="{key}"/>'
        )
        self.write(self.workbook, edited(book, [append_child(book, every[0], element.encode())]))
        return part

    def recalculate(self) -> None:
        """Has the next program that opens the workbook calculate all formulas: some of what they depend on has
        changed.
        """
        book = self.read(self.workbook)
        found = nodes(book, self.workbook, lambda path: path[1:] == ("calcPr",))
        if found:
            opening = with_attribute(book[found[0].start : found[0].inner], "fullCalcOnLoad", "1")
            self.write(self.workbook, edited(book, [Edit(found[0].start, found[0].inner, opening)]))
            return
        every = nodes(book, self.workbook, lambda path: len(path) <= 2)
        before = [node for node in every if node.tag in _BEFORE_CALCULATION]
        self.write(
            self.workbook,
            edited(
                book, [Edit(before[-1].end, before[-1].end, f'<{every[0].prefix}calcPr fullCalcOnLoad="1"/>'.encode())]
            ),
        )

    # --- the package -------------------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The package: members in their order with the content they have now, then what was added."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in self._package.members.values():
                if member.name in self._dropped:
                    continue
                content = (
                    self._changed[member.name] if member.name in self._changed else self._package.read(member.name)
                )
                archive.writestr(_info(member.name), content)
            for name, content in self._added.items():
                archive.writestr(_info(name), content)
        return stream.getvalue()

    def _stored(self, name: str) -> str:
        stored = self._names.get(name.lower())
        if stored is None:
            raise ReadError("no-workbook", part=name)
        return stored

    def _resolved(self, name: str) -> str:
        return name if name in self._added else self._names.get(name.lower(), name)

    def _type_nodes(self) -> list[Node]:
        return nodes(self.read(_TYPES), _TYPES, lambda path: len(path) <= 2)

    def _declare(self, element: str, first: bool = False) -> None:
        data = self.read(_TYPES)
        root = self._type_nodes()[0]
        declared = element.format(p=root.prefix).encode()
        self.write(
            _TYPES,
            edited(data, [Edit(root.inner, root.inner, declared) if first else append_child(data, root, declared)]),
        )


def _relations_part(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _info(name: str) -> zipfile.ZipInfo:
    """The member's header: no clock, so that the same input gives the same bytes."""
    info = zipfile.ZipInfo(name.replace("\\", "/"))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
