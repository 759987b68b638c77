"""An OpenDocument text, in a package (.odt) or as one XML file (.fodt), to a Grid: OpenDocument 1.3, part 3, 4 to 9.

Element names are taken with the prefixes that programs give them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cchc_xl.grid.document.blocks import (
    DELETED,
    HIDDEN,
    INSERTED,
    PLAIN_FONT,
    SHOWN,
    Block,
    Embedded,
    Flow,
    NoteMark,
    Paragraph,
    every_paragraph,
)
from cchc_xl.grid.document.element_pass import ElementPass
from cchc_xl.grid.document.odt_styles import StyleSheet
from cchc_xl.grid.document.pages import pages
from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Grid, Sheet, Source

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_SPACE = re.compile(r"[ \t\r\n]+")
_UNSEEN = frozenset(
    ("text:note-citation", "dc:creator", "dc:date", "meta:creator-initials", "text:ruby-text", "office:forms",
     "text:sequence-decls", "text:placeholder", "text:hidden-text", "text:hidden-paragraph", "office:scripts",
     "svg:title", "svg:desc", "office:meta", "office:settings", "office:master-styles")
)  # fmt: skip
# What LibreOffice calls the table of a shape.
_SHAPE_TABLES = {
    f"loext:{name}": f"table:{name}" for name in ("table", "table-row", "table-cell", "covered-table-cell")
}
_BLANKS = {"text:tab": "\t", "text:line-break": "\n", "text:soft-hyphen": "\u00ad"}
_MOST_BLANKS, _MOST_ROWS, _DEEPEST_BOX = 100, 1_000, 10


def read_grid(content: Content) -> Grid:
    """The document. Raises ReadError: password (F05), document (F03: no text), xml, doctype, too-many-cells,
    too-deep.
    """
    package, source = content.package, content.source
    walk = _OdtWalk(content)
    if package is not None:
        if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
            raise ReadError("password", "F05")
        if _CONTENT not in package:
            raise ReadError("document", "F03", ext=f".{source.format}")
        if _STYLES in package:
            walk.read(package.read(_STYLES), _STYLES)
    walk.read(content.data if package is None else package.read(_CONTENT), _CONTENT)
    if not walk.is_text:
        raise ReadError("document", "F03", ext=f".{source.format}")
    notes = {mark: _text_of(blocks) for mark, blocks in walk.notes.items()}
    read = pages(walk.flow.finish(), content.limits, notes, walk.workbook)
    if walk.flow.changed:
        walk.remarks["doc-changes"] = None
    if walk.remarks:
        content = content.noted("F30", what=tuple(walk.remarks))
    if package is not None and "META-INF/documentsignatures.xml" in package:
        content = content.noted("F20")
    has_macros = package is not None and any(
        re.match(r"basic/.*/(?!script-l)[^/]+\.xml$", name) for name in package.members
    )
    return Grid(source, read.sheets, {}, content.findings, "", has_macros, tuple(walk.links))


def _text_of(blocks: list[Block]) -> str:
    return "\n".join([line.text.strip() for line in every_paragraph(blocks)]).strip()


class _OdtWalk(ElementPass):
    """The pass over one part after the other."""

    def __init__(self, content: Content) -> None:
        self.content = content
        super().__init__(content.limits)
        self.flow = Flow(content.limits)
        self.styles = StyleSheet()
        self.is_text = False
        self.notes: dict[NoteMark, list[Block]] = {}
        self.links: dict[str, None] = {}
        self.remarks: dict[str, None] = {}
        self.open: list[str] = []  # styles of the open paragraph and spans
        self.covered = 0  # cells of the row that a wide one still covers
        self.outer: list[tuple[list[Block], Paragraph | None, list[str]]] = []  # around open boxes and notes
        self.note = NoteMark("footnote", "")
        self.regions: dict[str, list[Block] | None] = {}  # tracked changes: deleted blocks, None for what was put in
        self.region = ""
        self.inserted: set[str] = set()
        self.unseen = self.blank = 0
        self.tracked: list[Block] | None = None  # the blocks in front of the list of changes
        self._fonts: dict[tuple[str, ...], tuple[Font, bool]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _SHAPE_TABLES.get(tag, tag)
        if self.unseen or tag in _UNSEEN:
            self.unseen += 1
        elif tag in _STARTS:
            _STARTS[tag](self, tag, attributes)
        elif not self.is_text:
            self.styles.start(tag, attributes)

    def end(self, tag: str) -> None:
        tag = _SHAPE_TABLES.get(tag, tag)
        if self.unseen:
            self.unseen -= 1
        elif tag in _ENDS:
            _ENDS[tag](self)

    # --- text ----------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if self.flow.paragraph is not None and not self.unseen:
            plain = "  " not in text and "\n" not in text and "\t" not in text and "\r" not in text
            self._add(text if plain else _SPACE.sub(" ", text))

    def _add(self, text: str) -> None:
        if self.blank:
            return
        key = tuple(self.open)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = self.styles.font(key)
        font, hidden = found
        state = HIDDEN if hidden else INSERTED if self.inserted else SHOWN
        self.flow.add(text, PLAIN_FONT if font == PLAIN_FONT else font, state)

    def begin_paragraph(self, _: str, attributes: Mapping[str, str]) -> None:
        self.flow.begin_paragraph()
        self.open.append(attributes.get("text:style-name", ""))

    def end_paragraph(self) -> None:
        self.flow.end_paragraph()
        self._close()

    def begin_span(self, _: str, attributes: Mapping[str, str]) -> None:
        self.open.append(attributes.get("text:style-name", ""))

    def _close(self) -> None:
        if self.open:
            self.open.pop()

    def blanks(self, _: str, attributes: Mapping[str, str]) -> None:
        self._add(" " * min(_count(attributes, "text:c"), _MOST_BLANKS))

    def sign(self, tag: str, _: Mapping[str, str]) -> None:
        if self.flow.paragraph is not None:
            self._add(_BLANKS[tag])

    def begin_text(self, _: str, __: Mapping[str, str]) -> None:
        self.is_text = True

    def begin_control(self, _: str, attributes: Mapping[str, str]) -> None:
        shows = attributes.get("loext:showing-place-holder") == "true"
        self.blank += shows
        self.open.append("\0placeholder" if shows else "")

    def end_control(self) -> None:
        if self.open and self.open.pop() == "\0placeholder":
            self.blank -= 1

    # --- tracked changes -----------------------------------------------------------------------------------------

    def begin_changes(self, _: str, __: Mapping[str, str]) -> None:
        self.tracked = self.flow.blocks

    def end_changes(self) -> None:
        if self.tracked is not None:
            self.flow.blocks, self.tracked = self.tracked, None

    def region_begins(self, _: str, attributes: Mapping[str, str]) -> None:
        self.region = attributes.get("xml:id") or attributes.get("text:id", "")

    def region_kind(self, tag: str, _: Mapping[str, str]) -> None:
        blocks: list[Block] = []
        self.regions[self.region] = blocks if tag == "text:deletion" else None
        self.flow.blocks = blocks

    def change(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("text:change-id", "")
        if tag == "text:change-end":
            self.inserted.discard(name)
            return
        gone = self.regions.get(name, None)
        if tag == "text:change-start" and name in self.regions and gone is None:
            self.inserted.add(name)
        elif tag == "text:change" and gone:
            self.flow.changed = True
            if self.flow.paragraph is not None:
                self.flow.add(_text_of(gone), state=DELETED)

    # --- tables --------------------------------------------------------------------------------------------------

    def begin_table(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_table()

    def end_table(self) -> None:
        self.flow.end_table()

    def begin_row(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_row()
        self.covered = 0

    def end_row(self) -> None:
        self.flow.end_row()

    def begin_cell(self, _: str, attributes: Mapping[str, str]) -> None:
        self._blank_cells(_count(attributes, "table:number-columns-repeated") - 1)
        cell = self.flow.begin_cell()
        if cell is not None:
            cell.width = min(_count(attributes, "table:number-columns-spanned"), self.limits.columns + 1)
            cell.fill = self.styles.fill(attributes.get("table:style-name", ""))
            self.covered = cell.width - 1
            if _count(attributes, "table:number-rows-spanned") > 1:
                cell.down = "restart"

    def begin_covered(self, _: str, attributes: Mapping[str, str]) -> None:
        for _each in range(min(_count(attributes, "table:number-columns-repeated"), self.limits.columns) - 1):
            self._covered_cell()
            self.flow.end_cell()
        self._covered_cell()

    def _covered_cell(self) -> None:
        """A cell that another one covers: from the left it takes no place of its own, from above it goes on."""
        row = self.flow.row
        if row is not None and self.covered and row.next > 1:
            self.covered -= 1
            row.next -= 1
        cell = self.flow.begin_cell()
        if cell is not None:
            cell.down = "continue"

    def _blank_cells(self, count: int) -> None:
        for _each in range(min(count, self.limits.columns)):
            self.flow.begin_cell()
            self.flow.end_cell()

    def end_cell(self) -> None:
        self.flow.end_cell()

    # --- boxes, notes, objects -----------------------------------------------------------------------------------

    def begin_box(self, _: str, __: Mapping[str, str]) -> None:
        """What stands in a text box comes before the paragraph that holds it."""
        self._enter(self.flow.blocks)

    def _enter(self, blocks: list[Block]) -> None:
        if len(self.outer) == _DEEPEST_BOX:
            raise ReadError("too-deep", limit=_DEEPEST_BOX)
        self.outer.append((self.flow.blocks, self.flow.paragraph, self.open))
        self.flow.blocks, self.flow.paragraph, self.open = blocks, None, []

    def leave(self) -> None:
        if self.outer:
            self.flow.end_paragraph()
            self.flow.blocks, self.flow.paragraph, self.open = self.outer.pop()

    def note_begins(self, _: str, attributes: Mapping[str, str]) -> None:
        kind = "endnote" if attributes.get("text:note-class") == "endnote" else "footnote"
        self.note = self._mark(kind)

    def _mark(self, kind: str) -> NoteMark:
        mark = NoteMark(kind, str(len(self.notes)))
        self.notes[mark] = []
        if self.flow.paragraph is not None:
            self.flow.paragraph.remarks.append(mark)
        return mark

    def note_body(self, _: str, __: Mapping[str, str]) -> None:
        self._enter(self.notes.setdefault(self.note, []))

    def begin_comment(self, _: str, __: Mapping[str, str]) -> None:
        self._enter(self.notes[self._mark("comment")])

    def picture(self, _: str, __: Mapping[str, str]) -> None:
        if self.flow.paragraph is not None:
            self.flow.paragraph.picture = True

    def embedded(self, _: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("xlink:href", "")
        package = self.content.package
        part = f"{target.removeprefix('./').rstrip('/')}/{_CONTENT}"
        if package is None or part not in package:
            if "://" in target:
                self.links[target[:200]] = None
            return
        data = package.read(part)
        if b"office:spreadsheet" in data:
            self.flow.blocks.append(Embedded(part))
        elif b"math" in data[:2_000]:
            self._equation(data, part)

    def _equation(self, data: bytes, part: str) -> None:
        """The figures and signs of a formula, without what its editor was told."""
        pieces: list[str] = []
        shown = [False]
        parser = new_parser()

        def start(tag: str, _: dict[str, str]) -> None:
            shown.append(tag.rpartition(":")[2] in ("mn", "mi", "mo", "mtext"))

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: shown.pop()
        parser.CharacterDataHandler = lambda text: pieces.append(text) if shown[-1] else None
        run(parser, data, part)
        self._add("".join(pieces).strip())

    def workbook(self, part: str) -> Sequence[Sheet]:
        from cchc_xl.grid.foreign import opendocument

        assert self.content.package is not None
        data = self.content.package.read(part)
        try:
            found = opendocument.read_grid(Content(data, Source(part, format="fods"), limits=self.limits)).sheets
            return [Sheet(sheet.name, sheet.state, load=sheet.body) for sheet in found]
        except ReadError:
            self.remarks["doc-object"] = None
            return ()


def _count(attributes: Mapping[str, str], name: str) -> int:
    value = attributes.get(name, "")
    return max(1, int(value)) if value.isascii() and value.isdecimal() and len(value) < 7 else 1


_STARTS: dict[str, Callable[[_OdtWalk, str, Mapping[str, str]], None]] = {
    "text:p": _OdtWalk.begin_paragraph, "text:h": _OdtWalk.begin_paragraph, "text:span": _OdtWalk.begin_span,
    "text:s": _OdtWalk.blanks, "office:text": _OdtWalk.begin_text, "loext:content-control": _OdtWalk.begin_control,
    "text:tracked-changes": _OdtWalk.begin_changes, "text:changed-region": _OdtWalk.region_begins,
    "text:insertion": _OdtWalk.region_kind, "text:deletion": _OdtWalk.region_kind,
    "text:format-change": _OdtWalk.region_kind, "text:change": _OdtWalk.change, "text:change-start": _OdtWalk.change,
    "text:change-end": _OdtWalk.change, "table:table": _OdtWalk.begin_table, "table:table-row": _OdtWalk.begin_row,
    "table:table-cell": _OdtWalk.begin_cell, "table:covered-table-cell": _OdtWalk.begin_covered,
    "draw:text-box": _OdtWalk.begin_box,
    "draw:custom-shape": _OdtWalk.begin_box, "text:note": _OdtWalk.note_begins, "text:note-body": _OdtWalk.note_body,
    "office:annotation": _OdtWalk.begin_comment, "draw:image": _OdtWalk.picture, "draw:object": _OdtWalk.embedded,
    **dict.fromkeys(_BLANKS, _OdtWalk.sign),
}  # fmt: skip
_ENDS: dict[str, Callable[[_OdtWalk], None]] = {
    "text:p": _OdtWalk.end_paragraph, "text:h": _OdtWalk.end_paragraph, "text:span": _OdtWalk._close,
    "loext:content-control": _OdtWalk.end_control, "text:tracked-changes": _OdtWalk.end_changes,
    "table:table": _OdtWalk.end_table, "table:table-row": _OdtWalk.end_row, "table:table-cell": _OdtWalk.end_cell,
    "table:covered-table-cell": _OdtWalk.end_cell, "draw:text-box": _OdtWalk.leave,
    "draw:custom-shape": _OdtWalk.leave, "text:note-body": _OdtWalk.leave,
    "office:annotation": _OdtWalk.leave,
}  # fmt: skip
