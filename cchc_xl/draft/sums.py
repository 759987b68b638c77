"""What the figures of an appendix come to: sums and shares that its formulas, its numbering of columns, its figures or
its words say. Each is a guess: a rule of it warns, and is marked to be looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cchc_xl.draft.appendix import Appendix, ValueColumn
from cchc_xl.draft.rows import DraftRow, is_all_parts, is_part
from cchc_xl.model import Cell, CellRef
from cchc_xl.quantity.formula_syntax import Call, CellRange, Chain, Constant, Node, NoTreeError, Signed, parse
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold

Place = tuple[int, int]
Group = tuple[int, ...]  # places of columns
FORMULA, NUMBERING, FIGURES, WORDS = "formula", "numbering", "figures", "words"  # evidence, the strongest first
MOST_TERMS = 400
_TOTAL_TITLE = re.compile(r"(?:tổng|cộng)\b")
_TERM = re.compile(r"([+\-])?\s*\(?\s*(\d{1,2}|[a-z])\s*\)?")


class DraftRelation(NamedTuple):
    """``left`` is, or is at most, the sum of ``right`` less that of ``minus``. ``of``: 'row' or 'column', whose ids are
    named; ``evidence``: how it is known, ``seen``: what was seen.
    """

    of: str
    left: str
    operator: str
    right: tuple[str, ...]
    minus: tuple[str, ...]
    evidence: str
    seen: str = ""


class DraftShare(NamedTuple):
    """A percentage of two others, rows or columns."""

    of: str
    left: str
    numerator: str
    denominator: str
    evidence: str
    seen: str = ""


class DraftSums(NamedTuple):
    relations: tuple[DraftRelation, ...]
    shares: tuple[DraftShare, ...]
    broken: tuple[str, ...] = ()  # rows that are called a total and are none


class DraftFigures(NamedTuple):
    """An appendix with the ids of its rows and columns. ``units``: of each row, as one unit adds up with its like only.
    ``percents``: ids of rows and columns that are percentages.
    """

    table: Appendix
    rows: Sequence[DraftRow]
    columns: Sequence[tuple[str, ValueColumn]]
    units: Mapping[str, str]
    percents: frozenset[str]

    def cell(self, row: DraftRow, column: ValueColumn) -> Cell | None:
        return self.table.cell(row.line, column)

    def number(self, row: DraftRow, column: ValueColumn) -> Decimal | None:
        cell = self.cell(row, column)
        if cell is None or cell.kind != "number" or isinstance(cell.value, str | bool | None):
            return None
        return Decimal(repr(round(cell.value, 9)))


def sums_of(known: DraftFigures) -> DraftSums:
    """Every relation with its strongest evidence, each left side once for rows and once for columns."""
    relations: dict[tuple[str, str, str], DraftRelation] = {}
    broken: list[str] = []
    found = [*_of_formulas(known), *_of_numbering(known), *_of_columns(known)]
    found += _of_rows(known, broken)
    summed = {(one.of, one.left) for one in found if isinstance(one, DraftRelation) and one.operator == "="}
    for one in found:
        if isinstance(one, DraftRelation):
            covered = one.operator != "=" and any((one.of, left) in summed for left in one.right)
            if not covered:
                relations.setdefault((one.of, one.left, one.operator), one)
    shares = {
        (one.of, one.left): one
        for one in reversed([*_shares_of_figures(known), *(one for one in found if isinstance(one, DraftShare))])
    }
    return DraftSums(tuple(relations.values()), tuple(shares.values()), tuple(broken))


# --- formulas ---------------------------------------------------------------------------------------------------------


def _of_formulas(known: DraftFigures) -> Iterator[DraftRelation | DraftShare]:
    """What most formulas of a row, or of a column, add up."""
    rows = {row.line.row: row.id for row in known.rows}
    columns = {column.column: id_ for id_, column in known.columns}
    by_row: dict[str, Counter[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    by_column: dict[str, Counter[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    shares: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    examples: dict[tuple[str, str], str] = {}
    for row in known.rows:
        for id_, column in known.columns:
            text, moved = known.table.sheet.body.formula_at((row.line.row, column.column))
            tree = _tree(text)
            if tree is None:
                continue
            place = (row.line.row, column.column)
            for of, left, names, counts in (("row", row.id, rows, by_row), ("column", id_, columns, by_column)):
                examples.setdefault((of, left), f"{CellRef('', *place).a1}={text}")
                if (terms := _terms(tree, moved)) and (named := _named(terms, place, of, names)):
                    counts.setdefault(left, Counter())[named] += 1
                elif (pair := _quotient(tree, moved)) and (
                    both := _named([(1, one) for one in pair], place, of, names)
                ):
                    shares.setdefault((of, left), Counter())[both[0][0], both[0][-1]] += 1
    for of, counts in (("row", by_row), ("column", by_column)):
        for left, every in counts.items():
            (right, minus), _ = every.most_common(1)[0]
            if left not in (*right, *minus):
                yield DraftRelation(of, left, "=", right, minus, FORMULA, examples[of, left])
    for (of, left), pairs in shares.items():
        (numerator, denominator), _ = pairs.most_common(1)[0]
        if left in known.percents and len({left, numerator, denominator}) == 3:
            yield DraftShare(of, left, numerator, denominator, FORMULA, examples[of, left])


def _tree(text: str) -> Node | None:
    try:
        return parse(text) if text else None
    except NoTreeError:
        return None


def _terms(node: Node | None, moved: Place, sign: int = 1) -> list[tuple[int, Place]]:
    """The cells that a formula adds up, each with its sign; none where it does anything else."""
    if isinstance(node, CellRange):
        area = node.moved(*moved)
        if (
            area.sheets != ("", "")
            or area.whole
            or (area.bottom - area.top + 1) * (area.right - area.left + 1) > MOST_TERMS
        ):
            return []
        return [
            (sign, (row, column))
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        ]
    if isinstance(node, Call) and node.name in ("SUM", "SUBTOTAL"):
        arguments = node.arguments[1:] if node.name == "SUBTOTAL" else node.arguments
        parts = [_terms(one, moved, sign) for one in arguments]
        return [term for part in parts for term in part] if all(parts) else []
    if isinstance(node, Call) and node.name in ("IF", "IFERROR", "ROUND") and node.arguments:
        wanted = node.arguments[0] if node.name != "IF" else node.arguments[-1]
        return _terms(wanted, moved, sign)
    if isinstance(node, Signed) and node.sign == "-":
        return _terms(node.node, moved, -sign)
    if isinstance(node, Chain) and all(operator in "+-" for operator, _ in node.rest):
        parts = [
            _terms(node.first, moved, sign),
            *(_terms(one, moved, sign if operator == "+" else -sign) for operator, one in node.rest),
        ]
        return [term for part in parts for term in part] if all(parts) else []
    return []


def _quotient(node: Node | None, moved: Place) -> tuple[Place, Place] | None:
    """(cell, cell) of 'D5/D4', 'D5/D4*100', 'ROUND(D5*100/D4,1)', 'IF(D4=0,0,D5/D4)'."""
    if isinstance(node, Call) and node.name in ("ROUND", "IFERROR", "IF") and node.arguments:
        return next((pair for one in (node.arguments[0], *node.arguments[1:]) if (pair := _quotient(one, moved))), None)
    if isinstance(node, Signed):
        return _quotient(node.node, moved)
    if not isinstance(node, Chain) or not all(operator in "*/" for operator, _ in node.rest):
        return None
    over: list[Node] = [node.first]
    under: list[Node] = []
    for operator, one in node.rest:
        (over if operator == "*" else under).append(one)
    nested = [pair for one in over if (pair := _quotient(one, moved))]
    cells = [
        [terms[0][1] for one in part if not isinstance(one, Constant) and len(terms := _terms(one, moved)) == 1]
        for part in (over, under)
    ]
    if len(cells[0]) == len(cells[1]) == 1:
        return cells[0][0], cells[1][0]
    return nested[0] if nested and not under else None


def _named(
    terms: Sequence[tuple[int, Place]], place: Place, of: str, names: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The ids of the terms, those that are added and those that are taken away, where all lie in the formula's column
    (rows), or in its row (columns).
    """
    at, across = (0, 1) if of == "row" else (1, 0)
    if any(one[across] != place[across] for _, one in terms):
        return None
    known = [(sign, names[one[at]]) for sign, one in terms if one[at] in names]
    if not known or any(one[at] not in names and sign < 0 for sign, one in terms):
        return None
    return tuple(id_ for sign, id_ in known if sign > 0), tuple(id_ for sign, id_ in known if sign < 0)


