"""Run as a program: unpacks the archive on standard input and writes what is in it to standard output, in frames.

    python -m cchc_xl.grid.unpacking FORMATS FILTERS MOST_MEMBERS MOST_BYTES_OF_ONE MOST_BYTES_OF_ALL

Members go into memory and never to the disk. The last frame says what kept the archive from being read, '' for
nothing; one that does not come tells of a crash.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

from cchc_xl.grid.apart import NO_LIBRARY, bound_memory
from cchc_xl.grid.packed import DAMAGED, END, FRAME, LOCKED, READ, TOO_LARGE
from cchc_xl.grid.zipped import decoded

_FAILED = -25  # ARCHIVE_FAILED: of this member, the next may be read


class _StopError(Exception):
    """What keeps the whole archive from being read."""


def main(formats: str, filters: str, most_members: str, most_of_one: str, most_of_all: str) -> int:
    """0 where frames were written, ``NO_LIBRARY`` where there is none."""
    bound_memory()
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):
        return NO_LIBRARY
    out, total, fault = sys.stdout.buffer, 0, ""
    try:
        found = _members(sys.stdin.buffer.read(), _readers(formats, filters), int(most_of_one), int(most_of_all))
        for number, (state, name, data) in enumerate(found, 1):
            total += len(data)
            if number > int(most_members):
                raise _StopError("members")
            if total > int(most_of_all):
                raise _StopError("unpacked")
            _write(out, state, name, data)
    except _StopError as stop:
        fault = str(stop)
    except MemoryError:
        fault = "unpacked"
    except libarchive.ArchiveError as error:
        fault = _kind(error)
    _write(out, END, "", fault.encode())
    out.flush()
    return 0


def _readers(formats: str, filters: str) -> list[Any]:
    """libarchive's functions that allow these formats and filters."""
    from libarchive import ffi

    known = [ffi.get_read_format_function(name) for name in formats.split(",")]
    return known + [ffi.get_read_filter_function(name) for name in filters.split(",")]


def _members(data: bytes, readers: list[Any], most: int, most_of_all: int) -> Iterator[tuple[int, str, bytes]]:
    """State, name and bytes of each file; a hard link is the file that it stands for."""
    from libarchive import ffi
    from libarchive.read import ArchiveRead, new_archive_read

    seen: dict[str, tuple[int, bytes]] = {}
    with new_archive_read("empty", "none") as pointer:
        for allow in readers:
            allow(pointer)
        ffi.read_open_memory(pointer, data, len(data))
        for entry in ArchiveRead(pointer, "latin-1"):
            if entry.isdir or entry.issym or entry.isdev or entry.isfifo or entry.issock:
                continue
            stands_for = seen.get(str(entry.linkpath), (DAMAGED, b"")) if entry.linkpath else None
            state, found = stands_for or _content(entry, most, most_of_all)
            seen[str(entry.pathname)] = state, found
            yield state, _name(entry), found


def _content(entry: Any, most: int, most_of_all: int) -> tuple[int, bytes]:
    from libarchive import ArchiveError, ffi

    is_encrypted = ffi.ffi("entry_is_encrypted", [ffi.c_archive_entry_p], ffi.c_int)
    if is_encrypted(entry._entry_p) > 0:
        return LOCKED, b""
    blocks, size = [], 0
    try:
        for block in entry.get_blocks():
            size += len(block)
            if size > most_of_all:
                raise _StopError("unpacked")
            if size <= most:
                blocks.append(bytes(block))
    except ArchiveError as error:
        if error.retcode != _FAILED:
            raise
        return (LOCKED if _kind(error) == "locked" else DAMAGED), b""
    return (READ, b"".join(blocks)) if size <= most else (TOO_LARGE, str(size).encode())


def _name(entry: Any) -> str:
    """The name that the sender saw; one of an old archive that is no Unicode is guessed as a zip's is."""
    from libarchive import ffi

    wide: str | None = ffi.entry_pathname_w(entry._entry_p)
    raw: bytes = ffi.entry_pathname(entry._entry_p) or b""
    return unicodedata.normalize("NFC", wide or decoded(raw) or raw.decode("cp437"))


def _kind(error: Any) -> str:
    said = str(error.msg).lower()
    if "encrypt" in said or "passphrase" in said:
        return "locked"
    return "unsupported" if any(word in said for word in ("unavailable", "not supported", "unsupported")) else "damaged"


def _write(out: Any, state: int, name: str, data: bytes) -> None:
    named = name.encode("utf-8", "replace")
    out.write(FRAME.pack(state, len(named), len(data)) + named + data)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
