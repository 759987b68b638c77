"""One press of a button: the open workbook, the language, and what several buttons need of both."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from cchc_xl.campaign import NAME
from cchc_xl.excel.book import read_grid
from cchc_xl.excel.press import marks as mark
from cchc_xl.excel.press import results
from cchc_xl.excel.press.painting import sheet_of
from cchc_xl.form.load import HOME, default_form, known_forms, versions
from cchc_xl.model import Form, Grid, Report
from cchc_xl.records import NamedTuple
from cchc_xl.table.hidden_sheet import read_meta
from cchc_xl.validate import settings, validate_grid
from cchc_xl.words import say as language
from cchc_xl.words.excel import say


class Session(NamedTuple):
    """``book`` is the xlwings book that was active when the button was pressed."""

    book: Any
    lang: str

    @property
    def own_sheets(self) -> tuple[str, ...]:
        return (mark.STORE, results.sheet_name(self.lang))

    @property
    def results_sheet(self) -> Any:
        """Our results sheet, or None. A sheet of that name that somebody else made is not ours to write in."""
        sheet = sheet_of(self.book, results.sheet_name(self.lang))
        if sheet is None:
            return None
        shown = sheet.range((results.HEAD_ROW, 1), (results.HEAD_ROW, len(results.COLUMNS))).value
        return sheet if shown == results.heads(self.lang) else None

    def say(self, key: str, **params: Any) -> str:
        return say("buttons", key, self.lang, **params)

    def status(self, text: str) -> None:
        self.book.app.status_bar = text

    def tell(self, text: str, serious: bool = False) -> None:
        self.book.app.alert(text, say("buttons", "title", self.lang), "ok", "critical" if serious else "info")

    def agrees(self, text: str) -> bool:
        return bool(self.book.app.alert(text, say("buttons", "title", self.lang), "yes_no", "info") == "yes")


class CheckedWorkbook(NamedTuple):
    """The open workbook after the core has looked at it. ``texts`` has the words of each finding of the report."""

    grid: Grid
    report: Report
    form: Form
    texts: tuple[str, ...]


def check(session: Session) -> CheckedWorkbook:
    """Read the workbook and judge it; nothing is changed."""
    grid = read_grid(session.book, session.own_sheets, lambda text: mark.key_of(text) is not None)
    forms = forms_of(grid, os.path.dirname(session.book.fullname))
    report = validate_grid(grid, settings(forms))
    form = form_of(report, forms)
    texts = tuple(
        " ".join(part for part in language.say(finding, form, session.lang)[1:] if part) for finding in report.findings
    )
    return CheckedWorkbook(grid, report, form, texts)


def forms_of(grid: Grid, folder: str) -> tuple[Form, ...]:
    """The versions of the form that the workbook's template names, the program's own of any other workbook.

    A form that does not ship is looked for in ``bieu-mau`` beside the workbook.
    """
    named = read_meta(grid).get("form", "")
    if named and named not in known_forms() and os.path.isdir(os.path.join(folder, HOME)):
        from cchc_xl.form.home import open_beside

        open_beside(os.path.join(folder, NAME))
    return versions(named if named in known_forms() else default_form())


def form_of(report: Report, forms: Sequence[Form]) -> Form:
    """The form that a report was judged by; the newest where there is no table."""
    if report.submission is None:
        return forms[0]
    return next(
        form for form in forms if (form.id, form.version) == (report.submission.form, report.submission.version)
    )
