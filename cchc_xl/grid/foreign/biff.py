"""Records and texts of a workbook stream of Excel 5 to 2003 ([MS-XLS] 2.1.4, 2.5.293, 2.5.294)."""

from __future__ import annotations

import codecs
import struct
import unicodedata
from collections.abc import Iterator

BEGIN, END, CONTINUE = 0x809, 0x0A, 0x3C

Runs = list[tuple[int, int]]  # (first character, font)


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """(kind, content, where the next record begins) of the records from ``at`` to the end of that substream.

    Embedded charts are left out.
    """
    depth = 0
    size_of_stream = len(stream)
    while at + 4 <= size_of_stream:
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        at += 4 + size
        if depth == 1:
            yield kind, stream[at - size : at], at


def continued(stream: bytes, at: int) -> list[bytes]:
    """The contents of the CONTINUE records that begin at ``at``."""
    found = []
    while stream.startswith(b"\x3c\x00", at) and at + 4 <= len(stream):
        (size,) = struct.unpack_from("<H", stream, at + 2)
        found.append(stream[at + 4 : at + 4 + size])
        at += 4 + size
    return found


# --- texts of Excel 97 and later -------------------------------------------------------------------------------------


def text_at(data: bytes, at: int, length: str) -> tuple[str, int]:
    """A text that begins with its length ('B' or 'H') and a byte of flags, and where it ends."""
    (count,) = struct.unpack_from("<" + length, data, at)
    at += struct.calcsize("<" + length)
    return letters(data, at + 1, count, data[at])


def letters(data: bytes, at: int, count: int, flags: int) -> tuple[str, int]:
    """``count`` letters of one byte each (the lower half of UTF-16) or two, and where they end.

    Raises IndexError where the text is cut short.
    """
    end = at + (count << (flags & 1))
    if end > len(data):
        raise IndexError
    return data[at:end].decode("utf-16-le" if flags & 1 else "latin-1", "replace"), end


class Pieces:
    """Texts that lie in a record and its continuations: where letters go on in the next one, it says anew how wide they
    are.
    """

    def __init__(self, parts: list[bytes]) -> None:
        self.parts = parts
        self.part = self.at = 0

    def take(self, size: int) -> bytes:
        """The next bytes, whatever record they lie in. Raises IndexError where there are not as many."""
        data = self.parts[self.part]
        if self.at + size <= len(data):
            self.at += size
            return data[self.at - size : self.at]
        taken = data[self.at :]
        while len(taken) < size:
            self._next()
            more = self.parts[self.part][: size - len(taken)]
            taken += more
            self.at = len(more)
        return taken

    def _next(self) -> None:
        self.part, self.at = self.part + 1, 0
        if self.part == len(self.parts):
            raise IndexError

    def letters(self, count: int, flags: int) -> str:
        found: list[str] = []
        while count:
            data = self.parts[self.part]
            here = min(count, (len(data) - self.at) >> (flags & 1))
            text, self.at = letters(data, self.at, here, flags)
            found.append(text)
            count -= here
            if count:
                self._next()
                flags = self.take(1)[0]
        return "".join(found)

    def rich_text(self) -> tuple[str, Runs]:
        """The next text of the table of strings, with the fonts of its parts."""
        count, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        beside = struct.unpack("<L", self.take(4))[0] if flags & 4 else 0
        text = self.letters(count, flags)
        fonts = font_runs(self.take(4 * runs)) if runs else []
        if beside:
            self.take(beside)
        return text, fonts


def font_runs(data: bytes) -> Runs:
    return list(struct.iter_unpack("<HH", data[: len(data) & ~3]))


# --- texts of Excel 5 and 95 -----------------------------------------------------------------------------------------


def encoding(code_page: int) -> str:
    """Python's name of a code page; Windows' Western one where it is not known.

    >>> encoding(1258), encoding(65001), encoding(32768), encoding(21010)
    ('cp1258', 'utf-8', 'mac-roman', 'cp1252')
    """
    name = {65001: "utf-8", 1200: "utf-16-le", 32768: "mac-roman", 10000: "mac-roman"}.get(code_page, f"cp{code_page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def bytes_text(data: bytes, code_page: int | None) -> str:
    """A text of one byte a letter. Without a code page it is UTF-8 where it can be: programs for web pages write so.

    A byte that the code page does not have stays what it is: the fonts of TCVN3 and VNI use them all.
    """
    if code_page is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            code_page = 1252
    text = data.decode(encoding(code_page), _AS_IS)
    return unicodedata.normalize("NFC", text) if code_page == 1258 else text  # whose tones are letters of their own


def _as_is(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


_AS_IS = "cchc-as-is"
codecs.register_error(_AS_IS, _as_is)


# --- numbers --------------------------------------------------------------------------------------------------------


def short_number(value: int) -> int | float:
    """An RK number ([MS-XLS] 2.5.217): an integer of 30 bits or the upper half of a double, by 100 where it says so."""
    if value & 2:
        number: int | float = (value >> 2) - (0x40000000 if value & 0x80000000 else 0)
    else:
        (number,) = struct.unpack("<d", struct.pack("<LL", 0, value & 0xFFFFFFFC))
    return number / 100 if value & 1 else number