# --- numbers of columns -----------------------------------------------------------------------------------------------


def _of_numbering(known: DraftFigures) -> Iterator[DraftRelation | DraftShare]:
    """'(5)=(3)+(4)', '8=7/6' below the titles."""
    numbers = {_number(column.number): id_ for id_, column in known.columns if column.number}
    for id_, column in known.columns:
        said = fold(column.number).partition("=")[2]
        if not said:
            continue
        if "/" in said or ":" in said:
            pair = [numbers.get(one) for one in re.findall(r"\d{1,2}", re.sub(r"[x*]?\s*100\s*%?", "", said))]
            if len(pair) == 2 and pair[0] and pair[1] and id_ in known.percents:
                yield DraftShare("column", id_, pair[0], pair[1], NUMBERING, column.number)
            continue
        if re.search(r"[*x×]", said):
            continue
        terms = [(sign, numbers.get(name)) for sign, name in _TERM.findall(said)]
        if len(terms) > 1 and all(name for _, name in terms):
            right = tuple(str(name) for sign, name in terms if sign != "-")
            minus = tuple(str(name) for sign, name in terms if sign == "-")
            yield DraftRelation("column", id_, "=", right, minus, NUMBERING, column.number)


def _number(text: str) -> str:
    return fold(text).partition("=")[0].strip(" ()[]")


