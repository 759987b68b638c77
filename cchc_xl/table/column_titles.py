"""Several columns of figures by their titles: which column of a sheet is which of the form's, wherever it was moved.

Titles lie in up to three rows, those of groups merged over their columns or written once above the first of them. A
column is the form's where its own title is, and where its groups are the form's or, if they are missing, no other
column of the form has that title. A title above all of them ('Kỳ báo cáo') says what the figures are, not which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.model import Form, Sheet
from cchc_xl.records import NamedTuple
from cchc_xl.table.columns import BESIDE, QUANTITIES, TableColumns
from cchc_xl.table.labels import Labels, is_by_name, recognise
from cchc_xl.table.titles import LONGEST_TITLE, kind_of, numbers_columns, read_title, words_of_title
from cchc_xl.text import one_slip, plain, remembered

ABOVE, BELOW = 2, 3  # rows of titles above and below the row that names the labels' column
LOOKED_AT = 200  # rows below the titles in which figures are looked for

Texts = Mapping[int, Mapping[int, str]]
Path = tuple[str, ...]


class ColumnTitles(NamedTuple):
    """``values``: for each of the form's columns of figures its column, 0 where it was not found; ``rivals``: place of
    a column of the form -> all columns with figures that may be it; ``others``: columns with figures that are none of
    the form's; ``paths``: column -> what stands above it, top down; ``over``: titles above the form's own.
    """

    values: tuple[int, ...]
    note: int | None
    rows: range
    paths: Mapping[int, Path]
    rivals: Mapping[int, tuple[int, ...]] = {}
    others: tuple[int, ...] = ()
    over: tuple[str, ...] = ()


def column_titles(
    sheet: Sheet, texts: Texts, head_row: int, columns: TableColumns, form: Form, known: Labels
) -> ColumnTitles | None:
    """What the titles around a row that names the labels' column say; None where they are not this form's: fewer than
    half of its columns stand there.
    """
    rows = _title_rows(sheet, texts, head_row, columns, known, _own_words(form))
    beside = {columns.label, columns.tt, columns.unit}
    every = titles_above(sheet, texts, rows, columns.label)
    paths = {column: path for column, path in every.items() if column not in beside}
    matches = _matched(form, tuple(sorted(paths.items())))
    if sum(map(bool, matches.found)) < max(2, (len(form.values) + 1) // 2):
        return None
    values, rivals = [], {}
    for place, found in enumerate(matches.found):
        full = [column for column in found if _has_figures(texts, rows[-1], column)] if len(found) > 1 else []
        values.append((full or found or (0,))[0])
        if len(full) > 1:
            rivals[place] = tuple(full)
    meant = {column for found in matches.found for column in found}
    others = [
        column
        for column, path in paths.items()
        if column not in meant and kind_of(path[-1]) not in BESIDE and _has_figures(texts, rows[-1], column)
    ]
    note = columns.note if columns.note not in meant else None
    return ColumnTitles(tuple(values), note, rows, paths, rivals, tuple(others), matches.over)


# --- what stands above the columns -----------------------------------------------------------------------------------


def _title_rows(
    sheet: Sheet, texts: Texts, head_row: int, columns: TableColumns, known: Labels, own: frozenset[str]
) -> range:
    """The rows of the titles: below the row that names the labels' column as long as nothing names or numbers a row;
    above it those with a title of the form's.
    """
    last = head_row
    for row in range(head_row + 1, head_row + 1 + BELOW):
        cells = texts.get(row, {})
        label, tt = cells.get(columns.label, ""), cells.get(columns.tt, "") if columns.tt else ""
        if not cells or numbers_columns(cells) or tt or (label and _names_row(label, known)):
            break
        if not any(words_of_title(text) in own for text in cells.values()):
            break
        last = row
    first = head_row
    for row in range(head_row - 1, max(head_row - 1 - ABOVE, 0), -1):
        if not _is_above(sheet, texts.get(row, {}), row, columns, own):
            break
        first = row
    return range(first, last + 1)


def _is_above(sheet: Sheet, cells: Mapping[int, str], row: int, columns: TableColumns, own: frozenset[str]) -> bool:
    """Does a row hold a title of the form's, or nothing but titles that were merged over several columns of figures?"""
    if any(words_of_title(text) in own for text in cells.values()):
        return True
    wide = {
        left for top, left, bottom, right in sheet.body.merges if top <= row <= bottom and right > left > columns.label
    }
    titled = [text for column, text in cells.items() if column in wide or kind_of(text) in (*QUANTITIES, "elsewhere")]
    return bool(titled) and len(titled) == len(cells) and all(len(text) <= LONGEST_TITLE for text in titled)


def _names_row(label: str, known: Labels) -> bool:
    found = recognise(label, "", known)
    return bool(found and is_by_name(found))


def titles_above(sheet: Sheet, texts: Texts, rows: range, label: int) -> dict[int, Path]:
    """Column -> what stands above it in rows of titles, top down; a title over the column ``label`` too is no
    group's.
    """
    covered = _covered(sheet, texts, rows, label)
    columns = sorted({column for row in rows for column in texts.get(row, {})} | {column for _, column in covered})
    shown: dict[tuple[int, int], str] = {}
    for row in rows:
        cells, below = texts.get(row, {}), texts.get(row + 1, {}) if row < rows[-1] else {}
        for column in columns:
            text = cells.get(column) or covered.get((row, column), "")
            before = shown.get((row, column - 1), "")
            # Written once above the first of its columns, and not merged.
            if not text and below.get(column) and below.get(column - 1) and (row, column - 1) not in covered:
                text = before
            shown[row, column] = text
    paths = {}
    for column in columns:
        lines = [text for row in rows if (text := shown[row, column]) and len(text) <= LONGEST_TITLE]
        path = tuple(text for place, text in enumerate(lines) if place == 0 or text != lines[place - 1])
        if path and any(words_of_title(text) for text in path):
            paths[column] = path
    return paths


