"""Bytes that wait for their turn, on the disk where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

_MOST = 1 << 19  # bytes in memory
_PIECE = 1 << 18


class Spool:
    """Bytes behind one another in a temporary file that nobody sees and that ends with this. Writing and reading take
    turns.
    """

    def __init__(self) -> None:
        self._last = bytearray()  # what is not in the file yet
        self._file: IO[bytes] | None = None
        self._length = 0

    def add(self, data: bytes) -> None:
        self._length += len(data)
        self._last += data
        if len(self._last) > _MOST:
            if self._file is None:
                from tempfile import TemporaryFile

                self._file = TemporaryFile()  # noqa: SIM115 - as long as this is
            self._file.seek(0, 2)
            self._file.write(self._last)
            self._last.clear()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        """All of them, a piece at a time."""
        for start in range(0, self._length - len(self._last), _PIECE):
            yield self.at(start, min(start + _PIECE, self._length - len(self._last)))
        if self._last:
            yield bytes(self._last)

    def at(self, start: int, end: int) -> bytes:
        """Those from one place to another, which were added at once."""
        in_file = self._length - len(self._last)
        if start >= in_file:
            return bytes(self._last[start - in_file : end - in_file])
        assert self._file is not None
        self._file.seek(start)
        return self._file.read(end - start)

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()
