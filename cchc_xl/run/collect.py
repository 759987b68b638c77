"""Inputs to reports: every file below the paths is read and checked, in order, by two processes where that pays.

Reading is CPU-bound in Python, so threads do not help; starting processes and passing reports back costs about what a
hundred files cost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_xl.grid.scan import Input, Scan, Skipped, scan
from cchc_xl.model import Report, Source, SourceRow
from cchc_xl.run.cache import SUFFIX, Cache, Known, stamp, unchanged
from cchc_xl.validate import Settings, validate_input

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PARALLEL_FROM = 250
CHUNK = 25
MOST_WORKERS = 4
_NOTHING: dict[str, Any] = {}  # one and the same, so that it is kept once


class Collected(NamedTuple):
    """Reports in the order of their files' names; ``found`` = reports + skipped. ``known``: the same for a cache."""

    reports: tuple[Report, ...]
    skipped: tuple[Skipped, ...]
    known: Mapping[str, Known] = MappingProxyType({})
    inputs: tuple[Input, ...] = ()


def collect(
    paths: Sequence[str],
    against: Settings,
    *,
    exclude: str = "",
    used_otherwise: Mapping[str, str] = MappingProxyType({}),
    cache: Cache = MappingProxyType({}),
    progress: Callable[[int, int], None] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Collected:
    """Reads all inputs but those that ``cache`` knows. ``exclude``: our own output. ``used_otherwise``: files that are
    no inputs either, path -> why.

    ``progress`` is told (done, of) after each file. ``meanwhile`` is called once, where other processes read: then this
    one has time.
    """
    found: Scan = scan(paths, exclude, used_otherwise)
    stamps = [
        stamp(item) for item in found.inputs
    ]  # before they are read: a change while that goes on is one for the next time
    earlier = [unchanged(item, at, cache) for item, at in zip(found.inputs, stamps, strict=True)]
    new = _reports(
        [item for item, report in zip(found.inputs, earlier, strict=True) if report is None], against, meanwhile
    )
    reports, remembered = [], {}
    for item, at, report in zip(found.inputs, stamps, earlier, strict=True):
        made = next(new) if report is None else report
        reports.append(made)
        if at is not None and made.source.sha256:
            remembered[item.shown] = Known(at, made)
        if progress:
            progress(len(reports), len(found.inputs))
    new.close()
    skipped = tuple(item for item in found.skipped if not item.shown.endswith(SUFFIX))
    return Collected(tuple(reports), skipped, remembered, found.inputs)


def _reports(
    inputs: Sequence[Input], against: Settings, meanwhile: Callable[[], None]
) -> Generator[Report, None, None]:
    if len(inputs) < PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        yield from (_report(item, against) for item in inputs)
        return
    yield from _in_processes(inputs, against, meanwhile)


def _report(item: Input, against: Settings) -> Report:
    """A file's report without the header block and the narrative: they are checked by now, and of ten thousand files
    they would fill the memory.
    """
    report = validate_input(item, against)
    if report.submission is None:
        return report
    return report._replace(
        submission=report.submission._replace(header=_NOTHING, header_refs=_NOTHING, narrative=_NOTHING)
    )


def _in_processes(inputs: Sequence[Input], against: Settings, meanwhile: Callable[[], None]) -> Iterator[Report]:
    """Each worker reads every n-th chunk and sends it down a pipe of its own; the chunks are taken in turn, so the
    order is kept.

    An executor would do the same with threads and locks of its own, in which an interrupt at the wrong moment gets
    stuck.
    """
    import multiprocessing

    chunks = [inputs[start : start + CHUNK] for start in range(0, len(inputs), CHUNK)]
    count = min(os.cpu_count() or 1, MOST_WORKERS, len(chunks))
    # Forking is safe here: no thread was started yet. Where it does not exist the chunks travel with the process.
    context: Any = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    workers: list[Any] = []
    pipes: list[Connection] = []
    try:
        for number in range(count):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(theirs, chunks[number::count], against), daemon=False)
            worker.start()
            theirs.close()
            workers.append(worker)
            pipes.append(ours)
        meanwhile()
        for number, chunk in enumerate(chunks):
            yield from _received(pipes[number % count], chunk, against)
    finally:
        for worker, pipe in zip(workers, pipes, strict=True):
            worker.terminate()
            worker.join()
            worker.close()
            pipe.close()


def _received(pipe: Connection, chunk: Sequence[Input], against: Settings) -> list[Report]:
    """A chunk's reports; read here where the worker was killed from outside (out of memory, an administrator)."""
    try:
        reports: list[Report] = pipe.recv()
    except (EOFError, OSError):
        return [_report(item, against) for item in chunk]
    return reports


def _work(pipe: Connection, chunks: Sequence[Sequence[Input]], against: Settings) -> None:
    import gc
    import signal
    import threading

    gc.freeze()  # what the parent has loaded stays
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends the workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for chunk in chunks:
        pipe.send([_report(item, against) for item in chunk])


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: it would go on for nobody, and hold the operator's terminal."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def skipped_rows(skipped: Sequence[Skipped]) -> tuple[SourceRow, ...]:
    """Files that are no inputs, as rows of the result: nothing that was found goes unnamed."""
    return tuple(SourceRow(Source(item.shown), "skipped", f"skip-{item.why}") for item in skipped)
