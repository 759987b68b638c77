"""The table of an appendix of any form: which rows are titles, what each column holds, where the rows are.

Nothing is known here of what the rows should be called, as ``table`` knows of a form's: a row of titles is told by the
titles of the columns beside the figures (TT, Chỉ tiêu, Đơn vị tính), by what stands below them, or both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.model import TEXT_SHEET, Cell, Grid, Sheet
from cchc_xl.records import NamedTuple
from cchc_xl.table.column_titles import titles_above
from cchc_xl.table.rows import GUIDES, Texts, texts_of
from cchc_xl.table.titles import (
    LONGEST_NUMBER,
    LONGEST_TITLE,
    is_number_of_column,
    kind_of,
    names_label,
    numbers_columns,
)
from cchc_xl.text import fold, squeeze

MOST_ROWS = 2_000  # of a sheet that are looked at
TITLE_ROWS = 3
GAP = 4  # rows without a text after which a table has ended
_LETTER = re.compile(r"[^\W\d_]")
_LABEL_HEADS = (
    "lĩnh vực", "tên", "loại", "diễn giải", "công việc", "khoản mục", "nhóm", "đối tượng", "nhiệm vụ", "mục", "số liệu",
    "nội dung", "chỉ tiêu", "tiêu chí", "danh mục", "hạng mục", "thông tin", "hoạt động", "chi tiết", "chương trình",
)  # fmt: skip
_END = (
    "người lập", "thủ trưởng", "nơi nhận", "tm.", "t/m", "kt.", "ghi chú:", "(ký", "lập biểu", "chủ tịch", "đại diện",
    "lưu ý", "xác nhận", "người báo cáo", "* ", "kế toán", "giám đốc", "trưởng phòng", "phụ trách",
)  # fmt: skip
_DATED = re.compile(r"(?:.*, ?)?ngày\b.{0,12}tháng\b.{0,12}năm\b.*")


class ValueColumn(NamedTuple):
    """A column of figures. ``titles``: what stands above it, top down; ``number``: its number below the titles, with
    what it is worked out of: '(5)=(3)+(4)'.
    """

    column: int
    titles: tuple[str, ...]
    number: str = ""


class AppendixLine(NamedTuple):
    """A row below the titles. ``spread``: its label was merged over the columns of figures."""

    row: int
    tt: str
    label: str
    unit: str
    spread: bool = False


class Appendix(NamedTuple):
    """``titles``: the rows of titles, empty where there are none; ``beside``: the words above the columns beside the
    figures, by 'tt', 'label', 'unit', 'note'; ``above``: the lines above the table; ``dropped``: titles of columns that
    were left out.
    """

    sheet: Sheet
    titles: range
    label: int
    tt: int | None
    unit: int | None
    values: tuple[ValueColumn, ...]
    beside: Mapping[str, str]
    lines: tuple[AppendixLine, ...]
    above: tuple[str, ...]
    dropped: tuple[str, ...] = ()

    def cell(self, line: AppendixLine, column: ValueColumn) -> Cell | None:
        return self.sheet.cells.get((line.row, column.column))


def appendices(grid: Grid) -> tuple[Appendix, ...]:
    """The tables of the visible sheets that have rows and columns of figures, the likeliest form first."""
    lines = _text_lines(grid)
    found = [
        one
        for sheet in grid.sheets
        if sheet.state == "visible" and sheet.name != TEXT_SHEET
        for one in _of_sheet(sheet, lines)
    ]
    return tuple(sorted(found, key=_rank))


def without_rows(grid: Grid) -> tuple[str, ...]:
    """The visible sheets with a row of titles and no rows of their own below it, as lists have that units fill in."""
    return tuple(
        sheet.name
        for sheet in grid.sheets
        if sheet.state == "visible"
        and sheet.name != TEXT_SHEET
        and not list(_of_sheet(sheet, ()))
        and any(len(cells) > 2 and _may_head(cells) for cells in texts_of(sheet).values())
    )


def _rank(table: Appendix) -> tuple[bool, bool, int]:
    """Guides that repeat the rows come last, and tables without titles; of the rest the one that measures most rows."""
    guide = fold(table.sheet.name).startswith(GUIDES)
    measured = sum(bool(line.unit) or any(table.cell(line, one) for one in table.values) for line in table.lines)
    return guide, not table.titles, -measured - len(table.lines) * bool(table.unit)


def _text_lines(grid: Grid) -> tuple[str, ...]:
    """The lines of a document outside of its tables."""
    sheet = grid.sheet(TEXT_SHEET)
    return _lines(texts_of(sheet), MOST_ROWS) if sheet else ()


def _lines(texts: Texts, before: int) -> tuple[str, ...]:
    return tuple(squeeze(text) for row, cells in texts.items() if row < before for text in cells.values())


def _of_sheet(sheet: Sheet, document: tuple[str, ...]) -> Iterator[Appendix]:
    """The largest table of a sheet."""
    texts = {row: cells for row, cells in texts_of(sheet).items() if row <= MOST_ROWS}
    every = [one for row, cells in texts.items() if _may_head(cells) and (one := _below(sheet, texts, row, document))]
    without = [] if every else [one for one in (_headless(sheet, texts, document),) if one]
    best = max((*every, *without), key=lambda one: len(one.lines), default=None)
    if best:
        yield best


def _may_head(cells: Mapping[int, str]) -> bool:
    """Is this a row of titles: short texts, one of which names the numbers or the labels of the rows?"""
    if len(cells) < 2 or any(len(text) > LONGEST_TITLE for text in cells.values()) or numbers_columns(cells):
        return False
    if not all(_LETTER.search(text) or text.strip() == "%" for text in cells.values()):
        return False
    kinds = [kind_of(text) for text in cells.values()]
    return "tt" in kinds or any(map(names_label, cells.values())) or (bool(_label_by_words(cells)) and "unit" in kinds)


def _label_by_words(cells: Mapping[int, str]) -> int:
    """The first column whose title begins as those of labels do, 0 where none does."""
    return next((column for column, text in sorted(cells.items()) if fold(text).startswith(_LABEL_HEADS)), 0)


# --- below a row of titles ------------------------------------------------------------------------------------------


def _below(sheet: Sheet, texts: Texts, head: int, document: tuple[str, ...]) -> Appendix | None:
    cells = texts[head]
    kinds = {column: kind_of(text) for column, text in cells.items()}
    tt = next((column for column in sorted(cells) if kinds[column] == "tt"), None)
    label = _label_column(cells, kinds, tt, texts, head)
    if not label:
        return None
    titles = _title_rows(sheet, texts, head, label, tt)
    paths = titles_above(sheet, texts, titles, label)
    end = min((column for column, path in paths.items() if column > label and kind_of(path[-1]) == "check"), default=0)
    paths = {column: path for column, path in paths.items() if column > label and (not end or column < end)}
    unit = _unit_column(paths, texts, titles[-1])
    note = max((column for column, path in paths.items() if kind_of(path[-1]) == "note"), default=None)
    numbers = texts.get(titles[-1] + 1, {})
    numbers = numbers if _is_numbering(numbers) else {}
    values = tuple(
        ValueColumn(column, tuple(map(squeeze, path)), numbers.get(column, ""))
        for column, path in sorted(paths.items())
        if column not in (unit, note, tt) and kind_of(path[-1]) not in ("tt", "note")
    )
    if not values:
        return None
    first = titles[-1] + (2 if numbers else 1)
    lines = tuple(_rows(sheet, texts, first, label, tt, unit, values, cells.get(label, "")))
    if not any(line.label for line in lines):
        return None
    beside = {
        name: squeeze(cells.get(column) or " ".join(paths.get(column, ())))
        for name, column in (("tt", tt), ("label", label), ("unit", unit), ("note", note))
        if column
    }
    used = {tt, label, unit, note, *(column.column for column in values)}
    dropped = tuple(
        squeeze(text) for column, text in sorted(cells.items()) if column not in used and column < (end or column + 1)
    )
    above = _lines(texts, titles[0]) or document
    return Appendix(sheet, titles, label, tt, unit, values, beside, lines, above, dropped)


def _label_column(cells: Mapping[int, str], kinds: Mapping[int, str], tt: int | None, texts: Texts, head: int) -> int:
    """The column of the labels: the one that is named so, else the first behind the numbers that holds words."""
    named = [column for column in sorted(cells) if names_label(cells[column])]
    behind = [column for column in sorted(cells) if tt is None or column > tt]
    worded = [column for column in behind if _holds_words(texts, head, column)]
    by_words = _label_by_words({column: cells[column] for column in behind if kinds[column] != "unit"})
    return next(iter((*named, *((by_words,) if by_words in worded else ()), *worded)), 0)


def _holds_words(texts: Texts, head: int, column: int) -> bool:
    below = [cells[column] for row, cells in texts.items() if head < row <= head + 40 and column in cells]
    return sum(bool(_LETTER.search(text)) for text in below) > len(below) / 2 and bool(below)


def _title_rows(sheet: Sheet, texts: Texts, head: int, label: int, tt: int | None) -> range:
    """The rows of the titles: above, those with titles that are merged over several columns of figures; below, those in
    which only columns of figures have a text.
    """
    first = last = head
    wide = [(top, left, right) for top, left, _, right in sheet.body.merges if right > left > label]
    while (
        first > 1
        and head - first < TITLE_ROWS - 1
        and (over := texts.get(first - 1))
        and min(over) > label
        and any(top == first - 1 for top, _, _ in wide)
        and all(len(text) <= LONGEST_TITLE for text in over.values())
    ):
        first -= 1
    while last - first < TITLE_ROWS - 1 and (under := texts.get(last + 1)) and not _is_numbering(under):
        own = {label, tt} & under.keys()
        if own or not all(_LETTER.search(text) or "%" in text for text in under.values()):
            break
        last += 1
    return range(first, last + 1)


def _is_numbering(cells: Mapping[int, str]) -> bool:
    """'(1) (2) (3)', 'A B 1 2 3=1+2'."""
    return numbers_columns(cells) or (len(cells) >= 3 and all(map(is_number_of_column, cells.values())))


def _unit_column(paths: Mapping[int, tuple[str, ...]], texts: Texts, last: int) -> int | None:
    """The column of the units of measure; 'Đơn vị' alone where words and no figures stand below it."""
    for column, path in sorted(paths.items()):
        if kind_of(path[-1]) == "unit":
            below = [cells[column] for row, cells in texts.items() if row > last and column in cells]
            if not any(text.replace(".", "").isdigit() for text in below):
                return column
    return None


def _rows(
    sheet: Sheet,
    texts: Texts,
    first: int,
    label: int,
    tt: int | None,
    unit: int | None,
    values: Sequence[ValueColumn],
    title: str,
) -> Iterator[AppendixLine]:
    """The rows until the table ends: at a signature, a remark, or a gap."""
    wide = {
        (top, left): right for top, left, _, right in sheet.body.merges if left <= label and right >= values[0].column
    }
    previous = first - 1
    for row in (row for row in texts if row >= first):
        cells = texts[row]
        if row - previous > GAP or _ends(cells, label, tt):
            return
        if _is_numbering(cells) or (title and fold(cells.get(label, "")) == fold(title)):
            previous = row  # titles come again on each page
            continue
        number, name = cells.get(tt, "") if tt else "", cells.get(label, "")
        spread = (row, tt or label) in wide or (row, label) in wide
        if not name and _LETTER.search(number) and len(number) > 4:
            number, name = "", number  # merged over both
        if not _LETTER.search(name):
            continue
        previous = row
        yield AppendixLine(row, squeeze(number), squeeze(name), squeeze(cells.get(unit, "")) if unit else "", spread)


def _ends(cells: Mapping[int, str], label: int, tt: int | None) -> bool:
    """Does a row sign the table, or say something about it?"""
    number = cells.get(tt, "") if tt else ""
    if number and label in cells and len(number) <= LONGEST_NUMBER:
        return False
    return any(folded.startswith(_END) or _DATED.fullmatch(folded) for folded in map(fold, cells.values()))


# --- without titles -------------------------------------------------------------------------------------------------


def _headless(sheet: Sheet, texts: Texts, document: tuple[str, ...]) -> Appendix | None:
    """A table without titles: labels beside each other's below, and columns of figures on their right."""
    words: dict[int, list[int]] = {}
    figures: dict[int, int] = {}
    for row, cells in texts.items():
        for column, text in cells.items():
            if _LETTER.search(text) and len(text) >= 6:
                words.setdefault(column, []).append(row)
            elif text.replace(".", "").replace(",", "").isdigit():
                figures[column] = figures.get(column, 0) + 1
    behind = {
        column: [row for row in rows if any(other > column for other in texts[row])] for column, rows in words.items()
    }
    label = max(behind, key=lambda column: len(behind[column]), default=0)
    values = sorted(column for column, count in figures.items() if column > label and count >= 3)
    if not label or len(behind[label]) < 3 or not values:
        return None
    rows = behind[label]
    between = [
        column for column in range(label + 1, values[0]) if sum(column in texts[row] for row in rows) >= len(rows) / 2
    ]
    unit = between[0] if between else None
    tt = label - 1 if sum(label - 1 in texts[row] for row in rows) >= len(rows) / 2 else None
    columns = tuple(
        ValueColumn(column, ("Số lượng" if len(values) == 1 else f"Số lượng {place}",))
        for place, column in enumerate(values, 1)
    )
    lines = tuple(_rows(sheet, texts, rows[0], label, tt, unit, columns, ""))
    above = _lines(texts, rows[0]) or document
    return Appendix(sheet, range(0), label, tt, unit, columns, {}, lines, above) if lines else None
