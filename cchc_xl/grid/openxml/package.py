"""The gate before a zip file is parsed, and reading its parts within limits.

The directory is read by our own few lines: importing ``zipfile`` costs every start of the program three times a bare
Python's start, and ``zipfile`` believes what a directory says. Here nothing is extracted under a member's name, nothing
is inflated beyond the size that the directory declares, and two directories that tell different stories (central and
local names, duplicate names) are refused, because other readers would take the one or the other.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.model import Finding, Refusal, Severity, Source
from cchc_xl.records import NamedTuple
from cchc_xl.typed import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from cchc_xl.grid.openxml.workbook import Choose

T = TypeVar("T")


class Limits(NamedTuple):
    """Bounds of what is read. Sizes in bytes. On 2,972 good workbooks each of them gave 0 to 2 false alarms."""

    file_size: int = 20_000_000
    members: int = 1_000
    unpacked: int = 100_000_000
    ratio: int = 100  # unpacked : packed, of a part that is read
    ratio_from: int = 100_000  # smaller parts may be packed better than that
    elements: int = 200_000  # XML elements of a part other than a sheet or the shared strings
    rows: int = 2_000
    columns: int = 100
    cells: int = 200_000  # cells of a sheet within `rows` and `columns`
    # Other elements of a sheet: rows, cells beyond the bounds (which are only counted); strings of a workbook
    far_cells: int = 1_500_000


LIMITS = Limits()

SEVERITIES: dict[str, Severity] = {
    "F01": "note", "F02": "note", "F03": "error", "F04": "error", "F05": "error", "F06": "warning", "F07": "error",
    "F08": "note", "F09": "error", "F10": "note", "F16": "warning", "F19": "note", "F20": "note", "F30": "warning",
}  # fmt: skip


class ReadError(Exception):
    """A file, or a part of it that is read later, cannot be read.

    ``reason`` is an ASCII id; ``params`` say limit, found, size (bytes) or part where that helps. ``Sheet.body`` may
    raise it too, since a sheet is read when it is first asked for: ``refusal(source, error)`` makes the ``Refusal`` of
    it.
    """

    def __init__(self, reason: str, code: str = "F07", **params: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.params = params


def finding(code: str, source: Source, **params: Any) -> Finding:
    """A finding about a file as a whole."""
    return Finding(code, SEVERITIES[code], "file", params=params, source=source.path)


def refusal(source: Source, error: Exception, also: tuple[Finding, ...] = ()) -> Refusal:
    """The ``Refusal`` for an exception met while reading.

    One that is no ``ReadError`` is our own fault and said to be a crash.
    """
    if not isinstance(error, ReadError):
        error = ReadError("crash", found=f"{type(error).__name__}: {error}"[:200])
    params = {"reason": error.reason, "size": source.size, "file": source.name, **error.params}
    return Refusal(source, (*also, finding(error.code, source, **params)))


class Member(NamedTuple):
    """A member of the zip file: the name as stored and as it is looked up, its method, sizes in bytes, checksum, and
    where its data begin.
    """

    name: str
    key: str
    method: int
    packed: int
    unpacked: int
    crc: int
    start: int


# --- the directory -------------------------------------------------------------------------------------------------

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MASKED = 0xFFFFFFFF
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800


def _end_of_directory(data: bytes) -> tuple[int, int, int]:
    """(entries, start of the directory, start of the zip file within the data)."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if at < 0 or at + _END.size > len(data):
        raise ReadError("truncated")
    _, disk, first_disk, _, entries, size, offset, _ = _END.unpack_from(data, at)
    end = at
    if at >= _LOCATOR64.size and data.startswith(b"PK\6\7", at - _LOCATOR64.size):
        end = at - _LOCATOR64.size - _END64.size
        if end < 0 or not data.startswith(b"PK\6\6", end):
            raise ReadError("truncated")
        *_, disk, first_disk, _, entries, size, offset = _END64.unpack_from(data, end)
    start = end - size
    if disk or first_disk or start < offset:
        raise ReadError("truncated")
    return entries, start, start - offset


