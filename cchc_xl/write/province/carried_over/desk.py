"""A workbook under construction and what a person had added to the one before: who gets a place, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_xl.words.province import MOVED
from cchc_xl.write.province.carried_over.entries import Brought, CarriedOver, Displaced, OwnPage
from cchc_xl.write.province.carried_over.place import PageWriter
from cchc_xl.write.province.carried_over.trace import Trace

if TYPE_CHECKING:
    from cchc_xl.write.xlsx.book import Book

RETURNS = ("moved-gone", "moved-taken")  # for these reasons an entry waits for its place


class Desk:
    """One merge's. Sheets are opened and finished one after the other; what is left over then is ``moved``."""

    def __init__(self, carried_over: CarriedOver) -> None:
        self._carried_over = carried_over
        self._pages = dict(carried_over.pages)
        self._waiting = {id(one.entry): one for one in carried_over.waiting}
        self._open: list[PageWriter] = []
        self._new: list[Displaced] = list(carried_over.lost)
        self._still: list[Displaced] = []
        self._kept = 0
        self.traces: list[Trace] = []
        self.late: tuple[Displaced, ...] = ()
        for one in carried_over.waiting:
            if one.why in RETURNS and one.entry.sheet != MOVED:
                page = self._pages.get(one.entry.sheet, OwnPage())
                self._pages[one.entry.sheet] = page.with_waiting(one.entry)
            else:
                self._still.append(one)

    def page(self, book: Book, sheet: Any) -> PageWriter:
        """The writer of a new sheet of ours."""
        writer = PageWriter(book, sheet, self._pages.pop(sheet.get_name(), OwnPage()))
        self._open.append(writer)
        return writer

    def finish_pages(self, *, late: bool = False) -> None:
        """Puts on the sheets that were written since what stands beside their tables. ``late``: nothing can be moved to
        another sheet any more.
        """
        for writer in self._open:
            self.traces.append(writer.finish())
            self._kept += writer.kept
            if late:
                self.late += tuple(writer.left)
            for one in () if late else writer.left:
                self._leave(one)
        self._open.clear()

    def leave_rest(self, last: str) -> None:
        """Of our sheets only ``last`` follows: what was on others that this workbook has not is left."""
        for name in [name for name in self._pages if name != last]:
            for entry in self._pages.pop(name).entries:
                self._leave(Displaced(entry, "moved-gone"))

    def has_page(self, name: str) -> bool:
        """Is there something of hers for a sheet that is not written yet?"""
        return bool(self._pages.get(name, OwnPage()).entries)

    def add(self, moved: Displaced) -> None:
        self._new.append(moved)

    def _leave(self, moved: Displaced) -> None:
        earlier = self._waiting.get(id(moved.entry))
        if earlier is None:
            self._new.append(moved)
        else:
            self._still.append(earlier._replace(ours=moved.ours or earlier.ours))

    @property
    def moved(self) -> tuple[Displaced, ...]:
        """What has no place, in the order in which it came."""
        return (*self._still, *self._new)

    def settled(self) -> Brought:
        return Brought(self._kept, tuple(self._new), len(self._still), self._carried_over.unknown)
