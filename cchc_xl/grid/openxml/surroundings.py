"""What a sheet says beside its cells: merged ranges, hidden columns, filters, drawings, noughts that are not shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from cchc_xl.grid.openxml.package import Limits
from cchc_xl.grid.openxml.values import Area, area, is_true, number

PAGE_TEXTS = frozenset(f"{pages}{where}" for pages in ("odd", "even", "first") for where in ("Header", "Footer"))
# Codes of ECMA-376 part 1, 18.3.1.46, that say how a text looks or are filled in when it is printed.
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[BIUESXYOHPNDTFAZG])')
LOWEST = 2  # points; a row that is lower shows no figure
NARROWEST = 0.3  # characters; the same of a column


class SheetSettings:
    """Filled while a sheet is walked: ``readers`` by element name."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.merges: list[Area] = []
        self.filter = self.drawings = self.hides_zeros = False
        self.page_texts: list[list[str]] = []  # each in pieces
        self._hidden: set[int] = set()
        self._columns: set[int] = set()  # that have an element of their own
        self._narrow = False  # all others are without width
        self.readers: dict[str, Callable[[dict[str, str]], None]] = {
            "mergeCell": self._merge, "col": self._column, "autoFilter": self._filtered, "sheetPr": self._properties,
            "sheetView": self._view, "sheetFormatPr": self._defaults,
            "drawing": self._drawn, "picture": self._drawn, "oleObjects": self._drawn,
        }  # fmt: skip

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Within the bounds."""
        others = set(range(1, self.limits.columns + 1)) - self._columns if self._narrow else set()
        return frozenset(self._hidden | others)

    @property
    def printed(self) -> tuple[tuple[int, int, str], ...]:
        """What is printed on every page, as ``SheetBody.beside`` has it."""
        found = dict.fromkeys(line for text in self.page_texts for line in page_lines("".join(text)))
        return tuple([(0, 0, line) for line in found])

    def _merge(self, attributes: dict[str, str]) -> None:
        found = area(attributes.get("ref", ""))
        if found[0] <= self.limits.rows and found[1] <= self.limits.columns:
            self.merges.append(found)

    def _column(self, attributes: dict[str, str]) -> None:
        first, last = number(attributes.get("min", "")), number(attributes.get("max", ""))
        if isinstance(first, int) and isinstance(last, int):
            columns = range(max(1, first), min(last, self.limits.columns) + 1)
            self._columns.update(columns)
            if is_true(attributes.get("hidden")) or _less(attributes.get("width"), NARROWEST):
                self._hidden.update(columns)

    def _defaults(self, attributes: dict[str, str]) -> None:
        # Rows that are hidden by default ('zeroHeight') are those without an element, and so without cells.
        self._narrow = _less(attributes.get("defaultColWidth"), NARROWEST)

    def _view(self, attributes: dict[str, str]) -> None:
        self.hides_zeros = self.hides_zeros or attributes.get("showZeros") in ("0", "false")

    def _filtered(self, _: dict[str, str]) -> None:
        self.filter = True

    def _properties(self, attributes: dict[str, str]) -> None:
        self.filter = self.filter or is_true(attributes.get("filterMode"))

    def _drawn(self, _: dict[str, str]) -> None:
        self.drawings = True


def page_lines(text: str) -> list[str]:
    """The texts of a page's header or footer, left, in the middle and right, without what is no text of theirs.

    >>> page_lines('&C&20 DỰ THẢO&R&"Arial,Bold"Trang &P/&N')
    ['DỰ THẢO', 'Trang /']
    """
    if not text:
        return []
    lines = re.split(r"&[LCR]|\r?\n", text.replace("&&", "\0"))
    return [line for one in lines if (line := _PAGE_CODE.sub("", one).replace("\0", "&").strip())]


def hides_row(attributes: dict[str, str]) -> bool:
    """Whether a <row> is hidden, or too low for anything to be seen in it."""
    return is_true(attributes.get("hidden")) or _less(attributes.get("ht"), LOWEST)


def _less(text: str | None, bound: float) -> bool:
    size = None if text is None else number(text)
    return size is not None and size < bound
