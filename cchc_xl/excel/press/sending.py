"""The button Lưu bản gửi: a clean copy, named by unit and period, beside the workbook."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from cchc_xl.excel.carriers.package import without_macros
from cchc_xl.excel.press import files, painting
from cchc_xl.excel.press.checking import clear, refresh
from cchc_xl.excel.press.session import Session, check
from cchc_xl.write.atomic import write_bytes


def send(session: Session) -> str:
    """The copy has no marks, no results sheet and no macros. The open workbook keeps what it had."""
    book = session.book
    folder = files.folder_of(local_name(book))
    if not folder or not os.path.isdir(folder):
        return session.say("save_first")
    submission = check(session).report.submission
    marked = bool(painting.stored_looks(book)) or session.results_sheet is not None
    if marked:
        clear(session)
    try:
        period = submission.period.label if submission and submission.period else ""
        unit = (submission.unit.name if submission.unit else submission.unit_text) if submission else ""
        path = save_copy(book, folder, files.sent_name(unit, period, book.name))
    finally:
        if marked:
            refresh(session)
    return session.say("saved", path=path)


def local_name(book: Any) -> str:
    """The workbook's full name on this computer; '' where xlwings cannot tell (OneDrive, SharePoint)."""
    try:
        return str(book.fullname)
    except Exception:
        return ""


def save_copy(book: Any, folder: str, name: str) -> str:
    """Save what is open under a new name, without macros. Never writes over a file."""
    extension = os.path.splitext(book.name)[1].lower() or ".xlsx"
    if extension != ".xlsm":
        path = files.free(folder, name, extension)
        book.api.SaveCopyAs(path)
        return path
    with tempfile.TemporaryDirectory() as temporary:
        with_macros = os.path.join(temporary, "copy.xlsm")
        book.api.SaveCopyAs(with_macros)
        with open(with_macros, "rb") as file:
            return write_bytes(files.free(folder, name, ".xlsx"), without_macros(file.read()))
