"""All rules of a form over one submission."""

from __future__ import annotations

from collections.abc import Container, Iterator, Set

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.check import explanations
from cchc_xl.check.catalogue import phase
from cchc_xl.check.catalogue import severity as severity_of
from cchc_xl.check.kind import Check, Hit, SilentWithout
from cchc_xl.check.registry import hits_of_edits, is_edit, kind_of
from cchc_xl.model import Finding, Form, Rule, Severity, Submission
from cchc_xl.records import NamedTuple

# The kinds that report what the reading of a cell earned, and under which code it did where the hit does not say.
_OF_READINGS = {"number": "", "whole": "V09", "places": "V60", "share": "V63", "answer": "", "not-negative": "V11"}
_UNSAID = Rule("", "", "number", "error", {})


class Outcome(NamedTuple):
    """``findings`` in the order of the form's rules; ``not_judged``: ids of the rules that had no ground to stand
    on.
    """

    findings: tuple[Finding, ...]
    not_judged: tuple[str, ...]


def run(submission: Submission, form: Form) -> Outcome:
    """Checks a submission against its form. Pure."""
    findings: list[Finding] = []
    not_judged: list[str] = []
    said: set[tuple[str, str]] = set()
    level = submission.unit.level if submission.unit else ""
    edits = hits_of_edits(form, submission)
    silent = _silent(submission)
    for rule, check, silent_without in _checks(form):
        if silent_without in silent or (rule.levels and level and level not in rule.levels):
            continue
        hits = edits[id(rule)] if check is None else check(rule, form, submission)
        if hits is None:
            not_judged.append(rule.id)
            continue
        for hit in hits:
            findings.append(_finding(hit, rule, form, submission))
            if rule.kind in _OF_READINGS:
                said.add((hit.field, hit.code or _OF_READINGS[rule.kind]))
    findings += _left_unsaid(form, submission, said)
    return Outcome(tuple(findings), tuple(not_judged))


def _left_unsaid(form: Form, submission: Submission, said: Set[tuple[str, str]]) -> Iterator[Finding]:
    """What the reading of a cell earned and no rule of the form speaks of: a value is never left out in silence,
    whatever a definition leaves out, or says of some levels only.
    """
    for reading in submission.readings:
        for code, params in reading.codes:
            if (reading.field, code) not in said:
                yield _finding(Hit(reading.field, params, (reading.field,), code), _UNSAID, form, submission)


@remembered_by_identity
def _checks(form: Form) -> tuple[tuple[Rule, Check | None, SilentWithout], ...]:
    """Each rule, its check (None where ``hits_of_edits`` tells), and without what it is silent."""
    kinds = ((rule, kind_of(rule.kind)) for rule in form.rules)
    return tuple((rule, None if is_edit(rule.kind) else kind.check, kind.silent_without) for rule, kind in kinds)


def _silent(submission: Submission) -> Container[SilentWithout]:
    """What a submission has nothing of."""
    has: list[tuple[SilentWithout, bool]] = [
        ("codes", any(reading.codes for reading in submission.readings)),
        ("words", any(reading.note or isinstance(reading.raw, str) for reading in submission.readings)),
        ("narrative", bool(submission.narrative)),
    ]
    return [one for one, there in has if not there]


def _finding(hit: Hit, rule: Rule, form: Form, submission: Submission) -> Finding:
    code = hit.code or rule.code
    reading = submission.reading(hit.field)
    params = hit.params if len(hit.fields) < 2 else {**hit.params, "fields": hit.fields}
    if rule.message and code == rule.code:
        params = {**params, "message": rule.message, "own_repair": rule.repair}
    if rule.blocks_above:
        params = {**params, "rule": rule.written}
    return Finding(
        code=code,
        severity=explanations.severity(code, _severity(code, rule, form), hit.fields or (hit.field,), submission),
        phase=phase(code),
        unit=submission.unit_key,
        period=submission.period_key,
        field=hit.field,
        ref=reading.ref if reading else None,
        raw=reading.raw_text if reading else "",
        proposed=hit.proposed,
        params=params,
        source=submission.source.path,
    )


def _severity(code: str, rule: Rule, form: Form) -> Severity:
    worst = form.severities.get(code) or (rule.severity if code == rule.code else severity_of(code, form))
    return "warning" if rule.status == "beta" and worst == "error" else worst
