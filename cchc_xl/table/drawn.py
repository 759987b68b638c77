"""Values that are counted from lists, and what is to be said of lists: one that is missing (S31), stands in several
places (S33) or says nothing (S35), columns that are missing (S32), lines that are filled in by halves (S36), repeated
(C35), too few or too many (C36), totals that differ from the lines (C34).

A count or sum is the unit's own where every cell of it was read for sure; else it is proposed (C38). A figure that the
table of indicators states beside it must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cchc_xl.check.catalogue import finding
from cchc_xl.model import FROM_LIST, CellRef, Field, Finding, Form, ListLine, ListTable, Reading
from cchc_xl.numbers import added
from cchc_xl.quantity.answers import shown_answer
from cchc_xl.records import NamedTuple
from cchc_xl.table.listed import FoundList, filled, shown_key


class Counted(NamedTuple):
    """What a list comes to in one value: ``number`` is None where nothing is known; ``unclear`` lines have a cell that
    was not read for sure. ``plain``: what a formula gives, which passes over figures that are written as texts.
    """

    number: int | float | None
    unclear: int = 0
    plain: int | float | None = None


def with_drawn(form: Form, readings: Sequence[Reading], found: Mapping[str, FoundList]) -> tuple[Reading, ...]:
    """The readings with those of values that are counted from lists; what the table states stays where the list is
    missing.
    """
    by_field = {field.id: field for field in form.fields if field.drawn}
    return tuple(
        _drawn(by_field[reading.field], reading, found[one])
        if reading.field in by_field and (one := list_of(by_field[reading.field])) in found
        else reading
        for reading in readings
    )


def list_of(field: Field) -> str:
    """The list that a value is counted from."""
    return field.drawn.partition("@")[0]


def _drawn(field: Field, stated: Reading, found: FoundList) -> Reading:
    count = counted(field, found)
    own = Reading(field.id, "blank", ref=stated.ref or _place(field, found), note=stated.note, places=field.places)
    if count.number is None:
        if stated.number is None or stated.computed:
            return own
        if "@" in field.drawn or (stated.number == 0 and not found.lines):
            return stated  # a table that says 0 beside a list without lines, or a sum beside lines without figures
        return _differs(own, stated, len(found.lines))
    sure = not count.unclear and not found.places
    own = own._replace(
        state="number",
        number=count.number,
        raw=count.number,
        how="exact" if sure else "proposed",
        computed=not sure,
        steps=(FROM_LIST,),
    )
    if not sure:
        own = own._replace(codes=(("C38", {"n": count.unclear or len(found.places) + 1, "value": count.number}),))
    elif other := _other_sum(found, field.drawn):
        return _differs(own._replace(ref=other.ref), other, count.number)
    elif stated.state == "number" and not stated.computed and stated.number not in (None, count.number, count.plain):
        return _differs(own, stated, count.number)
    return own


def _differs(own: Reading, stated: Reading, number: int | float) -> Reading:
    code = ("C34", {"a": stated.number, "b": number})
    return own._replace(state="error", number=stated.number, raw=stated.raw, how="none", computed=True, codes=(code,))


def _place(field: Field, found: FoundList) -> CellRef:
    return found.ref(found.head_row, found.columns.get(field.drawn, 0))


def counted(field: Field, found: FoundList) -> Counted:
    """The number of lines, or the sum of a column."""
    if "@" not in field.drawn:
        return Counted(len(found.lines)) if found.lines or found.none else Counted(None)
    if not found.columns[field.drawn] or not (found.lines or found.none):
        return Counted(None)
    column = next(column for column in found.list.columns if column.id == field.drawn)
    readings = list(filled(found.lines, field.drawn))
    unclear = [reading for reading in readings if not is_sure(reading, column)]
    if found.lines and all(reading.state == "blank" for reading in readings):
        return Counted(None, len(unclear))  # who leaves all costs blank has not said that there were none
    plain = added(reading.number for reading in readings if reading.number is not None and reading.how == "exact")
    return Counted(_sum(readings), len(unclear), plain)


def _sum(readings: Sequence[Reading]) -> int | float:
    return added(reading.number for reading in readings if reading.number is not None)


def is_sure(reading: Reading, column: Field) -> bool:
    """Was a cell of a column of figures read as the clerk meant it?"""
    if reading.state == "blank":
        return not column.required and not reading.codes
    return reading.number is not None and not reading.computed and reading.state != "error"


# --- findings --------------------------------------------------------------------------------------------------------


def list_findings(form: Form, found: Mapping[str, FoundList]) -> Iterator[Finding]:
    """Everything that is to be said of the lists of one report."""
    for one in form.lists:
        own = found.get(one.id)
        if own is None:
            yield finding("S31", form, params={"expected": one.title, "key": one.id})
            continue
        for column in one.columns:
            if not own.columns[column.id]:
                ref = own.ref(own.head_row, 1)
                yield finding("S32", form, field=column.id, ref=ref, params={"expected": one.title, "list": one.id})
        yield from _about_the_whole(form, one, own)
        for line in own.lines:
            yield from _of_line(form, one, line)
        yield from _repeated(form, one, own)
        yield from _sums(form, one, own)


def _about_the_whole(form: Form, one: ListTable, own: FoundList) -> Iterator[Finding]:
    ref, n = own.ref(own.head_row, min(filter(None, own.columns.values()), default=1)), len(own.lines)
    first = next((field.id for field in form.fields if field.drawn and list_of(field) == one.id), "")
    said: dict[str, Any] = {"expected": one.title, "key": one.id}
    if own.places:
        sheets = tuple(f"{place.sheet}!{place.a1}" for place in (ref, *own.places))
        yield finding("S33", form, ref=ref, params={**said, "n": len(sheets), "sheets": sheets})
    if not n and not own.none:
        yield finding("S35", form, field=first, ref=ref, params=said)
    elif n < one.least:
        yield finding("C36", form, ref=ref, params={**said, "n": n, "limit": one.least, "what": "list-least"})
    if one.most is not None and n > one.most:
        yield finding("C36", form, ref=ref, params={**said, "n": n, "limit": one.most, "what": "list-most"})
    hidden = sorted({line.row for line in own.lines} & own.sheet.body.hidden_rows)
    if hidden:
        what = "filtered" if own.sheet.body.filtered else "hidden-rows"
        told = {"what": (what,), "rows": ", ".join(map(str, hidden)), "key": one.id}
        yield finding("S10", form, ref=own.ref(hidden[0], ref.column), params=told)
    for row, text in own.others:
        below = {"row": row, "found": text, "key": f"{one.id}|{text}"}
        yield finding("S34", form, ref=own.ref(row, ref.column), raw=text, params=below)


def _of_line(form: Form, one: ListTable, line: ListLine) -> Iterator[Finding]:
    """What the cells of a line earned, and those that are blank and must not be. A line keeps its findings apart by
    what stands in its key.
    """
    key = "|".join(shown_key(one, line)) or str(line.row)
    for column, reading in zip(one.columns, line.readings, strict=True):
        if reading.state == "blank" and column.required and not reading.codes:
            params = {"expected": column.label, "key": key, "list": one.id}
            yield finding("S36", form, field=column.id, ref=reading.ref, params=params)
        for code, earned in reading.codes:
            yield finding(
                code,
                form,
                field=column.id,
                ref=reading.ref,
                raw=reading.raw_text,
                proposed=reading.number if reading.how == "proposed" else None,
                params={**earned, "key": f"{key}|{earned['key']}" if "key" in earned else key, "list": one.id},
            )


def _repeated(form: Form, one: ListTable, own: FoundList) -> Iterator[Finding]:
    """C35 at each line that repeats one above it."""
    seen: dict[tuple[str, ...], list[int]] = {}
    place = [column.id for column in one.columns].index(one.key[0]) if one.key else 0
    for line in own.lines:
        key = shown_key(one, line)
        if key and key in seen:
            reading = line.readings[place]
            rows = ", ".join(map(str, seen[key]))
            params = {"found": said_of(one, line), "rows": rows, "key": f"{key}|{len(seen[key])}", "list": one.id}
            yield finding("C35", form, field=reading.field, ref=reading.ref, raw=reading.raw_text, params=params)
        if key:
            seen.setdefault(key, []).append(line.row)


def said_of(one: ListTable, line: ListLine) -> str:
    """What a line is, in the words of its key: 'Kỹ năng số; 12/05/2026'."""
    readings = {reading.field: reading for reading in line.readings}
    return "; ".join(shown_answer(readings[column]) for column in one.key)


def _sums(form: Form, one: ListTable, own: FoundList) -> Iterator[Finding]:
    """C34 where the list's own row of totals differs from its lines in a column that no value is counted from; else the
    value says so.
    """
    counted_from = {field.drawn for field in form.fields}
    for column in one.columns:
        said = _other_sum(own, column.id)
        if said and column.id not in counted_from:
            total = _sum(list(filled(own.lines, column.id)))
            params = {"a": said.number, "b": total, "key": column.id, "list": one.id}
            yield finding("C34", form, field=column.id, ref=said.ref, raw=said.raw_text, params=params)


def _other_sum(own: FoundList, column_id: str) -> Reading | None:
    """What a row of totals says of a column where its lines come to something else: all lines above it, or those since
    the row of totals before. Only where all of them are plain numbers, and not of shares.
    """
    column = next((column for column in own.list.columns if column.id == column_id), None)
    if column is None or column.kind == "percent":
        return None
    before = 0
    for row, sums in own.sums:
        said = sums.get(column.id)
        lines = [line for line in own.lines if line.row < row]
        since = [line for line in lines if line.row > before]
        readings = list(filled(lines, column.id))
        plain = all(reading.how in ("exact", "cleaned") or reading.state == "blank" for reading in readings)
        sums_of = (_sum(readings), _sum(list(filled(since, column.id))))
        if said and said.number is not None and not said.computed and plain and said.number not in sums_of:
            return said
        before = row
    return None


__all__ = ["counted", "list_findings", "list_of", "said_of", "with_drawn"]
