"""note-says: from some size on, the note must say what was counted.

Args: ``field``, ``above`` (the first quantity that is asked about), ``words`` of which one settles the question. Fires:
3000 without a word whether titles or copies (C16). Silent: 3; 3000 with the note "tờ rơi" or "số bản"; ``3000 tờ`` in
the cell itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.grounds.wording import WORDS, any_of, comparable
from cchc_xl.check.kind import Hit, Kind, Threshold, no_formula, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "above": {"type": "integer", "minimum": 1}, "words": WORDS},
    "required": ["field", "above", "words"],
    "additionalProperties": False,
}


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    field = rule.args["field"]
    reading, value = submission.reading(field), usable(submission, field)
    if value is None or reading is None:
        return None
    if value < rule.args["above"]:
        return []
    text = comparable(f"{reading.raw_text} ; {reading.note}")
    named = isinstance(reading.raw, str) and any(
        sign.isalpha() for sign in reading.raw
    )  # "3000 tờ", whatever the word is
    silent = named or any_of(rule.args["words"], text)
    return [] if silent else [Hit(field, {"value": value, "what": "titles-or-copies"}, (field,))]


KIND = Kind(
    name="note-says",
    args=ARGS,
    field_args=("field",),
    ground="numbers",
    threshold=Threshold("above"),
    silent_without="",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
