"""What VBA calls: ``press("on_validate")``.

It finds the open workbook, runs the button, says the result, and never shows a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cchc_xl.excel.press.session import Session
from cchc_xl.kept_patterns import keep
from cchc_xl.words.excel import DEFAULT, say

BUTTONS: Mapping[str, str] = {
    "on_validate": "cchc_xl.excel.press.checking:validate",
    "on_next": "cchc_xl.excel.press.checking:next_error",
    "on_clear": "cchc_xl.excel.press.checking:clear",
    "on_accept": "cchc_xl.excel.press.accepting:accept",
    "on_undo": "cchc_xl.excel.press.accepting:undo",
    "on_send": "cchc_xl.excel.press.sending:send",
    "on_report": "cchc_xl.excel.press.reporting:report",
    "on_merge": "cchc_xl.excel.press.merging:merge",
    "on_new": "cchc_xl.excel.press.merging:new",
    "on_help": "cchc_xl.excel.press.helping:show_help",
    "on_status": "cchc_xl.excel.press.helping:installation",
}


def press(button: str, lang: str = DEFAULT) -> None:
    """Run a button on the workbook that called. ``KeyError`` for a button that does not exist."""
    run = _action(button)
    session = Session(_caller(), lang)
    with _quiet_screen(session):
        text, serious = _run(run, session)
    if text:
        session.tell(text, serious)
    keep()  # this process may be for one press alone


def _action(button: str) -> Callable[[Session], str]:
    module, _, name = BUTTONS[button].partition(":")
    import importlib

    action: Callable[[Session], str] = getattr(importlib.import_module(module), name)
    return action


def _run(action: Callable[[Session], str], session: Session) -> tuple[str, bool]:
    """(what to say, whether something went wrong)."""
    from cchc_xl.errors import UserError

    try:
        return action(session), False
    except UserError as error:
        from cchc_xl.words.say import ui

        return ui(error.key, session.lang, **error.params), True
    except Exception:
        return say("buttons", "bug", session.lang, path=_log()), True


def _log() -> str:
    """The traceback goes to a file that the clerk can pass on; its path."""
    import tempfile
    import traceback

    path = os.path.join(tempfile.gettempdir(), "cchc_xl-loi.txt")
    with open(path, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return path


@contextmanager
def _quiet_screen(session: Session) -> Iterator[None]:
    app = session.book.app
    updating = app.screen_updating
    app.screen_updating = False
    app.status_bar = False  # what an earlier press said there is old
    try:
        yield
    finally:
        app.screen_updating = updating


def _caller() -> Any:
    """The active workbook of the Excel that called.

    ``Book.caller`` cuts the name of the workbook at "="; there the process is found by its window and the book by its
    whole name.
    """
    with _without_pandas():
        import xlwings

    arguments = dict(
        argument[2:].split("=", 1) for argument in sys.argv if argument.startswith("--") and "=" in argument
    )
    name = arguments.get("wb", "")
    if "=" in name:
        for app in xlwings.apps:
            if str(app.hwnd) == arguments.get("hwnd"):
                return app.books[name]
    return xlwings.Book.caller()


@contextmanager
def _without_pandas() -> Iterator[None]:
    """xlwings imports pandas and numpy where they are installed, for converters that no button uses: half a second of
    each press.
    """
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None makes an import fail
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
