""".xls, .xlsb and .ods, read by calamine in a worker process that can be killed.

calamine aborts the whole interpreter on some files (a value in the last row of a sheet is enough): so it never runs in ours. One worker
serves a run; after a crash or a time-out it is replaced, and only the file that did it is lost.
"""

from __future__ import annotations

import atexit
import threading
from typing import Any

from cchc_xl.model import Cell, Finding, Grid, Sheet, SheetBody, Source
from cchc_xl.read.foreign_worker import ForeignSheet, read_sheets, start
from cchc_xl.read.package import LIMITS, Limits, Package, ReadError

_lock = threading.Lock()
_pool: Any = None


def read_foreign(data: bytes, source: Source, findings: tuple[Finding, ...] = (), limits: Limits = LIMITS) -> Grid:
    """The workbook that ``data`` are, of the kind that ``source.format`` says. Values; of an .xls or .ods also errors, merged ranges, what is
    hidden and where formulas are. No styles, and of an .xlsb no errors: calamine gives them as blanks.

    Raises ReadError: password (F05), timeout, crash (the worker died or calamine panicked).
    """
    sheets = _ask(data, source.format, limits)
    if isinstance(sheets, str):
        raise ReadError("password", "F05") if sheets == "password" else ReadError("crash", found=sheets)
    if not sheets:
        raise ReadError("no-workbook")
    return Grid(source, tuple([_sheet(sheet) for sheet in sheets]), findings=findings)


def vet(package: Package) -> None:
    """The gate for a zip file that another reader will inflate: every part of it that is read must be what the directory says.

    Raises ReadError: ratio, truncated, doctype (calamine reads a number written as an entity as a blank).
    """
    for name in package.members:
        if name.endswith((".xml", ".rels", ".bin")):
            data = package.read(name)
            if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")):
                raise ReadError("doctype", part=name)


def _sheet(sheet: ForeignSheet) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for row, column, value, kind, has_formula in sheet.cells:
        cells[row, column] = Cell(value, kind, "" if has_formula else None)
    body = SheetBody(
        cells, sheet.merges, sheet.hidden_rows, sheet.hidden_columns, filtered=sheet.filtered, outside=sheet.outside
    )  # fmt: skip
    return Sheet(sheet.name, sheet.state, body)


def _ask(data: bytes, kind: str, limits: Limits) -> list[ForeignSheet] | str:
    from concurrent.futures import TimeoutError as TooLate

    from pebble import ProcessExpired

    future = _worker(limits).schedule(read_sheets, args=(data, kind, limits.rows, limits.columns), timeout=limits.seconds)
    try:
        result: list[ForeignSheet] | str = future.result()
    except TooLate:
        raise ReadError("timeout", limit=limits.seconds) from None
    except ProcessExpired as error:
        raise ReadError("crash", found=f"exit code {error.exitcode}") from None
    except (KeyboardInterrupt, SystemExit):
        future.cancel()
        raise
    except BaseException as error:  # what the worker raised outside of calamine: no memory left, say
        raise ReadError("crash", found=type(error).__name__) from None
    return result


def _worker(limits: Limits) -> Any:
    global _pool
    with _lock:
        if _pool is None or not _pool.active:
            import multiprocessing

            from pebble import ProcessPool

            # 'spawn' on every system: a fork of a program with threads can deadlock.
            context = multiprocessing.get_context("spawn")
            _pool = ProcessPool(max_workers=1, context=context, initializer=start, initargs=(limits.worker_memory,))
            atexit.register(close)
    return _pool


def close() -> None:
    """End the worker; the next foreign file starts another."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        atexit.unregister(close)
        pool.stop()
        pool.join()
