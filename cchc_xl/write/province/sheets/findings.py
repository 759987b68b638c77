"""Sheet "Vấn đề": every finding with its place, and the columns in which the consolidator decides.

The hidden column holds the fingerprint by which the next merge finds the decision again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cchc_xl.check.catalogue import title_of
from cchc_xl.consolidation.account.decided import NOTHING_READ, PERIOD_QUESTIONS, choices
from cchc_xl.consolidation.account.given import GIVING, PROPOSED, PROPOSED_NAME
from cchc_xl.model import SEVERITIES, Consolidation, Field, Finding
from cchc_xl.records import NamedTuple
from cchc_xl.words.province import ACTIONS, FINDING_COLUMNS, FINDINGS
from cchc_xl.words.say import address
from cchc_xl.write.province.effects import Effect, effect_words, stated, words_of_action
from cchc_xl.write.province.facts import ProvinceFacts
from cchc_xl.write.province.sheet import ProvinceSheet, always
from cchc_xl.write.province.sheets import unit_list
from cchc_xl.write.province.sheets.notes import ELSEWHERE, NoteGroup, listing
from cchc_xl.write.province.written import Written, count, same
from cchc_xl.write.xlsx.book import DECIMALS, FILLS, MOMENT, NUMBER, Book, height, printable
from cchc_xl.write.xlsx.rows import Rows, Value, moment, number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER, FIRST = 2, 3  # rows, from 0
WIDTHS = (5, 9, 6, 18, 8, 19, 9, 6, 14, 10, 42, 36, 15, 9, 15, 11, 16, 19, 18)
LAST = FINDING_COLUMNS.index("effect")
NAMED = 5  # units named beside a note that is about many
LARGEST = 10**9
LONG_WORD = 5  # characters that a line of a path loses, since it breaks at few places


def write(book: Book, facts: ProvinceFacts) -> None:
    """Writes the sheet.

    The findings are in the rows from ``FIRST`` on, in the order of ``facts.listed`` and ``facts.groups``.
    """
    sheet = book.sheet(FINDINGS)
    last = FIRST + max(len(facts.listed) + len(facts.groups), 1) - 1
    book.title(sheet, book.word("findings-title"), book.word("findings-help"), LAST, 34)
    book.heads(sheet, HEADER, [book.word(key) for key in FINDING_COLUMNS], WIDTHS)
    sheet.set_row(HEADER, 31)
    sheet.set_column(len(FINDING_COLUMNS) - 1, len(FINDING_COLUMNS) - 1, None, None, {"hidden": True})
    rows, offers = _rows(book, sheet, facts)
    sheet.splice(rows)
    _choices(book, sheet, facts, offers or [_OF_NOTES])
    sheet.autofilter(HEADER, 0, last, len(FINDING_COLUMNS) - 1)
    sheet.freeze_panes(FIRST, 4)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, LAST)


def _rows(book: Book, sheet: Any, facts: ProvinceFacts) -> tuple[Rows, list[Offer]]:
    """The rows, and what can be chosen in each."""
    form = facts.consolidation.form
    whole, fractional = _styles(book, NUMBER), _styles(book, DECIMALS)
    on = (form.id, form.version, facts.folder, facts.consolidation.roster_size > 0, whole, fractional)
    rows = book.rows(FIRST, sheet, keys=(FINDING_COLUMNS.index("fingerprint"),), on=on)
    with_places = {field.id for field in form.fields if field.places}

    def add(values: tuple[Value, ...], fingerprint: str, field: str, severity: str, high: float) -> None:
        decided = _decided(book, facts.effects.get(fingerprint))
        if decided is not _UNDECIDED:
            beside = WIDTHS[LAST + 1 - len(decided) : LAST + 1]
            high = max(high, height(*((str(text or ""), width) for text, width in zip(decided, beside, strict=True))))
        styles = fractional if field in with_places else whole
        rows.add((*values, *decided, fingerprint), styles[severity], high)

    names = {severity: book.word("note-severity" if severity == "note" else severity) for severity in SEVERITIES}
    tts = {field.id: tt(field) for field in form.fields}
    tts |= {column.id: column.label for one in form.lists for column in one.columns}
    shown = lru_cache(maxsize=4096)(partial(printable, lang=book.lang))  # what units write recurs

    def of_findings(places: Sequence[int]) -> list[Offer]:
        for place in places:
            finding = facts.listed[place]
            fingerprint, (what, why, repair) = finding.fingerprint, facts.say(finding)
            owner = facts.owner(place)
            unit = shown(owner.name if owner else str(finding.params.get("unit", "")) or finding.unit)
            problem, file, raw = (
                printable(f"{what} {why}".strip(), book.lang),
                shown(facts.file(finding.source)),
                shown(finding.raw),
            )
            at = finding.ref
            add(
                (
                    place + 1, names[finding.severity], finding.code, unit,
                    shown(tts.get(finding.field, finding.field)), file, shown(at.sheet) if at else "",
                    address(at, book.lang) if at else "", raw, _proposed(finding, shown), problem, shown(repair),
                ),
                fingerprint,
                finding.field,
                finding.severity,
                height(
                    (problem, WIDTHS[10]), (repair, WIDTHS[11]), (unit, WIDTHS[3]), (file, WIDTHS[5] - LONG_WORD),
                    (raw, WIDTHS[8]), (str(finding.params.get(PROPOSED_NAME, "")), WIDTHS[9]),
                ),
            )  # fmt: skip
        return [_offer(facts, place) for place in places]

    offers: list[Offer] = []
    for depends, places in _stretches(facts):
        make = partial(of_findings, places)
        told = rows.stretch(depends, make) if depends else make()
        offers += [Offer(tuple(actions), about) for actions, about in told]
    for place, group in enumerate(facts.groups, len(facts.listed) + 1):
        problem = _told_once(book, facts, group)
        add(
            (
                place, names["note"], group.code, book.word("units", n=book.number(len(_units(facts, group)))),
                tts.get(group.field, group.field), "", "", "", "", None, problem, book.word("no-repair"),
            ),
            group.fingerprint,
            group.field,
            "note",
            height((problem, WIDTHS[10])),
        )  # fmt: skip
        offers.append(_OF_NOTES)
    return rows, offers


def _stretches(facts: ProvinceFacts) -> Iterator[tuple[object, Sequence[int]]]:
    """The places of the findings about one unit after the other, with all that their rows depend on; of findings that
    are about none, or where no rows are kept, with None.
    """
    for owner, group in groupby(range(len(facts.listed)), facts.owners.__getitem__):
        places = tuple(group)
        unit = facts.units[owner] if owner >= 0 else None
        if unit is None or not unit.digest:
            yield None, places
        else:
            decided = facts.effects and [facts.effects.get(facts.listed[place].fingerprint) for place in places]
            yield (unit.digest, unit.places.index(places[0]), len(places), decided), places


def _told_once(book: Book, facts: ProvinceFacts, group: NoteGroup) -> str:
    """The code's title, how often, and the first units that it is about."""
    units = _units(facts, group)
    title = title_of(group.code, book.lang)
    names = "; ".join(units[:NAMED]) + ("; …" if len(units) > NAMED else "")
    return printable(book.word("notes", title=title, times=book.number(group.times), names=names), book.lang)


