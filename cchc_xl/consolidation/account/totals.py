"""The accounts of a consolidation: totals by indicator, what became of each input, and all findings in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.aggregation import way_of
from cchc_xl.consolidation.account.choose import Candidate
from cchc_xl.consolidation.account.decided import NO_REPORT, PERIOD_QUESTIONS, SEVERAL, UNIT_QUESTIONS, worst
from cchc_xl.consolidation.account.entry import amount_aside, applies, is_aside
from cchc_xl.consolidation.account.versions import later
from cchc_xl.model import (
    SEVERITIES,
    BaseUnit,
    Consolidation,
    Entry,
    Field,
    Finding,
    Form,
    Report,
    SourceRow,
    Total,
    Unit,
    UnitFigure,
    UnitResult,
)
from cchc_xl.numbers import added
from cchc_xl.records import NamedTuple

UNREADABLE = "unreadable"  # a file that no finding explains
DUPLICATE = "duplicate"
SUPERSEDED = SEVERAL


class UnitRow(NamedTuple):
    """A unit's result and the candidates that it was chosen from, the one used first."""

    result: UnitResult
    group: tuple[Candidate, ...]


# --- totals --------------------------------------------------------------------------------------------------------


def totals(form: Form, results: Sequence[UnitResult], missing: Sequence[Unit]) -> tuple[Total, ...]:
    """One total per indicator, in the form's order."""
    places = {field.id: place for place, field in enumerate(form.fields)}

    def column(field: str) -> list[int | float | None]:
        return [result.figures[places[field]].used for result in results]

    return tuple(
        _total(
            field, way_of(field).total(field, column), [(one, one.figures[place]) for one in results], missing
        )._replace(answers=way_of(field).answers(field, column))
        for place, field in enumerate(form.fields)
    )


def _total(
    field: Field, total: int | float | None, column: Sequence[tuple[UnitResult, UnitFigure]], missing: Sequence[Unit]
) -> Total:
    used = [figure for _, figure in column if figure.used is not None]
    others = [(result.level, figure) for result, figure in column if figure.used is None]
    aside = [figure for _, figure in others if is_aside(figure)]
    empty = [level for level, figure in others if not is_aside(figure)]
    adds = way_of(field).adds
    held = added(map(amount_aside, aside)) if adds else 0
    return Total(
        field=field.id,
        used=total,
        set_aside=held,
        read=added((total or 0, held)) if adds else 0,
        units_used=len(used),
        units_set_aside=len(aside),
        units_missing=sum(applies(field, level) for level in (*empty, *(unit.level for unit in missing))),
        estimates=sum([figure.state == "estimate" for figure in used]),
        flagged=sum([figure.flag in ("error", "warning") for figure in used]),
        texts=(
            tuple(
                (result.name, text)
                for result, _ in column
                if (entry := result.entry(field.id)) and (text := words_of(field, entry))
            )
            if "text" in field.kind
            else ()
        ),
    )


def words_of(field: Field, entry: Entry) -> str:
    """What a unit wrote in words for an indicator that also takes text: in the cell, beside its number, in the note."""
    if "text" not in field.kind:
        return ""
    reading = entry.reading
    if entry.answer or reading.state == "answer":
        return entry.answer or reading.qualifier
    parts = (reading.raw_text if reading.state == "text" else reading.qualifier, reading.note)
    words = [part for part in (part.strip() for part in parts) if part]
    return words[-1] if len(words) > 1 and words[0] in words[-1] else "; ".join(words)


def from_below(consolidation: Consolidation, field: Field) -> bool:
    """Is the total of a merge of consolidations worked out from the units below them?

    Where it needs the values of each unit and the bodies' own are the sums of those: nobody has decided otherwise.
    """
    if not (consolidation.base and way_of(field).of_each):
        return False
    places = [place for place, one in enumerate(consolidation.form.fields) if one.id in field.parts]
    return not any(unit.figures[place].decision for unit in consolidation.units for place in places)


def with_units_below(consolidation: Consolidation, base: tuple[BaseUnit, ...]) -> Consolidation:
    """A merge of consolidations with the units below them, and what has to be worked out from those."""
    whole = consolidation._replace(base=base)
    places = {field.id: place for place, field in enumerate(whole.form.fields)}

    def column(field: str) -> list[int | float | None]:
        return [unit.values[places[field]] for unit in base]

    totals = [
        total._replace(used=way_of(field).total(field, column)) if from_below(whole, field) else total
        for field, total in zip(whole.form.fields, whole.totals, strict=True)
    ]
    return whole._replace(totals=tuple(totals))


