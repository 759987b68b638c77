"""What stands around the cells of a sheet and is a person's too: filters and widths of columns, and what cannot be
written again.

A filter is read from the workbook and set again on the next one. Excel stores which rows are hidden and does not filter
again on opening; so the rows are judged here by the conditions that are kept: lists of values, and comparisons. Filters
by colour, by rank and by "this week" cannot be judged outside Excel and are not kept, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.grid.file import PROVINCE_LIMITS
from cchc_xl.grid.openxml.elements import Element, elements
from cchc_xl.grid.openxml.package import Package, ReadError, open_package
from cchc_xl.grid.openxml.workbook import relations, resolve
from cchc_xl.model import column_number
from cchc_xl.records import NamedTuple
from cchc_xl.write.xlsx.rows import Value, escape

_WORKBOOK = "xl/workbook.xml"
_MOST = 4000  # values and conditions of one sheet
_WIDEST = 300  # columns whose widths are looked at
_OBJECTS = frozenset(("table", "pivotTable", "image", "oleObject", "control", "slicer"))
_ANCHOR = re.compile(rb"</(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor>")
_OPERATORS = ("equal", "notEqual", "greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual")


class Condition(NamedTuple):
    """What a column shows: one of ``values`` (``blank``: empty cells too), or ``tests`` (operator, text), ``all_of``
    them or any.
    """

    values: tuple[str, ...] = ()
    blank: bool = False
    tests: tuple[tuple[str, str], ...] = ()
    all_of: bool = False

    def shows(self, value: Value) -> bool:
        text = "" if value is None else str(value)
        if not self.tests:
            return self.blank if not text else any(_equal(text, wanted) for wanted in self.values)
        judged = [_judge(text, operator, wanted) for operator, wanted in self.tests]
        return all(judged) if self.all_of else any(judged)

    def xml(self, column: int) -> str:
        """The element of the column, counted from 0 within the filter."""
        if self.tests:
            tests = "".join(
                f'<customFilter operator="{operator}" val="{_attribute(text)}"/>' for operator, text in self.tests
            )
            both = ' and="1"' if self.all_of else ""
            inner = f"<customFilters{both}>{tests}</customFilters>"
        else:
            wanted = "".join(f'<filter val="{_attribute(value)}"/>' for value in self.values)
            blank = ' blank="1"' if self.blank else ""
            inner = f"<filters{blank}>{wanted}</filters>"
        return f'<filterColumn colId="{column}">{inner}</filterColumn>'


class SheetAround(NamedTuple):
    """``filters``: column (from 1) -> condition, None for one that cannot be judged here. ``widths``: in characters, 0
    for a hidden column. ``objects``: tables and the like that the sheet has beside cells; ``drawn``: how many pictures,
    charts and shapes.
    """

    filters: Mapping[int, Condition | None] = {}
    widths: Mapping[int, float] = {}
    objects: int = 0
    drawn: int = 0


def read_around(data: bytes) -> dict[str, SheetAround]:
    """By name of the sheet. Nothing is said of sheets whose part cannot be read, nor raised."""
    found = {}
    try:
        package = open_package(data, PROVINCE_LIMITS)
        for name, part in _parts(package):
            if part in package:
                sheet = package.read(part)
                beside = relations(package, part).values()
                objects = sum(one.kind in _OBJECTS for one in beside)
                drawn = sum(
                    _drawn(package, resolve(part, one.target, package)) for one in beside if one.kind == "drawing"
                )
                found[name] = SheetAround(_conditions(sheet, part), _widths(sheet, part), objects, drawn)
    except (ReadError, ValueError):  # a convenience: without it nothing that was typed is lost
        return found
    return found


def _parts(package: Package) -> Iterator[tuple[str, str]]:
    """(name of a sheet, its part)."""
    targets = relations(package, _WORKBOOK)
    for element in elements(package.read(_WORKBOOK), _WORKBOOK, PROVINCE_LIMITS):
        relation = targets.get(element.attributes.get("id", ""))
        if element.tag == "sheet" and relation is not None and not relation.external:
            yield element.attributes.get("name", ""), resolve(_WORKBOOK, relation.target, package)


def _drawn(package: Package, part: str) -> int:
    """LibreOffice gives every sheet with comments a drawing, which is empty."""
    return len(_ANCHOR.findall(package.read(part))) if part in package else 0


def _conditions(sheet: bytes, part: str) -> dict[int, Condition | None]:
    """Column -> condition, of the filter that stands below the cells of a sheet."""
    match = re.search(
        rb"<(?:\w+:)?autoFilter\b[^>]*[^/]>.*?</(?:\w+:)?autoFilter>",
        sheet[max(sheet.rfind(b"sheetData"), 0) :],
        re.DOTALL,
    )
    if match is None:
        return {}
    [root, *inner] = elements(match[0], part, PROVINCE_LIMITS)
    columns: list[tuple[int, list[Element]]] = []
    for element in inner:
        if element.tag == "filterColumn":
            columns.append((int(element.attributes.get("colId", "0")), []))
        elif columns:
            columns[-1][1].append(element)
    first = _column(root.attributes.get("ref", "A1"))
    return {first + column: _condition(content) for column, content in columns if content}


def _widths(sheet: bytes, part: str) -> dict[int, float]:
    match = re.search(rb"<(?:\w+:)?cols>.*?</(?:\w+:)?cols>", sheet[: max(sheet.find(b"sheetData"), 0)], re.DOTALL)
    found: dict[int, float] = {}
    for element in elements(match[0], part, PROVINCE_LIMITS) if match else ():
        of = element.attributes
        if element.tag == "col":
            first, last = int(of.get("min", "1")), int(of.get("max", "1"))
            width = 0.0 if of.get("hidden") in ("1", "true") else float(of.get("width", "0") or 0)
            found.update(dict.fromkeys(range(max(first, 1), min(last, _WIDEST) + 1), width))
    return found


def _condition(content: Sequence[Element]) -> Condition | None:
    """The elements within a column's, as a condition; None where it cannot be judged here."""
    if not content or len(content) > _MOST:
        return None
    kind, *parts = content
    if kind.tag == "filters" and all(part.tag == "filter" for part in parts):
        return Condition(
            tuple(part.attributes.get("val", "") for part in parts), kind.attributes.get("blank") in ("1", "true")
        )
    if kind.tag == "customFilters" and parts:
        tests = tuple((part.attributes.get("operator", "equal"), part.attributes.get("val", "")) for part in parts)
        if all(operator in _OPERATORS for operator, _ in tests):
            return Condition(tests=tests, all_of=kind.attributes.get("and") in ("1", "true"))
    return None


