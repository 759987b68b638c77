"""mentions: a word in the cell or in its note says that the figure counts something else than the indicator does.

Args: ``fields``; ``words`` (matched whole, without regard to case; '…' stands for up to six words); ``positive`` (only
where the quantity is above 0); ``unless``: words shortly before, in the same clause, that make it mean something else
("thu hút 200 thí sinh tham gia cuộc thi"). Fires: ``600 (Lượt người)`` where persons are counted (C04). Silent: the
same word in another row; a negation ("không lồng ghép", "chưa có trên Cổng TTĐT"). A word cannot be told from a
negation in a cell formula, so there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cchc_xl.check.grounds.wording import WORDS, affirmed, comparable, pattern
from cchc_xl.check.kind import Hit, Kind, no_formula
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.text import late
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "words": WORDS,
        "positive": {"type": "boolean"},
        "unless": WORDS,
    },
    "required": ["fields", "words"],
    "additionalProperties": False,
}


BESIDES = (
    *("ngoài ra", "cập nhật", "đăng lại", "đồng thời đăng", "cũng đăng", "cùng đăng", "đã đăng cả", "công khai"),
    *("danh sách", "kịch bản", "kế hoạch"),
)
"""Words shortly before by which a note tells of something besides the figure: 'đã cập nhật lên trang TTĐT'."""

_ORGANISED = late(r"\bdo\s+(.{2,60}?)\s+tổ chức", re.IGNORECASE)


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    wanted, unless = pattern(tuple(rule.args["words"])), (*rule.args.get("unless", ()), *BESIDES)
    fields, positive = rule.args["fields"], rule.args.get("positive")
    for reading in submission.readings:
        raw = reading.raw if isinstance(reading.raw, str) else ""
        if not (raw or reading.note) or reading.field not in fields or (positive and not reading.number):
            continue
        for text in (raw, reading.note):
            match = affirmed(wanted, comparable(text), unless) if text else None
            if match:
                yield Hit(
                    reading.field,
                    {"text": text, "word": match[0], "organiser": _organiser(text), "value": reading.number},
                    (reading.field,),
                )
                break


def _organiser(text: str) -> str:
    """'... do huyện tổ chức' -> 'huyện', for the message that names who held the contest."""
    match = _ORGANISED.search(text)
    return match[1] if match else "cơ quan khác"


KIND = Kind(
    name="mentions",
    args=ARGS,
    field_args=("fields",),
    ground="any cell",
    threshold=None,
    silent_without="words",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
