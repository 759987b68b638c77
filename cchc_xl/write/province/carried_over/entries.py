"""What a person added to an earlier provincial workbook, as records.

A cell is named by its sheet, the key of the row that it stands in or below, and the name of its column: those are the
same in the next workbook, wherever they are then.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cchc_xl.records import NamedTuple
from cchc_xl.write.province.carried_over.around import Condition

OWN_MARK = "―― Ghi chú thêm ――"  # below our words in a comment; what stands after it is hers


class Typed(NamedTuple):
    """What a cell holds. ``kind``: '' for text or a number; 'date': an ISO time; 'formula': ``value`` is its text, with
    {row} for its own row, and names ``columns``; 'lost': a formula that cannot be written again. ``result``: of a
    formula. ``looks``: its number format, '' for the general one.
    """

    value: str | int | float
    kind: str = ""
    result: str | int | float = ""
    looks: str = ""
    columns: frozenset[int] = frozenset()


class OwnEntry(NamedTuple):
    """A cell, or the ``note`` on one. ``offset``: rows below the row of ours that has ``key``. ``over``: something of
    ours stood there. ``at``, ``subject`` and ``title``: where it stood, for people: its cell, what the row is about,
    the title of its column.
    """

    sheet: str
    key: bytes
    offset: int
    column: str
    typed: Typed
    note: bool = False
    over: bool = False
    at: str = ""
    subject: str = ""
    title: str = ""


class OwnColumn(NamedTuple):
    """``after``: how many columns right of our last one it stands; 0 where it stands among ours. ``width``: None for
    the usual one.
    """

    id: str
    after: int
    width: float | None


class OwnPage(NamedTuple):
    """What is hers on one of our sheets. ``filters`` and ``widths`` by column; a width of 0 hides it. ``ids``: number
    of a column there -> its name.
    """

    own: tuple[OwnColumn, ...] = ()
    entries: tuple[OwnEntry, ...] = ()
    filters: Mapping[str, Condition] = MappingProxyType({})
    widths: Mapping[str, float] = MappingProxyType({})
    ids: Mapping[int, str] = MappingProxyType({})

    @property
    def empty(self) -> bool:
        return not (self.entries or self.filters or self.widths)

    def with_waiting(self, entry: OwnEntry) -> OwnPage:
        """The same with an entry that waits for its row. A column without a title had nothing else: it is back."""
        own = self.own
        if entry.column.startswith("@") and entry.column.endswith(":") and all(one.id != entry.column for one in own):
            own = (*own, OwnColumn(entry.column, max((one.after for one in own), default=0) + 1, None))
        return self._replace(own=own, entries=(*self.entries, entry))


class OwnSheet(NamedTuple):
    """A sheet that is all hers. ``cells`` and ``notes`` by row and column, from 1."""

    name: str
    state: str
    cells: Mapping[tuple[int, int], Typed]
    notes: Mapping[tuple[int, int], str]
    merges: tuple[tuple[int, int, int, int], ...]
    widths: Mapping[int, float]
    fills: Mapping[tuple[int, int], str]


class Displaced(NamedTuple):
    """An entry that has no place of its own any more. ``why``: a key of words, 'moved-…'; ``ours``: what stands there
    now.
    """

    entry: OwnEntry
    why: str
    ours: str = ""


class CarriedOver(NamedTuple):
    """``pages``: by sheet of ours. ``waiting``: what had lost its place before. ``lost``: what cannot be brought along
    at all (pictures, charts, tables), as where and why. ``unknown``: the workbook does not say what we wrote in it.
    ``about``: fingerprint -> code, unit, indicator, raw value and file of the finding that a decision was made about.
    """

    pages: Mapping[str, OwnPage] = MappingProxyType({})
    own_sheets: tuple[OwnSheet, ...] = ()
    waiting: tuple[Displaced, ...] = ()
    lost: tuple[Displaced, ...] = ()
    unknown: bool = False
    about: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def empty(self) -> bool:
        """Did she add nothing?"""
        pages = all(page.empty for page in self.pages.values())
        return pages and not (self.own_sheets or self.waiting or self.lost or self.unknown)

    def below(self, standing: CarriedOver) -> CarriedOver:
        """What stands in another workbook, or this where nothing was added there; of both, what decisions are about."""
        return (self if standing.empty else standing)._replace(about={**self.about, **standing.about})

    def without_place(self, moved: tuple[Displaced, ...]) -> CarriedOver:
        """The same, where it is known before that these find no place."""
        gone = {(one.entry.sheet, one.entry.at, one.entry.note) for one in moved}
        pages = {
            name: page._replace(
                entries=tuple(entry for entry in page.entries if (name, entry.at, entry.note) not in gone)
            )
            for name, page in self.pages.items()
        }
        return self._replace(pages=pages, lost=(*self.lost, *moved))


NOTHING = CarriedOver()


class Brought(NamedTuple):
    """What became of it all. ``moved``: what this merge put on the sheet of such things; ``waiting``: what stood there
    before and still does; ``unknown`` as above.
    """

    kept: int = 0
    moved: tuple[Displaced, ...] = ()
    waiting: int = 0
    unknown: bool = False

    @property
    def changed(self) -> bool:
        """Was anything of hers changed or dropped, so that the former workbook is worth keeping?"""
        return bool(self.moved) or self.unknown
