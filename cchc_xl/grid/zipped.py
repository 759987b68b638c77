"""Zipped folders: their members under the names that people gave them, and the bytes of one."""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import zipfile
import zlib
from typing import BinaryIO

from cchc_xl.grid.container import MB, ArchiveMember, Bounds
from cchc_xl.grid.openxml.package import ReadError

UTF_8 = 0x800  # the flag of a member whose name is UTF-8 (APPNOTE.TXT 4.4.4, bit 11)
_LOCKED = 0x1  # by a password
_UNICODE_PATH = 0x7075  # the field in which Info-ZIP keeps the name again (APPNOTE.TXT 4.6.9)
_END, _END64, _LONGEST_COMMENT = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), 65_535
# Beside ASCII: đ, and what decomposed letters of Vietnamese consist of (circumflex, breve, horn, five tones).
_VIETNAMESE = frozenset("đ\u0302\u0306\u031b\u0300\u0301\u0303\u0309\u0323")
_BROKEN = (OSError, zipfile.BadZipFile, RuntimeError, ValueError, KeyError, zlib.error, EOFError, struct.error)
# Parts by which a document is told from a folder of files.
_DOCUMENTS = frozenset(("[Content_Types].xml", "mimetype"))


class Zipped:
    """A zipped folder on the disk or in memory. Raises ReadError: truncated, limit-members, limit-unpacked, ratio."""

    sent = ""

    def __init__(self, source: str | bytes, bounds: Bounds) -> None:
        stream: BinaryIO = open(source, "rb") if isinstance(source, str) else io.BytesIO(source)  # noqa: SIM115
        try:
            _require_whole_and_short(stream, bounds)
            self._file = zipfile.ZipFile(stream)
            self._infos = self._file.infolist()
            _require_sane(self._infos, bounds)
        except ReadError:
            stream.close()
            raise
        except (*_BROKEN, NotImplementedError):
            stream.close()
            raise ReadError("truncated") from None
        self._stream = stream
        files = [(at, info) for at, info in enumerate(self._infos, 1) if not info.is_dir()]
        self.members = tuple([ArchiveMember(at, member_name(info)) for at, info in files])

    @property
    def is_document(self) -> bool:
        """Whether it is a workbook or a letter, which are zipped folders too."""
        return any(member.name in _DOCUMENTS for member in self.members)

    def read(self, at: int, most: int) -> bytes:
        """The bytes of a member. Raises ReadError: password, limit-size, method, truncated, gone."""
        if not 0 < at <= len(self._infos):
            raise ReadError("gone")
        info = self._infos[at - 1]
        if info.flag_bits & _LOCKED:
            raise ReadError("password", "F05")
        if info.file_size > most:
            raise ReadError("limit-size", limit=most, found=info.file_size)
        try:
            with self._file.open(info) as file:
                data = file.read(most + 1)
        except NotImplementedError:
            raise ReadError("method") from None
        except _BROKEN:
            raise ReadError("truncated", size=info.file_size) from None
        if len(data) > most:
            raise ReadError("limit-size", limit=most, found=len(data))
        return data

    def close(self) -> None:
        self._file.close()
        self._stream.close()


# --- bounds -----------------------------------------------------------------------------------------------------------


def _require_whole_and_short(stream: BinaryIO, bounds: Bounds) -> None:
    """Refuses a directory that would fill the memory before anybody can count its members, and one that belongs to the
    last member of an archive that was cut off.
    """
    size = stream.seek(0, os.SEEK_END)
    before = stream.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        raise ReadError("truncated", size=size)
    *_, directory, offset, _ = _END.unpack_from(tail, at)
    end = before + at
    if tail[max(0, at - 20) : at - 16] == b"PK\6\7":
        end = end - 20 - _END64.size
        stream.seek(max(0, end))
        *_, directory, offset = _END64.unpack(stream.read(_END64.size))
    stream.seek(0)
    if directory > bounds.directory:
        raise ReadError("limit-members", limit=bounds.members, found=f"{directory // MB} MB")
    if end - directory != offset and stream.read(4) == b"PK\3\4":
        raise ReadError("truncated", size=size)


def _require_sane(infos: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    if len(infos) > bounds.members:
        raise ReadError("limit-members", limit=bounds.members, found=len(infos))
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > bounds.unpacked:
        raise ReadError("limit-unpacked", limit=bounds.unpacked, found=unpacked)
    if unpacked > max(bounds.ratio * packed, bounds.member):
        raise ReadError("ratio")


# --- names ------------------------------------------------------------------------------------------------------------


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
    name = _kept_again(info.extra, raw) or decoded(raw) or info.filename
    return unicodedata.normalize("NFC", name.partition("\0")[0]).replace(os.sep, "/")


def decoded(raw: bytes) -> str:
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
