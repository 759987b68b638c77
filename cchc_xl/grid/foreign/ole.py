"""Reading an OLE compound file ([MS-CFB]): enough to tell an old workbook from a password or a Word document, and to
reach one stream.
"""

from __future__ import annotations

import struct

from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.records import NamedTuple

_LAST = 0xFFFFFFFA  # the highest number of a real sector
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class DirectoryEntry(NamedTuple):
    """A stream or storage; ``size`` in bytes."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The directory of a compound file and its streams.

    Raises ReadError truncated where a table points out of the file.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
            if shift not in (9, 12) or self._mini_shift >= shift:
                raise ReadError("truncated")
            self._size = 1 << shift
            _, directory, _, self._cutoff, self._mini_start, _, more, _ = struct.unpack_from("<LL4sLLLLL", data, 44)
            self._fat = self._sector_table(more)
            self.entries = self._read_entries(self._chain(self._fat, directory))
        except (struct.error, IndexError):
            raise ReadError("truncated") from None

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self.data[start : start + self._size]
        if len(sector) < self._size:
            if not sector:
                raise ReadError("truncated")
            sector = sector.ljust(self._size, b"\0")  # some writers leave the last sector short
        return sector

    def _sector_table(self, more: int) -> list[int]:
        """The table of sectors: 109 of its parts are named in the header, the others in a chain of sectors."""
        parts = list(struct.unpack_from("<109L", self.data, 76))
        seen = set()
        while more <= _LAST and more not in seen:
            seen.add(more)
            *found, more = struct.unpack(f"<{self._size // 4}L", self._sector(more))
            parts += found
        table: list[int] = []
        for part in parts:
            if part <= _LAST:
                table += struct.unpack(f"<{self._size // 4}L", self._sector(part))
        return table

    @staticmethod
    def _chain(table: list[int], sector: int) -> list[int]:
        """The sectors of a stream; a chain that runs in circles ends where it would repeat."""
        found: dict[int, None] = {}
        while sector <= _LAST and sector not in found:
            found[sector] = None
            sector = table[sector]
        return list(found)

    def _read_entries(self, sectors: list[int]) -> tuple[DirectoryEntry, ...]:
        entries = []
        for sector in sectors:
            data = self._sector(sector)
            for at in range(0, len(data), _ENTRY):
                length, kind = struct.unpack_from("<HB", data, at + 64)
                start, size = struct.unpack_from("<LL", data, at + 116)
                if kind and 2 <= length <= 64:
                    entries.append(
                        DirectoryEntry(data[at : at + length - 2].decode("utf-16-le", "replace"), kind, start, size)
                    )
        return tuple(entries)

    def names(self) -> frozenset[str]:
        return frozenset(entry.name for entry in self.entries)

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first of these streams that there is, without regard to case.

        Small ones lie together in a stream of the root entry.
        """
        entry = next(
            (entry for name in names for entry in self.entries if entry.name.lower() == name and entry.kind == _STREAM),
            None,
        )
        if entry is None:
            return None
        try:
            if entry.size >= self._cutoff:
                return b"".join([self._sector(sector) for sector in self._chain(self._fat, entry.start)])[: entry.size]
            return self._small_stream(entry)
        except (struct.error, IndexError):
            raise ReadError("truncated") from None

    def _small_stream(self, entry: DirectoryEntry) -> bytes:
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        if root is None:
            raise ReadError("truncated")
        container = b"".join([self._sector(sector) for sector in self._chain(self._fat, root.start)])
        small: list[int] = []
        for sector in self._chain(self._fat, self._mini_start):
            small += struct.unpack(f"<{self._size // 4}L", self._sector(sector))
        size = 1 << self._mini_shift
        return b"".join([container[at * size : (at + 1) * size] for at in self._chain(small, entry.start)])[
            : entry.size
        ]

    def text_property(self, number: int) -> str:
        """A property of the document, such as the program that saved it; '' where there is none ([MS-OLEPS] 2.20)."""
        data = self.stream("\5summaryinformation") or b""
        try:
            (start,) = struct.unpack_from("<L", data, 44)
            (count,) = struct.unpack_from("<L", data, start + 4)
            for at in range(start + 8, start + 8 + 8 * min(count, 100), 8):
                found, offset = struct.unpack_from("<LL", data, at)
                if found == number:
                    kind, size = struct.unpack_from("<LL", data, start + offset)
                    text = data[start + offset + 8 : start + offset + 8 + min(size, 1_000) * (2 if kind == 0x1F else 1)]
                    return text.decode("utf-16-le" if kind == 0x1F else "latin-1", "replace").split("\0")[0].strip()
        except struct.error:
            pass
        return ""
