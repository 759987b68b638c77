"""What a merge is to do, in one record, whoever says it: options, a campaign file, a button, a program, a page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cchc_xl.campaign import SILENT, Campaign, settings_of
from cchc_xl.check.before import LIMITS, JumpLimits, limits
from cchc_xl.errors import UserError
from cchc_xl.model import Decision
from cchc_xl.records import NamedTuple
from cchc_xl.run.register import EMPTY, Register, load_register
from cchc_xl.validate import Settings
from cchc_xl.write.province.carried_over.earlier import Earlier, read_earlier
from cchc_xl.write.province.carried_over.entries import NOTHING, CarriedOver

if TYPE_CHECKING:
    import datetime as dt

    from cchc_xl.consolidation.beside.previous import Previous
    from cchc_xl.consolidation.consolidate import Deadline

COPIES = 3  # former workbooks that are kept


class Plan(NamedTuple):
    """All that was said of a merge, opened: records, and no files.

    ``against``: forms, roster, period, waivers. ``deadline`` is for units that have none of their own. ``received``:
    the register, whose days outweigh those of mails; ``own_date``: where neither says when a report came, the day that
    it bears counts. ``decisions`` hold again; ``decided_by``: who
    decided what bears no name in the workbook that is replaced, else who saved it. ``carried_over``: what a person had
    added to that workbook. ``previous``: consolidations of earlier periods to compare with; ``jumps``: what is told as
    a jump then. ``upward``: provincial workbooks are inputs (None: where all inputs are such). ``office``: the
    consolidating body, for the first sheet.

    The last five are for those who look for inputs on a disk (``run.paths``). ``cached``: files that have not changed
    since the last merge into the same output are not read again. ``used_otherwise``: files that say what stands above,
    and are no inputs wherever they lie: path -> why. ``never_output``: those, and all other files that were named.
    ``force``: what stands at the output's place and is no earlier result of the same form and period may be replaced.
    ``copies``: how many of the workbooks are kept from which a merge could not carry everything over.
    """

    against: Settings
    deadline: Deadline = None
    received: Register = EMPTY
    own_date: bool = False
    decisions: tuple[Decision, ...] = ()
    decided_by: str = ""
    carried_over: CarriedOver = NOTHING
    previous: tuple[Previous, ...] = ()
    jumps: JumpLimits = LIMITS
    upward: bool | None = None
    office: str = ""
    lang: str = "vi"
    cached: bool = True
    used_otherwise: Mapping[str, str] = {}
    never_output: tuple[str, ...] = ()
    force: bool = False
    copies: int = COPIES

    def replacing(self, standing: Earlier) -> Plan:
        """The plan with what people decided in the workbook that is replaced, and what they added to it."""
        return self._replace(
            decisions=(*self.decisions, *standing.decisions),
            carried_over=self.carried_over.below(standing.carried_over) if standing.digest else self.carried_over,
        )


def plan_of(
    campaign: Campaign = SILENT,
    *,
    form: str | None = None,
    roster: str | None = None,
    period: str | None = None,
    deadline: dt.date | None = None,
    waivers: str | None = None,
    received: str | None = None,
    own_date: bool | None = None,
    decisions: Sequence[str] = (),
    decided_by: str | None = None,
    previous: Sequence[str] = (),
    upward: bool | None = None,
    lang: str = "vi",
    cached: bool = True,
    force: bool = False,
    copies: int = COPIES,
) -> Plan:
    """What a person says, with what the campaign says where that person is silent.

    ``form``: an id, 'id/version' or the path of a definition; ``period``: such as '2026-H1'; ``roster``, ``waivers``,
    ``received``, ``decisions`` and ``previous`` are paths. ``UserError`` where one of them is wrong.
    """
    said = campaign._replace(deadlines={"": deadline}) if deadline and campaign.path else campaign
    plan = Plan(
        settings_of(said, form, roster, period, waivers or ""),
        deadline=deadline or campaign.deadlines or None,
        own_date=campaign.own_date if own_date is None else own_date,
        decided_by=decided_by or campaign.office.name,
        jumps=limits(campaign.jumps),
        upward=upward,
        office=campaign.office.name,
        lang=lang,
        cached=cached,
        never_output=(form or "", waivers or campaign.waivers, campaign.path),
        force=force,
        copies=copies,
    )
    return with_files(
        plan,
        roster=roster or campaign.roster,
        received=received or campaign.received,
        decisions=decisions or campaign.decisions,
        previous=previous or campaign.previous,
    )


def with_files(
    plan: Plan, *, roster: str = "", received: str = "", decisions: Sequence[str] = (), previous: Sequence[str] = ()
) -> Plan:
    """The plan with what stands in files. The ``roster`` was read before, and is only no input any more.

    ``received``: a CSV; ``decisions``: provincial workbooks; ``previous``: those of earlier periods. ``UserError``
    where one of them is not there or is something else.
    """
    several = {**dict.fromkeys(decisions, "decisions"), **dict.fromkeys(previous, "previous")}
    named = {roster: "roster", received: "register", **several}
    given = _decided(tuple(dict.fromkeys(decisions)), plan)
    return plan._replace(
        received=load_register(received) if received else EMPTY,
        decisions=given.decisions,
        carried_over=given.carried_over,
        previous=tuple(one for one in _earlier(previous) if not _is_beside(one.form.id, plan)),
        used_otherwise={path: why for path, why in named.items() if path},
        never_output=tuple(path for path in (*plan.never_output, *named) if path),
    )


def _decided(paths: Sequence[str], plan: Plan) -> Earlier:
    """What was decided in all of the workbooks, and what was added to the first that has something.

    Of several, the name of the workbook tells apart those who did not write theirs: two people of one office may have
    decided differently.
    """
    every = Earlier()
    for path in paths:
        if not os.path.exists(path):
            raise UserError("not-found", path=path)
        file = os.path.basename(path) if len(paths) > 1 else ""
        by = f"{plan.decided_by} ({file})" if plan.decided_by and file else plan.decided_by
        one = read_earlier(path, plan.against.forms[0], by)
        if _is_beside(one.form, plan):
            continue
        named = (decision if decision.by else decision._replace(by=file) for decision in one.decisions)
        every = Earlier((*every.decisions, *named), one.carried_over.below(every.carried_over))
    return every


def _is_beside(form: str, plan: Plan) -> bool:
    """Is it another form of the campaign, whose results say nothing of this one's?"""
    return form in {one.id for one in plan.against.beside}


def _earlier(paths: Sequence[str]) -> tuple[Previous, ...]:
    if not paths:
        return ()
    from cchc_xl.consolidation.beside.previous import load_previous

    return tuple(load_previous(path) for path in paths)
