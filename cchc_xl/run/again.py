"""A merge of which nothing has changed since the last one: nothing is added up or written, the same is told again.

The result of a merge is a function of its plan, its inputs and the workbook that it replaces. Where all of them are
what they were, and what stands at the output is what that function gave, read back and found right then, it would only
be made once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from cchc_xl.records import NamedTuple
from cchc_xl.run.cache import SUFFIX, Known, WhatWasTold
from cchc_xl.run.collect import LookedAt
from cchc_xl.run.plan import Plan

if TYPE_CHECKING:
    from cchc_xl.run.paths import Result

MOST_TOLD = 100_000  # characters that are kept


class Telling(NamedTuple):
    """Who tells people what became of a merge. ``how``: all that the ``words`` depend on beside the result."""

    how: str
    words: Callable[[Result], WhatWasTold]


def made_of(plan: Plan, conditions: str, paths: Sequence[str], output: str, how: str, seen: LookedAt) -> str:
    """A digest of all that a merge depends on, but for the workbook that it replaces.

    ``conditions``: of ``plan.against`` (``cache.conditions``).
    """
    skipped = [item for item in seen.found.skipped if not item.shown.endswith(SUFFIX)]
    found = hashlib.sha256(repr((conditions, plan[1:], tuple(paths), output, how, skipped)).encode(*_AS))
    for item, at in zip(seen.found.inputs, seen.stamps, strict=True):
        found.update(repr((item, at and at[:2])).encode(*_AS))
    return found.hexdigest()


_AS = ("utf-8", "backslashreplace")


def lasting(seen: LookedAt, known: Mapping[str, Known]) -> bool:
    """Would every input be known if it were looked for now? One whose time may hide a change is to be hashed."""
    return all(
        item.shown in known and at is not None and at.sure
        for item, at in zip(seen.found.inputs, seen.stamps, strict=True)
    )
