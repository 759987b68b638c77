"""What several commands share: the language, and turning options into settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from cchc_xl.campaign import Campaign
    from cchc_xl.model import Report
    from cchc_xl.validate import Settings

PATH = click.Path(readable=False)  # what cannot be read is told in the words of whoever reads it

_LANGUAGE = {"lang": ""}
_CAMPAIGN = {"path": ""}
_WAIVERS = {"path": ""}


def language() -> str:
    """The language in force: --lang, else CCHC_LANG, else Vietnamese."""
    return _LANGUAGE["lang"] or (os.environ.get("CCHC_LANG") or "vi")[:2]


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str:  # noqa: ARG001
    _LANGUAGE["lang"] = value or ""
    return language()


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--lang",
        type=click.Choice(["vi", "en"]),
        callback=_set_language,
        is_eager=True,
        help="Ngôn ngữ thông báo. / Language of messages.",
    )(command)


def _set_campaign(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    _CAMPAIGN["path"] = value or ""


def _set_waivers(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    _WAIVERS["path"] = value or ""


def campaign() -> Campaign:
    """The campaign of --campaign; one that says nothing where the option was not given."""
    from cchc_xl.campaign import SILENT, load_campaign

    return load_campaign(_CAMPAIGN["path"]) if _CAMPAIGN["path"] else SILENT


def campaign_file() -> str:
    """The path of --campaign, '' where the option was not given."""
    return _CAMPAIGN["path"]


def waivers() -> str:
    """The path of --waivers, '' where the option was not given."""
    return _WAIVERS["path"]


campaign_option = click.option(
    "--campaign",
    type=PATH,
    expose_value=False,
    callback=_set_campaign,
    help="Tệp đợt báo cáo (dot-bao-cao.json) thay cho các tùy chọn. / Campaign file instead of options.",
)


def against_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--form, --roster, --period, --campaign and --waivers, the same for every command that reads submissions."""
    for option in (
        click.option(
            "--waivers",
            type=PATH,
            expose_value=False,
            callback=_set_waivers,
            help="Tệp miễn trừ (mien-tru.json). / File of waivers.",
        ),
        campaign_option,
        click.option("--period", help="Kỳ báo cáo, ví dụ 2026-H1, 2026-Y. / Period of the campaign."),
        click.option("--roster", type=PATH, help="Danh mục đơn vị (CSV, XLSX). / Roster of units."),
        click.option(
            "--form", "form_name", help="Biểu mẫu: mã, mã/phiên bản hoặc tệp JSON. / Form id, id/version or JSON file."
        ),
    ):
        command = option(command)
    return command


def settings_from(form_name: str | None, roster: str | None, period: str | None) -> Settings:
    """The options as ``Settings``, the campaign file's entries where an option was not given.

    ``UserError`` where one of them is wrong.
    """
    if not _CAMPAIGN["path"] and not _WAIVERS["path"]:  # the usual check of a file: it need not know what a campaign is
        from cchc_xl.validate import named_settings

        return named_settings(form_name, roster, period)
    from cchc_xl.campaign import settings_of

    return settings_of(campaign(), form_name, roster, period, waivers())


def settings_for_each(form_name: str | None, roster: str | None, period: str | None) -> tuple[Settings, ...]:
    """The same once for each form of a campaign with several, unless one of them is named."""
    if form_name or not _CAMPAIGN["path"]:
        return (settings_from(form_name, roster, period),)
    from cchc_xl.campaign import for_each_form, settings_of

    return tuple(settings_of(one, None, roster, period, waivers()) for one in for_each_form(campaign()))


def force_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--force",
        is_flag=True,
        help="Ghi đè tệp đã có ở nơi ghi kết quả. / Replace what stands at the output's place.",
    )(command)


def in_folder(folder: str | None, name: str) -> str:
    """Where the result of one of several forms is written."""
    if not folder:
        return name
    from cchc_xl.write.atomic import make_folder
    from cchc_xl.write.standing import names_folder

    if not names_folder(folder):
        raise UserError("several-need-folder", path=folder)
    make_folder(folder)
    return os.path.join(folder, name)


def named_files(*paths: str | None) -> tuple[str, ...]:
    """The files that were named to a command besides its inputs: none of them can be what it writes."""
    return tuple(path for path in (*paths, _CAMPAIGN["path"], _WAIVERS["path"]) if path)


def exit_code(reports: Sequence[Report], *, strict: bool = False) -> int:
    """1 where something must be corrected or could not be read; warnings count only where asked. A file that only was
    no report (F18, F08) is neither.
    """
    bad = ("errors", "unreadable", "warnings") if strict else ("errors", "unreadable")
    return int(any(report.status in bad and not _is_none(report) for report in reports))


def _is_none(report: Report) -> bool:
    return report.submission is None and {one.severity for one in report.findings} == {"note"}
