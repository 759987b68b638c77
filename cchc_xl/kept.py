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
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

from cchc_xl.executor import IN_TURN, Executor, Pending
from cchc_xl.spool import Spool

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


class Kept:
    """Bytes by the digest of what they depend on. Their blocks wait on the disk; what was added now is not there to be
    asked for.
    """

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}  # of the things that were taken in
        self._places = array("I")  # of each: its block, and from where to where when that is unpacked
        self._is_used = bytearray()
        self._blocks = _Blocks()
        self._open: tuple[int, bytes] = -1, b""  # the block that was unpacked last
        self._added = 0
        self._waiting: list[tuple[bytes, bytes]] = []
        self._length = 0
        self._last: Pending[None] | None = None  # what is compressed beside the caller
        self.new = _Blocks()  # of what was added, but for what still waits (see ``close``)

    def take(self, block: bytes) -> None:
        """Takes in a block that was kept. Raises ``struct.error`` where it is none."""
        at = 0
        for on, length in _INDEX.iter_unpack(block[_COUNT.size : _body(block)]):
            self._numbers[on] = len(self._is_used)
            self._places.extend((len(self._blocks), at, at + length))
            self._is_used.append(0)
            at += length
        self._blocks.add(block)

    def __len__(self) -> int:
        """How many things there are, those that nobody asked for included."""
        return len(self._numbers) + self._added

    @property
    def used(self) -> int:
        """How many of them were added or asked for."""
        return self._is_used.count(1) + self._added

    def get(self, on: bytes) -> bytes | None:
        """None where there is no such thing, or its block is damaged."""
        number = self._numbers.get(on)
        if number is None:
            return None
        try:
            found = self._at(number)
        except zlib.error:
            return None
        self._is_used[number] = 1
        return found

    def add(self, on: bytes, made: bytes, executor: Executor = IN_TURN) -> None:
        """``executor``: who compresses, beside the caller where that can be, in the order of the calls."""
        self._added += 1
        self._waiting.append((on, made))
        self._length += len(made)
        if self._length > _BLOCK:
            self._pack(executor)

    def close(self) -> None:
        """Nothing is added for now."""
        if self._waiting:
            self._pack(IN_TURN)
        if self._last is not None:
            self._last.result()

    def _pack(self, executor: Executor) -> None:
        waiting, before = self._waiting, self._last
        self._waiting, self._length = [], 0

        def work() -> None:
            index = [_INDEX.pack(on, len(made)) for on, made in waiting]
            body = zlib.compress(b"".join([made for _, made in waiting]), _LEVEL)
            if before is not None:
                before.result()
            self.new.add(b"".join((_COUNT.pack(len(index)), *index, body)))

        self._last = executor.later(work)

    def in_use(self) -> Iterator[bytes]:
        """The blocks of all that was used, and of nothing else."""
        self.close()
        again = Kept()
        for on, number in self._numbers.items():
            if self._is_used[number]:
                again.add(on, self._at(number))
        again.close()
        yield from again.new
        yield from self.new

    def _at(self, number: int) -> bytes:
        block, start, end = self._places[3 * number : 3 * number + 3]
        opened, unpacked = self._open
        if opened != block:
            packed = self._blocks[block]
            unpacked = zlib.decompress(packed[_body(packed) :])
            self._open = block, unpacked
        return unpacked[start:end]


class _Blocks(Sequence[bytes]):
    """Blocks on the disk."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._ends = array("Q")

    def add(self, block: bytes) -> None:
        self._spool.add(block)
        self._ends.append(len(self._spool))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        end = self._ends[at]
        return self._spool.at(self._ends[at - 1] if at else 0, end)


def _body(block: bytes) -> int:
    """Where what is compressed begins: behind the index."""
    (count,) = _COUNT.unpack_from(block)
    return _COUNT.size + int(count) * _INDEX.size
