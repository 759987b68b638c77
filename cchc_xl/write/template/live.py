"""The live checks: one scalar formula per row, and what it gives for values that are known when the template is
written.

A formula's stored result is what a viewer shows that does not calculate (a telephone, a preview), so it must be the
truth: it is worked out by the Python side of the same rule kinds. A cell formula does not read text, so here any text
is 'not a number'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cchc_xl.check import before, explanations
from cchc_xl.check.before import EarlierFigures
from cchc_xl.check.catalogue import entry, explainable, severity, texts
from cchc_xl.check.kind import Hit
from cchc_xl.check.kinds import not_negative, places, share, whole
from cchc_xl.check.registry import fields_of, kind_of
from cchc_xl.form.layout import Layout, absolute, absolute_area, qualified
from cchc_xl.form.period import FIRST_YEAR, LAST_YEAR
from cchc_xl.model import Cell, CellRef, Field, Form, Reading, Rule, Scalar, Severity, Source, Submission, Unit
from cchc_xl.numbers import fits
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.quantity.types import type_of
from cchc_xl.records import NamedTuple
from cchc_xl.words import template as vi
from cchc_xl.write.template.listed import Lines, has_wrong_line, said_of_lines

_NO_LINES: Mapping[str, Lines] = {}
LONGEST_FORMULA, LONGEST_LITERAL, DEEPEST_NESTING = 8192, 255, 60  # Excel 2010; it allows 64 levels
_RANKS: tuple[Severity, ...] = ("error", "warning", "note")


class LiveRule(NamedTuple):
    """A rule as one row's formula sees it: the text to show where ``expression`` is TRUE."""

    rule: Rule
    field: str
    text: str
    expression: str


def live_rules(form: Form, place: Layout, earlier: EarlierFigures | None = None) -> tuple[LiveRule, ...]:
    """Every rule that a cell formula can say, errors first, each with the rows where it is shown. What ``earlier``
    figures ask comes last among its equals.
    """

    def at(field_id: str) -> str:
        return qualified(place.level) if field_id == "@level" else absolute(place.value(field_id))

    found = []
    for rule in sorted(form.rules, key=lambda rule: _RANKS.index(_severity(rule, form))):
        for field_id, expression in kind_of(rule.kind).formula(rule, form, at).items():
            judged = _unless_explained(rule, field_id, expression, place)
            found.append(LiveRule(rule, field_id, live_text(rule, form), _at_its_levels(rule, judged, at("@level"))))
    found += _about_lists(form, place)
    found += _against_earlier(form, place, earlier) if earlier and earlier.related in before.CODES else ()
    return tuple(sorted(found, key=lambda one: _RANKS.index(_severity(one.rule, form))))


LIST_EMPTY, LIST_UNCLEAR = "S35", "C38"


def _about_lists(form: Form, place: Layout) -> Iterator[LiveRule]:
    """At the first value that is counted from a list: that nothing stands in it, or that lines of it are wrong."""
    for one, field in first_drawn(form).items():
        own = place.lists[one]
        cell = absolute(place.value(field))
        for code, broken in ((LIST_EMPTY, f"LEN({cell})=0"), (LIST_UNCLEAR, f"{said_of_lines(own, vi.ERROR)}>0")):
            rule = Rule(code, code, "", "error", {}, entry(code)["basis"])
            yield LiveRule(rule, field, live_text(rule, form), broken)


def first_drawn(form: Form) -> dict[str, str]:
    """List -> the first value that is counted from it."""
    found: dict[str, str] = {}
    for field in form.fields:
        if field.drawn:
            found.setdefault(field.drawn.partition("@")[0], field.id)
    return found


def _against_earlier(form: Form, place: Layout, earlier: EarlierFigures) -> Iterator[LiveRule]:
    """The question about the figure in the column "Kỳ trước", in each row that may be set beside it."""
    code = before.CODES[earlier.related]
    rule = Rule(code, code, "", severity(code, form), {}, entry(code)["basis"])
    for field in form.fields:
        if before.is_judged(field, earlier.related):
            then, now, note = (
                absolute(ref) for ref in (place.before(field.id), place.value(field.id), place.note(field.id))
            )
            asked = before.formula(earlier.related, then, now, earlier.limits)
            if explainable(code):
                asked = f"IF({asked},NOT({explanations.formula(note)}),FALSE)"
            yield LiveRule(rule, field.id, live_text(rule, form), asked)


