"""What was made earlier, by the digest of all that it was made of: asked for again, it need not be made again.

Who makes something names everything that it depends on; of other things it is another digest, and nothing is ever
brought up to date. What is kept travels in blocks, compressed, and a block is unpacked when something in it is asked
for: once, where that is in the order in which it was made.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.records import NamedTuple

DIGEST = 16  # bytes
_BLOCK = 1 << 18  # bytes, unpacked
_COUNT, _INDEX = struct.Struct("<I"), struct.Struct(f"<{DIGEST}sI")
_LEVEL = 1


def digest(*parts: Any) -> bytes:
    """Of what JSON can hold, and of mappings and whatever else tells itself apart by its ``repr``; a record is a list.

    1, 1.0 and '1' are different.
    """
    return hashlib.blake2b(_told(parts).encode("ascii"), digest_size=DIGEST).digest()


def _other(value: Any) -> Any:
    return {"": dict(value)} if isinstance(value, Mapping) else [type(value).__name__, repr(value)]


_told = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=_other).encode


class Place(NamedTuple):
    """Where something is: the number of its block, and from where to where when that is unpacked."""

    block: int
    start: int
    end: int


class Kept:
    """Bytes by the digest of what they depend on."""

    def __init__(self) -> None:
        self._places: dict[bytes, Place] = {}
        self._blocks: list[bytes] = []
        self._open: tuple[int, bytes] = -1, b""  # the block that was unpacked last
        self._used: dict[bytes, None] = {}
        self._waiting: list[tuple[bytes, bytes]] = []
        self._length = 0
        self.new: list[bytes] = []  # blocks of what was added, but for what still waits (see ``close``)

    def take(self, block: bytes) -> None:
        """Takes in a block that was kept. Raises ``struct.error`` where it is none."""
        at = 0
        for on, length in _INDEX.iter_unpack(block[_COUNT.size : _body(block)]):
            self._places[on] = Place(len(self._blocks), at, at + length)
            at += length
        self._blocks.append(block)

    def __len__(self) -> int:
        """How many things there are, those that nobody asked for included."""
        return len(self._places) + len(self._waiting)

    @property
    def used(self) -> int:
        """How many of them were added or asked for."""
        return len(self._used)

    def get(self, on: bytes) -> bytes | None:
        """None where there is no such thing, or its block is damaged."""
        place = self._places.get(on)
        if place is None:
            return None
        try:
            found = self._at(place)
        except zlib.error:
            return None
        self._used[on] = None
        return found

    def add(self, on: bytes, made: bytes) -> None:
        self._used[on] = None
        self._waiting.append((on, made))
        self._length += len(made)
        if self._length > _BLOCK:
            self.close()

    def close(self) -> None:
        """Nothing is added for now."""
        if self._waiting:
            index = [_INDEX.pack(on, len(made)) for on, made in self._waiting]
            body = zlib.compress(b"".join([made for _, made in self._waiting]), _LEVEL)
            self.new.append(b"".join((_COUNT.pack(len(index)), *index, body)))
            self.take(self.new[-1])
            self._waiting.clear()
            self._length = 0

    def in_use(self) -> Iterator[bytes]:
        """The blocks of all that was used, and of nothing else."""
        self.close()
        again = Kept()
        for on in self._used:
            again.add(on, self._at(self._places[on]))
        again.close()
        yield from again.new

    def _at(self, place: Place) -> bytes:
        number, unpacked = self._open
        if number != place.block:
            block = self._blocks[place.block]
            unpacked = zlib.decompress(block[_body(block) :])
            self._open = place.block, unpacked
        return unpacked[place.start : place.end]


def _body(block: bytes) -> int:
    """Where what is compressed begins: behind the index."""
    (count,) = _COUNT.unpack_from(block)
    return _COUNT.size + int(count) * _INDEX.size
