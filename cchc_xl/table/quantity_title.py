"""The title above the quantities: does it say that they are this period's, and which columns beside it were passed
over?

What is not known to be a quantity of the report's period is not added up: S19 stands at the title, for the whole
column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Finding, Period, column_letters
from cchc_xl.table.columns import QUANTITIES, own_titles, title_key
from cchc_xl.table.rows import ENOUGH, Table, text_of
from cchc_xl.table.spans import Span, agrees, cut
from cchc_xl.table.titles import is_number_of_column, kind_of, read_title
from cchc_xl.table.whole_table import kind_of_line
from cchc_xl.text import fold, late, plain, squeeze

SHORTEST_PERIOD = 6  # months
LONGEST_ABOVE = 25  # characters of a title over the titles; a longer text is a heading
_WORDS = late(r"\w+")


def title_of(table: Table, column: int) -> str:
    """The title of a column; of one divided in two rows the lower."""
    cells, below = table.sheet.cells, table.head_row + 1
    own = text_of(cells.get((table.head_row, column)))
    lower = text_of(cells.get((below, column))) if all(row.row != below for row in table.rows) else ""
    return lower if lower and kind_of(lower) else own


def title_parts(table: Table, column: int) -> tuple[str, ...]:
    """All that stands above a column as its title, top down; of cells merged over several columns too.

    The row above the titles counts where it says what a title says: 'Kế hoạch năm 2026' over 'Số lượng'.
    """
    if not table.head_row:
        return ()
    own = {row.row for row in table.rows}
    first = next((row.row for row in table.rows if row.found), table.head_row + 1)
    lines = [_covering(table, row, column) for row in range(table.head_row, first) if row not in own]
    above = _covering(table, table.head_row - 1, column)
    if (
        len(above) <= LONGEST_ABOVE
        and kind_of(above) in (*QUANTITIES, "elsewhere")
        and kind_of_line(above) in ("", "plan")
        and not any(span.end for span in read_title(above).spans)  # "Ngày 12 tháng 6 năm 2026"
    ):
        lines.insert(0, above)
    return tuple(dict.fromkeys(line for line in lines if line and not is_number_of_column(line)))


def _covering(table: Table, row: int, column: int) -> str:
    """What a cell shows: its own text, or that of the range that it was merged into, unless that holds the label."""
    own = text_of(table.sheet.cells.get((row, column)))
    if own:
        return own
    for top, left, bottom, right in table.sheet.body.merges:
        if top <= row <= bottom and left <= column <= right and not left <= table.columns.label <= right:
            return text_of(table.sheet.cells.get((top, left)))
    return ""


# --- which of several columns --------------------------------------------------------------------------------------


def of_the_period(
    table: Table, found: Sequence[Table], period: Period | None
) -> tuple[Table, Sequence[Table], tuple[Table, ...]]:
    """(the table, all tables that may be meant, those passed over): of several columns of quantities ('Năm 2025', 'Năm
    2026') the one whose title agrees with the report's period, if just one does.
    """
    same = [other for other in found if other.sheet is table.sheet and other.top == table.top]
    if len(same) == 1:
        return table, found, ()
    meant = [other for other in same if all(agrees(span, period) for span in _spans(other))]
    if len(meant) > 1 and period is None:
        meant = [other for other in meant if not _spans(other)] or meant
    if not meant and period is not None:
        meant = [other for other in same if any(span.is_year and span.year == period.year for span in _spans(other))]
        meant = meant if len(meant) == 1 else []
    passed = tuple(other for other in same if other not in meant) if meant else ()
    left = [other for other in found if other not in passed]
    return (meant[0] if meant and table in passed else table), left, passed


def _spans(table: Table) -> tuple[Span, ...]:
    return tuple(span for part in title_parts(table, table.columns.value) for span in read_title(part).spans)


def of_shorter_times(table: Table) -> bool:
    """Are the figures those of a quarter or a month, by their title or their sheet's name?"""
    spans = _spans(table) or cut(plain(table.sheet.name)).spans
    return bool(spans) and all(span.end is None and span.last - span.first < SHORTEST_PERIOD - 1 for span in spans)


# --- what the title says -------------------------------------------------------------------------------------------


def doubt_about(table: Table, period: Period | None, unit: str = "", passed: Sequence[Table] = ()) -> str:
    """Why the title of the quantities is not known to be this period's; '' where it is, or where there is none.

    ``unit``: what the report says of its sender, whose name above the figures is no doubt. ``passed``: columns of other
    years beside it, which tell 'Năm 2026' for the report's part of that year.
    """
    column = table.columns.value
    own = own_titles(table.form)
    for part in title_parts(table, column):
        title = read_title(part)
        if own and own.get(title_key(part)) == "value":
            continue
        if title.doubt or title.kind not in QUANTITIES:
            if title.kind == "label" and fold(part).startswith("chỉ tiêu"):
                return "plan"  # beside the names of the indicators it is what was set
            if (
                title.kind == "label"
                and plain(part).rstrip(" .:").endswith("thuc hien")
                and table.columns.label != column
            ):
                continue  # "Nội dung thực hiện" over figures: what was done
            if not _names_unit(part, unit):
                return title.doubt or "unknown"
        elif not all(agrees(span, period) or _told_by_year(span, period, passed) for span in title.spans):
            return "period"
    cell = table.sheet.cells.get((table.head_row, column)) if table.head_row else None
    return "struck" if cell and (cell.style.strike or cell.struck) else ""


def _told_by_year(span: Span, period: Period | None, passed: Sequence[Table]) -> bool:
    return (
        period is not None
        and span.is_year
        and span.year == period.year
        and any(other.is_year and other.year != span.year for table in passed for other in _spans(table))
    )


def _names_unit(text: str, unit: str) -> bool:
    words = set(_WORDS.findall(fold(text))) - {"ubnd", "số", "lượng", "của"}
    return bool(words) and "/" not in text and words <= set(_WORDS.findall(fold(unit)))  # not 'Số lượng/xã'


def title_findings(
    table: Table, period: Period | None, unit: str, passed: Sequence[Table], *, rivals: bool
) -> Iterator[Finding]:
    """S19, or S08 for columns in another order or passed over. ``rivals``: S12 speaks of these columns."""
    if table.titles is not None:
        from cchc_xl.table.column_findings import findings_of_several

        yield from findings_of_several(table, table.titles, period)
        return
    if rivals or table.head_row == 0:
        return
    doubt = doubt_about(table, period, unit, passed)
    if doubt:
        yield _not_known(table, doubt)
    else:
        yield from _columns(table)


def _not_known(table: Table, doubt: str) -> Finding:
    column = table.columns.value
    title = " / ".join(title_parts(table, column))
    beside = _passed_over(table)
    params = {
        "found": title,
        "expected": table.form.columns.get("value", ""),
        "what": (f"title-{doubt}", *(("title-passed",) if beside else ())),
        "cols": named(table, beside),
    }
    return finding("S19", table.form, ref=_title_ref(table, column), raw=title, params=params)


def _title_ref(table: Table, column: int) -> CellRef:
    """The cell of the title; of one merged from the left, its first."""
    row = table.head_row
    if not text_of(table.sheet.cells.get((row, column))):
        column = next(
            (area[1] for area in table.sheet.body.merges if area[0] <= row <= area[2] and area[1] <= column <= area[3]),
            column,
        )
    return table.ref(row, column)


def _columns(table: Table) -> Iterator[Finding]:
    """S08: columns in another order, or with other columns between them: which was read, and which were not."""
    columns = table.columns
    order = [column for column in (columns.tt, columns.label, columns.unit, columns.value, columns.note) if column]
    title = title_of(table, columns.value)
    if order != sorted(order):
        yield finding("S08", table.form, ref=table.ref(table.head_row, columns.value), params={"col": title})
        return
    beside = _passed_over(table)
    if beside:
        titles, read = ", ".join(title_of(table, column) for column in beside), named(table, [columns.value])
        params = {"col": named(table, beside), "read": read, "key": titles}
        yield finding("S08", table.form, ref=table.ref(table.head_row, beside[0]), raw=titles, params=params)


def _passed_over(table: Table) -> list[int]:
    """Columns with titles between those that were read; behind the last of them too where that is the quantity."""
    columns = table.columns
    order = [column for column in (columns.tt, columns.label, columns.unit, columns.value, columns.note) if column]
    last = max(order)
    while last >= columns.value and not columns.note and title_of(table, last + 1) and _figures_below(table, last + 1):
        last += 1
    covered = () if title_of(table, columns.value) else _covered(table)
    return [
        column
        for column in range(min(order), last + 1)
        if column not in order
        and column not in covered
        and (kind_of(title) != "check" if (title := title_of(table, column)) else _is_full(table, column))
    ]


def _figures_below(table: Table, column: int) -> bool:
    cells = table.sheet.cells
    return any(
        (cell := cells.get((row.row, column))) is not None and cell.kind == "number" for row in table.rows if row.found
    )


def _is_full(table: Table, column: int) -> bool:
    """A column without a title that holds a number beside every quantity."""
    cells = table.sheet.cells
    filled = [row.row for row in table.rows if row.found and row.value]
    numbers = [cell for row in filled if (cell := cells.get((row, column))) is not None and cell.kind == "number"]
    return len(filled) == len(numbers) >= ENOUGH


def _covered(table: Table) -> Sequence[int]:
    """The columns below a title that was merged over the quantity's column and others."""
    value, head = table.columns.value, table.head_row
    area = next(
        (area for area in table.sheet.body.merges if area[0] <= head <= area[2] and area[1] <= value <= area[3]), None
    )
    return range(area[1], area[3] + 1) if area else ()


def named(table: Table, columns: Sequence[int]) -> str:
    """'D “Số lượng”; E “Lũy kế”; F': the letters of columns with their titles, if they have any."""
    titles = [(column_letters(column), squeeze(title_of(table, column))) for column in columns]
    return "; ".join(f"{letters} “{title}”" if title else letters for letters, title in titles)
