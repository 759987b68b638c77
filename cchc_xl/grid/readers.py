"""The readers of workbooks, by the kind of content that ``sniff`` tells. A format is a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from cchc_xl.grid.openxml.package import Content
from cchc_xl.model import Grid
from cchc_xl.typed import Protocol, cast

# Kind of content -> the module that reads it, imported when the first such file comes.
READERS: Mapping[str, str] = {
    "xlsx": "cchc_xl.grid.openxml.workbook",
    "xlsm": "cchc_xl.grid.openxml.workbook",
    "xls": "cchc_xl.grid.foreign.xls",
    "xlsb": "cchc_xl.grid.foreign.xlsb",
    "ods": "cchc_xl.grid.foreign.opendocument",
    "fods": "cchc_xl.grid.foreign.opendocument",
    "xml-spreadsheet-2003": "cchc_xl.grid.foreign.spreadsheetml",
    "html": "cchc_xl.grid.foreign.webpage",
    "mhtml": "cchc_xl.grid.foreign.web_archive",
    "csv": "cchc_xl.grid.foreign.delimited",
    "docx": "cchc_xl.grid.document.docx",
    "rtf": "cchc_xl.grid.document.rtf",
    "doc": "cchc_xl.grid.document.doc",
    "odt": "cchc_xl.grid.document.odt",
    "fodt": "cchc_xl.grid.document.odt",
    "pdf": "cchc_xl.grid.document.pdf",
}


class Reader(Protocol):
    """A module of ``READERS``."""

    def read_grid(self, content: Content) -> Grid:
        """The workbook. Sheets may be read on demand: ``Sheet.body`` may raise ReadError as this may."""


def reader_of(kind: str) -> Reader | None:
    """The reader of a kind of content, None where it is not read."""
    module = READERS.get(kind)
    return cast("Reader", import_module(module)) if module else None