def _sizes64(extra: bytes, sizes: list[int]) -> list[int]:
    """Unpacked size, packed size and offset, where the directory puts them into the extra field of large files."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            masked = [i for i, size in enumerate(sizes) if size == _MASKED]
            if len(body) < 8 * len(masked):
                break
            for i, size in zip(masked, struct.unpack_from(f"<{len(masked)}Q", body), strict=True):
                sizes[i] = size
            return sizes
        at += 4 + length
    raise ReadError("truncated")


def directory(data: bytes, limits: Limits = LIMITS) -> list[Member]:
    """The members of a zip file in the order of its directory. Nothing is inflated.

    Raises ReadError: not-zip, truncated, limit-members, limit-unpacked, encrypted-member, method, names-differ.
    """
    if not data.startswith(b"PK"):
        raise ReadError("not-zip")
    entries, at, zero = _end_of_directory(data)
    if zero and data.startswith(b"PK\3\4"):  # the directory of the last member of an archive that was cut off
        raise ReadError("truncated")
    if entries > limits.members:
        raise ReadError("limit-members", limit=limits.members, found=entries)
    members = []
    try:
        for _ in range(entries):
            member, at = _entry(data, at, zero)
            members.append(member)
    except struct.error:
        raise ReadError("truncated") from None
    total = sum([member.unpacked for member in members])
    if total > limits.unpacked:
        raise ReadError("limit-unpacked", limit=limits.unpacked, found=total)
    return members


def _entry(data: bytes, at: int, zero: int) -> tuple[Member, int]:
    """One entry of the central directory, checked against its local header, and where the next one begins."""
    sign, _, _, flags, method, _, _, crc, packed, unpacked, length, extra, comment, _, _, _, offset = (
        _CENTRAL.unpack_from(data, at)
    )
    if sign != b"PK\1\2":
        raise ReadError("truncated")
    after = at + 46 + length
    name = data[at + 46 : after]
    if _MASKED in (packed, unpacked, offset):
        unpacked, packed, offset = _sizes64(data[after : after + extra], [unpacked, packed, offset])
    local = zero + offset
    sign, _, local_flags, local_method, _, _, _, _, _, local_length, local_extra = _LOCAL.unpack_from(data, local)
    start = local + 30 + local_length + local_extra
    if sign != b"PK\3\4" or start + packed > len(data):
        raise ReadError("truncated")
    text, key = _known_names(name, flags & _UTF8) if length <= _SHORT else _names(name, flags & _UTF8)
    if data[local + 30 : local + 30 + local_length] != name or local_method != method:
        raise ReadError("names-differ", part=text)
    if (flags | local_flags) & _ENCRYPTED:
        raise ReadError("encrypted-member", part=text)
    if method not in (0, 8):
        raise ReadError("method", part=text, found=method)
    return Member(text, key, method, packed, unpacked, crc, start), after + extra + comment


def _names(name: bytes, utf8: int) -> tuple[str, str]:
    """The name as stored, and as it is looked up."""
    text = name.decode("utf-8" if utf8 or name.isascii() else "cp437", "replace")
    return text, _key(text)


_known_names = lru_cache(maxsize=1024)(_names)  # workbooks have the same parts
_SHORT = 200


def _key(name: str) -> str:
    """How a part is looked up: seven of 2,972 good files write back slashes, and Excel does not mind the case."""
    return name.replace("\\", "/").lower()


def _unsafe(key: str) -> bool:
    return "\0" in key or key[:1] == "/" or key[1:2] == ":" or (".." in key and ".." in key.split("/"))


# --- the parts -----------------------------------------------------------------------------------------------------

# Files made from one template share most of their parts byte for byte: parsing each of those parts once per merge, not
# once per file, halves the cost of a file. The key is the packed data itself, so a part is never mistaken for another.
_parsed: BoundedCache[tuple[object, ...], Any] = BoundedCache(32)
_PARSED_SIZE = 32_768


class Package:
    """The parts of a zip file that passed the gate, by name without regard to case or kind of slash."""

    __slots__ = ("data", "limits", "members")

    def __init__(self, data: bytes, members: dict[str, Member], limits: Limits) -> None:
        self.data = data
        self.members = members
        self.limits = limits

    def __contains__(self, name: str) -> bool:
        return name in self.members or _key(name) in self.members

    def member(self, name: str) -> Member:
        """Raises ReadError where there is no such part."""
        found = self.members.get(name) or self.members.get(_key(name))
        if found is None:
            raise ReadError("no-workbook", part=name)
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises ReadError: no-workbook (no such part), ratio, truncated (sizes or checksum do not agree).
        """
        return self._unpack(self.member(name))

    def packed(self, name: str) -> bytes:
        """The part as the file holds it: equal bytes are equal parts. Raises ReadError where there is no such part."""
        member = self.member(name)
        return self.data[member.start : member.start + member.packed]

    def parsed(self, name: str, parse: Callable[[bytes, str, Limits], T], known_by: object = None) -> T:
        """``parse(data of the part, its name, limits)``, remembered for as long as files with the very same part
        follow.

        ``known_by`` stands for ``parse`` where that depends on more than the part: all that it depends on.
        """
        member = self.member(name)
        if member.packed > _PARSED_SIZE or member.unpacked > 30 * _PARSED_SIZE:
            return parse(self._unpack(member), member.name, self.limits)
        key = (known_by or parse, member.crc, member.unpacked, self.packed(name))
        result: T | None = _parsed.get(key)
        if result is None:
            result = _parsed[key] = parse(self._unpack(member), member.name, self.limits)
        return result

    def _unpack(self, member: Member) -> bytes:
        if member.unpacked > self.limits.ratio_from and member.unpacked > self.limits.ratio * member.packed:
            raise ReadError(
                "ratio", part=member.name, limit=self.limits.ratio, found=member.unpacked // max(1, member.packed)
            )
        packed = self.data[member.start : member.start + member.packed]
        content = packed
        if member.method == 8:
            inflater = zlib.decompressobj(-15)
            try:
                content = inflater.decompress(packed, member.unpacked + 1)
            except zlib.error:
                raise ReadError("truncated", part=member.name) from None
        if len(content) != member.unpacked or zlib.crc32(content) != member.crc:
            raise ReadError("truncated", part=member.name, found=len(content), limit=member.unpacked)
        return content


def open_package(data: bytes, limits: Limits = LIMITS) -> Package:
    """The gate: the directory of a zip file, checked; no part is inflated yet.

    Raises ReadError: what ``directory`` raises, duplicate-names, unsafe-name.
    """
    members: dict[str, Member] = {}
    for member in directory(data, limits):
        key = member.key
        if key in members:
            raise ReadError("duplicate-names", part=member.name)
        if _unsafe(key):
            raise ReadError("unsafe-name", part=member.name.replace("\0", "\\0"))
        members[key] = member
    return Package(data, members, limits)


class Content(NamedTuple):
    """What a reader is given: the bytes of a file, and what is known of them.

    ``source.format`` is the kind of content; ``findings`` what the file has given rise to so far; ``package`` the parts
    of a zip file, past the gate. ``choose``: what is wanted of the long tables of an Open XML workbook.
    """

    data: bytes
    source: Source
    findings: tuple[Finding, ...] = ()
    limits: Limits = LIMITS
    package: Package | None = None
    choose: Choose | None = None

    def noted(self, code: str, **params: Any) -> Content:
        """The same with one more finding about the file as a whole."""
        return self._replace(findings=(*self.findings, finding(code, self.source, **params)))
