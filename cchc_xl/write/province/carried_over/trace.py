"""What we wrote into a provincial workbook, cell by cell and in few bytes: the next merge then knows what a person
typed, and need not guess.

Every cell has a sign, a checksum of what it shows, which is the same whichever program saved the workbook since. The
signs of all sheets stand on the hidden sheet, compressed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from cchc_xl.bounded_cache import ShortTexts
from cchc_xl.model import Cell, Sheet
from cchc_xl.numbers import whole
from cchc_xl.records import NamedTuple
from cchc_xl.spool import Spool
from cchc_xl.write.province.carried_over.formulas import skeleton
from cchc_xl.write.xlsx.rows import moment

WROTE = "wrote"  # key of the rows of the hidden sheet that hold a piece each
START, END = b"-start--", b"---end--"  # in place of a row's key: the top of the sheet, the last row that is ours
_KEY, SIGN = 8, 4  # bytes
_HEAD = struct.Struct(f"<I{_KEY}sI")  # of a row: its number, key and seal
_IN_PIECE = 22_500  # bytes, which are 30,000 characters in a cell: Excel allows 32,767
_MOST = 300_000_000  # bytes when unpacked: more than a workbook within ``PROVINCE_LIMITS`` needs

Position = tuple[int, int]


class TracedRow(NamedTuple):
    """``row``: from 1. ``key``: what the row is about, the same in the next merge. ``signs``: of its columns from the
    first; 0 for an empty cell. ``seal``: of its bytes (see ``grid.openxml.entries_only``), 0 where something in it is a
    person's.
    """

    row: int
    key: bytes
    signs: tuple[int, ...]
    seal: int = 0


class TracedRows:
    """The rows of a sheet in the order in which they were written, as the bytes that they become, on the disk where
    they are many: ten thousand units have a hundred thousand rows.
    """

    def __init__(self, rows: Iterable[TracedRow] = ()) -> None:
        self._count = self.width = 0
        self._blocks: list[tuple[int, Spool]] = []  # of rows of one width: it, and their bytes
        for row in rows:
            self.add(row)

    def add(self, row: TracedRow) -> None:
        self.put(row.row, row.key, row.seal, pack(row.signs))

    def put(self, row: int, key: bytes, seal: int, packed_signs: bytes) -> None:
        """Adds a row as ``TracedRow`` says, its signs as ``pack`` has them."""
        width = len(packed_signs) // SIGN
        if not self._blocks or self._blocks[-1][0] != width:
            self._blocks.append((width, Spool()))
            self.width = max(self.width, width)
        self._blocks[-1][1].add(_HEAD.pack(row, key, seal) + packed_signs)
        self._count += 1

    def extend(self, rows: TracedRows) -> None:
        """Adds the rows of another, which is needed no more."""
        self._blocks += rows._blocks
        self._count, self.width = self._count + rows._count, max(self.width, rows.width)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[TracedRow]:
        for width, block in self._blocks:
            for piece in _whole_rows(block, width):
                yield from _rows_in(piece, width)

    def bytes(self, width: int) -> Iterator[bytes]:
        """The same as bytes, as if all rows had ``width`` columns."""
        form = _form(width)
        for own, block in self._blocks:
            if own == width:
                yield from block
                continue
            empty = [0] * (width - own)
            for piece in _whole_rows(block, own):
                yield b"".join(
                    [form.pack(row.row, row.key, row.seal, *row.signs, *empty) for row in _rows_in(piece, own)]
                )


def _whole_rows(block: Iterable[bytes], width: int) -> Iterator[bytes]:
    """Pieces of so many bytes as ones of whole rows."""
    size, left = _form(width).size, b""
    for piece in block:
        left += piece
        whole = len(left) - len(left) % size
        yield left[:whole]
        left = left[whole:]


class Trace:
    """One sheet as we wrote it. ``titles``: the row of a table's titles, 0 where there is none. ``widths``: of columns,
    in characters as the file has them, 0 for a hidden one. ``comments``: for each of ours its row, its column and the
    signs of its lines. ``drawings``: how many charts it has.
    """

    def __init__(
        self,
        name: str,
        titles: int,
        rows: TracedRows,
        widths: Mapping[int, float],
        comments: Sequence[tuple[int, ...]],
        drawings: int,
    ) -> None:
        self.name, self.titles, self.rows = name, titles, rows
        self.widths, self.comments, self.drawings = widths, comments, drawings

    @cached_property
    def width(self) -> int:
        """Columns."""
        return self.rows.width

    @cached_property
    def comment_lines(self) -> Mapping[Position, frozenset[int]]:
        """The signs of the lines of our comments, by row and column."""
        return {(row, column): frozenset(signs) for row, column, *signs in self.comments}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """What the columns are called from one merge to the next."""
        signs = next((row.signs for row in self.rows if row.row == self.titles), ())
        return column_ids((*signs, *[0] * (self.width - len(signs))))


def column_ids(titles: Sequence[int]) -> tuple[str, ...]:
    """Our columns by the signs of their titles; by number where they have none."""
    seen: Counter[int] = Counter()
    found = []
    for number, title in enumerate(titles, 1):
        seen[title] += 1
        found.append(f"{title:x}.{seen[title]}" if title else f"#{number}")
    return tuple(found)


# --- signs and keys ------------------------------------------------------------------------------------------------


def sign(value: object) -> int:
    """The sign of what a cell shows; 0 for nothing, or blanks only."""
    return _signs[value] if type(value) is str else 0 if value is None else _other_sign(value)


def signs(values: Sequence[object]) -> tuple[int, ...]:
    """The same of each cell of a row."""
    return tuple(
        [_signs[value] if type(value) is str else 0 if value is None else _other_sign(value) for value in values]
    )


def _other_sign(value: object) -> int:
    return number_sign(value) if type(value) is int else _signs[shown(value)]


def number_sign(number: int) -> int:
    """The sign of a whole number, which is that of its digits."""
    return zlib.crc32(b"%d" % number) or 1


def shown(value: object) -> str:
    """A value as text: the same for 12, 12.0 and '12'; a time to the second."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        known = whole(value)
        return str(known) if isinstance(known, int) else f"{value:.10g}"
    return "" if value is None else str(value)


