"""The notes (comments) of one sheet: ours put on cells and taken off again, everybody else's kept with their
formatting.

A note is two things in the package: its text in a comments part, and a box in a drawing of the old VML kind, which may
also hold buttons and need not be well-formed XML. Cells with a thread of comments are left alone: the note beside a
thread is only its stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from cchc_xl.grid.openxml.comments import MARK_SIGN, OWN_NOTE, read_comments
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.grid.openxml.values import position
from cchc_xl.model import column_letters
from cchc_xl.records import NamedTuple
from cchc_xl.write.marked.cells import Cells, Place
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.xml import (
    MAIN_NAMESPACE,
    RELATIONS_NAMESPACE,
    Edit,
    Node,
    append_child,
    edited,
    escaped,
    nodes,
)

AUTHOR = "cchc-xl"
_KEY = re.compile(rf"^{MARK_SIGN}(\d+)\b")
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments'
    f' xmlns="{MAIN_NAMESPACE}"><authors></authors><commentList></commentList></comments>'
).encode()
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit"'
    ' data="{block}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t"'
    ' o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202"'
    ' style="position:absolute;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black"'
    ' obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    "<x:ClientData"
    ' ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BEFORE_NOTES = (  # CT_Worksheet: what may stand after legacyDrawing
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_SHAPE_XML = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_ANCHOR = re.compile(rb"(<x:Anchor>)\s*([\d,\s-]+?)\s*(</x:Anchor>)")
_WIDTH, _LINE, _CHARACTERS = 330, 17, 50  # of a box: pixels, pixels, characters in a line


class Note(NamedTuple):
    """What a note of ours says: ``text`` begins with the sign and ``key``, which finds its cell again."""

    key: int
    text: str


def key_of(text: str) -> int | None:
    """The key in a note of ours; None for anybody else's."""
    found = _KEY.match(text)
    return int(found[1]) if found else None


def texts(parts: Parts, sheet: str) -> Mapping[Place, str]:
    """The text of each note of a sheet (the name of its part)."""
    part = parts.related(sheet, "comments")
    return read_comments(parts.read(part), part, LIMITS) if part else {}


def threads(parts: Parts, sheet: str) -> frozenset[Place]:
    """The cells of a sheet that have a thread of comments."""
    found: set[Place] = set()
    for relation in parts.relations(sheet).values():
        part = parts.target(sheet, relation)
        if relation.kind == "threadedComment" and part in parts:
            data = parts.read(part)
            found.update(
                position(node.attributes.get("ref", ""))
                for node in nodes(data, part, lambda path: path[-1] == "threadedComment")
            )
    return frozenset(found)


# --- putting on ------------------------------------------------------------------------------------------------------


def put(parts: Parts, sheet: str, cells: Cells, notes: Mapping[Place, Note]) -> list[Edit]:
    """Puts notes on cells of a sheet, before the text of those that are there.

    The edits that the sheet's own part needs.
    """
    if not notes:
        return []
    part = parts.related(sheet, "comments")
    if part is None:
        part = parts.free_name("xl/comments{}.xml")
        parts.add(part, _EMPTY_COMMENTS, _COMMENTS_TYPE)
        parts.relate(sheet, "comments", part)
    _write_texts(parts, part, notes)
    drawing, edits = _drawing(parts, sheet, cells)
    _write_boxes(parts, drawing, cells, notes)
    return edits


def _write_texts(parts: Parts, part: str, notes: Mapping[Place, Note]) -> None:
    data = parts.read(part)
    every = nodes(data, part, lambda path: len(path) <= 4)
    prefix = every[0].prefix
    authors = next(node for node in every if node.path[1:] == ("authors",))
    texts_of = {
        position(comment.attributes.get("ref", "")): text
        for comment, text in zip(
            _at(every, "commentList", "comment"), _at(every, "commentList", "comment", "text"), strict=True
        )
    }
    number, edits = _author(data, every, authors)
    new = []
    for place, note in notes.items():
        if place in texts_of:
            edits.append(_before_own(data, texts_of[place], note, prefix))
        else:
            new.append(
                f'<{prefix}comment ref="{column_letters(place[1])}{place[0]}"'
                f' authorId="{number}"><{prefix}text>{_run(note.text, prefix)}</{prefix}text></{prefix}comment>'
            )
    listed = next(node for node in every if node.path[1:] == ("commentList",))
    if new:
        edits.append(append_child(data, listed, "".join(new).encode()))
    parts.write(part, edited(data, edits))