def _units(facts: ProvinceFacts, group: NoteGroup) -> list[str]:
    """The units of some notes, each once; a file that is no unit's by its name."""
    return list(dict.fromkeys(facts.owner_of.get(source) or unit or facts.file(source) for source, unit in group.about))


_UNDECIDED: tuple[Value, ...] = ("", None, "", "", "", "")


def _decided(book: Book, effect: Effect | None) -> tuple[Value, ...]:
    """Action, value, reason, by whom and when, and what came of it."""
    if effect is None:
        return _UNDECIDED
    decision = effect.decision
    action, reason, by, at, what = (
        printable(text, book.lang)
        for text in (
            words_of_action(decision), decision.reason, decision.by, decision.at, effect_words(effect, book.lang),
        )
    )  # fmt: skip
    return (action, stated(decision, book.lang), reason, by, moment(at), what)


def _styles(book: Book, shown: str) -> Mapping[str, tuple[int, ...]]:
    """The formats of a row, by severity. ``shown``: the number format of its figures."""
    left, middle = (
        book.cell(align="left", valign="top", text_wrap=True, indent=1),
        book.cell(valign="top", align="center"),
    )
    quantity = book.cell(valign="top", align="center", num_format=shown)
    entry, entry_number, time = (
        book.cell(valign="top", text_wrap=True, bg_color="#FFFFE0", **more)
        for more in ({}, {"num_format": shown, "align": "center"}, {"num_format": MOMENT, "align": "center"})
    )
    row = {
        "no": middle, "code": middle, "field": middle, "cell": middle, "proposed": quantity, "action": entry,
        "value": entry_number, "reason": entry, "by": entry, "at": time, "effect": left,
        "fingerprint": book.cell(align="fill"),
    }  # fmt: skip
    return {
        severity: book.styles(
            *(
                ({**row, "severity": book.cell(valign="top", align="center", bg_color=FILLS[severity])}).get(key, left)
                for key in FINDING_COLUMNS
            )
        )
        for severity in SEVERITIES
    }