def _unless_explained(rule: Rule, field_id: str, expression: str, place: Layout) -> str:
    """As ``check.run``: what a note of the fields explains is not shown, where the message asks for an explanation."""
    if not explainable(rule.code):
        return expression
    each_by_itself = kind_of(rule.kind).ground == "any cell"
    fields = (field_id,) if each_by_itself else fields_of(rule)
    explained = ",".join(explanations.formula(absolute(place.note(field))) for field in fields)
    return f"IF({expression},NOT(OR({explained})),FALSE)"


def live_text(rule: Rule, form: Form) -> str:
    """'Lỗi: chưa có số liệu': severity and the short words of the rule's code."""
    return f"{vi.PREFIXES[_severity(rule, form)]}: {rule.message or texts(rule.code, 'vi')['live']}"


def _severity(rule: Rule, form: Form) -> Severity:
    severity = form.severities.get(rule.code, rule.severity)
    return "warning" if rule.status == "beta" and severity == "error" else severity


def _at_its_levels(rule: Rule, expression: str, level: str) -> str:
    """As ``check.run``: a rule for some levels is not judged at the others; an unknown level is judged."""
    if not rule.levels:
        return expression
    named = ",".join(f'{level}="{name}"' for name in ("", *rule.levels))
    return f"IF(OR({named}),{expression},FALSE)"


def value_formulas(form: Form, place: Layout, earlier: EarlierFigures | None = None) -> Mapping[str, str]:
    """Field id -> formula of its check cell. Raises ``ValueError`` where a form asks for more than Excel 2010 holds."""
    rules: dict[str, list[LiveRule]] = {field.id: [] for field in form.fields}
    for rule in live_rules(form, place, earlier):
        rules[rule.field].append(rule)
    untouched = f'IF({_untouched(place)},"{vi.NOT_FILLED}",'
    return {field: f"={untouched}{_nested(own)[1:]})" for field, own in rules.items()}


def _untouched(place: Layout) -> str:
    """Whether no quantity has been filled in: who has not begun has made no mistake."""
    areas = ",".join(
        absolute_area(*area) if area[0].sheet == place.table else f"{qualified(area[0])}:{absolute(area[1])}"
        for area in place.inputs
    )
    return f"COUNTA({areas})=0"


def row_formulas(form: Form, place: Layout) -> Mapping[str, str]:
    """Row -> formula of what is said of it, where it has several values: the first error among their checks, else the
    first remark, with the column's title.
    """
    if len(place.columns) == 1:
        return {}
    return {row: f"={_first_said(parts, absolute)}" for row, parts in _checks_of_rows(form, place).items()}


def _checks_of_rows(form: Form, place: Layout) -> Mapping[str, list[tuple[CellRef, str]]]:
    """Row -> the check cells of its values, and what is added to their texts."""
    titles = {column.id: vi.OF_COLUMN.format(title=column.short or column.label) for column in form.values}
    rows: dict[str, list[tuple[CellRef, str]]] = {row.id: [] for row in form.rows}
    for field in form.fields:
        rows[field.row].append((place.check(field.id), titles[field.column]))
    return rows


def _first_said(parts: list[tuple[CellRef, str]], at: Callable[[CellRef], str]) -> str:
    cells = [(at(ref), _literal(title)) for ref, title in parts]
    formula = '""'
    for condition in ("{cell}<>{nothing}", "LEFT({cell},{length})={error}"):
        for cell, title in reversed(cells):
            tested = condition.format(cell=cell, nothing='""', length=len(vi.ERROR), error=_literal(vi.ERROR))
            shown = f'IF({cell}="{vi.NOT_FILLED}",{cell},{cell}&{title})'
            formula = f"IF({tested},{shown},{formula})"
    return formula


def row_texts(form: Form, place: Layout, results: Mapping[str, str]) -> Mapping[str, str]:
    """Row -> what its formula gives for these results of its values."""
    by_place = {place.check(field): text for field, text in results.items()}
    texts = {}
    for row, parts in _checks_of_rows(form, place).items():
        said = [(by_place[ref], title) for ref, title in parts if by_place[ref]]
        said.sort(key=lambda one: not one[0].startswith(vi.ERROR))
        text, title = said[0] if said else ("", "")
        texts[row] = text if text in ("", vi.NOT_FILLED) else text + title
    return texts


def _nested(rules: list[LiveRule]) -> str:
    formula = '""'
    for rule in reversed(rules):
        formula = f"IF({rule.expression},{_literal(rule.text)},{formula})"
    if len(formula) >= LONGEST_FORMULA or len(rules) > DEEPEST_NESTING - 4:
        raise ValueError(f"check formula with {len(rules)} rules and {len(formula)} characters")
    return "=" + formula


