"""Parts of Word documents that python-docx has no words for: lines of a certain length, raw elements, and a package
without times.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a property without a zone
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def line(
    place: Any,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    first: bool = False,
    centred: bool = True,
    before: int = 0,
    after: int = 0,
) -> None:
    """A paragraph in a cell or in the document; ``first``: the one that a new cell has already."""
    from docx.shared import Pt

    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if centred:
        centre(paragraph)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def rule(place: Any, width: int, length: int) -> None:
    """A line of a certain length: the upper border of a low paragraph that is indented on both sides."""
    from docx.shared import Mm, Pt

    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    form.space_before, form.line_spacing = Pt(1), Pt(4)
    border = element("pBdr")
    child(border, "top", val="single", sz="6", space="1", color="000000")
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        border, *(f"w:{name}" for name in ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "jc", "rPr"))
    )


def centre(paragraph: Any) -> None:
    """Centres a paragraph."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def printable(text: str) -> str:
    """Text that XML can hold, and that stays one paragraph."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


# --- XML and the package -------------------------------------------------------------------------------------------


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def element(name: str, **attributes: str) -> Any:
    """A new element of WordprocessingML."""
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(w(key), value)
    return made


def child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element at the end of another one; the caller minds the schema's order."""
    made = element(name, **attributes)
    parent.append(made)
    return made


def saved(document: Document) -> bytes:
    """The package with fixed times: python-docx puts the present one into every member."""
    import zipfile

    properties = document.core_properties
    properties.author = properties.last_modified_by = "cchc-xl"
    properties.title = properties.comments = ""
    properties.created = properties.modified = UNDATED
    properties.revision, properties.language = 1, "vi-VN"
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return fixed.getvalue()
