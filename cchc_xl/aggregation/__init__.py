"""The ways of aggregation by name. A new way is its module, a line here and its part of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import cast

from cchc_xl.aggregation.way import Way
from cchc_xl.model import Field

# Name as in form definitions -> module of this package, imported when the first such field is asked for.
WAYS: Mapping[str, str] = {
    "sum": "sum",
    "ratio": "ratio",
    "none": "none",
    "count": "count",
    "last": "last",
}


@cache
def way(name: str) -> Way:
    """The record of a way. Raises ``KeyError`` for a name that is none's."""
    return cast("Way", import_module(f"{__name__}.{WAYS[name]}").WAY)


def way_of(field: Field) -> Way:
    """How the values of an indicator become one."""
    return way(field.aggregation)
