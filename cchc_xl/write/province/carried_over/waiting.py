"""The sheet "Ghi thêm": what a person added and what has no place of its own any more, each with its former place.

The sheet is read again by the next merge. What stands in its column of contents counts, and a row that is deleted
there is gone; what finds its place again goes back to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cchc_xl.model import Sheet
from cchc_xl.write.province.carried_over.entries import Displaced, OwnEntry, Typed
from cchc_xl.write.province.carried_over.trace import START, TracedRow, shown

COLUMNS = (
    "no", "moved-sheet", "moved-cell", "moved-about", "moved-title", "moved-what", "moved-content", "moved-ours",
    "moved-why", "moved-data",
)  # fmt: skip


_UNKNOWN = ("", START.hex(), 0, "", 0, 0, "moved-gone", "")


def data_of(moved: Displaced) -> str:
    """What the hidden column says of an entry, for ``read_waiting``."""
    one = moved.entry
    return json.dumps(
        [one.sheet, one.key.hex(), one.offset, one.column, int(one.note), int(one.over), moved.why, one.typed.kind],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_waiting(
    sheet: Sheet, rows: Mapping[int, TracedRow], columns: Mapping[int, int], titles: int
) -> tuple[Displaced, ...]:
    """``rows`` and ``columns``: those of the sheet -> those that we wrote; ``titles``: the row of ours that has them.

    A row whose content is gone is none. One whose hidden cell was written over has lost its place for good.
    """
    at = {COLUMNS[ours - 1]: column for column, ours in columns.items() if ours <= len(COLUMNS)}
    found = []
    for row in sorted(row for row, ours in rows.items() if ours.row > titles):
        cells = {key: sheet.cells.get((row, column)) for key, column in at.items()}
        content, data = cells.get("moved-content"), cells.get("moved-data")
        if content is None or content.value in (None, ""):
            continue
        try:
            found.append(_moved(json.loads(str(data.value) if data else ""), content.value, content.kind, cells))
        except (ValueError, TypeError, LookupError):
            found.append(_moved(_UNKNOWN, content.value, content.kind, cells))
    return tuple(found)


def _moved(data: Any, value: Any, kind: str, cells: Mapping[str, Any]) -> Displaced:
    def text(key: str) -> str:
        cell = cells.get(key)
        return shown(cell.value) if cell else ""

    sheet, key, offset, column, note, over, why, was = data
    if isinstance(value, bool):
        value = shown(value)
    typed = Typed(value, "date" if kind == "date" else "lost" if was == "lost" else "")
    return Displaced(
        OwnEntry(
            str(sheet) or text("moved-sheet"),
            bytes.fromhex(key),
            int(offset),
            str(column),
            typed,
            bool(note),
            bool(over),
            text("moved-cell"),
            text("moved-about"),
            text("moved-title"),
        ),
        str(why),
        text("moved-ours"),
    )
