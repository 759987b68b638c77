"""One path, or the bytes of one file, to a Grid or a Refusal that says why not. No exception leaves here but the
keyboard's.

A path is looked at before it is opened: only regular files are, so that a pipe or a cloud placeholder cannot hold a
merge up. The bytes are read once, hashed, and everything later works on them: a file that is saved again in the
meantime cannot give half of each.
"""

from __future__ import annotations

import errno
import os
import stat
import time

from cchc_xl.digests import sha256_of
from cchc_xl.grid.openxml.package import LIMITS, Content, Limits, Package, ReadError, finding, open_package, refusal
from cchc_xl.grid.openxml.workbook import Choose
from cchc_xl.grid.readers import reader_of
from cchc_xl.grid.sniff import ARCHIVES, DOCUMENTS, IMAGES, LINKS, MAILS, ole_kind, sniff, zip_kind
from cchc_xl.model import Finding, Grid, Refusal, Source

RETRY_AFTER = 0.3  # seconds; antivirus and Excel's own saving hold a file for about as long

_LOCKS = ("~$", ".~lock.", "._")
_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
# The bytes are elsewhere: FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS. Reading would wait for a
# download.
_NOT_HERE = 0x1000 | 0x40000 | 0x400000
_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)

_SHARING = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION of Windows: somebody has the file open
_BUSY = frozenset(getattr(errno, name, -1) for name in ("EBUSY", "ETXTBSY", "EAGAIN"))  # no platform has them all
_NO_PATH = frozenset((errno.ENAMETOOLONG, errno.EINVAL, errno.ENXIO))

# Extensions under which Excel opens a kind of content without a question.
_EXTENSIONS = {
    "xlsx": ("xlsx", "xltx"), "xlsm": ("xlsm", "xltm", "xlam"), "xlsb": ("xlsb",), "xls": ("xls", "xlt"),
    "ods": ("ods", "ots"), "html": ("html", "htm"), "xml-spreadsheet-2003": ("xml",), "xml": ("xml",),
    "csv": ("csv", "tsv", "txt"), "txt": ("csv", "tsv", "txt"), "jpg": ("jpg", "jpeg"), "tif": ("tif", "tiff"),
    "heic": ("heic", "heif", "avif"), "gz": ("gz", "tgz"),
    "mhtml": ("mht", "mhtml", "eml", "emlx"), "eml": ("eml", "emlx"), "tnef": ("dat", "tnef"),
    "docx": ("docx", "docm", "dotx", "dotm"), "odt": ("odt", "ott"),
    "doc": ("doc", "dot"),
}  # fmt: skip


# A provincial workbook of ours is longer than any submission: ten thousand units with several findings each, and no row
# of it may be overlooked, because people decide there. Bounded all the same: it may come from another office.
PROVINCE_LIMITS = LIMITS._replace(
    file_size=200_000_000,
    unpacked=1_000_000_000,
    rows=1_048_576,
    columns=16_384,
    cells=5_000_000,
    far_cells=20_000_000,
    elements=2_000_000,
)


def read_file(path: str, shown: str | None = None, limits: Limits = LIMITS) -> Grid | Refusal:
    """The workbook at ``path``, or at that URL (``remote``), named ``shown`` in findings. Never raises for anything
    that a file or folder can do.
    """
    source = Source(path if shown is None else shown)
    try:
        if "://" in path:
            from cchc_xl.grid import remote

            return read_bytes(remote.load(path, limits.file_size), source.path, "", limits)
        path = _long_path(path)
        source = _look(path, source)
        if source.size > limits.file_size:
            raise ReadError("limit-size", limit=limits.file_size, found=source.size)
        data = _load(path)
    except ReadError as error:
        return refusal(source, error)
    except (OSError, ValueError) as error:
        return refusal(source, out_of_reach(error))
    return read_bytes(data, source.path, "", limits)


def read_bytes(
    data: bytes, shown: str, received: str = "", limits: Limits = LIMITS, choose: Choose | None = None
) -> Grid | Refusal:
    """The workbook that ``data`` are. ``received``: see ``Source``. Sheets are read on demand: ``Sheet.body`` may
    raise ReadError.

    ``choose``: what is wanted of the long tables of an Open XML workbook (see ``openxml.workbook``); all of them by
    default.
    """
    source = Source(shown, sha256_of(data), len(data), received)
    try:
        if len(data) > limits.file_size:
            raise ReadError("limit-size", limit=limits.file_size, found=len(data))
        return _read(data, source, limits, choose)
    except Exception as error:  # whatever a hostile file makes go wrong is a property of the file
        return refusal(source, error)


# --- bytes from a path ---------------------------------------------------------------------------------------------


def _long_path(path: str) -> str:
    """Windows opens no path of 260 characters or more without this prefix."""
    if os.name == "nt" and not path.startswith("\\\\?\\"):
        whole = os.path.abspath(path)
        if len(whole) > 259:
            return "\\\\?\\UNC\\" + whole[2:] if whole.startswith("\\\\") else "\\\\?\\" + whole
    return path


