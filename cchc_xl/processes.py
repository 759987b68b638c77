"""The executor of an ordinary machine: two to four processes read, a thread compresses.

Reading is CPU-bound in Python, so threads do not help it; starting processes and passing results back costs about what
a hundred files cost. Libraries that compress and parse let other threads run meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cchc_xl.executor import IN_TURN, Pending
from cchc_xl.kept_patterns import keep
from cchc_xl.records import NamedTuple

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
T = TypeVar("T")
R = TypeVar("R")

PARALLEL_FROM = 250  # items
MOST_WORKERS = 4


class Worker(NamedTuple):
    """A process, and the pipe down which it sends the results of its chunks."""

    process: Any
    pipe: Connection

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.process.close()
        self.pipe.close()


class Processes:
    """Long lists are shared among processes, what is wanted later is done in a thread.

    It belongs to the process that made it: a forked child that finds it in its memory has none of its workers.
    """

    far = False

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._workers: list[Worker] = []

    def map(self, work: Callable[[Item], R], chunks: Iterable[Sequence[Item]]) -> Generator[R, None, None]:
        """The workers begin before this returns, so that the caller has time for something else."""
        listed = list(chunks)
        count = min(os.cpu_count() or 1, MOST_WORKERS, len(listed))
        if count < 2 or sum(map(len, listed)) < PARALLEL_FROM:
            return IN_TURN.map(work, listed)
        try:
            workers = self._start(count, work, listed)
        except OSError:  # no more processes for this user: a limit of the machine's
            return IN_TURN.map(work, listed)
        return self._results(workers, work, listed)

    def later(self, work: Callable[[], T]) -> Pending[T]:
        return _InThread(work)

    def close(self) -> None:
        if self._owner == os.getpid():  # a forked child would end its parent's
            self._end(self._workers)

    def _start(self, count: int, work: Callable[[Item], R], chunks: Sequence[Sequence[Item]]) -> list[Worker]:
        """Each worker does every n-th chunk and sends it down a pipe of its own.

        A pool would do the same with threads and locks of its own, in which an interrupt at the wrong moment gets
        stuck.
        """
        import multiprocessing

        # Forking is safe here: no thread was started yet. Where it does not exist the chunks travel with the process.
        fork = "fork" in multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        workers: list[Worker] = []
        try:
            for number in range(count):
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_serve, args=(theirs, work, chunks[number::count]), daemon=False)
                process.start()
                theirs.close()
                workers.append(Worker(process, ours))
                self._workers.append(workers[-1])
        except BaseException:
            self._end(workers)
            raise
        return workers

    def _results(
        self, workers: Sequence[Worker], work: Callable[[Item], R], chunks: Sequence[Sequence[Item]]
    ) -> Generator[R, None, None]:
        """The chunks are taken in turn, so the order is kept."""
        try:
            for number, chunk in enumerate(chunks):
                yield from _received(workers[number % len(workers)].pipe, work, chunk)
        finally:
            self._end(workers)

    def _end(self, workers: Iterable[Worker]) -> None:
        for worker in tuple(workers):
            if worker in self._workers:
                self._workers.remove(worker)
                worker.end()


def _received(pipe: Connection, work: Callable[[Item], R], chunk: Sequence[Item]) -> list[R]:
    """A chunk's results; made here where the worker was killed from outside (out of memory, an administrator)."""
    try:
        results: list[R] = pipe.recv()
    except (EOFError, OSError):
        return [work(item) for item in chunk]
    return results


def _serve(pipe: Connection, work: Callable[[Item], R], chunks: Sequence[Sequence[Item]]) -> None:
    """What runs in a worker."""
    import gc
    import signal

    gc.freeze()  # what the parent has loaded stays
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends the workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    for chunk in chunks:
        try:
            results = [work(item) for item in chunk]
        except Exception:  # whoever waits for the chunk does it himself then, and meets the error where it can be told
            return
        keep()  # before the parent has all and ends this process
        pipe.send(results)


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: it would go on for nobody, and hold the operator's terminal."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _InThread(Generic[T]):
    """Work in a thread of its own."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._error: BaseException | None = None
        self._thread: Thread | None = Thread(target=self._run, args=(work,))
        try:
            self._thread.start()
        except RuntimeError:  # no more threads for this user: then it is done at once
            self._thread = None
            self._run(work)

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._found = work()
        except BaseException as error:  # the caller gets it from ``result``
            self._error = error

    def result(self) -> T:
        self._wait()
        if self._error is not None:
            raise self._error
        return self._found

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Pending[T]:
        return self

    def __exit__(self, *error: object) -> None:
        self._wait()
