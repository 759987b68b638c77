"""Archives of other kinds than zip (.7z, .rar, .tar), unpacked by libarchive where it is installed.

It is a library in C that works on bytes of strangers, so it does so in a process of its own with bounds on memory and
time (``unpacking``): whatever becomes of that one, the merge goes on and the archive is named. They are unpacked as a
whole, since most keep their members in one stream.
"""

from __future__ import annotations

import importlib.util
import os
import struct
from collections.abc import Iterator, Mapping

from cchc_xl.grid.apart import NotHereError, run_apart
from cchc_xl.grid.container import ArchiveMember, Bounds
from cchc_xl.grid.openxml.package import ReadError

# Our kinds -> libarchive's formats and filters. Not all of them: there are some that start other programs.
FORMATS: Mapping[str, tuple[str, str]] = {
    "7z": ("7zip", "none"), "rar": ("rar,rar5", "none"), "tar": ("tar", "none,gzip,bzip2,xz"),
}  # fmt: skip
FRAME = struct.Struct(">BLL")  # state, length of the name, length of the data
READ, DAMAGED, LOCKED, TOO_LARGE, END = range(5)
# What the last frame says kept the archive from being read.
_WHOLE: Mapping[str, tuple[str, str]] = {
    "locked": ("password", "F05"), "unsupported": ("archive", "F16"), "damaged": ("truncated", "F07"),
}  # fmt: skip
_ONE: Mapping[int, tuple[str, str]] = {DAMAGED: ("truncated", "F07"), LOCKED: ("password", "F05")}


class Packed:
    """Raises ReadError: 'archive' where it cannot be read here, password, truncated, limit-unpacked, timeout, crash."""

    sent = ""

    def __init__(self, source: str | bytes, kind: str, bounds: Bounds) -> None:
        self._states: dict[int, tuple[int, bytes]] = {}
        self._most = bounds.nested
        members = []
        for at, (state, name, data) in enumerate(_frames(_unpacked(source, kind, bounds)), 1):
            if state == END:
                _require_whole(data.decode("ascii"), bounds)
                break
            self._states[at] = state, data
            members.append(ArchiveMember(at, name))
        else:
            raise ReadError("crash")  # it ended without a word
        self.members = tuple(members)

    def read(self, at: int, most: int) -> bytes:
        """The bytes of a member. Raises ReadError: truncated, password, limit-size, gone."""
        state, data = self._states.get(at, (-1, b""))
        size = int(data) if state == TOO_LARGE else len(data)
        if state == TOO_LARGE or size > most:
            raise ReadError("limit-size", limit=min(most, self._most), found=size)
        if state == READ:
            return data
        raise ReadError(*_ONE.get(state, ("gone", "F07")))

    def close(self) -> None:
        self._states = {}


def _unpacked(source: str | bytes, kind: str, bounds: Bounds) -> bytes:
    """What the other process says."""
    if importlib.util.find_spec("libarchive") is None:
        raise ReadError("archive", "F16")
    if isinstance(source, str):
        with open(source, "rb") as file:
            source = file.read(bounds.packed + 1)
    most = map(str, (bounds.members, bounds.nested, bounds.held))
    try:
        return run_apart("cchc_xl.grid.unpacking", (*FORMATS[kind], *most), source, bounds.seconds, _variables())
    except NotHereError:
        raise ReadError("archive", "F16") from None


def _variables() -> dict[str, str]:
    """On Windows libarchive comes with the system under another name."""
    library = os.path.join(os.environ.get("SYSTEMROOT", ""), "System32", "archiveint.dll")
    is_there = os.name == "nt" and "LIBARCHIVE" not in os.environ and os.path.isfile(library)
    return {"LIBARCHIVE": library} if is_there else {}


def _frames(said: bytes) -> Iterator[tuple[int, str, bytes]]:
    at = 0
    while at + FRAME.size <= len(said):
        state, of_name, of_data = FRAME.unpack_from(said, at)
        middle = at + FRAME.size + of_name
        at = middle + of_data
        yield state, said[middle - of_name : middle].decode("utf-8", "replace"), said[middle:at]


def _require_whole(fault: str, bounds: Bounds) -> None:
    if fault == "members":
        raise ReadError("limit-members", limit=bounds.members, found=f"> {bounds.members}")
    if fault == "unpacked":
        raise ReadError("limit-unpacked", limit=bounds.held, found=f"> {bounds.held}")
    if fault:
        raise ReadError(*_WHOLE[fault])
