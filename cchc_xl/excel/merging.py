"""The buttons Tổng hợp thư mục and Mẫu mới."""

from __future__ import annotations

import datetime as dt
import os

from cchc_xl.excel import files
from cchc_xl.excel.session import Session
from cchc_xl.model import Decision, Refusal

PICK_FOLDER = 4  # msoFileDialogFolderPicker


def merge(session: Session) -> str:
    """Merge the reports of a folder that the consolidator picks, and open the provincial workbook."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.job import merge_paths
    from cchc_xl.validate import settings

    app = session.book.app
    folder = _picked_folder(session)
    if not folder:
        return ""
    output = output_beside(folder, session.say("merged_name", folder=os.path.basename(folder)))

    def told(done: int, of: int) -> None:
        app.status_bar = session.say("progress", done=done, of=of)

    against = settings(versions(default_form()))
    result = merge_paths([folder], output, against, decisions=decisions_in(output), lang=session.lang, progress=told)
    app.status_bar = False
    app.books.open(result.path)
    merged = result.consolidation
    aside = sum(row.outcome == "set-aside" for row in merged.sources)
    return session.say("merged", units=len(merged.units), found=merged.found, aside=aside, path=result.path)


def _picked_folder(session: Session) -> str:
    """The folder without a separator at its end, but for a drive's root; '' where the person thought better of it."""
    dialog = session.book.app.api.FileDialog(PICK_FOLDER)
    dialog.Title = session.say("pick_folder")
    if not dialog.Show():
        return ""
    folder = str(dialog.SelectedItems.Item(1)).rstrip("\\/")
    return folder + "\\" if folder.endswith(":") else folder


def output_beside(folder: str, name: str) -> str:
    """The provincial workbook stands beside the folder; inside a drive's root, which has nothing beside it."""
    return os.path.join(os.path.dirname(folder) or folder, files.safe_name(name) + ".xlsx")


def decisions_in(path: str) -> tuple[Decision, ...]:
    """What was decided in the earlier provincial workbook that a merge is about to replace."""
    from cchc_xl.consolidation.decisions import read_decisions
    from cchc_xl.read.file import PROVINCE_LIMITS, read_file

    if not os.path.exists(path):
        return ()
    earlier = read_file(path, limits=PROVINCE_LIMITS)
    if isinstance(earlier, Refusal):
        return ()
    now = dt.datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005 - the consolidator's own clock
    return read_decisions(earlier, os.environ.get("USERNAME", ""), now)


def new(session: Session) -> str:
    """An empty form, saved where the clerk says, and opened."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.write.template.workbook import write_template

    app = session.book.app
    form = versions(default_form())[0]
    path = app.api.GetSaveAsFilename(files.safe_name(form.title) + ".xlsx", "Excel (*.xlsx), *.xlsx")
    if not isinstance(path, str):  # False where the clerk thought better of it
        return ""
    write_template(form, path)
    app.books.open(path)
    return ""
