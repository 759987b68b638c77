"""What lost its place, in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_xl.words.province import MOVED, word
from cchc_xl.words.say import ui
from cchc_xl.write.province.carried_over.entries import Brought, Displaced
from cchc_xl.write.province.carried_over.trace import shown

LONGEST = 120  # characters of a content that a terminal shows; all of it is on the sheet


MOST = 20  # entries that a terminal names; all are on the sheet


def told(brought: Brought, lang: str) -> Iterator[str]:
    """Lines for a terminal."""
    if brought.unknown:
        yield ui("merge-added-unknown", lang)
    if brought.moved:
        yield ui("merge-added-moved", lang, n=len(brought.moved), sheet=MOVED)
    for one in brought.moved[:MOST]:
        yield "  " + ui("merge-added", lang, place=place(one), says=says(one, lang), why=word(one.why, lang))
    if len(brought.moved) > MOST:
        yield "  " + ui("merge-added-more", lang, n=len(brought.moved) - MOST, sheet=MOVED)
    if brought.waiting:
        yield ui("merge-added-waiting", lang, n=brought.waiting, sheet=MOVED)


def place(moved: Displaced) -> str:
    """Where it stood: sheet, cell, what the row is about, the column."""
    entry = moved.entry
    at = " ".join(part for part in (entry.sheet, entry.at) if part)
    about = "; ".join(part for part in (entry.subject, entry.title) if part)
    return f"{at} ({about})" if about else at


def says(moved: Displaced, lang: str) -> str:
    """What it says, and what stands there now."""
    content = content_of(moved, lang)
    content = content if len(content) <= LONGEST else f"{content[:LONGEST]}…"
    return word("moved-told-over", lang, typed=content, ours=moved.ours) if moved.ours else f"“{content}”"


def content_of(moved: Displaced, lang: str) -> str:
    """All of its text; of what has none what it is."""
    text = " ".join(shown(moved.entry.typed.value).split())
    return text or word(f"{moved.why}-text", lang)
