"""Which cells are to blame: the smallest set of fields whose correction satisfies every broken relation (Fellegi and
Holt, 1976).

A relation between cells says that one of them is wrong, not which. Naming every cell of every broken relation buries
the one that the clerk must look at, so the smallest set is searched for: exhaustively, since forms are small. A field
whose figure was doubtful already (an estimate, a reading that waits for a confirmation) is cheaper to blame. One cause
is one finding: what it drags along is left out and counted in its ``params["follows"]``. A finding is left out only for
one that is at least as severe: nothing that held a value back before is let through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.check.catalogue import follows_from
from cchc_xl.check.kind import usable
from cchc_xl.check.registry import Binding, edit_of, edits_of, fields_of, hits_of_edits
from cchc_xl.model import SEVERITIES, Finding, Form, Reading, Rule, Submission
from cchc_xl.numbers import fits
from cchc_xl.records import NamedTuple

LARGEST_SET = 3  # fields: more than that is no slip in a cell but another report
LARGEST_FIGURE = 10**9
PLAIN, DOUBTFUL = 2, 1  # what it costs to blame a field


class Blame(NamedTuple):
    """``fields``: the smallest set; ``instead``: others that are as small and as cheap; ``rules``: ids of the broken
    relations it settles.
    """

    fields: tuple[str, ...]
    instead: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]


def localise(form: Form, submission: Submission, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of one submission with one for each cause, in their order.

    Pure; a second time it changes nothing.
    """
    left = _once(findings)
    left = _absorbed(left)
    for blame in blames(form, submission, left):
        left = _settled(left, blame, form, submission)
    return tuple(left)


def follows(findings: Iterable[Finding]) -> int:
    """How many findings were left out as the consequence of others."""
    return sum(len(finding.params.get("follows", ())) for finding in findings)


# --- the smallest set ----------------------------------------------------------------------------------------------


def blames(form: Form, submission: Submission, findings: Sequence[Finding] = ()) -> tuple[Blame, ...]:
    """One for each group of relations that hang together and of which one is broken, in the order of the form's
    rules.
    """
    judged = _judged(form, submission.unit.level if submission.unit else "")
    hits = hits_of_edits(form, submission)
    broken = {id(edit) for related in judged.groups for edit in related if hits[id(edit.rule)]}
    if not broken:
        return ()
    found = []
    for related in judged.groups:
        group = [edit for edit in related if id(edit) in broken]
        if not group:
            continue
        bound = dict.fromkeys(field for edit in (*group, *related) for field in edit.fields)
        fields = [field for field in bound if usable(submission, field) is not None]  # only a number can be corrected
        bare = submission._replace(
            readings=tuple([reading for reading in submission.readings if reading.field in bound])
        )  # all that is judged
        about = [edit.rule for edit in judged.edits if not bound.keys().isdisjoint(edit.fields)]
        costs = {field: _cost(submission.reading(field), field, findings) for field in fields}
        sets = smallest(form, bare, fields, about, costs)
        if sets:
            best = _nearest(sets, group)
            found.append(Blame(best, tuple(one for one in sets if one != best), tuple(edit.rule.id for edit in group)))
    return tuple(found)


def smallest(
    form: Form, submission: Submission, fields: Sequence[str], edits: Sequence[Rule], costs: Mapping[str, int]
) -> list[tuple[str, ...]]:
    """All cheapest sets among ``fields`` for which some numbers satisfy all ``edits``.

    None where even ``LARGEST_SET`` fields do not.
    """
    found: list[tuple[str, ...]] = []
    for cost, chosen in _by_cost(fields, costs):
        if found and cost > sum(costs[field] for field in found[0]):
            break
        if (
            not any(set(other) < set(chosen) for other in found)
            and correction(form, submission, chosen, edits) is not None
        ):
            found.append(chosen)
    return found


