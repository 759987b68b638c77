"""activity: the narrative tells of an activity whose indicator is 0.

Args: ``field``; ``words`` of the activity ('…' stands for up to six words); ``sections`` of the narrative. Fires: "đã
phát tờ rơi đến các hộ dân" with 0 in row 07 (C20). Silent: "không phát tờ rơi"; a plan, a request or an instruction to
others ("sẽ", "đề nghị", "hướng dẫn"); an activity that another body held ("do thị xã tổ chức"); the title of an
article. A blank cell is asked about as blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cchc_xl.check.grounds.wording import SECTIONS, WORDS, any_of, before, is_negated, pattern, sentences_of
from cchc_xl.check.kind import Hit, Kind, no_formula, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.text import late
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "words": WORDS, "sections": SECTIONS},
    "required": ["field", "words", "sections"],
    "additionalProperties": False,
}

_LEAD = 12  # words before the activity in which a plan or a request still governs it
_NOT_DONE = (
    "sẽ", "dự kiến", "kế hoạch", "đề nghị", "kiến nghị", "hướng dẫn", "yêu cầu", "đôn đốc", "chỉ đạo", "cần",
    "tiếp tục", "tăng cường", "đẩy mạnh", "phấn đấu", "chuẩn bị", "thời gian tới", "tham gia", "tham dự", "cử",
    "hưởng ứng", "không", "chưa", "văn bản", "công văn", "về việc", "ban hành", "ubnd tỉnh", "ubnd huyện", "tỉnh đã",
    "huyện đã", "cấp trên",
)  # fmt: skip
_QUOTED = late(r'"[^"]*"')  # titles of articles and of documents tell of anybody's activities
_BY_OTHERS = late(
    r"(?<!\w)do\s+(?!đơn vị|xã|phường|ubnd xã|ubnd phường)[^.;:]{1,40}?\s(?:tổ chức|phát động|thực hiện|phát"
    r" hành)(?!\w)"
)


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    field = rule.args["field"]
    value = usable(submission, field)
    if value is None:
        return None
    sentences = tuple(sentences_of(submission, rule.args["sections"])) if value == 0 else ()
    if not sentences:
        return []
    wanted = pattern(tuple(rule.args["words"]))
    for sentence in sentences:
        text = _QUOTED.sub('""', sentence.text)
        if any(_was_done(text, match) for match in wanted.finditer(text)):
            return [Hit(field, {"text": sentence.quote, "value": value}, (field,))]
    return []


def _was_done(text: str, match: re.Match[str]) -> bool:
    others = _BY_OTHERS.search(text, match.start())
    return not is_negated(text, match) and not any_of(_NOT_DONE, before(text, match.start(), _LEAD)) and not others


KIND = Kind(
    name="activity",
    args=ARGS,
    field_args=("field",),
    ground="numbers",
    threshold=None,
    silent_without="narrative",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
