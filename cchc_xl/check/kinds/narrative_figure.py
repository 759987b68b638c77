"""narrative-figure: the narrative states one figure for the indicator, and it is not the appendix's.

Args: ``field``; ``units`` (words that follow the figure); ``near`` (words that say whose figure it is); ``apart``
(words that say that it is another's); ``besides`` (other units that the sum may include); ``sections`` of the
narrative. Fires: the appendix says 12 and the narrative "đã ban hành 02 văn bản chỉ đạo" (C11); with 0 in the appendix
it is an activity without a number (C20). Silent: the same figure, figures that add up to it, several different figures,
no figure, an estimate. Not judged where the cell has no number of its own or the narrative was taken from a scan. The
figure is quoted, never taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_xl.check.grounds.figures import FigureShape, figures
from cchc_xl.check.grounds.wording import SECTIONS, WORDS, sentences_of
from cchc_xl.check.kind import Hit, Kind, no_formula, usable
from cchc_xl.check.kinds.ocr_noise import noise
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "units": WORDS,
        "near": WORDS,
        "apart": WORDS,
        "besides": WORDS,
        "sections": SECTIONS,
    },
    "required": ["field", "units", "near", "sections"],
    "additionalProperties": False,
}
NOT_COUNTED = "C20"


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    field, args = rule.args["field"], rule.args
    reading, value = submission.reading(field), usable(submission, field)
    if value is None or reading is None or reading.state != "number":
        return None
    texts = tuple(submission.narrative.values())
    if not texts:
        return []
    if noise(texts):
        return None
    year = submission.period.year if submission.period else None
    wanted = FigureShape(args["units"], args["near"], args.get("apart", ()), args.get("besides", ()))
    stated = [
        figure for sentence in sentences_of(submission, args["sections"]) for figure in figures(sentence, wanted, year)
    ]
    numbers = {figure.number for figure in stated}
    if len(numbers) != 1 or value in numbers or value == sum(figure.number for figure in stated):
        return []
    if value == 0:  # then the activity itself is missing from the appendix
        return [Hit(field, {"value": value, "text": stated[0].quote}, (field,), NOT_COUNTED)]
    return [Hit(field, {"a": value, "b": stated[0].number, "text": stated[0].quote}, (field,))]


KIND = Kind(
    name="narrative-figure",
    args=ARGS,
    field_args=("field",),
    ground="numbers",
    threshold=None,
    silent_without="narrative",
    codes=(NOT_COUNTED,),
    check=check,
    formula=no_formula,
    corners=None,
)
