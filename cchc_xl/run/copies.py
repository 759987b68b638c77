"""The provincial workbook as a person left it, kept beside the new one where a merge changes or drops anything of hers.

A copy bears the time at which she saved it. The last few are kept, and no merge takes one for an input (``grid.scan``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress

from cchc_xl.grid.scan import KEPT_COPY
from cchc_xl.text import nfc
from cchc_xl.write.atomic import write_bytes
from cchc_xl.write.standing import holds


def keep_copy(path: str, digest: str, most: int) -> str:
    """Keeps the file at ``path``, whose SHA-256 is ``digest``, and no more than ``most`` such copies; the copy's path.

    '' where none is wanted, or where another file is there by now: then nothing is replaced either. ``UserError`` where
    it cannot be written: a disk that is full, a folder that is read-only.
    """
    if most < 1:
        return ""
    with open(path, "rb") as file:
        data = file.read()
        saved = os.fstat(file.fileno()).st_mtime
    if hashlib.sha256(data).hexdigest() != digest:
        return ""
    copy = _name(path, saved)
    if not holds(copy, data):
        copy = write_bytes(copy, data)
        with suppress(OSError):
            os.utime(copy, (saved, saved))
    for old in kept_copies(path)[:-most]:
        if old != copy:
            with suppress(OSError):
                os.remove(old)
    return copy


def kept_copies(path: str) -> Sequence[str]:
    """The copies of an output, the oldest first."""
    folder, name = os.path.split(os.path.abspath(path))
    with suppress(OSError):
        stem = nfc(os.path.splitext(name)[0])
        found = [(match[2], one) for one in os.listdir(folder) if (match := KEPT_COPY.fullmatch(nfc(one)))]
        return [os.path.join(folder, one) for _, one in sorted(found) if nfc(one).startswith(f"{stem} (bản lưu ")]
    return ()


def _name(path: str, saved: float) -> str:
    stem, extension = os.path.splitext(os.path.abspath(path))
    at = dt.datetime.fromtimestamp(saved)  # noqa: DTZ006 - the consolidator's own clock
    return f"{stem} (bản lưu {at:%Y-%m-%d %H.%M.%S}){extension}"
