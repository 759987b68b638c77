"""A Word document given back: a copy of what was sent, with a comment at each doubtful figure.

Everything else is as it was, part by part: of the text only the anchors of the comments are new, and where it had no
comments the part that holds them, with its relation and its content type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.grid.document.docx import places
from cchc_xl.grid.openxml.package import open_package
from cchc_xl.model import CellRef, Form, Report
from cchc_xl.words.say import ui
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.workbook import Mark, marks, note_text
from cchc_xl.write.marked.xml import Edit, Node, append_child, edited, escaped, nodes

AUTHOR, INITIALS = "cchc-xl", "CCHC"
SEVERITIES = ("error", "warning")  # notes ask for nothing
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ANCHORS = frozenset(("commentRangeStart", "commentRangeEnd", "commentReference"))

Place = tuple[str, int, int]


def marked_document(data: bytes, report: Report, form: Form, lang: str, lines: Sequence[str] = ()) -> bytes:
    """The copy; ``data`` holds no marks of ours (see ``unmarked_document``). ``lines``: what else it shall say.

    Findings about the file as a whole, and about places that are not in it, stand on its first line. Raises ReadError
    for what cannot be taken apart, ``ValueError`` where a document has nothing to put a comment on.
    """
    parts = Parts(data)
    text = parts.read(parts.workbook)
    found = places(open_package(data), parts.workbook, text)
    texts = _texts(report, form, lang, lines, found)
    if not texts:
        return data
    paragraphs = {node.start: node for node in nodes(text, parts.workbook, lambda path: path[-1] == "p")}
    root = _root(text, parts.workbook)
    first = _first_id(parts)
    edits = []
    for number, at in enumerate(texts, first):
        edits += _anchors(text, paragraphs[at], number, _namespace(root, paragraphs[at]))
    parts.write(parts.workbook, edited(text, edits))
    _add(parts, list(texts.values()), first, _namespace_uri(root))
    return parts.to_bytes()


def _texts(report: Report, form: Form, lang: str, lines: Sequence[str], found: Mapping[Place, int]) -> dict[int, str]:
    """Where the paragraph begins -> the comment on it, in the order of the document."""
    asked = [one for one in report.findings if one.severity in SEVERITIES]
    by_place = marks(asked, form, lang)
    whole = [one for one in asked if not (one.ref and one.ref.sheet)]
    start = min(found.values(), default=-1)
    if start < 0:
        raise ValueError("nothing to put a comment on")
    collected: dict[int, list[Mark]] = {}
    for (sheet, row, column), mark in by_place.items():
        collected.setdefault(_nearest(found, (sheet, row, column), start), []).append(mark)
    if whole:
        at = CellRef("x", 1, 1)
        about = marks([one._replace(ref=at) for one in whole], form, lang)
        collected.setdefault(start, []).extend(about.values())
    said = {
        at: "\n".join(note_text(number, mark, lang) for mark in collected[at])
        for number, at in enumerate(sorted(collected), 1)
    }
    if lines:
        said[start] = "\n".join((*([said[start]] if start in said else [ui("mark-title", lang)]), *lines))
    return dict(sorted(said.items()))


def _nearest(found: Mapping[Place, int], place: Place, start: int) -> int:
    """Where a place stands; for one that has no text of its own another of its row, else of its table."""
    if place in found:
        return found[place]
    sheet, row, column = place
    own = [(abs(at[1] - row), abs(at[2] - column), where) for at, where in found.items() if at[0] == sheet]
    return min(own)[2] if own else start


# --- the text --------------------------------------------------------------------------------------------------------


def _root(text: bytes, part: str) -> Node:
    return nodes(text, part, lambda path: len(path) == 1)[0]


def _namespace_uri(root: Node) -> str:
    """The namespace of the document's elements, transitional or strict."""
    name = f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"
    return root.attributes.get(name, "http://schemas.openxmlformats.org/wordprocessingml/2006/main")


def _namespace(root: Node, paragraph: Node) -> str:
    """What the anchors must declare: nothing where the paragraph has a prefix, which their attributes can have too."""
    return "" if paragraph.prefix else f' xmlns:w="{_namespace_uri(root)}"'


def _anchors(text: bytes, paragraph: Node, number: int, declared: str) -> list[Edit]:
    """The edits that put a comment around all of a paragraph: after its properties, and at its end."""
    p, a = paragraph.prefix, paragraph.prefix or "w:"
    begin = f'<{p}commentRangeStart{declared} {a}id="{number}"/>'.encode()
    end = (
        f'<{p}commentRangeEnd{declared} {a}id="{number}"/>'
        f'<{p}r><{p}commentReference{declared} {a}id="{number}"/></{p}r>'
    ).encode()
    if paragraph.inner >= paragraph.end:  # '<w:p/>'
        opening = text[paragraph.start : paragraph.end].rstrip(b"/> \r\n\t") + b">"
        return [Edit(paragraph.start, paragraph.end, opening + begin + end + f"</{p}p>".encode())]
    inner = _after_properties(text, paragraph)
    return [Edit(inner, inner, begin), Edit(paragraph.close, paragraph.close, end)]


