"""cchc-xl report FILE [--out FILE|FOLDER] [--draft]"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import campaign, language, named_files, settings_from
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from cchc_xl.model import Grid, Refusal
    from cchc_xl.validate import Settings

DOCUMENTS = (".docx",)


@click.command(name="report")
@click.argument("path", type=PATH)
@click.option(
    "--out",
    "-o",
    type=PATH,
    default=".",
    help="Tệp .docx hoặc thư mục kết quả. / Document or folder to write.  [thư mục hiện tại]",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Lập bản dự thảo kèm danh mục lỗi khi biểu còn lỗi. / Write a draft that lists the errors.",
)
@against_options
@force_option
@lang_option
def command(
    path: str,
    out: str,
    draft: bool,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Lập báo cáo (.docx, thể thức Nghị định 30/2020/NĐ-CP): của đơn vị từ biểu đã điền, của cơ quan tổng hợp từ tệp
    tổng hợp; chỗ chưa có thông tin để dấu chấm.

    Write an official report: a unit's from its filled workbook, the summary from a provincial workbook. While a unit's
    workbook has errors no report is written, but for a draft. Exit 0: a report was written; 1: errors or an unreadable
    file.
    """
    from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
    from cchc_xl.grid.scan import show
    from cchc_xl.model import Grid
    from cchc_xl.table.hidden_sheet import province_meta

    if not os.path.lexists(path):
        raise UserError("not-found", path=show(path))
    against = settings_from(form_name, roster, period)
    _check(out, path, named_files(roster))
    read = read_file(path, show(path), limits=PROVINCE_LIMITS)
    if isinstance(read, Grid) and province_meta(read):
        return _province(read, path, out, force, named_files(roster))
    return _unit(read_file(path, show(path)), path, against, out, draft, force, named_files(roster))


def _province(grid: Grid, path: str, out: str, force: bool, named: tuple[str, ...]) -> int:
    """The summary of a provincial workbook."""
    from cchc_xl.grid.openxml.package import ReadError
    from cchc_xl.grid.scan import show
    from cchc_xl.words.say import ui
    from cchc_xl.write.province.result import read_result
    from cchc_xl.write.word.province_report import file_name, province_report_docx

    try:
        result = read_result(grid, show(path))
    except ReadError:  # a sheet that is looked at only now
        raise UserError("bad-previous", path=show(path)) from None
    target = _target(out, file_name(result), path, named)
    written = _put(target, province_report_docx(result, campaign().office), force)
    sys.stdout.write(ui("report-province", language(), path=written, n=len(result.units)) + "\n")
    return 0


def _unit(
    read: Grid | Refusal, path: str, against: Settings, out: str, draft: bool, force: bool, named: tuple[str, ...]
) -> int:
    """A unit's report, or why there is none."""
    from cchc_xl.model import Grid
    from cchc_xl.validate import judged
    from cchc_xl.words.say import ui
    from cchc_xl.write.machine.report import form_of, screen
    from cchc_xl.write.word.unit_report import errors, file_name, unit_report, unit_report_docx

    report = judged(read, against)
    faults = errors(report)
    if report.submission is None or not isinstance(read, Grid) or (faults and not draft):
        sys.stdout.write("\n".join(screen([report], against.forms, language())) + "\n")
        key = "report-unreadable" if report.submission is None else "report-refused"
        sys.stdout.write(ui(key, language(), n=len(faults)) + "\n")
        return 1
    form = form_of(report, against.forms)
    made = unit_report(form, report, read)._replace(to=campaign().office.name)
    target = _target(out, file_name(form, report.submission), path, named)
    written = _put(target, unit_report_docx(made), force)
    key = "report-draft" if faults else "report-done"
    sys.stdout.write(ui(key, language(), path=written, n=len(faults)) + "\n")
    return 0


# --- where to -----------------------------------------------------------------------------------------------------


def _check(out: str, path: str, named: tuple[str, ...]) -> None:
    """``UserError`` for an output that cannot be meant, before anything is read."""
    from cchc_xl.write.standing import check_output, names_folder

    if not names_folder(out):
        check_output(out, DOCUMENTS, (path, *named))


def _target(out: str, name: str, path: str, named: tuple[str, ...]) -> str:
    from cchc_xl.write.atomic import make_folder
    from cchc_xl.write.file_names import safe_name
    from cchc_xl.write.standing import check_output, names_folder

    if not names_folder(out):
        return out
    make_folder(out)
    target = os.path.join(out, f"{safe_name(name)}.docx")
    check_output(target, DOCUMENTS, (path, *named))
    return target


def _put(target: str, data: bytes, force: bool) -> str:
    """Writes the document; never over one that somebody has gone on with, unless asked."""
    from cchc_xl.cli.mark import shown_path
    from cchc_xl.write.marked.copies import write_checked
    from cchc_xl.write.standing import holds, require_replaceable

    require_replaceable(target, lambda there: holds(there, data), force)
    return shown_path(write_checked(target, data, force=True))
