"""``numbers``: whole floats and what a cell shows, each written once."""

from __future__ import annotations

import ast
import doctest
import math

import judges
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl import numbers
from cchc_xl.numbers import EXACT, fifteen_digits, text_of, whole

FLOATS = st.one_of(st.floats(), st.integers(-(10**18), 10**18).map(float))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), FLOATS, st.text())

# Where ``is_integer`` asks something else than what ``whole`` answers.
OTHER_QUESTIONS = {
    "numbers.py",
    "quantity/readers.py",  # a hint that is rounded where it is not whole
}


def test_numbers__examples():
    assert doctest.testmod(numbers).failed == 0


@given(SCALARS)
def test_whole__changes_the_type_and_never_the_value(value):
    made = whole(value)
    assert made is value or (type(made) is int and made == value and abs(made) < EXACT)
    assert whole(made) is made


@given(st.integers(1 - EXACT, EXACT - 1))
def test_whole__every_count_that_excel_can_keep(number):
    assert whole(float(number)) == number
    assert type(whole(float(number))) is int


@pytest.mark.parametrize("value", [1e15, -1e15, 1e300, math.inf, -math.inf, 0.5, True, None, "12.0"])
def test_whole__leaves_all_else_alone(value):
    assert whole(value) is value


@given(FLOATS.filter(math.isfinite))
def test_text_of__is_the_same_number_again(value):
    text = text_of(value)
    assert float(text) == value
    assert not text.endswith(".0")
    assert text == text_of(whole(value))


@given(SCALARS)
def test_text_of__is_a_text_and_of_a_text_the_text_itself(value):
    assert isinstance(text_of(value), str)
    assert (text_of(value) == "") == (value is None or value == "")
    if isinstance(value, str):
        assert text_of(value) is value


@given(st.integers(1, 10**14), st.sampled_from([-math.inf, math.inf]))
def test_fifteen_digits__of_the_float_beside_a_count_is_the_count(number, direction):
    assert fifteen_digits(math.nextafter(number, direction)) == number


def test_whole_numbers__are_recognised_in_one_place():
    """Bound included: fifteen modules had it, and not all with the same bound."""
    asking, bounds = set(), set()
    for path in (judges.ROOT / "cchc_xl").rglob("*.py"):
        name = path.relative_to(judges.ROOT / "cchc_xl").as_posix()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Attribute) and node.attr == "is_integer":
                asking.add(name)
            if isinstance(node, ast.Constant) and node.value == EXACT and type(node.value) in (int, float):
                bounds.add(name)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node) == "10 ** 15":
                bounds.add(name)
    assert asking == OTHER_QUESTIONS
    assert bounds - OTHER_QUESTIONS == set()
