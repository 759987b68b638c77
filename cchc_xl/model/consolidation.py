"""Many reports as one: decisions, entries, totals, and what became of each input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cchc_xl.model.cells import Source
from cchc_xl.model.finding import Finding
from cchc_xl.model.form import Form, Period
from cchc_xl.model.submission import Reading, Report, State
from cchc_xl.model.units import Unit
from cchc_xl.records import NamedTuple


class Decision(NamedTuple):
    """What the consolidator decided about a finding.

    ``action``: accept | value | keep | use | none | ignore | ask; conflict where people decided differently and nobody
    has chosen between them; whatever else stands in the cell is kept as it is. ``others``: of a conflict what each of
    them decided, else the earlier decisions that this one took the place of. ``value``: a number, or the text that
    stands in its place: an answer, or what cannot be used.
    """

    fingerprint: str
    action: str
    value: int | float | str | None = None
    reason: str = ""
    by: str = ""
    at: str = ""
    others: tuple[Decision, ...] = ()


class UnitFigure(NamedTuple):
    """One unit and indicator in the consolidation: what of it is added up, and why not, without the texts that the unit
    wrote (see ``Entry``).

    ``used`` is None where nothing is added: then ``why`` is a finding's code, 'blank', 'absent' or 'confirm'.
    ``flag`` is '' or the worst severity among the findings of this value. ``answer``: what counts for an indicator that
    asks for an answer; ``used`` is then the number that stands for it (``FieldType.place``). ``state``, ``number``,
    ``computed`` and ``places`` are those of the reading.
    """

    field: str
    state: State
    number: int | float | None
    used: int | float | None
    why: str = ""
    flag: str = ""
    decision: Decision | None = None
    answer: str = ""
    computed: bool = False
    places: int = 0


class Entry(NamedTuple):
    """A figure with all that was read."""

    field: str
    reading: Reading
    used: int | float | None
    why: str = ""
    flag: str = ""
    decision: Decision | None = None
    answer: str = ""


class UnitResult(NamedTuple):
    """A unit's row of the provincial workbook.

    ``late_days``: 0 in time, or without a deadline; None where nobody knows when the report came.
    """

    key: str
    name: str
    level: str
    report: Report
    figures: tuple[UnitFigure, ...]
    unit: Unit | None = None
    late_days: int | None = 0

    @property
    def known_unit(self) -> Unit | None:
        """The unit of the roster, else the one that the report itself was matched with."""
        submission = self.report.submission
        return self.unit or (submission.unit if submission else None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The figures with their readings, made anew at each look."""
        submission = self.report.submission
        said = {reading.field: reading for reading in submission.readings} if submission else {}
        return tuple([_entry(one, said.get(one.field)) for one in self.figures])

    def figure(self, field_id: str) -> UnitFigure | None:
        return next((figure for figure in self.figures if figure.field == field_id), None)

    def entry(self, field_id: str) -> Entry | None:
        figure, submission = self.figure(field_id), self.report.submission
        return _entry(figure, submission.reading(field_id) if submission else None) if figure else None


def _entry(figure: UnitFigure, reading: Reading | None) -> Entry:
    return Entry(
        figure.field,
        reading or Reading(figure.field, "absent", places=figure.places),
        figure.used,
        figure.why,
        figure.flag,
        figure.decision,
        figure.answer,
    )


class Total(NamedTuple):
    """``read`` = ``used`` + ``set_aside``, always, where values are added up. Counts are numbers of units.

    Of an indicator whose values are not added up (see ``aggregation``) ``used`` is what they come to otherwise, None
    where they come to nothing, and ``set_aside`` and ``read`` are 0.
    """

    field: str
    used: int | float | None
    set_aside: int | float
    read: int | float
    units_used: int
    units_set_aside: int
    units_missing: int
    estimates: int = 0
    flagged: int = 0
    answers: tuple[tuple[str, int], ...] = ()  # (answer, units that gave it) where one is chosen
    texts: tuple[tuple[str, str], ...] = ()  # (unit name, text) where a field also takes text


MAY_BE_REPORT = "skip-other-type"  # why a file was passed over that a unit may have sent for its report


class SourceRow(NamedTuple):
    """What became of one input. ``outcome``: merged | set-aside | skipped; ``why`` is a code or a reason's id.

    ``senders``: ids of the roster's units of which anything says that it is theirs: a person, the content, the name of
    the file or its folder. Two where the file is under the name of one unit and speaks of another.
    """

    source: Source
    outcome: str
    why: str = ""
    unit: str = ""
    form: str = ""
    period: str = ""
    used: int = 0
    set_aside: int = 0
    errors: int = 0
    warnings: int = 0
    senders: tuple[str, ...] = ()

    @property
    def was_read(self) -> bool:
        """Whether it was taken for a report. Why not, says a reason that begins with 'skip-'."""
        return not self.why.startswith("skip-")

    @property
    def of_no_use(self) -> bool:
        """Whether it may be a report of which nothing is added up."""
        return self.outcome == "set-aside" or (self.outcome == "skipped" and self.why == MAY_BE_REPORT)


class Difference(NamedTuple):
    """One difference between two files of one unit and period. ``kind``: value | new | solved | still (the last three:
    a finding).

    ``earlier`` and ``later`` are paths; ``used`` is the path of the file that is merged, '' while
    none is chosen. ``before`` and ``after`` are
    values as the files show them, or the raw value of the finding.
    """

    unit: str
    kind: str
    field: str
    before: str
    after: str
    code: str
    earlier: str
    later: str
    used: str


class BaseUnit(NamedTuple):
    """A unit within an input that is itself a consolidation.

    ``parent``: the unit that sent it; ``values`` in the order of the form's fields.
    """

    parent: str
    code: str
    name: str
    level: str
    values: tuple[int | float | None, ...]


class Consolidation(NamedTuple):
    """Each unit that must report has a row in ``units``, or is ``unusable`` (what it sent is of no use yet) or
    ``missing`` (nothing came that is known to be its).

    ``obstacles``: fingerprint of each decision that met its finding -> the id of the reason for which it settles
    nothing, '' where it does what it says. A decision that is not in it has no finding any more.
    """

    form: Form
    period: Period | None
    units: tuple[UnitResult, ...]
    missing: tuple[Unit, ...]
    totals: tuple[Total, ...]
    findings: Sequence[Finding]
    sources: tuple[SourceRow, ...]
    decisions: tuple[Decision, ...] = ()
    roster_size: int = 0
    differences: tuple[Difference, ...] = ()
    base: tuple[BaseUnit, ...] = ()
    obstacles: Mapping[str, str] = MappingProxyType({})
    unusable: tuple[Unit, ...] = ()

    @property
    def found(self) -> int:
        return len(self.sources)
