"""An Open XML workbook, transitional or strict, to a Grid whose sheets are read when they are asked for.

Of a workbook of twenty parts a merge needs about seven; every part that files of one template share is parsed once
(``Package.parsed``). Nothing is followed out of the file: external links are named, not opened.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.openxml.elements import Element, elements
from cchc_xl.grid.openxml.package import Content, Limits, Package, ReadError
from cchc_xl.grid.openxml.sheet import read_sheet
from cchc_xl.grid.openxml.strings import Strings
from cchc_xl.grid.openxml.styles import Look, read_styles
from cchc_xl.grid.openxml.values import is_true
from cchc_xl.model import Grid, Sheet, SheetBody
from cchc_xl.records import NamedTuple
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.grid.openxml.pieces import CutSheet

_MOST_LINKS = 100
_LONGEST_NAME = 300  # characters of names of parts that are remembered

Choose = Callable[[str, bytes], bytes]  # name of a sheet, its part -> what is wanted of it

_kinds: BoundedCache[Hashable, object] = BoundedCache(64)  # of workbooks
_met: BoundedCache[Hashable, bool] = BoundedCache(256)  # parts of them
_LONGEST_LOOK = 32_768  # bytes of packed styles; longer ones are no template's


class Relation(NamedTuple):
    """``kind`` is the last word of the relationship's type: worksheet, styles, comments; ``strict``: ISO's strict Open
    XML says so.
    """

    kind: str
    target: str
    external: bool
    strict: bool


class _Workbook(NamedTuple):
    """xl/workbook.xml. ``sheets``: (name, state, id of the relation)."""

    sheets: tuple[tuple[str, str, str], ...]
    names: Mapping[str, str]
    from_1904: bool
    uncalculated: bool


# --- parts ---------------------------------------------------------------------------------------------------------


def read_relations(data: bytes, part: str, limits: Limits) -> dict[str, Relation]:
    """Relations by id."""
    found = {}
    for element in elements(data, part, limits):
        if element.tag == "Relationship":
            attributes = element.attributes
            kind = attributes.get("Type", "")
            external, strict = attributes.get("TargetMode") == "External", kind.startswith("http://purl.oclc.org/")
            found[attributes.get("Id", "")] = Relation(
                kind.rpartition("/")[2], attributes.get("Target", ""), external, strict
            )
    return found


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The relations of a part; none where it has no relations part. '' are the package's own."""
    folder, _, name = part.replace("\\", "/").rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    return package.parsed(rels, read_relations) if rels in package else {}


def resolve(part: str, target: str, package: Package) -> str:
    """The name of the part that ``target`` means, seen from ``part``: absolute, relative, with back slashes or percent
    signs.
    """
    name = (_joined if len(part) + len(target) <= _LONGEST_NAME else _join)(part, target)
    if "%" in name and name not in package:
        from urllib.parse import unquote

        return unquote(name)
    return name


def _join(part: str, target: str) -> str:
    target = target.replace("\\", "/")
    steps = [] if target.startswith("/") else part.replace("\\", "/").split("/")[:-1]
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)


_joined = lru_cache(maxsize=256)(_join)  # the parts of all files of a campaign have the same names


def _read_workbook(data: bytes, part: str, limits: Limits) -> _Workbook:
    sheets: list[tuple[str, str, str]] = []
    names: dict[str, str] = {}
    from_1904 = uncalculated = False
    for element in elements(data, part, limits):
        attributes = element.attributes
        if element.tag == "sheet" and element.parent == "sheets":
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", "")))
        elif element.tag == "definedName":
            # A name that belongs to one sheet only can stand for another cell on each of them.
            if "localSheetId" not in attributes and not attributes.get("name", "").startswith("_xlnm."):
                names[attributes.get("name", "")] = element.text
        elif element.tag == "workbookPr":
            from_1904 = is_true(attributes.get("date1904"))
        elif element.tag == "calcPr":
            uncalculated = is_true(attributes.get("fullCalcOnLoad"))
    if not sheets:
        raise ReadError("no-workbook", part=part)
    return _Workbook(tuple(sheets), names, from_1904, uncalculated)


def _read_application(data: bytes, part: str, limits: Limits) -> str:
    return next((element.text.strip() for element in elements(data, part, limits) if element.tag == "Application"), "")


