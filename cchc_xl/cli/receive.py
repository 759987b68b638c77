"""cchc-xl receive FOLDER... -o so-nhan.csv"""

from __future__ import annotations

import datetime as dt
import os
import sys

import click

from cchc_xl.cli.common import campaign, language, named_files
from cchc_xl.cli.options import PATH, campaign_option, lang_option
from cchc_xl.errors import UserError

MOST_NAMED = 20


@click.command(name="receive")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option(
    "-o",
    "--output",
    type=PATH,
    help="Sổ nhận; mặc định là sổ ghi trong tệp đợt báo cáo, nếu không có thì so-nhan.csv. / The register.",
)
@click.option(
    "--date",
    help="Ngày nhận ghi cho các tệp mới, thay cho lúc này. / Day of receipt of the new files, instead of now.",
)
@campaign_option
@lang_option
def command(paths: tuple[str, ...], output: str | None, date: str | None, lang: str) -> int:  # noqa: ARG001
    """Lập, cập nhật sổ nhận báo cáo: mỗi tệp mới trong THƯ MỤC được ghi thêm một dòng.

    Note what came: a row for each new file, with the time at which it was first seen (of an attachment, the mail's),
    its SHA-256, and a column for the unit, which people fill in. Rows that are there stay. Files that are no reports
    are named, with the reason. Exit 0; 2: a mistake in the command.
    """
    from cchc_xl.run.receive import receive
    from cchc_xl.run.register import NAME, moment_of, written_moment
    from cchc_xl.words.say import ui

    now = moment_of(date) if date else dt.datetime.now().astimezone().replace(tzinfo=None).isoformat(timespec="minutes")
    if not now:
        raise UserError("bad-date", date=date)
    current = campaign()
    register = output or current.received or NAME
    others = {
        **dict.fromkeys(named_files(), "other-type"),
        **{path: why for path, why in ((current.roster, "roster"), (current.waivers, "other-type")) if path},
    }
    done = receive(paths, register, now, others)
    shown = os.path.relpath(done.path) if os.name != "nt" else done.path
    lines = [ui("receive-done", language(), path=shown, new=len(done.new), entries=done.entries)]
    lines += [
        "  " + ui("receive-new", language(), file=entry.file, day=written_moment(entry.received))
        for entry in done.new[:MOST_NAMED]
    ]
    if len(done.new) > MOST_NAMED:
        lines.append("  " + ui("receive-more", language(), n=len(done.new) - MOST_NAMED))
    lines += [
        "  " + ui("merge-skipped", language(), file=one.shown, why=ui(f"why-skip-{one.why}", language()))
        for one in done.skipped
    ]
    if done.new:
        lines.append(ui("receive-help", language()))
    if os.path.realpath(done.path) != os.path.realpath(register):
        lines.append(ui("receive-renamed", language(), path=register))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