# --- columns by figures and words -------------------------------------------------------------------------------------


def _of_columns(known: DraftFigures) -> Iterator[DraftRelation]:
    """A column that is the sum of those behind it, or before it."""
    ids = [id_ for id_, _ in known.columns]
    for place, (id_, column) in enumerate(known.columns):
        if id_ in known.percents or not any(_TOTAL_TITLE.match(fold(title)) for title in column.titles):
            continue
        grouped, runs = _neighbours(known, place)
        yes = [group for group in (*grouped, *runs) if _adds_up(known, place, group)]
        if yes:
            yield DraftRelation("column", id_, "=", tuple(ids[at] for at in yes[0]), (), FIGURES)
        for group in grouped if not yes and not _has_figures(known, place) else ():
            over = known.columns[group[0]][1].titles[-2]
            if is_all_parts(over):
                yield DraftRelation("column", id_, "=", tuple(ids[at] for at in group), (), WORDS, over)
            elif is_part(over):
                yield from (DraftRelation("column", ids[at], "<=", (id_,), (), WORDS, over) for at in group)


def _neighbours(known: DraftFigures, place: int) -> tuple[list[Group], list[Group]]:
    """The columns that a total may be the sum of: those below one title, its own or the next; and those in a row."""
    grouped: list[Group] = []
    paths = [column.titles for _, column in known.columns]
    usable = [at for at, (id_, _) in enumerate(known.columns) if id_ not in known.percents]
    own = paths[place][:-1]
    if own:  # 'Đã giải quyết: tổng số | đúng hạn | quá hạn'
        grouped.append(tuple(at for at in usable if at != place and paths[at][:-1] == own))
    behind = tuple(at for at in usable if at > place)
    if behind and (over := paths[behind[0]][:-1]) and over != own:
        grouped.append(tuple(at for at in behind if paths[at][:-1] == over))
    runs = [behind[:length] for length in range(2, len(behind) + 1)]
    before = tuple(at for at in usable if at < place)
    runs += [before[-length:] for length in range(2, len(before) + 1)] if not behind else []
    return [group for group in grouped if len(group) > 1], runs


def _adds_up(known: DraftFigures, place: int, group: Sequence[int]) -> bool:
    """In every row with figures, and in two at least in which more than one part is above 0."""
    told = 0
    for row in known.rows:
        whole = known.number(row, known.columns[place][1])
        parts = [known.number(row, known.columns[at][1]) for at in group]
        if whole is None or all(part is None for part in parts):
            continue
        if sum((part or Decimal(0) for part in parts), Decimal(0)) != whole:
            return False
        told += sum(bool(part) for part in parts) > 1
    return told > 1


def _has_figures(known: DraftFigures, place: int) -> bool:
    return any(known.number(row, known.columns[place][1]) is not None for row in known.rows)


# --- rows by figures and words ----------------------------------------------------------------------------------------


def _of_rows(known: DraftFigures, broken: list[str]) -> Iterator[DraftRelation]:
    for place, row in enumerate(known.rows):
        if row.id in known.percents:
            continue
        if row.is_total:
            groups = _summed_by(known, place)
            yield from _chosen(known, row, groups, WORDS, row.label, broken)
        else:
            yield from _parts(known, row)


def _chosen(
    known: DraftFigures,
    row: DraftRow,
    groups: Sequence[Sequence[DraftRow]],
    evidence: str,
    seen: str,
    broken: list[str],
) -> Iterator[DraftRelation]:
    """The first group whose figures come to the row's; without figures the first group."""
    groups = [group for group in groups if len(group) > 1]
    judged = [(group, _rows_add_up(known, row, group)) for group in groups]
    for group, holds in judged:
        if holds:
            yield DraftRelation("row", row.id, "=", tuple(one.id for one in group), (), FIGURES, seen)
            return
    if judged and all(holds is None for _, holds in judged):
        yield DraftRelation("row", row.id, "=", tuple(one.id for one in groups[0]), (), evidence, seen)
    elif judged:
        broken.append(row.id)


