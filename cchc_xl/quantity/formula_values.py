"""Values of formulas, and what operators make of them, as spreadsheets do: blanks are 0 or '', errors spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cchc_xl.quantity.formula_syntax import ErrorValue

Value = int | float | str | bool | ErrorValue | None


class UnknownError(Exception):
    """There is no telling what the formula gives."""


def number(value: Value) -> int | float | ErrorValue:
    """A value as arithmetic takes it. Raises UnknownError for a text that may be a date or a number of some locale."""
    if value is None:
        return 0
    if isinstance(value, str):
        if value.isascii() and value.isdecimal() and len(value) < 16:
            return int(value)
        if any(c.isdigit() for c in value):
            raise UnknownError
        return ErrorValue("#VALUE!")
    return int(value) if isinstance(value, bool) else value


def text(value: Value) -> str | ErrorValue:
    """A value as a text. Raises UnknownError for decimals, which look as the locale has them."""
    if isinstance(value, ErrorValue):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        raise UnknownError
    return "" if value is None else str(value)


def compared(one: Value, other: Value) -> int:
    """-1, 0 or 1: numbers before texts before truth values, texts without regard to case; a blank is as its partner."""
    one = _like(other) if one is None else one
    other = _like(one) if other is None else other
    keys = [
        (isinstance(v, str) + 2 * isinstance(v, bool), v.casefold() if isinstance(v, str) else v) for v in (one, other)
    ]
    return (keys[0] > keys[1]) - (keys[0] < keys[1])


def _like(value: Value) -> Value:
    return "" if isinstance(value, str) else False if isinstance(value, bool) else 0


def _arithmetic(work: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def worked(one: Value, other: Value) -> Value:
        a, b = number(one), number(other)
        if isinstance(a, ErrorValue):
            return a
        if isinstance(b, ErrorValue):
            return b
        try:
            found = work(a, b)
        except ZeroDivisionError:
            return ErrorValue("#DIV/0!")
        return ErrorValue("#NUM!") if isinstance(found, complex) else found

    return worked


def _comparison(holds: Callable[[int], bool]) -> Callable[[Value, Value], Value]:
    def worked(one: Value, other: Value) -> Value:
        failed = next((value for value in (one, other) if isinstance(value, ErrorValue)), None)
        return holds(compared(one, other)) if failed is None else failed

    return worked


def _joined(one: Value, other: Value) -> Value:
    a, b = text(one), text(other)
    return a if isinstance(a, ErrorValue) else b if isinstance(b, ErrorValue) else a + b


def _power(a: float, b: float) -> float:
    if abs(b) > 64 or abs(a) > 1e9:
        raise UnknownError
    found: float = a**b
    return found


OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _arithmetic(lambda a, b: a / b),
    "^": _arithmetic(_power),
    "&": _joined,
    "=": _comparison(lambda order: order == 0),
    "<>": _comparison(lambda order: order != 0),
    "<": _comparison(lambda order: order < 0),
    ">": _comparison(lambda order: order > 0),
    "<=": _comparison(lambda order: order <= 0),
    ">=": _comparison(lambda order: order >= 0),
}
