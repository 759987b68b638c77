"""Several files of one unit and period: what changed from each to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cchc_xl.consolidation.account.choose import Candidate
from cchc_xl.consolidation.account.decided import SEVERAL
from cchc_xl.model import Difference, Finding, Form, Reading

ABOUT_VERSIONS = frozenset({SEVERAL})  # findings that the merge makes because there are several files


def differences(form: Form, name: str, group: Sequence[Candidate]) -> tuple[Difference, ...]:
    """Of the candidates of one unit, the one used first, the differences of those of its period: from the oldest to the
    newest, in the order of their names where it is not known when they came.
    """
    first = group[0]
    used = "" if first.block and first.block.code == SEVERAL else first.report.source.path
    versions = sorted(
        (one for one in group if one.submission.period_key == first.submission.period_key),
        key=lambda one: (one.report.source.received, one.report.source.path),
    )
    return tuple(found for earlier, later in pairwise(versions) for found in _between(form, name, earlier, later, used))


def _between(form: Form, name: str, earlier: Candidate, later: Candidate, used: str) -> Iterator[Difference]:
    def made(kind: str, field: str, before: str, after: str, code: str = "") -> Difference:
        return Difference(
            name,
            kind,
            field,
            before,
            after,
            code,
            earlier.report.source.path,
            later.report.source.path,
            used,
        )

    was, now = ({reading.field: reading for reading in one.submission.readings} for one in (earlier, later))
    for field in form.fields:
        before, after = _shown(was.get(field.id)), _shown(now.get(field.id))
        if before != after:
            yield made("value", field.id, before, after)
    places = {field.id: place for place, field in enumerate(form.fields)}
    old, new = Counter(map(_identity, _faults(earlier))), Counter(map(_identity, _faults(later)))
    for kind, found in (("new", new - old), ("solved", old - new), ("still", old & new)):
        for code, about, raw in sorted(found.elements(), key=lambda one: (places.get(one[1], -1), one)):
            yield made(kind, about, "" if kind == "new" else raw, "" if kind == "solved" else raw, code)


def _shown(reading: Reading | None) -> str:
    """A value as the file shows it, with its note: '12', 'khoảng 300', '12 [đã bao gồm ...]'.

    '' where there is none.
    """
    if reading is None or reading.state == "absent":
        return ""
    return f"{reading.raw_text} [{reading.note}]" if reading.note else reading.raw_text


def _faults(one: Candidate) -> Iterable[Finding]:
    """What had to be corrected: notes change nothing."""
    return (
        finding for finding in one.report.findings if finding.severity != "note" and finding.code not in ABOUT_VERSIONS
    )


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.field, finding.raw
