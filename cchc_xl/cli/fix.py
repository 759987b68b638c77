"""cchc-xl fix FILE|FOLDER... --out FOLDER [--accept V01,V02|all-proposals]"""

from __future__ import annotations

import click

from cchc_xl.cli.common import language, settings_from
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option


@click.command(name="fix")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--out", "-o", required=True, type=PATH, help="Thư mục ghi các bản sao. / Folder for the copies.")
@click.option(
    "--accept",
    default="",
    help="Chấp nhận đề xuất của các mã này, hoặc all-proposals. / Accept the proposals of these codes, or all.",
)
@against_options
@force_option
@lang_option
def command(
    paths: tuple[str, ...],
    out: str,
    accept: str,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Sửa các lỗi an toàn vào bản sao, kèm trang tính “Nhật ký sửa” ghi từng ô đã sửa. Bản gốc còn nguyên.

    Apply safe repairs to copies, with a log of every change. Exit 0: nothing left to correct; 1: errors are left.
    """
    from cchc_xl.cli.mark import report_copies
    from cchc_xl.write.marked.copies import copies, fix, plans
    from cchc_xl.write.marked.fixed import accepted

    codes = accepted([code.strip() for code in accept.split(",") if code.strip()])
    against = settings_from(form_name, roster, period)
    return report_copies(
        copies(plans(paths, out), against, fix(against, codes, language()), language(), force), out, "fix-done"
    )
