"""The buttons Tổng hợp thư mục and Mẫu mới."""

from __future__ import annotations

import os

from cchc_xl.excel import files
from cchc_xl.excel.session import Session

PICK_FOLDER = 4  # msoFileDialogFolderPicker


def merge(session: Session) -> str:
    """Merge the reports of a folder that the consolidator picks, and open the provincial workbook."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.job import merge_paths
    from cchc_xl.validate import settings

    app = session.book.app
    dialog = app.api.FileDialog(PICK_FOLDER)
    dialog.Title = session.say("pick_folder")
    if not dialog.Show():
        return ""
    folder = str(dialog.SelectedItems.Item(1))

    def told(done: int, of: int) -> None:
        app.status_bar = session.say("progress", done=done, of=of)

    output = os.path.join(os.path.dirname(folder.rstrip("\\/")) or folder, files.safe_name(session.say("merged_name", folder=os.path.basename(folder.rstrip("\\/")))) + ".xlsx")
    result = merge_paths([folder], output, settings(versions(default_form())), lang=session.lang, progress=told)
    app.status_bar = False
    app.books.open(result.path)
    merged = result.consolidation
    aside = sum(row.outcome == "set-aside" for row in merged.sources)
    return session.say("merged", units=len(merged.units), found=merged.found, aside=aside, path=result.path)


def new(session: Session) -> str:
    """An empty form, saved where the clerk says, and opened."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.write.template import write_template

    app = session.book.app
    form = versions(default_form())[0]
    path = app.api.GetSaveAsFilename(files.safe_name(form.title) + ".xlsx", "Excel (*.xlsx), *.xlsx")
    if not isinstance(path, str):  # False where the clerk thought better of it
        return ""
    write_template(form, path)
    app.books.open(path)
    return ""
