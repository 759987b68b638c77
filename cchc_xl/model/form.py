"""The form: what is asked for, for which periods, under which rules."""

import datetime as dt
from collections.abc import Mapping

from cchc_xl.model.finding import Severity
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Any


class Row(NamedTuple):
    """A row of the form's table: its number, its name and what they may be called instead. ``unit``, ``measure``: of
    its values, where their column does not say otherwise.
    """

    id: str
    tt: str
    label: str
    unit: str
    measure: str = "flow"
    parent: str | None = None
    levels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    short: str = ""


class Column(NamedTuple):
    """A column of figures. ``titles``: what stands above it, top down: the titles of its groups, its own last;
    ``aliases``: other titles of its own.
    """

    id: str
    titles: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    short: str = ""
    help: str = ""

    @property
    def label(self) -> str:
        """'Đã giải quyết: đúng hạn'."""
        return ": ".join(self.titles)


class Field(NamedTuple):
    """One value that is asked for: an indicator's, in one column of the form's table.

    ``id``: the row's where the table has one column of figures, else 'row@column'. ``unit`` is its unit of measure (đơn
    vị tính); ``measure`` is 'flow' or 'stock'.
    """

    id: str
    tt: str
    label: str
    unit: str
    kind: str = "count"  # a name of ``quantity.types.TYPES``
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
    row: str = ""
    column: str = ""
    parts: tuple[str, ...] = ()  # (numerator, denominator): the values that a percentage is made of
    choices: tuple[str, ...] = ()  # the answers that may be given
    places: int = 0  # decimal places that a figure may have; figures are exact to the last of them
    drawn: str = ""  # the list whose lines it counts, or the column of a list ('list@column') that it sums up


class ListTable(NamedTuple):
    """A table whose lines the unit adds: 'Danh sách lớp bồi dưỡng'. A line is whatever stands in one row of it.

    ``columns``: what a line says, each a field with the id 'list@column' and its own title as label. ``key``: ids of
    the columns by which two lines are the same. ``line``: what a line is ('lớp'); ``most`` is None without a limit.
    """

    id: str
    title: str
    columns: tuple[Field, ...]
    key: tuple[str, ...] = ()
    line: str = "dòng"
    least: int = 0
    most: int | None = None
    aliases: tuple[str, ...] = ()
    help: str = ""


class Section(NamedTuple):
    """A row that heads the indicators below it and holds no quantity: 'I. Công tác chỉ đạo'. ``before``: the field that
    it stands above.
    """

    tt: str
    label: str
    before: str


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
    """A check of the form. ``code`` is the catalogue's; ``basis`` names the document or paragraph that demands it.

    ``message`` and ``repair``: the form's own words in place of the catalogue's, '' where it has none.
    ``blocks_above``: of a rule that warns, the number ('units') or the share ('percent') of units above which it is an
    error of all of them; ``written``: the id that the definition gives it, where it is one of a whole row or column.
    """

    id: str
    code: str
    kind: str
    severity: Severity
    args: Mapping[str, Any]
    basis: str = ""
    status: str = "active"  # active | beta (warns, never blocks)
    levels: tuple[str, ...] = ()
    message: str = ""
    repair: str = ""
    blocks_above: Mapping[str, float] = {}
    written: str = ""


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
    sections: tuple[Section, ...] = ()
    rows: tuple[Row, ...] = ()
    values: tuple[Column, ...] = ()  # the columns of figures
    lists: tuple[ListTable, ...] = ()
    # Row or '@column' -> its fields, where there are several columns: what a finding about all of them is about.
    groups: Mapping[str, tuple[str, ...]] = {}

    def field(self, field_id: str) -> Field:
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def list(self, list_id: str) -> ListTable:
        """Raises ``StopIteration`` for an id that is no list's."""
        return next(one for one in self.lists if one.id == list_id)

    def listed(self, about: str) -> Field | None:
        """The column of a list that an id means ('list@column'), None where it means none."""
        return next((column for one in self.lists for column in one.columns if column.id == about), None)

    def row(self, row_id: str) -> Row:
        for row in self.rows:
            if row.id == row_id:
                return row
        raise KeyError(row_id)

    def fields_about(self, about: str) -> tuple[str, ...]:
        """The values that a finding's ``field`` means: one, or all of a row or of a column."""
        return self.groups.get(about, (about,))

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
