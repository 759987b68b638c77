"""The worker process that reads foreign formats, and its end.

calamine aborts the whole interpreter on some files (a value in the last row of a sheet is enough): so it never runs in
ours. One worker serves a run; after a crash or a time-out it is replaced, and only the file that did it is lost. The
worker is a plain subprocess: multiprocessing would run the caller's own script a second time wherever that lacks ``if
__name__ == "__main__"``.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from functools import partial

from cchc_xl.executor import here
from cchc_xl.grid.openxml.package import LIMITS, Limits, ReadError

_AT_ONCE = 1 << 20  # bytes


class Killable:
    """The worker of one process, which starts it when there is something to ask."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.lock = threading.Lock()
        self.worker: subprocess.Popen[bytes] | None = None

    def ask(self, request: bytes, limits: Limits) -> bytes:
        """The worker's answer. Raises ReadError: timeout, crash."""
        answer = None
        with self.lock:
            worker = self._running(limits)
            try:
                with here().later(partial(_exchange, worker, request)) as pending:
                    try:
                        answer = pending.result(limits.seconds)
                    finally:
                        if answer is None:  # late, dead, or Ctrl-C: what came later would be taken for the next answer
                            worker.kill()
            except TimeoutError:
                raise ReadError("timeout", limit=limits.seconds) from None
            finally:
                if answer is None:
                    self.end()
        if answer is None:
            raise ReadError("crash", found=f"exit code {worker.returncode}")
        return answer

    def end(self) -> None:
        """Ends the worker; the next request starts another."""
        worker, self.worker = self.worker, None
        if worker is None:
            return
        worker.kill()
        _close(worker)
        worker.wait()

    def forget(self) -> None:
        """Leaves the worker to the process that started it."""
        worker, self.worker = self.worker, None
        if worker is not None:
            _close(worker)
            worker.returncode = 0  # nobody here is to wait for it

    def _running(self, limits: Limits) -> subprocess.Popen[bytes]:
        if self.worker is None or self.worker.poll() is not None:
            self.end()
            self.worker = _start(limits)
        return self.worker


_own = Killable()


def _mine() -> Killable:
    """The worker of this process. A forked child finds its parent's in its memory: two would talk down the same pipes,
    and one would be given the answer to the other's question. So it begins one of its own, and leaves that one alone.
    """
    global _own
    if _own.owner != os.getpid():
        _own.forget()
        _own = Killable()
    return _own


def ask(request: bytes, limits: Limits = LIMITS) -> bytes:
    """What the worker answers to a request (see ``worker``). Raises ReadError: timeout, crash."""
    return _mine().ask(request, limits)


@atexit.register
def close() -> None:
    """Ends the worker of this process; the next foreign file starts another."""
    _mine().end()


def _command(limits: Limits) -> list[str]:
    return [sys.executable, "-m", "cchc_xl.grid.foreign.worker", str(limits.worker_memory)]


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(  # noqa: S603
        _command(limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the words of a panic are for Rust programmers
        bufsize=0,  # a buffer would be written out by a forked child as well
        env=os.environ | {"PYTHONPATH": paths},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _exchange(worker: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    """The worker's answer, None where it ended without one."""
    assert worker.stdin is not None
    rest = memoryview(request)
    try:
        while rest:
            rest = rest[worker.stdin.write(rest) :]
    except OSError:
        return None
    size = int.from_bytes(_received(worker, 8), "big")
    answer = _received(worker, size)
    return answer if size and len(answer) == size else None


def _received(worker: subprocess.Popen[bytes], size: int) -> bytes:
    """So many bytes of an answer, fewer where the worker ended."""
    assert worker.stdout is not None
    pieces, missing = [], size
    while missing and (piece := worker.stdout.read(min(missing, _AT_ONCE))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _close(worker: subprocess.Popen[bytes]) -> None:
    for stream in (worker.stdin, worker.stdout):
        with contextlib.suppress(OSError):  # what was still to be written to a dead worker
            if stream is not None:
                stream.close()
