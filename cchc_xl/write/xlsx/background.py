"""Work in the background: libraries that compress and parse let other threads run meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class BackgroundWork(Generic[T]):
    """What ``work`` returns, or raises, found out in a thread of its own while the caller goes on.

    As a context manager it is over on leaving, whatever happened meanwhile.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, args=(work,))
        self._thread.start()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._found = work()
        except BaseException as error:  # the caller gets it from ``result``
            self._error = error

    def result(self) -> T:
        """Waits for the end."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found

    def __enter__(self) -> BackgroundWork[T]:
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.join()