def _literal(text: str) -> str:
    if len(text) > LONGEST_LITERAL:
        raise ValueError(f"text of {len(text)} characters in a formula: {text}")
    return '"' + text.replace('"', '""') + '"'


# --- the header block and the status line --------------------------------------------------------------------------


def header_formulas(form: Form, place: Layout) -> Mapping[int, str]:
    """Row of the header block -> formula that says what is missing in it: the unit, the period, the year. While no
    quantity has been filled in, that it has not been filled in yet.
    """
    rules: dict[int, list[tuple[str, str]]] = {}
    for item in form.header:
        if item.kind in _MISSING:
            ref = place.header[item.id]
            text, expression = _MISSING[item.kind]
            rules.setdefault(ref.row, []).append(
                (text, expression.format(cell=absolute(ref), first=FIRST_YEAR, last=LAST_YEAR))
            )
    return {
        row: f"=IF({_untouched(place)},{_chosen([(vi.NOT_FILLED, one) for _, one in pairs])},{_chosen(pairs)})"
        for row, pairs in rules.items()
    }


_BLANK = "IF(ISERROR({cell}),TRUE,LEN(TRIM({cell}))=0)"
_NO_YEAR = (
    "IF(ISERROR({cell}),TRUE,"
    "IF(ISNUMBER({cell}),OR({cell}<{first},{cell}>{last},{cell}<>INT({cell})),LEN(TRIM({cell}))=0))"
)
_MISSING = {
    "unit": (f"{vi.ERROR}: {vi.NO_UNIT_NAME}", _BLANK),
    "period": (f"{vi.ERROR}: {vi.NO_PERIOD}", _BLANK),
    "year": (f"{vi.ERROR}: {vi.BAD_YEAR}", _NO_YEAR),
}


def _chosen(pairs: list[tuple[str, str]]) -> str:
    formula = '""'
    for text, expression in reversed(pairs):
        formula = f"IF({expression},{_literal(text)},{formula})"
    return formula


def status_formula(place: Layout) -> str:
    """'Chưa ghi', 'Còn 2 lỗi, 1 cảnh báo', 'Còn 1 cảnh báo' or 'Hợp lệ', from the check cells of the header block and
    of the table.
    """
    errors, warnings = _count(place, vi.ERROR), _count(place, vi.WARNING)
    with_warnings = f'IF({warnings}>0,", "&{warnings}&" {vi.LEFT_WARNINGS}","")'
    only_warnings = f'IF({warnings}>0,"{vi.REMAIN} "&{warnings}&" {vi.LEFT_WARNINGS}","{vi.VALID}")'
    judged = f'IF({errors}>0,"{vi.REMAIN} "&{errors}&" {vi.LEFT_ERRORS}"&{with_warnings},{only_warnings})'
    return f'=IF({_untouched(place)},"{vi.NOT_FILLED}",{judged})'


def _count(place: Layout, prefix: str) -> str:
    top, bottom = place.header_rows
    areas = (
        (CellRef(place.table, top, place.check_column), CellRef(place.table, bottom, place.check_column)),
        (
            CellRef(place.table, place.first_row, place.checks[0]),
            CellRef(place.table, place.last_row, place.checks[-1]),
        ),
    )
    counts = [f'COUNTIF({absolute_area(first, last)},"{prefix}*")' for first, last in areas]
    # An error of a line is told at the value that is counted from its list.
    counts += [said_of_lines(own, prefix) for own in place.lists.values() if prefix == vi.WARNING or not own.counted]
    return f"({'+'.join(counts)})"


def _is_untouched(form: Form, values: Mapping[str, Scalar]) -> bool:
    """As ``_untouched``."""
    return all(values.get(field.id) in (None, "") for field in form.fields)


# --- the results that are stored beside the formulas ----------------------------------------------------------------


