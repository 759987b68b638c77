"""Marks on wrong cells, as data: which cells get which fill and note, and what they looked like before.

A mark's note carries a key in its first line. The former look is stored under that key, so it finds its cell again
after the clerk has inserted rows: a note moves with its cell, an address does not. Nothing here touches Excel.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cchc_xl.form.layout import SHEET_MARKS
from cchc_xl.model import SEVERITIES, Finding, Severity
from cchc_xl.records import NamedTuple
from cchc_xl.words.excel import say

STORE = SHEET_MARKS  # the very hidden sheet that keeps the former looks
FILLS: Mapping[Severity, tuple[int, int, int]] = {"error": (255, 199, 206), "warning": (255, 235, 156)}
_KEY = re.compile(r"^CCHC #(\d+)\b")
_STORE_HEAD = ("khóa", "trang tính", "hàng", "cột", "nền", "ghi chú")


class CellMark(NamedTuple):
    """What a cell shall show. ``text`` has a line per finding, the worst first."""

    sheet: str
    row: int
    column: int
    severity: Severity
    text: str


class FormerLook(NamedTuple):
    """What a cell showed before it was marked.

    ``fill`` are properties of its interior; ``note`` is None where it had none.
    """

    key: int
    sheet: str
    row: int
    column: int
    fill: Mapping[str, Any]
    note: str | None


def marks(findings: Iterable[Finding], texts: Mapping[int, str]) -> tuple[CellMark, ...]:
    """One mark per cell, in the order of the findings.

    ``texts``: position of a finding -> its words. Notes are no reason for a mark.
    """
    found: dict[tuple[str, int, int], CellMark] = {}
    for position, finding in enumerate(findings):
        ref = finding.ref
        if ref is None or finding.severity not in FILLS or ref.sheet == "":
            continue
        place = (ref.sheet, ref.row, ref.column)
        earlier = found.get(place)
        if earlier is None:
            found[place] = CellMark(*place, finding.severity, texts[position])
        else:
            worst = min(earlier.severity, finding.severity, key=SEVERITIES.index)
            found[place] = earlier._replace(severity=worst, text=f"{earlier.text}\n{texts[position]}")
    return tuple(found.values())


def note_text(key: int, mark: CellMark, former: str | None, lang: str) -> str:
    """The note of a marked cell: its key, what to correct, and the clerk's own note where there was one."""
    lines = [f"CCHC #{key} · {say('marks', mark.severity, lang)}", mark.text]
    return "\n".join(lines + ([say("marks", "own_note", lang), former] if former else []))


def key_of(note: str) -> int | None:
    """The key in a note of ours; None for anybody else's."""
    found = _KEY.match(note)
    return int(found[1]) if found else None


def places(
    looks: Sequence[FormerLook], notes: Mapping[str, Mapping[tuple[int, int], str]]
) -> list[tuple[FormerLook, tuple[str, int, int], bool]]:
    """Where each former look belongs now: (look, (sheet, row, column), whether our note is still there).

    ``notes``: sheet -> place -> text. Without its note a look belongs to the address where it was taken.
    """
    moved = {
        key: (sheet, *place)
        for sheet, texts in notes.items()
        for place, text in texts.items()
        if (key := key_of(text)) is not None
    }
    return [(look, moved.get(look.key, (look.sheet, look.row, look.column)), look.key in moved) for look in looks]


# --- the store -----------------------------------------------------------------------------------------------------


def store_rows(looks: Iterable[FormerLook]) -> list[list[str]]:
    """The hidden sheet's content, all of it text."""
    rows = [list(_STORE_HEAD)]
    for look in looks:
        note = "" if look.note is None else json.dumps(look.note, ensure_ascii=False)
        rows.append([str(look.key), look.sheet, str(look.row), str(look.column), json.dumps(look.fill), note])
    return rows


def read_store(rows: Sequence[Sequence[Any]]) -> tuple[FormerLook, ...]:
    """The looks of the hidden sheet; a row that somebody has damaged is left out."""
    looks = []
    for row in rows[1:]:
        try:
            key, sheet, down, right, fill, note = ("" if value is None else str(value) for value in row[:6])
            look = FormerLook(
                int(key), sheet, int(down), int(right), json.loads(fill), json.loads(note) if note else None
            )
        except ValueError:
            continue
        if isinstance(look.fill, dict):
            looks.append(look)
    return tuple(looks)
