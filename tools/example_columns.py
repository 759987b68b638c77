"""examples/giai-quyet-tthc: a table of six columns of figures under a title in two rows, with equations across columns
and down rows, its template, four reports (two with planted faults) and the provincial workbook. Made-up figures, a real
shape.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Mapping, Sequence

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from examples_base import EXAMPLES, write_example
from workbooks_base import Row, book_of, saved

from cchc_xl.form.load import load_file
from cchc_xl.model import Form, Scalar
from cchc_xl.write.template.build import template_bytes

FOLDER = EXAMPLES / "giai-quyet-tthc"
UNITS = ("An Bình", "Bình Minh", "Cẩm Thạch", "Đông Sơn", "Hòa Thuận")
CAMPAIGN = """{
 "form": "giai-quyet-tthc",
 "version": 1,
 "period": "2026-Q2",
 "roster": "don-vi.csv"
}
"""
Figures = Mapping[str, Sequence[Scalar]]  # row -> received, online, in person, in time, late, not yet done
SOUND: Figures = {
    "1": (120, 80, 40, 100, 8, 12),
    "1.1": (45, 30, 15, 40, 2, 3),
    "2": (210, 150, 60, 205, 0, 5),
    "3": (340, None, 340, 340, 0, 0),
    "4": (36, 20, 16, 30, 1, 5),
    "tong": (706, 250, 456, 675, 9, 22),
}
SMALL: Figures = {
    "1": (50, 30, 20, 44, 1, 5),
    "1.1": (20, 10, 10, 18, 0, 2),
    "2": (80, 60, 20, 80, 0, 0),
    "3": (90, None, 90, 90, 0, 0),
    "4": (12, 4, 8, 10, 0, 2),
    "tong": (232, 94, 138, 224, 1, 7),
}
# Đông Sơn: 60 online + 30 in person are not 100; the row of totals is right for what was meant (90).
WRONG: Figures = SMALL | {"2": (100, 60, 30, 90, 0, 0), "tong": (242, 94, 148, 234, 1, 7)}
OWN_TABLES = ("Bình Minh", "Cẩm Thạch")
MOVED = (
    5,
    3,
    4,
    1,
    2,
    0,
)  # the columns of Bình Minh's own table: not yet done, in time, late, online, in person, received


def report(form: Form, name: str) -> bytes:
    figures = {"An Bình": SOUND, "Đông Sơn": WRONG}.get(name, SMALL)
    if name in OWN_TABLES:
        return own_table(form, name, figures)
    values = {
        f"{row}@{column.id}": value
        for row, cells in figures.items()
        for column, value in zip(form.values, cells, strict=True)
        if value is not None
    }
    return template_bytes(form, values=values, header={"unit": f"UBND xã {name}", "period": "Quý II", "year": 2026})


def own_table(form: Form, name: str, figures: Figures) -> bytes:
    """The columns in another order (Bình Minh); one of them under another title (Cẩm Thạch)."""
    order = MOVED if name == "Bình Minh" else range(6)
    titles = [list(form.values[place].titles) for place in order]
    if name == "Cẩm Thạch":
        titles[4][-1] = "Trả lại"
    upper = [path[0] if place == 0 or path[0] != titles[place - 1][0] else None for place, path in enumerate(titles)]
    heading: list[Row] = [
        (f"UBND XÃ {name.upper()}",),
        (),
        ("KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH QUÝ II NĂM 2026",),
        (),
    ]
    rows: list[Row] = [
        ("STT", "Nội dung", "Đơn vị tính", *upper),
        (None, None, None, *(path[1] if len(path) > 1 else None for path in titles)),
        *(
            (row.tt or None, row.label, row.unit, *(figures[row.id][place] for place in order))
            for row in form.rows
        ),
    ]  # fmt: skip
    book = book_of(("Biểu 2", [*heading, *rows]))
    sheet, head = book.worksheets[0], len(heading) + 1
    for column, path in enumerate([["STT"], ["Nội dung"], ["Đơn vị tính"], *titles], 1):
        if len(path) == 1:
            sheet.merge_cells(start_row=head, end_row=head + 1, start_column=column, end_column=column)
        elif upper[column - 4]:
            sheet.merge_cells(start_row=head, end_row=head, start_column=column, end_column=column + 1)
    return saved(book)


def main() -> None:
    form = load_file(str(FOLDER / "bieu-mau" / "giai-quyet-tthc-1.json"))
    write_example(FOLDER, form, CAMPAIGN, "TT", UNITS, {name: report(form, name) for name in UNITS[:4]})


if __name__ == "__main__":
    main()
