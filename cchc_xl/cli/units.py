"""cchc-xl units new | check | find"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import language
from cchc_xl.cli.options import PATH, lang_option
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    import datetime as dt


@click.group(name="units")
def command() -> None:
    """Danh mục đơn vị. / Rosters of units."""


def _day(text: str | None) -> dt.date:
    import datetime as dt

    from cchc_xl.form.period import parse_date

    day = parse_date(text) if text else dt.date.today()  # noqa: DTZ011 - the operator's own calendar day
    if day is None:
        raise UserError("bad-date", date=text)
    return day


@command.command(name="new")
@click.option("--province", required=True, help="Mã tỉnh, ví dụ 44. / Province code.")
@click.option("--on", help="Hiệu lực tại ngày (mặc định hôm nay). / Valid on this day.")
@lang_option
def new(province: str, on: str | None, lang: str) -> int:  # noqa: ARG001
    """In danh mục xã, phường của một tỉnh dạng CSV, để bổ sung sở, ngành.

    A province's communes as CSV, to be completed.
    """
    from cchc_xl.units.roster import new_roster_csv

    sys.stdout.write(new_roster_csv(province, _day(on)))
    return 0


@command.command(name="check")
@click.argument("path", type=PATH)
@lang_option
def check(path: str, lang: str) -> int:  # noqa: ARG001
    """Kiểm tra một danh mục đơn vị. / Check a roster."""
    from cchc_xl.units.roster import check_roster, load_roster
    from cchc_xl.words.say import ui

    problems = check_roster(path)
    for problem in problems:
        sys.stdout.write(f"{path}: {problem.words(language())}\n")
    if not problems:
        sys.stdout.write(ui("roster-ok", language(), path=path, n=len(load_roster(path).units)) + "\n")
    return int(bool(problems))


@command.command(name="find")
@click.argument("text")
@click.option("--province", help="Chỉ tìm trong tỉnh có mã này. / Only in this province.")
@click.option("--on", help="Hiệu lực tại ngày. / Valid on this day.")
@lang_option
def find(text: str, province: str | None, on: str | None, lang: str) -> int:  # noqa: ARG001
    """Tìm một đơn vị trong danh mục quốc gia. / Find a unit in the national list."""
    from cchc_xl.units.roster import candidates
    from cchc_xl.units.roster import find as find_units
    from cchc_xl.words.say import ui

    day = _day(on) if on else None
    found = find_units(text, province, day)
    alike = () if found else candidates(text, province, day)
    if alike:
        sys.stdout.write(ui("unit-alike", language(), unit=text) + "\n")
    for unit in found or alike:
        dates = f"{unit.valid_from or '…'} – {unit.valid_to or '…'}"
        sys.stdout.write(f"{unit.id}\t{unit.name}\t{unit.province}\t{dates}\n")
    if not found and not alike:
        sys.stdout.write(ui("unit-none", language(), unit=text) + "\n")
    return 0 if found else 1
