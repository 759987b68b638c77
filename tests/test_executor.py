"""Work done by others: in turn, in processes, in threads; the same results in the same order, and nobody left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from cchc_xl import executor as seam
from cchc_xl import processes
from cchc_xl.executor import Executor, InTurn, here
from cchc_xl.processes import Processes

ITEMS = list(range(processes.PARALLEL_FROM + 7))
CHUNKS = [ITEMS[start : start + 25] for start in range(0, len(ITEMS), 25)]
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes")


def doubled(item: int, by: int = 2) -> tuple[int, int]:
    return item * by, os.getpid()


def fails(item: int) -> int:
    if item == 3:
        raise ValueError(f"item {item}")
    return item


def slow(item: int) -> int:
    time.sleep(0.01)
    return item


def dies(item: int, parent: int) -> int:
    """A worker that is killed from outside, as one that takes too much memory is."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


@pytest.fixture(params=[InTurn, Processes])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    made: Executor = request.param()
    yield made
    made.close()


def test_map__results_in_the_order_of_the_items(executor: Executor) -> None:
    found = list(executor.map(partial(doubled, by=3), CHUNKS))
    assert [value for value, _ in found] == [3 * item for item in ITEMS]
    elsewhere = {process for _, process in found} - {os.getpid()}
    assert len(elsewhere) == (0 if isinstance(executor, InTurn) else min(os.cpu_count() or 1, 4))


def test_map__what_goes_wrong_is_raised_at_its_item(executor: Executor, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="item 3"):
        list(executor.map(fails, CHUNKS))
    assert capfd.readouterr() == ("", ""), "a worker told the operator of its troubles"


def test_map__of_few_items_starts_no_process() -> None:
    with_few = Processes().map(doubled, CHUNKS[:2])
    assert {process for _, process in with_few} == {os.getpid()}


def test_map__of_nothing(executor: Executor) -> None:
    assert list(executor.map(doubled, [])) == []


@posix
def test_map__killed_workers_cost_no_result() -> None:
    assert list(Processes().map(partial(dies, parent=os.getpid()), CHUNKS)) == ITEMS


@posix
def test_map__where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "no more processes")

    monkeypatch.setattr(os, "fork", refused)
    assert [value for value, _ in Processes().map(doubled, CHUNKS)] == [2 * item for item in ITEMS]


@pytest.mark.parametrize("begun", [False, True])
def test_close__ends_workers_that_nobody_waits_for(begun: bool) -> None:
    executor = Processes()
    found = executor.map(slow, CHUNKS)
    if begun:
        assert next(found) == 0
    workers = [worker.process.pid for worker in executor._workers]
    assert len(workers) == min(os.cpu_count() or 1, 4)
    executor.close()
    assert executor._workers == []
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    executor.close()


def test_later__gives_what_the_work_gives_or_raises(executor: Executor) -> None:
    def no_room() -> int:
        raise MemoryError("no room")

    assert executor.later(lambda: 7).result() == 7
    with pytest.raises(MemoryError, match="no room"):
        executor.later(no_room).result()
    with executor.later(no_room) as pending, pytest.raises(MemoryError):
        pending.result()


def test_later__beside_the_caller_or_at_once(executor: Executor) -> None:
    order: list[str] = []
    begun = threading.Event()

    def work() -> None:
        if not isinstance(executor, InTurn):
            begun.wait(10)
        order.append("work")

    with executor.later(work) as pending:
        order.append("caller")
        begun.set()
        pending.result()
    assert order == (["work", "caller"] if isinstance(executor, InTurn) else ["caller", "work"])


def test_later__where_no_thread_can_be_started_the_work_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server with a limit of processes, and as Python says it in WebAssembly."""

    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with Processes().later(lambda: 7) as pending:
        assert pending.result() == 7


def test_here__is_what_the_platform_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(here(), Processes)
    monkeypatch.setattr(seam.sys, "platform", "emscripten")
    assert isinstance(here(), InTurn)


# --- a forked child and its parent's workers ----------------------------------------------------------------------------


def in_a_child(work: Callable[[], bool]) -> bool:
    """What work says in a forked child that ends as children of multiprocessing do."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = 0 if work() else 2
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@posix
def test_forked_child__does_not_end_the_workers_of_its_parents_executor() -> None:
    executor = Processes()
    found = executor.map(slow, CHUNKS)
    assert in_a_child(lambda: executor.close() is None)
    assert list(found) == ITEMS
    assert executor._workers == []
