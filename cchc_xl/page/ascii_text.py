"""Bytes as text that HTML keeps as it is: seven bits a sign, 18 % more than the bytes (base64: 33 %).

ASCII, so that it means the same under every encoding a server may say a page has. First the lower seven bits of each
byte; then signs with the eighth bits of seven bytes each, of which the first is that of byte i, i + m, i + 2m ...
(m: the number of these signs). What HTML would change or take for an end (NUL, carriage return, "<") and "=" itself
are "=" and the sign 64 places on. ``bytes`` of ``web/main.js`` reads it.
"""

from __future__ import annotations

_LOWER = bytes(byte & 127 for byte in range(256))
_UPPER = bytes(byte >> 7 for byte in range(256))
_ESCAPED = "=\0\r<"  # "=" first: it is what the others become


def ascii_text(data: bytes) -> str:
    """The text of ``data``."""
    length = -(-len(data) // 7)
    upper = data.translate(_UPPER).ljust(7 * length, b"\0")
    eighths = sum(int.from_bytes(upper[k * length : (k + 1) * length]) << k for k in range(7))
    text = (data.translate(_LOWER) + eighths.to_bytes(length)).decode("ascii")
    for sign in _ESCAPED:
        text = text.replace(sign, "=" + chr(ord(sign) + 64))
    return text
