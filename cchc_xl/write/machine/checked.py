"""What was checked in a report, the checks that passed and those without ground included: for formats that list every
test.

A list of findings says what is wrong; a test report also says what was looked at. The rules of the form are asked
again, one by one, because a report does not keep which rule had no ground to stand on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.check.kind import Hit, usable
from cchc_xl.check.registry import fields_of, kind_of
from cchc_xl.model import Finding, Form, Report, Rule, Severity, Submission
from cchc_xl.records import NamedTuple


class CheckedRule(NamedTuple):
    """One rule on one indicator, or one finding that is no rule's of the form (``rule`` is None then).

    ``fields``: all indicators that take part, the first is where it is shown; empty for the file as a whole.
    ``passed``: None where there was no ground to judge on.
    """

    rule: Rule | None
    code: str
    fields: tuple[str, ...]
    severity: Severity
    passed: bool | None
    finding: Finding | None = None


def checked(report: Report, form: Form) -> tuple[CheckedRule, ...]:
    """Every check of a report: the form's rules in their order, then what else was found.

    Each finding is there once.
    """
    waiting = list(report.findings)
    found: list[CheckedRule] = []
    if report.submission:
        for rule in _asked(form, report.submission):
            found += _of_rule(rule, form, report.submission, waiting)
    others = (
        CheckedRule(None, one.code, (one.field,) if one.field else (), one.severity, False, one) for one in waiting
    )
    return (*found, *others)


def _asked(form: Form, submission: Submission) -> Iterator[Rule]:
    level = submission.unit.level if submission.unit else ""
    return (rule for rule in form.rules if not rule.levels or not level or level in rule.levels)


def _of_rule(rule: Rule, form: Form, submission: Submission, waiting: list[Finding]) -> Iterator[CheckedRule]:
    """The rule's checks; the findings that it explains are taken from ``waiting``."""
    answer = kind_of(rule.kind).check(rule, form, submission)
    hits = tuple(answer or ())
    for fields in _places(rule, submission):
        failed = [finding for hit in hits if hit.field == fields[0] if (finding := _take(waiting, rule, hit))]
        if failed:
            yield from (CheckedRule(rule, one.code, fields, one.severity, False, one) for one in failed)
        else:
            yield CheckedRule(
                rule,
                rule.code,
                fields,
                rule.severity,
                None if answer is None or not _has_ground(rule, fields, submission) else True,
            )


def _places(rule: Rule, submission: Submission) -> tuple[tuple[str, ...], ...]:
    """Where a rule is judged: each of its ``fields`` by itself, or all the indicators that it compares at once."""
    fields = fields_of(rule)
    if "fields" in rule.args and kind_of(rule.kind).ground != "some number":
        return tuple((field,) for field in fields if submission.reading(field))
    return (fields,) if fields else ()


def _has_ground(rule: Rule, fields: Sequence[str], submission: Submission) -> bool:
    ground = kind_of(rule.kind).ground
    if ground == "any cell":
        return True
    known = (usable(submission, field) is not None for field in fields)
    return any(known) if ground == "some number" else all(known)


def _take(waiting: list[Finding], rule: Rule, hit: Hit) -> Finding | None:
    code = hit.code or rule.code
    place = next((place for place, one in enumerate(waiting) if one.code == code and one.field == hit.field), None)
    return None if place is None else waiting.pop(place)
