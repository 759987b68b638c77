"""SHA-256 of what was read.

``hashlib`` loads OpenSSL for it, which costs a quarter of a bare Python's start; the interpreter's own is slower by the
byte. The first file of a process has the one, those that come after it the other.
"""

from __future__ import annotations

from cchc_xl.typed import Any

_digested = 0


def sha256_of(data: bytes) -> str:
    """64 hexadecimal digits."""
    global _digested
    _digested += 1
    digest: str = (_own() if _digested == 1 else _hashlib())(data).hexdigest()
    return digest


def _own() -> Any:
    try:  # as the standard library's ``random`` does
        from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # before Python 3.12
        except ImportError:
            return _hashlib()
    return sha256


def _hashlib() -> Any:
    import hashlib

    return hashlib.sha256
