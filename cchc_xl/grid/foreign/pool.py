""".xls, .xlsb and .ods, read by calamine in a worker process that can be killed.

calamine aborts the whole interpreter on some files (a value in the last row of a sheet is enough): so it never runs in
ours. One worker serves a run; after a crash or a time-out it is replaced, and only the file that did it is lost. The
worker is a plain subprocess: multiprocessing would run the caller's own script a second time wherever that lacks ``if
__name__ == "__main__"``.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import Any

from cchc_xl.grid.openxml.package import LIMITS, Content, Limits, Package, ReadError
from cchc_xl.model import Cell, Finding, Grid, Sheet, SheetBody, Source

_lock = threading.Lock()
_worker: subprocess.Popen[bytes] | None = None


def read_foreign(data: bytes, source: Source, findings: tuple[Finding, ...] = (), limits: Limits = LIMITS) -> Grid:
    """The workbook that ``data`` are, of the kind that ``source.format`` says. Values, errors, where formulas are and
    which rows are hidden; of an .xls or .ods also merged ranges and hidden columns. No styles.

    Raises ReadError: password (F05), timeout, crash (the worker died or calamine panicked), no-workbook.
    """
    with _lock:
        sheets = _ask(data, source.format, limits)
    if isinstance(sheets, str):
        raise ReadError("password", "F05") if sheets == "password" else ReadError("crash", found=sheets)
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
    """The sheet that ``foreign_worker.ForeignSheet`` describes."""
    cells = {
        (row, column): Cell(value, kind, "" if has_formula else None)
        for row, column, value, kind, has_formula in answered
    }
    merged = tuple([(top, left, bottom, right) for top, left, bottom, right in merges])
    return Sheet(
        name, state, SheetBody(cells, merged, frozenset(rows), frozenset(columns), filtered=filtered, outside=outside)
    )


# --- the worker ----------------------------------------------------------------------------------------------------


def _command(limits: Limits) -> list[str]:
    return [sys.executable, "-m", "cchc_xl.grid.foreign.worker", str(limits.worker_memory)]


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(  # noqa: S603
        _command(limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the words of a panic are for Rust programmers
        env=os.environ | {"PYTHONPATH": paths},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ask(data: bytes, kind: str, limits: Limits) -> list[Any] | str:
    """What ``foreign_worker.read_sheets`` returns there. Raises ReadError: timeout, crash."""
    global _worker
    if _worker is None or _worker.poll() is not None:
        close()
        _worker = _start(limits)
        atexit.register(close)
    worker = _worker
    too_late = threading.Event()

    def end() -> None:
        too_late.set()
        worker.kill()

    timer = threading.Timer(limits.seconds, end)
    timer.daemon = True
    timer.start()
    request = {
        "kind": kind,
        "size": len(data),
        "rows": limits.rows,
        "columns": limits.columns,
        "seconds": limits.seconds,
    }
    try:
        answer = _exchange(worker, json.dumps(request).encode() + b"\n" + data)
    except BaseException:  # Ctrl-C as well: an answer that is read later would be taken for the next file's
        close()
        raise
    finally:
        timer.cancel()
    if answer is None:
        close()
        raise (
            ReadError("timeout", limit=limits.seconds)
            if too_late.is_set()
            else ReadError("crash", found=f"exit code {worker.returncode}")
        )
    result: list[Any] | str = json.loads(answer)
    return result


def _exchange(worker: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    """The worker's answer, None where it ended without one."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(request)
        worker.stdin.flush()
    except OSError:
        return None
    length = worker.stdout.read(8)
    size = int.from_bytes(length, "big")
    answer = worker.stdout.read(size)
    return answer if len(length) == 8 and len(answer) == size else None


def close() -> None:
    """End the worker; the next foreign file starts another."""
    global _worker
    worker, _worker = _worker, None
    if worker is None:
        return
    atexit.unregister(close)
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        with contextlib.suppress(OSError):  # what was still to be written to a dead worker
            if stream is not None:
                stream.close()
    worker.wait()