def application_of(package: Package) -> str:
    """The program that saved the file, '' where the file does not say or says it badly: no reason to refuse it."""
    try:
        return package.parsed("docProps/app.xml", _read_application) if "docProps/app.xml" in package else ""
    except ReadError as error:
        if error.reason == "doctype":
            raise
        return ""


# --- the workbook --------------------------------------------------------------------------------------------------


class _Reader:
    """One open workbook: what its sheets share, each read once."""

    def __init__(self, package: Package, part: str, choose: Choose | None) -> None:
        self.package = package
        self.part = part
        self.choose = choose
        self.workbook: _Workbook = package.parsed(part, _read_workbook)
        self.relations = relations(package, part)
        self._strings: Strings | None = None
        self._looks: Mapping[str, Look] | None = None
        self._kind: object | None = None
        self._parts: dict[str, str | None] = {}

    def shared(self, kind: str) -> str | None:
        """The name of the workbook's one part of this kind."""
        if kind not in self._parts:
            found = (resolve(self.part, r.target, self.package) for r in self.relations.values() if r.kind == kind)
            self._parts[kind] = next(found, None)
        return self._parts[kind]

    @property
    def strings(self) -> Strings:
        if self._strings is None:
            part = self.shared("sharedStrings")
            self._strings = (
                Strings(self.package.read(part), part, self.package.limits)
                if part and part in self.package
                else Strings(b"", "")
            )
        return self._strings

    @property
    def looks(self) -> Mapping[str, Look]:
        if self._looks is None:
            part = self.shared("styles")
            self._looks = self.package.parsed(part, read_styles) if part and part in self.package else {}
        return self._looks

    @property
    def kind(self) -> object | None:
        """One and the same for workbooks whose cells depend on the same beside their own XML and the shared strings;
        None where that is too long to be kept.
        """
        if self._kind is None:
            part = self.shared("styles")
            styles = self.package.packed(part) if part and part in self.package else b""
            if len(styles) > _LONGEST_LOOK:
                return None
            like = (styles, self.workbook.from_1904, self.package.limits)
            self._kind = _kinds.get(like)
            if self._kind is None:
                self._kind = _kinds[like] = object()
        return self._kind

    def sheet(self, name: str, state: str, relation_id: str) -> Sheet:
        relation = self.relations.get(relation_id)
        if relation is not None and relation.kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            return Sheet(name, state)
        return Sheet(name, state, self._loader(relation, name))

    def _loader(self, relation: Relation | None, name: str) -> Callable[[], SheetBody]:
        def load() -> SheetBody:
            if relation is None or relation.external:
                raise ReadError("no-workbook", part=name)
            try:
                return self.body(resolve(self.part, relation.target, self.package), name)
            except ReadError:
                raise
            except Exception as error:  # our own fault, or a file that nobody thought of: a refusal like any other
                raise ReadError("crash", found=f"{type(error).__name__}: {error}"[:200], part=name) from error

        return load

    def body(self, part: str, name: str) -> SheetBody:
        package, choose = self.package, self.choose
        kind = None if choose or self.kind is None else (part, self.kind)
        if choose:  # a workbook of ours, whose rows no other file has
            body = self._whole(choose(name, package.read(part)), part)
        elif kind is None:
            body = self._whole(package.read(part), part)
        else:
            met = _met.get(kind)
            if not met:
                _met[kind] = True  # the first of its kind may be the only one
            # Shared strings differ from file to file, and with them the cells of every sheet; without them the
            # instructions are the same in all files.
            if self.shared("sharedStrings") is None:
                body = package.parsed(
                    part, lambda data, at, _: self._read(data, at, kind if met else None), (read_sheet, kind)
                )
            else:
                body = self._by_pieces(part, kind) if met else self._whole(package.read(part), part)
        comments = self._comments(part)
        body = body._replace(comments=comments) if comments else body
        return body._replace(beside=(*body.beside, *self._text_boxes(part))) if body.drawings else body

    def _text_boxes(self, part: str) -> Iterator[tuple[int, int, str]]:
        from cchc_xl.grid.openxml.drawings import read_text_boxes

        for relation in relations(self.package, part).values():
            target = resolve(part, relation.target, self.package)
            if relation.kind == "drawing" and target in self.package:
                yield from self.package.parsed(target, read_text_boxes)

    def _whole(self, data: bytes, part: str) -> SheetBody:
        return read_sheet(data, part, self.looks, self.strings, self.workbook.from_1904, self.package.limits)

    def _read(self, data: bytes, part: str, kind: Hashable) -> SheetBody:
        if not kind:
            return self._whole(data, part)
        from cchc_xl.grid.openxml.pieces import read_pieces

        limits = self.package.limits
        return read_pieces(data, part, self.looks, self.strings, self.workbook.from_1904, limits, kind)

    def _by_pieces(self, part: str, kind: Hashable) -> SheetBody:
        """A sheet whose texts are shared strings: what it is without them may be the same in other files."""
        from cchc_xl.grid.openxml.pieces import body_of, cut_sheet

        read = b""

        def cut(data: bytes, part: str, limits: Limits) -> CutSheet | None:
            nonlocal read
            read = data
            return cut_sheet(data, part, self.looks, self.workbook.from_1904, limits, kind)

        found = self.package.parsed(part, cut, (cut_sheet, kind))
        return (found and body_of(found, self.strings)) or self._whole(read or self.package.read(part), part)

    def _comments(self, part: str) -> Mapping[tuple[int, int], str]:
        beside = relations(self.package, part)
        if not any(relation.kind in ("comments", "threadedComment") for relation in beside.values()):
            return {}
        from cchc_xl.grid.openxml.comments import read_comments, read_threads

        found: dict[tuple[int, int], str] = {}
        readers = (
            ("comments", read_comments),
            ("threadedComment", read_threads),
        )  # a thread replaces the stand-in that older versions see
        for kind, read in readers:
            for relation in beside.values():
                target = resolve(part, relation.target, self.package)
                if relation.kind == kind and target in self.package:
                    found.update(self.package.parsed(target, read))
        return found


