"""What the worksheet functions compute, as plain Python: values in, values out, no Excel.

Nothing is guessed here either: where there is no single reading the result is an empty text, or the message that says
why.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cchc_xl.excel.cells import block_grid, cell
from cchc_xl.model import Field, Finding, Form, Grid, Unit
from cchc_xl.numbers import text_of
from cchc_xl.words.excel import say

if TYPE_CHECKING:
    from cchc_xl.model import Consolidation, Reading
    from cchc_xl.units.roster import Roster

Rows = Sequence[Sequence[Any]]
MOST_CANDIDATES = 10
_ANY_COUNT = Field("", "", "", "")  # a quantity of which no more is known than that it counts something


def quantity(value: Any) -> int | float | str:
    """The number that a messy cell says, '' where there is no single one or where it would have to be worked out."""
    reading = _reading(value)
    return "" if reading.number is None or reading.computed else reading.number


def remark(value: Any) -> str:
    """The words of a messy cell that belong into the note column: '6(lồng ghép)' -> 'lồng ghép'.

    All of it where no number is read.
    """
    reading = _reading(value)
    return reading.qualifier if reading.number is not None else reading.raw_text if reading.state == "text" else ""


def _reading(value: Any) -> Reading:
    from cchc_xl.quantity.reading import read_quantity

    return read_quantity(cell(value), _ANY_COUNT)


def messages(rows: Rows, row: int = 1, column: int = 1, lang: str = "vi") -> list[list[str]]:
    """One message per line for a table of the form whose top left cell is at (row, column).

    One line that says so where all is well.
    """
    from cchc_xl.words import say as language

    form, found = _checked(block_grid(rows, first_row=row, first_column=column))
    texts = [[language.say(finding, form, lang).text] for finding in found if finding.severity != "note"]
    return texts or [[say("functions", "fine", lang)]]


def missing(rows: Rows, lang: str = "vi") -> list[list[str]]:
    """The indicators of the form that the table leaves blank or lacks, one per line."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.table.submission import read_submission

    submission, _ = read_submission(block_grid(rows), versions(default_form()))
    if submission is None:
        return [[say("functions", "no_table", lang)]]
    form = next(form for form in versions(default_form()) if form.version == submission.version)
    blank = [form.field(reading.field) for reading in submission.readings if reading.state in ("blank", "absent")]
    return [[f"{field.id} {field.label}"] for field in blank] or [[say("functions", "nothing_missing", lang)]]


def _checked(grid: Grid) -> tuple[Form, Iterable[Finding]]:
    """The form of the table and what is wrong with it, but for what a table alone cannot have (unit, period)."""
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.validate import settings, validate_grid

    forms = versions(default_form())
    report = validate_grid(grid, settings(forms))
    version = report.submission.version if report.submission else forms[0].version
    form = next(form for form in forms if form.version == version)
    return form, [finding for finding in report.findings if finding.field or report.submission is None]


def unit(name: str, province: str = "", lang: str = "vi", on: dt.date | None = None) -> str:
    """The id of the unit that a name means on a day (today), else its candidates in one text.

    ``province``: code or name; without one the whole country is searched, and a name that several provinces have gives
    candidates.
    """
    from cchc_xl.units.match import match
    from cchc_xl.units.national import find

    text, day = str(name or "").strip(), on or dt.date.today()  # noqa: DTZ011 - the clerk's own day
    if not province:
        found = find(text, None, day)
        if len({other.province for other in found}) != 1:
            return _candidates(found, lang)
        province = found[0].province
    matched = match(text, _roster(province, day), day)
    if matched.unit and matched.candidates:
        return say("functions", "former_unit", lang, name=matched.unit.name, candidates=_names(matched.candidates))
    return matched.unit.id if matched.unit else _candidates(matched.candidates, lang)


def _candidates(units: Sequence[Unit], lang: str) -> str:
    return (
        say("functions", "candidates", lang, candidates=_names(units)) if units else say("functions", "no_unit", lang)
    )


def _names(units: Sequence[Unit]) -> str:
    shown = "; ".join(f"{unit.name}, {unit.province} ({unit.id})" for unit in units[:MOST_CANDIDATES])
    return shown + "; …" * (len(units) > MOST_CANDIDATES)


@functools.lru_cache(maxsize=8)
def _roster(province: str, on: dt.date) -> Roster:
    from cchc_xl.units.national import national

    return national(province, on)


def total(folder: str, indicator: str | float, lang: str = "vi") -> int | float | str:
    """What is added up for an indicator over the reports of a folder.

    A message where there is no such folder or indicator.
    """
    if not os.path.isdir(folder):
        return say("functions", "no_folder", lang, path=folder)
    entries = sorted((entry.name, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in os.scandir(folder))
    wanted = _indicator(indicator)
    found = next((one for one in _consolidated(folder, tuple(entries)).totals if one.field == wanted), None)
    if found is None or found.used is None:
        return say("functions", "no_indicator", lang, indicator=indicator)
    return found.used


def _indicator(written: str | float) -> str:
    """'1', 1.0 and '01' are indicator 01; '5.1' is 05.1: a cell that Excel took for a number has lost its zeros."""
    text = text_of(written).strip()
    whole, dot, rest = text.partition(".")
    return whole.zfill(2) + dot + rest


@functools.lru_cache(maxsize=4)
def _consolidated(folder: str, entries: tuple[tuple[str, int, int], ...]) -> Consolidation:  # noqa: ARG001 - the key of the cache
    """A sheet asks for each indicator; the folder is read once as long as nothing in it changes."""
    from cchc_xl.consolidation.consolidate import consolidate
    from cchc_xl.form.load import default_form, versions
    from cchc_xl.run.collect import collect, look
    from cchc_xl.validate import settings

    forms = versions(default_form())
    return consolidate(forms[0], collect(look([folder]), settings(forms)).reports)
