"""Comments of a sheet: the classic ones and, where a file has them, the threads that newer versions of Excel keep
beside them.
"""

from __future__ import annotations

from cchc_xl.grid.openxml.elements import elements
from cchc_xl.grid.openxml.package import Limits
from cchc_xl.grid.openxml.values import position

Comments = dict[tuple[int, int], str]

MARK_SIGN = "CCHC #"  # how a note begins that was put on a cell when the workbook was marked
OWN_NOTE = "―― Ghi chú của đơn vị ――"  # the line between such a note and the clerk's own below it


def own_words(text: str) -> str:
    """A note without what a marking of ours put before it; '' where there is nothing else."""
    if not text.startswith(MARK_SIGN):
        return text
    return text.partition(OWN_NOTE)[2].strip("\n")


def read_comments(data: bytes, part: str, limits: Limits) -> Comments:
    """Texts of a comments part by cell. Raises what ``elements`` raises, and ReadError for an address that is none."""
    return _texts(data, part, limits, "comment", "t", "")


def read_threads(data: bytes, part: str, limits: Limits) -> Comments:
    """Texts of a threaded comments part by cell, replies below each other."""
    return _texts(data, part, limits, "threadedComment", "text", "\n")


def _texts(data: bytes, part: str, limits: Limits, comment: str, text: str, between: str) -> Comments:
    found: dict[tuple[int, int], list[str]] = {}
    here: list[str] = []
    for element in elements(data, part, limits):
        if element.tag == comment:
            here = found.setdefault(position(element.attributes.get("ref", "")), [])
            if between and here:
                here.append(between)
        elif element.tag == text and element.parent != "rPh":  # not the phonetic guides
            here.append(element.text)
    return {at: "".join(pieces) for at, pieces in found.items()}
