"""The functions that a stored result is checked with: sums, counts, rounding, conditions; what is looked up is in
``functions_lookup``. Any other is unknown.

Each is given the evaluation, the frame of its formula and its arguments as they were written, so that a condition
evaluates one branch only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from functools import partial

from cchc_xl.quantity.formula import Evaluation, FormulaFrame
from cchc_xl.quantity.formula_syntax import Call, ErrorValue, Node
from cchc_xl.quantity.formula_values import UnknownError, Value, compared, number
from cchc_xl.quantity.functions_lookup import (
    array,
    horizontally,
    index,
    is_of_areas,
    looked_up_beside,
    match,
    sum_product,
    vertically,
)

Arguments = Sequence[Node | None]
Function = Callable[[Evaluation, FormulaFrame, Arguments], Value]

_DIGITS = re.compile(r"\s*[0-9]+\s*")
_EXACT = Context(prec=60)


class _FailedError(Exception):
    """An argument is an error value, and so is the result."""

    def __init__(self, failure: ErrorValue) -> None:
        super().__init__(failure.text)
        self.failure = failure


def _passing_failures(function: Function) -> Function:
    def called(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
        try:
            return function(on, frame, arguments)
        except _FailedError as failed:
            return failed.failure

    return called


def _sound(value: Value) -> int | float | str | bool | None:
    if isinstance(value, ErrorValue):
        raise _FailedError(value)
    return value


def _scalar(on: Evaluation, frame: FormulaFrame, node: Node | None) -> int | float | str | bool | None:
    return _sound(on.scalar(node, frame))


def _figure(on: Evaluation, frame: FormulaFrame, node: Node | None) -> int | float:
    found = number(_scalar(on, frame, node))
    if isinstance(found, ErrorValue):
        raise _FailedError(found)
    return found


def _figures(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Iterator[int | float]:
    """The numbers of areas, and values as numbers. In an area blanks, texts and truth values count for nothing; digits
    that are stored as text are noted.
    """
    for node in arguments:
        area = on.area(node, frame)
        if area is None and is_of_areas(on, frame, node):  # as an array formula, and Excel since 2020, works it out
            found = [number(_sound(value)) for row in array(on, frame, node) for value in row]
            yield from (_sound(value) for value in found)  # type: ignore[misc]
            continue
        if area is None:
            figure = _figure(on, frame, node)
            if isinstance(node, Call) and node.name in ("IF", "IFERROR") and not figure:
                raise UnknownError  # a condition may give a blank cell, which is no 0 here
            yield figure
            continue
        for address, content in on.contents(area, frame, figures=True):
            value = _sound(content)
            if isinstance(value, str) and _DIGITS.fullmatch(value) and not area.whole:
                frame.left_out.append(address)
                if on.count_texts:
                    frame.held = True
                    yield int(value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                yield value


def _contents(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Iterator[Value]:
    """All values of areas, errors included, and of values."""
    for node in arguments:
        area = on.area(node, frame)
        if area is None:
            yield on.scalar(node, frame)
        else:
            yield from (value for _, value in on.contents(area, frame))


# --- sums and counts -----------------------------------------------------------------------------------------------


def _sum(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return sum(_figures(on, frame, arguments))


def _product(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    figures = list(_figures(on, frame, arguments))
    product: int | float = 1 if figures else 0
    for figure in figures:
        product *= figure
    return product


def _average(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    figures = list(_figures(on, frame, arguments))
    return sum(figures) / len(figures) if figures else ErrorValue("#DIV/0!")


def _extreme(choose: Callable[..., int | float], on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return choose(_figures(on, frame, arguments), default=0)


def _count(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return sum(isinstance(v, int | float) and not isinstance(v, bool) for v in _contents(on, frame, arguments))


def _count_all(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return sum(value is not None for value in _contents(on, frame, arguments))


def _subtotal(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    """9 and 109, which leave out what a filter hides: only where nothing is hidden and no further subtotal lies."""
    if _figure(on, frame, arguments[0]) not in (9, 109):
        raise UnknownError
    for node in arguments[1:]:
        area = on.area(node, frame)
        body = on.book.body(area.sheets[0] or frame.sheet) if area else None
        if area is None or body is None or body.hidden_rows:
            raise UnknownError
        if any("SUBTOTAL" in (cell.formula or "") for place, cell in body.cells.items() if area.holds(place)):
            raise UnknownError
    return _sum(on, frame, arguments[1:])


def _matching(on: Evaluation, frame: FormulaFrame, criterion: Node | None) -> Callable[[Value], bool]:
    """What COUNTIF and SUMIF compare with: a number or a whole text, a sign before it. No wildcards."""
    wanted = _scalar(on, frame, criterion)
    sign = ""
    if isinstance(wanted, str):
        found = re.fullmatch("(<=|>=|<>|=|<|>)?(.*)", wanted, re.DOTALL)
        sign, rest = (found[1] or "", found[2]) if found else ("", wanted)
        if rest == "" or any(c in rest for c in "*?~"):
            raise UnknownError
        wanted = int(rest) if _DIGITS.fullmatch(rest) else rest
        if isinstance(wanted, str) and (sign not in ("", "=", "<>") or any(c.isdigit() for c in wanted)):
            raise UnknownError
    if wanted is None or isinstance(wanted, bool):
        raise UnknownError
    holds = {"": (0,), "=": (0,), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1)}[sign]

    def matches(value: Value) -> bool:
        if isinstance(value, str) and isinstance(wanted, int | float) and any(c.isdigit() for c in value):
            raise UnknownError
        if value is None or isinstance(value, bool | ErrorValue) or isinstance(value, str) != isinstance(wanted, str):
            return sign == "<>"
        return compared(value, wanted) in holds

    return matches


def _count_if(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    where, criterion = arguments
    matches = _matching(on, frame, criterion)
    return sum(map(matches, _contents(on, frame, [where])))


def _sum_if(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    where, criterion, *rest = arguments
    matches = _matching(on, frame, criterion)
    tested = list(_contents(on, frame, [where]))
    summed = list(_contents(on, frame, rest)) if rest else tested
    if len(tested) != len(summed) or on.area(where, frame) is None:
        raise UnknownError
    chosen = [_sound(value) for test, value in zip(tested, summed, strict=True) if matches(test)]
    return sum(value for value in chosen if isinstance(value, int | float) and not isinstance(value, bool))


def _meeting_all(on: Evaluation, frame: FormulaFrame, pairs: Arguments) -> list[bool]:
    """For each cell of areas of one shape whether it meets every condition: SUMIFS, COUNTIFS."""
    found: list[bool] = []
    for where, criterion in zip(pairs[::2], pairs[1::2], strict=True):
        matches = _matching(on, frame, criterion)
        held = list(map(matches, _contents(on, frame, [where])))
        if on.area(where, frame) is None or (found and len(found) != len(held)):
            raise UnknownError
        found = [one and other for one, other in zip(found, held, strict=True)] if found else held
    return found


def _sum_ifs(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    if len(arguments) % 2 == 0:
        raise UnknownError
    chosen, summed = _meeting_all(on, frame, arguments[1:]), list(_contents(on, frame, arguments[:1]))
    if len(chosen) != len(summed):
        raise UnknownError
    values = [_sound(value) for value, one in zip(summed, chosen, strict=True) if one]
    return sum(value for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def _count_ifs(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    if len(arguments) % 2:
        raise UnknownError
    return sum(_meeting_all(on, frame, arguments))


def _count_blanks(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return sum(value is None or value == "" for value in _contents(on, frame, arguments))


# --- rounding ------------------------------------------------------------------------------------------------------


def _rounded(how: str, on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    places = int(_figure(on, frame, arguments[1])) if len(arguments) > 1 else 0
    if abs(places) > 15:
        raise UnknownError
    exact = Decimal(f"{_figure(on, frame, arguments[0]):.15g}")
    found = exact.quantize(Decimal((0, (1,), -places)), rounding=how, context=_EXACT)
    return int(found) if places <= 0 else float(found)


def _absolute(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return abs(_figure(on, frame, arguments[0]))


# --- conditions ----------------------------------------------------------------------------------------------------


def _truth(on: Evaluation, frame: FormulaFrame, node: Node | None) -> bool:
    found = _scalar(on, frame, node)
    if isinstance(found, str):
        raise UnknownError
    return bool(found)


def _if(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    condition, *branches = arguments
    holds = _truth(on, frame, condition)
    if len(branches) == 1 and not holds:
        return False
    return _chosen(on, frame, branches[0 if holds else 1])


def _chosen(on: Evaluation, frame: FormulaFrame, node: Node | None) -> Value:
    found = on.scalar(node, frame)
    if found is None and node is not None:  # a blank cell
        frame.nullified = True
    return 0 if found is None else found


def _if_error(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    value, instead = arguments
    found = on.scalar(value, frame)
    return _chosen(on, frame, instead) if isinstance(found, ErrorValue) else _chosen(on, frame, value)


def _all(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    found = [_truth(on, frame, node) for node in arguments]  # an error in any of them is the result
    return all(found)


def _any(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    found = [_truth(on, frame, node) for node in arguments]
    return any(found)


def _not(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return not _truth(on, frame, arguments[0])


def _is(kind: Callable[[Value], bool], on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    return kind(on.scalar(arguments[0], frame))


def _trimmed(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    found = _scalar(on, frame, arguments[0])
    if not isinstance(found, str | None):
        raise UnknownError
    return " ".join((found or "").split(" ")).strip(" ")


def _length(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
    found = _scalar(on, frame, arguments[0])
    if isinstance(found, float | bool):
        raise UnknownError
    return len(str("" if found is None else found))


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_ALL: Mapping[str, tuple[range, Function]] = {
    "SUM": (range(1, 256), _sum),
    "PRODUCT": (range(1, 256), _product),
    "AVERAGE": (range(1, 256), _average),
    "MIN": (range(1, 256), partial(_extreme, min)),
    "MAX": (range(1, 256), partial(_extreme, max)),
    "COUNT": (range(1, 256), _count),
    "COUNTA": (range(1, 256), _count_all),
    "COUNTIF": (range(2, 3), _count_if),
    "SUMIF": (range(2, 4), _sum_if),
    "SUMIFS": (range(3, 256), _sum_ifs),
    "COUNTIFS": (range(2, 256), _count_ifs),
    "COUNTBLANK": (range(1, 2), _count_blanks),
    "SUBTOTAL": (range(2, 256), _subtotal),
    "SUMPRODUCT": (range(1, 256), sum_product),
    "VLOOKUP": (range(3, 5), vertically),
    "HLOOKUP": (range(3, 5), horizontally),
    "XLOOKUP": (range(3, 6), looked_up_beside),
    "MATCH": (range(2, 4), match),
    "INDEX": (range(2, 4), index),
    "ROUND": (range(2, 3), partial(_rounded, ROUND_HALF_UP)),
    "ROUNDUP": (range(2, 3), partial(_rounded, ROUND_UP)),
    "ROUNDDOWN": (range(2, 3), partial(_rounded, ROUND_DOWN)),
    "TRUNC": (range(1, 3), partial(_rounded, ROUND_DOWN)),
    "INT": (range(1, 2), partial(_rounded, ROUND_FLOOR)),
    "ABS": (range(1, 2), _absolute),
    "IF": (range(2, 4), _if),
    "IFERROR": (range(2, 3), _if_error),
    "AND": (range(1, 256), _all),
    "OR": (range(1, 256), _any),
    "NOT": (range(1, 2), _not),
    "TRIM": (range(1, 2), _trimmed),
    "LEN": (range(1, 2), _length),
    "ISBLANK": (range(1, 2), partial(_is, lambda value: value is None)),
    "ISNUMBER": (range(1, 2), partial(_is, _is_figure)),
    "ISTEXT": (range(1, 2), partial(_is, lambda value: isinstance(value, str))),
    "ISERROR": (range(1, 2), partial(_is, lambda value: isinstance(value, ErrorValue))),
}


def _counted(numbers: range, function: Function) -> Function:
    def called(on: Evaluation, frame: FormulaFrame, arguments: Arguments) -> Value:
        if len(arguments) not in numbers:
            raise UnknownError
        return function(on, frame, arguments)

    return _passing_failures(called)


FUNCTIONS: Mapping[str, Function] = {name: _counted(numbers, work) for name, (numbers, work) in _ALL.items()}
