"""cchc-xl mark FILE|FOLDER... --out FOLDER"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import exit_code, language, settings_from
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option

if TYPE_CHECKING:
    from cchc_xl.model import Report
    from cchc_xl.write.marked.copies import Copy


@click.command(name="mark")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--out", "-o", required=True, type=PATH, help="Thư mục ghi các bản sao. / Folder for the copies.")
@against_options
@force_option
@lang_option
def command(
    paths: tuple[str, ...],
    out: str,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    force: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Trả lại bản sao có đánh dấu: ô sai được tô màu, có ghi chú cách sửa và trang tính “Kết quả kiểm tra”; tệp Word có
    ghi chú (comment) ở từng số liệu cần sửa.

    Write marked copies, of a Word document with comments; the originals are not touched. Exit 0: nothing to correct; 1:
    errors or unreadable files.
    """
    from cchc_xl.write.marked.copies import MARKABLE, copies, mark, plans

    against = settings_from(form_name, roster, period)
    made = copies(plans(paths, out), against, mark(language()), language(), force, MARKABLE)
    return report_copies(made, out, "mark-done")


def report_copies(made: Iterable[Copy], out: str, key: str) -> int:
    """A line for each copy as it is made and one for all; the exit code."""
    from cchc_xl.words.say import ui
    from cchc_xl.write.machine.report import counts

    reports: list[Report] = []
    failed = 0
    for copy in made:
        reports.append(copy.report)
        failed += not copy.target
        found = counts(copy.report.findings)
        line = (
            ui(
                key,
                language(),
                file=copy.source,
                path=shown_path(copy.target),
                n=copy.changes,
                errors=found["error"],
                warnings=found["warning"],
                notes=found["note"],
            )
            if copy.target
            else ui("copy-not-made", language(), file=copy.source, why=ui(f"copy-not-made-{copy.why}", language()))
        )
        sys.stdout.write("\n  ".join((line, *copy.lines)) + "\n")
        if copy.occupied:
            told = ui("copy-beside", language(), path=shown_path(copy.occupied), other=shown_path(copy.target))
            sys.stdout.write(f"  {told}\n")
    sys.stdout.write(ui("copy-summary", language(), done=len(reports) - failed, failed=failed, path=out) + "\n")
    return 1 if failed else exit_code(reports)


def shown_path(path: str) -> str:
    """A path as the operator would type it from here; whole on Windows, where it may be on another drive."""
    from cchc_xl.grid.scan import show

    return show(path if os.name == "nt" else os.path.relpath(path))
