"""A finding or a key to words. Findings carry codes and parameters; this is the only place where they become text.

A message has four parts: where (file, sheet, cell, indicator), what stands there, why that is a problem, and what
exactly to do. The words of a code are in its entry in the catalogue, all others in ``vi.json`` and ``en.json`` beside
this module. A part may have a twin such as
``repair_unknown``, which is used where a value that the part speaks of is not known. Nothing here fails at a user's
place: a missing parameter is shown as "…".
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from cchc_xl.check.catalogue import texts
from cchc_xl.errors import Problems
from cchc_xl.model import TEXT_SHEET, CellRef, Column, Field, Finding, Form, Row, column_number
from cchc_xl.numbers import EXACT, whole
from cchc_xl.records import NamedTuple
from cchc_xl.text import late
from cchc_xl.typed import Any

LANGUAGES = ("vi", "en")
MISSING = "…"
LONGEST_TEXT = 120
LONGEST_LIST = 300
_COMMA_FOR_POINT = str.maketrans(",.", ".,")
_LISTS = frozenset({"candidates", "rows", "sheets"})
_PLAIN_NUMBERS = frozenset({"row", "rows", "year"})  # names of a place, not quantities: no thousands separator
_LISTS_OF_NAMES = frozenset({"candidates", "sheets"})  # names may hold commas
IDS_OF_REASONS = frozenset({"reason", "what"})  # parameters whose value is a key of the section "reasons"
_ABOUT_THE_NUMBER = frozenset(
    {"V09", "V11", "V14", "V27", "C13", "C15", "C16"}
)  # {value} is the cell's own number, not a proposal


class Message(NamedTuple):
    where: str
    what: str
    why: str
    repair: str

    @property
    def text(self) -> str:
        """All four parts in one line; a unit that opens the sentence is not named twice."""
        sentences = " ".join(part for part in (self.what, self.why, self.repair) if part)
        return f"{self.where}: {sentences}" if self.where and not sentences.startswith(self.where) else sentences


def gloss(text: str) -> str:
    """What a Vietnamese basis or example of the rulebook says, in English; '' for what is only data."""
    return _glosses().get(text, "")


@lru_cache(maxsize=1)
def _glosses() -> Mapping[str, str]:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "glosses.json"), encoding="utf-8") as file:
        glosses: Mapping[str, str] = json.load(file)
    return glosses


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> Mapping[str, Any]:
    """The language file. Raises ``ValueError`` for a language that there is none for."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{lang}.json"), encoding="utf-8") as file:
        loaded: Mapping[str, Any] = json.load(file)
    return loaded


def say(finding: Finding, form: Form | None = None, lang: str = "vi") -> Message:
    """The message of a finding. ``form`` gives the indicator's number, label and unit of measure."""
    values = _values(finding, form, lang, _needed(finding, lang) | {"file", "unit"})
    return Message(_where(finding, form, values, lang), *_message_texts(finding, values, lang))


def say_what(finding: Finding, form: Form | None = None, lang: str = "vi") -> tuple[str, str, str]:
    """What, why and repair, for a table that has the place in columns of its own."""
    return _message_texts(finding, _values(finding, form, lang, _needed(finding, lang)), lang)


def _message_texts(finding: Finding, values: dict[str, str], lang: str) -> tuple[str, str, str]:
    known, parts = words(lang), texts(finding.code, lang)
    for name in IDS_OF_REASONS & finding.params.keys():  # a reason's words have placeholders of their own
        if reasons := _reasons(finding, name, lang):
            values[name] = "; ".join(_fill(reason, values) for reason in reasons)
    what, why, repair = (_part(parts, part, values) for part in ("what", "why", "repair"))
    if own := finding.params.get("message"):  # a form that says it in its own words
        what, why, repair = str(own), "", str(finding.params.get("own_repair") or repair)
    if blocked := finding.params.get("blocked"):
        why = f"{why} {ui('blocked', lang, **blocked)}".strip()
    # A reason may have a remedy that is better than the code's general one.
    return what, why, _about_waiver(finding, known["repairs"].get(str(finding.params.get("reason")), repair), lang)


