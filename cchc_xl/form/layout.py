"""Where each field sits in the template: the only place that knows addresses.

The writer of the template, the live formulas, the hidden field map and the reader's shortcut all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cchc_xl.model import CellRef, Form, ListTable, Section
from cchc_xl.records import NamedTuple

SHEET_TABLE = "Phụ lục"
SHEET_NARRATIVE = "Thuyết minh"
SHEET_HELP = "Hướng dẫn"
SHEET_META = "_cchc"
SHEET_LISTS = "_cchc_dm"
SHEET_CHECKED = "Kết quả kiểm tra"  # of a marked copy, in every language, so that it is known again
SHEET_MOVED = "Nhật ký chuyển số liệu"  # of a migrated copy: what was moved and what was not
SHEET_MARKS = "_cchc_dau"  # of a marked copy: what the marks replaced; the add-in keeps the same sheet

TT, LABEL, UNIT, VALUE = 1, 2, 3, 4  # VALUE: the first of the columns of figures
BEFORE = 7  # last period's figures beside one column, where the template was written with them; not printed either
SIGNER_COLUMN, NAMES_BELOW = UNIT, 8  # the names under the signatures: rows below the table's last

NAME_STATUS = "CCHC_TRANGTHAI"
NAME_CHECKS = (  # not CCHC_KIEMTRA: that is a worksheet function of the add-in, and Excel would take the name for it
    "CCHC_COT_KIEMTRA"
)
NAME_VALUES = "CCHC_SOLUONG"
NAME_LEVEL = "CCHC_CAP"
NAME_PERIODS = "CCHC_DM_KY"
NAME_UNITS = "CCHC_DM_DONVI"

META_KEYS = ("form", "version", "layout", "unit_id", "unit_level", "unit_name")
LAYOUT_VERSION = 1


LONGEST_SHEET_NAME = 31
LINES = 100  # of a list, ready to be filled in, where the form does not say how many there may be
LIST_HEAD = 4  # row of the titles of a list; its lines follow


class ListPlace(NamedTuple):
    """Where a list is: a sheet of its own, with the number of the line in the first column, then its columns (field ->
    column), and the checks behind them.
    """

    sheet: str
    columns: Mapping[str, int]
    last_row: int
    head_row: int = LIST_HEAD
    counted: bool = True  # a value of the form is counted from it, and tells of its errors

    @property
    def first_row(self) -> int:
        return self.head_row + 1

    @property
    def check_column(self) -> int:
        return TT + 1 + len(self.columns)

    def column(self, field_id: str) -> tuple[CellRef, CellRef]:
        """The first and the last cell of a column's lines."""
        column = self.columns[field_id]
        return CellRef(self.sheet, self.first_row, column), CellRef(self.sheet, self.last_row, column)

    @property
    def lines(self) -> tuple[CellRef, CellRef]:
        """The first and the last cell of all that is filled in."""
        columns = self.columns.values()
        return CellRef(self.sheet, self.first_row, min(columns)), CellRef(self.sheet, self.last_row, max(columns))

    @property
    def checks(self) -> tuple[CellRef, CellRef]:
        return CellRef(self.sheet, self.first_row, self.check_column), CellRef(
            self.sheet, self.last_row, self.check_column
        )


class Layout(NamedTuple):
    """Addresses of one form's template. ``rows``, ``columns``: row and column of the form -> row and column of the
    sheet; ``cells``: field -> its row and column; ``header``: header field id -> input cell.

    ``titles``: the rows of the titles, one below the other. ``note``, ``check``: the columns beside the figures.
    ``level``: the cell with the unit's level, on the very hidden sheet.
    """

    table: str
    header: Mapping[str, CellRef]
    header_labels: Mapping[str, CellRef]
    status: CellRef
    titles: range
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    cells: Mapping[str, tuple[int, int]]
    narrative: Mapping[str, CellRef]
    level: CellRef
    sections: Mapping[int, Section] = {}  # row -> what heads the rows below it
    lists: Mapping[str, ListPlace] = {}
    drawn: frozenset[int] = frozenset()  # rows whose values are counted from a list

    @property
    def head_row(self) -> int:
        return self.titles[0]

    @property
    def first_row(self) -> int:
        return min((*self.rows.values(), *self.sections))

    @property
    def last_row(self) -> int:
        return max(self.rows.values())

    @property
    def header_rows(self) -> tuple[int, int]:
        """The first and the last row of the header block."""
        rows = [ref.row for ref in self.header.values()]
        return min(rows), max(rows)

    @property
    def note_column(self) -> int:
        return VALUE + len(self.columns)

    @property
    def check_column(self) -> int:
        """What is said of a row, beside its note; not printed."""
        return self.note_column + 1

    @property
    def checks(self) -> range:
        """The columns of the checks of single values, in the order of ``columns``: that of the row where it has one
        value, else further ones behind it, which the row's puts into one text.
        """
        several = len(self.columns) > 1
        return range(self.check_column + several, self.check_column + several + len(self.columns))

    @property
    def befores(self) -> range:
        """The columns of last period's figures, behind the checks."""
        return range(self.checks.stop, self.checks.stop + len(self.columns))

    @property
    def figures(self) -> tuple[CellRef, CellRef]:
        """The first and the last cell of the area that all values stand in."""
        rows, columns = self.rows.values(), self.columns.values()
        return CellRef(self.table, min(rows), min(columns)), CellRef(self.table, max(rows), max(columns))

    @property
    def inputs(self) -> tuple[tuple[CellRef, CellRef], ...]:
        """The areas that figures are filled in: those of the table, without what is counted from lists, then the
        lists.
        """
        if not self.drawn:
            return (self.figures, *(one.lines for one in self.lists.values()))
        columns, rows = self.columns.values(), sorted(set(self.rows.values()) - self.drawn)
        areas = [(CellRef(self.table, row, min(columns)), CellRef(self.table, row, max(columns))) for row in rows]
        return (*areas, *(one.lines for one in self.lists.values()))

    def value(self, field_id: str) -> CellRef:
        return CellRef(self.table, *self.cells[field_id])

    def note(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.cells[field_id][0], self.note_column)

    def check(self, field_id: str) -> CellRef:
        row, column = self.cells[field_id]
        return CellRef(self.table, row, self.checks[column - VALUE])

    def before(self, field_id: str) -> CellRef:
        row, column = self.cells[field_id]
        return CellRef(self.table, row, self.befores[column - VALUE])