def _at(every: Iterable[Node], *path: str) -> list[Node]:
    return [node for node in every if node.path[1:] == path]


def _author(data: bytes, every: Iterable[Node], authors: Node) -> tuple[int, list[Edit]]:
    """The number of our author, who may have to be added."""
    known = [data[node.inner : node.close].decode("utf-8", "replace") for node in _at(every, "authors", "author")]
    if AUTHOR in known:
        return known.index(AUTHOR), []
    return len(known), [
        append_child(data, authors, f"<{authors.prefix}author>{AUTHOR}</{authors.prefix}author>".encode())
    ]


def _run(text: str, prefix: str) -> str:
    look = (
        f'<{prefix}rPr><{prefix}sz val="9"/><{prefix}color indexed="81"/><{prefix}rFont val="Tahoma"/><{prefix}family'
        f' val="2"/></{prefix}rPr>'
    )
    return f'<{prefix}r>{look}<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>'


def _before_own(data: bytes, text: Node, note: Note, prefix: str) -> Edit:
    """Our run before the runs of the note that is there; a text without runs becomes one."""
    own = data[text.inner : text.close]
    if not re.match(rb"\s*<(?:[\w.-]+:)?r[\s>]", own):
        own = f"<{prefix}r>".encode() + own + f"</{prefix}r>".encode()
    return Edit(
        text.start,
        text.end,
        f"<{prefix}text>".encode()
        + _run(f"{note.text}\n{OWN_NOTE}\n", prefix).encode()
        + own
        + f"</{prefix}text>".encode(),
    )


def _drawing(parts: Parts, sheet: str, cells: Cells) -> tuple[str, list[Edit]]:
    """The name of the sheet's VML drawing, and the edit of the sheet that names a new one."""
    related = parts.relations(sheet)
    for node in cells.top:
        if node.tag == "legacyDrawing":
            key = next((value for name, value in node.attributes.items() if name.rpartition(":")[2] == "id"), "")
            if key in related and parts.target(sheet, related[key]) in parts:
                return parts.target(sheet, related[key]), []
    drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
    parts.declare_extension("vml", _VML_TYPE)
    parts.write(drawing, _EMPTY_VML.format(block=re.sub(r"\D", "", drawing) or "1").encode())
    key = parts.relate(sheet, "vmlDrawing", drawing)
    element = f'<{cells.root.prefix}legacyDrawing xmlns:r="{RELATIONS_NAMESPACE}" r:id="{key}"/>'.encode()
    stale = next((node for node in cells.top if node.tag == "legacyDrawing"), None)
    if stale is not None:
        return drawing, [Edit(stale.start, stale.end, element)]
    after = next(
        (node.start for node in cells.top if node.tag in _BEFORE_NOTES and node.start > _end_of_data(cells)),
        cells.root.close,
    )
    return drawing, [Edit(after, after, element)]


def _end_of_data(cells: Cells) -> int:
    return next(node.end for node in cells.top if node.tag == "sheetData")


# --- boxes -----------------------------------------------------------------------------------------------------------


def _write_boxes(parts: Parts, drawing: str, cells: Cells, notes: Mapping[Place, Note]) -> None:
    """Gives each new note a box and makes that of a former one large enough."""
    vml = parts.read(drawing)
    number = max([*map(int, re.findall(rb"_x0000_s(\d+)", vml)), _first_number(vml)])
    boxes = {place: shape for shape in _SHAPE_XML.findall(vml) if (place := _place(shape))}
    new = b""
    for place, note in notes.items():
        anchor = _anchor(cells, place, note.text)
        if place in boxes:
            vml = vml.replace(boxes[place], _ANCHOR.sub(rb"\g<1>%s\g<3>" % anchor.encode(), boxes[place]))
        else:
            number += 1
            new += _SHAPE.format(
                number=number,
                width=_WIDTH * 3 // 4,
                height=_height(note.text) * 3 // 4,
                anchor=anchor,
                row=place[0] - 1,
                column=place[1] - 1,
            ).encode()
    at = vml.rindex(b"</xml>")
    parts.write(drawing, vml[:at] + new + vml[at:])


