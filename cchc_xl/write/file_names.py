"""Names for files, made of what people call things."""

from __future__ import annotations

import re

LONGEST = 120  # with a folder of usual depth the whole path stays under 259
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def safe_name(text: str) -> str:
    """A file name (without extension) that Windows accepts and that says the same: 'Xã A/B: 6 tháng' -> 'Xã A-B- 6
    tháng'.
    """
    name = _FORBIDDEN.sub("-", text).strip(" .-")[:LONGEST].strip(" .-")
    return f"_{name}" if _RESERVED.match(name) else name
