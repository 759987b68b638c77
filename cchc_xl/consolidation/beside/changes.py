"""What earlier periods say about a report: C05 C06 (half-year against year), C07 (same as last year), C08 (jumps), F14
(last year's file).

Told of a report before it is merged, so that an error sets its value aside and a decision meets it, like any other
finding. Only units that are one unit now are judged: nobody can say which part of a divided territory a figure belongs
to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, floor

from cchc_xl.check.before import LIMITS, JumpLimits, is_broken, is_jump
from cchc_xl.check.catalogue import finding
from cchc_xl.check.explanations import weighed
from cchc_xl.consolidation.account.decided import addable
from cchc_xl.consolidation.beside.compare import Values, compared, pair, placed, relation, stranger
from cchc_xl.consolidation.beside.previous import Previous
from cchc_xl.consolidation.beside.statistics import Crowd, hidiroglou_berthelot, shown
from cchc_xl.model import Field, Finding, Form, Period, Report, Submission, Unit
from cchc_xl.units.listing import Roster

Params = Mapping[str, object]  # parameters of a finding


def with_changes(
    form: Form,
    reports: Iterable[Report],
    period: Period | None,
    previous: Sequence[Previous],
    roster: Roster | None = None,
    limits: JumpLimits = LIMITS,
) -> tuple[Report, ...]:
    """The reports, each with what the earlier periods bring up about it. Pure."""
    given = tuple(reports)
    if period is None or not previous:
        return given
    more: dict[int, list[Finding]] = {}
    for earlier in _judged(period, previous):
        for place, one in _findings_against(form, given, period, earlier, roster, limits):
            more.setdefault(place, []).append(one)
    return tuple(
        report._replace(findings=_with(report.findings, more[place])) if place in more else report
        for place, report in enumerate(given)
    )


def _with(findings: Sequence[Finding], more: Sequence[Finding]) -> tuple[Finding, ...]:
    """That a file is the earlier period's own (F14) says better what a wrong or missing period (M05) says."""
    better = any(one.code == "F14" for one in more)
    return (*(one for one in findings if not (better and one.code == "M05")), *more)


def _findings_against(
    form: Form, reports: Sequence[Report], period: Period, earlier: Previous, roster: Roster | None, limits: JumpLimits
) -> Iterator[tuple[int, Finding]]:
    """(place of the report, finding) of one earlier period."""
    related = relation(period, earlier.period)
    fields = compared(form, earlier.form, related)
    before = figures_before(period, [_unit(one.submission) for one in reports if one.submission], earlier, roster)
    judged = {}
    for place, report in enumerate(reports):
        if report.submission is None:
            continue
        if _is_file_of(report, report.submission, period, earlier):
            key = f"{earlier.period.key}|{report.source.content}"
            periods = {"found": earlier.period.label, "expected": period.label}
            yield place, _about(form, report, "F14", earlier, **periods, key=key)
        if not _is_of(report.submission, period):
            continue
        if values := before.get(_unit(report.submission).id):
            judged[place] = (values, _usable(report))
    jumps = _jumps(judged, fields, limits) if related == "year" else {}
    for place, (then, now) in judged.items():
        found = (
            _of_year(form, reports[place], fields, then, now, earlier, jumps, place)
            if related == "year"
            else _of_part(form, reports[place], related, fields, then, now, earlier)
        )
        yield from ((place, one) for one in found)


def _judged(period: Period, previous: Sequence[Previous]) -> Iterator[Previous]:
    """The earlier periods that say something: every part of this year, the year around it, and of former years the
    last.
    """
    years = [one for one in previous if relation(period, one.period) == "year"]
    if years:
        yield max(years, key=lambda one: (one.period.year, one.path))
    yield from (one for one in previous if relation(period, one.period) in ("part", "whole"))


def _is_file_of(report: Report, submission: Submission, period: Period, earlier: Previous) -> bool:
    """Is this a file that was merged for the earlier period, and does it not say that it is of a third one?"""
    period_key = submission.period.key if submission.period else ""
    return (
        report.source.sha256 in earlier.files
        and period_key in ("", period.key, earlier.period.key)
        and all(one.code != "F14" for one in report.findings)
    )


def _is_of(submission: Submission, period: Period) -> bool:
    """A report of another period is refused for that, and its figures are no change."""
    return submission.period is None or submission.period.key == period.key


def _unit(submission: Submission) -> Unit:
    return submission.unit or stranger(submission.unit_text)


def figures_before(
    period: Period, units: Iterable[Unit], earlier: Previous, roster: Roster | None
) -> Mapping[str, Values]:
    """Unit id -> what it, or all that it was made of, reported then: only sums in which nothing is missing."""
    groups, values = placed(period, list({unit.id: unit for unit in units}.values()), earlier, roster)
    found = {}
    for group in groups:
        if group.how in ("same", "summed") and len(group.now) == 1:
            sides = [values.get(unit.id, {}) for unit in group.before]
            sums = {field.id: pair(field.id, sides, ()).before for field in earlier.form.fields}
            found[group.now[0].id] = {field: number for field, number in sums.items() if number is not None}
    return found


# --- judging -------------------------------------------------------------------------------------------------------


