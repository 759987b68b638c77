"""The names of the streams in an OLE compound file ([MS-CFB]): enough to tell an old workbook from a password or a Word document."""

from __future__ import annotations

import struct

from cchc_xl.read.package import ReadError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # the highest number of a real sector
_ENTRY = 128


def stream_names(data: bytes) -> frozenset[str]:
    """Names of all streams and storages. Raises ReadError truncated where the directory cannot be reached."""
    try:
        shift = struct.unpack_from("<H", data, 30)[0]
        fat_sectors, directory = struct.unpack_from("<L", data, 44)[0], struct.unpack_from("<L", data, 48)[0]
        if shift not in (9, 12):
            raise ReadError("truncated")
        size = 1 << shift
        fat: list[int] = []
        for sector in struct.unpack_from(f"<{min(fat_sectors, 109)}L", data, 76):
            fat += struct.unpack_from(f"<{size // 4}L", data, (sector + 1) * size)
        return frozenset(_names(data, _chain(fat, directory), size))
    except (struct.error, IndexError):
        raise ReadError("truncated") from None


def _chain(fat: list[int], sector: int) -> list[int]:
    """The sectors of a stream; a chain that runs in circles ends where it would repeat."""
    found: dict[int, None] = {}
    while sector <= _LAST and sector not in found:
        found[sector] = None
        sector = fat[sector]
    return list(found)


def _names(data: bytes, sectors: list[int], size: int) -> list[str]:
    names = []
    for sector in sectors:
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind and 2 <= length <= 64:
                names.append(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return names
