"""Which files are inputs: paths, folders and zipped folders to a sorted list, with every file that is passed over
named.

Found = read + skipped, always: what may be a report is an input, if only to be refused by name; what is skipped is
none. No symbolic link in a folder is followed and nothing is extracted to disk: members of an archive are read in
memory under their own limits and shown as 'archive.zip/inner.xlsx', or 'archive.zip/inner.xlsx [3]' where several
members bear that name.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from cchc_xl.errors import UserError
from cchc_xl.grid import archive
from cchc_xl.grid.container import ArchiveMember
from cchc_xl.grid.file import is_elsewhere, out_of_reach, read_bytes, read_file
from cchc_xl.grid.openxml.package import LIMITS, Limits, ReadError, refusal
from cchc_xl.grid.sniff import sniff
from cchc_xl.model import Grid, Refusal, Source
from cchc_xl.records import NamedTuple
from cchc_xl.text import late, nfc, sort_key

WORKBOOKS = (
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm", ".et", ".fods", ".csv", ".tsv", ".html", ".htm",
    ".mht", ".mhtml", ".xml",
)  # fmt: skip
SENT_INSTEAD = (
    ".doc", ".docx", ".pdf", ".rtf", ".odt", ".jpg", ".jpeg", ".png", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".webp",
    ".gz", ".gsheet", ".lnk", ".url", ".crdownload", ".part", ".download", ".numbers", ".msg",
)  # fmt: skip
KNOWN = (*WORKBOOKS, *SENT_INSTEAD, *archive.NAMES)  # how names of possible reports end
# Kinds of content that are looked into whatever the file is called.
HOLD_TABLES = frozenset(
    ("zip", "ole", "xls", "fods", "xml-spreadsheet-2003", "pdf", "rtf", "7z", "rar", "mbox", "tnef")
)
LOCK_NAMES = ("~$", ".~lock.")
SYSTEM_NAMES = ("._", ".ds_store", "thumbs.db", "desktop.ini", ".cchc-")
MAX_FILES = 100_000
# A provincial workbook as a person left it, kept beside the one that replaced it (``run.copies``).
KEPT_COPY = late(r"(.+) \(bản lưu (\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)\)\.xlsx")


class Input(NamedTuple):
    """A file to read, which everything calls ``shown``: the one at ``path``, or the ``member`` of the archive there.

    Where there is no path, or none that others can follow, ``content`` has its bytes or a function that gets them.
    ``received``: when it came, where that is known (``model.Source``). ``at``: the places of the member in the
    directories of the archive and of those within it, each from 1. ``named``: the operator named this very file.
    """

    path: str
    shown: str
    member: str = ""
    content: bytes | Callable[[], bytes] | None = None
    received: str = ""
    at: tuple[int, ...] = ()
    named: bool = False


class Skipped(NamedTuple):
    """A file that is no input.

    ``why``: lock | system | kept-copy | symlink | special | other-type, or what ``scan`` was told of it.
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
        if "://" not in path and _is_missing(path):
            raise UserError("not-found", path=show(path))
        for item in _walk(path, paths):
            place = os.path.abspath(item.path if isinstance(item, Input) else item.shown)
            if place in seen or (exclude and place == os.path.abspath(exclude)):
                continue
            seen.add(place)
            if os.path.normcase(os.path.basename(place)) in names and (why := elsewhere.get(os.path.realpath(place))):
                skipped.append(Skipped(item.shown, why))
                continue
            for entry in _members(item) if isinstance(item, Input) else (item,):
                (inputs if isinstance(entry, Input) else skipped).append(entry)  # type: ignore[arg-type]
                if len(inputs) + len(skipped) > MAX_FILES:
                    raise UserError("too-many-files", path=show(path), limit=MAX_FILES)
    return Scan(
        tuple(sorted(inputs, key=lambda i: sort_key(i.shown))), tuple(sorted(skipped, key=lambda s: sort_key(s.shown)))
    )


def show(path: str) -> str:
    """A path as text that can be printed and stored: bytes that are no UTF-8 become \\xNN, a URL is without user and
    password.
    """
    if "://" in path:
        from cchc_xl.grid.remote import shown_url

        path = shown_url(path)
    return (
        os.fsencode(path).decode("utf-8", "backslashreplace")
        if os.name != "nt"
        else path.encode("utf-8", "replace").decode()
    )


def _is_missing(path: str) -> bool:
    """Whether nothing bears that name; what is there and out of reach is an input that says so."""
    try:
        os.lstat(path)
    except PermissionError:
        return False
    except (OSError, ValueError):
        return True
    return False


def _walk(path: str, roots: Sequence[str]) -> Iterator[Input | Skipped]:
    """The files below a path, which is itself one or a folder.

    What the operator names is followed where it is a link; read_file says what is wrong with it.
    """
    if "://" in path:
        yield from _walk_storage(path)
        return
    if not os.path.isdir(path):
        yield Input(os.path.realpath(path) if os.path.isfile(path) else path, show(path), named=True)
        return
    shut: list[OSError] = []
    count = 0
    for folder, folders, files in os.walk(path, onerror=shut.append, followlinks=False):
        hidden = [name for name in folders if name.startswith(".")]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = sorted(set(folders).difference(hidden))
        yield from (Skipped(show(os.path.join(folder, name)), "system") for name in hidden)
        for name in (*sorted(set(links).difference(hidden)), *sorted(files)):
            count += 1
            if count > MAX_FILES:
                raise UserError("too-many-files", path=show(path), limit=MAX_FILES)
            full = os.path.join(folder, name)
            why = _reason_to_skip(name, full, roots)
            yield Skipped(show(full), why) if why else Input(full, show(full))
    for fault in shut:  # a folder that cannot be looked into may hold reports
        yield Input(str(fault.filename), show(str(fault.filename)))