def _first_number(vml: bytes) -> int:
    """Numbers of boxes come in blocks of 1,024, of which a drawing names its own."""
    block = re.search(rb"""<o:idmap[^>]*\bdata=["'](\d+)""", vml)
    return 1024 * int(block[1] if block else 1)


def _place(shape: bytes) -> Place | None:
    row, column = re.search(rb"<x:Row>\s*(\d+)", shape), re.search(rb"<x:Column>\s*(\d+)", shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if b'ObjectType="Note"' in shape and row and column else None


def _height(text: str) -> int:
    """Pixels that a text takes in a box."""
    return _LINE * (1 + sum(1 + len(line) // _CHARACTERS for line in text.split("\n")))


def _anchor(cells: Cells, place: Place, text: str) -> str:
    """Where a box begins and ends: column, pixels, row, pixels, twice; beside its cell."""
    row, column = max(place[0] - 1, 1), place[1] + 1
    right, into_column = _walk(column, 15 + _WIDTH, cells.width)
    below, into_row = _walk(row, 4 + _height(text), cells.height)
    return f"{column - 1}, 15, {row - 1}, 4, {right - 1}, {into_column}, {below - 1}, {into_row}"


def _walk(start: int, pixels: int, size: Callable[[int], int]) -> tuple[int, int]:
    """The row or column in which a distance from the start of ``start`` ends, and the pixels into it."""
    at = start
    while pixels > size(at) and at < start + 500:
        pixels -= size(at)
        at += 1
    return at, pixels


# --- taking off ------------------------------------------------------------------------------------------------------


def take_off(parts: Parts, sheet: str, former: Mapping[int, str | None]) -> None:
    """Removes our notes from a sheet.

    ``former``: key -> the text of the note that stood there before, None for none.
    """
    part = parts.related(sheet, "comments")
    if part is None:
        return
    data = parts.read(part)
    every = nodes(data, part, lambda path: len(path) <= 5)
    texts = read_comments(data, part, LIMITS)
    edits, gone = [], []
    for comment in _at(every, "commentList", "comment"):
        place = position(comment.attributes.get("ref", ""))
        key = key_of(texts.get(place, ""))
        if key is None:
            continue
        own = former.get(key)
        if own is None:
            edits.append(Edit(comment.start, comment.end, b""))
            gone.append(place)
        else:
            edits.append(_without_ours(data, comment, every, own))
    if edits:
        parts.write(part, edited(data, edits))
    _remove_boxes(parts, sheet, gone)


def _without_ours(data: bytes, comment: Node, every: Iterable[Node], own: str) -> Edit:
    """The note as it was: its own runs where they still stand by themselves, else its text."""
    text = next(
        node
        for node in every
        if node.path[1:] == ("commentList", "comment", "text") and comment.start < node.start < comment.end
    )
    runs = [node for node in every if node.path[-1] == "r" and text.start < node.start < text.end]
    if len(runs) > 1:
        rest = data[runs[1].start : text.close]
        plain = "".join(
            read_comments(
                b'<a><comment ref="A1"><text>' + re.sub(rb"(</?)[\w.-]+:", rb"\1", rest) + b"</text></comment></a>",
                "",
                LIMITS,
            ).values()
        )
        if plain == own:
            return Edit(text.inner, text.close, rest)
    p = text.prefix
    plain_run = f'<{p}r><{p}t xml:space="preserve">{escaped(own)}</{p}t></{p}r>'
    return Edit(text.inner, text.close, plain_run.encode())


def _remove_boxes(parts: Parts, sheet: str, gone: Iterable[Place]) -> None:
    places = set(gone)
    for relation in parts.relations(sheet).values():
        drawing = parts.target(sheet, relation)
        if relation.kind == "vmlDrawing" and drawing in parts and places:
            vml = parts.read(drawing)
            parts.write(drawing, _SHAPE_XML.sub(lambda shape: b"" if _place(shape[0]) in places else shape[0], vml))
