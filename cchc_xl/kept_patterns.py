"""Regular expressions compiled once and kept beside the bytecode, as the interpreter keeps modules.

``re`` compiles in Python, at every start anew, and pickles a pattern as its source: of the check of one file that was a
fifth. Kept is what its compiler made, the numbers that the matcher in C works by (which looks at them before it uses
them), for the interpreter that made them and no other. They lie in ``__pycache__``: who may write there may change the
program, too. Nothing depends on it: what is not there, or not as it should be, is compiled, and where nothing may be
written nothing is kept.
"""

from __future__ import annotations

import os
import re
import sys
from marshal import dumps, loads
from zlib import crc32

from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Key = tuple[str, int]  # a pattern and its flags
    Kept = Mapping[Key, bytes | memoryview]

MOST = 2000  # patterns; the program has some hundreds
LONGEST = 4096  # characters of one
LARGEST = 16 << 20  # bytes of the file; four hundred patterns are half a MB
_WIDTH = 4  # bytes of a number of the matcher; a build with others keeps nothing

_kept: Kept | None = None
_new: dict[Key, bytes] = {}


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``. ``re.error`` where the pattern is wrong."""
    global _kept
    if _kept is None:
        _kept = _read()
    key = (pattern, int(flags))
    try:
        parts = _kept.get(key) or _new.get(key)
        if parts is None:
            parts = _parts(*key)
            if len(pattern) <= LONGEST:
                _new[key] = parts
        return _pattern(pattern, parts)
    except re.error:
        raise
    except Exception:  # of a Python whose ``re`` has other parts
        return re.compile(pattern, flags)


def _parts(pattern: str, flags: int) -> bytes:
    """What ``re`` makes of a pattern before it hands it to the matcher: as ``re._compiler.compile`` does."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    numbers = b"".join(number.to_bytes(_WIDTH, sys.byteorder) for number in _compiler._code(parsed, flags))
    return dumps((numbers, flags | parsed.state.flags, parsed.state.groups - 1, dict(parsed.state.groupdict)))


def _pattern(pattern: str, parts: bytes | memoryview) -> re.Pattern[str]:
    from _sre import compile as matcher  # type: ignore[import-not-found]

    numbers, flags, groups, names = loads(parts)  # noqa: S302 - as trusted as the bytecode beside it
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    made: re.Pattern[str] = matcher(
        pattern, flags, memoryview(numbers).cast("I").tolist(), groups, names, tuple(by_number)
    )
    return made


def _identity() -> str:
    """Of the interpreter; '' where its patterns are not to be kept."""
    try:
        from _sre import CODESIZE, MAGIC
    except ImportError:
        return ""
    return f"{MAGIC} {sys.byteorder} {sys.version}" if CODESIZE == _WIDTH else ""


def _place() -> str:
    """The file; '' where the interpreter keeps no bytecode of this module."""
    bytecode = (__spec__ and __spec__.cached) or ""
    return f"{bytecode.removesuffix('.pyc')}.patterns" if bytecode.endswith(".pyc") else ""


def _read() -> Kept:
    """What is kept: a checksum; a length, and so much of an index, which has the interpreter and the length of what
    there is of each pattern; and that, in the same order.
    """
    try:
        with open(_place(), "rb") as file:
            data = memoryview(file.read(LARGEST))
        if int.from_bytes(data[:4], "little") != crc32(data[4:]):
            return {}
        at = 8 + int.from_bytes(data[4:8], "little")
        identity, lengths = loads(data[8:at])  # noqa: S302 - as above
        if identity != _identity():
            return {}
        found = {}
        for key, length in lengths.items():
            found[key] = data[at : at + length]
            at += length
        return found
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return {}


def keep() -> None:
    """Writes down what was compiled by this process, for the next one. Nothing is done twice, and no error is told."""
    global _kept
    place, identity = _place(), _identity()
    if not (_new and place and identity) or sys.dont_write_bytecode:
        return
    every = {**_read(), **_new}  # another process may have written meanwhile
    _kept = every = every if len(every) <= MOST else dict(_new)
    _new.clear()
    index = dumps((identity, {key: len(parts) for key, parts in every.items()}))
    data = b"".join((len(index).to_bytes(4, "little"), index, *every.values()))
    beside = f"{place}.{os.getpid()}"
    try:
        with open(beside, "xb") as file:
            file.write(crc32(data).to_bytes(4, "little") + data)
        os.replace(beside, place)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            return
