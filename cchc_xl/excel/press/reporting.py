"""The button Lập báo cáo: the unit's official report as a Word document, beside the workbook."""

from __future__ import annotations

import os

from cchc_xl.excel.press import files
from cchc_xl.excel.press.checking import sentence
from cchc_xl.excel.press.sending import local_name
from cchc_xl.excel.press.session import CheckedWorkbook, Session, check
from cchc_xl.write.atomic import write_bytes
from cchc_xl.write.word.unit_report import errors, file_name, unit_report, unit_report_docx

MOST_TOLD = 5  # errors in a message box


def report(session: Session) -> str:
    """Never over a file. While the workbook has errors no report is written: they are named with their repair."""
    folder = files.folder_of(local_name(session.book))
    if not folder or not os.path.isdir(folder):
        return session.say("save_first")
    checked = check(session)
    submission = checked.report.submission
    if submission is None:
        return sentence(session, checked)
    told = _errors(checked)
    if told:
        more = session.say("report_more", count=len(told) - MOST_TOLD) if len(told) > MOST_TOLD else ""
        listed = "\n".join((*told[:MOST_TOLD], *([more] if more else ())))
        return session.say("report_refused", count=len(told), errors=listed)
    data = unit_report_docx(unit_report(checked.form, checked.report, checked.grid))
    path = files.free(folder, files.safe_name(file_name(checked.form, submission)), ".docx")
    return session.say("report_written", path=write_bytes(path, data))


def _errors(checked: CheckedWorkbook) -> list[str]:
    """The words of what stands in the way."""
    wrong = set(map(id, errors(checked.report)))
    return [
        f"{f'{finding.ref.a1}: ' if finding.ref else ''}{text}"
        for finding, text in zip(checked.report.findings, checked.texts, strict=True)
        if id(finding) in wrong
    ]
