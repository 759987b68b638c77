"""Changing a few parts of a finished package without building it again.

A zip archive's members are independent: those that stay are copied as the compressed bytes they are, and only the changed ones are
compressed again. That makes a template per unit cost a few tenths of a millisecond more than writing the file.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

_LOCAL, _CENTRAL, _END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"
_VERSION, _DEFLATED, _FIRST_DAY = 20, 8, 33  # 1 January 1980: no clock in the output
_LEVEL = 6


class Member(NamedTuple):
    """A member as it is stored: ``packed`` are its compressed bytes."""

    name: bytes
    method: int
    crc: int
    size: int
    packed: bytes


def members(package: bytes) -> list[Member]:
    """The members of an archive that we wrote, in order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [_member(package, info) for info in archive.infolist()]


def _member(package: bytes, info: zipfile.ZipInfo) -> Member:
    name_length, extra_length = struct.unpack_from("<HH", package, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    return Member(info.filename.encode(), info.compress_type, info.CRC, info.file_size, package[start : start + info.compress_size])


def unpacked(member: Member) -> bytes:
    return zlib.decompress(member.packed, -15) if member.method == _DEFLATED else member.packed


def packed(name: bytes, data: bytes) -> Member:
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return Member(name, _DEFLATED, zlib.crc32(data), len(data), squeezer.compress(data) + squeezer.flush())


def assemble(parts: Iterable[Member]) -> bytes:
    """An archive of these members."""
    bodies: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        sizes = (part.method, 0, _FIRST_DAY, part.crc, len(part.packed), part.size, len(part.name), 0)
        bodies += (struct.pack(_LOCAL, 0x04034B50, _VERSION, 0, *sizes), part.name, part.packed)
        directory += (struct.pack(_CENTRAL, 0x02014B50, _VERSION, _VERSION, 0, *sizes, 0, 0, 0, 0, offset), part.name)
        offset += 30 + len(part.name) + len(part.packed)
    index = b"".join(directory)
    count = len(directory) // 2
    return b"".join((*bodies, index, struct.pack(_END, 0x06054B50, 0, 0, count, count, len(index), offset, 0)))


def changed(package: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The archive with some members' content changed, each by its function."""
    wanted = {name.encode(): change for name, change in changes.items()}
    return assemble(packed(m.name, wanted[m.name](unpacked(m))) if m.name in wanted else m for m in members(package))


def let_rows_grow(package: bytes, rows: Mapping[str, Iterable[int]]) -> bytes:
    """Keeps the heights of these rows (by part) but not as fixed ones, so that they grow with what is typed.

    XlsxWriter marks every height that it is given as set by hand, and Excel fits only the others.
    """

    def grow(numbers: frozenset[bytes]) -> Callable[[bytes], bytes]:
        return lambda xml: _ROW.sub(lambda row: row[0].replace(b' customHeight="1"', b"") if row[1] in numbers else row[0], xml)

    return changed(package, {name: grow(frozenset(b"%d" % row for row in wanted)) for name, wanted in rows.items()})


_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')


class Patcher:
    """A finished package with places to fill in: ``fill`` replaces each marker's text, everywhere."""

    def __init__(self, package: bytes, markers: Sequence[bytes]) -> None:
        """``markers``: texts that stand in the package for nothing else."""
        self._markers = tuple(markers)
        every = [(member, unpacked(member)) for member in members(package)]
        self._order = [member.name for member, _ in every]
        self._open = {member.name: data for member, data in every if any(marker in data for marker in markers)}
        self._closed = {member.name: member for member, _ in every if member.name not in self._open}
        missing = [marker for marker in markers if not any(marker in data for data in self._open.values())]
        if missing:
            raise ValueError(f"not in the package: {missing}")

    def fill(self, texts: Sequence[str]) -> bytes:
        """The package with these texts in place of the markers, in their order."""
        fillings = [(marker, escaped(text)) for marker, text in zip(self._markers, texts, strict=True)]
        return assemble(self._closed.get(name) or packed(name, _filled(self._open[name], fillings)) for name in self._order)


def _filled(data: bytes, fillings: Sequence[tuple[bytes, bytes]]) -> bytes:
    for marker, text in fillings:
        data = data.replace(marker, text)
    return data


def escaped(text: str) -> bytes:
    """Text as the content of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
