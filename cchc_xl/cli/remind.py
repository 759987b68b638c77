"""cchc-xl remind TONG-HOP.xlsx|FOLDER... --out FOLDER"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import campaign, language, settings_from, waivers
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option
from cchc_xl.errors import UserError
from cchc_xl.text import escaped

if TYPE_CHECKING:
    from cchc_xl.model import Grid
    from cchc_xl.run.plan import Plan
    from cchc_xl.write.province.outstanding import Account

SHOWN = 5  # files named on the terminal


@click.command(name="remind")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--out", "-o", required=True, type=PATH, help="Thư mục ghi công văn và thư. / Folder for the letters.")
@click.option("--one", is_flag=True, help="Một công văn chung cho mọi đơn vị. / One letter for all units.")
@click.option("--received", type=PATH, help="Sổ nhận báo cáo, khi đọc thư mục. / Register of receipt, for a folder.")
@click.option(
    "--own-date",
    is_flag=True,
    default=None,
    help="Tệp không rõ ngày nhận: lấy ngày ghi trên báo cáo. / A report's own date where nothing says when it came.",
)
@click.option(
    "--decisions",
    multiple=True,
    type=PATH,
    help="Tệp tổng hợp có quyết định cần áp dụng, khi đọc thư mục. / Workbook with decisions, for a folder.",
)
@against_options
@force_option
@lang_option
def command(
    paths: tuple[str, ...],
    out: str,
    one: bool,
    received: str | None,
    own_date: bool | None,
    decisions: tuple[str, ...],
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Soạn công văn đôn đốc (.docx) và thư (.txt) gửi đơn vị chưa nộp hoặc nộp còn lỗi, từ tệp tổng hợp hoặc từ thư mục
    báo cáo.

    Write reminders to units that have not reported or whose report has errors. Number, dates and what is not in the
    campaign file are left as dots. Exit 0: letters were written, or nobody owes anything.
    """
    from cchc_xl.run.plan import plan_of
    from cchc_xl.words.say import ui
    from cchc_xl.write.atomic import make_folder
    from cchc_xl.write.province.outstanding import parted
    from cchc_xl.write.standing import holds, put, require_replaceable
    from cchc_xl.write.word.letters import files_of, letters_of

    account = _of_workbook(paths, form_name, roster, period) or _of_folder(
        paths,
        plan_of(
            campaign(),
            form=form_name,
            roster=roster,
            period=period,
            waivers=waivers(),
            received=received,
            own_date=own_date,
            decisions=decisions,
        ),
    )
    letters = letters_of(account, campaign(), one)
    files = [(os.path.join(out, name), make) for name, make in files_of(letters)]
    for path, make in files:  # somebody may have filled in the dots; what an interrupted run wrote is the same
        if os.path.lexists(path):
            require_replaceable(path, partial(holds, data=make()), force)
    if files:
        make_folder(out)
    for path, make in files:
        put(path, make(), force=True)
    key = "remind-done" if letters else "remind-none"
    counts = {name: len(units) for name, units in parted(account.owing)._asdict().items()}
    sys.stdout.write(ui(key, language(), n=len(letters), path=out, **counts) + "\n")
    if account.missing and account.unclaimed:
        named = "; ".join(account.unclaimed[:SHOWN]) + ("; …" if len(account.unclaimed) > SHOWN else "")
        sys.stdout.write(escaped(ui("remind-unclaimed", language(), n=len(account.unclaimed), files=named)) + "\n")
    return 0


def _of_workbook(paths: Sequence[str], form: str | None, roster: str | None, period: str | None) -> Account | None:
    """From a provincial workbook where that is the only path, else None."""
    if len(paths) != 1 or not os.path.isfile(paths[0]):
        return None
    from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
    from cchc_xl.grid.openxml.package import ReadError
    from cchc_xl.model import Grid
    from cchc_xl.table.hidden_sheet import province_meta
    from cchc_xl.write.province.outstanding_in_workbook import read_account

    grid = read_file(paths[0], limits=PROVINCE_LIMITS)
    try:
        if isinstance(grid, Grid) and province_meta(grid):
            return read_account(grid, paths[0], settings_from(form or _form_of(grid), roster, period).roster)
    except ReadError:  # a sheet that is looked at only now
        raise UserError("bad-previous", path=paths[0]) from None
    return None


def _form_of(grid: Grid) -> str | None:
    """The form of a provincial workbook, where the campaign has several."""
    from cchc_xl.table.hidden_sheet import province_meta

    return province_meta(grid).get("form") if campaign().forms else None


def _of_folder(paths: Sequence[str], plan: Plan) -> Account:
    """From the reports below the paths."""
    from cchc_xl.run.collect import collect, look
    from cchc_xl.run.merge import consolidated, gathered
    from cchc_xl.write.province.outstanding import account

    collected = collect(look(paths, used_otherwise=plan.used_otherwise), plan.against)
    if not collected.reports and plan.against.roster is None:
        raise UserError("no-input", path=", ".join(paths))
    return account(consolidated(gathered(collected, plan), plan))
