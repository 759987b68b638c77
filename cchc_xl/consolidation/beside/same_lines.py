"""C37: a line with the same key in the lists of two units. Which of them it belongs to, only they can say."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Form, ListLine, ListTable, UnitResult
from cchc_xl.table.drawn import said_of
from cchc_xl.table.listed import shown_key

NAMED = 3  # other units named in one message


def same_lines(form: Form, results: Sequence[UnitResult]) -> list[Finding]:
    """One finding for each line that another unit has too, at the line."""
    return [found for one in form.lists if one.key for found in _of_list(form, one, results)]


def _of_list(form: Form, one: ListTable, results: Sequence[UnitResult]) -> list[Finding]:
    groups: dict[tuple[str, ...], list[tuple[UnitResult, ListLine]]] = {}
    for result in results:
        submission = result.report.submission
        for line in submission.lines if submission else ():
            if line.list == one.id and (key := shown_key(one, line)):
                groups.setdefault(key, []).append((result, line))
    return [
        _finding(form, one, result, line, key, others)
        for key, group in groups.items()
        for result, line in group
        if (others := list(dict.fromkeys(other.name for other, _ in group if other.key != result.key)))
    ]


def _finding(
    form: Form, one: ListTable, result: UnitResult, line: ListLine, key: tuple[str, ...], others: Sequence[str]
) -> Finding:
    submission = result.report.submission
    reading = next(reading for reading in line.readings if reading.field == one.key[0])
    return finding(
        "C37",
        form,
        unit=submission.unit_key if submission else result.key,
        period=submission.period_key if submission else "",
        field=reading.field,
        ref=reading.ref,
        raw=reading.raw_text,
        params={
            "found": said_of(one, line),
            "other_unit": ", ".join(others[:NAMED]),
            "key": "|".join((*key, *others)),
            "list": one.id,
        },
        source=result.report.source.path,
    )