def links_of(package: Package, part: str, related: Mapping[str, Relation]) -> tuple[str, ...]:
    """What a workbook's formulas refer to outside of it: files by name, DDE servers as 'service|topic'."""
    found: list[str] = []
    for relation in related.values():
        if relation.kind == "externalLink" and len(found) < _MOST_LINKS:
            target = resolve(part, relation.target, package)
            if target in package:
                found += [link.target for link in relations(package, target).values() if link.external]
                if target.lower().endswith(".xml"):
                    found += [_dde(element) for element in package.parsed(target, elements) if element.tag == "ddeLink"]
    return tuple(found[:_MOST_LINKS])


def _dde(element: Element) -> str:
    return f"{element.attributes.get('ddeService', '')}|{element.attributes.get('ddeTopic', '')}"


def has_macros(package: Package, related: Mapping[str, Relation]) -> bool:
    return any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in package.members) or any(
        relation.kind in ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet") for relation in related.values()
    )


SIGNATURE_OF_MACROS = "vbaProjectSignature"  # how the kinds of relation begin: one for each generation of Office


def is_signed(package: Package) -> bool:
    """Whether the package carries digital signatures, its own (ECMA-376 part 2, 10) or those of its macros."""
    return any(relation.kind == "origin" for relation in relations(package, "").values()) or any(
        "vbaprojectsignature" in name for name in package.members
    )


def main_part(package: Package) -> str:
    """The name of the workbook part. Raises ReadError no-workbook."""
    for relation in relations(package, "").values():
        if relation.kind == "officeDocument" and not relation.external:
            part = resolve("", relation.target, package)
            if part in package:
                return part
    for part in ("xl/workbook.xml", "xl/workbook.bin"):
        if part in package:
            return part
    raise ReadError("no-workbook")


def read_grid(content: Content) -> Grid:
    """The workbook in a package. Sheets are read on demand: ``Sheet.body`` may raise ReadError (see there).

    ``content.choose`` is given a sheet's name and its part, and says what is wanted of it (see
    ``grid.openxml.entries_only``). Raises ReadError: no-workbook, xml, doctype and what reading a part raises.
    """
    package, source = content.package, content.source
    assert package is not None
    part = main_part(package)
    reader = _Reader(package, part, content.choose)
    if any(relation.strict for relation in reader.relations.values()):
        source = source._replace(format=f"{source.format}-strict")
    if is_signed(package):
        content = content.noted("F20")
    application = application_of(package)
    if application and not application.startswith("Microsoft"):
        content = content.noted("F10", app=application)
    return Grid(
        source,
        tuple([reader.sheet(*entry) for entry in reader.workbook.sheets]),
        reader.workbook.names,
        content.findings,
        application,
        has_macros(package, reader.relations),
        links_of(package, part, reader.relations),
        reader.workbook.uncalculated,
    )
