"""An OpenDocument spreadsheet, in a package (.ods) or as one XML file (.fods): OpenDocument 1.3, part 3, 9.

Sheets lie one behind the other in one part. Where their bytes can be told apart, each is read when it is asked for;
else all are read in one pass. A row or a cell may stand for many: only what lies within the bounds is unfolded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cchc_xl.grid.foreign.body import Body
from cchc_xl.grid.foreign.opendocument_cells import CellReader, Paragraphs
from cchc_xl.grid.foreign.opendocument_formulas import address, links_in
from cchc_xl.grid.foreign.opendocument_styles import OpenDocumentStyles
from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Content, Limits, Package, ReadError
from cchc_xl.grid.openxml.strings import contains, is_plain_utf8
from cchc_xl.model import Grid, Sheet, SheetBody
from cchc_xl.records import NamedTuple

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_SIGNATURES = "META-INF/documentsignatures.xml"

_PAGE_PARTS = frozenset(f"style:{where}{pages}" for where in ("header", "footer") for pages in ("", "-left", "-first"))

# Namespace -> the prefix that programs give it, and that is written here.
_PREFIXES = {
    f"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0": prefix
    for space, prefix in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("datastyle", "number"),
        ("drawing", "draw"),
        ("meta", "meta"), ("xsl-fo-compatible", "fo"), ("svg-compatible", "svg"),
    )
} | {"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
"http://purl.org/dc/elements/1.1/": "dc"}  # fmt: skip


def read_grid(content: Content) -> Grid:
    """The workbook. ``Sheet.body`` may raise ReadError: xml, too-many-cells.

    Raises ReadError: password (F05), no-workbook, xml, doctype, too-many-cells.
    """
    package, source = content.package, content.source
    walk = _Walk(content.limits)
    has_macros = False
    if package is not None:
        if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
            raise ReadError("password", "F05")
        if _STYLES in package:
            walk.read(package.read(_STYLES), _STYLES)
        if _META in package:
            _read_generator(walk, package)
        has_macros = any(re.match(r"basic/.*/(?!script-l)[^/]+\.xml$", name) for name in package.members)
    data = content.data if package is None else package.read(_CONTENT)
    walk.links = links_in(data)
    sheets = _sheets(walk, data, source.name if package is None else _CONTENT)
    if not sheets:
        raise ReadError("no-workbook")
    content = content.noted("F02", ext=f".{source.format}")
    if package is not None and _SIGNATURES in package:
        content = content.noted("F20")
    if walk.generator and not walk.generator.startswith("Microsoft"):
        content = content.noted("F10", app=walk.generator)
    return Grid(source, sheets, walk.names, content.findings, walk.generator, has_macros, tuple(walk.links))


def _sheets(walk: _Walk, data: bytes, part: str) -> tuple[Sheet, ...]:
    cut = _cut(data)
    if cut is None:
        walk.read(data, part)
        return tuple(
            [Sheet(name, walk.state(style), walk.with_page_texts(body, style)) for name, style, body in walk.sheets]
        )
    walk.read(cut.around, part)
    return tuple(
        [
            Sheet(name, walk.state(style), _loader(walk, cut.root + sheet + cut.end, part))
            for (name, style, _), sheet in zip(walk.sheets, cut.sheets, strict=True)
        ]
    )


def _loader(walk: _Walk, data: bytes, part: str) -> Callable[[], SheetBody]:
    def load() -> SheetBody:
        alone = _Walk(walk.limits, walk.styles, walk.links, walk.last)
        try:
            alone.read(data, part)
            ((_, style, walk.last),) = alone.sheets
            return walk.with_page_texts(walk.last, style)
        except ReadError:
            raise
        except Exception as error:  # our own fault, or a file that nobody thought of: a refusal like any other
            raise ReadError("crash", found=f"{type(error).__name__}: {error}"[:200], part=part) from error

    return load


class _Cut(NamedTuple):
    """A document without its sheets' content, and each sheet, which ``root`` and ``end`` make a document again."""

    around: bytes
    root: bytes
    sheets: list[bytes]
    end: bytes


_OPENING, _ENDING = re.compile(rb"<table:table(?=[ \t\r\n/>])[^>]*>"), b"</table:table>"
_ROOT = re.compile(rb"<(office:[a-z-]+)[ \t\r\n][^>]*>")


def _cut(data: bytes) -> _Cut | None:
    """None where only a parser can tell where a sheet ends: a table in a cell, a comment, another encoding."""
    root = _ROOT.search(data[:20_000])
    if root is None or not is_plain_utf8(data[: root.start()]) or _rename_in(root[0]) or contains(data, b"<!", 0):
        return None
    sheets, around, last = [], [], 0
    for opening in _OPENING.finditer(data, root.end()):
        end = data.find(_ENDING, opening.end())
        if opening.start() < last or end < 0 or opening[0].endswith(b"/>") or contains(data, b"<?", root.end()):
            return None
        around += [data[last : opening.end()], _ENDING]
        last = end + len(_ENDING)
        sheets.append(data[opening.start() : last])
    if data.find(_ENDING, last) >= 0:
        return None
    return _Cut(b"".join([*around, data[last:]]), root[0], sheets, b"</" + root[1] + b">")


