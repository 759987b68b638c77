"""Where each field sits in the template: the only place that knows addresses.

The writer of the template, the live formulas, the hidden field map and the reader's shortcut all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cchc_xl.model import CellRef, Form, Section

SHEET_TABLE = "Phụ lục"
SHEET_NARRATIVE = "Thuyết minh"
SHEET_HELP = "Hướng dẫn"
SHEET_META = "_cchc"
SHEET_LISTS = "_cchc_dm"

TT, LABEL, UNIT, VALUE, NOTE, CHECK = 1, 2, 3, 4, 5, 6
BEFORE = 7  # last period's figures, where the template was written with them; not printed either
SIGNER_COLUMN, NAMES_BELOW = UNIT, 8  # the names under the signatures: rows below the table's last
COLUMNS = ("tt", "label", "unit", "value", "note", "check")

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


class Layout(NamedTuple):
    """Addresses of one form's template. ``rows``: field id -> row of the table; ``header``: header field id -> input
    cell.

    ``level``: the cell with the unit's level, on the very hidden sheet.
    """

    table: str
    header: Mapping[str, CellRef]
    header_labels: Mapping[str, CellRef]
    status: CellRef
    head_row: int
    rows: Mapping[str, int]
    narrative: Mapping[str, CellRef]
    level: CellRef
    sections: Mapping[int, Section] = {}  # row -> what heads the rows below it

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

    def value(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.rows[field_id], VALUE)

    def note(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.rows[field_id], NOTE)

    def check(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.rows[field_id], CHECK)

    def before(self, field_id: str) -> CellRef:
        return CellRef(self.table, self.rows[field_id], BEFORE)


HEADER_ROW = 7


def _header_places(form: Form) -> dict[str, tuple[int, int, int]]:
    """Header field -> (row, column of the label, column of the input): the first has a row of its own, then two in a
    row.
    """
    places = {}
    for index, item in enumerate(form.header):
        row = HEADER_ROW + (index + 1) // 2
        left = index == 0 or index % 2 == 1
        places[item.id] = (row, LABEL, UNIT) if left else (row, VALUE, NOTE)
    return places


def layout(form: Form) -> Layout:
    """The addresses of a form's template. Labels of the second column of header inputs stand in D, their inputs in E.

    The status line stands over the column of the checks, outside the printed part: the printed appendix is the
    prescribed one.
    """
    places = _header_places(form)
    status_row = max(row for row, _, _ in places.values()) + 1
    head_row = status_row + 1
    rows, sections = _table_rows(form, head_row)
    return Layout(
        table=SHEET_TABLE,
        header={key: CellRef(SHEET_TABLE, row, column) for key, (row, _, column) in places.items()},
        header_labels={key: CellRef(SHEET_TABLE, row, column) for key, (row, column, _) in places.items()},
        status=CellRef(SHEET_TABLE, status_row, CHECK),
        head_row=head_row,
        rows=rows,
        narrative={item.id: CellRef(SHEET_NARRATIVE, 4 + 2 * index, 1) for index, item in enumerate(form.narrative)},
        level=CellRef(SHEET_META, META_KEYS.index("unit_level") + 1, 2),
        sections=sections,
    )


def _table_rows(form: Form, head_row: int) -> tuple[dict[str, int], dict[int, Section]]:
    """Field -> row, and row -> section, below the titles."""
    rows: dict[str, int] = {}
    sections: dict[int, Section] = {}
    row = head_row
    for field in form.fields:
        for section in form.sections:
            if section.before == field.id:
                row += 1
                sections[row] = section
        row += 1
        rows[field.id] = row
    return rows, sections


def field_name(field_id: str) -> str:
    """The defined name of a field's quantity cell: '05.1' -> 'CCHC_CT_05_1'."""
    return "CCHC_CT_" + field_id.replace(".", "_")


def header_name(header_id: str) -> str:
    """The defined name of a header input: 'unit' -> 'CCHC_H_UNIT'."""
    return "CCHC_H_" + header_id.upper()


def absolute(ref: CellRef) -> str:
    """'$D$15': the address within its own sheet."""
    a1 = ref.a1
    letters = a1.rstrip("0123456789")
    return f"${letters}${a1[len(letters) :]}"


def qualified(ref: CellRef) -> str:
    """ "'Phụ lục'!$D$15": the address from any sheet."""
    sheet = ref.sheet.replace("'", "''")
    return f"'{sheet}'!{absolute(ref)}"
