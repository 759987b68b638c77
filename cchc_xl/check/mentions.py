"""mentions: a word in the cell or in its note says that the figure counts something else than the indicator does.

Args: ``fields``; ``words`` (matched whole, without regard to case); ``positive`` (only where the quantity is above 0).
Fires: ``600 (Lượt người)`` where persons are counted (C04). Silent: the same word in another row. A word cannot be told from a negation in a
cell formula, so there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from cchc_xl.check.kind import At, Hit
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.text import fold

KIND = "mentions"
ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "words": {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1, "uniqueItems": True},
        "positive": {"type": "boolean"},
    },
    "required": ["fields", "words"],
    "additionalProperties": False,
}
FIELD_ARGS = ("fields",)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((fold(word) for word in words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    pattern = _pattern(tuple(rule.args["words"]))
    for reading in submission.readings:
        if reading.field not in rule.args["fields"] or (rule.args.get("positive") and not reading.number):
            continue
        raw = reading.raw if isinstance(reading.raw, str) else ""
        if not raw and not reading.note:
            continue
        match = pattern.search(fold(f"{raw} ; {reading.note}"))
        if match:
            text = reading.note or raw
            yield Hit(reading.field, {"text": text, "word": match[0], "organiser": _organiser(text), "value": reading.number}, (reading.field,))


def _organiser(text: str) -> str:
    """'... do huyện tổ chức' -> 'huyện', for the message that names who held the contest."""
    match = re.search(r"\bdo\s+(.{2,60}?)\s+tổ chức", text, re.IGNORECASE)
    return match[1] if match else "cơ quan khác"


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:  # noqa: ARG001
    return {}