def _read_generator(walk: _Walk, package: Package) -> None:
    """The program that saved the file; a part that says it badly is no reason to refuse the file."""
    try:
        walk.read(package.read(_META), _META)
    except ReadError as error:
        if error.reason == "doctype":
            raise


class _Walk:
    """The pass over one part after the other. Within a sheet its elements go to a ``CellReader`` without a detour."""

    def __init__(
        self,
        limits: Limits,
        styles: OpenDocumentStyles | None = None,
        links: Sequence[str] = (),
        last: Body | None = None,
    ) -> None:
        self.limits = limits
        self.styles = styles or OpenDocumentStyles()
        self.sheets: list[tuple[str, str, Body]] = []  # (name, name of the style, content)
        self.names: dict[str, str] = {}
        self.links = links
        self.last = last  # the sheet that was read before
        self.generator = ""
        self._part = ""
        self._parser = new_parser()
        self._rename: Callable[[str], str] | None = None
        self._seen = 0
        self._skipped = False  # within styles that belong to the page's head and foot
        self._in_generator = False
        self._masters: dict[str, str] = {}  # the master page of each style of sheets
        self._printed: dict[str, list[Paragraphs]] = {}  # what is printed on the pages of each master
        self._printing: Paragraphs | None = None
        self._master = ""

    def with_page_texts(self, body: Body, style: str) -> SheetBody:
        """The sheet's content, with what its style says is printed on every page of it."""
        for text in self._printed.get(self._masters.get(style, ""), ()):
            body.print(text.text().replace("&", "&&"))
        return body.done()

    def state(self, style: str) -> str:
        return "hidden" if style in self.styles.undisplayed else "visible"

    def read(self, data: bytes, part: str) -> None:
        """Raises ReadError: xml, doctype, too-many-cells."""
        self._part = part
        self._parser = new_parser()

        def root(_: str, attributes: dict[str, str]) -> None:
            self._rename = _rename(attributes)
            self._hand_to(self._start, self._end, self._text)

        self._parser.StartElementHandler = root
        run(self._parser, data, part)

    def _hand_to(
        self, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]
    ) -> None:
        """From here on elements go to these, under their usual names."""
        rename = self._rename
        if rename is not None:
            named, ended = start, end
            start = lambda tag, said: named(rename(tag), {rename(name): value for name, value in said.items()})  # noqa: E731
            end = lambda tag: ended(rename(tag))  # noqa: E731
        self._parser.StartElementHandler, self._parser.EndElementHandler = start, end
        self._parser.CharacterDataHandler = text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > self.limits.far_cells:
            raise ReadError("too-many-cells", limit=self.limits.cells)
        if tag == "table:table":
            body = Body(self.limits, self.sheets[-1][2] if self.sheets else self.last)
            self.sheets.append((attributes.get("table:name", ""), attributes.get("table:style-name", ""), body))
            reader = CellReader(body, self.styles, self.links, self._sheet_ended)
            self._hand_to(reader.start, reader.end, reader.text)
        elif tag == "meta:generator":
            self._in_generator = True
        elif tag == "office:automatic-styles":
            self._skipped = self._part == _STYLES
        elif tag in ("table:named-range", "table:named-expression"):
            said = address(attributes.get("table:cell-range-address", ""))
            if said:
                self.names[attributes.get("table:name", "")] = said
        elif tag == "style:master-page":
            self._master = attributes.get("style:name", "")
        elif tag in _PAGE_PARTS and attributes.get("style:display") != "false":
            self._printing = Paragraphs()
            self._printed.setdefault(self._master, []).append(self._printing)
        elif self._printing is not None:
            if tag.startswith("text:"):
                self._printing.start(tag, attributes)
        elif not self._skipped:
            if "style:master-page-name" in attributes:
                self._masters[attributes.get("style:name", "")] = attributes["style:master-page-name"]
            self.styles.start(tag, attributes)

    def _sheet_ended(self) -> None:
        self._hand_to(self._start, self._end, self._text)

    def _end(self, tag: str) -> None:
        if tag == "meta:generator":
            self._in_generator = False
        elif tag == "office:automatic-styles":
            self._skipped = False
        elif tag in _PAGE_PARTS:
            self._printing = None
        elif not self._skipped and self._printing is None:
            self.styles.end(tag)

    def _text(self, piece: str) -> None:
        if self._in_generator:
            self.generator = (self.generator + piece)[:200].strip()
        elif self._printing is not None:
            if self._printing.begun:
                self._printing.add(piece)
        elif not self._skipped:
            self.styles.text(piece)


def _rename_in(root: bytes) -> bool:
    """Whether a root element gives other prefixes."""
    said = {name.decode("latin-1"): value.decode("latin-1") for name, value in _NAMESPACE.findall(root)}
    return _rename(said) is not None


_NAMESPACE = re.compile(rb"""(xmlns(?::[^=\s]+)?)\s*=\s*["']([^"']*)""")


def _rename(attributes: dict[str, str]) -> Callable[[str], str] | None:
    """From the prefixes of this document to the usual ones; None where it has those."""
    found = {
        name.partition(":")[2]: _PREFIXES[value]
        for name, value in attributes.items()
        if name.startswith("xmlns") and value in _PREFIXES
    }
    if all(prefix == usual for prefix, usual in found.items()):
        return None

    def rename(name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        usual = found.get(prefix)
        return f"{usual}:{local}" if usual and (colon or prefix in found) else name

    return rename
