"""Comments of a long table are written as XlsxWriter would write them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from cchc_xl.write.xlsx.archive import assemble
from cchc_xl.write.xlsx.book import Book, printable

LOOKS: tuple[dict[str, Any], ...] = (
    {"author": "cchc-xl", "x_scale": 1.6, "y_scale": 1.1, "font_name": "Tahoma", "font_size": 9},
    {"x_scale": 1.6, "y_scale": 1.1, "font_name": "Tahoma", "font_size": 9},
    {},
)
TABLE = 4  # its first row, from 0
Placed = dict[tuple[int, int], tuple[str, int]]


def parts(comments: Placed, wide: dict[int, float], high: dict[int, float], first: int | None) -> dict[str, bytes]:
    """``wide`` and ``high``: columns and rows of another size. ``first``: the first row of a long table."""
    book = Book("vi")
    sheet = book.bare_sheet("A")
    for column, width in wide.items():
        sheet.set_column(column, column, width)
    for row, height in high.items():
        sheet.set_row(row, height)
    sheet.table_from = first
    for (row, column), (text, look) in comments.items():
        sheet.write_comment(row, column, text, LOOKS[look])
    with zipfile.ZipFile(io.BytesIO(assemble(book.close()))) as package:
        return {name: package.read(name) for name in package.namelist() if "omment" in name or "vml" in name}


PLACES = st.tuples(st.integers(0, 40) | st.integers(1_048_560, 1_048_575), st.integers(0, 30))
TEXTS = st.tuples(st.text(max_size=30).map(printable), st.sampled_from(range(len(LOOKS))))


@given(
    st.dictionaries(PLACES, TEXTS, min_size=1, max_size=30),
    st.dictionaries(st.integers(0, 30), st.floats(1, 60), max_size=5),
    st.dictionaries(st.integers(0, 12), st.floats(5, 90), max_size=4),
)
@example({(n, 3): (f"<&> %s {{}} _x0041_ {n}\n", 0) for n in range(1100)}, {}, {2: 40})
def test_comments_of_a_long_table__are_those_of_xlsxwriter(
    comments: Placed, wide: dict[int, float], high: dict[int, float]
) -> None:
    ours, theirs = (parts(comments, wide, high, first) for first in (TABLE, None))
    assert sorted(ours) == sorted(theirs)
    assert len(ours) == 2
    assert ours == theirs
