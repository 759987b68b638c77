"""What the summary of a province says, as text: each sentence with what a person must check of it.

Only what the figures bear is said (``words.province_report``). No format of documents is known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cchc_xl.aggregation import way_of
from cchc_xl.form.period import parse_date
from cchc_xl.model import Field
from cchc_xl.numbers import difference as apart
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold
from cchc_xl.words import province_report as words
from cchc_xl.write.province.result import WORDED, Compared, FieldResult, ProvinceResult
from cchc_xl.write.word.counts import LEAST_PIECES, LEAST_UNITS, count, percent
from cchc_xl.write.word.letter import NAMED, when

LEAST_SPREAD = 5  # units with a figure, before the largest and the smallest are named
MOST_KINDS = 10  # of problems that are named
MOST_AT_TOP = 3  # units named as having the largest or the smallest figure


class ReportLine(NamedTuple):
    """A paragraph. ``check``: what a person must do about it, '' for nothing; ``name``: a unit's name above texts."""

    text: str
    check: str = ""
    name: bool = False


class Chapter(NamedTuple):
    heading: str
    sentences: tuple[ReportLine, ...]


def chapters(result: ProvinceResult) -> tuple[Chapter, ...]:
    """The whole text between the opening and the closing."""
    return (
        Chapter(words.SENDING, tuple(_sending(result))),
        Chapter(words.RESULTS, tuple(map(_result, result.fields))),
        Chapter(words.COMPARISON, tuple(_comparison(result))),
        Chapter(words.NOTABLE, tuple(_notable(result))),
        Chapter(words.QUALITY, tuple(_quality(result))),
        Chapter(words.DIFFICULTIES, tuple(_told(result, "difficulties"))),
        Chapter(words.PROPOSALS, tuple(_told(result, "proposals"))),
    )


def indicator(field: Field) -> str:
    """'01. Số lượng văn bản ...'; a row without a number by its label alone."""
    return f"{field.tt}. {field.label}" if field.tt else field.label


def number_of(field: Field) -> str:
    """The number of a row, its id where that is one ('05.1'); '' for a row without."""
    row = field.row or field.id
    return field.tt or (row if row[:1].isdigit() else "")


def short_indicator(field: Field) -> str:
    """'05.1. Người dự tập huấn', for narrow places."""
    return ". ".join(filter(None, (number_of(field), field.short or field.label)))


def measure(field: Field) -> str:
    """The unit of measure inside a sentence: 'văn bản'."""
    return field.unit if field.unit[:2].isupper() else field.unit[:1].lower() + field.unit[1:]


# --- who reported --------------------------------------------------------------------------------------------------


def _sending(result: ProvinceResult) -> Iterator[ReportLine]:
    units = result.expected
    if result.missing is None:
        yield ReportLine(words.SENT.format(n=count(len(units))), words.CHECK_ROSTER)
    else:
        yield from _of_roster(result)
    if result.received:
        first, last = when(result.received[0]), when(result.received[-1])
        yield ReportLine((words.DAYS if first != last else words.DAY).format(first=first, last=last))
    if result.undated:
        yield ReportLine(words.UNDATED.format(n=count(result.undated)), words.CHECK_UNDATED)
    late = sum(bool(unit.late) for unit in units)
    if late:
        yield ReportLine(words.LATE.format(n=count(late)))
    elif result.received and not result.undated and not any(unit.late is None for unit in units):
        yield ReportLine(words.ON_TIME)
    if result.outside:
        yield ReportLine(words.OUTSIDE.format(n=count(result.outside)))
    silent = [unit.name for unit in result.missing or () if not unit.files]
    if result.unusable:
        names = _named([unit.name for unit in result.unusable])
        yield ReportLine(words.UNUSABLE.format(n=count(len(result.unusable)), names=names), words.CHECK_UNUSABLE)
    if silent:
        yield ReportLine(words.MISSING.format(n=count(len(silent)), names=_named(silent)))


def _of_roster(result: ProvinceResult) -> Iterator[ReportLine]:
    sent, missing = len(result.expected), len(result.missing or ())
    of = sent + missing
    share = words.SHARE.format(percent=percent(sent, of)) if of >= LEAST_UNITS else ""
    yield ReportLine(words.SENT_OF.format(n=count(sent), of=count(of), share=share))


def _named(names: Sequence[str]) -> str:
    """Up to six units by name, more in the appendix."""
    return words.NAMES.format(names="; ".join(names)) if len(names) <= NAMED else words.IN_APPENDIX


# --- results -------------------------------------------------------------------------------------------------------


def _result(one: FieldResult) -> ReportLine:
    field, unit = one.field, measure(one.field)
    more = words.STOCK if field.measure == "stock" and one.units else ""
    if one.noughts and one.noughts < len(one.units):
        more += words.NOUGHTS.format(n=count(one.noughts))
    if one.estimates:
        more += words.ESTIMATES.format(n=count(one.estimates))
    if one.units_aside:
        aside = words.ASIDE if one.set_aside and way_of(field).adds else words.ASIDE_TEXT
        more += aside.format(sum=count(one.set_aside), unit=unit, n=count(one.units_aside))
    if one.missing > 0:
        more += words.NOT_GIVEN.format(n=count(one.missing))
    check = words.CHECK_ASIDE if one.units_aside else words.CHECK_ESTIMATE if one.estimates else ""
    if field.kind in WORDED and one.given:
        return ReportLine(_worded(one, more), check)
    if not one.units:
        return ReportLine(words.NO_RESULT.format(indicator=indicator(field), more=more), check)
    n = count(len(one.units))
    if one.total is None:
        return ReportLine(words.NOT_ADDED.format(indicator=indicator(field), n=n, more=more), check)
    more = (words.RATIO if field.parts else "") + more
    text = words.RESULT.format(indicator=indicator(field), total=count(one.total), unit=unit, n=n, more=more)
    return ReportLine(_amounts(text), check)