def filter_xml(conditions: Mapping[int, Condition]) -> str:
    """The elements inside ``autoFilter``, by column from 0."""
    return "".join(conditions[column].xml(column) for column in sorted(conditions))


def hides(conditions: Mapping[int, Condition], values: Sequence[Value]) -> bool:
    """Does the filter hide a row of these cells?"""
    return any(
        not condition.shows(values[column] if column < len(values) else None)
        for column, condition in conditions.items()
    )


def _column(reference: str) -> int:
    letters = re.match("[A-Z]+", reference)
    return column_number(letters[0] if letters else "A")


def _equal(text: str, wanted: str) -> bool:
    """Excel compares what cells show, without regard to case; numbers may be shown with separators."""
    return text.casefold() == wanted.casefold() or (text.isdecimal() and text == re.sub(r"[.,\s]", "", wanted))


def _judge(text: str, operator: str, wanted: str) -> bool:
    if operator in ("equal", "notEqual"):
        return _like(text, wanted) == (operator == "equal")
    try:
        left, right = float(text), float(wanted)
    except ValueError:
        return False
    return {
        "greaterThan": left > right,
        "greaterThanOrEqual": left >= right,
        "lessThan": left < right,
        "lessThanOrEqual": left <= right,
    }[operator]


def _like(text: str, wanted: str) -> bool:
    """'*' stands for any text and '?' for any sign; a single blank for an empty cell."""
    if wanted.strip() == "":
        return text == ""
    if "*" in wanted or "?" in wanted:
        pattern = "".join(".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in wanted)
        return re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL) is not None
    return _equal(text, wanted)


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")