def out_of_reach(error: OSError | ValueError) -> ReadError:
    """What keeps a file from being read at all, which says nothing of the file: gone, locked, no-permission, or that
    the disk or the network failed; 'not-a-file' for what is no path.
    """
    number = getattr(error, "errno", None)
    if getattr(error, "winerror", 0) in _SHARING or number in _BUSY:
        return ReadError("locked")
    if isinstance(error, PermissionError):
        return ReadError("no-permission")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ReadError("gone")
    if number == errno.ELOOP:
        return ReadError("link-loop")
    if number is None or number in _NO_PATH:
        return ReadError("not-a-file")
    return ReadError("unreachable", found=getattr(error, "strerror", None) or type(error).__name__)


def _look(path: str, source: Source) -> Source:
    """The size of a file that may be opened.

    Raises ReadError: lock-file, placeholder, not-a-file and what else a path can be that is no file.
    """
    name = source.name.lower()
    if name.startswith(_LOCKS) or name in _SYSTEM:
        raise ReadError("lock-file", "F08")
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        raise _no_file(path, status.st_mode)
    if is_elsewhere(status):
        raise ReadError("placeholder", "F09")
    return source._replace(size=status.st_size)


def _no_file(path: str, mode: int) -> ReadError:
    """What stands at the path instead of a file: a folder that is shut or open, a link and where it leads, a device."""
    if stat.S_ISDIR(mode):
        return ReadError("folder" if os.access(path, os.R_OK | os.X_OK) else "no-permission")
    if not stat.S_ISLNK(mode):
        return ReadError("not-a-file")
    try:
        os.stat(path)
    except FileNotFoundError:
        return ReadError("broken-link")
    except OSError as error:
        return out_of_reach(error)
    return ReadError("symbolic-link")


def is_elsewhere(status: os.stat_result) -> bool:
    """Whether the file's bytes are not on this machine, so that to read them would wait for a download."""
    return bool(getattr(status, "st_file_attributes", 0) & _NOT_HERE)


def _load(path: str) -> bytes:
    """All bytes of the file, with one more try where it is in use or was saved meanwhile.

    Raises ReadError: locked, changed; OSError where it is out of reach for another reason.
    """
    fault = ReadError("changed")
    for pause in (0.0, RETRY_AFTER):
        if pause and fault.reason == "locked":
            time.sleep(pause)
        try:
            data = _read_once(path)
        except OSError as error:
            fault = out_of_reach(error)
            if fault.reason != "locked":
                raise
        else:
            if data is not None:
                return data
            fault = ReadError("changed")
    raise fault


def _read_once(path: str) -> bytes | None:
    """The bytes of the file, None where it changed while they were read."""
    descriptor = os.open(path, _OPEN)
    with open(descriptor, "rb", buffering=0) as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise ReadError("not-a-file")
        data = file.read(before.st_size + 1)
        after = os.fstat(descriptor)
    unchanged = len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns
    return data if unchanged else None


def digest_of(path: str) -> str:
    """SHA-256 of the file that is there now, '' where none can be read."""
    import hashlib

    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# --- the right reader ----------------------------------------------------------------------------------------------


def _read(data: bytes, source: Source, limits: Limits, choose: Choose | None) -> Grid | Refusal:
    if not data.strip(b"\0 \r\n"):
        raise ReadError("empty")
    kind, package = _kind(data, source, limits)
    reader = reader_of(kind)
    if reader is None:
        return _refuse_kind(kind, source)
    found = _mismatch(kind, source)
    source = source._replace(format=kind)
    try:
        return reader.read_grid(Content(data, source, found, limits, package, choose))
    except ReadError as error:
        if error.code != "F03" and kind != "pdf":
            raise
        return refusal(source, error, found)  # a document that says nothing, under whatever name


def _kind(data: bytes, source: Source, limits: Limits) -> tuple[str, Package | None]:
    """What the content is, and its parts where it is a zip file whose parts can be told."""
    kind = sniff(data)
    if kind == "ole":
        return ole_kind(data), None
    if kind != "zip":
        return kind, None
    try:
        package = open_package(data, limits)
        return zip_kind(package), package
    except ReadError:
        if _extension(source) in ARCHIVES:
            return kind, None
        raise


def _extension(source: Source) -> str:
    return source.name.rpartition(".")[2].lower() if "." in source.name else ""


def _mismatch(kind: str, source: Source) -> tuple[Finding, ...]:
    """F06 where the name promises another kind than the content is; a name without an extension promises nothing."""
    extension = _extension(source)
    if not extension or not kind or extension in _EXTENSIONS.get(kind, (kind,)):
        return ()
    return (finding("F06", source, ext=f".{extension}", real=f".{kind}"),)


def _refuse_kind(kind: str, source: Source) -> Refusal:
    """A file that is no workbook: said by what it is."""
    extension = {"ext": f".{_extension(source) or kind}", "real": kind}
    if kind == "encrypted":
        return refusal(source, ReadError("password", "F05"))
    if kind in LINKS:
        return refusal(source, ReadError("link", "F09", **extension))
    also = _mismatch(kind, source)
    if kind in DOCUMENTS:
        return refusal(source, ReadError("document", "F03", **extension | {"ext": f".{kind}"}), also)
    if kind in IMAGES:
        return refusal(source, ReadError("image", "F04", **extension), also)
    if kind in ARCHIVES:
        return refusal(source, ReadError("archive", "F16", **extension), also)
    if kind in MAILS:
        return refusal(source, ReadError(MAILS[kind]), also)
    return refusal(source, ReadError("not-zip", **extension), also)
