"""cchc-xl page -o FILE: the offline page, with an office's own form, roster and period."""

from __future__ import annotations

import sys

import click

from cchc_xl.cli.common import campaign, campaign_file, language, named_files
from cchc_xl.cli.options import campaign_option, force_option, lang_option


@click.command(name="page")
@click.option("-o", "--output", default="cchc-xl.html", type=click.Path(), help="Trang. / The page.  [cchc-xl.html]")
@campaign_option
@click.option("--form", "form_name", help="Biểu mẫu: mã, mã/phiên bản hoặc tệp JSON. / Form id, id/version or file.")
@click.option("--roster", type=click.Path(), help="Danh mục đơn vị (CSV, XLSX). / Roster of units.")
@click.option("--period", help="Kỳ báo cáo, ví dụ 2026-H1. / Period of the campaign.")
@force_option
@lang_option
def command(
    output: str,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Ghi trang ngoài mạng (một tệp HTML): kiểm tra và tổng hợp trên máy không được cài phần mềm.

    Write the offline page: the check and the merge where nothing may be installed.
    """
    from cchc_xl.page.handed_out import handed_out
    from cchc_xl.words.say import ui
    from cchc_xl.write.atomic import write_bytes
    from cchc_xl.write.standing import check_output, holds, require_replaceable

    check_output(output, (".html", ".htm"), named_files(form_name, roster))
    data = handed_out(*_named(form_name, roster, period))
    require_replaceable(output, lambda there: holds(there, data), force)
    path = write_bytes(output, data)
    sys.stdout.write(ui("page-written", language(), path=path) + "\n")
    return 0


def _named(form: str | None, roster: str | None, period: str | None) -> tuple[str | None, str | None, str | None]:
    """What was named, the campaign's where it was not; a form of the office's own by the path of its definition, which
    the page takes with it.
    """
    if not campaign_file():
        return form, roster, period
    from cchc_xl.form.home import definition_beside

    said = campaign()
    name = form or said.form_name
    return (
        definition_beside(campaign_file(), name) or name,
        roster or said.roster or None,
        period or said.period or None,
    )
