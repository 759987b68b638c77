"""The provincial workbook that a merge is about to replace: what a person decided in it and added to it."""

from __future__ import annotations

import hashlib
import os

from cchc_xl.consolidation.account.decisions import read_decisions
from cchc_xl.errors import UserError
from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes
from cchc_xl.grid.openxml.entries_only import without_sealed
from cchc_xl.grid.openxml.package import ReadError, open_package
from cchc_xl.model import Decision, Form, Grid
from cchc_xl.records import NamedTuple
from cchc_xl.table.hidden_sheet import PROVINCE_META, province_meta
from cchc_xl.words.province import MOVED
from cchc_xl.write.province.carried_over.about import read_abouts
from cchc_xl.write.province.carried_over.around import read_around
from cchc_xl.write.province.carried_over.entries import NOTHING, CarriedOver
from cchc_xl.write.province.carried_over.reading import read_entries
from cchc_xl.write.province.carried_over.trace import Trace, unpacked

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


def read_earlier(path: str, form: Form, by: str = "") -> Earlier:  # noqa: ARG001
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
    sealed = Sealed()
    grid = read_bytes(data, path, limits=PROVINCE_LIMITS, choose=sealed.without)
    if not isinstance(grid, Grid):
        if data.startswith(_WORKBOOKS):
            raise UserError("bad-decisions", path=path, detail=grid.findings[0].code if grid.findings else "")
        return Earlier(digest=digest)
    try:
        meta = province_meta(grid)
        if not meta:
            return Earlier(digest=digest)
        sealed.traces = unpacked(grid.sheet(PROVINCE_META))
        decisions = read_decisions(grid, by or _saved_by(data), _moment(saved))
        carried_over = _carried_over(grid, data, sealed, frozenset(decision.fingerprint for decision in decisions))
        return Earlier(decisions, carried_over, digest, meta.get("form", ""), meta.get("period", ""))
    except ReadError as error:  # a part that is looked at only now
        raise UserError("bad-decisions", path=path, detail=error.reason) from None


class Sealed:
    """The rows that stand in a workbook as we wrote them, by sheet: they are not parsed."""

    def __init__(self) -> None:
        self.traces: dict[str, Trace] = {}
        self.rows: dict[str, frozenset[int]] = {}

    def without(self, name: str, data: bytes) -> bytes:
        """A sheet's part without them."""
        trace = self.traces.get(name)
        if trace is None or name == MOVED:  # of that sheet every row is a person's
            return data
        data, self.rows[name] = without_sealed(data, {row.row: row.seal for row in trace.rows if row.seal})
        return data


def _carried_over(grid: Grid, data: bytes, sealed: Sealed, decided: frozenset[str]) -> CarriedOver:
    """All that is a person's; where the workbook does not say what we wrote in it, only that."""
    traces = sealed.traces
    found = read_entries(grid, traces, read_around(data), sealed.rows) if traces else CarriedOver(unknown=True)
    return found._replace(about=read_abouts(grid, decided))


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
