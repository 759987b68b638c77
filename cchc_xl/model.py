"""The records that flow through the program. This module imports nothing of ours.

All records are ``NamedTuple``: immutable, slotted, picklable. Frozen dataclasses would say the same, but defining
thirty of them costs every start of the program more than a bare Python's start, and creating one costs four times
a tuple's creation, which a merge of thousands of workbooks pays hundreds of times per file.

Annotations are evaluated, not kept as text, since a NamedTuple would compile each of those texts at every start.

Rows and columns are 1-based everywhere, as a clerk sees them. Text is NFC except in ``raw``, which is what the file
held.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "note"]
Phase = Literal["file", "structure", "value", "cross-field", "period", "peers", "roster"]
State = Literal["blank", "number", "estimate", "text", "error", "absent"]
How = Literal["exact", "cleaned", "proposed", "none"]
CellKind = Literal["number", "text", "bool", "error", "date", "blank"]
Scalar = str | int | float | bool | None

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
PHASES: tuple[Phase, ...] = ("file", "structure", "value", "cross-field", "period", "peers", "roster")


def column_letters(column: int) -> str:
    """1 -> 'A', 27 -> 'AA'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """'A' -> 1, 'AA' -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """One cell of a workbook; ``a1`` is the address that Excel shows."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


class Finding(NamedTuple):
    """One thing to look at. It holds a code and parameters, never text: words are made at the edge by ``lang``.

    ``unit`` is the unit's id (or the text that names it, or ''), ``period`` the period's key: together with code, field
    and raw value they make the fingerprint, which therefore survives a renamed file and a moved cell.
    """

    code: str
    severity: Severity
    phase: Phase
    unit: str = ""
    period: str = ""
    field: str = ""
    ref: CellRef | None = None
    raw: str = ""
    proposed: int | float | None = None
    params: Mapping[str, Any] = {}
    source: str = ""  # path of the file as shown

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits, the same for the same fault of the same unit and period."""
        about = self.unit or self.source.replace("\\", "/").rsplit("/", 1)[-1]
        identity = "\x1f".join((self.code, about, self.period, self.field, self.raw, str(self.params.get("key", ""))))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- what a reader returns -----------------------------------------------------------------------------------------


class Style(NamedTuple):
    """The part of a cell's look that can change the meaning of its value. Colours are 'RRGGBB' or None (automatic)."""

    number_format: str = "General"
    font: str = ""
    strike: bool = False
    font_color: str | None = None
    fill_color: str | None = None
    locked: bool = True


PLAIN = Style()


class Cell(NamedTuple):
    """A cell as the file holds it.

    ``value``: text for 'text' and 'error' (such as '#REF!'), a number for 'number', an ISO date text for 'date' (a
    number whose format is a date), None for 'blank'. ``formula`` is set where the cell holds one (without '='; '' if a
    reader knows only that there is one); a 'blank' cell with a formula is a formula without a stored result.
    ``struck``: some run of a rich text is struck through although the cell's font is not.
    """

    value: Scalar
    kind: CellKind
    formula: str | None = None
    style: Style = PLAIN
    struck: bool = False


class SheetBody(NamedTuple):
    """The content of a sheet: sparse, so that a stray cell in XFD1048576 costs nothing."""

    cells: Mapping[tuple[int, int], Cell] = {}
    merges: tuple[tuple[int, int, int, int], ...] = ()  # (first row, first column, last row, last column)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    comments: Mapping[tuple[int, int], str] = {}
    drawings: bool = False
    outside: int = 0  # cells beyond the reader's bounds, counted and not kept


EMPTY = SheetBody()


class Sheet:
    """A sheet whose body is read when it is first asked for (most sheets of a merge are never needed)."""

    __slots__ = ("_body", "_load", "name", "state")

    def __init__(self, name: str, state: str = "visible", load: Callable[[], SheetBody] | SheetBody = EMPTY) -> None:
        self.name = name
        self.state = state  # visible | hidden | veryHidden
        self._body = load if isinstance(load, SheetBody) else None
        self._load = None if isinstance(load, SheetBody) else load

    @property
    def body(self) -> SheetBody:
        if self._body is None:
            assert self._load is not None
            self._body, self._load = self._load(), None
        return self._body

    @property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        body = self._body
        return self.body.cells if body is None else body.cells


class Source(NamedTuple):
    """Where bytes came from.

    ``path`` is what is shown; ``modified`` is ISO local time to the second ('' if unknown).
    """

    path: str
    sha256: str = ""
    size: int = 0
    modified: str = ""
    format: str = ""  # xlsx xlsm xlsb xls ods xlsx-strict, '' when unknown

    @property
    def name(self) -> str:
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]


