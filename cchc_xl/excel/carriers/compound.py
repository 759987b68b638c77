"""A compound file ([MS-CFB] version 3: sectors of 512 bytes) written in one go from a tree of streams. No clock, no
random number: the same tree gives the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Union

SECTOR = 512
MINI_SECTOR = 64
MINI_CUTOFF = 4096  # streams below it live in the mini stream
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_HEADER_FAT_SLOTS = 109

Tree = Mapping[str, Union[bytes, "Tree"]]


class _Entry:
    """A directory entry, [MS-CFB] 2.6.1."""

    __slots__ = ("child", "data", "kind", "left", "name", "right", "size", "start")

    def __init__(self, name: str, kind: int, data: bytes = b"") -> None:
        self.name, self.kind, self.data = name, kind, data
        self.left = self.right = self.child = FREE
        self.start = self.size = 0

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        black = 1
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(name), self.kind, black, self.left, self.right, self.child)
            + bytes(36)  # class id, state bits, two times of day: none
            + struct.pack("<IQ", self.start, self.size)
        )


_UNUSED_ENTRY = struct.pack("<64xHBBIII", 0, 0, 0, FREE, FREE, FREE) + bytes(48)


def write_compound(tree: Tree) -> bytes:
    """The bytes of a compound file that holds ``tree``: names to streams (bytes) or storages (mappings)."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add(entries, 0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini_fat = _place_streams(entries, sectors, fat)
    mini_fat_bytes = b"".join(struct.pack("<I", link) for link in mini_fat)
    mini_fat_bytes += b"\xff" * (-len(mini_fat_bytes) % SECTOR)
    mini_fat_start = _append(mini_fat_bytes, sectors, fat)
    directory = b"".join(entry.pack() for entry in entries)
    directory += _UNUSED_ENTRY * (-len(entries) % (SECTOR // 128))
    directory_start = _append(directory, sectors, fat)
    return _assemble(sectors, fat, directory_start, mini_fat_start, len(mini_fat_bytes) // SECTOR)


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    places: dict[str, int] = {}
    for name, content in tree.items():
        places[name] = len(entries)
        entries.append(_Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE))
    ordered = sorted(tree, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))  # [MS-CFB] 2.6.4
    entries[parent].child = _balance(entries, [places[name] for name in ordered])
    for name, content in tree.items():
        if not isinstance(content, bytes):
            _add(entries, places[name], content)


def _balance(entries: list[_Entry], ordered: list[int]) -> int:
    """Link siblings as a balanced tree; [MS-CFB] 2.6.4 allows all nodes to be black."""
    if not ordered:
        return FREE
    middle = len(ordered) // 2
    top = ordered[middle]
    entries[top].left = _balance(entries, ordered[:middle])
    entries[top].right = _balance(entries, ordered[middle + 1 :])
    return top


def _place_streams(entries: list[_Entry], sectors: list[bytes], fat: list[int]) -> list[int]:
    mini = bytearray()
    mini_fat: list[int] = []
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        entry.size = len(entry.data)
        if entry.size >= MINI_CUTOFF:
            entry.start = _append(entry.data, sectors, fat)
        elif entry.size:
            entry.start = len(mini_fat)
            count = -(-entry.size // MINI_SECTOR)
            mini_fat += [*range(entry.start + 1, entry.start + count), END_OF_CHAIN]
            mini += entry.data.ljust(count * MINI_SECTOR, b"\0")
        else:
            entry.start = END_OF_CHAIN
    entries[0].size = len(mini)
    entries[0].start = _append(bytes(mini), sectors, fat)
    return mini_fat


def _append(data: bytes, sectors: list[bytes], fat: list[int]) -> int:
    """Add ``data`` as a chain of sectors; its first sector's number."""
    if not data:
        return END_OF_CHAIN
    first = len(sectors)
    count = -(-len(data) // SECTOR)
    sectors += [data[index * SECTOR : (index + 1) * SECTOR].ljust(SECTOR, b"\0") for index in range(count)]
    fat += [*range(first + 1, first + count), END_OF_CHAIN]
    return first


def _assemble(
    sectors: list[bytes], fat: list[int], directory_start: int, mini_fat_start: int, mini_fat_count: int
) -> bytes:
    links = SECTOR // 4
    fat_count = 1
    while fat_count * links < len(sectors) + fat_count:
        fat_count += 1
    if fat_count > _HEADER_FAT_SLOTS:
        raise ValueError("too large: a double-indirect FAT is not written (limit about 7 MB)")
    fat_places = range(len(sectors), len(sectors) + fat_count)
    fat += [FAT_SECTOR] * fat_count
    fat += [FREE] * (fat_count * links - len(fat))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack(
            "<9I", 0, fat_count, directory_start, 0, MINI_CUTOFF, mini_fat_start, mini_fat_count, END_OF_CHAIN, 0
        )
        + struct.pack(f"<{_HEADER_FAT_SLOTS}I", *fat_places, *[FREE] * (_HEADER_FAT_SLOTS - fat_count))
    )
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)
