"""The Excel side's own words, from ``excel.json``; what a finding says is in the catalogue."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from typing import Any

DEFAULT = "vi"


@functools.cache
def _all() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    with open(os.path.join(os.path.dirname(__file__), "excel.json"), encoding="utf-8") as file:
        words: Mapping[str, Mapping[str, Mapping[str, str]]] = json.load(file)
    return words


def languages() -> tuple[str, ...]:
    return tuple(_all())


def section(name: str, lang: str = DEFAULT) -> Mapping[str, str]:
    """All words of a section, by key."""
    return _all()[lang][name]


def say(name: str, key: str, lang: str = DEFAULT, /, **params: Any) -> str:
    """A sentence of a section with its placeholders filled. Raises ``KeyError`` for an unknown key."""
    return section(name, lang)[key].format(**params)