def _worded(one: FieldResult, more: str) -> str:
    """What units answered where no figure is asked."""
    said, field = [text for _, text in one.given], one.field
    if field.kind == "choice":
        counts = [(answer, said.count(answer)) for answer in dict.fromkeys((*field.choices, *said))]
        answers = "; ".join(words.ANSWER.format(answer=answer, n=count(n)) for answer, n in counts)
        return words.ANSWERS.format(indicator=indicator(field), answers=answers, more=more)
    n = count(len(said))
    days = [day for text in said if (day := parse_date(text))]
    if field.kind == "date" and field.aggregation == "last" and len(days) == len(said):
        return words.LATEST.format(indicator=indicator(field), day=when(max(days)), n=n, more=more)
    return words.TEXTS.format(indicator=indicator(field), n=n, more=more)


def _amounts(text: str) -> str:
    """Percentages as offices write them: '78,2%'."""
    return text.replace(" %", "%")


# --- beside an earlier period --------------------------------------------------------------------------------------


def _comparison(result: ProvinceResult) -> Iterator[ReportLine]:
    said = [
        _compared(one, earlier.label)
        for earlier in result.earlier
        if earlier.same_kind
        for one in earlier.fields
        if one.units
    ]
    yield from said or [ReportLine(words.NOT_COMPARED, words.CHECK_COMPARISON)]


def _compared(one: Compared, label: str) -> ReportLine:
    difference = apart(one.now, one.before)
    share = ""
    if difference and one.units >= LEAST_UNITS and one.before >= LEAST_PIECES:
        share = words.SHARE.format(percent=percent(abs(difference), one.before))
    change = (words.MORE if difference > 0 else words.LESS if difference else words.SAME).format(
        n=count(abs(difference)), share=share
    )
    text = words.COMPARED.format(
        indicator=indicator(one.field),
        now=count(one.now),
        before=count(one.before),
        unit=measure(one.field),
        change=change,
        period=label[:1].lower() + label[1:],
        n=count(one.units),
        stock=words.STOCK if one.field.measure == "stock" else "",
    )
    return ReportLine(text)


# --- units, quality, what units wrote ------------------------------------------------------------------------------


def _notable(result: ProvinceResult) -> Iterator[ReportLine]:
    said = [_spread(one) for one in result.fields if len(one.units) >= LEAST_SPREAD]
    yield from said or [ReportLine(words.NO_SPREAD)]


def _spread(one: FieldResult) -> ReportLine:
    numbers = [number for _, number in one.units]
    most, least = max(numbers), min(numbers)
    text = words.SPREAD.format(
        indicator=indicator(one.field),
        unit=measure(one.field),
        most=count(most),
        most_of=_holders(one, most),
        least=count(least),
        least_of=_holders(one, least),
        median=count(one.median),
        n=count(len(numbers)),
    )
    return ReportLine(_amounts(text), words.CHECK_SPREAD)


def _holders(one: FieldResult, number: int | float) -> str:
    names = [name for name, own in one.units if own == number]
    return "; ".join(names) if len(names) <= MOST_AT_TOP else words.UNITS.format(n=count(len(names)))


def _quality(result: ProvinceResult) -> Iterator[ReportLine]:
    if any(unit.status for unit in result.expected):
        states = Counter(unit.status for unit in result.expected)
        attention = states["errors"] + states["aside"]
        yield ReportLine(
            words.STATES.format(
                valid=count(states["valid"]), warned=count(states["warnings"]), attention=count(attention)
            )
        )
    kinds = result.problems
    if not kinds:
        yield ReportLine(words.NO_PROBLEMS)
        return
    still = sum(kind.open for kind in kinds)
    counted = Counter(dict.fromkeys(words.SEVERITIES, 0))
    for kind in kinds:
        counted[kind.severity] += kind.found
    text = words.PROBLEMS.format(
        n=count(counted.total()),
        errors=count(counted["error"]),
        warnings=count(counted["warning"]),
        decided=count(result.decided),
        open=count(still),
    )
    yield ReportLine(text, words.CHECK_PROBLEMS if still else "")
    for kind in sorted(kinds, key=lambda kind: -kind.found)[:MOST_KINDS]:
        text = words.PROBLEM.format(title=kind.title or kind.code, n=count(kind.found), open=count(kind.open))
        yield ReportLine(words.OF_KIND.format(severity=words.SEVERITIES[kind.severity], text=text))


def _told(result: ProvinceResult, concern: str) -> Iterator[ReportLine]:
    """What units wrote under their names; dots where none wrote anything."""
    own = [one for one in result.told if one.concern == concern]
    if not own:
        yield ReportLine("", words.CHECK_NOT_TOLD)
    last, check = "", words.CHECK_TOLD
    for one in own:
        if fold(one.unit) != last:
            yield ReportLine(words.TOLD_BY.format(unit=one.unit), check, name=True)
            last, check = fold(one.unit), ""
        yield from (ReportLine(line) for line in one.text.splitlines() if line.strip())
