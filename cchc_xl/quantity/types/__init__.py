"""The types of quantities by name. A new type is its module, a line here, its cases and its part of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from cchc_xl.quantity.field_type import FieldType
from cchc_xl.typed import cast

# ``Field.kind`` -> module of this package, imported when the first such field is asked for.
TYPES: Mapping[str, str] = {
    "count": "integer",
    "count+text": "integer",
    "decimal": "decimal",
    "percent": "percent",
    "money": "money",
    "choice": "choice",
    "text": "text",
    "date": "date",
}


@cache
def type_of(kind: str) -> FieldType:
    """The record of a field's kind. Raises ``KeyError`` for a name that is none's."""
    return cast("FieldType", import_module(f"{__name__}.{TYPES[kind]}").TYPE)