class Grid(NamedTuple):
    """A workbook as any reader returns it, the open workbook in Excel included.

    ``names``: defined names -> reference text without '='. ``findings``: what the file itself gave rise to (F.., T..).
    ``application``: the program that saved it, '' when unknown. ``active``: the name of the sheet shown on opening.
    """

    source: Source
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = {}
    findings: tuple[Finding, ...] = ()
    application: str = ""
    has_macros: bool = False
    external_links: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


class Refusal(NamedTuple):
    """A file that could not be read, with the findings that say why."""

    source: Source
    findings: tuple[Finding, ...]


# --- the form ------------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """An indicator of the form. ``unit`` is its unit of measure (đơn vị tính); ``measure`` is 'flow' or 'stock'."""

    id: str
    tt: str
    label: str
    unit: str
    kind: str = "count"  # count | count+text
    measure: str = "flow"
    parent: str | None = None
    aggregation: str = "sum"
    levels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # words that mean the same unit of measure
    required: bool = True
    help: str = ""
    example: str = ""
    short: str = ""  # label for narrow columns and charts


class HeaderField(NamedTuple):
    """An entry of the block above the table; ``kind`` is unit, period, year, text, date."""

    id: str
    label: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    help: str = ""


class NarrativeField(NamedTuple):
    id: str
    label: str
    help: str = ""


class PeriodType(NamedTuple):
    """A kind of reporting period. ``start`` and ``end`` are (year offset, month, day); ``end`` is the data cut-off."""

    id: str
    label: str
    start: tuple[int, int, int]
    end: tuple[int, int, int]
    aliases: tuple[str, ...] = ()
    basis: str = ""
    deadline_days: int | None = None


class Rule(NamedTuple):
    """A check of the form. ``code`` is the catalogue's; ``basis`` names the document or paragraph that demands it."""

    id: str
    code: str
    kind: str
    severity: Severity
    args: Mapping[str, Any]
    basis: str = ""
    status: str = "active"  # active | beta (warns, never blocks)
    levels: tuple[str, ...] = ()


class Form(NamedTuple):
    id: str
    version: int
    title: str
    heading: tuple[str, ...]
    legal_basis: tuple[str, ...]
    periods: tuple[PeriodType, ...]
    levels: Mapping[str, str]
    header: tuple[HeaderField, ...]
    fields: tuple[Field, ...]
    narrative: tuple[NarrativeField, ...]
    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity] = {}  # overrides of the catalogue, by code
    deadline_days: Mapping[str, int] = {}  # days after the cut-off, by level
    limits: Mapping[str, int] = {}
    columns: Mapping[str, str] = {}  # tt, label, unit, value, note, check -> column title
    title_en: str = ""

    def field(self, field_id: str) -> Field:
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def period_type(self, period_id: str) -> PeriodType:
        return next(period for period in self.periods if period.id == period_id)

    @property
    def key(self) -> str:
        return f"{self.id}/{self.version}"


class Period(NamedTuple):
    """A reporting period: its type, the year it belongs to, and the first and last day that it covers."""

    type: str
    year: int
    label: str
    start: dt.date
    end: dt.date

    @property
    def key(self) -> str:
        return f"{self.year}-{self.type}"


# --- units ---------------------------------------------------------------------------------------------------------


class Unit(NamedTuple):
    """A reporting unit, valid from ``valid_from`` up to and including ``valid_to`` (ISO dates, '' = open)."""

    id: str
    name: str
    level: str = "xa"  # tinh | huyen | xa | so | don-vi
    kind: str = "hanh-chinh"  # hanh-chinh | so | don-vi
    short: str = ""
    aliases: tuple[str, ...] = ()
    admin_code: str = ""
    province: str = ""
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    deadline: str = ""


class Succession(NamedTuple):
    from_unit: str
    to_unit: str
    date: str
    share: str  # toàn bộ | một phần
    basis: str = ""


# --- a submission --------------------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """What one quantity cell says.

    ``number`` is None where there is no single reading. ``bound`` belongs to an estimate: '>=', '~' or '<='. ``how``:
    exact (the cell is a number), cleaned (one safe reading), proposed (a person must confirm), none. ``computed``: the
    number was not written by the clerk but worked out from what was (a sum, a product, a corrected letter): it is
    proposed and never added up before somebody accepts it. ``steps`` are the names of the transforms applied, in order.
    ``note`` is the text of the note column. ``codes`` are the catalogue codes that this cell earned with their
    parameters, in order; the first that is not a mere note decides.
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

    @property
    def raw_text(self) -> str:
        """The raw value as a person would see it."""
        if self.raw is None:
            return ""
        if isinstance(self.raw, bool):
            return "TRUE" if self.raw else "FALSE"
        if isinstance(self.raw, float) and self.raw.is_integer() and abs(self.raw) < 1e15:
            return str(int(self.raw))
        return str(self.raw)


