"""Several different files of one unit and period: which is used, and why.

The newest without errors is used, where the days of receipt tell which is the newest; a newcomer with errors never
replaces a report without. Where nobody knows the order, nothing of the files is added until somebody chooses one: by
"Dùng tệp này" in its row, or by saying when the files came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cchc_xl.consolidation.account.choose import Candidate
from cchc_xl.consolidation.account.decided import CHOOSING
from cchc_xl.model import Decision, Finding

About = Callable[[Candidate, str, str], Finding]
"""(file, what became of it, why) -> F13. The key names all files, so that no choice outlives the arrival of another."""


def later(one: Candidate, other: Candidate) -> bool:
    """Is it known that ``one`` came after ``other``? A day says nothing of the hours within it."""
    mine, theirs = one.report.source.received, other.report.source.received
    known = min(len(mine), len(theirs))
    return mine[:known] > theirs[:known]


def is_anothers(one: Candidate) -> bool:
    """Did a file come in another unit's name (F12)?"""
    return one.block is not None and one.block.code == "F12"


def rivals(used: Candidate, group: Sequence[Candidate]) -> list[Candidate]:
    """Those of a unit's other files that are of the same period, and its own: one that came in another unit's name
    (F12) is no second submission.
    """
    return [
        other
        for other in group
        if other is not used and other.submission.period_key == used.submission.period_key and not is_anothers(other)
    ]


def decide(group: Sequence[Candidate], about: About, force: Mapping[str, Decision]) -> tuple[Candidate, ...]:
    """A unit's candidates, the one that is used first, with F13 among their findings.

    ``group`` as ``choose.by_unit`` has it. Where nothing is chosen, F13 blocks each that could be.
    """
    first = group[0]
    others = rivals(first, group)
    if not others:
        return tuple(group)
    usable = [one for one in (first, *others) if not one.block]
    if len(usable) > 1 and not _same_figures(usable):
        chosen = [one for one in usable if _is_chosen(about(one, "asked", ""), force)]
        if len(chosen) == 1:
            return _chosen(group, usable, chosen[0], about)
        newest = None if chosen else _newest_good(usable)
        if newest is None:
            return _undecided(group, usable, "choose-one" if chosen else _why_undecided(usable), about)
        first, others = newest, rivals(newest, group)
    return _led_by(_told(first, about(first, "used", f"used-{_why_used(first, others)}")), group)


def _is_chosen(finding: Finding, force: Mapping[str, Decision]) -> bool:
    decision = force.get(finding.fingerprint)
    return decision is not None and decision.action in CHOOSING


def _led_by(first: Candidate, group: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return (first, *(one for one in group if one.report is not first.report))


def _told(one: Candidate, finding: Finding, block: bool = False) -> Candidate:
    return one._replace(findings=(*one.findings, finding), block=finding if block else one.block)


def _chosen(
    group: Sequence[Candidate], usable: Sequence[Candidate], chosen: Candidate, about: About
) -> tuple[Candidate, ...]:
    """The file that a person chose first; the rows of the others stay, as notes, so that the choice can be seen."""
    passed = {id(one) for one in usable if one is not chosen}
    others = (
        _told(one, about(one, "passed", "passed-over")._replace(severity="note")) if id(one) in passed else one
        for one in group
        if one is not chosen
    )
    return (_told(chosen, about(chosen, "used", "used-chosen")), *others)


def _undecided(
    group: Sequence[Candidate], usable: Sequence[Candidate], reason: str, about: About
) -> tuple[Candidate, ...]:
    """All of them set aside, each with a row in which it can be chosen."""
    waiting = {id(one) for one in usable}
    return tuple(
        _told(one, about(one, "asked", reason)._replace(severity="error"), block=True) if id(one) in waiting else one
        for one in group
    )


def _newest_good(usable: Sequence[Candidate]) -> Candidate | None:
    """The newest of the best; None where it is not known which file, or which of the best, is the newest."""
    best = max(one.quality for one in usable)
    return _newest([one for one in usable if one.quality == best]) if _newest(usable) else None


def _newest(some: Sequence[Candidate]) -> Candidate | None:
    return next((one for one in some if all(other is one or later(one, other) for other in some)), None)


def _why_undecided(usable: Sequence[Candidate]) -> str:
    return "choose-same-day" if all(one.report.source.received for one in usable) else "choose-undated"


def _same_figures(usable: Sequence[Candidate]) -> bool:
    """Whether it makes no difference which is used: the same cells, the same faults."""

    def content(one: Candidate) -> tuple[object, ...]:
        readings = tuple(reading._replace(ref=None) for reading in one.submission.readings)
        lines = [
            (line.list, tuple(reading._replace(ref=None) for reading in line.readings)) for line in one.submission.lines
        ]
        faults = sorted((found.code, found.field) for found in one.findings if found.severity != "note")
        return one.submission.form, one.submission.version, readings, lines, faults

    return all(content(one) == content(usable[0]) for one in usable)


def _why_used(used: Candidate, others: Sequence[Candidate]) -> str:
    """Why this one of several files is used: newest | least-bad | no-errors | readable | only | same."""
    newer = [other for other in others if later(other, used)]
    if any(other.block for other in newer) and not used.block:
        return "readable"
    if newer:
        return "same" if any(_same_figures([used, other]) for other in newer) else "no-errors"
    if all(later(used, other) for other in others):
        return "least-bad" if used.errors or used.block else "newest"
    usable = [other for other in others if not other.block]
    return "same" if usable else "only" if not used.block else "none"
