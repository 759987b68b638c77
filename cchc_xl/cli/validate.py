"""cchc-xl validate FILE|FOLDER..."""

from __future__ import annotations

import sys

import click

from cchc_xl.cli.common import PATH, against_options, exit_code, lang_option, language, settings_from
from cchc_xl.errors import UserError


@click.command(name="validate")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@against_options
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json", "junit", "sarif", "ess"]),
    default="text",
    help="Dạng kết quả. / Output format.",
)
@click.option("--strict", is_flag=True, help="Cảnh báo cũng tính là lỗi. / Warnings count too.")
@click.option("-q", "--quiet", is_flag=True, help="Chỉ in dòng tổng kết. / Only the summary.")
@lang_option
def command(
    paths: tuple[str, ...],
    form_name: str | None,
    roster: str | None,
    period: str | None,
    fmt: str,
    strict: bool,
    quiet: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Kiểm tra các tệp báo cáo: chỉ rõ tệp, trang tính, ô; sai gì, vì sao và sửa thế nào.

    Check workbooks against the form. Exit 0: nothing to correct; 1: errors or unreadable files; 2: a mistake in the
    command.
    """
    from cchc_xl.grid.scan import Skipped, scan, show
    from cchc_xl.validate import is_other_list, validate_input
    from cchc_xl.write.machine.report import report_lines, summary_line

    against = settings_from(form_name, roster, period)
    inputs, found = scan(paths)
    if not inputs and not found:
        raise UserError("no-input", path=", ".join(map(show, paths)))
    reports, skipped = [], list(found)
    for item in inputs:
        report = validate_input(item, against)
        if is_other_list(item, report):
            skipped.append(Skipped(item.shown, "other-type"))
            continue
        reports.append(report)
        if fmt == "text" and not quiet:
            sys.stdout.write("\n".join(report_lines(report, against.forms, language())) + "\n\n")
    if fmt == "text":
        sys.stdout.write(summary_line(reports, skipped, language()) + "\n")
    else:
        from cchc_xl.write.machine.formats import written

        sys.stdout.write(written(fmt, reports, against.forms, language(), skipped, strict=strict))
    return exit_code(reports, strict=strict)
