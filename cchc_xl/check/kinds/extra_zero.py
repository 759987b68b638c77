"""extra-zero: the note gives a figure of which the quantity is ten, a hundred or a thousand times as much.

Args: ``fields``. Fires: 6000 with the note "600 người" (C22); what the note says is proposed. Silent: 6000 with "6.000
người"; a rate ("mỗi hội nghị 100 người", "100 người/hội nghị"); a quantity that is the note's figure times another
row's, which is a rate as well; notes with several figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cchc_xl.check.grounds.wording import any_of, comparable
from cchc_xl.check.kind import FIELDS_ARG, Hit, Kind, no_formula, usable
from cchc_xl.model import Field, Form, Rule, Submission
from cchc_xl.text import fold, late

TIMES = (10, 100, 1000)
_DIGITS = late(r"\d+(?:\.\d{3})*")
_RATE = (
    "mỗi",
    "bình quân",
    "trung bình",
    "trong đó",
    "từng",
    "một hội nghị",
    "hằng tháng",
    "hàng tháng",
    "kỳ trước",
    "năm trước",
    "thêm",
    "tăng",
)


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:
    for reading in submission.readings:
        value = usable(submission, reading.field) if reading.note and reading.field in rule.args["fields"] else None
        if not value or value % TIMES[0] or reading.state != "number":
            continue
        stated = _stated(comparable(reading.note), form.field(reading.field))
        times = next((times for times in TIMES if stated and value == stated * times), 0)
        if times and all(other.number != times for other in submission.readings if other.field != reading.field):
            yield Hit(
                reading.field,
                {"value": value, "what": "note-figure", "guess": stated, "text": reading.note},
                (reading.field,),
                proposed=stated,
            )


def _stated(note: str, field: Field) -> int | None:
    """The one figure of a note, where it stands with the field's own unit of measure."""
    numbers = _DIGITS.findall(note)
    if len(numbers) != 1 or "/" in note or any_of(_RATE, note):
        return None
    match = _with_unit((field.unit, *field.units)).search(note)
    return int(match[1].replace(".", "")) if match else None


@lru_cache(maxsize=64)
def _with_unit(units: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(
        re.escape(fold(unit).replace("tin, bài", "tin bài")) for unit in sorted(units, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w.,-])(\d+(?:\.\d{{3}})*)\s*(?:{listed})(?!\w)")


KIND = Kind(
    name="extra-zero",
    args=FIELDS_ARG,
    field_args=("fields",),
    ground="numbers",
    threshold=None,
    silent_without="words",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