def _about_waiver(finding: Finding, repair: str, lang: str) -> str:
    """A waived finding asks for nothing: in place of the repair stands who waived it and why.

    An expired waiver is said.
    """
    params = finding.params
    if "waived_by" in params:
        return ui(
            "waived",
            lang,
            until=dt.date.fromisoformat(params["waived_until"]),
            who=params["waived_by"],
            reason=params["waived_reason"],
        )
    if "waiver_expired" in params:
        until = dt.date.fromisoformat(params["waiver_expired"])
        return f"{repair} {ui('waiver-expired', lang, who=params['waiver_of'], until=until)}"
    return repair


def ui(key: str, lang: str = "vi", **params: object) -> str:
    """The program's own words for ``key`` (section "ui"), filled with ``params``.

    The key itself where there are none.
    """
    template = words(lang)["ui"].get(key)
    return (
        key
        if template is None
        else _fill(template, {name: _ui_value(name, value, lang) for name, value in params.items()})
    )


def number(value: int | float, lang: str = "vi") -> str:
    """1234567.5 -> '1.234.567,5' (vi) or '1,234,567.5' (en); at most six decimals."""
    value = whole(value)
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(_COMMA_FOR_POINT) if lang == "vi" else text


def date(value: dt.date) -> str:
    """05/01/2026 in both languages: the documents that are spoken of have it so."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def visible(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text from a file as one printable line of at most ``longest`` characters.

    A line break shows as ↵, what cannot be shown as ·.
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(
        sign if sign.isprintable() else "↵" if sign == "\n" else " " if sign.isspace() else "·"
        for sign in cut.replace("\r\n", "\n")
    )


class _Asked(dict[str, str]):
    """Notes what a template asks for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __missing__(self, name: str) -> str:
        self.names.append(name)
        return ""


@lru_cache(maxsize=1024)
def placeholders(template: str) -> tuple[str, ...]:
    """The names between braces, in order."""
    asked = _Asked()
    template.format_map(asked)
    return tuple(asked.names)


@lru_cache(maxsize=512)
def mentioned(code: str, lang: str) -> frozenset[str]:
    """The placeholders that the texts of a code have."""
    return frozenset(name for text in texts(code, lang).values() for name in placeholders(text))


# --- filling -------------------------------------------------------------------------------------------------------


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return MISSING


def _fill(template: str, values: Mapping[str, str]) -> str:
    return template.format_map(_Known(values)) if "{" in template else template


def _part(parts: Mapping[str, str], part: str, values: Mapping[str, str]) -> str:
    template = parts[part]
    if not all(values.get(name) for name in placeholders(template)):
        template = parts.get(f"{part}_unknown", template)
    return _fill(template, values)


def _needed(finding: Finding, lang: str) -> frozenset[str]:
    """The placeholders whose values a message needs: a merge says thousands, and most know far more than they tell."""
    names = mentioned(finding.code, lang)
    for name in IDS_OF_REASONS & finding.params.keys():
        names = names.union(*(placeholders(reason) for reason in _reasons(finding, name, lang)))
    return names


def _reasons(finding: Finding, name: str, lang: str) -> list[str]:
    """The words of the reasons that a parameter names by their ids."""
    given, known = finding.params[name], words(lang)["reasons"]
    return [known[str(one)] for one in (given if isinstance(given, tuple | list) else (given,)) if known.get(str(one))]


def _values(finding: Finding, form: Form | None, lang: str, names: frozenset[str]) -> dict[str, str]:
    """Placeholder of ``names`` -> text: a parameter, or what the finding and the form tell."""
    values = {}
    for name in names:
        value = finding.params.get(name)
        if not _is_known(value):
            value = _own(name, finding, form, lang)
        if not _is_known(value):
            continue
        if finding.phase == "value" and name in ("value", "guess") and isinstance(value, int | float):
            values[name] = _as_typed(
                value, lang
            )  # "please enter 1.200" would ask for the very separator that does the harm
        else:
            values[name] = _shown(name, value, form, lang)
            if name in _PLACES and finding.ref is not None and finding.ref.document:
                values[name] = _in_words(values[name], lang)
    return values


