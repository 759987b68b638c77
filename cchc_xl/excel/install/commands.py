"""``cchc-xl addin install | status | doctor | remove``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click

from cchc_xl.excel.install import addin as installer
from cchc_xl.excel.install.windows import ThisMachine
from cchc_xl.words.excel import DEFAULT, languages, say

OPERATOR = 2  # the exit code of the operator's mistakes; 1 means that something is to be mended

_lang = click.option(
    "--lang", type=click.Choice(languages()), default=DEFAULT, envvar="CCHC_LANG", help="Ngôn ngữ. / Language."
)


def _with_errors_in_words(command: Callable[..., int]) -> Callable[..., int]:
    """Says what must be put right first, in plain words, and ends with 2."""

    @wraps(command)
    def run(lang: str, **options: Any) -> int:
        try:
            return command(lang=lang, **options)
        except installer.AddinError as error:
            click.echo(error.text(lang), err=True)
            return OPERATOR

    return run


@click.group(name="addin")
def addin() -> None:
    """Cài đặt, kiểm tra, gỡ tiện ích Excel. / Install, check, remove the Excel add-in."""


@addin.command()
@_lang
@_with_errors_in_words
def install(lang: str) -> int:
    """Cài tiện ích cho người dùng hiện tại. / Install for the current user."""
    done = installer.install(ThisMachine())
    _say(lang, "installed", {"path": done.places.addin})
    _say(lang, "settings_written", {"path": done.places.settings})
    for key, params in done.warnings:
        _say(lang, key, params)
    _say(lang, "next")
    return 0


@addin.command()
@_lang
@_with_errors_in_words
def status(lang: str) -> int:
    """Cho biết đã cài chưa. / Say whether it is installed. Exit 0 when it is current, else 1."""
    machine = ThisMachine()
    state = installer.status(machine)
    _say(lang, f"state_{state}", {"path": installer.places(machine).addin})
    return int(state != "current")


@addin.command()
@_lang
def doctor(lang: str) -> int:
    """Tìm nguyên nhân khi nút lệnh không chạy.

    Find out why a button does not work. Exit 1 when something must be mended.
    """
    from cchc_xl.excel.install.doctor import diagnose

    checks = diagnose(ThisMachine())
    for check in checks:
        click.echo(f"{say('doctor', f'sign_{check.outcome}', lang)} {check.text(lang)}")
    return int(any(check.outcome == "fail" for check in checks))


@addin.command()
@_lang
@_with_errors_in_words
def remove(lang: str) -> int:
    """Gỡ tiện ích. / Remove."""
    paths = installer.remove(ThisMachine())
    for path in paths:
        _say(lang, "removed", {"path": path})
    if not paths:
        _say(lang, "nothing_to_remove")
    return 0


def _say(lang: str, key: str, params: Mapping[str, str] = {}) -> None:
    click.echo(say("addin", key, lang, **params))
