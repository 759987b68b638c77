"""Archives and mails, by their content: the files in one, and those of an archive within it.

Nothing is extracted to the disk. A member is known by its places in the directories of the archive and of those within
it, since two may bear one name. What was opened last stays open, so that an archive is not opened anew for each of its
thousand members.
"""

from __future__ import annotations

import os

from cchc_xl.grid.container import BOUNDS, Bounds, Container
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.sniff import sniff

MAILS = (".eml", ".emlx", ".mbox")
_TARS = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
NAMES = (".zip", ".7z", ".rar", *MAILS, *_TARS)
_Places = tuple[int, ...]


def is_one(name: str) -> bool:
    """Whether a file is called an archive or a mail, or nothing at all, as the folders of mail programs are."""
    return name.lower().endswith(NAMES) or "." not in os.path.basename(name)


def is_mail(name: str) -> bool:
    return name.lower().endswith(MAILS)


def opened(path: str, at: _Places = (), bounds: Bounds = BOUNDS) -> Container | None:
    """The archive or mail at ``path``, which may be a URL, or the one at these places in it; None where it is a
    workbook or anything else.

    Raises ReadError for one that is damaged, locked, beyond the bounds or of a kind that cannot be read here.
    """
    key: tuple[object, ...] = (os.getpid(), path)
    size = 0
    if "://" not in path:
        try:
            status = os.stat(path)
        except OSError:
            return None
        size = status.st_size
        key = (os.getpid(), os.path.abspath(path), size, status.st_mtime_ns, status.st_ino)
    if len(at) >= bounds.depth:
        raise ReadError("too-deep", limit=bounds.depth)
    if size > bounds.packed:
        raise ReadError("limit-size", limit=bounds.packed, found=size)
    _forget_all_but(key, at)
    if (key, at) not in _open:
        _open[key, at] = _container(path, at, bounds)
    return _open[key, at]


def member_bytes(path: str, at: _Places, most: int = BOUNDS.member) -> bytes:
    """The bytes of the member at these places. Raises ReadError."""
    outer = opened(path, at[:-1])
    if outer is None:
        raise ReadError("gone")
    return outer.read(at[-1], most)


def _container(path: str, at: _Places, bounds: Bounds) -> Container | None:
    try:
        if not at and "://" in path:
            from cchc_xl.grid import remote

            return _of(remote.load(path, bounds.packed), remote.name_of(path), bounds)
        if not at:
            return _of(path, path, bounds)
        outer = opened(path, at[:-1], bounds)
        if outer is None:
            return None
        name = next((one.name for one in outer.members if one.at == at[-1]), "")
        return _of(outer.read(at[-1], bounds.nested), name, bounds)
    except OSError:  # read_file says what it is
        return None


def _of(source: str | bytes, name: str, bounds: Bounds) -> Container | None:
    """The container of a file or of bytes, by its first bytes; a compressed tar by its name as well."""
    # zipfile and email cost every start more than a bare Python's: imported when there is one.
    from cchc_xl.grid import mail, packed, zipped

    kind = sniff(_head(source))
    if kind == "zip":
        made = zipped.Zipped(source, bounds)
        if not made.is_document:
            return made
        made.close()
        return None
    if kind in packed.FORMATS:
        return packed.Packed(source, kind, bounds)
    if name.lower().endswith(_TARS):
        return packed.Packed(source, "tar", bounds)
    if kind == "mbox":
        return mail.MailFolder(source, bounds)
    return mail.opened(source) if kind in ("eml", "mhtml") or is_mail(name) else None


def _head(source: str | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:4096]
    with open(source, "rb") as file:
        return file.read(4096)


# --- what was opened last -----------------------------------------------------------------------------------------

_open: dict[tuple[tuple[object, ...], _Places], Container | None] = {}


def _forget_all_but(key: tuple[object, ...], at: _Places) -> None:
    """Keeps the archive and those within it that lead to the one that is wanted.

    A forked child opens its own: with its parent's it would move the other's place in the file.
    """
    for known, places in [one for one in _open if one[0] != key or at[: len(one[1])] != one[1]]:
        container = _open.pop((known, places))
        if container is not None and known[0] == os.getpid():
            container.close()


def close() -> None:
    """Lets go of all, which Windows would not let anybody move or delete meanwhile."""
    _forget_all_but((), ())
