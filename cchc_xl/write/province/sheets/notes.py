"""Notes on the sheet of findings: what nobody has to decide is told once for all units that it is about.

A thousand reports bring five thousand notes ("the row has no number", "saved by LibreOffice"), and the five hundred
errors among them would not be found. Each note stays in what ``validate`` and ``merge --format json`` say.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from cchc_xl.condensed import CondensedList, is_condensed, listed_like
from cchc_xl.consolidation.account.entry import is_aside
from cchc_xl.model import Consolidation, Finding
from cchc_xl.records import NamedTuple

FEW = 5  # so many notes of a code have a row each
ELSEWHERE = "M12"  # a unit that has not reported is on the sheet of those

About = tuple[str, str]  # path of the file, unit


class NoteGroup(NamedTuple):
    """Notes of one code: how many ``times``. ``field``: the indicator that all are about, or ''. ``period``: of the
    first. ``about``: the file and the unit of each, where they are not those of the note before.
    """

    code: str
    times: int
    field: str
    period: str
    about: Sequence[About]

    @property
    def fingerprint(self) -> str:
        """The same for the notes of a code and period, however many there are."""
        return hashlib.sha256(f"notes\x1f{self.code}\x1f{self.period}".encode()).hexdigest()[:16]


class Listing(NamedTuple):
    """``own``: the findings with a row each, in order; ``groups``: the rest, all of them notes."""

    own: Sequence[Finding]
    groups: tuple[NoteGroup, ...]


def listing(consolidation: Consolidation) -> Listing:
    """Every finding once, but those that say that a unit has not reported."""
    findings = consolidation.findings
    is_free = _free(consolidation)
    counts = Counter(one.code for one in findings if one.severity == "note" and is_free(one))
    groups = {code: _Notes(code, packed=is_condensed(findings)) for code, n in sorted(counts.items()) if n > FEW}

    def own() -> Iterator[Finding]:
        for one in findings:
            if one.code in groups and one.severity == "note" and is_free(one):
                groups[one.code].add(one)
            elif one.code != ELSEWHERE:
                yield one

    return Listing(listed_like(findings, own()), tuple(group.all() for group in groups.values()))


def _free(consolidation: Consolidation) -> Callable[[Finding], bool]:
    """Does nothing wait for a decision about a note, which has a row on this sheet?"""
    waiting = {
        (result.report.source.path, figure.field)
        for result in consolidation.units
        for figure in result.figures
        if is_aside(figure)
    }
    decided = {decision.fingerprint for decision in consolidation.decisions}
    return lambda note: (
        note.code != ELSEWHERE
        and (note.source, note.field) not in waiting
        and not (decided and note.fingerprint in decided)
    )


class _Notes:
    """Notes of one code as they come."""

    def __init__(self, code: str, packed: bool) -> None:
        self._code, self._times, self._period = code, 0, ""
        self._fields: set[str] = set()
        self._about: list[About] | CondensedList[About] = CondensedList() if packed else []
        self._last: About | None = None

    def add(self, note: Finding) -> None:
        if not self._times:
            self._period = note.period
        self._times += 1
        self._fields.add(note.field)
        about = note.source, note.unit
        if about != self._last:
            self._about.append(about)
            self._last = about

    def all(self) -> NoteGroup:
        field = next(iter(self._fields)) if len(self._fields) == 1 else ""
        return NoteGroup(self._code, self._times, field, self._period, self._about)
