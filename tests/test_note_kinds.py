"""The kinds of words that the rules for notes ask for: each is one that words have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import judges
import pytest

from cchc_xl.quantity.note_clauses import understood
from cchc_xl.quantity.note_words import _index

FOLDER = judges.ROOT / "cchc_xl" / "quantity"
RULES = sorted(
    {*FOLDER.glob("note_*.py"), FOLDER / "concerns.py", FOLDER / "line_claims.py"} - {FOLDER / "note_sums.py"}
)
HOLDERS = {"kinds", "has", "note"}
DENIED = {kind for clause in understood("không ai bị đếm hai lần") for token in clause for kind in token.kinds}


def is_held(node: ast.expr) -> bool:
    """Does an expression read the kinds of a word, a clause or a note?"""
    return (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")) in HOLDERS


def asked_for(tree: ast.AST) -> Iterator[str]:
    """'x' of ``'x' in token.kinds``, ``has & {'x'}``, ``note >= {'x'}``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [(node.left, node.comparators[0]), (node.comparators[0], node.left)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.Sub):
            sides = [(node.left, node.right), (node.right, node.left)]
        else:
            continue
        for asked, holder in sides:
            if is_held(holder):
                constants = asked.elts if isinstance(asked, ast.Set) else [asked]
                yield from (str(one.value) for one in constants if isinstance(one, ast.Constant))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules__ask_for_kinds_that_words_have(path: Path) -> None:
    known = {kind for kinds in _index(bare=False).kinds.values() for kind in kinds} | DENIED
    asked = set(asked_for(ast.parse(path.read_text(encoding="utf-8"))))
    assert asked <= known


def test_asked_for__finds_each_way_of_asking() -> None:
    code = "'a' in token.kinds or has & {'b', 'c'} or note >= {'d'} or {'e'} <= said.has or has - {'f'}"
    assert set(asked_for(ast.parse(code))) == set("abcdef")
