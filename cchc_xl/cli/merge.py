"""cchc-xl merge FOLDER... [-o tong-hop.xlsx]"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cchc_xl.cli.common import campaign, exit_code, in_folder, language, waivers
from cchc_xl.cli.options import PATH, against_options, force_option, lang_option
from cchc_xl.errors import UserError
from cchc_xl.executor import Executor, here

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cchc_xl.model import Consolidation, SourceRow
    from cchc_xl.run.cache import WhatWasTold
    from cchc_xl.run.paths import Result
    from cchc_xl.run.plan import Plan
    from cchc_xl.validate import Settings


REGISTER_CODES = ("M20", "M21")
LEVELS = {"auto": None, "province": False, "national": True}  # what the inputs are: provincial workbooks?


@click.command(name="merge")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option(
    "-o",
    "--output",
    type=PATH,
    help="Tệp tổng hợp. / Provincial workbook.  [tong-hop-<biểu mẫu>-<kỳ>.xlsx]",
)
@against_options
@click.option("--deadline", help="Hạn nộp (ngày/tháng/năm). / Deadline.")
@click.option("--received", type=PATH, help="Sổ nhận báo cáo (xem lệnh receive). / Register of receipt.")
@click.option(
    "--own-date",
    is_flag=True,
    default=None,
    help=(
        "Tệp không có trong sổ nhận, không đến bằng thư: lấy ngày ghi trên báo cáo làm ngày nhận. / A report that the"
        " register does not know came on the day that it bears."
    ),
)
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    default="auto",
    help="Đầu vào là báo cáo đơn vị hay bảng tổng hợp của tỉnh. / What the inputs are.",
)
@click.option(
    "--decisions",
    multiple=True,
    type=PATH,
    help=(
        "Tệp tổng hợp có quyết định cần áp dụng, ngoài tệp -o; dùng được nhiều lần. / Workbook with decisions, besides"
        " the output."
    ),
)
@click.option(
    "--by",
    help=(
        "Người quyết định, cho các quyết định chưa ghi tên; mặc định là cơ quan ghi trong tệp đợt báo cáo, rồi đến"
        " người lưu tệp. / Who decided what bears no name."
    ),
)
@click.option(
    "--cache/--no-cache",
    "cached",
    default=True,
    help="Không đọc lại tệp không đổi. / Do not read unchanged files again.",
)
@click.option(
    "--previous",
    multiple=True,
    type=PATH,
    help="Tệp tổng hợp kỳ trước để so sánh; dùng được nhiều lần. / Earlier provincial workbook.",
)
@click.option(
    "--tidy", type=PATH, help="Ghi thêm bảng dữ liệu .csv, .json hoặc .parquet. / A table of the data besides."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Dạng tóm tắt. / Format of the summary.",
)
@click.option(
    "--copies",
    type=click.IntRange(0, 99),
    default=3,
    show_default=True,
    help=(
        "Số bản lưu của tệp trước, khi có nội dung ghi thêm không đặt lại được đúng chỗ. / Former workbooks kept when"
        " not everything added to one could be carried over."
    ),
)
@force_option
@click.option(
    "--cluster",
    help=(
        "Đọc tệp bằng nhiều máy: địa chỉ của dask.distributed (tcp://máy:8786), hoặc local; xem docs/quy-mo.md. / Read"
        " on a dask cluster."
    ),
)
@click.option("-q", "--quiet", is_flag=True, help="Không hiện tiến độ. / No progress bar.")
@lang_option
def command(
    paths: tuple[str, ...],
    output: str | None,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    deadline: str | None,
    received: str | None,
    own_date: bool | None,
    level: str,
    decisions: tuple[str, ...],
    by: str | None,
    cached: bool,
    previous: tuple[str, ...],
    tidy: str | None,
    fmt: str,
    copies: int,
    force: bool,
    cluster: str | None,
    quiet: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Tổng hợp các báo cáo trong THƯ MỤC thành một bảng của tỉnh; tệp nén .zip và tệp lẻ cũng được.

    Consolidate workbooks into one. Exit 0: nothing to correct; 1: errors or unreadable files (the rest is merged).
    """
    from cchc_xl.campaign import for_each_form
    from cchc_xl.run.plan import plan_of

    said = partial(
        plan_of,
        form=form_name,
        roster=roster,
        period=period,
        deadline=_date(deadline) if deadline else None,
        waivers=waivers(),
        received=received,
        own_date=own_date,
        decisions=decisions,
        decided_by=by,
        previous=previous,
        upward=LEVELS[level],
        lang=language(),
        cached=cached,
        force=force,
        copies=copies,
    )
    campaigns = for_each_form(campaign(), form_name)
    if len(campaigns) == 1:
        plan = said(campaigns[0])
        return _merged(paths, output or _name_of(plan), plan, tidy, fmt, cluster, quiet=quiet)
    if tidy or fmt != "text":
        raise UserError("one-form-only", known=", ".join(one.form for one in campaigns))
    plans = [said(one) for one in campaigns]
    names = [in_folder(output, _name_of(plan)) for plan in plans]
    codes = []
    for plan, name in zip(plans, names, strict=True):
        click.echo(f"{'' if plan is plans[0] else chr(10)}{plan.against.forms[0].title}:")
        others = (*plan.never_output, *(other for other in names if other != name))
        codes.append(_merged(paths, name, plan._replace(never_output=others), tidy, fmt, cluster, quiet=quiet))
    return max(codes)


