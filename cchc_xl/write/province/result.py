"""A provincial workbook read as what it says: who reported, what is added up, what is open, what units wrote.

Everything comes from cells that a person sees, found by the titles of their columns, so that what she changed counts.
Figures are those of the sheet of units: an empty cell there is a figure that nobody has, and not 0.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from cchc_xl.aggregation import way_of
from cchc_xl.check.catalogue import title_of
from cchc_xl.consolidation.account.unit_status import STATUSES, UNUSABLE
from cchc_xl.consolidation.beside.statistics import median
from cchc_xl.errors import UserError
from cchc_xl.form.period import parse_date, parse_key, parse_period
from cchc_xl.model import Field, Form, Grid, Period, Scalar, Sheet
from cchc_xl.numbers import difference, text_of, whole
from cchc_xl.records import NamedTuple
from cchc_xl.table import own_table
from cchc_xl.table.document import concern_of
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.table.own_table import value
from cchc_xl.text import fold, squeeze
from cchc_xl.words.province import (
    ACTIONS,
    COMPARE,
    FINDINGS,
    OPINIONS,
    SOURCES,
    SUMMARY,
    UNITS,
    WORDS,
    in_all_languages,
    titles_of,
)
from cchc_xl.words.say import LANGUAGES
from cchc_xl.words.say import words as language
from cchc_xl.write.province.outstanding import OwingUnit
from cchc_xl.write.province.outstanding_in_workbook import form_of, listed_without

Number = int | float
WORDED = frozenset(("choice", "text", "date"))  # kinds of values that are no figures
_NOTED = ("note-aside", "note-estimate", "note-missing")


class ReportingUnit(NamedTuple):
    """A unit's row. ``values``: figures that are added up, by field, and ``words``: answers, texts and ISO days;
    ``late``: days after the deadline, None where the day of receipt is not known; ``status``: of ``STATUSES``, '' for
    none of them.
    """

    name: str
    level: str
    values: Mapping[str, Number]
    status: str = ""
    late: int | None = 0
    words: Mapping[str, str] = {}


class FieldResult(NamedTuple):
    """An indicator. ``total``: the value of all units, as the form has it worked out; None where there is none, as of
    shares that are not made of two other values, and of texts. ``given``: who gave which answer, text or ISO day, where
    no figure is asked. ``set_aside``: the sum of what is not added; the rest are numbers of units. ``missing``: without
    a figure, those that have not reported included.
    """

    field: Field
    units: tuple[tuple[str, Number], ...]  # who has a figure, and which
    total: Number | None = None
    given: tuple[tuple[str, str], ...] = ()
    set_aside: Number = 0
    units_aside: int = 0
    estimates: int = 0
    missing: int = 0

    @property
    def median(self) -> Number:
        """Of the units that have a figure; ``ValueError`` where none has."""
        return whole(median([number for _, number in self.units]))

    @property
    def noughts(self) -> int:
        return sum(number == 0 for _, number in self.units)


class Compared(NamedTuple):
    """An indicator over the ``units`` that have a figure in both periods."""

    field: Field
    units: int
    before: Number
    now: Number


class EarlierPeriod(NamedTuple):
    """An earlier period; ``same_kind``: of the same kind of period, a year or more before."""

    label: str
    same_kind: bool
    fields: tuple[Compared, ...]


class ProblemKind(NamedTuple):
    """Findings of one code: how many, how many of them nobody has decided about. ``severity``: error or warning."""

    code: str
    title: str
    severity: str
    found: int
    open: int


class UnitOpinion(NamedTuple):
    """What a unit wrote. ``concern``: difficulties or proposals."""

    unit: str
    concern: str
    text: str


class ProvinceResult(NamedTuple):
    """All that a provincial workbook says. ``missing``: the units without a report in use, with the names of the files
    that came, None where there was no roster; ``received``: the days of receipt that are known.
    """

    form: Form
    period: Period | None
    office: str
    units: tuple[ReportingUnit, ...]
    missing: tuple[OwingUnit, ...] | None
    fields: tuple[FieldResult, ...]
    received: tuple[dt.date, ...] = ()
    undated: int = 0
    earlier: tuple[EarlierPeriod, ...] = ()
    problems: tuple[ProblemKind, ...] = ()
    decided: int = 0
    told: tuple[UnitOpinion, ...] = ()

    @property
    def expected(self) -> tuple[ReportingUnit, ...]:
        """The units that had to report and whose report is in use."""
        passed = ("outside", UNUSABLE) if self.missing is not None else ("outside",)
        return tuple(unit for unit in self.units if unit.status not in passed)

    @property
    def outside(self) -> int:
        """How many reports are of no unit of the roster."""
        return sum(unit.status == "outside" for unit in self.units)

    @property
    def unusable(self) -> tuple[OwingUnit, ...]:
        """The units of whose files none can be used yet."""
        return tuple(unit for unit in self.missing or () if unit.files)


def read_result(grid: Grid, path: str) -> ProvinceResult:
    """What the workbook says. ``UserError`` 'bad-previous' for a file that is no provincial workbook."""
    meta, sheet = province_meta(grid), grid.sheet(UNITS)
    if not meta or sheet is None or grid.sheet(FINDINGS) is None:
        raise UserError("bad-previous", path=path)
    form = form_of(grid, path)
    units = tuple(_units(sheet, form))
    days, undated = _received(grid.sheet(SOURCES))
    problems, decided = _problems(grid.sheet(FINDINGS))
    period = parse_key(form, meta["period"]) if meta.get("period") else None
    return ProvinceResult(
        form,
        period,
        _office(grid.sheet(SUMMARY)),
        units,
        listed_without(grid),
        tuple(_fields(grid.sheet(SUMMARY), form, units)),
        days,
        undated,
        tuple(_earlier(grid, form, period)),
        problems,
        decided,
        tuple(_told(grid.sheet(OPINIONS))),
    )


def _below(sheet: Sheet, header: int) -> list[int]:
    """The rows below the titles."""
    return sorted({row for row, _ in sheet.cells if row > header})


def _number(found: Scalar) -> Number | None:
    return whole(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


# --- units and indicators ------------------------------------------------------------------------------------------


def _units(sheet: Sheet, form: Form) -> Iterator[ReportingUnit]:
    ids: dict[str, tuple[str, ...]] = {field.id: (field.id,) for field in form.fields}
    header, columns = own_table.titled(sheet, titles_of("unit", "level", "status", "late") | ids)
    known = {fold(word): status for status in STATUSES for word in in_all_languages(f"status-{status}")}
    undated = {fold(word) for word in in_all_languages("undated")}
    for row in own_table.rows(sheet, header, columns.get("unit", 0)):
        texts = {key: squeeze(text_of(value(sheet, row, columns.get(key, 0)))) for key in ("unit", "level", "status")}
        values = {
            field.id: number
            for field in form.fields
            if field.id in columns and (number := _number(value(sheet, row, columns[field.id]))) is not None
        }
        said = {
            field.id: text
            for field in form.fields
            if field.kind in WORDED and (text := squeeze(text_of(value(sheet, row, columns.get(field.id, 0)))))
        }
        late = value(sheet, row, columns.get("late", 0))
        days = _number(late)
        yield ReportingUnit(
            texts["unit"],
            texts["level"],
            values,
            known.get(fold(texts["status"]), ""),
            None if fold(text_of(late)) in undated else int(days or 0),
            said,
        )


def _fields(sheet: Sheet | None, form: Form, units: Sequence[ReportingUnit]) -> Iterator[FieldResult]:
    """What the rows of units come to; what is set aside and the notes from the first sheet, by the order of its
    rows.
    """

    def column(field: str) -> list[Number | None]:
        return [unit.values.get(field) for unit in units]

    notes, aside = _noted(sheet, form) if sheet else ({}, {})
    for field in form.fields:
        own = tuple((unit.name, unit.values[field.id]) for unit in units if field.id in unit.values)
        counts = notes.get(field.id, {})
        yield FieldResult(
            field,
            own,
            None if not own or field.kind in WORDED else way_of(field).total(field, column),
            tuple((unit.name, unit.words[field.id]) for unit in units if field.id in unit.words),
            aside.get(field.id, 0),
            counts.get("note-aside", 0),
            counts.get("note-estimate", 0),
            counts.get("note-missing", 0),
        )


def _noted(sheet: Sheet, form: Form) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, Number]]:
    """By field: the counts that its note tells, and the sum that is set aside."""
    header, columns = own_table.titled(sheet, titles_of("tt", "indicator", "measure", "quantity", "aside", "note"))
    notes, aside = {}, {}
    labels = {row: fold(text_of(value(sheet, row, columns.get("indicator", 0)))) for row in _below(sheet, header)}
    rows = iter(labels)
    for field in form.fields:
        row = next((row for row in rows if labels[row] == fold(field.label)), 0)  # in order: two may have one name
        note = text_of(value(sheet, row, columns.get("note", 0)))
        notes[field.id] = {key: n for key in _NOTED if (n := _count_in(note, key))}
        aside[field.id] = _number(value(sheet, row, columns.get("aside", 0))) or 0
    return notes, aside


def _count_in(text: str, key: str) -> int:
    """The number in a sentence of ours: 2 of 'chưa tính số của 2 đơn vị' for 'note-aside'."""
    found = _said(text, [words[key] for words in WORDS.values()])
    return _digits(found["n"]) if found else 0


def _said(text: str, templates: Sequence[str]) -> re.Match[str] | None:
    """What a text of ours, or a part of it before or after a semicolon, says in the words of a template, with or
    without more in parentheses behind it.
    """
    parts = [part.strip() for whole in (text, *text.split(";")) for part in (whole, whole.partition(" (")[0])]
    return next(
        (found for template in templates for part in parts if (found := _pattern(template).fullmatch(part))), None
    )


def _amount(text: str, lang: str) -> Number:
    """A number as we write it: '1.234,5' in Vietnamese, '1,234.5' in English."""
    grouped, decimal = (".", ",") if lang == "vi" else (",", ".")
    return whole(float(re.sub(r"[^\d.]", "", text.replace(grouped, "").replace(decimal, ".")) or 0))


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


@lru_cache(maxsize=32)
def _pattern(template: str) -> re.Pattern[str]:
    """A template of words as a pattern: each placeholder is a group that takes what stands in its place."""
    parts = re.split(r"\{(\w+)\}", template)
    groups = (rf"(?P<{part}>[^;]+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return re.compile("".join(groups), re.IGNORECASE)


def _office(sheet: Sheet | None) -> str:
    """The consolidating body in the top left corner; '' where the nation stands there."""
    text = squeeze(text_of(value(sheet, 1, 1))) if sheet else ""
    return "" if fold(text) in {fold(one) for one in in_all_languages("nation")} else text


# --- files, findings, texts ----------------------------------------------------------------------------------------


def _received(sheet: Sheet | None) -> tuple[tuple[dt.date, ...], int]:
    """The days on which the merged files came, in order, and of how many files nobody knows it."""
    if sheet is None:
        return (), 0
    header, columns = own_table.titled(sheet, titles_of("outcome", "received-on", "file"))
    merged = {fold(word) for word in in_all_languages("merged")}
    days = [
        parse_date(text_of(value(sheet, row, columns.get("received-on", 0)))[:10])
        for row in own_table.rows(sheet, header, columns.get("file", 0))
        if fold(text_of(value(sheet, row, columns.get("outcome", 0)))) in merged
    ]
    known = sorted(day for day in days if day)
    return tuple(known), len(days) - len(known)


def _problems(sheet: Sheet | None) -> tuple[tuple[ProblemKind, ...], int]:
    """Errors and warnings by code, the most frequent first; how many of them somebody has decided about."""
    if sheet is None:
        return (), 0
    header, columns = own_table.titled(sheet, titles_of("severity", "code", "unit", "action", "fingerprint"))
    severities = {fold(word): key for key in ("error", "warning") for word in in_all_languages(key)}
    ask = fold(ACTIONS["ask"])
    counts: Counter[tuple[str, str]] = Counter()
    still: Counter[tuple[str, str]] = Counter()
    for row in own_table.rows(sheet, header, columns.get("code", 0)):
        severity = severities.get(fold(text_of(value(sheet, row, columns.get("severity", 0)))))
        if severity is None:
            continue
        key = severity, text_of(value(sheet, row, columns["code"]))
        counts[key] += 1
        action = fold(text_of(value(sheet, row, columns.get("action", 0))))
        still[key] += action in ("", ask)
    ordered = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    kinds = (ProblemKind(code, title_of(code, "vi"), severity, counts[severity, code], still[severity, code])
             for severity, code in ordered)  # fmt: skip
    return tuple(kinds), counts.total() - still.total()


def _told(sheet: Sheet | None) -> Iterator[UnitOpinion]:
    if sheet is None:
        return
    header, columns = own_table.titled(sheet, titles_of("unit", "opinion-section", "opinion-text"))
    for row in own_table.rows(sheet, header, columns.get("opinion-text", 0)):
        unit, label, text = (
            text_of(value(sheet, row, columns.get(key, 0))) for key in ("unit", "opinion-section", "opinion-text")
        )
        if (concern := concern_of(label)) and text.strip():
            yield UnitOpinion(squeeze(unit), concern, text)


# --- earlier periods -----------------------------------------------------------------------------------------------


def _earlier(grid: Grid, form: Form, period: Period | None) -> Iterator[EarlierPeriod]:
    """The sheets of comparison, in order."""
    for sheet in grid.sheets:
        if sheet.name == COMPARE or re.fullmatch(rf"{COMPARE} \d+", sheet.name):
            title = _said(text_of(value(sheet, 1, 1)), _in_words("compare-title"))
            label = title["before"] if title else ""
            before = parse_period(form, label)
            same_kind = bool(before and period and before.type == period.type and before.year < period.year)
            yield EarlierPeriod(before.label if before else label, same_kind, tuple(_compared(sheet, form)))


def _compared(sheet: Sheet, form: Form) -> Iterator[Compared]:
    header, columns = own_table.titled(sheet, {key: _in_words(f"compare-{key}") for key in ("no", "alike", "note")})
    known = {fold(field.tt or field.id): field for field in form.fields}
    row = header + 1
    while (field := known.get(fold(text_of(value(sheet, row, columns.get("no", 0)))))) is not None:
        for lang in LANGUAGES if way_of(field).adds else ():
            said = _said(text_of(value(sheet, row, columns.get("note", 0))), [language(lang)["ui"]["compare-over"]])
            if said:
                before, now = (_amount(said[name], lang) for name in ("before", "now"))
                if _number(value(sheet, row, columns.get("alike", 0))) == difference(now, before):
                    yield Compared(field, _digits(said["units"]), before, now)
                break
        row += 1


def _in_words(key: str) -> list[str]:
    """The program's words for a key, in each language."""
    return [language(lang)["ui"][key] for lang in LANGUAGES]
