"""cchc-xl validate FILE|FOLDER..."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import PATH, against_options, exit_code, lang_option, language, settings_for_each
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from cchc_xl.grid.scan import Input
    from cchc_xl.model import Report
    from cchc_xl.validate import Settings


@click.command(name="validate")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@against_options
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json", "junit", "sarif", "ess"]),
    default="text",
    help="Dạng kết quả; ess: báo cáo kiểm tra của ESS, từng quy tắc trên từng số, cho máy đọc. / Output format.",
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
    from cchc_xl.validate import each_of_forms, each_report
    from cchc_xl.write.machine.report import screen, summary_line

    every = settings_for_each(form_name, roster, period)
    against, forms = every[0], tuple(form for one in every for form in one.forms)
    inputs, found = scan(paths)
    if not inputs and not found:
        raise UserError("no-input", path=", ".join(map(show, paths)))
    if fmt == "ess":
        if len(every) > 1:
            raise UserError("one-form-only", known=", ".join(one.forms[0].id for one in every))
        return _write_ess(inputs, against, strict)
    read = list(each_report(inputs, against) if len(every) == 1 else each_of_forms(inputs, every))
    reports = [one for one in read if not isinstance(one, Skipped)]
    skipped = [*found, *(one for one in read if isinstance(one, Skipped))]
    if fmt == "text" and quiet:
        sys.stdout.write(summary_line(reports, skipped, language()) + "\n")
    elif fmt == "text":
        sys.stdout.write("\n".join(screen(reports, forms, language(), skipped)) + "\n")
    else:
        from cchc_xl.write.machine.formats import written

        sys.stdout.write(written(fmt, reports, forms, language(), skipped, strict=strict))
    return exit_code(reports, strict=strict)


def _write_ess(inputs: Sequence[Input], against: Settings, strict: bool) -> int:
    """Each rule on each figure of each file, as the files are read; the exit code."""
    import datetime as dt

    from cchc_xl.grid.scan import Skipped
    from cchc_xl.validate import each_report
    from cchc_xl.write.machine.ess import ess_lines

    codes = {0}

    def read() -> Iterator[Report]:
        for report in each_report(inputs, against):
            if not isinstance(report, Skipped):
                codes.add(exit_code([report], strict=strict))
                yield report

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for line in ess_lines(read(), against.forms, language(), now):
        sys.stdout.write(line)
    return max(codes)
