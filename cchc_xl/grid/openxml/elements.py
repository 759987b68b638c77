"""The XML elements of a part, by expat: no DTD, no entity of a file's own, no namespace prefixes, a bounded number of
elements.

expat decodes UTF-8, UTF-16 and the 8-bit encodings by itself, so a DOCTYPE cannot hide in an encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from cchc_xl.grid.openxml.package import Limits, ReadError
from cchc_xl.records import NamedTuple

_CHUNK = 1 << 20


class Element(NamedTuple):
    """An element in document order; names without prefixes, ``text`` is what stands directly in it."""

    tag: str
    parent: str
    attributes: Mapping[str, str]
    text: str


def _refuse_doctype(*_: object) -> None:
    raise ReadError("doctype")


def new_parser() -> expat.XMLParserType:
    """An expat parser that joins pieces of text and refuses a document type declaration, and with it every entity
    declaration.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def run(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """Parse all of ``data``. Raises ReadError: doctype, xml (not well-formed, or a single tag of megabytes)."""
    try:
        at = 0
        while len(data) - at > _CHUNK:
            at += _CHUNK
            parser.Parse(data[at - _CHUNK : at], False)
            # expat keeps an unfinished tag; one with two million attributes would take gigabytes once it is finished.
            if at - parser.CurrentByteIndex > _CHUNK:
                raise ReadError("xml", found="a tag without end")
        parser.Parse(data[at:] if at else data, True)
    except (
        expat.ExpatError,
        LookupError,
        ValueError,
    ) as error:  # the others: an encoding that Python does not know, or of several bytes
        raise ReadError("xml", part=part, found=str(error)) from None
    except ReadError as error:
        error.params.setdefault("part", part)
        raise


def local(name: str) -> str:
    """'x:row' -> 'row'."""
    return name.rpartition(":")[2]


def walk(
    data: bytes,
    part: str,
    limits: Limits,
    visit: Callable[[str, str, dict[str, str]], None],
    texts: list[str] | None = None,
) -> None:
    """Call ``visit(tag, parent's tag, attributes)`` for each element, in document order.

    ``texts``, where given, ends up with the text that stands directly in each element, in the same order.
    Raises ReadError: doctype, xml, too-many-cells (more than ``limits.elements``).
    """
    tags, numbers = [""], [0]
    seen = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        if seen == limits.elements:
            raise ReadError("too-many-cells", limit=limits.elements)
        tag = local(tag)
        visit(tag, tags[-1], attributes)
        tags.append(tag)
        if texts is not None:
            numbers.append(seen)
            texts.append("")
        seen += 1

    def end(_: str) -> None:
        tags.pop()
        if texts is not None:
            numbers.pop()

    def text(piece: str) -> None:
        assert texts is not None
        texts[numbers[-1]] += piece

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if texts is not None:
        parser.CharacterDataHandler = text
    run(parser, data, part)


def elements(data: bytes, part: str, limits: Limits) -> list[Element]:
    """All elements of a small part, their attributes by local name. Raises what ``walk`` raises."""
    found: list[tuple[str, str, dict[str, str]]] = []
    texts: list[str] = []

    def visit(tag: str, parent: str, attributes: dict[str, str]) -> None:
        found.append((tag, parent, {local(name): value for name, value in attributes.items()}))

    walk(data, part, limits, visit, texts)
    return [Element(*element, text) for element, text in zip(found, texts, strict=True)]
