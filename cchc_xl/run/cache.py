"""Reports of an earlier merge, so that files that have not changed are not read again.

A file beside the output, that anybody may delete at any time: a magic line, a digest of the conditions, and blocks,
each with a digest of its own, so that new blocks are just added: reports as JSON, and rows of the workbook by what they
say (``kept``). Nothing in it is run; what is damaged, of another program or of another campaign is as good as none. The
last block says what the merge left at its output.

An input is unchanged if its path, size and time are. Where the time could hide a change, because the file had been
written only a moment before it was read, its content is hashed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import IO, Any, overload

from cchc_xl.errors import UserError
from cchc_xl.grid.file import digest_of
from cchc_xl.grid.scan import Input
from cchc_xl.kept import Kept
from cchc_xl.model import CellRef, Finding, ListLine, Period, Reading, Report, Source, Submission, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.run.compact import Compact, as_they_are
from cchc_xl.validate import Settings

SUFFIX = ".cchc-cache"
MAGIC = b"cchc-xl cache 3\n"
TICK_NS = 2_000_000_000  # FAT keeps times to two seconds
_DIGEST = 32
_BLOCK = 100  # reports
_LINES, _ROWS = 0, 1  # kinds of blocks
_BLOCK_HEAD = struct.Struct(f">BI{_DIGEST}s")  # kind, bytes that follow, their digest


class Stamp(NamedTuple):
    """What is known of a file without reading it. ``sure``: a later change cannot have the same size and time."""

    size: int
    modified: int  # nanoseconds
    sure: bool = True


class Stamps(Sequence[Stamp | None]):
    """Stamps of many files in few bytes."""

    def __init__(self, stamps: Iterable[Stamp | None]) -> None:
        self._numbers = array("q")
        for one in stamps:
            self._numbers.extend((-1, 0, 0) if one is None else one)

    def __len__(self) -> int:
        return len(self._numbers) // 3

    @overload
    def __getitem__(self, at: int) -> Stamp | None: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Stamp | None]: ...
    def __getitem__(self, at: int | slice) -> Stamp | Sequence[Stamp | None] | None:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        size, modified, sure = self._numbers[3 * at : 3 * at + 3]
        return None if size < 0 else Stamp(size, modified, bool(sure))

    def __iter__(self) -> Iterator[Stamp | None]:
        return (self[at] for at in range(len(self)))


class Known(NamedTuple):
    """An earlier report, and its file then. ``day``: of a report that would be another on another day, that day."""

    stamp: Stamp
    report: Report
    day: str = ""


Cache = Mapping[str, Known]  # by the path that is shown


def cache_path(output: str) -> str:
    """Where the cache of an output is."""
    folder, name = os.path.split(os.path.abspath(output))
    return os.path.join(folder, f".{name}{SUFFIX}")


# --- what was read under the same conditions -----------------------------------------------------------------------


def conditions(against: Settings) -> str:
    """A digest of all that a report depends on beside its file: the program, the forms, the roster, the period, the
    clock's zone.
    """
    import time

    parts = (
        _program(), against.forms, against.period, against.waivers, against.today if against.waivers else None,
        (against.roster.units, against.roster.successions) if against.roster else None, time.tzname, time.timezone,
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _program() -> tuple[tuple[str, int, int], ...]:
    """The program's own files: a version number does not change with every correction."""
    from cchc_xl import resources

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for root in (package, resources.path("schemas", "forms"), resources.path("schemas", "catalogue")):
        for path in _files(root):
            status = os.stat(path)
            found.append((path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _files(root: str) -> Iterator[str]:
    if os.path.isfile(root):
        yield root
    for folder, _, files in os.walk(root):
        yield from (os.path.join(folder, name) for name in files if name.endswith((".py", ".json")))


def stamp(item: Input) -> Stamp | None:
    """A file as it is now; None where it cannot be seen."""
    import time

    try:
        status = os.stat(item.path, follow_symlinks=False)
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_mtime_ns < time.time_ns() - TICK_NS)


def unchanged(item: Input, now: Stamp | None, cache: Cache, today: str) -> Report | None:
    """The earlier report of a file that is as it was, else None."""
    known = cache.get(item.shown)
    if known is None or now is None or now[:2] != known.stamp[:2] or known.day not in ("", today):
        return None
    if known.stamp.sure or (not item.member and digest_of(item.path) == known.report.source.sha256):
        return known.report
    return None


# --- the file ------------------------------------------------------------------------------------------------------


class WhatWasTold(NamedTuple):
    """What a merge told its operator: on the standard output, on the other one, and its exit code."""

    out: str
    err: str
    code: int


class LastMerge(NamedTuple):
    """What a merge left at its output. ``digest``: of the workbook there, '' where it is not known; ``form`` and
    ``period``: what it was made for. ``plain``: nobody had decided or added anything in it. ``again``: digest of all
    that it was made of (``run.again``), '' where the same merge might not give the same; ``told``: what was told then.
    ``day``: as in ``Known``.
    """

    digest: str = ""
    form: str = ""
    period: str = ""
    plain: bool = False
    again: str = ""
    told: WhatWasTold | None = None
    day: str = ""


NOTHING_LEFT = LastMerge()


class Loaded(NamedTuple):
    """``known``: the reports by path; ``lines``: how many the file has, outdated ones included, 0 where there is no
    good file. ``kept``: rows of workbooks. ``left``: by the merge that wrote it.
    """

    known: dict[str, Known]
    kept: Kept
    lines: int = 0
    left: LastMerge = NOTHING_LEFT


def load(path: str, against: str, compact: Compact = as_they_are) -> Loaded:
    """The reports of a cache file that was written under these conditions; up to the first block that is damaged.

    ``compact``: what is done with each report.
    """
    known: dict[str, Known] = {}
    kept = Kept()
    lines, left = 0, NOTHING_LEFT
    try:
        with open(path, "rb") as file:
            if file.read(len(MAGIC) + _DIGEST) == _head(against):
                for kind, block in _blocks(file):
                    if kind == _ROWS:
                        kept.take(block)
                        continue
                    for line in json.loads(f"[{zlib.decompress(block).decode('ascii')}]"):
                        if isinstance(line, dict):
                            left = _left_in(line)
                        else:
                            known.update((_known(line, compact),))
                        lines += 1
    except (OSError, ValueError, TypeError, LookupError, RecursionError, zlib.error, struct.error):
        lines = 0  # what was read before is good, and the file is written anew
    _texts.clear()
    _refs.clear()
    return Loaded(known, kept, lines, left)


def left_by_last(path: str, against: str) -> LastMerge:
    """The same of the last merge alone, whose reports are passed over: nothing where the file is damaged in the end or
    of other conditions.
    """
    try:
        with open(path, "rb") as file:
            if file.read(len(MAGIC) + _DIGEST) != _head(against):
                return NOTHING_LEFT
            end = os.fstat(file.fileno()).st_size
            while True:
                start = file.tell()
                _, size, _ = _BLOCK_HEAD.unpack(file.read(_BLOCK_HEAD.size))
                if start + _BLOCK_HEAD.size + size >= end:
                    break
                file.seek(size, os.SEEK_CUR)
            file.seek(start)
            return _left_in(json.loads(zlib.decompress(next(_blocks(file))[1])))
    except (OSError, ValueError, TypeError, LookupError, StopIteration, RecursionError, zlib.error, struct.error):
        return NOTHING_LEFT


def save(
    path: str,
    against: str,
    known: Mapping[str, Known],
    loaded: Loaded,
    write: Callable[[str, Iterable[bytes]], object],
    left: LastMerge = NOTHING_LEFT,
) -> None:
    """Adds what is new to the file, or ``write``s (whole or not at all) a new one where there is none or most of it is
    outdated.

    A cache that cannot be written is none: the disk may be full, the folder read-only.
    """
    new = {shown: one for shown, one in known.items() if loaded.known.get(shown) != one}
    kept = loaded.kept
    try:
        kept.close()
        if not new and not kept.new and left == loaded.left and loaded.lines:
            return
        last = _block(_LINES, _lines([json.dumps(left._asdict())]))
        grown = loaded.lines + len(new) + len(kept)
        if loaded.lines and grown <= 2 * (len(known) + kept.used):
            with open(path, "ab") as file:
                file.writelines(chain(_packed(new), (_block(_ROWS, rows) for rows in kept.new), (last,)))
        else:
            rows = (_block(_ROWS, rows) for rows in kept.in_use())
            write(path, chain((_head(against),), _packed(known), rows, (last,)))
    except (OSError, UserError):
        pass


def _head(against: str) -> bytes:
    return MAGIC + hashlib.sha256(against.encode()).digest()


def _packed(known: Mapping[str, Known]) -> Iterator[bytes]:
    """Blocks of reports, with a comma between them."""
    lines: list[str] = []
    for shown, one in known.items():
        try:
            lines.append(json.dumps([shown, *one.stamp, one.day, _report_out(one.report)], separators=(",", ":")))
        except TypeError:  # a parameter of a kind that JSON has not: the file is read again
            continue
        if len(lines) == _BLOCK:
            yield _block(_LINES, _lines(lines))
            lines = []
    if lines:
        yield _block(_LINES, _lines(lines))


def _lines(lines: Sequence[str]) -> bytes:
    return zlib.compress(",".join(lines).encode("ascii"), 1)


def _block(kind: int, body: bytes) -> bytes:
    return _BLOCK_HEAD.pack(kind, len(body), hashlib.sha256(body).digest()) + body


def _blocks(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """One block in memory at a time: its kind, and what it holds."""
    while head := file.read(_BLOCK_HEAD.size):
        kind, size, digest = _BLOCK_HEAD.unpack(head)
        body = file.read(size)
        if hashlib.sha256(body).digest() != digest:
            raise ValueError("damaged")
        yield kind, body


def _left_in(data: dict[str, Any]) -> LastMerge:
    left = LastMerge(**data)
    return left._replace(told=WhatWasTold(*left.told) if left.told else None)


def _known(line: list[Any], compact: Compact) -> tuple[str, Known]:
    shown, size, modified, sure, day, report = line
    return shown, Known(Stamp(size, modified, sure), compact(_report_in(report)), day)


# --- records as JSON -----------------------------------------------------------------------------------------------
# A NamedTuple is a JSON list by itself; what is below only treats what JSON does not have: dates, records within
# records, and tuples and dates among the parameters of findings.


# Texts and cells that recur in thousands of findings are kept once: half of the memory.
_texts: dict[str, str] = {}
_refs: dict[tuple[Any, ...], CellRef] = {}
_same = _texts.setdefault


def _report_out(report: Report) -> list[Any]:
    one = report.submission
    return [
        report.source,
        None if one is None else _submission_out(one),
        [_finding_out(finding) for finding in report.findings],
        list(map(_report_out, report.parts)),
        report.sender,
        [_finding_out(finding) for finding in report.before_rules],
    ]


def _report_in(data: list[Any]) -> Report:
    source, submission, findings, parts, sender, before_rules = data
    own = Source(*source)
    return Report(
        own,
        None if submission is None else _submission_in(submission, source, own),
        tuple(map(_finding_in, findings)),
        parts=tuple(map(_report_in, parts)),
        sender=None if sender is None else _unit_in(sender),
        before_rules=tuple(map(_finding_in, before_rules)),
    )


def _reading_out(one: Reading) -> Reading:
    return one._replace(codes=[(code, _params_out(params)) for code, params in one.codes])  # type: ignore[arg-type]


def _submission_out(one: Submission) -> list[Any]:
    period = one.period
    return list(
        one._replace(
            readings=list(map(_reading_out, one.readings)),
            lines=[(*line[:2], list(map(_reading_out, line.readings))) for line in one.lines],  # type: ignore[misc]
            period=None if period is None else [*period[:3], period.start.isoformat(), period.end.isoformat()],  # type: ignore[arg-type]
            cut_off=None if one.cut_off is None else one.cut_off.isoformat(),  # type: ignore[arg-type]
        )
    )


_IN_SUBMISSION = [
    Submission._fields.index(name)
    for name in ("source", "readings", "unit", "period", "cut_off", "header_refs", "lines", "extra")
]


def _submission_in(data: list[Any], source: list[Any], own: Source) -> Submission:
    """``source``: of the report, as it stands in the file; ``own``: the same as a record."""
    where, readings, unit, period, cut_off, header_refs, lines, extra = _IN_SUBMISSION
    data[where] = own if data[where] == source else Source(*data[where])
    data[readings] = tuple(map(_reading_in, data[readings]))
    data[unit] = None if data[unit] is None else _unit_in(data[unit])
    data[period] = None if data[period] is None else _period_in(*data[period])
    data[cut_off] = None if data[cut_off] is None else dt.date.fromisoformat(data[cut_off])
    refs = data[header_refs]
    data[header_refs] = {key: CellRef(*ref) for key, ref in refs.items()} if refs else _NO_PARAMS
    data[lines] = tuple([ListLine(name, row, tuple(map(_reading_in, some))) for name, row, some in data[lines]])
    data[extra] = tuple([(label, value) for label, value in data[extra]])
    return Submission._make(data)


@lru_cache(maxsize=64)
def _period_in(kind: str, year: int, label: str, start: str, end: str) -> Period:
    return Period(kind, year, label, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def _unit_in(data: Iterable[Any]) -> Unit:
    unit = Unit(*data)
    return unit._replace(aliases=tuple(unit.aliases))


def _reading_in(data: list[Any]) -> Reading:
    field, state, *_, ref, how, _, steps, codes, _ = data
    data[_FIELD], data[_STATE], data[_HOW] = _same(field, field), _same(state, state), _same(how, how)
    data[_REF] = _ref_in(ref)
    data[_STEPS] = tuple(steps)
    data[_CODES] = tuple([(code, _params_in(params)) for code, params in codes]) if codes else ()
    return Reading._make(data)


_FIELD, _STATE, _REF, _HOW, _STEPS, _CODES = [
    Reading._fields.index(name) for name in ("field", "state", "ref", "how", "steps", "codes")
]


def _finding_out(finding: Finding) -> list[Any]:
    return list(finding._replace(params=_params_out(finding.params)))


def _finding_in(data: list[Any]) -> Finding:
    code, severity, phase, unit, period, field, ref, raw, proposed, params, source = data
    return Finding._make(
        (
            _same(code, code), _same(severity, severity), _same(phase, phase), _same(unit, unit),
            _same(period, period), _same(field, field), _ref_in(ref), raw, proposed, _params_in(params),
            _same(source, source),
        )
    )  # fmt: skip


def _ref_in(data: Any) -> CellRef | None:
    if data is None:
        return None
    place = tuple(data)
    known = _refs.get(place)
    if known is None:
        _refs[place] = known = CellRef(_same(data[0], data[0]), *data[1:])
    return known


def _params_out(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if value is None or type(value) in _PLAIN else _tagged(value) for name, value in params.items()}


_PLAIN = (str, int, float, bool)


def _tagged(value: Any) -> Any:
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, CellRef):
        return {"ref": list(value)}
    if type(value) is dt.date:
        return {"date": value.isoformat()}
    if type(value) in (tuple, list):
        return {type(value).__name__: [_tagged(one) for one in value]}
    raise TypeError(type(value).__name__)


_NO_PARAMS: dict[str, Any] = {}


def _params_in(params: dict[str, Any]) -> dict[str, Any]:
    if not params:
        return _NO_PARAMS
    for value in params.values():
        if type(value) is dict:
            return {name: _untagged(value) for name, value in params.items()}
    return params


def _untagged(value: Any) -> Any:
    if type(value) is not dict:
        return value
    [(kind, content)] = value.items()
    if kind == "date":
        return dt.date.fromisoformat(content)
    if kind == "ref":
        return CellRef(*content)
    items = [_untagged(one) for one in content]
    return tuple(items) if kind == "tuple" else items