def value_results(
    form: Form,
    place: Layout,
    values: Mapping[str, Scalar],
    notes: Mapping[str, str],
    unit: Unit | None,
    earlier: EarlierFigures | None = None,
    lines: Mapping[str, Lines] = _NO_LINES,
) -> Mapping[str, str]:
    """Field id -> what its check cell shows for these values and notes. ``values`` of fields that are counted from
    lists are those of ``lines``.
    """
    if _is_untouched(form, values):
        return dict.fromkeys((field.id for field in form.fields), vi.NOT_FILLED)
    seen = Submission(
        Source(""),
        form.id,
        form.version,
        place.table,
        tuple(_seen(field, values.get(field.id))._replace(note=notes.get(field.id, "")) for field in form.fields),
        unit,
    )
    broken: dict[tuple[str, str], bool] = {}
    for rule in form.rules:
        if not rule.levels or unit is None or not unit.level or unit.level in rule.levels:
            broken |= {
                (rule.id, hit.field): _is_shown(rule, hit, seen)
                for hit in kind_of(rule.kind).check(rule, form, seen) or ()
            }
    if earlier and earlier.related in before.CODES:
        broken |= {(before.CODES[earlier.related], field): True for field in _asked_by(earlier, form, seen)}
    for one, field in first_drawn(form).items():
        broken[LIST_EMPTY, field] = field not in values
        broken[LIST_UNCLEAR, field] = has_wrong_line(form.list(one), lines.get(one, ()))
    results = {field.id: "" for field in form.fields}
    for live in reversed(live_rules(form, place, earlier)):
        if broken.get((live.rule.id, live.field)):
            results[live.field] = live.text
    return results


def _asked_by(earlier: EarlierFigures, form: Form, seen: Submission) -> Iterator[str]:
    """The fields about which the earlier figures ask, and no note explains it."""
    for field in form.fields:
        then, now = earlier.values.get(field.id), seen.reading(field.id)
        if then is None or now is None or not isinstance(now.number, int | float):
            continue
        if before.is_judged(field, earlier.related) and before.is_broken(
            earlier.related, then, now.number, earlier.limits
        ):
            code = before.CODES[earlier.related]
            if explanations.severity(code, "error", (field.id,), seen) != "note":
                yield field.id


def _is_shown(rule: Rule, hit: Hit, seen: Submission) -> bool:
    """Is it not explained?"""
    return explanations.severity(rule.code, "error", hit.fields or (hit.field,), seen) != "note"


# What a formula of a base rule says of a cell with a number.
_BROKEN: Mapping[str, Callable[[float, Field], bool]] = {
    not_negative.KIND.name: lambda value, _: value < 0,
    whole.KIND.name: lambda value, _: value != int(value),
    places.KIND.name: lambda value, field: not fits(value, field.places),
    share.KIND.name: lambda value, _: value > share.WHOLE,
}


def _seen(field: Field, value: Scalar) -> Reading:
    """A value as a cell formula sees it."""
    if value is None or (isinstance(value, str) and not value.strip(" ")):
        return Reading(field.id, "blank")
    if field.kind == "date" and isinstance(value, int | float):
        return Reading(field.id, "answer", raw=value, how="exact")  # the cell has the format of a day
    if type_of(field.kind).place:
        return read_quantity(Cell(value, "text"), field)
    if isinstance(value, (str, bool)):
        return Reading(field.id, "text", raw=value, codes=(("V24", {}),))
    rules = type_of(field.kind).base_rules
    codes = [code for kind, code in rules if kind in _BROKEN and _BROKEN[kind](value, field)]
    return Reading(field.id, "number", value, raw=value, how="exact", codes=tuple((code, {}) for code in codes))


def header_results(
    form: Form, place: Layout, header: Mapping[str, Scalar], values: Mapping[str, Scalar]
) -> Mapping[int, str]:
    """Row of the header block -> what its check cell shows."""
    untouched = _is_untouched(form, values)
    results: dict[int, str] = {}
    for item in form.header:
        if (
            item.kind in _MISSING
            and not results.setdefault(place.header[item.id].row, "")
            and _is_missing(item.kind, header.get(item.id))
        ):
            results[place.header[item.id].row] = vi.NOT_FILLED if untouched else _MISSING[item.kind][0]
    return results


def _is_missing(kind: str, value: Scalar) -> bool:
    if kind == "year" and isinstance(value, (int, float)):
        return not (FIRST_YEAR <= value <= LAST_YEAR and value == int(value))
    return value is None or not str(value).strip(" ")


def status_result(shown: Iterator[str]) -> str:
    """The status line for the texts of all check cells."""
    texts = list(shown)
    if vi.NOT_FILLED in texts:
        return vi.NOT_FILLED
    errors, warnings = (sum(text.startswith(prefix) for text in texts) for prefix in (vi.ERROR, vi.WARNING))
    parts = [f"{errors} {vi.LEFT_ERRORS}"] * bool(errors) + [f"{warnings} {vi.LEFT_WARNINGS}"] * bool(warnings)
    return f"{vi.REMAIN} {', '.join(parts)}" if parts else vi.VALID