def _after_properties(text: bytes, paragraph: Node) -> int:
    """The place after '<w:pPr>...</w:pPr>', which must come first; else after the opening tag."""
    name = re.escape(paragraph.prefix.encode()) + b"pPr"
    opening = re.compile(rb"\s*<%s(?=[\s/>])" % name).match(text, paragraph.inner)
    if not opening:
        return paragraph.inner
    short = re.compile(rb"\s*<%s(?:\s[^<>]*)?/>" % name).match(text, paragraph.inner)
    return (
        short.end()
        if short
        else text.index(b"</" + paragraph.prefix.encode() + b"pPr>", paragraph.inner)
        + len(b"</" + paragraph.prefix.encode() + b"pPr>")
    )


# --- the comments ----------------------------------------------------------------------------------------------------


def _comments(parts: Parts) -> str | None:
    return parts.related(parts.workbook, "comments")


def _first_id(parts: Parts) -> int:
    """A number above those of all comments that are there."""
    part = _comments(parts)
    every = nodes(parts.read(part), part, lambda path: path[1:] == ("comment",)) if part else []
    return 1 + max((int(number) for one in every if (number := _id(one)).isdecimal()), default=-1)


def _id(node: Node) -> str:
    return next((value for name, value in node.attributes.items() if name.rpartition(":")[2] == "id"), "")


def _add(parts: Parts, texts: Iterable[str], first: int, namespace: str) -> None:
    part = _comments(parts)
    if part is None:
        folder = parts.workbook.rpartition("/")[0]
        part = parts.free_name(f"{folder}/comments{{}}.xml" if folder else "comments{}.xml")
        parts.add(part, f'{_DECLARED}<w:comments xmlns:w="{namespace}"></w:comments>'.encode(), _KIND)
        parts.relate(parts.workbook, "comments", part)
    data = parts.read(part)
    made = "".join(_comment(number, text, namespace) for number, text in enumerate(texts, first))
    parts.write(part, edited(data, [append_child(data, _root(data, part), made.encode())]))


def _comment(number: int, text: str, namespace: str) -> str:
    """A comment, with the prefix of its own: the part may have any."""
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>' for line in text.split("\n")
    )
    about = f'w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}"'
    return f'<w:comment xmlns:w="{namespace}" {about}>{lines}</w:comment>'


def own_comments(data: bytes) -> int:
    """How many comments of ours a document has."""
    parts = Parts(data)
    part = _comments(parts)
    return len(_ours(parts.read(part), part)) if part else 0


def _ours(data: bytes, part: str) -> list[Node]:
    every = nodes(data, part, lambda path: path[1:] == ("comment",))
    return [one for one in every if AUTHOR in one.attributes.values() and INITIALS in one.attributes.values()]


def takes_comments(data: bytes) -> bool:
    """Whether comments can be put into a document: not into one in the strict form, whose parts have other names."""
    parts = Parts(data)
    return not _namespace_uri(_root(parts.read(parts.workbook), parts.workbook)).startswith(_STRICT)


def unmarked_document(data: bytes) -> bytes:
    """The document without comments of ours; the very same bytes where there are none. Raises ReadError."""
    parts = Parts(data)
    part = _comments(parts)
    ours = _ours(parts.read(part), part) if part else []
    if not ours or part is None:
        return data
    numbers = {_id(one) for one in ours}
    parts.write(part, edited(parts.read(part), [Edit(one.start, one.end, b"") for one in ours]))
    text = parts.read(parts.workbook)
    anchors = nodes(text, parts.workbook, lambda path: path[-1] in _ANCHORS)
    gone = [Edit(*_whole(text, one), b"") for one in anchors if _id(one) in numbers]
    parts.write(parts.workbook, edited(text, gone))
    return parts.to_bytes()


def _whole(text: bytes, anchor: Node) -> tuple[int, int]:
    """An anchor's place, with the run that holds nothing else."""
    opening, closing = f"<{anchor.prefix}r>".encode(), f"</{anchor.prefix}r>".encode()
    if text.endswith(opening, 0, anchor.start) and text.startswith(closing, anchor.end):
        return anchor.start - len(opening), anchor.end + len(closing)
    return anchor.start, anchor.end
