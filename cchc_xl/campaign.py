"""The campaign file ``dot-bao-cao.json``: what a consolidator would otherwise say with the same options every day.

Everything in it is optional (``schemas/campaign.schema.json``); an option on the command line outweighs the file.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cchc_xl import resources
from cchc_xl.errors import Problems, UserError
from cchc_xl.form.load import versions
from cchc_xl.model import Form, Period, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.validate import Settings, named_settings
from cchc_xl.words.schema_errors import SchemaFault, schema_faults

NAME = "dot-bao-cao.json"
ALL_LEVELS = ""
_ALONE = ("form", "version", "accepted_versions")  # of a campaign with one form


class Office(NamedTuple):
    """The consolidating body, for documents; '' where it is not known.

    ``number`` has ``{so}`` for the number itself.
    """

    name: str = ""
    superior: str = ""
    place: str = ""
    number: str = ""
    authority: str = ""
    title: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    receive_at: str = ""
    contact: str = ""


class Campaign(NamedTuple):
    """A campaign as its file says.

    Paths are ready to open; '' and None: not said. ``deadlines``: by level, '' for all levels.
    """

    path: str = ""
    form: str = ""
    forms: tuple[str, ...] = ()  # of a campaign with several
    version: int | None = None
    accepted_versions: tuple[int, ...] | None = None
    period: str = ""
    cut_off: dt.date | None = None
    deadlines: Mapping[str, dt.date] = {}
    roster: str = ""
    waivers: str = ""
    received: str = ""
    own_date: bool = False
    decisions: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    jumps: Mapping[str, float] = {}  # limits of C08, by name (see consolidation.compare.Limits)
    office: Office = Office()

    @property
    def form_name(self) -> str:
        """The form as ``--form`` takes it: id, or id/version where older versions are not accepted."""
        if self.version is None or self.accepted_versions:
            return self.form
        return f"{self.form}/{self.version}"


SILENT = Campaign()


def load_campaign(path: str) -> Campaign:
    """The campaign of a file.

    ``UserError``: 'not-found', 'bad-json', or 'bad-campaign' (``path``, ``count``, ``problems``: each with its
    place in the file and what to write there).
    """
    from cchc_xl.form.load import HOME, default_form

    data = _read(path)
    problems = list(_problems(data))
    if problems:
        raise UserError("bad-campaign", path=path, count=len(problems), problems=Problems(problems))
    folder = os.path.dirname(path)
    if os.path.isdir(os.path.join(folder, HOME)):
        from cchc_xl.form.home import open_beside

        open_beside(path)

    def inside(name: str) -> str:
        return os.path.join(folder, name) if name else ""

    return Campaign(
        path=path,
        form=data.get("form") or (default_form() if "version" in data else ""),
        forms=tuple(data.get("forms", ())),
        version=data.get("version"),
        accepted_versions=tuple(data["accepted_versions"]) if "accepted_versions" in data else None,
        period=data.get("period", ""),
        cut_off=dt.date.fromisoformat(data["cut_off"]) if "cut_off" in data else None,
        deadlines=_deadlines(data.get("deadline", {})),
        roster=inside(data.get("roster", "")),
        waivers=inside(data.get("waivers", "")),
        received=inside(data.get("received", "")),
        own_date=data.get("own_date", False),
        decisions=tuple(map(inside, _listed(data.get("decisions", ())))),
        previous=tuple(map(inside, data.get("previous", ()))),
        jumps=data.get("jumps", {}),
        office=_office(data.get("office", {})),
    )


def _listed(paths: str | Sequence[str]) -> Sequence[str]:
    """One path or several."""
    return (paths,) if isinstance(paths, str) else paths


def found_in(*folders: str) -> str:
    """The path of the campaign file in the first of the folders that holds one, '' where none does."""
    paths = (os.path.join(folder, NAME) for folder in folders)
    return next((path for path in paths if os.path.isfile(path)), "")


def settings_of(
    campaign: Campaign, form: str | None = None, roster: str | None = None, period: str | None = None, waivers: str = ""
) -> Settings:
    """A campaign as settings.

    What is named besides (as ``validate.named_settings`` takes it) outweighs it; ``UserError`` where it is wrong, and
    'choose-form' where the campaign has several forms and none is named.
    """
    if campaign.forms and not (form or campaign.form):
        raise UserError("choose-form", path=campaign.path, known=", ".join(campaign.forms))
    named = named_settings(form or campaign.form_name, roster or campaign.roster, period or campaign.period)
    others = [name for name in campaign.forms if name != named.forms[0].id]
    named = named._replace(beside=tuple(one for name in others for one in versions(name)))
    return with_waivers(applied(campaign, named), waivers or campaign.waivers)


def for_each_form(campaign: Campaign, form: str | None = None) -> tuple[Campaign, ...]:
    """The campaign once for each of its forms, or for the one that is named besides; as it is where it has one."""
    if form or not campaign.forms:
        return (campaign,)
    return tuple(campaign._replace(form=name) for name in campaign.forms)


def with_waivers(settings: Settings, path: str) -> Settings:
    """Settings with the waivers of a file, as of today; as they are where ``path`` is ''."""
    if not path:
        return settings
    from cchc_xl.check.waivers import load_waivers

    return settings._replace(waivers=load_waivers(path))


def applied(campaign: Campaign, settings: Settings) -> Settings:
    """Settings with what the campaign adds: accepted versions, the cut-off, and the deadlines of units that have none
    of their own.

    ``UserError`` 'bad-version' for a version that the form does not have, 'bad-campaign-level' for a level that it does
    not know.
    """
    forms = _accepted(campaign, settings.forms)
    unknown = [level for level in campaign.deadlines if level != ALL_LEVELS and level not in forms[0].levels]
    if unknown:
        raise UserError("bad-campaign-level", path=campaign.path, level=unknown[0], known=", ".join(forms[0].levels))
    period = settings.period
    # A period of another campaign, given on the command line, keeps its own cut-off.
    if period and campaign.cut_off and period.key == campaign.period:
        if campaign.cut_off < period.start:
            raise UserError("bad-campaign-cut-off", path=campaign.path, date=campaign.cut_off, start=period.start)
        period = period._replace(end=campaign.cut_off)
    roster = settings.roster
    if roster is not None:
        roster = roster._replace(units=tuple(_with_deadline(campaign, forms[0], period, unit) for unit in roster.units))
    return settings._replace(forms=forms, roster=roster, period=period)


def deadline_of(campaign: Campaign, form: Form, period: Period | None, level: str) -> dt.date | None:
    """The last day for units of a level: the campaign's for the level, the campaign's for all, else the form's days
    after the cut-off.
    """
    deadline = campaign.deadlines.get(level) or campaign.deadlines.get(ALL_LEVELS)
    if deadline or period is None or not campaign.path:
        return deadline
    days = form.deadline_days.get(level)
    return None if days is None else period.end + dt.timedelta(days=days)


def _with_deadline(campaign: Campaign, form: Form, period: Period | None, unit: Unit) -> Unit:
    limit = None if unit.deadline else deadline_of(campaign, form, period, unit.level)
    return unit._replace(deadline=limit.isoformat()) if limit else unit


def _accepted(campaign: Campaign, forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms that submissions may have, newest first."""
    if campaign.version is None and campaign.accepted_versions is None:
        return tuple(forms)
    newest = campaign.version or forms[0].version
    wanted = {newest, *(campaign.accepted_versions or ())}
    unknown = sorted(wanted - {form.version for form in forms})
    if unknown:
        raise UserError(
            "bad-version", form=forms[0].id, version=unknown[0], known=", ".join(str(form.version) for form in forms)
        )
    return tuple(form for form in forms if form.version in wanted)


