"""Parts of a package that are compressed while they are made, beside the one who makes them.

A part is a stream of DEFLATE, which may be made of several, one behind the other, as long as only the last says that it
is the last. So the rows of a sheet are compressed while more of them are made, long before XlsxWriter has written what
stands above and below them, and wait on the disk. The same content gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import StringIO

from cchc_xl.executor import IN_TURN, Executor, Pending
from cchc_xl.spool import Spool
from cchc_xl.write.xlsx.archive import DEFLATED, PackedMember

_LEVEL, LEVEL_ALONE = 5, 6  # a sixth faster than 6, and as small but for two parts in a hundred
_ZEROS = bytes(1 << 20)
_INVERTED = 0xFFFFFFFF


class Deflated:
    """Bytes in compressed form, with the size and the CRC-32 of what they were."""

    def __init__(self, executor: Executor = IN_TURN, level: int = _LEVEL) -> None:
        self._executor = executor
        self.size, self.crc = 0, zlib.crc32(b"")
        self._stream = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.packed = Spool()
        self._last: Pending[None] | None = None

    def add(self, data: bytes) -> None:
        """Compresses more, beside the caller where that can be, in the order of the calls."""
        self.size, self.crc = self.size + len(data), zlib.crc32(data, self.crc)
        before = self._last

        def work() -> None:
            if before is not None:
                before.result()
            self.packed.add(self._stream.compress(data))

        self._last = self._executor.later(work)

    def end(self, of_part: bool = False) -> Deflated:
        """Itself, complete; ``of_part``: nothing follows in the part."""
        if self._last is not None:
            self._last.result()
        self.packed.add(self._stream.flush(zlib.Z_FINISH if of_part else zlib.Z_FULL_FLUSH))
        return self


class PartText(StringIO):
    """What XlsxWriter takes for the text of a part in memory, and of which only a piece is.

    ``long``: rows will be put into it that are compressed already.
    """

    _PIECE = 1 << 16  # characters

    def __init__(self) -> None:
        super().__init__()
        self.long = False
        self._streams: list[Deflated] = []
        self._open: Deflated | None = None
        self._waiting: list[str] = []
        self._length = 0

    def write(self, text: str) -> int:
        self._waiting.append(text)
        self._length += len(text)
        if self._length > self._PIECE:
            self._pack()
        return len(text)

    def _pack(self) -> Deflated:
        if self._open is None:
            self._open = Deflated(level=_LEVEL if self.long else LEVEL_ALONE)
            self._streams.append(self._open)
        self._open.add("".join(self._waiting).encode())
        self._waiting.clear()
        self._length = 0
        return self._open

    def splice(self, stream: Deflated) -> None:
        """Puts something that is compressed here. The part must be ``long``."""
        self._pack().end()
        self._streams.append(stream)
        self._open = None

    def member(self, name: str) -> PackedMember:
        """All of it. Nothing may follow."""
        self._pack().end(of_part=True)
        return joined(name.encode(), self._streams)


def joined(name: bytes, streams: Sequence[Deflated]) -> PackedMember:
    """A member made of streams of which only the last is ended as a part."""
    crc = 0
    for stream in streams:
        crc = _crc_of_both(crc, stream)
    return PackedMember(
        name,
        DEFLATED,
        crc,
        sum(stream.size for stream in streams),
        tuple([stream.packed for stream in streams]),
    )


def _crc_of_both(crc: int, part: Deflated) -> int:
    """CRC-32 is linear but for inversions: what stands before some bytes changes their sum as it would change that of
    as many zeros.
    """
    moved, (whole, rest) = crc ^ _INVERTED, divmod(part.size, len(_ZEROS))
    for zeros in (*[_ZEROS] * whole, _ZEROS[:rest]):
        moved = zlib.crc32(zeros, moved)
    return moved ^ _INVERTED ^ part.crc
