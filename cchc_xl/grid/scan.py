"""Which files are inputs: paths, folders and zipped folders to a sorted list, with every file that is passed over
named.

Found = read + skipped, always. Nothing is followed out of a folder (symbolic links are skipped) and nothing is
extracted to disk: members of an archive are read in memory under their own limits and shown as
'archive.zip/inner.xlsx', or 'archive.zip/inner.xlsx [3]' where several members bear that name.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cchc_xl.errors import UserError
from cchc_xl.grid import archive, mail
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.grid.openxml.package import LIMITS, Limits, ReadError, refusal
from cchc_xl.model import Grid, Refusal, Source
from cchc_xl.text import sort_key

WORKBOOKS = (
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm", ".et", ".fods", ".csv", ".tsv", ".html", ".htm",
    ".mht", ".mhtml", ".xml",
)  # fmt: skip
SENT_INSTEAD = (
    ".doc", ".docx", ".pdf", ".rtf", ".odt", ".jpg", ".jpeg", ".png", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".webp",
    ".rar", ".7z", ".gz", ".gsheet", ".lnk", ".url", ".crdownload", ".part", ".download", ".numbers", ".msg",
)  # fmt: skip
LOCK_NAMES = ("~$", ".~lock.")
SYSTEM_NAMES = ("._", ".ds_store", "thumbs.db", "desktop.ini", ".cchc-")
MAX_FILES = 100_000


class Input(NamedTuple):
    """A file to read, which everything calls ``shown``: the one at ``path``, or the ``member`` of the archive there.

    Where there is no path, or none that others can follow, ``content`` has its bytes or a function that gets them, and
    ``modified`` its time (ISO, local). ``at``: the place of the member in the archive's directory, from 1. ``named``:
    the operator named this very file.
    """

    path: str
    shown: str
    member: str = ""
    content: bytes | Callable[[], bytes] | None = None
    modified: str = ""
    at: int = 0
    named: bool = False


class Skipped(NamedTuple):
    """A file that is no input.

    ``why``: lock | system | symlink | special | other-type | archive | mail, or what ``scan`` was told of it.
    """

    shown: str
    why: str


class Scan(NamedTuple):
    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]


def scan(paths: Sequence[str], exclude: str = "", used_otherwise: Mapping[str, str] = MappingProxyType({})) -> Scan:
    """Everything below the paths, in Vietnamese order.

    ``exclude``: a file that is left out without a word (our own output). ``used_otherwise``: files that are no
    inputs wherever they lie, path -> why.
    """
    elsewhere = {os.path.realpath(path): why for path, why in used_otherwise.items()}
    names = {
        os.path.normcase(os.path.basename(path)) for path in elsewhere
    }  # a real path costs a look at every folder above
    inputs: list[Input] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise UserError("not-found", path=show(path))
        for item in _walk(path):
            place = os.path.abspath(item.path if isinstance(item, Input) else item.shown)
            if place in seen or (exclude and place == os.path.abspath(exclude)):
                continue
            seen.add(place)
            if os.path.normcase(os.path.basename(place)) in names and (why := elsewhere.get(os.path.realpath(place))):
                skipped.append(Skipped(item.shown, why))
                continue
            for entry in _members(item) if isinstance(item, Input) else (item,):
                (inputs if isinstance(entry, Input) else skipped).append(entry)  # type: ignore[arg-type]
    return Scan(
        tuple(sorted(inputs, key=lambda i: sort_key(i.shown))), tuple(sorted(skipped, key=lambda s: sort_key(s.shown)))
    )


def show(path: str) -> str:
    """A path as text that can be printed and stored: bytes that are no UTF-8 become \\xNN."""
    return (
        os.fsencode(path).decode("utf-8", "backslashreplace")
        if os.name != "nt"
        else path.encode("utf-8", "replace").decode()
    )


def _walk(path: str) -> Iterator[Input | Skipped]:
    if not os.path.isdir(path):
        yield Input(path, show(path), named=True)  # named by the operator: read.file says what is wrong with it
        return
    count = 0
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*(f for f in folders if os.path.islink(os.path.join(folder, f))), *sorted(files)):
            count += 1
            if count > MAX_FILES:
                raise UserError("too-many-files", path=show(path), limit=MAX_FILES)
            full = os.path.join(folder, name)
            why = _reason_to_skip(name, full)
            yield Skipped(show(full), why) if why else Input(full, show(full))


def _reason_to_skip(name: str, full: str) -> str:
    lower = name.lower()
    if lower.startswith(LOCK_NAMES):
        return "lock"
    if lower.startswith(SYSTEM_NAMES) or (lower.startswith(".") and not lower.endswith(WORKBOOKS)):
        return "system"
    try:
        mode = os.lstat(full).st_mode
    except OSError:
        return ""
    if stat.S_ISLNK(mode):
        return "symlink"
    if not stat.S_ISREG(mode):
        return "special"
    extension = os.path.splitext(lower)[1]
    known = extension in (*WORKBOOKS, *SENT_INSTEAD, ".zip", ".eml", "")
    return "" if known else "other-type"


def _members(item: Input) -> Iterable[Input | Skipped]:
    """A zipped folder as its workbooks, a mail as those attached to it; any other file as itself."""
    if _is_mail(item.path):
        return _attached(item)
    if not item.path.lower().endswith(".zip"):
        return (item,)
    found = archive.members(item.path)
    if found is None or any(one.name == "[Content_Types].xml" for one in found) or len(found) > MAX_FILES:
        return (item,)  # a workbook under another name, or no archive of a sane size
    times = Counter(one.name for one in found)
    return [_member(item, one, times[one.name] > 1) for one in found]


def _is_mail(path: str) -> bool:
    return path.lower().endswith(".eml")


def _attached(item: Input) -> Iterable[Input | Skipped]:
    """What is attached to a mail; the mail is named where nothing of it can be a report, and where it is no mail."""
    found = mail.members(item.path)
    if found is None:
        return (item,)
    times = Counter(one.name for one in found)
    entries = [_member(item, one, times[one.name] > 1) for one in found]
    if not any(isinstance(entry, Input) for entry in entries):
        return (*entries, Skipped(item.shown, "mail")) if entries else (Skipped(item.shown, "mail"),)
    sent = mail.sent(item.path)
    return [entry._replace(modified=sent) if isinstance(entry, Input) else entry for entry in entries]


def _member(item: Input, member: archive.ArchiveMember, repeated: bool) -> Input | Skipped:
    """``repeated``: others in the archive bear the same name, so that it does not say which one is meant."""
    name = member.name
    shown = f"{item.shown}/{name} [{member.at}]" if repeated else f"{item.shown}/{name}"
    base = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    if base.startswith(LOCK_NAMES):
        return Skipped(shown, "lock")
    if base.startswith(SYSTEM_NAMES) or name.startswith("__MACOSX/"):
        return Skipped(shown, "system")
    if base.endswith(".zip"):
        return Skipped(shown, "archive")
    if not base.endswith((*WORKBOOKS, *SENT_INSTEAD)) and "." in base:
        return Skipped(shown, "other-type")
    return Input(item.path, shown, name, at=member.at)


def read_input(item: Input, limits: Limits = LIMITS) -> Grid | Refusal:
    """The workbook that an input is. Never raises for anything that a file can do."""
    if item.content is None and not item.member:
        return read_file(item.path, item.shown, limits)
    source = Source(item.shown, modified=item.modified)
    try:
        data = content_of(item)
    except ReadError as error:
        return refusal(source, error)
    except OSError as error:  # gone, or out of reach by now
        return refusal(source, ReadError("not-a-file", found=type(error).__name__))
    if data is None:
        return refusal(source, ReadError("truncated"))
    return read_bytes(data, item.shown, item.modified, limits)


def content_of(item: Input) -> bytes | None:
    """The bytes of a member of an archive or a mail, or of an input without a path; None where a member is damaged."""
    if isinstance(item.content, bytes):
        return item.content
    if item.content is not None:
        return item.content()
    return mail.member_bytes(item.path, item.at) if _is_mail(item.path) else archive.member_bytes(item.path, item.at)