class Submission(NamedTuple):
    """One unit's report for one period, as read from one table of one file.

    ``unit`` is None where no unit of the roster was identified with certainty; ``unit_text`` is what the file says.
    ``header`` and ``narrative`` hold text by field id. ``readings`` has one entry per field of the form, in its order.
    """

    source: Source
    form: str
    version: int
    sheet: str
    readings: tuple[Reading, ...]
    unit: Unit | None = None
    unit_text: str = ""
    period: Period | None = None
    period_text: str = ""
    cut_off: dt.date | None = None
    header: Mapping[str, str] = {}
    header_refs: Mapping[str, CellRef] = {}
    narrative: Mapping[str, str] = {}
    extra: tuple[tuple[str, str], ...] = ()  # rows of the table that are no indicator of the form: (label, value)

    def reading(self, field_id: str) -> Reading | None:
        for reading in self.readings:  # asked thousands of times in a merge: a plain loop costs half of a generator
            if reading.field == field_id:
                return reading
        return None

    @property
    def unit_key(self) -> str:
        return self.unit.id if self.unit else self.unit_text

    @property
    def period_key(self) -> str:
        return self.period.key if self.period else ""


class Report(NamedTuple):
    """All that is known of one file after validation: what was read from it, and what there is to correct."""

    source: Source
    submission: Submission | None
    findings: tuple[Finding, ...]

    @property
    def status(self) -> str:
        """unreadable | errors | warnings | valid."""
        if self.submission is None:
            return "unreadable"
        worst = {finding.severity for finding in self.findings}
        return "errors" if "error" in worst else "warnings" if "warning" in worst else "valid"


# --- the consolidation ---------------------------------------------------------------------------------------------


class Decision(NamedTuple):
    """What the consolidator decided about a finding. ``action``: accept | value | keep | ignore | ask."""

    fingerprint: str
    action: str
    value: int | None = None
    reason: str = ""
    by: str = ""
    at: str = ""


class Entry(NamedTuple):
    """One unit and indicator in the consolidation: what was read, and what of it is added up.

    ``used`` is None where nothing is added: then ``why`` is a finding's code, 'blank', 'absent' or 'confirm'.
    ``flag`` is '' or the worst severity among the findings of this value.
    """

    field: str
    reading: Reading
    used: int | None
    why: str = ""
    flag: str = ""
    decision: Decision | None = None


class UnitResult(NamedTuple):
    """A unit's row of the provincial workbook."""

    key: str
    name: str
    level: str
    report: Report
    entries: tuple[Entry, ...]
    unit: Unit | None = None
    late_days: int = 0

    @property
    def known_unit(self) -> Unit | None:
        """The unit of the roster, else the one that the report itself was matched with."""
        submission = self.report.submission
        return self.unit or (submission.unit if submission else None)

    def entry(self, field_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.field == field_id), None)


class Total(NamedTuple):
    """``read`` = ``used`` + ``set_aside``, always. Counts are numbers of units."""

    field: str
    used: int
    set_aside: int
    read: int
    units_used: int
    units_set_aside: int
    units_missing: int
    estimates: int = 0
    flagged: int = 0
    texts: tuple[tuple[str, str], ...] = ()  # (unit name, text) where a field also takes text


class SourceRow(NamedTuple):
    """What became of one input. ``outcome``: merged | set-aside | skipped; ``why`` is a code or a reason's id."""

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


class Difference(NamedTuple):
    """One difference between two files of one unit and period. ``kind``: value | new | solved | still (the last three:
    a finding).

    ``earlier`` and ``later`` are paths; ``used`` is the path of the file that is merged. ``before`` and ``after`` are
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
    values: tuple[int | None, ...]


class Consolidation(NamedTuple):
    form: Form
    period: Period | None
    units: tuple[UnitResult, ...]
    missing: tuple[Unit, ...]
    totals: tuple[Total, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceRow, ...]
    decisions: tuple[Decision, ...] = ()
    roster_size: int = 0
    differences: tuple[Difference, ...] = ()
    base: tuple[BaseUnit, ...] = ()

    @property
    def found(self) -> int:
        return len(self.sources)
