""".xls, .xlsb and .ods, read by calamine in a worker process that can be killed (see ``killable``).

A machine on which nothing can be killed does not read them, and says so.
"""

from __future__ import annotations

import json
from typing import Any

from cchc_xl.executor import here
from cchc_xl.grid.foreign.facts import NO_READER
from cchc_xl.grid.openxml.package import LIMITS, Content, Limits, Package, ReadError
from cchc_xl.model import Cell, Finding, Grid, Sheet, SheetBody, Source


def read_foreign(data: bytes, source: Source, findings: tuple[Finding, ...] = (), limits: Limits = LIMITS) -> Grid:
    """The workbook that ``data`` are, of the kind that ``source.format`` says. Values, errors, where formulas are and
    which rows are hidden; of an .xls or .ods also merged ranges and hidden columns. No styles.

    Raises ReadError: password (F05), timeout, crash (the worker died or calamine panicked), no-workbook, no-reader
    (nothing is wrong with the file, but this machine has no reader for it).
    """
    sheets = _ask(data, source.format, limits)
    if sheets == "password":
        raise ReadError("password", "F05")
    if sheets == NO_READER:
        raise ReadError(NO_READER, ext=f".{source.format}")
    if isinstance(sheets, str):
        raise ReadError("crash", found=sheets)
    if not sheets:
        raise ReadError("no-workbook")
    return Grid(source, tuple([_sheet(*sheet) for sheet in sheets]), findings=findings)


def read_grid(content: Content) -> Grid:
    """The workbook, with a note that says its format. Raises ReadError as ``read_foreign`` and ``vet`` do."""
    package, kind = content.package, content.source.format
    if package is not None:
        manifest = "META-INF/manifest.xml"
        if kind == "ods" and manifest in package and b"encryption-data" in package.read(manifest):
            raise ReadError("password", "F05")
        vet(package)
    noted = content.noted("F01") if kind == "xls" else content.noted("F02", ext=f".{kind}")
    return read_foreign(content.data, content.source, noted.findings, content.limits)


def _ask(data: bytes, kind: str, limits: Limits) -> list[Any] | str:
    """What ``worker.read_sheets`` returns in its process. Raises ReadError: timeout, crash."""
    if not here().beside:
        return NO_READER
    from cchc_xl.grid.foreign import killable

    bounds = {"rows": limits.rows, "columns": limits.columns, "seconds": limits.seconds}
    request = json.dumps({"kind": kind, "size": len(data), **bounds}).encode() + b"\n" + data
    result: list[Any] | str = json.loads(killable.ask(request, limits))
    return result


def vet(package: Package) -> None:
    """The gate for a zip file that another reader will inflate: every part of it that is read must be what the
    directory says.

    Raises ReadError: ratio, truncated, doctype (calamine reads a number written as an entity as a blank).
    """
    for name in package.members:
        if name.endswith((".xml", ".rels", ".bin")):
            data = package.read(name)
            if name.endswith((".xml", ".rels")) and (
                b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")
            ):
                raise ReadError("doctype", part=name)


def _sheet(
    name: str,
    state: str,
    answered: list[Any],
    merges: list[Any],
    outside: int,
    rows: list[int],
    columns: list[int],
    filtered: bool,
) -> Sheet:
    """The sheet that ``worker.ForeignSheet`` describes."""
    cells = {
        (row, column): Cell(value, kind, "" if has_formula else None)
        for row, column, value, kind, has_formula in answered
    }
    merged = tuple([(top, left, bottom, right) for top, left, bottom, right in merges])
    return Sheet(
        name, state, SheetBody(cells, merged, frozenset(rows), frozenset(columns), filtered=filtered, outside=outside)
    )
