"""The executor of several machines: a cluster of dask.distributed, which brings the scheduler.

Chunks go to its workers and come back in order; whatever goes wrong there is done here, so that no result depends on
it: a worker that dies (dask gives its chunks to others first), a connection that is lost, a worker that takes too long,
one whose program is another. What a cluster's workers run is whatever its clients send: only one's own, on one's own
network or over TLS.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import pickle
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from cchc_xl.errors import UserError
from cchc_xl.executor import Pending
from cchc_xl.processes import Processes

Item = TypeVar("Item")
T = TypeVar("T")
R = TypeVar("R")

LOCAL = "local"
CHUNK = 100  # items that travel together: a report is 0.3 kB on the way, what it is checked against 8 kB a chunk
PATIENCE = 120.0  # seconds that a chunk may take once all before it are there
CONNECT = 30.0  # seconds
AHEAD = 4  # chunks for each thread of the cluster that are under way, so that none waits and none fills the memory


class Cluster:
    """``address``: 'tcp://host:8786' or 'tls://...' of a scheduler, or 'local': workers of this machine.

    ``UserError`` where there is no such library or no such cluster.
    """

    far = True

    def __init__(self, address: str, workers: int | None = None) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise UserError("cluster-missing") from None
        self._here = Processes()
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong there is put right here
        self.local: Any = None
        try:
            if address == LOCAL:
                self.local = distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            self._client: Any = distributed.Client(
                self.local or address, timeout=CONNECT, direct_to_workers=False, set_as_default=False
            )
        except (OSError, ValueError, RuntimeError, TimeoutError) as error:
            self._end_local()
            raise UserError("cluster-unreachable", address=address, found=str(error) or type(error).__name__) from None

    def map(self, work: Callable[[Item], R], chunks: Iterable[Sequence[Item]]) -> Generator[R, None, None]:
        """The first chunks are under way before this returns."""
        packed_work = zlib.compress(pickle.dumps(work), 1)
        under_way: deque[tuple[list[Item], Any]] = deque()
        waiting = _of_size(chunks, CHUNK)

        def send() -> None:
            while len(under_way) < self._most() and (chunk := next(waiting, None)) is not None:
                under_way.append((chunk, self._submitted(packed_work, chunk)))

        send()

        def results() -> Generator[R, None, None]:
            try:
                while under_way:
                    chunk, future = under_way.popleft()
                    found = self._result(future)
                    yield from [work(item) for item in chunk] if found is None else found
                    send()
            finally:
                for _, future in under_way:
                    _forget(future)

        return results()

    def later(self, work: Callable[[], T]) -> Pending[T]:
        return self._here.later(work)

    def close(self) -> None:
        """Lets go of the cluster; a local one ends."""
        with contextlib.suppress(Exception):  # a scheduler that is gone cannot be told
            self._client.close(timeout=5)
        self._end_local()

    def _end_local(self) -> None:
        if self.local is not None:
            with contextlib.suppress(Exception):
                self.local.close(timeout=10)

    def _most(self) -> int:
        try:
            threads = sum(self._client.nthreads().values())
        except Exception:  # not connected
            threads = 1
        return AHEAD * max(int(threads), 1)

    def _submitted(self, work: bytes, chunk: list[Item]) -> Any:
        if self._client.status != "running":
            return None
        try:
            return self._client.submit(_done, program(), work, _packed(chunk), pure=False, retries=2)
        except Exception:  # no scheduler any more: then it is done here
            return None

    def _result(self, future: Any) -> list[Any] | None:
        """What a worker made of a chunk; None where it is to be done here."""
        if future is None:
            return None
        try:
            packed = future.result(timeout=PATIENCE)
            return None if packed is None else list(pickle.loads(zlib.decompress(packed)))  # noqa: S301 - our workers'
        except Exception:  # killed again and again, lost, cancelled, too slow, or an error that is met here again
            return None
        finally:
            _forget(future)


def _forget(future: Any) -> None:
    if future is not None:
        with contextlib.suppress(Exception):
            future.cancel()


def _of_size(chunks: Iterable[Sequence[Item]], size: int) -> Iterator[list[Item]]:
    """The items of chunks, in chunks of another size."""
    some: list[Item] = []
    for chunk in chunks:
        some += chunk
        while len(some) >= size:
            yield some[:size]
            some = some[size:]
    if some:
        yield some


def _packed(what: object) -> bytes:
    return zlib.compress(pickle.dumps(what), 1)


# --- in a worker ---------------------------------------------------------------------------------------------------


def _done(of_program: str, work: bytes, chunk: bytes) -> bytes | None:
    """What ``work`` makes of the items; None where this worker's program is another."""
    if of_program != program():
        return None
    do = _work(work)
    return _packed([do(item) for item in pickle.loads(zlib.decompress(chunk))])  # noqa: S301 - from our client


@lru_cache(maxsize=4)
def _work(packed: bytes) -> Callable[[Any], Any]:
    """One and the same for all chunks, so that what is remembered of a form is remembered from chunk to chunk."""
    gc.freeze()  # what was loaded stays; looking for garbage as often as a worker does by itself costs a third more
    gc.set_threshold(50_000, 10, 10)
    work: Callable[[Any], Any] = pickle.loads(zlib.decompress(packed))  # noqa: S301 - from our client
    return work


@lru_cache(maxsize=1)
def program() -> str:
    """Says which program this is: Python's version, and a digest of ours with its catalogues."""
    import hashlib
    import pathlib
    import sys

    from cchc_xl import resources

    digest = hashlib.sha256()
    schemas = pathlib.Path(resources.path("schemas"))
    for root, pattern in ((pathlib.Path(__file__).parent, "*.py"), (schemas, "*.json")):
        for path in sorted(root.rglob(pattern)):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{sys.version_info[0]}.{sys.version_info[1]} {digest.hexdigest()}"
