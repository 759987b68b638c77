"""Parts of a package that are compressed while they are made, beside the one who makes them.

A part is a stream of DEFLATE, which may be made of several, one behind the other, as long as only the last says that it
is the last. So the rows of a sheet are compressed while more of them are made, long before XlsxWriter has written what
stands above and below them. The same content gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from cchc_xl.executor import IN_TURN, Executor, Pending
from cchc_xl.write.xlsx.archive import DEFLATED, PackedMember

_LEVEL = 5  # a sixth faster than 6, and as small but for two parts in a hundred
_ZEROS = bytes(1 << 20)
_INVERTED = 0xFFFFFFFF


class Deflated:
    """Bytes in compressed form, with the size and the CRC-32 of what they were."""

    def __init__(self, data: bytes = b"", executor: Executor = IN_TURN) -> None:
        self._executor = executor
        self.size, self.crc = len(data), zlib.crc32(data)
        self._stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.pieces = [self._stream.compress(data)]
        self._last: Pending[None] | None = None

    def add(self, data: bytes) -> None:
        """Compresses more, beside the caller where that can be, in the order of the calls."""
        self.size, self.crc = self.size + len(data), zlib.crc32(data, self.crc)
        before = self._last

        def work() -> None:
            if before is not None:
                before.result()
            self.pieces.append(self._stream.compress(data))

        self._last = self._executor.later(work)

    def end(self, of_part: bool = False) -> Deflated:
        """Itself, complete; ``of_part``: nothing follows in the part."""
        if self._last is not None:
            self._last.result()
        self.pieces.append(self._stream.flush(zlib.Z_FINISH if of_part else zlib.Z_FULL_FLUSH))
        return self


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
        b"".join([piece for stream in streams for piece in stream.pieces]),
    )


def _crc_of_both(crc: int, part: Deflated) -> int:
    """CRC-32 is linear but for inversions: what stands before some bytes changes their sum as it would change that of
    as many zeros.
    """
    moved, (whole, rest) = crc ^ _INVERTED, divmod(part.size, len(_ZEROS))
    for zeros in (*[_ZEROS] * whole, _ZEROS[:rest]):
        moved = zlib.crc32(zeros, moved)
    return moved ^ _INVERTED ^ part.crc
