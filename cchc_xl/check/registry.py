"""The rule kinds, by name. A new kind is its module, one line here, its cases and its messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from cchc_xl.check import all_zero, at_most, implies, mentions, not_at_level, not_negative, number, ratio, required, whole
from cchc_xl.check.kind import Kind

KINDS: Mapping[str, Kind] = {
    module.KIND: cast(Kind, module)
    for module in (required, number, not_negative, whole, at_most, implies, ratio, mentions, not_at_level, all_zero)
}
