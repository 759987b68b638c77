"""Outputs appear whole or not at all: a temporary file in the same folder, flushed, checked, then renamed.

A rename within one folder is the only step that readers can see, so a killed run, a full disk or a failed check leaves
the previous output as it was. What cannot be removed at once (the process was killed) is removed by the next run.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from cchc_xl.errors import UserError
from cchc_xl.grid.scan import show

PREFIX, SUFFIX = ".cchc-", ".tmp"
STALE_SECONDS = 3600  # no run of ours writes one file for an hour
_RANDOM = 16  # hexadecimal digits in the name of a temporary file
_OTHER_NAMES = 99
_FULL = {getattr(errno, name, -1) for name in ("ENOSPC", "EDQUOT")}  # not every platform has every name
_LOCKED = {getattr(errno, name, -1) for name in ("EACCES", "EPERM", "EBUSY", "ETXTBSY")}


class Target(os.PathLike[str]):
    """Where to write: as a path it is the temporary file. ``final`` is the file that holds the result in the end.

    ``final`` differs from ``wanted`` where that one was locked or read-only; ``renamed`` says so.
    """

    __slots__ = ("final", "temporary", "wanted")

    def __init__(self, wanted: str, temporary: str) -> None:
        self.wanted = wanted
        self.temporary = temporary
        self.final = wanted

    def __fspath__(self) -> str:
        return self.temporary

    @property
    def renamed(self) -> bool:
        return self.final != self.wanted


@contextmanager
def replacing(
    path: str | os.PathLike[str], verify: Callable[[str], None] | None = None, beside: bool = False
) -> Iterator[Target]:
    """Yields a ``Target`` to write to; on leaving, its content is at ``path``, or ``path`` is as it was and an
    exception is raised.

    ``verify`` gets the temporary file's path before it takes its place; what it raises aborts. ``UserError``: folder
    missing or not writable, ``path`` is no file, disk full. A locked or read-only file at ``path`` (open in Excel) is
    left alone and the result goes to '<name> (1).<ext>': see ``Target.final``. ``beside``: so is any file at ``path``.
    """
    wanted = os.path.realpath(path)
    folder = _folder_of(wanted)
    clean(folder)
    temporary = os.path.join(folder, f"{PREFIX}{os.urandom(_RANDOM // 2).hex()}{SUFFIX}")
    with _stoppable():
        try:
            with disk_errors_in_words(wanted):
                _create(temporary)
            target = Target(wanted, temporary)
            with disk_errors_in_words(wanted, only_full=True):
                yield target
            with disk_errors_in_words(wanted):
                _flush(temporary)
            if verify is not None:
                verify(temporary)
            with disk_errors_in_words(wanted):
                target.final = _put_beside(temporary, wanted) if beside else _put(temporary, wanted)
                _flush_folder(folder)
        finally:
            with suppress(OSError):  # renamed already, or kept open by the caller: then the next run removes it
                os.remove(temporary)


def write_bytes(path: str | os.PathLike[str], data: bytes, verify: Callable[[str], None] | None = None) -> str:
    """Puts ``data`` at ``path`` as ``replacing`` does; the path of the file that holds it."""
    with replacing(path, verify) as target, open(target, "wb") as file:
        file.write(data)
    return target.final


def write_pieces(path: str | os.PathLike[str], pieces: Iterable[bytes]) -> str:
    """Puts what ``pieces`` are together at ``path`` as ``replacing`` does; the path of the file that holds it."""
    with replacing(path) as target, open(target, "wb") as file:
        file.writelines(pieces)
    return target.final


def put_beside(path: str, data: bytes, verify: Callable[[str], None] | None = None) -> str:
    """Puts ``data`` beside the file at ``path``, as '<name> (1).<ext>' or the next number; the path taken."""
    with replacing(path, verify, beside=True) as target, open(target, "wb") as file:
        file.write(data)
    return target.final


def make_folder(path: str) -> None:
    """A folder with those above it, if it is not there. ``UserError`` where that cannot be."""
    try:
        os.makedirs(path, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError("output-not-a-folder", path=show(path)) from None
    except OSError as error:
        raise UserError("output-not-writable", path=show(path), detail=error.strerror or str(error)) from None


def clean(folder: str, now: float | None = None) -> int:
    """Removes temporary files that killed runs left in a folder more than an hour ago; the number removed."""
    limit = (time.time() if now is None else now) - STALE_SECONDS
    removed = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if is_temporary(entry.name) and entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < limit:
                    os.remove(entry.path)
                    removed += 1
    return removed


def is_temporary(name: str) -> bool:
    """Is this the name of a temporary file of ours?"""
    middle = name[len(PREFIX) : -len(SUFFIX)]
    return (
        name.startswith(PREFIX)
        and name.endswith(SUFFIX)
        and len(middle) == _RANDOM
        and not middle.strip("0123456789abcdef")
    )


def _folder_of(wanted: str) -> str:
    folder = os.path.dirname(wanted)
    if not os.path.isdir(folder):
        raise UserError("no-output-folder", path=folder)
    if os.path.lexists(wanted) and not os.path.isfile(wanted):
        raise UserError("output-not-a-file", path=wanted)
    return folder


def _create(path: str) -> None:
    """A new, empty file; exclusive, so that a link planted under its name is refused."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _flush(path: str) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: str) -> None:
    """Makes the rename itself durable.

    Where folders cannot be opened (Windows, some network shares) there is nothing to do.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put(temporary: str, wanted: str) -> str:
    """Renames to ``wanted``, or beside it where that file is locked or read-only; the path taken."""
    try:
        mode = stat.S_IMODE(os.stat(wanted).st_mode)
    except FileNotFoundError:
        mode = None
    if mode is None or mode & 0o222:
        try:
            if mode is not None:
                with suppress(OSError):
                    os.chmod(temporary, mode)
            os.replace(temporary, wanted)
        except OSError as error:
            if error.errno not in _LOCKED:
                raise
        else:
            return wanted
    return _put_beside(temporary, wanted)


def _put_beside(temporary: str, wanted: str) -> str:
    stem, extension = os.path.splitext(wanted)
    for number in range(1, _OTHER_NAMES + 1):
        other = f"{stem} ({number}){extension}"
        with suppress(FileExistsError):
            _rename_new(temporary, other)
            return other
    raise UserError("output-locked", path=wanted)


def _rename_new(temporary: str, other: str) -> None:
    """Renames, and never over an existing file. (Windows' rename refuses by itself; elsewhere a hard link does.)"""
    if sys.platform == "win32":
        os.rename(temporary, other)
        return
    try:
        os.link(temporary, other)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: reserve the name, then take it
        _create(other)
        os.replace(temporary, other)


@contextmanager
def disk_errors_in_words(wanted: str, only_full: bool = False) -> Iterator[None]:
    """Says a failure of the disk or the folder in the operator's words.

    ``only_full``: others' errors are theirs to explain.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("disk-full", path=wanted) from error
        if only_full:
            raise
        raise UserError("output-not-writable", path=wanted, detail=error.strerror or str(error)) from error


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turns a termination signal into an exit that cleans up, where nobody else has taken charge of it."""
    try:
        import signal
    except ImportError:  # a platform without signals has nothing to be turned
        yield
        return

    def leave(number: int, frame: object) -> None:  # noqa: ARG001
        raise SystemExit(128 + number)

    changed = []
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        with suppress(ValueError):  # not in the main thread: signals are not ours to handle
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, leave)
                changed.append(number)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)
