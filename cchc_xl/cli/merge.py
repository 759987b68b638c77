"""cchc-xl merge FOLDER... [-o tong-hop.xlsx]"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cchc_xl.cli.common import against_options, campaign, exit_code, lang_option, language, settings_from
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cchc_xl.run.merge import Result
    from cchc_xl.validate import Settings


MOST_NAMED = 20  # files set aside that the terminal names; all are in the workbook and in the JSON


@click.command(name="merge")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    default="tong-hop.xlsx",
    show_default=True,
    type=click.Path(),
    help="Tệp tổng hợp. / Provincial workbook.",
)
@against_options
@click.option("--deadline", help="Hạn nộp (ngày/tháng/năm). / Deadline.")
@click.option("--received", type=click.Path(), help="Sổ nhận báo cáo (CSV: tệp, ngày nhận). / Register of receipt.")
@click.option(
    "--level",
    type=click.Choice(["auto", "province", "national"]),
    default="auto",
    help="Đầu vào là báo cáo đơn vị hay bảng tổng hợp của tỉnh. / What the inputs are.",
)
@click.option(
    "--decisions",
    type=click.Path(),
    help="Tệp tổng hợp có quyết định cần áp dụng; mặc định lấy từ tệp -o. / Workbook with decisions.",
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
    type=click.Path(),
    help="Tệp tổng hợp kỳ trước để so sánh; dùng được nhiều lần. / Earlier provincial workbook.",
)
@click.option(
    "--tidy", type=click.Path(), help="Ghi thêm bảng dữ liệu .csv, .json hoặc .parquet. / A table of the data besides."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Dạng tóm tắt. / Format of the summary.",
)
@click.option("-q", "--quiet", is_flag=True, help="Không hiện tiến độ. / No progress bar.")
@lang_option
def command(
    paths: tuple[str, ...],
    output: str,
    form_name: str | None,
    roster: str | None,
    period: str | None,
    deadline: str | None,
    received: str | None,
    level: str,
    decisions: str | None,
    by: str | None,
    cached: bool,
    previous: tuple[str, ...],
    tidy: str | None,
    fmt: str,
    quiet: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Tổng hợp các báo cáo trong THƯ MỤC thành một bảng của tỉnh; tệp nén .zip và tệp lẻ cũng được.

    Consolidate workbooks into one. Exit 0: nothing to correct; 1: errors or unreadable files (the rest is merged).
    """
    from cchc_xl.run.merge import merge_paths

    limit = _date(deadline) if deadline else None
    if tidy:
        from cchc_xl.write.machine.tidy import check_tidy

        check_tidy(tidy)
    current = campaign()
    against = settings_from(form_name, roster, period, limit)
    with _progress(quiet or fmt == "json") as show_progress:
        result = merge_paths(
            paths,
            output,
            against,
            deadline=limit or current.deadlines or None,
            received=received,
            decisions_from=decisions or "",
            decided_by=by or current.office.name,
            cached=cached,
            upward={"auto": None, "province": False, "national": True}[level],
            previous=previous or current.previous,
            roster=roster or current.roster,
            jumps=current.jumps,
            office=current.office.name,
            lang=language(),
            progress=show_progress,
        )
    if tidy:
        from cchc_xl.write.machine.tidy import write_tidy

        write_tidy(result.consolidation, tidy)
    if fmt == "json":
        import json

        json.dump(_json(result), sys.stdout, ensure_ascii=False, allow_nan=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("\n".join(_lines(result)) + "\n")
    _tell_unused(result, against)
    return exit_code(result.reports)


def _tell_unused(result: Result, against: Settings) -> None:
    """A waiver that met nothing is outdated or names the wrong unit: it is said, but not mixed into the result."""
    if not against.waivers:
        return
    from cchc_xl.check.waivers import unused
    from cchc_xl.words.say import ui

    found = [*result.consolidation.findings, *(finding for report in result.reports for finding in report.findings)]
    for waiver in unused(found, against.waivers):
        about = {"unit": waiver.unit, "field": waiver.field or "*", "period": waiver.period or "*"}
        click.echo(ui("waiver-unused", language(), rule=waiver.rule, reason=waiver.reason, **about), err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bars: list[Any] = []

    def show_progress(done: int, of: int) -> None:
        if not bars:
            bars.append(click.progressbar(length=of, label="Đọc tệp", file=sys.stderr).__enter__())
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
    from collections import Counter

    from cchc_xl.words.say import ui
    from cchc_xl.write.machine.report import STATUSES

    lang, merged = language(), result.consolidation
    outcomes = Counter(row.outcome for row in merged.sources)
    statuses = Counter(report.status for report in result.reports)
    yield ui("merge-read", lang, **{status: statuses[status] for status in STATUSES}, files=len(result.reports))
    yield ui(
        "merge-found",
        lang,
        found=merged.found,
        merged=outcomes["merged"],
        aside=outcomes["set-aside"],
        skipped=outcomes["skipped"],
    )
    if merged.roster_size:
        yield ui("merge-roster", lang, expected=merged.roster_size, missing=len(merged.missing))
    yield ui(
        "merge-values",
        lang,
        read=sum(t.read for t in merged.totals),
        used=sum(t.used for t in merged.totals),
        aside=sum(t.set_aside for t in merged.totals),
    )
    aside = [row for row in merged.sources if row.outcome == "set-aside"]
    for row in aside[:MOST_NAMED]:
        yield "  " + ui("merge-aside", lang, file=row.source.path, why=_why(row.why, lang))
    if len(aside) > MOST_NAMED:
        yield "  " + ui("merge-aside-more", lang, n=len(aside) - MOST_NAMED)
    yield ui("merge-written", lang, path=os.path.relpath(result.path) if os.name != "nt" else result.path)
    if result.renamed:
        yield ui("merge-renamed", lang, path=result.wanted)


def _why(why: str, lang: str) -> str:
    from cchc_xl.check.catalogue import title_of
    from cchc_xl.words.say import ui

    title = title_of(why, lang)
    return f"{why} {title}" if title else ui(f"why-{why}", lang)


def _json(result: Result) -> dict[str, Any]:
    from cchc_xl.write.machine.report import clean, counts, finding_json
    from cchc_xl.write.province.facts import rates

    merged = result.consolidation
    return {
        "output": clean(result.path),
        "form": merged.form.key,
        "period": merged.period.key if merged.period else None,
        "found": merged.found,
        "sources": [
            {"path": clean(r.source.path), "sha256": r.source.sha256, "outcome": r.outcome, "why": r.why or None, "unit": r.unit or None, "used": r.used, "set_aside": r.set_aside}
            for r in merged.sources
        ],
        "totals": {
            t.field: {
                "used": t.used, "set_aside": t.set_aside, "read": t.read, "units_used": t.units_used,
                "units_set_aside": t.units_set_aside, "units_missing": t.units_missing, "estimates": t.estimates,
            }
            for t in merged.totals
        },
        "units": [
            {"id": u.unit.id if u.unit else None, "name": clean(u.name), "values": {e.field: {"used": e.used, "why": e.why or None, "flag": e.flag or None} for e in u.entries}}
            for u in merged.units
        ],
        "missing": [{"id": unit.id, "name": unit.name} for unit in merged.missing],
        "completeness": [{**one._asdict(), "missing": one.missing, "reporting_rate": one.reporting_rate, "on_time_rate": one.on_time_rate} for one in rates(merged)],
        "decisions": [{key: clean(value) if isinstance(value, str) else value for key, value in one._asdict().items()} for one in merged.decisions],
        "differences": [{key: clean(value) for key, value in one._asdict().items()} for one in merged.differences],
        "findings": [{**finding_json(f, merged.form, language()), "path": clean(f.source), "unit": clean(f.unit)} for f in merged.findings],
        "summary": {"files": len(result.reports), "findings": counts(merged.findings)},
    }  # fmt: skip
