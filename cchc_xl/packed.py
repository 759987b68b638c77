"""Sequences of records in few bytes: what many files say waits compressed until it is asked for.

The records of one file are many objects and few words, which hardly differ from those of the next file: compressed
with the words of earlier ones they take a twentieth of the memory, and a few microseconds whenever they are looked at.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")

_WINDOW = 13  # bits: no sequence is longer than a few kilobytes
_WORDS = 6000  # bytes of earlier records by which later ones are said


class Packed(Sequence[T]):
    """Immutable records, made anew at each look. Equal to a tuple of the same.

    The bytes are made by this program and never come from a file.
    """

    __slots__ = ("_count", "_data", "_words")

    def __init__(self, data: bytes, count: int, words: bytes) -> None:
        self._data, self._count, self._words = data, count, words

    def _unpacked(self) -> tuple[T, ...]:
        inflater = zlib.decompressobj(-_WINDOW, self._words) if self._words else zlib.decompressobj(-_WINDOW)
        records: tuple[T, ...] = pickle.loads(inflater.decompress(self._data))  # noqa: S301 - of our own making
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
        if isinstance(other, Packed):
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


class Packing:
    """Packs the records of one file after the other; the first ones are the words for those that follow."""

    def __init__(self) -> None:
        self._words = b""
        self._heard = bytearray()

    def packed(self, records: Sequence[T]) -> Sequence[T]:
        if isinstance(records, Packed):
            return records
        if not self._words and len(records):
            self._heard += pickle.dumps(tuple(records), pickle.HIGHEST_PROTOCOL)
            if len(self._heard) >= _WORDS:
                self._words = _same_words(bytes(self._heard[-_WORDS:]))
        return _packed(records, self._words)


def packed_like(former: Sequence[T], records: Sequence[T]) -> Sequence[T]:
    """Records that take the place of ``former`` ones: packed where those are."""
    return former.like(records) if isinstance(former, Packed) else tuple(records)


def _packed(records: Sequence[T], words: bytes) -> Sequence[T]:
    if not records:
        return ()
    squeezer = (
        zlib.compressobj(6, zlib.DEFLATED, -_WINDOW, 7, zlib.Z_DEFAULT_STRATEGY, words)
        if words
        else zlib.compressobj(6, zlib.DEFLATED, -_WINDOW, 7)
    )
    data = squeezer.compress(pickle.dumps(tuple(records), pickle.HIGHEST_PROTOCOL)) + squeezer.flush()
    return Packed(data, len(records), words)


def _again(data: bytes, count: int, words: bytes) -> Packed[Any]:
    return Packed(data, count, _same_words(words))


_known_words: dict[bytes, bytes] = {}


def _same_words(words: bytes) -> bytes:
    """The words of each process that packs are kept once."""
    if len(_known_words) > 1000:
        _known_words.clear()
    return _known_words.setdefault(words, words)
