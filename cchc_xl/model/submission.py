"""What one file reports: readings, a submission, and the report of a check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cchc_xl.model.cells import Source
from cchc_xl.model.finding import Finding, Scalar
from cchc_xl.model.form import Period
from cchc_xl.model.place import CellRef
from cchc_xl.model.units import Unit
from cchc_xl.numbers import text_of
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Any, Literal

State = Literal["blank", "number", "estimate", "text", "error", "absent", "answer"]
How = Literal["exact", "cleaned", "proposed", "none"]


class Reading(NamedTuple):
    """What one quantity cell says. Of a type that takes answers and no figures (``quantity.answers``) the state is
    'answer', and the answer stands in ``qualifier``.

    ``number`` is None where there is no single reading. ``bound`` belongs to an estimate: '>=', '~' or '<='. ``how``:
    exact (the cell is a number), cleaned (one safe reading), proposed (a person must confirm), none. ``computed``: the
    number was not written by the clerk but worked out from what was (a sum, a product, a corrected letter): it is
    proposed and never added up before somebody accepts it. ``steps`` are the names of the transforms applied, in order.
    ``note`` is the text of the note column. ``places``: decimal places that its indicator allows. ``codes`` are the
    catalogue codes that this cell earned with their parameters, in order; the first that is not a mere note decides.
    """

    field: str
    state: State
    number: int | float | None = None
    bound: str = ""
    qualifier: str = ""
    raw: Scalar = None
    note: str = ""
    ref: CellRef | None = None
    how: How = "none"
    computed: bool = False
    steps: tuple[str, ...] = ()
    codes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    places: int = 0

    @property
    def raw_text(self) -> str:
        """The raw value as a person would see it."""
        return text_of(self.raw)


FROM_LIST = "list"  # a step of readings that are counted from a list


class ListLine(NamedTuple):
    """A line of a list: where it stands, and what its cells say, in the order of the list's columns."""

    list: str
    row: int
    readings: tuple[Reading, ...]


class Submission(NamedTuple):
    """One unit's report for one period, as read from one table of one file.

    ``unit`` is None where no unit of the roster was identified with certainty; ``unit_text`` is what the file says.
    ``header`` and ``narrative`` hold text by field id. ``readings`` has one entry per field of the form, in its order.
    """

    source: Source
    form: str
    version: int
    sheet: str
    readings: Sequence[Reading]
    unit: Unit | None = None
    unit_text: str = ""
    period: Period | None = None
    period_text: str = ""
    cut_off: dt.date | None = None
    header: Mapping[str, str] = {}
    header_refs: Mapping[str, CellRef] = {}
    narrative: Mapping[str, str] = {}
    issued: str = ""  # the day that the report bears, ISO
    lines: Sequence[ListLine] = ()  # of all lists of the form, in their order
    extra: tuple[tuple[str, str], ...] = ()  # rows of the table that are no indicator of the form: (label, value)

    def reading(self, field_id: str) -> Reading | None:
        for reading in self.readings:  # asked thousands of times in a merge: a plain loop costs half of a generator
            if reading.field == field_id:
                return reading
        return None

    @property
    def cells(self) -> Sequence[Reading]:
        """The readings of cells: without what is counted from lists, with the cells of their lines."""
        if not self.lines:
            return self.readings
        own = [reading for reading in self.readings if FROM_LIST not in reading.steps]
        return (*own, *(reading for line in self.lines for reading in line.readings))

    @property
    def unit_key(self) -> str:
        return self.unit.id if self.unit else self.unit_text

    @property
    def period_key(self) -> str:
        return self.period.key if self.period else ""


class Report(NamedTuple):
    """All that is known of one file after validation: what was read from it, and what there is to correct.

    ``parts``: of a file with a table for each unit the report of each; the file's own has then nothing to add up.
    ``given``: the unit whose it is because a person said so, whatever the file says. ``registered``: the unit that the
    register of receipt has for it, as written. ``sender``: of a file without a table the unit that its heading names.
    ``before_rules``: of a file that a person may have to give to a unit what was found before the form's rules ran,
    which differ by level.
    """

    source: Source
    submission: Submission | None
    findings: Sequence[Finding]
    given: Unit | None = None
    parts: tuple[Report, ...] = ()
    sender: Unit | None = None
    registered: str = ""
    before_rules: Sequence[Finding] = ()

    @property
    def each(self) -> tuple[Report, ...]:
        """What is added up of the file: the report of each unit in it, else this one."""
        return self.parts or (self,)

    @property
    def status(self) -> str:
        """unreadable | errors | warnings | valid."""
        if self.submission is None:
            return "unreadable"
        worst = {finding.severity for finding in self.findings}
        return "errors" if "error" in worst else "warnings" if "warning" in worst else "valid"
