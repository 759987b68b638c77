"""What ``validate`` does. Needs no click: where files alone are named there is nothing to be parsed (``__main__``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cchc_xl.cli.common import exit_code, language, settings_for_each
from cchc_xl.errors import UserError
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.grid.scan import Input
    from cchc_xl.model import Report
    from cchc_xl.validate import Settings


def checked(
    paths: tuple[str, ...],
    form_name: str | None = None,
    roster: str | None = None,
    period: str | None = None,
    fmt: str = "text",
    *,
    strict: bool = False,
    quiet: bool = False,
) -> int:
    """Checks files and folders and prints what is to be said; the exit code.

    The arguments are the command's options. ``UserError`` where one of them is wrong, or nothing is there.
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
