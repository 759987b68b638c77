"""What is unusual about several columns of figures: one that is missing (S29) or that two may be (S12), figures in
columns that the form does not have (S30), another order (S08), a title above all of them (S19).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Finding, Period, Severity, column_letters
from cchc_xl.table.column_titles import ColumnTitles
from cchc_xl.table.columns import QUANTITIES
from cchc_xl.table.spans import agrees
from cchc_xl.table.titles import read_title
from cchc_xl.text import squeeze

if TYPE_CHECKING:
    from cchc_xl.table.rows import Table


def findings_of_several(table: Table, titles: ColumnTitles, period: Period | None) -> Iterator[Finding]:
    """All of them; those about one column of the form have ``@column`` as their field."""
    form, bottom = table.form, titles.rows[-1]
    for place, column in enumerate(form.values):
        about = f"@{column.id}"
        if not titles.values[place]:
            ref = table.ref(table.head_row, table.columns.label)
            yield finding("S29", form, field=about, ref=ref, params={"expected": column.label})
        elif rivals := titles.rivals.get(place):
            ref, named = table.ref(bottom, rivals[1]), _named(titles, rivals)
            params = {"n": len(rivals), "sheets": named, "reason": "tables-unclear", "key": column.id}
            yield finding("S12", form, field=about, ref=ref, params=params)
    if titles.others:
        named = _named(titles, titles.others)
        ref = table.ref(bottom, titles.others[0])
        yield finding("S30", form, ref=ref, raw=named, params={"cols": named, "key": named})
    order = [column for column in titles.values if column]
    if order != sorted(order):
        moved = next(right for left, right in pairwise(order) if right < left)
        params = {"col": _named(titles, (moved,)), "key": "order"}
        yield finding("S08", form, ref=table.ref(bottom, moved), params=params, severity="note")
    yield from _over(table, titles, period)


def _over(table: Table, titles: ColumnTitles, period: Period | None) -> Iterator[Finding]:
    """S19: a title above the form's own says that the figures are not this period's."""
    for text in titles.over:
        title = read_title(text)
        doubt = "" if title.kind in QUANTITIES else title.doubt
        if not doubt and not all(agrees(span, period) for span in title.spans):
            doubt = "period"
        if doubt:
            ref: CellRef = table.ref(titles.rows[0], min(filter(None, titles.values)))
            params = {"found": text, "expected": table.form.columns["value"], "what": (f"title-{doubt}",), "cols": ""}
            # Words that are not known may head anything; those that are say that the figures are something else.
            severity: Severity = "warning" if doubt == "unknown" else "error"
            yield finding("S19", table.form, ref=ref, raw=text, params=params, severity=severity)


def _named(titles: ColumnTitles, columns: tuple[int, ...]) -> str:
    """'D “Đã giải quyết: Đúng hạn”; E'."""
    paths = ((column_letters(column), squeeze(": ".join(titles.paths.get(column, ())))) for column in columns)
    return "; ".join(f"{letters} “{path}”" if path else letters for letters, path in paths)
