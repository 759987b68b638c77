"""A Word document (.docx, .docm; transitional or strict) to a Grid: one pass over its main part.

Read as the page shows it: content controls and unknown wrappers are gone through, changes that nobody has accepted are
taken as if they were and remarked upon, hidden text, placeholders and the code of fields are no text. Nothing is
followed out of the package. Element names are those of ISO/IEC 29500-1, 17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.grid.document.blocks import Block, NoteMark, every_paragraph
from cchc_xl.grid.document.docx_styles import (
    NO_STYLES,
    Counter,
    Numbering,
    TextStyles,
    read_numbering,
    read_styles,
    style_numbers,
    tells,
)
from cchc_xl.grid.document.docx_text import Context, Walk
from cchc_xl.grid.document.pages import Pages, Places, pages
from cchc_xl.grid.openxml.package import Content, Package, ReadError, open_package
from cchc_xl.grid.openxml.workbook import Relation, application_of, relations, resolve
from cchc_xl.grid.openxml.workbook import read_grid as read_workbook
from cchc_xl.model import PROVINCE_PROPERTY, Grid, Sheet, Source

_MOST_LINKS = 100
_PROPERTIES = "docprops/custom.xml"


def read_grid(content: Content) -> Grid:
    """The document. Raises ReadError: document (F03: no text part), xml, doctype, too-many-cells, too-deep, and what
    reading a part raises.
    """
    package = content.package
    part = _main_part(package) if package else ""
    if package is None or part not in package:
        raise ReadError("document", "F03", ext=f".{content.source.format}")
    document = _Document(package, part)
    read = document.read()
    if document.remarks:
        content = content.noted("F30", what=tuple(document.remarks))
    if any(name.startswith("_xmlsignatures/") for name in package.members):
        content = content.noted("F20")
    application = application_of(package)
    has_macros = any(name.endswith("vbaproject.bin") for name in package.members)
    own = {PROVINCE_PROPERTY: "1"} if _is_summary(package) else {}
    return Grid(content.source, read.sheets, own, content.findings, application, has_macros, tuple(document.links))


def places(package: Package, part: str, data: bytes) -> Places:
    """Where every line and cell of a document stands in its main ``part``, whose bytes are ``data``. Raises what
    ``read_grid`` raises.
    """
    document = _Document(package, part)
    styles, context = document.styles(), document.context()
    walk = _PlacedWalk(context, styles)
    walk.read(data, part)
    blocks = walk.flow.finish()
    document.count(blocks)
    found: Places = {}
    pages(blocks, package.limits, document.notes(walk.noted, context, styles), document.workbook, found)
    return found


class _PlacedWalk(Walk):
    """The same pass, which remembers where each paragraph begins."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        before = self.flow.paragraph
        super().start(tag, attributes)
        paragraph = self.flow.paragraph
        if paragraph is not None and paragraph is not before and paragraph.at < 0 and self.parser is not None:
            paragraph.at = self.parser.CurrentByteIndex


def _is_summary(package: Package) -> bool:
    """Whether the document says of itself that it is a summary of ours: a property that programs keep."""
    return _PROPERTIES in package and f'"{PROVINCE_PROPERTY}"'.encode() in package.read(_PROPERTIES)


def _main_part(package: Package) -> str:
    own = relations(package, "")
    return next((resolve("", r.target, package) for r in own.values() if r.kind == "officeDocument"), "")


class _Document:
    """The parts of one document, each read where it is needed."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part
        self.relations: Mapping[str, Relation] = relations(package, part)
        self.links: dict[str, None] = {}
        self.remarks: dict[str, None] = {}
        for one in self.relations.values():
            if one.external and one.kind in ("attachedTemplate", "oleObject", "frame", "subDocument"):
                self.link(one.target)

    def link(self, target: str) -> None:
        if len(self.links) < _MOST_LINKS:
            self.links[target[:200]] = None

    def part_of(self, kind: str) -> str:
        """The document's one part of this kind, '' where there is none."""
        found = (resolve(self.part, one.target, self.package) for one in self.relations.values() if one.kind == kind)
        return next((part for part in found if part in self.package), "")

    def read(self) -> Pages:
        styles, context = self.styles(), self.context()
        walk = Walk(context, styles)
        walk.read(self.package.read(self.part), self.part)
        blocks = walk.flow.finish()
        self.count(blocks)
        if walk.flow.changed:
            self.remarks["doc-changes"] = None
        return pages(blocks, self.package.limits, self.notes(walk.noted, context, styles), self.workbook)

    def context(self) -> Context:
        package = self.package
        return Context(
            self.relations,
            lambda target: resolve(self.part, target, package),
            package.limits,
            self.link,
            lambda reason: self.remarks.setdefault(reason),
        )

    def styles(self) -> TextStyles:
        part = self.part_of("styles")
        told = part and self.package.parsed(part, tells)
        return self.package.parsed(part, read_styles) if told else NO_STYLES

    def count(self, blocks: list[Block]) -> None:
        """Automatic numbers, where some paragraph has one."""
        lines = list(every_paragraph(blocks))
        names = {line.style for line in lines if line.style and line.numbered is None}
        part, styles = self.part_of("numbering"), self.part_of("styles")
        of_styles = style_numbers(self.package.read(styles), names) if part and styles and names else {}
        numbered = [(line, line.numbered or of_styles.get(line.style)) for line in lines]
        if part and any(place for _, place in numbered):
            numbering: Numbering = self.package.parsed(part, read_numbering)
            counter = Counter(numbering)
            for line, place in numbered:
                if place:
                    line.number = counter.next(*place)

    def notes(self, wanted: set[str], context: Context, styles: TextStyles) -> Mapping[NoteMark, str]:
        """The texts of the notes and comments whose marks stand in the text."""
        found: dict[NoteMark, str] = {}
        for kind in sorted(wanted):
            part = self.part_of(f"{kind}s")
            if part:
                walk = Walk(context, styles)
                walk.read(self.package.read(part), part)
                for remark, blocks in walk.notes.items():
                    found[remark] = "\n".join([line.text.strip() for line in every_paragraph(blocks)]).strip()
        return found

    def workbook(self, part: str) -> Sequence[Sheet]:
        """The sheets of an embedded workbook; none, and a remark, where it cannot be read."""
        try:
            sheets = self._sheets(self.package.read(part))
            return [Sheet(sheet.name, sheet.state, load=sheet.body) for sheet in sheets]
        except ReadError:
            self.remarks["doc-object"] = None
            return ()

    def _sheets(self, data: bytes) -> Sequence[Sheet]:
        limits, source = self.package.limits, Source(self.part, format="xlsx")
        if not data.startswith(b"PK"):
            from cchc_xl.grid.foreign import xls

            return xls.read_grid(Content(data, source._replace(format="xls"), limits=limits)).sheets
        package = open_package(data, limits)
        return read_workbook(Content(data, source, limits=limits, package=package)).sheets