def _proposed(finding: Finding, shown: Callable[[str], str]) -> Value:
    """The number or the unit that can be accepted."""
    return shown(str(finding.params[PROPOSED_NAME])) if PROPOSED in finding.params else number(finding.proposed)


def _choices(book: Book, sheet: Worksheet, facts: ProvinceFacts, offers: Sequence[Offer]) -> None:
    """The lists to choose from: in each row what can be chosen there, in one about a file whose unit is not clear the
    units of the roster, too.
    """
    action, value = FINDING_COLUMNS.index("action"), FINDING_COLUMNS.index("value")
    last = FIRST + len(offers) - 1
    ends: dict[Offer, array[int]] = {}  # first and last row of each stretch, one after the other
    for row, offer in enumerate(offers, FIRST):
        some = ends.setdefault(offer, array("I"))
        if some and some[-1] == row - 1:
            some[-1] = row
        else:
            some.extend((row, row))
    for offer, some in ends.items():
        about_file = offer.about == "unit"
        areas = [(first, action, end, action) for first, end in zip(some[::2], some[1::2], strict=True)]
        sheet.data_validation(
            *areas[0],
            {
                "validate": "list",
                "source": (
                    unit_list.source(facts, offer.actions) if about_file else [ACTIONS[one] for one in offer.actions]
                ),
                "input_title": book.word("choose-unit" if about_file else "choose"),
                "input_message": _help(book, offer),
                "error_title": book.word("action"),
                "error_message": book.word("bad-choice"),
                "other_cells": areas[1:],
            },
        )
    sheet.data_validation(
        FIRST,
        value,
        last,
        value,
        {
            "validate": "decimal" if any(field.places for field in facts.consolidation.form.fields) else "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST,
            "error_title": book.word("value"),
            "error_message": book.word("bad-value"),
        },
    )


class Offer(NamedTuple):
    """What can be chosen in a row. ``about``: unit | period | ''."""

    actions: tuple[str, ...]
    about: str = ""


_OF_NOTES = Offer(("ignore", "ask"))  # of many units, or no finding at all


def _offer(facts: ProvinceFacts, place: int) -> Offer:
    """What can be chosen in the row of a finding."""
    finding, owner = facts.listed[place], facts.owner(place)
    entry = owner.entry(finding.field) if owner and owner.report.source.path == finding.source else None
    readable = finding.code not in NOTHING_READ
    fields = facts.consolidation.form.fields
    field = next((field for field in fields if field.id == finding.field), None)
    actions = choices(finding, entry.reading if entry else None, field, readable=readable)
    if finding.code in GIVING and facts.consolidation.roster_size:
        if not readable:
            return Offer(unit_list.OF_NOTHING_READ, "unit")
        first = "accept" if PROPOSED in finding.params else "keep"
        return Offer(unit_list.FIRST_CHOICES[unit_list.FIRST_CHOICES.index(first) :], "unit")
    return Offer(actions, "period" if finding.code in PERIOD_QUESTIONS else "")


def _help(book: Book, offer: Offer) -> str:
    """A sentence for each choice."""
    special = {("accept", "unit"), ("keep", "unit"), ("use", "period")}
    keys = [
        f"help-{action}-{offer.about}" if (action, offer.about) in special else f"help-{action}"
        for action in offer.actions
    ]
    return " ".join(map(book.word, [*keys, *(["help-unit"] if offer.about == "unit" else [])]))


def tt(field: Field) -> str:
    """An indicator's number as the consolidator reads it; the form's id for a row without a number."""
    return field.tt or field.id


def compare(written: Written, consolidation: Consolidation) -> None:
    """Every finding has a row, of its own or with others, but those that are told on another sheet."""
    own, groups = listing(consolidation)
    listed = sum(finding.code != ELSEWHERE for finding in consolidation.findings)
    same("findings told", listed, len(own) + sum(group.times for group in groups))
    same("findings", len(own) + len(groups), count(written.lines(FINDINGS), FIRST))


SHEET = ProvinceSheet(
    name=FINDINGS,
    wanted=always,
    write=write,
    compare=compare,
)
