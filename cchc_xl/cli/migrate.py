"""cchc-xl migrate FILE --to VERSION --out FILE|FOLDER"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import language, named_files, settings_from
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from cchc_xl.model import Form


@click.command(name="migrate")
@click.argument("path", type=PATH)
@click.option("--to", "version", required=True, help="Phiên bản biểu mẫu mới. / Version of the form to move to.")
@click.option(
    "--out",
    "-o",
    required=True,
    type=PATH,
    help="Tệp .xlsx hoặc thư mục kết quả. / Workbook or folder to write.",
)
@against_options
@force_option
@lang_option
def command(
    path: str,
    version: str,
    out: str,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Chuyển số liệu của tệp cũ, tệp tự lập hoặc tệp hỏng cấu trúc sang mẫu mới; nói rõ nội dung chưa chuyển được.

    Move the data of a workbook into a fresh template. Exit 0: all was moved; 1: something was left, and is listed.
    """
    from cchc_xl.cli.mark import shown_path
    from cchc_xl.grid.scan import show
    from cchc_xl.words.say import ui
    from cchc_xl.write.marked.copies import migrate, move_target
    from cchc_xl.write.marked.migrated import reasons

    against = settings_from(form_name, roster, period)
    form = _form(against.forms[0].id, version)
    target = move_target(path, out, named_files(roster))
    moved, written = migrate(path, target, against, form, language(), force)
    sys.stdout.write(
        ui("migrate-done", language(), file=show(path), n=len(moved.values), form=form.key, path=shown_path(written))
        + "\n"
    )
    for line in reasons(moved, language()):
        sys.stdout.write(f"  {line}\n")
    return int(bool(moved.left))


def _form(form_id: str, version: str) -> Form:
    """The version to move to; ``UserError`` with those that there are."""
    from cchc_xl.form.load import known_forms, load

    known = known_forms().get(form_id, ())
    number = version.rpartition("/")[2]
    if not number.isdecimal() or int(number) not in known:
        raise UserError("bad-version", form=form_id, version=version, known=", ".join(map(str, known)))
    return load(form_id, int(number))
