"""A definition as its file has it: an indicator, a column, a rule a line, as people write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

WIDTH = 110  # of an entry that stays in one line


def written(definition: Mapping[str, Any]) -> bytes:
    """The JSON of a definition: the items of lists a line each."""
    return (_text(definition, 0) + "\n").encode()


def _text(value: Any, depth: int) -> str:
    line, pad = json.dumps(value, ensure_ascii=False), " " * (depth + 1)
    if isinstance(value, list) and (len(line) > WIDTH or any(isinstance(one, dict) for one in value)):
        items = [f"{pad}{json.dumps(one, ensure_ascii=False)}" for one in value]
    elif isinstance(value, dict) and depth < 3 and any(isinstance(one, dict | list) for one in value.values()):
        items = [f'{pad}"{key}": {_text(one, depth + 1)}' for key, one in value.items()]
    else:
        return line
    first, last = "[]" if isinstance(value, list) else "{}"
    return f"{first}\n" + ",\n".join(items) + f"\n{' ' * depth}{last}"
