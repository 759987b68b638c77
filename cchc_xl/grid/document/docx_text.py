"""The pass over one part of a Word document: its text, or the notes of a kind, as blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
)
from cchc_xl.grid.document.docx_styles import (
    NO_LOOK,
    PROPERTIES,
    RunLook,
    TextStyles,
    named,
    value_of,
    with_property,
)
from cchc_xl.grid.document.element_pass import ElementPass
from cchc_xl.grid.foreign.body import Font
from cchc_xl.grid.openxml.elements import local
from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.grid.openxml.workbook import Relation
from cchc_xl.records import NamedTuple

_SKIPPED = frozenset(
    ("tabs", "sectPr", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
     "sectPrChange", "numberingChange", "rt", "ddList")
)  # fmt: skip
_OUTSIDE = frozenset(("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "IMPORT", "RD", "DATABASE"))
_PICTURES = frozenset(("blip", "imagedata"))
_LONGEST_CODE = 1_000  # characters of a field's code
_DEEPEST_BOX, _MOST_FIELDS = 10, 50


class Context(NamedTuple):
    """What a part belongs to, and where the pass puts what it meets: ``links`` that reach outside of the package,
    ``remarks`` about what was not read. ``part_at``: the name of a part from a relation's target."""

    relations: Mapping[str, Relation]
    part_at: Callable[[str], str]
    limits: Limits
    link: Callable[[str], None]
    remark: Callable[[str], None]


