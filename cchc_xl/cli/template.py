"""cchc-xl template [-o FILE] [--unit NAME] [--roster FILE --out FOLDER] [--previous FILE]"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from cchc_xl.cli.common import campaign, in_folder, language, named_files, settings_from
from cchc_xl.cli.options import PATH, campaign_option, force_option, lang_option
from cchc_xl.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_xl.check.before import EarlierFigures
    from cchc_xl.model import Unit
    from cchc_xl.validate import Settings


@click.command(name="template")
@click.option("--form", "form_name", help="Biểu mẫu: mã hoặc mã/phiên bản. / Form id or id/version.")
@click.option("--period", help="Kỳ báo cáo ghi sẵn, ví dụ 2026-H1. / Period to fill in.")
@click.option("--unit", "unit_text", help="Tên hoặc mã một đơn vị trong danh mục. / One unit of the roster.")
@click.option("--roster", type=PATH, help="Danh mục đơn vị (CSV, XLSX). / Roster of units.")
@click.option(
    "--previous",
    type=PATH,
    multiple=True,
    help="Tệp tổng hợp kỳ trước: số của đơn vị ở cột “Kỳ trước”. / Earlier result: a column with the unit's figures.",
)
@click.option("-o", "--output", type=PATH, help="Tệp mẫu. / Template file.  [mau-<biểu mẫu>.xlsx]")
@click.option("--out", "folder", type=PATH, help="Thư mục: mỗi đơn vị một tệp. / Folder: one file per unit.")
@campaign_option
@force_option
@lang_option
def command(
    form_name: str | None,
    period: str | None,
    unit_text: str | None,
    roster: str | None,
    previous: tuple[str, ...],
    output: str | None,
    folder: str | None,
    force: bool,
    lang: str,  # noqa: ARG001
) -> int:
    """Tạo mẫu Excel (không có macro): để trống, điền sẵn một đơn vị, hoặc mỗi đơn vị trong danh mục một tệp.

    Write the macro-free template: blank, for one unit, or one per unit of a roster.
    """
    from cchc_xl.campaign import for_each_form

    campaigns = for_each_form(campaign(), form_name)
    if len(campaigns) > 1:
        for one in campaigns:
            name = f"mau-{one.form}.xlsx"
            file = None if folder else in_folder(output, name)
            below = os.path.join(folder, one.form) if folder else None
            _written(one.form, period, unit_text, roster, previous, file, below, force=force)
        return 0
    return _written(form_name, period, unit_text, roster, previous, output, folder, force=force)


def _written(
    form_name: str | None,
    period: str | None,
    unit_text: str | None,
    roster: str | None,
    previous: tuple[str, ...],
    output: str | None,
    folder: str | None,
    *,
    force: bool,
) -> int:
    """Writes the templates of one form."""
    from cchc_xl.words.say import ui

    against = settings_from(form_name, roster, period)
    form = against.forms[0]
    previous = previous or campaign().previous
    if folder:
        from cchc_xl.write.atomic import make_folder
        from cchc_xl.write.template.many import write_many

        units = _units(against)
        make_folder(folder)
        earlier = _earlier(previous, against, units)
        written = write_many(form, units, folder, against.period, earlier=earlier, overwrite=force)
        sys.stdout.write(ui("template-many", language(), n=len(written), folder=folder) + "\n")
        sys.stdout.write(_about_earlier(units, earlier) if previous else "")
        return 0
    from cchc_xl.write.atomic import write_bytes
    from cchc_xl.write.standing import check_output, holds, require_replaceable
    from cchc_xl.write.template.build import template_bytes

    path = output or f"mau-{form.id}-{form.version}.xlsx"
    check_output(path, named=named_files(roster, *previous))
    unit = _unit(unit_text, against) if unit_text else None
    units = () if unit or not against.roster else _units(against)
    if previous and unit is None:
        raise UserError("before-needs-unit")
    asked = (unit,) if unit else ()
    earlier = _earlier(previous, against, asked)
    own = earlier.get(unit.id) if unit else None
    data = template_bytes(form, unit=unit, period=against.period, roster=units, earlier=own)
    require_replaceable(path, lambda there: holds(there, data), force)  # a clerk may have filled in what is there
    write_bytes(path, data)
    sys.stdout.write(ui("template-written", language(), path=os.path.relpath(path) if os.name != "nt" else path) + "\n")
    sys.stdout.write(_about_earlier(asked, earlier) if previous else "")
    return 0


def _earlier(previous: Sequence[str], against: Settings, units: Sequence[Unit]) -> Mapping[str, EarlierFigures]:
    """What the units reported before, by id; nothing where no earlier result was named."""
    if not previous:
        return {}
    if against.period is None:
        raise UserError("before-needs-period")
    from cchc_xl.check.before import limits
    from cchc_xl.consolidation.beside.for_templates import earlier_figures, the_one_before
    from cchc_xl.consolidation.beside.previous import load_previous

    others = {form.id for form in against.beside}
    loaded = [one for one in map(load_previous, previous) if one.form.id not in others]
    if not loaded:
        return {}
    before = the_one_before(against.period, loaded)
    jumps = limits(campaign().jumps)
    return earlier_figures(against.forms[0], units, against.period, before, against.roster, jumps)


def _about_earlier(units: Sequence[Unit], earlier: Mapping[str, EarlierFigures]) -> str:
    """How many units have a column "Kỳ trước", and the names of those that have none."""
    from cchc_xl.words.say import ui

    without = [unit.name for unit in units if unit.id not in earlier]
    lines = [ui("before-known", language(), n=len(units) - len(without), period=one.period) for one in earlier.values()]
    if without:
        lines.append(ui("before-unknown", language(), n=len(without), units="; ".join(without)))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


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
