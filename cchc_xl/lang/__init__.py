"""Words: findings and the program's own texts in Vietnamese (first) and English."""

from __future__ import annotations

from cchc_xl.lang.say import LANGUAGES, Message, number, say, ui

__all__ = ["LANGUAGES", "Message", "number", "say", "ui"]