def _jumps(
    judged: Mapping[int, tuple[Values, Values]], fields: Sequence[Field], limits: JumpLimits
) -> Mapping[tuple[int, str], Params]:
    """(place of the report, field) of every change that wants an explanation -> what it is held against."""
    found: dict[tuple[int, str], Params] = {}
    for field in fields:
        both = [place for place, (then, now) in judged.items() if field.id in then and field.id in now]
        pairs = [(judged[place][0][field.id], judged[place][1][field.id]) for place in both]
        found |= {
            (place, field.id): params for place, params in zip(both, unusual(pairs, limits), strict=True) if params
        }
    return found


def _of_year(
    form: Form,
    report: Report,
    fields: Sequence[Field],
    then: Values,
    now: Values,
    earlier: Previous,
    jumping: Mapping[tuple[int, str], Params],
    place: int,
) -> Iterator[Finding]:
    if _all_equal(fields, then, now):
        yield _about(form, report, "C07", earlier, prev_period=earlier.period.label)
    for field in fields:
        if params := jumping.get((place, field.id)):
            yield _about(form, report, "C08", earlier, field.id, value=now[field.id], prev=then[field.id], **params)


def _of_part(
    form: Form, report: Report, related: str, fields: Sequence[Field], then: Values, now: Values, earlier: Previous
) -> Iterator[Finding]:
    for field in fields:
        if field.id in then and field.id in now:
            part, year = (then, now) if related == "part" else (now, then)
            if is_broken("part", part[field.id], year[field.id], LIMITS):
                yield _about(form, report, "C05", earlier, field.id, h1=part[field.id], y=year[field.id])
    if related == "part" and _all_equal(fields, then, now):
        yield _about(form, report, "C06", earlier)


def _usable(report: Report) -> Values:
    """The plain figures that the clerk wrote, without estimates and without what is wrong already."""
    assert report.submission is not None
    wrong = {one.field for one in report.findings if one.severity == "error"}
    return {
        reading.field: count
        for reading in report.submission.readings
        if reading.state == "number"
        and not reading.computed
        and reading.field not in wrong
        and (count := addable(reading.number, reading.places)) is not None
    }


def _all_equal(fields: Sequence[Field], before: Values, now: Values) -> bool:
    """All figures the same, none missing, and not all 0: what never happens is the same every year."""
    if not fields or any(field.id not in before or field.id not in now for field in fields):
        return False
    return all(before[field.id] == now[field.id] for field in fields) and any(now[field.id] for field in fields)


def jumps(pairs: Sequence[tuple[float, float]], limits: JumpLimits = LIMITS) -> list[bool]:
    """Which of the units' changes of one indicator, as (then, now), want an explanation (C08)."""
    return [params is not None for params in unusual(pairs, limits)]


def unusual(pairs: Sequence[tuple[float, float]], limits: JumpLimits = LIMITS) -> list[Params | None]:
    """For each change, as (then, now), that wants an explanation the parameters that say why, None for the others.

    ``lo`` and ``hi``: the figures from which to which nothing would have been said, by the rule that ``what`` names. Of
    the limits: ``times``, ``part`` and ``change``. Of the crowd: ``n`` units, and the quartiles ``q1 middle q3`` of now
    / then.
    """
    enough = sum(then > 0 and now > 0 for then, now in pairs) >= limits.crowd
    others = hidiroglou_berthelot(pairs) if enough else [None] * len(pairs)
    found: list[Params | None] = []
    for (then, now), change in zip(pairs, others, strict=True):
        if abs(now - then) < limits.change:
            found.append(None)
        elif is_jump(then, now, limits):
            found.append(_by_limits(then, limits))
        else:
            is_far = change is not None and change.is_outlier and max(now, then) >= limits.apart * min(now, then)
            found.append(_by_crowd(then, change.crowd, limits) if change and is_far else None)
    return found


def _by_limits(then: float, limits: JumpLimits) -> Params:
    low, high = _around(then, limits.low * then, limits.high * then, limits)
    return {
        "what": "change-limits",
        "lo": low,
        "hi": high,
        "times": limits.high,
        "part": limits.low,
        "change": limits.change,
    }


def _by_crowd(then: float, crowd: Crowd, limits: JumpLimits) -> Params:
    low, high = crowd.usual(then)
    least, most = _around(then, then / limits.apart, then * limits.apart, limits)
    if (
        least <= high + 1 and low <= most + 1
    ):  # else what all others did is far from no change at all, and a range of both would say too much
        low, high = min(low, least), max(high, most)
    lower, middle, upper = map(shown, crowd.ratios)
    return {"what": "change-crowd", "lo": low, "hi": high, "n": crowd.units, "q1": lower, "middle": middle, "q3": upper}


def _around(then: float, below: float, above: float, limits: JumpLimits) -> tuple[int, int]:
    """The whole numbers between two bounds, and those that are too near to ``then`` to be a change."""
    return max(0, min(floor(then) - limits.change, floor(below)) + 1), max(ceil(then) + limits.change, ceil(above)) - 1


def _about(form: Form, report: Report, code: str, earlier: Previous, field: str = "", **params: object) -> Finding:
    """The key is the earlier period, unless another is given: a decision about this change is none about the change
    against another period.
    """
    submission = report.submission
    assert submission is not None
    reading = submission.reading(field) if field else None
    about = finding(
        code,
        form,
        unit=submission.unit_key,
        period=submission.period_key,
        field=field,
        ref=reading.ref if reading else None,
        raw=reading.raw_text if reading else "",
        params={"key": earlier.period.key, **params},
        source=report.source.path,
    )
    return weighed(about, submission)