def _deadlines(given: str | Mapping[str, str]) -> dict[str, dt.date]:
    by_level = {ALL_LEVELS: given} if isinstance(given, str) else given
    return {level: dt.date.fromisoformat(day) for level, day in by_level.items()}


def _office(given: Mapping[str, Any]) -> Office:
    texts = {name: value for name, value in given.items() if name != "recipients"}
    return Office(**texts, recipients=tuple(given.get("recipients", ())))


# --- reading and checking ------------------------------------------------------------------------------------------


def _read(path: str) -> Any:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return json.load(file, object_pairs_hook=_no_duplicates)
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except (ValueError, RecursionError) as error:
        raise UserError("bad-json", path=path, detail=str(error)) from None


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} (2)")
    return made


def _problems(data: Any) -> Iterator[SchemaFault]:
    """Every fault: its place, what is wrong and what to write instead."""
    import jsonschema

    with open(resources.path("schemas", "campaign.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(("date",)))
    alone = [name for name in _ALONE if isinstance(data, dict) and "forms" in data and name in data]
    if alone:
        names = ", ".join(alone)
        yield SchemaFault(("forms",), f"đã ghi mục forms thì bỏ: {names}", f"besides forms there must be no: {names}")
    yield from (fault if fault.path else fault._replace(path=(NAME,)) for fault in schema_faults(validator, data))
