"""What several commands share: the language, turning options into settings, exit codes. Needs no click."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cchc_xl.errors import UserError
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.campaign import Campaign
    from cchc_xl.model import Report
    from cchc_xl.validate import Settings

CHOSEN = {"language": "", "campaign": "", "waivers": ""}  # by --lang, --campaign, --waivers


def language() -> str:
    """The language in force: --lang, else CCHC_LANG, else Vietnamese."""
    return CHOSEN["language"] or (os.environ.get("CCHC_LANG") or "vi")[:2]


def campaign() -> Campaign:
    """The campaign of --campaign; one that says nothing where the option was not given."""
    from cchc_xl.campaign import SILENT, load_campaign

    return load_campaign(CHOSEN["campaign"]) if CHOSEN["campaign"] else SILENT


def campaign_file() -> str:
    """The path of --campaign, '' where the option was not given."""
    return CHOSEN["campaign"]


def waivers() -> str:
    """The path of --waivers, '' where the option was not given."""
    return CHOSEN["waivers"]


def settings_from(form_name: str | None, roster: str | None, period: str | None) -> Settings:
    """The options as ``Settings``, the campaign file's entries where an option was not given.

    ``UserError`` where one of them is wrong.
    """
    if not CHOSEN["campaign"] and not CHOSEN["waivers"]:  # a usual check need not know what a campaign is
        from cchc_xl.validate import named_settings

        return named_settings(form_name, roster, period)
    from cchc_xl.campaign import settings_of

    return settings_of(campaign(), form_name, roster, period, waivers())


def settings_for_each(form_name: str | None, roster: str | None, period: str | None) -> tuple[Settings, ...]:
    """The same once for each form of a campaign with several, unless one of them is named."""
    if form_name or not CHOSEN["campaign"]:
        return (settings_from(form_name, roster, period),)
    from cchc_xl.campaign import for_each_form, settings_of

    return tuple(settings_of(one, None, roster, period, waivers()) for one in for_each_form(campaign()))


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
    return tuple(path for path in (*paths, CHOSEN["campaign"], CHOSEN["waivers"]) if path)


def exit_code(reports: Sequence[Report], *, strict: bool = False) -> int:
    """1 where something must be corrected or could not be read; warnings count only where asked. A file that only was
    no report (F18, F08) is neither.
    """
    bad = ("errors", "unreadable", "warnings") if strict else ("errors", "unreadable")
    return int(any(report.status in bad and not _is_none(report) for report in reports))


def _is_none(report: Report) -> bool:
    return report.submission is None and {one.severity for one in report.findings} == {"note"}
