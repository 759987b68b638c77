"""Work that is done by others: the one seam between this program and processes, threads and other machines.

A page in a browser has none of them, a server may have its own. What can be done by several, or meanwhile, is given to
an ``Executor``; which one it is changes how long a result takes, and no byte of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

Item = TypeVar("Item")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")

ONE_THREAD = ("emscripten", "wasi")  # platforms whose Python has the modules for processes and threads, and neither


class Pending(Protocol[T_co]):
    """Work that was handed over. As a context manager it is over on leaving, whatever happened meanwhile."""

    def result(self) -> T_co:
        """Waits for the end: what the work returns or raises."""

    def __enter__(self) -> Pending[T_co]: ...

    def __exit__(self, *error: object) -> None: ...


class Executor(Protocol):
    """Who does the work. ``far``: workers on other machines, for which a path may lead elsewhere, or nowhere."""

    far: bool

    def map(self, work: Callable[[Item], R], chunks: Iterable[Sequence[Item]]) -> Generator[R, None, None]:
        """``work`` of every item, in order. The items of a chunk travel together.

        What is done elsewhere travels by pickle: ``work`` is a function of a module, or a ``functools.partial`` of
        one, that asks for nothing but its item.
        """

    def later(self, work: Callable[[], T]) -> Pending[T]:
        """Hands work over that is wanted later, by this process."""

    def close(self) -> None:
        """Ends what nobody waits for any more."""


class InTurn:
    """Everything is done by the caller, at once, one after the other: for pages, tests and short work."""

    far = False

    def map(self, work: Callable[[Item], R], chunks: Iterable[Sequence[Item]]) -> Generator[R, None, None]:
        return (work(item) for chunk in chunks for item in chunk)

    def later(self, work: Callable[[], T]) -> Pending[T]:
        return _Done(work)

    def close(self) -> None:
        pass


IN_TURN: Executor = InTurn()


class _Done(Generic[T]):
    """Work that is over already."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._error: Exception | None = None
        try:
            self._found = work()
        except Exception as error:  # the caller gets it from ``result``, as from any executor
            self._error = error

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._found

    def __enter__(self) -> Pending[T]:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def here() -> Executor:
    """A new executor of this machine: processes and threads where there are any. Whoever asks for it closes it."""
    if sys.platform in ONE_THREAD:
        return InTurn()
    try:
        from cchc_xl.processes import Processes
    except ImportError:  # a Python without them
        return InTurn()
    return Processes()