def _text_sign(text: str) -> int:
    squeezed = " ".join(text.split())
    return (zlib.crc32(squeezed.encode("utf-8", "surrogatepass")) or 1) if squeezed else 0


_signs = ShortTexts(_text_sign)


def cell_sign(cell: Cell, formula: str | None) -> int:
    """The sign of a cell that was read; ``formula``: its own, or the one that it shares."""
    if formula is not None:
        return formula_sign(formula)
    if cell.kind == "date" and isinstance(cell.value, str):
        return sign(moment(cell.value))
    return sign(cell.value)


def formula_sign(formula: str) -> int:
    """A formula by what it does, whichever cells it does it to: those move with the rows."""
    return _text_sign(f"={skeleton(formula)}")


class Keys:
    """Keys of rows; of several alike the second is another than the first."""

    def __init__(self) -> None:
        self._seen = _KeySet()
        self._again: Counter[bytes] = Counter()

    def __contains__(self, first: bytes) -> bool:
        """Has a row this key, or had it but for another?"""
        return first in self._seen

    def apart(self, first: bytes) -> bytes:
        """The key of one more row that has this one by itself."""
        if self._seen.add(first):
            return first
        self._again[first] += 1
        return _digest(f"{first.hex()} {self._again[first] + 1}")


class _KeySet:
    """A set of keys at two dozen bytes each, where one of objects has a hundred: a table with open addresses."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 << 10))  # 0: empty
        self._count = 0

    def _place(self, key: int) -> int:
        """Where it is, or the empty place where it would be."""
        table = self._table
        last = len(table) - 1
        at = key & last
        while (there := table[at]) and there != key:
            at = (at + 1) & last
        return at

    def __contains__(self, key: bytes) -> bool:
        return self._table[self._place(_number(key))] != 0

    def add(self, key: bytes) -> bool:
        """Was it not there?"""
        number = _number(key)
        at = self._place(number)
        if self._table[at]:
            return False
        self._table[at] = number
        self._count += 1
        if 3 * self._count > 2 * len(self._table):
            former, self._table = self._table, array("Q", bytes(16 * len(self._table)))
            for one in former:
                if one:
                    self._table[self._place(one)] = one
        return True


def _number(key: bytes) -> int:
    return int.from_bytes(key, "little") or 1


def key_of(parts: Iterable[object]) -> bytes:
    """The key of a row that is about this, by itself (see ``Keys``)."""
    return _digest("\x1f".join(map(shown, parts)))


def line_key(texts: Iterable[str]) -> str:
    """What a line of a page is about: its first words, without the numbers in them, which change."""
    first = next((text for text in texts if any(letter.isalpha() for letter in text)), "")
    return " ".join("".join(sign for sign in first.partition(":")[0] if not sign.isdigit()).split()).casefold()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


# --- on the hidden sheet -------------------------------------------------------------------------------------------


def packed(traces: Iterable[Trace]) -> Iterator[tuple[str, str]]:
    """Rows for the hidden sheet."""
    every = list(traces)
    head = f"[{','.join(map(_head, every))}]".encode()
    squeezer = zlib.compressobj()
    whole = chain(
        (len(head).to_bytes(4, "little") + head,), (rows for trace in every for rows in trace.rows.bytes(trace.width))
    )
    waiting = b""
    for piece in chain(map(squeezer.compress, whole), (squeezer.flush() for _ in (None,))):
        waiting += piece
        while len(waiting) > _IN_PIECE:
            yield WROTE, base64.b64encode(waiting[:_IN_PIECE]).decode()
            waiting = waiting[_IN_PIECE:]
    yield WROTE, base64.b64encode(waiting).decode()


def _head(trace: Trace) -> str:
    widths = [list(pair) for pair in sorted(trace.widths.items())]
    before = (trace.name, trace.titles, trace.width, len(trace.rows), widths)
    comments = ",".join(map(_compact_json, trace.comments))
    return f"{_compact_json(before)[:-1]},[{comments}],{trace.drawings}]"


_compact_json = json.JSONEncoder(separators=(",", ":")).encode


@lru_cache(maxsize=64)
def _form(width: int) -> struct.Struct:
    return struct.Struct(f"{_HEAD.format}{width}I")


def pack(signs: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(signs)}I", *signs)


def _rows_in(data: bytes, width: int) -> Iterator[TracedRow]:
    return (TracedRow(row, key, tuple(signs), seal) for row, key, seal, *signs in _form(width).iter_unpack(data))


def unpacked(sheet: Sheet | None) -> dict[str, Trace]:
    """The sheets that the workbook was written with, by name; none where it does not say, or no longer says right."""
    if sheet is None:
        return {}
    rows = sorted(row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == WROTE)
    pieces = [cell.value for row in rows if (cell := sheet.cells.get((row, 2)))]
    try:
        return {trace.name: trace for trace in _read("".join(map(str, pieces)))} if pieces else {}
    except (ValueError, TypeError, LookupError, RecursionError, struct.error, zlib.error):
        return {}


def _read(text: str) -> Iterator[Trace]:
    inflater = zlib.decompressobj()
    data = inflater.decompress(base64.b64decode(text, validate=True), _MOST)
    if not inflater.eof:
        raise ValueError("too long")
    at = 4 + int.from_bytes(data[:4], "little")
    for name, titles, width, count, widths, comments, drawings in json.loads(data[4:at]):
        form = _form(width)
        body = data[at : at + form.size * count]
        at += len(body)
        yield Trace(
            str(name),
            int(titles),
            TracedRows(_rows_in(body, width)),
            {int(column): float(wide) for column, wide in widths},
            [tuple(one) for one in comments],
            int(drawings),
        )


def lines_of(texts: Iterable[str]) -> frozenset[int]:
    """The signs of all lines of some comments."""
    return frozenset(filter(None, map(sign, chain.from_iterable(text.split("\n") for text in texts))))
