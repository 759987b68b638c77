"""ratio: the mean that two indicators give lies inside a band.

Args: ``numerator``, ``denominator`` (field ids), ``low``, ``high`` (numbers, inclusive). Shown at the numerator's row.
Fires: 1,200 participants of 1 conference with the band 10 to 150. Silent: 600 of 6; a zero or no number on either side
(not judged).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cchc_xl.check.kind import At, Hit, Kind, amount, usable
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.numbers import whole
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "numerator": {"type": "string"},
        "denominator": {"type": "string"},
        "low": {"type": "number", "minimum": 0},
        "high": {"type": "number", "minimum": 0},
    },
    "required": ["numerator", "denominator", "low", "high"],
    "additionalProperties": False,
}


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:  # noqa: ARG001
    top_field, bottom_field = rule.args["numerator"], rule.args["denominator"]
    top, bottom = usable(submission, top_field), usable(submission, bottom_field)
    if not top or not bottom or top < 0 or bottom < 0:
        return None
    mean = top / bottom
    low, high = rule.args["low"], rule.args["high"]
    if low <= mean <= high:
        return []
    return [
        Hit(
            top_field,
            {"ratio": whole(round(mean, 1)), "lo": low, "hi": high, **_without_zeros(top, bottom, low, high)},
            (top_field, bottom_field),
        )
    ]


def _without_zeros(top: float, bottom: float, low: float, high: float) -> Mapping[str, int]:
    """The numerator without its last zeros where that gives a mean inside the band: a suggestion beside the question,
    no value.
    """
    for times in (10, 100, 1000):
        if top == int(top) and top % times == 0 and low <= top / times / bottom <= high:
            return {"guess": int(top) // times}
    return {}


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    top, bottom = at(rule.args["numerator"]), at(rule.args["denominator"])
    part, whole_ = (amount(form, at, rule.args[name]) for name in ("numerator", "denominator"))
    outside = f"OR({part}<{rule.args['low']}*{whole_},{part}>{rule.args['high']}*{whole_})"
    return {
        rule.args[
            "numerator"
        ]: f"IF(AND(ISNUMBER({top}),ISNUMBER({bottom})),IF(AND({top}>0,{bottom}>0),{outside},FALSE),FALSE)"
    }


def corners(rule: Rule, known: Mapping[str, float], found: Iterable[float]) -> Iterator[float]:  # noqa: ARG001
    low, high = rule.args["low"], rule.args["high"]
    for value in found:
        yield from (-int(-low * value // 1), int(high * value // 1))
        if high > 0:
            yield -int(-value / high // 1)
        if low > 0:
            yield int(value / low // 1)


KIND = Kind(
    name="ratio",
    args=ARGS,
    field_args=("numerator", "denominator"),
    ground="numbers",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=corners,
)
