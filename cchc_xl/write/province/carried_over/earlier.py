"""The provincial workbook that a merge is about to replace: what a person decided in it and added to it."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from typing import NamedTuple

from cchc_xl.consolidation.account.decisions import read_decisions
from cchc_xl.errors import UserError
from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes
from cchc_xl.grid.openxml.package import ReadError, open_package
from cchc_xl.model import Decision, Form, Grid
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.write.province.carried_over.entries import NOTHING, CarriedOver, entries, read_carried_over
from cchc_xl.write.province.carried_over.filter import read_filters
from cchc_xl.write.province.registry import long_tables

_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")  # how a workbook begins; any other file holds no decision


class Earlier(NamedTuple):
    """``digest``: of the file's bytes, '' where there is none. ``form`` and ``period``: ids of what it consolidates, ''
    where it is no provincial workbook of ours.
    """

    decisions: tuple[Decision, ...] = ()
    carried_over: CarriedOver = NOTHING
    digest: str = ""
    form: str = ""
    period: str = ""


def read_earlier(path: str, form: Form, by: str = "") -> Earlier:
    """Reads the workbook at ``path``; nothing where there is none, or one that is not ours.

    ``by``: who decided what is new in it; else the person who saved it. ``UserError`` 'bad-decisions' where it is a
    workbook that cannot be read: replacing it would lose what was decided.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
            saved = os.fstat(file.fileno()).st_mtime
    except (FileNotFoundError, IsADirectoryError):
        return Earlier()
    except OSError as error:
        raise UserError("bad-decisions", path=path, detail=error.strerror or str(error)) from None
    digest = hashlib.sha256(data).hexdigest()
    grid = read_bytes(data, path, limits=PROVINCE_LIMITS, choose=partial(entries, form))
    if not isinstance(grid, Grid):
        if data.startswith(_WORKBOOKS):
            raise UserError("bad-decisions", path=path, detail=grid.findings[0].code if grid.findings else "")
        return Earlier(digest=digest)
    try:
        meta = province_meta(grid)
        if not meta:
            return Earlier(digest=digest)
        decisions = read_decisions(grid, by or _saved_by(data), _moment(saved))
        carried_over = read_carried_over(grid, form, read_filters(data, tuple(long_tables())))
        return Earlier(decisions, carried_over, digest, meta.get("form", ""), meta.get("period", ""))
    except ReadError as error:  # a part that is looked at only now
        raise UserError("bad-decisions", path=path, detail=error.reason) from None


def _saved_by(data: bytes) -> str:
    """The person whose program saved the workbook last; '' where it is as we wrote it, or does not say."""
    from cchc_xl.grid.openxml.elements import elements

    try:
        package = open_package(data, PROVINCE_LIMITS)
        found = elements(package.read("docProps/core.xml"), "docProps/core.xml", PROVINCE_LIMITS)
    except (ReadError, ValueError):
        return ""
    name = next((element.text.strip() for element in found if element.tag == "lastModifiedBy"), "")
    return "" if name == "cchc-xl" else name


def _moment(seconds: float) -> str:
    """The time at which a file was saved: the same however often the merge is repeated."""
    import datetime as dt

    return dt.datetime.fromtimestamp(seconds).isoformat(timespec="seconds")  # noqa: DTZ006 - the consolidator's own clock
