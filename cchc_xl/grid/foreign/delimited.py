"""A .csv or .tsv file: encoding and separator are found out, and nothing is converted that a person would not convert.

Cells are text, as they stand: "0912345678" keeps its zero, "1.234" its point. Only digits that a number would show the
same ("12", not "012") are numbers, as a spreadsheet takes them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from cchc_xl.grid.foreign.body import Body
from cchc_xl.grid.foreign.plain_text import decode, typed_cell
from cchc_xl.grid.openxml.package import Content, ReadError
from cchc_xl.model import Cell, Grid, Sheet

SEPARATORS = ";,\t|"
_SAMPLE = 200  # lines by which the separator is told
_NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own way to say it
_AS_TEXT = re.compile(r'="([^"]*)"')  # how programs keep Excel from taking "012" for a number
_LONGEST = 131_072  # characters of a cell


def read_grid(content: Content) -> Grid:
    """The one sheet. Raises ReadError: not-zip, too-many-cells."""
    text = decode(content.data)
    if text is None:
        raise ReadError("not-zip")
    named = _NAMED.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else separator_of(text)
    body = Body(content.limits)
    for row, fields in enumerate(_rows(text, separator), 1):
        for column, field in enumerate(fields, 1):
            as_text = _AS_TEXT.fullmatch(field)
            cell = typed_cell(field) if as_text is None else Cell(as_text[1], "text") if as_text[1].strip() else None
            if cell is not None:
                body.put(row, column, cell)
            else:
                body.count()
    content = content.noted("F19", ext=".csv", reason="lost-in-text")
    return Grid(content.source, (Sheet(_name(content.source.name), load=body.done()),), findings=content.findings)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise ReadError("not-zip", found=str(error)) from None


def separator_of(text: str) -> str:
    """The separator by which most lines have as many fields as each other, the one with more fields where two do.

    >>> separator_of("TT;Tin, bài;12\\n1;a, b;3"), separator_of("a,b\\nc,d"), separator_of("a\\tb"), separator_of("một")
    (';', ',', '\\t', ',')
    """
    lines = text.splitlines()[:_SAMPLE]
    best, found = (0.0, 0), ","
    for separator in SEPARATORS:
        try:
            counts = [len(fields) for fields in csv.reader(lines, delimiter=separator) if any(fields)]
        except csv.Error:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=1)
        if usual > 1:
            score = (counts.count(usual) / len(counts), usual)
            if score > best:
                best, found = score, separator
    return found


def _name(file: str) -> str:
    """The sheet is named as Excel names it: after the file."""
    return re.sub(r"[\[\]:*?/\\]", "_", file.rpartition(".")[0] or file)[:31] or "Sheet1"
