"""The units of money that offices count in: đồng, nghìn, triệu and tỷ đồng."""

from __future__ import annotations

import re
from functools import lru_cache

from cchc_xl.text import fold, late

DONG = 1
_SCALES = ((1_000_000_000, r"tỷ|tỉ"), (1_000_000, r"triệu|tr"), (1000, r"nghìn|ngàn|1\.?000"))
_ONLY = late(r"(?:(?:đồng|đ|vnđ|vnd|nghìn|ngàn|triệu|tr|tỷ|tỉ|1\.?000)[ .]*)+")


@lru_cache(maxsize=256)
def scale_of(unit: str) -> int:
    """How many đồng one of a unit of money is: 'Triệu đồng' 1000000, 'tr.đ' 1000000, 'đồng' 1."""
    folded = fold(unit)
    return next((scale for scale, words in _SCALES if re.search(rf"(?<!\w)(?:{words})(?!\w)", folded)), DONG)


@lru_cache(maxsize=256)
def is_money(unit: str) -> bool:
    """Whether a unit of measure is one of money and nothing else: 'Triệu đồng', 'đồng'; not 'đồng/m2'."""
    return bool(_ONLY.fullmatch(fold(unit).strip(" .()").replace(".", " ")))