def _merged(
    paths: tuple[str, ...], output: str, plan: Plan, tidy: str | None, fmt: str, cluster: str | None, *, quiet: bool
) -> int:
    """Merges the reports of one form, and tells it; the exit code."""
    from cchc_xl.run.again import Telling
    from cchc_xl.run.paths import merge_paths, merge_told

    if not tidy and fmt == "text":
        with _progress(quiet) as show_progress:
            how = Telling(repr((language(), os.getcwd())), partial(_told, plan.against))
            told = merge_told(paths, output, plan, how, show_progress, partial(_executor, cluster))
        sys.stdout.write(told.out)
        if told.err:
            click.echo(told.err, err=True)
        return told.code
    if tidy:
        from cchc_xl.write.machine.tidy import check_tidy

        check_tidy(tidy, (*paths, *plan.never_output, output))
    with _progress(quiet or fmt == "json") as show_progress, closing(_executor(cluster)) as executor:
        result = merge_paths(paths, output, plan, executor, show_progress, partial(_approve, tidy, plan.force))
    if tidy:
        from cchc_xl.write.machine.tidy import write_tidy

        write_tidy(result.consolidation, tidy)
    _tell(result, fmt)
    if unused := _unused(result, plan.against):
        click.echo(unused, err=True)
    return _code(result)


def _executor(cluster: str | None) -> Executor:
    """Who reads: the cluster of that address, or this machine."""
    if not cluster:
        return here()
    from cchc_xl.cluster import Cluster

    return Cluster(cluster)


def _name_of(plan: Plan) -> str:
    """A name that tells form and period, as far as they are known before anything is read."""
    period = plan.against.period
    return "-".join(("tong-hop", plan.against.forms[0].id, *((period.key,) if period else ()))) + ".xlsx"


def _approve(tidy: str | None, force: bool, merged: Consolidation) -> None:
    if tidy:
        from cchc_xl.write.machine.tidy import require_own

        require_own(tidy, merged, force)


def _told(against: Settings, result: Result) -> WhatWasTold:
    from cchc_xl.run.cache import WhatWasTold

    return WhatWasTold("\n".join((*_lines(result), "")), _unused(result, against), _code(result))


def _code(result: Result) -> int:
    return exit_code(result.reports) or int(bool(result.consolidation.unusable))


def _tell(result: Result, fmt: str) -> None:
    if fmt == "json":
        import json

        from cchc_xl.write.machine.merged import added_json, merged_json

        result_json = merged_json(result.consolidation, result.path, language())
        result_json["added"] = added_json(result.settled, result.copy, language())
        json.dump(result_json, sys.stdout, ensure_ascii=False, allow_nan=False, indent=1)
    else:
        sys.stdout.write("\n".join(_lines(result)))
    sys.stdout.write("\n")


def _unused(result: Result, against: Settings) -> str:
    """A waiver that met nothing is outdated or names the wrong unit: it is said, but not mixed into the result."""
    if not against.waivers:
        return ""
    from cchc_xl.check.waivers import unused
    from cchc_xl.words.say import ui

    found = [*result.consolidation.findings, *(finding for report in result.reports for finding in report.findings)]
    lines = []
    for waiver in unused(found, against.waivers):
        about = {"unit": waiver.unit, "field": waiver.field or "*", "period": waiver.period or "*"}
        lines.append(ui("waiver-unused", language(), rule=waiver.rule, reason=waiver.reason, **about))
    return "\n".join(lines)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from cchc_xl.words.say import ui

    bars: list[Any] = []

    def show_progress(done: int, of: int) -> None:
        if not bars:
            bars.append(
                click.progressbar(length=of, label=ui("reading-files", language()), file=sys.__stderr__).__enter__()
            )
        bars[0].update(done - bars[0].pos)

    try:
        yield show_progress
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)


def _date(text: str) -> dt.date:
    from cchc_xl.form.period import parse_date

    day = parse_date(text)
    if day is None:
        raise UserError("bad-date", date=text)
    return day


