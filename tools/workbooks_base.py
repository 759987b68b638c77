"""What the committed test workbooks are made of: filled templates, edits of their cells, and tables that never saw our
template.

Everything is built from fixed data and stored with fixed times, so that building again gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_xl.form.layout import Layout, layout, qualified
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Form, Scalar, Unit
from cchc_xl.table.header import parse_reference
from cchc_xl.write.template.workbook import write_template

FORM_1: Form = load("tuyen-truyen-cchc", 1)
FORM_2: Form = load("tuyen-truyen-cchc", 2)
PLACE: Layout = layout(FORM_1)
HEADER: dict[str, Scalar] = {
    "unit": "Xã An Bình", "report_no": "15/BC-UBND", "report_date": "12/06/2026", "cut_off": "14/06/2026",
    "prepared_by": "Nguyễn Văn An", "position": "Công chức", "phone": "0200 000 000",
}  # fmt: skip

Values = Mapping[str, Scalar]
A: Values = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4}
B: Values = {"01": 5, "02": 1, "03": 13, "04": 20, "05": 2, "05.1": 120, "06": 1, "07": 300, "08": 0}
C: Values = {"01": 7, "02": 0, "03": 6, "04": 43, "05": 3, "05.1": 96, "06": 1, "07": 80, "08": 2}
SETS: Mapping[str, Values] = {"a": A, "b": B, "c": C}

Edit = Callable[[Workbook], None]
Row = Sequence[Any]


class Made(NamedTuple):
    """A workbook to commit.

    ``path`` is relative to its folder; ``expect`` goes beside it (see tests/test_workbooks.py).
    """

    path: str
    data: bytes
    expect: Mapping[str, Any] = {}


def D(field: str) -> str:  # noqa: N802 - the column's own name
    """The address of a field's quantity in the template."""
    return PLACE.value(field).a1


# --- our template --------------------------------------------------------------------------------------------------


def filled(
    values: Values = A,
    *,
    form: Form = FORM_1,
    notes: Mapping[str, str] | None = None,
    unit: Unit | None = None,
    kind: str = "H1",
    header: Values | None = None,
    narrative: Mapping[str, str] | None = None,
) -> bytes:
    """The template filled in; ``header`` wins over the usual entries."""
    out = io.BytesIO()
    given = {
        key: value
        for key, value in {**HEADER, **(header or {})}.items()
        if not (unit and key == "unit" and "unit" not in (header or {}))
    }
    write_template(
        form,
        out,
        unit=unit,
        period=period(form, kind, 2026),
        values=values,
        notes=notes or {},
        header=given,
        narrative=narrative,
    )
    return out.getvalue()


@lru_cache(maxsize=8)
def _usual(name: str) -> bytes:
    return filled(SETS[name])


def edited(*edits: Edit, data: bytes | None = None, values: str = "a") -> bytes:
    """A filled template with its workbook changed and saved by openpyxl."""
    book = load_workbook(io.BytesIO(data or _usual(values)))
    for edit in edits:
        edit(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return fixed_times(out.getvalue())


def fixed_times(data: bytes) -> bytes:
    """The same package with the times of its parts, and the times that it tells of itself, set to one day."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = (
                    b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties'
                    b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
                )
            target.writestr(zipfile.ZipInfo(name, (2026, 6, 12, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def table(book: Workbook) -> Worksheet:
    sheet = book[PLACE.table]
    assert isinstance(sheet, Worksheet)
    return sheet


def insert_rows(sheet: Worksheet, row: int, count: int = 1) -> None:
    """As Excel does it: merged ranges move along, and so do the names."""
    _move(sheet, row, count, 0, 0)
    sheet.insert_rows(row, count)


def insert_columns(sheet: Worksheet, column: int, count: int = 1) -> None:
    _move(sheet, 0, 0, column, count)
    sheet.insert_cols(column, count)


def _move(sheet: Worksheet, row: int, down: int, column: int, right: int) -> None:
    areas = list(sheet.merged_cells.ranges)
    for area in areas:
        dy, dx = (down if down and area.min_row >= row else 0), (right if right and area.min_col >= column else 0)
        area.shift(col_shift=dx, row_shift=dy)
    sheet.merged_cells.ranges = set(areas)
    for name in (sheet.parent.defined_names or {}).values():
        ref = parse_reference(name.attr_text or "")
        if ref and ref.sheet == sheet.title:
            moved = ref._replace(
                row=ref.row + (down if down and ref.row >= row else 0),
                column=ref.column + (right if right and ref.column >= column else 0),
            )
            name.attr_text = qualified(moved)


def put(address: str, value: Any, **look: Any) -> Edit:
    """Sets a cell of the table; ``look``: number_format, font, fill, data_type."""

    def edit(book: Workbook) -> None:
        cell = table(book)[address]
        cell.value = value
        for name, setting in look.items():
            setattr(cell, name, setting)

    return edit


def part_changed(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A package with texts of one of its parts replaced; each must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                text = content.decode("utf-8")
                for old, new in changes:
                    if old not in text:
                        raise ValueError(f"{old!r} is not in {part}")
                    text = text.replace(old, new)
                content = text.encode("utf-8")
            target.writestr(name, content)
    return fixed_times(out.getvalue())


def without_template_marks(book: Workbook) -> None:
    """The appendix alone, as when it was copied into another workbook: no hidden sheets, no names."""
    for name in list(book.sheetnames):
        if name != PLACE.table:
            del book[name]
    for name in list(book.defined_names):
        del book.defined_names[name]


# --- tables of other making ----------------------------------------------------------------------------------------

TITLES = ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú")
HEADING: tuple[Row, ...] = (
    ("UBND XÃ AN BÌNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Số: 15/BC-UBND", None, None, "An Bình, ngày 12 tháng 6 năm 2026"),
    (),
    ("PHỤ LỤC",),
    ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",),
    (),
)


def rows(values: Values = A, notes: Mapping[str, str] | None = None, form: Form = FORM_1) -> list[list[Any]]:
    """The form's rows: TT, label, unit of measure, quantity, note."""
    return [
        [field.tt or None, field.label, field.unit, values.get(field.id), (notes or {}).get(field.id)]
        for field in form.fields
    ]


def whole_table(values: Values = A, titles: Row = TITLES, form: Form = FORM_1) -> list[Row]:
    return [titles, *rows(values, form=form)]


def book_of(*sheets: tuple[str, Sequence[Row]], at: tuple[int, int] = (1, 1)) -> Workbook:
    """A plain workbook; ``at``: the cell of the first row and column."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for row, line in enumerate(lines, at[0]):
            for column, value in enumerate(line, at[1]):
                if value is not None:
                    sheet.cell(row, column).value = value
    return book


def foreign(
    lines: Sequence[Row] | None = None,
    *,
    heading: Sequence[Row] = HEADING,
    name: str = "Sheet1",
    at: tuple[int, int] = (1, 1),
) -> bytes:
    """A report in a workbook of the office's own making, with the usual letterhead above the table."""
    return saved(book_of((name, [*heading, *(whole_table() if lines is None else lines)]), at=at))


def moved_columns(lines: Sequence[Row], order: Sequence[int | str]) -> list[list[Any]]:
    """Lines with their columns in another order.

    A text in ``order`` is a new column of that title, filled with nothing.
    """
    return [
        [(item if not number else None) if isinstance(item, str) else line[item] for item in order]
        for number, line in enumerate(lines)
    ]


def letters(column: int) -> str:
    return str(get_column_letter(column))
