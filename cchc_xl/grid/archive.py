"""Zipped folders: which members they have, under the names that people gave them, and the bytes of one.

Nothing is extracted to the disk. A member is known by its place in the archive's directory, since two may bear one
name. An archive is opened once and not anew for each of its thousand members.
"""

from __future__ import annotations

import os
import unicodedata
import zipfile
import zlib
from typing import NamedTuple

MAX_ARCHIVE = 500 * 1024 * 1024
MAX_MEMBER = 20 * 1024 * 1024
UTF_8 = 0x800  # the flag of a member whose name is UTF-8 (APPNOTE.TXT 4.4.4, bit 11)
_UNICODE_PATH = 0x7075  # the field in which Info-ZIP keeps the name again (APPNOTE.TXT 4.6.9)
# Beside ASCII: đ, and what decomposed letters of Vietnamese consist of (circumflex, breve, horn, five tones).
_VIETNAMESE = frozenset("đ\u0302\u0306\u031b\u0300\u0301\u0303\u0309\u0323")
_BROKEN = (OSError, zipfile.BadZipFile, RuntimeError, ValueError, KeyError, NotImplementedError, zlib.error, EOFError)


class ArchiveMember(NamedTuple):
    """``at``: its place in the directory, from 1; ``name``: NFC, as its sender saw it; ``locked``: by a password."""

    at: int
    name: str
    locked: bool = False


def members(path: str) -> tuple[ArchiveMember, ...] | None:
    """The files of an archive, in the order of its directory; None where it is none of a sane size."""
    try:
        if os.lstat(path).st_size > MAX_ARCHIVE:
            return None
        infos = _opened(path).infolist()
    except _BROKEN:
        return None
    return tuple(
        ArchiveMember(at, member_name(info), bool(info.flag_bits & 1))
        for at, info in enumerate(infos, 1)
        if not info.is_dir()
    )


def member_bytes(path: str, at: int) -> bytes | None:
    """The bytes of a member; None where they are damaged, locked with a password or more than a file may have."""
    try:
        archive = _opened(path)
        with archive.open(archive.infolist()[at - 1]) as file:
            data = file.read(MAX_MEMBER + 1)
    except (*_BROKEN, IndexError):
        return None
    return data if len(data) <= MAX_MEMBER else None


def member_name(info: zipfile.ZipInfo) -> str:
    """The name that the sender saw.

    Without the flag for UTF-8 a name should be in code page 437, and hardly one is: Linux and macOS write UTF-8 all the
    same, Windows its own code page, which is 1258 in Viet Nam, with the tones as marks of their own.
    """
    if info.flag_bits & UTF_8:
        return unicodedata.normalize("NFC", info.filename)
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFC", info.filename)
    name = _kept_again(info.extra, raw) or _decoded(raw) or info.filename
    return unicodedata.normalize("NFC", name.partition("\0")[0]).replace(os.sep, "/")


def _decoded(raw: bytes) -> str:
    """The name in UTF-8 or in code page 1258; '' where it is neither."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        name = raw.decode("cp1258")
    except UnicodeDecodeError:
        return ""
    return name if _is_vietnamese(name) else ""


def _is_vietnamese(name: str) -> bool:
    """Whether all letters and marks are those of Vietnamese words: other code pages give letters that it has not."""
    return all(sign.isascii() or sign in _VIETNAMESE for sign in unicodedata.normalize("NFD", name.lower()))


def _kept_again(extra: bytes, raw: bytes) -> str:
    """The name in Info-ZIP's own field, if it was made for these bytes; else ''."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and field[:1] == b"\x01" and field[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return field[5:].decode("utf-8", "ignore")
        at += 4 + size
    return ""


# --- the archive that was opened last ------------------------------------------------------------------------------

_open: dict[tuple[object, ...], zipfile.ZipFile] = {}


def _opened(path: str) -> zipfile.ZipFile:
    """The archive, opened once for all of its members.

    A forked child opens its own: with its parent's it would move the other's place in the file.
    """
    status = os.stat(path)
    key = (os.getpid(), os.path.abspath(path), status.st_size, status.st_mtime_ns, status.st_ino)
    archive = _open.get(key)
    if archive is None:
        close()
        archive = _open[key] = zipfile.ZipFile(path)
    return archive


def close() -> None:
    """Lets go of the archive, which Windows would not let anybody move or delete meanwhile."""
    for pid, archive in [(key[0], archive) for key, archive in _open.items()]:
        if pid == os.getpid():
            archive.close()
    _open.clear()
