"""The buttons Tổng hợp thư mục and Mẫu mới."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cchc_xl.excel.press import files
from cchc_xl.excel.press.session import Session

if TYPE_CHECKING:
    from cchc_xl.campaign import Campaign

PICK_FOLDER = 4  # msoFileDialogFolderPicker


def merge(session: Session) -> str:
    """Merge the reports of a folder that the consolidator picks, and open the provincial workbook.

    A campaign file in the folder, else beside the provincial workbook, is used as ``cchc-xl merge --campaign`` uses it:
    one with several forms gives a workbook for each.
    """
    from cchc_xl.campaign import SILENT, for_each_form, found_in, load_campaign

    folder = _picked_folder(session)
    if not folder:
        return ""
    name = session.say("merged_name", folder=os.path.basename(folder))
    path = found_in(folder, os.path.dirname(output_beside(folder, name)))
    campaigns = for_each_form(load_campaign(path) if path else SILENT)
    return "\n".join(
        _merged(session, folder, output_beside(folder, name if len(campaigns) == 1 else f"{name} {one.form}"), one)
        for one in campaigns
    )


def _merged(session: Session, folder: str, output: str, campaign: Campaign) -> str:
    """Merges the reports of one form, and opens the workbook; what is said of it."""
    from cchc_xl.run.paths import merge_paths
    from cchc_xl.run.plan import plan_of

    app, path = session.book.app, campaign.path

    def show_progress(done: int, of: int) -> None:
        app.status_bar = session.say("progress", done=done, of=of)

    result = merge_paths([folder], output, plan_of(campaign, lang=session.lang), progress=show_progress)
    app.status_bar = False
    app.books.open(result.path)
    merged = result.consolidation
    aside = sum(row.outcome == "set-aside" for row in merged.sources)
    summary = session.say("merged", units=len(merged.units), found=merged.found, aside=aside, path=result.path)
    return f"{summary} {session.say('merged_campaign', path=path, missing=len(merged.missing))}" if path else summary


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
