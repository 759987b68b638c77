"""What a zipped folder, another archive and a saved mail have in common: members, known by their place, and bounds.

Bounds hold before anything is unpacked, as far as the directory tells, and again while it is: a directory may lie.
"""

from __future__ import annotations

from cchc_xl.records import NamedTuple
from cchc_xl.typed import Protocol

MB = 1_000_000


class Bounds(NamedTuple):
    """Sizes in bytes. ``packed``: of an archive; ``nested``: of one within another; ``directory``: of its list of
    members; ``member``: of one, unpacked; ``unpacked``: of all, where each is read by itself; ``held``: of all, where
    they are unpacked together; ``ratio``: unpacked to packed; ``depth``: archives within one another.
    """

    packed: int = 500 * MB
    nested: int = 100 * MB
    directory: int = 8 * MB
    members: int = 20_000
    member: int = 20 * MB
    unpacked: int = 2_000 * MB
    held: int = 200 * MB
    ratio: int = 200
    depth: int = 3
    seconds: int = 60


BOUNDS = Bounds()


class ArchiveMember(NamedTuple):
    """``at``: its place in the directory, from 1; ``name``: NFC, as its sender saw it."""

    at: int
    name: str


class Container(Protocol):
    """``sent``: when a mail was sent (ISO, local), '' for archives. The constructors raise ReadError."""

    members: tuple[ArchiveMember, ...]
    sent: str

    def read(self, at: int, most: int) -> bytes:
        """The bytes of a member, which may be ``most``. Raises ReadError."""

    def close(self) -> None:
        """Lets go of the file."""
