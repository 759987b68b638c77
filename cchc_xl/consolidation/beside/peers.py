"""Rules over the group of reports: what no single report can show.

C10: two units with the same figures (at least four of them not zero). F12: one and the same file from two units. Both
look units up by content, so that the time grows with the number of reports and not with its square. What lies far from
the units of the same level is in ``consolidation.beside.outliers``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.consolidation.account.choose import Candidate, display_name, sent_as
from cchc_xl.consolidation.beside.outliers import outliers
from cchc_xl.model import Finding, Form, UnitResult

ENOUGH = 4  # equal figures that are not zero: fewer agree by chance
NAMED = 3  # others named in one message


def compared(form: Form, results: Sequence[UnitResult]) -> dict[str, list[Finding]]:
    """Path of the file -> what the comparison among the reports that are used brings up."""
    found: dict[str, list[Finding]] = {}
    for one in (*same_figures(form, results), *outliers(form, results), *_same_lines(form, results)):
        found.setdefault(one.source, []).append(one)
    return found


def _same_lines(form: Form, results: Sequence[UnitResult]) -> list[Finding]:
    if not form.lists:
        return []
    from cchc_xl.consolidation.beside.same_lines import same_lines

    return same_lines(form, results)


def joined(own: Sequence[Finding], more: Sequence[Finding]) -> tuple[Finding, ...]:
    """A report's findings with those of the comparison, which say the same better where both say it."""
    known = {(one.code, one.field) for one in more}
    return (*(one for one in own if (one.code, one.field) not in known), *more)


def same_figures(form: Form, results: Sequence[UnitResult]) -> list[Finding]:
    """C10 for every unit whose figures, as read, equal another's; one finding for each, naming the others."""
    groups: dict[tuple[int | float | None, ...], list[UnitResult]] = {}
    for result in results:
        figures = tuple([figure.number for figure in result.figures])
        if sum(map(bool, figures)) >= ENOUGH:
            groups.setdefault(figures, []).append(result)
    return [_same(form, result, group) for group in groups.values() if len(group) > 1 for result in group]


def _same(form: Form, result: UnitResult, group: Sequence[UnitResult]) -> Finding:
    others = [other for other in group[: NAMED + 1] if other.key != result.key][:NAMED]
    submission = result.report.submission
    return finding(
        "C10",
        form,
        unit=submission.unit_key if submission else result.key,
        period=submission.period_key if submission else "",
        params={
            "unit": result.name,
            "other_unit": ", ".join(other.name for other in others),
            "n": len(group) - 1,
            "key": "|".join(other.key for other in others),
        },
        source=result.report.source.path,
    )


def same_file(form: Form, candidates: Iterable[Candidate]) -> dict[str, Finding]:
    """Path -> F12, for every file whose bytes also came as another unit's: one of them is wrong, and which one nobody
    can tell here.

    Where the content names one unit and only a file's name another, it is that file that is wrong.
    """
    groups: dict[str, list[Candidate]] = {}
    for one in candidates:
        if one.report.source.sha256:
            groups.setdefault(one.report.source.content, []).append(one)
    found = {}
    for group in groups.values():
        several = len({one.key for one in group}) > 1
        for one in group:
            other = next((other for other in group if _sender(other) != _sender(one)), None)
            if other and (several or sent_as(one)):
                found[one.report.source.path] = _same_file(form, one, other)
    return found


def _sender(one: Candidate) -> str:
    return sent_as(one) or one.key


def _same_file(form: Form, one: Candidate, other: Candidate) -> Finding:
    return finding(
        "F12",
        form,
        unit=one.submission.unit_key,
        period=one.submission.period_key,
        params={
            "unit": sent_as(one) or display_name(one.submission.unit, one.submission),
            "other": sent_as(other) or display_name(other.submission.unit, other.submission),
            "other_file": other.report.source.name,
            "key": _sender(other),
        },
        source=one.report.source.path,
    )
