"""Sequences of records in few bytes: what many files say waits compressed until it is asked for.

The records of one file are many objects and few words, which hardly differ from those of the next file: compressed
with the words of earlier ones they take a twentieth of the memory, and a few microseconds whenever they are looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")

_WINDOW = 13  # bits: no sequence is longer than a few kilobytes
_WORDS = 6000  # bytes of earlier records by which later ones are said


class Condensed(Sequence[T]):
    """Immutable records, made anew at each look. Equal to a tuple of the same.

    The bytes are made by this program and never come from a file.
    """

    __slots__ = ("_count", "_data", "_words")

    def __init__(self, data: bytes, count: int, words: bytes) -> None:
        self._data, self._count, self._words = data, count, words

    def _unpacked(self) -> tuple[T, ...]:
        global _looked_at
        owner, known = _looked_at
        if owner is self:
            return known
        inflater = zlib.decompressobj(-_WINDOW, self._words) if self._words else zlib.decompressobj(-_WINDOW)
        records: tuple[T, ...] = _loaded(inflater.decompress(self._data))
        _looked_at = self, records
        return records

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        return iter(self._unpacked())

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._unpacked()[at]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Condensed):
            return (
                self._count == other._count
                and ((self._data, self._words) == (other._data, other._words) or self._unpacked() == other._unpacked())
            )  # fmt: skip
        return isinstance(other, tuple) and self._count == len(other) and self._unpacked() == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._unpacked())

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._data, self._count, self._words)

    def like(self, records: Sequence[T]) -> Sequence[T]:
        """Other records, packed as these are; these where they are the same."""
        return self if tuple(records) == self else _packed(records, self._words)


# The records that were made last: who looks at some often looks at them again at once.
_looked_at: tuple[Condensed[Any] | None, tuple[Any, ...]] = (None, ())


class Condensing:
    """Packs the records of one file after the other; the first ones are the words for those that follow."""

    def __init__(self) -> None:
        self._words = b""
        self._heard = bytearray()

    def packed(self, records: Sequence[T]) -> Sequence[T]:
        if isinstance(records, Condensed):
            return records
        if not self._words and len(records):
            self._heard += _dumped(tuple(records))
            if len(self._heard) >= _WORDS:
                self._words = _same_words(bytes(self._heard[-_WORDS:]))
        return _packed(records, self._words)


def condensed_like(former: Sequence[T], records: Sequence[T]) -> Sequence[T]:
    """Records that take the place of ``former`` ones: packed where those are."""
    return former.like(records) if isinstance(former, Condensed) else tuple(records)


def _packed(records: Sequence[T], words: bytes) -> Sequence[T]:
    if not records:
        return ()
    squeezer = (
        zlib.compressobj(6, zlib.DEFLATED, -_WINDOW, 7, zlib.Z_DEFAULT_STRATEGY, words)
        if words
        else zlib.compressobj(6, zlib.DEFLATED, -_WINDOW, 7)
    )
    data = squeezer.compress(_dumped(tuple(records))) + squeezer.flush()
    return Condensed(data, len(records), words)


def _dumped(records: Sequence[Any]) -> bytes:
    from pickle import HIGHEST_PROTOCOL, dumps  # a module that only merges of many files need

    return dumps(records, HIGHEST_PROTOCOL)


def _loaded(data: bytes) -> Any:
    from pickle import loads

    return loads(data)  # noqa: S301 - of our own making


def _again(data: bytes, count: int, words: bytes) -> Condensed[Any]:
    return Condensed(data, count, _same_words(words))


_known_words: dict[bytes, bytes] = {}


def _same_words(words: bytes) -> bytes:
    """The words of each process that packs are kept once."""
    if len(_known_words) > 1000:
        _known_words.clear()
    return _known_words.setdefault(words, words)


class CondensedList(Sequence[T]):
    """A long list of immutable records, a block of them at a time in memory. Equal to a tuple of the same."""

    __slots__ = ("_blocks", "_last", "_open")

    BLOCK = 128

    def __init__(self, records: Iterable[T] = ()) -> None:
        """``records`` are taken one by one, so that they need not be there at once."""
        self._blocks: list[bytes] = []
        self._open: list[T] = []  # those that do not fill a block yet
        self._last: tuple[int, list[T]] = (-1, [])  # the block that was looked at last: its number, and what is in it
        for record in records:
            self.append(record)

    def append(self, record: T) -> None:
        self._open.append(record)
        if len(self._open) == self.BLOCK:
            self._blocks.append(zlib.compress(_dumped(self._open), 1))
            self._open = []

    def _block(self, at: int) -> list[T]:
        if at == len(self._blocks):
            return self._open
        number, block = self._last
        if number != at:
            block = _loaded(zlib.decompress(self._blocks[at]))
            self._last = at, block
        return block

    def __len__(self) -> int:
        return len(self._blocks) * self.BLOCK + len(self._open)

    def __iter__(self) -> Iterator[T]:
        for at in range(len(self._blocks) + 1):
            yield from self._block(at)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        block, place = divmod(at % len(self), self.BLOCK)
        return self._block(block)[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | CondensedList) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)


def listed_like(former: Sequence[Any], records: Iterable[T]) -> Sequence[T]:
    """A list of other records: packed where the ``former`` is."""
    return CondensedList(records) if is_condensed(former) else tuple(records)


def is_condensed(records: Sequence[Any]) -> bool:
    return isinstance(records, Condensed | CondensedList)