def _covered(sheet: Sheet, texts: Texts, rows: range, label: int) -> dict[tuple[int, int], str]:
    """What cells of merged ranges in the rows of titles show; a heading over the labels too is no title."""
    covered: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in sheet.body.merges:
        if top <= rows[-1] and bottom >= rows[0] and not left <= label <= right:
            text = texts.get(top, {}).get(left, "")
            for row in range(max(top, rows[0]), min(bottom, rows[-1]) + 1):
                covered.update(((row, column), text) for column in range(left, min(right, left + 60) + 1))
    return covered


def _has_figures(texts: Texts, below: int, column: int) -> bool:
    return any(
        any(c.isdigit() for c in texts[row][column])
        for row in range(below + 1, below + LOOKED_AT)
        if row in texts and column in texts[row] and not numbers_columns(texts[row])
    )


# --- which is which --------------------------------------------------------------------------------------------------


class _Matches(NamedTuple):
    """For each of the form's columns those that may be it, and the titles above the form's own."""

    found: tuple[tuple[int, ...], ...]
    over: tuple[str, ...]


@remembered_by_identity
def _known_matches(form: Form) -> BoundedCache[tuple[tuple[int, Path], ...], _Matches]:  # noqa: ARG001 - one for each
    return BoundedCache(512)  # the files of a campaign have the same titles


@remembered_by_identity
def _own_words(form: Form) -> frozenset[str]:
    """The words of all titles of the form's columns of figures."""
    every = (title for column in form.values for title in (*column.titles, *column.aliases))
    return frozenset(map(words_of_title, every))


def _matched(form: Form, paths: tuple[tuple[int, Path], ...]) -> _Matches:
    known = _known_matches(form)
    found = known.get(paths)
    if found is None:
        found = known[paths] = _match(form, paths)
    return found


def _match(form: Form, paths: Sequence[tuple[int, Path]]) -> _Matches:
    """Each column of the sheet is at most one of the form's: the one that fits its titles best."""
    found: list[list[tuple[int, int]]] = [[] for _ in form.values]  # (how well, column)
    common = _common(form, paths)
    over: dict[str, None] = dict.fromkeys(common)
    for column, whole in paths:
        path = whole[len(common) :] if whole[: len(common)] == common else whole
        keys = tuple(filter(None, map(words_of_title, path)))
        fits = [(fit, place) for place in range(len(form.values)) if (fit := _fit(form, place, keys))]
        best = max((fit for fit, _ in fits), default=0)
        places = [place for fit, place in fits if fit == best]
        if len(places) == 1:
            found[places[0]].append((best, column))
            above = len(path) - len(form.values[places[0]].titles)
            over.update((text, None) for text in path[: max(above, 0)] if words_of_title(text) not in _own_words(form))
    return _Matches(tuple(tuple(column for fit, column in one if fit == max(one)[0]) for one in found), tuple(over))


def _common(form: Form, paths: Sequence[tuple[int, Path]]) -> Path:
    """The titles above all columns but those beside the figures: they say what the figures are, not which."""
    every = [path for _, path in paths if kind_of(path[-1]) not in BESIDE]
    common: list[str] = []
    for level in range(min(map(len, every), default=0) - 1):
        titles = {path[level] for path in every}
        if len(titles) > 1 or words_of_title(every[0][level]) in _own_words(form):
            break
        common.append(every[0][level])
    return tuple(common)


def _fit(form: Form, place: int, keys: Path) -> int:
    """How well titles are those of a column of the form: 4 all of them, 3 the same words in fewer rows or with a title
    above them, 2 its own title and some of its groups, 1 its own title alone; 0 not at all.
    """
    column = form.values[place]
    groups, names = tuple(map(words_of_title, column.titles[:-1])), (column.titles[-1], *column.aliases)
    return max(_fit_of(form, keys, groups, words_of_title(name)) for name in names)


def _fit_of(form: Form, keys: Path, groups: Path, own: str) -> int:
    if not keys:
        return 0
    if len(keys) == len(groups) + 1 and all(map(_same, keys, (*groups, own))):
        return 4
    if _same(" ".join(keys), " ".join((*groups, own))) or (not groups and _same(" ".join(keys), own)):
        return 3
    if not _same(keys[-1], own):
        return 0
    above = keys[:-1]
    if len(above) > len(groups) and all(map(_same, above[len(above) - len(groups) :], groups)):
        return 3 if all(map(_says_nothing_else, above[: len(above) - len(groups)])) else 0
    if all(any(_same(one, group) for group in groups) or _says_nothing_else(one) for one in above):
        named = any(_same(one, group) for one in above for group in groups)
        rivals = sum(_same(words_of_title(other.titles[-1]), own) for other in form.values)
        return 2 if named else 1 if rivals == 1 else 0
    return 0


@remembered(2048)
def _says_nothing_else(words: str) -> bool:
    """Does a title above the form's own say that the figures are a period's, or nothing that is known? 'Kế hoạch' and
    'Cùng kỳ' say that they are something else.
    """
    title = read_title(words)
    return title.kind in QUANTITIES or title.doubt == "unknown"


def _same(one: str, other: str) -> bool:
    if one == other or plain(one) == plain(other):
        return True
    mine, theirs = plain(one).split(), plain(other).split()
    wrong = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    return len(mine) == len(theirs) > 1 and len(wrong) == 1 and min(map(len, wrong[0])) > 3 and one_slip(*wrong[0])