def _walk_storage(url: str) -> Iterator[Input | Skipped]:
    """The same below a URL."""
    from cchc_xl.grid import remote

    for count, found in enumerate(remote.files_below(url), 1):
        if count > MAX_FILES:
            raise UserError("too-many-files", path=show(url), limit=MAX_FILES)
        *folders, name = found.names
        named, lower = found.url == url, name.lower()
        why = "system" if any(folder.startswith(".") for folder in folders) else _reason_in_name(name)
        if not why and not _is_known(lower) and not may_be_sent(lower, remote.head(found.url)):
            why = "other-type"
        shown = show(found.url)
        yield Skipped(shown, why) if why and not named else Input(found.url, shown, named=named)


def _reason_in_name(name: str) -> str:
    lower = name.lower()
    if lower.startswith(LOCK_NAMES):
        return "lock"
    if KEPT_COPY.fullmatch(nfc(name)):
        return "kept-copy"
    is_system = lower.startswith(SYSTEM_NAMES) or (lower.startswith(".") and not lower.endswith(WORKBOOKS))
    return "system" if is_system else ""


def _reason_to_skip(name: str, full: str, roots: Sequence[str]) -> str:
    """Why a file cannot be a report, '' where it can: then it is read, or the refusal says why not."""
    lower = name.lower()
    if why := _reason_in_name(name):
        return why
    try:
        status = os.lstat(full)
    except OSError:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return _reason_to_skip_link(lower, full, roots)
    if not stat.S_ISREG(status.st_mode):
        return "special"
    known = _is_known(lower) or (not is_elsewhere(status) and may_be_sent(lower, _head(full)))
    return "" if known else "other-type"


def _reason_to_skip_link(lower: str, full: str, roots: Sequence[str]) -> str:
    """A link is never followed. One to what is found anyway is passed over, any other may be a report."""
    real = os.path.realpath(full)
    if any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in map(os.path.realpath, roots)):
        return "symlink" if os.path.exists(real) else ""
    return "" if os.path.isdir(real) or _is_known(lower) else "other-type"


def _is_known(lower: str) -> bool:
    return lower.endswith(KNOWN) or "." not in lower


def may_be_sent(lower: str, head: bytes | None) -> bool:
    """Whether a file may hold a report under an extension that says nothing of it ('.xlsx.bak', '.docm', '.txt').

    ``head``: its first bytes, None where they cannot be had: then nobody can tell.
    """
    if head is None:
        return True
    kind = sniff(head)
    return kind in HOLD_TABLES or (kind == "csv" and lower.endswith(".txt"))


def _head(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(4096)
    except OSError:
        return None


def _members(item: Input) -> Iterator[Input | Skipped]:
    """A zipped folder as its workbooks, a mail as those attached to it, and so on within them; other files as they are.

    One that cannot be opened is itself the input, and so is a mail without a report: the figures may stand in its text.
    """
    if not archive.is_one(item.member or item.path):
        yield item
        return
    try:
        found = archive.opened(item.path, item.at)
    except ReadError:  # it is said of it when its turn comes to be read
        found = None
    if found is None or not found.members:
        yield item
        return
    times = Counter(one.name for one in found.members)
    is_mail, nothing = archive.is_mail(item.member or item.path), True
    for one in found.members:
        entry = _member(item, one, times[one.name] > 1, found.sent)
        for inner in _members(entry) if isinstance(entry, Input) else (entry,):
            nothing = nothing and isinstance(inner, Skipped)
            yield inner
    if is_mail and nothing:
        yield item


def _member(item: Input, member: ArchiveMember, repeated: bool, sent: str) -> Input | Skipped:
    """``repeated``: others in the archive bear the same name, so that it does not say which one is meant."""
    name = member.name
    shown = f"{item.shown}/{name} [{member.at}]" if repeated else f"{item.shown}/{name}"
    base = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    if base.startswith(LOCK_NAMES):
        return Skipped(shown, "lock")
    if base.startswith(SYSTEM_NAMES) or name.startswith("__MACOSX/"):
        return Skipped(shown, "system")
    found = Input(
        item.path,
        shown,
        f"{item.member}/{name}" if item.member else name,
        received=item.received or sent,  # what lies in a forwarded mail came with the outer one
        at=(*item.at, member.at),
    )
    return found if _is_known(base) or may_be_sent(base, _head_of(found)) else Skipped(shown, "other-type")


def _head_of(member: Input) -> bytes | None:
    try:
        return archive.member_bytes(member.path, member.at)[:4096]
    except ReadError:
        return None


def read_input(item: Input, limits: Limits = LIMITS) -> Grid | Refusal:
    """The workbook that an input is. Never raises for anything that a file can do."""
    source = Source(item.shown, received=item.received)
    try:
        if item.content is None:
            _require_opened(item)
            if not item.member:
                return read_file(item.path, item.shown, limits)
        data = content_of(item)
    except ReadError as error:
        return refusal(source, error)
    except OSError as error:
        return refusal(source, out_of_reach(error))
    return read_bytes(data, item.shown, item.received, limits)


def _require_opened(item: Input) -> None:
    """Raises ReadError where an input is an archive that could not be opened, which says more than that it is one."""
    if archive.is_one(item.member or item.path):
        found = archive.opened(item.path, item.at)
        if found is not None and not found.members and not archive.is_mail(item.member or item.path):
            raise ReadError("nothing-inside")


def content_of(item: Input) -> bytes:
    """The bytes of a member of an archive or a mail, or of an input without a path. Raises ReadError, OSError."""
    if isinstance(item.content, bytes):
        return item.content
    return archive.member_bytes(item.path, item.at) if item.content is None else item.content()
