"""Notes on the sheet of findings: what nobody has to decide is told once for all units that it is about.

A thousand reports bring five thousand notes ("the row has no number", "saved by LibreOffice"), and the five hundred
errors among them would not be found. Each note stays in what ``validate`` and ``merge --format json`` say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from cchc_xl.consolidation.account.entry import is_aside
from cchc_xl.model import Consolidation, Finding

FEW = 5  # so many notes of a code have a row each
ELSEWHERE = "M12"  # a unit that has not reported is on the sheet of those


class NoteGroup(NamedTuple):
    """Notes of one code. ``field``: the indicator that all are about, or ''."""

    code: str
    notes: tuple[Finding, ...]

    @property
    def field(self) -> str:
        fields = {note.field for note in self.notes}
        return fields.pop() if len(fields) == 1 else ""

    @property
    def fingerprint(self) -> str:
        """The same for the notes of a code and period, however many there are."""
        return hashlib.sha256(f"notes\x1f{self.code}\x1f{self.notes[0].period}".encode()).hexdigest()[:16]


class Listing(NamedTuple):
    """``own``: the findings with a row each, in order; ``groups``: the rest, all of them notes."""

    own: tuple[Finding, ...]
    groups: tuple[NoteGroup, ...]


def listing(consolidation: Consolidation) -> Listing:
    """Every finding once, but those that say that a unit has not reported."""
    shown = [finding for finding in consolidation.findings if finding.code != ELSEWHERE]
    by_code = _by_code(consolidation, shown)
    own = tuple(finding for finding in shown if finding.severity != "note" or id(finding) not in by_code)
    groups: dict[str, list[Finding]] = {}
    for finding in shown:
        if id(finding) in by_code:
            groups.setdefault(finding.code, []).append(finding)
    return Listing(own, tuple(NoteGroup(code, tuple(notes)) for code, notes in sorted(groups.items())))


def _by_code(consolidation: Consolidation, shown: list[Finding]) -> Mapping[int, str]:
    """id of a note -> its code, where there are many of the code and nothing waits for a decision about them."""
    waiting = {
        (result.report.source.path, entry.field)
        for result in consolidation.units
        for entry in result.entries
        if is_aside(entry)
    }
    decided = {decision.fingerprint for decision in consolidation.decisions}
    notes: dict[str, list[Finding]] = {}
    for finding in shown:
        if (
            finding.severity == "note"
            and (finding.source, finding.field) not in waiting
            and not (decided and finding.fingerprint in decided)
        ):
            notes.setdefault(finding.code, []).append(finding)
    return {id(note): code for code, some in notes.items() if len(some) > FEW for note in some}