HEADER_ROW = 7


def _header_places(form: Form) -> dict[str, tuple[int, int, int]]:
    """Header field -> (row, column of the label, column of the input): the first has a row of its own, then two in a
    row: the labels of the second column stand over the first half of the figures.
    """
    places = {}
    right = VALUE, VALUE + (len(form.values) + 1) // 2
    for index, item in enumerate(form.header):
        row = HEADER_ROW + (index + 1) // 2
        left = index == 0 or index % 2 == 1
        places[item.id] = (row, LABEL, UNIT) if left else (row, *right)
    return places


def layout(form: Form) -> Layout:
    """The addresses of a form's template.

    The status line stands over the column of the checks, outside the printed part: the printed appendix is the
    prescribed one.
    """
    places = _header_places(form)
    status_row = max(row for row, _, _ in places.values()) + 1
    titles = range(status_row + 1, status_row + 1 + max(len(column.titles) for column in form.values))
    rows, sections = _table_rows(form, titles[-1])
    columns = {column.id: VALUE + index for index, column in enumerate(form.values)}
    made = Layout(
        table=SHEET_TABLE,
        header={key: CellRef(SHEET_TABLE, row, column) for key, (row, _, column) in places.items()},
        header_labels={key: CellRef(SHEET_TABLE, row, column) for key, (row, column, _) in places.items()},
        status=CellRef(SHEET_TABLE, status_row, 1),
        titles=titles,
        rows=rows,
        columns=columns,
        cells={field.id: (rows[field.row], columns[field.column]) for field in form.fields},
        narrative={item.id: CellRef(SHEET_NARRATIVE, 4 + 2 * index, 1) for index, item in enumerate(form.narrative)},
        level=CellRef(SHEET_META, META_KEYS.index("unit_level") + 1, 2),
        sections=sections,
        lists=_list_places(form),
        drawn=frozenset(rows[field.row] for field in form.fields if field.drawn),
    )
    return made._replace(status=CellRef(SHEET_TABLE, status_row, made.check_column))


def _list_places(form: Form) -> dict[str, ListPlace]:
    """List -> where it is; the name of its sheet is its title, as far as Excel takes it."""
    taken = {name.casefold() for name in (SHEET_TABLE, SHEET_NARRATIVE, SHEET_HELP, SHEET_META, SHEET_LISTS)}
    places = {}
    for one in form.lists:
        name = sheet_name(one, taken)
        taken.add(name.casefold())
        columns = {column.id: place for place, column in enumerate(one.columns, TT + 1)}
        last = LIST_HEAD + (one.most or max(LINES, one.least))
        counted = any(field.drawn.partition("@")[0] == one.id for field in form.fields)
        places[one.id] = ListPlace(name, columns, last, counted=counted)
    return places


def sheet_name(one: ListTable, taken: Collection[str]) -> str:
    """The title of a list without the signs that the name of a sheet must not have, unlike those that are ``taken``
    (in small letters).
    """
    plain = " ".join("".join(" " if c in "[]:*?/\\" else c for c in one.title).strip("' ").split()) or one.id
    name = plain if len(plain) <= LONGEST_SHEET_NAME else plain[:LONGEST_SHEET_NAME].rsplit(" ", 1)[0]
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_SHEET_NAME - 4].rstrip()} {number}"
    return name


def _table_rows(form: Form, head_row: int) -> tuple[dict[str, int], dict[int, Section]]:
    """Row of the form -> row, and row -> section, below the titles."""
    rows: dict[str, int] = {}
    sections: dict[int, Section] = {}
    row = head_row
    for asked in form.rows:
        for section in form.sections:
            if section.before == asked.id:
                row += 1
                sections[row] = section
        row += 1
        rows[asked.id] = row
    return rows, sections


def field_name(field_id: str) -> str:
    """The defined name of a field's quantity cell: '05.1' -> 'CCHC_CT_05_1', '05.1@qua-han' -> 'CCHC_CT_05_1.qua__han'
    (no id has two of these signs together).
    """
    return "CCHC_CT_" + field_id.replace(".", "_").replace("-", "__").replace("@", ".")


def header_name(header_id: str) -> str:
    """The defined name of a header input: 'unit' -> 'CCHC_H_UNIT'."""
    return "CCHC_H_" + header_id.upper()


def absolute(ref: CellRef) -> str:
    """'$D$15': the address within its own sheet."""
    a1 = ref.a1
    letters = a1.rstrip("0123456789")
    return f"${letters}${a1[len(letters) :]}"


def absolute_area(first: CellRef, last: CellRef) -> str:
    """'$D$15:$E$19'."""
    return f"{absolute(first)}:{absolute(last)}"


def qualified(ref: CellRef) -> str:
    """ "'Phụ lục'!$D$15": the address from any sheet."""
    sheet = ref.sheet.replace("'", "''")
    return f"'{sheet}'!{absolute(ref)}"
