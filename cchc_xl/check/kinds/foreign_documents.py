"""foreign-documents: among the documents that are counted there are some that other bodies issued, or that were only
published.

Args: ``field``, ``limit`` (above it a unit has hardly issued them all itself), ``words`` (in cell or note),
``sections`` of the narrative. Fires: 140 with the limit 100; 43 with the note "gồm cả văn bản của tỉnh" or with "đăng
tải 43 văn bản" in the narrative (C15). Silent: 12; a narrative that speaks of publishing documents without that very
figure; a negation ("không tính văn bản của cấp trên").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.grounds.wording import SECTIONS, WORDS, affirmed, any_of, comparable, pattern, sentences_of
from cchc_xl.check.kind import Hit, Kind, Threshold, no_formula, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.text import late
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1},
        "words": WORDS,
        "sections": SECTIONS,
    },
    "required": ["field", "limit", "words", "sections"],
    "additionalProperties": False,
}

_ENOUGH = 2  # "01 văn bản" may be any document: from two on the same figure is no accident
_PUBLISHED = ("đăng tải", "đăng", "niêm yết", "cập nhật")
_DOCUMENTS = late(r"(?<![\w/.,-])(\d{1,5})\s+văn bản(?!\w)")


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    field = rule.args["field"]
    reading, value = submission.reading(field), usable(submission, field)
    if value is None or reading is None:
        return None
    written = [text for text in (reading.raw, reading.note) if isinstance(text, str) and text and value > 0]
    evidence = next(
        (text for text in written if affirmed(pattern(tuple(rule.args["words"])), comparable(text))), ""
    ) or _published(value, submission, rule.args["sections"])
    if evidence:
        return [Hit(field, {"value": value, "what": "own-words", "found": evidence}, (field,))]
    if value > rule.args["limit"]:
        return [Hit(field, {"value": value, "what": "own-limit", "limit": rule.args["limit"]}, (field,))]
    return []


def _published(value: float, submission: Submission, sections: Iterable[str]) -> str:
    """The sentence of the narrative that says of exactly so many documents that they were published."""
    if value < _ENOUGH:
        return ""
    for sentence in sentences_of(submission, tuple(sections)):
        if any(int(number) == value for number in _DOCUMENTS.findall(sentence.text)) and any_of(
            _PUBLISHED, sentence.text
        ):
            return sentence.quote
    return ""


KIND = Kind(
    name="foreign-documents",
    args=ARGS,
    field_args=("field",),
    ground="numbers",
    threshold=Threshold("limit"),
    silent_without="",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
