"""The buttons Hướng dẫn and Tình trạng cài đặt."""

from __future__ import annotations

from cchc_xl.excel.press import painting
from cchc_xl.excel.press.session import Session
from cchc_xl.form.layout import SHEET_HELP


def show_help(session: Session) -> str:
    """The template's own help sheet where there is one, else the short help."""
    sheet = painting.sheet_of(session.book, SHEET_HELP)
    if sheet is None:
        return session.say("help")
    sheet.activate()
    return ""


def installation(session: Session) -> str:
    """What doctor finds, one line per check."""
    from cchc_xl.excel.install.doctor import diagnose
    from cchc_xl.words.excel import say

    lines = [
        f"{say('doctor', f'sign_{check.outcome}', session.lang)} {check.text(session.lang)}" for check in diagnose()
    ]
    return "\n".join(lines)
