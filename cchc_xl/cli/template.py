"""cchc-xl template [-o FILE] [--unit NAME] [--roster FILE --out FOLDER]"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import PATH, force_option, lang_option, language, settings_from
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from cchc_xl.model import Unit
    from cchc_xl.validate import Settings


@click.command(name="template")
@click.option("--form", "form_name", help="Biểu mẫu: mã hoặc mã/phiên bản. / Form id or id/version.")
@click.option("--period", help="Kỳ báo cáo ghi sẵn, ví dụ 2026-H1. / Period to fill in.")
@click.option("--unit", "unit_text", help="Tên hoặc mã một đơn vị trong danh mục. / One unit of the roster.")
@click.option("--roster", type=PATH, help="Danh mục đơn vị (CSV, XLSX). / Roster of units.")
@click.option("-o", "--output", type=PATH, help="Tệp mẫu. / Template file.  [mau-<biểu mẫu>.xlsx]")
@click.option("--out", "folder", type=PATH, help="Thư mục: mỗi đơn vị một tệp. / Folder: one file per unit.")
@force_option
@lang_option
def command(
    form_name: str | None,
    period: str | None,
    unit_text: str | None,
    roster: str | None,
    output: str | None,
    folder: str | None,
    force: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Tạo mẫu Excel (không có macro): để trống, điền sẵn một đơn vị, hoặc mỗi đơn vị trong danh mục một tệp.

    Write the macro-free template: blank, for one unit, or one per unit of a roster.
    """
    from cchc_xl.words.say import ui

    against = settings_from(form_name, roster, period)
    form = against.forms[0]
    if folder:
        from cchc_xl.write.atomic import make_folder
        from cchc_xl.write.template.many import write_many

        units = _units(against)
        make_folder(folder)
        written = write_many(form, units, folder, against.period, overwrite=force)
        sys.stdout.write(ui("template-many", language(), n=len(written), folder=folder) + "\n")
        return 0
    from cchc_xl.write.atomic import write_bytes
    from cchc_xl.write.standing import check_output, holds, require_replaceable
    from cchc_xl.write.template.build import template_bytes

    path = output or f"mau-{form.id}-{form.version}.xlsx"
    check_output(path, named=(roster or "",))
    unit = _unit(unit_text, against) if unit_text else None
    units = () if unit or not against.roster else _units(against)
    data = template_bytes(form, unit=unit, period=against.period, roster=units)
    require_replaceable(path, lambda there: holds(there, data), force)  # a clerk may have filled in what is there
    write_bytes(path, data)
    sys.stdout.write(ui("template-written", language(), path=os.path.relpath(path) if os.name != "nt" else path) + "\n")
    return 0


def _units(against: Settings) -> tuple[Unit, ...]:
    from cchc_xl.units.roster import valid_on

    if against.roster is None:
        raise UserError("roster-needed")
    # A roster also knows the units that today's ones came from; without a day, those that still exist are meant.
    return (
        valid_on(against.roster, against.period.end)
        if against.period
        else tuple(u for u in against.roster.units if not u.valid_to)
    )


def _unit(text: str, against: Settings) -> Unit:
    """The unit that the operator names; a name that fits several is asked back, never chosen."""
    from cchc_xl.model import Unit
    from cchc_xl.units.match import match

    if against.roster is None:
        return Unit("", text)
    found = match(text, against.roster, against.period.end if against.period else None)
    if found.unit is None:
        names = "; ".join(f"{unit.name} ({unit.id})" for unit in found.candidates)
        raise UserError("unit-not-found", unit=text, candidates=names)
    return found.unit