def _lines(result: Result) -> Iterator[str]:
    """What became of the units, the files and the numbers; then every file that was not merged, with the reason."""
    from cchc_xl.words.say import ui

    lang, merged = language(), result.consolidation
    yield from _counts(merged, lang)
    rows = [row for row in merged.sources if row.outcome != "merged"]
    for row in sorted(rows, key=lambda row: row.outcome):
        yield "  " + ui(f"merge-{row.outcome}", lang, file=_named(row), why=_why(row.why, lang))
    yield from _unclaimed(merged, lang)
    yield from _register(merged, lang)
    yield from _decisions(result, lang)
    yield ui("merge-written", lang, path=os.path.relpath(result.path) if os.name != "nt" else result.path)
    if result.renamed:
        yield ui("merge-renamed", lang, path=result.wanted)
    yield from _added(result, lang)


def _counts(merged: Consolidation, lang: str) -> Iterator[str]:
    """The same counts as on the first sheet of the workbook, in the same words. Numbers of units, files and figures: a
    sum over indicators would add persons to documents.
    """
    from collections import Counter

    from cchc_xl.consolidation.account.unit_status import ATTENTION, RECEIVED, UNUSABLE, unit_statuses
    from cchc_xl.words.say import ui

    statuses = Counter(one.status for one in unit_statuses(merged))
    received = sum(statuses[one] for one in RECEIVED)
    unusable = statuses[UNUSABLE] + len(merged.unusable)
    if merged.roster_size:
        missing = len(merged.missing)
        yield ui(
            "merge-roster", lang, expected=merged.roster_size, received=received, unusable=unusable, missing=missing
        )
    elif unusable:
        yield ui("merge-aside", lang, n=unusable)
    yield ui(
        "merge-units",
        lang,
        received=received,
        valid=statuses["valid"],
        warnings=statuses["warnings"],
        attention=statuses[ATTENTION],
    )
    if statuses["outside"]:
        yield ui("merge-outside", lang, n=statuses["outside"])
    outcomes = Counter(row.outcome for row in merged.sources)
    yield ui(
        "merge-found",
        lang,
        found=merged.found,
        merged=outcomes["merged"],
        aside=outcomes["set-aside"],
        skipped=outcomes["skipped"],
    )
    used, aside = (
        sum(counted) for counted in zip(*((t.units_used, t.units_set_aside) for t in merged.totals), strict=True)
    )
    yield ui("merge-values", lang, read=used + aside, used=used, aside=aside)


def _decisions(result: Result, lang: str) -> Iterator[str]:
    """How many decisions were carried out, and each of the others with the reason: none vanishes."""
    if not result.consolidation.decisions:
        return
    from collections import Counter

    from cchc_xl.words.say import ui
    from cchc_xl.write.province.effects import IDLE, OLD, TAKEN, decided_words, effect_words, effects

    every = effects(result.consolidation, result.about)
    count = Counter(effect.state for effect in every)
    yield ui("merge-decisions", lang, taken=count[TAKEN], idle=count[IDLE], old=count[OLD])
    for effect in sorted((effect for effect in every if effect.state != TAKEN), key=lambda effect: effect.state):
        about = effect.about
        place = " ".join(part for part in (about.code, about.field) if part)
        who = about.unit or os.path.basename(about.file)
        said = decided_words(effect.decision)  # '' of a conflict, whose sides the words behind name
        head = ": ".join(part for part in (who, place, f"“{said}”" if said else "") if part)
        yield f"  {head}: {effect_words(effect, lang)}"


def _added(result: Result, lang: str) -> Iterator[str]:
    """What a person had added to the earlier workbook and this merge could not put back where it stood."""
    from cchc_xl.words.say import ui
    from cchc_xl.write.province.carried_over.told import told

    yield from told(result.settled, lang)
    if result.copy:
        yield ui("merge-copy", lang, path=os.path.relpath(result.copy) if os.name != "nt" else result.copy)


def _named(row: SourceRow) -> str:
    """A file, and whose it is where that is known and its path does not say it."""
    unit = row.unit if row.unit not in row.source.path else ""
    return f"{row.source.path} ({unit})" if unit else row.source.path


def _unclaimed(merged: Consolidation, lang: str) -> Iterator[str]:
    """Of units of which nothing came one may have sent what is nobody's."""
    from cchc_xl.consolidation.account.unit_status import unclaimed
    from cchc_xl.words.say import ui

    files = [row.source.path for row in unclaimed(merged) if row.outcome == "set-aside"]
    if files and merged.missing:
        yield ui("merge-unclaimed", lang, n=len(files))


def _register(merged: Consolidation, lang: str) -> Iterator[str]:
    """What the register says of units and could not be taken."""
    from cchc_xl.words.say import say_what, ui

    for finding in merged.findings:
        if finding.code in REGISTER_CODES:
            yield "  " + ui("merge-register", lang, file=finding.source, what=say_what(finding, merged.form, lang)[0])


def _why(why: str, lang: str) -> str:
    from cchc_xl.check.catalogue import title_of
    from cchc_xl.words.say import ui

    title = title_of(why, lang)
    return f"{why} {title}" if title else ui(f"why-{why}", lang)
