"""cchc-xl validate FILE|FOLDER..."""

from __future__ import annotations

import click

from cchc_xl.cli.checking import checked
from cchc_xl.cli.options import PATH, against_options, lang_option


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
    return checked(paths, form_name, roster, period, fmt, strict=strict, quiet=quiet)
