"""Saved mails (.eml): which files are attached, under the names that their sender saw, and the bytes of one.

A mail is a ``Container`` like an archive. A mail within the mail
(forwarded as an attachment) gives its attachments too; pictures that stand in the text are none. All of them came when
the outer mail came: when the inner one was written says nothing about when this office had it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from cchc_xl.grid.container import ArchiveMember, Bounds
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.sniff import sniff

MAX_MAIL = 60_000_000  # bytes; base64 makes a third more of every attachment
MOST_PARTS = 500
VIET_NAM = dt.timezone(dt.timedelta(hours=7))  # all the year; web mail writes the zone of its own machines

_EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb", "text/csv": ".csv", "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/msword": ".doc",
}  # fmt: skip


class Mail:
    """``attachments``: names and parts, in their order."""

    def __init__(self, attachments: tuple[tuple[str, Message], ...], sent: str) -> None:
        self._parts = [part for _, part in attachments]
        self.members = tuple([ArchiveMember(at, name) for at, (name, _) in enumerate(attachments, 1)])
        self.sent = sent

    def read(self, at: int, most: int) -> bytes:
        """The bytes of an attachment. Raises ReadError: truncated, limit-size, gone."""
        if not 0 < at <= len(self._parts):
            raise ReadError("gone")
        try:
            data = self._parts[at - 1].get_payload(decode=True)
        except (ValueError, LookupError, TypeError, AssertionError):
            data = None
        if not isinstance(data, bytes):
            raise ReadError("truncated")
        if len(data) > most:
            raise ReadError("limit-size", limit=most, found=len(data))
        return data

    def close(self) -> None:
        self._parts = []


def opened(source: str | bytes) -> Mail | None:
    """The mail, taken apart once for all of its attachments; None where the file is none. Raises ReadError."""
    if isinstance(source, str):
        with open(source, "rb") as file:
            source = file.read(MAX_MAIL + 1)
    if len(source) > MAX_MAIL:
        raise ReadError("limit-size", limit=MAX_MAIL, found=len(source))
    try:
        message = message_from_bytes(_BEFORE_HEADERS.sub(b"", source, count=1))
        return Mail(_attachments(message), _came(message)) if message.keys() else None
    except Exception:  # whatever a hostile mail makes the library do is a property of the mail
        return None


# A mark of UTF-8, which editors put before everything; the length of the mail, which Apple's Mail does (.emlx).
_BEFORE_HEADERS = re.compile(rb"\A\xef\xbb\xbf|\A[0-9]{1,10}[ \t]*\r?\n")


class MailFolder:
    """A folder of a mail program in one file (mbox, RFC 4155): its mails, each of which is a container itself."""

    sent = ""

    def __init__(self, source: str | bytes, bounds: Bounds) -> None:
        """Raises ReadError limit-size, limit-members."""
        if isinstance(source, str):
            with open(source, "rb") as file:
                source = file.read(bounds.held + 1)
        if len(source) > bounds.held:
            raise ReadError("limit-size", limit=bounds.held, found=len(source))
        begins = [match.start() for match in _FROM.finditer(source)]
        if len(begins) > bounds.members:
            raise ReadError("limit-members", limit=bounds.members, found=len(begins))
        self._data, self._places = source, list(zip(begins, [*begins[1:], len(source)], strict=True))
        self.members = tuple([ArchiveMember(at, f"{at}.eml") for at in range(1, len(begins) + 1)])

    def read(self, at: int, most: int) -> bytes:
        """One mail. Raises ReadError: limit-size, gone."""
        if not 0 < at <= len(self._places):
            raise ReadError("gone")
        begin, end = self._places[at - 1]
        if end - begin > most:
            raise ReadError("limit-size", limit=most, found=end - begin)
        return _QUOTED_FROM.sub(b"", self._data[self._data.index(b"\n", begin) + 1 : end])

    def close(self) -> None:
        self._data, self._places = b"", []


_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,500}\r?\n(?=[!-9;-~]{1,100}:)")
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)


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
        elif not name and kind == "application/octet-stream" and _holds_a_table(part):
            name = str(len(found) + 1)
        in_the_text = part.get_content_maintype() == "image" and (
            part.get_content_disposition() != "attachment" or "content-id" in part
        )
        if name and not in_the_text:
            found.append((name, part))
    return tuple(found)


def _holds_a_table(part: Message) -> bool:
    """Whether what nobody named may be a workbook, by its content."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return False
    return isinstance(data, bytes) and sniff(data) in ("zip", "ole")


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


def _came(message: Message) -> str:
    """When the mail reached its reader: what the last server noted, else what the sender's machine wrote."""
    last = str(message.get("received", ""))
    return _moment(last.rpartition(";")[2]) or _moment(str(message.get("date", "")))


def _moment(text: str) -> str:
    try:
        moment = parsedate_to_datetime(text.strip())
        return (moment.astimezone(VIET_NAM) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return ""