class Walk(ElementPass):
    """The pass over one part: the text, or the notes of a kind, each by its id."""

    def __init__(self, context: Context, styles: TextStyles) -> None:
        self.context = context
        self.styles = styles
        super().__init__(context.limits)
        self.flow = Flow(self.limits)
        self.notes: dict[NoteMark, list[Block]] = {}
        self.noted: set[str] = set()  # kinds of notes whose marks were met
        self.look = NO_LOOK  # of the open run, on top of its paragraph's
        self.paragraph_look = styles.default
        self.in_run = self.in_row_properties = False
        self.in_paragraph_properties = self.in_properties = False
        self.collected: list[str] | None = None  # pieces of the text that is open
        self.skipped = self.inserted = self.deleted = self.blank = self.raised = 0
        self.controls: list[bool] = []  # open content controls: does the placeholder show
        self.choices: list[bool] = []  # open alternatives: has one been taken
        self.fields: list[list[str]] = []  # open fields: [code, '' or 'result']
        self.outer: list[
            tuple[Paragraph | None, RunLook, RunLook, list[list[str]], bool]
        ] = []  # around open text boxes
        self._begins: dict[str, tuple[str, _Start | None]] = {}  # tag -> name, what its start does
        self._ends: dict[str, Callable[[Walk], None] | None] = {}
        self._fonts: dict[RunLook, Font] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, begin = self._begins.get(tag) or self._learned(tag)
        if self.skipped:
            self.skipped += 1
        elif begin is not None:
            begin(self, name, attributes)

    def _learned(self, tag: str) -> tuple[str, _Start | None]:
        name = local(tag)
        self._begins[tag] = found = (name, _skip if name in _SKIPPED else _STARTS.get(name))
        self._ends[tag] = _ENDS.get(name)
        return found

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        end = self._ends[tag]
        if end is not None:
            end(self)

    def text(self, piece: str) -> None:
        if self.collected is not None:
            self.collected.append(piece)

    # --- paragraphs and runs -------------------------------------------------------------------------------------

    def begin_paragraph(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_paragraph()
        self.paragraph_look = self.styles.default

    def end_paragraph(self) -> None:
        self.flow.end_paragraph()

    def paragraph_properties(self, _: str, __: Mapping[str, str]) -> None:
        self.in_paragraph_properties = True

    def end_paragraph_properties(self) -> None:
        self.in_paragraph_properties = False

    def paragraph_style(self, _: str, attributes: Mapping[str, str]) -> None:
        if self.flow.paragraph is not None:
            self.flow.paragraph.style = value_of(attributes)
            self.paragraph_look = self.styles.looks.get(value_of(attributes), NO_LOOK).over(self.styles.default)

    def list_property(self, name: str, attributes: Mapping[str, str]) -> None:
        paragraph, value = self.flow.paragraph, value_of(attributes)
        if paragraph is None or not value.isdecimal() or len(value) > 9 or not self.in_paragraph_properties:
            return
        number, level = paragraph.numbered or ("", 0)
        paragraph.numbered = (value, level) if name == "numId" else (number, min(int(value), 8))

    def begin_run(self, _: str, __: Mapping[str, str]) -> None:
        self.in_run, self.look = True, NO_LOOK

    def end_run(self) -> None:
        self.in_run = False

    def run_properties(self, _: str, __: Mapping[str, str]) -> None:
        self.in_properties = self.in_run

    def end_run_properties(self) -> None:
        self.in_properties = False

    def run_style(self, _: str, attributes: Mapping[str, str]) -> None:
        if self.in_properties:
            self.look = self.look.over(self.styles.looks.get(value_of(attributes), NO_LOOK))

    def run_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.in_properties:
            self.look = with_property(self.look, name, attributes)

    def begin_raised(self, _: str, __: Mapping[str, str]) -> None:
        self.raised += 1

    def end_raised(self) -> None:
        self.raised -= 1

    # --- text ----------------------------------------------------------------------------------------------------

    def begin_text(self, _: str, __: Mapping[str, str]) -> None:
        self.collected = []

    def end_text(self) -> None:
        text, self.collected = "".join(self.collected or ()), None
        self.add(text)

    def end_code(self) -> None:
        code, self.collected = "".join(self.collected or ()), None
        if self.fields and not self.fields[-1][1] and len(self.fields[-1][0]) < _LONGEST_CODE:
            self.fields[-1][0] += code

    def add(self, text: str) -> None:
        """Text of the run, unless it is a placeholder or within the code of a field."""
        if self.blank or any(not field[1] for field in self.fields):
            return
        look = self.look.over(self.paragraph_look)
        if self.raised:
            look = look._replace(raised=True)
        font = self._fonts.get(look)
        if font is None:
            font = Font(look.name or "", bool(look.strike), look.color or None, bool(look.raised))
            font = self._fonts[look] = PLAIN_FONT if font == PLAIN_FONT else font
        state = HIDDEN if look.hidden else DELETED if self.deleted else INSERTED if self.inserted else SHOWN
        self.flow.add(text, font, state)

    def sign(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.in_run:
            return
        if name == "sym":
            code = named(attributes, "char")
            self.add(chr(int(code, 16)) if len(code) == 4 and _is_hexadecimal(code) else "\ufffd")
        elif name == "br" and named(attributes, "type") in ("page", "column"):
            self.add("\n")
        else:
            self.add(_SIGNS[name])

    def denominator(self, _: str, __: Mapping[str, str]) -> None:
        self.add("/")

    def picture(self, _: str, __: Mapping[str, str]) -> None:
        if self.flow.paragraph is not None:
            self.flow.paragraph.picture = True

    # --- tracked changes -----------------------------------------------------------------------------------------

    def change(self, name: str, _: Mapping[str, str]) -> None:
        """A piece of text that was put in or taken out; in a row's properties the whole row was."""
        if self.in_row_properties:
            row = self.flow.row
            if row is not None:
                row.deleted |= name in _TAKEN_OUT
                self.flow.changed = True
        elif name in _TAKEN_OUT:
            self.deleted += 1
        else:
            self.inserted += 1

    def end_taken_out(self) -> None:
        if not self.in_row_properties:
            self.deleted -= 1

    def end_put_in(self) -> None:
        if not self.in_row_properties:
            self.inserted -= 1

    # --- wrappers ------------------------------------------------------------------------------------------------

    def begin_control(self, _: str, __: Mapping[str, str]) -> None:
        self.controls.append(False)

    def placeholder(self, _: str, attributes: Mapping[str, str]) -> None:
        if self.controls and not self.controls[-1] and value_of(attributes) not in ("0", "false", "off"):
            self.controls[-1] = True
            self.blank += 1

    def end_control(self) -> None:
        if self.controls.pop():
            self.blank -= 1

    def begin_alternatives(self, _: str, __: Mapping[str, str]) -> None:
        self.choices.append(False)

    def alternative(self, _: str, __: Mapping[str, str]) -> None:
        """Of a drawing that is there twice, for new programs and for old ones, the first is read."""
        if self.choices and self.choices[-1]:
            self.skipped = 1
        elif self.choices:
            self.choices[-1] = True

    def end_alternatives(self) -> None:
        self.choices.pop()

    def begin_box(self, _: str, __: Mapping[str, str]) -> None:
        """A text box: what stands in it comes before the paragraph that holds it."""
        self.outer.append((self.flow.paragraph, self.look, self.paragraph_look, self.fields, self.in_run))
        if len(self.outer) > _DEEPEST_BOX:
            raise ReadError("too-deep", limit=_DEEPEST_BOX)
        self.flow.paragraph, self.fields = None, []

    def end_box(self) -> None:
        self.flow.end_paragraph()
        self.flow.paragraph, self.look, self.paragraph_look, self.fields, self.in_run = self.outer.pop()

    # --- fields --------------------------------------------------------------------------------------------------

    def field_sign(self, _: str, attributes: Mapping[str, str]) -> None:
        kind = named(attributes, "fldCharType")
        if kind == "begin":
            if len(self.fields) == _MOST_FIELDS:
                raise ReadError("too-deep", limit=_MOST_FIELDS)
            self.fields.append(["", ""])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            self._field(self.fields.pop()[0])

    def simple_field(self, _: str, attributes: Mapping[str, str]) -> None:
        self._field(named(attributes, "instr"))

    def _field(self, code: str) -> None:
        """A formula is the paragraph's, with the result that is shown; what reaches outside is named."""
        code = code.strip()
        if code.startswith("=") and self.flow.paragraph is not None:
            self.flow.paragraph.formula = code[1:].partition("\\")[0].strip()
        elif code.partition(" ")[0].upper() in _OUTSIDE:
            self.context.link(code)

    # --- tables --------------------------------------------------------------------------------------------------

    def begin_table(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_table()

    def end_table(self) -> None:
        self.flow.end_table()

    def begin_row(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_row()

    def end_row(self) -> None:
        self.flow.end_row()

    def row_properties(self, _: str, __: Mapping[str, str]) -> None:
        self.in_row_properties = True

    def end_row_properties(self) -> None:
        self.in_row_properties = False

    def columns_before(self, _: str, attributes: Mapping[str, str]) -> None:
        row = self.flow.row
        if row is not None and self.in_row_properties:
            row.next += min(_whole(attributes, 0), self.limits.columns + 1)

    def hidden_row(self, _: str, attributes: Mapping[str, str]) -> None:
        row = self.flow.row
        if row is not None and self.in_row_properties:
            row.hidden = value_of(attributes) not in ("0", "false", "off")

    def begin_cell(self, _: str, __: Mapping[str, str]) -> None:
        self.flow.begin_cell()

    def end_cell(self) -> None:
        self.flow.end_cell()

    def cell_property(self, name: str, attributes: Mapping[str, str]) -> None:
        cell = self.flow.cell
        if cell is None or self.flow.paragraph is not None:
            return
        if name == "gridSpan":
            cell.width = max(1, min(_whole(attributes, 1), self.limits.columns + 1))
        elif name == "vMerge":
            cell.down = "restart" if value_of(attributes) == "restart" else "continue"
        elif name == "shd":
            fill = named(attributes, "fill")
            cell.fill = fill.upper() if len(fill) == 6 and _is_hexadecimal(fill) else None

    # --- notes and objects ---------------------------------------------------------------------------------------

    def reference(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.removesuffix("Reference")
        if self.flow.paragraph is not None and not self.deleted:
            self.flow.paragraph.remarks.append(NoteMark(kind, named(attributes, "id")))
            self.noted.add(kind)

    def begin_note(self, name: str, attributes: Mapping[str, str]) -> None:
        self.flow.blocks = self.notes[NoteMark(name, named(attributes, "id"))] = []

    def embedded(self, _: str, attributes: Mapping[str, str]) -> None:
        relation = self.context.relations.get(named(attributes, "id"))
        if relation is None:
            return
        if relation.external or named(attributes, "Type") == "Link":
            self.context.link(relation.target)
        elif named(attributes, "ProgID").lower().startswith("excel."):
            self.flow.blocks.append(Embedded(self.context.part_at(relation.target)))
        else:
            self.context.remark("doc-object")

    def other_content(self, _: str, __: Mapping[str, str]) -> None:
        self.context.remark("doc-chunk")


def _whole(attributes: Mapping[str, str], otherwise: int) -> int:
    value = value_of(attributes)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else otherwise


def _is_hexadecimal(text: str) -> bool:
    return all(sign in "0123456789abcdefABCDEF" for sign in text)


_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_TAKEN_OUT = frozenset(("del", "moveFrom"))

_Start = Callable[[Walk, str, Mapping[str, str]], None]


def _skip(walk: Walk, _: str, __: Mapping[str, str]) -> None:
    walk.skipped = 1


_STARTS: dict[str, _Start] = {
    "p": Walk.begin_paragraph, "pPr": Walk.paragraph_properties, "pStyle": Walk.paragraph_style,
    "numId": Walk.list_property, "ilvl": Walk.list_property, "r": Walk.begin_run, "rPr": Walk.run_properties,
    "rStyle": Walk.run_style, "t": Walk.begin_text, "delText": Walk.begin_text, "instrText": Walk.begin_text,
    "delInstrText": Walk.begin_text, "sup": Walk.begin_raised, "sub": Walk.begin_raised, "den": Walk.denominator,
    "sdt": Walk.begin_control, "showingPlcHdr": Walk.placeholder, "AlternateContent": Walk.begin_alternatives,
    "Choice": Walk.alternative, "Fallback": Walk.alternative, "txbxContent": Walk.begin_box,
    "fldChar": Walk.field_sign, "fldSimple": Walk.simple_field, "tbl": Walk.begin_table, "tr": Walk.begin_row,
    "trPr": Walk.row_properties, "gridBefore": Walk.columns_before, "hidden": Walk.hidden_row,
    "tc": Walk.begin_cell, "gridSpan": Walk.cell_property, "vMerge": Walk.cell_property,
    "shd": Walk.cell_property, "OLEObject": Walk.embedded, "altChunk": Walk.other_content,
    **dict.fromkeys(PROPERTIES, Walk.run_property),
    **dict.fromkeys((*_SIGNS, "sym"), Walk.sign),
    **dict.fromkeys(_PICTURES, Walk.picture),
    **dict.fromkeys(("ins", "del", "moveTo", "moveFrom"), Walk.change),
    **dict.fromkeys(("footnoteReference", "endnoteReference", "commentReference"), Walk.reference),
    **dict.fromkeys(("footnote", "endnote", "comment"), Walk.begin_note),
}  # fmt: skip
_ENDS: dict[str, Callable[[Walk], None]] = {
    "p": Walk.end_paragraph, "pPr": Walk.end_paragraph_properties, "r": Walk.end_run, "rPr": Walk.end_run_properties,
    "t": Walk.end_text, "delText": Walk.end_text, "instrText": Walk.end_code, "delInstrText": Walk.end_code,
    "sup": Walk.end_raised, "sub": Walk.end_raised, "sdt": Walk.end_control,
    "AlternateContent": Walk.end_alternatives, "txbxContent": Walk.end_box, "tbl": Walk.end_table,
    "tr": Walk.end_row, "trPr": Walk.end_row_properties, "tc": Walk.end_cell, "ins": Walk.end_put_in,
    "moveTo": Walk.end_put_in, "del": Walk.end_taken_out, "moveFrom": Walk.end_taken_out,
}  # fmt: skip
