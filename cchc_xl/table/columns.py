"""The columns of a table by the titles of one row: which holds the labels, which holds or may hold the quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cchc_xl.bounded_cache import remembered_by_identity
from cchc_xl.model import Form
from cchc_xl.records import NamedTuple
from cchc_xl.table.titles import kind_of, names_label, read_title
from cchc_xl.text import fold

QUANTITIES = ("value", "now", "period")  # kinds of titles that may be this period's quantities'
BESIDE = ("tt", "unit", "note", "check")


class TableColumns(NamedTuple):
    """Column numbers; None where the table has no such column. ``values``: of the form's columns of figures, in its
    order, 0 for one that is not there.
    """

    label: int
    values: tuple[int, ...]
    tt: int | None = None
    unit: int | None = None
    note: int | None = None

    @property
    def value(self) -> int:
        """The first column of figures."""
        return next(filter(None, self.values), 0)

    @property
    def every(self) -> tuple[int, ...]:
        """All columns that are read."""
        return tuple(filter(None, (self.label, *self.values, self.tt, self.unit, self.note)))


class TitleRow(NamedTuple):
    """What a row of titles names. ``quantities``: all columns that may be the quantity's, the likeliest first.

    ``known``: their titles are known to be a quantity's; else they are the columns whose titles say something else or
    nothing that is known, for the caller to see whether figures stand below them.
    """

    columns: TableColumns
    quantities: tuple[int, ...]
    known: bool


@remembered_by_identity
def own_titles(form: Form) -> Mapping[str, str]:
    """The form's own titles that no list has: folded title -> column. Of several columns of figures ``column_titles``
    knows.
    """
    asked = ("tt", "label", "unit", "note", *(("value",) if len(form.values) == 1 else ()))
    own = {title_key(form.columns[column]): column for column in asked}
    return {title: column for title, column in own.items() if kind_of(title) != column}


def title_key(text: str) -> str:
    """What is compared of a title."""
    return fold(text).strip(" .:*")


def read_titles(
    texts: Mapping[int, Mapping[int, str]], row: int, own: Mapping[str, str] = MappingProxyType({})
) -> TitleRow | None:
    """The columns that a row of titles names; None where it is no such row. ``own``: titles of the forms' own.

    The row below counts where it divides the quantity ('Cùng kỳ' | 'Kỳ này').
    """
    cells = texts[row]
    known = {column: own.get(title_key(text), "") for column, text in cells.items()} if own else {}
    if not any(map(names_label, cells.values())) and "label" not in known.values():
        return None
    by_kind: dict[str, list[int]] = {}
    for column in sorted(cells):
        kind = known.get(column) or kind_of(cells[column])
        if kind:
            by_kind.setdefault(kind, []).append(column)
    label = by_kind["label"][0]
    values = _quantities(texts, row, by_kind, label)
    # "Đơn vị" alone is the unit of measure only when it stands beside the label; above a column of its own it may be an
    # office.
    units = [column for column in by_kind.get("unit", ()) if column != label]
    unit, tt = units[0] if units else None, by_kind.get("tt", [None])[0]
    notes = by_kind.get("note")
    note = notes[-1] if notes else None
    rest = values or [column for column in sorted(cells) if column != label and kind_of(cells[column]) not in BESIDE]
    return TitleRow(TableColumns(label, (rest[0],), tt, unit, note), tuple(rest), bool(values)) if rest else None


def _quantities(
    texts: Mapping[int, Mapping[int, str]], row: int, by_kind: Mapping[str, Sequence[int]], label: int
) -> list[int]:
    """The columns whose titles are known to be a quantity's; 'Tháng 1' is one, for there may be nothing else."""
    values = [column for kind in QUANTITIES for column in by_kind.get(kind, ()) if column != label]
    own = values[0] if len(values) == 1 else 0
    return _divided(texts, row, own, label) or values


def _divided(texts: Mapping[int, Mapping[int, str]], row: int, value: int, label: int) -> list[int]:
    """The columns of this period below a title that spans several; none where the row below is no row of titles."""
    below = texts.get(row + 1)
    if not value or not below or label in below:
        return []
    following = [column for column in texts[row] if column > value]
    end = min(following, default=max(below) + 1)
    under = {column: kind_of(text) for column, text in below.items() if value <= column < end}
    now = [column for column, kind in under.items() if kind in ("now", "value")]
    rest = [column for column, kind in under.items() if kind != "elsewhere"]
    return sorted(now or rest) if len(under) > 1 or now else []


def may_correct(text: str) -> bool:
    """A title such as 'Số thẩm tra': figures below it would compete with those that were reported."""
    return read_title(text).doubt == "corrected"
