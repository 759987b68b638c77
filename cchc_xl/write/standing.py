"""What stands at an output's place already, and whether it may be replaced.

A path that somebody mistyped, or a copy in which a colleague went on working, is worth more than a result that can be
made again. So only what this program made, and nobody has changed, is replaced without being asked; everything else
stays, and the operator is told how to say that it is not needed (``--force``).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence

from cchc_xl.errors import UserError
from cchc_xl.grid.scan import show
from cchc_xl.write.atomic import clean, put_beside, write_bytes

WORKBOOKS = (".xlsx",)


def check_output(path: str, extensions: Sequence[str] = WORKBOOKS, named: Iterable[str] = ()) -> None:
    """``UserError`` for an output that cannot be meant, before any work is done: of another type ('output-extension'),
    a folder, a device or a pipe ('output-not-a-file'), in a folder that is not there ('no-output-folder'), or one of
    the files ``named`` to the command ('output-is-input'). Nothing is opened: a pipe would be waited for.
    """
    try:
        kind = os.stat(path).st_mode
    except OSError:
        kind = 0
    if kind and not stat.S_ISREG(kind):
        raise UserError("output-not-a-file", path=show(path))
    if os.path.splitext(path)[1].lower() not in extensions:
        raise UserError("output-extension", path=show(path), known=", ".join(extensions))
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise UserError("no-output-folder", path=show(folder))
    if any(one and same_place(one, path) for one in named):
        raise UserError("output-is-input", path=show(path))


def names_folder(out: str) -> bool:
    """Is an output that may be a file or a folder a folder: one that is there, or a name without a file's extension?

    ``kỳ 1.2026`` has none; of ``kq.csv`` the extension is then judged (``check_output``), and no folder is made.
    """
    return os.path.isdir(out) or re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{0,4}", os.path.splitext(out)[1]) is None


def same_place(path: str, other: str) -> bool:
    """Whether two paths lead to one file, whatever links or letter case lie between."""
    if os.path.normcase(os.path.realpath(path)) == os.path.normcase(os.path.realpath(other)):
        return True
    try:
        return os.path.samefile(path, other)  # a hard link, or a file system that does not tell a from A
    except OSError:
        return False


def require_replaceable(path: str, is_ours: Callable[[str], bool], force: bool) -> None:
    """``UserError`` 'output-exists' where something stands at ``path`` that is not known to be ours."""
    if not force and os.path.lexists(path) and not is_ours(path):
        raise UserError("output-exists", path=show(path))


def holds(path: str, data: bytes) -> bool:
    """Whether the file at ``path`` has this very content, as the last run left it."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) != len(data):
            return False
        with open(path, "rb") as file:
            return file.read() == data
    except OSError:
        return False


def put(path: str, data: bytes, *, force: bool, verify: Callable[[str], None] | None = None) -> str:
    """Puts ``data`` at ``path``; the path of the file that holds it.

    What stands there with other content stays unless ``force``: the new file goes to '<name> (1).<ext>' beside it.
    """
    if holds(path, data):
        clean(os.path.dirname(os.path.abspath(path)))  # what a killed run left goes also where nothing is written
        return path
    if force or not os.path.lexists(path):
        return write_bytes(path, data, verify)
    stem, extension = os.path.splitext(path)
    number = 1
    while os.path.lexists(other := f"{stem} ({number}){extension}"):
        if holds(other, data):  # put there by an earlier run
            return other
        number += 1
    return put_beside(path, data, verify)
