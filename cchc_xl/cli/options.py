"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from cchc_xl.cli.common import CHOSEN, language

PATH = click.Path(readable=False)  # what cannot be read is told in the words of whoever reads it


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str:  # noqa: ARG001
    CHOSEN["language"] = value or ""
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
    CHOSEN["campaign"] = value or ""


def _set_waivers(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    CHOSEN["waivers"] = value or ""


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


def force_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--force",
        is_flag=True,
        help="Ghi đè tệp đã có ở nơi ghi kết quả. / Replace what stands at the output's place.",
    )(command)
