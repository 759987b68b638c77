"""Saved mails (.eml): which files are attached, under the names that their sender saw, and the bytes of one.

The same door as ``archive``: a mail is a container whose members are known by their place. A mail within the mail
(forwarded as an attachment) gives its attachments too; pictures that stand in the text are none.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from cchc_xl.grid.archive import MAX_MEMBER, ArchiveMember

MAX_MAIL = 60_000_000  # bytes; base64 makes a third more of every attachment
MOST_PARTS = 500
VIET_NAM = dt.timezone(dt.timedelta(hours=7))  # all the year; web mail writes the zone of its own machines

_EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb", "text/csv": ".csv", "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/msword": ".doc",
}  # fmt: skip


class _Mail(NamedTuple):
    attachments: tuple[tuple[str, Message], ...]
    sent: str


def members(path: str) -> tuple[ArchiveMember, ...] | None:
    """The attachments in their order; None where the file is no mail of a sane size."""
    mail = _opened(path)
    return (
        None if mail is None else tuple([ArchiveMember(at, name) for at, (name, _) in enumerate(mail.attachments, 1)])
    )


def member_bytes(path: str, at: int) -> bytes | None:
    """The bytes of an attachment; None where they are damaged or more than a file may have."""
    mail = _opened(path)
    if mail is None or not 0 < at <= len(mail.attachments):
        return None
    try:
        data = mail.attachments[at - 1][1].get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return None
    return data if isinstance(data, bytes) and len(data) <= MAX_MEMBER else None


def sent(path: str) -> str:
    """When the mail was sent, as ISO time of Viet Nam wherever it is read; '' where it does not say."""
    mail = _opened(path)
    return mail.sent if mail else ""


def _attachments(message: Message) -> tuple[tuple[str, Message], ...]:
    found: list[tuple[str, Message]] = []
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            break
        if part.is_multipart():
            continue
        name, kind = _name(part), part.get_content_type()
        if not name and kind in _EXTENSIONS:
            name = f"{len(found) + 1}{_EXTENSIONS[kind]}"
        in_the_text = part.get_content_maintype() == "image" and (
            part.get_content_disposition() != "attachment" or "content-id" in part
        )
        if name and not in_the_text:
            found.append((name, part))
    return tuple(found)


def _name(part: Message) -> str:
    """The file's name as its sender saw it: encoded words and raw bytes too, without folders and control characters."""
    said = part.get_filename() or ""
    if "\ufffd" in said:  # bytes that no standard allows in a header, and many programs write
        said = _raw_name(part) or said
    if "=?" in said:
        said = "".join([_decoded(piece, charset) for piece, charset in decode_header(said)])
    said = said.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    base = said.replace("\\", "/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", "".join([letter for letter in base if letter.isprintable()])).strip(". ")


def _raw_name(part: Message) -> str:
    for header, value in part.raw_items():
        if header.lower() in ("content-disposition", "content-type"):
            found = _NAME.search(str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            if found:
                return found[1].strip()
    return ""


_NAME = re.compile(r"""name\s*=\s*"?([^";\r\n]{1,300})""", re.IGNORECASE)


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "utf-8", "replace")
    except LookupError:
        return piece.decode("utf-8", "replace")


def _sent(message: Message) -> str:
    try:
        moment = parsedate_to_datetime(str(message.get("date", "")))
        return (moment.astimezone(VIET_NAM) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return ""


# --- the mail that was opened last -----------------------------------------------------------------------------------

_open: dict[tuple[object, ...], _Mail | None] = {}


def _opened(path: str) -> _Mail | None:
    """The mail, taken apart once for all of its attachments."""
    try:
        status = os.stat(path)
        key = (os.path.abspath(path), status.st_size, status.st_mtime_ns, status.st_ino)
        if key not in _open:
            _open.clear()
            _open[key] = _read(path) if status.st_size <= MAX_MAIL else None
        return _open[key]
    except OSError:
        return None


def _read(path: str) -> _Mail | None:
    with open(path, "rb") as file:
        data = file.read(MAX_MAIL + 1)
    try:
        message = message_from_bytes(data)
        return _Mail(_attachments(message), _sent(message)) if message.keys() else None
    except Exception:  # whatever a hostile mail makes the library do is a property of the mail
        return None
