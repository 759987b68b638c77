"""An appendix of any form -> a definition of the form language, each guess marked for review.

What is read as it stands (numbers, labels, titles, a column of units) is no guess. Everything else says in ``review``
what it rests on; ``forms check`` lists these until a person has removed them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl.check.kinds.equation import CODE_OF
from cchc_xl.draft import kinds
from cchc_xl.draft.appendix import Appendix, ValueColumn, appendices, without_rows
from cchc_xl.draft.heading import form_id, heading_of
from cchc_xl.draft.kinds import DraftType, DraftUnit
from cchc_xl.draft.rows import DraftRow, DraftRows, rows_of
from cchc_xl.draft.sums import DraftFigures, DraftRelation, DraftShare, DraftSums, sums_of
from cchc_xl.errors import UserError
from cchc_xl.form.expand import standard
from cchc_xl.form.schema import LONGEST_COLUMN_ID, MOST_COLUMNS
from cchc_xl.model import Grid
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import GUIDES
from cchc_xl.table.titles import kind_of
from cchc_xl.text import fold, plain
from cchc_xl.words.forms import GUESSES

_STOCK = re.compile(r"hiện có|hiện còn|tính đến|đến cuối kỳ|đến thời điểm|tại thời điểm|đang quản lý|lũy kế")
_NOT_ADDED = ("percent", "text", "date", "choice")
_YEAR = re.compile(r"20\d\d")


class Draft(NamedTuple):
    """``definition``: the JSON of a form; ``sheet``: where its table stands; ``others``: sheets with other tables."""

    definition: Mapping[str, Any]
    sheet: str
    others: tuple[str, ...]

    @property
    def open_points(self) -> int:
        parts = ("fields", "values", "sections", "rules")
        items = [self.definition, *(item for part in parts for item in self.definition.get(part, ()))]
        return sum(len(item.get("review", ())) for item in items)


def drafted(grid: Grid, sheet: str = "", lang: str = "vi") -> Draft:
    """A definition of the largest table of a file, or of a named sheet.

    ``UserError``: 'draft-no-sheet', 'draft-no-table'. ``lang``: of the words in ``review``.
    """
    if sheet and grid.sheet(sheet) is None:
        raise UserError("draft-no-sheet", sheet=sheet, known=", ".join(one.name for one in grid.sheets))
    found = [one for one in appendices(grid) if not sheet or one.sheet.name == sheet]
    if not found:
        raise UserError("draft-no-table", path=grid.source.path)
    table, *rest = found
    others = tuple(one.sheet.name for one in rest if one.titles and not fold(one.sheet.name).startswith(GUIDES))
    lists = tuple(name for name in without_rows(grid) if name != table.sheet.name)
    return Draft(
        _Writer(table, lang, others, lists, grid.source.name.rpartition(".")[0]).definition(), table.sheet.name, others
    )


class _Writer:
    """The parts of one definition; ``note`` words a guess."""

    def __init__(self, table: Appendix, lang: str, others: Sequence[str], lists: Sequence[str], name: str) -> None:
        self.table = table._replace(values=table.values[:MOST_COLUMNS])
        self.left_out = [*table.dropped, *(" – ".join(one.titles) for one in table.values[MOST_COLUMNS:])]
        self.lang, self.others, self.lists, self.name = lang, others, lists, name
        self.rows: DraftRows = rows_of(self.table)
        if not self.rows.rows:
            raise UserError("draft-no-table", path=name)
        self.columns = _named(self.table.values)
        self.several = len(self.columns) > 1
        self.by_id = {row.id: row for row in self.rows.rows}
        self.empty = kinds.not_asked(self.table, self.rows.rows, self.table.values) if self.several else set()
        self.units = self._units()
        self.column_units = self._column_units() if self.several else {}
        self.row_types, self.column_types = self._types()
        self.sums = self._sums()

    def note(self, key: str, what: str = "") -> str:
        return GUESSES[key][self.lang == "en"].format(what=what)

    # --- what is known of rows and columns ---------------------------------------------------------------------------

    def _units(self) -> dict[str, DraftUnit]:
        above = kinds.unit_above(self.table)
        units = {row.id: kinds.unit_of_row(row, self.by_id.get(row.parent), above) for row in self.rows.rows}
        for row in self.rows.rows:
            if units[row.id].why in ("unit-unknown", "unit-of-parent") and (said := self._said_in_words(row)):
                units[row.id] = DraftUnit(said, "unit-of-words")
        titles = [title for column in self.table.values for title in column.titles]
        counted = list(filter(None, map(kinds.counted_in, titles)))
        own = [over for _, column in self.columns if (over := self._unit_over(column))]
        other = (
            DraftUnit(counted[0], "unit-counted") if counted else DraftUnit(own[0], "unit-in-title") if own else None
        )
        if self.table.unit:  # a total or a part without a unit counts what the rows around it do
            previous = next((unit for unit in units.values() if not unit.why), None)
            for id_, unit in units.items():
                previous = unit if not unit.why else previous
                other_row = DraftUnit(previous.text, "unit-of-rows") if previous else None
                if unit.why == "unit-unknown" and other_row:
                    units[id_] = other_row
        return {id_: other if unit.why == "unit-unknown" and other else unit for id_, unit in units.items()}

    def _said_in_words(self, row: DraftRow) -> str:
        """What stands as the unit of measure of a row that asks for no figure."""
        cells = [self.table.cell(row.line, column) for column in self.table.values]
        made = kinds.type_of_cells("", "", row.label, cells)
        words = {"text": "Nội dung", "date": "Ngày", "choice": "/".join(made.choices)}
        return words.get(made.kind, "")

    def _column_units(self) -> dict[str, str]:
        """The units of measure that titles say, in brackets; or by what they count, where columns count different
        things and nothing else says it.
        """
        over = {id_: self._unit_over(column) for id_, column in self.columns}
        if self.table.unit or kinds.unit_above(self.table):
            return over
        counted = {id_: kinds.unit_of_counting_title(column.titles[-1]) for id_, column in self.columns}
        different = len({fold(unit) for unit in counted.values() if unit}) > 1
        return {id_: unit or (counted[id_] if different else "") for id_, unit in over.items()}

    def _unit_over(self, column: ValueColumn) -> str:
        return next((unit for title in reversed(column.titles) if (unit := kinds.unit_of_title(title))), "")

    def _types(self) -> tuple[dict[str, DraftType], dict[str, DraftType]]:
        """The types of the rows and those of the columns; of rows with one unit of measure the columns say it."""
        by_rows = not self.several or len({fold(unit.text) for unit in self.units.values()}) > 1
        columns: dict[str, DraftType] = {}
        for id_, column in self.columns if self.several else ():
            cells = [
                self.table.cell(row.line, column) for row in self.rows.rows if (row.id, column.column) not in self.empty
            ]
            units = {unit.text for unit in self.units.values()}
            unit = self.column_units[id_] or (units.pop() if len(units) == 1 else "")
            made = kinds.type_of_cells(unit, column.titles[-1], "", cells)
            if self.column_units[id_] or not by_rows or made.kind in ("text", "date", "choice"):
                columns[id_] = made
        rows: dict[str, DraftType] = {}
        for row in self.rows.rows:
            cells = [
                self.table.cell(row.line, column)
                for id_, column in self.columns
                if id_ not in columns and (row.id, column.column) not in self.empty
            ]
            title = self.columns[0][1].titles[-1] if not self.several else ""
            rows[row.id] = (
                kinds.type_of_cells(self.units[row.id].text, "", row.label, cells) if by_rows else DraftType()
            )
            if not self.several and not rows[row.id].why[0] and kinds.unit_of_title(title) and self.units[row.id].why:
                rows[row.id] = kinds.type_of_cells(kinds.unit_of_title(title), "", row.label, cells)
        return rows, columns

    def _sums(self) -> DraftSums:
        percents = {
            id_
            for types in (self.row_types, self.column_types)
            for id_, made in types.items()
            if made.kind == "percent"
        }
        words = {
            id_
            for types in (self.row_types, self.column_types)
            for id_, made in types.items()
            if made.kind in ("text", "date", "choice")
        }
        rows = [row for row in self.rows.rows if row.id not in words]
        columns = [(id_, column) for id_, column in self.columns if id_ not in words]
        units = {id_: fold(unit.text) for id_, unit in self.units.items()}
        return sums_of(DraftFigures(self.table, rows, columns, units, frozenset(percents)))

    # --- the definition ----------------------------------------------------------------------------------------------

    def definition(self) -> dict[str, Any]:
        heading = heading_of(self.table.above, self.name)
        said = [self.note("title", heading.title)]
        said.append(self.note("periods", heading.said) if heading.said else self.note("periods-usual"))
        said += [self.note("flow"), self.note("levels")]
        if not self.table.titles:
            said.append(self.note("no-titles"))
        said += [self.note("dropped", one) for one in self.left_out]
        said += [self.note("other-table", one) for one in self.others]
        said += [self.note("list-table", one) for one in self.lists]
        said += [
            self.note("dated-title", " – ".join(column.titles))
            for column in self.table.values
            if any(map(_YEAR.search, column.titles))
        ]
        made: dict[str, Any] = {
            "id": form_id(heading.title),
            "version": 1,
            "title": heading.title,
            "review": said,
            "heading": list(heading.lines),
        }
        if heading.periods:
            made["periods"] = list(heading.periods)
        if columns := self._titles():
            made["columns"] = columns
        if self.several:
            made["values"] = [self._column(id_, column) for id_, column in self.columns]
        if self.rows.sections:
            made["sections"] = [
                _with({"tt": one.tt, "label": one.label, "before": one.before}, self._said(one.guesses))
                for one in self.rows.sections
            ]
        made["fields"] = [self._field(row) for row in self.rows.rows]
        if rules := [self._rule(number, one) for number, one in enumerate(self.sums.relations, 1)]:
            made["rules"] = rules
        return made

    def _said(self, guesses: Sequence[tuple[str, str]]) -> list[str]:
        return [self.note(*guess) for guess in guesses]

    def _titles(self) -> dict[str, str]:
        """The titles of the columns, where they are not the usual ones."""
        usual = dict(standard()["columns"])
        made = usual | {name: title for name, title in self.table.beside.items() if title and kind_of(title) != "check"}
        value = self.columns[0][1].titles[-1]
        if not self.several and self.table.titles and not _YEAR.search(value) and kind_of(value) != "period":
            made["value"] = value
        return made if made != usual else {}

    def _column(self, id_: str, column: ValueColumn) -> dict[str, Any]:
        *groups, title = column.titles[-3:]
        made: dict[str, Any] = {"id": id_, "title": title}
        if groups:
            made["group"] = groups[0] if len(groups) == 1 else groups
        said: list[str] = []
        if unit := self.column_units[id_]:
            made["unit"] = unit
            said.append(self.note("unit-in-title", unit))
        if type_ := self.column_types.get(id_):
            said += self._put_type(made, type_)
        self._put_share(made, "column", id_, said)
        return _with(made, said)

    def _field(self, row: DraftRow) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if row.id != row.tt:
            made["id"] = row.id
        if row.tt:
            made["tt"] = row.tt
        if row.parent:
            made["parent"] = row.parent
        unit = self.units[row.id]
        made |= {"label": row.label, "unit": unit.text}
        said = self._said(row.guesses)
        if unit.why:
            said.append(self.note(unit.why, unit.text))
        said += self._put_type(made, self.row_types[row.id])
        if _STOCK.search(fold(row.label)):
            made["measure"] = "stock"
            said.append(self.note("stock"))
        empty = [id_ for id_, column in self.columns if (row.id, column.column) in self.empty]
        if empty:
            made["cells"] = dict.fromkeys(empty)
            said.append(self.note("not-asked", ", ".join(empty)))
        apart = self._shares_apart(row) - set(empty)
        if apart:
            made.setdefault("cells", {}).update((id_, {"of": {}}) for id_ in sorted(apart))
            said.append(self.note("share-apart", ", ".join(sorted(apart))))
        self._put_share(made, "row", row.id, said)
        if row.id in self.sums.broken:
            said.append(self.note("no-sum"))
        return _with(made, said)

    def _shares_apart(self, row: DraftRow) -> set[str]:
        """The columns of shares in which a row has a figure of another kind: a share of two percentages is none."""
        if not self.several or self.row_types[row.id].kind not in _NOT_ADDED:
            return set()
        return {one.left for one in self.sums.shares if one.of == "column"}

    def _put_type(self, made: dict[str, Any], type_: DraftType) -> list[str]:
        if type_.kind == "count" and not type_.why[0]:
            return []
        made["kind"] = type_.kind
        if type_.places is not None:
            made["places"] = type_.places
        if type_.choices:
            made["choices"] = list(type_.choices)
        return [self.note(*type_.why)]

    def _put_share(self, made: dict[str, Any], of: str, id_: str, said: list[str]) -> None:
        share = next((one for one in self.sums.shares if (one.of, one.left) == (of, id_)), None)
        if share is not None and made.get("kind") == "percent":
            made["of"] = {
                "numerator": self._name(of, share.numerator),
                "denominator": self._name(of, share.denominator),
            }
            said.append(self._evidence(share))

    def _rule(self, number: int, one: DraftRelation) -> dict[str, Any]:
        args: dict[str, Any] = {
            "left": self._left(one),
            "operator": one.operator,
            "right": [self._name(one.of, id_) for id_ in one.right],
        }
        if one.minus:
            args["minus"] = [self._name(one.of, id_) for id_ in one.minus]
        made = {
            "id": f"phep-tinh-{number}",
            "code": CODE_OF[one.operator],
            "kind": "equation",
            "severity": "warning",
            "args": args,
        }
        return _with(made, [self._evidence(one)])

    def _left(self, one: DraftRelation) -> Any:
        """What is the sum: of a whole row or column without the cells that are not added up."""
        name = self._name(one.of, one.left)
        if not self.several:
            return name
        rows = [row.id for row in self.rows.rows if self.row_types[row.id].kind not in _NOT_ADDED]
        columns = [id_ for id_, _ in self.columns if self._column_kind(id_) not in _NOT_ADDED]
        if one.of == "column" and len(rows) < len(self.rows.rows):
            return {**name, "rows": rows}
        if one.of == "row" and len(columns) < len(self.columns):
            return {**name, "columns": columns}
        return name

    def _column_kind(self, id_: str) -> str:
        return self.column_types[id_].kind if id_ in self.column_types else ""

    def _evidence(self, one: DraftRelation | DraftShare) -> str:
        return self.note(f"sum-{one.evidence}", one.seen)

    def _name(self, of: str, id_: str) -> Any:
        return {of: id_} if self.several else id_


def _with(made: dict[str, Any], said: Sequence[str]) -> dict[str, Any]:
    return {**made, "review": list(dict.fromkeys(said))} if said else made


def _named(columns: Sequence[ValueColumn]) -> list[tuple[str, ValueColumn]]:
    """The columns with ids made of their titles; the same titles twice are told apart by a number."""
    named: list[tuple[str, ValueColumn]] = []
    titles: set[tuple[str, ...]] = set()
    for column in columns:
        path = column.titles[-3:]
        number = 2
        while tuple(map(plain, path)) in titles:
            path, number = (*column.titles[-3:][:-1], f"{column.titles[-1]} ({number})"), number + 1
        titles.add(tuple(map(plain, path)))
        taken = {id_ for id_, _ in named}
        wanted = [
            _slug(path[-1]),
            _slug(" ".join(path[-2:])),
            *(f"{_slug(path[-1])[: LONGEST_COLUMN_ID - 3]}-{n}" for n in range(2, 99)),
        ]
        named.append((next(one for one in wanted if one not in taken), column._replace(titles=path)))
    return named


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", plain(title))
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > LONGEST_COLUMN_ID:
            break
        made = f"{made}-{word}" if made else word
    return made if made[:1].isalpha() else f"cot-{made}"[:LONGEST_COLUMN_ID].strip("-")