def _summed_by(known: DraftFigures, place: int) -> list[list[DraftRow]]:
    """The rows that a total may be the sum of: those above it since the last total of its section, else all above; at
    the top those below it; of one unit of measure, and no parts of others.
    """
    row = known.rows[place]
    like = [
        (at, one)
        for at, one in enumerate(known.rows)
        if at != place
        and not one.parent
        and known.units[one.id] == known.units[row.id]
        and one.id not in known.percents
    ]
    last = max((at for at, one in enumerate(known.rows[:place]) if one.is_total), default=-1)
    own = [one for at, one in like if last < at < place and not one.is_total]
    every = [one for at, one in like if at < place and not one.is_total]
    totals = [one for at, one in like if at < place and one.is_total]
    end = next((at for at, one in enumerate(known.rows) if at > place and one.is_total), len(known.rows))
    below = [one for at, one in like if place < at < end and not one.is_total]
    section = [one for one in own if one.section == row.section]
    return [totals if len(totals) > 1 and not own else section, own, every, totals, below]


def _rows_add_up(known: DraftFigures, row: DraftRow, group: Sequence[DraftRow]) -> bool | None:
    """None where no column has figures to tell it by."""
    told: bool | None = None
    for _, column in known.columns:
        whole = known.number(row, column)
        parts = [known.number(one, column) for one in group]
        if whole is None or all(part is None for part in parts) or not whole:
            continue
        if sum((part or Decimal(0) for part in parts), Decimal(0)) != whole:
            return False
        told = True
    return told


def _parts(known: DraftFigures, row: DraftRow) -> Iterator[DraftRelation]:
    """A row and the rows that are parts of it: their sum where figures or words say so, else no more than it."""
    parts = [
        one
        for one in known.rows
        if one.parent == row.id and known.units[one.id] == known.units[row.id] and one.id not in known.percents
    ]
    if not parts:
        return
    adds = _rows_add_up(known, row, parts) if len(parts) > 1 else None
    if adds:
        yield DraftRelation("row", row.id, "=", tuple(one.id for one in parts), (), FIGURES)
        return
    if len(parts) > 1 and adds is None and any(is_all_parts(one.label) for one in parts):
        yield DraftRelation("row", row.id, "=", tuple(one.id for one in parts), (), WORDS, parts[0].label)
        return
    for one in parts:
        more = any(
            (a := known.number(one, column)) is not None and (b := known.number(row, column)) is not None and a > b
            for _, column in known.columns
        )
        if is_part(one.label) and not more:
            yield DraftRelation("row", one.id, "<=", (row.id,), (), WORDS, one.label)


# --- shares by figures ------------------------------------------------------------------------------------------------


def _shares_of_figures(known: DraftFigures) -> Iterator[DraftShare]:
    """A row of percentages whose figures are those of two rows near it; without figures, that of the one part of its
    parent that its own words name.
    """
    by_id = {row.id: row for row in known.rows}
    for place, row in enumerate(known.rows):
        if row.id not in known.percents:
            continue
        parent = by_id.get(row.parent)
        near = [one for one in known.rows[max(0, place - 4) : place] if one.id not in known.percents]
        near += [parent] if parent and parent not in near else []
        pairs = [(a, b) for a in near for b in near if a is not b and known.units[a.id] == known.units[b.id]]
        holding = [pair for pair in pairs if _is_share(known, row, *pair)]
        if len(holding) == 1:
            yield DraftShare("row", row.id, holding[0][0].id, holding[0][1].id, FIGURES)
        elif parent and not any(known.number(row, column) is not None for _, column in known.columns):
            siblings = [one for one in near if one.parent == parent.id and len(_words(one) & _words(row)) > 1]
            if len(siblings) == 1:
                yield DraftShare("row", row.id, siblings[0].id, parent.id, WORDS, row.label)


def _is_share(known: DraftFigures, row: DraftRow, part: DraftRow, whole: DraftRow) -> bool:
    told = False
    for _, column in known.columns:
        share, top, bottom = (known.number(one, column) for one in (row, part, whole))
        if share is None or not top or not bottom:
            continue
        cell = known.cell(row, column)
        if cell and "%" in cell.style.number_format:
            share *= 100
        if abs(share - top / bottom * 100) > Decimal("0.06"):
            return False
        told = True
    return told


_EMPTY_WORDS = frozenset(("trong", "đó", "số", "tỷ", "lệ", "tỉ", "được", "đã", "của"))


def _words(row: DraftRow) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}", fold(row.label))) - _EMPTY_WORDS