def _as_typed(value: int | float, lang: str) -> str:
    """1200 -> '1200', 1.5 -> '1,5' (vi): a number as one types it into a cell."""
    return number(value, lang).replace("." if lang == "vi" else ",", "")


def _is_known(value: object) -> bool:
    return value is not None and value not in ("", MISSING, (), [])


def _number_of(finding: Finding) -> int | float | None:
    """What {value} stands for: the proposal, or the cell's own number where the finding is about its size."""
    if finding.proposed is not None or finding.code not in _ABOUT_THE_NUMBER:
        return finding.proposed
    try:
        value = float(finding.raw)
    except ValueError:
        return None
    return value if abs(value) < EXACT else None  # neither infinite nor rounded, and not nan either


def _shown(name: str, value: object, form: Form | None, lang: str) -> str:
    if isinstance(value, str):
        return visible(
            value if name == "raw" else _translated(name, value, form), LONGEST_LIST if name in _LISTS else LONGEST_TEXT
        )
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return str(value) if name in _PLAIN_NUMBERS else number(value, lang)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, CellRef):
        return address(value, lang)
    if isinstance(value, tuple | list | set | frozenset):
        return _listed(name, list(value), form, lang)
    return _shown(name, str(value), form, lang)


def _ui_value(name: str, value: object, lang: str) -> str:
    """A parameter of the program's own words: paths and lists of problems are not shortened."""
    if isinstance(value, Problems):
        value = value.words(lang)
    if isinstance(value, str):
        return "\n".join(visible(line, len(line)) for line in value.split("\n"))
    return _shown(name, value, None, lang)


def _listed(name: str, items: list[object], form: Form | None, lang: str) -> str:
    shown, length = [], 0
    for item in items:
        shown.append(_shown(name, item, form, lang))
        length += len(shown[-1]) + 2
        if length > LONGEST_LIST:
            shown[-1] = MISSING
            break
    return ("; " if name in _LISTS_OF_NAMES else ", ").join(shown)


def _translated(name: str, text: str, form: Form | None) -> str:
    """Ids in parameters to words: ISO dates; periods, columns and levels of the form."""
    if text[4:5] == text[7:8] == "-" and text[10:11] in ("", " ", "T") and len(text) <= 19:
        try:
            return date(dt.date.fromisoformat(text[:10])) + text[10:16].replace("T", " ")
        except ValueError:
            return text
    if form is None:
        return text
    if name == "col":
        return form.columns.get(text, text)
    if name == "level":
        return form.levels.get(text, text)
    year, dash, period_id = text.partition("-")
    if dash and len(year) == 4 and year.isdecimal():
        label = next((period.label for period in form.periods if period.id == period_id), "")
        return f"{label} {year}" if label else text
    return text


# --- where ---------------------------------------------------------------------------------------------------------


def _where(finding: Finding, form: Form | None, values: Mapping[str, str], lang: str) -> str:
    """'bao-cao.xlsx, trang tính “Phụ lục”, ô D8, chỉ tiêu 01 “Số lượng văn bản …”'; the unit where there is no file."""
    parts = [values[name] for name in ("file", "unit") if name in values][:1]
    if finding.ref:
        parts.append(place(finding.ref, lang))
    about = _subject(finding, form)
    if isinstance(about, Column):
        parts.append(ui("where-column", lang, label=about.label))
    elif isinstance(about, Field) and form and form.listed(about.id):
        parts.append(ui("where-list-column", lang, label=about.label))
    elif about and form:
        parts.append(ui("where-field", lang, tt=tt_of(about, form, lang), label=about.label))
    return ", ".join(parts)


def place(ref: CellRef, lang: str) -> str:
    """'trang tính “Phụ lục”, ô D8'; in a document 'Bảng 2, dòng 6, cột 4'."""
    if ref.document:
        if ref.sheet == TEXT_SHEET:
            return ui("where-text", lang, row=ref.row)
        return ui("where-table", lang, sheet=ref.sheet, cell=address(ref, lang))
    cell = ui("where-cell", lang, cell=ref.a1)
    return f"{ui('where-sheet', lang, sheet=ref.sheet)}, {cell}" if ref.sheet else cell


