"""Inputs to reports: every file below the paths is read and checked, in order, by two processes where that pays.

Reading is CPU-bound in Python, so threads do not help; starting processes and passing reports back costs about what a hundred files cost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cchc_xl.model import Report, Source, SourceRow
from cchc_xl.read.scan import Input, Scan, Skipped, scan
from cchc_xl.validate import Settings, validate_input

PARALLEL_FROM = 250
CHUNK = 25


class Collected(NamedTuple):
    """Reports in the order of their files' names; ``found`` = reports + skipped."""

    reports: tuple[Report, ...]
    skipped: tuple[Skipped, ...]


def collect(paths: Sequence[str], against: Settings, *, exclude: str = "", progress: Callable[[int, int], None] | None = None) -> Collected:
    """Reads all inputs. ``exclude``: our own output. ``progress`` is told (done, of) after each file."""
    found: Scan = scan(paths, exclude)
    reports = []
    for report in _reports(found.inputs, against):
        reports.append(report)
        if progress:
            progress(len(reports), len(found.inputs))
    return Collected(tuple(reports), found.skipped)


def _reports(inputs: Sequence[Input], against: Settings) -> Iterator[Report]:
    if len(inputs) < PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        yield from (validate_input(item, against) for item in inputs)
        return
    yield from _in_processes(inputs, against)


def _in_processes(inputs: Sequence[Input], against: Settings) -> Iterator[Report]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    chunks = [inputs[start : start + CHUNK] for start in range(0, len(inputs), CHUNK)]
    workers = min(os.cpu_count() or 1, 4)
    done = 0
    # Forking is safe here: no thread was started yet. Where it does not exist the settings travel with the initializer.
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    pool = ProcessPoolExecutor(workers, context, _set_up, (against,))
    try:
        for chunk, reports in zip(chunks, pool.map(_validate_chunk, chunks), strict=True):
            done += len(chunk)
            yield from reports
    except BrokenProcessPool:
        # A worker was killed from outside (memory, an administrator): the rest is read here, one by one.
        yield from (validate_input(item, against) for item in inputs[done:])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_against: list[Settings] = []


def _set_up(against: Settings) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends the workers
    _against[:] = [against]


def _validate_chunk(chunk: Sequence[Input]) -> list[Report]:
    return [validate_input(item, _against[0]) for item in chunk]


def skipped_rows(skipped: Sequence[Skipped]) -> tuple[SourceRow, ...]:
    """Files that are no inputs, as rows of the result: nothing that was found goes unnamed."""
    return tuple(SourceRow(Source(item.shown), "skipped", f"skip-{item.why}") for item in skipped)
