"""What waits in few bytes comes back as it was: spools, sets of keys, stamps, comments of long tables, traces."""

from __future__ import annotations

import base64
import json
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl import spool
from cchc_xl.run.cache import Stamp, Stamps
from cchc_xl.spool import Spool
from cchc_xl.write.province.carried_over import trace
from cchc_xl.write.province.carried_over.trace import Keys, Trace, TracedRow, TracedRows
from cchc_xl.write.xlsx.comments import TableComments

PIECES = st.lists(st.binary(max_size=40), max_size=30)
KEYS = st.lists(st.one_of(st.binary(min_size=8, max_size=8), st.sampled_from([bytes(8), b"\1" + bytes(7)])))
ROWS = st.lists(st.tuples(st.binary(min_size=8, max_size=8), st.lists(st.integers(0, 2**32 - 1), max_size=5)))


@given(PIECES, st.integers(0, 60))
def test_spool__in_memory_and_on_the_disk_is_what_was_put_into_it(pieces: list[bytes], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_MOST", most)
        patch.setattr(spool, "_PIECE", 7)
        made, ends = Spool(), [0]
        for number, piece in enumerate(pieces):
            made.add(piece)
            ends.append(len(made))
            if number % 5 == 4:  # read between two writes
                assert b"".join(made) == b"".join(pieces[: number + 1])
        assert [made.at(start, end) for start, end in pairwise(ends)] == pieces
        assert (b"".join(made), len(made)) == (b"".join(pieces), sum(map(len, pieces)))


@given(KEYS)
def test_keys__of_rows_are_all_different_and_the_first_of_each_is_its_own(keys: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            trace, "_number", lambda key: (int.from_bytes(key, "little") & 0xFF0F) or 1
        )  # all in a few places
        keys = [(int.from_bytes(key, "little") & 0xFF0F or 1).to_bytes(8, "little") for key in keys]
        made, seen = Keys(), set()
        for key in keys:
            assert (key in made) == (key in seen)
            assert (made.apart(key) == key) == (key not in seen)
            seen.add(key)


def test_keys__of_a_hundred_thousand_rows() -> None:
    made = Keys()
    for number in range(100_000):
        assert made.apart(trace.key_of((number % 60_000,))) == trace.key_of((number,)) or number >= 60_000
    assert trace.key_of((1,)) in made
    assert trace.key_of((70_000,)) not in made


@given(st.lists(st.none() | st.builds(Stamp, st.integers(0, 2**62), st.integers(-(2**62), 2**62), st.booleans())))
def test_stamps__are_what_was_stamped(stamps: list[Stamp | None]) -> None:
    made = Stamps(stamps)
    assert (list(made), len(made), list(made[:])) == (stamps, len(stamps), stamps)
    assert [type(one.sure) for one in made if one] == [bool for one in stamps if one]


@given(st.dictionaries(st.tuples(st.integers(0, 1_048_575), st.integers(0, 16_383)), st.text(max_size=20)), st.data())
def test_comments__come_row_by_row_as_they_were_written_last(
    comments: dict[tuple[int, int], str], data: st.DataObject
) -> None:
    made, looks = TableComments(), ({"x_scale": 1.6}, {"font_size": 9})
    for number, ((row, column), text) in enumerate(comments.items()):
        made.add(row, column, text, looks[number % 2])
    for row, column in data.draw(st.sets(st.sampled_from(sorted(comments)))) if comments else ():
        comments[row, column] += " và của cô ấy"
        made.change(row, column, comments[row, column])
    assert [(row, column, text) for row, column, text, _ in made] == [(*at, comments[at]) for at in sorted(comments)]
    assert all(made.text_at(*at) == text for at, text in comments.items())
    assert made.text_at(1_048_576, 0) is None


@given(ROWS)
def test_trace__in_pieces_is_the_trace_at_once(rows: list[tuple[bytes, list[int]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_MOST", 50)
        patch.setattr(spool, "_PIECE", 33)
        patch.setattr(trace, "_IN_PIECE", 30)
        every = [TracedRow(number, key, tuple(signs), number % 3) for number, (key, signs) in enumerate(rows, 1)]
        made = Trace("Trang", 0, TracedRows(every), {1: 2.5}, [(3, 4, 5, 6)], 0)
        assert list(made.rows) == every
        pieces = [text for _, text in trace.packed([made])]
        assert all(len(text) == 40 for text in pieces[:-1])
        data = zlib.decompress(base64.b64decode("".join(pieces)))
        length = int.from_bytes(data[:4], "little")
        assert json.loads(data[4 : 4 + length]) == [["Trang", 0, made.width, len(rows), [[1, 2.5]], [[3, 4, 5, 6]], 0]]
        (again,) = trace._read("".join(pieces))
        wide = [row._replace(signs=(*row.signs, *[0] * (made.width - len(row.signs)))) for row in every]
        assert (list(again.rows), again.comment_lines) == (wide, {(3, 4): frozenset((5, 6))})
