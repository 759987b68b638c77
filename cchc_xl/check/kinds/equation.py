"""equation: a figure is, or is at most, or is at least, what others come to.

Args: ``left`` (a field) ``operator`` ('=', '<=', '>=') and what others come to: the sum of ``right`` less the sum of
``minus``, by ``scale``, by the field ``times``, divided by the field ``over``, and ``constant`` more. ``tolerance``:
the largest difference that is not asked about. ``missing``: what a blank means on each side, of {'left', 'right'}:
'not-judged' (where nothing is said), 'zero', and on the right 'skip' (left out, as long as one is known). A percentage
is rounded to its places before it is compared, and so is whatever is multiplied or divided.
Fires: 12 = 5 + 6; 3 <= 2; 33.4 % of 1 in 3. Silent: 12 = 5 + 7; a blank that is not judged, a text, an ``over`` of 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.check.kind import At, Hit, Kind, amount
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.numbers import added, difference, rounded, whole
from cchc_xl.records import NamedTuple

_FIELDS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
ARGS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "left": {"type": "string"},
        "operator": {"enum": ["=", "<=", ">="]},
        "right": _FIELDS,
        "minus": _FIELDS,
        "times": {"type": "string"},
        "over": {"type": "string"},
        "scale": {"type": "number", "minimum": 0},
        "constant": {"type": "number"},
        "tolerance": {"type": "number", "minimum": 0},
        "missing": {
            "type": "object",
            "properties": {
                "left": {"enum": ["not-judged", "zero"]},
                "right": {"enum": ["not-judged", "zero", "skip"]},
            },
            "additionalProperties": False,
        },
    },
    "required": ["left", "operator"],
    "additionalProperties": False,
}
CODE_OF: Mapping[str, str] = {"=": "C30", "<=": "C31", ">=": "C31"}  # the code whose words say what is wrong
REST = 3  # decimals behind the last place of the fields: what is less, arithmetic left behind
MOST_PLACES = 6


class Said(NamedTuple):
    """The arguments of a rule, those that it leaves out filled in."""

    left: str
    operator: str
    right: Sequence[str]
    minus: Sequence[str]
    times: str
    over: str
    scale: float
    constant: float
    tolerance: float
    if_left: str
    if_right: str

    @property
    def terms(self) -> tuple[str, ...]:
        return (*self.right, *self.minus)

    @property
    def is_scaled(self) -> bool:
        return bool(self.times or self.over) or self.scale != 1

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in (self.left, *self.terms, self.times, self.over) if one))


def said(rule: Rule) -> Said:
    args, missing = rule.args, rule.args.get("missing", {})
    return Said(
        args["left"],
        args["operator"],
        args.get("right", ()),
        args.get("minus", ()),
        args.get("times", ""),
        args.get("over", ""),
        args.get("scale", 1),
        args.get("constant", 0),
        args.get("tolerance", 0),
        missing.get("left", "not-judged"),
        missing.get("right", "not-judged"),
    )


Values = Mapping[str, float]  # of fields that have a number; a field with anything else but a blank is not judged


def _known(one: Said, submission: Submission) -> Values | None:
    """The numbers that the equation speaks of, blanks filled in or left out as it says; None: it is not judged."""
    found: dict[str, float] = {}
    for field in one.fields:
        reading = submission.reading(field)
        if reading is None or (reading.state in ("blank", "absent") and not reading.codes):
            continue
        if reading.number is None or reading.computed or reading.state == "error":
            return None
        found[field] = reading.number
    for fields, strategy in (((one.left,), one.if_left), (one.terms, one.if_right)):
        blank = [field for field in fields if field not in found]
        if blank and (strategy == "not-judged" or (strategy == "skip" and len(blank) == len(fields))):
            return None
        found.update(dict.fromkeys(blank, 0))
    if any(field and field not in found for field in (one.times, one.over)) or (one.over and not found[one.over]):
        return None
    return found


def comes_to(one: Said, values: Values) -> float:
    """What the right side comes to, to the last digit."""
    total = difference(added(values[field] for field in one.right), added(values[field] for field in one.minus))
    if not one.terms:
        total = 1 if one.times else 0
    if one.is_scaled:
        total = total * one.scale * (values[one.times] if one.times else 1) / (values[one.over] if one.over else 1)
    return total + one.constant


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit] | None:
    one = said(rule)
    values = _known(one, submission)
    if values is None:
        return None
    left, right = values[one.left], comes_to(one, values)
    if one.is_scaled:
        right = rounded(right, form.field(one.left).places)
    right = whole(rounded(right, _places(one, form) + REST))
    if not _is_broken(one, rounded(left - right, _places(one, form) + REST)):
        return []
    params = {"a": left, "b": right, "found": _spelled(one, form)}
    return [Hit(one.left, params, one.fields)]


def _is_broken(one: Said, gap: float) -> bool:
    """``gap``: the left side less the right side."""
    if one.operator == "<=":
        return gap > one.tolerance
    return -gap > one.tolerance or (one.operator == "=" and gap > one.tolerance)


def _places(one: Said, form: Form) -> int:
    """Decimal places that both sides may have."""
    if one.is_scaled:
        return form.field(one.left).places
    return max(form.field(field).places for field in one.fields)


def _spelled(one: Said, form: Form) -> str:
    """'1.1 + 1.2 - 2', as the numbers of the rows say it."""

    def name(field: str) -> str:
        known = form.field(field)
        return known.tt if known.tt and "@" not in field else known.short or known.label

    text = " + ".join(map(name, one.right)) + "".join(f" - {name(field)}" for field in one.minus)
    several = len(one.terms) > 1 and one.is_scaled
    text = f"({text})" if several else text
    if one.scale != 1:
        text = f"{whole(float(one.scale))} × {text}" if text else f"{whole(float(one.scale))}"
    text = " × ".join(part for part in (text, name(one.times) if one.times else "") if part)
    text = f"{text} / {name(one.over)}" if one.over else text
    constant = f"{whole(float(one.constant))}" if one.constant else ""
    return " + ".join(part for part in (text.removeprefix(" - "), constant) if part)


# --- the same as a formula -----------------------------------------------------------------------------------------


def formula(rule: Rule, form: Form, at: At) -> Mapping[str, str]:
    one = said(rule)

    def term(field: str) -> str:
        return amount(form, at, field)

    sums = "+".join(map(term, one.right)) + "".join(f"-{term(field)}" for field in one.minus)
    right = f"({sums or ('1' if one.times else '0')})"
    if one.is_scaled:
        right += (
            f"*{one.scale}" + (f"*{term(one.times)}" if one.times else "") + (f"/{term(one.over)}" if one.over else "")
        )
        right = f"ROUND({right}+{one.constant},{form.field(one.left).places})"
    elif one.constant:
        right += f"+{one.constant}"
    gap = f"ROUND({term(one.left)}-({right}),{_places(one, form) + REST})"
    broken = {"=": f"ABS({gap})>", "<=": f"{gap}>", ">=": f"-{gap}>"}[one.operator] + f"{one.tolerance}"
    judged = [*_judged(one.if_left, [at(one.left)]), *_judged(one.if_right, [at(field) for field in one.terms])]
    judged += [f"ISNUMBER({at(field)})" for field in (one.times, one.over) if field]
    divided = f"IF({at(one.over)}=0,FALSE,{broken})" if one.over else broken
    return {one.left: f"IF(AND({','.join(judged)}),{divided},FALSE)"}


def _judged(strategy: str, cells: Sequence[str]) -> Iterator[str]:
    """When the cells of a side may be judged: all with numbers, or all that are not blank."""
    listed = ",".join(cells)
    if cells and strategy == "not-judged":
        yield f"COUNT({listed})={len(cells)}"
    elif cells:
        yield f"COUNT({listed})=COUNTA({listed})"
        if strategy == "skip":
            yield f"COUNT({listed})>0"


# --- what would settle it ------------------------------------------------------------------------------------------


def corners(rule: Rule, known: Mapping[str, float], found: Iterable[float]) -> Iterator[float]:
    """For one field that is open the figures that the others ask for; for several those that follow from what others
    named for the rest of them.
    """
    one = said(rule)
    open_fields = [field for field in one.fields if field not in known]
    if len(open_fields) == 1:
        yield from _solved(one, open_fields[0], known)
    elif len(open_fields) == 2:
        for value in found:
            for field, other in (open_fields, open_fields[::-1]):
                yield from _solved(one, field, {**known, other: value})
    elif len(open_fields) == 3:
        for field in open_fields:
            yield from _solved(one, field, {**known, **dict.fromkeys(open_fields, 0)})


def _solved(one: Said, field: str, known: Values) -> Iterator[float]:
    """Figures of ``field`` at which both sides are equal, or differ by the tolerance; whole ones and exact ones."""
    for gap in sorted({0.0, one.tolerance, -one.tolerance}):
        value = _at_gap(one, field, known, gap)
        if value is not None and value > -1:
            yield from {max(0, value // 1), max(0, -(-value // 1)), *(rounded(value, n) for n in (1, 2, MOST_PLACES))}


def _at_gap(one: Said, field: str, known: Values, gap: float) -> float | None:
    """The figure with which the left side is ``gap`` more than the right; None where none does. The right side grows by
    the same for each one more of a term, and of ``times``; ``over`` divides it.
    """
    if field == one.left:
        return comes_to(one, known) + gap if not one.over or known[one.over] else None
    wanted = known[one.left] - gap - one.constant
    if field == one.over:
        above = comes_to(one._replace(over="", constant=0), known)
        return above / wanted if wanted else None
    if one.over and not known[one.over]:
        return None
    at_nought, at_one = (comes_to(one, {**known, field: value}) - one.constant for value in (0, 1))
    step = at_one - at_nought
    return (wanted - at_nought) / step if step else None


KIND = Kind(
    name="equation",
    args=ARGS,
    field_args=("left", "right", "minus", "times", "over"),
    ground="numbers",
    threshold=None,
    silent_without="",
    codes=(),
    check=check,
    formula=formula,
    corners=corners,
)
