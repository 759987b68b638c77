"""Changing a few places of an XML part and leaving every other byte as it was.

A workbook from a stranger holds elements that no library of ours knows; a library that loads and saves it loses them.
Here expat tells where an element stands, and only those bytes are replaced. Text that is put in is ASCII with character
references, so that it is right in whatever encoding the part has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from cchc_xl.grid.openxml.elements import local, new_parser, run
from cchc_xl.records import NamedTuple

RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ENCODING = re.compile(rb"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")


class Node(NamedTuple):
    """An element's place: [start, end) of the whole, [inner, close) of what is between its tags (equal where it is
    '<x/>').

    ``path`` are the local names of its ancestors and its own; ``prefix`` is '' or such as 'x:'.
    """

    tag: str
    prefix: str
    path: tuple[str, ...]
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int
    end: int


class Edit(NamedTuple):
    """Bytes that take the place of [start, end)."""

    start: int
    end: int
    new: bytes


def plain_bytes(data: bytes) -> bytes:
    """The part in an encoding whose tags are ASCII: UTF-16 becomes UTF-8, a byte order mark goes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _ENCODING.sub(rb"\1", data.decode("utf-16").encode("utf-8"))
    return data.removeprefix(b"\xef\xbb\xbf")


def nodes(data: bytes, part: str, wanted: Callable[[tuple[str, ...]], bool]) -> list[Node]:
    """The elements whose path ``wanted`` accepts, in the order of their starts.

    Raises ReadError where the part is not well-formed.
    """
    parser = new_parser()
    path: list[str] = []
    open_nodes: list[int | None] = []
    found: list[Node] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(local(name))
        whole = tuple(path)
        if not wanted(whole):
            open_nodes.append(None)
            return
        at = parser.CurrentByteIndex
        inner = _after_tag(data, at)
        open_nodes.append(len(found))
        prefix = name[: len(name) - len(path[-1])]
        found.append(Node(path[-1], prefix, whole, attributes, at, inner, inner, inner))

    def end(name: str) -> None:  # noqa: ARG001
        path.pop()
        index = open_nodes.pop()
        if index is not None and not data.endswith(b"/>", 0, found[index].inner):
            close = parser.CurrentByteIndex
            found[index] = found[index]._replace(close=close, end=data.index(b">", close) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run(parser, data, part)
    return found


def _after_tag(data: bytes, at: int) -> int:
    """The place after the '>' that ends the tag at ``at``; an attribute's value may hold that sign too."""
    quote = 0
    for index in range(at, len(data)):
        sign = data[index]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == 0x3E:
            return index + 1
    raise ValueError(at)  # expat has parsed it, so there is one


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with all edits made. Of edits at one place the first given comes first."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start < at:
            raise ValueError(f"edits overlap at {start}")
        pieces += (data[at:start], new)
        at = end
    return b"".join((*pieces, data[at:]))


def append_child(data: bytes, node: Node, child: bytes) -> Edit:
    """Puts ``child`` last into an element, which may be '<x/>' so far."""
    if node.inner < node.end:
        return Edit(node.close, node.close, child)
    opening = data[node.start : node.end].rstrip(b"/> \r\n\t") + b">"
    return Edit(node.start, node.end, opening + child + f"</{node.prefix}{node.tag}>".encode())


def with_attribute(opening: bytes, name: str, value: str | None) -> bytes:
    """An element's bytes with one attribute of its first tag set, or without it where ``value`` is None."""
    found = re.search(
        rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()), opening[: _after_tag(opening, 0)]
    )
    attribute = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
    if found:
        return opening[: found.start()] + attribute + opening[found.end() :]
    first = re.match(rb"<[^\s/>]+", opening)
    assert first is not None
    return opening[: first.end()] + attribute + opening[first.end() :]


def escaped(text: str) -> str:
    """Text for an element or an attribute, ASCII only; what XML cannot hold shows as U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text).translate(_ENTITIES).encode("ascii", "xmlcharrefreplace").decode()


def cell_text(text: str) -> str:
    """The same for a cell's string, where '_x0041_' would be read as 'A' if it were not escaped."""
    return escaped(_ESCAPE_ALIKE.sub("_x005F_", text))
