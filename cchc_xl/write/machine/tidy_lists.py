"""The lists of a consolidation as tables, one for each list: a row for each line of each unit, for other programs."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.consolidation.account.lines import unit_lines
from cchc_xl.model import Consolidation, Field, ListTable, Reading
from cchc_xl.quantity.types import type_of
from cchc_xl.table.drawn import is_sure
from cchc_xl.write.machine.report import clean
from cchc_xl.write.machine.tidy_rows import about_result, harmless_text

ABOUT: Mapping[str, str] = {
    "unit_id": "string",
    "unit": "string",
    "level": "string",
    "admin_code": "string",
    "period": "string",
    "form": "string",
    "version": "Int64",
    "list": "string",
}
BEHIND: Mapping[str, str] = {
    "unread": "string",  # 'kinh-phi: chưa quyết toán' of figures and days that were not read for sure
    "findings": "string",
    "source": "string",
    "sheet": "string",
    "row": "Int64",
}


def list_path(path: str, one: ListTable) -> str:
    """Where the table of a list stands: 'kq-lop.csv' beside 'kq.csv'."""
    stem, extension = os.path.splitext(path)
    return f"{stem}-{one.id}{extension}"


def list_kinds(one: ListTable) -> Mapping[str, str]:
    """The columns of a list's table and their types for pandas; those of the list have the ids of its columns behind
    the list's: 'lop@ten'.
    """
    figures = {
        column.id: ("Float64" if column.places else "Int64") if is_figure(column) else "string"
        for column in one.columns
    }
    return {**ABOUT, **figures, **BEHIND}


def is_figure(column: Field) -> bool:
    return type_of(column.kind).place is None


def list_rows(consolidation: Consolidation, one: ListTable) -> Iterator[dict[str, Any]]:
    """The lines; a figure that was not read for sure is None, a day is an ISO text."""
    for row in unit_lines(consolidation, one):
        pairs = list(zip(one.columns, row.line.readings, strict=True))
        unread = [
            f"{column.column}: {reading.raw_text}"
            for column, reading in pairs
            if _value(reading, column) is None and reading.raw_text
        ]
        ref = next((reading.ref for reading in row.line.readings if reading.ref), None)
        yield {
            **about_result(consolidation, row.result),
            "list": one.id,
            **{column.id: _value(reading, column) for column, reading in pairs},
            "unread": clean("; ".join(unread)),
            "findings": ", ".join(sorted({found.code for found in row.findings if found.severity != "note"})),
            "sheet": clean(ref.sheet) if ref else None,
            "row": row.line.row,
        }


def _value(reading: Reading, column: Field) -> str | int | float | None:
    if is_figure(column):
        return reading.number if reading.number is not None and is_sure(reading, column) else None
    return clean(reading.qualifier) if reading.state == "answer" else None


def list_csv(consolidation: Consolidation, one: ListTable) -> bytes:
    """The table as CSV, where there is no pandas."""
    kinds = list_kinds(one)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(kinds)
    for row in list_rows(consolidation, one):
        writer.writerow([harmless_text(row.get(name)) if kinds[name] == "string" else row.get(name) for name in kinds])
    return stream.getvalue().encode("utf-8-sig")