def _by_cost(fields: Sequence[str], costs: Mapping[str, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """All sets with what they cost, the cheapest first: no larger ones are made before they can be the cheapest."""
    waiting: list[tuple[int, tuple[str, ...]]] = []
    for size in range(1, min(LARGEST_SET, len(fields)) + 1):
        waiting += [(sum(costs[field] for field in chosen), chosen) for chosen in combinations(fields, size)]
        waiting.sort(key=lambda one: one[0])
        least = (size + 1) * DOUBTFUL  # what any larger set costs
        while waiting and waiting[0][0] < least:
            yield waiting.pop(0)
    yield from waiting


def correction(
    form: Form, submission: Submission, fields: Sequence[str], edits: Sequence[Rule]
) -> Mapping[str, float] | None:
    """Some numbers for ``fields``, whole ones where they count, with which no relation that speaks of them is broken;
    None where there are none.

    They prove that the set suffices and are never proposed: many numbers would do, and the right one stands in the
    office's files.
    """
    about, elsewhere = [], []
    for rule in edits:
        edit = edit_of(rule)
        if not edit.fields_set.isdisjoint(fields):
            about.append(edit)
        elif edit.relation:  # one elsewhere that stays broken: correcting these fields does not settle it
            elsewhere.append(edit)
    if any(edit.check(edit.rule, form, submission) for edit in elsewhere):
        return None
    about.sort(key=lambda edit: not edit.relation)  # what is likely to break is asked first
    return _search(form, submission, list(fields), about, {})


def _search(
    form: Form, submission: Submission, open_fields: Sequence[str], edits: Sequence[Binding], chosen: dict[str, float]
) -> Mapping[str, float] | None:
    if not open_fields:
        return chosen
    field, *rest = open_fields
    judged = [edit for edit in edits if edit.fields_set.isdisjoint(rest)]
    places = form.field(field).places
    for value in _candidates(edits, submission, field, rest):
        if not fits(value, places):
            continue
        tried = with_values(submission, {field: value})
        for edit in judged:
            if edit.check(edit.rule, form, tried):
                break
        else:
            found = _search(form, tried, rest, edits, {**chosen, field: value})
            if found is not None:
                return found
    return None


def _candidates(edits: Sequence[Binding], submission: Submission, field: str, rest: Sequence[str]) -> list[float]:
    """The corners of what the relations allow: if any whole number serves, one of these does."""
    others = dict.fromkeys(other for edit in edits for other in edit.fields if other not in rest)
    known = {other: value for other in others if (value := usable(submission, other)) is not None}
    found: set[float] = {0, 1, *(int(value) for value in known.values() if value > 0)}
    known.pop(field, None)
    found |= {corner for edit in edits for corner in edit.corners(edit.rule, known, ()) if corner >= 0}
    for _ in range(len(rest) + 1):  # through fields that are open themselves
        for edit in edits:
            named = edit.corners(edit.rule, known, tuple(found))
            found |= {corner for corner in named if 0 <= corner <= LARGEST_FIGURE}
    return sorted(found)


def with_values(submission: Submission, values: Mapping[str, int | float]) -> Submission:
    """The submission as if these numbers stood in these fields."""
    readings = [
        Reading(r.field, "number", values[r.field], how="exact") if r.field in values else r
        for r in submission.readings
    ]
    return submission._replace(readings=tuple(readings))


class _Judged(NamedTuple):
    """What binds the figures of the units of a level. ``groups``: the relations that share fields, each in order."""

    edits: tuple[Binding, ...]
    groups: tuple[tuple[Binding, ...], ...]


def _judged(form: Form, level: str) -> _Judged:
    known = _judged_by_level(form)
    found = known.get(level)
    if found is None:
        edits = tuple(edit for edit in edits_of(form) if _applies(edit.rule, level))
        found = known[level] = _Judged(edits, _groups([edit for edit in edits if edit.relation]))
    return found


@remembered_by_identity
def _judged_by_level(form: Form) -> BoundedCache[str, _Judged]:  # noqa: ARG001 - one for each form
    return BoundedCache(16)


def _applies(rule: Rule, level: str) -> bool:
    return not rule.levels or not level or level in rule.levels


def _groups(edits: Sequence[Binding]) -> tuple[tuple[Binding, ...], ...]:
    place = {id(edit): at for at, edit in enumerate(edits)}
    groups: list[tuple[frozenset[str], list[Binding]]] = []
    for edit in edits:
        near = [group for group in groups if not group[0].isdisjoint(edit.fields)]
        joined = (edit.fields_set.union(*(fields for fields, _ in near)), [*(one for _, g in near for one in g), edit])
        groups = [*(group for group in groups if group[0].isdisjoint(edit.fields)), joined]
    every = [tuple(sorted(group, key=lambda one: place[id(one)])) for _, group in groups]
    return tuple(sorted(every, key=lambda group: place[id(group[0])]))


def _cost(reading: Reading | None, field: str, findings: Sequence[Finding]) -> int:
    doubtful = reading is not None and (reading.how == "proposed" or reading.state == "estimate")
    warned = any(
        finding.field == field and finding.phase == "value" and finding.severity != "note" for finding in findings
    )
    return DOUBTFUL if doubtful or warned else PLAIN


def _nearest(sets: Sequence[tuple[str, ...]], group: Sequence[Binding]) -> tuple[str, ...]:
    """Among equals the set that holds most of the fields at which the relations are shown."""
    shown = [edit.fields[0] for edit in group]
    return max(sets, key=lambda one: (sum(field in one for field in shown), -sets.index(one)))


# --- one finding for each cause ------------------------------------------------------------------------------------


def _settled(findings: Sequence[Finding], blame: Blame, form: Form, submission: Submission) -> list[Finding]:
    """The findings of a group of broken relations as one for each blamed field."""
    rules = {rule.id: rule for rule in form.rules}
    about = {(rules[rule_id].code, fields_of(rules[rule_id])[0]): fields_of(rules[rule_id]) for rule_id in blame.rules}
    mine = [finding for finding in findings if (finding.code, finding.field) in about and "blame" not in finding.params]
    left, groups = [finding for finding in findings if finding not in mine], _by_field(mine, about, blame.fields)
    for field, group in groups.items():
        lead, *others = sorted(group, key=lambda one: SEVERITIES.index(one.severity))
        doubt = next(
            (
                one
                for one in left
                if one.field == field
                and "fields" not in one.params
                and one.code in follows_from(lead.code)
                and _covers(one, lead)
            ),
            None,
        )
        if doubt is not None:
            left[left.index(doubt)] = _with_follows(doubt, group)
        else:
            named = {"blame": blame.fields} | ({"instead": blame.instead} if blame.instead else {})
            place = _moved(lead, field, submission) if field != lead.field and not blame.instead else lead
            left.append(_with_follows(place._replace(params={**lead.params, **named}), others))
    order = {id(finding): place for place, finding in enumerate(findings)}
    return sorted(left, key=lambda one: order.get(id(one), _place(one, findings)))


def _by_field(
    findings: Sequence[Finding], about: Mapping[tuple[str, str], tuple[str, ...]], blamed: Sequence[str]
) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        field = next((field for field in blamed if field in about[finding.code, finding.field]), finding.field)
        groups.setdefault(field, []).append(finding)
    return groups


def _moved(finding: Finding, field: str, submission: Submission) -> Finding:
    """The finding at the cell that is to blame."""
    reading = submission.reading(field)
    return finding._replace(field=field, ref=reading.ref if reading else None, raw=reading.raw_text if reading else "")


def _place(finding: Finding, findings: Sequence[Finding]) -> int:
    """Where the finding that this one was made from stood."""
    return next(
        (place for place, one in enumerate(findings) if one.code == finding.code and one.severity == finding.severity),
        len(findings),
    )


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Two rules that say the same of the same cell (a general one and one for the unit's level) say it once."""
    seen: set[tuple[str, str]] = set()
    left = []
    for finding in findings:
        key = (finding.code, finding.field)
        if finding.phase == "cross-field" and finding.field and key in seen:
            continue
        seen.add(key)
        left.append(finding)
    return left


def _absorbed(findings: Sequence[Finding]) -> list[Finding]:
    """Leaves out what only follows from a figure that another finding calls into question."""
    left = list(findings)
    leading = {code for one in findings for code in follows_from(one.code)}
    for leader in findings:
        if leader.code not in leading:
            continue
        followers = [one for one in left if one is not leader and _follows_from(one, leader) and _covers(leader, one)]
        if followers and leader in left:
            left = [_with_follows(leader, followers) if one is leader else one for one in left if one not in followers]
    return left


def _follows_from(one: Finding, leader: Finding) -> bool:
    return leader.code in follows_from(one.code) and one.field in leader.params.get("fields", (leader.field,))


def _covers(leader: Finding, one: Finding) -> bool:
    return SEVERITIES.index(leader.severity) <= SEVERITIES.index(one.severity)


def _with_follows(leader: Finding, others: Sequence[Finding]) -> Finding:
    if not others:
        return leader
    following = tuple(f"{other.code} {other.field}".strip() for other in others)
    inherited = tuple(more for other in others for more in other.params.get("follows", ()))
    return leader._replace(
        params={**leader.params, "follows": (*leader.params.get("follows", ()), *following, *inherited)}
    )
