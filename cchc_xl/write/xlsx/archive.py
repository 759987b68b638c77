"""Archives of members that are compressed already: those that stay are copied as the bytes they are, no clock is in
them.

A zip archive's members are independent. That makes a template per unit cost a few tenths of a millisecond more than
writing the file, and lets the long tables of a result be compressed while they are made.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

from cchc_xl.records import NamedTuple
from cchc_xl.spool import Spool

_LOCAL, _CENTRAL, _END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"
_VERSION, DEFLATED, _FIRST_DAY = 20, 8, 33  # 1 January 1980: no clock in the output
_LEVEL = 6


class PackedMember(NamedTuple):
    """A member as it is stored: ``packed`` are its compressed bytes, in a row."""

    name: bytes
    method: int
    crc: int
    size: int
    packed: bytes | tuple[Spool, ...]


def members(package: bytes) -> list[PackedMember]:
    """The members of an archive that we wrote, in order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [_member(package, info) for info in archive.infolist()]


def _member(package: bytes, info: zipfile.ZipInfo) -> PackedMember:
    name_length, extra_length = struct.unpack_from("<HH", package, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    return PackedMember(
        info.filename.encode(),
        info.compress_type,
        info.CRC,
        info.file_size,
        package[start : start + info.compress_size],
    )


def unpacked(member: PackedMember) -> bytes:
    whole = b"".join(_pieces(member))
    return zlib.decompress(whole, -15) if member.method == DEFLATED else whole


def packed(name: bytes, data: bytes) -> PackedMember:
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return PackedMember(name, DEFLATED, zlib.crc32(data), len(data), squeezer.compress(data) + squeezer.flush())


def _pieces(member: PackedMember) -> Iterator[bytes]:
    if isinstance(member.packed, bytes):
        yield member.packed
    else:
        for spool in member.packed:
            yield from spool


def assemble(parts: Iterable[PackedMember]) -> bytes:
    """An archive of these members."""
    return b"".join(_archived(parts))


def write_archive(file: IO[bytes], parts: Iterable[PackedMember]) -> None:
    """The same, into a file."""
    for piece in _archived(parts):
        file.write(piece)


def _archived(parts: Iterable[PackedMember]) -> Iterator[bytes]:
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        length = len(part.packed) if isinstance(part.packed, bytes) else sum(map(len, part.packed))
        sizes = (part.method, 0, _FIRST_DAY, part.crc, length, part.size, len(part.name), 0)
        yield struct.pack(_LOCAL, 0x04034B50, _VERSION, 0, *sizes) + part.name
        yield from _pieces(part)
        directory += (struct.pack(_CENTRAL, 0x02014B50, _VERSION, _VERSION, 0, *sizes, 0, 0, 0, 0, offset), part.name)
        offset += 30 + len(part.name) + length
    index = b"".join(directory)
    count = len(directory) // 2
    yield index + struct.pack(_END, 0x06054B50, 0, 0, count, count, len(index), offset, 0)