# --- what became of each input -------------------------------------------------------------------------------------


def sources(rows: Iterable[UnitRow], copies: Iterable[Candidate], unread: Iterable[Report]) -> tuple[SourceRow, ...]:
    """Every input once, by name, in the order of its path."""
    names, found = {}, [_unread(report) for report in unread]
    for row in rows:
        first, *others = row.group
        names[first.key] = row.result.name
        found.append(_first(row))
        found += [
            _row(other, "set-aside", other.block.code if other.block else SUPERSEDED, row.result.name, other.findings)
            for other in others
        ]
    found += [_row(copy, "skipped", DUPLICATE, names.get(copy.key, ""), copy.findings) for copy in copies]
    return tuple(sorted(found, key=lambda row: (row.source.path, row.source.sha256)))


def _first(row: UnitRow) -> SourceRow:
    one, result = row.group[0], row.result
    block = one.block.code if one.block else ""
    used = sum([figure.used is not None for figure in result.figures])
    aside = sum(map(is_aside, result.figures))
    return _row(one, "set-aside" if block else "merged", block, result.name, result.report.findings, used, aside)


def _row(
    one: Candidate, outcome: str, why: str, unit: str, findings: Sequence[Finding], used: int = 0, aside: int = 0
) -> SourceRow:
    errors, warnings = _counts(findings)
    return SourceRow(
        source=one.report.source,
        outcome=outcome,
        why=why,
        unit=unit,
        form=f"{one.submission.form}/{one.submission.version}",
        period=one.submission.period_key,
        used=used,
        set_aside=aside,
        errors=errors,
        warnings=warnings,
    )


def _unread(report: Report) -> SourceRow:
    """A file without a table: set aside where that is a fault, skipped where it only was no report (a lock file)."""
    severity = worst(report.findings)
    why = next((finding.code for finding in report.findings if finding.severity == severity), UNREADABLE)
    if any(NO_REPORT in finding.params for finding in report.findings):
        why = "skip-no-report"
    outcome = "skipped" if severity == "note" else "set-aside"
    errors, warnings = _counts(report.findings)
    unit = report.given.name if report.given else ""
    return SourceRow(source=report.source, outcome=outcome, why=why, unit=unit, errors=errors, warnings=warnings)


def _counts(findings: Iterable[Finding]) -> tuple[int, int]:
    severities = [finding.severity for finding in findings]
    return severities.count("error"), severities.count("warning")


# --- findings ------------------------------------------------------------------------------------------------------


def findings(form: Form, rows: Iterable[UnitRow], unread: Iterable[Report]) -> Iterator[Finding]:
    """Of files without a unit first, then unit by unit, the worst first; of a file that is not used only why it is not.

    That includes the errors of a file that is newer than the one used: once they are settled, it takes its place.
    """
    places = {field.id: place for place, field in enumerate(form.fields)}
    yield from _in_order((finding for report in unread for finding in report.findings), places)
    for row in rows:
        unused = (finding for other in row.group[1:] for finding in why_unused(other, row.group[0]))
        yield from _in_order((*row.result.report.findings, *unused), places)


def why_unused(other: Candidate, used: Candidate) -> tuple[Finding, ...]:
    """The findings for which a unit's other file is not the one that is used, and those in whose rows somebody said
    whose and of which period it is.
    """
    answered = PERIOD_QUESTIONS | UNIT_QUESTIONS if other.report.given else PERIOD_QUESTIONS
    newer = not other.block and later(other, used)
    return tuple(
        one
        for one in other.findings
        if one == other.block  # not "is": findings may be condensed, and made anew at each look
        or (one.code == SEVERAL and not other.block)
        or (one.severity == "error" and (newer or one.code in answered))
    )


class _ByFingerprint:
    """A finding as the last part of a key: its fingerprint is dear and made only where all else is equal."""

    __slots__ = ("_finding",)

    def __init__(self, finding: Finding) -> None:
        self._finding = finding

    def __lt__(self, other: _ByFingerprint) -> bool:
        return self._finding.fingerprint < other._finding.fingerprint


def _in_order(some: Iterable[Finding], places: Mapping[str, int]) -> list[Finding]:
    return sorted(
        some,
        key=lambda one: (
            SEVERITIES.index(one.severity),
            places.get(one.field, -1),
            one.code,
            one.source,
            one.raw,
            _ByFingerprint(one),
        ),
    )
