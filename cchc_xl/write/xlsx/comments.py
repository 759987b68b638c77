"""The comments of a long table in few bytes, until XlsxWriter writes them: as its own objects each takes a kilobyte."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from cchc_xl.condensed import CondensedList

if TYPE_CHECKING:
    from xlsxwriter.comments import CommentType

_COLUMNS = 1 << 14  # of a sheet

Look = Mapping[str, Any]


class TableComments:
    """Rows and columns are counted from 0. There is one comment at a place; they may come in any order."""

    def __init__(self) -> None:
        self._places = array("Q")
        self._which = array("B")  # of the looks
        self._looks: list[Look] = []
        self._texts: CondensedList[str] = CondensedList()
        self._changed: dict[int, str] = {}  # by place among all

    def add(self, row: int, column: int, text: str, look: Look) -> None:
        if look not in self._looks:
            self._looks.append(look)
        self._places.append(row * _COLUMNS + column)
        self._which.append(self._looks.index(look))
        self._texts.append(text)

    def text_at(self, row: int, column: int) -> str | None:
        number = self._number(row, column)
        return None if number < 0 else self._changed.get(number, self._texts[number])

    def change(self, row: int, column: int, text: str) -> None:
        self._changed[self._number(row, column)] = text

    def _number(self, row: int, column: int) -> int:
        place = row * _COLUMNS + column
        return self._places.index(place) if place in self._places else -1

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[int, int, str, Look]]:
        """Row, column, text and looks of each, row by row."""
        for number in sorted(range(len(self._places)), key=self._places.__getitem__):
            row, column = divmod(self._places[number], _COLUMNS)
            yield row, column, self._changed.get(number) or self._texts[number], self._looks[self._which[number]]


class WrittenComments(Sequence["CommentType"]):
    """What XlsxWriter goes through to write the comments of a sheet: those above the table, then those in it, made as
    they are looked at.
    """

    def __init__(
        self, above: Sequence[CommentType], below: TableComments, corners: Callable[[CommentType], Any]
    ) -> None:
        """``corners``: where the box of a comment is drawn."""
        from xlsxwriter.comments import CommentType

        class Comment(CommentType):  # type: ignore[misc, unused-ignore]
            vertices = property(corners, lambda *_: None)  # only one of the parts asks for them

        self._above, self._below, self._kind = above, below, Comment

    def __len__(self) -> int:
        return len(self._above) + len(self._below)

    def __iter__(self) -> Iterator[CommentType]:
        yield from self._above
        for row, column, text, look in self._below:
            made = self._kind(row, column, text, look)
            made.is_visible, made.author = False, made.author or ""
            yield made

    @overload
    def __getitem__(self, at: int) -> CommentType: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[CommentType]: ...
    def __getitem__(self, at: int | slice) -> CommentType | Sequence[CommentType]:
        return list(self)[at]
