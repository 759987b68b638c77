"""Packages put together from parts that are compressed already, in the background and once.

A part is a stream of DEFLATE, which may be made of several, one behind the other, as long as only the last says that it
is the last. So the rows of a sheet are compressed while more of them are made, long before XlsxWriter has written what
stands above and below them. The same content gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from cchc_xl.write.province.later import Later

if TYPE_CHECKING:
    from zipfile import ZipInfo

_LOCAL = struct.Struct("<4s5H3I2H")  # headers of the ZIP format: APPNOTE 4.3.7, 4.3.12 and 4.3.16
_CENTRAL = struct.Struct("<4sBB5H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LENGTHS = struct.Struct("<HH")  # of name and extra field, 26 bytes behind the beginning of a local header
_VERSION = 20  # of the format: DEFLATE, and less than 4 GB
_DEFLATE = 8
_LEVEL = 5  # 6, the usual one, takes half as long again and saves a fortieth
_ZEROS = bytes(1 << 20)
_INVERTED = 0xFFFFFFFF


class Deflated:
    """Bytes in compressed form, with the size and the CRC-32 of what they were."""

    def __init__(self, data: bytes = b"") -> None:
        self.size, self.crc = len(data), zlib.crc32(data)
        self._stream = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.pieces = [self._stream.compress(data)]
        self._last: Later[None] | None = None

    def add(self, data: bytes) -> None:
        """Compresses more in the background, in the order of the calls."""
        self.size, self.crc = self.size + len(data), zlib.crc32(data, self.crc)
        before = self._last

        def work() -> None:
            if before is not None:
                before.result()
            self.pieces.append(self._stream.compress(data))

        self._last = Later(work)

    def end(self, of_part: bool = False) -> Deflated:
        """Itself, complete; ``of_part``: nothing follows in the part."""
        if self._last is not None:
            self._last.result()
        self.pieces.append(self._stream.flush(zlib.Z_FINISH if of_part else zlib.Z_FULL_FLUSH))
        return self


class Package:
    """A ZIP file in memory."""

    def __init__(self) -> None:
        self._file = BytesIO()
        self._directory: list[bytes] = []

    def add(self, info: ZipInfo, parts: Sequence[Deflated]) -> None:
        """A member with the name, time and attributes of ``info``, made of streams of which only the last is ended as a part."""
        crc = 0
        for part in parts:
            crc = _crc_of_both(crc, part)
        self._put(info, _DEFLATE, crc, sum(part.size for part in parts), [piece for part in parts for piece in part.pieces])

    def copy(self, info: ZipInfo, package: memoryview) -> None:
        """A member of another package as it stands there."""
        start = info.header_offset + _LOCAL.size + sum(_LENGTHS.unpack_from(package, info.header_offset + 26))
        self._put(info, info.compress_type, info.CRC, info.file_size, [package[start : start + info.compress_size]])

    def _put(self, info: ZipInfo, method: int, crc: int, size: int, pieces: Sequence[bytes | memoryview]) -> None:
        name, place, compressed = info.filename.encode(), self._file.tell(), sum(map(len, pieces))
        year, month, day, hour, minute, second = info.date_time
        time, date = hour << 11 | minute << 5 | second // 2, year - 1980 << 9 | month << 5 | day
        alike = (_VERSION, info.flag_bits, method, time, date, crc, compressed, size, len(name), 0)
        self._file.write(_LOCAL.pack(b"PK\3\4", *alike) + name)
        self._file.writelines(pieces)
        self._directory.append(
            _CENTRAL.pack(b"PK\1\2", _VERSION, info.create_system, *alike, 0, 0, 0, info.external_attr, place) + name
        )

    def close(self) -> bytes:
        """The finished file."""
        place, count = self._file.tell(), len(self._directory)
        self._file.writelines(self._directory)
        self._file.write(_END.pack(b"PK\5\6", 0, 0, count, count, self._file.tell() - place, place, 0))
        return self._file.getvalue()


def _crc_of_both(crc: int, part: Deflated) -> int:
    """CRC-32 is linear but for inversions: what stands before some bytes changes their sum as it would change that of as many zeros."""
    moved, (whole, rest) = crc ^ _INVERTED, divmod(part.size, len(_ZEROS))
    for zeros in (*[_ZEROS] * whole, _ZEROS[:rest]):
        moved = zlib.crc32(zeros, moved)
    return moved ^ _INVERTED ^ part.crc