def place_of(sheet: str, cell: str, lang: str) -> str:
    """The same from the words of a table that has sheets and addresses in columns of their own."""
    if not sheet or not cell or _ADDRESS.fullmatch(cell):
        return f"{ui('where-cell', lang, cell=cell)}, {ui('where-sheet', lang, sheet=sheet)}" if cell else ""
    return ui("where-table", lang, sheet=sheet, cell=cell)


def address(ref: CellRef, lang: str) -> str:
    """'D8'; in a document 'dòng 6, cột 4'."""
    return ui("where-table-cell", lang, row=ref.row, column=ref.column) if ref.document else ref.a1


_ADDRESS = late(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_PLACES = frozenset({"at", "cells", "col", "cols", "range", "read", "sheets"})  # parameters that hold addresses
_COLUMN = late(r"(?<![\w“])[A-Z]{1,2}(?= “|; |, |$)")


def _in_words(text: str, lang: str) -> str:
    """The addresses in a text as rows and columns: a document's tables have no letters."""

    def of_area(match: re.Match[str]) -> str:
        left, top, right, bottom = match.groups()
        known = {"row": int(top), "column": column_number(left)}
        if right is None:
            return ui("where-table-cell", lang, **known)
        known |= {"last_row": int(bottom), "last_column": column_number(right)}
        return ui("where-table-range" if left == right else "where-table-area", lang, **known)

    text = re.sub(rf"(?<!\w){_ADDRESS.pattern}(?!\w)", of_area, text).replace("!", ", ")
    return _COLUMN.sub(lambda match: str(column_number(match[0])), text)


def _subject(finding: Finding, form: Form | None) -> Field | Row | Column | None:
    """What a finding is about: a value, a whole row, a whole column."""
    if form is None or not finding.field:
        return None
    if finding.field in form.groups:
        every: tuple[Row | Column, ...] = (*form.rows, *form.values)
        name = finding.field.removeprefix("@")
        return next(one for one in every if one.id == name and isinstance(one, Column) == finding.field.startswith("@"))
    return next((field for field in form.fields if field.id == finding.field), None) or form.listed(finding.field)


def tt_of(about: Field | Row | Column, form: Form, lang: str) -> str:
    """The number that the paper form shows; for a row without one '05 (dòng con)'; of a column its id."""
    if isinstance(about, Column):
        return about.id
    if about.tt or about.parent is None:
        return about.tt or about.id
    return ui("sub-row", lang, tt=tt_of(form.row(about.parent.partition("@")[0]), form, lang))


# --- what a finding and its form tell by themselves ----------------------------------------------------------------

_OF_FINDING: Mapping[str, Callable[[Finding], object]] = {
    "file": lambda finding: finding.source.replace("\\", "/").rsplit("/", 1)[-1],
    "raw": lambda finding: finding.raw,
    "value": _number_of,
    "unit": lambda finding: finding.unit,
    "period": lambda finding: finding.period,
    "field": lambda finding: finding.field,
    "cell": lambda finding: finding.ref,
    "sheet": lambda finding: finding.ref and finding.ref.sheet,
    "row": lambda finding: finding.ref and finding.ref.row,
}
_OF_FIELD: Mapping[str, Callable[[Field | Row | Column, Form, str], object]] = {
    "tt": tt_of,
    "label": lambda about, *_: about.label,
    "unit_form": lambda about, *_: "" if isinstance(about, Column) else about.unit,
}
AUTOMATIC = frozenset({*_OF_FINDING, *_OF_FIELD})
"""Placeholders that are filled from the finding and its form, and need not be among its parameters."""


def _own(name: str, finding: Finding, form: Form | None, lang: str) -> object:
    if name in _OF_FINDING:
        return _OF_FINDING[name](finding)
    about = _subject(finding, form) if name in _OF_FIELD else None
    return _OF_FIELD[name](about, form, lang) if about and form else None
