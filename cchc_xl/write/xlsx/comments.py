"""The comments of a long table: in few bytes until they are written, and then as text.

As its own objects XlsxWriter has a kilobyte for each, and goes sixty times to its files.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from cchc_xl.condensed import CondensedList
from cchc_xl.model import column_letters
from cchc_xl.records import NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.comments import Comments, CommentType
    from xlsxwriter.vml import Vml
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = 1 << 14  # of a sheet
_LAST_ROWS = 1_048_570  # behind which boxes are drawn further up

Look = Mapping[str, Any]


class TableComment(NamedTuple):
    """``look``: as XlsxWriter's ``write_comment`` takes it: the author, font and scales."""

    row: int
    col: int
    text: str
    look: Look

    @property
    def author(self) -> str:
        return str(self.look.get("author", ""))


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

    def __iter__(self) -> Iterator[TableComment]:
        """Row by row."""
        for number in sorted(range(len(self._places)), key=self._places.__getitem__):
            row, column = divmod(self._places[number], _COLUMNS)
            text = self._changed.get(number) or self._texts[number]
            yield TableComment(row, column, text, self._looks[self._which[number]])


class WrittenComments(Sequence[Any]):
    """What is gone through to write the comments of a sheet: XlsxWriter's own above the table, then those in it."""

    def __init__(self, above: Sequence[CommentType], below: TableComments) -> None:
        self._above, self._below = above, below

    def __len__(self) -> int:
        return len(self._above) + len(self._below)

    def __iter__(self) -> Iterator[CommentType | TableComment]:
        yield from self._above
        yield from self._below

    @overload
    def __getitem__(self, at: int) -> CommentType | TableComment: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[CommentType | TableComment]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return list(self)[at]


def writers() -> tuple[type[Comments], type[Vml]]:
    """Who writes the two parts of a sheet's comments: XlsxWriter, and what it would write of those of a long table as
    one text for each (``tests/test_comments.py`` compares them). The second is told its ``sheet``.
    """
    from xlsxwriter.comments import Comments, CommentType
    from xlsxwriter.vml import Vml

    class CommentTexts(Comments):  # type: ignore[misc, unused-ignore]
        def _write_comment(self, comment: Any, author_id: int) -> None:
            if not isinstance(comment, TableComment):
                super()._write_comment(comment, author_id)
                return
            look = comment.look
            self.fh.write(
                f'<comment ref="{column_letters(comment.col + 1)}{comment.row + 1}" authorId="{author_id}"><text><r>'
                f'<rPr><sz val="{look.get("font_size", 8)}"/><color indexed="81"/>'
                f'<rFont val="{look.get("font_name", "Tahoma")}"/><family val="2"/></rPr>'
            )
            self._write_text_t(comment.text)
            self.fh.write("</r></text></comment>")

    class CommentBoxes(Vml):  # type: ignore[misc, unused-ignore]
        def __init__(self, sheet: Worksheet) -> None:
            super().__init__()
            self._sheet = sheet
            self._odd_rows = max(sheet.row_sizes, default=-1) + 1  # rows that are higher than others, and those above
            self._corners_in: dict[tuple[int, int], tuple[int, Sequence[float]]] = {}  # of a column

        def _write_comment_shape(self, shape_id: int, z_index: int, comment: Any) -> None:
            if not isinstance(comment, TableComment):
                super()._write_comment_shape(shape_id, z_index, comment)
                return
            col_start, row_start, x1, y1, col_end, row_end, x2, y2, left, top, width, height = self._corners(comment)
            self.fh.write(
                f'<v:shape id="_x0000_s{shape_id}" type="#_x0000_t202" style="position:absolute;'
                f"margin-left:{left * 0.75:.15g}pt;margin-top:{top * 0.75:.15g}pt;width:{width * 0.75:.15g}pt;"
                f'height:{height * 0.75:.15g}pt;z-index:{z_index};visibility:hidden" fillcolor="#ffffe1" '
                'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
                '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left">'
                '</div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>'
                f"{col_start}, {x1}, {row_start}, {y1}, {col_end}, {x2}, {row_end}, {y2}</x:Anchor>"
                f"<x:AutoFill>False</x:AutoFill><x:Row>{comment.row}</x:Row><x:Column>{comment.col}</x:Column>"
                "</x:ClientData></v:shape>"
            )

        def _corners(self, comment: TableComment) -> Sequence[float]:
            """Where the box is drawn: in a row between others of the usual height it is so many rows further down than
            in another of them, and that is all.
            """
            row, column, _, look = comment
            usual = self._odd_rows < row < _LAST_ROWS
            known = self._corners_in.get((column, id(look))) if usual else None
            if known is None:
                own: Sequence[float] = self._sheet._comment_vertices(CommentType(row, column, "", look))
                if usual:
                    self._corners_in[column, id(look)] = row, own
                return own
            first, (*corners, width, height) = known
            down = row - first
            for at in (1, 5):
                corners[at] += down
            corners[9] += down * self._sheet.default_row_height
            return (*corners, width, height)

    return CommentTexts, CommentBoxes
